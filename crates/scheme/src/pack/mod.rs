//! A scheme pack: the standards of one organisation as a folder of TOML, loaded from its texts and refused as a whole,
//! with every mistake found, where anything in it is wrong.
//!
//! To add a key: read it where its table is read, refuse what it may not be with a variant of [`Problem`], and add the
//! wrong pack to the gallery in `tests/gallery.rs`.

mod approvals_file;
mod calendars;
pub(crate) mod classes;
pub(crate) mod clauses_file;
pub(crate) mod example_file;
mod expressions;
pub(crate) mod facts;
pub(crate) mod findings;
pub(crate) mod forms_file;
mod guarantees_file;
pub(crate) mod manifest;
mod measure_file;
pub(crate) mod measures;
pub(crate) mod members_file;
mod needs_file;
mod overlap;
pub(crate) mod parameters;
pub(crate) mod problem;
pub(crate) mod reach_file;
pub(crate) mod reader;
mod recipients;
pub(crate) mod roles_file;
pub(crate) mod surveys_file;
pub(crate) mod template;
mod visits_file;
pub(crate) mod words;

use std::collections::BTreeMap;

use guanai_kernel::{CodeRole, FactRole, ParameterRole};

use self::clauses_file::ClauseWords;
use self::example_file::Example;
use self::expressions::Site;
use self::facts::{Fact, FactTable, FactValue};
use self::findings::Findings;
use self::forms_file::{CareContent, CareForm, FormTable};
use self::guarantees_file::Known;
use self::manifest::{Clause, ClauseSource, Manifest};
use self::measures::Measure;
use self::members_file::{AnswerTerm, Answered, ConsentKind, DisputeDays, MemberTable};
use self::needs_file::{NeedTable, Pending};
use self::parameters::{Parameter, ParameterTable};
use self::problem::{PackError, Problem};
use self::reach_file::ReachStandards;
use self::reader::{Source, Table};
use self::roles_file::{PackWords, Roles};
use self::surveys_file::Questionnaire;
use crate::approvals::Approvals;
use crate::expr::check::Scope;
use crate::expr::program::ParameterId;
use crate::fact_set::{FactSet, Slot};
use crate::guarantees::Guarantees;
use crate::needs::{MatchingCosts, NeedCategory, OfferCategory, Urgency};
use crate::pack::classes::Class;
use crate::text::Text;
use crate::visits::VisitStandards;

/// The most bytes of a pack, all files together.
const MAX_BYTES: usize = 4 << 20;
/// The most files of a pack.
const MAX_FILES: usize = 1_000;
/// The files that every pack has.
const FILES: [&str; 13] = [
    "scheme.toml",
    "facts.toml",
    "parameters.toml",
    "classes.toml",
    "needs.toml",
    "guarantees.toml",
    "visits.toml",
    "matching.toml",
    "members.toml",
    "approvals.toml",
    "reach.toml",
    "forms.toml",
    "roles.toml",
];
/// The file that a pack without a questionnaire does without.
const SURVEYS: &str = "surveys.toml";
/// Files of a pack that other rooms read.
const READ_ELSEWHERE: [&str; 1] = ["books.toml"];

/// A loaded pack: everything in it is checked.
#[derive(Debug, Clone)]
pub struct Pack {
    pub(crate) manifest: Manifest,
    facts: FactTable,
    pub(crate) parameters: ParameterTable,
    pub(crate) classes: Vec<Class>,
    needs: NeedTable,
    pub(crate) guarantees: Guarantees,
    visits: VisitStandards,
    matching: MatchingCosts,
    members: MemberTable,
    approvals: Approvals,
    reach: ReachStandards,
    clause_words: ClauseWords,
    questionnaire: Option<Questionnaire>,
    forms: FormTable,
    roles: Roles,
    pub(crate) measures: Vec<Measure>,
    examples: Vec<Example>,
    /// Figures that lower organisations set, laid over by revisions.
    pub(crate) locals: Vec<crate::local::LocalValue>,
}

impl Pack {
    /// Loads a pack from its files, path to text; paths are relative to the pack's folder, with `/`.
    ///
    /// Refused with every mistake found, by file and line. Mistakes in the facts or parameters are told alone, because
    /// what stands on them would only repeat them.
    pub fn load(files: &BTreeMap<String, String>) -> Result<Self, Vec<PackError>> {
        let findings = Findings::default();
        let pack = load(files, &findings);
        match pack {
            Some(pack) if findings.is_clean() => Ok(pack),
            _ => Err(findings.into_errors()),
        }
    }

    /// Which pack this is.
    pub const fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// The source that clauses cite by this id.
    pub fn source(&self, id: &str) -> Option<&ClauseSource> {
        self.manifest.sources.iter().find(|s| s.id == id)
    }

    /// What a clause says, in the pack's own words; none where it has none.
    pub fn clause_words(&self, clause: &Clause) -> Option<&Text> {
        self.clause_words.get(&clause.to_string())
    }

    /// The clauses that have words, as the pack writes them.
    pub(crate) fn worded_clauses(&self) -> impl Iterator<Item = &str> {
        self.clause_words.keys().map(String::as_str)
    }

    /// All facts that are recorded of people, in slot order.
    pub fn facts(&self) -> &[Fact] {
        self.facts.declared()
    }

    /// What is added up over households, each with the fact of everybody that it adds up.
    pub fn totals(&self) -> impl Iterator<Item = (Slot, Slot)> {
        self.facts.totals()
    }

    /// All facts with their slots, and after them what is added up over households.
    pub fn facts_by_slot(&self) -> impl Iterator<Item = (Slot, &Fact)> {
        self.facts.all.iter().enumerate().filter_map(|(at, fact)| Some((Slot::of(at)?, fact)))
    }

    /// The slot of a fact's name; none where the pack does not declare it.
    pub fn slot(&self, name: &str) -> Option<Slot> {
        self.facts.find(name).map(|(slot, _)| slot)
    }

    /// The slot of a fact's name, or of what answers call so that is added up over a household.
    pub fn told_slot(&self, name: &str) -> Option<Slot> {
        self.facts.find_told(name).map(|(slot, _)| slot)
    }

    /// The facts that are recorded of people and that a set of facts rests on: of what is added up over a household the fact of
    /// each, and how many live there.
    pub fn recorded(&self, facts: FactSet) -> FactSet {
        let each = facts.iter().map(|slot| self.fact(slot).over.unwrap_or(slot)).collect::<FactSet>();
        let size = self.fact_of(FactRole::HouseholdSize).and_then(|name| self.slot(name));
        let over = self.totals().any(|(slot, _)| facts.contains(slot));
        size.filter(|_| over).into_iter().fold(each, |all, size| all.union(FactSet::one(size)))
    }

    /// The fact of a slot of this pack.
    pub fn fact(&self, slot: Slot) -> &Fact {
        self.facts.get(slot)
    }

    /// The facts on which the answers of these classes and measures, by place, may depend.
    pub fn facts_read<'c>(
        &self,
        classes: impl IntoIterator<Item = &'c usize>,
        measures: impl IntoIterator<Item = &'c usize>,
    ) -> FactSet {
        let classes = classes.into_iter().filter_map(|at| self.classes.get(*at)).map(Class::reads);
        let measures = measures.into_iter().filter_map(|at| self.measures.get(*at)).map(Measure::reads);
        classes.chain(measures).fold(FactSet::EMPTY, FactSet::union)
    }

    /// The names of a set of facts, in the order of `facts.toml`.
    pub fn fact_names(&self, facts: FactSet) -> impl Iterator<Item = &str> {
        facts.iter().filter_map(|slot| self.facts.all.get(slot.index())).map(|fact| fact.name.as_str())
    }

    /// The code of a closed-list fact whose code, name or synonym is this text.
    pub fn fact_value_code(&self, fact: &str, text: &str) -> Option<&str> {
        self.facts.find(fact)?.1.code_of(text)
    }

    /// All parameters, in the order of the pack.
    pub fn parameters(&self) -> &[Parameter] {
        &self.parameters.all
    }

    /// The parameter of a place.
    pub fn parameter(&self, id: ParameterId) -> Option<&Parameter> {
        self.parameters.all.get(id.index())
    }

    /// All classes, in the order of the pack.
    pub fn classes(&self) -> &[Class] {
        &self.classes
    }

    /// The place of a class.
    pub fn class_index(&self, id: &str) -> Option<usize> {
        self.classes.iter().position(|c| c.id == id)
    }

    /// All measures, by id.
    pub fn measures(&self) -> &[Measure] {
        &self.measures
    }

    /// The place of a measure.
    pub fn measure_index(&self, id: &str) -> Option<usize> {
        self.measures.binary_search_by(|m| m.id.as_str().cmp(id)).ok()
    }

    /// All categories of need, in the order of the pack.
    pub fn needs(&self) -> &[NeedCategory] {
        &self.needs.needs
    }

    /// Categories of offers that are no category of need.
    pub fn offer_categories(&self) -> &[OfferCategory] {
        &self.needs.offers
    }

    /// All urgencies, most urgent first.
    pub fn urgencies(&self) -> &[Urgency] {
        &self.needs.urgencies
    }

    /// The five guarantees, and the published calendars.
    pub const fn guarantees(&self) -> &Guarantees {
        &self.guarantees
    }

    /// Occasions of visits, and the rules by which they come due.
    pub const fn visits(&self) -> &VisitStandards {
        &self.visits
    }

    /// What the matcher weighs.
    pub const fn matching(&self) -> &MatchingCosts {
        &self.matching
    }

    /// Within how many days something that a member says is answered.
    pub const fn answer_term(&self, answered: Answered) -> &AnswerTerm {
        self.members.term(answered)
    }

    /// Within how many days both sides of a dispute are told what came of it; none where the pack takes none in.
    pub const fn dispute_days(&self) -> Option<&DisputeDays> {
        self.members.dispute.as_ref()
    }

    /// What needs a member's consent, in the order of the pack.
    pub fn consents(&self) -> &[ConsentKind] {
        &self.members.consents
    }

    /// How what is applied for is decided.
    pub const fn approvals(&self) -> &Approvals {
        &self.approvals
    }

    /// What a survey asks; none where the pack has no questionnaire.
    pub const fn questionnaire(&self) -> Option<&Questionnaire> {
        self.questionnaire.as_ref()
    }

    /// Whom and what we reach.
    pub const fn reach(&self) -> &ReachStandards {
        &self.reach
    }

    /// In which forms care is given, in the order of the pack.
    pub fn forms(&self) -> &[CareForm] {
        &self.forms.forms
    }

    /// What care is about, with the forms that fit each content.
    pub fn contents(&self) -> &[CareContent] {
        &self.forms.contents
    }

    /// The name of the fact that plays a role; none where the pack has none such.
    pub fn fact_of(&self, role: FactRole) -> Option<&str> {
        self.roles.facts.get(&role).map(String::as_str)
    }

    /// The role that a fact plays.
    pub fn role_of(&self, fact: &str) -> Option<FactRole> {
        self.roles.facts.iter().find(|(_, name)| *name == fact).map(|(role, _)| *role)
    }

    /// The codes of the fact that plays a role; none where the pack has none such.
    pub fn codes_of(&self, role: FactRole) -> impl Iterator<Item = &FactValue> {
        self.fact_of(role).and_then(|name| self.facts.find(name)).into_iter().flat_map(|(_, fact)| &fact.values)
    }

    /// The code that plays a role.
    pub fn code_of(&self, role: CodeRole) -> Option<&str> {
        self.roles.codes.get(&role).map(String::as_str)
    }

    /// The parameter by which the system itself reckons.
    pub fn parameter_of(&self, role: ParameterRole) -> Option<&Parameter> {
        self.parameter(*self.roles.parameters.get(&role)?)
    }

    /// What sentences call those of whom every standard speaks.
    pub const fn words(&self) -> &PackWords {
        &self.roles.words
    }

    /// What expressions may name, for the tests of expressions.
    #[cfg(test)]
    pub(crate) const fn scope(&self, explaining: bool) -> Scope<'_> {
        Scope { facts: &self.facts, parameters: &self.parameters, explaining }
    }

    /// The worked examples.
    pub fn examples(&self) -> &[Example] {
        &self.examples
    }
}

fn load(files: &BTreeMap<String, String>, findings: &Findings) -> Option<Pack> {
    check_files(files, findings);
    if !findings.is_clean() {
        return None;
    }
    let manifest = with_file(files, "scheme.toml", findings, |top| manifest::read(top, findings));
    let facts = with_file(files, "facts.toml", findings, |top| Some(facts::read(top, findings)));
    let manifest = manifest?;
    let sources = &manifest.sources;
    let parameters =
        with_file(files, "parameters.toml", findings, |top| Some(parameters::read(top, sources, findings)));
    let (facts, parameters) = (facts?, parameters?);
    if !findings.is_clean() {
        return None;
    }
    let scope = Scope { facts: &facts, parameters: &parameters, explaining: false };
    let site = Site { scope, sources, purses: &manifest.purses };
    let roles = with_file(files, "roles.toml", findings, |top| roles_file::read(top, scope, findings));
    let mut pending = Pending::default();
    let classes = with_file(files, "classes.toml", findings, |top| Some(classes::read(top, site, findings)));
    let needs = with_file(files, "needs.toml", findings, |top| Some(needs_file::read(top, &mut pending, findings)));
    let needs = needs?;
    let codes = urgency_codes(&needs);
    let classes = classes?;
    let known = Known { sources, classes: classes.declared.as_ref(), urgencies: &codes, scope };
    let calendars = calendars::read(files, findings);
    let guarantees =
        with_file(files, "guarantees.toml", findings, |top| guarantees_file::read(top, known, calendars, findings));
    let matching = with_file(files, "matching.toml", findings, |top| {
        Some(needs_file::read_matching(top, &needs, &facts, findings))
    });
    let members = with_file(files, "members.toml", findings, |top| members_file::read(top, sources, findings));
    let forms = with_file(files, "forms.toml", findings, |top| Some(forms_file::read(top, findings)))?;
    let mut measures: Vec<Measure> = in_folder(files, "measures/", findings, |stem, top| {
        measure_file::read(stem, top, site, measure_file::Known { needs: &needs, forms: &forms }, findings)
            .into_iter()
            .collect()
    });
    measures.sort_by(|a, b| a.id.cmp(&b.id));
    let named: BTreeMap<String, usize> = measures.iter().enumerate().map(|(at, m)| (m.id.clone(), at)).collect();
    for (measure, at) in pending.measures {
        // A measure whose own file was refused exists all the same.
        if !files.contains_key(&format!("measures/{measure}.toml")) {
            let known = named.keys().map(String::as_str).collect::<Vec<_>>().join(" ");
            findings.add(&at, &measure, Problem::UnknownMeasure { known });
        }
    }
    if findings.is_clean() {
        forms_file::check_used(&forms, &measures, findings);
    }
    if !findings.is_clean() {
        return None;
    }
    let classes = classes.classes;
    let class_places = classes.iter().enumerate().map(|(at, c)| (c.id.clone(), at)).collect();
    let known = visits_file::Known { sources, classes: &class_places, measures: &named };
    let visits = with_file(files, "visits.toml", findings, |top| visits_file::read(top, known, findings));
    let known = approvals_file::Known { sources, facts: &facts, measures: &named };
    let approvals = with_file(files, "approvals.toml", findings, |top| approvals_file::read(top, known, findings));
    let known = reach_file::Known { sources, scope, classes: &class_places };
    let reach = with_file(files, "reach.toml", findings, |top| reach_file::read(top, known, findings));
    let questionnaire = with_file(files, SURVEYS, findings, |top| surveys_file::read(top, sources, findings));
    let clause_words =
        with_file(files, clauses_file::FILE, findings, |top| Some(clauses_file::read(top, sources, findings)));
    let clause_words = clause_words.unwrap_or_default();
    let examples = in_folder(files, "examples/", findings, |_, top| {
        example_file::read(top, site, &named, &class_places, findings)
    });
    let (guarantees, visits, matching, members, approvals) = (guarantees?, visits?, matching?, members?, approvals?);
    let (reach, roles) = (reach?, roles?);
    Some(Pack {
        manifest,
        facts,
        parameters,
        classes,
        needs,
        guarantees,
        visits,
        matching,
        members,
        approvals,
        reach,
        clause_words,
        questionnaire,
        forms,
        roles,
        measures,
        examples,
        locals: Vec::new(),
    })
}

fn urgency_codes(needs: &NeedTable) -> Vec<String> {
    needs.urgencies.iter().map(|urgency| urgency.code.clone()).collect()
}

fn check_files(files: &BTreeMap<String, String>, findings: &Findings) {
    let bytes: usize = files.values().map(String::len).sum();
    if files.len() > MAX_FILES {
        findings.add_file("", Problem::TooManyFiles { files: files.len(), limit: MAX_FILES });
    }
    if bytes > MAX_BYTES {
        findings.add_file("", Problem::PackTooLarge { bytes, limit: MAX_BYTES });
    }
    for path in files.keys() {
        let inside = |folder| path.strip_prefix(folder).and_then(|p: &str| p.strip_suffix(".toml"));
        let known = FILES.contains(&path.as_str())
            || READ_ELSEWHERE.contains(&path.as_str())
            || [SURVEYS, clauses_file::FILE].contains(&path.as_str())
            || path.to_ascii_lowercase().ends_with(".md")
            || ["measures/", "examples/", calendars::FOLDER]
                .into_iter()
                .any(|folder| inside(folder).is_some_and(|stem| !stem.contains('/')));
        if !known {
            findings.add_file(path, Problem::UnknownFile {});
        }
    }
    for file in FILES.iter().filter(|file| !files.contains_key(**file)) {
        findings.add_file(file, Problem::MissingFile {});
    }
}

fn with_file<T>(
    files: &BTreeMap<String, String>,
    path: &str,
    findings: &Findings,
    read: impl FnOnce(Table<'_, '_>) -> Option<T>,
) -> Option<T> {
    let (source, table) = Source::parse(path, files.get(path)?, findings)?;
    read(Table::top(&source, &table))
}

fn in_folder<T>(
    files: &BTreeMap<String, String>,
    folder: &str,
    findings: &Findings,
    read: impl Fn(&str, Table<'_, '_>) -> Vec<T>,
) -> Vec<T> {
    let all = files.keys().filter_map(|path| {
        let stem = path.strip_prefix(folder)?.strip_suffix(".toml")?;
        with_file(files, path, findings, |top| Some(read(stem, top)))
    });
    all.flatten().collect()
}

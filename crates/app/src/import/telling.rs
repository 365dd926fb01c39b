//! Telling what a comparison finds, row by row, where somebody will read it. Where nobody will, nothing is gathered.

use std::collections::BTreeMap;

use guanai_exchange::Staged;
use guanai_exchange::books::Book;
use guanai_exchange::rows::{Notice, Place, Reason};
use guanai_kernel::codes::IdentityNumber;
use guanai_kernel::ids::{DiscrepancyId, OrganizationId, PersonId};
use guanai_kernel::text::mask;
use guanai_registry::{Discrepancy, DiscrepancyKind, SourceKind};

use super::compare::{Comparison, Detail, Outcome, show_place};
use super::effect::Effects;
use super::register::{Matter, Register};
use super::told::{
    About, Becomes, Difference, Fresh, MatterKey, Said, Told, ToldAbsence, ToldChange, ToldConflict, ToldMatter,
    ToldOddity,
};

/// A matter that a row raises, whether or not it was ever raised before.
#[derive(Debug)]
pub(crate) struct Met {
    matter: Discrepancy,
    /// Where what stands is written, for values that differ.
    beside: String,
}

/// What is gathered while rows are compared.
#[derive(Debug)]
pub(crate) struct Telling {
    detail: Detail,
    pub told: Told,
    differences: Vec<Difference>,
    met: Vec<Met>,
    beside: String,
    fresh: BTreeMap<PersonId, Fresh>,
    names: BTreeMap<OrganizationId, String>,
}

/// Whose row it is, or what it is about.
#[derive(Debug, Clone)]
pub(crate) struct Whose {
    pub name: String,
    pub organization: Option<String>,
    pub person_id: Option<PersonId>,
}

impl Telling {
    pub fn new(detail: Detail, register: &Register) -> Self {
        let mut telling = Self {
            detail,
            told: Told::default(),
            differences: Vec::new(),
            met: Vec::new(),
            beside: String::new(),
            fresh: BTreeMap::new(),
            names: BTreeMap::new(),
        };
        if telling.is_on() {
            let known = register.organizations.values().map(|o| (o.organization_id, o.name.clone()));
            telling.names.extend(known);
        }
        telling
    }

    pub fn is_on(&self) -> bool {
        self.detail == Detail::Rows
    }

    /// Notes what differs in the row at hand.
    pub fn differ<I: IntoIterator<Item = Difference>>(&mut self, differences: impl FnOnce() -> I) {
        if self.is_on() {
            self.differences.extend(differences());
        }
    }

    /// The name of an organisation.
    pub fn name_of(&self, organization_id: OrganizationId) -> Option<String> {
        self.names.get(&organization_id).cloned()
    }

    /// An organisation that the books state.
    pub fn know_organization(&mut self, organization_id: OrganizationId, name: &str) {
        if self.is_on() {
            self.names.insert(organization_id, name.to_owned());
        }
    }

    /// A person whom the books state and nobody knew.
    pub fn know_person(&mut self, person_id: PersonId, name: &str, organization_id: OrganizationId) {
        if self.is_on() {
            self.fresh.insert(person_id, Fresh { name: name.into(), organization_id });
        }
    }

    /// A matter that a row raises.
    pub fn meet(&mut self, matter: &Discrepancy) {
        if self.is_on() {
            self.met.push(Met { matter: matter.clone(), beside: self.beside.clone() });
        }
    }

    /// Where what stands is written, for the matters that follow.
    pub fn beside(&mut self, place: &str) {
        if self.is_on() {
            place.clone_into(&mut self.beside);
        }
    }
}

impl Comparison<'_> {
    /// Whose a row is, by the number in it.
    pub fn whose(&self, identity: IdentityNumber) -> Whose {
        if let Some(person) = self.register.persons.get(&identity) {
            let spell = self.register.memberships.get(&person.person_id);
            let organization = spell.and_then(|spell| self.telling.name_of(spell.organization_id));
            return Whose { name: person.name.clone(), organization, person_id: Some(person.person_id) };
        }
        let fresh = self.new_persons.get(&identity).and_then(|id| self.telling.fresh.get(id));
        let organization = fresh.and_then(|fresh| self.telling.name_of(fresh.organization_id));
        Whose { name: fresh.map(|fresh| fresh.name.to_string()).unwrap_or_default(), organization, person_id: None }
    }

    /// Tells what becomes of the row at hand, with the differences that were noted for it.
    pub fn tell_row(&mut self, book: Book, outcome: Outcome, place: &Place, whose: impl FnOnce(&Self) -> Whose) {
        let differences = std::mem::take(&mut self.telling.differences);
        if !self.telling.is_on() || outcome == Outcome::Same {
            return;
        }
        let is_move = |d: &Difference| d.about == About::Column("branch".to_owned());
        let becomes = match outcome {
            Outcome::New => Becomes::New,
            _ if differences.iter().any(is_move) => Becomes::Moved,
            _ => Becomes::Changed,
        };
        let Whose { name, organization, person_id } = whose(self);
        self.telling.told.changes.push(ToldChange {
            book: book.code().to_owned(),
            name,
            organization,
            place: show_place(place),
            becomes,
            person_id,
            differences: if outcome == Outcome::New { Vec::new() } else { differences },
        });
    }

    /// Tells whom the roster does not name; where each was named last is told by whoever can look it up.
    pub fn tell_absent(&mut self) {
        if !self.telling.is_on() {
            return;
        }
        let is_asked = |d: &&Discrepancy| d.kind == DiscrepancyKind::AbsentFromRoster && d.settled_on.is_none();
        let asked: BTreeMap<PersonId, &Discrepancy> =
            self.register.discrepancies.iter().filter(is_asked).map(|d| (d.person_id, d)).collect();
        let persons: BTreeMap<PersonId, IdentityNumber> =
            self.register.persons.values().map(|p| (p.person_id, p.identity)).collect();
        let mut absences = Vec::with_capacity(self.absent.len());
        for person_id in &self.absent {
            let Some(identity) = persons.get(person_id) else { continue };
            let whose = self.whose(*identity);
            absences.push(ToldAbsence {
                person_id: *person_id,
                name: whose.name,
                organization: whose.organization,
                named: None,
                asked_since: asked.get(person_id).map(|matter| matter.source.stated_on),
            });
        }
        self.telling.told.absences = absences;
    }

    /// Tells what is to be settled or known: matters that this import opens, matters that stand open, and notes.
    pub fn tell_matters(&mut self, staged: &Staged) {
        if !self.telling.is_on() {
            return;
        }
        self.tell_absent();
        let met = std::mem::take(&mut self.telling.met);
        let identities: BTreeMap<PersonId, IdentityNumber> =
            self.register.persons.values().map(|p| (p.person_id, p.identity)).collect();
        let fresh: BTreeMap<PersonId, IdentityNumber> = self.new_persons.iter().map(|(n, id)| (*id, *n)).collect();
        let mut effects = Effects::of(self, met.iter().map(|met| met.matter.person_id));
        let mut open: BTreeMap<Matter, DiscrepancyId> = self.open_matters();
        for Met { matter, beside } in met {
            let identity = identities.get(&matter.person_id).or_else(|| fresh.get(&matter.person_id));
            let key = Matter::of(&matter);
            // What was ever settled is not told again, and nothing is told twice.
            let (Some(identity), Some(discrepancy_id)) = (identity.copied(), open.remove(&key)) else { continue };
            let is_new = discrepancy_id == matter.discrepancy_id;
            let (may, effects) = effects.of_matter(self, &matter);
            let told = ToldMatter {
                key: MatterKey {
                    identity: identity.as_str().to_owned(),
                    kind: matter.kind,
                    field: matter.field.clone(),
                    stands: matter.stands.clone(),
                    other: matter.other.clone(),
                },
                discrepancy_id,
                was_open: !is_new,
                may,
                effects,
            };
            let whose = self.whose(identity);
            if matter.kind == DiscrepancyKind::ValuesDiffer {
                self.tell_conflict(&matter, beside, whose, told);
            } else {
                self.tell_oddity(&matter, whose, told);
            }
        }
        for note in &staged.notes {
            self.tell_note(note);
        }
    }

    /// Matters that wait: those in the register, and those that this import opens.
    fn open_matters(&self) -> BTreeMap<Matter, DiscrepancyId> {
        let waiting = self.register.discrepancies.iter().filter(|matter| matter.settled_on.is_none());
        let all = waiting.chain(&self.writes.discrepancies);
        all.map(|matter| (Matter::of(matter), matter.discrepancy_id)).collect()
    }

    fn tell_conflict(&mut self, matter: &Discrepancy, beside: String, whose: Whose, told: ToldMatter) {
        let here = self.shown(matter, matter.stands.as_deref());
        let there = self.shown(matter, matter.other.as_deref());
        self.telling.told.conflicts.push(ToldConflict {
            book: book_of(matter.source.kind).code().to_owned(),
            name: whose.name,
            organization: whose.organization,
            person_id: whose.person_id,
            about: About::Column(matter.field.clone()),
            here: (here, beside),
            there: (there, matter.source.place.clone()),
            matter: Some(told),
        });
    }

    /// A normalised value as it may be shown.
    fn shown(&self, matter: &Discrepancy, value: Option<&str>) -> Said {
        match matter.field.as_str() {
            "phone" => Said::number(value),
            "address" | "text" => Said::withheld(value),
            "kind" => Said::term("member-kind", value.filter(|v| !v.is_empty())),
            "branch" => {
                let id = value.and_then(|code| self.organization_ids.get(code));
                Said::words(id.and_then(|id| self.telling.name_of(*id)).as_deref().or(value))
            }
            "floating" | "dibao" | "preferential" | "current" | "consent" => match value {
                Some("yes") => Said::Truth(true),
                Some("no") => Said::Truth(false),
                other => Said::words(other),
            },
            _ => match value.and_then(|text| text.parse().ok()) {
                Some(day) if matter.field.ends_with("_on") => Said::Day(day),
                _ => Said::words(value),
            },
        }
    }

    fn tell_oddity(&mut self, matter: &Discrepancy, whose: Whose, told: ToldMatter) {
        let read = matter.other.as_deref().unwrap_or_default();
        let is_number = ["phone", "certificate", "identity"].contains(&matter.field.as_str());
        self.telling.told.oddities.push(ToldOddity {
            book: book_of(matter.source.kind).code().to_owned(),
            name: Some(whose.name),
            organization: whose.organization,
            person_id: whose.person_id,
            place: matter.source.place.clone(),
            reason: matter.kind.code().to_owned(),
            column: matter.field.clone(),
            read: if is_number { mask(read, 4) } else { read.to_owned() },
            matter: Some(told),
        });
    }

    /// What is only to be known. Of people's books everything that is not understood is a matter already.
    fn tell_note(&mut self, note: &Notice) {
        let is_persons = matches!(note.book, Book::Roster | Book::Hardship | Book::Survey);
        if is_persons && matches!(note.fault.reason, Reason::UnreadableValue | Reason::UnknownCategory) {
            return;
        }
        self.telling.told.oddities.push(ToldOddity {
            book: note.book.code().to_owned(),
            name: None,
            organization: None,
            person_id: None,
            place: show_place(&note.place),
            reason: note.fault.reason.code().to_owned(),
            column: note.fault.column.to_string(),
            read: note.fault.read.to_string(),
            matter: None,
        });
    }
}

/// The book that a source is.
const fn book_of(kind: SourceKind) -> Book {
    match kind {
        SourceKind::OrganizationBook => Book::Organizations,
        SourceKind::HardshipLedger => Book::Hardship,
        SourceKind::Survey => Book::Survey,
        SourceKind::ResourceBook => Book::Resources,
        SourceKind::CashBook => Book::Cash,
        // What is in no book is about people.
        _ => Book::Roster,
    }
}

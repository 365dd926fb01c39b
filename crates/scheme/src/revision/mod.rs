//! A revision of standards 标准修订: new values of parameters, each from a day on, laid over a pack without touching its folder.
//! [`Pack::revised`] makes the pack of the folder and everything released; [`check_revision`] says before that what stands
//! against a draft and what somebody should look at once more; [`examples_under`] shows which worked examples would come out
//! otherwise.
//!
//! The folder stays the base. Where it holds the same value from the same day, it has taken the revision over; where it holds
//! another, both are named and nothing wins.

mod check;
mod linted;
mod problem;
mod written;

pub use check::{Checked, ExampleChange, check_revision, examples_under};
pub use linted::{DraftFinding, lint_revision};
pub use problem::{Remark, RevisionProblem};
pub use written::{read_typed, read_written, write_value};

use std::collections::BTreeSet;

use guanai_kernel::Date;
use guanai_kernel::ids::OrganizationId;

use crate::expr::program::ParameterId;
use crate::local::LocalValue;
use crate::pack::Pack;
use crate::pack::manifest::{Clause, ClauseSource, SourceKind};
use crate::pack::parameters::ParameterValue;
use crate::text::Text;
use crate::value::Value;

/// One value that a revision lays down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RevisedValue {
    /// The parameter, as `parameters.toml` names it.
    pub parameter: String,
    /// The first day on which it holds.
    pub from: Date,
    /// The value, as a pack writes it: `yuan(120)`, `40`, `2027-01-01`.
    pub written: String,
}

/// A revision: values with the document that lays them down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revision {
    /// Its number in this county, from 1.
    pub no: u32,
    /// The document: its name and number.
    pub document: String,
    /// The place in it.
    pub place: String,
    /// The values.
    pub values: Vec<RevisedValue>,
    /// Where a lower organisation lays them down for itself; none where they hold everywhere.
    pub local: Option<LocalScope>,
}

/// For whom a lower organisation lays values down, and until when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LocalScope {
    /// The organisation: for whoever it or one below it answers.
    pub organization: OrganizationId,
    /// The last day.
    pub until: Date,
}

impl Revision {
    /// The id under which clauses cite its document.
    fn source_id(&self) -> String {
        format!("revision-{}", self.no)
    }

    /// The document as a source of clauses; a county writes it in its own language alone.
    fn source(&self) -> ClauseSource {
        ClauseSource {
            id: self.source_id(),
            title: Text { zh: self.document.clone(), en: self.document.clone() },
            note: None,
            url: String::new(),
            kind: SourceKind::Rule,
            places: Vec::new(),
            sections: Vec::new(),
            from: None,
            until: None,
        }
    }
}

impl Pack {
    /// The pack with released revisions laid over it. `edition` counts what was released and undone so far and is told with
    /// the version, so that a decision's version says under which standards it was made; 0 is the folder alone.
    ///
    /// Refused with everything that is wrong.
    pub fn revised(&self, revisions: &[Revision], edition: u32) -> Result<Self, Vec<RevisionProblem>> {
        let mut pack = self.clone();
        let mut problems = Vec::new();
        for revision in revisions {
            pack.lay_over(revision, &mut problems);
        }
        if edition > 0 {
            pack.manifest.version = format!("{}+{edition}", self.manifest.version);
        }
        if problems.is_empty() { Ok(pack) } else { Err(problems) }
    }

    fn lay_over(&mut self, revision: &Revision, problems: &mut Vec<RevisionProblem>) {
        self.manifest.sources.push(revision.source());
        for revised in &revision.values {
            match (self.value_of(revision, revised), revision.local) {
                (Ok((id, value)), Some(scope)) => self.lay_below(scope, id, value, revision.no, problems),
                (Ok((id, value)), None) => {
                    let Some(parameter) = self.parameters.all.get_mut(id.index()) else { continue };
                    match parameter.values.iter().find(|v| v.from == value.from) {
                        // The folder has taken it over.
                        Some(there) if there.value == value.value && there.revision.is_none() => {}
                        Some(there) => problems.push(RevisionProblem::taken(parameter, there, &value, revision.no)),
                        None => {
                            parameter.values.push(value);
                            parameter.values.sort_by_key(|v| v.from);
                        }
                    }
                }
                (Err(problem), _) => problems.push(*problem),
            }
        }
    }

    /// A figure of a lower organisation: within what the pack lets it set, until the day that the pack says, once for each day.
    fn lay_below(
        &mut self,
        scope: LocalScope,
        id: ParameterId,
        value: ParameterValue,
        no: u32,
        problems: &mut Vec<RevisionProblem>,
    ) {
        let Some(parameter) = self.parameter(id) else { return };
        let title = parameter.title.clone();
        let Some(bounds) = &parameter.local else {
            return problems.push(RevisionProblem::NotLocal { parameter: title });
        };
        if !bounds.hold(&value.value) {
            let (least, most) = (bounds.least.clone(), bounds.most.clone());
            return problems.push(RevisionProblem::OutsideBounds { parameter: title, value: value.value, least, most });
        }
        if scope.until > bounds.until || scope.until < value.from {
            let (read, most) = (scope.until, bounds.until);
            return problems.push(RevisionProblem::LocalUntil { parameter: title, from: value.from, read, most });
        }
        let same = |other: &&LocalValue| {
            other.parameter == id
                && other.organization == scope.organization
                && other.from <= scope.until
                && value.from <= other.until
        };
        if let Some(other) = self.locals.iter().find(same) {
            let (from, until, other) = (other.from, other.until, other.revision);
            return problems.push(RevisionProblem::LocalTwice { parameter: title, from, until, other });
        }
        self.locals.push(LocalValue {
            parameter: id,
            organization: scope.organization,
            from: value.from,
            until: scope.until,
            value: value.value,
            clause: value.clause,
            revision: no,
        });
    }

    /// The pack as whoever an organisation answers for sees it on a day and after: its own figures of that day in place of the
    /// pack's.
    pub(crate) fn as_seen_by(&self, organization: OrganizationId, day: Date) -> Self {
        let mut seen = self.clone();
        for local in self.locals.iter().filter(|local| local.organization == organization && local.holds_on(day)) {
            let Some(parameter) = seen.parameters.all.get_mut(local.parameter.index()) else { continue };
            parameter.values.retain(|value| value.from != day);
            parameter.values.push(ParameterValue {
                from: day,
                value: local.value.clone(),
                clause: local.clause.clone(),
                example: false,
                note: None,
                revision: Some(local.revision),
            });
            parameter.values.sort_by_key(|value| value.from);
        }
        seen
    }

    /// A revised value as its parameter holds it.
    fn value_of(
        &self,
        revision: &Revision,
        revised: &RevisedValue,
    ) -> Result<(ParameterId, ParameterValue), Box<RevisionProblem>> {
        let Some((id, parameter)) = self.parameters.find(&revised.parameter) else {
            let parameter = revised.parameter.clone();
            return Err(Box::new(RevisionProblem::UnknownParameter { no: revision.no, parameter }));
        };
        let value: Value = written::read_told(parameter.value_type, &revised.written).map_err(|why| {
            let (parameter, read) = (parameter.title.clone(), revised.written.clone());
            Box::new(RevisionProblem::Unreadable { parameter, read, why })
        })?;
        let value = ParameterValue {
            from: revised.from,
            value,
            clause: Clause { source: revision.source_id(), place: revision.place.clone() },
            example: false,
            note: None,
            revision: Some(revision.no),
        };
        Ok((id, value))
    }

    /// The parameter of a name.
    pub fn find_parameter(&self, name: &str) -> Option<&crate::Parameter> {
        self.parameters.find(name).map(|(_, parameter)| parameter)
    }

    /// The parameters on which a measure's answer depends, in the order of the pack; none where there is no such measure.
    pub fn parameters_of(&self, measure: usize) -> Vec<&crate::Parameter> {
        let programs = self.measures.get(measure).into_iter().flat_map(crate::Measure::programs);
        let used: BTreeSet<ParameterId> = programs.flat_map(|program| program.parameters.iter().copied()).collect();
        used.iter().filter_map(|id| self.parameter(*id)).collect()
    }

    /// The places of the measures whose answer depends on one of these parameters.
    pub fn measures_using(&self, parameters: &BTreeSet<&str>) -> Vec<usize> {
        let uses = |at: &usize| self.parameters_of(*at).iter().any(|p| parameters.contains(p.id.as_str()));
        (0..self.measures.len()).filter(uses).collect()
    }

    /// The places of the classes that depend on one of these parameters.
    pub fn classes_using(&self, parameters: &BTreeSet<&str>) -> Vec<usize> {
        let named = |id: &ParameterId| self.parameter(*id).is_some_and(|p| parameters.contains(p.id.as_str()));
        let uses = |at: &usize| self.classes.get(*at).is_some_and(|class| class.when.parameters.iter().any(named));
        (0..self.classes.len()).filter(uses).collect()
    }
}

#[cfg(test)]
mod tests;

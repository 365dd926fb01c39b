//! The comparison of what was read with what is known: it decides for every row what becomes of it, and writes nothing.

use std::collections::{BTreeMap, BTreeSet};

use guanai_exchange::Staged;
use guanai_exchange::books::Book;
use guanai_exchange::rows::Place;
use guanai_kernel::codes::{Education, IdentityNumber};
use guanai_kernel::ids::{ImportId, OrganizationId, PersonId};
use guanai_kernel::{Date, Ids, Moment};
use guanai_registry::{Source, SourceKind};
use guanai_scheme::Pack;

use super::ImportError;
use super::outcome::{Changes, Moved};
use super::register::{Matter, Register, Rejected};
use super::telling::Telling;
use super::writes::Writes;

/// What became of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Outcome {
    Same,
    Changed,
    New,
}

/// What is told of a comparison beside its counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Detail {
    /// Nothing.
    Counts,
    /// Every row that adds or changes something, who is absent, what is to be settled.
    Rows,
}

/// What is compared.
pub(crate) struct Asked<'a> {
    pub register: &'a Register,
    pub staged: &'a Staged,
    pub pack: &'a Pack,
    pub import_id: ImportId,
    pub as_of: Date,
    pub now: Moment,
    pub detail: Detail,
}

/// A comparison under way.
pub(crate) struct Comparison<'a> {
    pub register: &'a Register,
    pub pack: &'a Pack,
    pub import_id: ImportId,
    pub as_of: Date,
    pub now: Moment,
    pub ids: &'a mut Ids,
    /// Organisations by code, those of this import included; of a narrowed register those that its office looks after.
    pub organization_ids: BTreeMap<String, OrganizationId>,
    /// Persons of this import who were not known before.
    pub new_persons: BTreeMap<IdentityNumber, PersonId>,
    /// The pack's codes for levels of education, by the group of the standard (GB/T 4658).
    pub education_codes: BTreeMap<&'static str, String>,
    /// Matters that are open or settled, those of this import included.
    pub matters: BTreeSet<Matter>,
    /// Values that somebody decided against.
    pub rejected: Rejected,
    pub writes: Writes,
    pub changes: Changes,
    pub moved: Vec<Moved>,
    pub absent: Vec<PersonId>,
    pub telling: Telling,
}

impl<'a> Comparison<'a> {
    /// Compares everything that was read.
    pub fn of(asked: &Asked<'a>, ids: &'a mut Ids) -> Result<Self, ImportError> {
        let (register, staged) = (asked.register, asked.staged);
        let within = |id: &OrganizationId| register.within.as_ref().is_none_or(|within| within.contains(id));
        let known = register.organizations.iter().filter(|(_, o)| within(&o.organization_id));
        let mut comparison = Self {
            register,
            pack: asked.pack,
            import_id: asked.import_id,
            as_of: asked.as_of,
            now: asked.now,
            ids,
            organization_ids: known.map(|(code, o)| (code.clone(), o.organization_id)).collect(),
            new_persons: BTreeMap::new(),
            education_codes: education_codes(asked.pack),
            matters: register.matters(),
            rejected: register.rejected(),
            writes: Writes::default(),
            changes: Changes::default(),
            moved: Vec::new(),
            absent: Vec::new(),
            telling: Telling::new(asked.detail, register),
        };
        comparison.compare_organizations(&staged.organizations);
        comparison.compare_roster(&staged.roster);
        comparison.open_warnings(staged);
        comparison.compare_hardship(&staged.hardship);
        comparison.compare_needs(&staged.needs);
        comparison.compare_offers(&staged.resources);
        comparison.compare_cash(&staged.cash)?;
        comparison.open_conflicts(&staged.conflicts);
        if staged.books().contains(&Book::Roster) && !staged.partial_roster {
            comparison.find_absent(&staged.roster, &staged.refused);
        }
        comparison.count_repeats(staged);
        comparison.tell_matters(staged);
        Ok(comparison)
    }

    /// The person with this number, known before or by this import.
    pub fn person_id(&self, identity: IdentityNumber) -> Option<PersonId> {
        let before = self.register.persons.get(&identity).map(|p| p.person_id);
        before.or_else(|| self.new_persons.get(&identity).copied())
    }

    /// Where a row stands, as the record's source.
    pub fn source(&self, kind: SourceKind, place: &Place) -> Source {
        Source { kind, import_id: Some(self.import_id), place: show_place(place), stated_on: self.as_of }
    }

    /// Counts a row.
    pub fn count(&mut self, outcome: Outcome) {
        let counter = match outcome {
            Outcome::New => &mut self.changes.new,
            Outcome::Changed => &mut self.changes.changed,
            Outcome::Same => &mut self.changes.same,
        };
        *counter += 1;
    }

    /// Rows that are no record of their own: refused ones, and repeats. A repeat that says the same is `same`, one that
    /// differs was counted with its conflict.
    fn count_repeats(&mut self, staged: &Staged) {
        self.changes.refused = staged.refused.len();
        let read: usize = staged.sheets.iter().map(|s| s.rows).sum();
        let counted = self.changes.new + self.changes.changed + self.changes.same + self.changes.conflict;
        self.changes.same += read.saturating_sub(counted + self.changes.refused);
    }
}

/// The first entry of the pack's list whose words name a level of the group.
pub(crate) fn education_codes(pack: &Pack) -> BTreeMap<&'static str, String> {
    let mut codes = BTreeMap::new();
    for value in pack.slot("person.education").into_iter().flat_map(|slot| &pack.fact(slot).values) {
        for word in std::iter::once(&value.name.zh).chain(&value.also) {
            if let Some(level) = Education::read(word) {
                codes.entry(level.group().code()).or_insert_with(|| value.code.to_string());
            }
        }
    }
    codes
}

/// `党员花名册.xlsx 农村 17`: file, sheet, row.
pub(crate) fn show_place(place: &Place) -> String {
    if place.sheet.is_empty() {
        format!("{} {}", place.file, place.row)
    } else {
        format!("{} {} {}", place.file, place.sheet, place.row)
    }
}

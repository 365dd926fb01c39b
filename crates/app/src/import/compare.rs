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
use super::register::{Matter, Register};
use super::writes::Writes;

/// What became of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Outcome {
    Same,
    Changed,
    New,
}

/// A comparison under way.
pub(crate) struct Comparison<'a> {
    pub register: &'a Register,
    pub pack: &'a Pack,
    pub import_id: ImportId,
    pub as_of: Date,
    pub now: Moment,
    pub ids: &'a mut Ids,
    /// Organisations by code, those of this import included.
    pub organization_ids: BTreeMap<String, OrganizationId>,
    /// Persons of this import who were not known before.
    pub new_persons: BTreeMap<IdentityNumber, PersonId>,
    /// The pack's codes for levels of education, by the group of the standard (GB/T 4658).
    pub education_codes: BTreeMap<&'static str, String>,
    /// Matters that are open or settled, those of this import included.
    pub matters: BTreeSet<Matter>,
    pub writes: Writes,
    pub changes: Changes,
    pub moved: Vec<Moved>,
    pub absent: Vec<PersonId>,
}

impl<'a> Comparison<'a> {
    /// Compares everything that was read.
    pub fn of(
        register: &'a Register,
        staged: &Staged,
        pack: &'a Pack,
        import_id: ImportId,
        as_of: Date,
        now: Moment,
        ids: &'a mut Ids,
    ) -> Result<Self, ImportError> {
        let mut comparison = Self {
            register,
            pack,
            import_id,
            as_of,
            now,
            ids,
            organization_ids: register.organizations.iter().map(|(c, o)| (c.clone(), o.organization_id)).collect(),
            new_persons: BTreeMap::new(),
            education_codes: education_codes(pack),
            matters: register.matters(),
            writes: Writes::default(),
            changes: Changes::default(),
            moved: Vec::new(),
            absent: Vec::new(),
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
        Ok(comparison)
    }

    /// What is to be written, and what is to be told.
    pub fn into_parts(self) -> (Writes, Changes, Vec<Moved>, Vec<PersonId>) {
        (self.writes, self.changes, self.moved, self.absent)
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
fn education_codes(pack: &Pack) -> BTreeMap<&'static str, String> {
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

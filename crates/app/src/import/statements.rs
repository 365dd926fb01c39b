//! What a row states of a person: facts, and matters that somebody must settle.

use std::collections::BTreeMap;

use guanai_exchange::Staged;
use guanai_exchange::rows::{Notice, Place, Reason, Unread};
use guanai_exchange::staging::Conflict;
use guanai_kernel::ids::{DiscrepancyId, FactId, PersonId};
use guanai_registry::{Discrepancy, DiscrepancyKind, Fact, FactValue, Source};
use guanai_store::facts::NewFact;

use super::books::source_kind;
use super::compare::{Comparison, Outcome, show_place};
use super::differences;
use super::register::Matter;

impl Comparison<'_> {
    /// Records a fact unless it holds already. A blank states nothing: what was known before stays known.
    pub fn state(&mut self, person_id: PersonId, name: &str, value: Option<FactValue>, source: &Source) -> Outcome {
        let Some(value) = value else { return Outcome::Same };
        let holds = self.register.fact(person_id, name);
        if holds.is_some_and(|fact| fact.value == value) {
            return Outcome::Same;
        }
        let outcome = if holds.is_some() { Outcome::Changed } else { Outcome::New };
        self.telling.differ(|| [differences::of_fact(name, holds.map(|fact| &fact.value), &value)]);
        // A name that the pack does not declare is kept sealed: nobody has said that it may be read.
        let sensitive = self.pack.slot(name).is_none_or(|slot| self.pack.fact(slot).sensitive);
        let fact = Fact {
            fact_id: FactId::fresh(self.ids),
            person_id,
            name: name.to_owned(),
            value,
            valid_from: self.as_of,
            valid_to: None,
            source: source.clone(),
            verified: false,
            recorded_at: self.now,
        };
        self.writes.facts.push(NewFact { fact, sensitive });
        outcome
    }

    /// Opens a matter unless the same one was ever opened.
    pub fn open(
        &mut self,
        person_id: PersonId,
        kind: DiscrepancyKind,
        field: &str,
        values: (Option<&str>, Option<&str>),
        source: Source,
    ) {
        let (stands, other) = values;
        let discrepancy = Discrepancy {
            discrepancy_id: DiscrepancyId::fresh(self.ids),
            person_id,
            kind,
            field: field.to_owned(),
            stands: stands.map(str::to_owned),
            other: other.map(str::to_owned),
            source,
            recorded_at: self.now,
            settled_on: None,
            verdict: None,
            decided_by: None,
        };
        self.telling.meet(&discrepancy);
        if self.matters.insert(Matter::of(&discrepancy)) {
            self.writes.discrepancies.push(discrepancy);
        }
    }

    /// Opens a matter for every value that was stated and not understood: it is kept in its words until somebody settles it.
    pub fn open_unread(&mut self, person_id: PersonId, unread: &[Unread], source: &Source) {
        for value in unread {
            let values = (None, Some(&*value.text));
            self.open(person_id, DiscrepancyKind::ValueNotTaken, value.field, values, source.clone());
        }
    }

    /// Opens the warnings on rows of the roster that were taken.
    pub fn open_warnings(&mut self, staged: &Staged) {
        let mut rows: BTreeMap<&Place, PersonId> = BTreeMap::new();
        if !staged.warnings.is_empty() {
            let of_interest: std::collections::BTreeSet<&Place> = staged.warnings.iter().map(|w| &w.place).collect();
            for row in staged.roster.iter().filter(|r| of_interest.contains(&r.place)) {
                rows.extend(self.person_id(row.identity).map(|id| (&row.place, id)));
            }
        }
        for warning in &staged.warnings {
            if let (Some(person_id), Some(kind)) = (rows.get(&warning.place), kind_of(warning.fault.reason)) {
                self.open_warning(*person_id, kind, warning);
            }
        }
    }

    fn open_warning(&mut self, person_id: PersonId, kind: DiscrepancyKind, warning: &Notice) {
        let source = self.source(source_kind(warning.book), &warning.place);
        self.open(person_id, kind, &warning.fault.column, (None, Some(&warning.fault.read)), source);
    }

    /// Opens a matter for every value in which two rows about a person differ. Each such row is one conflict.
    pub fn open_conflicts(&mut self, conflicts: &[Conflict]) {
        for conflict in conflicts {
            let Some(person_id) = self.person_id(conflict.identity) else {
                self.changes.conflict += 1;
                continue;
            };
            let book = source_kind(conflict.book);
            let source = self.source(book, &conflict.other);
            let mut waits = false;
            self.telling.beside(&show_place(&conflict.standing));
            for differing in &conflict.differing {
                // What somebody decided against says nothing new, in whichever of the two rows it stands.
                let rejects = |value| self.rejected.holds(person_id, book, differing.field, value);
                if rejects(&differing.standing) || rejects(&differing.other) {
                    continue;
                }
                waits = true;
                let values = (Some(&*differing.standing), Some(&*differing.other));
                self.open(person_id, DiscrepancyKind::ValuesDiffer, differing.field, values, source.clone());
            }
            // Where all of it was decided, the row is a repeat that changes nothing.
            self.changes.conflict += usize::from(waits);
        }
    }
}

/// The matter that a warning opens.
fn kind_of(reason: Reason) -> Option<DiscrepancyKind> {
    DiscrepancyKind::from_code(reason.code())
}

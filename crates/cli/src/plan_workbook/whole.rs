//! What concerns the jurisdiction as a whole: the summary, matters to be settled, the fund.

use guanai_exchange::out::{Kind, Table, Value};
use guanai_i18n::Put;

use super::people::Lines;
use super::{Writing, Written};

impl Writing<'_> {
    /// The summary: what the other sheets hold.
    pub fn summary(&self, written: Written, lines: &Lines) -> (Table, Vec<Vec<Value>>) {
        let manifest = self.pack.manifest();
        let mut table = self.table(
            "plan-sheet-summary",
            None,
            &[("plan-item", 44.0, Kind::Text), ("plan-count", 14.0, Kind::Number)],
        );
        let name = manifest.name.get(self.lang);
        let values = [("pack", Put::from(name)), ("version", Put::from(&manifest.version))];
        table.notes = vec![self.text("plan-note-standards", &values), self.text("plan-note-examples", &[])];
        let proposal = &self.plan.proposal;
        let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
        let rows = [
            ("plan-count-persons", self.plan.population().residents.len()),
            ("plan-count-people", written.people),
            ("plan-count-items", written.items),
            ("plan-count-hardship", lines.hardship.len()),
            ("plan-count-undetermined", lines.undetermined),
            ("plan-count-helped", proposal.assignment.pairs.len()),
            ("plan-count-unmet", proposal.assignment.unmet.len() + proposal.without_category.len()),
            ("plan-count-set-aside", proposal.set_aside.len()),
            ("plan-count-matters", self.plan.discrepancies.len()),
        ];
        let mut rows: Vec<Vec<Value>> =
            rows.into_iter().map(|(key, n)| vec![Value::from(self.text(key, &[])), Value::from(count(n))]).collect();
        let tallies = self.plan.assessed.tallies(self.pack.measures().len());
        for (measure, tally) in self.pack.measures().iter().zip(tallies) {
            let values = [("measure", Put::from(measure.name.get(self.lang)))];
            rows.push(vec![Value::from(self.text("plan-count-holds", &values)), Value::from(count(tally.holds))]);
        }
        (table, rows)
    }

    /// Matters that wait to be settled. The values that differ stand in the system and not on a sheet that travels.
    pub fn matters(&self) -> (Table, Vec<Vec<Value>>) {
        let table = self.table(
            "plan-sheet-matters",
            Some("plan-note-matters"),
            &[
                ("plan-organization", 26.0, Kind::Text),
                ("plan-name", 10.0, Kind::Text),
                ("plan-matter", 30.0, Kind::Text),
                ("plan-field", 16.0, Kind::Text),
                ("plan-source", 34.0, Kind::Text),
                ("plan-stated", 12.0, Kind::Date),
            ],
        );
        let places = self.plan.place_of();
        let residents = &self.plan.population().residents;
        let mut rows: Vec<(usize, Vec<Value>)> = Vec::new();
        for matter in &self.plan.discrepancies {
            let Some((at, resident)) = places.get(&matter.person_id).and_then(|at| Some((*at, residents.get(*at)?)))
            else {
                continue;
            };
            let [organization, name] = self.who(resident);
            let what = self.text(&format!("reason-{}", matter.kind.code()), &[]);
            let row = vec![
                organization,
                name,
                Value::from(what),
                Value::from(self.column(&matter.field)),
                Value::from(matter.source.place.as_str()),
                Value::from(matter.source.stated_on),
            ];
            rows.push((at, row));
        }
        rows.sort_by_key(|(at, _)| *at);
        (table, rows.into_iter().map(|(_, row)| row).collect())
    }

    /// The fund at a glance: what is left, free and bound.
    pub fn fund(&self) -> (Table, Vec<Vec<Value>>) {
        let table =
            self.table("plan-sheet-fund", None, &[("plan-item", 36.0, Kind::Text), ("plan-amount", 18.0, Kind::Money)]);
        let trial = &self.plan.trial;
        let line = |key: &str, amount| vec![Value::from(self.text(key, &[])), Value::from(amount)];
        let mut rows = vec![
            line("plan-fund-income", trial.income),
            line("plan-fund-expense", trial.expense),
            line("plan-fund-balance", trial.balance),
        ];
        for (purpose, left) in &trial.by_purpose {
            let name = match purpose {
                Some(purpose) => self.text("plan-fund-bound", &[("purpose", Put::from(purpose))]),
                None => self.text("plan-fund-free", &[]),
            };
            rows.push(vec![Value::from(name), Value::from(*left)]);
        }
        (table, rows)
    }
}

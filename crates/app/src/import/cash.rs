//! The cash book against the fund's entries. What is booked is never changed.

use std::collections::{BTreeMap, BTreeSet};

use guanai_exchange::books::Book;
use guanai_exchange::rows::{Amount, CashRow};
use guanai_fund::care_fund::{CareFund, CareFundState};
use guanai_fund::{Account, CashLine, Entry, Line, opening_entry};
use guanai_kernel::Money;
use guanai_kernel::ids::EntryId;

use super::ImportError;
use super::compare::{Comparison, Outcome, show_place};
use super::telling::Whose;
use super::told::{About, Said, ToldConflict};

impl Comparison<'_> {
    /// Compares the cash book. What is booked is never changed: a line that differs under a voucher and day that are booked
    /// already waits as a conflict, for the fund's own reversal.
    pub fn compare_cash(&mut self, rows: &[CashRow]) -> Result<(), ImportError> {
        let mut booked: BTreeMap<EntryContent, usize> = BTreeMap::new();
        let mut vouchers: BTreeSet<(Option<String>, guanai_kernel::Date)> = BTreeSet::new();
        for entry in &self.register.entries {
            *booked.entry(EntryContent::of(entry)).or_default() += 1;
            vouchers.insert((entry.voucher.clone(), entry.booked_on));
        }
        for row in rows {
            let words = |text: &Option<Box<str>>| text.as_deref().map(str::to_owned);
            let (income, expense) = match row.amount {
                Amount::Income(money) => (Some(money), None),
                Amount::Expense(money) => (None, Some(money)),
            };
            let line = CashLine {
                booked_on: row.on,
                voucher: words(&row.voucher),
                summary: row.summary.to_string(),
                counterparty: words(&row.counterpart),
                income,
                expense,
                purpose: words(&row.restriction),
                maker: words(&row.handled_by),
                checker: words(&row.reviewed_by),
            };
            let place = show_place(&row.place);
            let entry = opening_entry(EntryId::fresh(self.ids), line, Some(self.import_id), place, self.now)?;
            if let Some(left) = booked.get_mut(&EntryContent::of(&entry)).filter(|left| **left > 0) {
                *left -= 1;
                self.count(Outcome::Same);
            } else if let Some(fund) = self.not_active(&entry) {
                self.changes.conflict += 1;
                self.tell_not_active(&entry, row, &fund);
            } else if entry.voucher.is_some() && vouchers.contains(&(entry.voucher.clone(), entry.booked_on)) {
                self.changes.conflict += 1;
                self.tell_booked(&entry, row);
            } else {
                self.writes.entries.push(entry);
                self.count(Outcome::New);
                self.tell_row(Book::Cash, Outcome::New, &row.place, |_| Whose {
                    name: row.summary.to_string(),
                    organization: None,
                    person_id: None,
                });
            }
        }
        Ok(())
    }

    /// The fund whose money would be spent while it may not be: before its first day, while it is set up, or once it closes.
    fn not_active(&self, entry: &Entry) -> Option<CareFund> {
        let spends = |line: &Line| line.account == Account::Expense;
        let purpose = entry.lines.iter().find(|line| spends(line)).and_then(|line| line.purpose.as_ref())?;
        let mut of_name = self.register.funds.iter().filter(|fund| fund.name == *purpose);
        let standing = of_name.find(|fund| fund.state != CareFundState::Returned)?;
        (!standing.is_active(entry.booked_on)).then(|| standing.clone())
    }

    /// Tells that a row spends a fund that is not active: nothing of it is booked.
    fn tell_not_active(&mut self, entry: &Entry, row: &CashRow, fund: &CareFund) {
        if !self.telling.is_on() {
            return;
        }
        self.telling.told.conflicts.push(ToldConflict {
            book: Book::Cash.code().to_owned(),
            name: fund.name.clone(),
            organization: None,
            person_id: None,
            about: About::Column("on".to_owned()),
            here: (Said::Day(fund.active_from), fund.charter.clone()),
            there: (Said::Day(entry.booked_on), show_place(&row.place)),
            matter: None,
        });
    }

    /// Tells that a voucher is booked otherwise: it is mended in the fund, by reversal.
    fn tell_booked(&mut self, entry: &Entry, row: &CashRow) {
        if !self.telling.is_on() {
            return;
        }
        let same = |e: &&Entry| e.voucher == entry.voucher && e.booked_on == entry.booked_on;
        let booked = self.register.entries.iter().find(same);
        let amount = |entry: &Entry| Said::Fen(entry.lines.iter().map(|line| line.amount.fen()).max().unwrap_or(0));
        self.telling.told.conflicts.push(ToldConflict {
            book: Book::Cash.code().to_owned(),
            name: entry.voucher.clone().unwrap_or_default(),
            organization: None,
            person_id: None,
            about: About::Column("voucher".to_owned()),
            here: (booked.map_or(Said::Nothing, amount), booked.map(|e| e.place.clone()).unwrap_or_default()),
            there: (amount(entry), show_place(&row.place)),
            matter: None,
        });
    }
}

/// What an entry says, whatever its id.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct EntryContent {
    voucher: Option<String>,
    booked_on: guanai_kernel::Date,
    words: [Option<String>; 4],
    lines: Vec<(guanai_fund::Account, Option<String>, Money)>,
}

impl EntryContent {
    fn of(entry: &Entry) -> Self {
        Self {
            voucher: entry.voucher.clone(),
            booked_on: entry.booked_on,
            words: [
                Some(entry.summary.clone()),
                entry.counterparty.clone(),
                entry.maker.clone(),
                entry.checker.clone(),
            ],
            lines: entry.lines.iter().map(|l| (l.account, l.purpose.clone(), l.amount)).collect(),
        }
    }
}

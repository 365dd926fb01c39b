//! The trial balance: what came in, went out, and is left, in all and bound to each purpose.

use std::collections::BTreeMap;

use guanai_kernel::Money;

use crate::{Account, Entry};

/// The books at a glance.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Trial {
    /// Money come in.
    pub income: Money,
    /// Money gone out.
    pub expense: Money,
    /// Money left.
    pub balance: Money,
    /// Of the income, what was bound to a purpose.
    pub restricted_income: Money,
    /// Money left by purpose; free money under `None`.
    pub by_purpose: BTreeMap<Option<String>, Money>,
}

/// Why no trial balance can be struck.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TrialError {
    /// A sum is larger than the books can hold.
    #[error("a sum of the books is larger than they can hold")]
    Overflow,
}

/// Strikes the balance over all entries.
pub fn trial_balance<'a>(entries: impl IntoIterator<Item = &'a Entry>) -> Result<Trial, TrialError> {
    let mut trial = Trial::default();
    for line in entries.into_iter().flat_map(|e| &e.lines) {
        let negated = line.amount.checked_neg().ok_or(TrialError::Overflow)?;
        match line.account {
            Account::Cash => {
                trial.balance = add(trial.balance, line.amount)?;
                let left = trial.by_purpose.entry(line.purpose.clone()).or_default();
                *left = add(*left, line.amount)?;
            }
            Account::Income => {
                trial.income = add(trial.income, negated)?;
                if line.purpose.is_some() {
                    trial.restricted_income = add(trial.restricted_income, negated)?;
                }
            }
            Account::Expense => trial.expense = add(trial.expense, line.amount)?,
        }
    }
    Ok(trial)
}

fn add(a: Money, b: Money) -> Result<Money, TrialError> {
    a.checked_add(b).ok_or(TrialError::Overflow)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{CashLine, EntryError, opening_entry};
    use guanai_kernel::ids::EntryId;
    use guanai_kernel::{Date, Ids, Moment};

    /// Account rows in, expected code out: `(income, expense, purpose, code)`.
    type Row = (Option<i64>, Option<i64>, Option<&'static str>, &'static str);
    const LINES: &[Row] = &[
        (Some(500_000), None, None, "booked"),
        (Some(80_000), None, Some("助学"), "booked"),
        (None, Some(800), None, "booked"),
        (None, None, None, "one-side"),
        (Some(1), Some(1), None, "one-side"),
        (Some(-5), None, None, "not-positive"),
        (None, Some(0), None, "not-positive"),
        (Some(i64::MIN), None, None, "not-positive"),
    ];

    #[test]
    fn a_cash_book_becomes_entries_that_balance() {
        let mut ids = Ids::seeded(1, Moment::from_micros(0));
        let mut entries = Vec::new();
        for (at, (income, expense, purpose, code)) in LINES.iter().enumerate() {
            let line = CashLine {
                booked_on: Date::new(2026, 1, 2).unwrap(),
                voucher: Some(format!("记-{at}")),
                summary: "党员捐款".into(),
                counterparty: None,
                income: income.map(Money::from_fen),
                expense: expense.map(Money::from_fen),
                purpose: purpose.map(str::to_owned),
                maker: None,
                checker: None,
            };
            let outcome = opening_entry(EntryId::fresh(&mut ids), line, None, String::new(), Moment::from_micros(0));
            let came = match &outcome {
                Ok(_) => "booked",
                Err(EntryError::OneSide { .. }) => "one-side",
                Err(EntryError::NotPositive { .. }) => "not-positive",
                Err(EntryError::Unbalanced { .. }) => "unbalanced",
            };
            assert_eq!(came, *code, "line {at}");
            entries.extend(outcome);
        }
        let trial = trial_balance(&entries).unwrap();
        assert_eq!((trial.income, trial.expense), (Money::from_fen(580_000), Money::from_fen(800)));
        assert_eq!(trial.balance, Money::from_fen(579_200));
        assert_eq!(trial.restricted_income, Money::from_fen(80_000));
        assert_eq!(trial.by_purpose[&Some("助学".to_owned())], Money::from_fen(80_000));
    }

    #[test]
    fn an_entry_whose_lines_were_changed_is_refused() {
        let mut ids = Ids::seeded(1, Moment::from_micros(0));
        let line = CashLine {
            booked_on: Date::new(2026, 1, 2).unwrap(),
            voucher: Some("记-1".into()),
            summary: String::new(),
            counterparty: None,
            income: Some(Money::from_fen(5)),
            expense: None,
            purpose: None,
            maker: None,
            checker: None,
        };
        let mut entry =
            opening_entry(EntryId::fresh(&mut ids), line, None, String::new(), Moment::from_micros(0)).unwrap();
        entry.lines[0].amount = Money::from_fen(6);
        assert_eq!(entry.checked(), Err(EntryError::Unbalanced { place: String::new() }));
    }
}

//! A row of the register of members in hardship. A blank income is unknown, never nought.

use guanai_kernel::Money;
use guanai_kernel::codes::IdentityNumber;

use super::{Place, Reading, Unread};
use crate::books::Term;

/// Somebody's hardship as the row states it.
#[derive(Debug, Clone, PartialEq)]
pub struct HardshipRow {
    /// Where it stands.
    pub place: Place,
    /// Whose it is.
    pub identity: IdentityNumber,
    /// State of health.
    pub health: Option<Term>,
    /// Persons in the household.
    pub household_size: Option<u32>,
    /// Persons able to work.
    pub labour: Option<u32>,
    /// Income per head and year.
    pub income: Option<Money>,
    /// Degree of hardship.
    pub degree: Option<Term>,
    /// Its cause.
    pub cause: Option<Term>,
    /// Medical costs paid by themselves.
    pub medical_self_paid: Option<Money>,
    /// Children at school.
    pub school_children: Option<u32>,
    /// 低保
    pub dibao: Option<bool>,
    /// 优抚对象
    pub preferential: Option<bool>,
    /// Aid received so far.
    pub aid_received: Option<Money>,
    /// 目前是否困难; where it is no, the history is kept.
    pub current: Option<bool>,
    /// Remarks.
    pub remarks: Option<Box<str>>,
    /// What was stated and not understood.
    pub unread: Vec<Unread>,
}

impl HardshipRow {
    /// Whether it states a value of a field, both normalised as in [`crate::staging::Differing`].
    pub fn states(&self, field: &str, value: &str) -> bool {
        compared(self).iter().any(|(of, stated)| *of == field && stated == value)
    }
}

/// Reads a row whose person is known.
pub(crate) fn read(reading: &mut Reading<'_>, identity: IdentityNumber) -> HardshipRow {
    HardshipRow {
        place: reading.place(),
        identity,
        health: reading.term("health", "health"),
        household_size: reading.optional_count("household_size"),
        labour: reading.optional_count("labour"),
        income: read_income(reading),
        degree: reading.term("degree", "degree"),
        cause: reading.term("cause", "cause"),
        medical_self_paid: reading.optional_amount("medical_self_paid"),
        school_children: reading.optional_count("school_children"),
        dibao: reading.yes_or_no("dibao"),
        preferential: reading.yes_or_no("preferential"),
        aid_received: reading.optional_amount("aid_received"),
        current: reading.yes_or_no("current"),
        remarks: reading.text("remarks").map(Into::into),
        unread: std::mem::take(&mut reading.unread),
    }
}

/// Income per head and year; a book that states it by the month is multiplied.
fn read_income(reading: &mut Reading<'_>) -> Option<Money> {
    if reading.head("income").is_some() && !reading.cell("income").is_blank() {
        return reading.optional_amount("income");
    }
    let month = reading.optional_amount("income_month")?;
    Money::sum(std::iter::repeat_n(month, 12))
}

/// A row's columns as they are compared with another row of the same person.
pub(crate) fn compared(row: &HardshipRow) -> Vec<(&'static str, String)> {
    let unread =
        |field: &str| row.unread.iter().find(|u| u.field == field).map(|u| u.text.to_string()).unwrap_or_default();
    let term = |term: &Option<Term>| term.as_ref().map(|t| t.word.to_string()).unwrap_or_default();
    let count = |field, count: Option<u32>| count.map_or_else(|| unread(field), |c| c.to_string());
    let money = |field, money: Option<Money>| money.map_or_else(|| unread(field), |m| m.to_string());
    let answer =
        |field, answer: Option<bool>| answer.map_or_else(|| unread(field), |a| if a { "yes" } else { "no" }.to_owned());
    vec![
        ("health", term(&row.health)),
        ("household_size", count("household_size", row.household_size)),
        ("labour", count("labour", row.labour)),
        ("income", money("income", row.income)),
        ("degree", term(&row.degree)),
        ("cause", term(&row.cause)),
        ("medical_self_paid", money("medical_self_paid", row.medical_self_paid)),
        ("school_children", count("school_children", row.school_children)),
        ("dibao", answer("dibao", row.dibao)),
        ("preferential", answer("preferential", row.preferential)),
        ("aid_received", money("aid_received", row.aid_received)),
        ("current", answer("current", row.current)),
    ]
}

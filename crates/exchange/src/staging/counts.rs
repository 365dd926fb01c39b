//! What was counted, in the shape of the answer key of a county's books.

use std::collections::BTreeMap;

use guanai_kernel::Money;
use serde::Serialize;

/// The figures of an import. A reason that did not occur is left out.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Counts {
    /// The root organisation's name without 中共 and 委员会.
    pub county: String,
    /// The date of the import.
    pub as_of: String,
    /// Organisations taken.
    pub organizations: usize,
    /// Rows of the roster as read: repeats and refused ones too; no titles, blanks or totals.
    pub rows: usize,
    /// Rows less repeats of both kinds, refused ones included.
    pub persons: usize,
    /// Refused rows of the roster, each under its first fault.
    pub refused: BTreeMap<&'static str, usize>,
    /// Warnings on rows of the roster that were taken.
    pub warned: BTreeMap<&'static str, usize>,
    /// Repeats that say the same.
    pub duplicates_same: usize,
    /// Repeats that say otherwise.
    pub duplicates_conflicting: usize,
    /// Distinct people after refusals.
    pub accepted_persons: usize,
    /// The register of hardship.
    pub hardship: HardshipCounts,
    /// The survey.
    pub needs: NeedCounts,
    /// The resources.
    pub resources: ResourceCounts,
    /// The cash book.
    pub fund: FundCounts,
}

/// Figures of the register of hardship.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct HardshipCounts {
    /// Rows as read.
    pub rows: usize,
    /// Known people whose 目前是否困难 is yes.
    pub recognised: usize,
    /// Known people where it is no.
    pub recovered: usize,
    /// Known people of both kinds without an income.
    pub income_missing: usize,
    /// Recognised people by degree, in the pack's words.
    pub by_degree: BTreeMap<String, usize>,
    /// Refused rows, their person not known.
    pub unknown_person: usize,
}

/// Figures of the survey.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct NeedCounts {
    /// Rows as read.
    pub rows: usize,
    /// Distinct answers by category, in the pack's words.
    pub by_category: BTreeMap<String, usize>,
    /// Distinct answers without a category.
    pub blank_category: usize,
    /// Distinct answers without consent.
    pub no_consent: usize,
    /// Repeated rows.
    pub duplicate: usize,
}

/// Figures of the resources.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct ResourceCounts {
    /// Rows as read.
    pub rows: usize,
    /// What can still be given: neither expired nor refused.
    pub capacity: u64,
    /// Expired rows, kept.
    pub expired: usize,
    /// Rows refused for a negative quantity.
    pub negative: usize,
}

/// Figures of the cash book.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct FundCounts {
    /// Rows as read.
    pub rows: usize,
    /// All income.
    #[serde(serialize_with = "in_yuan")]
    pub income_yuan: Money,
    /// All expense.
    #[serde(serialize_with = "in_yuan")]
    pub expense_yuan: Money,
    /// Income less expense.
    #[serde(serialize_with = "in_yuan")]
    pub balance_yuan: Money,
    /// Income that is bound to a purpose.
    #[serde(serialize_with = "in_yuan")]
    pub restricted_income_yuan: Money,
}

/// Whole yuan as a whole number, others with their fen.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
fn in_yuan<S: serde::Serializer>(money: &Money, serializer: S) -> Result<S::Ok, S::Error> {
    let fen = money.fen();
    if fen % 100 == 0 {
        return serializer.serialize_i64(fen / 100);
    }
    #[expect(clippy::cast_precision_loss, reason = "for display; the books keep fen")]
    serializer.serialize_f64(fen as f64 / 100.0)
}

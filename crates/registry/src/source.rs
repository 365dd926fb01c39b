//! Where a record comes from: which book, sheet and row, and the day it speaks for.

use guanai_kernel::words;
use guanai_kernel::{Date, ids::ImportId};

words! {
    /// The kind of place that a record was taken from.
    SourceKind {
        /// 党组织 book.
        OrganizationBook = "organization-book",
        /// 党员花名册, the monthly file of the superior's system.
        Roster = "roster",
        /// 困难党员台账.
        HardshipLedger = "hardship-ledger",
        /// 需求调查.
        Survey = "survey",
        /// 帮扶资源.
        ResourceBook = "resource-book",
        /// 关爱资金收支.
        CashBook = "cash-book",
        /// Derived from the identity number.
        IdentityNumber = "identity-number",
        /// Entered by somebody in the system.
        Entry = "entry",
        /// 走访: found at a visit; the place is the visit's id.
        Visit = "visit",
    }
}

/// Where one record was taken from. Names the place, never the value.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Source {
    /// What kind of place.
    pub kind: SourceKind,
    /// The import that brought it, if it came from a file.
    pub import_id: Option<ImportId>,
    /// The place inside it, such as `党员花名册.xlsx 农村 17`: file, sheet and row.
    pub place: String,
    /// The day for which it speaks.
    pub stated_on: Date,
}

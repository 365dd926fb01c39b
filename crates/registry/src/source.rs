//! Where a record comes from: which book, sheet and row, and the day it speaks for.

use guanai_kernel::{Date, ids::ImportId};

/// The kind of place that a record was taken from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SourceKind {
    /// 党组织 book.
    OrganizationBook,
    /// 党员花名册, the monthly file of the superior's system.
    Roster,
    /// 困难党员台账.
    HardshipLedger,
    /// 需求调查.
    Survey,
    /// 帮扶资源.
    ResourceBook,
    /// 关爱资金收支.
    CashBook,
    /// Derived from the identity number.
    IdentityNumber,
    /// Entered by somebody in the system.
    Entry,
    /// 走访: found at a visit; the place is the visit's id.
    Visit,
}

impl SourceKind {
    /// Every kind, in code order.
    pub const ALL: &'static [Self] = &[
        Self::OrganizationBook,
        Self::Roster,
        Self::HardshipLedger,
        Self::Survey,
        Self::ResourceBook,
        Self::CashBook,
        Self::IdentityNumber,
        Self::Entry,
        Self::Visit,
    ];

    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::OrganizationBook => "organization-book",
            Self::Roster => "roster",
            Self::HardshipLedger => "hardship-ledger",
            Self::Survey => "survey",
            Self::ResourceBook => "resource-book",
            Self::CashBook => "cash-book",
            Self::IdentityNumber => "identity-number",
            Self::Entry => "entry",
            Self::Visit => "visit",
        }
    }

    /// The kind with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|k| k.code() == code)
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

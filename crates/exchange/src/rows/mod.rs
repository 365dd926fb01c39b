//! Typed rows of the six books, and what is said of those that cannot be taken or that somebody should look at.

pub mod cash;
pub mod days;
pub mod hardship;
mod kept;
pub mod need;
pub mod organization;
mod reading;
pub mod resource;
pub mod roster;

use std::fmt;
use std::sync::Arc;

pub use cash::{Amount, CashRow};
pub use hardship::HardshipRow;
pub use need::NeedRow;
pub use organization::OrganizationRow;
pub(crate) use reading::{Reading, SheetAt, clean, is_data};
pub use resource::{Area, Certificate, ResourceRow};
pub use roster::{MemberKind, RosterRow};

use crate::books::Book;
use crate::cells::Cell;

macro_rules! reasons {
    ($($(#[$doc:meta])* $variant:ident = $code:literal),* $(,)?) => {
        /// What is said of a row. The first six refuse a row of the roster, in this order; a row counts under its first.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Reason { $($(#[$doc])* $variant),* }

        impl Reason {
            /// Every one.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The stable code, by which it is counted.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),* }
            }

            /// The one with this code.
            pub fn from_code(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|reason| reason.code() == code)
            }
        }
    };
}

reasons! {
    /// No name.
    MissingName = "missing_name",
    /// An identity number kept as a figure, its last digits lost.
    IdAsNumber = "id_as_number",
    /// No identity number.
    MissingId = "missing_id",
    /// No valid identity number: length, letters, province, birthday or check letter.
    BadChecksum = "bad_checksum",
    /// No organisation of that name.
    UnknownBranch = "unknown_branch",
    /// No complete date of the calendar where the day is needed.
    ImpossibleDate = "impossible_date",

    /// An organisation, or somebody, whom the office that brings the book does not look after.
    OutsideScope = "outside_scope",

    /// Nobody on the roster has that number.
    UnknownPerson = "unknown_person",
    /// An organisation without a code.
    MissingCode = "missing_code",
    /// Two organisations with one code.
    RepeatedCode = "repeated_code",
    /// Two organisations with one name: rows that name it could mean either.
    RepeatedName = "repeated_name",
    /// A superior that is not there.
    UnknownSuperior = "unknown_superior",
    /// Superiors in a circle.
    SuperiorCycle = "superior_cycle",
    /// Two organisations without a superior.
    SecondRoot = "second_root",
    /// No system, or none of the four.
    UnknownSystem = "unknown_system",
    /// None of the three kinds of enterprise.
    UnknownEnterpriseKind = "unknown_enterprise_kind",
    /// A kind of enterprise outside the enterprise system (R19).
    KindOutsideEnterprise = "kind_outside_enterprise",
    /// No amount of money.
    NotAnAmount = "not_an_amount",
    /// No whole number.
    NotACount = "not_a_count",
    /// Less than nothing.
    Negative = "negative",
    /// Neither income nor expense.
    MissingAmount = "missing_amount",
    /// Income and expense in one row.
    BothAmounts = "both_amounts",
    /// No number of how many can be helped.
    MissingQuantity = "missing_quantity",
    /// No help named.
    MissingOffers = "missing_offers",
    /// Neither a category nor words.
    MissingNeed = "missing_need",
    /// A formula without a result, or with an error.
    UnreadableCell = "unreadable_cell",

    /// An identity number of fifteen digits, upgraded.
    OldFifteenDigitId = "old_15_digit_id",
    /// The stated birthday is not the identity number's; both are kept.
    BirthDiffersFromId = "birth_differs_from_id",
    /// The stated sex is not the identity number's.
    SexDiffersFromId = "sex_differs_from_id",
    /// 转正 before 入党.
    FullBeforeJoined = "full_before_joined",
    /// Under 18 at joining, by the identity number's birthday.
    JoinedUnder18 = "joined_under_18",
    /// Still probationary more than two years after joining.
    ProbationaryOverTwoYears = "probationary_over_two_years",

    /// A value that is not understood; taken as not stated, kept in the row's `unread`.
    UnreadableValue = "unreadable_value",
    /// A credit code whose outer check fails; left out.
    BadCreditCode = "bad_credit_code",
    /// A credit code whose inner check fails; taken.
    InnerCodeDiffers = "inner_code_differs",
    /// An organisation of the enterprise system without its kind.
    EnterpriseKindMissing = "enterprise_kind_missing",
    /// An organisation named in passing that is not there; left out.
    UnknownOrganization = "unknown_organization",
    /// A category that the pack does not have; kept as written.
    UnknownCategory = "unknown_category",
    /// The roster has another name for this number.
    NameDiffers = "name_differs",
    /// Help that has expired; kept.
    Expired = "expired",
    /// A day after the date of the import.
    AfterAsOf = "after_as_of",
    /// The same as an earlier row; not counted again.
    RepeatedRow = "repeated_row",
    /// The same as an earlier row; kept.
    RepeatedRowKept = "repeated_row_kept",
}

impl Reason {
    /// Whether it is a warning that stays on a person until somebody settles it, and is counted.
    pub const fn is_warning(self) -> bool {
        matches!(
            self,
            Self::OldFifteenDigitId
                | Self::BirthDiffersFromId
                | Self::SexDiffersFromId
                | Self::FullBeforeJoined
                | Self::JoinedUnder18
                | Self::ProbationaryOverTwoYears
        )
    }
}

/// Where a row stands.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The file's name, without its folder.
    pub file: Arc<str>,
    /// The sheet; empty for separated values.
    pub sheet: Arc<str>,
    /// The row as Excel shows it, from 1.
    pub row: u32,
}

/// What is wrong with a row, and where in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// What it is.
    pub reason: Reason,
    /// The column's head.
    pub column: Arc<str>,
    /// What was read; numbers of persons masked. At most 60 characters.
    pub read: Box<str>,
}

/// What somebody should look at in a row that was taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// The book.
    pub book: Book,
    /// The row.
    pub place: Place,
    /// What it is, and where in the row.
    pub fault: Fault,
}

/// A value that was stated and not understood. `Debug` shows the field alone: the text may be a number or a health word.
#[derive(Clone, PartialEq, Eq)]
pub struct Unread {
    /// The column's field.
    pub field: &'static str,
    /// What stands there.
    pub text: Box<str>,
}

impl fmt::Debug for Unread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Unread").field("field", &self.field).finish_non_exhaustive()
    }
}

/// A row that was not taken. `Debug` shows where it stands and why it was not taken, not what it holds.
#[derive(Clone, PartialEq)]
pub struct RefusedRow {
    /// The book.
    pub book: Book,
    /// The row.
    pub place: Place,
    /// What is wrong, the first being what it counts under.
    pub faults: Vec<Fault>,
    /// The heads of its sheet, by place.
    pub heads: Arc<[Arc<str>]>,
    /// The place of an error column, which is not written out again.
    pub error_column: Option<usize>,
    /// Its cells as they stood, a blank branch written out.
    pub cells: Vec<Cell>,
}

impl fmt::Debug for RefusedRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let reasons: Vec<&str> = self.faults.iter().map(|fault| fault.reason.code()).collect();
        f.debug_struct("RefusedRow")
            .field("book", &self.book)
            .field("place", &self.place)
            .field("reasons", &reasons)
            .finish_non_exhaustive()
    }
}

//! Matters that stay on a person until somebody settles them 待核事项: warnings of an import, values that differ and wait
//! side by side, members whom the superior's roster no longer names.

use guanai_kernel::ids::{DiscrepancyId, PersonId};
use guanai_kernel::words;
use guanai_kernel::{Date, Moment};

use crate::Source;

/// What is to be settled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DiscrepancyKind {
    /// The sex stated is not the identity number's.
    SexDiffersFromId,
    /// The birthday stated is not the identity number's.
    BirthDiffersFromId,
    /// The identity number was an old one of 15 digits.
    Old15DigitId,
    /// Full member before admission.
    FullBeforeJoined,
    /// Admitted under eighteen.
    JoinedUnder18,
    /// Probationary for more than two years.
    ProbationaryOverTwoYears,
    /// Two rows about the person state different values.
    ValuesDiffer,
    /// The superior's roster no longer names the person: transferred, died, or left out?
    AbsentFromRoster,
    /// A code or number that could not be taken as written.
    ValueNotTaken,
}

impl DiscrepancyKind {
    /// Every kind, in code order.
    pub const ALL: &'static [Self] = &[
        Self::SexDiffersFromId,
        Self::BirthDiffersFromId,
        Self::Old15DigitId,
        Self::FullBeforeJoined,
        Self::JoinedUnder18,
        Self::ProbationaryOverTwoYears,
        Self::ValuesDiffer,
        Self::AbsentFromRoster,
        Self::ValueNotTaken,
    ];

    /// The stable code, the same as the reason in an import's counts.
    pub const fn code(self) -> &'static str {
        match self {
            Self::SexDiffersFromId => "sex_differs_from_id",
            Self::BirthDiffersFromId => "birth_differs_from_id",
            Self::Old15DigitId => "old_15_digit_id",
            Self::FullBeforeJoined => "full_before_joined",
            Self::JoinedUnder18 => "joined_under_18",
            Self::ProbationaryOverTwoYears => "probationary_over_two_years",
            Self::ValuesDiffer => "values_differ",
            Self::AbsentFromRoster => "absent_from_roster",
            Self::ValueNotTaken => "value_not_taken",
        }
    }

    /// The kind with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|k| k.code() == code)
    }
}

words! {
    /// What somebody decided of a matter.
    Verdict {
        /// What stands is right.
        Keep = "keep",
        /// The other value is right and takes its place.
        Take = "take",
        /// The branch is asked: the matter stays open.
        Ask = "ask",
    }
}

/// A matter that waits for somebody.
#[derive(Clone, PartialEq, Eq)]
pub struct Discrepancy {
    /// Its id.
    pub discrepancy_id: DiscrepancyId,
    /// On whom it stays.
    pub person_id: PersonId,
    /// What is to be settled.
    pub kind: DiscrepancyKind,
    /// The field it is about, in the words of the books' fields; empty where it is about the person.
    pub field: String,
    /// The value that stands meanwhile; sealed in the store.
    pub stands: Option<String>,
    /// The value beside it; sealed in the store.
    pub other: Option<String>,
    /// Where it was met.
    pub source: Source,
    /// When it was recorded.
    pub recorded_at: Moment,
    /// The day it was settled, once it was.
    pub settled_on: Option<Date>,
    /// What somebody decided, once they did; an absence that a later roster settles has none.
    pub verdict: Option<Verdict>,
    /// Who decided: the audit's name of them.
    pub decided_by: Option<String>,
}

impl Discrepancy {
    /// The value that somebody decided against, where it was between two: a book that states it again says nothing new.
    pub fn rejected(&self) -> Option<&str> {
        use DiscrepancyKind::{BirthDiffersFromId, SexDiffersFromId, ValuesDiffer};
        self.settled_on?;
        if !matches!(self.kind, BirthDiffersFromId | SexDiffersFromId | ValuesDiffer) {
            return None;
        }
        match self.verdict? {
            Verdict::Keep => self.other.as_deref(),
            Verdict::Take => self.stands.as_deref(),
            Verdict::Ask => None,
        }
    }
}

guanai_kernel::debug_by_id!(Discrepancy.discrepancy_id);

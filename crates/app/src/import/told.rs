//! What an import tells row by row, beside its counts: who is new, what changed from what to what, who moved, who is absent,
//! which values wait for somebody, what is odd. Numbers of persons are masked here already, and addresses and people's own
//! words are not repeated; whoever may see them opens the person's file.

use guanai_kernel::ids::{DiscrepancyId, OrganizationId, PersonId};
use guanai_kernel::text::mask;
use guanai_kernel::{Date, Money};
use guanai_registry::{DiscrepancyKind, FactValue, Verdict};
use serde::{Deserialize, Serialize};

/// A value as it may be shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Said {
    /// Nothing is stated.
    Nothing,
    /// Words, as a book writes them.
    Words(String),
    /// A number of a person, masked.
    Masked(String),
    /// Something that is not repeated here.
    Withheld,
    /// A day.
    Day(Date),
    /// An amount, in fen.
    Fen(i64),
    /// A count.
    Count(i64),
    /// Yes or no.
    Truth(bool),
    /// A code of a fact's closed list in the pack.
    Listed {
        /// The fact.
        fact: String,
        /// The code.
        code: String,
    },
    /// A code of the program's own: `sex`, `ethnicity`, `member-kind`, `system`,
    /// `organization-kind`, `enterprise-kind`, `need-category`, `urgency`.
    Term {
        /// Of which family.
        family: String,
        /// The code.
        code: String,
    },
}

impl Said {
    /// Words that may be missing.
    pub(crate) fn words(text: Option<&str>) -> Self {
        text.filter(|text| !text.is_empty()).map_or(Self::Nothing, |text| Self::Words(text.to_owned()))
    }

    /// A phone or another number that may be missing.
    pub(crate) fn number(text: Option<&str>) -> Self {
        text.filter(|text| !text.is_empty()).map_or(Self::Nothing, |text| Self::Masked(mask(text, 4)))
    }

    /// Something not repeated here, that may be missing.
    pub(crate) fn withheld(text: Option<&str>) -> Self {
        text.filter(|text| !text.is_empty()).map_or(Self::Nothing, |_| Self::Withheld)
    }

    /// A day that may be missing.
    pub(crate) fn day(day: Option<Date>) -> Self {
        day.map_or(Self::Nothing, Self::Day)
    }

    /// A code of a family, that may be missing.
    pub(crate) fn term(family: &str, code: Option<&str>) -> Self {
        code.map_or(Self::Nothing, |code| Self::Term { family: family.to_owned(), code: code.to_owned() })
    }

    /// A fact's value.
    pub(crate) fn fact(name: &str, value: Option<&FactValue>) -> Self {
        match value {
            None | Some(FactValue::Withdrawn) => Self::Nothing,
            Some(FactValue::Bool(truth)) => Self::Truth(*truth),
            Some(FactValue::Int(count)) => Self::Count(*count),
            Some(FactValue::Text(code)) => Self::Listed { fact: name.to_owned(), code: code.clone() },
            Some(FactValue::Date(day)) => Self::Day(*day),
            Some(FactValue::Money(amount)) => Self::Fen(amount.fen()),
            Some(FactValue::List(codes)) => Self::Words(codes.join("、")),
        }
    }

    /// The amount of an answer.
    pub(crate) fn amount(amount: Option<Money>) -> Self {
        amount.map_or(Self::Nothing, |amount| Self::Fen(amount.fen()))
    }
}

/// What a difference is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum About {
    /// A column of the row's book, by its field.
    Column(String),
    /// A fact of the pack.
    Fact(String),
}

/// What was, and what is stated now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Difference {
    /// About what.
    pub about: About,
    /// What was known.
    pub before: Said,
    /// What is stated.
    pub after: Said,
}

/// What becomes of a row that is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Becomes {
    /// A record is added.
    New,
    /// A record is amended.
    Changed,
    /// A member belongs to another branch than before.
    Moved,
}

/// A row that adds or changes something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToldChange {
    /// The book, by its code.
    pub book: String,
    /// Whose row it is, or what it is about.
    pub name: String,
    /// Where they belong.
    pub organization: Option<String>,
    /// File, sheet and row.
    pub place: String,
    /// What becomes of it.
    pub becomes: Becomes,
    /// Who, where they are known already.
    pub person_id: Option<PersonId>,
    /// What differs; empty for what is new.
    pub differences: Vec<Difference>,
}

/// A member whom the roster should name and does not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToldAbsence {
    /// Who.
    pub person_id: PersonId,
    /// The name.
    pub name: String,
    /// Where they belong.
    pub organization: Option<String>,
    /// The row that named them last: file, sheet and row, and the day for which it spoke.
    pub named: Option<(String, Date)>,
    /// Since which day this is asked already; none where it is asked anew.
    pub asked_since: Option<Date>,
}

/// A standard that answers differently for two values.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Effect {
    /// The measure, by its id.
    pub measure: String,
    /// What it answers if what stands is right.
    pub keep: Answered,
    /// What it answers if the other value is right.
    pub take: Answered,
}

/// What a standard answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answered {
    /// `holds`, `not`, `undetermined`, `conflict`, `fault`.
    pub code: String,
    /// How much, where it says.
    pub amount: Said,
    /// From which day, where it says.
    pub starts_on: Option<Date>,
}

/// By what a matter is known again when the books are read anew.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct MatterKey {
    /// Whose, by their identity number.
    pub identity: String,
    /// What is to be settled.
    pub kind: DiscrepancyKind,
    /// The field.
    pub field: String,
    /// What stands.
    pub stands: Option<String>,
    /// The other value.
    pub other: Option<String>,
}

impl std::fmt::Debug for MatterKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "MatterKey({} {})", self.kind.code(), self.field)
    }
}

/// A matter that somebody may settle: one that the import opens, or one that it meets open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToldMatter {
    /// By what it is known again.
    pub key: MatterKey,
    /// Its id. Of a rehearsal, only that of a matter that is open already leads anywhere.
    pub discrepancy_id: DiscrepancyId,
    /// Whether it was open before this import.
    pub was_open: bool,
    /// What may be decided of it.
    pub may: Vec<Verdict>,
    /// Which standards would answer differently.
    pub effects: Vec<Effect>,
}

/// Two values for one thing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToldConflict {
    /// The book, by its code.
    pub book: String,
    /// Whose.
    pub name: String,
    /// Where they belong.
    pub organization: Option<String>,
    /// Who, where they are known already.
    pub person_id: Option<PersonId>,
    /// Of which column.
    pub about: About,
    /// What stands, and where it is written.
    pub here: (Said, String),
    /// What is written elsewhere, and where.
    pub there: (Said, String),
    /// What is to be settled; none where it is mended elsewhere, as a booked voucher in the fund.
    pub matter: Option<ToldMatter>,
}

/// Something odd about a row that is taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToldOddity {
    /// The book, by its code.
    pub book: String,
    /// Whose, or what it is about; none where the row says nothing of it.
    pub name: Option<String>,
    /// Where they belong.
    pub organization: Option<String>,
    /// Who, where they are known already.
    pub person_id: Option<PersonId>,
    /// File, sheet and row.
    pub place: String,
    /// What is odd, by the code of its reason.
    pub reason: String,
    /// The column's head.
    pub column: String,
    /// What was read, numbers masked.
    pub read: String,
    /// What is to be settled; none where it is only to be known.
    pub matter: Option<ToldMatter>,
}

/// Everything that is told.
#[derive(Debug, Clone, Default)]
pub struct Told {
    /// Rows that add or change something.
    pub changes: Vec<ToldChange>,
    /// Members whom the roster does not name.
    pub absences: Vec<ToldAbsence>,
    /// Values that wait side by side.
    pub conflicts: Vec<ToldConflict>,
    /// What is odd.
    pub oddities: Vec<ToldOddity>,
}

/// Where somebody belongs, for what is told of them.
#[derive(Debug, Clone)]
pub(crate) struct Fresh {
    pub name: Box<str>,
    pub organization_id: OrganizationId,
}

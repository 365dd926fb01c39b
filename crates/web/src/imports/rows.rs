//! The lists of an import, row by row: what is to be settled, what was refused, what is odd, what changes, who is absent.

use guanai_kernel::Date;

use crate::page::{Choice, Icon, State, Tag};

pub use guanai_registry::Verdict;

/// What somebody may decide of a row, and did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// By what it is decided upon: letters, figures and `-`.
    pub key: String,
    /// What may be decided, in words.
    pub choices: Vec<Choice>,
    /// What was decided.
    pub verdict: Option<Verdict>,
    /// Whether it is settled for good.
    pub is_settled: bool,
}

impl Decision {
    /// Whether this is what was decided.
    pub fn is(&self, code: &str) -> bool {
        self.verdict.is_some_and(|verdict| verdict.code() == code)
    }

    /// What was decided, in words.
    pub fn said(&self) -> Option<&str> {
        let verdict = self.verdict?;
        self.choices.iter().find(|choice| choice.code == verdict.code()).map(|choice| choice.name.as_str())
    }
}

/// A value, and where it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// The value, numbers masked.
    pub value: String,
    /// File, sheet and row.
    pub place: String,
}

/// Two values for one thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// The person's id, where they are known.
    pub person: Option<String>,
    /// Whose.
    pub name: String,
    /// Where they belong.
    pub organization: String,
    /// Of which column.
    pub column: String,
    /// What stands.
    pub here: Written,
    /// What is written elsewhere.
    pub there: Written,
    /// What hangs on it, each a line; where none does, that is said.
    pub effects: Vec<String>,
    /// What may be decided; none where it is mended elsewhere.
    pub decision: Option<Decision>,
}

impl Conflict {
    /// Where the two values are written.
    pub(super) fn places(&self) -> [&str; 2] {
        [&self.here.place, &self.there.place]
    }
}

/// A row that cannot be taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefusedRow {
    /// The book.
    pub book: String,
    /// File, sheet and row.
    pub place: String,
    /// The name in it.
    pub name: Option<String>,
    /// What was read, why it is wrong, what to do: a sentence each.
    pub problems: Vec<String>,
}

/// A row that is taken with something odd about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WarnedRow {
    /// The person's id, where they are known.
    pub person: Option<String>,
    /// Whose, or which book.
    pub name: String,
    /// Where they belong, or the place of the row.
    pub organization: String,
    /// File, sheet and row.
    pub place: String,
    /// What is odd, and what to do.
    pub warning: String,
    /// What hangs on it.
    pub effects: Vec<String>,
    /// What may be decided; none where it is only to be known.
    pub decision: Option<Decision>,
}

/// What becomes of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Becomes {
    /// It is added.
    New,
    /// It is amended.
    Changed,
    /// A member belongs to another branch.
    Moved,
}

impl Becomes {
    /// Its tag.
    pub const fn tag(&self) -> Tag {
        match self {
            Self::New => Tag::new(State::Info, Icon::Plus, "web-becomes-new"),
            Self::Changed => Tag::new(State::Info, Icon::Pen, "web-becomes-changed"),
            Self::Moved => Tag::new(State::Risk, Icon::Split, "web-becomes-moved"),
        }
    }
}

/// What was, and what is stated now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Of what.
    pub label: String,
    /// What was.
    pub before: String,
    /// What is stated.
    pub after: String,
}

/// A row that adds or changes something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangedRow {
    /// The person's id, where they were known before.
    pub person: Option<String>,
    /// Whose, or what it is about.
    pub name: String,
    /// Where they belong.
    pub organization: String,
    /// The book and the place in it.
    pub source: Written,
    /// What becomes of it.
    pub becomes: Becomes,
    /// What differs.
    pub differences: Vec<Difference>,
}

/// Somebody who is known and not in these books.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AbsentRow {
    /// The person's id.
    pub person: String,
    /// Whose.
    pub name: String,
    /// Where they belong.
    pub organization: String,
    /// The row that named them last, and the day for which it spoke.
    pub last_seen: Option<(String, Date)>,
    /// Since which day the branch is asked; none where it is asked anew.
    pub asked_since: Option<Date>,
}

/// A list of an import.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tab {
    /// To be settled.
    Conflicts,
    /// Cannot be taken.
    Refused,
    /// Taken, with something odd.
    Warned,
    /// New and changed.
    Changed,
    /// Not in these books.
    Absent,
}

impl Tab {
    /// Every one.
    pub const ALL: &'static [Self] = &[Self::Conflicts, Self::Refused, Self::Warned, Self::Changed, Self::Absent];

    /// Its code in the address.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Conflicts => "conflicts",
            Self::Refused => "refused",
            Self::Warned => "warned",
            Self::Changed => "changed",
            Self::Absent => "absent",
        }
    }

    /// The key of its name.
    pub const fn key(&self) -> &'static str {
        match self {
            Self::Conflicts => "web-import-tab-conflicts",
            Self::Refused => "web-import-tab-refused",
            Self::Warned => "web-import-tab-warned",
            Self::Changed => "web-import-tab-changed",
            Self::Absent => "web-import-tab-absent",
        }
    }
}

/// How many stand in a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// The list.
    pub tab: Tab,
    /// How many.
    pub count: usize,
}

/// A page of one list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rows {
    /// To be settled.
    Conflicts(Vec<Conflict>),
    /// Cannot be taken.
    Refused(Vec<RefusedRow>),
    /// Taken, with something odd.
    Warned(Vec<WarnedRow>),
    /// New and changed.
    Changed(Vec<ChangedRow>),
    /// Not in these books.
    Absent(Vec<AbsentRow>),
}

impl Rows {
    /// Which list it is.
    pub const fn tab(&self) -> Tab {
        match self {
            Self::Conflicts(_) => Tab::Conflicts,
            Self::Refused(_) => Tab::Refused,
            Self::Warned(_) => Tab::Warned,
            Self::Changed(_) => Tab::Changed,
            Self::Absent(_) => Tab::Absent,
        }
    }

    /// Whether there is none.
    pub const fn is_empty(&self) -> bool {
        match self {
            Self::Conflicts(rows) => rows.is_empty(),
            Self::Refused(rows) => rows.is_empty(),
            Self::Warned(rows) => rows.is_empty(),
            Self::Changed(rows) => rows.is_empty(),
            Self::Absent(rows) => rows.is_empty(),
        }
    }

    /// Whether somebody may decide upon any of them still.
    pub fn take_decisions(&self) -> bool {
        let open = |decision: &Option<Decision>| decision.as_ref().is_some_and(|decision| !decision.is_settled);
        match self {
            Self::Conflicts(rows) => rows.iter().any(|row| open(&row.decision)),
            Self::Warned(rows) => rows.iter().any(|row| open(&row.decision)),
            Self::Refused(_) | Self::Changed(_) | Self::Absent(_) => false,
        }
    }
}

//! People: finding one, reading a file, and why an answer is what it is.

pub mod changes;
pub mod file;
pub mod list;
pub mod pauses;
pub mod readers;
pub mod unmask;
pub mod why;

pub use changes::{ChangedView, ChangesAsk, ChangesDesk, ChangesView};
pub use file::{
    ClassMark, Discrepancy, Entitlement, EntitlementState, Kin, LookedAfter, PersonFile, PersonPage, RecordedFact,
    Spell, TimelineEntry,
};
pub use list::{PeopleAsk, PeopleList, PeoplePage, PersonRow};
pub use pauses::{PauseDesk, PauseMoved, PauseView, PauseWish};
pub use readers::{ReadBy, Readers, ReadersPage, Reading};
pub use unmask::{UnmaskAsk, UnmaskPage, Unmasked, UnmaskedPage};
pub use why::{AnswerKind, COUNTS, Change, UsedFact, WeighedCondition, WeighedTier, Why, WhyPage, weighed_tag};

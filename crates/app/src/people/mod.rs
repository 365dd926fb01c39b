//! People, as each role may see them: a list, one person's file, a masked number for a stated purpose. What lies outside the
//! actor's scope is not there, and every reading leaves one record.

mod changes;
mod file;
mod known;
mod list;
mod pauses;
pub(crate) mod sight;
mod unmask;
mod why;

pub use changes::{
    CHANGES_PAGE, ChangeReason, ChangedRow, ChangesAsk, ChangesError, ChangesPage, ChangesPlace, KindCounts,
    ShownCount, read_changes,
};
pub(crate) use file::load;
pub use file::{Kin, PersonFile, ReadPerson, ReadPersonError, SeenAnswer, SeenClass, SeenFact, SeenSpell, read_person};
pub(crate) use known::known;

pub use known::Known;
pub use list::{ListPeople, ListPeopleError, ListedPerson, PAGE, PeoplePage, list_people};
pub use pauses::{EnterPause, MovePause, PausesError, SeenPause, enter_pause, list_pauses, move_pause, read_pause};
pub use sight::{AmountSight, Names, Numbers, SensitiveFacts, Sight, ToldAnswer, Words};
pub use unmask::{Number, Purpose, ShownNumber, UnmaskError, UnmaskNumber, unmask_number};
pub use why::{
    Ahead, ExplainMeasure, ExplainMeasureError, MONTHS_AHEAD, MeasureExplained, PersonNamed, explain_measure,
};

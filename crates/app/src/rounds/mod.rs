//! Rounds of visits 集中走访, such as two thousand in the two weeks before a festival: the list by rule, one approval, groups and
//! sheets, one entry for each sheet, and whom to come to again.
//!
//! An office draws up a round for itself and all below it, and whoever is on the list of a village sees that part of it. Whoever
//! drew it up does not approve it; after that the list changes by records with a reason, and additions wait for an approval of
//! their own.

mod change;
mod decide;
mod divide;
mod draft;
mod drawing;
mod due;
mod enter;
mod leading;
mod one;
mod progress;
mod read;
mod reading_people;
mod sheet;
mod within;
pub mod workbook;

pub use change::{AddToRound, ChangeListError, ChangeRound, OnList, change_round_list};
pub use decide::{MoveRound, MoveRoundError, move_round};
pub use divide::{DivideRound, DivideRoundError, GroupWish, divide_round, send_again};
pub use draft::{
    DraftRound, DraftRoundError, MOST_DAYS, draft_round, payers_of, purses_of_rounds, redraw_round, rules_of_rounds,
    usual_days,
};
pub use due::{DueRound, RoundDue, list_due_rounds};
pub use enter::{EnterSheet, EnterSheetError, enter_sheet};
pub use one::{RoundPersonFile, read_round_person};
pub use progress::{GroupProgress, SheetBrief};
pub use read::{ListedRound, MayDo, PAGE, ReadRoundError, RoundDuty, RoundFile, RoundsPage, list_rounds, read_round};
pub use reading_people::{ListRoundPeople, ListedPerson, PEOPLE_PAGE, RoundPeople, RoundTab, list_round_people};
pub use sheet::{SheetFile, SheetLine, SheetsWanted, find_sheet, read_sheets};
pub(crate) use within::name_of;

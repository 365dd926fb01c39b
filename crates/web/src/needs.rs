//! Needs: what people said they lack, or what somebody saw.

pub mod conditions;
pub mod desk;
pub mod file;
pub mod find;
pub mod list;
pub mod moves;
pub mod raise;

pub use conditions::{ConditionsFile, ConditionsPage, ConditionsWish};
pub use desk::NeedDesk;
pub use file::{NeedFile, NeedPage, Proposal};
pub use list::{NeedRow, NeedState, NeedsAsk, NeedsList, NeedsPage, Urgency};
pub use moves::{CheckMovePage, MoveChoices, MoveNeed, MovePage, UNSURE};
pub use raise::{CheckNeedPage, NeedChoices, RaiseNeed, RaiseNeedPage, Voice};

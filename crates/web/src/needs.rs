//! Needs: what people said they lack, or what somebody saw.

pub mod file;
pub mod list;
pub mod raise;

pub use file::{NeedFile, NeedPage, Proposal};
pub use list::{NeedRow, NeedState, NeedsAsk, NeedsList, NeedsPage, Urgency};
pub use raise::{CheckNeedPage, NeedChoices, RaiseNeed, RaiseNeedPage, Voice};

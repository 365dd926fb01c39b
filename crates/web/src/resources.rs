//! The directory of resources: who can help, with what, how much of it, where, until when; what is reserved of one for a need; how what
//! is offered and used lies over townships, town and country.

pub mod balance;
pub mod change;
pub mod desk;
pub mod file;
pub mod list;
pub mod record;
pub mod reserve;

pub use balance::{BalanceRow, BalanceView};
pub use change::{ChangeWish, GivenWish};
pub use desk::{Kept, ResourceDesk};
pub use file::{ResourceFile, ResourcePage};
pub use list::{ResourceRow, ResourceState, ResourcesAsk, ResourcesList, ResourcesPage};
pub use record::{CheckResourcePage, RecordResource, RecordResourcePage, ResourceChoices};
pub use reserve::{ReserveFile, ReserveWish};

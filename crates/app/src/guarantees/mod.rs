//! The five guarantees at work: what other records tell and what was entered by hand becomes clocks, whoever is to hear of one
//! is told, and the board says how they stand.
//!
//! - [`reckon`] makes the clocks of some persons anew from everything that is known of them; [`keeper`] does so whenever
//!   anything changed, and once a day for everybody.
//! - `calendars` counts the days of clocks anew when a calendar of working days was published or corrected.
//! - `tell` finds who hears: the post nearest to the person that somebody holds, a deputy for who is away, the next post
//!   where nobody is left. A late clock of which nobody was told fails a check.
//! - [`board`], [`person`] and [`notices`] read; [`happenings`], [`rests`] and [`standins`] write; [`questions`] is apart,
//!   because what is asked in doubt is confidential.

pub mod board;
mod calendars;
pub(crate) mod distress;
pub mod happenings;
pub mod keeper;
pub mod notices;
pub mod person;
pub mod questions;
pub mod reckon;
pub mod rests;
mod sources;
pub mod standins;
pub mod standins_list;
mod tell;
pub mod terms;
pub(crate) mod tiers;

pub use calendars::follow_calendar;
pub use keeper::{GuaranteeKeeper, Keeping};
pub use reckon::{KeepGuaranteesError, Kept, keep_guarantees};
pub(crate) use sources::befell;
pub(crate) use tell::Directory;
pub use terms::terms_of;

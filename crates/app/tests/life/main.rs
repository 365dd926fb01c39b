//! What happens in a life, with everything that follows, on both engines.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]
#![expect(clippy::cloned_ref_to_slice_refs, reason = "a list of one reads better as [one]")]

use guanai_testkit::engines;

mod adding_up;
mod again;
mod ahead;
mod arrivals;
mod back_dated;
mod booked;
mod death;
#[expect(dead_code, reason = "the desk of the guarantees' tests has more than is asked here")]
#[path = "../guarantees/desk.rs"]
mod desk;
mod every_kind;
mod household;
mod lent;
mod letters;
mod moves;
mod owing;
mod pauses;
mod reckoned;
mod refusals;
mod taken;
mod tasks;
#[expect(dead_code, reason = "the town of the accounts' tests has more than is asked here")]
#[path = "../accounts/town.rs"]
mod town;
mod transfer;

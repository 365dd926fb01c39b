//! Every state × move × role of what is asked, appointed, handed over, taken in, released, paired, referred and booked: done where the
//! table holds the move and the role the act, and nowhere else, on both engines. The form is [`form::holds`]; each kind says how it is
//! put into a state by hand and how a move is tried.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]
#![expect(clippy::cloned_ref_to_slice_refs, reason = "a list of one reads better as [one]")]

use guanai_testkit::engines;

mod agreements;
mod arrivals;
mod asks;
mod bookings;
mod calendars;
mod care_plans;
mod deeds;
#[expect(dead_code, reason = "the desk of the guarantees' tests has more than is asked here")]
#[path = "../guarantees/desk.rs"]
mod desk;
mod form;
mod help;
mod kin;
mod letters;
mod pairs;
mod pauses;
mod posts;
mod questions;
mod rechecked;
mod recused;
mod referrals;
mod reserved;
mod revisions;
mod stale;
mod surveys;
#[expect(dead_code, reason = "the town of the accounts' tests has more than is asked here")]
#[path = "../accounts/town.rs"]
mod town;
mod visits;

//! Needs, offers, plans and visits: who sees which, who may enter what, and what a repeat does, on both engines.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod call_backs;
mod carers;
mod contacts;
mod corrections;
mod day;
mod day_looks;
mod drafts;
mod found_late;
mod granting;
mod leading;
mod moves;
mod needs;
mod offers;
mod photos;
mod plan_visits;
mod plans;
mod repeats;
mod round_due;
mod round_funds;
mod round_list;
mod round_moves;
mod rounds;
mod sheet_moves;
mod sheets;
#[expect(dead_code, reason = "the town has a door that these tests do not use")]
#[path = "../accounts/town.rs"]
mod town;
mod visits;
mod work;

//! Posts and hand-overs: powers from midnight to midnight, two people at each appointment, items by their own side, nothing of
//! what was said in confidence, and late records that wait, on both engines.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod days;
mod deputy;
mod items;
mod late;
mod life;
mod midnight;
mod more;
mod office;
#[path = "../accounts/town.rs"]
mod town;

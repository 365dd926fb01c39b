//! The site over a real county: a drawn county in a real database, somebody signed in for every role, and what each may open
//! of their own unit and of another.

#![expect(clippy::unwrap_used, reason = "a test stops where something is not as it should be")]

mod brought;
mod day;
mod decisions;
mod desk;
mod disputes;
mod faults;
mod floating;
mod guarantees;
mod life;
mod local_figures;
mod matching;
mod other_pack;
mod own_or_other;
mod pages;
mod pairs;
mod partnerships;
mod plans;
mod posts;
mod questions;
mod reach;
mod referrals;
mod residents;
mod resources;
mod revisions;
mod rounds;
mod slips;
mod sponsorships;
mod sweep;
mod visits;
mod voice;

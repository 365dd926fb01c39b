//! The paper's scenarios end to end: books are imported, people are assessed, answers explained, needs matched, plans made, on
//! SQLite and on PostgreSQL.
//!
//! How to add one: write a small county's books as text, let the office do what an officer would, and say in the first line
//! which rows of the paper it shows (`/// Shows R62, R63: …`). Then `GUANAI_UPDATE=1 cargo test -p guanai-test-mechanism`.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "../../../../crates/testkit/src/engines.rs"]
mod engines;
mod office;
mod personal_plans;

mod allowances;
mod at_once;
mod books;
mod by_hand;
mod care_funds;
mod care_plans;
mod carriers;
mod conditions;
mod decisions;
mod disputes;
mod floating;
mod fund_sources;
mod given;
mod guarantees;
mod handover;
mod hardship;
mod honours;
mod household_bills;
mod jobs;
mod life;
mod limits;
mod matching;
mod matching_kept;
mod matching_runs;
mod matching_told;
mod near;
mod needs;
mod other_pack;
mod pairs;
mod pairs_leaving;
mod pairs_planned;
mod pairs_review;
mod pairs_silent;
mod pairs_withheld;
mod partnerships;
mod partnerships_matched;
mod plans;
mod questionnaires;
mod reach;
mod referrals;
mod residents;
mod resources;
mod restricted;
mod revisions;
mod rounds;
mod several;
mod sheet_money;
mod sponsorships;
mod standards;
mod structure;
mod surveys;

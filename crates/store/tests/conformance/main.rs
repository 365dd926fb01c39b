//! Conformance: every store function, on SQLite and on PostgreSQL, with the same text and the same outcome.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]
#![expect(clippy::cloned_ref_to_slice_refs, reason = "a list of one reads better as [one]")]

use guanai_testkit::engines;

mod accounts;
mod applications;
mod arrivals;
mod auditing;
mod board;
mod bookings;
mod books;
mod canonical;
mod care_funds;
mod care_plans;
mod casework;
mod checks;
mod clock_dates;
mod contacts;
mod county;
mod disputes;
mod engine;
mod facts;
mod floating;
mod fund_sources;
mod given;
mod guarantees;
mod handovers;
mod households;
mod import_desk;
mod jobs;
mod letter_follow_ups;
mod life_events;
mod lists;
mod matching_runs;
mod members;
mod memberships;
mod named;
mod operations;
mod organizations;
mod pairs;
mod partnerships;
mod pauses;
mod persons;
mod photos;
mod plans;
mod quiet_tellings;
mod reach;
mod rechecks;
mod recipients;
mod referrals;
mod revisions;
mod rounds;
mod scans;
mod schema;
mod sealing;
mod search;
mod sheet_bookings;
mod some_persons;
mod sponsorships;
mod surveys;
mod trainings;
mod visit_drafts;
mod visits;
mod year_calendars;

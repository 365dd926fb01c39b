//! Every SQL statement, on SQLite and PostgreSQL alike: one room a table, over a small engine room; the sealing seam; the
//! canonical export; the invariants that may be checked on live data.

mod history;

pub mod account_requests;
pub mod accounts;
pub mod applications;
pub mod asks;
pub mod attempts;
pub mod audit;
pub mod call_backs;
pub mod canonical;
pub mod checks;
pub mod clock_board;
pub mod clock_sources;
pub mod clocks;
pub mod consents;
pub mod deferrals;
pub mod discrepancies;
pub mod engine;
pub mod facts;
pub mod fund;
pub mod happenings;
pub mod households;
pub mod import_job_rows;
pub mod import_jobs;
pub mod imports;
pub mod last_named;
pub mod life_events;
pub mod meetings;
pub mod memberships;
pub mod meta;
pub mod needs;
pub mod offers;
pub mod operations;
pub mod organizations;
pub mod persons;
pub mod plans;
pub mod posts;
pub mod questions;
pub mod relations;
pub mod resets;
pub mod round_people;
pub mod round_sheets;
pub mod rounds;
pub mod seal;
pub mod sessions;
pub mod spells;
pub mod standins;
pub mod talk_notes;
pub mod tellings;
pub mod units;
pub mod visit_drafts;
pub mod visits;

pub use engine::{Db, DbUrl, DbUrlError, Scope, StoreError, Stretch, Tx, Work};
pub use seal::Seal;

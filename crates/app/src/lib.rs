//! One function a use case: authorise, load, decide, write, record. Every use case leaves one audit record; a writer's
//! stands in the write's own transaction.
//!
//! How to add a use case: name the act in `act` with the roles that hold it, and write a file with its command, its error and
//! its function, which begins with `cx.authorise(…)`.

pub mod accounts;
pub mod act;
pub mod actor;
pub mod applications;
pub mod arrivals;
pub mod asks;
pub mod assess;
pub mod auditing;
pub mod branch_plan;
pub mod calendars;
pub mod care_funds;
pub mod care_plans;
pub mod consents;
pub mod contacts;
pub mod cx;
pub mod demonstration;
pub mod disputes;
mod doers;
pub mod floating;
pub mod fund_sources;
pub mod guarantees;
pub mod handovers;
pub mod import;
pub mod jobs;
pub mod letters;
pub mod life;
pub mod matching;
pub mod meetings;
mod names;
pub mod needs;
pub mod offers;
pub mod operation;
pub mod organizations;
pub mod own;
pub mod pairing;
pub mod pairs;
pub mod partnerships;
pub mod people;
pub mod plan;
pub mod plans;
pub mod population;
pub mod posts;
pub mod reach;
pub mod readers;
pub mod readings;
pub mod rechecks;
pub mod records;
pub mod referrals;
pub mod residents;
pub mod resources;
pub mod revisions;
pub mod rounds;
pub mod scans;
pub mod scope;
pub mod sheet_money;
pub mod sponsorships;
pub mod standards;
pub mod standing;
pub mod structure;
pub mod surveys;
pub mod trainings;
pub mod visits;

pub use actor::{Act, Actor, Denied, Domain, Role, Tenure};
pub use cx::Cx;
pub use guanai_store::{Db, StoreError};
pub use operation::{Operation, OperationError};
pub use readings::{ReadingLog, Readings};
pub use revisions::StandardsInForce;
pub use scope::ScopeOf;
pub use standards::{Standards, StandardsError};

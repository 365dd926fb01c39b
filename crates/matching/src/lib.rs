//! Who could help with which need: demands and offers in, an exact assignment with reasons out (R61, R79).
//!
//! A pure calculating room: no clock, no files, no words for people, only codes. The walk through it:
//!
//! 1. [`Problem`] is what the application built from needs and resources: demands, offers, the day, the weights.
//! 2. [`candidates`] names, for each demand and offer, either the cost of pairing them or the *first failing condition*.
//! 3. [`solve()`] turns candidates into a [`network`] of numbers, finds an optimal flow ([`flow`]), and has its optimality
//!    proven by duality ([`certificate`]) before anything is answered.
//! 4. [`Assignment`] says it again in keys: pairs with their cost parts and who would come next, unmet demands with why, what is left.
//! 5. [`recruiting()`] says what more helpers of a category in a township would serve, and [`fragmentation()`] what walls between
//!    the four systems would cost.
//!    What one helper and one system take on at most over all their offers ([`limits`]) holds everywhere.
//! 6. [`residual`] takes one change after another without beginning anew, and moves as few people as it can; [`Review`] says it in keys.
//!
//! The objective, in this order: more helpers for the most urgent class (its first helpers before its second ones), then
//! for the next class, and so on, with the country before the town where [`Tilt`] says so; thereby most helpers in total; then the most even load, where [`Load`] says so; then least cost; then the most pairs of an earlier answer ([`Problem::start`]); then the demands with the lower keys.
//! All numbers are integers; what could overflow is refused before the search begins.
//!
//! How to add a condition: a variant of [`Failure`], or of [`Unsuited`] where it is one of the terms, its place in the order, a line in [`candidates::screen`], a test.
//! How to add a weight: a field of [`Costs`], a variant of [`CostRule`], a line in [`candidates::screen`].

pub mod assignment;
pub mod candidates;
pub mod certificate;
pub mod cost;
pub mod flow;
pub mod fragmentation;
mod groups;
pub mod limits;
pub mod network;
pub mod problem;
mod reasons;
pub mod recruiting;
pub mod residual;
pub mod review;
pub mod solve;
mod telling;
pub mod terms;

pub use assignment::{Assignment, NextBest, OfferUse, Pair, Price, Reason, Unmet};
pub use candidates::{Failure, FailureCounts};
pub use certificate::{Certificate, CertificateError};
pub use cost::{CostPart, CostParts, CostRule, Costs};
pub use fragmentation::{Fragmentation, WallCell, fragmentation};
pub use limits::{Limit, LimitUse, Limited, Limits};
pub use network::NetworkError;
pub use problem::{Area, Bar, Demand, Load, Offer, Problem, ProblemError, Readiness, Tilt, Walls};
pub use recruiting::{Recruit, recruiting};
pub use review::{Answer, BeginError, Effect, Review, ReviewError, Reviewed, Wish};
pub use solve::{MatchError, solve};
pub use terms::{Across, Asks, Guardian, Side, Terms, Unsuited};

//! A synthetic county: members, organisations, households, hardship, needs, offers and two years of visits, drawn from a
//! seed and calibrated to published totals ([`published`]). Nobody in it is real: identity numbers begin with 99, names
//! and places are put together at random, telephones serve nobody.
//!
//! Pure: the same [`Blueprint`] gives the same [`County`] on every machine. What nobody published stands in [`assumed`],
//! each figure with its reasoning, and [`fit`] says how near the county comes to each published total.

pub mod apportion;
pub mod assumed;
pub mod classes;
pub mod county;
mod draw;
pub mod fit;
mod floating;
mod hardship;
mod households;
mod identity;
mod members;
mod names;
mod needs;
mod offers;
mod organizations;
mod pairings;
mod people;
mod places;
mod posts;
pub mod published;
pub mod raking;
mod situations;
mod strata;
mod synthesis;
mod visits;

pub use county::County;
pub use fit::{Fit, measure_fit};

pub use members::BRANCH_SIZES;
pub use synthesis::{Blueprint, DATES, MEMBERS, SynthesisError, draw_county};

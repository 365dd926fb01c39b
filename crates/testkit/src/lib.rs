//! Builders, clocks, counties nobody has seen, and the two-engine harness.

pub mod clock;
pub mod county;
pub mod engines;
pub mod large_roster;

pub use county::{County, Size};

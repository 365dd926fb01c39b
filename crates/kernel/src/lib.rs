//! Words that all rooms share: typed ids, money, civil dates, periods, the system an organisation belongs to, and the
//! codes of national standards. Pure: the clock and randomness come in as arguments.

#![deny(clippy::float_arithmetic)]
// Tests may add up plainly: an overflow there fails the test.
#![cfg_attr(not(test), deny(clippy::arithmetic_side_effects))]

pub mod capitals;
pub mod civil;
pub mod codes;
pub mod coordinates;
pub mod festival;
pub mod floating;
pub mod guarantee;
pub mod hex;
pub mod ids;
pub mod lunar;
pub mod money;
pub mod name;
pub mod pinyin;
pub mod recipient;
pub mod role;
pub mod system;
pub mod text;
pub mod visit;
pub mod words;
pub mod workdays;

pub use civil::{Date, Moment, Period};
pub use coordinates::{Coordinates, CoordinatesError};
pub use festival::Festival;
pub use floating::{FloatingHelp, FloatingOver};
pub use guarantee::{Guarantee, Occasion, Post, Term};
pub use ids::Ids;
pub use money::Money;
pub use recipient::{Recipient, Serves};
pub use role::{CodeRole, FactRole, ParameterRole};
pub use system::{EnterpriseKind, Settlement, System};
pub use visit::VisitAct;
pub use workdays::WorkCalendar;

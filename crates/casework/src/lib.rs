//! Needs and the help that is offered: what each records, the states a need goes through, and its lawful moves.

pub mod need;
pub mod offer;
pub mod state;

pub use need::{CategoryChoice, Need, Urgency, Voice};
pub use offer::{Offer, OfferArea, ProviderKind};
pub use state::{Move, MoveError, NeedState};

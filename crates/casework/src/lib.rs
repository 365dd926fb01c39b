//! Needs, the help that is offered, visits: what each records, the states a need goes through, and its lawful moves; the clocks
//! of the five guarantees.

pub mod guarantee;
pub mod need;
pub mod offer;
pub mod state;
pub mod visit;

pub use need::{CategoryChoice, Need, Urgency, Voice};
pub use offer::{Offer, OfferArea, ProviderKind};
pub use state::{Move, MoveError, NeedState};
pub use visit::{
    Gift, GiftKind, NoteReader, Promise, SeenAtVisit, TalkNote, Visit, VisitAct, VisitManner, VisitState, Visitor,
};

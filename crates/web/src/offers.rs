//! Offers: who can help, with what, for how many, where, until when.

pub mod file;
pub mod list;
pub mod record;

pub use file::{OfferFile, OfferPage};
pub use list::{OfferRow, OfferState, OffersAsk, OffersList, OffersPage};
pub use record::{CheckOfferPage, OfferChoices, RecordOffer, RecordOfferPage};

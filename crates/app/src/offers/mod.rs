//! Offers of help 帮扶资源 within each actor's reach: what holds everywhere, in the townships of their scope, or was made in one of
//! its organisations. Whom to ask is shown to those who arrange help, and a member's phone only where the member is within
//! the scope.

mod amend;
mod file;
mod list;
mod record;

pub use amend::{AmendOffer, AmendOfferError, SetAvailability, amend_offer, set_availability};
pub use file::{Contact, OfferFile, ReadOfferError, read_offer};
pub use list::{ListOffers, ListOffersError, ListedOffer, OfferState, OffersPage, PAGE, list_offers};
pub(crate) use list::{listed, reach_of, reaches};
pub use record::{OfferForm, RecordOffer, RecordOfferError, open_offer_form, record_offer};
pub(crate) use record::{answers_for, are_listed, area_of, refuse_told, resource_of};

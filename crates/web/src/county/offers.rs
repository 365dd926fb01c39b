//! Not joined yet.

use super::County;
use crate::offers::{OfferChoices, OfferFile, OffersAsk, OffersList, RecordOffer};
use crate::office::{AskError, Asker};
use crate::operation::OperationId;

pub(super) async fn list(_county: &County, _who: Asker<'_>, _ask: OffersAsk) -> Result<OffersList, AskError> {
    Err(AskError::NotFound)
}

pub(super) async fn file(_county: &County, _who: Asker<'_>, _offer: &str) -> Result<OfferFile, AskError> {
    Err(AskError::NotFound)
}

pub(super) async fn choices(_county: &County, _who: Asker<'_>) -> Result<OfferChoices, AskError> {
    Err(AskError::NotFound)
}

pub(super) async fn record(
    _county: &County,
    _who: Asker<'_>,
    _op: OperationId,
    _offer: RecordOffer,
) -> Result<String, AskError> {
    Err(AskError::NotFound)
}

//! Not joined yet.

use super::County;
use crate::me::{OwnAsk, OwnFile};
use crate::office::{AskError, Asker};
use crate::operation::OperationId;

pub(super) async fn file(_county: &County, _who: Asker<'_>) -> Result<OwnFile, AskError> {
    Err(AskError::NotFound)
}

pub(super) async fn ask(_county: &County, _who: Asker<'_>, _op: OperationId, _ask: OwnAsk) -> Result<(), AskError> {
    Err(AskError::NotFound)
}

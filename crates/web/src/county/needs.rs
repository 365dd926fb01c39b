//! Not joined yet.

use super::County;
use crate::needs::{NeedChoices, NeedFile, NeedsAsk, NeedsList, RaiseNeed};
use crate::office::{AskError, Asker};
use crate::operation::OperationId;

pub(super) async fn list(_county: &County, _who: Asker<'_>, _ask: NeedsAsk) -> Result<NeedsList, AskError> {
    Err(AskError::NotFound)
}

pub(super) async fn file(_county: &County, _who: Asker<'_>, _need: &str) -> Result<NeedFile, AskError> {
    Err(AskError::NotFound)
}

pub(super) async fn choices(_county: &County, _who: Asker<'_>, _person: &str) -> Result<NeedChoices, AskError> {
    Err(AskError::NotFound)
}

pub(super) async fn raise(
    _county: &County,
    _who: Asker<'_>,
    _op: OperationId,
    _need: RaiseNeed,
) -> Result<String, AskError> {
    Err(AskError::NotFound)
}

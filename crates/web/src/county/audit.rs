//! Not joined yet.

use super::County;
use crate::audit::{AuditAsk, AuditList};
use crate::office::{AskError, Asker};
use crate::people::Readers;

pub(super) async fn list(_county: &County, _who: Asker<'_>, _ask: AuditAsk) -> Result<AuditList, AskError> {
    Err(AskError::NotFound)
}

pub(super) async fn readers(_county: &County, _who: Asker<'_>, _person: &str) -> Result<Readers, AskError> {
    Err(AskError::NotFound)
}

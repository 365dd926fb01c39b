//! Not joined yet.

use super::County;
use crate::form::Upload;
use crate::imports::{ImportFile, ImportsList, Settled, Tab};
use crate::office::{AskError, Asker, Download};
use crate::operation::OperationId;

pub(super) async fn list(_county: &County, _who: Asker<'_>) -> Result<ImportsList, AskError> {
    Err(AskError::NotFound)
}

pub(super) async fn file(
    _county: &County,
    _who: Asker<'_>,
    _import: &str,
    _tab: Option<Tab>,
    _page: usize,
) -> Result<ImportFile, AskError> {
    Err(AskError::NotFound)
}

pub(super) async fn upload(
    _county: &County,
    _who: Asker<'_>,
    _op: OperationId,
    _books: Vec<Upload>,
) -> Result<String, AskError> {
    Err(AskError::NotFound)
}

pub(super) async fn settle(
    _county: &County,
    _who: Asker<'_>,
    _op: OperationId,
    _import: &str,
    _settled: Vec<Settled>,
) -> Result<(), AskError> {
    Err(AskError::NotFound)
}

pub(super) async fn publish(
    _county: &County,
    _who: Asker<'_>,
    _op: OperationId,
    _import: &str,
) -> Result<(), AskError> {
    Err(AskError::NotFound)
}

pub(super) async fn abandon(
    _county: &County,
    _who: Asker<'_>,
    _op: OperationId,
    _import: &str,
) -> Result<(), AskError> {
    Err(AskError::NotFound)
}

pub(super) async fn refused_rows(_county: &County, _who: Asker<'_>, _import: &str) -> Result<Download, AskError> {
    Err(AskError::NotFound)
}

pub(super) async fn template(_county: &County, _who: Asker<'_>, _book: &str) -> Result<Download, AskError> {
    Err(AskError::NotFound)
}

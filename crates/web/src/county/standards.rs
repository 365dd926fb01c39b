//! Not joined yet.

use super::County;
use crate::office::{AskError, Asker};
use crate::standards::{Standard, StandardsList};

pub(super) fn list(_county: &County, _who: Asker<'_>) -> Result<StandardsList, AskError> {
    Err(AskError::NotFound)
}

pub(super) fn show(_county: &County, _who: Asker<'_>, _measure: &str) -> Result<Standard, AskError> {
    Err(AskError::NotFound)
}

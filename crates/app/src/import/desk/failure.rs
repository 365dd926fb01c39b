//! Why a job could not be read or published: a stable code, what goes with it, and nothing that a row holds.

use std::collections::BTreeMap;

use guanai_exchange::StageError;
use guanai_exchange::cells::ReadError;
use serde::{Deserialize, Serialize};

use crate::import::ImportError;
use crate::population::PopulationError;

/// Why something could not be done; the code is the key of its sentence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failure {
    /// The code.
    pub code: String,
    /// What the sentence speaks of, by name.
    pub values: BTreeMap<String, String>,
    /// What is behind it.
    pub because: Option<Box<Failure>>,
}

impl Failure {
    /// The program ended while the books were being read.
    pub(crate) fn interrupted() -> Self {
        Self::plain("import-interrupted")
    }

    /// The program ended while the books were being published; nothing of it was written.
    pub(crate) fn publishing_interrupted() -> Self {
        Self::plain("import-publishing-interrupted")
    }

    /// Nobody published the books in time.
    pub(crate) fn left() -> Self {
        Self::plain("import-left")
    }

    /// A fault of the program's own.
    pub(crate) fn fault() -> Self {
        Self::plain("import-fault")
    }

    fn plain(code: &str) -> Self {
        Self { code: code.to_owned(), values: BTreeMap::new(), because: None }
    }

    /// Why a file could not be read.
    pub(crate) fn of_reading(error: &ReadError) -> Self {
        let values = error.named_values().into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        Self { code: error.code().to_owned(), values, because: None }
    }

    /// A file, and why it could not be read.
    pub(crate) fn of_file(file: &str, error: &ReadError) -> Self {
        let values = BTreeMap::from([("file".to_owned(), file.to_owned())]);
        Self { code: "import-unreadable".to_owned(), values, because: Some(Box::new(Self::of_reading(error))) }
    }

    /// Why an import came to nothing.
    pub(crate) fn of_import(error: &ImportError) -> Self {
        match error {
            ImportError::Denied(_) => Self::plain("import-denied"),
            ImportError::Path(error) => Self::of_reading(error),
            ImportError::Stage(error) => Self::of_staging(error),
            ImportError::NoOrganizations => Self::plain("import-no-organizations"),
            // The domain refused a record although its row was taken.
            ImportError::Entry(_) | ImportError::Population(PopulationError::Fact(_)) => Self::fault(),
            // What the database does not take was there before, or is no longer: nothing was written, and trying again helps.
            ImportError::Overtaken | ImportError::Population(PopulationError::Store(_)) | ImportError::Store(_) => {
                Self::plain("import-overtaken")
            }
        }
    }

    fn of_staging(error: &StageError) -> Self {
        let (values, because): (Vec<(&str, String)>, _) = match error {
            StageError::BrokeOff { file, error } => {
                (vec![("file", file.to_string())], Some(Box::new(Self::of_reading(error))))
            }
            StageError::TooManyRefused { file, limit } => {
                (vec![("file", file.to_string()), ("limit", limit.to_string())], None)
            }
            StageError::NotThisOffice { file } => (vec![("file", file.to_string())], None),
            StageError::NoBooks { files } => (vec![("files", files.to_string())], None),
        };
        let values = values.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        Self { code: error.code().to_owned(), values, because }
    }

    /// As a job keeps it.
    pub(crate) fn to_json(&self) -> serde_json::Value {
        serde_json::to_value(self).unwrap_or_default()
    }

    /// As a job kept it.
    pub(crate) fn from_json(kept: &serde_json::Value) -> Self {
        serde_json::from_value(kept.clone()).unwrap_or_else(|_| Self::fault())
    }
}

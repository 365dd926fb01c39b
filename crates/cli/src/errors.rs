//! Errors in words: those that a person at the console can act on are told in the console's language, by their stable code.

use guanai_app::assess::AssessError;
use guanai_app::import::ImportError;
use guanai_app::pairing::PairingError;
use guanai_app::plan::PlanError;
use guanai_app::records::RecordsError;
use guanai_exchange::StageError;
use guanai_exchange::cells::ReadError;
use guanai_i18n::{Put, Texts};
use guanai_store::{DbUrlError, StoreError};

/// The words of an error.
pub fn describe(texts: &Texts, error: &anyhow::Error) -> String {
    let known = error.chain().find_map(|cause| {
        if let Some(read) = cause.downcast_ref::<ReadError>() {
            return Some(describe_reading(texts, read));
        }
        if let Some(stage) = cause.downcast_ref::<StageError>() {
            return Some(describe_staging(texts, stage));
        }
        if let Some(url) = cause.downcast_ref::<DbUrlError>() {
            return Some(texts.text("db-url-wrong", &[("why", Put::from(&url.to_string()))]));
        }
        if let Some(store) = store_error(cause) {
            return Some(describe_store(texts, store));
        }
        match cause.downcast_ref::<ImportError>() {
            Some(ImportError::NoOrganizations) => Some(texts.text("import-no-organizations", &[])),
            Some(ImportError::Path(read)) => Some(describe_reading(texts, read)),
            Some(ImportError::Stage(stage)) => Some(describe_staging(texts, stage)),
            _ => None,
        }
    });
    known.unwrap_or_else(|| format!("{error:#}"))
}

/// Why a file cannot be read.
pub fn describe_reading(texts: &Texts, error: &ReadError) -> String {
    let mut values = error.named_values();
    if let (ReadError::OtherKind { what }, [(_, shown)]) = (error, values.as_mut_slice()) {
        *shown = texts.text(&format!("file-kind-{what}"), &[]);
    }
    let put: Vec<(&str, Put<'_>)> = values.iter().map(|(name, value)| (*name, Put::from(value))).collect();
    texts.text(error.code(), &put)
}

fn describe_staging(texts: &Texts, error: &StageError) -> String {
    match error {
        StageError::BrokeOff { file, error } => {
            let why = describe_reading(texts, error);
            texts.text("import-broke-off", &[("file", Put::from(&**file)), ("why", Put::from(&why))])
        }
        StageError::TooManyRefused { file, limit } => {
            texts.text("import-too-many-refused", &[("file", Put::from(&**file)), ("limit", Put::from(*limit))])
        }
        StageError::NoBooks { files } => texts.text("import-no-books", &[("files", Put::from(*files))]),
    }
}

fn store_error<'e>(cause: &'e (dyn std::error::Error + 'static)) -> Option<&'e StoreError> {
    let of_use_case = || match cause.downcast_ref::<ImportError>() {
        Some(ImportError::Store(e)) => Some(e),
        _ => None,
    };
    let of_plan = || match cause.downcast_ref::<PlanError>() {
        Some(PlanError::Store(e)) => Some(e),
        _ => None,
    };
    let of_assessment = || match cause.downcast_ref::<AssessError>() {
        Some(AssessError::Store(e)) => Some(e),
        _ => None,
    };
    let of_pairing = || match cause.downcast_ref::<PairingError>() {
        Some(PairingError::Store(e)) => Some(e),
        _ => None,
    };
    let of_records = || match cause.downcast_ref::<RecordsError>() {
        Some(RecordsError::Store(e)) => Some(e),
        _ => None,
    };
    cause
        .downcast_ref::<StoreError>()
        .or_else(of_use_case)
        .or_else(of_plan)
        .or_else(of_assessment)
        .or_else(of_pairing)
        .or_else(of_records)
}

fn describe_store(texts: &Texts, error: &StoreError) -> String {
    match error {
        StoreError::Unreachable { database, cause } => {
            texts.text("store-unreachable", &[("database", Put::from(database)), ("why", Put::from(cause))])
        }
        StoreError::UnknownMigration { database, version } => {
            texts.text("store-too-new", &[("database", Put::from(database)), ("version", Put::from(*version))])
        }
        other => {
            texts.text("store-failed", &[("code", Put::from(other.code())), ("why", Put::from(&other.to_string()))])
        }
    }
}

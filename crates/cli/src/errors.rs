//! Errors in words: those that a person at the console can act on are told in the console's language, by their stable code.

use std::io::ErrorKind;

use guanai_app::assess::AssessError;
use guanai_app::import::ImportError;
use guanai_app::pairing::PairingError;
use guanai_app::people::ChangesError;
use guanai_app::plan::PlanError;
use guanai_app::population::PopulationError;
use guanai_app::records::RecordsError;
use guanai_app::surveys::{AllocationError, SurveysError};
use guanai_exchange::StageError;
use guanai_exchange::cells::ReadError;
use guanai_exchange::out::WriteError;
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
            return Some(describe_address(texts, url));
        }
        if let Some(WriteError::NotWritten { path, error }) = cause.downcast_ref::<WriteError>() {
            return Some(describe_io(texts, &path.display().to_string(), error));
        }
        if let Some(AssessError::NobodyThere(id)) = cause.downcast_ref::<AssessError>() {
            return Some(texts.text("person-unknown", &[("read", Put::from(&id.to_string()))]));
        }
        if let Some(ChangesError::Month) = cause.downcast_ref::<ChangesError>() {
            return Some(texts.text("web-refused-changes-month", &[]));
        }
        if let Some(told) = cause.downcast_ref::<SurveysError>().and_then(|error| describe_survey(texts, error)) {
            return Some(told);
        }
        if let Some(store) = store_error(cause) {
            return Some(describe_store(texts, store));
        }
        match cause.downcast_ref::<ImportError>() {
            Some(ImportError::NoOrganizations) => Some(texts.text("import-no-organizations", &[])),
            Some(ImportError::Overtaken) => Some(texts.text("import-overtaken", &[])),
            Some(ImportError::Path(read)) => Some(describe_reading(texts, read)),
            Some(ImportError::Stage(stage)) => Some(describe_staging(texts, stage)),
            _ => None,
        }
    });
    // What the system refused, with the place that stands before it.
    let refused = || {
        let io = error.chain().find_map(|cause| cause.downcast_ref::<std::io::Error>())?;
        Some(describe_io(texts, &error.to_string(), io))
    };
    known.or_else(refused).unwrap_or_else(|| format!("{error:#}"))
}

/// Why no sample was drawn or shown, where whoever typed can mend it.
fn describe_survey(texts: &Texts, error: &SurveysError) -> Option<String> {
    let code = error.code();
    Some(match error {
        SurveysError::Words
        | SurveysError::Days
        | SurveysError::NotFound
        | SurveysError::Allocation(AllocationError::Nobody | AllocationError::OnePerson) => texts.text(code, &[]),
        SurveysError::Class { code: read } => texts.text(code, &[("read", Put::from(read))]),
        SurveysError::Share { percent } => texts.text(code, &[("read", Put::from(&percent.to_string()))]),
        SurveysError::Allocation(AllocationError::MoreThanThere { wished, there }) => {
            texts.text(code, &[("wished", Put::from(*wished)), ("there", Put::from(*there))])
        }
        SurveysError::Allocation(AllocationError::TooFew { strata, least }) => {
            texts.text(code, &[("strata", Put::from(*strata)), ("least", Put::from(*least))])
        }
        _ => return None,
    })
}

fn describe_io(texts: &Texts, place: &str, error: &std::io::Error) -> String {
    let why = match error.kind() {
        ErrorKind::NotFound => texts.text("io-not-found", &[]),
        ErrorKind::PermissionDenied => texts.text("io-permission-denied", &[]),
        ErrorKind::StorageFull => texts.text("io-storage-full", &[]),
        _ => error.to_string(),
    };
    texts.text("io-failed", &[("place", Put::from(place)), ("why", Put::from(&why))])
}

fn describe_address(texts: &Texts, error: &DbUrlError) -> String {
    let (DbUrlError::Kind { read }
    | DbUrlError::NoFile { read }
    | DbUrlError::NotAFile { read }
    | DbUrlError::Schema { schema: read }
    | DbUrlError::Postgres { read }) = error;
    texts.text(error.code(), &[("read", Put::from(read))])
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
        StageError::NotThisOffice { file } => texts.text("import-not-this-office", &[("file", Put::from(&**file))]),
        StageError::NoBooks { files } => texts.text("import-no-books", &[("files", Put::from(*files))]),
    }
}

fn store_error<'e>(cause: &'e (dyn std::error::Error + 'static)) -> Option<&'e StoreError> {
    if let Some(error) = cause.downcast_ref::<StoreError>() {
        return Some(error);
    }
    if let Some(ImportError::Store(error)) = cause.downcast_ref::<ImportError>() {
        return Some(error);
    }
    if let Some(RecordsError::Store(error)) = cause.downcast_ref::<RecordsError>() {
        return Some(error);
    }
    let in_population = |error: &'e PopulationError| match error {
        PopulationError::Store(error) => Some(error),
        PopulationError::Fact(_) => None,
    };
    match (cause.downcast_ref::<AssessError>(), cause.downcast_ref::<PairingError>(), cause.downcast_ref::<PlanError>())
    {
        (Some(AssessError::Store(error)), _, _)
        | (_, Some(PairingError::Store(error)), _)
        | (_, _, Some(PlanError::Store(error) | PlanError::Pairing(PairingError::Store(error)))) => Some(error),
        (Some(AssessError::Population(error)), _, _)
        | (_, Some(PairingError::Population(error)), _)
        | (_, _, Some(PlanError::Population(error))) => in_population(error),
        _ => None,
    }
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

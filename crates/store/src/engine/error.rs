//! What can go wrong at the database. No text here ever holds a value of a row: only names of tables, columns,
//! constraints, and ids.

use super::url::DbUrlError;

/// A store operation that failed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// The address is wrong.
    #[error(transparent)]
    Url(#[from] DbUrlError),
    /// The database could not be opened.
    #[error("the database {database} cannot be opened: {cause}")]
    Unreachable {
        /// Its address, without a password.
        database: String,
        /// What the driver says.
        cause: String,
    },
    /// The database was made by a newer program, or by one whose migration differs.
    #[error(
        "migration {version} of {database} is not the one that this program knows: use the program that wrote it, or restore a backup"
    )]
    UnknownMigration {
        /// Its address.
        database: String,
        /// The migration's number.
        version: i64,
    },
    /// The driver or the network failed.
    #[error("database fault {code}: {message}")]
    Driver {
        /// SQLSTATE, SQLite's result code, or the driver's kind.
        code: String,
        /// What it says, without values.
        message: String,
    },
    /// A stored value that the domain does not know.
    #[error("{table}.{column} of {key} holds what no {column} can be")]
    Inconsistent {
        /// In which table.
        table: &'static str,
        /// In which column.
        column: &'static str,
        /// In which row.
        key: String,
    },
    /// Something that must be unique is there already.
    #[error("{constraint}: there already")]
    Conflict {
        /// The unique constraint, by PostgreSQL's default name.
        constraint: String,
    },
    /// A rule of the schema: a check, a reference, a value that must be there.
    #[error("{constraint}: the schema refuses it")]
    Violated {
        /// The rule.
        constraint: String,
    },
    /// A statement met another number of rows than it must: the state it was made for is no longer there.
    #[error("{table}: {found} rows stood as expected instead of {expected}")]
    RowsAffected {
        /// In which table.
        table: &'static str,
        /// How many it must meet.
        expected: u64,
        /// How many it met.
        found: u64,
    },
    /// A row that must exist does not.
    #[error("{table}: there is no {key}")]
    Missing {
        /// In which table.
        table: &'static str,
        /// By which key.
        key: String,
    },
    /// A text that no database keeps.
    #[error("a text for {table} holds the character NUL, which cannot be kept")]
    Unstorable {
        /// For which table.
        table: &'static str,
    },
    /// A sealed value that does not open.
    #[error("a sealed value does not open: {why}")]
    Sealed {
        /// Why, without the value.
        why: &'static str,
    },
    /// Another transaction was faster, and the tries are used up.
    #[error("the database is busy: try again")]
    Retry,
    /// Writing the export failed.
    #[error("the export cannot be written: {cause}")]
    Output {
        /// What the system says.
        cause: String,
    },
}

impl StoreError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Url(error) => error.code(),
            Self::Unreachable { .. } => "store-unreachable",
            Self::UnknownMigration { .. } => "store-unknown-migration",
            Self::Driver { .. } => "store-driver",
            Self::Inconsistent { .. } => "store-inconsistent",
            Self::Conflict { .. } => "store-conflict",
            Self::Violated { .. } => "store-violated",
            Self::RowsAffected { .. } => "store-rows-affected",
            Self::Missing { .. } => "store-missing",
            Self::Unstorable { .. } => "store-unstorable",
            Self::Sealed { .. } => "store-sealed",
            Self::Retry => "store-retry",
            Self::Output { .. } => "store-output",
        }
    }

    /// Asserts that a statement met exactly the rows it must.
    pub(crate) fn expect_rows(table: &'static str, expected: usize, found: u64) -> Result<(), Self> {
        let expected = u64::try_from(expected).unwrap_or(u64::MAX);
        if expected == found { Ok(()) } else { Err(Self::RowsAffected { table, expected, found }) }
    }
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        match error.as_database_error() {
            Some(database) => from_database(database),
            None => from_driver(&error),
        }
    }
}

fn from_database(error: &dyn sqlx::error::DatabaseError) -> StoreError {
    let code = error.code().unwrap_or_default().into_owned();
    let constraint = || error.constraint().map_or_else(|| sqlite_constraint(error.message(), &code), str::to_owned);
    match error.kind() {
        sqlx::error::ErrorKind::UniqueViolation => StoreError::Conflict { constraint: constraint() },
        sqlx::error::ErrorKind::CheckViolation => StoreError::Violated { constraint: constraint() },
        // SQLite does not say which reference failed.
        sqlx::error::ErrorKind::ForeignKeyViolation => {
            StoreError::Violated { constraint: error.constraint().unwrap_or("foreign_key").to_owned() }
        }
        sqlx::error::ErrorKind::NotNullViolation => StoreError::Violated { constraint: "not_null".to_owned() },
        // Serialization failure, deadlock, SQLITE_BUSY and its two extended codes.
        _ if matches!(code.as_str(), "40001" | "40P01" | "5" | "261" | "517") => StoreError::Retry,
        // Class 22 (data exceptions) quotes the datum in its message.
        _ if code.len() == 5 && code.starts_with("22") => {
            StoreError::Driver { code, message: "a value does not fit its column".to_owned() }
        }
        _ => StoreError::Driver { code, message: error.message().to_owned() },
    }
}

/// SQLite has no constraint names: they are put together as PostgreSQL names them by default, from
/// `UNIQUE constraint failed: t.a, t.b`, `… failed: index 'x'` or `CHECK constraint failed: x`.
fn sqlite_constraint(message: &str, code: &str) -> String {
    let tail = message.split_once("failed: ").map_or("", |(_, tail)| tail);
    if let Some(index) = tail.strip_prefix("index '") {
        return index.trim_end_matches('\'').to_owned();
    }
    if !tail.contains('.') {
        return tail.to_owned();
    }
    if code == "1555" {
        return format!("{}_pkey", tail.split('.').next().unwrap_or_default());
    }
    let mut columns = tail.split(", ");
    let first = columns.next().unwrap_or_default().replace('.', "_");
    columns.fold(first, |name, column| name + "_" + column.rsplit('.').next().unwrap_or(column)) + "_key"
}

/// Faults of the driver itself; none of these texts is made from a row.
fn from_driver(error: &sqlx::Error) -> StoreError {
    let (code, message) = match error {
        sqlx::Error::Io(cause) => ("io", cause.to_string()),
        sqlx::Error::Tls(cause) => ("tls", cause.to_string()),
        sqlx::Error::Configuration(cause) => ("configuration", cause.to_string()),
        sqlx::Error::PoolTimedOut => ("pool-timed-out", "no connection became free in time".to_owned()),
        sqlx::Error::PoolClosed => ("pool-closed", "the database was closed".to_owned()),
        sqlx::Error::RowNotFound => ("row-not-found", "a row that must be there is not".to_owned()),
        sqlx::Error::ColumnDecode { index, .. } => ("column-decode", format!("column {index} does not decode")),
        sqlx::Error::ColumnNotFound(column) => ("column-not-found", format!("there is no column {column}")),
        sqlx::Error::WorkerCrashed => ("worker-crashed", "the database worker ended".to_owned()),
        sqlx::Error::Protocol(_) => ("protocol", "the server answered what the driver does not understand".to_owned()),
        _ => ("driver", "the driver failed".to_owned()),
    };
    StoreError::Driver { code: code.to_owned(), message }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sqlite_constraints_get_the_names_of_postgresql() {
        for (message, code, name) in [
            ("UNIQUE constraint failed: persons.identity_key", "2067", "persons_identity_key_key"),
            ("UNIQUE constraint failed: needs.person_id, needs.number", "2067", "needs_person_id_number_key"),
            ("UNIQUE constraint failed: persons.person_id", "1555", "persons_pkey"),
            ("UNIQUE constraint failed: index 'an_expression_key'", "2067", "an_expression_key"),
            ("CHECK constraint failed: posts_period_check", "275", "posts_period_check"),
        ] {
            assert_eq!(sqlite_constraint(message, code), name);
        }
    }
}

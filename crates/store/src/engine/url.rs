//! Where a jurisdiction's database lies: `sqlite:FILE` or `postgres://user@host/database?schema=NAME`.

use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use sqlx::postgres::PgConnectOptions;

/// The schema where none is named.
const DEFAULT_SCHEMA: &str = "public";
/// PostgreSQL cuts longer names silently.
const LONGEST_SCHEMA: usize = 63;

/// An address of a database, checked. Its `Debug` and `Display` never show a password.
#[derive(Clone)]
pub enum DbUrl {
    /// A SQLite file.
    Sqlite(PathBuf),
    /// A schema of a PostgreSQL database.
    Postgres {
        /// How to connect.
        options: Box<PgConnectOptions>,
        /// Which schema.
        schema: String,
    },
}

/// Why a text is no database address. `read` never holds a password.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DbUrlError {
    /// Neither of the two kinds.
    #[error("{read:?} is not a database address: write sqlite:FILE or postgres://user@host/database?schema=NAME")]
    Kind {
        /// As read.
        read: String,
    },
    /// No file is named.
    #[error("{read:?} names no file: write sqlite:FILE, for instance sqlite:guanai.sqlite")]
    NoFile {
        /// As read.
        read: String,
    },
    /// Options or an in-memory database, which the two pools of this store cannot share.
    #[error("{read:?} is not a plain file name: write sqlite:FILE without options; a database in memory is not kept")]
    NotAFile {
        /// As read.
        read: String,
    },
    /// A name that is no schema's.
    #[error(
        "{schema:?} cannot be a schema's name: at most 63 lower-case letters, figures and _, beginning with a letter, not with pg_"
    )]
    Schema {
        /// As read.
        schema: String,
    },
    /// The address cannot be understood.
    #[error("{read:?} is not a PostgreSQL address: write postgres://user@host:port/database?schema=NAME")]
    Postgres {
        /// As read.
        read: String,
    },
}

impl DbUrlError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Kind { .. } => "db-url-kind",
            Self::NoFile { .. } => "db-url-no-file",
            Self::NotAFile { .. } => "db-url-not-a-file",
            Self::Schema { .. } => "db-url-schema",
            Self::Postgres { .. } => "db-url-postgres",
        }
    }
}

impl DbUrl {
    /// Reads an address.
    pub fn parse(text: &str) -> Result<Self, DbUrlError> {
        let read = || without_password(text);
        if let Some(file) = text.strip_prefix("sqlite:") {
            let file = file.strip_prefix("//").unwrap_or(file);
            if file.is_empty() {
                return Err(DbUrlError::NoFile { read: read() });
            }
            if file.contains('?') || file.contains('\0') || file.starts_with(':') {
                return Err(DbUrlError::NotAFile { read: read() });
            }
            return Ok(Self::file(Path::new(file)));
        }
        if !text.starts_with("postgres://") && !text.starts_with("postgresql://") {
            return Err(DbUrlError::Kind { read: read() });
        }
        let (address, query) = text.split_once('?').unwrap_or((text, ""));
        let (schemas, others): (Vec<&str>, Vec<&str>) =
            query.split('&').filter(|p| !p.is_empty()).partition(|p| p.starts_with("schema="));
        let schema = schemas.last().map_or(DEFAULT_SCHEMA, |p| &p["schema=".len()..]);
        check_schema(schema)?;
        let address = if others.is_empty() { address.to_owned() } else { format!("{address}?{}", others.join("&")) };
        let options = PgConnectOptions::from_str(&address).map_err(|_| DbUrlError::Postgres { read: read() })?;
        Ok(Self::Postgres { options: Box::new(options), schema: schema.to_owned() })
    }

    /// The address of a SQLite file.
    pub fn file(path: &Path) -> Self {
        Self::Sqlite(path.to_owned())
    }

    /// The folder in which a SQLite file lies; none for PostgreSQL. Files that belong to the database are written there.
    pub fn folder(&self) -> Option<&Path> {
        match self {
            Self::Sqlite(path) => Some(path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."))),
            Self::Postgres { .. } => None,
        }
    }
}

/// Whether `name` may be a schema's: it stands in DDL, where no parameter can, so the alphabet is closed.
pub(crate) fn check_schema(name: &str) -> Result<(), DbUrlError> {
    let begins = name.bytes().next().is_some_and(|b| b.is_ascii_lowercase());
    let goes_on = name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
    let reserved = name.starts_with("pg_") || name == "information_schema";
    if begins && goes_on && !reserved && name.len() <= LONGEST_SCHEMA {
        Ok(())
    } else {
        Err(DbUrlError::Schema { schema: name.to_owned() })
    }
}

/// The address with whatever stands between `://` and the last `@` before the path cut out.
fn without_password(text: &str) -> String {
    let Some((kind, rest)) = text.split_once("://") else { return text.to_owned() };
    match rest.rsplit_once('@') {
        Some((_, place)) => format!("{kind}://…@{place}"),
        None => text.to_owned(),
    }
}

impl fmt::Display for DbUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(path) => write!(f, "sqlite:{}", path.display()),
            Self::Postgres { options, schema } => {
                let database = options.get_database().unwrap_or("");
                write!(f, "postgres://{}:{}/{database}?schema={schema}", options.get_host(), options.get_port())
            }
        }
    }
}

impl fmt::Debug for DbUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DbUrl({self})")
    }
}

impl FromStr for DbUrl {
    type Err = DbUrlError;
    fn from_str(text: &str) -> Result<Self, DbUrlError> {
        Self::parse(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read() {
        for (text, shown) in [
            ("sqlite:guanai.sqlite", "sqlite:guanai.sqlite"),
            ("sqlite:///srv/某县.sqlite", "sqlite:/srv/某县.sqlite"),
            ("postgres://u:secret@db:5433/care?schema=qingxi", "postgres://db:5433/care?schema=qingxi"),
            ("postgresql://u@db/care", "postgres://db:5432/care?schema=public"),
            ("postgres://u@db/care?sslmode=disable&schema=a1", "postgres://db:5432/care?schema=a1"),
        ] {
            let url = DbUrl::parse(text).unwrap();
            assert_eq!(url.to_string(), shown, "{text}");
            assert!(!format!("{url:?}").contains("secret"));
        }
    }

    #[test]
    fn what_is_no_address_is_refused_without_showing_a_password() {
        for (text, code) in [
            ("guanai.sqlite", "db-url-kind"),
            ("mysql://u:secret@db/care", "db-url-kind"),
            ("sqlite:", "db-url-no-file"),
            ("sqlite::memory:", "db-url-not-a-file"),
            ("sqlite:x?mode=ro", "db-url-not-a-file"),
            ("postgres://u:secret@db/care?schema=Qing;drop", "db-url-schema"),
            ("postgres://u:secret@db/care?schema=", "db-url-schema"),
            ("postgres://u:secret@db/care?schema=pg_temp", "db-url-schema"),
            ("postgres://u:secret@db:port/care", "db-url-postgres"),
        ] {
            let error = DbUrl::parse(text).unwrap_err();
            assert_eq!(error.code(), code, "{text}");
            assert!(!error.to_string().contains("secret"), "{error}");
        }
    }
}

//! A statement: one static text for both engines, and the values bound to it.

use std::fmt;

use serde::de::DeserializeOwned;
use sqlx::postgres::PgRow;
use sqlx::sqlite::SqliteRow;
use sqlx::{AssertSqlSafe, FromRow, Row as _, SqlSafeStr, SqlStr};

use super::db::{Connection, Tx};
use super::error::StoreError;
use super::record::document;
use super::table::Table;
use super::value::{Value, for_postgres, for_sqlite};

/// A part of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stretch {
    /// How many are passed over.
    pub skip: u64,
    /// How many are read at most.
    pub take: u64,
}

impl Stretch {
    /// A page of so many, counted from 1.
    pub const fn of_page(page: u64, size: u64) -> Self {
        Self { skip: page.saturating_sub(1).saturating_mul(size), take: size }
    }

    /// What of it stands on the page, where everything is in memory.
    pub fn of<I: IntoIterator>(self, all: I) -> impl Iterator<Item = I::Item> {
        let many = |count: u64| usize::try_from(count).unwrap_or(usize::MAX);
        all.into_iter().skip(many(self.skip)).take(many(self.take))
    }
}

/// A row that both engines can give.
pub trait Row:
    for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + DeserializeOwned + Send + Unpin + 'static
{
    /// Of each column, whether it is a truth value.
    const FLAGS: &'static [bool];
}

/// What a column may hold.
pub trait Cell {
    /// Whether it is a truth value, which SQLite keeps as a number.
    const IS_FLAG: bool = false;
}

impl Cell for String {}
impl Cell for i64 {}
impl Cell for Option<String> {}
impl Cell for Option<i64> {}
impl Cell for bool {
    const IS_FLAG: bool = true;
}

macro_rules! row_of {
    ($($cell:ident),+) => {
        impl<$($cell),+> Row for ($($cell,)+)
        where
            $($cell: Cell,)+
            Self: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + DeserializeOwned + Send + Unpin + 'static,
        {
            const FLAGS: &'static [bool] = &[$($cell::IS_FLAG),+];
        }
    };
}
row_of!(A);
row_of!(A, B);
row_of!(A, B, C);
row_of!(A, B, C, D);
row_of!(A, B, C, D, E);
row_of!(A, B, C, D, E, F);
row_of!(A, B, C, D, E, F, G);
row_of!(A, B, C, D, E, F, G, H);
row_of!(A, B, C, D, E, F, G, H, I);
row_of!(A, B, C, D, E, F, G, H, I, J);

/// The text whose one row is all the rows of `text` as a JSON document, in their order. SQLite runs in a thread of its own:
/// a row handed over by itself costs a change of threads, and every cell of it an allocation there.
fn gathered(text: &str, flags: &[bool]) -> String {
    let names: Vec<String> = (1..=flags.len()).map(|at| format!("c{at}")).collect();
    let cells: Vec<String> = names
        .iter()
        .zip(flags)
        .map(|(name, is_flag)| if *is_flag { format!("json(iif({name}, 'true', 'false'))") } else { name.clone() })
        .collect();
    let (names, cells) = (names.join(", "), cells.join(", "));
    format!("WITH gathered ({names}) AS ({text}) SELECT json_group_array(json_array({cells})) FROM gathered")
}

/// A statement with its values. `Debug` shows the text alone.
pub struct Sql {
    text: SqlStr,
    values: Vec<Value>,
}

impl fmt::Debug for Sql {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Sql({:?}, {} values)", self.text.as_str(), self.values.len())
    }
}

/// A statement. Rules of the one text: cast every computed integer to BIGINT, write NULLS LAST, no FOR UPDATE, no
/// boolean compared with 1, qualify columns beside `json_each` (SQLite's has an `id` of its own).
pub fn sql(text: &'static str) -> Sql {
    Sql { text: text.into_sql_str(), values: Vec::new() }
}

/// `SELECT` of all columns of a table, with what follows its name. Only static texts come together here.
pub(crate) fn select<R: Table>(tail: &'static str) -> Sql {
    Sql { text: AssertSqlSafe(format!("{} {tail}", R::SELECT)).into_sql_str(), values: Vec::new() }
}

/// Text that stands for itself in a pattern whose escape is `!`.
pub(crate) fn escaped(text: &str) -> String {
    text.chars().flat_map(|c| matches!(c, '%' | '_' | '!').then_some('!').into_iter().chain([c])).collect()
}

macro_rules! fetch {
    ($self:ident, $tx:ident, $row:ty, $fetch:ident) => {{
        let outcome = match &mut $tx.connection {
            Connection::Sqlite(own) => {
                let values = for_sqlite($self.values)?;
                sqlx::query_as_with::<_, $row, _>($self.text, values).$fetch(&mut **own).await
            }
            Connection::Postgres(own) => {
                let values = for_postgres($self.values)?;
                sqlx::query_as_with::<_, $row, _>($self.text, values).$fetch(&mut **own).await
            }
        };
        outcome.map_err(|error| $tx.noted(error.into()))
    }};
}

impl Sql {
    /// Binds the next value.
    #[must_use]
    pub fn bind(mut self, value: impl Into<Value>) -> Self {
        self.values.push(value.into());
        self
    }

    /// Binds a JSON document, for `json_each($n)`.
    #[must_use]
    pub fn json(mut self, document: String) -> Self {
        self.values.push(Value::Json(document));
        self
    }

    /// Binds what narrows a list, if anything does: its presence as `$n` and the words as the document `$n+1`, for
    /// `CAST($n AS TEXT) IS NULL OR … IN (SELECT j.value->>1 FROM json_each($n+1) AS j)`.
    pub(crate) fn among<W: fmt::Display>(
        self,
        table: &'static str,
        words: Option<impl IntoIterator<Item = W>>,
    ) -> Result<Self, StoreError> {
        let narrowed = words.as_ref().map(|_| "narrowed");
        let words = words.into_iter().flatten().map(|word| ((), word.to_string()));
        Ok(self.bind(narrowed).json(document(table, words)?))
    }

    /// Binds a part of a list, for `LIMIT $n OFFSET $n+1`.
    #[must_use]
    pub fn stretch(self, stretch: Stretch) -> Self {
        let [take, skip] = [stretch.take, stretch.skip].map(|bound| i64::try_from(bound).unwrap_or(i64::MAX));
        self.bind(take).bind(skip)
    }

    /// The row, if there is one.
    pub async fn optional<R: Row>(self, tx: &mut Tx) -> Result<Option<R>, StoreError> {
        fetch!(self, tx, R, fetch_optional)
    }

    /// The one row.
    pub async fn one<R: Row>(self, tx: &mut Tx) -> Result<R, StoreError> {
        fetch!(self, tx, R, fetch_one)
    }

    /// Every row.
    pub async fn all<R: Row>(self, tx: &mut Tx) -> Result<Vec<R>, StoreError> {
        let outcome = match &mut tx.connection {
            Connection::Sqlite(own) => {
                let text = AssertSqlSafe(gathered(self.text.as_str(), R::FLAGS));
                let found = sqlx::query_with(text, for_sqlite(self.values)?).fetch_one(&mut **own).await;
                found.and_then(|row| {
                    let rows = row.try_get::<&str, _>(0)?;
                    serde_json::from_str(rows).map_err(|error| sqlx::Error::Decode(error.into()))
                })
            }
            Connection::Postgres(own) => {
                let values = for_postgres(self.values)?;
                sqlx::query_as_with::<_, R, _>(self.text, values).fetch_all(&mut **own).await
            }
        };
        outcome.map_err(|error| tx.noted(error.into()))
    }

    /// Carries it out; the number of rows it met.
    pub async fn execute(self, tx: &mut Tx) -> Result<u64, StoreError> {
        let outcome = match &mut tx.connection {
            Connection::Sqlite(own) => {
                let values = for_sqlite(self.values)?;
                sqlx::query_with(self.text, values).execute(&mut **own).await.map(|done| done.rows_affected())
            }
            Connection::Postgres(own) => {
                let values = for_postgres(self.values)?;
                sqlx::query_with(self.text, values).execute(&mut **own).await.map(|done| done.rows_affected())
            }
        };
        outcome.map_err(|error| tx.noted(error.into()))
    }
}

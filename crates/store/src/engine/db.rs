//! One jurisdiction's database: its pools, its transactions, and the one place where a lost race is run again.

use std::fmt;
use std::fs::OpenOptions;
use std::future::Future;
use std::io;
use std::path::Path;
use std::pin::Pin;
use std::time::Duration;

use sqlx::postgres::{PgPool, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{ConnectOptions, Connection as _, Postgres, Sqlite, Transaction};

use super::error::StoreError;
use super::migrate;
use super::url::{DbUrl, check_schema};
use crate::seal::Seal;

const READERS: u32 = 4;
/// Statements that a connection to SQLite keeps prepared: the office's pages have some hundreds.
const STATEMENTS: usize = 512;
const POSTGRES_CONNECTIONS: u32 = 10;
const BUSY_TIMEOUT: Duration = Duration::from_secs(10);
const TRIES: u32 = 24;
/// Pages that each of its readers keeps, which a commit of the writer makes stale: the system keeps the file as well.
const READER_CACHE: &str = "-1024";
/// Pages that SQLite's writer keeps in memory between transactions, in KiB as its pragma takes them.
const WRITER_CACHE: &str = "-4096";
/// And within a transaction that reads or writes in bulk, which would spill, or read the same page again and again, with fewer.
const WIDE_CACHE: &str = "-65536";

/// A future of a use case's work inside a transaction, boxed so that it may run in a spawned task.
pub type Work<'t, T, E> = Pin<Box<dyn Future<Output = Result<T, E>> + Send + 't>>;

/// Lets the work of [`Db::write`] borrow from its caller: it says that what is borrowed (`'a`) outlives the transaction (`'t`).
pub type Scope<'a, 't> = [&'t &'a (); 0];

/// One jurisdiction's database. Cloning it shares its connections.
#[derive(Clone)]
pub struct Db {
    pools: Pools,
    address: String,
    seal: Seal,
}

#[derive(Clone)]
enum Pools {
    Sqlite { read: SqlitePool, write: SqlitePool },
    Postgres { pool: PgPool, schema: String },
}

pub(super) enum Connection {
    Sqlite(Transaction<'static, Sqlite>),
    Postgres(Transaction<'static, Postgres>),
}

/// A transaction. Dropped without [`Tx::commit`], it changes nothing.
pub struct Tx {
    pub(super) connection: Connection,
    seal: Seal,
    lost_a_race: bool,
    only_reads: bool,
    is_wide: bool,
}

impl fmt::Debug for Db {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Db({})", self.address)
    }
}

impl fmt::Debug for Tx {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.engine())
    }
}

impl Db {
    /// Opens the database, makes it if it is missing, and brings its tables up to this program's.
    pub async fn open(url: &DbUrl, seal: Seal) -> Result<Self, StoreError> {
        let pools = match url {
            DbUrl::Sqlite(path) => {
                begin_file(path)
                    .map_err(|error| StoreError::Unreachable { database: url.to_string(), cause: error.to_string() })?;
                let options = SqliteConnectOptions::new()
                    .filename(path)
                    .busy_timeout(BUSY_TIMEOUT)
                    .foreign_keys(true)
                    .statement_cache_capacity(STATEMENTS)
                    .disable_statement_logging();
                let writer = options
                    .clone()
                    .create_if_missing(true)
                    .journal_mode(SqliteJournalMode::Wal)
                    .synchronous(SqliteSynchronous::Full)
                    .pragma("cache_size", WRITER_CACHE);
                // The file is this machine's own: a connection to it does not die while nobody looks.
                let pool = || SqlitePoolOptions::new().test_before_acquire(false);
                let one = pool().max_connections(1).min_connections(1);
                let write = one.connect_with(writer).await.map_err(|e| unreachable_at(url, e))?;
                // Readers connect when first asked: the tables do not exist yet.
                let reader = options.read_only(true).pragma("cache_size", READER_CACHE);
                let read = pool().max_connections(READERS).connect_lazy_with(reader);
                Pools::Sqlite { read, write }
            }
            DbUrl::Postgres { options, schema } => {
                // Asked once outside the pool, which would go on knocking at a closed door for half a minute.
                let first = options.connect().await.map_err(|e| unreachable_at(url, e))?;
                first.close().await?;
                let pool = PgPoolOptions::new().max_connections(POSTGRES_CONNECTIONS);
                let pool = pool.connect_lazy_with((**options).clone());
                Pools::Postgres { pool, schema: schema.clone() }
            }
        };
        let db = Self { pools, address: url.to_string(), seal };
        db.migrate().await?;
        Ok(db)
    }

    /// Another schema of the same PostgreSQL database over the same connections: a site with many jurisdictions.
    /// On SQLite there is no such thing, and the answer is an error.
    pub async fn open_beside(&self, schema: &str, seal: Seal) -> Result<Self, StoreError> {
        check_schema(schema)?;
        let Pools::Postgres { pool, .. } = &self.pools else {
            return Err(StoreError::Unreachable {
                database: self.address.clone(),
                cause: "a SQLite file holds one jurisdiction: open another file".to_owned(),
            });
        };
        let pools = Pools::Postgres { pool: pool.clone(), schema: schema.to_owned() };
        let address = self.address.rsplit_once('=').map_or("", |(head, _)| head);
        let db = Self { pools, address: format!("{address}={schema}"), seal };
        db.migrate().await?;
        Ok(db)
    }

    async fn migrate(&self) -> Result<(), StoreError> {
        let mut tx = self.begin_read().await?;
        let current = migrate::is_current(&mut tx, &self.address).await;
        tx.rollback().await?;
        if current? {
            return Ok(());
        }
        self.write(|tx, _| Box::pin(migrate::run(tx, self.schema(), &self.address))).await
    }

    fn schema(&self) -> Option<&str> {
        match &self.pools {
            Pools::Sqlite { .. } => None,
            Pools::Postgres { schema, .. } => Some(schema),
        }
    }

    /// `sqlite` or `postgres`.
    pub const fn engine(&self) -> &'static str {
        match &self.pools {
            Pools::Sqlite { .. } => "sqlite",
            Pools::Postgres { .. } => "postgres",
        }
    }

    /// Its address, without a password.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// A transaction that sees one state of the database and can change nothing.
    pub async fn begin_read(&self) -> Result<Tx, StoreError> {
        let connection = match &self.pools {
            Pools::Sqlite { read, .. } => Connection::Sqlite(read.begin().await?),
            Pools::Postgres { pool, .. } => {
                Connection::Postgres(pool.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await?)
            }
        };
        self.entered(connection, true).await
    }

    /// A transaction that writes, alone (SQLite) or as if alone (PostgreSQL). Prefer [`Db::write`], which runs a lost race again.
    pub async fn begin_write(&self) -> Result<Tx, StoreError> {
        let connection = match &self.pools {
            Pools::Sqlite { write, .. } => Connection::Sqlite(write.begin_with("BEGIN IMMEDIATE").await?),
            Pools::Postgres { pool, .. } => {
                Connection::Postgres(pool.begin_with("BEGIN ISOLATION LEVEL SERIALIZABLE").await?)
            }
        };
        self.entered(connection, false).await
    }

    /// The schema is chosen anew in every transaction and only for it, so that one connection may serve many jurisdictions.
    async fn entered(&self, connection: Connection, only_reads: bool) -> Result<Tx, StoreError> {
        let mut tx = Tx { connection, seal: self.seal.clone(), lost_a_race: false, only_reads, is_wide: false };
        if let Some(schema) = self.schema() {
            super::sql("SELECT set_config('search_path', $1, true)").bind(schema).one::<(String,)>(&mut tx).await?;
        }
        Ok(tx)
    }

    /// Carries `work` out in a writing transaction and commits it; where another transaction was faster, all of it runs again.
    ///
    /// `db.write(move |tx, _| Box::pin(async move { … }))`; what it borrows must be captured as a reference
    /// (`let people = &people;` before). It may run several times: begin from copies of ids and counters inside.
    pub async fn write<'a, T, E, F>(&self, mut work: F) -> Result<T, E>
    where
        E: From<StoreError>,
        F: for<'t> FnMut(&'t mut Tx, Scope<'a, 't>) -> Work<'t, T, E>,
    {
        for attempt in 1..=TRIES {
            match self.attempt(&mut work).await {
                Attempt::Done(outcome) => return outcome,
                Attempt::Lost => tokio::time::sleep(Duration::from_millis(u64::from(attempt) * 2)).await,
            }
        }
        Err(StoreError::Retry.into())
    }

    async fn attempt<'a, T, E, F>(&self, work: &mut F) -> Attempt<T, E>
    where
        E: From<StoreError>,
        F: for<'t> FnMut(&'t mut Tx, Scope<'a, 't>) -> Work<'t, T, E>,
    {
        let mut tx = match self.begin_write().await {
            Ok(tx) => tx,
            Err(StoreError::Retry) => return Attempt::Lost,
            Err(error) => return Attempt::Done(Err(error.into())),
        };
        match work(&mut tx, []).await {
            Ok(done) => match tx.commit().await {
                Ok(()) => Attempt::Done(Ok(done)),
                Err(StoreError::Retry) => Attempt::Lost,
                Err(error) => Attempt::Done(Err(error.into())),
            },
            Err(error) => {
                let lost = tx.lost_a_race;
                // A rollback that fails leaves a connection that the pool throws away; the transaction is gone either way.
                drop(tx.rollback().await);
                if lost { Attempt::Lost } else { Attempt::Done(Err(error)) }
            }
        }
    }

    /// Carries `work` out in a reading transaction.
    pub async fn read<'a, T, E, F>(&self, work: F) -> Result<T, E>
    where
        E: From<StoreError>,
        F: for<'t> FnOnce(&'t mut Tx, Scope<'a, 't>) -> Work<'t, T, E>,
    {
        let mut tx = self.begin_read().await?;
        let outcome = work(&mut tx, []).await;
        tx.rollback().await?;
        outcome
    }

    /// Closes every connection; SQLite's journal is folded into its file.
    pub async fn close(self) {
        match self.pools {
            Pools::Sqlite { read, write } => {
                read.close().await;
                write.close().await;
            }
            Pools::Postgres { pool, .. } => pool.close().await,
        }
    }
}

enum Attempt<T, E> {
    Done(Result<T, E>),
    Lost,
}

/// A new file is its owner's alone, and SQLite gives its journals the mode of the file. One that is there stays as it is.
fn begin_file(path: &Path) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
        _ => Ok(()),
    }
}

fn unreachable_at(url: &DbUrl, error: sqlx::Error) -> StoreError {
    StoreError::Unreachable { database: url.to_string(), cause: StoreError::from(error).to_string() }
}

impl Tx {
    /// Gives the transaction room for much at once, such as an import or a list drawn over everybody; the room is given back when
    /// it ends.
    pub async fn widen(&mut self) -> Result<(), StoreError> {
        self.is_wide = true;
        self.cache(WIDE_CACHE).await
    }

    async fn narrow(&mut self) -> Result<(), StoreError> {
        match (self.is_wide, self.only_reads) {
            (false, _) => Ok(()),
            (true, true) => self.cache(READER_CACHE).await,
            (true, false) => self.cache(WRITER_CACHE).await,
        }
    }

    /// How much of SQLite's file its connection keeps in memory; pages over it go as soon as they are clean.
    async fn cache(&mut self, kib: &str) -> Result<(), StoreError> {
        let Connection::Sqlite(own) = &mut self.connection else { return Ok(()) };
        let pragma = sqlx::AssertSqlSafe(format!("PRAGMA cache_size = {kib}"));
        sqlx::raw_sql(pragma).execute(&mut **own).await?;
        Ok(())
    }

    /// Makes its changes last.
    pub async fn commit(mut self) -> Result<(), StoreError> {
        self.narrow().await?;
        match self.connection {
            Connection::Sqlite(own) => own.commit().await?,
            Connection::Postgres(own) => own.commit().await?,
        }
        Ok(())
    }

    /// Drops its changes.
    pub async fn rollback(mut self) -> Result<(), StoreError> {
        self.narrow().await?;
        match self.connection {
            // Dropped, it is rolled back before its connection serves anybody else, and nobody waits for it.
            Connection::Sqlite(own) if self.only_reads => drop(own),
            Connection::Sqlite(own) => own.rollback().await?,
            Connection::Postgres(own) => own.rollback().await?,
        }
        Ok(())
    }

    /// `sqlite` or `postgres`.
    pub const fn engine(&self) -> &'static str {
        match &self.connection {
            Connection::Sqlite(_) => "sqlite",
            Connection::Postgres(_) => "postgres",
        }
    }

    /// The seal of this database.
    pub(crate) fn seal(&self) -> Seal {
        self.seal.clone()
    }

    /// Remembers a lost race, whatever the work makes of the error.
    pub(crate) fn noted(&mut self, error: StoreError) -> StoreError {
        self.lost_a_race |= error == StoreError::Retry;
        error
    }

    /// Several statements of a migration at once.
    pub(super) async fn script(&mut self, text: sqlx::SqlStr) -> Result<(), StoreError> {
        let outcome = match &mut self.connection {
            Connection::Sqlite(own) => sqlx::raw_sql(text).execute(&mut **own).await.map(drop),
            Connection::Postgres(own) => sqlx::raw_sql(text).execute(&mut **own).await.map(drop),
        };
        outcome.map_err(|error| self.noted(error.into()))
    }
}

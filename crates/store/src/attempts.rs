//! Failed attempts to sign in, by the name that was typed. Names that no account has are counted like the others.

use guanai_kernel::Moment;

use crate::engine::{StoreError, Tx, sql};

const TABLE: &str = "sign_in_attempts";

/// How a name stands at the door.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempts {
    /// A hash of the name.
    pub name_key: String,
    /// How many attempts in a row failed.
    pub failures: u32,
    /// When the last one did.
    pub last_failed_at: Moment,
    /// Until when no attempt is looked at.
    pub blocked_until: Moment,
}

/// Which names are forgotten: those at rest for long, unless they failed too often for that.
#[derive(Debug, Clone, Copy)]
pub struct Forgetting {
    /// Names whose last failure was before this moment,
    pub rested_since: Moment,
    /// and that failed fewer times than this.
    pub below: u32,
}

/// How a name stands; none where nothing failed.
pub async fn find(tx: &mut Tx, name_key: &str) -> Result<Option<Attempts>, StoreError> {
    let row = sql("SELECT failures, last_failed_at, blocked_until_at FROM sign_in_attempts WHERE name_key = $1")
        .bind(name_key)
        .optional::<(i64, i64, i64)>(tx)
        .await?;
    let Some((failures, last_failed_at, blocked_until)) = row else { return Ok(None) };
    let wrong = |_| StoreError::Inconsistent { table: TABLE, column: "failures", key: name_key.to_owned() };
    Ok(Some(Attempts {
        name_key: name_key.to_owned(),
        failures: u32::try_from(failures).map_err(wrong)?,
        last_failed_at: Moment::from_micros(last_failed_at),
        blocked_until: Moment::from_micros(blocked_until),
    }))
}

/// Notes how a name now stands, and forgets names at rest, so that the table does not grow with every word that is tried.
pub async fn amend(tx: &mut Tx, attempts: &Attempts, forgetting: Forgetting) -> Result<(), StoreError> {
    sql("INSERT INTO sign_in_attempts (name_key, failures, last_failed_at, blocked_until_at) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (name_key) DO UPDATE SET failures = excluded.failures, \
         last_failed_at = excluded.last_failed_at, blocked_until_at = excluded.blocked_until_at")
    .bind(attempts.name_key.as_str())
    .bind(i64::from(attempts.failures))
    .bind(attempts.last_failed_at.as_micros())
    .bind(attempts.blocked_until.as_micros())
    .execute(tx)
    .await?;
    sql("DELETE FROM sign_in_attempts WHERE last_failed_at < $1 AND failures < $2")
        .bind(forgetting.rested_since.as_micros())
        .bind(i64::from(forgetting.below))
        .execute(tx)
        .await?;
    Ok(())
}

/// Forgets the failures of a name: its owner came in, or was helped.
pub async fn end(tx: &mut Tx, name_key: &str) -> Result<(), StoreError> {
    sql("DELETE FROM sign_in_attempts WHERE name_key = $1").bind(name_key).execute(tx).await?;
    Ok(())
}

/// How many names have failures.
pub async fn count(tx: &mut Tx) -> Result<u64, StoreError> {
    crate::engine::record::count(tx, "SELECT COUNT(*) FROM sign_in_attempts").await
}

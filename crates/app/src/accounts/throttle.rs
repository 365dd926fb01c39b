//! How long a name waits at the door after failures. Names that no account has wait like the others.

use guanai_kernel::Moment;
use guanai_store::attempts::{self, Attempts, Forgetting};
use guanai_store::{StoreError, Tx};

use super::later;
use super::secrets::hash_of;

/// Failures in a row that cost nothing: people mistype.
const FREE: u32 = 4;
/// The first wait, doubled with each failure.
const FIRST_WAIT_S: i64 = 60;
/// The longest wait.
const LONGEST_WAIT_S: i64 = 3600;
/// Failures in a row after which only a reset in person helps: NIST SP 800-63B 5.2.2 allows no more than 100.
pub(super) const LAST: u32 = 100;
/// After how many seconds of rest failures are forgotten.
const FORGOTTEN_S: i64 = 7 * 24 * 3600;

/// How a name stands at the door.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// An attempt is looked at.
    Open,
    /// Not before this moment.
    Blocked {
        /// From when an attempt is looked at again.
        until: Moment,
    },
    /// Not before a reset in person.
    Locked,
}

/// By what a name is counted: a hash, since people type passwords where names belong.
pub(super) fn key(folded: &str) -> String {
    hash_of(&format!("sign-in name {folded}"))
}

/// How a name stands.
pub(super) async fn standing(tx: &mut Tx, key: &str, now: Moment) -> Result<Standing, StoreError> {
    Ok(match attempts::find(tx, key).await? {
        Some(attempts) if attempts.failures >= LAST => Standing::Locked,
        Some(attempts) if now < attempts.blocked_until => Standing::Blocked { until: attempts.blocked_until },
        _ => Standing::Open,
    })
}

/// Notes a failure; how the name stands after it.
pub(super) async fn note_failure(tx: &mut Tx, key: &str, now: Moment) -> Result<Standing, StoreError> {
    let before = attempts::find(tx, key).await?.map_or(0, |attempts| attempts.failures);
    let failures = before.saturating_add(1);
    let blocked_until = later(now, wait_s(failures));
    let attempts = Attempts { name_key: key.to_owned(), failures, last_failed_at: now, blocked_until };
    let forgetting = Forgetting { rested_since: later(now, -FORGOTTEN_S), below: LAST };
    attempts::amend(tx, &attempts, forgetting).await?;
    Ok(match failures {
        LAST.. => Standing::Locked,
        _ if now < blocked_until => Standing::Blocked { until: blocked_until },
        _ => Standing::Open,
    })
}

/// For how many seconds a name waits after so many failures in a row.
fn wait_s(failures: u32) -> i64 {
    match failures.checked_sub(FREE) {
        None | Some(0) => 0,
        Some(over) => {
            FIRST_WAIT_S.checked_shl(over - 1).filter(|s| *s > 0).unwrap_or(LONGEST_WAIT_S).min(LONGEST_WAIT_S)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_and_end_at_an_hour() {
        let waits: Vec<i64> = (1..=12).map(wait_s).collect();
        assert_eq!(waits, [0, 0, 0, 0, 60, 120, 240, 480, 960, 1920, 3600, 3600]);
        assert!((12..=u32::from(u8::MAX)).all(|failures| wait_s(failures) == LONGEST_WAIT_S));
        assert_eq!(wait_s(u32::MAX), LONGEST_WAIT_S);
    }

    #[test]
    fn a_key_does_not_tell_the_name() {
        assert_ne!(key("zhangsan"), key("lisi"));
        assert!(!key("zhangsan").contains("zhangsan"));
    }
}

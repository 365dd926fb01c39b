//! Signing in. An unknown name, a wrong password and a closed account are one answer, after the same work.

use guanai_kernel::Moment;
use guanai_kernel::ids::SessionId;
use guanai_store::accounts::{self, Account, AccountSecret, AccountState};
use guanai_store::sessions::{self, Session, SessionReach};
use guanai_store::{StoreError, Tx, attempts, audit};

use super::passwords::PasswordError;
use super::rules::LONGEST_PASSWORD;
use super::secrets::{Secret, Token};
use super::session::PasswordState;
use super::throttle::{self, Standing};
use super::{Door, REST_S, SESSION_S, SHARED_REST_S, door_record, fold_sign_in_name, later, opening};

/// Whose device it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Device {
    /// One's own: the session rests for half an hour at most.
    Own,
    /// Several people's: for ten minutes.
    Shared,
}

impl Device {
    const fn rest_s(self) -> i64 {
        match self {
            Self::Own => REST_S,
            Self::Shared => SHARED_REST_S,
        }
    }
}

/// An attempt to sign in. `Debug` shows nothing that was typed: people type passwords where names belong.
#[derive(Clone)]
pub struct Attempt {
    /// The sign-in name as typed.
    pub sign_in_name: String,
    /// The password, or the code of a slip.
    pub secret: Secret,
    /// Whose device.
    pub device: Device,
}

impl std::fmt::Debug for Attempt {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Attempt(…, {:?})", self.device)
    }
}

/// What comes of an attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SignIn {
    /// Signed in.
    Welcome {
        /// For the browser.
        token: Token,
        /// Whether an own password is to be chosen before anything else.
        password: PasswordState,
    },
    /// The name or the secret is wrong.
    Wrong,
    /// The code is right and too old: a reset in person gives a new slip.
    CodeOver,
    /// Too many attempts failed.
    Blocked {
        /// For how many minutes no attempt is looked at.
        minutes: u32,
    },
    /// So many failed that only a reset in person helps.
    Locked,
}

/// Why an attempt was not looked at.
#[derive(Debug, thiserror::Error)]
pub enum SignInError {
    /// The door is crowded, or hashing is broken.
    #[error(transparent)]
    Password(#[from] PasswordError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What verifying found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    Right(PasswordState),
    CodeOver,
    Wrong,
}

/// Signs in. Failures are counted by name, in the transaction that records them.
pub async fn sign_in(door: &mut Door<'_>, attempt: &Attempt) -> Result<SignIn, SignInError> {
    let name = fold_sign_in_name(&attempt.sign_in_name);
    let entry = &Entry { key: throttle::key(&name), name, now: door.now };
    let mut tx = door.db.begin_read().await?;
    let standing = throttle::standing(&mut tx, &entry.key, door.now).await?;
    let account = &entry.account(&mut tx).await?;
    tx.rollback().await?;
    if let Some(refused) = refusal(standing, door.now) {
        return Ok(refused);
    }
    let verdict = verify(door, account.as_ref(), &attempt.secret).await?;
    let token = &door.secrets.token();
    let record = &door_record(&mut door.ids, door.now, account.as_ref(), "sign-in");
    let session = &account.as_ref().map(|account| Session {
        session_id: SessionId::fresh(&mut door.ids),
        token_hash: token.hash(),
        account_id: account.account_id,
        reach: match verdict {
            Verdict::Right(PasswordState::Own) => SessionReach::Everything,
            _ => SessionReach::ChoosePassword,
        },
        rest_s: attempt.device.rest_s(),
        begun_at: door.now,
        last_seen_at: door.now,
        ends_at: later(door.now, SESSION_S),
    });
    let outcome = door.db.write(move |tx: &mut Tx, _| {
        Box::pin(async move {
            // Attempts run side by side: what was found before the slow work may no longer stand.
            let standing = throttle::standing(tx, &entry.key, entry.now).await?;
            if let Some(refused) = refusal(standing, entry.now) {
                return Ok(refused);
            }
            let verdict = if entry.account(tx).await? == *account { verdict } else { Verdict::Wrong };
            let (action, outcome) = match (verdict, session) {
                (Verdict::Right(password), Some(session)) => {
                    attempts::end(tx, &entry.key).await?;
                    sessions::add(tx, session).await?;
                    ("sign-in", SignIn::Welcome { token: token.clone(), password })
                }
                (Verdict::CodeOver, _) => ("sign-in-code-over", SignIn::CodeOver),
                _ => {
                    entry.fail(tx, account.as_ref()).await?;
                    ("sign-in-refused", SignIn::Wrong)
                }
            };
            let record = audit::AuditRecord { action: action.to_owned(), ..record.clone() };
            audit::append(tx, &record).await?;
            Ok::<_, StoreError>(outcome)
        })
    });
    Ok(outcome.await?)
}

/// A name at the door.
struct Entry {
    key: String,
    name: String,
    now: Moment,
}

impl Entry {
    async fn account(&self, tx: &mut Tx) -> Result<Option<Account>, StoreError> {
        // What can be nobody's name is not asked for: it may hold what no database keeps.
        let name = if opening::is_sign_in_name(&self.name) { &self.name } else { "" };
        accounts::find_by_sign_in_name(tx, name).await
    }

    /// Counts a failure; at the last one the account is locked.
    async fn fail(&self, tx: &mut Tx, account: Option<&Account>) -> Result<(), StoreError> {
        let standing = throttle::note_failure(tx, &self.key, self.now).await?;
        if let (Standing::Locked, Some(account)) = (standing, account)
            && account.state == AccountState::Active
        {
            accounts::amend(tx, account, &Account { state: AccountState::Locked, ..account.clone() }).await?;
        }
        Ok(())
    }
}

/// The answer to a name that has to wait.
pub(super) fn refusal(standing: Standing, now: Moment) -> Option<SignIn> {
    match standing {
        Standing::Open => None,
        Standing::Blocked { until } => Some(SignIn::Blocked { minutes: minutes_until(until, now) }),
        Standing::Locked => Some(SignIn::Locked),
    }
}

/// Minutes until a moment, a begun one counted.
pub(super) fn minutes_until(until: Moment, now: Moment) -> u32 {
    let micros = until.as_micros().saturating_sub(now.as_micros()).max(0);
    u32::try_from(micros.saturating_add(59_999_999) / 60_000_000).unwrap_or(u32::MAX)
}

/// One hash is verified whatever the account is.
async fn verify(door: &Door<'_>, account: Option<&Account>, secret: &Secret) -> Result<Verdict, PasswordError> {
    let long = secret.as_str().len() > LONGEST_PASSWORD;
    let open = account.filter(|account| account.state == AccountState::Active && !long);
    match open.map(|account| &account.secret) {
        Some(AccountSecret::Password(hash)) => {
            let right = door.passwords.verify(Some(hash), secret).await?;
            Ok(if right { Verdict::Right(PasswordState::Own) } else { Verdict::Wrong })
        }
        Some(AccountSecret::Code { hash, ends_at }) => {
            let right = door.passwords.verify(Some(hash), &secret.as_code()).await?;
            Ok(match (right, door.now < *ends_at) {
                (true, true) => Verdict::Right(PasswordState::OneTime),
                (true, false) => Verdict::CodeOver,
                (false, _) => Verdict::Wrong,
            })
        }
        Some(AccountSecret::Nothing) | None => {
            door.passwords.verify(None, &Secret::new("")).await?;
            Ok(Verdict::Wrong)
        }
    }
}

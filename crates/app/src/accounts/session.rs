//! Who is signed in, signing out, and choosing an own password.

use guanai_kernel::Moment;
use guanai_kernel::ids::{AccountId, OrganizationId, PersonId, SessionId};
use guanai_store::accounts::{self, Account, AccountSecret, AccountState, SecretHash};
use guanai_store::sessions::{self, Session, SessionReach};
use guanai_store::{Db, StoreError, Tx, attempts, audit};

use super::entrance::minutes_until;
use super::passwords::PasswordError;
use super::rules::{self, WeakPassword};
use super::secrets::{Secret, Token};
use super::throttle::{self, Standing};
use super::{Door, SESSION_S, door_record, later, listing, place_name};
use crate::actor::{Actor, Role, Tenure};
use crate::posts;

/// A session's last use is noted at most once in so many seconds: pages come faster than one wants to write.
const NOTED_EVERY_S: i64 = 60;

/// Whether somebody has to choose an own password before anything else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PasswordState {
    /// They chose it themselves.
    Own,
    /// They signed in with the one-time code of a slip.
    OneTime,
}

/// Who is signed in.
#[derive(Clone, PartialEq, Eq)]
pub struct SignedIn {
    /// The session.
    pub session_id: SessionId,
    /// The account, as the audit names it.
    pub account_id: AccountId,
    /// The owner's name.
    pub name: String,
    /// In which role.
    pub role: Role,
    /// Over which organisation; none where the role has another domain.
    pub scope: Option<OrganizationId>,
    /// That organisation's name, or the county's; none before a book named it.
    pub place: Option<String>,
    /// Their own record.
    pub person_id: Option<PersonId>,
    /// On what their powers rest at this moment.
    pub tenure: Tenure,
    /// Own password, or the code of a slip.
    pub password: PasswordState,
}

guanai_kernel::debug_by_id!(SignedIn.session_id);

impl SignedIn {
    /// Who acts in this session; nobody before an own password was chosen.
    pub fn actor(&self) -> Option<Actor> {
        (self.password == PasswordState::Own).then(|| Actor {
            name: self.account_id.to_string(),
            role: self.role,
            scope: self.scope,
            person_id: self.person_id,
            on_behalf_of: None,
            tenure: self.tenure.clone(),
        })
    }
}

/// The session of a token; none where it is unknown, at rest for too long, over or ended. What may be done in it is reckoned at
/// each request from the posts that run on that day: nothing has to happen at midnight. Asked for every page, it leaves no
/// record of its own: the page's use case does.
pub async fn session_of(db: &Db, now: Moment, token: &Token) -> Result<Option<SignedIn>, StoreError> {
    let mut tx = db.begin_read().await?;
    let found = holding(&mut tx, now, token).await?;
    let Some((session, account)) = found else {
        tx.rollback().await?;
        return Ok(None);
    };
    let own = listing::role_of(&account)?;
    let held = posts::powers_of(&mut tx, &account, own, now.day_in_china()).await?;
    let place = match held.tenure {
        Tenure::Resting => None,
        Tenure::Single | Tenure::Beside(_) | Tenure::Deputy { .. } => place_name(&mut tx, held.scope).await?,
    };
    tx.rollback().await?;
    if later(session.last_seen_at, NOTED_EVERY_S) <= now {
        let session_id = session.session_id;
        let noting = db
            .write(move |tx: &mut Tx, _| Box::pin(async move { sessions::amend_last_seen(tx, session_id, now).await }));
        noting.await?;
    }
    Ok(Some(SignedIn {
        session_id: session.session_id,
        account_id: account.account_id,
        role: held.role,
        name: account.name,
        scope: held.scope,
        place,
        person_id: account.person_id,
        tenure: held.tenure,
        password: match session.reach {
            SessionReach::Everything => PasswordState::Own,
            SessionReach::ChoosePassword => PasswordState::OneTime,
        },
    }))
}

/// The session and account of a token, where both hold.
async fn holding(tx: &mut Tx, now: Moment, token: &Token) -> Result<Option<(Session, Account)>, StoreError> {
    let Some(session) = sessions::find_by_token(tx, &token.hash()).await? else { return Ok(None) };
    if !session.holds_at(now) {
        return Ok(None);
    }
    let account = accounts::get(tx, session.account_id).await?;
    Ok((account.state != AccountState::Closed).then_some((session, account)))
}

/// Ends a session. One that no longer holds is over anyway.
pub async fn sign_out(door: &mut Door<'_>, token: &Token) -> Result<(), StoreError> {
    let mut tx = door.db.begin_read().await?;
    let found = holding(&mut tx, door.now, token).await?;
    tx.rollback().await?;
    let Some((_, account)) = found else { return Ok(()) };
    let (now, record) = (door.now, &door_record(&mut door.ids, door.now, Some(&account), "sign-out"));
    let leaving = door.db.write(move |tx: &mut Tx, _| {
        Box::pin(async move {
            if let Some((session, _)) = holding(tx, now, token).await? {
                sessions::end(tx, session.session_id, now).await?;
                audit::append(tx, record).await?;
            }
            Ok::<_, StoreError>(())
        })
    });
    leaving.await
}

/// A password of one's own.
#[derive(Debug, Clone)]
pub struct ChoosePassword {
    /// The password so far, or the code of the slip.
    pub current: Secret,
    /// The new one.
    pub new: Secret,
}

/// Why a password was not chosen. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum ChoosePasswordError {
    /// Nobody is signed in with this token.
    #[error("the session is over; sign in again")]
    NotSignedIn,
    /// The rules.
    #[error(transparent)]
    Weak(#[from] WeakPassword),
    /// Too many attempts failed.
    #[error("too many attempts failed; try again in {minutes} minutes")]
    Blocked {
        /// For how many minutes no attempt is looked at.
        minutes: u32,
    },
    /// So many failed that only a reset in person helps.
    #[error("too many attempts failed; ask for a reset in person")]
    Locked,
    /// The password so far, or the code, is wrong or over.
    #[error("the password so far is wrong")]
    WrongCurrent,
    /// Hashing.
    #[error(transparent)]
    Password(#[from] PasswordError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl ChoosePasswordError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotSignedIn => "not-signed-in",
            Self::Weak(weak) => weak.code(),
            Self::Blocked { .. } => "sign-in-blocked",
            Self::Locked => "sign-in-locked",
            Self::WrongCurrent => "password-wrong",
            Self::Password(error) => error.code(),
            Self::Store(error) => error.code(),
        }
    }
}

/// Chooses an own password. The code of a slip is used up, every session of the account ends, and this one goes on under the
/// fresh token that is returned.
pub async fn choose_password(
    door: &mut Door<'_>,
    token: &Token,
    choice: &ChoosePassword,
) -> Result<Token, ChoosePasswordError> {
    let mut tx = door.db.begin_read().await?;
    let found = holding(&mut tx, door.now, token).await?;
    let key = &found.as_ref().map(|(_, account)| throttle::key(&account.sign_in_name)).unwrap_or_default();
    let standing = throttle::standing(&mut tx, key, door.now).await?;
    tx.rollback().await?;
    let Some((session, account)) = &found else { return Err(ChoosePasswordError::NotSignedIn) };
    rules::check(&choice.new, &choice.current, &[&account.sign_in_name, &account.name])?;
    check_standing(standing, door.now)?;
    let right = is_current(door, account, &choice.current).await?;
    let hash = door.passwords.hash(&mut door.secrets, &choice.new).await?;
    let fresh = door.secrets.token();
    let record = &door_record(&mut door.ids, door.now, Some(account), "choose-password");
    let next = &Session {
        session_id: SessionId::fresh(&mut door.ids),
        token_hash: fresh.hash(),
        reach: SessionReach::Everything,
        begun_at: door.now,
        last_seen_at: door.now,
        ends_at: later(door.now, SESSION_S),
        ..session.clone()
    };
    let now = door.now;
    let after = &Account { secret: AccountSecret::Password(hash), ..account.clone() };
    let choosing = door.db.write(move |tx: &mut Tx, _| {
        Box::pin(async move {
            check_standing(throttle::standing(tx, key, now).await?, now)?;
            let stands = holding(tx, now, token).await?.is_some_and(|(_, standing)| standing == *account);
            if !right || !stands {
                throttle::note_failure(tx, key, now).await?;
                let refused = audit::AuditRecord { action: "choose-password-refused".to_owned(), ..record.clone() };
                audit::append(tx, &refused).await?;
                return Ok(false);
            }
            accounts::amend(tx, account, after).await?;
            sessions::end_of(tx, account.account_id, now).await?;
            sessions::add(tx, next).await?;
            attempts::end(tx, key).await?;
            audit::append(tx, record).await?;
            Ok::<_, ChoosePasswordError>(true)
        })
    });
    if choosing.await? { Ok(fresh) } else { Err(ChoosePasswordError::WrongCurrent) }
}

fn check_standing(standing: Standing, now: Moment) -> Result<(), ChoosePasswordError> {
    match standing {
        Standing::Open => Ok(()),
        Standing::Blocked { until } => Err(ChoosePasswordError::Blocked { minutes: minutes_until(until, now) }),
        Standing::Locked => Err(ChoosePasswordError::Locked),
    }
}

async fn is_current(door: &Door<'_>, account: &Account, typed: &Secret) -> Result<bool, PasswordError> {
    let verify = async |hash: &SecretHash, typed: &Secret| door.passwords.verify(Some(hash), typed).await;
    match &account.secret {
        AccountSecret::Password(hash) => verify(hash, typed).await,
        AccountSecret::Code { hash, ends_at } => Ok(verify(hash, &typed.as_code()).await? && door.now < *ends_at),
        AccountSecret::Nothing => Ok(false),
    }
}

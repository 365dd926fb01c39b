//! The reset of a forgotten password, in person: one of the administration and one of the offices are in the room with the
//! account's owner; one asks, the other confirms, and a new slip is printed. Nobody resets alone, and nobody their own.

use guanai_kernel::Moment;
use guanai_kernel::ids::{AccountId, ResetId};
use guanai_store::accounts::{self, Account, AccountState};
use guanai_store::audit::Subject;
use guanai_store::resets::{self, Reset, ResetState};
use guanai_store::{StoreError, Tx, attempts, audit, organizations, sessions};

use super::opening::{Slip, print_slip};
use super::passwords::{PasswordError, Passwords};
use super::secrets::Secrets;
use super::{SeenActor, later, listing, throttle};
use crate::actor::{Act, Actor, Denied, Role};
use crate::cx::Cx;
use crate::people::known;
use crate::scope::ScopeOf;

/// For how many seconds a reset waits for the second person.
const WAITS_S: i64 = 24 * 3600;

/// Somebody's forgotten password.
#[derive(Debug, Clone, Copy)]
pub struct AskReset {
    /// Whose.
    pub account_id: AccountId,
}

/// A reset to confirm.
#[derive(Debug, Clone, Copy)]
pub struct ConfirmReset {
    /// Which.
    pub reset_id: ResetId,
}

/// A reset that waits for the second person.
#[derive(Clone, PartialEq, Eq)]
pub struct WaitingReset {
    /// Its id.
    pub reset_id: ResetId,
    /// Whose account.
    pub account_id: AccountId,
    /// The owner's name, to be compared with who is in the room.
    pub name: String,
    /// The role of the account.
    pub role: Role,
    /// Who asked: an account's id, or `console`.
    pub asked_by: String,
    /// Who that is.
    pub asker: SeenActor,
    /// When.
    pub asked_at: Moment,
}

guanai_kernel::debug_by_id!(WaitingReset.reset_id);

/// Why nothing was reset. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum ResetError {
    /// The role does not hold it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// No such account or reset, or outside the scope, or nothing that waits.
    #[error("there is no such account, or no reset of it that waits")]
    NotFound,
    /// The account is closed.
    #[error("the account is closed")]
    Closed,
    /// It is the actor's own.
    #[error("nobody resets their own password: two others do")]
    OwnAccount,
    /// Who asked cannot confirm.
    #[error("whoever asked for a reset cannot confirm it")]
    SamePerson,
    /// Both of the administration, or both of the offices.
    #[error("one of the two is the administrator, the other an officer")]
    SameSide,
    /// It waited for too long.
    #[error("the reset waited for more than a day: ask for it anew")]
    Over,
    /// Hashing.
    #[error(transparent)]
    Password(#[from] PasswordError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl ResetError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Denied(_) => "denied",
            Self::NotFound => "reset-not-found",
            Self::Closed => "account-closed",
            Self::OwnAccount => "reset-own",
            Self::SamePerson => "reset-same-person",
            Self::SameSide => "reset-same-side",
            Self::Over => "reset-over",
            Self::Password(error) => error.code(),
            Self::Store(error) => error.code(),
        }
    }
}

/// Asks for a reset; one that waited for the same account is left.
pub async fn ask_reset(cx: &mut Cx<'_>, command: AskReset) -> Result<ResetId, ResetError> {
    cx.authorise(Act::AskReset)?;
    let account_id = command.account_id;
    let reset = &Reset {
        reset_id: ResetId::fresh(&mut cx.ids),
        account_id,
        asked_by: cx.actor.name.clone(),
        asked_role: cx.actor.role.code().to_owned(),
        asked_at: cx.now,
        state: ResetState::Asked,
    };
    let mut ids = cx.ids.clone();
    let record = &cx.audit_record(&mut ids, Act::AskReset, vec![Subject::Account(account_id)], None);
    cx.ids = ids;
    let actor = &cx.actor;
    let asking = cx.db.write(move |tx: &mut Tx, _| {
        Box::pin(async move {
            reach(tx, actor, account_id).await?;
            for waiting in resets::list_of(tx, account_id).await? {
                if waiting.state == ResetState::Asked {
                    resets::amend(tx, &waiting, &Reset { state: ResetState::Left, ..waiting.clone() }).await?;
                }
            }
            resets::add(tx, reset).await?;
            audit::append(tx, record).await?;
            Ok::<_, ResetError>(reset.reset_id)
        })
    });
    asking.await
}

/// Confirms a reset that somebody else asked for. The password so far no longer opens the door, every session of the account
/// ends, failures are forgotten, and the slip stands in the answer and nowhere else.
pub async fn confirm_reset(
    cx: &mut Cx<'_>,
    passwords: &Passwords,
    secrets: &mut Secrets,
    command: ConfirmReset,
) -> Result<Slip, ResetError> {
    cx.authorise(Act::ConfirmReset)?;
    let reset_id = command.reset_id;
    let (actor, now) = (&cx.actor, cx.now);
    // Looked at before the slow work, and again in the transaction.
    let mut tx = cx.db.begin_read().await?;
    let checked = check(&mut tx, actor, reset_id, now).await;
    tx.rollback().await?;
    let (_, account) = checked?;
    let (printed, secret) = print_slip(now, passwords, secrets).await?;
    let secret = &secret;
    let mut ids = cx.ids.clone();
    let subjects = vec![Subject::Account(account.account_id)];
    let record = &cx.audit_record(&mut ids, Act::ConfirmReset, subjects, None);
    let confirming = cx.db.write(move |tx: &mut Tx, _| {
        Box::pin(async move {
            let (reset, account) = check(tx, actor, reset_id, now).await?;
            let after = Account { secret: secret.clone(), state: AccountState::Active, ..account.clone() };
            accounts::amend(tx, &account, &after).await?;
            sessions::end_of(tx, account.account_id, now).await?;
            attempts::end(tx, &throttle::key(&account.sign_in_name)).await?;
            let state = ResetState::Confirmed { by: actor.name.clone(), at: now };
            resets::amend(tx, &reset, &Reset { state, ..reset.clone() }).await?;
            audit::append(tx, record).await?;
            let place = slip_place(tx, &after).await?;
            Ok::<_, ResetError>((after, place))
        })
    });
    let (account, place) = confirming.await?;
    cx.ids = ids;
    Ok(printed.of(&account, listing::role_of(&account)?, place))
}

/// The resets that wait for `actor` to confirm them, with their accounts.
async fn waiting_for(tx: &mut Tx, actor: &Actor, now: Moment) -> Result<Vec<(Reset, Account)>, ResetError> {
    let mut waiting = Vec::new();
    for reset in resets::list_asked(tx).await? {
        match check(tx, actor, reset.reset_id, now).await {
            Ok(found) => waiting.push(found),
            Err(error @ (ResetError::Store(_) | ResetError::Password(_))) => return Err(error),
            Err(_) => {}
        }
    }
    Ok(waiting)
}

/// Counts the resets that wait for the actor. It names nobody, and leaves no record.
pub async fn count_resets(cx: &Cx<'_>) -> Result<usize, ResetError> {
    cx.authorise(Act::ConfirmReset)?;
    let mut tx = cx.db.begin_read().await?;
    let waiting = waiting_for(&mut tx, &cx.actor, cx.now).await;
    tx.rollback().await?;
    Ok(waiting?.len())
}

/// The resets that wait for the second person and are within the actor's reach. The record names their accounts.
pub async fn list_resets(cx: &mut Cx<'_>) -> Result<Vec<WaitingReset>, ResetError> {
    cx.authorise(Act::ConfirmReset)?;
    let mut tx = cx.db.begin_read().await?;
    let mut waiting = Vec::new();
    for (reset, account) in waiting_for(&mut tx, &cx.actor, cx.now).await? {
        waiting.push(WaitingReset {
            reset_id: reset.reset_id,
            account_id: account.account_id,
            role: listing::role_of(&account)?,
            name: account.name,
            asker: SeenActor::default(),
            asked_by: reset.asked_by,
            asked_at: reset.asked_at,
        });
    }
    let askers = SeenActor::of_many(&mut tx, waiting.iter().map(|reset| reset.asked_by.as_str())).await?;
    for reset in &mut waiting {
        reset.asker = askers.get(&reset.asked_by).cloned().unwrap_or_default();
    }
    tx.rollback().await?;
    let subjects = waiting.iter().map(|reset| Subject::Account(reset.account_id)).collect();
    cx.record_reading(Act::ConfirmReset, subjects).await?;
    Ok(waiting)
}

/// A reset that waits and that `actor` may confirm, with its account.
async fn check(tx: &mut Tx, actor: &Actor, reset_id: ResetId, now: Moment) -> Result<(Reset, Account), ResetError> {
    let reset = resets::find(tx, reset_id).await?.ok_or(ResetError::NotFound)?;
    let account = reach(tx, actor, reset.account_id).await?;
    if reset.state != ResetState::Asked {
        return Err(ResetError::NotFound);
    }
    let asker = match reset.asked_by.parse() {
        Ok(account_id) => accounts::find(tx, account_id).await?.and_then(|asker| asker.person_id),
        Err(_) => None,
    };
    if reset.asked_by == actor.name || (asker.is_some() && asker == actor.person_id) {
        return Err(ResetError::SamePerson);
    }
    let of_administration = Role::from_code(&reset.asked_role).is_some_and(is_administration);
    if of_administration == is_administration(actor.role) {
        return Err(ResetError::SameSide);
    }
    if later(reset.asked_at, WAITS_S) <= now {
        return Err(ResetError::Over);
    }
    Ok((reset, account))
}

/// The account, where `actor` may have it reset.
async fn reach(tx: &mut Tx, actor: &Actor, account_id: AccountId) -> Result<Account, ResetError> {
    let account = accounts::find(tx, account_id).await?.ok_or(ResetError::NotFound)?;
    let within = match ScopeOf::resolve(tx, actor).await? {
        _ if is_administration(actor.role) => true,
        ScopeOf::Everything => true,
        scope => match (account.organization_id, account.person_id) {
            (Some(organization_id), _) => scope.holds_organization(organization_id),
            (None, Some(person_id)) if listing::role_of(&account)? == Role::Member => {
                scope.holds_person(tx, person_id).await?
            }
            _ => false,
        },
    };
    if !within {
        return Err(ResetError::NotFound);
    }
    if account.state == AccountState::Closed {
        return Err(ResetError::Closed);
    }
    if account.account_id.to_string() == actor.name
        || (account.person_id.is_some() && account.person_id == actor.person_id)
    {
        return Err(ResetError::OwnAccount);
    }
    Ok(account)
}

/// Where the owner of an account acts or, as a member, belongs: it tells two slips of one name apart.
async fn slip_place(tx: &mut Tx, account: &Account) -> Result<Option<String>, StoreError> {
    match (account.organization_id, account.person_id) {
        (Some(organization_id), _) => Ok(organizations::find(tx, organization_id).await?.map(|place| place.name)),
        (None, Some(person_id)) if listing::role_of(account)? == Role::Member => {
            Ok(known(tx, &[person_id]).await?.remove(&person_id).and_then(|known| known.organization))
        }
        _ => Ok(None),
    }
}

/// The console stands for the administration; everybody else who may reset is of an office.
const fn is_administration(role: Role) -> bool {
    matches!(role, Role::Console | Role::Administrator)
}

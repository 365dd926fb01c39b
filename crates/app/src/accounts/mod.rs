//! Accounts, signing in and sessions. An account comes as a printed slip with a one-time code; with it the owner chooses a
//! password of their own. A forgotten password is reset in person by two people. No mail and no text message is needed.
//!
//! No password, code or token is kept in clear, shown in `Debug`, or written into the audit.

mod actors;
mod closing;
mod entrance;
mod listing;
mod opening;
mod passwords;
mod requests;
mod reset;
pub(crate) mod rules;
mod secrets;
mod session;
mod throttle;

pub use actors::SeenActor;
pub use closing::{CloseAccount, CloseAccountError, close_account};
pub use entrance::{Attempt, Device, SignIn, SignInError, sign_in};
pub use guanai_store::accounts::AccountState;
pub use listing::{
    ACCOUNTS_PAGE, AccountKey, AccountsPage, ListAccounts, ListAccountsError, ListedAccount, find_account,
    list_accounts, read_account,
};
pub use opening::{OpenAccount, OpenAccountError, Slip, find_place, open_account};
pub use passwords::{Cost, PasswordError, Passwords};
pub use requests::{
    AccountRequestError, AskAccounts, Candidate, Candidates, MOST_REQUESTS, REQUESTED_ROLES, RequestStanding,
    WaitingPlace, WaitingRequest, ask_accounts, count_requests, decline_requests, list_candidates, list_requests,
    list_waiting_places, open_requested,
};
pub use reset::{
    AskReset, ConfirmReset, ResetError, WaitingReset, ask_reset, confirm_reset, count_resets, list_resets,
};
pub use rules::{LONGEST_PASSWORD, SHORTEST_PASSWORD, WeakPassword};
pub use secrets::{Secret, Secrets, Token};
pub use session::{
    ChoosePassword, ChoosePasswordError, PasswordState, SignedIn, choose_password, session_of, sign_out,
};

use guanai_kernel::ids::{AuditId, OrganizationId};
use guanai_kernel::name::fold_key;
use guanai_kernel::{Ids, Moment};
use guanai_store::accounts::Account;
use guanai_store::audit::{AuditRecord, Subject};
use guanai_store::{Db, StoreError, Tx, meta, organizations};

/// What the door is handed: nobody is signed in there yet, so that it has no actor.
#[derive(Debug)]
pub struct Door<'a> {
    /// The jurisdiction's database.
    pub db: &'a Db,
    /// The hashing of passwords.
    pub passwords: &'a Passwords,
    /// Where tokens and codes come from.
    pub secrets: Secrets,
    /// When.
    pub now: Moment,
    /// Where ids come from.
    pub ids: Ids,
}

/// What is done at the door, as the audit names it.
pub const DOOR_ACTIONS: &[&str] =
    &["sign-in", "sign-in-refused", "sign-in-code-over", "sign-out", "choose-password", "choose-password-refused"];

/// For how many seconds a session rests at most on one's own device.
pub const REST_S: i64 = 30 * 60;
/// The same on a device that several people share.
pub const SHARED_REST_S: i64 = 10 * 60;
/// After how many seconds a session is over whatever happens.
pub const SESSION_S: i64 = 12 * 3600;
/// For how many days the code of a slip opens the door.
pub const CODE_DAYS: i64 = 14;

/// A moment so many seconds later.
fn later(from: Moment, seconds: i64) -> Moment {
    Moment::from_micros(from.as_micros().saturating_add(seconds.saturating_mul(1_000_000)))
}

/// A sign-in name as it is kept and compared.
pub(crate) fn fold_sign_in_name(typed: &str) -> String {
    fold_key(typed)
}

/// The record of something done at the door, by the account itself or, where none has the name, by nobody.
fn door_record(ids: &mut Ids, at: Moment, account: Option<&Account>, action: &'static str) -> AuditRecord {
    AuditRecord {
        audit_id: AuditId::fresh(ids),
        at,
        actor: account.map_or_else(|| "nobody".to_owned(), |account| account.account_id.to_string()),
        role: account.map(|account| account.role.clone()),
        on_behalf_of: None,
        action: action.to_owned(),
        purpose: None,
        import_id: None,
        subjects: account.map(|account| Subject::Account(account.account_id)).into_iter().collect(),
    }
}

/// The name of the place over which somebody acts: the organisation's, or the county's once a book named it.
async fn place_name(tx: &mut Tx, scope: Option<OrganizationId>) -> Result<Option<String>, StoreError> {
    match scope {
        Some(organization_id) => Ok(organizations::find(tx, organization_id).await?.map(|found| found.name)),
        None => Ok(meta::get(tx).await?.county),
    }
}

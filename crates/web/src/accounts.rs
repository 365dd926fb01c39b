//! Accounts: the administrator's page, the offices' page, the slips. The administrator sees of a person what is on the
//! slip, and nothing else.

pub mod ask;
pub mod file;
pub mod list;
pub mod open;
pub mod requests;
pub mod slips;

pub use ask::{AskPeople, CandidateRow, CandidateState, Candidates};
pub use file::{AccountFile, AccountPage};
pub use list::{AccountsAsk, AccountsList, AccountsPage, PlaceRow, ResetRow};
pub use open::{OpenWish, Opened};
pub use requests::{RequestRow, Requests};
pub use slips::{Slip, Slips};

use crate::office::{Answer, Asker};
use crate::operation::OperationId;
use crate::page::{Icon, State, Tag};
use crate::session::Role;

/// What an account is, as the list shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum AccountState {
    /// Its owner signs in with an own password.
    Used,
    /// Its slip was not used yet.
    Waiting,
    /// Its slip is over and was never used.
    Over,
    /// Too many attempts failed: it waits for a reset in person.
    Locked,
    /// It has ended.
    Closed,
}

impl AccountState {
    /// Every one.
    pub const ALL: &'static [Self] = &[Self::Used, Self::Waiting, Self::Over, Self::Locked, Self::Closed];

    /// Its tag.
    pub const fn tag(&self) -> Tag {
        match self {
            Self::Used => Tag::new(State::Ok, Icon::Ok, "web-account-used"),
            Self::Waiting => Tag::new(State::Info, Icon::Wait, "web-account-waiting"),
            Self::Over => Tag::new(State::Risk, Icon::Risk, "web-account-over"),
            Self::Locked => Tag::new(State::Late, Icon::Lock, "web-account-locked"),
            Self::Closed => Tag::new(State::Calm, Icon::Todo, "web-account-closed"),
        }
    }
}

/// An account in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountRow {
    /// Its id.
    pub id: String,
    /// What its owner types at the door.
    pub sign_in: String,
    /// The owner's name.
    pub name: String,
    /// The role.
    pub role: Role,
    /// Over which organisation; for a member, where they belong; none is the whole county.
    pub place: Option<String>,
    /// What it is.
    pub state: AccountState,
}

/// What the pages of accounts ask of the use cases.
pub trait AccountsOffice: Send + Sync {
    /// The accounts within reach, a page of them, with what waits.
    fn accounts<'a>(&'a self, who: Asker<'a>, ask: AccountsAsk) -> Answer<'a, AccountsList>;
    /// One account.
    fn account<'a>(&'a self, who: Asker<'a>, account: &'a str) -> Answer<'a, AccountFile>;
    /// Opens an account; its slip is found under the operation's id.
    fn open_account<'a>(&'a self, who: Asker<'a>, op: OperationId, wish: OpenWish) -> Answer<'a, Opened>;
    /// Closes an account.
    fn close_account<'a>(&'a self, who: Asker<'a>, op: OperationId, account: &'a str) -> Answer<'a, ()>;
    /// Asks for the reset of a forgotten password.
    fn ask_reset<'a>(&'a self, who: Asker<'a>, op: OperationId, account: &'a str) -> Answer<'a, ()>;
    /// Confirms a reset that somebody else asked for; the slip is found under the operation's id.
    fn confirm_reset<'a>(&'a self, who: Asker<'a>, op: OperationId, reset: &'a str) -> Answer<'a, ()>;
    /// The people of one organisation, for whom accounts may be asked.
    fn candidates<'a>(&'a self, who: Asker<'a>, organization: &'a str, role: Role) -> Answer<'a, Candidates>;
    /// Asks that accounts be opened.
    fn ask_accounts<'a>(&'a self, who: Asker<'a>, op: OperationId, ask: AskPeople) -> Answer<'a, ()>;
    /// What an organisation's office asked for.
    fn requests<'a>(&'a self, who: Asker<'a>, organization: &'a str) -> Answer<'a, Requests>;
    /// Opens the accounts that were asked for; their slips are found under the operation's id.
    fn open_requested<'a>(&'a self, who: Asker<'a>, op: OperationId, requests: Vec<String>) -> Answer<'a, ()>;
    /// Declines requests.
    fn decline_requests<'a>(&'a self, who: Asker<'a>, op: OperationId, requests: Vec<String>) -> Answer<'a, ()>;
    /// The slips that an operation of the asker printed, for a few minutes.
    fn slips<'a>(&'a self, who: Asker<'a>, op: OperationId) -> Answer<'a, Slips>;
    /// Forgets the slips of an operation: they are on paper.
    fn forget_slips<'a>(&'a self, who: Asker<'a>, op: OperationId) -> Answer<'a, ()>;
}

/// The page from which whoever is signed in works on accounts.
pub const fn home_of(role: Role) -> &'static str {
    match role {
        Role::Administrator => "/admin",
        _ => "/accounts",
    }
}

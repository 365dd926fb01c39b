//! The pages of accounts over the use cases.

use guanai_app::Role;
use guanai_app::accounts::{
    self, AccountKey, AccountRequestError, AskAccounts, AskReset, CloseAccount, CloseAccountError, ConfirmReset,
    ListAccounts, ListAccountsError, ListedAccount, OpenAccount, OpenAccountError, RequestStanding, ResetError,
    SeenActor,
};
use guanai_kernel::Moment;
use guanai_kernel::ids::AccountRequestId;

use super::words::Words;
use super::{County, id};
use crate::accounts::{
    AccountFile, AccountRow, AccountState, AccountsAsk, AccountsList, AccountsOffice, AskPeople, CandidateRow,
    CandidateState, Candidates, OpenWish, Opened, PlaceRow, RequestRow, Requests, ResetRow, Slip, Slips,
};
use crate::office::{Answer, AskError, Asker};
use crate::operation::OperationId;
use crate::page::{Choice, Pager, shown};

impl From<ListAccountsError> for AskError {
    fn from(error: ListAccountsError) -> Self {
        match error {
            ListAccountsError::Denied(error) => error.into(),
            ListAccountsError::NotFound => Self::NotFound,
            ListAccountsError::Store(error) => error.into(),
        }
    }
}

impl From<CloseAccountError> for AskError {
    fn from(error: CloseAccountError) -> Self {
        match error {
            CloseAccountError::Denied(error) => error.into(),
            CloseAccountError::OwnAccount => Self::Refused("account-own"),
            CloseAccountError::NotFound => Self::NotFound,
            CloseAccountError::Closed => Self::Refused("account-closed"),
            CloseAccountError::Store(error) => error.into(),
        }
    }
}

impl From<ResetError> for AskError {
    fn from(error: ResetError) -> Self {
        match error {
            ResetError::Denied(error) => error.into(),
            ResetError::NotFound => Self::NotFound,
            ResetError::Closed => Self::Refused("account-closed"),
            ResetError::OwnAccount => Self::Refused("reset-own"),
            ResetError::SamePerson => Self::Refused("reset-same-person"),
            ResetError::SameSide => Self::Refused("reset-same-side"),
            ResetError::Over => Self::Refused("reset-over"),
            ResetError::Password(error) => error.into(),
            ResetError::Store(error) => error.into(),
        }
    }
}

impl From<AccountRequestError> for AskError {
    fn from(error: AccountRequestError) -> Self {
        match error {
            AccountRequestError::Denied(error) => error.into(),
            AccountRequestError::Role | AccountRequestError::NotFound => Self::NotFound,
            AccountRequestError::Number => Self::Refused("web-refused-nothing-chosen"),
            AccountRequestError::Operation(error) => error.into(),
            AccountRequestError::SamePerson => Self::Refused("account-request-same-person"),
            AccountRequestError::Password(error) => error.into(),
            AccountRequestError::Store(error) => error.into(),
        }
    }
}

/// The field of an account that is wrong, with the key of the sentence that says how to mend it.
fn wrong_field(error: OpenAccountError) -> Result<Opened, AskError> {
    let (field, key) = match error {
        OpenAccountError::SignInName => ("sign_in", "account-sign-in-name"),
        OpenAccountError::NameTaken => ("sign_in", "account-name-taken"),
        OpenAccountError::Name => ("owner", "account-name"),
        OpenAccountError::Console => ("role", "account-console"),
        OpenAccountError::PersonNeeded => ("role", "account-person-needed"),
        OpenAccountError::OrganizationNeeded => ("organization", "account-organization-needed"),
        OpenAccountError::OrganizationNotTaken => ("organization", "account-organization-not-taken"),
        OpenAccountError::NoOrganization => ("organization", "account-no-organization"),
        OpenAccountError::Denied(error) => return Err(error.into()),
        OpenAccountError::Password(error) => return Err(error.into()),
        OpenAccountError::Store(error) => return Err(error.into()),
        error @ (OpenAccountError::PersonByOffice | OpenAccountError::NoPerson) => {
            return Err(AskError::Broken(error.to_string()));
        }
    };
    Ok(Opened::Refused { field, key })
}

fn row(account: &ListedAccount, now: Moment) -> AccountRow {
    use guanai_app::accounts::AccountState as State;
    let state = match (account.state, account.key) {
        (State::Closed, _) => AccountState::Closed,
        (State::Locked, _) => AccountState::Locked,
        (State::Active, AccountKey::Password) => AccountState::Used,
        (State::Active, AccountKey::Code { ends_at }) if now < ends_at => AccountState::Waiting,
        (State::Active, AccountKey::Code { .. } | AccountKey::Nothing) => AccountState::Over,
    };
    AccountRow {
        id: account.account_id.to_string(),
        sign_in: account.sign_in_name.clone(),
        name: account.name.clone(),
        role: account.role,
        place: account.organization.clone(),
        state,
    }
}

/// Who did something, and for which office.
pub(super) fn actor_name(words: Words<'_>, actor: &SeenActor) -> String {
    let name = actor.name.clone().unwrap_or_else(|| words.say("web-role-console"));
    match (&actor.place, actor.role) {
        (Some(place), Some(role)) => words.joined(&[name, place.clone(), words.say(crate::session::role_key(role))]),
        (None, Some(role)) => words.joined(&[name, words.say(crate::session::role_key(role))]),
        _ => name,
    }
}

fn ids(texts: &[String]) -> Result<Vec<AccountRequestId>, AskError> {
    texts.iter().map(|text| id(text)).collect()
}

impl County {
    fn keep_slips(&self, who: Asker<'_>, op: OperationId, slips: Vec<accounts::Slip>) {
        self.slips.keep(&who.session.account, op, slips, self.now());
    }

    async fn list_accounts(&self, who: Asker<'_>, ask: AccountsAsk) -> Result<AccountsList, AskError> {
        let words = self.words(who.language);
        let role = ask.role.as_deref().map(|code| Role::from_code(code).ok_or(AskError::NotFound)).transpose()?;
        let page = u64::try_from(ask.page).unwrap_or(u64::MAX);
        let wish = ListAccounts { role, with_closed: ask.with_closed, name: ask.search, page };
        let mut cx = self.cx(who)?;
        let page = accounts::list_accounts(&mut cx, &wish).await?;
        let opens = who.session.role == Role::Administrator;
        let places = if opens { accounts::list_waiting_places(&mut cx).await? } else { Vec::new() };
        let resets = accounts::list_resets(&mut cx).await?.into_iter().map(|reset| ResetRow {
            id: reset.reset_id.to_string(),
            asked_by: actor_name(words, &reset.asker),
            name: reset.name,
            role: reset.role,
            at: reset.asked_at,
        });
        let resets = resets.collect();
        Ok(AccountsList {
            rows: page.rows.iter().map(|account| row(account, self.now())).collect(),
            pager: Pager::of(page.total, page.page, accounts::ACCOUNTS_PAGE),
            roles: Role::OF_ACCOUNTS
                .iter()
                .map(|role| Choice { code: role.code().to_owned(), name: words.say(crate::session::role_key(*role)) })
                .collect(),
            resets,
            places: places
                .into_iter()
                .map(|place| PlaceRow {
                    organization: place.organization_id.to_string(),
                    name: place.name,
                    waiting: shown(place.waiting),
                })
                .collect(),
        })
    }

    async fn read_account(&self, who: Asker<'_>, account: &str) -> Result<AccountFile, AskError> {
        let found = accounts::read_account(&mut self.cx(who)?, id(account)?).await?;
        let slip_until_on = match found.key {
            AccountKey::Code { ends_at } => Some(ends_at.day_in_china()),
            _ => None,
        };
        Ok(AccountFile {
            row: row(&found, self.now()),
            made_at: found.made_at,
            closed_at: found.closed_at,
            slip_until_on,
            is_own: who.session.account == account,
        })
    }

    async fn open_one(&self, who: Asker<'_>, op: OperationId, wish: OpenWish) -> Result<Opened, AskError> {
        let mut cx = self.cx(who)?;
        let named = wish.organization.trim();
        let organization_id = match accounts::find_place(&cx, named).await {
            Ok(found) => found,
            Err(error) => return wrong_field(error),
        };
        if organization_id.is_none() && !named.is_empty() {
            return Ok(Opened::Refused { field: "organization", key: "web-error-organization-unknown" });
        }
        let wish = OpenAccount {
            sign_in_name: wish.sign_in,
            name: wish.name,
            role: wish.role,
            organization_id,
            person_id: None,
        };
        match accounts::open_account(&mut cx, &self.passwords, &mut self.secrets(), &wish).await {
            Ok(slip) => {
                self.keep_slips(who, op, vec![slip]);
                Ok(Opened::Done)
            }
            Err(error) => wrong_field(error),
        }
    }

    async fn list_candidates(&self, who: Asker<'_>, place: &str, role: Role) -> Result<Candidates, AskError> {
        let found = accounts::list_candidates(&mut self.cx(who)?, id(place)?, role).await?;
        let rows = found.people.into_iter().map(|person| CandidateRow {
            person: person.person_id.to_string(),
            name: person.name,
            state: match person.standing {
                RequestStanding::Nothing => CandidateState::Nothing,
                RequestStanding::Asked => CandidateState::Asked,
                RequestStanding::Account(sign_in) => CandidateState::Has(sign_in),
            },
        });
        Ok(Candidates { organization: place.to_owned(), name: found.organization, role, rows: rows.collect() })
    }

    async fn list_requests(&self, who: Asker<'_>, place: &str) -> Result<Requests, AskError> {
        let words = self.words(who.language);
        let (name, found) = accounts::list_requests(&mut self.cx(who)?, id(place)?).await?;
        let rows = found.into_iter().map(|request| RequestRow {
            id: request.request_id.to_string(),
            name: request.name,
            role: request.role,
            asked_by: actor_name(words, &request.asked_by),
            at: request.asked_at,
        });
        Ok(Requests { organization: place.to_owned(), name, rows: rows.collect() })
    }
}

impl AccountsOffice for County {
    fn accounts<'a>(&'a self, who: Asker<'a>, ask: AccountsAsk) -> Answer<'a, AccountsList> {
        Box::pin(self.list_accounts(who, ask))
    }
    fn account<'a>(&'a self, who: Asker<'a>, account: &'a str) -> Answer<'a, AccountFile> {
        Box::pin(self.read_account(who, account))
    }
    fn open_account<'a>(&'a self, who: Asker<'a>, op: OperationId, wish: OpenWish) -> Answer<'a, Opened> {
        Box::pin(self.open_one(who, op, wish))
    }
    fn close_account<'a>(&'a self, who: Asker<'a>, _: OperationId, account: &'a str) -> Answer<'a, ()> {
        Box::pin(async move {
            let command = CloseAccount { account_id: id(account)? };
            Ok(accounts::close_account(&mut self.cx(who)?, command).await?)
        })
    }
    fn ask_reset<'a>(&'a self, who: Asker<'a>, _: OperationId, account: &'a str) -> Answer<'a, ()> {
        Box::pin(async move {
            accounts::ask_reset(&mut self.cx(who)?, AskReset { account_id: id(account)? }).await?;
            Ok(())
        })
    }
    fn confirm_reset<'a>(&'a self, who: Asker<'a>, op: OperationId, reset: &'a str) -> Answer<'a, ()> {
        Box::pin(async move {
            let command = ConfirmReset { reset_id: id(reset)? };
            let mut cx = self.cx(who)?;
            let slip = accounts::confirm_reset(&mut cx, &self.passwords, &mut self.secrets(), command).await?;
            self.keep_slips(who, op, vec![slip]);
            Ok(())
        })
    }
    fn candidates<'a>(&'a self, who: Asker<'a>, organization: &'a str, role: Role) -> Answer<'a, Candidates> {
        Box::pin(self.list_candidates(who, organization, role))
    }
    fn ask_accounts<'a>(&'a self, who: Asker<'a>, op: OperationId, ask: AskPeople) -> Answer<'a, ()> {
        Box::pin(async move {
            let person_ids = ask.people.iter().map(|person| id(person)).collect::<Result<_, _>>()?;
            let command = AskAccounts { person_ids, role: ask.role.code().to_owned() };
            Ok(accounts::ask_accounts(&mut self.cx(who)?, op.into(), &command).await?)
        })
    }
    fn requests<'a>(&'a self, who: Asker<'a>, organization: &'a str) -> Answer<'a, Requests> {
        Box::pin(self.list_requests(who, organization))
    }
    fn open_requested<'a>(&'a self, who: Asker<'a>, op: OperationId, requests: Vec<String>) -> Answer<'a, ()> {
        Box::pin(async move {
            let ids = ids(&requests)?;
            let mut cx = self.cx(who)?;
            let slips = accounts::open_requested(&mut cx, &self.passwords, &mut self.secrets(), &ids).await?;
            self.keep_slips(who, op, slips);
            Ok(())
        })
    }
    fn decline_requests<'a>(&'a self, who: Asker<'a>, _: OperationId, requests: Vec<String>) -> Answer<'a, ()> {
        Box::pin(async move {
            let ids = ids(&requests)?;
            Ok(accounts::decline_requests(&mut self.cx(who)?, &ids).await?)
        })
    }
    fn slips<'a>(&'a self, who: Asker<'a>, op: OperationId) -> Answer<'a, Slips> {
        Box::pin(async move {
            let found = self.slips.find(&who.session.account, op, self.now());
            let (slips, minutes) = found.ok_or(AskError::Refused("web-refused-slips-over"))?;
            let rows = slips.into_iter().map(|slip| Slip {
                sign_in: slip.sign_in_name,
                name: slip.name,
                role: slip.role,
                place: slip.place,
                code: slip.code.as_str().to_owned(),
                until_on: slip.ends_at.day_in_china(),
            });
            Ok(Slips { rows: rows.collect(), minutes })
        })
    }
    fn forget_slips<'a>(&'a self, who: Asker<'a>, op: OperationId) -> Answer<'a, ()> {
        Box::pin(async move {
            self.slips.forget(&who.session.account, op);
            Ok(())
        })
    }
}

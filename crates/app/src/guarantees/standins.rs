//! Who stands in for whom, and who is on duty.

use guanai_casework::guarantee::{Deputy, DutyTurn};
use guanai_kernel::Date;
use guanai_kernel::civil::add_days;
use guanai_kernel::ids::AccountId;
use guanai_store::accounts::{self, Account, AccountState};
use guanai_store::audit::Subject;
use guanai_store::{StoreError, Tx, audit, standins};

use crate::actor::{Act, Actor, Denied, Role};
use crate::cx::Cx;
use crate::scope::ScopeOf;

/// An absence to be named, with who stands in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameDeputy {
    /// Who is away; none is the actor.
    pub account_id: Option<AccountId>,
    /// The first day.
    pub from_on: Date,
    /// The last day.
    pub last_on: Date,
    /// Who stands in, by sign-in name; none lets the next post hear.
    pub deputy: Option<String>,
}

/// A turn of duty to be named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameDuty {
    /// Who, by sign-in name.
    pub account: String,
    /// The first day.
    pub from_on: Date,
    /// The last day.
    pub last_on: Date,
}

/// Why nobody was named. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum NameStandinError {
    /// The role does not hold it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The last day lies before the first, or in the past.
    #[error("the days must begin before they end, and end today or later")]
    Days,
    /// No such account within the actor's scope, or one that nobody may stand in with.
    #[error("there is no open account of an office with this name")]
    NoAccount,
    /// Nobody stands in for themselves.
    #[error("nobody stands in for themselves")]
    Self_,
    /// One from that day stands already.
    #[error("something is named from that day already")]
    Taken,
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl NameStandinError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Denied(_) => "denied",
            Self::Days => "standin-days",
            Self::NoAccount => "standin-no-account",
            Self::Self_ => "standin-self",
            Self::Taken => "standin-taken",
            Self::Store(error) => error.code(),
        }
    }
}

/// Names who stands in while somebody is away. Everybody says it of themselves; officers of those within their scope.
pub async fn name_deputy(cx: &mut Cx<'_>, wish: &NameDeputy) -> Result<(), NameStandinError> {
    cx.authorise(Act::NameDeputy)?;
    let until_on = end_of(cx, wish.from_on, wish.last_on)?;
    let mut ids = cx.ids.clone();
    let draft = cx.audit_record(&mut ids, Act::NameDeputy, Vec::new(), None);
    cx.ids = ids;
    let (actor, now, draft) = (&cx.actor, cx.now, &draft);
    let naming = cx.db.write(move |tx: &mut Tx, _| {
        Box::pin(async move {
            let away = who_is_away(tx, actor, wish.account_id).await?;
            let deputy = match wish.deputy.as_deref() {
                None => None,
                Some(name) => Some(office_account(tx, name).await?),
            };
            if deputy.as_ref().is_some_and(|deputy| deputy.account_id == away.account_id) {
                return Err(NameStandinError::Self_);
            }
            let kept = Deputy {
                account: away.account_id.to_string(),
                from_on: wish.from_on,
                until_on,
                deputy: deputy.as_ref().map(|deputy| deputy.account_id.to_string()),
                named_by: actor.name.clone(),
                recorded_at: now,
            };
            taken(standins::add_deputy(tx, &kept).await)?;
            let mut record = draft.clone();
            record.subjects = [Some(away.account_id), deputy.map(|deputy| deputy.account_id)]
                .into_iter()
                .flatten()
                .map(Subject::Account)
                .collect();
            audit::append(tx, &record).await?;
            Ok(())
        })
    });
    naming.await
}

/// Names who is on duty.
pub async fn name_duty(cx: &mut Cx<'_>, wish: &NameDuty) -> Result<(), NameStandinError> {
    cx.authorise(Act::NameDuty)?;
    let until_on = end_of(cx, wish.from_on, wish.last_on)?;
    let mut ids = cx.ids.clone();
    let draft = cx.audit_record(&mut ids, Act::NameDuty, Vec::new(), None);
    cx.ids = ids;
    let (actor, now, draft) = (&cx.actor, cx.now, &draft);
    let naming = cx.db.write(move |tx: &mut Tx, _| {
        Box::pin(async move {
            let account = office_account(tx, &wish.account).await?;
            let kept = DutyTurn {
                account: account.account_id.to_string(),
                from_on: wish.from_on,
                until_on,
                named_by: actor.name.clone(),
                recorded_at: now,
            };
            taken(standins::add_duty_turn(tx, &kept).await)?;
            let mut record = draft.clone();
            record.subjects = vec![Subject::Account(account.account_id)];
            audit::append(tx, &record).await?;
            Ok(())
        })
    });
    naming.await
}

fn end_of(cx: &Cx<'_>, from_on: Date, last_on: Date) -> Result<Date, NameStandinError> {
    if last_on < from_on || last_on < cx.now.day_in_china() {
        return Err(NameStandinError::Days);
    }
    add_days(last_on, 1).ok_or(NameStandinError::Days)
}

fn taken(outcome: Result<(), StoreError>) -> Result<(), NameStandinError> {
    match outcome {
        Err(StoreError::Conflict { .. }) => Err(NameStandinError::Taken),
        outcome => Ok(outcome?),
    }
}

async fn who_is_away(tx: &mut Tx, actor: &Actor, who: Option<AccountId>) -> Result<Account, NameStandinError> {
    let own = actor.name.parse::<AccountId>().ok();
    let asked = who.or(own).ok_or(NameStandinError::NoAccount)?;
    let account = accounts::find(tx, asked).await?.ok_or(NameStandinError::NoAccount)?;
    if Some(asked) == own {
        return Ok(account);
    }
    let scope = ScopeOf::resolve(tx, actor).await?;
    let within = match account.organization_id {
        Some(organization) => scope.holds_organization(organization),
        None => scope == ScopeOf::Everything,
    };
    let may = matches!(actor.role, Role::TownshipOfficer | Role::CountyOfficer);
    if within && may && is_office(&account) { Ok(account) } else { Err(NameStandinError::NoAccount) }
}

async fn office_account(tx: &mut Tx, sign_in_name: &str) -> Result<Account, NameStandinError> {
    let found = accounts::find_by_sign_in_name(tx, sign_in_name.trim()).await?;
    found
        .filter(|account| account.state != AccountState::Closed && is_office(account))
        .ok_or(NameStandinError::NoAccount)
}

/// Whether the account is of somebody who looks after people: no member's, no cashier's, no administrator's.
pub(super) fn is_office(account: &Account) -> bool {
    let role = Role::from_code(&account.role);
    matches!(role, Some(Role::BranchContact | Role::TownshipOfficer | Role::CountyOfficer))
}

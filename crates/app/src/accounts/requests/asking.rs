//! Asking for accounts: an office for its people, one branch at a time; and taking requests back.

use std::collections::{BTreeMap, BTreeSet};

use guanai_kernel::Moment;
use guanai_kernel::ids::{AccountRequestId, OperationId, OrganizationId, PersonId};
use guanai_kernel::name::clean_name;
use guanai_kernel::pinyin::search_key;
use guanai_registry::Membership;
use guanai_store::account_requests::{self, AccountRequest, RequestState};
use guanai_store::audit::{AuditRecord, Subject};
use guanai_store::{StoreError, Tx, accounts, audit, memberships, organizations};

use super::{AccountRequestError, MOST_REQUESTS, REQUESTED_ROLES, check_number};
use crate::actor::{Act, Actor, Role};
use crate::cx::Cx;
use crate::operation::Operation;
use crate::people::known;
use crate::scope::ScopeOf;

/// Accounts to be asked for.
#[derive(Debug, Clone, serde::Serialize)]
pub struct AskAccounts {
    /// For whom.
    pub person_ids: Vec<PersonId>,
    /// In which role, by its code: a member, or a contact of the branch to which they belong.
    pub role: String,
}

/// Asks for accounts. Who has such an account, or for whom one was asked, is passed over. The record names everybody.
pub async fn ask_accounts(
    cx: &mut Cx<'_>,
    operation_id: OperationId,
    command: &AskAccounts,
) -> Result<(), AccountRequestError> {
    cx.authorise(Act::AskAccount)?;
    let role = Role::from_code(&command.role).filter(|role| REQUESTED_ROLES.contains(role));
    let role = role.ok_or(AccountRequestError::Role)?;
    let wanted: BTreeSet<PersonId> = command.person_ids.iter().copied().collect();
    if !(1..=MOST_REQUESTS).contains(&wanted.len()) {
        return Err(AccountRequestError::Number);
    }
    let operation = &Operation::new(operation_id, Act::AskAccount, command)?;
    let mut ids = cx.ids.clone();
    let fresh: &Vec<(PersonId, AccountRequestId)> =
        &wanted.into_iter().map(|person| (person, AccountRequestId::fresh(&mut ids))).collect();
    let subjects = fresh.iter().map(|(person, _)| Subject::Person(*person)).collect();
    let record = &cx.audit_record(&mut ids, Act::AskAccount, subjects, None);
    cx.ids = ids;
    let (actor, now) = (&cx.actor, cx.now);
    let asking = cx.db.write(move |tx: &mut Tx, _| {
        Box::pin(async move {
            if operation.earlier::<OperationId>(tx, actor).await?.is_some() {
                return Ok(());
            }
            let requests = drawn_up(tx, actor, role, fresh, now).await?;
            account_requests::add_many(tx, &requests).await?;
            operation.keep(tx, actor, operation_id, now).await?;
            audit::append(tx, record).await?;
            Ok(())
        })
    });
    asking.await
}

/// The requests for those who have no such account yet, and for whom none was asked.
async fn drawn_up(
    tx: &mut Tx,
    actor: &Actor,
    role: Role,
    fresh: &[(PersonId, AccountRequestId)],
    now: Moment,
) -> Result<Vec<AccountRequest>, AccountRequestError> {
    let scope = ScopeOf::resolve(tx, actor).await?;
    let people: Vec<PersonId> = fresh.iter().map(|(person, _)| *person).collect();
    let known = known(tx, &people).await?;
    let standing = standing_of(tx, &people, role).await?;
    let spells = memberships::list_current_of(tx, &people).await?;
    let residents: BTreeSet<PersonId> =
        spells.iter().filter(|spell| !spell.is_member()).map(|spell| spell.person_id).collect();
    let mut requests = Vec::new();
    for (person_id, request_id) in fresh {
        let known = known.get(person_id).ok_or(AccountRequestError::NotFound)?;
        let within = known.organization_id.filter(|id| scope.holds_organization(*id));
        let belongs_to = within.ok_or(AccountRequestError::NotFound)?;
        // A member's account is a member's.
        if role == Role::Member && residents.contains(person_id) {
            return Err(AccountRequestError::NotFound);
        }
        if standing.get(person_id).is_some_and(|standing| *standing != RequestStanding::Nothing) {
            continue;
        }
        requests.push(AccountRequest {
            request_id: *request_id,
            person_id: *person_id,
            role: role.code().to_owned(),
            belongs_to,
            name: clean_name(&known.name),
            asked_by: actor.name.clone(),
            asked_role: actor.role.code().to_owned(),
            asked_at: now,
            state: RequestState::Asked,
        });
    }
    Ok(requests)
}

/// Whether somebody has an account of a role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RequestStanding {
    /// Neither an account nor a request.
    Nothing,
    /// One was asked for.
    Asked,
    /// They have one, by its sign-in name.
    Account(String),
}

async fn standing_of(
    tx: &mut Tx,
    people: &[PersonId],
    role: Role,
) -> Result<BTreeMap<PersonId, RequestStanding>, StoreError> {
    let mut standing: BTreeMap<PersonId, RequestStanding> =
        people.iter().map(|person| (*person, RequestStanding::Nothing)).collect();
    for request in account_requests::list_asked_of(tx, people).await? {
        if request.role == role.code() {
            standing.insert(request.person_id, RequestStanding::Asked);
        }
    }
    for account in accounts::list_of_persons(tx, people).await? {
        if let (true, Some(person_id)) = (account.role == role.code(), account.person_id) {
            standing.insert(person_id, RequestStanding::Account(account.sign_in_name));
        }
    }
    Ok(standing)
}

/// Somebody of an organisation, who may be given an account.
#[derive(Clone, PartialEq, Eq)]
pub struct Candidate {
    /// Who.
    pub person_id: PersonId,
    /// Their name.
    pub name: String,
    /// Whether they have an account of the role already.
    pub standing: RequestStanding,
}

guanai_kernel::debug_by_id!(Candidate.person_id);

/// An organisation's people, who may be given accounts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidates {
    /// The organisation's name.
    pub organization: String,
    /// Its people, by their names' pinyin.
    pub people: Vec<Candidate>,
}

/// Lists the people of one organisation with whether they have an account of a role. The record names them.
pub async fn list_candidates(
    cx: &mut Cx<'_>,
    organization_id: OrganizationId,
    role: Role,
) -> Result<Candidates, AccountRequestError> {
    cx.authorise(Act::AskAccount)?;
    if !REQUESTED_ROLES.contains(&role) {
        return Err(AccountRequestError::Role);
    }
    let mut tx = cx.db.begin_read().await?;
    let scope = ScopeOf::resolve(&mut tx, &cx.actor).await?;
    let found = organizations::find(&mut tx, organization_id).await?;
    let Some(organization) = found.filter(|o| scope.holds_organization(o.organization_id)) else {
        tx.rollback().await?;
        return Err(AccountRequestError::NotFound);
    };
    let mut spells = memberships::list_current_in(&mut tx, organization_id).await?;
    if role == Role::Member {
        spells.retain(Membership::is_member);
    }
    let ids: Vec<PersonId> = spells.iter().map(|spell| spell.person_id).collect();
    let mut standing = standing_of(&mut tx, &ids, role).await?;
    let mut people: Vec<Candidate> = known(&mut tx, &ids)
        .await?
        .into_values()
        .map(|known| Candidate {
            standing: standing.remove(&known.person_id).unwrap_or(RequestStanding::Nothing),
            person_id: known.person_id,
            name: known.name,
        })
        .collect();
    tx.rollback().await?;
    people.sort_by_cached_key(|candidate| (search_key(&candidate.name), candidate.person_id));
    cx.record_reading(Act::AskAccount, ids.into_iter().map(Subject::Person).collect()).await?;
    Ok(Candidates { organization: organization.name, people })
}

/// Declines requests, or takes them back: the administration any, an office those within its reach.
pub async fn decline_requests(cx: &mut Cx<'_>, request_ids: &[AccountRequestId]) -> Result<(), AccountRequestError> {
    let act = if cx.authorise(Act::AskAccount).is_ok() { Act::AskAccount } else { Act::OpenAccount };
    cx.authorise(act)?;
    check_number(request_ids)?;
    let mut ids = cx.ids.clone();
    let record = &cx.audit_record(&mut ids, act, Vec::new(), None);
    cx.ids = ids;
    let (actor, now) = (&cx.actor, cx.now);
    let declining = cx.db.write(move |tx: &mut Tx, _| {
        Box::pin(async move {
            let scope = if act == Act::AskAccount { Some(ScopeOf::resolve(tx, actor).await?) } else { None };
            let mut requests = account_requests::list_by_ids(tx, request_ids).await?;
            requests.retain(|request| {
                let within = scope.as_ref().is_none_or(|scope| scope.holds_organization(request.belongs_to));
                within && request.state == RequestState::Asked
            });
            if requests.is_empty() {
                return Err(AccountRequestError::NotFound);
            }
            for request in &requests {
                let state = RequestState::Declined { by: actor.name.clone(), at: now };
                account_requests::amend(tx, request, &AccountRequest { state, ..request.clone() }).await?;
            }
            let subjects = requests.iter().map(|request| Subject::Person(request.person_id)).collect();
            audit::append(tx, &AuditRecord { subjects, ..record.clone() }).await?;
            Ok(())
        })
    });
    declining.await
}

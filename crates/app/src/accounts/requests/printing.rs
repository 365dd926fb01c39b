//! Opening the accounts that were asked for, and printing their slips.

use std::collections::{BTreeMap, BTreeSet};

use guanai_kernel::Moment;
use guanai_kernel::ids::{AccountId, AccountRequestId, OrganizationId};
use guanai_kernel::pinyin::search_key;
use guanai_store::account_requests::{self, AccountRequest, RequestState};
use guanai_store::accounts::{self, Account, AccountState};
use guanai_store::audit::{AuditRecord, Subject};
use guanai_store::{StoreError, Tx, audit, organizations};

use super::super::opening::{Slip, is_sign_in_name, print_slip};
use super::super::passwords::Passwords;
use super::super::secrets::Secrets;
use super::super::{SeenActor, fold_sign_in_name, listing};
use super::{AccountRequestError, check_number};
use crate::actor::{Act, Actor, Role};
use crate::cx::Cx;

/// An organisation for whose people accounts wait to be opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaitingPlace {
    /// The organisation.
    pub organization_id: OrganizationId,
    /// Its name.
    pub name: String,
    /// How many wait.
    pub waiting: u64,
}

/// The organisations for whose people accounts wait, by name.
pub async fn list_waiting_places(cx: &mut Cx<'_>) -> Result<Vec<WaitingPlace>, AccountRequestError> {
    cx.authorise(Act::OpenAccount)?;
    let mut tx = cx.db.begin_read().await?;
    let waiting = account_requests::count_asked_by_organization(&mut tx).await?;
    let ids: Vec<OrganizationId> = waiting.keys().copied().collect();
    let found = organizations::list_by_ids(&mut tx, &ids).await?;
    tx.rollback().await?;
    let mut places: Vec<WaitingPlace> = found
        .into_iter()
        .map(|place| WaitingPlace {
            waiting: waiting.get(&place.organization_id).copied().unwrap_or(0),
            organization_id: place.organization_id,
            name: place.name,
        })
        .collect();
    places.sort_by_cached_key(|place| (search_key(&place.name), place.organization_id));
    let subjects = places.iter().map(|place| Subject::Organization(place.organization_id)).collect();
    cx.record_reading(Act::OpenAccount, subjects).await?;
    Ok(places)
}

/// Counts the accounts that wait to be opened. It names nobody, and leaves no record.
pub async fn count_requests(cx: &Cx<'_>) -> Result<u64, AccountRequestError> {
    cx.authorise(Act::OpenAccount)?;
    let mut tx = cx.db.begin_read().await?;
    let waiting = account_requests::count_asked_by_organization(&mut tx).await?;
    tx.rollback().await?;
    Ok(waiting.values().sum())
}

/// A request as the administrator sees it: what will stand on the slip, and who asked.
#[derive(Clone, PartialEq, Eq)]
pub struct WaitingRequest {
    /// Its id.
    pub request_id: AccountRequestId,
    /// The owner's name.
    pub name: String,
    /// The role.
    pub role: Role,
    /// Who asked.
    pub asked_by: SeenActor,
    /// When.
    pub asked_at: Moment,
}

guanai_kernel::debug_by_id!(WaitingRequest.request_id);

/// The requests that wait for people of one organisation, oldest first. The record names the people: they may read that their
/// name was seen.
pub async fn list_requests(
    cx: &mut Cx<'_>,
    organization_id: OrganizationId,
) -> Result<(String, Vec<WaitingRequest>), AccountRequestError> {
    cx.authorise(Act::OpenAccount)?;
    let mut tx = cx.db.begin_read().await?;
    let found = account_requests::list_asked_in(&mut tx, organization_id).await?;
    let place = organizations::find(&mut tx, organization_id).await?.filter(|_| !found.is_empty());
    let actors = SeenActor::of_many(&mut tx, found.iter().map(|request| request.asked_by.as_str())).await?;
    tx.rollback().await?;
    let place = place.ok_or(AccountRequestError::NotFound)?;
    let mut waiting = Vec::with_capacity(found.len());
    for request in &found {
        waiting.push(WaitingRequest {
            request_id: request.request_id,
            name: request.name.clone(),
            role: role_of(request)?,
            asked_by: actors.get(&request.asked_by).cloned().unwrap_or_default(),
            asked_at: request.asked_at,
        });
    }
    let subjects = found.iter().map(|request| Subject::Person(request.person_id)).collect();
    cx.record_reading(Act::OpenAccount, subjects).await?;
    Ok((place.name, waiting))
}

fn role_of(request: &AccountRequest) -> Result<Role, StoreError> {
    Role::from_code(&request.role).ok_or_else(|| StoreError::Inconsistent {
        table: "account_requests",
        column: "role",
        key: request.request_id.to_string(),
    })
}

/// Opens the accounts that were asked for. The codes stand in the answer and nowhere else; what no longer waits is passed over.
/// The record names accounts and people.
pub async fn open_requested(
    cx: &mut Cx<'_>,
    passwords: &Passwords,
    secrets: &mut Secrets,
    request_ids: &[AccountRequestId],
) -> Result<Vec<Slip>, AccountRequestError> {
    cx.authorise(Act::OpenAccount)?;
    check_number(request_ids)?;
    // Looked at before the slow work, and again in the transaction.
    let mut tx = cx.db.begin_read().await?;
    let checked = waiting(&mut tx, &cx.actor, request_ids).await;
    tx.rollback().await?;
    let mut printed = BTreeMap::new();
    let mut ids = cx.ids.clone();
    for request in checked? {
        let (slip, secret) = print_slip(cx.now, passwords, secrets).await?;
        printed.insert(request.request_id, (slip, secret, AccountId::fresh(&mut ids)));
    }
    let record = &cx.audit_record(&mut ids, Act::OpenAccount, Vec::new(), None);
    let (actor, now, printed) = (&cx.actor, cx.now, &printed);
    let opening = cx.db.write(move |tx: &mut Tx, _| {
        Box::pin(async move {
            let mut slips = Vec::new();
            let mut subjects = Vec::new();
            for request in waiting(tx, actor, request_ids).await? {
                let Some((slip, secret, account_id)) = printed.get(&request.request_id) else { continue };
                let account = Account {
                    account_id: *account_id,
                    sign_in_name: spare_name(tx, &request.name).await?,
                    name: request.name.clone(),
                    role: request.role.clone(),
                    organization_id: (role_of(&request)? == Role::BranchContact).then_some(request.belongs_to),
                    person_id: Some(request.person_id),
                    secret: secret.clone(),
                    state: AccountState::Active,
                    made_at: now,
                    made_by: actor.name.clone(),
                    closed_at: None,
                };
                accounts::add(tx, &account).await?;
                let state = RequestState::Opened { by: actor.name.clone(), at: now, account_id: *account_id };
                account_requests::amend(tx, &request, &AccountRequest { state, ..request.clone() }).await?;
                subjects.extend([Subject::Account(*account_id), Subject::Person(request.person_id)]);
                let place = organizations::find(tx, request.belongs_to).await?.map(|place| place.name);
                slips.push(slip.of(&account, listing::role_of(&account)?, place));
            }
            audit::append(tx, &AuditRecord { subjects, ..record.clone() }).await?;
            Ok::<_, AccountRequestError>(slips)
        })
    });
    let slips = opening.await?;
    cx.ids = ids;
    Ok(slips)
}

/// The requests of these that wait, where the actor may open them.
async fn waiting(
    tx: &mut Tx,
    actor: &Actor,
    request_ids: &[AccountRequestId],
) -> Result<Vec<AccountRequest>, AccountRequestError> {
    let mut requests = account_requests::list_by_ids(tx, request_ids).await?;
    requests.retain(|request| request.state == RequestState::Asked);
    if requests.is_empty() {
        return Err(AccountRequestError::NotFound);
    }
    let askers = SeenActor::of_many(tx, requests.iter().map(|request| request.asked_by.as_str())).await?;
    let same = |request: &AccountRequest| {
        let asker = askers.get(&request.asked_by).and_then(|asker| asker.person_id);
        request.asked_by == actor.name || (asker.is_some() && asker == actor.person_id)
    };
    if requests.iter().any(same) { Err(AccountRequestError::SamePerson) } else { Ok(requests) }
}

/// A sign-in name that nobody has or had: the name's pinyin, and a number where that is somebody's.
async fn spare_name(tx: &mut Tx, name: &str) -> Result<String, StoreError> {
    let spoken = search_key(name);
    let letters: String =
        spoken.split(' ').next().unwrap_or_default().chars().filter(char::is_ascii_alphabetic).take(30).collect();
    let base = fold_sign_in_name(&letters);
    let base = if is_sign_in_name(&base) { base } else { "member".to_owned() };
    let taken: BTreeSet<String> = accounts::list_sign_in_names(tx, &base).await?.into_iter().collect();
    let numbered = (2..).map(|number: u32| format!("{base}{number}"));
    let spare = std::iter::once(base.clone()).chain(numbered).find(|name| !taken.contains(name));
    Ok(spare.unwrap_or(base))
}

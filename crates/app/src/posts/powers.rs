//! What an account may do on a day: its role and the organisations over which it acts, from what it was opened with and from the
//! posts of its owner.

use std::collections::BTreeMap;

use guanai_casework::appointment::{Appointment, OwnGrant, Powers, reckon};
use guanai_kernel::Date;
use guanai_kernel::ids::{AccountId, OrganizationId, PersonId};
use guanai_store::accounts::{self, Account, AccountState};
use guanai_store::{StoreError, Tx, appointments, standins};

use crate::actor::{Role, Tenure};

/// What an account may do on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldPowers {
    /// In which role.
    pub role: Role,
    /// Over which organisation; none is the role's whole domain, or nothing where it rests.
    pub scope: Option<OrganizationId>,
    /// On what that rests.
    pub tenure: Tenure,
}

impl HeldPowers {
    /// The organisations over which it acts, each with all below it.
    pub fn over(&self) -> Vec<OrganizationId> {
        self.scope.into_iter().chain(self.tenure.beside().iter().copied()).collect()
    }
}

/// The role that powers are.
pub const fn role_of_powers(powers: Powers) -> Option<Role> {
    match powers {
        Powers::Nothing => None,
        Powers::Contact => Some(Role::BranchContact),
        Powers::Officer => Some(Role::TownshipOfficer),
    }
}

/// The powers that a role is, where posts give it.
pub(super) const fn powers_of_role(role: Role) -> Powers {
    match role {
        Role::BranchContact => Powers::Contact,
        Role::TownshipOfficer => Powers::Officer,
        _ => Powers::Nothing,
    }
}

/// What an account, opened in a role, may do on a day, with what it does for those who are away and named it as their deputy.
pub(crate) async fn powers_of(tx: &mut Tx, account: &Account, role: Role, on: Date) -> Result<HeldPowers, StoreError> {
    let held = match account.person_id.filter(|_| powers_of_role(role) != Powers::Nothing) {
        Some(person_id) => appointments::list_held_by(tx, &[person_id]).await?,
        None => Vec::new(),
    };
    let own = of_one(account, role, &held, on);
    let for_others = stood_in_for(tx, account, &own, on).await?;
    if for_others.is_empty() {
        return Ok(own);
    }
    let beside = own.tenure.beside().to_vec();
    Ok(HeldPowers { tenure: Tenure::Deputy { beside, for_others }, ..own })
}

/// The organisations of those who are away on a day and for whom the account stands in: of its own kind of powers, or of lesser
/// ones, since nobody is lent more than they were given. Who stands in for somebody who stands in for another does not do so for
/// that other.
async fn stood_in_for(
    tx: &mut Tx,
    account: &Account,
    own: &HeldPowers,
    on: Date,
) -> Result<Vec<OrganizationId>, StoreError> {
    if own.tenure == Tenure::Resting || powers_of_role(own.role) == Powers::Nothing {
        return Ok(Vec::new());
    }
    let deputy = account.account_id.to_string();
    let away = standins::list_deputies_from(tx, on).await?.into_iter();
    let away: Vec<AccountId> = away
        .filter(|away| away.from_on <= on && away.deputy.as_ref() == Some(&deputy))
        .filter_map(|away| away.account.parse().ok())
        .collect();
    if away.is_empty() {
        return Ok(Vec::new());
    }
    let mut accounts = accounts::list_by_ids(tx, &away).await?;
    accounts.retain(|account| account.state != AccountState::Closed);
    let mut over = Vec::new();
    for held in powers_of_many(tx, &accounts, on).await?.into_values() {
        let powers = powers_of_role(held.role);
        if powers == Powers::Nothing || powers_of_role(own.role) < powers {
            continue;
        }
        let fresh = held.over().into_iter().filter(|organization_id| !own.over().contains(organization_id));
        over.extend(fresh);
    }
    over.sort_unstable();
    over.dedup();
    Ok(over)
}

/// The same of many accounts, those of a role that the system does not know left out.
pub(crate) async fn powers_of_many(
    tx: &mut Tx,
    accounts: &[Account],
    on: Date,
) -> Result<BTreeMap<AccountId, HeldPowers>, StoreError> {
    let owners: Vec<PersonId> = accounts.iter().filter_map(|account| account.person_id).collect();
    let mut by_owner: BTreeMap<PersonId, Vec<Appointment>> = BTreeMap::new();
    for one in appointments::list_held_by(tx, &owners).await? {
        by_owner.entry(one.person_id).or_default().push(one);
    }
    let mut powers = BTreeMap::new();
    for account in accounts {
        let Some(role) = Role::from_code(&account.role) else { continue };
        let held = account.person_id.and_then(|id| by_owner.get(&id)).map(Vec::as_slice).unwrap_or_default();
        powers.insert(account.account_id, of_one(account, role, held, on));
    }
    Ok(powers)
}

fn of_one(account: &Account, role: Role, held: &[Appointment], on: Date) -> HeldPowers {
    let own = match (powers_of_role(role), account.organization_id) {
        (Powers::Nothing, _) | (_, None) => None,
        (powers, Some(organization_id)) => Some(OwnGrant { powers, organization_id, made_at: account.made_at }),
    };
    let Some(own) = own.filter(|_| !held.is_empty()) else {
        return HeldPowers { role, scope: account.organization_id, tenure: Tenure::Single };
    };
    let grant = reckon(own, held, on);
    let mut over = grant.over.into_iter();
    let scope = over.next();
    let beside: Vec<OrganizationId> = over.collect();
    let tenure = match (scope, beside.is_empty()) {
        (None, _) => Tenure::Resting,
        (Some(_), true) => Tenure::Single,
        (Some(_), false) => Tenure::Beside(beside),
    };
    HeldPowers { role: role_of_powers(grant.powers).unwrap_or(role), scope, tenure }
}

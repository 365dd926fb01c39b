//! What an account may do on a day: its role and the organisations over which it acts, from what it was opened with and from the
//! posts of its owner.

use std::collections::BTreeMap;

use guanai_casework::appointment::{Appointment, OwnGrant, Powers, reckon};
use guanai_kernel::Date;
use guanai_kernel::ids::{AccountId, OrganizationId, PersonId};
use guanai_store::accounts::Account;
use guanai_store::{StoreError, Tx, appointments};

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
        let beside = match &self.tenure {
            Tenure::Beside(others) => others.clone(),
            Tenure::Single | Tenure::Resting => Vec::new(),
        };
        self.scope.into_iter().chain(beside).collect()
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

/// What an account, opened in a role, may do on a day.
pub(crate) async fn powers_of(tx: &mut Tx, account: &Account, role: Role, on: Date) -> Result<HeldPowers, StoreError> {
    let held = match account.person_id.filter(|_| powers_of_role(role) != Powers::Nothing) {
        Some(person_id) => appointments::list_held_by(tx, &[person_id]).await?,
        None => Vec::new(),
    };
    Ok(of_one(account, role, &held, on))
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

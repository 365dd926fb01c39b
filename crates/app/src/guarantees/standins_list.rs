//! Reading who is away, who stands in and who is on duty, and whom the actor may name.

use std::collections::{BTreeMap, BTreeSet};

use guanai_kernel::Date;
use guanai_kernel::civil::add_days;
use guanai_kernel::ids::{AccountId, OrganizationId};
use guanai_store::accounts::{self, Account, AccountState};
use guanai_store::audit::Subject;
use guanai_store::{StoreError, Tx, clock_sources, standins};

use super::standins::{NameStandinError, is_office};
use crate::actor::{Act, Actor, Role, authorise};
use crate::cx::Cx;
use crate::scope::ScopeOf;

/// An absence or a turn of duty that holds or is to come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedStandin {
    /// Who is away, or on duty.
    pub who: String,
    /// The first day.
    pub from_on: Date,
    /// The last day.
    pub last_on: Date,
    /// Who stands in.
    pub deputy: Option<String>,
}

/// Somebody who may be named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Nameable {
    /// Their account.
    pub account_id: AccountId,
    /// Their sign-in name.
    pub sign_in_name: String,
    /// Their name.
    pub name: String,
    /// Their role.
    pub role: Role,
    /// Where.
    pub place: Option<String>,
}

/// Who is away, who is on duty, and whom the actor may name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standins {
    /// The day.
    pub as_of: Date,
    /// Absences of the actor, within the scope, or for which the actor stands in.
    pub away: Vec<ListedStandin>,
    /// Turns of duty: everybody may know whom to call.
    pub duty: Vec<ListedStandin>,
    /// Who may be said to be away, the actor first.
    pub may_be_away: Vec<Nameable>,
    /// Who may stand in or be on duty: whoever is within the scope, beside it, or over it.
    pub may_stand_in: Vec<Nameable>,
    /// Whether the actor names who is on duty.
    pub may_name_duty: bool,
}

/// Reads them; the record names the accounts that are away.
pub async fn list_standins(cx: &mut Cx<'_>) -> Result<Standins, NameStandinError> {
    cx.authorise(Act::ListStandins)?;
    let mut tx = cx.db.begin_read().await?;
    let read = load(cx, &mut tx).await;
    tx.rollback().await?;
    let read = read?;
    let subjects = read.may_be_away.iter().map(|account| Subject::Account(account.account_id)).take(1).collect();
    cx.record_reading(Act::ListStandins, subjects).await?;
    Ok(read)
}

async fn load(cx: &Cx<'_>, tx: &mut Tx) -> Result<Standins, StoreError> {
    let as_of = cx.now.day_in_china();
    let actor = &cx.actor;
    let scope = ScopeOf::resolve(tx, actor).await?;
    let mut superiors: BTreeMap<OrganizationId, Option<OrganizationId>> = BTreeMap::new();
    let mut places: BTreeMap<OrganizationId, String> = BTreeMap::new();
    for place in clock_sources::list_places(tx).await? {
        superiors.insert(place.organization_id, place.superior_id);
        places.insert(place.organization_id, place.name);
    }
    let all: BTreeMap<String, Account> =
        accounts::list_all(tx).await?.into_iter().map(|account| (account.account_id.to_string(), account)).collect();
    let offices = || all.values().filter(|account| account.state != AccountState::Closed && is_office(account));
    let within = |account: &Account| match account.organization_id {
        Some(organization) => scope.holds_organization(organization),
        None => scope == ScopeOf::Everything,
    };
    let named = |account: &Account| {
        Some(Nameable {
            account_id: account.account_id,
            sign_in_name: account.sign_in_name.clone(),
            name: account.name.clone(),
            role: Role::from_code(&account.role)?,
            place: account.organization_id.and_then(|id| places.get(&id)).cloned(),
        })
    };
    let near = beside_and_over(actor, &superiors);
    let is_near = |account: &Account| account.organization_id.is_none_or(|id| near.contains(&id));
    let mut may_be_away: Vec<Nameable> =
        offices().filter(|account| account.account_id.to_string() == actor.name).filter_map(named).collect();
    if matches!(actor.role, Role::TownshipOfficer | Role::CountyOfficer) {
        let others = offices().filter(|account| within(account) && account.account_id.to_string() != actor.name);
        may_be_away.extend(others.filter_map(named));
    }
    let may_stand_in = offices().filter(|account| within(account) || is_near(account)).filter_map(named).collect();
    let called = |account: &str| all.get(account).map_or_else(String::new, |account| account.name.clone());
    let last = |until_on: Date| add_days(until_on, -1).unwrap_or(until_on);
    let away = standins::list_deputies_from(tx, as_of).await?.into_iter().filter(|absence| {
        let own = absence.account == actor.name || absence.deputy.as_deref() == Some(&actor.name);
        own || all.get(&absence.account).is_some_and(within)
    });
    let away = away
        .map(|absence| ListedStandin {
            who: called(&absence.account),
            from_on: absence.from_on,
            last_on: last(absence.until_on),
            deputy: absence.deputy.as_deref().map(called),
        })
        .collect();
    let duty = standins::list_duty_turns_from(tx, as_of).await?.into_iter().map(|turn| ListedStandin {
        who: called(&turn.account),
        from_on: turn.from_on,
        last_on: last(turn.until_on),
        deputy: None,
    });
    Ok(Standins {
        as_of,
        away,
        duty: duty.collect(),
        may_be_away,
        may_stand_in,
        may_name_duty: authorise(actor, Act::NameDuty).is_ok(),
    })
}

/// The organisations beside the actor's own, and those over it.
fn beside_and_over(
    actor: &Actor,
    superiors: &BTreeMap<OrganizationId, Option<OrganizationId>>,
) -> BTreeSet<OrganizationId> {
    let Some(own) = actor.scope else { return BTreeSet::new() };
    let over = superiors.get(&own).copied().flatten();
    let mut near: BTreeSet<OrganizationId> =
        superiors.iter().filter(|(_, above)| over.is_some() && **above == over).map(|(id, _)| *id).collect();
    let mut at = over;
    while let Some(id) = at.filter(|id| !near.contains(id)) {
        near.insert(id);
        at = superiors.get(&id).copied().flatten();
    }
    near
}

//! What of a round lies within an actor's reach: all of it for whoever holds its organisation, else those of its list who
//! belonged to the actor's organisations when it was drawn.

use std::collections::BTreeMap;

use guanai_casework::round::{Hand, Round, RoundPerson};
use guanai_kernel::ids::{OrganizationId, PersonId, RoundId};
use guanai_registry::PartyOrganization;
use guanai_store::{StoreError, Tx, memberships, organizations, persons, round_people, rounds};

use crate::names;
use crate::scope::ScopeOf;

/// A round as far as an actor reaches.
pub(super) struct Reached {
    pub round: Round,
    /// Those of its list within reach.
    pub people: Vec<RoundPerson>,
    /// Whether that is everybody.
    pub is_whole: bool,
}

/// The round, or nothing where nothing of it lies within reach.
pub(super) async fn reach(tx: &mut Tx, scope: &ScopeOf, round_id: RoundId) -> Result<Option<Reached>, StoreError> {
    let Some(round) = rounds::find(tx, round_id).await? else { return Ok(None) };
    let mut people = round_people::list_of(tx, round_id).await?;
    let is_whole = scope.holds_organization(round.organization_id);
    if !is_whole {
        people.retain(|person| scope.holds_organization(person.organization_id));
        if people.is_empty() {
            return Ok(None);
        }
    }
    Ok(Some(Reached { round, people, is_whole }))
}

/// The organisations of a round; none where it is everybody's.
pub(super) async fn area(tx: &mut Tx, over: OrganizationId) -> Result<Option<Vec<OrganizationId>>, StoreError> {
    match organizations::find(tx, over).await? {
        Some(found) if found.superior_id.is_none() => Ok(None),
        _ => Ok(Some(organizations::list_subtree(tx, over).await?)),
    }
}

/// Those who can no longer be visited though they are on the list: they died, or left the organisations of the round.
pub(super) async fn gone(tx: &mut Tx, round: &Round, people: &[RoundPerson]) -> Result<Vec<PersonId>, StoreError> {
    let ids: Vec<PersonId> = people.iter().filter(|p| p.listing.is_on()).map(|p| p.person_id).collect();
    let area = area(tx, round.organization_id).await?;
    let spells = memberships::list_current_of(tx, &ids).await?;
    let here: BTreeMap<PersonId, OrganizationId> =
        spells.into_iter().map(|spell| (spell.person_id, spell.organization_id)).collect();
    let is_here = |person_id: &PersonId| {
        here.get(person_id).is_some_and(|place| area.as_ref().is_none_or(|area| area.contains(place)))
    };
    let found = persons::list_by_ids(tx, &ids).await?;
    Ok(found
        .into_iter()
        .filter(|person| person.died_on.is_some() || !is_here(&person.person_id))
        .map(|person| person.person_id)
        .collect())
}

/// The name of whoever did something; none where the account is no longer there.
pub(crate) async fn name_of(tx: &mut Tx, hand: Option<&Hand>) -> Result<Option<String>, StoreError> {
    let Some(hand) = hand else { return Ok(None) };
    names::of_account(tx, &hand.by).await
}

/// The organisations of these people, by id.
pub(super) async fn places(
    tx: &mut Tx,
    people: &[RoundPerson],
) -> Result<BTreeMap<OrganizationId, PartyOrganization>, StoreError> {
    let mut ids: Vec<OrganizationId> = people.iter().map(|person| person.organization_id).collect();
    ids.sort_unstable();
    ids.dedup();
    let found = organizations::list_by_ids(tx, &ids).await?;
    Ok(found.into_iter().map(|organization| (organization.organization_id, organization)).collect())
}

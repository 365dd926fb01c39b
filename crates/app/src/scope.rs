//! What an actor may reach: everything, an organisation with all below it, or the own record. Every use case that keeps to a
//! scope asks here, in the transaction in which it reads, and answers what lies outside as if it were not there.

use std::collections::{BTreeMap, BTreeSet};

use guanai_kernel::ids::{OrganizationId, PersonId};
use guanai_store::relations::{self, Tie};
use guanai_store::{StoreError, Tx, memberships, organizations, persons, spells};

use crate::actor::{Actor, Domain};

/// An organisation and those above it, itself first, by who is above whom; a circle ends where it closes.
pub(crate) fn upwards(
    of: OrganizationId,
    above: impl Fn(OrganizationId) -> Option<OrganizationId>,
) -> Vec<OrganizationId> {
    let mut path = Vec::new();
    let mut next = Some(of);
    while let Some(id) = next.filter(|id| !path.contains(id)) {
        path.push(id);
        next = above(id);
    }
    path
}

/// Why a list is not narrowed to an organisation.
#[derive(Debug, thiserror::Error)]
pub enum NarrowError {
    /// No such organisation within the scope.
    #[error("there is no such organisation")]
    NotFound,
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What an actor may reach.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ScopeOf {
    /// Everything in the jurisdiction.
    Everything,
    /// These organisations and who belongs to them today; nobody where there are none.
    Subtree(BTreeSet<OrganizationId>),
    /// One person's own record.
    Own(PersonId),
}

/// Those who live with somebody, as far as an actor reaches.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct House {
    /// Themself first, then those within reach.
    pub people: Vec<PersonId>,
    /// How many more there are, out of reach.
    pub beyond: usize,
}

impl ScopeOf {
    /// What `actor` may reach, in a query for each organisation over which they act. A role that needs an organisation and has none reaches nothing.
    pub async fn resolve(tx: &mut Tx, actor: &Actor) -> Result<Self, StoreError> {
        Ok(match (actor.role.domain(), actor.scope, actor.person_id) {
            (Domain::Jurisdiction, None, _) => Self::Everything,
            (Domain::Jurisdiction | Domain::Subtree, Some(over), _) => {
                let mut within: BTreeSet<OrganizationId> =
                    organizations::list_subtree(tx, over).await?.into_iter().collect();
                for other in actor.tenure.beside().iter().chain(actor.tenure.for_others()) {
                    within.extend(organizations::list_subtree(tx, *other).await?);
                }
                Self::Subtree(within)
            }
            (Domain::Own, _, Some(person_id)) => Self::Own(person_id),
            (Domain::Subtree | Domain::Own | Domain::System, ..) => Self::Subtree(BTreeSet::new()),
        })
    }

    /// Whether an organisation is within reach.
    pub fn holds_organization(&self, organization_id: OrganizationId) -> bool {
        match self {
            Self::Everything => true,
            Self::Subtree(organizations) => organizations.contains(&organization_id),
            Self::Own(_) => false,
        }
    }

    /// Whether a person is within reach: by where they belong now, and while they float within the county by who receives them: two
    /// organisations answer. Who has left is reached by nobody but the whole
    /// jurisdiction; who has died, by where they belonged last: the branch stands by the family.
    pub async fn holds_person(&self, tx: &mut Tx, person_id: PersonId) -> Result<bool, StoreError> {
        match self {
            Self::Everything => Ok(true),
            Self::Own(own) => Ok(*own == person_id),
            Self::Subtree(organizations) if organizations.is_empty() => Ok(false),
            Self::Subtree(organizations) => {
                let spells = memberships::list_of(tx, person_id).await?;
                if let Some(running) = spells.iter().find(|spell| spell.until_on.is_none()) {
                    return Ok(organizations.contains(&running.organization_id)
                        || received(tx, organizations, &[person_id]).await?.contains(&person_id));
                }
                let Some(last) = spells.iter().max_by_key(|spell| (spell.until_on, spell.since_on)) else {
                    return Ok(false);
                };
                if !organizations.contains(&last.organization_id) {
                    return Ok(false);
                }
                let died_on = persons::find(tx, person_id).await?.and_then(|person| person.died_on);
                // Whoever had left before is not theirs.
                Ok(died_on.is_some_and(|died| last.until_on.is_some_and(|until| died < until)))
            }
        }
    }

    /// A person and those who live with them, as far as these are within reach; the person first.
    pub async fn household(&self, tx: &mut Tx, person_id: PersonId) -> Result<Vec<PersonId>, StoreError> {
        Ok(self.house(tx, person_id).await?.people)
    }

    /// The same, with how many more there are.
    pub async fn house(&self, tx: &mut Tx, person_id: PersonId) -> Result<House, StoreError> {
        Ok(self.households(tx, &[person_id]).await?.remove(&person_id).unwrap_or_default())
    }

    /// The same for several persons, in as many statements as for one.
    pub async fn households(&self, tx: &mut Tx, ids: &[PersonId]) -> Result<BTreeMap<PersonId, House>, StoreError> {
        let mut found = relations::list_of(tx, ids).await?;
        found.retain(|(.., tie)| *tie == Tie::Household);
        let others: Vec<PersonId> = found.iter().map(|(_, other, _)| *other).collect();
        let within = self.within(tx, &others).await?;
        let alone = |id: &PersonId| (*id, House { people: vec![*id], beyond: 0 });
        let mut houses: BTreeMap<PersonId, House> = ids.iter().map(alone).collect();
        for (one, other, _) in found {
            let house = houses.entry(one).or_default();
            if within.contains(&other) {
                house.people.push(other);
            } else {
                house.beyond += 1;
            }
        }
        Ok(houses)
    }

    /// Those of some persons whom [`Self::holds_person`] holds: whoever belongs somewhere now is looked up at once.
    pub(crate) async fn within(&self, tx: &mut Tx, ids: &[PersonId]) -> Result<BTreeSet<PersonId>, StoreError> {
        match self {
            Self::Everything => Ok(ids.iter().copied().collect()),
            Self::Own(own) => Ok(ids.iter().copied().filter(|id| id == own).collect()),
            Self::Subtree(organizations) => {
                let running = memberships::list_current_of(tx, ids).await?;
                let mut rest: BTreeSet<PersonId> = ids.iter().copied().collect();
                let mut held = BTreeSet::new();
                let mut elsewhere = Vec::new();
                for spell in running {
                    rest.remove(&spell.person_id);
                    if organizations.contains(&spell.organization_id) {
                        held.insert(spell.person_id);
                    } else {
                        elsewhere.push(spell.person_id);
                    }
                }
                held.extend(received(tx, organizations, &elsewhere).await?);
                for person_id in rest {
                    if self.holds_person(tx, person_id).await? {
                        held.insert(person_id);
                    }
                }
                Ok(held)
            }
        }
    }

    /// The organisations of a list: those of the scope, narrowed to one with all below it where one is asked for. None is
    /// everybody.
    pub async fn narrowed(
        &self,
        tx: &mut Tx,
        asked: Option<OrganizationId>,
    ) -> Result<Option<Vec<OrganizationId>>, NarrowError> {
        let Some(asked) = asked else {
            return Ok(self.listed());
        };
        let below = organizations::list_subtree(tx, asked).await?;
        if below.is_empty() || !self.holds_organization(asked) {
            return Err(NarrowError::NotFound);
        }
        Ok(Some(below))
    }

    /// All organisations of the scope, as a list is narrowed to them; none is everybody.
    pub fn listed(&self) -> Option<Vec<OrganizationId>> {
        self.organizations().map(|organizations| organizations.iter().copied().collect())
    }

    /// The organisations to which a list of people is narrowed; none is everybody.
    pub fn organizations(&self) -> Option<&BTreeSet<OrganizationId>> {
        const NOWHERE: &BTreeSet<OrganizationId> = &BTreeSet::new();
        match self {
            Self::Everything => None,
            Self::Subtree(organizations) => Some(organizations),
            Self::Own(_) => Some(NOWHERE),
        }
    }
}

/// Those of some persons who float within the county and are received by one of these organisations.
async fn received(
    tx: &mut Tx,
    organizations: &BTreeSet<OrganizationId>,
    ids: &[PersonId],
) -> Result<BTreeSet<PersonId>, StoreError> {
    let mut floats = spells::list_floating_of_many(tx, ids).await?;
    floats.retain(|spell| spell.period.until().is_none());
    floats.retain(|spell| spell.receiving_organization_id.is_some_and(|by| organizations.contains(&by)));
    Ok(floats.into_iter().map(|spell| spell.person_id).collect())
}

//! Which organisation sees to a dispute, and who acts over it: the nearest above where somebody does.

use std::collections::{BTreeMap, BTreeSet};

use guanai_casework::Dispute;
use guanai_kernel::Date;
use guanai_kernel::ids::{OrganizationId, PersonId};
use guanai_store::accounts::{self, AccountState};
use guanai_store::{StoreError, Tx, clock_sources};

use crate::actor::{Actor, Role};
use crate::applications::Distances;
use crate::cx::Cx;
use crate::posts;
use crate::scope::upwards;

/// Who acts over which organisation today, by their own posts.
pub(super) struct Seats {
    superiors: BTreeMap<OrganizationId, Option<OrganizationId>>,
    /// By organisation the persons behind the accounts, where these are in the register. The county's stand at the root.
    holders: BTreeMap<OrganizationId, Vec<Option<PersonId>>>,
}

impl Seats {
    pub async fn load(tx: &mut Tx, today: Date) -> Result<Self, StoreError> {
        let places = clock_sources::list_places(tx).await?.into_iter();
        let superiors: BTreeMap<_, _> = places.map(|place| (place.organization_id, place.superior_id)).collect();
        let root = superiors.iter().find(|(_, above)| above.is_none()).map(|(id, _)| *id);
        let mut accounts = accounts::list_all(tx).await?;
        accounts.retain(|account| account.state != AccountState::Closed);
        let held = posts::powers_of_many(tx, &accounts, today).await?;
        let mut holders: BTreeMap<OrganizationId, Vec<Option<PersonId>>> = BTreeMap::new();
        for account in accounts {
            let Some(held) = held.get(&account.account_id) else { continue };
            let over = match held.role {
                Role::BranchContact | Role::TownshipOfficer => held.over(),
                Role::CountyOfficer => root.into_iter().collect(),
                _ => continue,
            };
            for organization_id in over {
                holders.entry(organization_id).or_default().push(account.person_id);
            }
        }
        Ok(Self { superiors, holders })
    }

    /// An organisation and those above it.
    pub fn path(&self, of: OrganizationId) -> Vec<OrganizationId> {
        upwards(of, |id| self.superiors.get(&id).copied().flatten())
    }

    /// The nearest organisation, itself or above, where somebody acts who is not `close`; the last one where nobody does.
    pub fn nearest(&self, of: OrganizationId, close: impl Fn(PersonId) -> bool) -> OrganizationId {
        let acts = |id: &OrganizationId| {
            let holders = self.holders.get(id).into_iter().flatten();
            holders.into_iter().any(|person_id| !person_id.is_some_and(&close))
        };
        let path = self.path(of);
        path.iter().find(|id| acts(id)).or_else(|| path.last()).copied().unwrap_or(of)
    }

    /// The one above that would see to it instead.
    pub fn next_above(&self, of: OrganizationId, close: impl Fn(PersonId) -> bool) -> Option<OrganizationId> {
        let above = self.superiors.get(&of).copied().flatten()?;
        Some(self.nearest(above, close))
    }

    /// Who acts over these organisations.
    pub fn people(&self, organizations: &[OrganizationId]) -> BTreeSet<PersonId> {
        organizations
            .iter()
            .filter_map(|id| self.holders.get(id))
            .flatten()
            .filter_map(|person_id| *person_id)
            .collect()
    }

    /// The organisations whose disputes an actor sees to: those they act over, and those below where nobody acts.
    pub fn of(&self, actor: &Actor) -> Vec<OrganizationId> {
        let actor = actor.by_own_posts();
        let acts_over = |id: OrganizationId| match actor.role {
            Role::BranchContact | Role::TownshipOfficer => actor.holds_itself(id),
            Role::CountyOfficer => self.superiors.get(&id).is_some_and(Option::is_none),
            _ => false,
        };
        let all = self.superiors.keys().copied();
        all.filter(|id| acts_over(self.nearest(*id, |_| false)) || acts_over(*id)).collect()
    }
}

/// Everybody who is a side of a dispute, or close to one: kin and household, over as many steps as the standards say.
pub(super) struct Close(Vec<Distances>);

impl Close {
    pub async fn to(cx: &Cx<'_>, tx: &mut Tx, sides: impl Iterator<Item = PersonId>) -> Result<Self, StoreError> {
        let rule = &cx.standards.pack.approvals().recusal;
        let mut all = Vec::new();
        for side in sides {
            all.push(Distances::of(tx, rule, side, &[], cx.now.day_in_china()).await?);
        }
        Ok(Self(all))
    }

    pub async fn to_sides_of(cx: &Cx<'_>, tx: &mut Tx, dispute: &Dispute) -> Result<Self, StoreError> {
        Self::to(cx, tx, dispute.people()).await
    }

    pub fn holds(&self, person_id: PersonId) -> bool {
        self.0.iter().any(|distances| distances.ground(person_id).is_some())
    }
}

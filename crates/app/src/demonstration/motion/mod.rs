//! A demonstration's county under way: care that has begun, so that whoever looks finds applications on their way, a plan, pairs, a
//! round, and not empty lists. Each step is taken by the use case that an office would use, in the role that takes it, on
//! the day on which the county is drawn; nothing is written past them.
//!
//! A county too small for a case goes without it. Nobody's proposal of the matching is taken up: that is left to whoever looks.

mod applying;
mod helping;
mod office;

use std::fmt::Display;

use guanai_kernel::Date;
use guanai_kernel::ids::{OperationId, OrganizationId, PersonId};
use guanai_store::{StoreError, accounts, matching_runs, memberships, organizations};

use super::accounts::DEMO_SIGN_INS;
use super::choose::DemoPlaces;
use crate::actor::{Act, Actor, Denied, Role, Tenure};
use crate::cx::Cx;

/// How many of each were begun.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct UnderWay {
    /// Applications, each at another step.
    pub applications: usize,
    /// Plans for one person.
    pub plans: usize,
    /// Pairs that are asked.
    pub pairs: usize,
    /// Referrals to a department.
    pub referrals: usize,
    /// Rounds of visits.
    pub rounds: usize,
    /// Whatever else: what somebody said, a sponsorship, money promised, a training, a matching.
    pub others: usize,
}

/// Why it stopped. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum MotionError {
    /// The role does not hold it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The people in this database may be real.
    #[error("this database is no demonstration's: nothing is invented there")]
    NotADemonstration,
    /// A step was refused.
    #[error("{step}: {why}")]
    Refused {
        /// Which.
        step: &'static str,
        /// Why, as the use case says it.
        why: String,
    },
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl MotionError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Denied(_) => "denied",
            Self::NotADemonstration => "not-a-demonstration",
            Self::Refused { .. } => "demonstration-refused",
            Self::Store(error) => error.code(),
        }
    }
}

/// Begins what a county under way shows, where nothing was begun yet.
pub async fn set_in_motion(cx: &mut Cx<'_>, places: &DemoPlaces) -> Result<UnderWay, MotionError> {
    cx.authorise(Act::OpenDemoAccounts)?;
    if super::demonstration_of(cx.db).await?.is_none() {
        return Err(MotionError::NotADemonstration);
    }
    let Some(mut stage) = Stage::of(cx, places).await? else { return Ok(UnderWay::default()) };
    let mut under_way = UnderWay::default();
    helping::begin(&mut stage, &mut under_way).await?;
    applying::begin(&mut stage, &mut under_way).await?;
    office::begin(&mut stage, &mut under_way).await?;
    Ok(under_way)
}

/// Whoever acts, and for whom.
struct Stage<'a, 'c> {
    cx: &'a mut Cx<'c>,
    today: Date,
    branch: OrganizationId,
    contact: Actor,
    contact_name: String,
    township: Actor,
    county: Actor,
    approver: Actor,
    accountant: Actor,
    member: Actor,
    /// The branch's people, without whoever signs in.
    people: Vec<PersonId>,
    /// The organisations right under the county's, but for the one whose officer signs in.
    other_townships: Vec<OrganizationId>,
}

impl<'a, 'c> Stage<'a, 'c> {
    /// None where an account is missing, or somebody has run the matching, which comes first here: then care is under way already.
    async fn of(cx: &'a mut Cx<'c>, places: &DemoPlaces) -> Result<Option<Self>, MotionError> {
        let mut tx = cx.db.begin_read().await?;
        let known = accounts::list_all(&mut tx).await?;
        let spells = memberships::list_current_in(&mut tx, places.branch.id).await?;
        let begun = matching_runs::count(&mut tx, None).await?;
        let places_of_all = organizations::list_all(&mut tx).await?;
        tx.rollback().await?;
        let actor = |role: Role| {
            let (_, sign_in_name) = DEMO_SIGN_INS.iter().find(|(of, _)| *of == role)?;
            let account = known.iter().find(|account| account.sign_in_name == *sign_in_name)?;
            Some(Actor {
                name: account.account_id.to_string(),
                role,
                scope: account.organization_id,
                person_id: account.person_id,
                on_behalf_of: None,
                tenure: Tenure::Single,
            })
        };
        let acting: Option<Vec<Actor>> = [
            Role::BranchContact,
            Role::TownshipOfficer,
            Role::CountyOfficer,
            Role::CountyApprover,
            Role::Accountant,
            Role::Member,
        ]
        .into_iter()
        .map(actor)
        .collect();
        let Some([contact, township, county, approver, accountant, member]) =
            acting.and_then(|acting| <[Actor; 6]>::try_from(acting).ok())
        else {
            return Ok(None);
        };
        if begun > 0 {
            return Ok(None);
        }
        let signs_in: Vec<PersonId> = known.iter().filter_map(|account| account.person_id).collect();
        let mut people: Vec<PersonId> = spells.into_iter().map(|spell| spell.person_id).collect();
        people.retain(|person_id| !signs_in.contains(person_id));
        people.sort_unstable();
        people.dedup();
        let contact_name =
            places.people.get(&Role::BranchContact).map(|chosen| chosen.name.clone()).unwrap_or_default();
        let root = places_of_all.iter().find(|place| place.superior_id.is_none()).map(|place| place.organization_id);
        let under = places_of_all.iter().filter(|place| root.is_some() && place.superior_id == root);
        let other_townships = under.map(|place| place.organization_id).filter(|id| *id != places.township.id).collect();
        let today = cx.now.day_in_china();
        let branch = places.branch.id;
        Ok(Some(Self {
            cx,
            today,
            branch,
            contact,
            contact_name,
            township,
            county,
            approver,
            accountant,
            member,
            people,
            other_townships,
        }))
    }

    /// The context in which one of them acts, with an operation of its own.
    fn as_actor(&mut self, actor: &Actor) -> (Cx<'c>, OperationId) {
        let mut ids = self.cx.ids.split();
        let operation = OperationId::fresh(&mut ids);
        let (db, standards, readings) = (self.cx.db, self.cx.standards, self.cx.readings);
        (Cx { db, standards, actor: actor.clone(), now: self.cx.now, ids, readings }, operation)
    }
}

/// What a use case refused, as the demonstration says it.
fn refused<E: Display>(step: &'static str) -> impl FnOnce(E) -> MotionError {
    move |why| MotionError::Refused { step, why: why.to_string() }
}

//! Proposing who helps whom: open needs and offers become the matcher's problem, with the weights of the pack. [`crate::matching`]
//! saves what was proposed.

mod bars;
mod in_all;
mod limits;
mod pose;
mod working;

use std::collections::{BTreeMap, BTreeSet};

use guanai_casework::{Availability, Engaged, NeedState, Offer};
use guanai_kernel::civil::add_days;
use guanai_kernel::ids::{NeedId, OfferId, PersonId};
use guanai_kernel::{Date, Moment};
pub use guanai_matching::{Assignment, Failure, NextBest, Pair, Reason, Unmet, Unsuited};
use guanai_matching::{MatchError, Problem, solve};
use guanai_registry::Post;
use guanai_scheme::Pack;
use guanai_store::pairs::EngagedOn;
use guanai_store::relations::{self, Tie};
use guanai_store::{StoreError, Tx, needs, offers, organizations, pairs, posts};

use crate::actor::{Act, Denied};
use crate::cx::Cx;
use crate::needs::withheld;
use crate::population::{Population, PopulationError};
pub(crate) use bars::leads;
pub(crate) use in_all::InAll;
pub use in_all::{Full, FullBy};
pub(crate) use pose::{Posed, costs, demand, groups, match_offer, metres, pose, restricted_to};
pub(crate) use working::Working;

/// Why nothing was proposed. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum PairingError {
    /// The role does not hold it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The records cannot be read, or do not go with the pack.
    #[error(transparent)]
    Population(#[from] PopulationError),
    /// The matcher refuses the problem, or its own answer.
    #[error("the matcher refused: {0:?}")]
    Match(Box<MatchError<Key>>),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl PairingError {
    /// The stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Denied(_) => "denied",
            Self::Population(_) => "population",
            Self::Match(error) => error.code(),
            Self::Store(error) => error.code(),
        }
    }
}

impl From<MatchError<Key>> for PairingError {
    fn from(error: MatchError<Key>) -> Self {
        Self::Match(Box::new(error))
    }
}

/// What the matcher names: needs, offers and persons, none of which is another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Key {
    /// A need.
    Need(NeedId),
    /// An offer.
    Offer(OfferId),
    /// A person, as beneficiary or provider.
    Person(PersonId),
}

impl serde::Serialize for Key {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Need(id) => serializer.collect_str(&format_args!("n.{id}")),
            Self::Offer(id) => serializer.collect_str(&format_args!("o.{id}")),
            Self::Person(id) => serializer.collect_str(&format_args!("p.{id}")),
        }
    }
}

impl<'de> serde::Deserialize<'de> for Key {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let key = match text.split_once('.') {
            Some(("n", id)) => id.parse().ok().map(Self::Need),
            Some(("o", id)) => id.parse().ok().map(Self::Offer),
            Some(("p", id)) => id.parse().ok().map(Self::Person),
            _ => None,
        };
        key.ok_or_else(|| serde::de::Error::custom("no key of a need, an offer or a person"))
    }
}

/// Every offer, with what is taken of each and who may not be helped by whom.
#[derive(Debug, Clone, Default)]
pub(crate) struct Supply {
    /// Every offer.
    pub offers: Vec<Offer>,
    /// How many persons each helps, is named to help, or is held for.
    pub taken: BTreeMap<OfferId, u64>,
    /// Offers that are not given now, as far as somebody has something of them: it counts for what their helper takes on in all.
    pub idle: Vec<Offer>,
    /// Who is asked for a need, or helps: two proposals never serve one place.
    pub engaged: BTreeMap<NeedId, Engaged>,
    /// Members who offer help, each with one of their kin.
    pub kin: Vec<(PersonId, PersonId)>,
    /// The posts that they hold.
    pub posts: Vec<Post>,
    /// Who spoke last against their contact data being passed to whoever helps.
    pub withheld: BTreeSet<PersonId>,
    /// Who helps or helped those well who have an open need.
    pub working: Working,
}

impl Supply {
    /// Loads it as of a day.
    pub async fn load(tx: &mut Tx, pack: &Pack, on: Date) -> Result<Self, StoreError> {
        let mut offers = offers::list_all(tx).await?;
        // What is not given now, and what is reserved by the hour or the yuan, is named to help nobody.
        offers.retain(|offer| offer.resource.unit.serves_one_each());
        let ids: Vec<OfferId> = offers.iter().map(|offer| offer.offer_id).collect();
        let taken = pairs::count_taken(tx, &ids, on).await?;
        let (offers, mut idle): (Vec<Offer>, Vec<Offer>) = offers.into_iter().partition(is_given);
        idle.retain(|offer| taken.contains_key(&offer.offer_id));
        let engaged = pairs::list_engaged(tx, engaged_on(pack, on)).await?;
        let mut providers: Vec<PersonId> = offers.iter().filter_map(|offer| offer.person_id).collect();
        providers.sort_unstable();
        providers.dedup();
        let ties = relations::list_of(tx, &providers).await?;
        let kin = ties.into_iter().filter(|(.., tie)| *tie == Tie::Kin).map(|(one, other, _)| (one, other));
        let kin = kin.collect();
        let posts = posts::list_known_on_of(tx, on, &providers).await?;
        let working = Working::of(&pairs::list_joined(tx, None, &open_states()).await?);
        let withheld = withheld(tx, pack, None).await?;
        Ok(Self { offers, taken, idle, engaged, kin, posts, withheld, working })
    }

    /// Whom a matching looks at: those with an open need, and those who offer help.
    async fn concerned(&self, tx: &mut Tx) -> Result<Vec<PersonId>, StoreError> {
        let mut concerned = needs::list_persons(tx, &open_states()).await?;
        concerned.extend(self.offers.iter().filter_map(|offer| offer.person_id));
        concerned.sort_unstable();
        concerned.dedup();
        Ok(concerned)
    }
}

/// Everything that a matching looks at: the offers, and the people with an open need or an offer, each with every organisation.
#[derive(Debug)]
pub(crate) struct Concerned {
    /// Every offer, and what is taken of each.
    pub supply: Supply,
    /// Whom the matching looks at.
    pub population: Population,
}

impl Concerned {
    /// Loads it as of a day, as known at a moment; `also` names persons who are looked at beside the others.
    pub async fn load(
        tx: &mut Tx,
        pack: &Pack,
        (as_of, known_at): (Date, Moment),
        also: &[PersonId],
    ) -> Result<Self, PopulationError> {
        let supply = Supply::load(tx, pack, as_of).await?;
        let mut concerned = supply.concerned(tx).await?;
        concerned.extend(also);
        let mut population = Population::load_of(tx, pack, &concerned, as_of, known_at).await?;
        population.organizations =
            organizations::list_all(tx).await?.into_iter().map(|o| (o.organization_id, o)).collect();
        Ok(Self { supply, population })
    }
}

/// On which day is asked who helps, and since when what is due and undone says that help has fallen silent, by the pack.
pub(crate) fn engaged_on(pack: &Pack, today: Date) -> EngagedOn {
    let days = pack.matching().pair.silent_after.and_then(|days| i32::try_from(days).ok());
    EngagedOn { today, silent_before: days.and_then(|days| add_days(today, -days)) }
}

/// The states of needs for which somebody is looked for.
pub(crate) fn open_states() -> Vec<NeedState> {
    NeedState::ALL.iter().copied().filter(|state| state.is_open()).collect()
}

/// Whether an offer is given, as whoever answers for it says; one whose days are past or still to come is told by the matching itself.
fn is_given(offer: &Offer) -> bool {
    offer.resource.availability == Availability::Open
}

/// A proposal: it pairs nobody until both sides accept.
#[derive(Debug)]
pub struct Proposal {
    /// Every offer.
    pub offers: Vec<Offer>,
    /// Places in the population's needs that were open with a category, stated or proposed, and lack a helper.
    pub considered: Vec<usize>,
    /// Places of those whose category nobody has told yet: it must be confirmed before help is looked for.
    pub without_category: Vec<usize>,
    /// Places of those that have, or ask, as many helpers as they want: they are left alone.
    pub arranged: Vec<usize>,
    /// Offers of members who are in hardship themselves: theirs is not taken.
    pub set_aside: Vec<OfferId>,
    /// The problem that was solved.
    pub problem: Problem<Key>,
    /// Who helps whom, who stays unmet and why.
    pub assignment: Assignment<Key>,
}

impl Proposal {
    /// The offer with this key.
    pub fn offer(&self, key: Key) -> Option<&Offer> {
        self.offers.iter().find(|o| Key::Offer(o.offer_id) == key)
    }
}

/// Proposes pairs for every open need as of a day.
pub async fn propose_pairs(cx: &mut Cx<'_>, as_of: Date) -> Result<(Population, Proposal), PairingError> {
    cx.authorise(Act::ProposePairs)?;
    let mut tx = cx.db.begin_read().await?;
    let population = Population::load(&mut tx, &cx.standards.pack, as_of, cx.now).await?;
    let supply = Supply::load(&mut tx, &cx.standards.pack, as_of).await?;
    tx.rollback().await?;
    let proposal = propose(&cx.standards.pack, &population, supply)?;
    cx.record_reading(Act::ProposePairs, Vec::new()).await?;
    Ok((population, proposal))
}

/// Solves the whole problem; pure but for its arguments.
pub(crate) fn propose(pack: &Pack, population: &Population, supply: Supply) -> Result<Proposal, PairingError> {
    pose(pack, population, supply).solve()
}

impl Posed {
    /// Finds who helps whom.
    pub(crate) fn solve(self) -> Result<Proposal, PairingError> {
        let assignment = solve(&self.problem)?;
        Ok(self.answered(assignment))
    }

    /// The proposal of an answer that was found already.
    pub(crate) fn answered(self, assignment: Assignment<Key>) -> Proposal {
        Proposal {
            offers: self.offers,
            considered: self.considered,
            without_category: self.without_category,
            arranged: self.arranged,
            set_aside: self.set_aside,
            problem: self.problem,
            assignment,
        }
    }
}

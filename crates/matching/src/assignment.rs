//! The answer: who helps whom and at what cost, who is left unmet and why, and what is left of each offer.

use crate::candidates::FailureCounts;
use crate::certificate::Certificate;
use crate::cost::CostPart;
use crate::limits::LimitUse;
use crate::terms::Unsuited;

/// One proposed pair. It is a proposal only: nobody is paired without both accepting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pair<K> {
    /// The demand.
    pub demand: K,
    /// The offer.
    pub offer: K,
    /// Cost points in all.
    pub cost: i64,
    /// The rules that applied, and what each added: why this offer fits this demand.
    pub parts: Vec<CostPart>,
    /// How many offers could have been paired with this demand, this one included.
    pub candidates: usize,
    /// Who would come next; none where nobody else could help.
    pub next_best: Option<NextBest<K>>,
}

/// The candidate that comes next for a demand: the cheapest by cost, then key, of those that do not help it already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NextBest<K> {
    /// The offer.
    pub offer: K,
    /// Cost points in all.
    pub cost: i64,
    /// Cost points beyond those of the pair; below 0 where a better fitting offer went to somebody else, or
    /// carries more already where load is shared evenly.
    pub more: i64,
    /// Whether it has capacity left, within what its helper and its system take on, so that it could take the pair's place and change nothing for anybody else.
    pub is_free: bool,
}

/// Why a demand got fewer helpers than it wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason<K> {
    /// Nobody offers this category of help.
    NoOfferInCategory,
    /// Whoever offers the category is past the last day.
    AllExpired,
    /// Whoever offers the category, and is not past the last day, came with no capacity left.
    AllExhausted,
    /// Whoever could help is in hardship, or does not wish to be asked.
    HelpersNotReady {
        /// How many are in hardship.
        in_hardship: usize,
        /// How many do not wish to be asked.
        unwilling: usize,
    },
    /// Nothing county-wide is left, and the demand's township is not recorded: record it.
    TownshipUnknown,
    /// The category is offered, with capacity, but only elsewhere.
    OutsideArea {
        /// How many offers with capacity hold in other townships only.
        elsewhere: usize,
    },
    /// Offers fit, but they are another system's and walls stand between them.
    BehindWalls {
        /// How many.
        offers: usize,
    },
    /// Offers fit, but on terms that the demand does not meet.
    Unsuited {
        /// The term that is asked last of those that failed.
        why: Unsuited,
        /// How many offers failed at it.
        offers: usize,
    },
    /// The only helper would be the person himself.
    OnlyOneself,
    /// Whoever could help is kin, or over the person in the matter.
    OnlyBarred {
        /// How many are kin.
        kin: usize,
        /// How many are over the person.
        superior: usize,
    },
    /// Offers fit, but their providers would learn contact data and the person did not agree: ask, or help without contact.
    ConsentMissing {
        /// How many offers fit but for that.
        offers: usize,
    },
    /// Every offer that fits is already helping: the demand wants more distinct helpers than there are.
    TooFewOffers {
        /// How many offers fit.
        candidates: usize,
    },
    /// Offers fit, but whoever reviewed the run said that none of them is to be asked.
    RuledOut {
        /// How many.
        offers: usize,
    },
    /// Offers fit, but their whole capacity went to others.
    CapacityTaken {
        /// How many offers fit, without those that already help this demand.
        candidates: usize,
        /// Units of theirs that went to more urgent demands.
        by_more_urgent: u64,
        /// Units of theirs that went to equally urgent demands.
        by_as_urgent: u64,
        /// The best fitting of them by cost, then key; three at most.
        offers: Vec<K>,
    },
    /// Offers fit and have capacity, but whoever makes them takes on no more at once: the best fitting of them by cost, then key.
    HelperFull {
        /// How many offers fit, without those that already help this demand.
        candidates: usize,
        /// The offer.
        offer: K,
        /// How many its helper takes on at most, over all offers.
        most: u32,
    },
    /// Offers fit and have capacity, but the system that they belong to takes on no more at once.
    SystemFull {
        /// How many offers fit, without those that already help this demand.
        candidates: usize,
        /// The best fitting offer of those with capacity, by cost, then key.
        offer: K,
        /// Code of the system.
        system: String,
        /// How many it takes on at most.
        most: u32,
    },
}

impl<K> Reason<K> {
    /// The stable code, which is also the key of its text.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NoOfferInCategory => "no-offer-in-category",
            Self::AllExpired => "all-expired",
            Self::AllExhausted => "all-exhausted",
            Self::HelpersNotReady { .. } => "helpers-not-ready",
            Self::TownshipUnknown => "township-unknown",
            Self::OutsideArea { .. } => "outside-area",
            Self::BehindWalls { .. } => "behind-walls",
            Self::Unsuited { why, .. } => why.code(),
            Self::OnlyOneself => "only-oneself",
            Self::OnlyBarred { .. } => "only-barred",
            Self::ConsentMissing { .. } => "consent-missing",
            Self::TooFewOffers { .. } => "too-few-offers",
            Self::RuledOut { .. } => "ruled-out",
            Self::CapacityTaken { .. } => "capacity-taken",
            Self::HelperFull { .. } => "helper-full",
            Self::SystemFull { .. } => "system-full",
        }
    }
}

/// A demand that got fewer helpers than it wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unmet<K> {
    /// The demand.
    pub demand: K,
    /// Helpers wanted.
    pub wanted: u32,
    /// Helpers found; above 0 the demand is partly met.
    pub served: u32,
    /// Why the rest was not found.
    pub why: Reason<K>,
    /// How many offers failed at which condition, each counted at its first failing one.
    pub failures: FailureCounts,
}

/// At most this much would one more unit of an offer be worth. Both are 0 where a further unit would change nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Price {
    /// Steps of service: at 1 or more, one more unit may serve one demand more, or a more urgent one in place of another.
    pub levels: i64,
    /// Cost points beyond those steps, shares of load among them; may be negative if `levels` is above 0.
    pub cost: i64,
}

/// What became of an offer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfferUse<K> {
    /// The offer.
    pub offer: K,
    /// Units given to demands.
    pub used: i64,
    /// Units that can still be given on the day of the run, within what its helper and its system take on: none of an expired offer.
    pub left: i64,
    /// Its price.
    pub price: Price,
}

/// The answer, with the proof that there is no better one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assignment<K> {
    /// The pairs, by demand, then offer.
    pub pairs: Vec<Pair<K>>,
    /// The demands that got fewer helpers than wanted, by key.
    pub unmet: Vec<Unmet<K>>,
    /// Every offer, by key.
    pub offers: Vec<OfferUse<K>>,
    /// Every limit that was stated: of helpers by key, then of systems by code.
    pub limits: Vec<LimitUse<K>>,
    /// The sum of the pairs' costs, in cost points.
    pub cost: i128,
    /// The proof: primal and dual value of the network, equal.
    pub certificate: Certificate,
}

//! The problem as the application states it: demands, offers, the day and the weights.
//!
//! `K` is whatever the application uses as a key: a typed id's number or a text. One type serves demands, offers and
//! persons; only its order matters, and only to settle ties.

use std::collections::{BTreeMap, BTreeSet};

use guanai_kernel::Date;

use crate::cost::Costs;
use crate::limits::{Limits, check};
use crate::terms::{Asks, Side, Terms, is_plain};

/// A need that asks for help 需求: one person, one category, one or several helpers 多帮一 (R79).
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(bound(deserialize = "K: serde::Deserialize<'de> + Ord"))]
pub struct Demand<K> {
    /// Names the demand in the answer; between equal demands the lower key is served first.
    pub key: K,
    /// Code of the need's category, from the pack.
    pub category: String,
    /// Code of the township where help is wanted; `None` where it is not known, and then only county-wide offers fit.
    pub township: Option<String>,
    /// Code of the system the person belongs to, where known.
    pub system: Option<String>,
    /// Class of urgency: 0 is the most urgent.
    pub urgency: u8,
    /// Whether the person agreed that a helper learns how to reach them.
    pub consents_to_contact: bool,
    /// The person who is to be helped: nobody is paired with himself.
    pub beneficiary: K,
    /// Who may not help with this one, and why: persons, such as kin and whoever is over the person in this very matter, and
    /// offers.
    #[serde(default = "BTreeMap::new", skip_serializing_if = "BTreeMap::is_empty")]
    pub barred: BTreeMap<K, Bar>,
    /// How many distinct helpers are wanted, beside those that it has; at least 1. Where several are, one person is one of them at
    /// most, with the offer that fits best, however many they make.
    pub wanted: u32,
    /// How many help with it already: the next one is no first helper, and comes after everybody's first. Who they are is
    /// [`Bar::Helping`].
    #[serde(default, skip_serializing_if = "is_plain")]
    pub has: u32,
    /// What else is asked of whoever helps.
    #[serde(default, skip_serializing_if = "is_plain")]
    pub asks: Asks,
}

/// What bars somebody from helping with one demand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub enum Bar {
    /// Kin of the person 亲属回避.
    Kin,
    /// Over the person in the matter itself 上级对下级.
    Superior,
    /// Helps with it already, or is asked to: several helpers are distinct.
    Helping,
}

/// Whether the provider may be asked at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, serde::Serialize, serde::Deserialize)]
pub enum Readiness {
    /// Nothing speaks against it.
    #[default]
    Ready,
    /// In hardship: such help is not taken.
    InHardship,
    /// Recorded as not wishing to help, or as having withdrawn the consent to be asked.
    Unwilling,
}

/// Whether help passes from one of the four systems to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, serde::Serialize, serde::Deserialize)]
pub enum Walls {
    /// Everybody helps everybody.
    #[default]
    Open,
    /// Each system helps its own. A demand or an offer whose system is not known stands outside the walls and meets everybody:
    /// the price of the walls is understated rather than invented.
    BetweenSystems,
}

/// Whether load is shared evenly among those who help 分担均匀.
///
/// Evenness comes after service and before cost: of the answers that serve equally many of every class, one whose offers carry more evenly
/// is better, whatever it costs. How uneven an answer is: the sum over the offers of the square of how many each carries, those of
/// [`Offer::carries`] included. Squares rise by more with each further one, so that the problem stays a flow and the answer exact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, serde::Serialize, serde::Deserialize)]
pub enum Load {
    /// It does not matter who carries how much.
    #[default]
    Free,
    /// As evenly as service allows.
    Even,
}

/// Whether the country comes before the town 向农村倾斜 (R70).
///
/// The tilt is lexicographic, not a weight: of the answers that serve equally many of a class of urgency, one that serves more of
/// its rural demands is better, whatever it costs. Who is helped is not bought with cost points, as urgency is not; and no class
/// serves fewer for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, serde::Serialize, serde::Deserialize)]
pub enum Tilt {
    /// All alike.
    #[default]
    Level,
    /// Within a class of urgency rural demands first; one whose side is not known counts with the town's.
    RuralFirst,
}

impl Tilt {
    /// The place of a demand within its class.
    pub(crate) fn rank(self, side: Option<Side>) -> u8 {
        u8::from(self == Self::RuralFirst && side != Some(Side::Rural))
    }
}

/// Where an offer holds.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Area {
    /// The whole county 全县.
    Everywhere,
    /// One township.
    Township(String),
    /// Each of several townships, for instance the county town's.
    Townships(BTreeSet<String>),
}

/// A helper or resource 帮扶资源 that serves up to `capacity` demands 一帮多 (R69, R79).
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Offer<K> {
    /// Names the offer in the answer; between equal offers the lower key is used first.
    pub key: K,
    /// Codes of the categories of need it answers.
    pub categories: BTreeSet<String>,
    /// How many demands it can still serve, in units of one helper for one demand; not negative.
    pub capacity: i64,
    /// How many it carries already, beside those; they count where load is shared evenly.
    pub carries: u32,
    /// Where it holds.
    pub area: Area,
    /// Its last day; `None` where it is open-ended.
    pub valid_until: Option<Date>,
    /// The person who helps, where it is a person.
    pub provider: Option<K>,
    /// Code of the system the provider belongs to, where known.
    pub system: Option<String>,
    /// Code of the provider's kind: member, department, enterprise, social organisation.
    pub kind: String,
    /// Whether giving the help means that the provider learns contact data of the person.
    pub needs_contact: bool,
    /// Whether the provider may be asked.
    pub readiness: Readiness,
    /// On what other terms it is made.
    #[serde(default, skip_serializing_if = "is_plain")]
    pub terms: Terms,
}

/// Everything an assignment depends on; equal problems have equal answers, whatever the order of the lists.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(bound(deserialize = "K: serde::Deserialize<'de> + Ord"))]
pub struct Problem<K> {
    /// The needs.
    pub demands: Vec<Demand<K>>,
    /// The helpers and resources.
    pub offers: Vec<Offer<K>>,
    /// Pairs (demand, offer) that work today and are better kept than broken.
    pub existing: BTreeSet<(K, K)>,
    /// Pairs (demand, offer) of an earlier answer: of answers as good as one another, one that keeps the most of them is better, so
    /// that as few as possible are moved. They cost nothing and earn nothing; what is not of the problem counts for nothing.
    #[serde(default = "BTreeSet::new", skip_serializing_if = "BTreeSet::is_empty")]
    pub start: BTreeSet<(K, K)>,
    /// The day of the run: an offer counts up to and on its last day.
    pub on: Date,
    /// The weights, from the pack.
    pub costs: Costs,
    /// Whether systems help one another.
    pub walls: Walls,
    /// Whether the country comes before the town.
    pub tilt: Tilt,
    /// Whether load is shared evenly.
    pub load: Load,
    /// What helpers and systems take on at most over all their offers.
    pub limits: Limits<K>,
}

/// What makes a problem unanswerable. Keys are named so that the row can be found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ProblemError<K> {
    /// Two demands have the same key.
    #[error("two demands have the same key")]
    RepeatedDemand {
        /// The key.
        demand: K,
    },
    /// Two offers have the same key.
    #[error("two offers have the same key")]
    RepeatedOffer {
        /// The key.
        offer: K,
    },
    /// A demand asks for no helper at all.
    #[error("a demand wants no helper: at least 1 is needed")]
    WantsNobody {
        /// The demand.
        demand: K,
    },
    /// An offer's capacity is below zero.
    #[error("an offer's capacity is {capacity}: it must not be negative")]
    NegativeCapacity {
        /// The offer.
        offer: K,
        /// As read.
        capacity: i64,
    },
    /// A helper takes on so many at most, and its offers count for different systems, of which one takes on so many at most too.
    #[error(
        "a helper with a limit has offers in different systems, one of which has a limit too: name one system for all of them"
    )]
    LimitsCross {
        /// One of the offers.
        offer: K,
    },
}

impl<K> ProblemError<K> {
    /// The stable code, which is also the key of its text.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::RepeatedDemand { .. } => "matching-repeated-demand",
            Self::RepeatedOffer { .. } => "matching-repeated-offer",
            Self::WantsNobody { .. } => "matching-wants-nobody",
            Self::NegativeCapacity { .. } => "matching-negative-capacity",
            Self::LimitsCross { .. } => "matching-limits-cross",
        }
    }
}

/// The problem's lists by key, checked: the only view that the rest of the room sees, so that no answer depends on order.
pub(crate) struct Sorted<'a, K> {
    pub(crate) demands: Vec<&'a Demand<K>>,
    pub(crate) offers: Vec<&'a Offer<K>>,
}

impl<K: Ord + Clone> Problem<K> {
    /// Sorts by key and checks, in this order: repeated demands, repeated offers, wanted, capacity, limits.
    pub(crate) fn sort(&self) -> Result<Sorted<'_, K>, ProblemError<K>> {
        let mut demands: Vec<_> = self.demands.iter().collect();
        demands.sort_by(|a, b| a.key.cmp(&b.key));
        let mut offers: Vec<_> = self.offers.iter().collect();
        offers.sort_by(|a, b| a.key.cmp(&b.key));
        if let Some(twice) = demands.windows(2).find(|two| two[0].key == two[1].key) {
            return Err(ProblemError::RepeatedDemand { demand: twice[0].key.clone() });
        }
        if let Some(twice) = offers.windows(2).find(|two| two[0].key == two[1].key) {
            return Err(ProblemError::RepeatedOffer { offer: twice[0].key.clone() });
        }
        if let Some(demand) = demands.iter().find(|d| d.wanted == 0) {
            return Err(ProblemError::WantsNobody { demand: demand.key.clone() });
        }
        if let Some(offer) = offers.iter().find(|o| o.capacity < 0) {
            return Err(ProblemError::NegativeCapacity { offer: offer.key.clone(), capacity: offer.capacity });
        }
        let sorted = Sorted { demands, offers };
        check(self, &sorted)?;
        Ok(sorted)
    }
}

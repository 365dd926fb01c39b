//! Which offer could serve which demand, and, where it could not, the first condition that fails.
//!
//! Conditions are tried in this order, from the plainest to the most personal, and a failing offer is counted once:
//! category, expiry, capacity, the helper's readiness (hardship, then consent), township known, area, walls between systems, the terms
//! in the order of [`Unsuited`] (dates, distance, town and country, skills, languages, the donor's restriction, a minor's guardian),
//! oneself, kin, superior, helping with it already, the person's consent.

use std::collections::{BTreeMap, BTreeSet};

use guanai_kernel::Date;

use crate::cost::{CostPart, CostParts, CostRule, Costs};
use crate::network::Arc;
use crate::problem::{Area, Bar, Demand, Offer, Problem, Readiness, Sorted, Walls};
use crate::terms::{Asks, Unsuited, suits};

/// The first condition that an offer fails for a demand, in the order of the variants.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Failure {
    /// The offer answers neither the demand's category nor, by [`Costs::substitutes`], another that may stand in.
    CategoryNotOffered,
    /// The offer's last day lies before the day of the run.
    Expired {
        /// The last day.
        on: Date,
    },
    /// The offer has no capacity left before the run begins.
    Exhausted,
    /// The provider is in hardship.
    HelperInHardship,
    /// The provider does not wish to be asked.
    HelperUnwilling,
    /// The offer is for certain townships and the demand's is not recorded.
    TownshipUnknown,
    /// The offer is for other townships.
    OutsideArea,
    /// The provider belongs to another system, and walls stand between them.
    BehindWalls,
    /// One of the terms is not met.
    Unsuited(Unsuited),
    /// The provider is the person who is to be helped.
    Oneself,
    /// The provider is kin of the person.
    Kin,
    /// The provider is over the person in the matter itself.
    Superior,
    /// The provider helps with it already.
    HelpsAlready,
    /// The provider would learn contact data and the person did not agree to that.
    ConsentMissing,
}

impl Failure {
    /// The stable code, which is also the key of its text.
    pub const fn code(self) -> &'static str {
        match self {
            Self::CategoryNotOffered => "category-not-offered",
            Self::Expired { .. } => "expired",
            Self::Exhausted => "exhausted",
            Self::HelperInHardship => "helper-in-hardship",
            Self::HelperUnwilling => "helper-unwilling",
            Self::TownshipUnknown => "township-unknown",
            Self::OutsideArea => "outside-area",
            Self::BehindWalls => "behind-walls",
            Self::Unsuited(why) => why.code(),
            Self::Oneself => "oneself",
            Self::Kin => "kin",
            Self::Superior => "superior",
            Self::HelpsAlready => "helps-already",
            Self::ConsentMissing => "consent-missing",
        }
    }
}

/// How many offers failed at each condition, for one demand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct FailureCounts {
    /// At [`Failure::CategoryNotOffered`].
    pub category_not_offered: usize,
    /// At [`Failure::Expired`].
    pub expired: usize,
    /// The latest of the last days of those.
    pub last_expired_on: Option<Date>,
    /// At [`Failure::Exhausted`].
    pub exhausted: usize,
    /// At [`Failure::HelperInHardship`].
    pub helper_in_hardship: usize,
    /// At [`Failure::HelperUnwilling`].
    pub helper_unwilling: usize,
    /// At [`Failure::TownshipUnknown`].
    pub township_unknown: usize,
    /// At [`Failure::OutsideArea`].
    pub outside_area: usize,
    /// At [`Failure::BehindWalls`].
    pub behind_walls: usize,
    /// At [`Failure::Unsuited`], by [`Unsuited::ALL`].
    pub unsuited: [usize; Unsuited::ALL.len()],
    /// At [`Failure::Oneself`].
    pub oneself: usize,
    /// At [`Failure::Kin`].
    pub kin: usize,
    /// At [`Failure::Superior`].
    pub superior: usize,
    /// At [`Failure::HelpsAlready`].
    pub helps_already: usize,
    /// At [`Failure::ConsentMissing`].
    pub consent_missing: usize,
}

impl FailureCounts {
    fn add(&mut self, failure: Failure) {
        let count = match failure {
            Failure::CategoryNotOffered => &mut self.category_not_offered,
            Failure::Expired { on } => {
                self.last_expired_on = self.last_expired_on.max(Some(on));
                &mut self.expired
            }
            Failure::Exhausted => &mut self.exhausted,
            Failure::HelperInHardship => &mut self.helper_in_hardship,
            Failure::HelperUnwilling => &mut self.helper_unwilling,
            Failure::TownshipUnknown => &mut self.township_unknown,
            Failure::OutsideArea => &mut self.outside_area,
            Failure::BehindWalls => &mut self.behind_walls,
            Failure::Unsuited(why) => &mut self.unsuited[why as usize],
            Failure::Oneself => &mut self.oneself,
            Failure::Kin => &mut self.kin,
            Failure::Superior => &mut self.superior,
            Failure::HelpsAlready => &mut self.helps_already,
            Failure::ConsentMissing => &mut self.consent_missing,
        };
        *count += 1;
    }

    /// How many failed at each condition where any did, in the order in which conditions are tried, by the failure's code.
    pub fn by_code(&self) -> impl Iterator<Item = (&'static str, usize)> {
        let before = [
            ("category-not-offered", self.category_not_offered),
            ("expired", self.expired),
            ("exhausted", self.exhausted),
            ("helper-in-hardship", self.helper_in_hardship),
            ("helper-unwilling", self.helper_unwilling),
            ("township-unknown", self.township_unknown),
            ("outside-area", self.outside_area),
            ("behind-walls", self.behind_walls),
        ];
        let unsuited = Unsuited::ALL.map(|why| (why.code(), self.unsuited[why as usize]));
        let after = [
            ("oneself", self.oneself),
            ("kin", self.kin),
            ("superior", self.superior),
            ("helps-already", self.helps_already),
            ("consent-missing", self.consent_missing),
        ];
        before.into_iter().chain(unsuited).chain(after).filter(|(_, count)| *count > 0)
    }

    /// Of the terms that any offer failed, the one that is asked last and so is nearest to a remedy, with how many failed at it.
    pub fn last_unsuited(&self) -> Option<(Unsuited, usize)> {
        let found = Unsuited::ALL.into_iter().rev().map(|why| (why, self.unsuited[why as usize]));
        found.into_iter().find(|(_, count)| *count > 0)
    }
}

/// Whether `offer` could serve `demand`: the parts of the cost, or the first failing condition. This is the definition; the
/// batch asks it once for demands that it answers alike.
pub fn screen<K: Ord + Clone>(
    problem: &Problem<K>,
    demand: &Demand<K>,
    offer: &Offer<K>,
) -> Result<CostParts, Failure> {
    let keeps = problem.existing.contains(&(demand.key.clone(), offer.key.clone()));
    check(problem, demand, offer, keeps)
}

/// [`screen`], where it is known already whether the pair exists today.
pub(crate) fn check<K: Ord>(
    problem: &Problem<K>,
    demand: &Demand<K>,
    offer: &Offer<K>,
    keeps: bool,
) -> Result<CostParts, Failure> {
    let (on, costs) = (problem.on, &problem.costs);
    let category = category_part(demand, offer, costs)?;
    if let Some(until) = offer.valid_until.filter(|until| *until < on) {
        return Err(Failure::Expired { on: until });
    }
    if offer.capacity <= 0 {
        return Err(Failure::Exhausted);
    }
    match offer.readiness {
        Readiness::Ready => {}
        Readiness::InHardship => return Err(Failure::HelperInHardship),
        Readiness::Unwilling => return Err(Failure::HelperUnwilling),
    }
    let area = area_part(demand.township.as_deref(), &offer.area, costs)?;
    let other_system = matches!((&demand.system, &offer.system), (Some(a), Some(b)) if a != b);
    if other_system && problem.walls == Walls::BetweenSystems {
        return Err(Failure::BehindWalls);
    }
    suits(&demand.asks, &offer.terms, offer.valid_until, on).map_err(Failure::Unsuited)?;
    if offer.provider.as_ref() == Some(&demand.beneficiary) {
        return Err(Failure::Oneself);
    }
    match offer.provider.as_ref().and_then(|provider| demand.barred.get(provider)).or(demand.barred.get(&offer.key)) {
        None => {}
        Some(Bar::Kin) => return Err(Failure::Kin),
        Some(Bar::Superior) => return Err(Failure::Superior),
        Some(Bar::Helping) => return Err(Failure::HelpsAlready),
    }
    if offer.needs_contact && !demand.consents_to_contact {
        return Err(Failure::ConsentMissing);
    }
    let part = |rule, amount| Some(CostPart { rule, amount });
    Ok(CostParts::new([
        category,
        Some(area),
        if other_system { part(CostRule::OtherSystem, costs.other_system) } else { None },
        costs.kinds.get(&offer.kind).and_then(|&amount| part(CostRule::ProviderKind, amount)),
        if keeps { part(CostRule::KeepsPair, costs.keeps_pair) } else { None },
        demand.asks.place.zip(offer.terms.place).map(|(here, there)| costs.distance(here.metres_to(there))),
    ]))
}

/// `None` where the own category is answered, which adds nothing.
fn category_part<K>(demand: &Demand<K>, offer: &Offer<K>, costs: &Costs) -> Result<Option<CostPart>, Failure> {
    if offer.categories.contains(&demand.category) {
        return Ok(None);
    }
    let others = costs.substitutes.get(&demand.category).into_iter().flatten();
    let least = others.filter(|(category, _)| offer.categories.contains(*category)).map(|(_, amount)| *amount).min();
    let amount = least.ok_or(Failure::CategoryNotOffered)?;
    Ok(Some(CostPart { rule: CostRule::OtherCategory, amount }))
}

fn area_part(township: Option<&str>, area: &Area, costs: &Costs) -> Result<CostPart, Failure> {
    let (rule, amount, inside) = match area {
        Area::Everywhere => return Ok(CostPart { rule: CostRule::CountyWide, amount: costs.county_wide }),
        Area::Township(one) => (CostRule::OwnTownship, costs.own_township, township.map(|t| t == one)),
        Area::Townships(many) => {
            (CostRule::SharedTownships, costs.shared_townships, township.map(|t| many.contains(t)))
        }
    };
    match inside {
        None => Err(Failure::TownshipUnknown),
        Some(false) => Err(Failure::OutsideArea),
        Some(true) => Ok(CostPart { rule, amount }),
    }
}

/// The offers that one demand, or several alike, could be paired with.
#[derive(Debug)]
pub(crate) struct Row {
    /// By offer; costs in cost points.
    pub(crate) arcs: Vec<Arc>,
    pub(crate) failures: FailureCounts,
    /// Offers of which an earlier answer made a pair with the demand, by offer.
    pub(crate) started: Vec<u32>,
    /// Whether the row belongs to one demand only: its person or somebody barred is a provider too, an offer is barred, or it has
    /// pairs to keep.
    pub(crate) own: bool,
}

impl Row {
    /// Several helpers are several persons: of what one person offers, the offer that fits best is asked, and of those the lower key.
    fn keep_one_of_each<K: Ord>(&mut self, sorted: &Sorted<'_, K>) {
        let provider = |arc: &Arc| sorted.offers[arc.offer as usize].provider.as_ref();
        let mut best: BTreeMap<&K, (i64, u32)> = BTreeMap::new();
        for arc in &self.arcs {
            if let Some(provider) = provider(arc) {
                let own = (arc.cost, arc.offer);
                best.entry(provider).and_modify(|best| *best = own.min(*best)).or_insert(own);
            }
        }
        self.arcs.retain(|arc| provider(arc).is_none_or(|provider| best[provider] == (arc.cost, arc.offer)));
    }

    /// The row of a demand for which some offers are ruled out.
    pub(crate) fn without(&self, ruled_out: &BTreeSet<u32>) -> Self {
        let arcs = self.arcs.iter().filter(|arc| !ruled_out.contains(&arc.offer)).copied().collect();
        Self { arcs, failures: self.failures, started: self.started.clone(), own: true }
    }
}

/// The rows of a problem, and which one each demand uses.
pub(crate) struct Candidates {
    pub(crate) rows: Vec<Row>,
    pub(crate) row_of: Vec<usize>,
}

/// What a demand is to the conditions. The last is set where the demand differs from all others.
type Profile<'a> = (&'a str, Option<&'a str>, Option<&'a str>, (bool, bool), &'a Asks, Option<usize>);

/// Screens all demands against all offers of their category.
pub(crate) fn list<K: Ord + Clone>(problem: &Problem<K>, sorted: &Sorted<'_, K>) -> Candidates {
    let providers: BTreeSet<&K> = sorted.offers.iter().filter_map(|offer| offer.provider.as_ref()).collect();
    let mut kept: BTreeMap<&K, BTreeSet<&K>> = BTreeMap::new();
    for (demand, offer) in &problem.existing {
        kept.entry(demand).or_default().insert(offer);
    }
    // By demand, each list by offer.
    let mut started: BTreeMap<&K, Vec<u32>> = BTreeMap::new();
    for (demand, offer) in &problem.start {
        let at = sorted.offers.binary_search_by(|one| one.key.cmp(offer)).ok().and_then(|at| u32::try_from(at).ok());
        started.entry(demand).or_default().extend(at);
    }
    let is_offer = |key: &K| sorted.offers.binary_search_by(|offer| offer.key.cmp(key)).is_ok();
    let by_category = index_categories(sorted);
    let mut in_category: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
    let mut rows = Vec::new();
    let mut row_of = Vec::with_capacity(sorted.demands.len());
    let mut known: BTreeMap<Profile<'_>, usize> = BTreeMap::new();
    for (at, demand) in sorted.demands.iter().enumerate() {
        let keeps = kept.get(&demand.key);
        let own = keeps.is_some()
            || started.get(&demand.key).is_some_and(|started| !started.is_empty())
            || providers.contains(&demand.beneficiary)
            || demand.barred.keys().any(|barred| providers.contains(barred) || is_offer(barred));
        let profile: Profile<'_> = (
            &demand.category,
            demand.township.as_deref(),
            demand.system.as_deref(),
            (demand.consents_to_contact, demand.wanted > 1),
            &demand.asks,
            own.then_some(at),
        );
        let row = *known.entry(profile).or_insert_with(|| {
            let offers = in_category
                .entry(&demand.category)
                .or_insert_with(|| answer(&demand.category, &by_category, &problem.costs));
            let mut row = screen_all(problem, demand, sorted, offers, keeps, own);
            row.started = started.remove(&demand.key).unwrap_or_default();
            if demand.wanted > 1 {
                row.keep_one_of_each(sorted);
            }
            rows.push(row);
            rows.len() - 1
        });
        row_of.push(row);
    }
    Candidates { rows, row_of }
}

/// Offers by category, each list by offer.
fn index_categories<'a, K>(sorted: &Sorted<'a, K>) -> BTreeMap<&'a str, Vec<u32>> {
    let mut by_category: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
    for (at, offer) in (0_u32..).zip(&sorted.offers) {
        for category in &offer.categories {
            by_category.entry(category).or_default().push(at);
        }
    }
    by_category
}

/// The offers that answer a category, by itself or by substitutes.
fn answer(category: &str, by_category: &BTreeMap<&str, Vec<u32>>, costs: &Costs) -> Vec<u32> {
    let substitutes = costs.substitutes.get(category).into_iter().flat_map(BTreeMap::keys).map(String::as_str);
    let found: BTreeSet<u32> =
        std::iter::once(category).chain(substitutes).filter_map(|c| by_category.get(c)).flatten().copied().collect();
    found.into_iter().collect()
}

fn screen_all<K: Ord + Clone>(
    problem: &Problem<K>,
    demand: &Demand<K>,
    sorted: &Sorted<'_, K>,
    offers: &[u32],
    keeps: Option<&BTreeSet<&K>>,
    own: bool,
) -> Row {
    let category_not_offered = sorted.offers.len() - offers.len();
    let mut row = Row {
        arcs: Vec::new(),
        failures: FailureCounts { category_not_offered, ..FailureCounts::default() },
        started: Vec::new(),
        own,
    };
    for &at in offers {
        let offer = sorted.offers[at as usize];
        let keeps = keeps.is_some_and(|kept| kept.contains(&offer.key));
        // A cost beyond 64 bits is refused by the bound before anything is added up; to saturate keeps the listing total.
        match check(problem, demand, offer, keeps) {
            Ok(parts) => row.arcs.push(Arc { offer: at, cost: i64::try_from(parts.total()).unwrap_or(i64::MAX) }),
            Err(failure) => row.failures.add(failure),
        }
    }
    row
}

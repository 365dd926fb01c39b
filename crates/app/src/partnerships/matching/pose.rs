//! The matcher's problem of organisations that want a partner. The country asks and everybody offers one place; the matcher itself keeps
//! town with country, nobody with themselves, and nobody with whoever is over or below them.

use std::collections::{BTreeMap, BTreeSet};

use guanai_casework::PartnerWish;
use guanai_kernel::ids::OrganizationId;
use guanai_kernel::{Date, Settlement};
use guanai_matching::{
    Across, Area, Asks, Bar, Costs, Demand, Limits, Load, Offer, Problem, Readiness, Side, Terms, Tilt, Walls,
};
use guanai_scheme::NeedCategory;

use super::{Partner, asks};

/// An organisation that wants a partner, with what the matching looks at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::partnerships) struct Wisher {
    pub partner: Partner,
    pub wish: PartnerWish,
    pub lies_in: Option<Settlement>,
    pub township: Option<String>,
    /// Every organisation over it.
    pub above: BTreeSet<OrganizationId>,
    /// Whether it has an agreement of the kind that is not over.
    pub is_paired: bool,
}

impl Wisher {
    /// Whether one of the two is over the other.
    pub fn is_over_or_below(&self, other: &Self) -> bool {
        self.above.contains(&other.wish.organization_id) || other.above.contains(&self.wish.organization_id)
    }
}

/// What goes which way where two suit one another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::partnerships) enum Fit {
    /// Each gives what the other asks for.
    BothWays,
    /// Only the second gives what the first asks for.
    ToFirst,
    /// Only the first gives what the second asks for.
    ToSecond,
}

/// What of a giver's categories answers what another asks for: a category, or another that the standards let answer it.
pub(in crate::partnerships) fn gives_of(
    giver: &PartnerWish,
    taker: &PartnerWish,
    needs: &[NeedCategory],
) -> Vec<String> {
    let answers = |asked: &&String| {
        let offers = needs.iter().find(|need| need.code == **asked).map(|need| need.offers.as_slice());
        giver.gives.contains(*asked) || offers.unwrap_or_default().iter().any(|code| giver.gives.contains(code))
    };
    taker.asks_for.iter().filter(answers).cloned().collect()
}

/// Whether two suit one another, and which way help goes.
pub(in crate::partnerships) fn fit(first: &PartnerWish, second: &PartnerWish, needs: &[NeedCategory]) -> Option<Fit> {
    let goes = |from, to| !gives_of(from, to, needs).is_empty();
    match (goes(second, first), goes(first, second)) {
        (true, true) => Some(Fit::BothWays),
        (true, false) => Some(Fit::ToFirst),
        (false, true) => Some(Fit::ToSecond),
        (false, false) => None,
    }
}

/// What an offer answers, of one that asks.
fn category(of: OrganizationId, fit: Fit) -> String {
    match fit {
        Fit::BothWays => of.to_string(),
        Fit::ToFirst => format!("{of}/to-country"),
        Fit::ToSecond => format!("{of}/to-town"),
    }
}

const fn side(lies_in: Settlement) -> Side {
    match lies_in {
        Settlement::Rural => Side::Rural,
        Settlement::Urban => Side::Urban,
    }
}

/// Makes the problem. A pair that goes one way costs one point, and one of which the town alone gains more than all others can together,
/// where the pack puts the country first: so that it is the last resort and no fewer are paired for it.
pub(in crate::partnerships) fn pose(
    wishers: &[Wisher],
    needs: &[NeedCategory],
    rural_first: bool,
    on: Date,
) -> Problem<OrganizationId> {
    let free: Vec<&Wisher> = wishers.iter().filter(|wisher| !wisher.is_paired).collect();
    let asking: Vec<&Wisher> = free.iter().copied().filter(|wisher| asks(wisher.lies_in)).collect();
    let last_resort = if rural_first { i64::try_from(free.len()).unwrap_or(i64::MAX / 2).saturating_add(1) } else { 1 };
    let substitutes = asking.iter().map(|wisher| {
        let of = wisher.wish.organization_id;
        let others = [(category(of, Fit::ToFirst), 1), (category(of, Fit::ToSecond), last_resort)];
        (category(of, Fit::BothWays), BTreeMap::from(others))
    });
    let costs = Costs { substitutes: substitutes.collect(), ..Costs::default() };
    Problem {
        demands: asking.iter().map(|wisher| demand(wisher, &free)).collect(),
        offers: free.iter().map(|wisher| offer(wisher, &asking, needs)).collect(),
        start: BTreeSet::new(),
        existing: BTreeSet::new(),
        on,
        costs,
        walls: Walls::Open,
        tilt: if rural_first { Tilt::RuralFirst } else { Tilt::Level },
        load: Load::Free,
        limits: Limits::default(),
    }
}

fn demand(wisher: &Wisher, free: &[&Wisher]) -> Demand<OrganizationId> {
    let barred = free.iter().filter(|other| wisher.is_over_or_below(other));
    Demand {
        key: wisher.wish.organization_id,
        category: category(wisher.wish.organization_id, Fit::BothWays),
        township: wisher.township.clone(),
        system: None,
        urgency: 0,
        consents_to_contact: true,
        beneficiary: wisher.wish.organization_id,
        barred: barred.map(|other| (other.wish.organization_id, Bar::Superior)).collect(),
        has: 0,
        wanted: 1,
        asks: Asks { side: wisher.lies_in.map(side), ..Asks::default() },
    }
}

fn offer(wisher: &Wisher, asking: &[&Wisher], needs: &[NeedCategory]) -> Offer<OrganizationId> {
    let answered = asking
        .iter()
        .filter_map(|asks| Some(category(asks.wish.organization_id, fit(&asks.wish, &wisher.wish, needs)?)));
    Offer {
        key: wisher.wish.organization_id,
        categories: answered.collect(),
        capacity: 1,
        carries: 0,
        area: Area::Everywhere,
        valid_until: None,
        provider: Some(wisher.wish.organization_id),
        system: None,
        kind: String::new(),
        needs_contact: false,
        readiness: Readiness::Ready,
        terms: Terms { side: wisher.lies_in.map(side), across: Across::OtherSide, ..Terms::default() },
    }
}

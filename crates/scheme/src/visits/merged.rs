//! One visit and one gift for each person over a whole round: whoever has a birthday in the days of a festival is visited once.

use std::collections::BTreeMap;

use guanai_kernel::ids::PersonId;

use super::due::{PlannedGift, PlannedVisit, VisitsDue};

/// The visits of a round: those of one person are one, with every reason, the duty that asks most, and the largest of the
/// gifts. It may be made on any day on which one of its reasons holds, the last day is that of the latest.
pub fn one_visit_each(due: VisitsDue) -> VisitsDue {
    let mut merged: BTreeMap<PersonId, PlannedVisit> = BTreeMap::new();
    for visit in due.visits {
        match merged.get_mut(&visit.person_id) {
            Some(one) => join(one, visit),
            None => {
                merged.insert(visit.person_id, visit);
            }
        }
    }
    let mut visits: Vec<PlannedVisit> = merged.into_values().collect();
    visits.sort_by_key(|visit| (visit.closes_on, visit.person_id));
    VisitsDue { visits, passed_over: due.passed_over }
}

fn join(one: &mut PlannedVisit, other: PlannedVisit) {
    one.act = one.act.max_duty(other.act);
    one.wish = one.wish.max(other.wish);
    one.opens_on = one.opens_on.min(other.opens_on);
    one.closes_on = one.closes_on.max(other.closes_on);
    one.reasons.extend(other.reasons);
    one.reasons.sort_by_key(|reason| (reason.rule, reason.on));
    one.gift = larger(one.gift, other.gift);
}

/// The larger gift; of two that are alike, that of the first rule.
fn larger(one: Option<PlannedGift>, other: Option<PlannedGift>) -> Option<PlannedGift> {
    match (one, other) {
        (Some(a), Some(b)) if (b.amount, std::cmp::Reverse(b.rule)) > (a.amount, std::cmp::Reverse(a.rule)) => Some(b),
        (Some(a), _) => Some(a),
        (None, other) => other,
    }
}

//! The pack's guarantees as the casework reckons with them.

use guanai_casework::guarantee::{Rule, Terms};
use guanai_kernel::Guarantee;
use guanai_scheme::{GuaranteeRule, GuaranteeStandard, Pack};

/// The terms of the five, in their order.
pub fn terms_of(pack: &Pack) -> Vec<Terms> {
    let guarantees = pack.guarantees();
    let terms = |standard: &GuaranteeStandard| Terms {
        guarantee: standard.guarantee,
        starts: standard.starts.clone(),
        stops: standard.stops.clone(),
        ends: standard.ends.clone(),
        rules: standard.rules.iter().map(rule).collect(),
        entry_working_days: guarantees.entry_working_days,
    };
    guarantees.standards.iter().map(terms).collect()
}

fn rule(rule: &GuaranteeRule) -> Rule {
    Rule {
        id: rule.id.clone(),
        for_classes: !rule.classes.is_empty(),
        urgencies: rule.urgencies.clone(),
        within: rule.within,
        again: rule.again,
        face_to_face: rule.face_to_face,
        at_risk: rule.at_risk,
        tell_at_start: rule.tell_at_start.clone(),
        tell_at_risk: rule.tell_at_risk.clone(),
        tell_late: rule.tell_late.iter().map(|step| (step.after_working_days, step.to)).collect(),
    }
}

/// The terms of one of the five.
pub(super) fn of(all: &[Terms], guarantee: Guarantee) -> Option<&Terms> {
    all.iter().find(|terms| terms.guarantee == guarantee)
}

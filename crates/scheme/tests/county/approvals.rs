//! The default pack's chains: each amount of each measure that is applied for goes one way, and the ways are those meant.

use guanai_kernel::Money;
use guanai_scheme::{ApprovalStep, MeasureKind, SourceKind};

use super::county;

fn yuan(text: &str) -> Money {
    Money::parse_yuan(text).unwrap()
}

#[test]
fn the_amount_says_which_way_an_application_goes() {
    let pack = county();
    let approvals = pack.approvals();
    for (measure, amount, chain) in [
        ("fixed-relief", None, "relief-small"),
        ("fixed-relief", Some(yuan("0.01")), "relief-small"),
        ("fixed-relief", Some(yuan("2000")), "relief-small"),
        ("fixed-relief", Some(yuan("2000.01")), "relief"),
        ("medical-aid", Some(yuan("900000")), "relief"),
        ("disaster-relief", Some(yuan("2000")), "urgent"),
        ("disaster-relief", Some(yuan("2000.01")), "disaster"),
        ("honour-recognition", None, "honour"),
    ] {
        assert_eq!(approvals.chain_for(measure, amount).unwrap().id, chain, "{measure} {amount:?}");
    }
    assert!(approvals.chain_for("party-seniority-allowance", None).is_none(), "what is due is not applied for");
    assert!(!approvals.is_applied_for("festival-visit"));
}

#[test]
fn every_grant_is_applied_for_and_every_notice_says_no_more_than_all_may_know() {
    let pack = county();
    for measure in pack.measures().iter().filter(|measure| measure.kind == MeasureKind::Grant) {
        // What is brought along at a visit is nobody's to apply for.
        let brought = ["festival-visit", "elder-member-greeting"].contains(&measure.id.as_str());
        assert_eq!(pack.approvals().is_applied_for(&measure.id), !brought, "{}", measure.id);
    }
    for chain in &pack.approvals().chains {
        assert_eq!(chain.notice.is_some(), chain.steps.contains(&ApprovalStep::Notice));
        assert!(chain.example && pack.source(&chain.clause.source).unwrap().kind == SourceKind::Example);
        let called = chain.notice.as_ref().map(|notice| notice.called.zh.clone()).unwrap_or_default();
        assert!(!["医", "病", "学", "残", "低保"].iter().any(|word| called.contains(word)), "{called}");
        for code in &chain.meetings {
            let kind = pack.approvals().meeting(code).unwrap();
            assert_eq!((kind.quorum_over_percent, kind.carried_over_percent), (50, 50));
        }
    }
}

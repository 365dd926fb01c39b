//! The table of acts, written out.

use guanai_kernel::ids::OrganizationId;
use guanai_kernel::{Ids, Moment};

use super::*;
use crate::actor::{Actor, authorise};

/// act × role, in the order of [`Role::ALL`] (console, branch contact, township officer, county officer, county
/// approver, accountant, cashier, auditor, member, administrator): `y` where it may over the whole jurisdiction, `s`
/// where it also may with a smaller scope and keeps to it.
#[rustfmt::skip]
const TABLE: &[(&str, &str)] = &[
    ("rehearse-import", "s-ss------"),
    ("publish-import", "s-ss------"),
    ("assess-everybody", "y--yy-----"),
    ("explain-person", "y--yy-----"),
    ("propose-pairs", "y--y------"),
    ("write-plan", "y--yy-----"),
    ("export-records", "y---------"),
    ("check-records", "y------y--"),
    ("list-people", "sssss--s--"),
    ("read-person", "sssss--ss-"),
    ("unmask-number", "--ss------"),
    ("read-organization", "sssss--s--"),
    ("open-account", "y--------y"),
    ("close-account", "y--------y"),
    ("list-accounts", "s-ss-----s"),
    ("ask-reset", "s-ss-----s"),
    ("confirm-reset", "s-ss-----s"),
    ("found-county", "y---------"),
    ("open-demo-accounts", "y---------"),
    ("list-needs", "sssss-----"),
    ("read-need", "sssss-----"),
    ("raise-need", "ssss----s-"),
    ("list-offers", "sssss-----"),
    ("read-offer", "sssss-----"),
    ("record-offer", "ssss------"),
    ("read-plan", "sssss-----"),
    ("confirm-need", "ssss------"),
    ("plan-need", "ssss------"),
    ("reopen-need", "ssss------"),
    ("help-need", "ssss------"),
    ("call-back-need", "sssss-----"),
    ("close-need", "ssss------"),
    ("withdraw-need", "ssss----s-"),
    ("merge-need", "ssss------"),
    ("split-need", "ssss------"),
    ("ask-account", "--ss------"),
    ("ask-office", "-sss----s-"),
    ("say-consent", "-sss----s-"),
    ("list-asks", "-ssss-----"),
    ("read-ask", "-ssss-----"),
    ("answer-ask", "-ssss-----"),
    ("read-own", "--------s-"),
    ("list-readers", "---ss--s--"),
    ("read-audit", "y------y--"),
    ("read-import", "--ss------"),
    ("choose-verdicts", "--ss------"),
    ("abandon-import", "--ss------"),
    ("hand-out-refused", "--ss------"),
    ("settle-discrepancy", "--ss------"),
    ("list-discrepancies", "-sss------"),
    ("list-visits", "sssss-----"),
    ("read-visit", "sssss-----"),
    ("record-visit", "ssss------"),
    ("amend-visit", "ssss------"),
    ("read-note", "-ssss---s-"),
    ("allow-note-reader", "-sss----s-"),
    ("read-my-day", "sss-------"),
    ("defer-visit", "sss-------"),
    ("list-call-backs", "s-ss------"),
    ("answer-call-back", "s-ss------"),
    ("keep-guarantees", "y--y------"),
    ("read-guarantees", "sssss--s--"),
    ("read-person-guarantees", "sssss---s-"),
    ("record-happening", "ssss------"),
    ("pause-guarantee", "-sss------"),
    ("exempt-guarantee", "--ss----s-"),
    ("name-deputy", "-sss------"),
    ("name-duty", "y--y------"),
    ("read-notices", "-sss------"),
    ("ask-question", "-sss----s-"),
    ("answer-question", "-sss------"),
    ("read-question", "-sss----s-"),
    ("share-question", "--------s-"),
    ("note-notices", "-sss------"),
    ("list-standins", "-sss------"),
    ("list-rounds", "sssss--s--"),
    ("read-round", "sssss--s--"),
    ("list-round-people", "sssss--s--"),
    ("draft-round", "s-ss------"),
    ("change-round-list", "s-ss------"),
    ("approve-round", "----s-----"),
    ("divide-round", "s-ss------"),
    ("read-sheet", "ssss------"),
    ("enter-sheet", "ssss------"),
    ("export-round", "s-sss-----"),
    ("keep-visit-draft", "-sss------"),
    ("list-applications", "-ssss--s--"),
    ("read-application", "-ssss--ss-"),
    ("enter-application", "-s------s-"),
    ("resubmit-application", "-s------s-"),
    ("withdraw-application", "-s------s-"),
    ("review-application", "--ss------"),
    ("return-application", "--sss-----"),
    ("post-notice", "--ss------"),
    ("take-notice-down", "--ss------"),
    ("read-public-notices", "-ssssssss-"),
    ("raise-objection", "-ssssss-s-"),
    ("answer-objection", "--ss------"),
    ("decide-application", "----s-----"),
    ("ask-second-look", "-s------s-"),
    ("file-original", "-sss------"),
    ("list-meetings", "-ssss--s--"),
    ("read-meeting", "-ssss--s--"),
    ("record-meeting", "-ss-------"),
    ("list-plans", "sssss-----"),
    ("read-person-plan", "sssss---s-"),
    ("draft-person-plan", "ssss------"),
    ("begin-person-plan", "ssss------"),
    ("carry-person-plan", "ssss------"),
    ("end-person-plan", "ssss------"),
    ("read-grants", "sssss-----"),
    ("read-life-events", "-ssss--s--"),
    ("foresee-life-event", "-sss------"),
    ("record-life-event", "-sss------"),
    ("record-recognition", "--ss------"),
    ("receive-transfer", "-sss------"),
    ("undo-life-event", "-sss------"),
    ("read-reach", "sssss-----"),
    ("read-recheck", "sssss-----"),
    ("draft-recheck", "y--y------"),
    ("approve-recheck", "----y-----"),
    ("answer-recheck", "sss-------"),
    ("read-posts", "sssss--s--"),
    ("record-appointment", "--ss------"),
    ("decide-appointment", "--sss-----"),
    ("end-post", "--ss------"),
    ("read-handovers", "-ssss---s-"),
    ("carry-handover", "-sss----s-"),
    ("settle-handover", "--ss------"),
    ("record-late-visit", "-sss----s-"),
    ("confirm-late-visit", "-sss------"),
    ("read-floating", "-ssss-----"),
    ("write-floating-letter", "-sss------"),
    ("hand-out-floating-letter", "-sss------"),
    ("open-floating-letter", "--ss------"),
    ("take-in-floating", "--ss------"),
    ("hand-out-floating-slip", "-sss------"),
    ("read-floating-slip", "-sss------"),
    ("end-floating-stay", "-sss------"),
];

#[test]
fn every_act_and_role() {
    assert_eq!(TABLE.len(), Act::ALL.len());
    let over = OrganizationId::fresh(&mut Ids::seeded(1, Moment::from_micros(0)));
    for (act, (code, row)) in Act::ALL.iter().zip(TABLE) {
        assert_eq!(act.code(), *code);
        assert_eq!(Act::from_code(code), Some(*act));
        let got: String = Role::ALL
            .iter()
            .map(|role| {
                let actor = Actor { name: "x".into(), role: *role, ..Actor::console() };
                let narrow = Actor { scope: Some(over), ..actor.clone() };
                match (authorise(&actor, *act).is_ok(), authorise(&narrow, *act).is_ok()) {
                    (true, true) => 's',
                    (true, false) => 'y',
                    (false, false) => '-',
                    (false, true) => '?',
                }
            })
            .collect();
        assert_eq!(&got, row, "{code}");
    }
    assert_eq!(Act::from_code("nothing"), None);
}

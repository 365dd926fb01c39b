//! A saved run with what it was solved from: it comes out again after the records have changed, and explains a need as it was.

use guanai_app::Role;
use guanai_app::matching::{Explained, NeedNamed, Repeated, RunChange, RunLine, explain_run, repeat_run};
use guanai_app::needs::{HelperWish, MoveNeed, NeedStep, move_need};
use guanai_app::pairing::Key;
use guanai_app::records::check_records;
use guanai_casework::{Finding, FindingKind, MatchingRun, WishKind};
use guanai_kernel::ids::{MatchingRunId, OfferId};
use guanai_store::{matching_runs, offers};

use crate::engines::on_both;
use crate::matching_runs::{Desk, OFFERS, ROSTER, SURVEY};
use crate::office::{Office, TODAY, day};

/// A need as two runs saw it: with the helper who was proposed, and after somebody ruled them out; as the records stand now, otherwise.
async fn explained_as_it_was(desk: &mut Desk, line: &RunLine, offer_id: OfferId) {
    let need = NeedNamed::Id(line.need.need_id);
    let then = explain_run(&mut desk.cx(Role::CountyOfficer, None), 1, &need).await.unwrap();
    let Explained::Proposed(pairs, None) = &then.outcome else { panic!("{:?}", then.outcome) };
    assert_eq!(pairs.iter().map(|pair| pair.offer).collect::<Vec<_>>(), [Key::Offer(offer_id)]);
    let Finding::Proposed(_, kept) = &line.result.finding else { panic!("{line:?}") };
    let cost = then.candidates.iter().find(|one| one.offer_id == offer_id).map(|one| one.cost);
    assert_eq!((cost, then.candidates.len() as u64, then.as_of), (Some(kept.cost), kept.candidates, day(TODAY)));
    let revised = explain_run(&mut desk.cx(Role::CountyOfficer, None), 2, &need).await.unwrap();
    assert!(matches!(&revised.outcome, Explained::Unmet(unmet) if unmet.why.code() == "ruled-out"), "{revised:?}");
    let township = desk.township("中共城关街道工作委员会").await;
    let others = explain_run(&mut desk.cx(Role::TownshipOfficer, Some(township)), 1, &need).await.unwrap_err();
    let none = explain_run(&mut desk.cx(Role::CountyOfficer, None), 99, &need).await.unwrap_err();
    assert_eq!((others.code(), none.code()), ("need-not-found", "matching-run-not-found"));
}

/// Shows R61: a run is kept with what it was solved from, by ids alone, so that it comes out again, with the changes made by hand, after
/// needs were arranged and offers ended; and a check looks whether the latest do.
#[test]
fn a_run_comes_out_again_after_the_records_have_changed() {
    on_both(async |db| {
        let mut desk = Desk::of(Office::of(db, &[ROSTER, SURVEY, OFFERS]).await);
        let first = desk.run(Role::CountyOfficer, None).await;
        let found = desk.read(None, first, FindingKind::Proposed, 1).await.unwrap();
        let (need_id, offer_id) = (found.rows[0].need.need_id, found.rows[0].helper.as_ref().unwrap().offer_id);
        let forbid = RunChange { run_id: first, need_id, kind: WishKind::Forbid, offer_id };
        let revised = desk.revise(forbid, "两家有过节").await.unwrap();

        // Everything that it rested on is otherwise now.
        let other = found.rows[1].need.need_id;
        let step = NeedStep::Plan { helper: HelperWish::Offer(offer_id), words: None };
        let wish = MoveNeed { need_id: other, state_no: 0, step, on: day(TODAY) };
        let form = desk.form();
        move_need(&mut desk.cx(Role::CountyOfficer, None), form, &wish).await.unwrap();
        let mut tx = desk.office.db.begin_write().await.unwrap();
        let before = offers::list_by_ids(&mut tx, &[offer_id]).await.unwrap().remove(0);
        let after = guanai_casework::Offer { capacity: 1, ..before.clone() };
        offers::amend_many(&mut tx, &[(before, after)], desk.office.cx().now).await.unwrap();
        tx.commit().await.unwrap();
        let now = desk.run(Role::CountyOfficer, None).await;
        assert!(desk.read(None, now, FindingKind::Proposed, 1).await.unwrap().rows.is_empty(), "nobody is left to ask");

        let mut tx = desk.office.db.begin_read().await.unwrap();
        for run_id in [first, revised, now] {
            assert_eq!(repeat_run(&mut tx, run_id).await.unwrap(), Repeated::Same, "{run_id}");
            for input in matching_runs::list_inputs(&mut tx, run_id).await.unwrap() {
                for name in ["甲一", "乙二", "丁四", "助人"] {
                    assert!(!input.content.contains(name), "ids alone: {}", input.content);
                }
            }
        }
        let nowhere = MatchingRunId::fresh(&mut desk.forms);
        assert_eq!(repeat_run(&mut tx, nowhere).await.unwrap(), Repeated::NotKept);
        tx.rollback().await.unwrap();
        explained_as_it_was(&mut desk, &found.rows[0], offer_id).await;
        let outcomes = check_records(&mut desk.cx(Role::Console, None)).await.unwrap();
        let outcome = outcomes.iter().find(|outcome| outcome.name == "matching-runs-come-out-again").unwrap();
        assert!(outcome.holds, "{outcome:?}");

        // A run with which something else was kept than it was solved from is named.
        let mut tx = desk.office.db.begin_write().await.unwrap();
        let run = matching_runs::find(&mut tx, first).await.unwrap().unwrap();
        let run_id = MatchingRunId::fresh(&mut desk.forms);
        let no = matching_runs::count_numbers(&mut tx).await.unwrap() + 1;
        matching_runs::add(&mut tx, &MatchingRun { run_id, no, ..run }, &[], &[]).await.unwrap();
        let mut inputs = matching_runs::list_inputs(&mut tx, first).await.unwrap();
        inputs.pop();
        for input in &mut inputs {
            input.run_id = run_id;
        }
        matching_runs::add_inputs(&mut tx, &inputs).await.unwrap();
        assert_eq!(repeat_run(&mut tx, run_id).await.unwrap(), Repeated::Otherwise);
        tx.commit().await.unwrap();
        let outcomes = check_records(&mut desk.cx(Role::Console, None)).await.unwrap();
        let outcome = outcomes.iter().find(|outcome| outcome.name == "matching-runs-come-out-again").unwrap();
        assert_eq!((outcome.holds, outcome.examples.as_slice()), (false, &[run_id.to_string()][..]));
    });
}

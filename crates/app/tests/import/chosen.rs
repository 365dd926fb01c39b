//! A category that somebody confirmed with the person, and a survey that is brought again: it stays, nothing is doubled, and the
//! other word of the book waits to be looked at.

use guanai_app::import::desk::Part;
use guanai_app::import::desk::read::Rows;
use guanai_app::import::settle::{SettleDiscrepancy, settle_discrepancy};
use guanai_app::import::told::Said;
use guanai_app::needs::{MoveNeed, NeedStep, move_need};
use guanai_casework::{CategoryChoice, Need, NeedState, Urgency};
use guanai_registry::{Discrepancy, Verdict};
use guanai_store::{discrepancies, needs};
use guanai_testkit::county::Book;
use guanai_testkit::engines::on_both;

use crate::desk::bench::{Bench, ONE, county_officer, member, number, opening, roster, somebody};
use crate::village::survey_of;

const SAID: &str = "想找一份工作";

async fn only(bench: &Bench) -> Need {
    let mut tx = bench.db.begin_read().await.unwrap();
    let mut all = needs::list_all(&mut tx).await.unwrap();
    assert_eq!(all.len(), 1, "nothing is doubled: {:?}", all.iter().map(|need| &need.category).collect::<Vec<_>>());
    all.remove(0)
}

async fn open_matters(bench: &Bench) -> Vec<Discrepancy> {
    let mut tx = bench.db.begin_read().await.unwrap();
    let mut all = discrepancies::list_all(&mut tx).await.unwrap();
    all.retain(|matter| matter.settled_on.is_none());
    all
}

/// Somebody asks the person and confirms another category than the words proposed.
async fn confirm(bench: &mut Bench, category: &str) {
    let mut contact = bench.township_officer("2").await;
    "township".clone_into(&mut contact.name);
    let need = only(bench).await;
    assert_eq!(need.state, NeedState::Raised);
    let step = NeedStep::Confirm {
        category: category.to_owned(),
        urgency: Urgency::Urgent,
        evidence: None,
        consents_to_contact: true,
    };
    let wish = MoveNeed { need_id: need.need_id, state_no: 0, step, on: opening().day_in_china() };
    let operation = bench.operation();
    move_need(&mut bench.cx(&contact), operation, &wish).await.unwrap();
}

/// The books of somebody whose answer says nothing of a kind, with or without the number of its sheet, and the answer brought again.
fn books(questionnaire: &str, category: &str, urgency: &str) -> [Book; 2] {
    let one = member("甲", 1, ONE);
    let number = number("1955-03-01", 1);
    [roster(&[one]), survey_of([questionnaire, "甲", &number, category, SAID, urgency, "否", "2026-05-04"])]
}

#[test]
fn a_category_that_somebody_confirmed_stays_and_the_same_answer_doubles_nothing() {
    for questionnaire in ["1", ""] {
        on_both(async |db| {
            let mut bench = Bench::open(db).await;
            let job = bench.bring(&county_officer(), &books(questionnaire, "", "")).await;
            bench.publish(&county_officer(), job).await;
            confirm(&mut bench, "medical").await;
            let confirmed = only(&bench).await;
            assert_eq!(confirmed.category, CategoryChoice::Stated("medical".to_owned()));

            let job = bench.bring(&county_officer(), &books(questionnaire, "", "")).await;
            let Rows::Changed(rows) = bench.read(&county_officer(), job, Part::Changed).await.rows else { panic!() };
            assert_eq!(rows, [], "nothing is new: {questionnaire:?}");
            bench.publish(&county_officer(), job).await;
            assert_eq!(only(&bench).await, confirmed, "{questionnaire:?}");
            assert_eq!(open_matters(&bench).await, []);
        });
    }
}

#[test]
fn another_word_of_the_survey_is_told_and_taken_by_somebody_or_by_nobody() {
    on_both(async |db| {
        let mut bench = Bench::open(db).await;
        let job = bench.bring(&county_officer(), &books("1", "", "")).await;
        bench.publish(&county_officer(), job).await;
        confirm(&mut bench, "medical").await;
        let confirmed = only(&bench).await;

        let job = bench.bring(&county_officer(), &books("1", "住房", "不急")).await;
        let Rows::Conflicts(rows) = bench.read(&county_officer(), job, Part::Conflicts).await.rows else { panic!() };
        let told: Vec<[&Said; 2]> = rows.iter().map(|row| [&row.told.here.0, &row.told.there.0]).collect();
        let words = |words: &str| Said::Words(words.to_owned());
        let expected = [[words("就医资金"), words("住房")], [words("紧急"), words("不急")]];
        assert_eq!(told, expected.each_ref().map(<[_; 2]>::each_ref), "the rehearsal says what is not taken");
        bench.publish(&county_officer(), job).await;
        assert_eq!(only(&bench).await, confirmed, "what somebody confirmed stays");
        let waiting = open_matters(&bench).await;
        let stands = |field: &str| waiting.iter().find(|matter| matter.field == field).unwrap();
        assert_eq!(stands("category").stands.as_deref(), Some("就医资金"));
        assert_eq!(stands("urgency").stands.as_deref(), Some("紧急"));

        // Somebody takes the one word and decides against the other; the book says nothing new after that.
        let officer = somebody("settles", county_officer().role);
        for (field, verdict) in [("category", Verdict::Take), ("urgency", Verdict::Keep)] {
            let discrepancy_id = stands(field).discrepancy_id;
            settle_discrepancy(&mut bench.cx(&officer), SettleDiscrepancy { discrepancy_id, verdict }).await.unwrap();
        }
        let taken = only(&bench).await;
        assert_eq!(taken.category, CategoryChoice::Stated("housing".to_owned()));
        assert_eq!((taken.urgency, taken.state), (Some(Urgency::Urgent), NeedState::Confirmed));
        let job = bench.bring(&county_officer(), &books("1", "住房", "不急")).await;
        bench.publish(&county_officer(), job).await;
        assert_eq!(only(&bench).await, taken);
        assert_eq!(open_matters(&bench).await, []);
    });
}

/// Nobody confirmed what the survey itself had stated: its correction is taken as before.
#[test]
fn a_survey_that_corrects_itself_is_taken() {
    on_both(async |db| {
        let mut bench = Bench::open(db).await;
        for category in ["就业", "住房"] {
            let job = bench.bring(&county_officer(), &books("1", category, "一般")).await;
            bench.publish(&county_officer(), job).await;
        }
        assert_eq!(only(&bench).await.category, CategoryChoice::Stated("housing".to_owned()));
        assert_eq!(open_matters(&bench).await, []);
    });
}

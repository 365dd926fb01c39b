//! Records that cannot well be as they say lead to a question by somebody outside the chain, and to no verdict.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use guanai_app::visits::{AnswerCallBack, RecordVisit, WhoVisited, answer_call_back, list_call_backs, record_visit};
use guanai_app::{Actor, Cx, Role, Standards};
use guanai_casework::{CallBackCause, CallBackOutcome, VisitManner, VisitState};
use guanai_kernel::ids::{CallBackId, PersonId};
use guanai_scheme::Lang;
use guanai_testkit::engines::on_both;

use crate::town::{Town, after, morning};
use crate::visits::called_on;
use crate::work::actor;

const LONG: &str = "老两口身体都好，儿子在外地打工，屋顶去年修过，不漏雨，合作医疗已经交了";

impl Town {
    /// The causes of the call-backs that wait, those drawn by chance left out.
    async fn asked_back(&mut self, actor: &Actor) -> Vec<(PersonId, CallBackCause)> {
        let (mut cx, ..) = self.cx(actor.clone(), morning());
        let open = list_call_backs(&mut cx).await.unwrap();
        let open = open.into_iter().filter(|open| open.cause != CallBackCause::Sample);
        open.map(|open| (open.visit.person_id, open.cause)).collect()
    }
}

#[test]
fn one_visitor_in_two_villages_in_the_same_minute_is_asked_about() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let county = actor(&mut town, Role::CountyOfficer, 0);
        let [here, there] = town.members;
        let (visitor, neighbour) = (town.newcomer(5, 0).await, town.newcomer(6, 0).await);
        let came = |person_id, minute: Option<u16>| RecordVisit {
            visitor: WhoVisited::Person(visitor.person_id),
            begun_minute: minute,
            ..called_on(person_id)
        };
        let nine = Some(8 * 60);
        town.record(&county, &came(here, nine)).await.unwrap();
        // Next door, by telephone, or a quarter of an hour later is well possible.
        town.record(&county, &came(neighbour.person_id, nine)).await.unwrap();
        let called = RecordVisit { manner: VisitManner::Phone, ..came(there, nine) };
        town.record(&county, &called).await.unwrap();
        town.record(&county, &came(there, Some(8 * 60 + 15))).await.unwrap();
        assert_eq!(town.asked_back(&county).await, []);
        town.record(&county, &came(there, nine)).await.unwrap();
        assert_eq!(town.asked_back(&county).await, [(there, CallBackCause::SameMinute)]);
    });
}

#[test]
fn two_places_entered_on_the_spot_in_one_minute_are_asked_about_and_an_evenings_typing_is_not() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let county = actor(&mut town, Role::CountyOfficer, 0);
        let [here, there] = town.members;
        let visitor = WhoVisited::Person(town.newcomer(5, 0).await.person_id);
        let came = |person_id| RecordVisit { visitor: visitor.clone(), ..called_on(person_id) };
        let yesterday = guanai_kernel::civil::add_days(crate::town::today(), -1).unwrap();
        for person_id in [here, there] {
            town.record(&county, &RecordVisit { made_on: yesterday, ..came(person_id) }).await.unwrap();
        }
        assert_eq!(town.asked_back(&county).await, []);
        town.record(&county, &came(here)).await.unwrap();
        let operation = town.operation();
        let (mut cx, ..) = town.cx(county.clone(), after(120));
        guanai_app::visits::record_visit(&mut cx, operation, &came(there)).await.unwrap();
        assert_eq!(town.asked_back(&county).await, [], "two minutes later");
        town.record(&county, &came(there)).await.unwrap();
        assert_eq!(town.asked_back(&county).await, [(there, CallBackCause::SameMinute)]);
    });
}

#[test]
fn the_same_long_words_for_many_are_asked_about_once_there_are_many() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let county = actor(&mut town, Role::CountyOfficer, 0);
        let mut people = town.members.to_vec();
        for number in 5..8 {
            people.push(town.newcomer(number, 0).await.person_id);
        }
        let found = |person_id, words: &str| RecordVisit { found: Some(words.to_owned()), ..called_on(person_id) };
        for person_id in &people {
            town.record(&county, &found(*person_id, "一切都好")).await.unwrap();
        }
        for person_id in &people[..2] {
            town.record(&county, &found(*person_id, LONG)).await.unwrap();
            // A second visit to the same person may well find the same.
            town.record(&county, &found(*person_id, LONG)).await.unwrap();
        }
        assert_eq!(town.asked_back(&county).await, []);
        town.record(&county, &found(people[2], &LONG.replace('，', " ， "))).await.unwrap();
        assert_eq!(town.asked_back(&county).await, [(people[2], CallBackCause::SameWords)]);
    });
}

#[test]
fn somebody_else_asks_and_the_answer_is_no_verdict() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let [contact, county, township, other] = [
            (Role::BranchContact, 0),
            (Role::CountyOfficer, 0),
            (Role::TownshipOfficer, 0),
            (Role::TownshipOfficer, 1),
        ]
        .map(|(role, at)| actor(&mut town, role, at));
        let [here, there] = town.members;
        let neighbour = town.newcomer(5, 0).await.person_id;
        let mut visited = None;
        for person_id in [there, neighbour, here] {
            let wish = RecordVisit {
                found: Some(LONG.to_owned()),
                occasions: BTreeSet::from(["regular".to_owned()]),
                ..called_on(person_id)
            };
            visited = Some(town.record(&county, &wish).await.unwrap());
        }
        let (mut cx, ..) = town.cx(township.clone(), morning());
        let open = list_call_backs(&mut cx).await.unwrap();
        let open = open.into_iter().find(|open| open.cause == CallBackCause::SameWords).unwrap();
        assert!(open.may_answer && open.phone.is_some());
        let answer =
            |outcome| AnswerCallBack {
                call_back_id: open.call_back_id, outcome, words: Some("没有来过".to_owned())
            };
        let differs = answer(CallBackOutcome::Differs);
        for (who, code) in [(&contact, "denied"), (&other, "call-back-not-found"), (&county, "call-back-own-visit")] {
            let operation = town.operation();
            let (mut cx, ..) = town.cx(who.clone(), morning());
            let refused = answer_call_back(&mut cx, operation, &differs).await;
            assert_eq!(refused.unwrap_err().code(), code);
        }
        let operation = town.operation();
        for _ in 0..2 {
            let (mut cx, ..) = town.cx(township.clone(), morning());
            answer_call_back(&mut cx, operation, &differs).await.unwrap();
        }
        let operation = town.operation();
        let (mut cx, ..) = town.cx(township.clone(), morning());
        let second = answer_call_back(&mut cx, operation, &answer(CallBackOutcome::Confirmed)).await;
        assert_eq!(second.unwrap_err().code(), "call-back-answered");
        let file = town.visit(&township, visited.unwrap()).await.unwrap();
        assert_eq!(file.row.state, VisitState::Recorded, "whoever recorded it is heard first");
        assert_eq!(file.call_back.unwrap().answer.unwrap().outcome, CallBackOutcome::Differs);
        assert!(town.visit(&contact, visited.unwrap()).await.unwrap().call_back.is_none());
        assert_eq!(town.done("answer-call-back").await, 1);
        let nowhere = CallBackId::fresh(&mut town.ids);
        let operation = town.operation();
        let (mut cx, ..) = town.cx(township, morning());
        let missing = AnswerCallBack { call_back_id: nowhere, outcome: CallBackOutcome::Unsure, words: None };
        assert_eq!(answer_call_back(&mut cx, operation, &missing).await.unwrap_err().code(), "call-back-not-found");
    });
}

/// The county's pack, which asks about one visit in so many.
pub fn asking_about_one_in(so_many: u64) -> Standards {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../schemes/county");
    let mut texts = BTreeMap::new();
    for folder in ["", "measures", "examples", "calendars"] {
        for entry in std::fs::read_dir(root.join(folder)).unwrap() {
            let path = entry.unwrap().path();
            if path.is_file() {
                let name = path.strip_prefix(&root).unwrap().to_str().unwrap().to_owned();
                texts.insert(name, std::fs::read_to_string(&path).unwrap());
            }
        }
    }
    let visits = texts.get_mut("visits.toml").unwrap();
    assert!(visits.contains("sample_one_in = 50"));
    *visits = visits.replace("sample_one_in = 50", &format!("sample_one_in = {so_many}"));
    Standards::from_texts(texts, Lang::En).unwrap()
}

#[test]
fn a_share_of_the_visits_is_called_back_by_somebody_outside_the_chain() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let [contact, county, township] =
            [Role::BranchContact, Role::CountyOfficer, Role::TownshipOfficer].map(|role| actor(&mut town, role, 0));
        let [here, there] = town.members;
        for (one_in, waiting) in [(0, 0), (1, 2)] {
            let standards = asking_about_one_in(one_in);
            for person_id in [here, there] {
                let operation = town.operation();
                let (cx, ..) = town.cx(county.clone(), morning());
                let mut cx = Cx { standards: &standards, ..cx };
                record_visit(&mut cx, operation, &called_on(person_id)).await.unwrap();
            }
            let (mut cx, ..) = town.cx(county.clone(), morning());
            let open = list_call_backs(&mut cx).await.unwrap();
            assert_eq!(open.len(), waiting, "one in {one_in}");
            assert!(
                open.iter().all(|open| open.cause == CallBackCause::Sample && !open.may_answer),
                "their own visits"
            );
        }
        // The township reads its own branch's, and asks; who entered the visit does not.
        let (mut cx, ..) = town.cx(township.clone(), morning());
        let open = list_call_backs(&mut cx).await.unwrap();
        assert_eq!(open.iter().map(|open| (open.visit.person_id, open.may_answer)).collect::<Vec<_>>(), [(here, true)]);
        let answer =
            AnswerCallBack { call_back_id: open[0].call_back_id, outcome: CallBackOutcome::Confirmed, words: None };
        for (who, code) in [(&county, Some("call-back-own-visit")), (&contact, Some("denied")), (&township, None)] {
            let operation = town.operation();
            let (mut cx, ..) = town.cx(who.clone(), morning());
            let answered = answer_call_back(&mut cx, operation, &answer).await;
            assert_eq!(answered.err().map(|error| error.code()), code);
        }
    });
}

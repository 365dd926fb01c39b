//! What other records tell becomes clocks.

use std::collections::BTreeMap;
use std::path::Path;

use guanai_app::guarantees::happenings::{RecordHappening, RecordHappeningError, record_happening, strike_happening};
use guanai_app::needs::{RaiseNeed, ReadBack, raise_need};
use guanai_app::{Role, Standards};
use guanai_casework::guarantee::{End, Standing};
use guanai_casework::{Need, NeedState, Urgency, Visit, VisitManner, VisitState, Voice};
use guanai_kernel::ids::{ConsentId, FactId, NeedId};
use guanai_kernel::{Guarantee, Occasion};
use guanai_registry::{Consent, ConsentAnswer, Fact, FactValue, Person};
use guanai_scheme::Lang;
use guanai_store::facts::NewFact;
use guanai_store::{consents, facts, needs, persons, visits};
use guanai_testkit::clock;

use crate::desk::day;
use crate::engines::on_both;
use crate::town::{Town, morning, source};

#[test]
fn imported_people_are_unknown_before_and_keeping_twice_changes_nothing() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let kept = town.keep(day(7, 1)).await;
        assert_eq!((kept.persons, kept.changed, kept.told), (2, 2, 0));
        let again = town.keep(day(7, 1)).await;
        assert_eq!((again.changed, again.told), (0, 0));
        let kept = town.running(town.members[0], Guarantee::Visit).await;
        assert_eq!(kept.organization_id, Some(town.branches[0]));
        assert_eq!(kept.clock.standing(day(12, 1), false), Standing::BeforeUnknown);
        assert!(kept.clock.due.provisional, "the calendar of 2027 was not published");
    });
}

#[test]
fn a_visit_keeps_the_clock_whoever_wrote_it_down_and_struck_out_it_counts_for_nothing() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let person = town.members[0];
        town.keep(day(7, 1)).await;
        let visit_id = town.visit(person, day(9, 10), clock::at(day(9, 11))).await;
        town.keep(day(9, 11)).await;
        let all = town.clocks(person).await;
        let kept = all.iter().find(|kept| kept.clock.end.is_some()).unwrap();
        assert!(matches!(kept.clock.end, Some(End::Kept { on, .. }) if on == day(9, 10)));
        let next = town.running(person, Guarantee::Visit).await;
        assert_eq!((next.clock.started_on, next.clock.before_unknown), (day(9, 10), false));
        let mut tx = town.db.begin_write().await.unwrap();
        let before = visits::find(&mut tx, visit_id).await.unwrap().unwrap();
        let struck = Visit { state: VisitState::Struck, ..before.clone() };
        visits::amend_many(&mut tx, &[(before, struck)], clock::at(day(9, 12))).await.unwrap();
        tx.commit().await.unwrap();
        town.keep(day(9, 12)).await;
        let again = town.running(person, Guarantee::Visit).await;
        assert!(again.clock.before_unknown && town.clocks(person).await.len() == 1);
    });
}

/// Somebody's need, raised on 24 September.
pub async fn raise(town: &mut Town, urgency: Urgency) -> NeedId {
    let contact = town.office(Role::BranchContact, 0).await;
    let (person_id, operation) = (town.members[0], town.operation());
    let wish = RaiseNeed {
        person_id,
        category: Some("medical".to_owned()),
        urgency,
        words: "住院欠了钱".to_owned(),
        voice: Voice::Person,
        read_back: ReadBack::Done,
        consents_to_contact: true,
        stated_on: day(9, 24),
        wanted: 1,
    };
    raise_need(&mut town.on(&contact, day(9, 24)), operation, &wish).await.unwrap()
}

async fn move_need(town: &Town, need_id: NeedId, to: NeedState, on: guanai_kernel::Date) {
    let mut tx = town.db.begin_write().await.unwrap();
    let before = needs::find(&mut tx, need_id).await.unwrap().unwrap();
    let after = Need { state: to, ..before.clone() };
    needs::amend_many(&mut tx, &[(before, after)], clock::at(on)).await.unwrap();
    tx.commit().await.unwrap();
}

#[test]
fn a_need_waits_for_a_helper_over_the_holidays_and_waits_anew_when_the_help_falls_away() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let need_id = raise(&mut town, Urgency::Urgent).await;
        let person = town.members[0];
        town.keep(day(9, 24)).await;
        let waits = town.running(person, Guarantee::Help).await;
        // Thursday; the Mid-Autumn festival is from Friday to Sunday.
        assert_eq!((waits.clock.rule.as_str(), waits.clock.due.on), ("urgent-2", day(9, 29)));
        assert!(!waits.clock.due.provisional);
        move_need(&town, need_id, NeedState::Planned, day(9, 28)).await;
        town.keep(day(9, 28)).await;
        let all = town.clocks(person).await;
        assert!(all.iter().any(|kept| kept.clock.guarantee == Guarantee::Help && kept.clock.end.is_some()));
        move_need(&town, need_id, NeedState::Confirmed, day(10, 9)).await;
        town.keep(day(10, 9)).await;
        let again = town.running(person, Guarantee::Help).await;
        // Friday; the Saturday after is worked.
        assert_eq!((again.clock.started_on, again.clock.due.on), (day(10, 9), day(10, 12)));
        move_need(&town, need_id, NeedState::Withdrawn, day(10, 10)).await;
        town.keep(day(10, 10)).await;
        let all = town.clocks(person).await;
        assert!(all.iter().all(|kept| kept.clock.guarantee != Guarantee::Help || kept.clock.end.is_some()));
    });
}

fn fact(town: &mut Town, code: &str, valid_from: guanai_kernel::Date) -> NewFact {
    let fact = Fact {
        fact_id: FactId::fresh(&mut town.ids),
        person_id: town.members[0],
        name: "health.state".to_owned(),
        value: FactValue::Text(code.to_owned()),
        valid_from,
        valid_to: None,
        source: source(),
        verified: false,
        recorded_at: clock::at(valid_from),
    };
    NewFact { fact, sensitive: true }
}

impl Town {
    /// What somebody says of visits at home.
    async fn says_of_visits(&self, no: i64, answer: ConsentAnswer, said_on: guanai_kernel::Date) {
        let consent = Consent {
            consent_id: ConsentId::from_bits(u128::from(no.unsigned_abs())),
            person_id: self.members[0],
            kind: "visit-at-home".to_owned(),
            no,
            answer,
            said_on,
            said_by: "console".to_owned(),
            is_on_behalf: true,
            recorded_at: clock::at(said_on),
        };
        let mut tx = self.db.begin_write().await.unwrap();
        consents::append(&mut tx, &consent).await.unwrap();
        tx.commit().await.unwrap();
    }
}

/// A message is no visit, nor is a call, unless the person declined visits at home by that day.
#[test]
fn a_message_or_a_call_keeps_no_visit_and_a_call_does_where_visits_were_declined() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let person = town.members[0];
        let ill = fact(&mut town, "serious-illness", day(7, 1));
        let mut tx = town.db.begin_write().await.unwrap();
        facts::append_many(&mut tx, &[ill]).await.unwrap();
        tx.commit().await.unwrap();
        let expect = async |town: &mut Town, on, since| {
            town.keep(on).await;
            for guarantee in [Guarantee::Illness, Guarantee::Visit] {
                let running = town.running(person, guarantee).await;
                assert_eq!(running.clock.started_on, since, "{guarantee} on {on}");
            }
        };
        let brought = day(7, 1);
        for manner in [VisitManner::Message, VisitManner::Phone, VisitManner::Video] {
            town.reached(person, manner, day(7, 6), clock::at(day(7, 6))).await;
        }
        expect(&mut town, day(7, 6), brought).await;
        town.says_of_visits(1, ConsentAnswer::Refused, day(7, 8)).await;
        expect(&mut town, day(7, 8), brought).await;
        town.reached(person, VisitManner::Message, day(7, 9), clock::at(day(7, 9))).await;
        expect(&mut town, day(7, 9), brought).await;
        town.reached(person, VisitManner::Phone, day(7, 10), clock::at(day(7, 10))).await;
        expect(&mut town, day(7, 10), day(7, 10)).await;
        town.says_of_visits(2, ConsentAnswer::Given, day(7, 13)).await;
        town.reached(person, VisitManner::Phone, day(7, 14), clock::at(day(7, 14))).await;
        expect(&mut town, day(7, 14), day(7, 10)).await;
        town.reached(person, VisitManner::Elsewhere, day(7, 15), clock::at(day(7, 15))).await;
        expect(&mut town, day(7, 15), day(7, 15)).await;
    });
}

#[test]
fn a_fact_tells_of_illness_and_of_its_end() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let ill = fact(&mut town, "serious-illness", day(7, 1));
        let well = fact(&mut town, "good", day(8, 20));
        let mut tx = town.db.begin_write().await.unwrap();
        facts::append_many(&mut tx, &[ill]).await.unwrap();
        tx.commit().await.unwrap();
        let person = town.members[0];
        town.keep(day(7, 1)).await;
        let clock = town.running(person, Guarantee::Illness).await.clock;
        assert!(clock.before_unknown && clock.due.on == day(8, 3), "what a book brings has the term of what goes on");
        let mut tx = town.db.begin_write().await.unwrap();
        facts::append_many(&mut tx, &[well]).await.unwrap();
        tx.commit().await.unwrap();
        town.keep(day(8, 20)).await;
        let all = town.clocks(person).await;
        let illness: Vec<_> = all.iter().filter(|kept| kept.clock.guarantee == Guarantee::Illness).collect();
        assert_eq!(illness.len(), 1);
        assert_eq!(illness[0].clock.standing(day(8, 20), false), Standing::EndedLate);
    });
}

#[test]
fn what_is_entered_by_hand_starts_a_clock_once_and_may_be_struck_out() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let contact = town.office(Role::BranchContact, 0).await;
        let elsewhere = town.office(Role::BranchContact, 1).await;
        let person_id = town.members[0];
        let wish = |occasion: Occasion, on| RecordHappening {
            person_id,
            occasion: occasion.code().to_owned(),
            on,
            matter: None,
        };
        let hospital = wish(Occasion::Hospitalised, day(7, 2));
        let operation = town.operation();
        let first = record_happening(&mut town.on(&contact, day(7, 3)), operation, &hospital).await.unwrap();
        let repeat = record_happening(&mut town.on(&contact, day(7, 3)), operation, &hospital).await.unwrap();
        assert_eq!(first, repeat);
        let clock = town.running(person_id, Guarantee::Illness).await.clock;
        assert_eq!((clock.started_on, clock.due.on), (day(7, 2), day(7, 7)), "three working days from a Thursday");

        let operation = town.operation();
        let outside = record_happening(&mut town.on(&elsewhere, day(7, 3)), operation, &hospital).await;
        assert!(matches!(outside, Err(RecordHappeningError::NotFound)));
        let tomorrow = wish(Occasion::Hospitalised, day(7, 4));
        let early = record_happening(&mut town.on(&contact, day(7, 3)), operation, &tomorrow).await;
        assert!(matches!(early, Err(RecordHappeningError::Future(_))));
        let visited = wish(Occasion::Visited, day(7, 3));
        let other = record_happening(&mut town.on(&contact, day(7, 3)), operation, &visited).await;
        assert!(matches!(other, Err(RecordHappeningError::NotByHand)));

        strike_happening(&mut town.on(&contact, day(7, 4)), first).await.unwrap();
        let all = town.clocks(person_id).await;
        assert!(all.iter().all(|kept| kept.clock.guarantee != Guarantee::Illness));
        let twice = strike_happening(&mut town.on(&contact, day(7, 4)), first).await;
        assert!(matches!(twice, Err(RecordHappeningError::Struck)));
        assert_eq!(town.done("record-happening").await, 2);
    });
}

#[test]
fn nobody_waits_for_the_dead() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        town.keep(day(7, 1)).await;
        let person_id = town.members[0];
        let mut tx = town.db.begin_write().await.unwrap();
        let before = persons::find(&mut tx, person_id).await.unwrap().unwrap();
        let after = Person { died_on: Some(day(8, 1)), ..before.clone() };
        persons::amend(&mut tx, &before, &after, morning()).await.unwrap();
        tx.commit().await.unwrap();
        town.keep(day(8, 2)).await;
        let all = town.clocks(person_id).await;
        assert_eq!(all.len(), 1);
        assert_eq!(all[0].clock.standing(day(12, 31), false), Standing::Ended);
    });
}

/// The texts of the county's pack, by their place in it.
pub fn texts() -> BTreeMap<String, String> {
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
    texts
}

/// The county's pack without the calendar of a year.
pub fn without(year: i16) -> Standards {
    let mut texts = texts();
    assert!(texts.remove(&format!("calendars/{year}.toml")).is_some());
    Standards::from_texts(texts, Lang::En).unwrap()
}

#[test]
fn reckoning_after_a_calendar_was_published_equals_reckoning_anew() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        raise(&mut town, Urgency::Normal).await;
        let person = town.members[0];
        town.keep_under(&without(2026), day(9, 24)).await;
        let before = town.running(person, Guarantee::Help).await.clock;
        assert!(before.due.provisional && before.due.on == day(10, 8));
        let changed = town.keep(day(9, 24)).await.changed;
        assert_eq!(changed, 1, "visits are due next year, whose calendar is published in neither");
        let after = town.running(person, Guarantee::Help).await.clock;
        assert!(!after.due.provisional && after.due.on == day(10, 15));
        let reckoned = town.clocks(person).await;
        let mut tx = town.db.begin_write().await.unwrap();
        guanai_store::clocks::rebuild_of(&mut tx, &[person], &[]).await.unwrap();
        tx.commit().await.unwrap();
        town.keep(day(9, 24)).await;
        assert_eq!(town.clocks(person).await, reckoned);
    });
}

//! Visits, who else was seen, and what was said in confidence.

use std::collections::{BTreeMap, BTreeSet};

use guanai_casework::{
    CallBackAnswer, CallBackCause, CallBackOutcome, Deferral, Gift, GiftKind, NoteReader, Promise, SeenAtVisit,
    TalkNote, Visit, VisitAct, VisitCallBack, VisitManner, VisitState, Visitor,
};
use guanai_kernel::ids::{CallBackId, ConsentId, DeferralId, PersonId, SheetId, VisitId};
use guanai_kernel::{Ids, Moment, Money};
use guanai_registry::{Consent, ConsentAnswer};
use guanai_store::Stretch;
use guanai_store::visits::{BriefVisit, VisitsWanted};
use guanai_store::{StoreError, call_backs, canonical, consents, deferrals, households, talk_notes, visits};

use crate::county::{County, NOW, day};
use crate::engines::on_both;

/// Long enough that two people do not write it by chance.
pub const LONG: &str = "老两口身体都好，儿子在外地打工，屋顶去年修过，不漏雨，合作医疗已经交了";
/// What was said in confidence.
pub const CONFIDED: &str = "和儿媳闹得厉害，不想让别人知道";

/// Three visits to the county's first two persons: with everything, with nothing more than needed, and off a sheet.
pub fn drawn(county: &County) -> Vec<Visit> {
    let mut ids = Ids::seeded(41, NOW);
    let [a, b, c] = [0, 1, 2].map(|at: usize| county.persons[at].person_id);
    let full = Visit {
        visit_id: VisitId::fresh(&mut ids),
        act: VisitAct::VisitWithGift,
        person_id: a,
        household_id: Some(county.households[0].household_id),
        organization_id: Some(county.organizations[1].organization_id),
        visitor: Visitor::Person(c),
        companions: Some("镇党委委员丁".to_owned()),
        made_on: day(2026, 2, 10),
        begun_minute: Some(9 * 60 + 5),
        duration_min: Some(35),
        manner: VisitManner::InPerson,
        occasions: BTreeSet::from(["spring-festival".to_owned(), "hardship".to_owned()]),
        reason: Some("刚做完手术".to_owned()),
        found: Some(LONG.to_owned()),
        promise: Some(Promise {
            words: "帮着问大病报销".to_owned(), due_on: Some(day(2026, 3, 1)), kept_on: None
        }),
        gift: Some(Gift {
            kind: GiftKind::Both,
            worth: Some(Money::from_fen(80_000)),
            goods: Some("米、油".to_owned()),
        }),
        sheet_id: None,
        state: VisitState::Recorded,
        recorded_by: "console".to_owned(),
        recorded_at: NOW,
    };
    let bare = Visit {
        visit_id: VisitId::fresh(&mut ids),
        act: VisitAct::Talk,
        household_id: None,
        organization_id: None,
        visitor: Visitor::Named("县委组织部戊".to_owned()),
        companions: None,
        made_on: day(2026, 5, 4),
        begun_minute: None,
        duration_min: None,
        manner: VisitManner::Phone,
        occasions: BTreeSet::from(["yearly-talk".to_owned()]),
        reason: None,
        found: Some("都好。".to_owned()),
        promise: None,
        gift: None,
        ..full.clone()
    };
    let sheet = Visit {
        visit_id: VisitId::fresh(&mut ids),
        act: VisitAct::Visit,
        person_id: b,
        sheet_id: Some(SheetId::fresh(&mut ids)),
        found: None,
        ..bare.clone()
    };
    vec![full, bare, sheet]
}

/// The spouse was there at the first visit.
pub fn seen(county: &County) -> SeenAtVisit {
    let visit_id = county.visits[0].visit_id;
    SeenAtVisit { visit_id, person_id: county.persons[1].person_id, recorded_at: NOW }
}

/// What was confided at the talk.
pub fn note(county: &County) -> TalkNote {
    let talk = &county.visits[1];
    TalkNote {
        visit_id: talk.visit_id,
        person_id: talk.person_id,
        answered_by: "account-of-wu".to_owned(),
        words: CONFIDED.to_owned(),
        recorded_at: NOW,
    }
}

/// Somebody is to ask whether the first visit was so.
pub fn call_back(county: &County) -> VisitCallBack {
    let visit = &county.visits[0];
    VisitCallBack {
        call_back_id: CallBackId::fresh(&mut Ids::seeded(43, NOW)),
        visit_id: visit.visit_id,
        person_id: visit.person_id,
        cause: CallBackCause::SameWords,
        raised_at: NOW,
        answer: None,
    }
}

/// The third person asked to be visited later.
pub fn deferral(county: &County) -> Deferral {
    Deferral {
        deferral_id: DeferralId::fresh(&mut Ids::seeded(44, NOW)),
        person_id: county.persons[2].person_id,
        made_at: NOW,
        until_on: day(2026, 7, 3),
        reason: "away".to_owned(),
        made_by: "console".to_owned(),
    }
}

#[test]
fn a_page_of_visits_is_narrowed_by_place_act_days_and_open_promises() {
    on_both(async |db| {
        let county = County::new(1);
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        let [full, bare, sheet] = <[Visit; 3]>::try_from(county.visits.clone()).unwrap();
        let [root, branch] = [0, 1].map(|at: usize| county.organizations[at].organization_id);
        let all = VisitsWanted::default();
        let in_root = VisitsWanted { organizations: Some(vec![root]), ..all.clone() };
        let talks = VisitsWanted { act: Some(VisitAct::Talk), organizations: Some(vec![branch]), ..all.clone() };
        let spring = VisitsWanted { from: Some(day(2026, 2, 10)), to: Some(day(2026, 2, 10)), ..all.clone() };
        let promised = VisitsWanted { with_open_promise: true, ..all.clone() };
        // The two of May were entered in the same microsecond: the later id first.
        let expected = [
            (all, vec![sheet, bare.clone(), full.clone()]),
            (in_root, Vec::new()),
            (talks, vec![bare]),
            (spring, vec![full.clone()]),
            (promised, vec![full]),
        ];
        for (wanted, visits) in expected {
            let page = visits::list_wanted(&mut tx, &wanted, Stretch { skip: 0, take: 10 }).await.unwrap();
            assert_eq!(page, visits, "{wanted:?}");
            assert_eq!(visits::count_wanted(&mut tx, &wanted).await.unwrap(), visits.len() as u64);
        }
        let one = visits::list_wanted(&mut tx, &VisitsWanted::default(), Stretch { skip: 1, take: 1 }).await.unwrap();
        assert_eq!(one, [county.visits[1].clone()]);
    });
}

#[test]
fn a_call_back_waits_for_its_answer_and_a_visit_has_one() {
    on_both(async |db| {
        let county = County::new(1);
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        let open = county.call_backs[0].clone();
        let [root, branch] = [0, 1].map(|at: usize| county.organizations[at].organization_id);
        assert_eq!(call_backs::find(&mut tx, open.call_back_id).await.unwrap(), Some(open.clone()));
        assert_eq!(call_backs::find_of_visit(&mut tx, open.visit_id).await.unwrap(), Some(open.clone()));
        assert_eq!(call_backs::list_open(&mut tx, Some(&[branch])).await.unwrap(), [open.clone()]);
        assert_eq!(call_backs::list_open(&mut tx, Some(&[root])).await.unwrap(), []);
        let answer = CallBackAnswer {
            outcome: CallBackOutcome::Confirmed,
            words: Some("来过，坐了半个钟头".to_owned()),
            answered_by: "console".to_owned(),
            answered_at: NOW,
        };
        let answered = VisitCallBack { answer: Some(answer), ..open.clone() };
        call_backs::amend(&mut tx, &open, &answered, NOW).await.unwrap();
        assert_eq!(call_backs::list_open(&mut tx, None).await.unwrap(), []);
        assert_eq!(call_backs::find(&mut tx, open.call_back_id).await.unwrap(), Some(answered.clone()));
        assert!(!format!("{answered:?}").contains("半个钟头"));
        let second = VisitCallBack { call_back_id: CallBackId::fresh(&mut Ids::seeded(45, NOW)), ..open };
        let refused = call_backs::add(&mut tx, &second).await;
        assert_eq!(refused, Err(StoreError::Conflict { constraint: "call_backs_visit_id_key".to_owned() }));
    });
}

#[test]
fn who_was_put_off_comes_back_on_the_day() {
    on_both(async |db| {
        let county = County::new(1);
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        let deferral = county.deferrals[0].clone();
        let branch = [county.organizations[1].organization_id];
        let of = deferral.person_id;
        assert_eq!(deferrals::find(&mut tx, deferral.deferral_id).await.unwrap(), Some(deferral.clone()));
        for (on, hidden) in [(day(2026, 7, 2), true), (day(2026, 7, 3), false)] {
            let put_off = deferrals::list_on(&mut tx, on, Some(&branch)).await.unwrap();
            assert_eq!(put_off.contains_key(&of), hidden, "{on}");
        }
        let longer = Deferral {
            deferral_id: DeferralId::fresh(&mut Ids::seeded(46, NOW)),
            until_on: day(2026, 7, 9),
            ..deferral
        };
        deferrals::add(&mut tx, &longer).await.unwrap();
        assert_eq!(deferrals::list_on(&mut tx, day(2026, 7, 1), None).await.unwrap(), BTreeMap::from([(of, longer)]));
    });
}

#[test]
fn visits_come_back_as_they_were_and_a_promise_is_kept() {
    on_both(async |db| {
        let county = County::new(1);
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        let visits = county.visits.clone();
        assert_eq!(visits::list_all(&mut tx).await.unwrap(), visits);
        assert_eq!(visits::count(&mut tx).await.unwrap(), 3);
        assert_eq!(visits::find(&mut tx, visits[1].visit_id).await.unwrap(), Some(visits[1].clone()));
        assert_eq!(visits::list_seen(&mut tx, visits[0].visit_id).await.unwrap(), county.seen);
        let [a, b] = [0, 1].map(|at: usize| county.persons[at].person_id);
        assert_eq!(visits::list_of(&mut tx, a).await.unwrap(), [visits[1].clone(), visits[0].clone()]);
        // The spouse was visited once by the sheet, and seen once.
        assert_eq!(visits::list_of(&mut tx, b).await.unwrap(), [visits[2].clone(), visits[0].clone()]);
        let of_sheet = visits::list_of_sheet(&mut tx, visits[2].sheet_id.unwrap()).await.unwrap();
        assert_eq!(of_sheet, [visits[2].clone()]);
        let promise = visits[0].promise.clone().map(|p| Promise { kept_on: Some(day(2026, 2, 20)), ..p });
        let kept = Visit { promise, ..visits[0].clone() };
        visits::amend_many(&mut tx, &[(visits[0].clone(), kept.clone())], NOW).await.unwrap();
        assert_eq!(visits::find(&mut tx, kept.visit_id).await.unwrap(), Some(kept.clone()));
        assert_eq!(visits::list_former(&mut tx, kept.visit_id).await.unwrap(), [(NOW, visits[0].clone())]);
    });
}

#[test]
fn the_schema_refuses_a_visit_to_oneself_and_a_gift_with_a_talk() {
    on_both(async |db| {
        let county = County::new(1);
        let [full, bare, _] = <[Visit; 3]>::try_from(county.visits.clone()).unwrap();
        let mut ids = Ids::seeded(42, NOW);
        let own =
            Visit { visit_id: VisitId::fresh(&mut ids), visitor: Visitor::Person(full.person_id), ..full.clone() };
        let gift_with_a_talk = Visit { visit_id: VisitId::fresh(&mut ids), gift: full.gift.clone(), ..bare };
        let at_no_minute = Visit { visit_id: VisitId::fresh(&mut ids), begun_minute: Some(1440), ..full };
        let refused = [
            (own, "visits_self_check"),
            (gift_with_a_talk, "visits_gift_check"),
            (at_no_minute, "visits_minute_check"),
        ];
        for (visit, constraint) in refused {
            let mut tx = db.begin_write().await.unwrap();
            county.write(&mut tx).await.unwrap();
            let refused = visits::add_many(&mut tx, &[visit]).await;
            assert_eq!(refused, Err(StoreError::Violated { constraint: constraint.to_owned() }));
            tx.rollback().await.unwrap();
        }
    });
}

#[test]
fn the_last_day_counts_who_was_also_seen_and_not_what_was_struck_out() {
    on_both(async |db| {
        let county = County::new(1);
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        let visits = county.visits.clone();
        let [a, b] = [0, 1].map(|at: usize| county.persons[at].person_id);
        let both = BTreeMap::from([(a, day(2026, 5, 4)), (b, day(2026, 5, 4))]);
        assert_eq!(visits::list_last_days(&mut tx, None).await.unwrap(), both);
        for (struck, left) in
            [(&visits[1], (day(2026, 2, 10), day(2026, 5, 4))), (&visits[2], (day(2026, 2, 10), day(2026, 2, 10)))]
        {
            let after = Visit { state: VisitState::Struck, ..struck.clone() };
            visits::amend_many(&mut tx, &[(struck.clone(), after)], NOW).await.unwrap();
            let left = BTreeMap::from([(a, left.0), (b, left.1)]);
            assert_eq!(visits::list_last_days(&mut tx, None).await.unwrap(), left);
        }
        let [root, branch] = [0, 1].map(|at: usize| county.organizations[at].organization_id);
        assert_eq!(visits::list_last_days(&mut tx, Some(&[branch])).await.unwrap().len(), 2);
        assert_eq!(visits::list_last_days(&mut tx, Some(&[root])).await.unwrap(), BTreeMap::new());
        let brief = BriefVisit {
            visit_id: visits[0].visit_id,
            person_id: a,
            act: VisitAct::VisitWithGift,
            made_on: day(2026, 2, 10),
            manner: VisitManner::InPerson,
            occasions: vec!["hardship".to_owned(), "spring-festival".to_owned()],
        };
        assert_eq!(visits::list_brief_since(&mut tx, day(2026, 2, 10), Some(&[branch])).await.unwrap(), [brief]);
        assert_eq!(visits::list_brief_since(&mut tx, day(2026, 2, 11), None).await.unwrap(), []);
    });
}

#[test]
fn the_same_long_words_are_counted_by_person_and_short_ones_or_those_of_a_sheet_never() {
    on_both(async |db| {
        let county = County::new(1);
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        let visits = county.visits.clone();
        let words = visits[0].remarkable_words().unwrap();
        assert_eq!(visits::count_same_words(&mut tx, &words).await.unwrap(), 1);
        let mut ids = Ids::seeded(42, NOW);
        let again = Visit {
            visit_id: VisitId::fresh(&mut ids),
            person_id: county.persons[1].person_id,
            found: Some(LONG.replace('，', " ")),
            recorded_at: Moment::from_micros(NOW.as_micros() + 1),
            ..visits[0].clone()
        };
        let on_a_sheet = Visit {
            visit_id: VisitId::fresh(&mut ids),
            person_id: county.persons[2].person_id,
            visitor: visits[1].visitor.clone(),
            sheet_id: visits[2].sheet_id,
            ..again.clone()
        };
        visits::add_many(&mut tx, &[again.clone(), on_a_sheet]).await.unwrap();
        assert_eq!(visits::count_same_words(&mut tx, &words).await.unwrap(), 2);
        let by_visitor = visits::list_by_visitor(&mut tx, county.persons[2].person_id, day(2026, 2, 10)).await.unwrap();
        assert_eq!(by_visitor, [visits[0].clone(), again]);
    });
}

#[test]
fn what_was_confided_has_its_readers_and_stands_in_no_export() {
    on_both(async |db| {
        let county = County::new(1);
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        let note = county.notes[0].clone();
        assert_eq!(talk_notes::find(&mut tx, note.visit_id).await.unwrap(), Some(note.clone()));
        assert_eq!(talk_notes::list_readers(&mut tx, note.visit_id).await.unwrap(), []);
        let reader = NoteReader { visit_id: note.visit_id, reader: "account-of-ji".to_owned(), allowed_at: NOW };
        talk_notes::add_reader(&mut tx, &reader).await.unwrap();
        assert_eq!(talk_notes::list_readers(&mut tx, note.visit_id).await.unwrap(), [reader]);
        let mut bytes = Vec::new();
        canonical::export(&mut tx, &mut bytes).await.unwrap();
        let text = String::from_utf8(bytes).unwrap();
        assert!(text.contains(LONG), "what was found is known of the county");
        assert!(!text.contains(CONFIDED) && !text.contains("account-of-wu"));
        assert!(!format!("{note:?}").contains(CONFIDED));
        let second = talk_notes::add(&mut tx, &note).await;
        assert!(matches!(second, Err(StoreError::Conflict { .. })), "{second:?}");
    });
}

#[test]
fn who_lost_somebody_of_kin_or_household_is_told_once_and_who_refused_last_is_found() {
    on_both(async |db| {
        let county = County::new(1);
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        let [a, b] = [0, 1].map(|at: usize| county.persons[at].person_id);
        let died_on = day(2026, 6, 20);
        let dead = guanai_registry::Person { died_on: Some(died_on), ..county.persons[1].clone() };
        guanai_store::persons::amend(&mut tx, &county.persons[1], &dead, NOW).await.unwrap();
        // Kin and of one household: one death all the same.
        let bereaved = households::list_bereaved(&mut tx, &[a, b], day(2026, 6, 1)).await.unwrap();
        assert_eq!(bereaved, [(a, died_on)]);
        assert_eq!(households::list_bereaved(&mut tx, &[a], day(2026, 6, 21)).await.unwrap(), []);
        let said = |no, answer| Consent {
            consent_id: ConsentId::fresh(&mut Ids::seeded(50 + u64::try_from(no).unwrap(), NOW)),
            person_id: a,
            kind: "visit-at-home".to_owned(),
            no,
            answer,
            said_on: day(2026, 6, 30),
            said_by: "console".to_owned(),
            is_on_behalf: true,
            recorded_at: NOW,
        };
        for (no, answer, refusing) in [
            (1, ConsentAnswer::Refused, vec![a]),
            (2, ConsentAnswer::Given, vec![]),
            (3, ConsentAnswer::Refused, vec![a]),
        ] {
            consents::append(&mut tx, &said(no, answer)).await.unwrap();
            assert_eq!(consents::list_refused(&mut tx, "visit-at-home").await.unwrap(), refusing);
            let of_these = consents::list_refused_of(&mut tx, "visit-at-home", &[a]).await.unwrap();
            assert_eq!(of_these, refusing);
            assert_eq!(consents::list_refused_of(&mut tx, "visit-at-home", &[]).await.unwrap(), []);
        }
        let words = consents::list_of_kind(&mut tx, "visit-at-home", &[a]).await.unwrap();
        assert_eq!(words.iter().map(|word| word.no).collect::<Vec<_>>(), [1, 2, 3]);
        assert_eq!(consents::list_of_kind(&mut tx, "visit-at-home", &[]).await.unwrap(), []);
        assert_eq!(consents::list_of_kind(&mut tx, "another", &[a]).await.unwrap(), []);
    });
}

#[test]
fn gifts_are_found_from_a_day_on_and_not_those_that_were_struck_out() {
    on_both(async |db| {
        let county = County::new(1);
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        let all: Vec<PersonId> = county.persons.iter().map(|person| person.person_id).collect();
        let given: Vec<Visit> = visits::list_all(&mut tx).await.unwrap();
        let given: Vec<Visit> = given.into_iter().filter(|visit| visit.gift.is_some()).collect();
        let first = given.iter().map(|visit| visit.made_on).min().unwrap();
        let found = visits::list_gifts_since(&mut tx, &all, first).await.unwrap();
        assert_eq!(found.len(), given.len());
        let visit = found[0].clone();
        let after = guanai_kernel::civil::add_days(visit.made_on, 1).unwrap();
        assert!(!visits::list_gifts_since(&mut tx, &all, after).await.unwrap().contains(&visit));
        let others: Vec<PersonId> = all.into_iter().filter(|id| *id != visit.person_id).collect();
        assert!(!visits::list_gifts_since(&mut tx, &others, first).await.unwrap().contains(&visit));
        let struck = Visit { state: VisitState::Struck, ..visit.clone() };
        visits::amend_many(&mut tx, &[(visit.clone(), struck)], NOW).await.unwrap();
        let left = visits::list_gifts_since(&mut tx, &[visit.person_id], first).await.unwrap();
        assert!(left.iter().all(|found| found.visit_id != visit.visit_id));
    });
}

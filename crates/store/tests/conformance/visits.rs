//! Visits, who else was seen, and what was said in confidence.

use std::collections::{BTreeMap, BTreeSet};

use guanai_casework::{
    Gift, GiftKind, NoteReader, Promise, SeenAtVisit, TalkNote, Visit, VisitAct, VisitManner, VisitState, Visitor,
};
use guanai_kernel::ids::{SheetId, VisitId};
use guanai_kernel::{Ids, Moment, Money};
use guanai_store::visits::BriefVisit;
use guanai_store::{StoreError, canonical, talk_notes, visits};

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

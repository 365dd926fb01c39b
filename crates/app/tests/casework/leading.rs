//! Who leads a group of a round: a person where exactly one of the register is meant, so that nobody hands themselves a gift or calls
//! back about visits of their own.

use std::collections::BTreeSet;

use guanai_app::rounds::{EnterSheet, SheetsWanted, enter_sheet};
use guanai_app::visits::{AnswerCallBack, answer_call_back, list_call_backs};
use guanai_app::{Actor, Cx, Role};
use guanai_casework::round::Unreachable;
use guanai_casework::{CallBackCause, CallBackOutcome, Visitor};
use guanai_kernel::Date;
use guanai_kernel::ids::{PersonId, PostId};
use guanai_registry::{Person, Post};
use guanai_store::{persons, posts, round_sheets, visits};
use guanai_testkit::engines::on_both;

use crate::call_backs::asking_about_one_in;
use crate::rounds::{DRAWN_ON, hours, yuan};
use crate::sheets::{Work, entry};
use crate::town::{Town, morning, source};
use crate::work::actor;

const ENTERED_ON: Date = Date::constant(2027, 1, 26);

impl Town {
    async fn called(&mut self, person_id: PersonId, name: &str) {
        let mut tx = self.db.begin_write().await.unwrap();
        let before = persons::get(&mut tx, person_id).await.unwrap();
        let after = Person { name: name.to_owned(), ..before.clone() };
        persons::amend(&mut tx, &before, &after, morning()).await.unwrap();
        tx.commit().await.unwrap();
    }

    async fn holds(&mut self, person_id: PersonId, title: &str) {
        let post = Post {
            post_id: PostId::fresh(&mut self.ids),
            person_id,
            organization_id: self.townships[0],
            code: None,
            title: title.to_owned(),
            since_on: Date::constant(2021, 3, 1),
            until_on: None,
            source: source(),
            recorded_at: morning(),
        };
        let mut tx = self.db.begin_write().await.unwrap();
        posts::add_many(&mut tx, &[post]).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// The leader of the one group, after the round was divided with these words.
    async fn led_by(&mut self, work: &Work, words: &str) -> Visitor {
        self.divided(work, &[words]).await.unwrap();
        let mut tx = self.db.begin_read().await.unwrap();
        let groups = round_sheets::list_groups(&mut tx, work.round_id).await.unwrap();
        groups.into_iter().find(|group| group.state == guanai_casework::round::GroupState::Stands).unwrap().leader
    }
}

#[test]
fn a_leader_is_who_alone_can_be_meant_and_else_the_words() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let work = town.approved().await;
        let [leader, twin] = [town.newcomer(31, 0).await.person_id, town.newcomer(32, 1).await.person_id];
        for (person_id, name) in [(leader, "王德顺"), (twin, "李向阳")] {
            town.called(person_id, name).await;
        }
        town.holds(leader, "镇党委副书记").await;
        let named = |words: &str| Visitor::Named(words.to_owned());
        let known = Visitor::Person(leader);
        for words in ["王德顺", " 王德顺 ", "副书记王德顺", "镇党委副书记 王德顺", "县派镇党委副书记王德顺"]
        {
            assert_eq!(town.led_by(&work, words).await, known, "{words}");
        }
        // Another post, somebody whom nobody knows, a part of a name.
        for words in ["副镇长王德顺", "王德", "乡贤赵无名", "德顺"] {
            assert_eq!(town.led_by(&work, words).await, named(words), "{words}");
        }
        // Of two of one name only the post tells which.
        town.called(twin, "王德顺").await;
        assert_eq!(town.led_by(&work, "王德顺").await, named("王德顺"));
        assert_eq!(town.led_by(&work, "副书记王德顺").await, known);
        let mut tx = town.db.begin_write().await.unwrap();
        let before = persons::get(&mut tx, leader).await.unwrap();
        let after = Person { died_on: Some(DRAWN_ON), ..before.clone() };
        persons::amend(&mut tx, &before, &after, morning()).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(town.led_by(&work, "副书记王德顺").await, named("副书记王德顺"), "who died leads nobody");
        assert_eq!(town.led_by(&work, "王德顺").await, Visitor::Person(twin));
    });
}

#[test]
fn a_leader_on_their_own_sheet_is_not_handed_a_gift_by_themselves() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let work = town.approved().await;
        let leader = work.people[2];
        town.called(leader, "王德顺").await;
        assert_eq!(town.led_by(&work, "王德顺").await, Visitor::Person(leader));
        let file = town.sheets(&work.county, work.round_id, SheetsWanted::OfGroup(1)).await.unwrap().remove(0);
        assert_eq!(file.leader, "王德顺");
        let all = entry(&file, yuan(0), &[]);
        assert_eq!(town.entered(&work.county, &all).await, Err("sheet-own-visit"));
        assert_eq!(town.visits().await, 0);
        let others = entry(&file, yuan(500), &[(leader, Unreachable::Away)]);
        town.entered(&work.county, &others).await.unwrap();
    });
}

/// A sheet's visits have no minute, and stand under the leader: in two villages, and asked about by somebody else.
#[test]
fn the_visits_of_a_sheet_are_the_leaders_in_every_village_and_a_share_of_them_is_asked_about_by_another() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let work = town.approved().await;
        let leader = town.newcomer(31, 0).await.person_id;
        town.called(leader, "王德顺").await;
        assert_eq!(town.led_by(&work, "王德顺").await, Visitor::Person(leader));
        let file = town.sheets(&work.county, work.round_id, SheetsWanted::OfGroup(1)).await.unwrap().remove(0);
        let wish = EnterSheet { made_on: ENTERED_ON, ..entry(&file, yuan(0), &[]) };
        let standards = asking_about_one_in(1);
        let operation = town.operation();
        let (cx, ..) = town.cx(work.county.clone(), hours(ENTERED_ON));
        enter_sheet(&mut Cx { standards: &standards, ..cx }, operation, &wish).await.unwrap();
        let mut tx = town.db.begin_read().await.unwrap();
        let made = visits::list_by_visitor(&mut tx, leader, ENTERED_ON).await.unwrap();
        tx.rollback().await.unwrap();
        let villages: BTreeSet<_> = made.iter().map(|visit| visit.organization_id).collect();
        assert_eq!((made.len(), villages), (4, town.branches.map(Some).into()));

        let lead = Actor { person_id: Some(leader), ..actor(&mut town, Role::TownshipOfficer, 0) };
        let other = actor(&mut town, Role::TownshipOfficer, 0);
        for (who, may) in [(&lead, false), (&work.county, false), (&other, true)] {
            let (mut cx, ..) = town.cx(who.clone(), hours(ENTERED_ON));
            let open = list_call_backs(&mut cx).await.unwrap();
            assert!(open.len() >= 3, "each was drawn");
            assert!(open.iter().all(|open| open.cause == CallBackCause::Sample && open.may_answer == may));
            let first = open[0].call_back_id;
            let answer = AnswerCallBack { call_back_id: first, outcome: CallBackOutcome::Confirmed, words: None };
            let operation = town.operation();
            let (mut cx, ..) = town.cx(who.clone(), hours(ENTERED_ON));
            let answered = answer_call_back(&mut cx, operation, &answer).await.map_err(|error| error.code());
            assert_eq!(answered, if may { Ok(()) } else { Err("call-back-own-visit") });
        }
    });
}

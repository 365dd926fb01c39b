//! The yearly recheck from its drawing up to its end: two hands, everybody once, one tap, one record; what was struck out, late
//! or new; and who sees whom.

use std::collections::BTreeSet;

use guanai_app::reach::ReachLevel;
use guanai_app::rechecks::{
    AnswerRecheck, AnswerRecheckError, DraftRecheck, MoveRecheck, ReadRecheck, ReadRecheckError, RecheckFile,
    RecheckPerson, SayUnchanged, answer_recheck, draft_recheck, list_rechecks, move_recheck, read_recheck,
    read_recheck_person, running_recheck, say_unchanged,
};
use guanai_app::visits::{AmendVisit, FoundFact, RecordVisit, WhoVisited, amend_visit, correct_visit, record_visit};
use guanai_app::{Actor, Role};
use guanai_casework::{CountedAs, ItemMove, RecheckMove, VisitAct};
use guanai_kernel::ids::{PersonId, RecheckId, VisitId};
use guanai_kernel::{Date, Guarantee};
use guanai_registry::{FactValue, Person};
use guanai_store::{persons, visits};
use guanai_testkit::clock;

use crate::desk::day;
use crate::engines::on_both;
use crate::town::Town;

const FIRST: Date = Date::constant(2026, 11, 2);
const LAST: Date = Date::constant(2026, 12, 18);

struct Campaign {
    id: RecheckId,
    contact: Actor,
    township: Actor,
    officer: Actor,
    approver: Actor,
    people: Vec<PersonId>,
}

impl Town {
    async fn offices(&mut self) -> [Actor; 4] {
        [
            self.office(Role::BranchContact, 0).await,
            self.office(Role::TownshipOfficer, 0).await,
            self.office(Role::CountyOfficer, 0).await,
            self.office(Role::CountyApprover, 0).await,
        ]
    }

    async fn drafted(&mut self, officer: &Actor) -> Result<RecheckId, &'static str> {
        let wish = DraftRecheck { year: 2026, from_on: FIRST, until_on: LAST };
        let operation = self.operation();
        draft_recheck(&mut self.on(officer, day(10, 30)), operation, wish).await.map_err(|error| error.code())
    }

    async fn moved(&mut self, who: &Actor, id: RecheckId, step: RecheckMove, on: Date) -> Result<(), &'static str> {
        let (operation, standing) = (self.operation(), self.standing(on).await);
        let wish = MoveRecheck { recheck_id: id, step };
        let moved = move_recheck(&mut self.on(who, on), operation, &standing, wish).await;
        moved.map(|_| ()).map_err(|error| error.code())
    }

    /// A recheck that was approved on its first day: five people of the first branch and one of the second.
    async fn campaign(&mut self) -> Campaign {
        let mut people = Vec::new();
        for number in 50..55 {
            people.push(self.in_hardship(number, 0, "general", day(7, 1)).await);
        }
        people.push(self.watched(55, 1).await);
        let [contact, township, officer, approver] = self.offices().await;
        let id = self.drafted(&officer).await.unwrap();
        self.moved(&approver, id, RecheckMove::Approve, FIRST).await.unwrap();
        Campaign { id, contact, township, officer, approver, people }
    }

    async fn file(&mut self, who: &Actor, id: RecheckId, on: Date) -> Result<RecheckFile, ReadRecheckError> {
        let standing = self.standing(on).await;
        let ask = ReadRecheck { recheck_id: id, organization_id: None, own: false, counted_as: None, page: Some(1) };
        read_recheck(&mut self.on(who, on), &standing, &ask).await
    }

    async fn person(&mut self, who: &Actor, id: RecheckId, of: PersonId, on: Date) -> RecheckPerson {
        read_recheck_person(&mut self.on(who, on), id, of).await.unwrap()
    }

    async fn unchanged(
        &mut self,
        who: &Actor,
        id: RecheckId,
        of: PersonId,
        on: Date,
    ) -> Result<VisitId, AnswerRecheckError> {
        let operation = self.operation();
        let wish = SayUnchanged { recheck_id: id, person_id: of, seen_on: on };
        say_unchanged(&mut self.on(who, on), operation, wish).await
    }

    async fn answered(
        &mut self,
        who: &Actor,
        id: RecheckId,
        of: PersonId,
        step: ItemMove,
        words: Option<&str>,
    ) -> Result<(), &'static str> {
        let on = day(11, 10);
        let wish = AnswerRecheck { recheck_id: id, person_id: of, step, on, words: words.map(str::to_owned) };
        let operation = self.operation();
        let said = answer_recheck(&mut self.on(who, on), operation, &wish).await;
        said.map(|_| ()).map_err(|error| error.code())
    }

    async fn visits(&self) -> usize {
        let mut tx = self.db.begin_read().await.unwrap();
        let count = visits::count(&mut tx).await.unwrap();
        tx.rollback().await.unwrap();
        usize::try_from(count).unwrap()
    }
}

fn looked_at(person_id: PersonId, made_on: Date) -> RecordVisit {
    RecordVisit {
        facts: vec![FoundFact { name: "school.children".to_owned(), text: "2".to_owned() }],
        ..RecordVisit::plain(person_id, VisitAct::HomeCheck, WhoVisited::Myself, made_on, "recheck")
    }
}

fn way(file: &RecheckFile, person_id: PersonId) -> CountedAs {
    file.rows.iter().find(|row| row.person_id == person_id).unwrap().counted_as
}

#[test]
fn two_hands_open_it_for_everybody_in_hardship_and_each_is_on_it_once() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let people = [town.in_hardship(50, 0, "severe", day(7, 1)).await, town.watched(51, 1).await];
        let [contact, township, officer, approver] = town.offices().await;
        for wrong in [
            DraftRecheck { year: 2027, from_on: FIRST, until_on: LAST },
            DraftRecheck { year: 2026, from_on: LAST, until_on: FIRST },
            DraftRecheck { year: 2026, from_on: day(1, 5), until_on: day(3, 1) },
        ] {
            let operation = town.operation();
            let refused = draft_recheck(&mut town.on(&officer, day(10, 30)), operation, wrong).await.unwrap_err();
            assert_eq!(refused.code(), "recheck-days", "{wrong:?}");
        }
        for who in [&contact, &township, &approver] {
            assert_eq!(town.drafted(who).await, Err("denied"));
        }
        let first = town.drafted(&officer).await.unwrap();
        assert_eq!(town.drafted(&officer).await, Err("recheck-already"));
        assert_eq!(town.moved(&officer, first, RecheckMove::Approve, FIRST).await, Err("denied"));
        assert!(matches!(town.file(&contact, first, FIRST).await, Err(ReadRecheckError::NotFound)), "not open yet");
        assert_eq!(town.unchanged(&contact, first, people[0], FIRST).await.unwrap_err().code(), "recheck-not-found");
        assert_eq!(town.moved(&officer, first, RecheckMove::Drop, FIRST).await, Ok(()));
        let second = town.drafted(&officer).await.unwrap();
        let waits = running_recheck(&town.on(&approver, FIRST)).await.unwrap().unwrap();
        assert!(waits.waits_for_approval && waits.recheck_id == second);
        assert_eq!(running_recheck(&town.on(&contact, FIRST)).await.unwrap(), None);
        assert_eq!(town.moved(&approver, second, RecheckMove::Approve, FIRST).await, Ok(()));
        assert_eq!(town.moved(&approver, second, RecheckMove::Approve, FIRST).await, Err("recheck-move"));
        assert_eq!(town.moved(&officer, second, RecheckMove::Drop, FIRST).await, Err("recheck-move"));
        assert_eq!(town.moved(&officer, second, RecheckMove::Close, LAST).await, Err("recheck-still-runs"));
        let whole = town.file(&officer, second, FIRST).await.unwrap();
        assert_eq!((whole.level, whole.rows.len(), whole.total.all()), (ReachLevel::County, 0, 2));
        assert_eq!(whole.places.iter().map(|place| place.progress.all()).collect::<Vec<_>>(), [1, 1]);
        let own = town.file(&contact, second, FIRST).await.unwrap();
        assert_eq!(own.rows.iter().map(|row| row.person_id).collect::<Vec<_>>(), people[..1]);
        let person = read_recheck_person(&mut town.on(&officer, FIRST), second, people[0]).await;
        assert!(matches!(person, Err(ReadRecheckError::NotFound)), "nobody's page is the county's");
        let foreign = read_recheck_person(&mut town.on(&contact, FIRST), second, people[1]).await;
        assert!(matches!(foreign, Err(ReadRecheckError::NotFound)));
        let listed = list_rechecks(&mut town.on(&officer, FIRST)).await.unwrap();
        let mut all: Vec<u64> = listed.iter().map(|(_, progress)| progress.all()).collect();
        all.sort_unstable();
        assert_eq!(all, [0, 2]);
        assert_eq!(
            list_rechecks(&mut town.on(&contact, FIRST)).await.unwrap().len(),
            1,
            "what was dropped is the county's"
        );
    });
}

#[test]
fn one_tap_is_one_visit_that_stops_the_clock_however_often_it_arrives() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let Campaign { id, contact, people, .. } = town.campaign().await;
        let who = people[0];
        town.keep(FIRST).await;
        let facts = town.person(&contact, id, who, FIRST).await.facts;
        let degree = facts.iter().find(|fact| fact.name == "hardship.degree").unwrap();
        assert!(degree.is_due && degree.seen.as_ref().unwrap().value.is_some(), "from July: to be looked at again");
        let health = facts.iter().find(|fact| fact.name == "health.state").unwrap();
        assert!(health.is_due && health.seen.is_none(), "what is not recorded is asked");
        let seen_on = day(11, 5);
        let wish = SayUnchanged { recheck_id: id, person_id: who, seen_on };
        let operation = town.operation();
        let first = say_unchanged(&mut town.on(&contact, seen_on), operation, wish).await.unwrap();
        for _ in 0..2 {
            let again = say_unchanged(&mut town.on(&contact, day(11, 6)), operation, wish).await.unwrap();
            assert_eq!(again, first, "a reply that was lost is given again");
        }
        let second = town.unchanged(&contact, id, who, seen_on).await.unwrap_err();
        assert_eq!(second.code(), "recheck-item-move", "a second form has nothing left to say");
        assert_eq!(town.visits().await, 1);
        town.keep(seen_on).await;
        let clock = town.running(who, Guarantee::Visit).await.clock;
        assert_eq!((clock.started_on, clock.before_unknown), (seen_on, false), "the term begins anew");
        let file = town.file(&contact, id, seen_on).await.unwrap();
        assert_eq!(way(&file, who), CountedAs::Unchanged);
        assert_eq!((file.total.all(), file.total.seen(), file.total.open()), (5, 1, 4));
        assert_eq!(file.rows.last().unwrap().person_id, who, "whoever is still to be seen stands first");
        for (wrong, code) in [(day(11, 1), "recheck-day"), (day(11, 9), "visit-in-the-future")] {
            let operation = town.operation();
            let wish = SayUnchanged { recheck_id: id, person_id: people[1], seen_on: wrong };
            let refused = say_unchanged(&mut town.on(&contact, day(11, 6)), operation, wish).await.unwrap_err();
            assert_eq!(refused.code(), code);
        }
        assert_eq!(town.visits().await, 1, "a refusal keeps nothing");
    });
}

#[test]
fn a_visit_for_this_says_what_changed_and_one_that_is_struck_out_lets_them_wait_again() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let Campaign { id, contact, people, .. } = town.campaign().await;
        let on = day(11, 5);
        let operation = town.operation();
        let wrong = record_visit(&mut town.on(&contact, on), operation, &looked_at(people[0], on)).await.unwrap();
        let file = town.file(&contact, id, on).await.unwrap();
        assert_eq!(way(&file, people[0]), CountedAs::Changed);
        let operation = town.operation();
        let right = RecordVisit { facts: Vec::new(), ..looked_at(people[0], day(11, 4)) };
        let right = correct_visit(&mut town.on(&contact, on), operation, wrong, &right).await.unwrap();
        let row = town.person(&contact, id, people[0], on).await;
        assert_eq!(
            (row.counted_as, row.visit_id),
            (Some(CountedAs::Unchanged), Some(right)),
            "the correction hands on"
        );
        assert_eq!(row.on, Some(day(11, 4)));
        let operation = town.operation();
        amend_visit(&mut town.on(&contact, on), operation, right, AmendVisit::Strike).await.unwrap();
        let row = town.person(&contact, id, people[0], on).await;
        assert_eq!((row.counted_as, row.visit_id), (Some(CountedAs::Waiting), None));
        // Another visit at another occasion says nothing of a recheck.
        let operation = town.operation();
        let other = RecordVisit { occasions: BTreeSet::from(["regular".to_owned()]), ..looked_at(people[1], on) };
        record_visit(&mut town.on(&contact, on), operation, &other).await.unwrap();
        assert_eq!(town.person(&contact, id, people[1], on).await.counted_as, Some(CountedAs::Waiting));
    });
}

#[test]
fn who_was_not_seen_is_still_ours_who_refuses_is_respected_and_who_died_is_looked_for_by_nobody() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let Campaign { id, contact, township, officer, people, .. } = town.campaign().await;
        for (step, words, expected) in [
            (ItemMove::SayNotFound, None, Err("recheck-words")),
            (ItemMove::SayUnchanged, None, Err("recheck-not-by-word")),
            (ItemMove::Reopen, None, Err("recheck-not-by-word")),
            (ItemMove::SayNotFound, Some("去了两次，门锁着"), Ok(())),
            (ItemMove::SayNotFound, Some("又去了"), Err("recheck-item-move")),
            (ItemMove::SayInHospital, Some("在县医院"), Ok(())),
        ] {
            assert_eq!(town.answered(&contact, id, people[0], step, words).await, expected, "{step}");
        }
        assert_eq!(town.answered(&contact, id, people[1], ItemMove::SayRefused, Some("不想让人来")).await, Ok(()));
        assert_eq!(town.answered(&township, id, people[2], ItemMove::SayAway, None).await, Ok(()));
        assert_eq!(town.answered(&officer, id, people[3], ItemMove::SayAway, None).await, Err("denied"));
        assert_eq!(town.answered(&contact, id, people[5], ItemMove::SayAway, None).await, Err("recheck-not-found"));
        let mut tx = town.db.begin_write().await.unwrap();
        let before = persons::get(&mut tx, people[3]).await.unwrap();
        let after = Person { died_on: Some(day(11, 8)), ..before.clone() };
        persons::amend(&mut tx, &before, &after, clock::at(day(11, 9))).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(town.answered(&contact, id, people[3], ItemMove::SayAway, None).await, Err("recheck-person-died"));
        let file = town.file(&contact, id, day(11, 10)).await.unwrap();
        let ways: Vec<CountedAs> = people[..5].iter().map(|id| way(&file, *id)).collect();
        let expected = "in-hospital refused away died waiting";
        assert_eq!(ways.iter().map(|way| way.code()).collect::<Vec<_>>().join(" "), expected);
        assert_eq!((file.total.settled(), file.total.open(), file.total.seen()), (2, 3, 0));
        let refused = town.person(&contact, id, people[1], day(11, 10)).await;
        assert_eq!(refused.moves, [ItemMove::SayUnchanged, ItemMove::SayChanged], "nobody asks them again");
        assert_eq!(refused.words.as_deref(), Some("不想让人来"));
        assert!(town.person(&contact, id, people[3], day(11, 10)).await.moves.is_empty());
        // Away comes home and is seen.
        town.unchanged(&contact, id, people[2], day(11, 20)).await.unwrap();
        assert_eq!(town.person(&contact, id, people[2], day(11, 20)).await.counted_as, Some(CountedAs::Unchanged));
    });
}

#[test]
fn who_came_after_the_opening_is_told_so_and_what_is_late_stays_late() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let Campaign { id, contact, officer, approver, people, .. } = town.campaign().await;
        let later = day(11, 16);
        let new = town.newcomer(60, 0).await;
        town.know_on(new, "hardship.recognised", FactValue::Bool(true), later).await;
        town.know_on(new, "hardship.degree", FactValue::Text("general".to_owned()), later).await;
        let file = town.file(&contact, id, later).await.unwrap();
        let row = file.rows.iter().find(|row| row.person_id == new).unwrap();
        assert!(row.is_new && row.came_on == Some(later) && file.not_yet_on == 1);
        assert_eq!(file.total.all(), 5, "not on it yet");
        assert_eq!(town.file(&officer, id, later).await.unwrap().not_yet_on, 1, "the county is told how many");
        let plain = town.newcomer(61, 0).await;
        assert_eq!(town.unchanged(&contact, id, plain, later).await.unwrap_err().code(), "recheck-not-found");
        town.unchanged(&contact, id, new, later).await.unwrap();
        let file = town.file(&contact, id, later).await.unwrap();
        assert_eq!((file.total.all(), file.total.came_later, file.not_yet_on), (6, 1, 0));

        let after = Date::constant(2026, 12, 21);
        assert_eq!(town.moved(&approver, id, RecheckMove::Close, after).await, Err("denied"));
        assert_eq!(town.moved(&officer, id, RecheckMove::Close, after).await, Ok(()));
        let closed = town.file(&contact, id, after).await.unwrap();
        assert_eq!((closed.total.open(), closed.moves.len()), (5, 0), "those not seen are still ours");
        assert!(closed.rows.iter().filter(|row| !row.counted_as.is_settled()).all(|row| row.is_late));
        town.unchanged(&contact, id, people[0], after).await.unwrap();
        let closed = town.file(&contact, id, after).await.unwrap();
        assert_eq!((closed.total.late, closed.total.open()), (1, 4));
        let still = running_recheck(&town.on(&contact, after)).await.unwrap().unwrap();
        assert_eq!((still.recheck_id, still.progress.open()), (id, 4));
        let late = town.newcomer(62, 0).await;
        town.know_on(late, "hardship.recognised", FactValue::Bool(true), after).await;
        town.know_on(late, "hardship.degree", FactValue::Text("general".to_owned()), after).await;
        assert_eq!(town.file(&contact, id, after).await.unwrap().not_yet_on, 0, "a closed list takes nobody in");
    });
}

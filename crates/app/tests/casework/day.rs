//! The day of whoever visits: whom, why, and in which order; who was put off; nobody who died.

use std::collections::BTreeSet;

use guanai_app::visits::{
    DeferVisit, DeferVisitError, MyDay, Pressing, PromiseMade, RecordVisit, defer_visit, read_my_day,
};
use guanai_app::{Actor, Role};
use guanai_kernel::civil::add_days;
use guanai_kernel::ids::PersonId;
use guanai_kernel::{Date, Guarantee};
use guanai_registry::{BirthDates, Person};
use guanai_store::persons;
use guanai_testkit::engines::on_both;

use crate::town::{Town, morning, today};
use crate::visits::called_on;
use crate::work::actor;

impl Town {
    async fn day(&mut self, actor: &Actor) -> MyDay {
        let (mut cx, ..) = self.cx(actor.clone(), morning());
        read_my_day(&mut cx).await.unwrap()
    }

    /// One more member of a branch who was born, died, and lives somewhere.
    async fn somebody(&mut self, number: u32, at: usize, born_on: Date, died_on: Option<Date>) -> PersonId {
        let before = self.newcomer(number, at).await;
        let birth = BirthDates { stated_on: Some(born_on), chosen_on: Some(born_on), ..before.birth };
        let after = Person { birth, died_on, address: Some(format!("{number}组")), ..before.clone() };
        let mut tx = self.db.begin_write().await.unwrap();
        persons::amend(&mut tx, &before, &after, morning()).await.unwrap();
        tx.commit().await.unwrap();
        after.person_id
    }

    async fn defer(&mut self, actor: &Actor, wish: DeferVisit) -> Result<(), DeferVisitError> {
        let operation = self.operation();
        let (mut cx, ..) = self.cx(actor.clone(), morning());
        defer_visit(&mut cx, operation, &wish).await.map(drop)
    }
}

/// Eighty years old in so many days, on the day of these tests.
fn eighty_in(days: i32) -> Date {
    let day = add_days(today(), days).unwrap();
    Date::new(day.year() - 80, day.month(), day.day()).unwrap()
}

#[test]
fn the_most_pressing_come_first_and_the_rest_by_the_way() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let contact = actor(&mut town, Role::BranchContact, 0);
        // The tenth house comes after the fifth, however their letters sort.
        let far = town.somebody(10, 0, eighty_in(3), None).await;
        let near = town.somebody(5, 0, eighty_in(3), None).await;
        let born_today = town.somebody(7, 0, eighty_in(0), None).await;
        town.somebody(6, 0, eighty_in(0), Some(Date::constant(2026, 6, 1))).await;
        town.somebody(8, 1, eighty_in(0), None).await;
        let made_on = Date::constant(2026, 6, 1);
        let promise = PromiseMade { words: "问大病报销".to_owned(), due_on: add_days(today(), -4) };
        let wish = RecordVisit { promise: Some(promise), made_on, ..called_on(town.members[0]) };
        town.record(&contact, &wish).await.unwrap();
        let day = town.day(&contact).await;
        let order: Vec<PersonId> = day.cards.iter().map(|card| card.person_id).collect();
        assert_eq!(order, [town.members[0], born_today, near, far]);
        assert_eq!(day.cards[0].pressing, Pressing::Late(4));
        assert_eq!(day.cards[0].promises[0].promise.as_ref().unwrap().words, "问大病报销");
        assert_eq!((day.cards[1].pressing, day.cards[2].pressing), (Pressing::Today, Pressing::Near(3)));
        // A round birthday of an elder member has two rules and is one visit.
        assert_eq!(day.cards[1].reasons.len(), 2);
        assert!(day.cards[1].phone.is_some() && day.cards[1].place.is_some());
        assert_eq!((day.more, day.put_off, day.seen_this_month), (0, 0, 0));
        assert!(day.cards.iter().all(|card| card.clocks.iter().all(|clock| clock.guarantee != Guarantee::Answer)));
    });
}

#[test]
fn a_visit_that_is_put_off_comes_back_on_its_day_and_no_later_than_in_two_weeks() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let [contact, approver] = [Role::BranchContact, Role::CountyApprover].map(|role| actor(&mut town, role, 0));
        let born_today = town.somebody(7, 0, eighty_in(0), None).await;
        let elsewhere = town.somebody(8, 1, eighty_in(0), None).await;
        let later = |days| DeferVisit {
            person_id: born_today,
            until_on: add_days(today(), days).unwrap(),
            reason: "away".to_owned(),
        };
        let refused = [
            (later(0), "defer-day-wrong"),
            (later(15), "defer-day-wrong"),
            (DeferVisit { reason: "no-wish".to_owned(), ..later(2) }, "defer-no-reason"),
            // A reason that is none for visits.
            (DeferVisit { reason: "awaits-others".to_owned(), ..later(2) }, "defer-no-reason"),
            (DeferVisit { person_id: elsewhere, ..later(2) }, "person-not-found"),
        ];
        for (wish, code) in refused {
            assert_eq!(town.defer(&contact, wish).await.unwrap_err().code(), code);
        }
        assert_eq!(town.defer(&approver, later(2)).await.unwrap_err().code(), "denied");
        assert_eq!(town.day(&contact).await.cards.len(), 1);
        town.defer(&contact, later(2)).await.unwrap();
        let day = town.day(&contact).await;
        assert_eq!((day.cards.len(), day.put_off), (0, 1));
        assert_eq!(town.done("defer-visit").await, 1);
    });
}

#[test]
fn a_day_has_fifteen_people_and_says_how_many_more_there_are() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let contact = actor(&mut town, Role::BranchContact, 0);
        let mut people = BTreeSet::new();
        for number in 5..22 {
            people.insert(town.somebody(number, 0, eighty_in(1), None).await);
        }
        let day = town.day(&contact).await;
        assert_eq!((day.cards.len(), day.more), (15, 2));
        let first = day.cards[0].person_id;
        let wish = RecordVisit { occasions: BTreeSet::from(["birthday".to_owned()]), ..called_on(first) };
        town.record(&contact, &wish).await.unwrap();
        let day = town.day(&contact).await;
        assert_eq!((day.cards.len(), day.more, day.seen_this_month), (15, 1, 1));
        assert!(day.cards.iter().all(|card| card.person_id != first && people.contains(&card.person_id)));
    });
}

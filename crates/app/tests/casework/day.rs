//! The day of whoever visits: whom, why, and in which order; who was put off; nobody who died.

use std::collections::BTreeSet;

use guanai_app::life::{EnterLifeEvent, record_life_event};
use guanai_app::visits::{
    DeferVisit, DeferVisitError, MyDay, Pressing, PromiseMade, RecordVisit, defer_visit, read_my_day,
};
use guanai_app::{Actor, Role};
use guanai_kernel::civil::{Period, add_days};
use guanai_kernel::ids::{FactId, PersonId, PostId};
use guanai_kernel::{Date, Guarantee};
use guanai_registry::life_event::{LifeEventDetails, LifeEventKind};
use guanai_registry::{BirthDates, Fact, FactValue, Interruption, Kin, Membership, Person, Post, Source, SourceKind};
use guanai_scheme::{VisitEvent, VisitTrigger};
use guanai_store::facts::{self, NewFact};
use guanai_store::{households, memberships, persons, posts, spells};
use guanai_testkit::engines::on_both;

use crate::town::{STANDARDS, Town, membership, morning, person, source, today};
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
        // Of those that are as pressing, whose house is not known stands behind the way.
        assert_eq!(order, [born_today, town.members[0], near, far]);
        assert_eq!(day.cards[1].pressing, Pressing::Late(4));
        assert_eq!(day.cards[1].promises[0].promise.as_ref().unwrap().words, "问大病报销");
        assert_eq!((day.cards[0].pressing, day.cards[2].pressing), (Pressing::Today, Pressing::Near(3)));
        // A round birthday of an elder member has two rules and is one visit.
        assert_eq!(day.cards[0].reasons.len(), 2);
        assert!(day.cards[0].phone.is_some() && day.cards[0].place.is_some());
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

/// The rules of visits that speak for somebody on a day, by what befell them.
fn befell(day: &MyDay, person_id: PersonId) -> BTreeSet<VisitEvent> {
    let rules = &STANDARDS.pack.visits().rules;
    let cards = day.cards.iter().filter(|card| card.person_id == person_id);
    let triggers = cards.flat_map(|card| &card.reasons).map(|reason| rules[reason.rule].trigger);
    triggers.filter_map(|t| if let VisitTrigger::Event(event) = t { Some(event) } else { None }).collect()
}

impl Town {
    /// Somebody of the first branch in whose life something happened.
    async fn lived(&mut self, number: u32, kind: LifeEventKind, details: LifeEventDetails) -> PersonId {
        let person_id = self.newcomer(number, 0).await.person_id;
        self.happened_to(person_id, kind, details).await;
        person_id
    }

    async fn happened_to(&mut self, person_id: PersonId, kind: LifeEventKind, details: LifeEventDetails) {
        let on = add_days(today(), -1).unwrap();
        let wish =
            EnterLifeEvent { person_id, kind, on, details, destination: None, because: "人生大事".to_owned() };
        let (operation, contact) = (self.operation(), actor(self, Role::BranchContact, 0));
        let (mut cx, ..) = self.cx(contact, morning());
        record_life_event(&mut cx, operation, &wish).await.unwrap();
    }

    /// What a book says of somebody's hardship, from so many days ago on.
    async fn recognised(&mut self, person_id: PersonId, claims: &[(i32, bool)]) {
        let facts = claims.iter().map(|(days, claim)| {
            let fact = Fact {
                fact_id: FactId::fresh(&mut self.ids),
                person_id,
                name: "hardship.recognised".to_owned(),
                value: FactValue::Bool(*claim),
                valid_from: add_days(today(), -days).unwrap(),
                valid_to: None,
                source: Source { kind: SourceKind::HardshipLedger, ..source() },
                verified: true,
                recorded_at: morning(),
            };
            NewFact { fact, sensitive: true }
        });
        let facts: Vec<NewFact> = facts.collect();
        let mut tx = self.db.begin_write().await.unwrap();
        facts::append_many(&mut tx, &facts).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// Takes somebody who is new into the first branch, by hand.
    async fn admitted(&mut self, number: u32) -> PersonId {
        let newcomer = person(&mut self.ids, number);
        let spell = membership(&mut self.ids, &newcomer, self.branches[0]);
        let spell = Membership { source: Source { kind: SourceKind::Entry, ..spell.source.clone() }, ..spell };
        let mut tx = self.db.begin_write().await.unwrap();
        persons::add_many(&mut tx, std::slice::from_ref(&newcomer)).await.unwrap();
        memberships::add_many(&mut tx, &[spell]).await.unwrap();
        tx.commit().await.unwrap();
        newcomer.person_id
    }

    /// Somebody whose post ended yesterday by a life event, and whose mother died.
    async fn left_and_bereaved(&mut self) -> [PersonId; 2] {
        let [leaves, mourns] = [self.newcomer(31, 0).await.person_id, self.newcomer(32, 0).await.person_id];
        let died = self.somebody(33, 1, Date::constant(1940, 1, 1), Some(add_days(today(), -2).unwrap())).await;
        let post = Post {
            post_id: PostId::fresh(&mut self.ids),
            person_id: leaves,
            organization_id: self.branches[0],
            code: Some("secretary".to_owned()),
            title: "党支部书记".to_owned(),
            since_on: Date::constant(2021, 3, 1),
            until_on: None,
            source: source(),
            recorded_at: morning(),
        };
        let mut tx = self.db.begin_write().await.unwrap();
        posts::add_many(&mut tx, std::slice::from_ref(&post)).await.unwrap();
        let kin = Kin { person_id: mourns, relative_id: died, relation: "52".to_owned(), source: source() };
        households::add_kin(&mut tx, &[kin]).await.unwrap();
        tx.commit().await.unwrap();
        let details = LifeEventDetails { post_id: Some(post.post_id), ..LifeEventDetails::default() };
        self.happened_to(leaves, LifeEventKind::PostLeft, details).await;
        [leaves, mourns]
    }
}

#[test]
fn whatever_befalls_somebody_and_must_be_visited_comes_from_the_records() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let choice = Some("serious-illness".to_owned());
        let ill = town.lived(21, LifeEventKind::Illness, LifeEventDetails { choice, ..Default::default() }).await;
        let place = Some("县人民医院".to_owned());
        let hospital = town.lived(22, LifeEventKind::Hospital, LifeEventDetails { place, ..Default::default() }).await;
        let flooded = town.lived(23, LifeEventKind::Disaster, LifeEventDetails::default()).await;
        let jobless = town.lived(24, LifeEventKind::WorkLost, LifeEventDetails::default()).await;
        let [needy, known_needy] = [town.newcomer(25, 0).await.person_id, town.newcomer(26, 0).await.person_id];
        town.recognised(needy, &[(90, false), (3, true)]).await;
        // The first book that speaks of it does not say that it is new.
        town.recognised(known_needy, &[(3, true)]).await;
        let arrived = town.admitted(27).await;
        let [left, bereaved] = town.left_and_bereaved().await;
        let expected = [
            (VisitEvent::FellIll, ill),
            (VisitEvent::Hospitalised, hospital),
            (VisitEvent::DisasterStruck, flooded),
            (VisitEvent::Bereaved, bereaved),
            (VisitEvent::HardshipRecognised, needy),
            (VisitEvent::WorkLost, jobless),
            (VisitEvent::Retired, left),
            (VisitEvent::Arrived, arrived),
        ];
        assert_eq!(expected.map(|(event, _)| event), VisitEvent::ALL);
        let contact = actor(&mut town, Role::BranchContact, 0);
        let day = town.day(&contact).await;
        for (event, person_id) in expected {
            assert_eq!(befell(&day, person_id), BTreeSet::from([event]), "{}", event.code());
        }
        assert_eq!(befell(&day, known_needy), BTreeSet::new());
        assert_eq!(befell(&day, town.members[0]), BTreeSet::new(), "a book does not say that somebody has newly come");
        for (_, person_id) in expected {
            town.record(&contact, &called_on(person_id)).await.unwrap();
        }
        let day = town.day(&contact).await;
        assert!(expected.iter().all(|(_, person_id)| befell(&day, *person_id).is_empty()), "each was visited");
    });
}

/// Of whom a rule about the years as a member speaks on a day.
fn anniversaries(day: &MyDay) -> BTreeSet<PersonId> {
    let rules = &STANDARDS.pack.visits().rules;
    let speaks = |rule: usize| matches!(rules[rule].trigger, VisitTrigger::Seniority { .. });
    let cards = day.cards.iter().filter(|card| card.reasons.iter().any(|reason| speaks(reason.rule)));
    cards.map(|card| card.person_id).collect()
}

/// Years as a member count from the day on which somebody became a full one, and not where they were interrupted.
#[test]
fn a_round_anniversary_of_full_membership_comes_from_the_records() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let contact = actor(&mut town, Role::BranchContact, 0);
        let soon = add_days(today(), 3).unwrap();
        let ago = |years| Date::new(soon.year() - years, soon.month(), soon.day()).unwrap();
        let spells = [
            (ago(31), Some(ago(30))),
            // Thirty years since they joined, a day of no weight here; twenty-nine; nobody knows since when.
            (ago(30), Some(ago(29))),
            (ago(30), None),
            (ago(31), Some(ago(30))),
        ];
        let mut people = Vec::new();
        for (number, (joined_on, full_on)) in (40..).zip(spells) {
            let person_id = town.newcomer(number, 0).await.person_id;
            let mut tx = town.db.begin_write().await.unwrap();
            let before = memberships::list_current_of(&mut tx, &[person_id]).await.unwrap().remove(0);
            let after = Membership { joined_on: Some(joined_on), full_on, ..before.clone() };
            memberships::amend_many(&mut tx, &[(before, after)], morning()).await.unwrap();
            tx.commit().await.unwrap();
            people.push(person_id);
        }
        let interrupted = Interruption {
            person_id: people[3],
            period: Period::new(Date::constant(2001, 1, 1), Some(Date::constant(2003, 1, 1))).unwrap(),
            reason: "lost-contact".to_owned(),
            source: source(),
        };
        let mut tx = town.db.begin_write().await.unwrap();
        spells::add_interruptions(&mut tx, &[interrupted]).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(anniversaries(&town.day(&contact).await), BTreeSet::from([people[0]]));
    });
}

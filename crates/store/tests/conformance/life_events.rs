//! Life events: kept sealed, carried out with the states before and after, put back exactly, and refused where something was built
//! on them.

use guanai_casework::guarantee::EntryState;
use guanai_casework::{NeedState, Withdrawal};
use guanai_kernel::Period;
use guanai_kernel::ids::{FactId, HappeningId, LifeEventId, MembershipId};
use guanai_registry::life_event::{
    Deed, LifeEvent, LifeEventDetails, LifeEventKind, LifeEventState, LifeEventTask, Outcome, OutcomeKind, TaskDone,
};
use guanai_registry::{Fact, FloatingSpell, HouseholdMember, Membership, Person, Post};
use guanai_store::engine::sql;
use guanai_store::facts::NewFact;
use guanai_store::life_events::{Change, Touched};
use guanai_store::{
    StoreError, Stretch, bookings, clock_sources, clocks, facts, happenings, households, life_events, life_tasks,
    memberships, needs, offers, organizations, persons, posts, spells,
};

use crate::county::{County, NOW, day};
use crate::engines::on_both;

const ALL: Stretch = Stretch { skip: 0, take: 50 };

fn event(county: &mut County, kind: LifeEventKind, number: usize) -> LifeEvent {
    let details = LifeEventDetails {
        letter: Some("青组介字第12号".to_owned()),
        place: Some("县人民医院".to_owned()),
        words: Some("家属电话告知".to_owned()),
        ..LifeEventDetails::default()
    };
    LifeEvent {
        life_event_id: LifeEventId::fresh(&mut county.ids),
        person_id: county.persons[number].person_id,
        kind,
        happened_on: day(2026, 6, 29),
        details,
        organization_id: Some(county.memberships[0].organization_id),
        to_organization_id: None,
        state: LifeEventState::Stands,
        needs_another: true,
        outcomes: vec![Outcome::of(OutcomeKind::Died, "").on(day(2026, 6, 29))],
        entered: Deed { by: "contact".to_owned(), person_id: Some(county.persons[2].person_id), at: NOW },
        received: None,
        closed: None,
    }
}

#[test]
fn an_event_comes_back_as_it_was_and_what_was_said_is_sealed() {
    on_both(async |db| {
        let mut county = County::new(1);
        let death = event(&mut county, LifeEventKind::Death, 0);
        let root = county.organizations[0].organization_id;
        let letter = LifeEvent {
            state: LifeEventState::Awaiting,
            to_organization_id: Some(root),
            ..event(&mut county, LifeEventKind::Transfer, 1)
        };
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        life_events::add(&mut tx, &death).await.unwrap();
        life_events::add(&mut tx, &letter).await.unwrap();
        assert_eq!(life_events::find(&mut tx, death.life_event_id).await.unwrap(), Some(death.clone()));
        assert_eq!(life_events::list_of(&mut tx, letter.person_id).await.unwrap(), [letter.clone()]);
        let by_ids = life_events::list_by_ids(&mut tx, &[letter.life_event_id, death.life_event_id]).await.unwrap();
        assert!(by_ids.len() == 2 && by_ids.contains(&letter) && by_ids.contains(&death));
        assert!(life_events::list_by_ids(&mut tx, &[]).await.unwrap().is_empty());
        let everybody = life_events::page(&mut tx, None, ALL).await.unwrap();
        assert_eq!(everybody, [letter.clone(), death.clone()], "letters without a receipt stand first");
        let at_root = life_events::page(&mut tx, Some(&[root]), ALL).await.unwrap();
        assert_eq!(at_root, [letter.clone()], "a letter is the receiving side's too");
        assert_eq!(life_events::count(&mut tx, None).await.unwrap(), 2);
        assert_eq!(life_events::count_letters(&mut tx, None).await.unwrap(), 1);
        assert_eq!(life_events::count_letters(&mut tx, Some(&[])).await.unwrap(), 0);
        let receiving = letter.to_organization_id.or(letter.organization_id).unwrap();
        assert_eq!(life_events::count_letters(&mut tx, Some(&[receiving])).await.unwrap(), 1);
        assert_eq!(life_events::list_letters(&mut tx, None).await.unwrap(), [letter.clone()]);
        assert_eq!(life_events::list_letters(&mut tx, Some(&[])).await.unwrap(), []);
        assert_eq!(life_events::list_letters(&mut tx, Some(&[receiving])).await.unwrap(), [letter.clone()]);
        assert_eq!(life_events::count(&mut tx, Some(&[])).await.unwrap(), 0);
        let received = Deed { by: "other".to_owned(), person_id: None, at: NOW };
        let after = LifeEvent {
            state: LifeEventState::Stands,
            received: Some((day(2026, 6, 30), received.clone())),
            ..letter.clone()
        };
        life_events::amend(&mut tx, &letter, &after, NOW).await.unwrap();
        assert_eq!(life_events::find(&mut tx, letter.life_event_id).await.unwrap(), Some(after));
        let text = "SELECT details, outcomes FROM life_events ORDER BY life_event_id";
        for (details, outcomes) in sql(text).all::<(String, String)>(&mut tx).await.unwrap() {
            for clear in ["介字", "医院", "died"] {
                assert!(!details.contains(clear) && !outcomes.contains(clear), "{clear} stands in clear");
            }
        }
        let own = Deed { by: "contact".to_owned(), ..received };
        let undone =
            LifeEvent { state: LifeEventState::Undone, closed: Some(("录错了".to_owned(), own)), ..death.clone() };
        let refused = life_events::amend(&mut tx, &death, &undone, NOW).await.unwrap_err();
        let constraint = "life_events_two_people_check".to_owned();
        assert!(matches!(refused, StoreError::Violated { .. }), "{refused:?} is not {constraint}");
    });
}

#[test]
fn what_is_left_to_do_waits_until_it_is_done_and_no_longer_once_the_event_is_undone() {
    on_both(async |db| {
        let mut county = County::new(1);
        let tasks = vec![
            Outcome::of(OutcomeKind::Died, "").on(day(2026, 6, 29)),
            Outcome::of(OutcomeKind::Condolence, "somebody"),
            Outcome::of(OutcomeKind::FuneralAllowance, ""),
        ];
        let death = LifeEvent { outcomes: tasks, ..event(&mut county, LifeEventKind::Death, 0) };
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        life_events::add(&mut tx, &death).await.unwrap();
        let tasks = LifeEventTask::of(&death);
        assert_eq!(tasks.iter().map(|task| task.task_no).collect::<Vec<_>>(), [1, 2]);
        life_tasks::add_many(&mut tx, &tasks).await.unwrap();
        assert_eq!(life_tasks::list_of(&mut tx, death.life_event_id).await.unwrap(), tasks);
        let place = death.organization_id.unwrap();
        for (places, many) in [(None, 2), (Some(vec![place]), 2), (Some(vec![]), 0)] {
            assert_eq!(life_tasks::count_waiting(&mut tx, places.as_deref()).await.unwrap(), many);
            let page = life_tasks::page_waiting(&mut tx, places.as_deref(), ALL).await.unwrap();
            assert_eq!(page.len() as u64, many);
        }
        let by = Deed { by: "officer".to_owned(), person_id: Some(county.persons[2].person_id), at: NOW };
        let done = TaskDone { on: day(2026, 6, 30), words: "已上门慰问".to_owned(), by: by.clone() };
        let after = tasks[0].finish(&death, done, day(2026, 6, 30)).unwrap();
        life_tasks::amend(&mut tx, &tasks[0], &after, NOW).await.unwrap();
        assert_eq!(life_tasks::page_waiting(&mut tx, None, ALL).await.unwrap(), tasks[1..]);
        assert_eq!(life_tasks::list_of(&mut tx, death.life_event_id).await.unwrap()[0], after);
        let text = "SELECT words FROM life_event_tasks WHERE words IS NOT NULL";
        let (words,) = sql(text).one::<(String,)>(&mut tx).await.unwrap();
        assert!(!words.contains("慰问"), "what came of it is sealed");
        let closed = Some(("录错了".to_owned(), by));
        let undone = LifeEvent { state: LifeEventState::Undone, closed, ..death.clone() };
        life_events::amend(&mut tx, &death, &undone, NOW).await.unwrap();
        assert_eq!(life_tasks::count_waiting(&mut tx, None).await.unwrap(), 0, "of what was undone nothing waits");
    });
}

#[test]
fn what_an_event_changed_is_put_back_exactly_and_refused_once_something_was_built_on_it() {
    on_both(async |db| {
        let mut county = County::new(1);
        let death = event(&mut county, LifeEventKind::Death, 0);
        let person = county.persons[0].clone();
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        let spell = memberships::list_current_of(&mut tx, &[person.person_id]).await.unwrap().pop().unwrap();
        let held = posts::list_of(&mut tx, county.posts[0].person_id).await.unwrap();
        let need = needs::list_of(&mut tx, county.needs[0].person_id).await.unwrap()[0].clone();
        let offer = offers::list_all(&mut tx).await.unwrap()[0].clone();
        let booking = county.bookings[0].clone();
        let off = booking.after(guanai_casework::BookingStep::TakeBack, day(2026, 7, 1)).unwrap();
        let member = households::list_members(&mut tx).await.unwrap()[0].clone();
        let dropped = guanai_casework::Need {
            state: NeedState::Withdrawn,
            progress: guanai_casework::Progress { withdrawal: Some(Withdrawal::Died), ..need.progress.clone() },
            ..need.clone()
        };
        let mut happened = county.care.happenings[0].clone();
        happened.happening.happening_id = HappeningId::fresh(&mut county.ids);
        let next = Membership {
            membership_id: MembershipId::fresh(&mut county.ids),
            organization_id: county.organizations[0].organization_id,
            since_on: day(2026, 7, 1),
            until_on: None,
            ..spell.clone()
        };
        let away = FloatingSpell {
            person_id: person.person_id,
            period: Period::since(day(2026, 7, 1)),
            receiving_place: Some("外省".to_owned()),
            receiving_organization_id: None,
            source: county.source(1),
        };
        let fact = Fact {
            fact_id: FactId::fresh(&mut county.ids),
            person_id: person.person_id,
            recorded_at: NOW,
            ..county.facts[0].fact.clone()
        };
        let ended = |until| Membership { until_on: Some(until), ..spell.clone() };
        let touched = [
            Touched::Person(Change::from(person.clone(), Person { died_on: Some(day(2026, 6, 29)), ..person.clone() })),
            Touched::Membership(Change::from(spell.clone(), ended(day(2026, 7, 1)))),
            Touched::Membership(Change::new(next)),
            Touched::Post(Change::from(held[0].clone(), Post { until_on: Some(day(2026, 7, 1)), ..held[0].clone() })),
            Touched::Floating(Change::new(away.clone())),
            Touched::Household(Change::from(
                member.clone(),
                HouseholdMember { until_on: Some(day(2026, 7, 1)), ..member.clone() },
            )),
            Touched::Need(Change::from(need.clone(), dropped)),
            Touched::Offer(Change::from(
                offer.clone(),
                guanai_casework::Offer { valid_until_on: Some(day(2026, 6, 28)), ..offer.clone() },
            )),
            Touched::Booking(Change::from(booking.clone(), off)),
            Touched::Happening(Change::new(happened.clone())),
            Touched::Fact(Change::new(NewFact { fact: fact.clone(), sensitive: true })),
        ];
        let floats = spells::list_floating_of_many(&mut tx, &[person.person_id]).await.unwrap();
        assert!(floats.iter().all(|spell| spell.period.until().is_some()), "the county's floating member is another");
        let ways = clock_sources::list_need_ways(&mut tx, &[need.person_id]).await.unwrap();
        life_events::carry_out(&mut tx, death.life_event_id, &touched, NOW).await.unwrap();
        life_events::add(&mut tx, &death).await.unwrap();
        assert_eq!(life_events::list_changes(&mut tx, death.life_event_id).await.unwrap(), touched);
        assert_eq!(life_events::list_built_on(&mut tx, &touched).await.unwrap(), []);
        assert_eq!(persons::get(&mut tx, person.person_id).await.unwrap().died_on, Some(day(2026, 6, 29)));
        assert_ne!(clock_sources::list_need_ways(&mut tx, &[need.person_id]).await.unwrap(), ways);

        let by = Deed { by: "officer".to_owned(), person_id: None, at: NOW };
        let closed = Some(("录错了人".to_owned(), by));
        let undone = LifeEvent { state: LifeEventState::Undone, closed, ..death.clone() };
        life_events::amend(&mut tx, &death, &undone, NOW).await.unwrap();
        life_events::put_back(&mut tx, &touched, NOW).await.unwrap();
        assert_eq!(persons::get(&mut tx, person.person_id).await.unwrap(), person);
        assert_eq!(memberships::list_current_of(&mut tx, &[person.person_id]).await.unwrap(), [spell.clone()]);
        assert_eq!(posts::list_of(&mut tx, held[0].person_id).await.unwrap(), held);
        assert_eq!(needs::find(&mut tx, need.need_id).await.unwrap().unwrap(), need);
        assert_eq!(offers::find(&mut tx, offer.offer_id).await.unwrap().unwrap(), offer);
        assert_eq!(bookings::find(&mut tx, booking.booking_id).await.unwrap(), Some(booking));
        assert!(households::list_members(&mut tx).await.unwrap().contains(&member));
        assert_eq!(spells::list_floating_of_many(&mut tx, &[person.person_id]).await.unwrap(), floats);
        let kept = happenings::find(&mut tx, happened.happening.happening_id).await.unwrap().unwrap();
        assert_eq!(kept.state, EntryState::Struck, "struck out, and there to be read");
        assert!(!facts::list_of(&mut tx, person.person_id).await.unwrap().contains(&fact), "struck out");
        assert!(facts::list_all(&mut tx).await.unwrap().contains(&fact), "facts are only ever added");
        assert_eq!(
            clock_sources::list_need_ways(&mut tx, &[need.person_id]).await.unwrap(),
            ways,
            "as if it had not been"
        );

        let built_on = life_events::list_built_on(&mut tx, &touched).await.unwrap();
        assert_eq!(built_on.len(), touched.len() - 1, "all but the fact are no longer as the event left them");
        let twice = life_events::put_back(&mut tx, &touched, NOW).await;
        assert!(matches!(twice, Err(StoreError::RowsAffected { .. })), "{twice:?}");
        assert_eq!(clocks::count(&mut tx).await.unwrap(), 0);
    });
}

#[test]
fn posts_change_and_offers_and_organisations_are_found() {
    on_both(async |db| {
        let county = County::new(1);
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        let before = county.posts[0].clone();
        let after = Post { title: "支部书记".to_owned(), ..before.clone() };
        posts::amend_many(&mut tx, &[(before.clone(), after.clone())], NOW).await.unwrap();
        assert!(posts::list_of(&mut tx, before.person_id).await.unwrap().contains(&after));
        for offer in &county.offers {
            let Some(person_id) = offer.person_id else { continue };
            assert!(offers::list_of_person(&mut tx, person_id).await.unwrap().contains(offer));
        }
        let nobody = guanai_kernel::ids::PersonId::from_bits(9);
        assert_eq!(offers::list_of_person(&mut tx, nobody).await.unwrap(), []);
        let root = &county.organizations[0];
        assert_eq!(organizations::find_by_name(&mut tx, &root.name).await.unwrap().as_ref(), Some(root));
        assert_eq!(organizations::find_by_name(&mut tx, "无").await.unwrap(), None);
    });
}

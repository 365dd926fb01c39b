//! Facts: appended, ranked, rebuilt.

use std::collections::{BTreeMap, BTreeSet};

use guanai_kernel::Moment;
use guanai_kernel::ids::{LifeEventId, PersonId};
use guanai_registry::fact::facts_on;
use guanai_registry::life_event::{Deed, LifeEvent, LifeEventDetails, LifeEventKind, LifeEventState};
use guanai_registry::{Fact, FactValue};
use guanai_store::engine::sql;
use guanai_store::facts::{self, NewFact};
use guanai_store::life_events::{Change, Touched};
use guanai_store::{clock_sources, life_events};

use crate::county::{County, day, today};
use crate::engines::on_both;

/// What makes the table of facts that were struck out, and fills it.
const MIGRATION: &str = include_str!("../../migrations/sqlite/0093_struck_facts.sql");

fn plain(facts: &[NewFact]) -> Vec<Fact> {
    facts.iter().map(|kept| kept.fact.clone()).collect()
}

#[test]
fn facts_of_every_type_come_back_sealed_or_not() {
    on_both(async |db| {
        let county = County::new(1);
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        assert_eq!(facts::list_all(&mut tx).await.unwrap(), plain(&county.facts));
        assert_eq!(facts::count(&mut tx).await.unwrap(), 14);
        let mut by_name = plain(&county.facts);
        by_name.sort_by(|x, y| x.name.cmp(&y.name));
        assert_eq!(facts::list_of(&mut tx, county.persons[0].person_id).await.unwrap(), by_name);
        assert_eq!(facts::list_current(&mut tx).await.unwrap(), by_name);
        assert_eq!(facts::list_current_of(&mut tx, county.persons[0].person_id).await.unwrap(), by_name);
        assert_eq!(facts::list_current_of(&mut tx, county.persons[1].person_id).await.unwrap(), []);
        let sealed = sql("SELECT COUNT(*) FROM facts WHERE value IS NULL AND sealed_value IS NOT NULL");
        assert_eq!(sealed.one::<(i64,)>(&mut tx).await.unwrap(), (6,));
    });
}

/// What the store says stands is what the domain's rank says, whatever the order of recording.
#[test]
fn what_stands_is_the_latest_by_day_then_moment_then_id() {
    on_both(async |db| {
        let mut county = County::new(1);
        let people: Vec<PersonId> = county.persons.iter().map(|p| p.person_id).collect();
        let mut all = Vec::new();
        let mut tx = db.begin_write().await.unwrap();
        county.facts.clear();
        county.write(&mut tx).await.unwrap();
        for step in 0..60_i64 {
            let person = people[usize::try_from(step % 3).unwrap()];
            let from = day(2026, i8::try_from(1 + (step * 7) % 6).unwrap(), 1);
            let name = if step % 2 == 0 { "household.size" } else { "health.state" };
            let mut next = county.fact(person, name, FactValue::Int(step), from, (step * 37) % 11);
            next.fact.valid_to = (step % 5 == 0).then(|| day(2026, 6, 15));
            facts::append_many(&mut tx, std::slice::from_ref(&next)).await.unwrap();
            all.push(next.fact);
        }
        let expected = |on, known_at: i64| -> Vec<Fact> {
            let mut holds: BTreeMap<(PersonId, String), Fact> = BTreeMap::new();
            for person in &people {
                let own = all.iter().filter(|f| f.person_id == *person);
                for (name, fact) in facts_on(own, on, Moment::from_micros(known_at)) {
                    holds.insert((*person, name.to_owned()), fact.clone());
                }
            }
            holds.into_values().collect()
        };
        for (on, known_at) in [(today(), 99), (day(2026, 3, 1), 99), (day(2026, 3, 1), 4), (day(2025, 1, 1), 99)] {
            let listed = facts::list_on(&mut tx, on, Moment::from_micros(known_at)).await.unwrap();
            assert_eq!(listed, expected(on, known_at), "{on} {known_at}");
            for names in
                [BTreeSet::new(), BTreeSet::from(["health.state"]), BTreeSet::from(["health.state", "household.size"])]
            {
                let named = facts::list_named_on(&mut tx, on, Moment::from_micros(known_at), &names).await.unwrap();
                let of_these: Vec<&Fact> = listed.iter().filter(|fact| names.contains(fact.name.as_str())).collect();
                assert_eq!(named.iter().collect::<Vec<_>>(), of_these, "{on} {known_at} {names:?}");
                let known_at = Moment::from_micros(known_at);
                let whose = &people[..1];
                let of_one = facts::list_named_on_of(&mut tx, on, known_at, whose, &names).await.unwrap();
                let expected = of_these.into_iter().filter(|fact| whose.contains(&fact.person_id));
                assert_eq!(of_one.iter().collect::<Vec<_>>(), expected.collect::<Vec<_>>());
            }
        }
        let current = facts::list_current(&mut tx).await.unwrap();
        let latest = |person: PersonId, name: &str| {
            all.iter()
                .filter(|f| f.person_id == person && f.name == name)
                .max_by_key(|f| guanai_registry::fact::rank(f))
        };
        assert_eq!(current.len(), 6);
        assert!(current.iter().all(|fact| latest(fact.person_id, &fact.name) == Some(fact)));
    });
}

#[test]
fn a_spoilt_current_view_is_found_and_rebuilt() {
    on_both(async |db| {
        let mut county = County::new(1);
        let person = county.persons[1].person_id;
        let old = county.fact(person, "household.size", FactValue::Int(3), today(), 1);
        let new = county.fact(person, "household.size", FactValue::Int(4), today(), 2);
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        facts::append_many(&mut tx, &[new.clone(), old.clone()]).await.unwrap();
        assert_eq!(facts::list_current_of(&mut tx, person).await.unwrap(), [new.fact.clone()]);
        assert_eq!(facts::check_current(&mut tx).await.unwrap(), Vec::<String>::new());
        let spoil = sql("UPDATE fact_current SET fact_id = $1 WHERE person_id = $2");
        spoil.bind(old.fact.fact_id.to_string()).bind(person.to_string()).execute(&mut tx).await.unwrap();
        let forget = sql("DELETE FROM fact_current WHERE name = $1").bind("plain.f1");
        forget.execute(&mut tx).await.unwrap();
        let first = county.persons[0].person_id;
        let found = facts::check_current(&mut tx).await.unwrap();
        assert_eq!(found, [format!("{first}/plain.f1"), format!("{person}/household.size")]);
        facts::rebuild_current(&mut tx).await.unwrap();
        assert_eq!(facts::check_current(&mut tx).await.unwrap(), Vec::<String>::new());
        assert_eq!(facts::list_current_of(&mut tx, person).await.unwrap(), [new.fact]);
    });
}

/// What was struck out is as if it had never been stated, of whichever day it was asked, and what was known before is read as before.
#[test]
fn a_fact_that_was_struck_out_overrules_nothing_and_what_was_known_before_is_still_read() {
    on_both(async |db| {
        let mut county = County::new(1);
        let person = county.persons[1].person_id;
        let mut stated = |value, from, at| county.fact(person, "household.size", FactValue::Int(value), from, at);
        let [old, wrong, lone] =
            [stated(3, day(2026, 1, 1), 1), stated(9, day(2026, 4, 1), 2), stated(8, day(2025, 1, 1), 3)];
        let earlier = stated(5, day(2026, 3, 1), 9);
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        facts::append_many(&mut tx, &[old.clone(), wrong.clone(), lone.clone()]).await.unwrap();
        facts::strike_many(&mut tx, &[wrong.clone(), lone.clone()], Moment::from_micros(5)).await.unwrap();
        assert_eq!(facts::list_of(&mut tx, person).await.unwrap(), [old.fact.clone()]);
        assert_eq!(facts::list_current_of(&mut tx, person).await.unwrap(), [old.fact.clone()]);
        assert_eq!(facts::list_all(&mut tx).await.unwrap().len(), county.facts.len() + 3, "nothing is ever taken out");
        facts::append_many(&mut tx, &[earlier.clone()]).await.unwrap();
        assert_eq!(facts::list_current_of(&mut tx, person).await.unwrap(), [earlier.fact.clone()]);
        assert_eq!(facts::check_current(&mut tx).await.unwrap(), Vec::<String>::new());
        for (on, known_at, says) in [
            (day(2026, 5, 1), 4, Some(&wrong)),
            (day(2026, 5, 1), 5, Some(&old)),
            (day(2026, 5, 1), 9, Some(&earlier)),
            (day(2026, 2, 1), 9, Some(&old)),
            (day(2025, 6, 1), 4, Some(&lone)),
            (day(2025, 6, 1), 5, None),
        ] {
            let found = facts::list_on_of(&mut tx, on, Moment::from_micros(known_at), &[person]).await.unwrap();
            assert_eq!(found.first(), says.map(|kept| &kept.fact), "{on} as known at {known_at}");
        }
        let named = clock_sources::list_facts_named(&mut tx, &[person], &["household.size"]).await.unwrap();
        assert_eq!(named, [old.fact.clone(), earlier.fact.clone()]);
        let since = clock_sources::list_told_since(&mut tx, &[person], &["household.size"], day(2026, 4, 1)).await;
        assert_eq!(since.unwrap(), []);
        facts::rebuild_current(&mut tx).await.unwrap();
        assert_eq!(facts::list_current_of(&mut tx, person).await.unwrap(), [earlier.fact]);
        // Struck out, whoever was told nothing else has nothing that stands.
        facts::strike_many(&mut tx, &[old], Moment::from_micros(10)).await.unwrap();
        let twice = facts::strike_many(&mut tx, &[wrong], Moment::from_micros(10)).await;
        assert!(twice.is_err(), "struck out once");
    });
}

/// What the migration does of events that were undone when facts were answered by records of the same days.
#[test]
fn what_undone_events_stated_before_facts_could_be_struck_out_is_struck_out_with_its_answers() {
    on_both(async |db| {
        let mut county = County::new(1);
        let person = county.persons[1].person_id;
        let mut stated = |value, from, at| county.fact(person, "household.size", FactValue::Int(value), from, at);
        let [old, wrong, answer, stands] = [
            stated(3, day(2026, 1, 1), 1),
            stated(9, day(2026, 4, 1), 2),
            stated(3, day(2026, 4, 1), 7),
            stated(4, day(2026, 3, 1), 8),
        ];
        let by = Deed { by: "officer".to_owned(), person_id: None, at: Moment::from_micros(2) };
        let event = LifeEvent {
            life_event_id: LifeEventId::fresh(&mut county.ids),
            person_id: person,
            kind: LifeEventKind::Birth,
            happened_on: day(2026, 4, 1),
            details: LifeEventDetails::default(),
            organization_id: None,
            to_organization_id: None,
            state: LifeEventState::Undone,
            needs_another: false,
            outcomes: Vec::new(),
            entered: by.clone(),
            received: None,
            closed: Some(("录错了".to_owned(), Deed { at: Moment::from_micros(7), ..by })),
        };
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        facts::append_many(&mut tx, &[old.clone()]).await.unwrap();
        let touched = [Touched::Fact(Change::new(wrong.clone()))];
        life_events::carry_out(&mut tx, event.life_event_id, &touched, Moment::from_micros(2)).await.unwrap();
        life_events::add(&mut tx, &event).await.unwrap();
        facts::append_many(&mut tx, &[answer, stands.clone()]).await.unwrap();
        let statements: Vec<&str> = MIGRATION.split(';').skip(1).filter(|text| !text.trim().is_empty()).collect();
        assert_eq!(statements.len(), 4, "the table is there");
        for statement in statements {
            sql(statement).execute(&mut tx).await.unwrap();
        }
        assert_eq!(facts::list_of(&mut tx, person).await.unwrap(), [old.fact, stands.fact.clone()]);
        assert_eq!(facts::list_current_of(&mut tx, person).await.unwrap(), [stands.fact]);
        assert_eq!(facts::check_current(&mut tx).await.unwrap(), Vec::<String>::new());
        let known = facts::list_on_of(&mut tx, day(2026, 5, 1), Moment::from_micros(6), &[person]).await.unwrap();
        assert_eq!(known, [wrong.fact], "what was known then");
    });
}

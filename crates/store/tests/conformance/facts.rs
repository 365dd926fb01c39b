//! Facts: appended, ranked, rebuilt.

use std::collections::{BTreeMap, BTreeSet};

use guanai_kernel::Moment;
use guanai_kernel::ids::PersonId;
use guanai_registry::fact::facts_on;
use guanai_registry::{Fact, FactValue};
use guanai_store::engine::sql;
use guanai_store::facts::{self, NewFact};

use crate::county::{County, day, today};
use crate::engines::on_both;

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

//! Persons and what they were before.

use guanai_kernel::Moment;
use guanai_registry::Person;
use guanai_store::persons::NumberEnds;
use guanai_store::{StoreError, imports, persons};

use crate::county::{County, NOW, day, identity};
use crate::engines::on_both;

#[test]
fn persons_come_back_as_they_were() {
    on_both(async |db| {
        let county = County::new(1);
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        let [a, b, c] = [0, 1, 2].map(|at: usize| county.persons[at].clone());
        assert_eq!(persons::list_all(&mut tx).await.unwrap(), county.persons);
        assert_eq!(persons::find(&mut tx, a.person_id).await.unwrap(), Some(a.clone()));
        assert_eq!(persons::get(&mut tx, b.person_id).await.unwrap(), b);
        assert_eq!(persons::find_by_identity(&mut tx, &c.identity).await.unwrap(), Some(c.clone()));
        assert_eq!(persons::find_by_identity(&mut tx, &identity(900)).await.unwrap(), None);
        let called = persons::list_by_names(&mut tx, &[c.name.as_str(), "查无此人"]).await.unwrap();
        assert!(called.contains(&c) && called.iter().all(|person| person.name == c.name));
        assert_eq!(persons::list_by_names(&mut tx, &[]).await.unwrap(), []);
        let asked = [c.identity, identity(900), a.identity];
        assert_eq!(persons::list_by_identities(&mut tx, &asked).await.unwrap(), [a.clone(), c.clone()]);
        assert_eq!(persons::list_by_phone(&mut tx, "19900000002").await.unwrap(), [b.clone()]);
        assert_eq!(persons::list_by_ids(&mut tx, &[c.person_id, a.person_id]).await.unwrap(), [a.clone(), c]);
        assert_eq!(persons::count(&mut tx).await.unwrap(), 3);
        let ends = NumberEnds {
            person_id: a.person_id,
            identity_last4: a.identity.last4().to_owned(),
            phone_last4: Some("0001".to_owned()),
        };
        assert_eq!(persons::list_number_ends(&mut tx, &[a.person_id]).await.unwrap(), [ends]);
        tx.commit().await.unwrap();
    });
}

#[test]
fn somebody_who_is_not_there_is_named_when_they_must_be() {
    on_both(async |db| {
        let mut county = County::new(1);
        let stranger = county.person(50).person_id;
        let mut tx = db.begin_read().await.unwrap();
        assert_eq!(persons::find(&mut tx, stranger).await.unwrap(), None);
        let missing = persons::get(&mut tx, stranger).await.unwrap_err();
        assert_eq!(missing, StoreError::Missing { table: "persons", key: stranger.to_string() });
    });
}

#[test]
fn an_identity_number_belongs_to_one_person() {
    on_both(async |db| {
        let mut county = County::new(1);
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        let twin = Person { identity: county.persons[0].identity, ..county.person(77) };
        let refused = persons::add_many(&mut tx, &[twin]).await;
        assert_eq!(refused, Err(StoreError::Conflict { constraint: "persons_identity_key_key".to_owned() }));
    });
}

#[test]
fn an_amended_person_keeps_every_state_before() {
    on_both(async |db| {
        let county = County::new(1);
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        let first = county.persons[0].clone();
        let second = Person { name: "张改名".to_owned(), phone: None, ..first.clone() };
        let third = Person { died_on: Some(day(2026, 6, 1)), identity: identity(500), ..second.clone() };
        persons::amend(&mut tx, &first, &second, NOW).await.unwrap();
        let later = Moment::from_micros(NOW.as_micros() + 1);
        persons::amend(&mut tx, &second, &third, later).await.unwrap();
        assert_eq!(persons::get(&mut tx, first.person_id).await.unwrap(), third);
        assert_eq!(persons::find_by_identity(&mut tx, &third.identity).await.unwrap(), Some(third.clone()));
        assert_eq!(persons::find_by_identity(&mut tx, &first.identity).await.unwrap(), None);
        let former = persons::list_former(&mut tx, first.person_id).await.unwrap();
        assert_eq!(former, [(NOW, first), (later, second)]);
        tx.commit().await.unwrap();
    });
}

#[test]
fn a_state_that_no_longer_stands_is_not_replaced() {
    on_both(async |db| {
        let county = County::new(1);
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        let [a, b, _] = [0, 1, 2].map(|at: usize| county.persons[at].clone());
        let renamed = Person { name: "张改名".to_owned(), ..a.clone() };
        let other = Person { name: "张另名".to_owned(), ..a.clone() };
        persons::amend(&mut tx, &a, &renamed, NOW).await.unwrap();
        let stale = persons::amend_many(&mut tx, &[(b.clone(), b.clone()), (a.clone(), other.clone())], NOW).await;
        assert_eq!(stale, Err(StoreError::RowsAffected { table: "persons", expected: 2, found: 1 }));
        let twice = [(renamed.clone(), other.clone()), (renamed.clone(), a.clone())];
        let twice = persons::amend_many(&mut tx, &twice, NOW).await;
        assert_eq!(twice, Err(StoreError::RowsAffected { table: "persons", expected: 2, found: 1 }));
        assert_eq!(persons::get(&mut tx, a.person_id).await.unwrap(), renamed);
    });
}

#[test]
fn more_persons_than_a_page_are_all_there_in_order() {
    on_both(async |db| {
        let mut county = County::new(1);
        let many: Vec<Person> = (10..10_021).map(|number| county.person(number)).collect();
        let mut tx = db.begin_write().await.unwrap();
        imports::add(&mut tx, &county.import).await.unwrap();
        persons::add_many(&mut tx, &many).await.unwrap();
        assert_eq!(persons::list_all(&mut tx).await.unwrap(), many);
        let changes: Vec<_> = many.iter().map(|p| (p.clone(), Person { address: None, ..p.clone() })).collect();
        persons::amend_many(&mut tx, &changes, NOW).await.unwrap();
        let after: Vec<Person> = changes.into_iter().map(|(_, after)| after).collect();
        let identities: Vec<_> = many.iter().map(|p| p.identity).collect();
        assert_eq!(persons::list_by_identities(&mut tx, &identities).await.unwrap(), after);
    });
}

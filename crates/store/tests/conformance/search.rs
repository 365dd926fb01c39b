//! Finding persons by what their names sound like, and by the ends of their numbers.

use guanai_kernel::ids::PersonId;
use guanai_registry::{Membership, Person};
use guanai_store::Stretch;
use guanai_store::engine::sql;
use guanai_store::persons::{Search, Wanted};
use guanai_store::{Tx, memberships, organizations, persons};

use crate::county::{County, NOW, today};
use crate::engines::on_both;

const ALL: Stretch = Stretch { skip: 0, take: 50 };

async fn found(tx: &mut Tx, search: Search) -> Vec<PersonId> {
    let wanted = Wanted { organizations: None, search: Some(search) };
    let found = persons::list_wanted(tx, &wanted, ALL).await.unwrap();
    assert_eq!(persons::count_wanted(tx, &wanted).await.unwrap(), u64::try_from(found.len()).unwrap());
    found
}

/// Four persons, of whom the last belongs nowhere.
async fn people(county: &mut County, tx: &mut Tx) -> Vec<PersonId> {
    county.write(tx).await.unwrap();
    let mut ids = Vec::new();
    for (number, name) in [(61, "曾希"), (62, "100%_名"), (63, "John Smith"), (64, "阿依·张")] {
        let person = Person { name: name.to_owned(), ..county.person(number) };
        persons::add_many(tx, &[person.clone()]).await.unwrap();
        ids.push(person.person_id);
    }
    for &person_id in &ids[..3] {
        let root = county.organizations[0].organization_id;
        let spell = Membership { organization_id: root, ..county.membership(person_id) };
        memberships::add_many(tx, &[spell]).await.unwrap();
    }
    ids
}

#[test]
fn persons_are_found_by_name_pinyin_and_the_ends_of_numbers() {
    on_both(async |db| {
        let mut county = County::new(1);
        let mut tx = db.begin_write().await.unwrap();
        let ids = people(&mut county, &mut tx).await;
        let [zeng, odd, john, ayi] = [0, 1, 2, 3].map(|at: usize| ids[at]);
        for (word, who) in
            [("zx", vec![zeng]), ("cx", vec![zeng]), ("zengx", vec![zeng]), ("ayiz", vec![ayi]), ("js", vec![john])]
        {
            assert_eq!(found(&mut tx, Search::Pinyin(word.to_owned())).await, who, "{word}");
        }
        assert_eq!(found(&mut tx, Search::Pinyin("x".to_owned())).await, [], "only the beginning of a word");
        assert_eq!(found(&mut tx, Search::Name("希".to_owned())).await, [zeng]);
        assert_eq!(found(&mut tx, Search::Name("john".to_owned())).await, [john]);
        assert_eq!(found(&mut tx, Search::Name("0%_".to_owned())).await, [odd]);
        assert_eq!(found(&mut tx, Search::Name("0_%".to_owned())).await, [], "signs of patterns stand for themselves");
        assert_eq!(found(&mut tx, Search::NumberEnd("0062".to_owned())).await, [odd]);
        let identity = persons::get(&mut tx, john).await.unwrap().identity;
        assert!(found(&mut tx, Search::NumberEnd(identity.last4().to_owned())).await.contains(&john));
        assert_eq!(found(&mut tx, Search::Number(identity.as_str().to_owned())).await, [john]);
        assert_eq!(found(&mut tx, Search::Number("19900000064".to_owned())).await, [ayi]);
        // Who sees phones alone finds by phones alone.
        assert_eq!(found(&mut tx, Search::PhoneEnd("0064".to_owned())).await, [ayi]);
        assert_eq!(found(&mut tx, Search::Phone("19900000064".to_owned())).await, [ayi]);
        assert_eq!(found(&mut tx, Search::PhoneEnd(identity.last4().to_owned())).await, []);
        assert_eq!(found(&mut tx, Search::Phone(identity.as_str().to_owned())).await, []);
        assert_eq!(format!("{:?}", Search::Name("希".to_owned())), "Name(…)");
    });
}

#[test]
fn a_list_is_in_the_order_of_pinyin_and_stays_inside_its_organizations() {
    on_both(async |db| {
        let mut county = County::new(1);
        let mut tx = db.begin_write().await.unwrap();
        let ids = people(&mut county, &mut tx).await;
        let everybody = persons::list_wanted(&mut tx, &Wanted::default(), ALL).await.unwrap();
        assert_eq!(everybody.len(), 7);
        let key = |name: &str| guanai_kernel::pinyin::search_key(name);
        let mut names = Vec::new();
        for id in &everybody {
            names.push(persons::get(&mut tx, *id).await.unwrap().name);
        }
        assert!(names.windows(2).all(|pair| key(&pair[0]) <= key(&pair[1])), "{names:?}");
        let pages = [Stretch { skip: 0, take: 3 }, Stretch { skip: 3, take: 3 }, Stretch { skip: 6, take: 3 }];
        let mut by_pages = Vec::new();
        for stretch in pages {
            by_pages.extend(persons::list_wanted(&mut tx, &Wanted::default(), stretch).await.unwrap());
        }
        assert_eq!(by_pages, everybody);
        let root = county.organizations[0].organization_id;
        let inside = Wanted { organizations: Some(vec![root]), search: None };
        let mut found = persons::list_wanted(&mut tx, &inside, ALL).await.unwrap();
        found.sort();
        assert_eq!(found, ids[..3]);
        assert_eq!(persons::count_wanted(&mut tx, &inside).await.unwrap(), 3);
        let nowhere = Wanted { organizations: Some(Vec::new()), search: None };
        assert_eq!(persons::list_wanted(&mut tx, &nowhere, ALL).await.unwrap(), []);
        // A spell that ended is no longer a place.
        let spell = memberships::list_of(&mut tx, ids[0]).await.unwrap()[0].membership_id;
        memberships::end_many(&mut tx, &[(spell, today())]).await.unwrap();
        assert_eq!(persons::count_wanted(&mut tx, &inside).await.unwrap(), 2);
        assert_eq!(organizations::list_subtree(&mut tx, root).await.unwrap().len(), 2);
    });
}

#[test]
fn search_keys_follow_a_change_and_can_be_made_anew() {
    on_both(async |db| {
        let county = County::new(1);
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        let before = county.persons[0].clone();
        let after = Person { name: "吕布".to_owned(), phone: Some("19911112222".to_owned()), ..before.clone() };
        persons::amend(&mut tx, &before, &after, NOW).await.unwrap();
        let searches = [Search::Pinyin("lb".to_owned()), Search::NumberEnd("2222".to_owned())];
        for search in &searches {
            assert_eq!(found(&mut tx, search.clone()).await, [before.person_id]);
        }
        // As rows were before there were keys, and as former states still are.
        sql("UPDATE persons SET search_key = NULL, identity_end_key = NULL, phone_end_key = NULL")
            .execute(&mut tx)
            .await
            .unwrap();
        for search in &searches {
            assert_eq!(found(&mut tx, search.clone()).await, []);
        }
        persons::rebuild_search_keys(&mut tx).await.unwrap();
        for search in &searches {
            assert_eq!(found(&mut tx, search.clone()).await, [before.person_id]);
        }
        assert_eq!(persons::get(&mut tx, after.person_id).await.unwrap(), after);
        let text = "UPDATE former_states SET state = REPLACE(state, 'search_key', 'no_longer_known')";
        sql(text).execute(&mut tx).await.unwrap();
        assert_eq!(persons::list_former(&mut tx, after.person_id).await.unwrap(), [(NOW, before)]);
    });
}

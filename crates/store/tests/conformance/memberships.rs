//! Memberships, interruptions, floating, posts.

use guanai_kernel::Period;
use guanai_kernel::ids::{MembershipId, PostId};
use guanai_registry::{FloatingSpell, Membership, Post};
use guanai_store::{StoreError, memberships, persons, posts, spells};

use crate::county::{County, NOW, day, today};
use crate::engines::on_both;

#[test]
fn spells_come_back_as_they_were() {
    on_both(async |db| {
        let county = County::new(1);
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        assert_eq!(memberships::list_all(&mut tx).await.unwrap(), county.memberships);
        assert_eq!(memberships::list_current(&mut tx).await.unwrap(), county.memberships[..3]);
        assert_eq!(memberships::count_current(&mut tx).await.unwrap(), 3);
        let first = county.memberships[0].clone();
        let ended = county.memberships[3].clone();
        assert_eq!(memberships::list_of(&mut tx, first.person_id).await.unwrap(), [ended.clone(), first.clone()]);
        assert_eq!(memberships::list_on(&mut tx, day(2025, 1, 1)).await.unwrap(), [ended]);
        assert_eq!(memberships::list_on(&mut tx, today()).await.unwrap(), county.memberships[..3]);
        let mut belong: Vec<_> = county.memberships[..3].iter().map(|spell| spell.person_id).collect();
        belong.sort_unstable();
        let found = persons::list_belonging(&mut tx, today()).await.unwrap();
        assert_eq!(found.iter().map(|person| person.person_id).collect::<Vec<_>>(), belong);
        let branch = memberships::list_current_in(&mut tx, first.organization_id).await.unwrap();
        assert_eq!(branch, county.memberships[..3]);
        let root = memberships::list_current_in(&mut tx, county.organizations[0].organization_id).await.unwrap();
        assert_eq!(root, []);
        assert_eq!(spells::list_interruptions(&mut tx).await.unwrap(), county.interruptions);
        let person = county.interruptions[0].person_id;
        assert_eq!(spells::list_interruptions_of(&mut tx, person).await.unwrap(), county.interruptions);
        assert_eq!(spells::list_floating(&mut tx).await.unwrap(), county.floating);
        assert_eq!(spells::list_current_floating(&mut tx).await.unwrap(), county.floating);
    });
}

#[test]
fn a_transfer_ends_one_spell_and_begins_the_next() {
    on_both(async |db| {
        let mut county = County::new(1);
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        let old = county.memberships[0].clone();
        let moved = Membership { since_on: day(2026, 8, 1), ..county.membership(old.person_id) };
        memberships::end_many(&mut tx, &[(old.membership_id, day(2026, 8, 1))]).await.unwrap();
        memberships::add_many(&mut tx, std::slice::from_ref(&moved)).await.unwrap();
        let now = memberships::list_on(&mut tx, day(2026, 8, 1)).await.unwrap();
        assert!(now.contains(&moved) && !now.iter().any(|m| m.membership_id == old.membership_id));
        let again = memberships::end_many(&mut tx, &[(old.membership_id, day(2026, 9, 1))]).await;
        assert_eq!(again, Err(StoreError::RowsAffected { table: "memberships", expected: 1, found: 0 }));
    });
}

#[test]
fn nobody_has_two_running_spells() {
    on_both(async |db| {
        let mut county = County::new(1);
        let second = county.membership(county.persons[0].person_id);
        let away = FloatingSpell { period: Period::since(day(2026, 7, 2)), ..county.floating[0].clone() };
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        let refused = memberships::add_many(&mut tx, &[second]).await;
        assert_eq!(refused, Err(StoreError::Conflict { constraint: "memberships_person_id_key".to_owned() }));
        tx.rollback().await.unwrap();
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        let refused = spells::add_floating(&mut tx, &[away]).await;
        assert_eq!(refused, Err(StoreError::Conflict { constraint: "floating_spells_person_id_key".to_owned() }));
    });
}

#[test]
fn a_spell_needs_its_person_and_cannot_end_before_it_begins() {
    on_both(async |db| {
        let mut county = County::new(1);
        let stranger = county.person(50).person_id;
        let nobodys = county.membership(stranger);
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        let refused = memberships::add_many(&mut tx, &[nobodys]).await.unwrap_err();
        assert_eq!(refused.code(), "store-violated");
        tx.rollback().await.unwrap();
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        let backwards = memberships::end_many(&mut tx, &[(county.memberships[0].membership_id, day(2000, 1, 1))]).await;
        assert_eq!(backwards, Err(StoreError::Violated { constraint: "memberships_period_check".to_owned() }));
    });
}

#[test]
fn becoming_a_full_member_keeps_the_state_before() {
    on_both(async |db| {
        let mut county = County::new(1);
        let mut before = county.membership(county.persons[0].person_id);
        before.membership_id = MembershipId::fresh(&mut county.ids);
        before.kind = None;
        before.full_on = None;
        county.memberships[0] = before.clone();
        let after = county.membership(before.person_id);
        let after = Membership { membership_id: before.membership_id, ..after };
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        memberships::amend_many(&mut tx, &[(before.clone(), after.clone())], NOW).await.unwrap();
        assert!(memberships::list_current(&mut tx).await.unwrap().contains(&after));
        assert_eq!(memberships::list_former(&mut tx, before.membership_id).await.unwrap(), [(NOW, before)]);
    });
}

#[test]
fn floating_ends_and_posts_end() {
    on_both(async |db| {
        let county = County::new(1);
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        let back = day(2026, 7, 9);
        spells::end_floating(&mut tx, &[(county.floating[0].person_id, back)]).await.unwrap();
        assert_eq!(spells::list_current_floating(&mut tx).await.unwrap(), []);
        let ended = spells::list_floating(&mut tx).await.unwrap()[0].clone();
        assert_eq!(ended.period.until(), Some(back));
        let first_day = [(ended.person_id, ended.period.from())];
        spells::resume_floating(&mut tx, &first_day).await.unwrap();
        assert_eq!(spells::list_current_floating(&mut tx).await.unwrap(), county.floating);
        let running = spells::resume_floating(&mut tx, &first_day).await;
        assert_eq!(running, Err(StoreError::RowsAffected { table: "floating_spells", expected: 1, found: 0 }));
        assert_eq!(posts::list_all(&mut tx).await.unwrap(), county.posts);
        let post = county.posts[0].clone();
        assert_eq!(posts::list_on(&mut tx, today()).await.unwrap(), [post.clone()]);
        posts::end_many(&mut tx, &[(post.post_id, back)]).await.unwrap();
        assert_eq!(posts::list_on(&mut tx, back).await.unwrap(), []);
        assert_eq!(posts::list_of(&mut tx, post.person_id).await.unwrap()[0].until_on, Some(back));
        let left = posts::list_left_since(&mut tx, &[post.person_id], day(2026, 7, 8)).await.unwrap();
        assert_eq!(left, posts::list_of(&mut tx, post.person_id).await.unwrap());
        assert_eq!(
            posts::list_left_since(&mut tx, &[post.person_id], back).await.unwrap(),
            [],
            "it was held until then"
        );
        let went_on = Post { post_id: PostId::from_bits(77), since_on: back, until_on: None, ..post.clone() };
        posts::add_many(&mut tx, &[went_on]).await.unwrap();
        let left = posts::list_left_since(&mut tx, &[post.person_id], day(2026, 7, 8)).await.unwrap();
        assert_eq!(left, [], "it goes on by another record");
        let again = posts::end_many(&mut tx, &[(post.post_id, back)]).await;
        assert_eq!(again, Err(StoreError::RowsAffected { table: "posts", expected: 1, found: 0 }));
    });
}

/// A meeting a week before the first book was brought has a roll; who came from elsewhere since is not on it.
#[test]
fn a_branch_has_a_roll_before_its_book_speaks() {
    on_both(async |db| {
        let county = County::new(1);
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        let branch = county.organizations[1].organization_id;
        let [a, b, c] = [0, 1, 2].map(|at: usize| county.persons[at].person_id);
        let on_roll = async |tx: &mut guanai_store::Tx, on| {
            let spells = memberships::list_on_in(tx, on, branch).await.unwrap();
            spells.into_iter().filter(|spell| spell.until_on.is_none()).map(|spell| spell.person_id).collect::<Vec<_>>()
        };
        assert_eq!(on_roll(&mut tx, today()).await, [a, b, c]);
        let week_before = day(2026, 6, 23);
        assert_eq!(on_roll(&mut tx, week_before).await, [b, c], "the first was elsewhere until then");
        let posts = posts::list_known_on_of(&mut tx, day(2021, 3, 1), &[a, c]).await.unwrap();
        assert_eq!(posts, county.posts);
        assert_eq!(posts::list_known_on_of(&mut tx, day(2021, 2, 28), &[c]).await.unwrap(), []);
    });
}

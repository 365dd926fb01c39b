//! Households and kinship.

use guanai_registry::{Household, Kin};
use guanai_store::{StoreError, households};

use crate::county::{County, NOW, day};
use crate::engines::on_both;

#[test]
fn households_come_back_as_they_were() {
    on_both(async |db| {
        let county = County::new(1);
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        let household = county.households[0].clone();
        assert_eq!(households::list_all(&mut tx).await.unwrap(), county.households);
        assert_eq!(households::list_by_ids(&mut tx, &[household.household_id]).await.unwrap(), county.households);
        assert_eq!(households::list_by_ids(&mut tx, &[]).await.unwrap(), []);
        assert_eq!(households::list_kin_to(&mut tx, county.kin[0].relative_id).await.unwrap(), county.kin);
        assert_eq!(households::list_kin_to(&mut tx, county.kin[0].person_id).await.unwrap(), []);
        assert_eq!(households::list_members(&mut tx).await.unwrap(), county.members);
        assert_eq!(households::list_members_of(&mut tx, household.household_id).await.unwrap(), county.members);
        let of = [county.persons[2].person_id, county.members[1].person_id];
        assert_eq!(households::list_current_of(&mut tx, &of).await.unwrap(), [county.members[1].clone()]);
        assert_eq!(households::list_kin(&mut tx).await.unwrap(), county.kin);
        assert_eq!(households::list_kin_of(&mut tx, county.kin[0].person_id).await.unwrap(), county.kin);
        assert_eq!(households::list_kin_of(&mut tx, county.kin[0].relative_id).await.unwrap(), []);
        let [a, b, c] = [0, 1, 2].map(|at: usize| county.persons[at].person_id);
        assert_eq!(households::list_living_with(&mut tx, a).await.unwrap(), [b]);
        assert_eq!(households::list_living_with(&mut tx, b).await.unwrap(), [a]);
        assert_eq!(households::list_living_with(&mut tx, c).await.unwrap(), []);
        let [first, second] = [a.min(b), a.max(b)];
        assert_eq!(households::list_sharing(&mut tx, &[a, c]).await.unwrap(), [(a, b)]);
        assert_eq!(households::list_sharing(&mut tx, &[b, a]).await.unwrap(), [(first, second), (second, first)]);
        // Of a day: with those who belonged on it, and nobody before.
        let living = households::list_living_on(&mut tx, day(2026, 6, 30), &[a]).await.unwrap();
        assert_eq!(living.iter().map(|one| one.person_id).collect::<Vec<_>>(), [first, second]);
        assert_eq!(households::list_living_on(&mut tx, day(1900, 1, 1), &[a]).await.unwrap(), []);
        assert_eq!(households::list_living_on(&mut tx, day(2026, 6, 30), &[c]).await.unwrap(), []);
        let moved = Household { address: None, ..household.clone() };
        households::amend_many(&mut tx, &[(household, moved.clone())], NOW).await.unwrap();
        assert_eq!(households::find(&mut tx, moved.household_id).await.unwrap(), Some(moved));
    });
}

#[test]
fn nobody_is_their_own_relative() {
    on_both(async |db| {
        let county = County::new(1);
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        let own = Kin { relative_id: county.kin[0].person_id, ..county.kin[0].clone() };
        let refused = households::add_kin(&mut tx, &[own]).await;
        assert_eq!(refused, Err(StoreError::Violated { constraint: "kinships_self_check".to_owned() }));
    });
}

//! Named contacts: one running for a person, kept when it is over, never of oneself.

use guanai_casework::contact::NamedContact;
use guanai_casework::round::Hand;
use guanai_kernel::ids::ContactId;
use guanai_store::{StoreError, contacts};

use crate::county::{County, NOW, day};
use crate::engines::on_both;

fn named(county: &mut County, whom: usize, by: usize) -> NamedContact {
    NamedContact {
        contact_id: ContactId::fresh(&mut county.ids),
        person_id: county.persons[whom].person_id,
        organization_id: county.memberships[0].organization_id,
        by_person_id: county.persons[by].person_id,
        since_on: day(2026, 6, 1),
        until_on: None,
        named: Hand { by: "contact".to_owned(), at: NOW },
        ended: None,
    }
}

#[test]
fn one_contact_runs_for_a_person_and_the_former_are_kept() {
    on_both(async |db| {
        let mut county = County::new(1);
        let (first, second, own) = (named(&mut county, 0, 1), named(&mut county, 0, 2), named(&mut county, 1, 1));
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        contacts::add_many(&mut tx, &[first.clone()]).await.unwrap();
        assert_eq!(contacts::list_running_of(&mut tx, &[first.person_id]).await.unwrap(), [first.clone()]);
        assert_eq!(contacts::list_running_by(&mut tx, first.by_person_id).await.unwrap(), [first.clone()]);
        assert_eq!(contacts::count_changes(&mut tx, first.organization_id).await.unwrap(), 1);
        tx.commit().await.unwrap();
        let two = StoreError::Conflict { constraint: "named_contacts_person_id_key".to_owned() };
        let oneself = StoreError::Violated { constraint: "named_contacts_other_check".to_owned() };
        for (wrong, why) in [(&second, two), (&own, oneself)] {
            let mut tx = db.begin_write().await.unwrap();
            let refused = contacts::add_many(&mut tx, std::slice::from_ref(wrong)).await.unwrap_err();
            assert_eq!(refused, why);
            drop(tx);
        }
        let mut tx = db.begin_write().await.unwrap();
        let over = first.ended(day(2026, 7, 1), Hand { by: "contact".to_owned(), at: NOW });
        contacts::amend_many(&mut tx, &[(first.clone(), over.clone())], NOW).await.unwrap();
        contacts::add_many(&mut tx, &[second.clone()]).await.unwrap();
        assert_eq!(contacts::list_of(&mut tx, first.person_id).await.unwrap().len(), 2);
        assert_eq!(
            contacts::count_changes(&mut tx, first.organization_id).await.unwrap(),
            3,
            "one named, one ended, one named"
        );
        assert_eq!(contacts::list_running_of(&mut tx, &[first.person_id]).await.unwrap(), [second.clone()]);
        assert_eq!(contacts::list_running_by(&mut tx, first.by_person_id).await.unwrap(), []);
    });
}

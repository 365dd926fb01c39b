//! Party organisations and units.

use guanai_kernel::Coordinates;
use guanai_kernel::ids::{OrganizationId, UnitId};
use guanai_registry::{PartyOrganization, Unit};
use guanai_store::{StoreError, organizations, units};

use crate::county::{County, NOW};
use crate::engines::on_both;

#[test]
fn organizations_and_units_come_back_as_they_were() {
    on_both(async |db| {
        let county = County::new(1);
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        assert_eq!(organizations::list_all(&mut tx).await.unwrap(), county.organizations);
        assert_eq!(units::list_all(&mut tx).await.unwrap(), county.units);
        let branch = &county.organizations[1];
        assert_eq!(organizations::find(&mut tx, branch.organization_id).await.unwrap().as_ref(), Some(branch));
        assert_eq!(organizations::find_by_code(&mut tx, "001001").await.unwrap().as_ref(), Some(branch));
        assert_eq!(organizations::find_by_code(&mut tx, "002").await.unwrap(), None);
        assert_eq!(organizations::count(&mut tx).await.unwrap(), 2);
        let unit = &county.units[0];
        assert_eq!(units::find(&mut tx, unit.unit_id).await.unwrap().as_ref(), Some(unit));
        assert_eq!(units::find_by_credit_code(&mut tx, &unit.credit_code).await.unwrap().as_ref(), Some(unit));
        tx.commit().await.unwrap();
    });
}

#[test]
fn a_renamed_organization_keeps_its_former_name() {
    on_both(async |db| {
        let county = County::new(1);
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        let before = county.organizations[1].clone();
        let after = PartyOrganization {
            name: "某厂第一党支部".to_owned(),
            coordinates: Coordinates::new(109_934_120, -27_553_211).ok(),
            ..before.clone()
        };
        organizations::amend_many(&mut tx, &[(before.clone(), after.clone())], NOW).await.unwrap();
        assert_eq!(organizations::find(&mut tx, after.organization_id).await.unwrap(), Some(after.clone()));
        assert_eq!(organizations::list_former(&mut tx, after.organization_id).await.unwrap(), [(NOW, before)]);
        let unit = county.units[0].clone();
        let named = Unit { name: None, ..unit.clone() };
        units::amend_many(&mut tx, &[(unit, named.clone())], NOW).await.unwrap();
        assert_eq!(units::list_all(&mut tx).await.unwrap(), [named]);
    });
}

#[test]
fn two_organizations_may_exchange_their_names() {
    on_both(async |db| {
        let county = County::new(1);
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        let named = |at: usize, name: &str| {
            let before = county.organizations[at].clone();
            (before.clone(), PartyOrganization { name: name.to_owned(), ..before })
        };
        let held = [county.organizations[0].name.clone(), county.organizations[1].name.clone()];
        let exchanged = [named(0, &held[1]), named(1, &held[0])];
        organizations::amend_many(&mut tx, &exchanged, NOW).await.unwrap();
        let after: Vec<PartyOrganization> = exchanged.iter().map(|(_, after)| after.clone()).collect();
        assert_eq!(organizations::list_all(&mut tx).await.unwrap(), after);
        let former = organizations::list_former(&mut tx, after[0].organization_id).await.unwrap();
        assert_eq!(former, [(NOW, county.organizations[0].clone())]);
        let twice = [(after[0].clone(), PartyOrganization { name: held[0].clone(), ..after[0].clone() })];
        let refused = organizations::amend_many(&mut tx, &twice, NOW).await;
        assert_eq!(refused, Err(StoreError::Conflict { constraint: "party_organizations_name_key".to_owned() }));
    });
}

#[test]
fn codes_names_and_credit_codes_are_unique() {
    on_both(async |db| {
        let mut county = County::new(1);
        let organization_id = OrganizationId::fresh(&mut county.ids);
        let twin = |code: &str, name: &str| PartyOrganization {
            organization_id,
            code: code.to_owned(),
            name: name.to_owned(),
            ..county.organizations[1].clone()
        };
        let root = county.organizations[0].clone();
        let again = PartyOrganization { code: "008".to_owned(), name: "新名".to_owned(), ..root };
        for (organization, constraint) in [
            (twin("001001", "别的"), "party_organizations_code_key"),
            (twin("009", "某厂党支部"), "party_organizations_name_key"),
            (again, "party_organizations_pkey"),
        ] {
            let mut tx = db.begin_write().await.unwrap();
            county.write(&mut tx).await.unwrap();
            let refused = organizations::add_many(&mut tx, &[organization]).await;
            assert_eq!(refused, Err(StoreError::Conflict { constraint: constraint.to_owned() }));
            tx.rollback().await.unwrap();
        }
        let mut tx = db.begin_write().await.unwrap();
        units::add_many(&mut tx, &county.units).await.unwrap();
        let twin = Unit { unit_id: UnitId::fresh(&mut county.ids), ..county.units[0].clone() };
        let refused = units::add_many(&mut tx, &[twin]).await;
        assert_eq!(refused, Err(StoreError::Conflict { constraint: "units_credit_code_key".to_owned() }));
    });
}

#[test]
fn inferiors_may_be_added_before_their_superior_but_not_without_it() {
    on_both(async |db| {
        let county = County::new(1);
        let [root, branch] = [0, 1].map(|at: usize| county.organizations[at].clone());
        let mut tx = db.begin_write().await.unwrap();
        units::add_many(&mut tx, &county.units).await.unwrap();
        organizations::add_many(&mut tx, std::slice::from_ref(&branch)).await.unwrap();
        let refused = tx.commit().await.unwrap_err();
        assert_eq!(refused.code(), "store-violated");
        let mut tx = db.begin_write().await.unwrap();
        units::add_many(&mut tx, &county.units).await.unwrap();
        organizations::add_many(&mut tx, &[branch]).await.unwrap();
        organizations::add_many(&mut tx, &[root]).await.unwrap();
        tx.commit().await.unwrap();
    });
}

#[test]
fn a_subtree_is_an_organization_with_all_below_it_and_nothing_beside() {
    on_both(async |db| {
        let mut county = County::new(1);
        let [root, branch] = [0, 1].map(|at: usize| county.organizations[at].clone());
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        let beside = PartyOrganization {
            organization_id: OrganizationId::fresh(&mut county.ids),
            code: "001002".to_owned(),
            name: "旁边的党支部".to_owned(),
            unit_id: None,
            ..branch.clone()
        };
        let below = PartyOrganization {
            organization_id: OrganizationId::fresh(&mut county.ids),
            code: "001001001".to_owned(),
            name: "下面的党支部".to_owned(),
            superior_id: Some(branch.organization_id),
            ..beside.clone()
        };
        organizations::add_many(&mut tx, &[beside.clone(), below.clone()]).await.unwrap();
        let ids = |list: &[&PartyOrganization]| list.iter().map(|o| o.organization_id).collect::<Vec<_>>();
        let found = organizations::list_subtree(&mut tx, branch.organization_id).await.unwrap();
        assert_eq!(found, ids(&[&branch, &below]));
        let all = organizations::list_subtree(&mut tx, root.organization_id).await.unwrap();
        assert_eq!(all, ids(&[&root, &branch, &beside, &below]));
        let nowhere = OrganizationId::fresh(&mut county.ids);
        assert_eq!(organizations::list_subtree(&mut tx, nowhere).await.unwrap(), []);
        // A circle that slipped in ends the reading all the same.
        let circle = PartyOrganization { superior_id: Some(below.organization_id), ..branch.clone() };
        organizations::amend_many(&mut tx, &[(branch.clone(), circle)], NOW).await.unwrap();
        let found = organizations::list_subtree(&mut tx, branch.organization_id).await.unwrap();
        assert_eq!(found, ids(&[&branch, &below]));
    });
}

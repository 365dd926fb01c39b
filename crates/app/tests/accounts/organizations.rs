//! An organisation with what lies below it.

use guanai_app::organizations::{Headcount, OrganizationFile, read_organization};
use guanai_app::{Actor, Role};
use guanai_kernel::ids::OrganizationId;
use guanai_testkit::engines::on_both;

use crate::town::{Town, morning};

impl Town {
    async fn organization(&mut self, role: Role, scope: Option<OrganizationId>) -> OrganizationFile {
        let actor = Actor { name: "x".to_owned(), role, scope, ..Actor::console() };
        let (mut cx, ..) = self.cx(actor, morning());
        read_organization(&mut cx, None, None).await.unwrap()
    }
}

#[test]
fn the_first_organization_is_the_top_of_the_scope() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let county = town.organization(Role::CountyOfficer, None).await;
        assert_eq!(county.organization.organization_id, town.county);
        assert_eq!(county.headcount, Headcount { members: 2, open_needs: Some(0) });
        let below: Vec<_> = county.below.iter().map(|(below, count)| (below.organization_id, count.members)).collect();
        assert_eq!(below, [(town.townships[0], 1), (town.townships[1], 1)]);
        let own = town.townships[1];
        let township = town.organization(Role::TownshipOfficer, Some(own)).await;
        assert_eq!((township.organization.organization_id, township.headcount.members), (own, 1));
        assert_eq!(township.path, [(own, "1镇党委".to_owned())], "nothing above the scope");
        let auditor = town.organization(Role::Auditor, None).await;
        assert_eq!(auditor.headcount, Headcount { members: 2, open_needs: None });
        let records = town.audit().await;
        assert_eq!(records.len(), 3);
        assert!(records.iter().all(|record| record.action == "read-organization" && record.subjects.len() == 1));
    });
}

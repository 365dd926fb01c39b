//! Disputes over a drawn county: whoever walks every page without being a side, mediating or being responsible finds nothing of one.

use axum::http::StatusCode;
use guanai_app::Role;
use guanai_casework::{Dispute, DisputeKind, DisputeSide, DisputeState, DisputeVoice, DisputeWords};
use guanai_kernel::civil::add_days;
use guanai_kernel::ids::DisputeId;
use guanai_store::disputes;
use guanai_testkit::clock;
use guanai_testkit::engines::on_both;

use crate::desk::{AS_OF, Desk};

/// Nobody of a drawn county says that.
const CLAIM: &str = "屋后排水沟改道";

impl Desk {
    /// A dispute of somebody of the contact's own branch with a neighbour, and one elsewhere.
    pub async fn bring_disputes(&mut self) {
        let mut kept = Vec::new();
        for ids in [&self.own, &self.other] {
            let mut cx = self.cx();
            let dispute = Dispute {
                dispute_id: DisputeId::fresh(&mut cx.ids),
                organization_id: ids["organization"].parse().unwrap(),
                kind: DisputeKind::Dispute,
                voice: DisputeVoice::Seen,
                state: DisputeState::Raised,
                mediator_id: None,
                raised_by: "console".to_owned(),
                raised_on: AS_OF,
                due_on: add_days(AS_OF, 30).unwrap(),
                near_on: add_days(AS_OF, 25).unwrap(),
                was_late: false,
                ended_on: None,
                told: DisputeWords {
                    first: DisputeSide { called: Some("一户人家".to_owned()), ..DisputeSide::default() },
                    second: DisputeSide { called: Some("隔壁邻居".to_owned()), ..DisputeSide::default() },
                    claim: CLAIM.to_owned(),
                    attempts: Vec::new(),
                    reply: None,
                    first_said: None,
                    second_said: None,
                    referred_to: None,
                    words: None,
                },
                recorded_at: clock::at(AS_OF),
            };
            let mut tx = self.db().begin_write().await.unwrap();
            disputes::add(&mut tx, &dispute).await.unwrap();
            tx.commit().await.unwrap();
            kept.push(dispute.dispute_id.to_string());
        }
        self.other.insert("dispute", kept.pop().unwrap());
        self.own.insert("dispute", kept.pop().unwrap());
    }
}

/// Every page that a role can open without filling anything in, with the disputes' own, holds nothing of one; who is responsible
/// reads it.
#[test]
fn nobody_but_who_is_concerned_or_responsible_finds_a_dispute() {
    on_both(async |db| {
        let mut desk = Desk::open(db).await;
        desk.bring_disputes().await;
        let (own, other) = (desk.own["dispute"].clone(), desk.other["dispute"].clone());
        let mut contact = desk.sign_in(Role::BranchContact).await;
        assert!(contact.get(&format!("/disputes/{own}")).await.text.contains(CLAIM));
        assert!(contact.get("/disputes").await.text.contains("隔壁邻居"));
        assert_eq!(contact.get(&format!("/disputes/{other}")).await.status, StatusCode::NOT_FOUND);
        assert!(contact.get("/").await.text.contains("1件矛盾诉求等您办"));
        let plain = guanai_web::routes::ROUTES
            .iter()
            .filter(|route| route.takes == guanai_web::routes::Takes::Nothing && !route.path.contains('{'));
        let mut addresses: Vec<String> = plain.map(|route| route.path.to_owned()).collect();
        addresses.push(format!("/disputes/{own}"));
        for role in [Role::TownshipOfficer, Role::CountyOfficer, Role::CountyApprover, Role::Auditor, Role::Member] {
            let mut browser = desk.sign_in(role).await;
            for address in addresses.iter().filter(|address| *address != "/signout") {
                let page = browser.get(address).await;
                assert!(!page.text.contains(CLAIM), "{address} as {}", role.code());
            }
        }
        // The township reads that there is one, and not what; where nobody acts below it, the county sees to it.
        let mut township = desk.sign_in(Role::TownshipOfficer).await;
        assert!(township.get("/disputes").await.text.contains("没有了结的共1件"));
        let mut county = desk.sign_in(Role::CountyOfficer).await;
        assert!(county.get(&format!("/disputes/{other}")).await.text.contains(CLAIM));
        desk.close().await;
    });
}

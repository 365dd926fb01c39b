//! Sponsorships over a drawn county: whoever walks every page without keeping them finds no pupil's name.

use axum::http::StatusCode;
use guanai_app::Role;
use guanai_app::sponsorships::{RecordSponsorship, record_sponsorship};
use guanai_casework::{AnswerManner, SchoolStage, SponsorKind};
use guanai_kernel::civil::add_days;
use guanai_kernel::ids::OperationId;
use guanai_testkit::engines::on_both;

use crate::desk::{AS_OF, Desk};

/// Nobody of a drawn county is called that.
const PUPIL: &str = "欧阳小禾";

impl Desk {
    /// A sponsored pupil of the contact's own branch, and one elsewhere.
    pub async fn bring_sponsorships(&mut self) {
        let mut kept = Vec::new();
        for guardian in [self.own["person"].clone(), self.other["person"].clone()] {
            let wish = RecordSponsorship {
                person_id: guardian.parse().unwrap(),
                child_name: PUPIL.to_owned(),
                stage: SchoolStage::Senior,
                graduates_on: add_days(AS_OF, 900).unwrap(),
                sponsor_kind: SponsorKind::Member,
                sponsor_name: "热心党员".to_owned(),
                yearly_fen: 200_000,
                from_on: AS_OF,
                until_on: None,
                consent_manner: AnswerManner::Paper,
                consent_on: AS_OF,
                consent_until_on: None,
            };
            let mut cx = self.cx();
            let operation = OperationId::fresh(&mut cx.ids);
            kept.push(record_sponsorship(&mut cx, operation, &wish).await.unwrap().to_string());
        }
        self.other.insert("sponsorship", kept.pop().unwrap());
        self.own.insert("sponsorship", kept.pop().unwrap());
    }
}

/// Every page that a role can open without filling anything in, with the pupils' own pages, holds no name; the office that keeps
/// one reads it.
#[test]
fn nobody_but_the_office_that_keeps_a_pupil_finds_their_name() {
    on_both(async |db| {
        let mut desk = Desk::open(db).await;
        desk.bring_sponsorships().await;
        let (own, other) = (desk.own["sponsorship"].clone(), desk.other["sponsorship"].clone());
        let guardian = desk.own["person"].clone();
        let mut keeper = desk.sign_in(Role::BranchContact).await;
        assert!(keeper.get(&format!("/sponsorships/{own}")).await.text.contains(PUPIL));
        assert!(keeper.get("/sponsorships").await.text.contains(PUPIL));
        assert_eq!(keeper.get(&format!("/sponsorships/{other}")).await.status, StatusCode::NOT_FOUND);
        let plain = guanai_web::routes::ROUTES
            .iter()
            .filter(|route| route.takes == guanai_web::routes::Takes::Nothing && !route.path.contains('{'));
        let mut addresses: Vec<String> = plain.map(|route| route.path.to_owned()).collect();
        addresses.extend([own, other].iter().map(|id| format!("/sponsorships/{id}")));
        addresses.push(format!("/people/{guardian}"));
        for role in [Role::CountyOfficer, Role::CountyApprover, Role::Auditor, Role::Member, Role::Administrator] {
            let mut browser = desk.sign_in(role).await;
            for address in addresses.iter().filter(|address| *address != "/signout") {
                let page = browser.get(address).await;
                assert!(!page.text.contains(PUPIL), "{address} as {}", role.code());
            }
        }
        let mut officer = desk.sign_in(Role::CountyOfficer).await;
        assert!(officer.get("/sponsorships").await.text.contains("一名高中生"));
        desk.close().await;
    });
}

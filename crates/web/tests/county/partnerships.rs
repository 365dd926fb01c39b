//! Agreements between organisations over a drawn county: each side opens its own; a wish becomes a proposal, and one press an agreement.

use axum::http::StatusCode;
use guanai_app::Role;
use guanai_casework::round::Hand;
use guanai_casework::{Partnership, PartnershipState, PartnershipTerms, SideTerms};
use guanai_kernel::civil::add_days;
use guanai_kernel::ids::{OrganizationId, PartnershipId};
use guanai_store::{Tx, organizations, partnerships};
use guanai_testkit::engines::on_both;

use crate::desk::{AS_OF, Desk};

impl Desk {
    /// Agreements that run: of the contact's own branch, and of one of another township, each with the county's committee.
    pub async fn bring_partnerships(&mut self) {
        let mut ids = self.cx().ids;
        let mut tx = self.cx().db.begin_read().await.unwrap();
        let all = organizations::list_all(&mut tx).await.unwrap();
        tx.rollback().await.unwrap();
        let root = all.iter().find(|place| place.superior_id.is_none()).unwrap().organization_id;
        let side = |duties: &str| SideTerms { duties: duties.to_owned(), contact: "书记".to_owned() };
        let hand = |by: &str| Hand { by: by.to_owned(), at: self.cx().now };
        let mut kept = Vec::new();
        for unit in [&self.own, &self.other] {
            let one_id: OrganizationId = unit["organization"].parse().unwrap();
            let partnership = &Partnership {
                partnership_id: PartnershipId::fresh(&mut ids),
                one_id,
                other_id: root,
                terms: PartnershipTerms {
                    kind: "neighbourhood".to_owned(),
                    from_on: AS_OF,
                    until_on: add_days(AS_OF, 365).unwrap(),
                    review_on: add_days(AS_OF, 180).unwrap(),
                    one: side("接待实践"),
                    other: side("送医下乡"),
                    tasks: Vec::new(),
                    reviewed: None,
                },
                state: PartnershipState::Running,
                proposed: hand("proposer"),
                one_agreed: Some(hand("one")),
                other_agreed: Some(hand("other")),
                closed: None,
            };
            let cx = self.cx();
            let adding =
                cx.db.write(move |tx: &mut Tx, _| Box::pin(async move { partnerships::add(tx, partnership).await }));
            adding.await.unwrap();
            kept.push(partnership.partnership_id.to_string());
        }
        self.other.insert("partnership", kept.pop().unwrap());
        self.own.insert("partnership", kept.pop().unwrap());
    }
}

#[test]
fn a_wish_becomes_a_proposal_and_one_press_an_agreement() {
    on_both(async |db| {
        let desk = Desk::open(db).await;
        let own = desk.own["organization"].clone();
        let other = desk.other["organization"].clone();
        let mut officer = desk.sign_in(Role::CountyOfficer).await;
        for (organization, lies) in [(&own, "rural"), (&other, "urban")] {
            let page = format!("/organizations/{organization}/settlement");
            assert_eq!(officer.fill(&page, &page, &[("settlement", lies)]).await.status, StatusCode::SEE_OTHER);
        }
        assert!(officer.get(&format!("/organizations/{own}")).await.text.contains("城乡属性"));
        let wish = |field| vec![("step", "say"), ("wish_kind", "urban-rural"), (field, "medical")];
        let mut contact = desk.sign_in(Role::BranchContact).await;
        let page = format!("/organizations/{own}/partner");
        assert_eq!(contact.fill(&page, &page, &wish("wish_asks_for")).await.status, StatusCode::SEE_OTHER);
        let page = format!("/organizations/{other}/partner");
        assert_eq!(contact.get(&page).await.status, StatusCode::NOT_FOUND, "another's wish");
        assert_eq!(officer.fill(&page, &page, &wish("wish_gives")).await.status, StatusCode::SEE_OTHER);

        let page = "/partnerships/proposals";
        let drawn = officer.get(page).await;
        let [town, country] = ["town", "country"].map(|field| drawn.hidden(field));
        let pair = [("kind", "urban-rural"), ("town", town.as_str()), ("country", country.as_str())];
        let sent = officer.fill_drawn(&drawn, page, &pair).await;
        let file = sent.location().to_owned();
        assert!(file.starts_with("/partnerships/") && sent.status == StatusCode::SEE_OTHER);
        assert_eq!(officer.fill_drawn(&drawn, page, &pair).await.location(), file, "a second press does nothing");
        let anew = officer.get(page).await.text;
        assert!(anew.contains("现在没有可以配的"), "whoever has an agreement is proposed no more");
        let seen = contact.get(&file).await;
        assert!(seen.status == StatusCode::OK && seen.text.contains("按对方的需要帮"));
        assert!(contact.get("/").await.text.contains("1份结对共建要看一看"));
        let accept = [("step", "accept"), ("partner_side", "other")];
        assert_eq!(contact.fill(&file, &file, &accept).await.status, StatusCode::SEE_OTHER);
        assert!(contact.get("/partnerships").await.text.contains("一方已同意"));
        desk.close().await;
    });
}

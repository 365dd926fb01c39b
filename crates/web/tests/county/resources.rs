//! The directory over a drawn county: an officer enters a programme, the contact reserves it for a need, it is agreed to and used; a
//! member declares a skill and takes it back; the balance is told to the county alone.

use std::collections::BTreeSet;

use axum::http::StatusCode;
use guanai_app::Role;
use guanai_app::needs::read_need;
use guanai_app::offers::{RecordOffer, record_offer};
use guanai_app::pairs::{Proposers, read_helpers};
use guanai_app::resources::{Reserve, reserve};
use guanai_casework::{NeedState, ProviderKind, Resource, ResourceKind};
use guanai_kernel::ids::{NeedId, OfferId, OperationId};
use guanai_testkit::engines::on_both;

use crate::desk::{AS_OF, Desk};

impl Desk {
    /// A reservation for a need of the contact's own branch, and one elsewhere.
    pub async fn bring_bookings(&mut self) {
        let member = self.places.people[&Role::Member].id;
        let own = self.need_of(member).await;
        let other: NeedId = self.other["need"].parse().unwrap();
        let mut drawn = Vec::new();
        for need_id in [own, other] {
            let offer_id = self.programme_for(need_id).await;
            let wish = Reserve { need_id, offer_id, units: 1, from_on: None, until_on: None, words: None };
            let mut cx = self.cx();
            let operation = OperationId::fresh(&mut cx.ids);
            drawn.push(reserve(&mut cx, operation, &wish).await.unwrap().to_string());
        }
        self.other.insert("booking", drawn.pop().unwrap());
        self.own.insert("booking", drawn.pop().unwrap());
    }

    /// A programme that serves a need and is nobody's of the tree.
    async fn programme_for(&self, need_id: NeedId) -> OfferId {
        let mut cx = self.cx();
        let category =
            read_helpers(&mut cx, need_id, &Proposers::default()).await.unwrap().need.category.expect("a kind of need");
        let categories: BTreeSet<String> =
            cx.standards.pack.need_category(&category).expect("of the pack").offers.iter().cloned().collect();
        let resource =
            Resource { kind: ResourceKind::Programme, title: Some("上门服务".to_owned()), ..Resource::default() };
        let offer = RecordOffer {
            provider_name: "县民政局".to_owned(),
            provider_kind: ProviderKind::Department,
            categories,
            capacity: 1,
            township: None,
            valid_until_on: None,
            note: None,
            resource,
            on: AS_OF,
        };
        let operation = OperationId::fresh(&mut cx.ids);
        record_offer(&mut cx, operation, &offer).await.unwrap()
    }
}

#[test]
fn what_the_county_offers_is_reserved_below_agreed_to_and_used() {
    on_both(async |db| {
        let desk = Desk::open(db).await;
        let need = desk.need_of(desk.places.people[&Role::Member].id).await;
        let offer = desk.programme_for(need).await;
        let mut contact = desk.sign_in(Role::BranchContact).await;
        let page = contact.get(&format!("/needs/{need}")).await;
        let to = format!("/needs/{need}/reserve");
        assert!(page.text.contains(&to), "the need leads to what may be reserved");
        let form = contact.get(&to).await;
        let offer = offer.to_string();
        assert!(form.text.contains(&offer) && form.text.contains("上门服务"), "{}", form.text);
        let much = contact.fill_drawn(&form, &to, &[("booking_offer", &offer), ("units", "2")]).await;
        assert!(much.text.contains("还剩1"), "{}", much.text);
        let sent = contact.fill_drawn(&form, &to, &[("booking_offer", &offer), ("units", "1")]).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
        let booking = sent.location().to_owned();
        assert!(contact.get(&to).await.text.contains("没有可以预留") || !contact.get(&to).await.text.contains(&offer));
        let answer = contact.get(&format!("{booking}/moves/confirm")).await;
        assert_eq!(answer.status, StatusCode::CONFLICT, "the county answers for it");

        let mut county = desk.sign_in(Role::CountyOfficer).await;
        let home = county.get("/").await;
        assert!(home.text.contains("1件预留等你们答复"), "{}", home.text);
        let to = format!("{booking}/moves/confirm");
        let form = county.get(&to).await;
        let state_no = form.hidden("state_no");
        let sent = county.fill_drawn(&form, &to, &[("state_no", &state_no)]).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
        assert_eq!(read_need(&mut desk.cx(), need).await.unwrap().row.state, NeedState::Planned);
        let to = format!("{booking}/moves/use");
        let form = contact.get(&to).await;
        let state_no = form.hidden("state_no");
        let fields = [("state_no", state_no.as_str()), ("booking_outcome", "来过两次")];
        contact.fill_drawn(&form, &to, &fields).await;
        let used = county.get(&booking).await;
        assert!(used.text.contains("来过两次") && used.text.contains("已使用"), "{}", used.text);
        let list = county.get("/resources?kind=programme").await;
        assert!(list.text.contains("上门服务") && list.text.contains("城乡之间"), "{}", list.text);
        let below = contact.get("/resources").await;
        assert!(!below.text.contains("城乡之间"), "a county's figures are not told to a branch");
        desk.close().await;
    });
}

#[test]
fn a_member_declares_a_skill_and_nobody_sees_it_once_it_is_taken_back() {
    on_both(async |db| {
        let desk = Desk::open(db).await;
        let mut member = desk.sign_in(Role::Member).await;
        let form = member.get("/me/skills").await;
        let category = form.text.split("name=\"category\" value=\"").nth(1).unwrap().split('"').next().unwrap();
        let fields = [
            ("skill", "修电器"),
            ("category", category),
            ("skill_where", "near"),
            ("skill_serves", "独居老人"),
            ("skill_capacity", "2"),
            ("skill_in_all", "3"),
            ("hours", "周六上午"),
            ("speaks", "putonghua"),
            ("speaks", "sign-language"),
            ("languages", "闽南话"),
            ("has_skills", "electrician"),
            ("certificate", "低压电工特种作业证"),
            ("certificate_until", "2099-07-31"),
            ("until", "2099-12-31"),
            ("skill_agrees", "yes"),
        ];
        for (name, _) in &fields {
            assert!(form.text.contains(&format!("name=\"{name}\"")), "the form asks for {name}");
        }
        let sent = member.fill_drawn(&form, "/me/skills", &fields).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
        // Every field comes back in words on the member's own page.
        let own = member.get("/me/skills").await;
        let mine = own.text.split("id=\"more\"").next().unwrap();
        for told in
            ["独居老人", "周六上午", "普通话、手语", "闽南话", "低压电工证", "低压电工特种作业证", "2099年7月31日"]
        {
            assert!(mine.contains(told), "{told}: {mine}");
        }
        assert!(mine.contains("<dd class=\"said\">3</dd>"), "{mine}");
        let mut contact = desk.sign_in(Role::BranchContact).await;
        let list = contact.get("/resources?kind=skill").await;
        assert!(list.text.contains("修电器"), "{}", list.text);
        let at = list.text.split("<a href=\"/resources/").find(|part| part.contains("修电器")).unwrap();
        let offer = at.split('"').next().unwrap().to_owned();
        let file = contact.get(&format!("/resources/{offer}")).await;
        assert!(!file.text.contains("/change"), "a skill is its member's own");
        let form = member.get("/me/skills").await;
        let to = format!("/me/skills/{offer}/withdraw");
        let sent = member.fill_drawn(&form, &to, &[]).await;
        assert_eq!(sent.location(), "/me/skills", "{}", sent.text);
        assert!(!contact.get("/resources?kind=skill").await.text.contains("修电器"));
        assert_eq!(contact.get(&format!("/resources/{offer}")).await.status, StatusCode::NOT_FOUND);
        desk.close().await;
    });
}

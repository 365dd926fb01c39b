//! Posts and hand-overs of a real county through its pages: appointed by one, confirmed by another, powers from midnight; a list
//! that is drawn up by itself, accepted item by item; and what the old secretary writes down late.

use axum::http::StatusCode;
use guanai_app::handovers::read_handover;
use guanai_app::posts::{EndPost, RecordAppointment, end_post, record_appointment};
use guanai_app::{Actor, Role};
use guanai_casework::appointment::{Manner, Powers};
use guanai_kernel::ids::{OperationId, OrganizationId, PersonId, PostId};
use guanai_registry::{Post, Source, SourceKind};
use guanai_store::{persons, posts};
use guanai_testkit::engines::on_both;

use crate::desk::{AS_OF, Browser, Desk};

impl Desk {
    /// A post of somebody, as a book has it.
    async fn booked(&self, person: &str, organization: &str, title: &str) -> PostId {
        let mut cx = self.cx();
        let post = Post {
            post_id: PostId::fresh(&mut cx.ids),
            person_id: person.parse().unwrap(),
            organization_id: organization.parse().unwrap(),
            code: Some("committee-member".into()),
            title: title.into(),
            since_on: AS_OF,
            until_on: None,
            source: Source { kind: SourceKind::Roster, import_id: None, place: "花名册 1".into(), stated_on: AS_OF },
            recorded_at: cx.now,
        };
        let mut tx = self.db().begin_write().await.unwrap();
        posts::add_many(&mut tx, std::slice::from_ref(&post)).await.unwrap();
        tx.commit().await.unwrap();
        post.post_id
    }

    /// In the contact's branch and elsewhere: a post that is held, an appointment that waits, and a hand-over with an item.
    pub async fn bring_posts(&mut self) {
        let mut brought = Vec::new();
        for unit in [&self.own, &self.other] {
            let (person, place) = (unit["person"].as_str(), unit["organization"].as_str());
            let held = self.booked(person, place, "宣传委员").await;
            let ends = self.booked(person, place, "组织委员").await;
            let mut cx = self.cx();
            cx.actor = Actor { name: "county".into(), role: Role::CountyOfficer, ..Actor::console() };
            let operation = OperationId::fresh(&mut cx.ids);
            let end = EndPost { post_id: ends, last_on: AS_OF, why: "换届".into() };
            let handover = end_post(&mut cx, operation, &end).await.unwrap();
            let wish = RecordAppointment {
                organization_id: place.parse().unwrap(),
                person_id: person.parse().unwrap(),
                code: "group-leader".into(),
                title: "党小组长".into(),
                manner: Manner::Full,
                powers: Powers::Nothing,
                since_on: AS_OF,
                last_on: None,
                resolution: "一号".into(),
            };
            let operation = OperationId::fresh(&mut cx.ids);
            let waiting = record_appointment(&mut cx, operation, &wish).await.unwrap();
            let item = read_handover(&mut cx, handover).await.unwrap().items.remove(0).item_id;
            brought.push([
                ("post", held.to_string()),
                ("waiting", waiting.to_string()),
                ("handover", handover.to_string()),
                ("item", item.to_string()),
            ]);
        }
        self.other.extend(brought.pop().unwrap());
        self.own.extend(brought.pop().unwrap());
    }

    async fn name_of(&self, person: PersonId) -> String {
        let mut tx = self.db().begin_read().await.unwrap();
        let name = persons::get(&mut tx, person).await.unwrap().name;
        tx.rollback().await.unwrap();
        name
    }

    /// Somebody who has an account comes in again.
    async fn again(&self, name: &str) -> Browser {
        let mut browser = self.visitor();
        let fields = [("account", name), ("secret", "我家门前有一条小河流")];
        let reply = browser.fill("/signin", "/signin", &fields).await;
        assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.text);
        browser
    }
}

#[test]
fn a_post_gives_powers_from_midnight_and_its_end_takes_them() {
    on_both(async |db| {
        let desk = Desk::open(db).await;
        let branch: OrganizationId = desk.own["organization"].parse().unwrap();
        let person: PersonId = desk.own["person"].parse().unwrap();
        let name = desk.name_of(person).await;
        let mut township = desk.sign_in(Role::TownshipOfficer).await;
        let mut county = desk.sign_in(Role::CountyOfficer).await;
        let at = format!("/organizations/{branch}/posts");
        let fields = [
            ("post_name", name.as_str()),
            ("post_code", "deputy-secretary"),
            ("post_title", "党支部副书记"),
            ("post_manner", "acting"),
            ("post_powers", "contact"),
            ("post_since", "2026-07-01"),
            ("post_last", "2026-07-02"),
            ("post_resolution", "青组〔2026〕9号"),
            ("post_person", desk.own["person"].as_str()),
        ];
        let check = township.fill(&format!("{at}/new"), &at, &fields).await;
        assert!(check.status == StatusCode::OK && check.text.contains("等另一个人确认"), "{}", check.text);
        let sent = township.fill_drawn(&check, &format!("{at}/send"), &fields).await;
        assert_eq!(sent.location(), at, "{}", sent.text);
        let page = county.get(&at).await;
        let post = page.text.split(&format!("{at}/")).find_map(|rest| rest.split_once("/decide")).unwrap().0.to_owned();
        let decide = format!("{at}/{post}/decide");
        let own = township.get(&decide).await;
        assert!(!own.text.contains("value=\"confirm\"") && own.text.contains("value=\"withdraw\""));
        assert!(county.get("/").await.text.contains("1条任职等你确认"));
        let confirmed = county.fill(&decide, &decide, &[("step", "confirm")]).await;
        assert_eq!(confirmed.location(), at, "{}", confirmed.text);

        let mut new = desk.sign_in_as("xinren", Role::BranchContact, Some(branch), person).await;
        assert!(new.get("/").await.text.contains("你现在没有任职"));
        for closed in ["/people", "/visits", &at, "/day"] {
            assert_eq!(new.get(closed).await.status, StatusCode::FORBIDDEN, "{closed} before midnight");
        }
        desk.days_pass(1);
        let mut new = desk.again("xinren").await;
        for open in ["/people", "/visits", &at] {
            assert_eq!(new.get(open).await.status, StatusCode::OK, "{open} from midnight on");
        }
        desk.days_pass(2);
        let mut new = desk.again("xinren").await;
        assert_eq!(new.get("/people").await.status, StatusCode::FORBIDDEN, "the day after the last");
        assert_eq!(new.get("/handovers").await.status, StatusCode::OK);
        desk.close().await;
    });
}

#[test]
fn a_hand_over_is_drawn_up_accepted_returned_and_printed() {
    on_both(async |db| {
        let mut desk = Desk::open(db).await;
        desk.bring_posts().await;
        let at = format!("/handovers/{}", desk.own["handover"]);
        let mut contact = desk.sign_in(Role::BranchContact).await;
        let mut township = desk.sign_in(Role::TownshipOfficer).await;
        let page = contact.get(&at).await;
        assert!(page.text.contains("心里话") && !page.text.contains(crate::desk::CONFIDED));
        let item = format!("{at}/items/{}", desk.own["item"]);
        let back = contact.fill(&item, &item, &[("item_move", "return"), ("item_why", "缺联系方式")]).await;
        assert_eq!(back.location(), at, "{}", back.text);
        let again = contact.fill(&at, &item, &[("item_move", "accept")]).await;
        assert!(
            again.status == StatusCode::UNPROCESSABLE_ENTITY && again.text.contains("已经有人办过"),
            "{}",
            again.text
        );
        let decided = township.fill(&item, &item, &[("item_move", "assign"), ("item_why", "已补齐")]).await;
        assert_eq!(decided.location(), at, "{}", decided.text);
        let cash = [("item_kind", "cash"), ("item_words", "走访备用金")];
        assert_eq!(contact.fill(&at, &format!("{at}/items"), &cash).await.location(), at);
        let paper = contact.get(&format!("{at}/print")).await;
        for told in ["任职交接清单", "监交人（签字）", "须先结清", "走访备用金", "已补齐"] {
            assert!(paper.text.contains(told), "{told}");
        }
        assert!(!paper.text.contains(crate::desk::CONFIDED));
        desk.days_pass(11);
        let mut township = desk.sign_in(Role::TownshipOfficer).await;
        assert!(township.get("/").await.text.contains("1份交接逾期没有办完"));
        desk.close().await;
    });
}

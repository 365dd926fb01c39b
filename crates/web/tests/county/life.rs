//! Life events of a real county through its pages: everything that follows is listed, carried out at once, and undone by another; a
//! letter waits for the receiving branch.

use axum::http::StatusCode;
use guanai_app::life::{EnterLifeEvent, record_life_event};
use guanai_app::{Actor, Role};
use guanai_kernel::ids::OperationId;
use guanai_registry::life_event::{LifeEventDetails, LifeEventKind};
use guanai_store::organizations;
use guanai_testkit::engines::on_both;

use crate::desk::{AS_OF, Browser, Desk, Reply};

impl Desk {
    /// An event in the contact's branch and one elsewhere.
    pub async fn bring_events(&mut self) {
        let mut brought = Vec::new();
        for unit in [&self.own, &self.other] {
            let mut cx = self.cx();
            cx.actor = Actor { name: "county".into(), role: Role::CountyOfficer, ..Actor::console() };
            let wish = EnterLifeEvent {
                person_id: unit["person"].parse().unwrap(),
                kind: LifeEventKind::Hospital,
                on: AS_OF,
                details: LifeEventDetails::default(),
                destination: None,
                because: "住院".to_owned(),
            };
            let operation = OperationId::fresh(&mut cx.ids);
            brought.push(record_life_event(&mut cx, operation, &wish).await.unwrap().to_string());
        }
        self.other.insert("event", brought.pop().unwrap());
        self.own.insert("event", brought.pop().unwrap());
    }
}

/// Checks a form and sends it.
async fn entered(browser: &mut Browser, person: &str, fields: &[(&str, &str)]) -> (Reply, Reply) {
    let at = format!("/people/{person}/events/new");
    let kind = fields.iter().find(|(name, _)| *name == "kind").unwrap().1;
    let check = browser.fill(&format!("{at}?kind={kind}"), &at, fields).await;
    assert_eq!(check.status, StatusCode::OK, "{}", check.text);
    let sent = browser.fill_drawn(&check, &format!("{at}/send"), fields).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
    (check, sent)
}

#[test]
fn a_death_goes_through_every_place_and_back() {
    on_both(async |db| {
        let desk = Desk::open(db).await;
        let person = desk.own["person"].clone();
        let mut contact = desk.sign_in(Role::BranchContact).await;
        let mut township = desk.sign_in(Role::TownshipOfficer).await;
        let on = AS_OF.to_string();
        let fields = [("kind", "death"), ("happened_on", on.as_str())];
        let (check, sent) = entered(&mut contact, &person, &fields).await;
        for told in ["登记去世日期", "组织关系到", "撤回需求", "慰问家属", "全部停止"] {
            assert!(check.text.contains(told), "{told}: {}", check.text);
        }
        let event = sent.location().to_owned();
        let file = contact.get(&event).await;
        assert!(file.text.contains("已生效") && file.text.contains("慰问家属"));
        assert!(contact.get(&format!("/people/{person}")).await.text.contains("去世"));
        let list = contact.get("/people").await;
        assert!(!list.text.contains(&person), "no list names the dead");
        let form = contact.get(&format!("/people/{person}/events")).await;
        assert!(form.text.contains("记一次慰问家属") && !form.text.contains("events/new?kind="));
        let need = contact.get(&format!("/people/{person}/needs/new")).await;
        assert_ne!(need.status, StatusCode::OK, "no need is raised for the dead");
        let own = file.text.contains("name=\"undo_why\"");
        assert!(!own, "whoever entered it does not undo it: {}", file.text);
        let undone = township.fill(&event, &format!("{event}/undo"), &[("undo_why", "录错了人")]).await;
        assert_eq!(undone.location(), event, "{}", undone.text);
        assert!(township.get(&event).await.text.contains("已撤销"));
        assert!(contact.get("/people").await.text.contains(&person));
        assert!(contact.get("/events").await.text.contains(&event));
    });
}

#[test]
fn a_letter_is_received_by_the_other_branch_alone() {
    on_both(async |db| {
        let desk = Desk::open(db).await;
        let person = desk.own["person"].clone();
        let mut contact = desk.sign_in(Role::BranchContact).await;
        let to = desk.other["organization"].parse().unwrap();
        let mut tx = desk.db().begin_read().await.unwrap();
        let name = organizations::find(&mut tx, to).await.unwrap().unwrap().name;
        tx.rollback().await.unwrap();
        let on = AS_OF.to_string();
        let fields = [
            ("kind", "transfer"),
            ("happened_on", on.as_str()),
            ("life_letter", "青组介字2026第12号"),
            ("life_destination", name.as_str()),
        ];
        let (check, sent) = entered(&mut contact, &person, &fields).await;
        assert!(check.text.contains("本县以内") && check.text.contains("组织关系转入"), "{}", check.text);
        let event = sent.location().to_owned();
        let file = contact.get(&event).await;
        assert!(file.text.contains("等待回执") && !file.text.contains("received_on"), "{}", file.text);
        let somebody = desk.other["person"].parse().unwrap();
        let mut other = desk.sign_in_as("receiver", Role::BranchContact, Some(to), somebody).await;
        assert_eq!(other.get(&format!("/people/{person}")).await.status, StatusCode::NOT_FOUND);
        assert!(other.get("/events").await.text.contains("登记回执"));
        let day = [("received_on", on.as_str())];
        let check = other.fill(&event, &format!("{event}/receive"), &day).await;
        assert!(check.status == StatusCode::OK && check.text.contains("组织关系转入"), "{}", check.text);
        let received = other.fill_drawn(&check, &format!("{event}/receive/send"), &day).await;
        assert_eq!(received.location(), event, "{}", received.text);
        assert_eq!(other.get(&format!("/people/{person}")).await.status, StatusCode::OK);
        assert_eq!(contact.get(&format!("/people/{person}")).await.status, StatusCode::NOT_FOUND);
    });
}

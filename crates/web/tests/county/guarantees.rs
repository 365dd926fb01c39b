//! The guarantees of a real county: a term that is late is told and noted, rests are said and ended, what happened is entered and
//! struck out, each by whoever may.

use axum::http::StatusCode;
use guanai_app::Role;
use guanai_app::guarantees::happenings::{RecordHappening, record_happening};
use guanai_app::guarantees::keep_guarantees;
use guanai_kernel::civil::add_days;
use guanai_kernel::ids::OperationId;
use guanai_testkit::engines::on_both;

use crate::desk::{AS_OF, Browser, Desk, Reply};

/// Sends a form after it was checked, as it stands on the page of the check.
async fn checked(browser: &mut Browser, at: &str, fields: &[(&str, &str)]) -> Reply {
    let form = browser.get(at).await;
    assert_eq!(form.status, StatusCode::OK, "{at}");
    let (proof, operation) = (form.hidden("proof"), form.hidden("operation"));
    let page = at.split('?').next().unwrap();
    let sent: Vec<(&str, &str)> = [("proof", proof.as_str()), ("operation", operation.as_str())]
        .into_iter()
        .chain(fields.iter().copied())
        .collect();
    let check = browser.post(page, &sent).await;
    assert_eq!(check.status, StatusCode::OK, "{}", check.text);
    browser.post(&format!("{page}/send"), &sent).await
}

/// Presses the button of a form that a page holds, by how the address ends to which it goes.
async fn press(browser: &mut Browser, at: &str, action: &str) -> Reply {
    let page = browser.get(at).await;
    let ending = format!("{action}\"");
    let form = page.text.split("<form").find(|form| form.split('>').next().unwrap().contains(&ending));
    let form = form.unwrap_or_else(|| panic!("no {action}: {}", page.text)).to_owned();
    let form = Reply { text: form, ..page };
    let action = form.text.split("action=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap().to_owned();
    let (proof, operation, read_at) = (form.hidden("proof"), form.hidden("operation"), form.hidden("read_at"));
    browser.post(&action, &[("proof", &proof), ("operation", &operation), ("read_at", &read_at)]).await
}

#[test]
fn a_late_term_stands_on_the_first_page_of_whoever_was_told_until_it_is_done_and_noting_it_does_not_end_it() {
    on_both(async |db| {
        let desk = Desk::open(db).await;
        let mut contact = desk.sign_in(Role::BranchContact).await;
        keep_guarantees(&mut desk.cx()).await.unwrap();
        let person_id = desk.own["person"].parse().unwrap();
        let mut cx = desk.cx();
        let operation = OperationId::fresh(&mut cx.ids);
        let on = add_days(AS_OF, -50).unwrap();
        let unpaid = RecordHappening { person_id, occasion: "pay-overdue".to_owned(), on, matter: None };
        record_happening(&mut cx, operation, &unpaid).await.unwrap();
        let home = contact.get("/").await;
        assert!(home.text.contains("逾期1件"), "{}", home.text);
        let told = contact.get("/guarantees/told").await;
        assert!(told.text.contains(&format!("/people/{person_id}/guarantees")) && told.text.contains("我知道了"));
        let noted = press(&mut contact, "/guarantees/told", "/guarantees/told").await;
        assert_eq!(noted.status, StatusCode::SEE_OTHER);
        let told = contact.get("/guarantees/told").await;
        assert!(!told.text.contains("我知道了") && told.text.contains(&format!("/people/{person_id}/guarantees")));
        assert!(contact.get("/").await.text.contains("逾期1件"), "noted is not done");
        // Late since more than fifteen working days: the township and the county have heard too.
        for role in [Role::TownshipOfficer, Role::CountyOfficer] {
            let mut office = desk.sign_in(role).await;
            assert!(office.get("/").await.text.contains("逾期1件"), "{}", role.code());
            assert!(office.get("/guarantees/told").await.text.contains("我知道了"), "their own note is their own");
        }
        // On the board it is late, at the person's page it says who was told, and a list names them where one goes down.
        let list = contact.get("/guarantees/list?standing=late").await;
        assert!(list.text.contains(&format!("/people/{person_id}")));
        let page = contact.get(&format!("/people/{person_id}/guarantees")).await;
        assert!(page.text.contains("已告知逾期") && page.text.contains("工作有保障"));
        let struck = press(&mut contact, &format!("/people/{person_id}/guarantees"), "/strike").await;
        assert_eq!(struck.status, StatusCode::SEE_OTHER, "{}", struck.text);
        assert!(!contact.get("/").await.text.contains("逾期1件"), "entered by mistake");
        desk.close().await;
    });
}

#[test]
fn over_the_whole_county_the_lists_name_nobody_and_below_they_do() {
    on_both(async |db| {
        let desk = Desk::open(db).await;
        keep_guarantees(&mut desk.cx()).await.unwrap();
        for role in [Role::CountyOfficer, Role::CountyApprover, Role::Auditor] {
            let mut office = desk.sign_in(role).await;
            let all = office.get("/guarantees/list?standing=running").await;
            assert_eq!(all.status, StatusCode::OK);
            assert!(!all.text.contains("/people/"), "{}: somebody is named", role.code());
            let below = format!("/guarantees/list?standing=running&organization={}", desk.own["organization"]);
            assert!(office.get(&below).await.text.contains("/people/"), "{}", role.code());
        }
        let mut contact = desk.sign_in(Role::BranchContact).await;
        let outside = format!("/guarantees/list?organization={}", desk.other["organization"]);
        assert_eq!(contact.get(&outside).await.status, StatusCode::NOT_FOUND);
        let outside = format!("/guarantees?organization={}", desk.other["organization"]);
        assert_eq!(contact.get(&outside).await.status, StatusCode::NOT_FOUND);
        assert!(contact.get("/guarantees/list?standing=running").await.text.contains("/people/"));
        desk.close().await;
    });
}

#[test]
fn a_contact_pauses_an_officer_exempts_a_member_declines_and_each_is_taken_up_again() {
    on_both(async |db| {
        let desk = Desk::open(db).await;
        keep_guarantees(&mut desk.cx()).await.unwrap();
        let base = format!("/people/{}/guarantees", desk.own["person"]);
        let (first, last) = (AS_OF.to_string(), add_days(AS_OF, 20).unwrap().to_string());
        let days = [("rest_from", first.as_str()), ("rest_last", last.as_str()), ("guarantee", "visit")];
        let said =
            |kind: &'static str, reason: &'static str| [&days[..], &[("kind", kind), ("rest_reason", reason)]].concat();

        let mut contact = desk.sign_in(Role::BranchContact).await;
        let pause =
            checked(&mut contact, &format!("{base}/rest?guarantee=visit&kind=pause"), &said("pause", "away")).await;
        assert_eq!(pause.to.as_deref(), Some(base.as_str()), "{}", pause.text);
        assert!(contact.get(&base).await.text.contains("外出、出国"));
        let refused = contact.get(&format!("{base}/rest?guarantee=visit&kind=exemption")).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN, "a contact exempts nobody");
        let ended = press(&mut contact, &base, "/end").await;
        assert_eq!(ended.status, StatusCode::SEE_OTHER, "{}", ended.text);
        assert!(!contact.get(&base).await.text.contains("外出、出国"));

        let mut officer = desk.sign_in(Role::TownshipOfficer).await;
        let exempt = format!("{base}/rest?guarantee=visit&kind=exemption");
        let exempt = checked(&mut officer, &exempt, &said("exemption", "settled-abroad")).await;
        assert_eq!(exempt.status, StatusCode::SEE_OTHER, "{}", exempt.text);
        assert!(officer.get(&base).await.text.contains("长期在国（境）外"));

        let mut member = desk.sign_in(Role::Member).await;
        let decline = checked(&mut member, "/me/guarantees/rest?guarantee=visit", &said("exemption", "declined")).await;
        assert_eq!(decline.to.as_deref(), Some("/me/guarantees"), "{}", decline.text);
        assert!(member.get("/me/guarantees").await.text.contains("/end\""));
        let other = member.get("/me/guarantees/rest?guarantee=visit&kind=pause").await;
        assert_eq!(other.status, StatusCode::NOT_FOUND, "a member declines, and does nothing else");
        assert_eq!(press(&mut member, "/me/guarantees", "/end").await.status, StatusCode::SEE_OTHER);
        assert!(
            !member.get("/me/guarantees").await.text.contains("/end\""),
            "what was taken up again is not ended twice"
        );
        desk.close().await;
    });
}

#[test]
fn what_happened_is_entered_once_however_often_it_arrives() {
    on_both(async |db| {
        let desk = Desk::open(db).await;
        keep_guarantees(&mut desk.cx()).await.unwrap();
        let base = format!("/people/{}/guarantees", desk.own["person"]);
        let mut contact = desk.sign_in(Role::BranchContact).await;
        let day = AS_OF.to_string();
        let at = format!("{base}/happened");
        let fields = [("event", "fell-ill"), ("happened_on", day.as_str()), ("matter", "")];
        let form = contact.get(&at).await;
        let (proof, operation) = (form.hidden("proof"), form.hidden("operation"));
        let sent = [&[("proof", proof.as_str()), ("operation", operation.as_str())], &fields[..]].concat();
        for _ in 0..3 {
            let reply = contact.post(&format!("{at}/send"), &sent).await;
            assert_eq!(reply.to.as_deref(), Some(base.as_str()), "{}", reply.text);
        }
        let page = contact.get(&base).await;
        assert_eq!(page.text.matches("/strike\"").count(), 1);
        let tomorrow = add_days(AS_OF, 1).unwrap().to_string();
        let future = [
            ("proof", proof.as_str()),
            ("operation", operation.as_str()),
            ("event", "fell-ill"),
            ("happened_on", &tomorrow),
        ];
        let refused = contact.post(&at, &future).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.text.contains(&tomorrow), "what was typed is kept");
        desk.close().await;
    });
}

#[test]
fn who_stands_in_is_named_after_a_check_and_shown() {
    on_both(async |db| {
        let desk = Desk::open(db).await;
        let mut officer = desk.sign_in(Role::CountyOfficer).await;
        let (first, last) = (AS_OF.to_string(), add_days(AS_OF, 4).unwrap().to_string());
        let days = [("standin_from", first.as_str()), ("standin_last", last.as_str())];
        let duty = [&days[..], &[("kind", "duty"), ("standin", "xiangzhen")]].concat();
        let named = checked(&mut officer, "/guarantees/standins?kind=duty", &duty).await;
        assert_eq!(named.status, StatusCode::SEE_OTHER, "{}", named.text);
        let mut contact = desk.sign_in(Role::BranchContact).await;
        let page = contact.get("/guarantees/standins").await;
        assert!(!page.text.contains("没有排值班"));
        assert_eq!(contact.get("/guarantees/standins?kind=duty").await.status, StatusCode::NOT_FOUND);
        let own = page.text.split("<option value=\"").find(|part| part.contains("selected")).unwrap();
        let own = own.split('"').next().unwrap().to_owned();
        let away = [&days[..], &[("kind", "deputy"), ("away", own.as_str()), ("standin", "xiangzhen")]].concat();
        let named = checked(&mut contact, "/guarantees/standins", &away).await;
        assert_eq!(named.status, StatusCode::SEE_OTHER, "{}", named.text);
        assert!(!contact.get("/guarantees/standins").await.text.contains("没有人请假"));
        desk.close().await;
    });
}

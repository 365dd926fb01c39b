//! Doubts in a real county: their words stand nowhere but on the page of who asks, who answers and whom the person allows; words
//! of distress reach whoever is on duty at once.

use axum::http::StatusCode;
use guanai_app::Role;
use guanai_app::guarantees::standins::{NameDuty, name_duty};
use guanai_app::records::export_records;
use guanai_testkit::engines::on_both;

use crate::desk::{AS_OF, Browser, Desk, Reply};
use crate::sweep::everything;

/// Words that stand nowhere else.
const CANARY: &str = "夜里总想起塌方那天的事睡不着";
const ANSWER: &str = "周三下午我到您家坐坐慢慢说";
const DISTRESS: &str = "活着没意思想一了百了";

async fn ask(member: &mut Browser, words: &str, post: &str) -> Reply {
    let form = member.get("/me/questions/new").await;
    let (proof, operation) = (form.hidden("proof"), form.hidden("operation"));
    let fields = [("proof", proof.as_str()), ("operation", operation.as_str()), ("doubt", words), ("post", post)];
    member.post("/me/questions/new", &fields).await
}

async fn press(browser: &mut Browser, at: &str, action: &str, more: &[(&str, &str)]) -> Reply {
    let page = browser.get(at).await;
    let form = page.text.split("<form").find(|form| form.contains(&format!("action=\"{action}\"")));
    let form = Reply { text: form.unwrap_or_else(|| panic!("no {action}: {}", page.text)).to_owned(), ..page };
    let (proof, operation) = (form.hidden("proof"), form.hidden("operation"));
    let fields: Vec<_> = [("proof", proof.as_str()), ("operation", operation.as_str())]
        .into_iter()
        .chain(more.iter().copied())
        .collect();
    browser.post(action, &fields).await
}

#[test]
fn a_doubt_stands_on_no_page_but_that_of_who_asks_and_who_answers() {
    on_both(async |db| {
        let desk = Desk::open(db).await;
        let mut member = desk.sign_in(Role::Member).await;
        let asked = ask(&mut member, CANARY, "township").await;
        let own = asked.to.unwrap_or_else(|| panic!("{}", asked.text));
        let id = own.rsplit('/').next().unwrap().to_owned();
        assert!(member.get(&own).await.text.contains(CANARY));

        let mut officer = desk.sign_in(Role::TownshipOfficer).await;
        assert!(officer.get("/").await.text.contains("有1件疑惑等人解答"));
        let list = officer.get("/questions").await;
        assert!(list.text.contains(&format!("/questions/{id}/take")) && !list.text.contains(CANARY));
        let page = format!("/questions/{id}");
        assert_eq!(officer.get(&page).await.status, StatusCode::NOT_FOUND, "not before it is taken");
        let mut contact = desk.sign_in(Role::BranchContact).await;
        assert!(!contact.get("/questions").await.text.contains(&id), "it waits at another post");
        let taken = press(&mut officer, "/questions", &format!("{page}/take"), &[]).await;
        assert_eq!(taken.to.as_deref(), Some(page.as_str()), "{}", taken.text);
        assert!(officer.get(&page).await.text.contains(CANARY));

        let answer = format!("{page}/answer");
        let check = press(&mut officer, &page, &answer, &[("counsel", ANSWER)]).await;
        assert_eq!(check.status, StatusCode::OK);
        let (proof, operation) = (check.hidden("proof"), check.hidden("operation"));
        let sent = [("proof", proof.as_str()), ("operation", operation.as_str()), ("counsel", ANSWER)];
        let sent = officer.post(&format!("{answer}/send"), &sent).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
        assert!(member.get(&own).await.text.contains(ANSWER));

        let allowed = [format!("/questions/{id}"), format!("/me/questions/{id}")];
        for role in Role::OF_ACCOUNTS {
            for (path, reply) in everything(&desk, *role, &[("question", id.as_str())], CANARY).await {
                let may = allowed.contains(&path) && matches!(role, Role::TownshipOfficer | Role::Member);
                let holds = reply.text.contains(CANARY) || reply.text.contains(ANSWER);
                assert!(!holds || (may && reply.status == StatusCode::OK), "{path} as {}", role.code());
            }
        }
        let mut out = Vec::new();
        export_records(&mut desk.cx(), &mut out).await.unwrap();
        let out = String::from_utf8(out).unwrap();
        assert!(!out.is_empty() && !out.contains(CANARY) && !out.contains(ANSWER), "the export holds it");
        desk.close().await;
    });
}

#[test]
fn the_person_lets_somebody_read_it_and_takes_it_back() {
    on_both(async |db| {
        let desk = Desk::open(db).await;
        let mut member = desk.sign_in(Role::Member).await;
        let own = ask(&mut member, CANARY, "township").await.to.unwrap();
        let id = own.rsplit('/').next().unwrap().to_owned();
        let mut county = desk.sign_in(Role::CountyOfficer).await;
        let page = format!("/questions/{id}");
        assert_eq!(county.get(&page).await.status, StatusCode::NOT_FOUND);
        let text = member.get(&own).await.text;
        let reader = text.split("<option value=\"").find(|part| part.contains("县级")).unwrap();
        let reader = reader.split('"').next().unwrap().to_owned();
        let allowed = press(&mut member, &own, &format!("{own}/allow"), &[("confidant", &reader)]).await;
        assert_eq!(allowed.status, StatusCode::SEE_OTHER, "{}", allowed.text);
        assert!(county.get(&page).await.text.contains(CANARY));
        let nobody = press(&mut member, &own, &format!("{own}/allow"), &[("confidant", "")]).await;
        assert_eq!(nobody.status, StatusCode::UNPROCESSABLE_ENTITY);
        let taken_back = press(&mut member, &own, &format!("{own}/withdraw"), &[]).await;
        assert_eq!(taken_back.status, StatusCode::SEE_OTHER, "{}", taken_back.text);
        let mut officer = desk.sign_in(Role::TownshipOfficer).await;
        assert!(!officer.get("/questions").await.text.contains(&id), "taken back");
        desk.close().await;
    });
}

#[test]
fn words_of_distress_reach_whoever_is_on_duty_at_once_and_the_person_is_told_so() {
    on_both(async |db| {
        let desk = Desk::open(db).await;
        let duty = NameDuty { account: "zhibu".to_owned(), from_on: AS_OF, last_on: AS_OF };
        name_duty(&mut desk.cx(), &duty).await.unwrap();
        let mut member = desk.sign_in(Role::Member).await;
        let own = ask(&mut member, DISTRESS, "county").await.to.unwrap();
        let page = member.get(&own).await;
        assert!(page.text.contains("12356") && page.text.contains("值班的同志"), "{}", page.text);
        let id = own.rsplit('/').next().unwrap();
        let mut contact = desk.sign_in(Role::BranchContact).await;
        let home = contact.get("/").await;
        assert!(home.text.contains("有人说了危急的话") && !home.text.contains(DISTRESS));
        let read = contact.get(&format!("/questions/{id}")).await;
        assert!(read.text.contains(DISTRESS), "whoever is on duty reads the words");
        assert!(contact.get("/guarantees/told").await.text.contains("一件疑惑"));
        let mut other = desk.sign_in(Role::TownshipOfficer).await;
        assert!(!other.get("/").await.text.contains("有人说了危急的话"));
        desk.close().await;
    });
}

#[test]
fn what_is_written_down_for_somebody_is_read_back_and_is_not_read_again_by_who_wrote_it() {
    on_both(async |db| {
        let desk = Desk::open(db).await;
        let mut contact = desk.sign_in(Role::BranchContact).await;
        let at = format!("/people/{}/question", desk.own["person"]);
        let check = press(&mut contact, &at, &at, &[("doubt", CANARY), ("post", "county")]).await;
        assert!(check.status == StatusCode::OK && check.text.contains(CANARY), "{}", check.text);
        let (proof, operation) = (check.hidden("proof"), check.hidden("operation"));
        let mut fields =
            vec![("proof", proof.as_str()), ("operation", operation.as_str()), ("doubt", CANARY), ("post", "county")];
        let last = format!("{at}/send");
        assert_eq!(contact.post(&last, &fields).await.status, StatusCode::UNPROCESSABLE_ENTITY, "not read back");
        fields.push(("read_back", "yes"));
        let reply = contact.post(&last, &fields).await;
        let to = reply.to.unwrap_or_else(|| panic!("{}", reply.text));
        assert!(!contact.get(&to).await.text.contains(CANARY));
        assert!(!contact.get("/questions").await.text.contains(CANARY));
        let mut county = desk.sign_in(Role::CountyOfficer).await;
        assert!(county.get("/").await.text.contains("有1件疑惑等人解答"));
        desk.close().await;
    });
}

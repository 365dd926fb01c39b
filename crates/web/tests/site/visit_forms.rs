//! The forms of visits, as a browser fills them in: what is wrong is said at its field, nothing that was typed is lost, and a
//! script is told where to go instead of being sent there.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use guanai_web::session::Role;

use crate::browser::{Browser, Reply};
use crate::samples::PERSON;
use crate::samples_visits::VISIT;

const FIELDS: &[(&str, &str)] =
    &[("act", "visit"), ("manner", "in-person"), ("made_on", "2026-11-23"), ("occasion", "regular")];

fn form() -> (String, String) {
    (format!("/people/{PERSON}/visits/new"), format!("/people/{PERSON}/visits"))
}

async fn by_script(browser: &mut Browser, drawn: &Reply, to: &str, fields: &[(&str, &str)]) -> Reply {
    let own = ["proof", "operation"].map(|name| (name.to_owned(), drawn.hidden_in("data-keep", name)));
    let rest = fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(own.into_iter().chain(rest)).finish();
    let request = Request::post(to).header("content-type", "application/x-www-form-urlencoded");
    browser.send(request.header("guanai-by-script", "yes"), Body::from(body)).await
}

#[tokio::test]
async fn a_visit_is_recorded_once_however_often_its_button_is_pressed() {
    let (page, to) = form();
    let mut browser = Browser::of(Role::BranchContact);
    let drawn = browser.get(&page).await;
    let mut fields = FIELDS.to_vec();
    fields.push(("found", "<i>屋顶漏水</i>"));
    for _ in 0..3 {
        let reply = browser.fill_drawn(&drawn, &to, &fields).await;
        assert_eq!((reply.status, reply.location()), (StatusCode::SEE_OTHER, format!("/visits/{VISIT}").as_str()));
    }
    assert_eq!(*browser.office.said.lock().unwrap(), ["visit 2026-11-23 {\"regular\"}"], "three presses, one visit");
    fields.push(("need", "yes"));
    let reply = browser.fill(&page, &to, &fields).await;
    assert_eq!(reply.location(), format!("/people/{PERSON}/needs/new"), "a need goes on to its form");
}

#[tokio::test]
async fn what_is_wrong_is_said_at_its_field_and_what_was_typed_stays() {
    let (page, to) = form();
    let mut browser = Browser::of(Role::BranchContact);
    let mut fields = FIELDS.to_vec();
    fields.extend([("found", "屋顶漏水"), ("confided", "和儿媳闹得厉害"), ("fact_household.size", "三口")]);
    let wrong = browser.fill(&page, &to, &fields).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text.contains("href=\"#f-fact_household.size\"") && wrong.text.contains("“家庭人口”填的不对"));
    for kept in ["屋顶漏水", "和儿媳闹得厉害", "value=\"三口\""] {
        assert!(wrong.text.contains(kept), "{kept}");
    }
    let later = browser.fill(&page, &to, &[("act", "visit"), ("made_on", "2026-11-24")]).await;
    assert!(later.text.contains("不能晚于2026-11-23"));
    // What only the records show is said at its field too.
    let mut own = FIELDS.to_vec();
    own.extend([("found", "屋顶漏水"), ("visitor", "周桂兰")]);
    let refused = browser.fill(&page, &to, &own).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text.contains("自己不能走访自己") && refused.text.contains("屋顶漏水"));
    assert_eq!(browser.effects(), 0);
}

#[tokio::test]
async fn a_script_is_told_where_to_go_and_sees_what_is_wrong() {
    let (page, to) = form();
    let mut browser = Browser::of(Role::BranchContact);
    let drawn = browser.get(&page).await;
    assert!(drawn.text.contains("id=\"unsent\"") && drawn.text.contains("还没有发出去"));
    let wrong = by_script(&mut browser, &drawn, &to, &[("found", "屋顶漏水")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text.contains("<main") && wrong.text.contains("屋顶漏水"));
    let done = by_script(&mut browser, &drawn, &to, FIELDS).await;
    assert_eq!((done.status, done.location()), (StatusCode::NO_CONTENT, ""));
    assert_eq!(done.headers["guanai-to"], format!("/visits/{VISIT}"));
    assert!(browser.cookies.contains_key("guanai_said"), "the next page says what was done: {:?}", browser.cookies);
}

#[tokio::test]
async fn a_draft_is_kept_with_and_without_script_found_again_and_thrown_away() {
    let (page, to) = form();
    let mut browser = Browser::of(Role::BranchContact);
    let drawn = browser.get(&page).await;
    let begun = [("found", "屋顶漏水"), ("occasion", "hardship"), ("by", "script")];
    let kept = by_script(&mut browser, &drawn, &format!("{to}/draft"), &begun).await;
    assert_eq!(kept.status, StatusCode::NO_CONTENT);
    assert!(!browser.cookies.contains_key("guanai_said"), "nobody asked for it");
    let again = browser.get(&page).await;
    assert!(again.text.contains("没写完的") && again.text.contains("屋顶漏水"));
    assert!(again.text.contains("value=\"hardship\" checked") && !again.text.contains("value=\"regular\" checked"));
    let restored = again.text.split("data-keep").nth(1).unwrap();
    assert!(restored.contains(&drawn.hidden_in("data-keep", "operation")), "the same form");
    let discarded = browser.fill(&page, &format!("{to}/draft/discard"), &[]).await;
    assert_eq!(discarded.location(), page);
    assert!(!browser.get(&page).await.text.contains("屋顶漏水"));
    let pressed = browser.fill(&page, &format!("{to}/draft"), &begun[..1]).await;
    assert_eq!(pressed.location(), page);
    let said = browser.get(&page).await;
    assert!(said.text.contains("草稿已存") && said.text.contains("屋顶漏水"));
}

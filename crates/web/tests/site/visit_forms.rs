//! The forms of visits, as a browser fills them in: what is wrong is said at its field, nothing that was typed is lost, and a
//! script is told where to go instead of being sent there.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use guanai_web::session::Role;

use crate::browser::{Browser, Reply};
use crate::samples::PERSON;
use crate::samples_visits::{CALL, VISIT};

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
    fields.extend([("found", "屋顶漏水"), ("confided", "和儿媳闹得厉害"), ("fact_household-size", "三口")]);
    let wrong = browser.fill(&page, &to, &fields).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text.contains("href=\"#f-fact_household-size\"") && wrong.text.contains("“家庭人口”填的不对"));
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

#[tokio::test]
async fn a_promise_is_kept_and_a_record_is_struck_out_once() {
    let mut browser = Browser::of(Role::BranchContact);
    let page = format!("/visits/{VISIT}");
    let late = browser.fill(&page, &format!("{page}/promise"), &[("kept_on", "2026-11-24")]).await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(late.text.contains("不能晚于2026-11-23") && late.text.contains("value=\"2026-11-24\""));
    let file = browser.get(&page).await;
    let ask = browser.get(&format!("{page}/strike")).await;
    for _ in 0..2 {
        let kept = browser.fill_drawn(&file, &format!("{page}/promise"), &[("kept_on", "2026-11-23")]).await;
        assert_eq!(kept.location(), page);
        let struck = browser.fill_drawn(&ask, &format!("{page}/strike"), &[]).await;
        assert_eq!(struck.location(), page);
    }
    let said = browser.office.said.lock().unwrap().clone();
    assert_eq!(said, [format!("{VISIT} KeepPromise(2026-11-23)"), format!("{VISIT} Strike")]);
    let struck = browser.get("/visits/struck").await;
    assert!(struck.text.contains("不再算数") && !struck.text.contains("/visits/struck/strike"));
    assert!(!struck.text.contains("屋顶漏水") || struck.text.contains("只给经办的人看"));
}

#[tokio::test]
async fn a_correction_begins_with_what_was_recorded() {
    let mut browser = Browser::of(Role::TownshipOfficer);
    let page = format!("/visits/{VISIT}/correct");
    let drawn = browser.get(&page).await;
    assert!(drawn.text.contains("屋顶漏水") && drawn.text.contains("value=\"home-check\" checked"));
    assert!(!drawn.text.contains("data-draft"), "a correction leaves the draft alone");
    let reply = browser.fill_drawn(&drawn, &page, FIELDS).await;
    assert_eq!(reply.location(), format!("/visits/{VISIT}"));
    assert_eq!(*browser.office.said.lock().unwrap(), [format!("correct {VISIT} visit")]);
}

#[tokio::test]
async fn somebody_else_reads_a_note_only_on_the_persons_word() {
    let mut browser = Browser::of(Role::BranchContact);
    let page = format!("/visits/{VISIT}/note");
    let unasked = browser.fill(&page, &page, &[("reader", "zhaoxiaojun")]).await;
    assert_eq!(unasked.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(unasked.text.contains("没有本人同意") && unasked.text.contains("value=\"zhaoxiaojun\""));
    let reply = browser.fill(&page, &page, &[("reader", "zhaoxiaojun"), ("on_their_word", "yes")]).await;
    assert_eq!(reply.location(), page);
    assert_eq!(*browser.office.said.lock().unwrap(), ["allow zhaoxiaojun"]);
}

#[tokio::test]
async fn a_call_back_is_a_question_and_is_written_down_once() {
    let mut browser = Browser::of(Role::TownshipOfficer);
    let to = format!("/visits/calls/{CALL}");
    let page = browser.get("/visits/calls").await;
    assert!(page.text.contains("回访只是问一问，不是结论") && page.text.contains("问一问本人就清楚"));
    // Nobody is told that anything is false.
    for verdict in ["虚假", "造假", "弄虚", "违规", "可疑", "嫌疑"] {
        assert!(!page.text.contains(verdict), "{verdict}");
    }
    assert_eq!(page.text.matches("name=\"heard_words\"").count(), 2, "nobody asks about a visit of their own");
    let unsaid = browser.fill_drawn(&page, &to, &[("heard_words", "那天来过")]).await;
    assert_eq!(unsaid.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(unsaid.text.contains("那天来过") && unsaid.text.contains("href=\"#f-heard\""));
    for _ in 0..2 {
        let reply = browser.fill_drawn(&page, &to, &[("heard", "differs"), ("heard_words", "没有来过")]).await;
        assert_eq!(reply.location(), "/visits/calls");
    }
    assert_eq!(*browser.office.said.lock().unwrap(), ["differs Some(\"没有来过\")"]);
    assert!(browser.get("/visits/calls").await.text.contains("那次走访照样算数"));
}

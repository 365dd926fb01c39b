//! Forms of life events: everything that follows is listed before anything happens, what is wrong is told beside the field, and one
//! press has one effect.

use axum::http::StatusCode;
use guanai_registry::life_event::{LIFE_EVENTS, Need};
use guanai_web::life::field_of;
use guanai_web::session::Role;

use crate::browser::Browser;
use crate::samples::PERSON;
use crate::samples_life::{BUILT, EVENT, LETTER, UNDONE};

#[tokio::test]
async fn everything_that_follows_is_listed_and_nothing_happens_before_it_is_confirmed() {
    let mut browser = Browser::of(Role::BranchContact);
    let at = format!("/people/{PERSON}/events/new");
    let form = format!("{at}?kind=death");
    for (on, told) in [("", "还没有填"), ("2026-11-24", "2026-11-23"), ("1965-12-31", "早于出生或者入党")] {
        let reply = browser.fill(&form, &at, &[("kind", "death"), ("happened_on", on)]).await;
        assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "{on}");
        assert!(reply.text.contains(told), "{on}: {}", reply.text);
        assert!(reply.text.contains(&format!("value=\"{on}\"")), "what was typed is kept");
    }
    let fields = [("kind", "death"), ("happened_on", "2026-11-20"), ("life_words", "家属电话告知")];
    let check = browser.fill(&form, &at, &fields).await;
    assert_eq!(check.status, StatusCode::OK);
    for told in ["登记去世日期", "党龄补助终止", "慰问家属", "须由另一个人办理", "家属电话告知"]
    {
        assert!(check.text.contains(told), "{told}");
    }
    assert_eq!(browser.effects(), 0, "a check keeps nothing");
    let mend = browser.fill_drawn(&check, &at, &[&fields[..], &[("step", "mend")]].concat()).await;
    assert!(mend.text.contains("value=\"2026-11-20\""), "going back loses nothing");
    for _ in 0..3 {
        let reply = browser.fill_drawn(&check, &format!("{at}/send"), &fields).await;
        assert_eq!(reply.location(), format!("/people/{PERSON}/events/{EVENT}"));
    }
    assert_eq!(browser.effects(), 1, "three presses, one event");
}

#[tokio::test]
async fn every_form_says_what_it_must_be_told() {
    let mut browser = Browser::of(Role::TownshipOfficer);
    let at = format!("/people/{PERSON}/events/new");
    for row in LIFE_EVENTS {
        let form = format!("{at}?kind={}", row.kind);
        let fields = [("kind", row.kind.code()), ("happened_on", "2026-11-20")];
        let reply = browser.fill(&form, &at, &fields).await;
        let must: Vec<_> = row.asks.iter().filter(|(_, need)| *need == Need::Must).collect();
        let status = if must.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
        assert_eq!(reply.status, status, "{}", row.kind);
        for (ask, _) in must {
            assert!(reply.text.contains(&format!("id=\"f-{}-e\"", field_of(*ask))), "{}: {ask}", row.kind);
        }
    }
    assert_eq!(browser.effects(), 0);
    let mut contact = Browser::of(Role::BranchContact);
    let recognition = contact.get(&format!("{at}?kind=hardship-over")).await;
    assert_eq!(recognition.status, StatusCode::NOT_FOUND, "a recognition is an office's");
}

#[tokio::test]
async fn a_receipt_is_checked_and_a_letter_goes_back_with_a_reason() {
    let mut browser = Browser::of(Role::BranchContact);
    let at = format!("/people/{PERSON}/events/{LETTER}");
    let early = browser.fill(&at, &format!("{at}/receive"), &[("received_on", "2026-11-19")]).await;
    assert!(early.status == StatusCode::UNPROCESSABLE_ENTITY && early.text.contains("不能早于介绍信"));
    let check = browser.fill(&at, &format!("{at}/receive"), &[("received_on", "2026-11-22")]).await;
    assert!(check.status == StatusCode::OK && browser.effects() == 0);
    let sent = browser.fill_drawn(&check, &format!("{at}/receive/send"), &[("received_on", "2026-11-22")]).await;
    assert_eq!((sent.location(), browser.effects()), (at.as_str(), 1));
    let blank = browser.fill(&at, &format!("{at}/recall"), &[("recall_why", " ")]).await;
    assert_eq!(blank.status, StatusCode::UNPROCESSABLE_ENTITY);
    browser.fill(&at, &format!("{at}/recall"), &[("recall_why", "本人不转了")]).await;
    let said = browser.office.said.lock().expect("nobody panics here").clone();
    assert_eq!(said, [format!("receive {LETTER} 2026-11-22"), format!("recall {LETTER} 本人不转了")]);
}

#[tokio::test]
async fn an_event_is_undone_with_a_reason_by_whoever_may_and_says_what_stands_against_it() {
    let at = format!("/people/{PERSON}/events/{EVENT}");
    let mut contact = Browser::of(Role::BranchContact);
    let page = contact.get(&at).await;
    assert!(page.text.contains("须由另一个人办理") && !page.text.contains("undo_why"));
    let mut officer = Browser::of(Role::TownshipOfficer);
    let blank = officer.fill(&at, &format!("{at}/undo"), &[("undo_why", "")]).await;
    assert!(blank.status == StatusCode::UNPROCESSABLE_ENTITY && officer.effects() == 0);
    let undone = officer.fill(&at, &format!("{at}/undo"), &[("undo_why", "录错了人")]).await;
    assert_eq!((undone.location(), officer.effects()), (at.as_str(), 1));
    let built = officer.get(&format!("/people/{PERSON}/events/{BUILT}")).await;
    assert!(built.text.contains("有的需求又办理过") && !built.text.contains("undo_why"));
    let gone = officer.get(&format!("/people/{PERSON}/events/{UNDONE}")).await;
    assert!(gone.text.contains("已撤销") && gone.text.contains("录错了人"));
    assert!(!gone.text.contains("慰问家属"), "of what was undone nothing is left to do");
}

#[tokio::test]
async fn what_is_left_to_do_is_ticked_with_a_day_and_what_came_of_it() {
    let at = format!("/people/{PERSON}/events/{EVENT}");
    let mut contact = Browser::of(Role::BranchContact);
    let page = contact.get(&at).await;
    assert!(page.text.contains("2026年11月22日办好") && page.text.contains("已上门慰问家属"));
    assert!(page.text.contains(&format!("{at}/tasks/4")) && !page.text.contains(&format!("{at}/tasks/3\"")));
    assert_eq!(contact.get(&format!("{at}/tasks/3")).await.status, StatusCode::NOT_FOUND, "it was done");
    assert_eq!(contact.get(&format!("{at}/tasks/9")).await.status, StatusCode::NOT_FOUND, "there is none");
    let (form, words) = (format!("{at}/tasks/4"), ("life_task_words", "材料已交人社局"));
    for (on, told) in [("2026-11-24", "2026-11-23"), ("2026-01-01", "不能早于事情发生的那天")] {
        let reply = contact.fill(&form, &form, &[("life_task_on", on), words]).await;
        assert!(reply.status == StatusCode::UNPROCESSABLE_ENTITY && reply.text.contains(told), "{on}: {}", reply.text);
        assert!(reply.text.contains("材料已交人社局"), "what was typed is kept");
    }
    let blank = contact.fill(&form, &form, &[("life_task_on", "2026-11-22"), ("life_task_words", " ")]).await;
    assert!(blank.status == StatusCode::UNPROCESSABLE_ENTITY && contact.effects() == 0);
    let drawn = contact.get(&form).await;
    for _ in 0..2 {
        let done = contact.fill_drawn(&drawn, &form, &[("life_task_on", "2026-11-22"), words]).await;
        assert_eq!((done.location(), contact.effects()), (at.as_str(), 1), "two presses, one effect");
    }
    let list = contact.get("/events/tasks").await;
    assert!(list.text.contains(&format!("{at}#tasks")) && list.text.contains("慰问家属"));
    let mut approver = Browser::of(Role::CountyApprover);
    assert!(!approver.get(&at).await.text.contains("/tasks/4"), "who may not do it is shown no button");
}

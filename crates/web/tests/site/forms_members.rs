//! Forms of accounts and of what members say: typed, checked, sent once; what was typed is never lost.

use axum::http::StatusCode;
use guanai_web::session::Role;

use crate::browser::Browser;
use crate::samples::{BRANCH, MEASURE, PERSON};
use crate::samples_members::{ACCOUNT, ASK, PRINT, REQUEST, RESET};

impl Browser {
    fn said(&self) -> Vec<String> {
        self.office.said.lock().expect("nobody panics here").clone()
    }
}

#[tokio::test]
async fn a_member_types_checks_mends_and_sends_once() {
    let mut browser = Browser::of(Role::Member);
    let empty = browser.fill("/me/ask", "/me/ask", &[("words", "只有这一句")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(empty.text.contains("只有这一句"));
    let page = format!("/me/ask?topic=object&measure={MEASURE}");
    let drawn = browser.get(&page).await;
    assert!(drawn.text.contains("党龄补助") && drawn.text.contains("value=\"object\" checked"));
    let fields = [("topic", "object"), ("measure", MEASURE), ("words", "孙子<b>上学</b>")];
    let check = browser.fill_drawn(&drawn, "/me/ask", &fields).await;
    assert_eq!(check.status, StatusCode::OK);
    for told in ["党龄补助", "孙子&#60;b&#62;上学", "乡镇（街道）和县级答复，支部看不到"] {
        assert!(check.text.contains(told), "{told}");
    }
    assert_eq!(browser.effects(), 0, "nothing is kept before it is sent");
    let mut mend = fields.to_vec();
    mend.push(("step", "mend"));
    let again = browser.fill_drawn(&check, "/me/ask", &mend).await;
    assert!(again.text.contains("孙子&#60;b&#62;上学") && again.text.contains("value=\"object\" checked"));
    for _ in 0..2 {
        assert_eq!(browser.fill_drawn(&check, "/me/asks", &fields).await.location(), "/me");
    }
    assert_eq!(browser.effects(), 1);
    assert!(browser.said()[0].contains("Object") && browser.said()[0].contains(MEASURE));
}

#[tokio::test]
async fn a_member_reads_what_a_consent_means_before_it_is_given_or_refused() {
    let mut browser = Browser::of(Role::Member);
    let check = browser.get("/me/consent?code=contact&given=no").await;
    assert!(check.text.contains("不同意就只由支部联系你") && check.text.contains("不同意不影响任何待遇"));
    let sent = browser.fill_drawn(&check, "/me/consent", &[("code", "contact"), ("given", "no")]).await;
    assert_eq!(sent.location(), "/me");
    assert!(browser.get("/me").await.text.contains("已记下你不同意"));
    let odd = browser.fill_drawn(&check, "/me/consent", &[("code", "contact"), ("given", "maybe")]).await;
    assert_eq!(odd.status, StatusCode::BAD_REQUEST);
    assert_eq!(browser.get("/me/consent?code=burn&given=yes").await.status, StatusCode::NOT_FOUND);
    for nothing in ["/me/consent?code=contact&given=maybe", "/me/consent"] {
        assert_eq!(browser.get(nothing).await.location(), "/me", "{nothing}");
    }
    assert_eq!(browser.effects(), 1);
}

#[tokio::test]
async fn a_member_takes_something_back_or_asks_for_a_second_look() {
    let mut browser = Browser::of(Role::Member);
    let back = browser.fill("/me", &format!("/me/asks/{ASK}/withdraw"), &[]).await;
    assert_eq!(back.location(), "/me");
    let page = format!("/me/asks/{ASK}/review");
    let empty = browser.fill(&page, &page, &[("words", " ")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    let asked = browser.fill(&page, &page, &[("words", "我没有户口簿")]).await;
    assert_eq!(asked.location(), "/me");
    assert_eq!(browser.said(), ["withdraw", "review 我没有户口簿"]);
    assert_eq!(browser.get("/me/asks/other/review").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn what_is_said_for_somebody_is_read_back_to_them_first() {
    let (page, action) = (format!("/people/{PERSON}/asks/new"), format!("/people/{PERSON}/asks"));
    let fields = [("topic", "refuse"), ("words", "不要来")];
    let mut browser = Browser::of(Role::BranchContact);
    let check = browser.fill(&page, &page, &fields).await;
    assert!(check.text.contains("念给本人听") && check.text.contains("不要来"));
    let unread = browser.fill_drawn(&check, &action, &fields).await;
    assert_eq!(unread.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(unread.text.contains("请先念给本人") && unread.text.contains("不要来"));
    assert_eq!(browser.effects(), 0);
    let mut sent = fields.to_vec();
    sent.push(("read_back", "yes"));
    assert_eq!(browser.fill_drawn(&check, &action, &sent).await.location(), action);
    assert!(browser.said()[0].starts_with("for somebody Words { topic: Refuse"), "{:?}", browser.said());
    let consent = format!("/people/{PERSON}/consent");
    let drawn = browser.get(&format!("{consent}?code=photo&given=yes")).await;
    let wish = [("code", "photo"), ("given", "yes")];
    let unread = browser.fill_drawn(&drawn, &consent, &wish).await;
    assert_eq!(unread.status, StatusCode::UNPROCESSABLE_ENTITY);
    let mut read = wish.to_vec();
    read.push(("read_back", "yes"));
    assert_eq!(browser.fill_drawn(&drawn, &consent, &read).await.location(), action);
    assert_eq!(browser.effects(), 2);
}

#[tokio::test]
async fn an_office_answers_or_hands_it_to_the_county() {
    let page = format!("/asks/{ASK}");
    let mut browser = Browser::of(Role::TownshipOfficer);
    let empty = browser.fill(&page, &format!("{page}/answer"), &[("reply", "")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    let answered = browser.fill(&page, &format!("{page}/answer"), &[("reply", "带户口簿来")]).await;
    assert_eq!(answered.location(), page);
    assert!(browser.get(&page).await.text.contains("答复已发给本人"));
    let passed = browser.fill(&page, &format!("{page}/pass"), &[]).await;
    assert_eq!(passed.location(), "/asks");
    assert_eq!(browser.said(), ["answer 带户口簿来", "pass up"]);
    let closed = browser.get("/asks/reviewed").await;
    assert!(!closed.text.contains("/answer\"") && !closed.text.contains("/pass\""), "no button that is refused");
}

#[tokio::test]
async fn an_administrator_opens_an_account_and_prints_its_slip() {
    let mut browser = Browser::of(Role::Administrator);
    let fields = |sign_in: &'static str| {
        [("owner", "王德顺"), ("sign_in", sign_in), ("role", "branch-contact"), ("organization", "杨柳村党支部")]
    };
    let taken = browser.fill("/admin/open", "/admin/open", &fields("wangds")).await;
    assert_eq!(taken.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(taken.text.contains("value=\"杨柳村党支部\"") && taken.text.contains("value=\"branch-contact\" checked"));
    assert_eq!(browser.effects(), 0);
    let drawn = browser.get("/admin/open").await;
    let operation = drawn.hidden("operation");
    for _ in 0..2 {
        let opened = browser.fill_drawn(&drawn, "/admin/open", &fields("wangds2")).await;
        assert_eq!(opened.location(), format!("/slips/{operation}"));
    }
    assert_eq!(browser.said(), ["open wangds2 branch-contact 杨柳村党支部"]);
    let slips = browser.get(&format!("/slips/{PRINT}")).await;
    for told in ["4821-7765-09", "luodehou2", "guanai.example", "Sign-in name", "一次性口令", "class=\"slip\""] {
        assert!(slips.text.contains(told), "{told}");
    }
    let over = browser.get("/slips/01KC0PR1NT0000000000000009").await;
    assert_eq!(over.status, StatusCode::CONFLICT);
    assert!(over.text.contains("请当面重设"));
    let forgotten = browser.fill_drawn(&slips, &format!("/slips/{PRINT}"), &[]).await;
    assert_eq!(forgotten.location(), "/admin");
}

#[tokio::test]
async fn an_office_asks_for_accounts_and_the_administrator_opens_or_declines_them() {
    let page = format!("/accounts/ask/{BRANCH}");
    let mut officer = Browser::of(Role::TownshipOfficer);
    let none = officer.fill(&page, &page, &[("role", "member")]).await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(none.text.contains("请勾1到60人"));
    let asked = officer.fill(&page, &page, &[("role", "branch-contact"), ("person", PERSON)]).await;
    assert_eq!(asked.location(), page);
    assert_eq!(officer.said(), ["ask for 1 as branch-contact"]);
    let page = format!("/admin/requests/{BRANCH}");
    let mut administrator = Browser::of(Role::Administrator);
    let drawn = administrator.get(&page).await;
    let operation = drawn.hidden("operation");
    let none = administrator.fill_drawn(&drawn, &page, &[]).await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    let opened = administrator.fill_drawn(&drawn, &page, &[("request", REQUEST)]).await;
    assert_eq!(opened.location(), format!("/slips/{operation}"));
    let declined = administrator.fill(&page, &page, &[("request", REQUEST), ("step", "decline")]).await;
    assert_eq!(declined.location(), "/admin");
    assert_eq!(administrator.said(), ["open 1 requests", "decline 1 requests"]);
}

#[tokio::test]
async fn a_reset_is_asked_by_one_and_confirmed_by_another_and_an_account_is_closed() {
    let page = format!("/accounts/{ACCOUNT}");
    let mut officer = Browser::of(Role::TownshipOfficer);
    assert!(!officer.get(&page).await.text.contains("/close\""), "the administrator closes");
    let asked = officer.fill(&page, &format!("{page}/reset"), &[]).await;
    assert_eq!(asked.location(), page);
    let mut administrator = Browser::of(Role::Administrator);
    let drawn = administrator.get("/admin").await;
    let operation = drawn.hidden("operation");
    let confirmed = administrator.fill_drawn(&drawn, &format!("/resets/{RESET}"), &[]).await;
    assert_eq!(confirmed.location(), format!("/slips/{operation}"));
    let close = format!("{page}/close");
    let closed = administrator.fill(&close, &close, &[]).await;
    assert_eq!(closed.location(), page);
    assert_eq!((officer.said(), administrator.said().len()), (vec!["ask for a reset".to_owned()], 2));
    for whose in ["/accounts/own", "/accounts/closed"] {
        let text = administrator.get(whose).await.text;
        assert!(!text.contains("/close\"") && !text.contains("/reset\""), "{whose}");
        let sent_back = administrator.get(&format!("{whose}/close")).await;
        assert_eq!(sent_back.location(), page, "{whose}");
    }
}

/// The name that somebody searches for is in no address.
#[tokio::test]
async fn accounts_are_searched_by_a_form() {
    let mut browser = Browser::of(Role::Administrator);
    let found = browser.fill("/admin", "/admin", &[("search", "nobody")]).await;
    assert_eq!(found.status, StatusCode::OK);
    assert!(found.text.contains("没有这样的账号") && found.text.contains("value=\"nobody\""));
}

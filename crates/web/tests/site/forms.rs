//! Forms, from the door to the effect: what was typed is never lost, one press has one effect, nobody else presses.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use guanai_web::limits::Limits;
use guanai_web::session::Role;

use crate::browser::{Browser, Reply};
use crate::office::{PASSWORD, account, token};
use crate::samples::{NEED, OFFER, PERSON};
use crate::samples_imports::IMPORT;

const NEED_FIELDS: &[(&str, &str)] = &[
    ("voice", "person"),
    ("words", "屋顶漏水，<b>请人</b>来换瓦"),
    ("category", "housing"),
    ("urgency", "urgent"),
    ("contact", "no"),
];

fn need_form() -> (String, String) {
    (format!("/people/{PERSON}/needs/new"), format!("/people/{PERSON}/needs"))
}

#[tokio::test]
async fn somebody_signs_in_and_out() {
    let mut browser = Browser::visitor();
    let name = account(Role::CountyOfficer);
    let wrong = browser
        .fill("/signin?to=/needs", "/signin", &[("account", &name), ("secret", "guess"), ("to", "/needs")])
        .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        wrong.text.contains("账号或口令不对")
            && wrong.text.contains(&format!("value=\"{name}\""))
            && !wrong.text.contains("guess")
    );
    let nobody = browser.fill("/signin", "/signin", &[("account", "99999999"), ("secret", "guess")]).await;
    assert!(nobody.text.contains("账号或口令不对"), "an unknown account is the same answer");
    let locked = browser.fill("/signin", "/signin", &[("account", &name), ("secret", "lock")]).await;
    assert!(locked.text.contains("请15分钟后再试"));
    let over = browser.fill("/signin", "/signin", &[("account", &name), ("secret", "over")]).await;
    assert!(over.text.contains("一次性口令已过期"));
    let spaced = format!(" {} {} ", &name[..4], &name[4..]);
    let right =
        browser.fill("/signin", "/signin", &[("account", &spaced), ("secret", PASSWORD), ("to", "/needs")]).await;
    assert_eq!((right.status, right.location()), (StatusCode::SEE_OTHER, "/needs"));
    assert_eq!(browser.cookies["guanai_session"], token(Role::CountyOfficer));
    assert_eq!(browser.get("/needs").await.status, StatusCode::OK);
    let out = browser.fill("/", "/signout", &[]).await;
    assert_eq!(out.location(), "/signin");
    assert!(!browser.cookies.contains_key("guanai_session"));
    assert!(browser.get("/signin").await.text.contains("已退出"), "the next page says so");
    assert!(!browser.get("/signin").await.text.contains("已退出"), "once");
}

#[tokio::test]
async fn nobody_is_sent_to_another_site_after_signing_in() {
    let mut browser = Browser::visitor();
    let fields = [("account", account(Role::Auditor)), ("secret", PASSWORD.into()), ("to", "//evil.example/".into())];
    let fields: Vec<_> = fields.iter().map(|(n, v)| (*n, v.as_str())).collect();
    assert_eq!(browser.fill("/signin", "/signin", &fields).await.location(), "/");
}

#[tokio::test]
async fn the_code_of_a_slip_becomes_an_own_password() {
    let mut browser = Browser::visitor();
    let name = account(Role::Member);
    let first = browser.fill("/signin", "/signin", &[("account", &name), ("secret", "code")]).await;
    assert_eq!(first.location(), "/signin/password");
    let page = "/signin/password";
    for (new, again, says) in [
        ("short", "short", "至少10个字"),
        ("long enough", "differs", "两遍不一样"),
        ("1234567890", "1234567890", "太好猜了"),
    ] {
        let reply = browser.fill(page, page, &[("secret", "code"), ("secret_new", new), ("secret_again", again)]).await;
        assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "{new}");
        assert!(reply.text.contains(says), "{new}: {says}");
        assert!(!reply.text.contains(&format!("value=\"{new}\"")), "no password stands on a page");
    }
    let reply = browser
        .fill(page, page, &[("secret", "code"), ("secret_new", "我家门前有条河"), ("secret_again", "我家门前有条河")])
        .await;
    assert_eq!((reply.status, reply.location()), (StatusCode::UNPROCESSABLE_ENTITY, ""), "seven letters are too few");
    let long = "我家门前有一条小河流";
    let reply = browser.fill(page, page, &[("secret", "code"), ("secret_new", long), ("secret_again", long)]).await;
    assert_eq!(reply.location(), "/");
    assert_eq!(browser.cookies["guanai_session"], token(Role::Member), "under a fresh token");
}

/// Type, check, mend, check, read back, send.
async fn check_need(browser: &mut Browser) -> Reply {
    let (page, _) = need_form();
    let check = browser.fill(&page, &page, NEED_FIELDS).await;
    assert_eq!(check.status, StatusCode::OK);
    check
}

#[tokio::test]
async fn a_need_is_typed_checked_read_back_and_sent_once() {
    let (page, action) = need_form();
    let mut browser = Browser::of(Role::BranchContact);
    let empty = browser.fill(&page, &page, &[("words", "只有这一句")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(empty.text.contains("有4处要改") && empty.text.contains("只有这一句"));
    let check = check_need(&mut browser).await;
    assert!(check.text.contains("屋顶漏水，&#60;b&#62;请人&#60;/b&#62;来换瓦"), "shown as typed, not as a page");
    let mut mend = NEED_FIELDS.to_vec();
    mend.push(("step", "mend"));
    let again = browser.fill_drawn(&check, &page, &mend).await;
    assert!(
        again.text.contains("&#60;b&#62;请人") && again.text.contains("value=\"urgent\" checked"),
        "what was typed is kept"
    );
    let unread = browser.fill_drawn(&check, &action, NEED_FIELDS).await;
    assert_eq!(unread.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(unread.text.contains("请先念给本人"));
    assert_eq!(browser.effects(), 0);
    let mut send = NEED_FIELDS.to_vec();
    send.push(("read_back", "yes"));
    for _ in 0..3 {
        let reply = browser.fill_drawn(&check, &action, &send).await;
        assert_eq!((reply.status, reply.location()), (StatusCode::SEE_OTHER, format!("/needs/{NEED}").as_str()));
    }
    assert_eq!(browser.effects(), 1, "three presses, one need");
    send[1] = ("words", "另一件事");
    let other = browser.fill_drawn(&check, &action, &send).await;
    assert_eq!(other.status, StatusCode::CONFLICT);
    assert!(other.text.contains("已经提交过一次"));
    assert_eq!(browser.effects(), 1);
}

#[tokio::test]
async fn a_session_that_ends_loses_nothing_that_was_typed() {
    let (_, action) = need_form();
    let mut browser = Browser::of(Role::BranchContact);
    let check = check_need(&mut browser).await;
    browser.cookies.remove("guanai_session");
    let mut send = NEED_FIELDS.to_vec();
    send.push(("read_back", "yes"));
    let ended = browser.fill_drawn(&check, &action, &send).await;
    assert_eq!(ended.status, StatusCode::FORBIDDEN);
    assert!(ended.text.contains("你填的内容没有丢"));
    let (kept, to) = (ended.hidden("kept").replace("&#38;", "&"), ended.hidden("to"));
    assert_eq!(to, action);
    let name = account(Role::BranchContact);
    let resend = browser
        .fill_drawn(&ended, "/signin", &[("account", &name), ("secret", PASSWORD), ("to", &to), ("kept", &kept)])
        .await;
    assert_eq!(resend.status, StatusCode::OK);
    assert!(resend.text.contains("接着提交") && resend.text.contains("屋顶漏水") && !resend.text.contains(PASSWORD));
    let reply = browser.fill_drawn(&resend, &action, &send).await;
    assert_eq!(reply.status, StatusCode::SEE_OTHER);
    assert_eq!(browser.effects(), 1);
}

#[tokio::test]
async fn a_form_with_an_old_proof_is_shown_again_with_what_was_typed() {
    let (_, action) = need_form();
    let mut browser = Browser::of(Role::BranchContact);
    let check = check_need(&mut browser).await;
    let operation = check.hidden("operation");
    let mut stale = NEED_FIELDS.to_vec();
    stale.extend([("read_back", "yes"), ("proof", "0123"), ("operation", operation.as_str())]);
    let shown = browser.post(&action, &stale).await;
    assert_eq!(shown.status, StatusCode::FORBIDDEN);
    assert!(shown.text.contains("你填的都还在下面") && shown.text.contains("屋顶漏水"));
    assert_eq!(browser.effects(), 0);
    let mut send = NEED_FIELDS.to_vec();
    send.push(("read_back", "yes"));
    assert_eq!(browser.fill_drawn(&shown, &action, &send).await.status, StatusCode::SEE_OTHER);
    assert_eq!(browser.effects(), 1);
}

/// The proof of one session is worth nothing in another, nor is that of the door.
#[tokio::test]
async fn a_proof_is_bound_to_its_session() {
    let (_, action) = need_form();
    let mut other = Browser::of(Role::TownshipOfficer);
    let theirs = check_need(&mut other).await;
    let mut browser = Browser::of(Role::BranchContact);
    let mut send = NEED_FIELDS.to_vec();
    send.push(("read_back", "yes"));
    assert_eq!(browser.fill_drawn(&theirs, &action, &send).await.status, StatusCode::FORBIDDEN);
    assert_eq!(browser.effects(), 0);
}

#[tokio::test]
async fn a_form_from_another_site_is_refused_even_with_a_good_proof() {
    let mut browser = Browser::of(Role::BranchContact);
    let drawn = browser.get("/").await;
    let body = format!("proof={}", drawn.hidden("proof"));
    for (name, value) in [("sec-fetch-site", "cross-site"), ("origin", "http://evil.example"), ("origin", "null")] {
        let request =
            Request::post("/signout").header("content-type", "application/x-www-form-urlencoded").header(name, value);
        let reply = browser.send(request, Body::from(body.clone())).await;
        assert_eq!(reply.status, StatusCode::FORBIDDEN, "{name}: {value}");
        assert!(reply.text.contains("不是从本网站发来的"));
    }
    assert_eq!(browser.effects(), 0);
}

#[tokio::test]
async fn a_look_is_chosen_by_a_form_and_kept_by_the_browser() {
    let mut browser = Browser::visitor();
    let reply = browser.fill("/signin/help", "/look", &[("look", "en"), ("back", "/signin/help")]).await;
    assert_eq!(reply.location(), "/signin/help");
    browser.fill("/signin/help", "/look", &[("look", "big"), ("back", "https://evil.example")]).await;
    let reply = browser.fill("/signin/help", "/look", &[("look", "dark"), ("back", "//evil.example")]).await;
    assert_eq!(reply.location(), "/");
    let page = browser.get("/signin/help").await;
    assert!(page.text.contains("<html lang=\"en\" class=\"big dark\">"));
}

fn multipart(fields: &[(&str, &str)], files: &[(&str, usize)]) -> Body {
    let head = "--edge\r\ncontent-disposition: form-data; name=";
    let fields = fields.iter().map(|(name, value)| format!("{head}\"{name}\"\r\n\r\n{value}\r\n"));
    let files = files.iter().map(|(name, size)| {
        let content = "x".repeat(*size);
        format!("{head}\"books\"; filename=\"{name}\"\r\n\r\n{content}\r\n")
    });
    let parts: Vec<_> = fields.chain(files).chain(["--edge--\r\n".to_owned()]).collect();
    Body::from(parts.concat())
}

async fn upload(browser: &mut Browser, drawn: &Reply, files: &[(&str, usize)]) -> Reply {
    let (proof, operation) = (drawn.hidden("proof"), drawn.hidden("operation"));
    let body = multipart(&[("proof", &proof), ("operation", &operation), ("as_of", "2026-10-31")], files);
    let request = Request::post("/imports").header("content-type", "multipart/form-data; boundary=edge");
    browser.send(request, body).await
}

#[tokio::test]
async fn books_are_taken_once_and_only_within_the_limit() {
    let mut browser = Browser::within(Limits { upload_bytes: 3 * 1024 * 1024, ..Limits::default() });
    browser.cookies.insert("guanai_session".into(), token(Role::CountyOfficer));
    let drawn = browser.get("/imports").await;
    let none = upload(&mut browser, &drawn, &[("", 0)]).await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(none.text.contains("还没有选文件"));
    let over = upload(&mut browser, &drawn, &[("花名册.xlsx", 4 * 1024 * 1024)]).await;
    assert_eq!(over.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(over.text.contains("一次最多3 MB"));
    assert_eq!(browser.effects(), 0);
    for _ in 0..2 {
        let taken = upload(&mut browser, &drawn, &[("../../花名册.xlsx", 2_500_000), ("需求.csv", 9)]).await;
        assert_eq!(taken.location(), format!("/imports/{IMPORT}"));
    }
    assert_eq!(
        *browser.office.said.lock().unwrap(),
        ["花名册.xlsx:2500000 需求.csv:9 2026-10-31"],
        "once, and without folders"
    );
}

#[tokio::test]
async fn a_form_has_a_smaller_limit_than_an_upload() {
    let mut browser = Browser::of(Role::BranchContact);
    let (page, _) = need_form();
    let words = "字".repeat(200_000);
    let reply = browser.fill(&page, &page, &[("words", &words)]).await;
    assert_eq!(reply.status, StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn conflicts_are_settled_and_an_import_is_published_or_given_up() {
    let mut browser = Browser::of(Role::CountyOfficer);
    let page = format!("/imports/{IMPORT}");
    let none = browser.fill(&page, &format!("{page}/settle"), &[("verdict_conflicts-0", "")]).await;
    assert_eq!(none.status, StatusCode::CONFLICT);
    assert!(none.text.contains("一处都没有选"));
    let settled = browser
        .fill(&page, &format!("{page}/settle"), &[("verdict_conflicts-0", "take"), ("verdict_conflicts-1", "")])
        .await;
    assert_eq!(settled.location(), format!("{page}?show=conflicts&page=1"));
    let published = browser.fill(&format!("{page}/publish"), &format!("{page}/publish"), &[]).await;
    assert_eq!(published.location(), page);
    let abandoned = browser.fill(&page, &format!("{page}/abandon"), &[]).await;
    assert_eq!(abandoned.location(), "/imports");
    let said = browser.office.said.lock().unwrap().clone();
    assert_eq!(said, ["[Settled { key: \"conflicts-0\", verdict: Take }]", "publish", "abandon"]);
}

#[tokio::test]
async fn a_masked_number_is_shown_for_a_purpose_and_stands_in_no_address() {
    let mut browser = Browser::of(Role::TownshipOfficer);
    let page = format!("/people/{PERSON}/unmask");
    let file = browser.get(&format!("/people/{PERSON}")).await;
    assert!(!file.text.contains("990000195001010036"));
    let why = browser.fill(&page, &page, &[("field", "identity")]).await;
    assert_eq!(why.status, StatusCode::UNPROCESSABLE_ENTITY);
    let shown = browser.fill(&page, &page, &[("field", "identity"), ("purpose", "verify")]).await;
    assert_eq!(shown.status, StatusCode::OK);
    assert!(shown.text.contains("990000195001010036"));
    assert_eq!(*browser.office.said.lock().unwrap(), ["unmask identity verify"]);
}

#[tokio::test]
async fn a_fault_of_ours_shows_a_number_and_nothing_else() {
    let mut browser = Browser::of(Role::CountyOfficer);
    for reply in [browser.fill("/people", "/people", &[("search", "panic")]).await, {
        browser.cookies.insert("guanai_session".into(), "sample-session-broken".into());
        browser.get("/").await
    }] {
        assert_eq!(reply.status, StatusCode::INTERNAL_SERVER_ERROR);
        assert!(
            reply.text.contains("事件编号") && !reply.text.contains("panicked") && !reply.text.contains("the store")
        );
    }
}

#[tokio::test]
async fn a_search_stands_in_no_address() {
    let mut browser = Browser::of(Role::BranchContact);
    let found = browser.fill("/people", "/people", &[("search", "周桂兰")]).await;
    assert_eq!(found.status, StatusCode::OK);
    let links = found.text.split("href=\"").skip(1).filter_map(|p| p.split('"').next());
    for link in links {
        assert!(!link.contains("周") && !link.contains("%E5%91%A8"), "{link}");
    }
}

#[tokio::test]
async fn a_download_keeps_its_chinese_name() {
    let mut browser = Browser::of(Role::CountyOfficer);
    let file = browser.get("/imports/templates/roster").await;
    assert_eq!(file.text, "book");
    let name = file.headers["content-disposition"].to_str().unwrap();
    assert_eq!(name, "attachment; filename*=UTF-8''%E5%85%9A%E5%91%98%E8%8A%B1%E5%90%8D%E5%86%8C.xlsx");
}

#[tokio::test]
async fn a_page_is_compressed_where_the_browser_takes_it() {
    let mut browser = Browser::of(Role::CountyOfficer);
    let request = Request::get("/people").header("accept-encoding", "gzip, br");
    let reply = browser.send(request, Body::empty()).await;
    assert_eq!(reply.headers["content-encoding"], "gzip");
    assert!(!reply.text.contains("<html"));
}

/// What is filled in for a move, by its code.
const MOVES: &[(&str, &[(&str, &str)])] = &[
    (
        "confirm",
        &[
            ("category", "housing"),
            ("urgency", "urgent"),
            ("contact", "no"),
            ("evidence", "<i>房屋鉴定</i>"),
            ("asked", "yes"),
        ],
    ),
    ("plan", &[("by_name", "本支部"), ("agreed", "<i>周六去</i>")]),
    ("plan", &[("offer", OFFER), ("agreed", "<i>周六去</i>")]),
    ("reopen", &[("reason", "<i>人没来</i>")]),
    ("help", &[("help_given", "<i>换了瓦</i>")]),
    ("call-back", &[("agrees", "no"), ("answer", "<i>没有来过</i>")]),
    (
        "close",
        &[("outcome", "partly"), ("confirmation", "family"), ("answer", "<i>还漏一点</i>"), ("over_referrals", "yes")],
    ),
    ("withdraw", &[("withdrawal", "solved"), ("remark", "<i>儿子修好了</i>")]),
    ("merge", &[("into", NEED)]),
    ("split", &[("part_1", "<i>修房</i>"), ("part_2", "看病")]),
];

#[tokio::test]
async fn every_move_is_filled_in_checked_and_sent_once() {
    for (step, fields) in MOVES {
        let page = format!("/needs/{NEED}/moves/{step}");
        let mut browser = Browser::of(Role::TownshipOfficer);
        let nothing = [("category", ""), ("urgency", ""), ("contact", "")];
        let empty = browser.fill(&page, &page, &nothing).await;
        assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY, "{step}");
        let mut fields = fields.to_vec();
        fields.push(("state_no", "3"));
        let check = browser.fill(&page, &page, &fields).await;
        assert_eq!(check.status, StatusCode::OK, "{step}");
        assert!(!check.text.contains("<i>"), "{step}: shown as typed, not as a page");
        assert!(*step == "merge" || check.text.contains("&#60;i&#62;"), "{step}: what was typed is read again");
        let mut mend = fields.clone();
        mend.push(("step", "mend"));
        let again = browser.fill_drawn(&check, &page, &mend).await;
        assert!(again.status == StatusCode::OK && again.text.contains("data-keep"), "{step}");
        assert_eq!(browser.effects(), 0, "{step}");
        let action = format!("{page}/send");
        for _ in 0..3 {
            let reply = browser.fill_drawn(&check, &action, &fields).await;
            let to = format!("/needs/{NEED}");
            assert_eq!((reply.status, reply.location()), (StatusCode::SEE_OTHER, to.as_str()), "{step}");
        }
        assert_eq!(browser.effects(), 1, "{step}: three presses, one move");
    }
}

#[tokio::test]
async fn what_was_decided_about_another_state_is_not_done_and_says_why() {
    let page = format!("/needs/{NEED}/moves/reopen");
    let mut browser = Browser::of(Role::BranchContact);
    let late = [("reason", "人没来"), ("state_no", "2")];
    let check = browser.fill(&page, &page, &late).await;
    let reply = browser.fill_drawn(&check, &format!("{page}/send"), &late).await;
    assert_eq!(reply.status, StatusCode::CONFLICT);
    assert!(reply.text.contains("别人已经改过这件需求"));
    assert_eq!(browser.effects(), 0);
    let nothing = browser.get(&format!("/needs/{NEED}/moves/burn")).await;
    assert_eq!(nothing.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn nobody_consents_for_a_person_whom_nobody_has_asked() {
    let (page, _) = need_form();
    let mut browser = Browser::of(Role::BranchContact);
    let mut seen = NEED_FIELDS.to_vec();
    seen.retain(|(name, _)| *name != "voice" && *name != "contact");
    seen.extend([("voice", "observed"), ("contact", "yes")]);
    let refused = browser.fill(&page, &page, &seen).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text.contains("不能替本人答应"));
}

#[tokio::test]
async fn a_visit_is_put_off_once_with_a_reason() {
    let page = format!("/people/{PERSON}/defer");
    let mut browser = Browser::of(Role::BranchContact);
    let empty = browser.fill(&page, &page, &[("later_on", "2026-11-24")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(empty.text.contains("value=\"2026-11-24\" checked"), "the day that was chosen stays chosen");
    let drawn = browser.get(&page).await;
    for _ in 0..3 {
        let reply = browser.fill_drawn(&drawn, &page, &[("later_on", "2026-11-30"), ("pause", "cut-off")]).await;
        assert_eq!((reply.status, reply.location()), (StatusCode::SEE_OTHER, "/day"));
    }
    assert_eq!(*browser.office.said.lock().unwrap(), ["2026-11-30 cut-off"], "three presses, one other day");
}

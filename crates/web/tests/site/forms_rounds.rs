//! The forms of rounds: what was typed is never lost, a sheet is entered in two steps, sums are counted beside it.

use axum::http::StatusCode;
use guanai_web::session::Role;

use crate::browser::Browser;
use crate::samples::PERSON;
use crate::samples_rounds::{ROUND, SHEET, WAITING};

/// What the office was asked to change.
fn said(browser: &Browser) -> Vec<String> {
    browser.office.said.lock().expect("nobody panics here").clone()
}

fn sheet() -> String {
    format!("/rounds/{ROUND}/sheets/{SHEET}")
}

#[tokio::test]
async fn a_round_is_drawn_up_with_the_festivals_days_and_title_where_nothing_else_is_typed() {
    let mut browser = Browser::of(Role::CountyOfficer);
    let wrong =
        [("festival", "spring-festival"), ("budget", "两万"), ("closes_on", "2026-01-01"), ("goods_worth", "80")];
    let again = browser.fill("/rounds/new", "/rounds", &wrong).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    for told in ["写成金额", "不早于开始日期", "写上是什么慰问品", "value=\"两万\""] {
        assert!(again.text.contains(told), "{told}");
    }
    for (opens, closes, told) in [
        ("2026-12-01", "2027-02-05", "一轮最长62天"),
        ("2026-12-01", "2026-12-20", "不是这个节日的走访日期（2027-01-17–2027-02-05）"),
    ] {
        let days = [("festival", "spring-festival"), ("budget", "1"), ("opens_on", opens), ("closes_on", closes)];
        let again = browser.fill("/rounds/new", "/rounds", &days).await;
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(again.text.contains(told), "{told}: {}", again.text);
    }
    let right =
        [("festival", "spring-festival"), ("budget", "20,000"), ("also", "birthday-round"), ("round_purse", "dues")];
    let made = browser.fill("/rounds/new", "/rounds", &right).await;
    assert_eq!(made.location(), format!("/rounds/{ROUND}"));
    assert_eq!(said(&browser), ["draft 2027年春节走访慰问 20,000.00 Some(\"dues\")"]);
}

#[tokio::test]
async fn a_list_is_sent_back_with_a_reason_and_approved_with_the_sum_that_was_read() {
    let mut browser = Browser::of(Role::CountyApprover);
    let back = format!("/rounds/{WAITING}/moves/return");
    let silent = browser.fill(&back, &back, &[]).await;
    assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
    browser.fill(&back, &back, &[("return_why", "漏了下村一户")]).await;
    let approve = format!("/rounds/{WAITING}/moves/approve");
    let seen = browser.get(&approve).await.hidden("seen");
    browser.fill(&approve, &approve, &[("seen", &seen)]).await;
    assert_eq!(said(&browser), ["return Some(\"漏了下村一户\") None", "approve None Some(186000)"]);
    // A move that cannot be made now leads back to the round.
    let reply = browser.get(&format!("/rounds/{ROUND}/moves/approve")).await;
    assert_eq!(reply.location(), format!("/rounds/{ROUND}"));
}

#[tokio::test]
async fn groups_are_lines_with_a_leader_each() {
    let mut browser = Browser::of(Role::TownshipOfficer);
    let groups = format!("/rounds/{ROUND}/groups");
    let many = browser.fill(&groups, &groups, &[("leaders", "甲\n乙\n丙")]).await;
    assert_eq!(many.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(many.text.contains("只有2户"), "{}", many.text);
    let nameless = browser.fill(&groups, &groups, &[("leaders", "；赵小军")]).await;
    assert!(nameless.text.contains("每组都写带队人"));
    browser.fill(&groups, &groups, &[("leaders", "副书记甲；赵小军\n\n 副镇长乙 ")]).await;
    assert_eq!(said(&browser), ["divide 副书记甲/赵小军 副镇长乙/"]);
}

#[tokio::test]
async fn somebody_is_put_on_the_list_taken_off_it_and_decided_on() {
    let mut officer = Browser::of(Role::CountyOfficer);
    let page = format!("/rounds/{ROUND}/people/{PERSON}");
    let bare = officer.fill(&page, &page, &[("round_gift", "300")]).await;
    assert_eq!(bare.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(bare.text.contains("value=\"300\""), "what was typed stays");
    let seen = officer.get(&page).await.hidden("state_no");
    let state = ("state_no", seen.as_str());
    officer.fill(&page, &page, &[state, ("round_gift", "300"), ("list_why", "刚住院")]).await;
    officer.fill(&page, &page, &[state, ("step", "remove"), ("list_why", "搬走了")]).await;
    assert_eq!(
        said(&officer),
        [format!("add {PERSON} Some(30000) 刚住院 of 2"), format!("remove {PERSON} 搬走了 of 2")]
    );
    let found = officer
        .fill(&format!("/rounds/{ROUND}/people"), &format!("/rounds/{ROUND}/people"), &[("add_name", "周桂兰")])
        .await;
    assert_eq!(found.status, StatusCode::OK);
    assert!(found.text.contains(&page), "{}", found.text);
    let mut approver = Browser::of(Role::CountyApprover);
    let list = format!("/rounds/{ROUND}/people?show=changed");
    let seen = approver.get(&list).await.hidden("state_no");
    approver.fill(&list, &format!("{page}/decide"), &[("state_no", seen.as_str()), ("step", "approve")]).await;
    assert_eq!(said(&approver), [format!("approve {PERSON} of 2")]);
}

#[tokio::test]
async fn a_sheet_is_entered_in_two_steps_and_only_when_it_adds_up() {
    let mut browser = Browser::of(Role::BranchContact);
    let late = browser.fill(&sheet(), &sheet(), &[("sheet_day", "2027-01-25")]).await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY, "a day that has not come");
    let ticked = [("sheet_day", "2026-11-22"), ("except", "2"), ("drawn", "1,000.00")];
    let second = browser.fill(&sheet(), &sheet(), &ticked).await;
    assert_eq!(second.status, StatusCode::OK);
    assert!(second.text.contains("已走访1人，未走访到1人") && second.text.contains("罗德厚"), "{}", second.text);
    // The round's last day is proposed for the next visit.
    assert!(second.text.contains("value=\"2027-02-05\""), "{}", second.text);
    let entry = format!("{}/entry", sheet());
    let mut fields = ticked.to_vec();
    fields.extend([("again_2", "2026-11-20"), ("told_2", "邻居说去看病了"), ("returned", "400")]);
    let wrong = browser.fill_drawn(&second, &entry, &fields).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    for told in ["相差100.00元", "邻居说去看病了", "value=\"400\"", "<a href=\"#f-missed_2\">原因"] {
        assert!(wrong.text.contains(told), "{told}: {}", wrong.text);
    }
    let mut fields = ticked.to_vec();
    fields.extend([("missed_2", "hospital"), ("again_2", "2026-11-30"), ("returned", "500.00")]);
    for _ in 0..2 {
        let done = browser.fill_drawn(&second, &entry, &fields).await;
        assert_eq!(done.location(), format!("/rounds/{ROUND}"));
    }
    assert_eq!(said(&browser), ["enter 2026-11-22 1,000.00 500.00 [\"hospital\"]"], "a double press is one entry");
    let mend = browser.fill_drawn(&second, &sheet(), &[("step", "mend"), ("except", "2")]).await;
    assert!(mend.text.contains("value=\"2\" checked"), "the ticks stay");
    let mut fields = vec![("step", "mend"), ("except", "2")];
    fields.extend([("missed_2", "hospital"), ("told_2", "邻居说去看病了"), ("returned", "500.00")]);
    let mend = browser.fill_drawn(&second, &sheet(), &fields).await;
    for (name, value) in &fields[2..] {
        assert_eq!(mend.hidden(name), *value, "what was typed in the second step stays");
    }
    // Where everybody was reached nothing came back, as a rule.
    let all = browser.fill(&sheet(), &sheet(), &[("sheet_day", "2026-11-22"), ("drawn", "1,000.00")]).await;
    assert!(all.text.contains("已走访2人，未走访到0人") && all.text.contains("value=\"0.00\""), "{}", all.text);
}

#[tokio::test]
async fn a_short_code_leads_from_the_paper_to_its_page() {
    let mut browser = Browser::of(Role::BranchContact);
    let reply = browser.fill("/rounds", "/rounds/find", &[("sheet_code", "K7M2QX1")]).await;
    assert_eq!(reply.location(), sheet());
    let unknown = browser.fill("/rounds", "/rounds/find", &[("sheet_code", "AAAAAAA")]).await;
    assert_eq!(unknown.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(unknown.text.contains("没有这个单号") && unknown.text.contains("value=\"AAAAAAA\""));
}

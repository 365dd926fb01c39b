//! Forms of posts and hand-overs: an appointment in two steps, its decision and end; items at a touch or with a reason; late records.

use axum::http::StatusCode;
use guanai_web::session::Role;

use crate::browser::Browser;
use crate::samples::{BRANCH, PERSON};
use crate::samples_posts::{HANDOVER, ITEM, LATE, POST};

fn said(browser: &Browser) -> Vec<String> {
    browser.office.said.lock().expect("nobody panics here").clone()
}

/// The pages of posts and hand-overs, from each side.
pub fn pages() -> Vec<(Role, String)> {
    let at = format!("/organizations/{BRANCH}/posts");
    let mut pages = Vec::new();
    for role in [Role::BranchContact, Role::TownshipOfficer, Role::CountyApprover, Role::Auditor] {
        pages.push((role, at.clone()));
    }
    for path in ["/new".to_owned(), format!("/{POST}/decide"), format!("/{POST}/end")] {
        pages.push((Role::TownshipOfficer, format!("{at}{path}")));
    }
    pages.push((Role::CountyApprover, "/posts".to_owned()));
    pages.push((Role::CountyOfficer, "/posts".to_owned()));
    for role in [Role::BranchContact, Role::TownshipOfficer, Role::CountyApprover, Role::Member] {
        for path in ["", &format!("/{HANDOVER}"), "/empty", &format!("/{HANDOVER}/print")] {
            pages.push((role, format!("/handovers{path}")));
        }
        pages.push((role, format!("/handovers/{HANDOVER}/items/{ITEM}")));
    }
    pages.push((Role::Member, format!("/handovers/{HANDOVER}/late")));
    pages
}

const WISH: [(&str, &str); 7] = [
    ("post_name", "陈志远"),
    ("post_code", "secretary"),
    ("post_title", "党支部书记"),
    ("post_manner", "full"),
    ("post_powers", "contact"),
    ("post_since", "2026-12-01"),
    ("post_resolution", "云组〔2026〕9号"),
];

#[tokio::test]
async fn an_appointment_is_read_back_with_whoever_has_the_name_before_it_is_recorded() {
    let mut browser = Browser::of(Role::TownshipOfficer);
    let at = format!("/organizations/{BRANCH}/posts");
    let form = format!("{at}/new");
    let blank = browser.fill(&form, &at, &[("post_name", "陈志远")]).await;
    assert_eq!(blank.status, StatusCode::UNPROCESSABLE_ENTITY);
    for field in ["post_code", "post_title", "post_manner", "post_powers", "post_since", "post_resolution"] {
        assert!(blank.text.contains(&format!("id=\"f-{field}-e\"")), "{field}");
    }
    assert!(blank.text.contains("value=\"陈志远\""), "what was typed is kept");
    let mut backwards = WISH.to_vec();
    backwards.push(("post_last", "2026-11-30"));
    let backwards = browser.fill(&form, &at, &backwards).await;
    assert!(backwards.status == StatusCode::UNPROCESSABLE_ENTITY && backwards.text.contains("任期不对"));
    let mut nobody = WISH.to_vec();
    nobody[0].1 = "没有这个人";
    let nobody = browser.fill(&form, &at, &nobody).await;
    assert!(nobody.text.contains("没有这个姓名的人") && browser.effects() == 0);
    let check = browser.fill(&form, &at, &WISH).await;
    assert_eq!((check.status, browser.effects()), (StatusCode::OK, 0));
    assert!(
        check.text.contains("1975年生") && check.text.contains("1990年生") && check.text.contains("等另一个人确认")
    );
    let mend = browser.fill_drawn(&check, &at, &[&WISH[..], &[("step", "mend")]].concat()).await;
    assert!(mend.text.contains("value=\"2026-12-01\""), "going back loses nothing");
    let which = browser.fill_drawn(&check, &format!("{at}/send"), &WISH).await;
    assert!(which.status == StatusCode::UNPROCESSABLE_ENTITY && browser.effects() == 0, "of two, one is chosen");
    let mut chosen = WISH.to_vec();
    chosen.push(("post_person", PERSON));
    for _ in 0..3 {
        let sent = browser.fill_drawn(&check, &format!("{at}/send"), &chosen).await;
        assert_eq!(sent.location(), at);
    }
    assert_eq!(said(&browser), [format!("appoint {PERSON} 党支部书记 2026-12-01")], "three presses, one record");
    let mut held = chosen;
    held[2].1 = "重复";
    let check = browser.fill(&form, &at, &held).await;
    let refused = browser.fill_drawn(&check, &format!("{at}/send"), &held).await;
    assert!(refused.status == StatusCode::UNPROCESSABLE_ENTITY && refused.text.contains("已经任这个职务"));
}

#[tokio::test]
async fn an_appointment_is_decided_on_and_a_post_ends_with_a_reason() {
    let mut browser = Browser::of(Role::CountyOfficer);
    let at = format!("/organizations/{BRANCH}/posts/{POST}");
    let (decide, end) = (format!("{at}/decide"), format!("{at}/end"));
    let blank = browser.fill(&decide, &decide, &[("step", "decline"), ("post_why", " ")]).await;
    assert!(blank.status == StatusCode::UNPROCESSABLE_ENTITY && browser.effects() == 0);
    let own = browser.fill(&decide, &decide, &[("step", "withdraw")]).await;
    assert!(own.status == StatusCode::UNPROCESSABLE_ENTITY && own.text.contains("登记的人不能自己确认"));
    let sent = browser.fill(&decide, &decide, &[("step", "confirm")]).await;
    assert_eq!(sent.location(), format!("/organizations/{BRANCH}/posts"));
    browser.fill(&decide, &decide, &[("step", "decline"), ("post_why", "没有通过")]).await;
    let late = browser.fill(&end, &end, &[("post_last", "2026-13-01"), ("post_why", "换届")]).await;
    assert!(late.status == StatusCode::UNPROCESSABLE_ENTITY && late.text.contains("换届"));
    let ended = browser.fill(&end, &end, &[("post_last", "2026-11-30"), ("post_why", "换届")]).await;
    assert_eq!(ended.location(), format!("/handovers/{HANDOVER}"));
    let told = [format!("confirm {POST} "), format!("decline {POST} 没有通过"), format!("end {POST} 2026-11-30 换届")];
    assert_eq!(said(&browser), told);
    // Whoever only decides has no form to end a post, and a contact reads alone.
    let mut approver = Browser::of(Role::CountyApprover);
    assert_eq!(approver.get(&decide).await.status, StatusCode::OK);
    let mut contact = Browser::of(Role::BranchContact);
    let page = contact.get(&format!("/organizations/{BRANCH}/posts")).await;
    assert!(page.text.contains("书记空缺") && !page.text.contains("/posts/new") && !page.text.contains("/end\""));
}

#[tokio::test]
async fn an_item_is_accepted_at_a_touch_and_returned_with_a_reason() {
    let mut browser = Browser::of(Role::BranchContact);
    let page = format!("/handovers/{HANDOVER}");
    let item = format!("{page}/items/{ITEM}");
    let accepted = browser.fill(&page, &item, &[("item_move", "accept")]).await;
    assert_eq!((accepted.location(), browser.effects()), (page.as_str(), 1));
    let blank = browser.fill(&item, &item, &[("item_move", "return"), ("item_why", "")]).await;
    assert!(blank.status == StatusCode::UNPROCESSABLE_ENTITY && browser.effects() == 1);
    browser.fill(&item, &item, &[("item_move", "return"), ("item_why", "缺电话")]).await;
    let none = browser.fill(&page, &format!("{page}/items"), &[("item_kind", "need"), ("item_words", "x")]).await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY, "records come on the list by themselves");
    browser.fill(&page, &format!("{page}/items"), &[("item_kind", "thing"), ("item_words", "钥匙三把")]).await;
    browser.fill(&page, &format!("{page}/refresh"), &[]).await;
    let told = [
        format!("accept {ITEM} "),
        format!("return {ITEM} 缺电话"),
        "add thing 钥匙三把".to_owned(),
        format!("refresh {HANDOVER}"),
    ];
    assert_eq!(said(&browser), told);
    assert!(browser.get(&page).await.text.contains("心里话"), "what is not handed over is said");
    let mut superior = Browser::of(Role::TownshipOfficer);
    let text = superior.get(&page).await.text;
    assert!(!text.contains("value=\"accept\"") && text.contains("handover_supervisor"));
    let returned = format!("{page}/items/2");
    let moved = superior.fill(&returned, &returned, &[("item_move", "assign"), ("item_why", "已谈妥")]).await;
    assert!(moved.status == StatusCode::UNPROCESSABLE_ENTITY && moved.text.contains("已谈妥"), "nothing typed is lost");
    let named = superior.fill(&page, &format!("{page}/supervisor"), &[("handover_supervisor", "李委员")]).await;
    assert_eq!((named.location(), superior.effects()), (page.as_str(), 1));
}

#[tokio::test]
async fn the_paper_has_three_signatures_and_says_what_is_not_handed_over() {
    let mut browser = Browser::of(Role::TownshipOfficer);
    let paper = browser.get(&format!("/handovers/{HANDOVER}/print")).await.text;
    for told in ["离任人（签字）", "接任人（签字）", "监交人（签字）", "不移交", "须先结清", "村部大门钥匙三把"]
    {
        assert!(paper.contains(told), "{told}");
    }
}

#[tokio::test]
async fn a_late_record_is_of_days_in_the_post_and_is_confirmed_or_rejected_with_a_reason() {
    let mut leaver = Browser::of(Role::Member);
    let page = format!("/handovers/{HANDOVER}");
    let late = format!("{page}/late");
    let fields = [
        ("late_name", "周桂兰"),
        ("late_act", "visit"),
        ("late_day", "2026-11-11"),
        ("late_manner", "in-person"),
        ("late_occasion", "regular"),
    ];
    let blank = leaver.fill(&late, &late, &[("late_name", "周桂兰")]).await;
    assert!(blank.status == StatusCode::UNPROCESSABLE_ENTITY && blank.text.contains("value=\"周桂兰\""));
    let mut after = fields;
    after[2].1 = "2026-11-13";
    let refused = leaver.fill(&late, &late, &after).await;
    assert!(refused.status == StatusCode::UNPROCESSABLE_ENTITY && refused.text.contains("任职期间的日子"));
    let mut nobody = fields;
    nobody[0].1 = "没有这个人";
    assert!(leaver.fill(&late, &late, &nobody).await.text.contains("没有这个姓名的人"));
    for _ in 0..2 {
        assert_eq!(leaver.fill(&late, &late, &fields).await.location(), page);
    }
    assert_eq!(said(&leaver).len(), 2, "two forms, two visits");
    assert!(!leaver.get(&page).await.text.contains("late_move"), "nobody confirms their own");
    let mut successor = Browser::of(Role::BranchContact);
    let at = format!("{late}/{LATE}");
    let blank = successor.fill(&page, &at, &[("late_move", "reject"), ("late_why", " ")]).await;
    assert!(blank.text.contains("要写明原因") && successor.effects() == 0);
    successor.fill(&page, &at, &[("late_move", "reject"), ("late_why", "那天在外地")]).await;
    successor.fill(&page, &at, &[("late_move", "confirm")]).await;
    assert_eq!(said(&successor), [format!("late {LATE} 那天在外地"), format!("late {LATE} confirmed")]);
}

//! Agreements between organisations: proposed once with days that go together, answered by a side, kept by both; town or country.

use axum::http::StatusCode;
use guanai_kernel::ids::PartnershipId;
use guanai_web::partnerships::PartnershipState;
use guanai_web::session::Role;

use crate::browser::Browser;
use crate::office_partnerships::{DEED, PARTNERSHIP, WAITING};
use crate::samples::BRANCH;

/// The pages of agreements.
pub fn pages() -> Vec<(Role, String)> {
    let mut pages = vec![
        (Role::BranchContact, format!("/partnerships/new?organization={BRANCH}")),
        (Role::CountyOfficer, "/partnerships/new".to_owned()),
        (Role::CountyOfficer, "/partnerships?due=yes".to_owned()),
        (Role::TownshipOfficer, format!("/organizations/{BRANCH}/settlement")),
        (Role::TownshipOfficer, format!("/organizations/{BRANCH}/partner")),
        (Role::BranchContact, "/organizations/01KC0NARROW000000000000001/partner".to_owned()),
        (Role::CountyOfficer, "/partnerships/proposals".to_owned()),
        (Role::CountyApprover, "/partnerships/proposals".to_owned()),
    ];
    for role in [Role::BranchContact, Role::CountyApprover, Role::Auditor] {
        pages.push((role, "/partnerships".to_owned()));
        pages.push((role, format!("/partnerships?organization={BRANCH}&over=yes")));
        pages.push((role, format!("/partnerships/{PARTNERSHIP}")));
        pages.push((role, format!("/partnerships/{WAITING}")));
    }
    for state in [PartnershipState::HalfAgreed, PartnershipState::Withdrawn, PartnershipState::Ended] {
        let at = PartnershipState::ALL.iter().position(|one| *one == state).unwrap_or(0) as u128 + 1;
        pages.push((Role::TownshipOfficer, format!("/partnerships/{}", PartnershipId::from_bits(at))));
    }
    pages
}

fn said(browser: &Browser) -> Vec<String> {
    browser.office.said.lock().expect("nobody panics here").clone()
}

#[tokio::test]
async fn an_agreement_is_proposed_once_with_days_that_go_together() {
    let (form, to) = (format!("/partnerships/new?organization={BRANCH}"), "/partnerships");
    let mut browser = Browser::of(Role::BranchContact);
    let blank = browser.fill(&form, to, &[]).await;
    assert_eq!(blank.status, StatusCode::UNPROCESSABLE_ENTITY);
    for field in ["partner_other", "partner_kind", "partner_one_duties", "partner_other_contact"] {
        assert!(blank.text.contains(&format!("id=\"f-{field}-e\"")), "{field}");
    }
    let wish = |other: &'static str, until: &'static str, who: &'static str| {
        vec![
            ("partner_one", "县医院党支部"),
            ("partner_other", other),
            ("partner_kind", "urban-rural"),
            ("partner_from_on", "2026-11-24"),
            ("partner_until_on", until),
            ("partner_review_on", "2027-05-01"),
            ("partner_one_duties", "送医下乡"),
            ("partner_one_contact", "谭国平"),
            ("partner_other_duties", "接待实践"),
            ("partner_other_contact", "何建国"),
            ("partner_task_side_1", "one"),
            ("partner_task_what_1", "义诊"),
            ("partner_task_who_1", who),
            ("partner_task_due_1", "2027-03-31"),
        ]
    };
    for (other, until, who, told) in [
        ("9", "2027-11-23", "谭国平", "请核对"),
        ("990001001", "2027-04-30", "谭国平", "日期对不上"),
        ("990001001", "2027-11-23", "", "id=\"f-partner_task_who_1-e\""),
    ] {
        let refused = browser.fill(&form, to, &wish(other, until, who)).await;
        assert!(refused.status == StatusCode::UNPROCESSABLE_ENTITY && refused.text.contains(told), "{told}");
    }
    let drawn = browser.get(&form).await;
    for _ in 0..2 {
        let sent = browser.fill_drawn(&drawn, to, &wish("990001001", "2027-11-23", "谭国平")).await;
        assert_eq!(sent.location(), format!("/partnerships/{WAITING}"));
    }
    assert_eq!(said(&browser), ["县医院党支部 990001001 1 tasks"]);
}

#[tokio::test]
async fn a_side_answers_and_whoever_proposed_it_does_not() {
    let page = format!("/partnerships/{WAITING}");
    let mut own = Browser::of(Role::TownshipOfficer);
    let accept = [("step", "accept"), ("partner_side", "other")];
    let refused = own.fill(&page, &page, &accept).await;
    assert!(refused.status == StatusCode::UNPROCESSABLE_ENTITY && refused.text.contains("也不能同时代表双方"));
    let mut browser = Browser::of(Role::BranchContact);
    let drawn = browser.get(&page).await;
    assert!(drawn.text.contains("代表县医院党支部同意") && drawn.text.contains("城乡未写明"));
    for _ in 0..2 {
        assert_eq!(browser.fill_drawn(&drawn, &page, &accept).await.location(), page);
    }
    let unsaid =
        browser.fill(&page, &page, &[("step", "decline"), ("partner_side", "one"), ("partner_why", " ")]).await;
    assert_eq!(unsaid.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(said(&browser), ["Accept(Other)"]);
}

#[tokio::test]
async fn what_was_done_is_written_down_with_its_purse_and_without_names() {
    let (page, to) = (format!("/partnerships/{PARTNERSHIP}"), format!("/partnerships/{PARTNERSHIP}/deeds"));
    let mut browser = Browser::of(Role::BranchContact);
    let drawn = browser.get(&page).await;
    for told in [
        "只有一方在做",
        "协议期已过",
        "1,200.00",
        "42人次",
        "已划去：记重了",
        "0/1",
        "逾期1项",
        "写事情，不写受助人的名字",
    ] {
        assert!(drawn.text.contains(told), "{told}");
    }
    let deed = |cost: &'static str, purse: &'static str| {
        vec![
            ("partner_side", "one"),
            ("deed_done_on", "2026-10-10"),
            ("deed_words", "义诊"),
            ("deed_cost", cost),
            ("deed_purse", purse),
            ("deed_reached", ""),
        ]
    };
    for (cost, purse) in [("300", ""), ("", "dues"), ("300", "nobody's")] {
        let refused = browser.fill(&page, &to, &deed(cost, purse)).await;
        assert!(refused.status == StatusCode::UNPROCESSABLE_ENTITY, "{cost} {purse}");
    }
    let drawn = browser.get(&page).await;
    for _ in 0..2 {
        assert_eq!(browser.fill_drawn(&drawn, &to, &deed("300", "dues")).await.location(), page);
    }
    let strike = format!("{to}/{DEED}");
    assert_eq!(browser.fill(&page, &strike, &[("deed_why", "")]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(browser.fill(&page, &strike, &[("deed_why", "记重了")]).await.location(), page);
    let review = [
        ("step", "review"),
        ("partner_said", "双方满意"),
        ("partner_review_on", "2027-05-01"),
        ("partner_until_on", "2027-12-31"),
    ];
    assert_eq!(browser.fill(&page, &page, &review).await.location(), page);
    let fulfil = [("step", "fulfil"), ("task", "1"), ("partner_done_on", "2026-11-01")];
    assert_eq!(browser.fill(&page, &page, &fulfil).await.location(), page);
    let end = [("step", "end"), ("partner_side", "other"), ("partner_end", "merged"), ("partner_why", "并了")];
    assert_eq!(browser.fill(&page, &page, &end).await.location(), page);
    assert_eq!(
        said(&browser),
        [
            "one Some((Money(30000), \"dues\")) None",
            "strike 记重了",
            "Review(\"双方满意\", 2027-05-01, 2027-12-31)",
            "Fulfil(1, 2026-11-01)",
            "End(Other, Merged, \"并了\")",
        ]
    );
}

#[tokio::test]
async fn town_or_country_is_stated_or_left_to_the_system() {
    let page = format!("/organizations/{BRANCH}/settlement");
    let mut browser = Browser::of(Role::TownshipOfficer);
    for (code, at) in [("urban", " 109.93412， 27.553210"), ("by-system", "")] {
        let sent = browser.fill(&page, &page, &[("settlement", code), ("coordinates", at)]).await;
        assert_eq!(sent.location(), format!("/organizations/{BRANCH}"));
    }
    let wrong = browser.fill(&page, &page, &[("settlement", "sea")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    for (at, words) in [
        ("109.93412", "经度在前、纬度在后"),
        ("109°56′,27", "写成小数"),
        ("27.5,109.9", "填反了"),
        ("200,27", "经度在"),
        ("0,0", "不知道就留空"),
    ] {
        let wrong = browser.fill(&page, &page, &[("settlement", "urban"), ("coordinates", at)]).await;
        assert!(wrong.status == StatusCode::UNPROCESSABLE_ENTITY && wrong.text.contains(words), "{at}");
        assert!(wrong.text.contains(at), "what was typed stays");
    }
    assert_eq!(said(&browser), ["Some(Urban) 109.93412,27.55321", "None "]);
}

#[tokio::test]
async fn a_wish_is_said_and_taken_back_and_a_proposed_pair_is_one_press() {
    let page = format!("/organizations/{BRANCH}/partner");
    let mut browser = Browser::of(Role::BranchContact);
    let blank = browser.fill(&page, &page, &[("step", "say"), ("wish_kind", "urban-rural")]).await;
    assert!(blank.status == StatusCode::UNPROCESSABLE_ENTITY && blank.text.contains("至少选一样"));
    for step in ["say", "back"] {
        let wish = [
            ("step", step),
            ("wish_kind", "urban-rural"),
            ("wish_gives", "talk"),
            ("wish_gives", "medical"),
            ("wish_asks_for", "nobody's"),
        ];
        let sent = browser.fill(&page, &page, &wish).await;
        assert_eq!(sent.location(), format!("/organizations/{BRANCH}"), "{step}");
    }
    let told = r#"urban-rural {"medical", "talk"} {} "#;
    assert_eq!(said(&browser), [format!("{told}true"), format!("{told}false")]);

    let (page, mut county) = ("/partnerships/proposals", Browser::of(Role::CountyOfficer));
    let pair = |country| [("kind", "urban-rural"), ("town", "990004000"), ("country", country)];
    let stale = county.fill(page, page, &pair("9")).await;
    assert!(stale.status == StatusCode::UNPROCESSABLE_ENTITY && stale.text.contains("不再建议"));
    let drawn = county.get(page).await;
    assert!(drawn.text.contains("上下级之间不结对") && drawn.text.contains("就医"));
    for _ in 0..2 {
        let sent = county.fill_drawn(&drawn, page, &pair("990001001")).await;
        assert_eq!(sent.location(), format!("/partnerships/{WAITING}"));
    }
    assert_eq!(said(&county), ["urban-rural 990001001 990004000"]);
    let approver = Browser::of(Role::CountyApprover).get(page).await;
    assert!(approver.status == StatusCode::OK && !approver.text.contains("name=\"town\""), "who reads, proposes not");
}

//! Forms of residents: taking one into care in two steps, and the end of that care.

use axum::http::StatusCode;
use guanai_web::session::Role;

use crate::browser::Browser;
use crate::samples::{BRANCH, PERSON};
use crate::samples_residents::KNOWN;

fn said(browser: &Browser) -> Vec<String> {
    browser.office.said.lock().expect("nobody panics here").clone()
}

/// The pages of residents, from both who open them.
pub fn pages() -> Vec<(Role, String)> {
    let both = [Role::BranchContact, Role::TownshipOfficer];
    let paths = ["/residents/new".to_owned(), format!("/people/{PERSON}/care/end")];
    both.into_iter().flat_map(|role| paths.clone().map(|path| (role, path))).collect()
}

fn wish(identity: &'static str) -> Vec<(&'static str, &'static str)> {
    vec![
        ("resident_name", "周群"),
        ("resident_identity", identity),
        ("resident_branch", BRANCH),
        ("resident_cause", "elder-alone"),
        ("resident_since", "2026-11-20"),
    ]
}

#[tokio::test]
async fn a_resident_is_read_back_and_agrees_before_anything_is_kept() {
    let mut browser = Browser::of(Role::BranchContact);
    let form = "/residents/new";
    let blank = browser.fill(form, form, &[("resident_name", "周群")]).await;
    assert_eq!(blank.status, StatusCode::UNPROCESSABLE_ENTITY);
    for field in ["resident_identity", "resident_branch", "resident_cause", "resident_since"] {
        assert!(blank.text.contains(&format!("id=\"f-{field}-e\"")), "{field}");
    }
    assert!(blank.text.contains("value=\"周群\""), "what was typed is kept");
    let wrong = browser.fill(form, form, &wish("990101197005050210")).await;
    assert!(wrong.status == StatusCode::UNPROCESSABLE_ENTITY && wrong.text.contains("这不是公民身份号码"));
    let mut late = wish(KNOWN);
    late.retain(|(field, _)| *field != "resident_since");
    late.push(("resident_since", "2027-01-01"));
    assert_eq!(browser.fill(form, form, &late).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let check = browser.fill(form, form, &wish(KNOWN)).await;
    assert!(check.status == StatusCode::OK && check.text.contains("同意登记") && check.text.contains("独居"));
    let unasked = browser.fill(form, "/residents", &wish(KNOWN)).await;
    assert!(unasked.status == StatusCode::UNPROCESSABLE_ENTITY && unasked.text.contains("请先念给本人"));
    let mut agreed = wish(KNOWN);
    agreed.push(("resident_agrees", "yes"));
    let twice = browser.fill(form, "/residents", &agreed).await;
    assert!(twice.status == StatusCode::UNPROCESSABLE_ENTITY && twice.text.contains("已经登记过"));
    assert!(twice.text.contains("value=\"周群\"") && said(&browser).is_empty());
    let mut fresh = wish("99010119700505022X");
    fresh.retain(|(field, _)| *field != "resident_identity");
    let number = number("99010119700505022");
    let fresh: Vec<(&str, &str)> =
        fresh.into_iter().chain([("resident_identity", number.as_str()), ("resident_agrees", "yes")]).collect();
    let sent = browser.fill(form, "/residents", &fresh).await;
    assert_eq!(sent.location(), format!("/people/{PERSON}"));
    assert_eq!(said(&browser), [format!("resident 周群 {BRANCH} elder-alone 2026-11-20 None None")]);
}

fn number(first: &str) -> String {
    format!("{first}{}", guanai_kernel::codes::IdentityNumber::check_letter(first).expect("seventeen figures"))
}

#[tokio::test]
async fn the_care_of_a_resident_ends_on_a_day_that_has_come() {
    let mut browser = Browser::of(Role::TownshipOfficer);
    let page = format!("/people/{PERSON}/care/end");
    for (day, told) in [("2027-01-01", "id=\"f-care_until-e\""), ("2026-06-30", "不能早于开始关爱的那天")] {
        let refused = browser.fill(&page, &page, &[("care_until", day)]).await;
        assert!(refused.status == StatusCode::UNPROCESSABLE_ENTITY && refused.text.contains(told), "{day}");
        assert!(refused.text.contains(day), "what was typed is kept");
    }
    let sent = browser.fill(&page, &page, &[("care_until", "2026-11-20")]).await;
    assert_eq!((sent.location(), said(&browser)), ("/people", vec!["care ends 2026-11-20".to_owned()]));
}

#[tokio::test]
async fn the_board_shows_members_and_residents_beside_one_another() {
    let mut browser = Browser::of(Role::CountyOfficer);
    let board = browser.get("/guarantees").await;
    assert!(
        board.text.contains("党员和群众") && board.text.contains("民生帮扶资金") && board.text.contains("3,000.00元")
    );
    let people = Browser::of(Role::BranchContact).get("/people").await;
    assert!(people.text.contains("/residents/new") && people.text.contains("/people?class=resident-in-care"));
    let county = browser.get("/people").await;
    assert!(!county.text.contains("/residents/new"), "whoever looks after residents enters them");
}

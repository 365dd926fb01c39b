//! The forms of referrals: to whom, what is sent of the person and why it may be; what a department says, by itself or to whoever
//! rang it; a slip is found by its code.

use axum::http::StatusCode;
use guanai_casework::ReferralState;
use guanai_web::session::Role;

use crate::browser::Browser;
use crate::samples::NEED;
use crate::samples_referrals::REFERRAL;

fn said(browser: &Browser) -> Vec<String> {
    browser.office.said.lock().expect("nobody panics here").clone()
}

/// The pages of referrals, from each side: each state, each move, the form and the letter.
pub fn pages() -> Vec<(Role, String)> {
    let mut pages = vec![
        (Role::TownshipOfficer, format!("/needs/{NEED}/refer")),
        (Role::CountyOfficer, "/needs/unconfirmed/refer".to_owned()),
        (Role::CountyOfficer, "/referrals".to_owned()),
        (Role::CountyApprover, "/referrals?due=yes".to_owned()),
        (Role::CountyOfficer, "/referrals?code=WRONG".to_owned()),
        (Role::TownshipOfficer, format!("/referrals/{REFERRAL}/letter")),
    ];
    for state in ReferralState::ALL {
        for role in [Role::BranchContact, Role::TownshipOfficer, Role::CountyApprover] {
            pages.push((role, format!("/referrals/{}", state.code())));
        }
        for step in state.moves() {
            pages.push((Role::TownshipOfficer, format!("/referrals/{}/moves/{}", state.code(), step.code())));
        }
    }
    pages.push((Role::BranchContact, "/referrals/received/moves/answer".to_owned()));
    pages
}

#[tokio::test]
async fn what_is_sent_is_chosen_and_shown_before_it_goes_out() {
    let (page, send) = (format!("/needs/{NEED}/refer"), format!("/needs/{NEED}/refer/send"));
    let mut browser = Browser::of(Role::TownshipOfficer);
    let drawn = browser.get(&page).await;
    assert!(drawn.text.contains("name=\"share_name\" value=\"yes\" checked"), "{}", drawn.text);
    assert!(drawn.text.contains("19900000001") && !drawn.text.contains("name=\"share_phone\" value=\"yes\" checked"));
    let silent = browser.fill_drawn(&drawn, &page, &[]).await;
    assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
    for field in ["referral_kind", "referral_asked", "referral_ground"] {
        assert!(silent.text.contains(&format!("href=\"#f-{field}\"")), "{field}");
    }
    // An office that the standards do not name has a name and a term.
    let other = [("referral_kind", "other"), ("referral_asked", "请通上电"), ("referral_ground", "rule")];
    let other = browser.fill_drawn(&drawn, &page, &other).await;
    for field in ["referral_to", "referral_days", "referral_rule"] {
        assert!(other.text.contains(&format!("href=\"#f-{field}\"")), "{field}");
    }
    let fields = [
        ("referral_kind", "civil-affairs"),
        ("referral_asked", "请告诉本人要带哪些材料"),
        ("share_name", "yes"),
        ("share_words", "yes"),
        ("referral_ground", "consent"),
        ("referral_consent_manner", "phone"),
        ("referral_consented_on", "2026-11-22"),
    ];
    let check = browser.fill_drawn(&drawn, &page, &fields).await;
    assert_eq!(check.status, StatusCode::OK, "{}", check.text);
    assert!(check.text.contains("低保不知道怎么办") && !check.text.contains("19900000001"), "what goes out, no more");
    assert!(said(&browser).is_empty());
    for _ in 0..2 {
        let reply = browser.fill_drawn(&check, &send, &fields).await;
        assert_eq!(reply.location(), format!("/referrals/{REFERRAL}"), "{}", reply.text);
    }
    assert_eq!(said(&browser), ["Some(\"civil-affairs\") None None 请告诉本人要带哪些材料 name+words consent"]);
    // Somebody else was quicker: what was typed comes back with why.
    let drawn = browser.get(&page).await;
    let mut late = fields;
    late[1].1 = "too late";
    let check = browser.fill_drawn(&drawn, &page, &late).await;
    let late = browser.fill_drawn(&check, &send, &late).await;
    assert!(late.status == StatusCode::UNPROCESSABLE_ENTITY && late.text.contains("还在等答复"), "{}", late.text);
}

#[tokio::test]
async fn who_rang_says_who_spoke_and_a_department_writes_for_itself() {
    let mut office = Browser::of(Role::TownshipOfficer);
    let to = "/referrals/sent/moves/answer";
    let drawn = office.get(to).await;
    let fields = [("state_no", "4"), ("referral_result", "in-part"), ("referral_on", "2026-11-01")];
    let wrong = office.fill_drawn(&drawn, to, &fields).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    for field in ["referral_said", "referral_by", "referral_manner", "referral_on"] {
        assert!(wrong.text.contains(&format!("href=\"#f-{field}\"")), "{field}: {}", wrong.text);
    }
    let fields = [
        ("state_no", "4"),
        ("referral_result", "helped"),
        ("referral_by", "王股长"),
        ("referral_manner", "phone"),
        ("referral_on", "2026-11-20"),
    ];
    let check = office.fill_drawn(&drawn, to, &fields).await;
    let reply = office.fill_drawn(&check, &format!("{to}/send"), &fields).await;
    assert_eq!(reply.location(), format!("/referrals/{REFERRAL}"), "{}", reply.text);
    assert_eq!(said(&office), ["helped 2026-11-20 phone Some(\"王股长\") None"]);

    let mut department = Browser::of(Role::BranchContact);
    let to = "/referrals/received/moves/answer";
    let drawn = department.get(to).await;
    assert!(!drawn.text.contains("referral_by") && !drawn.text.contains("referral_manner"));
    let fields = [("state_no", "4"), ("referral_result", "not-helped"), ("referral_said", "不在条件内")];
    let check = department.fill_drawn(&drawn, to, &fields).await;
    let reply = department.fill_drawn(&check, &format!("{to}/send"), &fields).await;
    assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.text);
    assert_eq!(said(&department), ["not-helped 2026-11-23 online None Some(\"不在条件内\")"]);
}

#[tokio::test]
async fn a_slip_is_found_by_its_code_and_a_stale_move_is_refused() {
    let mut browser = Browser::of(Role::TownshipOfficer);
    let found = browser.get("/referrals?code=7KQ2M9XA").await;
    assert_eq!(found.location(), format!("/referrals/{REFERRAL}"));
    assert!(browser.get("/referrals?code=WRONG").await.text.contains("没有找到编号“WRONG”"));
    let letter = browser.get(&format!("/referrals/{REFERRAL}/letter")).await;
    assert!(letter.text.contains("转办回执") && letter.text.matches("7KQ2M9XA").count() == 2, "{}", letter.text);
    assert_eq!(browser.get("/referrals/answered/moves/answer").await.status, StatusCode::CONFLICT);
    let to = format!("/referrals/{REFERRAL}/moves/remind");
    let drawn = browser.get(&to).await;
    let fields = [("state_no", "2"), ("referral_words", "打了电话")];
    let check = browser.fill_drawn(&drawn, &to, &fields).await;
    let reply = browser.fill_drawn(&check, &format!("{to}/send"), &fields).await;
    assert!(reply.text.contains("别人刚改过这件转办") && said(&browser).is_empty(), "{}", reply.text);
}

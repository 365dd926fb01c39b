//! The forms of resources, bookings and own skills: what is wrong is said at its field, and a repeat has one effect.

use axum::http::StatusCode;
use guanai_casework::BookingState;
use guanai_web::session::Role;

use crate::browser::Browser;
use crate::samples::{NEED, OFFER};
use crate::samples_resources::{BOOKING, OTHERS};

fn said(browser: &Browser) -> Vec<String> {
    browser.office.said.lock().expect("nobody panics here").clone()
}

/// The pages of resources, bookings and own skills.
pub fn pages() -> Vec<(Role, String)> {
    let mut pages = vec![
        (Role::BranchContact, "/resources".to_owned()),
        (Role::CountyApprover, "/resources?kind=programme&system=rural&page=2".to_owned()),
        (Role::TownshipOfficer, "/resources?township=%E6%9F%B3%E6%BA%AA%E9%95%87".to_owned()),
        (Role::CountyApprover, format!("/resources/{OFFER}")),
        (Role::TownshipOfficer, format!("/resources/{OTHERS}")),
        (Role::TownshipOfficer, format!("/resources/{OFFER}/change")),
        (Role::TownshipOfficer, format!("/resources/{OFFER}/given")),
        (Role::BranchContact, "/bookings".to_owned()),
        (Role::CountyApprover, "/bookings?state=unused".to_owned()),
        (Role::Member, "/me/skills".to_owned()),
    ];
    for need in [NEED, "unconfirmed", "nothing"] {
        pages.push((Role::BranchContact, format!("/needs/{need}/reserve")));
    }
    for state in BookingState::ALL {
        for role in [Role::TownshipOfficer, Role::CountyApprover] {
            pages.push((role, format!("/bookings/{}", state.code())));
        }
        for step in state.moves() {
            pages.push((Role::TownshipOfficer, format!("/bookings/{}/moves/{}", state.code(), step.code())));
        }
    }
    pages
}

const PROGRAMME: [(&str, &str); 9] = [
    ("resource_kind", "programme"),
    ("title", "免费体检"),
    ("helper", "县医院"),
    ("helper_kind", "department"),
    ("category", "medical"),
    ("capacity", "40"),
    ("unit", "places"),
    ("area", "all"),
    ("limits", "只用于<i>体检</i>"),
];

#[tokio::test]
async fn a_resource_is_typed_checked_and_recorded_with_all_that_it_helps_with() {
    let mut browser = Browser::of(Role::TownshipOfficer);
    let drawn = browser.get("/resources/new").await;
    assert!(!drawn.text.contains("value=\"skill\""), "a skill is its member's own to declare");
    let blank = browser.fill_drawn(&drawn, "/resources/new", &[]).await;
    assert_eq!(blank.status, StatusCode::UNPROCESSABLE_ENTITY);
    for field in ["resource_kind", "helper", "helper_kind", "category", "capacity", "unit", "area"] {
        assert!(blank.text.contains(&format!("href=\"#f-{field}\"")), "{field}");
    }
    let mut fields = PROGRAMME.to_vec();
    fields.extend([("category", "living"), ("valid_from", "2027-01-01"), ("until", "2026-12-31")]);
    let wrong = browser.fill_drawn(&drawn, "/resources/new", &fields).await;
    assert!(wrong.text.contains("href=\"#f-until\""), "its last day is before its first");
    fields.pop();
    let check = browser.fill_drawn(&drawn, "/resources/new", &fields).await;
    assert_eq!(check.status, StatusCode::OK, "{}", check.text);
    assert!(check.text.contains("就医陪护、生活保障") && check.text.contains("政策项目"), "{}", check.text);
    assert!(!check.text.contains("<i>") && said(&browser).is_empty());
    let reply = browser.fill_drawn(&check, "/resources", &fields).await;
    assert_eq!(reply.location(), format!("/resources/{OFFER}"));
    assert_eq!(said(&browser), ["县医院"]);
}

#[tokio::test]
async fn whoever_answers_for_it_changes_it_and_never_below_what_is_taken() {
    let to = format!("/resources/{OFFER}/change");
    let mut browser = Browser::of(Role::CountyOfficer);
    let drawn = browser.get(&to).await;
    assert!(
        drawn.text.contains("value=\"=\" selected") && drawn.text.contains("value=\"只用于体检\""),
        "{}",
        drawn.text
    );
    let few: Vec<_> = PROGRAMME.iter().copied().filter(|(field, _)| *field != "capacity").collect();
    let with = |count: &'static str| [few.clone(), vec![("capacity", count), ("state_no", "2")]].concat();
    let less = browser.fill_drawn(&drawn, &to, &with("3")).await;
    assert_eq!(less.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(less.text.contains("已经用掉和预留了12"), "{}", less.text);
    for _ in 0..2 {
        let reply = browser.fill_drawn(&drawn, &to, &with("50")).await;
        assert_eq!(reply.location(), format!("/resources/{OFFER}"));
    }
    assert_eq!(said(&browser), ["2 50 all 只用于<i>体检</i>"]);
    let others = browser.get(&format!("/resources/{OTHERS}/change")).await;
    assert_eq!(others.status, StatusCode::CONFLICT);
    let file = browser.get(&format!("/resources/{OTHERS}")).await;
    assert!(!file.text.contains("/change"));
}

#[tokio::test]
async fn an_end_says_why_and_an_opening_need_not() {
    let to = format!("/resources/{OFFER}/given");
    let mut browser = Browser::of(Role::TownshipOfficer);
    let drawn = browser.get(&to).await;
    assert!(!drawn.text.contains("value=\"paused\""), "it is paused already");
    let silent = browser.fill_drawn(&drawn, &to, &[("availability", "ended"), ("state_no", "2")]).await;
    assert!(silent.text.contains("href=\"#f-given_why\""));
    browser.fill_drawn(&drawn, &to, &[("availability", "open"), ("state_no", "2")]).await;
    assert_eq!(said(&browser), ["open None"]);
}

#[tokio::test]
async fn units_are_reserved_for_a_need_and_too_many_are_said_at_the_field() {
    let to = format!("/needs/{NEED}/reserve");
    let mut browser = Browser::of(Role::BranchContact);
    let drawn = browser.get(&to).await;
    assert!(drawn.text.contains("7天内答复") && drawn.text.contains("name=\"units\" type=\"text\" value=\"1\""));
    let blank = browser.fill_drawn(&drawn, &to, &[("units", "")]).await;
    for field in ["booking_offer", "units"] {
        assert!(blank.text.contains(&format!("href=\"#f-{field}\"")), "{field}");
    }
    let much = browser.fill_drawn(&drawn, &to, &[("booking_offer", OFFER), ("units", "99")]).await;
    assert!(much.status == StatusCode::UNPROCESSABLE_ENTITY && much.text.contains("还剩28"), "{}", much.text);
    let fields = [("booking_offer", OFFER), ("units", "2"), ("use_from", "2026-12-01"), ("booking_words", "上午")];
    for _ in 0..2 {
        let reply = browser.fill_drawn(&drawn, &to, &fields).await;
        assert_eq!(reply.location(), format!("/bookings/{BOOKING}"));
    }
    assert_eq!(said(&browser), [format!("{OFFER} 2 Some(2026-12-01) Some(\"上午\")")]);
}

#[tokio::test]
async fn a_booking_is_answered_and_its_use_recorded_and_a_stale_one_is_refused() {
    let mut browser = Browser::of(Role::CountyOfficer);
    let file = browser.get(&format!("/bookings/{BOOKING}")).await;
    assert!(file.text.contains("确认后告知") && !file.text.contains("周桂兰"), "whose it is is told once agreed");
    let to = format!("/bookings/{BOOKING}/moves/decline");
    let drawn = browser.get(&to).await;
    assert!(drawn.text.contains("只留在你们单位"));
    let stale = browser.fill_drawn(&drawn, &to, &[("state_no", "1")]).await;
    assert!(stale.text.contains("别人刚动过这件预订"), "{}", stale.text);
    let reply = browser.fill_drawn(&drawn, &to, &[("state_no", "2"), ("booking_why", "停课")]).await;
    assert_eq!(reply.location(), format!("/bookings/{BOOKING}"), "{}", reply.text);
    let to = "/bookings/booked/moves/use";
    let drawn = browser.get(to).await;
    browser.fill_drawn(&drawn, to, &[("state_no", "2"), ("booking_outcome", "做完了")]).await;
    assert_eq!(said(&browser), ["decline Some(\"停课\")", "use Some(\"做完了\")"]);
    let gone = browser.get("/bookings/off/moves/confirm").await;
    assert_eq!(gone.status, StatusCode::CONFLICT);
}

#[tokio::test]
async fn a_member_declares_a_skill_only_if_they_agree_and_takes_it_back_with_one_press() {
    let mut browser = Browser::of(Role::Member);
    let drawn = browser.get("/me/skills").await;
    let fields = [("skill", "修电器"), ("category", "living"), ("skill_where", "near"), ("skill_capacity", "2")];
    let silent = browser.fill_drawn(&drawn, "/me/skills", &fields).await;
    assert!(
        silent.status == StatusCode::UNPROCESSABLE_ENTITY && silent.text.contains("同意了才登记"),
        "{}",
        silent.text
    );
    let past = [fields.to_vec(), vec![("skill_agrees", "yes"), ("certificate_until", "2026-01-01")]].concat();
    let past = browser.fill_drawn(&drawn, "/me/skills", &past).await;
    assert!(past.text.contains("href=\"#f-certificate_until\""));
    let agreed = [fields.to_vec(), vec![("skill_agrees", "yes")]].concat();
    let reply = browser.fill_drawn(&drawn, "/me/skills", &agreed).await;
    assert_eq!(reply.location(), "/me/skills", "{}", reply.text);
    let drawn = browser.get("/me/skills").await;
    browser.fill_drawn(&drawn, &format!("/me/skills/{OFFER}/withdraw"), &[]).await;
    assert_eq!(said(&browser), ["修电器 [\"living\"] 2 true", OFFER]);
}

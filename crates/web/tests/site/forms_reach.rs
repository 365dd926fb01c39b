//! The forms of the yearly recheck, as a browser fills them in: one tap with a day, what is wrong at its field, a repeat once; and
//! that lists of people go nowhere.

use axum::http::StatusCode;
use guanai_casework::reach::ReachList;
use guanai_casework::{CountedAs, RecheckState};
use guanai_web::session::Role;

use crate::browser::Browser;
use crate::samples::{BRANCH, PERSON};
use crate::samples_reach::RECHECK;

fn said(browser: &Browser) -> Vec<String> {
    browser.office.said.lock().expect("nobody panics here").clone()
}

#[tokio::test]
async fn a_recheck_is_drawn_up_with_its_days_and_moved_by_a_page_that_says_what_follows() {
    let mut officer = Browser::of(Role::CountyOfficer);
    let wrong = [("recheck_from", "2026-12-18"), ("recheck_until", "2026-11-02")];
    let back = officer.fill("/rechecks/new", "/rechecks", &wrong).await;
    assert_eq!(back.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(back.text.contains("href=\"#f-recheck_until\"") && back.text.contains("value=\"2026-12-18\""));
    let right = [("recheck_from", "2026-11-02"), ("recheck_until", "2026-12-18")];
    let kept = officer.fill("/rechecks/new", "/rechecks", &right).await;
    assert_eq!(kept.location(), format!("/rechecks/{RECHECK}"));
    assert_eq!(said(&officer), ["draft_recheck 2026 2026-11-02 2026-12-18"]);
    let mut approver = Browser::of(Role::CountyApprover);
    let (page, to) = ("/rechecks/drafted/moves/approve", format!("/rechecks/{RECHECK}/moves/approve"));
    let asked = approver.get(page).await;
    assert!(asked.text.contains("每人列入一次"), "{}", asked.text);
    assert_eq!(approver.fill(page, &to, &[]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(said(&approver), [format!("move_recheck {RECHECK} approve")]);
    let gone = officer.get("/rechecks/drafted/moves/approve").await;
    assert_eq!(gone.location(), format!("/rechecks/{RECHECK}"), "a move that is another's leads back");
}

#[tokio::test]
async fn one_tap_says_that_nothing_changed_and_twice_is_once() {
    let mut contact = Browser::of(Role::BranchContact);
    let (page, to) = (format!("/rechecks/{RECHECK}"), format!("/rechecks/{RECHECK}/people/{PERSON}"));
    let list = contact.get(&page).await;
    assert!(list.text.contains("见到人，没变化") && list.text.contains("开始以后才认定困难"));
    let (proof, operation) = (list.hidden("proof"), list.hidden("operation"));
    let fields =
        [("proof", proof.as_str()), ("operation", operation.as_str()), ("seen_on", "2026-11-20"), ("place", BRANCH)];
    for _ in 0..2 {
        let reply = contact.post(&to, &fields).await;
        assert_eq!(reply.location(), format!("/rechecks/{RECHECK}?organization={BRANCH}"), "{}", reply.text);
    }
    assert_eq!(said(&contact), [format!("say_of_recheck {PERSON} say-unchanged 2026-11-20 None")]);
    // Each name has a form of its own.
    let operations: Vec<&str> = list.text.split("name=\"operation\" value=\"").skip(1).collect();
    let mut ids: Vec<&str> = operations.iter().filter_map(|rest| rest.split('"').next()).collect();
    let all = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert!(all > 2 && ids.len() == all, "{all} forms");
    let later = contact.fill(&page, &to, &[("seen_on", "2027-01-01")]).await;
    assert_eq!(later.status, StatusCode::UNPROCESSABLE_ENTITY, "a day that has not come");
}

#[tokio::test]
async fn whoever_was_not_seen_is_written_down_with_words_that_are_not_lost() {
    let mut contact = Browser::of(Role::BranchContact);
    let page = format!("/rechecks/{RECHECK}/people/{PERSON}");
    let open = contact.get(&page).await;
    assert!(open.text.contains("/visits/new?for=recheck") && open.text.contains("events/new?kind=death"));
    let other = ("recheck_what", "other");
    let nothing = contact.fill(&page, &page, &[other, ("seen_on", "2026-11-20"), ("recheck_words", "问过邻居")]).await;
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(nothing.text.contains("href=\"#f-recheck_step\"") && nothing.text.contains("问过邻居"));
    let unsaid = [other, ("seen_on", "2026-11-20"), ("recheck_step", "say-not-found")];
    let unsaid = contact.fill(&page, &page, &unsaid).await;
    assert!(unsaid.text.contains("href=\"#f-recheck_words\""), "{}", unsaid.text);
    let said_so =
        [other, ("seen_on", "2026-11-20"), ("recheck_step", "say-refused"), ("recheck_words", "<b>不用</b>来")];
    let kept = contact.fill(&page, &page, &said_so).await;
    assert_eq!(kept.location(), page, "the next step stands on their page");
    assert_eq!(said(&contact), [format!("say_of_recheck {PERSON} say-refused 2026-11-20 Some(\"<b>不用</b>来\")")]);
    let away = [other, ("seen_on", "2026-11-20"), ("recheck_step", "say-away")];
    let refused = contact.fill(&page, &page, &away).await;
    assert!(refused.text.contains("已经核实过了"), "{}", refused.text);
}

#[tokio::test]
async fn a_visit_that_is_opened_from_a_recheck_is_a_check_at_home_for_it() {
    let mut contact = Browser::of(Role::BranchContact);
    let form = contact.get(&format!("/people/{PERSON}/visits/new?for=recheck")).await;
    assert!(form.text.contains("value=\"home-check\" checked"), "{}", form.text);
    let usual = contact.get(&format!("/people/{PERSON}/visits/new")).await;
    assert!(!usual.text.contains("value=\"home-check\" checked"));
}

#[tokio::test]
async fn the_county_is_shown_no_name_and_no_list_may_be_taken_away() {
    let mut officer = Browser::of(Role::CountyOfficer);
    let mut contact = Browser::of(Role::BranchContact);
    for list in ["no-contact", "never-applied", "unserved", "quiet"] {
        let page = officer.get(&format!("/reach/{list}")).await;
        assert!(!page.text.contains(&format!("/people/{PERSON}")) && page.text.contains("县级只看人数"), "{list}");
        let named = contact.get(&format!("/reach/{list}")).await;
        assert!(!named.text.contains("download") && !named.text.contains(".xlsx"), "{list}");
    }
    let county = officer.get("/reach/unserved").await;
    assert!(county.text.contains("不列"), "a few are kept back");
    assert_eq!(officer.get("/reach/loyalty").await.status, StatusCode::NOT_FOUND);
}

/// The pages of reach and of rechecks: each list as each role sees it, each state and each move.
pub fn addresses() -> Vec<(Role, String)> {
    let at = |role, path: String| (role, path);
    let mut pages = vec![at(Role::CountyOfficer, "/rechecks/new".to_owned())];
    for role in [Role::BranchContact, Role::TownshipOfficer, Role::CountyOfficer, Role::CountyApprover] {
        pages.extend(["/reach", "/reach/given", "/reach/honours", "/rechecks"].map(|page| at(role, page.to_owned())));
        pages.extend(ReachList::ALL.iter().map(|list| at(role, format!("/reach/{list}"))));
        pages.extend(RecheckState::ALL.iter().map(|state| at(role, format!("/rechecks/{state}"))));
    }
    pages.push(at(Role::TownshipOfficer, format!("/reach/no-contact?organization={BRANCH}")));
    pages.push(at(Role::TownshipOfficer, format!("/reach/given?organization={BRANCH}&own=yes")));
    pages.push(at(Role::TownshipOfficer, format!("/reach/honours?organization={BRANCH}&own=yes&year=2025")));
    pages.push(at(Role::BranchContact, "/reach/no-contact?page=2".to_owned()));
    pages.push(at(Role::BranchContact, format!("/rechecks/{RECHECK}/print")));
    pages.push(at(Role::BranchContact, format!("/rechecks/{RECHECK}?counted=waiting")));
    for (state, step) in [("drafted", "approve"), ("drafted", "drop"), ("open", "close")] {
        let role = if step == "approve" { Role::CountyApprover } else { Role::CountyOfficer };
        pages.push(at(role, format!("/rechecks/{state}/moves/{step}")));
    }
    let ways = CountedAs::ALL.iter().map(|way| at(Role::BranchContact, format!("/rechecks/{RECHECK}/people/{way}")));
    pages.extend(ways);
    pages.push(at(Role::TownshipOfficer, format!("/rechecks/{RECHECK}/people/{PERSON}")));
    pages
}

/// Beside each name on every list stands what to do next for that very person, and beside each organisation whom to turn to.
#[tokio::test]
async fn beside_each_name_on_every_list_stands_the_next_step() {
    let mut contact = Browser::of(Role::BranchContact);
    let steps = [
        ("no-contact", &["/visits/new\"", "href=\"tel:"][..]),
        ("never-helped", &["href=\"/needs/", "/needs/new\""]),
        ("never-applied", &["/apply\"", "/visits/new\""]),
        ("unserved", &["/needs/new\""]),
    ];
    for (list, first_steps) in steps {
        let page = contact.get(&format!("/reach/{list}")).await;
        let cards: Vec<&str> = page.text.split("<article class=\"call\">").skip(1).collect();
        assert!(!cards.is_empty(), "{list}: {}", page.text);
        for card in cards {
            let card = card.split("</article>").next().expect("a card ends");
            let who = card.split("href=\"/people/").nth(1).and_then(|rest| rest.split('"').next()).expect("a name");
            let button = card.split("<a class=\"btn\"").nth(1).and_then(|rest| rest.split("</a>").next());
            let button = button.unwrap_or_else(|| panic!("{list}: no next step: {card}"));
            assert!(first_steps.iter().any(|step| button.contains(step)), "{list}: {button}");
            let is_theirs = button.contains(who) || button.contains("tel:") || button.contains("href=\"/needs/");
            assert!(is_theirs, "{list}: {button}");
            let name = card.split(&format!("{who}\">")).nth(1).and_then(|rest| rest.split('<').next()).expect("a name");
            assert!(button.contains(name), "{list}: the button says for whom: {button}");
        }
    }
    let quiet = contact.get("/reach/quiet").await.text;
    let rows: Vec<&str> = quiet.split("<th scope=\"row\"><a href=\"/organizations/").skip(1).collect();
    assert!(!rows.is_empty(), "{quiet}");
    for row in rows {
        let next = row.split("data-h=\"下一步\">").nth(1).and_then(|rest| rest.split("</td>").next());
        let next = next.unwrap_or_else(|| panic!("no next step: {row}"));
        assert!(next.contains("<a class=\"btn alt\"") || next.contains("乡镇"), "{next}");
    }
}

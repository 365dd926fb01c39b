//! Residents of a real county through its pages: entered by the branch's contact, found, seen by their own offices alone, beside the
//! members on the board, and out of care again.

use axum::http::StatusCode;
use guanai_app::Role;
use guanai_kernel::codes::IdentityNumber;
use guanai_kernel::ids::{OrganizationId, PersonId};
use guanai_store::persons;
use guanai_testkit::engines::on_both;

use crate::desk::{Browser, Desk, Reply};

fn number(first: &str) -> String {
    format!("{first}{}", IdentityNumber::check_letter(first).unwrap())
}

/// Through both steps of the form.
async fn entered(browser: &mut Browser, name: &str, identity: &str, branch: &str) -> Reply {
    let fields = [
        ("resident_name", name),
        ("resident_identity", identity),
        ("resident_branch", branch),
        ("resident_cause", "elder-alone"),
        ("resident_since", "2026-06-30"),
        ("resident_agrees", "yes"),
    ];
    let check = browser.fill("/residents/new", "/residents/new", &fields).await;
    assert_eq!(check.status, StatusCode::OK, "{}", check.text);
    browser.fill_drawn(&check, "/residents", &fields).await
}

#[test]
fn a_resident_is_entered_found_seen_by_their_own_offices_and_let_go() {
    on_both(async |db| {
        let desk = Desk::open(db).await;
        let branch = desk.own["organization"].clone();
        let mut contact = desk.sign_in(Role::BranchContact).await;
        let identity = number("99010119700505077");
        let sent = entered(&mut contact, "周群", &identity, &branch).await;
        let file = sent.location().to_owned();
        assert!(file.starts_with("/people/"), "{}", sent.text);
        let page = contact.get(&file).await;
        assert!(page.text.contains("群众（没有组织关系）") && page.text.contains("/care/end"), "{}", page.text);
        assert!(!page.text.contains(&identity), "the number is masked");
        let proof = contact.get("/people").await.hidden("proof");
        let found = contact.post("/people", &[("proof", &proof), ("search", "周群")]).await;
        assert!(found.text.contains(&file), "{}", found.text);
        for more in ["needs/new", "visits/new", "plan", "apply", "events"] {
            assert_eq!(contact.get(&format!("{file}/{more}")).await.status, StatusCode::OK, "{more}");
        }

        // Nobody is entered twice, and of who belongs elsewhere nothing is told but that somebody looks after them.
        let again = entered(&mut contact, "周群", &identity, &branch).await;
        assert!(again.status == StatusCode::UNPROCESSABLE_ENTITY && again.text.contains("已经登记过"));
        let mut tx = desk.db().begin_read().await.unwrap();
        let own: PersonId = desk.own["person"].parse().unwrap();
        let other: PersonId = desk.other["person"].parse().unwrap();
        let [own, other] = [persons::get(&mut tx, own).await.unwrap(), persons::get(&mut tx, other).await.unwrap()];
        tx.rollback().await.unwrap();
        let member = entered(&mut contact, &own.name, own.identity.as_str(), &branch).await;
        assert!(member.text.contains("这是党员"), "{}", member.text);
        let elsewhere = entered(&mut contact, &other.name, other.identity.as_str(), &branch).await;
        assert!(elsewhere.text.contains("别处的党组织") && !elsewhere.text.contains("这是党员"));

        // Their own offices and the county see them; another branch's contact does not.
        let far: OrganizationId = desk.other["organization"].parse().unwrap();
        let mut stranger = desk.sign_in_as("bielai", Role::BranchContact, Some(far), other.person_id).await;
        for page in [file.clone(), format!("{file}/care/end")] {
            assert_eq!(stranger.get(&page).await.status, StatusCode::NOT_FOUND, "{page}");
        }
        let foreign = entered_at(&mut stranger, &branch).await;
        assert_eq!(foreign.status, StatusCode::UNPROCESSABLE_ENTITY, "a branch outside the scope is none to choose");
        let mut township = desk.sign_in(Role::TownshipOfficer).await;
        assert_eq!(township.get(&format!("{file}/care/end")).await.status, StatusCode::OK);
        let mut county = desk.sign_in(Role::CountyOfficer).await;
        assert_eq!(county.get(&file).await.status, StatusCode::OK);
        assert_eq!(county.get("/residents/new").await.status, StatusCode::FORBIDDEN);
        let board = county.get("/guarantees").await;
        assert!(board.text.contains("党员和群众") && board.text.contains("民生帮扶资金（群众）"), "{}", board.text);
        let mut of_branch = desk.sign_in(Role::BranchContact).await;
        assert!(!of_branch.get("/guarantees").await.text.contains("党员和群众"), "it is the offices' to weigh");

        let end = format!("{file}/care/end");
        let early = contact.fill(&end, &end, &[("care_until", "2026-06-01")]).await;
        assert!(early.status == StatusCode::UNPROCESSABLE_ENTITY && early.text.contains("不能早于"), "{}", early.text);
        let ended = contact.fill(&end, &end, &[("care_until", "2026-06-30")]).await;
        assert_eq!(ended.location(), "/people", "{}", ended.text);
        assert_eq!(contact.get(&file).await.status, StatusCode::NOT_FOUND, "whoever has left is the county's alone");
        assert_eq!(county.get(&file).await.status, StatusCode::OK, "nothing is lost");
        desk.close().await;
    });
}

/// The first step with a branch that the form does not offer.
async fn entered_at(browser: &mut Browser, branch: &str) -> Reply {
    let identity = number("99010119700505078");
    let fields = [
        ("resident_name", "吴群"),
        ("resident_identity", identity.as_str()),
        ("resident_branch", branch),
        ("resident_cause", "illness"),
        ("resident_since", "2026-06-30"),
    ];
    browser.fill("/residents/new", "/residents/new", &fields).await
}

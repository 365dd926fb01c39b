//! The pages of a real county: every menu entry opens for every role that has it, searches and lists stay in the scope, and
//! no identity number stands on any of them.

use axum::http::StatusCode;
use guanai_app::Role;
use guanai_testkit::engines::on_both;
use guanai_web::routes::{Door, ROUTES, Takes};

use crate::desk::Desk;

/// Whether an invented identity number stands in a text, whole or without its last letter. A form's token has by chance as many
/// figures in a row now and then: it goes on with letters.
fn holds_identity_number(text: &str) -> bool {
    let words = text.split(|letter: char| !letter.is_ascii_alphanumeric());
    words.filter(|word| matches!(word.len(), 17 | 18) && word.starts_with("99")).any(|word| {
        let (figures, last) = word.split_at(17);
        figures.bytes().all(|b| b.is_ascii_digit())
            && last.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'x' | b'X'))
    })
}

#[test]
fn an_identity_number_is_told_from_a_token() {
    for number in ["990101199001011234", "99010119900101123X", "99010119900101123"] {
        assert!(holds_identity_number(&format!("<p>公民身份号码：{number}</p>")), "{number}");
        assert!(!holds_identity_number(&format!("<input value=\"a7{number}c0ffee\">")), "{number}");
    }
    assert!(!holds_identity_number("********1234"));
}

#[test]
fn every_page_without_a_name_in_its_address_opens_for_its_roles() {
    on_both(async |db| {
        let desk = Desk::open(db).await;
        for role in Role::OF_ACCOUNTS {
            let mut browser = desk.sign_in(*role).await;
            for route in ROUTES.iter().filter(|r| r.takes == Takes::Nothing && !r.path.contains('{')) {
                let Door::Roles(roles) = route.door else { continue };
                let reply = browser.get(route.path).await;
                let case = format!("{} as {}: {}", route.path, role.code(), reply.status);
                if roles.contains(role) {
                    assert!(matches!(reply.status, StatusCode::OK | StatusCode::SEE_OTHER), "{case}\n{}", reply.text);
                } else {
                    assert_eq!(reply.status, StatusCode::FORBIDDEN, "{case}");
                }
                assert!(!holds_identity_number(&reply.text), "{case}: an identity number");
                assert!(!reply.text.contains('⟨'), "{case}: a text is missing");
            }
        }
        desk.close().await;
    });
}

#[test]
fn a_contact_finds_nobody_of_another_unit() {
    on_both(async |db| {
        let desk = Desk::open(db).await;
        let mut officer = desk.sign_in(Role::CountyOfficer).await;
        let file = officer.get(&format!("/people/{}", desk.other["person"])).await;
        let name = file.text.split("<h1>").nth(1).and_then(|rest| rest.split('<').next()).unwrap().to_owned();
        let mut contact = desk.sign_in(Role::BranchContact).await;
        let page = contact.get("/people").await;
        assert!(!page.text.contains(&desk.other["organization"]), "another branch in the drop-down");
        let proof = page.hidden("proof");
        let found = contact.post("/people", &[("proof", &proof), ("search", &name)]).await;
        assert_eq!(found.status, StatusCode::OK);
        assert!(!found.text.contains(&desk.other["person"]), "found outside the scope");
        let narrowed = contact.get(&format!("/people?organization={}", desk.other["organization"])).await;
        assert_eq!(narrowed.status, StatusCode::NOT_FOUND);
        desk.close().await;
    });
}

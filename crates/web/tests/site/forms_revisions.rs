//! The forms of revisions of standards, as a browser fills them in: what was typed is never lost, a repeat is once, and nobody is
//! shown a button that is another's.

use axum::http::StatusCode;
use guanai_casework::RevisionState;
use guanai_web::session::Role;

use crate::browser::Browser;
use crate::samples::MEASURE;
use crate::samples_revisions::REVISION;

fn said(browser: &Browser) -> Vec<String> {
    browser.office.said.lock().expect("nobody panics here").clone()
}

const TEXTS: [(&str, &str); 6] = [
    ("measure", MEASURE),
    ("version", "3"),
    ("revision_title", "提高党龄补助标准"),
    ("revision_document", "县委组织部〔2026〕18号"),
    ("revision_place", "第三条"),
    ("revision_reason", "物价<上涨>"),
];

#[tokio::test]
async fn a_draft_is_typed_in_yuan_and_what_is_wrong_is_told_without_losing_a_word() {
    let mut officer = Browser::of(Role::CountyOfficer);
    let form = format!("/standards/revisions/new?measure={MEASURE}");
    let nothing = officer.fill(&form, "/standards/revisions", &TEXTS).await;
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(nothing.text.contains("href=\"#f-revision_values\"") && nothing.text.contains("href=\"#f-revision_from\""));
    assert!(
        nothing.text.contains("物价&#60;上涨&#62;") || nothing.text.contains("物价&lt;上涨&gt;"),
        "{}",
        nothing.text
    );
    let mut typed = TEXTS.to_vec();
    typed.extend([("revision_from", "2027-01-01"), ("new_first", "许多"), ("new_second", "")]);
    let wrong = officer.fill(&form, "/standards/revisions", &typed).await;
    assert!(wrong.text.contains("读到“许多”") && wrong.text.contains("value=\"许多\""), "{}", wrong.text);
    typed.retain(|(field, _)| *field != "new_first");
    typed.push(("new_first", "120"));
    let kept = officer.fill(&form, "/standards/revisions", &typed).await;
    assert_eq!(kept.location(), format!("/standards/revisions/{REVISION}"));
    assert_eq!(said(&officer), [format!("write_revision 0 {MEASURE} 2027-01-01 [(\"first\", \"120\")]")]);
}

#[tokio::test]
async fn a_draft_is_written_anew_in_the_version_that_was_read_and_reckoned() {
    let mut officer = Browser::of(Role::CountyOfficer);
    let form = format!("/standards/revisions/{REVISION}/edit?measure={MEASURE}");
    let page = officer.get(&form).await;
    assert!(page.text.contains("name=\"new_first\" type=\"text\" value=\"120\""), "{}", page.text);
    let mut typed = TEXTS.to_vec();
    typed.extend([("revision_from", "2027-01-01"), ("new_first", "130")]);
    let kept = officer.fill(&form, &format!("/standards/revisions/{REVISION}"), &typed).await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.text);
    let show = format!("/standards/revisions/{REVISION}");
    assert_eq!(officer.fill(&show, &format!("{show}/effect"), &[("version", "3")]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(
        said(&officer),
        [
            format!("write_revision 3 {MEASURE} 2027-01-01 [(\"first\", \"130\")]"),
            format!("reckon_revision {REVISION} 3")
        ]
    );
}

#[tokio::test]
async fn moves_are_made_by_whoever_holds_them_and_say_why() {
    let mut approver = Browser::of(Role::CountyApprover);
    let back = "/standards/revisions/submitted/moves/send-back";
    let silent = approver.fill(back, back, &[("version", "3"), ("revision_words", " ")]).await;
    assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(silent.text.contains("href=\"#f-revision_words\""));
    let release = "/standards/revisions/submitted/moves/release";
    assert_eq!(approver.fill(release, release, &[("version", "3")]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(said(&approver), ["move_revision submitted 3 release None"]);
    let mut officer = Browser::of(Role::CountyOfficer);
    let gone = officer.get(release).await;
    assert_eq!(gone.location(), "/standards/revisions/submitted", "a move that is another's leads back");
    let undo = "/standards/revisions/released/moves/ask-undo";
    assert_eq!(
        officer.fill(undo, undo, &[("version", "3"), ("revision_words", "上级另有规定")]).await.status,
        StatusCode::SEE_OTHER
    );
    assert_eq!(said(&officer), ["move_revision released 3 ask-undo Some(\"上级另有规定\")"]);
}

/// The pages of revisions: each state as each role sees it, each move, the form before and after a measure was chosen.
pub fn addresses() -> Vec<(Role, String)> {
    let mut pages = vec![
        (Role::CountyOfficer, "/standards/revisions/new".to_owned()),
        (Role::CountyOfficer, format!("/standards/revisions/new?measure={MEASURE}")),
        (Role::CountyOfficer, format!("/standards/revisions/{REVISION}/edit?measure={MEASURE}")),
        (Role::CountyApprover, format!("/standards/revisions/{REVISION}/people")),
        (Role::TownshipOfficer, format!("/standards/revisions/new?measure={MEASURE}")),
        (Role::TownshipOfficer, "/standards/spread".to_owned()),
        (Role::Auditor, "/standards/spread".to_owned()),
    ];
    for role in [Role::CountyOfficer, Role::CountyApprover, Role::Auditor] {
        pages.push((role, "/standards/revisions".to_owned()));
        pages.extend(RevisionState::ALL.iter().map(|state| (role, format!("/standards/revisions/{state}"))));
    }
    for (role, state, step) in [
        (Role::CountyOfficer, "drafted", "submit"),
        (Role::CountyOfficer, "drafted", "drop"),
        (Role::CountyApprover, "submitted", "release"),
        (Role::CountyApprover, "submitted", "send-back"),
        (Role::CountyOfficer, "released", "ask-undo"),
        (Role::CountyApprover, "undoing", "undo"),
        (Role::CountyApprover, "undoing", "keep"),
    ] {
        pages.push((role, format!("/standards/revisions/{state}/moves/{step}")));
    }
    pages
}

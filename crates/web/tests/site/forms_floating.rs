//! Forms of floating members: a letter names health only where the person agreed, another county's file is read before anything is
//! entered, what is wrong stands at its field, and a slip is taken as it came.

use std::fmt::Write as _;

use axum::body::Body;
use axum::http::{Request, StatusCode};
use guanai_web::session::Role;

use crate::browser::{Browser, Reply};
use crate::samples::PERSON;
use crate::samples_floating::{ANSWERED, CODE, ENDED, GONE, GUEST, REPLACED, SENT, TOLD};

/// The pages of floating members: each part of the list, each state of a letter and of a stay, the forms.
pub fn pages() -> Vec<(Role, String)> {
    let tabs = ["out", "unwritten", "answered", "within", "in"].map(|tab| format!("/floating?tab={tab}"));
    let letters = [SENT, TOLD, ANSWERED, ENDED, REPLACED].map(|id| format!("/floating/letters/{id}"));
    let stays = [GUEST, GONE].map(|id| format!("/floating/guests/{id}"));
    let others = [
        "/floating/in".to_owned(),
        "/floating/slip".to_owned(),
        format!("/floating/letters/{SENT}/print"),
        format!("/people/{PERSON}/letter"),
    ];
    let all = tabs.into_iter().chain(letters).chain(stays).chain(others);
    let mut pages: Vec<_> = all.map(|path| (Role::TownshipOfficer, path)).collect();
    pages.push((Role::CountyApprover, format!("/floating/letters/{SENT}")));
    pages.push((Role::BranchContact, "/floating".to_owned()));
    pages
}

async fn send_file(browser: &mut Browser, at: &str, field: &str, file: &str, fields: &[(&str, &str)]) -> Reply {
    let drawn = browser.get(at).await;
    let (proof, operation) = (drawn.hidden("proof"), drawn.hidden("operation"));
    let head = "--edge\r\ncontent-disposition: form-data; name=";
    let own = [("proof", proof.as_str()), ("operation", operation.as_str())];
    let mut body = String::new();
    for (name, value) in own.iter().chain(fields) {
        write!(body, "{head}\"{name}\"\r\n\r\n{value}\r\n").expect("a text takes it");
    }
    write!(body, "{head}\"{field}\"; filename=\"letter.gnf\"\r\n\r\n{file}\r\n--edge--\r\n").expect("a text takes it");
    let request = Request::post(at).header("content-type", "multipart/form-data; boundary=edge");
    browser.send(request, Body::from(body)).await
}

#[tokio::test]
async fn a_letter_names_health_only_where_the_person_agreed() {
    let at = format!("/people/{PERSON}/letter");
    let mut browser = Browser::of(Role::BranchContact);
    let form = browser.get(&at).await;
    assert!(form.text.contains("value=\"周云\"") && form.text.contains("已经有一封接洽函在等回执"));
    let fields = [
        ("fl_organization", "东江市望江街道党工委"),
        ("fl_place", "东江市"),
        ("fl_home_contact", "周云"),
        ("fl_home_phone", "0000-1234567"),
        ("fl_help", "health"),
    ];
    let refused = browser.fill(&at, &at, &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text.contains("f-fl_agreed-e") && refused.text.contains("value=\"东江市望江街道党工委\""));
    assert_eq!(browser.effects(), 0);
    let agreed: Vec<_> = fields.into_iter().chain([("fl_agreed", "yes")]).collect();
    let sent = browser.fill(&at, &at, &agreed).await;
    assert_eq!((sent.location(), browser.effects()), (format!("/floating/letters/{SENT}").as_str(), 1));
    let letter = browser.get(&format!("/floating/letters/{SENT}")).await;
    assert!(letter.text.contains("4929 1234 5678 9013") && letter.text.contains("62天"));
    let told = browser.get(&format!("/floating/letters/{TOLD}")).await;
    assert!(!told.text.contains("4929") && told.text.contains("不再显示"));
    let file = browser.get(&format!("/floating/letters/{SENT}/file")).await;
    assert_eq!(file.status, StatusCode::OK);
}

#[tokio::test]
async fn another_countys_letter_is_read_before_anything_is_entered() {
    let mut browser = Browser::of(Role::TownshipOfficer);
    let wrong = send_file(&mut browser, "/floating/in", "letter_file", "GUANAI", &[("letter_code", "1")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text.contains("f-letter_code-e") && wrong.text.contains("口令不是这个文件的"));
    let read = send_file(&mut browser, "/floating/in", "letter_file", "GUANAI", &[("letter_code", CODE)]).await;
    assert!(read.status == StatusCode::OK && read.text.contains("石桥村党支部") && browser.effects() == 0);
    assert!(read.text.contains("4755414e4149"), "the form carries the file on");
    let mut fields = vec![
        ("fl_file", "47"),
        ("fl_code", CODE),
        ("fl_branch", "没有"),
        ("fl_since_on", "2026-11-20"),
        ("fl_contact", "周云"),
        ("fl_contact_phone", "0000-1234567"),
    ];
    let blank = browser.fill_drawn(&read, "/floating/in/take", &fields).await;
    assert!(blank.status == StatusCode::UNPROCESSABLE_ENTITY && blank.text.contains("f-fl_identity-e"));
    fields.push(("fl_identity", "990101198501010221"));
    let nowhere = browser.fill_drawn(&blank, "/floating/in/take", &fields).await;
    assert!(nowhere.text.contains("f-fl_branch-e") && nowhere.text.contains("value=\"周云\""), "nothing typed is lost");
    assert_eq!(browser.effects(), 0);
    fields[2] = ("fl_branch", "青石村党支部");
    let taken = browser.fill_drawn(&nowhere, "/floating/in/take", &fields).await;
    assert_eq!((taken.location(), browser.effects()), (format!("/floating/guests/{GUEST}").as_str(), 1));
}

#[tokio::test]
async fn a_slip_is_read_and_a_stay_ends_with_how_and_when() {
    let mut browser = Browser::of(Role::BranchContact);
    let foreign = send_file(&mut browser, "/floating/slip", "slip_file", "PK", &[]).await;
    assert_eq!(foreign.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(foreign.text.contains("f-slip_file-e") && browser.effects() == 0);
    let read = send_file(&mut browser, "/floating/slip", "slip_file", "GUANAI", &[]).await;
    assert_eq!((read.location(), browser.effects()), (format!("/floating/letters/{ANSWERED}").as_str(), 1));
    let over = browser.get(&format!("/floating/letters/{ENDED}")).await;
    assert!(over.text.contains("kind=floating-back"), "the home branch enters the end itself");
    let at = format!("/floating/guests/{GUEST}");
    let early = browser.fill(&at, &format!("{at}/end"), &[("fl_over", "returned"), ("fl_over_on", "2026-10-01")]).await;
    assert!(early.status == StatusCode::UNPROCESSABLE_ENTITY && early.text.contains("f-fl_over_on-e"));
    browser.fill(&at, &format!("{at}/end"), &[("fl_over", "returned"), ("fl_over_on", "2026-11-20")]).await;
    let said = browser.office.said.lock().expect("nobody panics here").clone();
    assert_eq!(said, ["slip 6".to_owned(), format!("end {GUEST} 2026-11-20 returned")]);
    let gone = browser.get(&format!("/floating/guests/{GONE}")).await;
    assert!(gone.text.contains("结束回执") && !gone.text.contains("fl_over"));
}

//! The form that puts a scan beside an original, and the scan as it is handed out.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use guanai_web::session::Role;

use crate::browser::{Browser, Reply};
use crate::office_decisions::CODE;
use crate::samples_decisions::{APPLICATION, PAPER, SCAN};

/// Sends the form that was drawn with one file.
pub async fn send_file(
    browser: &mut Browser,
    (drawn, at): (&Reply, &str),
    field: &str,
    (name, bytes): (&str, &[u8]),
) -> Reply {
    let head = "--edge\r\ncontent-disposition: form-data; name=";
    let (proof, operation) = (drawn.hidden("proof"), drawn.hidden("operation"));
    let mut body = format!(
        "{head}\"proof\"\r\n\r\n{proof}\r\n{head}\"operation\"\r\n\r\n{operation}\r\n\
         {head}\"{field}\"; filename=\"{name}\"\r\n\r\n"
    )
    .into_bytes();
    body.extend_from_slice(bytes);
    body.extend_from_slice(b"\r\n--edge--\r\n");
    let request = Request::post(at).header("content-type", "multipart/form-data; boundary=edge");
    browser.send(request, Body::from(body)).await
}

#[tokio::test]
async fn a_scan_is_kept_once_and_what_is_none_is_said_beside_the_field() {
    let at = format!("/applications/{APPLICATION}/originals/{PAPER}/scan");
    let mut browser = Browser::of(Role::TownshipOfficer);
    let file = browser.get(&format!("/applications/{APPLICATION}")).await;
    assert!(file.text.contains(&format!("href=\"{at}\"")) && file.text.contains("打开扫描件（PDF，340 KB）"));
    assert!(file.text.contains("校验值 5c5c5c5c5c5c…"));
    assert!(!file.text.contains("originals/00000000000000000000000007"), "a meeting's record is kept with the meeting");
    let drawn = browser.get(&at).await;
    assert!(drawn.text.contains("不超过5 MB") && drawn.text.contains("镇组织办3号柜"), "{}", drawn.text);
    for (name, bytes, why) in [
        ("", &b""[..], "还没有选文件"),
        ("扫描.pdf", b"PK\x03\x04", "文件内容不是PDF、JPEG或PNG"),
        ("扫描.pdf", b"%PDF-1.7 twice", "这个文件已经存在这里了"),
    ] {
        let refused = send_file(&mut browser, (&drawn, &at), "scan_file", (name, bytes)).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{why}");
        assert!(refused.text.contains(why) && refused.text.contains("href=\"#f-scan_file\""), "{}", refused.text);
    }
    assert_eq!(browser.effects(), 0);
    for _ in 0..2 {
        let kept = send_file(&mut browser, (&drawn, &at), "scan_file", ("x.txt", b"\xff\xd8\xff\xe0\0\x10JFIF")).await;
        assert_eq!(kept.location(), format!("/applications/{APPLICATION}"), "{}", kept.text);
    }
    assert_eq!(*browser.office.said.lock().unwrap(), [format!("scan {PAPER} 10")], "by what it is, once");
    assert!(browser.get(&format!("/applications/{APPLICATION}")).await.text.contains("扫描件已存好"));
    let other = at.replace(PAPER, "00000000000000000000000007");
    assert_eq!(browser.get(&other).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_scan_is_handed_out_to_be_kept_and_by_no_cache() {
    let at = format!("/applications/{APPLICATION}/scans/{SCAN}");
    let scan = Browser::of(Role::CountyApprover).get(&at).await;
    assert_eq!((scan.status, scan.text.as_str()), (StatusCode::OK, "%PDF-1.7"));
    let name = format!("attachment; filename*=UTF-8''{CODE}-5c5c5c5c.pdf");
    for (header, value) in [
        ("content-type", "application/pdf"),
        ("content-disposition", name.as_str()),
        ("x-content-type-options", "nosniff"),
        ("cache-control", "no-store"),
    ] {
        assert_eq!(scan.headers[header], value, "{header}");
    }
    // Whoever only reads where an application stands is told that there is a scan, and handed none.
    for role in [Role::Member, Role::Auditor] {
        let mut browser = Browser::of(role);
        assert_eq!(browser.get(&at).await.status, StatusCode::FORBIDDEN, "{role:?}");
        let file = browser.get(&format!("/applications/{APPLICATION}")).await;
        assert!(file.text.contains("扫描件（PDF，340 KB）") && !file.text.contains(&at), "{role:?}");
    }
    assert_eq!(Browser::visitor().get(&at).await.status, StatusCode::SEE_OTHER, "to the door");
}

#[tokio::test]
async fn one_asks_for_a_scan_to_be_taken_down_and_another_destroys_it() {
    let at = format!("/applications/{APPLICATION}/scans/{SCAN}/take-down");
    let mut contact = Browser::of(Role::BranchContact);
    let file = contact.get(&format!("/applications/{APPLICATION}")).await;
    assert!(file.text.contains(&format!("href=\"{at}\"")), "{}", file.text);
    let drawn = contact.get(&at).await;
    assert!(drawn.text.contains("name=\"scan_why\"") && !drawn.text.contains("value=\"destroy\""), "{}", drawn.text);
    let (proof, operation) = (drawn.hidden("proof"), drawn.hidden("operation"));
    let with = |why| [("proof", proof.as_str()), ("operation", operation.as_str()), ("step", "ask"), ("scan_why", why)];
    let empty = contact.post(&at, &with("")).await;
    assert!(empty.status == StatusCode::UNPROCESSABLE_ENTITY && empty.text.contains("href=\"#f-scan_why\""));
    let asked = contact.post(&at, &with("mistaken")).await;
    assert_eq!(asked.location(), format!("/applications/{APPLICATION}"), "{}", asked.text);
    let place = format!("/applications/{APPLICATION}");
    assert_eq!(*contact.office.said.lock().unwrap(), [format!("ask {place} {SCAN} mistaken")]);
    let mut approver = Browser::of(Role::CountyApprover);
    let drawn = approver.get(&at).await;
    for part in ["value=\"destroy\"", "value=\"keep\"", "放成了别人的", "找不回来"] {
        assert!(drawn.text.contains(part), "{part}: {}", drawn.text);
    }
    let (proof, operation) = (drawn.hidden("proof"), drawn.hidden("operation"));
    let with = [("proof", proof.as_str()), ("operation", operation.as_str()), ("step", "destroy")];
    let done = approver.post(&at, &with).await;
    assert_eq!(done.location(), place, "{}", done.text);
    assert_eq!(*approver.office.said.lock().unwrap(), [format!("destroy {place} {SCAN}")]);
}

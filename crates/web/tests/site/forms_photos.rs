//! Photographs of a visit: kept once, handed out and never shown, deleted; where none may be put in, the page says why.

use axum::http::StatusCode;
use guanai_app::visits::{PhotoDoor, SeenPhoto, TermOver, VisitPhotos};
use guanai_casework::{Photo, PhotoEnd, PhotoMedia};
use guanai_web::applications::StepTaken;
use guanai_web::form::FieldError;
use guanai_web::office::{Answer, AskError, Asker, Download};
use guanai_web::operation::OperationId;
use guanai_web::session::Role;
use guanai_web::visits::VisitState;
use guanai_web::visits::photos::PhotoDesk;

use crate::browser::Browser;
use crate::forms_scans::send_file;
use crate::office::{SampleOffice, give};
use crate::samples::{NOW, PERSON};
use crate::samples_visits::VISIT;

/// The one that is kept.
pub const PHOTO: &str = "01KC0PH0T00000000000000001";

/// What is kept of a visit: of one that was struck out nothing, and nothing may be put in.
pub fn photos(state: VisitState) -> VisitPhotos {
    let photo = Photo {
        photo_id: PHOTO.parse().expect("an id"),
        visit_id: VISIT.parse().expect("an id"),
        person_id: PERSON.parse().expect("an id"),
        media: PhotoMedia::Jpeg,
        size_bytes: 1_230_000,
        sha256: "0a".repeat(32),
        put_by: "1".to_owned(),
        recorded_at: NOW,
        ended: None,
        term_months: None,
    };
    let none = VisitPhotos {
        kept: Vec::new(),
        ended: Vec::new(),
        term_over: Vec::new(),
        kept_months: Some(24),
        door: PhotoDoor::Unasked,
    };
    match state {
        VisitState::Struck => VisitPhotos { ended: vec![(PhotoEnd::VisitStruck, 2)], door: PhotoDoor::Struck, ..none },
        VisitState::Awaiting => none,
        _ => VisitPhotos {
            kept: vec![SeenPhoto { photo: photo.clone(), may_remove: true }, SeenPhoto { photo, may_remove: false }],
            ended: vec![(PhotoEnd::Removed, 1), (PhotoEnd::ConsentWithdrawn, 3)],
            term_over: vec![TermOver { on: guanai_kernel::Date::constant(2026, 7, 9), months: 24, count: 2 }],
            door: PhotoDoor::Open,
            ..none
        },
    }
}

impl PhotoDesk for SampleOffice {
    fn put_photo<'a>(&'a self, _: Asker<'a>, op: OperationId, visit: &'a str, bytes: Vec<u8>) -> Answer<'a, StepTaken> {
        if !bytes.starts_with(&[0xff, 0xd8]) {
            let (field, key) = ("photo_file".to_owned(), "web-error-photo-kind");
            return give(StepTaken::Refused(FieldError { field, key, value: String::new() }));
        }
        self.record_once(op, format!("photo {visit} {}", bytes.len()));
        give(StepTaken::Taken)
    }
    fn open_photo<'a>(&'a self, _: Asker<'a>, _: &'a str, photo: &'a str) -> Answer<'a, Download> {
        if photo != PHOTO {
            return Box::pin(async { Err(AskError::NotFound) });
        }
        give(Download { name: "0a0a.jpeg".to_owned(), kind: "image/jpeg", bytes: b"seen".to_vec() })
    }
    fn remove_photo<'a>(&'a self, _: Asker<'a>, op: OperationId, _: &'a str, photo: &'a str) -> Answer<'a, ()> {
        self.record_once(op, format!("remove {photo}"));
        give(())
    }
}

#[tokio::test]
async fn a_photograph_is_kept_once_and_what_is_none_is_said_beside_the_field() {
    let at = format!("/visits/{VISIT}/photos");
    let mut browser = Browser::of(Role::BranchContact);
    let drawn = browser.get(&at).await;
    assert!(drawn.text.contains("不超过5 MB") && drawn.text.contains("1,202 KB"), "{}", drawn.text);
    assert!(drawn.text.contains("本人不再同意拍照，已经删除：3张") && !drawn.text.contains("<img"));
    assert_eq!(drawn.text.matches("删除这张照片").count(), 1, "what somebody else put in is theirs to delete");
    let refused = send_file(&mut browser, (&drawn, &at), "photo_file", ("a.jpg", b"%PDF-1.7")).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text.contains("href=\"#f-photo_file\""), "{}", refused.text);
    for _ in 0..2 {
        let kept = send_file(&mut browser, (&drawn, &at), "photo_file", ("a.jpg", b"\xff\xd8\xff")).await;
        assert_eq!(kept.location(), at);
    }
    assert_eq!(*browser.office.said.lock().unwrap(), [format!("photo {VISIT} 3")], "once");
}

#[tokio::test]
async fn a_photograph_is_handed_out_to_be_kept_and_deleted_by_one_press() {
    let (list, at) = (format!("/visits/{VISIT}/photos"), format!("/visits/{VISIT}/photos/{PHOTO}"));
    let mut browser = Browser::of(Role::TownshipOfficer);
    let opened = browser.get(&at).await;
    assert_eq!((opened.status, opened.text.as_str()), (StatusCode::OK, "seen"));
    for (header, value) in [("content-type", "image/jpeg"), ("cache-control", "no-store")] {
        assert_eq!(opened.headers[header], value, "{header}");
    }
    assert!(opened.headers["content-disposition"].to_str().unwrap().starts_with("attachment"));
    assert_eq!(browser.fill(&list, &at, &[]).await.location(), list);
    assert_eq!(*browser.office.said.lock().unwrap(), [format!("remove {PHOTO}")]);
    for role in [Role::CountyOfficer, Role::CountyApprover, Role::Auditor, Role::Member] {
        assert_eq!(Browser::of(role).get(&at).await.status, StatusCode::FORBIDDEN, "{role:?}");
    }
}

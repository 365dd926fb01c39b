//! Scans of signed papers: their bytes come back whole, one file is kept once for an application, damage is found.

use guanai_casework::application::{Scan, ScanMedia, ScanOf, ScanPlace, ScanState, TakeDown};
use guanai_kernel::ids::{ApplicationId, DocumentId, MeetingId, ScanId};
use guanai_store::{StoreError, checks, scans};

use crate::applications::hand;
use crate::county::{County, NOW};
use crate::engines::on_both;

/// The bytes of the sample's scan: more than one row holds.
pub fn scanned() -> Vec<u8> {
    b"%PDF-1.7\n".iter().copied().chain((0..700_000_u32).map(|at| at.to_le_bytes()[0])).collect()
}

/// A scan of these bytes.
pub fn kept_scan(scan_id: ScanId, document_id: DocumentId, of: ScanOf) -> Scan {
    Scan {
        scan_id,
        document_id,
        of,
        media: ScanMedia::Pdf,
        size_bytes: u32::try_from(scanned().len()).unwrap(),
        sha256: scans::print_of(&scanned()),
        put_by: hand("1"),
        recorded_at: NOW,
        state: ScanState::Kept,
        take_down: None,
    }
}

#[test]
fn a_scan_comes_back_byte_for_byte_and_no_file_is_kept_twice() {
    on_both(async |db| {
        let county = County::new(1);
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        let scan = &county.decided().scan;
        assert_eq!(scans::find(&mut tx, scan.scan_id).await.unwrap().as_ref(), Some(scan));
        assert_eq!(scans::list_bytes(&mut tx, scan.scan_id).await.unwrap(), scanned());
        assert_eq!(scans::list_of(&mut tx, scan.of.place()).await.unwrap(), [scan.clone()]);
        let nobody = ScanId::from_bits(1);
        assert_eq!(scans::find(&mut tx, nobody).await.unwrap(), None);
        assert_eq!(scans::list_bytes(&mut tx, nobody).await.unwrap(), Vec::<u8>::new());
        assert_eq!(scans::list_of(&mut tx, ScanPlace::Application(ApplicationId::from_bits(1))).await.unwrap(), []);
        let more = b"%PDF-1.4 another";
        let another = Scan { scan_id: nobody, sha256: scans::print_of(more), size_bytes: 16, ..scan.clone() };
        scans::add(&mut tx, &another, more).await.unwrap();
        assert_eq!(scans::list_of(&mut tx, scan.of.place()).await.unwrap().len(), 2);
        let twin = Scan { scan_id: ScanId::from_bits(2), ..scan.clone() };
        let wrong = scans::add(&mut tx, &twin, &scanned()).await.unwrap_err();
        assert_eq!(wrong, StoreError::Conflict { constraint: "scans_application_id_sha256_key".to_owned() });
    });
}

#[test]
fn of_a_scan_that_is_taken_down_everything_stays_but_its_bytes() {
    on_both(async |db| {
        let county = County::new(1);
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        let scan = county.decided().scan.clone();
        let asked = TakeDown { asked_by: hand("one"), asked_at: NOW, why: "放错了".to_owned(), destroyed: None };
        let asked = Scan { state: ScanState::Asked, take_down: Some(asked), ..scan.clone() };
        scans::amend(&mut tx, &scan, &asked, NOW).await.unwrap();
        assert_eq!(scans::find(&mut tx, scan.scan_id).await.unwrap(), Some(asked.clone()));
        assert_eq!(scans::list_bytes(&mut tx, scan.scan_id).await.unwrap(), scanned(), "asking destroys nothing");
        let done = asked.take_down.clone().map(|asked| TakeDown { destroyed: Some((hand("other"), NOW)), ..asked });
        let gone = Scan { state: ScanState::Destroyed, take_down: done, ..asked.clone() };
        scans::amend(&mut tx, &asked, &gone, NOW).await.unwrap();
        assert_eq!(scans::find(&mut tx, scan.scan_id).await.unwrap(), Some(gone.clone()));
        assert_eq!(scans::list_bytes(&mut tx, scan.scan_id).await.unwrap(), Vec::<u8>::new());
        assert_eq!(scans::count_former(&mut tx, scan.scan_id).await.unwrap(), 2);
        let stale = scans::amend(&mut tx, &asked, &gone, NOW).await;
        assert!(stale.is_err(), "what stands is another state");
        let whole = |outcomes: Vec<checks::CheckOutcome>| {
            outcomes.into_iter().find(|outcome| outcome.name == "scans-are-whole").unwrap().holds
        };
        assert!(whole(checks::run(&mut tx).await.unwrap()), "no bytes are what it should have");
        // The same file may come again, and bytes of one that is gone are found.
        let again = Scan { scan_id: ScanId::from_bits(1), ..scan.clone() };
        scans::add(&mut tx, &again, &scanned()).await.unwrap();
        assert!(whole(checks::run(&mut tx).await.unwrap()));
        let kept = Scan { state: ScanState::Destroyed, take_down: gone.take_down.clone(), ..again.clone() };
        let left = Scan { scan_id: ScanId::from_bits(2), ..kept };
        scans::add(&mut tx, &left, &scanned()).await.unwrap();
        assert!(!whole(checks::run(&mut tx).await.unwrap()));
    });
}

#[test]
fn the_record_of_a_meeting_has_scans_of_its_own() {
    on_both(async |db| {
        let county = County::new(1);
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        let decided = county.decided();
        let meeting = &decided.meeting.meeting;
        let of = ScanOf::Meeting { meeting_id: meeting.meeting_id, organization_id: meeting.organization_id };
        let scan = Scan { scan_id: ScanId::from_bits(1), of, ..decided.scan.clone() };
        scans::add(&mut tx, &scan, &scanned()).await.unwrap();
        assert_eq!(scans::list_of(&mut tx, of.place()).await.unwrap(), [scan.clone()]);
        assert_eq!(scans::list_bytes(&mut tx, scan.scan_id).await.unwrap(), scanned());
        assert_eq!(scans::list_of(&mut tx, decided.scan.of.place()).await.unwrap(), [decided.scan.clone()]);
        assert_eq!(scans::list_of(&mut tx, ScanPlace::Meeting(MeetingId::from_bits(1))).await.unwrap(), []);
        let twin = Scan { scan_id: ScanId::from_bits(2), ..scan };
        let wrong = scans::add(&mut tx, &twin, &scanned()).await.unwrap_err();
        assert_eq!(wrong, StoreError::Conflict { constraint: "scans_meeting_id_sha256_key".to_owned() });
    });
}

#[test]
fn a_hash_is_written_in_small_figures() {
    let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    assert_eq!(scans::print_of(b""), empty);
}

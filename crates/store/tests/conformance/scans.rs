//! Scans of signed papers: their bytes come back whole, one file is kept once for an application, damage is found.

use guanai_casework::application::Scan;
use guanai_kernel::ids::{ApplicationId, ScanId};
use guanai_store::{StoreError, scans};

use crate::applications::scanned;
use crate::county::County;
use crate::engines::on_both;

#[test]
fn a_scan_comes_back_byte_for_byte_and_no_file_is_kept_twice() {
    on_both(async |db| {
        let county = County::new(1);
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        let scan = &county.decided().scan;
        assert_eq!(scans::find(&mut tx, scan.scan_id).await.unwrap().as_ref(), Some(scan));
        assert_eq!(scans::list_bytes(&mut tx, scan.scan_id).await.unwrap(), scanned());
        assert_eq!(scans::list_of(&mut tx, scan.application_id).await.unwrap(), [scan.clone()]);
        let nobody = ScanId::from_bits(1);
        assert_eq!(scans::find(&mut tx, nobody).await.unwrap(), None);
        assert_eq!(scans::list_bytes(&mut tx, nobody).await.unwrap(), Vec::<u8>::new());
        assert_eq!(scans::list_of(&mut tx, ApplicationId::from_bits(1)).await.unwrap(), []);
        let more = b"%PDF-1.4 another";
        let another = Scan { scan_id: nobody, sha256: scans::print_of(more), size_bytes: 16, ..scan.clone() };
        scans::add(&mut tx, &another, more).await.unwrap();
        assert_eq!(scans::list_of(&mut tx, scan.application_id).await.unwrap().len(), 2);
        let twin = Scan { scan_id: ScanId::from_bits(2), ..scan.clone() };
        let wrong = scans::add(&mut tx, &twin, &scanned()).await.unwrap_err();
        assert_eq!(wrong, StoreError::Conflict { constraint: "scans_application_id_sha256_key".to_owned() });
    });
}

#[test]
fn a_hash_is_written_in_small_figures() {
    let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    assert_eq!(scans::print_of(b""), empty);
}

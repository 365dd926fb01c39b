//! Scans 扫描件 of signed papers. What they show is about somebody: the bytes are sealed for the applicant, in parts, so that no
//! statement and no row carries a whole file.

use guanai_casework::application::{Scan, ScanMedia};
use guanai_kernel::Moment;
use guanai_kernel::hex::in_hex;
use guanai_kernel::ids::{ApplicationId, PersonId, ScanId};
use sha2::{Digest as _, Sha256};

use crate::applications::{as_json, count};
use crate::engine::record::{self, Record, opened, owned_by_person};
use crate::engine::sql::select;
use crate::engine::table::table;
use crate::engine::{StoreError, Tx, cell};
use crate::seal::{Keys, Owner, SealKind};

/// Bytes of a scan that one row holds.
const PART_BYTES: usize = 512 << 10;

table! {
    /// What is known of a scan.
    ScanRow in scans {
        1 scan_id;
        2 document_id: text,
        3 application_id: text,
        4 person_id: text,
        5 media: text,
        6 size_bytes: int,
        7 sha256: text,
        8 put_by: text,
        9 recorded_at: int,
    }
}

table! {
    /// A part of its bytes.
    PartRow in scan_parts { 1 scan_id, 2 part_no; 3 person_id: text, 4 content: sealed }
}

impl Record for Scan {
    type Row = ScanRow;

    fn to_row(&self, _keys: &Keys) -> ScanRow {
        ScanRow {
            scan_id: self.scan_id.to_string(),
            document_id: self.document_id.to_string(),
            application_id: self.application_id.to_string(),
            person_id: self.person_id.to_string(),
            media: self.media.code().to_owned(),
            size_bytes: i64::from(self.size_bytes),
            sha256: self.sha256.clone(),
            put_by: as_json(&self.put_by),
            recorded_at: self.recorded_at.as_micros(),
        }
    }

    fn from_row(row: ScanRow, _keys: &Keys) -> Result<Self, StoreError> {
        let at = cell::of(&row);
        Ok(Self {
            scan_id: at.id("scan_id", &row.scan_id)?,
            document_id: at.id("document_id", &row.document_id)?,
            application_id: at.id("application_id", &row.application_id)?,
            person_id: at.id("person_id", &row.person_id)?,
            media: at.word("media", &row.media, ScanMedia::from_code)?,
            size_bytes: count(&at, "size_bytes", row.size_bytes)?,
            put_by: at.json("put_by", &row.put_by)?,
            recorded_at: Moment::from_micros(row.recorded_at),
            sha256: row.sha256,
        })
    }
}

/// A part of a scan, at most [`PART_BYTES`] of it.
#[derive(Clone, PartialEq, Eq)]
struct ScanPart {
    scan_id: ScanId,
    part_no: u64,
    person_id: PersonId,
    bytes: Vec<u8>,
}

impl Record for ScanPart {
    type Row = PartRow;

    owned_by_person!(PartRow);

    fn to_row(&self, keys: &Keys) -> PartRow {
        PartRow {
            scan_id: self.scan_id.to_string(),
            // As text that sorts as numbers do.
            part_no: format!("{:06}", self.part_no),
            person_id: self.person_id.to_string(),
            content: keys.seal_bytes(Owner::Person(self.person_id), SealKind::Scan, &self.bytes),
        }
    }

    fn from_row(row: PartRow, keys: &Keys) -> Result<Self, StoreError> {
        let at = cell::of(&row);
        let person_id = at.id("person_id", &row.person_id)?;
        Ok(Self {
            scan_id: at.id("scan_id", &row.scan_id)?,
            part_no: at.word("part_no", &row.part_no, |text| text.parse().ok())?,
            person_id,
            bytes: keys.open_bytes(Owner::Person(person_id), SealKind::Scan, &row.content)?,
        })
    }
}

/// The SHA-256 of bytes, as it is kept.
pub fn print_of(bytes: &[u8]) -> String {
    in_hex(&Sha256::digest(bytes))
}

/// Adds a scan with its bytes. The same bytes a second time for one application are a conflict
/// (`scans_application_id_sha256_key`).
pub async fn add(tx: &mut Tx, scan: &Scan, bytes: &[u8]) -> Result<(), StoreError> {
    record::add_many(tx, std::slice::from_ref(scan)).await?;
    for (part_no, bytes) in (0..).zip(bytes.chunks(PART_BYTES)) {
        let part = ScanPart { scan_id: scan.scan_id, part_no, person_id: scan.person_id, bytes: bytes.to_vec() };
        record::add_many(tx, &[part]).await?;
    }
    Ok(())
}

/// What is known of the scan with this id.
pub async fn find(tx: &mut Tx, scan_id: ScanId) -> Result<Option<Scan>, StoreError> {
    record::find(tx, &scan_id.to_string()).await
}

/// What is known of the scans of an application, oldest first.
pub async fn list_of(tx: &mut Tx, application_id: ApplicationId) -> Result<Vec<Scan>, StoreError> {
    let text = "WHERE application_id = $1 ORDER BY recorded_at, scan_id";
    let rows = select::<ScanRow>(text).bind(application_id.to_string()).all(tx).await?;
    opened(tx, rows).await
}

/// The bytes of a scan, whatever of them is there: whoever hands them on holds them against the hash.
pub async fn list_bytes(tx: &mut Tx, scan_id: ScanId) -> Result<Vec<u8>, StoreError> {
    let text = "WHERE scan_id = $1 ORDER BY part_no";
    let rows = select::<PartRow>(text).bind(scan_id.to_string()).all(tx).await?;
    let parts = opened::<ScanPart>(tx, rows).await?;
    Ok(parts.into_iter().flat_map(|part| part.bytes).collect())
}

/// The scans whose bytes are not those that were put in: by their size, by their hash, or because they no longer open.
pub(crate) async fn list_damaged(tx: &mut Tx) -> Result<Vec<String>, StoreError> {
    let text = "SELECT s.scan_id, s.size_bytes, s.sha256 FROM scans s ORDER BY s.scan_id";
    let mut damaged = Vec::new();
    for (scan_id, size, sha256) in crate::engine::sql(text).all::<(String, i64, String)>(tx).await? {
        let Ok(id) = scan_id.parse() else { continue };
        let is_whole = match list_bytes(tx, id).await {
            Ok(bytes) => i64::try_from(bytes.len()) == Ok(size) && print_of(&bytes) == sha256,
            Err(StoreError::Inconsistent { .. } | StoreError::Sealed { .. }) => false,
            Err(error) => return Err(error),
        };
        if !is_whole {
            damaged.push(scan_id);
        }
    }
    Ok(damaged)
}

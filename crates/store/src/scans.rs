//! Scans 扫描件 of signed papers. What they show is about somebody: the bytes are sealed for the applicant, or for the organisation
//! whose meeting it was, in parts, so that no statement and no row carries a whole file. Of a scan that was taken down the
//! bytes are gone and everything else stays.

use guanai_casework::application::{Scan, ScanMedia, ScanOf, ScanPlace, ScanState, TakeDown};
use guanai_kernel::Moment;
use guanai_kernel::hex::in_hex;
use guanai_kernel::ids::ScanId;
use sha2::{Digest as _, Sha256};

use crate::applications::{as_json, count};
use crate::engine::record::{self, Record, opened};
use crate::engine::sql::select;
use crate::engine::table::table;
use crate::engine::{StoreError, Tx, cell, sql};
use crate::history;
use crate::seal::{Keys, Owner, SealKind};

/// Bytes of a file that one row holds.
pub(crate) const PART_BYTES: usize = 512 << 10;

table! {
    /// What is known of a scan.
    ScanRow in scans {
        1 scan_id;
        2 document_id: text,
        3 application_id: text_or_none,
        4 person_id: text_or_none,
        5 media: text,
        6 size_bytes: int,
        7 sha256: text,
        8 put_by: text,
        9 recorded_at: int,
        10 meeting_id: text_or_none,
        11 organization_id: text_or_none,
        12 state: text,
        13 asked_by: text_or_none,
        14 asked_at: int_or_none,
        15 why: sealed_or_none,
        16 destroyed_by: text_or_none,
        17 destroyed_at: int_or_none,
    }
}

table! {
    /// A part of its bytes.
    PartRow in scan_parts { 1 scan_id, 2 part_no; 3 person_id: text_or_none, 4 content: sealed, 5 organization_id: text_or_none }
}

const fn owner_of(of: ScanOf) -> Owner {
    match of {
        ScanOf::Application { person_id, .. } => Owner::Person(person_id),
        ScanOf::Meeting { organization_id, .. } => Owner::Organization(organization_id),
    }
}

/// The ids of an owner's columns: a person's and an organisation's.
fn owned_by(owner: Owner) -> (Option<String>, Option<String>) {
    match owner {
        Owner::Person(id) => (Some(id.to_string()), None),
        Owner::Organization(id) => (None, Some(id.to_string())),
        _ => (None, None),
    }
}

fn owner_in(at: &cell::Place, person_id: Option<&str>, organization_id: Option<&str>) -> Result<Owner, StoreError> {
    match at.id_or_none("person_id", person_id)? {
        Some(person_id) => Ok(Owner::Person(person_id)),
        None => Ok(Owner::Organization(at.id("organization_id", organization_id.unwrap_or_default())?)),
    }
}

impl Record for Scan {
    type Row = ScanRow;

    fn owner(&self) -> Option<Owner> {
        Some(owner_of(self.of))
    }

    fn owner_of(row: &ScanRow) -> Result<Option<Owner>, StoreError> {
        owner_in(&cell::of(row), row.person_id.as_deref(), row.organization_id.as_deref()).map(Some)
    }

    fn to_row(&self, keys: &Keys) -> ScanRow {
        let owner = owner_of(self.of);
        let (person_id, organization_id) = owned_by(owner);
        let (application_id, meeting_id) = match self.of.place() {
            ScanPlace::Application(id) => (Some(id.to_string()), None),
            ScanPlace::Meeting(id) => (None, Some(id.to_string())),
        };
        let asked = self.take_down.as_ref();
        let destroyed = asked.and_then(|asked| asked.destroyed.as_ref());
        ScanRow {
            scan_id: self.scan_id.to_string(),
            document_id: self.document_id.to_string(),
            application_id,
            person_id,
            media: self.media.code().to_owned(),
            size_bytes: i64::from(self.size_bytes),
            sha256: self.sha256.clone(),
            put_by: as_json(&self.put_by),
            recorded_at: self.recorded_at.as_micros(),
            meeting_id,
            organization_id,
            state: self.state.code().to_owned(),
            asked_by: asked.map(|asked| as_json(&asked.asked_by)),
            asked_at: asked.map(|asked| asked.asked_at.as_micros()),
            why: keys.seal_some(owner, SealKind::Words, asked.map(|asked| asked.why.as_str())),
            destroyed_by: destroyed.map(|(by, _)| as_json(by)),
            destroyed_at: destroyed.map(|(_, at)| at.as_micros()),
        }
    }

    fn from_row(row: ScanRow, keys: &Keys) -> Result<Self, StoreError> {
        let at = cell::of(&row);
        let owner = owner_in(&at, row.person_id.as_deref(), row.organization_id.as_deref())?;
        let of = match owner {
            Owner::Organization(organization_id) => ScanOf::Meeting {
                meeting_id: at.id("meeting_id", row.meeting_id.as_deref().unwrap_or_default())?,
                organization_id,
            },
            _ => ScanOf::Application {
                application_id: at.id("application_id", row.application_id.as_deref().unwrap_or_default())?,
                person_id: at.id("person_id", row.person_id.as_deref().unwrap_or_default())?,
            },
        };
        let why = keys.open_some(owner, SealKind::Words, row.why.as_ref())?;
        let take_down = match (&row.asked_by, row.asked_at, why) {
            (Some(asked_by), Some(asked_at), Some(why)) => Some(TakeDown {
                asked_by: at.json("asked_by", asked_by)?,
                asked_at: Moment::from_micros(asked_at),
                why,
                destroyed: match (&row.destroyed_by, row.destroyed_at) {
                    (Some(by), Some(on)) => Some((at.json("destroyed_by", by)?, Moment::from_micros(on))),
                    _ => None,
                },
            }),
            _ => None,
        };
        Ok(Self {
            scan_id: at.id("scan_id", &row.scan_id)?,
            document_id: at.id("document_id", &row.document_id)?,
            of,
            media: at.word("media", &row.media, ScanMedia::from_code)?,
            size_bytes: count(&at, "size_bytes", row.size_bytes)?,
            put_by: at.json("put_by", &row.put_by)?,
            recorded_at: Moment::from_micros(row.recorded_at),
            state: at.word("state", &row.state, ScanState::from_code)?,
            take_down,
            sha256: row.sha256,
        })
    }
}

/// A part of a scan, at most [`PART_BYTES`] of it.
#[derive(Clone, PartialEq, Eq)]
struct ScanPart {
    scan_id: ScanId,
    part_no: u64,
    owner: Owner,
    bytes: Vec<u8>,
}

impl Record for ScanPart {
    type Row = PartRow;

    fn owner(&self) -> Option<Owner> {
        Some(self.owner)
    }

    fn owner_of(row: &PartRow) -> Result<Option<Owner>, StoreError> {
        owner_in(&cell::of(row), row.person_id.as_deref(), row.organization_id.as_deref()).map(Some)
    }

    fn to_row(&self, keys: &Keys) -> PartRow {
        let (person_id, organization_id) = owned_by(self.owner);
        PartRow {
            scan_id: self.scan_id.to_string(),
            // As text that sorts as numbers do.
            part_no: format!("{:06}", self.part_no),
            person_id,
            content: keys.seal_bytes(self.owner, SealKind::Scan, &self.bytes),
            organization_id,
        }
    }

    fn from_row(row: PartRow, keys: &Keys) -> Result<Self, StoreError> {
        let at = cell::of(&row);
        let owner = owner_in(&at, row.person_id.as_deref(), row.organization_id.as_deref())?;
        Ok(Self {
            scan_id: at.id("scan_id", &row.scan_id)?,
            part_no: at.word("part_no", &row.part_no, |text| text.parse().ok())?,
            owner,
            bytes: keys.open_bytes(owner, SealKind::Scan, &row.content)?,
        })
    }
}

/// The SHA-256 of bytes, as it is kept.
pub fn print_of(bytes: &[u8]) -> String {
    in_hex(&Sha256::digest(bytes))
}

/// Adds a scan with its bytes. The same bytes a second time for one application or meeting, where the first were not taken
/// down, are a conflict (`scans_application_id_sha256_key`, `scans_meeting_id_sha256_key`).
pub async fn add(tx: &mut Tx, scan: &Scan, bytes: &[u8]) -> Result<(), StoreError> {
    record::add_many(tx, std::slice::from_ref(scan)).await?;
    for (part_no, bytes) in (0..).zip(bytes.chunks(PART_BYTES)) {
        let part = ScanPart { scan_id: scan.scan_id, part_no, owner: owner_of(scan.of), bytes: bytes.to_vec() };
        record::add_many(tx, &[part]).await?;
    }
    Ok(())
}

/// What is known of the scan with this id.
pub async fn find(tx: &mut Tx, scan_id: ScanId) -> Result<Option<Scan>, StoreError> {
    record::find(tx, &scan_id.to_string()).await
}

/// What is known of the scans of an application's own papers, or of a meeting's record, oldest first.
pub async fn list_of(tx: &mut Tx, place: ScanPlace) -> Result<Vec<Scan>, StoreError> {
    let (text, id) = match place {
        ScanPlace::Application(id) => ("WHERE application_id = $1 ORDER BY recorded_at, scan_id", id.to_string()),
        ScanPlace::Meeting(id) => ("WHERE meeting_id = $1 ORDER BY recorded_at, scan_id", id.to_string()),
    };
    let rows = select::<ScanRow>(text).bind(id).all(tx).await?;
    opened(tx, rows).await
}

/// Replaces a state, keeping the one before; of a scan that is taken down the bytes are destroyed with it.
pub async fn amend(tx: &mut Tx, before: &Scan, after: &Scan, at: Moment) -> Result<(), StoreError> {
    record::amend_many(tx, &[(before.clone(), after.clone())], at).await?;
    if !after.has_bytes() {
        sql("DELETE FROM scan_parts WHERE scan_id = $1").bind(after.scan_id.to_string()).execute(tx).await?;
    }
    Ok(())
}

/// Of which state of it this scan is: how often it was changed, counted from 0.
pub async fn count_former(tx: &mut Tx, scan_id: ScanId) -> Result<u64, StoreError> {
    history::count_of::<Scan>(tx, &scan_id.to_string()).await
}

/// The bytes of a scan, whatever of them is there: whoever hands them on holds them against the hash.
pub async fn list_bytes(tx: &mut Tx, scan_id: ScanId) -> Result<Vec<u8>, StoreError> {
    let text = "WHERE scan_id = $1 ORDER BY part_no";
    let rows = select::<PartRow>(text).bind(scan_id.to_string()).all(tx).await?;
    let parts = opened::<ScanPart>(tx, rows).await?;
    Ok(parts.into_iter().flat_map(|part| part.bytes).collect())
}

/// Whether a file's bytes are what its record says: of this size and hash, or none where they were destroyed. Bytes that no longer open
/// are not.
pub(crate) fn is_whole(
    read: Result<Vec<u8>, StoreError>,
    is_destroyed: bool,
    (size, sha256): (i64, &str),
) -> Result<bool, StoreError> {
    match read {
        Ok(bytes) if is_destroyed => Ok(bytes.is_empty()),
        Ok(bytes) => Ok(i64::try_from(bytes.len()) == Ok(size) && print_of(&bytes) == sha256),
        Err(StoreError::Inconsistent { .. } | StoreError::Sealed { .. }) => Ok(false),
        Err(error) => Err(error),
    }
}

/// The scans whose bytes are not those that were put in, by their size, by their hash, or because they no longer open; and
/// those that were taken down and of which something is left.
pub(crate) async fn list_damaged(tx: &mut Tx) -> Result<Vec<String>, StoreError> {
    let text = "SELECT s.scan_id, s.size_bytes, s.sha256, s.state FROM scans s ORDER BY s.scan_id";
    let mut damaged = Vec::new();
    for (scan_id, size, sha256, state) in sql(text).all::<(String, i64, String, String)>(tx).await? {
        let Ok(id) = scan_id.parse() else { continue };
        let is_destroyed = state == ScanState::Destroyed.code();
        if !is_whole(list_bytes(tx, id).await, is_destroyed, (size, &sha256))? {
            damaged.push(scan_id);
        }
    }
    Ok(damaged)
}

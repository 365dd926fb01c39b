//! Photographs of visits 走访照片. What they show is about somebody: the bytes are sealed for whoever was visited, in parts, so
//! that no statement and no row carries a whole file. Of a photograph that was destroyed the bytes are gone and everything else stays.

use guanai_casework::{Photo, PhotoEnd, PhotoMedia};
use guanai_kernel::Moment;
use guanai_kernel::ids::{PersonId, PhotoId, VisitId};

use crate::applications::count;
use crate::engine::record::{self, Record, opened, owned_by_person};
use crate::engine::sql::select;
use crate::engine::table::table;
use crate::engine::{StoreError, Tx, cell, sql};
use crate::scans::{PART_BYTES, is_whole};
use crate::seal::{Keys, Owner, SealKind};

table! {
    /// What is known of a photograph.
    PhotoRow in photos {
        1 photo_id;
        2 visit_id: text,
        3 person_id: text,
        4 media: text,
        5 size_bytes: int,
        6 sha256: text,
        7 put_by: text,
        8 recorded_at: int,
        9 ended: text_or_none,
        10 ended_by: text_or_none,
        11 ended_at: int_or_none,
        12 term_months: int_or_none,
    }
}

table! {
    /// A part of its bytes.
    PhotoPartRow in photo_parts { 1 photo_id, 2 part_no; 3 person_id: text, 4 content: sealed }
}

impl Record for Photo {
    type Row = PhotoRow;

    owned_by_person!(PhotoRow);

    fn to_row(&self, _keys: &Keys) -> PhotoRow {
        let (ended, ended_by, ended_at) = match &self.ended {
            Some((why, by, at)) => (Some(why.code().to_owned()), Some(by.clone()), Some(at.as_micros())),
            None => (None, None, None),
        };
        PhotoRow {
            photo_id: self.photo_id.to_string(),
            visit_id: self.visit_id.to_string(),
            person_id: self.person_id.to_string(),
            media: self.media.code().to_owned(),
            size_bytes: i64::from(self.size_bytes),
            sha256: self.sha256.clone(),
            put_by: self.put_by.clone(),
            recorded_at: self.recorded_at.as_micros(),
            ended,
            ended_by,
            ended_at,
            term_months: self.term_months.map(i64::from),
        }
    }

    fn from_row(row: PhotoRow, _keys: &Keys) -> Result<Self, StoreError> {
        let at = cell::of(&row);
        let ended = match (&row.ended, &row.ended_by, row.ended_at) {
            (Some(why), Some(by), Some(on)) => {
                Some((at.word("ended", why, PhotoEnd::from_code)?, by.clone(), Moment::from_micros(on)))
            }
            _ => None,
        };
        Ok(Self {
            photo_id: at.id("photo_id", &row.photo_id)?,
            visit_id: at.id("visit_id", &row.visit_id)?,
            person_id: at.id("person_id", &row.person_id)?,
            media: at.word("media", &row.media, PhotoMedia::from_code)?,
            size_bytes: count(&at, "size_bytes", row.size_bytes)?,
            recorded_at: Moment::from_micros(row.recorded_at),
            ended,
            term_months: row
                .term_months
                .map(|months| u16::try_from(months).map_err(|_| at.inconsistent("term_months")))
                .transpose()?,
            sha256: row.sha256,
            put_by: row.put_by,
        })
    }
}

/// A part of a photograph, at most [`PART_BYTES`] of it.
#[derive(Clone, PartialEq, Eq)]
struct PhotoPart {
    photo_id: PhotoId,
    part_no: u64,
    person_id: PersonId,
    bytes: Vec<u8>,
}

impl Record for PhotoPart {
    type Row = PhotoPartRow;

    owned_by_person!(PhotoPartRow);

    fn to_row(&self, keys: &Keys) -> PhotoPartRow {
        PhotoPartRow {
            photo_id: self.photo_id.to_string(),
            // As text that sorts as numbers do.
            part_no: format!("{:06}", self.part_no),
            person_id: self.person_id.to_string(),
            content: keys.seal_bytes(Owner::Person(self.person_id), SealKind::Photo, &self.bytes),
        }
    }

    fn from_row(row: PhotoPartRow, keys: &Keys) -> Result<Self, StoreError> {
        let at = cell::of(&row);
        let person_id = at.id("person_id", &row.person_id)?;
        Ok(Self {
            photo_id: at.id("photo_id", &row.photo_id)?,
            part_no: at.word("part_no", &row.part_no, |text| text.parse().ok())?,
            person_id,
            bytes: keys.open_bytes(Owner::Person(person_id), SealKind::Photo, &row.content)?,
        })
    }
}

/// Adds a photograph with its bytes. The same bytes a second time for one visit, where the first were not destroyed, are a conflict
/// (`photos_visit_id_sha256_key`).
pub async fn add(tx: &mut Tx, photo: &Photo, bytes: &[u8]) -> Result<(), StoreError> {
    record::add_many(tx, std::slice::from_ref(photo)).await?;
    for (part_no, bytes) in (0..).zip(bytes.chunks(PART_BYTES)) {
        let part = PhotoPart { photo_id: photo.photo_id, part_no, person_id: photo.person_id, bytes: bytes.to_vec() };
        record::add_many(tx, &[part]).await?;
    }
    Ok(())
}

/// What is known of the photographs of a visit, oldest first.
pub async fn list_of_visit(tx: &mut Tx, visit_id: VisitId) -> Result<Vec<Photo>, StoreError> {
    let text = "WHERE visit_id = $1 ORDER BY recorded_at, photo_id";
    let rows = select::<PhotoRow>(text).bind(visit_id.to_string()).all(tx).await?;
    opened(tx, rows).await
}

/// What is known of the photographs at visits to somebody, oldest first.
pub async fn list_of_person(tx: &mut Tx, person_id: PersonId) -> Result<Vec<Photo>, StoreError> {
    let text = "WHERE person_id = $1 ORDER BY recorded_at, photo_id";
    let rows = select::<PhotoRow>(text).bind(person_id.to_string()).all(tx).await?;
    opened(tx, rows).await
}

/// Those whose bytes are kept and that were put in before a moment, oldest first.
pub async fn list_kept_before(tx: &mut Tx, before: Moment) -> Result<Vec<Photo>, StoreError> {
    let text = "WHERE ended IS NULL AND recorded_at < $1 ORDER BY recorded_at, photo_id";
    let rows = select::<PhotoRow>(text).bind(before.as_micros()).all(tx).await?;
    opened(tx, rows).await
}

/// Replaces states, keeping those before; of photographs that end the bytes are destroyed with it.
pub async fn amend_many(tx: &mut Tx, changes: &[(Photo, Photo)], at: Moment) -> Result<(), StoreError> {
    record::amend_many(tx, changes, at).await?;
    for (_, after) in changes.iter().filter(|(_, after)| !after.has_bytes()) {
        sql("DELETE FROM photo_parts WHERE photo_id = $1").bind(after.photo_id.to_string()).execute(tx).await?;
    }
    Ok(())
}

/// The bytes of a photograph, whatever of them is there: whoever hands them on holds them against the hash.
pub async fn list_bytes(tx: &mut Tx, photo_id: PhotoId) -> Result<Vec<u8>, StoreError> {
    let text = "WHERE photo_id = $1 ORDER BY part_no";
    let rows = select::<PhotoPartRow>(text).bind(photo_id.to_string()).all(tx).await?;
    let parts = opened::<PhotoPart>(tx, rows).await?;
    Ok(parts.into_iter().flat_map(|part| part.bytes).collect())
}

/// The photographs whose bytes are not those that were put in, or of which something is left though they were destroyed.
pub(crate) async fn list_damaged(tx: &mut Tx) -> Result<Vec<String>, StoreError> {
    let text = "SELECT p.photo_id, p.size_bytes, p.sha256, p.ended FROM photos p ORDER BY p.photo_id";
    let mut damaged = Vec::new();
    for (photo_id, size, sha256, ended) in sql(text).all::<(String, i64, String, Option<String>)>(tx).await? {
        let Ok(id) = photo_id.parse() else { continue };
        if !is_whole(list_bytes(tx, id).await, ended.is_some(), (size, &sha256))? {
            damaged.push(photo_id);
        }
    }
    Ok(damaged)
}

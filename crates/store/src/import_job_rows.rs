//! What belongs to a job of the import desk and holds what people's rows hold: the files as they were brought, and what was
//! found in them. Sealed for the job, and gone with it.

use std::collections::BTreeMap;
use std::fmt;

use guanai_kernel::ids::ImportJobId;
use guanai_registry::Verdict;

use crate::Stretch;
use crate::engine::record::{self, Record, document, opened};
use crate::engine::sql::select;
use crate::engine::table::{Table, table};
use crate::engine::{StoreError, Tx, cell, sql};
use crate::seal::{Keys, Owner, SealKind};

/// Bytes of a file that one row holds.
const PART_BYTES: usize = 512 << 10;

table! {
    /// A part of a file.
    FilePartRow in import_job_files { 1 job_id, 2 file_no, 3 part_no; 4 name: text, 5 content: sealed }
}

table! {
    /// Something that was found.
    FoundRow in import_job_rows {
        1 job_id, 2 part, 3 row_no;
        4 content: sealed,
        5 verdict: text_or_none,
        6 chosen_by: text_or_none,
    }
}

/// A part of a file, at most [`PART_BYTES`] of it.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct FilePart {
    job_id: ImportJobId,
    file_no: u64,
    part_no: u64,
    name: String,
    bytes: Vec<u8>,
}

/// Numbers as text that sorts as they do.
fn numbered(number: u64) -> String {
    format!("{number:010}")
}

impl Record for FilePart {
    type Row = FilePartRow;

    fn owner(&self) -> Option<Owner> {
        Some(Owner::Job(self.job_id))
    }

    fn owner_of(row: &FilePartRow) -> Result<Option<Owner>, StoreError> {
        Ok(Some(Owner::Job(cell::of(row).id("job_id", &row.job_id)?)))
    }

    fn to_row(&self, keys: &Keys) -> FilePartRow {
        FilePartRow {
            job_id: self.job_id.to_string(),
            file_no: numbered(self.file_no),
            part_no: numbered(self.part_no),
            name: self.name.clone(),
            content: keys.seal_bytes(Owner::Job(self.job_id), SealKind::Book, &self.bytes),
        }
    }

    fn from_row(row: FilePartRow, keys: &Keys) -> Result<Self, StoreError> {
        let at = cell::of(&row);
        let job_id = at.id("job_id", &row.job_id)?;
        Ok(Self {
            job_id,
            file_no: at.word("file_no", &row.file_no, |text| text.parse().ok())?,
            part_no: at.word("part_no", &row.part_no, |text| text.parse().ok())?,
            bytes: keys.open_bytes(Owner::Job(job_id), SealKind::Book, &row.content)?,
            name: row.name,
        })
    }
}

/// A file as it was brought. `Debug` does not show what is in it.
#[derive(Clone, PartialEq, Eq)]
pub struct JobFile {
    /// Its name.
    pub name: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

impl fmt::Debug for JobFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "JobFile({} bytes)", self.bytes.len())
    }
}

/// Something that was found. `Debug` shows where it stands alone.
#[derive(Clone, PartialEq, Eq)]
pub struct Found {
    /// By which job.
    pub job_id: ImportJobId,
    /// Among what, in a code.
    pub part: String,
    /// Which, from 0.
    pub row_no: u64,
    /// What, as JSON.
    pub content: String,
    /// What was chosen of it, and by whom.
    pub chosen: Option<(Verdict, String)>,
}

impl fmt::Debug for Found {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Found({} {} {})", self.job_id, self.part, self.row_no)
    }
}

impl Record for Found {
    type Row = FoundRow;

    fn owner(&self) -> Option<Owner> {
        Some(Owner::Job(self.job_id))
    }

    fn owner_of(row: &FoundRow) -> Result<Option<Owner>, StoreError> {
        Ok(Some(Owner::Job(cell::of(row).id("job_id", &row.job_id)?)))
    }

    fn to_row(&self, keys: &Keys) -> FoundRow {
        FoundRow {
            job_id: self.job_id.to_string(),
            part: self.part.clone(),
            row_no: numbered(self.row_no),
            content: keys.seal(Owner::Job(self.job_id), SealKind::Found, &self.content),
            verdict: self.chosen.as_ref().map(|(verdict, _)| verdict.code().to_owned()),
            chosen_by: self.chosen.as_ref().map(|(_, by)| by.clone()),
        }
    }

    fn from_row(row: FoundRow, keys: &Keys) -> Result<Self, StoreError> {
        let at = cell::of(&row);
        let job_id = at.id("job_id", &row.job_id)?;
        let verdict = at.word_or_none("verdict", row.verdict.as_deref(), Verdict::from_code)?;
        Ok(Self {
            job_id,
            row_no: at.word("row_no", &row.row_no, |text| text.parse().ok())?,
            content: keys.open(Owner::Job(job_id), SealKind::Found, &row.content)?,
            chosen: verdict.zip(row.chosen_by),
            part: row.part,
        })
    }
}

/// Adds the files of a job, in their order.
pub async fn add_files(tx: &mut Tx, job_id: ImportJobId, files: &[JobFile]) -> Result<(), StoreError> {
    for (file_no, file) in (0..).zip(files) {
        // A file of nothing has one part of nothing.
        let parts: Vec<&[u8]> = if file.bytes.is_empty() { vec![&[]] } else { file.bytes.chunks(PART_BYTES).collect() };
        for (part_no, bytes) in (0..).zip(parts) {
            let part = FilePart { job_id, file_no, part_no, name: file.name.clone(), bytes: bytes.to_vec() };
            record::add_many(tx, &[part]).await?;
        }
    }
    Ok(())
}

/// The files of a job, in their order; none once they ended.
pub async fn list_files(tx: &mut Tx, job_id: ImportJobId) -> Result<Vec<JobFile>, StoreError> {
    let rows = select::<FilePartRow>("WHERE job_id = $1 ORDER BY file_no, part_no").bind(job_id.to_string());
    let rows = rows.all(tx).await?;
    let mut files: BTreeMap<u64, JobFile> = BTreeMap::new();
    for part in opened::<FilePart>(tx, rows).await? {
        let file = files.entry(part.file_no).or_insert_with(|| JobFile { name: part.name, bytes: Vec::new() });
        file.bytes.extend(part.bytes);
    }
    Ok(files.into_values().collect())
}

/// Ends the files of a job: they are no longer there.
pub async fn end_files(tx: &mut Tx, job_id: ImportJobId) -> Result<(), StoreError> {
    sql("DELETE FROM import_job_files WHERE job_id = $1").bind(job_id.to_string()).execute(tx).await?;
    Ok(())
}

/// Adds what was found.
pub async fn add_many(tx: &mut Tx, found: &[Found]) -> Result<(), StoreError> {
    record::add_many(tx, found).await
}

/// A stretch of what was found among one part, in its order.
pub async fn page(tx: &mut Tx, job_id: ImportJobId, part: &str, stretch: Stretch) -> Result<Vec<Found>, StoreError> {
    let rows = select::<FoundRow>("WHERE job_id = $1 AND part = $2 ORDER BY row_no LIMIT $3 OFFSET $4")
        .bind(job_id.to_string())
        .bind(part)
        .stretch(stretch);
    let rows = rows.all(tx).await?;
    opened(tx, rows).await
}

/// Everything of a job of which something was chosen, in its order.
pub async fn list_chosen(tx: &mut Tx, job_id: ImportJobId) -> Result<Vec<Found>, StoreError> {
    let text = "WHERE job_id = $1 AND verdict IS NOT NULL ORDER BY part, row_no";
    let rows = select::<FoundRow>(text).bind(job_id.to_string()).all(tx).await?;
    opened(tx, rows).await
}

/// What was found, by part and number; what is not there is left out.
pub async fn list_by_numbers(
    tx: &mut Tx,
    job_id: ImportJobId,
    numbers: &[(String, u64)],
) -> Result<Vec<Found>, StoreError> {
    let keys = numbers.iter().map(|(part, row_no)| ((), part, numbered(*row_no)));
    let rows = select::<FoundRow>(
        "WHERE job_id = $1 AND (part, row_no) IN (SELECT j.value->>1, j.value->>2 FROM json_each($2) AS j) \
         ORDER BY part, row_no",
    )
    .bind(job_id.to_string())
    .json(document(FoundRow::NAME, keys)?);
    let rows = rows.all(tx).await?;
    opened(tx, rows).await
}

/// Notes what was chosen of what was found, in place of what was chosen before.
pub async fn amend_chosen(tx: &mut Tx, found: &[Found]) -> Result<(), StoreError> {
    let rows = found.iter().map(|found| {
        let (verdict, by) = found.chosen.as_ref().map_or((None, None), |(v, by)| (Some(v.code()), Some(by.as_str())));
        ((), found.job_id.to_string(), found.part.as_str(), numbered(found.row_no), verdict, by)
    });
    let met = sql("UPDATE import_job_rows SET verdict = n.verdict, chosen_by = n.chosen_by \
         FROM (SELECT j.value->>1 AS job_id, j.value->>2 AS part, j.value->>3 AS row_no, j.value->>4 AS verdict, \
         j.value->>5 AS chosen_by FROM json_each($1) AS j) AS n \
         WHERE import_job_rows.job_id = n.job_id AND import_job_rows.part = n.part AND import_job_rows.row_no = n.row_no")
    .json(document(FoundRow::NAME, rows)?)
    .execute(tx)
    .await?;
    StoreError::expect_rows(FoundRow::NAME, found.len(), met)
}

/// Ends what was found: it is no longer there.
pub async fn end_found(tx: &mut Tx, job_id: ImportJobId) -> Result<(), StoreError> {
    sql("DELETE FROM import_job_rows WHERE job_id = $1").bind(job_id.to_string()).execute(tx).await?;
    Ok(())
}

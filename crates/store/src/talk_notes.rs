//! What was said in confidence 谈心谈话记录. It is read one at a time, by whoever answered and by whom the person allows: no
//! list, no search, no export, and nothing of it in the audit.

use guanai_casework::{NoteReader, TalkNote};
use guanai_kernel::Moment;
use guanai_kernel::ids::VisitId;

use crate::engine::record::{self, Record, opened, owned_by_person};
use crate::engine::sql::select;
use crate::engine::table::table;
use crate::engine::{StoreError, Tx, cell};
use crate::seal::{Keys, Owner, SealKind};

table! {
    /// A note.
    NoteRow in talk_notes {
        1 visit_id;
        2 person_id: text,
        3 answered_by: text,
        4 words: sealed,
        5 recorded_at: int,
    }
}

table! {
    /// Leave to read a note.
    ReaderRow in talk_note_readers {
        1 visit_id, 2 reader;
        3 allowed_at: int,
    }
}

impl Record for TalkNote {
    type Row = NoteRow;

    owned_by_person!(NoteRow);

    fn to_row(&self, keys: &Keys) -> NoteRow {
        NoteRow {
            visit_id: self.visit_id.to_string(),
            person_id: self.person_id.to_string(),
            answered_by: self.answered_by.clone(),
            words: keys.seal(Owner::Person(self.person_id), SealKind::Note, &self.words),
            recorded_at: self.recorded_at.as_micros(),
        }
    }

    fn from_row(row: NoteRow, keys: &Keys) -> Result<Self, StoreError> {
        let at = cell::of(&row);
        let person_id = at.id("person_id", &row.person_id)?;
        Ok(Self {
            visit_id: at.id("visit_id", &row.visit_id)?,
            person_id,
            answered_by: row.answered_by,
            words: keys.open(Owner::Person(person_id), SealKind::Note, &row.words)?,
            recorded_at: Moment::from_micros(row.recorded_at),
        })
    }
}

impl Record for NoteReader {
    type Row = ReaderRow;

    fn to_row(&self, _keys: &Keys) -> ReaderRow {
        ReaderRow {
            visit_id: self.visit_id.to_string(),
            reader: self.reader.clone(),
            allowed_at: self.allowed_at.as_micros(),
        }
    }

    fn from_row(row: ReaderRow, _keys: &Keys) -> Result<Self, StoreError> {
        let at = cell::of(&row);
        Ok(Self {
            visit_id: at.id("visit_id", &row.visit_id)?,
            reader: row.reader,
            allowed_at: Moment::from_micros(row.allowed_at),
        })
    }
}

/// Adds a note; a visit's second one is a conflict.
pub async fn add(tx: &mut Tx, note: &TalkNote) -> Result<(), StoreError> {
    record::add_many(tx, std::slice::from_ref(note)).await
}

/// The note of a visit. Whoever asks has to be one of its readers.
pub async fn find(tx: &mut Tx, visit_id: VisitId) -> Result<Option<TalkNote>, StoreError> {
    record::find(tx, &visit_id.to_string()).await
}

/// Adds leave to read a note; the same reader twice is a conflict.
pub async fn add_reader(tx: &mut Tx, reader: &NoteReader) -> Result<(), StoreError> {
    record::add_many(tx, std::slice::from_ref(reader)).await
}

/// Who may read a note beside whoever answered.
pub async fn list_readers(tx: &mut Tx, visit_id: VisitId) -> Result<Vec<NoteReader>, StoreError> {
    let rows = select::<ReaderRow>("WHERE visit_id = $1 ORDER BY reader").bind(visit_id.to_string()).all(tx).await?;
    opened(tx, rows).await
}

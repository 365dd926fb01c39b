//! What was said in confidence: read one at a time by whoever answered, by the person, and by whom the person allows. To
//! anybody else it is not there, the county's officers included.

use guanai_casework::{NoteReader, TalkNote};
use guanai_kernel::Moment;
use guanai_kernel::ids::{AccountId, OperationId, PersonId, VisitId};
use guanai_store::audit::Subject;
use guanai_store::{StoreError, Tx, accounts, audit, talk_notes};

use super::file::NoteSight;
use crate::actor::{Act, Actor, Denied};
use crate::cx::Cx;
use crate::operation::{Operation, OperationError};

/// A note as its reader sees it.
#[derive(Clone, PartialEq, Eq)]
pub struct OpenNote {
    /// The visit.
    pub visit_id: VisitId,
    /// Who confided it.
    pub person_id: PersonId,
    /// The words.
    pub words: String,
    /// When it was written down.
    pub recorded_at: Moment,
    /// Who else may read it, by the accounts' names.
    pub readers: Vec<String>,
    /// Whether the reader may let others read it: whoever answered, on the person's word, and the person.
    pub may_allow: bool,
}

guanai_kernel::debug_by_id!(OpenNote.visit_id);

/// Why there is no note. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum NoteError {
    /// The role does not hold it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// None there, or not for this reader: the two cannot be told apart.
    #[error("there is no such note")]
    NotFound,
    /// The form was sent already with other contents.
    #[error(transparent)]
    Operation(#[from] OperationError),
    /// Nobody signs in by that name.
    #[error("nobody signs in by this name")]
    NoReader,
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl NoteError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Denied(_) => "denied",
            Self::NotFound => "note-not-found",
            Self::Operation(error) => error.code(),
            Self::NoReader => "note-no-reader",
            Self::Store(error) => error.code(),
        }
    }
}

/// Whether a visit's note is there for an actor.
pub(super) async fn sight(tx: &mut Tx, actor: &Actor, visit_id: VisitId) -> Result<NoteSight, StoreError> {
    Ok(match readable(tx, actor, visit_id).await? {
        Some(_) => NoteSight::Readable,
        None => NoteSight::Nothing,
    })
}

/// The note of a visit with its readers, where the actor is one of them.
async fn readable(
    tx: &mut Tx,
    actor: &Actor,
    visit_id: VisitId,
) -> Result<Option<(TalkNote, Vec<NoteReader>)>, StoreError> {
    let Some(note) = talk_notes::find(tx, visit_id).await? else { return Ok(None) };
    let readers = talk_notes::list_readers(tx, visit_id).await?;
    let is_reader = owns(actor, &note) || readers.iter().any(|reader| reader.reader == actor.name);
    Ok(is_reader.then_some((note, readers)))
}

/// Whoever answered, and the person.
fn owns(actor: &Actor, note: &TalkNote) -> bool {
    note.answered_by == actor.name || actor.person_id == Some(note.person_id)
}

/// Opens a note. The record names the visit and its person, and stands before the words are handed out.
pub async fn read_note(cx: &mut Cx<'_>, visit_id: VisitId) -> Result<OpenNote, NoteError> {
    cx.authorise(Act::ReadNote)?;
    let mut tx = cx.db.begin_read().await?;
    let found = readable(&mut tx, &cx.actor, visit_id).await?;
    let Some((note, readers)) = found else {
        tx.rollback().await?;
        return Err(NoteError::NotFound);
    };
    let ids: Vec<AccountId> = readers.iter().filter_map(|reader| reader.reader.parse().ok()).collect();
    let named = accounts::list_by_ids(&mut tx, &ids).await?;
    tx.rollback().await?;
    cx.record_reading(Act::ReadNote, vec![Subject::Visit(visit_id), Subject::Person(note.person_id)]).await?;
    Ok(OpenNote {
        visit_id,
        person_id: note.person_id,
        may_allow: owns(&cx.actor, &note),
        words: note.words,
        recorded_at: note.recorded_at,
        readers: named.into_iter().map(|account| account.name).collect(),
    })
}

/// Lets somebody read a note, on the word of the person: entered by them, or by whoever answered.
pub async fn allow_reader(
    cx: &mut Cx<'_>,
    operation_id: OperationId,
    visit_id: VisitId,
    sign_in_name: &str,
) -> Result<(), NoteError> {
    cx.authorise(Act::AllowNoteReader)?;
    let operation = &Operation::new(operation_id, Act::AllowNoteReader, &(visit_id, sign_in_name))?;
    let mut ids = cx.ids.clone();
    let record = cx.audit_record(&mut ids, Act::AllowNoteReader, vec![Subject::Visit(visit_id)], None);
    cx.ids = ids;
    let (actor, now, record) = (&cx.actor, cx.now, &record);
    let allowing = cx.db.write(move |tx: &mut Tx, _| {
        Box::pin(async move {
            let found = readable(tx, actor, visit_id).await?;
            let (note, readers) = found.filter(|(note, _)| owns(actor, note)).ok_or(NoteError::NotFound)?;
            if operation.earlier::<VisitId>(tx, actor).await?.is_some() {
                return Ok(());
            }
            let account = accounts::find_by_sign_in_name(tx, sign_in_name).await?.ok_or(NoteError::NoReader)?;
            let reader = account.account_id.to_string();
            if reader != note.answered_by && readers.iter().all(|known| known.reader != reader) {
                talk_notes::add_reader(tx, &NoteReader { visit_id, reader, allowed_at: now }).await?;
            }
            operation.keep(tx, actor, visit_id, now).await?;
            audit::append(tx, record).await?;
            Ok(())
        })
    });
    allowing.await
}

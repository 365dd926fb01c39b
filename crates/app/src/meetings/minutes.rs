//! Filing the signed original of a meeting's record: where it lies, since when, and the hash of its scan.

use guanai_casework::application::paper::is_sha256;
use guanai_casework::application::{Document, DocumentKind};
use guanai_kernel::Date;
use guanai_kernel::ids::{DocumentId, MeetingId, OperationId};
use guanai_kernel::text::{squeeze, written};
use guanai_store::audit::Subject;
use guanai_store::{StoreError, Tx, applications, audit, meetings};

use crate::actor::{Act, Denied};
use crate::applications::hand_of;
use crate::cx::Cx;
use crate::operation::{Operation, OperationError};
use crate::scope::ScopeOf;

/// Letters that a place or a number may have.
const MOST_LETTERS: usize = 200;

/// A signed record to be filed.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct FileMinutes {
    /// Of which meeting.
    pub meeting_id: MeetingId,
    /// The day on which it was signed.
    pub signed_on: Date,
    /// Where it lies.
    pub place: String,
    /// Its number in the archive.
    pub archive_no: Option<String>,
    /// The hash of its scan.
    pub sha256: Option<String>,
}

/// Why nothing was filed. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum FileMinutesError {
    /// The role does not hold it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// Where it lies is missing, or too long.
    #[error("say where the original lies, in 1 to {MOST_LETTERS} letters")]
    Words,
    /// A day that has not come.
    #[error("{0} has not come yet")]
    Future(Date),
    /// A hash that is none.
    #[error("a scan's SHA-256 has 64 hexadecimal figures")]
    Hash,
    /// None there, or outside the scope.
    #[error("there is no such meeting")]
    NotFound,
    /// It was signed before the meeting was held.
    #[error("{on} lies before the meeting of {held_on}")]
    TooEarly {
        /// The day.
        on: Date,
        /// The meeting's day.
        held_on: Date,
    },
    /// The form was sent already with other contents.
    #[error(transparent)]
    Operation(#[from] OperationError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl FileMinutesError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Denied(_) => "denied",
            Self::Words => "application-no-words",
            Self::Future(_) => "application-future",
            Self::Hash => "application-hash",
            Self::NotFound => "meeting-not-found",
            Self::TooEarly { .. } => "application-too-early",
            Self::Operation(error) => error.code(),
            Self::Store(error) => error.code(),
        }
    }
}

/// Files the signed record of a meeting; its id. The record names the meeting.
pub async fn file_minutes(
    cx: &mut Cx<'_>,
    operation_id: OperationId,
    wish: &FileMinutes,
) -> Result<DocumentId, FileMinutesError> {
    cx.authorise(Act::FileOriginal)?;
    let texts = [Some(&wish.place), wish.archive_no.as_ref()];
    let is_long = texts.into_iter().flatten().any(|text| text.chars().count() > MOST_LETTERS);
    if squeeze(&wish.place).is_empty() || is_long {
        return Err(FileMinutesError::Words);
    }
    if wish.signed_on > cx.now.day_in_china() {
        return Err(FileMinutesError::Future(wish.signed_on));
    }
    if wish.sha256.as_deref().is_some_and(|hash| !is_sha256(hash)) {
        return Err(FileMinutesError::Hash);
    }
    let operation = &Operation::new(operation_id, Act::FileOriginal, wish)?;
    let mut ids = cx.ids.clone();
    let document_id = DocumentId::fresh(&mut ids);
    let record = &cx.audit_record(&mut ids, Act::FileOriginal, vec![Subject::Meeting(wish.meeting_id)], None);
    cx.ids = ids;
    let cx = &*cx;
    let filing = cx.db.write(move |tx: &mut Tx, _| {
        Box::pin(async move {
            let scope = ScopeOf::resolve(tx, &cx.actor).await?;
            let file = meetings::find_file(tx, wish.meeting_id).await?;
            let file = file.filter(|file| scope.holds_organization(file.meeting.organization_id));
            let held_on = file.ok_or(FileMinutesError::NotFound)?.meeting.held_on;
            if let Some(filed) = operation.earlier(tx, &cx.actor).await? {
                return Ok(filed);
            }
            if wish.signed_on < held_on {
                return Err(FileMinutesError::TooEarly { on: wish.signed_on, held_on });
            }
            let document = Document {
                document_id,
                application_id: None,
                meeting_id: Some(wish.meeting_id),
                round: 0,
                kind: DocumentKind::MeetingRecord,
                signed_on: wish.signed_on,
                place: written(&wish.place),
                archive_no: wish.archive_no.as_deref().map(written).filter(|number| !number.is_empty()),
                sha256: wish.sha256.clone(),
                filed_by: hand_of(tx, &cx.actor).await?,
                recorded_at: cx.now,
            };
            applications::add_document(tx, &document).await?;
            operation.keep(tx, &cx.actor, document_id, cx.now).await?;
            audit::append(tx, record).await?;
            Ok(document_id)
        })
    });
    filing.await
}

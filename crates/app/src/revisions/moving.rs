//! Submitting, releasing, sending back and undoing a revision: two hands each way, and each by the row that was read.

use guanai_casework::{RevisionError, RevisionMove, StandardRevision};
use guanai_kernel::ids::{OperationId, RevisionId};
use guanai_scheme::{RevisionProblem, check_revision};
use guanai_store::{StoreError, Tx, audit, revisions};

use super::effect::EffectError;
use super::writing::{self, WriteRevisionError};
use super::{is_seen, laid_over};
use crate::actor::{Act, Denied};
use crate::cx::Cx;
use crate::operation::{Operation, OperationError};
use crate::standing::Standing;

/// A revision to be moved, as it was seen.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct MoveRevision {
    /// Which.
    pub revision_id: RevisionId,
    /// In which version it was seen.
    pub version: u32,
    /// How.
    pub step: RevisionMove,
    /// Why, where that is said.
    pub words: Option<String>,
}

/// Why a revision was not moved. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum MoveRevisionError {
    /// The role does not hold it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// None there.
    #[error("there is no such revision")]
    NotFound,
    /// The form was sent already with other contents.
    #[error(transparent)]
    Operation(#[from] OperationError),
    /// Somebody changed it, or other standards came into force, since it was read.
    #[error("the revision or the standards were changed meanwhile: read it again")]
    Stale,
    /// The table does not hold the move, or something stands against it.
    #[error(transparent)]
    Revision(#[from] RevisionError),
    /// It cannot be laid over the standards in force.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
    Problems(Vec<RevisionProblem>),
    /// What it would do cannot be reckoned.
    #[error(transparent)]
    Effect(#[from] EffectError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl MoveRevisionError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Denied(_) => "denied",
            Self::NotFound => "revision-not-found",
            Self::Operation(error) => error.code(),
            Self::Stale => "revision-stale",
            Self::Revision(error) => error.code(),
            Self::Problems(_) => "revision-problems",
            Self::Effect(_) => "revision-effect",
            Self::Store(error) => error.code(),
        }
    }
}

impl From<WriteRevisionError> for MoveRevisionError {
    fn from(error: WriteRevisionError) -> Self {
        match error {
            WriteRevisionError::Denied(error) => Self::Denied(error),
            WriteRevisionError::NotFound => Self::NotFound,
            WriteRevisionError::Operation(error) => Self::Operation(error),
            WriteRevisionError::Problems(problems) => Self::Problems(problems),
            WriteRevisionError::Effect(error) => Self::Effect(error),
            WriteRevisionError::Store(error) => Self::Store(error),
            WriteRevisionError::NotDrafted
            | WriteRevisionError::Stale
            | WriteRevisionError::Text(_)
            | WriteRevisionError::Until => Self::Stale,
        }
    }
}

/// The act of a move: whoever releases is not who draws up.
pub(super) const fn act_of(step: RevisionMove) -> Act {
    match step {
        RevisionMove::Submit | RevisionMove::Drop | RevisionMove::AskUndo => Act::DraftRevision,
        RevisionMove::SendBack | RevisionMove::Release | RevisionMove::Undo | RevisionMove::Keep => {
            Act::ReleaseRevision
        }
    }
}

/// Moves a revision on. What it would do is reckoned anew when it is submitted, and frozen with it. After a release or an undoing
/// the caller takes up what is in force ([`super::StandardsInForce::take_up`]).
pub async fn move_revision(
    cx: &mut Cx<'_>,
    operation_id: OperationId,
    standing: &Standing,
    wish: MoveRevision,
) -> Result<RevisionId, MoveRevisionError> {
    let act = act_of(wish.step);
    cx.authorise(act)?;
    let operation = &Operation::new(operation_id, act, &wish)?;
    let mut ids = cx.ids.clone();
    let record = &cx.audit_record(&mut ids, act, Vec::new(), None);
    let own = &mut ids.split();
    cx.ids = ids;
    let (cx, wish) = (&*cx, &wish);
    // Reckoned before the writing begins: over a county it takes longer than a writer may hold others up.
    let frozen =
        &if wish.step == RevisionMove::Submit { frozen(cx, standing, operation, wish, own).await? } else { None };
    let moving = cx.db.write(move |tx: &mut Tx, _| {
        Box::pin(async move {
            let before = revisions::find(tx, wish.revision_id).await?.ok_or(MoveRevisionError::NotFound)?;
            if !is_seen(cx, tx, &before).await? {
                return Err(MoveRevisionError::NotFound);
            }
            if let Some(moved) = operation.earlier(tx, &cx.actor).await? {
                return Ok(moved);
            }
            let editions = revisions::count_editions(tx).await?;
            let mut after = before.after(wish.step, cx.hand(), wish.words.as_deref(), editions.saturating_add(1))?;
            if before.version != wish.version {
                return Err(MoveRevisionError::Stale);
            }
            if matches!(wish.step, RevisionMove::Submit | RevisionMove::Release) {
                if editions != cx.standards.edition {
                    return Err(MoveRevisionError::Stale);
                }
                lawful(cx, &before)?;
            }
            if let Some((effect, people)) = frozen {
                after.effect = Some(effect.clone());
                revisions::put_people(tx, after.revision_id, people).await?;
            }
            revisions::amend(tx, &before, &after, cx.now).await?;
            operation.keep(tx, &cx.actor, after.revision_id, cx.now).await?;
            audit::append(tx, record).await?;
            Ok(after.revision_id)
        })
    });
    moving.await
}

type Frozen = Option<(String, Vec<guanai_casework::RevisionPerson>)>;

/// What a draft that is submitted would do; none where the form was sent before.
async fn frozen(
    cx: &Cx<'_>,
    standing: &Standing,
    operation: &Operation,
    wish: &MoveRevision,
    ids: &mut guanai_kernel::Ids,
) -> Result<Frozen, MoveRevisionError> {
    let mut tx = cx.db.begin_read().await?;
    let found = draft(cx, &mut tx, standing, operation, wish, ids).await;
    tx.rollback().await?;
    found
}

async fn draft(
    cx: &Cx<'_>,
    tx: &mut Tx,
    standing: &Standing,
    operation: &Operation,
    wish: &MoveRevision,
    ids: &mut guanai_kernel::Ids,
) -> Result<Frozen, MoveRevisionError> {
    if operation.earlier::<RevisionId>(tx, &cx.actor).await?.is_some() {
        return Ok(None);
    }
    let draft = revisions::find(tx, wish.revision_id).await?.ok_or(MoveRevisionError::NotFound)?;
    if !is_seen(cx, tx, &draft).await? {
        return Err(MoveRevisionError::NotFound);
    }
    draft.state.after(wish.step)?;
    if draft.version != wish.version {
        return Err(MoveRevisionError::Stale);
    }
    Ok(Some(writing::reckoned(cx, tx, standing, &draft, ids).await?))
}

/// Whether a revision can still be laid over the standards in force today.
fn lawful(cx: &Cx<'_>, revision: &StandardRevision) -> Result<(), MoveRevisionError> {
    let problems = check_revision(&cx.standards.pack, &laid_over(revision), cx.now.day_in_china()).problems;
    if problems.is_empty() { Ok(()) } else { Err(MoveRevisionError::Problems(problems)) }
}

//! Taking a mistaken scan down: one asks for it and says why, another who decides there destroys the bytes, or leaves it.

use guanai_casework::application::{ScanMoveError, ScanPlace, ScanStep};
use guanai_kernel::ids::{OperationId, ScanId};
use guanai_kernel::text::written;
use guanai_store::audit::{self, AuditRecord};
use guanai_store::{StoreError, Tx, scans};

use super::place::{Near, act_of, desk_of, reach, scan_of};
use crate::actor::{Act, Denied};
use crate::applications::hand_of;
use crate::cx::Cx;
use crate::operation::{Operation, OperationError};

/// A move that is wished.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct MoveScan {
    /// With what it is kept.
    pub place: ScanPlace,
    /// Which.
    pub scan_id: ScanId,
    /// What is done.
    pub step: ScanStep,
}

/// Why nothing was done. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum MoveScanError {
    /// The role does not hold it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// None there, or outside the scope.
    #[error("there is no such scan")]
    NotFound,
    /// The form was sent already with other contents.
    #[error(transparent)]
    Operation(#[from] OperationError),
    /// It is about the actor, or somebody close to them.
    #[error("it is about yourself or somebody close to you: another person does it")]
    Concerned,
    /// The move itself.
    #[error(transparent)]
    Move(#[from] ScanMoveError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl MoveScanError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Denied(_) => "denied",
            Self::NotFound => "scan-not-found",
            Self::Operation(error) => error.code(),
            Self::Concerned => "scan-concerned",
            Self::Move(error) => error.code(),
            Self::Store(error) => error.code(),
        }
    }
}

/// Asks for a scan to be taken down, takes it down, or leaves it; its id. The record names what it is of.
pub async fn move_scan(cx: &mut Cx<'_>, operation_id: OperationId, wish: &MoveScan) -> Result<ScanId, MoveScanError> {
    let act: Act = act_of(cx, wish.step.kind());
    cx.authorise(act)?;
    let operation = &Operation::new(operation_id, act, wish)?;
    let mut ids = cx.ids.clone();
    let record = &cx.audit_record(&mut ids, act, Vec::new(), None);
    cx.ids = ids;
    let cx = &*cx;
    let moving = cx.db.write(move |tx: &mut Tx, _| {
        Box::pin(async move {
            let Some(reached) = reach(cx, tx, wish.place).await? else { return Err(MoveScanError::NotFound) };
            let before = scan_of(tx, wish.place, wish.scan_id).await?.ok_or(MoveScanError::NotFound)?;
            if let Some(done) = operation.earlier(tx, &cx.actor).await? {
                return Ok(done);
            }
            if reached.near == Near::Close {
                return Err(MoveScanError::Concerned);
            }
            let step = match &wish.step {
                ScanStep::Ask { why } => ScanStep::Ask { why: written(why) },
                step => step.clone(),
            };
            let hand = hand_of(tx, &cx.actor).await?;
            let after = before.after(step, hand, desk_of(cx.actor.role, act), cx.now)?;
            scans::amend(tx, &before, &after, cx.now).await?;
            operation.keep(tx, &cx.actor, wish.scan_id, cx.now).await?;
            audit::append(tx, &AuditRecord { subjects: reached.subjects(), ..record.clone() }).await?;
            Ok(wish.scan_id)
        })
    });
    moving.await
}

//! Moving a referral on: that they have it, a reminder, their answer or that it is not theirs, taking it back. What is written down
//! long after it was said counts on the day of writing, as with the guarantees.

use guanai_casework::{
    AnswerManner, DepartmentSaid, Referral, ReferralError, ReferralMove, ReferralResult, ReferralStep,
};
use guanai_kernel::Date;
use guanai_kernel::ids::{OperationId, ReferralId};
use guanai_kernel::text::{squeeze, written};
use guanai_store::audit::{AuditRecord, Subject};
use guanai_store::{StoreError, Tx, audit, referrals};

use super::send::MOST_LETTERS;
use super::stance::{ReferralStance, reached};
use crate::actor::{Act, Denied};
use crate::cx::Cx;
use crate::needs::may_not_decide;
use crate::operation::{Operation, OperationError};

/// A move that is wished for.
#[derive(Clone, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum WishedReferralStep {
    /// They have it.
    Receive(DepartmentSaid),
    /// They were reminded.
    Remind {
        /// How, and what was said.
        words: String,
    },
    /// They answered.
    Answer {
        /// What came of it.
        result: ReferralResult,
        /// What they said.
        said: DepartmentSaid,
    },
    /// It is not theirs.
    Return(DepartmentSaid),
    /// Take it back.
    TakeBack {
        /// Why.
        words: String,
    },
}

/// A referral to be moved.
#[derive(Clone, PartialEq, Eq, serde::Serialize)]
pub struct MoveReferral {
    /// Which.
    pub referral_id: ReferralId,
    /// Of which of its states the actor decided.
    pub state_no: u64,
    /// The move.
    pub step: WishedReferralStep,
}

guanai_kernel::debug_by_id!(MoveReferral.referral_id);

/// Why a referral was not moved. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum MoveReferralError {
    /// The role does not hold it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// Nothing written where something must be, or too much.
    #[error("write down what was said or done, in 1 to {MOST_LETTERS} letters")]
    Words,
    /// None there, or out of reach.
    #[error("there is no such referral")]
    NotFound,
    /// The form was sent already with other contents.
    #[error(transparent)]
    Operation(#[from] OperationError),
    /// Another changed it meanwhile.
    #[error("somebody changed this referral meanwhile: read it again, then decide")]
    Stale,
    /// It is about the actor or a relative.
    #[error("nobody decides about themselves or a relative: somebody else must")]
    Recused,
    /// It is the other side's to do.
    #[error("this is the other side's to say or do")]
    OtherSide,
    /// A department that signs in writes for itself; an office that rang it says who spoke and how.
    #[error("an office that writes down what a department said names who said it and how; who signs in says it online")]
    Manner,
    /// The table does not hold the move, or its days do not go together.
    #[error(transparent)]
    Referral(#[from] ReferralError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl MoveReferralError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Denied(_) => "denied",
            Self::Words => "referral-words",
            Self::NotFound => "referral-not-found",
            Self::Operation(error) => error.code(),
            Self::Stale => "referral-stale",
            Self::Recused => "referral-recused",
            Self::OtherSide => "referral-other-side",
            Self::Manner => "referral-manner",
            Self::Referral(error) => error.code(),
            Self::Store(error) => error.code(),
        }
    }
}

/// The act of a move.
pub const fn act_of(step: ReferralMove) -> Act {
    match step {
        ReferralMove::Receive | ReferralMove::Answer | ReferralMove::Return => Act::AnswerReferral,
        ReferralMove::Remind => Act::RemindReferral,
        ReferralMove::TakeBack => Act::SendReferral,
    }
}

impl WishedReferralStep {
    /// Which move of the table it is.
    pub const fn kind(&self) -> ReferralMove {
        match self {
            Self::Receive(_) => ReferralMove::Receive,
            Self::Remind { .. } => ReferralMove::Remind,
            Self::Answer { .. } => ReferralMove::Answer,
            Self::Return(_) => ReferralMove::Return,
            Self::TakeBack { .. } => ReferralMove::TakeBack,
        }
    }

    const fn said(&self) -> Option<&DepartmentSaid> {
        match self {
            Self::Receive(said) | Self::Return(said) | Self::Answer { said, .. } => Some(said),
            Self::Remind { .. } | Self::TakeBack { .. } => None,
        }
    }

    fn is_said(&self) -> bool {
        let within = |words: &str| words.chars().count() <= MOST_LETTERS;
        match self {
            Self::Remind { words } | Self::TakeBack { words } => !squeeze(words).is_empty() && within(words),
            _ => {
                let said = self.said();
                said.is_none_or(|said| [&said.words, &said.by].into_iter().flatten().all(|words| within(words)))
            }
        }
    }

    fn into_step(self, counts_on: impl Fn(Date) -> Date) -> ReferralStep {
        let kept = |words: Option<String>| words.map(|words| written(&words)).filter(|words| !words.is_empty());
        let clean = |said: DepartmentSaid| DepartmentSaid { by: kept(said.by), words: kept(said.words), ..said };
        match self {
            Self::Receive(said) => ReferralStep::Receive { said: clean(said) },
            Self::Remind { words } => ReferralStep::Remind { words: written(&words) },
            Self::Answer { result, said } => {
                ReferralStep::Answer { result, counts_on: counts_on(said.on), said: clean(said) }
            }
            Self::Return(said) => ReferralStep::Return { counts_on: counts_on(said.on), said: clean(said) },
            Self::TakeBack { words } => ReferralStep::TakeBack { words: written(&words) },
        }
    }
}

/// Moves a referral on; its id. The record names it, its need and its person.
pub async fn move_referral(
    cx: &mut Cx<'_>,
    operation_id: OperationId,
    wish: &MoveReferral,
) -> Result<ReferralId, MoveReferralError> {
    let act = act_of(wish.step.kind());
    cx.authorise(act)?;
    if !wish.step.is_said() {
        return Err(MoveReferralError::Words);
    }
    let operation = &Operation::new(operation_id, act, wish)?;
    let mut ids = cx.ids.clone();
    let record = &cx.audit_record(&mut ids, act, Vec::new(), None);
    cx.ids = ids;
    let cx = &*cx;
    let moving = cx.db.write(move |tx: &mut Tx, _| {
        Box::pin(async move {
            let found = reached(cx, tx, wish.referral_id).await?;
            let (before, stance) = found.ok_or(MoveReferralError::NotFound)?;
            if let Some(moved) = operation.earlier(tx, &cx.actor).await? {
                return Ok(moved);
            }
            let after = moved(cx, tx, &before, stance, wish).await?;
            let subjects = vec![
                Subject::Referral(before.referral_id),
                Subject::Need(before.need_id),
                Subject::Person(before.person_id),
            ];
            referrals::amend_many(tx, &[(before, after)], cx.now).await?;
            operation.keep(tx, &cx.actor, wish.referral_id, cx.now).await?;
            audit::append(tx, &AuditRecord { subjects, ..record.clone() }).await?;
            Ok(wish.referral_id)
        })
    });
    moving.await
}

async fn moved(
    cx: &Cx<'_>,
    tx: &mut Tx,
    before: &Referral,
    stance: ReferralStance,
    wish: &MoveReferral,
) -> Result<Referral, MoveReferralError> {
    if referrals::count_former(tx, wish.referral_id).await? != wish.state_no {
        return Err(MoveReferralError::Stale);
    }
    if may_not_decide(cx, tx, before.person_id).await? {
        return Err(MoveReferralError::Recused);
    }
    if !stance.makes(cx.actor.role, wish.step.kind()) {
        return Err(MoveReferralError::OtherSide);
    }
    if let Some(said) = wish.step.said() {
        let is_online = said.manner == AnswerManner::Online;
        let names = said.by.as_deref().is_some_and(|by| !squeeze(by).is_empty());
        if is_online != stance.of_department || names == stance.of_department {
            return Err(MoveReferralError::Manner);
        }
    }
    let guarantees = cx.standards.pack.guarantees();
    let today = cx.now.day_in_china();
    let counts_on = |on: Date| {
        let soon = guarantees.calendar.count_between(on, today) <= guarantees.entry_working_days;
        if soon { on } else { today }
    };
    Ok(before.after(wish.step.clone().into_step(counts_on), today)?)
}

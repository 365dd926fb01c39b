//! Moving a round on: handing it in, the one approval or its return, closing it, giving it up.

use std::collections::BTreeSet;

use guanai_casework::round::{ApproveError, Round, RoundMove, RoundMoveError, Totals};
use guanai_kernel::ids::{OperationId, PersonId, RoundId};
use guanai_kernel::text::{fits, written};
use guanai_kernel::{Date, Money};
use guanai_scheme::VisitRule;
use guanai_store::audit::Subject;
use guanai_store::{StoreError, Tx, audit, households, round_people, rounds};

use super::draft::payers_of;
use super::within::{self, Reached};
use crate::actor::{Act, Denied};
use crate::care_funds::any_may_be_spent;
use crate::cx::Cx;
use crate::operation::{Operation, OperationError};
use crate::scope::ScopeOf;

/// Letters of a reason.
const MOST_LETTERS: usize = 200;

/// A move of a round.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct MoveRound {
    /// Which round.
    pub round_id: RoundId,
    /// The move.
    pub step: RoundMove,
    /// Why it is sent back.
    pub words: Option<String>,
    /// What the list came to as the reader saw it, so that nobody approves another sum than they read.
    pub seen: Option<Money>,
}

/// Why a round was not moved. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum MoveRoundError {
    /// The role does not hold it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// No such round within the scope.
    #[error("there is no such round")]
    NotFound,
    /// The form was sent already with other contents.
    #[error(transparent)]
    Operation(#[from] OperationError),
    /// The table does not hold the move.
    #[error(transparent)]
    Move(#[from] RoundMoveError),
    /// Sent back without a reason, or with a long one.
    #[error("a list is sent back with a reason of at most {MOST_LETTERS} letters")]
    NoReason,
    /// Whoever drew it up or handed it in does not approve it.
    #[error("whoever drew a list up does not approve it: somebody else must")]
    OwnHand,
    /// The approver or a relative is on the list.
    #[error("you or a relative are on this list: somebody else must approve it")]
    Recused,
    /// Another sum than the reader saw.
    #[error("the list has changed since you read it: read it again, then decide")]
    Stale,
    /// Nobody is on the list.
    #[error("nobody is on the list")]
    NobodyListed,
    /// More than may be spent.
    #[error("the list comes to {total}: {over} more than the budget")]
    OverBudget {
        /// What it comes to.
        total: Money,
        /// By how much it is too much.
        over: Money,
    },
    /// No fund of the money from which gifts are paid is active when the round opens.
    #[error("no fund of {purses} is active on {on}: have it approved first, or take its gifts off the list")]
    FundNotActive {
        /// The purses that may pay, by code.
        purses: String,
        /// On which day.
        on: Date,
    },
    /// A gift on the list is paid from other purses than the round's.
    #[error(
        "the standards pay a gift on the list from {payers}, and not from the purse of the round: take it off, or draw up a round of that purse"
    )]
    PurseUnfit {
        /// The purses that may pay it, by code.
        payers: String,
    },
    /// Some died or moved away since the list was drawn.
    #[error("{count} on the list died or moved away since: draw the list anew or take them off it")]
    Gone {
        /// How many.
        count: usize,
    },
    /// Some are on the list of another round.
    #[error("{count} on the list are on another round's list in these days: draw the list anew")]
    Taken {
        /// How many.
        count: usize,
    },
    /// Sheets are still out.
    #[error("{count} sheets are not entered yet")]
    SheetsOut {
        /// How many.
        count: usize,
    },
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl MoveRoundError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Denied(_) => "denied",
            Self::NotFound => "round-not-found",
            Self::Operation(error) => error.code(),
            Self::Move(_) => "round-moved",
            Self::NoReason => "round-no-reason",
            Self::OwnHand => "round-own-hand",
            Self::Recused => "round-recused",
            Self::Stale => "round-stale",
            Self::NobodyListed => "round-nobody",
            Self::OverBudget { .. } => "round-over-budget",
            Self::FundNotActive { .. } => "round-fund-not-active",
            Self::PurseUnfit { .. } => "round-purse-unfit",
            Self::Gone { .. } => "round-gone",
            Self::Taken { .. } => "round-taken",
            Self::SheetsOut { .. } => "round-sheets-out",
            Self::Store(error) => error.code(),
        }
    }
}

impl From<ApproveError> for MoveRoundError {
    fn from(error: ApproveError) -> Self {
        match error {
            ApproveError::Move(error) => Self::Move(error),
            ApproveError::OwnHand => Self::OwnHand,
        }
    }
}

/// The act of a move.
pub(super) const fn act_of(step: RoundMove) -> Act {
    match step {
        RoundMove::Approve | RoundMove::Return => Act::ApproveRound,
        RoundMove::Submit | RoundMove::GiveUp | RoundMove::Close => Act::DraftRound,
    }
}

/// Moves a round on; its id.
pub async fn move_round(
    cx: &mut Cx<'_>,
    operation_id: OperationId,
    wish: &MoveRound,
) -> Result<RoundId, MoveRoundError> {
    let act = act_of(wish.step);
    cx.authorise(act)?;
    let operation = &Operation::new(operation_id, act, wish)?;
    let mut ids = cx.ids.clone();
    let record = &cx.audit_record(&mut ids, act, vec![Subject::Round(wish.round_id)], None);
    cx.ids = ids;
    let cx = &*cx;
    let moving = cx.db.write(move |tx: &mut Tx, _| {
        Box::pin(async move {
            let scope = ScopeOf::resolve(tx, &cx.actor).await?;
            let found = within::reach(tx, &scope, wish.round_id).await?;
            let found = found.filter(|found| found.is_whole).ok_or(MoveRoundError::NotFound)?;
            if let Some(known) = operation.earlier(tx, &cx.actor).await? {
                return Ok(known);
            }
            let after = moved(cx, tx, &found, wish).await?;
            rounds::amend(tx, &found.round, &after, cx.now).await?;
            operation.keep(tx, &cx.actor, wish.round_id, cx.now).await?;
            audit::append(tx, record).await?;
            Ok(wish.round_id)
        })
    });
    moving.await
}

async fn moved(cx: &Cx<'_>, tx: &mut Tx, found: &Reached, wish: &MoveRound) -> Result<Round, MoveRoundError> {
    let hand = cx.hand();
    let round = &found.round;
    match wish.step {
        RoundMove::Submit => {
            let after = round.submitted(hand)?;
            may_stand(cx, tx, found).await?;
            Ok(after)
        }
        RoundMove::Approve => {
            let after = round.approved(hand)?;
            if recused(cx, tx, found).await? {
                return Err(MoveRoundError::Recused);
            }
            let totals = may_stand(cx, tx, found).await?;
            if wish.seen != Some(totals.all) {
                return Err(MoveRoundError::Stale);
            }
            Ok(after)
        }
        RoundMove::Return => {
            let words = written(wish.words.as_deref().unwrap_or_default());
            if !fits(&words, MOST_LETTERS) {
                round.state.after(RoundMove::Return)?;
                return Err(MoveRoundError::NoReason);
            }
            Ok(round.returned(words)?)
        }
        RoundMove::Close => {
            let after = round.ended(RoundMove::Close, hand)?;
            let count = super::progress::sheets_out(tx, round.round_id).await?;
            if count > 0 {
                return Err(MoveRoundError::SheetsOut { count });
            }
            Ok(after)
        }
        RoundMove::GiveUp => Ok(round.ended(RoundMove::GiveUp, hand)?),
    }
}

/// What a list comes to that may be handed in and approved.
async fn may_stand(cx: &Cx<'_>, tx: &mut Tx, found: &Reached) -> Result<Totals, MoveRoundError> {
    let round = &found.round;
    let too_large = MoveRoundError::OverBudget { total: Money::from_fen(i64::MAX), over: Money::from_fen(i64::MAX) };
    let totals = Totals::of(round, &found.people).ok_or(too_large)?;
    if totals.people == 0 {
        return Err(MoveRoundError::NobodyListed);
    }
    let over = totals.all.checked_sub(round.budget).unwrap_or_default();
    if over.fen() > 0 {
        return Err(MoveRoundError::OverBudget { total: totals.all, over });
    }
    may_be_paid(cx, tx, found).await?;
    let count = within::gone(tx, round, &found.people).await?.len();
    if count > 0 {
        return Err(MoveRoundError::Gone { count });
    }
    let taken = round_people::list_taken(tx, round.round_id, round.opens_on, round.closes_on).await?;
    let count = found.people.iter().filter(|p| p.listing.is_on() && taken.contains(&p.person_id)).count();
    if count > 0 {
        return Err(MoveRoundError::Taken { count });
    }
    Ok(totals)
}

/// Whether the money of every gift on the list may be spent once the round opens, from the purse that it names. A round that was drawn
/// up before one was asked may be paid from any that its standards name.
async fn may_be_paid(cx: &Cx<'_>, tx: &mut Tx, found: &Reached) -> Result<(), MoveRoundError> {
    let (round, pack) = (&found.round, &cx.standards.pack);
    let on = round.opens_on.max(cx.now.day_in_china());
    let mut asked: BTreeSet<BTreeSet<&str>> = BTreeSet::new();
    for person in found.people.iter().filter(|person| person.listing.is_on() && person.has_gift(round)) {
        let rules = person.reasons.iter().filter_map(|reason| pack.visit_rule_index(&reason.rule));
        let rules: Vec<&VisitRule> = rules.filter_map(|at| pack.visits().rules.get(at)).collect();
        asked.insert(payers_of(pack, &rules));
    }
    for payers in asked {
        let listed = |payers: BTreeSet<&str>| payers.into_iter().collect::<Vec<_>>().join(", ");
        let payers = match round.purse.as_deref() {
            Some(purse) if !payers.contains(purse) => {
                return Err(MoveRoundError::PurseUnfit { payers: listed(payers) });
            }
            Some(purse) => BTreeSet::from([purse]),
            None => payers,
        };
        if !any_may_be_spent(tx, &payers, on).await? {
            return Err(MoveRoundError::FundNotActive { purses: listed(payers), on });
        }
    }
    Ok(())
}

/// Whether the approver, or one of their kin, is on the list: nobody decides about themselves or a relative.
pub(super) async fn recused(cx: &Cx<'_>, tx: &mut Tx, found: &Reached) -> Result<bool, StoreError> {
    let close = close_to_actor(cx, tx).await?;
    Ok(found.people.iter().any(|person| person.listing.is_on() && close.contains(&person.person_id)))
}

/// The actor and their kin, where they are in the register.
pub(super) async fn close_to_actor(cx: &Cx<'_>, tx: &mut Tx) -> Result<BTreeSet<PersonId>, StoreError> {
    let Some(own) = cx.actor.person_id else { return Ok(BTreeSet::new()) };
    let mut close = BTreeSet::from([own]);
    close.extend(households::list_kin_of(tx, own).await?.into_iter().map(|kin| kin.relative_id));
    close.extend(households::list_kin_to(tx, own).await?.into_iter().map(|kin| kin.person_id));
    Ok(close)
}

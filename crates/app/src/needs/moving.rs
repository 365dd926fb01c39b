//! Moving a need on: each move of the table is an act of its own, kept to the actor's scope, refused where another has
//! changed the need meanwhile, and where it is about oneself or one's kin.

use std::collections::BTreeSet;

use guanai_casework::{CallBack, CategoryChoice, Confirmed, Ending, Helper, Move, Need, Step, StepError, Urgency};
use guanai_kernel::ids::{NeedId, OperationId};
use guanai_kernel::{Date, ParameterRole};
use guanai_scheme::{Pack, Value};
use guanai_store::audit::{AuditRecord, Subject};
use guanai_store::{StoreError, Tx, audit, needs, referrals};

use super::chain::{is_in_chain, may_not_decide};
use super::helping::{HelperError, helper_of};
use super::raise::{MOST_LETTERS, due_on, proposed};
use super::wish::{MOST_PARTS, NeedStep, Part, refuse};
use crate::actor::{Act, Denied};
use crate::cx::Cx;
use crate::operation::{Operation, OperationError};
use crate::referrals::take_back_of_need;
use crate::scope::ScopeOf;

/// A need to be moved.
#[derive(Clone, PartialEq, Eq, serde::Serialize)]
pub struct MoveNeed {
    /// Which.
    pub need_id: NeedId,
    /// Of which of its states the actor decided: how often it was changed, as its file said.
    pub state_no: u64,
    /// The move.
    pub step: NeedStep,
    /// The day.
    pub on: Date,
}

guanai_kernel::debug_by_id!(MoveNeed.need_id);

/// Why a need was not moved. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum MoveNeedError {
    /// The role does not hold it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// Something must be written.
    #[error("write down what was said or done")]
    NoWords,
    /// More words than are kept.
    #[error("the words are longer than {MOST_LETTERS} letters: shorten them")]
    TooManyWords,
    /// The pack has no such category.
    #[error("the standards have no such category of needs")]
    NoCategory,
    /// Too few or too many parts.
    #[error("a need is split into two to {MOST_PARTS} needs")]
    Parts,
    /// The pack does not say how many are called back.
    #[error(
        "the standards give no number the role call-back-percent, or none that holds today: it says how many of a hundred needs are called back"
    )]
    NoShare,
    /// None there, or its person is outside the scope.
    #[error("there is no such need")]
    NotFound,
    /// The form was sent already with other contents.
    #[error(transparent)]
    Operation(#[from] OperationError),
    /// Another changed it meanwhile.
    #[error("somebody changed this need meanwhile: read it again, then decide")]
    Stale,
    /// It is the actor's own need, or a relative's.
    #[error("nobody decides about their own need or a relative's: somebody else must")]
    Recused,
    /// The table does not hold the move, or something stands against it.
    #[error(transparent)]
    Step(#[from] StepError),
    /// A department that was asked has not answered.
    #[error("a department that was asked for this need has not answered: say that it is closed all the same")]
    OpenReferral,
    /// Whoever handled the need does not call back.
    #[error("somebody who did not handle this need must call back")]
    InTheChain,
    /// The helper cannot be named.
    #[error(transparent)]
    Helper(#[from] HelperError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl MoveNeedError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Denied(_) => "denied",
            Self::NoWords => "need-no-words",
            Self::TooManyWords => "need-too-many-words",
            Self::NoCategory => "needs-no-category",
            Self::Parts => "need-parts",
            Self::NoShare => "need-no-share",
            Self::NotFound => "need-not-found",
            Self::Operation(error) => error.code(),
            Self::Stale => "need-stale",
            Self::Recused => "need-recused",
            Self::Step(error) => error.code(),
            Self::OpenReferral => "need-open-referral",
            Self::InTheChain => "need-in-the-chain",
            Self::Helper(error) => error.code(),
            Self::Store(error) => error.code(),
        }
    }
}

/// The act of a move.
pub const fn act_of(step: Move) -> Act {
    match step {
        Move::Confirm => Act::ConfirmNeed,
        Move::Plan => Act::PlanNeed,
        Move::Reopen => Act::ReopenNeed,
        Move::Help => Act::HelpNeed,
        Move::CallBack => Act::CallBackNeed,
        Move::Close => Act::CloseNeed,
        Move::Withdraw => Act::WithdrawNeed,
        Move::Merge => Act::MergeNeed,
        Move::Split => Act::SplitNeed,
    }
}

/// Moves a need on; its id. The record names it, whatever it was merged into or split into, and its person.
pub async fn move_need(cx: &mut Cx<'_>, operation_id: OperationId, wish: &MoveNeed) -> Result<NeedId, MoveNeedError> {
    let act = act_of(wish.step.kind());
    cx.authorise(act)?;
    refuse(&cx.standards.pack, &wish.step)?;
    let operation = &Operation::new(operation_id, act, wish)?;
    let mut ids = cx.ids.clone();
    let chance =
        Chance { call_back: drawn(&cx.standards.pack, ids.fresh(), wish)?, parts: part_ids(&mut ids, &wish.step) };
    let record = cx.audit_record(&mut ids, act, Vec::new(), None);
    cx.ids = ids;
    let (cx, chance, record) = (&*cx, &chance, &record);
    let moving = cx.db.write(move |tx: &mut Tx, _| {
        Box::pin(async move {
            let scope = ScopeOf::resolve(tx, &cx.actor).await?;
            let before = needs::find(tx, wish.need_id).await?.ok_or(MoveNeedError::NotFound)?;
            if !scope.holds_person(tx, before.person_id).await? {
                return Err(MoveNeedError::NotFound);
            }
            if let Some(moved) = operation.earlier(tx, &cx.actor).await? {
                return Ok(moved);
            }
            let (changes, parts) = carried_out(cx, tx, &scope, chance, before, wish).await?;
            needs::add_many(tx, &parts).await?;
            needs::amend_many(tx, &changes, cx.now).await?;
            let mut touched: BTreeSet<Subject> = changes
                .iter()
                .map(|(_, after)| after)
                .chain(&parts)
                .flat_map(|need| [Subject::Need(need.need_id), Subject::Person(need.person_id)])
                .collect();
            for (_, after) in changes.iter().filter(|(_, after)| after.state.is_ended()) {
                let words = after.progress.words.as_deref().unwrap_or_default();
                let back = take_back_of_need(tx, after.need_id, words, (wish.on, cx.now)).await?;
                touched.extend(back.iter().map(|referral| Subject::Referral(referral.referral_id)));
            }
            let record = AuditRecord { subjects: touched.into_iter().collect(), ..record.clone() };
            operation.keep(tx, &cx.actor, wish.need_id, cx.now).await?;
            audit::append(tx, &record).await?;
            Ok(wish.need_id)
        })
    });
    moving.await
}

/// What was drawn before the transaction, so that running it again changes nothing.
struct Chance {
    call_back: CallBack,
    parts: Vec<NeedId>,
}

type Changes = (Vec<(Need, Need)>, Vec<Need>);

/// The states before and after, and the parts that are new.
async fn carried_out(
    cx: &Cx<'_>,
    tx: &mut Tx,
    scope: &ScopeOf,
    chance: &Chance,
    before: Need,
    wish: &MoveNeed,
) -> Result<Changes, MoveNeedError> {
    if needs::count_former(tx, before.need_id).await? != wish.state_no {
        return Err(MoveNeedError::Stale);
    }
    if wish.step.kind() != Move::Withdraw && may_not_decide(cx, tx, before.person_id).await? {
        return Err(MoveNeedError::Recused);
    }
    before.may(wish.step.kind())?;
    let pack = &cx.standards.pack;
    let mut parts = Vec::new();
    let step = match wish.step.clone() {
        NeedStep::Confirm { category, urgency, evidence, consents_to_contact } => {
            let due_on = due_on(pack, Some(&category), urgency, before.stated_on);
            Step::Confirm(Confirmed { category, urgency, due_on, evidence, consents_to_contact })
        }
        NeedStep::Plan { helper, words } => {
            let helper: Helper = helper_of(cx, tx, scope, &before, &helper, wish.on).await?;
            Step::Plan { helper, words }
        }
        NeedStep::Reopen { words } => Step::Reopen { words },
        NeedStep::Help { words } => Step::Help { words, call_back: chance.call_back },
        NeedStep::CallBack { agrees, words } => {
            if is_in_chain(cx, tx, &before).await? {
                return Err(MoveNeedError::InTheChain);
            }
            Step::CallBack { agrees, words }
        }
        NeedStep::Close { outcome, confirmation, words, over_referrals } => {
            let asked = referrals::list_of_need(tx, before.need_id).await?;
            if !over_referrals && asked.iter().any(|referral| referral.state.is_open()) {
                return Err(MoveNeedError::OpenReferral);
            }
            Step::Close { ending: Ending { outcome, confirmation }, words }
        }
        NeedStep::Withdraw { why, words } => Step::Withdraw { why, words },
        NeedStep::Merge { into } => {
            let other = needs::find(tx, into).await?.ok_or(StepError::NotTheSame)?;
            before.may_merge_into(&other)?;
            Step::Merge { into }
        }
        NeedStep::Split { parts: wished } => {
            for (part, need_id) in wished.into_iter().zip(&chance.parts) {
                parts.push(split_off(cx, &before, *need_id, part));
            }
            Step::Split
        }
    };
    let after = before.after(step)?;
    Ok((vec![(before, after)], parts))
}

fn split_off(cx: &Cx<'_>, need: &Need, need_id: NeedId, part: Part) -> Need {
    let pack = &cx.standards.pack;
    let category = match part.category {
        Some(category) => CategoryChoice::Proposed { category, words: Vec::new() },
        None => proposed(pack, &part.words),
    };
    let due_on = due_on(pack, category.category(), need.urgency.unwrap_or(Urgency::Normal), need.stated_on);
    Need { recorded_at: cx.now, ..need.part(need_id, category, part.words, due_on) }
}

fn part_ids(ids: &mut guanai_kernel::Ids, step: &NeedStep) -> Vec<NeedId> {
    match step {
        NeedStep::Split { parts } => parts.iter().map(|_| NeedId::fresh(ids)).collect(),
        _ => Vec::new(),
    }
}

/// Whether a need that was helped is to be called back, where help is what is recorded.
fn drawn(pack: &Pack, chance: u128, wish: &MoveNeed) -> Result<CallBack, MoveNeedError> {
    if wish.step.kind() != Move::Help {
        return Ok(CallBack::NotDrawn);
    }
    drawn_for_call_back(pack, chance, wish.on).ok_or(MoveNeedError::NoShare)
}

/// Whether a need that was helped on a day is to be called back: the pack says how many of a hundred, chance says which. None
/// where the pack says no share for that day.
pub(crate) fn drawn_for_call_back(pack: &Pack, chance: u128, on: Date) -> Option<CallBack> {
    let value = pack.parameter_of(ParameterRole::CallBackPercent)?.on(on)?;
    let Value::Int(percent) = value.value else { return None };
    // The low bits of an id are chance alone.
    let lot = i64::try_from(chance % 100).unwrap_or(0);
    Some(if lot < percent { CallBack::Drawn } else { CallBack::NotDrawn })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::standards::Standards;
    use guanai_kernel::{Ids, Moment};
    use guanai_scheme::Lang;

    /// As many as the default pack says, by chance and by nothing that whoever handles a need could steer.
    #[test]
    fn a_share_of_the_needs_that_were_helped_is_drawn() {
        let standards = Standards::embedded(Lang::En).unwrap();
        let mut ids = Ids::seeded(1, Moment::from_micros(0));
        let need_id = NeedId::fresh(&mut ids);
        let wish = |on, step| MoveNeed { need_id, state_no: 0, step, on };
        let help = wish(Date::constant(2026, 7, 1), NeedStep::Help { words: "送去了".to_owned() });
        let mut drawn_by = |wish: &MoveNeed| {
            (0..5_000).filter(|_| drawn(&standards.pack, ids.fresh(), wish).unwrap() == CallBack::Drawn).count()
        };
        let count = drawn_by(&help);
        assert!((900..1_100).contains(&count), "{count} of 5000 at 20 %");
        assert_eq!(drawn_by(&wish(help.on, NeedStep::Reopen { words: "不来了".to_owned() })), 0);
        let before = wish(Date::constant(2020, 12, 31), help.step);
        let refused = drawn(&standards.pack, 0, &before).unwrap_err();
        assert_eq!(refused.code(), "need-no-share", "no share is in force yet");
    }
}

//! Proposing a pair to both sides: the offer's place is held while they are asked. Somebody who does not follow the matching says
//! why; nobody is asked twice for one need, whatever else they offer, and a second helper beside the first, or one who takes over, is said to be that.

use guanai_casework::{Need, Offer, Pair, PairOrigin, PairState};
use guanai_kernel::civil::add_days;
use guanai_kernel::ids::{NeedId, OfferId, OperationId, PairId};
use guanai_kernel::text::{squeeze, written};
use guanai_store::audit::{AuditRecord, Subject};
use guanai_store::{StoreError, Tx, audit, offers, pairs};

use super::backing::{Backed, Backing, Proposers};
use super::candidates::{Asked, helper_place};
use crate::actor::{Act, Denied};
use crate::cx::Cx;
use crate::needs::{HelperError, check, check_provider, may_not_decide, reached_need};
use crate::offers::{reach_of, reaches};
use crate::operation::{Operation, OperationError};
use crate::scope::ScopeOf;

/// Letters of a reason.
pub(super) const MOST_LETTERS: usize = 500;

/// A pair that is wished for.
#[derive(Clone, PartialEq, Eq, serde::Serialize)]
pub struct ProposePair {
    /// Which need.
    pub need_id: NeedId,
    /// Who would help.
    pub offer_id: OfferId,
    /// Who proposes somebody.
    pub proposed: Proposers,
    /// Why this one, where the matching proposes another or nobody, and nobody wished for them when a run was changed by hand.
    pub why: Option<String>,
    /// Whether somebody helps already and this one helps beside them 多帮一.
    pub is_beside: bool,
    /// The running pair from which this one would take over.
    pub follows: Option<PairId>,
}

guanai_kernel::debug_by_id!(ProposePair.need_id);

/// Why nobody was asked. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum ProposePairError {
    /// The role does not hold it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// No such need within the scope.
    #[error("there is no such need")]
    NotFound,
    /// The form was sent already with other contents.
    #[error(transparent)]
    Operation(#[from] OperationError),
    /// Somebody else than the matching proposes, and no reason, or too long a one.
    #[error("say in 1 to {MOST_LETTERS} letters why this one, where the matching proposes another or nobody")]
    Why,
    /// It is the actor's own need, or a relative's.
    #[error("nobody decides about their own need or a relative's: somebody else must")]
    Recused,
    /// The need is not confirmed yet, or over.
    #[error("help is looked for once a need is confirmed, and until it was given")]
    NeedState,
    /// There is no running pair of this need to take over from.
    #[error("there is no running pair of this need from which somebody could take over")]
    NothingToFollow,
    /// Somebody is asked or helps already.
    #[error("somebody is asked for this need, or helps already: say that this one helps beside them, or takes over")]
    AlreadyAsked,
    /// The offer cannot help.
    #[error(transparent)]
    Helper(#[from] HelperError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl ProposePairError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Denied(_) => "denied",
            Self::Why => "pair-why",
            Self::NotFound => "need-not-found",
            Self::Operation(error) => error.code(),
            Self::Recused => "pair-recused",
            Self::NeedState => "pair-need-state",
            Self::NothingToFollow => "pair-nothing-to-follow",
            Self::AlreadyAsked => "pair-already-asked",
            Self::Helper(error) => error.code(),
            Self::Store(error) => error.code(),
        }
    }
}

impl ProposePair {
    /// Who named the helper, and why: whoever follows the matching leaves it as it was, and whoever follows a change by hand has said
    /// why when they made it. None where a reason lacks, or is too long.
    fn named(&self, backing: Option<Backing>) -> Option<(PairOrigin, Option<String>)> {
        let why = self.why.as_deref().unwrap_or_default();
        if why.chars().count() > MOST_LETTERS {
            return None;
        }
        let said = Some(written(why)).filter(|why| !squeeze(why).is_empty());
        match backing {
            Some(Backing::Matching) => Some((PairOrigin::Matching, said)),
            Some(Backing::Wish(wished)) => Some((PairOrigin::Hand, said.or(Some(wished)))),
            None => said.map(|why| (PairOrigin::Hand, Some(why))),
        }
    }
}

/// Proposes a pair; its id. The record names it, the need and its person.
pub async fn propose_pair(
    cx: &mut Cx<'_>,
    operation_id: OperationId,
    wish: &ProposePair,
) -> Result<PairId, ProposePairError> {
    cx.authorise(Act::ProposePair)?;
    let operation = &Operation::new(operation_id, Act::ProposePair, wish)?;
    let mut ids = cx.ids.clone();
    let pair_id = PairId::fresh(&mut ids);
    let record = &cx.audit_record(&mut ids, Act::ProposePair, Vec::new(), None);
    cx.ids = ids;
    let cx = &*cx;
    let proposing = cx.db.write(move |tx: &mut Tx, _| {
        Box::pin(async move {
            let need = reached_need(cx, tx, wish.need_id).await?.ok_or(ProposePairError::NotFound)?;
            if let Some(proposed) = operation.earlier(tx, &cx.actor).await? {
                return Ok(proposed);
            }
            let backed = Backed::load(cx, tx, need.need_id, &wish.proposed).await?;
            let named = wish.named(backed.of(wish.offer_id)).ok_or(ProposePairError::Why)?;
            let offer = checked(cx, tx, &need, wish).await?;
            let pair = drawn(cx, tx, (pair_id, named), (&need, &offer), wish.follows).await?;
            pairs::add(tx, &pair).await?;
            let subjects = vec![Subject::Pair(pair_id), Subject::Need(need.need_id), Subject::Person(need.person_id)];
            operation.keep(tx, &cx.actor, pair_id, cx.now).await?;
            audit::append(tx, &AuditRecord { subjects, ..record.clone() }).await?;
            Ok(pair_id)
        })
    });
    proposing.await
}

async fn checked(cx: &Cx<'_>, tx: &mut Tx, need: &Need, wish: &ProposePair) -> Result<Offer, ProposePairError> {
    let (pack, today) = (&cx.standards.pack, cx.now.day_in_china());
    match super::candidates::stands_against(cx, tx, need).await? {
        Some("recused") => return Err(ProposePairError::Recused),
        Some("need-not-confirmed" | "need-ended") => return Err(ProposePairError::NeedState),
        // That the person did not consent is said with the offer.
        _ => {}
    }
    let mut asked = Asked::load(cx, tx, need.need_id).await?;
    asked.pairs.retain(|pair| !pair.is_lapsed(today));
    let scope = ScopeOf::resolve(tx, &cx.actor).await?;
    let reach = reach_of(tx, &scope).await?;
    let offer = offers::find(tx, wish.offer_id).await?.filter(|offer| reaches(reach.as_ref(), offer));
    if let Some(follows) = wish.follows {
        let is_running = |pair: &Pair| pair.pair_id == follows && pair.state == PairState::Running;
        if !asked.pairs.iter().any(is_running) {
            return Err(ProposePairError::NothingToFollow);
        }
    }
    // Where the need wants several, whoever it lacks still is beside the others without a word.
    let is_complete = wish.follows.is_none() && !asked.pairs.is_empty() && need.lacks(&asked.engaged) == 0;
    if (is_complete && !wish.is_beside) || offer.as_ref().is_some_and(|offer| asked.holds(offer)) {
        return Err(ProposePairError::AlreadyAsked);
    }
    let offer = offer.ok_or(HelperError::NoOffer)?;
    check(tx, pack, need, &offer, today).await?;
    check_provider(cx, tx, need, &offer, today).await?;
    if let Some(helper) = offer.person_id
        && may_not_decide(cx, tx, helper).await?
    {
        return Err(ProposePairError::Recused);
    }
    Ok(offer)
}

async fn drawn(
    cx: &Cx<'_>,
    tx: &mut Tx,
    (pair_id, (origin, why)): (PairId, (PairOrigin, Option<String>)),
    (need, offer): (&Need, &Offer),
    follows: Option<PairId>,
) -> Result<Pair, ProposePairError> {
    let today = cx.now.day_in_china();
    let days = i32::try_from(cx.standards.pack.matching().pair.answer_within).unwrap_or_default();
    let (helper_person_id, helper_organization_id) = helper_place(tx, offer).await?;
    Ok(Pair {
        pair_id,
        need_id: need.need_id,
        person_id: need.person_id,
        category: need.category.category().unwrap_or_default().to_owned(),
        offer_id: offer.offer_id,
        helper_person_id,
        helper_organization_id,
        helper_name: offer.provider_name.clone(),
        state: PairState::Asked,
        origin,
        why,
        follows,
        proposed_by: cx.actor.name.clone(),
        proposed_on: today,
        // The calendar ends after any day that a pack may name.
        holds_until_on: add_days(today, days).unwrap_or(today),
        helper_answer: None,
        person_answer: None,
        terms: None,
        last_contact_on: None,
        ended_on: None,
        ended_as: None,
        words: None,
        recorded_at: cx.now,
    })
}

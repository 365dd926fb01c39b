//! One dispute as its reader may see it. A side reads what is claimed, when it was tried, what itself was told and what it said, and
//! whether the other side accepts; who mediates and who sees to it read the rest.

use std::collections::BTreeMap;

use guanai_casework::{
    AttemptResult, Dispute, DisputeHand, DisputeKind, DisputeMove, DisputeOutcome, DisputeSide, DisputeState,
    DisputeVoice, SideSaid, SideStance,
};
use guanai_kernel::Date;
use guanai_kernel::ids::{DisputeId, PersonId};
use guanai_store::audit::Subject;
use guanai_store::{StoreError, Tx, disputes};

use super::mediators::Mediators;
use super::seat::Seats;
use super::stance::{DisputeStance, reached};
use crate::actor::{Act, Denied};
use crate::cx::Cx;
use crate::names;

/// A side, as it is shown.
#[derive(Clone, PartialEq, Eq)]
pub struct SeenSide {
    /// By name, or what it is called; none where nobody is named.
    pub name: Option<String>,
    /// The stratum of work, as a code of the pack, for who brings the two together.
    pub stratum: Option<String>,
}

impl std::fmt::Debug for SeenSide {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SeenSide(…)")
    }
}

/// What a side was told and says, as it is shown.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SideView {
    /// What it was told; none where that is another's to read.
    pub told: Option<String>,
    /// What it says.
    pub stance: Option<SideStance>,
    /// All of what it says; none where that is another's to read.
    pub said: Option<SeenSaid>,
}

/// What a side says.
#[derive(Clone, PartialEq, Eq)]
pub struct SeenSaid(pub SideSaid);

impl std::fmt::Debug for SeenSaid {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SeenSaid({})", self.0.stance)
    }
}

/// An attempt, as it is shown.
#[derive(Clone, PartialEq, Eq)]
pub struct SeenAttempt {
    /// The day.
    pub on: Date,
    /// What came of it.
    pub result: AttemptResult,
    /// What was said and done, for who brings the two together.
    pub words: Option<String>,
}

impl std::fmt::Debug for SeenAttempt {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SeenAttempt({} {})", self.on, self.result)
    }
}

/// That both were told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SeenReply {
    /// What came of it.
    pub outcome: DisputeOutcome,
    /// The day.
    pub on: Date,
}

/// A dispute as its reader may see it.
#[derive(Clone, PartialEq, Eq)]
pub struct DisputeView {
    /// Its id.
    pub dispute_id: DisputeId,
    /// What it is.
    pub kind: DisputeKind,
    /// How it came to be known.
    pub voice: DisputeVoice,
    /// Where it stands.
    pub state: DisputeState,
    /// Which organisation sees to it.
    pub organization: String,
    /// Who raised it.
    pub first: SeenSide,
    /// The other side.
    pub second: SeenSide,
    /// What is claimed.
    pub claim: String,
    /// Who mediates.
    pub mediator: Option<String>,
    /// The day it was raised.
    pub raised_on: Date,
    /// The last day of the term.
    pub due_on: Date,
    /// Whether both were told too late, or still were not.
    pub is_late: bool,
    /// What was tried.
    pub attempts: Vec<SeenAttempt>,
    /// That both were told.
    pub reply: Option<SeenReply>,
    /// What who raised it was told and says.
    pub of_first: SideView,
    /// What the other side was told and says.
    pub of_second: SideView,
    /// To whom it was passed on.
    pub referred_to: Option<String>,
    /// What was written about the last step, where the reader may read it.
    pub words: Option<String>,
    /// The day on which it was over.
    pub ended_on: Option<Date>,
    /// Of which of its states this is.
    pub state_no: u64,
    /// As whom the reader stands.
    pub stance: DisputeStance,
    /// What the reader may do now.
    pub moves: Vec<DisputeMove>,
    /// Who may mediate, by name, for who names them.
    pub mediators: Vec<(PersonId, String)>,
}

guanai_kernel::debug_by_id!(DisputeView.dispute_id);

/// Why there is nothing to read. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum ReadDisputeError {
    /// The role does not hold it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// None there, or not the actor's to read: the two cannot be told apart.
    #[error("there is no such dispute")]
    NotFound,
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl ReadDisputeError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Denied(_) => "denied",
            Self::NotFound => "dispute-not-found",
            Self::Store(error) => error.code(),
        }
    }
}

/// Reads one dispute. The record names the sides that are in the register.
pub async fn read_dispute(cx: &mut Cx<'_>, dispute_id: DisputeId) -> Result<DisputeView, ReadDisputeError> {
    cx.authorise(Act::ReadDispute)?;
    let mut tx = cx.db.begin_read().await?;
    let found = load(cx, &mut tx, dispute_id).await;
    tx.rollback().await?;
    let (view, people) = found?.ok_or(ReadDisputeError::NotFound)?;
    cx.record_reading(Act::ReadDispute, people.into_iter().map(Subject::Person).collect()).await?;
    Ok(view)
}

/// What a side is called, by the names of those in the register.
pub(super) fn called(side: &DisputeSide, names: &BTreeMap<PersonId, String>) -> Option<String> {
    side.person_id.and_then(|id| names.get(&id).cloned()).or_else(|| side.called.clone())
}

async fn load(
    cx: &Cx<'_>,
    tx: &mut Tx,
    dispute_id: DisputeId,
) -> Result<Option<(DisputeView, Vec<PersonId>)>, StoreError> {
    let seats = Seats::load(tx, cx.now.day_in_china()).await?;
    let Some((dispute, stance)) = reached(cx, tx, &seats, dispute_id).await? else { return Ok(None) };
    let people: Vec<PersonId> = dispute.people().collect();
    let ids: Vec<PersonId> = people.iter().copied().chain(dispute.mediator_id).collect();
    let names = names::of_people(tx, &ids).await?;
    let moves = stance.moves(cx, &dispute);
    let mediators = if moves.contains(&DisputeMove::Assign) {
        let mut free = Mediators::of(cx, tx, &seats, &dispute).await?.free();
        free.retain(|(id, _)| Some(*id) != dispute.mediator_id);
        free
    } else {
        Vec::new()
    };
    let place = names::of_places(tx, &[dispute.organization_id]).await?.remove(&dispute.organization_id);
    let state_no = disputes::count_former(tx, dispute_id).await?;
    let view = seen(cx, dispute, stance, &names);
    let view = DisputeView { organization: place.unwrap_or_default(), state_no, moves, mediators, ..view };
    Ok(Some((view, people)))
}

fn seen(cx: &Cx<'_>, dispute: Dispute, stance: DisputeStance, names: &BTreeMap<PersonId, String>) -> DisputeView {
    let handles = stance.handles();
    let side =
        |side: &DisputeSide| SeenSide { name: called(side, names), stratum: side.stratum.clone().filter(|_| handles) };
    let is_late = dispute.is_late_on(cx.now.day_in_china());
    let (first, second) = (side(&dispute.told.first), side(&dispute.told.second));
    let told = dispute.told;
    let of = |hand: DisputeHand, words: Option<String>, said: Option<SideSaid>| {
        let reads = handles || stance.part == Some(hand);
        SideView {
            told: words.filter(|_| reads),
            stance: said.as_ref().map(|said| said.stance),
            said: said.filter(|_| reads).map(SeenSaid),
        }
    };
    let words_of =
        |pick: fn(&guanai_casework::DisputeReply) -> &String| told.reply.as_ref().map(|reply| pick(reply).clone());
    let (to_first, to_second) = (words_of(|reply| &reply.to_first), words_of(|reply| &reply.to_second));
    // Both are told to whom it was passed on and why; who raised it knows why they took it back.
    let reads_words = handles
        || dispute.state == DisputeState::ReferredOn
        || (dispute.state == DisputeState::Withdrawn && stance.part == Some(DisputeHand::First));
    DisputeView {
        dispute_id: dispute.dispute_id,
        kind: dispute.kind,
        voice: dispute.voice,
        state: dispute.state,
        organization: String::new(),
        claim: told.claim,
        mediator: dispute.mediator_id.and_then(|id| names.get(&id).cloned()),
        raised_on: dispute.raised_on,
        due_on: dispute.due_on,
        is_late,
        attempts: told
            .attempts
            .into_iter()
            .map(|attempt| SeenAttempt {
                on: attempt.on,
                result: attempt.result,
                words: Some(attempt.words).filter(|_| handles),
            })
            .collect(),
        reply: told.reply.as_ref().map(|reply| SeenReply { outcome: reply.outcome, on: reply.on }),
        of_first: of(DisputeHand::First, to_first, told.first_said),
        of_second: of(DisputeHand::Second, to_second, told.second_said),
        referred_to: told.referred_to,
        words: told.words.filter(|_| reads_words),
        ended_on: dispute.ended_on,
        state_no: 0,
        stance,
        moves: Vec::new(),
        mediators: Vec::new(),
        first,
        second,
    }
}

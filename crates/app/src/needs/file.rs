//! One need: in whose words, how it stands, what the words suggest, and what happened to it.

use guanai_casework::state::MOVES;
use guanai_casework::{
    CallBack, CategoryChoice, Confirmation, GuardianWord, Move, Need, NeedConditions, NeedState, Outcome, Voice,
    Withdrawal,
};
use guanai_kernel::Moment;
use guanai_kernel::ids::{NeedId, OfferId, PersonId};
use guanai_store::audit::{AuditRecord, Subject};
use guanai_store::{StoreError, Tx, needs, pairs, persons};

use super::chain::{is_in_chain, may_not_decide};
use super::list::{ListedNeed, listed};
use super::moving::act_of;
use crate::actor::{Act, Denied, Role};
use crate::cx::Cx;
use crate::doers::{Doers, is_reading};
use crate::pairing::engaged_on;
use crate::people::{Sight, Words};
use crate::scope::ScopeOf;

/// A category that the words suggest, for somebody to confirm.
#[derive(Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// A category of the pack.
    pub category: String,
    /// The words that led to it; none where the reader may not read the words.
    pub words: Vec<String>,
}

impl std::fmt::Debug for Suggestion {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Suggestion({})", self.category)
    }
}

/// What happened to a need.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WhatHappened {
    /// It was raised.
    Raised,
    /// A book brought it.
    Imported,
    /// It moved on.
    Moved {
        /// Where it stood.
        from: NeedState,
        /// Where it stood then.
        to: NeedState,
    },
    /// Somebody outside the chain asked the person.
    CalledBack {
        /// Whether what was recorded is so.
        agrees: bool,
    },
    /// Something else of it was changed.
    Amended,
}

impl WhatHappened {
    /// Whether a record is of the act that did this.
    fn is_told_by(self, record: &AuditRecord) -> bool {
        let is_move = |step: Move| record.action == act_of(step).code();
        match self {
            Self::CalledBack { .. } => is_move(Move::CallBack),
            Self::Moved { from, to } => MOVES.iter().any(|(f, step, t)| (*f, *t) == (from, to) && is_move(*step)),
            // A part begins with the split.
            Self::Raised | Self::Imported | Self::Amended => {
                !is_reading(record) && Move::ALL.iter().all(|step| *step == Move::Split || !is_move(*step))
            }
        }
    }
}

/// Something that happened to a need.
#[derive(Clone, PartialEq, Eq)]
pub struct NeedEvent {
    /// When.
    pub at: Moment,
    /// What.
    pub what: WhatHappened,
    /// Who did it, by the account's name; none for an import, a rule, or an account that is no more.
    pub by: Option<String>,
    /// In which role.
    pub role: Option<Role>,
    /// What they wrote; none where the reader may not read words.
    pub words: Option<String>,
}

impl std::fmt::Debug for NeedEvent {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "NeedEvent({} {:?})", self.at, self.what)
    }
}

/// A need as the actor may see it.
#[derive(Clone, PartialEq, Eq)]
pub struct NeedFile {
    /// As lists show it.
    pub row: ListedNeed,
    /// In the person's own words; none where the reader may not read them.
    pub words: Option<String>,
    /// In whose voice; none where nobody recorded it.
    pub voice: Option<Voice>,
    /// The form of help wished for, as written.
    pub wished_form: Option<String>,
    /// Whether contact data may be given to whoever helps.
    pub consents_to_contact: bool,
    /// How many help with it, are named or asked.
    pub helpers: u32,
    /// How many who are to help with it have not been in touch for long: others are looked for.
    pub silent_helpers: usize,
    /// What it asks of whoever helps; who the guardian is stands there only for who may read words.
    pub conditions: NeedConditions,
    /// Whether the person is a minor, so that a guardian is asked.
    pub is_minor: bool,
    /// Whether this actor may say what is asked of whoever helps.
    pub may_set: bool,
    /// A category that waits to be confirmed.
    pub suggestion: Option<Suggestion>,
    /// What supports it; none where nobody recorded anything, or the reader may not read words.
    pub evidence: Option<String>,
    /// Who is named to help, with their offer where they made one.
    pub helper: Option<(Option<OfferId>, String)>,
    /// What came of it, and who confirmed that.
    pub ending: Option<(Outcome, Confirmation)>,
    /// Why it was taken back.
    pub withdrawal: Option<Withdrawal>,
    /// The need that took it in.
    pub merged_into: Option<NeedId>,
    /// The need that it was split from.
    pub split_from: Option<NeedId>,
    /// Whether it was drawn for a call-back, and what came of that.
    pub call_back: Option<CallBack>,
    /// Of which of its states this is: whoever moves it on says so.
    pub state_no: u64,
    /// The moves that this actor may make now.
    pub moves: Vec<Move>,
    /// Other needs of the person and their household that have not ended, within the scope.
    pub beside: Vec<ListedNeed>,
    /// What happened, newest first.
    pub events: Vec<NeedEvent>,
}

impl std::fmt::Debug for NeedFile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "NeedFile({})", self.row.need_id)
    }
}

/// Why there is no file. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum ReadNeedError {
    /// The role does not hold it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// None there, or its person is outside the scope: the two cannot be told apart.
    #[error("there is no such need")]
    NotFound,
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl ReadNeedError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Denied(_) => "denied",
            Self::NotFound => "need-not-found",
            Self::Store(error) => error.code(),
        }
    }
}

/// Reads one need. The record names it and its person.
pub async fn read_need(cx: &mut Cx<'_>, need_id: NeedId) -> Result<NeedFile, ReadNeedError> {
    cx.authorise(Act::ReadNeed)?;
    let mut tx = cx.db.begin_read().await?;
    let found = match reached(cx, &mut tx, need_id).await {
        Ok(Some(need)) => load(cx, &mut tx, need).await,
        Ok(None) => Ok(None),
        Err(error) => Err(error),
    };
    tx.rollback().await?;
    let file = found?.ok_or(ReadNeedError::NotFound)?;
    let subjects = vec![Subject::Need(need_id), Subject::Person(file.row.person_id)];
    cx.record_reading(Act::ReadNeed, subjects).await?;
    Ok(file)
}

/// A need as the actor may see it, whoever's it is.
pub(super) async fn load(cx: &Cx<'_>, tx: &mut Tx, need: Need) -> Result<Option<NeedFile>, StoreError> {
    let sight = Sight::of(cx.actor.role);
    let Some(row) = listed(tx, sight, std::slice::from_ref(&need)).await?.pop() else { return Ok(None) };
    let reads_words = sight.words == Words::Shown;
    let suggestion = match &need.category {
        CategoryChoice::Proposed { category, words } => Some(Suggestion {
            category: category.clone(),
            words: words.iter().filter(|_| reads_words).cloned().collect(),
        }),
        CategoryChoice::Stated(_) | CategoryChoice::Open => None,
    };
    let events = events_of(tx, &need, reads_words).await?;
    let is_recused = may_not_decide(cx, tx, need.person_id).await?;
    let mut moves = moves_of(cx, tx, &need, is_recused).await?;
    let beside = beside(cx, tx, &need).await?;
    let beside = listed(tx, sight, &beside).await?;
    if to_merge_into(need.person_id, &beside).next().is_none() {
        moves.retain(|step| *step != Move::Merge);
    }
    let state_no = needs::count_former(tx, need.need_id).await?;
    let person = persons::find(tx, need.person_id).await?;
    let is_minor = person.is_some_and(|person| person.is_minor_on(cx.now.day_in_china()));
    let may_set = need.state.is_open() && cx.authorise(Act::SetNeedConditions).is_ok() && !is_recused;
    let engaged = pairs::get_engaged(tx, need.need_id, engaged_on(&cx.standards.pack, cx.now.day_in_china())).await?;
    let helpers = need.helpers(&engaged);
    let guardian = need
        .conditions
        .guardian
        .map(|word| if reads_words { word } else { GuardianWord { name: String::new(), ..word } });
    let progress = need.progress;
    Ok(Some(NeedFile {
        row,
        words: Some(need.words).filter(|_| reads_words),
        voice: need.voice,
        wished_form: need.wished_form,
        consents_to_contact: need.consents_to_contact,
        helpers,
        silent_helpers: engaged.silent.len(),
        conditions: NeedConditions { guardian, ..need.conditions },
        is_minor,
        may_set,
        suggestion,
        evidence: progress.evidence.filter(|_| reads_words),
        helper: progress.helper.map(|helper| (helper.offer_id, helper.name)),
        ending: progress.ending.map(|ending| (ending.outcome, ending.confirmation)),
        withdrawal: progress.withdrawal,
        merged_into: progress.merged_into,
        split_from: progress.split_from,
        call_back: progress.call_back,
        state_no,
        moves,
        beside,
        events,
    }))
}

/// The needs into which one of this person's may be merged: open ones of the same person.
pub(super) fn to_merge_into(person_id: PersonId, beside: &[ListedNeed]) -> impl Iterator<Item = &ListedNeed> {
    beside.iter().filter(move |other| other.person_id == person_id && other.state.is_open())
}

/// The moves that the actor may make now, so that no page shows a button that is refused.
async fn moves_of(cx: &Cx<'_>, tx: &mut Tx, need: &Need, is_recused: bool) -> Result<Vec<Move>, StoreError> {
    let mut moves = Vec::new();
    for step in need.state.moves() {
        let may = cx.authorise(act_of(step)).is_ok() && need.may(step).is_ok();
        let may = may && (step == Move::Withdraw || !is_recused);
        if may && (step != Move::CallBack || !is_in_chain(cx, tx, need).await?) {
            moves.push(step);
        }
    }
    Ok(moves)
}

/// Other needs of the person and of those who live with them that have not ended: it may be the same, and one visit may serve
/// several.
async fn beside(cx: &Cx<'_>, tx: &mut Tx, need: &Need) -> Result<Vec<Need>, StoreError> {
    let scope = ScopeOf::resolve(tx, &cx.actor).await?;
    let persons = scope.household(tx, need.person_id).await?;
    let mut beside = needs::list_of_many(tx, &persons).await?;
    beside.retain(|other| other.need_id != need.need_id && !other.state.is_ended());
    Ok(beside)
}

/// The need with this id, where its person is within the actor's scope.
pub(crate) async fn reached(cx: &Cx<'_>, tx: &mut Tx, need_id: NeedId) -> Result<Option<Need>, StoreError> {
    let Some(need) = needs::find(tx, need_id).await? else { return Ok(None) };
    let scope = ScopeOf::resolve(tx, &cx.actor).await?;
    Ok(scope.holds_person(tx, need.person_id).await?.then_some(need))
}

/// What happened to a need, newest first: its former states say what, the audit of the same moment says who.
async fn events_of(tx: &mut Tx, need: &Need, reads_words: bool) -> Result<Vec<NeedEvent>, StoreError> {
    let former = needs::list_former(tx, need.need_id).await?;
    let first = former.first().map_or(need, |(_, first)| first);
    let mut doers = Doers::of(tx, Subject::Need(need.need_id), first.recorded_at, &former).await?;
    let raised = if first.import_id.is_some() { WhatHappened::Imported } else { WhatHappened::Raised };
    let mut happened = vec![(first.recorded_at, raised, None)];
    let later = former.iter().skip(1).map(|(_, state)| state).chain([need]);
    for ((at, before), after) in former.iter().zip(later) {
        let what = if before.state != after.state {
            WhatHappened::Moved { from: before.state, to: after.state }
        } else if before.progress.call_back != after.progress.call_back {
            WhatHappened::CalledBack { agrees: after.progress.call_back == Some(CallBack::Agrees) }
        } else {
            WhatHappened::Amended
        };
        let words = after.progress.words.clone().filter(|_| reads_words && what != WhatHappened::Amended);
        happened.push((*at, what, words));
    }
    let mut events = Vec::with_capacity(happened.len());
    for (at, what, words) in happened {
        let (by, role) = doers.at(tx, at, |record| what.is_told_by(record)).await?;
        events.push(NeedEvent { at, what, by, role, words });
    }
    events.reverse();
    Ok(events)
}

//! Pausing one measure for one person by hand: an officer says from which day, why, and until when it is looked at again; another confirms;
//! it ends by hand or on its day. While it rests the standards answer that it does, whoever asks ([`crate::population`] tells them), so
//! that plans, rounds, visits and applications propose nothing of it. What was paid of months that rest now, or was not of months
//! that rest no more, is proposed to somebody as recovery or arrears.

use std::collections::BTreeMap;

use guanai_casework::pause::{Pause, PauseError, PauseMove, PauseState};
use guanai_kernel::ids::{OperationId, OrganizationId, PauseId, PersonId};
use guanai_kernel::text::{fits, reason, written};
use guanai_kernel::{Date, Ids};
use guanai_store::audit::{AuditRecord, Subject};
use guanai_store::{StoreError, Tx, audit, pauses, persons};

use super::Sight;
use crate::actor::{Act, Denied};
use crate::cx::Cx;
use crate::life::{Dues, Restated};
use crate::names;
use crate::needs::may_not_decide;
use crate::operation::{Operation, OperationError};
use crate::population::PopulationError;
use crate::scope::ScopeOf;

/// Letters of a reason.
pub const MOST_LETTERS: usize = 300;

/// A pause that is entered.
#[derive(Clone, PartialEq, Eq, serde::Serialize)]
pub struct EnterPause {
    /// Whose.
    pub person_id: PersonId,
    /// The measure's id in the pack.
    pub measure: String,
    /// The first day on which it rests.
    pub since_on: Date,
    /// The day on which it is looked at again.
    pub until_on: Date,
    /// Why, in words that the person may read.
    pub reason: String,
}

guanai_kernel::debug_by_id!(EnterPause.person_id);

/// A pause that is moved on.
#[derive(Clone, PartialEq, Eq, serde::Serialize)]
pub struct MovePause {
    /// Which.
    pub pause_id: PauseId,
    /// The move.
    pub step: PauseMove,
    /// From which day it is given again, where it is ended.
    pub resumes_on: Option<Date>,
    /// Why, where it is declined or ended.
    pub words: Option<String>,
}

guanai_kernel::debug_by_id!(MovePause.pause_id);

/// A pause as the actor sees it.
#[derive(Clone, PartialEq, Eq)]
pub struct SeenPause {
    /// The pause, its hands by name.
    pub pause: Pause,
    /// The person's name.
    pub name: String,
    /// What this actor may do now.
    pub moves: Vec<PauseMove>,
}

impl std::fmt::Debug for SeenPause {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SeenPause({})", self.pause.pause_id)
    }
}

/// Why a pause was not read, entered or moved. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum PausesError {
    /// The role does not hold it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// Words are missing or too long.
    #[error("write why, in at most {MOST_LETTERS} letters that the person may read")]
    Words,
    /// The days, or an unlawful move.
    #[error(transparent)]
    Pause(#[from] PauseError),
    /// The pack has no such measure.
    #[error("the standards have no such measure")]
    NoMeasure,
    /// Nobody, or no such pause, within the scope.
    #[error("there is nobody, or no such pause, with this id")]
    NotFound,
    /// The form was sent already with other contents.
    #[error(transparent)]
    Operation(#[from] OperationError),
    /// It is about oneself, or a relative.
    #[error("nobody pauses or resumes what is given to themselves or a relative: somebody else must")]
    Recused,
    /// The person has died.
    #[error("the person has died: nothing is given that could rest")]
    Died,
    /// Another of the same measure rests or waits in these days.
    #[error("this measure rests, or waits to be confirmed, in these days already")]
    Meets,
    /// The records do not go with the pack.
    #[error(transparent)]
    Population(#[from] PopulationError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl PausesError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Denied(_) => "denied",
            Self::Words => "pause-words",
            Self::Pause(error) => error.code(),
            Self::NoMeasure => "measure-not-found",
            Self::NotFound => "pause-not-found",
            Self::Operation(error) => error.code(),
            Self::Recused => "pause-recused",
            Self::Died => "pause-died",
            Self::Meets => "pause-meets",
            Self::Population(_) => "population",
            Self::Store(error) => error.code(),
        }
    }
}

const fn act_of(step: PauseMove) -> Act {
    match step {
        PauseMove::Withdraw => Act::EnterPause,
        PauseMove::Confirm | PauseMove::Decline | PauseMove::End => Act::DecidePause,
    }
}

/// Enters a pause; its id. Nothing rests before another confirms it.
pub async fn enter_pause(
    cx: &mut Cx<'_>,
    operation_id: OperationId,
    wish: &EnterPause,
) -> Result<PauseId, PausesError> {
    cx.authorise(Act::EnterPause)?;
    let reason = written(&wish.reason);
    if !fits(&reason, MOST_LETTERS) {
        return Err(PausesError::Words);
    }
    Pause::check_days(wish.since_on, wish.until_on, cx.now.day_in_china())?;
    if cx.standards.pack.measure_index(&wish.measure).is_none() {
        return Err(PausesError::NoMeasure);
    }
    let operation = &Operation::new(operation_id, Act::EnterPause, wish)?;
    let mut ids = cx.ids.clone();
    let pause = &Pause {
        pause_id: PauseId::fresh(&mut ids),
        person_id: wish.person_id,
        measure: wish.measure.clone(),
        since_on: wish.since_on,
        until_on: wish.until_on,
        reason,
        state: PauseState::Proposed,
        entered: cx.hand(),
        decided: None,
        ended: None,
        words: None,
    };
    let record = &cx.audit_record(&mut ids, Act::EnterPause, vec![Subject::Person(wish.person_id)], None);
    cx.ids = ids;
    let cx = &*cx;
    let entering = cx.db.write(move |tx: &mut Tx, _| {
        Box::pin(async move {
            within(cx, tx, pause.person_id).await?;
            if let Some(done) = operation.earlier(tx, &cx.actor).await? {
                return Ok(done);
            }
            if may_not_decide(cx, tx, pause.person_id).await? {
                return Err(PausesError::Recused);
            }
            let person = persons::find(tx, pause.person_id).await?.ok_or(PausesError::NotFound)?;
            if person.died_on.is_some() {
                return Err(PausesError::Died);
            }
            refuse_meeting(tx, pause).await?;
            pauses::add(tx, pause).await?;
            operation.keep(tx, &cx.actor, pause.pause_id, cx.now).await?;
            audit::append(tx, record).await?;
            Ok(pause.pause_id)
        })
    });
    entering.await
}

/// Confirms a pause, declines it, takes it back or ends it.
pub async fn move_pause(cx: &mut Cx<'_>, operation_id: OperationId, wish: &MovePause) -> Result<PauseId, PausesError> {
    let act = act_of(wish.step);
    cx.authorise(act)?;
    let must = matches!(wish.step, PauseMove::Decline | PauseMove::End);
    let words = reason(wish.words.as_deref(), must, MOST_LETTERS).map_err(|_| PausesError::Words)?;
    let operation = &Operation::new(operation_id, act, wish)?;
    let mut ids = cx.ids.clone();
    let record = &cx.audit_record(&mut ids, act, Vec::new(), None);
    cx.ids = ids.clone();
    let (cx, words) = (&*cx, words.as_deref());
    let moving = cx.db.write(move |tx: &mut Tx, _| {
        let ids = ids.clone();
        Box::pin(async move { moved(cx, tx, ids, operation, wish, words, record).await })
    });
    moving.await
}

async fn moved(
    cx: &Cx<'_>,
    tx: &mut Tx,
    mut ids: Ids,
    operation: &Operation,
    wish: &MovePause,
    words: Option<&str>,
    record: &AuditRecord,
) -> Result<PauseId, PausesError> {
    let before = pauses::find(tx, wish.pause_id).await?.ok_or(PausesError::NotFound)?;
    within(cx, tx, before.person_id).await?;
    if let Some(done) = operation.earlier(tx, &cx.actor).await? {
        return Ok(done);
    }
    if wish.step != PauseMove::Withdraw && may_not_decide(cx, tx, before.person_id).await? {
        return Err(PausesError::Recused);
    }
    let today = cx.now.day_in_china();
    let after = before.after(wish.step, (cx.hand(), today), words.map(str::to_owned), wish.resumes_on)?;
    if after.state == PauseState::Confirmed {
        refuse_meeting(tx, &after).await?;
    }
    // From the month on that differs: what is over of it was paid, or was not.
    let from = match wish.step {
        PauseMove::Confirm => Some(after.since_on),
        PauseMove::End => wish.resumes_on,
        PauseMove::Decline | PauseMove::Withdraw => None,
    };
    let mut restated = Restated::under(&cx.standards.pack);
    if let Some(eve) = from.and_then(|day| day.yesterday().ok()) {
        restated.from(after.person_id, eve);
    }
    let dues = Dues::before(cx, tx, restated).await?;
    pauses::amend(tx, &before, &after, cx.now).await?;
    dues.settle_up(cx, tx, &mut ids).await?;
    operation.keep(tx, &cx.actor, wish.pause_id, cx.now).await?;
    let subjects = vec![Subject::Person(before.person_id)];
    audit::append(tx, &AuditRecord { subjects, ..record.clone() }).await?;
    Ok(wish.pause_id)
}

async fn within(cx: &Cx<'_>, tx: &mut Tx, person_id: PersonId) -> Result<(), PausesError> {
    let scope = ScopeOf::resolve(tx, &cx.actor).await?;
    if scope.holds_person(tx, person_id).await? { Ok(()) } else { Err(PausesError::NotFound) }
}

/// Refuses what shares a day with another of the same measure.
async fn refuse_meeting(tx: &mut Tx, pause: &Pause) -> Result<(), PausesError> {
    let of = pauses::list_of(tx, &[pause.person_id]).await?;
    let other = |one: &&Pause| one.pause_id != pause.pause_id && one.measure == pause.measure;
    if of.iter().filter(other).any(|one| one.meets(pause.since_on, pause.until_on)) {
        return Err(PausesError::Meets);
    }
    Ok(())
}

/// Reads one pause. The record names the person.
pub async fn read_pause(cx: &mut Cx<'_>, pause_id: PauseId) -> Result<SeenPause, PausesError> {
    cx.authorise(Act::ReadPauses)?;
    let mut tx = cx.db.begin_read().await?;
    let read = one(cx, &mut tx, pause_id).await;
    tx.rollback().await?;
    let seen = read?;
    cx.record_reading(Act::ReadPauses, vec![Subject::Person(seen.pause.person_id)]).await?;
    Ok(seen)
}

async fn one(cx: &Cx<'_>, tx: &mut Tx, pause_id: PauseId) -> Result<SeenPause, PausesError> {
    let pause = pauses::find(tx, pause_id).await?.ok_or(PausesError::NotFound)?;
    within(cx, tx, pause.person_id).await?;
    seen(cx, tx, vec![pause]).await?.pop().ok_or(PausesError::NotFound)
}

/// Lists what waits to be confirmed and what rests within the scope, what is looked at again first in front. The record names them.
pub async fn list_pauses(cx: &mut Cx<'_>) -> Result<Vec<SeenPause>, PausesError> {
    cx.authorise(Act::ReadPauses)?;
    let mut tx = cx.db.begin_read().await?;
    let read = open(cx, &mut tx).await;
    tx.rollback().await?;
    let list = read?;
    let subjects = list.iter().map(|seen| Subject::Person(seen.pause.person_id)).collect();
    cx.record_reading(Act::ReadPauses, subjects).await?;
    Ok(list)
}

async fn open(cx: &Cx<'_>, tx: &mut Tx) -> Result<Vec<SeenPause>, PausesError> {
    let scope = ScopeOf::resolve(tx, &cx.actor).await?;
    let organizations: Option<Vec<OrganizationId>> = scope.listed();
    let found = pauses::list_open(tx, organizations.as_deref(), cx.now.day_in_china()).await?;
    seen(cx, tx, found).await
}

async fn seen(cx: &Cx<'_>, tx: &mut Tx, found: Vec<Pause>) -> Result<Vec<SeenPause>, PausesError> {
    let (sight, today) = (Sight::of(cx.actor.role), cx.now.day_in_china());
    let ids: Vec<PersonId> = found.iter().map(|pause| pause.person_id).collect();
    let names: BTreeMap<PersonId, String> = names::of_people(tx, &ids).await?;
    let mut list = Vec::with_capacity(found.len());
    for mut pause in found {
        let is_recused = may_not_decide(cx, tx, pause.person_id).await?;
        let may = |step: &PauseMove| {
            let is_free = *step == PauseMove::Withdraw || !is_recused;
            is_free && pause.may(*step, &cx.actor.name, today).is_ok() && cx.authorise(act_of(*step)).is_ok()
        };
        let moves = PauseMove::ALL.iter().copied().filter(may).collect();
        let ended = pause.ended.as_mut().map(|(hand, _)| hand);
        for hand in [Some(&mut pause.entered), pause.decided.as_mut(), ended].into_iter().flatten() {
            names::show_hand(tx, &mut hand.by).await?;
        }
        let name = names.get(&pause.person_id).map(|name| sight.name(name)).unwrap_or_default();
        list.push(SeenPause { pause, name, moves });
    }
    Ok(list)
}

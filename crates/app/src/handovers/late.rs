//! Late records: a visit of days in a post, written down by whoever held it after it ended. It counts for nothing, and stops no
//! clock, until the successor confirms it.

use std::collections::BTreeSet;

use guanai_casework::handover::{Handover, LateRecord, LateState, Party};
use guanai_casework::round::Hand;
use guanai_casework::visit::VisitMove;
use guanai_casework::{Visit, VisitAct, VisitManner, VisitState, Visitor};
use guanai_kernel::Date;
use guanai_kernel::ids::{HandoverId, OperationId, PersonId, VisitId};
use guanai_kernel::text::{squeeze, written};
use guanai_registry::Person;
use guanai_store::audit::{AuditRecord, Subject};
use guanai_store::{StoreError, Tx, audit, handovers, households, late_records, memberships, persons, posts, visits};

use super::read::receivers;
use super::{HandoverError, reached, stands};
use crate::actor::{Act, Actor, Role};
use crate::cx::Cx;
use crate::operation::Operation;
use crate::visits::{RecordVisit, RecordVisitError, WhoVisited, refuse_visit};

/// A visit that is written down late. Whom is said by name: whoever left does not read the list of the branch's people any more.
#[derive(Clone, PartialEq, Eq, serde::Serialize)]
pub struct LateVisit {
    /// Of which hand-over.
    pub handover_id: HandoverId,
    /// The whole name of whoever was visited.
    pub name: String,
    /// Which act.
    pub act: VisitAct,
    /// The day.
    pub made_on: Date,
    /// How they were reached.
    pub manner: VisitManner,
    /// What for, as codes of the pack.
    pub occasions: BTreeSet<String>,
    /// What was learned.
    pub found: Option<String>,
}

guanai_kernel::debug_by_id!(LateVisit.handover_id);

/// What the successor says to a late record.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct DecideLate {
    /// Of which hand-over.
    pub handover_id: HandoverId,
    /// Of which visit.
    pub visit_id: VisitId,
    /// Why it is not confirmed; none confirms it.
    pub rejected: Option<String>,
}

/// Whether a visit that somebody records is one of their days in a post that is over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Lateness {
    /// It is not.
    No,
    /// It is, and waits for the successor of this hand-over.
    Waits(Box<Handover>),
    /// It is, and the term is over.
    TooLate,
}

/// Whether a visit, made by whoever records it, lies in a post of theirs that is over, at a place where they hold none now.
pub(crate) async fn lateness(tx: &mut Tx, actor: &Actor, visit: &Visit, today: Date) -> Result<Lateness, StoreError> {
    let (Some(own), Some(at)) = (actor.person_id, visit.organization_id) else { return Ok(Lateness::No) };
    if visit.visitor != Visitor::Person(own) || actor.holds_itself(at) {
        return Ok(Lateness::No);
    }
    for handover in handovers::list_of(tx, own).await?.into_iter().filter(|one| one.organization_id == at) {
        let over = handover.until_on <= today && visit.made_on < handover.until_on;
        if !over || !stands(tx, &handover).await? {
            continue;
        }
        let Some(post) = posts::find(tx, handover.post_id).await? else { continue };
        if handover.takes_late_record(post.since_on, visit.made_on, today) {
            return Ok(Lateness::Waits(Box::new(handover)));
        }
        if post.since_on <= visit.made_on {
            return Ok(Lateness::TooLate);
        }
    }
    Ok(Lateness::No)
}

/// Writes a visit down late; its id.
pub async fn record_late_visit(
    cx: &mut Cx<'_>,
    operation_id: OperationId,
    wish: &LateVisit,
) -> Result<VisitId, HandoverError> {
    cx.authorise(Act::RecordLateVisit)?;
    let own = cx.actor.person_id.ok_or(HandoverError::NotFound)?;
    let operation = &Operation::new(operation_id, Act::RecordLateVisit, wish)?;
    let mut ids = cx.ids.clone();
    let visit_id = VisitId::fresh(&mut ids);
    let draft = &cx.audit_record(&mut ids, Act::RecordLateVisit, Vec::new(), None);
    cx.ids = ids;
    // What a record may not be by itself, is asked of the same rules as any other.
    refuse_visit(&cx.standards.pack, &as_record(wish, own), cx.now)
        .map_err(|error| HandoverError::Visit(Box::new(error)))?;
    let cx = &*cx;
    let recording = cx.db.write(move |tx: &mut Tx, _| {
        Box::pin(async move {
            let (handover, side) = reached(tx, &cx.actor, wish.handover_id).await?.ok_or(HandoverError::NotFound)?;
            if let Some(earlier) = operation.earlier(tx, &cx.actor).await? {
                return Ok(earlier);
            }
            if side != Party::Leaver {
                return Err(HandoverError::NotYours);
            }
            let post = posts::find(tx, handover.post_id).await?.ok_or(HandoverError::NotFound)?;
            if !handover.takes_late_record(post.since_on, wish.made_on, cx.now.day_in_china()) {
                return Err(HandoverError::NotADayInPost);
            }
            let person = person_meant(tx, &handover, wish).await?;
            if person.person_id == own {
                return Err(HandoverError::Visit(Box::new(RecordVisitError::OwnVisit)));
            }
            if let Some(died_on) = person.died_on.filter(|died| *died <= wish.made_on) {
                return Err(HandoverError::Visit(Box::new(RecordVisitError::Died { died_on })));
            }
            let visit = drawn(cx, tx, wish, visit_id, &handover, person.person_id, own).await?;
            visits::add_many(tx, std::slice::from_ref(&visit)).await?;
            keep_waiting(tx, &handover, &visit).await?;
            operation.keep(tx, &cx.actor, visit_id, cx.now).await?;
            let subjects = vec![Subject::Visit(visit_id), Subject::Person(person.person_id)];
            audit::append(tx, &AuditRecord { subjects, ..draft.clone() }).await?;
            Ok(visit_id)
        })
    });
    recording.await
}

/// Notes that a visit waits for the successor.
pub(crate) async fn keep_waiting(tx: &mut Tx, handover: &Handover, visit: &Visit) -> Result<(), StoreError> {
    let late = LateRecord {
        visit_id: visit.visit_id,
        handover_id: handover.handover_id,
        person_id: visit.person_id,
        organization_id: handover.organization_id,
        state: LateState::Waiting,
        recorded: Hand { by: visit.recorded_by.clone(), at: visit.recorded_at },
        decided: None,
        reason: None,
    };
    late_records::add(tx, &late).await
}

/// The one of that name who belonged there on that day.
async fn person_meant(tx: &mut Tx, handover: &Handover, wish: &LateVisit) -> Result<Person, HandoverError> {
    let name = squeeze(&wish.name);
    let belonged = memberships::list_on_in(tx, wish.made_on, handover.organization_id).await?;
    let ids: Vec<PersonId> = belonged.into_iter().map(|spell| spell.person_id).collect();
    let mut found = persons::list_by_ids(tx, &ids).await?;
    found.retain(|person| person.name == name);
    match found.len() {
        0 => Err(HandoverError::NobodyOfThatName),
        1 => found.pop().ok_or(HandoverError::NobodyOfThatName),
        _ => Err(HandoverError::SeveralOfThatName),
    }
}

fn as_record(wish: &LateVisit, visited: PersonId) -> RecordVisit {
    RecordVisit {
        person_id: visited,
        act: wish.act,
        visitor: WhoVisited::Myself,
        companions: None,
        also_seen: BTreeSet::new(),
        made_on: wish.made_on,
        begun_minute: None,
        duration_min: None,
        manner: wish.manner,
        occasions: wish.occasions.clone(),
        reason: None,
        found: wish.found.clone(),
        promise: None,
        gift: None,
        note: None,
        needs: Vec::new(),
        facts: Vec::new(),
        tasks: BTreeSet::new(),
    }
}

async fn drawn(
    cx: &Cx<'_>,
    tx: &mut Tx,
    wish: &LateVisit,
    visit_id: VisitId,
    handover: &Handover,
    person_id: PersonId,
    own: PersonId,
) -> Result<Visit, StoreError> {
    let household_id = households::list_current_of(tx, &[person_id]).await?.pop().map(|member| member.household_id);
    Ok(Visit {
        visit_id,
        act: wish.act,
        person_id,
        household_id,
        organization_id: Some(handover.organization_id),
        visitor: Visitor::Person(own),
        companions: None,
        made_on: wish.made_on,
        begun_minute: None,
        duration_min: None,
        manner: wish.manner,
        occasions: wish.occasions.clone(),
        reason: None,
        found: wish.found.as_deref().map(written).filter(|words| !words.is_empty()),
        promise: None,
        gift: None,
        sheet_id: None,
        state: VisitState::Awaiting,
        recorded_by: cx.actor.name.clone(),
        recorded_at: cx.now,
    })
}

/// Confirms a late record, or rejects it with a reason: the successor, or the superior as long as nobody succeeded.
pub async fn decide_late(cx: &mut Cx<'_>, operation_id: OperationId, wish: &DecideLate) -> Result<(), HandoverError> {
    cx.authorise(Act::ConfirmLateVisit)?;
    let operation = &Operation::new(operation_id, Act::ConfirmLateVisit, wish)?;
    let mut ids = cx.ids.clone();
    let draft = &cx.audit_record(&mut ids, Act::ConfirmLateVisit, Vec::new(), None);
    cx.ids = ids;
    let cx = &*cx;
    let deciding = cx.db.write(move |tx: &mut Tx, _| {
        Box::pin(async move {
            let (handover, side) = reached(tx, &cx.actor, wish.handover_id).await?.ok_or(HandoverError::NotFound)?;
            if operation.earlier::<VisitId>(tx, &cx.actor).await?.is_some() {
                return Ok(());
            }
            let before = late_records::find(tx, wish.visit_id).await?;
            let before = before.filter(|late| late.handover_id == handover.handover_id);
            let before = before.ok_or(HandoverError::NotFound)?;
            if !may_confirm(cx, tx, &handover, side).await? {
                return Err(HandoverError::NotYours);
            }
            let hand = cx.hand();
            let after = before.decided(hand, wish.rejected.as_deref())?;
            let visit = visits::find(tx, wish.visit_id).await?.ok_or(HandoverError::NotFound)?;
            let step = if after.state == LateState::Confirmed { VisitMove::Confirm } else { VisitMove::Reject };
            let state = visit.state.after(step).ok_or(HandoverError::NotFound)?;
            late_records::amend(tx, &before, &after, cx.now).await?;
            visits::amend_many(tx, &[(visit.clone(), Visit { state, ..visit.clone() })], cx.now).await?;
            operation.keep(tx, &cx.actor, wish.visit_id, cx.now).await?;
            let subjects = vec![Subject::Visit(visit.visit_id), Subject::Person(visit.person_id)];
            audit::append(tx, &AuditRecord { subjects, ..draft.clone() }).await?;
            Ok(())
        })
    });
    deciding.await
}

/// Whether the actor confirms late records of a hand-over.
pub(super) async fn may_confirm(
    cx: &Cx<'_>,
    tx: &mut Tx,
    handover: &Handover,
    side: Party,
) -> Result<bool, StoreError> {
    match side {
        Party::Successor => Ok(true),
        Party::Superior if matches!(cx.actor.role, Role::TownshipOfficer | Role::CountyOfficer) => {
            Ok(receivers(tx, handover, cx.now.day_in_china()).await?.is_empty())
        }
        Party::Superior | Party::Leaver | Party::Record => Ok(false),
    }
}

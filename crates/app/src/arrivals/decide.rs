//! Deciding on an arrival: with the confirmation they are a member of ours, from the day of the receipt on.

use guanai_casework::arrival::{Arrival, ArrivalMove, ArrivalState};
use guanai_kernel::ids::{ArrivalId, MembershipId, OperationId};
use guanai_kernel::text::reason;
use guanai_registry::{BirthDates, MemberKind, Membership, Person, Source, SourceKind};
use guanai_store::audit::{AuditRecord, Subject};
use guanai_store::{StoreError, Tx, arrivals, audit, memberships, persons};

use super::record::check_known;
use super::{ArriveError, MOST_LETTERS};
use crate::actor::Act;
use crate::cx::Cx;
use crate::life::{Dues, Restated};
use crate::needs::may_not_decide;
use crate::operation::Operation;
use crate::scope::ScopeOf;

/// What is decided on an arrival.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct DecideArrival {
    /// Which.
    pub arrival_id: ArrivalId,
    /// Confirm, decline or take back.
    pub step: ArrivalMove,
    /// Why, where it is not confirmed.
    pub why: Option<String>,
}

/// Confirms an arrival, declines it, or takes it back.
pub async fn decide_arrival(
    cx: &mut Cx<'_>,
    operation_id: OperationId,
    wish: &DecideArrival,
) -> Result<ArrivalId, ArriveError> {
    let act = match wish.step {
        ArrivalMove::Withdraw => Act::RecordArrival,
        ArrivalMove::Confirm | ArrivalMove::Decline => Act::DecideArrival,
    };
    cx.authorise(act)?;
    let why =
        reason(wish.why.as_deref(), wish.step == ArrivalMove::Decline, MOST_LETTERS).map_err(|_| ArriveError::Words)?;
    let operation = &Operation::new(operation_id, act, wish)?;
    let mut ids = cx.ids.clone();
    let membership_id = MembershipId::fresh(&mut ids);
    let record = &cx.audit_record(&mut ids, act, Vec::new(), None);
    cx.ids = ids;
    let own = &cx.ids.split();
    let (cx, why) = (&*cx, &why);
    let deciding = cx.db.write(move |tx: &mut Tx, _| {
        Box::pin(async move {
            let scope = ScopeOf::resolve(tx, &cx.actor).await?;
            let before = arrivals::find(tx, wish.arrival_id).await?;
            let before = before.filter(|arrival| scope.holds_organization(arrival.organization_id));
            let before = before.ok_or(ArriveError::NotFound)?;
            if let Some(done) = operation.earlier(tx, &cx.actor).await? {
                return Ok(done);
            }
            let known = persons::find_by_identity(tx, &before.identity).await?;
            if wish.step != ArrivalMove::Withdraw && is_close(cx, tx, known.as_ref()).await? {
                return Err(ArriveError::Recused);
            }
            let hand = cx.hand();
            let mut after = before.decided(wish.step, hand, cx.actor.person_id, why.clone())?;
            if after.state == ArrivalState::Confirmed {
                // A day of the receipt that is past: the months since are due, and nobody paid them.
                let who = known.as_ref().map_or(after.person_id, |person| person.person_id);
                let mut restated = Restated::under(&cx.standards.pack);
                restated.arrives(who, after.days.since_on);
                let dues = Dues::before(cx, tx, restated).await?;
                confirm(cx, tx, &scope, membership_id, &mut after, known).await?;
                dues.settle_up(cx, tx, &mut own.clone()).await?;
            }
            arrivals::amend(tx, &before, &after, cx.now).await?;
            operation.keep(tx, &cx.actor, wish.arrival_id, cx.now).await?;
            let is_there = after.is_known || after.state == ArrivalState::Confirmed;
            let subjects = is_there.then_some(Subject::Person(after.person_id)).into_iter().collect();
            audit::append(tx, &AuditRecord { subjects, ..record.clone() }).await?;
            Ok(wish.arrival_id)
        })
    });
    deciding.await
}

/// Whether the register knows them as the actor or a relative.
pub(super) async fn is_close(cx: &Cx<'_>, tx: &mut Tx, known: Option<&Person>) -> Result<bool, StoreError> {
    match known {
        Some(person) => may_not_decide(cx, tx, person.person_id).await,
        None => Ok(false),
    }
}

/// They stand in the register: as who they are there already, or anew.
async fn confirm(
    cx: &Cx<'_>,
    tx: &mut Tx,
    scope: &ScopeOf,
    membership_id: MembershipId,
    arrival: &mut Arrival,
    known: Option<Person>,
) -> Result<(), ArriveError> {
    let source = Source {
        kind: SourceKind::Entry,
        import_id: None,
        place: arrival.letter.clone(),
        stated_on: cx.now.day_in_china(),
    };
    if let Some(before) = known {
        let resident = check_known(tx, scope, &before, arrival).await?;
        if let Some(spell) = resident {
            let ended = Membership { until_on: Some(arrival.days.since_on), ..spell.clone() };
            memberships::amend_many(tx, &[(spell, ended)], cx.now).await?;
        }
        // What the register has of them stays; what it has not is added.
        let phone = before.phone.clone().or_else(|| arrival.phone.clone());
        if phone != before.phone {
            let after = Person { phone, recorded_at: cx.now, ..before.clone() };
            persons::amend(tx, &before, &after, cx.now).await?;
        }
        arrival.person_id = before.person_id;
    } else {
        persons::add_many(tx, &[person_of(arrival, source.clone(), cx)]).await?;
    }
    let kind = if arrival.days.full_on.is_some() { MemberKind::Full } else { MemberKind::Probationary };
    let membership = Membership {
        membership_id,
        person_id: arrival.person_id,
        organization_id: arrival.organization_id,
        kind: Some(kind),
        joined_on: Some(arrival.days.joined_on),
        full_on: arrival.days.full_on,
        since_on: arrival.days.since_on,
        until_on: None,
        transfer_letter: Some(arrival.letter.clone()),
        source,
        recorded_at: cx.now,
    };
    memberships::add_many(tx, &[membership]).await?;
    Ok(())
}

fn person_of(arrival: &Arrival, source: Source, cx: &Cx<'_>) -> Person {
    Person {
        person_id: arrival.person_id,
        name: arrival.name.clone(),
        sex: None,
        ethnicity: None,
        birth: BirthDates { stated_on: None, in_identity_on: arrival.identity.birth_date(), chosen_on: None },
        identity: arrival.identity,
        phone: arrival.phone.clone(),
        address: None,
        died_on: None,
        source,
        recorded_at: cx.now,
    }
}

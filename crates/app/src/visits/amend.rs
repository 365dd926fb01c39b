//! What is still done with a recorded visit: its promise is kept, or it is struck out, so that it counts for nothing, with the
//! facts it stated undone. Nothing is deleted.

use guanai_casework::visit::VisitMove;
use guanai_casework::{Promise, Visit, VisitState};
use guanai_kernel::Date;
use guanai_kernel::ids::{OperationId, PersonId, SheetId, VisitId};
use guanai_registry::{Fact, SourceKind};
use guanai_scheme::Pack;
use guanai_store::audit::Subject;
use guanai_store::facts::{self, NewFact};
use guanai_store::{StoreError, Tx, audit, visits};

use super::file::reached;
use super::photos::end_of_visit;
use super::rules::RecordVisitError;
use crate::actor::{Act, Denied, Role};
use crate::cx::Cx;
use crate::life::{Dues, Restated};
use crate::operation::{Operation, OperationError};
use crate::plans::{hand_on, reopen_of};
use crate::population::PopulationError;
use crate::rechecks;

/// What is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum AmendVisit {
    /// What was promised was done on a day.
    KeepPromise(Date),
    /// It was entered by mistake.
    Strike,
}

/// Why a visit was not amended. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum AmendVisitError {
    /// The role does not hold it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// None there, or outside the scope.
    #[error("there is no such visit")]
    NotFound,
    /// The form was sent already with other contents.
    #[error(transparent)]
    Operation(#[from] OperationError),
    /// It was struck out already.
    #[error("the record was struck out")]
    Struck,
    /// Only whoever entered it, or the township and county, strike a record out.
    #[error("only whoever entered a record, or the level above, strikes it out")]
    NotYours,
    /// Nothing was promised, or it was kept already.
    #[error("there is no promise that waits to be kept")]
    NoPromise,
    /// A day before the visit, or one that has not come.
    #[error("a promise is kept between the visit and today")]
    DayWrong,
    /// The records do not go with the pack.
    #[error(transparent)]
    Population(#[from] PopulationError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl AmendVisitError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Denied(_) => "denied",
            Self::NotFound => "visit-not-found",
            Self::Operation(error) => error.code(),
            Self::Struck => "visit-struck",
            Self::NotYours => "visit-not-yours",
            Self::NoPromise => "visit-no-promise",
            Self::DayWrong => "visit-day-wrong",
            Self::Population(_) => "population",
            Self::Store(error) => error.code(),
        }
    }
}

/// Whether the actor may strike a record out.
pub(super) fn may_strike(cx: &Cx<'_>, visit: &Visit) -> bool {
    let above = matches!(cx.actor.role, Role::TownshipOfficer | Role::CountyOfficer);
    visit.state.after(VisitMove::Strike).is_some() && (above || visit.recorded_by == cx.actor.name)
}

/// Amends a visit.
pub async fn amend_visit(
    cx: &mut Cx<'_>,
    operation_id: OperationId,
    visit_id: VisitId,
    what: AmendVisit,
) -> Result<(), AmendVisitError> {
    cx.authorise(Act::AmendVisit)?;
    let operation = &Operation::new(operation_id, Act::AmendVisit, &(visit_id, what))?;
    let own = cx.ids.split();
    let (cx, own) = (&*cx, &own);
    let amending = cx.db.write(move |tx: &mut Tx, _| {
        Box::pin(async move {
            let mut ids = own.clone();
            let visit = reached(cx, tx, visit_id).await?.ok_or(AmendVisitError::NotFound)?;
            if operation.earlier::<VisitId>(tx, &cx.actor).await?.is_some() {
                return Ok(());
            }
            let after = after(cx, &visit, what)?;
            visits::amend_many(tx, &[(visit.clone(), after)], cx.now).await?;
            if what == AmendVisit::Strike {
                let pack = &cx.standards.pack;
                let mut restated = Restated::under(pack);
                let stated = stated_at(tx, pack, visit.person_id, visit_id).await?;
                restated.facts(stated.iter().map(|new| &new.fact));
                let dues = Dues::before(cx, tx, restated).await?;
                facts::strike_many(tx, &stated, cx.now).await?;
                dues.settle_up(cx, tx, &mut ids).await?;
                reopen_of(cx, tx, &visit).await?;
                rechecks::reopen_of(cx, tx, visit_id).await?;
                end_of_visit(cx, tx, visit_id).await?;
            }
            let subjects = vec![Subject::Visit(visit_id), Subject::Person(visit.person_id)];
            let record = cx.audit_record(&mut ids, Act::AmendVisit, subjects, None);
            operation.keep(tx, &cx.actor, visit_id, cx.now).await?;
            audit::append(tx, &record).await?;
            Ok(())
        })
    });
    amending.await
}

/// Strikes out the record that a new one corrects, in the new one's transaction; the signature sheet on which it stood, where the new
/// one stands in its place.
pub(super) async fn strike_wrong(
    cx: &Cx<'_>,
    tx: &mut Tx,
    wrong: VisitId,
    right: &Visit,
) -> Result<Option<SheetId>, RecordVisitError> {
    let visit = reached(cx, tx, wrong).await?.filter(|visit| visit.person_id == right.person_id);
    let visit = visit.ok_or(RecordVisitError::NotFound)?;
    let state = visit.state.after(VisitMove::Strike).filter(|_| may_strike(cx, &visit));
    let after = Visit { state: state.ok_or(RecordVisitError::NotCorrectable)?, ..visit.clone() };
    visits::amend_many(tx, &[(visit.clone(), after)], cx.now).await?;
    let stated = stated_at(tx, &cx.standards.pack, visit.person_id, visit.visit_id).await?;
    facts::strike_many(tx, &stated, cx.now).await?;
    hand_on(cx, tx, &visit, (right.visit_id, right.made_on)).await?;
    end_of_visit(cx, tx, wrong).await?;
    Ok(visit.sheet_id)
}

fn after(cx: &Cx<'_>, visit: &Visit, what: AmendVisit) -> Result<Visit, AmendVisitError> {
    let step = match what {
        AmendVisit::Strike => VisitMove::Strike,
        AmendVisit::KeepPromise(_) => VisitMove::KeepPromise,
    };
    let Some(state) = visit.state.after(step) else {
        return Err(match (visit.state, what) {
            (VisitState::Struck, _) => AmendVisitError::Struck,
            (_, AmendVisit::Strike) => AmendVisitError::NotYours,
            (_, AmendVisit::KeepPromise(_)) => AmendVisitError::NoPromise,
        });
    };
    match what {
        AmendVisit::Strike if may_strike(cx, visit) => Ok(Visit { state, ..visit.clone() }),
        AmendVisit::Strike => Err(AmendVisitError::NotYours),
        AmendVisit::KeepPromise(kept_on) => {
            let open = visit.promise.clone().filter(|promise| promise.kept_on.is_none());
            let promise = open.ok_or(AmendVisitError::NoPromise)?;
            if kept_on < visit.made_on || kept_on > cx.now.day_in_china() {
                return Err(AmendVisitError::DayWrong);
            }
            Ok(Visit { state, promise: Some(Promise { kept_on: Some(kept_on), ..promise }), ..visit.clone() })
        }
    }
}

/// What a visit stated of facts: struck out, everything reads from then on as if it had never been said.
pub(super) async fn stated_at(
    tx: &mut Tx,
    pack: &Pack,
    person_id: PersonId,
    visit_id: VisitId,
) -> Result<Vec<NewFact>, StoreError> {
    let place = visit_id.to_string();
    let stated = |fact: &Fact| fact.source.kind == SourceKind::Visit && fact.source.place == place;
    let all = facts::list_of(tx, person_id).await?.into_iter();
    let stated = all
        .filter(stated)
        .map(|fact| NewFact { sensitive: pack.slot(&fact.name).is_none_or(|slot| pack.fact(slot).sensitive), fact });
    Ok(stated.collect())
}

//! Putting a visit off: with a reason of the pack, for some days. The card comes back on its day; no clock stops for it.

use guanai_casework::Deferral;
use guanai_kernel::civil::{add_days, days_between};
use guanai_kernel::ids::{DeferralId, OperationId, PersonId};
use guanai_kernel::{Date, Guarantee};
use guanai_store::audit::{AuditRecord, Subject};
use guanai_store::{StoreError, Tx, audit, deferrals};

use crate::actor::{Act, Denied};
use crate::cx::Cx;
use crate::operation::{Operation, OperationError};
use crate::scope::ScopeOf;

/// The most days for which a visit is put off at once.
pub const MOST_DAYS: i32 = 14;

/// A visit to be put off.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct DeferVisit {
    /// Whom.
    pub person_id: PersonId,
    /// The day on which the card comes back.
    pub until_on: Date,
    /// Why, as a code of the pack's pauses.
    pub reason: String,
}

/// Why nothing was put off. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum DeferVisitError {
    /// The role does not hold it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The pack has no such reason for visits.
    #[error("the standards have no such reason to put a visit off")]
    NoReason,
    /// Not between tomorrow and two weeks from today.
    #[error("a visit is put off from tomorrow up to {MOST_DAYS} days")]
    DayWrong,
    /// Nobody there, or outside the scope.
    #[error("there is nobody with this id")]
    NotFound,
    /// The form was sent already with other contents.
    #[error(transparent)]
    Operation(#[from] OperationError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl DeferVisitError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Denied(_) => "denied",
            Self::NoReason => "defer-no-reason",
            Self::DayWrong => "defer-day-wrong",
            Self::NotFound => "person-not-found",
            Self::Operation(error) => error.code(),
            Self::Store(error) => error.code(),
        }
    }
}

/// Puts a visit off. The record names the person and the reason.
pub async fn defer_visit(
    cx: &mut Cx<'_>,
    operation_id: OperationId,
    wish: &DeferVisit,
) -> Result<DeferralId, DeferVisitError> {
    cx.authorise(Act::DeferVisit)?;
    let today = cx.now.day_in_china();
    if !cx.standards.pack.guarantees().pause(&wish.reason).is_some_and(|reason| reason.fits(Guarantee::Visit)) {
        return Err(DeferVisitError::NoReason);
    }
    if days_between(today, wish.until_on) < 1 || add_days(today, MOST_DAYS).is_none_or(|last| wish.until_on > last) {
        return Err(DeferVisitError::DayWrong);
    }
    let operation = &Operation::new(operation_id, Act::DeferVisit, wish)?;
    let mut ids = cx.ids.clone();
    let deferral = &Deferral {
        deferral_id: DeferralId::fresh(&mut ids),
        person_id: wish.person_id,
        made_at: cx.now,
        until_on: wish.until_on,
        reason: wish.reason.clone(),
        made_by: cx.actor.name.clone(),
    };
    let record = cx.audit_record(&mut ids, Act::DeferVisit, vec![Subject::Person(wish.person_id)], None);
    let record = &AuditRecord { purpose: Some(wish.reason.clone()), ..record };
    cx.ids = ids;
    let (actor, now) = (&cx.actor, cx.now);
    let deferring = cx.db.write(move |tx: &mut Tx, _| {
        Box::pin(async move {
            let scope = ScopeOf::resolve(tx, actor).await?;
            if !scope.holds_person(tx, deferral.person_id).await? {
                return Err(DeferVisitError::NotFound);
            }
            if let Some(done) = operation.earlier(tx, actor).await? {
                return Ok(done);
            }
            deferrals::add(tx, deferral).await?;
            operation.keep(tx, actor, deferral.deferral_id, now).await?;
            audit::append(tx, record).await?;
            Ok(deferral.deferral_id)
        })
    });
    deferring.await
}

//! Pauses and exemptions: a clock rests for a reason that the pack knows, for so long at most, from today at the earliest. Whoever
//! declines care loses nothing by it and may take it up again.

use guanai_casework::guarantee::{KeptRest, Rest, RestKind};
use guanai_kernel::civil::add_days;
use guanai_kernel::ids::{MatterId, OperationId, PersonId, RestId};
use guanai_kernel::{Date, Guarantee};
use guanai_store::audit::Subject;
use guanai_store::{StoreError, Tx, audit, happenings};

use super::reckon::reckon;
use crate::actor::{Act, Actor, Denied, Role};
use crate::cx::Cx;
use crate::operation::{Operation, OperationError};
use crate::scope::ScopeOf;

/// What somebody says of themselves.
const DECLINED: &str = "declined";

/// A rest to be said.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct RestGuarantee {
    /// Whose.
    pub person_id: PersonId,
    /// Which guarantee, by its code.
    pub guarantee: String,
    /// A pause or an exemption, by its code.
    pub kind: String,
    /// For one matter alone.
    pub matter: Option<String>,
    /// Why, as a code of the pack.
    pub reason: String,
    /// Its first day.
    pub from_on: Date,
    /// Its last day.
    pub last_on: Date,
}

/// Why no clock rests. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum RestGuaranteeError {
    /// The role does not hold it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// No such guarantee, kind or matter.
    #[error("there is no such guarantee")]
    NoGuarantee,
    /// The pack knows no such reason for it.
    #[error("the standards know no such reason for this guarantee")]
    NoReason,
    /// It begins before today.
    #[error("a rest begins today at the earliest: what was late stays late")]
    Past,
    /// It would end before it begins.
    #[error("the last day lies before the first")]
    Backwards,
    /// Longer than the pack allows at once.
    #[error("{0} days at most at once: say it again where it is still needed")]
    TooLong(u32),
    /// Nobody there, or outside the scope.
    #[error("there is nobody with this id")]
    NotFound,
    /// It is over already.
    #[error("this rest is over already")]
    Over,
    /// The form was sent already with other contents.
    #[error(transparent)]
    Operation(#[from] OperationError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl RestGuaranteeError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Denied(_) => "denied",
            Self::NoGuarantee => "rest-no-guarantee",
            Self::NoReason => "rest-no-reason",
            Self::Past => "rest-past",
            Self::Backwards => "rest-backwards",
            Self::TooLong(_) => "rest-too-long",
            Self::NotFound => "person-not-found",
            Self::Over => "rest-over",
            Self::Operation(error) => error.code(),
            Self::Store(error) => error.code(),
        }
    }
}

/// Lets a guarantee rest; the id of the rest.
pub async fn rest_guarantee(
    cx: &mut Cx<'_>,
    operation_id: OperationId,
    wish: &RestGuarantee,
) -> Result<RestId, RestGuaranteeError> {
    let kind = RestKind::from_code(&wish.kind).ok_or(RestGuaranteeError::NoGuarantee)?;
    let act = act_of(kind);
    cx.authorise(act)?;
    let rest = read(cx, kind, wish)?;
    let operation = &Operation::new(operation_id, act, wish)?;
    let mut ids = cx.ids.clone();
    let rest_id = RestId::fresh(&mut ids);
    let kept = &KeptRest { rest: Rest { rest_id, ..rest.0 }, guarantee: rest.1, ..said(cx, wish.person_id) };
    let record = &cx.audit_record(&mut ids, act, vec![Subject::Person(wish.person_id)], None);
    cx.ids = ids;
    let (actor, now, standards) = (&cx.actor, cx.now, cx.standards);
    let resting = cx.db.write(move |tx: &mut Tx, _| {
        Box::pin(async move {
            let scope = ScopeOf::resolve(tx, actor).await?;
            if !scope.holds_person(tx, kept.person_id).await? {
                return Err(RestGuaranteeError::NotFound);
            }
            if let Some(earlier) = operation.earlier(tx, actor).await? {
                return Ok(earlier);
            }
            happenings::add_rest(tx, kept).await?;
            reckon(tx, standards, now, &[kept.person_id]).await?;
            operation.keep(tx, actor, rest_id, now).await?;
            audit::append(tx, record).await?;
            Ok(rest_id)
        })
    });
    resting.await
}

/// Ends a rest today: its clock runs, or begins, again. Whoever declined takes it up again themselves, or says so to anybody
/// who may let it rest.
pub async fn end_rest(cx: &mut Cx<'_>, rest_id: RestId) -> Result<(), RestGuaranteeError> {
    if cx.actor.role == Role::Member {
        cx.authorise(Act::ExemptGuarantee)?;
    } else {
        cx.authorise(Act::PauseGuarantee)?;
    }
    let today = cx.now.day_in_china();
    let mut ids = cx.ids.clone();
    let pausing = cx.audit_record(&mut ids, Act::PauseGuarantee, Vec::new(), None);
    cx.ids = ids;
    let (actor, now, standards, pausing) = (&cx.actor, cx.now, cx.standards, &pausing);
    let ending = cx.db.write(move |tx: &mut Tx, _| {
        Box::pin(async move {
            let before = happenings::find_rest(tx, rest_id).await?.ok_or(RestGuaranteeError::NotFound)?;
            let scope = ScopeOf::resolve(tx, actor).await?;
            if !scope.holds_person(tx, before.person_id).await? {
                return Err(RestGuaranteeError::NotFound);
            }
            if before.rest.until_on <= today {
                return Err(RestGuaranteeError::Over);
            }
            let mut after = before.clone();
            after.rest.until_on = today.max(before.rest.from_on);
            happenings::amend_rest(tx, &before, &after, now).await?;
            reckon(tx, standards, now, &[before.person_id]).await?;
            let mut record = pausing.clone();
            act_of(before.rest.kind).code().clone_into(&mut record.action);
            record.subjects = vec![Subject::Person(before.person_id)];
            audit::append(tx, &record).await?;
            Ok(())
        })
    });
    ending.await
}

const fn act_of(kind: RestKind) -> Act {
    match kind {
        RestKind::Pause => Act::PauseGuarantee,
        RestKind::Exemption => Act::ExemptGuarantee,
    }
}

fn said(cx: &Cx<'_>, person_id: PersonId) -> KeptRest {
    let today = cx.now.day_in_china();
    let rest = Rest {
        rest_id: RestId::from_bits(0),
        kind: RestKind::Pause,
        matter: None,
        reason: String::new(),
        from_on: today,
        until_on: today,
        said_on: today,
    };
    let said_by = cx.actor.name.clone();
    KeptRest { rest, person_id, guarantee: Guarantee::Visit, said_by, recorded_at: cx.now }
}

fn read(cx: &Cx<'_>, kind: RestKind, wish: &RestGuarantee) -> Result<(Rest, Guarantee), RestGuaranteeError> {
    let guarantee = Guarantee::from_code(&wish.guarantee).ok_or(RestGuaranteeError::NoGuarantee)?;
    let matter = wish.matter.as_deref().map(str::parse::<MatterId>).transpose();
    let matter = matter.map_err(|_| RestGuaranteeError::NoGuarantee)?;
    let guarantees = cx.standards.pack.guarantees();
    let reason = match kind {
        RestKind::Pause => guarantees.pause(&wish.reason),
        RestKind::Exemption => guarantees.exemption(&wish.reason).filter(|reason| may_say(&cx.actor, &reason.code)),
    };
    let reason = reason.filter(|reason| reason.fits(guarantee)).ok_or(RestGuaranteeError::NoReason)?;
    let today = cx.now.day_in_china();
    if wish.from_on < today {
        return Err(RestGuaranteeError::Past);
    }
    if wish.last_on < wish.from_on {
        return Err(RestGuaranteeError::Backwards);
    }
    let until_on = add_days(wish.last_on, 1).ok_or(RestGuaranteeError::TooLong(reason.longest_days))?;
    let longest = i32::try_from(reason.longest_days).ok().and_then(|days| add_days(wish.from_on, days));
    if longest.is_some_and(|longest| longest < until_on) {
        return Err(RestGuaranteeError::TooLong(reason.longest_days));
    }
    let rest = Rest {
        rest_id: RestId::from_bits(0),
        kind,
        matter,
        reason: reason.code.clone(),
        from_on: wish.from_on,
        until_on,
        said_on: today,
    };
    Ok((rest, guarantee))
}

/// Members decline for themselves and say nothing else.
fn may_say(actor: &Actor, reason: &str) -> bool {
    actor.role != Role::Member || reason == DECLINED
}

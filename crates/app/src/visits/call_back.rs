//! Call-backs: somebody who neither visited nor entered the visit asks the person, and writes down what they say.

use guanai_casework::{CallBackAnswer, CallBackCause, CallBackOutcome, VisitCallBack, Visitor};
use guanai_kernel::Moment;
use guanai_kernel::ids::{CallBackId, OperationId};
use guanai_store::audit::Subject;
use guanai_store::persons;
use guanai_store::{StoreError, Tx, audit, call_backs, visits};

use super::list::{ListedVisit, listed};
use crate::actor::{Act, Actor, Denied};
use crate::cx::Cx;
use crate::operation::{Operation, OperationError};
use crate::people::Sight;
use crate::scope::ScopeOf;

/// A call-back that waits.
#[derive(Clone, PartialEq, Eq)]
pub struct OpenCallBack {
    /// Its id.
    pub call_back_id: CallBackId,
    /// The visit.
    pub visit: ListedVisit,
    /// Why.
    pub cause: CallBackCause,
    /// Since when it waits.
    pub raised_at: Moment,
    /// The number to call.
    pub phone: Option<String>,
    /// Whether the reader may make the call: nobody asks about a visit of their own.
    pub may_answer: bool,
}

guanai_kernel::debug_by_id!(OpenCallBack.call_back_id);

/// What the person said.
#[derive(Clone, PartialEq, Eq, serde::Serialize)]
pub struct AnswerCallBack {
    /// The call-back.
    pub call_back_id: CallBackId,
    /// In a word.
    pub outcome: CallBackOutcome,
    /// In words.
    pub words: Option<String>,
}

guanai_kernel::debug_by_id!(AnswerCallBack.call_back_id);

/// Why a call-back was not listed or answered. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum CallBackError {
    /// The role does not hold it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// None there, or outside the scope.
    #[error("there is no such call-back")]
    NotFound,
    /// The form was sent already with other contents.
    #[error(transparent)]
    Operation(#[from] OperationError),
    /// Whoever visited or entered the visit does not ask about it.
    #[error("somebody else asks: this visit was made or entered by you")]
    OwnVisit,
    /// It was answered already.
    #[error("the call-back was answered already")]
    Answered,
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl CallBackError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Denied(_) => "denied",
            Self::NotFound => "call-back-not-found",
            Self::Operation(error) => error.code(),
            Self::OwnVisit => "call-back-own-visit",
            Self::Answered => "call-back-answered",
            Self::Store(error) => error.code(),
        }
    }
}

/// The call-backs that wait within the actor's scope, the oldest first.
pub async fn list_call_backs(cx: &mut Cx<'_>) -> Result<Vec<OpenCallBack>, CallBackError> {
    cx.authorise(Act::ListCallBacks)?;
    let sight = Sight::of(cx.actor.role);
    let sees_phone = sight.sees_phone();
    let mut tx = cx.db.begin_read().await?;
    let scope = ScopeOf::resolve(&mut tx, &cx.actor).await?;
    let organizations = scope.organizations().map(|ids| ids.iter().copied().collect::<Vec<_>>());
    let open = call_backs::list_open(&mut tx, organizations.as_deref()).await?;
    let mut waiting = Vec::with_capacity(open.len());
    for call_back in open {
        let Some(visit) = visits::find(&mut tx, call_back.visit_id).await? else { continue };
        let Some(row) = listed(&mut tx, sight, std::slice::from_ref(&visit)).await?.pop() else { continue };
        let person = persons::find(&mut tx, call_back.person_id).await?;
        waiting.push(OpenCallBack {
            call_back_id: call_back.call_back_id,
            may_answer: !is_own(&cx.actor, &visit),
            visit: row,
            cause: call_back.cause,
            raised_at: call_back.raised_at,
            phone: person.and_then(|person| person.phone).filter(|_| sees_phone),
        });
    }
    tx.rollback().await?;
    let subjects = waiting.iter().map(|open| Subject::Person(open.visit.person_id)).collect();
    cx.record_reading(Act::ListCallBacks, subjects).await?;
    Ok(waiting)
}

fn is_own(actor: &Actor, visit: &guanai_casework::Visit) -> bool {
    let visited = matches!(visit.visitor, Visitor::Person(id) if actor.person_id == Some(id));
    visited || visit.recorded_by == actor.name
}

/// Writes down what the person said. The visit itself is not touched.
pub async fn answer_call_back(
    cx: &mut Cx<'_>,
    operation_id: OperationId,
    answer: &AnswerCallBack,
) -> Result<(), CallBackError> {
    cx.authorise(Act::AnswerCallBack)?;
    let operation = &Operation::new(operation_id, Act::AnswerCallBack, answer)?;
    let own = cx.ids.split();
    let (cx, own) = (&*cx, &own);
    let answering = cx.db.write(move |tx: &mut Tx, _| {
        Box::pin(async move {
            let scope = ScopeOf::resolve(tx, &cx.actor).await?;
            let found = call_backs::find(tx, answer.call_back_id).await?.ok_or(CallBackError::NotFound)?;
            if !scope.holds_person(tx, found.person_id).await? {
                return Err(CallBackError::NotFound);
            }
            if operation.earlier::<CallBackId>(tx, &cx.actor).await?.is_some() {
                return Ok(());
            }
            let visit = visits::find(tx, found.visit_id).await?.ok_or(CallBackError::NotFound)?;
            if is_own(&cx.actor, &visit) {
                return Err(CallBackError::OwnVisit);
            }
            if found.answer.is_some() {
                return Err(CallBackError::Answered);
            }
            let words = answer.words.as_deref().map(str::trim).filter(|words| !words.is_empty());
            let answered = VisitCallBack {
                answer: Some(CallBackAnswer {
                    outcome: answer.outcome,
                    words: words.map(str::to_owned),
                    answered_by: cx.actor.name.clone(),
                    answered_at: cx.now,
                }),
                ..found.clone()
            };
            call_backs::amend(tx, &found, &answered, cx.now).await?;
            let mut ids = own.clone();
            let subjects = vec![Subject::Visit(found.visit_id), Subject::Person(found.person_id)];
            let record = cx.audit_record(&mut ids, Act::AnswerCallBack, subjects, None);
            operation.keep(tx, &cx.actor, answer.call_back_id, cx.now).await?;
            audit::append(tx, &record).await?;
            Ok(())
        })
    });
    answering.await
}

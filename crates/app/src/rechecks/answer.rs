//! Saying how it stands with somebody on a recheck: nothing changed, seen on a day, in one tap; or that they were not found, do
//! not wish it, are away, are in hospital.

use guanai_casework::{ItemMove, RecheckError, Said, VisitAct};
use guanai_kernel::Date;
use guanai_kernel::ids::{OperationId, PersonId, RecheckId, RecheckItemId, VisitId};
use guanai_kernel::text::written;
use guanai_store::audit::{AuditRecord, Subject};
use guanai_store::{StoreError, Tx, audit, persons, rechecks};

use super::OCCASION;
use super::by_visit::{NotReached, reached};
use crate::actor::{Act, Denied};
use crate::cx::Cx;
use crate::operation::{Operation, OperationError};
use crate::population::PopulationError;
use crate::scope::ScopeOf;
use crate::visits::{RecordVisit, RecordVisitError, WhoVisited, record_for_recheck};

/// Letters of what is said.
const MOST_LETTERS: usize = 500;

/// That nothing changed with somebody, who was seen on a day.
#[derive(Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct SayUnchanged {
    /// On which recheck.
    pub recheck_id: RecheckId,
    /// With whom.
    pub person_id: PersonId,
    /// On which day they were seen.
    pub seen_on: Date,
}

guanai_kernel::debug_by_id!(SayUnchanged.person_id);

/// Something that is said of somebody who was not seen.
#[derive(Clone, PartialEq, Eq, serde::Serialize)]
pub struct AnswerRecheck {
    /// On which recheck.
    pub recheck_id: RecheckId,
    /// Of whom.
    pub person_id: PersonId,
    /// What: not that they were seen, which a visit says.
    pub step: ItemMove,
    /// For which day.
    pub on: Date,
    /// In words.
    pub words: Option<String>,
}

guanai_kernel::debug_by_id!(AnswerRecheck.person_id);

/// Why nothing was said. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum AnswerRecheckError {
    /// The role does not hold it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// That somebody was seen is said by a visit, and by nothing else.
    #[error("that somebody was seen is said by the record of a visit")]
    NotByWord,
    /// Too many letters, or none where somebody was not found.
    #[error("write down where they were looked for, or what they said, in 1 to {MOST_LETTERS} letters")]
    Words,
    /// None there, nobody of this id on it, or outside the scope.
    #[error("there is no such recheck, or nobody of it within your scope")]
    NotFound,
    /// The form was sent already with other contents.
    #[error(transparent)]
    Operation(#[from] OperationError),
    /// They have died: the life event says so, with all that follows.
    #[error("the person died on {0}")]
    Died(Date),
    /// The table does not hold it, the recheck takes no answers, or the day does not fit.
    #[error(transparent)]
    Recheck(#[from] RecheckError),
    /// The visit was refused, with this code.
    #[error("the visit was not recorded: {0}")]
    Visit(&'static str),
    /// The records do not go with the pack.
    #[error(transparent)]
    Population(#[from] PopulationError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl AnswerRecheckError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Denied(_) => "denied",
            Self::NotByWord => "recheck-not-by-word",
            Self::Words => "recheck-words",
            Self::NotFound => "recheck-not-found",
            Self::Operation(error) => error.code(),
            Self::Died(_) => "recheck-person-died",
            Self::Recheck(error) => error.code(),
            Self::Visit(code) => code,
            Self::Population(_) => "population",
            Self::Store(error) => error.code(),
        }
    }
}

impl From<NotReached> for AnswerRecheckError {
    fn from(error: NotReached) -> Self {
        RecordVisitError::from(error).into()
    }
}

impl From<RecordVisitError> for AnswerRecheckError {
    fn from(error: RecordVisitError) -> Self {
        match error {
            RecordVisitError::Denied(error) => Self::Denied(error),
            RecordVisitError::NotFound => Self::NotFound,
            RecordVisitError::Operation(error) => Self::Operation(error),
            RecordVisitError::Died { died_on } => Self::Died(died_on),
            RecordVisitError::Recheck(error) => Self::Recheck(error),
            RecordVisitError::Population(error) => Self::Population(error),
            RecordVisitError::Store(error) => Self::Store(error),
            other => Self::Visit(other.code()),
        }
    }
}

/// Says in one tap that nothing changed: records that they were seen at home (入户核实) on that day, which answers for them. Its
/// visit's id; a repeat of the form records no second one.
pub async fn say_unchanged(
    cx: &mut Cx<'_>,
    operation_id: OperationId,
    wish: SayUnchanged,
) -> Result<VisitId, AnswerRecheckError> {
    cx.authorise(Act::AnswerRecheck)?;
    let visit = RecordVisit::plain(wish.person_id, VisitAct::HomeCheck, WhoVisited::Myself, wish.seen_on, OCCASION);
    Ok(record_for_recheck(cx, operation_id, wish.recheck_id, &visit).await?)
}

/// Says how it stands with somebody who was not seen; the id of their place on the recheck.
pub async fn answer_recheck(
    cx: &mut Cx<'_>,
    operation_id: OperationId,
    wish: &AnswerRecheck,
) -> Result<RecheckItemId, AnswerRecheckError> {
    cx.authorise(Act::AnswerRecheck)?;
    if matches!(wish.step, ItemMove::SayUnchanged | ItemMove::SayChanged | ItemMove::Reopen) {
        return Err(AnswerRecheckError::NotByWord);
    }
    let words = &wish.words.as_deref().map(written).filter(|words| !words.is_empty());
    let letters = words.as_deref().map_or(0, |words| words.chars().count());
    if letters > MOST_LETTERS || (letters == 0 && wish.step == ItemMove::SayNotFound) {
        return Err(AnswerRecheckError::Words);
    }
    let operation = &Operation::new(operation_id, Act::AnswerRecheck, wish)?;
    let mut ids = cx.ids.clone();
    let record = &cx.audit_record(&mut ids, Act::AnswerRecheck, Vec::new(), None);
    cx.ids = ids;
    let own = &cx.ids.split();
    let cx = &*cx;
    let answering = cx.db.write(move |tx: &mut Tx, _| {
        Box::pin(async move {
            let scope = ScopeOf::resolve(tx, &cx.actor).await?;
            if !scope.holds_person(tx, wish.person_id).await? {
                return Err(AnswerRecheckError::NotFound);
            }
            if let Some(answered) = operation.earlier(tx, &cx.actor).await? {
                return Ok(answered);
            }
            let person = persons::find(tx, wish.person_id).await?.ok_or(AnswerRecheckError::NotFound)?;
            if let Some(died_on) = person.died_on {
                return Err(AnswerRecheckError::Died(died_on));
            }
            let (recheck, before) = reached(cx, tx, &mut own.clone(), wish.recheck_id, wish.person_id).await?;
            let said = Said { step: wish.step, on: wish.on, visit_id: None, words: words.clone(), hand: cx.hand() };
            let after = before.after(&recheck, said)?;
            let item_id = after.item_id;
            rechecks::amend_items(tx, &[(before, after)], cx.now).await?;
            operation.keep(tx, &cx.actor, item_id, cx.now).await?;
            let subjects = vec![Subject::Person(wish.person_id)];
            audit::append(tx, &AuditRecord { subjects, ..record.clone() }).await?;
            Ok(item_id)
        })
    });
    answering.await
}

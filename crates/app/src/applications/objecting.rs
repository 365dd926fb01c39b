//! Objecting to what a notice announces: anybody whom it reaches, or somebody with an account for them, read back. Who
//! objected is told to nobody but whoever answers.

use guanai_casework::application::file::Acting;
use guanai_casework::application::{ApplicationStep, ApplicationStepError, Desk, Nearness, Objection};
use guanai_kernel::Date;
use guanai_kernel::ids::{NoticeId, ObjectionId, OperationId};
use guanai_kernel::text::{squeeze, written};
use guanai_store::audit::{AuditRecord, Subject};
use guanai_store::{StoreError, Tx, applications, audit};

use super::acting::{desk_of, hand_of};
use super::enter::MOST_LETTERS;
use super::notices::reaching;
use crate::actor::{Act, Denied};
use crate::cx::Cx;
use crate::operation::{Operation, OperationError};

/// The longest name of somebody who objects.
const LONGEST_NAME: usize = 40;

/// An objection to be entered.
#[derive(Clone, PartialEq, Eq, serde::Serialize)]
pub struct RaiseObjection {
    /// To which notice.
    pub notice_id: NoticeId,
    /// In their words.
    pub words: String,
    /// The day it was said.
    pub said_on: Date,
    /// Who says it, where it is entered for somebody else; none is the actor.
    pub on_behalf_of: Option<String>,
    /// Whether it was read back, where it is entered for somebody else.
    pub was_read_back: bool,
}

guanai_kernel::debug_by_id!(RaiseObjection.notice_id);

/// Why no objection was entered. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum RaiseObjectionError {
    /// The role does not hold it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// Nothing written, or too much.
    #[error("say what is not right, in 1 to {MOST_LETTERS} letters")]
    Words,
    /// A name that is none.
    #[error("the name of whoever objects has 1 to {LONGEST_NAME} letters")]
    Name,
    /// Entered for somebody else and not read back.
    #[error("what is entered on somebody's behalf is read back to them")]
    NotReadBack,
    /// None hangs there, or it does not reach the actor.
    #[error("there is no such notice")]
    NotFound,
    /// The form was sent already with other contents.
    #[error(transparent)]
    Operation(#[from] OperationError),
    /// Where the application stands, or what was said, does not allow it.
    #[error(transparent)]
    Step(#[from] ApplicationStepError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl RaiseObjectionError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Denied(_) => "denied",
            Self::Words => "objection-words",
            Self::Name => "objection-name",
            Self::NotReadBack => "not-read-back",
            Self::NotFound => "notice-not-found",
            Self::Operation(error) => error.code(),
            Self::Step(error) => error.code(),
            Self::Store(error) => error.code(),
        }
    }
}

/// Enters an objection; the day by which it is answered stands in its application. Its id. The record names the application
/// and not its person: whoever objects is not shown to have read them.
pub async fn raise_objection(
    cx: &mut Cx<'_>,
    operation_id: OperationId,
    wish: &RaiseObjection,
) -> Result<ObjectionId, RaiseObjectionError> {
    cx.authorise(Act::RaiseObjection)?;
    if squeeze(&wish.words).is_empty() || wish.words.chars().count() > MOST_LETTERS {
        return Err(RaiseObjectionError::Words);
    }
    if let Some(name) = &wish.on_behalf_of {
        if squeeze(name).is_empty() || name.chars().count() > LONGEST_NAME {
            return Err(RaiseObjectionError::Name);
        }
        if !wish.was_read_back {
            return Err(RaiseObjectionError::NotReadBack);
        }
    }
    let operation = &Operation::new(operation_id, Act::RaiseObjection, wish)?;
    let mut ids = cx.ids.clone();
    let objection_id = ObjectionId::fresh(&mut ids);
    let record = &cx.audit_record(&mut ids, Act::RaiseObjection, Vec::new(), None);
    cx.ids = ids;
    let cx = &*cx;
    let raising = cx.db.write(move |tx: &mut Tx, _| {
        Box::pin(async move {
            if let Some(raised) = operation.earlier(tx, &cx.actor).await? {
                return Ok(raised);
            }
            let Some(notice) = reaching(cx, tx, wish.notice_id).await? else {
                return Err(RaiseObjectionError::NotFound);
            };
            let file = applications::find_file(tx, notice.application_id).await?;
            let before = file.ok_or(RaiseObjectionError::NotFound)?;
            let today = cx.now.day_in_china();
            let calendar = &cx.standards.pack.guarantees().calendar;
            let due = calendar.after(today, before.application.chain.answer_working_days);
            let hand = hand_of(tx, &cx.actor).await?;
            let objection = Objection {
                objection_id,
                application_id: notice.application_id,
                person_id: notice.person_id,
                round: notice.round,
                objector_id: cx.actor.person_id.filter(|_| wish.on_behalf_of.is_none()),
                objector_name: wish.on_behalf_of.as_deref().map(written),
                entered: hand.clone(),
                is_on_behalf: wish.on_behalf_of.is_some(),
                words: wish.words.clone(),
                said_on: wish.said_on,
                due_on: due.map_or(Date::MAX, |due| due.on),
                reply: None,
                recorded_at: cx.now,
            };
            let desk = desk_of(&cx.actor, &before.application).unwrap_or(Desk::Public);
            let acting = Acting { hand, desk, nearness: Nearness::Apart, today, at: cx.now };
            let after = before.after(&acting, ApplicationStep::Object(Box::new(objection)), None)?;
            applications::amend_file(tx, &before, &after, cx.now).await?;
            operation.keep(tx, &cx.actor, objection_id, cx.now).await?;
            let subjects = vec![Subject::Application(notice.application_id)];
            audit::append(tx, &AuditRecord { subjects, ..record.clone() }).await?;
            Ok(objection_id)
        })
    });
    raising.await
}

//! A form for a visit that was begun and not sent: kept for whoever types it, for two weeks, for nobody else. What is typed
//! may be unfinished or wrong: nothing is read from it but the form itself.

use guanai_kernel::Moment;
use guanai_kernel::civil::add_days;
use guanai_kernel::ids::{OperationId, PersonId};
use guanai_store::audit::Subject;
use guanai_store::visit_drafts::{self, VisitDraft};
use guanai_store::{StoreError, Tx, audit, operations, persons};

use crate::actor::{Act, Denied};
use crate::cx::Cx;
use crate::people::Sight;
use crate::scope::ScopeOf;

/// Days after which a draft is forgotten.
pub const DRAFT_DAYS: i32 = 14;
/// More than any form for a visit sends.
const MOST_BYTES: usize = 200_000;

/// What was typed so far.
#[derive(Clone, PartialEq, Eq)]
pub struct KeepDraft {
    /// Whose visit it is about.
    pub person_id: PersonId,
    /// The id of the form.
    pub operation_id: OperationId,
    /// What was typed, as the form sends it.
    pub typed: String,
}

guanai_kernel::debug_by_id!(KeepDraft.person_id);

/// A draft as its author gets it back.
#[derive(Clone, PartialEq, Eq)]
pub struct KeptDraft {
    /// The id of the form, so that a form that did arrive makes no second visit.
    pub operation_id: OperationId,
    /// What was typed.
    pub typed: String,
    /// When it was kept.
    pub kept_at: Moment,
}

guanai_kernel::debug_by_id!(KeptDraft.operation_id);

/// An own draft in a list.
#[derive(Clone, PartialEq, Eq)]
pub struct OwnDraft {
    /// Whose visit.
    pub person_id: PersonId,
    /// Their name.
    pub name: String,
    /// When it was kept.
    pub kept_at: Moment,
}

guanai_kernel::debug_by_id!(OwnDraft.person_id);

/// Why no draft was kept or listed. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum DraftError {
    /// The role does not hold it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// More than a form for a visit has.
    #[error("this is longer than any form for a visit")]
    TooLong,
    /// Nobody there, or outside the scope.
    #[error("there is nobody with this id")]
    NotFound,
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl DraftError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Denied(_) => "denied",
            Self::TooLong => "draft-too-long",
            Self::NotFound => "person-not-found",
            Self::Store(error) => error.code(),
        }
    }
}

/// Keeps what was typed in the place of what was kept before. What arrives after the form itself is left: the visit is
/// recorded. That somebody began a form is in the audit; each letter is not.
pub async fn keep_draft(cx: &mut Cx<'_>, wish: &KeepDraft) -> Result<(), DraftError> {
    cx.authorise(Act::KeepDraft)?;
    if wish.typed.len() > MOST_BYTES {
        return Err(DraftError::TooLong);
    }
    let mut ids = cx.ids.clone();
    let record = &cx.audit_record(&mut ids, Act::KeepDraft, vec![Subject::Person(wish.person_id)], None);
    cx.ids = ids;
    let (actor, now) = (&cx.actor, cx.now);
    let ends_on = add_days(now.day_in_china(), DRAFT_DAYS).unwrap_or(now.day_in_china());
    let draft = &VisitDraft {
        account: actor.name.clone(),
        person_id: wish.person_id,
        operation_id: wish.operation_id,
        typed: wish.typed.clone(),
        kept_at: now,
        ends_at: Moment::at_dawn_in_china(ends_on),
    };
    let keeping = cx.db.write(move |tx: &mut Tx, _| {
        Box::pin(async move {
            let scope = ScopeOf::resolve(tx, actor).await?;
            if !scope.holds_person(tx, draft.person_id).await? {
                return Err(DraftError::NotFound);
            }
            if operations::find(tx, &actor.name, draft.operation_id).await?.is_some() {
                return Ok(());
            }
            let is_first = visit_drafts::find(tx, &actor.name, draft.person_id, now).await?.is_none();
            visit_drafts::add(tx, draft).await?;
            if is_first {
                audit::append(tx, record).await?;
            }
            Ok(())
        })
    });
    keeping.await
}

/// Throws an own draft away; one that is not there is thrown away already.
pub async fn discard_draft(cx: &mut Cx<'_>, person_id: PersonId) -> Result<(), DraftError> {
    cx.authorise(Act::KeepDraft)?;
    let mut ids = cx.ids.clone();
    let record = &cx.audit_record(&mut ids, Act::KeepDraft, vec![Subject::Person(person_id)], None);
    cx.ids = ids;
    let (actor, now) = (&cx.actor, cx.now);
    let discarding = cx.db.write(move |tx: &mut Tx, _| {
        Box::pin(async move {
            let scope = ScopeOf::resolve(tx, actor).await?;
            if !scope.holds_person(tx, person_id).await? {
                return Err(DraftError::NotFound);
            }
            if visit_drafts::find(tx, &actor.name, person_id, now).await?.is_some() {
                visit_drafts::end(tx, &actor.name, person_id).await?;
                audit::append(tx, record).await?;
            }
            Ok(())
        })
    });
    discarding.await
}

/// The own drafts about people who are still within the scope, the latest first.
pub async fn list_drafts(cx: &mut Cx<'_>) -> Result<Vec<OwnDraft>, DraftError> {
    cx.authorise(Act::KeepDraft)?;
    let sight = Sight::of(cx.actor.role);
    let mut tx = cx.db.begin_read().await?;
    let scope = ScopeOf::resolve(&mut tx, &cx.actor).await?;
    let mut own = Vec::new();
    for draft in visit_drafts::list_of(&mut tx, &cx.actor.name, cx.now).await? {
        if scope.holds_person(&mut tx, draft.person_id).await?
            && let Some(person) = persons::find(&mut tx, draft.person_id).await?
        {
            own.push(OwnDraft { person_id: draft.person_id, name: sight.name(&person.name), kept_at: draft.kept_at });
        }
    }
    tx.rollback().await?;
    if !own.is_empty() {
        let subjects = own.iter().map(|draft| Subject::Person(draft.person_id)).collect();
        cx.record_reading(Act::KeepDraft, subjects).await?;
    }
    Ok(own)
}

/// The draft of whoever acts about a person, where one was kept.
pub(super) async fn kept(tx: &mut Tx, cx: &Cx<'_>, person_id: PersonId) -> Result<Option<KeptDraft>, StoreError> {
    let found = visit_drafts::find(tx, &cx.actor.name, person_id, cx.now).await?;
    Ok(found.map(|draft| KeptDraft { operation_id: draft.operation_id, typed: draft.typed, kept_at: draft.kept_at }))
}

/// Forgets the draft of a form that has been sent; one of another form stays.
pub(super) async fn end_sent(
    tx: &mut Tx,
    account: &str,
    person_id: PersonId,
    operation_id: OperationId,
    now: Moment,
) -> Result<(), StoreError> {
    let found = visit_drafts::find(tx, account, person_id, now).await?;
    if found.is_some_and(|draft| draft.operation_id == operation_id) {
        visit_drafts::end(tx, account, person_id).await?;
    }
    Ok(())
}

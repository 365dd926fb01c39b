//! Drawing a revision up, changing it, and reckoning what it would do.

use guanai_casework::{LocalRevision, RevisionState, RevisionValue, StandardRevision};
use guanai_kernel::Date;
use guanai_kernel::ids::{OperationId, RevisionId};
use guanai_scheme::{RevisionProblem, check_revision};
use guanai_store::{StoreError, Tx, audit, revisions};

use super::effect::{self, EffectError};
use super::{is_seen, laid_over, scope_of};
use crate::actor::{Act, Denied};
use crate::cx::Cx;
use crate::operation::{Operation, OperationError};
use crate::standing::Standing;

/// The most characters of a text.
const LONGEST: usize = 500;
/// The most values of one revision.
const MOST_VALUES: usize = 100;

/// A revision as it is written.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct DraftRevision {
    /// What it is called.
    pub title: String,
    /// The document that lays it down: name and number.
    pub document: String,
    /// The place in it.
    pub place: String,
    /// Why.
    pub reason: String,
    /// The values.
    pub values: Vec<RevisionValue>,
    /// The last day, of figures that whoever writes sets for the organisation over which they act; none for the whole county.
    pub until: Option<Date>,
}

/// A draft to be reckoned, as it was seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct ReckonRevision {
    /// Which.
    pub revision_id: RevisionId,
    /// In which version it was seen.
    pub version: u32,
}

/// Why nothing was written. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum WriteRevisionError {
    /// The role does not hold it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// A text is empty or too long; which.
    #[error("{0} is empty, or longer than {LONGEST} characters")]
    Text(&'static str),
    /// Figures of an organisation without their last day, or a last day for the whole county.
    #[error("figures that an organisation sets for itself have a last day, and those of the whole county have none")]
    Until,
    /// The values cannot be laid over the standards in force.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
    Problems(Vec<RevisionProblem>),
    /// None there.
    #[error("there is no such revision")]
    NotFound,
    /// The form was sent already with other contents.
    #[error(transparent)]
    Operation(#[from] OperationError),
    /// It is a draft no longer.
    #[error("the revision is no draft any more")]
    NotDrafted,
    /// Somebody changed it since it was read.
    #[error("the revision was changed meanwhile: read it again")]
    Stale,
    /// What it would do cannot be reckoned.
    #[error(transparent)]
    Effect(#[from] EffectError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl WriteRevisionError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Denied(_) => "denied",
            Self::Text(_) => "revision-text",
            Self::Until => "revision-until",
            Self::Problems(_) => "revision-problems",
            Self::NotFound => "revision-not-found",
            Self::Operation(error) => error.code(),
            Self::NotDrafted => "revision-not-drafted",
            Self::Stale => "revision-stale",
            Self::Effect(_) => "revision-effect",
            Self::Store(error) => error.code(),
        }
    }
}

fn checked(cx: &Cx<'_>, wish: &DraftRevision) -> Result<(), WriteRevisionError> {
    let texts =
        [("title", &wish.title), ("document", &wish.document), ("place", &wish.place), ("reason", &wish.reason)];
    for (name, text) in texts {
        if text.trim().is_empty() || text.chars().count() > LONGEST {
            return Err(WriteRevisionError::Text(name));
        }
    }
    if wish.values.len() > MOST_VALUES {
        return Err(WriteRevisionError::Text("values"));
    }
    // A draft that cannot hold is refused where it is typed; what was released meanwhile is told when it is read.
    let draft = guanai_scheme::Revision {
        no: 0,
        document: wish.document.clone(),
        place: wish.place.clone(),
        values: wish.values.iter().map(revised).collect(),
        local: local_of(cx, wish)?.map(scope_of),
    };
    let problems = check_revision(&cx.standards.pack, &draft, cx.now.day_in_china()).problems;
    if problems.is_empty() { Ok(()) } else { Err(WriteRevisionError::Problems(problems)) }
}

/// For whom it is: for those under the organisation over which somebody acts, or for everybody.
const fn local_of(cx: &Cx<'_>, wish: &DraftRevision) -> Result<Option<LocalRevision>, WriteRevisionError> {
    match (cx.actor.scope, wish.until) {
        (None, None) => Ok(None),
        (Some(organization_id), Some(until)) => Ok(Some(LocalRevision { organization_id, until })),
        (Some(_), None) | (None, Some(_)) => Err(WriteRevisionError::Until),
    }
}

fn revised(value: &RevisionValue) -> guanai_scheme::RevisedValue {
    guanai_scheme::RevisedValue { parameter: value.parameter.clone(), from: value.from, written: value.written.clone() }
}

/// Draws a revision up; its id.
pub async fn draft_revision(
    cx: &mut Cx<'_>,
    operation_id: OperationId,
    wish: DraftRevision,
) -> Result<RevisionId, WriteRevisionError> {
    cx.authorise(Act::DraftRevision)?;
    checked(cx, &wish)?;
    let local = local_of(cx, &wish)?;
    let operation = &Operation::new(operation_id, Act::DraftRevision, &wish)?;
    let mut ids = cx.ids.clone();
    let revision_id = RevisionId::fresh(&mut ids);
    let record = &cx.audit_record(&mut ids, Act::DraftRevision, Vec::new(), None);
    cx.ids = ids;
    let (cx, wish) = (&*cx, &wish);
    let drafting = cx.db.write(move |tx: &mut Tx, _| {
        Box::pin(async move {
            if let Some(drafted) = operation.earlier(tx, &cx.actor).await? {
                return Ok(drafted);
            }
            let last = revisions::list_all(tx).await?.first().map_or(0, |revision| revision.no);
            let revision = StandardRevision {
                revision_id,
                no: last.saturating_add(1),
                title: wish.title.trim().to_owned(),
                document: wish.document.trim().to_owned(),
                place: wish.place.trim().to_owned(),
                reason: wish.reason.trim().to_owned(),
                values: wish.values.clone(),
                local,
                state: RevisionState::Drafted,
                version: 1,
                remark: None,
                effect: None,
                drafted: cx.hand(),
                submitted: None,
                released: None,
                released_edition: None,
                undo_asked: None,
                ended: None,
                ended_edition: None,
            };
            revisions::add(tx, &revision).await?;
            operation.keep(tx, &cx.actor, revision_id, cx.now).await?;
            audit::append(tx, record).await?;
            Ok(revision_id)
        })
    });
    drafting.await
}

/// The draft that was seen, as it still stands.
async fn seen(
    cx: &Cx<'_>,
    tx: &mut Tx,
    revision_id: RevisionId,
    version: u32,
) -> Result<StandardRevision, WriteRevisionError> {
    let found = revisions::find(tx, revision_id).await?.ok_or(WriteRevisionError::NotFound)?;
    if !is_seen(cx, tx, &found).await? {
        return Err(WriteRevisionError::NotFound);
    }
    match (found.state, found.version == version) {
        (RevisionState::Drafted, true) => Ok(found),
        (RevisionState::Drafted, false) => Err(WriteRevisionError::Stale),
        _ => Err(WriteRevisionError::NotDrafted),
    }
}

/// Writes a draft anew; what was reckoned of it no longer holds.
pub async fn rewrite_revision(
    cx: &mut Cx<'_>,
    operation_id: OperationId,
    seen_as: ReckonRevision,
    wish: DraftRevision,
) -> Result<RevisionId, WriteRevisionError> {
    cx.authorise(Act::DraftRevision)?;
    checked(cx, &wish)?;
    let local = local_of(cx, &wish)?;
    let operation = &Operation::new(operation_id, Act::DraftRevision, &(seen_as, &wish))?;
    let mut ids = cx.ids.clone();
    let record = &cx.audit_record(&mut ids, Act::DraftRevision, Vec::new(), None);
    cx.ids = ids;
    let (cx, wish) = (&*cx, &wish);
    let writing = cx.db.write(move |tx: &mut Tx, _| {
        Box::pin(async move {
            if let Some(written) = operation.earlier(tx, &cx.actor).await? {
                return Ok(written);
            }
            let before = seen(cx, tx, seen_as.revision_id, seen_as.version).await?;
            // Each side writes its own anew.
            if before.local.map(|own| own.organization_id) != local.map(|own| own.organization_id) {
                return Err(WriteRevisionError::NotFound);
            }
            let after = StandardRevision {
                title: wish.title.trim().to_owned(),
                document: wish.document.trim().to_owned(),
                place: wish.place.trim().to_owned(),
                reason: wish.reason.trim().to_owned(),
                values: wish.values.clone(),
                local,
                version: before.version.saturating_add(1),
                effect: None,
                drafted: cx.hand(),
                ..before.clone()
            };
            revisions::amend(tx, &before, &after, cx.now).await?;
            revisions::put_people(tx, after.revision_id, &[]).await?;
            operation.keep(tx, &cx.actor, after.revision_id, cx.now).await?;
            audit::append(tx, record).await?;
            Ok(after.revision_id)
        })
    });
    writing.await
}

/// Reckons what a draft would do over everybody, and keeps it with the draft.
pub async fn reckon_revision(
    cx: &mut Cx<'_>,
    operation_id: OperationId,
    standing: &Standing,
    wish: ReckonRevision,
) -> Result<RevisionId, WriteRevisionError> {
    cx.authorise(Act::DraftRevision)?;
    let operation = &Operation::new(operation_id, Act::DraftRevision, &wish)?;
    let mut ids = cx.ids.clone();
    let record = &cx.audit_record(&mut ids, Act::DraftRevision, Vec::new(), None);
    let own = &mut ids.split();
    cx.ids = ids;
    let cx = &*cx;
    let mut tx = cx.db.begin_read().await?;
    // A repeat is answered without reckoning, and what cannot be kept is not reckoned either.
    let earlier = operation.earlier(&mut tx, &cx.actor).await;
    let reckoned = match &earlier {
        Ok(None) => match seen(cx, &mut tx, wish.revision_id, wish.version).await {
            Ok(draft) => reckoned(cx, &mut tx, standing, &draft, own).await,
            Err(error) => Err(error),
        },
        _ => Err(WriteRevisionError::NotDrafted),
    };
    tx.rollback().await?;
    if let Some(done) = earlier? {
        return Ok(done);
    }
    let (effect, people) = &reckoned?;
    let writing = cx.db.write(move |tx: &mut Tx, _| {
        Box::pin(async move {
            if let Some(done) = operation.earlier(tx, &cx.actor).await? {
                return Ok(done);
            }
            let before = seen(cx, tx, wish.revision_id, wish.version).await?;
            let version = before.version.saturating_add(1);
            let after = StandardRevision { effect: Some(effect.clone()), version, ..before.clone() };
            revisions::amend(tx, &before, &after, cx.now).await?;
            revisions::put_people(tx, after.revision_id, people).await?;
            operation.keep(tx, &cx.actor, after.revision_id, cx.now).await?;
            audit::append(tx, record).await?;
            Ok(after.revision_id)
        })
    });
    writing.await
}

/// What a draft would do, as it is kept; refused where it does not go with the standards in force.
pub(super) async fn reckoned(
    cx: &Cx<'_>,
    tx: &mut Tx,
    standing: &Standing,
    draft: &StandardRevision,
    ids: &mut guanai_kernel::Ids,
) -> Result<(String, Vec<guanai_casework::RevisionPerson>), WriteRevisionError> {
    let found = check_revision(&cx.standards.pack, &laid_over(draft), cx.now.day_in_china());
    if !found.problems.is_empty() {
        return Err(WriteRevisionError::Problems(found.problems));
    }
    let reckoned = effect::reckon(tx, cx.standards, standing, draft, cx.now, ids).await?;
    let effect = serde_json::to_string(&reckoned.effect);
    let effect = effect.map_err(|_| StoreError::Unstorable { table: "standard_revisions" })?;
    Ok((effect, reckoned.people))
}

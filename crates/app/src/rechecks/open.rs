//! Drawing a yearly recheck up, approving it, taking it back, closing it. Approving puts everybody on it who belongs to its
//! classes that day.

use std::collections::BTreeSet;

use guanai_casework::{ItemState, Recheck, RecheckError, RecheckItem, RecheckMove, RecheckState};
use guanai_kernel::civil::days_between;
use guanai_kernel::ids::{OperationId, OrganizationId, PersonId, RecheckId, RecheckItemId};
use guanai_kernel::{Date, Ids};
use guanai_store::audit::{AuditRecord, Subject};
use guanai_store::{StoreError, Tx, audit, memberships, organizations, rechecks};

use crate::actor::{Act, Denied};
use crate::cx::Cx;
use crate::operation::{Operation, OperationError};
use crate::standing::Standing;

/// Days that a recheck may take.
const MOST_DAYS: i64 = 184;

/// A recheck to be drawn up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct DraftRecheck {
    /// Of which year.
    pub year: i16,
    /// Its first day.
    pub from_on: Date,
    /// Its last day.
    pub until_on: Date,
}

/// Why no recheck was drawn up. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum DraftRecheckError {
    /// The role does not hold it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// Days that do not follow one another, are over, are of another year, or are too many.
    #[error("a recheck begins in its year, ends after today, and takes at most {MOST_DAYS} days")]
    Days,
    /// The pack names no classes that are rechecked.
    #[error("the standards name no class that is rechecked")]
    NoClass,
    /// The form was sent already with other contents.
    #[error(transparent)]
    Operation(#[from] OperationError),
    /// There is one of that year.
    #[error("there is a recheck of {0} already: take it back before another is drawn up")]
    Already(i16),
    /// There is no organisation over all others.
    #[error("there is no organisation yet: import the book of organisations first")]
    NoOrganization,
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl DraftRecheckError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Denied(_) => "denied",
            Self::Days => "recheck-days",
            Self::NoClass => "recheck-no-class",
            Self::Operation(error) => error.code(),
            Self::Already(_) => "recheck-already",
            Self::NoOrganization => "recheck-no-organization",
            Self::Store(error) => error.code(),
        }
    }
}

/// Draws a recheck up; its id. The record names the organisation over all whom it binds.
pub async fn draft_recheck(
    cx: &mut Cx<'_>,
    operation_id: OperationId,
    wish: DraftRecheck,
) -> Result<RecheckId, DraftRecheckError> {
    cx.authorise(Act::DraftRecheck)?;
    let today = cx.now.day_in_china();
    let length = days_between(wish.from_on, wish.until_on);
    if wish.from_on.year() != wish.year || !(0..=MOST_DAYS).contains(&length) || wish.until_on < today {
        return Err(DraftRecheckError::Days);
    }
    let pack = &cx.standards.pack;
    let classes = pack.reach().recheck.iter().filter_map(|at| pack.classes().get(*at));
    let classes: &Vec<String> = &classes.map(|class| class.id.clone()).collect();
    if classes.is_empty() {
        return Err(DraftRecheckError::NoClass);
    }
    let operation = &Operation::new(operation_id, Act::DraftRecheck, &wish)?;
    let mut ids = cx.ids.clone();
    let recheck_id = RecheckId::fresh(&mut ids);
    let record = &cx.audit_record(&mut ids, Act::DraftRecheck, Vec::new(), None);
    cx.ids = ids;
    let (actor, now, drafted) = (&cx.actor, cx.now, &cx.hand());
    let drafting = cx.db.write(move |tx: &mut Tx, _| {
        Box::pin(async move {
            if let Some(drafted) = operation.earlier(tx, actor).await? {
                return Ok(drafted);
            }
            let all = organizations::list_all(tx).await?;
            let root = all.iter().find(|organization| organization.superior_id.is_none());
            let organization_id = root.ok_or(DraftRecheckError::NoOrganization)?.organization_id;
            let of_year = |other: &Recheck| other.year == wish.year && other.state != RecheckState::Dropped;
            if rechecks::list_all(tx).await?.iter().any(of_year) {
                return Err(DraftRecheckError::Already(wish.year));
            }
            let recheck = Recheck {
                recheck_id,
                organization_id,
                year: wish.year,
                from_on: wish.from_on,
                until_on: wish.until_on,
                classes: classes.clone(),
                state: RecheckState::Drafted,
                drafted: drafted.clone(),
                approved: None,
                ended: None,
            };
            rechecks::add(tx, &recheck).await?;
            operation.keep(tx, actor, recheck_id, now).await?;
            let subjects = vec![Subject::Organization(organization_id)];
            audit::append(tx, &AuditRecord { subjects, ..record.clone() }).await?;
            Ok(recheck_id)
        })
    });
    drafting.await
}

/// A recheck to be moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct MoveRecheck {
    /// Which.
    pub recheck_id: RecheckId,
    /// How.
    pub step: RecheckMove,
}

/// Why a recheck was not moved. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum MoveRecheckError {
    /// The role does not hold it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// None there.
    #[error("there is no such recheck")]
    NotFound,
    /// The form was sent already with other contents.
    #[error(transparent)]
    Operation(#[from] OperationError),
    /// The table does not hold the move, or something stands against it.
    #[error(transparent)]
    Recheck(#[from] RecheckError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl MoveRecheckError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Denied(_) => "denied",
            Self::NotFound => "recheck-not-found",
            Self::Operation(error) => error.code(),
            Self::Recheck(error) => error.code(),
            Self::Store(error) => error.code(),
        }
    }
}

/// The act of a move: whoever approves is not who draws up.
pub(super) const fn act_of(step: RecheckMove) -> Act {
    match step {
        RecheckMove::Approve => Act::ApproveRecheck,
        RecheckMove::Drop | RecheckMove::Close => Act::DraftRecheck,
    }
}

/// Moves a recheck on. Who is put on it when it is approved is taken from the county as it stands.
pub async fn move_recheck(
    cx: &mut Cx<'_>,
    operation_id: OperationId,
    standing: &Standing,
    wish: MoveRecheck,
) -> Result<RecheckId, MoveRecheckError> {
    let act = act_of(wish.step);
    cx.authorise(act)?;
    let operation = &Operation::new(operation_id, act, &wish)?;
    let mut ids = cx.ids.clone();
    let record = &cx.audit_record(&mut ids, act, Vec::new(), None);
    cx.ids = ids;
    let own = &cx.ids.split();
    let cx = &*cx;
    let moving = cx.db.write(move |tx: &mut Tx, _| {
        Box::pin(async move {
            let before = rechecks::find(tx, wish.recheck_id).await?.ok_or(MoveRecheckError::NotFound)?;
            if let Some(moved) = operation.earlier(tx, &cx.actor).await? {
                return Ok(moved);
            }
            let after = before.after(wish.step, cx.hand())?;
            rechecks::amend(tx, &before, &after, cx.now).await?;
            if wish.step == RecheckMove::Approve {
                let people = belonging(cx, standing, &after);
                let items = listed(cx, tx, &mut own.clone(), &after, &people).await?;
                rechecks::add_items(tx, &items).await?;
            }
            operation.keep(tx, &cx.actor, wish.recheck_id, cx.now).await?;
            let subjects = vec![Subject::Organization(after.organization_id)];
            audit::append(tx, &AuditRecord { subjects, ..record.clone() }).await?;
            Ok(wish.recheck_id)
        })
    });
    moving.await
}

/// The places of a recheck's classes in the pack; those that the pack has dropped are left out.
pub(super) fn classes_of(cx: &Cx<'_>, recheck: &Recheck) -> Vec<usize> {
    recheck.classes.iter().filter_map(|id| cx.standards.pack.class_index(id)).collect()
}

/// Everybody who belongs to the classes of a recheck, as the county stands.
pub(super) fn belonging(cx: &Cx<'_>, standing: &Standing, recheck: &Recheck) -> Vec<PersonId> {
    let classes = classes_of(cx, recheck);
    let belongs = |class: &u16| classes.contains(&usize::from(*class));
    let people = standing.people.iter();
    people.filter(|(_, person)| person.classes.iter().any(belongs)).map(|(id, _)| *id).collect()
}

/// Those of some people who belong somewhere now, as they are put on a recheck today.
pub(super) async fn listed(
    cx: &Cx<'_>,
    tx: &mut Tx,
    ids: &mut Ids,
    recheck: &Recheck,
    people: &[PersonId],
) -> Result<Vec<RecheckItem>, StoreError> {
    let spells = memberships::list_current_of(tx, people).await?;
    let mut seen: BTreeSet<PersonId> = BTreeSet::new();
    let item = |person_id, organization_id: OrganizationId, ids: &mut Ids| RecheckItem {
        item_id: RecheckItemId::fresh(ids),
        recheck_id: recheck.recheck_id,
        person_id,
        organization_id,
        listed_on: cx.now.day_in_china(),
        state: ItemState::Waiting,
        answered_on: None,
        visit_id: None,
        words: None,
        answered_by: None,
        recorded_at: cx.now,
    };
    let first = spells.into_iter().filter(|spell| seen.insert(spell.person_id));
    Ok(first.map(|spell| item(spell.person_id, spell.organization_id, ids)).collect())
}

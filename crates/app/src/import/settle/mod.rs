//! Settling what waits 待核事项: somebody decides which of two values holds, or asks the branch. What is decided amends the
//! record, with its source and history, and closes the matter; asking leaves it open with the branch's name on it.
//!
//! A decision holds against the same statement: a later book that states the rejected value again says nothing new
//! (`docs/decisions/0008-the-import-desk.md`).

mod bundle;
mod need;
mod taking;

use std::collections::{BTreeMap, BTreeSet};

use guanai_kernel::ids::{DiscrepancyId, OrganizationId};
use guanai_kernel::{Ids, Moment};
use guanai_registry::{Discrepancy, DiscrepancyKind, Verdict};
use guanai_scheme::Pack;
use guanai_store::audit::Subject;
use guanai_store::{StoreError, Tx, audit, discrepancies, organizations};

pub(crate) use bundle::Bundle;
pub use taking::CannotTake;
pub(crate) use taking::{Bench, field_of, kept, taken};

use super::compare::education_codes;
use crate::actor::{Act, Denied};
use crate::cx::Cx;
use crate::life::{Dues, Restated};
use crate::population::PopulationError;
use crate::scope::ScopeOf;

/// A matter, and what is decided of it.
#[derive(Debug, Clone, Copy)]
pub struct SettleDiscrepancy {
    /// The matter.
    pub discrepancy_id: DiscrepancyId,
    /// The decision.
    pub verdict: Verdict,
}

/// Why nothing was settled. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum SettleError {
    /// The role does not hold it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// No such matter, or its person is outside the scope.
    #[error("there is no such matter")]
    NotFound,
    /// Somebody has decided otherwise already.
    #[error("the matter is settled already")]
    SettledAlready,
    /// The other value cannot be taken.
    #[error(transparent)]
    CannotTake(#[from] CannotTake),
    /// The records do not go with the pack.
    #[error(transparent)]
    Population(#[from] PopulationError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl SettleError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Denied(_) => "denied",
            Self::NotFound => "discrepancy-not-found",
            Self::SettledAlready => "discrepancy-settled",
            Self::CannotTake(CannotTake::Nothing) => "discrepancy-nothing-to-take",
            Self::CannotTake(CannotTake::NotUnderstood) => "discrepancy-not-understood",
            Self::CannotTake(CannotTake::Ambiguous) => "discrepancy-ambiguous",
            Self::CannotTake(CannotTake::OutsideScope) => "discrepancy-outside-scope",
            Self::Population(_) => "population",
            Self::Store(error) => error.code(),
        }
    }
}

/// Who decides, with what, and when.
pub(crate) struct Deciding<'a> {
    pub pack: &'a Pack,
    pub by: &'a str,
    pub now: Moment,
    /// The organisations within the reach of who decides; none is every one.
    pub within: Option<&'a BTreeSet<OrganizationId>>,
}

/// Settles a matter of the register. Deciding the same again changes nothing and gives the same reply.
pub async fn settle_discrepancy(cx: &mut Cx<'_>, ask: SettleDiscrepancy) -> Result<(), SettleError> {
    settle_discrepancies(cx, &[ask]).await
}

/// Settles matters of the register, all of them or none, with one record that names everybody.
pub async fn settle_discrepancies(cx: &mut Cx<'_>, asks: &[SettleDiscrepancy]) -> Result<(), SettleError> {
    cx.authorise(Act::SettleDiscrepancy)?;
    let fresh = cx.ids.clone();
    let (actor, pack, now) = (&cx.actor, &cx.standards.pack, cx.now);
    let cx_ref = &*cx;
    let used = cx.db.write(move |tx: &mut Tx, _| {
        let mut ids = fresh.clone();
        Box::pin(async move {
            let scope = ScopeOf::resolve(tx, actor).await?;
            let deciding = Deciding { pack, by: &actor.name, now, within: scope.organizations() };
            let (mut subjects, mut import_id) = (Vec::new(), None);
            let (mut restated, mut matters) = (Restated::under(pack), Vec::new());
            for ask in asks {
                let matter = discrepancies::find(tx, ask.discrepancy_id).await?.ok_or(SettleError::NotFound)?;
                if !scope.holds_person(tx, matter.person_id).await? {
                    return Err(SettleError::NotFound);
                }
                if is_decided_so(&matter, ask.verdict) {
                    continue;
                }
                restated.always(matter.person_id);
                matters.push((matter, ask.verdict));
            }
            let dues = Dues::before(cx_ref, tx, restated).await?;
            for (matter, verdict) in &matters {
                decide(tx, &deciding, &mut ids, matter, *verdict).await?;
                subjects.push(Subject::Person(matter.person_id));
                import_id = import_id.or(matter.source.import_id);
            }
            dues.settle_up(cx_ref, tx, &mut ids).await?;
            if !subjects.is_empty() {
                let record = cx_ref.audit_record(&mut ids, Act::SettleDiscrepancy, subjects, import_id);
                audit::append(tx, &record).await?;
            }
            Ok(ids)
        })
    });
    cx.ids = used.await?;
    Ok(())
}

/// Whether a matter stands as this decision would leave it.
fn is_decided_so(matter: &Discrepancy, verdict: Verdict) -> bool {
    let is_closed = matter.settled_on.is_some();
    matter.verdict == Some(verdict) && is_closed == (verdict != Verdict::Ask)
}

/// Decides a matter that stands as it is handed in: amends what it changes, and the matter itself.
pub(crate) async fn decide(
    tx: &mut Tx,
    deciding: &Deciding<'_>,
    ids: &mut Ids,
    matter: &Discrepancy,
    verdict: Verdict,
) -> Result<(), SettleError> {
    if matter.settled_on.is_some() {
        return Err(SettleError::SettledAlready);
    }
    let today = deciding.now.day_in_china();
    let mut after = matter.clone();
    after.verdict = Some(verdict);
    after.decided_by = Some(deciding.by.to_owned());
    if verdict != Verdict::Ask {
        after.settled_on = Some(today);
        change_records(tx, deciding, ids, matter, verdict).await?;
    }
    discrepancies::amend_many(tx, &[(matter.clone(), after)], deciding.now).await?;
    Ok(())
}

async fn change_records(
    tx: &mut Tx,
    deciding: &Deciding<'_>,
    ids: &mut Ids,
    matter: &Discrepancy,
    verdict: Verdict,
) -> Result<(), SettleError> {
    let on = deciding.now.day_in_china().max(matter.source.stated_on);
    let before = Bundle::load(tx, matter.person_id, on, deciding.now).await?.ok_or(SettleError::NotFound)?;
    let education = education_codes(deciding.pack);
    let organizations: BTreeMap<String, OrganizationId> = if matter.field == "branch" {
        organizations::list_all(tx).await?.into_iter().map(|o| (o.code, o.organization_id)).collect()
    } else {
        BTreeMap::new()
    };
    let bench = Bench {
        pack: deciding.pack,
        education: &education,
        organizations: &organizations,
        within: deciding.within,
        now: deciding.now,
    };
    let after = match verdict {
        Verdict::Take => taken(&before, matter, &bench, ids)?,
        Verdict::Keep => kept(&before, matter, &bench),
        Verdict::Ask => return Ok(()),
    };
    after.write(tx, &before, deciding.pack, deciding.now).await?;
    Ok(())
}

/// What may be decided of a matter. Taking is offered where there is a value that can be taken.
pub(crate) fn may_be_decided(matter: &Discrepancy, can_take: bool) -> Vec<Verdict> {
    let takes = can_take
        && matches!(
            matter.kind,
            DiscrepancyKind::BirthDiffersFromId | DiscrepancyKind::SexDiffersFromId | DiscrepancyKind::ValuesDiffer
        );
    Verdict::ALL.iter().copied().filter(|verdict| *verdict != Verdict::Take || takes).collect()
}

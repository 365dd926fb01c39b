//! Proposing an agreement: the two, of which kind, until when, what each promises. It binds nobody before both sides agreed.

use guanai_casework::partnership::PartnerTask;
use guanai_casework::{Partnership, PartnershipError, PartnershipState, PartnershipTerms, SideTerms};
use guanai_kernel::ids::{OperationId, PartnershipId};
use guanai_kernel::text::written;
use guanai_registry::PartyOrganization;
use guanai_scheme::PartnershipKind;
use guanai_store::partnerships::PartnershipsWanted;
use guanai_store::{StoreError, Stretch, Tx, audit, organizations, partnerships};

use super::{PartnershipsError, subjects};
use crate::actor::Act;
use crate::cx::Cx;
use crate::operation::Operation;
use crate::scope::ScopeOf;

/// An agreement to be proposed.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct ProposePartnership {
    /// The one organisation, by its code or its whole name.
    pub one: String,
    /// The other, in the same way: one of the two may lie outside the scope of whoever proposes.
    pub other: String,
    /// What is agreed.
    pub terms: PartnershipTerms,
}

/// Everything, to be looked through.
pub(super) const ALL: Stretch = Stretch { skip: 0, take: u64::MAX };

/// Proposes an agreement; its id.
pub async fn propose_partnership(
    cx: &mut Cx<'_>,
    operation_id: OperationId,
    wish: &ProposePartnership,
) -> Result<PartnershipId, PartnershipsError> {
    cx.authorise(Act::ProposePartnership)?;
    let terms = as_written(&wish.terms);
    terms.check()?;
    if terms.until_on < cx.now.day_in_china() {
        return Err(PartnershipError::Days.into());
    }
    let rules = cx.standards.pack.matching().partnership.as_ref();
    let kind = rules.and_then(|rules| rules.kind(&terms.kind)).ok_or(PartnershipsError::Kind)?;
    let operation = &Operation::new(operation_id, Act::ProposePartnership, wish)?;
    let mut ids = cx.ids.clone();
    let (partnership_id, terms, hand) = (PartnershipId::fresh(&mut ids), &terms, &cx.hand());
    let record = &cx.audit_record(&mut ids, Act::ProposePartnership, Vec::new(), None);
    cx.ids = ids;
    let (actor, now) = (&cx.actor, cx.now);
    let proposing = cx.db.write(move |tx: &mut Tx, _| {
        Box::pin(async move {
            if let Some(done) = operation.earlier(tx, actor).await? {
                return Ok(done);
            }
            let scope = ScopeOf::resolve(tx, actor).await?;
            let one = partner(tx, &wish.one).await?.ok_or(PartnershipsError::NoPartner)?;
            let other = partner(tx, &wish.other).await?.ok_or(PartnershipsError::NoPartner)?;
            if ![&one, &other].iter().any(|side| scope.holds_organization(side.organization_id)) {
                return Err(PartnershipsError::NotFound);
            }
            may_be_paired(tx, kind, &one, &other).await?;
            let partnership = Partnership {
                partnership_id,
                one_id: one.organization_id,
                other_id: other.organization_id,
                terms: terms.clone(),
                state: PartnershipState::Proposed,
                proposed: hand.clone(),
                one_agreed: None,
                other_agreed: None,
                closed: None,
            };
            partnerships::add(tx, &partnership).await?;
            operation.keep(tx, actor, partnership.partnership_id, now).await?;
            audit::append(tx, &audit::AuditRecord { subjects: subjects(&partnership), ..record.clone() }).await?;
            Ok(partnership.partnership_id)
        })
    });
    proposing.await
}

/// The organisation with a code or a whole name.
async fn partner(tx: &mut Tx, named: &str) -> Result<Option<PartyOrganization>, StoreError> {
    let named = written(named);
    match organizations::find_by_code(tx, &named).await? {
        Some(found) => Ok(Some(found)),
        None => organizations::find_by_name(tx, &named).await,
    }
}

/// Refuses two that cannot be paired: itself, one over the other, sides that do not fit the kind, an agreement that is open.
async fn may_be_paired(
    tx: &mut Tx,
    kind: &PartnershipKind,
    one: &PartyOrganization,
    other: &PartyOrganization,
) -> Result<(), PartnershipsError> {
    if one.organization_id == other.organization_id {
        return Err(PartnershipError::Itself.into());
    }
    for (over, below) in [(one, other), (other, one)] {
        if organizations::list_subtree(tx, over.organization_id).await?.contains(&below.organization_id) {
            return Err(PartnershipsError::Above);
        }
    }
    if kind.is_across {
        let side = |of: &PartyOrganization| {
            of.lies_in().ok_or_else(|| PartnershipsError::SideUnknown { name: of.name.clone() })
        };
        if side(one)? == side(other)? {
            return Err(PartnershipsError::SameSide);
        }
    }
    let wanted = PartnershipsWanted {
        organizations: Some(vec![one.organization_id]),
        states: PartnershipState::OPEN.to_vec(),
        due_by: None,
    };
    let open = partnerships::list_wanted(tx, &wanted, ALL).await?;
    let is_twin = |open: &Partnership| {
        open.terms.kind == kind.code && [open.one_id, open.other_id].contains(&other.organization_id)
    };
    if open.iter().any(is_twin) { Err(PartnershipsError::Open) } else { Ok(()) }
}

fn as_written(terms: &PartnershipTerms) -> PartnershipTerms {
    let side = |side: &SideTerms| SideTerms { duties: written(&side.duties), contact: written(&side.contact) };
    let task = |task: &PartnerTask| PartnerTask {
        what: written(&task.what),
        who: written(&task.who),
        done: None,
        ..task.clone()
    };
    PartnershipTerms {
        one: side(&terms.one),
        other: side(&terms.other),
        tasks: terms.tasks.iter().map(task).collect(),
        reviewed: None,
        ..terms.clone()
    }
}

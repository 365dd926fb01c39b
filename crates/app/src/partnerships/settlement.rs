//! Stating where an organisation is: in town or in the country, where its system does not tell – unknown is not rural – and at which place
//! of the map, from which the matcher reckons how far it is.

use guanai_kernel::ids::{OperationId, OrganizationId};
use guanai_kernel::{Coordinates, Settlement};
use guanai_registry::PartyOrganization;
use guanai_store::audit::Subject;
use guanai_store::{Tx, audit, organizations};

use super::PartnershipsError;
use crate::actor::Act;
use crate::cx::Cx;
use crate::operation::Operation;
use crate::scope::ScopeOf;

/// Where an organisation lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct StateSettlement {
    /// Which.
    pub organization_id: OrganizationId,
    /// Where; none is as far as its system tells.
    pub settlement: Option<Settlement>,
    /// Its place on the map; none is not known.
    pub coordinates: Option<Coordinates>,
}

/// States it; a later book that says otherwise is followed, and one that leaves it blank is not.
pub async fn state_settlement(
    cx: &mut Cx<'_>,
    operation_id: OperationId,
    wish: &StateSettlement,
) -> Result<OrganizationId, PartnershipsError> {
    cx.authorise(Act::StateSettlement)?;
    let operation = &Operation::new(operation_id, Act::StateSettlement, wish)?;
    let mut ids = cx.ids.clone();
    let subjects = vec![Subject::Organization(wish.organization_id)];
    let record = &cx.audit_record(&mut ids, Act::StateSettlement, subjects, None);
    cx.ids = ids;
    let (actor, now) = (&cx.actor, cx.now);
    let stating = cx.db.write(move |tx: &mut Tx, _| {
        Box::pin(async move {
            if !ScopeOf::resolve(tx, actor).await?.holds_organization(wish.organization_id) {
                return Err(PartnershipsError::NotFound);
            }
            if let Some(done) = operation.earlier(tx, actor).await? {
                return Ok(done);
            }
            let before = organizations::find(tx, wish.organization_id).await?.ok_or(PartnershipsError::NotFound)?;
            let after =
                PartyOrganization { settlement: wish.settlement, coordinates: wish.coordinates, ..before.clone() };
            if after != before {
                organizations::amend_many(tx, &[(before, after)], now).await?;
            }
            operation.keep(tx, actor, wish.organization_id, now).await?;
            audit::append(tx, record).await?;
            Ok(wish.organization_id)
        })
    });
    stating.await
}

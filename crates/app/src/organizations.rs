//! One organisation with what lies below it, within the actor's scope.

use std::collections::BTreeMap;

use guanai_casework::NeedState;
use guanai_kernel::ids::OrganizationId;
use guanai_registry::{PartyOrganization, Unit};
use guanai_store::audit::Subject;
use guanai_store::{StoreError, Tx, memberships, needs, organizations, units};

use crate::actor::{Act, Denied};
use crate::cx::Cx;
use crate::people::Sight;
use crate::scope::ScopeOf;
use crate::standing::Standing;
use crate::standing::totals::superiors;

/// The organisation that somebody calls by its code or its whole name.
pub(crate) async fn find_called(tx: &mut Tx, words: &str) -> Result<Option<PartyOrganization>, StoreError> {
    match organizations::find_by_code(tx, words).await? {
        Some(found) => Ok(Some(found)),
        None => organizations::find_by_name(tx, words).await,
    }
}

/// Why there is no organisation. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum ReadOrganizationError {
    /// The role does not hold it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// None there, or outside the scope: the two cannot be told apart.
    #[error("there is no such organisation")]
    NotFound,
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl ReadOrganizationError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Denied(_) => "denied",
            Self::NotFound => "organization-not-found",
            Self::Store(error) => error.code(),
        }
    }
}

/// Who belongs to an organisation and all below it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Headcount {
    /// Members.
    pub members: u64,
    /// Their open needs; none where the role does not see needs.
    pub open_needs: Option<u64>,
}

/// An organisation as the actor may see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrganizationFile {
    /// The organisation.
    pub organization: PartyOrganization,
    /// The unit that hosts it.
    pub unit: Option<Unit>,
    /// The organisations from the top of the actor's scope down to it, itself last.
    pub path: Vec<(OrganizationId, String)>,
    /// Who belongs to it.
    pub headcount: Headcount,
    /// Those directly below it, by code.
    pub below: Vec<(PartyOrganization, Headcount)>,
}

/// Reads an organisation; without an id, the top of the actor's scope. The record names it. The tree and who is counted come
/// from the county's standing where it is handed in, else from the records.
pub async fn read_organization(
    cx: &mut Cx<'_>,
    organization_id: Option<OrganizationId>,
    standing: Option<&Standing>,
) -> Result<OrganizationFile, ReadOrganizationError> {
    cx.authorise(Act::ReadOrganization)?;
    let mut tx = cx.db.begin_read().await?;
    let file = load(cx, &mut tx, organization_id, standing).await;
    tx.rollback().await?;
    let file = file?;
    let subject = Subject::Organization(file.organization.organization_id);
    cx.record_reading(Act::ReadOrganization, vec![subject]).await?;
    Ok(file)
}

async fn load(
    cx: &Cx<'_>,
    tx: &mut Tx,
    organization_id: Option<OrganizationId>,
    standing: Option<&Standing>,
) -> Result<OrganizationFile, ReadOrganizationError> {
    let scope = ScopeOf::resolve(tx, &cx.actor).await?;
    let counted = match standing {
        Some(standing) => Counted::Standing(standing),
        None => Counted::of_records(tx).await?,
    };
    let all = counted.organizations();
    let top = || cx.actor.scope.or_else(|| all.values().find(|o| o.superior_id.is_none()).map(|o| o.organization_id));
    let id = organization_id.or_else(top).filter(|id| scope.holds_organization(*id));
    let organization = id.and_then(|id| all.get(&id)).ok_or(ReadOrganizationError::NotFound)?;
    let sees_needs = Sight::of(cx.actor.role).sees_needs;
    let headcount = |id: &OrganizationId| {
        let (members, open_needs) = counted.of(*id);
        Headcount { members, open_needs: sees_needs.then_some(open_needs) }
    };
    let mut below: Vec<_> = all
        .values()
        .filter(|o| o.superior_id == Some(organization.organization_id))
        .map(|o| (o.clone(), headcount(&o.organization_id)))
        .collect();
    below.sort_by(|(a, _), (b, _)| a.code.cmp(&b.code));
    let mut path: Vec<(OrganizationId, String)> = superiors(all, organization.organization_id)
        .into_iter()
        .take_while(|o| scope.holds_organization(o.organization_id))
        .map(|o| (o.organization_id, o.name.clone()))
        .collect();
    path.reverse();
    let unit = match organization.unit_id {
        Some(unit_id) => units::find(tx, unit_id).await?,
        None => None,
    };
    Ok(OrganizationFile {
        unit,
        path,
        headcount: headcount(&organization.organization_id),
        below,
        organization: organization.clone(),
    })
}

/// Organisations with who belongs to each and all below it, and their open needs.
enum Counted<'a> {
    Standing(&'a Standing),
    Records {
        organizations: BTreeMap<OrganizationId, PartyOrganization>,
        members: BTreeMap<OrganizationId, u64>,
        open_needs: BTreeMap<OrganizationId, u64>,
    },
}

impl Counted<'_> {
    async fn of_records(tx: &mut Tx) -> Result<Self, StoreError> {
        let organizations: BTreeMap<_, _> =
            organizations::list_all(tx).await?.into_iter().map(|o| (o.organization_id, o)).collect();
        let open: Vec<NeedState> = NeedState::ALL.iter().copied().filter(|state| state.is_open()).collect();
        let members = totals(&organizations, memberships::count_by_organization(tx).await?);
        let open_needs = totals(&organizations, needs::count_by_organization(tx, &open).await?);
        Ok(Self::Records { organizations, members, open_needs })
    }

    fn organizations(&self) -> &BTreeMap<OrganizationId, PartyOrganization> {
        match self {
            Self::Standing(standing) => &standing.organizations,
            Self::Records { organizations, .. } => organizations,
        }
    }

    fn of(&self, id: OrganizationId) -> (u64, u64) {
        match self {
            Self::Standing(standing) => {
                let totals = standing.totals(id);
                (totals.members, totals.open_needs)
            }
            Self::Records { members, open_needs, .. } => {
                (members.get(&id).copied().unwrap_or(0), open_needs.get(&id).copied().unwrap_or(0))
            }
        }
    }
}

/// What each organisation has with all below it.
fn totals(
    all: &BTreeMap<OrganizationId, PartyOrganization>,
    own: BTreeMap<OrganizationId, u64>,
) -> BTreeMap<OrganizationId, u64> {
    let mut totals: BTreeMap<OrganizationId, u64> = BTreeMap::new();
    for (id, count) in own {
        for over in superiors(all, id) {
            let total = totals.entry(over.organization_id).or_default();
            *total = total.saturating_add(count);
        }
    }
    totals
}

//! That an organisation wants a partner: what it gives and asks for. The matcher reads it; nobody is paired by it.

use std::collections::BTreeSet;

use guanai_casework::PartnerWish;
use guanai_kernel::ids::{OperationId, OrganizationId};
use guanai_scheme::Pack;
use guanai_store::audit::Subject;
use guanai_store::{Tx, audit, organizations, partner_wishes};

use super::PartnershipsError;
use crate::actor::Act;
use crate::cx::Cx;
use crate::operation::Operation;
use crate::scope::ScopeOf;

/// A wish as an organisation says it.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct WishPartner {
    /// Whose.
    pub organization_id: OrganizationId,
    /// For which kind of agreement.
    pub kind: String,
    /// What it can give.
    pub gives: BTreeSet<String>,
    /// What it asks for.
    pub asks_for: BTreeSet<String>,
    /// Whether it stands.
    pub is_open: bool,
}

/// The wish of an organisation, as its page shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnWish {
    /// Whose.
    pub organization_id: OrganizationId,
    /// What it is called.
    pub name: String,
    /// The wish, where one was ever said.
    pub wish: Option<PartnerWish>,
}

/// What a kind must be and what may be given and asked for.
fn check(pack: &Pack, wish: &PartnerWish) -> Result<(), PartnershipsError> {
    wish.check()?;
    let kind = pack.matching().partnership.as_ref().and_then(|rules| rules.kind(&wish.kind));
    let is_known = |code: &String| pack.need_category(code).is_some();
    if !kind.is_some_and(|kind| kind.is_across) || !wish.gives.iter().chain(&wish.asks_for).all(is_known) {
        return Err(PartnershipsError::Kind);
    }
    Ok(())
}

/// Says a wish, changes it or takes it back.
pub async fn wish_partner(
    cx: &mut Cx<'_>,
    operation_id: OperationId,
    wish: &WishPartner,
) -> Result<OrganizationId, PartnershipsError> {
    cx.authorise(Act::WishPartner)?;
    let after = &PartnerWish {
        organization_id: wish.organization_id,
        kind: wish.kind.clone(),
        gives: wish.gives.clone(),
        asks_for: wish.asks_for.clone(),
        is_open: wish.is_open,
        said: cx.hand(),
    };
    check(&cx.standards.pack, after)?;
    let operation = &Operation::new(operation_id, Act::WishPartner, wish)?;
    let mut ids = cx.ids.clone();
    let subjects = vec![Subject::Organization(wish.organization_id)];
    let record = &cx.audit_record(&mut ids, Act::WishPartner, subjects, None);
    cx.ids = ids;
    let (actor, now) = (&cx.actor, cx.now);
    let wishing = cx.db.write(move |tx: &mut Tx, _| {
        Box::pin(async move {
            if !ScopeOf::resolve(tx, actor).await?.holds_organization(after.organization_id) {
                return Err(PartnershipsError::NotFound);
            }
            if let Some(done) = operation.earlier(tx, actor).await? {
                return Ok(done);
            }
            match partner_wishes::find(tx, after.organization_id).await? {
                Some(before) => partner_wishes::amend(tx, &before, after, now).await?,
                None => partner_wishes::add(tx, after).await?,
            }
            operation.keep(tx, actor, after.organization_id, now).await?;
            audit::append(tx, record).await?;
            Ok(after.organization_id)
        })
    });
    wishing.await
}

/// Reads the wish of an organisation.
pub async fn read_wish(cx: &mut Cx<'_>, organization_id: OrganizationId) -> Result<OwnWish, PartnershipsError> {
    cx.authorise(Act::WishPartner)?;
    let mut tx = cx.db.begin_read().await?;
    let found = read(cx, &mut tx, organization_id).await;
    tx.rollback().await?;
    let found = found?;
    cx.record_reading(Act::WishPartner, vec![Subject::Organization(organization_id)]).await?;
    Ok(found)
}

async fn read(cx: &Cx<'_>, tx: &mut Tx, organization_id: OrganizationId) -> Result<OwnWish, PartnershipsError> {
    if !ScopeOf::resolve(tx, &cx.actor).await?.holds_organization(organization_id) {
        return Err(PartnershipsError::NotFound);
    }
    let place = organizations::find(tx, organization_id).await?.ok_or(PartnershipsError::NotFound)?;
    let wish = partner_wishes::find(tx, organization_id).await?;
    Ok(OwnWish { organization_id, name: place.name, wish })
}

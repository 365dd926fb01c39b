//! Organisations that did nothing for some months: no visit, no need raised, no round, no meeting (R18). Whatever is new in the
//! register is told apart: of before nobody knows.

use std::collections::{BTreeMap, BTreeSet};

use guanai_kernel::civil::add_months;
use guanai_kernel::ids::OrganizationId;
use guanai_kernel::{Date, Post};
use guanai_store::{StoreError, Tx, organizations, quiet_tellings, reach};

use crate::cx::Cx;
use crate::guarantees::board::Tree;

/// An organisation to which somebody belongs, and what it did of late.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Asked {
    pub organization_id: OrganizationId,
    pub members: u64,
    /// The day since which the register knows it.
    pub known_on: Date,
    pub since: Date,
    pub does: bool,
}

impl Asked {
    /// Whether it did nothing all the while.
    pub fn is_quiet(&self) -> bool {
        !self.does && !self.is_new()
    }

    /// Whether it did nothing, and was not known all the while.
    pub fn is_new(&self) -> bool {
        !self.does && self.known_on > self.since
    }
}

/// An organisation that did nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuietOrganization {
    /// Which.
    pub organization_id: OrganizationId,
    /// Its name.
    pub name: String,
    /// The one over it.
    pub superior: Option<String>,
    /// How many belong to it.
    pub members: u64,
    /// Its secretary, as the book of organisations names them.
    pub secretary: Option<String>,
    /// Its telephone.
    pub phone: Option<String>,
    /// The day since which the register knows it, where that is within the months: of before nobody knows.
    pub known_on: Option<Date>,
    /// Who was told that it does nothing, and on which day, the first of each post.
    pub told: Vec<(Post, Date)>,
}

/// The first day of the months that are looked at.
pub(super) fn since(cx: &Cx<'_>) -> Date {
    let today = cx.now.day_in_china();
    let months = i32::try_from(cx.standards.pack.reach().quiet_months).unwrap_or(i32::MAX);
    add_months(today, -months).unwrap_or(today)
}

/// Every organisation to which somebody belongs.
pub(super) async fn all(cx: &Cx<'_>, tx: &mut Tx) -> Result<Vec<Asked>, StoreError> {
    let since = since(cx);
    let did = reach::list_doings_since(tx, since, cx.now.day_in_china()).await?;
    let did: BTreeSet<OrganizationId> = did.into_iter().map(|last| last.organization_id).collect();
    let peopled = reach::list_peopled(tx).await?.into_iter().map(|place| Asked {
        organization_id: place.organization_id,
        members: place.members,
        known_on: place.known_at.day_in_china(),
        since,
        does: did.contains(&place.organization_id),
    });
    Ok(peopled.collect())
}

/// Those of some places that did nothing, in the order of their codes.
pub(super) async fn list(
    cx: &Cx<'_>,
    tx: &mut Tx,
    tree: &Tree,
    places: &[OrganizationId],
) -> Result<Vec<QuietOrganization>, StoreError> {
    let within: BTreeSet<OrganizationId> = places.iter().copied().collect();
    let quiet: BTreeMap<OrganizationId, Asked> = all(cx, tx)
        .await?
        .into_iter()
        .filter(|asked| within.contains(&asked.organization_id) && !asked.does)
        .map(|asked| (asked.organization_id, asked))
        .collect();
    let ids: Vec<OrganizationId> = quiet.keys().copied().collect();
    let mut found = organizations::list_by_ids(tx, &ids).await?;
    found.sort_by(|a, b| (&a.code, a.organization_id).cmp(&(&b.code, b.organization_id)));
    let mut told: BTreeMap<OrganizationId, Vec<(Post, Date)>> = BTreeMap::new();
    let mut stretch: BTreeMap<OrganizationId, Date> = BTreeMap::new();
    // The latest stretch of each stands in front: of those before it nobody asks here.
    for one in quiet_tellings::list_of(tx, &ids).await? {
        let is_latest = *stretch.entry(one.organization_id).or_insert(one.quiet_from_on) == one.quiet_from_on;
        let of_one = told.entry(one.organization_id).or_default();
        if is_latest && of_one.iter().all(|(post, _)| *post != one.post) {
            of_one.push((one.post, one.told_at.day_in_china()));
        }
    }
    let rows = found.into_iter().filter_map(|organization| {
        let asked = quiet.get(&organization.organization_id)?;
        Some(QuietOrganization {
            organization_id: organization.organization_id,
            name: organization.name,
            superior: organization.superior_id.map(|id| tree.name(id)).filter(|name| !name.is_empty()),
            members: asked.members,
            secretary: organization.secretary_name,
            phone: organization.phone,
            known_on: Some(asked.known_on).filter(|_| asked.is_new()),
            told: told.remove(&organization.organization_id).unwrap_or_default(),
        })
    });
    Ok(rows.collect())
}

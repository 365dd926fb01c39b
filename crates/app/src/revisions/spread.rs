//! How far the figures lie apart that townships set for themselves (R24, R26), and whose lies far outside.

use std::collections::BTreeMap;

use guanai_kernel::Date;
use guanai_kernel::ids::OrganizationId;
use guanai_registry::PartyOrganization;
use guanai_scheme::{Pack, Text, Value, as_value, show_clause, spread};
use guanai_store::{StoreError, organizations};

use crate::actor::{Act, Denied};
use crate::cx::Cx;
use crate::scope::upwards;

/// Why there is no spread to read. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum ReadSpreadError {
    /// The role does not hold it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl ReadSpreadError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Denied(_) => "denied",
            Self::Store(error) => error.code(),
        }
    }
}

/// One organisation's figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpreadPlace {
    /// Whose.
    pub organization_id: OrganizationId,
    /// Its name.
    pub name: String,
    /// The figure.
    pub value: Value,
    /// The figure as a number, or in fen.
    pub figure: i64,
    /// Where it set one itself: the document in each language, and the last day.
    pub own: Option<(Text, Date)>,
    /// Whether it lies far outside.
    pub is_outlier: bool,
}

/// One figure over all organisations that may set it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpreadFigure {
    /// The parameter.
    pub parameter: String,
    /// What it is called.
    pub title: Text,
    /// The county's own.
    pub usual: Option<Value>,
    /// The least and the most that may be set.
    pub bounds: (Value, Value),
    /// The last day that such a figure may have.
    pub until: Date,
    /// The least of all, the lower quarter, the middle, the upper quarter, the most.
    pub marks: [Value; 5],
    /// Each organisation, the lowest figure first.
    pub places: Vec<SpreadPlace>,
}

/// The spread of every figure that may be set, on a day: over the organisations right below the one over all others, and over
/// those further below that set one.
pub async fn read_spread(cx: &mut Cx<'_>, on: Date) -> Result<Vec<SpreadFigure>, ReadSpreadError> {
    cx.authorise(Act::ReadSpread)?;
    let mut tx = cx.db.begin_read().await?;
    let all = organizations::list_all(&mut tx).await;
    tx.rollback().await?;
    let all: BTreeMap<OrganizationId, PartyOrganization> =
        all?.into_iter().map(|organization| (organization.organization_id, organization)).collect();
    let figures = figures(&cx.standards.pack, &all, on);
    cx.record_reading(Act::ReadSpread, Vec::new()).await?;
    Ok(figures)
}

/// An organisation with those above it, the nearest first.
pub(crate) fn chain(
    all: &BTreeMap<OrganizationId, PartyOrganization>,
    organization_id: OrganizationId,
) -> Vec<OrganizationId> {
    upwards(organization_id, |id| all.get(&id)?.superior_id)
}

fn figures(pack: &Pack, all: &BTreeMap<OrganizationId, PartyOrganization>, on: Date) -> Vec<SpreadFigure> {
    let set = |id: &OrganizationId| pack.locals().iter().any(|local| local.organization == *id && local.holds_on(on));
    let mut chains: Vec<Vec<OrganizationId>> = all.keys().map(|id| chain(all, *id)).collect();
    chains.retain(|chain| chain.len() == 2 || chain.first().is_some_and(set));
    let told = spread(pack, on, &chains).into_iter().filter_map(|one| {
        let parameter = pack.parameter(one.parameter)?;
        let bounds = parameter.local.as_ref()?;
        let value = |figure| as_value(pack, one.parameter, figure);
        let places = one.all.iter().filter_map(|place| {
            let own = place.own.map(|own| {
                let [zh, en] = guanai_scheme::Lang::ALL.map(|lang| show_clause(pack, &own.clause, lang));
                (Text { zh, en }, own.until)
            });
            Some(SpreadPlace {
                organization_id: place.organization,
                name: all.get(&place.organization)?.name.clone(),
                value: value(place.figure),
                figure: place.figure,
                own,
                is_outlier: place.is_outlier,
            })
        });
        let [lower, middle, upper] = one.quarters;
        Some(SpreadFigure {
            parameter: parameter.id.clone(),
            title: parameter.title.clone(),
            usual: one.usual.map(value),
            bounds: (bounds.least.clone(), bounds.most.clone()),
            until: bounds.until,
            marks: [one.least, lower, middle, upper, one.most].map(value),
            places: places.collect(),
        })
    });
    told.collect()
}

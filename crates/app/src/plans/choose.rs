//! What may stand in a plan: the measures that the standards give the person today, and the offers that fit what they need.

use guanai_casework::{Need, Offer, PlanMeasure, Substance};
use guanai_kernel::Money;
use guanai_kernel::ids::{OfferId, PersonId};
use guanai_scheme::{Answer, Assessor, Dimension, Lang, Measure, MeasureKind, explain};
use guanai_store::{StoreError, Tx, facts, needs};

use crate::cx::Cx;
use crate::needs::{fitting, is_recognised};
use crate::population::{Population, PopulationError};

/// A measure that is chosen.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum PlanChoice {
    /// By its code in the pack.
    Standard(String),
    /// By an offer.
    Offer(OfferId),
}

impl PlanChoice {
    /// The choice that a measure of a plan was.
    pub fn of(measure: &PlanMeasure) -> Self {
        measure.offer_id.map_or_else(|| Self::Standard(measure.code.clone()), Self::Offer)
    }
}

/// What may be chosen for somebody today: measures in the order of the pack, then offers by name.
pub(super) async fn choosable(
    cx: &Cx<'_>,
    tx: &mut Tx,
    person_id: PersonId,
) -> Result<Vec<PlanMeasure>, PopulationError> {
    let (pack, today) = (&cx.standards.pack, cx.now.day_in_china());
    let population = Population::load_of(tx, pack, &[person_id], today, cx.now).await?;
    let Some(resident) = population.find(person_id) else { return Ok(Vec::new()) };
    let assessor = Assessor::new(pack, today);
    let mut found = Vec::new();
    for (at, measure) in pack.measures().iter().enumerate() {
        let Answer::Holds(entitled) = assessor.measure(&resident.subject, at) else { continue };
        let why = explain(pack, &resident.subject, today, at, Lang::Zh);
        found.push(PlanMeasure {
            code: measure.id.clone(),
            offer_id: None,
            provider: None,
            substance: substance_of(measure, entitled.amount),
            proposed: entitled.amount.filter(|amount| *amount > Money::ZERO),
            facts: why.told_facts().map(|fact| fact.fact.clone()).collect(),
        });
    }
    for need in open_needs(tx, person_id).await? {
        for offer in fitting(cx, tx, &need, today, None).await? {
            if found.iter().all(|seen| seen.offer_id != Some(offer.offer_id)) {
                found.push(offered(cx, &need, offer));
            }
        }
    }
    Ok(found)
}

/// Needs that somebody waits to be helped with.
pub(super) async fn open_needs(tx: &mut Tx, person_id: PersonId) -> Result<Vec<Need>, StoreError> {
    let mut found = needs::list_of(tx, person_id).await?;
    found.retain(|need| !need.state.is_ended());
    Ok(found)
}

/// Money and goods are material, whatever side of life they serve: a visit that brings a gift, too, or a plan of nothing but
/// gifts would pass for more.
fn substance_of(measure: &Measure, amount: Option<Money>) -> Substance {
    let is_paid = amount.is_some() || matches!(measure.kind, MeasureKind::Allowance | MeasureKind::Grant);
    if is_paid || measure.dimension == Dimension::Material { Substance::Material } else { Substance::Other }
}

fn offered(cx: &Cx<'_>, need: &Need, offer: Offer) -> PlanMeasure {
    let code = need.category.category().unwrap_or_default();
    let dimension = cx.standards.pack.need_category(code).map(|category| category.dimension);
    PlanMeasure {
        code: code.to_owned(),
        offer_id: Some(offer.offer_id),
        provider: Some(offer.provider_name),
        // A kind of need that the pack has dropped counts for nothing better than goods.
        substance: match dimension {
            Some(Dimension::Material) | None => Substance::Material,
            Some(_) => Substance::Other,
        },
        proposed: None,
        facts: Vec::new(),
    }
}

/// Whether somebody is recognised as in hardship today.
pub(super) async fn in_hardship(cx: &Cx<'_>, tx: &mut Tx, person_id: PersonId) -> Result<bool, StoreError> {
    let facts = facts::list_on_of(tx, cx.now.day_in_china(), cx.now, &[person_id]).await?;
    Ok(is_recognised(&cx.standards.pack, &facts))
}

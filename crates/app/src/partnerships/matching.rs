//! Who suits whom of the organisations that want a partner (R70, R77, R95): the matcher pairs town with country ([`Across::OtherSide`]), as many
//! as can be; of as many, with the fewest pairs of which the town alone gains (where the pack tilts towards the country); of these, with the
//! most in which each gives what the other asks for. It proposes, and binds nobody.

mod pose;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use guanai_casework::{PartnerWish, PartnershipState};
use guanai_kernel::ids::OrganizationId;
use guanai_kernel::{Date, Settlement};
use guanai_matching::{MatchError, solve};
use guanai_registry::PartyOrganization;
use guanai_scheme::NeedCategory;
use guanai_store::audit::Subject;
use guanai_store::partnerships::PartnershipsWanted;
use guanai_store::{Tx, organizations, partner_wishes, partnerships};

use super::PartnershipsError;
use super::propose::ALL;
use crate::actor::Act;
use crate::cx::Cx;

pub(super) use pose::{Wisher, fit, pose};

/// A pair that is proposed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProposedPartners {
    /// For which kind of agreement.
    pub kind: String,
    /// The organisation in town: its id, code and name, and who leads it.
    pub town: Partner,
    /// The organisation in the country.
    pub country: Partner,
    /// What the town gives of what the country asks for.
    pub to_country: Vec<String>,
    /// What the country gives of what the town asks for.
    pub to_town: Vec<String>,
}

/// An organisation that wants a partner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Partner {
    /// Its id.
    pub organization_id: OrganizationId,
    /// Its code.
    pub code: String,
    /// What it is called.
    pub name: String,
    /// Who leads it, as the book says.
    pub secretary: Option<String>,
}

/// Why an organisation that wants a partner is proposed none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum WhyAlone {
    /// Whether it is in town or in the country is not recorded.
    SideUnknown,
    /// It has an agreement of the kind that is not over.
    HasOne,
    /// Nobody gives what it asks for, or asks for what it gives.
    NobodyFits,
    /// Whoever fits is over it or below it.
    OnlyAbove,
    /// Whoever fits is of the same side.
    OnlySameSide,
    /// Of whoever fits the side is not recorded.
    OthersUnknown,
    /// Whoever fits is paired with others, so that more are paired in all.
    Taken,
}

impl WhyAlone {
    /// Every one.
    pub const ALL: [Self; 7] = [
        Self::SideUnknown,
        Self::HasOne,
        Self::NobodyFits,
        Self::OnlyAbove,
        Self::OnlySameSide,
        Self::OthersUnknown,
        Self::Taken,
    ];

    /// The stable code, which is also the key of its text.
    pub const fn code(self) -> &'static str {
        match self {
            Self::SideUnknown => "side-unknown",
            Self::HasOne => "has-one",
            Self::NobodyFits => "nobody-fits",
            Self::OnlyAbove => "only-above",
            Self::OnlySameSide => "only-same-side",
            Self::OthersUnknown => "others-unknown",
            Self::Taken => "taken",
        }
    }
}

/// What came of a matching.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MatchedPartners {
    /// The pairs, by the country's organisation.
    pub pairs: Vec<ProposedPartners>,
    /// Those who are proposed none, each with why.
    pub alone: Vec<(Partner, String, WhyAlone)>,
}

/// Proposes pairs of the organisations that want a partner, for every kind that pairs town with country.
pub async fn match_partners(cx: &mut Cx<'_>) -> Result<MatchedPartners, PartnershipsError> {
    cx.authorise(Act::MatchPartners)?;
    let mut tx = cx.db.begin_read().await?;
    let matched = matched(cx, &mut tx).await;
    tx.rollback().await?;
    let matched = matched?;
    let of_pairs = matched.pairs.iter().flat_map(|pair| [&pair.town, &pair.country]);
    let named = of_pairs.chain(matched.alone.iter().map(|(partner, ..)| partner));
    let subjects = named.map(|partner| Subject::Organization(partner.organization_id)).collect();
    cx.record_reading(Act::MatchPartners, subjects).await?;
    Ok(matched)
}

async fn matched(cx: &Cx<'_>, tx: &mut Tx) -> Result<MatchedPartners, PartnershipsError> {
    let (pack, on) = (&cx.standards.pack, cx.now.day_in_china());
    let rules = pack.matching().partnership.as_ref();
    let kinds = rules.map(|rules| rules.kinds.as_slice()).unwrap_or_default().iter().filter(|kind| kind.is_across);
    let places: BTreeMap<OrganizationId, PartyOrganization> =
        organizations::list_all(tx).await?.into_iter().map(|place| (place.organization_id, place)).collect();
    let mut all = MatchedPartners::default();
    for kind in kinds {
        let paired = paired(tx, &kind.code, on).await?;
        let wishes = partner_wishes::list_open(tx, &kind.code).await?;
        let asking: Vec<Wisher> = wishes.into_iter().filter_map(|wish| wisher(&places, &paired, wish)).collect();
        let found = match_wishers(&asking, pack.needs(), pack.matching().rural_first, on)
            .map_err(|error| PartnershipsError::Match(error.code()))?;
        let wishing: BTreeMap<OrganizationId, &Wisher> =
            asking.iter().map(|wisher| (wisher.wish.organization_id, wisher)).collect();
        for (country, town) in found.pairs {
            let (Some(country), Some(town)) = (wishing.get(&country), wishing.get(&town)) else { continue };
            all.pairs.push(ProposedPartners {
                kind: kind.code.clone(),
                to_country: pose::gives_of(&town.wish, &country.wish, pack.needs()),
                to_town: pose::gives_of(&country.wish, &town.wish, pack.needs()),
                town: town.partner.clone(),
                country: country.partner.clone(),
            });
        }
        for (id, why) in found.alone {
            if let Some(wisher) = wishing.get(&id) {
                all.alone.push((wisher.partner.clone(), kind.code.clone(), why));
            }
        }
    }
    Ok(all)
}

/// Those who have an agreement of the kind that is not over, and whose term has not run out.
async fn paired(tx: &mut Tx, kind: &str, on: Date) -> Result<BTreeSet<OrganizationId>, PartnershipsError> {
    let wanted = PartnershipsWanted { organizations: None, states: PartnershipState::OPEN.to_vec(), due_by: None };
    let open = partnerships::list_wanted(tx, &wanted, ALL).await?.into_iter();
    let holds = open.filter(|one| one.terms.kind == kind && !one.is_past(on));
    Ok(holds.flat_map(|one| [one.one_id, one.other_id]).collect())
}

fn wisher(
    places: &BTreeMap<OrganizationId, PartyOrganization>,
    paired: &BTreeSet<OrganizationId>,
    wish: PartnerWish,
) -> Option<Wisher> {
    let place = places.get(&wish.organization_id)?;
    let mut above = BTreeSet::new();
    let mut at = place.superior_id;
    while let Some(id) = at.filter(|id| above.insert(*id)) {
        at = places.get(&id).and_then(|place| place.superior_id);
    }
    let partner = Partner {
        organization_id: place.organization_id,
        code: place.code.clone(),
        name: place.name.clone(),
        secretary: place.secretary_name.clone(),
    };
    let is_paired = paired.contains(&wish.organization_id);
    Some(Wisher { lies_in: place.lies_in(), township: place.township.clone(), partner, wish, above, is_paired })
}

/// The pairs (country, town) and who stays alone.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Found {
    pub pairs: Vec<(OrganizationId, OrganizationId)>,
    pub alone: Vec<(OrganizationId, WhyAlone)>,
}

/// Matches organisations that want a partner; pure.
pub(super) fn match_wishers(
    wishers: &[Wisher],
    needs: &[NeedCategory],
    rural_first: bool,
    on: Date,
) -> Result<Found, Box<MatchError<OrganizationId>>> {
    let answer = solve(&pose(wishers, needs, rural_first, on)).map_err(Box::new)?;
    let pairs: Vec<(OrganizationId, OrganizationId)> =
        answer.pairs.iter().map(|pair| (pair.demand, pair.offer)).collect();
    let with: BTreeSet<OrganizationId> = pairs.iter().flat_map(|(one, other)| [*one, *other]).collect();
    let alone = wishers.iter().filter(|wisher| !with.contains(&wisher.wish.organization_id));
    let alone = alone.map(|wisher| (wisher.wish.organization_id, why_alone(wisher, wishers, needs))).collect();
    Ok(Found { pairs, alone })
}

/// Why somebody is proposed nobody: the condition that is asked last of those at which the others fail.
fn why_alone(wisher: &Wisher, wishers: &[Wisher], needs: &[NeedCategory]) -> WhyAlone {
    if wisher.lies_in.is_none() {
        return WhyAlone::SideUnknown;
    }
    if wisher.is_paired {
        return WhyAlone::HasOne;
    }
    let others = wishers.iter().filter(|other| other.wish.organization_id != wisher.wish.organization_id);
    others
        .filter(|other| !other.is_paired)
        .map(|other| match (fit(&wisher.wish, &other.wish, needs), wisher.lies_in, other.lies_in) {
            (None, ..) => WhyAlone::NobodyFits,
            (Some(_), ..) if wisher.is_over_or_below(other) => WhyAlone::OnlyAbove,
            (Some(_), _, None) => WhyAlone::OthersUnknown,
            (Some(_), one, other) if one == other => WhyAlone::OnlySameSide,
            (Some(_), ..) => WhyAlone::Taken,
        })
        .max()
        .unwrap_or(WhyAlone::NobodyFits)
}

/// Whether an organisation asks in the matching: those of the country do, and those of which nobody knows where they lie are told so.
const fn asks(lies_in: Option<Settlement>) -> bool {
    !matches!(lies_in, Some(Settlement::Urban))
}

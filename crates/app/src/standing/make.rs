//! Computing the county's standing from its records: everybody in batches, so that no more than a batch is in memory at
//! once, then the matching of those who need something.

use std::collections::BTreeMap;
use std::sync::Arc;

use guanai_kernel::Date;
use guanai_kernel::Moment;
use guanai_kernel::ids::{OfferId, PersonId};
use guanai_registry::Membership;
use guanai_scheme::{Answer, Assessor, GrantPeriod, MeasureKind, Pack, Refusal};
use guanai_store::Stretch;
use guanai_store::persons::Wanted;
use guanai_store::{StoreError, Tx, organizations, persons};
use imbl::OrdMap;

use super::{NeedOutcome, OfferFace, PersonStanding, Standing};
use crate::pairing::{Concerned, Key, PairingError, Proposal, propose};
use crate::population::{Population, PopulationError, Resident};
use crate::reach::{GapFinder, Gaps, Sides};
use crate::revisions::InForceError;
use crate::standards::Standards;

/// Persons that are loaded at once.
const AT_ONCE: usize = 200;

/// Why there is no standing.
#[derive(Debug, thiserror::Error)]
pub enum StandingError {
    /// The records cannot be read, or do not go with the pack.
    #[error(transparent)]
    Population(#[from] PopulationError),
    /// The matcher.
    #[error(transparent)]
    Pairing(#[from] PairingError),
    /// The matcher's thread ended.
    #[error("the matching ended before it had an answer")]
    Broken,
    /// The standards in force cannot be had.
    #[error(transparent)]
    InForce(#[from] InForceError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Everybody on a day, without the matching.
pub(super) async fn everybody(
    tx: &mut Tx,
    pack: &Pack,
    as_of: Date,
    known_at: Moment,
) -> Result<Standing, StandingError> {
    let organizations: BTreeMap<_, _> =
        organizations::list_all(tx).await?.into_iter().map(|o| (o.organization_id, o)).collect();
    let mut standing = Standing {
        as_of,
        organizations: Arc::new(organizations),
        people: OrdMap::new(),
        outcomes: Arc::default(),
        offers: Arc::default(),
        totals: BTreeMap::new(),
    };
    let all = Stretch { skip: 0, take: u64::MAX };
    let ids = persons::list_wanted(tx, &Wanted::default(), all).await?;
    for batch in ids.chunks(AT_ONCE) {
        standing.people.extend(these(tx, pack, batch, as_of, known_at).await?);
        tokio::task::yield_now().await;
    }
    Ok(standing)
}

/// How these persons stand.
pub(super) async fn these(
    tx: &mut Tx,
    pack: &Pack,
    ids: &[PersonId],
    as_of: Date,
    known_at: Moment,
) -> Result<Vec<(PersonId, PersonStanding)>, StandingError> {
    let population = Population::load_of(tx, pack, ids, as_of, known_at).await?;
    let assessor = Assessor::new(pack, as_of);
    let gaps = GapFinder::load(tx, pack, ids, as_of).await?;
    let stands = population.residents.iter().map(|r| (r.person.person_id, one(pack, &assessor, &population, &gaps, r)));
    Ok(stands.collect())
}

fn one(
    pack: &Pack,
    assessor: &Assessor<'_>,
    population: &Population,
    finder: &GapFinder<'_>,
    resident: &Resident,
) -> PersonStanding {
    let subject = &resident.subject;
    let mut stands = PersonStanding {
        is_hosted: resident.membership.as_ref().is_some_and(guanai_registry::Membership::is_hosted),
        organization_id: resident.membership.as_ref().map(|membership| membership.organization_id),
        recipient: resident.membership.as_ref().and_then(Membership::recipient),
        classes: assessor.classes(subject).filter_map(|at| u16::try_from(at).ok()).collect(),
        holding: 0,
        undetermined: 0,
        monthly_fen: 0,
        open_needs: 0,
        sides: Sides::default(),
        gaps: Gaps::default(),
    };
    let mut gaps = finder.of(resident.person.person_id, &stands.classes);
    for (at, measure) in pack.measures().iter().enumerate() {
        match assessor.measure(subject, at) {
            Answer::Holds(entitled) => {
                gaps.holds(at);
                stands.sides.add(measure.dimension);
                stands.holding = stands.holding.saturating_add(1);
                let monthly = measure.kind == MeasureKind::Allowance && measure.period == Some(GrantPeriod::Month);
                if let Some(amount) = entitled.amount.filter(|_| monthly) {
                    stands.monthly_fen = stands.monthly_fen.saturating_add(amount.fen());
                }
            }
            Answer::Undetermined(_) => {
                gaps.waits(at);
                stands.undetermined = stands.undetermined.saturating_add(1);
            }
            Answer::DoesNotHold(Refusal::Paused) => gaps.rests(),
            Answer::DoesNotHold(_) | Answer::Conflict { .. } | Answer::Fault(_) => {}
        }
    }
    let lives = resident.person.died_on.is_none_or(|died| died > population.as_of);
    let needs = resident.needs.iter().filter_map(|at| population.needs.get(*at));
    let open = needs.filter(|need| lives && need.state.is_open()).count();
    stands.gaps = gaps.found();
    stands.open_needs = u16::try_from(open).unwrap_or(u16::MAX);
    stands
}

/// Matches the open needs with the offers, and keeps what came of it.
pub(super) async fn matching(
    tx: &mut Tx,
    standards: &Arc<Standards>,
    standing: &mut Standing,
    known_at: Moment,
) -> Result<(), StandingError> {
    let Concerned { supply, population } =
        Concerned::load(tx, &standards.pack, (standing.as_of, known_at), &[]).await?;
    let standards = Arc::clone(standards);
    // A county is matched in a second or so, during which pages are answered.
    let solved = tokio::task::spawn_blocking(move || {
        let proposal = propose(&standards.pack, &population, supply)?;
        Ok::<_, PairingError>((population, proposal))
    });
    let (population, proposal) = solved.await.map_err(|_| StandingError::Broken)??;
    keep(standing, &population, proposal);
    Ok(())
}

fn keep(standing: &mut Standing, population: &Population, proposal: Proposal) {
    let needs: BTreeMap<_, _> = population.needs.iter().map(|need| (need.need_id, need)).collect();
    let mut outcomes = BTreeMap::new();
    let mut proposed: BTreeMap<OfferId, u32> = BTreeMap::new();
    for pair in proposal.assignment.pairs {
        let (Key::Need(need_id), Key::Offer(offer_id)) = (pair.demand, pair.offer) else { continue };
        *proposed.entry(offer_id).or_default() += 1;
        if let Some(need) = needs.get(&need_id) {
            let (_, outcome) = outcomes.entry(need_id).or_insert((need.person_id, NeedOutcome::Helped(Vec::new())));
            if let NeedOutcome::Helped(pairs) = outcome {
                pairs.push(pair);
            }
        }
    }
    for unmet in proposal.assignment.unmet {
        let Key::Need(need_id) = unmet.demand else { continue };
        if let Some(need) = needs.get(&need_id) {
            // Whoever lacks a further helper has one.
            let outcome = match &need.progress.helper {
                Some(helper) => NeedOutcome::Arranged(Some(helper.name.clone())),
                None => NeedOutcome::Unmet(Box::new(unmet)),
            };
            outcomes.entry(need_id).or_insert((need.person_id, outcome));
        }
    }
    for need in proposal.without_category.iter().filter_map(|at| population.needs.get(*at)) {
        outcomes.insert(need.need_id, (need.person_id, NeedOutcome::WithoutCategory));
    }
    for need in proposal.arranged.iter().filter_map(|at| population.needs.get(*at)) {
        let helper = need.progress.helper.as_ref().map(|helper| helper.name.clone());
        outcomes.insert(need.need_id, (need.person_id, NeedOutcome::Arranged(helper)));
    }
    standing.outcomes = Arc::new(outcomes);
    let offers = proposal
        .offers
        .into_iter()
        .map(|offer| {
            let face = OfferFace {
                provider_name: offer.provider_name,
                provider_kind: offer.provider_kind,
                organization_id: offer.organization_id,
                proposed: proposed.get(&offer.offer_id).copied().unwrap_or(0),
            };
            (offer.offer_id, face)
        })
        .collect();
    standing.offers = Arc::new(offers);
}

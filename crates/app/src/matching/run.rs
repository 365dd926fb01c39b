//! Running the matching and saving what it proposes.

use std::collections::{BTreeMap, BTreeSet};

use guanai_casework::{Finding, MatchingResult, MatchingRun, RunCounts, RunWish};
use guanai_kernel::ids::{MatchingResultId, MatchingRunId, MatchingWishId, OperationId};
use guanai_kernel::{Date, Ids};
use guanai_matching::{Fragmentation, Problem, Recruit, fragmentation, recruiting};
use guanai_store::audit::Subject;
use guanai_store::{StoreError, Tx, audit, matching_runs};

use super::inputs::pieces;
use super::since::{Last, solve_from};
use super::told::{Served, Sharing, Tally, by_need, lack, need_of, proposed, recruits, walls};
use crate::actor::{Act, Denied};
use crate::cx::Cx;
use crate::operation::{Operation, OperationError};
use crate::pairing::{Concerned, Key, PairingError, Proposal, pose};
use crate::population::{Population, PopulationError};
use crate::scope::ScopeOf;

/// A run to be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct RunMatching {
    /// The day for which it holds.
    pub as_of: Date,
}

/// Why nothing was run. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum RunMatchingError {
    /// The role does not hold it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The form was sent already with other contents.
    #[error(transparent)]
    Operation(#[from] OperationError),
    /// The records cannot be read, or do not go with the pack.
    #[error(transparent)]
    Population(#[from] PopulationError),
    /// The matcher.
    #[error(transparent)]
    Pairing(#[from] PairingError),
    /// The matcher's thread ended.
    #[error("the matching ended before it had an answer")]
    Broken,
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl RunMatchingError {
    /// The stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Denied(_) => "denied",
            Self::Operation(error) => error.code(),
            Self::Population(_) => "population",
            Self::Pairing(error) => error.code(),
            Self::Broken => "matching-broken",
            Self::Store(error) => error.code(),
        }
    }
}

/// Everything that a run found, before it is narrowed to a scope.
pub(super) struct Found {
    pub(super) proposal: Proposal,
    recruits: Vec<Recruit>,
    price: Fragmentation<Key>,
}

impl Found {
    /// What an answer tells beside itself: what would help most, and what walls would cost.
    pub(super) fn of(proposal: Proposal) -> Result<Self, PairingError> {
        // Whom an earlier answer had is nothing to who could be served.
        let plain = Problem { start: BTreeSet::new(), ..proposal.problem.clone() };
        let recruits = recruiting(&plain, &proposal.assignment).map_err(guanai_matching::MatchError::Problem)?;
        let price = fragmentation(&proposal.problem, &proposal.assignment)?;
        Ok(Self { proposal, recruits, price })
    }
}

/// Runs the matching over the whole county and saves the lines of the actor's scope; the run's id. Nobody's record is shown by it,
/// so that its audit record names nobody; who reads a page of it is noted with whom the page names.
pub async fn run_matching(
    cx: &mut Cx<'_>,
    operation_id: OperationId,
    wish: RunMatching,
) -> Result<MatchingRunId, RunMatchingError> {
    cx.authorise(Act::RunMatching)?;
    let operation = &Operation::new(operation_id, Act::RunMatching, &wish)?;
    let pack = &cx.standards.pack;
    let mut tx = cx.db.begin_read().await?;
    // A repeat is answered before the county is matched once more.
    if let Some(earlier) = operation.earlier(&mut tx, &cx.actor).await? {
        tx.rollback().await?;
        return Ok(earlier);
    }
    let scope = ScopeOf::resolve(&mut tx, &cx.actor).await?;
    let Concerned { supply, population } = Concerned::load(&mut tx, pack, (wish.as_of, cx.now), &[]).await?;
    let last = Last::load(&mut tx).await?;
    tx.rollback().await?;
    let posed = pose(pack, &population, supply);
    // A county is matched in a second or so, during which pages are answered.
    let solving = tokio::task::spawn_blocking(move || {
        let found = Found::of(solve_from(posed, last.as_ref())?)?;
        Ok::<_, PairingError>((found, last))
    });
    let (found, last) = solving.await.map_err(|_| RunMatchingError::Broken)??;

    let last = last.as_ref();
    let drawn = Drawn { as_of: wish.as_of, revises: None, last, scope: &scope, population: &population, found };
    save(cx, operation, Act::RunMatching, drawn, Vec::new()).await
}

/// A run that is to be saved.
pub(super) struct Drawn<'a> {
    pub(super) as_of: Date,
    pub(super) revises: Option<MatchingRunId>,
    pub(super) last: Option<&'a Last>,
    pub(super) scope: &'a ScopeOf,
    pub(super) population: &'a Population,
    pub(super) found: Found,
}

/// Saves the lines of the actor's scope and the changes by hand, once for the operation: the run's id.
pub(super) async fn save<E>(
    cx: &mut Cx<'_>,
    operation: &Operation,
    act: Act,
    drawn: Drawn<'_>,
    wishes: Vec<RunWish>,
) -> Result<MatchingRunId, E>
where
    E: From<OperationError> + From<StoreError> + Send,
{
    let Drawn { as_of, revises, last, scope, population, found } = drawn;
    let mut ids = cx.ids.clone();
    let run_id = MatchingRunId::fresh(&mut ids);
    let narrowing = Narrowing::of(scope, population);
    let pairs = found.proposal.assignment.pairs.iter().map(|pair| (pair.demand, pair.offer)).collect();
    let inputs = &pieces(run_id, &found.proposal.problem, &pairs);
    let (results, counts) = narrowing.lines(&mut ids, run_id, &found);
    let own = |wish| RunWish { wish_id: MatchingWishId::fresh(&mut ids), run_id, ..wish };
    let wishes: Vec<RunWish> = wishes.into_iter().map(own).collect();
    let run = &MatchingRun {
        run_id,
        no: 1,
        revises,
        organization_id: cx.actor.scope.filter(|_| !matches!(scope, ScopeOf::Everything)),
        as_of,
        standards: cx.standards.pack.manifest().version.clone(),
        ran: cx.hand(),
        since: last.map(|last| last.told(population, &found.proposal, |person| narrowing.holds(person))),
        counts,
        recruits: recruits(found.recruits, narrowing.townships.as_ref()),
        walls: walls(found.price.cells, narrowing.townships.as_ref()),
    };
    // The last change is the one that is made now.
    let subjects = wishes
        .last()
        .map(|wish| vec![Subject::Need(wish.need_id), Subject::Person(wish.person_id), Subject::Offer(wish.offer_id)]);
    let record = &cx.audit_record(&mut ids, act, subjects.unwrap_or_default(), None);
    cx.ids = ids;
    let (actor, now, results, wishes) = (&cx.actor, cx.now, &results, &wishes);
    let saving = cx.db.write(move |tx: &mut Tx, _| {
        Box::pin(async move {
            if let Some(earlier) = operation.earlier(tx, actor).await? {
                return Ok(earlier);
            }
            let no = matching_runs::count_numbers(tx).await?.saturating_add(1);
            matching_runs::add(tx, &MatchingRun { no, ..run.clone() }, results, wishes).await?;
            matching_runs::add_inputs(tx, inputs).await?;
            operation.keep(tx, actor, run_id, now).await?;
            audit::append(tx, record).await?;
            Ok(run_id)
        })
    });
    saving.await
}

/// Whose needs a run is for.
struct Narrowing<'a> {
    scope: &'a ScopeOf,
    population: &'a Population,
    /// The townships of the scope; none is the whole county.
    townships: Option<BTreeSet<String>>,
    /// Where each need's person belongs: whether it is within the scope.
    is_within: BTreeMap<Key, bool>,
}

impl<'a> Narrowing<'a> {
    fn of(scope: &'a ScopeOf, population: &'a Population) -> Self {
        let townships = scope.organizations().map(|own| {
            let own = own.iter().filter_map(|id| population.organizations.get(id));
            own.filter_map(|organization| organization.township.clone()).collect()
        });
        let is_within = population.residents.iter().map(|resident| {
            let place = resident.membership.as_ref().map(|membership| membership.organization_id);
            let held = match scope {
                ScopeOf::Everything => true,
                ScopeOf::Subtree(_) | ScopeOf::Own(_) => place.is_some_and(|id| scope.holds_organization(id)),
            };
            (Key::Person(resident.person.person_id), held)
        });
        Self { scope, population, townships, is_within: is_within.collect() }
    }

    fn holds(&self, person: Key) -> bool {
        matches!(self.scope, ScopeOf::Everything) || self.is_within.get(&person).copied().unwrap_or(false)
    }

    /// The lines of the scope, the most urgent first, then by township, kind and id; and their figures.
    fn lines(&self, ids: &mut Ids, run_id: MatchingRunId, found: &Found) -> (Vec<MatchingResult>, RunCounts) {
        let proposal = &found.proposal;
        let (pairs, sharing) = (by_need(&proposal.assignment.pairs), Sharing::of(&found.price));
        let unmet: BTreeMap<Key, _> = proposal.assignment.unmet.iter().map(|unmet| (unmet.demand, unmet)).collect();
        let mut demands: Vec<_> = proposal.problem.demands.iter().filter(|d| self.holds(d.beneficiary)).collect();
        demands.sort_by(|a, b| {
            (a.urgency, &a.township, &a.category, a.key).cmp(&(b.urgency, &b.township, &b.category, b.key))
        });
        let (mut results, mut tally) = (Vec::new(), Tally::default());
        let mut push = |results: &mut Vec<MatchingResult>, line: Line| {
            let place = u32::try_from(results.len() + 1).unwrap_or(u32::MAX);
            results.push(MatchingResult {
                result_id: MatchingResultId::fresh(ids),
                run_id,
                place,
                need_id: line.0,
                person_id: line.1,
                category: line.2,
                township: line.3,
                finding: line.4,
            });
        };
        for demand in demands {
            let helpers = pairs.get(&demand.key).map(Vec::as_slice).unwrap_or_default();
            let served = sharing.served(demand.key, !helpers.is_empty());
            tally.looked_for(demand.urgency, demand.beneficiary, served);
            let lacks = unmet.get(&demand.key).map(|unmet| Finding::Unmet(lack(unmet)));
            if lacks.is_some() && !helpers.is_empty() {
                tally.partly();
            }
            let (Some(need_id), Key::Person(person_id)) = (need_of(demand.key), demand.beneficiary) else { continue };
            let found = helpers.iter().filter_map(|pair| proposed(pair, served == Served::BySharing));
            for finding in found.chain(lacks) {
                let (category, township) = (Some(demand.category.clone()), demand.township.clone());
                push(&mut results, (need_id, person_id, category, township, finding));
            }
        }
        for need in proposal.without_category.iter().filter_map(|at| self.population.needs.get(*at)) {
            if self.holds(Key::Person(need.person_id)) {
                tally.without_category();
                push(&mut results, (need.need_id, need.person_id, None, None, Finding::WithoutCategory));
            }
        }
        let arranged = proposal.arranged.iter().filter_map(|at| self.population.needs.get(*at));
        let arranged = arranged.filter(|need| self.holds(Key::Person(need.person_id))).count();
        (results, tally.finish(arranged, proposal.offers.len(), proposal.set_aside.len()))
    }
}

type Line = (guanai_kernel::ids::NeedId, guanai_kernel::ids::PersonId, Option<String>, Option<String>, Finding);

//! Who could help with one need, in order, who could not and at which condition that ends, and what came of it in the matching of
//! the whole county.

use std::collections::BTreeMap;

use guanai_casework::{Helper, Need, Offer, ProviderKind};
use guanai_kernel::Date;
use guanai_kernel::ids::{NeedId, OfferId};
use guanai_matching::candidates::screen;
use guanai_matching::{Answer, Problem};
use guanai_store::audit::Subject;
use guanai_store::{StoreError, Tx, matching_runs, needs, offers};

use super::inputs;
use super::read::may_read;
use super::told::{need_of, offer_of};
use crate::actor::{Act, Denied};
use crate::cx::Cx;
use crate::needs::{ListedNeed, listed};
use crate::pairing::{Concerned, Key, Pair, PairingError, Proposal, Unmet, pose};
use crate::people::Sight;
use crate::population::{Population, PopulationError};
use crate::scope::ScopeOf;

/// How a need is named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NeedNamed {
    /// By its id.
    Id(NeedId),
    /// By its number in the book that it came from.
    Number(String),
}

/// An offer that could help.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// The offer.
    pub offer_id: OfferId,
    /// Who offers.
    pub name: String,
    /// Of what kind they are.
    pub kind: ProviderKind,
    /// Cost points in all.
    pub cost: i64,
    /// The rules that apply, by code, and what each adds.
    pub parts: Vec<(&'static str, i64)>,
    /// How many it can serve beside those it is named to help.
    pub capacity: i64,
    /// How many of those the matching gives to others.
    pub proposed: i64,
}

/// An offer that could not help, by its first failing condition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CannotHelp {
    /// The offer.
    pub offer_id: OfferId,
    /// Who offers.
    pub name: String,
    /// The condition's code.
    pub why: &'static str,
}

/// What came of the need.
#[derive(Debug, Clone)]
pub enum Explained {
    /// Some are proposed; where the need wants more of them, why there are no more.
    Proposed(Vec<Pair<Key>>, Option<Unmet<Key>>),
    /// Nobody could be found.
    Unmet(Unmet<Key>),
    /// Its category must be told first.
    WithoutCategory,
    /// Somebody was named to help already.
    Arranged(Helper),
    /// Both sides of a pair are asked.
    Asked,
    /// It has ended, or its person has died.
    Ended,
    /// A run of an earlier day did not look for it: it was not there yet, or had who helps.
    NotInRun,
}

/// What is known about help for one need.
#[derive(Debug, Clone)]
pub struct MatchExplanation {
    /// The day for which it holds.
    pub as_of: Date,
    /// The need, as lists show it.
    pub need: ListedNeed,
    /// The category that was gone by.
    pub category: Option<String>,
    /// Who could help, the best first.
    pub candidates: Vec<Candidate>,
    /// Who could not, by condition and name; who does not offer help of the kind is only counted.
    pub others: Vec<CannotHelp>,
    /// How many offer no help of the kind.
    pub of_other_kinds: usize,
    /// What came of it.
    pub outcome: Explained,
}

/// Why nothing is explained. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum ExplainError {
    /// The role does not hold it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// None there, or outside the scope.
    #[error("there is no such need")]
    NotFound,
    /// There is no run of this number that the actor may read.
    #[error("there is no such run of the matching")]
    NoRun,
    /// What the run was solved from is not kept, or can no longer be read: it is older than that.
    #[error("what this run was solved from was not kept: it is from before that was done")]
    NotKept,
    /// Several needs have the number.
    #[error("several needs have this number: name one by its id")]
    Several(Vec<NeedId>),
    /// The records cannot be read, or do not go with the pack.
    #[error(transparent)]
    Population(#[from] PopulationError),
    /// The matcher.
    #[error(transparent)]
    Pairing(#[from] PairingError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl ExplainError {
    /// The stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Denied(_) => "denied",
            Self::NotFound => "need-not-found",
            Self::NoRun => "matching-run-not-found",
            Self::NotKept => "matching-run-not-kept",
            Self::Several(_) => "need-number-several",
            Self::Population(_) => "population",
            Self::Pairing(error) => error.code(),
            Self::Store(error) => error.code(),
        }
    }
}

/// Explains one need as of a day. The record names the need, its person, and the offers that are named.
pub async fn explain_matching(
    cx: &mut Cx<'_>,
    as_of: Date,
    named: &NeedNamed,
) -> Result<MatchExplanation, ExplainError> {
    cx.authorise(Act::ExplainMatching)?;
    let pack = &cx.standards.pack;
    let mut tx = cx.db.begin_read().await?;
    let loaded = load(cx, &mut tx, as_of, named).await;
    tx.rollback().await?;
    let Loaded { need, listed, from: Concerned { supply, population } } = loaded?;
    let proposal = pose(pack, &population, supply).solve()?;
    let outcome = outcome(&population, &proposal, &need);
    let records = proposal.offers.iter().map(|offer| (offer.offer_id, offer)).collect();
    let solved = Solved { problem: &proposal.problem, pairs: &proposal.assignment.pairs, records };
    let explanation = solved.explain(&need, listed, as_of, outcome);
    record(cx, &need, &explanation).await?;
    Ok(explanation)
}

/// Explains one need as a saved run saw it, solved again from what it was solved from, with the changes by hand in it. The record names
/// the need, its person, and the offers that are named.
pub async fn explain_run(cx: &mut Cx<'_>, run_no: u32, named: &NeedNamed) -> Result<MatchExplanation, ExplainError> {
    cx.authorise(Act::ExplainMatching)?;
    let mut tx = cx.db.begin_read().await?;
    let loaded = load_run(cx, &mut tx, run_no, named).await;
    tx.rollback().await?;
    let Loaded { need, listed, from: Kept { problem, answer, offers } } = loaded?;
    let Answer { pairs, unmet } = answer;
    let outcome = found(&pairs, &unmet, Key::Need(need.need_id)).unwrap_or(Explained::NotInRun);
    let records = offers.iter().map(|offer| (offer.offer_id, offer)).collect();
    let as_of = problem.on;
    let explanation = Solved { problem: &problem, pairs: &pairs, records }.explain(&need, listed, as_of, outcome);
    record(cx, &need, &explanation).await?;
    Ok(explanation)
}

async fn record(cx: &mut Cx<'_>, need: &Need, explanation: &MatchExplanation) -> Result<(), ExplainError> {
    let mut subjects = vec![Subject::Need(need.need_id), Subject::Person(need.person_id)];
    subjects.extend(explanation.candidates.iter().map(|candidate| Subject::Offer(candidate.offer_id)));
    subjects.extend(explanation.others.iter().map(|other| Subject::Offer(other.offer_id)));
    cx.record_reading(Act::ExplainMatching, subjects).await?;
    Ok(())
}

/// A need, and what it is explained from.
struct Loaded<F> {
    need: Need,
    listed: ListedNeed,
    from: F,
}

/// A saved run, solved again.
struct Kept {
    problem: Problem<Key>,
    answer: Answer<Key>,
    offers: Vec<Offer>,
}

async fn load(cx: &Cx<'_>, tx: &mut Tx, as_of: Date, named: &NeedNamed) -> Result<Loaded<Concerned>, ExplainError> {
    let (need, listed) = find(cx, tx, named).await?;
    let from = Concerned::load(tx, &cx.standards.pack, (as_of, cx.now), &[need.person_id]).await?;
    Ok(Loaded { need, listed, from })
}

async fn load_run(cx: &Cx<'_>, tx: &mut Tx, run_no: u32, named: &NeedNamed) -> Result<Loaded<Kept>, ExplainError> {
    let scope = ScopeOf::resolve(tx, &cx.actor).await?;
    let run = matching_runs::find_by_number(tx, run_no).await?.ok_or(ExplainError::NoRun)?;
    if !may_read(&scope, &run) {
        return Err(ExplainError::NoRun);
    }
    let (need, listed) = find(cx, tx, named).await?;
    let (problem, answer) = inputs::answer_again(tx, run.run_id).await?.ok_or(ExplainError::NotKept)?;
    let ids: Vec<OfferId> = problem.offers.iter().filter_map(|offer| offer_of(offer.key)).collect();
    let offers = offers::list_by_ids(tx, &ids).await?;
    Ok(Loaded { need, listed, from: Kept { problem, answer, offers } })
}

/// The need, within the actor's scope.
async fn find(cx: &Cx<'_>, tx: &mut Tx, named: &NeedNamed) -> Result<(Need, ListedNeed), ExplainError> {
    let scope = ScopeOf::resolve(tx, &cx.actor).await?;
    let mut found = match named {
        NeedNamed::Id(need_id) => needs::list_by_ids(tx, &[*need_id]).await?,
        NeedNamed::Number(number) => needs::list_by_number(tx, number).await?,
    };
    let mut within = Vec::new();
    for need in found.drain(..) {
        if scope.holds_person(tx, need.person_id).await? {
            within.push(need);
        }
    }
    if within.len() > 1 {
        return Err(ExplainError::Several(within.into_iter().map(|need| need.need_id).collect()));
    }
    let need = within.pop().ok_or(ExplainError::NotFound)?;
    let row = listed(tx, Sight::of(cx.actor.role), std::slice::from_ref(&need)).await?;
    let listed = row.into_iter().next().ok_or(ExplainError::NotFound)?;
    Ok((need, listed))
}

/// What a matching answered of a need; none where it did not look for it.
fn found(pairs: &[Pair<Key>], unmet: &[Unmet<Key>], key: Key) -> Option<Explained> {
    let pairs: Vec<Pair<Key>> = pairs.iter().filter(|pair| pair.demand == key).cloned().collect();
    match (pairs.is_empty(), unmet.iter().find(|unmet| unmet.demand == key).cloned()) {
        (false, lacks) => Some(Explained::Proposed(pairs, lacks)),
        (true, Some(unmet)) => Some(Explained::Unmet(unmet)),
        (true, None) => None,
    }
}

fn outcome(population: &Population, proposal: &Proposal, need: &Need) -> Explained {
    let answered = found(&proposal.assignment.pairs, &proposal.assignment.unmet, Key::Need(need.need_id));
    answered.unwrap_or_else(|| {
        if proposal.without_category.iter().any(|at| is_at(population, *at, need.need_id)) {
            return Explained::WithoutCategory;
        }
        match (&need.progress.helper, need.state.is_open()) {
            (Some(helper), true) => Explained::Arranged(helper.clone()),
            (None, true) if proposal.arranged.iter().any(|at| is_at(population, *at, need.need_id)) => Explained::Asked,
            _ => Explained::Ended,
        }
    })
}

/// A problem, who helps whom in it, and the records of its offers.
struct Solved<'a> {
    problem: &'a Problem<Key>,
    pairs: &'a [Pair<Key>],
    records: BTreeMap<OfferId, &'a Offer>,
}

impl Solved<'_> {
    fn explain(&self, need: &Need, listed: ListedNeed, as_of: Date, outcome: Explained) -> MatchExplanation {
        let key = Key::Need(need.need_id);
        let demand = self.problem.demands.iter().find(|demand| demand.key == key);
        let (mut candidates, mut others, mut of_other_kinds) = (Vec::new(), Vec::new(), 0);
        let given = given(self.pairs, need.need_id);
        for (demand, offer) in
            demand.into_iter().flat_map(|demand| self.problem.offers.iter().map(move |o| (demand, o)))
        {
            let Some(record) = offer_of(offer.key).and_then(|id| self.records.get(&id)) else { continue };
            match screen(self.problem, demand, offer) {
                Ok(parts) => candidates.push(Candidate {
                    offer_id: record.offer_id,
                    name: record.provider_name.clone(),
                    kind: record.provider_kind,
                    // What the search let through fits.
                    cost: i64::try_from(parts.total()).unwrap_or(i64::MAX),
                    parts: parts.iter().map(|part| (part.rule.code(), part.amount)).collect(),
                    capacity: offer.capacity,
                    proposed: given.get(&offer.key).copied().unwrap_or(0),
                }),
                Err(guanai_matching::Failure::CategoryNotOffered) => of_other_kinds += 1,
                Err(failure) => others.push(CannotHelp {
                    offer_id: record.offer_id,
                    name: record.provider_name.clone(),
                    why: failure.code(),
                }),
            }
        }
        candidates.sort_by_key(|candidate| (candidate.cost, candidate.offer_id));
        others.sort_by(|a, b| (a.why, &a.name, a.offer_id).cmp(&(b.why, &b.name, b.offer_id)));
        let category = demand.map(|demand| demand.category.clone());
        MatchExplanation { as_of, need: listed, category, candidates, others, of_other_kinds, outcome }
    }
}

fn is_at(population: &Population, at: usize, need_id: NeedId) -> bool {
    population.needs.get(at).is_some_and(|need| need.need_id == need_id)
}

/// How much of each offer the matching gives to other needs.
fn given(pairs: &[Pair<Key>], but: NeedId) -> BTreeMap<Key, i64> {
    let mut given = BTreeMap::new();
    for pair in pairs.iter().filter(|pair| need_of(pair.demand) != Some(but)) {
        *given.entry(pair.offer).or_default() += 1;
    }
    given
}

//! Changing a saved run by hand: another is to be asked than the one proposed, or this one is not. What the change costs and whom else
//! it moves is read before it is kept; what is kept is a further run, with every change made so far and why.
//!
//! A run is changed as the records stand now, on its own day: needs that were arranged since are in no further run, and a change made to one
//! of them is kept as a word without effect.

use std::collections::{BTreeMap, BTreeSet};

use guanai_casework::{MatchingRun, Need, RunWish, WishEffect, WishKind};
use guanai_kernel::Date;
use guanai_kernel::ids::{MatchingRunId, MatchingWishId, NeedId, OfferId, OperationId};
use guanai_kernel::text::{fits, written};
use guanai_matching::candidates::screen;
use guanai_matching::{BeginError, Effect, Review, ReviewError, Reviewed, Wish};
use guanai_store::audit::Subject;
use guanai_store::{StoreError, Tx, matching_runs, needs};

use super::read::{HelperFace, ListedRun, faced, faces, is_whole};
use super::run::{Drawn, Found, save};
use super::told::{need_of, offer_of};
use crate::actor::{Act, Denied};
use crate::cx::Cx;
use crate::needs::{ListedNeed, listed};
use crate::operation::{Operation, OperationError};
use crate::pairing::{Concerned, Key, PairingError, Posed, Proposal, pose};
use crate::people::Sight;
use crate::population::{Population, PopulationError};
use crate::scope::ScopeOf;

/// Letters of a reason.
const MOST_LETTERS: usize = 500;
/// Candidates that are shown.
const MOST_SHOWN: usize = 12;

/// A change to a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RunChange {
    /// Of which run.
    pub run_id: MatchingRunId,
    /// For which need.
    pub need_id: NeedId,
    /// What is wanted.
    pub kind: WishKind,
    /// Of which offer.
    pub offer_id: OfferId,
}

impl serde::Serialize for RunChange {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (self.run_id, self.need_id, self.kind.code(), self.offer_id).serialize(serializer)
    }
}

/// A change that is to be kept.
#[derive(Clone, PartialEq, Eq, serde::Serialize)]
pub struct ReviseRun {
    /// The change.
    pub change: RunChange,
    /// Why.
    pub why: String,
}

impl std::fmt::Debug for ReviseRun {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ReviseRun({:?})", self.change)
    }
}

/// Why a run is not changed. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum ReviewRunError {
    /// The role does not hold it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The form was sent already with other contents.
    #[error(transparent)]
    Operation(#[from] OperationError),
    /// No such run or need, or the run is for more than the scope, or the need's person is outside it.
    #[error("there is no such run, or no such need in it")]
    NotFound,
    /// The standards share load evenly: a change would have to be solved from the beginning, and would move anybody.
    #[error("load is shared evenly: a run is not changed by hand, since each change could move everybody")]
    EvenLoad,
    /// The reason is missing or too long.
    #[error("say in 1 to {MOST_LETTERS} letters why")]
    Why,
    /// The matcher does not grant it: what was wished is against a condition, was wished before, or has no room.
    #[error("the run cannot be changed so: {0}")]
    Refused(ReviewError),
    /// The records cannot be read, or do not go with the pack.
    #[error(transparent)]
    Population(#[from] PopulationError),
    /// The matcher.
    #[error(transparent)]
    Pairing(#[from] PairingError),
    /// The matcher's state cannot be had, or its thread ended.
    #[error("the matching ended before it had an answer: {0}")]
    Broken(&'static str),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl ReviewRunError {
    /// The stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Denied(_) => "denied",
            Self::Operation(error) => error.code(),
            Self::NotFound => "matching-run-not-found",
            Self::EvenLoad => "matching-change-even-load",
            Self::Why => "matching-change-why",
            Self::Refused(error) => error.code(),
            Self::Population(_) => "population",
            Self::Pairing(error) => error.code(),
            Self::Broken(code) => code,
            Self::Store(error) => error.code(),
        }
    }
}

/// Somebody who could be asked instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangeCandidate {
    /// Who.
    pub helper: HelperFace,
    /// The rules that apply, by code.
    pub parts: Vec<&'static str>,
    /// Cost points in all: the fewer, the better it fits.
    pub cost: i64,
    /// How many others this run gives it.
    pub proposed: u64,
}

/// What can be changed for one need.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangeFile {
    /// The run.
    pub listed: ListedRun,
    /// The need.
    pub need: ListedNeed,
    /// Who is proposed, with the changes made so far: nobody, or as many as the need lacks.
    pub proposed: Vec<ChangeCandidate>,
    /// Who could be asked instead, the best fitting first. Whoever was ruled out is not among them.
    pub candidates: Vec<ChangeCandidate>,
    /// How many more there are.
    pub more: usize,
}

/// For whom something else is proposed than before; a need of which several helpers move is there for each of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MovedNeed {
    /// The need.
    pub need: ListedNeed,
    /// Who was proposed.
    pub before: Option<HelperFace>,
    /// Who is.
    pub after: Option<HelperFace>,
}

/// What a change would bring about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Weighed {
    /// The need that it is made for.
    pub own: MovedNeed,
    /// Needs within the scope that it moves, too.
    pub others: Vec<MovedNeed>,
    /// How many needs outside the scope it moves.
    pub elsewhere: usize,
    /// Needs that would have somebody and have nobody.
    pub gain: usize,
    /// Needs that would have nobody and have somebody.
    pub lose: usize,
    /// Cost points of all pairs beyond those before.
    pub more: i64,
}

/// Reads what can be changed for one need of a run. The record names the need, its person and the offers that are named.
pub async fn read_change(
    cx: &mut Cx<'_>,
    on: Date,
    run_id: MatchingRunId,
    need_id: NeedId,
) -> Result<ChangeFile, ReviewRunError> {
    cx.authorise(Act::ReviewMatching)?;
    let mut opened = open(cx, run_id, need_id).await?;
    let reviewed = reviewed(cx, &mut opened, None).await?;
    let all = reviewed.candidates(need_id)?;
    let held = reviewed.review.pairs();
    let own = held.iter().filter(|pair| pair.demand == Key::Need(need_id)).filter_map(|pair| offer_of(pair.offer));
    let own: BTreeSet<OfferId> = own.collect();
    let mut tx = cx.db.begin_read().await?;
    let found = face_all(&mut tx, on, all).await;
    let listed = faced(&mut tx, &opened.scope, opened.run).await;
    tx.rollback().await?;
    let (mut candidates, listed) = (found?, listed?);
    for candidate in &mut candidates {
        let key = Key::Offer(candidate.helper.offer_id);
        let others = held.iter().filter(|pair| pair.offer == key && pair.demand != Key::Need(need_id));
        candidate.proposed = u64::try_from(others.count()).unwrap_or(u64::MAX);
    }
    let is_own = |one: &ChangeCandidate| own.contains(&one.helper.offer_id);
    let (proposed, mut candidates): (Vec<_>, Vec<_>) = candidates.into_iter().partition(is_own);
    let more = candidates.len().saturating_sub(MOST_SHOWN);
    candidates.truncate(MOST_SHOWN);
    let mut subjects = vec![Subject::Need(need_id), Subject::Person(opened.need.person_id)];
    subjects.extend(proposed.iter().chain(&candidates).map(|one| Subject::Offer(one.helper.offer_id)));
    cx.record_reading(Act::ReviewMatching, subjects).await?;
    Ok(ChangeFile { listed, need: opened.listed, proposed, candidates, more })
}

/// What a change would bring about; nothing is kept. The record names the needs, persons and offers that are named.
pub async fn weigh_change(cx: &mut Cx<'_>, on: Date, change: RunChange) -> Result<Weighed, ReviewRunError> {
    cx.authorise(Act::ReviewMatching)?;
    let mut opened = open(cx, change.run_id, change.need_id).await?;
    let mut reviewed = reviewed(cx, &mut opened, Some(change)).await?;
    let effect = reviewed.effect.take().ok_or(ReviewRunError::Broken("matching-broken"))?;
    let mut tx = cx.db.begin_read().await?;
    let weighed = weigh(cx, &mut tx, on, &opened, change, &effect).await;
    tx.rollback().await?;
    let weighed = weighed?;
    let mut subjects: BTreeSet<Subject> = BTreeSet::new();
    for moved in std::iter::once(&weighed.own).chain(&weighed.others) {
        subjects.extend([Subject::Need(moved.need.need_id), Subject::Person(moved.need.person_id)]);
        subjects.extend(moved.before.iter().chain(&moved.after).map(|helper| Subject::Offer(helper.offer_id)));
    }
    cx.record_reading(Act::ReviewMatching, subjects.into_iter().collect()).await?;
    Ok(weighed)
}

/// Keeps a change: the id of the further run, which has every change made so far.
pub async fn revise_run(
    cx: &mut Cx<'_>,
    operation_id: OperationId,
    wish: &ReviseRun,
) -> Result<MatchingRunId, ReviewRunError> {
    cx.authorise(Act::ReviewMatching)?;
    let operation = &Operation::new(operation_id, Act::ReviewMatching, wish)?;
    let mut tx = cx.db.begin_read().await?;
    let earlier = operation.earlier(&mut tx, &cx.actor).await;
    tx.rollback().await?;
    if let Some(earlier) = earlier? {
        return Ok(earlier);
    }
    let change = wish.change;
    let mut opened = open(cx, change.run_id, change.need_id).await?;
    let why = written(&wish.why);
    if !fits(&why, MOST_LETTERS) {
        return Err(ReviewRunError::Why);
    }
    let mut reviewed = reviewed(cx, &mut opened, Some(change)).await?;
    let effect = reviewed.effect.take().ok_or(ReviewRunError::Broken("matching-broken"))?;
    let mut wishes = opened.wishes;
    wishes.push(RunWish {
        wish_id: MatchingWishId::fresh(&mut cx.ids),
        run_id: change.run_id,
        place: u32::try_from(wishes.len() + 1).unwrap_or(u32::MAX),
        kind: change.kind,
        need_id: change.need_id,
        person_id: opened.need.person_id,
        offer_id: change.offer_id,
        why,
        wished: cx.hand(),
        effect: Some(told(&effect)),
    });
    let Changed { population, proposal, review, .. } = reviewed;
    let drawing = tokio::task::spawn_blocking(move || draw(proposal, &review)).await;
    let drawn = Drawn {
        as_of: opened.run.as_of,
        revises: Some(change.run_id),
        last: None,
        scope: &opened.scope,
        population: &population,
        found: drawing.map_err(|_| ReviewRunError::Broken("matching-broken"))??,
    };
    save(cx, operation, Act::ReviewMatching, drawn, wishes).await
}

/// What is changed.
struct Opened {
    scope: ScopeOf,
    run: MatchingRun,
    need: Need,
    listed: ListedNeed,
    /// The changes made so far, in their order.
    wishes: Vec<RunWish>,
}

async fn open(cx: &Cx<'_>, run_id: MatchingRunId, need_id: NeedId) -> Result<Opened, ReviewRunError> {
    let mut tx = cx.db.begin_read().await?;
    let opened = open_in(cx, &mut tx, run_id, need_id).await;
    tx.rollback().await?;
    let opened = opened?;
    if cx.standards.pack.matching().even_load { Err(ReviewRunError::EvenLoad) } else { Ok(opened) }
}

async fn open_in(cx: &Cx<'_>, tx: &mut Tx, run_id: MatchingRunId, need_id: NeedId) -> Result<Opened, ReviewRunError> {
    let scope = ScopeOf::resolve(tx, &cx.actor).await?;
    let run = matching_runs::find(tx, run_id).await?.filter(|run| is_whole(&scope, run));
    let run = run.ok_or(ReviewRunError::NotFound)?;
    let need = needs::list_by_ids(tx, &[need_id]).await?.pop().ok_or(ReviewRunError::NotFound)?;
    if !scope.holds_person(tx, need.person_id).await? {
        return Err(ReviewRunError::NotFound);
    }
    let row = listed(tx, Sight::of(cx.actor.role), std::slice::from_ref(&need)).await?.pop();
    let wishes = matching_runs::list_wishes(tx, run_id).await?;
    Ok(Opened { scope, run, need, listed: row.ok_or(ReviewRunError::NotFound)?, wishes })
}

/// The county as it stands now, with the changes made so far and one more.
struct Changed {
    population: Population,
    /// The answer without any change.
    proposal: Proposal,
    review: Review<Key>,
    /// Who was ruled out for which need.
    ruled_out: BTreeSet<(NeedId, OfferId)>,
    /// What the one more brings about.
    effect: Option<Effect<Key>>,
}

async fn reviewed(cx: &Cx<'_>, opened: &mut Opened, change: Option<RunChange>) -> Result<Changed, ReviewRunError> {
    let pack = &cx.standards.pack;
    let mut tx = cx.db.begin_read().await?;
    let loaded = Concerned::load(&mut tx, pack, (opened.run.as_of, cx.now), &[]).await;
    tx.rollback().await?;
    let Concerned { supply, population } = loaded?;
    let posed = pose(pack, &population, supply);
    let mut wishes = std::mem::take(&mut opened.wishes);
    let work = move || change_by_hand(posed, &mut wishes, change).map(|changed| (changed, wishes));
    let done = tokio::task::spawn_blocking(work).await;
    let ((proposal, review, effect), wishes) = done.map_err(|_| ReviewRunError::Broken("matching-broken"))??;
    let ruled_out = wishes.iter().filter(|wish| wish.kind == WishKind::Forbid);
    let ruled_out = ruled_out.map(|wish| (wish.need_id, wish.offer_id)).collect();
    opened.wishes = wishes;
    Ok(Changed { population, proposal, review, ruled_out, effect })
}

type Answered = (Proposal, Review<Key>, Option<Effect<Key>>);

/// Makes each change after the one before it; those that cannot be granted any more have no effect, the last one is refused.
fn change_by_hand(posed: Posed, wishes: &mut [RunWish], change: Option<RunChange>) -> Result<Answered, ReviewRunError> {
    let begun = Review::begin(posed.problem.clone());
    let (mut review, assignment) = begun.map_err(|error| match error {
        BeginError::Match(error) => ReviewRunError::Pairing(error.into()),
        BeginError::Residual(error) => ReviewRunError::Broken(error.code()),
    })?;
    let mut grant = |kind: WishKind, need_id: NeedId, offer_id: OfferId| {
        let wish = match kind {
            WishKind::Forbid => Wish::Forbid,
            WishKind::Force => Wish::Force,
        };
        review.grant(wish, &Key::Need(need_id), &Key::Offer(offer_id))
    };
    for wish in wishes {
        wish.effect = grant(wish.kind, wish.need_id, wish.offer_id).ok().map(|effect| told(&effect));
    }
    let effect = change.map(|change| grant(change.kind, change.need_id, change.offer_id));
    let effect = effect.transpose().map_err(ReviewRunError::Refused)?;
    Ok((posed.answered(assignment), review, effect))
}

/// What the further run is drawn from: the pairs as they stand after the changes; what would help most and what walls cost are told of
/// the county without them.
fn draw(proposal: Proposal, review: &Review<Key>) -> Result<Found, PairingError> {
    let mut found = Found::of(proposal)?;
    let answer = review.answer()?;
    let assignment = &mut found.proposal.assignment;
    assignment.cost = answer.pairs.iter().map(|pair| i128::from(pair.cost)).sum();
    (assignment.pairs, assignment.unmet) = (answer.pairs, answer.unmet);
    Ok(found)
}

/// What a change brings about, as a run keeps it.
fn told(effect: &Effect<Key>) -> WishEffect {
    let needs = |keys: &[Key]| keys.iter().filter_map(|key| need_of(*key)).collect::<Vec<_>>();
    let (gain, lose) = (needs(&effect.gain), needs(&effect.lose));
    let touched: BTreeSet<NeedId> =
        effect.broken.iter().chain(&effect.made).filter_map(|pair| need_of(pair.demand)).collect();
    let moved = touched.into_iter().filter(|id| !gain.contains(id) && !lose.contains(id)).collect();
    // Sums of costs that the search let through fit.
    let more = i64::try_from(effect.more).unwrap_or(if effect.more < 0 { i64::MIN } else { i64::MAX });
    WishEffect { more, gain, lose, moved }
}

/// An offer that fits a need: the rules that apply, and cost points in all.
struct Fitting {
    offer_id: OfferId,
    parts: Vec<&'static str>,
    cost: i64,
}

impl Changed {
    /// The offers that fit a need and were not ruled out for it, the best fitting first.
    fn candidates(&self, need_id: NeedId) -> Result<Vec<Fitting>, ReviewRunError> {
        let problem = &self.proposal.problem;
        let demand = problem.demands.iter().find(|demand| demand.key == Key::Need(need_id));
        let demand = demand.ok_or(ReviewRunError::Refused(ReviewError::UnknownDemand))?;
        let mut fitting = Vec::new();
        for offer in &problem.offers {
            let (Some(offer_id), Ok(parts)) = (offer_of(offer.key), screen(problem, demand, offer)) else { continue };
            if !self.ruled_out.contains(&(need_id, offer_id)) {
                // What the search let through fits.
                let cost = i64::try_from(parts.total()).unwrap_or(i64::MAX);
                fitting.push(Fitting { offer_id, parts: parts.iter().map(|part| part.rule.code()).collect(), cost });
            }
        }
        fitting.sort_by_key(|one| (one.cost, one.offer_id));
        if demand.wanted > 1 {
            // Of what one person offers, the matcher takes the one that fits best.
            let offers = problem.offers.iter().filter_map(|offer| Some((offer_of(offer.key)?, offer.provider?)));
            let provider: BTreeMap<OfferId, Key> = offers.collect();
            let mut seen = BTreeSet::new();
            fitting.retain(|one| provider.get(&one.offer_id).is_none_or(|provider| seen.insert(*provider)));
        }
        Ok(fitting)
    }
}

async fn face_all(tx: &mut Tx, on: Date, all: Vec<Fitting>) -> Result<Vec<ChangeCandidate>, StoreError> {
    let mut faces = faces(tx, on, all.iter().map(|one| one.offer_id).collect()).await?;
    let candidates = all.into_iter().filter_map(|Fitting { offer_id, parts, cost }| {
        Some(ChangeCandidate { helper: faces.remove(&offer_id)?, parts, cost, proposed: 0 })
    });
    Ok(candidates.collect())
}

/// Puts names to those within the scope whom a change moves, and counts the others.
async fn weigh(
    cx: &Cx<'_>,
    tx: &mut Tx,
    on: Date,
    opened: &Opened,
    change: RunChange,
    effect: &Effect<Key>,
) -> Result<Weighed, StoreError> {
    let by_need = |pairs: &[Reviewed<Key>]| {
        let mut found: BTreeMap<NeedId, Vec<OfferId>> = BTreeMap::new();
        for (need_id, offer_id) in pairs.iter().filter_map(|pair| Some((need_of(pair.demand)?, offer_of(pair.offer)?)))
        {
            found.entry(need_id).or_default().push(offer_id);
        }
        found
    };
    let (before, after) = (by_need(&effect.broken), by_need(&effect.made));
    let touched: BTreeSet<NeedId> =
        before.keys().chain(after.keys()).copied().filter(|id| *id != change.need_id).collect();
    let touched: Vec<NeedId> = touched.into_iter().collect();
    let mut within = Vec::new();
    for need in needs::list_by_ids(tx, &touched).await? {
        if opened.scope.holds_person(tx, need.person_id).await? {
            within.push(need);
        }
    }
    let elsewhere = touched.len() - within.len();
    let rows = listed(tx, Sight::of(cx.actor.role), &within).await?;
    let shown = within.iter().map(|need| need.need_id).chain([change.need_id]);
    let offers = shown.flat_map(|id| before.get(&id).into_iter().chain(after.get(&id))).flatten().copied().collect();
    let faces = faces(tx, on, offers).await?;
    let moved = |need: ListedNeed| {
        let of = |moved: &BTreeMap<NeedId, Vec<OfferId>>| -> Vec<Option<HelperFace>> {
            moved.get(&need.need_id).into_iter().flatten().map(|offer_id| faces.get(offer_id).cloned()).collect()
        };
        let (before, after) = (of(&before), of(&after));
        let at = |faces: &[Option<HelperFace>], at: usize| faces.get(at).cloned().flatten();
        let moves = (0..before.len().max(after.len()).max(1)).map(|place| MovedNeed {
            need: need.clone(),
            before: at(&before, place),
            after: at(&after, place),
        });
        moves.collect::<Vec<_>>()
    };
    let told = told(effect);
    let mut own = moved(opened.listed.clone()).into_iter();
    let first = MovedNeed { need: opened.listed.clone(), before: None, after: None };
    Ok(Weighed {
        own: own.next().unwrap_or(first),
        others: own.chain(rows.into_iter().flat_map(moved)).collect(),
        elsewhere,
        gain: told.gain.len(),
        lose: told.lose.len(),
        more: told.more,
    })
}

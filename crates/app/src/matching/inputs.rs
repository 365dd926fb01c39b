//! What a run was solved from, written down with it: needs, offers, weights and limits as they were, by their ids, and who came out with
//! whom. So a run can be solved again, and is found to be what it says, after the records have changed.

use std::collections::BTreeSet;

use guanai_casework::{RunInput, RunWish, WishKind};
use guanai_kernel::ids::MatchingRunId;
use guanai_matching::{Answer, BeginError, Problem, Review, Wish, solve};
use guanai_store::{StoreError, Stretch, Tx, matching_runs};

use crate::pairing::Key;

/// Needs or offers of a piece: what is made of a whole county's at once is never in memory as one text.
const AT_ONCE: usize = 200;

/// Runs that a check solves again: the latest.
const SAMPLE: u64 = 3;

/// Who helps whom.
pub(super) type Pairs = BTreeSet<(Key, Key)>;

#[derive(serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Piece {
    /// The problem without its needs and offers.
    Frame(Box<Problem<Key>>),
    Demands(Vec<guanai_matching::Demand<Key>>),
    Offers(Vec<guanai_matching::Offer<Key>>),
    Pairs(Vec<(Key, Key)>),
}

/// The pieces of a run.
pub(super) fn pieces(run_id: MatchingRunId, problem: &Problem<Key>, pairs: &Pairs) -> Vec<RunInput> {
    let frame = Problem {
        demands: Vec::new(),
        offers: Vec::new(),
        existing: problem.existing.clone(),
        start: problem.start.clone(),
        on: problem.on,
        costs: problem.costs.clone(),
        walls: problem.walls,
        tilt: problem.tilt,
        load: problem.load,
        limits: problem.limits.clone(),
    };
    let pairs: Vec<(Key, Key)> = pairs.iter().copied().collect();
    let demands = problem.demands.chunks(AT_ONCE).map(|some| Piece::Demands(some.to_vec()));
    let offers = problem.offers.chunks(AT_ONCE).map(|some| Piece::Offers(some.to_vec()));
    let pairs = pairs.chunks(AT_ONCE).map(|some| Piece::Pairs(some.to_vec()));
    let all = std::iter::once(Piece::Frame(Box::new(frame))).chain(demands).chain(offers).chain(pairs);
    // Keys are texts and numbers are whole: a problem has a text.
    let content = |piece: Piece| serde_json::to_string(&piece).unwrap_or_default();
    (1..).zip(all).map(|(piece, of)| RunInput { run_id, piece, content: content(of) }).collect()
}

/// What the pieces say; none where they are not a whole.
pub(super) fn read(pieces: &[RunInput]) -> Option<(Problem<Key>, Pairs)> {
    let (first, rest) = pieces.split_first()?;
    let Ok(Piece::Frame(mut problem)) = serde_json::from_str(&first.content) else { return None };
    let mut pairs = Pairs::new();
    for piece in rest {
        match serde_json::from_str(&piece.content).ok()? {
            Piece::Frame(_) => return None,
            Piece::Demands(some) => problem.demands.extend(some),
            Piece::Offers(some) => problem.offers.extend(some),
            Piece::Pairs(some) => pairs.extend(some),
        }
    }
    Some((*problem, pairs))
}

/// What is found where a run is solved again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Repeated {
    /// The same pairs.
    Same,
    /// Others.
    Otherwise,
    /// What it was solved from is not kept: it is older than that.
    NotKept,
}

/// Solves a run again from what it was solved from, with the changes made by hand in their order.
pub async fn repeat_run(tx: &mut Tx, run_id: MatchingRunId) -> Result<Repeated, StoreError> {
    let kept = matching_runs::list_inputs(tx, run_id).await?;
    if kept.is_empty() {
        return Ok(Repeated::NotKept);
    }
    let wishes = matching_runs::list_wishes(tx, run_id).await?;
    let again = tokio::task::spawn_blocking(move || {
        let (problem, pairs) = read(&kept)?;
        let found = solved(&problem, &wishes)?;
        Some(found.pairs.iter().map(|pair| (pair.demand, pair.offer)).collect::<Pairs>() == pairs)
    });
    let is_same = again.await.unwrap_or_default().unwrap_or(false);
    Ok(if is_same { Repeated::Same } else { Repeated::Otherwise })
}

/// What a run was solved from and what it answers, solved again with the changes by hand in it; none where that is not kept.
pub(super) async fn answer_again(
    tx: &mut Tx,
    run_id: MatchingRunId,
) -> Result<Option<(Problem<Key>, Answer<Key>)>, StoreError> {
    let kept = matching_runs::list_inputs(tx, run_id).await?;
    let wishes = matching_runs::list_wishes(tx, run_id).await?;
    let again = tokio::task::spawn_blocking(move || {
        let (problem, _) = read(&kept)?;
        let answer = solved(&problem, &wishes)?;
        Some((problem, answer))
    });
    Ok(again.await.unwrap_or_default())
}

fn solved(problem: &Problem<Key>, wishes: &[RunWish]) -> Option<Answer<Key>> {
    if wishes.is_empty() {
        let found = solve(problem).ok()?;
        return Some(Answer { pairs: found.pairs, unmet: found.unmet });
    }
    let begun: Result<_, BeginError<Key>> = Review::begin(problem.clone());
    let (mut review, _) = begun.ok()?;
    for wish in wishes {
        let kind = match wish.kind {
            WishKind::Forbid => Wish::Forbid,
            WishKind::Force => Wish::Force,
        };
        // One that could not be granted then cannot be now.
        let _ = review.grant(kind, &Key::Need(wish.need_id), &Key::Offer(wish.offer_id));
    }
    review.answer().ok()
}

/// The latest runs that come out otherwise than they were saved, by their ids; none should.
pub(crate) async fn list_not_repeated(tx: &mut Tx) -> Result<Vec<String>, StoreError> {
    let mut otherwise = Vec::new();
    for run in matching_runs::list(tx, None, Stretch { skip: 0, take: SAMPLE }).await? {
        if repeat_run(tx, run.run_id).await? == Repeated::Otherwise {
            otherwise.push(run.run_id.to_string());
        }
    }
    Ok(otherwise)
}

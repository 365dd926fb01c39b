//! Changes by hand to a run of the matching, over the app's use cases.

use guanai_app::matching::{
    ChangeCandidate, ListedWish, MovedNeed, ReviewRunError, ReviseRun, RunChange, read_change, revise_run, weigh_change,
};
use guanai_app::pairing::PairingError;
use guanai_app::standing::Standing;
use guanai_casework::{WishEffect, WishKind};
use guanai_i18n::Put;

use super::{Telling, row};
use crate::county::{County, id, needs};
use crate::matching::{ChangeFile, ChangeRow, ChangeWish, MovedRow, Weighed, WishView};
use crate::office::{AskError, Asker};
use crate::operation::OperationId;
use crate::page::shown;

impl From<ReviewRunError> for AskError {
    fn from(error: ReviewRunError) -> Self {
        match error {
            ReviewRunError::Denied(error) => error.into(),
            ReviewRunError::Operation(error) => error.into(),
            ReviewRunError::NotFound => Self::NotFound,
            ReviewRunError::EvenLoad => Self::Refused("web-refused-run-even-load"),
            ReviewRunError::Why => Self::Refused("web-refused-run-why"),
            ReviewRunError::Refused(error) => Self::Refused(refused(error.code())),
            ReviewRunError::Population(error) => error.into(),
            ReviewRunError::Pairing(PairingError::Store(error)) | ReviewRunError::Store(error) => error.into(),
            error @ (ReviewRunError::Pairing(_) | ReviewRunError::Broken(_)) => Self::Broken(error.to_string()),
        }
    }
}

/// Why a change is not granted, as a page says it.
fn refused(code: &str) -> &'static str {
    match code {
        "matching-review-unknown-demand" => "web-refused-run-need-gone",
        "matching-review-unknown-offer" => "web-refused-run-offer-gone",
        "matching-change-pinned" => "web-refused-run-pinned",
        "matching-change-nothing-wanted" => "web-refused-run-nothing-wanted",
        "matching-change-exhausted" => "web-refused-run-exhausted",
        "matching-change-not-a-candidate" => "web-refused-run-ruled-out",
        // Whoever fails a condition was none of those to choose from when the form was drawn.
        _ => "web-refused-run-fails",
    }
}

/// A change as it was typed.
fn change(wish: &ChangeWish) -> Result<RunChange, AskError> {
    Ok(RunChange { run_id: id(&wish.run)?, need_id: id(&wish.need)?, kind: wish.kind, offer_id: id(&wish.offer)? })
}

pub(super) async fn read(county: &County, who: Asker<'_>, run: &str, need: &str) -> Result<ChangeFile, AskError> {
    let standing = county.standing().await?;
    let mut cx = county.cx(who)?;
    let on = cx.now.day_in_china();
    let found = read_change(&mut cx, on, id(run)?, id(need)?).await?;
    let telling = Telling { words: county.words(who.language), pack: &county.standards.pack };
    Ok(ChangeFile {
        need: needs::row(telling.words, telling.pack, &standing, &found.need),
        proposed: found.proposed.iter().map(|one| telling.choice(one)).collect(),
        candidates: found.candidates.iter().map(|one| telling.choice(one)).collect(),
        more: found.more,
        row: row(telling.words, found.listed),
    })
}

pub(super) async fn weigh(county: &County, who: Asker<'_>, wish: &ChangeWish) -> Result<Weighed, AskError> {
    let standing = county.standing().await?;
    let mut cx = county.cx(who)?;
    let on = cx.now.day_in_china();
    let found = weigh_change(&mut cx, on, change(wish)?).await?;
    let telling = Telling { words: county.words(who.language), pack: &county.standards.pack };
    Ok(Weighed {
        costs: telling.costs(found.more, found.gain, found.lose),
        elsewhere: found.elsewhere,
        own: telling.moved(&standing, &found.own),
        others: found.others.iter().map(|moved| telling.moved(&standing, moved)).collect(),
    })
}

pub(super) async fn revise(
    county: &County,
    who: Asker<'_>,
    op: OperationId,
    wish: &ChangeWish,
) -> Result<String, AskError> {
    let mut cx = county.cx(who)?;
    let kept = ReviseRun { change: change(wish)?, why: wish.why.clone() };
    Ok(revise_run(&mut cx, op.into(), &kept).await?.to_string())
}

impl Telling<'_> {
    fn choice(&self, one: &ChangeCandidate) -> ChangeRow {
        let mut reasons: Vec<String> = one.parts.iter().map(|rule| self.words.say(&format!("pair-{rule}"))).collect();
        let left = ("left", Put::from(shown(one.helper.left)));
        reasons.push(if one.proposed == 0 {
            self.words.with("web-run-room-free", left.0, left.1)
        } else {
            self.words.with2("web-run-room", left, ("proposed", Put::from(shown(one.proposed))))
        });
        ChangeRow { helper: self.helper(&one.helper), reasons, cost: one.cost }
    }

    fn moved(&self, standing: &Standing, moved: &MovedNeed) -> MovedRow {
        MovedRow {
            need: needs::row(self.words, self.pack, standing, &moved.need),
            before: moved.before.as_ref().map(|face| self.helper(face)),
            after: moved.after.as_ref().map(|face| self.helper(face)),
        }
    }

    /// What a change costs: who has nobody by it, who has somebody, and how much less well all fit.
    fn costs(&self, more: i64, gain: usize, lose: usize) -> Vec<String> {
        let words = self.words;
        let count = |key: &str, count: usize| words.with(key, "count", Put::from(count));
        let mut costs = Vec::new();
        if lose > 0 {
            costs.push(count("web-run-cost-lose", lose));
        }
        if gain > 0 {
            costs.push(count("web-run-cost-gain", gain));
        }
        match usize::try_from(more.unsigned_abs()).unwrap_or(usize::MAX) {
            // Where fewer are served the sum falls, which is no gain.
            0 if lose == 0 && gain == 0 => costs.push(words.say("web-run-cost-none")),
            points if lose == gain && more > 0 => costs.push(count("web-run-cost-more", points)),
            points if lose == gain && more < 0 => costs.push(count("web-run-cost-less", points)),
            _ => {}
        }
        costs
    }

    /// A change that was made.
    pub(super) fn wish(&self, listed: &ListedWish) -> WishView {
        let (words, wish) = (self.words, &listed.wish);
        let helper = listed.helper.as_ref().map(|face| face.name.clone()).unwrap_or_default();
        let key = match wish.kind {
            WishKind::Forbid => "web-run-wish-forbid",
            WishKind::Force => "web-run-wish-force",
        };
        let costs = match &wish.effect {
            Some(WishEffect { more, gain, lose, moved }) => {
                let mut costs = self.costs(*more, gain.len(), lose.len());
                let others = moved.iter().filter(|need| **need != wish.need_id).count();
                if others > 0 {
                    costs.push(words.with("web-run-cost-moved", "count", Put::from(others)));
                }
                costs
            }
            None => vec![words.say("web-run-wish-lapsed")],
        };
        WishView {
            need: wish.need_id.to_string(),
            name: listed.need.name.clone(),
            said: words.with(key, "name", Put::from(&helper)),
            why: wish.why.clone(),
            costs,
            by: listed.by.clone(),
            at: wish.wished.at,
        }
    }
}

//! Whether the matching named a helper, or somebody did by hand: what is proposed now, and what the run proposed of which the pair is a
//! line. A run that was changed by hand proposes for a need that was changed what it proposed before the change; the rest was
//! somebody's wish, and why stands there.

use std::collections::BTreeSet;

use guanai_kernel::ids::{MatchingRunId, NeedId, OfferId};
use guanai_store::{StoreError, Tx, matching_runs};

use crate::cx::Cx;
use crate::matching::may_read;
use crate::scope::ScopeOf;

/// Who proposes helpers for a need.
#[derive(Debug, Clone, PartialEq, Eq, Default, serde::Serialize)]
pub struct Proposers {
    /// Whom the matching of everybody proposes as it stands; it may be reckoned anew before a form arrives a second time.
    #[serde(skip)]
    pub standing: BTreeSet<OfferId>,
    /// The run of which the pair is a line.
    pub run: Option<MatchingRunId>,
}

/// Who named a helper before anybody was asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Backing {
    /// The matching.
    Matching,
    /// Whoever changed the run by hand, and why.
    Wish(String),
}

/// Whom the proposers propose for one need.
pub(super) struct Backed {
    by_matching: BTreeSet<OfferId>,
    by_wish: BTreeSet<OfferId>,
    why: String,
}

impl Backed {
    /// A run that the actor may not read proposes nobody, nor does one that is not there.
    pub async fn load(cx: &Cx<'_>, tx: &mut Tx, need_id: NeedId, by: &Proposers) -> Result<Self, StoreError> {
        let mut backed = Self { by_matching: by.standing.clone(), by_wish: BTreeSet::new(), why: String::new() };
        let Some(run_id) = by.run else { return Ok(backed) };
        let Some(run) = matching_runs::find(tx, run_id).await? else { return Ok(backed) };
        let scope = ScopeOf::resolve(tx, &cx.actor).await?;
        if !may_read(&scope, &run) {
            return Ok(backed);
        }
        let lines = matching_runs::list_proposed(tx, run_id, need_id).await?;
        let wishes = matching_runs::list_wishes(tx, run_id).await?;
        let Some(wish) = wishes.into_iter().rfind(|wish| wish.need_id == need_id && wish.effect.is_some()) else {
            backed.by_matching.extend(lines);
            return Ok(backed);
        };
        let mut first = run;
        while let Some(before) = first.revises {
            let Some(before) = matching_runs::find(tx, before).await? else { break };
            first = before;
        }
        let unchanged = matching_runs::list_proposed(tx, first.run_id, need_id).await?;
        let (kept, by_hand): (Vec<OfferId>, Vec<OfferId>) =
            lines.into_iter().partition(|line| unchanged.contains(line));
        backed.by_matching.extend(kept);
        backed.by_wish.extend(by_hand);
        backed.why = wish.why;
        Ok(backed)
    }

    /// Who named this one; none where nobody did.
    pub fn of(&self, offer_id: OfferId) -> Option<Backing> {
        if self.by_matching.contains(&offer_id) {
            Some(Backing::Matching)
        } else {
            self.by_wish.contains(&offer_id).then(|| Backing::Wish(self.why.clone()))
        }
    }
}

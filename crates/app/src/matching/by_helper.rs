//! A saved run by helper 按帮扶人看: who is proposed how many, why they, and what stays of what they offer.

use std::collections::BTreeMap;

use guanai_casework::{Finding, FindingKind};
use guanai_kernel::Date;
use guanai_kernel::ids::OfferId;
use guanai_store::audit::Subject;
use guanai_store::matching_runs::{self, Wanted};
use guanai_store::{Stretch, Tx};

use super::read::{HelperFace, PAGE, ReadRun, ReadRunError, RunPage, faces, framed, own};
use crate::actor::Act;
use crate::cx::Cx;
use crate::scope::ScopeOf;

/// Whoever is proposed, with everything that the run proposes of them within the scope.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HelperLine {
    /// Who.
    pub helper: HelperFace,
    /// In how many lines they are proposed.
    pub proposed: u64,
    /// How many more they could help beside everything that the run proposes; none of a run that kept the lines of some
    /// organisations alone, since what it proposed elsewhere is not in it.
    pub stays: Option<u64>,
    /// The lines by category of the need.
    pub categories: BTreeMap<String, u64>,
    /// In how many lines each rule applied, by its code.
    pub rules: BTreeMap<String, u64>,
    /// In how many lines nobody would be proposed if no system helped another.
    pub by_sharing: u64,
}

/// A run by helper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunHelpers {
    /// The run, without lines; `total` counts the helpers.
    pub run: RunPage,
    /// Those on the page: whoever is proposed the most needs first.
    pub rows: Vec<HelperLine>,
}

/// Reads a run by helper, of the needs that are meant, as of a day. The record names the offers on the page.
pub async fn read_run_helpers(cx: &mut Cx<'_>, on: Date, ask: &ReadRun) -> Result<RunHelpers, ReadRunError> {
    cx.authorise(Act::ReadMatching)?;
    let mut tx = cx.db.begin_read().await?;
    let found = load(cx, &mut tx, on, ask).await;
    tx.rollback().await?;
    let found = found?;
    let subjects = found.rows.iter().map(|row| Subject::Offer(row.helper.offer_id)).collect();
    cx.record_reading(Act::ReadMatching, subjects).await?;
    Ok(found)
}

async fn load(cx: &Cx<'_>, tx: &mut Tx, on: Date, ask: &ReadRun) -> Result<RunHelpers, ReadRunError> {
    let scope = ScopeOf::resolve(tx, &cx.actor).await?;
    let mut run = framed(cx, tx, on, &scope, ask.run_id).await?;
    let meant = Wanted {
        run_id: ask.run_id,
        kind: FindingKind::Proposed,
        category: ask.category.clone(),
        township: ask.township.clone(),
        offer_id: ask.offer_id,
        organizations: own(&scope),
    };
    (run.page, run.total) = (ask.page.max(1), matching_runs::count_helpers(tx, &meant).await?);
    let stretch = Stretch::of_page(run.page, PAGE);
    let found = matching_runs::list_helpers(tx, &meant, stretch).await?;
    let ids: Vec<OfferId> = found.iter().map(|(offer_id, _)| *offer_id).collect();
    let is_whole = run.listed.run.organization_id.is_none();
    let in_all = if is_whole { Some(matching_runs::count_by_offer(tx, ask.run_id, &ids).await?) } else { None };
    let mut faces = faces(tx, on, ids.iter().copied().collect()).await?;
    let lines = matching_runs::list_results_of(tx, &meant, &ids).await?;
    let rows = found.into_iter().filter_map(|(offer_id, proposed)| {
        let helper = faces.remove(&offer_id)?;
        let of_all = in_all.as_ref().map(|all| all.get(&offer_id).copied().unwrap_or(0));
        let mut row = HelperLine {
            proposed,
            // What of it was asked, named or taken since is no longer left, and no longer only proposed.
            stays: of_all.map(|of_all| helper.left.saturating_sub(of_all)),
            helper,
            categories: BTreeMap::new(),
            rules: BTreeMap::new(),
            by_sharing: 0,
        };
        for line in lines.iter().filter(|line| line.finding.offer() == Some(offer_id)) {
            let Finding::Proposed(_, pair) = &line.finding else { continue };
            *row.categories.entry(line.category.clone().unwrap_or_default()).or_default() += 1;
            for (rule, _) in &pair.parts {
                *row.rules.entry(rule.clone()).or_default() += 1;
            }
            row.by_sharing += u64::from(pair.is_by_sharing);
        }
        Some(row)
    });
    Ok(RunHelpers { rows: rows.collect(), run })
}

//! How far a recheck is, by organisation: counts alone.

use std::collections::BTreeMap;

use guanai_casework::{CountedAs, Recheck, RecheckState};
use guanai_kernel::Date;
use guanai_kernel::ids::{OrganizationId, RecheckId};
use guanai_store::rechecks::{self, ItemCount};
use guanai_store::{StoreError, Tx};

use super::ReadRecheckError;
use crate::actor::Act;
use crate::cx::Cx;
use crate::scope::ScopeOf;

/// How far it is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Progress {
    /// How many are counted in each way; ways in which nobody is are left out.
    pub by_way: BTreeMap<CountedAs, u64>,
    /// How many were answered for after the last day.
    pub late: u64,
    /// How many came on it after the opening.
    pub came_later: u64,
}

impl Progress {
    /// Everybody on it.
    pub fn all(&self) -> u64 {
        self.by_way.values().sum()
    }

    /// Those for whom nothing is left to do.
    pub fn settled(&self) -> u64 {
        self.by_way.iter().filter(|(way, _)| way.is_settled()).map(|(_, count)| *count).sum()
    }

    /// Those who were seen.
    pub fn seen(&self) -> u64 {
        self.by_way.iter().filter(|(way, _)| way.is_seen()).map(|(_, count)| *count).sum()
    }

    /// Those who are still to be seen.
    pub fn open(&self) -> u64 {
        self.all().saturating_sub(self.settled())
    }

    pub(super) fn add(&mut self, counted: ItemCount) {
        *self.by_way.entry(counted.counted_as).or_default() += counted.count;
        self.late += if counted.is_late { counted.count } else { 0 };
        self.came_later += if counted.came_later { counted.count } else { 0 };
    }
}

/// A recheck counted by organisation.
pub(super) async fn counted(tx: &mut Tx, recheck: &Recheck) -> Result<BTreeMap<OrganizationId, Progress>, StoreError> {
    let mut by_place: BTreeMap<OrganizationId, Progress> = BTreeMap::new();
    let Some(opened_on) = recheck.opened_on() else { return Ok(by_place) };
    for counted in rechecks::count_items(tx, recheck, opened_on).await? {
        by_place.entry(counted.organization_id).or_default().add(counted);
    }
    Ok(by_place)
}

/// Of some organisations together.
pub(super) fn summed<'p>(
    by_place: &BTreeMap<OrganizationId, Progress>,
    places: impl IntoIterator<Item = &'p OrganizationId>,
) -> Progress {
    let mut sum = Progress::default();
    for one in places.into_iter().filter_map(|id| by_place.get(id)) {
        for (way, count) in &one.by_way {
            *sum.by_way.entry(*way).or_default() += count;
        }
        sum.late += one.late;
        sum.came_later += one.came_later;
    }
    sum
}

/// The recheck of which something is the actor's: one to approve, or one on which somebody of theirs is still to be seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunningRecheck {
    /// Which.
    pub recheck_id: RecheckId,
    /// Of which year.
    pub year: i16,
    /// Its last day.
    pub until_on: Date,
    /// Where it stands.
    pub state: RecheckState,
    /// How far it is within the actor's scope.
    pub progress: Progress,
    /// Whether it waits for this actor's approval.
    pub waits_for_approval: bool,
}

/// What of a recheck waits for the actor; none where nothing does. Nobody is named, and no reading recorded.
pub async fn running_recheck(cx: &Cx<'_>) -> Result<Option<RunningRecheck>, ReadRecheckError> {
    cx.authorise(Act::ReadRecheck)?;
    let mut tx = cx.db.begin_read().await?;
    let read = running(cx, &mut tx).await;
    tx.rollback().await?;
    read
}

async fn running(cx: &Cx<'_>, tx: &mut Tx) -> Result<Option<RunningRecheck>, ReadRecheckError> {
    let scope = ScopeOf::resolve(tx, &cx.actor).await?;
    let approves = cx.authorise(Act::ApproveRecheck).is_ok();
    for recheck in rechecks::list_all(tx).await? {
        let by_place = counted(tx, &recheck).await?;
        let progress = summed(&by_place, by_place.keys().filter(|id| scope.holds_organization(**id)));
        let waits_for_approval =
            recheck.state == RecheckState::Drafted && approves && recheck.drafted.by != cx.actor.name;
        if waits_for_approval || (recheck.state.takes_answers() && progress.open() > 0) {
            let (recheck_id, year, until_on, state) =
                (recheck.recheck_id, recheck.year, recheck.until_on, recheck.state);
            return Ok(Some(RunningRecheck { recheck_id, year, until_on, state, progress, waits_for_approval }));
        }
    }
    Ok(None)
}

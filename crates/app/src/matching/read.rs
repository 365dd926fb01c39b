//! Saved runs as they are read: within the actor's scope, with the names that the role sees, and with what became of each need since.

use std::collections::{BTreeMap, BTreeSet};

use guanai_casework::{
    Engaged, Finding, FindingKind, MatchingResult, MatchingRun, Need, NeedState, Offer, ProviderKind, RunCounts,
    RunWish,
};
use guanai_kernel::Date;
use guanai_kernel::ids::{MatchingRunId, NeedId, OfferId, OrganizationId};
use guanai_store::audit::Subject;
use guanai_store::matching_runs::{self, Wanted};
use guanai_store::{StoreError, Stretch, Tx, needs, offers, organizations, pairs};

use super::told::within;
use crate::actor::{Act, Denied};
use crate::cx::Cx;
use crate::names;
use crate::needs::{ListedNeed, listed};
use crate::pairing::engaged_on;
use crate::people::Sight;
use crate::scope::ScopeOf;

/// Lines on a page, and runs.
pub const PAGE: u64 = 50;

/// A run in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedRun {
    /// The run.
    pub run: MatchingRun,
    /// Its figures; none where it is for more than the actor reaches.
    pub counts: Option<RunCounts>,
    /// Who ran it, by the account's name.
    pub by: Option<String>,
    /// For whose needs, by name; none is the whole county.
    pub organization: Option<String>,
    /// The number of the run that it differs from by a change by hand.
    pub revises: Option<u32>,
}

/// A change by hand, as those read it who see whose need it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedWish {
    /// The change.
    pub wish: RunWish,
    /// The need, as lists show it.
    pub need: ListedNeed,
    /// Who is to be asked, or not to be.
    pub helper: Option<HelperFace>,
    /// Who wants it, by the account's name.
    pub by: Option<String>,
}

/// A page of runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunsPage {
    /// The runs, the latest first.
    pub rows: Vec<ListedRun>,
    /// How many there are on all pages.
    pub total: u64,
    /// Which page, from 1.
    pub page: u64,
}

/// Which lines of a run are read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadRun {
    /// Of which run.
    pub run_id: MatchingRunId,
    /// Of which kind.
    pub kind: FindingKind,
    /// Of a category of the pack.
    pub category: Option<String>,
    /// In a township.
    pub township: Option<String>,
    /// Those that propose this offer.
    pub offer_id: Option<OfferId>,
    /// Which page, from 1.
    pub page: u64,
}

/// Whoever is proposed, by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HelperFace {
    /// The offer.
    pub offer_id: OfferId,
    /// Who offers.
    pub name: String,
    /// Of what kind they are.
    pub kind: ProviderKind,
    /// The code of the system of the organisation in which it was made, where one is known.
    pub system: Option<String>,
    /// How many more it can serve now.
    pub left: u64,
    /// Whether it still holds.
    pub holds: bool,
}

/// How a line stands now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineState {
    /// Nothing was done about it since.
    Waits,
    /// Both sides are asked since 征求意见中.
    Asked,
    /// Somebody was named to help since 已有安排.
    Arranged,
    /// It was closed, taken back, merged or split since.
    Ended,
    /// The one that is proposed has no place left, or is over.
    HelperTaken,
}

/// A line of a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunLine {
    /// As it was saved.
    pub result: MatchingResult,
    /// The need, as lists show it.
    pub need: ListedNeed,
    /// Who is proposed.
    pub helper: Option<HelperFace>,
    /// Who would come next.
    pub next: Option<HelperFace>,
    /// Who is taken by others, where nobody is left.
    pub taken: Vec<HelperFace>,
    /// How it stands now.
    pub state: LineState,
}

/// A run as the actor may see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunPage {
    /// The run; recruits and walls are those of the townships within the scope.
    pub listed: ListedRun,
    /// How many lines of each kind are within the scope.
    pub lines: BTreeMap<FindingKind, u64>,
    /// How many offers those propose.
    pub helpers: u64,
    /// The townships within the scope where somebody needed help.
    pub townships: BTreeSet<String>,
    /// The lines.
    pub rows: Vec<RunLine>,
    /// How many there are on all pages.
    pub total: u64,
    /// Which page, from 1.
    pub page: u64,
    /// The changes by hand in it, of needs within the scope.
    pub wishes: Vec<ListedWish>,
    /// Whether the actor may change it by hand.
    pub may_change: bool,
}

/// Why there is nothing to read. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum ReadRunError {
    /// The role does not hold it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// None there, or for organisations outside the scope: the two cannot be told apart.
    #[error("there is no such run")]
    NotFound,
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl ReadRunError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Denied(_) => "denied",
            Self::NotFound => "matching-run-not-found",
            Self::Store(error) => error.code(),
        }
    }
}

/// The runs that the actor may read: those for the whole county, of which they see their own people, and those for organisations
/// within their scope. Nobody is named.
pub async fn list_matching_runs(cx: &mut Cx<'_>, page: u64) -> Result<RunsPage, ReadRunError> {
    cx.authorise(Act::ReadMatching)?;
    let page = page.max(1);
    let mut tx = cx.db.begin_read().await?;
    let scope = ScopeOf::resolve(&mut tx, &cx.actor).await?;
    let own = own(&scope);
    let stretch = Stretch::of_page(page, PAGE);
    let mut rows = Vec::new();
    for mut run in matching_runs::list(&mut tx, own.as_deref(), stretch).await? {
        (run.recruits, run.walls) = (Vec::new(), Vec::new());
        rows.push(faced(&mut tx, &scope, run).await?);
    }
    let total = matching_runs::count(&mut tx, own.as_deref()).await?;
    tx.rollback().await?;
    cx.record_reading(Act::ReadMatching, Vec::new()).await?;
    Ok(RunsPage { rows, total, page })
}

/// A run with names. What a run for more than the scope counted is not told.
pub(super) async fn faced(tx: &mut Tx, scope: &ScopeOf, run: MatchingRun) -> Result<ListedRun, StoreError> {
    let by = names::of_account(tx, &run.ran.by).await?;
    let revises = match run.revises {
        Some(run_id) => matching_runs::find(tx, run_id).await?.map(|run| run.no),
        None => None,
    };
    let organization = match run.organization_id {
        Some(id) => organizations::list_by_ids(tx, &[id]).await?.pop().map(|organization| organization.name),
        None => None,
    };
    Ok(ListedRun { counts: is_whole(scope, &run).then_some(run.counts), by, organization, revises, run })
}

pub(super) fn own(scope: &ScopeOf) -> Option<Vec<OrganizationId>> {
    scope.listed()
}

/// Whether a run may be read within the scope: one for the whole county may by everybody, who see their own people of it.
pub(crate) fn may_read(scope: &ScopeOf, run: &MatchingRun) -> bool {
    run.organization_id.is_none() || is_whole(scope, run)
}

/// Whether everything of a run is within the scope.
pub(super) fn is_whole(scope: &ScopeOf, run: &MatchingRun) -> bool {
    match (scope, run.organization_id) {
        (ScopeOf::Everything, _) => true,
        (_, Some(of)) => scope.holds_organization(of),
        (_, None) => false,
    }
}

/// Reads lines of a run as of a day. The record names the needs, persons and offers on the page.
pub async fn read_matching_run(cx: &mut Cx<'_>, on: Date, ask: &ReadRun) -> Result<RunPage, ReadRunError> {
    cx.authorise(Act::ReadMatching)?;
    let mut tx = cx.db.begin_read().await?;
    let page = load(cx, &mut tx, on, ask).await;
    tx.rollback().await?;
    let page = page?;
    let mut subjects: BTreeSet<Subject> = BTreeSet::new();
    for row in &page.rows {
        subjects.extend([Subject::Need(row.need.need_id), Subject::Person(row.need.person_id)]);
        let helpers = row.helper.iter().chain(&row.next).chain(&row.taken);
        subjects.extend(helpers.map(|helper| Subject::Offer(helper.offer_id)));
    }
    for ListedWish { wish, .. } in &page.wishes {
        subjects.extend([Subject::Need(wish.need_id), Subject::Person(wish.person_id), Subject::Offer(wish.offer_id)]);
    }
    cx.record_reading(Act::ReadMatching, subjects.into_iter().collect()).await?;
    Ok(page)
}

async fn load(cx: &Cx<'_>, tx: &mut Tx, on: Date, ask: &ReadRun) -> Result<RunPage, ReadRunError> {
    let scope = ScopeOf::resolve(tx, &cx.actor).await?;
    let frame = framed(cx, tx, on, &scope, ask.run_id).await?;
    let meant = Wanted {
        run_id: ask.run_id,
        kind: ask.kind,
        category: ask.category.clone(),
        township: ask.township.clone(),
        offer_id: ask.offer_id,
        organizations: own(&scope),
    };
    let page = ask.page.max(1);
    let stretch = Stretch::of_page(page, PAGE);
    let found = matching_runs::list_results(tx, &meant, stretch).await?;
    let total = matching_runs::count_results(tx, &meant).await?;
    let rows = rows(cx, tx, on, found).await?;
    Ok(RunPage { rows, total, page, ..frame })
}

/// What every page of a run shows, without lines.
pub(super) async fn framed(
    cx: &Cx<'_>,
    tx: &mut Tx,
    on: Date,
    scope: &ScopeOf,
    run_id: MatchingRunId,
) -> Result<RunPage, ReadRunError> {
    let mut run = matching_runs::find(tx, run_id).await?.ok_or(ReadRunError::NotFound)?;
    if !may_read(scope, &run) {
        return Err(ReadRunError::NotFound);
    }
    let townships = townships(tx, scope).await?;
    run.recruits.retain(|recruit| within(townships.as_ref(), recruit.township.as_ref()));
    run.walls.retain(|wall| within(townships.as_ref(), wall.township.as_ref()));
    let organizations = own(scope);
    let wanted = |kind| Wanted {
        run_id,
        kind,
        category: None,
        township: None,
        offer_id: None,
        organizations: organizations.clone(),
    };
    let mut lines = BTreeMap::new();
    for kind in FindingKind::ALL {
        lines.insert(*kind, matching_runs::count_results(tx, &wanted(*kind)).await?);
    }
    let helpers = matching_runs::count_helpers(tx, &wanted(FindingKind::Proposed)).await?;
    let townships = run.walls.iter().filter_map(|wall| wall.township.clone()).collect();
    let wishes = wishes(cx, tx, on, scope, run_id).await?;
    // A change could move everybody where load is shared evenly.
    let may_change = is_whole(scope, &run) && !cx.standards.pack.matching().even_load;
    let listed = faced(tx, scope, run).await?;
    Ok(RunPage { listed, lines, helpers, townships, rows: Vec::new(), total: 0, page: 1, wishes, may_change })
}

/// The changes by hand in a run, of needs within the scope, the latest first.
async fn wishes(
    cx: &Cx<'_>,
    tx: &mut Tx,
    on: Date,
    scope: &ScopeOf,
    run_id: MatchingRunId,
) -> Result<Vec<ListedWish>, StoreError> {
    let mut within = Vec::new();
    for wish in matching_runs::list_wishes(tx, run_id).await?.into_iter().rev() {
        if scope.holds_person(tx, wish.person_id).await? {
            within.push(wish);
        }
    }
    let ids: Vec<NeedId> = within.iter().map(|wish| wish.need_id).collect();
    let needs = needs::list_by_ids(tx, &ids).await?;
    let needs = listed(tx, Sight::of(cx.actor.role), &needs).await?;
    let faces = faces(tx, on, within.iter().map(|wish| wish.offer_id).collect()).await?;
    let mut told = Vec::with_capacity(within.len());
    for wish in within {
        let Some(need) = needs.iter().find(|need| need.need_id == wish.need_id) else { continue };
        let by = names::of_account(tx, &wish.wished.by).await?;
        told.push(ListedWish { need: need.clone(), helper: faces.get(&wish.offer_id).cloned(), by, wish });
    }
    Ok(told)
}

/// The townships of a scope; none is the whole county.
async fn townships(tx: &mut Tx, scope: &ScopeOf) -> Result<Option<BTreeSet<String>>, StoreError> {
    let Some(own) = own(scope) else { return Ok(None) };
    let places = organizations::list_by_ids(tx, &own).await?;
    Ok(Some(places.into_iter().filter_map(|place| place.township).collect()))
}

/// Lines with names. A need that is no longer there is left out.
async fn rows(cx: &Cx<'_>, tx: &mut Tx, on: Date, found: Vec<MatchingResult>) -> Result<Vec<RunLine>, StoreError> {
    let sight = Sight::of(cx.actor.role);
    let ids: Vec<NeedId> = found.iter().map(|result| result.need_id).collect();
    let of_page = needs::list_by_ids(tx, &ids).await?;
    let listed: BTreeMap<NeedId, ListedNeed> =
        listed(tx, sight, &of_page).await?.into_iter().map(|need| (need.need_id, need)).collect();
    let needs: BTreeMap<NeedId, Need> = of_page.into_iter().map(|need| (need.need_id, need)).collect();
    let engaged = pairs::list_engaged(tx, engaged_on(&cx.standards.pack, on)).await?;
    let faces = faces(tx, on, named(&found)).await?;
    let face = |id: &OfferId| faces.get(id).cloned();
    let rows = found.into_iter().filter_map(|result| {
        let (need, listed) = (needs.get(&result.need_id)?, listed.get(&result.need_id)?.clone());
        let (helper, next, taken) = match &result.finding {
            Finding::Proposed(offer_id, pair) => {
                (face(offer_id), pair.next_best.as_ref().and_then(|next| face(&next.offer_id)), Vec::new())
            }
            Finding::Unmet(lack) => (None, None, lack.offers.iter().filter_map(face).collect()),
            Finding::WithoutCategory => (None, None, Vec::new()),
        };
        let state = stands(need, engaged.get(&need.need_id), result.finding.offer(), helper.as_ref());
        Some(RunLine { result, need: listed, helper, next, taken, state })
    });
    Ok(rows.collect())
}

/// How a line stands that proposes an offer, or nobody.
fn stands(need: &Need, engaged: Option<&Engaged>, proposed: Option<OfferId>, helper: Option<&HelperFace>) -> LineState {
    if need.state.is_ended() {
        return LineState::Ended;
    }
    let named = need.progress.helper.as_ref();
    if need.state == NeedState::Helped || (proposed.is_some() && named.and_then(|named| named.offer_id) == proposed) {
        return LineState::Arranged;
    }
    let nobody = Engaged::default();
    let engaged = engaged.unwrap_or(&nobody);
    match helper {
        _ if proposed.is_some_and(|offer_id| engaged.holds(offer_id)) => LineState::Asked,
        _ if need.lacks(engaged) == 0 && named.is_some() => LineState::Arranged,
        _ if need.lacks(engaged) == 0 => LineState::Asked,
        Some(helper) if !helper.holds || helper.left == 0 => LineState::HelperTaken,
        _ => LineState::Waits,
    }
}

/// Those whom lines name.
fn named(found: &[MatchingResult]) -> BTreeSet<OfferId> {
    let mut ids: BTreeSet<OfferId> = BTreeSet::new();
    for result in found {
        match &result.finding {
            Finding::Proposed(offer_id, pair) => {
                ids.insert(*offer_id);
                ids.extend(pair.next_best.as_ref().map(|next| next.offer_id));
            }
            Finding::Unmet(lack) => ids.extend(&lack.offers),
            Finding::WithoutCategory => {}
        }
    }
    ids
}

/// Offers by name, with what is left of each.
pub(super) async fn faces(
    tx: &mut Tx,
    on: Date,
    ids: BTreeSet<OfferId>,
) -> Result<BTreeMap<OfferId, HelperFace>, StoreError> {
    let ids: Vec<OfferId> = ids.into_iter().collect();
    let found = offers::list_by_ids(tx, &ids).await?;
    let taken = pairs::count_taken(tx, &ids, on).await?;
    let places: Vec<OrganizationId> = found.iter().filter_map(|offer| offer.organization_id).collect();
    let systems: BTreeMap<OrganizationId, String> = organizations::list_by_ids(tx, &places)
        .await?
        .into_iter()
        .map(|place| (place.organization_id, place.system.code().to_owned()))
        .collect();
    let face = |offer: Offer| {
        let taken = taken.get(&offer.offer_id).copied().unwrap_or(0);
        let face = HelperFace {
            offer_id: offer.offer_id,
            system: offer.organization_id.and_then(|id| systems.get(&id).cloned()),
            left: u64::try_from(offer.capacity).unwrap_or(0).saturating_sub(taken),
            holds: offer.holds_on(on),
            name: offer.provider_name,
            kind: offer.provider_kind,
        };
        (offer.offer_id, face)
    };
    Ok(found.into_iter().map(face).collect())
}

//! Reading agreements: the list, whatever is due in front; one with what went each way; and how many wait for somebody.

use std::collections::BTreeMap;

use guanai_casework::partnership::Given;
use guanai_casework::{PartnerSide, Partnership, PartnershipDeed, PartnershipMove, PartnershipState};
use guanai_kernel::civil::add_days;
use guanai_kernel::ids::{OrganizationId, PartnershipId};
use guanai_kernel::{Date, Settlement};
use guanai_store::audit::Subject;
use guanai_store::partnerships::{self, PartnershipsWanted};
use guanai_store::{StoreError, Stretch, Tx, organizations};

use super::propose::ALL;
use super::{PartnershipsError, act_of, own_sides, subjects};
use crate::actor::Act;
use crate::cx::Cx;
use crate::names;
use crate::scope::ScopeOf;

/// Rows of a list at most.
pub const PAGE_ROWS: u64 = 50;

/// Which list is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PartnershipsAsk {
    /// Of an organisation and all below it; none is all within the scope.
    pub organization_id: Option<OrganizationId>,
    /// Those that are over, instead of those that are not.
    pub is_over: bool,
    /// Those alone that are due.
    pub is_due: bool,
    /// Which page, from 1.
    pub page: u64,
}

/// An agreement of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedPartnership {
    /// It.
    pub partnership: Partnership,
    /// What the one organisation is called.
    pub one: String,
    /// What the other is called.
    pub other: String,
    /// Whether it waits for an answer of the reader's.
    pub awaits_me: bool,
    /// Whether a task or a look is due, or nearly.
    pub is_due: bool,
}

/// A page of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartnershipsPage {
    /// The day.
    pub as_of: Date,
    /// The rows.
    pub rows: Vec<ListedPartnership>,
    /// How many there are in all.
    pub total: u64,
    /// Whether the actor may propose one.
    pub may_propose: bool,
}

/// One agreement as the actor may move it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartnershipView {
    /// The day.
    pub as_of: Date,
    /// It; hands are named.
    pub partnership: Partnership,
    /// What each side is called.
    pub names: [String; 2],
    /// Where each lies, where that is known.
    pub lies_in: [Option<Settlement>; 2],
    /// What each side gave.
    pub given: [Given; 2],
    /// The side that did nothing yet while the other did.
    pub silent: Option<PartnerSide>,
    /// What was done, the latest first; hands are named.
    pub deeds: Vec<PartnershipDeed>,
    /// For which sides the actor acts.
    pub own: Vec<PartnerSide>,
    /// What the actor may do now, for which side; none where it is of neither.
    pub moves: Vec<(PartnershipMove, Option<PartnerSide>)>,
    /// Whether the last day is over and nobody ended it.
    pub is_past: bool,
}

/// The last day whose tasks and looks are told today.
fn ahead(cx: &Cx<'_>) -> Date {
    let today = cx.now.day_in_china();
    let days = cx.standards.pack.matching().partnership.as_ref().map_or(0, |rules| rules.remind_days);
    i32::try_from(days).ok().and_then(|days| add_days(today, days)).unwrap_or(today)
}

/// Lists agreements of which a side lies within the scope.
pub async fn list_partnerships(cx: &mut Cx<'_>, ask: &PartnershipsAsk) -> Result<PartnershipsPage, PartnershipsError> {
    cx.authorise(Act::ReadPartnerships)?;
    let mut tx = cx.db.begin_read().await?;
    let page = listed(cx, &mut tx, ask).await;
    tx.rollback().await?;
    let page = page?;
    let about = ask.organization_id.map(Subject::Organization);
    cx.record_reading(Act::ReadPartnerships, about.into_iter().collect()).await?;
    Ok(page)
}

async fn listed(cx: &Cx<'_>, tx: &mut Tx, ask: &PartnershipsAsk) -> Result<PartnershipsPage, PartnershipsError> {
    let scope = ScopeOf::resolve(tx, &cx.actor).await?;
    let states = PartnershipState::ALL.iter().copied().filter(|state| state.is_open() != ask.is_over).collect();
    let wanted = PartnershipsWanted {
        organizations: scope.narrowed(tx, ask.organization_id).await?,
        states,
        due_by: ask.is_due.then(|| ahead(cx)),
    };
    let found = partnerships::list_wanted(tx, &wanted, Stretch::of_page(ask.page, PAGE_ROWS)).await?;
    let total = partnerships::count_wanted(tx, &wanted).await?;
    let ids: Vec<OrganizationId> = found.iter().flat_map(|one| [one.one_id, one.other_id]).collect();
    let named: BTreeMap<OrganizationId, String> = names::of_places(tx, &ids).await?;
    let name = |id: OrganizationId| named.get(&id).cloned().unwrap_or_default();
    let soon = ahead(cx);
    let rows = found.into_iter().map(|partnership| ListedPartnership {
        one: name(partnership.one_id),
        other: name(partnership.other_id),
        awaits_me: own_sides(&scope, &partnership).into_iter().any(|side| may_accept(cx, &partnership, side)),
        is_due: partnership.due_on().is_some_and(|due| due <= soon),
        partnership,
    });
    let rows = rows.collect();
    let as_of = cx.now.day_in_china();
    Ok(PartnershipsPage { as_of, rows, total, may_propose: cx.authorise(Act::ProposePartnership).is_ok() })
}

fn may_accept(cx: &Cx<'_>, partnership: &Partnership, side: PartnerSide) -> bool {
    let accept = PartnershipMove::Accept;
    cx.authorise(act_of(accept)).is_ok() && partnership.may(accept, Some(side), &cx.actor.name).is_ok()
}

/// Reads one agreement. The record names both organisations.
pub async fn read_partnership(
    cx: &mut Cx<'_>,
    partnership_id: PartnershipId,
) -> Result<PartnershipView, PartnershipsError> {
    cx.authorise(Act::ReadPartnerships)?;
    let mut tx = cx.db.begin_read().await?;
    let view = view(cx, &mut tx, partnership_id).await;
    tx.rollback().await?;
    let view = view?;
    cx.record_reading(Act::ReadPartnerships, subjects(&view.partnership)).await?;
    Ok(view)
}

async fn view(cx: &Cx<'_>, tx: &mut Tx, partnership_id: PartnershipId) -> Result<PartnershipView, PartnershipsError> {
    let mut partnership = partnerships::find(tx, partnership_id).await?.ok_or(PartnershipsError::NotFound)?;
    let own = own_sides(&ScopeOf::resolve(tx, &cx.actor).await?, &partnership);
    if own.is_empty() {
        return Err(PartnershipsError::NotFound);
    }
    let today = cx.now.day_in_china();
    let mut deeds = partnerships::list_deeds(tx, partnership_id).await?;
    let places = organizations::list_by_ids(tx, &[partnership.one_id, partnership.other_id]).await?;
    let place = |side| places.iter().find(|place| place.organization_id == partnership.organization(side));
    let sides = [PartnerSide::One, PartnerSide::Other];
    let given = sides.map(|side| partnership.given(side, &deeds, today));
    let silent = partnership.silent(&deeds, today);
    let names = sides.map(|side| place(side).map(|place| place.name.clone()).unwrap_or_default());
    let lies_in = sides.map(|side| place(side).and_then(guanai_registry::PartyOrganization::lies_in));
    let moves = moves(cx, &partnership, &own);
    for deed in &mut deeds {
        names::show_hand(tx, &mut deed.recorded.by).await?;
        if let Some((hand, _)) = &mut deed.struck {
            names::show_hand(tx, &mut hand.by).await?;
        }
    }
    let is_past = partnership.state == PartnershipState::Running && partnership.is_past(today);
    name_hands(tx, &mut partnership).await?;
    Ok(PartnershipView { as_of: today, partnership, names, lies_in, given, silent, deeds, own, moves, is_past })
}

/// Names in the place of accounts.
async fn name_hands(tx: &mut Tx, partnership: &mut Partnership) -> Result<(), StoreError> {
    let closed = partnership.closed.as_mut().map(|closed| &mut closed.hand);
    let agreed = [partnership.one_agreed.as_mut(), partnership.other_agreed.as_mut()].into_iter().flatten();
    for hand in std::iter::once(&mut partnership.proposed).chain(agreed).chain(closed) {
        names::show_hand(tx, &mut hand.by).await?;
    }
    for done in partnership.terms.tasks.iter_mut().filter_map(|task| task.done.as_mut()) {
        names::show_hand(tx, &mut done.by).await?;
    }
    Ok(())
}

/// What somebody may do now, for which side.
fn moves(cx: &Cx<'_>, partnership: &Partnership, own: &[PartnerSide]) -> Vec<(PartnershipMove, Option<PartnerSide>)> {
    let mut moves = Vec::new();
    for step in PartnershipMove::ALL.iter().copied().filter(|step| cx.authorise(act_of(*step)).is_ok()) {
        let is_of_neither = matches!(step, PartnershipMove::Withdraw | PartnershipMove::Review);
        let sides: Vec<Option<PartnerSide>> =
            if is_of_neither { vec![None] } else { own.iter().copied().map(Some).collect() };
        let may = |side: &Option<PartnerSide>| partnership.may(step, *side, &cx.actor.name).is_ok();
        moves.extend(sides.into_iter().filter(may).map(|side| (step, side)));
    }
    moves
}

/// How many agreements wait for whoever answers for a side themself: an answer, a task or a look that is due. Whoever is above reads the list.
pub async fn count_partnerships_due(cx: &Cx<'_>) -> Result<u64, PartnershipsError> {
    cx.authorise(Act::ReadPartnerships)?;
    let mut tx = cx.db.begin_read().await?;
    let found = open_of(cx, &mut tx).await;
    tx.rollback().await?;
    let soon = ahead(cx);
    let waits = found?.into_iter().filter(|one| {
        let mine = PartnerSide::ALL.iter().copied().filter(|side| cx.actor.holds_itself(one.organization(*side)));
        let mine: Vec<PartnerSide> = mine.collect();
        let asked = mine.iter().any(|side| may_accept(cx, one, *side));
        asked || (!mine.is_empty() && one.due_on().is_some_and(|due| due <= soon))
    });
    Ok(u64::try_from(waits.count()).unwrap_or(u64::MAX))
}

async fn open_of(cx: &Cx<'_>, tx: &mut Tx) -> Result<Vec<Partnership>, StoreError> {
    let scope = ScopeOf::resolve(tx, &cx.actor).await?;
    let wanted =
        PartnershipsWanted { organizations: scope.listed(), states: PartnershipState::OPEN.to_vec(), due_by: None };
    partnerships::list_wanted(tx, &wanted, ALL).await
}

/// The agreement of a kind that the actor proposed between two organisations, by their codes, and that is not over: a form that comes twice
/// finds what it did.
pub async fn find_own_proposal(
    cx: &Cx<'_>,
    kind: &str,
    codes: (&str, &str),
) -> Result<Option<PartnershipId>, PartnershipsError> {
    cx.authorise(Act::ProposePartnership)?;
    let mut tx = cx.db.begin_read().await?;
    let found = own_proposal(cx, &mut tx, kind, codes).await;
    tx.rollback().await?;
    Ok(found?)
}

async fn own_proposal(
    cx: &Cx<'_>,
    tx: &mut Tx,
    kind: &str,
    (one, other): (&str, &str),
) -> Result<Option<PartnershipId>, StoreError> {
    let one = organizations::find_by_code(tx, one).await?.map(|place| place.organization_id);
    let other = organizations::find_by_code(tx, other).await?.map(|place| place.organization_id);
    let (Some(one), Some(other)) = (one, other) else { return Ok(None) };
    let open = open_of(cx, tx).await?.into_iter().find(|open| {
        open.terms.kind == kind
            && open.proposed.by == cx.actor.name
            && [(one, other), (other, one)].contains(&(open.one_id, open.other_id))
    });
    Ok(open.map(|open| open.partnership_id))
}

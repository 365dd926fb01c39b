//! Reading hand-overs: the list of those that concern somebody, one with its items, and what of them waits.

use std::collections::{BTreeMap, BTreeSet};

use guanai_casework::handover::{Handover, HandoverItem, ItemKind, ItemMove, ItemState, LateState, Party, Tally};
use guanai_casework::{VisitAct, VisitManner};
use guanai_kernel::Date;
use guanai_kernel::civil::add_days;
use guanai_kernel::ids::{AccountId, HandoverId, HandoverItemId, OrganizationId, PersonId, VisitId};
use guanai_store::accounts::{self, AccountState};
use guanai_store::audit::Subject;
use guanai_store::{
    StoreError, Stretch, Tx, appointments, handovers, late_records, organizations, persons, posts, visits,
};

use super::late::may_confirm;
use super::{HandoverError, side_of, stands};
use crate::accounts::SeenActor;
use crate::actor::{Act, Role, authorise};
use crate::cx::Cx;
use crate::people::{Sight, Words};
use crate::posts::powers_of_many;
use crate::scope::ScopeOf;

mod detail;

pub use detail::ItemDetail;

/// For how many days a hand-over that is complete stays on the list.
const KEPT_DAYS: i32 = 366;

/// A line of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandoverRow {
    /// The hand-over.
    pub handover_id: HandoverId,
    /// Where.
    pub organization: String,
    /// Who leaves.
    pub leaver: String,
    /// Which post.
    pub title: String,
    /// The last day of the post.
    pub last_on: Date,
    /// The last day of the hand-over.
    pub due_on: Date,
    /// How far it is.
    pub tally: Tally,
    /// On which side the reader is.
    pub side: Party,
    /// Whether its day is over and something is open.
    pub is_overdue: bool,
}

/// Who holds powers at an organisation now.
#[derive(Clone, PartialEq, Eq)]
pub struct Receiver {
    /// The account.
    pub account_id: AccountId,
    /// Its owner's name.
    pub name: String,
    /// Their record.
    pub person_id: Option<PersonId>,
}

guanai_kernel::debug_by_id!(Receiver.account_id);

/// An item as its reader may know it.
#[derive(Clone, PartialEq, Eq)]
pub struct ItemView {
    /// The item.
    pub item_id: HandoverItemId,
    /// What it is.
    pub kind: ItemKind,
    /// How it stands.
    pub state: ItemState,
    /// Whom it concerns, by name.
    pub about: Option<String>,
    /// What more there is to say.
    pub detail: Option<ItemDetail>,
    /// What was typed.
    pub words: Option<String>,
    /// Its day.
    pub due_on: Option<Date>,
    /// What was said at the last move.
    pub reason: Option<String>,
    /// Who moved it last, and on which day; none by name where the record itself did.
    pub moved: Option<(Option<String>, Date)>,
    /// The record, where the reader may open it.
    pub opens: Option<String>,
    /// What the reader may do.
    pub moves: Vec<ItemMove>,
}

guanai_kernel::debug_by_id!(ItemView.item_id, LateView.visit_id);

/// A late record as its reader may know it.
#[derive(Clone, PartialEq, Eq)]
pub struct LateView {
    /// The visit.
    pub visit_id: VisitId,
    /// Who was visited.
    pub name: String,
    /// Which act.
    pub act: VisitAct,
    /// The day.
    pub made_on: Date,
    /// How.
    pub manner: VisitManner,
    /// What was learned.
    pub found: Option<String>,
    /// Where it stands.
    pub state: LateState,
    /// Why it was rejected.
    pub reason: Option<String>,
}

/// A hand-over as its reader may know it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandoverFile {
    /// The line of the list.
    pub row: HandoverRow,
    /// Where.
    pub organization_id: OrganizationId,
    /// Who watches over it.
    pub supervisor: Option<String>,
    /// Who may receive: they hold powers there now.
    pub receivers: Vec<Receiver>,
    /// Its items; none for the leaver once everything is settled.
    pub items: Vec<ItemView>,
    /// Visits that were written down late.
    pub late: Vec<LateView>,
    /// Whether the reader may confirm them.
    pub may_confirm_late: bool,
    /// The days that the reader may still write down, as leaver.
    pub late_days: Option<(Date, Date)>,
    /// Whether the reader may put something on the list.
    pub may_add: bool,
    /// Whether the reader says who watches over it.
    pub may_name_supervisor: bool,
}

/// What of hand-overs waits for somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct HandoversDue {
    /// Items to be accepted or returned, as successor.
    pub to_receive: u64,
    /// Items that were returned, as leaver.
    pub to_mend: u64,
    /// Hand-overs whose day is over, as superior.
    pub overdue: u64,
    /// Items that were returned or must be settled, to be decided on as superior.
    pub to_decide: u64,
    /// Late records to be confirmed.
    pub late: u64,
    /// The first day of what waits.
    pub first_due_on: Option<Date>,
}

/// Lists the hand-overs that concern the actor: those of their own, and those of the organisations within reach. Open ones first.
pub async fn list_handovers(cx: &mut Cx<'_>) -> Result<Vec<HandoverRow>, HandoverError> {
    cx.authorise(Act::ReadHandovers)?;
    let mut tx = cx.db.begin_read().await?;
    let rows = rows(cx, &mut tx).await;
    tx.rollback().await?;
    let mut rows = rows?;
    rows.sort_by_key(|(row, _)| (row.tally.is_complete(), row.due_on, row.handover_id));
    let subjects = rows.iter().map(|(_, leaver)| Subject::Person(*leaver)).collect();
    cx.record_reading(Act::ReadHandovers, subjects).await?;
    Ok(rows.into_iter().map(|(row, _)| row).collect())
}

async fn rows(cx: &Cx<'_>, tx: &mut Tx) -> Result<Vec<(HandoverRow, PersonId)>, StoreError> {
    let today = cx.now.day_in_china();
    let scope = ScopeOf::resolve(tx, &cx.actor).await?;
    let within: Option<Vec<OrganizationId>> = scope.listed();
    let mut found = handovers::list_at(tx, within.as_deref()).await?;
    if let Some(own) = cx.actor.person_id {
        found.extend(handovers::list_of(tx, own).await?);
    }
    let mut seen = BTreeSet::new();
    found.retain(|one| seen.insert(one.handover_id));
    let ids: Vec<HandoverId> = found.iter().map(|one| one.handover_id).collect();
    let tallies = handovers::count_items(tx, &ids).await?;
    let oldest = add_days(today, -KEPT_DAYS).unwrap_or(today);
    let mut rows = Vec::new();
    for handover in found {
        let tally = tallies.get(&handover.handover_id).copied().unwrap_or_default();
        let kept = !tally.is_complete() || handover.until_on > oldest;
        let Some(side) = side_of(&cx.actor, &scope, &handover).filter(|_| kept) else { continue };
        if stands(tx, &handover).await? {
            rows.push((row(cx, tx, &handover, side, tally).await?, handover.person_id));
        }
    }
    Ok(rows)
}

async fn row(
    cx: &Cx<'_>,
    tx: &mut Tx,
    handover: &Handover,
    side: Party,
    tally: Tally,
) -> Result<HandoverRow, StoreError> {
    let organization = organizations::find(tx, handover.organization_id).await?.map(|found| found.name);
    let leaver = persons::find(tx, handover.person_id).await?.map(|person| person.name);
    Ok(HandoverRow {
        handover_id: handover.handover_id,
        organization: organization.unwrap_or_default(),
        leaver: leaver.map(|name| Sight::of(cx.actor.role).name(&name)).unwrap_or_default(),
        title: handover.title.clone(),
        last_on: add_days(handover.until_on, -1).unwrap_or(handover.until_on),
        due_on: handover.due_on,
        is_overdue: !tally.is_complete() && handover.due_on < cx.now.day_in_china(),
        tally,
        side,
    })
}

/// Reads one. The record names those whose matters stand on it.
pub async fn read_handover(cx: &mut Cx<'_>, handover_id: HandoverId) -> Result<HandoverFile, HandoverError> {
    cx.authorise(Act::ReadHandovers)?;
    let mut tx = cx.db.begin_read().await?;
    let read = read(cx, &mut tx, handover_id).await;
    tx.rollback().await?;
    let (file, mut people) = read?;
    people.sort_unstable();
    people.dedup();
    cx.record_reading(Act::ReadHandovers, people.into_iter().map(Subject::Person).collect()).await?;
    Ok(file)
}

async fn read(
    cx: &Cx<'_>,
    tx: &mut Tx,
    handover_id: HandoverId,
) -> Result<(HandoverFile, Vec<PersonId>), HandoverError> {
    let (handover, side) = super::reached(tx, &cx.actor, handover_id).await?.ok_or(HandoverError::NotFound)?;
    let today = cx.now.day_in_china();
    let mut items = handovers::list_items(tx, handover_id).await?;
    let tally = Tally::of(items.iter().map(|item| item.state));
    if side == Party::Leaver && handover.until_on <= today && tally.is_complete() {
        // Whoever left has no more to do with anybody's matters.
        items.clear();
    }
    let mut people = vec![handover.person_id];
    people.extend(items.iter().filter_map(|item| item.about));
    let views = views(cx, tx, side, &items).await?;
    let (late, visited) = late_views(cx, tx, handover_id).await?;
    people.extend(visited);
    let post = posts::find(tx, handover.post_id).await?;
    let late_days = post.map(|post| post.since_on).filter(|since| {
        let last = add_days(handover.until_on, -1).unwrap_or(handover.until_on);
        side == Party::Leaver && handover.takes_late_record(*since, last, today)
    });
    let superior = side == Party::Superior && authorise(&cx.actor, Act::SettleHandover).is_ok();
    let file = HandoverFile {
        row: row(cx, tx, &handover, side, tally).await?,
        organization_id: handover.organization_id,
        supervisor: handover.supervisor.clone(),
        receivers: receivers(tx, &handover, today).await?,
        items: views,
        late,
        may_confirm_late: authorise(&cx.actor, Act::ConfirmLateVisit).is_ok()
            && may_confirm(cx, tx, &handover, side).await?,
        late_days: late_days.map(|since| (since, add_days(handover.until_on, -1).unwrap_or(handover.until_on))),
        may_add: matches!(side, Party::Leaver | Party::Successor) && authorise(&cx.actor, Act::CarryHandover).is_ok(),
        may_name_supervisor: superior,
    };
    Ok((file, people))
}

/// Of items their words, as far as the reader may read them, and what the reader may do.
async fn views(cx: &Cx<'_>, tx: &mut Tx, side: Party, items: &[HandoverItem]) -> Result<Vec<ItemView>, StoreError> {
    let about: Vec<PersonId> = items.iter().filter_map(|item| item.about).collect();
    let found = persons::list_by_ids(tx, &about).await?;
    let names: BTreeMap<PersonId, String> = found.into_iter().map(|person| (person.person_id, person.name)).collect();
    let hands = items.iter().filter_map(|item| item.moved.as_ref()).map(|hand| hand.by.as_str());
    let movers = SeenActor::of_many(tx, hands).await?;
    let scope = ScopeOf::resolve(tx, &cx.actor).await?;
    let within = scope.organizations();
    let sight = Sight::of(cx.actor.role);
    let may_open = side != Party::Leaver && within.is_none_or(|ids| !ids.is_empty());
    let mut views = Vec::with_capacity(items.len());
    for item in items {
        let steps = item.state.moves(side).filter(|step| {
            let act = if side == Party::Superior { Act::SettleHandover } else { Act::CarryHandover };
            *step != ItemMove::Lapse && authorise(&cx.actor, act).is_ok()
        });
        let moved = item.moved.as_ref().map(|hand| {
            let by = movers.get(&hand.by).and_then(|seen| seen.name.clone());
            (by, hand.at.day_in_china())
        });
        views.push(ItemView {
            item_id: item.item_id,
            kind: item.kind,
            state: item.state,
            about: item.about.and_then(|id| names.get(&id)).map(|name| sight.name(name)),
            detail: detail::of(tx, item).await?,
            words: item.words.clone().filter(|_| sight.words == Words::Shown),
            due_on: item.due_on,
            reason: item.reason.clone().filter(|_| sight.words == Words::Shown),
            moved,
            opens: item.subject.clone().filter(|_| may_open),
            moves: steps.collect(),
        });
    }
    Ok(views)
}

async fn late_views(
    cx: &Cx<'_>,
    tx: &mut Tx,
    handover_id: HandoverId,
) -> Result<(Vec<LateView>, Vec<PersonId>), StoreError> {
    let sight = Sight::of(cx.actor.role);
    let (mut late, mut people) = (Vec::new(), Vec::new());
    for record in late_records::list_of(tx, handover_id).await? {
        let Some(visit) = visits::find(tx, record.visit_id).await? else { continue };
        let name = persons::find(tx, record.person_id).await?.map(|person| sight.name(&person.name));
        people.push(record.person_id);
        late.push(LateView {
            visit_id: visit.visit_id,
            name: name.unwrap_or_default(),
            act: visit.act,
            made_on: visit.made_on,
            manner: visit.manner,
            found: visit.found.filter(|_| sight.words == Words::Shown),
            state: record.state,
            reason: record.reason.filter(|_| sight.words == Words::Shown),
        });
    }
    Ok((late, people))
}

/// Who holds powers at the place of a hand-over on a day, and is not whoever leaves.
pub(super) async fn receivers(tx: &mut Tx, handover: &Handover, on: Date) -> Result<Vec<Receiver>, StoreError> {
    let mut found = holders_at(tx, handover.organization_id, on).await?;
    found.retain(|receiver| receiver.person_id != Some(handover.person_id));
    Ok(found)
}

/// Whose accounts hold powers over an organisation itself on a day.
pub(crate) async fn holders_at(
    tx: &mut Tx,
    organization_id: OrganizationId,
    on: Date,
) -> Result<Vec<Receiver>, StoreError> {
    let wanted = accounts::Wanted { organizations: Some(vec![organization_id]), ..accounts::Wanted::default() };
    let mut found = accounts::list_wanted(tx, &wanted, Stretch { skip: 0, take: u64::MAX }).await?;
    let appointed: Vec<PersonId> =
        appointments::list_at(tx, &[organization_id]).await?.into_iter().map(|one| one.person_id).collect();
    found.extend(accounts::list_of_persons(tx, &appointed).await?);
    let mut seen = BTreeSet::new();
    found.retain(|account| account.state != AccountState::Closed && seen.insert(account.account_id));
    let powers = powers_of_many(tx, &found, on).await?;
    let holds = |id: &AccountId| {
        powers.get(id).is_some_and(|held| {
            let carries = matches!(held.role, Role::BranchContact | Role::TownshipOfficer);
            carries && held.over().contains(&organization_id)
        })
    };
    let receivers = found.into_iter().filter(|account| holds(&account.account_id));
    Ok(receivers
        .map(|account| Receiver { account_id: account.account_id, name: account.name, person_id: account.person_id })
        .collect())
}

/// Counts what of hand-overs waits for the actor. It names nobody.
pub async fn count_handovers_due(cx: &Cx<'_>) -> Result<HandoversDue, HandoverError> {
    cx.authorise(Act::ReadHandovers)?;
    let mut tx = cx.db.begin_read().await?;
    let due = due(cx, &mut tx).await;
    tx.rollback().await?;
    Ok(due?)
}

async fn due(cx: &Cx<'_>, tx: &mut Tx) -> Result<HandoversDue, StoreError> {
    let today = cx.now.day_in_china();
    let mut due = HandoversDue::default();
    for (row, _) in rows(cx, tx).await?.into_iter().filter(|(row, _)| !row.tally.is_complete()) {
        let Tally { returned, blocked, .. } = row.tally;
        let waiting = row.tally.open().saturating_sub(returned).saturating_sub(blocked);
        let (count, more) = match row.side {
            Party::Successor => (&mut due.to_receive, waiting),
            Party::Leaver => (&mut due.to_mend, returned),
            Party::Superior | Party::Record => {
                due.overdue = due.overdue.saturating_add(u64::from(row.is_overdue));
                (&mut due.to_decide, returned.saturating_add(if row.last_on < today { blocked } else { 0 }))
            }
        };
        *count = count.saturating_add(more);
        if more > 0 || row.is_overdue {
            due.first_due_on = Some(due.first_due_on.map_or(row.due_on, |first| first.min(row.due_on)));
        }
    }
    if authorise(&cx.actor, Act::ConfirmLateVisit).is_ok() {
        due.late = waiting_late(cx, tx).await?;
    }
    Ok(due)
}

async fn waiting_late(cx: &Cx<'_>, tx: &mut Tx) -> Result<u64, StoreError> {
    let scope = ScopeOf::resolve(tx, &cx.actor).await?;
    let within: Option<Vec<OrganizationId>> = scope.listed();
    let mut count: u64 = 0;
    for late in late_records::list_waiting(tx, within.as_deref()).await? {
        let Some(handover) = handovers::find(tx, late.handover_id).await? else { continue };
        let Some(side) = side_of(&cx.actor, &scope, &handover) else { continue };
        if may_confirm(cx, tx, &handover, side).await? {
            count = count.saturating_add(1);
        }
    }
    Ok(count)
}

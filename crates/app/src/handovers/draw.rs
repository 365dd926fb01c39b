//! Drawing a list up: what is open under a post, from the records that say so. Whatever was begun before the post ended stands on
//! it; what was closed since falls off by itself. Nothing that was said in confidence is looked at.

use std::collections::{BTreeMap, BTreeSet};

use guanai_casework::application::ApplicationState;
use guanai_casework::guarantee::KeptClock;
use guanai_casework::handover::{Handover, HandoverItem, ItemKind, ItemMove, Party};
use guanai_casework::round::{GroupState, Hand, RoundState, SheetState};
use guanai_casework::{NeedState, PlanState, Visitor};
use guanai_kernel::civil::add_days;
use guanai_kernel::ids::{HandoverId, HandoverItemId, OrganizationId, PersonId};
use guanai_kernel::{Date, Guarantee, Moment};
use guanai_registry::{Person, Post};
use guanai_store::applications::ApplicationsWanted;
use guanai_store::clock_board::{self, LeftOut, WantedClocks};
use guanai_store::plans::PlansWanted;
use guanai_store::visits::VisitsWanted;
use guanai_store::{
    StoreError, Stretch, Tx, applications, handovers, memberships, needs, offers, organizations, persons, plans,
    round_sheets, rounds, visits,
};
use sha2::{Digest as _, Sha256};

/// Everything.
pub(super) const ALL: Stretch = Stretch { skip: 0, take: u64::MAX };

/// Something that is open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Open {
    kind: ItemKind,
    subject: Option<String>,
    about: Option<PersonId>,
    due_on: Option<Date>,
}

impl Open {
    pub(super) fn new(kind: ItemKind, subject: &impl ToString) -> Self {
        Self { kind, subject: Some(subject.to_string()), about: None, due_on: None }
    }

    pub(super) fn of(self, person_id: PersonId) -> Self {
        Self { about: Some(person_id), ..self }
    }

    pub(super) fn due(self, on: Option<Date>) -> Self {
        Self { due_on: on, ..self }
    }
}

/// Draws up the hand-over of a post that ends, or brings it in line with the day on which it ends now; its id.
pub(crate) async fn draw_up(tx: &mut Tx, now: Moment, post: &Post) -> Result<HandoverId, StoreError> {
    let until_on = post.until_on.unwrap_or_else(|| now.day_in_china());
    let due_on = Handover::due_of(until_on);
    let handover = if let Some(before) = handovers::find_of_post(tx, post.post_id).await? {
        let after = Handover { until_on, due_on, ..before.clone() };
        if after != before {
            handovers::amend(tx, &before, &after, now).await?;
        }
        after
    } else {
        let drawn = Handover {
            handover_id: HandoverId::from_bits(post.post_id.bits()),
            post_id: post.post_id,
            person_id: post.person_id,
            organization_id: post.organization_id,
            title: post.title.clone(),
            until_on,
            due_on,
            supervisor: None,
            drawn_at: now,
        };
        handovers::add(tx, &drawn).await?;
        drawn
    };
    refresh(tx, now, &handover).await?;
    Ok(handover.handover_id)
}

/// Brings a list in line with the records: what is missing comes on it, what was closed falls off.
pub(super) async fn refresh(tx: &mut Tx, now: Moment, handover: &Handover) -> Result<(), StoreError> {
    let open = open_under(tx, now, handover).await?;
    let items = handovers::list_items(tx, handover.handover_id).await?;
    let listed: BTreeSet<(ItemKind, Option<&str>)> =
        items.iter().map(|item| (item.kind, item.subject.as_deref())).collect();
    let missing: Vec<HandoverItem> = open
        .iter()
        .filter(|one| !listed.contains(&(one.kind, one.subject.as_deref())))
        .map(|one| drawn(handover, one, now))
        .collect();
    handovers::add_items(tx, &missing).await?;
    let still: BTreeSet<(ItemKind, Option<&str>)> = open.iter().map(|one| (one.kind, one.subject.as_deref())).collect();
    let hand = Hand { by: "record".to_owned(), at: now };
    let lapsed: Vec<(HandoverItem, HandoverItem)> = items
        .iter()
        .filter(|item| item.subject.is_some() && !still.contains(&(item.kind, item.subject.as_deref())))
        .filter_map(|item| {
            let after = item.moved(ItemMove::Lapse, Party::Record, hand.clone(), None).ok()?;
            Some((item.clone(), after))
        })
        .collect();
    handovers::amend_items(tx, &lapsed, now).await
}

/// The item's id follows from what it is about: two who draw at once draw one.
fn drawn(handover: &Handover, open: &Open, now: Moment) -> HandoverItem {
    let told = format!("{}/{}/{}", handover.handover_id, open.kind, open.subject.as_deref().unwrap_or_default());
    let digest = Sha256::digest(told.as_bytes());
    let bits = digest.iter().take(16).fold(0_u128, |bits, byte| (bits << 8) | u128::from(*byte));
    HandoverItem {
        item_id: HandoverItemId::from_bits(bits),
        handover_id: handover.handover_id,
        person_id: handover.person_id,
        kind: open.kind,
        subject: open.subject.clone(),
        about: open.about,
        words: None,
        due_on: open.due_on,
        state: open.kind.at_first(),
        reason: None,
        moved: None,
        recorded_at: now,
    }
}

/// For whom a post answers: its own organisation, and of what lies below it those steps that are the organisation's own.
pub(super) struct Desk {
    pub own: Vec<OrganizationId>,
    pub below: Vec<OrganizationId>,
    leaver: Option<Person>,
    /// What began before this moment was begun under the post.
    pub before: Moment,
    /// The last day of the post, or today while it runs.
    on: Date,
}

async fn open_under(tx: &mut Tx, now: Moment, handover: &Handover) -> Result<Vec<Open>, StoreError> {
    let last = add_days(handover.until_on, -1).unwrap_or(handover.until_on);
    let own = handover.organization_id;
    let mut below = organizations::list_subtree(tx, own).await?;
    below.retain(|id| *id != own);
    let desk = Desk {
        own: vec![own],
        below,
        leaver: persons::find(tx, handover.person_id).await?,
        before: Moment::at_dawn_in_china(handover.until_on),
        on: now.day_in_china().min(last),
    };
    let mut open = of_people(tx, &desk, handover).await?;
    open.extend(of_promises(tx, &desk).await?);
    open.extend(of_rounds(tx, &desk, handover).await?);
    open.extend(of_applications(tx, &desk, handover).await?);
    open.extend(of_offers(tx, &desk).await?);
    open.extend(super::draw_more::of_pairs(tx, &desk).await?);
    open.extend(super::draw_more::of_partnerships(tx, &desk).await?);
    open.extend(super::draw_more::of_asks(tx, &desk).await?);
    open.extend(super::draw_more::of_letters(tx, &desk).await?);
    open.extend(super::draw_more::of_life_tasks(tx, &desk).await?);
    open.extend(super::draw_more::of_rechecks(tx, &desk).await?);
    open.extend(super::draw_more::of_contacts(tx, &desk, handover.person_id).await?);
    open.extend(of_clocks(tx, &desk).await?);
    Ok(open)
}

/// Needs and plans, and the people themselves.
async fn of_people(tx: &mut Tx, desk: &Desk, handover: &Handover) -> Result<Vec<Open>, StoreError> {
    let mut open = Vec::new();
    if !memberships::list_current_in(tx, handover.organization_id).await?.is_empty() {
        open.push(Open { kind: ItemKind::People, subject: None, about: None, due_on: None });
    }
    let states = NeedState::ALL.iter().copied().filter(|state| !state.is_ended()).collect();
    let wanted =
        needs::Wanted { organizations: Some(desk.own.clone()), states: Some(states), ..needs::Wanted::default() };
    for need in needs::list_wanted(tx, &wanted, ALL).await? {
        if need.recorded_at < desk.before {
            open.push(Open::new(ItemKind::Need, &need.need_id).of(need.person_id).due(need.due_on));
        }
    }
    let wanted = PlansWanted { organizations: Some(desk.own.clone()), states: PlanState::OPEN.to_vec(), due_by: None };
    for plan in plans::list_wanted(tx, &wanted, ALL).await? {
        if plan.recorded_at < desk.before {
            let due = plan.content.next_due_on().or(Some(plan.content.review_on));
            open.push(Open::new(ItemKind::Plan, &plan.plan_id).of(plan.person_id).due(due));
        }
    }
    Ok(open)
}

/// What was promised and not kept, and whom somebody is to come to again.
async fn of_promises(tx: &mut Tx, desk: &Desk) -> Result<Vec<Open>, StoreError> {
    let mut open = Vec::new();
    let wanted =
        VisitsWanted { organizations: Some(desk.own.clone()), with_open_promise: true, ..VisitsWanted::default() };
    for visit in visits::list_wanted(tx, &wanted, ALL).await? {
        if visit.recorded_at < desk.before {
            let due = visit.promise.as_ref().and_then(|promise| promise.due_on);
            open.push(Open::new(ItemKind::Promise, &visit.visit_id).of(visit.person_id).due(due));
        }
    }
    for row in round_sheets::list_to_come_again(tx, Some(&desk.own)).await? {
        let next_on = row.unreached.as_ref().and_then(|unreached| unreached.next_on);
        let subject = format!("{}/{}", row.sheet_id, row.person_id);
        open.push(Open::new(ItemKind::Unreached, &subject).of(row.person_id).due(next_on));
    }
    Ok(open)
}

/// Rounds that the organisation holds, and sheets of a group that whoever leaves leads: their money is an advance.
async fn of_rounds(tx: &mut Tx, desk: &Desk, handover: &Handover) -> Result<Vec<Open>, StoreError> {
    let mut open = Vec::new();
    for round in rounds::list_open(tx, None).await? {
        if round.drafted.at >= desk.before {
            continue;
        }
        if round.organization_id == handover.organization_id {
            open.push(Open::new(ItemKind::Round, &round.round_id).due(Some(round.closes_on)));
        }
        if round.state != RoundState::Approved {
            continue;
        }
        let groups: BTreeSet<_> = round_sheets::list_groups(tx, round.round_id)
            .await?
            .into_iter()
            .filter(|group| group.state == GroupState::Stands && desk.is_leaver(&group.leader))
            .map(|group| group.group_id)
            .collect();
        if groups.is_empty() {
            continue;
        }
        for sheet in round_sheets::list_of(tx, round.round_id).await? {
            if sheet.state == SheetState::Out && groups.contains(&sheet.group_id) {
                open.push(Open::new(ItemKind::Sheet, &sheet.sheet_id).due(Some(round.closes_on)));
                open.push(Open::new(ItemKind::Cash, &sheet.sheet_id).due(Some(round.closes_on)));
            }
        }
    }
    // A sheet that passed to the successor's lead keeps its money with whoever drew it, until it is entered.
    for item in handovers::list_items(tx, handover.handover_id).await? {
        let (ItemKind::Cash, Some(subject)) = (item.kind, item.subject.as_deref()) else { continue };
        let Ok(sheet_id) = subject.parse() else { continue };
        let is_out = round_sheets::find(tx, sheet_id).await?.is_some_and(|sheet| sheet.state == SheetState::Out);
        let known = open.iter().any(|one| one.kind == ItemKind::Cash && one.subject.as_deref() == Some(subject));
        if is_out && !known {
            open.push(Open::new(ItemKind::Cash, &subject).due(item.due_on));
        }
    }
    Ok(open)
}

/// Applications that the branch appraises; of the branches below, those that wait for this desk. And the signed originals that
/// whoever leaves filed.
async fn of_applications(tx: &mut Tx, desk: &Desk, handover: &Handover) -> Result<Vec<Open>, StoreError> {
    let states: Vec<ApplicationState> = ApplicationState::ALL.iter().copied().filter(|state| state.is_open()).collect();
    let own = ApplicationsWanted {
        organizations: Some(desk.own.clone()),
        states: Some(states),
        ..ApplicationsWanted::default()
    };
    let waiting = [ApplicationState::Reviewing, ApplicationState::Posting, ApplicationState::OnNotice];
    let below = ApplicationsWanted {
        organizations: Some(desk.below.clone()),
        states: Some(waiting.to_vec()),
        ..ApplicationsWanted::default()
    };
    let mut open = Vec::new();
    let mut found = applications::list_wanted(tx, &own, ALL).await?;
    found.extend(applications::list_wanted(tx, &below, ALL).await?);
    for application in found {
        if application.recorded_at >= desk.before {
            continue;
        }
        let id = application.application_id;
        open.push(Open::new(ItemKind::Application, &id).of(application.person_id));
        let Some(file) = applications::find_file(tx, id).await? else { continue };
        let filed = file.documents.iter().filter(|paper| paper.filed_by.person_id == Some(handover.person_id));
        open.extend(filed.map(|paper| {
            Open::new(ItemKind::Original, &format!("{id}/{}", paper.document_id)).of(application.person_id)
        }));
    }
    // A meeting's record lies with several applications, and is one paper.
    let mut papers = BTreeSet::new();
    open.retain(|one| {
        let paper = one.subject.as_deref().and_then(|subject| subject.split_once('/'));
        one.kind != ItemKind::Original || paper.is_none_or(|(_, paper)| papers.insert(paper.to_owned()))
    });
    Ok(open)
}

async fn of_offers(tx: &mut Tx, desk: &Desk) -> Result<Vec<Open>, StoreError> {
    let Some(leaver) = &desk.leaver else { return Ok(Vec::new()) };
    let reach = offers::Reach { organizations: desk.own.iter().copied().collect(), ..offers::Reach::default() };
    let wanted = offers::Wanted { reach: Some(reach), ..offers::Wanted::default() };
    let found = offers::list_wanted(tx, &wanted, desk.on, ALL).await?.into_iter();
    let own = found.filter(|offer| {
        let here = offer.organization_id.is_some_and(|id| desk.own.contains(&id));
        here && offer.contact_name.as_ref() == Some(&leaver.name) && offer.holds_on(desk.on)
    });
    Ok(own.map(|offer| Open::new(ItemKind::Offer, &offer.offer_id).due(offer.valid_until_on)).collect())
}

/// Clocks that are at risk or late. That somebody asked in doubt is for who answers, and for nobody else.
async fn of_clocks(tx: &mut Tx, desk: &Desk) -> Result<Vec<Open>, StoreError> {
    let wanted = WantedClocks {
        organizations: Some(desk.own.clone()),
        guarantee: None,
        due_by: None,
        due_from: None,
        risk_by: Some(desk.on),
        but_not: LeftOut::Paused(desk.on),
    };
    let mut by_person: BTreeMap<(PersonId, Guarantee), KeptClock> = BTreeMap::new();
    for kept in clock_board::list_wanted(tx, &wanted, ALL).await? {
        if kept.clock.guarantee != Guarantee::Answer {
            by_person.entry((kept.person_id, kept.clock.guarantee)).or_insert(kept);
        }
    }
    let open = by_person.into_iter().map(|((person_id, guarantee), kept)| {
        let subject = format!("{person_id}/{guarantee}/{}", kept.clock.begun_by.clock_id());
        Open::new(ItemKind::Clock, &subject).of(person_id).due(Some(kept.clock.due.on))
    });
    Ok(open.collect())
}

impl Desk {
    fn is_leaver(&self, somebody: &Visitor) -> bool {
        match (&self.leaver, somebody) {
            (Some(leaver), Visitor::Person(id)) => leaver.person_id == *id,
            (Some(leaver), Visitor::Named(name)) => *name == leaver.name,
            (None, _) => false,
        }
    }
}

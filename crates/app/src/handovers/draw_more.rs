//! What else is open under a post: pairs, what members asked and wait to be answered, letters without a receipt, what life events
//! left to be done, and whom a yearly recheck has not seen. Each stands on the list as little as it takes to know it by; its words are read where it is answered.

use std::collections::BTreeSet;

use guanai_casework::handover::ItemKind;
use guanai_casework::{AskState, AskTopic, CountedAs, PairState, PartnershipState, RecheckState};
use guanai_kernel::Moment;
use guanai_kernel::ids::{LifeEventId, PersonId};
use guanai_registry::life_event::LifeEventState;
use guanai_store::floating::Standing;
use guanai_store::pairs::PairsWanted;
use guanai_store::partnerships::PartnershipsWanted;
use guanai_store::{
    StoreError, Tx, asks, contacts, floating, life_events, life_tasks, memberships, pairs, partnerships, rechecks,
};

use super::draw::{ALL, Desk, Open};

/// Pairs that are not over, in which somebody of the organisation is helped, or its own offer helps: whom a helper of ours helps is
/// told to nobody on this side.
pub(super) async fn of_pairs(tx: &mut Tx, desk: &Desk) -> Result<Vec<Open>, StoreError> {
    let states = PairState::ALL.iter().copied().filter(|state| !state.is_over()).collect();
    let wanted = PairsWanted { organizations: Some(desk.own.clone()), states, due_by: None, withheld: Vec::new() };
    let found = pairs::list_wanted(tx, &wanted, ALL).await?;
    let helped: Vec<PersonId> = found.iter().map(|pair| pair.person_id).collect();
    let own: BTreeSet<PersonId> = memberships::list_current_of(tx, &helped)
        .await?
        .into_iter()
        .filter(|spell| desk.own.contains(&spell.organization_id))
        .map(|spell| spell.person_id)
        .collect();
    let open = found.into_iter().filter(|pair| began_before(desk, Moment::at_dawn_in_china(pair.proposed_on)));
    let open = open.map(|pair| {
        let item = Open::new(ItemKind::Pair, &pair.pair_id).due(pair.due_on());
        if own.contains(&pair.person_id) { item.of(pair.person_id) } else { item }
    });
    Ok(open.collect())
}

/// Agreements with other organisations that are not over: the organisation's own, and nobody is named.
pub(super) async fn of_partnerships(tx: &mut Tx, desk: &Desk) -> Result<Vec<Open>, StoreError> {
    let states = PartnershipState::OPEN.to_vec();
    let wanted = PartnershipsWanted { organizations: Some(desk.own.clone()), states, due_by: None };
    let found = partnerships::list_wanted(tx, &wanted, ALL).await?.into_iter();
    let open = found.filter(|one| began_before(desk, one.proposed.at));
    Ok(open.map(|one| Open::new(ItemKind::Partnership, &one.partnership_id).due(one.due_on())).collect())
}

fn began_before(desk: &Desk, at: Moment) -> bool {
    at < desk.before
}

/// What waits for an answer. A branch hears calls for help and refusals of its own people; who is above others hears everything of
/// theirs.
pub(super) async fn of_asks(tx: &mut Tx, desk: &Desk) -> Result<Vec<Open>, StoreError> {
    let (organizations, topics) = if desk.below.is_empty() {
        (desk.own.clone(), vec![AskTopic::Help, AskTopic::Refuse])
    } else {
        (desk.own.iter().chain(&desk.below).copied().collect(), AskTopic::ALL.to_vec())
    };
    let wanted = asks::Wanted { organizations: Some(organizations), topics, states: vec![AskState::Waiting] };
    let found = asks::list_wanted(tx, &wanted, ALL).await?.into_iter();
    let open = found.filter(|ask| began_before(desk, Moment::at_dawn_in_china(ask.asked_on)));
    Ok(open.map(|ask| Open::new(ItemKind::Ask, &ask.ask_id).of(ask.person_id).due(Some(ask.due_now_on()))).collect())
}

/// Letters of transfer that the organisation sent or is to receive, and letters about its members who float.
pub(super) async fn of_letters(tx: &mut Tx, desk: &Desk) -> Result<Vec<Open>, StoreError> {
    let mut open = Vec::new();
    for event in life_events::list_letters(tx, Some(&desk.own)).await? {
        if event.state == LifeEventState::Awaiting && began_before(desk, event.entered.at) {
            open.push(Open::new(ItemKind::Letter, &event.life_event_id).of(event.person_id));
        }
    }
    let floaters = floating::page_floaters(tx, Some(&desk.own), Standing::Out, ALL).await?;
    for floater in floaters.iter().filter(|floater| desk.own.contains(&floater.organization_id)) {
        let Some(letter_id) = floater.letter_id else { continue };
        let written = floating::find_letter(tx, letter_id).await?;
        if written.is_some_and(|letter| began_before(desk, letter.made.at)) {
            open.push(Open::new(ItemKind::Letter, &letter_id).of(floater.person_id));
        }
    }
    Ok(open)
}

/// What somebody has to do because of a life event that was carried out under the post. Of an event that was undone nothing waits.
pub(super) async fn of_life_tasks(tx: &mut Tx, desk: &Desk) -> Result<Vec<Open>, StoreError> {
    let tasks = life_tasks::page_waiting(tx, Some(&desk.own), ALL).await?;
    let events: Vec<LifeEventId> = tasks.iter().map(|task| task.life_event_id).collect();
    let begun: BTreeSet<LifeEventId> = life_events::list_by_ids(tx, &events)
        .await?
        .into_iter()
        .filter(|event| began_before(desk, event.received.as_ref().map_or(event.entered.at, |(_, deed)| deed.at)))
        .map(|event| event.life_event_id)
        .collect();
    let open = tasks.into_iter().filter(|task| begun.contains(&task.life_event_id));
    let open = open.map(|task| {
        let subject = format!("{}/{}/{}", task.person_id, task.life_event_id, task.task_no);
        Open::new(ItemKind::LifeTask, &subject).of(task.person_id)
    });
    Ok(open.collect())
}

/// Rechecks under way on which somebody of the organisation was not seen yet: one item each, for they are many and on one list.
pub(super) async fn of_rechecks(tx: &mut Tx, desk: &Desk) -> Result<Vec<Open>, StoreError> {
    let mut open = Vec::new();
    for recheck in rechecks::list_all(tx).await? {
        if recheck.state != RecheckState::Open {
            continue;
        }
        let wanted = rechecks::ItemsWanted {
            recheck_id: recheck.recheck_id,
            organizations: Some(desk.own.clone()),
            counted_as: CountedAs::ALL.iter().copied().filter(|way| !way.is_settled()).collect(),
        };
        if rechecks::count_wanted(tx, &wanted).await? > 0 {
            open.push(Open::new(ItemKind::Recheck, &recheck.recheck_id).due(Some(recheck.until_on)));
        }
    }
    Ok(open)
}

/// Those of the organisation whom whoever leaves was named to look after.
pub(super) async fn of_contacts(tx: &mut Tx, desk: &Desk, leaver: PersonId) -> Result<Vec<Open>, StoreError> {
    let named = contacts::list_running_by(tx, leaver).await?.into_iter();
    let here = named.filter(|contact| desk.own.contains(&contact.organization_id));
    Ok(here.map(|contact| Open::new(ItemKind::Contact, &contact.contact_id).of(contact.person_id)).collect())
}

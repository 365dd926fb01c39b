//! Reading life events: the form for somebody, one event, those that concern an office.

use std::collections::BTreeMap;

use guanai_kernel::Date;
use guanai_kernel::ids::{LifeEventId, OrganizationId, PersonId, PostId};
use guanai_registry::life_event::{
    Hand, LIFE_EVENTS, LifeEvent, LifeEventKind, LifeEventMove, LifeEventMoveError, LifeEventRow, LifeEventState,
    LifeEventTask, Outcome,
};
use guanai_store::audit::Subject;
use guanai_store::{StoreError, Stretch, Tx, life_events, life_tasks, memberships, organizations, persons, posts};

use super::receive::may_receive;
use super::{LifeEventError, act_of, deed};
use crate::actor::{Act, authorise};
use crate::cx::Cx;
use crate::names;
use crate::people::sight::Sight;
use crate::scope::ScopeOf;

/// Lines of a page.
pub const PAGE_ROWS: u64 = 30;

/// What the form for somebody gives to choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LifeEventForm {
    /// The name, as the reader may read it.
    pub name: String,
    /// The day of death, where they have died: nothing more is entered then.
    pub died_on: Option<Date>,
    /// What may be entered by this reader, in the order of forms.
    pub kinds: Vec<LifeEventKind>,
    /// The posts that they hold, by title.
    pub posts: Vec<(PostId, String)>,
    /// Their events, the latest first.
    pub events: Vec<LifeEvent>,
}

/// One event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LifeEventFile {
    /// The event.
    pub event: LifeEvent,
    /// The person's name.
    pub name: String,
    /// Where they belonged.
    pub from: Option<String>,
    /// Where a transfer leads, within the county.
    pub to: Option<String>,
    /// Which post ended.
    pub post: Option<String>,
    /// Whether the person's own file is within reach.
    pub person_is_within: bool,
    /// What the reader may do now.
    pub moves: Vec<LifeEventMove>,
    /// Whether it would be undone, but by somebody else.
    pub needs_another: bool,
    /// What somebody has to do because of it, in the order of what came of it.
    pub tasks: Vec<LifeEventTask>,
    /// Whether the reader may say that a task was done.
    pub does_tasks: bool,
    /// What was built on it, as codes of texts: it is undone once this is.
    pub built_on: Vec<&'static str>,
    /// What an undoing would not give back, since others have it by now.
    pub stays: Vec<Outcome>,
}

/// A line of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LifeEventLine {
    /// The event.
    pub event: LifeEvent,
    /// The person's name.
    pub name: String,
    /// Where they belonged.
    pub from: Option<String>,
    /// Where a transfer leads, within the county.
    pub to: Option<String>,
    /// Whether the reader may enter the receipt.
    pub may_receive: bool,
}

/// A page of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LifeEventList {
    /// How many there are in all.
    pub total: u64,
    /// Those of the page.
    pub lines: Vec<LifeEventLine>,
}

/// Whether an event is within reach: by its person, or, of a transfer, by either side.
pub(super) async fn reaches(tx: &mut Tx, scope: &ScopeOf, event: &LifeEvent) -> Result<bool, StoreError> {
    let sides = [event.organization_id, event.to_organization_id];
    // Whoever floats within the county is known to both sides too.
    let has_sides = event.row().waits || event.kind == LifeEventKind::FloatingOut;
    let by_side = has_sides && sides.into_iter().flatten().any(|side| scope.holds_organization(side));
    Ok(by_side || scope.holds_person(tx, event.person_id).await?)
}

async fn name_of(tx: &mut Tx, id: Option<OrganizationId>) -> Result<Option<String>, StoreError> {
    let Some(id) = id else { return Ok(None) };
    Ok(organizations::find(tx, id).await?.map(|found| found.name))
}

/// Reads what the form for somebody gives to choose, and what happened in their life.
pub async fn read_life_event_form(cx: &mut Cx<'_>, person_id: PersonId) -> Result<LifeEventForm, LifeEventError> {
    cx.authorise(Act::ReadLifeEvents)?;
    let mut tx = cx.db.begin_read().await?;
    let form = form(cx, &mut tx, person_id).await;
    tx.rollback().await?;
    let form = form?;
    cx.record_reading(Act::ReadLifeEvents, vec![Subject::Person(person_id)]).await?;
    Ok(form)
}

async fn form(cx: &Cx<'_>, tx: &mut Tx, person_id: PersonId) -> Result<LifeEventForm, LifeEventError> {
    let scope = ScopeOf::resolve(tx, &cx.actor).await?;
    if !scope.holds_person(tx, person_id).await? {
        return Err(LifeEventError::NotFound);
    }
    let person = persons::find(tx, person_id).await?.ok_or(LifeEventError::NotFound)?;
    let belongs = memberships::list_current_of(tx, &[person_id]).await?.iter().any(|spell| !spell.is_hosted());
    let may = |hand: Hand| authorise(&cx.actor, act_of(hand)).is_ok();
    let kinds = LIFE_EVENTS
        .iter()
        .filter(|row| person.died_on.is_none() && may(row.hand) && super::is_known(&cx.standards.pack, row));
    let is_of_membership = |row: &&LifeEventRow| row.waits || row.kind == LifeEventKind::FloatingOut;
    let kinds = kinds.filter(|row| belongs || !is_of_membership(row)).map(|row| row.kind).collect();
    let posts = posts::list_of(tx, person_id).await?.into_iter().filter(|post| post.until_on.is_none());
    Ok(LifeEventForm {
        name: Sight::of(cx.actor.role).name(&person.name),
        died_on: person.died_on,
        kinds,
        posts: posts.map(|post| (post.post_id, post.title)).collect(),
        events: life_events::list_of(tx, person_id).await?,
    })
}

/// Reads one event.
pub async fn read_life_event(cx: &mut Cx<'_>, life_event_id: LifeEventId) -> Result<LifeEventFile, LifeEventError> {
    cx.authorise(Act::ReadLifeEvents)?;
    let mut tx = cx.db.begin_read().await?;
    let file = file(cx, &mut tx, life_event_id).await;
    tx.rollback().await?;
    let file = file?;
    cx.record_reading(Act::ReadLifeEvents, vec![Subject::Person(file.event.person_id)]).await?;
    Ok(file)
}

async fn file(cx: &Cx<'_>, tx: &mut Tx, life_event_id: LifeEventId) -> Result<LifeEventFile, LifeEventError> {
    let event = life_events::find(tx, life_event_id).await?.ok_or(LifeEventError::NotFound)?;
    let scope = ScopeOf::resolve(tx, &cx.actor).await?;
    if !reaches(tx, &scope, &event).await? {
        return Err(LifeEventError::NotFound);
    }
    let person = persons::find(tx, event.person_id).await?.ok_or(LifeEventError::NotFound)?;
    let person_is_within = scope.holds_person(tx, event.person_id).await?;
    let deed = deed(cx);
    let mut moves = Vec::new();
    let holds = |act: Act| authorise(&cx.actor, act).is_ok();
    if holds(Act::ReceiveTransfer) && may_receive(&scope, &event) && event.may(LifeEventMove::Receive, &deed).is_ok() {
        moves.push(LifeEventMove::Receive);
    }
    let is_own_side = event.organization_id.is_some_and(|from| scope.holds_organization(from));
    if holds(Act::RecordLifeEvent) && is_own_side && event.may(LifeEventMove::Recall, &deed).is_ok() {
        moves.push(LifeEventMove::Recall);
    }
    let (mut built_on, mut stays) = (Vec::new(), Vec::new());
    let mut needs_another = false;
    if event.state == LifeEventState::Stands && holds(Act::UndoLifeEvent) {
        let touched = life_events::list_changes(tx, life_event_id).await?;
        built_on = super::undo::built_on(tx, &touched).await?;
        if built_on.is_empty() {
            stays = super::give_back::weigh(tx, &event, &touched, cx.now.day_in_china(), "").await?.stays;
        }
        match event.may(LifeEventMove::Undo, &deed) {
            Ok(_) if built_on.is_empty() => moves.push(LifeEventMove::Undo),
            Ok(_) | Err(LifeEventMoveError::Unlawful { .. }) => {}
            Err(LifeEventMoveError::OwnHand) => needs_another = true,
        }
    }
    let post = match event.details.post_id {
        Some(post_id) => posts::list_of(tx, event.person_id).await?.into_iter().find(|post| post.post_id == post_id),
        None => None,
    };
    Ok(LifeEventFile {
        name: Sight::of(cx.actor.role).name(&person.name),
        from: name_of(tx, event.organization_id).await?,
        to: name_of(tx, event.to_organization_id).await?,
        post: post.map(|post| post.title),
        person_is_within,
        moves,
        needs_another,
        tasks: life_tasks::list_of(tx, life_event_id).await?,
        does_tasks: event.state == LifeEventState::Stands && holds(Act::DoLifeTask),
        built_on,
        stays,
        event,
    })
}

/// Reads a page, counted from 1, of the events that concern an office: letters without a receipt first.
pub async fn list_life_events(cx: &mut Cx<'_>, page: u64) -> Result<LifeEventList, LifeEventError> {
    cx.authorise(Act::ReadLifeEvents)?;
    let stretch = Stretch::of_page(page, PAGE_ROWS);
    let mut tx = cx.db.begin_read().await?;
    let list = list(cx, &mut tx, stretch).await;
    tx.rollback().await?;
    let list = list?;
    let subjects = list.lines.iter().map(|line| Subject::Person(line.event.person_id)).collect();
    cx.record_reading(Act::ReadLifeEvents, subjects).await?;
    Ok(list)
}

async fn list(cx: &Cx<'_>, tx: &mut Tx, stretch: Stretch) -> Result<LifeEventList, LifeEventError> {
    let scope = ScopeOf::resolve(tx, &cx.actor).await?;
    let organizations: Option<Vec<OrganizationId>> = scope.listed();
    let total = life_events::count(tx, organizations.as_deref()).await?;
    let events = life_events::page(tx, organizations.as_deref(), stretch).await?;
    let sight = Sight::of(cx.actor.role);
    let may_enter = authorise(&cx.actor, Act::ReceiveTransfer).is_ok();
    let whose: Vec<PersonId> = events.iter().map(|event| event.person_id).collect();
    let names: BTreeMap<PersonId, String> = names::of_people(tx, &whose).await?;
    let sides = events.iter().flat_map(|event| [event.organization_id, event.to_organization_id]);
    let sides: Vec<OrganizationId> = sides.flatten().collect();
    let places: BTreeMap<OrganizationId, String> = names::of_places(tx, &sides).await?;
    let place = |id: Option<OrganizationId>| id.and_then(|id| places.get(&id).cloned());
    let lines = events.into_iter().map(|event| LifeEventLine {
        name: names.get(&event.person_id).map(|name| sight.name(name)).unwrap_or_default(),
        from: place(event.organization_id),
        to: place(event.to_organization_id),
        may_receive: may_enter && event.state == LifeEventState::Awaiting && may_receive(&scope, &event),
        event,
    });
    Ok(LifeEventList { total, lines: lines.collect() })
}

/// Counts the letters for which the actor enters the receipt. Nobody is named, and no reading recorded.
pub async fn count_letters(cx: &Cx<'_>) -> Result<u64, LifeEventError> {
    cx.authorise(Act::ReceiveTransfer)?;
    let mut tx = cx.db.begin_read().await?;
    let scope = ScopeOf::resolve(&mut tx, &cx.actor).await?;
    let organizations: Option<Vec<OrganizationId>> = scope.listed();
    let count = life_events::count_letters(&mut tx, organizations.as_deref()).await?;
    tx.rollback().await?;
    Ok(count)
}

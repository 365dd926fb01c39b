//! Reading posts: those of an organisation now, before and ahead, who answers today, and where nobody does.

use std::collections::BTreeMap;

use guanai_casework::appointment::{Appointment, AppointmentMove, AppointmentState, Manner, Powers};
use guanai_kernel::Date;
use guanai_kernel::civil::add_days;
use guanai_kernel::ids::{HandoverId, OrganizationId, PersonId, PostId};
use guanai_registry::{PartyOrganization, Post, SourceKind};
use guanai_store::audit::Subject;
use guanai_store::{StoreError, Tx, accounts, appointments, handovers, organizations, persons, posts};

use super::record::may_appoint;
use super::{PostError, appoints};
use crate::accounts::SeenActor;
use crate::actor::{Act, Role, authorise};
use crate::cx::Cx;
use crate::handovers::holders_at;
use crate::people::Sight;
use crate::scope::ScopeOf;

/// The post without which nobody answers for an organisation.
const SECRETARY: &str = "secretary";

/// When a post is held, seen from a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Held {
    /// It waits for a confirmation.
    Waiting,
    /// It is held.
    Now,
    /// It begins later.
    Ahead,
    /// It was held.
    Before,
    /// It was never held: declined or taken back.
    Never,
}

/// A post as its reader may know it.
#[derive(Clone, PartialEq, Eq)]
pub struct ListedPost {
    /// The post.
    pub post_id: PostId,
    /// Who, where the reader may open their file.
    pub person_id: Option<PersonId>,
    /// The name.
    pub name: String,
    /// The title.
    pub title: String,
    /// In full or acting; none where a book states it.
    pub manner: Option<Manner>,
    /// Which powers go with it; none where a book states it.
    pub powers: Option<Powers>,
    /// The first day; none where only a book's day is known, and it was held before.
    pub since_on: Option<Date>,
    /// The last day.
    pub last_on: Option<Date>,
    /// The paper, or the book.
    pub resolution: String,
    /// When it is held.
    pub held: Held,
    /// Who recorded it, and who decided on it.
    pub hands: (Option<String>, Option<String>),
    /// Why it was declined, taken back or ended.
    pub words: Option<String>,
    /// Whether whoever holds it can sign in by it.
    pub has_account: bool,
    /// What the reader may do.
    pub moves: Vec<AppointmentMove>,
    /// Its hand-over, for whoever may read it.
    pub handover_id: Option<HandoverId>,
}

guanai_kernel::debug_by_id!(ListedPost.post_id);

/// The posts of an organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PostsPage {
    /// The organisation.
    pub organization: PartyOrganization,
    /// The day.
    pub as_of: Date,
    /// Its posts: what waits first, then those held now, ahead and before.
    pub posts: Vec<ListedPost>,
    /// Who answers in the system today, by name.
    pub answering: Vec<String>,
    /// Whether there was a secretary and is none.
    pub is_gap: bool,
    /// Whether the reader appoints here.
    pub may_record: bool,
    /// The powers that the reader may give here.
    pub may_give: Vec<Powers>,
}

/// An appointment that waits for the reader.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaitingAppointment {
    /// Where.
    pub organization_id: OrganizationId,
    /// By name.
    pub organization: String,
    /// Who.
    pub name: String,
    /// As what.
    pub title: String,
    /// From when.
    pub since_on: Date,
}

/// What of posts waits for somebody.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PostsDue {
    /// Appointments to be confirmed by them.
    pub to_confirm: Vec<WaitingAppointment>,
    /// Organisations below them that had a secretary and have none.
    pub gaps: Vec<(OrganizationId, String)>,
}

/// Reads the posts of an organisation. The record names those who hold or held them.
pub async fn read_posts(cx: &mut Cx<'_>, organization_id: OrganizationId) -> Result<PostsPage, PostError> {
    cx.authorise(Act::ReadPosts)?;
    let mut tx = cx.db.begin_read().await?;
    let read = read(cx, &mut tx, organization_id).await;
    tx.rollback().await?;
    let (page, people) = read?;
    cx.record_reading(Act::ReadPosts, people.into_iter().map(Subject::Person).collect()).await?;
    Ok(page)
}

async fn read(
    cx: &Cx<'_>,
    tx: &mut Tx,
    organization_id: OrganizationId,
) -> Result<(PostsPage, Vec<PersonId>), PostError> {
    let scope = ScopeOf::resolve(tx, &cx.actor).await?;
    let found = organizations::find(tx, organization_id).await?;
    let organization = found.filter(|_| scope.holds_organization(organization_id)).ok_or(PostError::NotFound)?;
    let as_of = cx.now.day_in_china();
    let mut drawing = Drawing::of(cx, scope, organization_id);
    let mut appointed: BTreeMap<PostId, Appointment> =
        appointments::list_at(tx, &[organization_id]).await?.into_iter().map(|one| (one.post_id, one)).collect();
    let mut listed = Vec::new();
    let register = posts::list_at(tx, &[organization_id]).await?;
    let is_gap = !posts::list_gaps(tx, SECRETARY, as_of, Some(&[organization_id])).await?.is_empty();
    for post in &register {
        let appointment = appointed.remove(&post.post_id);
        listed.push(drawing.post(tx, post, appointment.as_ref()).await?);
    }
    for appointment in appointed.values() {
        listed.push(drawing.waiting(tx, appointment).await?);
    }
    listed.sort_by_key(|post| (post.held, std::cmp::Reverse(post.since_on), post.post_id));
    let people = std::mem::take(&mut drawing.people);
    let answering = holders_at(tx, organization_id, as_of).await?.into_iter();
    let sight = Sight::of(cx.actor.role);
    let may_record = drawing.may_appoint;
    let page = PostsPage {
        answering: answering.map(|one| sight.name(&one.name)).collect(),
        may_give: if may_record { may_give(cx, tx, &organization).await? } else { Vec::new() },
        organization,
        as_of,
        posts: listed,
        is_gap,
        may_record,
    };
    Ok((page, people))
}

async fn may_give(cx: &Cx<'_>, tx: &mut Tx, place: &PartyOrganization) -> Result<Vec<Powers>, StoreError> {
    let below = organizations::list_subtree(tx, place.organization_id).await?.len() > 1;
    let mut given = vec![Powers::Nothing];
    if place.superior_id.is_some() {
        given.push(Powers::Contact);
        if below && cx.actor.role == Role::CountyOfficer {
            given.push(Powers::Officer);
        }
    }
    Ok(given)
}

/// What is drawn of posts, for one reader.
struct Drawing<'a, 'c> {
    cx: &'a Cx<'c>,
    scope: ScopeOf,
    may_appoint: bool,
    may_decide: bool,
    people: Vec<PersonId>,
}

impl<'a, 'c> Drawing<'a, 'c> {
    fn of(cx: &'a Cx<'c>, scope: ScopeOf, organization_id: OrganizationId) -> Self {
        let above = super::is_above(&cx.actor, &scope, organization_id);
        Self {
            may_appoint: may_appoint(cx, &scope, organization_id),
            may_decide: above && authorise(&cx.actor, Act::DecideAppointment).is_ok(),
            people: Vec::new(),
            cx,
            scope,
        }
    }

    /// A post of the register, with its appointment where it has one.
    async fn post(
        &mut self,
        tx: &mut Tx,
        post: &Post,
        appointment: Option<&Appointment>,
    ) -> Result<ListedPost, StoreError> {
        let today = self.cx.now.day_in_china();
        let held = match post.until_on {
            Some(until) if until <= today => Held::Before,
            _ if post.since_on <= today => Held::Now,
            _ => Held::Ahead,
        };
        let own = self.cx.actor.person_id == Some(post.person_id);
        let ends = self.may_appoint && !own && held != Held::Before && post.until_on.is_none_or(|until| today < until);
        let by_book = post.source.kind != SourceKind::Entry;
        let side = authorise(&self.cx.actor, Act::ReadHandovers).is_ok();
        let handover = handovers::find_of_post(tx, post.post_id).await?;
        let handover = handover.filter(|handover| side && Some(handover.until_on) == post.until_on);
        let (name, person_id) = self.person(tx, post.person_id).await?;
        Ok(ListedPost {
            post_id: post.post_id,
            person_id,
            name,
            title: post.title.clone(),
            manner: appointment.map(|one| one.manner).filter(|_| !by_book),
            powers: appointment.map(|one| one.powers).filter(|_| !by_book),
            since_on: Some(post.since_on).filter(|since| !by_book || *since != post.source.stated_on),
            last_on: post.until_on.and_then(|until| add_days(until, -1)),
            resolution: post.source.place.clone(),
            held,
            hands: self.hands(tx, appointment).await?,
            words: appointment.and_then(|one| one.words.clone()),
            has_account: self.has_account(tx, post.person_id).await?,
            moves: if ends { vec![AppointmentMove::End] } else { Vec::new() },
            handover_id: handover.map(|handover| handover.handover_id),
        })
    }

    /// An appointment that has no post in the register: it waits, or never held.
    async fn waiting(&mut self, tx: &mut Tx, one: &Appointment) -> Result<ListedPost, StoreError> {
        let steps = one.state.moves().filter(|step| {
            let may = match step {
                AppointmentMove::Withdraw => self.may_appoint,
                _ => self.may_decide,
            };
            may && one.may(*step, &self.cx.actor.name, self.cx.actor.person_id).is_ok()
        });
        let moves = steps.collect();
        let (name, person_id) = self.person(tx, one.person_id).await?;
        Ok(ListedPost {
            post_id: one.post_id,
            person_id,
            name,
            title: one.title.clone(),
            manner: Some(one.manner),
            powers: Some(one.powers),
            since_on: Some(one.since_on),
            last_on: one.until_on.and_then(|until| add_days(until, -1)),
            resolution: one.resolution.clone(),
            held: if one.state == AppointmentState::Proposed { Held::Waiting } else { Held::Never },
            hands: self.hands(tx, Some(one)).await?,
            words: one.words.clone(),
            has_account: self.has_account(tx, one.person_id).await?,
            moves,
            handover_id: None,
        })
    }

    /// The name, and the file where it is within reach.
    async fn person(&mut self, tx: &mut Tx, person_id: PersonId) -> Result<(String, Option<PersonId>), StoreError> {
        self.people.push(person_id);
        let name = persons::find(tx, person_id).await?.map(|person| person.name).unwrap_or_default();
        let within = self.scope.holds_person(tx, person_id).await?;
        Ok((Sight::of(self.cx.actor.role).name(&name), Some(person_id).filter(|_| within)))
    }

    async fn hands(
        &self,
        tx: &mut Tx,
        appointment: Option<&Appointment>,
    ) -> Result<(Option<String>, Option<String>), StoreError> {
        let Some(one) = appointment else { return Ok((None, None)) };
        let decided = one.decided.as_ref().map(|hand| hand.by.as_str());
        let seen = SeenActor::of_many(tx, std::iter::once(one.recorded.by.as_str()).chain(decided)).await?;
        let name = |by: &str| seen.get(by).and_then(|seen| seen.name.clone());
        Ok((name(&one.recorded.by), decided.and_then(name)))
    }

    /// Whether somebody has an account by which posts give powers.
    async fn has_account(&self, tx: &mut Tx, person_id: PersonId) -> Result<bool, StoreError> {
        let own = accounts::list_of_persons(tx, &[person_id]).await?;
        let office = |account: &accounts::Account| {
            let role = Role::from_code(&account.role);
            matches!(role, Some(Role::BranchContact | Role::TownshipOfficer))
        };
        Ok(own.iter().any(office))
    }
}

/// Counts what of posts waits for the actor; it names nobody but those to be confirmed, and notes nothing.
pub async fn count_posts_due(cx: &Cx<'_>) -> Result<PostsDue, PostError> {
    cx.authorise(Act::DecideAppointment)?;
    let mut tx = cx.db.begin_read().await?;
    let due = due(cx, &mut tx).await;
    tx.rollback().await?;
    Ok(due?)
}

/// The same as a list; the record names those who wait to be confirmed.
pub async fn list_waiting_appointments(cx: &mut Cx<'_>) -> Result<PostsDue, PostError> {
    cx.authorise(Act::DecideAppointment)?;
    let due = count_posts_due(cx).await?;
    let places = due.to_confirm.iter().map(|one| Subject::Organization(one.organization_id)).collect();
    cx.record_reading(Act::ReadPosts, places).await?;
    Ok(due)
}

async fn due(cx: &Cx<'_>, tx: &mut Tx) -> Result<PostsDue, StoreError> {
    let scope = ScopeOf::resolve(tx, &cx.actor).await?;
    let within: Option<Vec<OrganizationId>> = scope.listed();
    let mut due = PostsDue::default();
    for one in appointments::list_proposed(tx, within.as_deref()).await? {
        let above = super::is_above(&cx.actor, &scope, one.organization_id);
        if !above || one.may(AppointmentMove::Confirm, &cx.actor.name, cx.actor.person_id).is_err() {
            continue;
        }
        let place = organizations::find(tx, one.organization_id).await?.map(|place| place.name);
        let name = persons::find(tx, one.person_id).await?.map(|person| person.name);
        due.to_confirm.push(WaitingAppointment {
            organization_id: one.organization_id,
            organization: place.unwrap_or_default(),
            name: name.map(|name| Sight::of(cx.actor.role).name(&name)).unwrap_or_default(),
            title: one.title,
            since_on: one.since_on,
        });
    }
    if appoints(cx.actor.role) {
        let today = cx.now.day_in_china();
        let gaps = posts::list_gaps(tx, SECRETARY, today, within.as_deref()).await?;
        let gaps: Vec<OrganizationId> = gaps.into_iter().filter(|id| super::is_above(&cx.actor, &scope, *id)).collect();
        let places = organizations::list_by_ids(tx, &gaps).await?;
        due.gaps = places.into_iter().map(|place| (place.organization_id, place.name)).collect();
    }
    Ok(due)
}

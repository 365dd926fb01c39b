//! Recording an appointment, and what somebody else decides on it. The post stands in the register from the confirmation on.

use guanai_casework::appointment::{Appointment, AppointmentMove, AppointmentState, Manner, Powers};
use guanai_kernel::civil::{add_days, days_between};
use guanai_kernel::ids::{OperationId, OrganizationId, PersonId, PostId};
use guanai_kernel::text::{reason, squeeze, written};
use guanai_kernel::{Date, Moment};
use guanai_registry::{Post, Source, SourceKind};
use guanai_scheme::Pack;
use guanai_store::audit::{AuditRecord, Subject};
use guanai_store::{StoreError, Tx, appointments, audit, memberships, organizations, persons, posts};

use super::{MOST_DAYS_AHEAD, MOST_LETTERS, PostError, appoints, check_above};
use crate::actor::{Act, Role};
use crate::cx::Cx;
use crate::life::{Dues, Restated};
use crate::needs::may_not_decide;
use crate::operation::Operation;
use crate::scope::ScopeOf;

/// The fact whose codes are the posts.
pub(super) const POSTS: &str = "person.posts";

/// An appointment to be recorded.
#[derive(Clone, PartialEq, Eq, serde::Serialize)]
pub struct RecordAppointment {
    /// Where.
    pub organization_id: OrganizationId,
    /// Who.
    pub person_id: PersonId,
    /// Which post, as a code of the pack.
    pub code: String,
    /// Its title, as it is written.
    pub title: String,
    /// In full or acting.
    pub manner: Manner,
    /// Which powers go with it.
    pub powers: Powers,
    /// The first day.
    pub since_on: Date,
    /// The last day, where it is known.
    pub last_on: Option<Date>,
    /// The number of the resolution or paper.
    pub resolution: String,
}

guanai_kernel::debug_by_id!(RecordAppointment.organization_id);

/// What is decided on an appointment.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct DecideAppointment {
    /// Which.
    pub post_id: PostId,
    /// Confirm, decline or take back.
    pub step: AppointmentMove,
    /// Why, where it is not confirmed.
    pub why: Option<String>,
}

/// Somebody who may be meant by a name.
#[derive(Clone, PartialEq, Eq)]
pub struct FoundAppointee {
    /// Who.
    pub person_id: PersonId,
    /// Their name.
    pub name: String,
    /// Where they belong.
    pub organization: Option<String>,
    /// The year of birth, where the register is sure of it: two of one name are told apart by it.
    pub born_in: Option<i16>,
}

guanai_kernel::debug_by_id!(FoundAppointee.person_id);

/// Those of a name within the actor's scope, who may be appointed at an organisation. The record names them.
pub async fn find_appointees(
    cx: &mut Cx<'_>,
    organization_id: OrganizationId,
    name: &str,
) -> Result<Vec<FoundAppointee>, PostError> {
    cx.authorise(Act::RecordAppointment)?;
    let mut tx = cx.db.begin_read().await?;
    let found = find(cx, &mut tx, organization_id, &squeeze(name)).await;
    tx.rollback().await?;
    let found = found?;
    let subjects = found.iter().map(|one| Subject::Person(one.person_id)).collect();
    cx.record_reading(Act::ReadPosts, subjects).await?;
    Ok(found)
}

async fn find(
    cx: &Cx<'_>,
    tx: &mut Tx,
    organization_id: OrganizationId,
    name: &str,
) -> Result<Vec<FoundAppointee>, PostError> {
    check_above(tx, &cx.actor, organization_id).await?;
    let scope = ScopeOf::resolve(tx, &cx.actor).await?;
    let wanted =
        persons::Wanted { search: Some(persons::Search::Name(name.to_owned())), organizations: scope.listed() };
    let ids = persons::list_wanted(tx, &wanted, guanai_store::Stretch { skip: 0, take: 200 }).await?;
    let mut found = Vec::new();
    for person in persons::list_by_ids(tx, &ids).await? {
        if person.name != name || person.died_on.is_some() {
            continue;
        }
        let spell = memberships::list_current_of(tx, &[person.person_id]).await?.pop();
        if spell.as_ref().is_some_and(|spell| !spell.is_member()) {
            continue;
        }
        let organization = match spell {
            Some(spell) => organizations::find(tx, spell.organization_id).await?.map(|found| found.name),
            None => None,
        };
        let born: Vec<i16> = person.birth.candidates().into_iter().map(Date::year).collect();
        let born_in = born.first().copied().filter(|year| born.iter().all(|other| other == year));
        found.push(FoundAppointee { person_id: person.person_id, name: person.name, organization, born_in });
    }
    Ok(found)
}

impl RecordAppointment {
    fn refuse(&self, pack: &Pack, today: Date) -> Result<Option<Date>, PostError> {
        let texts = [&self.title, &self.resolution];
        if texts.iter().any(|text| written(text).is_empty() || text.chars().count() > MOST_LETTERS) {
            return Err(PostError::Words);
        }
        let values = pack.slot(POSTS).map(|slot| pack.fact(slot).values.as_slice()).unwrap_or_default();
        if values.iter().all(|value| *value.code != *self.code) {
            return Err(PostError::NoSuchPost);
        }
        let until_on = match self.last_on {
            Some(last) if last < self.since_on || last < today => return Err(PostError::Days),
            Some(last) => Some(add_days(last, 1).ok_or(PostError::Days)?),
            None => None,
        };
        if days_between(today, self.since_on) > i64::from(MOST_DAYS_AHEAD) {
            return Err(PostError::Days);
        }
        Ok(until_on)
    }
}

/// Records that somebody is appointed; its id. Nothing holds before somebody else confirms it.
pub async fn record_appointment(
    cx: &mut Cx<'_>,
    operation_id: OperationId,
    wish: &RecordAppointment,
) -> Result<PostId, PostError> {
    cx.authorise(Act::RecordAppointment)?;
    let until_on = wish.refuse(&cx.standards.pack, cx.now.day_in_china())?;
    let operation = &Operation::new(operation_id, Act::RecordAppointment, wish)?;
    let mut ids = cx.ids.clone();
    let appointment = &Appointment {
        post_id: PostId::fresh(&mut ids),
        person_id: wish.person_id,
        organization_id: wish.organization_id,
        code: Some(wish.code.clone()),
        title: written(&wish.title),
        manner: wish.manner,
        powers: wish.powers,
        since_on: wish.since_on,
        until_on,
        resolution: written(&wish.resolution),
        state: AppointmentState::Proposed,
        recorded: cx.hand(),
        decided: None,
        ended: None,
        words: None,
    };
    let record = &cx.audit_record(&mut ids, Act::RecordAppointment, vec![Subject::Person(wish.person_id)], None);
    cx.ids = ids;
    let cx = &*cx;
    let recording = cx.db.write(move |tx: &mut Tx, _| {
        Box::pin(async move {
            check_above(tx, &cx.actor, wish.organization_id).await?;
            let scope = ScopeOf::resolve(tx, &cx.actor).await?;
            if !scope.holds_person(tx, wish.person_id).await? {
                return Err(PostError::NotFound);
            }
            if let Some(earlier) = operation.earlier(tx, &cx.actor).await? {
                return Ok(earlier);
            }
            check_powers(cx, tx, wish).await?;
            check_person(cx, tx, wish.person_id).await?;
            check_free(tx, appointment).await?;
            appointments::add(tx, appointment).await?;
            operation.keep(tx, &cx.actor, appointment.post_id, cx.now).await?;
            audit::append(tx, record).await?;
            Ok(appointment.post_id)
        })
    });
    recording.await
}

/// Those of a contact are given where members belong, those of an officer by the county to an organisation that has others below
/// it; nobody is let into the county's own desk by a post.
async fn check_powers(cx: &Cx<'_>, tx: &mut Tx, wish: &RecordAppointment) -> Result<(), PostError> {
    let place = organizations::find(tx, wish.organization_id).await?.ok_or(PostError::NotFound)?;
    let below = organizations::list_subtree(tx, wish.organization_id).await?.len() > 1;
    let fits = match wish.powers {
        Powers::Nothing => true,
        Powers::Contact => place.superior_id.is_some(),
        Powers::Officer => place.superior_id.is_some() && below && cx.actor.role == Role::CountyOfficer,
    };
    if fits { Ok(()) } else { Err(PostError::Powers) }
}

async fn check_person(cx: &Cx<'_>, tx: &mut Tx, person_id: PersonId) -> Result<(), PostError> {
    let person = persons::find(tx, person_id).await?.ok_or(PostError::NotFound)?;
    if may_not_decide(cx, tx, person_id).await? {
        return Err(PostError::Recused);
    }
    let spell = memberships::list_current_of(tx, &[person_id]).await?.pop();
    if spell.is_some_and(|spell| !spell.is_member()) {
        return Err(PostError::NotMember);
    }
    if person.died_on.is_some() { Err(PostError::Died) } else { Ok(()) }
}

/// Nobody holds one post at one organisation twice in one stretch.
async fn check_free(tx: &mut Tx, wish: &Appointment) -> Result<(), PostError> {
    let ends_after = |until: Option<Date>, day: Date| until.is_none_or(|until| day < until);
    let meets = |since: Date, until: Option<Date>| ends_after(until, wish.since_on) && ends_after(wish.until_on, since);
    let held = posts::list_of(tx, wish.person_id).await?;
    let is_held = held.iter().any(|post| {
        let same = post.organization_id == wish.organization_id && post.code == wish.code;
        same && post.post_id != wish.post_id && meets(post.since_on, post.until_on) && from_here(post)
    });
    let waiting = appointments::list_at(tx, &[wish.organization_id]).await?;
    let is_waiting = waiting.iter().any(|one| {
        let same = one.person_id == wish.person_id && one.code == wish.code && one.post_id != wish.post_id;
        same && one.state == AppointmentState::Proposed && meets(one.since_on, one.until_on)
    });
    if is_held || is_waiting { Err(PostError::HeldAlready) } else { Ok(()) }
}

/// A post that a book states may be recorded here with its paper and its days; one that was appointed here is held already.
fn from_here(post: &Post) -> bool {
    post.source.kind == SourceKind::Entry
}

/// Confirms an appointment, declines it, or takes it back.
pub async fn decide_appointment(
    cx: &mut Cx<'_>,
    operation_id: OperationId,
    wish: &DecideAppointment,
) -> Result<(), PostError> {
    let act = match wish.step {
        AppointmentMove::Withdraw => Act::RecordAppointment,
        AppointmentMove::Confirm | AppointmentMove::Decline | AppointmentMove::End => Act::DecideAppointment,
    };
    cx.authorise(act)?;
    let must_say = wish.step == AppointmentMove::Decline;
    let why = reason(wish.why.as_deref(), must_say, MOST_LETTERS).map_err(|_| PostError::Words)?;
    let operation = &Operation::new(operation_id, act, wish)?;
    let mut ids = cx.ids.clone();
    let draft = &cx.audit_record(&mut ids, act, Vec::new(), None);
    cx.ids = ids;
    let own = &cx.ids.split();
    let (cx, why) = (&*cx, &why);
    let deciding = cx.db.write(move |tx: &mut Tx, _| {
        Box::pin(async move {
            let before = appointments::find(tx, wish.post_id).await?.ok_or(PostError::NotFound)?;
            check_above(tx, &cx.actor, before.organization_id).await?;
            if operation.earlier::<PostId>(tx, &cx.actor).await?.is_some() {
                return Ok(());
            }
            let hand = cx.hand();
            let after = before.decided(wish.step, hand, cx.actor.person_id, why.clone())?;
            if after.state == AppointmentState::Confirmed {
                // A first day that is past changes what was due in the months since.
                let mut restated = Restated::under(&cx.standards.pack);
                restated.from(after.person_id, after.since_on);
                let dues = Dues::before(cx, tx, restated).await?;
                confirm(cx, tx, &after).await?;
                dues.settle_up(cx, tx, &mut own.clone()).await?;
            }
            appointments::amend(tx, &before, &after, cx.now).await?;
            operation.keep(tx, &cx.actor, wish.post_id, cx.now).await?;
            let subjects = vec![Subject::Person(before.person_id)];
            audit::append(tx, &AuditRecord { subjects, ..draft.clone() }).await?;
            Ok(())
        })
    });
    deciding.await
}

/// The post stands in the register. One that a book states of the same person, place and kind is this one from here on.
async fn confirm(cx: &Cx<'_>, tx: &mut Tx, appointment: &Appointment) -> Result<(), PostError> {
    check_person(cx, tx, appointment.person_id).await?;
    check_free(tx, appointment).await?;
    if appointment.until_on.is_some_and(|until| until <= cx.now.day_in_china()) {
        return Err(PostError::Days);
    }
    end_booked(tx, appointment, cx.now).await?;
    let post = Post {
        post_id: appointment.post_id,
        person_id: appointment.person_id,
        organization_id: appointment.organization_id,
        code: appointment.code.clone(),
        title: appointment.title.clone(),
        since_on: appointment.since_on,
        until_on: appointment.until_on,
        source: Source {
            kind: SourceKind::Entry,
            import_id: None,
            place: appointment.resolution.clone(),
            stated_on: cx.now.day_in_china(),
        },
        recorded_at: cx.now,
    };
    posts::add_many(tx, std::slice::from_ref(&post)).await?;
    Ok(())
}

async fn end_booked(tx: &mut Tx, appointment: &Appointment, at: Moment) -> Result<(), StoreError> {
    let held = posts::list_of(tx, appointment.person_id).await?;
    let booked = held.into_iter().filter(|post| {
        let same = post.organization_id == appointment.organization_id && post.code == appointment.code;
        same && post.until_on.is_none() && !from_here(post)
    });
    let changes: Vec<(Post, Post)> = booked
        .map(|post| {
            let until_on = Some(appointment.since_on.max(post.since_on));
            (post.clone(), Post { until_on, ..post })
        })
        .collect();
    posts::amend_many(tx, &changes, at).await
}

/// Whether somebody's role appoints and they are over the organisation.
pub(super) fn may_appoint(cx: &Cx<'_>, scope: &ScopeOf, organization_id: OrganizationId) -> bool {
    appoints(cx.actor.role) && super::is_above(&cx.actor, scope, organization_id)
}

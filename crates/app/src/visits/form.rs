//! What the form for a visit offers: whom, who lives with them, what was promised, what was begun and not sent, and the last
//! visit, so that “as before” is one tap. What was found last time is never filled in again: it would be written down without
//! having been seen. Nor is a gift, which is money, or an occasion that had its day.

use std::collections::BTreeSet;

use guanai_casework::{Promise, Visit, VisitAct, VisitManner, VisitState};
use guanai_kernel::Date;
use guanai_kernel::ids::{PersonId, VisitId};
use guanai_scheme::{Pack, VisitTrigger};
use guanai_store::audit::Subject;
use guanai_store::{StoreError, Tx, households, memberships, organizations, persons, visits};

use super::draft::{self, KeptDraft};
use super::file::AlsoSeen;
use super::rules::RecordVisitError;
use crate::actor::Act;
use crate::cx::Cx;
use crate::people::Sight;
use crate::plans::{HouseholdGrants, HouseholdTask, grants_of, waiting_of};
use crate::scope::ScopeOf;

/// How the last visit was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AsBefore {
    /// Its id.
    pub visit_id: VisitId,
    /// Its day.
    pub made_on: Date,
    /// Its act.
    pub act: VisitAct,
    /// How.
    pub manner: VisitManner,
    /// What for.
    pub occasions: BTreeSet<String>,
}

/// A promise that waits.
#[derive(Clone, PartialEq, Eq)]
pub struct OpenPromise {
    /// The visit at which it was made.
    pub visit_id: VisitId,
    /// The day of that visit.
    pub made_on: Date,
    /// What was promised.
    pub promise: Promise,
}

guanai_kernel::debug_by_id!(OpenPromise.visit_id);

/// What the form offers.
#[derive(Clone, PartialEq, Eq)]
pub struct VisitForm {
    /// The person.
    pub person_id: PersonId,
    /// Their name.
    pub name: String,
    /// Where they belong now.
    pub organization: Option<String>,
    /// The day of death: then only the family is visited.
    pub died_on: Option<Date>,
    /// Who lives with them, as far as they are within the scope.
    pub household: Vec<AlsoSeen>,
    /// The last visit.
    pub as_before: Option<AsBefore>,
    /// What was promised and waits.
    pub promises: Vec<OpenPromise>,
    /// Tasks that wait in the plans of everybody who lives there.
    pub tasks: Vec<HouseholdTask>,
    /// What the household was given this year, for whoever may read it: a visit may bring a gift.
    pub grants: Option<HouseholdGrants>,
    /// What whoever acts has begun and not sent.
    pub draft: Option<KeptDraft>,
}

guanai_kernel::debug_by_id!(VisitForm.person_id);

/// Whose visit a form would be for; nobody where the actor could not record one. It is a reading of the person.
pub async fn open_visit_form(cx: &mut Cx<'_>, person_id: PersonId) -> Result<VisitForm, RecordVisitError> {
    cx.authorise(Act::RecordVisit)?;
    let mut tx = cx.db.begin_read().await?;
    let form = form_of(cx, &mut tx, person_id).await;
    tx.rollback().await?;
    let form = form?;
    let others = form.tasks.iter().map(|task| task.person_id);
    let given = form.grants.iter().flat_map(|grants| &grants.people).map(|(id, _)| *id);
    let people: BTreeSet<PersonId> = [person_id].into_iter().chain(others).chain(given).collect();
    cx.record_reading(Act::ReadPerson, people.into_iter().map(Subject::Person).collect()).await?;
    Ok(form)
}

async fn form_of(cx: &Cx<'_>, tx: &mut Tx, person_id: PersonId) -> Result<VisitForm, RecordVisitError> {
    let scope = ScopeOf::resolve(tx, &cx.actor).await?;
    if !scope.holds_person(tx, person_id).await? {
        return Err(RecordVisitError::NotFound);
    }
    let person = persons::find(tx, person_id).await?.ok_or(RecordVisitError::NotFound)?;
    let sight = Sight::of(cx.actor.role);
    let spell = memberships::list_current_of(tx, &[person_id]).await?.pop();
    let organization = match spell {
        Some(spell) => organizations::find(tx, spell.organization_id).await?.map(|o| o.name),
        None => None,
    };
    let mut past = visits::list_of(tx, person_id).await?;
    past.retain(|visit| visit.state == VisitState::Recorded);
    let last = past
        .iter()
        .find(|visit| visit.person_id == person_id && visit.sheet_id.is_none() && visit.act != VisitAct::VisitWithGift);
    let promises = past.iter().filter_map(open_promise);
    let grants = match cx.authorise(Act::ReadGrants) {
        Ok(()) => Some(grants_of(cx, tx, person_id, None).await?),
        Err(_) => None,
    };
    Ok(VisitForm {
        person_id,
        name: sight.name(&person.name),
        organization,
        died_on: person.died_on,
        as_before: last.filter(|_| person.died_on.is_none()).map(|visit| AsBefore {
            visit_id: visit.visit_id,
            made_on: visit.made_on,
            act: visit.act,
            manner: visit.manner,
            occasions: still_so(&cx.standards.pack, &visit.occasions),
        }),
        draft: draft::kept(tx, cx, person_id).await?,
        promises: promises.collect(),
        grants,
        tasks: waiting_of(cx, tx, person_id).await?,
        household: household(tx, &scope, sight, person_id).await?,
    })
}

/// The occasions of a visit that may come again on any day: a festival, a birthday and an illness had their own. Where none is
/// left, it is ordinary contact.
fn still_so(pack: &Pack, occasions: &BTreeSet<String>) -> BTreeSet<String> {
    let rules = &pack.visits().rules;
    let had_its_day =
        |code: &String| rules.iter().any(|rule| rule.occasion == **code && rule.trigger != VisitTrigger::Clock);
    let of_family = |code: &String| pack.visit_occasion(code).is_none_or(|occasion| occasion.of_family);
    let left: BTreeSet<String> =
        occasions.iter().filter(|code| !had_its_day(code) && !of_family(code)).cloned().collect();
    if !left.is_empty() {
        return left;
    }
    rules.iter().filter(|rule| rule.trigger == VisitTrigger::Clock).map(|rule| rule.occasion.clone()).collect()
}

fn open_promise(visit: &Visit) -> Option<OpenPromise> {
    let promise = visit.promise.clone().filter(|promise| promise.kept_on.is_none())?;
    Some(OpenPromise { visit_id: visit.visit_id, made_on: visit.made_on, promise })
}

async fn household(
    tx: &mut Tx,
    scope: &ScopeOf,
    sight: Sight,
    person_id: PersonId,
) -> Result<Vec<AlsoSeen>, StoreError> {
    let Some(own) = households::list_current_of(tx, &[person_id]).await?.pop() else { return Ok(Vec::new()) };
    let members = households::list_members_of(tx, own.household_id).await?;
    let others: Vec<PersonId> = members
        .iter()
        .filter(|member| member.until_on.is_none() && member.person_id != person_id)
        .map(|member| member.person_id)
        .collect();
    let mut seen = Vec::with_capacity(others.len());
    for person in persons::list_by_ids(tx, &others).await?.into_iter().filter(|person| person.died_on.is_none()) {
        if scope.holds_person(tx, person.person_id).await? {
            seen.push(AlsoSeen { person_id: person.person_id, name: sight.name(&person.name) });
        }
    }
    Ok(seen)
}

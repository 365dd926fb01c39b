//! A list of visits: filtered, a page at a time, the latest first. Nothing of what was found or confided stands in it.

use std::collections::{BTreeMap, BTreeSet};

use guanai_casework::{Gift, Visit, VisitAct, VisitManner, VisitState, Visitor};
use guanai_kernel::Date;
use guanai_kernel::ids::{OrganizationId, PersonId, VisitId};
use guanai_store::Stretch;
use guanai_store::audit::Subject;
use guanai_store::visits::{self, VisitsWanted};
use guanai_store::{StoreError, Tx, memberships};

use crate::actor::{Act, Denied};
use crate::cx::Cx;
use crate::names;
use crate::people::Sight;
use crate::scope::{NarrowError, ScopeOf};

/// Visits on a page.
pub const PAGE: u64 = 50;

/// Which visits are listed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ListVisits {
    /// An organisation with all below it.
    pub organization_id: Option<OrganizationId>,
    /// Of one act alone.
    pub act: Option<VisitAct>,
    /// From a day on.
    pub from: Option<Date>,
    /// Up to and with a day.
    pub to: Option<Date>,
    /// Only those with a promise that was not kept yet.
    pub with_open_promise: bool,
    /// Which page, from 1.
    pub page: u64,
}

/// A visit in a list.
#[derive(Clone, PartialEq, Eq)]
pub struct ListedVisit {
    /// The id.
    pub visit_id: VisitId,
    /// Who was visited.
    pub person_id: PersonId,
    /// Their name.
    pub name: String,
    /// Where they belong now.
    pub organization: Option<String>,
    /// Which act.
    pub act: VisitAct,
    /// The day.
    pub made_on: Date,
    /// How.
    pub manner: VisitManner,
    /// Who came.
    pub visitor: String,
    /// What for, as codes of the pack.
    pub occasions: BTreeSet<String>,
    /// What was given.
    pub gift: Option<Gift>,
    /// A promise that was not kept yet, with its day where it has one.
    pub open_promise: Option<Option<Date>>,
    /// Whether the record stands.
    pub state: VisitState,
}

guanai_kernel::debug_by_id!(ListedVisit.visit_id);

/// A page of visits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VisitsPage {
    /// The rows.
    pub rows: Vec<ListedVisit>,
    /// How many there are on all pages.
    pub total: u64,
    /// Which page, from 1.
    pub page: u64,
}

/// Why there is no list. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum ListVisitsError {
    /// The role does not hold it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// No such organisation within the scope.
    #[error("there is no such organisation")]
    NotFound,
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl ListVisitsError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Denied(_) => "denied",
            Self::NotFound => "organization-not-found",
            Self::Store(error) => error.code(),
        }
    }
}

impl From<NarrowError> for ListVisitsError {
    fn from(error: NarrowError) -> Self {
        match error {
            NarrowError::NotFound => Self::NotFound,
            NarrowError::Store(error) => Self::Store(error),
        }
    }
}

/// Lists visits. The record names the persons on the page and their visits.
pub async fn list_visits(cx: &mut Cx<'_>, ask: &ListVisits) -> Result<VisitsPage, ListVisitsError> {
    cx.authorise(Act::ListVisits)?;
    let page = ask.page.max(1);
    let mut tx = cx.db.begin_read().await?;
    let scope = ScopeOf::resolve(&mut tx, &cx.actor).await?;
    let organizations = scope.narrowed(&mut tx, ask.organization_id).await?;
    let wanted = VisitsWanted {
        organizations,
        act: ask.act,
        from: ask.from,
        to: ask.to,
        with_open_promise: ask.with_open_promise,
    };
    let stretch = Stretch::of_page(page, PAGE);
    let found = visits::list_wanted(&mut tx, &wanted, stretch).await?;
    let total = visits::count_wanted(&mut tx, &wanted).await?;
    let rows = listed(&mut tx, Sight::of(cx.actor.role), &found).await?;
    tx.rollback().await?;
    let subjects = rows.iter().flat_map(|row| [Subject::Visit(row.visit_id), Subject::Person(row.person_id)]);
    cx.record_reading(Act::ListVisits, subjects.collect()).await?;
    Ok(VisitsPage { rows, total, page })
}

/// The visits of one person, those at which they were seen beside somebody else too, the latest first. The record names the
/// person.
pub async fn list_visits_of(cx: &mut Cx<'_>, person_id: PersonId) -> Result<Vec<ListedVisit>, ListVisitsError> {
    cx.authorise(Act::ListVisits)?;
    let mut tx = cx.db.begin_read().await?;
    let scope = ScopeOf::resolve(&mut tx, &cx.actor).await?;
    if !scope.holds_person(&mut tx, person_id).await? {
        tx.rollback().await?;
        return Err(ListVisitsError::NotFound);
    }
    // A visit that was made to somebody else is shown where that person is within the scope too.
    let mut found = Vec::new();
    for visit in visits::list_of(&mut tx, person_id).await? {
        if visit.person_id == person_id || scope.holds_person(&mut tx, visit.person_id).await? {
            found.push(visit);
        }
    }
    let rows = listed(&mut tx, Sight::of(cx.actor.role), &found).await?;
    tx.rollback().await?;
    cx.record_reading(Act::ListVisits, vec![Subject::Person(person_id)]).await?;
    Ok(rows)
}

/// Visits as rows, in their order.
pub(crate) async fn listed(tx: &mut Tx, sight: Sight, visits: &[Visit]) -> Result<Vec<ListedVisit>, StoreError> {
    let ids: Vec<PersonId> = visits.iter().map(|visit| visit.person_id).collect();
    let visitors = visits.iter().filter_map(|visit| match visit.visitor {
        Visitor::Person(id) => Some(id),
        Visitor::Named(_) => None,
    });
    let whose: Vec<PersonId> = ids.iter().copied().chain(visitors).collect();
    let names: BTreeMap<PersonId, String> = names::of_people(tx, &whose).await?;
    let spells = memberships::list_current_of(tx, &ids).await?;
    let places: Vec<OrganizationId> = spells.iter().map(|spell| spell.organization_id).collect();
    let places: BTreeMap<OrganizationId, String> = names::of_places(tx, &places).await?;
    let belongs: BTreeMap<PersonId, &String> =
        spells.iter().filter_map(|spell| Some((spell.person_id, places.get(&spell.organization_id)?))).collect();
    let name_of = |id: &PersonId| names.get(id).map(|name| sight.name(name)).unwrap_or_default();
    let rows = visits.iter().map(|visit| ListedVisit {
        visit_id: visit.visit_id,
        person_id: visit.person_id,
        name: name_of(&visit.person_id),
        organization: belongs.get(&visit.person_id).map(|name| (*name).clone()),
        act: visit.act,
        made_on: visit.made_on,
        manner: visit.manner,
        visitor: match &visit.visitor {
            Visitor::Person(id) => name_of(id),
            Visitor::Named(name) => name.clone(),
        },
        occasions: visit.occasions.clone(),
        gift: visit.gift.clone(),
        open_promise: visit.promise.as_ref().filter(|p| p.kept_on.is_none()).map(|promise| promise.due_on),
        state: visit.state,
    });
    Ok(rows.collect())
}

//! Applications as lists: those within the actor's scope, and one found by the code on its papers.

use std::collections::{BTreeMap, BTreeSet};

use guanai_casework::application::{Application, ApplicationState, Said};
use guanai_kernel::ids::{ApplicationId, OrganizationId, PersonId};
use guanai_kernel::{Date, Money};
use guanai_store::Stretch;
use guanai_store::applications::ApplicationsWanted;
use guanai_store::audit::Subject;
use guanai_store::{StoreError, Tx, applications};

use super::acting::holds;
use crate::actor::{Act, Denied, Domain};
use crate::cx::Cx;
use crate::names;
use crate::people::Sight;
use crate::scope::{NarrowError, ScopeOf};

/// Rows of a page.
pub const PAGE: u64 = 20;

/// Which applications.
#[derive(Debug, Clone, Default)]
pub struct ListApplications {
    /// Of an organisation and all below it.
    pub organization_id: Option<OrganizationId>,
    /// That stand there; none is anywhere.
    pub state: Option<ApplicationState>,
    /// For one measure.
    pub measure: Option<String>,
    /// Which page, from 1.
    pub page: u64,
}

/// A row.
#[derive(Clone, PartialEq, Eq)]
pub struct ListedApplication {
    /// Its id.
    pub application_id: ApplicationId,
    /// The code on its papers.
    pub code: String,
    /// Whose.
    pub person_id: PersonId,
    /// Their name, masked for who may not read it.
    pub name: String,
    /// The branch.
    pub organization: String,
    /// For which measure.
    pub measure: Said,
    /// 拟帮扶
    pub amount: Option<Money>,
    /// The day.
    pub applied_on: Date,
    /// Where it stands.
    pub state: ApplicationState,
}

guanai_kernel::debug_by_id!(ListedApplication.application_id);

/// A page.
#[derive(Debug, Clone)]
pub struct ApplicationsPage {
    /// The rows: those that wait first, by the day they were made.
    pub rows: Vec<ListedApplication>,
    /// How many there are on all pages.
    pub total: u64,
    /// Which page, from 1.
    pub page: u64,
    /// How many stand where, whatever state was asked for.
    pub by_state: BTreeMap<ApplicationState, u64>,
}

/// Why nothing is listed. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum ListApplicationsError {
    /// The role does not hold it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// No such organisation, or no application of this code, within the scope.
    #[error("there is no such organisation or application")]
    NotFound,
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl ListApplicationsError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Denied(_) => "denied",
            Self::NotFound => "application-not-found",
            Self::Store(error) => error.code(),
        }
    }
}

impl From<NarrowError> for ListApplicationsError {
    fn from(error: NarrowError) -> Self {
        match error {
            NarrowError::NotFound => Self::NotFound,
            NarrowError::Store(error) => Self::Store(error),
        }
    }
}

/// Lists applications within the actor's scope. The record names whoever is shown.
pub async fn list_applications(
    cx: &mut Cx<'_>,
    ask: &ListApplications,
) -> Result<ApplicationsPage, ListApplicationsError> {
    cx.authorise(Act::ListApplications)?;
    let mut tx = cx.db.begin_read().await?;
    let page = page_of(cx, &mut tx, ask).await;
    tx.rollback().await?;
    let page = page?;
    let subjects = page.rows.iter().map(|row| Subject::Person(row.person_id)).collect();
    cx.record_reading(Act::ListApplications, subjects).await?;
    Ok(page)
}

async fn page_of(cx: &Cx<'_>, tx: &mut Tx, ask: &ListApplications) -> Result<ApplicationsPage, ListApplicationsError> {
    let scope = ScopeOf::resolve(tx, &cx.actor).await?;
    let organizations = scope.narrowed(tx, ask.organization_id).await?;
    let anywhere = ApplicationsWanted { organizations, states: None, measure: ask.measure.clone() };
    let by_state = applications::count_by_state(tx, &anywhere).await?;
    let wanted = ApplicationsWanted { states: ask.state.map(|state| vec![state]), ..anywhere };
    let total = applications::count_wanted(tx, &wanted).await?;
    let page = ask.page.clamp(1, total.div_ceil(PAGE).max(1));
    let stretch = Stretch::of_page(page, PAGE);
    let found = applications::list_wanted(tx, &wanted, stretch).await?;
    let rows = listed(tx, Sight::of(cx.actor.role), &found).await?;
    Ok(ApplicationsPage { rows, total, page, by_state })
}

/// The actor's own applications, latest first. The record names the person.
pub async fn own_applications(cx: &mut Cx<'_>) -> Result<Vec<ListedApplication>, ListApplicationsError> {
    cx.authorise(Act::ReadApplication)?;
    let own = cx.actor.person_id.filter(|_| cx.actor.role.domain() == Domain::Own);
    let own = own.ok_or(ListApplicationsError::NotFound)?;
    let mut tx = cx.db.begin_read().await?;
    let found = applications::list_of(&mut tx, &[own]).await?;
    let rows = listed(&mut tx, Sight::of(cx.actor.role), &found).await?;
    tx.rollback().await?;
    cx.record_reading(Act::ReadApplication, vec![Subject::Person(own)]).await?;
    Ok(rows)
}

/// Somebody's applications that are within the actor's scope, latest first. The record names the person.
pub async fn list_applications_of(
    cx: &mut Cx<'_>,
    person_id: PersonId,
) -> Result<Vec<ListedApplication>, ListApplicationsError> {
    cx.authorise(Act::ListApplications)?;
    let mut tx = cx.db.begin_read().await?;
    let scope = ScopeOf::resolve(&mut tx, &cx.actor).await?;
    let mut found = applications::list_of(&mut tx, &[person_id]).await?;
    found.retain(|application| holds(&scope, application));
    let rows = listed(&mut tx, Sight::of(cx.actor.role), &found).await?;
    tx.rollback().await?;
    cx.record_reading(Act::ListApplications, vec![Subject::Person(person_id)]).await?;
    Ok(rows)
}

/// The application whose papers carry this code, within the actor's scope.
pub async fn find_by_code(cx: &mut Cx<'_>, code: &str) -> Result<ApplicationId, ListApplicationsError> {
    cx.authorise(Act::ListApplications)?;
    let code: String = code.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_uppercase();
    let mut tx = cx.db.begin_read().await?;
    let scope = ScopeOf::resolve(&mut tx, &cx.actor).await?;
    let found = applications::find_by_code(&mut tx, &code).await?;
    tx.rollback().await?;
    let found = found.filter(|application| holds(&scope, application));
    found.map(|application| application.application_id).ok_or(ListApplicationsError::NotFound)
}

/// Rows with the names of people and places.
pub(crate) async fn listed(
    tx: &mut Tx,
    sight: Sight,
    found: &[Application],
) -> Result<Vec<ListedApplication>, StoreError> {
    let ids: Vec<PersonId> = found.iter().map(|application| application.person_id).collect();
    let names: BTreeMap<PersonId, String> = names::of_people(tx, &ids).await?;
    let ids: BTreeSet<OrganizationId> = found.iter().map(|application| application.organization_id).collect();
    let ids: Vec<OrganizationId> = ids.into_iter().collect();
    let places: BTreeMap<OrganizationId, String> = names::of_places(tx, &ids).await?;
    let rows = found.iter().map(|application| ListedApplication {
        application_id: application.application_id,
        code: application.code.clone(),
        person_id: application.person_id,
        name: names.get(&application.person_id).map(|name| sight.name(name)).unwrap_or_default(),
        organization: places.get(&application.organization_id).cloned().unwrap_or_default(),
        measure: application.frozen.measure.clone(),
        amount: application.amount,
        applied_on: application.applied_on,
        state: application.state,
    });
    Ok(rows.collect())
}

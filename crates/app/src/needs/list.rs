//! A list of needs: filtered, a page at a time, the most urgent first.

use std::collections::BTreeMap;

use guanai_casework::{CategoryChoice, Need, NeedState, Urgency, Voice};
use guanai_kernel::Date;
use guanai_kernel::ids::{NeedId, OrganizationId, PersonId};
use guanai_store::Stretch;
use guanai_store::audit::Subject;
pub use guanai_store::needs::Among;
use guanai_store::needs::{self, Wanted};
use guanai_store::{StoreError, Tx, memberships};

use crate::actor::{Act, Denied};
use crate::cx::Cx;
use crate::names;
use crate::people::Sight;
use crate::scope::{NarrowError, ScopeOf};

/// Needs on a page.
pub const PAGE: u64 = 50;

/// Which needs are listed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ListNeeds {
    /// An organisation with all below it.
    pub organization_id: Option<OrganizationId>,
    /// A category of the pack, stated or confirmed.
    pub category: Option<String>,
    /// States; none is every state.
    pub states: Option<Vec<NeedState>>,
    /// Some needs by name, such as those that the matching found nobody for, or all but those.
    pub among: Option<Among>,
    /// Which page, from 1.
    pub page: u64,
}

/// A need in a list.
#[derive(Clone, PartialEq, Eq)]
pub struct ListedNeed {
    /// The id.
    pub need_id: NeedId,
    /// Whose.
    pub person_id: PersonId,
    /// Whose, by name, masked for who may not read it.
    pub name: String,
    /// Where they belong now.
    pub organization: Option<String>,
    /// The category, once it was stated or confirmed.
    pub category: Option<String>,
    /// How urgent; none where nobody said.
    pub urgency: Option<Urgency>,
    /// The day it was stated.
    pub stated_on: Date,
    /// The day by which somebody must have answered.
    pub due_on: Option<Date>,
    /// Where it stands.
    pub state: NeedState,
    /// Whether the standards found it, and nobody has told it.
    pub is_found: bool,
}

guanai_kernel::debug_by_id!(ListedNeed.need_id);

/// A page of needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NeedsPage {
    /// The rows.
    pub rows: Vec<ListedNeed>,
    /// How many there are on all pages.
    pub total: u64,
    /// Which page, from 1.
    pub page: u64,
}

/// Why there is no list. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum ListNeedsError {
    /// The role does not hold it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The pack has no such category.
    #[error("the standards have no such category of needs")]
    NoCategory,
    /// No such organisation within the scope.
    #[error("there is no such organisation")]
    NotFound,
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl ListNeedsError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Denied(_) => "denied",
            Self::NoCategory => "needs-no-category",
            Self::NotFound => "organization-not-found",
            Self::Store(error) => error.code(),
        }
    }
}

impl From<NarrowError> for ListNeedsError {
    fn from(error: NarrowError) -> Self {
        match error {
            NarrowError::NotFound => Self::NotFound,
            NarrowError::Store(error) => Self::Store(error),
        }
    }
}

/// Lists needs. The record names the persons on the page and their needs.
pub async fn list_needs(cx: &mut Cx<'_>, ask: &ListNeeds) -> Result<NeedsPage, ListNeedsError> {
    cx.authorise(Act::ListNeeds)?;
    if ask.category.as_deref().is_some_and(|code| cx.standards.pack.need_category(code).is_none()) {
        return Err(ListNeedsError::NoCategory);
    }
    let page = ask.page.max(1);
    let mut tx = cx.db.begin_read().await?;
    let scope = ScopeOf::resolve(&mut tx, &cx.actor).await?;
    let organizations = scope.narrowed(&mut tx, ask.organization_id).await?;
    let wanted =
        Wanted { organizations, category: ask.category.clone(), states: ask.states.clone(), among: ask.among.clone() };
    let stretch = Stretch::of_page(page, PAGE);
    let found = needs::list_wanted(&mut tx, &wanted, stretch).await?;
    let total = needs::count_wanted(&mut tx, &wanted).await?;
    let rows = listed(&mut tx, Sight::of(cx.actor.role), &found).await?;
    tx.rollback().await?;
    cx.record_reading(Act::ListNeeds, subjects_of(&rows)).await?;
    Ok(NeedsPage { rows, total, page })
}

/// The needs and persons of rows, for a record.
pub(crate) fn subjects_of(rows: &[ListedNeed]) -> Vec<Subject> {
    rows.iter().flat_map(|row| [Subject::Need(row.need_id), Subject::Person(row.person_id)]).collect()
}

/// Needs as rows, in their order, each with whose it is and where they belong now.
pub(crate) async fn listed(tx: &mut Tx, sight: Sight, needs: &[Need]) -> Result<Vec<ListedNeed>, StoreError> {
    let ids: Vec<PersonId> = needs.iter().map(|need| need.person_id).collect();
    let names: BTreeMap<PersonId, String> = names::of_people(tx, &ids).await?;
    let spells = memberships::list_current_of(tx, &ids).await?;
    let places: Vec<OrganizationId> = spells.iter().map(|spell| spell.organization_id).collect();
    let places: BTreeMap<OrganizationId, String> = names::of_places(tx, &places).await?;
    let belongs: BTreeMap<PersonId, &String> =
        spells.iter().filter_map(|spell| Some((spell.person_id, places.get(&spell.organization_id)?))).collect();
    let rows = needs.iter().map(|need| ListedNeed {
        need_id: need.need_id,
        person_id: need.person_id,
        name: names.get(&need.person_id).map(|name| sight.name(name)).unwrap_or_default(),
        organization: belongs.get(&need.person_id).map(|name| (*name).clone()),
        category: match &need.category {
            CategoryChoice::Stated(category) => Some(category.clone()),
            CategoryChoice::Proposed { .. } | CategoryChoice::Open => None,
        },
        urgency: need.urgency,
        stated_on: need.stated_on,
        due_on: need.due_on,
        state: need.state,
        is_found: need.voice == Some(Voice::Rule),
    });
    Ok(rows.collect())
}

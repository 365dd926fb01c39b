//! Meetings as a list, within the actor's scope.

use std::collections::{BTreeMap, BTreeSet};

use guanai_kernel::Date;
use guanai_kernel::ids::{MeetingId, OrganizationId};
use guanai_store::Stretch;
use guanai_store::{StoreError, Tx, meetings};

use crate::actor::{Act, Denied};
use crate::cx::Cx;
use crate::names;
use crate::scope::{NarrowError, ScopeOf};

/// Rows of a page.
pub const PAGE: u64 = 20;

/// Which meetings.
#[derive(Debug, Clone, Copy, Default)]
pub struct ListMeetings {
    /// Of an organisation and all below it.
    pub organization_id: Option<OrganizationId>,
    /// Which page, from 1.
    pub page: u64,
}

/// A row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedMeeting {
    /// Its id.
    pub meeting_id: MeetingId,
    /// The code that its record carries.
    pub code: String,
    /// Whose.
    pub organization: String,
    /// The kind, as a code of the pack.
    pub kind: String,
    /// The day.
    pub held_on: Date,
    /// Where.
    pub place: String,
}

/// A page.
#[derive(Debug, Clone)]
pub struct MeetingsPage {
    /// The rows, latest first.
    pub rows: Vec<ListedMeeting>,
    /// How many there are on all pages.
    pub total: u64,
    /// Which page, from 1.
    pub page: u64,
}

/// Why nothing is listed. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum ListMeetingsError {
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

impl ListMeetingsError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Denied(_) => "denied",
            Self::NotFound => "organization-not-found",
            Self::Store(error) => error.code(),
        }
    }
}

impl From<NarrowError> for ListMeetingsError {
    fn from(error: NarrowError) -> Self {
        match error {
            NarrowError::NotFound => Self::NotFound,
            NarrowError::Store(error) => Self::Store(error),
        }
    }
}

/// Lists meetings within the actor's scope. No person stands in the list.
pub async fn list_meetings(cx: &mut Cx<'_>, ask: ListMeetings) -> Result<MeetingsPage, ListMeetingsError> {
    cx.authorise(Act::ListMeetings)?;
    let mut tx = cx.db.begin_read().await?;
    let page = page_of(cx, &mut tx, ask).await;
    tx.rollback().await?;
    let page = page?;
    cx.record_reading(Act::ListMeetings, Vec::new()).await?;
    Ok(page)
}

async fn page_of(cx: &Cx<'_>, tx: &mut Tx, ask: ListMeetings) -> Result<MeetingsPage, ListMeetingsError> {
    let scope = ScopeOf::resolve(tx, &cx.actor).await?;
    let narrowed = scope.narrowed(tx, ask.organization_id).await?;
    let total = meetings::count_of(tx, narrowed.as_deref()).await?;
    let page = ask.page.clamp(1, total.div_ceil(PAGE).max(1));
    let stretch = Stretch::of_page(page, PAGE);
    let found = meetings::list(tx, narrowed.as_deref(), stretch).await?;
    let places: BTreeSet<OrganizationId> = found.iter().map(|meeting| meeting.organization_id).collect();
    let places: Vec<OrganizationId> = places.into_iter().collect();
    let places: BTreeMap<OrganizationId, String> = names::of_places(tx, &places).await?;
    let rows = found.into_iter().map(|meeting| ListedMeeting {
        meeting_id: meeting.meeting_id,
        code: meeting.code,
        organization: places.get(&meeting.organization_id).cloned().unwrap_or_default(),
        kind: meeting.kind,
        held_on: meeting.held_on,
        place: meeting.place,
    });
    Ok(MeetingsPage { rows: rows.collect(), total, page })
}

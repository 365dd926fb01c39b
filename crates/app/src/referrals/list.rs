//! Referrals as a list: those within the actor's scope on either side, those that wait for an answer in front, the shortest term
//! first.

use std::collections::{BTreeMap, BTreeSet};

use guanai_casework::guarantee::Stage;
use guanai_casework::{Referral, ReferralResult, ReferralState};
use guanai_kernel::Date;
use guanai_kernel::ids::{NeedId, OrganizationId, PersonId, ReferralId};
use guanai_store::audit::Subject;
use guanai_store::referrals::{self, ReferralsWanted};
use guanai_store::{StoreError, Stretch, Tx};

use super::stance::stance_of;
use crate::actor::{Act, Denied};
use crate::cx::Cx;
use crate::names;
use crate::needs::reached_need;
use crate::people::Sight;
use crate::scope::{NarrowError, ScopeOf};

/// Rows of a page.
pub const PAGE: u64 = 50;

/// Which referrals.
#[derive(Debug, Clone, Default)]
pub struct ListReferrals {
    /// Of an organisation and all below it.
    pub organization_id: Option<OrganizationId>,
    /// That stand there; none is those that wait for an answer.
    pub state: Option<ReferralState>,
    /// Those alone whose answer is at risk or late.
    pub is_due: bool,
    /// Which page, from 1.
    pub page: u64,
}

/// A row.
#[derive(Clone, PartialEq, Eq)]
pub struct ListedReferral {
    /// Its id.
    pub referral_id: ReferralId,
    /// Its need, for the person's office.
    pub need_id: Option<NeedId>,
    /// The kind of need, as a code of the pack.
    pub category: String,
    /// To whom it was sent.
    pub to_name: String,
    /// Whose need, with the id for the person's office; a department is told the name where it was sent.
    pub person: Option<(Option<PersonId>, String)>,
    /// Where it stands.
    pub state: ReferralState,
    /// What came of it.
    pub result: Option<ReferralResult>,
    /// When it was sent.
    pub sent_on: Date,
    /// The last day of its term.
    pub due_on: Date,
    /// Whether an answer is owed and at risk or late.
    pub alarm: Option<Stage>,
    /// Whether the answer came, or still has not come, after the term.
    pub is_late: bool,
    /// Whether it asks the reader's own organisation.
    pub asks_us: bool,
}

guanai_kernel::debug_by_id!(ListedReferral.referral_id);

/// A page.
#[derive(Debug, Clone)]
pub struct ReferralsPage {
    /// The rows.
    pub rows: Vec<ListedReferral>,
    /// How many there are on all pages.
    pub total: u64,
    /// Which page, from 1.
    pub page: u64,
}

/// What waits for somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ReferralDuties {
    /// Without an answer, at risk or late: sent by the actor, or the actor was told of them.
    pub silent: u64,
    /// Sent to the actor's own organisations and not answered.
    pub asked: u64,
}

/// Why nothing is listed. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum ListReferralsError {
    /// The role does not hold it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// No such organisation, or no such need, within the scope.
    #[error("there is no such organisation or need")]
    NotFound,
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl ListReferralsError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Denied(_) => "denied",
            Self::NotFound => "referrals-not-found",
            Self::Store(error) => error.code(),
        }
    }
}

impl From<NarrowError> for ListReferralsError {
    fn from(error: NarrowError) -> Self {
        match error {
            NarrowError::NotFound => Self::NotFound,
            NarrowError::Store(error) => Self::Store(error),
        }
    }
}

/// Lists referrals within the actor's scope. The record names whoever is shown.
pub async fn list_referrals(cx: &mut Cx<'_>, ask: &ListReferrals) -> Result<ReferralsPage, ListReferralsError> {
    cx.authorise(Act::ListReferrals)?;
    let mut tx = cx.db.begin_read().await?;
    let page = page_of(cx, &mut tx, ask).await;
    tx.rollback().await?;
    let page = page?;
    cx.record_reading(Act::ListReferrals, subjects_of(&page.rows)).await?;
    Ok(page)
}

async fn page_of(cx: &Cx<'_>, tx: &mut Tx, ask: &ListReferrals) -> Result<ReferralsPage, ListReferralsError> {
    let scope = ScopeOf::resolve(tx, &cx.actor).await?;
    let wanted = ReferralsWanted {
        organizations: scope.narrowed(tx, ask.organization_id).await?,
        states: ask.state.map_or_else(|| ReferralState::OPEN.to_vec(), |state| vec![state]),
        due_by: ask.is_due.then(|| cx.now.day_in_china()),
    };
    let total = referrals::count_wanted(tx, &wanted).await?;
    let page = ask.page.clamp(1, total.div_ceil(PAGE).max(1));
    let stretch = Stretch::of_page(page, PAGE);
    let found = referrals::list_wanted(tx, &wanted, stretch).await?;
    Ok(ReferralsPage { rows: listed(cx, tx, &found).await?, total, page })
}

/// What waits for the actor: figures of their own first page, naming nobody.
pub async fn count_referrals(cx: &Cx<'_>) -> Result<ReferralDuties, ListReferralsError> {
    cx.authorise(Act::ListReferrals)?;
    let mut tx = cx.db.begin_read().await?;
    let today = cx.now.day_in_china();
    let silent = referrals::count_silent_of(&mut tx, &cx.actor.name, today).await?;
    let scope = ScopeOf::resolve(&mut tx, &cx.actor).await?;
    let asked = match scope.organizations() {
        Some(ours) => referrals::count_asked_of(&mut tx, &ours.iter().copied().collect::<Vec<_>>()).await?,
        // Whoever reaches everything answers for no department.
        None => 0,
    };
    tx.rollback().await?;
    Ok(ReferralDuties { silent, asked })
}

/// The referrals of a need, the newest first. The record names the need and whoever is shown.
pub async fn list_referrals_of_need(
    cx: &mut Cx<'_>,
    need_id: NeedId,
) -> Result<Vec<ListedReferral>, ListReferralsError> {
    cx.authorise(Act::ListReferrals)?;
    let mut tx = cx.db.begin_read().await?;
    let need = reached_need(cx, &mut tx, need_id).await?;
    let found = if need.is_some() { referrals::list_of_need(&mut tx, need_id).await? } else { Vec::new() };
    let rows = listed(cx, &mut tx, &found).await?;
    tx.rollback().await?;
    if need.is_none() {
        return Err(ListReferralsError::NotFound);
    }
    if !rows.is_empty() {
        cx.record_reading(Act::ListReferrals, subjects_of(&rows)).await?;
    }
    Ok(rows)
}

fn subjects_of(rows: &[ListedReferral]) -> Vec<Subject> {
    let of = |row: &ListedReferral| {
        let person = row.person.as_ref().and_then(|(person_id, _)| *person_id).map(Subject::Person);
        std::iter::once(Subject::Referral(row.referral_id)).chain(person)
    };
    let subjects: BTreeSet<Subject> = rows.iter().flat_map(of).collect();
    subjects.into_iter().collect()
}

/// Referrals as rows, in their order, as far as the actor is told of them.
pub(super) async fn listed(cx: &Cx<'_>, tx: &mut Tx, found: &[Referral]) -> Result<Vec<ListedReferral>, StoreError> {
    let (today, sight) = (cx.now.day_in_china(), Sight::of(cx.actor.role));
    let ids: Vec<PersonId> = found.iter().map(|referral| referral.person_id).collect();
    let names: BTreeMap<PersonId, String> = names::of_people(tx, &ids).await?;
    let scope = ScopeOf::resolve(tx, &cx.actor).await?;
    let mut rows = Vec::with_capacity(found.len());
    for referral in found {
        let stance = stance_of(cx, tx, &scope, referral).await?;
        let person = if stance.of_person {
            names.get(&referral.person_id).map(|name| (Some(referral.person_id), sight.name(name)))
        } else {
            referral.shared.name.as_deref().map(|name| (None, sight.name(name)))
        };
        rows.push(ListedReferral {
            referral_id: referral.referral_id,
            need_id: Some(referral.need_id).filter(|_| stance.of_person),
            category: referral.category.clone(),
            to_name: referral.to_name.clone(),
            person,
            state: referral.state,
            result: referral.result,
            sent_on: referral.sent_on,
            due_on: referral.due_on,
            alarm: referral.alarm_on(today),
            is_late: referral.is_late_on(today),
            asks_us: stance.of_department,
        });
    }
    Ok(rows)
}

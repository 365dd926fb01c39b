//! Sponsorships as a list: whatever is to be looked at first in front; pupils without a name for whoever does not keep them.

use std::collections::{BTreeMap, BTreeSet};

use guanai_casework::{GuardianConsent, SchoolStage, Sponsorship, SponsorshipStop};
use guanai_kernel::ids::{OrganizationId, PersonId, SponsorshipId};
use guanai_kernel::{Date, Money};
use guanai_store::audit::Subject;
use guanai_store::sponsorships::{self, SponsorshipsWanted};
use guanai_store::{StoreError, Stretch, Tx};

use super::stance_of;
use crate::actor::{Act, Denied};
use crate::cx::Cx;
use crate::names;
use crate::people::Sight;
use crate::scope::{NarrowError, ScopeOf};

/// Rows of a page.
pub const PAGE: u64 = 50;

/// Which sponsorships.
#[derive(Debug, Clone, Default)]
pub struct ListSponsorships {
    /// Of an organisation and all below it.
    pub organization_id: Option<OrganizationId>,
    /// Those that have stopped, too.
    pub with_stopped: bool,
    /// Those alone that are to be looked at today or were before.
    pub is_due: bool,
    /// Which page, from 1.
    pub page: u64,
}

/// A row.
#[derive(Clone, PartialEq, Eq)]
pub struct ListedSponsorship {
    /// Its id.
    pub sponsorship_id: SponsorshipId,
    /// The pupil's name, for the office that keeps it.
    pub child_name: Option<String>,
    /// The guardian, for the same.
    pub guardian: Option<(PersonId, String)>,
    /// In which stage the pupil is.
    pub stage: SchoolStage,
    /// Who sponsors.
    pub sponsor_name: String,
    /// What is promised a year.
    pub yearly: Money,
    /// The first day.
    pub from_on: Date,
    /// When it stops, and why.
    pub stops: (Date, SponsorshipStop),
    /// Whether it has stopped.
    pub has_stopped: bool,
    /// When it is looked at next.
    pub look_due_on: Option<Date>,
    /// Whether that day has come.
    pub is_due: bool,
}

guanai_kernel::debug_by_id!(ListedSponsorship.sponsorship_id);

/// A sponsorship as the actor may see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SponsorshipView {
    /// As lists show it.
    pub row: ListedSponsorship,
    /// When the pupil graduates.
    pub graduates_on: Date,
    /// What the guardian said, for the office that keeps it.
    pub consent: Option<GuardianConsent>,
    /// When it was last looked at.
    pub looked_on: Date,
    /// What was written about the last step, for the same.
    pub words: Option<String>,
    /// Of which of its states this is.
    pub state_no: u64,
    /// Whether the actor may look at it or stop it.
    pub may_carry: bool,
}

/// A page.
#[derive(Debug, Clone)]
pub struct SponsorshipsPage {
    /// The rows.
    pub rows: Vec<ListedSponsorship>,
    /// How many there are on all pages.
    pub total: u64,
    /// Which page, from 1.
    pub page: u64,
}

/// Why nothing is listed. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum ListSponsorshipsError {
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

impl ListSponsorshipsError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Denied(_) => "denied",
            Self::NotFound => "sponsorships-not-found",
            Self::Store(error) => error.code(),
        }
    }
}

impl From<NarrowError> for ListSponsorshipsError {
    fn from(error: NarrowError) -> Self {
        match error {
            NarrowError::NotFound => Self::NotFound,
            NarrowError::Store(error) => Self::Store(error),
        }
    }
}

/// Lists sponsorships within the actor's scope. The record names the guardians that are shown.
pub async fn list_sponsorships(
    cx: &mut Cx<'_>,
    ask: &ListSponsorships,
) -> Result<SponsorshipsPage, ListSponsorshipsError> {
    cx.authorise(Act::ListSponsorships)?;
    let mut tx = cx.db.begin_read().await?;
    let page = page_of(cx, &mut tx, ask).await;
    tx.rollback().await?;
    let page = page?;
    let named = page.rows.iter().filter_map(|row| row.guardian.as_ref());
    let subjects: BTreeSet<Subject> = named.map(|(id, _)| Subject::Person(*id)).collect();
    cx.record_reading(Act::ListSponsorships, subjects.into_iter().collect()).await?;
    Ok(page)
}

async fn page_of(cx: &Cx<'_>, tx: &mut Tx, ask: &ListSponsorships) -> Result<SponsorshipsPage, ListSponsorshipsError> {
    let scope = ScopeOf::resolve(tx, &cx.actor).await?;
    let today = cx.now.day_in_china();
    let wanted = SponsorshipsWanted {
        organizations: scope.narrowed(tx, ask.organization_id).await?,
        holding_on: (!ask.with_stopped).then_some(today),
        due_by: ask.is_due.then_some(today),
    };
    let total = sponsorships::count_wanted(tx, &wanted).await?;
    let page = ask.page.clamp(1, total.div_ceil(PAGE).max(1));
    let stretch = Stretch::of_page(page, PAGE);
    let found = sponsorships::list_wanted(tx, &wanted, stretch).await?;
    Ok(SponsorshipsPage { rows: listed(cx, tx, &found).await?, total, page })
}

/// How many sponsorships within the actor's scope are to be looked at.
pub async fn count_sponsorships_due(cx: &Cx<'_>) -> Result<u64, ListSponsorshipsError> {
    cx.authorise(Act::ListSponsorships)?;
    let mut tx = cx.db.begin_read().await?;
    let scope = ScopeOf::resolve(&mut tx, &cx.actor).await?;
    let today = cx.now.day_in_china();
    let wanted = SponsorshipsWanted {
        organizations: scope.narrowed(&mut tx, None).await?,
        holding_on: Some(today),
        due_by: Some(today),
    };
    let count = sponsorships::count_wanted(&mut tx, &wanted).await?;
    tx.rollback().await?;
    Ok(count)
}

/// Sponsorships as rows, in their order, as far as the actor is told of them.
pub(super) async fn listed(
    cx: &Cx<'_>,
    tx: &mut Tx,
    found: &[Sponsorship],
) -> Result<Vec<ListedSponsorship>, StoreError> {
    let (today, sight) = (cx.now.day_in_china(), Sight::of(cx.actor.role));
    let ids: Vec<PersonId> = found.iter().map(|one| one.person_id).collect();
    let names: BTreeMap<PersonId, String> = names::of_people(tx, &ids).await?;
    let scope = ScopeOf::resolve(tx, &cx.actor).await?;
    let mut rows = Vec::with_capacity(found.len());
    for one in found {
        let keeps = stance_of(cx, tx, &scope, one).await?.keeps;
        let guardian = names.get(&one.person_id).filter(|_| keeps);
        let look_due_on = one.look_due_on();
        rows.push(ListedSponsorship {
            sponsorship_id: one.sponsorship_id,
            child_name: Some(sight.name(&one.child_name)).filter(|_| keeps),
            guardian: guardian.map(|name| (one.person_id, sight.name(name))),
            stage: one.stage,
            sponsor_name: one.sponsor_name.clone(),
            yearly: one.yearly,
            from_on: one.from_on,
            stops: one.stops(),
            has_stopped: one.stops().0 <= today,
            look_due_on,
            is_due: look_due_on.is_some_and(|day| day <= today) && one.stops().0 > today,
        });
    }
    Ok(rows)
}

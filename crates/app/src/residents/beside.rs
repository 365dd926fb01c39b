//! Members and residents beside one another, so that everybody sees that care for the one is not at the cost of the other: who
//! is looked after, what they need, which terms of residents run late, and what was granted from which purse.

use std::collections::BTreeSet;

use guanai_kernel::ids::OrganizationId;
use guanai_kernel::{Date, Recipient};
use guanai_store::recipients::{self, Granted, RunningTerms};
use guanai_store::{StoreError, Tx};

use crate::actor::{Act, Denied};
use crate::cx::Cx;
use crate::scope::{NarrowError, ScopeOf};
use crate::standing::Standing;

/// How many there are of one kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Shares {
    /// Who is looked after.
    pub people: u64,
    /// Their open needs.
    pub open_needs: u64,
}

/// Both beside one another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Beside {
    /// Members.
    pub members: Shares,
    /// Residents.
    pub residents: Shares,
    /// The terms of residents that run.
    pub resident_terms: RunningTerms,
    /// From the first day of the year up to and with the day.
    pub days: (Date, Date),
    /// What was granted in these days and stands, by recipient and purse.
    pub granted: Vec<Granted>,
}

impl Beside {
    /// What was granted to one kind.
    pub fn granted_to(&self, recipient: Recipient) -> impl Iterator<Item = &Granted> {
        self.granted.iter().filter(move |granted| granted.recipient == recipient)
    }
}

/// Why nothing is read. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum RecipientsError {
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

impl RecipientsError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Denied(_) => "denied",
            Self::NotFound => "organization-not-found",
            Self::Store(error) => error.code(),
        }
    }
}

impl From<NarrowError> for RecipientsError {
    fn from(error: NarrowError) -> Self {
        match error {
            NarrowError::NotFound => Self::NotFound,
            NarrowError::Store(error) => Self::Store(error),
        }
    }
}

/// Reads both beside one another, under one organisation where it is asked for. It counts, and names nobody.
pub async fn read_recipients(
    cx: &mut Cx<'_>,
    standing: &Standing,
    organization_id: Option<OrganizationId>,
) -> Result<Beside, RecipientsError> {
    cx.authorise(Act::ReadRecipients)?;
    let today = cx.now.day_in_china();
    let mut tx = cx.db.begin_read().await?;
    let beside = load(cx, &mut tx, standing, organization_id, today).await;
    tx.rollback().await?;
    let beside = beside?;
    cx.record_reading(Act::ReadRecipients, Vec::new()).await?;
    Ok(beside)
}

async fn load(
    cx: &Cx<'_>,
    tx: &mut Tx,
    standing: &Standing,
    organization_id: Option<OrganizationId>,
    today: Date,
) -> Result<Beside, RecipientsError> {
    let scope = ScopeOf::resolve(tx, &cx.actor).await?;
    let organizations = scope.narrowed(tx, organization_id).await?;
    let within: Option<BTreeSet<OrganizationId>> = organizations.as_ref().map(|ids| ids.iter().copied().collect());
    let (mut members, mut residents) = (Shares::default(), Shares::default());
    for person in standing.people.values() {
        let Some((at, recipient)) = person.organization_id.zip(person.recipient) else { continue };
        if within.as_ref().is_some_and(|within| !within.contains(&at)) {
            continue;
        }
        let shares = match recipient {
            Recipient::Member => &mut members,
            Recipient::Resident => &mut residents,
        };
        shares.people += 1;
        shares.open_needs += u64::from(person.open_needs);
    }
    let days = (first_of_year(today), today);
    Ok(Beside {
        members,
        residents,
        resident_terms: recipients::count_resident_terms(tx, organizations.as_deref(), today).await?,
        granted: recipients::list_granted(tx, organizations.as_deref(), days).await?,
        days,
    })
}

fn first_of_year(day: Date) -> Date {
    Date::new(day.year(), 1, 1).unwrap_or(day)
}

//! Reading the audit: what was done and read, latest first, by day, act and account. Whoever reads it sees no name of a person
//! in clear.

use std::collections::{BTreeMap, BTreeSet};

use guanai_kernel::civil::add_days;
use guanai_kernel::ids::PersonId;
use guanai_kernel::name::mask_name;
use guanai_kernel::{Date, Moment};
use guanai_store::StoreError;
use guanai_store::Stretch;
use guanai_store::audit::{self, AuditRecord, Subject, Wanted};

use crate::accounts::{DOOR_ACTIONS, SeenActor};
use crate::actor::{Act, Denied, Role};
use crate::cx::Cx;
use crate::people::known;

/// How many stand on a page.
pub const PAGE: u64 = 50;
/// How many days are read where none are named.
const DAYS: i32 = 30;

/// Which records.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ReadAudit {
    /// From this day on; none is a month ago.
    pub from_on: Option<Date>,
    /// Up to this day; none is today.
    pub until_on: Option<Date>,
    /// Of one action, by its code.
    pub action: Option<String>,
    /// Of one account, by its id, or the console.
    pub actor: Option<String>,
    /// Which page, from 1.
    pub page: u64,
}

/// What a record is about.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct About {
    /// How many people.
    pub people: u64,
    /// The person, where it is one: their name masked.
    pub person: Option<(PersonId, String)>,
    /// How many organisations.
    pub organizations: u64,
    /// How many needs.
    pub needs: u64,
    /// How many offers.
    pub offers: u64,
    /// How many accounts.
    pub accounts: u64,
    /// How many visits.
    pub visits: u64,
    /// How many rounds of visits.
    pub rounds: u64,
    /// How many applications.
    pub applications: u64,
    /// How many meetings.
    pub meetings: u64,
    /// How many plans for one person.
    pub plans: u64,
    /// How many pairs.
    pub pairs: u64,
    /// How many referrals.
    pub referrals: u64,
}

/// A record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeenRecord {
    /// When.
    pub at: Moment,
    /// Who, as the record names them.
    pub actor: String,
    /// Who that is.
    pub by: SeenActor,
    /// In which role.
    pub role: Option<Role>,
    /// For whom it was entered, masked.
    pub on_behalf_of: Option<String>,
    /// What, as a code.
    pub action: String,
    /// For which purpose, as a code.
    pub purpose: Option<String>,
    /// Whether it was an import.
    pub is_import: bool,
    /// What it is about.
    pub about: About,
}

/// A page of the audit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditPage {
    /// The records, latest first.
    pub rows: Vec<SeenRecord>,
    /// How many there are on all pages.
    pub total: u64,
    /// Which page, from 1.
    pub page: u64,
    /// The first day that was read.
    pub from_on: Date,
    /// The last one.
    pub until_on: Date,
    /// Whom the list is narrowed to.
    pub of: Option<SeenActor>,
}

/// Why nothing is read. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum ReadAuditError {
    /// The role does not hold it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The days end before they begin.
    #[error("the last day lies before the first")]
    Days,
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Every action that a record may name, in a fixed order.
pub fn actions() -> impl Iterator<Item = &'static str> {
    DOOR_ACTIONS.iter().copied().chain(Act::ALL.iter().map(|act| act.code()))
}

/// Reads the audit. The record of it names whoever is shown.
pub async fn read_audit(cx: &mut Cx<'_>, ask: &ReadAudit) -> Result<AuditPage, ReadAuditError> {
    cx.authorise(Act::ReadAudit)?;
    let until_on = ask.until_on.unwrap_or_else(|| cx.now.day_in_china());
    let from_on = ask.from_on.unwrap_or_else(|| add_days(until_on, -DAYS).unwrap_or(Date::MIN));
    if until_on < from_on {
        return Err(ReadAuditError::Days);
    }
    let wanted = Wanted {
        from_at: Moment::at_dawn_in_china(from_on),
        until_at: Moment::at_dawn_in_china(add_days(until_on, 1).unwrap_or(Date::MAX)),
        action: ask.action.clone(),
        actor: ask.actor.clone(),
    };
    let mut tx = cx.db.begin_read().await?;
    let total = audit::count_wanted(&mut tx, &wanted).await?;
    let page = ask.page.clamp(1, total.div_ceil(PAGE).max(1));
    let stretch = Stretch::of_page(page, PAGE);
    let records = audit::list_wanted(&mut tx, &wanted, stretch).await?;
    let narrowed = ask.actor.iter().map(String::as_str);
    let actors = SeenActor::of_many(&mut tx, records.iter().map(|r| r.actor.as_str()).chain(narrowed)).await?;
    let shown: BTreeSet<PersonId> =
        records.iter().flat_map(|record| [one_person(record), record.on_behalf_of]).flatten().collect();
    let shown: Vec<PersonId> = shown.into_iter().collect();
    let names: BTreeMap<PersonId, String> =
        known(&mut tx, &shown).await?.into_iter().map(|(id, known)| (id, mask_name(&known.name))).collect();
    tx.rollback().await?;
    let rows = records.iter().map(|record| seen(record, &actors, &names)).collect();
    let of = ask.actor.as_ref().and_then(|name| actors.get(name)).cloned().map(SeenActor::masked);
    cx.record_reading(Act::ReadAudit, shown.into_iter().map(Subject::Person).collect()).await?;
    Ok(AuditPage { rows, total, page, from_on, until_on, of })
}

/// The person that a record is about, where it is one.
fn one_person(record: &AuditRecord) -> Option<PersonId> {
    let mut people = record.subjects.iter().filter_map(|subject| match subject {
        Subject::Person(person_id) => Some(*person_id),
        _ => None,
    });
    people.next().filter(|_| people.next().is_none())
}

fn seen(record: &AuditRecord, actors: &BTreeMap<String, SeenActor>, names: &BTreeMap<PersonId, String>) -> SeenRecord {
    let mut about = About::default();
    for subject in &record.subjects {
        let counter = match subject {
            Subject::Person(_) => &mut about.people,
            Subject::Organization(_) => &mut about.organizations,
            Subject::Need(_) => &mut about.needs,
            Subject::Offer(_) => &mut about.offers,
            Subject::Account(_) => &mut about.accounts,
            Subject::Visit(_) => &mut about.visits,
            Subject::Round(_) => &mut about.rounds,
            Subject::Application(_) => &mut about.applications,
            Subject::Meeting(_) => &mut about.meetings,
            Subject::Plan(_) => &mut about.plans,
            Subject::Pair(_) => &mut about.pairs,
            Subject::Referral(_) => &mut about.referrals,
        };
        *counter = counter.saturating_add(1);
    }
    about.person = one_person(record).and_then(|id| Some((id, names.get(&id)?.clone())));
    SeenRecord {
        at: record.at,
        actor: record.actor.clone(),
        by: actors.get(&record.actor).cloned().unwrap_or_default().masked(),
        role: record.role.as_deref().and_then(Role::from_code),
        on_behalf_of: record.on_behalf_of.and_then(|id| names.get(&id).cloned()),
        action: record.action.clone(),
        purpose: record.purpose.clone(),
        is_import: record.import_id.is_some(),
        about,
    }
}

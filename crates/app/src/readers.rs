//! Who has read or touched one person's record: grouped by day, by who and by what, so that it can be read.

use std::collections::{BTreeMap, BTreeSet};

use guanai_kernel::ids::PersonId;
use guanai_kernel::{Date, Moment};
use guanai_store::audit::{self, AuditRecord, Subject};
use guanai_store::{StoreError, Tx};

use crate::accounts::SeenActor;
use crate::actor::{Act, Denied, Role};
use crate::cx::Cx;
use crate::people::{Known, Names, Sight, known};
use crate::scope::ScopeOf;

/// How many records are looked through, latest first.
const LATEST: u64 = 500;

/// The same act by the same account on one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// The day.
    pub on: Date,
    /// When it was last done that day.
    pub last_at: Moment,
    /// How often.
    pub times: u32,
    /// Who; nobody known is the console.
    pub by: SeenActor,
    /// In which role.
    pub role: Option<Role>,
    /// What, as the audit names it.
    pub action: String,
    /// For which stated purpose, as a code.
    pub purpose: Option<String>,
    /// Whether it was entered on behalf of the person.
    pub is_on_behalf: bool,
}

/// Who has read one person's record.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ReadBy {
    /// By others, newest first.
    pub others: Vec<Reading>,
    /// How often the person did it, of the records that were looked through.
    pub own: u64,
    /// How many records name the person in all.
    pub total: u64,
    /// How many of them were looked through, the latest.
    pub looked_through: u64,
}

/// Who has read a person's record, as an office reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonReaders {
    /// Whose record, the name masked for who may not read it.
    pub whose: Known,
    /// Who has read it.
    pub read_by: ReadBy,
}

/// Why there is no list. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum ListReadersError {
    /// The role does not hold it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// Nobody there, or outside the scope.
    #[error("there is nobody with this id")]
    NotFound,
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Lists who has read a person's record. This too is recorded.
pub async fn list_readers(cx: &mut Cx<'_>, person_id: PersonId) -> Result<PersonReaders, ListReadersError> {
    cx.authorise(Act::ListReaders)?;
    let mut tx = cx.db.begin_read().await?;
    let list = load(cx, &mut tx, person_id).await;
    tx.rollback().await?;
    let list = list?;
    cx.record_reading(Act::ListReaders, vec![Subject::Person(person_id)]).await?;
    Ok(list)
}

async fn load(cx: &Cx<'_>, tx: &mut Tx, person_id: PersonId) -> Result<PersonReaders, ListReadersError> {
    let scope = ScopeOf::resolve(tx, &cx.actor).await?;
    if !scope.holds_person(tx, person_id).await? {
        return Err(ListReadersError::NotFound);
    }
    let sight = Sight::of(cx.actor.role);
    let mut whose = known(tx, &[person_id]).await?.remove(&person_id).ok_or(ListReadersError::NotFound)?;
    whose.name = sight.name(&whose.name);
    let mut read_by = read_by_of(tx, person_id).await?;
    if sight.names == Names::Masked {
        for reading in &mut read_by.others {
            reading.by = std::mem::take(&mut reading.by).masked();
        }
    }
    Ok(PersonReaders { whose, read_by })
}

/// Who has read a person's record.
pub(crate) async fn read_by_of(tx: &mut Tx, person_id: PersonId) -> Result<ReadBy, StoreError> {
    let subject = Subject::Person(person_id);
    let records = audit::list_latest_of(tx, subject, LATEST).await?;
    let total = audit::count_of(tx, subject).await?;
    let actors = SeenActor::of_many(tx, records.iter().map(|record| record.actor.as_str())).await?;
    let own: BTreeSet<&str> =
        actors.iter().filter(|(_, actor)| actor.person_id == Some(person_id)).map(|(name, _)| name.as_str()).collect();
    let mut read_by =
        ReadBy { total, looked_through: u64::try_from(records.len()).unwrap_or(u64::MAX), ..ReadBy::default() };
    let mut groups: BTreeMap<GroupKey<'_>, (Moment, u32)> = BTreeMap::new();
    for record in &records {
        if own.contains(record.actor.as_str()) {
            read_by.own = read_by.own.saturating_add(1);
            continue;
        }
        let group = groups.entry(GroupKey::of(record, person_id)).or_insert((record.at, 0));
        *group = (group.0.max(record.at), group.1.saturating_add(1));
    }
    let mut others: Vec<Reading> = groups
        .into_iter()
        .map(|(key, (last_at, times))| Reading {
            on: key.on,
            last_at,
            times,
            by: actors.get(key.actor).cloned().unwrap_or_default(),
            role: key.role.and_then(Role::from_code),
            action: key.action.to_owned(),
            purpose: key.purpose.map(str::to_owned),
            is_on_behalf: key.is_on_behalf,
        })
        .collect();
    others.sort_by(|a, b| (b.last_at, &a.action).cmp(&(a.last_at, &b.action)));
    Ok(ReadBy { others, ..read_by })
}

/// What makes readings one.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct GroupKey<'r> {
    on: Date,
    actor: &'r str,
    role: Option<&'r str>,
    action: &'r str,
    purpose: Option<&'r str>,
    is_on_behalf: bool,
}

impl<'r> GroupKey<'r> {
    fn of(record: &'r AuditRecord, person_id: PersonId) -> Self {
        Self {
            on: record.at.day_in_china(),
            actor: &record.actor,
            role: record.role.as_deref(),
            action: &record.action,
            purpose: record.purpose.as_deref(),
            is_on_behalf: record.on_behalf_of == Some(person_id),
        }
    }
}

//! The audit 审计: one record a use case, in its transaction. Ids only, never a value, so that erasing a person leaves it whole.

use std::collections::BTreeMap;

use guanai_kernel::Moment;
use guanai_kernel::ids::{
    AccountId, ApplicationId, AuditId, ImportId, MeetingId, NeedId, OfferId, OrganizationId, PairId, PersonId, PlanId,
    ReferralId, RoundId, VisitId,
};

use crate::Stretch;
use crate::engine::record::{self, Record, document, keys_as_cells, opened, page_of_rows};
use crate::engine::sql::{Sql, select};
use crate::engine::table::{Table, table};
use crate::engine::{StoreError, Tx, cell, sql};
use crate::seal::Keys;

const SUBJECTS: &str = "audit_subjects";

table! {
    /// An audit record without its subjects.
    AuditRow in audit_records {
        1 audit_id;
        2 at: int,
        3 actor: text,
        4 role: text_or_none,
        5 on_behalf_of: text_or_none,
        6 action: text,
        7 purpose: text_or_none,
        8 import_id: text_or_none,
    }
}

/// What a use case touched or read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// A person.
    Person(PersonId),
    /// A Party organisation.
    Organization(OrganizationId),
    /// A need.
    Need(NeedId),
    /// An offer.
    Offer(OfferId),
    /// An account.
    Account(AccountId),
    /// A visit.
    Visit(VisitId),
    /// A round of visits.
    Round(RoundId),
    /// An application.
    Application(ApplicationId),
    /// A meeting.
    Meeting(MeetingId),
    /// A plan for one person.
    Plan(PlanId),
    /// A pair.
    Pair(PairId),
    /// A referral.
    Referral(ReferralId),
}

impl Subject {
    fn kind(self) -> &'static str {
        match self {
            Self::Person(_) => "person",
            Self::Organization(_) => "organization",
            Self::Need(_) => "need",
            Self::Offer(_) => "offer",
            Self::Account(_) => "account",
            Self::Visit(_) => "visit",
            Self::Round(_) => "round",
            Self::Application(_) => "application",
            Self::Meeting(_) => "meeting",
            Self::Plan(_) => "plan",
            Self::Pair(_) => "pair",
            Self::Referral(_) => "referral",
        }
    }

    fn id(self) -> String {
        match self {
            Self::Person(id) => id.to_string(),
            Self::Organization(id) => id.to_string(),
            Self::Need(id) => id.to_string(),
            Self::Offer(id) => id.to_string(),
            Self::Account(id) => id.to_string(),
            Self::Visit(id) => id.to_string(),
            Self::Round(id) => id.to_string(),
            Self::Application(id) => id.to_string(),
            Self::Meeting(id) => id.to_string(),
            Self::Plan(id) => id.to_string(),
            Self::Pair(id) => id.to_string(),
            Self::Referral(id) => id.to_string(),
        }
    }

    fn read(kind: &str, id: &str) -> Option<Self> {
        match kind {
            "person" => id.parse().ok().map(Self::Person),
            "organization" => id.parse().ok().map(Self::Organization),
            "need" => id.parse().ok().map(Self::Need),
            "offer" => id.parse().ok().map(Self::Offer),
            "account" => id.parse().ok().map(Self::Account),
            "visit" => id.parse().ok().map(Self::Visit),
            "round" => id.parse().ok().map(Self::Round),
            "application" => id.parse().ok().map(Self::Application),
            "meeting" => id.parse().ok().map(Self::Meeting),
            "plan" => id.parse().ok().map(Self::Plan),
            "pair" => id.parse().ok().map(Self::Pair),
            "referral" => id.parse().ok().map(Self::Referral),
            _ => None,
        }
    }
}

/// Who did what, whose, when, on behalf of whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditRecord {
    /// Its id.
    pub audit_id: AuditId,
    /// When.
    pub at: Moment,
    /// Who: an account's name, or `console` for the operating person.
    pub actor: String,
    /// In which role, where there was a choice.
    pub role: Option<String>,
    /// For whom, where somebody entered it for a person who never signs in.
    pub on_behalf_of: Option<PersonId>,
    /// What: the use case's code.
    pub action: String,
    /// For which purpose, where one was asked for, in a code.
    pub purpose: Option<String>,
    /// The import it was.
    pub import_id: Option<ImportId>,
    /// What it touched or read, without repeats. An import names itself instead of everybody in it.
    pub subjects: Vec<Subject>,
}

/// Without its subjects: they come from their own table.
impl Record for AuditRecord {
    type Row = AuditRow;

    fn to_row(&self, _keys: &Keys) -> AuditRow {
        AuditRow {
            audit_id: self.audit_id.to_string(),
            at: self.at.as_micros(),
            actor: self.actor.clone(),
            role: self.role.clone(),
            on_behalf_of: self.on_behalf_of.map(|id| id.to_string()),
            action: self.action.clone(),
            purpose: self.purpose.clone(),
            import_id: self.import_id.map(|id| id.to_string()),
        }
    }

    fn from_row(row: AuditRow, _keys: &Keys) -> Result<Self, StoreError> {
        let place = cell::of(&row);
        Ok(Self {
            audit_id: place.id("audit_id", &row.audit_id)?,
            at: Moment::from_micros(row.at),
            actor: row.actor,
            role: row.role,
            on_behalf_of: place.id_or_none("on_behalf_of", row.on_behalf_of.as_deref())?,
            action: row.action,
            purpose: row.purpose,
            import_id: place.id_or_none("import_id", row.import_id.as_deref())?,
            subjects: Vec::new(),
        })
    }
}

/// Appends a record.
pub async fn append(tx: &mut Tx, entry: &AuditRecord) -> Result<(), StoreError> {
    append_many(tx, std::slice::from_ref(entry)).await
}

/// Appends records, each with its subjects, in two statements however many there are.
pub async fn append_many(tx: &mut Tx, entries: &[AuditRecord]) -> Result<(), StoreError> {
    record::add_many(tx, entries).await?;
    let mut rows = Vec::new();
    for entry in entries {
        let subjects: std::collections::BTreeSet<Subject> = entry.subjects.iter().copied().collect();
        let audit_id = entry.audit_id.to_string();
        rows.extend(subjects.into_iter().map(|subject| ((), audit_id.clone(), subject.kind(), subject.id())));
    }
    let expected = rows.len();
    let met = sql("INSERT INTO audit_subjects (audit_id, kind, subject_id) \
         SELECT j.value->>1, j.value->>2, j.value->>3 FROM json_each($1) AS j")
    .json(document(SUBJECTS, rows.into_iter())?)
    .execute(tx)
    .await?;
    StoreError::expect_rows(SUBJECTS, expected, met)
}

/// The first records after one (none for the first page), by id.
pub async fn page(tx: &mut Tx, after: Option<AuditId>) -> Result<Vec<AuditRecord>, StoreError> {
    let after: Vec<String> = after.into_iter().map(|id| id.to_string()).collect();
    let rows = page_of_rows::<AuditRow>(tx, &after).await?;
    let records = opened(tx, rows).await?;
    with_subjects(tx, records).await
}

/// The records that name a subject, latest first: who touched it, who read it.
pub async fn list_of(tx: &mut Tx, subject: Subject) -> Result<Vec<AuditRecord>, StoreError> {
    let rows = select::<AuditRow>(
        "JOIN audit_subjects s ON s.audit_id = audit_records.audit_id \
         WHERE s.kind = $1 AND s.subject_id = $2 ORDER BY audit_records.at DESC, audit_records.audit_id DESC",
    )
    .bind(subject.kind())
    .bind(subject.id())
    .all(tx)
    .await?;
    let records = opened(tx, rows).await?;
    with_subjects(tx, records).await
}

/// The records of some moments that name a subject, latest first, without their subjects: who changed it, where its former
/// states say when. However often it was read, no more than these are looked at.
pub async fn list_at(tx: &mut Tx, subject: Subject, moments: &[Moment]) -> Result<Vec<AuditRecord>, StoreError> {
    let rows = select::<AuditRow>(
        "WHERE audit_records.at IN (SELECT CAST(j.value->>1 AS BIGINT) FROM json_each($3) AS j) \
         AND EXISTS (SELECT 1 FROM audit_subjects s \
         WHERE s.audit_id = audit_records.audit_id AND s.kind = $1 AND s.subject_id = $2) \
         ORDER BY audit_records.at DESC, audit_records.audit_id DESC",
    )
    .bind(subject.kind())
    .bind(subject.id())
    .json(document(AuditRow::NAME, moments.iter().map(|at| ((), at.as_micros())))?)
    .all(tx)
    .await?;
    opened(tx, rows).await
}

/// The latest records that name a subject, latest first, without their subjects: who read somebody, who touched it.
pub async fn list_latest_of(tx: &mut Tx, subject: Subject, at_most: u64) -> Result<Vec<AuditRecord>, StoreError> {
    let rows = select::<AuditRow>(
        "JOIN audit_subjects s ON s.audit_id = audit_records.audit_id WHERE s.kind = $1 AND s.subject_id = $2 \
         ORDER BY audit_records.at DESC, audit_records.audit_id DESC LIMIT $3",
    )
    .bind(subject.kind())
    .bind(subject.id())
    .bind(i64::try_from(at_most).unwrap_or(i64::MAX))
    .all(tx)
    .await?;
    opened(tx, rows).await
}

/// How many records name a subject.
pub async fn count_of(tx: &mut Tx, subject: Subject) -> Result<u64, StoreError> {
    let text = "SELECT COUNT(*) FROM audit_subjects WHERE kind = $1 AND subject_id = $2";
    let (count,) = sql(text).bind(subject.kind()).bind(subject.id()).one::<(i64,)>(tx).await?;
    Ok(count.unsigned_abs())
}

/// Which records are meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// From this moment on.
    pub from_at: Moment,
    /// Before this one.
    pub until_at: Moment,
    /// Of one action, by its code.
    pub action: Option<String>,
    /// Of one actor: an account's id, or `console`.
    pub actor: Option<String>,
}

macro_rules! wanted {
    ($tail:literal) => {
        concat!(
            "WHERE at >= $1 AND at < $2 AND (CAST($3 AS TEXT) IS NULL OR action = $3) \
             AND (CAST($4 AS TEXT) IS NULL OR actor = $4)",
            $tail
        )
    };
}

impl Wanted {
    fn bind(&self, text: Sql) -> Sql {
        text.bind(self.from_at.as_micros())
            .bind(self.until_at.as_micros())
            .bind(self.action.clone())
            .bind(self.actor.clone())
    }
}

/// The records that are meant, latest first.
pub async fn list_wanted(tx: &mut Tx, wanted: &Wanted, stretch: Stretch) -> Result<Vec<AuditRecord>, StoreError> {
    let text = select::<AuditRow>(wanted!(" ORDER BY at DESC, audit_id DESC LIMIT $5 OFFSET $6"));
    let rows = wanted.bind(text).stretch(stretch).all(tx).await?;
    let records = opened(tx, rows).await?;
    with_subjects(tx, records).await
}

/// How many records are meant.
pub async fn count_wanted(tx: &mut Tx, wanted: &Wanted) -> Result<u64, StoreError> {
    let text = sql(concat!("SELECT COUNT(*) FROM audit_records ", wanted!("")));
    let (count,) = wanted.bind(text).one::<(i64,)>(tx).await?;
    Ok(count.unsigned_abs())
}

/// The records that were begun at or after a moment and are of none of these actions, by id, which is by time.
pub async fn list_since(tx: &mut Tx, from: Moment, but_not: &[&str]) -> Result<Vec<AuditRecord>, StoreError> {
    // An id begins with its milliseconds.
    let millis = u128::from(from.as_micros().div_euclid(1_000).unsigned_abs());
    let rows = select::<AuditRow>(
        "WHERE audit_id >= $1 AND action NOT IN (SELECT j.value->>1 FROM json_each($2) AS j) ORDER BY audit_id",
    )
    .bind(guanai_kernel::ids::encode(millis << 80))
    .json(keys_as_cells(AuditRow::NAME, but_not.iter().copied())?)
    .all(tx)
    .await?;
    let records = opened(tx, rows).await?;
    with_subjects(tx, records).await
}

/// How many there are.
pub async fn count(tx: &mut Tx) -> Result<u64, StoreError> {
    record::count(tx, "SELECT COUNT(*) FROM audit_records").await
}

async fn with_subjects(tx: &mut Tx, mut records: Vec<AuditRecord>) -> Result<Vec<AuditRecord>, StoreError> {
    let ids: Vec<String> = records.iter().map(|record| record.audit_id.to_string()).collect();
    let rows = sql("SELECT audit_id, kind, subject_id FROM audit_subjects \
         WHERE audit_id IN (SELECT j.value->>1 FROM json_each($1) AS j) ORDER BY audit_id, kind, subject_id")
    .json(keys_as_cells(AuditRow::NAME, ids.iter().map(String::as_str))?)
    .all::<(String, String, String)>(tx)
    .await?;
    let mut subjects: BTreeMap<String, Vec<Subject>> = BTreeMap::new();
    for (audit_id, kind, subject_id) in rows {
        let subject = Subject::read(&kind, &subject_id).ok_or_else(|| StoreError::Inconsistent {
            table: SUBJECTS,
            column: "subject_id",
            key: audit_id.clone(),
        })?;
        subjects.entry(audit_id).or_default().push(subject);
    }
    for (record, id) in records.iter_mut().zip(&ids) {
        record.subjects = subjects.remove(id).unwrap_or_default();
    }
    Ok(records)
}

//! Disputes and claims 矛盾纠纷、诉求 (R8). Who the sides in the register are, who mediates and where it stands is kept in columns; everything
//! that is told of one is sealed with the key of the organisation that sees to it.

use guanai_casework::{Dispute, DisputeKind, DisputeState, DisputeVoice, DisputeWords};
use guanai_kernel::ids::{DisputeId, OrganizationId, PersonId};
use guanai_kernel::{Date, Moment};

use crate::applications::as_json;
use crate::engine::record::{self, Record, keys_as_cells, opened};
use crate::engine::sql::select;
use crate::engine::table::{Table, table};
use crate::engine::{StoreError, Tx, cell, sql};
use crate::history;
use crate::seal::{Keys, Owner, SealKind};

table! {
    /// A dispute.
    DisputeRow in disputes {
        1 dispute_id;
        2 organization_id: text,
        3 first_person_id: text_or_none,
        4 second_person_id: text_or_none,
        5 mediator_id: text_or_none,
        6 kind: text,
        7 voice: text,
        8 state: text,
        9 raised_by: text,
        10 raised_on: text,
        11 due_on: text,
        12 near_on: text,
        13 was_late: flag,
        14 ended_on: text_or_none,
        15 told: sealed,
        16 recorded_at: int,
    }
}

impl Record for Dispute {
    type Row = DisputeRow;

    fn owner(&self) -> Option<Owner> {
        Some(Owner::Organization(self.organization_id))
    }

    fn owner_of(row: &DisputeRow) -> Result<Option<Owner>, StoreError> {
        Ok(Some(Owner::Organization(cell::of(row).id("organization_id", &row.organization_id)?)))
    }

    fn to_row(&self, keys: &Keys) -> DisputeRow {
        let owner = Owner::Organization(self.organization_id);
        DisputeRow {
            dispute_id: self.dispute_id.to_string(),
            organization_id: self.organization_id.to_string(),
            first_person_id: self.told.first.person_id.map(|id| id.to_string()),
            second_person_id: self.told.second.person_id.map(|id| id.to_string()),
            mediator_id: self.mediator_id.map(|id| id.to_string()),
            kind: self.kind.code().to_owned(),
            voice: self.voice.code().to_owned(),
            state: self.state.code().to_owned(),
            raised_by: self.raised_by.clone(),
            raised_on: self.raised_on.to_string(),
            due_on: self.due_on.to_string(),
            near_on: self.near_on.to_string(),
            was_late: self.was_late,
            ended_on: self.ended_on.map(|day| day.to_string()),
            told: keys.seal(owner, SealKind::Words, &as_json(&self.told)),
            recorded_at: self.recorded_at.as_micros(),
        }
    }

    fn from_row(row: DisputeRow, keys: &Keys) -> Result<Self, StoreError> {
        let at = cell::of(&row);
        let organization_id = at.id("organization_id", &row.organization_id)?;
        let told = keys.open(Owner::Organization(organization_id), SealKind::Words, &row.told)?;
        let told: DisputeWords = at.json("told", &told)?;
        let state = at.word("state", &row.state, DisputeState::from_code)?;
        let person = |column, id: Option<&str>| at.id_or_none(column, id);
        if person("first_person_id", row.first_person_id.as_deref())? != told.first.person_id {
            return Err(at.inconsistent("first_person_id"));
        }
        if person("second_person_id", row.second_person_id.as_deref())? != told.second.person_id {
            return Err(at.inconsistent("second_person_id"));
        }
        // Nothing is brought to its end without a reply to both, and nothing is passed on to nobody.
        let was_told = matches!(state, DisputeState::Replied | DisputeState::Agreed | DisputeState::ReferredOn);
        if told.reply.is_some() != was_told || told.referred_to.is_some() != (state == DisputeState::ReferredOn) {
            return Err(at.inconsistent("state"));
        }
        Ok(Self {
            dispute_id: at.id("dispute_id", &row.dispute_id)?,
            organization_id,
            kind: at.word("kind", &row.kind, DisputeKind::from_code)?,
            voice: at.word("voice", &row.voice, DisputeVoice::from_code)?,
            state,
            mediator_id: person("mediator_id", row.mediator_id.as_deref())?,
            raised_on: at.day("raised_on", &row.raised_on)?,
            due_on: at.day("due_on", &row.due_on)?,
            near_on: at.day("near_on", &row.near_on)?,
            was_late: row.was_late,
            ended_on: at.day_or_none("ended_on", row.ended_on.as_deref())?,
            recorded_at: Moment::from_micros(row.recorded_at),
            raised_by: row.raised_by,
            told,
        })
    }
}

/// Adds a dispute.
pub async fn add(tx: &mut Tx, dispute: &Dispute) -> Result<(), StoreError> {
    record::add_many(tx, std::slice::from_ref(dispute)).await
}

/// Replaces a state, keeping the one before.
pub async fn amend(tx: &mut Tx, before: &Dispute, after: &Dispute, at: Moment) -> Result<(), StoreError> {
    record::amend_many(tx, &[(before.clone(), after.clone())], at).await
}

/// The dispute with this id.
pub async fn find(tx: &mut Tx, dispute_id: DisputeId) -> Result<Option<Dispute>, StoreError> {
    record::find(tx, &dispute_id.to_string()).await
}

/// Of which state of it this dispute is: how often it was changed, counted from 0.
pub async fn count_former(tx: &mut Tx, dispute_id: DisputeId) -> Result<u64, StoreError> {
    history::count_of::<Dispute>(tx, &dispute_id.to_string()).await
}

/// Which disputes are meant: those that some organisations see to, and those in which somebody takes part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DisputesWanted {
    /// Which organisations see to it.
    pub organizations: Vec<OrganizationId>,
    /// Who is a side or mediates.
    pub person_id: Option<PersonId>,
    /// Where they stand.
    pub states: Vec<DisputeState>,
}

/// The disputes that are meant, whatever is due first in front.
pub async fn list_wanted(tx: &mut Tx, wanted: &DisputesWanted) -> Result<Vec<Dispute>, StoreError> {
    let text = "WHERE (organization_id IN (SELECT j.value->>1 FROM json_each($1) AS j) \
         OR first_person_id = $2 OR second_person_id = $2 OR mediator_id = $2) \
         AND state IN (SELECT j.value->>1 FROM json_each($3) AS j) ORDER BY due_on, dispute_id";
    let organizations = wanted.organizations.iter().map(ToString::to_string).collect::<Vec<_>>();
    let rows = select::<DisputeRow>(text)
        .json(keys_as_cells(DisputeRow::NAME, organizations.iter().map(String::as_str))?)
        .bind(wanted.person_id.map(|id| id.to_string()))
        .json(keys_as_cells(DisputeRow::NAME, wanted.states.iter().map(|state| state.code()))?)
        .all(tx)
        .await?;
    opened(tx, rows).await
}

/// How many disputes that some organisations see to still wait (none is everywhere), and for how many of these a reply is late on a day.
/// It says nothing of anybody.
pub async fn count_open(
    tx: &mut Tx,
    organizations: Option<&[OrganizationId]>,
    on: Date,
) -> Result<(u64, u64), StoreError> {
    let text = "SELECT COUNT(*), COUNT(CASE WHEN was_late OR (state <> 'replied' AND due_on < $3) THEN 1 END) FROM disputes \
         WHERE (CAST($1 AS TEXT) IS NULL OR organization_id IN (SELECT j.value->>1 FROM json_each($2) AS j)) \
         AND state IN ('raised', 'mediating', 'replied')";
    let text = sql(text).among(DisputeRow::NAME, organizations)?.bind(on.to_string());
    let (open, late) = text.one::<(i64, i64)>(tx).await?;
    Ok((open.unsigned_abs(), late.unsigned_abs()))
}

/// How it stood before, oldest first, each with the moment of its replacement.
pub async fn list_former(tx: &mut Tx, dispute_id: DisputeId) -> Result<Vec<(Moment, Dispute)>, StoreError> {
    history::list_of(tx, &dispute_id.to_string()).await
}

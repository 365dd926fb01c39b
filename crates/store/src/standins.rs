//! Who stands in for whom, and who is on duty: by account and stretch of days.

use guanai_casework::guarantee::{Deputy, DutyTurn};
use guanai_kernel::{Date, Moment};

use crate::engine::record::{self, Record, opened};
use crate::engine::sql::select;
use crate::engine::table::table;
use crate::engine::{StoreError, Tx, cell};
use crate::seal::Keys;

table! {
    /// Somebody's absence.
    DeputyRow in deputies {
        1 account_id, 2 from_on;
        3 until_on: text,
        4 deputy_id: text_or_none,
        5 named_by: text,
        6 recorded_at: int,
    }
}

table! {
    /// A turn of duty.
    DutyRow in duty_turns {
        1 account_id, 2 from_on;
        3 until_on: text,
        4 named_by: text,
        5 recorded_at: int,
    }
}

impl Record for Deputy {
    type Row = DeputyRow;

    fn to_row(&self, _keys: &Keys) -> DeputyRow {
        DeputyRow {
            account_id: self.account.clone(),
            from_on: self.from_on.to_string(),
            until_on: self.until_on.to_string(),
            deputy_id: self.deputy.clone(),
            named_by: self.named_by.clone(),
            recorded_at: self.recorded_at.as_micros(),
        }
    }

    fn from_row(row: DeputyRow, _keys: &Keys) -> Result<Self, StoreError> {
        let at = cell::of(&row);
        Ok(Self {
            from_on: at.day("from_on", &row.from_on)?,
            until_on: at.day("until_on", &row.until_on)?,
            account: row.account_id,
            deputy: row.deputy_id,
            named_by: row.named_by,
            recorded_at: Moment::from_micros(row.recorded_at),
        })
    }
}

impl Record for DutyTurn {
    type Row = DutyRow;

    fn to_row(&self, _keys: &Keys) -> DutyRow {
        DutyRow {
            account_id: self.account.clone(),
            from_on: self.from_on.to_string(),
            until_on: self.until_on.to_string(),
            named_by: self.named_by.clone(),
            recorded_at: self.recorded_at.as_micros(),
        }
    }

    fn from_row(row: DutyRow, _keys: &Keys) -> Result<Self, StoreError> {
        let at = cell::of(&row);
        Ok(Self {
            from_on: at.day("from_on", &row.from_on)?,
            until_on: at.day("until_on", &row.until_on)?,
            account: row.account_id,
            named_by: row.named_by,
            recorded_at: Moment::from_micros(row.recorded_at),
        })
    }
}

/// Adds an absence; a second of an account from one day is a conflict (`deputies_pkey`).
pub async fn add_deputy(tx: &mut Tx, deputy: &Deputy) -> Result<(), StoreError> {
    record::add_many(tx, std::slice::from_ref(deputy)).await
}

/// Replaces an absence, as when somebody is back early, keeping how it stood.
pub async fn amend_deputy(tx: &mut Tx, before: &Deputy, after: &Deputy, at: Moment) -> Result<(), StoreError> {
    record::amend_many(tx, &[(before.clone(), after.clone())], at).await
}

/// The absences that end after a day, by account and first day.
pub async fn list_deputies_from(tx: &mut Tx, day: Date) -> Result<Vec<Deputy>, StoreError> {
    let rows =
        select::<DeputyRow>("WHERE until_on > $1 ORDER BY account_id, from_on").bind(day.to_string()).all(tx).await?;
    opened(tx, rows).await
}

/// Adds a turn of duty; a second of an account from one day is a conflict (`duty_turns_pkey`).
pub async fn add_duty_turn(tx: &mut Tx, turn: &DutyTurn) -> Result<(), StoreError> {
    record::add_many(tx, std::slice::from_ref(turn)).await
}

/// Replaces a turn of duty, as when it ends early, keeping how it stood.
pub async fn amend_duty_turn(tx: &mut Tx, before: &DutyTurn, after: &DutyTurn, at: Moment) -> Result<(), StoreError> {
    record::amend_many(tx, &[(before.clone(), after.clone())], at).await
}

/// The turns of duty that end after a day, by account and first day.
pub async fn list_duty_turns_from(tx: &mut Tx, day: Date) -> Result<Vec<DutyTurn>, StoreError> {
    let rows =
        select::<DutyRow>("WHERE until_on > $1 ORDER BY account_id, from_on").bind(day.to_string()).all(tx).await?;
    opened(tx, rows).await
}

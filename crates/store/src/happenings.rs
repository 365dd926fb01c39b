//! What happened to people as far as clocks ask, where no other record tells it: entered by hand, struck out and never
//! deleted. And the rests of clocks: pauses and exemptions.

use guanai_casework::guarantee::{EntryState, Happening, KeptHappening, KeptRest, Logged, Rest, RestKind};
use guanai_kernel::ids::{HappeningId, PersonId, RestId};
use guanai_kernel::{Guarantee, Moment, Occasion};

use crate::engine::record::{self, Record, ids_as_cells, opened};
use crate::engine::sql::select;
use crate::engine::table::{Table, table};
use crate::engine::{StoreError, Tx, cell};
use crate::seal::Keys;

table! {
    /// A happening.
    HappeningRow in happenings {
        1 happening_id;
        2 person_id: text,
        3 occasion: text,
        4 matter: text_or_none,
        5 urgency: text_or_none,
        6 happened_on: text,
        7 known_on: text,
        8 logged: text,
        9 state: text,
        10 recorded_by: text,
        11 recorded_at: int,
    }
}

table! {
    /// A pause or an exemption.
    RestRow in rests {
        1 rest_id;
        2 person_id: text,
        3 guarantee: text,
        4 kind: text,
        5 matter: text_or_none,
        6 reason: text,
        7 from_on: text,
        8 until_on: text,
        9 said_on: text,
        10 said_by: text,
        11 recorded_at: int,
    }
}

impl Record for KeptHappening {
    type Row = HappeningRow;

    fn to_row(&self, _keys: &Keys) -> HappeningRow {
        let happening = &self.happening;
        HappeningRow {
            happening_id: happening.happening_id.to_string(),
            person_id: self.person_id.to_string(),
            occasion: happening.occasion.code().to_owned(),
            matter: happening.matter.map(|id| id.to_string()),
            urgency: happening.urgency.clone(),
            happened_on: happening.on.to_string(),
            known_on: happening.known_on.to_string(),
            logged: happening.logged.code().to_owned(),
            state: self.state.code().to_owned(),
            recorded_by: self.recorded_by.clone(),
            recorded_at: self.recorded_at.as_micros(),
        }
    }

    fn from_row(row: HappeningRow, _keys: &Keys) -> Result<Self, StoreError> {
        let at = cell::of(&row);
        let happening = Happening {
            happening_id: at.id("happening_id", &row.happening_id)?,
            occasion: at.word("occasion", &row.occasion, Occasion::from_code)?,
            matter: at.id_or_none("matter", row.matter.as_deref())?,
            urgency: row.urgency,
            on: at.day("happened_on", &row.happened_on)?,
            known_on: at.day("known_on", &row.known_on)?,
            logged: at.word("logged", &row.logged, Logged::from_code)?,
        };
        Ok(Self {
            happening,
            person_id: at.id("person_id", &row.person_id)?,
            state: at.word("state", &row.state, EntryState::from_code)?,
            recorded_by: row.recorded_by,
            recorded_at: Moment::from_micros(row.recorded_at),
        })
    }
}

impl Record for KeptRest {
    type Row = RestRow;

    fn to_row(&self, _keys: &Keys) -> RestRow {
        let rest = &self.rest;
        RestRow {
            rest_id: rest.rest_id.to_string(),
            person_id: self.person_id.to_string(),
            guarantee: self.guarantee.code().to_owned(),
            kind: rest.kind.code().to_owned(),
            matter: rest.matter.map(|id| id.to_string()),
            reason: rest.reason.clone(),
            from_on: rest.from_on.to_string(),
            until_on: rest.until_on.to_string(),
            said_on: rest.said_on.to_string(),
            said_by: self.said_by.clone(),
            recorded_at: self.recorded_at.as_micros(),
        }
    }

    fn from_row(row: RestRow, _keys: &Keys) -> Result<Self, StoreError> {
        let at = cell::of(&row);
        let rest = Rest {
            rest_id: at.id("rest_id", &row.rest_id)?,
            kind: at.word("kind", &row.kind, RestKind::from_code)?,
            matter: at.id_or_none("matter", row.matter.as_deref())?,
            reason: row.reason,
            from_on: at.day("from_on", &row.from_on)?,
            until_on: at.day("until_on", &row.until_on)?,
            said_on: at.day("said_on", &row.said_on)?,
        };
        Ok(Self {
            rest,
            person_id: at.id("person_id", &row.person_id)?,
            guarantee: at.word("guarantee", &row.guarantee, Guarantee::from_code)?,
            said_by: row.said_by,
            recorded_at: Moment::from_micros(row.recorded_at),
        })
    }
}

/// Adds happenings.
pub async fn add_many(tx: &mut Tx, happenings: &[KeptHappening]) -> Result<(), StoreError> {
    record::add_many(tx, happenings).await
}

/// Replaces the state `before`, as when it is struck out, keeping it.
pub async fn amend(tx: &mut Tx, before: &KeptHappening, after: &KeptHappening, at: Moment) -> Result<(), StoreError> {
    record::amend_many(tx, &[(before.clone(), after.clone())], at).await
}

/// The happening with this id.
pub async fn find(tx: &mut Tx, happening_id: HappeningId) -> Result<Option<KeptHappening>, StoreError> {
    record::find(tx, &happening_id.to_string()).await
}

/// The happenings of these persons, those struck out too, by person and id.
pub async fn list_of_many(tx: &mut Tx, person_ids: &[PersonId]) -> Result<Vec<KeptHappening>, StoreError> {
    let text = "WHERE person_id IN (SELECT j.value->>1 FROM json_each($1) AS j) ORDER BY person_id, happening_id";
    let of = ids_as_cells(HappeningRow::NAME, person_ids)?;
    let rows = select::<HappeningRow>(text).json(of).all(tx).await?;
    opened(tx, rows).await
}

/// Adds a pause or an exemption.
pub async fn add_rest(tx: &mut Tx, rest: &KeptRest) -> Result<(), StoreError> {
    record::add_many(tx, std::slice::from_ref(rest)).await
}

/// Replaces the state `before`, as when it ends early, keeping it.
pub async fn amend_rest(tx: &mut Tx, before: &KeptRest, after: &KeptRest, at: Moment) -> Result<(), StoreError> {
    record::amend_many(tx, &[(before.clone(), after.clone())], at).await
}

/// The pause or exemption with this id.
pub async fn find_rest(tx: &mut Tx, rest_id: RestId) -> Result<Option<KeptRest>, StoreError> {
    record::find(tx, &rest_id.to_string()).await
}

/// The pauses and exemptions of these persons, by person and id.
pub async fn list_rests_of_many(tx: &mut Tx, person_ids: &[PersonId]) -> Result<Vec<KeptRest>, StoreError> {
    let text = "WHERE person_id IN (SELECT j.value->>1 FROM json_each($1) AS j) ORDER BY person_id, rest_id";
    let of = ids_as_cells(RestRow::NAME, person_ids)?;
    let rows = select::<RestRow>(text).json(of).all(tx).await?;
    opened(tx, rows).await
}

//! Appointments 任职: who recorded, confirmed and ended a post, and which powers go with it.

use guanai_casework::appointment::{Appointment, AppointmentState, Manner, Powers};
use guanai_casework::round::Hand;
use guanai_kernel::ids::{OrganizationId, PersonId, PostId};
use guanai_kernel::{Date, Moment};

use crate::engine::record::{self, Record, ids_as_cells, opened};
use crate::engine::sql::select;
use crate::engine::table::{Table, table};
use crate::engine::{StoreError, Tx, cell, sql};
use crate::seal::Keys;

table! {
    /// An appointment.
    AppointmentRow in appointments {
        1 post_id;
        2 person_id: text,
        3 organization_id: text,
        4 code: text_or_none,
        5 title: text,
        6 manner: text,
        7 powers: text,
        8 since_on: text,
        9 until_on: text_or_none,
        10 resolution: text,
        11 state: text,
        12 recorded_by: text,
        13 recorded_at: int,
        14 decided_by: text_or_none,
        15 decided_at: int_or_none,
        16 ended_by: text_or_none,
        17 ended_at: int_or_none,
        18 words: text_or_none,
    }
}

/// A hand of two columns that are there or not together.
pub(crate) fn hand_of(
    at: &cell::Place,
    column: &'static str,
    by: Option<String>,
    moment: Option<i64>,
) -> Result<Option<Hand>, StoreError> {
    match (by, moment) {
        (Some(by), Some(moment)) => Ok(Some(Hand { by, at: Moment::from_micros(moment) })),
        (None, None) => Ok(None),
        _ => Err(at.inconsistent(column)),
    }
}

impl Record for Appointment {
    type Row = AppointmentRow;

    fn to_row(&self, _keys: &Keys) -> AppointmentRow {
        let by = |hand: &Option<Hand>| hand.as_ref().map(|hand| hand.by.clone());
        let at = |hand: &Option<Hand>| hand.as_ref().map(|hand| hand.at.as_micros());
        AppointmentRow {
            post_id: self.post_id.to_string(),
            person_id: self.person_id.to_string(),
            organization_id: self.organization_id.to_string(),
            code: self.code.clone(),
            title: self.title.clone(),
            manner: self.manner.code().to_owned(),
            powers: self.powers.code().to_owned(),
            since_on: self.since_on.to_string(),
            until_on: self.until_on.map(|day| day.to_string()),
            resolution: self.resolution.clone(),
            state: self.state.code().to_owned(),
            recorded_by: self.recorded.by.clone(),
            recorded_at: self.recorded.at.as_micros(),
            decided_by: by(&self.decided),
            decided_at: at(&self.decided),
            ended_by: by(&self.ended),
            ended_at: at(&self.ended),
            words: self.words.clone(),
        }
    }

    fn from_row(row: AppointmentRow, _keys: &Keys) -> Result<Self, StoreError> {
        let at = cell::of(&row);
        Ok(Self {
            post_id: at.id("post_id", &row.post_id)?,
            person_id: at.id("person_id", &row.person_id)?,
            organization_id: at.id("organization_id", &row.organization_id)?,
            code: row.code,
            title: row.title,
            manner: at.word("manner", &row.manner, Manner::from_code)?,
            powers: at.word("powers", &row.powers, Powers::from_code)?,
            since_on: at.day("since_on", &row.since_on)?,
            until_on: at.day_or_none("until_on", row.until_on.as_deref())?,
            resolution: row.resolution,
            state: at.word("state", &row.state, AppointmentState::from_code)?,
            recorded: Hand { by: row.recorded_by, at: Moment::from_micros(row.recorded_at) },
            decided: hand_of(&at, "decided_by", row.decided_by, row.decided_at)?,
            ended: hand_of(&at, "ended_by", row.ended_by, row.ended_at)?,
            words: row.words,
        })
    }
}

/// Adds an appointment.
pub async fn add(tx: &mut Tx, appointment: &Appointment) -> Result<(), StoreError> {
    record::add_many(tx, std::slice::from_ref(appointment)).await
}

/// Replaces the state `before`, keeping it. Refused where it no longer stands.
pub async fn amend(tx: &mut Tx, before: &Appointment, after: &Appointment, at: Moment) -> Result<(), StoreError> {
    record::amend_many(tx, &[(before.clone(), after.clone())], at).await
}

/// The appointment to a post.
pub async fn find(tx: &mut Tx, post_id: PostId) -> Result<Option<Appointment>, StoreError> {
    record::find(tx, &post_id.to_string()).await
}

/// The appointments at these organisations, the latest first.
pub async fn list_at(tx: &mut Tx, organization_ids: &[OrganizationId]) -> Result<Vec<Appointment>, StoreError> {
    let text = "WHERE organization_id IN (SELECT j.value->>1 FROM json_each($1) AS j) \
         ORDER BY organization_id, since_on DESC, post_id";
    let of = ids_as_cells(AppointmentRow::NAME, organization_ids)?;
    let rows = select::<AppointmentRow>(text).json(of).all(tx).await?;
    opened(tx, rows).await
}

/// Those that wait for a confirmation at organisations (none is every one), by the first day.
pub async fn list_proposed(
    tx: &mut Tx,
    organizations: Option<&[OrganizationId]>,
) -> Result<Vec<Appointment>, StoreError> {
    let text = "WHERE state = 'proposed' AND (CAST($1 AS TEXT) IS NULL OR organization_id IN \
         (SELECT j.value->>1 FROM json_each($2) AS j)) ORDER BY since_on, post_id";
    let rows = select::<AppointmentRow>(text).among(AppointmentRow::NAME, organizations)?.all(tx).await?;
    opened(tx, rows).await
}

/// What these persons were appointed to and hold, held or will hold, each ending no later than the post of the register does: a
/// post that a book or a life event ended gives no powers either.
pub async fn list_held_by(tx: &mut Tx, person_ids: &[PersonId]) -> Result<Vec<Appointment>, StoreError> {
    let text = "WHERE state IN ('confirmed', 'known') AND person_id IN (SELECT j.value->>1 FROM json_each($1) AS j) \
         ORDER BY person_id, since_on, post_id";
    let of = ids_as_cells(AppointmentRow::NAME, person_ids)?;
    let rows = select::<AppointmentRow>(text).json(of).all(tx).await?;
    let mut held: Vec<Appointment> = opened(tx, rows).await?;
    if held.is_empty() {
        return Ok(held);
    }
    let of = ids_as_cells(AppointmentRow::NAME, &held.iter().map(|one| one.post_id).collect::<Vec<_>>())?;
    let ends = sql("SELECT p.post_id, p.until_on FROM posts p WHERE p.until_on IS NOT NULL \
         AND p.post_id IN (SELECT j.value->>1 FROM json_each($1) AS j)")
    .json(of)
    .all::<(String, String)>(tx)
    .await?;
    for (post, until) in ends {
        let wrong = || StoreError::Inconsistent { table: "posts", column: "until_on", key: post.clone() };
        let until: Date = until.parse().map_err(|_| wrong())?;
        for one in held.iter_mut().filter(|one| one.post_id.to_string() == post) {
            one.until_on = Some(one.until_on.map_or(until, |known| known.min(until)));
        }
    }
    Ok(held)
}

/// The posts that were given powers here, that end by a day, and of which no hand-over was drawn up: those of confirmed
/// appointments, by whatever hand they end.
pub async fn list_to_hand_over(tx: &mut Tx, by: Date) -> Result<Vec<PostId>, StoreError> {
    let rows = sql("SELECT p.post_id FROM appointments a JOIN posts p ON p.post_id = a.post_id \
         WHERE a.state IN ('confirmed', 'known') AND p.until_on IS NOT NULL AND p.until_on <= $1 \
         AND NOT EXISTS (SELECT 1 FROM handovers h WHERE h.post_id = p.post_id AND h.until_on = p.until_on) ORDER BY 1")
    .bind(by.to_string())
    .all::<(String,)>(tx)
    .await?;
    let wrong = |key: &str| StoreError::Inconsistent { table: "posts", column: "post_id", key: key.to_owned() };
    rows.iter().map(|(id,)| id.parse().map_err(|_| wrong(id))).collect()
}

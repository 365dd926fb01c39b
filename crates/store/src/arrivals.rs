//! Arrivals 转入、新接收: who comes from outside or was newly admitted, and who confirmed it. Number and telephone are sealed.

use guanai_casework::arrival::{Arrival, ArrivalDays, ArrivalKind, ArrivalState};
use guanai_casework::round::Hand;
use guanai_kernel::Moment;
use guanai_kernel::codes::identity::IdentityNumber;
use guanai_kernel::ids::{ArrivalId, OrganizationId};

use crate::Stretch;
use crate::appointments::hand_of;
use crate::engine::record::{self, Record, opened, owned_by_person};
use crate::engine::sql::select;
use crate::engine::table::{Table, table};
use crate::engine::{StoreError, Tx, cell, sql};
use crate::seal::{Keys, Owner, SealKind};

table! {
    /// An arrival.
    ArrivalRow in arrivals {
        1 arrival_id;
        2 person_id: text,
        3 is_known: flag,
        4 organization_id: text,
        5 kind: text,
        6 name: text,
        7 identity: sealed,
        8 identity_key: lookup,
        9 phone: sealed_or_none,
        10 from_place: text_or_none,
        11 letter: text,
        12 letter_on: text,
        13 joined_on: text,
        14 full_on: text_or_none,
        15 since_on: text,
        16 state: text,
        17 recorded_by: text,
        18 recorded_at: int,
        19 decided_by: text_or_none,
        20 decided_at: int_or_none,
        21 words: text_or_none,
    }
}

impl Record for Arrival {
    type Row = ArrivalRow;

    owned_by_person!(ArrivalRow);

    fn to_row(&self, keys: &Keys) -> ArrivalRow {
        let owner = Owner::Person(self.person_id);
        ArrivalRow {
            arrival_id: self.arrival_id.to_string(),
            person_id: self.person_id.to_string(),
            is_known: self.is_known,
            organization_id: self.organization_id.to_string(),
            kind: self.kind.code().to_owned(),
            name: self.name.clone(),
            identity: keys.seal(owner, SealKind::Identity, self.identity.as_str()),
            identity_key: keys.lookup(SealKind::Identity, self.identity.as_str()),
            phone: keys.seal_some(owner, SealKind::Phone, self.phone.as_deref()),
            from_place: self.from_place.clone(),
            letter: self.letter.clone(),
            letter_on: self.days.letter_on.to_string(),
            joined_on: self.days.joined_on.to_string(),
            full_on: self.days.full_on.map(|day| day.to_string()),
            since_on: self.days.since_on.to_string(),
            state: self.state.code().to_owned(),
            recorded_by: self.recorded.by.clone(),
            recorded_at: self.recorded.at.as_micros(),
            decided_by: self.decided.as_ref().map(|hand| hand.by.clone()),
            decided_at: self.decided.as_ref().map(|hand| hand.at.as_micros()),
            words: self.words.clone(),
        }
    }

    fn from_row(row: ArrivalRow, keys: &Keys) -> Result<Self, StoreError> {
        let at = cell::of(&row);
        let person_id = at.id("person_id", &row.person_id)?;
        let owner = Owner::Person(person_id);
        let identity = keys.open(owner, SealKind::Identity, &row.identity)?;
        Ok(Self {
            arrival_id: at.id("arrival_id", &row.arrival_id)?,
            person_id,
            is_known: row.is_known,
            organization_id: at.id("organization_id", &row.organization_id)?,
            kind: at.word("kind", &row.kind, ArrivalKind::from_code)?,
            identity: IdentityNumber::from_stored(&identity).map_err(|_| at.inconsistent("identity"))?,
            phone: keys.open_some(owner, SealKind::Phone, row.phone.as_ref())?,
            days: ArrivalDays {
                letter_on: at.day("letter_on", &row.letter_on)?,
                joined_on: at.day("joined_on", &row.joined_on)?,
                full_on: at.day_or_none("full_on", row.full_on.as_deref())?,
                since_on: at.day("since_on", &row.since_on)?,
            },
            state: at.word("state", &row.state, ArrivalState::from_code)?,
            recorded: Hand { by: row.recorded_by, at: Moment::from_micros(row.recorded_at) },
            decided: hand_of(&at, "decided_by", row.decided_by, row.decided_at)?,
            name: row.name,
            from_place: row.from_place,
            letter: row.letter,
            words: row.words,
        })
    }
}

/// Adds an arrival; a second one of a number that waits is a conflict (`arrivals_identity_key_key`).
pub async fn add(tx: &mut Tx, arrival: &Arrival) -> Result<(), StoreError> {
    record::add_many(tx, std::slice::from_ref(arrival)).await
}

/// Replaces the state `before`, keeping it. Refused where it no longer stands.
pub async fn amend(tx: &mut Tx, before: &Arrival, after: &Arrival, at: Moment) -> Result<(), StoreError> {
    record::amend_many(tx, &[(before.clone(), after.clone())], at).await
}

/// The arrival with this id.
pub async fn find(tx: &mut Tx, arrival_id: ArrivalId) -> Result<Option<Arrival>, StoreError> {
    record::find(tx, &arrival_id.to_string()).await
}

/// The arrivals at organisations (none is every one): those that wait first, then the newest.
pub async fn list(
    tx: &mut Tx,
    organizations: Option<&[OrganizationId]>,
    stretch: Stretch,
) -> Result<Vec<Arrival>, StoreError> {
    let text = "WHERE CAST($1 AS TEXT) IS NULL OR organization_id IN (SELECT j.value->>1 FROM json_each($2) AS j) \
         ORDER BY CASE state WHEN 'proposed' THEN 0 ELSE 1 END, recorded_at DESC, arrival_id LIMIT $3 OFFSET $4";
    let rows = select::<ArrivalRow>(text).among(ArrivalRow::NAME, organizations)?.stretch(stretch).all(tx).await?;
    opened(tx, rows).await
}

/// The arrival of a number that waits.
pub async fn find_waiting(tx: &mut Tx, identity: &IdentityNumber) -> Result<Option<Arrival>, StoreError> {
    let key = tx.seal().lookup(SealKind::Identity, identity.as_str());
    let text = "WHERE identity_key = $1 AND state = 'proposed'";
    let row = select::<ArrivalRow>(text).bind(key.as_text().to_owned()).optional(tx).await?;
    Ok(opened(tx, row.into_iter().collect()).await?.pop())
}

/// How many wait at organisations (none is every one) for somebody else than `by`.
pub async fn count_waiting(tx: &mut Tx, organizations: Option<&[OrganizationId]>, by: &str) -> Result<u64, StoreError> {
    let text = "SELECT COUNT(*) FROM arrivals WHERE state = 'proposed' AND (CAST($1 AS TEXT) IS NULL \
         OR organization_id IN (SELECT j.value->>1 FROM json_each($2) AS j)) AND recorded_by <> $3";
    let (count,) = sql(text).among(ArrivalRow::NAME, organizations)?.bind(by).one::<(i64,)>(tx).await?;
    Ok(count.unsigned_abs())
}

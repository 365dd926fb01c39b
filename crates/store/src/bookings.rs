//! Bookings 预留、预订 of resources. What is said in one is sealed with the key of the person whose need it is. How much of a
//! resource is taken is counted in [`crate::pairs::count_taken`], over bookings, pairs and needs together.

use std::collections::BTreeMap;

use guanai_casework::{Booking, BookingState};
use guanai_kernel::ids::{BookingId, NeedId, OfferId, OrganizationId, PersonId};
use guanai_kernel::{Date, Moment, Settlement, System};

use crate::Stretch;
use crate::engine::record::{self, Record, keys_as_cells, opened, owned_by_person};
use crate::engine::sql::{Sql, select};
use crate::engine::table::{Table, table};
use crate::engine::{StoreError, Tx, cell, sql};
use crate::history;
use crate::seal::{Keys, Owner, SealKind};

table! {
    /// A booking.
    BookingRow in bookings {
        1 booking_id;
        2 offer_id: text,
        3 need_id: text,
        4 person_id: text,
        5 units: int,
        6 state: text,
        7 reserved_by: text,
        8 reserved_on: text,
        9 holds_until_on: text,
        10 from_on: text_or_none,
        11 until_on: text_or_none,
        12 words: sealed_or_none,
        13 answered_by: text_or_none,
        14 why: sealed_or_none,
        15 outcome: sealed_or_none,
        16 moved_on: text_or_none,
        17 recorded_at: int,
    }
}

impl Record for Booking {
    type Row = BookingRow;

    owned_by_person!(BookingRow);

    fn to_row(&self, keys: &Keys) -> BookingRow {
        let seal = |words: Option<&str>| keys.seal_some(Owner::Person(self.person_id), SealKind::Words, words);
        BookingRow {
            booking_id: self.booking_id.to_string(),
            offer_id: self.offer_id.to_string(),
            need_id: self.need_id.to_string(),
            person_id: self.person_id.to_string(),
            units: self.units,
            state: self.state.code().to_owned(),
            reserved_by: self.reserved_by.clone(),
            reserved_on: self.reserved_on.to_string(),
            holds_until_on: self.holds_until_on.to_string(),
            from_on: self.from_on.map(|day| day.to_string()),
            until_on: self.until_on.map(|day| day.to_string()),
            words: seal(self.words.as_deref()),
            answered_by: self.answered_by.clone(),
            why: seal(self.why.as_deref()),
            outcome: seal(self.outcome.as_deref()),
            moved_on: self.moved_on.map(|day| day.to_string()),
            recorded_at: self.recorded_at.as_micros(),
        }
    }

    fn from_row(row: BookingRow, keys: &Keys) -> Result<Self, StoreError> {
        let at = cell::of(&row);
        let person_id: PersonId = at.id("person_id", &row.person_id)?;
        let open = |sealed| keys.open_some(Owner::Person(person_id), SealKind::Words, sealed);
        Ok(Self {
            booking_id: at.id("booking_id", &row.booking_id)?,
            offer_id: at.id("offer_id", &row.offer_id)?,
            need_id: at.id("need_id", &row.need_id)?,
            person_id,
            units: row.units,
            state: at.word("state", &row.state, BookingState::from_code)?,
            reserved_by: row.reserved_by.clone(),
            reserved_on: at.day("reserved_on", &row.reserved_on)?,
            holds_until_on: at.day("holds_until_on", &row.holds_until_on)?,
            from_on: at.day_or_none("from_on", row.from_on.as_deref())?,
            until_on: at.day_or_none("until_on", row.until_on.as_deref())?,
            words: open(row.words.as_ref())?,
            answered_by: row.answered_by.clone(),
            why: open(row.why.as_ref())?,
            outcome: open(row.outcome.as_ref())?,
            moved_on: at.day_or_none("moved_on", row.moved_on.as_deref())?,
            recorded_at: Moment::from_micros(row.recorded_at),
        })
    }
}

/// Adds a booking; a second one of a need and a resource that is still open is a conflict (`bookings_need_id_offer_id_key`).
pub async fn add(tx: &mut Tx, booking: &Booking) -> Result<(), StoreError> {
    record::add_many(tx, std::slice::from_ref(booking)).await
}

/// Replaces states `(before, after)`, keeping those before.
pub async fn amend_many(tx: &mut Tx, changes: &[(Booking, Booking)], at: Moment) -> Result<(), StoreError> {
    record::amend_many(tx, changes, at).await
}

/// The booking with this id.
pub async fn find(tx: &mut Tx, booking_id: BookingId) -> Result<Option<Booking>, StoreError> {
    record::find(tx, &booking_id.to_string()).await
}

/// Of which state of it this booking is: how often it was changed, counted from 0.
pub async fn count_former(tx: &mut Tx, booking_id: BookingId) -> Result<u64, StoreError> {
    history::count_of::<Booking>(tx, &booking_id.to_string()).await
}

/// The bookings of a resource, the newest first.
pub async fn list_of_offer(tx: &mut Tx, offer_id: OfferId) -> Result<Vec<Booking>, StoreError> {
    let text = "WHERE offer_id = $1 ORDER BY recorded_at DESC, booking_id";
    let rows = select::<BookingRow>(text).bind(offer_id.to_string()).all(tx).await?;
    opened(tx, rows).await
}

/// The bookings for a person's needs, the newest first.
pub async fn list_of_person(tx: &mut Tx, person_id: PersonId) -> Result<Vec<Booking>, StoreError> {
    let text = "WHERE person_id = $1 ORDER BY recorded_at DESC, booking_id";
    let rows = select::<BookingRow>(text).bind(person_id.to_string()).all(tx).await?;
    opened(tx, rows).await
}

/// The bookings for a need, the newest first.
pub async fn list_of_need(tx: &mut Tx, need_id: NeedId) -> Result<Vec<Booking>, StoreError> {
    let text = "WHERE person_id = (SELECT n.person_id FROM needs n WHERE n.need_id = $1) AND need_id = $1 \
                ORDER BY recorded_at DESC, booking_id";
    let rows = select::<BookingRow>(text).bind(need_id.to_string()).all(tx).await?;
    opened(tx, rows).await
}

/// What is with somebody of an owner who is no more here. Two texts, since a condition that may not hold keeps a database from
/// looking at a branch's people alone.
macro_rules! of_gone_owners {
    ($whose:literal) => {
        concat!(
            "WHERE bookings.state = 'used' AND ",
            $whose,
            " AND EXISTS (SELECT 1 FROM offers f JOIN persons p ON p.person_id = f.person_id \
             WHERE f.offer_id = bookings.offer_id AND f.person_id <> bookings.person_id \
             AND (p.died_on IS NOT NULL OR (EXISTS (SELECT 1 FROM memberships e WHERE e.person_id = p.person_id) \
             AND NOT EXISTS (SELECT 1 FROM memberships r WHERE r.person_id = p.person_id AND r.until_on IS NULL)))) \
             ORDER BY bookings.person_id, bookings.booking_id"
        )
    };
}

/// What those who belong to these organisations (none is everybody) were handed of resources whose owner died since, or belongs
/// nowhere here any more.
pub async fn list_of_gone_owners(
    tx: &mut Tx,
    organizations: Option<&[OrganizationId]>,
) -> Result<Vec<Booking>, StoreError> {
    let text = match organizations {
        Some(_) => of_gone_owners!(
            "CAST($1 AS TEXT) IS NOT NULL AND bookings.person_id IN (SELECT m.person_id FROM memberships m \
             WHERE m.until_on IS NULL AND m.organization_id IN (SELECT j.value->>1 FROM json_each($2) AS j))"
        ),
        None => of_gone_owners!(
            "(CAST($1 AS TEXT) IS NULL OR bookings.person_id IN (SELECT j.value->>1 FROM json_each($2) AS j))"
        ),
    };
    let rows = select::<BookingRow>(text).among(BookingRow::NAME, organizations)?.all(tx).await?;
    opened(tx, rows).await
}

/// How many units of a resource are booked or reserved for a person on `today`.
pub async fn count_held(tx: &mut Tx, offer_id: OfferId, person_id: PersonId, today: Date) -> Result<u64, StoreError> {
    let (count,) = sql("SELECT CAST(COALESCE(SUM(b.units), 0) AS BIGINT) FROM bookings b \
         WHERE b.person_id = $1 AND b.offer_id = $2 \
         AND (b.state IN ('booked', 'used') OR (b.state = 'reserved' AND b.holds_until_on >= $3))")
    .bind(person_id.to_string())
    .bind(offer_id.to_string())
    .bind(today.to_string())
    .one::<(i64,)>(tx)
    .await?;
    Ok(count.unsigned_abs())
}

/// Which bookings are meant: of those who belong to some organisations now, or of resources that are theirs (none is all of them),
/// in some states.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BookingsWanted {
    /// Where the person's running spell is, or of which the resource is.
    pub organizations: Option<Vec<OrganizationId>>,
    /// Where they stand.
    pub states: Vec<BookingState>,
}

macro_rules! wanted {
    ($start:literal, $end:literal) => {
        concat!(
            $start,
            "LEFT JOIN memberships m ON m.person_id = bookings.person_id AND m.until_on IS NULL \
             LEFT JOIN offers f ON f.offer_id = bookings.offer_id \
             WHERE bookings.state IN (SELECT j.value->>1 FROM json_each($3) AS j) \
             AND (CAST($1 AS TEXT) IS NULL OR m.organization_id IN (SELECT j.value->>1 FROM json_each($2) AS j) \
                 OR f.organization_id IN (SELECT j.value->>1 FROM json_each($2) AS j))",
            $end
        )
    };
}

impl BookingsWanted {
    fn bind(&self, text: Sql) -> Result<Sql, StoreError> {
        Ok(text
            .among(BookingRow::NAME, self.organizations.as_ref())?
            .json(keys_as_cells(BookingRow::NAME, self.states.iter().map(|state| state.code()))?))
    }
}

/// The bookings that are meant: those that wait for an answer first, of these by the day until which they are held.
pub async fn list_wanted(tx: &mut Tx, wanted: &BookingsWanted, stretch: Stretch) -> Result<Vec<Booking>, StoreError> {
    let text = wanted!(
        "",
        " ORDER BY CASE bookings.state WHEN 'reserved' THEN 0 WHEN 'booked' THEN 1 ELSE 2 END, \
         bookings.holds_until_on, bookings.booking_id LIMIT $4 OFFSET $5"
    );
    let rows = wanted.bind(select::<BookingRow>(text))?.stretch(stretch).all(tx).await?;
    opened(tx, rows).await
}

/// How many bookings are meant.
pub async fn count_wanted(tx: &mut Tx, wanted: &BookingsWanted) -> Result<u64, StoreError> {
    let (count,) = wanted.bind(sql(wanted!("SELECT COUNT(*) FROM bookings ", "")))?.one::<(i64,)>(tx).await?;
    Ok(count.unsigned_abs())
}

/// Persons at one place: where they belong, and where what serves them comes from.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The township or street where they belong.
    pub township: Option<String>,
    /// In town or in the country, as their organisation states it or its system tells.
    pub lies_in: Option<Settlement>,
    /// The same of the organisation from which what serves them comes; none where nobody serves them, or it is not known.
    pub from: Option<Settlement>,
}

/// The system of an organisation and what it states.
type Side = (Option<String>, Option<String>);
type PlaceRow = (Option<String>, Option<String>, Option<String>, Option<String>, Option<String>, i64);

/// In town or in the country: as it is stated, else as far as the system tells.
pub(crate) fn lies_in((system, stated): Side) -> Result<Option<Settlement>, StoreError> {
    let wrong = |column| move |key| StoreError::Inconsistent { table: "party_organizations", column, key };
    let system = system.map(|code| System::from_code(&code).ok_or(code)).transpose().map_err(wrong("system"))?;
    let stated = stated.map(|code| Settlement::from_code(&code).ok_or(code)).transpose();
    Ok(stated.map_err(wrong("settlement"))?.or(system.and_then(System::settlement)))
}

fn places(rows: Vec<PlaceRow>) -> Result<BTreeMap<Place, u64>, StoreError> {
    let mut places: BTreeMap<Place, u64> = BTreeMap::new();
    for (township, system, stated, from, from_stated, count) in rows {
        let place = Place { township, lies_in: lies_in((system, stated))?, from: lies_in((from, from_stated))? };
        let sum = places.entry(place).or_default();
        *sum = sum.saturating_add(count.unsigned_abs());
    }
    Ok(places)
}

/// How many persons resources serve on a day, by where they belong and where it comes from: whoever a need names, a running pair
/// helps, or a booking that was confirmed is for.
pub async fn count_served(tx: &mut Tx) -> Result<BTreeMap<Place, u64>, StoreError> {
    let rows =
        sql("SELECT o.township, o.system, o.settlement, s.system, s.settlement, COUNT(DISTINCT x.person_id) FROM (\
             SELECT n.person_id, n.offer_id FROM needs n \
             WHERE n.offer_id IS NOT NULL AND n.state IN ('planned', 'helped', 'closed') \
             UNION SELECT p.person_id, p.offer_id FROM pairs p WHERE p.state = 'running' \
             UNION SELECT b.person_id, b.offer_id FROM bookings b WHERE b.state IN ('booked', 'used')) AS x \
         LEFT JOIN memberships m ON m.person_id = x.person_id AND m.until_on IS NULL \
         LEFT JOIN party_organizations o ON o.organization_id = m.organization_id \
         LEFT JOIN offers f ON f.offer_id = x.offer_id \
         LEFT JOIN party_organizations s ON s.organization_id = f.organization_id \
         GROUP BY o.township, o.system, o.settlement, s.system, s.settlement")
        .all::<PlaceRow>(tx)
        .await?;
    places(rows)
}

/// How many persons wait for help, by where they belong: with a need that was confirmed or raised, for which nobody is named.
pub async fn count_waiting(tx: &mut Tx) -> Result<BTreeMap<Place, u64>, StoreError> {
    let rows = sql("SELECT o.township, o.system, o.settlement, CAST(NULL AS TEXT), CAST(NULL AS TEXT), \
         COUNT(DISTINCT n.person_id) FROM needs n \
         LEFT JOIN memberships m ON m.person_id = n.person_id AND m.until_on IS NULL \
         LEFT JOIN party_organizations o ON o.organization_id = m.organization_id \
         WHERE n.state IN ('raised', 'confirmed') GROUP BY o.township, o.system, o.settlement")
    .all::<PlaceRow>(tx)
    .await?;
    places(rows)
}

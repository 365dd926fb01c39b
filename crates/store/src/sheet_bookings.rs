//! What signature sheets handed over, as far as the fund's books hold it. Only ever added to.

use guanai_casework::round::{SheetBooking, SheetMoney};
use guanai_kernel::ids::{EntryId, SheetId};
use guanai_kernel::{Moment, Money};

use crate::engine::record::{self, Record, opened};
use crate::engine::sql::select;
use crate::engine::table::table;
use crate::engine::{StoreError, Tx, cell, sql};
use crate::seal::Keys;

table! {
    /// A part of an entry that is a sheet's.
    BookingRow in round_sheet_bookings {
        1 entry_id, 2 sheet_id;
        3 amount_fen: int,
        4 made_by: text,
        5 booked_by: text,
        6 booked_at: int,
    }
}

impl Record for SheetBooking {
    type Row = BookingRow;

    fn to_row(&self, _keys: &Keys) -> BookingRow {
        BookingRow {
            entry_id: self.entry_id.to_string(),
            sheet_id: self.sheet_id.to_string(),
            amount_fen: self.amount.fen(),
            made_by: self.made_by.clone(),
            booked_by: self.booked_by.clone(),
            booked_at: self.booked_at.as_micros(),
        }
    }

    fn from_row(row: BookingRow, _keys: &Keys) -> Result<Self, StoreError> {
        let at = cell::of(&row);
        Ok(Self {
            entry_id: at.id("entry_id", &row.entry_id)?,
            sheet_id: at.id("sheet_id", &row.sheet_id)?,
            amount: Money::from_fen(row.amount_fen),
            booked_at: Moment::from_micros(row.booked_at),
            made_by: row.made_by,
            booked_by: row.booked_by,
        })
    }
}

/// Adds what of a sheet stands under an entry.
pub async fn add(tx: &mut Tx, booking: &SheetBooking) -> Result<(), StoreError> {
    record::add_many(tx, std::slice::from_ref(booking)).await
}

/// What of sheets stands under an entry, by sheet.
pub async fn list_of_entry(tx: &mut Tx, entry_id: EntryId) -> Result<Vec<SheetBooking>, StoreError> {
    let text = "WHERE entry_id = $1 ORDER BY sheet_id";
    let rows = select::<BookingRow>(text).bind(entry_id.to_string()).all(tx).await?;
    opened(tx, rows).await
}

/// What was booked last, the latest first.
pub async fn list_latest(tx: &mut Tx, at_most: u64) -> Result<Vec<SheetBooking>, StoreError> {
    let text = "ORDER BY booked_at DESC, entry_id, sheet_id LIMIT $1";
    let rows = select::<BookingRow>(text).bind(i64::try_from(at_most).unwrap_or(i64::MAX)).all(tx).await?;
    opened(tx, rows).await
}

/// Sheets of rounds that name their purse with what was handed over at the visits of each that still stand, and what is booked of
/// it. A visit that was corrected stands by the record that took its place.
macro_rules! sheet_money {
    ($clause:literal) => {
        concat!(
            "SELECT t.sheet_id, t.delivered, t.booked FROM (SELECT s.sheet_id, \
             CAST(COALESCE((SELECT SUM(p.gift_fen) FROM round_sheet_rows x \
             JOIN round_people p ON p.round_id = s.round_id AND p.person_id = x.person_id \
             WHERE x.sheet_id = s.sheet_id AND x.outcome = 'delivered' AND EXISTS (SELECT 1 FROM visits v \
             WHERE v.person_id = x.person_id AND v.sheet_id = s.sheet_id AND v.state = 'recorded' \
             AND v.gift_kind IN ('cash', 'both'))), 0) AS BIGINT) AS delivered, \
             CAST(COALESCE((SELECT SUM(b.amount_fen) FROM round_sheet_bookings b WHERE b.sheet_id = s.sheet_id), 0) \
             AS BIGINT) AS booked FROM round_sheets s JOIN rounds r ON r.round_id = s.round_id \
             WHERE s.state = 'entered' AND r.purse IS NOT NULL) AS t ",
            $clause,
            " ORDER BY t.sheet_id"
        )
    };
}

/// The money of one sheet; none of one that is not entered, or whose round names no purse.
pub async fn find_money(tx: &mut Tx, sheet_id: SheetId) -> Result<Option<SheetMoney>, StoreError> {
    let rows = sql(sheet_money!("WHERE t.sheet_id = $1")).bind(sheet_id.to_string()).all::<(String, i64, i64)>(tx);
    Ok(moneys(rows.await?)?.pop())
}

/// Sheets of which the books do not say what was handed over, by id.
pub async fn list_waiting(tx: &mut Tx) -> Result<Vec<SheetMoney>, StoreError> {
    let rows = sql(sheet_money!("WHERE t.delivered <> t.booked")).all::<(String, i64, i64)>(tx).await?;
    moneys(rows)
}

fn moneys(rows: Vec<(String, i64, i64)>) -> Result<Vec<SheetMoney>, StoreError> {
    let read = |(sheet_id, delivered, booked): (String, i64, i64)| {
        let [delivered, booked] = [delivered, booked].map(Money::from_fen);
        let wrong = || StoreError::Inconsistent { table: "round_sheets", column: "sheet_id", key: sheet_id.clone() };
        Ok(SheetMoney { sheet_id: sheet_id.parse().map_err(|_| wrong())?, delivered, booked })
    };
    rows.into_iter().map(read).collect()
}

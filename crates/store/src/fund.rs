//! The fund's entries and their lines. Only ever added to; whom money came from or went to is sealed.

use std::collections::BTreeMap;

use guanai_fund::{Account, Entry, Line};
use guanai_kernel::ids::EntryId;
use guanai_kernel::{Date, Moment, Money};

use crate::engine::record::{self, Record, document, keys_as_cells, opened, page_of_rows};
use crate::engine::sql::select;
use crate::engine::table::{PAGE_ROWS, Table, table};
use crate::engine::{StoreError, Tx, cell, sql};
use crate::seal::{Keys, Owner, SealKind};

const LINES: &str = "fund_lines";

table! {
    /// An entry without its lines.
    EntryRow in fund_entries {
        1 entry_id;
        2 booked_on: text,
        3 voucher: text_or_none,
        4 summary: text,
        5 counterparty: sealed_or_none,
        6 maker: text_or_none,
        7 checker: text_or_none,
        8 import_id: text_or_none,
        9 place: text,
        10 recorded_at: int,
    }
}

/// Without its lines: they come from their own table, in [`with_lines`].
impl Record for Entry {
    type Row = EntryRow;

    fn owner(&self) -> Option<Owner> {
        Some(Owner::Entry(self.entry_id))
    }

    fn owner_of(row: &EntryRow) -> Result<Option<Owner>, StoreError> {
        Ok(Some(Owner::Entry(cell::of(row).id("entry_id", &row.entry_id)?)))
    }

    fn to_row(&self, keys: &Keys) -> EntryRow {
        let owner = Owner::Entry(self.entry_id);
        EntryRow {
            entry_id: self.entry_id.to_string(),
            booked_on: self.booked_on.to_string(),
            voucher: self.voucher.clone(),
            summary: self.summary.clone(),
            counterparty: keys.seal_some(owner, SealKind::Counterparty, self.counterparty.as_deref()),
            maker: self.maker.clone(),
            checker: self.checker.clone(),
            import_id: self.import_id.map(|id| id.to_string()),
            place: self.place.clone(),
            recorded_at: self.recorded_at.as_micros(),
        }
    }

    fn from_row(row: EntryRow, keys: &Keys) -> Result<Self, StoreError> {
        let at = cell::of(&row);
        let entry_id = at.id("entry_id", &row.entry_id)?;
        Ok(Self {
            entry_id,
            booked_on: at.day("booked_on", &row.booked_on)?,
            voucher: row.voucher,
            summary: row.summary,
            counterparty: keys.open_some(Owner::Entry(entry_id), SealKind::Counterparty, row.counterparty.as_ref())?,
            maker: row.maker,
            checker: row.checker,
            lines: Vec::new(),
            import_id: at.id_or_none("import_id", row.import_id.as_deref())?,
            place: row.place,
            recorded_at: Moment::from_micros(row.recorded_at),
        })
    }
}

/// Books entries; each must sum to zero, which its room has seen to.
pub async fn append_many(tx: &mut Tx, entries: &[Entry]) -> Result<(), StoreError> {
    record::add_many(tx, entries).await?;
    for chunk in entries.chunks(PAGE_ROWS) {
        let mut lines = Vec::new();
        for entry in chunk {
            let entry_id = entry.entry_id.to_string();
            for (at, line) in (1_i64..).zip(&entry.lines) {
                lines.push(((), entry_id.clone(), at, line.account.code(), line.purpose.clone(), line.amount.fen()));
            }
        }
        let expected = lines.len();
        let met = sql("INSERT INTO fund_lines (entry_id, line_no, account, purpose, amount_fen) \
             SELECT j.value->>1, CAST(j.value->>2 AS BIGINT), j.value->>3, j.value->>4, CAST(j.value->>5 AS BIGINT) \
             FROM json_each($1) AS j")
        .json(document(LINES, lines.into_iter())?)
        .execute(tx)
        .await?;
        StoreError::expect_rows(LINES, expected, met)?;
    }
    Ok(())
}

/// The entry with this id.
pub async fn find(tx: &mut Tx, entry_id: EntryId) -> Result<Option<Entry>, StoreError> {
    let entry = record::find::<Entry>(tx, &entry_id.to_string()).await?;
    Ok(with_lines(tx, entry.into_iter().collect()).await?.pop())
}

/// The entries of a voucher of a day, by id: one voucher may be booked in several.
pub async fn list_by_voucher(tx: &mut Tx, voucher: &str, booked_on: Date) -> Result<Vec<Entry>, StoreError> {
    let rows = select::<EntryRow>("WHERE voucher = $1 AND booked_on = $2 ORDER BY entry_id")
        .bind(voucher)
        .bind(booked_on.to_string())
        .all(tx)
        .await?;
    let entries = opened(tx, rows).await?;
    with_lines(tx, entries).await
}

/// What the books hold of each purpose of which there is something; free money under none, first.
pub async fn list_purposes(tx: &mut Tx) -> Result<BTreeMap<Option<String>, Money>, StoreError> {
    let text = "SELECT purpose, CAST(SUM(amount_fen) AS BIGINT) FROM fund_lines WHERE account = 'cash' \
         GROUP BY purpose HAVING SUM(amount_fen) <> 0";
    let rows = sql(text).all::<(Option<String>, i64)>(tx).await?;
    Ok(rows.into_iter().map(|(purpose, fen)| (purpose, Money::from_fen(fen))).collect())
}

/// Every entry, by id.
pub async fn list_all(tx: &mut Tx) -> Result<Vec<Entry>, StoreError> {
    let mut entries = Vec::new();
    let mut after = Vec::new();
    loop {
        let page = page(tx, &after).await?;
        let Some(last) = page.last() else { return Ok(entries) };
        after = vec![last.entry_id.to_string()];
        entries.extend(page);
    }
}

/// The first entries after one, by id.
pub(crate) async fn page(tx: &mut Tx, after: &[String]) -> Result<Vec<Entry>, StoreError> {
    let rows = page_of_rows::<EntryRow>(tx, after).await?;
    let entries = opened(tx, rows).await?;
    with_lines(tx, entries).await
}

/// How many there are.
pub async fn count(tx: &mut Tx) -> Result<u64, StoreError> {
    record::count(tx, "SELECT COUNT(*) FROM fund_entries").await
}

async fn with_lines(tx: &mut Tx, mut entries: Vec<Entry>) -> Result<Vec<Entry>, StoreError> {
    let ids: Vec<String> = entries.iter().map(|entry| entry.entry_id.to_string()).collect();
    let rows = sql("SELECT entry_id, account, purpose, amount_fen FROM fund_lines \
         WHERE entry_id IN (SELECT j.value->>1 FROM json_each($1) AS j) ORDER BY entry_id, line_no")
    .json(keys_as_cells(EntryRow::NAME, ids.iter().map(String::as_str))?)
    .all::<(String, String, Option<String>, i64)>(tx)
    .await?;
    let mut lines: BTreeMap<String, Vec<Line>> = BTreeMap::new();
    for (entry_id, account, purpose, amount_fen) in rows {
        let account = Account::from_code(&account).ok_or_else(|| StoreError::Inconsistent {
            table: LINES,
            column: "account",
            key: entry_id.clone(),
        })?;
        lines.entry(entry_id).or_default().push(Line { account, purpose, amount: Money::from_fen(amount_fen) });
    }
    for (entry, id) in entries.iter_mut().zip(&ids) {
        entry.lines = lines.remove(id).unwrap_or_default();
    }
    Ok(entries)
}

//! Sources of the care fund 资金来源, and what the books say was spent and is there.

use guanai_fund::source::{FundSource, Grade, RaiseAsked, SourceHand, SourceKind};
use guanai_kernel::ids::FundSourceId;
use guanai_kernel::{Date, Moment, Money};

use crate::engine::record::{self, Record, opened};
use crate::engine::sql::select;
use crate::engine::table::table;
use crate::engine::{StoreError, Tx, cell, sql};
use crate::seal::Keys;

table! {
    /// A source.
    FundSourceRow in fund_sources {
        1 source_id;
        2 name: text,
        3 kind: text,
        4 year: int,
        5 amount_fen: int,
        6 expires_on: text_or_none,
        7 grade: text,
        8 raise_to: text_or_none,
        9 raise_evidence: text_or_none,
        10 raise_by: text_or_none,
        11 raise_at: int_or_none,
        12 evidence: text_or_none,
        13 recorded_by: text,
        14 recorded_at: int,
        15 graded_by: text_or_none,
        16 graded_at: int_or_none,
    }
}

impl Record for FundSource {
    type Row = FundSourceRow;

    fn to_row(&self, _keys: &Keys) -> FundSourceRow {
        let raise = self.raise.as_ref();
        FundSourceRow {
            source_id: self.source_id.to_string(),
            name: self.name.clone(),
            kind: self.kind.code().to_owned(),
            year: i64::from(self.year),
            amount_fen: self.amount.fen(),
            expires_on: self.expires_on.map(|day| day.to_string()),
            grade: self.grade.code().to_owned(),
            raise_to: raise.map(|raise| raise.grade.code().to_owned()),
            raise_evidence: raise.map(|raise| raise.evidence.clone()),
            raise_by: raise.map(|raise| raise.asked.by.clone()),
            raise_at: raise.map(|raise| raise.asked.at.as_micros()),
            evidence: self.evidence.clone(),
            recorded_by: self.recorded.by.clone(),
            recorded_at: self.recorded.at.as_micros(),
            graded_by: self.graded.as_ref().map(|hand| hand.by.clone()),
            graded_at: self.graded.as_ref().map(|hand| hand.at.as_micros()),
        }
    }

    fn from_row(row: FundSourceRow, _keys: &Keys) -> Result<Self, StoreError> {
        let at = cell::of(&row);
        let hand = |by: String, moment: i64| SourceHand { by, at: Moment::from_micros(moment) };
        let raise = match (row.raise_to, row.raise_evidence, row.raise_by, row.raise_at) {
            (Some(grade), Some(evidence), Some(by), Some(moment)) => Some(RaiseAsked {
                grade: at.word("raise_to", &grade, Grade::from_code)?,
                evidence,
                asked: hand(by, moment),
            }),
            (None, None, None, None) => None,
            _ => return Err(at.inconsistent("raise_to")),
        };
        Ok(Self {
            source_id: at.id("source_id", &row.source_id)?,
            kind: at.word("kind", &row.kind, SourceKind::from_code)?,
            year: i16::try_from(row.year).map_err(|_| at.inconsistent("year"))?,
            amount: Money::from_fen(row.amount_fen),
            expires_on: at.day_or_none("expires_on", row.expires_on.as_deref())?,
            grade: at.word("grade", &row.grade, Grade::from_code)?,
            raise,
            recorded: hand(row.recorded_by, row.recorded_at),
            graded: row.graded_by.zip(row.graded_at).map(|(by, moment)| hand(by, moment)),
            name: row.name,
            evidence: row.evidence,
        })
    }
}

/// Adds a source; a second one of a name and year is a conflict (`fund_sources_name_year_key`).
pub async fn add(tx: &mut Tx, source: &FundSource) -> Result<(), StoreError> {
    record::add_many(tx, std::slice::from_ref(source)).await
}

/// Replaces the state `before`, keeping it. Refused where it no longer stands.
pub async fn amend(tx: &mut Tx, before: &FundSource, after: &FundSource, at: Moment) -> Result<(), StoreError> {
    record::amend_many(tx, &[(before.clone(), after.clone())], at).await
}

/// The source with this id.
pub async fn find(tx: &mut Tx, source_id: FundSourceId) -> Result<Option<FundSource>, StoreError> {
    record::find(tx, &source_id.to_string()).await
}

/// Every source, the latest year first, by name.
pub async fn list(tx: &mut Tx) -> Result<Vec<FundSource>, StoreError> {
    let rows = select::<FundSourceRow>("ORDER BY year DESC, name, source_id").all(tx).await?;
    opened(tx, rows).await
}

/// What the books say is there.
pub async fn get_cash(tx: &mut Tx) -> Result<Money, StoreError> {
    let text = "SELECT CAST(COALESCE(SUM(amount_fen), 0) AS BIGINT) FROM fund_lines WHERE account = 'cash'";
    let (fen,) = sql(text).one::<(i64,)>(tx).await?;
    Ok(Money::from_fen(fen))
}

/// What the books say was spent between two days, both with it, and the first day on which anything was booked.
pub async fn get_spent(tx: &mut Tx, (since, until): (Date, Date)) -> Result<(Money, Option<Date>), StoreError> {
    let text = "SELECT CAST(COALESCE(SUM(l.amount_fen), 0) AS BIGINT) FROM fund_lines l \
         JOIN fund_entries e ON e.entry_id = l.entry_id \
         WHERE l.account = 'expense' AND e.booked_on BETWEEN $1 AND $2";
    let (fen,) = sql(text).bind(since.to_string()).bind(until.to_string()).one::<(i64,)>(tx).await?;
    let (first,) = sql("SELECT MIN(booked_on) FROM fund_entries").one::<(Option<String>,)>(tx).await?;
    let wrong = |_| StoreError::Inconsistent {
        table: "fund_entries",
        column: "booked_on",
        key: first.clone().unwrap_or_default(),
    };
    let first = first.as_deref().map(str::parse).transpose().map_err(wrong)?;
    Ok((Money::from_fen(fen), first))
}

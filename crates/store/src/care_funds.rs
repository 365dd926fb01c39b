//! Funds that are set up 帮扶基金 (R27). The account's number is sealed.

use std::collections::BTreeSet;

use guanai_fund::care_fund::{CareFund, CareFundState, Leftover};
use guanai_fund::source::SourceHand;
use guanai_kernel::ids::CareFundId;
use guanai_kernel::{Moment, Money};

use crate::engine::record::{self, Record, opened};
use crate::engine::sql::select;
use crate::engine::table::table;
use crate::engine::{StoreError, Tx, cell, sql};
use crate::seal::{Keys, Owner, SealKind};

/// Names of a committee stand in one cell, one a line.
const LINE: &str = "\n";
/// Where a balance goes that goes to no other fund.
const GIVERS: &str = "givers";

table! {
    /// A fund.
    CareFundRow in care_funds {
        1 fund_id;
        2 name: text,
        3 purse: text,
        4 charter: text,
        5 aim: text,
        6 source_ids: text,
        7 committee: text,
        8 account: sealed_or_none,
        9 active_from: text,
        10 state: text,
        11 proposed_by: text,
        12 proposed_at: int,
        13 checked_by: text_or_none,
        14 checked_at: int_or_none,
        15 approved_by: text_or_none,
        16 approved_at: int_or_none,
        17 closing_by: text_or_none,
        18 closing_at: int_or_none,
        19 leftover: text_or_none,
        20 ended_by: text_or_none,
        21 ended_at: int_or_none,
        22 words: text_or_none,
    }
}

impl Record for CareFund {
    type Row = CareFundRow;

    fn owner(&self) -> Option<Owner> {
        Some(Owner::Fund(self.fund_id))
    }

    fn owner_of(row: &CareFundRow) -> Result<Option<Owner>, StoreError> {
        Ok(Some(Owner::Fund(cell::of(row).id("fund_id", &row.fund_id)?)))
    }

    fn to_row(&self, keys: &Keys) -> CareFundRow {
        let by = |hand: &Option<SourceHand>| hand.as_ref().map(|hand| hand.by.clone());
        let at = |hand: &Option<SourceHand>| hand.as_ref().map(|hand| hand.at.as_micros());
        let ids: Vec<String> = self.sources.iter().map(ToString::to_string).collect();
        CareFundRow {
            fund_id: self.fund_id.to_string(),
            name: self.name.clone(),
            purse: self.purse.clone(),
            charter: self.charter.clone(),
            aim: self.aim.clone(),
            source_ids: ids.join(" "),
            committee: self.committee.join(LINE),
            account: keys.seal_some(Owner::Fund(self.fund_id), SealKind::Account, Some(&self.account)),
            active_from: self.active_from.to_string(),
            state: self.state.code().to_owned(),
            proposed_by: self.proposed.by.clone(),
            proposed_at: self.proposed.at.as_micros(),
            checked_by: by(&self.checked),
            checked_at: at(&self.checked),
            approved_by: by(&self.approved),
            approved_at: at(&self.approved),
            closing_by: by(&self.closing),
            closing_at: at(&self.closing),
            leftover: self.leftover.as_ref().map(|leftover| match leftover {
                Leftover::Fund(fund_id) => fund_id.to_string(),
                Leftover::Givers => GIVERS.to_owned(),
            }),
            ended_by: by(&self.ended),
            ended_at: at(&self.ended),
            words: self.words.clone(),
        }
    }

    fn from_row(row: CareFundRow, keys: &Keys) -> Result<Self, StoreError> {
        let at = cell::of(&row);
        let fund_id: CareFundId = at.id("fund_id", &row.fund_id)?;
        let hand = |by: Option<&String>, moment: Option<i64>| {
            by.zip(moment).map(|(by, moment)| SourceHand { by: by.clone(), at: Moment::from_micros(moment) })
        };
        let ids = row.source_ids.split(' ').filter(|id| !id.is_empty());
        let sources: Result<BTreeSet<_>, StoreError> = ids.map(|id| at.id("source_ids", id)).collect();
        let leftover = match row.leftover.as_deref() {
            None => None,
            Some(GIVERS) => Some(Leftover::Givers),
            Some(other) => Some(Leftover::Fund(at.id("leftover", other)?)),
        };
        let account = keys.open_some(Owner::Fund(fund_id), SealKind::Account, row.account.as_ref())?;
        Ok(Self {
            fund_id,
            sources: sources?,
            committee: row.committee.split(LINE).map(str::to_owned).collect(),
            account: account.ok_or_else(|| at.inconsistent("account"))?,
            active_from: at.day("active_from", &row.active_from)?,
            state: at.word("state", &row.state, CareFundState::from_code)?,
            proposed: SourceHand { by: row.proposed_by.clone(), at: Moment::from_micros(row.proposed_at) },
            checked: hand(row.checked_by.as_ref(), row.checked_at),
            approved: hand(row.approved_by.as_ref(), row.approved_at),
            closing: hand(row.closing_by.as_ref(), row.closing_at),
            leftover,
            ended: hand(row.ended_by.as_ref(), row.ended_at),
            name: row.name,
            purse: row.purse,
            charter: row.charter,
            aim: row.aim,
            words: row.words,
        })
    }
}

/// Adds a fund; a second of a name that is not returned is a conflict (`care_funds_name_key`).
pub async fn add(tx: &mut Tx, fund: &CareFund) -> Result<(), StoreError> {
    record::add_many(tx, std::slice::from_ref(fund)).await
}

/// Replaces the state `before`, keeping it. Refused where it no longer stands.
pub async fn amend(tx: &mut Tx, before: &CareFund, after: &CareFund, at: Moment) -> Result<(), StoreError> {
    record::amend_many(tx, &[(before.clone(), after.clone())], at).await
}

/// The fund with this id.
pub async fn find(tx: &mut Tx, fund_id: CareFundId) -> Result<Option<CareFund>, StoreError> {
    record::find(tx, &fund_id.to_string()).await
}

/// Every fund by name, the latest first of one name.
pub async fn list(tx: &mut Tx) -> Result<Vec<CareFund>, StoreError> {
    let rows = select::<CareFundRow>("ORDER BY name, fund_id DESC").all(tx).await?;
    opened(tx, rows).await
}

/// What the books hold under a purpose.
pub async fn get_balance(tx: &mut Tx, purpose: &str) -> Result<Money, StoreError> {
    let text = "SELECT CAST(COALESCE(SUM(amount_fen), 0) AS BIGINT) FROM fund_lines \
         WHERE account = 'cash' AND purpose = $1";
    let (fen,) = sql(text).bind(purpose).one::<(i64,)>(tx).await?;
    Ok(Money::from_fen(fen))
}

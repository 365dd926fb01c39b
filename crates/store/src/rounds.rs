//! Rounds of visits 集中走访: what was drawn up, by whom, and who approved it. Their lists are kept in [`crate::round_people`], their
//! sheets in [`crate::round_sheets`].

use guanai_casework::round::{Goods, Hand, Round, RoundState};
use guanai_kernel::ids::{OrganizationId, RoundId};
use guanai_kernel::{Moment, Money};

use crate::Stretch;
use crate::engine::cell::Place;
use crate::engine::record::{self, Record, opened};
use crate::engine::sql::select;
use crate::engine::table::{Table, table};
use crate::engine::{StoreError, Tx, cell, sql};
use crate::history;
use crate::seal::Keys;

table! {
    /// A round.
    RoundRow in rounds {
        1 round_id;
        2 organization_id: text,
        3 title: text,
        4 occasion: text,
        5 rules: text,
        6 opens_on: text,
        7 closes_on: text,
        8 as_of: text,
        9 pack_version: text,
        10 budget_fen: int,
        11 plain_gift_fen: int_or_none,
        12 goods_name: text_or_none,
        13 goods_fen: int_or_none,
        14 state: text,
        15 drafted_by: text,
        16 drafted_at: int,
        17 submitted_by: text_or_none,
        18 submitted_at: int_or_none,
        19 approved_by: text_or_none,
        20 approved_at: int_or_none,
        21 returned: text_or_none,
        22 ended_by: text_or_none,
        23 ended_at: int_or_none,
        24 purse: text_or_none,
    }
}

/// Who did something and when, from its two columns.
pub(crate) fn hand(
    at: &Place,
    column: &'static str,
    by: Option<String>,
    micros: Option<i64>,
) -> Result<Option<Hand>, StoreError> {
    match (by, micros) {
        (None, None) => Ok(None),
        (Some(by), Some(micros)) => Ok(Some(Hand { by, at: Moment::from_micros(micros) })),
        _ => Err(at.inconsistent(column)),
    }
}

impl Record for Round {
    type Row = RoundRow;

    fn to_row(&self, _keys: &Keys) -> RoundRow {
        let by = |hand: &Option<Hand>| hand.as_ref().map(|hand| hand.by.clone());
        let when = |hand: &Option<Hand>| hand.as_ref().map(|hand| hand.at.as_micros());
        RoundRow {
            round_id: self.round_id.to_string(),
            organization_id: self.organization_id.to_string(),
            title: self.title.clone(),
            occasion: self.occasion.clone(),
            rules: self.rules.iter().map(String::as_str).collect::<serde_json::Value>().to_string(),
            opens_on: self.opens_on.to_string(),
            closes_on: self.closes_on.to_string(),
            as_of: self.as_of.to_string(),
            pack_version: self.pack_version.clone(),
            budget_fen: self.budget.fen(),
            plain_gift_fen: self.plain_gift.map(Money::fen),
            goods_name: self.goods.as_ref().map(|goods| goods.name.clone()),
            goods_fen: self.goods.as_ref().map(|goods| goods.worth.fen()),
            state: self.state.code().to_owned(),
            drafted_by: self.drafted.by.clone(),
            drafted_at: self.drafted.at.as_micros(),
            submitted_by: by(&self.submitted),
            submitted_at: when(&self.submitted),
            approved_by: by(&self.approved),
            approved_at: when(&self.approved),
            returned: self.returned.clone(),
            ended_by: by(&self.ended),
            ended_at: when(&self.ended),
            purse: self.purse.clone(),
        }
    }

    fn from_row(row: RoundRow, _keys: &Keys) -> Result<Self, StoreError> {
        let at = cell::of(&row);
        let goods = match (row.goods_name, row.goods_fen) {
            (None, None) => None,
            (Some(name), Some(fen)) => Some(Goods { name, worth: Money::from_fen(fen) }),
            _ => return Err(at.inconsistent("goods_fen")),
        };
        Ok(Self {
            round_id: at.id("round_id", &row.round_id)?,
            organization_id: at.id("organization_id", &row.organization_id)?,
            title: row.title,
            occasion: row.occasion,
            rules: at.json("rules", &row.rules)?,
            opens_on: at.day("opens_on", &row.opens_on)?,
            closes_on: at.day("closes_on", &row.closes_on)?,
            as_of: at.day("as_of", &row.as_of)?,
            pack_version: row.pack_version,
            budget: Money::from_fen(row.budget_fen),
            plain_gift: row.plain_gift_fen.map(Money::from_fen),
            goods,
            purse: row.purse,
            state: at.word("state", &row.state, RoundState::from_code)?,
            drafted: Hand { by: row.drafted_by, at: Moment::from_micros(row.drafted_at) },
            submitted: hand(&at, "submitted_at", row.submitted_by, row.submitted_at)?,
            approved: hand(&at, "approved_at", row.approved_by, row.approved_at)?,
            returned: row.returned,
            ended: hand(&at, "ended_at", row.ended_by, row.ended_at)?,
        })
    }
}

/// Adds a round.
pub async fn add(tx: &mut Tx, round: &Round) -> Result<(), StoreError> {
    record::add_many(tx, std::slice::from_ref(round)).await
}

/// Replaces the state `before`, which is kept.
pub async fn amend(tx: &mut Tx, before: &Round, after: &Round, at: Moment) -> Result<(), StoreError> {
    record::amend_many(tx, &[(before.clone(), after.clone())], at).await
}

/// The round with this id.
pub async fn find(tx: &mut Tx, round_id: RoundId) -> Result<Option<Round>, StoreError> {
    record::find(tx, &round_id.to_string()).await
}

/// What a round was before, oldest first, each with the moment of its replacement.
pub async fn list_former(tx: &mut Tx, round_id: RoundId) -> Result<Vec<(Moment, Round)>, StoreError> {
    history::list_of(tx, &round_id.to_string()).await
}

macro_rules! concerning {
    ($start:literal, $end:literal) => {
        concat!(
            $start,
            "WHERE (CAST($1 AS TEXT) IS NULL OR rounds.organization_id IN (SELECT j.value->>1 FROM json_each($2) AS j) \
             OR rounds.round_id IN (SELECT p.round_id FROM round_people p \
             WHERE p.organization_id IN (SELECT j.value->>1 FROM json_each($2) AS j)))",
            $end
        )
    };
}

/// A page of the rounds that one of these organisations holds, or on whose list somebody of them stands (none is every
/// round), the latest first.
pub async fn page(
    tx: &mut Tx,
    organizations: Option<&[OrganizationId]>,
    stretch: Stretch,
) -> Result<Vec<Round>, StoreError> {
    let text = concerning!("", " ORDER BY rounds.drafted_at DESC, rounds.round_id DESC LIMIT $3 OFFSET $4");
    let rows = select::<RoundRow>(text).among(RoundRow::NAME, organizations)?.stretch(stretch).all(tx).await?;
    opened(tx, rows).await
}

/// How many of those there are.
pub async fn count(tx: &mut Tx, organizations: Option<&[OrganizationId]>) -> Result<u64, StoreError> {
    let (count,) = sql(concerning!("SELECT COUNT(*) FROM rounds ", ""))
        .among(RoundRow::NAME, organizations)?
        .one::<(i64,)>(tx)
        .await?;
    Ok(count.unsigned_abs())
}

/// Of those, the ones that are not over yet, the earliest to end first.
pub async fn list_open(tx: &mut Tx, organizations: Option<&[OrganizationId]>) -> Result<Vec<Round>, StoreError> {
    let text = concerning!(
        "",
        " AND rounds.state IN ('drafted', 'submitted', 'approved') ORDER BY rounds.closes_on, rounds.round_id"
    );
    let rows = select::<RoundRow>(text).among(RoundRow::NAME, organizations)?.all(tx).await?;
    opened(tx, rows).await
}

//! Agreements between organisations 结对共建, and what was done under them. On which day one is due follows from the rest, for whoever
//! lists; so does the key that keeps two organisations from two agreements of a kind at once.

use guanai_casework::partnership::Closed;
use guanai_casework::round::Hand;
use guanai_casework::{PartnerSide, Partnership, PartnershipDeed, PartnershipEnd, PartnershipState, PartnershipTerms};
use guanai_kernel::ids::{OrganizationId, PartnershipDeedId, PartnershipId};
use guanai_kernel::{Date, Moment, Money};

use crate::Stretch;
use crate::applications::{as_json, count};
use crate::appointments::hand_of;
use crate::engine::record::{self, Record, keys_as_cells, opened};
use crate::engine::sql::{Sql, select};
use crate::engine::table::{Table, table};
use crate::engine::{StoreError, Tx, cell, sql};
use crate::seal::Keys;

table! {
    /// An agreement.
    PartnershipRow in partnerships {
        1 partnership_id;
        2 one_id: text,
        3 other_id: text,
        4 pair_key: text,
        5 kind: text,
        6 from_on: text,
        7 until_on: text,
        8 review_on: text,
        9 one_terms: text,
        10 other_terms: text,
        11 tasks: text,
        12 reviewed: text_or_none,
        13 state: text,
        14 due_on: text_or_none,
        15 proposed_by: text,
        16 proposed_at: int,
        17 one_by: text_or_none,
        18 one_at: int_or_none,
        19 other_by: text_or_none,
        20 other_at: int_or_none,
        21 closed_by: text_or_none,
        22 closed_at: int_or_none,
        23 closed_side: text_or_none,
        24 closed_end: text_or_none,
        25 closed_words: text_or_none,
    }
}

table! {
    /// What was done under one.
    DeedRow in partnership_deeds {
        1 deed_id;
        2 partnership_id: text,
        3 side: text,
        4 done_on: text,
        5 words: text,
        6 cost_fen: int_or_none,
        7 purse: text_or_none,
        8 reached: int_or_none,
        9 recorded_by: text,
        10 recorded_at: int,
        11 struck_by: text_or_none,
        12 struck_at: int_or_none,
        13 struck_why: text_or_none,
    }
}

/// One for two organisations and a kind, whichever of them stands first.
fn pair_key(one: &Partnership) -> String {
    let (first, second) = (one.one_id.min(one.other_id), one.one_id.max(one.other_id));
    format!("{first}/{second}/{}", one.terms.kind)
}

fn by(hand: Option<&Hand>) -> (Option<String>, Option<i64>) {
    (hand.map(|hand| hand.by.clone()), hand.map(|hand| hand.at.as_micros()))
}

impl Record for Partnership {
    type Row = PartnershipRow;

    fn to_row(&self, _keys: &Keys) -> PartnershipRow {
        let (one_by, one_at) = by(self.one_agreed.as_ref());
        let (other_by, other_at) = by(self.other_agreed.as_ref());
        let (closed_by, closed_at) = by(self.closed.as_ref().map(|closed| &closed.hand));
        let closed = self.closed.as_ref();
        PartnershipRow {
            partnership_id: self.partnership_id.to_string(),
            one_id: self.one_id.to_string(),
            other_id: self.other_id.to_string(),
            pair_key: pair_key(self),
            kind: self.terms.kind.clone(),
            from_on: self.terms.from_on.to_string(),
            until_on: self.terms.until_on.to_string(),
            review_on: self.terms.review_on.to_string(),
            one_terms: as_json(&self.terms.one),
            other_terms: as_json(&self.terms.other),
            tasks: as_json(&self.terms.tasks),
            reviewed: self.terms.reviewed.clone(),
            state: self.state.code().to_owned(),
            due_on: self.due_on().map(|day| day.to_string()),
            proposed_by: self.proposed.by.clone(),
            proposed_at: self.proposed.at.as_micros(),
            one_by,
            one_at,
            other_by,
            other_at,
            closed_by,
            closed_at,
            closed_side: closed.and_then(|closed| closed.side).map(|side| side.code().to_owned()),
            closed_end: closed.and_then(|closed| closed.end).map(|end| end.code().to_owned()),
            closed_words: closed.map(|closed| closed.words.clone()),
        }
    }

    fn from_row(row: PartnershipRow, _keys: &Keys) -> Result<Self, StoreError> {
        let at = cell::of(&row);
        let terms = PartnershipTerms {
            from_on: at.day("from_on", &row.from_on)?,
            until_on: at.day("until_on", &row.until_on)?,
            review_on: at.day("review_on", &row.review_on)?,
            one: at.json("one_terms", &row.one_terms)?,
            other: at.json("other_terms", &row.other_terms)?,
            tasks: at.json("tasks", &row.tasks)?,
            kind: row.kind.clone(),
            reviewed: row.reviewed.clone(),
        };
        let side = at.word_or_none("closed_side", row.closed_side.as_deref(), PartnerSide::from_code)?;
        let end = at.word_or_none("closed_end", row.closed_end.as_deref(), PartnershipEnd::from_code)?;
        let hand = hand_of(&at, "closed_by", row.closed_by.clone(), row.closed_at)?;
        let words = row.closed_words.clone();
        let closed = match (hand, words) {
            (Some(hand), Some(words)) => Some(Closed { hand, side, end, words }),
            (None, None) => None,
            _ => return Err(at.inconsistent("closed_words")),
        };
        let one = Self {
            partnership_id: at.id("partnership_id", &row.partnership_id)?,
            one_id: at.id("one_id", &row.one_id)?,
            other_id: at.id("other_id", &row.other_id)?,
            terms,
            state: at.word("state", &row.state, PartnershipState::from_code)?,
            proposed: Hand { by: row.proposed_by.clone(), at: Moment::from_micros(row.proposed_at) },
            one_agreed: hand_of(&at, "one_by", row.one_by.clone(), row.one_at)?,
            other_agreed: hand_of(&at, "other_by", row.other_by.clone(), row.other_at)?,
            closed,
        };
        if one.due_on() != at.day_or_none("due_on", row.due_on.as_deref())? {
            return Err(at.inconsistent("due_on"));
        }
        if pair_key(&one) != row.pair_key {
            return Err(at.inconsistent("pair_key"));
        }
        Ok(one)
    }
}

impl Record for PartnershipDeed {
    type Row = DeedRow;

    fn to_row(&self, _keys: &Keys) -> DeedRow {
        let (struck_by, struck_at) = by(self.struck.as_ref().map(|(hand, _)| hand));
        DeedRow {
            deed_id: self.deed_id.to_string(),
            partnership_id: self.partnership_id.to_string(),
            side: self.side.code().to_owned(),
            done_on: self.done_on.to_string(),
            words: self.words.clone(),
            cost_fen: self.cost.as_ref().map(|(cost, _)| cost.fen()),
            purse: self.cost.as_ref().map(|(_, purse)| purse.clone()),
            reached: self.reached.map(i64::from),
            recorded_by: self.recorded.by.clone(),
            recorded_at: self.recorded.at.as_micros(),
            struck_by,
            struck_at,
            struck_why: self.struck.as_ref().map(|(_, why)| why.clone()),
        }
    }

    fn from_row(row: DeedRow, _keys: &Keys) -> Result<Self, StoreError> {
        let at = cell::of(&row);
        let hand = hand_of(&at, "struck_by", row.struck_by.clone(), row.struck_at)?;
        let struck = match (hand, row.struck_why.clone()) {
            (Some(hand), Some(why)) => Some((hand, why)),
            (None, None) => None,
            _ => return Err(at.inconsistent("struck_why")),
        };
        let cost = match (row.cost_fen, row.purse.clone()) {
            (Some(fen), Some(purse)) => Some((Money::from_fen(fen), purse)),
            (None, None) => None,
            _ => return Err(at.inconsistent("purse")),
        };
        Ok(Self {
            deed_id: at.id("deed_id", &row.deed_id)?,
            partnership_id: at.id("partnership_id", &row.partnership_id)?,
            side: at.word("side", &row.side, PartnerSide::from_code)?,
            done_on: at.day("done_on", &row.done_on)?,
            reached: row.reached.map(|reached| count(&at, "reached", reached)).transpose()?,
            recorded: Hand { by: row.recorded_by.clone(), at: Moment::from_micros(row.recorded_at) },
            words: row.words.clone(),
            cost,
            struck,
        })
    }
}

/// Adds an agreement; a second open one of the same two and kind is a conflict (`partnerships_pair_key_key`).
pub async fn add(tx: &mut Tx, partnership: &Partnership) -> Result<(), StoreError> {
    record::add_many(tx, std::slice::from_ref(partnership)).await
}

/// Replaces the state `before`, keeping it. Refused where it no longer stands.
pub async fn amend(tx: &mut Tx, before: &Partnership, after: &Partnership, at: Moment) -> Result<(), StoreError> {
    record::amend_many(tx, &[(before.clone(), after.clone())], at).await
}

/// The agreement with this id.
pub async fn find(tx: &mut Tx, partnership_id: PartnershipId) -> Result<Option<Partnership>, StoreError> {
    record::find(tx, &partnership_id.to_string()).await
}

/// Which agreements are meant.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PartnershipsWanted {
    /// Of which one side at least is one of these organisations; none is all.
    pub organizations: Option<Vec<OrganizationId>>,
    /// In one of these states.
    pub states: Vec<PartnershipState>,
    /// Those alone that are due by this day.
    pub due_by: Option<Date>,
}

macro_rules! wanted {
    ($start:literal, $end:literal) => {
        concat!(
            $start,
            "WHERE (CAST($1 AS TEXT) IS NULL OR one_id IN (SELECT j.value->>1 FROM json_each($2) AS j) \
                 OR other_id IN (SELECT j.value->>1 FROM json_each($2) AS j)) \
             AND state IN (SELECT j.value->>1 FROM json_each($3) AS j) \
             AND (CAST($4 AS TEXT) IS NULL OR due_on <= $4)",
            $end
        )
    };
}

impl PartnershipsWanted {
    fn bind(&self, text: Sql) -> Result<Sql, StoreError> {
        let states = keys_as_cells(PartnershipRow::NAME, self.states.iter().map(|state| state.code()))?;
        let text = text.among(PartnershipRow::NAME, self.organizations.as_ref())?.json(states);
        Ok(text.bind(self.due_by.map(|day| day.to_string())))
    }
}

/// The agreements that are meant: what is due first in front, then the latest proposed.
pub async fn list_wanted(
    tx: &mut Tx,
    wanted: &PartnershipsWanted,
    stretch: Stretch,
) -> Result<Vec<Partnership>, StoreError> {
    let text = wanted!(
        "",
        " ORDER BY CASE WHEN due_on IS NULL THEN 1 ELSE 0 END, due_on, proposed_at DESC, partnership_id \
         LIMIT $5 OFFSET $6"
    );
    let rows = wanted.bind(select::<PartnershipRow>(text))?.stretch(stretch).all(tx).await?;
    opened(tx, rows).await
}

/// How many agreements are meant.
pub async fn count_wanted(tx: &mut Tx, wanted: &PartnershipsWanted) -> Result<u64, StoreError> {
    let (count,) = wanted.bind(sql(wanted!("SELECT COUNT(*) FROM partnerships ", "")))?.one::<(i64,)>(tx).await?;
    Ok(count.unsigned_abs())
}

/// Adds something that was done.
pub async fn add_deed(tx: &mut Tx, deed: &PartnershipDeed) -> Result<(), StoreError> {
    record::add_many(tx, std::slice::from_ref(deed)).await
}

/// Replaces a deed's state, keeping the one before.
pub async fn amend_deed(
    tx: &mut Tx,
    before: &PartnershipDeed,
    after: &PartnershipDeed,
    at: Moment,
) -> Result<(), StoreError> {
    record::amend_many(tx, &[(before.clone(), after.clone())], at).await
}

/// The deed with this id.
pub async fn find_deed(tx: &mut Tx, deed_id: PartnershipDeedId) -> Result<Option<PartnershipDeed>, StoreError> {
    record::find(tx, &deed_id.to_string()).await
}

/// What was done under an agreement, the latest first, what was struck out too.
pub async fn list_deeds(tx: &mut Tx, partnership_id: PartnershipId) -> Result<Vec<PartnershipDeed>, StoreError> {
    let text = "WHERE partnership_id = $1 ORDER BY done_on DESC, deed_id DESC";
    let rows = select::<DeedRow>(text).bind(partnership_id.to_string()).all(tx).await?;
    opened(tx, rows).await
}

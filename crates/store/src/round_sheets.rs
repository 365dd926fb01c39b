//! Groups of rounds, the sheets that they carry, and what was entered from each. Words about who was not reached are sealed.

use guanai_casework::Visitor;
use guanai_casework::round::{
    GroupState, Outcome, RoundGroup, RoundSheet, SheetEntry, SheetRow, SheetState, Unreachable, Unreached,
};
use guanai_kernel::ids::{OrganizationId, RoundId, SheetId};
use guanai_kernel::{Moment, Money};

use crate::engine::record::{self, Record, opened, owned_by_person};
use crate::engine::sql::select;
use crate::engine::table::{Table, table};
use crate::engine::{StoreError, Tx, cell, sql};
use crate::seal::{Keys, Owner, SealKind};

table! {
    /// A group.
    GroupRow in round_groups {
        1 group_id;
        2 round_id: text,
        3 number: int,
        4 leader_id: text_or_none,
        5 leader_name: text_or_none,
        6 members: text_or_none,
        7 state: text,
    }
}

table! {
    /// A sheet.
    SheetTableRow in round_sheets {
        1 sheet_id;
        2 round_id: text,
        3 group_id: text,
        4 number: int,
        5 code: text,
        6 is_follow_up: flag,
        7 state: text,
        8 made_on: text_or_none,
        9 drawn_fen: int_or_none,
        10 delivered_fen: int_or_none,
        11 returned_fen: int_or_none,
        12 entered_by: text_or_none,
        13 entered_at: int_or_none,
        14 drawn_up_at: int,
    }
}

table! {
    /// Somebody on a sheet.
    PlaceRow in round_sheet_rows {
        1 sheet_id, 2 person_id;
        3 stop: int,
        4 place: int,
        5 outcome: text,
        6 why: text_or_none,
        7 words: sealed_or_none,
        8 next_on: text_or_none,
        9 visit_id: text_or_none,
    }
}

impl Record for RoundGroup {
    type Row = GroupRow;

    fn to_row(&self, _keys: &Keys) -> GroupRow {
        let (leader_id, leader_name) = match &self.leader {
            Visitor::Person(id) => (Some(id.to_string()), None),
            Visitor::Named(name) => (None, Some(name.clone())),
        };
        GroupRow {
            group_id: self.group_id.to_string(),
            round_id: self.round_id.to_string(),
            number: i64::from(self.number),
            leader_id,
            leader_name,
            members: self.members.clone(),
            state: self.state.code().to_owned(),
        }
    }

    fn from_row(row: GroupRow, _keys: &Keys) -> Result<Self, StoreError> {
        let at = cell::of(&row);
        let leader = match (row.leader_id.as_deref(), row.leader_name) {
            (Some(id), None) => Visitor::Person(at.id("leader_id", id)?),
            (None, Some(name)) => Visitor::Named(name),
            _ => return Err(at.inconsistent("leader_id")),
        };
        Ok(Self {
            group_id: at.id("group_id", &row.group_id)?,
            round_id: at.id("round_id", &row.round_id)?,
            number: u16::try_from(row.number).map_err(|_| at.inconsistent("number"))?,
            leader,
            members: row.members,
            state: at.word("state", &row.state, GroupState::from_code)?,
        })
    }
}

impl Record for RoundSheet {
    type Row = SheetTableRow;

    fn to_row(&self, _keys: &Keys) -> SheetTableRow {
        let entry = self.entry.as_ref();
        SheetTableRow {
            sheet_id: self.sheet_id.to_string(),
            round_id: self.round_id.to_string(),
            group_id: self.group_id.to_string(),
            number: i64::from(self.number),
            code: self.code.clone(),
            is_follow_up: self.is_follow_up,
            state: self.state.code().to_owned(),
            made_on: entry.map(|entry| entry.made_on.to_string()),
            drawn_fen: entry.map(|entry| entry.drawn.fen()),
            delivered_fen: entry.map(|entry| entry.delivered.fen()),
            returned_fen: entry.map(|entry| entry.returned.fen()),
            entered_by: entry.map(|entry| entry.entered_by.clone()),
            entered_at: entry.map(|entry| entry.entered_at.as_micros()),
            drawn_up_at: self.drawn_up_at.as_micros(),
        }
    }

    fn from_row(row: SheetTableRow, _keys: &Keys) -> Result<Self, StoreError> {
        let at = cell::of(&row);
        let money = [row.drawn_fen, row.delivered_fen, row.returned_fen].map(|fen| fen.map(Money::from_fen));
        let entry = match (row.made_on.as_deref(), money, row.entered_by, row.entered_at) {
            (None, [None, None, None], None, None) => None,
            (Some(day), [Some(drawn), Some(delivered), Some(returned)], Some(entered_by), Some(micros)) => {
                let (made_on, entered_at) = (at.day("made_on", day)?, Moment::from_micros(micros));
                Some(SheetEntry { made_on, drawn, delivered, returned, entered_by, entered_at })
            }
            _ => return Err(at.inconsistent("entered_at")),
        };
        Ok(Self {
            sheet_id: at.id("sheet_id", &row.sheet_id)?,
            round_id: at.id("round_id", &row.round_id)?,
            group_id: at.id("group_id", &row.group_id)?,
            number: u16::try_from(row.number).map_err(|_| at.inconsistent("number"))?,
            code: row.code,
            is_follow_up: row.is_follow_up,
            state: at.word("state", &row.state, SheetState::from_code)?,
            entry,
            drawn_up_at: Moment::from_micros(row.drawn_up_at),
        })
    }
}

impl Record for SheetRow {
    type Row = PlaceRow;

    owned_by_person!(PlaceRow);

    fn to_row(&self, keys: &Keys) -> PlaceRow {
        let unreached = self.unreached.as_ref();
        let words = unreached.and_then(|unreached| unreached.words.as_deref());
        PlaceRow {
            sheet_id: self.sheet_id.to_string(),
            person_id: self.person_id.to_string(),
            stop: i64::from(self.stop),
            place: i64::from(self.place),
            outcome: self.outcome.code().to_owned(),
            why: unreached.map(|unreached| unreached.why.code().to_owned()),
            words: keys.seal_some(Owner::Person(self.person_id), SealKind::Note, words),
            next_on: unreached.and_then(|unreached| unreached.next_on).map(|day| day.to_string()),
            visit_id: self.visit_id.map(|id| id.to_string()),
        }
    }

    fn from_row(row: PlaceRow, keys: &Keys) -> Result<Self, StoreError> {
        let at = cell::of(&row);
        let person_id = at.id("person_id", &row.person_id)?;
        let words = keys.open_some(Owner::Person(person_id), SealKind::Note, row.words.as_ref())?;
        let next_on = at.day_or_none("next_on", row.next_on.as_deref())?;
        let why = at.word_or_none("why", row.why.as_deref(), Unreachable::from_code)?;
        let number = |column, number| u16::try_from(number).map_err(|_| at.inconsistent(column));
        Ok(Self {
            sheet_id: at.id("sheet_id", &row.sheet_id)?,
            person_id,
            stop: number("stop", row.stop)?,
            place: number("place", row.place)?,
            outcome: at.word("outcome", &row.outcome, Outcome::from_code)?,
            unreached: why.map(|why| Unreached { why, words, next_on }),
            visit_id: at.id_or_none("visit_id", row.visit_id.as_deref())?,
        })
    }
}

/// Adds groups.
pub async fn add_groups(tx: &mut Tx, groups: &[RoundGroup]) -> Result<(), StoreError> {
    record::add_many(tx, groups).await
}

/// Replaces states `(before, after)` of groups, keeping those before.
pub async fn amend_groups(tx: &mut Tx, changes: &[(RoundGroup, RoundGroup)], at: Moment) -> Result<(), StoreError> {
    record::amend_many(tx, changes, at).await
}

/// The groups of a round, those that were divided anew too, by number.
pub async fn list_groups(tx: &mut Tx, round_id: RoundId) -> Result<Vec<RoundGroup>, StoreError> {
    let text = "WHERE round_id = $1 ORDER BY number, group_id";
    let rows = select::<GroupRow>(text).bind(round_id.to_string()).all(tx).await?;
    opened(tx, rows).await
}

/// Adds sheets with whoever is on them.
pub async fn add_many(tx: &mut Tx, sheets: &[RoundSheet], rows: &[SheetRow]) -> Result<(), StoreError> {
    record::add_many(tx, sheets).await?;
    record::add_many(tx, rows).await
}

/// Replaces states `(before, after)` of sheets, keeping those before.
pub async fn amend_many(tx: &mut Tx, changes: &[(RoundSheet, RoundSheet)], at: Moment) -> Result<(), StoreError> {
    record::amend_many(tx, changes, at).await
}

/// Replaces states `(before, after)` of rows, keeping those before.
pub async fn amend_rows(tx: &mut Tx, changes: &[(SheetRow, SheetRow)], at: Moment) -> Result<(), StoreError> {
    record::amend_many(tx, changes, at).await
}

/// The sheet with this id.
pub async fn find(tx: &mut Tx, sheet_id: SheetId) -> Result<Option<RoundSheet>, StoreError> {
    record::find(tx, &sheet_id.to_string()).await
}

/// The sheet with this short code.
pub async fn find_by_code(tx: &mut Tx, code: &str) -> Result<Option<RoundSheet>, StoreError> {
    let rows = select::<SheetTableRow>("WHERE code = $1").bind(code).all(tx).await?;
    Ok(opened(tx, rows).await?.pop())
}

/// The sheets of a round, void ones too, by group and number.
pub async fn list_of(tx: &mut Tx, round_id: RoundId) -> Result<Vec<RoundSheet>, StoreError> {
    let text = "WHERE round_id = $1 ORDER BY group_id, number, sheet_id";
    let rows = select::<SheetTableRow>(text).bind(round_id.to_string()).all(tx).await?;
    opened(tx, rows).await
}

/// How many sheets of a round are carried and not entered yet, on which everybody belonged to these organisations (none is
/// every organisation) when the list was drawn.
pub async fn count_out(
    tx: &mut Tx,
    round_id: RoundId,
    organizations: Option<&[OrganizationId]>,
) -> Result<u64, StoreError> {
    let (count,) = sql("SELECT COUNT(*) FROM round_sheets s WHERE s.round_id = $1 AND s.state = 'out' \
         AND (CAST($2 AS TEXT) IS NULL OR NOT EXISTS (SELECT 1 FROM round_sheet_rows x \
         JOIN round_people p ON p.round_id = s.round_id AND p.person_id = x.person_id WHERE x.sheet_id = s.sheet_id \
         AND p.organization_id NOT IN (SELECT j.value->>1 FROM json_each($3) AS j)))")
    .bind(round_id.to_string())
    .among(PlaceRow::NAME, organizations)?
    .one::<(i64,)>(tx)
    .await?;
    Ok(count.unsigned_abs())
}

/// Whoever is on a sheet, row by row.
pub async fn list_rows(tx: &mut Tx, sheet_id: SheetId) -> Result<Vec<SheetRow>, StoreError> {
    let text = "WHERE sheet_id = $1 ORDER BY place, person_id";
    let rows = select::<PlaceRow>(text).bind(sheet_id.to_string()).all(tx).await?;
    opened(tx, rows).await
}

/// Everybody on the sheets of a round that stand, by sheet and row.
pub async fn list_rows_of_round(tx: &mut Tx, round_id: RoundId) -> Result<Vec<SheetRow>, StoreError> {
    let text = "WHERE sheet_id IN (SELECT s.sheet_id FROM round_sheets s WHERE s.round_id = $1 AND s.state <> 'void') \
         ORDER BY sheet_id, place, person_id";
    let rows = select::<PlaceRow>(text).bind(round_id.to_string()).all(tx).await?;
    opened(tx, rows).await
}

/// Whom somebody is to come to again. Two texts, since a condition that may not hold makes a database gather everybody who belongs
/// anywhere: a branch's day looks at its own people's rows, the county's at the few rows with a day.
macro_rules! to_come_again {
    ($whose:literal) => {
        concat!(
            "WHERE next_on IS NOT NULL AND ",
            $whose,
            " AND NOT EXISTS (SELECT 1 FROM round_sheets a JOIN round_sheets b ON b.round_id = a.round_id \
             JOIN round_sheet_rows r ON r.sheet_id = b.sheet_id WHERE a.sheet_id = round_sheet_rows.sheet_id \
             AND r.person_id = round_sheet_rows.person_id AND b.drawn_up_at > a.drawn_up_at AND b.state = 'entered') \
             ORDER BY next_on, person_id, sheet_id"
        )
    };
}

/// Those of these organisations (none is everybody) whom a sheet did not reach, whom somebody is to come to again, and whom no
/// visit of the same round has reached since, by day.
pub async fn list_to_come_again(
    tx: &mut Tx,
    organizations: Option<&[OrganizationId]>,
) -> Result<Vec<SheetRow>, StoreError> {
    let text = match organizations {
        Some(_) => to_come_again!(
            "CAST($1 AS TEXT) IS NOT NULL AND person_id IN (SELECT m.person_id FROM memberships m \
             WHERE m.until_on IS NULL AND m.organization_id IN (SELECT j.value->>1 FROM json_each($2) AS j))"
        ),
        None => to_come_again!(
            "(CAST($1 AS TEXT) IS NULL OR sheet_id IN (SELECT j.value->>1 FROM json_each($2) AS j)) AND EXISTS \
             (SELECT 1 FROM memberships m WHERE m.person_id = round_sheet_rows.person_id AND m.until_on IS NULL)"
        ),
    };
    let rows = select::<PlaceRow>(text).among(PlaceRow::NAME, organizations)?.all(tx).await?;
    opened(tx, rows).await
}

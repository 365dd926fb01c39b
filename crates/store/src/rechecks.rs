//! Yearly rechecks 年度复核: what was opened, who is on each, and what was said of them. What was said in words is sealed.

use std::collections::BTreeSet;

use guanai_casework::{CountedAs, ItemState, Recheck, RecheckItem, RecheckState};
use guanai_kernel::ids::{OrganizationId, PersonId, RecheckId, VisitId};
use guanai_kernel::{Date, Moment};

use crate::Stretch;
use crate::engine::record::{self, Record, keys_as_cells, opened, owned_by_person};
use crate::engine::sql::{Sql, select};
use crate::engine::table::{Table, table};
use crate::engine::{StoreError, Tx, cell, sql};
use crate::rounds::hand;
use crate::seal::{Keys, Owner, SealKind};

table! {
    /// A recheck.
    RecheckRow in rechecks {
        1 recheck_id;
        2 organization_id: text,
        3 year: int,
        4 from_on: text,
        5 until_on: text,
        6 classes: text,
        7 state: text,
        8 drafted_by: text,
        9 drafted_at: int,
        10 approved_by: text_or_none,
        11 approved_at: int_or_none,
        12 ended_by: text_or_none,
        13 ended_at: int_or_none,
    }
}

table! {
    /// Somebody on a recheck.
    RecheckItemRow in recheck_items {
        1 item_id;
        2 recheck_id: text,
        3 person_id: text,
        4 organization_id: text,
        5 listed_on: text,
        6 state: text,
        7 answered_on: text_or_none,
        8 visit_id: text_or_none,
        9 words: sealed_or_none,
        10 answered_by: text_or_none,
        11 recorded_at: int,
    }
}

impl Record for Recheck {
    type Row = RecheckRow;

    fn to_row(&self, _keys: &Keys) -> RecheckRow {
        RecheckRow {
            recheck_id: self.recheck_id.to_string(),
            organization_id: self.organization_id.to_string(),
            year: i64::from(self.year),
            from_on: self.from_on.to_string(),
            until_on: self.until_on.to_string(),
            classes: self.classes.iter().map(String::as_str).collect::<serde_json::Value>().to_string(),
            state: self.state.code().to_owned(),
            drafted_by: self.drafted.by.clone(),
            drafted_at: self.drafted.at.as_micros(),
            approved_by: self.approved.as_ref().map(|hand| hand.by.clone()),
            approved_at: self.approved.as_ref().map(|hand| hand.at.as_micros()),
            ended_by: self.ended.as_ref().map(|hand| hand.by.clone()),
            ended_at: self.ended.as_ref().map(|hand| hand.at.as_micros()),
        }
    }

    fn from_row(row: RecheckRow, _keys: &Keys) -> Result<Self, StoreError> {
        let at = cell::of(&row);
        Ok(Self {
            recheck_id: at.id("recheck_id", &row.recheck_id)?,
            organization_id: at.id("organization_id", &row.organization_id)?,
            year: i16::try_from(row.year).map_err(|_| at.inconsistent("year"))?,
            from_on: at.day("from_on", &row.from_on)?,
            until_on: at.day("until_on", &row.until_on)?,
            classes: at.json("classes", &row.classes)?,
            state: at.word("state", &row.state, RecheckState::from_code)?,
            drafted: guanai_casework::round::Hand { by: row.drafted_by, at: Moment::from_micros(row.drafted_at) },
            approved: hand(&at, "approved_at", row.approved_by, row.approved_at)?,
            ended: hand(&at, "ended_at", row.ended_by, row.ended_at)?,
        })
    }
}

impl Record for RecheckItem {
    type Row = RecheckItemRow;

    owned_by_person!(RecheckItemRow);

    fn to_row(&self, keys: &Keys) -> RecheckItemRow {
        let owner = Owner::Person(self.person_id);
        RecheckItemRow {
            item_id: self.item_id.to_string(),
            recheck_id: self.recheck_id.to_string(),
            person_id: self.person_id.to_string(),
            organization_id: self.organization_id.to_string(),
            listed_on: self.listed_on.to_string(),
            state: self.state.code().to_owned(),
            answered_on: self.answered_on.map(|day| day.to_string()),
            visit_id: self.visit_id.map(|id| id.to_string()),
            words: keys.seal_some(owner, SealKind::Words, self.words.as_deref()),
            answered_by: self.answered_by.clone(),
            recorded_at: self.recorded_at.as_micros(),
        }
    }

    fn from_row(row: RecheckItemRow, keys: &Keys) -> Result<Self, StoreError> {
        let at = cell::of(&row);
        let person_id = at.id("person_id", &row.person_id)?;
        Ok(Self {
            item_id: at.id("item_id", &row.item_id)?,
            recheck_id: at.id("recheck_id", &row.recheck_id)?,
            person_id,
            organization_id: at.id("organization_id", &row.organization_id)?,
            listed_on: at.day("listed_on", &row.listed_on)?,
            state: at.word("state", &row.state, ItemState::from_code)?,
            answered_on: at.day_or_none("answered_on", row.answered_on.as_deref())?,
            visit_id: at.id_or_none("visit_id", row.visit_id.as_deref())?,
            words: keys.open_some(Owner::Person(person_id), SealKind::Words, row.words.as_ref())?,
            answered_by: row.answered_by,
            recorded_at: Moment::from_micros(row.recorded_at),
        })
    }
}

/// Adds a recheck; a second one of a year, of which one was not dropped, is a conflict (`rechecks_year_key`).
pub async fn add(tx: &mut Tx, recheck: &Recheck) -> Result<(), StoreError> {
    record::add_many(tx, std::slice::from_ref(recheck)).await
}

/// Replaces the state `before`, which is kept.
pub async fn amend(tx: &mut Tx, before: &Recheck, after: &Recheck, at: Moment) -> Result<(), StoreError> {
    record::amend_many(tx, &[(before.clone(), after.clone())], at).await
}

/// The recheck with this id.
pub async fn find(tx: &mut Tx, recheck_id: RecheckId) -> Result<Option<Recheck>, StoreError> {
    record::find(tx, &recheck_id.to_string()).await
}

/// Every recheck, the latest year first; one a year and those that were dropped.
pub async fn list_all(tx: &mut Tx) -> Result<Vec<Recheck>, StoreError> {
    let rows = select::<RecheckRow>("ORDER BY year DESC, drafted_at DESC, recheck_id").all(tx).await?;
    opened(tx, rows).await
}

/// Puts people on a recheck; somebody twice is a conflict (`recheck_items_recheck_id_person_id_key`).
pub async fn add_items(tx: &mut Tx, items: &[RecheckItem]) -> Result<(), StoreError> {
    record::add_many(tx, items).await
}

/// Replaces states `(before, after)`, keeping those before.
pub async fn amend_items(tx: &mut Tx, changes: &[(RecheckItem, RecheckItem)], at: Moment) -> Result<(), StoreError> {
    record::amend_many(tx, changes, at).await
}

/// Somebody on a recheck.
pub async fn find_item(
    tx: &mut Tx,
    recheck_id: RecheckId,
    person_id: PersonId,
) -> Result<Option<RecheckItem>, StoreError> {
    let text = "WHERE recheck_id = $1 AND person_id = $2";
    let row = select::<RecheckItemRow>(text).bind(recheck_id.to_string()).bind(person_id.to_string());
    let rows: Vec<RecheckItemRow> = row.optional(tx).await?.into_iter().collect();
    Ok(opened(tx, rows).await?.pop())
}

/// The places of somebody on every recheck.
pub async fn list_items_of(tx: &mut Tx, person_id: PersonId) -> Result<Vec<RecheckItem>, StoreError> {
    let text = "WHERE person_id = $1 ORDER BY recorded_at DESC, item_id";
    let rows = select::<RecheckItemRow>(text).bind(person_id.to_string()).all(tx).await?;
    opened(tx, rows).await
}

/// Whom a visit answered for.
pub async fn list_items_of_visit(tx: &mut Tx, visit_id: VisitId) -> Result<Vec<RecheckItem>, StoreError> {
    let rows =
        select::<RecheckItemRow>("WHERE visit_id = $1 ORDER BY item_id").bind(visit_id.to_string()).all(tx).await?;
    opened(tx, rows).await
}

/// Everybody who is on a recheck.
pub async fn list_listed(tx: &mut Tx, recheck_id: RecheckId) -> Result<BTreeSet<PersonId>, StoreError> {
    let text = "SELECT i.person_id FROM recheck_items i WHERE i.recheck_id = $1";
    let rows = sql(text).bind(recheck_id.to_string()).all::<(String,)>(tx).await?;
    rows.iter().map(|(person,)| person.parse().map_err(|_| wrong("person_id", person))).collect()
}

fn wrong(column: &'static str, key: &str) -> StoreError {
    StoreError::Inconsistent { table: RecheckItemRow::NAME, column, key: key.to_owned() }
}

/// So many on a recheck, of one organisation and one kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ItemCount {
    /// Where they belong, or belonged last.
    pub organization_id: OrganizationId,
    /// How they are counted.
    pub counted_as: CountedAs,
    /// Whether that was said for a day after the last.
    pub is_late: bool,
    /// Whether they came on it after the first day's listing.
    pub came_later: bool,
    /// How many.
    pub count: u64,
}

/// How somebody is counted: the register says who died and who belongs nowhere any more.
macro_rules! counted_as {
    () => {
        "CASE WHEN p.died_on IS NOT NULL THEN 'died' WHEN m.membership_id IS NULL THEN 'left' ELSE recheck_items.state END"
    };
}

/// Everybody with where they belong now.
macro_rules! with_place {
    () => {
        "JOIN persons p ON p.person_id = recheck_items.person_id \
         LEFT JOIN memberships m ON m.person_id = recheck_items.person_id AND m.until_on IS NULL \
         JOIN party_organizations o ON o.organization_id = COALESCE(m.organization_id, recheck_items.organization_id) "
    };
}

/// A recheck counted by organisation, in one query; `opened_on` is the day of the first listing.
pub async fn count_items(tx: &mut Tx, recheck: &Recheck, opened_on: Date) -> Result<Vec<ItemCount>, StoreError> {
    let text = concat!(
        "SELECT o.organization_id, ",
        counted_as!(),
        ", CAST(CASE WHEN recheck_items.answered_on > $2 THEN 1 ELSE 0 END AS BIGINT), \
         CAST(CASE WHEN recheck_items.listed_on > $3 THEN 1 ELSE 0 END AS BIGINT), COUNT(*) FROM recheck_items ",
        with_place!(),
        "WHERE recheck_items.recheck_id = $1 GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4"
    );
    let rows = sql(text)
        .bind(recheck.recheck_id.to_string())
        .bind(recheck.until_on.to_string())
        .bind(opened_on.to_string())
        .all::<(String, String, i64, i64, i64)>(tx)
        .await?;
    rows.into_iter()
        .map(|(organization, counted_as, late, later, count)| {
            Ok(ItemCount {
                organization_id: organization.parse().map_err(|_| wrong("organization_id", &organization))?,
                counted_as: CountedAs::from_code(&counted_as).ok_or_else(|| wrong("state", &counted_as))?,
                is_late: late != 0,
                came_later: later != 0,
                count: count.unsigned_abs(),
            })
        })
        .collect()
}

/// Which people on a recheck are meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemsWanted {
    /// On which recheck.
    pub recheck_id: RecheckId,
    /// Of which organisations; none is all.
    pub organizations: Option<Vec<OrganizationId>>,
    /// How they are counted; every way where there is none.
    pub counted_as: Vec<CountedAs>,
}

macro_rules! wanted {
    ($start:literal, $end:literal) => {
        concat!(
            $start,
            with_place!(),
            "WHERE (CAST($1 AS TEXT) IS NULL OR o.organization_id IN (SELECT j.value->>1 FROM json_each($2) AS j)) \
             AND recheck_items.recheck_id = $3 AND (CAST($4 AS TEXT) IS NULL OR ",
            counted_as!(),
            " IN (SELECT j.value->>1 FROM json_each($5) AS j))",
            $end
        )
    };
}

impl ItemsWanted {
    fn bind(&self, text: Sql) -> Result<Sql, StoreError> {
        let narrowed = (!self.counted_as.is_empty()).then_some("narrowed");
        Ok(text
            .among(RecheckItemRow::NAME, self.organizations.as_ref())?
            .bind(self.recheck_id.to_string())
            .bind(narrowed)
            .json(keys_as_cells(RecheckItemRow::NAME, self.counted_as.iter().map(|way| way.code()))?))
    }
}

/// A stretch of those who are meant: whoever is still to be seen first, by organisation and name.
pub async fn list_items(tx: &mut Tx, wanted: &ItemsWanted, stretch: Stretch) -> Result<Vec<RecheckItem>, StoreError> {
    let text = wanted!(
        "",
        " ORDER BY CASE WHEN p.died_on IS NOT NULL OR m.membership_id IS NULL \
         OR recheck_items.state IN ('unchanged', 'changed', 'refused') THEN 1 ELSE 0 END, \
         o.code, p.name, recheck_items.item_id LIMIT $6 OFFSET $7"
    );
    let rows = wanted.bind(select::<RecheckItemRow>(text))?.stretch(stretch).all(tx).await?;
    opened(tx, rows).await
}

/// How many are meant.
pub async fn count_wanted(tx: &mut Tx, wanted: &ItemsWanted) -> Result<u64, StoreError> {
    let text = wanted!("SELECT COUNT(*) FROM recheck_items ", "");
    let (count,) = wanted.bind(sql(text))?.one::<(i64,)>(tx).await?;
    Ok(count.unsigned_abs())
}

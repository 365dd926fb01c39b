//! Saved runs of the matching 一轮撮合, written once and never changed. Nothing in them is anybody's name or words, but why
//! somebody changed a pair by hand: that is sealed with the person's key. What a run was solved from is sealed with a key of its own.

use std::collections::BTreeMap;

use guanai_casework::round::Hand;
use guanai_casework::{Finding, FindingKind, MatchingResult, MatchingRun, RunInput, RunWish, WishKind};
use guanai_kernel::Moment;
use guanai_kernel::ids::{MatchingRunId, NeedId, OfferId, OrganizationId};

use crate::Stretch;
use crate::applications::{as_json, count as counted};
use crate::engine::record::{self, Record, ids_as_cells, opened, owned_by_person};
use crate::engine::sql::{Sql, select};
use crate::engine::table::{Table, table};
use crate::engine::{StoreError, Tx, cell, sql};
use crate::seal::{Keys, Owner, SealKind};

table! {
    /// A run.
    RunRow in matching_runs {
        1 run_id;
        2 run_no: int,
        3 organization_id: text_or_none,
        4 as_of: text,
        5 standards: text,
        6 ran_by: text,
        7 ran_at: int,
        8 counts: text,
        9 recruits: text,
        10 walls: text,
        11 revises: text_or_none,
        12 since: text_or_none,
    }
}

table! {
    /// A line of one.
    ResultRow in matching_results {
        1 result_id;
        2 run_id: text,
        3 place: int,
        4 need_id: text,
        5 person_id: text,
        6 category: text_or_none,
        7 township: text_or_none,
        8 kind: text,
        9 offer_id: text_or_none,
        10 detail: text_or_none,
    }
}

table! {
    /// A change by hand.
    WishRow in matching_wishes {
        1 wish_id;
        2 run_id: text,
        3 place: int,
        4 kind: text,
        5 need_id: text,
        6 person_id: text,
        7 offer_id: text,
        8 why: sealed,
        9 wished_by: text,
        10 wished_at: int,
        11 effect: text_or_none,
    }
}

table! {
    /// A piece of what it was solved from.
    InputRow in matching_inputs {
        1 run_id, 2 piece;
        3 content: sealed,
    }
}

impl Record for RunInput {
    type Row = InputRow;

    fn owner(&self) -> Option<Owner> {
        Some(Owner::Run(self.run_id))
    }

    fn owner_of(row: &InputRow) -> Result<Option<Owner>, StoreError> {
        Ok(Some(Owner::Run(cell::of(row).id("run_id", &row.run_id)?)))
    }

    fn to_row(&self, keys: &Keys) -> InputRow {
        InputRow {
            run_id: self.run_id.to_string(),
            // Sorted as text, the pieces are in their order.
            piece: format!("{:010}", self.piece),
            content: keys.seal(Owner::Run(self.run_id), SealKind::Sensitive, &self.content),
        }
    }

    fn from_row(row: InputRow, keys: &Keys) -> Result<Self, StoreError> {
        let at = cell::of(&row);
        let run_id = at.id("run_id", &row.run_id)?;
        Ok(Self {
            run_id,
            piece: row.piece.parse().map_err(|_| at.inconsistent("piece"))?,
            content: keys.open(Owner::Run(run_id), SealKind::Sensitive, &row.content)?,
        })
    }
}

impl Record for MatchingRun {
    type Row = RunRow;

    fn to_row(&self, _keys: &Keys) -> RunRow {
        RunRow {
            run_id: self.run_id.to_string(),
            run_no: i64::from(self.no),
            organization_id: self.organization_id.map(|id| id.to_string()),
            as_of: self.as_of.to_string(),
            standards: self.standards.clone(),
            ran_by: self.ran.by.clone(),
            ran_at: self.ran.at.as_micros(),
            counts: as_json(&self.counts),
            recruits: as_json(&self.recruits),
            walls: as_json(&self.walls),
            revises: self.revises.map(|id| id.to_string()),
            since: self.since.as_ref().map(as_json),
        }
    }

    fn from_row(row: RunRow, _keys: &Keys) -> Result<Self, StoreError> {
        let at = cell::of(&row);
        Ok(Self {
            run_id: at.id("run_id", &row.run_id)?,
            no: counted(&at, "run_no", row.run_no)?,
            organization_id: at.id_or_none("organization_id", row.organization_id.as_deref())?,
            as_of: at.day("as_of", &row.as_of)?,
            ran: Hand { by: row.ran_by, at: Moment::from_micros(row.ran_at) },
            counts: at.json("counts", &row.counts)?,
            recruits: at.json("recruits", &row.recruits)?,
            walls: at.json("walls", &row.walls)?,
            revises: at.id_or_none("revises", row.revises.as_deref())?,
            since: row.since.as_deref().map(|json| at.json("since", json)).transpose()?,
            standards: row.standards,
        })
    }
}

impl Record for MatchingResult {
    type Row = ResultRow;

    fn to_row(&self, _keys: &Keys) -> ResultRow {
        ResultRow {
            result_id: self.result_id.to_string(),
            run_id: self.run_id.to_string(),
            place: i64::from(self.place),
            need_id: self.need_id.to_string(),
            person_id: self.person_id.to_string(),
            category: self.category.clone(),
            township: self.township.clone(),
            kind: self.finding.kind().code().to_owned(),
            offer_id: self.finding.offer().map(|id| id.to_string()),
            detail: match &self.finding {
                Finding::Proposed(_, pair) => Some(as_json(pair)),
                Finding::Unmet(lack) => Some(as_json(lack)),
                Finding::WithoutCategory => None,
            },
        }
    }

    fn from_row(row: ResultRow, _keys: &Keys) -> Result<Self, StoreError> {
        let at = cell::of(&row);
        let offer_id = at.id_or_none("offer_id", row.offer_id.as_deref())?;
        let kind = at.word("kind", &row.kind, FindingKind::from_code)?;
        let finding = match (kind, offer_id, row.detail.as_deref()) {
            (FindingKind::Proposed, Some(offer_id), Some(detail)) => {
                Finding::Proposed(offer_id, at.json("detail", detail)?)
            }
            (FindingKind::Unmet, None, Some(detail)) => Finding::Unmet(at.json("detail", detail)?),
            (FindingKind::WithoutCategory, None, None) => Finding::WithoutCategory,
            _ => return Err(at.inconsistent("kind")),
        };
        Ok(Self {
            result_id: at.id("result_id", &row.result_id)?,
            run_id: at.id("run_id", &row.run_id)?,
            place: counted(&at, "place", row.place)?,
            need_id: at.id("need_id", &row.need_id)?,
            person_id: at.id("person_id", &row.person_id)?,
            category: row.category,
            township: row.township,
            finding,
        })
    }
}

impl Record for RunWish {
    type Row = WishRow;

    owned_by_person!(WishRow);

    fn to_row(&self, keys: &Keys) -> WishRow {
        WishRow {
            wish_id: self.wish_id.to_string(),
            run_id: self.run_id.to_string(),
            place: i64::from(self.place),
            kind: self.kind.code().to_owned(),
            need_id: self.need_id.to_string(),
            person_id: self.person_id.to_string(),
            offer_id: self.offer_id.to_string(),
            why: keys.seal(Owner::Person(self.person_id), SealKind::Words, &self.why),
            wished_by: self.wished.by.clone(),
            wished_at: self.wished.at.as_micros(),
            effect: self.effect.as_ref().map(as_json),
        }
    }

    fn from_row(row: WishRow, keys: &Keys) -> Result<Self, StoreError> {
        let at = cell::of(&row);
        let person_id = at.id("person_id", &row.person_id)?;
        Ok(Self {
            wish_id: at.id("wish_id", &row.wish_id)?,
            run_id: at.id("run_id", &row.run_id)?,
            place: counted(&at, "place", row.place)?,
            kind: at.word("kind", &row.kind, WishKind::from_code)?,
            need_id: at.id("need_id", &row.need_id)?,
            person_id,
            offer_id: at.id("offer_id", &row.offer_id)?,
            why: keys.open(Owner::Person(person_id), SealKind::Words, &row.why)?,
            effect: row.effect.as_deref().map(|json| at.json("effect", json)).transpose()?,
            wished: Hand { by: row.wished_by, at: Moment::from_micros(row.wished_at) },
        })
    }
}

/// Adds a run with its lines and the changes by hand in it; a second one of a number is a conflict (`matching_runs_run_no_key`).
pub async fn add(
    tx: &mut Tx,
    run: &MatchingRun,
    results: &[MatchingResult],
    wishes: &[RunWish],
) -> Result<(), StoreError> {
    record::add_many(tx, std::slice::from_ref(run)).await?;
    record::add_many(tx, results).await?;
    record::add_many(tx, wishes).await
}

/// Adds pieces of what a run was solved from.
pub async fn add_inputs(tx: &mut Tx, inputs: &[RunInput]) -> Result<(), StoreError> {
    record::add_many(tx, inputs).await
}

/// What a run was solved from, in its order; nothing of a run that was made before it was kept.
pub async fn list_inputs(tx: &mut Tx, run_id: MatchingRunId) -> Result<Vec<RunInput>, StoreError> {
    let rows = select::<InputRow>("WHERE run_id = $1 ORDER BY piece").bind(run_id.to_string()).all(tx).await?;
    opened(tx, rows).await
}

/// The changes by hand in a run, in their order.
pub async fn list_wishes(tx: &mut Tx, run_id: MatchingRunId) -> Result<Vec<RunWish>, StoreError> {
    let rows = select::<WishRow>("WHERE run_id = $1 ORDER BY place").bind(run_id.to_string()).all(tx).await?;
    opened(tx, rows).await
}

/// The run with this id.
pub async fn find(tx: &mut Tx, run_id: MatchingRunId) -> Result<Option<MatchingRun>, StoreError> {
    record::find(tx, &run_id.to_string()).await
}

/// The run of this number.
pub async fn find_by_number(tx: &mut Tx, run_no: u32) -> Result<Option<MatchingRun>, StoreError> {
    let rows = select::<RunRow>("WHERE run_no = $1").bind(i64::from(run_no)).all(tx).await?;
    Ok(opened(tx, rows).await?.pop())
}

/// The highest number of a run; 0 where there is none.
pub async fn count_numbers(tx: &mut Tx) -> Result<u32, StoreError> {
    let (last,) = sql("SELECT COALESCE(MAX(run_no), 0) FROM matching_runs").one::<(i64,)>(tx).await?;
    u32::try_from(last).map_err(|_| StoreError::Unstorable { table: RunRow::NAME })
}

/// The runs for the whole county and those for some organisations (none is all of them), the latest first.
pub async fn list(
    tx: &mut Tx,
    organizations: Option<&[OrganizationId]>,
    stretch: Stretch,
) -> Result<Vec<MatchingRun>, StoreError> {
    let text = "WHERE CAST($1 AS TEXT) IS NULL OR organization_id IS NULL \
         OR organization_id IN (SELECT j.value->>1 FROM json_each($2) AS j) ORDER BY run_no DESC LIMIT $3 OFFSET $4";
    let rows = select::<RunRow>(text).among(RunRow::NAME, organizations)?.stretch(stretch).all(tx).await?;
    opened(tx, rows).await
}

/// How many runs [`list`] has.
pub async fn count(tx: &mut Tx, organizations: Option<&[OrganizationId]>) -> Result<u64, StoreError> {
    let text = "SELECT COUNT(*) FROM matching_runs WHERE CAST($1 AS TEXT) IS NULL OR organization_id IS NULL \
         OR organization_id IN (SELECT j.value->>1 FROM json_each($2) AS j)";
    let (count,) = sql(text).among(RunRow::NAME, organizations)?.one::<(i64,)>(tx).await?;
    Ok(count.unsigned_abs())
}

/// Which lines of a run are meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// Of which run.
    pub run_id: MatchingRunId,
    /// Of which kind.
    pub kind: FindingKind,
    /// Of a category.
    pub category: Option<String>,
    /// In a township.
    pub township: Option<String>,
    /// That propose this offer.
    pub offer_id: Option<OfferId>,
    /// Of those who belong to these organisations now; none is everybody.
    pub organizations: Option<Vec<OrganizationId>>,
}

macro_rules! wanted {
    ($start:literal, $end:literal) => {
        concat!(
            $start,
            "WHERE run_id = $1 AND kind = $2 \
             AND (CAST($3 AS TEXT) IS NULL OR category = $3) AND (CAST($4 AS TEXT) IS NULL OR township = $4) \
             AND (CAST($5 AS TEXT) IS NULL OR EXISTS (SELECT 1 FROM memberships m \
             WHERE m.person_id = matching_results.person_id AND m.until_on IS NULL \
             AND m.organization_id IN (SELECT j.value->>1 FROM json_each($6) AS j))) \
             AND (CAST($7 AS TEXT) IS NULL OR offer_id = $7)",
            $end
        )
    };
}

impl Wanted {
    fn bind(&self, text: Sql) -> Result<Sql, StoreError> {
        let text = text
            .bind(self.run_id.to_string())
            .bind(self.kind.code())
            .bind(self.category.clone())
            .bind(self.township.clone())
            .among(ResultRow::NAME, self.organizations.as_ref())?;
        Ok(text.bind(self.offer_id.map(|id| id.to_string())))
    }
}

/// The lines that are meant, in their order.
pub async fn list_results(tx: &mut Tx, wanted: &Wanted, stretch: Stretch) -> Result<Vec<MatchingResult>, StoreError> {
    let text = wanted!("", " ORDER BY place LIMIT $8 OFFSET $9");
    let rows = wanted.bind(select::<ResultRow>(text))?.stretch(stretch).all(tx).await?;
    opened(tx, rows).await
}

/// How many lines are meant.
pub async fn count_results(tx: &mut Tx, wanted: &Wanted) -> Result<u64, StoreError> {
    let (count,) = wanted.bind(sql(wanted!("SELECT COUNT(*) FROM matching_results ", "")))?.one::<(i64,)>(tx).await?;
    Ok(count.unsigned_abs())
}

/// The lines that are meant of these offers, in their order.
pub async fn list_results_of(
    tx: &mut Tx,
    wanted: &Wanted,
    offer_ids: &[OfferId],
) -> Result<Vec<MatchingResult>, StoreError> {
    let text = wanted!("", " AND offer_id IN (SELECT j.value->>1 FROM json_each($8) AS j) ORDER BY place");
    let of = ids_as_cells(ResultRow::NAME, offer_ids)?;
    let rows = wanted.bind(select::<ResultRow>(text))?.json(of).all(tx).await?;
    opened(tx, rows).await
}

/// The offers that the lines that are meant propose, each with how many of them do: those with the most lines first.
pub async fn list_helpers(tx: &mut Tx, wanted: &Wanted, stretch: Stretch) -> Result<Vec<(OfferId, u64)>, StoreError> {
    let text = wanted!(
        "SELECT offer_id, COUNT(*) FROM matching_results ",
        " AND offer_id IS NOT NULL GROUP BY offer_id ORDER BY COUNT(*) DESC, offer_id LIMIT $8 OFFSET $9"
    );
    let rows = wanted.bind(sql(text))?.stretch(stretch).all::<(String, i64)>(tx).await?;
    let wrong = |key| StoreError::Inconsistent { table: ResultRow::NAME, column: "offer_id", key };
    let found = rows.into_iter().map(|(key, count)| Ok((key.parse().map_err(|_| wrong(key))?, count.unsigned_abs())));
    found.collect()
}

/// How many offers [`list_helpers`] has.
pub async fn count_helpers(tx: &mut Tx, wanted: &Wanted) -> Result<u64, StoreError> {
    let text = wanted!("SELECT COUNT(DISTINCT offer_id) FROM matching_results ", "");
    let (count,) = wanted.bind(sql(text))?.one::<(i64,)>(tx).await?;
    Ok(count.unsigned_abs())
}

/// The offers that a run proposes for a need, whoever may read its lines, in their order.
pub async fn list_proposed(tx: &mut Tx, run_id: MatchingRunId, need_id: NeedId) -> Result<Vec<OfferId>, StoreError> {
    let text = "SELECT offer_id FROM matching_results WHERE run_id = $1 AND need_id = $2 AND kind = 'proposed' \
         AND offer_id IS NOT NULL ORDER BY place";
    let rows = sql(text).bind(run_id.to_string()).bind(need_id.to_string()).all::<(String,)>(tx).await?;
    let wrong = |key| StoreError::Inconsistent { table: ResultRow::NAME, column: "offer_id", key };
    rows.into_iter().map(|(key,)| key.parse().map_err(|_| wrong(key))).collect()
}

/// In how many lines of a run each of these offers is proposed, whoever may read them.
pub async fn count_by_offer(
    tx: &mut Tx,
    run_id: MatchingRunId,
    offer_ids: &[OfferId],
) -> Result<BTreeMap<OfferId, u64>, StoreError> {
    let text = "SELECT offer_id, COUNT(*) FROM matching_results WHERE run_id = $1 AND kind = 'proposed' \
         AND offer_id IN (SELECT j.value->>1 FROM json_each($2) AS j) GROUP BY offer_id";
    let of = ids_as_cells(ResultRow::NAME, offer_ids)?;
    let rows = sql(text).bind(run_id.to_string()).json(of).all::<(String, i64)>(tx).await?;
    record::counted(ResultRow::NAME, "offer_id", rows)
}

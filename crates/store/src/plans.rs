//! Plans for one person 一人一策. Aim, measures, tasks and words are sealed with the person's key.

use guanai_casework::plan::PlanContent;
use guanai_casework::{Confirmation, Ending, Outcome, Plan, PlanState};
use guanai_kernel::ids::{OrganizationId, PersonId, PlanId};
use guanai_kernel::{Date, Moment};

use crate::Stretch;
use crate::applications::as_json;
use crate::engine::record::{self, Record, ids_as_cells, keys_as_cells, opened, owned_by_person};
use crate::engine::sql::{Sql, select};
use crate::engine::table::{Table, table};
use crate::engine::{StoreError, Tx, cell, sql};
use crate::history;
use crate::seal::{Keys, Owner, SealKind};

table! {
    /// A plan.
    PlanRow in plans {
        1 plan_id;
        2 person_id: text,
        3 need_id: text_or_none,
        4 lead_organization_id: text,
        5 lead_name: text,
        6 state: text,
        7 aim: sealed,
        8 in_hardship: flag,
        9 waiver: sealed_or_none,
        10 measures: sealed,
        11 tasks: sealed,
        12 next_due_on: text_or_none,
        13 review_on: text,
        14 drafted_by: text,
        15 begun_on: text_or_none,
        16 ended_on: text_or_none,
        17 outcome: text_or_none,
        18 confirmation: text_or_none,
        19 words: sealed_or_none,
        20 recorded_at: int,
    }
}

impl Record for Plan {
    type Row = PlanRow;

    owned_by_person!(PlanRow);

    fn to_row(&self, keys: &Keys) -> PlanRow {
        let owner = Owner::Person(self.person_id);
        let seal = |words: &str| keys.seal(owner, SealKind::Words, words);
        let seal_some = |words: Option<&str>| keys.seal_some(owner, SealKind::Words, words);
        let content = &self.content;
        PlanRow {
            plan_id: self.plan_id.to_string(),
            person_id: self.person_id.to_string(),
            need_id: self.need_id.map(|id| id.to_string()),
            lead_organization_id: content.lead_organization_id.to_string(),
            lead_name: content.lead_name.clone(),
            state: self.state.code().to_owned(),
            aim: seal(&content.aim),
            in_hardship: content.in_hardship,
            waiver: seal_some(content.waiver.as_deref()),
            measures: seal(&as_json(&content.measures)),
            tasks: seal(&as_json(&content.tasks)),
            next_due_on: content.next_due_on().map(|day| day.to_string()),
            review_on: content.review_on.to_string(),
            drafted_by: self.drafted_by.clone(),
            begun_on: self.begun_on.map(|day| day.to_string()),
            ended_on: self.ended_on.map(|day| day.to_string()),
            outcome: self.ending.map(|ending| ending.outcome.code().to_owned()),
            confirmation: self.ending.map(|ending| ending.confirmation.code().to_owned()),
            words: seal_some(self.words.as_deref()),
            recorded_at: self.recorded_at.as_micros(),
        }
    }

    fn from_row(row: PlanRow, keys: &Keys) -> Result<Self, StoreError> {
        let at = cell::of(&row);
        let person_id = at.id("person_id", &row.person_id)?;
        let owner = Owner::Person(person_id);
        let ending = match (row.outcome.as_deref(), row.confirmation.as_deref()) {
            (None, None) => None,
            (Some(outcome), Some(confirmation)) => Some(Ending {
                outcome: at.word("outcome", outcome, Outcome::from_code)?,
                confirmation: at.word("confirmation", confirmation, Confirmation::from_code)?,
            }),
            _ => return Err(at.inconsistent("outcome")),
        };
        let content = PlanContent {
            lead_organization_id: at.id("lead_organization_id", &row.lead_organization_id)?,
            lead_name: row.lead_name,
            aim: keys.open(owner, SealKind::Words, &row.aim)?,
            in_hardship: row.in_hardship,
            waiver: keys.open_some(owner, SealKind::Words, row.waiver.as_ref())?,
            measures: at.json("measures", &keys.open(owner, SealKind::Words, &row.measures)?)?,
            tasks: at.json("tasks", &keys.open(owner, SealKind::Words, &row.tasks)?)?,
            review_on: at.day("review_on", &row.review_on)?,
        };
        if content.next_due_on() != at.day_or_none("next_due_on", row.next_due_on.as_deref())? {
            return Err(at.inconsistent("next_due_on"));
        }
        Ok(Self {
            plan_id: at.id("plan_id", &row.plan_id)?,
            person_id,
            need_id: at.id_or_none("need_id", row.need_id.as_deref())?,
            state: at.word("state", &row.state, PlanState::from_code)?,
            content,
            drafted_by: row.drafted_by,
            begun_on: at.day_or_none("begun_on", row.begun_on.as_deref())?,
            ended_on: at.day_or_none("ended_on", row.ended_on.as_deref())?,
            ending,
            words: keys.open_some(owner, SealKind::Words, row.words.as_ref())?,
            recorded_at: Moment::from_micros(row.recorded_at),
        })
    }
}

/// Adds a plan; a person's second one that has not ended is a conflict (`plans_person_id_key`).
pub async fn add(tx: &mut Tx, plan: &Plan) -> Result<(), StoreError> {
    record::add_many(tx, std::slice::from_ref(plan)).await
}

/// Replaces states `(before, after)`, keeping those before.
pub async fn amend_many(tx: &mut Tx, changes: &[(Plan, Plan)], at: Moment) -> Result<(), StoreError> {
    record::amend_many(tx, changes, at).await
}

/// The plan with this id.
pub async fn find(tx: &mut Tx, plan_id: PlanId) -> Result<Option<Plan>, StoreError> {
    record::find(tx, &plan_id.to_string()).await
}

/// Every plan, by id.
pub async fn list_all(tx: &mut Tx) -> Result<Vec<Plan>, StoreError> {
    record::list_all(tx).await
}

/// The plans of these persons, the newest first.
pub async fn list_of_many(tx: &mut Tx, person_ids: &[PersonId]) -> Result<Vec<Plan>, StoreError> {
    let text = "WHERE person_id IN (SELECT j.value->>1 FROM json_each($1) AS j) ORDER BY recorded_at DESC, plan_id";
    let of = ids_as_cells(PlanRow::NAME, person_ids)?;
    let rows = select::<PlanRow>(text).json(of).all(tx).await?;
    opened(tx, rows).await
}

/// Which plans are meant: of those who belong to some organisations now (none is everybody), in some states.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlansWanted {
    /// Where their person's running spell is.
    pub organizations: Option<Vec<OrganizationId>>,
    /// Where they stand.
    pub states: Vec<PlanState>,
    /// Those alone of which something is to be done by this day: a task that waits, or another look.
    pub due_by: Option<Date>,
}

macro_rules! wanted {
    ($start:literal, $end:literal) => {
        concat!(
            $start,
            "LEFT JOIN memberships m ON m.person_id = plans.person_id AND m.until_on IS NULL \
             WHERE (CAST($1 AS TEXT) IS NULL OR m.organization_id IN (SELECT j.value->>1 FROM json_each($2) AS j)) \
             AND plans.state IN (SELECT j.value->>1 FROM json_each($3) AS j) \
             AND (CAST($4 AS TEXT) IS NULL OR plans.next_due_on <= $4 OR plans.review_on <= $4)",
            $end
        )
    };
}

impl PlansWanted {
    fn bind(&self, text: Sql) -> Result<Sql, StoreError> {
        Ok(text
            .among(PlanRow::NAME, self.organizations.as_ref())?
            .json(keys_as_cells(PlanRow::NAME, self.states.iter().map(|state| state.code()))?)
            .bind(self.due_by.map(|day| day.to_string())))
    }
}

/// The plans that are meant: those that have not ended first, of these by the first task that waits or the next look, whatever
/// comes sooner.
pub async fn list_wanted(tx: &mut Tx, wanted: &PlansWanted, stretch: Stretch) -> Result<Vec<Plan>, StoreError> {
    let text = wanted!(
        "",
        " ORDER BY CASE WHEN plans.state IN ('finished', 'dropped') THEN 1 ELSE 0 END, \
         CASE WHEN plans.next_due_on < plans.review_on THEN plans.next_due_on ELSE plans.review_on END, plans.plan_id \
         LIMIT $5 OFFSET $6"
    );
    let rows = wanted.bind(select::<PlanRow>(text))?.stretch(stretch).all(tx).await?;
    opened(tx, rows).await
}

/// How many plans are meant.
pub async fn count_wanted(tx: &mut Tx, wanted: &PlansWanted) -> Result<u64, StoreError> {
    let (count,) = wanted.bind(sql(wanted!("SELECT COUNT(*) FROM plans ", "")))?.one::<(i64,)>(tx).await?;
    Ok(count.unsigned_abs())
}

/// Of which state of it this plan is: how often it was changed, counted from 0. Who changes it says which state they saw.
pub async fn count_former(tx: &mut Tx, plan_id: PlanId) -> Result<u64, StoreError> {
    history::count_of::<Plan>(tx, &plan_id.to_string()).await
}

/// What a plan was before, oldest first, each with the moment of its replacement.
pub async fn list_former(tx: &mut Tx, plan_id: PlanId) -> Result<Vec<(Moment, Plan)>, StoreError> {
    history::list_of(tx, &plan_id.to_string()).await
}

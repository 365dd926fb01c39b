//! Years' care plans 年度关爱计划, with who proposed and who agreed.

use std::collections::BTreeMap;

use guanai_casework::care_plan::{Aim, CarePlan, CarePlanContent, CarePlanState};
use guanai_casework::round::Hand;
use guanai_kernel::Moment;
use guanai_kernel::ids::{CarePlanId, OrganizationId};

use crate::applications::{as_json, count};
use crate::appointments::hand_of;
use crate::engine::record::{self, Record, opened};
use crate::engine::sql::select;
use crate::engine::table::{Table, table};
use crate::engine::{StoreError, Tx, cell};
use crate::seal::Keys;

table! {
    /// A year's care plan.
    CarePlanRow in care_plans {
        1 care_plan_id;
        2 organization_id: text,
        3 year: int,
        4 lead: text,
        5 weight_percent: int,
        6 targets: text,
        7 zero_why: text_or_none,
        8 state: text,
        9 proposed_by: text,
        10 proposed_at: int,
        11 decided_by: text_or_none,
        12 decided_at: int_or_none,
        13 words: text_or_none,
    }
}

impl Record for CarePlan {
    type Row = CarePlanRow;

    fn to_row(&self, _keys: &Keys) -> CarePlanRow {
        let targets: BTreeMap<&str, u32> =
            self.content.targets.iter().map(|(aim, target)| (aim.code(), *target)).collect();
        CarePlanRow {
            care_plan_id: self.care_plan_id.to_string(),
            organization_id: self.organization_id.to_string(),
            year: i64::from(self.year),
            lead: self.content.lead.clone(),
            weight_percent: i64::from(self.content.weight_percent),
            targets: as_json(&targets),
            zero_why: self.content.zero_why.clone(),
            state: self.state.code().to_owned(),
            proposed_by: self.proposed.by.clone(),
            proposed_at: self.proposed.at.as_micros(),
            decided_by: self.decided.as_ref().map(|hand| hand.by.clone()),
            decided_at: self.decided.as_ref().map(|hand| hand.at.as_micros()),
            words: self.words.clone(),
        }
    }

    fn from_row(row: CarePlanRow, _keys: &Keys) -> Result<Self, StoreError> {
        let at = cell::of(&row);
        let targets: BTreeMap<String, u32> = at.json("targets", &row.targets)?;
        let aim = |code: &str| Aim::from_code(code).ok_or_else(|| at.inconsistent("targets"));
        let targets = targets.iter().map(|(code, target)| Ok((aim(code)?, *target)));
        let content = CarePlanContent {
            weight_percent: count(&at, "weight_percent", row.weight_percent)?,
            targets: targets.collect::<Result<_, StoreError>>()?,
            lead: row.lead,
            zero_why: row.zero_why,
        };
        Ok(Self {
            care_plan_id: at.id("care_plan_id", &row.care_plan_id)?,
            organization_id: at.id("organization_id", &row.organization_id)?,
            year: i16::try_from(row.year).map_err(|_| at.inconsistent("year"))?,
            content,
            state: at.word("state", &row.state, CarePlanState::from_code)?,
            proposed: Hand { by: row.proposed_by, at: Moment::from_micros(row.proposed_at) },
            decided: hand_of(&at, "decided_by", row.decided_by, row.decided_at)?,
            words: row.words,
        })
    }
}

/// Adds a plan; a second one of an organisation and year that waits is a conflict (`care_plans_organization_id_year_state_key`).
pub async fn add(tx: &mut Tx, plan: &CarePlan) -> Result<(), StoreError> {
    record::add_many(tx, std::slice::from_ref(plan)).await
}

/// Replaces the state `before`, keeping it. Refused where it no longer stands.
pub async fn amend(tx: &mut Tx, before: &CarePlan, after: &CarePlan, at: Moment) -> Result<(), StoreError> {
    record::amend_many(tx, &[(before.clone(), after.clone())], at).await
}

/// The plan with this id.
pub async fn find(tx: &mut Tx, care_plan_id: CarePlanId) -> Result<Option<CarePlan>, StoreError> {
    record::find(tx, &care_plan_id.to_string()).await
}

/// The plans of these organisations (none is all) for a year, by organisation, the latest first.
pub async fn list_of_year(
    tx: &mut Tx,
    organizations: Option<&[OrganizationId]>,
    year: i16,
) -> Result<Vec<CarePlan>, StoreError> {
    let text = "WHERE (CAST($1 AS TEXT) IS NULL OR organization_id IN (SELECT j.value->>1 FROM json_each($2) AS j)) \
         AND year = $3 ORDER BY organization_id, proposed_at DESC, care_plan_id DESC";
    let rows = select::<CarePlanRow>(text).among(CarePlanRow::NAME, organizations)?.bind(i64::from(year));
    let rows = rows.all(tx).await?;
    opened(tx, rows).await
}

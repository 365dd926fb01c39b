//! Lists of applications: a page of them, how many stand where, a person's own.

use std::collections::BTreeMap;

use guanai_casework::application::{Application, ApplicationState};
use guanai_kernel::ids::{ApplicationId, OrganizationId, PersonId};
use guanai_kernel::{Date, Moment};

use super::ApplicationRow;
use crate::Stretch;
use crate::engine::record::{ids_as_cells, keys_as_cells, opened};
use crate::engine::sql::{Sql, select};
use crate::engine::table::Table;
use crate::engine::{StoreError, Tx, sql};

/// Which applications are meant: those that some organisations appraise (none is all).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ApplicationsWanted {
    /// The branches.
    pub organizations: Option<Vec<OrganizationId>>,
    /// Where they stand; none is anywhere.
    pub states: Option<Vec<ApplicationState>>,
    /// Of one measure.
    pub measure: Option<String>,
}

macro_rules! wanted {
    ($tail:literal) => {
        concat!(
            "WHERE (CAST($1 AS TEXT) IS NULL OR organization_id IN (SELECT j.value->>1 FROM json_each($2) AS j)) \
             AND (CAST($3 AS TEXT) IS NULL OR state IN (SELECT j.value->>1 FROM json_each($4) AS j)) \
             AND (CAST($5 AS TEXT) IS NULL OR measure = $5)",
            $tail
        )
    };
}

impl ApplicationsWanted {
    fn bind(&self, text: Sql) -> Result<Sql, StoreError> {
        let states = self.states.as_ref().map(|states| states.iter().map(|state| state.code()));
        Ok(text
            .among(ApplicationRow::NAME, self.organizations.as_ref())?
            .among(ApplicationRow::NAME, states)?
            .bind(self.measure.clone()))
    }
}

/// The applications that are meant: those that wait first, by the day they were made.
pub async fn list_wanted(
    tx: &mut Tx,
    wanted: &ApplicationsWanted,
    stretch: Stretch,
) -> Result<Vec<Application>, StoreError> {
    let text = wanted!(
        " ORDER BY CASE WHEN state IN ('approved', 'refused', 'withdrawn') THEN 1 ELSE 0 END, applied_on, application_id \
         LIMIT $6 OFFSET $7"
    );
    let rows = wanted.bind(select::<ApplicationRow>(text))?.stretch(stretch).all(tx).await?;
    opened(tx, rows).await
}

/// How many are meant.
pub async fn count_wanted(tx: &mut Tx, wanted: &ApplicationsWanted) -> Result<u64, StoreError> {
    let text = concat!("SELECT COUNT(*) FROM applications ", wanted!(""));
    let (count,) = wanted.bind(sql(text))?.one::<(i64,)>(tx).await?;
    Ok(count.unsigned_abs())
}

/// How many of those that are meant stand where; states without any are left out.
pub async fn count_by_state(
    tx: &mut Tx,
    wanted: &ApplicationsWanted,
) -> Result<BTreeMap<ApplicationState, u64>, StoreError> {
    let text = concat!("SELECT state, COUNT(*) FROM applications ", wanted!(" GROUP BY state"));
    let rows = wanted.bind(sql(text))?.all::<(String, i64)>(tx).await?;
    let counts = rows.into_iter().map(|(code, count)| match ApplicationState::from_code(&code) {
        Some(state) => Ok((state, count.unsigned_abs())),
        None => Err(StoreError::Inconsistent { table: ApplicationRow::NAME, column: "state", key: code }),
    });
    counts.collect()
}

/// The applications of these persons, latest first.
pub async fn list_of(tx: &mut Tx, person_ids: &[PersonId]) -> Result<Vec<Application>, StoreError> {
    let text = "WHERE person_id IN (SELECT j.value->>1 FROM json_each($1) AS j) \
         ORDER BY applied_on DESC, application_id DESC";
    let of = ids_as_cells(ApplicationRow::NAME, person_ids)?;
    let rows = select::<ApplicationRow>(text).json(of).all(tx).await?;
    opened(tx, rows).await
}

macro_rules! appraised_by {
    ($tail:literal) => {
        concat!(
            "JOIN applications a ON a.application_id = r.application_id WHERE (CAST($1 AS TEXT) IS NULL OR \
             a.organization_id IN (SELECT j.value->>1 FROM json_each($2) AS j)) AND ",
            $tail
        )
    };
}

fn narrowed(text: &'static str, organizations: Option<&[OrganizationId]>) -> Result<Sql, StoreError> {
    let of = ids_as_cells(ApplicationRow::NAME, organizations.unwrap_or_default())?;
    Ok(sql(text).bind(organizations.map(|_| "narrowed".to_owned())).json(of))
}

/// How many notices of applications that these branches appraise (none is all) hang on although their term ended before a day.
pub async fn count_ended_notices(
    tx: &mut Tx,
    organizations: Option<&[OrganizationId]>,
    on: Date,
) -> Result<u64, StoreError> {
    let text = concat!(
        "SELECT COUNT(*) FROM public_notices r ",
        appraised_by!("r.taken_down_on IS NULL AND r.through_on < $3")
    );
    let (count,) = narrowed(text, organizations)?.bind(on.to_string()).one::<(i64,)>(tx).await?;
    Ok(count.unsigned_abs())
}

/// How many objections to applications that these branches appraise (none is all) wait for an answer; and the one that is
/// owed first: by which day, and its application.
pub async fn count_open_objections(
    tx: &mut Tx,
    organizations: Option<&[OrganizationId]>,
) -> Result<(u64, Option<(Date, ApplicationId)>), StoreError> {
    let text = concat!(
        "SELECT COUNT(*) OVER (), r.due_on, r.application_id FROM objections r ",
        appraised_by!("r.finding IS NULL ORDER BY r.due_on, r.objection_id LIMIT 1")
    );
    let first = narrowed(text, organizations)?.optional::<(i64, String, String)>(tx).await?;
    let Some((count, due_on, application_id)) = first else { return Ok((0, None)) };
    let wrong = |column, key: &str| StoreError::Inconsistent { table: "objections", column, key: key.to_owned() };
    let first = (
        due_on.parse().map_err(|_| wrong("due_on", &due_on))?,
        application_id.parse().map_err(|_| wrong("application_id", &application_id))?,
    );
    Ok((count.unsigned_abs(), Some(first)))
}

/// The applications for these measures that were recorded from a moment on, and before another where one is given, in that
/// order.
pub async fn list_recorded_between(
    tx: &mut Tx,
    from: Moment,
    before: Option<Moment>,
    measures: &[&str],
) -> Result<Vec<Application>, StoreError> {
    let text = "WHERE recorded_at >= $2 AND recorded_at < $3 AND measure IN (SELECT j.value->>1 FROM json_each($1) AS j) \
         ORDER BY recorded_at, application_id";
    let of = keys_as_cells(ApplicationRow::NAME, measures.iter().copied())?;
    let before = before.map_or(i64::MAX, Moment::as_micros);
    let rows = select::<ApplicationRow>(text).json(of).bind(from.as_micros()).bind(before).all(tx).await?;
    opened(tx, rows).await
}

//! Lists of visits: a page of them, who was seen when, and what a plan needs to know of the past, without words.

use std::collections::BTreeMap;

use guanai_casework::{Visit, VisitAct, VisitManner};
use guanai_kernel::Date;
use guanai_kernel::ids::{OrganizationId, PersonId, VisitId};

use super::VisitRow;
use crate::Stretch;
use crate::engine::record::{ids_as_cells, opened};
use crate::engine::sql::{Sql, select};
use crate::engine::table::Table;
use crate::engine::{StoreError, Tx, sql};

/// A visit without its words: enough to know who was seen when, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BriefVisit {
    /// Its id.
    pub visit_id: VisitId,
    /// Who was visited.
    pub person_id: PersonId,
    /// Which act.
    pub act: VisitAct,
    /// The day.
    pub made_on: Date,
    /// How.
    pub manner: VisitManner,
    /// What for.
    pub occasions: Vec<String>,
}

/// Which visits are meant: of those who belong to some organisations now (none is everybody).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct VisitsWanted {
    /// Where the visited person's running spell is.
    pub organizations: Option<Vec<OrganizationId>>,
    /// Of one act alone.
    pub act: Option<VisitAct>,
    /// From a day on.
    pub from: Option<Date>,
    /// Up to and with a day.
    pub to: Option<Date>,
    /// Only those with a promise that was not kept yet.
    pub with_open_promise: bool,
}

/// Whose visits: of those who belong to the organisations in `$2`, or everybody's. Two texts, since a condition that may not hold
/// keeps a database from looking at a branch's people alone.
macro_rules! whose {
    (of, $person:literal) => {
        concat!("CAST($1 AS TEXT) IS NOT NULL AND ", $person, members!())
    };
    (all, $person:literal) => {
        concat!("(CAST($1 AS TEXT) IS NULL OR ", $person, members!(), ")")
    };
}

macro_rules! members {
    () => {
        " IN (SELECT m.person_id FROM memberships m WHERE m.until_on IS NULL \
         AND m.organization_id IN (SELECT j.value->>1 FROM json_each($2) AS j))"
    };
}

macro_rules! wanted {
    ($whose:ident, $start:literal, $end:literal) => {
        concat!(
            $start,
            "WHERE ",
            whose!($whose, "visits.person_id"),
            " AND (CAST($3 AS TEXT) IS NULL OR visits.act = $3) \
             AND (CAST($4 AS TEXT) IS NULL OR visits.made_on >= $4) AND (CAST($5 AS TEXT) IS NULL OR visits.made_on <= $5) \
             AND (CAST($6 AS TEXT) IS NULL OR (visits.promise IS NOT NULL AND visits.promise_kept_on IS NULL \
             AND visits.state = 'recorded'))",
            $end
        )
    };
}

/// The visits that are meant, the latest first; those with an open promise by its day.
pub async fn list_wanted(tx: &mut Tx, wanted: &VisitsWanted, stretch: Stretch) -> Result<Vec<Visit>, StoreError> {
    // An order by a day of promise would keep the plain list from its index.
    macro_rules! latest {
        ($whose:ident) => {
            wanted!(
                $whose,
                "",
                " ORDER BY visits.made_on DESC, visits.recorded_at DESC, visits.visit_id DESC LIMIT $7 OFFSET $8"
            )
        };
    }
    macro_rules! promised {
        ($whose:ident) => {
            wanted!(
                $whose,
                "",
                " ORDER BY visits.promise_due_on NULLS LAST, visits.made_on DESC, visits.recorded_at DESC, \
                 visits.visit_id DESC LIMIT $7 OFFSET $8"
            )
        };
    }
    let text = match (wanted.organizations.is_some(), wanted.with_open_promise) {
        (true, true) => promised!(of),
        (true, false) => latest!(of),
        (false, true) => promised!(all),
        (false, false) => latest!(all),
    };
    let rows = wanted.bind(select::<VisitRow>(text))?.stretch(stretch).all(tx).await?;
    opened(tx, rows).await
}

/// How many visits are meant.
pub async fn count_wanted(tx: &mut Tx, wanted: &VisitsWanted) -> Result<u64, StoreError> {
    let text = match wanted.organizations {
        Some(_) => wanted!(of, "SELECT COUNT(*) FROM visits ", ""),
        None => wanted!(all, "SELECT COUNT(*) FROM visits ", ""),
    };
    let (count,) = wanted.bind(sql(text))?.one::<(i64,)>(tx).await?;
    Ok(count.unsigned_abs())
}

impl VisitsWanted {
    fn bind(&self, text: Sql) -> Result<Sql, StoreError> {
        Ok(text
            .among(VisitRow::NAME, self.organizations.as_ref())?
            .bind(self.act.map(|act| act.code().to_owned()))
            .bind(self.from.map(|day| day.to_string()))
            .bind(self.to.map(|day| day.to_string()))
            .bind(self.with_open_promise.then(|| "open".to_owned())))
    }
}

/// The last day on which each person was seen or spoken to, of those who belong to these organisations today (none is
/// everybody); who never was is left out.
pub async fn list_last_days(
    tx: &mut Tx,
    organizations: Option<&[OrganizationId]>,
) -> Result<BTreeMap<PersonId, Date>, StoreError> {
    macro_rules! last_days {
        ($whose:ident) => {
            concat!(
                "SELECT d.person_id, MAX(d.made_on) FROM (\
                 SELECT v.person_id, v.made_on FROM visits v WHERE v.state = 'recorded' AND ",
                whose!($whose, "v.person_id"),
                " UNION ALL SELECT s.person_id, v.made_on FROM visits_seen s JOIN visits v ON v.visit_id = s.visit_id \
                 WHERE v.state = 'recorded' AND ",
                whose!($whose, "s.person_id"),
                ") AS d GROUP BY d.person_id"
            )
        };
    }
    let rows = sql(if organizations.is_some() { last_days!(of) } else { last_days!(all) })
        .among(VisitRow::NAME, organizations)?
        .all::<(String, String)>(tx)
        .await?;
    let wrong = |column, key: &str| StoreError::Inconsistent { table: VisitRow::NAME, column, key: key.to_owned() };
    rows.into_iter()
        .map(|(id, day)| {
            let person_id = id.parse().map_err(|_| wrong("person_id", &id))?;
            Ok((person_id, day.parse().map_err(|_| wrong("made_on", &id))?))
        })
        .collect()
}

/// The visits since a day of those who belong to these organisations today (none is everybody), by person and day, without
/// their words.
pub async fn list_brief_since(
    tx: &mut Tx,
    since: Date,
    organizations: Option<&[OrganizationId]>,
) -> Result<Vec<BriefVisit>, StoreError> {
    macro_rules! since {
        ($whose:ident) => {
            concat!(
                "SELECT v.visit_id, v.person_id, v.act, v.made_on, v.manner, v.occasions FROM visits v \
                 WHERE v.made_on >= $3 AND v.state = 'recorded' AND ",
                whose!($whose, "v.person_id"),
                " ORDER BY v.person_id, v.made_on, v.visit_id"
            )
        };
    }
    let rows = sql(if organizations.is_some() { since!(of) } else { since!(all) })
        .among(VisitRow::NAME, organizations)?
        .bind(since.to_string())
        .all::<(String, String, String, String, String, String)>(tx)
        .await?;
    rows.into_iter()
        .map(|(id, person, act, day, manner, occasions)| {
            let wrong = |column| StoreError::Inconsistent { table: VisitRow::NAME, column, key: id.clone() };
            Ok(BriefVisit {
                visit_id: id.parse().map_err(|_| wrong("visit_id"))?,
                person_id: person.parse().map_err(|_| wrong("person_id"))?,
                act: VisitAct::from_code(&act).ok_or_else(|| wrong("act"))?,
                made_on: day.parse().map_err(|_| wrong("made_on"))?,
                manner: VisitManner::from_code(&manner).ok_or_else(|| wrong("manner"))?,
                occasions: serde_json::from_str(&occasions).map_err(|_| wrong("occasions"))?,
            })
        })
        .collect()
}

/// The visits at which these persons were given something, from a day on, the latest first.
pub async fn list_gifts_since(tx: &mut Tx, person_ids: &[PersonId], from: Date) -> Result<Vec<Visit>, StoreError> {
    let text = "WHERE visits.person_id IN (SELECT j.value->>1 FROM json_each($1) AS j) AND visits.gift_kind IS NOT NULL \
         AND visits.state = 'recorded' AND visits.made_on >= $2 ORDER BY visits.made_on DESC, visits.visit_id";
    let of = ids_as_cells(VisitRow::NAME, person_ids)?;
    let rows = select::<VisitRow>(text).json(of).bind(from.to_string()).all(tx).await?;
    opened(tx, rows).await
}

//! What the clocks read from other records: visits, the ways of needs, spells of belonging, deaths, and facts that tell of
//! something. Days and moments alone, nobody's words.

use std::collections::BTreeMap;

use guanai_casework::{NeedState, VisitManner};
use guanai_kernel::ids::{MembershipId, NeedId, OrganizationId, PersonId, VisitId};
use guanai_kernel::{Date, Moment, System};
use guanai_registry::{Fact, SourceKind};

use crate::engine::record::{ids_as_cells, keys_as_cells, opened};
use crate::engine::sql::select;
use crate::engine::table::Table;
use crate::engine::{StoreError, Tx, sql};
use crate::facts::{FactRow, NewFact};
use crate::needs::NeedRow;

/// That somebody was seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// The visit.
    pub visit_id: VisitId,
    /// Who was seen: the person visited, or somebody else at the same visit.
    pub person_id: PersonId,
    /// The day.
    pub made_on: Date,
    /// How they were reached.
    pub manner: VisitManner,
    /// What it was for, as codes.
    pub occasions: Vec<String>,
    /// When it was entered.
    pub recorded_at: Moment,
}

/// The visits that stand at which these persons were seen, by person, day and id.
pub async fn list_seen(tx: &mut Tx, person_ids: &[PersonId]) -> Result<Vec<Seen>, StoreError> {
    let rows = sql("SELECT v.person_id, v.made_on, v.visit_id, v.manner, v.occasions, v.recorded_at FROM visits v \
             WHERE v.state = 'recorded' AND v.person_id IN (SELECT j.value->>1 FROM json_each($1) AS j) \
         UNION ALL SELECT s.person_id, v.made_on, v.visit_id, v.manner, v.occasions, s.recorded_at FROM visits_seen s \
             JOIN visits v ON v.visit_id = s.visit_id AND v.state = 'recorded' \
             WHERE s.person_id IN (SELECT j.value->>1 FROM json_each($1) AS j) AND s.person_id <> v.person_id \
         ORDER BY 1, 2, 3")
    .json(ids_as_cells("visits", person_ids)?)
    .all::<(String, String, String, String, String, i64)>(tx)
    .await?;
    rows.into_iter()
        .map(|(person, day, visit, manner, occasions, recorded_at)| {
            let wrong = |column| StoreError::Inconsistent { table: "visits", column, key: visit.clone() };
            Ok(Seen {
                visit_id: visit.parse().map_err(|_| wrong("visit_id"))?,
                person_id: person.parse().map_err(|_| wrong("person_id"))?,
                made_on: day.parse().map_err(|_| wrong("made_on"))?,
                manner: VisitManner::from_code(&manner).ok_or_else(|| wrong("manner"))?,
                occasions: serde_json::from_str(&occasions).map_err(|_| wrong("occasions"))?,
                recorded_at: Moment::from_micros(recorded_at),
            })
        })
        .collect()
}

/// The way of a need: how it came and through which states it went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NeedWay {
    /// The need.
    pub need_id: NeedId,
    /// Whose.
    pub person_id: PersonId,
    /// How urgent, as it stands now.
    pub urgency: Option<String>,
    /// The day it was first stated.
    pub stated_on: Date,
    /// When it was first recorded.
    pub recorded_at: Moment,
    /// Whether a book brought it.
    pub from_book: bool,
    /// Its states in their order, each with the moment it was reached; the first is the one it came in.
    pub states: Vec<(NeedState, Moment)>,
}

/// The ways of the needs of these persons, by person and id. A state that a life event brought and its reversal took away is no
/// part of the way.
pub async fn list_need_ways(tx: &mut Tx, person_ids: &[PersonId]) -> Result<Vec<NeedWay>, StoreError> {
    let of = ids_as_cells(NeedRow::NAME, person_ids)?;
    let text = "WHERE person_id IN (SELECT j.value->>1 FROM json_each($1) AS j) ORDER BY person_id, need_id";
    let now = select::<NeedRow>(text).json(of.clone()).all::<NeedRow>(tx).await?;
    let former =
        sql("SELECT f.record_id, f.replaced_at, f.state FROM former_states f JOIN needs n ON n.need_id = f.record_id \
         WHERE f.record = 'needs' AND NOT EXISTS (SELECT 1 FROM life_event_changes c \
             JOIN life_events e ON e.life_event_id = c.life_event_id WHERE c.record = 'needs' \
             AND c.record_id = f.record_id AND e.state = 'undone' AND e.closed_at = f.replaced_at) \
         AND n.person_id IN (SELECT j.value->>1 FROM json_each($1) AS j) \
         ORDER BY f.record_id, f.state_no")
        .json(of)
        .all::<(String, i64, String)>(tx)
        .await?;
    let mut before: BTreeMap<String, Vec<(i64, NeedRow)>> = BTreeMap::new();
    for (need, replaced_at, state) in former {
        let row = serde_json::from_str(&state).map_err(|_| StoreError::Inconsistent {
            table: "former_states",
            column: "state",
            key: need.clone(),
        })?;
        before.entry(need).or_default().push((replaced_at, row));
    }
    now.into_iter().map(|row| way(&before.remove(&row.need_id).unwrap_or_default(), &row)).collect()
}

fn way(before: &[(i64, NeedRow)], now: &NeedRow) -> Result<NeedWay, StoreError> {
    let wrong = |column| StoreError::Inconsistent { table: NeedRow::NAME, column, key: now.need_id.clone() };
    let first = before.first().map_or(now, |(_, row)| row);
    let mut states: Vec<(NeedState, Moment)> = Vec::new();
    let mut reached = first.recorded_at;
    let rows = before.iter().map(|(replaced_at, row)| (Some(*replaced_at), row)).chain([(None, now)]);
    for (replaced_at, row) in rows {
        let state = NeedState::from_code(&row.state).ok_or_else(|| wrong("state"))?;
        if states.last().is_none_or(|(last, _)| *last != state) {
            states.push((state, Moment::from_micros(reached)));
        }
        reached = replaced_at.unwrap_or(reached);
    }
    Ok(NeedWay {
        need_id: now.need_id.parse().map_err(|_| wrong("need_id"))?,
        person_id: now.person_id.parse().map_err(|_| wrong("person_id"))?,
        urgency: now.urgency.clone(),
        stated_on: first.stated_on.parse().map_err(|_| wrong("stated_on"))?,
        recorded_at: Moment::from_micros(first.recorded_at),
        from_book: first.import_id.is_some(),
        states,
    })
}

/// A spell of belonging, as far as clocks ask.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpellOfCare {
    /// The spell.
    pub membership_id: MembershipId,
    /// Whose.
    pub person_id: PersonId,
    /// Which organisation answers.
    pub organization_id: OrganizationId,
    /// From when it is known to.
    pub since_on: Date,
    /// The first day on which it no longer does.
    pub until_on: Option<Date>,
    /// Whether a book brought it.
    pub from_book: bool,
    /// When it was recorded.
    pub recorded_at: Moment,
}

/// The spells of these persons, by person, day and id.
pub async fn list_spells(tx: &mut Tx, person_ids: &[PersonId]) -> Result<Vec<SpellOfCare>, StoreError> {
    let rows = sql(
        "SELECT m.person_id, m.since_on, m.membership_id, m.organization_id, m.until_on, m.source_kind, m.recorded_at \
         FROM memberships m WHERE m.person_id IN (SELECT j.value->>1 FROM json_each($1) AS j) ORDER BY 1, 2, 3",
    )
    .json(ids_as_cells("memberships", person_ids)?)
    .all::<(String, String, String, String, Option<String>, String, i64)>(tx)
    .await?;
    rows.into_iter()
        .map(|(person, since, spell, organization, until, source, recorded_at)| {
            let wrong = |column| StoreError::Inconsistent { table: "memberships", column, key: spell.clone() };
            let source = SourceKind::from_code(&source).ok_or_else(|| wrong("source_kind"))?;
            Ok(SpellOfCare {
                membership_id: spell.parse().map_err(|_| wrong("membership_id"))?,
                person_id: person.parse().map_err(|_| wrong("person_id"))?,
                organization_id: organization.parse().map_err(|_| wrong("organization_id"))?,
                since_on: since.parse().map_err(|_| wrong("since_on"))?,
                until_on: until.as_deref().map(str::parse).transpose().map_err(|_| wrong("until_on"))?,
                from_book: !matches!(source, SourceKind::Entry | SourceKind::Visit),
                recorded_at: Moment::from_micros(recorded_at),
            })
        })
        .collect()
}

/// The days on which these persons died; the living are left out.
pub async fn list_deaths(tx: &mut Tx, person_ids: &[PersonId]) -> Result<BTreeMap<PersonId, Date>, StoreError> {
    let rows = sql("SELECT p.person_id, p.died_on FROM persons p WHERE p.died_on IS NOT NULL \
         AND p.person_id IN (SELECT j.value->>1 FROM json_each($1) AS j) ORDER BY 1")
    .json(ids_as_cells("persons", person_ids)?)
    .all::<(String, String)>(tx)
    .await?;
    rows.into_iter()
        .map(|(person, day)| {
            let wrong = |column| StoreError::Inconsistent { table: "persons", column, key: person.clone() };
            Ok((person.parse().map_err(|_| wrong("person_id"))?, day.parse().map_err(|_| wrong("died_on"))?))
        })
        .collect()
}

/// Everything recorded of these persons under these names that was not struck out since, oldest first.
pub async fn list_facts_named(tx: &mut Tx, person_ids: &[PersonId], names: &[&str]) -> Result<Vec<Fact>, StoreError> {
    let text = "WHERE person_id IN (SELECT j.value->>1 FROM json_each($1) AS j) \
         AND name IN (SELECT j.value->>1 FROM json_each($2) AS j) \
         AND fact_id NOT IN (SELECT x.fact_id FROM struck_facts x) \
         ORDER BY person_id, name, valid_from, recorded_at, fact_id";
    let rows = select::<FactRow>(text)
        .json(ids_as_cells(FactRow::NAME, person_ids)?)
        .json(keys_as_cells(FactRow::NAME, names.iter().copied())?)
        .all(tx)
        .await?;
    let kept: Vec<NewFact> = opened(tx, rows).await?;
    Ok(kept.into_iter().map(|kept| kept.fact).collect())
}

/// Of these persons, those of whom something under these names was recorded that holds from a day on, by id.
pub async fn list_told_since(
    tx: &mut Tx,
    person_ids: &[PersonId],
    names: &[&str],
    since: Date,
) -> Result<Vec<PersonId>, StoreError> {
    let rows = sql("SELECT DISTINCT f.person_id FROM facts f WHERE f.valid_from >= $3 \
         AND f.person_id IN (SELECT j.value->>1 FROM json_each($1) AS j) \
         AND f.name IN (SELECT j.value->>1 FROM json_each($2) AS j) \
         AND f.fact_id NOT IN (SELECT x.fact_id FROM struck_facts x) ORDER BY 1")
    .json(ids_as_cells(FactRow::NAME, person_ids)?)
    .json(keys_as_cells(FactRow::NAME, names.iter().copied())?)
    .bind(since.to_string())
    .all::<(String,)>(tx)
    .await?;
    let wrong = |key: &str| StoreError::Inconsistent { table: "facts", column: "person_id", key: key.to_owned() };
    rows.iter().map(|(id,)| id.parse().map_err(|_| wrong(id))).collect()
}

/// Everybody who belongs somewhere or whose clock runs, by id: those for whom clocks are reckoned.
pub async fn list_reckoned(tx: &mut Tx) -> Result<Vec<PersonId>, StoreError> {
    let rows = sql("SELECT m.person_id FROM memberships m UNION SELECT c.person_id FROM clocks c ORDER BY 1")
        .all::<(String,)>(tx)
        .await?;
    let wrong = |key: &str| StoreError::Inconsistent { table: "memberships", column: "person_id", key: key.to_owned() };
    rows.iter().map(|(id,)| id.parse().map_err(|_| wrong(id))).collect()
}

/// An organisation as the board needs it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Its id.
    pub organization_id: OrganizationId,
    /// The one above it.
    pub superior_id: Option<OrganizationId>,
    /// Its code, in whose order places are shown.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Its system.
    pub system: System,
}

/// Every organisation, in the order of codes.
pub async fn list_places(tx: &mut Tx) -> Result<Vec<Place>, StoreError> {
    let rows = sql("SELECT o.organization_id, o.superior_id, o.code, o.name, o.system FROM party_organizations o \
         ORDER BY o.code, o.organization_id")
    .all::<(String, Option<String>, String, String, String)>(tx)
    .await?;
    rows.into_iter()
        .map(|(id, above, code, name, system)| {
            let wrong = |column| StoreError::Inconsistent { table: "party_organizations", column, key: id.clone() };
            Ok(Place {
                organization_id: id.parse().map_err(|_| wrong("organization_id"))?,
                superior_id: above.as_deref().map(str::parse).transpose().map_err(|_| wrong("superior_id"))?,
                code,
                name,
                system: System::from_code(&system).ok_or_else(|| wrong("system"))?,
            })
        })
        .collect()
}

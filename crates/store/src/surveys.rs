//! Surveys, their strata, and who was drawn. Who was drawn is kept for handing out and forgotten at the end of a survey; no former
//! state keeps them.

use guanai_effect::{DrawnPerson, FrameCount, Mark, Method, StratumKey, Survey, SurveyState, SurveyStratum};
use guanai_kernel::Moment;
use guanai_kernel::ids::SurveyId;

use crate::engine::record::{self, Record, opened};
use crate::engine::sql::{select, sql};
use crate::engine::table::table;
use crate::engine::{StoreError, Tx, cell};
use crate::seal::Keys;

table! {
    /// A survey.
    SurveyRow in surveys {
        1 survey_id;
        2 title: text,
        3 as_of_on: text,
        4 due_on: text,
        5 size: int,
        6 method: text,
        7 seed: text,
        8 asked_of: int,
        9 dead: int,
        10 gone: int,
        11 unwilling: int,
        12 other: int,
        13 state: text,
        14 drawn_by: text,
        15 drawn_at: int,
        16 decided_by: text_or_none,
        17 decided_at: int_or_none,
        18 closed_by: text_or_none,
        19 closed_at: int_or_none,
        20 words: text_or_none,
    }
}

table! {
    /// A stratum of a survey; its number is written with four figures, so that text sorts as numbers do.
    StratumRow in survey_strata {
        1 survey_id,
        2 stratum_no;
        3 parts: text,
        4 population: int,
        5 drawn: int,
        6 returned: int_or_none,
    }
}

table! {
    /// Somebody who was drawn.
    DrawnRow in survey_people {
        1 survey_id,
        2 person_id;
        3 stratum_no: text,
    }
}

fn kept(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

fn number(no: u32) -> String {
    format!("{no:04}")
}

fn mark_of(
    at: &cell::Place,
    column: &'static str,
    by: Option<String>,
    moment: Option<i64>,
) -> Result<Option<Mark>, StoreError> {
    match (by, moment) {
        (Some(by), Some(moment)) => Ok(Some(Mark { by, at: Moment::from_micros(moment) })),
        (None, None) => Ok(None),
        _ => Err(at.inconsistent(column)),
    }
}

impl Record for Survey {
    type Row = SurveyRow;

    fn to_row(&self, _keys: &Keys) -> SurveyRow {
        SurveyRow {
            survey_id: self.survey_id.to_string(),
            title: self.title.clone(),
            as_of_on: self.as_of_on.to_string(),
            due_on: self.due_on.to_string(),
            size: kept(self.size),
            method: self.method.code().to_owned(),
            seed: format!("{:016x}", self.seed),
            asked_of: kept(self.frame.asked_of),
            dead: kept(self.frame.dead),
            gone: kept(self.frame.gone),
            unwilling: kept(self.frame.unwilling),
            other: kept(self.frame.other),
            state: self.state.code().to_owned(),
            drawn_by: self.drawn.by.clone(),
            drawn_at: self.drawn.at.as_micros(),
            decided_by: self.decided.as_ref().map(|mark| mark.by.clone()),
            decided_at: self.decided.as_ref().map(|mark| mark.at.as_micros()),
            closed_by: self.closed.as_ref().map(|mark| mark.by.clone()),
            closed_at: self.closed.as_ref().map(|mark| mark.at.as_micros()),
            words: self.words.clone(),
        }
    }

    fn from_row(row: SurveyRow, _keys: &Keys) -> Result<Self, StoreError> {
        let at = cell::of(&row);
        let count = |column: &'static str, kept: i64| u64::try_from(kept).map_err(|_| at.inconsistent(column));
        Ok(Self {
            survey_id: at.id("survey_id", &row.survey_id)?,
            as_of_on: at.day("as_of_on", &row.as_of_on)?,
            due_on: at.day("due_on", &row.due_on)?,
            size: count("size", row.size)?,
            method: at.word("method", &row.method, Method::from_code)?,
            seed: u64::from_str_radix(&row.seed, 16).map_err(|_| at.inconsistent("seed"))?,
            frame: FrameCount {
                asked_of: count("asked_of", row.asked_of)?,
                dead: count("dead", row.dead)?,
                gone: count("gone", row.gone)?,
                unwilling: count("unwilling", row.unwilling)?,
                other: count("other", row.other)?,
            },
            state: at.word("state", &row.state, SurveyState::from_code)?,
            drawn: Mark { by: row.drawn_by, at: Moment::from_micros(row.drawn_at) },
            decided: mark_of(&at, "decided_by", row.decided_by, row.decided_at)?,
            closed: mark_of(&at, "closed_by", row.closed_by, row.closed_at)?,
            title: row.title,
            words: row.words,
        })
    }
}

impl Record for SurveyStratum {
    type Row = StratumRow;

    fn to_row(&self, _keys: &Keys) -> StratumRow {
        let parts: Vec<[&str; 2]> = self.parts.iter().map(|key| [key.class.as_str(), key.place.as_str()]).collect();
        StratumRow {
            survey_id: self.survey_id.to_string(),
            stratum_no: number(self.no),
            parts: serde_json::json!(parts).to_string(),
            population: kept(self.population),
            drawn: kept(self.drawn),
            returned: self.returned.map(kept),
        }
    }

    fn from_row(row: StratumRow, _keys: &Keys) -> Result<Self, StoreError> {
        let at = cell::of(&row);
        let count = |column: &'static str, kept: i64| u64::try_from(kept).map_err(|_| at.inconsistent(column));
        let parts: Vec<[String; 2]> = at.json("parts", &row.parts)?;
        Ok(Self {
            survey_id: at.id("survey_id", &row.survey_id)?,
            no: row.stratum_no.parse().map_err(|_| at.inconsistent("stratum_no"))?,
            parts: parts.into_iter().map(|[class, place]| StratumKey { class, place }).collect(),
            population: count("population", row.population)?,
            drawn: count("drawn", row.drawn)?,
            returned: row.returned.map(|returned| count("returned", returned)).transpose()?,
        })
    }
}

impl Record for DrawnPerson {
    type Row = DrawnRow;

    fn to_row(&self, _keys: &Keys) -> DrawnRow {
        DrawnRow {
            survey_id: self.survey_id.to_string(),
            person_id: self.person_id.to_string(),
            stratum_no: number(self.stratum_no),
        }
    }

    fn from_row(row: DrawnRow, _keys: &Keys) -> Result<Self, StoreError> {
        let at = cell::of(&row);
        Ok(Self {
            survey_id: at.id("survey_id", &row.survey_id)?,
            person_id: at.id("person_id", &row.person_id)?,
            stratum_no: row.stratum_no.parse().map_err(|_| at.inconsistent("stratum_no"))?,
        })
    }
}

/// Adds a survey with its strata and whom it drew.
pub async fn add(
    tx: &mut Tx,
    survey: &Survey,
    strata: &[SurveyStratum],
    people: &[DrawnPerson],
) -> Result<(), StoreError> {
    record::add_many(tx, std::slice::from_ref(survey)).await?;
    record::add_many(tx, strata).await?;
    record::add_many(tx, people).await
}

/// Replaces the state `before`, keeping it. Refused where it no longer stands.
pub async fn amend(tx: &mut Tx, before: &Survey, after: &Survey, at: Moment) -> Result<(), StoreError> {
    record::amend_many(tx, &[(before.clone(), after.clone())], at).await
}

/// Replaces states of strata, keeping those before. Refused where one no longer stands.
pub async fn amend_strata(
    tx: &mut Tx,
    changes: &[(SurveyStratum, SurveyStratum)],
    at: Moment,
) -> Result<(), StoreError> {
    record::amend_many(tx, changes, at).await
}

/// Forgets whom a survey drew.
pub async fn end_people(tx: &mut Tx, survey_id: SurveyId) -> Result<(), StoreError> {
    sql("DELETE FROM survey_people WHERE survey_id = $1").bind(survey_id.to_string()).execute(tx).await?;
    Ok(())
}

/// The survey with this id.
pub async fn find(tx: &mut Tx, survey_id: SurveyId) -> Result<Option<Survey>, StoreError> {
    record::find(tx, &survey_id.to_string()).await
}

/// Every one, the latest draw first.
pub async fn list(tx: &mut Tx) -> Result<Vec<Survey>, StoreError> {
    let rows = select::<SurveyRow>("ORDER BY drawn_at DESC, survey_id DESC").all(tx).await?;
    opened(tx, rows).await
}

/// The strata of a survey, by their numbers.
pub async fn list_strata(tx: &mut Tx, survey_id: SurveyId) -> Result<Vec<SurveyStratum>, StoreError> {
    let text = "WHERE survey_id = $1 ORDER BY stratum_no";
    let rows = select::<StratumRow>(text).bind(survey_id.to_string()).all(tx).await?;
    opened(tx, rows).await
}

/// Whom a survey drew, by id; nobody once it has ended.
pub async fn list_people(tx: &mut Tx, survey_id: SurveyId) -> Result<Vec<DrawnPerson>, StoreError> {
    let text = "WHERE survey_id = $1 ORDER BY person_id";
    let rows = select::<DrawnRow>(text).bind(survey_id.to_string()).all(tx).await?;
    opened(tx, rows).await
}

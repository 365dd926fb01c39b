//! What questionnaires say: sheets without a person, a day or an order; and, apart from them, which paper codes were entered.

use std::collections::BTreeSet;

use guanai_effect::{AnsweredSheet, UsedCode};
use guanai_kernel::ids::SurveyId;

use crate::engine::record::{self, Record, opened};
use crate::engine::sql::{select, sql};
use crate::engine::table::table;
use crate::engine::{StoreError, Tx, cell};
use crate::seal::Keys;

/// What stands for an item that was left blank.
const BLANK: char = '-';

table! {
    /// A sheet that came back.
    SheetRow in survey_sheets {
        1 survey_id,
        2 sheet_id;
        3 stratum_no: text,
        4 instrument: text,
        5 answers: text,
    }
}

table! {
    /// A paper code that was entered.
    CodeRow in survey_codes {
        1 survey_id,
        2 code;
        3 stratum_no: text,
    }
}

impl Record for AnsweredSheet {
    type Row = SheetRow;

    fn to_row(&self, _keys: &Keys) -> SheetRow {
        let letter = |answer: &Option<u8>| answer.map_or(BLANK, |answer| char::from(b'0' + answer.min(9)));
        SheetRow {
            survey_id: self.survey_id.to_string(),
            sheet_id: self.sheet_id.clone(),
            stratum_no: format!("{:04}", self.stratum_no),
            instrument: self.instrument.clone(),
            answers: self.answers.iter().map(letter).collect(),
        }
    }

    fn from_row(row: SheetRow, _keys: &Keys) -> Result<Self, StoreError> {
        let at = cell::of(&row);
        let answer = |letter: char| match letter {
            BLANK => Ok(None),
            '1'..='5' => Ok(letter.to_digit(10).and_then(|digit| u8::try_from(digit).ok())),
            _ => Err(at.inconsistent("answers")),
        };
        Ok(Self {
            survey_id: at.id("survey_id", &row.survey_id)?,
            stratum_no: row.stratum_no.parse().map_err(|_| at.inconsistent("stratum_no"))?,
            answers: row.answers.chars().map(answer).collect::<Result<_, _>>()?,
            sheet_id: row.sheet_id,
            instrument: row.instrument,
        })
    }
}

impl Record for UsedCode {
    type Row = CodeRow;

    fn to_row(&self, _keys: &Keys) -> CodeRow {
        CodeRow {
            survey_id: self.survey_id.to_string(),
            code: self.code.clone(),
            stratum_no: format!("{:04}", self.stratum_no),
        }
    }

    fn from_row(row: CodeRow, _keys: &Keys) -> Result<Self, StoreError> {
        let at = cell::of(&row);
        Ok(Self {
            survey_id: at.id("survey_id", &row.survey_id)?,
            stratum_no: row.stratum_no.parse().map_err(|_| at.inconsistent("stratum_no"))?,
            code: row.code,
        })
    }
}

/// Adds sheets, and that these codes were entered: each in the order of its own letters, so that neither is told by the other.
pub async fn add(tx: &mut Tx, sheets: &[AnsweredSheet], codes: &[UsedCode]) -> Result<(), StoreError> {
    let (mut sheets, mut codes) = (sheets.to_vec(), codes.to_vec());
    sheets.sort_by(|a, b| a.sheet_id.cmp(&b.sheet_id));
    codes.sort_by(|a, b| a.code.cmp(&b.code));
    record::add_many(tx, &sheets).await?;
    record::add_many(tx, &codes).await
}

/// The sheets of a survey, in no order that says anything.
pub async fn list(tx: &mut Tx, survey_id: SurveyId) -> Result<Vec<AnsweredSheet>, StoreError> {
    let text = "WHERE survey_id = $1 ORDER BY sheet_id";
    let rows = select::<SheetRow>(text).bind(survey_id.to_string()).all(tx).await?;
    opened(tx, rows).await
}

/// The codes of a survey that were entered; none once it has ended.
pub async fn list_codes(tx: &mut Tx, survey_id: SurveyId) -> Result<BTreeSet<String>, StoreError> {
    let rows = select::<CodeRow>("WHERE survey_id = $1").bind(survey_id.to_string()).all(tx).await?;
    let used: Vec<UsedCode> = opened(tx, rows).await?;
    Ok(used.into_iter().map(|used| used.code).collect())
}

/// Forgets which codes were entered.
pub async fn end_codes(tx: &mut Tx, survey_id: SurveyId) -> Result<(), StoreError> {
    sql("DELETE FROM survey_codes WHERE survey_id = $1").bind(survey_id.to_string()).execute(tx).await?;
    Ok(())
}

//! Questionnaires on paper, and entering what came back. Each paper has a code that follows from the survey's seed; it says of which
//! stratum the paper is and that it was not entered before, stands beside no person, and is not kept beside the answers. What is entered
//! has no person, no day and no order: whoever reads the records finds no way back to who answered.

use std::collections::{BTreeMap, BTreeSet};

use guanai_effect::{
    AnsweredSheet, Instrument, Sheet, SheetError, Survey, SurveyState, SurveyStratum, UsedCode, paper_codes, read_sheet,
};
use guanai_kernel::Ids;
use guanai_kernel::hex::in_hex;
use guanai_kernel::ids::{OperationId, SurveyId};
use guanai_scheme::{Lang, Questionnaire};
use guanai_store::{Tx, audit, survey_sheets, surveys};
use sha2::{Digest as _, Sha256};

use super::carry::count_sheets;
use super::{MOST_SHEETS, SurveysError};
use crate::actor::Act;
use crate::cx::Cx;
use crate::operation::Operation;

/// The questionnaires of a survey, to be printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Papers {
    /// The survey.
    pub survey: Survey,
    /// Which questionnaire it is.
    pub instrument: String,
    /// Of each stratum, the codes of its papers.
    pub strata: Vec<(SurveyStratum, Vec<String>)>,
}

/// How entering stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entered {
    /// The survey.
    pub survey: Survey,
    /// How many items a sheet has.
    pub items: usize,
    /// How many sheets were entered.
    pub sheets: u64,
}

/// Lines that were copied from a table: a paper code and one answer an item, apart by tabs.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct EnterAnswers {
    /// Of which survey.
    pub survey_id: SurveyId,
    /// The lines.
    pub lines: String,
}

/// Why a line is not taken. Checked in this order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SheetProblem {
    /// No paper of this survey has the code.
    UnknownCode,
    /// A line above has the same code.
    TwiceHere,
    /// The paper was entered before.
    EnteredBefore,
    /// The answers are no sheet.
    Sheet(SheetError),
}

/// A line that is not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrongSheet {
    /// Which line, from 1.
    pub line: usize,
    /// What stood where the code stands.
    pub code: String,
    /// Why not.
    pub problem: SheetProblem,
}

/// What scoring needs to know of a questionnaire, and by what it is told from another: its items, their direction and their scales.
pub fn instrument_of(questionnaire: &Questionnaire) -> (Instrument, String) {
    let mut digest = Sha256::new();
    digest.update(questionnaire.code.as_bytes());
    for item in &questionnaire.items {
        digest.update(format!("\n{}\t{}\t{}", item.code, item.is_reversed, item.text.get(Lang::Zh)).as_bytes());
    }
    for scale in &questionnaire.scales {
        digest.update(format!("\n{}\t{:?}", scale.code, scale.items).as_bytes());
    }
    let print = in_hex(digest.finalize().get(..4).unwrap_or_default());
    let instrument = Instrument {
        reversed: questionnaire.items.iter().map(|item| item.is_reversed).collect(),
        enough_percent: questionnaire.enough_percent,
        smallest_group: questionnaire.smallest_group,
    };
    (instrument, print)
}

fn codes_of(survey: &Survey, strata: &[SurveyStratum]) -> BTreeMap<String, u32> {
    let drawn: Vec<(u32, u64)> = strata.iter().map(|stratum| (stratum.no, stratum.drawn)).collect();
    paper_codes(survey.seed, &drawn)
}

/// The questionnaires of a survey that is running, with their codes.
pub async fn read_papers(cx: &mut Cx<'_>, survey_id: SurveyId) -> Result<Papers, SurveysError> {
    cx.authorise(Act::PrintSurvey)?;
    let questionnaire = cx.standards.pack.questionnaire().ok_or(SurveysError::NoQuestionnaire)?;
    let (_, instrument) = instrument_of(questionnaire);
    let mut tx = cx.db.begin_read().await?;
    let found = load_running(&mut tx, survey_id).await;
    tx.rollback().await?;
    let (survey, strata) = found?;
    let codes = codes_of(&survey, &strata);
    let of = |no: u32| codes.iter().filter(|(_, of)| **of == no).map(|(code, _)| code.clone()).collect();
    let strata = strata.into_iter().map(|stratum| (stratum.clone(), of(stratum.no))).collect();
    cx.record_reading(Act::PrintSurvey, Vec::new()).await?;
    Ok(Papers { survey, instrument, strata })
}

async fn load_running(tx: &mut Tx, survey_id: SurveyId) -> Result<(Survey, Vec<SurveyStratum>), SurveysError> {
    let survey = surveys::find(tx, survey_id).await?.ok_or(SurveysError::NotFound)?;
    if survey.state != SurveyState::Released {
        return Err(SurveysError::NotRunning);
    }
    Ok((survey, surveys::list_strata(tx, survey_id).await?))
}

/// What the form for entering shows.
pub async fn open_entry(cx: &mut Cx<'_>, survey_id: SurveyId) -> Result<Entered, SurveysError> {
    cx.authorise(Act::EnterAnswers)?;
    let questionnaire = cx.standards.pack.questionnaire().ok_or(SurveysError::NoQuestionnaire)?;
    let items = questionnaire.items.len();
    let mut tx = cx.db.begin_read().await?;
    let found = load_entry(&mut tx, survey_id, items).await;
    tx.rollback().await?;
    found
}

async fn load_entry(tx: &mut Tx, survey_id: SurveyId, items: usize) -> Result<Entered, SurveysError> {
    let (survey, _) = load_running(tx, survey_id).await?;
    let sheets = survey_sheets::list(tx, survey_id).await?.len();
    Ok(Entered { survey, items, sheets: u64::try_from(sheets).unwrap_or(u64::MAX) })
}

/// Enters what came back: every line or none. How many sheets were taken, or every line that is wrong.
pub async fn enter_answers(
    cx: &mut Cx<'_>,
    operation_id: OperationId,
    wish: &EnterAnswers,
) -> Result<Result<usize, Vec<WrongSheet>>, SurveysError> {
    cx.authorise(Act::EnterAnswers)?;
    let questionnaire = cx.standards.pack.questionnaire().ok_or(SurveysError::NoQuestionnaire)?;
    let (instrument, print) = &instrument_of(questionnaire);
    let operation = &Operation::new(operation_id, Act::EnterAnswers, wish)?;
    let mut ids = cx.ids.split();
    let record = &cx.audit_record(&mut ids, Act::EnterAnswers, Vec::new(), None);
    let (cx, ids) = (&*cx, &ids);
    let entering = cx.db.write(move |tx: &mut Tx, _| {
        Box::pin(async move {
            let (survey, strata) = load_running(tx, wish.survey_id).await?;
            let lines = lines_of(&wish.lines);
            if operation.earlier::<SurveyId>(tx, &cx.actor).await?.is_some() {
                return Ok(Ok(lines.len()));
            }
            if lines.len() > MOST_SHEETS {
                return Err(SurveysError::Lines { lines: lines.len() });
            }
            let there = survey_sheets::list(tx, wish.survey_id).await?;
            if there.iter().any(|sheet| sheet.instrument != *print) {
                return Err(SurveysError::OtherQuestionnaire);
            }
            let used = survey_sheets::list_codes(tx, wish.survey_id).await?;
            let read = match read_lines(&lines, instrument, &codes_of(&survey, &strata), &used) {
                Ok(read) => read,
                Err(wrong) => return Ok(Err(wrong)),
            };
            let (sheets, codes) = as_kept(wish.survey_id, print, read, ids.clone());
            survey_sheets::add(tx, &sheets, &codes).await?;
            let counts = count_sheets(&[there, sheets].concat());
            let changes: Vec<_> = strata.into_iter().filter_map(|stratum| counted(stratum, &counts)).collect();
            surveys::amend_strata(tx, &changes, cx.now).await?;
            operation.keep(tx, &cx.actor, wish.survey_id, cx.now).await?;
            audit::append(tx, record).await?;
            Ok(Ok(lines.len()))
        })
    });
    entering.await
}

/// Sheets as they are kept, and apart from them which codes were entered.
fn as_kept(
    survey_id: SurveyId,
    instrument: &str,
    read: ReadSheets,
    mut ids: Ids,
) -> (Vec<AnsweredSheet>, Vec<UsedCode>) {
    let (mut sheets, mut codes) = (Vec::new(), Vec::new());
    for (code, stratum_no, answers) in read {
        codes.push(UsedCode { survey_id, code, stratum_no });
        let (sheet_id, instrument) = (at_random(&mut ids), instrument.to_owned());
        sheets.push(AnsweredSheet { survey_id, sheet_id, stratum_no, instrument, answers });
    }
    (sheets, codes)
}

/// A number in which no order is seen.
fn at_random(ids: &mut Ids) -> String {
    in_hex(&ids.bytes::<16>())
}

/// A stratum of which more was entered than was counted, before and after: what was entered came back.
fn counted(stratum: SurveyStratum, counts: &BTreeMap<u32, u64>) -> Option<(SurveyStratum, SurveyStratum)> {
    let entered = counts.get(&stratum.no).copied().unwrap_or_default();
    (entered > stratum.returned.unwrap_or_default()).then(|| {
        let after = SurveyStratum { returned: Some(entered), ..stratum.clone() };
        (stratum, after)
    })
}

/// The lines that hold something, with their numbers.
fn lines_of(text: &str) -> Vec<(usize, &str)> {
    text.lines().zip(1..).filter(|(line, _)| !line.trim().is_empty()).map(|(line, no)| (no, line)).collect()
}

type ReadSheets = Vec<(String, u32, Sheet)>;

fn read_lines(
    lines: &[(usize, &str)],
    instrument: &Instrument,
    codes: &BTreeMap<String, u32>,
    used: &BTreeSet<String>,
) -> Result<ReadSheets, Vec<WrongSheet>> {
    let (mut read, mut wrong, mut seen) = (Vec::new(), Vec::new(), BTreeSet::new());
    for (line, text) in lines {
        let mut cells = text.trim_end_matches(['\r', '\n']).split('\t');
        let code = cells.next().unwrap_or_default().trim().to_ascii_uppercase();
        let cells: Vec<&str> = cells.collect();
        let told = match codes.get(&code) {
            None => Err(SheetProblem::UnknownCode),
            Some(_) if !seen.insert(code.clone()) => Err(SheetProblem::TwiceHere),
            Some(_) if used.contains(&code) => Err(SheetProblem::EnteredBefore),
            Some(no) => read_sheet(instrument, &cells).map(|sheet| (*no, sheet)).map_err(SheetProblem::Sheet),
        };
        match told {
            Ok((no, sheet)) => read.push((code, no, sheet)),
            Err(problem) => {
                let code = code.chars().take(20).collect();
                wrong.push(WrongSheet { line: *line, code, problem });
            }
        }
    }
    if wrong.is_empty() { Ok(read) } else { Err(wrong) }
}

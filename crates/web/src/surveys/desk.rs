//! What the pages of surveys ask of the use cases, beside [`crate::office::Office`].

use std::collections::BTreeMap;

use super::{ChoosableClass, Entered, ResultsFile, Survey, SurveyMove, SurveyRow, SurveyView, SurveyWish, WrongSheet};
use crate::office::{Answer, Asker, Download};
use crate::operation::OperationId;
use crate::reach::Saved;

/// A stratum in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StratumLine {
    /// Its number on paper.
    pub no: u32,
    /// Of whom it is made: class and place, of each of its parts.
    pub parts: Vec<(String, String)>,
    /// How many are in it.
    pub population: u64,
    /// How many are asked.
    pub drawn: u64,
    /// For how many each of those asked stands.
    pub weight: String,
    /// How many came back; none while nobody counted.
    pub returned: Option<u64>,
    /// Of those asked, how many percent answered.
    pub percent: Option<u64>,
    /// For how many each of those who answered stands; none where nobody did.
    pub answered_weight: Option<String>,
}

/// A survey in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SurveyFile {
    /// The survey.
    pub view: SurveyView,
    /// Its strata.
    pub strata: Vec<StratumLine>,
    /// Of those asked in strata that were counted, how many percent answered.
    pub percent: Option<u64>,
}

/// A stratum of which papers are printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaperStratum {
    /// Its number on paper.
    pub no: u32,
    /// Of whom it is made: class and place, of each of its parts.
    pub parts: Vec<(String, String)>,
    /// The codes of its papers.
    pub codes: Vec<String>,
}

/// The questionnaires of a survey on paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PapersFile {
    /// The survey.
    pub survey: Survey,
    /// Which questionnaire it is, by its mark.
    pub instrument: String,
    /// What the questionnaire is called.
    pub name: String,
    /// What is said on top.
    pub about: String,
    /// Its sentences.
    pub items: Vec<String>,
    /// The strata.
    pub strata: Vec<PaperStratum>,
}

/// The use cases of surveys, as the pages ask for them.
pub trait SurveyDesk: Send + Sync {
    /// Every survey, the latest draw first.
    fn surveys<'a>(&'a self, who: Asker<'a>) -> Answer<'a, Vec<SurveyRow>>;
    /// The classes by which a survey may part people.
    fn survey_classes<'a>(&'a self, who: Asker<'a>) -> Answer<'a, Vec<ChoosableClass>>;
    /// Draws a sample; the survey's id.
    fn draw_survey<'a>(&'a self, who: Asker<'a>, op: OperationId, wish: SurveyWish) -> Answer<'a, Saved>;
    /// One survey.
    fn survey<'a>(&'a self, who: Asker<'a>, survey: &'a str) -> Answer<'a, SurveyFile>;
    /// Releases, takes back or ends.
    fn move_survey<'a>(
        &'a self,
        who: Asker<'a>,
        op: OperationId,
        survey: &'a str,
        step: SurveyMove,
        why: Option<String>,
    ) -> Answer<'a, ()>;
    /// Writes down how many came back, by stratum.
    fn count_returns<'a>(
        &'a self,
        who: Asker<'a>,
        op: OperationId,
        survey: &'a str,
        returned: BTreeMap<u32, u64>,
    ) -> Answer<'a, ()>;
    /// Who was drawn, for handing out, as a workbook.
    fn survey_list<'a>(&'a self, who: Asker<'a>, survey: &'a str) -> Answer<'a, Download>;
    /// The questionnaires on paper.
    fn survey_papers<'a>(&'a self, who: Asker<'a>, survey: &'a str) -> Answer<'a, PapersFile>;
    /// How entering stands.
    fn survey_entry<'a>(&'a self, who: Asker<'a>, survey: &'a str) -> Answer<'a, Entered>;
    /// Enters lines, all of them or none: how many, or which are wrong.
    fn enter_answers<'a>(
        &'a self,
        who: Asker<'a>,
        op: OperationId,
        survey: &'a str,
        lines: String,
    ) -> Answer<'a, Result<usize, Vec<WrongSheet>>>;
    /// What a survey tells.
    fn survey_results<'a>(&'a self, who: Asker<'a>, survey: &'a str) -> Answer<'a, ResultsFile>;
}

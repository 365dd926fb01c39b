//! What the pages of surveys ask of the use cases, beside [`crate::office::Office`].

use std::collections::BTreeMap;

use super::{ChoosableClass, SurveyMove, SurveyRow, SurveyView, SurveyWish};
use crate::office::{Answer, Asker, Download};
use crate::operation::OperationId;

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

/// The use cases of surveys, as the pages ask for them.
pub trait SurveyDesk: Send + Sync {
    /// Every survey, the latest draw first.
    fn surveys<'a>(&'a self, who: Asker<'a>) -> Answer<'a, Vec<SurveyRow>>;
    /// The classes by which a survey may part people.
    fn survey_classes<'a>(&'a self, who: Asker<'a>) -> Answer<'a, Vec<ChoosableClass>>;
    /// Draws a sample; the survey's id.
    fn draw_survey<'a>(&'a self, who: Asker<'a>, op: OperationId, wish: SurveyWish) -> Answer<'a, String>;
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
}

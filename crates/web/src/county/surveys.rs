//! The pages of surveys over the app.

use std::collections::BTreeMap;

use guanai_app::rounds::workbook::{Column, Kind, Table, Value, workbook_of};
use guanai_app::surveys::{
    self as app, CountReturns, DrawSurvey, EnterAnswers, Entered, HandedOut, MoveSurvey, OTHERS, StratumKey,
    SurveyStratum, SurveyView, SurveysError, UNDETERMINED, WhyNot, WrongSheet,
};
use guanai_effect::{AllocationError, SurveyMoveError};

use super::words::Words;
use super::{County, id};
use crate::form::FieldError;
use crate::office::{Answer, AskError, Asker, Download};
use crate::operation::OperationId;
use crate::reach::Saved;
use crate::surveys::{
    ChoosableClass, PaperStratum, PapersFile, ResultsFile, StratumLine, SurveyDesk, SurveyFile, SurveyMove, SurveyRow,
    SurveyWish,
};

/// The media type of a workbook.
const WORKBOOK: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

impl From<SurveysError> for AskError {
    fn from(error: SurveysError) -> Self {
        Self::Refused(match error {
            SurveysError::Denied(error) => return error.into(),
            SurveysError::NotFound => return Self::NotFound,
            SurveysError::Operation(error) => return error.into(),
            SurveysError::Population(error) => return error.into(),
            SurveysError::Store(error) => return error.into(),
            SurveysError::Words | SurveysError::Days | SurveysError::Class { .. } | SurveysError::Share { .. } => {
                "web-refused-survey-typed"
            }
            SurveysError::Allocation(AllocationError::Nobody | AllocationError::OnePerson) => {
                "web-refused-survey-nobody"
            }
            SurveysError::Allocation(AllocationError::MoreThanThere { .. }) => "web-refused-survey-more-than-there",
            SurveysError::Allocation(AllocationError::TooFew { .. }) => "web-refused-survey-too-few",
            SurveysError::Move(SurveyMoveError::Unlawful { .. }) => "web-refused-survey-move",
            SurveysError::Move(SurveyMoveError::OwnHand) => "web-refused-survey-own-hand",
            SurveysError::NotRunning => "web-refused-survey-not-running",
            SurveysError::Returned { .. } => "web-refused-survey-returned",
            SurveysError::Entered { .. } => "web-refused-survey-entered",
            SurveysError::NoQuestionnaire => "web-refused-survey-no-questionnaire",
            SurveysError::OtherQuestionnaire => "web-refused-survey-other-questionnaire",
            SurveysError::Lines { .. } => "web-refused-survey-lines",
        })
    }
}

impl County {
    /// A part of a stratum in words: its class and its place.
    fn survey_part(&self, who: Asker<'_>, view: &SurveyView, part: &StratumKey) -> (String, String) {
        let none = || self.words(who.language).say("web-none");
        (self.survey_class(who, &part.class), view.places.get(&part.place).cloned().unwrap_or_else(none))
    }

    fn survey_class(&self, who: Asker<'_>, class: &str) -> String {
        let (words, pack) = (self.words(who.language), &self.standards.pack);
        match class {
            OTHERS => words.say("web-survey-others"),
            UNDETERMINED => words.say("web-survey-undetermined"),
            // A class that the pack has dropped since is told by its code.
            code => pack.class_index(code).map_or_else(|| code.to_owned(), |at| self.class_name(who, at)),
        }
    }

    async fn papers_file(&self, who: Asker<'_>, survey: &str) -> Result<PapersFile, AskError> {
        let mut cx = self.cx(who)?;
        let papers = app::read_papers(&mut cx, id(survey)?).await?;
        let view = app::read_survey(&mut cx, id(survey)?).await?;
        let questionnaire = cx.standards.pack.questionnaire().ok_or(SurveysError::NoQuestionnaire)?;
        let lang = super::words::lang(who.language);
        let strata = papers.strata.into_iter().map(|(stratum, codes)| PaperStratum {
            no: stratum.no,
            parts: stratum.parts.iter().map(|part| self.survey_part(who, &view, part)).collect(),
            codes,
        });
        Ok(PapersFile {
            survey: papers.survey,
            instrument: papers.instrument,
            name: questionnaire.name.get(lang).to_owned(),
            about: questionnaire.about.get(lang).to_owned(),
            items: questionnaire.items.iter().map(|item| item.text.get(lang).to_owned()).collect(),
            strata: strata.collect(),
        })
    }

    async fn results_file(&self, who: Asker<'_>, survey: &str) -> Result<ResultsFile, AskError> {
        let lang = super::words::lang(who.language);
        let told = app::read_results(&mut self.cx(who)?, id(survey)?, lang).await?;
        let groups = told.results.iter().flat_map(|results| &results.scales).flat_map(|scale| &scale.groups);
        let codes = groups.flat_map(|group| &group.classes);
        Ok(ResultsFile { classes: codes.map(|code| (code.clone(), self.survey_class(who, code))).collect(), told })
    }

    fn stratum_line(&self, who: Asker<'_>, view: &SurveyView, stratum: &SurveyStratum) -> StratumLine {
        StratumLine {
            no: stratum.no,
            parts: stratum.parts.iter().map(|part| self.survey_part(who, view, part)).collect(),
            population: stratum.population,
            drawn: stratum.drawn,
            weight: stratum.weight().map(|weight| weight.to_string()).unwrap_or_default(),
            returned: stratum.returned,
            percent: stratum.response().map(|share| share.in_units(100)),
            answered_weight: stratum.answered_weight().map(|weight| weight.to_string()),
        }
    }
}

fn list_table(words: Words, title: &str) -> Table {
    let column = |key: &str, width: f64, kind: Kind| Column { head: words.say(key), width, kind };
    Table {
        sheet: words.say("web-survey-people"),
        title: title.to_owned(),
        notes: vec![words.say("web-survey-people-about")],
        columns: vec![
            column("web-survey-branch", 30.0, Kind::Text),
            column("web-person-name", 12.0, Kind::Text),
            column("web-survey-stratum", 10.0, Kind::Number),
            column("web-survey-handed", 24.0, Kind::Text),
        ],
    }
}

fn list_row(words: Words, row: &HandedOut) -> Vec<Value> {
    let told = row.why_not.map(|why| match why {
        WhyNot::Dead => "web-survey-not-dead",
        WhyNot::Gone => "web-survey-not-gone",
        WhyNot::Unwilling => "web-survey-not-unwilling",
    });
    vec![
        Value::from(row.organization.clone().unwrap_or_default()),
        Value::from(row.name.as_str()),
        Value::Number(i64::from(row.stratum_no)),
        Value::from(told.map(|key| words.say(key)).unwrap_or_default()),
    ]
}

impl SurveyDesk for County {
    fn surveys<'a>(&'a self, who: Asker<'a>) -> Answer<'a, Vec<SurveyRow>> {
        Box::pin(async move { Ok(app::list_surveys(&mut self.cx(who)?).await?) })
    }
    fn survey_classes<'a>(&'a self, who: Asker<'a>) -> Answer<'a, Vec<ChoosableClass>> {
        Box::pin(async move { Ok(app::open_survey_form(&self.cx(who)?, super::words::lang(who.language))?) })
    }
    fn draw_survey<'a>(&'a self, who: Asker<'a>, op: OperationId, wish: SurveyWish) -> Answer<'a, Saved> {
        Box::pin(async move {
            let mut cx = self.cx(who)?;
            let wish = DrawSurvey {
                title: wish.title,
                as_of: cx.now.day_in_china(),
                due_on: wish.due_on,
                size: wish.size,
                method: wish.method,
                classes: wish.classes,
                shares: wish.shares,
            };
            match app::draw_survey(&mut cx, op.into(), &wish).await {
                Ok(survey_id) => Ok(Saved::Kept(survey_id.to_string())),
                Err(SurveysError::Allocation(AllocationError::TooFew { least, .. })) => Ok(Saved::Wrong(FieldError {
                    field: "survey_size".to_owned(),
                    key: "web-error-survey-too-few",
                    value: least.to_string(),
                })),
                Err(error) => Err(error.into()),
            }
        })
    }
    fn survey<'a>(&'a self, who: Asker<'a>, survey: &'a str) -> Answer<'a, SurveyFile> {
        Box::pin(async move {
            let view = app::read_survey(&mut self.cx(who)?, id(survey)?).await?;
            let strata = view.strata.iter().map(|stratum| self.stratum_line(who, &view, stratum)).collect();
            let percent = view.response().map(|share| share.in_units(100));
            Ok(SurveyFile { view, strata, percent })
        })
    }
    fn move_survey<'a>(
        &'a self,
        who: Asker<'a>,
        op: OperationId,
        survey: &'a str,
        step: SurveyMove,
        why: Option<String>,
    ) -> Answer<'a, ()> {
        Box::pin(async move {
            let wish = MoveSurvey { survey_id: id(survey)?, step, why };
            app::move_survey(&mut self.cx(who)?, op.into(), &wish).await?;
            Ok(())
        })
    }
    fn count_returns<'a>(
        &'a self,
        who: Asker<'a>,
        op: OperationId,
        survey: &'a str,
        returned: BTreeMap<u32, u64>,
    ) -> Answer<'a, ()> {
        Box::pin(async move {
            let wish = CountReturns { survey_id: id(survey)?, returned };
            app::count_returns(&mut self.cx(who)?, op.into(), &wish).await?;
            Ok(())
        })
    }
    fn survey_list<'a>(&'a self, who: Asker<'a>, survey: &'a str) -> Answer<'a, Download> {
        Box::pin(async move {
            let (survey, rows) = app::hand_out(&mut self.cx(who)?, id(survey)?).await?;
            let words = self.words(who.language);
            let rows = rows.iter().map(|row| list_row(words, row)).collect();
            let bytes = workbook_of(vec![(list_table(words, &survey.title), rows)]);
            let bytes = bytes.map_err(|error| AskError::Broken(error.to_string()))?;
            let name: String = survey.title.chars().filter(|letter| !letter.is_control() && *letter != '/').collect();
            Ok(Download { name: format!("{name}.xlsx"), kind: WORKBOOK, bytes })
        })
    }
    fn survey_papers<'a>(&'a self, who: Asker<'a>, survey: &'a str) -> Answer<'a, PapersFile> {
        Box::pin(self.papers_file(who, survey))
    }
    fn survey_entry<'a>(&'a self, who: Asker<'a>, survey: &'a str) -> Answer<'a, Entered> {
        Box::pin(async move { Ok(app::open_entry(&mut self.cx(who)?, id(survey)?).await?) })
    }
    fn enter_answers<'a>(
        &'a self,
        who: Asker<'a>,
        op: OperationId,
        survey: &'a str,
        lines: String,
    ) -> Answer<'a, Result<usize, Vec<WrongSheet>>> {
        Box::pin(async move {
            let wish = EnterAnswers { survey_id: id(survey)?, lines };
            Ok(app::enter_answers(&mut self.cx(who)?, op.into(), &wish).await?)
        })
    }
    fn survey_results<'a>(&'a self, who: Asker<'a>, survey: &'a str) -> Answer<'a, ResultsFile> {
        Box::pin(self.results_file(who, survey))
    }
}

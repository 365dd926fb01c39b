//! The pages of surveys over the app.

use std::collections::BTreeMap;

use guanai_app::rounds::workbook::{Column, Kind, Table, Value, workbook_of};
use guanai_app::surveys::{
    self as app, CountReturns, DrawSurvey, HandedOut, MoveSurvey, OTHERS, StratumKey, SurveyStratum, SurveyView,
    SurveysError, UNDETERMINED, WhyNot,
};
use guanai_effect::{AllocationError, SurveyMoveError};

use super::words::Words;
use super::{County, id};
use crate::office::{Answer, AskError, Asker, Download};
use crate::operation::OperationId;
use crate::surveys::{ChoosableClass, StratumLine, SurveyDesk, SurveyFile, SurveyMove, SurveyRow, SurveyWish};

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
        })
    }
}

impl County {
    /// A part of a stratum in words: its class and its place.
    fn survey_part(&self, who: Asker<'_>, view: &SurveyView, part: &StratumKey) -> (String, String) {
        let (words, pack) = (self.words(who.language), &self.standards.pack);
        let class = match part.class.as_str() {
            OTHERS => words.say("web-survey-others"),
            UNDETERMINED => words.say("web-survey-undetermined"),
            // A class that the pack has dropped since is told by its code.
            code => pack.class_index(code).map_or_else(|| code.to_owned(), |at| self.class_name(who, at)),
        };
        (class, view.places.get(&part.place).cloned().unwrap_or_else(|| words.say("web-none")))
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
    fn draw_survey<'a>(&'a self, who: Asker<'a>, op: OperationId, wish: SurveyWish) -> Answer<'a, String> {
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
            Ok(app::draw_survey(&mut cx, op.into(), &wish).await?.to_string())
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
}

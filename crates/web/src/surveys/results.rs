//! What a survey tells: the scales by class, the indices by organisation, and how far each can be trusted.

use std::collections::BTreeMap;

use askama::Template;
use axum::response::Response;

use super::{Consistency, IndexGroup, ScaleGroup, ScaleTold, Standing, SurveyResults, Told};
use crate::failure::PageError;
use crate::page::{self, Frame};
use crate::visit::Visit;

/// How high a line of a chart is, and how wide the chart.
const LINE: u64 = 40;
const WIDTH: u64 = 328;

/// What a survey tells, with the names of classes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResultsFile {
    /// What it tells.
    pub told: SurveyResults,
    /// The names of the classes of its strata.
    pub classes: BTreeMap<String, String>,
}

/// A line of a chart.
pub struct Bar {
    name: String,
    said: String,
    name_y: u64,
    y: u64,
    width: u64,
}

/// The page.
#[derive(Template)]
#[template(path = "surveys/results.html")]
pub struct ResultsPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// The results.
    pub file: &'a ResultsFile,
}

/// Thousandths as a number with two decimals.
fn decimal(thousandths: u64) -> String {
    let hundredths = (thousandths + 5) / 10;
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

/// A share in millionths as whole percent.
const fn percent(millionths: u64) -> u64 {
    (millionths + 5_000) / 10_000
}

impl ResultsPage<'_> {
    fn why_not(&self) -> Option<String> {
        let standing = self.file.told.standing;
        (standing != Standing::Told).then(|| self.frame.named("web-survey-results-", standing.code()))
    }

    fn classes(&self, codes: &[String]) -> String {
        let names: Vec<String> =
            codes.iter().map(|code| self.file.classes.get(code).cloned().unwrap_or_else(|| code.clone())).collect();
        names.join(&self.frame.say("web-listing"))
    }

    fn places(&self, group: &IndexGroup) -> String {
        group.places.join(&self.frame.say("web-listing"))
    }

    /// A mean with its standard error, or why none is told.
    fn mean(&self, told: &Told) -> String {
        match told {
            Told::Nobody => self.frame.say("web-survey-nobody"),
            Told::Withheld => self.frame.say("web-survey-withheld"),
            Told::Mean { estimate, .. } => {
                let mean = decimal(told.thousandths().unwrap_or_default());
                match estimate.standard_error {
                    Some(error) => {
                        self.frame.with2("web-survey-mean", "mean", &mean, "error", decimal(error / 1_000_000))
                    }
                    None => mean,
                }
            }
        }
    }

    fn answered(told: &Told) -> Option<u64> {
        match told {
            Told::Mean { estimate, .. } => Some(estimate.answered),
            Told::Nobody | Told::Withheld => None,
        }
    }

    fn scale_change(&self, scale: &ScaleTold) -> String {
        self.change(scale.change)
    }

    fn group_change(&self, group: &ScaleGroup) -> String {
        self.change(group.change)
    }

    fn change(&self, change: Option<i64>) -> String {
        let Some(change) = change else { return self.frame.say("web-none") };
        let sign = if change < 0 { "−" } else { "+" };
        format!("{sign}{}", decimal(change.unsigned_abs()))
    }

    /// Each scale of everybody, from 1 to 5.
    fn bars(&self) -> Vec<Bar> {
        let scales = self.file.told.results.iter().flat_map(|results| &results.scales);
        let lines = scales.flat_map(|scale| {
            let own = (scale.name.clone(), scale.told);
            let groups = scale.groups.iter().map(|group| {
                (format!("{}{}{}", scale.name, self.frame.say("web-colon"), self.classes(&group.classes)), group.told)
            });
            std::iter::once(own).chain(groups).collect::<Vec<_>>()
        });
        lines
            .zip(0..)
            .map(|((name, told), line)| Bar {
                name,
                said: self.mean(&told),
                name_y: line * LINE + 12,
                y: line * LINE + 18,
                width: told.thousandths().map_or(0, |mean| mean.saturating_sub(1_000) * WIDTH / 4_000),
            })
            .collect()
    }

    /// How high the chart is.
    fn height(&self) -> u64 {
        self.bars().last().map_or(0, |bar| bar.y + 22)
    }

    fn alpha(&self, scale: &ScaleTold) -> String {
        match scale.consistency {
            Consistency::Unknown => self.frame.say("web-survey-alpha-unknown"),
            Consistency::Alpha { thousandths, sheets } => {
                let sign = if thousandths < 0 { "−" } else { "" };
                let number = format!("{sign}{}", decimal(thousandths.unsigned_abs()));
                let said = self.frame.with2("web-survey-alpha", "alpha", &number, "count", sheets);
                let means = scale.consistency.means().map(|holds| self.frame.named("web-survey-alpha-", holds.code()));
                said + &means.unwrap_or_default()
            }
        }
    }

    /// An index of an organisation in words.
    fn index(&self, group: &IndexGroup) -> String {
        if group.is_own {
            return self.frame.say("web-survey-own-index");
        }
        match &group.told {
            Told::Nobody => self.frame.say("web-survey-not-known"),
            Told::Withheld => self.frame.say("web-survey-withheld"),
            Told::Mean { estimate, sum } => {
                let (sum, of) = (sum.to_string(), estimate.answered.to_string());
                let share = percent(estimate.mean).to_string();
                self.frame.with3("web-survey-index-told", ("sum", &sum), ("of", &of), ("percent", &share))
            }
        }
    }

    /// What does not count of an organisation; nothing where its answers are kept back.
    fn left_out(&self, group: &IndexGroup) -> String {
        match group.told {
            Told::Mean { .. } => self.frame.with2(
                "web-survey-index-left-out",
                "unanswered",
                group.unanswered,
                "straight",
                group.straight,
            ),
            Told::Nobody | Told::Withheld => self.frame.say("web-none"),
        }
    }

    fn response(&self, group: &IndexGroup) -> String {
        let Some(returned) = group.returned else { return self.frame.say("web-none") };
        self.frame.with2("web-survey-index-response", "returned", returned, "asked", group.asked)
    }
}

/// `GET /surveys/{survey}/results`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let file = visit.office().surveys().survey_results(visit.asker()?, visit.param("survey")?).await?;
    page::draw(&ResultsPage { frame: &visit.frame, file: &file })
}

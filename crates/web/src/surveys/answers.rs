//! Entering what came back: lines copied from a table, all of them or none.

use askama::Template;
use axum::response::Response;

use super::{Entered, SheetError, SheetProblem, WrongSheet};
use crate::failure::PageError;
use crate::form::{FieldError, Form};
use crate::operation::Done;
use crate::page::{self, Frame};
use crate::visit::Visit;

/// The field of the lines.
const LINES: &str = "survey_sheets";
/// The most wrong lines that are listed.
const MOST_TOLD: usize = 50;

/// The page.
#[derive(Template)]
#[template(path = "surveys/answers.html")]
pub struct AnswersPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// How entering stands.
    pub entry: &'a Entered,
    /// What was typed.
    pub form: &'a Form,
    /// The lines that are wrong.
    pub wrong: &'a [WrongSheet],
}

impl AnswersPage<'_> {
    /// What is wrong with each line, as many as are told.
    fn told(&self) -> Vec<String> {
        self.wrong.iter().take(MOST_TOLD).map(|wrong| self.told_one(wrong)).collect()
    }

    fn told_one(&self, wrong: &WrongSheet) -> String {
        let at = self.frame.with2("web-sheet-line", "line", wrong.line, "code", &wrong.code);
        let why = match &wrong.problem {
            SheetProblem::UnknownCode => self.frame.say("web-sheet-unknown-code"),
            SheetProblem::TwiceHere => self.frame.say("web-sheet-twice-here"),
            SheetProblem::EnteredBefore => self.frame.say("web-sheet-entered-before"),
            SheetProblem::Sheet(SheetError::Count { items, read }) => {
                self.frame.with2("web-sheet-count", "items", *items, "read", *read)
            }
            SheetProblem::Sheet(SheetError::Answer { no, read }) => {
                self.frame.with2("web-sheet-answer", "no", *no, "read", read)
            }
            SheetProblem::Sheet(SheetError::Blank) => self.frame.say("web-sheet-blank"),
        };
        at + &why
    }
}

/// `GET /surveys/{survey}/answers`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let entry = visit.office().surveys().survey_entry(visit.asker()?, visit.param("survey")?).await?;
    page::draw(&AnswersPage { frame: &visit.frame, entry: &entry, form: &visit.fresh_form(), wrong: &[] })
}

async fn again(visit: &Visit, error: FieldError, wrong: &[WrongSheet]) -> Result<Response, PageError> {
    let entry = visit.office().surveys().survey_entry(visit.asker()?, visit.param("survey")?).await?;
    let form = &visit.form_again(vec![error]);
    page::unprocessable(page::draw(&AnswersPage { frame: &visit.frame, entry: &entry, form, wrong }))
}

/// `POST /surveys/{survey}/answers`
pub async fn send(visit: Visit) -> Result<Response, PageError> {
    let id = visit.param("survey")?.to_owned();
    let lines = visit.typed().word(LINES).to_owned();
    let error = |key, value: String| FieldError { field: LINES.to_owned(), key, value };
    if lines.trim().is_empty() {
        return again(&visit, error("web-error-survey-sheets-none", String::new()), &[]).await;
    }
    let operation = visit.operation()?;
    let mut wrong = Vec::new();
    let act = async {
        match visit.office().surveys().enter_answers(visit.asker()?, operation, &id, lines).await? {
            Ok(_) => Ok(Done { to: format!("/surveys/{id}/answers"), said: "web-done-survey-entered" }),
            Err(lines) => {
                wrong = lines;
                Err(PageError::Refused { key: "web-error-survey-sheets" })
            }
        }
    };
    match visit.once(act).await {
        Err(PageError::Refused { key }) => again(&visit, error(key, wrong.len().to_string()), &wrong).await,
        other => other,
    }
}

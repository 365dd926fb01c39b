//! A member's own questions: what was asked and answered, who reads it, letting somebody read it too, taking it back.

use askama::Template;
use axum::response::Response;

use super::{QuestionFile, QuestionRow};
use crate::failure::PageError;
use crate::form::{Fields, Form};
use crate::operation::Done;
use crate::page::{self, Frame};
use crate::visit::Visit;

/// The page of them.
#[derive(Template)]
#[template(path = "questions/own_list.html")]
pub struct OwnQuestionsPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// The questions, newest first.
    pub rows: &'a [QuestionRow],
}

/// The page of one.
#[derive(Template)]
#[template(path = "questions/own.html")]
pub struct OwnQuestionPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// The question.
    pub file: &'a QuestionFile,
    /// Letting somebody read it.
    pub allow: Form,
    /// Taking it back.
    pub withdraw: Form,
}

/// `GET /me/questions`
pub async fn list(visit: Visit) -> Result<Response, PageError> {
    let rows = visit.office().questions().own_questions(visit.asker()?).await?;
    page::draw(&OwnQuestionsPage { frame: &visit.frame, rows: &rows })
}

/// `GET /me/questions/{question}`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let file = visit.office().questions().question(visit.asker()?, visit.param("question")?).await?;
    let (allow, withdraw) = (visit.fresh_form(), visit.fresh_form());
    page::draw(&OwnQuestionPage { frame: &visit.frame, file: &file, allow, withdraw })
}

/// `POST /me/questions/{question}/allow`
pub async fn allow(visit: Visit) -> Result<Response, PageError> {
    let question = visit.param("question")?;
    let file = visit.office().questions().question(visit.asker()?, question).await?;
    let mut fields = Fields::of(visit.typed());
    let account = fields.choice("confidant", file.may_allow.iter().map(|choice| choice.code.as_str())).to_owned();
    if let Err(errors) = fields.finish(()) {
        let (allow, withdraw) = (visit.form_again(errors), visit.fresh_form());
        return page::unprocessable(page::draw(&OwnQuestionPage { frame: &visit.frame, file: &file, allow, withdraw }));
    }
    let act = async {
        visit.office().questions().allow_reader(visit.asker()?, question, &account).await?;
        Ok(Done { to: format!("/me/questions/{question}"), said: "web-done-question-allowed" })
    };
    visit.once(act).await
}

/// `POST /me/questions/{question}/withdraw`
pub async fn withdraw(visit: Visit) -> Result<Response, PageError> {
    let question = visit.param("question")?;
    let act = async {
        visit.office().questions().withdraw_question(visit.asker()?, question).await?;
        Ok(Done { to: format!("/me/questions/{question}"), said: "web-done-question-withdrawn" })
    };
    visit.once(act).await
}

//! The answering desk: what waits at one's post, without words and names; taking a question; answering it, checked before it
//! is sent; giving it back for somebody else.

use askama::Template;
use axum::response::Response;

use super::{MOST_LETTERS, QuestionFile, QuestionRow};
use crate::failure::PageError;
use crate::form::{FieldError, Fields, Form};
use crate::operation::Done;
use crate::page::{self, Frame};
use crate::visit::Visit;

/// The questions that concern an office.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct QuestionLists {
    /// Those that wait at the reader's post.
    pub waiting: Vec<QuestionRow>,
    /// Those that the reader took or may read.
    pub reading: Vec<QuestionRow>,
}

/// The page of lists.
#[derive(Template)]
#[template(path = "questions/list.html")]
pub struct QuestionsPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// The questions.
    pub lists: &'a QuestionLists,
    /// Taking one.
    pub forms: Vec<(&'a QuestionRow, Form)>,
}

/// The page of one, and that on which an answer is checked.
#[derive(Template)]
#[template(path = "questions/show.html")]
pub struct QuestionPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// The question.
    pub file: &'a QuestionFile,
    /// The answer as it is typed.
    pub form: &'a Form,
    /// Giving it back.
    pub back: Form,
    /// The answer, once it is to be checked.
    pub answer: Option<&'a str>,
}

/// `GET /questions`
pub async fn list(visit: Visit) -> Result<Response, PageError> {
    let lists = visit.office().questions().questions(visit.asker()?).await?;
    let forms = lists.waiting.iter().map(|row| (row, visit.fresh_form())).collect();
    page::draw(&QuestionsPage { frame: &visit.frame, lists: &lists, forms })
}

async fn asked(visit: &Visit) -> Result<QuestionFile, PageError> {
    Ok(visit.office().questions().question(visit.asker()?, visit.param("question")?).await?)
}

/// `GET /questions/{question}`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let file = asked(&visit).await?;
    draw(&visit, &file, &visit.fresh_form(), None)
}

/// `POST /questions/{question}/take`
pub async fn take(visit: Visit) -> Result<Response, PageError> {
    let question = visit.param("question")?;
    let act = async {
        visit.office().questions().take_question(visit.asker()?, question).await?;
        Ok(Done { to: format!("/questions/{question}"), said: "web-done-question-taken" })
    };
    visit.once(act).await
}

/// `POST /questions/{question}/give-back`
pub async fn give_back(visit: Visit) -> Result<Response, PageError> {
    let question = visit.param("question")?;
    let act = async {
        visit.office().questions().give_back_question(visit.asker()?, question).await?;
        Ok(Done { to: "/questions".to_owned(), said: "web-done-question-given-back" })
    };
    visit.once(act).await
}

/// `POST /questions/{question}/answer`: nothing is kept yet.
pub async fn check(visit: Visit) -> Result<Response, PageError> {
    let file = asked(&visit).await?;
    match read(&visit) {
        Ok(words) => {
            let answer = (!visit.mends()).then_some(words.as_str());
            draw(&visit, &file, &visit.form_again(Vec::new()), answer)
        }
        Err(errors) => again(&visit, &file, errors),
    }
}

/// `POST /questions/{question}/answer/send`
pub async fn send(visit: Visit) -> Result<Response, PageError> {
    let file = asked(&visit).await?;
    let words = match read(&visit) {
        Ok(words) => words,
        Err(errors) => return again(&visit, &file, errors),
    };
    let act = async {
        visit.office().questions().answer_question(visit.asker()?, &file.row.id, &words).await?;
        Ok(Done { to: format!("/questions/{}", file.row.id), said: "web-done-question-answered" })
    };
    visit.once(act).await
}

fn read(visit: &Visit) -> Result<String, Vec<FieldError>> {
    let mut fields = Fields::of(visit.typed());
    let words = fields.words("counsel", MOST_LETTERS);
    fields.finish(words)
}

fn again(visit: &Visit, file: &QuestionFile, errors: Vec<FieldError>) -> Result<Response, PageError> {
    page::unprocessable(draw(visit, file, &visit.form_again(errors), None))
}

fn draw(visit: &Visit, file: &QuestionFile, form: &Form, answer: Option<&str>) -> Result<Response, PageError> {
    page::draw(&QuestionPage { frame: &visit.frame, file, form, back: visit.fresh_form(), answer })
}

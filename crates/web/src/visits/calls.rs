//! Call-backs: somebody who neither visited nor entered the visit asks the person how it was. It is a question: whatever the
//! answer, the visit counts, and whoever recorded it is heard before anything else is done.

use askama::Template;
use axum::response::Response;
use guanai_casework::{CallBackCause, CallBackOutcome};

use super::VisitRow;
use crate::failure::PageError;
use crate::form::{Fields, Form};
use crate::operation::Done;
use crate::page::{self, Frame};
use crate::visit::Visit;

/// A call-back that waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallBackRow {
    /// Its id.
    pub id: String,
    /// The visit.
    pub visit: VisitRow,
    /// Why.
    pub cause: CallBackCause,
    /// The number to call.
    pub phone: Option<String>,
    /// Whether the reader may make the call.
    pub may_answer: bool,
}

/// What the person said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallBackHeard {
    /// The call-back.
    pub call: String,
    /// In a word.
    pub outcome: CallBackOutcome,
    /// In words.
    pub words: Option<String>,
}

/// The page: the call-backs that wait, each with its form.
#[derive(Template)]
#[template(path = "visits/calls.html")]
pub struct CallBackPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// The call-backs, the oldest first, each with its form.
    pub calls: &'a [(CallBackRow, Form)],
    /// The form that was sent and is wrong.
    pub wrong: Option<&'a Form>,
}

impl CallBackPage<'_> {
    fn outcomes() -> Vec<&'static str> {
        CallBackOutcome::ALL.iter().map(|outcome| outcome.code()).collect()
    }
}

/// `GET /visits/calls`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    draw(&visit, None).await
}

/// `POST /visits/calls/{call}`
pub async fn answer(visit: Visit) -> Result<Response, PageError> {
    let call = visit.param("call")?.to_owned();
    let mut fields = Fields::of(visit.typed());
    let outcome = fields.choice("heard", CallBackOutcome::ALL.iter().map(|outcome| outcome.code()));
    let outcome = CallBackOutcome::from_code(outcome);
    let words = Some(fields.words_or_none("heard_words", 500)).filter(|words| !words.is_empty());
    let outcome = match (fields.finish(()), outcome) {
        (Ok(()), Some(outcome)) => outcome,
        (Err(errors), _) => {
            return page::unprocessable(draw(&visit, Some((&call, visit.form_again(errors)))).await);
        }
        (Ok(()), None) => return Err(PageError::Malformed { why: "no outcome" }),
    };
    let operation = visit.operation()?;
    let act = async {
        let heard = CallBackHeard { call, outcome, words };
        visit.office().answer_call_back(visit.asker()?, operation, heard).await?;
        Ok(Done { to: "/visits/calls".to_owned(), said: "web-done-call-back" })
    };
    visit.once(act).await
}

async fn draw(visit: &Visit, again: Option<(&str, Form)>) -> Result<Response, PageError> {
    let waiting = visit.office().call_backs(visit.asker()?).await?;
    let form = |row: &CallBackRow| match &again {
        Some((call, form)) if *call == row.id => form.clone(),
        _ => visit.fresh_form(),
    };
    let calls: Vec<(CallBackRow, Form)> = waiting.into_iter().map(|row| (row.clone(), form(&row))).collect();
    let wrong = again.as_ref().map(|(_, form)| form);
    page::draw(&CallBackPage { frame: &visit.frame, calls: &calls, wrong })
}

//! Visits of days in a post, written down after it ended: the form for whoever held it, and what the successor says to one.

use std::collections::BTreeSet;

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use guanai_casework::{VisitAct, VisitManner};
use guanai_kernel::Date;

use super::file::{beside, read};
use super::{HandoverSheet, MOST_LETTERS};
use crate::failure::PageError;
use crate::form::{FieldError, Fields, Form};
use crate::operation::Done;
use crate::page::{self, Choice, Frame};
use crate::visit::Visit;

/// The acts that are written down late: not those that bring money.
const ACTS: [VisitAct; 3] = [VisitAct::Visit, VisitAct::Talk, VisitAct::HomeCheck];

/// A visit that is written down late.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LateWish {
    /// The name of whoever was visited.
    pub name: String,
    /// Which act.
    pub act: VisitAct,
    /// The day.
    pub made_on: Date,
    /// How.
    pub manner: VisitManner,
    /// What for.
    pub occasions: BTreeSet<String>,
    /// What was learned.
    pub found: Option<String>,
}

/// The form.
#[derive(Template)]
#[template(path = "handovers/late.html")]
pub struct LatePage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// The hand-over.
    pub file: &'a HandoverSheet,
    /// What visits may be for.
    pub occasions: &'a [Choice],
    /// What was written.
    pub form: &'a Form,
}

impl LatePage<'_> {
    fn acts() -> [&'static str; 3] {
        ACTS.map(VisitAct::code)
    }

    fn manners() -> Vec<&'static str> {
        VisitManner::ALL.iter().map(|manner| manner.code()).collect()
    }
}

async fn draw(visit: &Visit, form: &Form) -> Result<Response, PageError> {
    let file = read(visit).await?;
    if file.late_days.is_none() {
        return Err(PageError::NotFound);
    }
    let occasions = visit.office().handovers().occasions(visit.asker()?).await?;
    page::draw(&LatePage { frame: &visit.frame, file: &file, occasions: &occasions, form })
}

/// `GET /handovers/{handover}/late`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    draw(&visit, &visit.fresh_form()).await
}

async fn again(visit: &Visit, errors: Vec<FieldError>) -> Result<Response, PageError> {
    let mut response = draw(visit, &visit.form_again(errors)).await?;
    *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    Ok(response)
}

/// `POST /handovers/{handover}/late`
pub async fn send(visit: Visit) -> Result<Response, PageError> {
    let id = visit.param("handover")?.to_owned();
    let occasions = visit.office().handovers().occasions(visit.asker()?).await?;
    let mut fields = Fields::of(visit.typed());
    let name = fields.words("late_name", 40);
    let act = VisitAct::from_code(fields.choice("late_act", LatePage::acts()));
    let made_on = fields.date("late_day", Some(visit.frame.today()));
    let manner = VisitManner::from_code(fields.choice("late_manner", LatePage::manners()));
    let occasion = fields.choice("late_occasion", occasions.iter().map(|occasion| occasion.code.as_str())).to_owned();
    let found = fields.words_or_none("late_found", MOST_LETTERS);
    let wish = match fields.finish((act, made_on, manner)) {
        Ok((Some(act), Some(made_on), Some(manner))) => LateWish {
            name,
            act,
            made_on,
            manner,
            occasions: BTreeSet::from([occasion]),
            found: Some(found).filter(|words| !words.is_empty()),
        },
        Ok(_) => return again(&visit, beside("late_day", "web-error-required")).await,
        Err(errors) => return again(&visit, errors).await,
    };
    let operation = visit.operation()?;
    let act = async {
        visit.office().handovers().record_late(visit.asker()?, operation, &id, wish).await?;
        Ok(Done { to: format!("/handovers/{id}"), said: "web-done-late-recorded" })
    };
    match visit.once(act).await {
        Err(PageError::Refused { key }) => {
            let field = if key == "web-refused-late-day" { "late_day" } else { "late_name" };
            again(&visit, beside(field, key)).await
        }
        other => other,
    }
}

/// `POST /handovers/{handover}/late/{visit}`
pub async fn decide(visit: Visit) -> Result<Response, PageError> {
    let (handover, id) = (visit.param("handover")?.to_owned(), visit.param("visit")?.to_owned());
    let mut fields = Fields::of(visit.typed());
    let step = fields.choice("late_move", ["confirm", "reject"]).to_owned();
    let rejected = (step == "reject").then(|| fields.words("late_why", MOST_LETTERS));
    // The reason stands on the page of the hand-over, at the record: what is missing is said there.
    let Ok(rejected) = fields.finish(rejected) else {
        return Err(PageError::Refused { key: "web-refused-late-words" });
    };
    let operation = visit.operation()?;
    let said = if rejected.is_some() { "web-done-late-rejected" } else { "web-done-late-confirmed" };
    let act = async {
        let at = (handover.as_str(), id.as_str());
        visit.office().handovers().decide_late(visit.asker()?, operation, at, rejected).await?;
        Ok(Done { to: format!("/handovers/{handover}"), said })
    };
    visit.once(act).await
}

//! What rests for whom: an officer says from which day and why, another confirms it, and it ends by hand or on its day.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use guanai_casework::pause::{PauseMove, PauseState};
use guanai_kernel::Date;

use super::Why;
use crate::failure::PageError;
use crate::form::{FieldError, Fields, Form};
use crate::office::{Answer, Asker};
use crate::operation::{Done, OperationId};
use crate::page::{self, Frame};
use crate::visit::Visit;

/// The longest reason.
const MOST_LETTERS: usize = 300;

/// A pause, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PauseView {
    /// Its id.
    pub id: String,
    /// The person's id.
    pub person: String,
    /// The person's name.
    pub name: String,
    /// The measure's id.
    pub measure: String,
    /// The measure's name.
    pub measure_name: String,
    /// Where it stands.
    pub state: PauseState,
    /// The first day on which it rests.
    pub since: Date,
    /// The day on which it is looked at again.
    pub until: Date,
    /// Why.
    pub reason: String,
    /// Who entered it.
    pub entered_by: String,
    /// Who decided on it.
    pub decided_by: Option<String>,
    /// Who ended it, and from which day it is given again.
    pub ended: Option<(String, Date)>,
    /// Why it was declined or ended.
    pub words: Option<String>,
    /// What the reader may do now.
    pub moves: Vec<PauseMove>,
}

/// A pause as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PauseWish {
    /// The first day.
    pub since: Date,
    /// The day on which it is looked at again.
    pub until: Date,
    /// Why.
    pub reason: String,
}

/// A move as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PauseMoved {
    /// The move.
    pub step: PauseMove,
    /// From which day it is given again.
    pub resumes: Option<Date>,
    /// Why.
    pub words: Option<String>,
}

/// What the pages of pauses ask of the use cases.
pub trait PauseDesk {
    /// What waits and what rests, what is looked at again first in front.
    fn pauses<'a>(&'a self, who: Asker<'a>) -> Answer<'a, Vec<PauseView>>;
    /// One pause.
    fn pause<'a>(&'a self, who: Asker<'a>, pause: &'a str) -> Answer<'a, PauseView>;
    /// Says that a measure rests; the pause's id.
    fn enter_pause<'a>(
        &'a self,
        who: Asker<'a>,
        op: OperationId,
        of: (&'a str, &'a str),
        wish: PauseWish,
    ) -> Answer<'a, String>;
    /// Confirms a pause, declines it, takes it back or ends it.
    fn move_pause<'a>(&'a self, who: Asker<'a>, op: OperationId, pause: &'a str, what: PauseMoved) -> Answer<'a, ()>;
}

/// The list.
#[derive(Template)]
#[template(path = "people/pauses.html")]
pub struct PausesPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// The pauses.
    pub list: &'a [PauseView],
}

/// One pause.
#[derive(Template)]
#[template(path = "people/pause.html")]
pub struct PausePage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// The pause.
    pub pause: &'a PauseView,
    /// What was written.
    pub form: &'a Form,
}

impl PausePage<'_> {
    fn may(&self, step: &str) -> bool {
        self.pause.moves.iter().any(|may| may.code() == step)
    }
}

/// The form.
#[derive(Template)]
#[template(path = "people/pause_new.html")]
pub struct PauseFormPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// The answer that is to rest.
    pub why: &'a Why,
    /// What was written.
    pub form: &'a Form,
}

/// `GET /people/pauses`
pub async fn list(visit: Visit) -> Result<Response, PageError> {
    let list = visit.office().pauses(visit.asker()?).await?;
    page::draw(&PausesPage { frame: &visit.frame, list: &list })
}

/// `GET /people/pauses/{pause}`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let pause = visit.office().pause(visit.asker()?, visit.param("pause")?).await?;
    page::draw(&PausePage { frame: &visit.frame, pause: &pause, form: &visit.fresh_form() })
}

fn beside(field: &str, key: &'static str) -> Vec<FieldError> {
    vec![FieldError { field: field.to_owned(), key, value: String::new() }]
}

/// `POST /people/pauses/{pause}`
pub async fn take(visit: Visit) -> Result<Response, PageError> {
    let id = visit.param("pause")?.to_owned();
    let mut fields = Fields::of(visit.typed());
    let step = PauseMove::from_code(fields.choice("step", PauseMove::ALL.iter().map(|step| step.code())));
    let step = step.ok_or(PageError::NotFound)?;
    let resumes = if step == PauseMove::End { fields.date("pause_resumes", None) } else { None };
    let says = matches!(step, PauseMove::Decline | PauseMove::End);
    let words = says.then(|| fields.words("pause_words", MOST_LETTERS));
    let draw = |errors: Vec<FieldError>| async {
        let pause = visit.office().pause(visit.asker()?, &id).await?;
        let form = &visit.form_again(errors);
        let mut page = page::draw(&PausePage { frame: &visit.frame, pause: &pause, form })?;
        *page.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
        Ok(page)
    };
    let what = match fields.finish(PauseMoved { step, resumes, words }) {
        Ok(what) => what,
        Err(errors) => return draw(errors).await,
    };
    let operation = visit.operation()?;
    let said = match step {
        PauseMove::Confirm => "web-done-pause-confirmed",
        PauseMove::Decline => "web-done-pause-declined",
        PauseMove::Withdraw => "web-done-pause-withdrawn",
        PauseMove::End => "web-done-pause-ended",
    };
    let act = async {
        visit.office().move_pause(visit.asker()?, operation, &id, what).await?;
        Ok(Done { to: format!("/people/pauses/{id}"), said })
    };
    match visit.once(act).await {
        Err(PageError::Refused { key }) => draw(beside("pause_words", key)).await,
        other => other,
    }
}

async fn read(visit: &Visit) -> Result<Why, PageError> {
    let why = visit.office().why(visit.asker()?, visit.param("person")?, visit.param("measure")?).await?;
    if why.may_pause { Ok(why) } else { Err(PageError::NotFound) }
}

/// `GET /people/{person}/why/{measure}/pause`
pub async fn form(visit: Visit) -> Result<Response, PageError> {
    let why = read(&visit).await?;
    page::draw(&PauseFormPage { frame: &visit.frame, why: &why, form: &visit.fresh_form() })
}

/// `POST /people/{person}/why/{measure}/pause`
pub async fn send(visit: Visit) -> Result<Response, PageError> {
    let (person, measure) = (visit.param("person")?.to_owned(), visit.param("measure")?.to_owned());
    let mut fields = Fields::of(visit.typed());
    let (since, until) = (fields.date("pause_since", None), fields.date("pause_until", None));
    let reason = fields.words("pause_reason", MOST_LETTERS);
    let draw = |errors: Vec<FieldError>| async {
        let why = read(&visit).await?;
        let form = &visit.form_again(errors);
        let mut page = page::draw(&PauseFormPage { frame: &visit.frame, why: &why, form })?;
        *page.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
        Ok(page)
    };
    let wish = match fields.finish(since.zip(until)) {
        Ok(Some((since, until))) => PauseWish { since, until, reason },
        Ok(None) => return draw(beside("pause_since", "web-error-required")).await,
        Err(errors) => return draw(errors).await,
    };
    let operation = visit.operation()?;
    let act = async {
        let id = visit.office().enter_pause(visit.asker()?, operation, (&person, &measure), wish).await?;
        Ok(Done { to: format!("/people/pauses/{id}"), said: "web-done-pause-entered" })
    };
    match visit.once(act).await {
        Err(PageError::Refused { key }) => draw(beside("pause_since", key)).await,
        other => other,
    }
}

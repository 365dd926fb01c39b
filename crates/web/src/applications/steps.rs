//! A step of an application: opened from its file, filled in, read once more, sent. Where others took steps meanwhile, the form
//! comes back with what they did and with everything that was typed.

mod reading;

pub(crate) use reading::hash;

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use guanai_app::applications::{SeenObjection, StaleStep, WishedStep};
use guanai_casework::application::{ApplicationMove, DocumentKind, Finding, Said, ShownAs};

use super::desk::StepTaken;
use super::file::{ApplicationFile, state_tag, told, waiting};
use crate::failure::PageError;
use crate::form::{FieldError, Form};
use crate::page::{self, Frame, Tag};
use crate::visit::Visit;

/// A step to be taken.
#[derive(Clone, PartialEq, Eq)]
pub struct StepWish {
    /// Of which application.
    pub application: String,
    /// How many steps had been taken when it was read.
    pub version: u32,
    /// The step.
    pub step: WishedStep,
    /// That whoever sends it is neither the applicant nor close to them.
    pub declares_distance: bool,
    /// Whether it was read back.
    pub was_read_back: bool,
}

impl std::fmt::Debug for StepWish {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "StepWish({} {})", self.application, self.step.kind().code())
    }
}

/// The form.
#[derive(Template)]
#[template(path = "applications/step.html")]
pub struct StepPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// Which step.
    pub step: ApplicationMove,
    /// The application.
    pub file: &'a ApplicationFile,
    /// What others did since it was read.
    pub meanwhile: &'a [StaleStep],
    /// What was typed.
    pub form: &'a Form,
}

impl StepPage<'_> {
    fn is(&self, code: &str) -> bool {
        self.step.code() == code
    }

    fn told<'s>(&self, said: &'s Said) -> &'s str {
        told(self.frame, said)
    }

    fn tag(&self) -> Tag {
        state_tag(self.file.view.row.state)
    }

    /// Why the step cannot be taken now; none where it can.
    fn stands_against(&self) -> Option<String> {
        if self.file.view.moves.contains(&self.step) {
            return None;
        }
        let error = self.file.view.waits_for.iter().find(|(step, _)| *step == self.step);
        let why = error.and_then(|(step, error)| waiting(self.frame, *step, error));
        Some(why.unwrap_or_else(|| self.frame.say("web-step-not-now")))
    }

    fn wants_distance(&self) -> bool {
        reading::wants_distance(self.step)
    }

    fn wants_read_back(&self) -> bool {
        !self.file.is_own && reading::is_applicants(self.step)
    }

    fn ways() -> Vec<&'static str> {
        ShownAs::ALL.iter().map(|way| way.code()).collect()
    }

    fn findings() -> Vec<&'static str> {
        Finding::ALL.iter().map(|finding| finding.code()).collect()
    }

    fn papers() -> Vec<&'static str> {
        DocumentKind::ALL.iter().map(|kind| kind.code()).collect()
    }

    fn open_objections(&self) -> Vec<&SeenObjection> {
        self.file.view.objections.iter().filter(|objection| objection.finding.is_none()).collect()
    }

    /// The names of what has changed, as the form sends them back.
    fn changed(&self) -> String {
        reading::changed(self.file)
    }
}

/// The page on which it is read once more before it is sent.
#[derive(Template)]
#[template(path = "applications/step_check.html")]
pub struct CheckStepPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// Which step.
    pub step: ApplicationMove,
    /// The application.
    pub file: &'a ApplicationFile,
    /// What was typed.
    pub form: &'a Form,
    /// What it means: each field with its value in words.
    pub answers: Vec<(&'static str, String)>,
}

impl CheckStepPage<'_> {
    fn fields(&self) -> &'static [&'static str] {
        reading::fields(self.step)
    }
}

fn step_of(visit: &Visit) -> Result<ApplicationMove, PageError> {
    let step = ApplicationMove::from_code(visit.param("step")?).ok_or(PageError::NotFound)?;
    // Votes come with a meeting, objections with a notice.
    let is_elsewhere = matches!(step, ApplicationMove::Carry | ApplicationMove::NotCarry | ApplicationMove::Object);
    if is_elsewhere { Err(PageError::NotFound) } else { Ok(step) }
}

async fn file_of(visit: &Visit) -> Result<ApplicationFile, PageError> {
    Ok(visit.office().decisions().application(visit.asker()?, visit.param("application")?).await?)
}

/// `GET /applications/{application}/steps/{step}`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let step = step_of(&visit)?;
    let file = file_of(&visit).await?;
    if !file.view.moves.contains(&step) && !file.view.waits_for.iter().any(|(other, _)| *other == step) {
        return Err(PageError::NotFound);
    }
    let mut form = visit.fresh_form();
    form.typed = reading::beginning(step, &file, &visit.frame);
    page::draw(&StepPage { frame: &visit.frame, step, file: &file, meanwhile: &[], form: &form })
}

/// `POST /applications/{application}/steps/{step}`: nothing is kept yet.
pub async fn check(visit: Visit) -> Result<Response, PageError> {
    let step = step_of(&visit)?;
    let file = file_of(&visit).await?;
    let frame = &visit.frame;
    visit.read_once_more(
        reading::read(&visit, step, &file),
        |form| page::draw(&StepPage { frame, step, file: &file, meanwhile: &[], form }),
        |form, _| {
            let answers = reading::answers(frame, step, &file, form);
            page::draw(&CheckStepPage { frame, step, file: &file, form, answers })
        },
    )
}

/// `POST /applications/{application}/steps/{step}/send`
pub async fn send(visit: Visit) -> Result<Response, PageError> {
    let step = step_of(&visit)?;
    let application = visit.param("application")?.to_owned();
    let operation = visit.operation()?;
    let file = file_of(&visit).await?;
    let wish = match reading::read(&visit, step, &file) {
        Ok(wish) => wish,
        Err(errors) => return again(&visit, step, &file, &[], errors, StatusCode::UNPROCESSABLE_ENTITY),
    };
    let wish = StepWish { application: application.clone(), ..wish };
    // The use case keeps the operation itself: a repeat has one effect, over a restart too.
    match visit.office().decisions().take_step(visit.asker()?, operation, wish).await? {
        StepTaken::Taken => visit.go_and_say(&format!("/applications/{application}"), "web-done-step"),
        StepTaken::Stale(steps) => {
            let file = file_of(&visit).await?;
            again(&visit, step, &file, &steps, Vec::new(), StatusCode::CONFLICT)
        }
        StepTaken::Refused(error) => {
            let file = file_of(&visit).await?;
            again(&visit, step, &file, &[], vec![error], StatusCode::CONFLICT)
        }
    }
}

fn again(
    visit: &Visit,
    step: ApplicationMove,
    file: &ApplicationFile,
    meanwhile: &[StaleStep],
    errors: Vec<FieldError>,
    status: StatusCode,
) -> Result<Response, PageError> {
    let mut form = visit.form_again(errors);
    if !meanwhile.is_empty() {
        // Whoever sends it again has been told what was done.
        form.typed = reading::with_version(&form.typed, file.view.version);
    }
    let mut response = page::draw(&StepPage { frame: &visit.frame, step, file, meanwhile, form: &form })?;
    *response.status_mut() = status;
    Ok(response)
}

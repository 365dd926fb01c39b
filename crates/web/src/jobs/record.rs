//! Writing down that help ended in a job: filled in, read once more, sent.

use askama::Template;
use axum::response::Response;
use guanai_app::jobs::MOST_NAME;
use guanai_kernel::Date;

use crate::failure::PageError;
use crate::form::{FieldError, Fields, Form};
use crate::operation::Done;
use crate::page::{self, Choice, Frame};
use crate::visit::Visit;

/// What the form gives to choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JobChoices {
    /// The need's id.
    pub need: String,
    /// Whose it is.
    pub name: String,
    /// The kind of need, in words.
    pub category: String,
    /// The referrals that may have led to it.
    pub referrals: Vec<Choice>,
    /// The bookings that may have led to it, with whom and as what they employ, as far as the resource says.
    pub bookings: Vec<(Choice, String, Option<String>)>,
    /// Whether a job may be written down now.
    pub may_record: bool,
}

/// A job to be written down.
#[derive(Clone, PartialEq, Eq)]
pub struct RecordWish {
    /// Which need.
    pub need: String,
    /// The referral that led to it.
    pub referral: Option<String>,
    /// The booking that led to it.
    pub booking: Option<String>,
    /// Who employs them.
    pub employer: String,
    /// As what.
    pub title: String,
    /// The first day.
    pub begun_on: Date,
}

impl std::fmt::Debug for RecordWish {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "RecordWish({})", self.need)
    }
}

const FIELDS: &[&str] = &["job_employer", "job_title", "job_begun_on", "job_referral", "job_booking"];

/// The page.
#[derive(Template)]
#[template(path = "jobs/record.html")]
pub struct RecordPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// What it gives to choose.
    pub choices: &'a JobChoices,
    /// What was typed.
    pub form: &'a Form,
    /// Where it is read once more: what was typed, in words; nothing while it is filled in.
    pub answers: Option<Vec<(&'static str, String)>>,
}

impl RecordPage<'_> {
    fn bookings(&self) -> Vec<Choice> {
        self.choices.bookings.iter().map(|(one, ..)| one.clone()).collect()
    }

    fn fields() -> &'static [&'static str] {
        FIELDS
    }
}

async fn opened(visit: &Visit) -> Result<JobChoices, PageError> {
    Ok(visit.office().jobs().job_choices(visit.asker()?, visit.param("need")?).await?)
}

fn read(visit: &Visit, choices: &JobChoices) -> Result<RecordWish, Vec<FieldError>> {
    let mut fields = Fields::of(visit.typed());
    let employer = fields.words("job_employer", MOST_NAME);
    let title = fields.words("job_title", MOST_NAME);
    let begun_on = fields.date("job_begun_on", Some(visit.frame.today()));
    let referral = visit.typed().word("job_referral").to_owned();
    let referral = Some(referral).filter(|id| choices.referrals.iter().any(|one| one.code == *id));
    let booking = visit.typed().word("job_booking").to_owned();
    let booking = Some(booking).filter(|id| choices.bookings.iter().any(|(one, ..)| one.code == *id));
    let need = choices.need.clone();
    let wish = begun_on.map(|begun_on| RecordWish { need, referral, booking, employer, title, begun_on });
    fields.finish(()).and(wish.ok_or_else(Vec::new))
}

/// `GET /needs/{need}/job`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let choices = opened(&visit).await?;
    let mut form = visit.fresh_form();
    form.typed = form.typed.with("job_begun_on", visit.frame.today().to_string());
    // From the page of a booking one press leads here: whoever offers a vacancy employs, and as what is its name.
    let from = visit.filter("booking").and_then(|id| choices.bookings.iter().find(|(one, ..)| one.code == id));
    if let Some((one, employer, title)) = from {
        form.typed = form.typed.with("job_booking", one.code.clone()).with("job_employer", employer.clone());
        if let Some(title) = title {
            form.typed = form.typed.with("job_title", title.clone());
        }
    }
    page::draw(&RecordPage { frame: &visit.frame, choices: &choices, form: &form, answers: None })
}

/// `POST /needs/{need}/job`: nothing is kept yet.
pub async fn check(visit: Visit) -> Result<Response, PageError> {
    let choices = opened(&visit).await?;
    if !choices.may_record {
        return Err(PageError::Refused { key: "web-refused-job-need" });
    }
    let (frame, choices) = (&visit.frame, &choices);
    visit.read_once_more(
        read(&visit, choices),
        |form| page::draw(&RecordPage { frame, choices, form, answers: None }),
        |form, wish| {
            let from = wish.referral.as_deref().and_then(|id| choices.referrals.iter().find(|one| one.code == id));
            let mut answers = vec![
                ("job_employer", wish.employer.clone()),
                ("job_title", wish.title.clone()),
                ("job_begun_on", frame.day(wish.begun_on)),
            ];
            answers.extend(from.map(|one| ("job_referral", one.name.clone())));
            let booked = wish.booking.as_deref();
            let booked = booked.and_then(|id| choices.bookings.iter().find(|(one, ..)| one.code == id));
            answers.extend(booked.map(|(one, ..)| ("job_booking", one.name.clone())));
            page::draw(&RecordPage { frame, choices, form, answers: Some(answers) })
        },
    )
}

/// `POST /needs/{need}/job/send`
pub async fn send(visit: Visit) -> Result<Response, PageError> {
    let operation = visit.operation()?;
    let act = async {
        // A form that arrives a second time finds the job that stands there already: the use case answers it.
        let choices = opened(&visit).await?;
        let Ok(wish) = read(&visit, &choices) else {
            return Err(PageError::Malformed { why: "sent past its check" });
        };
        let job = visit.office().jobs().record_job(visit.asker()?, operation, wish).await?;
        Ok(Done { to: format!("/jobs/{job}"), said: "web-done-job-recorded" })
    };
    visit.once(act).await
}

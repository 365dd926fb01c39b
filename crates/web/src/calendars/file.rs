//! One year's calendar as it was drafted, and what somebody else decides on it.

use askama::Template;
use axum::response::Response;
use guanai_kernel::Date;

use super::{CalendarMove, CalendarView, MOST_LETTERS, OffStretch, state_tag};
use crate::failure::PageError;
use crate::form::{FieldError, Fields, Form};
use crate::operation::Done;
use crate::page::{self, Frame, Tag};
use crate::visit::Visit;

/// The page.
#[derive(Template)]
#[template(path = "calendars/file.html")]
pub struct CalendarPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// The calendar.
    pub view: &'a CalendarView,
    /// What was written.
    pub form: &'a Form,
}

impl CalendarPage<'_> {
    fn may(&self, step: &str) -> bool {
        self.view.moves.iter().any(|may| may.code() == step)
    }

    fn tag(&self) -> Tag {
        state_tag(self.view.calendar.state)
    }

    fn off(&self) -> &[OffStretch] {
        &self.view.calendar.off
    }

    fn worked(&self) -> Vec<Date> {
        self.view.calendar.worked.iter().copied().collect()
    }
}

async fn read(visit: &Visit) -> Result<CalendarView, PageError> {
    let id = visit.param("calendar")?;
    let list = visit.office().calendars().calendars(visit.asker()?).await?;
    let found = list.drafted.into_iter().find(|view| view.calendar.calendar_id.to_string() == id);
    found.ok_or(PageError::NotFound)
}

/// `GET /standards/calendar/{calendar}`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let view = read(&visit).await?;
    page::draw(&CalendarPage { frame: &visit.frame, view: &view, form: &visit.fresh_form() })
}

/// `POST /standards/calendar/{calendar}`
pub async fn send(visit: Visit) -> Result<Response, PageError> {
    let id = visit.param("calendar")?.to_owned();
    let mut fields = Fields::of(visit.typed());
    let step = CalendarMove::from_code(fields.choice("step", CalendarMove::ALL.iter().map(|step| step.code())));
    let step = step.ok_or(PageError::NotFound)?;
    let why = (step == CalendarMove::Return).then(|| fields.words("calendar_why", MOST_LETTERS));
    let again = |errors: Vec<FieldError>| async {
        let view = read(&visit).await?;
        let form = &visit.form_again(errors);
        page::unprocessable(page::draw(&CalendarPage { frame: &visit.frame, view: &view, form }))
    };
    let why = match fields.finish(why) {
        Ok(why) => why,
        Err(errors) => return again(errors).await,
    };
    let operation = visit.operation()?;
    let said = match step {
        CalendarMove::Release => "web-done-calendar-released",
        CalendarMove::Return => "web-done-calendar-returned",
        CalendarMove::Withdraw => "web-done-calendar-withdrawn",
    };
    let act = async {
        visit.office().calendars().move_on(visit.asker()?, operation, &id, step, why).await?;
        Ok(Done { to: "/standards/calendar".to_owned(), said })
    };
    match visit.once(act).await {
        Err(PageError::Refused { key }) => {
            again(vec![FieldError { field: "calendar_why".to_owned(), key, value: String::new() }]).await
        }
        other => other,
    }
}

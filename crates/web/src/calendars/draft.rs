//! Taking a year's calendar over from the notice: pasted or typed, shown as it was read, sent. Somebody else releases it.

use askama::Template;
use axum::response::Response;
use guanai_kernel::Date;

use super::{MOST_LETTERS, MOST_OF_A_NOTICE, OffStretch, ReadNotice};
use crate::failure::PageError;
use crate::form::{FieldError, Fields, Form, Typed};
use crate::operation::Done;
use crate::page::{self, Frame};
use crate::visit::Visit;

/// A year's calendar to be drafted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalendarWish {
    /// The year.
    pub year: i16,
    /// The title of the notice.
    pub title: String,
    /// Its number.
    pub number: String,
    /// Its address.
    pub url: String,
    /// The days, as they were typed or pasted.
    pub text: String,
}

/// The form.
#[derive(Template)]
#[template(path = "calendars/draft.html")]
pub struct DraftCalendarPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// What was typed.
    pub form: &'a Form,
}

/// The days as they were read, before they are sent.
#[derive(Template)]
#[template(path = "calendars/check.html")]
pub struct CheckCalendarPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// What was typed.
    pub form: &'a Form,
    /// What it means.
    pub wish: &'a CalendarWish,
    /// The days off.
    pub off: &'a [OffStretch],
    /// The weekend days that are worked.
    pub worked: &'a [Date],
}

impl CheckCalendarPage<'_> {
    const fn fields() -> [&'static str; 5] {
        ["calendar_year", "calendar_title", "calendar_number", "calendar_url", "calendar_days"]
    }
}

/// `GET /standards/calendar/new`
#[expect(clippy::unused_async, reason = "the table awaits every handler")]
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let mut form = visit.fresh_form();
    let next = visit.frame.today().year().saturating_add(1);
    form.typed = Typed::default().with("calendar_year", visit.filter("year").unwrap_or_else(|| next.to_string()));
    page::draw(&DraftCalendarPage { frame: &visit.frame, form: &form })
}

/// `POST /standards/calendar/new`: nothing is kept yet.
pub async fn check(visit: Visit) -> Result<Response, PageError> {
    let wish = match read(&visit) {
        Ok(wish) => wish,
        Err(errors) => return again(&visit, errors),
    };
    if visit.mends() {
        return page::draw(&DraftCalendarPage { frame: &visit.frame, form: &visit.form_again(Vec::new()) });
    }
    match visit.office().calendars().read_notice(visit.asker()?, wish.clone()).await? {
        ReadNotice::Days(off, worked) => {
            let form = visit.form_again(Vec::new());
            let (frame, off, worked) = (&visit.frame, &off[..], &worked[..]);
            page::draw(&CheckCalendarPage { frame, form: &form, wish: &wish, off, worked })
        }
        ReadNotice::Wrong(error) => again(&visit, vec![error]),
    }
}

/// `POST /standards/calendar`
pub async fn send(visit: Visit) -> Result<Response, PageError> {
    let wish = match read(&visit) {
        Ok(wish) => wish,
        Err(errors) => return again(&visit, errors),
    };
    let operation = visit.operation()?;
    let act = async {
        let id = visit.office().calendars().draft(visit.asker()?, operation, wish).await?;
        Ok(Done { to: format!("/standards/calendar/{id}"), said: "web-done-calendar-drafted" })
    };
    match visit.once(act).await {
        Err(PageError::Refused { key }) => {
            again(&visit, vec![FieldError { field: "calendar_days".to_owned(), key, value: String::new() }])
        }
        other => other,
    }
}

fn again(visit: &Visit, errors: Vec<FieldError>) -> Result<Response, PageError> {
    let form = visit.form_again(errors);
    page::unprocessable(page::draw(&DraftCalendarPage { frame: &visit.frame, form: &form }))
}

fn read(visit: &Visit) -> Result<CalendarWish, Vec<FieldError>> {
    let this = usize::try_from(visit.frame.today().year()).unwrap_or(0);
    let mut fields = Fields::of(visit.typed());
    let year = fields.whole_number("calendar_year", this, this + 1).unwrap_or(this);
    let title = fields.words("calendar_title", MOST_LETTERS);
    let number = fields.words("calendar_number", MOST_LETTERS);
    let url = fields.words("calendar_url", MOST_LETTERS);
    if !url.is_empty() && !url.starts_with("https://") && !url.starts_with("http://") {
        fields.refuse("calendar_url", "web-error-calendar-url", "");
    }
    fields.words("calendar_days", MOST_OF_A_NOTICE);
    // Lines are what is read: the words as they were typed, with their ends.
    let text = visit.typed().word("calendar_days").to_owned();
    let year = i16::try_from(year).unwrap_or_default();
    fields.finish(CalendarWish { year, title, number, url, text })
}

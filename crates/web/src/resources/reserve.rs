//! Reserving units of a resource for a need. It is held for some days, and lets go by itself.

use askama::Template;
use axum::response::Response;
use guanai_kernel::Date;

use super::desk::Kept;
use super::list::ResourceRow;
use super::record::{day_or_none, said};
use crate::failure::PageError;
use crate::form::{FieldError, Fields, Form};
use crate::needs::NeedRow;
use crate::page::{self, Frame};
use crate::visit::Visit;

/// The most units of one reservation.
const MOST_UNITS: usize = 99_999_999;

/// What could be reserved for a need.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReserveFile {
    /// The need.
    pub need: NeedRow,
    /// Why nothing is reserved for it now: the key of a sentence.
    pub against: Option<&'static str>,
    /// Resources that serve it, of which something is left.
    pub resources: Vec<ResourceRow>,
    /// For how many days what is reserved is held.
    pub holds_days: u32,
}

/// Units to be reserved.
#[derive(Clone, PartialEq, Eq)]
pub struct ReserveWish {
    /// For which need.
    pub need: String,
    /// Of which resource.
    pub offer: String,
    /// How many units.
    pub units: usize,
    /// The first day of use.
    pub from: Option<Date>,
    /// The last day of use.
    pub until: Option<Date>,
    /// What whoever answers for the resource is told.
    pub words: Option<String>,
}

impl std::fmt::Debug for ReserveWish {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ReserveWish({} {})", self.offer, self.units)
    }
}

/// The form.
#[derive(Template)]
#[template(path = "resources/reserve.html")]
pub struct ReservePage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// What could be reserved.
    pub file: &'a ReserveFile,
    /// What was typed.
    pub form: &'a Form,
}

/// `GET /needs/{need}/reserve`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let file = visit.office().resources().reservable(visit.asker()?, visit.param("need")?).await?;
    let mut form = visit.fresh_form();
    form.typed = form.typed.with("units", "1");
    if let Some(offer) = visit.filter("offer") {
        form.typed = form.typed.with("booking_offer", offer);
    }
    page::draw(&ReservePage { frame: &visit.frame, file: &file, form: &form })
}

fn read(visit: &Visit, file: &ReserveFile) -> Result<ReserveWish, Vec<FieldError>> {
    let mut fields = Fields::of(visit.typed());
    let offer = fields.choice("booking_offer", file.resources.iter().map(|row| row.id.as_str())).to_owned();
    let units = fields.whole_number("units", 1, MOST_UNITS).unwrap_or(0);
    let from = day_or_none(visit, &mut fields, "use_from");
    let until = day_or_none(visit, &mut fields, "use_until");
    let words = said(&mut fields, "booking_words");
    fields.finish(ReserveWish { need: file.need.id.clone(), offer, units, from, until, words })
}

/// `POST /needs/{need}/reserve`
pub async fn send(visit: Visit) -> Result<Response, PageError> {
    let operation = visit.operation()?;
    let file = visit.office().resources().reservable(visit.asker()?, visit.param("need")?).await?;
    let again = |errors: Vec<FieldError>| {
        let form = visit.form_again(errors);
        page::unprocessable(page::draw(&ReservePage { frame: &visit.frame, file: &file, form: &form }))
    };
    let wish = match read(&visit, &file) {
        Ok(wish) => wish,
        Err(errors) => return again(errors),
    };
    match visit.office().resources().reserve(visit.asker()?, operation, wish).await? {
        Kept::As(id) => visit.go_and_say(&format!("/bookings/{id}"), "web-done-reserved"),
        Kept::Wrong(error) => again(vec![error]),
    }
}

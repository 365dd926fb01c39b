//! Moving a booking on. Only the moves that may be made are there, and whoever decides says which state of it they saw.

use askama::Template;
use axum::response::Response;
use guanai_casework::BookingMove;

use super::file::BookingFile;
use crate::failure::PageError;
use crate::form::{Fields, Form};
use crate::operation::Done;
use crate::page::{self, Frame};
use crate::resources::change::state_no;
use crate::visit::Visit;

/// Letters of what is said.
const MOST_LETTERS: usize = 500;

/// A booking to be moved.
#[derive(Clone, PartialEq, Eq)]
pub struct BookingMoveWish {
    /// Which.
    pub booking: String,
    /// Which state of it the reader saw.
    pub state_no: u64,
    /// The move.
    pub step: BookingMove,
    /// Why it is declined, or what came of it.
    pub words: Option<String>,
}

impl std::fmt::Debug for BookingMoveWish {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "BookingMoveWish({} {})", self.booking, self.step.code())
    }
}

/// The form.
#[derive(Template)]
#[template(path = "bookings/move.html")]
pub struct BookingMovePage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// Which move.
    pub step: BookingMove,
    /// The booking.
    pub file: &'a BookingFile,
    /// What was typed.
    pub form: &'a Form,
}

impl BookingMovePage<'_> {
    /// Whether something is said with it.
    fn says(&self) -> bool {
        !matches!(self.step, BookingMove::Confirm | BookingMove::TakeBack)
    }

    fn field(&self) -> &'static str {
        field_of(self.step)
    }
}

const fn field_of(step: BookingMove) -> &'static str {
    if step.is_answer() { "booking_why" } else { "booking_outcome" }
}

/// The move that the address names, on a booking where it may be made.
async fn opened(visit: &Visit) -> Result<(BookingMove, BookingFile), PageError> {
    let step = BookingMove::from_code(visit.param("move")?).ok_or(PageError::NotFound)?;
    let file = visit.office().resources().booking(visit.asker()?, visit.param("booking")?).await?;
    Ok((step, file))
}

/// `GET /bookings/{booking}/moves/{move}`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let (step, file) = opened(&visit).await?;
    if !file.view.moves.contains(&step) {
        return Err(PageError::Refused { key: "web-refused-booking-moved" });
    }
    let mut form = visit.fresh_form();
    form.typed = form.typed.with("state_no", file.view.state_no.to_string());
    page::draw(&BookingMovePage { frame: &visit.frame, step, file: &file, form: &form })
}

/// `POST /bookings/{booking}/moves/{move}`
pub async fn send(visit: Visit) -> Result<Response, PageError> {
    let operation = visit.operation()?;
    let (step, file) = opened(&visit).await?;
    let mut fields = Fields::of(visit.typed());
    let words = Some(fields.words_or_none(field_of(step), MOST_LETTERS)).filter(|words| !words.is_empty());
    let booking = file.view.row.booking_id.to_string();
    let wish = BookingMoveWish { booking, state_no: state_no(&visit), step, words };
    let wish = match fields.finish(wish) {
        Ok(wish) => wish,
        Err(errors) => {
            let form = visit.form_again(errors);
            let page = BookingMovePage { frame: &visit.frame, step, file: &file, form: &form };
            return page::unprocessable(page::draw(&page));
        }
    };
    let act = async {
        let to = format!("/bookings/{}", wish.booking);
        visit.office().resources().move_booking(visit.asker()?, operation, wish).await?;
        Ok(Done { to, said: "web-done-booking-moved" })
    };
    visit.once(act).await
}

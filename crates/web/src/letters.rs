//! Letters without a receipt: whose, from where to where, by when, how each stands, and who hears of it.

use askama::Template;
use axum::response::Response;
use guanai_casework::letter::{LetterKind, LetterStanding, MOST_FOLLOWED_DAYS, MOST_LETTERS};
use guanai_kernel::civil::add_days;
use guanai_kernel::{Date, Post};

pub use guanai_app::letters::WaitingLetter;

use crate::failure::PageError;
use crate::form::{FieldError, Fields, Form};
use crate::operation::Done;
use crate::page::{self, Frame, Icon, State, Tag};
use crate::visit::Visit;

/// That a letter is followed up, as a form says it.
#[derive(Clone, PartialEq, Eq)]
pub struct FollowWish {
    /// Which.
    pub letter: String,
    /// What was done.
    pub words: String,
    /// On which day somebody looks again.
    pub next_on: Date,
}

impl std::fmt::Debug for FollowWish {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "FollowWish({}, {})", self.letter, self.next_on)
    }
}

/// The page.
#[derive(Template)]
#[template(path = "letters/list.html")]
pub struct LettersPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// The letters, whatever is due first in front.
    pub rows: &'a [WaitingLetter],
}

impl LettersPage<'_> {
    fn href(row: &WaitingLetter) -> String {
        match row.kind {
            LetterKind::Transfer => format!("/people/{}/events/{}", row.person_id, row.letter),
            LetterKind::Floating => format!("/floating/letters/{}", row.letter),
        }
    }

    fn tag(row: &WaitingLetter) -> Option<Tag> {
        Some(match row.due?.standing {
            LetterStanding::InTime => Tag::new(State::Calm, Icon::Wait, "web-letter-in-time"),
            LetterStanding::AtRisk => Tag::new(State::Risk, Icon::Risk, "web-letter-at-risk"),
            LetterStanding::Late => Tag::new(State::Late, Icon::Late, "web-letter-late"),
        })
    }

    fn heard(row: &WaitingLetter) -> Option<&'static str> {
        Some(match row.due?.hears? {
            Post::Branch => "web-letter-heard-branch",
            Post::Township => "web-letter-heard-township",
            Post::County | Post::Duty => "web-letter-heard-county",
        })
    }
}

/// `GET /letters`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let rows = visit.office().arrivals().waiting_letters(visit.asker()?).await?;
    page::draw(&LettersPage { frame: &visit.frame, rows: &rows })
}

/// The form in which a letter is said to be followed up.
#[derive(Template)]
#[template(path = "letters/follow.html")]
pub struct FollowPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// The letter.
    pub letter: &'a WaitingLetter,
    /// What was typed.
    pub form: &'a Form,
}

impl FollowPage<'_> {
    fn days(&self) -> (Date, Date) {
        days(self.frame.today())
    }
}

/// The first and the last day on which somebody may say that they look again.
fn days(today: Date) -> (Date, Date) {
    let after = |days| add_days(today, days).unwrap_or(today);
    (after(1), after(MOST_FOLLOWED_DAYS))
}

/// The letter that the address means, where this reader may say that it is followed up.
async fn asked(visit: &Visit) -> Result<WaitingLetter, PageError> {
    let id = visit.param("letter")?.to_owned();
    let rows = visit.office().arrivals().waiting_letters(visit.asker()?).await?;
    rows.into_iter().find(|row| row.letter == id && row.may_follow).ok_or(PageError::NotFound)
}

/// `GET /letters/{letter}/follow`
pub async fn ask(visit: Visit) -> Result<Response, PageError> {
    let letter = asked(&visit).await?;
    page::draw(&FollowPage { frame: &visit.frame, letter: &letter, form: &visit.fresh_form() })
}

fn typed(visit: &Visit, letter: &WaitingLetter) -> Result<FollowWish, Vec<FieldError>> {
    let (first, last) = days(visit.frame.today());
    let mut fields = Fields::of(visit.typed());
    let words = fields.words("letter_words", MOST_LETTERS);
    let next_on = fields.date("letter_next_on", Some(last));
    if next_on.is_some_and(|next_on| next_on < first) {
        fields.refuse("letter_next_on", "web-error-letter-next-on", "");
    }
    fields.finish(FollowWish { letter: letter.letter.clone(), words, next_on: next_on.unwrap_or(first) })
}

/// `POST /letters/{letter}/follow`
pub async fn follow(visit: Visit) -> Result<Response, PageError> {
    let letter = asked(&visit).await?;
    let wish = match typed(&visit, &letter) {
        Ok(wish) => wish,
        Err(errors) => {
            let form = visit.form_again(errors);
            return page::unprocessable(page::draw(&FollowPage { frame: &visit.frame, letter: &letter, form: &form }));
        }
    };
    let operation = visit.operation()?;
    let act = async {
        visit.office().arrivals().follow_letter(visit.asker()?, operation, wish).await?;
        Ok(Done { to: "/letters".to_owned(), said: "web-done-letter-follow" })
    };
    visit.once(act).await
}

//! What a member asks: for help, for a correction, an answer, a second look. It is typed, read once more, and sent.

use askama::Template;
use axum::response::Response;

use crate::asks::Said;
use crate::failure::PageError;
use crate::form::{FieldError, Fields, Form, Typed};
use crate::office::AskError;
use crate::operation::Done;
use crate::page::{self, Frame};
use crate::questions::heard;
use crate::visit::Visit;

/// The longest that is said.
const LONGEST: usize = 1_000;

/// What it is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Topic {
    /// I need help.
    Help,
    /// Something in my record is wrong.
    Correct,
    /// I do not understand, or do not agree with, an answer.
    Object,
    /// I do not want a visit, a help, a notice.
    Refuse,
}

impl Topic {
    /// Every one.
    pub const ALL: &'static [Self] = &[Self::Help, Self::Correct, Self::Object, Self::Refuse];

    /// Its code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Help => "help",
            Self::Correct => "correct",
            Self::Object => "object",
            Self::Refuse => "refuse",
        }
    }
}

/// What the member wants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OwnAsk {
    /// Says something that is to be answered.
    Words {
        /// What about.
        topic: Topic,
        /// The measure whose answer it is about, by its id.
        measure: Option<String>,
        /// In the member's words.
        words: String,
    },
    /// Gives or takes back a consent.
    Consent {
        /// Its code.
        code: String,
        /// Given or taken back.
        given: bool,
    },
}

/// The form.
#[derive(Template)]
#[template(path = "me/ask.html")]
pub struct OwnAskPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// The measure that it is about, by name.
    pub measure: Option<&'a str>,
    /// What was typed.
    pub form: &'a Form,
}

impl OwnAskPage<'_> {
    /// Whoever needs help raises a need, which has a term and a helper; what is asked here is answered in words.
    fn topics() -> impl Iterator<Item = &'static Topic> {
        Topic::ALL.iter().filter(|topic| **topic != Topic::Help)
    }
}

/// What was typed, to be read once more before it is sent.
#[derive(Template)]
#[template(path = "me/check.html")]
pub struct CheckOwnAskPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// The measure that it is about, by name.
    pub measure: Option<&'a str>,
    /// What was typed.
    pub form: &'a Form,
}

/// The name of the measure that it is about; what is no measure is about none.
async fn measure(visit: &Visit, typed: &Typed) -> Result<Option<String>, PageError> {
    let code = typed.word("measure");
    if code.is_empty() {
        return Ok(None);
    }
    match visit.office().standard(visit.asker()?, code).await {
        Ok(standard) => Ok(Some(standard.name)),
        Err(AskError::NotFound) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

async fn draw(visit: &Visit, form: &Form) -> Result<Response, PageError> {
    let measure = measure(visit, &form.typed).await?;
    let page = page::draw(&OwnAskPage { frame: &visit.frame, measure: measure.as_deref(), form });
    if form.errors.is_empty() { page } else { page::unprocessable(page) }
}

/// `GET /me/ask`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    if visit.filter("topic").as_deref() == Some(Topic::Help.code()) {
        return Visit::go("/me/needs/new");
    }
    let mut form = visit.fresh_form();
    form.typed = Typed::default()
        .with("topic", visit.filter("topic").unwrap_or_default())
        .with("measure", visit.filter("measure").unwrap_or_default());
    draw(&visit, &form).await
}

/// `POST /me/ask`: nothing is kept yet.
pub async fn check(visit: Visit) -> Result<Response, PageError> {
    let errors = read(visit.typed()).err().unwrap_or_default();
    let is_whole = errors.is_empty() && !visit.mends();
    let form = visit.form_again(errors);
    if !is_whole {
        return draw(&visit, &form).await;
    }
    let measure = measure(&visit, visit.typed()).await?;
    page::draw(&CheckOwnAskPage { frame: &visit.frame, measure: measure.as_deref(), form: &form })
}

/// `POST /me/asks`
pub async fn send(visit: Visit) -> Result<Response, PageError> {
    match read(visit.typed()) {
        Ok(ask) => enter(&visit, ask, "web-done-asked").await,
        Err(errors) => draw(&visit, &visit.form_again(errors)).await,
    }
}

pub(super) async fn enter(visit: &Visit, ask: OwnAsk, said: &'static str) -> Result<Response, PageError> {
    let operation = visit.operation()?;
    let words = if let OwnAsk::Words { words, .. } = &ask { words.clone() } else { String::new() };
    let act = async {
        visit.office().me_ask(visit.asker()?, operation, ask).await?;
        heard(visit, &words, Done { to: "/me".into(), said }).await
    };
    visit.once(act).await
}

/// `POST /me/asks/{ask}/withdraw`
pub async fn withdraw(visit: Visit) -> Result<Response, PageError> {
    let operation = visit.operation()?;
    let act = async {
        visit.office().withdraw_ask(visit.asker()?, operation, visit.param("ask")?).await?;
        Ok(Done { to: "/me".into(), said: "web-done-withdrawn" })
    };
    visit.once(act).await
}

/// The form of a second look.
#[derive(Template)]
#[template(path = "me/review.html")]
pub struct ReviewPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// What was said, and answered.
    pub said: &'a Said,
    /// What was typed.
    pub form: &'a Form,
}

async fn draw_review(visit: &Visit, form: &Form) -> Result<Response, PageError> {
    let own = visit.office().me(visit.asker()?).await?;
    let ask = visit.param("ask")?;
    let said = own.said.iter().find(|said| said.id == ask && said.may_review()).ok_or(PageError::NotFound)?;
    page::draw(&ReviewPage { frame: &visit.frame, said, form })
}

/// `GET /me/asks/{ask}/review`
pub async fn show_review(visit: Visit) -> Result<Response, PageError> {
    draw_review(&visit, &visit.fresh_form()).await
}

/// `POST /me/asks/{ask}/review`
pub async fn review(visit: Visit) -> Result<Response, PageError> {
    let mut fields = Fields::of(visit.typed());
    let words = fields.words("words", LONGEST);
    let words = match fields.finish(words) {
        Ok(words) => words,
        Err(errors) => {
            return page::unprocessable(draw_review(&visit, &visit.form_again(errors)).await);
        }
    };
    let operation = visit.operation()?;
    let act = async {
        visit.office().review_ask(visit.asker()?, operation, visit.param("ask")?, words.clone()).await?;
        heard(&visit, &words, Done { to: "/me".into(), said: "web-done-review" }).await
    };
    visit.once(act).await
}

/// What was typed, as a member or somebody who speaks for them typed it.
pub(crate) fn read(typed: &Typed) -> Result<OwnAsk, Vec<FieldError>> {
    let mut fields = Fields::of(typed);
    let code = fields.choice("topic", Topic::ALL.iter().map(Topic::code));
    let topic = Topic::ALL.iter().copied().find(|topic| topic.code() == code).unwrap_or(Topic::Help);
    let words = fields.words("words", LONGEST);
    let measure = Some(typed.word("measure").to_owned()).filter(|measure| !measure.is_empty());
    fields.finish(OwnAsk::Words { topic, measure, words })
}

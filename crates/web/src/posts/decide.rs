//! One post: confirming an appointment, declining it or taking it back, and recording that the post ends.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;

use super::{AppointmentMove, MOST_LETTERS, PostLine, PostsFile};
use crate::failure::PageError;
use crate::form::{FieldError, Fields, Form};
use crate::operation::Done;
use crate::page::{self, Frame};
use crate::visit::Visit;

/// What waits to be decided on.
#[derive(Template)]
#[template(path = "posts/decide.html")]
pub struct DecidePage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// The organisation.
    pub file: &'a PostsFile,
    /// The post.
    pub post: &'a PostLine,
    /// What was written.
    pub form: &'a Form,
}

impl DecidePage<'_> {
    fn may(&self, step: &str) -> bool {
        self.post.moves.iter().any(|may| may.code() == step)
    }
}

/// The end of a post.
#[derive(Template)]
#[template(path = "posts/end.html")]
pub struct EndPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// The organisation.
    pub file: &'a PostsFile,
    /// The post.
    pub post: &'a PostLine,
    /// What was written.
    pub form: &'a Form,
}

/// The organisation and the post, where the reader may do something about it.
async fn read(visit: &Visit, may: impl Fn(&PostLine) -> bool) -> Result<(PostsFile, PostLine), PageError> {
    let file = visit.office().posts().posts(visit.asker()?, visit.param("organization")?).await?;
    let post = file.find(visit.param("post")?).filter(|post| may(post)).cloned();
    let post = post.ok_or(PageError::NotFound)?;
    Ok((file, post))
}

fn beside(field: &str, key: &'static str) -> Vec<FieldError> {
    vec![FieldError { field: field.to_owned(), key, value: String::new() }]
}

/// `GET /organizations/{organization}/posts/{post}/decide`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let (file, post) = read(&visit, PostLine::may_decide).await?;
    page::draw(&DecidePage { frame: &visit.frame, file: &file, post: &post, form: &visit.fresh_form() })
}

/// `POST /organizations/{organization}/posts/{post}/decide`
pub async fn send(visit: Visit) -> Result<Response, PageError> {
    let organization = visit.param("organization")?.to_owned();
    let id = visit.param("post")?.to_owned();
    let mut fields = Fields::of(visit.typed());
    let steps = [AppointmentMove::Confirm, AppointmentMove::Decline, AppointmentMove::Withdraw];
    let step = AppointmentMove::from_code(fields.choice("step", steps.iter().map(|step| step.code())));
    let step = step.ok_or(PageError::NotFound)?;
    let why = match step {
        AppointmentMove::Decline => Some(fields.words("post_why", MOST_LETTERS)),
        _ => None,
    };
    let draw = |errors: Vec<FieldError>| async {
        let (file, post) = read(&visit, PostLine::may_decide).await?;
        let form = &visit.form_again(errors);
        let mut page = page::draw(&DecidePage { frame: &visit.frame, file: &file, post: &post, form })?;
        *page.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
        Ok(page)
    };
    let why = match fields.finish(why) {
        Ok(why) => why,
        Err(errors) => return draw(errors).await,
    };
    let operation = visit.operation()?;
    let said = match step {
        AppointmentMove::Confirm => "web-done-post-confirmed",
        AppointmentMove::Decline => "web-done-post-declined",
        _ => "web-done-post-withdrawn",
    };
    let act = async {
        visit.office().posts().decide(visit.asker()?, operation, &id, step, why).await?;
        Ok(Done { to: format!("/organizations/{organization}/posts"), said })
    };
    match visit.once(act).await {
        Err(PageError::Refused { key }) => draw(beside("post_why", key)).await,
        other => other,
    }
}

/// `GET /organizations/{organization}/posts/{post}/end`
pub async fn show_end(visit: Visit) -> Result<Response, PageError> {
    let (file, post) = read(&visit, PostLine::may_end).await?;
    page::draw(&EndPage { frame: &visit.frame, file: &file, post: &post, form: &visit.fresh_form() })
}

/// `POST /organizations/{organization}/posts/{post}/end`
pub async fn send_end(visit: Visit) -> Result<Response, PageError> {
    let id = visit.param("post")?.to_owned();
    let draw = |errors: Vec<FieldError>| async {
        let (file, post) = read(&visit, PostLine::may_end).await?;
        let form = &visit.form_again(errors);
        let mut page = page::draw(&EndPage { frame: &visit.frame, file: &file, post: &post, form })?;
        *page.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
        Ok(page)
    };
    let mut fields = Fields::of(visit.typed());
    let last_on = fields.date("post_last", None);
    let why = fields.words("post_why", MOST_LETTERS);
    let (last_on, why) = match fields.finish((last_on, why)) {
        Ok((Some(last_on), why)) => (last_on, why),
        Ok((None, _)) => return draw(beside("post_last", "web-error-required")).await,
        Err(errors) => return draw(errors).await,
    };
    let operation = visit.operation()?;
    let act = async {
        let handover = visit.office().posts().end(visit.asker()?, operation, &id, last_on, why).await?;
        Ok(Done { to: format!("/handovers/{handover}"), said: "web-done-post-ended" })
    };
    match visit.once(act).await {
        Err(PageError::Refused { key }) => draw(beside("post_last", key)).await,
        other => other,
    }
}

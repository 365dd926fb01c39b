//! Appointing somebody, in two steps: what is written is read back with whoever has that name, and then recorded; somebody else
//! confirms it.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use guanai_kernel::Date;

use super::{MOST_LETTERS, Manner, PostsFile, Powers};
use crate::failure::PageError;
use crate::form::{FieldError, Fields, Form};
use crate::operation::Done;
use crate::page::{self, Frame};
use crate::visit::Visit;

/// Somebody who may be meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Appointee {
    /// Their id.
    pub id: String,
    /// The name, where they belong, and their year of birth.
    pub told: String,
}

/// An appointment, as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PostWish {
    /// Who; none before somebody of that name was chosen.
    pub person: Option<String>,
    /// Which post.
    pub code: String,
    /// Its title.
    pub title: String,
    /// In full or acting.
    pub manner: Manner,
    /// Which powers go with it.
    pub powers: Powers,
    /// The first day.
    pub since_on: Date,
    /// The last day.
    pub last_on: Option<Date>,
    /// The paper.
    pub resolution: String,
}

/// The form.
#[derive(Template)]
#[template(path = "posts/record.html")]
pub struct RecordPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// The organisation.
    pub file: &'a PostsFile,
    /// What was written.
    pub form: &'a Form,
}

impl RecordPage<'_> {
    fn manners() -> [&'static str; 2] {
        [Manner::Full.code(), Manner::Acting.code()]
    }

    fn powers(&self) -> Vec<&'static str> {
        self.file.may_give.iter().map(|powers| powers.code()).collect()
    }
}

/// What was written, read back.
#[derive(Template)]
#[template(path = "posts/check.html")]
pub struct CheckPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// The organisation.
    pub file: &'a PostsFile,
    /// What was written.
    pub form: &'a Form,
    /// What it means.
    pub wish: &'a PostWish,
    /// Those of that name.
    pub found: &'a [Appointee],
}

impl CheckPage<'_> {
    fn called(&self) -> &str {
        self.file.codes.iter().find(|code| code.code == self.wish.code).map_or("", |code| &code.name)
    }

    const fn fields() -> [&'static str; 8] {
        [
            "post_name",
            "post_code",
            "post_title",
            "post_manner",
            "post_powers",
            "post_since",
            "post_last",
            "post_resolution",
        ]
    }
}

async fn read(visit: &Visit) -> Result<PostsFile, PageError> {
    let file = visit.office().posts().posts(visit.asker()?, visit.param("organization")?).await?;
    if file.may_record { Ok(file) } else { Err(PageError::NotFound) }
}

fn draw(visit: &Visit, file: &PostsFile, form: &Form) -> Result<Response, PageError> {
    page::draw(&RecordPage { frame: &visit.frame, file, form })
}

fn again(visit: &Visit, file: &PostsFile, errors: Vec<FieldError>) -> Result<Response, PageError> {
    let mut response = draw(visit, file, &visit.form_again(errors))?;
    *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    Ok(response)
}

/// `GET /organizations/{organization}/posts/new`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let file = read(&visit).await?;
    draw(&visit, &file, &visit.fresh_form())
}

fn meant(visit: &Visit, file: &PostsFile) -> Result<(String, PostWish), Vec<FieldError>> {
    let mut fields = Fields::of(visit.typed());
    let name = fields.words("post_name", MOST_LETTERS);
    let code = fields.choice("post_code", file.codes.iter().map(|code| code.code.as_str())).to_owned();
    let title = fields.words("post_title", MOST_LETTERS);
    let manner = Manner::from_code(fields.choice("post_manner", Manner::ALL.iter().map(|manner| manner.code())));
    let powers = Powers::from_code(fields.choice("post_powers", file.may_give.iter().map(|powers| powers.code())));
    let since_on = fields.date("post_since", None);
    let last_on = if visit.typed().word("post_last").trim().is_empty() { None } else { fields.date("post_last", None) };
    if let (Some(since), Some(last)) = (since_on, last_on)
        && last < since
    {
        fields.refuse("post_last", "web-refused-post-days", "");
    }
    let resolution = fields.words("post_resolution", MOST_LETTERS);
    let person = visit.typed().word("post_person");
    let wish = PostWish {
        person: Some(person).filter(|id| !id.is_empty()).map(str::to_owned),
        code,
        title,
        manner: manner.unwrap_or(Manner::Full),
        powers: powers.unwrap_or(Powers::Nothing),
        since_on: since_on.unwrap_or_else(|| visit.frame.today()),
        last_on,
        resolution,
    };
    fields.finish((name, wish))
}

/// `POST /organizations/{organization}/posts`: reads it back; nothing is kept yet.
pub async fn check(visit: Visit) -> Result<Response, PageError> {
    let file = read(&visit).await?;
    if visit.typed().word("step") == "mend" {
        return draw(&visit, &file, &visit.form_again(Vec::new()));
    }
    checked(&visit, &file, Vec::new()).await
}

async fn checked(visit: &Visit, file: &PostsFile, errors: Vec<FieldError>) -> Result<Response, PageError> {
    let (name, wish) = match meant(visit, file) {
        Ok(meant) => meant,
        Err(errors) => return again(visit, file, errors),
    };
    let found = visit.office().posts().appointees(visit.asker()?, &file.organization, &name).await?;
    if found.is_empty() {
        let error = FieldError { field: "post_name".into(), key: "web-refused-post-nobody", value: String::new() };
        return again(visit, file, vec![error]);
    }
    let refused = !errors.is_empty();
    let form = &visit.form_again(errors);
    let mut response = page::draw(&CheckPage { frame: &visit.frame, file, form, wish: &wish, found: &found })?;
    if refused {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(response)
}

/// `POST /organizations/{organization}/posts/send`
pub async fn send(visit: Visit) -> Result<Response, PageError> {
    let file = read(&visit).await?;
    let wish = match meant(&visit, &file) {
        Ok((_, wish)) => wish,
        Err(errors) => return again(&visit, &file, errors),
    };
    let wrong = |key| vec![FieldError { field: "post_person".into(), key, value: String::new() }];
    if wish.person.is_none() {
        return checked(&visit, &file, wrong("web-error-choice")).await;
    }
    let operation = visit.operation()?;
    let to = format!("/organizations/{}/posts", file.organization);
    let act = async {
        visit.office().posts().appoint(visit.asker()?, operation, &file.organization, wish).await?;
        Ok(Done { to, said: "web-done-post-recorded" })
    };
    match visit.once(act).await {
        Err(PageError::Refused { key }) => checked(&visit, &file, wrong(key)).await,
        other => other,
    }
}

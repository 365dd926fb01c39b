//! Changing a resource, by whoever answers for it: what it says, and whether it is given.

use askama::Template;
use axum::response::Response;
use guanai_casework::Availability;

use super::desk::Kept;
use super::file::ResourceFile;
use super::record::{RecordResource, RecordResourcePage, ResourceChoices, read};
use crate::failure::PageError;
use crate::form::{FieldError, Fields, Form};
use crate::operation::Done;
use crate::page::{self, Choice, Frame};
use crate::visit::Visit;

/// The area of a resource that stays where it holds in several townships.
pub const SAME_AREA: &str = "=";
/// Letters of a reason.
const MOST_LETTERS: usize = 300;

/// A resource to be changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangeWish {
    /// Which.
    pub offer: String,
    /// Which state of it the reader saw.
    pub state_no: u64,
    /// What it shall say.
    pub wish: RecordResource,
}

/// Whether a resource is given, to be said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GivenWish {
    /// Which.
    pub offer: String,
    /// Which state of it the reader saw.
    pub state_no: u64,
    /// Whether it is given.
    pub availability: Availability,
    /// Why not.
    pub why: Option<String>,
}

/// The form that says whether it is given.
#[derive(Template)]
#[template(path = "resources/given.html")]
pub struct GivenPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// The resource.
    pub file: &'a ResourceFile,
    /// What was typed.
    pub form: &'a Form,
}

impl GivenPage<'_> {
    /// What may be said of it: anything but what it is.
    fn codes(&self) -> Vec<&'static str> {
        sayable(self.file)
    }
}

fn sayable(file: &ResourceFile) -> Vec<&'static str> {
    [Availability::Open, Availability::Paused, Availability::Ended]
        .into_iter()
        .filter(|one| *one != file.availability)
        .map(Availability::code)
        .collect()
}

/// The resource, where the reader answers for it.
async fn opened(visit: &Visit) -> Result<ResourceFile, PageError> {
    let file = visit.office().resources().resource(visit.asker()?, visit.param("offer")?).await?;
    if file.answers { Ok(file) } else { Err(PageError::Refused { key: "web-refused-resource-not-yours" }) }
}

/// What the form gives to choose, with the area that the resource has now.
async fn choices(visit: &Visit, file: &ResourceFile) -> Result<ResourceChoices, PageError> {
    let mut choices = visit.office().resources().resource_choices(visit.asker()?).await?;
    let kept = file.typed.iter().find(|(field, _)| *field == "area").map(|(_, area)| area.as_str());
    if kept == Some(SAME_AREA) {
        choices.areas.insert(0, Choice { code: SAME_AREA.to_owned(), name: file.row.area.clone() });
    }
    Ok(choices)
}

/// `GET /resources/{offer}/change`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let file = opened(&visit).await?;
    let choices = choices(&visit, &file).await?;
    let mut form = visit.fresh_form();
    form.typed = crate::form::Typed::from_pairs(
        file.typed.iter().map(|(field, value)| ((*field).to_owned(), value.clone())).collect(),
    )
    .unwrap_or_default();
    let changes = Some((file.row.id.as_str(), file.state_no));
    page::draw(&RecordResourcePage { frame: &visit.frame, choices: &choices, form: &form, changes })
}

/// `POST /resources/{offer}/change`
pub async fn send(visit: Visit) -> Result<Response, PageError> {
    let operation = visit.operation()?;
    let file = opened(&visit).await?;
    let choices = choices(&visit, &file).await?;
    let state_no = state_no(&visit);
    let again = |errors: Vec<FieldError>| {
        let form = visit.form_again(errors);
        let changes = Some((file.row.id.as_str(), state_no));
        page::unprocessable(page::draw(&RecordResourcePage {
            frame: &visit.frame,
            choices: &choices,
            form: &form,
            changes,
        }))
    };
    let wish = match read(&visit, &choices) {
        Ok(wish) => ChangeWish { offer: file.row.id.clone(), state_no, wish },
        Err(errors) => return again(errors),
    };
    match visit.office().resources().change_resource(visit.asker()?, operation, wish).await? {
        Kept::As(id) => visit.go_and_say(&format!("/resources/{id}"), "web-done-resource-changed"),
        Kept::Wrong(error) => again(vec![error]),
    }
}

/// `GET /resources/{offer}/given`
pub async fn show_given(visit: Visit) -> Result<Response, PageError> {
    let file = opened(&visit).await?;
    page::draw(&GivenPage { frame: &visit.frame, file: &file, form: &visit.fresh_form() })
}

/// `POST /resources/{offer}/given`
pub async fn send_given(visit: Visit) -> Result<Response, PageError> {
    let operation = visit.operation()?;
    let file = opened(&visit).await?;
    let mut fields = Fields::of(visit.typed());
    let availability = Availability::from_code(fields.choice("availability", sayable(&file)));
    let why = match availability {
        Some(Availability::Open) | None => fields.words_or_none("given_why", MOST_LETTERS),
        _ => fields.words("given_why", MOST_LETTERS),
    };
    let wish = availability.map(|availability| GivenWish {
        offer: file.row.id.clone(),
        state_no: state_no(&visit),
        availability,
        why: Some(why).filter(|why| !why.is_empty()),
    });
    let wish = match fields.finish(()).and(wish.ok_or_else(Vec::new)) {
        Ok(wish) => wish,
        Err(errors) => {
            let form = visit.form_again(errors);
            return page::unprocessable(page::draw(&GivenPage { frame: &visit.frame, file: &file, form: &form }));
        }
    };
    let act = async {
        let to = format!("/resources/{}", wish.offer);
        visit.office().resources().give_resource(visit.asker()?, operation, wish).await?;
        Ok(Done { to, said: "web-done-resource-changed" })
    };
    visit.once(act).await
}

/// Without it nobody knows what was decided about; the app refuses a state that nobody saw.
pub(crate) fn state_no(visit: &Visit) -> u64 {
    visit.typed().word("state_no").parse().unwrap_or(u64::MAX)
}

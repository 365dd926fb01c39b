//! Taking a resident into care: typed, read once more with the person, sent.

use askama::Template;
use axum::response::Response;
use guanai_kernel::codes::{IdentityNumber, Phone};

use super::{ResidentChoices, ResidentWish};
use crate::failure::PageError;
use crate::form::{FieldError, Fields, Form, Typed};
use crate::operation::Done;
use crate::page::{self, Frame};
use crate::visit::Visit;

const MOST_OF_A_NAME: usize = 40;
const MOST_OF_A_LINE: usize = 100;

/// The fields, in their order.
const FIELDS: [&str; 7] = [
    "resident_name",
    "resident_identity",
    "resident_phone",
    "resident_address",
    "resident_branch",
    "resident_cause",
    "resident_since",
];

/// The form.
#[derive(Template)]
#[template(path = "residents/enter.html")]
pub struct EnterPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// What it offers.
    pub choices: &'a ResidentChoices,
    /// What was typed.
    pub form: &'a Form,
}

/// What was typed, read once more.
#[derive(Template)]
#[template(path = "residents/check.html")]
pub struct CheckPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// What the form offers.
    pub choices: &'a ResidentChoices,
    /// What was typed.
    pub form: &'a Form,
    /// What it means.
    pub wish: &'a ResidentWish,
}

impl CheckPage<'_> {
    const fn fields() -> [&'static str; 7] {
        FIELDS
    }

    fn branch(&self) -> &str {
        self.choices.branches.iter().find(|one| one.code == self.wish.branch).map_or("", |one| &one.name)
    }

    fn cause(&self) -> &str {
        self.choices.causes.iter().find(|one| one.code == self.wish.cause).map_or("", |one| &one.name)
    }
}

/// `GET /residents/new`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let choices = visit.office().residents().choices(visit.asker()?).await?;
    let mut form = visit.fresh_form();
    let typed = Typed::default().with("resident_since", visit.frame.today().to_string());
    // Whoever has one branch has nothing to choose.
    form.typed = match &choices.branches[..] {
        [only] => typed.with("resident_branch", only.code.clone()),
        _ => typed,
    };
    page::draw(&EnterPage { frame: &visit.frame, choices: &choices, form: &form })
}

/// `POST /residents/new`: nothing is kept yet.
pub async fn check(visit: Visit) -> Result<Response, PageError> {
    let choices = visit.office().residents().choices(visit.asker()?).await?;
    visit.read_once_more(
        read(&visit, &choices),
        |form| page::draw(&EnterPage { frame: &visit.frame, choices: &choices, form }),
        |form, wish| page::draw(&CheckPage { frame: &visit.frame, choices: &choices, form, wish: &wish }),
    )
}

/// `POST /residents`
pub async fn send(visit: Visit) -> Result<Response, PageError> {
    let choices = visit.office().residents().choices(visit.asker()?).await?;
    let again = |errors: Vec<FieldError>| {
        let form = visit.form_again(errors);
        page::unprocessable(page::draw(&EnterPage { frame: &visit.frame, choices: &choices, form: &form }))
    };
    let wish = match read(&visit, &choices) {
        Ok(wish) => wish,
        Err(errors) => return again(errors),
    };
    let mut fields = Fields::of(visit.typed());
    fields.must_tick("resident_agrees", "web-error-resident-agrees");
    if let Err(errors) = fields.finish(()) {
        let form = visit.form_again(errors);
        let page = CheckPage { frame: &visit.frame, choices: &choices, form: &form, wish: &wish };
        return page::unprocessable(page::draw(&page));
    }
    let operation = visit.operation()?;
    let act = async {
        let id = visit.office().residents().enter(visit.asker()?, operation, wish).await?;
        Ok(Done { to: format!("/people/{id}"), said: "web-done-resident" })
    };
    match visit.once(act).await {
        Err(PageError::Refused { key }) => {
            let field = if key == "web-refused-resident-since" { "resident_since" } else { "resident_identity" };
            again(vec![FieldError { field: field.into(), key, value: String::new() }])
        }
        other => other,
    }
}

fn read(visit: &Visit, choices: &ResidentChoices) -> Result<ResidentWish, Vec<FieldError>> {
    let today = visit.frame.today();
    let mut fields = Fields::of(visit.typed());
    let name = fields.words("resident_name", MOST_OF_A_NAME);
    let identity = fields.words("resident_identity", MOST_OF_A_LINE);
    if !identity.is_empty() && IdentityNumber::read(&identity, today).is_err() {
        fields.refuse("resident_identity", "web-error-resident-identity", "");
    }
    let some = |text: String| Some(text).filter(|text| !text.is_empty());
    let phone = some(fields.words_or_none("resident_phone", MOST_OF_A_LINE));
    if phone.as_ref().is_some_and(|phone| Phone::read(phone).is_err()) {
        fields.refuse("resident_phone", "web-error-resident-phone", "");
    }
    let address = some(fields.words_or_none("resident_address", MOST_OF_A_LINE));
    let branch = fields.choice("resident_branch", choices.branches.iter().map(|one| one.code.as_str())).to_owned();
    let cause = fields.choice("resident_cause", choices.causes.iter().map(|one| one.code.as_str())).to_owned();
    let since_on = fields.date("resident_since", Some(today)).unwrap_or(today);
    fields.finish(ResidentWish { name, identity, phone, address, branch, cause, since_on })
}

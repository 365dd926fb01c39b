//! Named contacts: who looks after whom in a branch, and the form that says so.

use askama::Template;
use axum::response::Response;

pub use guanai_app::contacts::{ContactsPage, LookedAfter};

use crate::day::MyDay;
use crate::failure::PageError;
use crate::form::{FieldError, Fields, Form};
use crate::office::{Answer, Asker};
use crate::operation::{Done, OperationId};
use crate::page::{self, Choice, Frame};
use crate::resources::change::state_no;
use crate::visit::Visit;

/// The code of nobody.
const NOBODY: &str = "nobody";

/// Who is to look after whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContactWish {
    /// Who is looked after.
    pub people: Vec<String>,
    /// By whom; nobody ends it.
    pub by: Option<String>,
    /// Which state the reader saw.
    pub state_no: u64,
}

/// The use cases of named contacts, as the pages ask for them.
pub trait ContactDesk: Send + Sync {
    /// A branch's contacts.
    fn contacts<'a>(&'a self, who: Asker<'a>, organization: &'a str) -> Answer<'a, ContactsPage>;
    /// Says who looks after some people.
    fn name_contacts<'a>(
        &'a self,
        who: Asker<'a>,
        op: OperationId,
        organization: &'a str,
        wish: ContactWish,
    ) -> Answer<'a, ()>;
    /// The day, of those alone whom the asker looks after.
    fn own_day<'a>(&'a self, who: Asker<'a>) -> Answer<'a, MyDay>;
}

/// The page.
#[derive(Template)]
#[template(path = "contacts/list.html")]
pub struct ContactListPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// What stands on it.
    pub list: &'a ContactsPage,
    /// Who may be chosen.
    pub choices: Vec<Choice>,
    /// What was ticked.
    pub form: &'a Form,
}

impl<'a> ContactListPage<'a> {
    fn new(frame: &'a Frame, list: &'a ContactsPage, form: &'a Form) -> Self {
        let nobody = Choice { code: NOBODY.to_owned(), name: frame.say("web-contact-nobody") };
        let members = list.members.iter().map(|(id, name)| Choice { code: id.to_string(), name: name.clone() });
        Self { frame, list, choices: members.chain([nobody]).collect(), form }
    }

    fn is_ticked(&self, one: &LookedAfter) -> bool {
        self.form.has("looked_after", &one.person_id.to_string())
    }
}

async fn read(visit: &Visit) -> Result<ContactsPage, PageError> {
    Ok(visit.office().contacts(visit.asker()?, visit.param("organization")?).await?)
}

/// `GET /organizations/{organization}/contacts`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let list = read(&visit).await?;
    let mut form = visit.fresh_form();
    form.typed = form.typed.with("state_no", list.state_no.to_string());
    page::draw(&ContactListPage::new(&visit.frame, &list, &form))
}

/// `POST /organizations/{organization}/contacts`
pub async fn send(visit: Visit) -> Result<Response, PageError> {
    let list = read(&visit).await?;
    let again = |errors: Vec<FieldError>| {
        let form = visit.form_again(errors);
        page::unprocessable(page::draw(&ContactListPage::new(&visit.frame, &list, &form)))
    };
    let people: Vec<String> = visit.typed().all("looked_after").map(ToOwned::to_owned).collect();
    let mut fields = Fields::of(visit.typed());
    if people.is_empty() {
        fields.refuse("looked_after", "web-error-contact-none", "");
    }
    let codes: Vec<String> = list.members.iter().map(|(id, _)| id.to_string()).chain([NOBODY.to_owned()]).collect();
    let state_no = state_no(&visit);
    let by = fields.choice("looked_after_by", codes.iter().map(String::as_str)).to_owned();
    let by = Some(by).filter(|by| by != NOBODY);
    let wish = match fields.finish(ContactWish { people, by, state_no }) {
        Ok(wish) => wish,
        Err(errors) => return again(errors),
    };
    let organization = visit.param("organization")?.to_owned();
    let operation = visit.operation()?;
    let act = async {
        visit.office().name_contacts(visit.asker()?, operation, &organization, wish).await?;
        Ok(Done { to: format!("/organizations/{organization}/contacts"), said: "web-done-contacts" })
    };
    match visit.once(act).await {
        Err(PageError::Refused { key }) => {
            again(vec![FieldError { field: "looked_after_by".to_owned(), key, value: String::new() }])
        }
        other => other,
    }
}

//! Recording an arrival: typed from the letter and the identity card, read once more, sent. Somebody else confirms it.

use askama::Template;
use axum::response::Response;
use guanai_kernel::Date;
use guanai_kernel::codes::{IdentityNumber, Phone};

use super::{ArrivalKind, MOST_LETTERS};
use crate::failure::PageError;
use crate::form::{FieldError, Fields, Form, Typed};
use crate::operation::Done;
use crate::page::{self, Choice, Frame};
use crate::visit::Visit;

const MOST_OF_A_NAME: usize = 40;

/// The fields, in their order.
const FIELDS: [&str; 11] = [
    "arrival_kind",
    "arrival_name",
    "arrival_identity",
    "arrival_phone",
    "arrival_branch",
    "arrival_from",
    "arrival_letter",
    "arrival_letter_on",
    "arrival_joined",
    "arrival_full",
    "arrival_since",
];

/// What the form offers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArrivalChoices {
    /// The branches of the asker's scope.
    pub branches: Vec<Choice>,
}

/// An arrival to be recorded.
#[derive(Clone, PartialEq, Eq)]
pub struct ArrivalWish {
    /// How.
    pub kind: ArrivalKind,
    /// The name.
    pub name: String,
    /// The identity number, as typed.
    pub identity: String,
    /// The telephone.
    pub phone: Option<String>,
    /// The branch's id.
    pub branch: String,
    /// Who sends.
    pub from_place: Option<String>,
    /// The letter's number.
    pub letter: String,
    /// Its day.
    pub letter_on: Date,
    /// The day of joining.
    pub joined_on: Date,
    /// The day of becoming a full member.
    pub full_on: Option<Date>,
    /// The day of the receipt.
    pub since_on: Date,
}

impl std::fmt::Debug for ArrivalWish {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ArrivalWish(at {})", self.branch)
    }
}

/// The form.
#[derive(Template)]
#[template(path = "arrivals/enter.html")]
pub struct ArrivePage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// What it offers.
    pub choices: &'a ArrivalChoices,
    /// What was typed.
    pub form: &'a Form,
}

impl ArrivePage<'_> {
    fn kinds() -> Vec<&'static str> {
        ArrivalKind::ALL.iter().map(|kind| kind.code()).collect()
    }
}

/// What was typed, read once more.
#[derive(Template)]
#[template(path = "arrivals/check.html")]
pub struct CheckArrivalPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// What the form offers.
    pub choices: &'a ArrivalChoices,
    /// What was typed.
    pub form: &'a Form,
    /// What it means.
    pub wish: &'a ArrivalWish,
}

impl CheckArrivalPage<'_> {
    const fn fields() -> [&'static str; 11] {
        FIELDS
    }

    fn branch(&self) -> &str {
        self.choices.branches.iter().find(|one| one.code == self.wish.branch).map_or("", |one| &one.name)
    }
}

/// `GET /people/arrive`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let choices = visit.office().arrivals().choices(visit.asker()?).await?;
    let mut form = visit.fresh_form();
    let typed = Typed::default().with("arrival_since", visit.frame.today().to_string());
    form.typed = match &choices.branches[..] {
        [only] => typed.with("arrival_branch", only.code.clone()),
        _ => typed,
    };
    page::draw(&ArrivePage { frame: &visit.frame, choices: &choices, form: &form })
}

/// `POST /people/arrive`: nothing is kept yet.
pub async fn check(visit: Visit) -> Result<Response, PageError> {
    let choices = visit.office().arrivals().choices(visit.asker()?).await?;
    visit.read_once_more(
        read(&visit, &choices),
        |form| page::draw(&ArrivePage { frame: &visit.frame, choices: &choices, form }),
        |form, wish| page::draw(&CheckArrivalPage { frame: &visit.frame, choices: &choices, form, wish: &wish }),
    )
}

/// `POST /arrivals`
pub async fn send(visit: Visit) -> Result<Response, PageError> {
    let choices = visit.office().arrivals().choices(visit.asker()?).await?;
    let again = |errors: Vec<FieldError>| {
        let form = visit.form_again(errors);
        page::unprocessable(page::draw(&ArrivePage { frame: &visit.frame, choices: &choices, form: &form }))
    };
    let wish = match read(&visit, &choices) {
        Ok(wish) => wish,
        Err(errors) => return again(errors),
    };
    let operation = visit.operation()?;
    let act = async {
        let id = visit.office().arrivals().record(visit.asker()?, operation, wish).await?;
        Ok(Done { to: format!("/arrivals/{id}"), said: "web-done-arrival" })
    };
    match visit.once(act).await {
        Err(PageError::Refused { key }) => {
            let field = match key {
                "web-refused-arrival-days" => "arrival_joined",
                "web-refused-arrival-early" => "arrival_since",
                _ => "arrival_identity",
            };
            again(vec![FieldError { field: field.into(), key, value: String::new() }])
        }
        other => other,
    }
}

fn read(visit: &Visit, choices: &ArrivalChoices) -> Result<ArrivalWish, Vec<FieldError>> {
    let today = visit.frame.today();
    let mut fields = Fields::of(visit.typed());
    let kind = fields.choice("arrival_kind", ArrivalKind::ALL.iter().map(|kind| kind.code()));
    let kind = ArrivalKind::from_code(kind).unwrap_or(ArrivalKind::Transfer);
    let name = fields.words("arrival_name", MOST_OF_A_NAME);
    let identity = fields.words("arrival_identity", MOST_LETTERS);
    if !identity.is_empty() && IdentityNumber::read(&identity, today).is_err() {
        fields.refuse("arrival_identity", "web-error-resident-identity", "");
    }
    let some = |text: String| Some(text).filter(|text| !text.is_empty());
    let phone = some(fields.words_or_none("arrival_phone", MOST_LETTERS));
    if phone.as_ref().is_some_and(|phone| Phone::read(phone).is_err()) {
        fields.refuse("arrival_phone", "web-error-resident-phone", "");
    }
    let branch = fields.choice("arrival_branch", choices.branches.iter().map(|one| one.code.as_str())).to_owned();
    // An admission has no sender, no day of becoming full, and begins with the day of joining.
    let is_transfer = kind == ArrivalKind::Transfer;
    let from_place = if is_transfer { some(fields.words("arrival_from", MOST_LETTERS)) } else { None };
    let letter = fields.words("arrival_letter", MOST_LETTERS);
    let letter_on = day(&mut fields, "arrival_letter_on", today);
    let joined_on = day(&mut fields, "arrival_joined", today);
    let full_on = if is_transfer && !visit.typed().word("arrival_full").is_empty() {
        fields.date("arrival_full", Some(today))
    } else {
        None
    };
    let since_on = if is_transfer { day(&mut fields, "arrival_since", today) } else { joined_on };
    fields.finish(ArrivalWish {
        kind,
        name,
        identity,
        phone,
        branch,
        from_place,
        letter,
        letter_on,
        joined_on,
        full_on,
        since_on,
    })
}

/// A day that must be said; the field is told where it is not.
fn day(fields: &mut Fields<'_>, field: &str, today: Date) -> Date {
    fields.date(field, Some(today)).unwrap_or(today)
}

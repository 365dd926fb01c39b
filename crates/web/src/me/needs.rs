//! A member's own needs: each with where it stands and what comes next; raising one, read once more before it is sent; taking
//! one back, which costs nothing.

use askama::Template;
use axum::response::Response;
use guanai_app::needs::NeedStep;
use guanai_casework::Withdrawal;
use guanai_kernel::Date;

use crate::failure::PageError;
use crate::form::{FieldError, Fields, Form, Typed};
use crate::needs::{MoveNeed, NeedChoices, NeedState, RaiseNeed, Urgency, Voice};
use crate::operation::Done;
use crate::page::{self, Frame};
use crate::questions::heard;
use crate::visit::Visit;

/// Letters that a member's words may have.
const LONGEST: usize = 500;
const CONSENTS: [&str; 2] = ["yes", "no"];
/// Why a member takes a need back: the other reasons are for whoever enters it for somebody.
const WHY: [Withdrawal; 3] = [Withdrawal::Unwanted, Withdrawal::Solved, Withdrawal::Mistaken];

/// A need as the one who has it reads it.
#[derive(Clone, PartialEq, Eq)]
pub struct OwnNeed {
    /// Its id.
    pub id: String,
    /// The category's name, once it was stated or confirmed.
    pub category: Option<String>,
    /// What the member said, or what the standards found.
    pub words: Option<String>,
    /// In whose voice: the key of the sentence.
    pub voice: Option<&'static str>,
    /// How urgent.
    pub urgency: Urgency,
    /// The day it was said.
    pub stated_on: Date,
    /// Until when somebody must have answered.
    pub due_on: Option<Date>,
    /// Where it stands.
    pub state: NeedState,
    /// Who helps.
    pub helper: Option<String>,
    /// What came of it, in words.
    pub ending: Option<String>,
    /// Of which of its states this is.
    pub state_no: u64,
    /// Whether it may be taken back now.
    pub may_withdraw: bool,
}

impl std::fmt::Debug for OwnNeed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "OwnNeed({} {})", self.id, self.state.code())
    }
}

/// The page of them.
#[derive(Template)]
#[template(path = "me/needs.html")]
pub struct OwnNeedsPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// The needs, those that have not ended first.
    pub rows: &'a [OwnNeed],
}

/// `GET /me/needs`
pub async fn list(visit: Visit) -> Result<Response, PageError> {
    let rows = visit.office().own_needs(visit.asker()?).await?;
    page::draw(&OwnNeedsPage { frame: &visit.frame, rows: &rows })
}

/// The form, and the page on which it is read once more.
#[derive(Template)]
#[template(path = "me/need.html")]
pub struct OwnNeedPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// What it offers.
    pub choices: &'a NeedChoices,
    /// What was typed.
    pub form: &'a Form,
    /// What it means, once it is to be checked.
    pub need: Option<&'a RaiseNeed>,
}

impl OwnNeedPage<'_> {
    fn urgencies() -> [&'static str; 3] {
        Urgency::CODES
    }

    fn category(&self, code: &str) -> &str {
        self.choices.categories.iter().find(|c| c.code == code).map_or("", |c| &c.name)
    }
}

async fn choices(visit: &Visit) -> Result<NeedChoices, PageError> {
    let person = visit.session()?.person.clone().ok_or(PageError::NotFound)?;
    Ok(visit.office().need_choices(visit.asker()?, &person).await?)
}

/// `GET /me/needs/new`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let choices = choices(&visit).await?;
    page::draw(&OwnNeedPage { frame: &visit.frame, choices: &choices, form: &visit.fresh_form(), need: None })
}

/// `POST /me/needs/new`: nothing is kept yet.
pub async fn check(visit: Visit) -> Result<Response, PageError> {
    let choices = choices(&visit).await?;
    let frame = &visit.frame;
    visit.read_once_more(
        read(visit.typed(), &choices),
        |form| page::draw(&OwnNeedPage { frame, choices: &choices, form, need: None }),
        |form, need| page::draw(&OwnNeedPage { frame, choices: &choices, form, need: Some(&need) }),
    )
}

/// `POST /me/needs`
pub async fn send(visit: Visit) -> Result<Response, PageError> {
    let choices = choices(&visit).await?;
    let need = match read(visit.typed(), &choices) {
        Ok(need) => need,
        Err(errors) => {
            let form = visit.form_again(errors);
            let again = OwnNeedPage { frame: &visit.frame, choices: &choices, form: &form, need: None };
            return page::unprocessable(page::draw(&again));
        }
    };
    let operation = visit.operation()?;
    let words = need.words.clone();
    let act = async {
        visit.office().raise_need(visit.asker()?, operation, need).await?;
        heard(&visit, &words, Done { to: "/me/needs".to_owned(), said: "web-done-own-need" }).await
    };
    visit.once(act).await
}

fn read(typed: &Typed, choices: &NeedChoices) -> Result<RaiseNeed, Vec<FieldError>> {
    let mut fields = Fields::of(typed);
    let words = fields.words("words", LONGEST);
    let category = fields.choice("category", choices.categories.iter().map(|c| c.code.as_str())).to_owned();
    let urgency = fields.choice("urgency", Urgency::CODES).to_owned();
    let consents_to_contact = fields.choice("contact", CONSENTS) == "yes";
    let person = choices.person.clone();
    // Whoever speaks for themselves has read what they typed on the page before.
    fields.finish(RaiseNeed {
        person,
        category,
        urgency,
        words,
        voice: Voice::Person,
        consents_to_contact,
        wanted: 1,
        read_back: true,
    })
}

/// The page on which one is taken back.
#[derive(Template)]
#[template(path = "me/need_withdraw.html")]
pub struct OwnNeedWithdrawPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// The need.
    pub need: &'a OwnNeed,
    /// What was typed.
    pub form: &'a Form,
}

impl OwnNeedWithdrawPage<'_> {
    fn reasons() -> [&'static str; 3] {
        WHY.map(guanai_casework::Withdrawal::code)
    }
}

async fn own(visit: &Visit) -> Result<OwnNeed, PageError> {
    let id = visit.param("need")?;
    let found = visit.office().own_needs(visit.asker()?).await?;
    found.into_iter().find(|need| need.id == id).ok_or(PageError::NotFound)
}

/// `GET /me/needs/{need}/withdraw`
pub async fn show_withdraw(visit: Visit) -> Result<Response, PageError> {
    let need = own(&visit).await?;
    if !need.may_withdraw {
        return Visit::go("/me/needs");
    }
    let mut form = visit.fresh_form();
    form.typed = Typed::default().with("state_no", need.state_no.to_string());
    page::draw(&OwnNeedWithdrawPage { frame: &visit.frame, need: &need, form: &form })
}

/// `POST /me/needs/{need}/withdraw`
pub async fn withdraw(visit: Visit) -> Result<Response, PageError> {
    let need = own(&visit).await?;
    let mut fields = Fields::of(visit.typed());
    let code = fields.choice("withdrawal", WHY.iter().map(|why| why.code()));
    let why = WHY.into_iter().find(|why| why.code() == code).unwrap_or(Withdrawal::Unwanted);
    let remark = fields.words_or_none("remark", LONGEST);
    let words = Some(remark).filter(|words| !words.is_empty());
    let step = match fields.finish(NeedStep::Withdraw { why, words }) {
        Ok(step) => step,
        Err(errors) => {
            let form = visit.form_again(errors);
            let again = OwnNeedWithdrawPage { frame: &visit.frame, need: &need, form: &form };
            return page::unprocessable(page::draw(&again));
        }
    };
    let operation = visit.operation()?;
    let typed = visit.typed().word("state_no");
    let state_no = typed.parse().map_err(|_| PageError::Malformed { why: "no state of the need" })?;
    let act = async {
        let wish = MoveNeed { need: need.id.clone(), state_no, step };
        visit.office().move_need(visit.asker()?, operation, wish).await?;
        Ok(Done { to: "/me/needs".to_owned(), said: "web-done-own-need-withdrawn" })
    };
    visit.once(act).await
}

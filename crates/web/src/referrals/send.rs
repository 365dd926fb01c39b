//! Sending a need to a department: to whom, what is asked, what is sent of the person, why it may be. It is read once more before it
//! is sent, with everything that goes out.

use std::sync::{Mutex, PoisonError};

use askama::Template;
use axum::response::Response;
use guanai_app::referrals::{MOST_LETTERS, MOST_WORKING_DAYS};
use guanai_casework::{AnswerManner, Permission, ReferralGround, SharedItem, SharedWords};
use guanai_kernel::ids::{NeedId, OrganizationId};

use super::desk::SentOn;
use super::manners;
use crate::failure::PageError;
use crate::form::{FieldError, Fields, Form};
use crate::operation::Done;
use crate::page::{self, Choice, Frame};
use crate::visit::Visit;

/// Letters of an office's name and of a rule.
const MOST_NAME: usize = 60;
const MOST_RULE: usize = 200;
/// How the form says that the office is none of the standards' kinds.
pub const OTHER: &str = "other";

/// What the form gives to choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SendChoices {
    /// The need's id.
    pub need: String,
    /// Whose it is.
    pub name: String,
    /// The kind of need, in words.
    pub category: String,
    /// The kinds of departments, each with its term in its name; the last is any other office.
    pub kinds: Vec<Choice>,
    /// The organisations that may answer by themselves.
    pub organizations: Vec<Choice>,
    /// What could be sent.
    pub shareable: SharedWords,
    /// Whether the person wishes not to be called: no telephone is sent.
    pub refuses_contact: bool,
    /// Why nothing may be sent now: the key of the sentence.
    pub against: Option<&'static str>,
}

impl SendChoices {
    /// What may be chosen to be sent, item by item.
    fn items(&self) -> Vec<(SharedItem, &String)> {
        let may = |item: &&SharedItem| !(self.refuses_contact && **item == SharedItem::Phone);
        let found = SharedItem::ALL.iter().filter(may);
        found.filter_map(|item| Some((*item, self.shareable.item(*item)?))).collect()
    }
}

/// The field of an item that may be sent.
fn field_of(item: SharedItem) -> &'static str {
    match item {
        SharedItem::Name => "share_name",
        SharedItem::Place => "share_place",
        SharedItem::Phone => "share_phone",
        SharedItem::Words => "share_words",
    }
}

/// A referral that is wished for.
#[derive(Clone, PartialEq, Eq)]
pub struct SendWish {
    /// Which need.
    pub need_id: NeedId,
    /// The kind of department.
    pub kind: Option<String>,
    /// The office by name.
    pub to_name: Option<String>,
    /// The organisation that answers by itself.
    pub to_organization_id: Option<OrganizationId>,
    /// The term, where no kind gives one.
    pub working_days: Option<u32>,
    /// What is asked.
    pub asked: String,
    /// What is sent.
    pub shares: Vec<SharedItem>,
    /// Why it may be.
    pub permission: Permission,
}

impl std::fmt::Debug for SendWish {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SendWish({})", self.need_id)
    }
}

const FIELDS: &[&str] = &[
    "referral_kind",
    "referral_to",
    "referral_days",
    "referral_organization",
    "referral_asked",
    "share_name",
    "share_place",
    "share_phone",
    "share_words",
    "referral_ground",
    "referral_consent_manner",
    "referral_consented_on",
    "referral_rule",
];

/// The page.
#[derive(Template)]
#[template(path = "referrals/send.html")]
pub struct SendPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// What it gives to choose.
    pub choices: &'a SendChoices,
    /// What was typed.
    pub form: &'a Form,
}

impl SendPage<'_> {
    fn manners() -> Vec<&'static str> {
        manners().map(AnswerManner::code).collect()
    }

    fn grounds() -> Vec<&'static str> {
        ReferralGround::ALL.iter().map(|ground| ground.code()).collect()
    }

    fn items(&self) -> Vec<(&'static str, &'static str, &String)> {
        self.choices.items().into_iter().map(|(item, value)| (field_of(item), item.code(), value)).collect()
    }
}

/// The page on which it is read once more.
#[derive(Template)]
#[template(path = "referrals/send_check.html")]
pub struct SendCheckPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// What it gives to choose.
    pub choices: &'a SendChoices,
    /// What was typed.
    pub form: &'a Form,
    /// What it means: each field with its value in words.
    pub answers: Vec<(&'static str, String)>,
    /// What is sent of the person.
    pub shared: Vec<(&'static str, String)>,
}

impl SendCheckPage<'_> {
    fn fields() -> &'static [&'static str] {
        FIELDS
    }
}

async fn opened(visit: &Visit) -> Result<SendChoices, PageError> {
    Ok(visit.office().referrals().referral_choices(visit.asker()?, visit.param("need")?).await?)
}

/// `GET /needs/{need}/refer`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let choices = opened(&visit).await?;
    let mut form = visit.fresh_form();
    // The name alone is put down at first: everything else is a choice of its own.
    form.typed = form.typed.with("share_name", "yes").with("referral_consented_on", visit.frame.today().to_string());
    page::draw(&SendPage { frame: &visit.frame, choices: &choices, form: &form })
}

fn some(words: String) -> Option<String> {
    Some(words).filter(|words| !words.is_empty())
}

fn read(visit: &Visit, choices: &SendChoices) -> Result<SendWish, Vec<FieldError>> {
    let mut fields = Fields::of(visit.typed());
    let kind = fields.choice("referral_kind", choices.kinds.iter().map(|kind| kind.code.as_str())).to_owned();
    let is_other = kind == OTHER;
    let organization = visit.typed().word("referral_organization");
    let organization = organization.parse::<OrganizationId>().ok();
    let named = is_other && organization.is_none();
    let to_name =
        if named { fields.words("referral_to", MOST_NAME) } else { fields.words_or_none("referral_to", MOST_NAME) };
    let most = usize::try_from(MOST_WORKING_DAYS).unwrap_or(usize::MAX);
    let days = if is_other { fields.whole_number("referral_days", 1, most) } else { None };
    let asked = fields.words("referral_asked", MOST_LETTERS);
    let shares = choices.items().into_iter().map(|(item, _)| item);
    let shares: Vec<SharedItem> = shares.filter(|item| fields.is_ticked(field_of(*item))).collect();
    let ground = fields.choice("referral_ground", ReferralGround::ALL.iter().map(|ground| ground.code()));
    let ground = ReferralGround::from_code(ground);
    let today = visit.frame.today();
    let permission = match ground {
        Some(ReferralGround::Consent) => {
            let manner = fields.choice("referral_consent_manner", manners().map(AnswerManner::code));
            let (manner, on) = (AnswerManner::from_code(manner), fields.date("referral_consented_on", Some(today)));
            Some(Permission { ground: ReferralGround::Consent, manner, on, rule: None })
        }
        Some(ReferralGround::Rule) => {
            let rule = fields.words("referral_rule", MOST_RULE);
            Some(Permission { ground: ReferralGround::Rule, manner: None, on: None, rule: Some(rule) })
        }
        None => None,
    };
    let need = visit.param("need").ok().and_then(|need| need.parse().ok());
    let wish = need.zip(permission).map(|(need_id, permission)| SendWish {
        need_id,
        kind: Some(kind).filter(|_| !is_other),
        to_name: some(to_name),
        to_organization_id: organization,
        working_days: days.and_then(|days| u32::try_from(days).ok()),
        asked,
        shares,
        permission,
    });
    fields.finish(()).and(wish.ok_or_else(Vec::new))
}

/// What was typed, in words, field by field; what was left blank, and what is sent, is left out.
fn answers(frame: &Frame, choices: &SendChoices, form: &Form) -> Vec<(&'static str, String)> {
    let named = |list: &[Choice], code: &str| list.iter().find(|one| one.code == code).map(|one| one.name.clone());
    let is_consent = form.value("referral_ground") == ReferralGround::Consent.code();
    let is_other = form.value("referral_kind") == OTHER;
    let told = |field: &str, typed: &str| match field {
        "referral_kind" => named(&choices.kinds, typed).unwrap_or_default(),
        "referral_organization" => named(&choices.organizations, typed).unwrap_or_default(),
        "referral_ground" => frame.named("web-referral-ground-", typed),
        "referral_consent_manner" => frame.named("web-pair-manner-", typed),
        _ => typed.trim().to_owned(),
    };
    let means = |field: &str| match field {
        "referral_consent_manner" | "referral_consented_on" => is_consent,
        "referral_rule" => !is_consent,
        "referral_days" => is_other,
        field => !field.starts_with("share_"),
    };
    let answers = FIELDS.iter().filter(|field| means(field)).map(|field| (*field, form.value(field)));
    answers.filter(|(_, typed)| !typed.trim().is_empty()).map(|(field, typed)| (field, told(field, typed))).collect()
}

fn allowed(choices: &SendChoices) -> Result<(), PageError> {
    match choices.against {
        None => Ok(()),
        Some(key) => Err(PageError::Refused { key }),
    }
}

/// `POST /needs/{need}/refer`: nothing is sent yet.
pub async fn check(visit: Visit) -> Result<Response, PageError> {
    let choices = opened(&visit).await?;
    allowed(&choices)?;
    let frame = &visit.frame;
    visit.read_once_more(
        read(&visit, &choices),
        |form| page::draw(&SendPage { frame, choices: &choices, form }),
        |form, wish| {
            let answers = answers(frame, &choices, form);
            let shared = choices.items().into_iter().filter(|(item, _)| wish.shares.contains(item));
            let shared = shared.map(|(item, value)| (item.code(), value.clone())).collect();
            page::draw(&SendCheckPage { frame, choices: &choices, form, answers, shared })
        },
    )
}

/// `POST /needs/{need}/refer/send`
pub async fn send(visit: Visit) -> Result<Response, PageError> {
    let operation = visit.operation()?;
    let wrong = Mutex::new(None);
    let act = async {
        let choices = opened(&visit).await?;
        let Ok(wish) = read(&visit, &choices) else {
            return Err(PageError::Malformed { why: "sent past its check" });
        };
        match visit.office().referrals().send_referral(visit.asker()?, operation, wish).await? {
            SentOn::Referral(id) => Ok(Done { to: format!("/referrals/{id}"), said: "web-done-referral-sent" }),
            SentOn::Wrong(error) => {
                *wrong.lock().unwrap_or_else(PoisonError::into_inner) = Some(error);
                Err(PageError::Refused { key: "web-refused-referral-moved" })
            }
        }
    };
    let outcome = visit.once(act).await;
    match wrong.into_inner().unwrap_or_else(PoisonError::into_inner) {
        Some(error) => {
            let (choices, form) = (opened(&visit).await?, visit.form_again(vec![error]));
            page::unprocessable(page::draw(&SendPage { frame: &visit.frame, choices: &choices, form: &form }))
        }
        None => outcome,
    }
}

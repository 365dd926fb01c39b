//! What a need asks of whoever helps: how many they are, skills and certificates, a language, and what the guardian of a minor said. Filled in and kept.

use askama::Template;
use axum::response::Response;
use guanai_app::needs::MOST_GUARDIAN;
use guanai_casework::{AnswerManner, GuardianWord, NeedConditions};

use super::raise::helpers_wanted;
use crate::failure::PageError;
use crate::form::{FieldError, Fields, Form, Typed};
use crate::operation::Done;
use crate::page::{self, Choice, Frame};
use crate::resources::record::day_or_none;
use crate::visit::Visit;

/// What the form shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConditionsFile {
    /// The need's id.
    pub need: String,
    /// Whose it is.
    pub name: String,
    /// The kind of need, in words.
    pub category: Option<String>,
    /// Which state of the need this is.
    pub state_no: u64,
    /// What is asked now.
    pub conditions: NeedConditions,
    /// Whether the person is a minor, so that a guardian is asked.
    pub is_minor: bool,
    /// Skills and certificates of the pack.
    pub skills: Vec<Choice>,
    /// Languages of the pack.
    pub languages: Vec<Choice>,
}

/// What is to be asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConditionsWish {
    /// Of which need.
    pub need: String,
    /// Which state of it the reader saw.
    pub state_no: u64,
    /// What.
    pub conditions: NeedConditions,
}

/// The form.
#[derive(Template)]
#[template(path = "needs/conditions.html")]
pub struct ConditionsPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// What it shows.
    pub file: &'a ConditionsFile,
    /// What was typed.
    pub form: &'a Form,
}

impl ConditionsPage<'_> {
    fn answers() -> [&'static str; 2] {
        ["agrees", "refuses"]
    }

    fn manners() -> Vec<&'static str> {
        manners().map(AnswerManner::code).collect()
    }
}

/// How a guardian may have said it: nobody signs in for a child.
fn manners() -> impl Iterator<Item = AnswerManner> {
    AnswerManner::ALL.iter().copied().filter(|manner| *manner != AnswerManner::Online)
}

async fn opened(visit: &Visit) -> Result<ConditionsFile, PageError> {
    Ok(visit.office().conditions(visit.asker()?, visit.param("need")?).await?)
}

/// What stands in the form at first.
fn beginning(file: &ConditionsFile) -> Typed {
    let wanted = file.conditions.wanted().to_string();
    let mut typed = Typed::default().with("state_no", file.state_no.to_string()).with("need_helpers", wanted);
    for code in &file.conditions.skills {
        typed = typed.with("need_skills", code.clone());
    }
    for code in &file.conditions.languages {
        typed = typed.with("need_languages", code.clone());
    }
    if let Some(from) = file.conditions.from_on {
        typed = typed.with("need_from", from.to_string());
    }
    if let Some(until) = file.conditions.until_on {
        typed = typed.with("need_until", until.to_string());
    }
    let Some(word) = &file.conditions.guardian else { return typed };
    let answer = if word.agrees { "agrees" } else { "refuses" };
    typed
        .with("guardian", word.name.clone())
        .with("guardian_answer", answer)
        .with("guardian_manner", word.manner.code())
        .with("guardian_on", word.on.to_string())
}

/// `GET /needs/{need}/conditions`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let file = opened(&visit).await?;
    let mut form = visit.fresh_form();
    form.typed = beginning(&file);
    page::draw(&ConditionsPage { frame: &visit.frame, file: &file, form: &form })
}

fn read(visit: &Visit, file: &ConditionsFile) -> Result<ConditionsWish, Vec<FieldError>> {
    let typed = visit.typed();
    let mut fields = Fields::of(typed);
    let chosen = |field: &'static str, choices: &[Choice]| {
        let codes = typed.all(field).filter(|code| choices.iter().any(|choice| choice.code == **code));
        codes.map(str::to_owned).collect()
    };
    let (skills, languages) = (chosen("need_skills", &file.skills), chosen("need_languages", &file.languages));
    let is_told =
        ["guardian", "guardian_answer", "guardian_manner"].iter().any(|field| !typed.word(field).trim().is_empty());
    let guardian = if file.is_minor && is_told { guardian(visit, &mut fields) } else { None };
    // Without it nobody knows what was decided about; the app refuses a state that nobody saw.
    let state_no = typed.word("state_no").parse().unwrap_or(u64::MAX);
    let more_helpers = NeedConditions::more_than_one(helpers_wanted(typed, &mut fields)).unwrap_or_default();
    let from_on = day_or_none(visit, &mut fields, "need_from");
    let until_on = day_or_none(visit, &mut fields, "need_until");
    let first = from_on.map_or(visit.frame.today(), |from| from.max(visit.frame.today()));
    if until_on.is_some_and(|until| until < first) {
        fields.refuse("need_until", "web-error-date-past", first.to_string());
    }
    let conditions = NeedConditions { more_helpers, skills, languages, from_on, until_on, guardian };
    fields.finish(ConditionsWish { need: file.need.clone(), state_no, conditions })
}

/// Who the guardian is, what they said, how and when: all of it, or nothing.
fn guardian(visit: &Visit, fields: &mut Fields<'_>) -> Option<GuardianWord> {
    let name = fields.words("guardian", MOST_GUARDIAN);
    let agrees = fields.choice("guardian_answer", ConditionsPage::answers()) == "agrees";
    let manner = AnswerManner::from_code(fields.choice("guardian_manner", manners().map(AnswerManner::code)));
    let on = fields.date("guardian_on", Some(visit.frame.today()));
    Some(GuardianWord { name, agrees, manner: manner?, on: on? })
}

/// `POST /needs/{need}/conditions`
pub async fn send(visit: Visit) -> Result<Response, PageError> {
    let operation = visit.operation()?;
    let file = opened(&visit).await?;
    let wish = match read(&visit, &file) {
        Ok(wish) => wish,
        Err(errors) => {
            let form = visit.form_again(errors);
            return page::unprocessable(page::draw(&ConditionsPage { frame: &visit.frame, file: &file, form: &form }));
        }
    };
    let to = format!("/needs/{}", file.need);
    let act = async {
        visit.office().set_conditions(visit.asker()?, operation, wish).await?;
        Ok(Done { to, said: "web-done-need-conditions" })
    };
    visit.once(act).await
}

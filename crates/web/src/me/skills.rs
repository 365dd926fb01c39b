//! The member's own skills: what they declared, whether it is shown, and declaring one more or taking one back.

use askama::Template;
use axum::response::Response;
use guanai_casework::ResourceTold;
use guanai_kernel::Date;

use crate::failure::PageError;
use crate::form::{FieldError, Fields, Form};
use crate::operation::Done;
use crate::page::{self, Choice, Fact, Frame};
use crate::resources::ResourceRow;
use crate::resources::record::{chosen, day_or_none, said};
use crate::visit::Visit;

/// The most persons that one member helps.
const MOST_HELPED: usize = 99;
/// Letters of what the skill is called.
const MOST_NAMED: usize = 60;

/// An own skill.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SkillRow {
    /// As lists show it.
    pub row: ResourceRow,
    /// What else is told of it.
    pub told: Vec<Fact>,
    /// Whether it is shown.
    pub is_shown: bool,
}

/// What the page needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SkillsFile {
    /// Those that were declared.
    pub skills: Vec<SkillRow>,
    /// With what one may help.
    pub categories: Vec<Choice>,
    /// Skills and certificates of the pack, which a need may ask for.
    pub qualities: Vec<Choice>,
    /// Languages of the pack.
    pub languages: Vec<Choice>,
    /// The own township or street.
    pub township: Option<String>,
}

/// A skill to be declared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeclareWish {
    /// What it is.
    pub title: String,
    /// With what it helps.
    pub categories: Vec<String>,
    /// How many persons at most.
    pub capacity: usize,
    /// Whether in the own township alone.
    pub is_near: bool,
    /// The last day.
    pub until: Option<Date>,
    /// What is told of it.
    pub told: ResourceTold,
}

/// The page.
#[derive(Template)]
#[template(path = "me/skills.html")]
pub struct SkillsPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// The skills, each with the form that takes it back.
    pub skills: Vec<(&'a SkillRow, Form)>,
    /// What the form gives to choose.
    pub file: &'a SkillsFile,
    /// What was typed.
    pub form: &'a Form,
}

impl<'a> SkillsPage<'a> {
    fn of(visit: &'a Visit, file: &'a SkillsFile, form: &'a Form) -> Self {
        let skills = file.skills.iter().map(|skill| (skill, visit.fresh_form())).collect();
        Self { frame: &visit.frame, skills, file, form }
    }

    fn reaches() -> [&'static str; 2] {
        ["near", "county"]
    }
}

/// `GET /me/skills`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let file = visit.office().resources().own_skills(visit.asker()?).await?;
    let mut form = visit.fresh_form();
    form.typed = form.typed.with("skill_where", "near");
    page::draw(&SkillsPage::of(&visit, &file, &form))
}

fn read(visit: &Visit, file: &SkillsFile) -> Result<DeclareWish, Vec<FieldError>> {
    let mut fields = Fields::of(visit.typed());
    let title = fields.words("skill", MOST_NAMED);
    let known = |code: &&str| file.categories.iter().any(|c| c.code == **code);
    let categories: Vec<String> = visit.typed().all("category").filter(known).map(str::to_owned).collect();
    if categories.is_empty() {
        fields.refuse("category", "web-error-required", "");
    }
    let serves = said(&mut fields, "skill_serves");
    let is_near = fields.choice("skill_where", SkillsPage::reaches()) == "near";
    let hours = said(&mut fields, "hours");
    let capacity = fields.whole_number("skill_capacity", 1, MOST_HELPED).unwrap_or(0);
    let in_all = fields.whole_number_or_none("skill_in_all", 1, MOST_HELPED);
    let in_all = in_all.and_then(|most| u32::try_from(most).ok());
    let certificate = said(&mut fields, "certificate");
    let certificate_until_on = later(visit, &mut fields, "certificate_until");
    let (skills, speaks) = (chosen(visit, "has_skills", &file.qualities), chosen(visit, "speaks", &file.languages));
    let languages = said(&mut fields, "languages");
    let until = later(visit, &mut fields, "until");
    fields.must_tick("skill_agrees", "web-error-skill-agrees");
    let told = ResourceTold {
        serves,
        hours,
        certificate,
        certificate_until_on,
        languages,
        skills,
        speaks,
        in_all,
        ..ResourceTold::default()
    };
    fields.finish(DeclareWish { title, categories, capacity, is_near, until, told })
}

/// A day that may be missing and is not past.
fn later(visit: &Visit, fields: &mut Fields<'_>, field: &str) -> Option<Date> {
    let day = day_or_none(visit, fields, field);
    if day.is_some_and(|day| day < visit.frame.today()) {
        fields.refuse(field, "web-error-date-past", visit.frame.today().to_string());
    }
    day
}

/// `POST /me/skills`
pub async fn send(visit: Visit) -> Result<Response, PageError> {
    let operation = visit.operation()?;
    let file = visit.office().resources().own_skills(visit.asker()?).await?;
    let wish = match read(&visit, &file) {
        Ok(wish) => wish,
        Err(errors) => {
            let form = visit.form_again(errors);
            return page::unprocessable(page::draw(&SkillsPage::of(&visit, &file, &form)));
        }
    };
    let act = async {
        visit.office().resources().declare_skill(visit.asker()?, operation, wish).await?;
        Ok(Done { to: "/me/skills".to_owned(), said: "web-done-skill-declared" })
    };
    visit.once(act).await
}

/// `POST /me/skills/{offer}/withdraw`
pub async fn withdraw(visit: Visit) -> Result<Response, PageError> {
    let operation = visit.operation()?;
    let act = async {
        visit.office().resources().withdraw_skill(visit.asker()?, operation, visit.param("offer")?).await?;
        Ok(Done { to: "/me/skills".to_owned(), said: "web-done-skill-withdrawn" })
    };
    visit.once(act).await
}

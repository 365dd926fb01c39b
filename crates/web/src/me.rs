//! The member's own page: the record, what the standards say and why, who read it; ask, correct, consent, refuse.

pub mod ask;
pub mod consent;
pub mod needs;
pub mod skills;

pub use ask::{OwnAsk, OwnAskPage, ReviewPage, Topic};
pub use consent::OwnConsentPage;

use askama::Template;
use axum::response::Response;
use guanai_kernel::Date;

use crate::asks::Said;
use crate::failure::PageError;
use crate::form::Form;
use crate::page::{self, Crumb, Frame, Tag};
use crate::pairs::PairRow;
use crate::people::{AnswerKind, PersonFile, ReadBy, WhyPage};
use crate::plans::PlanFile;
use crate::referrals::OwnReferralRow;
use crate::visit::Visit;

/// A consent as it was said once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsentWord {
    /// Given or refused.
    pub given: bool,
    /// The day.
    pub on: Date,
    /// Who entered it, where that was not the person.
    pub on_behalf_by: Option<String>,
}

/// Something that needs the member's consent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consent {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// What is done with it, and that refusing costs nothing.
    pub about: String,
    /// Given, refused, or never asked.
    pub given: Option<bool>,
    /// Every word of it, newest first.
    pub history: Vec<ConsentWord>,
}

/// The member's own file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnFile {
    /// The record.
    pub file: PersonFile,
    /// What was said, newest first.
    pub said: Vec<Said>,
    /// Consents.
    pub consents: Vec<Consent>,
    /// Pairs in which they are helped or help.
    pub pairs: Vec<PairRow>,
    /// Where their matters are that were handed to departments.
    pub referrals: Vec<OwnReferralRow>,
    /// The own plan, once it was talked over.
    pub plan: Option<PlanFile>,
    /// Who read it, newest first.
    pub read_by: ReadBy,
}

/// The page.
#[derive(Template)]
#[template(path = "me/show.html")]
pub struct OwnPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// The file.
    pub own: &'a OwnFile,
    /// What was said, each with the form that takes it back.
    pub said: Vec<(&'a Said, Form)>,
}

impl OwnPage<'_> {
    fn plan_tag(plan: &PlanFile) -> Tag {
        crate::plans::state_tag(plan.view.row.state)
    }
}

/// `GET /me`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let own = visit.office().me(visit.asker()?).await?;
    let said = own.said.iter().map(|said| (said, visit.fresh_form())).collect();
    page::draw(&OwnPage { frame: &visit.frame, own: &own, said })
}

/// `GET /me/why/{measure}`
pub async fn why(visit: Visit) -> Result<Response, PageError> {
    let person = visit.session()?.person.clone().ok_or(PageError::NotFound)?;
    let mut why = visit.office().why(visit.asker()?, &person, visit.param("measure")?).await?;
    // Whoever reads about themselves came from their own page, and could not open the way that an office takes.
    why.crumbs = vec![Crumb { href: "/me".to_owned(), name: visit.frame.say("web-menu-me") }];
    page::draw(&WhyPage { frame: &visit.frame, why: &why, kind: AnswerKind::AboutOneself })
}

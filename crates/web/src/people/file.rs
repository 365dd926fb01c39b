//! One person's file: facts with source and date, where they belong, what the standards say, what they need.

use askama::Template;
use axum::response::Response;
use guanai_app::applications::ListedApplication;
use guanai_app::plans::ListedPlan;
use guanai_kernel::Date;

use crate::failure::PageError;
use crate::needs::NeedRow;
use crate::page::{self, Crumb, Frame, Icon, State, Tag};
use crate::plan::PlanLine;
use crate::visit::Visit;
use crate::visits::VisitRow;

/// A recorded fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordedFact {
    /// What it is.
    pub label: String,
    /// Its value, masked where it is sealed.
    pub value: String,
    /// Where it comes from.
    pub source: String,
    /// The day it was recorded.
    pub recorded_on: Date,
    /// Who verified it, where somebody did.
    pub verified_by: Option<String>,
}

/// A stretch of belonging to an organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spell {
    /// To which.
    pub organization: String,
    /// Of what kind (隶属, 流出, 流入), in words.
    pub kind: String,
    /// From.
    pub from: Option<Date>,
    /// Until; none is still running.
    pub until: Option<Date>,
}

/// Somebody of the household or kin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kin {
    /// The name.
    pub name: String,
    /// Who they are to the person.
    pub relation: String,
    /// Their own file, where the reader may open it.
    pub person: Option<String>,
}

/// A class the person is in, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClassMark {
    /// Its name.
    pub name: String,
    /// Why, in one sentence.
    pub because: String,
}

/// What a standard says of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum EntitlementState {
    /// 应发待遇: an allowance whose conditions hold.
    Due,
    /// 符合条件: aid whose conditions hold; somebody decides.
    Meets,
    /// The conditions do not hold.
    Not,
    /// Something is not known.
    Unknown,
    /// 已暂停: somebody decided that it rests.
    Paused,
}

impl EntitlementState {
    /// Every one.
    pub const ALL: &'static [Self] = &[Self::Due, Self::Meets, Self::Not, Self::Unknown, Self::Paused];

    /// Its tag.
    pub const fn tag(&self) -> Tag {
        match self {
            Self::Due => Tag::new(State::Ok, Icon::Ok, "web-entitlement-due"),
            Self::Meets => Tag::new(State::Ok, Icon::Ok, "web-entitlement-meets"),
            Self::Not => Tag::new(State::Calm, Icon::Same, "web-entitlement-not"),
            Self::Unknown => Tag::new(State::Risk, Icon::Unknown, "web-entitlement-unknown"),
            Self::Paused => Tag::new(State::Risk, Icon::Wait, "web-entitlement-paused"),
        }
    }
}

/// What one measure says of a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entitlement {
    /// The measure's id.
    pub measure: String,
    /// Its name.
    pub name: String,
    /// How it stands.
    pub state: EntitlementState,
    /// How much and how often, in words.
    pub amount: Option<String>,
    /// Why, in one sentence.
    pub because: String,
}

/// Two records that say different things, waiting for somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Discrepancy {
    /// What is not clear, in one sentence.
    pub what: String,
    /// What to do.
    pub remedy: String,
}

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimelineEntry {
    /// When.
    pub on: Date,
    /// What.
    pub what: String,
}

/// One person's file, as the reader may see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonFile {
    /// The id.
    pub id: String,
    /// The name.
    pub name: String,
    /// The way down to the branch.
    pub crumbs: Vec<Crumb>,
    /// Gender, age, seniority, in one grey line.
    pub headline: String,
    /// The identity number, masked.
    pub identity: String,
    /// The telephone, in clear for who calls them, masked for others, none where not known.
    pub phone: Option<String>,
    /// The day of death.
    pub died_on: Option<Date>,
    /// Whether they are a resident in our care, which may be ended.
    pub is_resident: bool,
    /// Classes.
    pub classes: Vec<ClassMark>,
    /// Facts.
    pub facts: Vec<RecordedFact>,
    /// Where they belong and belonged, newest first.
    pub spells: Vec<Spell>,
    /// Household and kin.
    pub kin: Vec<Kin>,
    /// Who looks after them.
    pub looked_after: Option<LookedAfter>,
    /// The five guarantees at a glance; none for who may not read them.
    pub five: Vec<crate::guarantees::Face>,
    /// What the standards say: due first, then unknown, then not.
    pub entitlements: Vec<Entitlement>,
    /// What to ask for, most useful first.
    pub questions: Vec<String>,
    /// Needs.
    pub needs: Vec<NeedRow>,
    /// The plan.
    pub plan: Vec<PlanLine>,
    /// Their own plans, the newest first; none for who may not list plans.
    pub own_plans: Vec<ListedPlan>,
    /// Their applications, the latest first; none for who may not list them.
    pub applications: Vec<ListedApplication>,
    /// Visits and contacts, the latest first.
    pub visits: Vec<VisitRow>,
    /// What waits to be settled.
    pub discrepancies: Vec<Discrepancy>,
    /// The latest, newest first.
    pub timeline: Vec<TimelineEntry>,
}

impl PersonFile {
    /// What holds, or waits for something.
    pub fn standing_entitlements(&self) -> Vec<&Entitlement> {
        self.entitlements.iter().filter(|entitlement| entitlement.state != EntitlementState::Not).collect()
    }

    /// What does not hold; folded away, and still there with its reason.
    pub fn refused_entitlements(&self) -> Vec<&Entitlement> {
        self.entitlements.iter().filter(|entitlement| entitlement.state == EntitlementState::Not).collect()
    }
}

/// Who looks after somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LookedAfter {
    /// The branch: it says who does, or its township.
    pub branch: String,
    /// Its id.
    pub branch_id: String,
    /// Its number.
    pub branch_phone: Option<String>,
    /// Who does, and since when; none where nobody was named.
    pub by: Option<(String, Date)>,
    /// Their number, where they agreed that it is passed on.
    pub phone: Option<String>,
}

/// The page.
#[derive(Template)]
#[template(path = "people/file.html")]
pub struct PersonPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// The file.
    pub file: &'a PersonFile,
}

impl PersonPage<'_> {
    fn application_tag(row: &ListedApplication) -> Tag {
        crate::applications::state_tag(row.state)
    }

    /// Whether a plan may be drawn up: nobody has two that have not ended.
    fn may_plan(&self) -> bool {
        let stands = self.file.own_plans.iter().any(|plan| !plan.state.is_ended());
        !stands && self.file.died_on.is_none() && self.frame.opens("/people/{person}/plan")
    }
}

/// `GET /people/{person}`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let file = visit.office().person(visit.asker()?, visit.param("person")?).await?;
    page::draw(&PersonPage { frame: &visit.frame, file: &file })
}

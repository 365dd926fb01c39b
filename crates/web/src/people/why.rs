//! Why one answer is what it is: the answer, one sentence, the clause, the facts with source and date, what was not
//! used, what would change it, and how to object.

use askama::Template;
use axum::response::Response;
use guanai_casework::pause::PauseState;
use guanai_scheme::Stands;

use super::EntitlementState;
use crate::failure::PageError;
use crate::page::{self, Crumb, Frame, Icon, State, Tag};
use crate::standards::Figure;
use crate::visit::Visit;

/// For whom the page explains.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AnswerKind {
    /// An officer reads about somebody.
    AboutSomebody,
    /// A member reads about oneself.
    AboutOneself,
}

/// A fact that the answer rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UsedFact {
    /// What it is.
    pub label: String,
    /// Its value.
    pub value: String,
    /// Where it comes from.
    pub source: String,
    /// When and by whom it was verified or recorded, in words.
    pub verified: String,
}

/// A condition of the measure, with how it stands for the person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WeighedCondition {
    /// The condition, or what introduces the alternatives.
    pub text: String,
    /// Alternatives, of which one is enough.
    pub any_of: Vec<String>,
    /// How it stands.
    pub tag: Tag,
}

/// A tier of the measure, with how it stands for the person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WeighedTier {
    /// For whom.
    pub when: String,
    /// How much; none where it is no money.
    pub amount: Option<String>,
    /// How it stands.
    pub tag: Tag,
}

/// How a condition or a tier stands, in a word.
pub const fn weighed_tag(stands: Stands) -> Tag {
    match stands {
        Stands::Holds => Tag::new(State::Ok, Icon::Ok, "web-stands-holds"),
        Stands::Fails => Tag::new(State::Calm, Icon::Same, "web-stands-fails"),
        Stands::Open => Tag::new(State::Risk, Icon::Unknown, "web-stands-open"),
        Stands::Fault => Tag::new(State::Late, Icon::Late, "web-stands-fault"),
        Stands::NotAsked => Tag::new(State::Calm, Icon::Same, "web-stands-not-asked"),
        Stands::Withheld => Tag::new(State::Calm, Icon::Eye, "web-stands-withheld"),
    }
}

/// That a tier is the one that counts.
pub const COUNTS: Tag = Tag::new(State::Ok, Icon::Ok, "web-stands-counts");

/// Something that would change the answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// When, or on what.
    pub when: String,
    /// To what.
    pub what: String,
}

/// An explained answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Why {
    /// The person's id.
    pub person: String,
    /// The person's name.
    pub name: String,
    /// The way to the file.
    pub crumbs: Vec<Crumb>,
    /// The measure's id.
    pub measure: String,
    /// The measure's name.
    pub measure_name: String,
    /// How it stands.
    pub state: EntitlementState,
    /// The answer in large letters: an amount, or words.
    pub answer: String,
    /// Why, in one sentence.
    pub because: String,
    /// The clause's name.
    pub clause: String,
    /// What it says, where the pack has words for it.
    pub clause_text: Option<String>,
    /// The pack's version.
    pub version: String,
    /// The facts it rests on.
    pub facts: Vec<UsedFact>,
    /// The conditions, each with how it stands.
    pub conditions: Vec<WeighedCondition>,
    /// The tiers, each with how it stands.
    pub tiers: Vec<WeighedTier>,
    /// The figures that were used.
    pub figures: Vec<Figure>,
    /// What the amount is set against, in sentences.
    pub against: Vec<String>,
    /// What was looked at by nobody.
    pub unused: Vec<String>,
    /// What would settle it, where something is not known.
    pub questions: Vec<String>,
    /// What would change it.
    pub changes: Vec<Change>,
    /// A pause that waits or is not over: its id and where it stands.
    pub pause: Option<(String, PauseState)>,
    /// Whether the reader may say that it rests.
    pub may_pause: bool,
}

/// The page.
#[derive(Template)]
#[template(path = "people/why.html")]
pub struct WhyPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// The answer.
    pub why: &'a Why,
    /// For whom.
    pub kind: AnswerKind,
}

impl WhyPage<'_> {
    fn is_own(&self) -> bool {
        self.kind == AnswerKind::AboutOneself
    }
}

/// `GET /people/{person}/why/{measure}`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let why = visit.office().why(visit.asker()?, visit.param("person")?, visit.param("measure")?).await?;
    page::draw(&WhyPage { frame: &visit.frame, why: &why, kind: AnswerKind::AboutSomebody })
}

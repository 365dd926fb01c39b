//! What members say and are owed an answer to: the office's list, one of them with its answer, and speaking for who does
//! not sign in, with reading back.

pub mod behalf;
pub mod consent;
pub mod file;
pub mod list;

pub use behalf::{BehalfPage, PersonAsks};
pub use consent::{ConsentPage, ConsentWish};
pub use file::{AskFile, AskPage};
pub use list::{AskList, AskRow, AskShelf, AsksPage};

use guanai_kernel::Date;

use crate::me::{OwnAsk, Topic};
use crate::office::{Answer, Asker};
use crate::operation::OperationId;
use crate::page::{Icon, State, Tag};

/// How something that was said stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum AskStanding {
    /// Waits for an answer.
    Waiting,
    /// With the county.
    PassedUp,
    /// The day for an answer is past.
    Overdue,
    /// Answered in time.
    Answered,
    /// Answered, after its day.
    AnsweredLate,
    /// Somebody else looks at it once more.
    InReview,
    /// Looked at once more and answered.
    Reviewed,
    /// Taken back.
    Withdrawn,
}

impl AskStanding {
    /// Every one.
    pub const ALL: &'static [Self] = &[
        Self::Waiting,
        Self::PassedUp,
        Self::Overdue,
        Self::Answered,
        Self::AnsweredLate,
        Self::InReview,
        Self::Reviewed,
        Self::Withdrawn,
    ];

    /// Its tag.
    pub const fn tag(&self) -> Tag {
        match self {
            Self::Waiting => Tag::new(State::Info, Icon::Wait, "web-ask-waiting"),
            Self::PassedUp => Tag::new(State::Info, Icon::Doing, "web-ask-passed-up"),
            Self::Overdue => Tag::new(State::Late, Icon::Late, "web-ask-overdue"),
            Self::Answered => Tag::new(State::Ok, Icon::Ok, "web-ask-answered"),
            Self::AnsweredLate => Tag::new(State::Late, Icon::Late, "web-ask-answered-late"),
            Self::InReview => Tag::new(State::Info, Icon::Doing, "web-ask-in-review"),
            Self::Reviewed => Tag::new(State::Ok, Icon::Ok, "web-ask-reviewed"),
            Self::Withdrawn => Tag::new(State::Calm, Icon::Todo, "web-ask-withdrawn"),
        }
    }
}

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// Its words.
    pub words: String,
    /// Who gave it, and of which office.
    pub by: String,
    /// The day.
    pub on: Date,
}

/// A second look.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Review {
    /// Why it was asked for.
    pub words: String,
    /// The day.
    pub asked_on: Date,
    /// The day by which it is answered.
    pub due_on: Date,
    /// The answer.
    pub reply: Option<Reply>,
}

/// Something that was said, with its answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// Its id.
    pub id: String,
    /// What about.
    pub topic: Topic,
    /// The measure whose answer it is about: its id and name.
    pub measure: Option<(String, String)>,
    /// In the person's words.
    pub words: String,
    /// Who entered it, where that was not the person.
    pub on_behalf_by: Option<String>,
    /// The day it was said.
    pub asked_on: Date,
    /// The day by which it is answered.
    pub due_on: Date,
    /// How it stands.
    pub standing: AskStanding,
    /// The answer.
    pub reply: Option<Reply>,
    /// The second look.
    pub review: Option<Review>,
}

impl Said {
    /// Whether the person may take it back.
    pub fn may_withdraw(&self) -> bool {
        use AskStanding::{InReview, Overdue, PassedUp, Waiting};
        matches!(self.standing, Waiting | PassedUp | InReview | Overdue)
    }

    /// Whether the person may ask for a second look.
    pub fn may_review(&self) -> bool {
        self.review.is_none() && self.reply.is_some()
    }
}

/// What the pages of what was said ask of the use cases.
pub trait AsksOffice: Send + Sync {
    /// What waits for the asker's office, or the rest, a page of it.
    fn asks<'a>(&'a self, who: Asker<'a>, which: AskShelf, page: usize) -> Answer<'a, AskList>;
    /// One of them.
    fn ask<'a>(&'a self, who: Asker<'a>, ask: &'a str) -> Answer<'a, AskFile>;
    /// Answers it.
    fn answer_ask<'a>(&'a self, who: Asker<'a>, op: OperationId, ask: &'a str, words: String) -> Answer<'a, ()>;
    /// Hands it to the county.
    fn pass_up_ask<'a>(&'a self, who: Asker<'a>, op: OperationId, ask: &'a str) -> Answer<'a, ()>;
    /// What one person said and consented to.
    fn person_asks<'a>(&'a self, who: Asker<'a>, person: &'a str) -> Answer<'a, PersonAsks>;
    /// Enters something that a person said, who does not sign in.
    fn ask_for<'a>(&'a self, who: Asker<'a>, op: OperationId, person: &'a str, ask: OwnAsk) -> Answer<'a, ()>;
    /// The member takes something back.
    fn withdraw_ask<'a>(&'a self, who: Asker<'a>, op: OperationId, ask: &'a str) -> Answer<'a, ()>;
    /// The member asks for a second look.
    fn review_ask<'a>(&'a self, who: Asker<'a>, op: OperationId, ask: &'a str, words: String) -> Answer<'a, ()>;
}

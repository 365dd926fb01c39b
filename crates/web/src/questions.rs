//! 惑时有人解: asking in doubt and answering. What is asked and answered is confidential: it stands on the page of one question
//! alone, for who asks, who answers and whom the person allows; lists hold days and states.
//! [`desk::QuestionDesk`] is what the pages ask.

pub mod answer;
pub mod ask;
pub mod desk;
pub mod own;

pub use desk::QuestionDesk;

use guanai_app::Role;
use guanai_casework::guarantee::QuestionState;
use guanai_kernel::{Date, Post};

use crate::failure::PageError;
use crate::operation::Done;
use crate::page::{Icon, State, Tag};
use crate::visit::Visit;

/// The posts at which a question may be asked.
pub const POSTS: [&str; 3] = ["branch", "township", "county"];
/// Letters that a question and an answer may have.
pub const MOST_LETTERS: usize = 2_000;

/// A question in a list: no words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuestionRow {
    /// Its id.
    pub id: String,
    /// Who asks, for who may read it.
    pub name: Option<String>,
    /// At which post it was asked.
    pub post: Post,
    /// The day it was asked.
    pub asked_on: Date,
    /// The last day by which it is to be answered.
    pub due_on: Option<Date>,
    /// How it stands.
    pub state: QuestionState,
    /// Whether its words tell of distress.
    pub is_distress: bool,
}

impl QuestionRow {
    fn tag(&self) -> Tag {
        state_tag(self.state)
    }

    const fn post(&self) -> &'static str {
        self.post.code()
    }
}

/// Where somebody goes whose own words were taken in: to what is said at once where they told of distress, else on.
pub(crate) async fn heard(visit: &Visit, words: &str, done: Done) -> Result<Done, PageError> {
    if visit.session()?.role != Role::Member {
        return Ok(done);
    }
    let found = visit.office().questions().own_distress(visit.asker()?, words).await?;
    Ok(match found {
        Some(question) => Done { to: format!("/me/questions/{question}"), said: "web-done-question-crisis" },
        None => done,
    })
}

/// The word of how a question stands.
pub const fn state_tag(state: QuestionState) -> Tag {
    match state {
        QuestionState::Asked => Tag::new(State::Info, Icon::Wait, "web-question-asked"),
        QuestionState::Taken => Tag::new(State::Info, Icon::Doing, "web-question-taken"),
        QuestionState::Answered => Tag::new(State::Ok, Icon::Ok, "web-question-answered"),
        QuestionState::Withdrawn => Tag::new(State::Calm, Icon::Same, "web-question-withdrawn"),
    }
}

/// Somebody else who reads a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReaderRow {
    /// Who.
    pub name: String,
    /// Why, as a code.
    pub because: &'static str,
}

/// One question, for somebody who may read it.
#[derive(Clone, PartialEq, Eq)]
pub struct QuestionFile {
    /// As a list shows it.
    pub row: QuestionRow,
    /// Whose.
    pub person: String,
    /// What is asked.
    pub words: String,
    /// The answer.
    pub answer: Option<String>,
    /// Who took it.
    pub answerer: Option<String>,
    /// Who else reads it.
    pub readers: Vec<ReaderRow>,
    /// To whom the person might show it: accounts by id.
    pub may_allow: Vec<crate::page::Choice>,
    /// Whether the reader took it and may answer.
    pub is_taken_by_reader: bool,
    /// What is said at once to somebody in distress.
    pub crisis_reply: Option<String>,
}

impl std::fmt::Debug for QuestionFile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "QuestionFile({})", self.row.id)
    }
}

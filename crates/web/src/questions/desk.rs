//! What the pages of questions ask of the use cases, beside [`crate::office::Office`].

use super::answer::QuestionLists;
use super::ask::{AskChoices, AskWish, Asked};
use super::{QuestionFile, QuestionRow};
use crate::office::{Answer, Asker};
use crate::operation::OperationId;

/// The use cases of questions in doubt, as the pages ask for them.
pub trait QuestionDesk: Send + Sync {
    /// What waits at the asker's post, and what they took or may read.
    fn questions<'a>(&'a self, who: Asker<'a>) -> Answer<'a, QuestionLists>;
    /// The member's own questions.
    fn own_questions<'a>(&'a self, who: Asker<'a>) -> Answer<'a, Vec<QuestionRow>>;
    /// One question, for who may read it.
    fn question<'a>(&'a self, who: Asker<'a>, question: &'a str) -> Answer<'a, QuestionFile>;
    /// For whom a question would be written down.
    fn ask_choices<'a>(&'a self, who: Asker<'a>, person: &'a str) -> Answer<'a, AskChoices>;
    /// Asks.
    fn ask_question<'a>(&'a self, who: Asker<'a>, op: OperationId, wish: AskWish) -> Answer<'a, Asked>;
    /// The question that was opened today for the member whose words tell of distress, wherever they said them.
    fn own_distress<'a>(&'a self, who: Asker<'a>, words: &'a str) -> Answer<'a, Option<String>>;
    /// Takes a question.
    fn take_question<'a>(&'a self, who: Asker<'a>, question: &'a str) -> Answer<'a, ()>;
    /// Gives it back, for somebody else to answer.
    fn give_back_question<'a>(&'a self, who: Asker<'a>, question: &'a str) -> Answer<'a, ()>;
    /// Answers it.
    fn answer_question<'a>(&'a self, who: Asker<'a>, question: &'a str, words: &'a str) -> Answer<'a, ()>;
    /// Takes one's own question back.
    fn withdraw_question<'a>(&'a self, who: Asker<'a>, question: &'a str) -> Answer<'a, ()>;
    /// Lets somebody read one's own question.
    fn allow_reader<'a>(&'a self, who: Asker<'a>, question: &'a str, account: &'a str) -> Answer<'a, ()>;
}

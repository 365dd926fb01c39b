//! What members say and are owed an answer to 党员提出的事项: for themselves, or entered on behalf of who does not sign in and
//! read back to them. Whoever answers is of an office within reach, is neither the person nor kin, and a second look is
//! somebody else's.

mod answer;
mod list;
mod rules;
mod say;

pub use answer::{AnswerAsk, AnswerAskError, answer_ask, pass_up_ask};
pub use guanai_casework::{Ask, AskState, AskTopic, Reply, Review};
pub use list::{
    AskFile, AskShelf, AsksPage, ListAsks, ListAsksError, ListedAsk, PAGE, PersonVoice, ReadAskError, SeenAsk,
    SeenReply, WaitingAsks, count_waiting_asks, list_asks, read_ask, read_voice,
};
pub use say::{AskOffice, AskOfficeError, AskReview, LONGEST_WORDS, ask_office, ask_review, withdraw_ask};

pub(crate) use list::seen_of;
pub(crate) use rules::is_words;
pub(crate) use say::spoken_for;

//! Something that a member says and is owed an answer to 党员提出的事项: a call for help, a correction, an objection, a
//! refusal; its states and lawful moves, as one table that pages, store and tests share.

use guanai_kernel::ids::{AskId, PersonId};
use guanai_kernel::words;
use guanai_kernel::{Date, Moment};

words! {
    /// What it is about.
    AskTopic {
        /// 请求帮助
        Help = "help",
        /// 更正台账
        Correct = "correct",
        /// 对结论有异议
        Object = "object",
        /// 不要走访、帮扶或通知
        Refuse = "refuse",
    }
}

words! {
    /// Where it stands.
    AskState {
        /// Waits for an answer 待答复.
        Waiting = "waiting",
        /// Handed to the county, which answers 已报请县级.
        PassedUp = "passed-up",
        /// Answered 已答复.
        Answered = "answered",
        /// The member asked for a second look 复核中.
        InReview = "in-review",
        /// Somebody else has looked and answered 已复核.
        Reviewed = "reviewed",
        /// Taken back by the member 已撤回.
        Withdrawn = "withdrawn",
    }
}

/// What somebody does with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AskMove {
    /// Hand it to the county.
    PassUp,
    /// Answer it.
    Answer,
    /// The member asks for a second look.
    AskReview,
    /// Answer after a second look.
    Review,
    /// The member takes it back.
    Withdraw,
}

/// A move that the table does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("what is {state:?} cannot {step:?}")]
pub struct AskMoveError {
    /// Where it stands.
    pub state: AskState,
    /// What was tried.
    pub step: AskMove,
}

/// The table of lawful moves: from, move, to.
pub const ASK_MOVES: &[(AskState, AskMove, AskState)] = &[
    (AskState::Waiting, AskMove::PassUp, AskState::PassedUp),
    (AskState::Waiting, AskMove::Answer, AskState::Answered),
    (AskState::Waiting, AskMove::Withdraw, AskState::Withdrawn),
    (AskState::PassedUp, AskMove::Answer, AskState::Answered),
    (AskState::PassedUp, AskMove::Withdraw, AskState::Withdrawn),
    (AskState::Answered, AskMove::AskReview, AskState::InReview),
    (AskState::InReview, AskMove::Review, AskState::Reviewed),
    (AskState::InReview, AskMove::Withdraw, AskState::Withdrawn),
];

impl AskState {
    /// Whether somebody owes an answer.
    pub const fn waits(self) -> bool {
        matches!(self, Self::Waiting | Self::PassedUp | Self::InReview)
    }

    /// The state after `step`, if the table holds the move.
    pub fn after(self, step: AskMove) -> Result<Self, AskMoveError> {
        let row = ASK_MOVES.iter().find(|(from, by, _)| *from == self && *by == step);
        row.map(|(_, _, to)| *to).ok_or(AskMoveError { state: self, step })
    }
}

/// An answer.
#[derive(Clone, PartialEq, Eq)]
pub struct Reply {
    /// Its words; sealed in the store, since they may tell of health.
    pub words: String,
    /// Who answered: an account's id, or `console`.
    pub by: String,
    /// In which role, as a code.
    pub role: String,
    /// The day.
    pub on: Date,
}

/// A second look.
#[derive(Clone, PartialEq, Eq)]
pub struct Review {
    /// Why the member asked for it; sealed in the store.
    pub words: String,
    /// The day.
    pub asked_on: Date,
    /// The day by which it is answered.
    pub due_on: Date,
    /// The answer.
    pub reply: Option<Reply>,
}

/// Something that a member said.
#[derive(Clone, PartialEq, Eq)]
pub struct Ask {
    /// Its id.
    pub ask_id: AskId,
    /// Whose it is.
    pub person_id: PersonId,
    /// What it is about.
    pub topic: AskTopic,
    /// The measure whose answer it is about, as a code of the pack.
    pub measure: Option<String>,
    /// In the person's own words; sealed in the store.
    pub words: String,
    /// Who entered it: an account's id, or `console`.
    pub said_by: String,
    /// Whether somebody entered it for a person who does not sign in, and read it back.
    pub is_on_behalf: bool,
    /// The day it was said.
    pub asked_on: Date,
    /// The day by which it is answered, from the pack.
    pub due_on: Date,
    /// Where it stands.
    pub state: AskState,
    /// The answer.
    pub reply: Option<Reply>,
    /// The second look.
    pub review: Option<Review>,
    /// When it was recorded.
    pub recorded_at: Moment,
}

guanai_kernel::debug_by_id!(Ask.ask_id);

impl Ask {
    /// It, handed to the county.
    pub fn passed_up(&self) -> Result<Self, AskMoveError> {
        Ok(Self { state: self.state.after(AskMove::PassUp)?, ..self.clone() })
    }

    /// It, taken back.
    pub fn withdrawn(&self) -> Result<Self, AskMoveError> {
        Ok(Self { state: self.state.after(AskMove::Withdraw)?, ..self.clone() })
    }

    /// It, answered; where a second look was asked for, that is what is answered.
    pub fn answered(&self, reply: Reply) -> Result<Self, AskMoveError> {
        match (&self.review, self.state) {
            (Some(review), AskState::InReview) => {
                let state = self.state.after(AskMove::Review)?;
                let review = Review { reply: Some(reply), ..review.clone() };
                Ok(Self { state, review: Some(review), ..self.clone() })
            }
            _ => Ok(Self { state: self.state.after(AskMove::Answer)?, reply: Some(reply), ..self.clone() }),
        }
    }

    /// It, with a second look asked for.
    pub fn for_review(&self, words: String, asked_on: Date, due_on: Date) -> Result<Self, AskMoveError> {
        let state = self.state.after(AskMove::AskReview)?;
        Ok(Self { state, review: Some(Review { words, asked_on, due_on, reply: None }), ..self.clone() })
    }

    /// The day by which the answer that is owed now, or was given last, was due.
    pub fn due_now_on(&self) -> Date {
        self.review.as_ref().map_or(self.due_on, |review| review.due_on)
    }

    /// Whether an answer came, or still has not come, after its day. What came late stays late.
    pub fn is_late_on(&self, day: Date) -> bool {
        let came = |reply: Option<&Reply>, waits: bool| reply.map(|reply| reply.on).or_else(|| waits.then_some(day));
        let first_waits = matches!(self.state, AskState::Waiting | AskState::PassedUp);
        let first = came(self.reply.as_ref(), first_waits).is_some_and(|on| on > self.due_on);
        let second = self.review.as_ref().is_some_and(|review| {
            came(review.reply.as_ref(), self.state == AskState::InReview).is_some_and(|on| on > review.due_on)
        });
        first || second
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use guanai_kernel::Ids;

    fn day(of_july: i8) -> Date {
        Date::constant(2026, 7, of_july)
    }

    fn ask() -> Ask {
        let mut ids = Ids::seeded(1, Moment::from_micros(0));
        Ask {
            ask_id: AskId::fresh(&mut ids),
            person_id: PersonId::fresh(&mut ids),
            topic: AskTopic::Object,
            measure: None,
            words: "为什么没有？".to_owned(),
            said_by: "console".to_owned(),
            is_on_behalf: false,
            asked_on: day(1),
            due_on: day(6),
            state: AskState::Waiting,
            reply: None,
            review: None,
            recorded_at: Moment::from_micros(0),
        }
    }

    fn reply(on: i8) -> Reply {
        Reply { words: "因为……".to_owned(), by: "a".to_owned(), role: "township-officer".to_owned(), on: day(on) }
    }

    #[test]
    fn an_answer_may_be_looked_at_once_more_and_then_stands() {
        let answered = ask().passed_up().unwrap().answered(reply(3)).unwrap();
        assert_eq!((answered.state, answered.due_now_on()), (AskState::Answered, day(6)));
        assert_eq!(answered.withdrawn().unwrap_err().step, AskMove::Withdraw);
        assert!(answered.answered(reply(4)).is_err(), "an answer is not written over");
        let review = answered.for_review("还是不明白".to_owned(), day(4), day(20)).unwrap();
        let done = review.answered(reply(5)).unwrap();
        assert_eq!((done.state, done.due_now_on()), (AskState::Reviewed, day(20)));
        assert!(done.reply == Some(reply(3)) && done.review.as_ref().unwrap().reply == Some(reply(5)));
        assert!(done.for_review("再看".to_owned(), day(6), day(30)).is_err());
    }

    #[test]
    fn what_is_late_stays_late() {
        let waiting = ask();
        assert!(!waiting.is_late_on(day(6)) && waiting.is_late_on(day(7)));
        assert!(waiting.answered(reply(7)).unwrap().is_late_on(day(1)));
        let answered = waiting.answered(reply(6)).unwrap();
        assert!(!answered.is_late_on(day(30)));
        let review = answered.for_review("请再看".to_owned(), day(6), day(10)).unwrap();
        assert!(!review.is_late_on(day(10)) && review.is_late_on(day(11)));
        assert!(review.answered(reply(11)).unwrap().is_late_on(day(1)));
        assert!(!review.withdrawn().unwrap().is_late_on(day(30)), "nobody owes an answer any more");
    }

    #[test]
    fn every_state_is_reached_from_waiting_and_codes_read_back() {
        let mut reached = vec![AskState::Waiting];
        for at in 0..AskState::ALL.len() {
            let Some(&from) = reached.get(at) else { break };
            for (_, _, to) in ASK_MOVES.iter().filter(|(f, _, _)| *f == from) {
                if !reached.contains(to) {
                    reached.push(*to);
                }
            }
        }
        reached.sort();
        assert_eq!(reached, AskState::ALL);
        for state in AskState::ALL {
            assert_eq!(AskState::from_code(state.code()), Some(*state));
            let ends = matches!(state, AskState::Reviewed | AskState::Withdrawn);
            assert_eq!(ASK_MOVES.iter().all(|(from, ..)| from != state), ends, "{state:?}");
        }
        for topic in AskTopic::ALL {
            assert_eq!(AskTopic::from_code(topic.code()), Some(*topic));
        }
    }
}

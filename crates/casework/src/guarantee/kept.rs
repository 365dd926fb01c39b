//! What is kept of the guarantees: happenings and rests with whose they are and who entered them, and the questions that
//! people ask in doubt.

use guanai_kernel::ids::{OrganizationId, PersonId, QuestionId};
use guanai_kernel::words;
use guanai_kernel::{Date, Guarantee, Moment, Post};

use super::{Clock, Happening, Rest, Stage};

words! {
    /// Whether an entry counts.
    EntryState {
        /// It stands.
        Stands = "stands",
        /// Struck out: it was entered by mistake. It stays to be read and counts for nothing.
        Struck = "struck",
    }
}

/// Something that happened to somebody, entered by hand: no other record tells it.
#[derive(Clone, PartialEq, Eq)]
pub struct KeptHappening {
    /// What happened.
    pub happening: Happening,
    /// To whom.
    pub person_id: PersonId,
    /// Whether it counts.
    pub state: EntryState,
    /// Who entered it, as the audit names them.
    pub recorded_by: String,
    /// When.
    pub recorded_at: Moment,
}

/// A pause or an exemption of somebody's guarantee.
#[derive(Clone, PartialEq, Eq)]
pub struct KeptRest {
    /// The rest.
    pub rest: Rest,
    /// Whose.
    pub person_id: PersonId,
    /// Of which guarantee.
    pub guarantee: Guarantee,
    /// Who said it, as the audit names them.
    pub said_by: String,
    /// When.
    pub recorded_at: Moment,
}

/// From a day on, the rule for classes that applies to somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tier {
    /// To whom.
    pub person_id: PersonId,
    /// For which guarantee.
    pub guarantee: Guarantee,
    /// From which day.
    pub from_on: Date,
    /// The rule's id; none is no rule for classes.
    pub rule: Option<String>,
}

/// A clock of somebody.
#[derive(Clone, PartialEq, Eq)]
pub struct KeptClock {
    /// Whose.
    pub person_id: PersonId,
    /// Who answers for them: where they belong, or belonged when it ended.
    pub organization_id: Option<OrganizationId>,
    /// The clock.
    pub clock: Clock,
}

/// That an account was told of a clock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptTelling {
    /// Whose clock it is.
    pub person_id: PersonId,
    /// Of which clock.
    pub clock_id: guanai_kernel::ids::ClockId,
    /// Of which guarantee.
    pub guarantee: Guarantee,
    /// Of what.
    pub stage: Stage,
    /// Who, by the account's id.
    pub account: String,
    /// At which post.
    pub post: Post,
    /// When.
    pub told_at: Moment,
    /// When they first saw it.
    pub seen_at: Option<Moment>,
}

/// An account's owner is away, and who stands in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deputy {
    /// Who is away, by the account's id.
    pub account: String,
    /// The first day.
    pub from_on: Date,
    /// The first day on which they are back.
    pub until_on: Date,
    /// Who stands in, by the account's id; none where nobody does, so that the next post hears.
    pub deputy: Option<String>,
    /// Who named them, as the audit names them.
    pub named_by: String,
    /// When.
    pub recorded_at: Moment,
}

/// A turn of duty 值班.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DutyTurn {
    /// Who, by the account's id.
    pub account: String,
    /// The first day.
    pub from_on: Date,
    /// The first day after it.
    pub until_on: Date,
    /// Who named them, as the audit names them.
    pub named_by: String,
    /// When.
    pub recorded_at: Moment,
}

words! {
    /// Where a question stands.
    QuestionState {
        /// It waits for somebody to take it.
        Asked = "asked",
        /// Somebody has taken it: they alone read it.
        Taken = "taken",
        /// It was answered.
        Answered = "answered",
        /// The person took it back.
        Withdrawn = "withdrawn",
    }
}

/// What somebody does with a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum QuestionMove {
    /// Take it.
    Take,
    /// Give it back: somebody else is to answer.
    GiveBack,
    /// Answer it.
    Answer,
    /// Take it back, as the person who asked.
    Withdraw,
}

/// The table of lawful moves: from, move, to.
pub const QUESTION_MOVES: &[(QuestionState, QuestionMove, QuestionState)] = &[
    (QuestionState::Asked, QuestionMove::Take, QuestionState::Taken),
    (QuestionState::Asked, QuestionMove::Withdraw, QuestionState::Withdrawn),
    (QuestionState::Taken, QuestionMove::GiveBack, QuestionState::Asked),
    (QuestionState::Taken, QuestionMove::Answer, QuestionState::Answered),
    (QuestionState::Taken, QuestionMove::Withdraw, QuestionState::Withdrawn),
];

/// A move that the table does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a question that is {state:?} cannot {step:?}")]
pub struct QuestionMoveError {
    /// Where it stands.
    pub state: QuestionState,
    /// What was tried.
    pub step: QuestionMove,
}

impl QuestionState {
    /// Whether somebody still waits for an answer.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Asked | Self::Taken)
    }

    /// The state after `step`, if the table holds the move.
    pub fn after(self, step: QuestionMove) -> Result<Self, QuestionMoveError> {
        QUESTION_MOVES
            .iter()
            .find(|(from, by, _)| *from == self && *by == step)
            .map(|(_, _, to)| *to)
            .ok_or(QuestionMoveError { state: self, step })
    }
}

/// How pressing a question is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Pressing {
    /// It has the usual term.
    Usual,
    /// Its words tell of distress: somebody on duty comes.
    Distress,
}

words! {
    /// Where somebody's words told of distress that asked no question.
    HeardIn {
        /// 提出需求
        Need = "need",
        /// 提出事项
        Ask = "ask",
        /// 走访谈心
        Visit = "visit",
        /// 申请
        Application = "application",
        /// 需求调查
        Survey = "survey",
        /// 矛盾诉求
        Dispute = "dispute",
    }
}

impl HeardIn {
    /// What no form lets anybody type: a question that begins so holds nobody's words.
    const MARK: char = '\u{1f}';

    /// What stands in place of the words of a question that was opened for words said elsewhere: they are not copied.
    pub fn in_place_of_words(self) -> String {
        format!("{}{}", Self::MARK, self.code())
    }

    /// Where the words of such a question were said; none of one that somebody asked.
    pub fn of_words(words: &str) -> Option<Self> {
        Self::from_code(words.strip_prefix(Self::MARK)?)
    }
}

/// A question asked in doubt 疑惑. Confidential: its words and its answer are read by whoever took it, by those whom the
/// person allows, and, where they tell of distress, by whoever is on duty, of which the person is told.
#[derive(Clone, PartialEq, Eq)]
pub struct Question {
    /// Its id.
    pub question_id: QuestionId,
    /// Who asks.
    pub person_id: PersonId,
    /// At which post the person wishes to be answered.
    pub post: Post,
    /// The words; sealed in the store.
    pub words: String,
    /// Whether the words tell of distress.
    pub pressing: Pressing,
    /// The day it was asked.
    pub asked_on: Date,
    /// Who entered it, as the audit names them: the person's own account, or whoever wrote it down for them.
    pub asked_by: String,
    /// Where it stands.
    pub state: QuestionState,
    /// Who took it, by the account's id.
    pub taken_by: Option<String>,
    /// The answer; sealed in the store.
    pub answer: Option<String>,
    /// The day it was answered or withdrawn.
    pub closed_on: Option<Date>,
    /// When it was entered.
    pub recorded_at: Moment,
    /// When it last moved.
    pub moved_at: Moment,
}

/// Somebody who reads a question: because the person allowed it, or because it told of distress.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuestionReader {
    /// Which question.
    pub question_id: QuestionId,
    /// Who, by the account's id.
    pub account: String,
    /// Why.
    pub because: ReaderReason,
    /// Since when.
    pub since_at: Moment,
}

words! {
    /// Why somebody beside the answerer reads a question.
    ReaderReason {
        /// The person allowed it.
        Allowed = "allowed",
        /// Its words told of distress, and they were on duty.
        OnDuty = "on-duty",
    }
}

impl std::fmt::Debug for KeptHappening {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "KeptHappening({})", self.happening.happening_id)
    }
}

impl std::fmt::Debug for KeptRest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "KeptRest({})", self.rest.rest_id)
    }
}

impl std::fmt::Debug for KeptClock {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "KeptClock({}/{})", self.clock.begun_by.clock_id(), self.clock.guarantee)
    }
}

guanai_kernel::debug_by_id!(Question.question_id);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_is_answered_by_whoever_took_it_and_its_ends_have_no_way_out() {
        assert!(QuestionState::Asked.after(QuestionMove::Answer).is_err());
        assert_eq!(QuestionState::Taken.after(QuestionMove::Answer), Ok(QuestionState::Answered));
        for end in [QuestionState::Answered, QuestionState::Withdrawn] {
            assert!(!end.is_open() && QUESTION_MOVES.iter().all(|(from, ..)| *from != end));
        }
        assert!(QuestionState::ALL.iter().all(|state| QuestionState::from_code(state.code()) == Some(*state)));
    }
}

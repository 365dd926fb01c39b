//! One step of a need: what each move of the table needs to be told, and what the need is afterwards. The table says whether
//! a move is lawful; here stand the conditions that go beyond it.

use guanai_kernel::Date;
use guanai_kernel::ids::NeedId;

use crate::progress::{CallBack, Ending, Helper, Progress, Withdrawal};
use crate::{CategoryChoice, Move, MoveError, Need, NeedState, Urgency, Voice};

/// A move with what it needs to be told.
#[derive(Clone, PartialEq, Eq)]
pub enum Step {
    /// The category is confirmed.
    Confirm(Confirmed),
    /// Somebody is named to help.
    Plan {
        /// Who.
        helper: Helper,
        /// What was agreed, in words.
        words: Option<String>,
    },
    /// The help fell away, or what was recorded is not so.
    Reopen {
        /// Why.
        words: String,
    },
    /// Help was given.
    Help {
        /// Which.
        words: String,
        /// Whether the need was drawn for a call-back.
        call_back: CallBack,
    },
    /// Somebody outside the chain asked the person.
    CallBack {
        /// Whether what was recorded is so.
        agrees: bool,
        /// What the person said.
        words: String,
    },
    /// It is closed.
    Close {
        /// What came of it, confirmed by whom.
        ending: Ending,
        /// How the person put it, or why nobody was asked.
        words: String,
    },
    /// The person takes it back.
    Withdraw {
        /// Why.
        why: Withdrawal,
        /// In words.
        words: Option<String>,
    },
    /// It is the same as another.
    Merge {
        /// As which.
        into: NeedId,
    },
    /// It is several.
    Split,
}

/// What a need is confirmed to be.
#[derive(Clone, PartialEq, Eq)]
pub struct Confirmed {
    /// A category of the pack.
    pub category: String,
    /// How urgent.
    pub urgency: Urgency,
    /// The day by which somebody must have answered.
    pub due_on: Option<Date>,
    /// What supports it, in words.
    pub evidence: Option<String>,
    /// Whether contact data may be given to whoever helps: the person was asked.
    pub consents_to_contact: bool,
}

/// Why a step is not taken. Checked in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum StepError {
    /// The table does not hold it.
    #[error(transparent)]
    Move(#[from] MoveError),
    /// The need was drawn, and nobody outside the chain has asked the person yet.
    #[error("this need was drawn for a call-back by somebody outside the chain: it is closed after that")]
    CallBackDue,
    /// It was not drawn, or was called back already.
    #[error("no call-back is due for this need")]
    NoCallBackDue,
    /// The person says that what was recorded is not so.
    #[error("the call-back contradicts what was recorded: reopen the need")]
    Contradicted,
    /// A need is not merged into itself, nor into one that ended or is another's.
    #[error("a need is merged into another open need of the same person")]
    NotTheSame,
}

impl StepError {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Move(_) => "need-move-unlawful",
            Self::CallBackDue => "need-call-back-due",
            Self::NoCallBackDue => "need-no-call-back-due",
            Self::Contradicted => "need-contradicted",
            Self::NotTheSame => "need-not-the-same",
        }
    }
}

impl Step {
    /// Which move of the table it is.
    pub const fn kind(&self) -> Move {
        match self {
            Self::Confirm(_) => Move::Confirm,
            Self::Plan { .. } => Move::Plan,
            Self::Reopen { .. } => Move::Reopen,
            Self::Help { .. } => Move::Help,
            Self::CallBack { .. } => Move::CallBack,
            Self::Close { .. } => Move::Close,
            Self::Withdraw { .. } => Move::Withdraw,
            Self::Merge { .. } => Move::Merge,
            Self::Split => Move::Split,
        }
    }
}

impl Need {
    /// Whether a move may be taken now: it is in the table, and no condition stands against it.
    pub fn may(&self, step: Move) -> Result<NeedState, StepError> {
        let state = self.state.after(step)?;
        match (step, self.progress.call_back) {
            (Move::Close, Some(CallBack::Drawn)) => Err(StepError::CallBackDue),
            (Move::Close, Some(CallBack::Contradicts)) => Err(StepError::Contradicted),
            (Move::CallBack, call_back) if call_back != Some(CallBack::Drawn) => Err(StepError::NoCallBackDue),
            _ => Ok(state),
        }
    }

    /// The need after a step.
    pub fn after(&self, step: Step) -> Result<Self, StepError> {
        let mut need = Self { state: self.may(step.kind())?, ..self.clone() };
        let progress = &mut need.progress;
        progress.words = None;
        match step {
            Step::Confirm(confirmed) => {
                need.category = CategoryChoice::Stated(confirmed.category);
                need.urgency = Some(confirmed.urgency);
                need.due_on = confirmed.due_on;
                need.consents_to_contact = confirmed.consents_to_contact;
                progress.evidence = confirmed.evidence.or_else(|| progress.evidence.take());
            }
            Step::Plan { helper, words } => {
                progress.helper = Some(helper);
                progress.words = words;
            }
            Step::Reopen { words } => {
                progress.helper = None;
                progress.call_back = None;
                progress.words = Some(words);
            }
            Step::Help { words, call_back } => {
                progress.call_back = Some(call_back);
                progress.words = Some(words);
            }
            Step::CallBack { agrees, words } => {
                progress.call_back = Some(if agrees { CallBack::Agrees } else { CallBack::Contradicts });
                progress.words = Some(words);
            }
            Step::Close { ending, words } => {
                progress.ending = Some(ending);
                progress.words = Some(words);
            }
            Step::Withdraw { why, words } => {
                progress.withdrawal = Some(why);
                progress.words = words;
            }
            Step::Merge { into } => {
                if into == self.need_id {
                    return Err(StepError::NotTheSame);
                }
                progress.merged_into = Some(into);
            }
            Step::Split => {}
        }
        Ok(need)
    }

    /// Whether another need may take this one in.
    pub fn may_merge_into(&self, other: &Self) -> Result<(), StepError> {
        let same = self.need_id != other.need_id && self.person_id == other.person_id && other.state.is_open();
        if same { Ok(()) } else { Err(StepError::NotTheSame) }
    }

    /// A part of this need as a need of its own: it waits to be confirmed like any other.
    #[must_use]
    pub fn part(&self, need_id: NeedId, category: CategoryChoice, words: String, due_on: Option<Date>) -> Self {
        Self {
            need_id,
            number: None,
            import_id: None,
            state: NeedState::Raised,
            category,
            words,
            due_on,
            progress: Progress { split_from: Some(self.need_id), ..Progress::default() },
            ..self.clone()
        }
    }

    /// Whether somebody still has to ask the person: nobody has told it yet.
    pub fn awaits_asking(&self) -> bool {
        self.state == NeedState::Raised
            && self.voice.is_some_and(|voice| matches!(voice, Voice::Observed | Voice::Rule))
    }
}

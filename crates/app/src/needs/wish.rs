//! What each move of a need must be told, and what is refused before anything is read.

use guanai_casework::{Confirmation, Move, Outcome, Urgency, Withdrawal};
use guanai_kernel::ids::NeedId;
use guanai_kernel::text::squeeze;
use guanai_scheme::Pack;

use super::helping::HelperWish;
use super::moving::MoveNeedError;
use super::raise::MOST_LETTERS;

/// Needs that one may be split into.
pub(super) const MOST_PARTS: usize = 6;

/// A move that is wished for.
#[derive(Clone, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum NeedStep {
    /// Confirm the category, after asking the person.
    Confirm {
        /// A category of the pack.
        category: String,
        /// How urgent.
        urgency: Urgency,
        /// What supports it, in words.
        evidence: Option<String>,
        /// Whether contact data may be given to whoever helps.
        consents_to_contact: bool,
    },
    /// Name who helps.
    Plan {
        /// Who.
        helper: HelperWish,
        /// What was agreed, in words.
        words: Option<String>,
    },
    /// The help fell away, or what was recorded is not so.
    Reopen {
        /// Why.
        words: String,
    },
    /// Record that help was given.
    Help {
        /// Which.
        words: String,
    },
    /// Ask the person, from outside the chain.
    CallBack {
        /// Whether what was recorded is so.
        agrees: bool,
        /// What the person said.
        words: String,
    },
    /// Close it.
    Close {
        /// What came of it.
        outcome: Outcome,
        /// Who confirmed that, or why nobody did.
        confirmation: Confirmation,
        /// How the person put it, or why nobody was asked.
        words: String,
        /// Whether it is closed although a department that was asked has not answered: that referral is taken back.
        over_referrals: bool,
    },
    /// Take it back for the person.
    Withdraw {
        /// Why.
        why: Withdrawal,
        /// In words.
        words: Option<String>,
    },
    /// It is the same as another need of the person.
    Merge {
        /// As which.
        into: NeedId,
    },
    /// It is several needs.
    Split {
        /// What each is, in the person's words.
        parts: Vec<Part>,
    },
}

/// A part of a need that is split.
#[derive(Clone, PartialEq, Eq, serde::Serialize)]
pub struct Part {
    /// A category of the pack; none lets the words propose one. It waits to be confirmed either way.
    pub category: Option<String>,
    /// In the person's words.
    pub words: String,
}

impl NeedStep {
    /// Which move of the table it is.
    pub const fn kind(&self) -> Move {
        match self {
            Self::Confirm { .. } => Move::Confirm,
            Self::Plan { .. } => Move::Plan,
            Self::Reopen { .. } => Move::Reopen,
            Self::Help { .. } => Move::Help,
            Self::CallBack { .. } => Move::CallBack,
            Self::Close { .. } => Move::Close,
            Self::Withdraw { .. } => Move::Withdraw,
            Self::Merge { .. } => Move::Merge,
            Self::Split { .. } => Move::Split,
        }
    }

    /// What was written, where the move is told in words.
    fn words(&self) -> Vec<(&str, Asked)> {
        match self {
            Self::Reopen { words }
            | Self::Help { words }
            | Self::CallBack { words, .. }
            | Self::Close { words, .. } => {
                vec![(words.as_str(), Asked::Always)]
            }
            Self::Plan { words, .. } | Self::Withdraw { words, .. } => {
                words.iter().map(|words| (words.as_str(), Asked::Perhaps)).collect()
            }
            Self::Confirm { evidence, .. } => evidence.iter().map(|words| (words.as_str(), Asked::Perhaps)).collect(),
            Self::Split { parts } => parts.iter().map(|part| (part.words.as_str(), Asked::Always)).collect(),
            Self::Merge { .. } => Vec::new(),
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Asked {
    Always,
    Perhaps,
}

/// What is wrong with a wish, whatever the need.
pub(super) fn refuse(pack: &Pack, step: &NeedStep) -> Result<(), MoveNeedError> {
    for (words, asked) in step.words() {
        if asked == Asked::Always && squeeze(words).is_empty() {
            return Err(MoveNeedError::NoWords);
        }
        if words.chars().count() > MOST_LETTERS {
            return Err(MoveNeedError::TooManyWords);
        }
    }
    let categories: Vec<&str> = match step {
        NeedStep::Confirm { category, .. } => vec![category.as_str()],
        NeedStep::Split { parts } => parts.iter().filter_map(|part| part.category.as_deref()).collect(),
        _ => Vec::new(),
    };
    if categories.iter().any(|code| pack.need_category(code).is_none()) {
        return Err(MoveNeedError::NoCategory);
    }
    match step {
        NeedStep::Split { parts } if !(2..=MOST_PARTS).contains(&parts.len()) => Err(MoveNeedError::Parts),
        _ => Ok(()),
    }
}

//! The steps before a decision, as the pack has them for a measure and an amount. An application keeps the chain under which
//! it was entered: what the pack says later is for later applications.

use guanai_kernel::Date;
use guanai_kernel::civil::add_days;
use guanai_kernel::words;

use super::frozen::Said;
use super::paper::DocumentKind;
use super::state::{ApplicationMove, ApplicationState};

words! {
    /// A step before the decision.
    ChainStep {
        /// 支部评议
        Appraisal = "appraisal",
        /// 乡镇（街道）审核
        Review = "review",
        /// 公示
        Notice = "notice",
    }
}

impl ChainStep {
    const fn waits_in(self) -> ApplicationState {
        match self {
            Self::Appraisal => ApplicationState::Appraising,
            Self::Review => ApplicationState::Reviewing,
            Self::Notice => ApplicationState::Posting,
        }
    }
}

words! {
    /// How far up the organisations something reaches.
    Level {
        /// 党支部
        Branch = "branch",
        /// 乡镇（街道）
        Township = "township",
        /// 县（市、区）
        County = "county",
    }
}

/// A chain.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Chain {
    /// Its id in the pack.
    pub id: String,
    /// Its steps, in order.
    pub steps: Vec<ChainStep>,
    /// The kinds of meeting that may appraise, as codes of the pack.
    pub meetings: Vec<String>,
    /// For how many working days the notice hangs.
    pub notice_working_days: u32,
    /// Among whom.
    pub notice_level: Level,
    /// What the notice calls the matter: no more than all may know.
    pub notice_as: Said,
    /// Within how many working days an objection is answered.
    pub answer_working_days: u32,
    /// Within how many days of a decision a second look may be asked for.
    pub review_days: u32,
    /// Within how many working days it is given.
    pub review_working_days: u32,
    /// Papers whose signed originals must be filed before the step that rests on them.
    pub originals: Vec<DocumentKind>,
}

impl Chain {
    /// Whether it has a step.
    pub fn has(&self, step: ChainStep) -> bool {
        self.steps.contains(&step)
    }

    /// Where an application begins.
    pub fn begins_in(&self) -> ApplicationState {
        self.from(ApplicationState::Appraising)
    }

    /// Where a move lands that the table lets land at `to`: there, or at the next step that the chain has.
    pub fn landing(&self, step: ApplicationMove, to: ApplicationState) -> ApplicationState {
        // Whoever breaks a notice off goes back to a step that the chain has.
        if step == ApplicationMove::BreakOff { to } else { self.from(to) }
    }

    fn from(&self, to: ApplicationState) -> ApplicationState {
        let Some(at) = ChainStep::ALL.iter().position(|step| step.waits_in() == to) else { return to };
        let next = ChainStep::ALL.iter().skip(at).find(|step| self.has(**step));
        next.map_or(ApplicationState::Deciding, |step| step.waits_in())
    }

    /// The last day on which a second look at a decision may be asked for.
    pub fn review_until(&self, decided_on: Date) -> Date {
        i32::try_from(self.review_days).ok().and_then(|days| add_days(decided_on, days)).unwrap_or(Date::MAX)
    }

    /// The paper whose original must be filed before a move.
    pub fn wants_before(&self, step: ApplicationMove) -> impl Iterator<Item = DocumentKind> {
        self.originals.iter().copied().filter(move |kind| kind.is_wanted_before(step))
    }
}

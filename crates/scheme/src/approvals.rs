//! How what is applied for is decided: which steps a measure and an amount go through, who votes at which meeting and when a
//! vote counts, who stands aside, and within which terms things are answered. All of it is data of the pack.

use guanai_kernel::Money;

use crate::pack::manifest::Clause;
use crate::pack::words::{ApprovalStep, Lead, PaperKind, VoteShare, VotersOf};
use crate::text::Text;

/// Terms that hold for every chain.
#[derive(Debug, Clone)]
pub struct ApprovalTerms {
    /// Within how many working days an objection is answered.
    pub answer_working_days: u32,
    /// Within how many days of a decision a second look may be asked for.
    pub review_days: u32,
    /// Within how many working days it is given.
    pub review_working_days: u32,
    /// Where it is laid down.
    pub clause: Clause,
    /// Whether it is an example and no rule.
    pub example: bool,
}

/// Who stands aside.
#[derive(Debug, Clone)]
pub struct RecusalRule {
    /// Over how many steps of kinship or of living together: 1 is a relative or who lives in the household, 2 also whose.
    pub kin_steps: u32,
    /// Codes of posts whose holders neither vote nor decide.
    pub posts: Vec<String>,
    /// Where it is laid down.
    pub clause: Clause,
}

/// A kind of meeting.
#[derive(Debug, Clone)]
pub struct MeetingKind {
    /// Its code.
    pub code: String,
    /// What it is called.
    pub name: Text,
    /// Who has a vote.
    pub voters: VotersOf,
    /// The codes of posts that have one, where posts do.
    pub posts: Vec<String>,
    /// More than so many of a hundred who are entitled must have come.
    pub quorum_over_percent: u32,
    /// More than so many of a hundred must be for it.
    pub carried_over_percent: u32,
    /// Of whom.
    pub carried_of: VoteShare,
    /// Where it is laid down.
    pub clause: Clause,
}

/// A public notice before the decision.
#[derive(Debug, Clone)]
pub struct NoticeRule {
    /// For how many working days it hangs.
    pub working_days: u32,
    /// Among whom.
    pub level: Lead,
    /// What it calls the matter: never more than all may know, such as an illness.
    pub called: Text,
}

/// The steps before a decision, for some measures and amounts.
#[derive(Debug, Clone)]
pub struct ApprovalChain {
    /// Its id.
    pub id: String,
    /// What it is called.
    pub name: Text,
    /// The measures, by id.
    pub measures: Vec<String>,
    /// For amounts above this.
    pub above: Option<Money>,
    /// For amounts up to and with this.
    pub up_to: Option<Money>,
    /// Its steps, in order.
    pub steps: Vec<ApprovalStep>,
    /// The kinds of meeting that may appraise, by code.
    pub meetings: Vec<String>,
    /// The public notice, where it has one.
    pub notice: Option<NoticeRule>,
    /// Papers whose signed originals must be filed before the step that rests on them.
    pub originals: Vec<PaperKind>,
    /// Where it is laid down.
    pub clause: Clause,
    /// Whether its amounts and days are an example and no rule.
    pub example: bool,
}

impl ApprovalChain {
    /// Whether an amount goes this way; what is no money, or not yet known, goes the way of the smallest.
    pub fn takes(&self, amount: Option<Money>) -> bool {
        match amount {
            None => self.above.is_none(),
            Some(amount) => {
                self.above.is_none_or(|above| above < amount) && self.up_to.is_none_or(|most| amount <= most)
            }
        }
    }
}

/// All of `approvals.toml`.
#[derive(Debug, Clone)]
pub struct Approvals {
    /// The terms.
    pub terms: ApprovalTerms,
    /// Who stands aside.
    pub recusal: RecusalRule,
    /// The kinds of meeting.
    pub meetings: Vec<MeetingKind>,
    /// The chains.
    pub chains: Vec<ApprovalChain>,
}

impl Approvals {
    /// Whether a measure is applied for at all.
    pub fn is_applied_for(&self, measure: &str) -> bool {
        self.chains.iter().any(|chain| chain.measures.iter().any(|id| id == measure))
    }

    /// The chain for a measure and an amount; none where it is not applied for. No two chains take one amount, and together
    /// they take every amount: a pack in which they do not is refused.
    pub fn chain_for(&self, measure: &str, amount: Option<Money>) -> Option<&ApprovalChain> {
        self.chains.iter().find(|chain| chain.measures.iter().any(|id| id == measure) && chain.takes(amount))
    }

    /// The kind of meeting with this code.
    pub fn meeting(&self, code: &str) -> Option<&MeetingKind> {
        self.meetings.iter().find(|kind| kind.code == code)
    }
}

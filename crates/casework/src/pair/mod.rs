//! A pair 结对帮扶: a need, an offer that helps with it, and what both sides say to that (R17, R61, R79).
//!
//! A pair is proposed, never made for people: whoever would help is asked without being told whose need it is, and whoever would
//! be helped is asked too. It begins when both agreed, with terms: since when, how often they are in touch, when it is looked at
//! again. A no costs nothing, needs no reason, and is told to nobody on the other side. A pair that breaks leaves its need
//! waiting for help again.

mod state;
mod step;

pub use state::{PAIR_MOVES, PairMove, PairMoveError, PairState};
pub use step::{PairError, PairStep};

use guanai_kernel::civil::add_days;
use guanai_kernel::ids::{NeedId, OfferId, OrganizationId, PairContactId, PairId, PersonId};
use guanai_kernel::words;
use guanai_kernel::{Date, Moment};

words! {
    /// The two that are asked.
    Side {
        /// Whoever would help 帮扶人.
        Helper = "helper",
        /// Whoever would be helped 帮扶对象.
        Person = "person",
    }
}

words! {
    /// How somebody said yes or no.
    AnswerManner {
        /// By themselves, signed in 本人网上.
        Online = "online",
        /// Face to face 当面.
        InPerson = "in-person",
        /// 电话
        Phone = "phone",
        /// On paper, signed 书面.
        Paper = "paper",
    }
}

words! {
    /// How two were in touch.
    ContactManner {
        /// 上门
        InPerson = "in-person",
        /// 电话
        Phone = "phone",
        /// 微信、短信
        Message = "message",
    }
}

words! {
    /// Who named the helper.
    PairOrigin {
        /// The matching proposed it, and nobody changed it 按撮合建议.
        Matching = "matching",
        /// Somebody chose it 人工选定.
        Hand = "hand",
    }
}

words! {
    /// Why a pair that had begun is over.
    PairEnd {
        /// What it was for is reached 目标达到.
        Reached = "reached",
        /// Its term is over 期满.
        TermOver = "term-over",
        /// The helper cannot go on 帮扶人不能再帮.
        HelperLeft = "helper-left",
        /// The person does not wish it any more 本人不愿继续. That costs nothing.
        PersonWish = "person-wish",
        /// The person took back that contact data is given 撤回同意.
        ConsentWithdrawn = "consent-withdrawn",
        /// One of the two moved away 迁走、转出.
        Moved = "moved",
        /// One of the two has died 去世.
        Died = "died",
        /// Another helper took over 由他人接手.
        HandedOver = "handed-over",
    }
}

impl PairEnd {
    /// What somebody may write down; a hand-over is written down by its successor's beginning.
    pub const SAID: &'static [Self] = &[
        Self::Reached,
        Self::TermOver,
        Self::HelperLeft,
        Self::PersonWish,
        Self::ConsentWithdrawn,
        Self::Moved,
        Self::Died,
    ];

    /// What becomes of the need.
    pub const fn leaves(self) -> NeedAfter {
        match self {
            Self::Reached => NeedAfter::Helped,
            Self::TermOver | Self::HelperLeft | Self::PersonWish | Self::ConsentWithdrawn | Self::Moved => {
                NeedAfter::Waits
            }
            // A death is the register's to say, and closes or frees needs there; a successor goes on with it.
            Self::Died | Self::HandedOver => NeedAfter::AsItWas,
        }
    }
}

/// What becomes of a need when its pair is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NeedAfter {
    /// Help was given: the person is still to say how it was.
    Helped,
    /// It waits for help again.
    Waits,
    /// Nothing.
    AsItWas,
}

/// What one side said.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct SideAnswer {
    /// Yes or no.
    pub agrees: bool,
    /// The day.
    pub on: Date,
    /// How it was said.
    pub manner: AnswerManner,
    /// In their words; a no needs none.
    pub words: Option<String>,
}

/// What both agreed to.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct PairTerms {
    /// The first day.
    pub starts_on: Date,
    /// The last day; none is until further notice.
    pub until_on: Option<Date>,
    /// At most so many days pass between two contacts.
    pub contact_every_days: u32,
    /// The day on which it is looked at again.
    pub review_on: Date,
    /// What is done, in words.
    pub words: String,
}

/// A pair.
#[derive(Clone, PartialEq, Eq)]
pub struct Pair {
    /// Its id.
    pub pair_id: PairId,
    /// The need.
    pub need_id: NeedId,
    /// Whose need.
    pub person_id: PersonId,
    /// The kind of need, as a code of the pack, when it was proposed.
    pub category: String,
    /// The offer.
    pub offer_id: OfferId,
    /// Who helps, where it is one of the register.
    pub helper_person_id: Option<PersonId>,
    /// Of which organisation.
    pub helper_organization_id: Option<OrganizationId>,
    /// Who helps, by name.
    pub helper_name: String,
    /// Where it stands.
    pub state: PairState,
    /// Who named the helper.
    pub origin: PairOrigin,
    /// Why this one, where somebody chose; sealed in the store.
    pub why: Option<String>,
    /// The pair that it takes over from.
    pub follows: Option<PairId>,
    /// Who proposed it, as the audit names them.
    pub proposed_by: String,
    /// The day of that.
    pub proposed_on: Date,
    /// Up to and on this day the helper's place is held for it; after that others may be given it.
    pub holds_until_on: Date,
    /// What the helper said; sealed in the store.
    pub helper_answer: Option<SideAnswer>,
    /// What the person said; sealed in the store.
    pub person_answer: Option<SideAnswer>,
    /// What both agreed to, once it has begun; sealed in the store.
    pub terms: Option<PairTerms>,
    /// The last day on which they were in touch.
    pub last_contact_on: Option<Date>,
    /// The day on which it was over, or came to nothing.
    pub ended_on: Option<Date>,
    /// Why it is over, where it had begun.
    pub ended_as: Option<PairEnd>,
    /// What whoever took the last step wrote about it; sealed in the store.
    pub words: Option<String>,
    /// When it was recorded.
    pub recorded_at: Moment,
}

guanai_kernel::debug_by_id!(Pair.pair_id, PairContact.contact_id);

/// That two were in touch.
#[derive(Clone, PartialEq, Eq)]
pub struct PairContact {
    /// Its id.
    pub contact_id: PairContactId,
    /// Of which pair.
    pub pair_id: PairId,
    /// Whose need it is: under their key it is sealed.
    pub person_id: PersonId,
    /// The day.
    pub on: Date,
    /// How.
    pub manner: ContactManner,
    /// What was done or said, and what came of it; sealed in the store.
    pub words: String,
    /// Who wrote it down, as the audit names them.
    pub entered_by: String,
    /// When it was recorded.
    pub recorded_at: Moment,
}

impl Pair {
    /// What a side said.
    pub const fn answer(&self, side: Side) -> Option<&SideAnswer> {
        match side {
            Side::Helper => self.helper_answer.as_ref(),
            Side::Person => self.person_answer.as_ref(),
        }
    }

    /// Whether a side agreed.
    pub fn agrees(&self, side: Side) -> bool {
        self.answer(side).is_some_and(|answer| answer.agrees)
    }

    /// Whether both agreed: before that neither is told who the other is, beyond what they must know to answer.
    pub const fn is_agreed(&self) -> bool {
        matches!(self.state, PairState::Agreed | PairState::Running | PairState::Ended)
    }

    /// Whether nobody answered in time: its place is held no longer.
    pub fn is_lapsed(&self, today: Date) -> bool {
        self.state.awaits_answers() && self.holds_until_on < today
    }

    /// Whether something was due of it before a day and nobody did it; never where no day is told.
    pub fn is_silent(&self, before: Option<Date>) -> bool {
        self.state == PairState::Running && self.due_on().zip(before).is_some_and(|(due, before)| due < before)
    }

    /// The day by which they should be in touch again.
    pub fn next_contact_on(&self) -> Option<Date> {
        let terms = self.terms.as_ref().filter(|_| self.state == PairState::Running)?;
        let last = self.last_contact_on.unwrap_or(terms.starts_on);
        add_days(last, i32::try_from(terms.contact_every_days).ok()?)
    }

    /// The day on which somebody has something to do about it: to answer, to begin, to be in touch, to look at it again.
    pub fn due_on(&self) -> Option<Date> {
        match self.state {
            PairState::Running => {
                let terms = self.terms.as_ref();
                let ends = terms.and_then(|terms| terms.until_on);
                [self.next_contact_on(), terms.map(|terms| terms.review_on), ends].into_iter().flatten().min()
            }
            state if state.is_over() => None,
            _ => Some(self.holds_until_on),
        }
    }
}

#[cfg(test)]
mod tests;

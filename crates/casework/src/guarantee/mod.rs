//! The five guarantees as clocks (R86–R90): what happened goes in, clocks come out, each with what began it, its last day, from
//! when it is at risk, and how it ended. Nothing here knows which day it is: a clock is asked for its standing on a day, so
//! that passing days change no record.
//!
//! - *Same happenings, same clocks*, in whatever order they are handed in, and again after a calendar was published.
//! - *Late stays late.* What is entered long after its day counts on the day it was entered; a pause or an exemption counts
//!   from the day it was said, at the earliest.
//! - *Unknown is not neglected.* Where a book brought somebody without telling what was done before, the clock begins on the
//!   day we knew of them, and says so.

mod chain;
mod dates;
mod kept;
mod span;
mod told;

use guanai_kernel::ids::{ClockId, HappeningId, MatterId, RestId};
use guanai_kernel::words;
use guanai_kernel::workdays::Deadline;
use guanai_kernel::{Date, Guarantee, Occasion, Post, Term};

pub use chain::clocks;
pub use dates::{CalendarChange, Dates};
pub use kept::{
    Deputy, DutyTurn, EntryState, HeardIn, KeptClock, KeptHappening, KeptRest, KeptTelling, Pressing, QUESTION_MOVES,
    Question, QuestionMove, QuestionMoveError, QuestionReader, QuestionState, ReaderReason, Tier,
};
pub use span::{Pauses, joined, left, ripens, runs_out};
pub use told::{Stage, Telling, tellings};

words! {
    /// How we know of something that happened.
    Logged {
        /// Somebody entered it here.
        Entered = "entered",
        /// A book told it with its day.
        Book = "book",
        /// A book brought it, and nobody knows what was done about it before.
        BeforeUnknown = "before-unknown",
    }
}

/// Something that happened to a person or was done for them, as far as clocks ask.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Happening {
    /// Its id; later ones sort later.
    pub happening_id: HappeningId,
    /// What.
    pub occasion: Occasion,
    /// What it is about; none is about the person as a whole.
    pub matter: Option<MatterId>,
    /// How urgent, as a code of the pack.
    pub urgency: Option<String>,
    /// The day it happened.
    pub on: Date,
    /// The day we knew of it.
    pub known_on: Date,
    /// How.
    pub logged: Logged,
}

words! {
    /// Whether a clock rests or a guarantee is not owed.
    RestKind {
        /// 暂停: its days are not counted.
        Pause = "pause",
        /// 不计时: nothing is owed; afterwards a new clock begins where it recurs.
        Exemption = "exemption",
    }
}

/// A pause or an exemption of a person's guarantee.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rest {
    /// Its id.
    pub rest_id: RestId,
    /// Which of the two.
    pub kind: RestKind,
    /// For what alone; none is for all of the guarantee's clocks.
    pub matter: Option<MatterId>,
    /// Why, as a code of the pack.
    pub reason: String,
    /// Its first day.
    pub from_on: Date,
    /// The first day that no longer belongs to it.
    pub until_on: Date,
    /// The day it was said.
    pub said_on: Date,
}

impl Rest {
    /// Its first day that counts: nobody pauses yesterday away.
    pub fn counts_from(&self) -> Date {
        self.from_on.max(self.said_on)
    }

    /// Whether a day lies in it.
    pub fn holds_on(&self, day: Date) -> bool {
        self.counts_from() <= day && day < self.until_on
    }
}

/// How long a clock runs, and who hears of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// Its id in the pack.
    pub id: String,
    /// Whether it is for classes of people, so that [`History::tiers`] says to whom it applies.
    pub for_classes: bool,
    /// Only for what is of these urgencies; any where there are none.
    pub urgencies: Vec<String>,
    /// Within what.
    pub within: Term,
    /// Within what the next clock runs, once this one is kept; none begins where there is none.
    pub again: Option<Term>,
    /// Whether a contact in which nobody was seen does not keep it.
    pub face_to_face: bool,
    /// How long before its end it is at risk.
    pub at_risk: Term,
    /// Who hears when it starts.
    pub tell_at_start: Vec<Post>,
    /// Who hears when it is at risk.
    pub tell_at_risk: Vec<Post>,
    /// Who hears so many working days after its last day, upwards.
    pub tell_late: Vec<(u32, Post)>,
}

/// One of the five, as the pack lays it down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Terms {
    /// Which.
    pub guarantee: Guarantee,
    /// What starts a clock.
    pub starts: Vec<Occasion>,
    /// What stops it: it was kept.
    pub stops: Vec<Occasion>,
    /// What ends it: there is nothing left to do.
    pub ends: Vec<Occasion>,
    /// The first that fits counts.
    pub rules: Vec<Rule>,
    /// What is entered within so many working days counts on its own day.
    pub entry_working_days: u32,
}

impl Terms {
    /// The rule with this id; none where the pack has dropped it.
    pub fn rule(&self, id: &str) -> Option<&Rule> {
        self.rules.iter().find(|rule| rule.id == id)
    }
}

/// What is known of a person for one guarantee, in any order.
#[derive(Debug, Clone, Copy, Default)]
pub struct History<'h> {
    /// What happened.
    pub happenings: &'h [Happening],
    /// Pauses and exemptions.
    pub rests: &'h [Rest],
    /// From a day on, the rule for classes that applies, as a place in [`Terms::rules`]; none is no such rule.
    pub tiers: &'h [(Date, Option<usize>)],
}

/// How a clock ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// Kept: what the guarantee asks was done.
    Kept {
        /// By what.
        by: HappeningId,
        /// The day it was done.
        on: Date,
        /// The day on which it counts: the same, or the day it was entered where that was long after.
        counted_on: Date,
    },
    /// There was nothing left to do.
    Ended {
        /// By what.
        by: HappeningId,
        /// What.
        occasion: Occasion,
        /// The day.
        on: Date,
    },
    /// It is no longer owed.
    Exempted {
        /// By what.
        by: RestId,
        /// The first day.
        on: Date,
    },
}

impl End {
    /// The day that is held against the last day of the term.
    pub const fn counted_on(self) -> Date {
        match self {
            Self::Kept { counted_on, .. } => counted_on,
            Self::Ended { on, .. } | Self::Exempted { on, .. } => on,
        }
    }
}

/// What began a clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Beginning {
    /// Something happened.
    Happened(HappeningId, Occasion),
    /// An exemption came to its end.
    ExemptionOver(RestId),
}

impl Beginning {
    /// The id of the clock that it begins.
    pub const fn clock_id(self) -> ClockId {
        match self {
            Self::Happened(id, _) => ClockId::from_bits(id.bits()),
            Self::ExemptionOver(id) => ClockId::from_bits(id.bits()),
        }
    }
}

/// A clock of a guarantee.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clock {
    /// What began it; with the guarantee it names the clock.
    pub begun_by: Beginning,
    /// Which guarantee.
    pub guarantee: Guarantee,
    /// What it is about.
    pub matter: Option<MatterId>,
    /// The id of its rule in the pack.
    pub rule: String,
    /// The day from which it is counted; it is not counted itself.
    pub started_on: Date,
    /// Whether nobody knows what was done before.
    pub before_unknown: bool,
    /// Its last day.
    pub due: Deadline,
    /// The first day on which it is at risk.
    pub risk_on: Date,
    /// How it ended; none while it runs.
    pub end: Option<End>,
}

words! {
    /// Where a clock stands on a day.
    Standing {
        /// 按时: it runs and there is time.
        InTime = "in-time",
        /// 此前不详: it runs since we know of the person, and nobody knows what was done before.
        BeforeUnknown = "before-unknown",
        /// 将到期
        AtRisk = "at-risk",
        /// 逾期
        Late = "late",
        /// 暂停
        Paused = "paused",
        /// 不计时
        NotOwed = "not-owed",
        /// 按时办到
        Kept = "kept",
        /// 逾期办到
        KeptLate = "kept-late",
        /// 终止: there was nothing left to do.
        Ended = "ended",
        /// 逾期后终止
        EndedLate = "ended-late",
    }
}

impl Clock {
    /// Whether it was late when it ended.
    pub fn ended_late(&self) -> bool {
        self.end.is_some_and(|end| self.due.on < end.counted_on())
    }

    /// Where it stands on a day; `paused` says whether a pause holds then. What is late is late, paused or not.
    pub fn standing(&self, today: Date, paused: bool) -> Standing {
        match (self.end, self.ended_late()) {
            (Some(End::Kept { .. }), false) => Standing::Kept,
            (Some(End::Kept { .. }), true) => Standing::KeptLate,
            (Some(_), false) => Standing::Ended,
            (Some(_), true) => Standing::EndedLate,
            (None, _) if today < self.started_on && matches!(self.begun_by, Beginning::ExemptionOver(_)) => {
                Standing::NotOwed
            }
            (None, _) if self.due.on < today => Standing::Late,
            (None, _) if paused => Standing::Paused,
            (None, _) if self.risk_on <= today => Standing::AtRisk,
            (None, _) if self.before_unknown => Standing::BeforeUnknown,
            (None, _) => Standing::InTime,
        }
    }
}

#[cfg(test)]
mod tests;

//! The five guarantees 五项保障: how their terms stand, by guarantee, organisation and system, down to the person in scope.
//! [`desk::GuaranteeDesk`] is what the pages ask.

pub mod board;
pub mod desk;
mod drawing;
mod five;
pub mod happened;
pub mod list;
pub mod person;
pub mod rest;
pub mod standins;
pub mod told;

pub use desk::GuaranteeDesk;
pub use drawing::{Bar, Bars, Segment};
pub use five::{Face, Left};

use guanai_casework::guarantee::Standing;

use crate::page::{Icon, State, Tag};

/// One of the five, as it is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// Its code.
    pub code: &'static str,
    /// Its name: 平时有人访.
    pub name: String,
    /// Its one letter: 访.
    pub letter: String,
}

/// How many terms stand how.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// 按时
    pub in_time: u64,
    /// 此前不详
    pub before_unknown: u64,
    /// 将到期
    pub at_risk: u64,
    /// 逾期
    pub late: u64,
    /// 暂停
    pub paused: u64,
    /// 不计时
    pub not_owed: u64,
    /// Kept in time, in the month.
    pub kept: u64,
    /// Kept late, in the month.
    pub kept_late: u64,
}

impl Counts {
    /// All that run.
    pub const fn running(&self) -> u64 {
        self.in_time + self.before_unknown + self.at_risk + self.late + self.paused
    }

    /// All that was kept, in time or late.
    pub const fn done(&self) -> u64 {
        self.kept + self.kept_late
    }

    /// Whether there is nothing to tell.
    pub fn is_nothing(&self) -> bool {
        *self == Self::default()
    }

    fn and(mut self, more: &Self) -> Self {
        self.in_time += more.in_time;
        self.before_unknown += more.before_unknown;
        self.at_risk += more.at_risk;
        self.late += more.late;
        self.paused += more.paused;
        self.not_owed += more.not_owed;
        self.kept += more.kept;
        self.kept_late += more.kept_late;
        self
    }
}

/// Counts of the five, in their order.
pub type Five = [Counts; 5];

/// Counts of one of the five by its place, or of all together.
pub fn summed(five: &Five, one: Option<usize>) -> Counts {
    match one {
        Some(at) => five.get(at).copied().unwrap_or_default(),
        None => five.iter().fold(Counts::default(), Counts::and),
    }
}

/// The word of how a term stands.
pub const fn standing_tag(standing: Standing) -> Tag {
    match standing {
        Standing::InTime => Tag::new(State::Ok, Icon::Ok, "web-standing-in-time"),
        Standing::BeforeUnknown => Tag::new(State::Calm, Icon::Unknown, "web-standing-before-unknown"),
        Standing::AtRisk => Tag::new(State::Risk, Icon::Risk, "web-standing-at-risk"),
        Standing::Late => Tag::new(State::Late, Icon::Late, "web-standing-late"),
        Standing::Paused => Tag::new(State::Calm, Icon::Wait, "web-standing-paused"),
        Standing::NotOwed => Tag::new(State::Calm, Icon::Same, "web-standing-not-owed"),
        Standing::Kept => Tag::new(State::Ok, Icon::Ok, "web-standing-kept"),
        Standing::KeptLate => Tag::new(State::Late, Icon::Ok, "web-standing-kept-late"),
        Standing::Ended => Tag::new(State::Calm, Icon::Same, "web-standing-ended"),
        Standing::EndedLate => Tag::new(State::Late, Icon::Same, "web-standing-ended-late"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_of_five_or_all_together() {
        let mut five = Five::default();
        five[0] = Counts { in_time: 3, late: 1, kept: 2, ..Counts::default() };
        five[4] = Counts { paused: 1, kept_late: 1, not_owed: 4, ..Counts::default() };
        assert_eq!((summed(&five, Some(0)).running(), summed(&five, Some(1)).running()), (4, 0));
        let all = summed(&five, None);
        assert_eq!((all.running(), all.done(), all.not_owed), (5, 3, 4));
    }
}

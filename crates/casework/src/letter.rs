//! A letter that waits for its receipt 介绍信、接洽函: of a transfer, or about a member who floats. It has a term; near its end the
//! branch hears, after it the township, and when it stays late the county. Nobody has to be told once and remember: who hears is
//! reckoned from the day on which somebody asks, so that nobody is passed over who takes a post up later.

use guanai_kernel::civil::{add_days, days_between};
use guanai_kernel::{Date, Post, words};

words! {
    /// How a letter stands on a day.
    LetterStanding {
        /// 期限内
        InTime = "in-time",
        /// 临近期限
        AtRisk = "at-risk",
        /// 已超过期限
        Late = "late",
    }
}

words! {
    /// What kind of letter.
    LetterKind {
        /// 组织关系介绍信: a transfer.
        Transfer = "transfer",
        /// 流动党员接洽函
        Floating = "floating",
    }
}

/// The term of a kind of letter, in days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LetterTerm {
    /// Within how many days a receipt comes.
    pub days: u32,
    /// For how many days before the last it is at risk.
    pub risk_days: u32,
    /// After how many days past the last the county hears.
    pub county_after_days: u32,
}

/// How a letter stands, and who hears of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LetterDue {
    /// Its last day.
    pub on: Date,
    /// How it stands.
    pub standing: LetterStanding,
    /// The highest post that hears of it; none while there is time.
    pub hears: Option<Post>,
}

impl LetterTerm {
    /// How a letter of a day stands on another.
    pub fn due(self, sent_on: Date, today: Date) -> LetterDue {
        let on = i32::try_from(self.days).ok().and_then(|days| add_days(sent_on, days)).unwrap_or(sent_on);
        let left = days_between(today, on);
        let (standing, hears) = if left < 0 {
            let is_long = left.unsigned_abs() > u64::from(self.county_after_days);
            (LetterStanding::Late, Some(if is_long { Post::County } else { Post::Township }))
        } else if left <= i64::from(self.risk_days) {
            (LetterStanding::AtRisk, Some(Post::Branch))
        } else {
            (LetterStanding::InTime, None)
        };
        LetterDue { on, standing, hears }
    }
}

impl LetterDue {
    /// Whether a post hears of it: every post up to the highest that does.
    pub fn is_heard_at(self, post: Post) -> bool {
        let rank = |post: Post| match post {
            Post::Branch => 0,
            Post::Township => 1,
            Post::County | Post::Duty => 2,
        };
        self.hears.is_some_and(|highest| rank(post) <= rank(highest))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_is_heard_of_higher_the_longer_it_is_late() {
        let term = LetterTerm { days: 90, risk_days: 15, county_after_days: 30 };
        let sent_on = Date::constant(2026, 6, 1);
        let day = |days| add_days(sent_on, days).unwrap();
        for (days, standing, hears) in [
            (0, LetterStanding::InTime, None),
            (74, LetterStanding::InTime, None),
            (75, LetterStanding::AtRisk, Some(Post::Branch)),
            (90, LetterStanding::AtRisk, Some(Post::Branch)),
            (91, LetterStanding::Late, Some(Post::Township)),
            (120, LetterStanding::Late, Some(Post::Township)),
            (121, LetterStanding::Late, Some(Post::County)),
        ] {
            let due = term.due(sent_on, day(days));
            assert_eq!((due.on, due.standing, due.hears), (day(90), standing, hears), "{days}");
        }
        let late = term.due(sent_on, day(100));
        assert!(late.is_heard_at(Post::Branch) && late.is_heard_at(Post::Township) && !late.is_heard_at(Post::County));
        assert!(!term.due(sent_on, day(1)).is_heard_at(Post::Branch));
    }
}

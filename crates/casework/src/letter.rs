//! A letter that waits for its receipt 介绍信、接洽函: of a transfer, or about a member who floats. It has a term; near its end the
//! branch hears, after it the township, and when it stays late the county. Nobody has to be told once and remember: who hears is
//! reckoned from the day on which somebody asks, so that nobody is passed over who takes a post up later.

use guanai_kernel::civil::{add_days, days_between};
use guanai_kernel::ids::PersonId;
use guanai_kernel::text::written;
use guanai_kernel::{Date, Post, words};

use crate::round::Hand;

/// For how many days at most a letter that is followed up stays away from the front.
pub const MOST_FOLLOWED_DAYS: i32 = 30;
/// Letters of what was done about it.
pub const MOST_LETTERS: usize = 300;

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
        self.hears.is_some_and(|highest| rank(post) <= rank(highest))
    }
}

const fn rank(post: Post) -> u8 {
    match post {
        Post::Branch => 0,
        Post::Township => 1,
        Post::County | Post::Duty => 2,
    }
}

/// That somebody follows a letter up 催办: what they did, and on which day they look again. Until that day it does not stand in front
/// of their post and those below; whoever is above hears as before, and a letter that is late stays late.
#[derive(Clone, PartialEq, Eq)]
pub struct LetterFollowUp {
    /// The transfer, or the floating letter, by its id.
    pub letter: String,
    /// What kind.
    pub kind: LetterKind,
    /// Whose.
    pub person_id: PersonId,
    /// At which post whoever says so is.
    pub post: Post,
    /// What was done; sealed in the store.
    pub words: String,
    /// On which day they look again.
    pub next_on: Date,
    /// Who says so, and when.
    pub said: Hand,
}

guanai_kernel::debug_by_id!(LetterFollowUp.letter);

/// Why a letter is not followed up so. Checked in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FollowUpError {
    /// Nobody waits for it yet.
    #[error("the letter has time left: it is followed up once its last day is near or past")]
    InTime,
    /// Not a day to come, or too far away.
    #[error("look again on a day to come, within {MOST_FOLLOWED_DAYS} days")]
    Day,
    /// Nothing, or too much, was said.
    #[error("say in at most {MOST_LETTERS} letters what was done: who was called, what they said")]
    Words,
}

impl LetterDue {
    /// Whether anything is left to follow up on a day, and what is said about it holds.
    pub fn refuse_follow_up(self, words: &str, next_on: Date, today: Date) -> Result<(), FollowUpError> {
        if self.standing == LetterStanding::InTime {
            return Err(FollowUpError::InTime);
        }
        if !(1..=i64::from(MOST_FOLLOWED_DAYS)).contains(&days_between(today, next_on)) {
            return Err(FollowUpError::Day);
        }
        let letters = written(words).chars().count();
        if letters == 0 || letters > MOST_LETTERS { Err(FollowUpError::Words) } else { Ok(()) }
    }
}

impl LetterFollowUp {
    /// Whether the letter is away from the front of a post on a day.
    pub fn quiets(&self, post: Post, today: Date) -> bool {
        today < self.next_on && rank(post) <= rank(self.post)
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

    #[test]
    fn what_is_followed_up_is_away_from_the_front_until_its_day_and_not_for_those_above() {
        let term = LetterTerm { days: 90, risk_days: 15, county_after_days: 30 };
        let day = |of_september| Date::constant(2026, 9, of_september);
        let late = term.due(Date::constant(2026, 6, 1), day(1));
        let refused = |words: &str, next_on| late.refuse_follow_up(words, next_on, day(1));
        assert_eq!(refused("打了电话", day(8)), Ok(()));
        assert_eq!(refused("打了电话", day(1)), Err(FollowUpError::Day));
        assert_eq!(refused("打了电话", Date::constant(2026, 10, 2)), Err(FollowUpError::Day));
        assert_eq!(refused(" ", day(8)), Err(FollowUpError::Words));
        let early = term.due(day(1), day(1));
        assert_eq!(early.refuse_follow_up("打了电话", day(8), day(1)), Err(FollowUpError::InTime));
        let followed = LetterFollowUp {
            letter: "letter".to_owned(),
            kind: LetterKind::Transfer,
            person_id: PersonId::from_bits(1),
            post: Post::Township,
            words: "打了电话".to_owned(),
            next_on: day(8),
            said: Hand { by: "officer".to_owned(), at: guanai_kernel::Moment::from_micros(0) },
        };
        assert!(followed.quiets(Post::Branch, day(7)) && followed.quiets(Post::Township, day(7)));
        assert!(!followed.quiets(Post::County, day(7)) && !followed.quiets(Post::Township, day(8)));
    }
}

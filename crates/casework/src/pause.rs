//! That a measure rests for one person 暂停: an officer says from which day and why, in words that the person may read, and until when it
//! is looked at again; another confirms. It ends by hand or on that day. The standards go on answering as they do; while it rests
//! nothing is given or proposed, and no reckoning, book or released standard undoes it.

use guanai_kernel::civil::add_months;
use guanai_kernel::ids::{PauseId, PersonId};
use guanai_kernel::{Date, words};

use crate::round::Hand;

words! {
    /// Where a pause stands.
    PauseState {
        /// 待确认: somebody says so, and another has to confirm.
        Proposed = "proposed",
        /// 已确认: it rests from its day until it is looked at again.
        Confirmed = "confirmed",
        /// 未同意
        Declined = "declined",
        /// 已撤回
        Withdrawn = "withdrawn",
        /// 已恢复: ended by hand before its day.
        Ended = "ended",
    }
}

words! {
    /// What somebody does with it.
    PauseMove {
        /// 确认
        Confirm = "confirm",
        /// 不同意
        Decline = "decline",
        /// 撤回
        Withdraw = "withdraw",
        /// 恢复
        End = "end",
    }
}

/// The table of lawful moves: from, move, to. Nobody has to end what ends on its day.
pub const PAUSE_MOVES: &[(PauseState, PauseMove, PauseState)] = &[
    (PauseState::Proposed, PauseMove::Confirm, PauseState::Confirmed),
    (PauseState::Proposed, PauseMove::Decline, PauseState::Declined),
    (PauseState::Proposed, PauseMove::Withdraw, PauseState::Withdrawn),
    (PauseState::Confirmed, PauseMove::End, PauseState::Ended),
];

/// Within so many months it is looked at again: nothing rests for good.
pub const MOST_MONTHS: i32 = 12;
/// So many months back it may begin: what was paid longer ago is no matter of a pause.
pub const MOST_MONTHS_BACK: i32 = 3;

/// Why it is no pause, or not moved so. Checked in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PauseError {
    /// The first day lies too far back or ahead.
    #[error("a pause begins at most {MOST_MONTHS_BACK} months ago or {MOST_MONTHS} months from now")]
    Since,
    /// The day on which it is looked at again lies too early or too late.
    #[error("a pause is looked at again after its first day and after today, within {MOST_MONTHS} months")]
    Until,
    /// The table does not hold the move.
    #[error("a pause that is {} cannot {}", state.code(), step.code())]
    Unlawful {
        /// Where it stands.
        state: PauseState,
        /// What was tried.
        step: PauseMove,
    },
    /// It is over by its day.
    #[error("it is over: the measure is given again since {0}")]
    Over(Date),
    /// Whoever entered it neither confirms nor declines it.
    #[error("whoever entered a pause does not decide on it: somebody else must")]
    OwnHand,
    /// Only whoever entered it takes it back.
    #[error("a pause is taken back by whoever entered it; anybody else declines it")]
    NotOwnHand,
    /// The day from which it is given again lies outside of the pause.
    #[error("it is given again from a day within the pause, and not later than it would be by itself")]
    Resumes,
}

impl PauseError {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Since => "pause-since",
            Self::Until => "pause-until",
            Self::Unlawful { .. } => "pause-move",
            Self::Over(_) => "pause-over",
            Self::OwnHand => "pause-own-hand",
            Self::NotOwnHand => "pause-not-own-hand",
            Self::Resumes => "pause-resumes",
        }
    }
}

/// A pause.
#[derive(Clone, PartialEq, Eq)]
pub struct Pause {
    /// Its id.
    pub pause_id: PauseId,
    /// Whose.
    pub person_id: PersonId,
    /// The measure's id in the pack.
    pub measure: String,
    /// The first day on which it rests.
    pub since_on: Date,
    /// The day on which it is looked at again, and given again by itself.
    pub until_on: Date,
    /// Why, in words that the person may read.
    pub reason: String,
    /// Where it stands.
    pub state: PauseState,
    /// Who entered it.
    pub entered: Hand,
    /// Who confirmed it, declined it or took it back.
    pub decided: Option<Hand>,
    /// Who ended it, and from which day on it is given again.
    pub ended: Option<(Hand, Date)>,
    /// Why it was declined or ended.
    pub words: Option<String>,
}

guanai_kernel::debug_by_id!(Pause.pause_id);

impl Pause {
    /// Refuses days between which nothing rests.
    pub fn check_days(since_on: Date, until_on: Date, today: Date) -> Result<(), PauseError> {
        let within = |day: Date, from: i32, to: i32, of: Date| {
            add_months(of, from).is_some_and(|least| least <= day) && add_months(of, to).is_some_and(|most| day <= most)
        };
        if !within(since_on, -MOST_MONTHS_BACK, MOST_MONTHS, today) {
            return Err(PauseError::Since);
        }
        if until_on <= since_on || until_on <= today || !within(until_on, 0, MOST_MONTHS, since_on.max(today)) {
            return Err(PauseError::Until);
        }
        Ok(())
    }

    /// From which day until before which it rests; none where it does not.
    pub fn rests(&self) -> Option<(Date, Date)> {
        let until = match (self.state, &self.ended) {
            (PauseState::Confirmed, _) => self.until_on,
            (PauseState::Ended, Some((_, resumes_on))) => *resumes_on,
            _ => return None,
        };
        (self.since_on < until).then_some((self.since_on, until))
    }

    /// Whether it stands in the way of another over the same days.
    pub fn meets(&self, since_on: Date, until_on: Date) -> bool {
        let own = if self.state == PauseState::Proposed { Some((self.since_on, self.until_on)) } else { self.rests() };
        own.is_some_and(|(since, until)| since < until_on && since_on < until)
    }

    /// Whether somebody's move is lawful on a day, and to which state it leads.
    pub fn may(&self, step: PauseMove, by: &str, today: Date) -> Result<PauseState, PauseError> {
        let row = PAUSE_MOVES.iter().find(|(from, via, _)| *from == self.state && *via == step);
        let (.., after) = row.ok_or(PauseError::Unlawful { state: self.state, step })?;
        if matches!(step, PauseMove::Confirm | PauseMove::End) && self.until_on <= today {
            return Err(PauseError::Over(self.until_on));
        }
        match (step, self.entered.by == by) {
            (PauseMove::Confirm | PauseMove::Decline, true) => Err(PauseError::OwnHand),
            (PauseMove::Withdraw, false) => Err(PauseError::NotOwnHand),
            _ => Ok(*after),
        }
    }

    /// It, after a move; `resumes_on` is the day from which it is given again where it is ended.
    pub fn after(
        &self,
        step: PauseMove,
        (hand, today): (Hand, Date),
        words: Option<String>,
        resumes_on: Option<Date>,
    ) -> Result<Self, PauseError> {
        let state = self.may(step, &hand.by, today)?;
        if step != PauseMove::End {
            return Ok(Self { state, decided: Some(hand), words, ..self.clone() });
        }
        let within = |day: &Date| self.since_on <= *day && *day <= self.until_on;
        let resumes_on = resumes_on.filter(within).ok_or(PauseError::Resumes)?;
        Ok(Self { state, ended: Some((hand, resumes_on)), words, ..self.clone() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use guanai_kernel::{Ids, Moment};

    const fn day(month: i8, day: i8) -> Date {
        Date::constant(2026, month, day)
    }

    fn hand(by: &str) -> Hand {
        Hand { by: by.to_owned(), at: Moment::from_micros(0) }
    }

    fn pause() -> Pause {
        let mut ids = Ids::seeded(1, Moment::from_micros(0));
        Pause {
            pause_id: PauseId::fresh(&mut ids),
            person_id: PersonId::fresh(&mut ids),
            measure: "m".to_owned(),
            since_on: day(7, 1),
            until_on: day(12, 1),
            reason: "正在核实".to_owned(),
            state: PauseState::Proposed,
            entered: hand("one"),
            decided: None,
            ended: None,
            words: None,
        }
    }

    #[test]
    fn another_hand_confirms_and_it_rests_until_its_day_or_till_it_is_ended() {
        let (first, today) = (pause(), day(7, 3));
        assert_eq!(first.rests(), None, "nothing rests before another confirms");
        assert_eq!(first.may(PauseMove::Confirm, "one", today), Err(PauseError::OwnHand));
        assert_eq!(first.may(PauseMove::Decline, "one", today), Err(PauseError::OwnHand));
        assert_eq!(first.may(PauseMove::Withdraw, "two", today), Err(PauseError::NotOwnHand));
        assert_eq!(first.may(PauseMove::Confirm, "two", day(12, 1)), Err(PauseError::Over(day(12, 1))));
        let held = first.after(PauseMove::Confirm, (hand("two"), today), None, None).unwrap();
        assert_eq!(held.rests(), Some((day(7, 1), day(12, 1))));
        assert!(held.meets(day(11, 30), day(12, 2)) && !held.meets(day(12, 1), day(12, 2)));
        let unlawful = held.may(PauseMove::Confirm, "three", today).unwrap_err();
        assert_eq!(unlawful.code(), "pause-move");
        let end = |on| held.after(PauseMove::End, (hand("one"), today), Some("核实清楚".to_owned()), Some(on));
        assert_eq!(end(day(9, 1)).unwrap().rests(), Some((day(7, 1), day(9, 1))));
        assert_eq!(end(day(7, 1)).unwrap().rests(), None, "as if it had never rested");
        assert_eq!(end(day(12, 2)).unwrap_err(), PauseError::Resumes);
        let late = held.after(PauseMove::End, (hand("one"), day(12, 1)), None, Some(day(9, 1)));
        assert_eq!(late.unwrap_err(), PauseError::Over(day(12, 1)));
        assert!(PauseState::ALL.iter().all(|state| *state != PauseState::Ended || state.code() == "ended"));
    }

    #[test]
    fn every_state_and_move_by_either_hand_on_any_day_is_as_it_should_be_or_refused() {
        use PauseMove as M;
        use PauseState as S;
        for &state in S::ALL {
            for &step in M::ALL {
                for (by, today) in [("one", day(7, 3)), ("two", day(7, 3)), ("one", day(12, 1)), ("two", day(12, 1))] {
                    let (is_own, is_over) = (by == "one", today >= day(12, 1));
                    let lawful = match (state, step) {
                        (S::Proposed, M::Confirm) => (!is_own && !is_over).then_some(S::Confirmed),
                        (S::Proposed, M::Decline) => (!is_own).then_some(S::Declined),
                        (S::Proposed, M::Withdraw) => is_own.then_some(S::Withdrawn),
                        (S::Confirmed, M::End) => (!is_over).then_some(S::Ended),
                        _ => None,
                    };
                    let of = Pause { state, ..pause() };
                    let after = of.after(step, (hand(by), today), Some("核实清楚".to_owned()), Some(day(9, 1)));
                    assert_eq!(after.ok().map(|after| after.state), lawful, "{state} {step} {by} {today}");
                }
            }
        }
    }

    #[test]
    fn nothing_rests_for_good_or_from_long_ago() {
        let check = |since, until| Pause::check_days(since, until, day(7, 3));
        assert_eq!(check(day(7, 1), day(12, 1)), Ok(()));
        assert_eq!(check(day(4, 2), day(12, 1)), Err(PauseError::Since));
        assert_eq!(check(Date::constant(2027, 7, 4), Date::constant(2027, 8, 1)), Err(PauseError::Since));
        assert_eq!(check(day(7, 1), day(7, 3)), Err(PauseError::Until));
        assert_eq!(check(day(8, 1), day(8, 1)), Err(PauseError::Until));
        assert_eq!(check(day(7, 1), Date::constant(2027, 7, 4)), Err(PauseError::Until));
    }
}

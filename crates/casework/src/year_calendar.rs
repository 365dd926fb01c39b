//! A year's calendar 年度放假安排 as an office takes it over from the State Council's notice: the days off, the weekend days that are
//! worked, the notice's number and address. One drafts it, another releases it; what is released last for a year holds, over the
//! folder of the standards.

use std::collections::BTreeSet;

use guanai_kernel::ids::CalendarId;
use guanai_kernel::{Date, words};

use crate::round::Hand;

words! {
    /// Where a year's calendar stands.
    CalendarState {
        /// 待发布: drafted, and somebody else has to release it.
        Drafted = "drafted",
        /// 已发布
        Released = "released",
        /// 退回
        Returned = "returned",
        /// 已撤回: whoever drafted it took it back.
        Withdrawn = "withdrawn",
    }
}

words! {
    /// What somebody does with it.
    CalendarMove {
        /// 发布
        Release = "release",
        /// 退回
        Return = "return",
        /// 撤回
        Withdraw = "withdraw",
    }
}

/// The table of lawful moves: from, move, to.
pub const CALENDAR_MOVES: &[(CalendarState, CalendarMove, CalendarState)] = &[
    (CalendarState::Drafted, CalendarMove::Release, CalendarState::Released),
    (CalendarState::Drafted, CalendarMove::Return, CalendarState::Returned),
    (CalendarState::Drafted, CalendarMove::Withdraw, CalendarState::Withdrawn),
];

/// Why it is not moved so. Checked in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CalendarMoveError {
    /// The table does not hold it.
    #[error("a calendar that is {} cannot {}", state.code(), step.code())]
    Unlawful {
        /// Where it stands.
        state: CalendarState,
        /// What was tried.
        step: CalendarMove,
    },
    /// Whoever drafted it does not release or return it.
    #[error("whoever drafted a year's calendar does not release it: somebody else must")]
    OwnHand,
    /// Only whoever drafted it takes it back.
    #[error("a year's calendar is taken back by whoever drafted it; anybody else returns it")]
    NotOwnHand,
}

/// A stretch of days off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OffStretch {
    /// What it is called.
    pub name: String,
    /// The first day.
    pub from_on: Date,
    /// The last day.
    pub to_on: Date,
}

/// A year's calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct YearCalendar {
    /// Its id.
    pub calendar_id: CalendarId,
    /// The year.
    pub year: i16,
    /// The title of the notice.
    pub title: String,
    /// Its number 文号.
    pub number: String,
    /// Where it stands.
    pub url: String,
    /// The days off, in the order of the notice.
    pub off: Vec<OffStretch>,
    /// The weekend days that are worked.
    pub worked: BTreeSet<Date>,
    /// Where it stands.
    pub state: CalendarState,
    /// Who drafted it.
    pub drafted: Hand,
    /// Who released, returned or took it back.
    pub decided: Option<Hand>,
    /// Why it was returned.
    pub words: Option<String>,
}

impl CalendarState {
    /// The state after a move, if the table holds it.
    pub fn after(self, step: CalendarMove) -> Result<Self, CalendarMoveError> {
        let found = CALENDAR_MOVES.iter().find(|(from, by, _)| *from == self && *by == step);
        found.map(|(_, _, to)| *to).ok_or(CalendarMoveError::Unlawful { state: self, step })
    }
}

impl YearCalendar {
    /// Whether somebody's move is lawful, and to which state it leads.
    pub fn may(&self, step: CalendarMove, by: &str) -> Result<CalendarState, CalendarMoveError> {
        let after = self.state.after(step)?;
        match (step, self.drafted.by == by) {
            (CalendarMove::Release | CalendarMove::Return, true) => Err(CalendarMoveError::OwnHand),
            (CalendarMove::Withdraw, false) => Err(CalendarMoveError::NotOwnHand),
            _ => Ok(after),
        }
    }

    /// It, after a move.
    pub fn after(&self, step: CalendarMove, hand: Hand, words: Option<String>) -> Result<Self, CalendarMoveError> {
        let state = self.may(step, &hand.by)?;
        Ok(Self { state, decided: Some(hand), words, ..self.clone() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use guanai_kernel::{Ids, Moment};

    #[test]
    fn every_state_and_move_is_as_the_table_says_and_two_hands_are_needed() {
        let hand = |by: &str| Hand { by: by.to_owned(), at: Moment::from_micros(1) };
        for &state in CalendarState::ALL {
            let calendar = YearCalendar {
                calendar_id: CalendarId::fresh(&mut Ids::seeded(1, Moment::from_micros(0))),
                year: 2099,
                title: "虚构".to_owned(),
                number: "虚构".to_owned(),
                url: "https://guanai.example".to_owned(),
                off: Vec::new(),
                worked: BTreeSet::new(),
                state,
                drafted: hand("one"),
                decided: None,
                words: None,
            };
            for &step in CalendarMove::ALL {
                for by in ["one", "other"] {
                    let row = CALENDAR_MOVES.iter().find(|(from, via, _)| *from == state && *via == step);
                    let allowed = row.is_some() && (step == CalendarMove::Withdraw) == (by == "one");
                    let after = calendar.after(step, hand(by), None).ok().map(|after| after.state);
                    assert_eq!(after, row.filter(|_| allowed).map(|(_, _, to)| *to), "{state:?} {step:?} {by}");
                }
            }
        }
    }
}

//! Setting a fund up 设立帮扶基金 (R27): its charter, first sources, committee and account are proposed by one, checked by another,
//! approved by a third, and it is spent from its first day on and not before. It closes only when its balance went somewhere.

use std::collections::BTreeSet;

use guanai_kernel::ids::{CareFundId, FundSourceId};
use guanai_kernel::{Date, words};

use crate::source::SourceHand;

/// The fewest of a committee 管委会.
pub const FEWEST_COMMITTEE: usize = 3;

words! {
    /// Where it stands.
    CareFundState {
        /// 已提出
        Proposed = "proposed",
        /// 已核对
        Checked = "checked",
        /// 已批准: active from its first day.
        Approved = "approved",
        /// 已退回
        Returned = "returned",
        /// 申请关闭
        Closing = "closing",
        /// 已关闭
        Closed = "closed",
    }
}

words! {
    /// What is done with it.
    CareFundMove {
        /// 核对
        Check = "check",
        /// 批准
        Approve = "approve",
        /// 退回
        Return = "return",
        /// 申请关闭
        AskClose = "ask-close",
        /// 关闭
        Close = "close",
        /// 不关闭
        Keep = "keep",
    }
}

/// The table of lawful moves: from, move, to.
pub const CARE_FUND_MOVES: &[(CareFundState, CareFundMove, CareFundState)] = &[
    (CareFundState::Proposed, CareFundMove::Check, CareFundState::Checked),
    (CareFundState::Proposed, CareFundMove::Return, CareFundState::Returned),
    (CareFundState::Checked, CareFundMove::Approve, CareFundState::Approved),
    (CareFundState::Checked, CareFundMove::Return, CareFundState::Returned),
    (CareFundState::Approved, CareFundMove::AskClose, CareFundState::Closing),
    (CareFundState::Closing, CareFundMove::Close, CareFundState::Closed),
    (CareFundState::Closing, CareFundMove::Keep, CareFundState::Approved),
];

impl CareFundState {
    /// The state after a move, if the table holds it.
    pub fn after(self, step: CareFundMove) -> Result<Self, CareFundError> {
        let row = CARE_FUND_MOVES.iter().find(|(from, by, _)| *from == self && *by == step);
        row.map(|(.., to)| *to).ok_or(CareFundError::Unlawful { state: self })
    }
}

/// Where the balance goes when it closes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Leftover {
    /// To another fund that is paid from the same purse.
    Fund(CareFundId),
    /// Back to its givers, as their restriction says.
    Givers,
}

/// A fund.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CareFund {
    /// Its id.
    pub fund_id: CareFundId,
    /// What it is called: the purpose 限定用途 under which the books hold its money.
    pub name: String,
    /// The purse of the standards to which it belongs, by its code: money moves between funds of one purse alone.
    pub purse: String,
    /// The charter's number or title 章程.
    pub charter: String,
    /// What it is for.
    pub aim: String,
    /// The first sources, of the ledger of sources.
    pub sources: BTreeSet<FundSourceId>,
    /// Who decides on it, at least three.
    pub committee: Vec<String>,
    /// The account's number; sealed, and shown by its end alone.
    pub account: String,
    /// The first day on which it may be spent.
    pub active_from: Date,
    /// Where it stands.
    pub state: CareFundState,
    /// Who proposed it.
    pub proposed: SourceHand,
    /// Who checked it.
    pub checked: Option<SourceHand>,
    /// Who approved it.
    pub approved: Option<SourceHand>,
    /// Who asked for its closing.
    pub closing: Option<SourceHand>,
    /// Where its balance goes.
    pub leftover: Option<Leftover>,
    /// Who closed or returned it.
    pub ended: Option<SourceHand>,
    /// Why it was returned, is to be closed, or stays.
    pub words: Option<String>,
}

/// Why it is not moved so. Checked in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CareFundError {
    /// No such move from where it stands.
    #[error("a fund that is {} is not moved so", state.code())]
    Unlawful {
        /// Where it stands.
        state: CareFundState,
    },
    /// Somebody who had a part in it.
    #[error("whoever proposed, checked or asked for it does not take the next step: another must")]
    OwnHand,
}

impl CareFundError {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Unlawful { .. } => "fund-move",
            Self::OwnHand => "fund-own-hand",
        }
    }
}

impl CareFund {
    /// Whether money of it may be spent on a day.
    pub fn is_active(&self, on: Date) -> bool {
        self.state == CareFundState::Approved && self.active_from <= on
    }

    /// Who may not take a step, because they had a part in what it decides.
    fn had_a_part(&self, step: CareFundMove, by: &str) -> bool {
        let of = |hand: &Option<SourceHand>| hand.as_ref().is_some_and(|hand| hand.by == by);
        match step {
            CareFundMove::Check => self.proposed.by == by,
            CareFundMove::Approve => self.proposed.by == by || of(&self.checked),
            CareFundMove::Close => of(&self.closing),
            CareFundMove::Return | CareFundMove::AskClose | CareFundMove::Keep => false,
        }
    }

    /// Whether somebody may take a step.
    pub fn may(&self, step: CareFundMove, by: &str) -> Result<(), CareFundError> {
        self.state.after(step)?;
        if self.had_a_part(step, by) { Err(CareFundError::OwnHand) } else { Ok(()) }
    }

    /// It, one step on. `leftover` is for a closing that is asked for, `words` for whatever needs a reason.
    pub fn moved(
        &self,
        step: CareFundMove,
        hand: SourceHand,
        leftover: Option<Leftover>,
        words: Option<String>,
    ) -> Result<Self, CareFundError> {
        self.may(step, &hand.by)?;
        let same = Self { state: self.state.after(step)?, ..self.clone() };
        Ok(match step {
            CareFundMove::Check => Self { checked: Some(hand), ..same },
            CareFundMove::Approve => Self { approved: Some(hand), ..same },
            CareFundMove::Return => Self { ended: Some(hand), words, ..same },
            CareFundMove::AskClose => Self { closing: Some(hand), leftover, words, ..same },
            CareFundMove::Close => Self { ended: Some(hand), ..same },
            CareFundMove::Keep => Self { closing: None, leftover: None, words, ..same },
        })
    }

    /// The account's end, as it is shown.
    pub fn account_end(&self) -> String {
        let letters: Vec<char> = self.account.chars().collect();
        let end = letters.len().saturating_sub(4);
        format!("****{}", letters.iter().skip(end).collect::<String>())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use guanai_kernel::{Ids, Moment};

    fn hand(by: &str) -> SourceHand {
        SourceHand { by: by.to_owned(), at: Moment::from_micros(1) }
    }

    fn fund() -> CareFund {
        let mut ids = Ids::seeded(1, Moment::from_micros(0));
        CareFund {
            fund_id: CareFundId::fresh(&mut ids),
            name: "助学基金".to_owned(),
            purse: "care-fund".to_owned(),
            charter: "章程1号".to_owned(),
            aim: "困难党员子女助学".to_owned(),
            sources: BTreeSet::from([FundSourceId::fresh(&mut ids)]),
            committee: ["甲", "乙", "丙"].map(str::to_owned).to_vec(),
            account: "6222000011112222".to_owned(),
            active_from: Date::constant(2026, 8, 1),
            state: CareFundState::Proposed,
            proposed: hand("one"),
            checked: None,
            approved: None,
            closing: None,
            leftover: None,
            ended: None,
            words: None,
        }
    }

    #[test]
    fn every_state_and_move_leads_where_it_should_or_nowhere() {
        use CareFundMove as M;
        use CareFundState as S;
        for &state in S::ALL {
            for &step in M::ALL {
                let to = match (state, step) {
                    (S::Proposed, M::Check) => Some(S::Checked),
                    (S::Proposed | S::Checked, M::Return) => Some(S::Returned),
                    (S::Checked, M::Approve) | (S::Closing, M::Keep) => Some(S::Approved),
                    (S::Approved, M::AskClose) => Some(S::Closing),
                    (S::Closing, M::Close) => Some(S::Closed),
                    _ => None,
                };
                let moved = CareFund { state, ..fund() }.moved(step, hand("another"), Some(Leftover::Givers), None);
                assert_eq!(moved.map(|fund| fund.state), to.ok_or(CareFundError::Unlawful { state }), "{state} {step}");
            }
        }
    }

    #[test]
    fn three_hands_set_it_up_and_two_close_it() {
        use CareFundMove as M;
        let step = |fund: &CareFund, step, by| fund.moved(step, hand(by), Some(Leftover::Givers), None);
        let fund = fund();
        assert_eq!(step(&fund, M::Check, "one"), Err(CareFundError::OwnHand));
        assert_eq!(step(&fund, M::Approve, "two").unwrap_err().code(), "fund-move");
        let checked = step(&fund, M::Check, "two").unwrap();
        for own in ["one", "two"] {
            assert_eq!(step(&checked, M::Approve, own), Err(CareFundError::OwnHand));
        }
        let approved = step(&checked, M::Approve, "three").unwrap();
        let [before, first] = [31, 1].map(|day| Date::constant(2026, if day == 31 { 7 } else { 8 }, day));
        assert_eq!(
            (checked.is_active(first), approved.is_active(before), approved.is_active(first)),
            (false, false, true)
        );
        let closing = step(&approved, M::AskClose, "one").unwrap();
        assert!(!closing.is_active(first), "nothing is spent while it closes");
        assert_eq!(step(&closing, M::Close, "one"), Err(CareFundError::OwnHand));
        assert_eq!(step(&closing, M::Keep, "two").unwrap().state, CareFundState::Approved);
        assert_eq!(step(&closing, M::Close, "two").unwrap().state, CareFundState::Closed);
        assert_eq!(fund.account_end(), "****2222");
    }
}

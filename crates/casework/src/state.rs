//! The states of a need and its lawful moves, as one table that pages, store and tests share; `docs/moves.md` is written
//! from it.

use guanai_kernel::words;

words! {
    /// Where a need stands.
    NeedState {
        /// Raised; its category is still to be confirmed 待确认.
        Raised = "raised",
        /// Confirmed, waiting for help 待落实.
        Confirmed = "confirmed",
        /// Somebody is named to help 已安排.
        Planned = "planned",
        /// Help was given; the person has still to say how it was 待回访.
        Helped = "helped",
        /// Closed with an outcome 已办结.
        Closed = "closed",
        /// Taken back by the person 已撤回. Refusing care costs nothing.
        Withdrawn = "withdrawn",
        /// The same as another need of the person, into which it was merged 已合并.
        Merged = "merged",
        /// Several needs in one, now needs of their own 已拆分.
        Split = "split",
    }
}

words! {
    /// What somebody does with a need.
    Move {
        /// 确认: confirm the category, after asking the person.
        Confirm = "confirm",
        /// 安排: name who helps.
        Plan = "plan",
        /// 重新落实: the named help fell away, or what was recorded is not so.
        Reopen = "reopen",
        /// 登记帮扶: record that help was given.
        Help = "help",
        /// 回访: somebody outside the chain asks the person.
        CallBack = "call-back",
        /// 办结: close it with an outcome that the person confirmed, or the reason why not.
        Close = "close",
        /// 撤回: the person takes it back.
        Withdraw = "withdraw",
        /// 合并: it is the same as another need of the person.
        Merge = "merge",
        /// 拆分: it is several needs in one.
        Split = "split",
    }
}

/// A move that the table does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a need that is {} cannot {}", state.code(), step.code())]
pub struct MoveError {
    /// Where it stands.
    pub state: NeedState,
    /// What was tried.
    pub step: Move,
}

/// The table of lawful moves: from, move, to.
pub const MOVES: &[(NeedState, Move, NeedState)] = &[
    (NeedState::Raised, Move::Confirm, NeedState::Confirmed),
    (NeedState::Raised, Move::Withdraw, NeedState::Withdrawn),
    (NeedState::Raised, Move::Merge, NeedState::Merged),
    (NeedState::Raised, Move::Split, NeedState::Split),
    (NeedState::Confirmed, Move::Plan, NeedState::Planned),
    (NeedState::Confirmed, Move::Withdraw, NeedState::Withdrawn),
    (NeedState::Confirmed, Move::Merge, NeedState::Merged),
    (NeedState::Confirmed, Move::Split, NeedState::Split),
    (NeedState::Planned, Move::Reopen, NeedState::Confirmed),
    (NeedState::Planned, Move::Help, NeedState::Helped),
    (NeedState::Planned, Move::Withdraw, NeedState::Withdrawn),
    (NeedState::Helped, Move::CallBack, NeedState::Helped),
    (NeedState::Helped, Move::Close, NeedState::Closed),
    (NeedState::Helped, Move::Reopen, NeedState::Confirmed),
];

impl NeedState {
    /// Whether help is still to be found or given.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Raised | Self::Confirmed | Self::Planned)
    }

    /// Whether nothing more happens to it.
    pub const fn is_ended(self) -> bool {
        matches!(self, Self::Closed | Self::Withdrawn | Self::Merged | Self::Split)
    }

    /// The moves that the table holds from here.
    pub fn moves(self) -> impl Iterator<Item = Move> {
        MOVES.iter().filter(move |(from, ..)| *from == self).map(|(_, by, _)| *by)
    }

    /// The state after `step`, if the table holds the move.
    pub fn after(self, step: Move) -> Result<Self, MoveError> {
        MOVES
            .iter()
            .find(|(from, by, _)| *from == self && *by == step)
            .map(|(_, _, to)| *to)
            .ok_or(MoveError { state: self, step })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_closed_before_help_was_given() {
        assert_eq!(
            NeedState::Confirmed.after(Move::Close),
            Err(MoveError { state: NeedState::Confirmed, step: Move::Close })
        );
        assert_eq!(NeedState::Helped.after(Move::Close), Ok(NeedState::Closed));
    }

    #[test]
    fn every_state_is_reached_from_raised_and_the_ends_have_no_way_out() {
        let mut reached = vec![NeedState::Raised];
        for at in 0..NeedState::ALL.len() {
            let Some(&from) = reached.get(at) else { break };
            for (_, _, to) in MOVES.iter().filter(|(f, _, _)| *f == from) {
                if !reached.contains(to) {
                    reached.push(*to);
                }
            }
        }
        assert_eq!(reached.len(), NeedState::ALL.len());
        for &state in NeedState::ALL {
            assert_eq!(state.moves().count() == 0, state.is_ended(), "{state:?}");
            assert_eq!(NeedState::from_code(state.code()), Some(state));
        }
    }

    #[test]
    fn every_move_is_one_that_some_state_allows_and_leads_to_one_state() {
        for &step in Move::ALL {
            assert!(MOVES.iter().any(|(_, by, _)| *by == step), "{step:?}");
            assert_eq!(Move::from_code(step.code()), Some(step));
        }
        for (at, (from, by, _)) in MOVES.iter().enumerate() {
            assert!(!MOVES[..at].iter().any(|(f, b, _)| (f, b) == (from, by)), "{from:?} {by:?} twice");
        }
    }
}

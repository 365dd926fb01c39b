//! The states of a need and its lawful moves, as one table that pages, store and tests share.

/// Where a need stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NeedState {
    /// Raised; its category is still to be confirmed 待确认.
    Raised,
    /// Confirmed, waiting for help 待落实.
    Confirmed,
    /// Somebody is named to help 已安排.
    Planned,
    /// Help was given; the person has still to say how it was 待回访.
    Helped,
    /// Closed with an outcome 已办结.
    Closed,
    /// Taken back by the person 已撤回. Refusing care costs nothing.
    Withdrawn,
}

/// What somebody does with a need.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Move {
    /// Confirm the category.
    Confirm,
    /// Name who helps.
    Plan,
    /// The named help fell away.
    Reopen,
    /// Record that help was given.
    Help,
    /// Close it with an outcome that the person confirmed, or the reason why not.
    Close,
    /// The person takes it back.
    Withdraw,
}

/// A move that the table does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a need that is {state:?} cannot {step:?}")]
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
    (NeedState::Confirmed, Move::Plan, NeedState::Planned),
    (NeedState::Confirmed, Move::Withdraw, NeedState::Withdrawn),
    (NeedState::Planned, Move::Reopen, NeedState::Confirmed),
    (NeedState::Planned, Move::Help, NeedState::Helped),
    (NeedState::Planned, Move::Withdraw, NeedState::Withdrawn),
    (NeedState::Helped, Move::Close, NeedState::Closed),
    (NeedState::Helped, Move::Reopen, NeedState::Confirmed),
];

impl NeedState {
    /// Every state, in code order.
    pub const ALL: &'static [Self] =
        &[Self::Raised, Self::Confirmed, Self::Planned, Self::Helped, Self::Closed, Self::Withdrawn];

    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Raised => "raised",
            Self::Confirmed => "confirmed",
            Self::Planned => "planned",
            Self::Helped => "helped",
            Self::Closed => "closed",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// The state with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|s| s.code() == code)
    }

    /// Whether help is still to be found or given.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Raised | Self::Confirmed | Self::Planned)
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
        assert!(MOVES.iter().all(|(from, _, _)| !matches!(from, NeedState::Closed | NeedState::Withdrawn)));
    }
}

//! The states of a plan and its lawful moves, as one table that pages, store and tests share; `docs/moves.md` is written from
//! it.

use guanai_kernel::words;

words! {
    /// Where a plan stands.
    PlanState {
        /// 拟定: written down, nobody has begun.
        Drafted = "drafted",
        /// 实施中
        Running = "running",
        /// 已完成: its tasks are done, and what came of it is written down.
        Finished = "finished",
        /// 已终止: it does not fit any more; why is written down.
        Dropped = "dropped",
    }
}

words! {
    /// What somebody does with a plan.
    PlanMove {
        /// 修改: measures, tasks, days.
        Amend = "amend",
        /// 开始实施: it was talked over with the person.
        Begin = "begin",
        /// 登记任务完成
        DoTask = "do-task",
        /// 任务重开: it was recorded by mistake, or must be done again.
        ReopenTask = "reopen-task",
        /// 回头看: how it goes, and when it is looked at next.
        Review = "review",
        /// 完成
        Finish = "finish",
        /// 终止
        Drop = "drop",
    }
}

/// A move that the table does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a plan that is {} cannot {}", state.code(), step.code())]
pub struct PlanMoveError {
    /// Where it stands.
    pub state: PlanState,
    /// What was tried.
    pub step: PlanMove,
}

/// The table of lawful moves: from, move, to.
pub const PLAN_MOVES: &[(PlanState, PlanMove, PlanState)] = &[
    (PlanState::Drafted, PlanMove::Amend, PlanState::Drafted),
    (PlanState::Drafted, PlanMove::Begin, PlanState::Running),
    (PlanState::Drafted, PlanMove::Drop, PlanState::Dropped),
    (PlanState::Running, PlanMove::Amend, PlanState::Running),
    (PlanState::Running, PlanMove::DoTask, PlanState::Running),
    (PlanState::Running, PlanMove::ReopenTask, PlanState::Running),
    (PlanState::Running, PlanMove::Review, PlanState::Running),
    (PlanState::Running, PlanMove::Finish, PlanState::Finished),
    (PlanState::Running, PlanMove::Drop, PlanState::Dropped),
];

impl PlanState {
    /// The states in which something is still to be done.
    pub const OPEN: &'static [Self] = &[Self::Drafted, Self::Running];

    /// Whether nothing more happens to it.
    pub const fn is_ended(self) -> bool {
        matches!(self, Self::Finished | Self::Dropped)
    }

    /// The moves that the table holds from here.
    pub fn moves(self) -> impl Iterator<Item = PlanMove> {
        PLAN_MOVES.iter().filter(move |(from, ..)| *from == self).map(|(_, by, _)| *by)
    }

    /// The state after a move, if the table holds it.
    pub fn after(self, step: PlanMove) -> Result<Self, PlanMoveError> {
        let found = PLAN_MOVES.iter().find(|(from, by, _)| *from == self && *by == step);
        found.map(|(_, _, to)| *to).ok_or(PlanMoveError { state: self, step })
    }
}

//! The yearly recheck 年度复核: everybody in hardship is seen once in the year's stretch of days, by whoever looks after them. Its
//! states and lawful moves, and those of each person on it, are two tables that pages, store and tests share; `docs/moves.md` is
//! written from them.
//!
//! Whoever was not found, is away or in hospital is still ours to see; who refuses is asked no more. What is answered after
//! the last day is late and stays late. Whether somebody died is the register's to say, and so no state of their own.

use guanai_kernel::ids::{OrganizationId, PersonId, RecheckId, RecheckItemId, VisitId};
use guanai_kernel::{Date, Moment, words};

use crate::round::Hand;

words! {
    /// Where a recheck stands.
    RecheckState {
        /// 待批准
        Drafted = "drafted",
        /// 进行中
        Open = "open",
        /// 已结束: nobody is put on it any more; who was not seen is still to be seen.
        Closed = "closed",
        /// 已撤回: it never began.
        Dropped = "dropped",
    }
}

words! {
    /// What is done with a recheck.
    RecheckMove {
        /// 批准: everybody in the classes is put on it.
        Approve = "approve",
        /// 撤回
        Drop = "drop",
        /// 结束
        Close = "close",
    }
}

/// Every lawful move of a recheck: from, by, to.
pub const RECHECK_MOVES: &[(RecheckState, RecheckMove, RecheckState)] = &[
    (RecheckState::Drafted, RecheckMove::Approve, RecheckState::Open),
    (RecheckState::Drafted, RecheckMove::Drop, RecheckState::Dropped),
    (RecheckState::Open, RecheckMove::Close, RecheckState::Closed),
];

words! {
    /// How it stands with somebody on a recheck.
    ItemState {
        /// 待核实
        Waiting = "waiting",
        /// 情况没变: they were seen.
        Unchanged = "unchanged",
        /// 有变化，已登记: they were seen, and what changed was written down.
        Changed = "changed",
        /// 没找到人
        NotFound = "not-found",
        /// 本人谢绝
        Refused = "refused",
        /// 在外、出国（境）
        Away = "away",
        /// 住院
        InHospital = "in-hospital",
    }
}

words! {
    /// What is said of somebody on a recheck.
    ItemMove {
        /// 登记情况没变
        SayUnchanged = "say-unchanged",
        /// 登记有变化
        SayChanged = "say-changed",
        /// 登记没找到人
        SayNotFound = "say-not-found",
        /// 登记本人谢绝
        SayRefused = "say-refused",
        /// 登记在外
        SayAway = "say-away",
        /// 登记住院
        SayInHospital = "say-in-hospital",
        /// 重新核实: the record of the visit was struck out.
        Reopen = "reopen",
    }
}

/// Every lawful move of somebody on a recheck: from, by, to.
#[rustfmt::skip]
pub const ITEM_MOVES: &[(ItemState, ItemMove, ItemState)] = &[
    (ItemState::Waiting, ItemMove::SayUnchanged, ItemState::Unchanged),
    (ItemState::Waiting, ItemMove::SayChanged, ItemState::Changed),
    (ItemState::Waiting, ItemMove::SayNotFound, ItemState::NotFound),
    (ItemState::Waiting, ItemMove::SayRefused, ItemState::Refused),
    (ItemState::Waiting, ItemMove::SayAway, ItemState::Away),
    (ItemState::Waiting, ItemMove::SayInHospital, ItemState::InHospital),
    (ItemState::Unchanged, ItemMove::SayChanged, ItemState::Changed),
    (ItemState::Unchanged, ItemMove::Reopen, ItemState::Waiting),
    (ItemState::Changed, ItemMove::Reopen, ItemState::Waiting),
    (ItemState::NotFound, ItemMove::SayUnchanged, ItemState::Unchanged),
    (ItemState::NotFound, ItemMove::SayChanged, ItemState::Changed),
    (ItemState::NotFound, ItemMove::SayRefused, ItemState::Refused),
    (ItemState::NotFound, ItemMove::SayAway, ItemState::Away),
    (ItemState::NotFound, ItemMove::SayInHospital, ItemState::InHospital),
    (ItemState::Refused, ItemMove::SayUnchanged, ItemState::Unchanged),
    (ItemState::Refused, ItemMove::SayChanged, ItemState::Changed),
    (ItemState::Away, ItemMove::SayUnchanged, ItemState::Unchanged),
    (ItemState::Away, ItemMove::SayChanged, ItemState::Changed),
    (ItemState::Away, ItemMove::SayRefused, ItemState::Refused),
    (ItemState::Away, ItemMove::SayInHospital, ItemState::InHospital),
    (ItemState::InHospital, ItemMove::SayUnchanged, ItemState::Unchanged),
    (ItemState::InHospital, ItemMove::SayChanged, ItemState::Changed),
    (ItemState::InHospital, ItemMove::SayRefused, ItemState::Refused),
    (ItemState::InHospital, ItemMove::SayAway, ItemState::Away),
];

/// Why a move is not made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RecheckError {
    /// The table of a recheck does not hold it.
    #[error("a recheck that is {} cannot {}", .0.code(), .1.code())]
    Move(RecheckState, RecheckMove),
    /// The table of somebody on it does not hold it.
    #[error("somebody who is {} on a recheck cannot be {}", .0.code(), .1.code())]
    Item(ItemState, ItemMove),
    /// Approved by who drew it up.
    #[error(
        "who draws a recheck up does not approve it: it binds every branch, and so somebody else looks at it first"
    )]
    SameHand,
    /// Closed before its last day is over.
    #[error("the recheck runs until {0}: it is closed after that day")]
    StillRuns(Date),
    /// Nobody is rechecked before it was approved, or after it was dropped.
    #[error("the recheck is not open")]
    NotOpen,
    /// A day before the first of the recheck, or one that has not come.
    #[error("the day is from the first day of the recheck up to today")]
    Day,
}

impl RecheckError {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Move(..) => "recheck-move",
            Self::Item(..) => "recheck-item-move",
            Self::SameHand => "recheck-same-hand",
            Self::StillRuns(_) => "recheck-still-runs",
            Self::NotOpen => "recheck-not-open",
            Self::Day => "recheck-day",
        }
    }
}

impl RecheckState {
    /// The state after a move, if the table holds it.
    pub fn after(self, by: RecheckMove) -> Result<Self, RecheckError> {
        let found = RECHECK_MOVES.iter().find(|(from, step, _)| *from == self && *step == by);
        found.map(|(.., to)| *to).ok_or(RecheckError::Move(self, by))
    }

    /// Whether somebody on it is seen and answered for: while it is open, and late after it was closed.
    pub const fn takes_answers(self) -> bool {
        matches!(self, Self::Open | Self::Closed)
    }
}

impl ItemState {
    /// The state after a move, if the table holds it.
    pub fn after(self, by: ItemMove) -> Result<Self, RecheckError> {
        let found = ITEM_MOVES.iter().find(|(from, step, _)| *from == self && *step == by);
        found.map(|(.., to)| *to).ok_or(RecheckError::Item(self, by))
    }

    /// The moves that the table holds from here.
    pub fn moves(self) -> impl Iterator<Item = ItemMove> {
        ITEM_MOVES.iter().filter(move |(from, ..)| *from == self).map(|(_, by, _)| *by)
    }

    /// Whether they were seen.
    pub const fn is_seen(self) -> bool {
        matches!(self, Self::Unchanged | Self::Changed)
    }

    /// Whether nothing of it is ours to do any more: they were seen, or do not wish to be.
    pub const fn is_settled(self) -> bool {
        matches!(self, Self::Unchanged | Self::Changed | Self::Refused)
    }

    /// The states in which they are still to be seen.
    pub fn unsettled() -> impl Iterator<Item = Self> {
        Self::ALL.iter().copied().filter(|state| !state.is_settled())
    }
}

/// A recheck.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recheck {
    /// Its id.
    pub recheck_id: RecheckId,
    /// Whose: the organisation over all whom it binds.
    pub organization_id: OrganizationId,
    /// Of which year.
    pub year: i16,
    /// Its first day.
    pub from_on: Date,
    /// Its last day.
    pub until_on: Date,
    /// Who is on it: classes, as codes of the pack on the day it was drawn up.
    pub classes: Vec<String>,
    /// Where it stands.
    pub state: RecheckState,
    /// Who drew it up, and when.
    pub drafted: Hand,
    /// Who approved it, and when.
    pub approved: Option<Hand>,
    /// Who closed or dropped it, and when.
    pub ended: Option<Hand>,
}

impl Recheck {
    /// The recheck after a move on a day.
    pub fn after(&self, step: RecheckMove, by: Hand) -> Result<Self, RecheckError> {
        let state = self.state.after(step)?;
        let mut after = Self { state, ..self.clone() };
        match step {
            RecheckMove::Approve if by.by == self.drafted.by => return Err(RecheckError::SameHand),
            RecheckMove::Close if by.at.day_in_china() <= self.until_on => {
                return Err(RecheckError::StillRuns(self.until_on));
            }
            RecheckMove::Approve => after.approved = Some(by),
            RecheckMove::Drop | RecheckMove::Close => after.ended = Some(by),
        }
        Ok(after)
    }

    /// Whether a day is after the last.
    pub fn is_late(&self, on: Date) -> bool {
        self.until_on < on
    }

    /// The day on which it was opened.
    pub fn opened_on(&self) -> Option<Date> {
        self.approved.as_ref().map(|hand| hand.at.day_in_china())
    }
}

/// Somebody on a recheck.
#[derive(Clone, PartialEq, Eq)]
pub struct RecheckItem {
    /// Its id.
    pub item_id: RecheckItemId,
    /// On which recheck.
    pub recheck_id: RecheckId,
    /// Who.
    pub person_id: PersonId,
    /// Where they belonged when they were listed.
    pub organization_id: OrganizationId,
    /// Since which day.
    pub listed_on: Date,
    /// How it stands.
    pub state: ItemState,
    /// The day for which that was said.
    pub answered_on: Option<Date>,
    /// The visit at which they were seen.
    pub visit_id: Option<VisitId>,
    /// What was said, in words; sealed in the store.
    pub words: Option<String>,
    /// Who said it, as the audit names them.
    pub answered_by: Option<String>,
    /// When that was entered, or they were listed.
    pub recorded_at: Moment,
}

guanai_kernel::debug_by_id!(RecheckItem.item_id);

words! {
    /// How somebody on a recheck is counted: as it stands with them, unless the register says that they died or belong here
    /// no more.
    CountedAs {
        /// 待核实
        Waiting = "waiting",
        /// 情况没变
        Unchanged = "unchanged",
        /// 有变化，已登记
        Changed = "changed",
        /// 没找到人
        NotFound = "not-found",
        /// 本人谢绝
        Refused = "refused",
        /// 在外、出国（境）
        Away = "away",
        /// 住院
        InHospital = "in-hospital",
        /// 已去世
        Died = "died",
        /// 组织关系已转出
        Left = "left",
    }
}

impl CountedAs {
    /// Whether nothing of it is ours to do any more.
    pub fn is_settled(self) -> bool {
        matches!(self, Self::Died | Self::Left) || ItemState::from_code(self.code()).is_some_and(ItemState::is_settled)
    }

    /// Whether they were seen.
    pub const fn is_seen(self) -> bool {
        matches!(self, Self::Unchanged | Self::Changed)
    }
}

/// What is said of somebody on a recheck.
#[derive(Clone, PartialEq, Eq)]
pub struct Said {
    /// What.
    pub step: ItemMove,
    /// For which day.
    pub on: Date,
    /// The visit at which they were seen.
    pub visit_id: Option<VisitId>,
    /// In words.
    pub words: Option<String>,
    /// Who says it.
    pub hand: Hand,
}

impl RecheckItem {
    /// How it stands after something was said.
    pub fn after(&self, recheck: &Recheck, said: Said) -> Result<Self, RecheckError> {
        if !recheck.state.takes_answers() {
            return Err(RecheckError::NotOpen);
        }
        let state = self.state.after(said.step)?;
        if said.on < recheck.from_on || said.on > said.hand.at.day_in_china() {
            return Err(RecheckError::Day);
        }
        let reopened = said.step == ItemMove::Reopen;
        Ok(Self {
            state,
            answered_on: (!reopened).then_some(said.on),
            visit_id: said.visit_id,
            words: said.words,
            answered_by: (!reopened).then_some(said.hand.by),
            recorded_at: said.hand.at,
            ..self.clone()
        })
    }
}

#[cfg(test)]
mod tests;

//! The year's care plan of an organisation 年度关爱计划 (R37): what it sets out to do for its people, who leads, and which weight care has
//! when its superior assesses the organisation. Proposed by one, agreed by another above. It measures how well the organisation
//! cares; no member is measured by it.

use std::collections::BTreeMap;

use guanai_kernel::ids::{CarePlanId, OrganizationId};
use guanai_kernel::words;

use crate::round::Hand;

words! {
    /// What is aimed at, as the records count it within the year.
    Aim {
        /// 走访: visits, with a gift or without.
        Visits = "visits",
        /// 谈心谈话
        Talks = "talks",
        /// 关爱到的人数: people who were reached at all.
        Reached = "reached",
        /// 帮扶到的人数: people who were given a gift, an approved measure, or help with a need.
        Helped = "helped",
        /// 解决的需求: needs with which help was given.
        Needs = "needs",
        /// 结对联系: contacts of pairs.
        PairContacts = "pair-contacts",
        /// 培训: trainings that were held.
        Trainings = "trainings",
    }
}

words! {
    /// Where a plan stands.
    CarePlanState {
        /// 待商定: proposed, and the superior has to agree.
        Proposed = "proposed",
        /// 已商定
        Agreed = "agreed",
        /// 退回
        Returned = "returned",
        /// 已撤回
        Withdrawn = "withdrawn",
        /// 已被新计划代替
        Superseded = "superseded",
    }
}

words! {
    /// What somebody does with it.
    CarePlanMove {
        /// 同意
        Agree = "agree",
        /// 退回
        Return = "return",
        /// 撤回
        Withdraw = "withdraw",
    }
}

/// The table of lawful moves: from, move, to. A later plan of the year that is agreed supersedes the one before.
pub const CARE_PLAN_MOVES: &[(CarePlanState, CarePlanMove, CarePlanState)] = &[
    (CarePlanState::Proposed, CarePlanMove::Agree, CarePlanState::Agreed),
    (CarePlanState::Proposed, CarePlanMove::Return, CarePlanState::Returned),
    (CarePlanState::Proposed, CarePlanMove::Withdraw, CarePlanState::Withdrawn),
];

/// The most that a target may be.
pub const MOST: u32 = 1_000_000;

/// Why it is no plan, or not moved so. Checked in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CarePlanError {
    /// Nothing is aimed at.
    #[error("a plan sets out to do something: give at least one target above nought")]
    Nothing,
    /// A target of nought, and nobody says why.
    #[error("the target for {} is nought: say why nothing is planned there, or leave it out", aim.code())]
    ZeroWithoutWhy {
        /// For what.
        aim: Aim,
    },
    /// A target that is too large.
    #[error("a target is at most {MOST}")]
    TooMuch,
    /// A weight that is none.
    #[error("the weight is from 1 to 100 of a hundred: care that counts for nothing is in no prominent place")]
    Weight,
    /// The table does not hold the move.
    #[error("a plan that is {} cannot {}", state.code(), step.code())]
    Unlawful {
        /// Where it stands.
        state: CarePlanState,
        /// What was tried.
        step: CarePlanMove,
    },
    /// Whoever proposed it does not agree to it or return it.
    #[error("whoever proposed a plan does not decide on it: somebody above must")]
    OwnHand,
    /// Only whoever proposed it takes it back.
    #[error("a plan is taken back by whoever proposed it; anybody else returns it")]
    NotOwnHand,
}

impl CarePlanError {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Nothing => "care-plan-nothing",
            Self::ZeroWithoutWhy { .. } => "care-plan-zero",
            Self::TooMuch => "care-plan-too-much",
            Self::Weight => "care-plan-weight",
            Self::Unlawful { .. } => "care-plan-move",
            Self::OwnHand => "care-plan-own-hand",
            Self::NotOwnHand => "care-plan-not-own-hand",
        }
    }
}

/// What a plan says.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct CarePlanContent {
    /// Who leads.
    pub lead: String,
    /// The weight of care when the superior assesses the organisation, in a hundred.
    pub weight_percent: u32,
    /// What is aimed at; what is left out is not planned.
    pub targets: BTreeMap<Aim, u32>,
    /// Why a target is nought, where one is.
    pub zero_why: Option<String>,
}

impl CarePlanContent {
    /// Refuses what is no plan.
    pub fn check(&self) -> Result<(), CarePlanError> {
        if self.targets.values().all(|target| *target == 0) {
            return Err(CarePlanError::Nothing);
        }
        if let Some((aim, _)) =
            self.targets.iter().find(|(_, target)| **target == 0).filter(|_| self.zero_why.is_none())
        {
            return Err(CarePlanError::ZeroWithoutWhy { aim: *aim });
        }
        if self.targets.values().any(|target| *target > MOST) {
            return Err(CarePlanError::TooMuch);
        }
        if !(1..=100).contains(&self.weight_percent) {
            return Err(CarePlanError::Weight);
        }
        Ok(())
    }

    /// Whether another plan aims at the very same: it may be right, and it may be a copy nobody thought about.
    pub fn is_copy_of(&self, other: &Self) -> bool {
        self.targets == other.targets
    }

    /// How far it is, in hundredths of its weight: of each target as much as was done, at most all of it, every target alike. None
    /// where no target is above nought.
    pub fn points(&self, done: &BTreeMap<Aim, u64>) -> Option<u64> {
        let aimed: Vec<(&Aim, u64)> = self
            .targets
            .iter()
            .filter(|(_, target)| **target > 0)
            .map(|(aim, target)| (aim, u64::from(*target)))
            .collect();
        let parts = aimed.iter().map(|(aim, target)| {
            let done = done.get(aim).copied().unwrap_or(0).min(*target);
            done.saturating_mul(10_000).checked_div(*target).unwrap_or(0)
        });
        let sum = parts.fold(0_u64, u64::saturating_add);
        let count = u64::try_from(aimed.len()).unwrap_or(u64::MAX);
        let share = sum.checked_div(count)?;
        Some(share.saturating_mul(u64::from(self.weight_percent)) / 100)
    }
}

/// A year's plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CarePlan {
    /// Its id.
    pub care_plan_id: CarePlanId,
    /// Whose.
    pub organization_id: OrganizationId,
    /// The year.
    pub year: i16,
    /// What it says.
    pub content: CarePlanContent,
    /// Where it stands.
    pub state: CarePlanState,
    /// Who proposed it.
    pub proposed: Hand,
    /// Who agreed to it, returned it or took it back.
    pub decided: Option<Hand>,
    /// Why it was returned.
    pub words: Option<String>,
}

impl CarePlan {
    /// Whether somebody's move is lawful, and to which state it leads.
    pub fn may(&self, step: CarePlanMove, by: &str) -> Result<CarePlanState, CarePlanError> {
        let row = CARE_PLAN_MOVES.iter().find(|(from, via, _)| *from == self.state && *via == step);
        let (.., after) = row.ok_or(CarePlanError::Unlawful { state: self.state, step })?;
        match (step, self.proposed.by == by) {
            (CarePlanMove::Agree | CarePlanMove::Return, true) => Err(CarePlanError::OwnHand),
            (CarePlanMove::Withdraw, false) => Err(CarePlanError::NotOwnHand),
            _ => Ok(*after),
        }
    }

    /// It, after a move.
    pub fn after(&self, step: CarePlanMove, hand: Hand, words: Option<String>) -> Result<Self, CarePlanError> {
        let state = self.may(step, &hand.by)?;
        Ok(Self { state, decided: Some(hand), words, ..self.clone() })
    }

    /// It, once a later plan of the year was agreed to.
    #[must_use]
    pub fn superseded(&self) -> Self {
        Self { state: CarePlanState::Superseded, ..self.clone() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use guanai_kernel::Moment;

    fn content(targets: &[(Aim, u32)]) -> CarePlanContent {
        let targets = targets.iter().copied().collect();
        CarePlanContent { lead: "书记".to_owned(), weight_percent: 15, targets, zero_why: None }
    }

    #[test]
    fn nought_is_explained_or_refused() {
        assert_eq!(content(&[]).check(), Err(CarePlanError::Nothing));
        assert_eq!(content(&[(Aim::Visits, 0)]).check(), Err(CarePlanError::Nothing));
        let zero = content(&[(Aim::Visits, 40), (Aim::Trainings, 0)]);
        assert_eq!(zero.check(), Err(CarePlanError::ZeroWithoutWhy { aim: Aim::Trainings }));
        assert_eq!(CarePlanContent { zero_why: Some("县里统一办".to_owned()), ..zero.clone() }.check(), Ok(()));
        let plan = content(&[(Aim::Visits, 40)]);
        assert_eq!(CarePlanContent { weight_percent: 0, ..plan.clone() }.check(), Err(CarePlanError::Weight));
        assert_eq!(CarePlanContent { weight_percent: 101, ..plan.clone() }.check(), Err(CarePlanError::Weight));
        assert_eq!(content(&[(Aim::Visits, MOST + 1)]).check(), Err(CarePlanError::TooMuch));
        assert_eq!(plan.check(), Ok(()));
    }

    #[test]
    fn more_than_all_counts_as_all_and_no_target_makes_up_for_another() {
        let plan = content(&[(Aim::Visits, 40), (Aim::Talks, 10), (Aim::Trainings, 0)]);
        let points = |visits, talks| plan.points(&BTreeMap::from([(Aim::Visits, visits), (Aim::Talks, talks)]));
        assert_eq!(points(0, 0), Some(0));
        assert_eq!(points(40, 10), Some(1_500), "fifteen of a hundred");
        assert_eq!(points(4_000, 0), Some(750));
        assert_eq!(points(20, 5), Some(750));
        assert_eq!(content(&[(Aim::Visits, 0)]).points(&BTreeMap::new()), None);
        for visits in 0..60 {
            for talks in 0..15 {
                let (less, more) = (points(visits, talks).unwrap(), points(visits + 1, talks).unwrap());
                assert!(less <= more && more <= 1_500, "what is done never takes points away");
            }
        }
    }

    #[test]
    fn every_state_and_move_is_as_the_table_says_and_two_hands_are_needed() {
        let hand = |by: &str| Hand { by: by.to_owned(), at: Moment::from_micros(1) };
        for &state in CarePlanState::ALL {
            let plan = CarePlan {
                care_plan_id: CarePlanId::from_bits(1),
                organization_id: OrganizationId::from_bits(1),
                year: 2026,
                content: content(&[(Aim::Visits, 1)]),
                state,
                proposed: hand("one"),
                decided: None,
                words: None,
            };
            for &step in CarePlanMove::ALL {
                for by in ["one", "other"] {
                    let row = CARE_PLAN_MOVES.iter().find(|(from, via, _)| *from == state && *via == step);
                    let allowed = row.is_some() && (step == CarePlanMove::Withdraw) == (by == "one");
                    let after = plan.after(step, hand(by), None).ok().map(|after| after.state);
                    assert_eq!(after, row.filter(|_| allowed).map(|(_, _, to)| *to), "{state:?} {step:?} {by}");
                }
            }
        }
    }
}

//! An arrival 转入、新接收: somebody whose membership comes from outside with a letter, or who was newly admitted by a branch. The
//! sending side keeps no records here; its letter is what there is of it.
//!
//! One office records it, somebody else confirms it: it makes somebody a member of the register. Until then nothing of the
//! register changes.

use guanai_kernel::codes::identity::IdentityNumber;
use guanai_kernel::ids::{ArrivalId, OrganizationId, PersonId};
use guanai_kernel::{Date, words};

use crate::round::Hand;

words! {
    /// How somebody comes to be a member of ours.
    ArrivalKind {
        /// 组织关系转入: from outside the jurisdiction, with a letter.
        Transfer = "transfer",
        /// 新接收预备党员: admitted by a branch, approved by the level above.
        Admission = "admission",
    }
}

words! {
    /// Where an arrival stands.
    ArrivalState {
        /// 待确认: recorded, and somebody else has to confirm it.
        Proposed = "proposed",
        /// 已转入
        Confirmed = "confirmed",
        /// 未同意
        Declined = "declined",
        /// 已撤回: whoever recorded it took it back.
        Withdrawn = "withdrawn",
    }
}

words! {
    /// What somebody does with an arrival.
    ArrivalMove {
        /// 确认
        Confirm = "confirm",
        /// 不同意
        Decline = "decline",
        /// 撤回
        Withdraw = "withdraw",
    }
}

/// The table of lawful moves: from, move, to.
pub const ARRIVAL_MOVES: &[(ArrivalState, ArrivalMove, ArrivalState)] = &[
    (ArrivalState::Proposed, ArrivalMove::Confirm, ArrivalState::Confirmed),
    (ArrivalState::Proposed, ArrivalMove::Decline, ArrivalState::Declined),
    (ArrivalState::Proposed, ArrivalMove::Withdraw, ArrivalState::Withdrawn),
];

/// Why an arrival is not moved so. Checked in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ArrivalError {
    /// The table does not hold it.
    #[error("an arrival that is {} cannot {}", state.code(), step.code())]
    Unlawful {
        /// Where it stands.
        state: ArrivalState,
        /// What was tried.
        step: ArrivalMove,
    },
    /// Whoever recorded it does not confirm or decline it.
    #[error("whoever recorded an arrival does not decide on it: somebody else must")]
    OwnHand,
    /// Only whoever recorded it takes it back.
    #[error("an arrival is taken back by whoever recorded it; anybody else declines it")]
    NotOwnHand,
    /// Nobody decides on their own membership.
    #[error("nobody decides on a membership of their own")]
    Own,
}

/// The days of an arrival.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ArrivalDays {
    /// The day of the letter, or of the approval of an admission.
    pub letter_on: Date,
    /// 入党日期
    pub joined_on: Date,
    /// 转正日期; none while probationary.
    pub full_on: Option<Date>,
    /// From when the branch holds the relation: the day of the receipt; of an admission, the day of joining.
    pub since_on: Date,
}

/// Which of the days cannot be. Checked in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ArrivalDayError {
    /// One of them has not come.
    #[error("a day of an arrival has not come yet: it is recorded when it has")]
    Future,
    /// Joined before they were born.
    #[error("the day of joining lies before the birth that the identity number states")]
    Joined,
    /// A full member before joining, or after coming here.
    #[error("a full member is one after joining, and a letter states no later day than its receipt")]
    Full,
    /// A receipt before its letter, or an approval before the branch admitted.
    #[error("a receipt comes after its letter, and an approval after the branch has admitted")]
    Letter,
    /// The newly admitted are probationary, from the day of joining.
    #[error("whoever was newly admitted is a probationary member, from the day of joining on")]
    Admission,
}

impl ArrivalDayError {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Future => "arrival-future",
            Self::Joined => "arrival-joined",
            Self::Full => "arrival-full",
            Self::Letter => "arrival-letter-day",
            Self::Admission => "arrival-admission",
        }
    }
}

impl ArrivalDays {
    /// Checks them against one another, the birth and today.
    pub fn check(self, kind: ArrivalKind, born_on: Date, today: Date) -> Result<(), ArrivalDayError> {
        let all = [Some(self.letter_on), Some(self.joined_on), self.full_on, Some(self.since_on)];
        if all.into_iter().flatten().any(|day| day > today) {
            return Err(ArrivalDayError::Future);
        }
        if self.joined_on <= born_on || self.joined_on > self.since_on {
            return Err(ArrivalDayError::Joined);
        }
        if self.full_on.is_some_and(|full| full <= self.joined_on || full > self.since_on) {
            return Err(ArrivalDayError::Full);
        }
        match kind {
            ArrivalKind::Transfer if self.letter_on > self.since_on => Err(ArrivalDayError::Letter),
            ArrivalKind::Admission if self.letter_on < self.joined_on => Err(ArrivalDayError::Letter),
            ArrivalKind::Admission if self.full_on.is_some() || self.since_on != self.joined_on => {
                Err(ArrivalDayError::Admission)
            }
            ArrivalKind::Transfer | ArrivalKind::Admission => Ok(()),
        }
    }
}

/// An arrival.
#[derive(Clone, PartialEq, Eq)]
pub struct Arrival {
    /// Its id.
    pub arrival_id: ArrivalId,
    /// Who: somebody whom the register knows, or the id that they get with the confirmation.
    pub person_id: PersonId,
    /// Whether the register knew them when it was recorded, as a resident, a relative or who left.
    pub is_known: bool,
    /// At which branch.
    pub organization_id: OrganizationId,
    /// How.
    pub kind: ArrivalKind,
    /// 姓名
    pub name: String,
    /// 公民身份号码; sealed in the store.
    pub identity: IdentityNumber,
    /// 手机号码; sealed in the store.
    pub phone: Option<String>,
    /// The organisation that sends; none of an admission.
    pub from_place: Option<String>,
    /// The number of the letter, or of the approval.
    pub letter: String,
    /// The days.
    pub days: ArrivalDays,
    /// Where it stands.
    pub state: ArrivalState,
    /// Who recorded it.
    pub recorded: Hand,
    /// Who confirmed, declined or took it back.
    pub decided: Option<Hand>,
    /// Why it was declined or taken back.
    pub words: Option<String>,
}

guanai_kernel::debug_by_id!(Arrival.arrival_id);

impl ArrivalState {
    /// The state after a move, if the table holds it.
    pub fn after(self, step: ArrivalMove) -> Result<Self, ArrivalError> {
        let found = ARRIVAL_MOVES.iter().find(|(from, by, _)| *from == self && *by == step);
        found.map(|(_, _, to)| *to).ok_or(ArrivalError::Unlawful { state: self, step })
    }
}

impl Arrival {
    /// Whether somebody's move is lawful, and to which state it leads.
    pub fn may(&self, step: ArrivalMove, by: &str, own: Option<PersonId>) -> Result<ArrivalState, ArrivalError> {
        let after = self.state.after(step)?;
        let is_own_hand = self.recorded.by == by;
        match step {
            ArrivalMove::Confirm | ArrivalMove::Decline if is_own_hand => Err(ArrivalError::OwnHand),
            ArrivalMove::Withdraw if !is_own_hand => Err(ArrivalError::NotOwnHand),
            ArrivalMove::Confirm | ArrivalMove::Decline if own == Some(self.person_id) => Err(ArrivalError::Own),
            _ => Ok(after),
        }
    }

    /// It, after it was confirmed, declined or taken back.
    pub fn decided(
        &self,
        step: ArrivalMove,
        hand: Hand,
        own: Option<PersonId>,
        words: Option<String>,
    ) -> Result<Self, ArrivalError> {
        let state = self.may(step, &hand.by, own)?;
        Ok(Self { state, decided: Some(hand), words, ..self.clone() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use guanai_kernel::{Ids, Moment};

    const fn day(year: i16, month: i8, day: i8) -> Date {
        Date::constant(year, month, day)
    }

    fn arrival() -> Arrival {
        let mut ids = Ids::seeded(1, Moment::from_micros(0));
        Arrival {
            arrival_id: ArrivalId::fresh(&mut ids),
            person_id: PersonId::fresh(&mut ids),
            is_known: false,
            organization_id: OrganizationId::fresh(&mut ids),
            kind: ArrivalKind::Transfer,
            name: "周群".to_owned(),
            identity: IdentityNumber::from_stored("990101197005050211").unwrap(),
            phone: None,
            from_place: Some("外县某支部".to_owned()),
            letter: "第7号".to_owned(),
            days: ArrivalDays {
                letter_on: day(2026, 6, 20),
                joined_on: day(1995, 7, 1),
                full_on: Some(day(1996, 7, 1)),
                since_on: day(2026, 7, 1),
            },
            state: ArrivalState::Proposed,
            recorded: Hand { by: "township".to_owned(), at: Moment::from_micros(0) },
            decided: None,
            words: None,
        }
    }

    #[test]
    fn every_state_and_move_is_as_the_table_says_and_two_hands_are_needed() {
        for &state in ArrivalState::ALL {
            for &step in ArrivalMove::ALL {
                for by in ["township", "county"] {
                    let of = Arrival { state, ..arrival() };
                    let row = ARRIVAL_MOVES.iter().find(|(from, via, _)| *from == state && *via == step);
                    let is_own = by == "township";
                    let allowed = row.is_some() && (step == ArrivalMove::Withdraw) == is_own;
                    let hand = Hand { by: by.to_owned(), at: Moment::from_micros(1) };
                    let after = of.decided(step, hand, None, None);
                    assert_eq!(after.is_ok(), allowed, "{state:?} {step:?} {by}");
                    assert_eq!(after.ok().map(|after| after.state), row.filter(|_| allowed).map(|(_, _, to)| *to));
                }
            }
        }
        let of = arrival();
        let own = Some(of.person_id);
        for step in [ArrivalMove::Confirm, ArrivalMove::Decline] {
            assert_eq!(of.may(step, "county", own), Err(ArrivalError::Own));
        }
        assert_eq!(of.may(ArrivalMove::Withdraw, "township", own), Ok(ArrivalState::Withdrawn));
    }

    #[test]
    fn days_that_cannot_be_are_named() {
        let (right, today, born) = (arrival().days, day(2026, 7, 1), day(1970, 5, 5));
        let admitted = ArrivalDays {
            letter_on: day(2026, 6, 25),
            joined_on: day(2026, 6, 20),
            full_on: None,
            since_on: day(2026, 6, 20),
        };
        for (kind, days, expected) in [
            (ArrivalKind::Transfer, right, None),
            (ArrivalKind::Transfer, ArrivalDays { full_on: None, ..right }, None),
            (ArrivalKind::Admission, admitted, None),
            (ArrivalKind::Transfer, ArrivalDays { since_on: day(2026, 7, 2), ..right }, Some("arrival-future")),
            (ArrivalKind::Transfer, ArrivalDays { joined_on: born, ..right }, Some("arrival-joined")),
            (ArrivalKind::Transfer, ArrivalDays { full_on: Some(right.joined_on), ..right }, Some("arrival-full")),
            (ArrivalKind::Transfer, ArrivalDays { since_on: day(2026, 6, 19), ..right }, Some("arrival-letter-day")),
            (ArrivalKind::Admission, right, Some("arrival-admission")),
            (
                ArrivalKind::Admission,
                ArrivalDays { letter_on: day(2026, 6, 19), ..admitted },
                Some("arrival-letter-day"),
            ),
        ] {
            assert_eq!(days.check(kind, born, today).err().map(ArrivalDayError::code), expected, "{kind:?} {days:?}");
        }
    }
}

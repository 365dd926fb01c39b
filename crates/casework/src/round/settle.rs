//! Settling a sheet: everybody on it was reached except those who are named with a reason, and the money that was drawn was
//! delivered or is returned, to the fen.

use std::collections::{BTreeMap, BTreeSet};

use guanai_kernel::ids::PersonId;
use guanai_kernel::{Date, Money};

use guanai_kernel::words;

words! {
    /// Why somebody was not reached.
    Unreachable {
        /// 不在家
        NotAtHome = "not-at-home",
        /// 外出务工、探亲
        Away = "away",
        /// 出国（境）
        Abroad = "abroad",
        /// 住院
        Hospital = "hospital",
        /// 已迁走
        Moved = "moved",
        /// 地址不清
        AddressUnknown = "address-unknown",
        /// 本人谢绝
        Declined = "declined",
        /// 已去世
        Died = "died",
        /// 其他
        Other = "other",
        /// Taken off the list after the sheet was drawn up: nobody went.
        TakenOff = "taken-off",
    }
}

impl Unreachable {
    /// Whether somebody comes again: not to whoever declined, moved away, died or was taken off the list.
    pub const fn comes_again(self) -> bool {
        !matches!(self, Self::Moved | Self::Declined | Self::Died | Self::TakenOff)
    }
}

/// That somebody was not reached.
#[derive(Clone, PartialEq, Eq, serde::Serialize)]
pub struct Unreached {
    /// Why.
    pub why: Unreachable,
    /// In words; sealed in the store.
    pub words: Option<String>,
    /// The day by which somebody comes again.
    pub next_on: Option<Date>,
}

impl std::fmt::Debug for Unreached {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Unreached({} {:?})", self.why.code(), self.next_on)
    }
}

/// The money of a sheet as it was counted out and back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct Drawn {
    /// Drawn for it.
    pub drawn: Money,
    /// Brought back.
    pub returned: Money,
}

/// A sheet that adds up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settled {
    /// Who was reached.
    pub reached: Vec<PersonId>,
    /// What was delivered.
    pub delivered: Money,
}

/// Why a sheet cannot be settled. Checked in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SettleError {
    /// Somebody who is named is not on the sheet.
    #[error("somebody who is named is not on this sheet")]
    NotOnSheet,
    /// An amount below nothing.
    #[error("amounts are not below nothing")]
    BelowNothing,
    /// The sums have no place in a number.
    #[error("the amounts are too large")]
    TooLarge,
    /// What was delivered and returned is not what was drawn.
    #[error(
        "delivered {delivered} and returned {returned} are not the {drawn} that were drawn: {difference} are wanting"
    )]
    DoesNotAddUp {
        /// What was delivered.
        delivered: Money,
        /// What was returned.
        returned: Money,
        /// What was drawn.
        drawn: Money,
        /// What is wanting; below nothing where there is too much.
        difference: Money,
    },
}

/// Settles a sheet whose people have these gifts: all were reached except who is named.
pub fn settle(
    gifts: &BTreeMap<PersonId, Option<Money>>,
    except: &BTreeSet<PersonId>,
    money: Drawn,
) -> Result<Settled, SettleError> {
    if except.iter().any(|person_id| !gifts.contains_key(person_id)) {
        return Err(SettleError::NotOnSheet);
    }
    let Drawn { drawn, returned } = money;
    if drawn.fen() < 0 || returned.fen() < 0 {
        return Err(SettleError::BelowNothing);
    }
    let reached: Vec<PersonId> = gifts.keys().filter(|person_id| !except.contains(person_id)).copied().collect();
    let handed = reached.iter().filter_map(|person_id| gifts.get(person_id).copied().flatten());
    let delivered = Money::sum(handed).ok_or(SettleError::TooLarge)?;
    let accounted = delivered.checked_add(returned).ok_or(SettleError::TooLarge)?;
    let difference = drawn.checked_sub(accounted).ok_or(SettleError::TooLarge)?;
    if difference.fen() != 0 {
        return Err(SettleError::DoesNotAddUp { delivered, returned, drawn, difference });
    }
    Ok(Settled { reached, delivered })
}

//! A county in which nobody is real, for trying the system out: kept with sources that say so, and marked in its database,
//! so that the sign-ins that everybody knows are opened in no other.

mod accounts;
mod casework;
mod choose;
mod found;
mod motion;
mod register;

use std::fmt;

use guanai_store::meta;
use guanai_store::{Db, StoreError, Tx};
use guanai_synth::Blueprint;

pub use accounts::{DEMO_PASSWORD, DEMO_SIGN_INS, DemoAccountsError, open_demo_accounts};
pub use choose::{DemoPlaces, choose_places};
pub use found::{FoundCountyError, Founded, found_county, mark_demonstration};
pub use motion::{MotionError, UnderWay, set_in_motion};

/// From what a demonstration's county was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Demonstration {
    /// Drawn by `guanai_synth`.
    Drawn(Blueprint),
    /// Read from the books that the program carries.
    Carried,
}

const CARRIED: &str = "carried";

/// As the database keeps it: `carried`, or `drawn MEMBERS SEED DAY`.
impl fmt::Display for Demonstration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Carried => f.write_str(CARRIED),
            Self::Drawn(Blueprint { members, seed, as_of }) => write!(f, "drawn {members} {seed} {as_of}"),
        }
    }
}

impl Demonstration {
    fn read(kept: &str) -> Option<Self> {
        let words: Vec<&str> = kept.split(' ').collect();
        match words.as_slice() {
            [CARRIED] => Some(Self::Carried),
            ["drawn", members, seed, as_of] => Some(Self::Drawn(Blueprint {
                members: members.parse().ok()?,
                seed: seed.parse().ok()?,
                as_of: as_of.parse().ok()?,
            })),
            _ => None,
        }
    }
}

/// From what this database's county was made; none where its people are real. It is nobody's data and leaves no record.
pub async fn demonstration_of(db: &Db) -> Result<Option<Demonstration>, StoreError> {
    let mut tx = db.begin_read().await?;
    let found = mark(&mut tx).await;
    tx.rollback().await?;
    found
}

/// The mark, as the transaction sees it.
async fn mark(tx: &mut Tx) -> Result<Option<Demonstration>, StoreError> {
    let Some(kept) = meta::get(tx).await?.demonstration else { return Ok(None) };
    let wrong = || StoreError::Inconsistent { table: "site", column: "value", key: "demonstration".to_owned() };
    Demonstration::read(&kept).map(Some).ok_or_else(wrong)
}

#[cfg(test)]
mod tests {
    use super::*;
    use guanai_kernel::Date;

    #[test]
    fn a_mark_reads_back() {
        let drawn = Demonstration::Drawn(Blueprint { members: 1_200, seed: 7, as_of: Date::constant(2026, 6, 30) });
        for mark in [drawn, Demonstration::Carried] {
            assert_eq!(Demonstration::read(&mark.to_string()), Some(mark));
        }
        assert_eq!(drawn.to_string(), "drawn 1200 7 2026-06-30");
        for wrong in ["", "drawn", "drawn x 7 2026-06-30", "drawn 1200 7 2026-06-30 more"] {
            assert_eq!(Demonstration::read(wrong), None, "{wrong}");
        }
    }
}

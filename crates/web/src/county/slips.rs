//! Slips for a few minutes, by who printed them and the form that did: in memory alone, so that nothing of a code is ever at
//! rest.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use guanai_app::accounts::Slip;
use guanai_kernel::Moment;

use crate::operation::OperationId;

/// For how long whoever printed them may print them again.
const KEPT_S: i64 = 10 * 60;
/// Printings that are kept at once.
const ROOM: usize = 200;

/// The printings of the last minutes.
#[derive(Debug, Default)]
pub(super) struct SlipShelf(Mutex<BTreeMap<(String, OperationId), Printing>>);

#[derive(Debug)]
struct Printing {
    slips: Vec<Slip>,
    until: Moment,
}

impl SlipShelf {
    /// Keeps the slips of a printing.
    pub fn keep(&self, account: &str, operation: OperationId, slips: Vec<Slip>, now: Moment) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|_, printing| now < printing.until);
        while kept.len() >= ROOM
            && let Some(oldest) = kept.iter().min_by_key(|(_, printing)| printing.until).map(|(key, _)| key.clone())
        {
            kept.remove(&oldest);
        }
        let until = Moment::from_micros(now.as_micros().saturating_add(KEPT_S * 1_000_000));
        kept.insert((account.to_owned(), operation), Printing { slips, until });
    }

    /// The slips of a printing, with how many minutes they stay; none of somebody else's, and none that is over.
    pub fn find(&self, account: &str, operation: OperationId, now: Moment) -> Option<(Vec<Slip>, usize)> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|_, printing| now < printing.until);
        let printing = kept.get(&(account.to_owned(), operation))?;
        let left = printing.until.as_micros().saturating_sub(now.as_micros());
        let minutes = usize::try_from(left.saturating_add(59_999_999) / 60_000_000).unwrap_or(0);
        Some((printing.slips.clone(), minutes))
    }

    /// Forgets the slips of a printing.
    pub fn forget(&self, account: &str, operation: OperationId) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&(account.to_owned(), operation));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chance::Chance;

    #[test]
    fn slips_are_whose_printed_them_and_go_after_ten_minutes_or_when_told() {
        let (shelf, chance) = (SlipShelf::default(), Chance::from_seed([1; 32]));
        let [first, second] = [OperationId::fresh(&chance), OperationId::fresh(&chance)];
        let at = |seconds: i64| Moment::from_micros(seconds * 1_000_000);
        shelf.keep("a", first, Vec::new(), at(0));
        shelf.keep("a", second, Vec::new(), at(60));
        assert_eq!(shelf.find("a", first, at(1)).map(|(_, minutes)| minutes), Some(10));
        assert!(shelf.find("b", first, at(1)).is_none(), "somebody else's");
        assert!(shelf.find("a", first, at(600)).is_none(), "over");
        assert!(shelf.find("a", second, at(600)).is_some());
        shelf.forget("a", second);
        assert!(shelf.find("a", second, at(600)).is_none(), "printed");
        for _ in 0..ROOM + 5 {
            shelf.keep("a", OperationId::fresh(&chance), Vec::new(), at(700));
        }
        assert!(shelf.0.lock().unwrap().len() <= ROOM);
    }
}

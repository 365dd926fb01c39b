//! One press, one effect. A form carries an id that was made with it; a second arrival of the same id, by a double
//! press, a proxy that asks again or a reply that was lost, gets the first one's reply and does nothing.

use std::collections::{BTreeMap, VecDeque};
use std::fmt;
use std::future::Future;
use std::str::FromStr;
use std::sync::{Arc, Mutex, PoisonError};

use guanai_kernel::ids;

use crate::chance::Chance;
use crate::failure::PageError;

/// The name of the hidden field.
pub const FIELD: &str = "operation";

/// The id of one intended act, made when its form is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct OperationId(u128);

impl OperationId {
    /// A fresh one.
    pub fn fresh(chance: &Chance) -> Self {
        Self(u128::from_be_bytes(chance.bytes()))
    }
}

/// As the app keeps it: the same letters.
impl From<OperationId> for ids::OperationId {
    fn from(operation: OperationId) -> Self {
        Self::from_bits(operation.0)
    }
}

/// And back: a draft finds its form again.
impl From<ids::OperationId> for OperationId {
    fn from(operation: ids::OperationId) -> Self {
        Self(operation.bits())
    }
}

impl fmt::Display for OperationId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&ids::encode(self.0))
    }
}

impl FromStr for OperationId {
    type Err = ids::IdError;
    fn from_str(text: &str) -> Result<Self, ids::IdError> {
        ids::decode(text).map(Self)
    }
}

/// Where to go after an act, and what to say there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Done {
    /// The page to show next.
    pub to: String,
    /// The key of the sentence that says what happened.
    pub said: &'static str,
}

type Slot = Arc<tokio::sync::Mutex<Option<(Print, Done)>>>;

/// A digest of what was sent, and where to.
pub type Print = [u8; 32];

#[derive(Debug, Default)]
struct Shelf {
    slots: BTreeMap<(String, OperationId), Slot>,
    oldest_first: VecDeque<(String, OperationId)>,
}

/// What was done lately, by account and operation. Kept in memory: over a restart, and for money, the app's own record
/// of operation ids decides, for which each use case is handed the id.
#[derive(Debug)]
pub struct Operations {
    shelf: Mutex<Shelf>,
    room: usize,
}

impl Operations {
    /// Remembers the last `room` acts.
    pub fn with_room(room: usize) -> Self {
        Self { shelf: Mutex::default(), room: room.max(1) }
    }

    fn slot(&self, account: &str, operation: OperationId) -> Slot {
        let mut kept = self.shelf.lock().unwrap_or_else(PoisonError::into_inner);
        let key = (account.to_owned(), operation);
        if let Some(slot) = kept.slots.get(&key) {
            return Arc::clone(slot);
        }
        while kept.slots.len() >= self.room
            && let Some(oldest) = kept.oldest_first.pop_front()
        {
            kept.slots.remove(&oldest);
        }
        let slot = Slot::default();
        kept.slots.insert(key.clone(), Arc::clone(&slot));
        kept.oldest_first.push_back(key);
        slot
    }

    /// Does `act` once for this account and operation. Others that arrive meanwhile wait and get the same reply; one
    /// that failed may be tried again. The same id with other contents, from a page that was gone back to, is refused:
    /// to answer it with the first reply would lose what was typed.
    pub async fn once<F>(&self, account: &str, operation: OperationId, print: Print, act: F) -> Result<Done, PageError>
    where
        F: Future<Output = Result<Done, PageError>>,
    {
        let slot = self.slot(account, operation);
        let mut done = slot.lock().await;
        match &*done {
            Some((first, done)) if *first == print => return Ok(done.clone()),
            Some(_) => return Err(PageError::Refused { key: "web-refused-already-sent" }),
            None => {}
        }
        let fresh = act.await?;
        *done = Some((print, fresh.clone()));
        Ok(fresh)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    fn done() -> Done {
        Done { to: "/needs".into(), said: "web-done-need" }
    }

    const PRINT: Print = [1; 32];

    #[tokio::test]
    async fn twenty_arrivals_have_one_effect_and_the_same_reply() {
        let operations = Arc::new(Operations::with_room(8));
        let operation = OperationId::fresh(&Chance::from_seed([5; 32]));
        let effects = Arc::new(AtomicUsize::new(0));
        let arrivals: Vec<_> = (0..20)
            .map(|_| {
                let (operations, effects) = (Arc::clone(&operations), Arc::clone(&effects));
                tokio::spawn(async move {
                    let act = async {
                        effects.fetch_add(1, Ordering::SeqCst);
                        tokio::task::yield_now().await;
                        Ok(done())
                    };
                    operations.once("a", operation, PRINT, act).await
                })
            })
            .collect();
        for arrival in arrivals {
            assert_eq!(arrival.await.unwrap().unwrap(), done());
        }
        assert_eq!(effects.load(Ordering::SeqCst), 1);
    }

    #[tokio::test]
    async fn what_failed_may_be_tried_again_and_nobody_gets_another_accounts_reply() {
        let operations = Operations::with_room(2);
        let operation = OperationId::fresh(&Chance::from_seed([5; 32]));
        let busy = || async { Err(PageError::Busy) };
        assert!(operations.once("a", operation, PRINT, busy()).await.is_err());
        assert!(operations.once("a", operation, PRINT, async { Ok(done()) }).await.is_ok());
        assert!(operations.once("a", operation, PRINT, busy()).await.is_ok(), "the first reply again");
        assert!(operations.once("b", operation, PRINT, busy()).await.is_err(), "an own try");
        let other = operations.once("a", operation, [2; 32], async { Ok(done()) }).await;
        assert!(matches!(other, Err(PageError::Refused { key: "web-refused-already-sent" })), "{other:?}");
    }

    #[tokio::test]
    async fn the_oldest_is_forgotten_first() {
        let operations = Operations::with_room(2);
        let chance = Chance::from_seed([6; 32]);
        let made: Vec<_> = (0..3).map(|_| OperationId::fresh(&chance)).collect();
        for operation in &made {
            operations.once("a", *operation, PRINT, async { Ok(done()) }).await.unwrap();
        }
        assert!(operations.once("a", made[2], PRINT, async { Err(PageError::Busy) }).await.is_ok(), "still known");
        assert!(operations.once("a", made[0], PRINT, async { Err(PageError::Busy) }).await.is_err(), "forgotten");
        assert_eq!(made[0].to_string().parse(), Ok(made[0]));
    }
}

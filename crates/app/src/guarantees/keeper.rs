//! Keeping the guarantees while the site runs: one task looks every few seconds at what changed and reckons the clocks of those
//! concerned anew; when the day turns, or an import brought many, everybody's. So no use case has to remember to. Now and then
//! it looks whether anything is late of which nobody was told, because whoever was told has left, and tells whoever is there. It
//! draws up the hand-overs of posts that end, too: their lists are of the same records. Once a day organisations that
//! did nothing are told upwards, and photographs of visits go whose term is over.

use std::sync::Arc;
use std::time::Duration;

use guanai_kernel::ids::PersonId;
use guanai_kernel::{Date, Moment};
use guanai_store::{Db, clock_board};
use tokio::task::JoinHandle;

use super::reckon::{self, KeepGuaranteesError};
use crate::handovers::{self, Look};
use crate::standards::Standards;
use crate::standing::StandingClock;
use crate::standing::watch::{Change, Watch};
use crate::visits::photos;
use crate::{reach, referrals};

/// The site answers first: everybody's clocks wait so long after its start.
const FIRST_LOOK: Duration = Duration::from_secs(2);
/// Between two looks at what changed.
const LOOK_EVERY: Duration = Duration::from_secs(2);
/// Looks between two searches for what is late and told to nobody.
const SEARCH_EVERY: u32 = 30;

/// The task that keeps them; ends with [`GuaranteeKeeper::end`].
#[derive(Debug)]
pub struct GuaranteeKeeper(JoinHandle<()>);

impl GuaranteeKeeper {
    /// Begins to keep the guarantees of `db`. `told` hears why it could not be done, each time; it is tried again.
    pub fn begin(
        db: Db,
        standards: Arc<Standards>,
        clock: StandingClock,
        told: impl Fn(&KeepGuaranteesError) + Send + 'static,
    ) -> Self {
        let task = tokio::spawn(async move {
            let mut keeping = Keeping::new(db, standards);
            tokio::time::sleep(FIRST_LOOK).await;
            loop {
                let (now, today) = clock();
                if let Err(error) = keeping.look(now, today).await {
                    told(&error);
                }
                tokio::time::sleep(LOOK_EVERY).await;
            }
        });
        Self(task)
    }

    /// Ends it.
    pub fn end(self) {
        self.0.abort();
    }
}

/// What was seen so far. [`GuaranteeKeeper`] looks on its own; whoever has a clock of their own looks by hand.
#[derive(Debug)]
pub struct Keeping {
    db: Db,
    standards: Arc<Standards>,
    watch: Watch,
    reckoned_on: Option<Date>,
    looks: u32,
}

impl Keeping {
    /// Nothing was seen yet.
    pub fn new(db: Db, standards: Arc<Standards>) -> Self {
        Self { db, standards, watch: Watch::default(), reckoned_on: None, looks: 0 }
    }

    /// Looks once: reckons anew for whom anything changed, and everybody on the first look of a day.
    pub async fn look(&mut self, now: Moment, today: Date) -> Result<(), KeepGuaranteesError> {
        let mut tx = self.db.begin_read().await?;
        // What was seen counts only once it is reckoned: what failed is seen again.
        let mut watch = self.watch.clone();
        let change = if self.reckoned_on == Some(today) {
            watch.look(&mut tx, now).await
        } else {
            Watch::begin(&mut tx, now).await.map(|begun| {
                watch = begun;
                Change::Everything
            })
        };
        tx.rollback().await?;
        let first = if self.reckoned_on == Some(today) { Look::Again } else { Look::FirstOfDay };
        handovers::keep(&self.db, now, first).await?;
        match change? {
            Change::Nothing => {}
            Change::People { people, .. } => {
                let people: Vec<_> = people.into_iter().collect();
                reckon::of_some(&self.db, &self.standards, now, &people).await?;
            }
            Change::Everything => {
                photos::keep_terms(&self.db, &self.standards, now).await?;
                reckon::everybody(&self.db, &self.standards, now).await?;
                reach::keep_quiet_told(&self.db, &self.standards, now).await?;
                self.reckoned_on = Some(today);
            }
        }
        self.watch = watch;
        self.looks = self.looks.wrapping_add(1);
        if self.looks.is_multiple_of(SEARCH_EVERY) { self.tell_anew(now, today).await } else { Ok(()) }
    }

    /// Tells whoever is there now of what is late and was told to nobody who still is.
    pub async fn tell_anew(&self, now: Moment, today: Date) -> Result<(), KeepGuaranteesError> {
        let mut tx = self.db.begin_read().await?;
        let untold = clock_board::list_untold(&mut tx, today).await;
        tx.rollback().await?;
        let mut people: Vec<PersonId> = untold?.into_iter().map(|(person_id, ..)| person_id).collect();
        people.dedup();
        reckon::again(&self.db, &self.standards, now, &people).await?;
        referrals::keep(&self.db, &self.standards, now).await?;
        Ok(())
    }
}

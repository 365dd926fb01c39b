//! Keeping the guarantees while the site runs: one task looks every few seconds at what changed and reckons the clocks of those
//! concerned anew; when the day turns, or an import brought many, everybody's. So no use case has to remember to.

use std::sync::Arc;
use std::time::Duration;

use guanai_kernel::Date;
use guanai_store::Db;
use tokio::task::JoinHandle;

use super::reckon::{self, KeepGuaranteesError};
use crate::standards::Standards;
use crate::standing::StandingClock;
use crate::standing::watch::{Change, Watch};

/// Between two looks at what changed.
const LOOK_EVERY: Duration = Duration::from_secs(2);

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
            let mut keeping = Keeping { db, standards, clock, watch: Watch::default(), reckoned_on: None };
            loop {
                if let Err(error) = keeping.look().await {
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

struct Keeping {
    db: Db,
    standards: Arc<Standards>,
    clock: StandingClock,
    watch: Watch,
    reckoned_on: Option<Date>,
}

impl Keeping {
    async fn look(&mut self) -> Result<(), KeepGuaranteesError> {
        let (now, today) = (self.clock)();
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
        match change? {
            Change::Nothing => {}
            Change::People(people, _) => {
                let people: Vec<_> = people.into_iter().collect();
                reckon::of_some(&self.db, &self.standards, now, &people).await?;
            }
            Change::Everything => {
                reckon::everybody(&self.db, &self.standards, now).await?;
                self.reckoned_on = Some(today);
            }
        }
        self.watch = watch;
        Ok(())
    }
}

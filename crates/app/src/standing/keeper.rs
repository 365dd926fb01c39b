//! Keeping the standing up to date: one task looks each second at what changed, computes those concerned anew, everybody
//! when the day, an import or other standards ask for it, and the matching when it is stale and has rested.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use guanai_kernel::ids::PersonId;
use guanai_kernel::{Date, Moment};
use guanai_scheme::Pack;
use guanai_store::{Db, StoreError, Tx, households, reach};
use tokio::sync::watch;
use tokio::task::JoinHandle;

use super::Standing;
use super::make::{self, StandingError};
use super::watch::{Change, Matching, Watch};
use crate::revisions::StandardsInForce;
use crate::standards::Standards;

/// Between two looks at what changed.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// Looks that the matching rests after it was made: a busy office changes needs faster than a county is matched.
const MATCHING_RESTS: u32 = 20;

/// The clock: now, and the day on the office's wall.
pub type StandingClock = Arc<dyn Fn() -> (Moment, Date) + Send + Sync>;

/// Where pages find the county as it stands; cloning shares it.
#[derive(Clone)]
pub struct StandingBook {
    current: watch::Receiver<Option<Arc<Standing>>>,
}

impl fmt::Debug for StandingBook {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("StandingBook")
    }
}

/// The standing was never made: the task that makes it has ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the county's figures are not computed any more")]
pub struct NoStanding;

impl StandingBook {
    /// The county as it stood last; waits for the first time that it is computed.
    pub async fn current(&self) -> Result<Arc<Standing>, NoStanding> {
        let mut current = self.current.clone();
        let found = current.wait_for(Option::is_some).await.map_err(|_| NoStanding)?;
        found.clone().ok_or(NoStanding)
    }
}

/// The task that keeps it; ends with [`StandingKeeper::end`].
#[derive(Debug)]
pub struct StandingKeeper(JoinHandle<()>);

impl StandingKeeper {
    /// Begins to keep the standing of `db`. `told` hears why it could not be made, each time; it is tried again.
    pub fn begin(
        db: Db,
        standards: impl Into<StandardsInForce>,
        clock: StandingClock,
        told: impl Fn(&StandingError) + Send + 'static,
    ) -> (StandingBook, Self) {
        let (sender, current) = watch::channel(None);
        let in_force = standards.into();
        let task = tokio::spawn(async move {
            let mut reckoner = StandingReckoner::new(db, in_force, clock);
            loop {
                let current = sender.borrow().clone();
                match reckoner.look(current).await {
                    Ok((_, Some(standing))) => drop(sender.send(Some(Arc::new(standing)))),
                    Ok((_, None)) => {}
                    Err(error) => told(&error),
                }
                tokio::time::sleep(LOOK_EVERY).await;
            }
        });
        (StandingBook { current }, Self(task))
    }

    /// Ends it.
    pub fn end(self) {
        self.0.abort();
    }
}

/// Who was reckoned anew in one look.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reckoned {
    /// Nobody: nothing changed.
    Nobody,
    /// These, whose records changed.
    These(BTreeSet<PersonId>),
    /// Everybody: another day, other standards, an import, or more changes than are worth telling apart.
    Everybody,
}

/// What the keeper does in one look, for whoever looks themselves.
pub struct StandingReckoner {
    db: Db,
    in_force: StandardsInForce,
    standards: Arc<Standards>,
    clock: StandingClock,
    watch: Watch,
    rested: u32,
    is_stale: bool,
}

impl fmt::Debug for StandingReckoner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("StandingReckoner")
    }
}

impl StandingReckoner {
    /// One that has looked at nothing yet.
    pub fn new(db: Db, standards: impl Into<StandardsInForce>, clock: StandingClock) -> Self {
        let in_force = standards.into();
        let standards = in_force.current();
        Self { db, in_force, standards, clock, watch: Watch::default(), rested: 0, is_stale: false }
    }

    /// Who was reckoned anew, and the standing, where anything about it changed.
    pub async fn look(
        &mut self,
        current: Option<Arc<Standing>>,
    ) -> Result<(Reckoned, Option<Standing>), StandingError> {
        let (now, today) = (self.clock)();
        self.rested = self.rested.saturating_add(1);
        // What another program on this database released is taken up here too.
        self.in_force.take_up(&self.db).await?;
        let standards = self.in_force.current();
        if standards.edition != self.standards.edition {
            self.standards = standards;
            return self.everything(now, today).await;
        }
        let Some(current) = current.filter(|standing| standing.as_of == today) else {
            return self.everything(now, today).await;
        };
        // Taken over only with the standing that it belongs to: what failed is seen again.
        let mut watch = self.watch.clone();
        let mut tx = self.db.begin_read().await?;
        let change = watch.look(&mut tx, now).await;
        tx.rollback().await?;
        let (reckoned, mut standing) = match change? {
            Change::Everything => return self.everything(now, today).await,
            Change::Nothing if !(self.is_stale && self.rested >= MATCHING_RESTS) => {
                self.watch = watch;
                return Ok((Reckoned::Nobody, None));
            }
            Change::Nothing => (Reckoned::Nobody, Standing::clone(&current)),
            Change::People { mut people, applied, matching } => {
                self.is_stale |= matching == Matching::Stale;
                let mut standing = Standing::clone(&current);
                let mut tx = self.db.begin_read().await?;
                let beside = bearing_on_homes(&mut tx, &self.standards.pack, &people, applied).await?;
                let sharing = households::list_sharing(&mut tx, &beside).await;
                people.extend(sharing?.into_iter().map(|(_, other)| other));
                let ids: Vec<_> = people.iter().copied().collect();
                let these = make::these(&mut tx, &self.standards.pack, &ids, today, now).await;
                tx.rollback().await?;
                standing.take_over(these?);
                (Reckoned::These(people), standing)
            }
        };
        if self.is_stale && self.rested >= MATCHING_RESTS {
            self.matching(&mut standing, now).await?;
            standing.count();
        }
        self.watch = watch;
        Ok((reckoned, Some(standing)))
    }

    async fn everything(&mut self, now: Moment, today: Date) -> Result<(Reckoned, Option<Standing>), StandingError> {
        let mut tx = self.db.begin_read().await?;
        let watch = Watch::begin(&mut tx, now).await?;
        let standing = make::everybody(&mut tx, &self.standards.pack, today, now).await;
        tx.rollback().await?;
        let mut standing = standing?;
        self.matching(&mut standing, now).await?;
        standing.count();
        self.watch = watch;
        Ok((Reckoned::Everybody, Some(standing)))
    }

    async fn matching(&mut self, standing: &mut Standing, now: Moment) -> Result<(), StandingError> {
        let mut tx = self.db.begin_read().await?;
        let made = make::matching(&mut tx, &self.standards, standing, now).await;
        tx.rollback().await?;
        made?;
        (self.rested, self.is_stale) = (0, false);
        Ok(())
    }
}

/// Those of whom a change bears on whoever lives with them: what is added up over a household is the others' too, and so is that
/// one of them applied for what a household is given once.
async fn bearing_on_homes(
    tx: &mut Tx,
    pack: &Pack,
    changed: &BTreeSet<PersonId>,
    mut applied: BTreeSet<PersonId>,
) -> Result<Vec<PersonId>, StoreError> {
    let changed: Vec<PersonId> = changed.iter().copied().collect();
    if pack.totals().next().is_some() {
        return Ok(changed);
    }
    let is_once = |id: &str| pack.measures().iter().any(|measure| measure.once_per_household && measure.id == id);
    let earlier = reach::list_applied(tx, &changed).await?;
    applied.extend(earlier.into_iter().filter(|(_, measure)| is_once(measure)).map(|(person_id, _)| person_id));
    Ok(applied.into_iter().collect())
}

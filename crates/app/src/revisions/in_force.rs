//! The standards in force: the folder's pack with every released revision, and every released year's calendar, laid over it. Whoever asks is handed what is in force
//! then and keeps it; a release puts the next state in its place.

use std::sync::{Arc, PoisonError, RwLock};

use guanai_casework::RevisionState;
use guanai_scheme::Lang;
use guanai_store::{Db, StoreError, Tx, revisions, year_calendars};

use super::laid_over;
use crate::standards::{Standards, StandardsError};

/// Why the standards in force cannot be had.
#[derive(Debug, thiserror::Error)]
pub enum InForceError {
    /// The folder and what was released contradict one another: both are named.
    #[error(transparent)]
    Standards(#[from] StandardsError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

#[derive(Debug)]
struct Inner {
    folder: Arc<Standards>,
    current: RwLock<Arc<Standards>>,
    lang: Lang,
}

/// The standards in force; cloning shares them.
#[derive(Debug, Clone)]
pub struct StandardsInForce(Arc<Inner>);

impl From<Arc<Standards>> for StandardsInForce {
    /// A folder's standards before anything was released.
    fn from(folder: Arc<Standards>) -> Self {
        let current = RwLock::new(Arc::clone(&folder));
        Self(Arc::new(Inner { folder, current, lang: Lang::default() }))
    }
}

impl StandardsInForce {
    /// The folder's standards with what was released in `db`; `lang` is that of the messages.
    pub async fn load(db: &Db, folder: Arc<Standards>, lang: Lang) -> Result<Self, InForceError> {
        let current = RwLock::new(Arc::clone(&folder));
        let in_force = Self(Arc::new(Inner { folder, current, lang }));
        in_force.take_up(db).await?;
        Ok(in_force)
    }

    /// What is in force now.
    pub fn current(&self) -> Arc<Standards> {
        Arc::clone(&self.0.current.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Takes up what was released or undone since; whether anything was.
    pub async fn take_up(&self, db: &Db) -> Result<bool, InForceError> {
        let mut tx = db.begin_read().await?;
        let found = self.newer(&mut tx).await;
        tx.rollback().await?;
        let Some(newer) = found? else { return Ok(false) };
        *self.0.current.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(newer);
        Ok(true)
    }

    async fn newer(&self, tx: &mut Tx) -> Result<Option<Standards>, InForceError> {
        let edition = revisions::count_editions(tx).await?;
        if edition == self.current().edition {
            return Ok(None);
        }
        let in_force: Vec<_> = RevisionState::ALL.iter().copied().filter(|state| state.is_in_force()).collect();
        let mut all = revisions::list_in(tx, &in_force).await?;
        // In the order of their release: where two contradict one another, the later is told of.
        all.sort_by_key(|revision| revision.released_edition);
        let revisions: Vec<_> = all.iter().map(laid_over).collect();
        let calendars = year_calendars::list_released(tx).await?;
        let laid: Vec<_> = calendars.iter().map(crate::calendars::laid_over).collect();
        Ok(Some(self.0.folder.revised(&revisions, edition, self.0.lang)?.with_years(&laid)?))
    }
}

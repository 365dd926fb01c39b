//! A drawn county in a file of its own, over which the benches measure.

use std::error::Error;
use std::sync::Arc;
use std::time::Duration;

use guanai_app::demonstration::found_county;
use guanai_app::{Actor, Cx, Db, Readings, Standards};
use guanai_kernel::{Date, Ids};
use guanai_scheme::Lang;
use guanai_store::{DbUrl, Seal};
use guanai_synth::{Blueprint, draw_county};
use guanai_testkit::clock;
use tempfile::TempDir;

pub const AS_OF: Date = Date::constant(2027, 1, 18);

/// The county; its file goes with it.
pub struct Drawn {
    pub db: Db,
    pub standards: Arc<Standards>,
    _folder: TempDir,
}

impl Drawn {
    pub async fn of(members: u32) -> Result<Self, Box<dyn Error>> {
        let folder = tempfile::tempdir()?;
        let db = Db::open(&DbUrl::file(&folder.path().join("county.sqlite")), Seal::default()).await?;
        let drawn = Self { db, standards: Arc::new(Standards::embedded(Lang::Zh)?), _folder: folder };
        found_county(&mut drawn.with_ids(3), &draw_county(Blueprint { members, seed: 5, as_of: AS_OF })?).await?;
        Ok(drawn)
    }

    /// What a use case of the console is handed; its ids are others than the county's.
    pub fn cx(&self) -> Cx<'_> {
        self.with_ids(4)
    }

    fn with_ids(&self, seed: u64) -> Cx<'_> {
        let now = clock::at(AS_OF);
        let (actor, ids) = (Actor::console(), Ids::seeded(seed, now));
        Cx { db: &self.db, standards: &self.standards, actor, now, ids, readings: Readings::AtOnce }
    }
}

/// The time within which so many of a hundred were done.
pub fn within(percent: usize, times: &[Duration]) -> Duration {
    let mut times = times.to_vec();
    times.sort_unstable();
    times.get(times.len() * percent / 100).copied().unwrap_or_default()
}

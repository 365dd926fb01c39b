//! How long a county's weekly run of the matching takes, whole: everybody concerned loaded, candidates found, solved with its proof, the
//! walls and the recruiting list, and all of it saved. The first run begins anew, each later one from the one before. It measures and
//! asserts nothing: `benches/weekly`.

#![expect(clippy::print_stdout, reason = "a benchmark says what it measured")]
#![expect(clippy::disallowed_methods, reason = "a benchmark measures time")]

use std::time::{Duration, Instant};

use guanai_app::demonstration::found_county;
use guanai_app::matching::{RunMatching, run_matching};
use guanai_app::{Actor, Cx, Db, Readings, Role, Standards};
use guanai_kernel::ids::OperationId;
use guanai_kernel::{Date, Ids};
use guanai_scheme::Lang;
use guanai_store::{DbUrl, Seal, matching_runs};
use guanai_synth::{Blueprint, draw_county};
use guanai_testkit::clock;

/// How many runs.
const TIMES: usize = 5;
const AS_OF: Date = Date::constant(2027, 1, 18);

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let members = std::env::args().nth(1).map_or(Ok(20_000), |text| text.parse())?;
    let folder = tempfile::tempdir()?;
    let db = Db::open(&DbUrl::file(&folder.path().join("county.sqlite")), Seal::default()).await?;
    let standards = Standards::embedded(Lang::Zh)?;
    let now = clock::at(AS_OF);
    let mut cx = Cx {
        db: &db,
        standards: &standards,
        actor: Actor::console(),
        now,
        ids: Ids::seeded(3, now),
        readings: Readings::AtOnce,
    };
    found_county(&mut cx, &draw_county(Blueprint { members, seed: 5, as_of: AS_OF })?).await?;
    cx.actor = Actor { role: Role::CountyOfficer, ..Actor::console() };
    let mut times = Vec::new();
    let mut last = None;
    for _ in 0..TIMES {
        let operation = OperationId::fresh(&mut cx.ids);
        let begun = Instant::now();
        last = Some(run_matching(&mut cx, operation, RunMatching { as_of: AS_OF }).await?);
        times.push(begun.elapsed());
    }
    let mut tx = db.begin_read().await?;
    let run = matching_runs::find(&mut tx, last.ok_or("no run")?).await?.ok_or("no run")?;
    tx.rollback().await?;
    println!("{members} members: {:?}", run.counts);
    let first = times.first().copied().unwrap_or_default();
    println!("first run {first:.2?}, median of {TIMES} {:.2?} (all: {times:.2?})", median(&times));
    Ok(())
}

fn median(times: &[Duration]) -> Duration {
    let mut times = times.to_vec();
    times.sort_unstable();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

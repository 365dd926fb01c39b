//! How long a county's weekly run of the matching takes, whole: everybody concerned loaded, candidates found, solved with its proof, the
//! walls and the recruiting list, and all of it saved. The first run begins anew, each later one from the one before. It measures and
//! asserts nothing: `benches/weekly`.

#![expect(clippy::print_stdout, reason = "a benchmark says what it measured")]
#![expect(clippy::disallowed_methods, reason = "a benchmark measures time")]

mod drawn;

use std::time::Instant;

use guanai_app::matching::{RunMatching, run_matching};
use guanai_app::{Actor, Role};
use guanai_kernel::ids::OperationId;
use guanai_store::matching_runs;

use self::drawn::{AS_OF, Drawn, within};

/// How many runs.
const TIMES: usize = 5;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let members = std::env::args().nth(1).map_or(Ok(20_000), |text| text.parse())?;
    let county = Drawn::of(members).await?;
    let mut cx = county.cx();
    cx.actor = Actor { role: Role::CountyOfficer, ..Actor::console() };
    let mut times = Vec::new();
    let mut last = None;
    for _ in 0..TIMES {
        let operation = OperationId::fresh(&mut cx.ids);
        let begun = Instant::now();
        last = Some(run_matching(&mut cx, operation, RunMatching { as_of: AS_OF }).await?);
        times.push(begun.elapsed());
    }
    let mut tx = county.db.begin_read().await?;
    let run = matching_runs::find(&mut tx, last.ok_or("no run")?).await?.ok_or("no run")?;
    tx.rollback().await?;
    println!("{members} members: {:?}", run.counts);
    let first = times.first().copied().unwrap_or_default();
    println!("first run {first:.2?}, median of {TIMES} {:.2?} (all: {times:.2?})", within(50, &times));
    Ok(())
}

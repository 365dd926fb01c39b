//! Ten standards over any number of people whose facts stand in raw columns: the best of seven runs, and the ten totals.
//!
//! `cargo bench -p guanai-scheme --bench ten_standards -- DIR [THREADS]`
//!
//! DIR holds a file a fact: `age.i32` (little-endian numbers of four bytes), `rural.u8` (a byte, not 0 for yes), and so on for
//! every fact of the pack. Beside each there may be `age.null`, a byte a person, 1 where the value is missing. On standard
//! output goes exactly one line: seconds, evaluations (people × standards) a second, and the totals in yuan. People of whom a
//! standard cannot be told are in no total; how many they are, and what memory was taken, goes to standard error.

#![expect(clippy::unwrap_used, reason = "a benchmark stops where its columns are not there")]
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a benchmark prints its result")]

mod loading;
mod raw;

use std::path::PathBuf;
use std::time::Instant;

use guanai_scheme::{Assessor, Totals};
use loading::{ORDER, ten_standards};
use raw::population;

const RUNS: usize = 7;

#[expect(clippy::disallowed_methods, reason = "a benchmark reads the clock")]
fn best(mut work: impl FnMut() -> Totals) -> (f64, Totals) {
    let mut best = f64::INFINITY;
    let mut last = None;
    for _ in 0..RUNS {
        let start = Instant::now();
        last = Some(work());
        best = best.min(start.elapsed().as_secs_f64());
    }
    (best, last.unwrap())
}

/// The most memory that this process has held, in kilobytes, where the system says so.
fn most_resident() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

#[expect(clippy::cast_precision_loss, reason = "a rate is printed in millions")]
fn main() {
    let given: Vec<String> = std::env::args().skip(1).filter(|a| !a.starts_with("--")).collect();
    // A run of every test starts this too, and has no columns to give it.
    let Some(folder) = given.first().map(PathBuf::from) else {
        eprintln!("usage: cargo bench -p guanai-scheme --bench ten_standards -- DIR [THREADS]; nothing was measured");
        return;
    };
    let threads = given.get(1).map_or(2, |n| n.parse().unwrap());
    let pack = ten_standards();
    let population = population(&pack, &folder);
    let assessor = Assessor::new(&pack, "2026-06-30".parse().unwrap());
    let before = most_resident();
    let (seconds, totals) = best(|| assessor.totals(&population, threads));
    let of = |id: &str| &totals.measures[pack.measure_index(id).unwrap()];
    let yuan: Vec<i128> = ORDER.iter().map(|id| of(id).fen / 100).collect();
    let rate = population.people() as f64 * ORDER.len() as f64 / seconds / 1e6;
    println!("{:10} {seconds:8.4} s {rate:8.0} M evaluations/s  {yuan:?}", "guanai");
    let open: Vec<u64> = ORDER.iter().map(|id| of(id).undetermined).collect();
    eprintln!("undetermined {open:?}; columns {} kB", population.bytes() / 1024);
    if let (Some(before), Some(after)) = (before, most_resident()) {
        eprintln!("most resident: {before} kB when loaded, {after} kB after {RUNS} runs");
    }
}

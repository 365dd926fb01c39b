//! Every class and measure of the default pack for 20,000 people, data in memory, one thread: the median of five runs.
//!
//! `cargo bench -p guanai-scheme --bench county_pack`

#![expect(clippy::unwrap_used, reason = "a benchmark stops where its pack is not there")]

#[path = "../tests/county/people.rs"]
mod people;

use std::collections::BTreeMap;
use std::path::Path;
use std::time::{Duration, Instant};

use guanai_scheme::{Assessor, Pack, Subject};
use people::{Dice, facts, person};

const PEOPLE: u64 = 20_000;

fn county() -> Pack {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../schemes/county");
    let mut files = BTreeMap::new();
    for folder in ["", "measures"] {
        for entry in std::fs::read_dir(root.join(folder)).unwrap() {
            let path = entry.unwrap().path();
            if path.is_file() {
                let name = path.strip_prefix(&root).unwrap().to_str().unwrap().replace('\\', "/");
                files.insert(name, std::fs::read_to_string(&path).unwrap());
            }
        }
    }
    Pack::load(&files).unwrap()
}

#[expect(clippy::disallowed_methods, reason = "a benchmark reads the clock")]
fn timed(work: impl FnOnce()) -> Duration {
    let start = Instant::now();
    work();
    start.elapsed()
}

#[expect(clippy::print_stdout, reason = "a benchmark prints its result")]
fn main() {
    let pack = county();
    let people: Vec<Subject> = (0..PEOPLE)
        .map(|seed| {
            let mut dice = Dice::new(seed);
            let facts = facts(&pack, &mut dice);
            person(&pack, &facts, |_| dice.roll(5) > 0)
        })
        .collect();
    let assessor = Assessor::new(&pack, "2026-06-30".parse().unwrap());
    let mut answers: BTreeMap<&str, u64> = BTreeMap::new();
    let mut times: Vec<Duration> = (0..5)
        .map(|_| {
            answers.clear();
            timed(|| {
                for person in &people {
                    for measure in assessor.assess(person).measures {
                        *answers.entry(measure.answer.code()).or_default() += 1;
                    }
                }
            })
        })
        .collect();
    times.sort_unstable();
    println!(
        "{PEOPLE} people x {} measures, {} classes: {:.3} s {answers:?}",
        pack.measures().len(),
        pack.classes().len(),
        times[2].as_secs_f64()
    );
}

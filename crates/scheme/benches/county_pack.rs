//! Every class and measure of the default pack for 20,000 people, data in memory: one by one on one thread, and in columns;
//! then one person: all answers, and one explained in a sentence with its grounds. Medians of seven runs.
//!
//! `cargo bench -p guanai-scheme --bench county_pack`

#![expect(clippy::unwrap_used, reason = "a benchmark stops where its pack is not there")]

#[path = "../tests/county/people.rs"]
mod people;

use std::collections::BTreeMap;
use std::path::Path;
use std::time::{Duration, Instant};

use guanai_scheme::{Answers, Assessor, Lang, Pack, Population, Subject, Verdict, explain, weigh};
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

const RUNS: usize = 7;

/// The median of several runs.
#[expect(clippy::disallowed_methods, reason = "a benchmark reads the clock")]
fn timed<T>(mut work: impl FnMut() -> T) -> (Duration, T) {
    let mut times = Vec::with_capacity(RUNS);
    let mut last = None;
    for _ in 0..RUNS {
        let start = Instant::now();
        last = Some(work());
        times.push(start.elapsed());
    }
    times.sort_unstable();
    (times[RUNS / 2], last.unwrap())
}

const fn code(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Holds { .. } => "holds",
        Verdict::DoesNotHold(_) => "not",
        Verdict::Undetermined => "undetermined",
        Verdict::Conflict => "conflict",
        Verdict::Fault(_) => "fault",
    }
}

fn counted(pack: &Pack, answers: &Answers) -> BTreeMap<&'static str, u64> {
    let mut counts = BTreeMap::new();
    for row in 0..answers.people() {
        for measure in 0..pack.measures().len() {
            *counts.entry(code(answers.measure(row, measure).unwrap())).or_default() += 1;
        }
    }
    counts
}

fn one_by_one(assessor: &Assessor<'_>, people: &[Subject]) -> BTreeMap<&'static str, u64> {
    let mut counts = BTreeMap::new();
    for person in people {
        for measure in assessor.assess(person).measures {
            *counts.entry(measure.answer.code()).or_default() += 1;
        }
    }
    counts
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
    let (time, counts) = timed(|| one_by_one(&assessor, &people));
    let (measures, classes) = (pack.measures().len(), pack.classes().len());
    println!("{PEOPLE} people x {measures} measures, {classes} classes: {:.4} s {counts:?}", time.as_secs_f64());
    let (time, population) = timed(|| Population::of(&pack, &people));
    println!("columns made of them: {:.4} s, {} kB", time.as_secs_f64(), population.bytes() / 1024);
    for threads in [1, 2] {
        let (time, answers) = timed(|| assessor.answers(&population, threads));
        let (same, single) = (counted(&pack, &answers) == counts, answers.one_by_one());
        println!("all answers, {threads} threads: {:.4} s, same: {same}, one by one: {single}", time.as_secs_f64());
        let (time, _) = timed(|| assessor.totals(&population, threads));
        println!("all totals, {threads} threads: {:.4} s", time.as_secs_f64());
    }
    let (time, _) = timed(|| people.iter().take(1_000).map(|p| assessor.assess(p).measures.len()).sum::<usize>());
    println!("one person, every class and measure: {:.1} µs", time.as_secs_f64() * 1e3);
    let day = assessor.as_of();
    let (time, _) = timed(|| {
        let some = people.iter().take(1_000).enumerate();
        some.map(|(at, p)| explain(&pack, p, day, at % measures, Lang::Zh).sentence.len()).sum::<usize>()
    });
    println!("one measure explained with its grounds: {:.1} µs", time.as_secs_f64() * 1e3);
    let (time, _) = timed(|| {
        let some = people.iter().take(1_000).enumerate();
        some.map(|(at, p)| weigh(&pack, p, day, at % measures, Lang::Zh).conditions.len()).sum::<usize>()
    });
    println!("its conditions and tiers weighed one by one: {:.1} µs", time.as_secs_f64() * 1e3);
    let (time, _) = timed(|| {
        let some = people.iter().take(100);
        let pack = &pack;
        let all = |p| (0..measures).map(move |at| explain(pack, p, day, at, Lang::Zh).sentence.len()).sum::<usize>();
        some.map(all).sum::<usize>()
    });
    println!("all {measures} measures explained with their grounds: {:.0} µs", time.as_secs_f64() * 1e4);
}

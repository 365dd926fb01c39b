//! Reads an instance (first line `demands offers arcs penalty`, then a capacity for each offer, then `demand offer cost` for
//! each arc), serves as many as the penalty is worth at the least cost, and prints the seconds of the search, the optimum, and
//! how many bytes the whole process held at most, the instance itself included, in all and for each arc.
//!
//! `cargo bench -p guanai-matching --bench instance -- FILE`; without a file it says so and measures nothing. With
//! `--changes N` it makes N changes of each kind one after another to the solved state and prints, by kind and for all,
//! the median of one change and what part of the whole search that is; the last state is proven once more.

use std::io::{BufRead, BufReader, Write};
use std::time::Instant;

use anyhow::{Context, ensure};
use guanai_matching::network::{Arc, Helpers, Network, Solution};
use guanai_matching::residual::{Change, Residual};
use guanai_matching::{certificate, flow};

/// An instance as read: one node a demand, and its arcs once more for the changes.
struct Instance {
    network: Network,
    capacity: Vec<i64>,
    rows: Vec<Vec<Arc>>,
    penalty: i64,
}

/// The whole file, a line at a time. The rows are kept where changes are made from them.
fn read(path: &str, keeps_rows: bool) -> anyhow::Result<Instance> {
    let file = std::fs::File::open(path).with_context(|| format!("cannot read {path}"))?;
    let mut lines = BufReader::new(file).lines();
    let mut next = || -> anyhow::Result<Vec<i64>> {
        let line = lines.next().context("the file ends too early")??;
        let words = line.split_ascii_whitespace();
        words.map(|word| word.parse::<i64>().with_context(|| format!("{word:?} is no number"))).collect()
    };
    let first = next()?;
    let [demands, offers, arcs, penalty] = first[..] else { anyhow::bail!("the first line needs four numbers") };
    let mut capacity = Vec::new();
    for _ in 0..offers {
        capacity.extend(next()?);
    }
    let mut network = Network::new(capacity.clone())?;
    let (mut rows, mut row, mut at) = (Vec::new(), Vec::new(), 0);
    let mut close = |row: &mut Vec<Arc>| -> anyhow::Result<()> {
        let index = network.add_row(row.iter().copied())?;
        network.add_node(index, Helpers::Any, [penalty])?;
        if keeps_rows {
            rows.push(row.clone());
        }
        row.clear();
        Ok(())
    };
    for _ in 0..arcs {
        let line = next()?;
        let [demand, offer, cost] = line[..] else { anyhow::bail!("an arc needs three numbers") };
        ensure!((at..demands).contains(&demand), "demand {demand} is not there, or not in its order");
        while at < demand {
            close(&mut row)?;
            at += 1;
        }
        row.push(Arc { cost, offer: u32::try_from(offer)? });
    }
    while at < demands {
        close(&mut row)?;
        at += 1;
    }
    Ok(Instance { network, capacity, rows, penalty })
}

/// Knuth's 64-bit congruential generator: the same changes in every run.
struct Draw(u64);

impl Draw {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % end.max(1)
    }
}

/// The most bytes that were resident so far, where the system says so.
fn most_resident() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_ascii_whitespace().nth(1)?.parse::<u64>().ok().map(|kib| kib * 1024)
}

const KINDS: [&str; 6] =
    ["helper drops out", "helper is back", "need withdrawn", "need appears", "pair forbidden", "pair forced"];

/// Six changes, each kind once, at drawn places.
fn changes(draw: &mut Draw, instance: &Instance, residual: &Residual) -> Vec<(usize, Change)> {
    let index = |at: usize| u32::try_from(at).unwrap_or(0);
    let offer = draw.below(instance.capacity.len());
    let node = draw.below(instance.rows.len());
    let like = draw.below(instance.rows.len());
    let mut made = vec![
        (0, Change::Capacity { offer: index(offer), capacity: 0 }),
        (1, Change::Capacity { offer: index(offer), capacity: instance.capacity[offer] }),
        (2, Change::Withdraw { node: index(node) }),
        (
            3,
            Change::Appear {
                arcs: instance.rows[like].clone(),
                helpers: Helpers::Any,
                penalties: vec![instance.penalty],
            },
        ),
    ];
    let forbidden = index(draw.below(instance.rows.len()));
    made.extend(residual.held_by(forbidden).first().map(|&(offer, _)| (4, Change::Forbid { node: forbidden, offer })));
    let forced = draw.below(instance.rows.len());
    let arcs = &instance.rows[forced];
    if let Some(arc) = arcs.get(draw.below(arcs.len())) {
        made.push((5, Change::Force { node: index(forced), offer: arc.offer }));
    }
    made
}

fn median(times: &mut [f64]) -> f64 {
    times.sort_by(f64::total_cmp);
    times.get(times.len() / 2).copied().unwrap_or(f64::NAN)
}

/// Makes the changes; what is refused (a pair that is forced or withdrawn already) is not counted.
#[expect(clippy::disallowed_methods, reason = "a measurement needs the clock")]
fn measure(instance: &Instance, solution: &Solution, rounds: usize, whole: f64) -> anyhow::Result<()> {
    let begun = Instant::now();
    let mut residual = Residual::new(instance.network.clone(), solution)?;
    let prepared = begun.elapsed().as_secs_f64();
    let mut out = std::io::stdout();
    writeln!(out, "        {prepared:.3} s to prove and prepare the state")?;
    let (mut draw, mut times) = (Draw(1), vec![Vec::new(); KINDS.len()]);
    for _ in 0..rounds {
        for (kind, change) in changes(&mut draw, instance, &residual) {
            let begun = Instant::now();
            let changed = residual.change(change);
            let seconds = begun.elapsed().as_secs_f64();
            if changed.is_ok() {
                times[kind].push(seconds);
            }
        }
    }
    residual.certify()?;
    let mut all: Vec<f64> = times.iter().flatten().copied().collect();
    let lines = KINDS.iter().copied().zip(times.iter_mut()).chain([("any change", &mut all)]);
    for (name, times) in lines {
        let (count, middle) = (times.len(), median(times));
        let most = times.last().copied().unwrap_or(f64::NAN);
        let (part, most) = (100.0 * middle / whole, most * 1e6);
        writeln!(
            out,
            "        {name}: median {:.1} us, {part:.3} % of the search, most {most:.0} us, {count} made",
            middle * 1e6
        )?;
    }
    Ok(())
}

#[expect(clippy::disallowed_methods, reason = "a measurement needs the clock")]
fn main() -> anyhow::Result<()> {
    // `cargo bench` adds a word of its own.
    let mut words = std::env::args().skip(1).filter(|word| word != "--bench");
    let (mut path, mut rounds) = (None, 0_usize);
    while let Some(word) = words.next() {
        if word == "--changes" {
            rounds = words.next().context("--changes needs a number")?.parse()?;
        } else {
            path = Some(word);
        }
    }
    let Some(path) = path else {
        writeln!(std::io::stderr(), "a file of an instance is needed: nothing was measured")?;
        return Ok(());
    };
    let instance = read(&path, rounds > 0)?;
    let begun = Instant::now();
    let solution = flow::search(&instance.network)?;
    let seconds = begun.elapsed().as_secs_f64();
    let most = most_resident();
    let certificate = certificate::certify(&instance.network, &solution)?;
    writeln!(std::io::stdout(), "guanai  {seconds:.3} s optimum {}", certificate.primal)?;
    if let Some(most) = most.filter(|_| rounds == 0) {
        let arcs = instance.network.arcs();
        writeln!(std::io::stdout(), "        {most} bytes resident at most, {} an arc", most / arcs.max(1) as u64)?;
    }
    if rounds > 0 {
        measure(&instance, &solution, rounds, seconds)?;
    }
    Ok(())
}

//! Reads an instance (first line `demands offers arcs penalty`, then a capacity for each offer, then `demand offer cost` for
//! each arc), serves as many as the penalty is worth at the least cost, and prints the seconds of the search and the optimum.
//!
//! `cargo bench -p guanai-matching --bench instance -- FILE`; without a file it says so and measures nothing.

use std::io::Write;

use anyhow::{Context, ensure};
use guanai_matching::network::{Arc, Helpers, Network};
use guanai_matching::{certificate, flow};

/// The whole file as a network: one node a demand.
fn read(path: &str) -> anyhow::Result<Network> {
    let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {path}"))?;
    let mut numbers =
        text.split_ascii_whitespace().map(|word| word.parse::<i64>().with_context(|| format!("{word:?} is no number")));
    let mut next = || numbers.next().context("the file ends too early")?;
    let (demands, offers, arcs, penalty) = (next()?, next()?, next()?, next()?);
    let mut capacity = Vec::new();
    for _ in 0..offers {
        capacity.push(next()?);
    }
    let mut network = Network::new(capacity)?;
    let mut rows = vec![Vec::new(); usize::try_from(demands)?];
    for _ in 0..arcs {
        let (demand, offer, cost) = (usize::try_from(next()?)?, u32::try_from(next()?)?, next()?);
        ensure!(demand < rows.len(), "demand {demand} is not there");
        rows[demand].push(Arc { cost, offer });
    }
    for row in rows {
        let row = network.add_row(row)?;
        network.add_node(row, Helpers::Any, [penalty])?;
    }
    Ok(network)
}

#[expect(clippy::disallowed_methods, reason = "a measurement needs the clock")]
fn main() -> anyhow::Result<()> {
    // `cargo bench` adds a word of its own.
    let Some(path) = std::env::args().skip(1).find(|word| !word.starts_with("--")) else {
        writeln!(std::io::stderr(), "a file of an instance is needed: nothing was measured")?;
        return Ok(());
    };
    let network = read(&path)?;
    let begun = std::time::Instant::now();
    let solution = flow::search(&network)?;
    let seconds = begun.elapsed().as_secs_f64();
    let certificate = certificate::certify(&network, &solution)?;
    writeln!(std::io::stdout(), "guanai  {seconds:.3} s optimum {}", certificate.primal)?;
    Ok(())
}

//! A county's weekly run, made up: DEMANDS needs in 14 categories and 30 townships, OFFERS helpers (a third of them county-wide),
//! some pairs to keep, some needs that want two helpers. Prints the seconds of the whole run, listing and proof included,
//! then those of the recruiting list and of the comparison with walls.
//!
//! `cargo run --release -p guanai-matching --example county -- 20000 2000 3`: the last number is the largest capacity.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;

use anyhow::Context;
use guanai_kernel::Date;
use guanai_matching::{
    Area, Asks, Costs, Demand, Limits, Load, Offer, Problem, Readiness, Terms, Tilt, Walls, fragmentation, recruiting,
    solve,
};

/// Knuth's 64-bit congruential generator: the same county in every run.
struct Draw(u64);

impl Draw {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }

    fn code(&mut self, word: &str, end: u64) -> String {
        format!("{word}-{}", self.below(end))
    }
}

fn demand(draw: &mut Draw, key: u64) -> Demand<u64> {
    Demand {
        key,
        category: draw.code("category", 14),
        township: (draw.below(50) > 0).then(|| draw.code("township", 30)),
        system: Some(draw.code("system", 4)),
        urgency: u8::try_from(draw.below(3)).unwrap_or(0),
        consents_to_contact: draw.below(10) > 0,
        beneficiary: draw.below(100_000),
        barred: BTreeMap::new(),
        has: 0,
        wanted: if draw.below(20) == 0 { 2 } else { 1 },
        asks: Asks::default(),
    }
}

fn offer(draw: &mut Draw, key: u64, capacity: u64) -> anyhow::Result<Offer<u64>> {
    Ok(Offer {
        key,
        categories: (0..=draw.below(2)).map(|_| draw.code("category", 14)).collect(),
        capacity: i64::try_from(1 + draw.below(capacity))?,
        carries: 0,
        area: if draw.below(3) == 0 { Area::Everywhere } else { Area::Township(draw.code("township", 30)) },
        valid_until: if draw.below(50) == 0 { Some(Date::new(2026, 1, 31)?) } else { None },
        provider: Some(draw.below(100_000)),
        system: Some(draw.code("system", 4)),
        kind: draw.code("kind", 4),
        needs_contact: draw.below(4) > 0,
        readiness: Readiness::Ready,
        terms: Terms::default(),
    })
}

#[expect(clippy::disallowed_methods, reason = "a measurement needs the clock")]
fn main() -> anyhow::Result<()> {
    let numbers: Vec<u64> = std::env::args().skip(1).map(|word| word.parse()).collect::<Result<_, _>>()?;
    let [demands, offers, capacity] = numbers[..] else {
        anyhow::bail!("demands, offers and the largest capacity are needed")
    };
    let mut draw = Draw(1);
    let demands: Vec<_> = (0..demands).map(|key| demand(&mut draw, key)).collect();
    let offers = (0..offers).map(|key| offer(&mut draw, key, capacity)).collect::<Result<Vec<_>, _>>()?;
    let existing: BTreeSet<_> =
        demands.iter().step_by(20).map(|demand| (demand.key, draw.below(offers.len().max(1) as u64))).collect();
    let costs = Costs { own_township: 0, county_wide: 20, other_system: 1, keeps_pair: -40, ..Costs::default() };
    let problem = Problem {
        demands,
        offers,
        existing,
        start: BTreeSet::new(),
        on: Date::new(2026, 6, 30)?,
        costs,
        walls: Walls::Open,
        tilt: Tilt::Level,
        load: Load::Free,
        limits: Limits::default(),
    };
    let begun = std::time::Instant::now();
    let answer = solve(&problem).context("no answer")?;
    let seconds = begun.elapsed().as_secs_f64();
    let (pairs, unmet) = (answer.pairs.len(), answer.unmet.len());
    writeln!(std::io::stdout(), "{seconds:.3} s, {pairs} pairs, {unmet} unmet, cost {}", answer.cost)?;
    let begun = std::time::Instant::now();
    let recruits = recruiting(&problem, &answer).context("no list")?.len();
    writeln!(std::io::stdout(), "{:.3} s, {recruits} recruits", begun.elapsed().as_secs_f64())?;
    let begun = std::time::Instant::now();
    let price = fragmentation(&problem, &answer).context("no comparison")?;
    let seconds = begun.elapsed().as_secs_f64();
    writeln!(std::io::stdout(), "{seconds:.3} s, {} served, {} with walls", price.open, price.walled)?;
    Ok(())
}

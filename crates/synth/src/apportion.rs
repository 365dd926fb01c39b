//! Shares into whole numbers: largest remainder for one margin, and for many margins at once a start that is then
//! settled one move at a time until each margin stands at its own largest-remainder numbers.

use crate::draw::Draw;
use crate::raking::Margin;

/// `total` divided by `shares` (any positive scale): each gets its whole part, and the largest remainders one more.
pub fn largest_remainder(shares: &[f64], total: u32) -> Vec<u32> {
    let whole: f64 = shares.iter().sum();
    if whole <= 0.0 {
        return vec![0; shares.len()];
    }
    let exact: Vec<f64> = shares.iter().map(|share| share / whole * f64::from(total)).collect();
    let mut counts: Vec<u32> = exact.iter().map(|&x| whole_part(x)).collect();
    let given: u32 = counts.iter().sum();
    let mut order: Vec<usize> = (0..shares.len()).collect();
    let remainder = |at: usize| exact[at] - f64::from(counts[at]);
    order.sort_by(|&a, &b| remainder(b).total_cmp(&remainder(a)).then(a.cmp(&b)));
    for &at in order.iter().take(usize::try_from(total.saturating_sub(given)).unwrap_or(0)) {
        counts[at] += 1;
    }
    counts
}

/// `total` divided by `weights`, each place between `least` and `most`. Where the bounds cannot hold all, the bound
/// that is further away gives way: nobody is left out.
pub fn within_bounds(weights: &[u32], total: u32, least: u32, most: u32) -> Vec<u32> {
    let places = u32::try_from(weights.len()).unwrap_or(u32::MAX);
    if places == 0 {
        return Vec::new();
    }
    let floor = least.min(total / places);
    let ceiling = most.max(total.div_ceil(places));
    let mut counts = vec![floor; weights.len()];
    let mut left = total - floor * places;
    while left > 0 {
        let open: Vec<usize> = (0..counts.len()).filter(|&at| counts[at] < ceiling).collect();
        let shares: Vec<f64> = open.iter().map(|&at| f64::from(weights[at].max(1))).collect();
        for (&at, more) in open.iter().zip(largest_remainder(&shares, left)) {
            let taken = more.min(ceiling - counts[at]);
            counts[at] += taken;
            left -= taken;
        }
    }
    counts
}

/// Whole numbers for cells: `weights` (which sum to 1) times `total`, and every margin as near to its shares as whole
/// numbers allow.
///
/// The start takes a cell's numbers along the running sum, so that no margin drifts. Then single persons are moved to a
/// neighbouring cell (`neighbours` lists those that differ in one trait) as long as that brings the margins nearer.
pub(crate) fn settle(
    weights: &[f64],
    margins: &[Margin],
    neighbours: &[Vec<usize>],
    total: u32,
    draw: &mut Draw,
) -> Vec<u32> {
    let mut counts = along_the_sum(weights, total, draw);
    let mut ledger = Ledger::new(&counts, margins, total);
    let mut order: Vec<usize> = (0..counts.len()).collect();
    draw.shuffle(&mut order);
    let mut stalled = 0;
    loop {
        let before = ledger.off();
        for &from in &order {
            if counts[from] == 0 || !ledger.has_surplus(margins, from) {
                continue;
            }
            let better = neighbours[from].iter().copied().find(|&to| ledger.change(margins, from, to) < 0);
            if let Some(to) = better {
                counts[from] -= 1;
                counts[to] += 1;
                ledger.carry(margins, from, to);
            }
        }
        if ledger.off() == 0 || stalled == MOST_STALLS {
            return counts;
        }
        if ledger.off() == before {
            stalled += 1;
            step_aside(&mut counts, &mut ledger, margins, neighbours, draw);
        }
    }
}

/// How often a standstill is broken before what is left is accepted.
const MOST_STALLS: u32 = 60;

/// No single move helps: a few that at least do no harm open the way for others.
fn step_aside(counts: &mut [u32], ledger: &mut Ledger, margins: &[Margin], neighbours: &[Vec<usize>], draw: &mut Draw) {
    for _ in 0..200 {
        let from = draw.place(counts.len());
        if counts[from] == 0 || neighbours[from].is_empty() {
            continue;
        }
        let to = neighbours[from][draw.place(neighbours[from].len())];
        if ledger.change(margins, from, to) <= 0 {
            counts[from] -= 1;
            counts[to] += 1;
            ledger.carry(margins, from, to);
        }
    }
}

fn along_the_sum(weights: &[f64], total: u32, draw: &mut Draw) -> Vec<u32> {
    let start = f64::from(draw.below(1 << 20)) / f64::from(1 << 20);
    let whole: f64 = weights.iter().sum();
    let mut sum = 0.0;
    let mut given = 0;
    let last = weights.len().saturating_sub(1);
    let mut counts = Vec::with_capacity(weights.len());
    for (at, weight) in weights.iter().enumerate() {
        sum += weight;
        let until = if at == last { total } else { whole_part(sum / whole * f64::from(total) + start).min(total) };
        counts.push(until - given);
        given = until;
    }
    counts
}

/// How far each class of each margin is from its whole number: held less wanted.
struct Ledger(Vec<Vec<i64>>);

impl Ledger {
    fn new(counts: &[u32], margins: &[Margin], total: u32) -> Self {
        let surplus = margins.iter().map(|margin| {
            let mut off: Vec<i64> =
                largest_remainder(&margin.shares, total).into_iter().map(|wanted| -i64::from(wanted)).collect();
            for (&count, &class) in counts.iter().zip(&margin.class_of) {
                off[class] += i64::from(count);
            }
            off
        });
        Self(surplus.collect())
    }

    fn off(&self) -> i64 {
        self.0.iter().flatten().map(|off| off.abs()).sum()
    }

    fn has_surplus(&self, margins: &[Margin], cell: usize) -> bool {
        margins.iter().zip(&self.0).any(|(margin, off)| off[margin.class_of[cell]] > 0)
    }

    fn change(&self, margins: &[Margin], from: usize, to: usize) -> i64 {
        let mut change = 0;
        for (margin, off) in margins.iter().zip(&self.0) {
            let (a, b) = (margin.class_of[from], margin.class_of[to]);
            if a != b {
                change += (off[a] - 1).abs() - off[a].abs() + (off[b] + 1).abs() - off[b].abs();
            }
        }
        change
    }

    fn carry(&mut self, margins: &[Margin], from: usize, to: usize) {
        for (margin, off) in margins.iter().zip(&mut self.0) {
            off[margin.class_of[from]] -= 1;
            off[margin.class_of[to]] += 1;
        }
    }
}

/// The whole part of a number that is neither negative nor above what `u32` holds.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the whole part is what is wanted; the cast saturates at both ends"
)]
pub(crate) fn whole_part(x: f64) -> u32 {
    x as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draw::Stage;

    #[test]
    fn nothing_is_lost_and_the_largest_remainder_wins() {
        assert_eq!(largest_remainder(&[0.5, 0.3, 0.2], 10), [5, 3, 2]);
        assert_eq!(largest_remainder(&[1.0, 1.0, 1.0], 10), [4, 3, 3]);
        assert_eq!(largest_remainder(&[306.0, 330.0, 4614.0], 1047), [61, 66, 920]);
        assert_eq!(largest_remainder(&[0.0, 0.0], 10), [0, 0]);
    }

    #[test]
    fn bounds_hold_and_give_way_only_where_they_must() {
        let counts = within_bounds(&[1, 1, 500], 200, 3, 100);
        assert_eq!(counts.iter().sum::<u32>(), 200);
        assert!(counts.iter().all(|&n| (3..=100).contains(&n)), "{counts:?}");
        assert_eq!(within_bounds(&[1, 1], 300, 3, 100), [150, 150]);
        assert_eq!(within_bounds(&[1, 1, 1], 4, 3, 100).iter().sum::<u32>(), 4);
    }

    #[test]
    fn two_margins_come_out_to_the_person() {
        // Five rows by four columns with awkward shares; a start by rounding alone would miss several.
        let (rows, columns) = ([0.37, 0.29, 0.17, 0.12, 0.05], [0.41, 0.33, 0.19, 0.07]);
        let cells: Vec<(usize, usize)> = (0..5).flat_map(|r| (0..4).map(move |c| (r, c))).collect();
        let weights: Vec<f64> = cells.iter().map(|&(r, c)| rows[r] * columns[c]).collect();
        let margins = [
            Margin { code: "rows", class_of: cells.iter().map(|c| c.0).collect(), shares: rows.to_vec() },
            Margin { code: "columns", class_of: cells.iter().map(|c| c.1).collect(), shares: columns.to_vec() },
        ];
        let apart = |a: &(usize, usize), b: &(usize, usize)| usize::from(a.0 != b.0) + usize::from(a.1 != b.1);
        let neighbours: Vec<Vec<usize>> =
            cells.iter().map(|a| (0..cells.len()).filter(|&b| apart(a, &cells[b]) == 1).collect()).collect();
        for total in [97, 1_003, 20_011] {
            let counts = settle(&weights, &margins, &neighbours, total, &mut Draw::new(total.into(), Stage::Strata));
            for margin in &margins {
                let mut held = vec![0; margin.shares.len()];
                for (count, &class) in counts.iter().zip(&margin.class_of) {
                    held[class] += count;
                }
                assert_eq!(held, largest_remainder(&margin.shares, total), "{} of {total}", margin.code);
            }
        }
    }
}

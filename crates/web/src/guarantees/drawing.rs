//! Bars: what runs, divided by how it stands, drawn 328 units wide. Each bar is as long as the others, since a county has
//! twenty thousand visits and three doubts: what is compared is the share, and the number stands beside it.

use super::Counts;

/// The width of a figure.
const WIDTH: u64 = 328;
/// A share that is not nothing is never drawn thinner.
const LEAST: u64 = 3;
/// From one bar to the next.
const PITCH: usize = 54;
/// From the top of its row down to the line of its name, of its counts, and to the bar.
const DOWN_TO: [usize; 3] = [12, 27, 32];

/// A stretch of a bar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Segment {
    /// Where it begins.
    pub x: u64,
    /// How wide it is.
    pub width: u64,
    /// Its class in the style.
    pub class: &'static str,
}

/// A bar with its name and counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bar {
    /// Its name.
    pub name: String,
    /// What is counted.
    pub counts: Counts,
    /// The line of its name.
    pub name_y: usize,
    /// The line of its counts.
    pub counts_y: usize,
    /// The top of the bar.
    pub y: usize,
    /// From left to right: late, at risk, in time, not known before, resting.
    pub segments: Vec<Segment>,
}

/// A figure of bars.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bars {
    /// The bars, from above.
    pub bars: Vec<Bar>,
    /// How high it is.
    pub height: usize,
}

impl Bars {
    /// Of these, in their order.
    pub fn of(named: impl IntoIterator<Item = (String, Counts)>) -> Self {
        let bars: Vec<Bar> = named
            .into_iter()
            .enumerate()
            .map(|(at, (name, counts))| {
                let [name_y, counts_y, y] = DOWN_TO.map(|down| at * PITCH + down);
                Bar { name, counts, name_y, counts_y, y, segments: segments(&counts) }
            })
            .collect();
        let height = bars.len() * PITCH;
        Self { bars, height }
    }

    /// How many have something late.
    pub fn late(&self) -> usize {
        self.bars.iter().filter(|bar| bar.counts.late > 0).count()
    }
}

fn segments(counts: &Counts) -> Vec<Segment> {
    let parts = [
        (counts.late, "lt"),
        (counts.at_risk, "rk"),
        (counts.in_time, "h2"),
        (counts.before_unknown, "z"),
        (counts.paused, "h1"),
    ];
    let all = counts.running();
    if all == 0 {
        return Vec::new();
    }
    let mut shown: Vec<(u64, &'static str)> = parts
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, class)| ((count.saturating_mul(WIDTH) / all).max(LEAST), class))
        .collect();
    // The widest gives what the thinnest were given, and takes what rounding left.
    let others: u64 = shown.iter().map(|(width, _)| width).sum();
    if let Some((widest, _)) = shown.iter_mut().max_by_key(|(width, _)| *width) {
        *widest = (*widest + WIDTH).saturating_sub(others);
    }
    let mut x = 0;
    shown
        .into_iter()
        .map(|(width, class)| {
            let segment = Segment { x, width, class };
            x += width;
            segment
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_is_whole_and_nothing_that_is_there_is_too_thin_to_see() {
        let counts = Counts { late: 1, at_risk: 1, in_time: 20_000, before_unknown: 113, ..Counts::default() };
        let segments = segments(&counts);
        assert_eq!(segments.iter().map(|s| s.class).collect::<Vec<_>>(), ["lt", "rk", "h2", "z"]);
        assert_eq!(segments.iter().map(|s| s.width).sum::<u64>(), WIDTH);
        assert!(segments.iter().all(|s| s.width >= LEAST));
        let ends: Vec<u64> = segments.iter().map(|s| s.x + s.width).collect();
        assert_eq!(&ends[..3], &segments.iter().skip(1).map(|s| s.x).collect::<Vec<_>>()[..]);
    }

    #[test]
    fn where_nothing_runs_nothing_is_drawn() {
        let bars = Bars::of([("a".to_owned(), Counts { kept: 3, ..Counts::default() })]);
        assert_eq!((bars.bars[0].segments.len(), bars.height, bars.late()), (0, 54, 0));
    }
}

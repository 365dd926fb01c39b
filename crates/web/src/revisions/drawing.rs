//! Bars of how many gain and lose, drawn 328 units wide.

/// Units from one bar to the next.
const PITCH: u64 = 56;
/// The width of the longest.
const WIDTH: u64 = 328;

/// The classes of those who are given more, less, or the same otherwise.
pub const CHANGES: [&str; 3] = ["h2", "lt", "h1"];

/// A stretch of a bar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Segment {
    /// Its class.
    pub class: &'static str,
    /// Where it begins.
    pub x: u64,
    /// How wide it is.
    pub width: u64,
}

/// A bar with its name and numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bar {
    /// Of whom.
    pub name: String,
    /// The numbers in words.
    pub said: String,
    /// The base line of the name.
    pub name_y: u64,
    /// The base line of the numbers.
    pub said_y: u64,
    /// The top of the bar.
    pub y: u64,
    /// Its stretches.
    pub segments: Vec<Segment>,
}

/// Bars over one another, all to one scale.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bars {
    /// The bars.
    pub bars: Vec<Bar>,
    /// How high they are together.
    pub height: u64,
}

impl Bars {
    /// Rows of a name, its numbers in words, and three numbers, whose stretches have these classes.
    pub fn of(rows: impl IntoIterator<Item = (String, String, [u64; 3])>, classes: [&'static str; 3]) -> Self {
        let rows: Vec<_> = rows.into_iter().collect();
        let most = rows.iter().map(|(.., counts)| counts.iter().sum::<u64>()).max().unwrap_or(0).max(1);
        let bars: Vec<Bar> = (0u64..)
            .zip(rows)
            .map(|(at, (name, said, counts))| {
                let top = at.saturating_mul(PITCH);
                let mut x = 0;
                let segments = counts.into_iter().zip(classes).filter(|(count, _)| *count > 0);
                let segments = segments.map(|(count, class)| {
                    // Whoever is there is seen, however few.
                    let width = (count.saturating_mul(WIDTH) / most).max(2);
                    let segment = Segment { class, x, width };
                    x += width;
                    segment
                });
                let segments = segments.collect();
                Bar { name, said, name_y: top + 13, said_y: top + 29, y: top + 36, segments }
            })
            .collect();
        let height = u64::try_from(bars.len()).unwrap_or(0).saturating_mul(PITCH);
        Self { bars, height }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_fills_the_width_and_the_few_are_seen() {
        let rows = [("甲".to_owned(), "1".to_owned(), [900, 100, 0]), ("乙".to_owned(), "2".to_owned(), [1, 0, 0])];
        let bars = Bars::of(rows, CHANGES);
        assert_eq!(bars.height, 112);
        let widths: Vec<Vec<u64>> =
            bars.bars.iter().map(|bar| bar.segments.iter().map(|s| s.width).collect()).collect();
        assert_eq!(widths, [vec![295, 32], vec![2]]);
        assert_eq!(bars.bars[0].segments[1].x, 295);
    }
}

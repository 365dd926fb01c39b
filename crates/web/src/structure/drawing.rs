//! The age pyramid, drawn 328 units wide: men to the left, women to the right, the band between them, the oldest on top; whose age
//! is not known stands below in a dashed bar of its own.

use guanai_app::structure::Structure;
use guanai_registry::AgeBand;

/// Units from one bar to the next.
const PITCH: u64 = 26;
/// The width of the longest bar of one side.
const SIDE: u64 = 100;
/// Where the left side ends, and where the right one begins.
const LEFT: u64 = 132;
const RIGHT: u64 = 196;
/// The width of the whole.
const WIDTH: u64 = 328;

/// One band.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PyramidRow {
    /// The code of the band.
    pub band: &'static str,
    /// Men.
    pub men: u64,
    /// Women.
    pub women: u64,
    /// Those whose sex is not stated.
    pub unstated: u64,
    /// The top of the bars.
    pub y: u64,
    /// The base line of the words.
    pub text_y: u64,
    /// Where the left bar begins.
    pub men_x: u64,
    /// How wide it is.
    pub men_width: u64,
    /// Where its number ends.
    pub men_said_x: u64,
    /// How wide the right bar is.
    pub women_width: u64,
    /// Where its number begins.
    pub women_said_x: u64,
}

/// The pyramid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pyramid {
    /// The bands, the oldest first.
    pub rows: Vec<PyramidRow>,
    /// Those whose age is not known.
    pub unknown: u64,
    /// How wide their bar is.
    pub unknown_width: u64,
    /// The top of it.
    pub unknown_y: u64,
    /// How high all of it is.
    pub height: u64,
}

impl Pyramid {
    /// Where the right side begins.
    pub const fn right(&self) -> u64 {
        RIGHT
    }

    /// Draws it.
    pub fn of(structure: &Structure) -> Self {
        let row = |band: AgeBand| structure.ages.get(&band).copied().unwrap_or_default();
        let unknown = structure.age_unknown.all();
        let sides = AgeBand::ALL.iter().map(|band| row(*band)).flat_map(|row| [row.men, row.women]);
        let most = sides.max().unwrap_or(0).max(1);
        // Whoever is there is seen, however few.
        let width = |count: u64| if count == 0 { 0 } else { (count.saturating_mul(SIDE) / most).max(2) };
        let rows = (0_u64..).zip(AgeBand::ALL.iter().rev()).map(|(at, band)| {
            let (of, y) = (row(*band), at.saturating_mul(PITCH));
            let men_x = LEFT.saturating_sub(width(of.men));
            PyramidRow {
                band: band.code(),
                men: of.men,
                women: of.women,
                unstated: of.unstated,
                y,
                text_y: y + 13,
                men_x,
                men_width: width(of.men),
                men_said_x: men_x.saturating_sub(4),
                women_width: width(of.women),
                women_said_x: RIGHT + width(of.women) + 4,
            }
        });
        let rows: Vec<PyramidRow> = rows.collect();
        let unknown_y = u64::try_from(rows.len()).unwrap_or(0).saturating_mul(PITCH) + 24;
        let unknown_width = width(unknown).min(WIDTH - 2);
        Self { rows, unknown, unknown_width, unknown_y, height: unknown_y + 22 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use guanai_app::structure::AgeRow;

    #[test]
    fn the_oldest_stand_on_top_and_the_few_are_seen() {
        let mut structure = Structure::default();
        structure.ages.insert(AgeBand::From80, AgeRow { women: 1, men: 300, unstated: 0 });
        structure.age_unknown = AgeRow { women: 0, men: 0, unstated: 2 };
        let pyramid = Pyramid::of(&structure);
        let first = &pyramid.rows[0];
        assert_eq!((first.band, first.men_x, first.men_width, first.women_width), ("80-over", 32, 100, 2));
        assert_eq!((pyramid.unknown, pyramid.unknown_width), (2, 2));
        let last = &pyramid.rows[6];
        assert_eq!((last.band, last.men_width), ("under-30", 0), "nobody is no bar");
    }
}

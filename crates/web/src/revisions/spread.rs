//! How far the figures lie apart that townships set for themselves (R24, R26): each figure over all of them, drawn and as a table.

use askama::Template;
use axum::response::Response;
use guanai_kernel::Date;

use crate::failure::PageError;
use crate::page::{self, Frame};
use crate::visit::Visit;

/// How wide a strip is drawn.
const WIDTH: i128 = 328;

/// One organisation's figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpreadRow {
    /// Its name.
    pub name: String,
    /// The figure.
    pub value: String,
    /// The document under which it set it, and the last day; none where the county's holds.
    pub own: Option<(String, Date)>,
    /// Whether it lies far outside.
    pub is_far: bool,
}

/// A figure over all organisations, drawn between its bounds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Strip {
    /// Where the middle half begins.
    pub half_x: i128,
    /// How wide it is.
    pub half_width: i128,
    /// Where the middle is.
    pub middle_x: i128,
    /// Where each stands, and whether it lies far outside.
    pub places: Vec<(i128, bool)>,
}

impl Strip {
    /// From the bounds, the three quarters, and each figure.
    pub fn of(bounds: (i64, i64), [lower, middle, upper]: [i64; 3], places: &[(i64, bool)]) -> Self {
        let (least, most) = (i128::from(bounds.0), i128::from(bounds.1));
        let x = |figure: i64| (i128::from(figure) - least).clamp(0, most - least) * WIDTH / (most - least).max(1);
        Self {
            half_x: x(lower),
            // Where all have the same, there is still something to see.
            half_width: (x(upper) - x(lower)).max(2),
            middle_x: x(middle),
            places: places.iter().map(|(figure, is_far)| (x(*figure), *is_far)).collect(),
        }
    }
}

/// One figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpreadFigureView {
    /// What it is called.
    pub title: String,
    /// The county's own.
    pub usual: String,
    /// The least and the most that may be set.
    pub bounds: (String, String),
    /// The last day that such a figure may have.
    pub until: Date,
    /// The least, the lower quarter, the middle, the upper quarter, the most.
    pub marks: [String; 5],
    /// The same, drawn.
    pub strip: Strip,
    /// Each organisation, the lowest figure first.
    pub rows: Vec<SpreadRow>,
}

impl SpreadFigureView {
    /// How many set their own.
    pub fn own(&self) -> usize {
        self.rows.iter().filter(|row| row.own.is_some()).count()
    }

    /// How many lie far outside.
    pub fn far(&self) -> usize {
        self.rows.iter().filter(|row| row.is_far).count()
    }
}

/// Every figure that may be set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpreadView {
    /// The day.
    pub on: Date,
    /// The figures.
    pub figures: Vec<SpreadFigureView>,
}

/// The page.
#[derive(Template)]
#[template(path = "revisions/spread.html")]
pub struct SpreadPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// What is told.
    pub view: &'a SpreadView,
}

impl SpreadPage<'_> {
    fn counted(&self, figure: &SpreadFigureView) -> String {
        let counts = (figure.rows.len().to_string(), figure.own().to_string(), figure.far().to_string());
        self.frame.with3("web-spread-counted", ("all", &counts.0), ("own", &counts.1), ("far", &counts.2))
    }

    fn may(&self, figure: &SpreadFigureView) -> String {
        let until = self.frame.day(figure.until);
        let (least, most) = &figure.bounds;
        self.frame.with3("web-spread-may", ("least", least), ("most", most), ("until", &until))
    }
}

/// `GET /standards/spread`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let view = visit.office().revisions().spread(visit.asker()?).await?;
    page::draw(&SpreadPage { frame: &visit.frame, view: &view })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_strip_lies_between_its_bounds() {
        let strip = Strip::of((100, 200), [110, 120, 150], &[(100, false), (200, true), (900, true)]);
        assert_eq!((strip.half_x, strip.half_width, strip.middle_x), (32, 132, 65));
        assert_eq!(strip.places, [(0, false), (328, true), (328, true)]);
        let same = Strip::of((5, 5), [5, 5, 5], &[(5, false)]);
        assert_eq!((same.half_x, same.half_width, same.places), (0, 2, vec![(0, false)]));
    }
}

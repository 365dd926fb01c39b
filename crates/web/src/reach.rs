//! Whom and what we have not reached: the four lists at a glance, one of them, and the yearly rechecks beside them.

pub mod desk;
pub mod list;
pub mod show;

pub use desk::{ReachDesk, Saved};
pub use list::{GapView, ListAsk, MeasureView, ReachListView};

use guanai_app::reach::ReachTable;
use guanai_casework::reach::ShownCount;

/// How much of something is reached, for a bar: so many of so many; none where a count is kept back.
pub fn reached(table: &ReachTable) -> Option<(u64, u64)> {
    match (table.of, table.missed) {
        (ShownCount::Told(of), ShownCount::Told(missed)) => Some((of.saturating_sub(missed), of)),
        _ => None,
    }
}

/// Whether nothing was missed.
pub const fn is_whole(table: &ReachTable) -> bool {
    matches!(table.missed, ShownCount::Told(0))
}

//! Whom and what we have not reached: the four lists at a glance, one of them, and the yearly rechecks beside them.

pub mod desk;
pub mod given;
pub mod honours;
pub mod list;
pub mod show;

pub use desk::{ReachDesk, Saved};
pub use given::{GivenAsk, GivenView};
pub use honours::{HonoursAsk, HonoursView};
pub use list::{GapView, HelpView, ListAsk, MeasureView, ReachListView, WaitingNeed};

use guanai_app::reach::ReachTable;
use guanai_casework::reach::ShownCount;
use guanai_kernel::ids::OrganizationId;

use crate::page::Crumb;

/// A place within the organisations that a page goes down through, under the page's address.
pub(crate) struct Within<'p> {
    /// The address of the page.
    pub address: String,
    /// From the top of the reader's scope down to the place, itself last.
    pub path: &'p [(OrganizationId, String)],
    /// Whether those alone are shown who belong to it directly.
    pub own: bool,
}

impl Within<'_> {
    /// The places over it; itself too where its own people are shown.
    pub fn crumbs(&self) -> Vec<Crumb> {
        let above = self.path.len().saturating_sub(usize::from(!self.own));
        let above = self.path.iter().take(above);
        above.map(|(id, name)| Crumb { name: name.clone(), href: self.href(*id, false) }).collect()
    }

    /// Its name.
    pub fn name(&self) -> String {
        self.path.last().map(|(_, name)| name.clone()).unwrap_or_default()
    }

    /// Where another place is shown, or its own people alone.
    pub fn href(&self, organization: OrganizationId, own: bool) -> String {
        let own = if own { "&own=yes" } else { "" };
        format!("{}?organization={organization}{own}", self.address)
    }
}

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

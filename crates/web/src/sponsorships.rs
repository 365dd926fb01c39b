//! School sponsorships 助学: written down at the guardian's, looked at every year, stopped by their day. Pupils have no name for whoever
//! does not keep them.

pub mod desk;
pub mod file;
pub mod list;
pub mod record;

pub use desk::SponsorshipDesk;
pub use file::{CarryWish, SponsorshipFile};
pub use list::{SponsorshipsAsk, SponsorshipsList};
pub use record::{GuardianFace, SponsorWish};

use guanai_app::sponsorships::ListedSponsorship;
use guanai_casework::SponsorshipStop;

use crate::page::{Frame, Icon, State, Tag};

/// The tag of a row.
pub const fn row_tag(row: &ListedSponsorship) -> Tag {
    match (row.has_stopped, row.is_due, row.stops.1) {
        (true, _, SponsorshipStop::Graduated) => Tag::new(State::Ok, Icon::Ok, "web-sponsorship-graduated"),
        (true, ..) => Tag::new(State::Calm, Icon::Same, "web-sponsorship-stopped"),
        (_, true, _) => Tag::new(State::Risk, Icon::Risk, "web-sponsorship-due"),
        _ => Tag::new(State::Info, Icon::Doing, "web-sponsorship-running"),
    }
}

/// What a pupil is called: by name for the office that keeps them, by the stage for everybody else.
pub fn called(frame: &Frame, row: &ListedSponsorship) -> String {
    row.child_name.clone().unwrap_or_else(|| frame.named("web-pupil-", row.stage.code()))
}

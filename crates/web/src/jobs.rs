//! Jobs that came of help 就业安置: written down at the need, looked at after three, six and twelve months, and how many lasted.

pub mod desk;
pub mod list;
pub mod look;
pub mod record;

pub use desk::JobDesk;
pub use list::{JobsAsk, JobsList};
pub use look::{JobFile, LookWish};
pub use record::{JobChoices, RecordWish};

use guanai_app::jobs::ListedJob;

use crate::page::{Icon, State, Tag};

/// The tag of a row.
pub const fn row_tag(row: &ListedJob) -> Tag {
    match (row.has_left, row.is_due, row.next.is_some()) {
        (true, ..) => Tag::new(State::Calm, Icon::Same, "web-job-left"),
        (_, true, _) => Tag::new(State::Risk, Icon::Risk, "web-job-due"),
        (_, _, true) => Tag::new(State::Info, Icon::Doing, "web-job-running"),
        _ => Tag::new(State::Ok, Icon::Ok, "web-job-kept"),
    }
}

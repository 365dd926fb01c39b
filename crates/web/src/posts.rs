//! Posts 任职: who holds and held which at an organisation, the form that appoints, what somebody else decides on it, and its end.
//! [`desk::PostDesk`] is what the pages ask.

pub mod decide;
pub mod desk;
pub mod file;
pub mod record;
pub mod waiting;

pub use desk::PostDesk;
pub use file::{PostLine, PostsFile};
pub use record::{Appointee, PostWish};
pub use waiting::{PostsWaiting, WaitingLine};

pub use guanai_app::posts::Held;
pub use guanai_casework::appointment::{AppointmentMove, Manner, Powers};

use crate::page::{Icon, State, Tag};

/// The longest text of a form of this area.
pub const MOST_LETTERS: usize = guanai_app::posts::MOST_LETTERS;

/// When a post is held, in a word.
pub const fn held_tag(held: Held) -> Tag {
    match held {
        Held::Waiting => Tag::new(State::Risk, Icon::Wait, "web-held-waiting"),
        Held::Now => Tag::new(State::Ok, Icon::Ok, "web-held-now"),
        Held::Ahead => Tag::new(State::Info, Icon::Doing, "web-held-ahead"),
        Held::Before => Tag::new(State::Calm, Icon::Same, "web-held-before"),
        Held::Never => Tag::new(State::Calm, Icon::Same, "web-held-never"),
    }
}

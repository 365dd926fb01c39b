//! Floating members 流动党员: who is out and in, the sealed letter to an organisation outside and its slip, another county's letter and
//! whoever it brings. [`desk::FloatingDesk`] is what the pages ask.

pub mod desk;
pub mod guest;
pub mod incoming;
pub mod letter;
pub mod list;
pub mod slip;

pub use desk::FloatingDesk;

use guanai_registry::LetterState;

use crate::form::Upload;
use crate::page::{Icon, State, Tag};

/// Letters of what is written.
pub const MOST_LETTERS: usize = 300;

/// How a letter stands, in a word.
pub const fn letter_tag(state: LetterState) -> Tag {
    match state {
        LetterState::Out => Tag::new(State::Risk, Icon::Wait, "web-floating-letter-out"),
        LetterState::Answered => Tag::new(State::Ok, Icon::Ok, "web-floating-letter-answered"),
        LetterState::Replaced => Tag::new(State::Calm, Icon::Same, "web-floating-letter-replaced"),
    }
}

/// The one file of a form.
fn one_file(uploads: Vec<Upload>) -> Option<Vec<u8>> {
    uploads.into_iter().next().map(|upload| upload.bytes)
}

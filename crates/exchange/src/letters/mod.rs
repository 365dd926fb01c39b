//! The sealed files between two counties about a floating member: the letter 流动党员接洽函 that goes out with the least data, under a
//! code that is told apart from it, and the slip 回执 that comes back. `docs/operating/floating-letter.md` describes the format.
//!
//! [`sealed`] is the envelope: what is read of a file before anything is believed, and what it may cost. [`contents`] is what stands
//! in it. Randomness comes in as an argument.

pub mod code;
pub mod contents;
pub mod sealed;

pub use code::{Code, CodeError};
pub use contents::{Home, Host, Letter, ReplyKey, Slip, SlipWord, Who};
pub use sealed::{
    Chance, MOST_BYTES, SealedError, SealedKind, number_of, open_letter, open_slip, seal_letter, seal_slip,
};

//! Books in and out: whole files through the reader, and back.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod amended;
mod carried_county;
mod other_habits;
mod pack_words;
mod refused_rows;
mod reports;
mod workbooks;

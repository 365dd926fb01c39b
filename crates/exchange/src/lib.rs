//! Files in and out: hostile workbooks, office CSV, refused rows, templates, plans.
//!
//! In: [`cells`] reads any file safely, [`sandbox`] does so in a child process, [`books`] tells which sheet is which book,
//! [`rows`] makes typed rows, [`staging`] puts them together; [`picture`] takes out of a picture what a phone wrote into it.
//! Out: [`out`]. Both: [`letters`], sealed files between two counties. No SQL, and no words but the pack's.

pub mod books;
pub mod cells;
pub mod letters;
pub mod out;
pub mod picture;
pub mod private_folder;
pub mod rows;
pub mod sandbox;
pub mod staging;

pub use books::{Book, HeadSynonyms, Language};
pub use private_folder::PrivateFolder;
pub use sandbox::{BookReader, serve_child};
pub use staging::{Counts, Known, KnownOrganization, Progress, Reach, StageError, Staged, Within, gather_files, stage};

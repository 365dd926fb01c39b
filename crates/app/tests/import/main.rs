//! The import, to the letter of its contract: what it finds, what it changes, what it never does. On both engines.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]
#![expect(clippy::cloned_ref_to_slice_refs, reason = "a list of one reads better as [one]")]

mod audit;
mod carried;
mod changes;
mod chosen;
mod desk;
mod late_books;
mod mended;
mod next_month;
mod office;
mod one_cell;
mod one_number;
mod order;
mod paused;
mod records;
mod renamed;
mod shelf;
mod village;
mod whole_or_nothing;

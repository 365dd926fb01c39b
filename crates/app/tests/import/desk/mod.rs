//! The import desk: brought, rehearsed behind whoever brought it, decided upon, published, given up. On both engines.

pub mod bench;
mod decisions;
mod difference;
mod keeping;
mod publishing;
mod reach;
mod restated;
mod settling;

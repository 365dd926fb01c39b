//! Assignments as a whole: exact against brute force, independent of the order of input, proven, and explained.

mod certified;
mod changed;
mod conditions;
mod drawn;
mod exact;
mod explained;
mod limited;
mod order;
mod refused;
mod reviewed;
mod sharing;

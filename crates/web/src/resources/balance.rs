//! What is offered and used by township, and between town and country, as a chart and as tables.

use crate::revisions::Bars;

/// One township, one side, or what holds everywhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BalanceRow {
    /// Its name.
    pub name: String,
    /// How many resources.
    pub resources: u64,
    /// For how many persons, posts, places and pieces.
    pub units: u64,
    /// Persons served, in words: a number, or that it is under five.
    pub served: String,
    /// Persons who wait, in words.
    pub waiting: String,
}

/// The whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BalanceView {
    /// By township: served, and waiting.
    pub bars: Bars,
    /// Town and country, what holds everywhere, then the townships.
    pub rows: Vec<BalanceRow>,
    /// From which side to which, and persons in words.
    pub flows: Vec<(String, String)>,
}

//! A whole population in columns: the same checked programs that answer one person, done over everybody a block at a time.
//!
//! [`Population`] holds the facts, a column a fact, with its gaps beside it. A pack's programs become operations over columns
//! ([`lower`], [`truth`], [`calls`], [`number`], [`standard`]) in a graph that holds each once ([`graph`]), are put in order
//! ([`plan`]) and done a block of people after another on as many threads as wanted ([`machine`], [`spread`]).
//!
//! Every answer is the one that the row evaluator gives ([`crate::expr::evaluate`]); what a column cannot say, because a
//! person's facts are contested, their membership was interrupted, or a lower tier goes on until a higher one starts, is asked
//! of the row evaluator for that person. An unknown is never false: a condition has a mask for whom it is true and one for
//! whom it is false. A calculation is done without looking for overflow only where it was shown that none can occur.
//!
//! To add a function to the pack language nothing is needed here: it is called person by person, until it is worth an
//! operation of its own in [`calls`].

mod answers;
mod calls;
mod column;
mod day;
mod graph;
mod kernels;
mod locals;
mod lower;
mod machine;
mod masks;
mod number;
mod plan;
mod population;
mod spread;
mod standard;
mod tally;
mod totals;
mod truth;

#[cfg(test)]
mod properties;

pub use answers::{Answers, ClassVerdict, Verdict};
pub use column::{Column, ColumnError};
pub use population::Population;
pub use totals::{ClassTotal, MeasureTotal, Totals};

use crate::assess::Assessor;

impl Assessor<'_> {
    /// What every class and measure comes to over a population, on so many threads. Beside the columns it takes some hundred
    /// kilobytes a thread.
    pub fn totals(&self, population: &Population<'_>, threads: usize) -> Totals {
        totals::totals(self, population, threads)
    }

    /// Every class's and measure's answer for everybody of a population, on so many threads.
    pub fn answers(&self, population: &Population<'_>, threads: usize) -> Answers {
        answers::answers(self, population, None, threads)
    }

    /// The answers of these measures alone, by their places; of others, and of classes, it says nothing.
    pub(crate) fn answers_of(&self, population: &Population<'_>, measures: &[usize], threads: usize) -> Answers {
        answers::answers(self, population, Some(measures), threads)
    }
}

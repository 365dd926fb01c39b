//! Expressions: the closed part of CEL that packs are written in. The `cel` crate parses, everything after it is our own:
//! limits before the parser ([`syntax`]), types ([`check`]), a program over the places of facts ([`program`]), and its
//! evaluation with three values ([`evaluate`]).
//!
//! To add a function: a row in [`functions`], its meaning in [`evaluate`], an example in a pack.

pub(crate) mod check;
pub(crate) mod evaluate;
pub(crate) mod functions;
pub(crate) mod program;
pub(crate) mod seniority;
pub(crate) mod support;
pub(crate) mod syntax;
pub(crate) mod working;

pub use evaluate::Fault;

#[cfg(test)]
pub(crate) mod properties;
#[cfg(test)]
mod tests;

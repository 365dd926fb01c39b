//! Reads an expression out of a pack's file, and tells its mistakes with the file's line and column.

use super::findings::Findings;
use super::manifest::{ClauseSource, Purse};
use super::problem::Problem;
use super::reader::Cell;
use crate::expr::check::{Scope, compile};
use crate::expr::program::{MAX_PACK_STEPS, MAX_STEPS, Program};
use crate::value::Type;

/// What the tables of a pack may refer to.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Site<'a> {
    pub scope: Scope<'a>,
    pub sources: &'a [ClauseSource],
    pub purses: &'a [Purse],
}

impl Site<'_> {
    /// The same, for expressions that only explain.
    pub fn explaining(mut self) -> Self {
        self.scope.explaining = true;
        self
    }
}

/// Reads and checks an expression.
pub(crate) fn read_expression(
    cell: Cell<'_, '_>,
    site: Site<'_>,
    wanted: Option<Type>,
    findings: &Findings,
) -> Option<Program> {
    let text = cell.string()?.value;
    match compile(text, site.scope, wanted) {
        Ok(program) => {
            let steps = program.steps(&site.scope.parameters.all);
            if steps > MAX_STEPS {
                findings.add(&cell.place(), text, Problem::ExpressionTooDear { steps, limit: MAX_STEPS });
                return None;
            }
            let (before, all) = findings.spend(steps);
            if before <= MAX_PACK_STEPS && all > MAX_PACK_STEPS {
                findings.add(&cell.place(), text, Problem::PackTooDear { limit: MAX_PACK_STEPS });
            }
            Some(program)
        }
        Err(error) => {
            let whole = cell.source.raw(cell.span());
            // Where the string holds no escapes, its bytes are the file's, and the place is exact.
            let inside = whole.find(text).map_or(0, |head| head + error.span.start.min(text.len()));
            let read = text.get(error.span.clone()).unwrap_or(text);
            let read = if matches!(error.problem, Problem::Syntax {}) && read.is_empty() { text } else { read };
            findings.add(&cell.source.place(cell.span().start + inside), read, error.problem);
            None
        }
    }
}

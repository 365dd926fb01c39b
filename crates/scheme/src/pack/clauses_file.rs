//! Reads `clauses.toml`: what clauses say, each in a sentence or two of the pack's own. A pack writes them where it lays a clause
//! down itself or can say what it holds; it never copies somebody else's text. A clause without words shows its place alone.

use std::collections::BTreeMap;

use super::findings::{Findings, Seen};
use super::manifest::{ClauseSource, read_clause};
use super::reader::Table;
use crate::text::Text;

/// The file, which a pack may do without.
pub(crate) const FILE: &str = "clauses.toml";

/// What clauses say, by the clause as the pack writes it: `county-example §5`.
pub(crate) type ClauseWords = BTreeMap<String, Text>;

/// Reads `clauses.toml`.
pub(crate) fn read(top: Table<'_, '_>, sources: &[ClauseSource], findings: &Findings) -> ClauseWords {
    let (mut words, mut seen) = (ClauseWords::new(), Seen::default());
    for table in top.tables("clause") {
        let clause = read_clause(&table, sources, findings);
        let placed = table.string("clause");
        let text = table.text("words");
        table.finish();
        let (Some(clause), Some(placed), Some(text)) = (clause, placed, text) else { continue };
        if seen.note(&placed, findings) {
            words.insert(clause.to_string(), text);
        }
    }
    top.finish();
    words
}

//! Reads `members.toml`: within how many days what members say is answered, and what needs their consent.

use super::findings::{Findings, Seen, check_id};
use super::manifest::{Clause, ClauseSource, read_clause};
use super::reader::{Cell, Table};
use crate::text::Text;

/// The days that are asked for are at most a year.
const MOST_DAYS: i64 = 366;

/// What an answer is owed to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Answered {
    /// A call for help.
    Help,
    /// A correction of the record.
    Correct,
    /// An objection to an answer.
    Object,
    /// A visit, help or notice that is not wanted.
    Refuse,
    /// A second look at an answer.
    Review,
}

impl Answered {
    /// Every one, with its key in the pack.
    pub const ALL: &'static [(&'static str, Self)] = &[
        ("help", Self::Help),
        ("correct", Self::Correct),
        ("object", Self::Object),
        ("refuse", Self::Refuse),
        ("review", Self::Review),
    ];
}

/// Within how many days something is answered.
#[derive(Debug, Clone)]
pub struct AnswerTerm {
    /// What.
    pub answered: Answered,
    /// Calendar days from the day it was said.
    pub days: u32,
    /// Where it is laid down.
    pub clause: Clause,
    /// Whether it is an example for configuration and no rule.
    pub example: bool,
    /// Where the figure comes from.
    pub note: Option<Text>,
}

/// Something that needs a member's consent. No standard may ask for it: refusing costs nothing.
#[derive(Debug, Clone)]
pub struct ConsentKind {
    /// Its code.
    pub code: String,
    /// What it is called.
    pub name: Text,
    /// What is done with it, and what is done instead where it is refused.
    pub about: Text,
    /// Where it is laid down.
    pub clause: Clause,
}

/// All of `members.toml`.
#[derive(Debug, Clone, Default)]
pub(crate) struct MemberTable {
    pub terms: Vec<AnswerTerm>,
    pub consents: Vec<ConsentKind>,
}

/// Reads `members.toml`.
pub(crate) fn read(top: Table<'_, '_>, sources: &[ClauseSource], findings: &Findings) -> MemberTable {
    let mut table = MemberTable::default();
    if let Some(terms) = top.require("answer").and_then(Cell::table) {
        for (key, answered) in Answered::ALL {
            let term = terms.require(key).and_then(Cell::table);
            table.terms.extend(term.and_then(|term| read_term(term, *answered, sources, findings)));
        }
        terms.finish();
    }
    let mut codes = Seen::default();
    for row in top.tables("consent") {
        table.consents.extend(read_consent(&row, &mut codes, sources, findings));
        row.finish();
    }
    top.finish();
    table
}

fn read_term(
    row: Table<'_, '_>,
    answered: Answered,
    sources: &[ClauseSource],
    findings: &Findings,
) -> Option<AnswerTerm> {
    let days = row.require("days").and_then(|cell| cell.integer_in(1..=MOST_DAYS));
    let clause = read_clause(&row, sources, findings);
    let example = row.flag("example");
    let note = row.get("note").and_then(Cell::text);
    row.finish();
    Some(AnswerTerm { answered, days: u32::try_from(days?).ok()?, clause: clause?, example, note })
}

fn read_consent(
    row: &Table<'_, '_>,
    codes: &mut Seen,
    sources: &[ClauseSource],
    findings: &Findings,
) -> Option<ConsentKind> {
    let code = row.string("code").filter(|c| check_id(c, findings) && codes.note(c, findings));
    let (name, about) = (row.text("name"), row.text("about"));
    let clause = read_clause(row, sources, findings);
    Some(ConsentKind { code: code?.value.to_owned(), name: name?, about: about?, clause: clause? })
}

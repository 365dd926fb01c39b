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
    /// Every one.
    pub const ALL: &'static [Self] = &[Self::Help, Self::Correct, Self::Object, Self::Refuse, Self::Review];
}

/// Within how many days something is answered.
#[derive(Debug, Clone)]
pub struct AnswerTerm {
    /// Calendar days from the day it was said.
    pub days: u32,
    /// Where it is laid down.
    pub clause: Clause,
    /// Whether it is an example for configuration and no rule.
    pub example: bool,
    /// Where the figure comes from.
    pub note: Option<Text>,
}

/// Within how many days both sides of a dispute are told what came of it.
#[derive(Debug, Clone)]
pub struct DisputeDays {
    /// Calendar days from the day it was raised.
    pub term: AnswerTerm,
    /// So many days before the term ends it is near.
    pub near_days: u32,
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
    /// Whether it is the consent to being called by whoever helps: whoever refuses it is reached through an office.
    pub passes_contact: bool,
    /// Where it is laid down.
    pub clause: Clause,
}

/// All of `members.toml`.
#[derive(Debug, Clone)]
pub(crate) struct MemberTable {
    help: AnswerTerm,
    correct: AnswerTerm,
    object: AnswerTerm,
    refuse: AnswerTerm,
    review: AnswerTerm,
    pub dispute: Option<DisputeDays>,
    pub consents: Vec<ConsentKind>,
}

impl MemberTable {
    /// Within how many days something is answered.
    pub const fn term(&self, answered: Answered) -> &AnswerTerm {
        match answered {
            Answered::Help => &self.help,
            Answered::Correct => &self.correct,
            Answered::Object => &self.object,
            Answered::Refuse => &self.refuse,
            Answered::Review => &self.review,
        }
    }
}

/// Reads `members.toml`; every term of an answer must be there. Where there is none for disputes, none are taken in.
pub(crate) fn read(top: Table<'_, '_>, sources: &[ClauseSource], findings: &Findings) -> Option<MemberTable> {
    let answers = top.require("answer").and_then(Cell::table);
    let term = |key| {
        let row = answers.as_ref()?.require(key).and_then(Cell::table)?;
        read_term(row, sources, findings)
    };
    let [help, correct, object, refuse, review] = ["help", "correct", "object", "refuse", "review"].map(term);
    if let Some(answers) = answers {
        answers.finish();
    }
    let mut codes = Seen::default();
    let mut consents = Vec::new();
    for row in top.tables("consent") {
        consents.extend(read_consent(&row, &mut codes, sources, findings));
        row.finish();
    }
    let dispute = top.get("dispute").and_then(Cell::table).and_then(|row| read_dispute(row, sources, findings));
    top.finish();
    Some(MemberTable {
        help: help?,
        correct: correct?,
        object: object?,
        refuse: refuse?,
        review: review?,
        dispute,
        consents,
    })
}

fn read_dispute(row: Table<'_, '_>, sources: &[ClauseSource], findings: &Findings) -> Option<DisputeDays> {
    let near_days = row.require("near_days").and_then(|cell| cell.integer_in(1..=MOST_DAYS));
    let term = read_term(row, sources, findings)?;
    // What is near from before it begins is near all the while.
    let near_days = u32::try_from(near_days?).ok()?.min(term.days);
    Some(DisputeDays { term, near_days })
}

fn read_term(row: Table<'_, '_>, sources: &[ClauseSource], findings: &Findings) -> Option<AnswerTerm> {
    let days = row.require("days").and_then(|cell| cell.integer_in(1..=MOST_DAYS));
    let clause = read_clause(&row, sources, findings);
    let example = row.flag("example");
    let note = row.get("note").and_then(Cell::text);
    row.finish();
    Some(AnswerTerm { days: u32::try_from(days?).ok()?, clause: clause?, example, note })
}

fn read_consent(
    row: &Table<'_, '_>,
    codes: &mut Seen,
    sources: &[ClauseSource],
    findings: &Findings,
) -> Option<ConsentKind> {
    let code = row.string("code").filter(|c| check_id(c, findings) && codes.note(c, findings));
    let (name, about) = (row.text("name"), row.text("about"));
    let passes_contact = row.flag("passes_contact");
    let clause = read_clause(row, sources, findings);
    Some(ConsentKind { passes_contact, code: code?.value.to_owned(), name: name?, about: about?, clause: clause? })
}

//! Reads `approvals.toml`. Two chains that would take one amount of a measure are refused, and so is an amount that none takes.

use std::collections::{BTreeMap, BTreeSet};

use guanai_kernel::Money;

use super::facts::FactTable;
use super::findings::{Findings, Seen, check_id};
use super::manifest::{Clause, ClauseSource, SourceKind, read_clause};
use super::problem::Problem;
use super::reader::{Cell, Table};
use super::words::{ApprovalStep, Lead, PaperKind, VoteShare, VotersOf};
use crate::approvals::{ApprovalChain, ApprovalTerms, Approvals, MeetingKind, NoticeRule, RecusalRule};

/// What the chains may name.
#[derive(Clone, Copy)]
pub(crate) struct Known<'k> {
    /// The sources that clauses cite.
    pub sources: &'k [ClauseSource],
    /// The facts, among them the posts.
    pub facts: &'k FactTable,
    /// The places of the measures by id.
    pub measures: &'k BTreeMap<String, usize>,
}

/// The fact whose values are the posts.
const POSTS: &str = "person.posts";

/// Reads `approvals.toml`.
pub(crate) fn read(top: Table<'_, '_>, known: Known<'_>, findings: &Findings) -> Option<Approvals> {
    let terms = top.require("terms").and_then(Cell::table).and_then(|table| read_terms(table, known, findings));
    let recusal = top.require("recusal").and_then(Cell::table).and_then(|table| read_recusal(table, known, findings));
    let (mut codes, mut ids) = (Seen::default(), Seen::default());
    let mut meetings = Vec::new();
    let rows = top.tables("meeting");
    let declared: BTreeSet<&str> = rows.iter().filter_map(|row| row.get("code")?.quiet_string()).collect();
    for row in rows {
        meetings.extend(read_meeting(&row, known, &mut codes, findings));
        row.finish();
    }
    let mut chains: Vec<(ApprovalChain, Table<'_, '_>)> = Vec::new();
    let before = findings.count();
    for row in top.tables("chain") {
        match read_chain(&row, known, &declared, &mut ids, findings) {
            Some(chain) => chains.push((chain, row)),
            None => row.finish(),
        }
    }
    if findings.count() == before {
        check_amounts(&chains);
    }
    let chains = chains.into_iter().map(|(chain, row)| {
        row.finish();
        chain
    });
    let chains = chains.collect();
    top.finish();
    Some(Approvals { terms: terms?, recusal: recusal?, meetings, chains })
}

fn days(table: &Table<'_, '_>, key: &'static str) -> Option<u32> {
    let cell: Option<Cell<'_, '_>> = table.require(key);
    cell.and_then(|cell| cell.integer_in(1..=366)).and_then(|days| u32::try_from(days).ok())
}

/// Whether figures are an example; those whose source is one must say so.
fn marked(table: &Table<'_, '_>, clause: Option<&Clause>, known: Known<'_>) -> bool {
    let example = table.flag("example");
    let source = clause.and_then(|clause| known.sources.iter().find(|source| source.id == clause.source));
    if let Some(source) = source.filter(|source| source.kind == SourceKind::Example && !example) {
        table.refuse(&source.id, Problem::ExampleUnmarked {});
    }
    example
}

fn read_terms(table: Table<'_, '_>, known: Known<'_>, findings: &Findings) -> Option<ApprovalTerms> {
    let [answer, ask, review] = ["answer_working_days", "review_days", "review_working_days"].map(|k| days(&table, k));
    let clause = read_clause(&table, known.sources, findings);
    let example = marked(&table, clause.as_ref(), known);
    table.finish();
    Some(ApprovalTerms {
        answer_working_days: answer?,
        review_days: ask?,
        review_working_days: review?,
        clause: clause?,
        example,
    })
}

pub(crate) fn read_posts(table: &Table<'_, '_>, facts: &FactTable, findings: &Findings) -> Vec<String> {
    let fact = facts.find(POSTS).map(|(_, fact)| fact);
    let codes: Vec<&str> = fact.map(|fact| fact.values.iter().map(|value| &*value.code).collect()).unwrap_or_default();
    // A fact without a closed list takes any post.
    let is_open = fact.is_some() && codes.is_empty();
    let posts = table.strings("posts");
    for post in posts.iter().filter(|post| !is_open && !codes.contains(&post.value)) {
        let problem = Problem::UnknownCode { fact: POSTS.to_owned(), known: codes.join(" ") };
        findings.add(&post.at, post.value, problem);
    }
    posts.iter().map(|post| post.value.to_owned()).collect()
}

fn read_recusal(table: Table<'_, '_>, known: Known<'_>, findings: &Findings) -> Option<RecusalRule> {
    let steps = table.require("kin_steps").and_then(|cell| cell.integer_in(1..=3));
    let posts = read_posts(&table, known.facts, findings);
    let clause = read_clause(&table, known.sources, findings);
    table.finish();
    Some(RecusalRule { kin_steps: u32::try_from(steps?).ok()?, posts, clause: clause? })
}

fn read_meeting(row: &Table<'_, '_>, known: Known<'_>, codes: &mut Seen, findings: &Findings) -> Option<MeetingKind> {
    let code = row.string("code").filter(|code| check_id(code, findings) && codes.note(code, findings));
    let name = row.text("name");
    let voters = row.word("voters", VotersOf::ALL);
    let posts = read_posts(row, known.facts, findings);
    if let (Some(VotersOf::Posts), true) = (voters, posts.is_empty()) {
        row.require("posts");
    }
    let percent = |key| {
        let cell: Option<Cell<'_, '_>> = row.require(key);
        cell.and_then(|cell| cell.integer_in(0..=99)).and_then(|percent| u32::try_from(percent).ok())
    };
    let (quorum, carried) = (percent("quorum_over_percent"), percent("carried_over_percent"));
    let carried_of = row.word("carried_of", VoteShare::ALL);
    let clause = read_clause(row, known.sources, findings);
    Some(MeetingKind {
        code: code?.value.to_owned(),
        name: name?,
        voters: voters?,
        posts,
        quorum_over_percent: quorum?,
        carried_over_percent: carried?,
        carried_of: carried_of?,
        clause: clause?,
    })
}

fn words<T: Copy>(row: &Table<'_, '_>, key: &'static str, all: &[(&str, T)]) -> Vec<T> {
    let members = row.get(key).and_then(Cell::array).unwrap_or_default();
    members.into_iter().filter_map(|cell| cell.word(all)).collect()
}

fn read_chain(
    row: &Table<'_, '_>,
    known: Known<'_>,
    meetings: &BTreeSet<&str>,
    ids: &mut Seen,
    findings: &Findings,
) -> Option<ApprovalChain> {
    let id = row.string("id").filter(|id| check_id(id, findings) && ids.note(id, findings));
    let name = row.text("name");
    let measures = read_measures(row, known, findings);
    let above = row.get("above").and_then(Cell::money);
    let up_to = row.get("up_to").and_then(Cell::money);
    row.require("steps");
    let before = findings.count();
    let steps = words(row, "steps", ApprovalStep::ALL);
    let is_ordered = !steps.is_empty() && steps.windows(2).all(|pair| pair.first() < pair.last());
    if !is_ordered && findings.count() == before {
        row.refuse(id.as_ref().map_or("", |id| id.value), Problem::ChainSteps {});
    }
    let held = read_meetings(row, &steps, meetings, findings);
    let notice = steps.contains(&ApprovalStep::Notice).then(|| read_notice(row));
    let originals = words(row, "originals", PaperKind::ALL);
    let clause = read_clause(row, known.sources, findings);
    let example = marked(row, clause.as_ref(), known);
    if let (Some(low), Some(most)) = (above, up_to)
        && most <= low
    {
        row.refuse(id.as_ref().map_or("", |id| id.value), Problem::ChainBounds {});
    }
    let notice = match notice {
        None => None,
        Some(read) => Some(read?),
    };
    Some(ApprovalChain {
        id: id?.value.to_owned(),
        name: name?,
        measures,
        above,
        up_to,
        steps,
        meetings: held,
        notice,
        originals,
        clause: clause?,
        example,
    })
}

fn read_measures(row: &Table<'_, '_>, known: Known<'_>, findings: &Findings) -> Vec<String> {
    row.require("measures");
    let measures = row.strings("measures");
    for measure in measures.iter().filter(|measure| !known.measures.contains_key(measure.value)) {
        let known = known.measures.keys().map(String::as_str).collect::<Vec<_>>().join(" ");
        findings.add(&measure.at, measure.value, Problem::UnknownMeasure { known });
    }
    measures.iter().map(|measure| measure.value.to_owned()).collect()
}

fn read_meetings(
    row: &Table<'_, '_>,
    steps: &[ApprovalStep],
    meetings: &BTreeSet<&str>,
    findings: &Findings,
) -> Vec<String> {
    if !steps.contains(&ApprovalStep::Appraisal) {
        return Vec::new();
    }
    row.require("meetings");
    let held = row.strings("meetings");
    for code in held.iter().filter(|code| !meetings.contains(code.value)) {
        let known = meetings.iter().copied().collect::<Vec<_>>().join(" ");
        findings.add(&code.at, code.value, Problem::UnknownMeeting { known });
    }
    held.iter().map(|code| code.value.to_owned()).collect()
}

fn read_notice(row: &Table<'_, '_>) -> Option<NoticeRule> {
    let (working_days, level, called) =
        (days(row, "notice_working_days"), row.word("notice_level", Lead::ALL), row.text("notice_as"));
    Some(NoticeRule { working_days: working_days?, level: level?, called: called? })
}

/// Each amount of each measure goes one way: no two chains take it, and one does.
fn check_amounts(chains: &[(ApprovalChain, Table<'_, '_>)]) {
    let mut of_measure: BTreeMap<&str, Vec<&(ApprovalChain, Table<'_, '_>)>> = BTreeMap::new();
    for chain in chains {
        for measure in &chain.0.measures {
            of_measure.entry(measure).or_default().push(chain);
        }
    }
    for (measure, mut ways) in of_measure {
        ways.sort_by_key(|(chain, _)| chain.above);
        let measure = measure.to_owned();
        if let Some((_, row)) = ways.first().filter(|(chain, _)| chain.above.is_some()) {
            row.refuse(&measure, Problem::ChainGap { measure: measure.clone() });
        }
        for pair in ways.windows(2) {
            let [(lower, _), (higher, row)] = pair else { continue };
            let least = higher.above.unwrap_or(Money::ZERO);
            match lower.up_to {
                Some(most) if higher.above.is_some() && most == least => {}
                Some(most) if higher.above.is_some() && most < least => {
                    row.refuse(&measure, Problem::ChainGap { measure: measure.clone() });
                }
                _ => row.refuse(&measure, Problem::ChainOverlap { measure: measure.clone(), other: lower.id.clone() }),
            }
        }
        if let Some((_, row)) = ways.last().filter(|(chain, _)| chain.up_to.is_some()) {
            row.refuse(&measure, Problem::ChainGap { measure: measure.clone() });
        }
    }
}

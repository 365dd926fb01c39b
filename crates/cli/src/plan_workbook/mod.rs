//! The care plan as a workbook: a summary, everybody's plan, members in hardship, what is still to be asked, who could help,
//! what has nobody yet, matters to be settled, the fund.

mod help;
mod people;
mod sheet;
mod whole;

use std::path::Path;

use anyhow::Result;
use guanai_app::plan::CarePlan;
use guanai_app::standards::Standards;
use guanai_exchange::HeadSynonyms;
use guanai_exchange::out::Report;
use guanai_i18n::Texts;
use guanai_scheme::{Lang, Pack};

/// What was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Written {
    /// Persons with at least one line.
    pub people: usize,
    /// Lines of the plan.
    pub items: usize,
}

/// The plan, with the words it is written in.
struct Writing<'a> {
    plan: &'a CarePlan,
    pack: &'a Pack,
    books: &'a HeadSynonyms,
    texts: &'a Texts,
    lang: Lang,
}

/// Writes the workbook.
pub fn write(plan: &CarePlan, standards: &Standards, texts: &Texts, lang: Lang, file: &Path) -> Result<Written> {
    let writing = Writing { plan, pack: &standards.pack, books: &standards.books, texts, lang };
    let lines = writing.plan_lines();
    let written = Written { people: lines.people, items: lines.rows.len() };
    let mut report = Report::new();
    let (table, rows) = writing.summary(written, &lines);
    report.add(&table, rows)?;
    report.add(&writing.plan_table(), lines.rows)?;
    report.add(&writing.hardship_table(), lines.hardship)?;
    report.add(&writing.question_table(), lines.questions)?;
    let (pairs, unmet) = writing.needs();
    report.add(&writing.pair_table(), pairs)?;
    report.add(&writing.unmet_table(), unmet)?;
    let (table, rows) = writing.matters();
    report.add(&table, rows)?;
    let (table, rows) = writing.fund();
    report.add(&table, rows)?;
    report.save(file)?;
    Ok(written)
}

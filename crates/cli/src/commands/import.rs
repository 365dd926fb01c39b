//! `guanai import PATH…`

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use guanai_app::Cx;
use guanai_app::import::{ImportBooks, Imported, Intent, import_books};
use guanai_exchange::books::NoBook;
use guanai_exchange::staging::WhyIgnored;
use guanai_exchange::{BookReader, Language as BookLanguage, out};
use guanai_i18n::{Language, Put, grouped};
use guanai_kernel::{Date, Money};
use guanai_store::DbUrl;

use super::channel;
use crate::arguments::Import;
use crate::console::{Channel, Console};
use crate::progress::Bar;
use crate::{Ending, errors};

/// Rehearses or publishes an import.
pub async fn run(console: &mut Console, arguments: &Import) -> Result<Ending> {
    let as_of = console.as_of(arguments.scope.as_of.as_deref())?;
    let url = DbUrl::parse(&arguments.scope.database.db)?;
    // A mistyped folder must not leave an empty database behind.
    if let Some(missing) = arguments.paths.iter().find(|path| !path.exists()) {
        bail!("{}", console.text("path-missing", &[("path", Put::from(&missing.display().to_string()))]));
    }
    let db = console.open(&url).await?;
    let standards = console.in_force(&db).await?;
    let mut cx = console.cx(&db, &standards).await?;
    let intent = if arguments.dry_run { Intent::Rehearse } else { Intent::Publish };
    let imported = read_books(console, &mut cx, &arguments.paths, as_of, intent).await?;
    let channel = channel(&arguments.scope.database);
    tell(console, channel, &imported, as_of, intent);
    // A rehearsal writes nothing, unless the workbook of refused rows is asked for by name.
    let refused = match (&arguments.refused, intent) {
        (Some(file), _) => Some(file.clone()),
        (None, Intent::Publish) => Some(beside(&url)),
        (None, Intent::Rehearse) => None,
    };
    if let Some(file) = refused {
        write_refused(console, channel, &imported, &standards.books, &file)?;
    }
    if arguments.scope.database.json {
        console.print_json(&imported.to_json())?;
    }
    db.close().await;
    Ok(if imported.is_whole() { Ending::Whole } else { Ending::WithFindings })
}

/// Reads books with a bar on the terminal.
pub async fn read_books(
    console: &Console,
    cx: &mut Cx<'_>,
    paths: &[PathBuf],
    as_of: Date,
    intent: Intent,
) -> Result<Imported> {
    let program = std::env::current_exe().context("the program cannot find itself to read workbooks apart")?;
    let reader = BookReader::child(program, vec!["read-book".into()]);
    let bar = Bar::reading();
    let request = ImportBooks { paths, as_of, intent };
    let outcome = import_books(cx, &reader, &request, &mut |progress| bar.show(console.texts(), &progress)).await;
    bar.clear();
    Ok(outcome?)
}

/// The workbook of refused rows beside the database: `guanai-refused.xlsx` beside `guanai.sqlite`.
fn beside(url: &DbUrl) -> PathBuf {
    match url {
        DbUrl::Sqlite(file) => {
            let stem = file.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
            file.with_file_name(format!("{stem}-refused.xlsx"))
        }
        DbUrl::Postgres { schema, .. } => PathBuf::from(format!("{schema}-refused.xlsx")),
    }
}

/// Writes the workbook of refused rows, if there are any.
pub fn write_refused(
    console: &Console,
    channel: Channel,
    imported: &Imported,
    books: &guanai_exchange::HeadSynonyms,
    file: &Path,
) -> Result<()> {
    if imported.staged.refused.is_empty() {
        return Ok(());
    }
    out::write_refused(file, &imported.staged.refused, books, book_language(console))?;
    let shown = file.display().to_string();
    console.say(channel, &console.text("import-refused-file", &[("file", Put::from(&shown))]));
    Ok(())
}

/// The language in which workbooks are written.
pub fn book_language(console: &Console) -> BookLanguage {
    match console.texts().language() {
        Language::Chinese => BookLanguage::Chinese,
        Language::English => BookLanguage::English,
    }
}

/// Says what was read and what became of it.
pub fn tell(console: &Console, channel: Channel, imported: &Imported, as_of: Date, intent: Intent) {
    let say = |line: &str| console.say(channel, line);
    let text = |key: &str, values: &[(&str, Put<'_>)]| console.text(key, values);
    let counts = &imported.staged.counts;
    let day = as_of.to_string();
    // Without a book of organisations the county is not told.
    let title = if counts.county.is_empty() { "import-title-part" } else { "import-title" };
    say(&text(title, &[("county", Put::from(&counts.county)), ("date", Put::from(&day))]));
    for ignored in &imported.staged.ignored {
        let why = match &ignored.why {
            WhyIgnored::NotABook(error) => errors::describe_reading(console.texts(), error),
            WhyIgnored::Sheet(NoBook::Lacks { columns, .. }) => {
                text(ignored.why.code(), &[("columns", Put::from(&console.listed(columns)))])
            }
            other => text(other.code(), &[]),
        };
        let file = match &ignored.sheet {
            Some(sheet) => format!("{} {sheet}", ignored.file),
            None => ignored.file.to_string(),
        };
        say(&text("import-ignored", &[("file", Put::from(&file)), ("why", Put::from(&why))]));
    }
    for unreadable in &imported.staged.unreadable {
        let why = errors::describe_reading(console.texts(), &unreadable.error);
        say(&text("import-unreadable", &[("file", Put::from(&*unreadable.file)), ("why", Put::from(&why))]));
    }
    tell_counts(console, channel, imported);
    let mut refused: BTreeMap<&'static str, usize> = BTreeMap::new();
    for fault in imported.staged.refused.iter().filter_map(|row| row.faults.first()) {
        *refused.entry(fault.reason.code()).or_default() += 1;
    }
    tell_reasons(console, channel, "import-refused-title", &refused);
    tell_reasons(console, channel, "import-warned-title", &counts.warned);
    let changes = imported.changes;
    say(&text(
        "import-changes",
        &[
            ("new", Put::from(changes.new)),
            ("changed", Put::from(changes.changed)),
            ("same", Put::from(changes.same)),
            ("conflict", Put::from(changes.conflict)),
            ("refused", Put::from(changes.refused)),
            ("absent", Put::from(changes.absent)),
        ],
    ));
    if !imported.moved.is_empty() {
        say(&text("import-moved", &[("moved", Put::from(imported.moved.len()))]));
    }
    if changes.absent > 0 {
        say(&text("import-absent", &[("absent", Put::from(changes.absent))]));
    }
    say(&match intent {
        Intent::Rehearse => text("import-rehearsed", &[]),
        Intent::Publish => text("import-published", &[]),
    });
}

fn tell_counts(console: &Console, channel: Channel, imported: &Imported) {
    let counts = &imported.staged.counts;
    let count = |n: usize| Put::from(n);
    let mut lines: Vec<(&str, Vec<(&str, Put<'_>)>)> = Vec::new();
    if counts.organizations > 0 {
        lines.push(("import-organizations", vec![("count", count(counts.organizations))]));
    }
    if counts.rows > 0 {
        lines.push((
            "import-rows",
            vec![
                ("rows", count(counts.rows)),
                ("persons", count(counts.persons)),
                ("accepted", count(counts.accepted_persons)),
                ("same", count(counts.duplicates_same)),
                ("conflicting", count(counts.duplicates_conflicting)),
            ],
        ));
    }
    let hardship = &counts.hardship;
    if hardship.rows > 0 {
        lines.push((
            "import-hardship",
            vec![
                ("rows", count(hardship.rows)),
                ("recognised", count(hardship.recognised)),
                ("recovered", count(hardship.recovered)),
                ("missing", count(hardship.income_missing)),
                ("unknown", count(hardship.unknown_person)),
            ],
        ));
    }
    let needs = &counts.needs;
    if needs.rows > 0 {
        lines.push((
            "import-needs",
            vec![
                ("rows", count(needs.rows)),
                ("blank", count(needs.blank_category)),
                ("refusing", count(needs.no_consent)),
                ("duplicate", count(needs.duplicate)),
            ],
        ));
    }
    let resources = &counts.resources;
    if resources.rows > 0 {
        lines.push((
            "import-resources",
            vec![
                ("rows", count(resources.rows)),
                ("capacity", Put::from(i64::try_from(resources.capacity).unwrap_or(i64::MAX))),
                ("expired", count(resources.expired)),
            ],
        ));
    }
    for (key, values) in &lines {
        console.say(channel, &console.text(key, values));
    }
    let fund = &counts.fund;
    if fund.rows > 0 {
        let money = |m: Money| m.to_string();
        let (income, expense) = (money(fund.income_yuan), money(fund.expense_yuan));
        let (balance, restricted) = (money(fund.balance_yuan), money(fund.restricted_income_yuan));
        let values = [
            ("rows", count(fund.rows)),
            ("income", Put::from(&income)),
            ("expense", Put::from(&expense)),
            ("balance", Put::from(&balance)),
            ("restricted", Put::from(&restricted)),
        ];
        console.say(channel, &console.text("import-fund", &values));
    }
}

fn tell_reasons(console: &Console, channel: Channel, title: &str, reasons: &BTreeMap<&'static str, usize>) {
    if reasons.is_empty() {
        return;
    }
    console.say(channel, &console.text(title, &[]));
    for (reason, count) in reasons {
        let what = console.text(&format!("reason-{reason}"), &[]);
        let count = grouped(i64::try_from(*count).unwrap_or(i64::MAX));
        let values = [("what", Put::from(&what)), ("count", Put::from(&count))];
        console.say(channel, &console.text("import-count", &values));
    }
}

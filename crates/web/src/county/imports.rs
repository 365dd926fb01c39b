//! The import desk behind the pages: jobs and what they found, turned into words.

mod failures;
mod said;

use guanai_app::import::desk::abandon::{AbandonError, abandon_import};
use guanai_app::import::desk::bring::{BringError, bring_books};
use guanai_app::import::desk::choose::{ChooseError, ChooseVerdicts, RowKey, choose_verdicts};
use guanai_app::import::desk::papers::{PapersError, books_offered, hand_out_refused, hand_out_template};
use guanai_app::import::desk::publish::{PublishError, publish_import};
use guanai_app::import::desk::read::{PAGE, ReadImport, ReadImportError, SeenJob, list_imports, read_import};
use guanai_app::import::desk::{BroughtFile, JobState, Part as DeskPart, RunStage};
use guanai_app::import::settle::{CannotTake, SettleDiscrepancy, SettleError, settle_discrepancies};
use guanai_i18n::Put;

use super::{County, id};
use crate::imports::{
    BookKind, BookRead, BringBooks, Counts, ImportFile, ImportRow, ImportState, ImportsList, LeftOut, Part, Progress,
    Settled, Tab,
};
use crate::office::{AskError, Asker, Download};
use crate::operation::OperationId;
use crate::page::{Pager, shown};

use said::Telling;

const WORKBOOK: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

pub(super) async fn list(county: &County, who: Asker<'_>, page: usize) -> Result<ImportsList, AskError> {
    let words = county.words(who.language);
    let mut cx = county.cx(who)?;
    let found = list_imports(&mut cx, &county.desk, u64::try_from(page).unwrap_or(1)).await?;
    let standing = county.standing().await?;
    let telling = Telling { words, standards: &county.standards, standing: &standing };
    let offered = books_offered(&cx, words.lang);
    let books = offered.into_iter().map(|book| BookKind {
        about: words.say(&format!("web-book-about-{}", book.code)),
        code: book.code.to_owned(),
        name: book.name,
    });
    Ok(ImportsList {
        rows: found.rows.iter().map(|job| row(&telling, job)).collect(),
        pager: Pager { total: shown(found.total), page, size: shown(PAGE) },
        whose: cx.actor.scope.map(|id| telling.organization(id)),
        books: books.collect(),
    })
}

const fn state(state: JobState) -> ImportState {
    match state {
        JobState::Running => ImportState::Running,
        JobState::Ready => ImportState::Ready,
        JobState::Publishing => ImportState::Publishing,
        JobState::Published => ImportState::Published,
        JobState::Failed => ImportState::Failed,
        JobState::Abandoned => ImportState::Abandoned,
    }
}

fn brought_by(telling: &Telling<'_>, job: &SeenJob) -> String {
    job.brought_by.clone().unwrap_or_else(|| telling.words.say("web-import-by-unknown"))
}

fn row(telling: &Telling<'_>, job: &SeenJob) -> ImportRow {
    let mut books: Vec<String> = Vec::new();
    for sheet in &job.seen.sheets {
        let name = telling.book(&sheet.book);
        if !books.contains(&name) {
            books.push(name);
        }
    }
    let is_read = !job.seen.sheets.is_empty();
    ImportRow {
        id: job.job.job_id.to_string(),
        at: job.job.brought_at,
        by: brought_by(telling, job),
        whose: job.job.organization_id.map(|id| telling.organization(id)),
        books: if is_read { books } else { job.seen.files.clone() },
        rows: is_read.then(|| job.seen.rows()),
        state: state(job.job.state),
    }
}

const fn part(tab: Tab) -> DeskPart {
    match tab {
        Tab::Conflicts => DeskPart::Conflicts,
        Tab::Refused => DeskPart::Refused,
        Tab::Warned => DeskPart::Warned,
        Tab::Changed => DeskPart::Changed,
        Tab::Absent => DeskPart::Absent,
    }
}

pub(super) async fn file(
    county: &County,
    who: Asker<'_>,
    import: &str,
    tab: Option<Tab>,
    page: usize,
) -> Result<ImportFile, AskError> {
    let mut cx = county.cx(who)?;
    let ask = ReadImport { job_id: id(import)?, part: tab.map(part), page: u64::try_from(page).unwrap_or(1) };
    let found = read_import(&mut cx, &county.desk, ask).await?;
    let standing = county.standing().await?;
    let telling = Telling { words: county.words(who.language), standards: &county.standards, standing: &standing };
    let (job, seen) = (&found.job, &found.job.seen);
    let changes = seen.changes;
    let parts = Tab::ALL.iter().map(|tab| Part { tab: *tab, count: seen.count(part(*tab)) });
    let rows = telling.rows(&found.rows);
    let total = seen.count(part(rows.tab()));
    Ok(ImportFile {
        id: job.job.job_id.to_string(),
        at: job.job.brought_at,
        by: brought_by(&telling, job),
        as_of: job.job.as_of,
        whose: job.job.organization_id.map(|id| telling.organization(id)),
        state: state(job.job.state),
        books: seen.sheets.iter().map(|sheet| book(&telling, sheet)).collect(),
        left_out: seen.left_out.iter().map(|left| left_out(&telling, left)).collect(),
        unreadable: seen.unreadable.iter().map(|failure| telling.failure(failure)).collect(),
        progress: job.progress.as_ref().map(|progress| self::progress(&telling, progress)),
        failure: job.failure.as_ref().map(|failure| telling.failure(failure)),
        counts: Counts {
            new: changes.new,
            changed: changes.changed,
            same: changes.same,
            conflict: changes.conflict,
            absent: changes.absent,
            refused: changes.refused,
        },
        parts: parts.collect(),
        undecided: found.undecided,
        lapsed: seen.lapsed,
        pager: Pager { total, page, size: shown(PAGE) },
        rows,
    })
}

fn book(telling: &Telling<'_>, sheet: &guanai_app::import::desk::SeenSheet) -> BookRead {
    let mut notes = Vec::new();
    if sheet.hidden {
        notes.push(telling.words.say("web-book-hidden"));
    }
    if !sheet.not_understood.is_empty() {
        let columns = telling.words.listed(&sheet.not_understood);
        notes.push(telling.words.with("web-book-columns-left-out", "columns", Put::from(&columns)));
    }
    BookRead {
        kind: telling.book(&sheet.book),
        place: place(&sheet.file, Some(&sheet.sheet)),
        rows: sheet.rows,
        note: (!notes.is_empty()).then(|| notes.join(" ")),
    }
}

fn left_out(telling: &Telling<'_>, left: &guanai_app::import::desk::LeftOut) -> LeftOut {
    LeftOut { place: place(&left.file, left.sheet.as_deref()), why: telling.failure(&left.why) }
}

fn place(file: &str, sheet: Option<&str>) -> String {
    match sheet.filter(|sheet| !sheet.is_empty()) {
        Some(sheet) => format!("{file} {sheet}"),
        None => file.to_owned(),
    }
}

fn progress(telling: &Telling<'_>, progress: &guanai_app::import::desk::RunProgress) -> Progress {
    let (stage, readings) = match &progress.stage {
        RunStage::Waits => (telling.words.say("web-progress-waits"), None),
        RunStage::Reads { file, reading: (at, of) } => {
            let values = [("file", Put::from(file)), ("at", Put::from(*at)), ("of", Put::from(*of))];
            (telling.words.texts.text("web-progress-reads", &values), Some((at.saturating_sub(1), *of)))
        }
        RunStage::Compares => (telling.words.say("web-progress-compares"), None),
    };
    Progress { stage, rows: shown(progress.rows), readings }
}

pub(super) async fn upload(
    county: &County,
    who: Asker<'_>,
    op: OperationId,
    bring: BringBooks,
) -> Result<String, AskError> {
    let mut cx = county.cx(who)?;
    let files = bring.books.into_iter().map(|book| BroughtFile { name: book.name, bytes: book.bytes });
    let ask = guanai_app::import::desk::bring::BringBooks {
        operation_id: id(&op.to_string())?,
        files: files.collect(),
        as_of: bring.as_of,
    };
    Ok(bring_books(&mut cx, &county.desk, ask).await?.to_string())
}

/// Decides: what a waiting import found is noted with it, matters of the register are settled at once.
pub(super) async fn settle(
    county: &County,
    who: Asker<'_>,
    op: OperationId,
    import: &str,
    settled: Vec<Settled>,
) -> Result<(), AskError> {
    let mut cx = county.cx(who)?;
    let mut choices = std::collections::BTreeMap::new();
    let mut matters = Vec::new();
    for one in settled {
        match one.key.parse::<RowKey>()? {
            RowKey::Found(part, row_no) => drop(choices.insert((part, row_no), one.verdict)),
            RowKey::Matter(discrepancy_id) => {
                matters.push(SettleDiscrepancy { discrepancy_id, verdict: one.verdict });
            }
        }
    }
    if !choices.is_empty() {
        let ask = ChooseVerdicts { operation_id: id(&op.to_string())?, job_id: id(import)?, choices };
        choose_verdicts(&mut cx, &ask).await?;
    }
    settle_discrepancies(&mut cx, &matters).await?;
    Ok(())
}

pub(super) async fn publish(county: &County, who: Asker<'_>, op: OperationId, import: &str) -> Result<(), AskError> {
    let mut cx = county.cx(who)?;
    Ok(publish_import(&mut cx, &county.desk, id(&op.to_string())?, id(import)?).await?)
}

pub(super) async fn abandon(county: &County, who: Asker<'_>, op: OperationId, import: &str) -> Result<(), AskError> {
    let mut cx = county.cx(who)?;
    Ok(abandon_import(&mut cx, id(&op.to_string())?, id(import)?).await?)
}

pub(super) async fn refused_rows(county: &County, who: Asker<'_>, import: &str) -> Result<Download, AskError> {
    let words = county.words(who.language);
    let mut cx = county.cx(who)?;
    let bytes = hand_out_refused(&mut cx, id(import)?, words.lang).await?;
    Ok(Download { name: format!("{}.xlsx", words.say("web-refused-file")), kind: WORKBOOK, bytes })
}

pub(super) async fn template(county: &County, who: Asker<'_>, book: &str) -> Result<Download, AskError> {
    let words = county.words(who.language);
    let mut cx = county.cx(who)?;
    let (name, bytes) = hand_out_template(&mut cx, book, words.lang).await?;
    Ok(Download { name: format!("{name}.xlsx"), kind: WORKBOOK, bytes })
}

impl From<ReadImportError> for AskError {
    fn from(error: ReadImportError) -> Self {
        match error {
            ReadImportError::Denied(error) => error.into(),
            ReadImportError::NotFound => Self::NotFound,
            ReadImportError::Store(error) => error.into(),
        }
    }
}

impl From<BringError> for AskError {
    fn from(error: BringError) -> Self {
        match error {
            BringError::Denied(error) => error.into(),
            BringError::NoFiles => Self::Refused("web-refused-no-files"),
            BringError::TooManyFiles => Self::Refused("web-refused-too-many-files"),
            BringError::AfterToday => Self::Refused("web-refused-after-today"),
            BringError::Operation(error) => error.into(),
            BringError::Store(error) => error.into(),
        }
    }
}

impl From<ChooseError> for AskError {
    fn from(error: ChooseError) -> Self {
        match error {
            ChooseError::Denied(error) => error.into(),
            ChooseError::NotFound => Self::NotFound,
            ChooseError::NotWaiting | ChooseError::NoSuchRow => Self::Refused("web-refused-list-changed"),
            ChooseError::NotOffered => Self::Refused("web-refused-not-offered"),
            ChooseError::Operation(error) => error.into(),
            ChooseError::Store(error) => error.into(),
        }
    }
}

impl From<SettleError> for AskError {
    fn from(error: SettleError) -> Self {
        match error {
            SettleError::Denied(error) => error.into(),
            SettleError::NotFound => Self::NotFound,
            SettleError::SettledAlready => Self::Refused("web-refused-settled-already"),
            SettleError::CannotTake(CannotTake::Nothing) => Self::Refused("web-refused-not-offered"),
            SettleError::CannotTake(CannotTake::NotUnderstood) => Self::Refused("web-refused-not-understood"),
            SettleError::CannotTake(CannotTake::Ambiguous) => Self::Refused("web-refused-ambiguous"),
            SettleError::CannotTake(CannotTake::OutsideScope) => Self::Refused("web-refused-outside-scope"),
            SettleError::Population(error) => error.into(),
            SettleError::Store(error) => error.into(),
        }
    }
}

impl From<PublishError> for AskError {
    fn from(error: PublishError) -> Self {
        match error {
            PublishError::Denied(error) => error.into(),
            PublishError::NotFound => Self::NotFound,
            PublishError::StillRuns => Self::Refused("web-refused-still-runs"),
            PublishError::Over => Self::Refused("web-refused-import-over"),
            PublishError::Operation(error) => error.into(),
            PublishError::Store(error) => error.into(),
        }
    }
}

impl From<AbandonError> for AskError {
    fn from(error: AbandonError) -> Self {
        match error {
            AbandonError::Denied(error) => error.into(),
            AbandonError::NotFound => Self::NotFound,
            AbandonError::Published => Self::Refused("web-refused-published-already"),
            AbandonError::Operation(error) => error.into(),
            AbandonError::Store(error) => error.into(),
        }
    }
}

impl From<PapersError> for AskError {
    fn from(error: PapersError) -> Self {
        match error {
            PapersError::Denied(error) => error.into(),
            PapersError::NotFound => Self::NotFound,
            error @ PapersError::Write(_) => Self::Broken(error.to_string()),
            PapersError::Store(error) => error.into(),
        }
    }
}

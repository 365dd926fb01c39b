//! Importing a county's books: read and checked without a lock, compared with the register, shown as new, changed, same,
//! in conflict, refused and absent, and published all at once or not at all. An office that looks after a part of the
//! county imports that part.
//!
//! How to add a book: read it in `exchange`, compare its rows in a file beside this one, write it in `writes`.

mod answers;
mod books;
mod cash;
mod compare;
pub mod desk;
mod differences;
mod effect;
mod help;
mod outcome;
mod people;
mod publication;
mod reach;
mod register;
pub mod settle;
mod statements;
mod telling;
pub mod told;
mod writes;

use std::path::{Path, PathBuf};

use guanai_exchange::books::Book;
use guanai_exchange::cells::ReadError;
use guanai_exchange::{BookReader, Known, Progress, StageError, Staged, gather_files, stage};
use guanai_kernel::Date;
use guanai_kernel::ids::{ImportId, OrganizationId};
use guanai_store::StoreError;

use crate::actor::{Act, Denied};
use crate::cx::Cx;
use crate::population::PopulationError;
use crate::standards::Standards;
pub(crate) use books::source_kind;
use compare::Detail;
use compare::{Asked, Comparison};
pub use outcome::{Changes, Imported, Moved};
use publication::{Publication, Published};
use reach::{known, looked_after, over};
use register::Register;
use told::Told;

/// Whether an import is published.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Intent {
    /// Show what would happen; write nothing.
    Rehearse,
    /// Publish it.
    Publish,
}

/// An import.
#[derive(Debug, Clone)]
pub struct ImportBooks<'a> {
    /// Folders and files.
    pub paths: &'a [PathBuf],
    /// The day for which the books speak.
    pub as_of: Date,
    /// Rehearse or publish.
    pub intent: Intent,
}

/// Why nothing was imported. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The role does not hold it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// A path that is not there.
    #[error(transparent)]
    Path(#[from] ReadError),
    /// A file that broke off, or no book at all.
    #[error(transparent)]
    Stage(#[from] StageError),
    /// The roster and the register know no organisation at all.
    #[error("no organisation is known: import the book of Party organisations first, or together with the roster")]
    NoOrganizations,
    /// A record that the domain refuses although its row was taken.
    #[error(transparent)]
    Entry(#[from] guanai_fund::EntryError),
    /// What an office looks after changed while its books were read.
    #[error("the register changed while the books were read: read them again")]
    Overtaken,
    /// A record that the pack's declarations do not allow.
    #[error(transparent)]
    Population(#[from] PopulationError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Reads, checks and compares books, and publishes them unless it is a rehearsal.
pub async fn import_books(
    cx: &mut Cx<'_>,
    reader: &BookReader,
    request: &ImportBooks<'_>,
    progress: &mut (dyn FnMut(Progress) + Send),
) -> Result<Imported, ImportError> {
    let act = match request.intent {
        Intent::Rehearse => Act::RehearseImport,
        Intent::Publish => Act::PublishImport,
    };
    cx.authorise(act)?;
    let over = over(&cx.actor, act)?;
    let files = gather_files(request.paths)?;
    let mut tx = cx.db.begin_read().await?;
    let (known, looked_after) = (known(&mut tx, over).await?, looked_after(&mut tx, over).await?);
    tx.rollback().await?;
    let staged = read(reader, &files, cx.standards, &known, request.as_of, progress)?;
    drop(known);
    match request.intent {
        Intent::Rehearse => {
            let (imported, _) = rehearse(cx, staged, request.as_of, over, Detail::Counts).await?;
            cx.record_reading(Act::RehearseImport, Vec::new()).await?;
            Ok(imported)
        }
        Intent::Publish => {
            let names = files.iter().map(|file| file_name(file)).collect();
            let (as_of, looked_after) = (request.as_of, &looked_after);
            let publication = Publication { staged: &staged, as_of, over, looked_after, files: names, job: None };
            let Published { import_id, changes, moved, absent, .. } = publication.publish(cx).await?;
            Ok(Imported { changes, moved, absent, import_id: Some(import_id), staged })
        }
    }
}

/// Reads files into rows that may be compared.
fn read(
    reader: &BookReader,
    files: &[PathBuf],
    standards: &Standards,
    known: &Known,
    as_of: Date,
    progress: &mut dyn FnMut(Progress),
) -> Result<Staged, ImportError> {
    let staged = stage(reader, files, &standards.books, known, as_of, progress)?;
    // Without any organisation every row of the roster would come back for its branch: say what is missing instead.
    if known.organizations.is_empty() && staged.organizations.is_empty() && staged.books().contains(&Book::Roster) {
        return Err(ImportError::NoOrganizations);
    }
    Ok(staged)
}

/// Compares books with the register as it stands; writes nothing.
async fn rehearse(
    cx: &Cx<'_>,
    staged: Staged,
    as_of: Date,
    over: Option<OrganizationId>,
    detail: Detail,
) -> Result<(Imported, Told), ImportError> {
    let mut ids = cx.ids.clone();
    let mut tx = cx.db.begin_read().await?;
    let within = looked_after(&mut tx, over).await?;
    let register = Register::load(&mut tx, as_of, cx.now, within).await?;
    tx.rollback().await?;
    let asked = Asked {
        register: &register,
        staged: &staged,
        pack: &cx.standards.pack,
        import_id: ImportId::fresh(&mut ids),
        as_of,
        now: cx.now,
        detail,
    };
    let comparison = Comparison::of(&asked, &mut ids)?;
    let (changes, moved, absent) = (comparison.changes, comparison.moved, comparison.absent);
    let mut told = comparison.telling.told;
    if !told.absences.is_empty() {
        let mut tx = cx.db.begin_read().await?;
        publication::say_where_named(&mut tx, &mut told).await?;
        tx.rollback().await?;
    }
    Ok((Imported { staged, changes, moved, absent, import_id: None }, told))
}

fn file_name(path: &Path) -> String {
    path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default()
}

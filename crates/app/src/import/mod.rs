//! Importing a county's books: read and checked without a lock, compared with the register, shown as new, changed, same,
//! in conflict, refused and absent, and published all at once or not at all.
//!
//! How to add a book: read it in `exchange`, compare its rows in a file beside this one, write it in `writes`.

mod books;
mod compare;
mod outcome;
mod people;
mod register;
mod statements;
mod writes;

use std::path::{Path, PathBuf};

use guanai_exchange::books::Book;
use guanai_exchange::cells::ReadError;
use guanai_exchange::{BookReader, Known, KnownOrganization, Progress, StageError, Staged, gather_files, stage};
use guanai_kernel::Date;
use guanai_kernel::ids::ImportId;
use guanai_registry::SourceKind;
use guanai_store::audit;
use guanai_store::imports::{self, Import};
use guanai_store::meta::{self, Site};
use guanai_store::{StoreError, organizations, persons};

use crate::actor::{Act, Denied};
use crate::cx::Cx;
pub(crate) use books::source_kind;
use compare::Comparison;
pub use outcome::{Changes, Imported, Moved};
use register::Register;

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
    let files = gather_files(request.paths)?;
    let known = known(cx).await?;
    let staged = stage(reader, &files, &cx.standards.books, &known, request.as_of, progress)?;
    let no_organization = known.organizations.is_empty();
    drop(known);
    // Without any organisation every row of the roster would come back for its branch: say what is missing instead.
    if no_organization && staged.organizations.is_empty() && staged.books().contains(&Book::Roster) {
        return Err(ImportError::NoOrganizations);
    }
    match request.intent {
        Intent::Rehearse => rehearse(cx, staged, request.as_of).await,
        Intent::Publish => publish(cx, staged, request.as_of, &files).await,
    }
}

/// The organisations and persons that rows may name without stating them.
async fn known(cx: &Cx<'_>) -> Result<Known, StoreError> {
    let mut tx = cx.db.begin_read().await?;
    let organizations = organizations::list_all(&mut tx).await?;
    let persons = persons::list_all(&mut tx).await?;
    tx.rollback().await?;
    Ok(Known {
        organizations: organizations
            .into_iter()
            .map(|o| KnownOrganization { code: o.code.into(), name: o.name.into(), is_root: o.superior_id.is_none() })
            .collect(),
        persons: persons.into_iter().map(|p| p.identity).collect(),
    })
}

async fn rehearse(cx: &mut Cx<'_>, staged: Staged, as_of: Date) -> Result<Imported, ImportError> {
    let mut ids = cx.ids.clone();
    let mut tx = cx.db.begin_read().await?;
    let register = Register::load(&mut tx, as_of, cx.now).await?;
    tx.rollback().await?;
    let import_id = ImportId::fresh(&mut ids);
    let comparison = Comparison::of(&register, &staged, &cx.standards.pack, import_id, as_of, cx.now, &mut ids)?;
    let (_, changes, moved, absent) = comparison.into_parts();
    cx.record_reading(Act::RehearseImport, Vec::new()).await?;
    Ok(Imported { staged, changes, moved, absent, import_id: None })
}

async fn publish(cx: &mut Cx<'_>, staged: Staged, as_of: Date, files: &[PathBuf]) -> Result<Imported, ImportError> {
    let mut ids = cx.ids.clone();
    let import_id = ImportId::fresh(&mut ids);
    let record = cx.audit_record(&mut ids, Act::PublishImport, Vec::new(), Some(import_id));
    let import = Import {
        import_id,
        imported_at: cx.now,
        as_of,
        actor: cx.actor.name.clone(),
        files: files.iter().map(|f| file_name(f)).collect(),
        counts: serde_json::to_value(&staged.counts).unwrap_or_default(),
    };
    let pack = &cx.standards.pack;
    let manifest = pack.manifest();
    let root = staged.organizations.iter().any(|o| o.superior.is_none());
    let site = Site {
        county: root.then(|| staged.counts.county.clone()),
        pack_id: Some(manifest.id.clone()),
        pack_version: Some(manifest.version.clone()),
        demonstration: None,
    };
    let coverage: Vec<SourceKind> = staged.books().into_iter().map(books::source_kind).collect();
    let (staged_ref, import, record, site, coverage, now) = (&staged, &import, &record, &site, &coverage, cx.now);
    let fresh = &ids;
    let (changes, moved, absent, used) = cx
        .db
        .write(move |tx, _| {
            Box::pin(async move {
                let mut ids = fresh.clone();
                let register = Register::load(tx, as_of, now).await?;
                let comparison = Comparison::of(&register, staged_ref, pack, import_id, as_of, now, &mut ids)?;
                let (writes, changes, moved, absent) = comparison.into_parts();
                drop(register);
                imports::add(tx, import).await?;
                if !writes.is_empty() {
                    writes.publish(tx, now).await?;
                }
                for book in coverage {
                    imports::amend_coverage(tx, *book, as_of, import_id).await?;
                }
                meta::amend(tx, site).await?;
                audit::append(tx, record).await?;
                Ok::<_, ImportError>((changes, moved, absent, ids))
            })
        })
        .await?;
    cx.ids = used;
    Ok(Imported { changes, moved, absent, import_id: Some(import_id), staged })
}

fn file_name(path: &Path) -> String {
    path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default()
}

//! Workbooks that the desk hands out: refused rows to be mended, and empty books to be filled in.

use std::collections::BTreeSet;
use std::sync::Arc;

use guanai_exchange::books::Book;
use guanai_exchange::out::{self, TemplateLists, WriteError};
use guanai_exchange::rows::RefusedRow;
use guanai_kernel::ids::ImportJobId;
use guanai_scheme::Lang;
use guanai_store::Stretch;
use guanai_store::{StoreError, import_job_rows, organizations};

use super::{Part, find_within};
use crate::actor::{Act, Denied};
use crate::cx::Cx;
use crate::scope::ScopeOf;

/// Why no workbook is handed out. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum PapersError {
    /// The role does not hold it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// No such job within the scope, no refused row in it, or no such book.
    #[error("there is no such workbook")]
    NotFound,
    /// It cannot be written.
    #[error(transparent)]
    Write(#[from] WriteError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl PapersError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Denied(_) => "denied",
            Self::NotFound => "import-no-workbook",
            Self::Write(error) => error.code(),
            Self::Store(error) => error.code(),
        }
    }
}

pub(super) const fn language(lang: Lang) -> guanai_exchange::Language {
    match lang {
        Lang::Zh => guanai_exchange::Language::Chinese,
        Lang::En => guanai_exchange::Language::English,
    }
}

/// The refused rows of a job as they stood, each with what is wrong. Numbers stand in it in clear, so that it is recorded.
pub async fn hand_out_refused(cx: &mut Cx<'_>, job_id: ImportJobId, lang: Lang) -> Result<Vec<u8>, PapersError> {
    cx.authorise(Act::HandOutRefused)?;
    let mut tx = cx.db.begin_read().await?;
    let found = find_within(&mut tx, &cx.actor, job_id).await?;
    let (job, _) = found.ok_or(PapersError::NotFound)?;
    let every = Stretch { skip: 0, take: u64::MAX };
    let kept = import_job_rows::page(&mut tx, job_id, Part::Refused.code(), every).await?;
    tx.rollback().await?;
    let refused: Vec<RefusedRow> = kept.iter().filter_map(|row| RefusedRow::from_kept(&row.content)).collect();
    if refused.is_empty() {
        return Err(PapersError::NotFound);
    }
    let workbook = out::refused_workbook(&refused, &cx.standards.books, language(lang))?;
    let mut ids = cx.ids.clone();
    let record = &cx.audit_record(&mut ids, Act::HandOutRefused, Vec::new(), job.import_id);
    cx.ids = ids;
    cx.db.write(move |tx: &mut guanai_store::Tx, _| Box::pin(guanai_store::audit::append(tx, record))).await?;
    Ok(workbook)
}

/// A book as the desk names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BookOffered {
    /// Its code.
    pub code: &'static str,
    /// Its name.
    pub name: String,
}

/// The books that the actor may bring, each with an empty workbook to be filled in.
pub fn books_offered(cx: &Cx<'_>, lang: Lang) -> Vec<BookOffered> {
    let whole = cx.actor.scope.is_none();
    let theirs = Book::ALL.iter().filter(|book| whole || !matches!(book, Book::Organizations | Book::Cash));
    let offered = theirs.map(|book| {
        let name = cx.standards.books.description(*book).name.in_language(language(lang)).to_owned();
        BookOffered { code: book.code(), name }
    });
    offered.collect()
}

/// An empty workbook of one book, with the organisations and townships of the actor's scope to choose from.
pub async fn hand_out_template(cx: &mut Cx<'_>, book: &str, lang: Lang) -> Result<(String, Vec<u8>), PapersError> {
    cx.authorise(Act::RehearseImport)?;
    let offered = books_offered(cx, lang).into_iter().find(|offered| offered.code == book);
    let (Some(offered), Some(book)) = (offered, Book::from_code(book)) else { return Err(PapersError::NotFound) };
    let mut tx = cx.db.begin_read().await?;
    let scope = ScopeOf::resolve(&mut tx, &cx.actor).await?;
    let mut within = organizations::list_all(&mut tx).await?;
    tx.rollback().await?;
    within.retain(|organization| scope.holds_organization(organization.organization_id));
    within.sort_by(|a, b| a.code.cmp(&b.code));
    let townships: BTreeSet<&str> = within.iter().filter_map(|o| o.township.as_deref()).collect();
    let lists = TemplateLists {
        townships: townships.into_iter().map(Arc::from).collect(),
        organizations: within.iter().map(|o| Arc::from(o.name.as_str())).collect(),
    };
    let workbook = out::template_workbook(book, &cx.standards.books, &lists, language(lang))?;
    Ok((offered.name, workbook))
}

//! Scans 扫描件 of an application's signed papers: put in by whoever files originals, opened by those who work on it. What a scan
//! shows is more than a list tells (numbers, signatures, illness): opening one is an act of its own in the audit.

use guanai_casework::application::{MOST_SCAN_BYTES, Scan, ScanMedia};
use guanai_kernel::ids::{ApplicationId, DocumentId, OperationId, ScanId};
use guanai_store::audit::{AuditRecord, Subject};
use guanai_store::{StoreError, Tx, audit, scans};

use super::acting::{hand_of, reached};
use crate::actor::{Act, Denied};
use crate::cx::Cx;
use crate::operation::{Operation, OperationError};

/// What somebody may do with an application's scans.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ScanAccess {
    /// Know that there are some.
    Told,
    /// Open them.
    Opens,
    /// Open them, and put some beside the application's own papers.
    Attaches,
}

impl ScanAccess {
    pub(super) fn of(cx: &Cx<'_>) -> Self {
        match (cx.authorise(Act::AttachScan), cx.authorise(Act::OpenScan)) {
            (Ok(()), _) => Self::Attaches,
            (Err(_), Ok(())) => Self::Opens,
            (Err(_), Err(_)) => Self::Told,
        }
    }

    /// Whether they may open one.
    pub fn opens(self) -> bool {
        self >= Self::Opens
    }

    /// Whether they may put one in.
    pub fn attaches(self) -> bool {
        self == Self::Attaches
    }
}

/// A scan to be put beside a paper that is filed.
#[derive(Clone, PartialEq, Eq)]
pub struct AttachScan {
    /// Of which application.
    pub application_id: ApplicationId,
    /// Of which of its papers.
    pub document_id: DocumentId,
    /// The file.
    pub bytes: Vec<u8>,
}

guanai_kernel::debug_by_id!(AttachScan.document_id);

/// Why a scan was not put in. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum AttachScanError {
    /// The role does not hold it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// A file of nothing.
    #[error("the file is empty: scan the paper again")]
    Empty,
    /// More bytes than are kept.
    #[error("the file has {bytes} bytes and at most {most} are kept: scan in grey or with fewer dots per inch")]
    TooLarge {
        /// How many it has.
        bytes: usize,
        /// How many are kept.
        most: usize,
    },
    /// Its first bytes are of no kind that is kept.
    #[error("the file is neither PDF nor JPEG nor PNG, whatever its name says: save the scan as one of them")]
    Kind,
    /// None there, or outside the scope; or no such paper of it.
    #[error("there is no such paper")]
    NotFound,
    /// The form was sent already with other contents.
    #[error(transparent)]
    Operation(#[from] OperationError),
    /// When the paper was filed, the hash of another file was stated.
    #[error("the paper was filed with the SHA-256 of another file: choose that file, or file the paper anew")]
    OtherHash,
    /// The same bytes are there.
    #[error("this very file is kept for this application already")]
    Already,
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl AttachScanError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Denied(_) => "denied",
            Self::Empty => "scan-empty",
            Self::TooLarge { .. } => "scan-too-large",
            Self::Kind => "scan-kind",
            Self::NotFound => "scan-paper-not-found",
            Self::Operation(error) => error.code(),
            Self::OtherHash => "scan-other-hash",
            Self::Already => "scan-already",
            Self::Store(error) => error.code(),
        }
    }
}

/// Puts a scan beside a paper; its id. The record names the application and its person.
pub async fn attach_scan(
    cx: &mut Cx<'_>,
    operation_id: OperationId,
    wish: &AttachScan,
) -> Result<ScanId, AttachScanError> {
    cx.authorise(Act::AttachScan)?;
    let (media, size_bytes) = looked_at(&wish.bytes)?;
    let sha256 = scans::print_of(&wish.bytes);
    let sent = (wish.application_id.to_string(), wish.document_id.to_string(), &sha256);
    let operation = &Operation::new(operation_id, Act::AttachScan, &sent)?;
    let mut ids = cx.ids.clone();
    // Drawn before the transaction, so that running it again changes nothing.
    let scan_id = ScanId::fresh(&mut ids);
    let record = &cx.audit_record(&mut ids, Act::AttachScan, Vec::new(), None);
    cx.ids = ids;
    let (cx, sha256) = (&*cx, &sha256);
    let attaching = cx.db.write(move |tx: &mut Tx, _| {
        Box::pin(async move {
            let Some(file) = reached(cx, tx, wish.application_id).await? else {
                return Err(AttachScanError::NotFound);
            };
            let mut own = file.documents.iter().filter(|paper| paper.is_own_of(wish.application_id));
            let paper = own.find(|paper| paper.document_id == wish.document_id);
            let paper = paper.ok_or(AttachScanError::NotFound)?;
            if let Some(put) = operation.earlier(tx, &cx.actor).await? {
                return Ok(put);
            }
            if paper.sha256.as_ref().is_some_and(|stated| stated != sha256) {
                return Err(AttachScanError::OtherHash);
            }
            if scans::list_of(tx, wish.application_id).await?.iter().any(|scan| scan.sha256 == *sha256) {
                return Err(AttachScanError::Already);
            }
            let person_id = file.application.person_id;
            let scan = Scan {
                scan_id,
                document_id: wish.document_id,
                application_id: wish.application_id,
                person_id,
                media,
                size_bytes,
                sha256: sha256.clone(),
                put_by: hand_of(tx, &cx.actor).await?,
                recorded_at: cx.now,
            };
            scans::add(tx, &scan, &wish.bytes).await?;
            operation.keep(tx, &cx.actor, scan_id, cx.now).await?;
            let subjects = vec![Subject::Application(wish.application_id), Subject::Person(person_id)];
            audit::append(tx, &AuditRecord { subjects, ..record.clone() }).await?;
            Ok(scan_id)
        })
    });
    attaching.await
}

/// What a file is, and its size: refused where it is none that is kept.
fn looked_at(bytes: &[u8]) -> Result<(ScanMedia, u32), AttachScanError> {
    if bytes.is_empty() {
        return Err(AttachScanError::Empty);
    }
    let too_large = AttachScanError::TooLarge { bytes: bytes.len(), most: MOST_SCAN_BYTES };
    match u32::try_from(bytes.len()) {
        Ok(size) if bytes.len() <= MOST_SCAN_BYTES => {
            Ok((ScanMedia::recognise(bytes).ok_or(AttachScanError::Kind)?, size))
        }
        _ => Err(too_large),
    }
}

/// A scan that was opened.
#[derive(Clone, PartialEq, Eq)]
pub struct OpenedScan {
    /// What is known of it.
    pub scan: Scan,
    /// The code that stands on the application's papers.
    pub code: String,
    /// The file, as it was put in.
    pub bytes: Vec<u8>,
}

guanai_kernel::debug_by_id!(OpenedScan.code);

/// Why a scan is not opened. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum OpenScanError {
    /// The role does not hold it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// None there, or outside the scope.
    #[error("there is no such scan")]
    NotFound,
    /// The bytes are not those that were put in.
    #[error("the bytes of scan {0} have another hash than was kept: run `guanai check`, and take them from a backup")]
    Damaged(ScanId),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl OpenScanError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Denied(_) => "denied",
            Self::NotFound => "scan-not-found",
            Self::Damaged(_) => "scan-damaged",
            Self::Store(error) => error.code(),
        }
    }
}

/// Opens a scan of an application. The record names the application and its person.
pub async fn open_scan(
    cx: &mut Cx<'_>,
    application_id: ApplicationId,
    scan_id: ScanId,
) -> Result<OpenedScan, OpenScanError> {
    cx.authorise(Act::OpenScan)?;
    let mut tx = cx.db.begin_read().await?;
    let opened = opened(cx, &mut tx, application_id, scan_id).await;
    tx.rollback().await?;
    let opened = opened?;
    let subjects = vec![Subject::Application(application_id), Subject::Person(opened.scan.person_id)];
    cx.record_reading(Act::OpenScan, subjects).await?;
    Ok(opened)
}

async fn opened(
    cx: &Cx<'_>,
    tx: &mut Tx,
    application_id: ApplicationId,
    scan_id: ScanId,
) -> Result<OpenedScan, OpenScanError> {
    let file = reached(cx, tx, application_id).await?.ok_or(OpenScanError::NotFound)?;
    let scan = scans::find(tx, scan_id).await?.filter(|scan| scan.application_id == application_id);
    let scan = scan.ok_or(OpenScanError::NotFound)?;
    let bytes = scans::list_bytes(tx, scan_id).await?;
    if scans::print_of(&bytes) != scan.sha256 {
        return Err(OpenScanError::Damaged(scan_id));
    }
    Ok(OpenedScan { scan, code: file.application.code, bytes })
}

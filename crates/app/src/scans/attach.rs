//! Putting a scan beside a paper that is filed: refused for what it is, whatever it is called; the same file once.

use guanai_casework::application::{MOST_SCAN_BYTES, Scan, ScanMedia, ScanPlace, ScanState};
use guanai_kernel::ids::{DocumentId, OperationId, ScanId};
use guanai_store::audit::{self, AuditRecord};
use guanai_store::{StoreError, Tx, scans};

use super::place::reach;
use crate::actor::{Act, Denied};
use crate::applications::hand_of;
use crate::cx::Cx;
use crate::operation::{Operation, OperationError};

/// The constraints that keep one file once.
const ONCE: [&str; 2] = ["scans_application_id_sha256_key", "scans_meeting_id_sha256_key"];

/// A scan to be put beside a paper that is filed.
#[derive(Clone, PartialEq, Eq)]
pub struct AttachScan {
    /// With what the paper is kept.
    pub place: ScanPlace,
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
    /// None there, or outside the scope; or no such paper of its own.
    #[error("there is no such paper")]
    NotFound,
    /// The form was sent already with other contents.
    #[error(transparent)]
    Operation(#[from] OperationError),
    /// When the paper was filed, the hash of another file was stated.
    #[error("the paper was filed with the SHA-256 of another file: choose that file, or file the paper anew")]
    OtherHash,
    /// The same bytes are there.
    #[error("this very file is kept there already")]
    Already,
    /// The database.
    #[error(transparent)]
    Store(StoreError),
}

impl From<StoreError> for AttachScanError {
    /// Two who send one file in the same instant both find that it is not there: the second is told what the first one is.
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Conflict { constraint } if ONCE.contains(&constraint.as_str()) => Self::Already,
            error => Self::Store(error),
        }
    }
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

/// Puts a scan beside a paper; its id. The record names what it is of.
pub async fn attach_scan(
    cx: &mut Cx<'_>,
    operation_id: OperationId,
    wish: &AttachScan,
) -> Result<ScanId, AttachScanError> {
    cx.authorise(Act::AttachScan)?;
    let (media, size_bytes) = looked_at(&wish.bytes)?;
    let sha256 = scans::print_of(&wish.bytes);
    let sent = (wish.place, wish.document_id.to_string(), &sha256);
    let operation = &Operation::new(operation_id, Act::AttachScan, &sent)?;
    let mut ids = cx.ids.clone();
    // Drawn before the transaction, so that running it again changes nothing.
    let scan_id = ScanId::fresh(&mut ids);
    let record = &cx.audit_record(&mut ids, Act::AttachScan, Vec::new(), None);
    cx.ids = ids;
    let (cx, sha256) = (&*cx, &sha256);
    let attaching = cx.db.write(move |tx: &mut Tx, _| {
        Box::pin(async move {
            let Some(reached) = reach(cx, tx, wish.place).await? else { return Err(AttachScanError::NotFound) };
            let paper = reached.paper(wish.document_id).ok_or(AttachScanError::NotFound)?;
            if let Some(put) = operation.earlier(tx, &cx.actor).await? {
                return Ok(put);
            }
            if paper.sha256.as_ref().is_some_and(|stated| stated != sha256) {
                return Err(AttachScanError::OtherHash);
            }
            let is_there = |scan: &Scan| scan.has_bytes() && scan.sha256 == *sha256;
            if scans::list_of(tx, wish.place).await?.iter().any(is_there) {
                return Err(AttachScanError::Already);
            }
            let scan = Scan {
                scan_id,
                document_id: wish.document_id,
                of: reached.of,
                media,
                size_bytes,
                sha256: sha256.clone(),
                put_by: hand_of(tx, &cx.actor).await?,
                recorded_at: cx.now,
                state: ScanState::Kept,
                take_down: None,
            };
            scans::add(tx, &scan, &wish.bytes).await?;
            operation.keep(tx, &cx.actor, scan_id, cx.now).await?;
            audit::append(tx, &AuditRecord { subjects: reached.subjects(), ..record.clone() }).await?;
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

//! Opening a scan: within the scope, by those who work on what it is of, with a record of each opening.

use guanai_casework::application::{Scan, ScanPlace};
use guanai_kernel::ids::ScanId;
use guanai_store::audit::Subject;
use guanai_store::{StoreError, Tx, scans};

use super::place::{reach, scan_of};
use crate::actor::{Act, Denied};
use crate::cx::Cx;

/// A scan that was opened.
#[derive(Clone, PartialEq, Eq)]
pub struct OpenedScan {
    /// What is known of it.
    pub scan: Scan,
    /// The code that stands on the application's or the meeting's papers.
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
    /// None there, outside the scope, or taken down.
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

/// Opens a scan. The record names what it is of.
pub async fn open_scan(cx: &mut Cx<'_>, place: ScanPlace, scan_id: ScanId) -> Result<OpenedScan, OpenScanError> {
    cx.authorise(Act::OpenScan)?;
    let mut tx = cx.db.begin_read().await?;
    let opened = opened(cx, &mut tx, place, scan_id).await;
    tx.rollback().await?;
    let (opened, subjects) = opened?;
    cx.record_reading(Act::OpenScan, subjects).await?;
    Ok(opened)
}

async fn opened(
    cx: &Cx<'_>,
    tx: &mut Tx,
    place: ScanPlace,
    scan_id: ScanId,
) -> Result<(OpenedScan, Vec<Subject>), OpenScanError> {
    let reached = reach(cx, tx, place).await?.ok_or(OpenScanError::NotFound)?;
    let scan = scan_of(tx, place, scan_id).await?.filter(Scan::has_bytes);
    let scan = scan.ok_or(OpenScanError::NotFound)?;
    let bytes = scans::list_bytes(tx, scan_id).await?;
    if scans::print_of(&bytes) != scan.sha256 {
        return Err(OpenScanError::Damaged(scan_id));
    }
    let subjects = reached.subjects();
    Ok((OpenedScan { scan, code: reached.code, bytes }, subjects))
}

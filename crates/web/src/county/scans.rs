//! Scans of signed papers, as the pages ask for them.

use guanai_app::scans::{self as app, AttachScanError, MoveScanError, OpenScanError};
use guanai_casework::application::{ScanMoveError, ScanPlace, ScanStep};

use super::{County, id};
use crate::applications::StepTaken;
use crate::form::FieldError;
use crate::office::{Answer, AskError, Asker, Download};
use crate::operation::OperationId;
use crate::scans::{ScanAt, ScanDesk, ScanWish};

impl ScanDesk for County {
    fn attach_scan<'a>(&'a self, who: Asker<'a>, op: OperationId, wish: ScanWish) -> Answer<'a, StepTaken> {
        Box::pin(attach(self, who, op, wish))
    }
    fn open_scan<'a>(&'a self, who: Asker<'a>, at: &'a ScanAt, scan: &'a str) -> Answer<'a, Download> {
        Box::pin(open(self, who, at, scan))
    }
    fn move_scan<'a>(
        &'a self,
        who: Asker<'a>,
        op: OperationId,
        at: &'a ScanAt,
        scan: &'a str,
        step: ScanStep,
    ) -> Answer<'a, StepTaken> {
        Box::pin(moved(self, who, op, (at, scan), step))
    }
}

fn place(at: &ScanAt) -> Result<ScanPlace, AskError> {
    Ok(match at {
        ScanAt::Application(application) => ScanPlace::Application(id(application)?),
        ScanAt::Meeting(meeting) => ScanPlace::Meeting(id(meeting)?),
    })
}

pub(super) fn fault(field: &str, key: &'static str, value: String) -> StepTaken {
    StepTaken::Refused(FieldError { field: field.to_owned(), key, value })
}

async fn attach(county: &County, who: Asker<'_>, op: OperationId, wish: ScanWish) -> Result<StepTaken, AskError> {
    let mut cx = county.cx(who)?;
    let wish = app::AttachScan { place: place(&wish.at)?, document_id: id(&wish.document)?, bytes: wish.bytes };
    let refused = |key, value: String| Ok(fault("scan_file", key, value));
    match app::attach_scan(&mut cx, op.into(), &wish).await {
        Ok(_) => Ok(StepTaken::Taken),
        Err(AttachScanError::Empty) => refused("web-error-scan-empty", String::new()),
        Err(AttachScanError::TooLarge { most, .. }) => refused("web-error-scan-large", (most >> 20).to_string()),
        Err(AttachScanError::Kind) => refused("web-error-scan-kind", String::new()),
        Err(AttachScanError::OtherHash) => refused("web-error-scan-other-hash", String::new()),
        Err(AttachScanError::Already) => refused("web-error-scan-already", String::new()),
        Err(AttachScanError::Denied(error)) => Err(error.into()),
        Err(AttachScanError::NotFound) => Err(AskError::NotFound),
        Err(AttachScanError::Operation(error)) => Err(error.into()),
        Err(AttachScanError::Store(error)) => Err(error.into()),
    }
}

async fn open(county: &County, who: Asker<'_>, at: &ScanAt, scan: &str) -> Result<Download, AskError> {
    let mut cx = county.cx(who)?;
    match app::open_scan(&mut cx, place(at)?, id(scan)?).await {
        Ok(opened) => Ok(Download {
            // The code and the hash, which name nobody.
            name: format!("{}-{:.8}.{}", opened.code, opened.scan.sha256, opened.scan.media.code()),
            kind: opened.scan.media.media_type(),
            bytes: opened.bytes,
        }),
        Err(OpenScanError::Denied(error)) => Err(error.into()),
        Err(OpenScanError::NotFound) => Err(AskError::NotFound),
        Err(error @ OpenScanError::Damaged(_)) => Err(AskError::Broken(error.to_string())),
        Err(OpenScanError::Store(error)) => Err(error.into()),
    }
}

async fn moved(
    county: &County,
    who: Asker<'_>,
    op: OperationId,
    (at, scan): (&ScanAt, &str),
    step: ScanStep,
) -> Result<StepTaken, AskError> {
    let mut cx = county.cx(who)?;
    let wish = app::MoveScan { place: place(at)?, scan_id: id(scan)?, step };
    match app::move_scan(&mut cx, op.into(), &wish).await {
        Ok(_) => Ok(StepTaken::Taken),
        Err(MoveScanError::Move(ScanMoveError::Why)) => Ok(fault("scan_why", "web-error-required", String::new())),
        Err(MoveScanError::Move(ScanMoveError::Unlawful { .. })) => Err(AskError::Refused("web-refused-scan-moved")),
        Err(MoveScanError::Move(ScanMoveError::NotTheirs)) => Err(AskError::Refused("web-refused-scan-theirs")),
        Err(MoveScanError::Move(ScanMoveError::SameHand)) => Err(AskError::Refused("web-refused-scan-same-hand")),
        Err(MoveScanError::Concerned) => Err(AskError::Refused("web-refused-scan-concerned")),
        Err(MoveScanError::Denied(error)) => Err(error.into()),
        Err(MoveScanError::NotFound) => Err(AskError::NotFound),
        Err(MoveScanError::Operation(error)) => Err(error.into()),
        Err(MoveScanError::Store(error)) => Err(error.into()),
    }
}

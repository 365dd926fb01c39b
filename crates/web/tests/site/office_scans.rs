//! What the sample office says of scans.

use guanai_casework::application::{ScanMedia, ScanMove, ScanStep};
use guanai_web::applications::StepTaken;
use guanai_web::form::FieldError;
use guanai_web::office::{Answer, AskError, Asker, Download};
use guanai_web::operation::OperationId;
use guanai_web::scans::{ScanAt, ScanDesk, ScanWish};

use crate::office::{SampleOffice, give};
use crate::office_decisions::CODE;
use crate::samples_decisions::{APPLICATION, MEETING, SCAN};

fn fault(field: &str, key: &'static str) -> StepTaken {
    StepTaken::Refused(FieldError { field: field.to_owned(), key, value: String::new() })
}

impl ScanDesk for SampleOffice {
    /// Holding `twice` it is there already.
    fn attach_scan<'a>(&'a self, _: Asker<'a>, op: OperationId, wish: ScanWish) -> Answer<'a, StepTaken> {
        if ScanMedia::recognise(&wish.bytes).is_none() {
            return give(fault("scan_file", "web-error-scan-kind"));
        }
        if wish.bytes.ends_with(b"twice") {
            return give(fault("scan_file", "web-error-scan-already"));
        }
        self.record_once(op, format!("scan {} {}", wish.document, wish.bytes.len()));
        give(StepTaken::Taken)
    }
    fn open_scan<'a>(&'a self, _: Asker<'a>, at: &'a ScanAt, scan: &'a str) -> Answer<'a, Download> {
        let is_here = match at {
            ScanAt::Application(id) => id == APPLICATION,
            ScanAt::Meeting(id) => id == MEETING,
        };
        if !is_here {
            return Box::pin(async { Err(AskError::NotFound) });
        }
        let bytes = b"%PDF-1.7".to_vec();
        let file = Download { name: format!("{CODE}-5c5c5c5c.pdf"), kind: "application/pdf", bytes };
        Self::known(scan, SCAN, file)
    }
    /// Asking with `自己` it is their own asking that they would carry out.
    fn move_scan<'a>(
        &'a self,
        _: Asker<'a>,
        op: OperationId,
        at: &'a ScanAt,
        scan: &'a str,
        step: ScanStep,
    ) -> Answer<'a, StepTaken> {
        match &step {
            ScanStep::Ask { why } if why.contains("自己") => {
                return Box::pin(async { Err(AskError::Refused("web-refused-scan-same-hand")) });
            }
            ScanStep::Ask { why } => self.record_once(op, format!("ask {} {scan} {why}", at.href())),
            ScanStep::Keep | ScanStep::Destroy => {
                let code: ScanMove = step.kind();
                self.record_once(op, format!("{} {} {scan}", code.code(), at.href()));
            }
        }
        give(StepTaken::Taken)
    }
}

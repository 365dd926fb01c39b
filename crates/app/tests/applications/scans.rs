//! Scans of originals: put in by whoever files originals, once; opened within the scope by those who work on it, with a record of
//! each opening; refused for what they are, whatever they are called.

use guanai_app::scans::{AttachScan, AttachScanError, OpenScanError, OpenedScan, attach_scan, open_scan};
use guanai_app::{Actor, Role};
use guanai_casework::application::{ApplicationMove as M, DocumentKind, MOST_SCAN_BYTES, Scan, ScanMedia, ScanPlace};
use guanai_kernel::ids::{ApplicationId, DocumentId, OperationId, ScanId};
use guanai_store::audit::Subject;
use guanai_store::{checks, scans};
use guanai_testkit::engines::on_both;

use crate::office::{Office, attach};

pub const PDF: &[u8] = b"%PDF-1.7\n\0\xff a paper with a signature";

impl Office {
    pub async fn scan(
        &mut self,
        who: &Actor,
        operation: OperationId,
        wish: &AttachScan,
    ) -> Result<ScanId, AttachScanError> {
        let now = self.now();
        let (mut cx, ..) = self.town.cx(who.clone(), now);
        attach_scan(&mut cx, operation, wish).await
    }

    pub async fn scan_code(&mut self, who: &Actor, wish: &AttachScan) -> &'static str {
        let operation = self.operation();
        match self.scan(who, operation, wish).await {
            Ok(_) => "done",
            Err(error) => error.code(),
        }
    }

    pub async fn open_scan(
        &mut self,
        who: &Actor,
        application_id: ApplicationId,
        scan_id: ScanId,
    ) -> Result<OpenedScan, OpenScanError> {
        let now = self.now();
        let (mut cx, ..) = self.town.cx(who.clone(), now);
        open_scan(&mut cx, ScanPlace::Application(application_id), scan_id).await
    }

    async fn paper(&self, application_id: ApplicationId, kind: DocumentKind) -> DocumentId {
        let papers = self.kept(application_id).await.documents;
        papers.iter().find(|paper| paper.kind == kind).unwrap().document_id
    }

    /// An application with an original of its own on file.
    pub async fn filed(&mut self) -> (ApplicationId, DocumentId) {
        let application_id = self.as_far_as(&[M::Carry]).await;
        let (contact, step) = (self.contact.clone(), attach(DocumentKind::ApprovalForm, self.today));
        self.step(&contact, application_id, step).await.unwrap();
        let paper = self.paper(application_id, DocumentKind::ApprovalForm).await;
        (application_id, paper)
    }
}

#[test]
fn a_scan_is_put_in_once_and_opened_as_it_was_by_those_who_work_on_it() {
    on_both(async |db| {
        let mut office = Office::open(db).await;
        let (application_id, document_id) = office.filed().await;
        let wish = AttachScan { place: ScanPlace::Application(application_id), document_id, bytes: PDF.to_vec() };
        let (contact, operation) = (office.contact.clone(), office.operation());
        let scan_id = office.scan(&contact, operation, &wish).await.unwrap();
        assert_eq!(office.scan(&contact, operation, &wish).await.unwrap(), scan_id, "pressed twice, kept once");
        assert_eq!(office.scan_code(&contact, &wish).await, "scan-already");
        let view = office.read(&contact, application_id).await.unwrap();
        let paper = view.documents.iter().find(|paper| paper.document.document_id == document_id).unwrap();
        assert_eq!((paper.scans.len(), paper.scans[0].scan.media), (1, ScanMedia::Pdf));
        assert_eq!(usize::try_from(paper.scans[0].scan.size_bytes).unwrap(), PDF.len());
        assert!(view.documents.iter().all(|other| other.document.document_id == document_id || other.scans.is_empty()));

        let (officer, county, approver) = (office.officer.clone(), office.county.clone(), office.approver.clone());
        for who in [&contact, &officer, &county, &approver] {
            let opened = office.open_scan(who, application_id, scan_id).await.unwrap();
            assert_eq!(opened.bytes, PDF, "{:?}", who.role);
        }
        let (branches, townships) = (office.town.branches, office.town.townships);
        let elsewhere = office.actor(Role::BranchContact, Some(branches[1]), None);
        let other_township = office.actor(Role::TownshipOfficer, Some(townships[1]), None);
        for who in [&elsewhere, &other_township] {
            assert_eq!(office.open_scan(who, application_id, scan_id).await.unwrap_err().code(), "scan-not-found");
            assert_eq!(office.scan_code(who, &wish).await, "scan-paper-not-found");
        }
        let applicant = office.applicant.clone();
        let mut strangers = vec![applicant];
        for role in [Role::Auditor, Role::Accountant, Role::Cashier, Role::Administrator, Role::Console] {
            strangers.push(office.actor(role, None, None));
        }
        for who in &strangers {
            assert_eq!(office.open_scan(who, application_id, scan_id).await.unwrap_err().code(), "denied");
            assert_eq!(office.scan_code(who, &wish).await, "denied");
        }
        let member = office.branch[0];
        let records = office.town.audit().await;
        let opened: Vec<_> = records.iter().filter(|record| record.action == "open-scan").collect();
        assert_eq!(opened.len(), 4, "each opening is noted, and no attempt is an opening");
        let named = [Subject::Application(application_id), Subject::Person(member)];
        assert!(opened.iter().all(|record| record.subjects == named));
        assert_eq!(records.iter().filter(|record| record.action == "attach-scan").count(), 1);
    });
}

#[test]
fn what_is_no_scan_or_of_no_paper_of_this_application_is_refused() {
    on_both(async |db| {
        let mut office = Office::open(db).await;
        let (application_id, document_id) = office.filed().await;
        let contact = office.contact.clone();
        let of = |bytes: Vec<u8>| AttachScan { place: ScanPlace::Application(application_id), document_id, bytes };
        let large = |size: usize| PDF.iter().copied().chain(std::iter::repeat(7)).take(size).collect::<Vec<u8>>();
        for (bytes, code) in [
            (Vec::new(), "scan-empty"),
            (b"MZ\x90".to_vec(), "scan-kind"),
            (b"<script>%PDF-".to_vec(), "scan-kind"),
            (large(MOST_SCAN_BYTES + 1), "scan-too-large"),
            (large(MOST_SCAN_BYTES), "done"),
        ] {
            assert_eq!(office.scan_code(&contact, &of(bytes)).await, code);
        }
        // Another application's paper, the record of a meeting, and a paper that is none.
        let minutes = office.kept(application_id).await.documents;
        let minutes = minutes.iter().find(|paper| paper.meeting_id.is_some()).map(|paper| paper.document_id);
        for paper in minutes.into_iter().chain([DocumentId::from_bits(1)]) {
            let wish = AttachScan { document_id: paper, ..of(PDF.to_vec()) };
            assert_eq!(office.scan_code(&contact, &wish).await, "scan-paper-not-found");
        }
        // The hash that was stated when the paper was filed holds.
        let mut step = attach(DocumentKind::Evidence, office.today);
        if let guanai_app::applications::WishedStep::Attach { sha256, .. } = &mut step {
            *sha256 = Some(scans::print_of(PDF));
        }
        office.step(&contact, application_id, step).await.unwrap();
        let stated = office.paper(application_id, DocumentKind::Evidence).await;
        let other = AttachScan { document_id: stated, ..of(b"%PDF-1.7 another".to_vec()) };
        assert_eq!(office.scan_code(&contact, &other).await, "scan-other-hash");
        let same = AttachScan { document_id: stated, ..of(PDF.to_vec()) };
        assert_eq!(office.scan_code(&contact, &same).await, "done");
    });
}

#[test]
fn bytes_that_are_not_those_that_were_put_in_are_never_handed_out() {
    on_both(async |db| {
        let mut office = Office::open(db).await;
        let (application_id, document_id) = office.filed().await;
        let (contact, operation) = (office.contact.clone(), office.operation());
        let wish = AttachScan { place: ScanPlace::Application(application_id), document_id, bytes: PDF.to_vec() };
        let scan_id = office.scan(&contact, operation, &wish).await.unwrap();
        let mut tx = office.town.db.begin_write().await.unwrap();
        let put = scans::find(&mut tx, scan_id).await.unwrap().unwrap();
        let scan_id = ScanId::from_bits(1);
        let damaged = Scan { scan_id, sha256: "0a".repeat(32), ..put };
        scans::add(&mut tx, &damaged, PDF).await.unwrap();
        let outcomes = checks::run(&mut tx).await.unwrap();
        let found = outcomes.iter().find(|outcome| outcome.name == "scans-are-whole").unwrap();
        assert_eq!((found.holds, found.examples.clone()), (false, vec![scan_id.to_string()]));
        tx.commit().await.unwrap();
        assert_eq!(office.open_scan(&contact, application_id, scan_id).await.unwrap_err().code(), "scan-damaged");
        assert_eq!(office.town.done("open-scan").await, 0);
    });
}

//! A mistaken scan is taken down by a second person: its bytes are gone, its record stays, and no step minds. The record of a
//! meeting takes scans as an application's papers do; and of two who send one file in one instant the second is told so.

use guanai_app::meetings::{FileMinutes, file_minutes, read_meeting};
use guanai_app::readings::Readings;
use guanai_app::scans::{AttachScan, MoveScan, MoveScanError, ScanAccess, attach_scan, move_scan};
use guanai_app::{Actor, Cx, Role};
use guanai_casework::application::{ApplicationMove as M, DocumentKind, ScanMove, ScanPlace, ScanState, ScanStep};
use guanai_kernel::Ids;
use guanai_kernel::ids::{ApplicationId, DocumentId, ScanId};
use guanai_store::audit::Subject;
use guanai_store::{checks, scans};
use guanai_testkit::engines::on_both;

use crate::office::Office;
use crate::scans::PDF;

fn ask(why: &str) -> ScanStep {
    ScanStep::Ask { why: why.to_owned() }
}

impl Office {
    async fn move_scan(&mut self, who: &Actor, wish: &MoveScan) -> Result<ScanId, MoveScanError> {
        let (now, operation) = (self.now(), self.operation());
        let (mut cx, ..) = self.town.cx(who.clone(), now);
        move_scan(&mut cx, operation, wish).await
    }

    pub async fn move_code(&mut self, who: &Actor, wish: &MoveScan) -> &'static str {
        self.move_scan(who, wish).await.map_or_else(|error| error.code(), |_| "done")
    }

    /// An application with a scan that the contact put in.
    pub async fn scanned(&mut self) -> (ApplicationId, DocumentId, ScanId) {
        let (application_id, document_id) = self.filed().await;
        let (contact, operation) = (self.contact.clone(), self.operation());
        let place = ScanPlace::Application(application_id);
        let wish = AttachScan { place, document_id, bytes: PDF.to_vec() };
        (application_id, document_id, self.scan(&contact, operation, &wish).await.unwrap())
    }

    async fn moves(&mut self, who: &Actor, application_id: ApplicationId, scan_id: ScanId) -> Vec<ScanMove> {
        let view = self.read(who, application_id).await.unwrap();
        let mut seen = view.documents.iter().flat_map(|paper| &paper.scans);
        seen.find(|seen| seen.scan.scan_id == scan_id).unwrap().moves.clone()
    }
}

#[test]
fn one_asks_another_destroys_and_the_record_stays() {
    on_both(async |db| {
        let mut office = Office::open(db).await;
        let (application_id, document_id, scan_id) = office.scanned().await;
        let place = ScanPlace::Application(application_id);
        let wish = |step| MoveScan { place, scan_id, step };
        let (contact, officer, county) = (office.contact.clone(), office.officer.clone(), office.county.clone());
        let (approver, applicant) = (office.approver.clone(), office.applicant.clone());
        // Whoever did not put it in, and is not the branch's contact, asks for nothing; nobody destroys what nobody asked for.
        assert_eq!(office.move_code(&officer, &wish(ask("放错了"))).await, "scan-not-theirs");
        assert_eq!(office.move_code(&approver, &wish(ask("放错了"))).await, "denied");
        assert_eq!(office.move_code(&approver, &wish(ScanStep::Destroy)).await, "scan-move-unlawful");
        assert_eq!(office.move_code(&contact, &wish(ask("  "))).await, "scan-why");
        assert_eq!(office.moves(&contact, application_id, scan_id).await, [ScanMove::Ask]);
        assert_eq!(office.moves(&officer, application_id, scan_id).await, []);
        office.move_scan(&contact, &wish(ask(" 这是别人的 "))).await.unwrap();
        assert_eq!(office.open_scan(&officer, application_id, scan_id).await.unwrap().bytes, PDF, "not yet gone");
        assert_eq!(office.move_code(&contact, &wish(ScanStep::Destroy)).await, "denied");
        assert_eq!(office.moves(&contact, application_id, scan_id).await, [ScanMove::Keep], "who asked takes it back");
        assert_eq!(office.moves(&approver, application_id, scan_id).await, [ScanMove::Keep, ScanMove::Destroy]);
        let (branches, townships) = (office.town.branches, office.town.townships);
        let elsewhere = office.actor(Role::TownshipOfficer, Some(townships[1]), None);
        assert_eq!(office.move_code(&elsewhere, &wish(ScanStep::Destroy)).await, "scan-not-found");
        let other_branch = office.actor(Role::BranchContact, Some(branches[1]), None);
        assert_eq!(office.move_code(&other_branch, &wish(ScanStep::Keep)).await, "scan-not-found");
        for role in [Role::Auditor, Role::Accountant, Role::Cashier, Role::Administrator, Role::Console] {
            let who = office.actor(role, None, None);
            assert_eq!(office.move_code(&who, &wish(ScanStep::Destroy)).await, "denied", "{role:?}");
        }
        assert_eq!(office.move_code(&applicant, &wish(ScanStep::Destroy)).await, "denied");
        // Whom it concerns decides nothing of it.
        let own = Actor { person_id: applicant.person_id, ..officer.clone() };
        assert_eq!(office.move_code(&own, &wish(ScanStep::Destroy)).await, "scan-concerned");
        office.move_scan(&officer, &wish(ScanStep::Destroy)).await.unwrap();
        assert_eq!(office.open_scan(&county, application_id, scan_id).await.unwrap_err().code(), "scan-not-found");
        assert_eq!(office.move_code(&county, &wish(ScanStep::Keep)).await, "scan-move-unlawful");
        let view = office.read(&contact, application_id).await.unwrap();
        let paper = view.documents.iter().find(|paper| paper.document.document_id == document_id).unwrap();
        let gone = &paper.scans[0].scan;
        let told = gone.take_down.as_ref().unwrap();
        assert_eq!((gone.state, gone.sha256.as_str()), (ScanState::Destroyed, scans::print_of(PDF).as_str()));
        assert_eq!((told.why.as_str(), told.asked_by.by.as_str()), ("这是别人的", contact.name.as_str()));
        assert_eq!(told.destroyed.as_ref().unwrap().0.by, officer.name);
        let seen = office.read(&applicant, application_id).await.unwrap();
        let paper = seen.documents.iter().find(|paper| paper.document.document_id == document_id).unwrap();
        assert_eq!(paper.scans[0].scan.take_down.as_ref().unwrap().why, "", "why is for who may open it");
        // The paper is what counts: the originals that the chain waits for are there as before.
        assert!(view.documents.iter().any(|paper| paper.document.document_id == document_id));
        let mut tx = office.town.db.begin_read().await.unwrap();
        assert!(scans::list_bytes(&mut tx, scan_id).await.unwrap().is_empty());
        let whole = checks::run(&mut tx).await.unwrap();
        assert!(whole.iter().all(|outcome| outcome.name != "scans-are-whole" || outcome.holds));
        tx.rollback().await.unwrap();
        let records = office.town.audit().await;
        let named = [Subject::Application(application_id), Subject::Person(office.branch[0])];
        for act in ["ask-scan-taken-down", "take-scan-down"] {
            let of: Vec<_> = records.iter().filter(|record| record.action == act).collect();
            assert!(of.len() == 1 && of[0].subjects == named, "{act}");
        }
    });
}

#[test]
fn what_was_asked_for_may_be_left_and_the_same_file_may_come_again() {
    on_both(async |db| {
        let mut office = Office::open(db).await;
        let (application_id, document_id, scan_id) = office.scanned().await;
        let place = ScanPlace::Application(application_id);
        let wish = |step| MoveScan { place, scan_id, step };
        let (contact, approver) = (office.contact.clone(), office.approver.clone());
        office.move_scan(&contact, &wish(ask("放错了"))).await.unwrap();
        office.move_scan(&contact, &wish(ScanStep::Keep)).await.unwrap();
        office.move_scan(&contact, &wish(ask("还是放错了"))).await.unwrap();
        office.move_scan(&approver, &wish(ScanStep::Keep)).await.unwrap();
        assert_eq!(office.moves(&contact, application_id, scan_id).await, [ScanMove::Ask]);
        office.move_scan(&contact, &wish(ask("真的放错了"))).await.unwrap();
        let again = AttachScan { place, document_id, bytes: PDF.to_vec() };
        assert_eq!(office.scan_code(&contact, &again).await, "scan-already");
        office.move_scan(&approver, &wish(ScanStep::Destroy)).await.unwrap();
        assert_eq!(office.scan_code(&contact, &again).await, "done");
    });
}

#[test]
fn the_record_of_a_meeting_takes_scans_with_the_same_two_pairs_of_eyes() {
    on_both(async |db| {
        let mut office = Office::open(db).await;
        let application_id = office.as_far_as(&[M::Carry]).await;
        let papers = office.kept(application_id).await.documents;
        let minutes = papers.iter().find(|paper| paper.kind == DocumentKind::MeetingRecord).unwrap();
        let (meeting_id, hashed) = (minutes.meeting_id.unwrap(), minutes.document_id);
        let place = ScanPlace::Meeting(meeting_id);
        let (contact, officer, approver) = (office.contact.clone(), office.officer.clone(), office.approver.clone());
        // The paper that is there was filed with the hash of another file; this one without any.
        let wrong = AttachScan { place, document_id: hashed, bytes: PDF.to_vec() };
        assert_eq!(office.scan_code(&contact, &wrong).await, "scan-other-hash");
        let (operation, now, signed_on) = (office.operation(), office.now(), office.today);
        let minutes = FileMinutes { meeting_id, signed_on, place: "柜".into(), archive_no: None, sha256: None };
        let (mut cx, ..) = office.town.cx(contact.clone(), now);
        let document_id = file_minutes(&mut cx, operation, &minutes).await.unwrap();
        let wish = AttachScan { place, document_id, bytes: PDF.to_vec() };
        let operation = office.operation();
        let scan_id = office.scan(&officer, operation, &wish).await.unwrap();
        assert_eq!(office.scan_code(&contact, &wish).await, "scan-already");
        let townships = office.town.townships;
        let elsewhere = office.actor(Role::TownshipOfficer, Some(townships[1]), None);
        assert_eq!(office.scan_code(&elsewhere, &wish).await, "scan-paper-not-found");
        let now = office.now();
        let (mut cx, ..) = office.town.cx(approver.clone(), now);
        let view = read_meeting(&mut cx, meeting_id).await.unwrap();
        assert_eq!(view.scan_access, ScanAccess::Opens);
        let shown: Vec<ScanId> = view.documents.iter().flat_map(|paper| &paper.scans).map(|s| s.scan.scan_id).collect();
        assert_eq!(shown, [scan_id]);
        let opened = guanai_app::scans::open_scan(&mut cx, place, scan_id).await.unwrap();
        assert_eq!((opened.bytes.as_slice(), opened.code), (PDF, view.code));
        let other_place = guanai_app::scans::open_scan(&mut cx, ScanPlace::Application(application_id), scan_id).await;
        assert_eq!(other_place.unwrap_err().code(), "scan-not-found", "it is the meeting's");
        let auditor = office.actor(Role::Auditor, None, None);
        let (mut cx, ..) = office.town.cx(auditor, now);
        assert_eq!(read_meeting(&mut cx, meeting_id).await.unwrap().scan_access, ScanAccess::Told);
        assert_eq!(guanai_app::scans::open_scan(&mut cx, place, scan_id).await.unwrap_err().code(), "denied");
        let moved = |step| MoveScan { place, scan_id, step };
        office.move_scan(&officer, &moved(ask("扫反了"))).await.unwrap();
        assert_eq!(office.move_code(&officer, &moved(ScanStep::Destroy)).await, "scan-same-hand");
        office.move_scan(&approver, &moved(ScanStep::Destroy)).await.unwrap();
        let records = office.town.audit().await;
        let done = records.iter().find(|record| record.action == "take-scan-down").unwrap();
        assert_eq!(done.subjects, [Subject::Meeting(meeting_id)]);
    });
}

#[test]
fn of_two_who_send_one_file_in_one_instant_the_second_is_told_that_it_is_there() {
    on_both(async |db| {
        let mut office = Office::open(db).await;
        let (application_id, document_id) = office.filed().await;
        let wish = AttachScan { place: ScanPlace::Application(application_id), document_id, bytes: PDF.to_vec() };
        let (now, contact, officer) = (office.now(), office.contact.clone(), office.officer.clone());
        let [one, other] = [office.operation(), office.operation()];
        let (mut first_cx, ..) = office.town.cx(contact, now);
        let mut second_cx = Cx {
            db: first_cx.db,
            standards: first_cx.standards,
            actor: officer,
            now,
            ids: Ids::seeded(77, now),
            readings: Readings::AtOnce,
        };
        let sent = tokio::join!(attach_scan(&mut first_cx, one, &wish), attach_scan(&mut second_cx, other, &wish));
        let codes = [sent.0, sent.1].map(|sent| sent.map_or_else(|error| error.code(), |_| "done"));
        let mut codes = codes.to_vec();
        codes.sort_unstable();
        assert_eq!(codes, ["done", "scan-already"]);
    });
}

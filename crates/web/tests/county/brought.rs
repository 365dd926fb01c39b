//! An application on public notice in either unit, with the meeting that appraised it: for addresses that name them.

use std::collections::BTreeMap;

use guanai_app::applications::{
    EnterApplication, MoveApplication, WishedStep, enter_application, move_application, read_application,
};
use guanai_app::meetings::{
    FileMinutes, ItemWish, RecordMeeting, RecordMeetingError, file_minutes, open_meeting_form, reckon_meeting,
    record_meeting,
};
use guanai_app::scans::{AttachScan, attach_scan};
use guanai_app::{Actor, Cx, Role};
use guanai_casework::application::{ApplicationStepError, DocumentKind, ScanPlace, ShownAs};
use guanai_casework::meeting::{Ballot, Presence, VoteError};
use guanai_kernel::ids::{ApplicationId, OperationId, OrganizationId, PersonId};

use crate::desk::{AS_OF, Desk};

impl Desk {
    /// In the contact's branch the demonstration's member has an application on notice, in another township somebody else.
    pub async fn bring_applications(&mut self) {
        let member = self.places.people[&Role::Member].id;
        let branch = self.places.branch.id;
        let other = (self.other["person"].parse().unwrap(), self.other["organization"].parse().unwrap());
        let own = brought(&mut self.cx(), member, branch).await;
        let other = brought(&mut self.cx(), other.0, other.1).await;
        for (unit, ids) in [(&mut self.own, own), (&mut self.other, other)] {
            unit.extend(ids);
        }
    }
}

async fn moved(cx: &mut Cx<'_>, application_id: ApplicationId, step: WishedStep) {
    let version = read_application(cx, application_id).await.unwrap().version;
    let operation = OperationId::fresh(&mut cx.ids);
    let wish = MoveApplication { application_id, version, step, declares_distance: true, was_read_back: true };
    move_application(cx, operation, &wish).await.unwrap();
}

async fn brought(
    cx: &mut Cx<'_>,
    person_id: PersonId,
    organization_id: OrganizationId,
) -> BTreeMap<&'static str, String> {
    let actor = |role, scope| Actor {
        name: "by-hand".into(),
        role,
        scope,
        person_id: None,
        on_behalf_of: None,
        tenure: guanai_app::Tenure::Single,
    };
    cx.actor = actor(Role::BranchContact, Some(organization_id));
    let wish = EnterApplication {
        person_id,
        measure: "fixed-relief".to_owned(),
        words: "收入不够".to_owned(),
        new_event: None,
        applied_on: AS_OF,
        was_read_back: true,
    };
    let operation = OperationId::fresh(&mut cx.ids);
    let application_id = enter_application(cx, operation, &wish).await.unwrap();
    let form = open_meeting_form(cx, None, "members").await.unwrap();
    let chair = form.roll.iter().find(|one| one.votes && one.person_id != person_id).unwrap().person_id;
    let mut meeting = RecordMeeting {
        organization_id,
        kind: "members".to_owned(),
        held_on: AS_OF,
        place: "党群服务中心".to_owned(),
        chair_id: chair,
        recorder: "孙和".to_owned(),
        presence: form.roll.iter().map(|one| (one.person_id, Presence::Present)).collect(),
        items: vec![ItemWish {
            application_id,
            version: form.agenda[0].version,
            ballot: Ballot { in_favour: 0, against: 0, abstained: 0 },
            stood_aside: Vec::new(),
            opinion: "情况属实".to_owned(),
        }],
    };
    // How many vote without those who stand aside is the use case's to count.
    let counted = reckon_meeting(cx, &meeting).await.unwrap_err();
    let RecordMeetingError::Step(_, ApplicationStepError::Vote(VoteError::VotesDiffer { voters, .. })) = counted else {
        panic!("{counted}")
    };
    meeting.items[0].ballot.in_favour = voters;
    let operation = OperationId::fresh(&mut cx.ids);
    let meeting_id = record_meeting(cx, operation, &meeting).await.unwrap();
    let place = "支部档案柜".to_owned();
    let minutes = FileMinutes { meeting_id, signed_on: AS_OF, place: place.clone(), archive_no: None, sha256: None };
    let operation = OperationId::fresh(&mut cx.ids);
    let record_id = file_minutes(cx, operation, &minutes).await.unwrap();
    let bytes = format!("%PDF-1.7 {meeting_id}").into_bytes();
    let operation = OperationId::fresh(&mut cx.ids);
    let of_meeting = ScanPlace::Meeting(meeting_id);
    let wish = AttachScan { place: of_meeting, document_id: record_id, bytes };
    let record_scan_id = attach_scan(cx, operation, &wish).await.unwrap();
    let kind = DocumentKind::Application;
    moved(cx, application_id, WishedStep::Attach { kind, signed_on: AS_OF, place, archive_no: None, sha256: None })
        .await;
    let papers = read_application(cx, application_id).await.unwrap().documents;
    let paper = papers.iter().find(|paper| paper.document.application_id.is_some()).unwrap();
    let document_id = paper.document.document_id;
    let bytes = format!("%PDF-1.7 {application_id}").into_bytes();
    let operation = OperationId::fresh(&mut cx.ids);
    let place = ScanPlace::Application(application_id);
    let scan_id = attach_scan(cx, operation, &AttachScan { place, document_id, bytes }).await.unwrap();
    cx.actor = Actor { name: "by-another".into(), ..actor(Role::CountyOfficer, None) };
    moved(cx, application_id, WishedStep::Review { words: None, despite: None }).await;
    let place = "村公开栏".to_owned();
    moved(cx, application_id, WishedStep::Post { place, shown_as: ShownAs::MaskedName, shown_why: None }).await;
    let notice_id = read_application(cx, application_id).await.unwrap().notices[0].notice_id;
    BTreeMap::from([
        ("application", application_id.to_string()),
        ("meeting", meeting_id.to_string()),
        ("notice", notice_id.to_string()),
        ("document", document_id.to_string()),
        ("scan", scan_id.to_string()),
        ("record", record_id.to_string()),
        ("record_scan", record_scan_id.to_string()),
    ])
}

//! Applications with their meetings, notices, objections, papers and decisions: everything comes back, nobody overwrites
//! anybody, and what the tables themselves refuse.

use std::collections::BTreeMap;

use guanai_casework::application::file::Acting;
use guanai_casework::application::step::{Deciding, Posting};
use guanai_casework::application::{
    Application, ApplicationFile, ApplicationState, ApplicationStep as Step, Chain, ChainStep, Desk, Document,
    DocumentKind, Finding, Frozen, FrozenFact, FrozenParameter, FrozenPurse, Hand, Level, Nearness, Objection,
    PublicNotice, Said, Scan, ScanOf, ShownAs, Verdict, short_code,
};
use guanai_casework::meeting::{
    Attendee, Ballot, CarriedOf, Meeting, MeetingFile, Presence, Recusal, RecusalGround, Vote, VotingRule,
};
use guanai_kernel::ids::{ApplicationId, DocumentId, MeetingId, NoticeId, ObjectionId, PersonId, ScanId};
use guanai_kernel::workdays::Deadline;
use guanai_kernel::{Date, Money, Recipient, Serves};
use guanai_store::Stretch;
use guanai_store::applications::{self, ApplicationsWanted};
use guanai_store::relations::{self, Tie};
use guanai_store::{StoreError, Tx, households, meetings, scans};

use crate::county::{County, NOW, day, today};
use crate::engines::on_both;
use crate::scans::{kept_scan, scanned};

/// An application that went the whole way, state by state, and the meeting that carried it; another that waits.
pub struct Decided {
    pub way: Vec<ApplicationFile>,
    pub waiting: Application,
    pub meeting: MeetingFile,
    pub minutes: Document,
    pub scan: Scan,
}

pub fn hand(by: &str) -> Hand {
    Hand { by: by.to_owned(), person_id: None, name: format!("经办{by}"), role: "branch-contact".to_owned() }
}

fn acting(by: &str, desk: Desk, on: Date) -> Acting {
    Acting { hand: hand(by), desk, nearness: Nearness::Apart, today: on, at: NOW }
}

fn said(text: &str) -> Said {
    Said { zh: text.to_owned(), en: format!("{text} en") }
}

fn frozen() -> Frozen {
    Frozen {
        as_of: today(),
        pack: "county 1.0.0".to_owned(),
        measure: said("大病医疗救助"),
        answer: "holds".to_owned(),
        sentence: said("自付12,000.00元，超过起付线"),
        clause: "county-example §5".to_owned(),
        source: said("示例"),
        amount: Money::from_yuan(3_000),
        period: Some("year".to_owned()),
        facts: vec![FrozenFact {
            name: "medical.self_paid".to_owned(),
            title: said("自付医疗费"),
            value: said("12,000.00元"),
            recorded: "1200000".to_owned(),
            source: "台账 3".to_owned(),
            on: Some(today()),
            is_sensitive: true,
        }],
        parameters: vec![FrozenParameter {
            title: said("起付线"),
            value: said("5,000.00元"),
            clause: None,
            is_example: true,
        }],
        asks: Vec::new(),
        recipient: Some(Recipient::Member),
        purses: vec![care_fund()],
    }
}

fn care_fund() -> FrozenPurse {
    FrozenPurse { id: "care-fund".to_owned(), name: said("党内关怀帮扶资金"), serves: Serves::Members }
}

fn application(county: &mut County, person_id: PersonId) -> Application {
    let application_id = ApplicationId::fresh(&mut county.ids);
    Application {
        application_id,
        code: short_code(application_id.bits()),
        person_id,
        organization_id: county.organizations[1].organization_id,
        measure: "medical-aid".to_owned(),
        words: "去年住院，钱不够".to_owned(),
        new_event: Some("今年又住了一次院".to_owned()),
        applied_on: today(),
        entered: Hand { person_id: Some(county.persons[2].person_id), ..hand("1") },
        is_on_behalf: true,
        frozen: frozen(),
        amount: Money::from_yuan(3_000),
        chain: Chain {
            id: "relief".to_owned(),
            steps: ChainStep::ALL.to_vec(),
            meetings: vec!["members".to_owned()],
            notice_working_days: 5,
            notice_level: Level::Branch,
            notice_as: said("党内关怀帮扶"),
            answer_working_days: 5,
            review_days: 30,
            review_working_days: 10,
            originals: vec![DocumentKind::MeetingRecord],
        },
        state: ApplicationState::Appraising,
        round: 1,
        version: 0,
        recorded_at: NOW,
    }
}

impl Decided {
    /// Draws them into a county that has its register.
    pub fn drawn(county: &mut County) -> Self {
        let [a, b, c] = [0, 1, 2].map(|at: usize| county.persons[at].person_id);
        let application = application(county, a);
        let waiting = Application { measure: "school-aid".to_owned(), new_event: None, ..self::application(county, b) };
        let meeting_id = MeetingId::fresh(&mut county.ids);
        let meeting = Meeting {
            meeting_id,
            code: short_code(meeting_id.bits()),
            organization_id: application.organization_id,
            kind: "members".to_owned(),
            held_on: day(2026, 7, 2),
            place: "村党群服务中心".to_owned(),
            chair_id: c,
            recorder: "记录人丁".to_owned(),
            rule: VotingRule { quorum_over_percent: 50, carried_over_percent: 50, carried_of: CarriedOf::Entitled },
            entered: hand("1"),
            recorded_at: NOW,
        };
        let vote = Vote {
            meeting_id,
            application_id: application.application_id,
            person_id: a,
            round: 1,
            entitled: 1,
            present: 1,
            ballot: Ballot { in_favour: 1, against: 0, abstained: 0 },
            is_carried: true,
            opinion: "情况属实".to_owned(),
        };
        let ground =
            |person_id, ground| Recusal { meeting_id, application_id: application.application_id, person_id, ground };
        let document_id = DocumentId::fresh(&mut county.ids);
        let minutes = Document {
            document_id,
            application_id: None,
            meeting_id: Some(meeting_id),
            round: 0,
            kind: DocumentKind::MeetingRecord,
            signed_on: day(2026, 7, 2),
            place: "支部档案柜2层".to_owned(),
            archive_no: Some("2026-07".to_owned()),
            sha256: Some("ab".repeat(32)),
            filed_by: hand("1"),
            recorded_at: NOW,
        };
        let file = MeetingFile {
            attendees: [(a, Presence::Present), (b, Presence::Excused), (c, Presence::Present)]
                .map(|(person_id, presence)| Attendee { meeting_id, person_id, votes: true, presence })
                .to_vec(),
            recusals: vec![ground(a, RecusalGround::Oneself), ground(b, RecusalGround::Household)],
            votes: vec![vote.clone()],
            meeting: meeting.clone(),
        };
        let notice_id = NoticeId::fresh(&mut county.ids);
        let objection_id = ObjectionId::fresh(&mut county.ids);
        let way = way(application, (meeting, vote), notice_id, objection_id, &minutes);
        let end = way.last().unwrap();
        let paper = end.documents.iter().find(|paper| paper.application_id.is_some()).unwrap();
        let of = ScanOf::Application { application_id: end.application.application_id, person_id: a };
        let scan = kept_scan(ScanId::fresh(&mut county.ids), paper.document_id, of);
        Self { way, waiting, meeting: file, minutes, scan }
    }

    /// Writes all of it, step by step.
    pub async fn write(&self, tx: &mut Tx) -> Result<(), StoreError> {
        let first = self.way[0].application.clone();
        applications::add_many(tx, &[first, self.waiting.clone()]).await?;
        meetings::add_file(tx, &self.meeting).await?;
        applications::add_document(tx, &self.minutes).await?;
        for pair in self.way.windows(2) {
            let mut before = pair[0].clone();
            if before.documents.is_empty() {
                before.documents.push(self.minutes.clone());
            }
            applications::amend_file(tx, &before, &pair[1], NOW).await?;
        }
        scans::add(tx, &self.scan, &scanned()).await
    }

    pub fn end(&self) -> &ApplicationFile {
        self.way.last().unwrap()
    }
}

/// Carried, reviewed, put on notice, objected to, answered, taken down, approved.
fn way(
    application: Application,
    held: (Meeting, Vote),
    notice_id: NoticeId,
    objection_id: ObjectionId,
    minutes: &Document,
) -> Vec<ApplicationFile> {
    let (application_id, person_id) = (application.application_id, application.person_id);
    let organization_id = application.organization_id;
    let objection = Objection {
        objection_id,
        application_id,
        person_id,
        round: 1,
        objector_id: None,
        objector_name: Some("邻居".to_owned()),
        entered: hand("2"),
        is_on_behalf: true,
        words: "他家有车".to_owned(),
        said_on: day(2026, 7, 6),
        due_on: day(2026, 7, 13),
        reply: None,
        recorded_at: NOW,
    };
    let receipt = Document {
        document_id: DocumentId::from_bits(objection_id.bits() ^ 1),
        application_id: Some(application_id),
        meeting_id: None,
        round: 1,
        kind: DocumentKind::Evidence,
        archive_no: None,
        sha256: None,
        ..minutes.clone()
    };
    let posting = Posting {
        notice_id,
        organization_id,
        shown_as: ShownAs::Code,
        shown_why: Some("本人要求".to_owned()),
        place: "村务公开栏".to_owned(),
        through: Deadline { on: day(2026, 7, 10), provisional: false },
    };
    let deciding = Deciding {
        verdict: Verdict::Approved,
        amount: Money::from_yuan(2_500),
        purse: Some(care_fund()),
        resolution_no: "县组〔2026〕12号".to_owned(),
        words: "按实有资金核定".to_owned(),
        despite: None,
    };
    let words = || "车已报废".to_owned();
    let steps = [
        (acting("1", Desk::Branch, day(2026, 7, 2)), Step::Appraise(Box::new(held))),
        (acting("2", Desk::Township, day(2026, 7, 3)), Step::Review { words: Some("属实".to_owned()), despite: None }),
        (acting("2", Desk::Township, day(2026, 7, 3)), Step::Post(posting)),
        (acting("2", Desk::Township, day(2026, 7, 6)), Step::Object(Box::new(objection))),
        (
            acting("3", Desk::County, day(2026, 7, 8)),
            Step::Answer { objection_id, finding: Finding::Unfounded, words: words() },
        ),
        (acting("1", Desk::Branch, day(2026, 7, 8)), Step::Attach(Box::new(receipt))),
        (acting("2", Desk::Township, day(2026, 7, 11)), Step::TakeDown),
        (acting("4", Desk::Approver, day(2026, 7, 13)), Step::Decide(deciding)),
    ];
    let mut way = vec![ApplicationFile::new(application)];
    for (who, step) in steps {
        let mut after = way.last().unwrap().after(&who, step, None).unwrap();
        if after.documents.is_empty() {
            // The record of the meeting stands with the application once there is a vote.
            after.documents.push(minutes.clone());
        }
        way.push(after);
    }
    way
}

#[test]
fn an_application_comes_back_with_everything_recorded_of_it() {
    on_both(async |db| {
        let county = County::new(1);
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        let end = county.decided().end();
        let id = end.application.application_id;
        let found = applications::find_file(&mut tx, id).await.unwrap().unwrap();
        assert_eq!(&found, end);
        assert_eq!((found.votes.len(), found.notices.len(), found.objections.len()), (1, 1, 1));
        assert_eq!((found.documents.len(), found.decisions.len(), found.taken.len()), (2, 1, 8));
        assert_eq!(found.decisions[0].amount, Money::from_yuan(2_500));
        assert_eq!(applications::find(&mut tx, id).await.unwrap().as_ref(), Some(&end.application));
        let by_code = applications::find_by_code(&mut tx, &end.application.code).await.unwrap();
        assert_eq!(by_code.as_ref(), Some(&end.application));
        assert_eq!(applications::find_by_code(&mut tx, "00000000").await.unwrap(), None);
        let nobody = ApplicationId::from_bits(1);
        assert_eq!(applications::find_file(&mut tx, nobody).await.unwrap(), None);
        let listed = applications::list_by_ids(&mut tx, &[id, nobody]).await.unwrap();
        assert_eq!(listed, [end.application.clone()]);
        let all = applications::list_all(&mut tx).await.unwrap();
        assert_eq!(all, [end.application.clone(), county.decided().waiting.clone()]);
        assert_eq!(applications::list_votes(&mut tx).await.unwrap(), county.decided().meeting.votes);
        let twin = Application { application_id: nobody, ..county.decided().waiting.clone() };
        let wrong = applications::add_many(&mut tx, &[twin]).await.unwrap_err();
        assert_eq!(wrong, StoreError::Conflict { constraint: "applications_code_key".to_owned() });
    });
}

#[test]
fn the_second_of_two_who_saw_one_state_is_refused() {
    on_both(async |db| {
        let county = County::new(1);
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        let waiting = ApplicationFile::new(county.decided().waiting.clone());
        let take_back = |by: &str| {
            waiting.after(&acting(by, Desk::Branch, day(2026, 7, 1)), Step::Withdraw { words: None }, None).unwrap()
        };
        applications::amend_file(&mut tx, &waiting, &take_back("1"), NOW).await.unwrap();
        let stale = applications::amend_file(&mut tx, &waiting, &take_back("2"), NOW).await.unwrap_err();
        assert_eq!(stale, StoreError::RowsAffected { table: "applications", expected: 1, found: 0 });
    });
}

#[test]
fn applications_are_listed_by_branch_state_and_measure() {
    on_both(async |db| {
        let county = County::new(1);
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        let (end, waiting) = (county.decided().end().application.clone(), county.decided().waiting.clone());
        let [root, branch] = [0, 1].map(|at: usize| county.organizations[at].organization_id);
        let all = ApplicationsWanted::default();
        let of = |organization| ApplicationsWanted { organizations: Some(vec![organization]), ..all.clone() };
        let open = ApplicationsWanted { states: Some(vec![ApplicationState::Appraising]), ..all.clone() };
        let aid = ApplicationsWanted { measure: Some("medical-aid".to_owned()), ..of(branch) };
        let stretch = Stretch { skip: 0, take: 10 };
        for (wanted, found) in [
            (&all, vec![waiting.clone(), end.clone()]),
            (&of(branch), vec![waiting.clone(), end.clone()]),
            (&of(root), vec![]),
            (&open, vec![waiting.clone()]),
            (&aid, vec![end.clone()]),
        ] {
            assert_eq!(applications::list_wanted(&mut tx, wanted, stretch).await.unwrap(), found);
            let count = u64::try_from(found.len()).unwrap();
            assert_eq!(applications::count_wanted(&mut tx, wanted).await.unwrap(), count);
        }
        let second = Stretch { skip: 1, take: 1 };
        assert_eq!(applications::list_wanted(&mut tx, &all, second).await.unwrap(), [end.clone()]);
        let by_state = applications::count_by_state(&mut tx, &all).await.unwrap();
        assert_eq!(by_state, BTreeMap::from([(ApplicationState::Appraising, 1), (ApplicationState::Approved, 1)]));
        let own = applications::list_of(&mut tx, &[end.person_id]).await.unwrap();
        assert_eq!(own, [end]);
    });
}

#[test]
fn notices_past_their_term_and_open_objections_are_counted_by_branch() {
    on_both(async |db| {
        let county = County::new(1);
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        let [root, branch] = [0, 1].map(|at: usize| county.organizations[at].organization_id);
        // What went the whole way was taken down and answered.
        assert_eq!(applications::count_ended_notices(&mut tx, None, Date::MAX).await.unwrap(), 0);
        assert_eq!(applications::count_open_objections(&mut tx, None).await.unwrap(), (0, None));
        let before = ApplicationFile::new(county.decided().waiting.clone());
        let (application_id, person_id) = (before.application.application_id, before.application.person_id);
        let end = county.decided().end();
        let notice_id = NoticeId::from_bits(1);
        let notice = PublicNotice { notice_id, application_id, person_id, taken_down: None, ..end.notices[0].clone() };
        let objection = Objection {
            objection_id: ObjectionId::from_bits(1),
            application_id,
            reply: None,
            ..end.objections[0].clone()
        };
        let later =
            Objection { objection_id: ObjectionId::from_bits(2), due_on: day(2026, 7, 20), ..objection.clone() };
        let mut after = before.clone();
        after.notices.push(notice);
        after.objections.extend([later, objection]);
        after.application.version += 1;
        applications::amend_file(&mut tx, &before, &after, NOW).await.unwrap();
        for (organizations, is_there) in [(None, true), (Some(vec![branch]), true), (Some(vec![root]), false)] {
            let organizations = organizations.as_deref();
            let objections = applications::count_open_objections(&mut tx, organizations).await.unwrap();
            assert_eq!(objections, if is_there { (2, Some((day(2026, 7, 13), application_id))) } else { (0, None) });
            // On the last day of its term it hangs as it should.
            for (on, ended) in [(day(2026, 7, 10), 0), (day(2026, 7, 11), u64::from(is_there))] {
                assert_eq!(applications::count_ended_notices(&mut tx, organizations, on).await.unwrap(), ended, "{on}");
            }
        }
    });
}

#[test]
fn a_meeting_comes_back_with_its_attendance_recusals_and_votes() {
    on_both(async |db| {
        let county = County::new(1);
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        let drawn = &county.decided().meeting;
        let id = drawn.meeting.meeting_id;
        let found = meetings::find_file(&mut tx, id).await.unwrap().unwrap();
        assert_eq!(&found, drawn);
        assert_eq!(found.counted(None), (3, 2), "of three who vote two came");
        assert_eq!(found.counted(Some(drawn.votes[0].application_id)), (1, 1), "two of them stood aside");
        assert_eq!(meetings::find_file(&mut tx, MeetingId::from_bits(1)).await.unwrap(), None);
        assert_eq!(meetings::list_by_ids(&mut tx, &[id]).await.unwrap(), [drawn.meeting.clone()]);
        let papers = applications::list_documents_of_meeting(&mut tx, id).await.unwrap();
        assert_eq!(papers, [county.decided().minutes.clone()]);
        let stretch = Stretch { skip: 0, take: 10 };
        let [root, branch] = [0, 1].map(|at: usize| county.organizations[at].organization_id);
        for (organizations, count) in [(None, 1), (Some(vec![branch]), 1), (Some(vec![root]), 0)] {
            let listed = meetings::list(&mut tx, organizations.as_deref(), stretch).await.unwrap();
            assert_eq!(listed.len(), count);
            let counted = meetings::count_of(&mut tx, organizations.as_deref()).await.unwrap();
            assert_eq!(counted, u64::try_from(count).unwrap());
        }
        // A vote that does not add up is refused by the table itself.
        let mut wrong = MeetingFile { attendees: Vec::new(), recusals: Vec::new(), ..drawn.clone() };
        wrong.meeting.meeting_id = MeetingId::from_bits(2);
        wrong.meeting.code = "OTHER".to_owned();
        wrong.votes[0].meeting_id = wrong.meeting.meeting_id;
        wrong.votes[0].ballot.against = 1;
        let refused = meetings::add_file(&mut tx, &wrong).await.unwrap_err();
        assert_eq!(refused, StoreError::Violated { constraint: "meeting_votes_count_check".to_owned() });
    });
}

#[test]
fn a_notice_hangs_until_it_is_taken_down() {
    on_both(async |db| {
        let county = County::new(1);
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        let end = county.decided().end();
        let notice = end.notice().unwrap();
        let found = applications::find_notice(&mut tx, notice.notice_id).await.unwrap();
        assert_eq!(found.as_ref(), Some(notice));
        let branch = [notice.organization_id];
        assert_eq!(applications::list_hanging(&mut tx, &branch).await.unwrap(), [], "it was taken down");
        // The one that waits is put on notice as well.
        let mut waiting = ApplicationFile::new(county.decided().waiting.clone());
        waiting.application.state = ApplicationState::Posting;
        applications::amend_file(&mut tx, &ApplicationFile::new(county.decided().waiting.clone()), &waiting, NOW)
            .await
            .unwrap();
        let posting = Posting {
            notice_id: NoticeId::from_bits(9),
            organization_id: notice.organization_id,
            shown_as: ShownAs::MaskedName,
            shown_why: None,
            place: "公开栏".to_owned(),
            through: Deadline { on: day(2026, 7, 20), provisional: true },
        };
        let up = waiting.after(&acting("2", Desk::Township, day(2026, 7, 13)), Step::Post(posting), None).unwrap();
        applications::amend_file(&mut tx, &waiting, &up, NOW).await.unwrap();
        assert_eq!(applications::list_hanging(&mut tx, &branch).await.unwrap(), up.notices);
        let elsewhere = [county.organizations[0].organization_id];
        assert_eq!(applications::list_hanging(&mut tx, &elsewhere).await.unwrap(), []);
    });
}

#[test]
fn kin_is_known_from_either_side_and_so_is_a_household() {
    on_both(async |db| {
        let county = County::new(1);
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        let [a, b, c] = [0, 1, 2].map(|at: usize| county.persons[at].person_id);
        let stranger =
            guanai_registry::Kin { person_id: c, relative_id: a, relation: "99".to_owned(), source: county.source(9) };
        households::add_kin(&mut tx, &[stranger]).await.unwrap();
        let of_a = relations::list_of(&mut tx, &[a]).await.unwrap();
        assert_eq!(of_a, [(a, b, Tie::Kin), (a, b, Tie::Household)]);
        let of_b = relations::list_of(&mut tx, &[b]).await.unwrap();
        assert_eq!(of_b, [(b, a, Tie::Kin), (b, a, Tie::Household)], "from the other side");
        assert_eq!(relations::list_of(&mut tx, &[c]).await.unwrap(), [], "no relatives are none");
        assert_eq!(relations::list_of(&mut tx, &[a, b, c]).await.unwrap().len(), 4);
    });
}

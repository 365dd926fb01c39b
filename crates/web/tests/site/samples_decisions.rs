//! Sample data of applications, notices and meetings.

use guanai_app::Role;
use guanai_app::applications::{
    ApplicationView, ListedApplication, NoticeView, SeenChange, SeenDecision, SeenDocument, SeenNotice, SeenObjection,
    SeenStep, SeenVote,
};
use guanai_app::scans::{ScanAccess, SeenScan};
use guanai_casework::application::{
    ApplicationMove, ApplicationState, ApplicationStepError, Chain, ChainStep, Desk, Document, DocumentKind, Finding,
    Frozen, FrozenFact, FrozenPurse, Hand, Level, Said, Scan, ScanMedia, ScanMove, ScanOf, ScanState, ShownAs,
    TakeDown, Verdict,
};
use guanai_casework::meeting::Ballot;
use guanai_kernel::ids::{DocumentId, ObjectionId};
use guanai_kernel::{Money, Recipient, Serves};
use guanai_web::applications::{ApplicationFile, ApplicationsList, EntryChoices, EntryOffer};
use guanai_web::page::{Choice, Pager};

use crate::samples::{BRANCH, NOW, PERSON, Samples, day};

/// Ids as the register makes them.
pub const APPLICATION: &str = "01KC0APP000000000000000001";
pub const OBJECTION: &str = "01KC00BJECT100000000000001";
pub const NOTICE: &str = "01KC0N0T1CE000000000000001";
pub const PAPER: &str = "01KC0PAPER0000000000000001";
pub const SCAN: &str = "01KC0SCAN00000000000000001";
pub const MEETING: &str = "01KC0MEET00000000000000001";

/// How many steps were taken when a file is read.
pub const VERSION: u32 = 7;

fn both(zh: &str, en: &str) -> Said {
    Said { zh: zh.to_owned(), en: en.to_owned() }
}

impl Samples {
    pub fn hand(self) -> Hand {
        let name = self.w("何志明", "He Zhiming");
        Hand { by: "10000001".into(), person_id: None, name, role: "township-officer".into() }
    }

    pub fn listed(self, state: ApplicationState) -> ListedApplication {
        ListedApplication {
            application_id: APPLICATION.parse().expect("an id"),
            code: "7K2M9QXA".into(),
            person_id: PERSON.parse().expect("an id"),
            name: self.person_name(),
            organization: self.branch(),
            measure: both("困难党员定额救助", "Fixed relief for members in hardship"),
            amount: Money::from_yuan(2_000),
            applied_on: day(2026, 11, 2),
            state,
        }
    }

    pub fn applications(self) -> ApplicationsList {
        let rows: Vec<_> = ApplicationState::ALL.iter().map(|state| self.listed(*state)).collect();
        ApplicationsList {
            pager: Pager { total: 31, page: 1, size: 20 },
            by_state: vec![(ApplicationState::Reviewing, 12), (ApplicationState::Deciding, 3)],
            organizations: vec![self.choice(BRANCH, "杨柳村党支部", "Yangliu Village branch")],
            measures: vec![self.choice("fixed-relief", "困难党员定额救助", "Fixed relief for members in hardship")],
            rows,
        }
    }

    fn frozen(self) -> Frozen {
        let fact = |name: &str, title: Said, value: Said| FrozenFact {
            name: name.to_owned(),
            title,
            recorded: "recorded".to_owned(),
            source: self.w("入户核实", "Home check"),
            on: Some(day(2026, 10, 12)),
            is_sensitive: false,
            value,
        };
        Frozen {
            as_of: day(2026, 11, 2),
            pack: "county 2026.1".into(),
            measure: both("困难党员定额救助", "Fixed relief for members in hardship"),
            answer: "holds".into(),
            sentence: both(
                "特别困难，家庭人均年收入6,000元，符合条件",
                "In severe hardship, a yearly income of 6,000 yuan per head: the conditions hold",
            ),
            clause: "county-example §4".into(),
            source: both("示例办法", "Example rules"),
            amount: Money::from_yuan(2_000),
            period: Some("year".into()),
            facts: vec![
                fact("hardship.degree", both("困难程度", "Degree of hardship"), both("特别困难", "severe")),
                fact(
                    "household.income_per_head",
                    both("家庭人均年收入", "Yearly income per head"),
                    both("6,000.00元", "6,000.00 yuan"),
                ),
            ],
            parameters: Vec::new(),
            asks: Vec::new(),
            recipient: Some(Recipient::Member),
            purses: vec![
                FrozenPurse {
                    id: "care-fund".into(),
                    name: both("党内关怀帮扶资金", "the Party's care fund"),
                    serves: Serves::Members,
                },
                FrozenPurse {
                    id: "dues".into(),
                    name: both("党费（留存、下拨）", "Party dues (kept or passed down)"),
                    serves: Serves::Members,
                },
            ],
        }
    }

    fn chain() -> Chain {
        Chain {
            id: "relief-small".into(),
            steps: ChainStep::ALL.to_vec(),
            meetings: vec!["members".into(), "committee".into()],
            notice_working_days: 5,
            notice_level: Level::Branch,
            notice_as: both("党内关怀帮扶", "Care grant"),
            answer_working_days: 5,
            review_days: 30,
            review_working_days: 15,
            originals: vec![DocumentKind::Application, DocumentKind::MeetingRecord],
        }
    }

    fn document(self, kind: DocumentKind) -> Document {
        Document {
            document_id: DocumentId::from_bits(7),
            application_id: None,
            meeting_id: Some(MEETING.parse().expect("an id")),
            round: 1,
            kind,
            signed_on: day(2026, 11, 5),
            place: self.w("镇组织办3号柜", "Township office, cabinet 3"),
            archive_no: Some("2026-014".into()),
            sha256: Some("0a".repeat(32)),
            filed_by: self.hand(),
            recorded_at: NOW,
        }
    }

    /// The signed original of a meeting's record.
    pub fn minutes(self) -> Document {
        self.document(DocumentKind::MeetingRecord)
    }

    /// The same with a scan that was taken down.
    pub fn minutes_scanned(self) -> SeenDocument {
        let document = Document { document_id: PAPER.parse().expect("an id"), ..self.minutes() };
        let scan = Scan {
            scan_id: SCAN.parse().expect("an id"),
            document_id: document.document_id,
            of: ScanOf::Meeting {
                meeting_id: MEETING.parse().expect("an id"),
                organization_id: BRANCH.parse().expect("an id"),
            },
            media: ScanMedia::Jpeg,
            size_bytes: 51_200,
            sha256: "6d".repeat(32),
            put_by: self.hand(),
            recorded_at: NOW,
            state: ScanState::Destroyed,
            take_down: Some(TakeDown {
                asked_by: self.hand(),
                asked_at: NOW,
                why: self.w("扫反了", "Upside down"),
                destroyed: Some((self.hand(), NOW)),
            }),
        };
        SeenDocument { document, is_current: true, scans: vec![SeenScan { scan, moves: Vec::new() }] }
    }

    /// A scan: the branch may ask for it to be taken down; the approver sees one for which that was asked.
    pub fn seen_scan(self, scan: Scan, desk: Option<Desk>) -> SeenScan {
        let asked = TakeDown {
            asked_by: self.hand(),
            asked_at: NOW,
            why: self.w("放成了别人的", "It is somebody else's"),
            destroyed: None,
        };
        match desk {
            Some(Desk::Branch | Desk::Township | Desk::County) => SeenScan { scan, moves: vec![ScanMove::Ask] },
            Some(Desk::Approver) => SeenScan {
                scan: Scan { state: ScanState::Asked, take_down: Some(asked), ..scan },
                moves: vec![ScanMove::Keep, ScanMove::Destroy],
            },
            _ => SeenScan { scan, moves: Vec::new() },
        }
    }

    /// The signed application, with a scan of it.
    fn scanned(self, desk: Option<Desk>) -> SeenDocument {
        let application_id = APPLICATION.parse().expect("an id");
        let document = Document {
            document_id: PAPER.parse().expect("an id"),
            application_id: Some(application_id),
            meeting_id: None,
            sha256: None,
            ..self.document(DocumentKind::Application)
        };
        let scan = Scan {
            scan_id: SCAN.parse().expect("an id"),
            document_id: document.document_id,
            of: ScanOf::Application { application_id, person_id: PERSON.parse().expect("an id") },
            media: ScanMedia::Pdf,
            size_bytes: 348_160,
            sha256: "5c".repeat(32),
            put_by: self.hand(),
            recorded_at: NOW,
            state: ScanState::Kept,
            take_down: None,
        };
        SeenDocument { document, is_current: true, scans: vec![self.seen_scan(scan, desk)] }
    }

    fn steps(self, state: ApplicationState) -> Vec<SeenStep> {
        let step = |no, step, to, words: Option<String>| SeenStep {
            no,
            step,
            to,
            at: NOW,
            by: Some(self.hand().name),
            role: Some(Role::TownshipOfficer),
            words,
        };
        let own = self.w("材料齐全，情况属实", "Papers are in order, facts are so");
        let mut steps = vec![
            step(1, ApplicationMove::Carry, ApplicationState::Reviewing, None),
            step(2, ApplicationMove::Review, ApplicationState::Posting, Some(own)),
            step(3, ApplicationMove::Post, ApplicationState::OnNotice, None),
        ];
        if state > ApplicationState::OnNotice {
            steps.push(step(4, ApplicationMove::TakeDown, ApplicationState::Deciding, None));
        }
        steps
    }

    /// As whoever answers reads them; the branch and the applicant read neither words nor names.
    fn objections(self, desk: Option<Desk>) -> Vec<SeenObjection> {
        let mut objections = self.both_objections();
        if !matches!(desk, Some(Desk::Township | Desk::County)) {
            for objection in &mut objections {
                objection.by = None;
            }
        }
        if matches!(desk, None | Some(Desk::Branch | Desk::Applicant)) {
            for objection in &mut objections {
                objection.words = None;
                objection.reply = objection.reply.take().map(|(_, on)| (None, on));
            }
        }
        objections
    }

    fn both_objections(self) -> Vec<SeenObjection> {
        let open = SeenObjection {
            objection_id: OBJECTION.parse().expect("an id"),
            said_on: day(2026, 11, 20),
            due_on: day(2026, 11, 27),
            by: Some(self.w("何邻", "He Lin")),
            words: Some(self.w("他家去年盖了新房", "They built a new house last year")),
            finding: None,
            reply: None,
        };
        let reply = Some(self.w("入户看过，是亲戚的房子", "We looked: it belongs to a relative"));
        let answered = SeenObjection {
            objection_id: ObjectionId::from_bits(7),
            finding: Some(Finding::Unfounded),
            reply: Some((reply, day(2026, 11, 21))),
            ..open.clone()
        };
        vec![open, answered]
    }

    fn decisions(self, state: ApplicationState) -> Vec<SeenDecision> {
        let verdict = match state {
            ApplicationState::Approved | ApplicationState::UnderReview => Verdict::Approved,
            ApplicationState::Refused => Verdict::Refused,
            _ => return Vec::new(),
        };
        let is_approved = verdict == Verdict::Approved;
        vec![SeenDecision {
            no: 1,
            verdict,
            amount: Money::from_yuan(2_000).filter(|_| is_approved),
            purse: Some(both("党内关怀帮扶资金", "the Party's care fund")).filter(|_| is_approved),
            resolution_no: self.w("县组〔2026〕12号", "County 2026/12"),
            words: Some(self.w("按标准给足", "As the standard gives")),
            despite: Vec::new(),
            decided_on: day(2026, 11, 22),
            review_until_on: Some(day(2026, 12, 22)).filter(|_| is_approved),
            by: self.hand().name,
        }]
    }

    fn seen_notice(self, is_down: bool) -> SeenNotice {
        SeenNotice {
            notice_id: NOTICE.parse().expect("an id"),
            place: self.w("村务公开栏", "Village notice board"),
            posted_on: day(2026, 11, 16),
            through_on: day(2026, 11, 23),
            is_provisional: true,
            shown_as: ShownAs::MaskedName,
            taken_down_on: Some(day(2026, 11, 24)).filter(|_| is_down),
        }
    }

    fn vote(is_carried: bool) -> SeenVote {
        let ballot = if is_carried { [5, 0, 1] } else { [1, 5, 0] };
        let [in_favour, against, abstained] = ballot;
        SeenVote {
            meeting_id: MEETING.parse().expect("an id"),
            code: "M3ET0001".into(),
            kind: "members".into(),
            held_on: day(2026, 11, 4),
            entitled: 8,
            present: 6,
            ballot: Ballot { in_favour, against, abstained },
            is_carried,
            is_current: is_carried,
        }
    }

    pub fn kinds_of_meeting(self) -> Vec<Choice> {
        vec![
            self.choice("members", "支部党员大会", "Meeting of all branch members"),
            self.choice("committee", "支部委员会会议", "Meeting of the branch committee"),
        ]
    }

    /// An application that stands there, as somebody at a desk sees it.
    pub fn application(self, state: ApplicationState, desk: Option<Desk>) -> ApplicationFile {
        let id = |text: &str| text.parse().expect("an id");
        let moves = desk.map(|desk| state.moves_of(desk).filter(|step| *step != ApplicationMove::Object).collect());
        let change = SeenChange {
            name: "household.income_per_head".into(),
            title: Some(both("家庭人均年收入", "Yearly income per head")),
            was: Some(both("6,000.00元", "6,000.00 yuan")),
            is: Some(both("7,000.00元", "7,000.00 yuan")),
        };
        let waits = [
            (ApplicationMove::TakeDown, ApplicationStepError::WithinNotice { through: day(2026, 11, 23) }),
            (ApplicationMove::Approve, ApplicationStepError::ObjectionOpen(1)),
        ];
        let view = ApplicationView {
            row: self.listed(state),
            version: VERSION,
            round: 1,
            path: vec![
                (id(BRANCH), self.w("云岭县", "Yunling County")),
                (id(BRANCH), self.w("柳溪镇", "Liuxi")),
                (id(BRANCH), self.branch()),
            ],
            // Who has no desk of its own reads no words and no names.
            words: desk.map(|_| self.w("家里两个人生病，收入不够", "Two of us are ill and the income is too low")),
            new_event: desk.map(|_| self.w("七月又遭了一次水灾", "Another flood in July")),
            is_on_behalf: desk != Some(Desk::Applicant),
            entered_by: self.hand().name,
            frozen: self.frozen(),
            is_abridged: false,
            chain: Self::chain(),
            steps: self.steps(state),
            votes: vec![Self::vote(false), Self::vote(true)],
            notices: vec![self.seen_notice(state != ApplicationState::OnNotice)],
            objections: self.objections(desk),
            documents: vec![
                SeenDocument { document: self.minutes(), is_current: true, scans: Vec::new() },
                self.scanned(desk),
            ],
            scan_access: match desk {
                Some(Desk::Branch | Desk::Township | Desk::County) => ScanAccess::Attaches,
                Some(Desk::Approver) => ScanAccess::Opens,
                _ => ScanAccess::Told,
            },
            decisions: self.decisions(state),
            changes: if desk == Some(Desk::Approver) { vec![change] } else { Vec::new() },
            grants: None,
            moves: moves.unwrap_or_default(),
            waits_for: if state == ApplicationState::OnNotice { waits.to_vec() } else { Vec::new() },
        };
        ApplicationFile {
            // Whose application it is, and the auditor, read of no household.
            grants: desk.filter(|desk| *desk != Desk::Applicant).map(|_| self.grants()),
            view,
            kinds: self.kinds_of_meeting(),
            chain: self.w("小额救助", "Relief of a small amount"),
            is_own: desk == Some(Desk::Applicant),
        }
    }

    pub fn entry_choices(self) -> EntryChoices {
        let offer = |code: &str, zh: &str, en: &str, answer, frozen, already: Option<&str>| EntryOffer {
            code: code.into(),
            name: self.w(zh, en),
            answer,
            frozen,
            already: already.map(str::to_owned),
            wants_event: code == "medical-aid",
        };
        let open = Frozen {
            answer: "undetermined".into(),
            sentence: both("还不知道孩子在哪里上学", "It is not known where the child goes to school"),
            asks: vec![both("请补录：在读学校", "Please ask: the school")],
            ..self.frozen()
        };
        EntryChoices {
            person: PERSON.into(),
            name: self.person_name(),
            organization: self.branch(),
            offers: vec![
                offer(
                    "fixed-relief",
                    "困难党员定额救助",
                    "Fixed relief for members in hardship",
                    "holds",
                    Some(self.frozen()),
                    None,
                ),
                offer("school-aid", "子女就学资助", "Aid for schooling", "undetermined", Some(open), None),
                offer("medical-aid", "大病救助", "Aid in severe illness", "not", None, None),
                offer("training", "技能培训", "Training", "holds", Some(self.frozen()), Some(APPLICATION)),
            ],
        }
    }

    pub fn notice(self, shown_as: ShownAs, reads: bool) -> NoticeView {
        NoticeView {
            notice_id: NOTICE.parse().expect("an id"),
            code: "7K2M9QXA".into(),
            name: Some(self.w("周*兰", "Zhou G*****")).filter(|_| shown_as == ShownAs::MaskedName),
            branch: self.branch(),
            called: both("党内关怀帮扶", "Care grant"),
            amount: Money::from_yuan(2_000),
            period: Some("year".into()),
            place: self.w("村务公开栏", "Village notice board"),
            among: self.branch(),
            posted_on: day(2026, 11, 16),
            through_on: day(2026, 11, 23),
            is_provisional: true,
            answer_working_days: 5,
            application_id: Some(APPLICATION.parse().expect("an id")).filter(|_| reads),
        }
    }
}

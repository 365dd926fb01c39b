//! Applications from the branch's meeting to the county's decision: with quorum, notice and objection; and each guard on the way.

use std::collections::BTreeMap;

use guanai_app::applications::{
    ApplicationView, EnterApplication, MoveApplication, RaiseObjection, WishedStep, enter_application,
    move_application, raise_objection, read_application, read_notice,
};
use guanai_app::meetings::{FileMinutes, ItemWish, RecordMeeting, file_minutes, record_meeting};
use guanai_app::{Actor, Cx, Role};
use guanai_casework::application::{ApplicationState as State, DocumentKind, Finding, ShownAs, Verdict};
use guanai_casework::meeting::{Ballot, Presence, RecusalGround};
use guanai_kernel::ids::{
    AccountId, ApplicationId, MeetingId, NoticeId, ObjectionId, OperationId, OrganizationId, PersonId,
};
use guanai_kernel::{Date, Ids, Money};
use guanai_registry::{FactValue, Kin, Source, SourceKind};
use guanai_store::{Db, applications, checks, households, meetings, organizations};
use guanai_testkit::clock;

use crate::engines::on_both;
use crate::office::{Office, TODAY, day, yuan};

/// Seven of 上村, one of 下村 in the same town, one in the street.
const ROSTER: &str = "
    姓名, 公民身份号码, 入党日期,   转正日期,   所在党支部,     工作岗位, 是否流动党员, 职务
    田厚, @19580101011, 1998-07-01, 1999-07-01, 上村党支部,     农民,     否,           
    田弟, @19620101012, 1999-07-01, 2000-07-01, 上村党支部,     农民,     否,           
    乔书, @19650101013, 2008-07-01, 2009-07-01, 上村党支部,     农民,     否,           书记
    赵平, @19660101014, 2008-07-01, 2009-07-01, 上村党支部,     农民,     否,           
    钱顺, @19670101015, 2008-07-01, 2009-07-01, 上村党支部,     农民,     否,           
    孙和, @19680101016, 2008-07-01, 2009-07-01, 上村党支部,     农民,     否,           
    李新, @19980101017, 2025-12-01, ,           上村党支部,     农民,     否,           
    何邻, @19600101018, 2008-07-01, 2009-07-01, 下村党支部,     农民,     否,           
    沈街, @19600101019, 2008-07-01, 2009-07-01, 东门社区党支部, 退休,     否,           ";

const LEDGER: &str = "
    姓名, 公民身份号码, 困难程度, 主要致困原因, 家庭人均年收入（元）, 目前是否困难
    田厚, @19580101011, 特别困难, 因灾,         6000,                 是";

/// Whoever works on it.
pub(crate) struct Case {
    pub office: Office,
    ids: Ids,
    pub today: Date,
    pub branch: OrganizationId,
    pub contact: Actor,
    pub officer: Actor,
    pub county: Actor,
    pub approver: Actor,
    second: Actor,
}

impl Case {
    pub async fn of(db: Db) -> Self {
        let mut office = Office::of(db, &[ROSTER, LEDGER]).await;
        office.record("田厚", "medical.self_paid", FactValue::Money(Money::from_yuan(30_000).unwrap())).await;
        let mut tx = office.db.begin_read().await.unwrap();
        let found = organizations::list_all(&mut tx).await.unwrap();
        tx.rollback().await.unwrap();
        let of = |name: &str| found.iter().find(|o| o.name == name).unwrap().organization_id;
        let (branch, town) = (of("上村党支部"), of("中共河口镇委员会"));
        let mut ids = clock::ids(78);
        let mut actor = |role, scope| Actor {
            name: AccountId::fresh(&mut ids).to_string(),
            role,
            scope,
            person_id: None,
            on_behalf_of: None,
            tenure: guanai_app::Tenure::Single,
        };
        let contact = actor(Role::BranchContact, Some(branch));
        let officer = actor(Role::TownshipOfficer, Some(town));
        let county = actor(Role::CountyOfficer, None);
        let (approver, second) = (actor(Role::CountyApprover, None), actor(Role::CountyApprover, None));
        Self { office, ids, today: day(TODAY), branch, contact, officer, county, approver, second }
    }

    pub fn operation(&mut self) -> OperationId {
        OperationId::fresh(&mut self.ids)
    }

    pub fn cx(&mut self, actor: &Actor) -> Cx<'_> {
        Cx { actor: actor.clone(), now: clock::at(self.today), ids: self.ids.split(), ..self.office.cx() }
    }

    /// A member of the register who signs in.
    async fn member(&mut self, name: &str) -> Actor {
        let person_id = Some(self.office.person(name).await);
        Actor { name: AccountId::fresh(&mut self.ids).to_string(), role: Role::Member, person_id, ..Actor::console() }
    }

    async fn kin(&self, one: &str, other: &str) {
        let [person_id, relative_id] = [self.office.person(one).await, self.office.person(other).await];
        let source =
            Source { kind: SourceKind::Entry, import_id: None, place: "户口簿".into(), stated_on: self.today };
        let kin = Kin { person_id, relative_id, relation: "73".to_owned(), source };
        let mut tx = self.office.db.begin_write().await.unwrap();
        households::add_kin(&mut tx, &[kin]).await.unwrap();
        tx.commit().await.unwrap();
    }

    async fn enter(&mut self, measure: &str) -> Result<ApplicationId, &'static str> {
        self.apply("田厚", measure).await
    }

    pub async fn apply(&mut self, name: &str, measure: &str) -> Result<ApplicationId, &'static str> {
        let wish = EnterApplication {
            person_id: self.office.person(name).await,
            measure: measure.to_owned(),
            words: "住院自己花了三万".to_owned(),
            new_event: None,
            applied_on: self.today,
            was_read_back: true,
        };
        let (operation, contact) = (self.operation(), self.contact.clone());
        enter_application(&mut self.cx(&contact), operation, &wish).await.map_err(|error| error.code())
    }

    async fn version(&self, application_id: ApplicationId) -> u32 {
        let mut tx = self.office.db.begin_read().await.unwrap();
        let version = applications::find(&mut tx, application_id).await.unwrap().unwrap().version;
        tx.rollback().await.unwrap();
        version
    }

    /// A meeting to which these come; all who vote are for it but so many.
    pub async fn meet(
        &mut self,
        application_id: ApplicationId,
        names: &[&str],
        ballot: Ballot,
    ) -> Result<MeetingId, &'static str> {
        let mut presence: BTreeMap<PersonId, Presence> = BTreeMap::new();
        for name in names {
            presence.insert(self.office.person(name).await, Presence::Present);
        }
        let wish = RecordMeeting {
            organization_id: self.branch,
            kind: "members".to_owned(),
            held_on: self.today,
            place: "上村党群服务中心".to_owned(),
            chair_id: self.office.person("乔书").await,
            recorder: "赵平".to_owned(),
            presence,
            items: vec![ItemWish {
                application_id,
                version: self.version(application_id).await,
                ballot,
                stood_aside: Vec::new(),
                opinion: "情况属实，同意上报".to_owned(),
            }],
        };
        let (operation, contact) = (self.operation(), self.contact.clone());
        record_meeting(&mut self.cx(&contact), operation, &wish).await.map_err(|error| error.code())
    }

    pub async fn file_minutes(&mut self, meeting_id: MeetingId) {
        let (operation, contact, signed_on) = (self.operation(), self.contact.clone(), self.today);
        let place = "支部档案柜".to_owned();
        let wish = FileMinutes { meeting_id, signed_on, place, archive_no: None, sha256: Some("5e".repeat(32)) };
        file_minutes(&mut self.cx(&contact), operation, &wish).await.unwrap();
    }

    pub async fn step(
        &mut self,
        actor: &Actor,
        application_id: ApplicationId,
        step: WishedStep,
    ) -> Result<(), &'static str> {
        let version = self.version(application_id).await;
        let wish = MoveApplication { application_id, version, step, declares_distance: true, was_read_back: true };
        let operation = self.operation();
        let moved = move_application(&mut self.cx(actor), operation, &wish).await;
        moved.map(|_| ()).map_err(|error| error.code())
    }

    pub async fn attach(&mut self, actor: &Actor, application_id: ApplicationId, kind: DocumentKind) {
        let (signed_on, place) = (self.today, "镇组织办2号柜".to_owned());
        let step = WishedStep::Attach { kind, signed_on, place, archive_no: None, sha256: None };
        self.step(actor, application_id, step).await.unwrap();
    }

    pub async fn read(&mut self, actor: &Actor, application_id: ApplicationId) -> ApplicationView {
        read_application(&mut self.cx(actor), application_id).await.unwrap()
    }

    async fn object(&mut self, actor: &Actor, notice_id: NoticeId) -> Result<ObjectionId, &'static str> {
        let words = "他家去年买了车".to_owned();
        let wish = RaiseObjection { notice_id, words, said_on: self.today, on_behalf_of: None, was_read_back: false };
        let operation = self.operation();
        raise_objection(&mut self.cx(actor), operation, &wish).await.map_err(|error| error.code())
    }

    /// As far as the notice: carried, both originals filed, reviewed, posted.
    pub async fn on_notice(&mut self, measure: &str) -> (ApplicationId, NoticeId) {
        let application_id = self.enter(measure).await.unwrap();
        let names = ["田厚", "乔书", "赵平", "钱顺", "孙和", "李新"];
        let meeting_id = self.meet(application_id, &names, favour(4)).await.unwrap();
        self.file_minutes(meeting_id).await;
        let (contact, officer) = (self.contact.clone(), self.officer.clone());
        self.attach(&contact, application_id, DocumentKind::Application).await;
        self.step(&officer, application_id, review()).await.unwrap();
        self.step(&officer, application_id, post()).await.unwrap();
        let notice_id = self.read(&officer, application_id).await.notices[0].notice_id;
        (application_id, notice_id)
    }
}

pub(crate) const fn favour(in_favour: u32) -> Ballot {
    Ballot { in_favour, against: 0, abstained: 0 }
}

pub(crate) fn review() -> WishedStep {
    WishedStep::Review { words: Some("材料齐全".to_owned()), despite: None }
}

pub(crate) fn post() -> WishedStep {
    let place = "镇、村公开栏".to_owned();
    WishedStep::Post { place, shown_as: ShownAs::MaskedName, shown_why: None }
}

fn decide(verdict: Verdict, amount: Option<Money>) -> WishedStep {
    decide_from(verdict, amount, amount.map(|_| "care-fund"))
}

pub(crate) fn decide_from(verdict: Verdict, amount: Option<Money>, purse: Option<&str>) -> WishedStep {
    let resolution_no = "示例组〔2026〕21号".to_owned();
    let purse = purse.map(str::to_owned);
    WishedStep::Decide { verdict, amount, purse, resolution_no, words: "经研究".to_owned(), despite: None }
}

fn answer(objection_id: ObjectionId) -> WishedStep {
    WishedStep::Answer { objection_id, finding: Finding::Unfounded, words: "车是儿子的，已分户".to_owned() }
}

/// Shows R34, R41, R94: an application is appraised by the branch with a quorum, reviewed, put on public notice, objected to and
/// answered, decided with a number and a reason, and looked at again by somebody else.
#[test]
fn an_application_goes_from_the_branch_to_a_decision_that_can_be_looked_at_again() {
    on_both(async |db| {
        let mut case = Case::of(db).await;
        case.kin("田弟", "田厚").await;
        let application_id = case.enter("medical-aid").await.unwrap();
        let (contact, officer, county) = (case.contact.clone(), case.officer.clone(), case.county.clone());
        let (approver, second) = (case.approver.clone(), case.second.clone());
        let view = case.read(&officer, application_id).await;
        assert_eq!((view.row.amount, view.chain.id.as_str()), (yuan(7_500), "relief"), "30% of what exceeds 5,000");
        // The applicant and his brother stand aside, the probationary member has no vote: four of four vote.
        let names = ["田厚", "田弟", "乔书", "赵平", "钱顺", "孙和", "李新"];
        let meeting_id = case.meet(application_id, &names, favour(4)).await.unwrap();
        let mut tx = case.office.db.begin_read().await.unwrap();
        let record = meetings::find_file(&mut tx, meeting_id).await.unwrap().unwrap();
        tx.rollback().await.unwrap();
        let mut grounds: Vec<RecusalGround> = record.recusals.iter().map(|recusal| recusal.ground).collect();
        grounds.sort();
        assert_eq!(grounds, [RecusalGround::Oneself, RecusalGround::Kin]);
        assert_eq!((record.counted(None), record.counted(Some(application_id))), ((6, 6), (4, 4)));
        case.file_minutes(meeting_id).await;
        case.attach(&contact, application_id, DocumentKind::Application).await;
        case.step(&officer, application_id, review()).await.unwrap();
        case.step(&officer, application_id, post()).await.unwrap();
        // Five working days from Tuesday 30 June: through Tuesday 7 July.
        let notice = case.read(&officer, application_id).await.notices[0].clone();
        assert_eq!((notice.posted_on, notice.through_on), (day("2026-06-30"), day("2026-07-07")));
        let neighbour = case.member("何邻").await;
        let seen = read_notice(&mut case.cx(&neighbour), notice.notice_id).await.unwrap();
        assert_eq!((seen.name.as_deref(), seen.called.zh.as_str()), (Some("田*"), "党内关怀帮扶"));
        case.today = day("2026-07-03");
        let objection = case.object(&neighbour, notice.notice_id).await.unwrap();
        case.today = day("2026-07-08");
        case.step(&county, application_id, answer(objection)).await.unwrap();
        case.step(&officer, application_id, WishedStep::TakeDown).await.unwrap();
        case.attach(&county, application_id, DocumentKind::ApprovalForm).await;
        case.step(&approver, application_id, decide(Verdict::Approved, yuan(6_000))).await.unwrap();
        let applicant = case.member("田厚").await;
        let own = case.read(&applicant, application_id).await;
        assert_eq!(own.row.state, State::Approved);
        let decision = &own.decisions[0];
        assert_eq!((decision.amount, decision.resolution_no.as_str()), (yuan(6_000), "示例组〔2026〕21号"));
        assert_eq!(decision.review_until_on, Some(day("2026-08-07")), "by when a second look may be asked for");
        assert!(
            own.frozen.sentence.zh.contains("30,000.00元") && own.frozen.clause.contains("§5"),
            "why, and by what clause"
        );
        assert!(own.objections.iter().all(|objection| objection.by.is_none()), "who objected is nobody's to know");
        case.today = day("2026-07-20");
        let words = "应按标准给足".to_owned();
        case.step(&applicant, application_id, WishedStep::AskReview { words }).await.unwrap();
        let again = decide(Verdict::Approved, yuan(7_500));
        assert_eq!(case.step(&approver, application_id, again.clone()).await, Err("application-same-hand"));
        case.step(&second, application_id, again).await.unwrap();
        let steps: Vec<&str> =
            case.read(&officer, application_id).await.steps.iter().map(|step| step.step.code()).collect();
        assert_eq!(
            steps,
            [
                "carry",
                "attach",
                "review",
                "post",
                "object",
                "answer",
                "take-down",
                "attach",
                "approve",
                "ask-review",
                "approve",
            ]
        );
        let mut tx = case.office.db.begin_read().await.unwrap();
        let outcomes = checks::run(&mut tx).await.unwrap();
        tx.rollback().await.unwrap();
        assert!(outcomes.iter().all(|outcome| outcome.holds), "{outcomes:?}");
    });
}

/// Shows R7, R32, R41: nothing is approved without a quorum, within its notice, with an objection open, without its signed
/// original, by whoever had a part in it, or for kin; and no day lies ahead.
#[test]
fn an_application_is_refused_at_each_guard() {
    on_both(async |db| {
        let mut case = Case::of(db).await;
        let (contact, officer, county) = (case.contact.clone(), case.officer.clone(), case.county.clone());
        let approver = case.approver.clone();
        let application_id = case.enter("medical-aid").await.unwrap();
        let approve = || decide(Verdict::Approved, yuan(7_500));
        // Quorum: the probationary member does not count, the applicant stands aside.
        for (names, ballot, expected) in [
            (&["乔书", "赵平", "李新"][..], favour(2), "vote-no-quorum"),
            (&["田厚", "乔书", "赵平", "李新"], favour(2), "vote-no-quorum"),
            (&["乔书", "赵平", "钱顺"], favour(4), "vote-no-quorum"),
            (&["乔书", "赵平", "钱顺", "孙和"], favour(5), "vote-votes-differ"),
            (&["赵平", "钱顺", "孙和"], favour(3), "meeting-chair"),
        ] {
            assert_eq!(case.meet(application_id, names, ballot).await, Err(expected), "{names:?}");
        }
        let ahead = EnterApplication {
            person_id: case.office.person("田厚").await,
            measure: "school-aid".to_owned(),
            words: "孩子上学".to_owned(),
            new_event: None,
            applied_on: day("2026-07-01"),
            was_read_back: true,
        };
        let operation = case.operation();
        let error = enter_application(&mut case.cx(&contact), operation, &ahead).await.unwrap_err();
        assert_eq!(error.code(), "application-future");
        let names = ["乔书", "赵平", "钱顺", "孙和"];
        let meeting_id = case.meet(application_id, &names, favour(4)).await.unwrap();
        // Signed originals.
        assert_eq!(case.step(&officer, application_id, review()).await, Err("application-original-missing"));
        case.file_minutes(meeting_id).await;
        case.attach(&contact, application_id, DocumentKind::Application).await;
        // Whoever entered it does not review it, whatever office they have come to hold.
        let promoted = Actor { role: Role::TownshipOfficer, scope: officer.scope, ..contact.clone() };
        assert_eq!(case.step(&promoted, application_id, review()).await, Err("application-same-hand"));
        case.step(&officer, application_id, review()).await.unwrap();
        case.step(&officer, application_id, post()).await.unwrap();
        let notice_id = case.read(&officer, application_id).await.notices[0].notice_id;
        // Within the notice: on its last day nobody takes it down, nobody decides.
        case.today = day("2026-07-07");
        assert_eq!(case.step(&officer, application_id, WishedStep::TakeDown).await, Err("application-within-notice"));
        assert_eq!(case.step(&approver, application_id, approve()).await, Err("application-move-unlawful"));
        // Whom the notice does not reach cannot object; whom it does can.
        let street = case.member("沈街").await;
        assert_eq!(case.object(&street, notice_id).await, Err("notice-not-found"));
        let neighbour = case.member("何邻").await;
        let objection = case.object(&neighbour, notice_id).await.unwrap();
        case.today = day("2026-07-08");
        case.step(&officer, application_id, WishedStep::TakeDown).await.unwrap();
        // The approval form comes first, then the open objection stands in the way.
        assert_eq!(case.step(&approver, application_id, approve()).await, Err("application-original-missing"));
        case.attach(&county, application_id, DocumentKind::ApprovalForm).await;
        assert_eq!(case.step(&approver, application_id, approve()).await, Err("application-objection-open"));
        case.step(&county, application_id, answer(objection)).await.unwrap();
        // By whoever had a part in it, by the applicant, by kin.
        for hand in [&contact, &officer, &county] {
            let bound = Actor { role: Role::CountyApprover, scope: None, ..hand.clone() };
            assert_eq!(case.step(&bound, application_id, approve()).await, Err("application-same-hand"));
        }
        case.kin("田弟", "田厚").await;
        for name in ["田厚", "田弟"] {
            let person_id = Some(case.office.person(name).await);
            let near = Actor { person_id, ..approver.clone() };
            assert_eq!(case.step(&near, application_id, approve()).await, Err("application-concerned"), "{name}");
        }
        // More than the standard gives, and over somebody else's head.
        let more = decide(Verdict::Approved, yuan(7_501));
        assert_eq!(case.step(&approver, application_id, more).await, Err("application-amount"));
        let version = case.version(application_id).await;
        let stale = MoveApplication {
            application_id,
            version: version - 1,
            step: approve(),
            declares_distance: true,
            was_read_back: false,
        };
        let operation = case.operation();
        let error = move_application(&mut case.cx(&approver), operation, &stale).await.unwrap_err();
        assert_eq!(error.code(), "application-stale");
        case.step(&approver, application_id, approve()).await.unwrap();
        assert_eq!(case.read(&officer, application_id).await.row.state, State::Approved);
        assert_eq!(case.enter("medical-aid").await, Err("application-already"), "nobody is paid twice");
    });
}

/// Shows R59: what is urgent and small is reviewed and decided the same day; what is larger goes the whole way.
#[test]
fn what_is_urgent_and_small_is_decided_the_same_day() {
    on_both(async |db| {
        let mut case = Case::of(db).await;
        let (officer, approver) = (case.officer.clone(), case.approver.clone());
        case.office.record("田厚", "disaster.loss", FactValue::Money(Money::from_yuan(6_000).unwrap())).await;
        let application_id = case.enter("disaster-relief").await.unwrap();
        let view = case.read(&officer, application_id).await;
        assert_eq!((view.chain.id.as_str(), view.row.state), ("urgent", State::Reviewing));
        let amount = view.row.amount;
        assert!(amount.is_some_and(|amount| amount <= yuan(2_000).unwrap()), "{amount:?}");
        case.step(&officer, application_id, review()).await.unwrap();
        case.step(&approver, application_id, decide(Verdict::Approved, amount)).await.unwrap();
        let decided = case.read(&officer, application_id).await;
        assert_eq!((decided.row.state, decided.decisions[0].decided_on), (State::Approved, day(TODAY)));
    });
}

/// Shows R32, R34: where facts have changed since the application that is said, and a named person decides; what it rests on
/// stays as it was.
#[test]
fn what_a_decision_rests_on_stays_as_it_was() {
    on_both(async |db| {
        let mut case = Case::of(db).await;
        let (officer, approver) = (case.officer.clone(), case.approver.clone());
        let (application_id, _) = case.on_notice("fixed-relief").await;
        case.today = day("2026-07-08");
        case.step(&officer, application_id, WishedStep::TakeDown).await.unwrap();
        case.office
            .record("田厚", "household.income_per_head", FactValue::Money(Money::from_yuan(7_000).unwrap()))
            .await;
        let approve = decide(Verdict::Approved, yuan(2_000));
        assert_eq!(case.step(&approver, application_id, approve).await, Err("application-facts-changed"));
        let view = case.read(&approver, application_id).await;
        assert_eq!(
            view.changes.iter().map(|change| change.name.as_str()).collect::<Vec<_>>(),
            ["household.income_per_head"]
        );
        assert_eq!(view.changes[0].is.as_ref().unwrap().zh, "7,000.00元");
        let words = "核对后重新申报".to_owned();
        case.step(&approver, application_id, WishedStep::Return { words }).await.unwrap();
        let contact = case.contact.clone();
        let words = "已核对".to_owned();
        case.step(&contact, application_id, WishedStep::Resubmit { words }).await.unwrap();
        let anew = case.read(&officer, application_id).await;
        assert_eq!((anew.round, anew.row.state, anew.changes.len()), (2, State::Appraising, 0));
        assert!(anew.frozen.sentence.zh.contains("7,000.00元"));
    });
}

//! A referral: a need is handed to a department with what it must know, its answer is written down, its silence is told upwards, and
//! the person sees where the matter is.

use guanai_app::life::{EnterLifeEvent, record_life_event, undo_life_event};
use guanai_app::needs::{HelperWish, MoveNeed, NeedStep, move_need};
use guanai_app::referrals::{
    ListReferrals, MoveReferral, ReferralView, SendReferral, WishedReferralStep, count_referrals, find_by_code,
    list_own_referrals, list_referrals, move_referral, open_referral_form, read_referral, send_referral,
};
use guanai_app::{Actor, Role, Tenure};
use guanai_casework::guarantee::Stage;
use guanai_casework::{
    AnswerManner, CallBack, Confirmation, DepartmentSaid, Need, NeedState, Outcome, Permission, ReferralGround,
    ReferralMove, ReferralResult, ReferralState, SharedItem,
};
use guanai_kernel::Post;
use guanai_kernel::ids::{AccountId, OperationId, ReferralId};
use guanai_registry::life_event::{LifeEventDetails, LifeEventKind};
use guanai_store::{Db, checks, needs, organizations, referrals};
use guanai_testkit::clock;

use crate::engines::on_both;
use crate::office::{Office, TODAY, day};

const ROSTER: &str = "
    姓名, 公民身份号码, 入党日期,   转正日期,   所在党支部, 联系电话
    甲一, @19500101011, 1975-07-01, 1976-07-01, 上村党支部, 19900000001
    乙二, @19520101012, 1975-07-01, 1976-07-01, 上村党支部, 19900000002";
const SURVEY: &str = "
    问卷编号, 姓名, 公民身份号码, 需求类别, 具体情况,         紧急程度, 是否同意向帮扶人提供联系方式, 填写日期
    1,        甲一, @19500101011, 谈心谈话, 低保不知道怎么办, 一般,     是,                           2026-06-20
    2,        乙二, @19520101012, 谈心谈话, 想问问住院报销,   一般,     是,                           2026-06-20";
const UPPER_VILLAGE: &str = "990001001";
const TOWN: &str = "990001000";
const HOSPITAL: &str = "990004000";

struct Desk {
    office: Office,
    township: Actor,
    county: Actor,
    branch: Actor,
    hospital: Actor,
}

impl Desk {
    async fn of(db: Db) -> Self {
        let office = Office::of(db, &[ROSTER, SURVEY]).await;
        let township = office.answering(Role::TownshipOfficer, Some(TOWN)).await;
        let county = office.answering(Role::CountyOfficer, None).await;
        let branch = office.answering(Role::BranchContact, Some(UPPER_VILLAGE)).await;
        let hospital = office.answering(Role::BranchContact, Some(HOSPITAL)).await;
        Self { office, township, county, branch, hospital }
    }

    async fn need(&self, name: &str) -> Need {
        let person_id = self.office.person(name).await;
        let mut tx = self.office.db.begin_read().await.unwrap();
        let need = needs::list_of(&mut tx, person_id).await.unwrap().remove(0);
        tx.rollback().await.unwrap();
        need
    }

    async fn wish(&self, name: &str) -> SendReferral {
        SendReferral {
            need_id: self.need(name).await.need_id,
            kind: Some("civil-affairs".to_owned()),
            to_name: None,
            to_organization_id: None,
            working_days: None,
            asked: "请告诉本人要带哪些材料".to_owned(),
            shares: vec![SharedItem::Name],
            permission: Permission {
                ground: ReferralGround::Consent,
                manner: Some(AnswerManner::Phone),
                on: Some(day(TODAY)),
                rule: None,
            },
        }
    }

    async fn send(&self, actor: &Actor, wish: &SendReferral, on: &str) -> Result<ReferralId, &'static str> {
        let mut cx = self.office.acting(actor, day(on));
        let operation = OperationId::fresh(&mut cx.ids);
        send_referral(&mut cx, operation, wish).await.map_err(|error| error.code())
    }

    async fn step(&self, actor: &Actor, id: ReferralId, step: WishedReferralStep, on: &str) -> &'static str {
        let mut tx = self.office.db.begin_read().await.unwrap();
        let state_no = referrals::count_former(&mut tx, id).await.unwrap();
        tx.rollback().await.unwrap();
        let mut cx = self.office.acting(actor, day(on));
        let operation = OperationId::fresh(&mut cx.ids);
        let wish = MoveReferral { referral_id: id, state_no, step };
        move_referral(&mut cx, operation, &wish).await.map_or_else(|error| error.code(), |_| "done")
    }

    async fn read(&self, actor: &Actor, id: ReferralId, on: &str) -> Result<ReferralView, &'static str> {
        read_referral(&mut self.office.acting(actor, day(on)), id).await.map_err(|error| error.code())
    }

    async fn move_need(&self, actor: &Actor, name: &str, step: NeedStep, on: &str) -> &'static str {
        let need_id = self.need(name).await.need_id;
        let mut tx = self.office.db.begin_read().await.unwrap();
        let state_no = needs::count_former(&mut tx, need_id).await.unwrap();
        tx.rollback().await.unwrap();
        let mut cx = self.office.acting(actor, day(on));
        let operation = OperationId::fresh(&mut cx.ids);
        let wish = MoveNeed { need_id, state_no, step, on: day(on) };
        move_need(&mut cx, operation, &wish).await.map_or_else(|error| error.code(), |_| "done")
    }

    async fn member(&self, name: &str) -> Actor {
        let mut ids = clock::ids(94);
        Actor {
            name: AccountId::fresh(&mut ids).to_string(),
            role: Role::Member,
            scope: None,
            person_id: Some(self.office.person(name).await),
            on_behalf_of: None,
            tenure: Tenure::Single,
        }
    }

    async fn silent(&self, actor: &Actor, on: &str) -> u64 {
        count_referrals(&self.office.acting(actor, day(on))).await.unwrap().silent
    }

    async fn holds(&self) {
        let mut tx = self.office.db.begin_read().await.unwrap();
        let outcomes = checks::run(&mut tx).await.unwrap();
        tx.rollback().await.unwrap();
        assert!(outcomes.iter().all(|outcome| outcome.holds), "{outcomes:?}");
    }
}

fn rang(on: &str, words: Option<&str>) -> DepartmentSaid {
    DepartmentSaid {
        on: day(on),
        manner: AnswerManner::Phone,
        by: Some("低保股王股长".to_owned()),
        words: words.map(str::to_owned),
    }
}

fn online(on: &str, words: Option<&str>) -> DepartmentSaid {
    DepartmentSaid { on: day(on), manner: AnswerManner::Online, by: None, words: words.map(str::to_owned) }
}

/// Shows R72: a need goes to a department that has no account; who rang it writes down what was said; silence is told from the
/// township up to the county, and what was answered late stays late.
#[test]
fn a_department_without_an_account_is_rung_and_its_silence_is_told_upwards() {
    on_both(async |db| {
        let desk = Desk::of(db).await;
        let wish = desk.wish("甲一").await;
        // What would be sent is shown before; what stands against it is said.
        let form = open_referral_form(&mut desk.office.acting(&desk.township, day(TODAY)), wish.need_id).await.unwrap();
        assert_eq!((form.shareable.name.as_deref(), form.stands_against), (Some("甲一"), None));
        assert_eq!(desk.send(&desk.branch, &wish, "2026-07-01").await, Err("denied"), "an office sends it");
        let unsaid = Permission { manner: None, ..wish.permission.clone() };
        let unsaid = SendReferral { permission: unsaid, ..wish.clone() };
        assert_eq!(desk.send(&desk.township, &unsaid, "2026-07-01").await, Err("referral-permission"));
        let free = SendReferral { kind: None, to_name: Some("供电所".to_owned()), ..wish.clone() };
        assert_eq!(desk.send(&desk.township, &free, "2026-07-01").await, Err("referral-term"));
        let id = desk.send(&desk.township, &wish, "2026-07-01").await.unwrap();
        assert_eq!(desk.send(&desk.township, &wish, "2026-07-01").await, Err("referral-already-sent"));

        let view = desk.read(&desk.township, id, "2026-07-01").await.unwrap();
        assert_eq!((view.row.to_name.as_str(), view.row.due_on), ("民政局", day("2026-07-15")), "ten working days");
        assert_eq!((view.shared.name.as_deref(), view.shared.phone, view.shared.words), (Some("甲一"), None, None));
        let found = find_by_code(&desk.office.acting(&desk.township, day(TODAY)), &view.code.to_lowercase()).await;
        assert_eq!(found.unwrap(), Some(id), "the slip that comes back is found by its code");
        assert_eq!(desk.read(&desk.hospital, id, TODAY).await.unwrap_err(), "referral-not-found");

        // Nobody answers: the township hears when it is at risk, the county a week after the term.
        desk.office.keep("2026-07-09").await;
        assert_eq!(desk.silent(&desk.township, "2026-07-09").await, 0);
        desk.office.keep("2026-07-10").await;
        assert_eq!(desk.silent(&desk.township, "2026-07-10").await, 1);
        let reminds = WishedReferralStep::Remind { words: "电话里说在办".to_owned() };
        assert_eq!(desk.step(&desk.branch, id, reminds, "2026-07-13").await, "done");
        desk.office.keep("2026-07-16").await;
        desk.office.keep("2026-07-22").await;
        assert_eq!(desk.silent(&desk.county, "2026-07-22").await, 0);
        desk.office.keep("2026-07-23").await;
        assert_eq!(desk.silent(&desk.county, "2026-07-23").await, 1);
        let view = desk.read(&desk.county, id, "2026-07-23").await.unwrap();
        let told: Vec<_> = view.told.iter().map(|told| (told.stage, told.post, told.on)).collect();
        assert_eq!(
            told,
            [
                (Stage::AtRisk, Post::Township, day("2026-07-10")),
                (Stage::Late, Post::Township, day("2026-07-16")),
                (Stage::Late, Post::County, day("2026-07-23")),
            ]
        );
        assert_eq!((view.row.alarm, view.reminders), (Some(Stage::Late), 1));

        // Who writes it down says who spoke and how; less than helped says why; what was late stays late.
        let answer = |result, said| WishedReferralStep::Answer { result, said };
        let unnamed = DepartmentSaid { by: None, ..rang("2026-07-24", Some("可以办")) };
        let step = answer(ReferralResult::Helped, unnamed);
        assert_eq!(desk.step(&desk.township, id, step, "2026-07-24").await, "referral-manner");
        let step = answer(ReferralResult::InPart, rang("2026-07-24", None));
        assert_eq!(desk.step(&desk.township, id, step, "2026-07-24").await, "referral-why");
        // Said on a day within the term, and written down a month later: that counts on the day of writing.
        let step = answer(ReferralResult::InPart, rang("2026-07-14", Some("缺一份证明")));
        assert_eq!(desk.step(&desk.township, id, step, "2026-08-14").await, "done");
        let view = desk.read(&desk.township, id, "2026-08-14").await.unwrap();
        assert_eq!((view.row.state, view.row.is_late), (ReferralState::Answered, true));
        assert!(view.moves.is_empty() && view.told.len() == 3, "who was told stays");
        assert_eq!(view.reply.unwrap().by.as_deref(), Some("低保股王股长"));
        let own = list_own_referrals(&mut desk.office.acting(&desk.member("甲一").await, day("2026-08-14"))).await;
        let own = own.unwrap();
        assert_eq!((own[0].to_name.as_str(), own[0].said.as_deref()), ("民政局", Some("缺一份证明")));
        desk.holds().await;
    });
}

/// Shows R71, R72: a department that signs in sees what was asked and sent, and nothing else of the person; it answers by itself, or
/// returns what is not its own.
#[test]
fn a_department_with_an_account_sees_what_it_needs_and_answers_by_itself() {
    on_both(async |db| {
        let desk = Desk::of(db).await;
        let mut tx = desk.office.db.begin_read().await.unwrap();
        let all = organizations::list_all(&mut tx).await.unwrap();
        tx.rollback().await.unwrap();
        let hospital = all.iter().find(|one| one.code == HOSPITAL).unwrap().organization_id;
        let wish = SendReferral {
            kind: None,
            working_days: Some(5),
            to_organization_id: Some(hospital),
            shares: Vec::new(),
            ..desk.wish("乙二").await
        };
        let id = desk.send(&desk.county, &wish, "2026-07-01").await.unwrap();
        let asked = count_referrals(&desk.office.acting(&desk.hospital, day("2026-07-01"))).await.unwrap().asked;
        assert_eq!(asked, 1);
        let wish = ListReferrals { page: 1, ..ListReferrals::default() };
        let mut cx = desk.office.acting(&desk.hospital, day("2026-07-01"));
        let listed = list_referrals(&mut cx, &wish).await.unwrap();
        assert!(listed.rows[0].asks_us && listed.rows[0].person.is_none() && listed.rows[0].need_id.is_none());
        let view = desk.read(&desk.hospital, id, "2026-07-01").await.unwrap();
        assert_eq!(
            (view.permission, view.shared, view.events.len()),
            (None, guanai_casework::SharedWords::default(), 0)
        );
        assert_eq!(view.asked.as_deref(), Some("请告诉本人要带哪些材料"));
        assert_eq!(view.moves, [ReferralMove::Receive, ReferralMove::Answer, ReferralMove::Return]);

        let step = WishedReferralStep::Receive(rang("2026-07-02", None));
        assert_eq!(desk.step(&desk.hospital, id, step, "2026-07-02").await, "referral-manner");
        let step = WishedReferralStep::Receive(online("2026-07-02", None));
        assert_eq!(desk.step(&desk.hospital, id, step.clone(), "2026-07-02").await, "done");
        assert_eq!(desk.step(&desk.hospital, id, step, "2026-07-02").await, "referral-move-unlawful");
        let reminds = WishedReferralStep::Remind { words: "在办".to_owned() };
        assert_eq!(desk.step(&desk.hospital, id, reminds, "2026-07-02").await, "referral-other-side");
        let step = WishedReferralStep::Return(online("2026-07-03", Some("报销归医保局办")));
        assert_eq!(desk.step(&desk.hospital, id, step, "2026-07-03").await, "done");
        let view = desk.read(&desk.county, id, "2026-07-03").await.unwrap();
        assert_eq!((view.row.state, view.row.is_late), (ReferralState::Returned, false));
        // What came back is sent to whose it is.
        let next = SendReferral { kind: Some("medical-insurance".to_owned()), ..desk.wish("乙二").await };
        assert!(desk.send(&desk.county, &next, "2026-07-03").await.is_ok());
        desk.holds().await;
    });
}

/// Shows R72: a need is not closed over a department that owes an answer without saying so; what the person takes back, and a death,
/// end its referrals too, and a death that was none brings them back.
#[test]
fn a_need_is_not_closed_over_an_open_referral_without_saying_so() {
    on_both(async |db| {
        let desk = Desk::of(db).await;
        let first = desk.send(&desk.township, &desk.wish("甲一").await, "2026-07-01").await.unwrap();
        let plan = NeedStep::Plan { helper: HelperWish::Named("本支部".to_owned()), words: None };
        assert_eq!(desk.move_need(&desk.branch, "甲一", plan, "2026-07-02").await, "done");
        let help = NeedStep::Help { words: "陪着去问了".to_owned() };
        assert_eq!(desk.move_need(&desk.branch, "甲一", help, "2026-07-02").await, "done");
        if desk.need("甲一").await.progress.call_back == Some(CallBack::Drawn) {
            let asked = NeedStep::CallBack { agrees: true, words: "来过".to_owned() };
            assert_eq!(desk.move_need(&desk.county, "甲一", asked, "2026-07-02").await, "done");
        }
        let close = |over_referrals| NeedStep::Close {
            outcome: Outcome::Met,
            confirmation: Confirmation::Person,
            words: "办好了".to_owned(),
            over_referrals,
        };
        assert_eq!(desk.move_need(&desk.branch, "甲一", close(false), "2026-07-03").await, "need-open-referral");
        assert_eq!(desk.move_need(&desk.branch, "甲一", close(true), "2026-07-03").await, "done");
        assert_eq!(desk.need("甲一").await.state, NeedState::Closed);
        let view = desk.read(&desk.township, first, "2026-07-03").await.unwrap();
        assert_eq!(view.row.state, ReferralState::TakenBack);
        desk.holds().await;

        let second = desk.send(&desk.township, &desk.wish("乙二").await, "2026-07-01").await.unwrap();
        let event = EnterLifeEvent {
            person_id: desk.office.person("乙二").await,
            kind: LifeEventKind::Death,
            on: day("2026-07-04"),
            details: LifeEventDetails::default(),
            destination: None,
            because: "因病去世".to_owned(),
        };
        let mut cx = desk.office.acting(&desk.township, day("2026-07-05"));
        let operation = OperationId::fresh(&mut cx.ids);
        let event = record_life_event(&mut cx, operation, &event).await.unwrap();
        let state = async || desk.read(&desk.county, second, "2026-07-06").await.unwrap().row.state;
        assert_eq!(state().await, ReferralState::TakenBack);
        desk.holds().await;
        let mut cx = desk.office.acting(&desk.county, day("2026-07-06"));
        let operation = OperationId::fresh(&mut cx.ids);
        undo_life_event(&mut cx, operation, event, "同名，录错了人").await.unwrap();
        assert_eq!(state().await, ReferralState::Sent);
        desk.holds().await;
    });
}

//! The long-term mechanism in five sentences: visited in ordinary times, helped in hardship, answered in doubt, cared for when ill,
//! secure in work. Each is a clock that is kept, or that somebody hears of.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicU64, Ordering};

use guanai_app::guarantees::board::{BoardAsk, read_board};
use guanai_app::guarantees::happenings::{RecordHappening, record_happening};
use guanai_app::guarantees::keep_guarantees;
use guanai_app::guarantees::notices::count_notices;
use guanai_app::guarantees::person::read_person_guarantees;
use guanai_app::guarantees::questions::{AskQuestion, answer_question, ask_question, take_question};
use guanai_app::visits::{RecordVisit, WhoVisited, record_visit};
use guanai_app::{Actor, Cx, Readings, Role};
use guanai_casework::VisitAct;
use guanai_casework::guarantee::Standing;
use guanai_kernel::ids::{AccountId, OperationId};
use guanai_kernel::{Date, Guarantee, Ids};
use guanai_store::accounts::{self, Account, AccountSecret, AccountState};
use guanai_store::organizations;
use guanai_testkit::clock;

use crate::engines::on_both;
use crate::office::{Office, TODAY, day};

const ROSTER: &str = "
    姓名, 公民身份号码, 入党日期,   转正日期,   所在党支部, 工作岗位, 是否流动党员
    田禾, @19850101021, 2008-07-01, 2009-07-01, 上村党支部, 农民,     否
    万水, @19850101022, 2008-07-01, 2009-07-01, 上村党支部, 工人,     否";

const LEDGER: &str = "
    姓名, 公民身份号码, 困难程度, 家庭人均年收入（元）, 目前是否困难
    万水, @19850101022, 一般困难, 8000,                是";

static SEEDS: AtomicU64 = AtomicU64::new(70);

impl Office {
    /// Somebody who answers for an organisation, by its code, or for the whole county.
    pub async fn answering(&self, role: Role, code: Option<&str>) -> Actor {
        let mut ids = fresh();
        let account_id = AccountId::fresh(&mut ids);
        let mut tx = self.db.begin_write().await.unwrap();
        let all = organizations::list_all(&mut tx).await.unwrap();
        let scope = code.map(|code| all.iter().find(|found| found.code == code).unwrap().organization_id);
        let account = Account {
            account_id,
            sign_in_name: account_id.to_string().to_lowercase(),
            name: role.code().to_owned(),
            role: role.code().to_owned(),
            organization_id: scope,
            person_id: None,
            secret: AccountSecret::Nothing,
            state: AccountState::Active,
            made_at: clock::at(day(TODAY)),
            made_by: "console".to_owned(),
            closed_at: None,
        };
        accounts::add(&mut tx, &account).await.unwrap();
        tx.commit().await.unwrap();
        Actor {
            name: account_id.to_string(),
            role,
            scope,
            person_id: None,
            on_behalf_of: None,
            tenure: guanai_app::Tenure::Single,
        }
    }

    pub fn acting<'a>(&'a self, actor: &Actor, on: Date) -> Cx<'a> {
        let (now, ids) = (clock::at(on), fresh());
        Cx { db: &self.db, standards: &self.standards, actor: actor.clone(), now, ids, readings: Readings::AtOnce }
    }

    pub async fn keep(&self, on: &str) {
        keep_guarantees(&mut self.acting(&Actor::console(), day(on))).await.unwrap();
    }

    /// How one of somebody's five stands on a day, and the last day of what presses most.
    pub async fn stands(&self, name: &str, guarantee: Guarantee, on: &str) -> (Option<Standing>, Option<Date>) {
        let person_id = self.person(name).await;
        let mut cx = self.acting(&Actor::console(), day(on));
        let five = read_person_guarantees(&mut cx, person_id).await.unwrap().five;
        let one = five.into_iter().find(|one| one.guarantee == guarantee).unwrap();
        (one.standing(), one.running.first().map(|clock| clock.due_on))
    }

    async fn happened(&self, actor: &Actor, name: &str, occasion: &str, on: &str) {
        let person_id = self.person(name).await;
        let mut cx = self.acting(actor, day(on));
        let operation = OperationId::fresh(&mut cx.ids);
        let wish = RecordHappening { person_id, occasion: occasion.to_owned(), on: day(on), matter: None };
        record_happening(&mut cx, operation, &wish).await.unwrap();
    }

    pub async fn visit(&self, actor: &Actor, name: &str, on: &str) {
        let person_id = self.person(name).await;
        let mut cx = self.acting(actor, day(on));
        let operation = OperationId::fresh(&mut cx.ids);
        let visit = RecordVisit::plain(
            person_id,
            VisitAct::Visit,
            WhoVisited::Named("支部书记".to_owned()),
            day(on),
            "regular",
        );
        record_visit(&mut cx, operation, &visit).await.unwrap();
    }

    async fn late(&self, actor: &Actor, on: &str) -> u64 {
        count_notices(&self.acting(actor, day(on))).await.unwrap().late
    }
}

fn fresh() -> Ids {
    clock::ids(SEEDS.fetch_add(1, Ordering::Relaxed))
}

/// Shows R86: who comes without a log is unknown before and never neglected; a visit keeps the term; what is late is told upwards.
#[test]
fn everybody_is_visited_in_ordinary_times_or_somebody_hears_of_it() {
    on_both(async |db| {
        let office = Office::of(db, &[ROSTER]).await;
        let contact = office.answering(Role::BranchContact, Some("990001001")).await;
        let township = office.answering(Role::TownshipOfficer, Some("990001000")).await;
        let county = office.answering(Role::CountyOfficer, None).await;
        office.keep(TODAY).await;
        let visit = Guarantee::Visit;
        assert_eq!(office.stands("田禾", visit, TODAY).await, (Some(Standing::BeforeUnknown), Some(day("2027-06-30"))));
        office.visit(&contact, "田禾", "2026-07-10").await;
        office.keep("2026-07-10").await;
        assert_eq!(office.stands("田禾", visit, "2026-07-10").await, (Some(Standing::InTime), Some(day("2027-07-12"))));
        office.keep("2027-07-01").await;
        assert_eq!(office.stands("万水", visit, "2027-07-01").await.0, Some(Standing::Late));
        assert_eq!((office.late(&contact, "2027-07-01").await, office.late(&township, "2027-07-01").await), (1, 0));
        office.keep("2027-07-15").await;
        assert_eq!((office.late(&township, "2027-07-15").await, office.late(&county, "2027-07-15").await), (1, 0));
        office.keep("2027-09-01").await;
        assert_eq!(office.late(&county, "2027-09-01").await, 2, "a month later the county has heard of both");
        office.visit(&contact, "万水", "2027-09-01").await;
        office.keep("2027-09-01").await;
        let board = read_board(&mut office.acting(&county, day("2027-09-01")), BoardAsk::default()).await.unwrap();
        assert_eq!((board.total[0].late, board.total[0].kept_late), (1, 1), "late stays late");
    });
}

/// Shows R87: whoever is recognised as in hardship has ten working days for a helper to be named, urgent needs have two.
#[test]
fn whoever_is_in_hardship_has_a_named_helper_within_the_term() {
    on_both(async |db| {
        let survey = "
            问卷编号, 姓名, 公民身份号码, 需求类别, 具体情况,       紧急程度, 是否同意向帮扶人提供联系方式, 填写日期
            1,        万水, @19850101022, 就医资金, 老伴住院欠了钱, 紧急,     是,                           2026-06-30";
        let office = Office::of(db, &[ROSTER, LEDGER, survey]).await;
        let county = office.answering(Role::CountyOfficer, None).await;
        office.keep(TODAY).await;
        let help = Guarantee::Help;
        let (_, due) = office.stands("万水", help, TODAY).await;
        assert_eq!(due, Some(day("2026-07-02")), "the urgent need presses first");
        assert_eq!(office.stands("田禾", help, TODAY).await, (None, None), "nothing is owed to who is in no need");
        office.keep("2026-07-03").await;
        assert_eq!(office.late(&county, "2026-07-03").await, 1, "nobody was named, and nobody else is there to hear");
        // A helper on record, for no matter in particular, is one for all of them.
        office.happened(&county, "万水", "helper-named", "2026-07-03").await;
        let mut cx = office.acting(&county, day("2026-07-03"));
        let five = read_person_guarantees(&mut cx, office.person("万水").await).await.unwrap().five;
        let help = five.iter().find(|one| one.guarantee == help).unwrap();
        assert!(help.running.is_empty(), "{:?}", help.running);
        let ended: BTreeSet<Standing> = help.ended.iter().map(|clock| clock.standing).collect();
        assert_eq!(ended, BTreeSet::from([Standing::Kept, Standing::KeptLate]), "hardship in time, the need late");
        assert_eq!(office.late(&county, "2026-07-03").await, 0);
    });
}

/// Shows R88: a doubt is answered within five working days, in confidence; while it waits too long, the next level may take it.
#[test]
fn a_doubt_is_answered_in_confidence_within_the_term() {
    on_both(async |db| {
        let office = Office::of(db, &[ROSTER]).await;
        let contact = office.answering(Role::BranchContact, Some("990001001")).await;
        let township = office.answering(Role::TownshipOfficer, Some("990001000")).await;
        office.keep(TODAY).await;
        let person_id = office.person("田禾").await;
        let mut cx = office.acting(&contact, day("2026-07-01"));
        let operation = OperationId::fresh(&mut cx.ids);
        let wish = AskQuestion { person_id, post: "branch".to_owned(), words: "地界的事想不通".to_owned() };
        let asked = ask_question(&mut cx, operation, &wish).await.unwrap();
        assert!(asked.reply.is_none());
        let take = |actor: Actor, on: &'static str| {
            let office = &office;
            async move { take_question(&mut office.acting(&actor, day(on)), asked.question_id).await }
        };
        assert!(take(township.clone(), "2026-07-08").await.is_err(), "it waits at the branch");
        office.keep("2026-07-09").await;
        assert_eq!(office.late(&contact, "2026-07-09").await, 1);
        take(township.clone(), "2026-07-09").await.unwrap();
        let mut cx = office.acting(&township, day("2026-07-09"));
        answer_question(&mut cx, asked.question_id, "明天一起去看界桩").await.unwrap();
        assert_eq!(office.late(&contact, "2026-07-09").await, 0);
        let board = read_board(&mut office.acting(&township, day("2026-07-09")), BoardAsk::default()).await.unwrap();
        assert_eq!((board.total[2].kept_late, board.total[2].late), (1, 0), "counted, and naming nobody");
    });
}

/// Shows R89: whoever is in hospital is called on within three working days, and every month until well.
#[test]
fn whoever_is_ill_is_called_on_and_again_until_well() {
    on_both(async |db| {
        let office = Office::of(db, &[ROSTER]).await;
        let contact = office.answering(Role::BranchContact, Some("990001001")).await;
        office.keep(TODAY).await;
        let illness = Guarantee::Illness;
        office.happened(&contact, "田禾", "hospitalised", "2026-07-01").await;
        let (_, due) = office.stands("田禾", illness, "2026-07-01").await;
        assert_eq!(due, Some(day("2026-07-06")), "over a weekend");
        office.visit(&contact, "田禾", "2026-07-03").await;
        office.keep("2026-07-03").await;
        let (standing, due) = office.stands("田禾", illness, "2026-07-03").await;
        assert_eq!((standing, due), (Some(Standing::InTime), Some(day("2026-08-03"))), "again in a month");
        office.happened(&contact, "田禾", "recovered", "2026-07-20").await;
        assert_eq!(office.stands("田禾", illness, "2026-07-20").await.1, None, "well again");
    });
}

/// Shows R90: whoever loses work has somebody who looks into it within ten working days, until there is work again.
#[test]
fn whoever_loses_work_is_not_left_alone_with_it() {
    on_both(async |db| {
        let office = Office::of(db, &[ROSTER]).await;
        let contact = office.answering(Role::BranchContact, Some("990001001")).await;
        office.keep(TODAY).await;
        let work = Guarantee::Work;
        office.happened(&contact, "万水", "work-lost", "2026-07-01").await;
        assert_eq!(office.stands("万水", work, "2026-07-01").await.1, Some(day("2026-07-15")));
        office.keep("2026-07-16").await;
        assert_eq!(office.late(&contact, "2026-07-16").await, 1);
        office.happened(&contact, "万水", "work-followed-up", "2026-07-16").await;
        let (standing, due) = office.stands("万水", work, "2026-07-16").await;
        assert_eq!((standing, due), (Some(Standing::InTime), Some(day("2026-09-16"))), "again in two months");
        office.happened(&contact, "万水", "work-found", "2026-08-20").await;
        assert_eq!(office.stands("万水", work, "2026-08-20").await.1, None);
        assert_eq!(office.late(&contact, "2026-08-20").await, 0);
    });
}

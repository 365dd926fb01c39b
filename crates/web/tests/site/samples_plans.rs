//! Sample data of plans for one person.

use guanai_app::Role;
use guanai_app::plans::{ListedPlan, PlanView, SeenTask};
use guanai_casework::{Confirmation, Done, Ending, Outcome, PlanError, PlanMove, PlanState, PlanTask, TaskKind};
use guanai_kernel::Money;
use guanai_kernel::ids::PlanTaskId;
use guanai_web::form::Typed;
use guanai_web::page::Pager;
use guanai_web::people::TimelineEntry;
use guanai_web::plan::PlanAmount;
use guanai_web::plans::draft::CheckedTask;
use guanai_web::plans::{
    GrantRow, GrantsBox, HelpRow, MeasureRow, PlanChecked, PlanChoices, PlanFile, PlansList, RunningRow, TaskLine,
};

use crate::samples::{BRANCH, NEED, OFFER, PERSON, Samples, day};
use crate::samples_visits::VISIT;

pub const PLAN: &str = "01KC0P1AN0000000000000000A";
pub const TASK: &str = "01KC0TASK0000000000000000A";
pub const DONE: &str = "01KC0TASK0000000000000000B";
/// Which of its states the sample shows.
pub const STATE_NO: u64 = 3;

impl Samples {
    pub fn listed_plan(self, state: PlanState) -> ListedPlan {
        ListedPlan {
            plan_id: PLAN.parse().expect("an id"),
            person_id: PERSON.parse().expect("an id"),
            name: self.person_name(),
            organization: Some(self.branch()),
            lead_organization: self.branch(),
            lead_name: self.w("王德顺", "Wang Deshun"),
            state,
            tasks: 2,
            done: 1,
            next_due_on: (!state.is_ended()).then(|| day(2026, 11, 20)),
            review_on: day(2027, 2, 1),
            is_late: state == PlanState::Running,
        }
    }

    pub fn plans_list(self) -> PlansList {
        PlansList {
            rows: PlanState::ALL.iter().map(|state| self.listed_plan(*state)).collect(),
            pager: Pager { total: 61, page: 1, size: 50 },
            organizations: vec![self.choice(BRANCH, "柳溪镇杨柳村党支部", "Yangliu Village branch, Liuxi")],
        }
    }

    pub fn plan_measures(self) -> Vec<MeasureRow> {
        let row = |key: &str, zh: &str, en: &str, is_material, amount| MeasureRow {
            key: key.into(),
            name: self.w(zh, en),
            dimension: Some(self.w("物质上帮助", "material help")),
            is_material,
            provider: None,
            amount,
            duty: Some(self.w("党支部，10天内", "the branch, within 10 days")),
            offer: None,
        };
        let amount = Money::from_yuan(2_000).map_or(PlanAmount::NoMoney, PlanAmount::Of);
        vec![
            row("fixed-relief", "困难党员定额救助", "Fixed relief", true, amount),
            row("medical-aid", "大病医疗救助", "Medical aid", true, PlanAmount::Withheld),
            row("heart-to-heart-talk", "谈心谈话", "Heart-to-heart talk", false, PlanAmount::NoMoney),
            MeasureRow {
                provider: Some(self.w("赵小军", "Zhao Xiaojun")),
                offer: Some(OFFER.into()),
                duty: None,
                dimension: None,
                ..row(&format!("offer-{OFFER}"), "住房修缮", "Repair of a house", false, PlanAmount::NoMoney)
            },
        ]
    }

    pub fn grants(self) -> GrantsBox {
        let row = |what: String, href: String, amount| GrantRow {
            name: self.person_name(),
            on: day(2026, 9, 25),
            what,
            href,
            by: self.w("镇党委副书记", "Deputy secretary of the township"),
            purse: Some(self.w("资金：党内关怀帮扶资金", "Fund: care fund")),
            amount,
        };
        let unwritten = self.w("没有记金额", "amount not written down");
        let gift = self.w("走访慰问，米、油", "Gift at a visit, rice and oil");
        let aid = self.w("困难党员定额救助", "Fixed relief");
        GrantsBox {
            year: 2026,
            people: self.w("周桂兰、陈有福", "Zhou Guilan, Chen Youfu"),
            beyond: 1,
            given: vec![
                row(
                    aid.clone(),
                    "/applications/01KC0APP000000000000000001".into(),
                    Money::from_yuan(2_000).ok_or_else(String::new),
                ),
                row(gift, format!("/visits/{VISIT}"), Err(unwritten)),
            ],
            planned: vec![GrantRow { purse: None, ..row(aid, format!("/plans/{PLAN}"), Err(self.w("—", "—"))) }],
            is_household_known: false,
            running: vec![RunningRow {
                name: self.person_name(),
                what: self.w("党龄补助", "Party-seniority allowance"),
                purse: self.w("资金：党内关怀帮扶资金、财政资金", "Fund: care fund, finance"),
                amount: self.w("每月，100元", "every month, 100 yuan"),
                since: Some(day(2024, 8, 1)),
                this_year: Money::from_yuan(1_100).ok_or_else(String::new),
                href: None,
            }],
            running_total: Money::from_yuan(1_100),
            not_known: self.w("陈有福的离任补助", "Allowance after leaving a post of Chen Youfu"),
            helps: vec![HelpRow {
                name: self.person_name(),
                what: self.w("结对帮扶", "Pair"),
                by: self.w("赵小军", "Zhao Xiaojun"),
                from_on: day(2026, 3, 1),
                until_on: None,
            }],
            against: vec![(
                self.w("困难党员定额救助", "Fixed relief"),
                self.w("“低保”：是，可以同时享受，不抵扣。", "Basic living allowance: yes, both may be given."),
            )],
            total: Money::from_yuan(2_000),
            is_partial: true,
        }
    }

    pub fn plan_choices(self, change: bool) -> PlanChoices {
        let typed = Typed::default().with("plan_lead", BRANCH);
        let begun = if change {
            typed
                .with("state_no", STATE_NO.to_string())
                .with("plan_person", PERSON)
                .with("plan_lead_name", self.w("王德顺", "Wang Deshun"))
                .with("plan_aim", self.w("把病看好", "Get well"))
                .with("plan_measure", "heart-to-heart-talk")
                .with("plan_review_on", "2027-02-01")
                .with("task_id_1", TASK)
                .with("task_words_1", self.w("陪去复查", "Go along to the doctor"))
                .with("task_who_1", self.w("王德顺", "Wang Deshun"))
                .with("task_due_1", "2026-11-20")
        } else {
            typed
        };
        PlanChoices {
            person: PERSON.into(),
            name: self.person_name(),
            in_hardship: true,
            leads: vec![self.choice(BRANCH, "柳溪镇杨柳村党支部", "Yangliu Village branch, Liuxi")],
            offered: self.plan_measures(),
            needs: vec![self.choice(NEED, "住房修缮", "Repair of a house")],
            grants: self.grants(),
            plan: change.then(|| (PLAN.to_owned(), STATE_NO)),
            done: usize::from(change),
            begun,
        }
    }

    pub fn plan_checked(self, waiver: Option<String>) -> PlanChecked {
        PlanChecked {
            name: self.person_name(),
            lead: self.branch(),
            aim: self.w("把病看好", "Get well"),
            measures: self.plan_measures(),
            sum: Money::from_yuan(2_000),
            tasks: vec![CheckedTask {
                words: self.w("陪去复查", "Go along to the doctor"),
                is_milestone: true,
                responsible: self.w("王德顺", "Wang Deshun"),
                due_on: day(2026, 12, 1),
            }],
            waiver,
            review_on: day(2027, 2, 1),
        }
    }

    fn seen_task(self, id: &str, done: Option<Done>, is_late: bool) -> SeenTask {
        let task = PlanTask {
            task_id: id.parse::<PlanTaskId>().expect("an id"),
            kind: if is_late { TaskKind::Milestone } else { TaskKind::Task },
            words: self.w("陪去复查", "Go along to the doctor"),
            responsible: self.w("王德顺", "Wang Deshun"),
            due_on: day(2026, 11, 20),
            done,
        };
        SeenTask { task, is_late }
    }

    pub fn task_line(self) -> TaskLine {
        TaskLine {
            id: TASK.into(),
            plan: PLAN.into(),
            name: self.w("陈有福", "Chen Youfu"),
            words: Some(self.w("问孩子学费", "Ask about school fees")),
            responsible: self.w("王德顺", "Wang Deshun"),
            due_on: day(2026, 11, 20),
            is_late: true,
        }
    }

    /// A plan that stands there, as a role sees it.
    pub fn plan_file(self, state: PlanState, role: Role) -> PlanFile {
        let done = Done { on: day(2026, 11, 10), words: None, visit_id: Some(VISIT.parse().expect("an id")) };
        let is_ended = state.is_ended();
        let is_reader = matches!(role, Role::Member | Role::CountyApprover);
        let moves: Vec<PlanMove> = if is_reader { Vec::new() } else { state.moves().collect() };
        let mut view = PlanView {
            row: self.listed_plan(state),
            need_id: Some(NEED.parse().expect("an id")),
            aim: Some(self.w("把病看好", "Get well")),
            in_hardship: Some(true),
            waiver: (state == PlanState::Drafted).then(|| Some(self.w("昨夜失火", "A fire last night"))),
            measures: Vec::new(),
            tasks: vec![self.seen_task(DONE, Some(done), false), self.seen_task(TASK, None, true)],
            begun_on: (state != PlanState::Drafted).then(|| day(2026, 11, 1)),
            ended_on: is_ended.then(|| day(2026, 11, 22)),
            ending: (state == PlanState::Finished)
                .then_some(Ending { outcome: Outcome::Met, confirmation: Confirmation::Person }),
            state_no: STATE_NO,
            moves,
            waits_for: vec![(PlanMove::Begin, PlanError::SameHand)],
            beside: Vec::new(),
            events: Vec::new(),
        };
        if role == Role::CountyApprover {
            view.aim = None;
            for task in &mut view.tasks {
                task.task.words.clear();
            }
        }
        PlanFile {
            view,
            measures: self.plan_measures(),
            beside: if is_ended || role == Role::Member { Vec::new() } else { vec![self.task_line()] },
            waits: if state == PlanState::Drafted { vec!["web-refused-plan-same-hand"] } else { Vec::new() },
            timeline: vec![TimelineEntry { on: day(2026, 11, 1), what: self.w("开始实施", "Begin") }],
        }
    }
}

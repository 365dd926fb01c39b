//! Sample data of my day and of visits. Nobody in it is real.

use guanai_app::visits::Pressing;
use guanai_casework::{CallBackCause, VisitAct, VisitManner};
use guanai_kernel::Guarantee;
use guanai_web::day::defer::DeferChoices;
use guanai_web::day::{DayCard, DayDraft, DayLook, DayPromise, DayTask, MyDay};
use guanai_web::form::Typed;
use guanai_web::page::{Fact, Pager};
use guanai_web::visits::{
    AsBefore, CallBackFile, CallBackRow, Correction, FactField, FactKind, NoteFile, OpenPromise, PromiseFile,
    VisitChoices, VisitFile, VisitRow, VisitSight, VisitState, VisitsList,
};

use crate::samples::{NEED, NOW, PERSON, Samples, day};
use crate::samples_jobs::JOB;
use crate::samples_plans::PLAN;

pub const CALL: &str = "01KC0CA11BACK000000000001A";
pub const VISIT: &str = "01KC0V1S1T000000000000001A";

impl Samples {
    pub fn day(self) -> MyDay {
        let card = DayCard {
            person: PERSON.into(),
            name: self.w("罗德厚", "Luo Dehou"),
            organization: None,
            place: Some(self.w("三组，村小学后面", "Group 3, behind the school")),
            phone: Some("99000000001".into()),
            pressing: Pressing::Late(4),
            guarantee: Guarantee::Visit,
            used_percent: Some(100),
            why: vec![self.w("平时联系到期，11月19日前", "Ordinary contact is due, by 19 November")],
            on_paper: vec![self.w("平时联系到期，11月19日前", "Ordinary contact is due, by 19 November")],
            mind: Vec::new(),
            promises: vec![DayPromise {
                words: Some(self.w("请镇里派人换屋顶的瓦", "the township sends somebody for the roof")),
                due_on: Some(day(2026, 11, 20)),
            }],
            tasks: vec![DayTask {
                plan: PLAN.into(),
                words: Some(self.w("陪去复查", "go along to the doctor")),
                responsible: self.w("王德顺", "Wang Deshun"),
                due_on: day(2026, 11, 20),
            }],
            looks: vec![DayLook {
                words: self.w(
                    "就业满3个月（11月18日）：问一问还在不在岗",
                    "Job, after 3 months (18 November): ask whether they still work there",
                ),
                href: format!("/jobs/{JOB}"),
            }],
            last_on: Some(day(2026, 10, 19)),
        };
        let cards = vec![
            DayCard {
                name: self.w("陈有福", "Chen Youfu"),
                pressing: Pressing::Today,
                used_percent: Some(75),
                why: vec![self.w("逢十生日，11月23日前", "Round birthday, by 23 November")],
                mind: vec![self.w("带慰问：80.00元", "Bring a gift: 80.00 yuan")],
                promises: vec![DayPromise { words: None, due_on: None }],
                tasks: Vec::new(),
                looks: Vec::new(),
                last_on: None,
                ..card.clone()
            },
            DayCard {
                name: self.w("阿不都热依木·买买提", "Abdurehim Memet"),
                pressing: Pressing::Near(2),
                guarantee: Guarantee::Help,
                used_percent: None,
                why: vec![self.w("难时有人帮，11月25日前", "Helped in hardship, by 25 November")],
                mind: vec![self.w("本人希望打电话，不用上门", "Wishes a call and no visit")],
                promises: Vec::new(),
                place: None,
                phone: None,
                ..card.clone()
            },
            DayCard { pressing: Pressing::Ahead(6), organization: Some(self.branch()), ..card.clone() },
        ];
        MyDay {
            cards: std::iter::once(card).chain(cards).collect(),
            drafts: vec![DayDraft { person: PERSON.into(), name: self.person_name(), kept_at: NOW }],
            more: 3,
            put_off: 1,
            seen_this_month: 17,
            by_phone: 2,
            for_a_group: self
                .w("各位党员同志：有事请找支部联系人。", "Dear comrades: the branch's contact is there for you."),
        }
    }

    pub fn defer_choices(self) -> DeferChoices {
        DeferChoices {
            person: PERSON.into(),
            name: self.person_name(),
            organization: self.branch(),
            reasons: vec![
                self.choice("asked-for-later", "本人希望晚些时候", "The person asked for a later time"),
                self.choice("cut-off", "道路、天气、疫情等原因到不了", "Roads or weather keep everybody away"),
            ],
        }
    }

    pub fn visit_choices(self) -> VisitChoices {
        let fact = |name: &str, title: String, kind| FactField {
            name: name.into(),
            field: format!("fact_{}", name.replace('.', "-")),
            title,
            kind,
        };
        VisitChoices {
            person: PERSON.into(),
            name: self.person_name(),
            organization: self.branch(),
            died_on: None,
            as_before: Some(AsBefore {
                made_on: day(2026, 10, 19),
                act: VisitAct::Visit,
                manner: VisitManner::InPerson,
                occasions: ["regular".to_owned()].into(),
                what_for: self.w("平时联系", "Ordinary contact"),
            }),
            promises: vec![OpenPromise {
                visit: VISIT.into(),
                words: self.w("请镇里派人换屋顶的瓦", "the township sends somebody for the roof"),
                due_on: Some(day(2026, 12, 1)),
            }],
            tasks: vec![self.task_line()],
            household: vec![self.choice("01KC0PERS0N000000000000002", "陈有福", "Chen Youfu")],
            occasions: vec![
                self.choice("regular", "平时联系", "Ordinary contact"),
                self.choice("hardship", "家庭困难", "Hardship"),
            ],
            facts: vec![
                fact("household.size", self.w("家庭人口", "Persons in the household"), FactKind::Count),
                fact("benefit.dibao", self.w("是否低保", "Draws dibao"), FactKind::YesNo),
                fact("household.income", self.w("人均年收入", "Income per head"), FactKind::Yuan),
                fact("moved.on", self.w("搬家日期", "Moved on"), FactKind::Day),
                fact("person.note", self.w("说明", "Remark"), FactKind::Words),
                fact(
                    "hardship.cause",
                    self.w("致困原因", "Cause of hardship"),
                    FactKind::OneOf(vec![self.choice("disaster", "因灾", "Disaster")]),
                ),
            ],
            grants: Some(self.grants()),
            draft: None,
        }
    }

    pub fn visit_row(self, state: VisitState) -> VisitRow {
        VisitRow {
            id: VISIT.into(),
            person: PERSON.into(),
            name: self.person_name(),
            organization: self.branch(),
            act: VisitAct::HomeCheck,
            manner: VisitManner::InPerson.code(),
            made_on: day(2026, 11, 20),
            visitor: self.w("王德顺", "Wang Deshun"),
            what_for: self.w("平时联系、家庭困难", "Ordinary contact, Hardship"),
            state,
        }
    }

    pub fn visits(self) -> VisitsList {
        VisitsList {
            rows: VisitState::ALL.iter().map(|state| self.visit_row(*state)).collect(),
            pager: Pager { total: 120, page: 2, size: 50 },
            organizations: vec![self.choice("01KC0BRANCH000000000000001", "柳溪镇", "Liuxi")],
        }
    }

    pub fn visit_file(self, state: VisitState) -> VisitFile {
        VisitFile {
            row: self.visit_row(state),
            time: Some(self.w("9:30，40分钟", "9:30, 40 minutes")),
            companions: Some(self.w("党小组长赵小军", "group leader Zhao Xiaojun")),
            also_seen: vec![self.choice("01KC0PERS0N000000000000002", "陈有福", "Chen Youfu")],
            reason: Some(self.w("来核实台账", "to check the register")),
            found: Some(self.w("屋顶漏水", "the roof leaks")),
            promise: Some(PromiseFile {
                words: self.w("请镇里派人换瓦", "the township sends somebody for the tiles"),
                due_on: Some(day(2026, 12, 1)),
                kept_on: (state == VisitState::Recorded).then(|| day(2026, 11, 22)),
            }),
            gift: Some(self.w("慰问品，米、油", "Goods, rice and oil")),
            facts: vec![Fact { label: self.w("家庭人口", "Persons in the household"), value: "3".into() }],
            tasks: vec![self.task_line()],
            needs: vec![NEED.into()],
            call_back: Some(CallBackFile {
                cause: "same-minute",
                answer: (state == VisitState::Recorded)
                    .then(|| ("differs", Some(self.w("那天没有来", "nobody came that day")), NOW)),
            }),
            recorded_by: Some(self.w("王德顺", "Wang Deshun")),
            recorded_at: NOW,
            photos: Some(crate::forms_photos::photos(state)),
            sight: VisitSight { words: state != VisitState::Struck, note: true, strike: state != VisitState::Struck },
        }
    }

    pub fn visit_correction(self) -> Correction {
        let typed = Typed::default().with("act", "home-check").with("found", self.w("屋顶漏水", "the roof leaks"));
        Correction { choices: self.visit_choices(), typed }
    }

    pub fn visit_note(self) -> NoteFile {
        NoteFile {
            visit: VISIT.into(),
            words: self.w("和儿媳闹得厉害", "there is a quarrel at home"),
            recorded_at: NOW,
            readers: vec![self.w("赵小军", "Zhao Xiaojun")],
            may_allow: true,
        }
    }

    pub fn call_backs(self) -> Vec<CallBackRow> {
        let row = |id: &str, cause, may_answer| CallBackRow {
            id: id.into(),
            visit: self.visit_row(VisitState::Recorded),
            cause,
            phone: Some("99000000001".into()),
            may_answer,
        };
        vec![
            row(CALL, CallBackCause::SameMinute, true),
            row("01KC0CA11BACK000000000002A", CallBackCause::SameWords, true),
            CallBackRow { phone: None, ..row("01KC0CA11BACK000000000003A", CallBackCause::Sample, false) },
        ]
    }
}

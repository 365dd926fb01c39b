//! Sample data of my day and of visits. Nobody in it is real.

use guanai_app::visits::Pressing;
use guanai_casework::{VisitAct, VisitManner};
use guanai_kernel::Guarantee;
use guanai_web::day::defer::DeferChoices;
use guanai_web::day::{DayCard, DayDraft, DayPromise, MyDay};
use guanai_web::visits::{AsBefore, FactField, FactKind, OpenPromise, VisitChoices};

use crate::samples::{NOW, PERSON, Samples, day};

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
            field: format!("fact_{name}"),
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
            draft: None,
        }
    }
}

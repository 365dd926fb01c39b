//! Sample data of my day and of visits. Nobody in it is real.

use guanai_app::visits::Pressing;
use guanai_kernel::Guarantee;
use guanai_web::day::defer::DeferChoices;
use guanai_web::day::{DayCard, DayPromise, MyDay};

use crate::samples::{PERSON, Samples, day};

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
}

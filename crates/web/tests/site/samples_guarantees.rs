//! Sample data of the guarantees.

use guanai_casework::guarantee::Standing;
use guanai_web::guarantees::board::{BesideRow, Board, PlaceRow, SystemRow};
use guanai_web::guarantees::list::{TermList, TermRow};
use guanai_web::guarantees::{Counts, Five, Mark};
use guanai_web::page::{Crumb, Pager};

use crate::samples::{BRANCH, PERSON, Samples, day};

/// A question as the register names it.
pub const QUESTION: &str = "01KC0QVEST10N0000000000001";

impl Samples {
    pub fn marks(self) -> Vec<Mark> {
        [
            ("visit", "平时有人访", "Visited in ordinary times", "访", "V"),
            ("help", "难时有人帮", "Helped in hardship", "帮", "H"),
            ("answer", "惑时有人解", "Answered in doubt", "解", "A"),
            ("illness", "病时有人管", "Cared for when ill", "管", "C"),
            ("work", "工作有保障", "Secure in work", "保", "W"),
        ]
        .into_iter()
        .map(|(code, zh, en, letter, latin)| Mark { code, name: self.w(zh, en), letter: self.w(letter, latin) })
        .collect()
    }

    fn five(late: u64) -> Five {
        let visit = Counts {
            in_time: 2_410,
            before_unknown: 113,
            at_risk: 182,
            late,
            paused: 6,
            not_owed: 2,
            kept: 431,
            kept_late: 12,
        };
        [
            visit,
            Counts { at_risk: 3, late: 1, ..Counts::default() },
            Counts::default(),
            Counts::default(),
            Counts::default(),
        ]
    }

    pub fn board(self) -> Board {
        let place = |zh: &str, en: &str, late, has_below| PlaceRow {
            id: BRANCH.into(),
            name: self.w(zh, en),
            has_below,
            five: Self::five(late),
        };
        let system =
            |code: &str, zh: &str, en: &str| SystemRow { code: code.into(), name: self.w(zh, en), five: Self::five(4) };
        Board {
            as_of: day(2026, 11, 23),
            reckoned_on: Some(day(2026, 11, 22)),
            month: (day(2026, 11, 1), day(2026, 11, 23)),
            place: Some(self.w("柳溪镇", "Liuxi")),
            crumbs: vec![Crumb { href: "/guarantees".into(), name: self.w("云岭县", "Yunling County") }],
            marks: self.marks(),
            total: Self::five(14),
            places: vec![
                place("杨柳村党支部", "Yangliu Village branch", 0, false),
                place("石坪村党总支", "Shiping Village general branch", 14, true),
            ],
            systems: vec![system("rural", "农村", "Rural"), system("community", "社区", "Community")],
            beside: [
                ("关爱的人", "Looked after", "118", "9"),
                ("没办结的需求", "Open needs", "14", "3"),
                ("进行中的时限", "Terms that run", "131", "12"),
                ("其中逾期", "Of them late", "15", "1"),
            ]
            .map(|(zh, en, members, residents)| BesideRow {
                label: self.w(zh, en),
                members: members.into(),
                residents: residents.into(),
            })
            .into_iter()
            .chain([BesideRow {
                label: self.w("审定帮扶：民生帮扶资金（群众）", "Granted from the residents’ livelihood fund"),
                members: self.w("—", "—"),
                residents: self.w("2件，3,000.00元", "2, 3,000.00 yuan"),
            }])
            .collect(),
            unpublished: 2027,
            organizations: vec![
                self.choice(BRANCH, "杨柳村党支部", "Yangliu Village branch"),
                self.choice("B", "石坪村党总支", "Shiping Village general branch"),
            ],
            system_choices: vec![self.choice("rural", "农村", "Rural")],
            months: vec![self.choice("2026-11", "2026-11", "2026-11"), self.choice("2026-10", "2026-10", "2026-10")],
        }
    }

    pub fn terms(self, is_named: bool) -> TermList {
        let row = |at: usize, name: Option<&str>, standing| TermRow {
            person: name.filter(|_| is_named).map(|name| (PERSON.to_owned(), self.w(name, "Zhou Guilan"))),
            organization: Some((BRANCH.into(), self.branch())),
            mark: self.marks().swap_remove(at),
            rule: self.w("每季度至少走访一次", "Visited at least every three months"),
            started_on: day(2026, 8, 20),
            due_on: day(2027, 1, 4),
            provisional: standing == Standing::AtRisk,
            standing,
        };
        TermList {
            as_of: day(2026, 11, 23),
            place: Some(self.branch()),
            crumbs: vec![Crumb { href: "/guarantees".into(), name: self.w("柳溪镇", "Liuxi") }],
            rows: vec![
                row(0, Some("周桂兰"), Standing::Late),
                row(0, Some("周桂兰"), Standing::AtRisk),
                row(2, None, Standing::Late),
            ],
            pager: Pager { total: 61, page: 1, size: 50 },
            is_named,
        }
    }
}

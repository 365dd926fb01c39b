//! The survey of needs.

use std::collections::BTreeMap;

use guanai_kernel::Date;

use super::draw::{Draw, moved};
use super::habit::{Habits, day, name, spaced, yes_no};
use super::hardship::{Standing, refused_with_number};
use super::ledger::{Ledger, some};
use super::person::Person;
use super::sheet::Cell;
use super::{Record, Size};

/// The categories, each with what people say.
pub(crate) const CATEGORIES: &[(&str, &[&str])] = &[
    ("就业", &["想在家门口找份工", "残疾人想就近上班"]),
    ("创业支持", &["想养蜂，缺启动资金和技术", "想开小吃店"]),
    ("项目支持", &["合作社想上冷库", "想申报县里的科技项目，缺人指导"]),
    ("学习培训", &["想考电工证", "想学电商直播"]),
    ("就医资金", &["肾透析自费部分负担重", "母亲住院自费多"]),
    ("就学资金", &["孩子考上大学学费没着落", "两个孩子读高中"]),
    ("住房", &["土坯房漏雨", "租房住，想申请公租房"]),
    ("养老保障", &["离任村干部，没有养老金", "养老保险断缴，想补上"]),
    ("留守老人照料", &["在外打工，家里老母亲没人照看"]),
    ("留守儿童照料", &["孩子跟着爷爷奶奶，作业没人辅导"]),
    ("维权", &["土地流转合同有纠纷", "工资被拖欠"]),
    ("谈心谈话", &["老伴去世后睡不着", "退休后心里空落落的"]),
    ("组织生活", &["在外地参加不上组织生活", "行动不便，想在家参加学习"]),
    ("荣誉", &["入党快五十年了，想知道纪念章怎么申请"]),
];

/// One row.
#[derive(Debug, Clone)]
pub(crate) struct Need {
    number: String,
    pub(crate) person: Person,
    pub(crate) standing: Standing,
    /// None: left blank.
    pub(crate) category: Option<&'static str>,
    words: &'static str,
    urgency: &'static str,
    wish: Option<&'static str>,
    pub(crate) consent: bool,
    on: Date,
    /// Whether the row repeats an earlier answer.
    pub(crate) repeat: bool,
}

impl Need {
    pub(crate) fn draw_all(draw: &mut Draw, ledger: &mut Ledger, size: Size) -> Vec<Self> {
        let accepted: Vec<Person> = ledger.accepted().into_iter().cloned().collect();
        let count = accepted.len() * draw.between(12, 20) / 100;
        let mut people = draw.sample(accepted.len(), count + 20).into_iter().map(|at| accepted[at].clone());
        let as_of = ledger.as_of;
        let mut rows: Vec<Self> =
            people.by_ref().take(count).map(|person| Self::draw(draw, person, Standing::Known, as_of)).collect();
        // Some people have two needs, on two sheets of the survey: two answers.
        for _ in 0..some(draw, size) {
            let first = draw.below(rows.len());
            let mut second = Self::draw(draw, rows[first].person.clone(), Standing::Known, as_of);
            if second.category != rows[first].category && second.words != rows[first].words {
                second.consent = rows[first].consent;
                rows.push(second);
            }
        }
        let refused = refused_with_number(ledger);
        let waiting = usize::from(draw.chance(25));
        for at in draw.sample(refused.len(), waiting) {
            rows.push(Self::draw(draw, refused[at].clone(), Standing::Refused, as_of));
        }
        if draw.chance(40)
            && let Some(meant) = people.next()
        {
            let stranger = ledger.stranger(draw);
            rows.push(Self::draw(draw, stranger, Standing::Stranger(Box::new(meant)), as_of));
        }
        draw.shuffle(&mut rows);
        let prefix = draw.pick(&["Q", "W", "2026-", ""]);
        for (order, row) in (1..).zip(&mut rows) {
            row.number = format!("{prefix}{order:05}");
        }
        for _ in 0..some(draw, size) {
            let first = draw.below(rows.len());
            if matches!(rows[first].standing, Standing::Known) && !rows[first].repeat {
                let again = Self { repeat: true, ..rows[first].clone() };
                let place = draw.between(first + 1, rows.len());
                rows.insert(place, again);
            }
        }
        rows
    }

    fn draw(draw: &mut Draw, person: Person, standing: Standing, as_of: Date) -> Self {
        let (category, words) = draw.copy(CATEGORIES);
        Self {
            number: String::new(),
            person,
            standing,
            category: draw.chance(94).then_some(category),
            words: draw.pick(words),
            urgency: draw.copy(&["紧急", "一般", "一般", "不急"]),
            wish: draw.chance(80).then(|| draw.copy(&["资金", "项目", "服务", "结对", "谈心"])),
            consent: draw.chance(89),
            on: moved(as_of, -draw.days(1, 85)),
            repeat: false,
        }
    }

    /// The row as somebody fills it in.
    pub(crate) fn record(&self, draw: &mut Draw, habits: Habits, ledger: &Ledger) -> Record {
        BTreeMap::from([
            ("问卷编号", Cell::text(&self.number)),
            ("姓名", name(draw, &self.person.name, false)),
            ("公民身份号码", habits.identity_of(draw, &self.person)),
            ("所在党支部", spaced(draw, &ledger.tree.organizations[self.person.branch].name)),
            ("需求类别", self.category.map_or(Cell::Blank, |category| spaced(draw, category))),
            ("具体情况", Cell::text(self.words)),
            ("紧急程度", Cell::text(self.urgency)),
            ("希望的帮扶方式", self.wish.map_or(Cell::Blank, Cell::text)),
            ("是否同意向帮扶人提供联系方式", yes_no(draw, self.consent)),
            ("填写日期", day(draw, self.on)),
        ])
    }
}

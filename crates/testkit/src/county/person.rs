//! A member as the roster tells of them, before anything is spoiled.

use guanai_kernel::Date;

use super::draw::{Draw, moved, years_on};
use super::fault::Warning;
use super::number::Numbers;
use super::tree::{COMMUNITY, ENTERPRISE, INSTITUTION, RURAL, Tree};
use super::{Size, names};

/// What 是否流动党员 says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Floating {
    Blank,
    No,
    Yes,
}

/// A member. With a [`Warning`] the values are as wrong as the book has them: nobody mends those but the office.
#[derive(Debug, Clone)]
pub(crate) struct Person {
    pub(crate) name: String,
    pub(crate) woman: bool,
    pub(crate) ethnic: &'static str,
    /// 18 characters, right.
    pub(crate) identity: String,
    /// Whether the roster has the 15-figure number instead.
    pub(crate) old_number: bool,
    pub(crate) born: Date,
    pub(crate) degree: &'static str,
    pub(crate) joined: Date,
    pub(crate) full: Option<Date>,
    /// An index into the tree's organisations.
    pub(crate) branch: usize,
    pub(crate) occupation: &'static str,
    pub(crate) post: Option<&'static str>,
    pub(crate) phone: Option<String>,
    pub(crate) address: String,
    pub(crate) floating: Floating,
    pub(crate) warnings: Vec<Warning>,
}

impl Person {
    /// Somebody without a fault: of age when joining, 转正 a year later, or 预备 since less than two years.
    pub(crate) fn draw(draw: &mut Draw, numbers: &mut Numbers, as_of: Date, tree: &Tree, branch: usize) -> Self {
        let organization = &tree.organizations[branch];
        let woman = draw.chance(31);
        let age = match draw.below(100) {
            0..12 => draw.between(20, 30),
            12..53 => draw.between(31, 50),
            53..71 => draw.between(51, 60),
            71..95 => draw.between(61, 82),
            _ => draw.between(83, 97),
        };
        let born = moved(years_on(as_of, -i32::try_from(age).unwrap_or(20)), -draw.days(1, 364));
        let (joined, full) = Self::admission(draw, as_of, born, age);
        Self {
            name: names::person(draw, woman),
            woman,
            ethnic: draw.copy(&["汉", "汉", "汉", "汉", "汉", "汉", "汉", "汉", "苗族", "回", "土家族", "壮族", "满"]),
            identity: numbers.identity(draw, born, woman),
            old_number: false,
            born,
            degree: draw.copy(&["小学", "初中", "初中", "高中", "中专", "大专", "大专", "本科", "本科", "研究生"]),
            joined,
            full,
            branch,
            occupation: occupation(draw, organization.system, age),
            post: draw.chance(4).then(|| draw.copy(&["党支部书记", "村（居）委会主任", "会计"])),
            phone: draw.chance(93).then(|| draw.phone()),
            address: format!("{}{}{}号", tree.county, organization.town, draw.between(1, 200)),
            floating: draw.copy(&[Floating::Blank, Floating::Blank, Floating::No, Floating::No, Floating::Yes]),
            warnings: Vec::new(),
        }
    }

    fn admission(draw: &mut Draw, as_of: Date, born: Date, age: usize) -> (Date, Option<Date>) {
        match draw.below(100) {
            // On probation, some of them since almost two years: late, and no reason for a warning.
            0..3 if age >= 21 => return (moved(as_of, -draw.days(3, 360)), None),
            3 if age >= 22 => return (moved(years_on(as_of, -2), draw.days(1, 20)), None),
            _ => {}
        }
        let at_least_19 = i32::from(born.month() == 2 && born.day() == 29);
        let joined = if draw.chance(3) {
            // The eighteenth birthday itself is old enough.
            years_on(born, 18 + at_least_19)
        } else {
            let years = 18 + at_least_19 + i32::try_from(draw.below((age - 19).min(30) + 1)).unwrap_or(0);
            moved(years_on(born, years), draw.days(1, 300))
        };
        let joined = if joined < as_of { joined } else { years_on(born, 19) };
        let full = years_on(joined, 1);
        (joined, (full <= as_of).then_some(full))
    }

    /// Whether the roster calls them 预备党员.
    pub(crate) const fn on_probation(&self) -> bool {
        self.full.is_none()
    }

    /// The birthday that the identity number tells.
    pub(crate) fn born_by_number(&self) -> Date {
        let part = |from: usize, to: usize| self.identity[from..to].parse::<i16>().unwrap_or(1);
        Date::new(part(6, 10), i8::try_from(part(10, 12)).unwrap_or(1), i8::try_from(part(12, 14)).unwrap_or(1))
            .expect("identity numbers are made from birthdays")
    }
}

fn occupation(draw: &mut Draw, system: usize, age: usize) -> &'static str {
    let at_work: &[&'static str] = match system {
        RURAL => return draw.copy(&["农民", "农民", "农民", "农民", "个体"]),
        INSTITUTION => &["公务员", "专业技术人员", "教师"],
        ENTERPRISE => &["企业管理人员", "工人", "专业技术人员"],
        COMMUNITY => &["社区工作者", "待业", "个体"],
        _ => &["其他"],
    };
    if age >= 60 { "退休" } else { draw.copy(at_work) }
}

/// How many members a county of this size has.
pub(crate) fn head_count(draw: &mut Draw, size: Size) -> usize {
    match size {
        Size::Small => draw.between(260, 330),
        Size::County => draw.between(3_600, 4_400),
    }
}

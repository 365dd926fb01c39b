//! The ledger of members in hardship.

use std::collections::BTreeMap;

use super::draw::Draw;
use super::habit::{Habits, name, spaced, yes_no};
use super::ledger::{Ledger, some};
use super::person::Person;
use super::sheet::Cell;
use super::{Record, Size};

/// Whether a right import knows the person of a row.
#[derive(Debug, Clone)]
pub(crate) enum Standing {
    /// In the register.
    Known,
    /// In the roster, in a row that is refused; known once that is mended.
    Refused,
    /// Nowhere; this is who was meant.
    Stranger(Box<Person>),
}

/// One row.
#[derive(Debug, Clone)]
pub(crate) struct Hardship {
    pub(crate) person: Person,
    pub(crate) standing: Standing,
    health: &'static str,
    household: usize,
    workers: usize,
    /// Yuan a head and year; none is unknown.
    pub(crate) income_yuan: Option<usize>,
    pub(crate) degree: &'static str,
    cause: &'static str,
    medical_yuan: usize,
    pupils: usize,
    allowance: bool,
    honoured: bool,
    received_yuan: Option<usize>,
    /// 目前是否困难; no: the history of somebody who has come through.
    pub(crate) now: bool,
}

impl Hardship {
    pub(crate) fn draw_all(draw: &mut Draw, ledger: &mut Ledger, size: Size) -> Vec<Self> {
        let accepted: Vec<Person> = ledger.accepted().into_iter().cloned().collect();
        let count = accepted.len() * draw.between(5, 9) / 100;
        let mut people = draw.sample(accepted.len(), count + 20).into_iter().map(|at| accepted[at].clone());
        let mut rows: Vec<Self> =
            people.by_ref().take(count).map(|person| Self::draw(draw, person, Standing::Known)).collect();
        for _ in 0..some(draw, size).min(6) {
            let place = draw.below(rows.len());
            rows[place].income_yuan = None;
        }
        let refused: Vec<Person> = refused_with_number(ledger);
        let waiting = draw.copy(&[0, 0, 0, 1, 2]);
        for at in draw.sample(refused.len(), waiting) {
            rows.push(Self::draw(draw, refused[at].clone(), Standing::Refused));
        }
        for _ in 0..some(draw, size).min(6) {
            let Some(meant) = people.next() else { break };
            let stranger = ledger.stranger(draw);
            rows.push(Self::draw(draw, stranger, Standing::Stranger(Box::new(meant))));
        }
        draw.shuffle(&mut rows);
        rows
    }

    fn draw(draw: &mut Draw, person: Person, standing: Standing) -> Self {
        let household = draw.between(1, 6);
        Self {
            person,
            standing,
            health: draw.copy(&["良好", "一般", "较差", "残疾", "大病"]),
            household,
            workers: draw.between(0, household.min(3)),
            income_yuan: Some(if draw.chance(40) { draw.between(3, 120) * 100 } else { draw.between(300, 12_000) }),
            degree: draw.copy(&["特别困难", "比较困难", "比较困难", "一般困难", "一般困难"]),
            cause: draw.copy(&["因病", "因残", "因灾", "因学", "意外事故", "缺劳力无稳定收入", "失业"]),
            medical_yuan: if draw.chance(50) { 0 } else { draw.between(800, 90_000) },
            pupils: draw.copy(&[0, 0, 0, 0, 1, 2, 3]),
            allowance: draw.chance(15),
            honoured: draw.chance(20),
            received_yuan: draw.chance(60).then(|| draw.copy(&[500, 1_000, 2_000])),
            now: draw.chance(88),
        }
    }

    /// The row as somebody fills it in.
    pub(crate) fn record(&self, draw: &mut Draw, habits: Habits, order: usize, ledger: &Ledger) -> Record {
        let yuan =
            |draw: &mut Draw, amount: Option<usize>| amount.map_or(Cell::Blank, |amount| habits.yuan(draw, amount));
        BTreeMap::from([
            ("序号", habits.count(order)),
            ("姓名", name(draw, &self.person.name, false)),
            ("公民身份号码", habits.identity_of(draw, &self.person)),
            ("所在党支部", spaced(draw, &ledger.tree.organizations[self.person.branch].name)),
            ("健康状况", Cell::text(self.health)),
            ("家庭人口", habits.count(self.household)),
            ("劳动力人数", habits.count(self.workers)),
            ("家庭人均年收入（元）", yuan(draw, self.income_yuan)),
            ("困难程度", spaced(draw, self.degree)),
            ("致困原因", Cell::text(self.cause)),
            ("自付医疗费（元）", yuan(draw, Some(self.medical_yuan))),
            ("在读子女数", habits.count(self.pupils)),
            ("是否低保", yes_no(draw, self.allowance)),
            ("是否优抚对象", yes_no(draw, self.honoured)),
            ("已享受帮扶（元）", yuan(draw, self.received_yuan)),
            ("目前是否困难", yes_no(draw, self.now)),
            ("备注", Cell::Blank),
        ])
    }
}

/// People whose roster row is refused though it tells their right number: a row that names them has nobody to belong to.
pub(crate) fn refused_with_number(ledger: &Ledger) -> Vec<Person> {
    ledger
        .roster
        .iter()
        .flatten()
        .filter(|entry| !entry.faults.is_empty() && !entry.faults.iter().any(|fault| fault.is_of_identity()))
        .filter(|entry| !entry.faults.contains(&super::Fault::MissingName))
        .map(|entry| entry.person.clone())
        .collect()
}

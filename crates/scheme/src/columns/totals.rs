//! How many qualify for what, and what it comes to, over everybody.

use std::collections::HashMap;

use super::graph::At;
use super::lower::{Lowering, OneByOne};
use super::machine::{BLOCK, Machine};
use super::masks::{Faults, Mask};
use super::number::{Number, Worth};
use super::plan::{Asked, Into, Plan, Sink};
use super::population::Population;
use super::spread::{blocks, spread};
use super::standard::MeasureMasks;
use super::tally::Tally;
use crate::assess::{Answer, Assessor, Belonging};

/// What every class and measure comes to over a population.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Totals {
    /// One a class, in the order of [`crate::Pack::classes`].
    pub classes: Vec<ClassTotal>,
    /// One a measure, in the order of [`crate::Pack::measures`].
    pub measures: Vec<MeasureTotal>,
}

/// How many belong to a class.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ClassTotal {
    /// People who belong to it.
    pub belong: u64,
    /// People who do not.
    pub do_not: u64,
    /// People of whom it cannot be said yet.
    pub undetermined: u64,
    /// People for whom the condition has no result.
    pub faults: u64,
}

/// How many a measure holds for, and what it comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct MeasureTotal {
    /// People for whom it holds.
    pub holds: u64,
    /// People for whom it does not.
    pub does_not: u64,
    /// People of whom it cannot be said yet: none of them is counted as nothing.
    pub undetermined: u64,
    /// People of whom several tiers hold that should exclude one another.
    pub conflicts: u64,
    /// People for whom a calculation has no result.
    pub faults: u64,
    /// The amounts of one period, in fen, of all for whom it holds; 0 where the measure has no amounts.
    pub fen: i128,
}

/// How many, before the rows are known.
#[derive(Debug, Clone, Copy)]
enum HowMany {
    Counted(Into),
    Everybody,
}

/// What a measure's total is made of.
#[derive(Debug, Default)]
struct Parts {
    holds: Vec<HowMany>,
    does_not: Vec<HowMany>,
    conflicts: Vec<HowMany>,
    faults: Vec<HowMany>,
    /// So many times so much.
    constants: Vec<(HowMany, i64)>,
    /// A sum, times so much.
    sums: Vec<(Into, i64)>,
    /// Whether who is not in `holds` is in `does_not`, without being counted.
    decided: bool,
}

#[derive(Debug, Default)]
struct Outline {
    sinks: Vec<Sink>,
    counted: HashMap<At, Into>,
    sums: usize,
}

impl Outline {
    fn count(&mut self, mask: Mask) -> Option<HowMany> {
        match mask {
            Mask::Nobody => None,
            Mask::Everybody => Some(HowMany::Everybody),
            Mask::Some(at) => {
                let next = self.counted.len();
                let into = *self.counted.entry(at).or_insert_with(|| {
                    self.sinks.push(Sink::Count { mask, into: next });
                    next
                });
                Some(HowMany::Counted(into))
            }
        }
    }

    fn ask(&mut self, mask: Mask, answer: Asked) {
        if mask != Mask::Nobody {
            self.sinks.push(Sink::OneByOne { mask, answer });
        }
    }

    fn amount(&mut self, mask: Mask, amount: &Number, parts: &mut Parts) {
        match amount.worth {
            Worth::Constant(fen) => parts.constants.extend(self.count(mask).map(|many| (many, fen))),
            Worth::Column { at, by, range } => {
                let block = i128::try_from(BLOCK).unwrap_or(i128::MAX);
                let widest = range.least.abs().max(range.most.abs());
                let small = widest.saturating_mul(block) <= i128::from(i32::MAX);
                self.sinks.push(Sink::Sum { mask, of: at, into: self.sums, small });
                parts.sums.push((self.sums, by));
                self.sums += 1;
            }
        }
    }

    fn class(&mut self, lowering: &mut Lowering<'_>, at: usize) -> Parts {
        let pack = lowering.pack;
        let Some(masks) = pack.classes().get(at).and_then(|c| lowering.class(&c.when).ok()) else {
            self.ask(Mask::Everybody, Asked::Class(at));
            return Parts::default();
        };
        let mut parts = Parts { decided: masks.decided, ..Parts::default() };
        parts.holds.extend(self.count(masks.yes));
        if !masks.decided {
            parts.does_not.extend(self.count(masks.no));
        }
        parts.faults.extend(self.faults(lowering, masks.faults));
        self.ask(masks.apart, Asked::Class(at));
        parts
    }

    fn faults(&mut self, lowering: &mut Lowering<'_>, faults: Faults) -> Option<HowMany> {
        let who = lowering.graph.faulty(faults);
        self.count(who)
    }

    fn measure(&mut self, lowering: &mut Lowering<'_>, at: usize) -> Parts {
        let pack = lowering.pack;
        let masks: Result<MeasureMasks, OneByOne> =
            pack.measures().get(at).ok_or(OneByOne).and_then(|m| lowering.measure(m));
        let Ok(masks) = masks else {
            self.ask(Mask::Everybody, Asked::Measure(at));
            return Parts::default();
        };
        let mut parts = Parts { decided: masks.decided, ..Parts::default() };
        for grant in &masks.granted {
            if grant.holds == Mask::Nobody {
                continue;
            }
            parts.holds.extend(self.count(grant.holds));
            if let Some(amount) = &grant.amount {
                self.amount(grant.holds, amount, &mut parts);
            }
        }
        if !masks.decided {
            let refused = lowering.graph.any_of(masks.refused);
            parts.does_not.extend(self.count(refused));
        }
        parts.conflicts.extend(self.count(masks.conflict));
        parts.faults.extend(self.faults(lowering, masks.faults));
        self.ask(masks.apart, Asked::Measure(at));
        parts
    }
}

impl Parts {
    fn total(&self, people: u64, one_by_one: u64, tally: &Tally) -> MeasureTotal {
        let one = |many: &HowMany| match many {
            HowMany::Counted(into) => tally.counts.get(*into).copied().unwrap_or_default(),
            HowMany::Everybody => people,
        };
        let many = |list: &[HowMany]| list.iter().map(one).sum::<u64>();
        let answered = people.saturating_sub(one_by_one);
        let (holds, conflicts, faults) = (many(&self.holds), many(&self.conflicts), many(&self.faults));
        let others = answered.saturating_sub(holds + conflicts + faults);
        let does_not = if self.decided { others } else { many(&self.does_not) };
        let constants = self.constants.iter().map(|(many, fen)| i128::from(one(many)) * i128::from(*fen)).sum::<i128>();
        let summed = |into: &Into| tally.sums.get(*into).copied().unwrap_or_default();
        let sums = self.sums.iter().map(|(into, by)| summed(into) * i128::from(*by)).sum::<i128>();
        let undetermined = others.saturating_sub(does_not);
        MeasureTotal { holds, does_not, undetermined, conflicts, faults, fen: constants + sums }
    }
}

/// Who was answered one by one.
#[derive(Debug, Default)]
struct Singles {
    classes: Vec<(u64, MeasureTotal)>,
    measures: Vec<(u64, MeasureTotal)>,
}

impl Singles {
    fn new(classes: usize, measures: usize) -> Self {
        Self { classes: vec![Default::default(); classes], measures: vec![Default::default(); measures] }
    }

    fn take(&mut self, assessor: &Assessor<'_>, population: &Population<'_>, row: usize, asked: Asked) {
        let Some(subject) = population.subject(assessor.pack(), row) else { return };
        match asked {
            Asked::Class(class) => {
                let Some((asked, total)) = self.classes.get_mut(class) else { return };
                *asked += 1;
                match assessor.class(&subject, class) {
                    Belonging::Belongs => total.holds += 1,
                    Belonging::DoesNotBelong => total.does_not += 1,
                    Belonging::Undetermined(_) => total.undetermined += 1,
                    Belonging::Fault(_) => total.faults += 1,
                }
            }
            Asked::Measure(measure) => {
                let Some((asked, total)) = self.measures.get_mut(measure) else { return };
                *asked += 1;
                total.add(&assessor.measure(&subject, measure));
            }
        }
    }
}

impl MeasureTotal {
    /// Takes in one person's answer.
    pub fn add(&mut self, answer: &Answer) {
        match answer {
            Answer::Holds(entitled) => {
                self.holds += 1;
                self.fen += entitled.amount.map_or(0, |amount| i128::from(amount.fen()));
            }
            Answer::DoesNotHold(_) => self.does_not += 1,
            Answer::Undetermined(_) => self.undetermined += 1,
            Answer::Conflict { .. } => self.conflicts += 1,
            Answer::Fault(_) => self.faults += 1,
        }
    }

    const fn merge(&mut self, other: &Self) {
        self.holds += other.holds;
        self.does_not += other.does_not;
        self.undetermined += other.undetermined;
        self.conflicts += other.conflicts;
        self.faults += other.faults;
        self.fen += other.fen;
    }
}

/// Totals of every class and measure.
pub(super) fn totals(assessor: &Assessor<'_>, population: &Population<'_>, threads: usize) -> Totals {
    let pack = assessor.pack();
    let mut lowering = Lowering::new(assessor, population);
    let mut outline = Outline::default();
    let classes: Vec<Parts> = (0..pack.classes().len()).map(|at| outline.class(&mut lowering, at)).collect();
    let measures: Vec<Parts> = (0..pack.measures().len()).map(|at| outline.measure(&mut lowering, at)).collect();
    let plan = Plan::new(&lowering.graph, &outline.sinks, outline.counted.len(), outline.sums);
    let (ranks, locals) = lowering.into_ranks_and_locals();
    let calendar = &pack.guarantees().calendar;
    let parts = spread(population.people(), threads, |chunks| {
        let mut machine = Machine::new(&plan, population, &locals, &ranks, calendar);
        let mut tally = Tally::new(&plan);
        let mut singles = Singles::new(classes.len(), measures.len());
        while let Some(chunk) = chunks.take() {
            for block in blocks(chunk) {
                machine.run(block, &mut tally);
                for (row, asked) in std::mem::take(&mut tally.one_by_one) {
                    singles.take(assessor, population, row, asked);
                }
            }
        }
        (tally, singles)
    });
    let mut tally = Tally::new(&plan);
    let mut singles = Singles::new(classes.len(), measures.len());
    for (part, alone) in &parts {
        tally.counts.iter_mut().zip(&part.counts).for_each(|(all, one)| *all += one);
        tally.sums.iter_mut().zip(&part.sums).for_each(|(all, one)| *all += one);
        let all = singles.classes.iter_mut().chain(&mut singles.measures);
        for ((asked, total), (more, one)) in all.zip(alone.classes.iter().chain(&alone.measures)) {
            *asked += more;
            total.merge(one);
        }
    }
    let people = population.people() as u64;
    let total = |(parts, (asked, single)): (&Parts, &(u64, MeasureTotal))| {
        // Where columns answer nobody, the parts are empty, and everybody was asked.
        let mut total = parts.total(people, *asked, &tally);
        total.merge(single);
        total
    };
    let classes = classes.iter().zip(&singles.classes).map(total).map(|t| ClassTotal {
        belong: t.holds,
        do_not: t.does_not,
        undetermined: t.undetermined,
        faults: t.faults,
    });
    Totals { classes: classes.collect(), measures: measures.iter().zip(&singles.measures).map(total).collect() }
}

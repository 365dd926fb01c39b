//! Everybody's answers side by side: short ones, a few bytes each. Which facts would settle an open answer, and why another
//! is as it is, is asked of one person's trace.

use std::ops::Range;

use guanai_kernel::{Date, Money};

use super::day::{packed, unpacked};
use super::lower::{Lowering, OneByOne};
use super::machine::{BLOCK, Machine};
use super::masks::{Faults, Mask};
use super::number::{Number, Worth};
use super::plan::{Asked, Into, Plan, Sink};
use super::population::Population;
use super::spread::{blocks, spread};
use super::tally::{FIRST_FAULT, Tally};
use crate::assess::{Answer, Assessor, Belonging, Refusal};
use crate::expr::Fault;

/// What a measure says of somebody, in short.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// The conditions hold.
    Holds {
        /// The tier, by its place in [`crate::Measure::tiers`].
        tier: Option<usize>,
        /// The amount for each period.
        amount: Option<Money>,
        /// The first day of it, where the measure says; before it comes, a lower tier may go on, which the trace tells.
        starts_on: Option<Date>,
    },
    /// They do not.
    DoesNotHold(Refusal),
    /// It cannot be said before facts are there, which the trace names.
    Undetermined,
    /// Several tiers hold though they should exclude one another.
    Conflict,
    /// A calculation has no result for this person.
    Fault(Fault),
}

/// Whether somebody belongs to a class, in short.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClassVerdict {
    /// Yes.
    Belongs,
    /// No.
    DoesNotBelong,
    /// It cannot be said before facts are there, which the trace names.
    Undetermined,
    /// The class's condition has no result for this person.
    Fault(Fault),
}

impl From<&Answer> for Verdict {
    fn from(answer: &Answer) -> Self {
        match answer {
            Answer::Holds(entitled) => {
                Self::Holds { tier: entitled.tier, amount: entitled.amount, starts_on: entitled.starts_on }
            }
            Answer::DoesNotHold(refusal) => Self::DoesNotHold(*refusal),
            Answer::Undetermined(_) => Self::Undetermined,
            Answer::Conflict { .. } => Self::Conflict,
            Answer::Fault(fault) => Self::Fault(*fault),
        }
    }
}

impl From<&Belonging> for ClassVerdict {
    fn from(answer: &Belonging) -> Self {
        match answer {
            Belonging::Belongs => Self::Belongs,
            Belonging::DoesNotBelong => Self::DoesNotBelong,
            Belonging::Undetermined(_) => Self::Undetermined,
            Belonging::Fault(fault) => Self::Fault(*fault),
        }
    }
}

const UNDETERMINED: u16 = 0;
/// Those that columns give, in the order of their masks; the last is said of one person after another.
const REFUSED: [(u16, Refusal); 4] =
    [(1, Refusal::Condition), (2, Refusal::NoTier), (3, Refusal::Benefit), (4, Refusal::Paused)];
const CONFLICT: u16 = 5;
/// It holds, without a tier; with one, its place is added to the code after.
const HOLDS: u16 = 6;
/// No day has this number.
const NO_DAY: i64 = 0;

fn code_of_tier(tier: Option<usize>) -> Result<u16, OneByOne> {
    let place = tier.map_or(0, |at| at.saturating_add(1));
    let code = u16::try_from(place).map_err(|_| OneByOne)?.saturating_add(HOLDS);
    if code < FIRST_FAULT { Ok(code) } else { Err(OneByOne) }
}

/// Every answer of a population: two bytes a class or measure and person, and eight more where there is an amount or a day.
#[derive(Debug)]
pub struct Answers {
    people: usize,
    classes: usize,
    /// Where the codes of each class and measure stand; none where it was not asked for.
    places: Vec<Option<Into>>,
    /// By first row.
    chunks: Vec<Chunk>,
    ranks: Vec<Fault>,
    amounts: Vec<Option<Into>>,
    starts: Vec<Option<Into>>,
}

#[derive(Debug)]
struct Chunk {
    rows: Range<usize>,
    one_by_one: usize,
    codes: Vec<Vec<u16>>,
    values: Vec<Vec<i64>>,
}

impl Answers {
    /// How many people there are.
    pub const fn people(&self) -> usize {
        self.people
    }

    /// How many of the answers columns could not give and the row evaluator gave: of people whose facts are contested or whose
    /// membership was interrupted, of tiers that wait for a higher one to start, of expressions that columns cannot say.
    pub fn one_by_one(&self) -> usize {
        self.chunks.iter().map(|chunk| chunk.one_by_one).sum()
    }

    /// Whether a person belongs to a class; none where there is no such row or class.
    pub fn class(&self, row: usize, class: usize) -> Option<ClassVerdict> {
        if class >= self.classes {
            return None;
        }
        let (code, _, _) = self.code(row, class)?;
        Some(match code {
            UNDETERMINED => ClassVerdict::Undetermined,
            HOLDS => ClassVerdict::Belongs,
            code if code >= FIRST_FAULT => ClassVerdict::Fault(self.fault(code)?),
            _ => ClassVerdict::DoesNotBelong,
        })
    }

    /// What a measure says of a person; none where there is no such row or measure.
    pub fn measure(&self, row: usize, measure: usize) -> Option<Verdict> {
        let (code, chunk, at) = self.code(row, self.classes.checked_add(measure)?)?;
        let value = |list: &[Option<Into>]| {
            let into = list.get(measure).copied().flatten()?;
            chunk.values.get(into)?.get(at).copied()
        };
        Some(match code {
            UNDETERMINED => Verdict::Undetermined,
            CONFLICT => Verdict::Conflict,
            code if code >= FIRST_FAULT => Verdict::Fault(self.fault(code)?),
            code if code >= HOLDS => Verdict::Holds {
                tier: usize::from(code - HOLDS).checked_sub(1),
                amount: value(&self.amounts).map(Money::from_fen),
                starts_on: value(&self.starts).and_then(unpacked),
            },
            code => Verdict::DoesNotHold(REFUSED.iter().find(|(c, _)| *c == code)?.1),
        })
    }

    fn code(&self, row: usize, answer: usize) -> Option<(u16, &Chunk, usize)> {
        let at = self.chunks.partition_point(|chunk| chunk.rows.end <= row);
        let chunk = self.chunks.get(at)?;
        let within = row.checked_sub(chunk.rows.start)?;
        let place = self.places.get(answer).copied().flatten()?;
        Some((*chunk.codes.get(place)?.get(within)?, chunk, within))
    }

    fn fault(&self, code: u16) -> Option<Fault> {
        self.ranks.get(usize::from(code - FIRST_FAULT)).copied()
    }

    /// Writes one person's answer over what the columns said.
    fn write(&self, chunk: &mut Chunk, at: usize, assessor: &Assessor<'_>, asked: Asked, person: &crate::Subject) {
        let (into, verdict) = match asked {
            Asked::Class(class) => (
                class,
                match assessor.class(person, class) {
                    Belonging::Belongs => Verdict::Holds { tier: None, amount: None, starts_on: None },
                    Belonging::DoesNotBelong => Verdict::DoesNotHold(Refusal::Condition),
                    Belonging::Undetermined(_) => Verdict::Undetermined,
                    Belonging::Fault(fault) => Verdict::Fault(fault),
                },
            ),
            Asked::Measure(measure) => (self.classes + measure, Verdict::from(&assessor.measure(person, measure))),
        };
        let code = match verdict {
            Verdict::Holds { tier, .. } => code_of_tier(tier).unwrap_or(FIRST_FAULT - 1),
            Verdict::DoesNotHold(refusal) => REFUSED.iter().find(|(_, r)| *r == refusal).map_or(1, |(c, _)| *c),
            Verdict::Undetermined => UNDETERMINED,
            Verdict::Conflict => CONFLICT,
            Verdict::Fault(fault) => {
                let rank = self.ranks.iter().position(|f| *f == fault).and_then(|at| u16::try_from(at).ok());
                rank.unwrap_or_default().saturating_add(FIRST_FAULT)
            }
        };
        let into = self.places.get(into).copied().flatten();
        if let Some(place) = into.and_then(|i| chunk.codes.get_mut(i)).and_then(|c| c.get_mut(at)) {
            *place = code;
        }
        let (Verdict::Holds { amount, starts_on, .. }, Asked::Measure(measure)) = (verdict, asked) else { return };
        let mut put = |list: &[Option<Into>], value: i64| {
            let into = list.get(measure).copied().flatten();
            if let Some(place) = into.and_then(|i| chunk.values.get_mut(i)).and_then(|v| v.get_mut(at)) {
                *place = value;
            }
        };
        put(&self.amounts, amount.map_or(0, Money::fen));
        put(&self.starts, starts_on.map_or(NO_DAY, |day| i64::from(packed(day))));
    }
}

#[derive(Debug, Default)]
struct Outline {
    sinks: Vec<Sink>,
    values: usize,
}

impl Outline {
    fn code(&mut self, mask: Mask, code: u16, into: Into) {
        if mask != Mask::Nobody {
            self.sinks.push(Sink::Code { mask, code, into });
        }
    }

    fn faults(&mut self, faults: Faults, into: Into) {
        self.sinks.extend(faults.map(|faults| Sink::FaultCodes { faults, into }));
    }

    fn ask(&mut self, mask: Mask, answer: Asked) {
        if mask != Mask::Nobody {
            self.sinks.push(Sink::OneByOne { mask, answer });
        }
    }

    fn value(&mut self, mask: Mask, number: Option<&Number>, into: Option<Into>) {
        let (Some(number), Some(into)) = (number, into) else { return };
        if mask == Mask::Nobody {
            return;
        }
        self.sinks.push(match number.worth {
            Worth::Constant(value) => Sink::Constant { mask, value, into },
            Worth::Column { at, by, .. } => Sink::Value { mask, of: at, by, into },
        });
    }

    fn place(&mut self, wanted: bool) -> Option<Into> {
        wanted.then(|| {
            self.values += 1;
            self.values - 1
        })
    }

    fn class(&mut self, lowering: &mut Lowering<'_>, class: usize, into: Into) {
        let pack = lowering.pack;
        match pack.classes().get(class).ok_or(OneByOne).and_then(|c| lowering.class(&c.when)) {
            Ok(masks) => {
                self.code(masks.yes, HOLDS, into);
                self.code(masks.no, REFUSED[0].0, into);
                self.faults(masks.faults, into);
                self.ask(masks.apart, Asked::Class(class));
            }
            Err(OneByOne) => self.ask(Mask::Everybody, Asked::Class(class)),
        }
    }

    /// The places of the measure's amounts and of its days.
    fn measure(&mut self, lowering: &mut Lowering<'_>, at: usize, into: Into) -> (Option<Into>, Option<Into>) {
        let Some(measure) = lowering.pack.measures().get(at) else { return (None, None) };
        let begins = measure.begins.is_some() || measure.tiers.iter().any(|t| t.begins.is_some());
        let places = (self.place(measure.has_amount()), self.place(begins && measure.starts.is_some()));
        let codes: Result<Vec<u16>, OneByOne> =
            std::iter::once(None).chain((0..measure.tiers.len()).map(Some)).map(code_of_tier).collect();
        match codes.and_then(|_| lowering.measure(measure)) {
            Ok(masks) => {
                for grant in &masks.granted {
                    self.code(grant.holds, code_of_tier(grant.tier).unwrap_or(HOLDS), into);
                    self.value(grant.holds, grant.amount.as_ref(), places.0);
                    self.value(grant.holds, grant.starts_on.as_ref(), places.1);
                }
                for (mask, (code, _)) in masks.refused.into_iter().zip(REFUSED) {
                    self.code(mask, code, into);
                }
                self.code(masks.conflict, CONFLICT, into);
                self.faults(masks.faults, into);
                self.ask(masks.apart, Asked::Measure(at));
            }
            Err(OneByOne) => self.ask(Mask::Everybody, Asked::Measure(at)),
        }
        places
    }
}

/// The answers of every class and measure, or of these measures alone.
pub(super) fn answers(
    assessor: &Assessor<'_>,
    population: &Population<'_>,
    wanted: Option<&[usize]>,
    threads: usize,
) -> Answers {
    let pack = assessor.pack();
    let classes = pack.classes().len();
    let mut lowering = Lowering::new(assessor, population);
    let mut outline = Outline::default();
    let mut answers = 0;
    let mut place = |is_wanted: bool| {
        is_wanted.then(|| {
            answers += 1;
            answers - 1
        })
    };
    let of_classes = (0..classes).map(|_| wanted.is_none());
    let of_measures = (0..pack.measures().len()).map(|at| wanted.is_none_or(|wanted| wanted.contains(&at)));
    let places: Vec<Option<Into>> = of_classes.chain(of_measures).map(&mut place).collect();
    for (class, into) in places.iter().take(classes).enumerate() {
        if let Some(into) = into {
            outline.class(&mut lowering, class, *into);
        }
    }
    let measures = places.iter().skip(classes).enumerate();
    let measures =
        measures.map(|(at, into)| into.map_or((None, None), |into| outline.measure(&mut lowering, at, into)));
    let (amounts, starts): (Vec<_>, Vec<_>) = measures.unzip();
    let plan = Plan::new(&lowering.graph, &outline.sinks, 0, 0);
    let values = outline.values;
    let (ranks, locals) = lowering.into_ranks_and_locals();
    let calendar = &pack.guarantees().calendar;
    let mut all = Answers { people: population.people(), classes, places, chunks: Vec::new(), ranks, amounts, starts };
    let parts = spread(population.people(), threads, |chunks| {
        let mut machine = Machine::new(&plan, population, &locals, &all.ranks, calendar);
        let mut done = Vec::new();
        while let Some(rows) = chunks.take() {
            let mut tally = Tally::new(&plan);
            tally.codes = vec![vec![UNDETERMINED; rows.len()]; answers];
            tally.values = vec![vec![0; rows.len()]; values];
            for (number, block) in blocks(rows.clone()).enumerate() {
                tally.offset = number * BLOCK;
                machine.run(block, &mut tally);
            }
            let one_by_one = tally.one_by_one.len();
            let mut chunk = Chunk { rows, one_by_one, codes: tally.codes, values: tally.values };
            for (row, asked) in tally.one_by_one {
                let (Some(person), Some(at)) = (population.subject(pack, row), row.checked_sub(chunk.rows.start))
                else {
                    continue;
                };
                all.write(&mut chunk, at, assessor, asked, &person);
            }
            done.push(chunk);
        }
        done
    });
    all.chunks = parts.into_iter().flatten().collect();
    all.chunks.sort_by_key(|chunk| chunk.rows.start);
    all
}

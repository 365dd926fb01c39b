//! Carries a plan out, block after block.

#![expect(clippy::inline_always, reason = "a loop is compiled for a processor's instructions only where it is inlined")]

use std::ops::Range;

use guanai_kernel::WorkCalendar;

use super::calls::{argument, number_of};
use super::column::{Cells, Column, SET};
use super::day::{On, years_since};
use super::graph::{At, Called, Lane, Op, SOUND, Side, Stored};
use super::kernels::{self as k, both, each, mask};
use super::masks::Mask;
use super::plan::{Place, Plan, Sink, Step};
use super::population::Population;
use super::tally::Tally;
use crate::expr::Fault;
use crate::expr::evaluate::{apply, arithmetic};
use crate::fact_set::Slot;
use crate::value::Val;

/// How many people a block is: few enough that all registers stay in the nearer caches, many enough that an operation's own
/// cost does not count.
pub(super) const BLOCK: usize = 2_048;

/// Registers for one thread's blocks.
pub(super) struct Machine<'a> {
    plan: &'a Plan,
    population: &'a Population<'a>,
    /// The figures of lower organisations.
    locals: &'a [Column],
    /// The ranks of faults.
    ranks: &'a [Fault],
    /// By which working days are counted.
    calendar: &'a WorkCalendar,
    bytes: Vec<Vec<u8>>,
    ints: Vec<Vec<i32>>,
    longs: Vec<Vec<i64>>,
    everybody: Vec<u8>,
    rows: Range<usize>,
}

/// One block. What is inlined into it is compiled for several kinds of processor, of which the widest that is there is taken.
struct Block<'m, 'a> {
    machine: &'m mut Machine<'a>,
    tally: &'m mut Tally,
}

impl pulp::WithSimd for Block<'_, '_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: pulp::Simd>(self, _: S) {
        for step in &self.machine.plan.steps {
            self.machine.step(step, Some(self.tally));
        }
    }
}

impl<'a> Machine<'a> {
    /// Registers for a plan.
    pub fn new(
        plan: &'a Plan,
        population: &'a Population<'a>,
        locals: &'a [Column],
        ranks: &'a [Fault],
        calendar: &'a WorkCalendar,
    ) -> Self {
        let registers = plan.registers;
        let mut machine = Self {
            plan,
            population,
            locals,
            ranks,
            calendar,
            bytes: vec![vec![0; BLOCK]; registers.bytes],
            ints: vec![vec![0; BLOCK]; registers.ints],
            longs: vec![vec![0; BLOCK]; registers.longs],
            everybody: vec![SET; BLOCK],
            rows: 0..BLOCK,
        };
        for step in &plan.before {
            machine.step(step, None);
        }
        machine
    }

    /// Reckons the people of these rows, at most a block of them.
    pub fn run(&mut self, rows: Range<usize>, tally: &mut Tally) {
        self.rows = rows;
        pulp::Arch::new().dispatch(Block { machine: self, tally });
    }

    #[inline(always)]
    fn step(&mut self, step: &Step, tally: Option<&mut Tally>) {
        match (*step, tally) {
            (Step::Do(op, Lane::Byte, register), _) => {
                let mut out = self.bytes.get_mut(register).map(std::mem::take).unwrap_or_default();
                if let Some(out) = out.get_mut(..self.rows.len()) {
                    self.byte_op(op, out);
                }
                put_back(&mut self.bytes, register, out);
            }
            (Step::Do(op, Lane::Int, register), _) => {
                let mut out = self.ints.get_mut(register).map(std::mem::take).unwrap_or_default();
                if let Some(out) = out.get_mut(..self.rows.len()) {
                    self.int_op(op, out);
                }
                put_back(&mut self.ints, register, out);
            }
            (Step::Do(op, Lane::Long, register), _) => {
                let mut out = self.longs.get_mut(register).map(std::mem::take).unwrap_or_default();
                if let Some(out) = out.get_mut(..self.rows.len()) {
                    self.long_op(op, out);
                }
                put_back(&mut self.longs, register, out);
            }
            (Step::Keep(sink), Some(tally)) => self.keep(sink, tally),
            (Step::Keep(_), None) => {}
        }
    }

    fn lane(&self, at: At) -> Lane {
        match self.plan.places.get(at.index()) {
            Some(Place::Register(lane, _) | Place::Column(Stored::Values(_, lane) | Stored::Local(_, lane))) => *lane,
            Some(Place::Column(Stored::Sizes(_))) => Lane::Int,
            _ => Lane::Byte,
        }
    }

    fn bytes(&self, at: At) -> &[u8] {
        match self.plan.places.get(at.index()) {
            Some(Place::Register(Lane::Byte, register)) => {
                self.bytes.get(*register).and_then(|r| r.get(..self.rows.len())).unwrap_or_default()
            }
            Some(Place::Column(Stored::Apart)) => self.part(self.population.apart().unwrap_or_default()),
            Some(Place::Column(Stored::Present(slot))) => {
                let present = self.population.column(*slot).and_then(|c| c.present.as_deref());
                self.part(present.unwrap_or_default())
            }
            Some(Place::Column(stored)) => match self.stored(*stored) {
                Some(Cells::Flags(cells) | Cells::Bytes(cells)) => self.part(cells),
                _ => &[],
            },
            _ => &[],
        }
    }

    fn ints(&self, at: At) -> &[i32] {
        match self.plan.places.get(at.index()) {
            Some(Place::Register(Lane::Int, register)) => {
                self.ints.get(*register).and_then(|r| r.get(..self.rows.len())).unwrap_or_default()
            }
            Some(Place::Column(stored)) => match self.stored(*stored) {
                Some(Cells::Ints(cells) | Cells::Lists { sizes: cells, .. }) => self.part(cells),
                _ => &[],
            },
            _ => &[],
        }
    }

    fn longs(&self, at: At) -> &[i64] {
        match self.plan.places.get(at.index()) {
            Some(Place::Register(Lane::Long, register)) => {
                self.longs.get(*register).and_then(|r| r.get(..self.rows.len())).unwrap_or_default()
            }
            Some(Place::Column(stored)) => match self.stored(*stored) {
                Some(Cells::Longs(cells)) => self.part(cells),
                _ => &[],
            },
            _ => &[],
        }
    }

    /// What stands in a column.
    fn stored(&self, stored: Stored) -> Option<&Cells> {
        match stored {
            Stored::Values(slot, _) | Stored::Sizes(slot) => self.cells(slot),
            Stored::Local(at, _) => self.locals.get(usize::from(at)).map(|column| &column.cells),
            Stored::Present(_) | Stored::Apart => None,
        }
    }

    fn cells(&self, slot: Slot) -> Option<&Cells> {
        self.population.column(slot).map(|c| &c.cells)
    }

    fn part<'c, T>(&self, cells: &'c [T]) -> &'c [T] {
        cells.get(self.rows.clone()).unwrap_or_default()
    }

    fn mask(&self, mask: Mask) -> &[u8] {
        match mask {
            Mask::Some(at) => self.bytes(at),
            Mask::Everybody => self.everybody.get(..self.rows.len()).unwrap_or_default(),
            Mask::Nobody => &[],
        }
    }

    #[inline(always)]
    fn byte_op(&self, op: Op, out: &mut [u8]) {
        match op {
            Op::Splat(_, number) => out.fill(u8::try_from(number).unwrap_or(SOUND)),
            Op::And(a, b) => both(out, self.bytes(a), self.bytes(b), |a, b| a & b),
            Op::Or(a, b) | Op::FaultsOutside(a, b) => both(out, self.bytes(a), self.bytes(b), |a, b| a | b),
            Op::AndNot(a, b) => both(out, self.bytes(a), self.bytes(b), |a, b| a & !b),
            Op::Not(a) => each(out, self.bytes(a), |a| !a),
            Op::AtLeast(a, least) => match self.lane(a) {
                Lane::Byte => k::at_least(out, self.bytes(a), least),
                Lane::Int => k::at_least(out, self.ints(a), least),
                Lane::Long => k::at_least(out, self.longs(a), least),
            },
            Op::Equal(a, wanted) => match self.lane(a) {
                Lane::Byte => k::equal(out, self.bytes(a), wanted),
                Lane::Int => k::equal(out, self.ints(a), wanted),
                Lane::Long => k::equal(out, self.longs(a), wanted),
            },
            Op::AtLeastOf(a, b) => match self.lane(a) {
                Lane::Byte => both(out, self.bytes(a), self.bytes(b), |a, b| mask(a >= b)),
                Lane::Int => both(out, self.ints(a), self.ints(b), |a, b| mask(a >= b)),
                Lane::Long => both(out, self.longs(a), self.longs(b), |a, b| mask(a >= b)),
            },
            Op::EqualOf(a, b) => match self.lane(a) {
                Lane::Byte => both(out, self.bytes(a), self.bytes(b), |a, b| mask(a == b)),
                Lane::Int => both(out, self.ints(a), self.ints(b), |a, b| mask(a == b)),
                Lane::Long => both(out, self.longs(a), self.longs(b), |a, b| mask(a == b)),
            },
            Op::Has(slot, member) => {
                if let Some(Cells::Lists { sets, .. }) = self.cells(slot) {
                    k::has(out, self.part(sets), member);
                }
            }
            Op::Faulty(a) => each(out, self.bytes(a), |a| mask(a != SOUND)),
            Op::Fault(a, rank) => each(out, self.bytes(a), |a| rank | !a),
            Op::LesserFault(a, b) => both(out, self.bytes(a), self.bytes(b), Ord::min),
            Op::FirstFault(a, b) => k::first_fault(out, self.bytes(a), self.bytes(b)),
            Op::FaultsOf(operator, a, b) => both(out, self.longs(a), self.longs(b), |a, b| {
                arithmetic(operator, a, b).map_or_else(|fault| self.rank(fault), |_| SOUND)
            }),
            Op::FaultsOfCall(called) => {
                self.call(called, out, SOUND, |given| given.map_or_else(|f| self.rank(f), |_| SOUND));
            }
            _ => {}
        }
    }

    #[inline(always)]
    fn int_op(&self, op: Op, out: &mut [i32]) {
        match op {
            Op::Splat(_, number) => out.fill(i32::try_from(number).unwrap_or_default()),
            Op::Widen(a, _) => each(out, self.bytes(a), i32::from),
            Op::Plain(op, a, Side::Column(b)) => k::plain(op, out, self.ints(a), self.ints(b)),
            Op::Plain(op, a, Side::Number(number)) => k::plain_with(op, out, self.ints(a), number),
            Op::Share { of, factor, shift } => k::share(out, self.ints(of), factor, shift),
            Op::Select(mask, a, b) => k::select(out, self.bytes(mask), self.ints(a), self.ints(b)),
            Op::YearsSince(a, on) => {
                let on = On::of(on);
                each(out, self.ints(a), |since| years_since(since, on));
            }
            _ => {}
        }
    }

    #[inline(always)]
    fn long_op(&self, op: Op, out: &mut [i64]) {
        match op {
            Op::Splat(_, number) => out.fill(number),
            Op::Widen(a, _) if self.lane(a) == Lane::Byte => each(out, self.bytes(a), i64::from),
            Op::Widen(a, _) => each(out, self.ints(a), i64::from),
            Op::Plain(op, a, Side::Column(b)) => k::plain(op, out, self.longs(a), self.longs(b)),
            Op::Plain(op, a, Side::Number(number)) => k::plain_with(op, out, self.longs(a), number),
            Op::Select(mask, a, b) => k::select(out, self.bytes(mask), self.longs(a), self.longs(b)),
            Op::Checked(operator, a, b) => both(out, self.longs(a), self.longs(b), |a, b| {
                // Who has a fault has no value, so that what stands in its place means nothing.
                arithmetic(operator, a, b).unwrap_or_default()
            }),
            Op::Call(called) => {
                self.call(called, out, 0, |given| given.ok().and_then(number_of).unwrap_or_default());
            }
            _ => {}
        }
    }

    /// Calls a function for everybody who has all its arguments.
    fn call<T: Copy>(&self, called: Called, out: &mut [T], absent: T, take: impl Fn(Result<Val<'_>, Fault>) -> T) {
        let columns = called.arguments.map(|a| a.map_or(&[][..], |at| self.longs(at)));
        let present = called.present.map(|at| self.bytes(at));
        for (row, out) in out.iter_mut().enumerate() {
            *out = absent;
            if present.is_some_and(|p| p.get(row) != Some(&SET)) {
                continue;
            }
            let mut values = [Val::Int(0); 3];
            let mut there = true;
            for ((value, column), day) in values.iter_mut().zip(columns).zip(called.days) {
                if let Some(number) = column.get(row) {
                    match argument(*number, day) {
                        Some(number) => *value = number,
                        None => there = false,
                    }
                }
            }
            if there {
                *out = take(apply(called.function, values, &[], self.calendar));
            }
        }
    }

    /// The rank of a fault; all that can occur have one.
    fn rank(&self, fault: Fault) -> u8 {
        let at = self.ranks.iter().position(|f| *f == fault);
        at.and_then(|at| u8::try_from(at).ok()).unwrap_or(SOUND - 1)
    }

    #[inline(always)]
    fn keep(&self, sink: Sink, tally: &mut Tally) {
        match sink {
            Sink::Count { mask, into } => tally.add_count(into, k::count(self.mask(mask))),
            Sink::Sum { mask, of, into, small } => {
                let mask = self.mask(mask);
                let sum = match self.lane(of) {
                    Lane::Byte => i128::from(k::sum_bytes(mask, self.bytes(of))),
                    Lane::Int if small => i128::from(k::sum_small(mask, self.ints(of))),
                    Lane::Int => i128::from(k::sum_ints(mask, self.ints(of))),
                    Lane::Long => k::sum_longs(mask, self.longs(of)),
                };
                tally.add_sum(into, sum);
            }
            Sink::Code { mask, code, into } => tally.write_codes(into, self.mask(mask), code),
            Sink::FaultCodes { faults, into } => tally.write_faults(into, self.bytes(faults)),
            Sink::Value { mask, of, by, into } => {
                let mask = self.mask(mask);
                match self.lane(of) {
                    Lane::Byte => tally.write_values(into, mask, self.bytes(of), by),
                    Lane::Int => tally.write_values(into, mask, self.ints(of), by),
                    Lane::Long => tally.write_values(into, mask, self.longs(of), by),
                }
            }
            Sink::Constant { mask, value, into } => tally.write_constant(into, self.mask(mask), value),
            Sink::OneByOne { mask, answer } => {
                let rows = self.mask(mask).iter().zip(self.rows.clone());
                tally.one_by_one.extend(rows.filter(|(m, _)| **m == SET).map(|(_, row)| (row, answer)));
            }
        }
    }
}

/// Puts a register back that was taken out to be written while others are read.
fn put_back<T>(registers: &mut [Vec<T>], register: usize, out: Vec<T>) {
    if let Some(place) = registers.get_mut(register) {
        *place = out;
    }
}

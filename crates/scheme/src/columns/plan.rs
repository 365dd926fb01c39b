//! The order in which a block is reckoned, and the registers for what is reckoned: an operation is done right before it is
//! first needed, and its register is free again after it was last read, so that a block's work stays in the cache.

use super::graph::{At, Graph, Lane, Op, Stored};
use super::masks::Mask;

/// The place of a count, a sum or an answer in its list.
pub(super) type Into = usize;

/// What is kept of a block.
#[derive(Debug, Clone, Copy)]
pub(super) enum Sink {
    /// For how many the mask holds.
    Count { mask: Mask, into: Into },
    /// The sum of a number over the mask; `small` where a block's sum stays within 32 bits.
    Sum { mask: Mask, of: At, into: Into, small: bool },
    /// This code for whom the mask holds.
    Code { mask: Mask, code: u16, into: Into },
    /// The codes of faults.
    FaultCodes { faults: At, into: Into },
    /// An amount or a day, times `by`, for whom the mask holds.
    Value { mask: Mask, of: At, by: i64, into: Into },
    /// The same value for all for whom the mask holds.
    Constant { mask: Mask, value: i64, into: Into },
    /// Who is answered one by one.
    OneByOne { mask: Mask, answer: Asked },
}

/// Which answer is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Asked {
    Class(usize),
    Measure(usize),
}

impl Sink {
    fn reads(&self, mut see: impl FnMut(At)) {
        match *self {
            Self::Count { mask, .. }
            | Self::Code { mask, .. }
            | Self::Constant { mask, .. }
            | Self::OneByOne { mask, .. } => seen(mask, see),
            Self::Sum { mask, of, .. } | Self::Value { mask, of, .. } => {
                see(of);
                seen(mask, see);
            }
            Self::FaultCodes { faults, .. } => see(faults),
        }
    }
}

fn seen(mask: Mask, mut see: impl FnMut(At)) {
    if let Mask::Some(at) = mask {
        see(at);
    }
}

/// Where the result of an operation stands.
#[derive(Debug, Clone, Copy)]
pub(super) enum Place {
    /// Nobody asks for it.
    Nowhere,
    Register(Lane, usize),
    Column(Stored),
}

/// One step of a block.
#[derive(Debug, Clone, Copy)]
pub(super) enum Step {
    Do(Op, Lane, usize),
    Keep(Sink),
}

/// How many registers of each lane there are.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Registers {
    pub bytes: usize,
    pub ints: usize,
    pub longs: usize,
}

/// A program over blocks.
#[derive(Debug, Default)]
pub(super) struct Plan {
    /// Numbers for everybody, which stay in their registers.
    pub before: Vec<Step>,
    pub steps: Vec<Step>,
    pub places: Vec<Place>,
    pub registers: Registers,
    pub counts: usize,
    pub sums: usize,
}

impl Plan {
    /// The plan that serves these sinks and does nothing else.
    pub fn new(graph: &Graph, sinks: &[Sink], counts: usize, sums: usize) -> Self {
        let order = order(graph, sinks);
        let last = last_reads(graph, &order);
        let mut rooms = Rooms::default();
        let mut plan = Self { places: vec![Place::Nowhere; graph.all().len()], counts, sums, ..Self::default() };
        for (now, item) in order.iter().enumerate() {
            match *item {
                Item::Sink(sink) => plan.steps.push(Step::Keep(sink)),
                Item::Op(at) => {
                    let (Some(op), lane) = (graph.op(at), graph.lane(at)) else { continue };
                    let place = match op {
                        Op::Stored(stored) => Place::Column(stored),
                        // It is filled once and stays: no other operation may have had its register before.
                        Op::Splat(..) => Place::Register(lane, rooms.new_one(lane)),
                        _ => Place::Register(lane, rooms.take(lane)),
                    };
                    if let Place::Register(lane, register) = place {
                        let steps = if matches!(op, Op::Splat(..)) { &mut plan.before } else { &mut plan.steps };
                        steps.push(Step::Do(op, lane, register));
                    }
                    if let Some(slot) = plan.places.get_mut(at.index()) {
                        *slot = place;
                    }
                }
            }
            item.reads(graph, |at| {
                let lasts = last.get(at.index()).is_some_and(|last| *last == now);
                let pinned = matches!(graph.op(at), Some(Op::Splat(..)));
                if let (true, false, Some(Place::Register(lane, register))) =
                    (lasts, pinned, plan.places.get(at.index()))
                {
                    rooms.give_back(*lane, *register);
                }
            });
        }
        plan.registers = rooms.most;
        plan
    }
}

#[derive(Debug, Clone, Copy)]
enum Item {
    Op(At),
    Sink(Sink),
}

impl Item {
    /// Each operation that it reads, once.
    fn reads(&self, graph: &Graph, mut see: impl FnMut(At)) {
        let mut read = Vec::with_capacity(4);
        let note = |at| {
            if !read.contains(&at) {
                read.push(at);
            }
        };
        match self {
            Self::Op(at) => {
                if let Some(op) = graph.op(*at) {
                    op.reads(note);
                }
            }
            Self::Sink(sink) => sink.reads(note),
        }
        read.into_iter().for_each(&mut see);
    }
}

/// Every sink with what it needs before it.
fn order(graph: &Graph, sinks: &[Sink]) -> Vec<Item> {
    let mut done = vec![false; graph.all().len()];
    let mut order = Vec::new();
    for sink in sinks {
        let mut needed = Vec::new();
        let mut open = Vec::new();
        sink.reads(|at| open.push(at));
        while let Some(at) = open.pop() {
            let Some(done) = done.get_mut(at.index()).filter(|done| !**done) else { continue };
            *done = true;
            needed.push(at);
            if let Some(op) = graph.op(at) {
                op.reads(|read| open.push(read));
            }
        }
        // An operation stands after those that it reads.
        needed.sort_unstable();
        order.extend(needed.into_iter().map(Item::Op));
        order.push(Item::Sink(*sink));
    }
    order
}

/// When each operation is read for the last time.
fn last_reads(graph: &Graph, order: &[Item]) -> Vec<usize> {
    let mut last = vec![usize::MAX; graph.all().len()];
    for (now, item) in order.iter().enumerate() {
        item.reads(graph, |at| {
            if let Some(last) = last.get_mut(at.index()) {
                *last = now;
            }
        });
    }
    last
}

/// Registers that are free.
#[derive(Debug, Default)]
struct Rooms {
    free: [Vec<usize>; 3],
    most: Registers,
}

impl Rooms {
    fn take(&mut self, lane: Lane) -> usize {
        self.free(lane).pop().unwrap_or_else(|| self.new_one(lane))
    }

    fn new_one(&mut self, lane: Lane) -> usize {
        let most = match lane {
            Lane::Byte => &mut self.most.bytes,
            Lane::Int => &mut self.most.ints,
            Lane::Long => &mut self.most.longs,
        };
        *most += 1;
        *most - 1
    }

    const fn free(&mut self, lane: Lane) -> &mut Vec<usize> {
        let [bytes, ints, longs] = &mut self.free;
        match lane {
            Lane::Byte => bytes,
            Lane::Int => ints,
            Lane::Long => longs,
        }
    }

    fn give_back(&mut self, lane: Lane, register: usize) {
        self.free(lane).push(register);
    }
}

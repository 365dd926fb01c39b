//! What is to be reckoned over a block of people: operations on whole columns, each written once however often it is
//! named. Conditions that several measures share are so computed once.
//!
//! A *mask* has the byte 0xFF where something holds and 0 elsewhere. A *plane of faults* has the rank of a fault where one
//! occurs and [`SOUND`] elsewhere, so that the least of several is the smaller byte.

use std::collections::HashMap;

use crate::expr::functions::Function;
use crate::expr::syntax::Operator;
use crate::fact_set::Slot;

/// In a plane of faults: there is none.
pub(super) const SOUND: u8 = 0xFF;

/// The place of an operation in its graph.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct At(u32);

impl At {
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// How wide the cells of an operation's result are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Lane {
    /// Masks, planes of faults, and whole numbers from 0 to 255.
    Byte,
    /// 32 bits.
    Int,
    /// 64 bits.
    Long,
}

/// A column as it stands in the population.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Stored {
    /// The values of a fact.
    Values(Slot, Lane),
    /// Where the fact is recorded.
    Present(Slot),
    /// How long the lists are.
    Sizes(Slot),
    /// Who is answered one by one.
    Apart,
    /// The figures of lower organisations, each person's: the place among the columns made of them.
    Local(u16, Lane),
}

/// Two numbers of one lane give a third, without looking for overflow: that it cannot occur has been shown before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Plain {
    Add,
    Subtract,
    Multiply,
    Least,
    Most,
}

/// The right side of an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Side {
    Column(At),
    Number(i64),
}

/// One operation over a block. Numbers named together are of one lane.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Op {
    Stored(Stored),
    /// A number for everybody.
    Splat(Lane, i64),
    // Masks.
    And(At, At),
    Or(At, At),
    AndNot(At, At),
    Not(At),
    /// Where a number is at least this.
    AtLeast(At, i64),
    Equal(At, i64),
    AtLeastOf(At, At),
    EqualOf(At, At),
    /// Where the list of a fact has the member with this place.
    Has(Slot, u8),
    /// Where a plane has a fault.
    Faulty(At),
    // Planes of faults.
    /// This fault where the mask is set.
    Fault(At, u8),
    /// The lesser of two.
    LesserFault(At, At),
    /// The first plane's fault, else the second's.
    FirstFault(At, At),
    /// The faults outside the mask.
    FaultsOutside(At, At),
    /// The faults of a calculation in 64 bits.
    FaultsOf(Operator, At, At),
    /// The faults of a function.
    FaultsOfCall(Called),
    // Numbers.
    Widen(At, Lane),
    Plain(Plain, At, Side),
    /// `x * factor >> shift` of numbers that are not negative: a multiplication and division by constants.
    Share {
        of: At,
        factor: u32,
        shift: u8,
    },
    /// The first number where the mask is set, the second elsewhere.
    Select(At, At, At),
    /// A calculation in 64 bits; 0 where it is a fault.
    Checked(Operator, At, At),
    /// Completed years up to a day, both as `day::packed` numbers them.
    YearsSince(At, i32),
    /// A function of the pack language, person by person.
    Call(Called),
}

/// A function over columns of 64 bits, and which people have all its arguments.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Called {
    pub function: Function,
    pub arguments: [Option<At>; 3],
    /// For each place, whether its numbers are days.
    pub days: [bool; 3],
    /// A mask; none where everybody has them.
    pub present: Option<At>,
}

impl Op {
    /// Calls `see` with every operation that this one reads.
    pub fn reads(&self, mut see: impl FnMut(At)) {
        match *self {
            Self::Stored(_) | Self::Splat(..) | Self::Has(..) => {}
            Self::And(a, b)
            | Self::Or(a, b)
            | Self::AndNot(a, b)
            | Self::AtLeastOf(a, b)
            | Self::EqualOf(a, b)
            | Self::LesserFault(a, b)
            | Self::FirstFault(a, b)
            | Self::FaultsOutside(a, b)
            | Self::FaultsOf(_, a, b)
            | Self::Checked(_, a, b)
            | Self::Plain(_, a, Side::Column(b)) => {
                see(a);
                see(b);
            }
            Self::Not(a)
            | Self::AtLeast(a, _)
            | Self::Equal(a, _)
            | Self::Faulty(a)
            | Self::Fault(a, _)
            | Self::Widen(a, _)
            | Self::Plain(_, a, Side::Number(_))
            | Self::Share { of: a, .. }
            | Self::YearsSince(a, _) => see(a),
            Self::Select(mask, a, b) => {
                see(mask);
                see(a);
                see(b);
            }
            Self::FaultsOfCall(called) | Self::Call(called) => {
                called.arguments.into_iter().chain([called.present]).flatten().for_each(see);
            }
        }
    }
}

/// Operations in an order in which each comes after those that it reads.
#[derive(Debug, Default)]
pub(super) struct Graph {
    ops: Vec<Op>,
    lanes: Vec<Lane>,
    known: HashMap<Op, At>,
}

impl Graph {
    /// The place of an operation, which is written once.
    pub fn put(&mut self, op: Op) -> At {
        if let Some(at) = self.known.get(&op) {
            return *at;
        }
        let at = At(u32::try_from(self.ops.len()).unwrap_or(u32::MAX));
        let lane = self.lane_of(&op);
        self.ops.push(op);
        self.lanes.push(lane);
        self.known.insert(op, at);
        at
    }

    /// How wide an operation's result is.
    pub fn lane(&self, at: At) -> Lane {
        self.lanes.get(at.index()).copied().unwrap_or(Lane::Byte)
    }

    /// An operation.
    pub fn op(&self, at: At) -> Option<Op> {
        self.ops.get(at.index()).copied()
    }

    /// All operations.
    pub fn all(&self) -> impl DoubleEndedIterator<Item = (At, Op, Lane)> + ExactSizeIterator {
        let numbered = self.ops.iter().zip(&self.lanes).enumerate();
        numbered.map(|(at, (op, lane))| (At(u32::try_from(at).unwrap_or(u32::MAX)), *op, *lane))
    }

    /// A number in this lane or a wider one.
    pub fn widened(&mut self, at: At, lane: Lane) -> At {
        if self.lane(at) >= lane { at } else { self.put(Op::Widen(at, lane)) }
    }

    /// Two numbers in one lane, the wider one and at least `least`.
    pub fn alike(&mut self, a: At, b: At, least: Lane) -> (At, At) {
        let lane = self.lane(a).max(self.lane(b)).max(least);
        (self.widened(a, lane), self.widened(b, lane))
    }

    fn lane_of(&self, op: &Op) -> Lane {
        match *op {
            Op::Stored(Stored::Values(_, lane) | Stored::Local(_, lane)) | Op::Splat(lane, _) | Op::Widen(_, lane) => {
                lane
            }
            Op::Stored(Stored::Sizes(_)) | Op::YearsSince(..) | Op::Share { .. } => Lane::Int,
            Op::Plain(_, a, _) | Op::Select(_, a, _) => self.lane(a),
            Op::Checked(..) | Op::Call(_) => Lane::Long,
            _ => Lane::Byte,
        }
    }
}

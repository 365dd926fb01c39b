//! A checked expression: names are places, functions are known, types fit.

use super::functions::Function;
use super::syntax::Operator;
use crate::fact_set::{FactSet, Slot};
use crate::pack::parameters::Parameter;
use crate::value::{Type, Value};

/// The place of a parameter in the pack.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ParameterId(pub(crate) u16);

impl ParameterId {
    /// Its number, counted from 0 in the order of `parameters.toml`.
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// One step of a program.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Node {
    Constant(Value),
    Fact(Slot),
    Parameter(ParameterId),
    AsOf,
    And(Box<[Node]>),
    Or(Box<[Node]>),
    Not(Box<Node>),
    Negate(Box<Node>),
    Binary(Operator, Box<(Node, Node)>),
    /// In a list written out.
    OneOf(Box<Node>, Box<[Node]>),
    /// In a recorded list or a list parameter.
    Member(Box<(Node, Node)>),
    If(Box<(Node, Node, Node)>),
    Call(Function, Box<[Node]>),
    /// Whether the fact is recorded; in explanations only.
    Known(Slot),
}

/// A compiled expression with what it reads.
#[derive(Debug, Clone)]
pub(crate) struct Program {
    pub root: Node,
    pub result: Type,
    /// The facts it names.
    pub reads: FactSet,
    /// The parameters it names, each once, in the order of the pack.
    pub parameters: Vec<ParameterId>,
}

/// The most steps of one expression: every node is one, and whatever a list is searched for is held against each of its members.
pub(crate) const MAX_STEPS: usize = 4_096;
/// The most steps of all expressions of a pack together: what one person costs on one day.
pub(crate) const MAX_PACK_STEPS: usize = 262_144;
/// What a recorded list is counted as: its length is the register's, and closed lists are shorter.
const LISTED: usize = 64;
/// What reckoning seniority is counted as: interruptions of one life.
const INTERRUPTIONS: usize = 16;
/// What counting working days is counted as: the published years that are passed, and halving within them.
const YEARS: usize = 64;

impl Program {
    /// The most steps that evaluating it takes. There are no loops, every node is evaluated at most once.
    pub fn steps(&self, parameters: &[Parameter]) -> usize {
        let longest = |id: &ParameterId| {
            let values = parameters.get(id.index()).map(|parameter| parameter.values.iter()).into_iter().flatten();
            let lengths = values.map(|value| match &value.value {
                Value::List(members) => members.len(),
                _ => 1,
            });
            lengths.max().unwrap_or(1)
        };
        let mut steps = 0usize;
        self.root.visit(&mut |node| {
            let more = match node {
                Node::Member(pair) => match &pair.1 {
                    Node::Parameter(id) => longest(id),
                    Node::Constant(Value::List(members)) => members.len(),
                    _ => LISTED,
                },
                Node::Call(Function::SeniorityYears | Function::SeniorityReached, _) => INTERRUPTIONS,
                Node::Call(Function::WorkingDaysBetween | Function::WorkingDaysAfter, _) => YEARS,
                _ => 0,
            };
            steps = steps.saturating_add(more).saturating_add(1);
        });
        steps
    }

    pub fn new(root: Node, result: Type) -> Self {
        let mut reads = FactSet::EMPTY;
        let mut parameters = Vec::new();
        root.visit(&mut |node| match node {
            Node::Fact(slot) | Node::Known(slot) => reads.insert(*slot),
            Node::Parameter(id) => parameters.push(*id),
            _ => {}
        });
        parameters.sort_unstable();
        parameters.dedup();
        Self { root, result, reads, parameters }
    }
}

impl Node {
    /// The facts that it names.
    pub fn facts(&self) -> FactSet {
        let mut facts = FactSet::EMPTY;
        self.visit(&mut |node| {
            if let Self::Fact(slot) | Self::Known(slot) = node {
                facts.insert(*slot);
            }
        });
        facts
    }

    /// Every node, this one first.
    pub fn visit(&self, see: &mut impl FnMut(&Self)) {
        see(self);
        match self {
            Self::Constant(_) | Self::Fact(_) | Self::Parameter(_) | Self::AsOf | Self::Known(_) => {}
            Self::And(nodes) | Self::Or(nodes) | Self::Call(_, nodes) => nodes.iter().for_each(|n| n.visit(see)),
            Self::Not(node) | Self::Negate(node) => node.visit(see),
            Self::Binary(_, pair) | Self::Member(pair) => {
                pair.0.visit(see);
                pair.1.visit(see);
            }
            Self::OneOf(node, list) => {
                node.visit(see);
                list.iter().for_each(|n| n.visit(see));
            }
            Self::If(parts) => {
                parts.0.visit(see);
                parts.1.visit(see);
                parts.2.visit(see);
            }
        }
    }
}

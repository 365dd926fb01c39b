//! A checked expression: names are places, functions are known, types fit.

use super::functions::Function;
use super::syntax::Operator;
use crate::fact_set::{FactSet, Slot};
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

impl Program {
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

//! On which facts a determined value rests: what an explanation lists. Of a false `a && b` only the first false term
//! counts, of a true `a || b` only the first true one, of a ternary only the branch that was taken.

use super::evaluate::{Frame, Known};
use super::program::Node;
use crate::fact_set::FactSet;
use crate::value::Val;

impl<'a> Frame<'a> {
    /// The facts on which the node's value rests.
    pub fn support(&self, node: &'a Node) -> FactSet {
        match node {
            Node::Constant(_) | Node::Parameter(_) | Node::AsOf => FactSet::EMPTY,
            Node::Fact(slot) | Node::Known(slot) => FactSet::one(*slot),
            Node::And(terms) => self.support_of_chain(terms, false),
            Node::Or(terms) => self.support_of_chain(terms, true),
            Node::Not(inner) | Node::Negate(inner) => self.support(inner),
            Node::Binary(_, pair) | Node::Member(pair) => self.support(&pair.0).union(self.support(&pair.1)),
            Node::OneOf(item, list) => self.support_of_all(list).union(self.support(item)),
            Node::If(parts) => {
                let condition = self.support(&parts.0);
                match self.value(&parts.0) {
                    Ok(Known::Value(Val::Bool(true))) => condition.union(self.support(&parts.1)),
                    Ok(Known::Value(_)) => condition.union(self.support(&parts.2)),
                    // What either branch would still ask for depends on what is known in it.
                    Ok(Known::Unknown(_)) => condition.union(self.support(&parts.1)).union(self.support(&parts.2)),
                    Err(_) => condition,
                }
            }
            Node::Call(_, arguments) => self.support_of_all(arguments),
        }
    }

    fn support_of_chain(&self, terms: &'a [Node], absorbing: bool) -> FactSet {
        let decides = |term: &&'a Node| self.value(term) == Ok(Known::Value(Val::Bool(absorbing)));
        match terms.iter().find(decides) {
            Some(term) => self.support(term),
            None => self.support_of_all(terms),
        }
    }

    fn support_of_all(&self, nodes: &'a [Node]) -> FactSet {
        nodes.iter().fold(FactSet::EMPTY, |facts, node| facts.union(self.support(node)))
    }
}

//! On which facts a determined value rests: what an explanation lists. Of a false `a && b` only the first false term
//! counts, of a true `a || b` only the first true one, of a ternary only the branch that was taken.

use super::evaluate::{Frame, Known};
use super::program::Node;
use crate::fact_set::FactSet;
use crate::value::Val;

impl<'a> Frame<'a> {
    /// The facts on which the node's value rests.
    pub fn support(&self, node: &'a Node) -> FactSet {
        let mut facts = FactSet::EMPTY;
        self.visit_support(node, &mut |node| {
            if let Node::Fact(slot) | Node::Known(slot) = node {
                facts.insert(*slot);
            }
        });
        facts
    }

    /// Sees every part on which the node's value rests.
    pub fn visit_support(&self, node: &'a Node, see: &mut dyn FnMut(&'a Node)) {
        see(node);
        match node {
            Node::Constant(_) | Node::Parameter(_) | Node::AsOf | Node::Fact(_) | Node::Known(_) => {}
            Node::And(terms) => self.visit_chain(terms, false, see),
            Node::Or(terms) => self.visit_chain(terms, true, see),
            Node::Not(inner) | Node::Negate(inner) => self.visit_support(inner, see),
            Node::Binary(_, pair) | Node::Member(pair) => {
                self.visit_support(&pair.0, see);
                self.visit_support(&pair.1, see);
            }
            Node::OneOf(item, list) => {
                self.visit_all(list, see);
                self.visit_support(item, see);
            }
            Node::If(parts) => {
                self.visit_support(&parts.0, see);
                match self.value(&parts.0) {
                    Ok(Known::Value(Val::Bool(true))) => self.visit_support(&parts.1, see),
                    Ok(Known::Value(_)) => self.visit_support(&parts.2, see),
                    // What either branch would still ask for depends on what is known in it.
                    Ok(Known::Unknown(_)) => {
                        self.visit_support(&parts.1, see);
                        self.visit_support(&parts.2, see);
                    }
                    Err(_) => {}
                }
            }
            Node::Call(_, arguments) => self.visit_all(arguments, see),
        }
    }

    fn visit_chain(&self, terms: &'a [Node], absorbing: bool, see: &mut dyn FnMut(&'a Node)) {
        let decides = |term: &&'a Node| self.value(term) == Ok(Known::Value(Val::Bool(absorbing)));
        match terms.iter().find(decides) {
            Some(term) => self.visit_support(term, see),
            None => self.visit_all(terms, see),
        }
    }

    fn visit_all(&self, nodes: &'a [Node], see: &mut dyn FnMut(&'a Node)) {
        for node in nodes {
            self.visit_support(node, see);
        }
    }
}

//! Conditions over a block. For whom a condition is true, and for whom it is false, are two masks, so that the unknown needs
//! no value of its own: `a && b` is true where both are true and false where either is false, in either order.

use super::column::Cells;
use super::graph::{At, Lane, Op, Stored};
use super::lower::{Lowered, Lowering, OneByOne, Truth};
use super::masks::Mask;
use super::number::{Number, Worth};
use crate::expr::program::Node;
use crate::expr::syntax::Operator;
use crate::fact_set::Slot;
use crate::value::{Type, Value};

impl Lowering<'_> {
    /// A condition.
    pub fn truth(&mut self, node: &Node) -> Lowered<Truth> {
        match node {
            Node::Constant(Value::Bool(value)) => Ok(self.plain_truth(*value)),
            Node::Fact(slot) => self.flag(*slot),
            Node::Parameter(id) => match self.parameter(*id)? {
                Ok(Value::Bool(value)) => Ok(self.plain_truth(*value)),
                Ok(_) => Err(OneByOne),
                Err(rank) => {
                    let faults = self.graph.fault(Mask::Everybody, rank);
                    Ok(Truth { yes: Mask::Nobody, no: Mask::Nobody, faults, decided: false })
                }
            },
            Node::And(terms) => self.all_true(terms),
            Node::Or(terms) => {
                let terms = terms.iter().map(|t| self.truth(t)).collect::<Lowered<Vec<_>>>()?;
                Ok(self.any_true(&terms))
            }
            Node::Not(inner) => self.truth(inner).map(opposite),
            Node::Binary(operator, pair) => self.compared(*operator, &pair.0, &pair.1),
            Node::OneOf(item, list) => self.one_of(item, list),
            Node::Member(pair) => self.member(&pair.0, &pair.1),
            Node::If(parts) => {
                let condition = self.truth(&parts.0)?;
                let (yes, no) = (self.truth(&parts.1)?, self.truth(&parts.2)?);
                Ok(self.branched(&condition, &yes, &no))
            }
            // `known(x)` stands in explanations only.
            _ => Err(OneByOne),
        }
    }

    pub fn plain_truth(&mut self, value: bool) -> Truth {
        let yes = if value { Mask::Everybody } else { Mask::Nobody };
        self.truth_of(yes, Mask::Everybody)
    }

    /// What holds of whom `mask` says, as far as it is known.
    pub fn truth_of(&mut self, mask: Mask, present: Mask) -> Truth {
        let yes = self.graph.and(present, mask);
        let no = self.graph.and_not(present, mask);
        Truth { yes, no, faults: None, decided: present == Mask::Everybody }
    }

    fn flag(&mut self, slot: Slot) -> Lowered<Truth> {
        let present = self.present(slot)?;
        let Some(column) = self.population.column(slot) else {
            return Ok(self.truth_of(Mask::Nobody, present));
        };
        let Cells::Flags(_) = column.cells else { return Err(OneByOne) };
        let at = self.graph.put(Op::Stored(Stored::Values(slot, Lane::Byte)));
        Ok(self.truth_of(Mask::Some(at), present))
    }

    fn all_true(&mut self, terms: &[Node]) -> Lowered<Truth> {
        let terms = terms.iter().map(|t| self.truth(t).map(opposite)).collect::<Lowered<Vec<_>>>()?;
        Ok(opposite(self.any_true(&terms)))
    }

    /// The absorbing value wins over a fault, and a fault over unknown.
    pub fn any_true(&mut self, terms: &[Truth]) -> Truth {
        let decided = terms.iter().all(|t| t.decided);
        // Through their opposites where that is what is at hand, so that fewer masks are turned around.
        let no = self.graph.all_of(terms.iter().map(|t| t.no));
        let yes = if decided { self.graph.not(no) } else { self.graph.any_of(terms.iter().map(|t| t.yes)) };
        let faults = terms.iter().fold(None, |all, t| self.graph.lesser(all, t.faults));
        let faults = self.graph.faults_outside(faults, yes);
        Truth { yes, no, faults, decided }
    }

    /// `condition ? yes : no`; undetermined where the condition is, even where both branches agree.
    fn branched(&mut self, condition: &Truth, yes: &Truth, no: &Truth) -> Truth {
        let g = &mut self.graph;
        let either = |g: &mut super::graph::Graph, a: Mask, b: Mask| {
            let (a, b) = (g.and(condition.yes, a), g.and(condition.no, b));
            g.or(a, b)
        };
        let (holds, fails) = (either(g, yes.yes, no.yes), either(g, yes.no, no.no));
        let (a, b) = (g.faults_within(yes.faults, condition.yes), g.faults_within(no.faults, condition.no));
        let faults = g.lesser(a, b);
        let faults = g.lesser(condition.faults, faults);
        Truth { yes: holds, no: fails, faults, decided: condition.decided && yes.decided && no.decided }
    }

    fn compared(&mut self, operator: Operator, left: &Node, right: &Node) -> Lowered<Truth> {
        if self.type_of(left) == Type::Bool {
            let (a, b) = (self.truth(left)?, self.truth(right)?);
            let same = self.same_truth(&a, &b);
            return Ok(if operator == Operator::NotEqual { opposite(same) } else { same });
        }
        let (a, b) = (self.number(left)?, self.number(right)?);
        Ok(match operator {
            Operator::Equal => self.equal(&a, &b),
            Operator::NotEqual => opposite(self.equal(&a, &b)),
            Operator::GreaterOrEqual => self.at_least(&a, &b),
            Operator::Less => opposite(self.at_least(&a, &b)),
            Operator::LessOrEqual => self.at_least(&b, &a),
            Operator::Greater => opposite(self.at_least(&b, &a)),
            _ => return Err(OneByOne),
        })
    }

    fn same_truth(&mut self, a: &Truth, b: &Truth) -> Truth {
        let g = &mut self.graph;
        let (both, neither) = (g.and(a.yes, b.yes), g.and(a.no, b.no));
        let yes = g.or(both, neither);
        let (first, second) = (g.and(a.yes, b.no), g.and(a.no, b.yes));
        let no = g.or(first, second);
        Truth { yes, no, faults: g.lesser(a.faults, b.faults), decided: a.decided && b.decided }
    }

    fn with_faults(&mut self, mask: Mask, a: &Number, b: &Number) -> Truth {
        let (present, faults) = self.joined(a, b);
        let truth = self.truth_of(mask, present);
        Truth { faults, decided: truth.decided && faults.is_none(), ..truth }
    }

    /// `a == b`.
    pub fn equal(&mut self, a: &Number, b: &Number) -> Truth {
        let (range, other) = (a.range(), b.range());
        let apart = range.most < other.least || other.most < range.least;
        let mask = match (a.worth, b.worth) {
            _ if apart => Mask::Nobody,
            (Worth::Constant(one), Worth::Constant(other)) => mask_of(one == other),
            (Worth::Column { at, by, .. }, Worth::Constant(n)) | (Worth::Constant(n), Worth::Column { at, by, .. }) => {
                if n % by == 0 {
                    Mask::Some(self.graph.put(Op::Equal(at, n / by)))
                } else {
                    Mask::Nobody
                }
            }
            _ => {
                let (left, right) = self.side_by_side(a, b);
                if left == right {
                    Mask::Everybody
                } else {
                    Mask::Some(self.graph.put(Op::EqualOf(left.min(right), left.max(right))))
                }
            }
        };
        self.with_faults(mask, a, b)
    }

    /// `a >= b`.
    pub fn at_least(&mut self, a: &Number, b: &Number) -> Truth {
        let (range, other) = (a.range(), b.range());
        let mask = match (a.worth, b.worth) {
            _ if range.least >= other.most => Mask::Everybody,
            _ if range.most < other.least => Mask::Nobody,
            (Worth::Column { at, by, .. }, Worth::Constant(n)) => {
                // The least multiple of the unit that is not below n.
                let least = n.div_euclid(by) + i64::from(n.rem_euclid(by) != 0);
                Mask::Some(self.graph.put(Op::AtLeast(at, least)))
            }
            // n >= x is not x >= n + 1; beyond the unit's multiples the next one counts.
            (Worth::Constant(n), Worth::Column { at, by, .. }) => {
                let above = Mask::Some(self.graph.put(Op::AtLeast(at, n.div_euclid(by) + 1)));
                self.graph.not(above)
            }
            _ => {
                let (left, right) = self.side_by_side(a, b);
                if left == right { Mask::Everybody } else { Mask::Some(self.graph.put(Op::AtLeastOf(left, right))) }
            }
        };
        self.with_faults(mask, a, b)
    }

    fn side_by_side(&mut self, a: &Number, b: &Number) -> (At, At) {
        let (left, right) = (self.column(a, Lane::Byte), self.column(b, Lane::Byte));
        self.graph.alike(left, right, Lane::Byte)
    }

    /// In a list written out. A fault of the item comes before those of the list.
    fn one_of(&mut self, item: &Node, list: &[Node]) -> Lowered<Truth> {
        let (same, known, faults) = if self.type_of(item) == Type::Bool {
            let item = self.truth(item)?;
            let list = list.iter().map(|n| self.truth(n)).collect::<Lowered<Vec<_>>>()?;
            let same: Vec<Truth> = list.iter().map(|other| self.same_truth(&item, other)).collect();
            (same, self.graph.or(item.yes, item.no), item.faults)
        } else {
            let item = self.number(item)?;
            let list = list.iter().map(|n| self.number(n)).collect::<Lowered<Vec<_>>>()?;
            let same: Vec<Truth> = list.iter().map(|other| self.equal(&item, other)).collect();
            (same, item.present, item.faults)
        };
        let any = if same.is_empty() { self.truth_of(Mask::Nobody, known) } else { self.any_true(&same) };
        let faults = self.graph.first(faults, any.faults);
        Ok(Truth { faults, decided: any.decided && faults.is_none(), ..any })
    }

    /// In a recorded list or a list parameter.
    fn member(&mut self, item: &Node, list: &Node) -> Lowered<Truth> {
        let item = self.number(item)?;
        let members: Vec<Value>;
        let (any, present, faults) = match list {
            Node::Fact(slot) => {
                let present = self.present(*slot)?;
                let Some(column) = self.population.column(*slot) else {
                    return Ok(self.member_of(Mask::Nobody, &item, present, None));
                };
                let Cells::Lists { members: all, .. } = &column.cells else { return Err(OneByOne) };
                members = all.clone();
                let slot = *slot;
                (self.any_equal(&item, &members, Some(slot))?, present, None)
            }
            Node::Parameter(id) => match self.parameter(*id)? {
                Ok(Value::List(all)) => (self.any_equal(&item, all, None)?, Mask::Everybody, None),
                Ok(_) => return Err(OneByOne),
                Err(rank) => (Mask::Nobody, Mask::Nobody, self.graph.fault(Mask::Everybody, rank)),
            },
            _ => return Err(OneByOne),
        };
        Ok(self.member_of(any, &item, present, faults))
    }

    fn member_of(&mut self, any: Mask, item: &Number, present: Mask, faults: super::masks::Faults) -> Truth {
        let list = Number { worth: Worth::Constant(0), present, faults };
        self.with_faults(any, item, &list)
    }

    /// Whose item equals one of the members, of the fact's list where one is given.
    fn any_equal(&mut self, item: &Number, members: &[Value], list: Option<Slot>) -> Lowered<Mask> {
        let mut any = Mask::Nobody;
        for (place, value) in members.iter().enumerate() {
            let value = self.constant(value)?;
            let bare = Number { present: Mask::Everybody, faults: None, ..*item };
            let mut same = self.equal(&bare, &value).yes;
            if let Some(slot) = list {
                let place = u8::try_from(place).map_err(|_| OneByOne)?;
                if same != Mask::Nobody {
                    let has = Mask::Some(self.graph.put(Op::Has(slot, place)));
                    same = self.graph.and(same, has);
                }
            }
            any = self.graph.or(any, same);
        }
        Ok(any)
    }
}

pub(super) const fn mask_of(holds: bool) -> Mask {
    if holds { Mask::Everybody } else { Mask::Nobody }
}

/// `!a`.
pub(super) const fn opposite(truth: Truth) -> Truth {
    Truth { yes: truth.no, no: truth.yes, ..truth }
}

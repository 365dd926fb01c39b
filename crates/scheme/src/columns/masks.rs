//! Masks that fold what is plain: of nobody, of everybody, or of those whom an operation finds.

use super::graph::{At, Graph, Op};

/// Whom something holds of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mask {
    Nobody,
    Everybody,
    Some(At),
}

/// Which calculations have no result, and for whom; none where all have.
pub(super) type Faults = Option<At>;

impl Graph {
    pub fn and(&mut self, a: Mask, b: Mask) -> Mask {
        match (a, b) {
            (Mask::Nobody, _) | (_, Mask::Nobody) => Mask::Nobody,
            (Mask::Everybody, other) | (other, Mask::Everybody) => other,
            (Mask::Some(a), Mask::Some(b)) if a == b => Mask::Some(a),
            // One order, so that both ways of writing it are one operation.
            (Mask::Some(a), Mask::Some(b)) => match (self.op(a), self.op(b)) {
                (Some(Op::Not(x)), _) => self.and_not_of(b, x),
                (_, Some(Op::Not(x))) => self.and_not_of(a, x),
                _ => Mask::Some(self.put(Op::And(a.min(b), a.max(b)))),
            },
        }
    }

    fn and_not_of(&mut self, a: At, b: At) -> Mask {
        if a == b { Mask::Nobody } else { Mask::Some(self.put(Op::AndNot(a, b))) }
    }

    pub fn or(&mut self, a: Mask, b: Mask) -> Mask {
        match (a, b) {
            (Mask::Everybody, _) | (_, Mask::Everybody) => Mask::Everybody,
            (Mask::Nobody, other) | (other, Mask::Nobody) => other,
            (Mask::Some(a), Mask::Some(b)) if a == b => Mask::Some(a),
            (Mask::Some(a), Mask::Some(b)) => Mask::Some(self.put(Op::Or(a.min(b), a.max(b)))),
        }
    }

    pub fn not(&mut self, a: Mask) -> Mask {
        match a {
            Mask::Nobody => Mask::Everybody,
            Mask::Everybody => Mask::Nobody,
            Mask::Some(at) => match self.op(at) {
                Some(Op::Not(inner)) => Mask::Some(inner),
                _ => Mask::Some(self.put(Op::Not(at))),
            },
        }
    }

    pub fn and_not(&mut self, a: Mask, b: Mask) -> Mask {
        let b = self.not(b);
        self.and(a, b)
    }

    pub fn all_of(&mut self, masks: impl IntoIterator<Item = Mask>) -> Mask {
        masks.into_iter().fold(Mask::Everybody, |all, mask| self.and(all, mask))
    }

    pub fn any_of(&mut self, masks: impl IntoIterator<Item = Mask>) -> Mask {
        masks.into_iter().fold(Mask::Nobody, |any, mask| self.or(any, mask))
    }

    /// The fault of this rank for whom the mask holds.
    pub fn fault(&mut self, mask: Mask, rank: u8) -> Faults {
        match mask {
            Mask::Nobody => None,
            Mask::Everybody => Some(self.put(Op::Splat(super::graph::Lane::Byte, i64::from(rank)))),
            Mask::Some(at) => Some(self.put(Op::Fault(at, rank))),
        }
    }

    /// The lesser fault of each.
    pub fn lesser(&mut self, a: Faults, b: Faults) -> Faults {
        match (a, b) {
            (None, other) | (other, None) => other,
            (Some(a), Some(b)) if a == b => Some(a),
            (Some(a), Some(b)) => Some(self.put(Op::LesserFault(a.min(b), a.max(b)))),
        }
    }

    /// The first fault where there is one, else the second.
    pub fn first(&mut self, a: Faults, b: Faults) -> Faults {
        match (a, b) {
            (None, other) | (other, None) => other,
            (Some(a), Some(b)) => Some(self.put(Op::FirstFault(a, b))),
        }
    }

    /// The faults of those for whom the mask does not hold.
    pub fn faults_outside(&mut self, faults: Faults, mask: Mask) -> Faults {
        match (faults, mask) {
            (None, _) | (_, Mask::Everybody) => None,
            (faults, Mask::Nobody) => faults,
            (Some(faults), Mask::Some(mask)) => Some(self.put(Op::FaultsOutside(faults, mask))),
        }
    }

    /// The faults of those for whom the mask holds.
    pub fn faults_within(&mut self, faults: Faults, mask: Mask) -> Faults {
        let outside = self.not(mask);
        self.faults_outside(faults, outside)
    }

    /// Who has a fault.
    pub fn faulty(&mut self, faults: Faults) -> Mask {
        faults.map_or(Mask::Nobody, |at| Mask::Some(self.put(Op::Faulty(at))))
    }
}

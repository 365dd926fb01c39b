//! The answer of one measure over a block, as `answer` gives it for one person: condition, other benefit, tier, amount, start.

use super::day::packed;
use super::graph::{Op, Plain, Stored};
use super::lower::{Lowered, Lowering, OneByOne, Truth};
use super::masks::{Faults, Mask};
use super::number::{Number, Worth};
use crate::expr::Fault;
use crate::expr::functions::Function;
use crate::expr::program::{Node, Program};
use crate::expr::syntax::Operator;
use crate::pack::measures::Measure;
use crate::pack::words::{OffsetRule, Starts, TierRule};
use crate::value::Type;

/// Who belongs to a class. Who is in none of the masks is undetermined.
#[derive(Debug)]
pub(super) struct ClassMasks {
    pub yes: Mask,
    pub no: Mask,
    pub faults: Faults,
    /// Whom columns cannot answer for.
    pub apart: Mask,
    /// Whether it is yes or no of everybody.
    pub decided: bool,
}

/// What a measure says of whom. Who is in none of the masks is undetermined.
#[derive(Debug)]
pub(super) struct MeasureMasks {
    pub granted: Vec<Granted>,
    /// Whose condition is false; who has no tier; whom another benefit excludes or covers.
    pub refused: [Mask; 3],
    pub conflict: Mask,
    pub faults: Faults,
    /// Whom columns cannot answer for.
    pub apart: Mask,
    /// Whether it holds or does not of everybody.
    pub decided: bool,
}

/// Whom one tier is granted to.
#[derive(Debug)]
pub(super) struct Granted {
    pub tier: Option<usize>,
    pub holds: Mask,
    pub amount: Option<Number>,
    pub starts_on: Option<Number>,
}

/// Which tier counts.
struct Grade {
    /// Of those for whom the measure is open, who has just this tier: a mask a tier.
    just: Vec<Mask>,
    none: Mask,
    several: Mask,
    faults: Faults,
    decided: bool,
}

impl Lowering<'_> {
    /// Whom columns cannot answer for: nobody, unless somebody's facts are contested or their membership was interrupted.
    fn apart(&mut self) -> Mask {
        match self.population.apart() {
            Some(_) => Mask::Some(self.graph.put(Op::Stored(Stored::Apart))),
            None => Mask::Nobody,
        }
    }

    /// A class.
    pub fn class(&mut self, when: &Program) -> Lowered<ClassMasks> {
        let truth = self.truth(&when.root)?;
        let apart = self.apart();
        let g = &mut self.graph;
        let (yes, no) = (g.and_not(truth.yes, apart), g.and_not(truth.no, apart));
        let faults = g.faults_outside(truth.faults, apart);
        Ok(ClassMasks { yes, no, faults, apart, decided: truth.decided && apart == Mask::Nobody })
    }

    /// A measure.
    pub fn measure(&mut self, measure: &Measure) -> Lowered<MeasureMasks> {
        let condition = self.truth(&measure.condition.root)?;
        let uncovered = self.uncovered(measure)?;
        let open = self.graph.and(condition.yes, uncovered.yes);
        let grade = self.grade(measure, open)?;
        let g = &mut self.graph;
        let by_condition = condition.no;
        let by_tier = g.and_not(grade.none, by_condition);
        let refused = g.or(by_condition, by_tier);
        let mut by_benefit = g.and_not(uncovered.no, refused);
        let refused = g.or(refused, by_benefit);
        let faults = g.lesser(condition.faults, uncovered.faults);
        let faults = g.lesser(faults, grade.faults);
        let mut faults = g.faults_outside(faults, refused);
        let conflict = g.and(open, grade.several);
        let mut apart = self.apart();
        let mut decided = condition.decided && uncovered.decided && grade.decided && apart == Mask::Nobody;
        let tiers = if measure.tiers.is_empty() { vec![None] } else { (0..measure.tiers.len()).map(Some).collect() };
        let mut granted = Vec::with_capacity(tiers.len());
        for tier in tiers {
            let here = tier.map_or(open, |at| grade.just.get(at).copied().unwrap_or(Mask::Nobody));
            if here == Mask::Nobody {
                continue;
            }
            let grant = self.granted(measure, tier, here)?;
            by_benefit = self.graph.or(by_benefit, grant.covered);
            faults = self.graph.lesser(faults, grant.faults);
            apart = self.graph.or(apart, grant.waiting);
            decided &= grant.decided;
            granted.push(grant.granted);
        }
        let g = &mut self.graph;
        for grant in &mut granted {
            grant.holds = g.and_not(grant.holds, apart);
        }
        let refused = [by_condition, by_tier, by_benefit].map(|mask| g.and_not(mask, apart));
        let conflict = g.and_not(conflict, apart);
        let faults = g.faults_outside(faults, apart);
        Ok(MeasureMasks { granted, refused, conflict, faults, apart, decided })
    }

    /// Whether no other benefit excludes the measure.
    fn uncovered(&mut self, measure: &Measure) -> Lowered<Truth> {
        match measure.offset {
            Some(offset) if offset.rule == OffsetRule::Exclusive => {
                let fact = Node::Fact(offset.benefit);
                match self.type_of(&fact) {
                    Type::Bool => self.truth(&Node::Not(Box::new(fact))),
                    Type::Money => {
                        let drawn = self.fact(offset.benefit)?;
                        Ok(self.at_least(&Number::constant(0), &drawn))
                    }
                    _ => Err(OneByOne),
                }
            }
            _ => Ok(self.plain_truth(true)),
        }
    }

    fn grade(&mut self, measure: &Measure, open: Mask) -> Lowered<Grade> {
        let whens = |lowering: &mut Self| -> Lowered<Vec<Truth>> {
            measure.tiers.iter().map(|t| lowering.truth(&t.when.root)).collect()
        };
        let tiers = whens(self)?;
        let of_open = self.where_they_hold(&[&measure.condition.root], whens)?;
        let decided = tiers.iter().all(|t| t.decided);
        let g = &mut self.graph;
        let (mut just, mut faults) = (Vec::with_capacity(tiers.len()), None);
        match measure.tier_rule {
            TierRule::FirstMatch => {
                // Whom no earlier tier holds of; of whom all earlier ones surely do not hold.
                let (mut reached, mut none, mut open) = (Mask::Everybody, Mask::Everybody, open);
                for (tier, of_open) in tiers.iter().zip(&of_open) {
                    let here = g.faults_within(tier.faults, reached);
                    faults = g.lesser(faults, here);
                    none = g.and(none, tier.no);
                    reached = g.and_not(reached, tier.yes);
                    just.push(g.and(open, of_open.yes));
                    open = g.and(open, of_open.no);
                }
                let none = if tiers.is_empty() { Mask::Nobody } else { none };
                Ok(Grade { just, none, several: Mask::Nobody, faults, decided })
            }
            TierRule::Exclusive => {
                let (mut one, mut several) = (Mask::Nobody, Mask::Nobody);
                for tier in &tiers {
                    faults = g.lesser(faults, tier.faults);
                    let again = g.and(one, tier.yes);
                    several = g.or(several, again);
                    one = g.or(one, tier.yes);
                }
                for at in 0..tiers.len() {
                    let all = of_open.iter().enumerate().map(|(other, t)| if other == at { t.yes } else { t.no });
                    let all = g.all_of(all);
                    just.push(g.and(open, all));
                }
                let none = if tiers.is_empty() { Mask::Nobody } else { g.all_of(tiers.iter().map(|t| t.no)) };
                let without = g.faulty(faults);
                let several = g.and_not(several, without);
                Ok(Grade { just, none, several, faults, decided: decided && several == Mask::Nobody })
            }
        }
    }

    /// What a tier gives those whom it counts for.
    fn granted(&mut self, measure: &Measure, tier: Option<usize>, here: Mask) -> Lowered<Grant> {
        let rule = tier.and_then(|at| measure.tiers.get(at));
        let hold: Vec<&Node> =
            std::iter::once(&measure.condition).chain(rule.map(|r| &r.when)).map(|p| &p.root).collect();
        let begins = rule.and_then(|r| r.begins.as_ref()).or(measure.begins.as_ref());
        let (amount, starts_on) = self.where_they_hold(&hold, |here| {
            let amount = rule.and_then(|r| r.amount.as_ref()).map(|p| here.amount(measure, p)).transpose();
            (amount, begins.zip(measure.starts).map(|(p, starts)| here.starts_on(p, starts)).transpose())
        });
        let (amount, starts_on) = (amount?, starts_on?);
        let covered = match amount {
            Some(amount) if measure.offset.is_some_and(|o| o.rule == OffsetRule::TopUp) => {
                let nothing = self.at_least(&Number::constant(0), &amount).yes;
                self.graph.and(here, nothing)
            }
            _ => Mask::Nobody,
        };
        let last = tier.is_none_or(|at| at + 1 == measure.tiers.len());
        let waiting = match starts_on {
            // A lower tier may go on until this one starts.
            Some(starts_on) if measure.tier_rule == TierRule::FirstMatch && !last => {
                let today = Number::constant(i64::from(packed(self.as_of)));
                self.at_least(&today, &starts_on).no
            }
            _ => Mask::Nobody,
        };
        let parts = [amount, starts_on];
        let g = &mut self.graph;
        let settled = g.all_of(parts.iter().flatten().map(|n| n.present));
        let (mut faults, mut decided) = (None, settled == Mask::Everybody && waiting == Mask::Nobody);
        for part in parts.iter().flatten() {
            faults = g.lesser(faults, part.faults);
        }
        decided &= faults.is_none();
        let wanted = g.and_not(here, covered);
        let faults = g.faults_within(faults, wanted);
        let holds = g.and(wanted, settled);
        let waiting = g.and(holds, waiting);
        let holds = g.and_not(holds, waiting);
        Ok(Grant { granted: Granted { tier, holds, amount, starts_on }, covered, waiting, faults, decided })
    }

    /// The amount, not under the floor, not over the cap, less what a top-up is set against.
    fn amount(&mut self, measure: &Measure, program: &Program) -> Lowered<Number> {
        let amount = self.number(&program.root)?;
        let floor = measure.floor.as_ref().map(|p| self.number(&p.root)).transpose()?;
        let cap = measure.cap.as_ref().map(|p| self.number(&p.root)).transpose()?;
        let drawn = match measure.offset {
            Some(offset) if offset.rule == OffsetRule::TopUp => Some(self.fact(offset.benefit)?),
            _ => None,
        };
        let (mut present, mut faults) = (amount.present, amount.faults);
        for part in [floor, cap, drawn].iter().flatten() {
            present = self.graph.and(present, part.present);
            faults = self.graph.lesser(faults, part.faults);
        }
        let mut bounded = self.not_negative(&Number { present, faults, ..amount })?;
        let (present, faults) = (bounded.present, bounded.faults);
        if let Some(floor) = floor {
            bounded = self.lesser_or_larger(Plain::Most, &bounded, &floor);
        }
        if let Some(cap) = cap {
            bounded = self.lesser_or_larger(Plain::Least, &bounded, &cap);
        }
        // Presence and faults of all parts were joined above, before any of them was looked at.
        let bounded = self.not_negative(&Number { present, faults, ..bounded })?;
        let Some(drawn) = drawn else { return Ok(bounded) };
        let less = self.arithmetic(Operator::Subtract, &bounded, &drawn)?;
        Ok(self.lesser_or_larger(Plain::Most, &less, &Number::constant(0)))
    }

    fn not_negative(&mut self, amount: &Number) -> Lowered<Number> {
        let bare = Number { present: Mask::Everybody, faults: None, ..*amount };
        let negative = self.at_least(&bare, &Number::constant(0)).no;
        if negative == Mask::Nobody { Ok(*amount) } else { self.faulting(amount, negative, Fault::NegativeAmount) }
    }

    fn starts_on(&mut self, program: &Program, starts: Starts) -> Lowered<Number> {
        let began = self.number(&program.root)?;
        match starts {
            Starts::AtOnce => Ok(began),
            Starts::MonthAfter => self.day_of(Function::MonthAfter, &began),
            Starts::CalendarYear => match began.worth {
                Worth::Constant(day) => {
                    let day = super::day::unpacked(day).ok_or(OneByOne)?;
                    let first = guanai_kernel::Date::new(day.year(), 1, 1).map_err(|_| OneByOne)?;
                    Ok(Number { worth: Worth::Constant(i64::from(packed(first))), ..began })
                }
                Worth::Column { .. } => self.new_year(&began),
            },
        }
    }

    /// The first of January of a day's year: month and day are the lowest nine bits of its number.
    fn new_year(&mut self, day: &Number) -> Lowered<Number> {
        let january = (1 << 5) | 1;
        let year = Number { present: Mask::Everybody, faults: None, ..*day };
        let year = self.day_of(Function::Year, &year)?;
        let scaled = self.arithmetic(Operator::Multiply, &year, &Number::constant(1 << 9))?;
        let first = self.arithmetic(Operator::Add, &scaled, &Number::constant(january))?;
        Ok(Number { present: day.present, faults: day.faults, ..first })
    }
}

struct Grant {
    granted: Granted,
    /// To whom a top-up leaves nothing to give.
    covered: Mask,
    /// Whom the tier does not start for yet.
    waiting: Mask,
    faults: Faults,
    decided: bool,
}

//! What would settle an open answer: the smallest set of facts that surely does, whatever they turn out to be, and which of
//! them may settle it alone.

use guanai_kernel::Money;
use guanai_kernel::civil::{self, Date};

use crate::assess::{Answer, Assessor};
use crate::contested::choices_over;
use crate::expr::evaluate::{Frame, Known};
use crate::expr::program::{Node, Program};
use crate::fact_set::{FactSet, Slot};
use crate::household::HouseholdGap;
use crate::pack::Pack;
use crate::pack::measures::Measure;
use crate::pack::words::{OffsetRule, TierRule};
use crate::subject::{FactState, Subject};
use crate::text::Lang;
use crate::value::{Type, Val, Value};

/// The most combinations of answers that are tried.
const MAX_TRIALS: usize = 1_024;

/// A fact to ask for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// Which.
    pub slot: Slot,
    /// Whether several values are recorded, of which one must be chosen; else nobody recorded one.
    pub contested: bool,
    /// Values that would settle the answer whatever the other facts are. Of a flag, a closed list or a contested fact all
    /// are tried; of a number, an amount, a date or an open list some, so that further ones may exist.
    pub alone: Vec<Value>,
    /// Of what is added up over a household: what is missing, and of whom.
    pub gap: Option<HouseholdGap>,
}

impl Asked {
    /// The question in words: what to ask, and whom.
    pub fn question(&self, pack: &Pack, lang: Lang) -> String {
        asked(pack, self.slot, self.gap, lang)
    }
}

/// The question that asks for a fact.
pub(crate) fn asked(pack: &Pack, slot: Slot, gap: Option<HouseholdGap>, lang: Lang) -> String {
    let ask = pack.fact(slot).ask.get(lang).to_owned();
    match gap {
        Some(gap) => format!("{ask}{}{}", lang.pick("", " "), gap.told(pack, slot, lang)),
        None => ask,
    }
}

/// The facts that would settle an undetermined answer, those that may do so alone first; empty for any other answer.
/// `measure` is its place in [`Pack::measures`].
///
/// # Panics
/// If there is no such measure.
pub fn missing(pack: &Pack, subject: &Subject, as_of: Date, measure: usize) -> Vec<Asked> {
    let assessor = Assessor::new(pack, as_of);
    let Answer::Undetermined(open) = assessor.measure(subject, measure) else {
        return Vec::new();
    };
    let rule = &pack.measures()[measure];
    let choices = choices_over(subject, rule.reads());
    let frames: Vec<Frame<'_>> = choices.iter().map(|choice| assessor.frame(subject, choice)).collect();
    let wanted = Wanted { frames }.of(rule).union(open.ask).union(open.contested);
    let wanted = without_needless(&assessor, subject, measure, wanted);
    let mut asked: Vec<Asked> = wanted
        .iter()
        .map(|slot| Asked {
            slot,
            contested: subject.contested().contains(slot),
            alone: settling(&assessor, subject, measure, slot),
            gap: subject.household_gap(slot),
        })
        .collect();
    asked.sort_by_key(|asked| asked.alone.is_empty());
    asked
}

/// Facts that a measure never looks at though one might think so: the sensitive ones, and those about conduct.
/// `measure` is its place in [`Pack::measures`].
///
/// # Panics
/// If there is no such measure.
pub fn unused(pack: &Pack, measure: usize) -> Vec<Slot> {
    let reads = pack.measures()[measure].reads();
    let apart = pack
        .facts_by_slot()
        .filter(|(slot, fact)| (fact.sensitive || fact.conduct) && fact.over.is_none() && !reads.contains(*slot));
    apart.map(|(slot, _)| slot).collect()
}

/// The set less the facts without which the others settle the answer all the same, as far as all their values can be tried:
/// an income above both lines settles it whichever line counts.
fn without_needless(assessor: &Assessor<'_>, subject: &Subject, measure: usize, wanted: FactSet) -> FactSet {
    let mut kept = wanted;
    for slot in wanted.iter() {
        let others = kept.without(slot);
        if !others.is_empty() && always_settled(assessor, subject, measure, others) {
            kept = others;
        }
    }
    kept
}

/// Whether these facts settle the answer with each of their values; no where their values cannot all be tried.
fn always_settled(assessor: &Assessor<'_>, subject: &Subject, measure: usize, facts: FactSet) -> bool {
    let rule = &assessor.pack().measures()[measure];
    let axes: Option<Vec<(Slot, Vec<Value>)>> =
        facts.iter().map(|slot| Some((slot, every_value(assessor, rule, subject, slot)?))).collect();
    let Some(axes) = axes else { return false };
    let many = axes.iter().try_fold(1usize, |n, (_, values)| n.checked_mul(values.len()));
    let Some(many) = many.filter(|n| *n <= MAX_TRIALS) else { return false };
    (0..many).all(|mut number| {
        let mut person = subject.clone();
        for (slot, values) in &axes {
            person = person.with(*slot, values[number % values.len()].clone());
            number /= values.len();
        }
        !matches!(assessor.measure(&person, measure), Answer::Undetermined(_))
    })
}

/// Every value of a fact that may make a difference; none where they cannot be told.
fn every_value(assessor: &Assessor<'_>, measure: &Measure, subject: &Subject, slot: Slot) -> Option<Vec<Value>> {
    let fact = assessor.pack().fact(slot);
    match (subject.state(slot), fact.value_type) {
        (FactState::Contested(values), _) => Some(values.iter().map(|(value, _)| value.clone()).collect()),
        (_, Type::Bool) => Some(vec![Value::Bool(true), Value::Bool(false)]),
        (_, Type::Text) if !fact.values.is_empty() => Some(candidates(assessor, measure, slot)),
        (_, Type::List(_)) if only_searched(measure, slot) => {
            let codes = limits(assessor, measure, slot);
            let sets = 1usize.checked_shl(u32::try_from(codes.len()).ok()?).filter(|n| *n <= MAX_TRIALS)?;
            let set = |bits: usize| codes.iter().enumerate().filter(move |(at, _)| bits & (1 << at) != 0);
            Some((0..sets).map(|bits| Value::List(set(bits).map(|(_, code)| code.clone()).collect())).collect())
        }
        _ => None,
    }
}

/// Whether a list is only searched for codes that the measure writes out.
fn only_searched(measure: &Measure, slot: Slot) -> bool {
    let (mut named, mut searched) = (0usize, 0usize);
    for program in measure.programs() {
        program.root.visit(&mut |node| match node {
            Node::Fact(found) => named += usize::from(*found == slot),
            Node::Member(pair) if matches!(pair.0, Node::Constant(_)) && pair.1 == Node::Fact(slot) => searched += 1,
            _ => {}
        });
    }
    named == searched
}

/// One frame for every choice among contested values.
struct Wanted<'a> {
    frames: Vec<Frame<'a>>,
}

impl<'a> Wanted<'a> {
    /// Everything that may still be asked for before the answer is there.
    fn of(&self, measure: &'a Measure) -> FactSet {
        let mut wanted = self.program(&measure.condition);
        if let Some(offset) = measure.offset.filter(|o| o.rule != OffsetRule::Stack) {
            wanted = wanted.union(self.fact(offset.benefit));
        }
        for part in measure.begins.iter().chain(&measure.cap).chain(&measure.floor) {
            wanted = wanted.union(self.program(part));
        }
        for tier in &measure.tiers {
            if self.common(&tier.when.root) == Some(Val::Bool(false)) {
                continue;
            }
            for part in std::iter::once(&tier.when).chain(&tier.amount).chain(&tier.begins) {
                wanted = wanted.union(self.program(part));
            }
            let decided = self.common(&tier.when.root) == Some(Val::Bool(true));
            // A tier that has not started yet lets a lower one go on.
            if decided && measure.tier_rule == TierRule::FirstMatch && measure.starts.is_none() {
                break;
            }
        }
        wanted
    }

    fn program(&self, program: &'a Program) -> FactSet {
        self.node(&program.root)
    }

    fn fact(&self, slot: Slot) -> FactSet {
        let mut values = self.frames.iter().map(|frame| frame.fact(slot));
        let first = values.next();
        match first {
            Some(Known::Value(value)) if values.all(|v| v == Known::Value(value)) => FactSet::EMPTY,
            _ => FactSet::one(slot),
        }
    }

    /// The value on which every choice agrees.
    fn common(&self, node: &'a Node) -> Option<Val<'a>> {
        let mut values = self.frames.iter().map(|frame| frame.value(node));
        match values.next() {
            Some(Ok(Known::Value(value))) if values.all(|v| v == Ok(Known::Value(value))) => Some(value),
            _ => None,
        }
    }

    fn node(&self, node: &'a Node) -> FactSet {
        if self.common(node).is_some() {
            return FactSet::EMPTY;
        }
        let all = |nodes: &'a [Node]| nodes.iter().fold(FactSet::EMPTY, |facts, n| facts.union(self.node(n)));
        match node {
            Node::Constant(_) | Node::Parameter(_) | Node::AsOf | Node::Known(_) => FactSet::EMPTY,
            Node::Fact(slot) => FactSet::one(*slot),
            Node::And(nodes) | Node::Or(nodes) | Node::Call(_, nodes) => all(nodes),
            Node::Not(inner) | Node::Negate(inner) => self.node(inner),
            Node::Binary(_, pair) | Node::Member(pair) => self.node(&pair.0).union(self.node(&pair.1)),
            Node::OneOf(item, list) => self.node(item).union(all(list)),
            Node::If(parts) => match self.common(&parts.0) {
                Some(Val::Bool(true)) => self.node(&parts.1),
                Some(_) => self.node(&parts.2),
                None => self.node(&parts.0).union(self.node(&parts.1)).union(self.node(&parts.2)),
            },
        }
    }
}

/// The values of a fact that settle the answer by themselves.
fn settling(assessor: &Assessor<'_>, subject: &Subject, measure: usize, slot: Slot) -> Vec<Value> {
    let candidates = match subject.state(slot) {
        FactState::Contested(values) => values.iter().map(|(value, _)| value.clone()).collect(),
        _ => candidates(assessor, &assessor.pack().measures()[measure], slot),
    };
    let settles = |value: &Value| {
        let answer = assessor.measure(&subject.with(slot, value.clone()), measure);
        !matches!(answer, Answer::Undetermined(_) | Answer::Fault(_))
    };
    candidates.into_iter().filter(settles).collect()
}

/// Values to try: all where there are few, else those around the limits that the measure names.
fn candidates(assessor: &Assessor<'_>, measure: &Measure, slot: Slot) -> Vec<Value> {
    let fact = assessor.pack().fact(slot);
    let limits = limits(assessor, measure, slot);
    match fact.value_type {
        Type::Bool => vec![Value::Bool(true), Value::Bool(false)],
        Type::Text if !fact.values.is_empty() => fact.values.iter().map(|v| Value::text(v.code.clone())).collect(),
        Type::Text => limits,
        Type::Int | Type::Money => limits.iter().flat_map(around).collect(),
        // A date counts by how long ago it was.
        Type::Date => {
            let years = (0..=11).filter_map(|tens| civil::add_months(assessor.as_of(), tens * -120));
            limits.iter().flat_map(around).chain(years.map(Value::Date)).collect()
        }
        Type::List(_) => {
            let one = limits.into_iter().map(|code| Value::List([code].into()));
            std::iter::once(Value::texts::<&str>([])).chain(one).collect()
        }
    }
}

/// What the measure compares the fact with.
fn limits(assessor: &Assessor<'_>, measure: &Measure, slot: Slot) -> Vec<Value> {
    let nobody = crate::subject::SubjectBuilder::new(assessor.pack()).build();
    let frame = assessor.frame(&nobody, &[]);
    let is_fact = |node: &Node| *node == Node::Fact(slot);
    let mut limits = Vec::new();
    for program in measure.programs() {
        program.root.visit(&mut |node| {
            let (Node::Binary(_, pair) | Node::Member(pair)) = node else { return };
            let others = [(is_fact(&pair.0), &pair.1), (is_fact(&pair.1), &pair.0)];
            for (_, other) in others.into_iter().filter(|(of_fact, _)| *of_fact) {
                let branches: Vec<&Node> = match other {
                    Node::If(parts) => vec![&parts.1, &parts.2],
                    other => vec![other],
                };
                limits.extend(branches.into_iter().filter_map(|branch| match frame.value(branch) {
                    Ok(Known::Value(value)) => Some(value.to_value()),
                    _ => None,
                }));
            }
        });
    }
    limits.sort();
    limits.dedup();
    limits
}

/// A limit with what lies just below and above it.
fn around(limit: &Value) -> Vec<Value> {
    match limit {
        Value::Int(n) => [n.checked_sub(1), Some(*n), n.checked_add(1)].into_iter().flatten().map(Value::Int).collect(),
        Value::Money(amount) => {
            let fen = amount.fen();
            let near = [fen.checked_sub(1), Some(fen), fen.checked_add(1)];
            near.into_iter().flatten().map(|fen| Value::Money(Money::from_fen(fen))).collect()
        }
        Value::Date(day) => {
            [-1, 0, 1].into_iter().filter_map(|days| civil::add_days(*day, days)).map(Value::Date).collect()
        }
        other => vec![other.clone()],
    }
}

#[cfg(test)]
mod tests;

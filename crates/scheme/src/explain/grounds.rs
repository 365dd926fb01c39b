//! What an answer rests on: the expressions that decided it, and the facts among theirs that counted. Where a fact is
//! contested, what counts with any of its values does.

use crate::assess::{Answer, Assessor, Entitled, Refusal};
use crate::contested::choices_over;
use crate::expr::functions::Function;
use crate::expr::program::{Node, Program};
use crate::fact_set::FactSet;
use crate::pack::classes::Class;
use crate::pack::measures::{Measure, Tier};
use crate::pack::words::{OffsetRule, TierRule};
use crate::subject::Subject;

/// What an answer rests on.
pub(super) struct Grounds<'a> {
    /// The expressions.
    pub programs: Vec<&'a Program>,
    /// The facts.
    pub facts: FactSet,
}

impl<'a> Grounds<'a> {
    /// What a measure's answer rests on.
    pub fn of(assessor: &Assessor<'_>, subject: &Subject, measure: &'a Measure, answer: &Answer) -> Self {
        let programs = deciding(assessor, measure, answer);
        let mut facts = support(assessor, subject, measure.reads(), &programs);
        let against = measure.offset.filter(|o| o.rule != OffsetRule::Stack);
        let asked = !matches!(answer, Answer::DoesNotHold(Refusal::Condition | Refusal::Paused));
        if let (Some(offset), true) = (against, asked) {
            facts.insert(offset.benefit);
        }
        Self { programs, facts }
    }

    /// What belonging to a class rests on.
    pub fn of_class(assessor: &Assessor<'_>, subject: &Subject, class: &'a Class) -> Self {
        let programs = vec![&class.when];
        let facts = support(assessor, subject, class.when.reads, &programs);
        Self { programs, facts }
    }

    /// Whether seniority was reckoned, less interruptions.
    pub fn reckons_seniority(&self) -> bool {
        let mut reckons = false;
        for program in &self.programs {
            program.root.visit(&mut |node| {
                reckons |= matches!(node, Node::Call(Function::SeniorityYears | Function::SeniorityReached, _));
            });
        }
        reckons
    }
}

fn support(assessor: &Assessor<'_>, subject: &Subject, reads: FactSet, programs: &[&Program]) -> FactSet {
    let mut facts = FactSet::EMPTY;
    for choices in choices_over(subject, reads) {
        let frame = assessor.frame(subject, &choices);
        facts = programs.iter().fold(facts, |all, program| all.union(frame.support(&program.root)));
    }
    facts
}

fn deciding<'a>(assessor: &Assessor<'_>, measure: &'a Measure, answer: &Answer) -> Vec<&'a Program> {
    let whens = measure.tiers.iter().map(|tier| &tier.when);
    match answer {
        Answer::DoesNotHold(Refusal::Paused) => Vec::new(),
        Answer::DoesNotHold(Refusal::Condition) => vec![&measure.condition],
        Answer::DoesNotHold(Refusal::NoTier) | Answer::Conflict { .. } => {
            std::iter::once(&measure.condition).chain(whens).collect()
        }
        Answer::Holds(entitled) => given(assessor, measure, entitled),
        Answer::DoesNotHold(Refusal::Benefit) | Answer::Undetermined(_) | Answer::Fault(_) => {
            measure.programs().collect()
        }
    }
}

/// Of what is given: the condition, the tiers that were looked at, and what the amount and the start are made of.
fn given<'a>(assessor: &Assessor<'_>, measure: &'a Measure, entitled: &Entitled) -> Vec<&'a Program> {
    let mut programs = vec![&measure.condition];
    let chosen = entitled.tier.and_then(|at| measure.tiers.get(at));
    let looked_at = match (measure.tier_rule, entitled.tier) {
        // Those before it do not hold, those after it were not asked.
        (TierRule::FirstMatch, Some(at)) => measure.tiers.get(..=at),
        _ => Some(measure.tiers.as_slice()),
    };
    programs.extend(looked_at.unwrap_or_default().iter().map(|tier| &tier.when));
    programs.extend(chosen.and_then(|tier| tier.amount.as_ref()));
    programs.extend(begins(measure, chosen));
    programs.extend(measure.cap.iter().chain(&measure.floor));
    let waits = entitled.starts_on.is_some_and(|day| day > assessor.as_of());
    if let (true, TierRule::FirstMatch, Some(at)) = (waits, measure.tier_rule, entitled.tier) {
        let until = entitled.meanwhile.map_or(measure.tiers.len(), |meanwhile| meanwhile.tier + 1);
        let lower = measure.tiers.get(at + 1..until).unwrap_or_default();
        programs.extend(lower.iter().flat_map(|tier| std::iter::once(&tier.when).chain(begins(measure, Some(tier)))));
        programs.extend(entitled.meanwhile.and_then(|m| measure.tiers.get(m.tier)?.amount.as_ref()));
    }
    programs
}

fn begins<'a>(measure: &'a Measure, tier: Option<&'a Tier>) -> Option<&'a Program> {
    tier.and_then(|tier| tier.begins.as_ref()).or(measure.begins.as_ref())
}

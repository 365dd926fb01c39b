//! A measure: what can be done for somebody, who qualifies, how much, from when, under which clause.

use guanai_kernel::{Guarantee, Serves};

use super::manifest::Clause;
use super::template::Template;
use super::words::{
    Dimension, GrantPeriod, HelpForm, Lead, MeasureKind, Mechanism, OffsetRule, Starts, Supply, TierRule,
};
use crate::expr::program::{Node, Program};
use crate::fact_set::{FactSet, Slot};
use crate::text::Text;

/// A measure with its standard.
#[derive(Debug, Clone)]
pub struct Measure {
    /// Its id, which is also its file's name.
    pub id: String,
    /// What it is called.
    pub name: Text,
    /// What is done.
    pub kind: MeasureKind,
    /// The side of life that it serves.
    pub dimension: Dimension,
    /// How it is given: codes of `forms.toml`, at least one.
    pub forms: Vec<String>,
    /// The form of help.
    pub help: HelpForm,
    /// The part of the mechanism.
    pub mechanism: Mechanism,
    /// The guarantee that is kept by it; none where it keeps none of the five.
    pub guarantee: Option<Guarantee>,
    /// Whether it relieves or builds up.
    pub supply: Supply,
    /// Whom it serves: the loader proves that it never holds for anybody else.
    pub serves: Serves,
    /// Where it is laid down.
    pub clause: Clause,
    /// How often it is given; always there where an amount is.
    pub period: Option<GrantPeriod>,
    /// From when it is given.
    pub starts: Option<Starts>,
    /// The purses that may pay for it.
    pub fund: Vec<String>,
    /// How tiers that hold together are met.
    pub tier_rule: TierRule,
    /// Its tiers in order; none where it has no amounts and no grades.
    pub tiers: Vec<Tier>,
    /// Another benefit that is set against it.
    pub offset: Option<Offset>,
    /// Who is responsible.
    pub lead: Lead,
    /// Days until somebody must have acted.
    pub due_days: u32,
    /// Whether a household is given it only once.
    pub once_per_household: bool,
    /// The codes of the needs that it answers.
    pub needs: Vec<String>,
    pub(crate) condition: Program,
    pub(crate) begins: Option<Program>,
    pub(crate) cap: Option<Program>,
    pub(crate) floor: Option<Program>,
    pub(crate) reason: Template,
    pub(crate) refused: Template,
    pub(crate) shown: Vec<(String, Program)>,
    pub(crate) reads: FactSet,
}

/// A grade of a measure.
#[derive(Debug, Clone)]
pub struct Tier {
    /// Its id; `1`, `2`, … where the pack gives none.
    pub id: String,
    /// What it is called.
    pub label: Option<Text>,
    pub(crate) when: Program,
    pub(crate) amount: Option<Program>,
    pub(crate) begins: Option<Program>,
}

/// Another benefit that is set against a measure.
#[derive(Debug, Clone, Copy)]
pub struct Offset {
    /// The fact that tells the benefit.
    pub benefit: Slot,
    /// How it is set against.
    pub rule: OffsetRule,
}

impl Measure {
    /// Whether it pays.
    pub fn has_amount(&self) -> bool {
        self.tiers.iter().any(|t| t.amount.is_some())
    }

    /// The facts on which its answer may depend.
    pub const fn reads(&self) -> FactSet {
        self.reads
    }

    /// The place of a tier.
    pub fn tier_index(&self, id: &str) -> Option<usize> {
        self.tiers.iter().position(|t| t.id == id)
    }

    /// Every expression on which its answer depends.
    pub(crate) fn programs(&self) -> impl Iterator<Item = &Program> {
        std::iter::once(&self.condition)
            .chain(&self.begins)
            .chain(&self.cap)
            .chain(&self.floor)
            .chain(self.tiers.iter().flat_map(|t| std::iter::once(&t.when).chain(&t.amount).chain(&t.begins)))
    }

    /// Notes the facts on which the answer may depend, once all parts are read.
    pub(crate) fn note_reads(&mut self) {
        let counted = self.offset.filter(|o| o.rule != OffsetRule::Stack);
        let offset = counted.map_or(FactSet::EMPTY, |o| FactSet::one(o.benefit));
        self.reads = self.programs().fold(offset, |facts, program| facts.union(program.reads));
    }

    /// Two tiers whose conditions are written alike or hold always, where tiers may not overlap: their places.
    pub(crate) fn plain_overlap(&self) -> Option<(usize, usize)> {
        let always = |tier: &Tier| tier.when.root == Node::Constant(crate::value::Value::Bool(true));
        let pairs = (0..self.tiers.len()).flat_map(|b| (0..b).map(move |a| (a, b)));
        let mut overlapping = pairs.filter(|&(a, b)| {
            let (first, second) = (&self.tiers[a], &self.tiers[b]);
            first.when.root == second.when.root
                || always(first)
                || always(second)
                || super::overlap::surely(first, second)
        });
        overlapping.next()
    }
}

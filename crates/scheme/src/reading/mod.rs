//! A standard in plain reading, for a day and a language: for whom, how much, from when, what is set against it, who
//! acts, under which clause, and which facts are looked at. For somebody who never saw a formula.
//!
//! What a condition says is built from the titles of facts, the names of codes and the values of parameters. A condition
//! that has no plain words is named by the facts from which it is calculated, never left out.

mod amount;
mod condition;
mod phrase;
mod rules;
mod turned;
mod weighed;

use guanai_kernel::Date;

use self::phrase::Saying;
pub use self::turned::{ToldTurn, tell_turning};
pub use self::weighed::{Stands, Weighed, WeighedTier, Weighing, weigh};
use crate::assess::Assessor;
use crate::expr::program::{Node, ParameterId};
use crate::pack::Pack;
use crate::pack::manifest::SourceKind;
use crate::pack::measures::Measure;
use crate::pack::template::{Part, Template};
use crate::shown::{clause_source, show, show_clause, show_date};
use crate::subject::SubjectBuilder;
use crate::text::Lang;

/// A measure in plain reading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// What the measure is, in the pack's own words, where they speak of nobody in particular.
    pub told: Option<String>,
    /// Who qualifies: all of these must hold. Empty where everybody does.
    pub conditions: Vec<Condition>,
    /// How much in one line; none where it is no money.
    pub amount: Option<String>,
    /// The tiers in their order.
    pub tiers: Vec<ReadTier>,
    /// Start, stop, offsets, bounds, purse, who acts.
    pub rules: Vec<Rule>,
    /// Where it is laid down.
    pub clause: ReadClause,
    /// The facts that are looked at; nothing else is.
    pub facts: Vec<String>,
    /// Every figure that it uses, with where each comes from.
    pub figures: Vec<Figure>,
}

impl Reading {
    /// Whether a figure in it is an example and no rule of the jurisdiction.
    pub fn has_example(&self) -> bool {
        self.figures.iter().any(|figure| figure.example)
    }
}

/// One thing that must hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition {
    /// The condition, or what introduces the alternatives.
    pub text: String,
    /// Alternatives, of which one is enough.
    pub any_of: Vec<String>,
}

/// A tier: for whom, how much, and where the figure comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadTier {
    /// What it is called.
    pub name: Option<String>,
    /// For whom.
    pub when: String,
    /// How much and how often; none where it is no money.
    pub amount: Option<String>,
    /// The figures of its amount.
    pub figures: Vec<Figure>,
}

/// A parameter's value with its origin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// What it is called.
    pub title: String,
    /// Its value in words; none where it is not yet in force.
    pub value: Option<String>,
    /// The first day on which it holds.
    pub from: Option<Date>,
    /// The clause that lays it down.
    pub clause: Option<String>,
    /// What the pack says of where it comes from.
    pub note: Option<String>,
    /// Whether it is an example and no rule of the jurisdiction.
    pub example: bool,
}

/// A clause with its source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadClause {
    /// `《…》 §5`
    pub text: String,
    /// What it says, in the pack's own words, where it has them.
    pub words: Option<String>,
    /// How far the source may be trusted, in the pack's own words.
    pub note: Option<String>,
    /// Where the source is published; empty where it is not.
    pub url: String,
    /// Which kind of source it is.
    pub kind: Option<SourceKind>,
}

/// What a rule is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum RuleKind {
    /// From when.
    Start,
    /// Until when.
    Stop,
    /// Which tier counts.
    Tiers,
    /// Another benefit that is set against it.
    Offset,
    /// The least.
    Floor,
    /// The most.
    Cap,
    /// Once for a household.
    Household,
    /// Whether somebody decides.
    Decision,
    /// Whom it serves: members, residents, or both.
    Serves,
    /// Which of the five guarantees is kept by it.
    Guarantee,
    /// Which purse pays.
    Purse,
    /// Who is responsible.
    Lead,
    /// By when somebody must have acted.
    Days,
    /// Which needs it answers.
    Needs,
}

impl RuleKind {
    /// Every one.
    pub const ALL: &'static [Self] = &[
        Self::Start,
        Self::Stop,
        Self::Tiers,
        Self::Offset,
        Self::Floor,
        Self::Cap,
        Self::Household,
        Self::Decision,
        Self::Serves,
        Self::Guarantee,
        Self::Purse,
        Self::Lead,
        Self::Days,
        Self::Needs,
    ];

    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Stop => "stop",
            Self::Tiers => "tiers",
            Self::Offset => "offset",
            Self::Floor => "floor",
            Self::Cap => "cap",
            Self::Household => "household",
            Self::Decision => "decision",
            Self::Serves => "serves",
            Self::Guarantee => "guarantee",
            Self::Purse => "purse",
            Self::Lead => "lead",
            Self::Days => "days",
            Self::Needs => "needs",
        }
    }
}

/// One rule of a measure, in a sentence or two.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// What it is about.
    pub kind: RuleKind,
    /// The rule.
    pub text: String,
}

/// Reads a measure, by its place in [`Pack::measures`], as it stands on a day.
///
/// # Panics
/// If there is no such measure.
pub fn read_measure(pack: &Pack, measure: usize, as_of: Date, lang: Lang) -> Reading {
    let assessor = Assessor::new(pack, as_of);
    let nobody = SubjectBuilder::new(pack).build();
    let saying = Saying { pack, frame: assessor.frame(&nobody, &[]), lang };
    saying.read(&pack.measures()[measure])
}

impl<'a> Saying<'a> {
    fn read(&self, measure: &'a Measure) -> Reading {
        let mut ids: Vec<ParameterId> = measure.programs().flat_map(|p| p.parameters.iter().copied()).collect();
        ids.sort_unstable();
        ids.dedup();
        let source = clause_source(self.pack, &measure.clause);
        Reading {
            told: self.told(measure),
            conditions: self.terms(&measure.condition).into_iter().map(|(_, condition)| condition).collect(),
            amount: self.amount_of(measure),
            tiers: self.tiers(measure),
            rules: self.rules(measure),
            clause: ReadClause {
                text: show_clause(self.pack, &measure.clause, self.lang),
                words: self.pack.clause_words(&measure.clause).map(|words| words.get(self.lang).to_owned()),
                note: source.and_then(|s| s.note.as_ref()).map(|note| note.get(self.lang).to_owned()),
                url: source.map(|s| s.url.clone()).unwrap_or_default(),
                kind: source.map(|s| s.kind),
            },
            facts: measure.reads().iter().map(|slot| self.pack.fact(slot).title.get(self.lang).to_owned()).collect(),
            figures: ids.into_iter().filter_map(|id| self.figure(id)).collect(),
        }
    }

    /// The sentence that the pack writes about somebody who qualifies, where it names nothing of them; else the first
    /// sentences of what it writes about somebody who does not, as far as they name nothing of them.
    fn told(&self, measure: &'a Measure) -> Option<String> {
        let reason = self.sentences(&measure.reason, measure);
        if reason.iter().all(Option::is_some) {
            return Some(self.strung(reason));
        }
        let refused = self.sentences(&measure.refused, measure);
        let told: Vec<Option<String>> = refused.into_iter().take_while(Option::is_some).collect();
        (!told.is_empty()).then(|| self.strung(told))
    }

    fn strung(&self, sentences: Vec<Option<String>>) -> String {
        sentences.into_iter().flatten().collect::<Vec<_>>().join(self.lang.pick("", " "))
    }

    /// A template's sentences; none for one that names something of a person.
    fn sentences(&self, template: &'a Template, measure: &'a Measure) -> Vec<Option<String>> {
        let stop = self.lang.pick("。", ". ");
        let (mut sentences, mut sentence, mut speaks) = (Vec::new(), String::new(), true);
        for part in template.parts(self.lang) {
            match part {
                Part::Name(name) => match self.named(name, measure) {
                    Some(words) => sentence.push_str(&words),
                    None => speaks = false,
                },
                Part::Words(words) => {
                    let mut rest = words.as_str();
                    while let Some(at) = rest.find(stop) {
                        let (head, tail) = rest.split_at(at + stop.len());
                        sentence.push_str(head.trim_end());
                        sentences.push(speaks.then(|| std::mem::take(&mut sentence)));
                        (sentence, speaks, rest) = (String::new(), true, tail);
                    }
                    sentence.push_str(rest);
                }
            }
        }
        if !sentence.trim().is_empty() || !speaks {
            sentences.push(speaks.then_some(sentence));
        }
        sentences
    }

    /// What stands for a name in a template, where it needs nobody.
    fn named(&self, name: &str, measure: &'a Measure) -> Option<String> {
        if name == "as_of" {
            return Some(show_date(self.frame.as_of, self.lang));
        }
        let (_, program) = measure.shown.iter().find(|(n, _)| n == name)?;
        match &program.root {
            Node::If(parts) => self.bare(&program.root).or_else(|| {
                let both = (self.bare(&parts.1), self.bare(&parts.2));
                if let (Some(_), Some(_)) = both { self.noun(&program.root) } else { None }
            }),
            root => self.bare(root),
        }
    }

    fn tiers(&self, measure: &'a Measure) -> Vec<ReadTier> {
        let read = measure.tiers.iter().map(|tier| {
            let amount = tier.amount.as_ref();
            let ids = amount.map(|p| p.parameters.clone()).unwrap_or_default();
            ReadTier {
                name: tier.label.as_ref().map(|label| label.get(self.lang).to_owned()),
                when: self.for_whom(&tier.when),
                amount: amount.map(|p| self.amount_in_words(p, measure.period)),
                figures: ids.into_iter().filter_map(|id| self.figure(id)).collect(),
            }
        });
        read.collect()
    }

    fn figure(&self, id: ParameterId) -> Option<Figure> {
        let parameter = self.pack.parameter(id)?;
        let value = parameter.on(self.frame.as_of);
        Some(Figure {
            title: parameter.title.get(self.lang).to_owned(),
            value: value.map(|v| show(&v.value, None, self.lang)),
            from: value.map(|v| v.from),
            clause: value.map(|v| show_clause(self.pack, &v.clause, self.lang)),
            note: value.and_then(|v| v.note.as_ref()).map(|note| note.get(self.lang).to_owned()),
            example: value.is_some_and(|v| v.example),
        })
    }
}

#[cfg(test)]
mod tests;

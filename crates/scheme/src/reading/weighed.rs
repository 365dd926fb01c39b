//! A measure's conditions and tiers one by one, each with how it stands for one person: what an answer is made of, in the
//! same words in which the standard is read.

use super::phrase::Saying;
use super::{Condition, ReadTier};
use crate::assess::{Answer, Assessor};
use crate::contested::choices_over;
use crate::expr::evaluate::Known;
use crate::expr::program::{Node, Program};
use crate::fact_set::FactSet;
use crate::pack::Pack;
use crate::pack::words::TierRule;
use crate::subject::{Subject, SubjectBuilder};
use crate::text::Lang;
use crate::value::Val;
use guanai_kernel::Date;

/// How one condition stands for one person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stands {
    /// It holds.
    Holds,
    /// It does not.
    Fails,
    /// What is recorded does not tell.
    Open,
    /// It cannot be calculated.
    Fault,
    /// Nobody asked: the measure's conditions do not hold, or an earlier tier counts.
    NotAsked,
    /// It tells of a fact that is kept from the reader.
    Withheld,
}

impl Stands {
    /// Every one.
    pub const ALL: &'static [Self] =
        &[Self::Holds, Self::Fails, Self::Open, Self::Fault, Self::NotAsked, Self::Withheld];

    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Holds => "holds",
            Self::Fails => "fails",
            Self::Open => "open",
            Self::Fault => "fault",
            Self::NotAsked => "not-asked",
            Self::Withheld => "withheld",
        }
    }
}

/// A condition with how it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Weighed {
    /// The condition, in plain words.
    pub condition: Condition,
    /// How it stands.
    pub stands: Stands,
    /// The facts that it looks at.
    pub facts: FactSet,
}

/// A tier with how it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WeighedTier {
    /// The tier, in plain words.
    pub tier: ReadTier,
    /// How it stands.
    pub stands: Stands,
    /// Whether it is the one that counts.
    pub is_chosen: bool,
    /// The facts that it looks at.
    pub facts: FactSet,
}

/// A measure weighed for one person. All conditions hold together exactly where the measure's condition does.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Weighing {
    /// The conditions, in the order of the standard; all must hold.
    pub conditions: Vec<Weighed>,
    /// The tiers, in the order of the standard.
    pub tiers: Vec<WeighedTier>,
}

/// Weighs a measure, by its place in [`Pack::measures`], for one person on a day.
///
/// # Panics
/// If there is no such measure.
pub fn weigh(pack: &Pack, subject: &Subject, as_of: Date, measure: usize, lang: Lang) -> Weighing {
    let assessor = Assessor::new(pack, as_of);
    let mut nobody = SubjectBuilder::new(pack);
    nobody.answered_by(subject.chain().clone());
    let nobody = nobody.build();
    let saying = Saying { pack, frame: assessor.frame(&nobody, &[]), lang };
    let scales = Scales { assessor: &assessor, subject };
    let answer = assessor.measure(subject, measure);
    let measure = &pack.measures()[measure];
    let conditions = saying.terms(&measure.condition).into_iter().map(|(term, condition)| {
        let facts = term.facts();
        Weighed { condition, stands: scales.stands(term, facts), facts }
    });
    let chosen = match &answer {
        Answer::Holds(entitled) => entitled.tier,
        _ => None,
    };
    let whole = scales.stands(&measure.condition.root, measure.condition.reads);
    let tiers = measure.tiers.iter().zip(saying.tiers(measure)).enumerate().map(|(at, (of_pack, tier))| {
        let is_passed = measure.tier_rule == TierRule::FirstMatch && chosen.is_some_and(|chosen| at > chosen);
        let stands = if whole == Stands::Fails || is_passed { Stands::NotAsked } else { scales.weigh(&of_pack.when) };
        WeighedTier { tier, stands, is_chosen: chosen == Some(at), facts: of_pack.when.reads }
    });
    Weighing { conditions: conditions.collect(), tiers: tiers.collect() }
}

struct Scales<'a> {
    assessor: &'a Assessor<'a>,
    subject: &'a Subject,
}

impl Scales<'_> {
    fn weigh(&self, program: &Program) -> Stands {
        self.stands(&program.root, program.reads)
    }

    /// The same with every value of what is contested, or open.
    fn stands(&self, node: &Node, reads: FactSet) -> Stands {
        let mut all = choices_over(self.subject, reads).into_iter().map(|choices| {
            match self.assessor.frame(self.subject, &choices).value(node) {
                Ok(Known::Value(Val::Bool(true))) => Stands::Holds,
                Ok(Known::Value(_)) => Stands::Fails,
                Ok(Known::Unknown(_)) => Stands::Open,
                Err(_) => Stands::Fault,
            }
        });
        let first = all.next().unwrap_or(Stands::Open);
        if all.all(|other| other == first) { first } else { Stands::Open }
    }
}

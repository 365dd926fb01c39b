//! What an application rests on, as it stood on the day: the standard's answer, its clause, the facts with their sources and
//! days, the amounts. It stays as it was; where facts have changed since, that is said, and somebody decides.

use std::collections::BTreeSet;

use guanai_kernel::{Date, Money, Recipient, Serves};

/// A text as the pack had it that day, in both languages.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub struct Said {
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

/// A fact as it was recorded.
#[derive(Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct FrozenFact {
    /// Its name in the pack.
    pub name: String,
    /// What it is called.
    pub title: Said,
    /// Its value in words.
    pub value: Said,
    /// Its value, for comparing.
    pub recorded: String,
    /// Where it comes from.
    pub source: String,
    /// The day the source speaks of.
    pub on: Option<Date>,
    /// Whether it is kept from some readers.
    pub is_sensitive: bool,
}

/// A parameter as it was in force.
#[derive(Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct FrozenParameter {
    /// What it is called.
    pub title: Said,
    /// Its value in words.
    pub value: Said,
    /// The clause of that value.
    pub clause: Option<String>,
    /// Whether it is an example and no rule.
    pub is_example: bool,
}

/// A purse that may pay, as the pack had it that day.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct FrozenPurse {
    /// Its id in the pack.
    pub id: String,
    /// What it is called.
    pub name: Said,
    /// Whom it may be spent on.
    pub serves: Serves,
}

impl FrozenPurse {
    /// Whether it may be spent on somebody; on who belongs nowhere only what is for everybody.
    pub fn fits(&self, recipient: Option<Recipient>) -> bool {
        recipient.map_or(self.serves == Serves::Both, |recipient| self.serves.reaches(recipient))
    }
}

/// What the standard said, and of which facts.
#[derive(Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Frozen {
    /// The day for which it was asked.
    pub as_of: Date,
    /// The pack and its version.
    pub pack: String,
    /// What the measure is called.
    pub measure: Said,
    /// The answer's code: `holds`, `not`, `undetermined`, `conflict`, `fault`.
    pub answer: String,
    /// Why, in one sentence.
    pub sentence: Said,
    /// The clause.
    pub clause: String,
    /// The title of the source that the clause cites.
    pub source: Said,
    /// The amount for one period.
    pub amount: Option<Money>,
    /// The period, as a code of the pack.
    pub period: Option<String>,
    /// The facts.
    pub facts: Vec<FrozenFact>,
    /// The parameters.
    pub parameters: Vec<FrozenParameter>,
    /// What was missing, and whom to ask.
    pub asks: Vec<Said>,
    /// As what the person is cared for; none for who belongs nowhere, and in applications from before it was kept.
    #[serde(default)]
    pub recipient: Option<Recipient>,
    /// The purses that may pay; none where the measure has none, and in applications from before they were kept.
    #[serde(default)]
    pub purses: Vec<FrozenPurse>,
}

impl std::fmt::Debug for Frozen {
    /// Without values: they may tell of health.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Frozen({} {})", self.as_of, self.answer)
    }
}

/// By what [`Frozen::changed_against`] names a change that no recorded fact made: time went by, or the standards changed.
pub const ANSWER: &str = "answer";

impl Frozen {
    /// Whether the standard's conditions held.
    pub fn holds(&self) -> bool {
        self.answer == "holds"
    }

    /// The purses that may be spent on the person.
    pub fn fitting_purses(&self) -> impl Iterator<Item = &FrozenPurse> {
        self.purses.iter().filter(|purse| purse.fits(self.recipient))
    }

    /// The facts that are not what they were, by name and without repeats; [`ANSWER`] where the answer or its amount is
    /// another one. What today's answer rests on beside them is not compared.
    pub fn changed_against(&self, now: &Self) -> Vec<String> {
        let values = |frozen: &Self| -> BTreeSet<(String, String)> {
            frozen.facts.iter().map(|fact| (fact.name.clone(), fact.recorded.clone())).collect()
        };
        let (then, today) = (values(self), values(now));
        let rested_on = |name: &String| self.facts.iter().any(|fact| fact.name == *name);
        let differ = then.symmetric_difference(&today).map(|(name, _)| name.clone());
        let mut changed: BTreeSet<String> = differ.filter(rested_on).collect();
        if (&self.answer, self.amount) != (&now.answer, now.amount) {
            changed.insert(ANSWER.to_owned());
        }
        changed.into_iter().collect()
    }
}

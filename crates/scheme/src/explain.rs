//! Why an answer is what it is: one sentence, then the clause, the facts with their sources and days, the parameters, and
//! the questions that are still open. From the facts that it names alone, the same answer comes out again.

mod beside;
mod grounds;
mod telling;

use guanai_kernel::ids::OrganizationId;
use guanai_kernel::{Date, Period};

pub use self::beside::{Beside, beside};
use self::grounds::Grounds;
use self::telling::Telling;
use crate::assess::{Assessor, Belonging, Open};
use crate::guarantees::CalendarSource;
use crate::pack::Pack;
use crate::shown::show_date;
use crate::subject::Subject;
use crate::text::Lang;
use crate::value::Value;

/// An answer with its reasons, in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// The answer's code: `holds`, `not`, `undetermined`, `conflict`, `fault`.
    pub answer: &'static str,
    /// Why, in one sentence.
    pub sentence: String,
    /// The clause: `《…》 §5`.
    pub clause: String,
    /// What the clause says, in the pack's own words, where it has them.
    pub clause_words: Option<String>,
    /// The title of the source that the clause cites.
    pub source_title: String,
    /// The pack's version.
    pub version: String,
    /// The facts on which the answer rests; one that is contested stands once for each of its values.
    pub facts: Vec<ShownFact>,
    /// Interruptions of membership, where seniority was reckoned.
    pub interruptions: Vec<Period>,
    /// The published calendars by which working days were counted, by year.
    pub calendars: Vec<CalendarSource>,
    /// Facts whose values stand in the sentence although the answer does not rest on them.
    pub mentioned: Vec<ShownFact>,
    /// What is missing, and whom to ask.
    pub ask: Vec<Question>,
    /// The parameters that were used.
    pub parameters: Vec<ShownParameter>,
}

/// A fact with its value in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShownFact {
    /// Its name in the pack.
    pub fact: String,
    /// What it is called.
    pub title: String,
    /// Its value in words.
    pub value: String,
    /// Its value.
    pub recorded: Value,
    /// Where the value comes from.
    pub source: String,
    /// The day the source speaks of.
    pub on: Option<Date>,
    /// Whether the value is masked where a reader may not see it.
    pub sensitive: bool,
}

/// A fact to ask for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// Its name in the pack.
    pub fact: String,
    /// What it is called.
    pub title: String,
    /// What to ask, and whom.
    pub text: String,
    /// Whether several values are recorded, of which one must be chosen.
    pub contested: bool,
}

/// A parameter with the value in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShownParameter {
    /// Its name in the pack.
    pub parameter: String,
    /// What it is called.
    pub title: String,
    /// Its value in words; none where it is not yet in force.
    pub value: Option<String>,
    /// The first day on which that value holds.
    pub from: Option<Date>,
    /// The clause of that value.
    pub clause: Option<String>,
    /// Whether it is an example and no rule.
    pub example: bool,
    /// Where a lower organisation set it: whose, until when, and in place of what.
    pub local: Option<ShownLocal>,
}

/// A figure that a lower organisation set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShownLocal {
    /// Whose.
    pub organization: OrganizationId,
    /// The last day on which it holds.
    pub until: Date,
    /// What the pack itself lays down, in words; none where it lays nothing down yet.
    pub usual: Option<String>,
}

impl ShownParameter {
    /// That a lower organisation set it, under which document, in place of what; none where nobody did.
    pub fn set_below(&self, lang: Lang) -> Option<String> {
        let (local, value, clause) = (self.local.as_ref()?, self.value.as_ref()?, self.clause.as_ref()?);
        let until = show_date(local.until, lang);
        let usual = local.usual.as_ref();
        Some(match lang {
            Lang::Zh => {
                let usual = usual.map(|usual| format!("，上级标准{usual}")).unwrap_or_default();
                format!("{}：{value}（本级在幅度内自定，依据{clause}，执行到{until}{usual}）", self.title)
            }
            Lang::En => {
                let usual = usual.map(|usual| format!("; the standard above says {usual}")).unwrap_or_default();
                format!("{}: {value} (set here within bounds under {clause}, until {until}{usual})", self.title)
            }
        })
    }
}

impl Explanation {
    /// All in one line, for a plan or a print: the sentence, the clause, each fact with its source and day.
    pub fn in_full(&self, lang: Lang) -> String {
        let facts = self.facts.iter().map(|f| {
            let day = f.on.map(|on| format!("{}{}", lang.comma(), show_date(on, lang))).unwrap_or_default();
            match lang {
                Lang::Zh => format!("{}：{}（{}{day}）", f.title, f.value, f.source),
                Lang::En => format!("{}: {} ({}{day})", f.title, f.value, f.source),
            }
        });
        let facts = facts.chain(self.parameters.iter().filter_map(|figure| figure.set_below(lang)));
        let facts = facts.collect::<Vec<_>>().join(lang.pick("；", "; "));
        match (lang, facts.is_empty()) {
            (Lang::Zh, true) => format!("{}依据：{}。", self.sentence, self.clause),
            (Lang::Zh, false) => format!("{}依据：{}。{facts}。", self.sentence, self.clause),
            (Lang::En, true) => format!("{} Under {}.", self.sentence, self.clause),
            (Lang::En, false) => format!("{} Under {}. {facts}.", self.sentence, self.clause),
        }
    }

    /// Every fact of which it tells something.
    pub fn told_facts(&self) -> impl Iterator<Item = &ShownFact> {
        self.facts.iter().chain(&self.mentioned)
    }

    /// Whether it tells something of a fact that is masked from some readers.
    pub fn is_sensitive(&self) -> bool {
        self.told_facts().any(|f| f.sensitive)
    }
}

/// Explains a measure's answer; `measure` is its place in [`Pack::measures`].
///
/// # Panics
/// If there is no such measure.
pub fn explain(pack: &Pack, subject: &Subject, as_of: Date, measure: usize, lang: Lang) -> Explanation {
    let assessor = Assessor::new(pack, as_of);
    let answer = assessor.measure(subject, measure);
    let measure = &pack.measures()[measure];
    let grounds = Grounds::of(&assessor, subject, measure, &answer);
    let telling = Telling { pack, frame: assessor.frame(subject, &[]), lang };
    let mut explanation = telling.explanation(
        answer.code(),
        telling.sentence(measure, &answer),
        &measure.clause,
        &grounds,
        &answer.open().unwrap_or_default(),
    );
    telling.mention(measure, &answer, &mut explanation);
    explanation
}

/// Explains whether somebody belongs to a class; `class` is its place in [`Pack::classes`].
///
/// # Panics
/// If there is no such class.
pub fn explain_class(pack: &Pack, subject: &Subject, as_of: Date, class: usize, lang: Lang) -> Explanation {
    let assessor = Assessor::new(pack, as_of);
    let answer = assessor.class(subject, class);
    let class = &pack.classes()[class];
    let telling = Telling { pack, frame: assessor.frame(subject, &[]), lang };
    let (code, open, sentence) = match answer {
        Belonging::Belongs => ("holds", Open::default(), class.reason.get(lang).to_owned()),
        Belonging::DoesNotBelong => {
            let name = class.name.get(lang);
            let zh = format!("目前不属于“{name}”。");
            ("not", Open::default(), lang.pick(&zh, &format!("At present not in the class \"{name}\".")).to_owned())
        }
        Belonging::Undetermined(open) => ("undetermined", open, telling.undetermined(open)),
        Belonging::Fault(fault) => ("fault", Open::default(), telling.fault(fault)),
    };
    let grounds = Grounds::of_class(&assessor, subject, class);
    telling.explanation(code, sentence, &class.clause, &grounds, &open)
}

#[cfg(test)]
mod tests;

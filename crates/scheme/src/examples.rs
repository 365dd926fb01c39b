//! Runs the worked examples of a pack: each says which answer must come out, and a failure says what came instead.

use crate::assess::{Answer, Assessor, Belonging};
use crate::explain::{explain, explain_class};
use crate::fact_set::FactSet;
use crate::pack::Pack;
use crate::pack::example_file::{Example, ExampleOf};
use crate::shown::show_money;
use crate::subject::{Provenance, Subject, SubjectBuilder};
use crate::text::Lang;

/// An example whose answer came out otherwise.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "{file}, line {line}: {title}: {what} should be \"{expected}\" and is \"{found}\"; mend the example, or the standard"
)]
pub struct ExampleFailure {
    /// Its file.
    pub file: String,
    /// Its line.
    pub line: u32,
    /// What it shows, in Chinese.
    pub title: String,
    /// What differs: `answer`, `amount`, `tier`, `starts_on`, `ask`, `fault`, `says`.
    pub what: &'static str,
    /// What was expected.
    pub expected: String,
    /// What came.
    pub found: String,
}

/// Runs every example of the pack; empty where all came out as expected.
pub fn check_examples(pack: &Pack) -> Vec<ExampleFailure> {
    pack.examples().iter().flat_map(|example| check(pack, example)).collect()
}

/// What came out, in the words of an expectation.
#[derive(Debug, Default)]
struct Came {
    answer: &'static str,
    amount: Option<String>,
    tier: Option<String>,
    starts_on: Option<String>,
    ask: FactSet,
    fault: Option<String>,
}

fn check(pack: &Pack, example: &Example) -> Vec<ExampleFailure> {
    let subject = match subject(pack, example) {
        Ok(subject) => subject,
        Err(error) => return vec![failure(example, "facts", String::new(), error.to_string())],
    };
    let came = came(pack, example, &subject);
    let expect = &example.expect;
    let mut failures = Vec::new();
    let mut compare = |what, expected: Option<String>, found: Option<String>| {
        if let Some(expected) = expected.filter(|e| Some(e) != found.as_ref()) {
            failures.push(failure(example, what, expected, found.unwrap_or_default()));
        }
    };
    compare("answer", Some(expect.answer.to_owned()), Some(came.answer.to_owned()));
    compare("amount", expect.amount.map(|a| show_money(a, Lang::En)), came.amount);
    compare("tier", expect.tier.clone(), came.tier);
    compare("starts_on", expect.starts_on.map(|d| d.to_string()), came.starts_on);
    compare("fault", expect.fault.clone(), came.fault);
    let wanted = expect.ask.as_ref().map(|names| names.iter().filter_map(|n| pack.told_slot(n)).collect::<FactSet>());
    let names = |facts: FactSet| pack.fact_names(facts).collect::<Vec<_>>().join(" ");
    compare("ask", wanted.map(names), Some(names(came.ask)));
    for lang in Lang::ALL {
        let expected = expect.says.as_ref().map(|t| t.get(lang).to_owned());
        if expected.is_some() {
            let explanation = match example.of {
                ExampleOf::Measure(at) => explain(pack, &subject, example.on, at, lang),
                ExampleOf::Class(at) => explain_class(pack, &subject, example.on, at, lang),
            };
            compare("says", expected, Some(explanation.sentence));
        }
    }
    failures
}

fn failure(example: &Example, what: &'static str, expected: String, found: String) -> ExampleFailure {
    let (file, line, title) = (example.file.clone(), example.line, example.title.zh.clone());
    ExampleFailure { file, line, title, what, expected, found }
}

fn subject(pack: &Pack, example: &Example) -> Result<Subject, crate::subject::SubjectError> {
    let source = Provenance::new(format!("{}:{}", example.file, example.line), Some(example.on));
    let mut builder = SubjectBuilder::new(pack);
    for (slot, values) in &example.facts {
        for value in values {
            builder.set(*slot, value.clone(), source.clone())?;
        }
    }
    for book in &example.books {
        builder.absent_from(book, &source);
    }
    for period in &example.interruptions {
        builder.interrupt(*period);
    }
    let others = example.others.iter().map(|facts| {
        let mut other = SubjectBuilder::new(pack);
        for (slot, value) in facts {
            other.set(*slot, value.clone(), source.clone())?;
        }
        Ok(other.build())
    });
    let others = others.collect::<Result<Vec<Subject>, _>>()?;
    Ok(builder.build().in_household(pack, &others.iter().collect::<Vec<_>>()))
}

fn came(pack: &Pack, example: &Example, subject: &Subject) -> Came {
    let assessor = Assessor::new(pack, example.on);
    match example.of {
        ExampleOf::Class(at) => match assessor.class(subject, at) {
            Belonging::Belongs => Came { answer: "holds", ..Came::default() },
            Belonging::DoesNotBelong => Came { answer: "not", ..Came::default() },
            Belonging::Undetermined(open) => {
                Came { answer: "undetermined", ask: open.ask.union(open.contested), ..Came::default() }
            }
            Belonging::Fault(fault) => {
                Came { answer: "fault", fault: Some(fault.code().to_owned()), ..Came::default() }
            }
        },
        ExampleOf::Measure(at) => {
            let answer = assessor.measure(subject, at);
            let mut came = Came { answer: answer.code(), ..Came::default() };
            match answer {
                Answer::Holds(entitled) => {
                    came.amount = entitled.amount.map(|a| show_money(a, Lang::En));
                    came.tier = entitled.tier.map(|t| pack.measures()[at].tiers[t].id.clone());
                    came.starts_on = entitled.starts_on.map(|d| d.to_string());
                }
                Answer::Undetermined(open) => came.ask = open.ask.union(open.contested),
                Answer::Fault(fault) => came.fault = Some(fault.code().to_owned()),
                Answer::DoesNotHold(_) | Answer::Conflict { .. } => {}
            }
            came
        }
    }
}

/// What an example comes to, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Outcome {
    pub words: String,
    pub breaks: bool,
}

/// What an example comes to under a pack of the same facts: the sentence that explains it.
pub(crate) fn outcome(pack: &Pack, example: &Example, lang: Lang) -> Outcome {
    let Ok(subject) = subject(pack, example) else { return Outcome { words: String::new(), breaks: true } };
    let came = came(pack, example, &subject);
    let explanation = match example.of {
        ExampleOf::Measure(at) => explain(pack, &subject, example.on, at, lang),
        ExampleOf::Class(at) => explain_class(pack, &subject, example.on, at, lang),
    };
    Outcome { words: explanation.sentence, breaks: came.fault.is_some() }
}

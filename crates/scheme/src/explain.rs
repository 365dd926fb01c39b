//! Why an answer is what it is: one sentence, then the clause, the facts with their sources and days, the parameters, and
//! the questions that are still open.

use guanai_kernel::Date;

use crate::assess::{Answer, Assessor, Belonging, Entitled, Open, Refusal};
use crate::expr::Fault;
use crate::expr::evaluate::{Frame, Known};
use crate::expr::program::{Node, ParameterId, Program};
use crate::fact_set::{FactSet, Slot};
use crate::pack::Pack;
use crate::pack::manifest::Clause;
use crate::pack::measures::Measure;
use crate::pack::template::{Part, Template};
use crate::pack::words::OffsetRule;
use crate::shown::{not_recorded, show, show_clause, show_date, show_money};
use crate::subject::{FactState, Subject};
use crate::text::Lang;

/// An answer with its reasons, in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// The answer's code: `holds`, `not`, `undetermined`, `conflict`, `fault`.
    pub answer: &'static str,
    /// Why, in one sentence.
    pub sentence: String,
    /// The clause: `《…》 §5`.
    pub clause: String,
    /// The title of the source that the clause cites.
    pub source_title: String,
    /// The pack's version.
    pub version: String,
    /// The facts on which the answer rests; one that is contested stands once for each of its values.
    pub facts: Vec<ShownFact>,
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
        let facts = facts.collect::<Vec<_>>().join(lang.pick("；", "; "));
        match (lang, facts.is_empty()) {
            (Lang::Zh, true) => format!("{}依据：{}。", self.sentence, self.clause),
            (Lang::Zh, false) => format!("{}依据：{}。{facts}。", self.sentence, self.clause),
            (Lang::En, true) => format!("{} Under {}.", self.sentence, self.clause),
            (Lang::En, false) => format!("{} Under {}. {facts}.", self.sentence, self.clause),
        }
    }

    /// Whether a fact that is masked from some readers is among the facts; its value may also stand in the sentence.
    pub fn is_sensitive(&self) -> bool {
        self.facts.iter().any(|f| f.sensitive)
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
    let frame = assessor.frame(subject, &[]);
    let telling = Telling { pack, frame, lang };
    let mut programs = vec![&measure.condition];
    match &answer {
        Answer::DoesNotHold(Refusal::Condition) => {}
        Answer::Holds(entitled) => {
            let tiers =
                entitled.tier.into_iter().chain(entitled.meanwhile.map(|m| m.tier)).map(|at| &measure.tiers[at]);
            programs.extend(tiers.flat_map(|t| std::iter::once(&t.when).chain(&t.amount).chain(&t.begins)));
            programs.extend(measure.begins.iter().chain(&measure.cap).chain(&measure.floor));
        }
        Answer::Conflict { tiers } => programs.extend(tiers.iter().map(|at| &measure.tiers[*at].when)),
        Answer::DoesNotHold(_) => programs.extend(measure.tiers.iter().map(|t| &t.when)),
        Answer::Undetermined(_) | Answer::Fault(_) => programs.extend(measure.programs().skip(1)),
    }
    let mut facts = telling.support(&programs);
    let against = measure.offset.filter(|o| o.rule != OffsetRule::Stack);
    if let (Some(offset), false) = (against, answer == Answer::DoesNotHold(Refusal::Condition)) {
        facts.insert(offset.benefit);
    }
    let sentence = telling.sentence(measure, &answer);
    let shown = measure.shown.iter().map(|(_, program)| program);
    telling.explanation(
        answer.code(),
        sentence,
        &measure.clause,
        facts,
        &answer.open().unwrap_or_default(),
        programs.into_iter().chain(shown),
    )
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
    let programs = vec![&class.when];
    let facts = telling.support(&programs);
    telling.explanation(code, sentence, &class.clause, facts, &open, programs.into_iter())
}

/// One subject, told in one language.
struct Telling<'a> {
    pack: &'a Pack,
    frame: Frame<'a>,
    lang: Lang,
}

impl<'a> Telling<'a> {
    fn support(&self, programs: &[&'a Program]) -> FactSet {
        programs.iter().fold(FactSet::EMPTY, |facts, program| facts.union(self.frame.support(&program.root)))
    }

    fn explanation<'b>(
        &self,
        answer: &'static str,
        sentence: String,
        clause: &Clause,
        facts: FactSet,
        open: &Open,
        programs: impl Iterator<Item = &'b Program>,
    ) -> Explanation {
        let mut ids: Vec<ParameterId> = programs.flat_map(|p| p.parameters.iter().copied()).collect();
        ids.sort_unstable();
        ids.dedup();
        let asked = open.ask.iter().map(|slot| (slot, false)).chain(open.contested.iter().map(|slot| (slot, true)));
        Explanation {
            answer,
            sentence,
            clause: self.clause(clause),
            source_title: self.source_title(clause),
            version: self.pack.manifest().version.clone(),
            facts: facts.union(open.contested).iter().flat_map(|slot| self.fact(slot)).collect(),
            ask: asked.map(|(slot, contested)| self.question(slot, contested)).collect(),
            parameters: ids.into_iter().filter_map(|id| self.parameter(id)).collect(),
        }
    }

    fn sentence(&self, measure: &'a Measure, answer: &Answer) -> String {
        let lang = self.lang;
        match answer {
            Answer::Holds(entitled) => {
                let reason = self.filled(&measure.reason, measure, Some(entitled));
                let Some(meanwhile) = entitled.meanwhile else { return reason };
                let tier = self.tier_name(measure, meanwhile.tier);
                let amount = meanwhile.amount.map(|a| show_money(a, lang)).unwrap_or_default();
                match lang {
                    Lang::Zh => format!("{reason}在此之前按“{tier}”：{amount}。"),
                    Lang::En => format!("{reason} Until then \"{tier}\" applies: {amount}."),
                }
            }
            Answer::DoesNotHold(Refusal::Benefit) => self.covered(measure),
            Answer::DoesNotHold(_) => self.filled(&measure.refused, measure, None),
            Answer::Undetermined(open) => self.undetermined(*open),
            Answer::Conflict { tiers } => {
                let names: Vec<String> = tiers.iter().map(|at| self.tier_name(measure, *at)).collect();
                let names = names.join(lang.comma());
                match lang {
                    Lang::Zh => format!("标准有矛盾：{names}同时成立，请标准的管理人处理。"),
                    Lang::En => format!(
                        "The standard contradicts itself: {names} hold together; whoever keeps it must settle that."
                    ),
                }
            }
            Answer::Fault(fault) => self.fault(*fault),
        }
    }

    fn covered(&self, measure: &Measure) -> String {
        let Some(offset) = measure.offset else { return String::new() };
        let fact = self.pack.fact(offset.benefit);
        let title = fact.title.get(self.lang);
        let value = match self.frame.fact(offset.benefit) {
            Known::Value(value) => show(&value.to_value(), Some(fact), self.lang),
            Known::Unknown(_) => not_recorded(self.lang).to_owned(),
        };
        match (self.lang, offset.rule) {
            (Lang::Zh, OffsetRule::TopUp) => format!("已享受的“{title}”（{value}）不低于本标准，没有差额可补。"),
            (Lang::Zh, _) => format!("“{title}”：{value}；按规定不重复享受。"),
            (Lang::En, OffsetRule::TopUp) => {
                format!("{title} ({value}) is no less than this standard: there is no difference to pay.")
            }
            (Lang::En, _) => format!("{title}: {value}; by rule nothing is given beside it."),
        }
    }

    fn undetermined(&self, open: Open) -> String {
        let lang = self.lang;
        let titles = |facts: FactSet| {
            let titles: Vec<&str> = facts.iter().map(|slot| self.pack.fact(slot).title.get(lang)).collect();
            titles.join(lang.comma())
        };
        let mut parts = Vec::new();
        if !open.ask.is_empty() {
            parts.push(format!("{}{}", lang.pick("还缺", "still missing: "), titles(open.ask)));
        }
        if !open.contested.is_empty() {
            parts.push(format!(
                "{}{}",
                titles(open.contested),
                lang.pick("有不同记载，须先认定", " recorded differently, one must be chosen")
            ));
        }
        let parts = parts.join(lang.pick("；", "; "));
        match lang {
            Lang::Zh => format!("暂时不能判定：{parts}。"),
            Lang::En => format!("Undetermined: {parts}."),
        }
    }

    fn fault(&self, fault: Fault) -> String {
        let lang = self.lang;
        let what = match fault {
            Fault::Overflow => lang.pick("数值太大", "a number is too large").to_owned(),
            Fault::DivisionByZero => lang.pick("除数为零", "a division by zero").to_owned(),
            Fault::DateOutsideCalendar => lang.pick("算出的日期不存在", "a date that does not exist").to_owned(),
            Fault::SeniorityInterrupted => lang.pick("党龄正在中断", "membership is interrupted").to_owned(),
            Fault::NegativeAmount => lang.pick("金额算成负数", "a negative amount").to_owned(),
            Fault::ParameterNotInForce(id) => {
                let title = self.pack.parameter(id).map_or("", |p| p.title.get(lang));
                let day = show_date(self.frame.as_of, lang);
                match lang {
                    Lang::Zh => format!("参数“{title}”在{day}还没有取值"),
                    Lang::En => format!("the parameter \"{title}\" has no value yet on {day}"),
                }
            }
        };
        match lang {
            Lang::Zh => format!("无法计算：{what}；请核对信息，或请标准的管理人改正标准。"),
            Lang::En => format!("Cannot be calculated: {what}; check the facts, or have the standard mended."),
        }
    }

    fn filled(&self, template: &Template, measure: &'a Measure, entitled: Option<&Entitled>) -> String {
        let missing = || not_recorded(self.lang).to_owned();
        let parts = template.parts(self.lang).iter().map(|part| match part {
            Part::Words(words) => words.clone(),
            Part::Name(name) => match name.as_str() {
                "as_of" => show_date(self.frame.as_of, self.lang),
                "amount" => entitled.and_then(|e| e.amount).map_or_else(missing, |a| show_money(a, self.lang)),
                "starts_on" => entitled.and_then(|e| e.starts_on).map_or_else(missing, |d| show_date(d, self.lang)),
                "tier" => entitled.and_then(|e| e.tier).map_or_else(missing, |at| self.tier_name(measure, at)),
                name => measure.shown.iter().find(|(n, _)| n == name).map_or_else(missing, |(_, p)| self.value(p)),
            },
        });
        parts.collect()
    }

    fn value(&self, program: &'a Program) -> String {
        let fact = match program.root {
            Node::Fact(slot) => Some(self.pack.fact(slot)),
            _ => None,
        };
        match self.frame.value(&program.root) {
            Ok(Known::Value(value)) => show(&value.to_value(), fact, self.lang),
            _ => not_recorded(self.lang).to_owned(),
        }
    }

    fn tier_name(&self, measure: &Measure, at: usize) -> String {
        let tier = &measure.tiers[at];
        tier.label.as_ref().map_or_else(|| tier.id.clone(), |label| label.get(self.lang).to_owned())
    }

    fn source_title(&self, clause: &Clause) -> String {
        self.pack.source(&clause.source).map_or_else(|| clause.source.clone(), |s| s.title.get(self.lang).to_owned())
    }

    fn clause(&self, clause: &Clause) -> String {
        show_clause(self.pack, clause, self.lang)
    }

    /// A fact once for each of its values; nothing where it is unknown.
    fn fact(&self, slot: Slot) -> Vec<ShownFact> {
        let fact = self.pack.fact(slot);
        let values = self.frame.subject.values(slot);
        let shown = values.into_iter().map(|(value, provenance)| ShownFact {
            fact: fact.name.clone(),
            title: fact.title.get(self.lang).to_owned(),
            value: show(value, Some(fact), self.lang),
            source: provenance.source.to_string(),
            on: provenance.on,
            sensitive: fact.sensitive,
        });
        shown.collect()
    }

    fn question(&self, slot: Slot, contested: bool) -> Question {
        let fact = self.pack.fact(slot);
        debug_assert!(contested == matches!(self.frame.subject.state(slot), FactState::Contested(_)));
        Question {
            fact: fact.name.clone(),
            title: fact.title.get(self.lang).to_owned(),
            text: fact.ask.get(self.lang).to_owned(),
            contested,
        }
    }

    fn parameter(&self, id: ParameterId) -> Option<ShownParameter> {
        let parameter = self.pack.parameter(id)?;
        let value = parameter.on(self.frame.as_of);
        Some(ShownParameter {
            parameter: parameter.id.clone(),
            title: parameter.title.get(self.lang).to_owned(),
            value: value.map(|v| show(&v.value, None, self.lang)),
            from: value.map(|v| v.from),
            clause: value.map(|v| self.clause(&v.clause)),
            example: value.is_some_and(|v| v.example),
        })
    }
}

#[cfg(test)]
mod tests;

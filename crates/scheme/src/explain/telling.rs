//! An answer told in one language: the sentence, the facts with their values and sources, what to ask, the figures.

use std::collections::BTreeSet;

use super::grounds::Grounds;
use super::{Explanation, Question, ShownFact, ShownLocal, ShownParameter};
use crate::assess::{Answer, Entitled, Open, Refusal};
use crate::expr::Fault;
use crate::expr::evaluate::{Frame, Known};
use crate::expr::functions::Function;
use crate::expr::program::{Node, ParameterId, Program};
use crate::fact_set::{FactSet, Slot};
use crate::guarantees::CalendarSource;
use crate::missing::asked;
use crate::pack::Pack;
use crate::pack::manifest::Clause;
use crate::pack::measures::Measure;
use crate::pack::template::{Part, Template};
use crate::pack::words::OffsetRule;
use crate::shown::{not_recorded, show, show_clause, show_date, show_money};
use crate::subject::FactState;
use crate::text::Lang;
use crate::value::Val;

/// One subject, told in one language.
pub(super) struct Telling<'a> {
    pub pack: &'a Pack,
    pub frame: Frame<'a>,
    pub lang: Lang,
}

impl<'a> Telling<'a> {
    /// The panel: what the answer rests on, each fact with its source.
    pub fn explanation(
        &self,
        answer: &'static str,
        sentence: String,
        clause: &Clause,
        grounds: &Grounds<'a>,
        open: &Open,
    ) -> Explanation {
        let mut ids: Vec<ParameterId> = grounds.programs.iter().flat_map(|p| p.parameters.iter().copied()).collect();
        ids.sort_unstable();
        ids.dedup();
        let asked = open.ask.iter().map(|slot| (slot, false)).chain(open.contested.iter().map(|slot| (slot, true)));
        let interruptions =
            if grounds.reckons_seniority() { self.frame.subject.interruptions().to_vec() } else { Vec::new() };
        Explanation {
            answer,
            sentence,
            clause: show_clause(self.pack, clause, self.lang),
            clause_words: self.pack.clause_words(clause).map(|words| words.get(self.lang).to_owned()),
            source_title: self.source_title(clause),
            version: self.pack.manifest().version.clone(),
            facts: grounds.facts.union(open.contested).iter().flat_map(|slot| self.fact(slot)).collect(),
            interruptions,
            calendars: self.calendars(grounds),
            mentioned: Vec::new(),
            ask: asked.map(|(slot, contested)| self.question(slot, contested)).collect(),
            parameters: ids.into_iter().filter_map(|id| self.parameter(id)).collect(),
        }
    }

    /// The calendars of the years in which working days were counted, where the answer rests on it.
    fn calendars(&self, grounds: &Grounds<'a>) -> Vec<CalendarSource> {
        let frame: Frame<'a> = self.frame;
        let mut years = BTreeSet::new();
        let mut see = |node: &'a Node| {
            let Node::Call(Function::WorkingDaysBetween | Function::WorkingDaysAfter, arguments) = node else { return };
            let day = |node| match frame.value(node) {
                Ok(Known::Value(Val::Date(day))) => Some(day.year()),
                _ => None,
            };
            let ends: Vec<i16> = arguments.iter().chain([node]).filter_map(day).collect();
            if let (Some(first), Some(last)) = (ends.iter().min(), ends.iter().max()) {
                years.extend(*first..=*last);
            }
        };
        grounds.programs.iter().for_each(|program| frame.visit_support(&program.root, &mut see));
        let sources = &self.pack.guarantees().calendar_sources;
        sources.iter().filter(|source| years.contains(&source.year)).cloned().collect()
    }

    /// Adds what the sentence itself names: its parameters, and facts on which the answer does not rest.
    pub fn mention(&self, measure: &'a Measure, answer: &Answer, explanation: &mut Explanation) {
        let template = match answer {
            Answer::Holds(_) => &measure.reason,
            Answer::DoesNotHold(Refusal::Condition | Refusal::NoTier) => &measure.refused,
            _ => return,
        };
        let uses = |name: &str| template.parts(self.lang).iter().any(|p| matches!(p, Part::Name(n) if n == name));
        let named = measure.shown.iter().filter(|(name, _)| uses(name)).map(|(_, program)| program);
        let (mut facts, mut parameters) = (FactSet::EMPTY, Vec::new());
        for program in named {
            facts = facts.union(self.frame.support(&program.root));
            parameters.extend(program.parameters.iter().filter_map(|id| self.parameter(*id)));
        }
        let told = |fact: &ShownFact| explanation.facts.iter().any(|f| f.fact == fact.fact);
        let mentioned = facts.iter().flat_map(|slot| self.fact(slot)).filter(|fact| !told(fact)).collect();
        explanation.mentioned = mentioned;
        for parameter in parameters {
            if explanation.parameters.iter().all(|p| p.parameter != parameter.parameter) {
                explanation.parameters.push(parameter);
            }
        }
    }

    pub fn sentence(&self, measure: &'a Measure, answer: &Answer) -> String {
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
            Answer::DoesNotHold(Refusal::Paused) => self.paused(measure),
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

    /// Since when it rests, until when, and why.
    fn paused(&self, measure: &Measure) -> String {
        let at = self.pack.measure_index(&measure.id);
        let Some(pause) = at.and_then(|at| self.frame.subject.paused(at, self.frame.as_of)) else {
            return String::new();
        };
        let [since, until] = [pause.since, pause.until].map(|day| show_date(day, self.lang));
        let reason = &pause.reason;
        match self.lang {
            Lang::Zh => format!("自{since}起暂停，到{until}再看。原因：{reason}"),
            Lang::En => format!("Paused since {since}, to be looked at again on {until}. The reason: {reason}"),
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

    pub fn undetermined(&self, open: Open) -> String {
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

    pub fn fault(&self, fault: Fault) -> String {
        let lang = self.lang;
        let what = match fault {
            Fault::Overflow => lang.pick("数值太大", "a number is too large").to_owned(),
            Fault::DivisionByZero => lang.pick("除数为零", "a division by zero").to_owned(),
            Fault::DateOutsideCalendar => lang.pick("算出的日期不存在", "a date that does not exist").to_owned(),
            Fault::SeniorityInterrupted => {
                lang.pick("年限正在中断，还不能计算", "membership is interrupted").to_owned()
            }
            Fault::NegativeWorkingDays => {
                lang.pick("工作日的天数算成负数", "a term of working days below zero").to_owned()
            }
            Fault::YearNotPublished => {
                let years: Vec<String> = self.frame.calendar.years().map(|year| year.to_string()).collect();
                let years =
                    if years.is_empty() { lang.pick("无", "none").to_owned() } else { years.join(lang.comma()) };
                match lang {
                    Lang::Zh => {
                        format!(
                            "工作日只按已公布的放假安排计算（已有年份：{years}），算到的年份还没有公布，公布并录入后再算"
                        )
                    }
                    Lang::En => format!(
                        "working days are counted by published calendars alone (there are: {years}), and a year that is \
                         passed has none yet; enter it once it is published"
                    ),
                }
            }
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

    /// A fact once for each of its values; nothing where it is unknown.
    pub fn fact(&self, slot: Slot) -> Vec<ShownFact> {
        let fact = self.pack.fact(slot);
        let values = self.frame.subject.values(slot);
        let shown = values.into_iter().map(|(value, provenance)| ShownFact {
            fact: fact.name.clone(),
            title: fact.title.get(self.lang).to_owned(),
            value: show(value, Some(fact), self.lang),
            recorded: value.clone(),
            source: self
                .frame
                .subject
                .household_source(slot, self.lang)
                .unwrap_or_else(|| provenance.source.to_string()),
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
            text: asked(self.pack, slot, self.frame.subject.household_gap(slot), self.lang),
            contested,
        }
    }

    fn parameter(&self, id: ParameterId) -> Option<ShownParameter> {
        let parameter = self.pack.parameter(id)?;
        let value = parameter.on(self.frame.as_of);
        let usual = value.map(|v| show(&v.value, None, self.lang));
        if let Some(own) = self.frame.local(id) {
            return Some(ShownParameter {
                parameter: parameter.id.clone(),
                title: parameter.title.get(self.lang).to_owned(),
                value: Some(show(&own.value, None, self.lang)),
                from: Some(own.from),
                clause: Some(show_clause(self.pack, &own.clause, self.lang)),
                example: false,
                local: Some(ShownLocal { organization: own.organization, until: own.until, usual }),
            });
        }
        Some(ShownParameter {
            parameter: parameter.id.clone(),
            title: parameter.title.get(self.lang).to_owned(),
            value: usual,
            from: value.map(|v| v.from),
            clause: value.map(|v| show_clause(self.pack, &v.clause, self.lang)),
            example: value.is_some_and(|v| v.example),
            local: None,
        })
    }
}

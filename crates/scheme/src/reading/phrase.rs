//! Expressions in plain words: what somebody who never saw a formula would say. What cannot be said so is `None`, and the
//! caller names the facts instead.

use guanai_kernel::Date;

use crate::expr::evaluate::{Frame, Known};
use crate::expr::functions::Function;
use crate::expr::program::{Node, ParameterId};
use crate::expr::syntax::Operator;
use crate::fact_set::Slot;
use crate::pack::Pack;
use crate::shown::{show, show_date, show_plain_money};
use crate::text::Lang;
use crate::value::{Type, Value};

/// The fact on which ages are reckoned.
const BORN: &str = "person.birth_on";
/// The fact on which years since joining are reckoned.
const JOINED: &str = "person.joined_on";

/// One pack on one day, said in one language. The frame's subject knows nothing: what has a value in it needs nobody.
pub(super) struct Saying<'a> {
    pub pack: &'a Pack,
    pub frame: Frame<'a>,
    pub lang: Lang,
}

impl<'a> Saying<'a> {
    /// The value of what depends on nobody, in plain words.
    pub fn bare(&self, node: &'a Node) -> Option<String> {
        Some(self.plain(&self.constant(node)?))
    }

    /// The value of what depends on nobody.
    pub fn constant(&self, node: &'a Node) -> Option<Value> {
        match self.frame.value(node) {
            Ok(Known::Value(value)) => Some(value.to_value()),
            _ => None,
        }
    }

    /// A value in plain words.
    pub fn plain(&self, value: &Value) -> String {
        match value {
            Value::Money(amount) => show_plain_money(*amount, self.lang),
            other => show(other, None, self.lang),
        }
    }

    /// What an expression is worth, as a noun.
    pub fn noun(&self, node: &'a Node) -> Option<String> {
        match node {
            Node::Constant(_) => self.bare(node),
            Node::Fact(slot) => Some(self.title(*slot)),
            Node::Parameter(id) => self.parameter(*id, node),
            Node::AsOf => Some(self.lang.pick("当天", "the day").to_owned()),
            Node::Binary(operator, pair) => self.sum(*operator, &pair.0, &pair.1),
            Node::If(parts) => self.choice(&parts.0, &self.short(&parts.1)?, &self.short(&parts.2)?),
            Node::Call(function, arguments) => self.call(*function, arguments),
            _ => None,
        }
    }

    /// A number or amount without its title, where it depends on nobody; else as a noun.
    pub fn short(&self, node: &'a Node) -> Option<String> {
        self.bare(node).or_else(|| self.noun(node))
    }

    /// A day: the one that is written out, else as a noun.
    fn on(&self, day: &'a Node) -> Option<String> {
        if *day == Node::AsOf { self.noun(day) } else { self.short(day) }
    }

    fn choice(&self, test: &'a Node, yes: &str, no: &str) -> Option<String> {
        let (when, otherwise) = (self.clause(test, true)?, self.otherwise(test));
        Some(match self.lang {
            Lang::Zh => format!("{yes}（{when}）或{no}（{otherwise}）"),
            Lang::En => format!("{yes} ({when}) or {no} ({otherwise})"),
        })
    }

    /// What a fact is called, as it stands inside a sentence.
    pub fn title(&self, slot: Slot) -> String {
        let title = self.pack.fact(slot).title.get(self.lang);
        match self.lang {
            Lang::Zh => title.to_owned(),
            Lang::En => lowered(title),
        }
    }

    /// An amount with what it is called; other parameters by their value alone, which the list of figures names.
    fn parameter(&self, id: ParameterId, node: &'a Node) -> Option<String> {
        let value = self.bare(node)?;
        let parameter = self.pack.parameter(id)?;
        if parameter.value_type != Type::Money {
            return Some(value);
        }
        let title = parameter.title.get(self.lang);
        Some(match (self.lang, title.strip_suffix('）')) {
            (Lang::Zh, Some(head)) => format!("{head}，{value}）"),
            (Lang::Zh, None) => format!("{title}（{value}）"),
            (Lang::En, _) => format!("{value} ({title})"),
        })
    }

    fn sum(&self, operator: Operator, a: &'a Node, b: &'a Node) -> Option<String> {
        if let Some(share) = self.share(operator, a, b) {
            return Some(share);
        }
        let lang = self.lang;
        Some(match operator {
            Operator::Add => format!("{}{}{}", self.noun(a)?, lang.pick("加上", " plus "), self.noun(b)?),
            Operator::Subtract => format!("{}{}{}", self.noun(a)?, lang.pick("减去", " less "), self.noun(b)?),
            Operator::Multiply => format!("{}{}{}", self.factor(a)?, lang.pick("×", " × "), self.factor(b)?),
            // Whole numbers: what is left over does not count.
            Operator::Divide => {
                let (whole, each) = (self.noun(a)?, self.short(b)?);
                match lang {
                    Lang::Zh => format!("{whole}每满{each}{}计1", self.unit(a)),
                    Lang::En => format!("1 for every full {each} of {whole}"),
                }
            }
            _ => return None,
        })
    }

    fn factor(&self, node: &'a Node) -> Option<String> {
        let said = self.noun(node)?;
        Some(match (node, self.lang) {
            (Node::Binary(..), Lang::Zh) => format!("（{said}）"),
            (Node::Binary(..), Lang::En) => format!("({said})"),
            _ => said,
        })
    }

    /// `x * p / 100` is p percent of x.
    fn share(&self, operator: Operator, a: &'a Node, b: &'a Node) -> Option<String> {
        let (Operator::Divide, Some(Value::Int(100)), Node::Binary(Operator::Multiply, product)) =
            (operator, self.constant(b), a)
        else {
            return None;
        };
        let percent = self.bare(&product.1)?;
        match &product.0 {
            Node::Binary(Operator::Subtract, pair) => {
                let (whole, less) = (self.noun(&pair.0)?, self.noun(&pair.1)?);
                Some(match self.lang {
                    Lang::Zh => format!("{whole}减去{less}，余下部分的{percent}%"),
                    Lang::En => format!("{percent}% of what remains of {whole} after {less}"),
                })
            }
            whole => {
                let whole = self.noun(whole)?;
                Some(match self.lang {
                    Lang::Zh => format!("{whole}的{percent}%"),
                    Lang::En => format!("{percent}% of {whole}"),
                })
            }
        }
    }

    fn call(&self, function: Function, arguments: &'a [Node]) -> Option<String> {
        let lang = self.lang;
        match (function, arguments) {
            (Function::Min, [a, b]) => self.bounded(a, b, lang.pick("最多按", "at most "), lang.pick("计", " counted")),
            (Function::Max, [a, b]) => {
                self.bounded(a, b, lang.pick("至少按", "at least "), lang.pick("计", " counted"))
            }
            (Function::WorkingDaysBetween, [from, to]) => {
                let (from, to) = (self.on(from)?, self.on(to)?);
                Some(match lang {
                    Lang::Zh => format!("从{from}到{to}的工作日数"),
                    Lang::En => format!("working days from {from} to {to}"),
                })
            }
            (Function::WorkingDaysAfter, [from, days]) => {
                let (from, days) = (self.on(from)?, self.short(days)?);
                Some(match lang {
                    Lang::Zh => format!("{from}之后第{days}个工作日"),
                    Lang::En => format!("{days} working days after {from}"),
                })
            }
            (Function::DateOf, [year, month, day]) => self.day_of_year(year, month, day),
            (Function::SeniorityReached, [_, years]) => self.reaching_seniority(years).map(|e| self.day_of(&e)),
            (Function::YearsAfter, [since, years]) => self.reaching(since, years).map(|e| self.day_of(&e)),
            _ => None,
        }
    }

    fn bounded(&self, a: &'a Node, b: &'a Node, before: &str, after: &str) -> Option<String> {
        let (what, bound) = match (self.bare(a), self.bare(b)) {
            (None, Some(bound)) => (a, bound),
            (Some(bound), None) => (b, bound),
            _ => return None,
        };
        let what = self.noun(what)?;
        Some(match self.lang {
            Lang::Zh => format!("{what}（{before}{bound}{after}）"),
            Lang::En => format!("{what} ({before}{bound}{after})"),
        })
    }

    /// `date(year(as_of), 12, 31)` is 31 December of the year.
    fn day_of_year(&self, year: &'a Node, month: &'a Node, day: &'a Node) -> Option<String> {
        let (Node::Call(Function::Year, of), Some(Value::Int(month)), Some(Value::Int(day))) =
            (year, self.constant(month), self.constant(day))
        else {
            return None;
        };
        if of.as_ref() != [Node::AsOf] {
            return None;
        }
        // Shown as a date of some leap year, less the year.
        let (month, day) = (i8::try_from(month).ok()?, i8::try_from(day).ok()?);
        let some_year = Date::new(2000, month, day).ok()?;
        Some(match self.lang {
            Lang::Zh => format!("当年{month}月{day}日"),
            Lang::En => format!("{} of the year", show_date(some_year, Lang::En).trim_end_matches(" 2000")),
        })
    }

    fn day_of(&self, event: &str) -> String {
        match self.lang {
            Lang::Zh => format!("{event}之日"),
            Lang::En => format!("the day of {event}"),
        }
    }

    /// The event of reaching so many years of seniority.
    pub fn reaching_seniority(&self, years: &'a Node) -> Option<String> {
        let years = self.bare(years)?;
        Some(match self.lang {
            Lang::Zh => format!("{}满{years}年", self.pack.words().seniority.zh),
            Lang::En => format!("completing {years} years {}", self.pack.words().seniority.en),
        })
    }

    /// The event that so many years have passed since a date.
    pub fn reaching(&self, since: &'a Node, years: &'a Node) -> Option<String> {
        let Node::Fact(slot) = since else { return None };
        let years = self.bare(years)?;
        let title = self.title(*slot);
        Some(match (self.lang, self.pack.fact(*slot).name.as_str()) {
            (Lang::Zh, BORN) => format!("年满{years}周岁"),
            (Lang::En, BORN) => format!("turning {years}"),
            (Lang::Zh, JOINED) => format!("{}满{years}年", self.pack.words().joining.zh),
            (Lang::En, JOINED) => format!("{years} years since {}", self.pack.words().joining.en),
            (Lang::Zh, _) => format!("{title}起满{years}年"),
            (Lang::En, _) => format!("{years} years since {title}"),
        })
    }

    /// How many years or months have passed, compared with a number: `年满80周岁`.
    pub fn passed(
        &self,
        function: Function,
        since: &'a Node,
        on: &'a Node,
        operator: Operator,
        number: &str,
    ) -> Option<String> {
        let Node::Fact(slot) = since else { return None };
        let fact = self.pack.fact(*slot).name.as_str();
        let on = if *on == Node::AsOf { None } else { Some(self.short(on)?) };
        match self.lang {
            Lang::Zh => self.passed_zh(function, (*slot, fact), on.as_deref(), operator, number),
            Lang::En => self.passed_en(function, (*slot, fact), on.as_deref(), operator, number),
        }
    }

    fn passed_zh(
        &self,
        function: Function,
        (slot, fact): (Slot, &str),
        on: Option<&str>,
        operator: Operator,
        number: &str,
    ) -> Option<String> {
        let verb = match operator {
            Operator::GreaterOrEqual => "满",
            Operator::Less => "不满",
            Operator::Greater => "超过",
            Operator::LessOrEqual => "不超过",
            Operator::Equal => "正好",
            _ => return None,
        };
        let on = on.map_or_else(String::new, |on| format!("到{on}"));
        Some(match (function, fact) {
            (Function::YearsSince, BORN) => {
                let year = if operator == Operator::GreaterOrEqual { "年" } else { "" };
                format!("{on}{year}{verb}{number}周岁")
            }
            (Function::YearsSince, JOINED) => format!("{on}{}{verb}{number}年", self.pack.words().joining.zh),
            (Function::SeniorityYears, _) => format!("{on}{}{verb}{number}年", self.pack.words().seniority.zh),
            (Function::YearsSince, _) => format!("从{}起，{on}{verb}{number}年", self.title(slot)),
            (Function::MonthsSince, _) => format!("从{}起，{on}{verb}{number}个月", self.title(slot)),
            _ => return None,
        })
    }

    fn passed_en(
        &self,
        function: Function,
        (slot, fact): (Slot, &str),
        on: Option<&str>,
        operator: Operator,
        number: &str,
    ) -> Option<String> {
        let bound = match operator {
            Operator::GreaterOrEqual => "at least",
            Operator::Less => "less than",
            Operator::Greater => "more than",
            Operator::LessOrEqual => "at most",
            Operator::Equal => "exactly",
            _ => return None,
        };
        let at = on.map_or_else(String::new, |on| format!(" at {on}"));
        let before = on.map_or_else(|| "ago".to_owned(), |on| format!("before {on}"));
        Some(match (function, fact) {
            (Function::YearsSince, BORN) => format!("is {bound} {number} years old{at}"),
            (Function::YearsSince, JOINED) => format!("joined {bound} {number} years {before}"),
            (Function::SeniorityYears, _) => {
                format!("has {bound} {number} years {}{at}", self.pack.words().seniority.en)
            }
            (Function::YearsSince, _) => format!("{} lies {bound} {number} years {before}", self.title(slot)),
            (Function::MonthsSince, _) => format!("{} lies {bound} {number} months {before}", self.title(slot)),
            _ => return None,
        })
    }
}

/// With a small first letter, as inside a sentence.
pub(super) fn lowered(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

/// With a capital first letter.
pub(super) fn raised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

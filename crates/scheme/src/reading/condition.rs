//! Conditions in plain words: the conjuncts of a standard as a list, negations pushed to where people say them, several
//! codes of one fact joined into one clause.

use super::Condition;
use super::phrase::{Saying, raised};
use crate::expr::functions::Function;
use crate::expr::program::{Node, Program};
use crate::expr::syntax::Operator;
use crate::fact_set::Slot;
use crate::pack::facts::Says;
use crate::text::Lang;
use crate::value::{Type, Value};

/// Whether all terms of a chain must hold, or one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Joined {
    All,
    Any,
}

impl<'a> Saying<'a> {
    /// Whom a tier is for, in one line.
    pub fn for_whom(&self, program: &'a Program) -> String {
        let mut terms = Vec::new();
        conjuncts(&program.root, &mut terms);
        terms.retain(|term| **term != Node::Constant(Value::Bool(true)));
        let said: Vec<String> = terms
            .into_iter()
            .map(|term| self.within(Joined::All, term, true).unwrap_or_else(|| self.calculated(term)))
            .collect();
        if said.is_empty() {
            return self.lang.pick("符合上面条件的", "Whoever qualifies").to_owned();
        }
        self.begun(&said.join(self.lang.pick("，并且", " and ")))
    }

    /// The conjuncts of a condition, each with the line that must hold.
    pub fn terms(&self, program: &'a Program) -> Vec<(&'a Node, Condition)> {
        let mut terms = Vec::new();
        conjuncts(&program.root, &mut terms);
        terms.retain(|term| **term != Node::Constant(Value::Bool(true)));
        terms.into_iter().map(|term| (term, self.condition(term))).collect()
    }

    fn condition(&self, term: &'a Node) -> Condition {
        let several = match unfolded(term, true) {
            Some((Joined::Any, terms, holds)) => self.grouped(Joined::Any, terms, holds).filter(|all| all.len() > 1),
            _ => None,
        };
        if let Some(alternatives) = several {
            let text = self.lang.pick("下面有一条符合就行：", "One of these is enough:").to_owned();
            return Condition { text, any_of: alternatives.iter().map(|c| self.begun(c)).collect() };
        }
        let text = self.clause(term, true).map_or_else(|| self.calculated(term), |clause| self.begun(&clause));
        Condition { text, any_of: Vec::new() }
    }

    /// As a line begins.
    pub fn begun(&self, clause: &str) -> String {
        match self.lang {
            Lang::Zh => clause.to_owned(),
            Lang::En => raised(clause),
        }
    }

    /// What is said of a condition that has no plain words: which facts it is calculated from.
    pub fn calculated(&self, node: &'a Node) -> String {
        let titles: Vec<&str> = node.facts().iter().map(|slot| self.pack.fact(slot).title.get(self.lang)).collect();
        let titles = titles.join(self.lang.comma());
        match self.lang {
            Lang::Zh => format!("还有一条要计算，用到：{titles}"),
            Lang::En => format!("One more condition, calculated from: {titles}"),
        }
    }

    /// A condition as a clause, or its negation where `holds` is false.
    pub fn clause(&self, node: &'a Node, holds: bool) -> Option<String> {
        if let Some((joined, terms, holds)) = unfolded(node, holds) {
            let word = match (joined, self.lang) {
                (Joined::All, Lang::Zh) => "，并且",
                (Joined::All, Lang::En) => " and ",
                (Joined::Any, Lang::Zh) => "，或者",
                (Joined::Any, Lang::En) => " or ",
            };
            return Some(self.grouped(joined, terms, holds)?.join(word));
        }
        match node {
            Node::Not(inner) => self.clause(inner, !holds),
            Node::Fact(slot) => Some(self.flag(*slot, holds)),
            Node::Binary(operator, pair) => {
                let operator = if holds { *operator } else { negated(*operator)? };
                self.comparison(operator, &pair.0, &pair.1)
            }
            Node::OneOf(item, list) => self.one_of(item, list, holds),
            Node::Member(pair) => code_in(pair).map(|(code, list)| self.listed(&[code], list, holds)),
            Node::If(parts) => self.split(&parts.0, &self.clause(&parts.1, holds)?, &self.clause(&parts.2, holds)?),
            _ => None,
        }
    }

    /// The clauses of a chain. Codes of one list that stand side by side make one clause.
    fn grouped(&self, joined: Joined, terms: &'a [Node], holds: bool) -> Option<Vec<String>> {
        // “A or B in the list”, and “neither A nor B in the list”.
        let merging = (joined == Joined::Any) == holds;
        let mut clauses = Vec::new();
        let mut codes: Vec<(Slot, Vec<&'a str>)> = Vec::new();
        let mut places = Vec::new();
        for term in terms {
            let listed = if let (Node::Member(pair), true) = (term, merging) { code_in(pair) } else { None };
            if let Some((code, list)) = listed {
                if let Some((_, all)) = codes.iter_mut().find(|(slot, _)| *slot == list) {
                    all.push(code);
                } else {
                    places.push(clauses.len());
                    codes.push((list, vec![code]));
                    clauses.push(String::new());
                }
                continue;
            }
            clauses.push(self.within(joined, term, holds)?);
        }
        for (place, (list, all)) in places.into_iter().zip(codes) {
            clauses[place] = self.listed(&all, list, holds);
        }
        Some(clauses)
    }

    /// A clause inside a chain, so that nobody reads it as two.
    fn within(&self, chain: Joined, term: &'a Node, holds: bool) -> Option<String> {
        let bracketed = |clause: String| match self.lang {
            Lang::Zh => format!("（{clause}）"),
            Lang::En => format!("({clause})"),
        };
        match unfolded(term, holds) {
            Some((Joined::All, terms, holds)) if chain == Joined::Any => {
                Some(self.grouped(Joined::All, terms, holds)?.join(self.lang.pick("并且", " and ")))
            }
            Some((_, terms, _)) if terms.len() > 1 => self.clause(term, holds).map(bracketed),
            _ if is_split(term) => self.clause(term, holds).map(bracketed),
            _ => self.clause(term, holds),
        }
    }

    pub(super) fn flag(&self, slot: Slot, holds: bool) -> String {
        let fact = self.pack.fact(slot);
        if let Some(says) = &fact.says {
            return if holds { &says.yes } else { &says.no }.get(self.lang).to_owned();
        }
        let answer = if holds { self.lang.pick("是", "yes") } else { self.lang.pick("否", "no") };
        match self.lang {
            Lang::Zh => format!("“{}”为“{answer}”", fact.title.zh),
            Lang::En => format!("\"{}\" is \"{answer}\"", fact.title.en),
        }
    }

    fn comparison(&self, operator: Operator, a: &'a Node, b: &'a Node) -> Option<String> {
        let (operator, a, b) = if self.constant(a).is_some() { (mirrored(operator), b, a) } else { (operator, a, b) };
        if let Node::If(parts) = b {
            let yes = self.comparison(operator, a, &parts.1)?;
            return self.split(&parts.0, &yes, &self.comparison(operator, a, &parts.2)?);
        }
        if let (Node::Call(function, arguments), Some(number)) = (a, self.bare(b))
            && let [since, on] = arguments.as_ref()
            && let Some(said) = self.passed(*function, since, on, operator, &number)
        {
            return Some(said);
        }
        if let (Node::Fact(slot), Some(Value::Text(code))) = (a, self.constant(b)) {
            return Some(self.one_of_codes(*slot, &[&code], operator == Operator::Equal));
        }
        if let Some(Value::Bool(wanted)) = self.constant(b) {
            return self.clause(a, wanted == (operator == Operator::Equal));
        }
        if self.type_of(a) == Some(Type::Bool) {
            return None;
        }
        let left = self.noun(a)?;
        let unit = self.unit(a);
        let right = match self.constant(b) {
            Some(Value::Int(_)) => format!("{}{unit}", self.bare(b)?),
            _ => self.noun(b)?,
        };
        let word = self.operator(operator, self.type_of(a)?)?;
        Some(match self.lang {
            Lang::Zh => format!("{left}{word}{right}"),
            Lang::En => format!("{left}{word} {right}"),
        })
    }

    pub(super) fn operator(&self, operator: Operator, of: Type) -> Option<&'static str> {
        use Operator as O;
        let (zh, en) = match (operator, of) {
            (O::Equal, _) => ("为", " is"),
            (O::NotEqual, _) => ("不是", " is not"),
            (O::Less, Type::Date) => ("早于", " is before"),
            (O::LessOrEqual, Type::Date) => ("不晚于", " is not after"),
            (O::Greater, Type::Date) => ("晚于", " is after"),
            (O::GreaterOrEqual, Type::Date) => ("不早于", " is not before"),
            (O::Less, Type::Money) => ("低于", ": under"),
            (O::LessOrEqual, Type::Money) => ("不高于", ": at most"),
            (O::Greater, Type::Money) => ("高于", ": over"),
            (O::GreaterOrEqual, Type::Money) => ("不低于", ": at least"),
            (O::Less, _) => ("少于", ": under"),
            (O::LessOrEqual, _) => ("不多于", ": at most"),
            (O::Greater, _) => ("多于", ": over"),
            (O::GreaterOrEqual, _) => ("不少于", ": at least"),
            _ => return None,
        };
        Some(self.lang.pick(zh, en))
    }

    /// `年` after a fact that is counted in years.
    pub fn unit(&self, node: &Node) -> &'static str {
        match node {
            Node::Fact(slot) if self.pack.fact(*slot).unit.as_deref() == Some("year") => self.lang.pick("年", " years"),
            Node::Call(Function::WorkingDaysBetween, _) => self.lang.pick("天", " days"),
            _ => "",
        }
    }

    fn type_of(&self, node: &Node) -> Option<Type> {
        Some(match node {
            Node::Fact(slot) => self.pack.fact(*slot).value_type,
            Node::Parameter(id) => self.pack.parameter(*id)?.value_type,
            Node::Constant(Value::Money(_)) => Type::Money,
            Node::Constant(Value::Date(_)) | Node::AsOf => Type::Date,
            Node::Constant(Value::Int(_)) => Type::Int,
            Node::Binary(_, pair) => match self.type_of(&pair.0)? {
                Type::Int => self.type_of(&pair.1)?,
                other => other,
            },
            Node::If(parts) => self.type_of(&parts.1)?,
            Node::Call(Function::Min | Function::Max, arguments) => self.type_of(arguments.first()?)?,
            Node::Call(Function::WorkingDaysBetween, _) => Type::Int,
            Node::Call(Function::WorkingDaysAfter, _) => Type::Date,
            _ => return None,
        })
    }

    fn one_of(&self, item: &'a Node, list: &'a [Node], holds: bool) -> Option<String> {
        let Node::Fact(slot) = item else { return None };
        let codes: Option<Vec<&str>> = list
            .iter()
            .map(|node| match node {
                Node::Constant(Value::Text(code)) => Some(&**code),
                _ => None,
            })
            .collect();
        Some(self.one_of_codes(*slot, &codes?, holds))
    }

    pub(super) fn one_of_codes(&self, slot: Slot, codes: &[&str], holds: bool) -> String {
        let names: Vec<String> = codes.iter().map(|code| self.code(slot, code)).collect();
        let title = self.title(slot);
        match (self.lang, holds) {
            (Lang::Zh, true) => format!("{title}为{}", self.either(&names)),
            (Lang::Zh, false) => format!("{title}不是{}", names.join("、")),
            (Lang::En, true) => format!("{title} is {}", self.either(&names)),
            (Lang::En, false) => format!("{title} is not {}", self.either(&names)),
        }
    }

    /// Codes that stand, or do not stand, in a recorded list.
    pub(super) fn listed(&self, codes: &[&str], list: Slot, holds: bool) -> String {
        let names: Vec<String> = codes.iter().map(|code| self.code(list, code)).collect();
        if let Some(says) = &self.pack.fact(list).says {
            let (text, which) = match (holds, self.lang) {
                (false, Lang::Zh) => (&says.no, names.join("、")),
                (false, Lang::En) => (&says.no, self.either(&names)),
                (true, _) => (&says.yes, self.either(&names)),
            };
            return text.get(self.lang).replace(Says::WHICH, &which);
        }
        let title = self.title(list);
        match (self.lang, holds) {
            (Lang::Zh, true) => format!("{title}中有{}", self.either(&names)),
            (Lang::Zh, false) => format!("{title}中没有{}", names.join("、")),
            (Lang::En, true) => format!("{title} include {}", self.either(&names)),
            (Lang::En, false) => format!("{title} do not include {}", self.either(&names)),
        }
    }

    fn either(&self, names: &[String]) -> String {
        match names {
            [] => String::new(),
            [one] => one.clone(),
            [first @ .., last] => format!("{}{}{last}", first.join(self.lang.comma()), self.lang.pick("或", " or ")),
        }
    }

    /// The name of a code: of the fact's closed list, else of a category of need.
    fn code(&self, slot: Slot, code: &str) -> String {
        let fact = self.pack.fact(slot);
        if let Some(value) = fact.value(code) {
            return value.name.get(self.lang).to_owned();
        }
        let need = self.pack.needs().iter().find(|need| fact.values.is_empty() && need.code == code);
        let name = need.map_or(code, |need| need.name.get(self.lang));
        match self.lang {
            Lang::Zh => format!("“{name}”"),
            Lang::En => format!("\"{name}\""),
        }
    }

    /// `所属体系为农村的，…；其他的，…`
    pub fn split(&self, test: &'a Node, yes: &str, no: &str) -> Option<String> {
        let (when, otherwise) = (self.clause(test, true)?, self.otherwise(test));
        Some(match self.lang {
            Lang::Zh => format!("{when}的，{yes}；{otherwise}的，{no}"),
            Lang::En => format!("where {when}: {yes}; {otherwise}: {no}"),
        })
    }

    /// What holds where the test does not.
    pub fn otherwise(&self, test: &'a Node) -> String {
        if let Node::Binary(Operator::Equal, pair) = test
            && let (Node::Fact(slot), Some(Value::Text(code))) = (&pair.0, self.constant(&pair.1))
            && let [a, b] = self.pack.fact(*slot).values.as_slice()
        {
            let other = if a.code == code { b } else { a };
            let (title, name) = (self.title(*slot), other.name.get(self.lang));
            return match self.lang {
                Lang::Zh => format!("{title}为{name}"),
                Lang::En => format!("where {title} is {name}"),
            };
        }
        self.lang.pick("其他", "otherwise").to_owned()
    }
}

/// The terms that must all hold, chains inside chains taken apart.
fn conjuncts<'a>(node: &'a Node, terms: &mut Vec<&'a Node>) {
    match node {
        Node::And(inner) => inner.iter().for_each(|n| conjuncts(n, terms)),
        other => terms.push(other),
    }
}

/// A chain with negations taken away: how its terms are joined, the terms, and whether each must hold.
fn unfolded(node: &Node, holds: bool) -> Option<(Joined, &[Node], bool)> {
    match node {
        Node::Not(inner) => unfolded(inner, !holds),
        Node::And(terms) => Some((if holds { Joined::All } else { Joined::Any }, terms, holds)),
        Node::Or(terms) => Some((if holds { Joined::Any } else { Joined::All }, terms, holds)),
        _ => None,
    }
}

/// Whether a clause says what holds where, and what otherwise.
fn is_split(node: &Node) -> bool {
    match node {
        Node::Not(inner) => is_split(inner),
        Node::If(_) => true,
        Node::Binary(_, pair) => matches!(pair.0, Node::If(_)) || matches!(pair.1, Node::If(_)),
        _ => false,
    }
}

/// A code and the recorded list in which it is looked for.
fn code_in(pair: &(Node, Node)) -> Option<(&str, Slot)> {
    match pair {
        (Node::Constant(Value::Text(code)), Node::Fact(slot)) => Some((code, *slot)),
        _ => None,
    }
}

const fn negated(operator: Operator) -> Option<Operator> {
    Some(match operator {
        Operator::Equal => Operator::NotEqual,
        Operator::NotEqual => Operator::Equal,
        Operator::Less => Operator::GreaterOrEqual,
        Operator::LessOrEqual => Operator::Greater,
        Operator::Greater => Operator::LessOrEqual,
        Operator::GreaterOrEqual => Operator::Less,
        _ => return None,
    })
}

const fn mirrored(operator: Operator) -> Operator {
    match operator {
        Operator::Less => Operator::Greater,
        Operator::LessOrEqual => Operator::GreaterOrEqual,
        Operator::Greater => Operator::Less,
        Operator::GreaterOrEqual => Operator::LessOrEqual,
        other => other,
    }
}

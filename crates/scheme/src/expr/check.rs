//! The type checker: from a tree with names to a program over places, or the first mistake.

use guanai_kernel::{Date, Money};

use super::functions::{self, Argument, Function, SIGNATURES, Signature};
use super::program::{Node, Program};
use super::syntax::{ExprError, Kind, Operator, Tree, parse};
use crate::fact_set::Slot;
use crate::pack::facts::{COUNT, FactTable, SUM};
use crate::pack::parameters::ParameterTable;
use crate::pack::problem::Problem;
use crate::value::{Type, Value};

/// What an expression may name.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Scope<'a> {
    pub facts: &'a FactTable,
    pub parameters: &'a ParameterTable,
    /// Whether `known(x)` is allowed: in explanations only.
    pub explaining: bool,
}

/// How a household is added up.
const OVER: &str = "household_sum(medical.self_paid): int, money / household_count(benefit.dibao): bool";

type Checked = Result<(Node, Type), ExprError>;

/// Parses and checks an expression; `wanted` is the type its place asks for.
pub(crate) fn compile(text: &str, scope: Scope<'_>, wanted: Option<Type>) -> Result<Program, ExprError> {
    let tree = parse(text)?;
    let (root, result) = match wanted {
        Some(wanted) => (scope.expect(&tree, wanted)?, wanted),
        None => scope.check(&tree)?,
    };
    if matches!(result, Type::List(_)) && matches!(tree.kind, Kind::List(_)) {
        return Err(ExprError { span: tree.span, problem: Problem::ListAlone {} });
    }
    Ok(Program::new(root, result))
}

fn refuse<T>(tree: &Tree, problem: Problem) -> Result<T, ExprError> {
    Err(ExprError { span: tree.span.clone(), problem })
}

impl Scope<'_> {
    fn expect(self, tree: &Tree, wanted: Type) -> Result<Node, ExprError> {
        let (node, found) = self.check(tree)?;
        if found == wanted {
            return Ok(node);
        }
        refuse(tree, Problem::TypeMismatch { wanted: wanted.to_string(), found: found.to_string() })
    }

    fn check(self, tree: &Tree) -> Checked {
        match &tree.kind {
            Kind::Bool(value) => Ok((Node::Constant(Value::Bool(*value)), Type::Bool)),
            Kind::Int(value) => Ok((Node::Constant(Value::Int(*value)), Type::Int)),
            Kind::Text(value) => Ok((Node::Constant(Value::text(value.as_str())), Type::Text)),
            Kind::List(_) => refuse(tree, Problem::ListAlone {}),
            Kind::Name(name) => self.name(tree, name),
            Kind::Not(inner) => Ok((Node::Not(Box::new(self.expect(inner, Type::Bool)?)), Type::Bool)),
            Kind::Negate(inner) => self.negate(inner),
            Kind::And(..) => {
                let mut terms = Vec::new();
                self.chain(tree, true, &mut terms)?;
                Ok((Node::And(terms.into()), Type::Bool))
            }
            Kind::Or(..) => {
                let mut terms = Vec::new();
                self.chain(tree, false, &mut terms)?;
                Ok((Node::Or(terms.into()), Type::Bool))
            }
            Kind::Binary(operator, left, right) => self.binary(tree, *operator, left, right),
            Kind::In(item, list) => self.member(item, list),
            Kind::If(condition, yes, no) => {
                let condition = self.expect(condition, Type::Bool)?;
                let (yes, result) = self.check(yes)?;
                let no = self.expect(no, result)?;
                Ok((Node::If(Box::new((condition, yes, no))), result))
            }
            Kind::Call(name, arguments) => self.call(tree, name, arguments),
        }
    }

    fn name(self, tree: &Tree, name: &str) -> Checked {
        match name {
            "as_of" => return Ok((Node::AsOf, Type::Date)),
            "person" => return refuse(tree, Problem::PersonAlone {}),
            _ => {}
        }
        if let Some(parameter) = name.strip_prefix("param.") {
            let found = self.parameters.find(parameter);
            let Some((id, parameter)) = found else {
                let nearest = self.nearest_parameter(parameter);
                return refuse(tree, Problem::UnknownParameter { nearest });
            };
            return Ok((Node::Parameter(id), parameter.value_type));
        }
        match self.facts.find(name) {
            Some((slot, fact)) => Ok((Node::Fact(slot), fact.value_type)),
            None => refuse(tree, Problem::UnknownName { nearest: self.nearest_fact(name) }),
        }
    }

    /// The parameter whose name comes nearest.
    pub fn nearest_parameter(self, name: &str) -> String {
        nearest(name, self.parameters.all.iter().map(|p| p.id.as_str()))
    }

    /// The declared fact whose name comes nearest.
    pub fn nearest_fact(self, name: &str) -> String {
        nearest(name, self.facts.declared().iter().map(|f| f.name.as_str()))
    }

    fn negate(self, inner: &Tree) -> Checked {
        let (node, found) = self.check(inner)?;
        if matches!(found, Type::Int | Type::Money) {
            return Ok((Node::Negate(Box::new(node)), found));
        }
        refuse(inner, Problem::TypeMismatch { wanted: "int / money".to_owned(), found: found.to_string() })
    }

    /// The terms of `a && b && c`, or of `a || b || c`, side by side.
    fn chain(self, tree: &Tree, and: bool, terms: &mut Vec<Node>) -> Result<(), ExprError> {
        match (&tree.kind, and) {
            (Kind::And(a, b), true) | (Kind::Or(a, b), false) => {
                self.chain(a, and, terms)?;
                self.chain(b, and, terms)
            }
            _ => {
                terms.push(self.expect(tree, Type::Bool)?);
                Ok(())
            }
        }
    }

    fn binary(self, tree: &Tree, operator: Operator, left: &Tree, right: &Tree) -> Checked {
        let (a, left_type) = self.check(left)?;
        let (b, right_type) = self.check(right)?;
        let result = result_of(operator, left_type, right_type);
        let Some(result) = result else {
            let problem = Problem::Operands {
                operator: operator.sign().to_owned(),
                left: left_type.to_string(),
                right: right_type.to_string(),
            };
            return refuse(tree, problem);
        };
        if matches!(operator, Operator::Equal | Operator::NotEqual) {
            self.check_code(&a, &b, right)?;
            self.check_code(&b, &a, left)?;
        }
        Ok((Node::Binary(operator, Box::new((a, b))), result))
    }

    /// A code compared with a fact must be in the fact's closed list.
    fn check_code(self, fact: &Node, code: &Node, written: &Tree) -> Result<(), ExprError> {
        let (Node::Fact(slot), Node::Constant(Value::Text(code))) = (fact, code) else {
            return Ok(());
        };
        let fact = self.facts.get(*slot);
        if fact.values.is_empty() || fact.values.iter().any(|v| v.code == *code) {
            return Ok(());
        }
        refuse(written, Problem::UnknownCode { fact: fact.name.clone(), known: fact.codes() })
    }

    fn member(self, item: &Tree, list: &Tree) -> Checked {
        let (node, item_type) = self.check(item)?;
        if let Kind::List(members) = &list.kind {
            let mut nodes = Vec::with_capacity(members.len());
            for member in members {
                let compiled = self.expect(member, item_type)?;
                self.check_code(&node, &compiled, member)?;
                nodes.push(compiled);
            }
            return Ok((Node::OneOf(Box::new(node), nodes.into()), Type::Bool));
        }
        let (list_node, list_type) = self.check(list)?;
        if list_type != Type::List(static_type(item_type)) {
            let wanted = format!("list<{item_type}>");
            return refuse(list, Problem::TypeMismatch { wanted, found: list_type.to_string() });
        }
        self.check_code(&list_node, &node, item)?;
        Ok((Node::Member(Box::new((node, list_node))), Type::Bool))
    }

    fn call(self, tree: &Tree, name: &str, arguments: &[Tree]) -> Checked {
        let wrong = |usage: &str| refuse(tree, Problem::WrongArguments { wanted: usage.to_owned() });
        match (name, arguments) {
            ("known", [argument]) => match self.check(argument)? {
                (Node::Fact(slot), _) if self.explaining => Ok((Node::Known(slot), Type::Bool)),
                _ if self.explaining => wrong("known(person.birth_on)"),
                _ => refuse(tree, Problem::KnownInCondition {}),
            },
            ("known", _) => wrong("known(person.birth_on)"),
            ("min" | "max", [a, b]) => {
                let (first, result) = self.check(a)?;
                if !result.is_ordered() {
                    return wrong("min(a, b) / max(a, b): int, money, date");
                }
                let second = self.expect(b, result)?;
                let function = if name == "min" { Function::Min } else { Function::Max };
                Ok((Node::Call(function, [first, second].into()), result))
            }
            ("min" | "max", _) => wrong("min(a, b) / max(a, b): int, money, date"),
            ("size", [list]) => match self.check(list)? {
                (node, Type::List(_)) => Ok((Node::Call(Function::Size, [node].into()), Type::Int)),
                _ => wrong("size(list)"),
            },
            ("size", _) => wrong("size(list)"),
            (SUM | COUNT, [of]) => self.over_household(tree, name, of),
            (SUM | COUNT, _) => wrong(OVER),
            ("age_on", [on]) => {
                let signature = SIGNATURES.iter().find(|s| s.name == "age");
                let person = Tree { kind: Kind::Name("person".to_owned()), span: tree.span.clone() };
                match signature {
                    Some(signature) => self.function(tree, signature, &[person, on.clone()]),
                    None => wrong("age_on(date)"),
                }
            }
            ("age_on", _) => wrong("age_on(date)"),
            ("date", [Tree { kind: Kind::Text(text), .. }]) => match parse_date(text) {
                Some(day) => Ok((Node::Constant(Value::Date(day)), Type::Date)),
                None => refuse(tree, Problem::BadDate {}),
            },
            _ => match SIGNATURES.iter().find(|s| s.name == name) {
                Some(signature) => self.function(tree, signature, arguments),
                None => refuse(tree, Problem::UnknownFunction { known: functions::names() }),
            },
        }
    }

    /// What is added up over a household is a fact like any other, of which the household's facts are the source.
    fn over_household(self, tree: &Tree, function: &str, of: &Tree) -> Checked {
        let (node, found) = self.check(of)?;
        let fits = match found {
            Type::Bool => function == COUNT,
            Type::Int | Type::Money => function == SUM,
            _ => false,
        };
        let (Node::Fact(slot), true) = (node, fits) else {
            return refuse(tree, Problem::WrongArguments { wanted: OVER.to_owned() });
        };
        match self.facts.total_of(slot) {
            Some(total) => Ok((Node::Fact(total), self.facts.get(total).value_type)),
            None => refuse(of, Problem::NotOverHousehold { fact: self.facts.get(slot).name.clone() }),
        }
    }

    fn function(self, tree: &Tree, signature: &Signature, arguments: &[Tree]) -> Checked {
        let fixed = signature.arguments.len();
        let fits = arguments.len() == fixed || (signature.reckoned && arguments.len() == fixed + 1);
        if !fits {
            return refuse(tree, Problem::WrongArguments { wanted: signature.usage.to_owned() });
        }
        let mut nodes = Vec::with_capacity(fixed + 1);
        for (wanted, argument) in signature.arguments.iter().zip(arguments) {
            nodes.push(match *wanted {
                Argument::Of(wanted) => self.expect(argument, wanted)?,
                Argument::Person(fact) => self.person(argument, signature, fact)?,
            });
        }
        if signature.reckoned {
            nodes.push(match arguments.get(fixed) {
                Some(on) => self.expect(on, Type::Date)?,
                None => Node::AsOf,
            });
        }
        let below_zero = match nodes.as_slice() {
            [_, Node::Constant(Value::Int(days))] => *days < 0,
            [_, Node::Negate(days)] => matches!(**days, Node::Constant(Value::Int(days)) if days > 0),
            _ => false,
        };
        if signature.function == Function::WorkingDaysAfter && below_zero {
            return refuse(tree, Problem::NegativeWorkingDays {});
        }
        Ok((folded(signature.function, nodes), signature.result))
    }

    fn person(self, argument: &Tree, signature: &Signature, fact: &str) -> Result<Node, ExprError> {
        if argument.kind != Kind::Name("person".to_owned()) {
            return refuse(argument, Problem::WrongArguments { wanted: signature.usage.to_owned() });
        }
        match self.facts.find(fact) {
            Some((slot, found)) if found.value_type == Type::Date => Ok(Node::Fact(slot)),
            _ => {
                let (function, fact) = (signature.name.to_owned(), fact.to_owned());
                refuse(argument, Problem::FunctionNeedsFact { function, fact })
            }
        }
    }
}

/// `yuan(150)` is a constant from the start.
fn folded(function: Function, nodes: Vec<Node>) -> Node {
    if let [Node::Constant(Value::Int(n))] = nodes.as_slice() {
        let amount = match function {
            Function::Yuan => Money::from_yuan(*n),
            Function::Fen => Some(Money::from_fen(*n)),
            _ => None,
        };
        if let Some(amount) = amount {
            return Node::Constant(Value::Money(amount));
        }
    }
    Node::Call(function, nodes.into())
}

fn result_of(operator: Operator, left: Type, right: Type) -> Option<Type> {
    use Operator as O;
    match operator {
        O::Equal | O::NotEqual => (left == right && !matches!(left, Type::List(_))).then_some(Type::Bool),
        O::Less | O::LessOrEqual | O::Greater | O::GreaterOrEqual => {
            (left == right && left.is_ordered()).then_some(Type::Bool)
        }
        O::Add | O::Subtract => (left == right && matches!(left, Type::Int | Type::Money)).then_some(left),
        O::Multiply => match (left, right) {
            (Type::Int, Type::Int) => Some(Type::Int),
            (Type::Money, Type::Int) | (Type::Int, Type::Money) => Some(Type::Money),
            _ => None,
        },
        O::Divide => match (left, right) {
            (Type::Int | Type::Money, Type::Int) => Some(left),
            _ => None,
        },
        O::Remainder => (left == Type::Int && right == Type::Int).then_some(Type::Int),
    }
}

const fn static_type(member: Type) -> &'static Type {
    match member {
        Type::Bool => &Type::Bool,
        Type::Int => &Type::Int,
        Type::Money => &Type::Money,
        Type::Date => &Type::Date,
        Type::Text => &Type::Text,
        Type::List(_) => &Type::List(&Type::Text),
    }
}

/// `2026-01-31` and nothing else.
pub(crate) fn parse_date(text: &str) -> Option<Date> {
    (text.len() == 10).then(|| text.parse().ok()).flatten()
}

/// The name that differs by the fewest letters.
fn nearest<'a>(read: &str, names: impl Iterator<Item = &'a str>) -> String {
    names.min_by_key(|name| distance(read, name)).unwrap_or("–").to_owned()
}

/// How many letters must be put in, taken out or changed.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let changed = diagonal + usize::from(x != *y);
            diagonal = row[j + 1];
            row[j + 1] = changed.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}

impl Slot {
    /// The slot of a number, where there is one.
    pub(crate) fn of(index: usize) -> Option<Self> {
        u8::try_from(index).ok().map(Self)
    }
}

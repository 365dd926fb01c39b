//! Reads an expression: limits first, because a long chain or deep brackets would exhaust the generated parser's stack;
//! then the `cel` crate's parser; then our own tree with spans, in which nothing is left that packs may not write.

use std::ops::Range;

use cel::common::ast::{CallExpr, Expr, IdedExpr, LiteralValue, SourceInfo, operators};
use cel::parser::Parser;

use crate::pack::problem::Problem;

/// The longest expression in bytes.
pub(crate) const MAX_BYTES: usize = 2_048;
/// The most brackets inside one another.
pub(crate) const MAX_DEPTH: usize = 12;
/// The most letters of operators, commas, points and brackets of one expression: what the parser's stack bears.
pub(crate) const MAX_OPERATORS: usize = 480;
/// The most nodes inside one another: what our own stack bears. `&&` and `||` do not add to it, `+` and `.` do.
pub(crate) const MAX_NESTING: usize = 48;

/// A mistake in an expression, and the bytes where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ExprError {
    pub span: Range<usize>,
    pub problem: Problem,
}

/// An expression as written.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Tree {
    pub kind: Kind,
    /// Its bytes in the expression's text.
    pub span: Range<usize>,
}

/// What an expression is made of.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Kind {
    Bool(bool),
    Int(i64),
    Text(String),
    List(Vec<Tree>),
    /// A dotted name.
    Name(String),
    Not(Box<Tree>),
    Negate(Box<Tree>),
    And(Box<Tree>, Box<Tree>),
    Or(Box<Tree>, Box<Tree>),
    Binary(Operator, Box<Tree>, Box<Tree>),
    In(Box<Tree>, Box<Tree>),
    If(Box<Tree>, Box<Tree>, Box<Tree>),
    Call(String, Vec<Tree>),
}

/// The operators between two values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Operator {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Add,
    Subtract,
    Multiply,
    Divide,
    Remainder,
}

impl Operator {
    /// As it is written.
    pub const fn sign(self) -> &'static str {
        match self {
            Self::Equal => "==",
            Self::NotEqual => "!=",
            Self::Less => "<",
            Self::LessOrEqual => "<=",
            Self::Greater => ">",
            Self::GreaterOrEqual => ">=",
            Self::Add => "+",
            Self::Subtract => "-",
            Self::Multiply => "*",
            Self::Divide => "/",
            Self::Remainder => "%",
        }
    }

    fn called(name: &str) -> Option<Self> {
        Some(match name {
            operators::EQUALS => Self::Equal,
            operators::NOT_EQUALS => Self::NotEqual,
            operators::LESS => Self::Less,
            operators::LESS_EQUALS => Self::LessOrEqual,
            operators::GREATER => Self::Greater,
            operators::GREATER_EQUALS => Self::GreaterOrEqual,
            operators::ADD => Self::Add,
            operators::SUBSTRACT => Self::Subtract,
            operators::MULTIPLY => Self::Multiply,
            operators::DIVIDE => Self::Divide,
            operators::MODULO => Self::Remainder,
            _ => return None,
        })
    }
}

/// Parses an expression.
pub(crate) fn parse(text: &str) -> Result<Tree, ExprError> {
    check_limits(text)?;
    let (parsed, places) = Parser::new().max_recursion_depth(64).parse_with_source_info(text).map_err(|errors| {
        let first = errors.errors.first();
        let (line, column) = first.map_or((1, 1), |e| e.pos);
        let start = offset_of(text, line, column);
        ExprError { span: start..text.len(), problem: Problem::Syntax {} }
    })?;
    Reading { text, places: &places }.tree(&parsed, 0)
}

/// The byte of a line and column, both from 1 and in characters.
fn offset_of(text: &str, line: isize, column: isize) -> usize {
    let line = usize::try_from(line.saturating_sub(1)).unwrap_or(0);
    let column = usize::try_from(column.saturating_sub(1)).unwrap_or(0);
    let start: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
    let rest = &text[start.min(text.len())..];
    start + rest.char_indices().nth(column).map_or(rest.len(), |(at, _)| at)
}

fn check_limits(text: &str) -> Result<(), ExprError> {
    let whole = || 0..text.len();
    if text.len() > MAX_BYTES {
        let problem = Problem::ExpressionTooLong { bytes: text.len(), limit: MAX_BYTES };
        return Err(ExprError { span: whole(), problem });
    }
    let (mut depth, mut deepest, mut operators) = (0usize, 0usize, 0usize);
    for (_, byte) in outside_strings(text) {
        match byte {
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => depth = depth.saturating_sub(1),
            b'?' => deepest = deepest.max(depth + 1),
            _ => {}
        }
        deepest = deepest.max(depth);
        operators += usize::from(b"([{?:,.&|!=<>+-*/%`".contains(&byte));
    }
    // Ternaries nest to the right without brackets.
    let ternaries = outside_strings(text).filter(|(_, b)| *b == b'?').count();
    let depth = deepest.max(ternaries);
    if depth > MAX_DEPTH {
        return Err(ExprError {
            span: whole(),
            problem: Problem::ExpressionTooDeep { found: depth, limit: MAX_DEPTH },
        });
    }
    if operators > MAX_OPERATORS {
        let problem = Problem::ExpressionTooDeep { found: operators, limit: MAX_OPERATORS };
        return Err(ExprError { span: whole(), problem });
    }
    Ok(())
}

/// The bytes outside string literals, with their places.
fn outside_strings(text: &str) -> impl Iterator<Item = (usize, u8)> {
    let mut quote = None;
    let mut escaped = false;
    text.bytes().enumerate().filter(move |(_, byte)| match quote {
        Some(open) => {
            if escaped {
                escaped = false;
            } else if *byte == b'\\' {
                escaped = true;
            } else if *byte == open {
                quote = None;
            }
            false
        }
        None if *byte == b'"' || *byte == b'\'' => {
            quote = Some(*byte);
            false
        }
        None => true,
    })
}

fn refuse(span: Range<usize>, problem: Problem) -> Result<Tree, ExprError> {
    Err(ExprError { span, problem })
}

fn unsupported(what: &str) -> Problem {
    Problem::Unsupported { what: what.to_owned() }
}

fn leaf(literal: &LiteralValue, token: Range<usize>) -> Result<Tree, ExprError> {
    let kind = match literal {
        LiteralValue::Boolean(value) => Kind::Bool(*value.inner()),
        LiteralValue::Int(value) => Kind::Int(*value.inner()),
        LiteralValue::String(value) => Kind::Text(value.inner().to_owned()),
        LiteralValue::Double(_) | LiteralValue::UInt(_) => return refuse(token, Problem::NotWhole {}),
        LiteralValue::Null => return refuse(token, Problem::PresenceTest {}),
        LiteralValue::Bytes(_) => return refuse(token, unsupported("b\"…\"")),
    };
    Ok(Tree { kind, span: token })
}

/// Calls that no pack may make.
fn refused_call(call: &CallExpr) -> Option<Problem> {
    let name = call.func_name.as_str();
    match name {
        "all" | "exists" | "exists_one" | "map" | "filter" if call.target.is_some() => {
            Some(Problem::Macro { name: name.to_owned() })
        }
        operators::INDEX => Some(unsupported("…[…]")),
        "has" => Some(Problem::PresenceTest {}),
        _ if call.target.is_some() => Some(unsupported(&format!("….{name}()"))),
        _ => None,
    }
}

/// An operator between its operands; the operands back where the name is no operator's.
fn operation(name: &str, args: Vec<Tree>) -> Result<Kind, Vec<Tree>> {
    let mut boxed: Vec<Box<Tree>> = args.into_iter().map(Box::new).collect();
    let last = boxed.pop();
    let middle = boxed.pop();
    let first = boxed.pop();
    match (first, middle, last) {
        (None, None, Some(a)) if name == operators::LOGICAL_NOT => Ok(Kind::Not(a)),
        (None, None, Some(a)) if name == operators::NEGATE => Ok(Kind::Negate(a)),
        (None, Some(a), Some(b)) if name == operators::LOGICAL_AND => Ok(Kind::And(a, b)),
        (None, Some(a), Some(b)) if name == operators::LOGICAL_OR => Ok(Kind::Or(a, b)),
        (None, Some(a), Some(b)) if name == operators::IN => Ok(Kind::In(a, b)),
        (Some(a), Some(b), Some(c)) if boxed.is_empty() && name == operators::CONDITIONAL => Ok(Kind::If(a, b, c)),
        (None, Some(a), Some(b)) => match Operator::called(name) {
            Some(operator) => Ok(Kind::Binary(operator, a, b)),
            None => Err(vec![*a, *b]),
        },
        (first, middle, last) => {
            boxed.extend([first, middle, last].into_iter().flatten());
            Err(boxed.into_iter().map(|tree| *tree).collect())
        }
    }
}

struct Reading<'a> {
    text: &'a str,
    places: &'a SourceInfo,
}

impl Reading<'_> {
    fn tree(&self, node: &IdedExpr, depth: usize) -> Result<Tree, ExprError> {
        let token = self.token(node.id);
        if depth > MAX_NESTING {
            return refuse(token, Problem::ExpressionTooDeep { found: depth, limit: MAX_NESTING });
        }
        match &node.expr {
            Expr::Literal(literal) => leaf(literal, token),
            Expr::Ident(name) => Ok(Tree { kind: Kind::Name(name.clone()), span: token }),
            Expr::Select(select) if !select.test => self.name(node, token),
            Expr::Select(_) => refuse(token, Problem::PresenceTest {}),
            Expr::List(list) => {
                let members = self.trees(&list.elements, depth)?;
                Ok(Tree { kind: Kind::List(members), span: self.bracketed(token.start) })
            }
            Expr::Call(call) => self.call(call, token, depth),
            Expr::Comprehension(_) => {
                let name = self.word_before(token.start);
                refuse(token, Problem::Macro { name })
            }
            Expr::Map(_) | Expr::Struct(_) => refuse(token, unsupported("{…}")),
            Expr::Unspecified => refuse(token, unsupported("?")),
        }
    }

    fn trees(&self, nodes: &[IdedExpr], depth: usize) -> Result<Vec<Tree>, ExprError> {
        nodes.iter().map(|node| self.tree(node, depth + 1)).collect()
    }

    /// A dotted name; the parser nests its parts from the right.
    fn name(&self, node: &IdedExpr, token: Range<usize>) -> Result<Tree, ExprError> {
        let (mut parts, mut at) = (Vec::new(), node);
        loop {
            match &at.expr {
                Expr::Select(select) if !select.test => {
                    parts.push(select.field.as_str());
                    at = &select.operand;
                }
                Expr::Ident(name) => {
                    parts.push(name.as_str());
                    break;
                }
                _ => return refuse(token, unsupported("(…).x")),
            }
        }
        parts.reverse();
        let last = parts.last().map_or(0, |p| p.len());
        let after = &self.text[token.end..];
        let end = (token.end + after.len() - after.trim_start().len() + last).min(self.text.len());
        Ok(Tree { kind: Kind::Name(parts.join(".")), span: self.token(at.id).start..end })
    }

    fn call(&self, call: &CallExpr, token: Range<usize>, depth: usize) -> Result<Tree, ExprError> {
        let name = call.func_name.as_str();
        if let Some(problem) = refused_call(call) {
            return refuse(token, problem);
        }
        let args = self.trees(&call.args, depth)?;
        let start = args.first().map_or(token.start, |a| a.span.start.min(token.start));
        let end = args.last().map_or(token.end, |a| a.span.end.max(token.end));
        match operation(name, args) {
            Ok(kind) => Ok(Tree { kind, span: start..end }),
            Err(args) => Ok(self.function(name, args, &token)),
        }
    }

    fn function(&self, name: &str, args: Vec<Tree>, open: &Range<usize>) -> Tree {
        let head = self.text[..open.start].trim_end();
        let start = head.len() - name.len().min(head.len());
        Tree { kind: Kind::Call(name.to_owned(), args), span: start..self.bracketed(open.start).end }
    }

    /// The bytes of a node's own token.
    fn token(&self, id: u64) -> Range<usize> {
        let (start, stop) = self.places.offset_for(id).unwrap_or((0, 0));
        let at = |n: u32| usize::try_from(n).unwrap_or(usize::MAX).min(self.text.len());
        let (start, end) = (at(start), at(stop.saturating_add(1)));
        // The parser counts bytes; should it ever point inside a character, the whole text is the better answer.
        if self.text.is_char_boundary(start) && self.text.is_char_boundary(end) && start <= end {
            start..end
        } else {
            0..self.text.len()
        }
    }

    /// From an opening bracket to its partner.
    fn bracketed(&self, open: usize) -> Range<usize> {
        let mut depth = 0usize;
        for (at, byte) in outside_strings(self.text).filter(|(at, _)| *at >= open) {
            match byte {
                b'(' | b'[' | b'{' => depth += 1,
                b')' | b']' | b'}' => {
                    depth = depth.saturating_sub(1);
                    if depth == 0 {
                        return open..at + 1;
                    }
                }
                _ => {}
            }
        }
        open..self.text.len()
    }

    /// The word before an opening bracket.
    fn word_before(&self, open: usize) -> String {
        let head = self.text[..open].trim_end();
        let start = head.rfind(|c: char| !c.is_ascii_alphanumeric() && c != '_').map_or(0, |at| at + 1);
        head[start..].to_owned()
    }
}

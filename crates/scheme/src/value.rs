//! What a fact, a parameter or an expression can be worth: bool, int, money, date, text, and lists of them.

use std::fmt;
use std::sync::Arc;

use guanai_kernel::{Date, Money};

/// The type of a fact, a parameter or an expression.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Type {
    /// Yes or no.
    Bool,
    /// A whole number of 64 bits.
    Int,
    /// Whole fen.
    Money,
    /// A civil date.
    Date,
    /// A string; in facts with a closed list, one of its codes.
    Text,
    /// A list whose members share one type.
    List(&'static Type),
}

impl Type {
    /// The types a pack may declare, as it writes them.
    pub(crate) const DECLARED: [(&'static str, Self); 9] = [
        ("bool", Self::Bool),
        ("int", Self::Int),
        ("string", Self::Text),
        ("date", Self::Date),
        ("money", Self::Money),
        ("list<string>", Self::List(&Self::Text)),
        ("list<int>", Self::List(&Self::Int)),
        ("list<date>", Self::List(&Self::Date)),
        ("list<money>", Self::List(&Self::Money)),
    ];

    /// The declared type of this name.
    pub(crate) fn declared(name: &str) -> Option<Self> {
        Self::DECLARED.iter().find(|(n, _)| *n == name).map(|(_, t)| *t)
    }

    /// Whether values of it have an order: numbers, money and dates have.
    pub(crate) const fn is_ordered(self) -> bool {
        matches!(self, Self::Int | Self::Money | Self::Date)
    }
}

impl fmt::Display for Type {
    /// As packs write it: `bool`, `int`, `string`, `date`, `money`, `list<string>`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bool => f.write_str("bool"),
            Self::Int => f.write_str("int"),
            Self::Money => f.write_str("money"),
            Self::Date => f.write_str("date"),
            Self::Text => f.write_str("string"),
            Self::List(member) => write!(f, "list<{member}>"),
        }
    }
}

/// A recorded or computed value.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Value {
    /// Yes or no.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// An amount in fen.
    Money(Money),
    /// A civil date.
    Date(Date),
    /// A string; in facts with a closed list, a code.
    Text(Arc<str>),
    /// A list whose members share one type.
    List(Arc<[Value]>),
}

impl Value {
    /// A text.
    pub fn text(text: impl Into<Arc<str>>) -> Self {
        Self::Text(text.into())
    }

    /// A list of texts.
    pub fn texts<T: Into<Arc<str>>>(texts: impl IntoIterator<Item = T>) -> Self {
        Self::List(texts.into_iter().map(|t| Self::Text(t.into())).collect())
    }

    /// Whether it is of this type; an empty list is of every list type.
    pub fn is_of(&self, wanted: Type) -> bool {
        match (self, wanted) {
            (Self::Bool(_), Type::Bool)
            | (Self::Int(_), Type::Int)
            | (Self::Money(_), Type::Money)
            | (Self::Date(_), Type::Date)
            | (Self::Text(_), Type::Text) => true,
            (Self::List(members), Type::List(wanted)) => members.iter().all(|m| m.is_of(*wanted)),
            _ => false,
        }
    }
}

impl From<bool> for Value {
    fn from(v: bool) -> Self {
        Self::Bool(v)
    }
}

impl From<i64> for Value {
    fn from(v: i64) -> Self {
        Self::Int(v)
    }
}

impl From<Money> for Value {
    fn from(v: Money) -> Self {
        Self::Money(v)
    }
}

impl From<Date> for Value {
    fn from(v: Date) -> Self {
        Self::Date(v)
    }
}

impl From<&str> for Value {
    fn from(v: &str) -> Self {
        Self::Text(v.into())
    }
}

/// A value while an expression is evaluated: borrowed, copied freely.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Val<'a> {
    Bool(bool),
    Int(i64),
    Money(i64),
    Date(Date),
    Text(&'a str),
    List(&'a [Value]),
}

impl<'a> From<&'a Value> for Val<'a> {
    fn from(value: &'a Value) -> Self {
        match value {
            Value::Bool(v) => Self::Bool(*v),
            Value::Int(v) => Self::Int(*v),
            Value::Money(v) => Self::Money(v.fen()),
            Value::Date(v) => Self::Date(*v),
            Value::Text(v) => Self::Text(v),
            Value::List(v) => Self::List(v),
        }
    }
}

impl Val<'_> {
    /// An owned copy.
    pub(crate) fn to_value(self) -> Value {
        match self {
            Self::Bool(v) => Value::Bool(v),
            Self::Int(v) => Value::Int(v),
            Self::Money(v) => Value::Money(Money::from_fen(v)),
            Self::Date(v) => Value::Date(v),
            Self::Text(v) => Value::text(v),
            Self::List(v) => Value::List(v.into()),
        }
    }
}

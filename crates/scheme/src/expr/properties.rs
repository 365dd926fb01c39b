//! Properties of expressions: equal to the `cel` interpreter where everything is known, the laws of three-valued logic in
//! both orders, and that an answer once determined is never contradicted by a fact that comes later.

use std::collections::HashMap;
use std::sync::LazyLock;

use cel::{Context, Program as Oracle, Value as Seen};
use proptest::prelude::*;
use proptest::test_runner::TestCaseError;

use super::check::compile;
use super::evaluate::{Fault, Frame, Known, STEPS};
use crate::fact_set::FactSet;
use crate::pack::Pack;
use crate::small_pack::small_pack;
use crate::subject::{Provenance, Subject, SubjectBuilder};
use crate::value::{Type, Value};

static PACK: LazyLock<Pack> = LazyLock::new(small_pack);

pub(crate) const BOOLS: [&str; 3] = ["a", "b", "c"];
pub(crate) const INTS: [&str; 3] = ["x", "y", "z"];

/// Values of `test.a` … `test.c` and `test.x` … `test.z`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Facts {
    pub bools: [bool; 3],
    pub ints: [i64; 3],
}

pub(crate) fn facts() -> impl Strategy<Value = Facts> {
    let number = prop_oneof![4 => -3i64..4, 1 => Just(i64::MAX), 1 => Just(i64::MIN), 1 => any::<i64>()];
    (any::<[bool; 3]>(), [number.clone(), number.clone(), number]).prop_map(|(bools, ints)| Facts { bools, ints })
}

pub(crate) fn int(depth: u32) -> BoxedStrategy<String> {
    let leaf = prop_oneof![
        3 => prop::sample::select(&INTS[..]).prop_map(|n| format!("test.{n}")),
        2 => (-3i64..4).prop_map(|n| n.to_string()),
        1 => Just("9223372036854775807".to_owned()),
    ];
    if depth == 0 {
        return leaf.boxed();
    }
    let inner = int(depth - 1);
    prop_oneof![
        1 => leaf,
        3 => (inner.clone(), prop::sample::select(&["+", "-", "*", "/", "%"][..]), inner.clone())
            .prop_map(|(a, op, b)| format!("({a} {op} {b})")),
        1 => inner.clone().prop_map(|a| format!("-({a})")),
        1 => (boolean(depth - 1), inner.clone(), inner).prop_map(|(c, a, b)| format!("({c} ? {a} : {b})")),
    ]
    .boxed()
}

pub(crate) fn boolean(depth: u32) -> BoxedStrategy<String> {
    let leaf = prop_oneof![
        4 => prop::sample::select(&BOOLS[..]).prop_map(|n| format!("test.{n}")),
        1 => any::<bool>().prop_map(|b| b.to_string()),
    ];
    if depth == 0 {
        return leaf.boxed();
    }
    let inner = boolean(depth - 1);
    let number = int(depth - 1);
    let comparison = prop::sample::select(&["==", "!=", "<", "<=", ">", ">="][..]);
    prop_oneof![
        1 => leaf,
        3 => (inner.clone(), prop::sample::select(&["&&", "||"][..]), inner.clone())
            .prop_map(|(a, op, b)| format!("({a} {op} {b})")),
        1 => inner.clone().prop_map(|a| format!("!({a})")),
        1 => (inner.clone(), prop::sample::select(&["==", "!="][..]), inner.clone())
            .prop_map(|(a, op, b)| format!("({a} {op} {b})")),
        3 => (number.clone(), comparison, number.clone()).prop_map(|(a, op, b)| format!("({a} {op} {b})")),
        1 => (number, prop::collection::vec(-3i64..4, 0..4)).prop_map(|(a, list)| format!("({a} in {list:?})")),
        1 => (inner.clone(), inner.clone(), inner).prop_map(|(c, a, b)| format!("({c} ? {a} : {b})")),
    ]
    .boxed()
}

/// The subject that knows the facts whose bit is set.
pub(crate) fn subject(pack: &Pack, facts: Facts, known: u8) -> Subject {
    let mut builder = SubjectBuilder::new(pack);
    let bools = BOOLS.iter().zip(facts.bools.map(Value::Bool));
    let ints = INTS.iter().zip(facts.ints.map(Value::Int));
    for (bit, (name, value)) in bools.chain(ints).enumerate() {
        if known & (1 << bit) != 0 {
            let slot = pack.slot(&format!("test.{name}")).unwrap();
            builder.set(slot, value, Provenance::new("test", None)).unwrap();
        }
    }
    builder.build()
}

#[derive(Debug, Clone, PartialEq)]
enum Worth {
    Known(Value),
    Open(FactSet),
    Fault(Fault),
}

fn worth(pack: &Pack, text: &str, subject: &Subject) -> Worth {
    let program = compile(text, pack.scope(false), None).unwrap_or_else(|e| panic!("{text}: {e:?}"));
    let as_of = "2026-06-30".parse().unwrap();
    let calendar = &pack.guarantees().calendar;
    let frame = Frame { as_of, parameters: &[], locals: None, calendar, subject, choices: &[] };
    match frame.value(&program.root) {
        Ok(Known::Value(value)) => Worth::Known(value.to_value()),
        Ok(Known::Unknown(facts)) => Worth::Open(facts),
        Err(fault) => Worth::Fault(fault),
    }
}

/// What the interpreter of the `cel` crate says; `None` where it says error.
pub(crate) fn oracle(text: &str, facts: Facts) -> Option<Value> {
    let bools = BOOLS.iter().zip(facts.bools.map(Seen::Bool));
    let ints = INTS.iter().zip(facts.ints.map(Seen::Int));
    let variables: HashMap<String, Seen> = bools.chain(ints).map(|(n, v)| ((*n).to_owned(), v)).collect();
    let mut context = Context::default();
    context.add_variable_from_value("test", Seen::from(variables));
    match Oracle::compile(text).unwrap().execute(&context) {
        Ok(Seen::Bool(value)) => Some(Value::Bool(value)),
        Ok(Seen::Int(value)) => Some(Value::Int(value)),
        Ok(other) => panic!("{text}: {other:?}"),
        Err(_) => None,
    }
}

pub(crate) const ALL: u8 = 0b11_1111;

/// The facts of a set as bits of `known`.
fn bits(pack: &Pack, facts: FactSet) -> u8 {
    let names = BOOLS.iter().chain(&INTS).enumerate();
    let among = names.filter(|(_, n)| facts.contains(pack.slot(&format!("test.{n}")).unwrap()));
    among.fold(0, |bits, (bit, _)| bits | (1 << bit))
}

fn never_contradicted(pack: &Pack, text: &str, facts: Facts, known: u8) -> Result<(), TestCaseError> {
    let before = worth(pack, text, &subject(pack, facts, known));
    for later in [ALL, known | 0b10_1010, known | 0b01_0101] {
        let after = worth(pack, text, &subject(pack, facts, later));
        match &before {
            Worth::Known(_) => prop_assert_eq!(&before, &after, "{}", text),
            Worth::Open(open) => {
                prop_assert_eq!(bits(pack, *open) & known, 0, "asks for what is known: {}", text);
            }
            Worth::Fault(_) => {}
        }
    }
    if let Worth::Open(open) = before {
        prop_assert!(!open.is_empty());
        let settled = worth(pack, text, &subject(pack, facts, known | bits(pack, open)));
        prop_assert!(!matches!(settled, Worth::Open(_)), "{} is still open: {:?}", text, settled);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn with_everything_known_it_is_the_interpreter(text in prop_oneof![boolean(3), int(3)], facts in facts()) {
        let pack = &*PACK;
        let ours = worth(pack, &text, &subject(pack, facts, ALL));
        match oracle(&text, facts) {
            Some(value) => prop_assert_eq!(ours, Worth::Known(value), "{}", text),
            None => prop_assert!(matches!(ours, Worth::Fault(_)), "{}: {:?}", text, ours),
        }
    }

    #[test]
    fn the_laws_of_logic_hold_with_gaps(a in boolean(2), b in boolean(2), facts in facts(), known in 0..=ALL) {
        let pack = &*PACK;
        let subject = subject(pack, facts, known);
        let same = |left: String, right: String| {
            prop_assert_eq!(worth(pack, &left, &subject), worth(pack, &right, &subject), "{} | {}", left, right);
            Ok::<(), TestCaseError>(())
        };
        same(format!("{a} && {b}"), format!("{b} && {a}"))?;
        same(format!("{a} || {b}"), format!("{b} || {a}"))?;
        same(format!("!({a} && {b})"), format!("!({a}) || !({b})"))?;
        same(format!("!({a} || {b})"), format!("!({a}) && !({b})"))?;
        same(format!("!!({a})"), a.clone())?;
        same(format!("({a} && {b}) && test.a"), format!("{a} && ({b} && test.a)"))?;
        same(format!("{a} && {a}"), a.clone())?;
        same(format!("{a} && false"), "false".to_owned())?;
        same(format!("true || {a}"), "true".to_owned())?;
    }

    #[test]
    fn a_fact_that_comes_later_never_contradicts(text in prop_oneof![boolean(3), int(3)], facts in facts(), known in 0..=ALL) {
        never_contradicted(&PACK, &text, facts, known)?;
    }

    #[test]
    fn evaluating_never_takes_more_steps_than_were_counted_when_it_was_read(
        text in prop_oneof![boolean(4), int(4)], facts in facts(), known in 0..=ALL,
    ) {
        let pack = &*PACK;
        if let Ok(program) = compile(&text, pack.scope(false), None) {
            let (subject, as_of) = (subject(pack, facts, known), "2026-06-30".parse().unwrap());
            let calendar = &pack.guarantees().calendar;
            let frame = Frame { as_of, parameters: &[], locals: None, calendar, subject: &subject, choices: &[] };
            STEPS.with(|steps| steps.set(0));
            let _ = frame.value(&program.root);
            let taken = STEPS.with(std::cell::Cell::get);
            prop_assert!(taken <= program.steps(&[]), "{}: {}", text, taken);
        }
    }

    #[test]
    fn no_text_brings_the_reader_down(
        words in prop::collection::vec(prop::sample::select(&[
            "test.a", "test.x", "person", "(", ")", "[", "]", "{", "}", "&&", "||", "!", "-", "+", "<", "==", "in", "?", ":", ",",
            ".", "1", "1.5", "1u", "\"特别\"", "\"", "'", "null", "has", "date", "known", "test.list.all", "r\"", "b'", "\\", "`",
            "\n", "//", "0x", "true", "as", "for", "特", "\u{0}", "é", "99999999999999999999", "\"\\u\"", "\"\\x4\"",
        ][..]), 0..24),
        joined in prop::sample::select(&[" ", ""][..]),
    ) {
        let text = words.join(joined);
        let pack = &*PACK;
        if let Err(error) = compile(&text, pack.scope(false), Some(Type::Bool)) {
            prop_assert!(text.get(error.span.clone()).is_some(), "{:?} {:?}", text, error);
        }
    }
}

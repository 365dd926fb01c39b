//! Properties of expressions: equal to the `cel` interpreter where everything is known, the laws of three-valued logic in
//! both orders, and that an answer once determined is never contradicted by a fact that comes later.

mod grammar;

use std::sync::LazyLock;

use proptest::prelude::*;
use proptest::test_runner::TestCaseError;

pub(crate) use self::grammar::{ALL, Facts, boolean, facts, money, oracle, oracle_among, subject};
use self::grammar::{any_of, bits, plain};
use super::check::compile;
use super::evaluate::{Fault, Frame, Known, STEPS};
use crate::fact_set::FactSet;
use crate::pack::Pack;
use crate::small_pack::small_pack;
use crate::subject::Subject;
use crate::value::{Type, Value};

static PACK: LazyLock<Pack> = LazyLock::new(small_pack);

#[derive(Debug, Clone, PartialEq)]
enum Worth {
    Known(Value),
    Open(FactSet),
    Fault(Fault),
}

impl Worth {
    /// As the interpreter has it.
    fn plain(self) -> Self {
        match self {
            Self::Known(value) => Self::Known(plain(value)),
            other => other,
        }
    }
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

fn never_contradicted(pack: &Pack, text: &str, facts: Facts, known: u16) -> Result<(), TestCaseError> {
    let before = worth(pack, text, &subject(pack, facts, known));
    for later in [ALL, known | 0b010_1010_1010, known | 0b101_0101_0101] {
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
    fn with_everything_known_it_is_the_interpreter(text in any_of(3), facts in facts()) {
        let pack = &*PACK;
        let ours = worth(pack, &text, &subject(pack, facts, ALL));
        match oracle(&text, facts) {
            Some(value) => prop_assert_eq!(ours.plain(), Worth::Known(value), "{}", text),
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
    fn a_fact_that_comes_later_never_contradicts(text in any_of(3), facts in facts(), known in 0..=ALL) {
        never_contradicted(&PACK, &text, facts, known)?;
    }

    #[test]
    fn evaluating_never_takes_more_steps_than_were_counted_when_it_was_read(
        text in any_of(4), facts in facts(), known in 0..=ALL,
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

use super::check::{Scope, compile};
use super::evaluate::{Fault, Frame, Known};
use super::program::Program;
use super::syntax::{ExprError, Kind, MAX_BYTES, MAX_DEPTH, MAX_NESTING, MAX_OPERATORS, parse};
use crate::pack::Pack;
use crate::small_pack::small_pack;
use crate::subject::{Provenance, Subject, SubjectBuilder};
use crate::value::{Type, Value};

fn scope(pack: &Pack) -> Scope<'_> {
    pack.scope(false)
}

fn compiled(pack: &Pack, text: &str) -> Result<Program, ExprError> {
    compile(text, scope(pack), None)
}

fn subject(pack: &Pack, facts: &[(&str, Value)]) -> Subject {
    let mut builder = SubjectBuilder::new(pack);
    for (name, value) in facts {
        let slot = pack.slot(name).unwrap();
        builder.set(slot, value.clone(), Provenance::new("test", None)).unwrap();
    }
    builder.build()
}

/// The value, the names of the open facts, or the fault's code.
fn worth(pack: &Pack, subject: &Subject, text: &str) -> String {
    let program = compiled(pack, text).unwrap_or_else(|e| panic!("{text}: {e:?}"));
    let as_of = "2026-06-30".parse().unwrap();
    let values: Vec<Option<&Value>> = pack.parameters().iter().map(|p| p.on(as_of).map(|v| &v.value)).collect();
    let calendar = &pack.guarantees().calendar;
    let frame = Frame { as_of, parameters: &values, locals: None, calendar, subject, choices: &[] };
    match frame.value(&program.root) {
        Ok(Known::Value(value)) => match value.to_value() {
            Value::Bool(v) => v.to_string(),
            Value::Int(v) => v.to_string(),
            Value::Money(v) => v.to_string(),
            Value::Date(v) => v.to_string(),
            other => format!("{other:?}"),
        },
        Ok(Known::Unknown(facts)) => format!("?{}", pack.fact_names(facts).collect::<Vec<_>>().join(" ")),
        Err(fault) => format!("!{}", fault.code()),
    }
}

#[test]
fn false_and_true_absorb_unknown_in_either_order() {
    let pack = small_pack();
    let nobody = subject(&pack, &[]);
    for (text, wanted) in [
        ("false && test.a", "false"),
        ("test.a && false", "false"),
        ("true || test.a", "true"),
        ("test.a || true", "true"),
        ("true && test.a", "?test.a"),
        ("test.a && true", "?test.a"),
        ("test.a || false", "?test.a"),
        ("test.a && test.b", "?test.a test.b"),
        ("test.b || test.a", "?test.a test.b"),
        ("!test.a", "?test.a"),
        ("test.x > 3", "?test.x"),
        ("3 in [3, test.x]", "true"),
        ("3 in [test.x, 4]", "?test.x"),
        ("test.x in [1]", "?test.x"),
        ("test.x in []", "?test.x"),
        ("test.a ? 1 : 1", "?test.a"),
        ("true ? 1 : test.x", "1"),
        ("min(test.x, 3)", "?test.x"),
        ("test.a == test.a", "?test.a"),
    ] {
        assert_eq!(worth(&pack, &nobody, text), wanted, "{text}");
    }
}

#[test]
fn a_fault_is_never_undetermined_and_can_be_guarded_against() {
    let pack = small_pack();
    let zero = subject(&pack, &[("test.x", Value::Int(0))]);
    for (text, wanted) in [
        ("1 / test.x", "!division-by-zero"),
        ("1 % test.x", "!division-by-zero"),
        ("1 / test.x > 0 && test.a", "!division-by-zero"),
        ("test.a && 1 / test.x > 0", "!division-by-zero"),
        ("test.x != 0 && 1 / test.x > 0", "false"),
        ("1 / test.x > 0 && test.x != 0", "false"),
        ("test.x == 0 || 1 / test.x > 0", "true"),
        ("test.y + 1 / test.x", "!division-by-zero"),
        ("9223372036854775807 + 1", "!overflow"),
        ("-9223372036854775807 - 2", "!overflow"),
        ("4611686018427387904 * 2", "!overflow"),
        ("yuan(9223372036854775807)", "!overflow"),
        ("years_after(as_of, 9000)", "!date-outside-calendar"),
        ("date(2026, 2, 30)", "!date-outside-calendar"),
        ("months_after(as_of, 9223372036854775807)", "!date-outside-calendar"),
        ("param.later > 1", "!parameter-not-in-force"),
        ("working_days_after(as_of, test.x - 1)", "!negative-working-days"),
        ("working_days_after(as_of, 4000)", "!year-not-published"),
        ("working_days_after(as_of, 9223372036854775807)", "!year-not-published"),
        ("working_days_between(as_of, date(\"2027-01-04\"))", "!year-not-published"),
        ("working_days_between(date(\"2025-12-31\"), as_of) + test.y", "!year-not-published"),
        ("false && working_days_between(date(\"2025-12-31\"), as_of) > 3", "false"),
        ("1 / 0 > 0 && 9223372036854775807 + 1 > 0", "!overflow"),
        ("9223372036854775807 + 1 > 0 && 1 / 0 > 0", "!overflow"),
    ] {
        assert_eq!(worth(&pack, &zero, text), wanted, "{text}");
    }
    assert!(Fault::Overflow < Fault::DivisionByZero, "the least of several faults is told, whatever their order");
}

#[test]
fn functions() {
    let pack = small_pack();
    let day = |text: &str| Value::Date(text.parse().unwrap());
    let member = subject(
        &pack,
        &[
            ("person.birth_on", day("1944-02-29")),
            ("person.joined_on", day("1970-06-30")),
            ("person.full_on", day("1971-07-01")),
            ("test.money", Value::Money(guanai_kernel::Money::from_fen(100_001))),
            ("test.list", Value::texts(["one", "two"])),
            ("test.word", Value::from("one")),
        ],
    );
    for (text, wanted) in [
        ("age(person)", "82"),
        ("age(person, date(\"2026-02-27\"))", "81"),
        ("age(person, date(\"2026-02-28\"))", "82"),
        ("age_on(date(year(as_of), 12, 31))", "82"),
        ("membership_years(person)", "56"),
        ("seniority_years(person)", "54"),
        ("seniority_years(person, date(\"2026-07-01\"))", "55"),
        ("seniority_reached(person, 55)", "2026-07-01"),
        ("month_after(seniority_reached(person, 55))", "2026-08-01"),
        ("years_since(person.birth_on)", "82"),
        ("months_since(person.full_on, date(\"1971-08-31\"))", "1"),
        ("days_between(date(\"2026-01-01\"), as_of)", "180"),
        ("years_after(person.birth_on, 1)", "1945-02-28"),
        ("months_after(date(\"2026-01-31\"), 1)", "2026-02-28"),
        ("days_after(date(\"2026-12-31\"), 1)", "2027-01-01"),
        ("working_days_between(date(\"2026-02-13\"), date(\"2026-02-25\"))", "3"),
        ("working_days_between(date(\"2026-02-25\"), date(\"2026-02-13\"))", "-3"),
        ("working_days_after(date(\"2026-02-13\"), 3)", "2026-02-25"),
        ("working_days_after(as_of, 0)", "2026-06-30"),
        ("working_days_after(as_of, 5) <= days_after(as_of, 7)", "true"),
        ("year(as_of) * 100 + month(as_of)", "202606"),
        ("test.money * 30 / 100", "300.00"),
        ("min(test.money, yuan(500)) + fen(1)", "500.01"),
        ("max(yuan(0), test.money - yuan(2000))", "0.00"),
        ("-test.money", "-1,000.01"),
        ("size(test.list)", "2"),
        ("\"two\" in test.list", "true"),
        ("test.word in test.list", "true"),
        ("test.word in [\"two\", \"three\"]", "false"),
        ("test.word == \"one\" ? 1 : 2", "1"),
        ("param.line", "6,900.00"),
        ("max(person.joined_on, person.full_on)", "1971-07-01"),
        ("!!true", "true"),
        ("-7 / 2", "-3"),
        ("-7 % 2", "-1"),
    ] {
        assert_eq!(worth(&pack, &member, text), wanted, "{text}");
    }
}

#[test]
fn types_and_names_are_checked() {
    let pack = small_pack();
    for (text, code, read) in [
        ("test.nothing", "unknown-name", "test.nothing"),
        ("param.nothing > 1", "unknown-parameter", "param.nothing"),
        ("frob(1)", "unknown-function", "frob(1)"),
        ("true && age(test.x) > 3", "wrong-arguments", "test.x"),
        ("age()", "wrong-arguments", "age()"),
        ("min(1)", "wrong-arguments", "min(1)"),
        ("min(true, false)", "wrong-arguments", "min(true, false)"),
        ("size(test.x)", "wrong-arguments", "size(test.x)"),
        ("test.x && true", "type-mismatch", "test.x"),
        ("test.a ? 1 : true", "type-mismatch", "true"),
        ("years_since(test.x)", "type-mismatch", "test.x"),
        ("working_days_after(as_of, -3)", "negative-working-days", "working_days_after(as_of, -3)"),
        ("working_days_after(as_of)", "wrong-arguments", "working_days_after(as_of)"),
        ("working_days_after(as_of, as_of)", "type-mismatch", "as_of"),
        ("working_days_between(as_of, 3)", "type-mismatch", "3"),
        ("-test.a", "type-mismatch", "test.a"),
        ("test.x in [true]", "type-mismatch", "true"),
        ("test.x in test.list", "type-mismatch", "test.list"),
        ("test.money > 3", "operands", "test.money > 3"),
        ("test.a < true", "operands", "test.a < true"),
        ("\"a\" + \"b\"", "operands", "\"a\" + \"b\""),
        ("test.money * test.money", "operands", "test.money * test.money"),
        ("test.list == test.list", "operands", "test.list == test.list"),
        ("test.word == \"four\"", "unknown-code", "\"four\""),
        ("test.word in [\"one\", \"four\"]", "unknown-code", "\"four\""),
        ("\"four\" in test.list", "unknown-code", "\"four\""),
        ("has(test.a)", "presence-test", "("),
        ("test.x == null", "presence-test", "null"),
        ("known(test.a)", "known-in-condition", "known(test.a)"),
        ("test.list.exists(p, p == \"one\")", "macro", "("),
        ("test.list.all(p)", "macro", "("),
        ("test.x > 1.5", "not-whole-number", "1.5"),
        ("1u", "not-whole-number", "1u"),
        ("test.list[0]", "unsupported", "["),
        ("{1: 2}", "unsupported", "{"),
        ("test.word.matches(\"o\")", "unsupported", "("),
        ("b\"x\" == b\"x\"", "unsupported", "b\"x\""),
        ("person == person", "person-alone", "person"),
        ("[1, 2]", "list-alone", "[1, 2]"),
        ("date(\"2026-02-30\")", "bad-date", "date(\"2026-02-30\")"),
        ("test.a &&", "syntax", ""),
        ("(test.a", "syntax", ""),
        ("test.a && \"特别困难\" ==", "syntax", ""),
    ] {
        let error = compiled(&pack, text).expect_err(text);
        assert_eq!(error.problem.code(), code, "{text}: {error:?}");
        assert_eq!(&text[error.span.clone()], read, "{text}: {error:?}");
    }
    let error = compile("test.x", scope(&pack), Some(Type::Bool)).unwrap_err();
    assert_eq!(error.problem.code(), "type-mismatch");
}

#[test]
fn spans_count_bytes_behind_chinese_words() {
    let pack = small_pack();
    let text = "test.free == \"特别困难\" && test.nothing";
    let error = compiled(&pack, text).unwrap_err();
    assert_eq!(&text[error.span], "test.nothing");
    let text = "test.free == \"特别困难\" && && true";
    let error = compiled(&pack, text).unwrap_err();
    assert_eq!(&text[error.span], "&& true");
}

#[test]
fn what_the_limits_let_through_the_stack_bears() {
    // A thread with the stack that tests and servers have.
    let pack = small_pack();
    let reading = move || {
        let deep = format!("{}true{}", "(".repeat(MAX_DEPTH), ")".repeat(MAX_DEPTH));
        let calls = format!("{}1{}", "min(1,".repeat(MAX_DEPTH), ")".repeat(MAX_DEPTH));
        let long = vec!["test.a"; MAX_OPERATORS / 4].join("&&");
        let sums = vec!["1"; MAX_NESTING].join("+");
        let nots = format!("{}true", "!".repeat(MAX_OPERATORS));
        let choices = format!("{}1", "true?1:".repeat(MAX_DEPTH));
        for text in [&deep, &calls, &long, &sums, &nots, &choices] {
            let nobody = subject(&pack, &[]);
            assert!(!worth(&pack, &nobody, text).starts_with('!'), "{text}");
        }
        let lists = format!("1 in {}1{}", "[".repeat(MAX_DEPTH), "]".repeat(MAX_DEPTH));
        let dots = vec!["a"; MAX_OPERATORS].join(".");
        let sums = vec!["1"; MAX_OPERATORS].join("+");
        for text in [lists, dots, sums, "(".repeat(MAX_DEPTH), format!("{deep})"), format!("{long} 特")] {
            assert!(compiled(&pack, &text).is_err(), "{text}");
        }
    };
    std::thread::Builder::new().stack_size(2 << 20).spawn(reading).unwrap().join().unwrap();
}

#[test]
fn what_is_over_the_limits_is_refused_before_the_parser() {
    for (text, code) in [
        ("a".repeat(MAX_BYTES + 1), "expression-too-long"),
        (format!("{}1{}", "(".repeat(MAX_DEPTH + 1), ")".repeat(MAX_DEPTH + 1)), "expression-too-deep"),
        ("(".repeat(MAX_BYTES), "expression-too-deep"),
        ("!".repeat(MAX_BYTES), "expression-too-deep"),
        ("a?1:".repeat(MAX_DEPTH + 1), "expression-too-deep"),
        (vec!["1"; MAX_OPERATORS + 2].join("+"), "expression-too-deep"),
        (vec!["1"; MAX_NESTING + 2].join("+"), "expression-too-deep"),
    ] {
        assert_eq!(parse(&text).unwrap_err().problem.code(), code, "{text}");
    }
    let quoted = format!("a == \"{}\"", "(".repeat(100));
    assert!(matches!(parse(&quoted).unwrap().kind, Kind::Binary(..)), "brackets inside words do not count");
}

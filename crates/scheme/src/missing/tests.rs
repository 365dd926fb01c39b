use guanai_kernel::{Date, Money};

use super::{missing, unused};
use crate::pack::Pack;
use crate::small_pack::pack_with;
use crate::subject::{Provenance, SubjectBuilder};
use crate::value::Value;

fn as_of() -> Date {
    "2026-06-30".parse().unwrap()
}

/// The facts asked for, each with the values that settle the answer alone.
fn asked(pack: &Pack, facts: &[(&str, Value)]) -> Vec<String> {
    let mut builder = SubjectBuilder::new(pack);
    for (name, value) in facts {
        builder.set(pack.slot(name).unwrap(), value.clone(), Provenance::new("册", None)).unwrap();
    }
    let told = missing(pack, &builder.build(), as_of(), 0).into_iter().map(|asked| {
        let name = pack.fact(asked.slot).name.trim_start_matches("test.").to_owned();
        let alone: Vec<String> = asked.alone.iter().map(|v| format!("{v:?}")).collect();
        format!("{name}{}{}", if asked.contested { "?" } else { "" }, alone.join(","))
    });
    told.collect()
}

#[test]
fn what_may_settle_it_alone_comes_first() {
    let pack = pack_with("for = 'test.a && test.x >= 3 && test.b'");
    let yes = |name| (name, Value::Bool(true));
    assert_eq!(asked(&pack, &[yes("test.b")]), ["aBool(false)", "xInt(2)"]);
    assert_eq!(asked(&pack, &[yes("test.a"), yes("test.b")]), ["xInt(2),Int(3),Int(4)"]);
    assert_eq!(asked(&pack, &[("test.a", Value::Bool(false))]), [""; 0]);
    let either = pack_with("for = '(test.a || test.b) && test.c'");
    // Neither a yes to `a` nor a no to `b` is enough while `c` is open.
    assert_eq!(asked(&either, &[]), ["cBool(false)", "a", "b"]);
}

#[test]
fn what_the_amount_needs_is_asked_for_with_the_rest() {
    let tiers = "[[tier]]\nwhen = 'test.word == \"one\"'\namount = 'test.money * 2'\n\
                 [[tier]]\nwhen = 'test.word == \"two\"'\namount = 'yuan(1) * test.y'";
    let pack = pack_with(&format!("for = 'test.a'\n{tiers}"));
    assert_eq!(asked(&pack, &[("test.word", Value::from("one"))]), ["aBool(false)", "money"]);
    assert_eq!(asked(&pack, &[("test.a", Value::Bool(true))]), ["wordText(\"three\")", "y", "money"]);
}

#[test]
fn a_question_that_would_make_no_difference_is_left_out() {
    let pack = pack_with("for = 'test.b && test.x >= (test.word == \"one\" ? 3 : 5)'");
    // Two is under both lines, so that the word alone says no and the flag need not be asked for.
    assert_eq!(asked(&pack, &[("test.x", Value::Int(2))])[0].split('T').next(), Some("word"));
    assert_eq!(asked(&pack, &[("test.x", Value::Int(2))]).len(), 1);
    assert_eq!(asked(&pack, &[("test.x", Value::Int(4))]).len(), 2);
}

#[test]
fn a_contested_fact_is_asked_for_where_its_values_differ() {
    let pack = pack_with("for = 'test.x >= 3 && test.money <= param.line'");
    let yuan = |n| Value::Money(Money::from_yuan(n).unwrap());
    let x = |n| ("test.x", Value::Int(n));
    let facts = [x(1), x(5), ("test.money", yuan(100))];
    assert_eq!(asked(&pack, &facts), ["x?Int(1),Int(5)"]);
    assert_eq!(asked(&pack, &[x(4), x(5)]).len(), 1, "both values come to the same");
    assert_eq!(asked(&pack, &[x(1), x(5)])[0], "x?Int(1)");
}

#[test]
fn what_is_never_looked_at_is_what_is_sensitive_and_unread() {
    let pack = pack_with("for = 'test.a'");
    assert_eq!(unused(&pack, 0), [], "the small pack has nothing sensitive");
}

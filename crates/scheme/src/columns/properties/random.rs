//! Measures and people at random, over the facts of the small pack.

use std::collections::BTreeSet;

use guanai_kernel::ids::OrganizationId;
use guanai_kernel::{Date, Ids, Moment, Money, Period};
use proptest::prelude::*;
use proptest::strategy::Union;

use crate::pack::Pack;
use crate::revision::{LocalScope, RevisedValue, Revision};
use crate::small_pack::measure_text;
use crate::subject::{Provenance, Subject, SubjectBuilder};
use crate::value::Value;

fn of(words: &'static [&'static str]) -> BoxedStrategy<String> {
    prop::sample::select(words).prop_map(str::to_owned).boxed()
}

/// `a` of this shape, where `#1`, `#2`, `#3` are the parts.
fn shaped(shape: &'static str, parts: Vec<BoxedStrategy<String>>) -> BoxedStrategy<String> {
    let fill = move |parts: Vec<String>| {
        let numbered = parts.iter().enumerate();
        numbered.fold(shape.to_owned(), |text, (at, part)| text.replace(&format!("#{}", at + 1), part))
    };
    parts.prop_map(fill).boxed()
}

fn any_of(options: Vec<(u32, BoxedStrategy<String>)>) -> BoxedStrategy<String> {
    Union::new_weighted(options).boxed()
}

/// A condition.
pub(super) fn truth(depth: u32) -> BoxedStrategy<String> {
    let leaf =
        of(&["test.a", "test.b", "test.c", "true", "test.x >= 2", "test.money < param.line", "test.word == \"one\""]);
    if depth == 0 {
        return leaf;
    }
    let (b, i) = (truth(depth - 1), int(depth - 1));
    let (fen, day) = (money(depth - 1), date(depth - 1));
    let (word, comparison) = (text(depth - 1), of(&["==", "!=", "<", "<=", ">", ">="]));
    any_of(vec![
        (2, leaf),
        (4, shaped("(#1 && #2)", vec![b.clone(), b.clone()])),
        (4, shaped("(#1 || #2)", vec![b.clone(), b.clone()])),
        (2, shaped("!(#1)", vec![b.clone()])),
        (2, shaped("(#1 ? #2 : #3)", vec![b.clone(), b.clone(), b.clone()])),
        (1, shaped("(#1 == #2)", vec![b.clone(), b.clone()])),
        (1, shaped("(#1 != #2)", vec![b.clone(), b.clone()])),
        (1, shaped("(#1 in [#2, true])", vec![b.clone(), b])),
        (4, shaped("(#1 #2 #3)", vec![i.clone(), comparison.clone(), i.clone()])),
        (3, shaped("(#1 #2 #3)", vec![fen.clone(), comparison.clone(), fen.clone()])),
        (3, shaped("(#1 #2 #3)", vec![day.clone(), comparison, day])),
        (1, shaped("(#1 == #2)", vec![word.clone(), word.clone()])),
        (1, shaped("(#1 != test.free)", vec![word.clone()])),
        (1, shaped("(test.word in [#1, \"two\"])", vec![of(&["test.free", "\"one\"", "test.word"])])),
        (2, shaped("(#1 in test.list)", vec![of(&["\"one\"", "\"two\"", "test.word", "test.free"])])),
        (1, shaped("(#1 in [#2, #3])", vec![i.clone(), i.clone(), i])),
        (1, shaped("(#1 in [])", vec![fen])),
    ])
}

fn int(depth: u32) -> BoxedStrategy<String> {
    let leaf = any_of(vec![
        (8, of(&["test.x", "test.y", "test.z", "0", "1", "-2", "3", "7", "9223372036854775807", "size(test.list)"])),
        (2, of(&["household_sum(test.x)", "household_count(test.a)"])),
    ]);
    if depth == 0 {
        return leaf;
    }
    let (i, d, b) = (int(depth - 1), date(depth - 1), truth(depth - 1));
    let operator = of(&["+", "-", "*", "/", "%"]);
    any_of(vec![
        (4, leaf),
        (6, shaped("(#1 #2 #3)", vec![i.clone(), operator, i.clone()])),
        (2, shaped("(test.x * #1 / #2)", vec![of(&["2", "3", "30", "-3"]), of(&["4", "7", "100", "-5"])])),
        (1, shaped("-(#1)", vec![i.clone()])),
        (1, shaped("(#1 ? #2 : #3)", vec![b, i.clone(), i.clone()])),
        (1, shaped("min(#1, #2)", vec![i.clone(), i.clone()])),
        (1, shaped("max(#1, #2)", vec![i.clone(), i.clone()])),
        (2, of(&["age(person)", "seniority_years(person)", "membership_years(person, date(year(as_of), 12, 31))"])),
        (1, shaped("years_since(#1, #2)", vec![d.clone(), d.clone()])),
        (1, shaped("months_since(#1)", vec![d.clone()])),
        (1, shaped("days_between(#1, #2)", vec![d.clone(), d.clone()])),
        (1, shaped("working_days_between(#1, #2)", vec![d.clone(), d.clone()])),
        (1, shaped("working_days_between(as_of, days_after(as_of, #1))", vec![i])),
        (1, shaped("year(#1)", vec![d.clone()])),
        (1, shaped("month(#1)", vec![d])),
        (1, of(&["param.later"])),
    ])
}

/// An amount.
pub(super) fn money(depth: u32) -> BoxedStrategy<String> {
    let leaf = of(&[
        "test.money",
        "yuan(100)",
        "fen(1)",
        "param.line",
        "yuan(test.x)",
        "fen(test.y)",
        "-test.money",
        "household_sum(test.money)",
    ]);
    if depth == 0 {
        return leaf;
    }
    let (i, m, b) = (int(depth - 1), money(depth - 1), truth(depth - 1));
    any_of(vec![
        (3, leaf),
        (2, shaped("(#1 + #2)", vec![m.clone(), m.clone()])),
        (2, shaped("(#1 - #2)", vec![m.clone(), m.clone()])),
        (2, shaped("(#1 * #2)", vec![m.clone(), i.clone()])),
        (1, shaped("(#2 * #1)", vec![m.clone(), i.clone()])),
        (2, shaped("(#1 / #2)", vec![m.clone(), i])),
        (2, shaped("(#1 * #2 / #3)", vec![m.clone(), of(&["3", "30", "60"]), of(&["10", "100", "7", "30"])])),
        (2, shaped("min(#1, #2)", vec![m.clone(), m.clone()])),
        (2, shaped("max(#1, #2)", vec![m.clone(), m.clone()])),
        (1, shaped("(#1 ? #2 : #3)", vec![b, m.clone(), m])),
    ])
}

fn date(depth: u32) -> BoxedStrategy<String> {
    let leaf = of(&["person.birth_on", "person.joined_on", "person.full_on", "as_of", "date(\"2004-02-29\")"]);
    if depth == 0 {
        return leaf;
    }
    let (i, d, b) = (int(depth - 1), date(depth - 1), truth(depth - 1));
    any_of(vec![
        (5, leaf),
        (1, shaped("years_after(#1, #2)", vec![d.clone(), i.clone()])),
        (1, shaped("months_after(#1, #2)", vec![d.clone(), i.clone()])),
        (1, shaped("days_after(#1, #2)", vec![d.clone(), i.clone()])),
        (1, shaped("working_days_after(#1, #2)", vec![d.clone(), i.clone()])),
        (2, shaped("working_days_after(as_of, #1)", vec![i.clone()])),
        (1, shaped("month_after(#1)", vec![d.clone()])),
        (1, shaped("date(#1, test.y, test.z)", vec![of(&["2026", "test.x", "year(as_of)"])])),
        (2, shaped("seniority_reached(person, #1)", vec![of(&["5", "50", "60", "test.x"])])),
        (1, shaped("max(#1, #2)", vec![d.clone(), d.clone()])),
        (1, shaped("(#1 ? #2 : #3)", vec![b, d.clone(), d])),
    ])
}

fn text(depth: u32) -> BoxedStrategy<String> {
    let leaf = of(&["test.free", "\"one\"", "\"nobody has it\"", "test.free"]);
    if depth == 0 {
        return leaf;
    }
    any_of(vec![(3, leaf.clone()), (1, shaped("(#1 ? #2 : test.word)", vec![truth(depth - 1), leaf]))])
}

/// A few measures.
pub(super) fn measures() -> impl Strategy<Value = Vec<String>> {
    prop::collection::vec(measure(), 1..4)
}

fn measure() -> impl Strategy<Value = String> {
    let tier = (truth(2), money(2), date(1));
    let tiers = prop::collection::vec(tier, 0..4);
    let rule = of(&["tiers = \"first-match\"", "tiers = \"first-match\"", ""]);
    let offset = of(&[
        "",
        "",
        "offset = { benefit = \"test.money\", rule = \"exclusive\" }",
        "offset = { benefit = \"test.a\", rule = \"exclusive\" }",
        "offset = { benefit = \"test.money\", rule = \"top-up\" }",
        "offset = { benefit = \"test.money\", rule = \"stack\" }",
    ]);
    let starts = of(&["", "", "at-once", "month-after", "calendar-year"]);
    let bound = || prop::option::weighted(0.3, money(1));
    (truth(2), tiers, rule, offset, starts, bound(), bound(), any::<bool>()).prop_map(
        |(condition, tiers, rule, offset, starts, floor, cap, paying)| {
            let mut head = format!("for = '{condition}'\n{rule}\n");
            let mut body = String::new();
            if !starts.is_empty() {
                head.extend(["starts = \"", &starts, "\"\nbegins = 'person.full_on'\n"]);
            }
            if paying && !tiers.is_empty() {
                let bounds = [("floor", floor), ("cap", cap)].into_iter();
                let bounds = bounds.filter_map(|(key, text)| Some(format!("{key} = '{}'\n", text?)));
                head += &bounds.collect::<String>();
                head += &offset;
            } else if !offset.contains("top-up") {
                head += &offset;
            }
            for (when, amount, begins) in &tiers {
                body.extend(["\n[[tier]]\nwhen = '", when, "'\n"]);
                if paying {
                    body.extend(["amount = '", amount, "'\n"]);
                }
                if !starts.is_empty() {
                    body.extend(["begins = '", begins, "'\n"]);
                }
            }
            measure_text(&(head + &body))
        },
    )
}

/// Who answers for somebody, the nearest first.
const CHAINS: &[&[usize]] = &[&[], &[0], &[1, 0], &[2], &[3, 0]];

/// Four organisations that people may belong to.
pub(super) fn organizations() -> [OrganizationId; 4] {
    let mut ids = Ids::seeded(3, Moment::from_micros(0));
    std::array::from_fn(|_| OrganizationId::fresh(&mut ids))
}

/// Figures that some of them set: of one that has the pack's own value, and of one that has none yet.
pub(super) fn locals() -> impl Strategy<Value = Vec<Revision>> {
    let one = (any::<bool>(), 0..4usize, 0i64..=100, 0i64..=2_000_000);
    prop::collection::vec(one, 0..5).prop_map(|all| {
        let mut seen = BTreeSet::new();
        let fresh = all.into_iter().filter(|(later, at, ..)| seen.insert((*later, *at)));
        let revision = |(later, at, number, fen): (bool, usize, i64, i64)| Revision {
            no: 1,
            document: "document".to_owned(),
            place: "place".to_owned(),
            values: vec![RevisedValue {
                parameter: if later { "later" } else { "line" }.to_owned(),
                from: "2026-01-01".parse().unwrap(),
                written: if later { number.to_string() } else { format!("fen({fen})") },
            }],
            local: Some(LocalScope { organization: organizations()[at], until: "2026-12-31".parse().unwrap() }),
        };
        fresh.map(revision).collect()
    })
}

/// What may be recorded of somebody.
#[derive(Debug, Clone)]
pub(super) struct Person {
    /// Values of each fact: none, one, or rarely two.
    facts: Vec<(&'static str, Vec<Value>)>,
    interrupted: Option<(Date, i8)>,
    /// Which organisations answer for them, by place in [`organizations`].
    chain: &'static [usize],
}

impl Person {
    /// With their facts; without great numbers if `calm`.
    pub fn subject(&self, pack: &Pack, calm: bool) -> Subject {
        let mut builder = SubjectBuilder::new(pack);
        for (name, values) in &self.facts {
            for value in values {
                let value = match value {
                    Value::Int(n) if calm => Value::Int(n % 1_000),
                    Value::Money(m) if calm => Value::Money(Money::from_fen(m.fen() % 1_000_000)),
                    other => other.clone(),
                };
                builder.set(pack.slot(name).unwrap(), value, Provenance::new("test", None)).unwrap();
            }
        }
        if let Some((from, months)) = self.interrupted {
            let until = guanai_kernel::civil::add_months(from, i32::from(months));
            builder.interrupt(Period::new(from, until).unwrap());
        }
        let all = organizations();
        builder.answered_by(self.chain.iter().map(|at| all[*at]).collect());
        builder.build()
    }
}

fn recorded(name: &'static str, value: BoxedStrategy<Value>) -> BoxedStrategy<(&'static str, Vec<Value>)> {
    let many = prop_oneof![4 => Just(0usize), 16 => Just(1), 1 => Just(2)];
    many.prop_flat_map(move |many| prop::collection::vec(value.clone(), many)).prop_map(move |v| (name, v)).boxed()
}

fn day() -> BoxedStrategy<Date> {
    let some = (1930i16..2040, 1i8..13, 1i8..29);
    prop_oneof![
        12 => some.prop_map(|(y, m, d)| Date::new(y, m, d).unwrap()),
        1 => prop::sample::select(&["2004-02-29", "2000-02-29", "9999-12-31", "-009999-01-01", "2026-06-30"][..])
            .prop_map(|text| text.parse().unwrap()),
    ]
    .boxed()
}

/// People with their facts, those side by side in households of one, two and three.
pub(super) fn subjects(people: &[Person], pack: &Pack, calm: bool) -> Vec<Subject> {
    let alone: Vec<Subject> = people.iter().map(|person| person.subject(pack, calm)).collect();
    let (mut left, mut sizes) = (alone.as_slice(), [1, 2, 3].into_iter().cycle());
    let mut all = Vec::with_capacity(alone.len());
    while let (false, Some(size)) = (left.is_empty(), sizes.next()) {
        let (home, rest) = left.split_at(size.min(left.len()));
        left = rest;
        for (at, person) in home.iter().enumerate() {
            let others: Vec<&Subject> = home.iter().enumerate().filter(|(o, _)| *o != at).map(|(_, one)| one).collect();
            all.push(person.clone().in_household(pack, &others));
        }
    }
    all
}

/// A person at random.
pub(super) fn person() -> impl Strategy<Value = Person> {
    let number = || prop_oneof![8 => -3i64..40, 3 => 0i64..100_000, 1 => any::<i64>()].prop_map(Value::Int).boxed();
    let fen = prop_oneof![8 => 0i64..2_000_000, 1 => -500i64..1, 1 => any::<i64>()];
    let code = || prop::sample::select(&["one", "two", "three"][..]);
    let mut facts: Vec<BoxedStrategy<(&'static str, Vec<Value>)>> = Vec::new();
    for name in ["person.birth_on", "person.joined_on", "person.full_on"] {
        facts.push(recorded(name, day().prop_map(Value::Date).boxed()));
    }
    for name in ["test.a", "test.b", "test.c"] {
        facts.push(recorded(name, any::<bool>().prop_map(Value::Bool).boxed()));
    }
    for name in ["test.x", "test.y", "test.z"] {
        facts.push(recorded(name, number()));
    }
    facts.push(recorded("test.money", fen.prop_map(|fen| Value::Money(Money::from_fen(fen))).boxed()));
    facts.push(recorded("test.word", code().prop_map(Value::from).boxed()));
    facts.push(recorded("test.list", prop::collection::vec(code(), 0..4).prop_map(Value::texts).boxed()));
    facts.push(recorded("test.free", prop::sample::select(&["one", "free", ""][..]).prop_map(Value::from).boxed()));
    facts.push(recorded("test.size", (1_i64..4).prop_map(Value::Int).boxed()));
    let interrupted = prop::option::weighted(0.1, (day(), 0i8..40));
    let chain = prop::sample::select(CHAINS);
    (facts, interrupted, chain).prop_map(|(facts, interrupted, chain)| Person { facts, interrupted, chain })
}

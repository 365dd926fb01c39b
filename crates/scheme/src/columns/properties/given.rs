//! What a measure gives, tier and amount: columns against the `cel` crate's interpreter, which is asked for each condition and
//! each amount, while how a measure is put together of them is written anew here. People live in households, and their age and
//! years of seniority are functions that the interpreter is given.

use guanai_kernel::Money;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestCaseError;

use super::{Population, Verdict, assessor, pack};
use crate::expr::properties::{ALL, Facts, boolean, facts, money, oracle_among, subject};
use crate::pack::Pack;
use crate::small_pack::measure_text;
use crate::subject::Subject;
use crate::value::Value;

/// A measure as it is drawn.
#[derive(Debug, Clone)]
struct Rule {
    condition: String,
    /// When each tier holds, and its amount.
    tiers: Vec<(String, String)>,
    is_first_match: bool,
    floor: Option<String>,
    cap: Option<String>,
    /// `exclusive` or `top-up` against `test.money`.
    offset: Option<&'static str>,
}

/// What it gives somebody of whom everything is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Given {
    Holds(usize, i64),
    Not,
    Conflict,
    Fault,
}

fn one_of(words: &'static [&'static str]) -> BoxedStrategy<String> {
    prop::sample::select(words).prop_map(str::to_owned).boxed()
}

/// A condition on a person, on a household, or on plain facts.
fn condition() -> BoxedStrategy<String> {
    let of_a_person = one_of(&[
        "(age(person) >= 60)",
        "(seniority_years(person) >= 40)",
        "(seniority_years(person) < age(person))",
        "(seniority_reached(person, 50) <= date(\"2026-06-30\"))",
        "(month_after(seniority_reached(person, 40)) > person.birth_on)",
        "(household_sum(test.x) > 2)",
        "(household_sum(test.x) * 2 >= test.y)",
        "(household_count(test.a) == 2)",
        "(household_sum(test.money) <= yuan(3000) * household_count(test.a))",
        "(household_sum(test.money) > test.money)",
    ]);
    prop_oneof![
        2 => of_a_person.clone(),
        2 => boolean(2),
        3 => (boolean(1), one_of(&["&&", "||"]), of_a_person).prop_map(|(a, op, b)| format!("({a} {op} {b})")),
    ]
    .boxed()
}

fn amount() -> BoxedStrategy<String> {
    let of_a_person = one_of(&[
        "(yuan(10) * seniority_years(person))",
        "(household_sum(test.money) / 3)",
        "(yuan(100) * household_count(test.a))",
        "(household_sum(test.money) - test.money)",
        "(age(person) >= 60 ? yuan(200) : fen(1))",
    ]);
    prop_oneof![2 => of_a_person, 2 => money(2)].boxed()
}

fn rule() -> impl Strategy<Value = Rule> {
    let tiers = prop::collection::vec((condition(), amount()), 1..4);
    let bound = || prop::option::weighted(0.4, one_of(&["yuan(50)", "yuan(1000)", "household_sum(test.money)"]));
    let offset = prop::sample::select(&[None, None, Some("exclusive"), Some("top-up")][..]);
    (condition(), tiers, any::<bool>(), bound(), bound(), offset).prop_map(
        |(condition, tiers, is_first_match, floor, cap, offset)| Rule {
            condition,
            tiers,
            is_first_match,
            floor,
            cap,
            offset,
        },
    )
}

impl Rule {
    fn text(&self) -> String {
        let mut text = format!("for = '{}'\n", self.condition);
        if self.is_first_match {
            text += "tiers = \"first-match\"\n";
        }
        for (key, bound) in [("floor", &self.floor), ("cap", &self.cap)] {
            text.extend(bound.iter().map(|bound| format!("{key} = '{bound}'\n")));
        }
        text.extend(self.offset.map(|rule| format!("offset = {{ benefit = \"test.money\", rule = \"{rule}\" }}\n")));
        text.extend(
            self.tiers.iter().map(|(when, amount)| format!("[[tier]]\nwhen = '{when}'\namount = '{amount}'\n")),
        );
        measure_text(&text)
    }

    fn given(&self, own: Facts, others: &[Facts]) -> Given {
        let truth = |text: &str| match oracle_among(text, own, others) {
            Some(Value::Bool(holds)) => Some(holds),
            Some(other) => panic!("{text}: {other:?}"),
            None => None,
        };
        let condition = truth(&self.condition);
        let (mut holding, mut is_faulty) = (Vec::new(), false);
        for (at, (when, _)) in self.tiers.iter().enumerate() {
            match truth(when) {
                Some(true) => holding.push(at),
                Some(false) => {}
                None => is_faulty = true,
            }
            if self.is_first_match && !holding.is_empty() {
                break;
            }
        }
        let Some(Value::Int(drawn)) = oracle_among("test.money", own, others) else { panic!("test.money") };
        let nothing = holding.is_empty() && !is_faulty;
        if condition == Some(false) || nothing || (self.offset == Some("exclusive") && drawn > 0) {
            return Given::Not;
        }
        match (condition, is_faulty, holding.as_slice()) {
            (None, ..) | (_, true, _) => Given::Fault,
            (.., [one]) => self.paid(*one, drawn, own, others),
            _ => Given::Conflict,
        }
    }

    /// The amount of a tier, not under the floor, not over the cap, less what is drawn where the difference is given.
    fn paid(&self, tier: usize, drawn: i64, own: Facts, others: &[Facts]) -> Given {
        let fen = |text: &String| match oracle_among(text, own, others) {
            Some(Value::Int(fen)) => Some(fen),
            _ => None,
        };
        let bounds = [&self.floor, &self.cap].map(|bound| bound.as_ref().map(fen));
        let (Some(amount), [floor, cap]) = (fen(&self.tiers[tier].1), bounds) else { return Given::Fault };
        let (Some(floor), Some(cap)) = (floor.unwrap_or(Some(0)), cap.unwrap_or(Some(i64::MAX))) else {
            return Given::Fault;
        };
        let bounded = amount.max(floor).min(cap);
        if amount < 0 || bounded < 0 {
            return Given::Fault;
        }
        if self.offset != Some("top-up") {
            return Given::Holds(tier, bounded);
        }
        match bounded.checked_sub(drawn) {
            None => Given::Fault,
            Some(left) if left <= 0 => Given::Not,
            Some(left) => Given::Holds(tier, left),
        }
    }
}

/// Somebody who lives with others, of whom everything is known.
fn at_home(pack: &Pack, own: Facts, known: u16, others: &[Facts]) -> Subject {
    let others: Vec<Subject> = others.iter().map(|facts| subject(pack, *facts, ALL)).collect();
    let size = Value::Int(i64::try_from(others.len() + 1).unwrap());
    let own = subject(pack, own, known).with(pack.slot("test.size").unwrap(), size);
    own.in_household(pack, &others.iter().collect::<Vec<_>>())
}

fn says(pack: &Pack, people: &[Subject]) -> Vec<Verdict> {
    let population = Population::of(pack, people);
    let answers = assessor(pack).answers(&population, 1);
    (0..people.len()).map(|row| answers.measure(row, 0).unwrap()).collect()
}

fn same(verdict: Verdict, given: Given, told: &str) -> Result<(), TestCaseError> {
    let is_same = match (verdict, given) {
        (Verdict::Holds { tier, amount, .. }, Given::Holds(at, fen)) => {
            (tier, amount) == (Some(at), Some(Money::from_fen(fen)))
        }
        (Verdict::DoesNotHold(_), Given::Not)
        | (Verdict::Conflict, Given::Conflict)
        | (Verdict::Fault(_), Given::Fault) => true,
        _ => false,
    };
    prop_assert!(is_same, "{:?} {:?}: {}", verdict, given, told);
    Ok(())
}

/// People with those who live with them.
fn homes() -> impl Strategy<Value = Vec<(Facts, Vec<Facts>)>> {
    let home = (facts(), prop::collection::vec(facts(), 0..3));
    // What is together too large to write down is unknown, and no fault.
    let home = home.prop_filter("the household's sums", |(own, others)| own.sums(others).is_some());
    prop::collection::vec(home, 1..12)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn tiers_and_amounts_are_those_of_the_interpreter(rule in rule(), homes in homes()) {
        let Some(pack) = pack(&[rule.text()], &[]) else { return Ok(()) };
        let people: Vec<Subject> = homes.iter().map(|(own, others)| at_home(&pack, *own, ALL, others)).collect();
        for ((own, others), verdict) in homes.iter().zip(says(&pack, &people)) {
            same(verdict, rule.given(*own, others), &format!("{rule:?} {own:?} {others:?}"))?;
        }
    }

    #[test]
    fn what_is_given_with_gaps_the_interpreter_gives_however_they_are_filled(
        rule in rule(),
        homes in homes(),
        known in 0..=ALL,
        fillings in prop::collection::vec(facts(), 4),
    ) {
        let Some(pack) = pack(&[rule.text()], &[]) else { return Ok(()) };
        let people: Vec<Subject> = homes.iter().map(|(own, others)| at_home(&pack, *own, known, others)).collect();
        for ((own, others), verdict) in homes.iter().zip(says(&pack, &people)) {
            if !matches!(verdict, Verdict::Holds { .. } | Verdict::DoesNotHold(_)) {
                continue;
            }
            let filled = fillings.iter().map(|other| own.filled(known, *other));
            for filled in filled.filter(|filled| filled.sums(others).is_some()) {
                same(verdict, rule.given(filled, others), &format!("{rule:?} {filled:?} {others:?}"))?;
            }
        }
    }
}

/// The rules that are drawn come to each kind of answer, and to every tier, or the two properties would say little.
#[test]
fn what_is_drawn_comes_to_everything() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let (mut kinds, mut read) = ([0_u32; 6], 0);
    for _ in 0..300 {
        let rule = rule().new_tree(&mut runner).unwrap().current();
        read += u32::from(pack(&[rule.text()], &[]).is_some());
        for (own, others) in homes().new_tree(&mut runner).unwrap().current() {
            kinds[match rule.given(own, &others) {
                Given::Holds(tier, _) => tier,
                Given::Not => 3,
                Given::Conflict => 4,
                Given::Fault => 5,
            }] += 1;
        }
    }
    assert!(read > 200 && kinds.iter().all(|many| *many > 5), "{read} {kinds:?}");
}

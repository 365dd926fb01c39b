//! Columns say of everybody what the row evaluator says of one person, over packs and people at random, with gaps; and what
//! the `cel` crate's interpreter says, wherever it has an answer.

mod given;
mod random;

use guanai_kernel::Date;
use proptest::prelude::*;
use proptest::test_runner::TestCaseError;

use self::random::{measures, person};
use super::{ClassVerdict, MeasureTotal, Population, Verdict};
use crate::assess::Assessor;
use crate::compare::{Comparer, Homes};
use crate::expr::properties::{ALL, boolean, facts, oracle, subject};
use crate::pack::Pack;
use crate::revision::{RevisedValue, Revision};
use crate::small_pack::small_files;
use crate::subject::Subject;
use crate::value::Value;

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn assessor(pack: &Pack) -> Assessor<'_> {
    Assessor::new(pack, "2026-06-30".parse().unwrap())
}

/// The small pack with these measures and a class a condition; none where the reader refuses it.
fn pack(measures: &[String], classes: &[String]) -> Option<Pack> {
    let mut files = small_files();
    for (at, text) in measures.iter().enumerate() {
        let id = format!("id = \"m{at}\"");
        files.insert(format!("measures/m{at}.toml"), text.replacen("id = \"m\"", &id, 1));
    }
    let class = |(at, when): (usize, &String)| {
        let name = "{ zh-CN = \"类\", en = \"Class\" }";
        format!("[[class]]\nid = \"c{at}\"\nname = {name}\nwhen = '{when}'\nreason = {name}\nclause = \"rule §1\"\n")
    };
    files.insert("classes.toml".to_owned(), classes.iter().enumerate().map(class).collect());
    Pack::load(&files).ok()
}

/// Every answer in columns, on one thread and on several, is the row evaluator's; and totals are the sums of the answers.
fn same_as_one_by_one(pack: &Pack, people: &[Subject], population: &Population<'_>) -> Result<(), TestCaseError> {
    let assessor = assessor(pack);
    let answers = assessor.answers(population, 2);
    let totals = assessor.totals(population, 2);
    for (measure, total) in totals.measures.iter().enumerate() {
        let mut sum = MeasureTotal::default();
        for (row, person) in people.iter().enumerate() {
            let one = assessor.measure(person, measure);
            sum.add(&one);
            prop_assert_eq!(answers.measure(row, measure), Some(Verdict::from(&one)), "row {} {:?}", row, one);
        }
        prop_assert_eq!(*total, sum);
    }
    for (class, total) in totals.classes.iter().enumerate() {
        let mut counts = [0; 4];
        for (row, person) in people.iter().enumerate() {
            let one = ClassVerdict::from(&assessor.class(person, class));
            prop_assert_eq!(answers.class(row, class), Some(one), "row {}", row);
            counts[match one {
                ClassVerdict::Belongs => 0,
                ClassVerdict::DoesNotBelong => 1,
                ClassVerdict::Undetermined => 2,
                ClassVerdict::Fault(_) => 3,
            }] += 1;
        }
        prop_assert_eq!([total.belong, total.do_not, total.undetermined, total.faults], counts);
    }
    Ok(())
}

/// What a class says of everybody in columns: yes, no, or neither.
fn says(pack: &Pack, people: &[Subject]) -> Vec<ClassVerdict> {
    let population = Population::of(pack, people);
    let answers = assessor(pack).answers(&population, 1);
    (0..people.len()).map(|row| answers.class(row, 0).unwrap()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn columns_are_the_row_evaluator(
        measures in measures(),
        classes in prop::collection::vec(random::truth(2), 1..3),
        people in prop::collection::vec(person(), 1..24),
        locals in random::locals(),
        calm in any::<bool>(),
    ) {
        let Some(pack) = pack(&measures, &classes) else { return Ok(()) };
        let pack = pack.revised(&locals, 1).unwrap();
        // Without great numbers most calculations are done in narrow cells, with them in wide ones.
        let people: Vec<Subject> = random::subjects(&people, &pack, calm);
        same_as_one_by_one(&pack, &people, &Population::of(&pack, &people))?;
    }

    /// Two packs that differ in a figure everywhere, and in figures that some organisations set: what-if over everybody is
    /// what-if of each.
    #[test]
    fn what_if_in_columns_is_what_if_one_by_one(
        measures in measures(),
        people in prop::collection::vec(person(), 1..16),
        locals in random::locals(),
        fen in 0i64..2_000_000,
        calm in any::<bool>(),
    ) {
        let Some(before) = pack(&measures, &[]) else { return Ok(()) };
        let value = RevisedValue { parameter: "line".to_owned(), from: day("2026-08-01"), written: format!("fen({fen})") };
        let raised = Revision { no: 2, document: "d".to_owned(), place: "p".to_owned(), values: vec![value], local: None };
        let after = before.revised(&locals.into_iter().chain([raised]).collect::<Vec<_>>(), 2).unwrap();
        let people: Vec<Subject> = random::subjects(&people, &before, calm);
        let everybody: Vec<&Subject> = people.iter().collect();
        let months = ["2026-05-01", "2026-07-01", "2026-08-01", "2026-12-01", "2027-01-01"].map(day);
        let comparer = Comparer::new(&before, &after, &months, None).unwrap();
        let all = comparer.everybody(&everybody, &everybody, &Homes::default(), 2);
        for (person, shifts) in people.iter().zip(all) {
            prop_assert_eq!(shifts, comparer.person(person, person));
        }
    }

    #[test]
    fn columns_are_the_interpreter_where_everything_is_known(text in boolean(3), all in prop::collection::vec(facts(), 1..12)) {
        let Some(pack) = pack(&[], std::slice::from_ref(&text)) else { return Ok(()) };
        let people: Vec<Subject> = all.iter().map(|facts| subject(&pack, *facts, ALL)).collect();
        for (facts, ours) in all.iter().zip(says(&pack, &people)) {
            match oracle(&text, *facts) {
                Some(value) => {
                    let wanted = if value == Value::Bool(true) { ClassVerdict::Belongs } else { ClassVerdict::DoesNotBelong };
                    prop_assert_eq!(ours, wanted, "{}", text);
                }
                None => prop_assert!(matches!(ours, ClassVerdict::Fault(_)), "{}: {:?}", text, ours),
            }
        }
    }

    #[test]
    fn what_columns_say_with_gaps_the_interpreter_says_however_they_are_filled(
        text in boolean(3),
        all in prop::collection::vec((facts(), 0..=ALL, prop::collection::vec(facts(), 4)), 1..8),
    ) {
        let Some(pack) = pack(&[], std::slice::from_ref(&text)) else { return Ok(()) };
        let people: Vec<Subject> = all.iter().map(|(facts, known, _)| subject(&pack, *facts, *known)).collect();
        for ((facts, known, others), ours) in all.iter().zip(says(&pack, &people)) {
            let wanted = match ours {
                ClassVerdict::Belongs => Value::Bool(true),
                ClassVerdict::DoesNotBelong => Value::Bool(false),
                ClassVerdict::Undetermined | ClassVerdict::Fault(_) => continue,
            };
            for other in others {
                let filled = facts.filled(*known, *other);
                prop_assert_eq!(oracle(&text, filled), Some(wanted.clone()), "{} {:?}", text, filled);
            }
        }
    }
}

#[test]
fn the_unknown_is_never_false() {
    let texts =
        ["test.a && test.x > 1", "test.x > 1 || test.a", "!(test.a)", "test.word in [\"one\"]", "\"one\" in test.list"];
    let pack = pack(&[], &texts.map(str::to_owned)).unwrap();
    let nobody = [crate::subject::SubjectBuilder::new(&pack).build()];
    let populations = [Population::of(&pack, &nobody), Population::new(&pack, 1)];
    for population in &populations {
        let totals = assessor(&pack).totals(population, 1);
        for (class, text) in totals.classes.iter().zip(texts) {
            assert_eq!((class.belong, class.do_not, class.undetermined), (0, 0, 1), "{text}");
        }
    }
}

#[test]
fn nobody_at_all_comes_to_nothing() {
    let pack = pack(&[], &["test.a".to_owned()]).unwrap();
    let totals = assessor(&pack).totals(&Population::new(&pack, 0), 2);
    assert_eq!(totals.classes[0], super::ClassTotal::default());
    assert_eq!(assessor(&pack).answers(&Population::new(&pack, 0), 2).class(0, 0), None);
}

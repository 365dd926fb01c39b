//! The pack of ten standards, whose speed is measured: its examples, and that totals from columns are the sums of one-by-one
//! assessments, with gaps and without, over more people than a block holds.

#![expect(clippy::unwrap_used, reason = "tests")]

#[path = "../benches/ten_standards/loading.rs"]
mod loading;
#[path = "../benches/ten_standards/raw.rs"]
mod raw;

use std::path::{Path, PathBuf};

use guanai_scheme::{Assessor, Column, MeasureTotal, Pack, Population, Type, check_examples};
use loading::{ORDER, ten_standards};

/// A small generator of numbers, seeded.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: u64) -> u64 {
        self.0 = self.0.wrapping_mul(0x5851_F42D_4C95_7F2D).wrapping_add(0x1405_7B7E_F767_814F);
        (self.0 >> 33) % below
    }
}

/// Numbers that lie on both sides of every line of the pack.
fn number(fact: &str, dice: &mut Dice) -> i64 {
    let below = match fact {
        "person.age" => 100,
        "person.standing" => 70,
        "person.income" => 14_000,
        "person.medical" => 90_000,
        "person.cadre_years" => 20,
        _ => 4,
    };
    i64::try_from(dice.roll(below)).unwrap()
}

fn population(pack: &Pack, people: usize, gaps: bool) -> Population<'static> {
    let mut population = Population::new(pack, people);
    for (slot, fact) in pack.facts_by_slot() {
        let mut dice = Dice(slot.index() as u64);
        let column = match fact.value_type {
            Type::Bool => Column::flags((0..people).map(|_| dice.roll(2) == 1)),
            _ => Column::ints((0..people).map(|_| number(&fact.name, &mut dice))),
        };
        let column = column.with_missing((0..people).map(|_| gaps && dice.roll(10) == 0)).unwrap();
        population.set(pack, slot, column).unwrap();
    }
    population
}

#[test]
fn its_examples_hold() {
    assert_eq!(check_examples(&ten_standards()), []);
}

#[test]
fn the_order_of_the_totals_names_every_measure() {
    let pack = ten_standards();
    assert_eq!(pack.measures().len(), ORDER.len());
    assert!(ORDER.iter().all(|id| pack.measure_index(id).is_some()));
}

#[test]
fn totals_are_the_sums_of_assessments_one_by_one() {
    let pack = ten_standards();
    let assessor = Assessor::new(&pack, "2026-06-30".parse().unwrap());
    for (people, gaps) in [(1, false), (2_048, true), (5_001, false), (5_001, true)] {
        let population = population(&pack, people, gaps);
        let mut sums = vec![MeasureTotal::default(); pack.measures().len()];
        for row in 0..people {
            let person = population.subject(&pack, row).unwrap();
            for (measure, sum) in sums.iter_mut().enumerate() {
                sum.add(&assessor.measure(&person, measure));
            }
        }
        assert_eq!(sums.iter().any(|s| s.undetermined > 0), gaps);
        for threads in [1, 2, 5] {
            assert_eq!(assessor.totals(&population, threads).measures, sums, "{people} people on {threads} threads");
        }
    }
}

#[test]
fn everybody_is_counted_once_over_many_chunks() {
    let pack = ten_standards();
    let assessor = Assessor::new(&pack, "2026-06-30".parse().unwrap());
    let many = population(&pack, 100_003, true);
    let totals = assessor.totals(&many, 3);
    assert_eq!(totals, assessor.totals(&many, 1));
    for total in &totals.measures {
        let counted = total.holds + total.does_not + total.undetermined + total.conflicts + total.faults;
        assert_eq!(counted, 100_003);
        assert!(total.holds > 0 && total.undetermined > 0);
    }
}

/// An empty folder of this test's own.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::remove_dir_all(&folder).ok();
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

/// Writes the facts of [`population`] as raw columns, and what is missing of them where `told` says so.
fn write(folder: &Path, pack: &Pack, people: usize, told: bool) {
    for (slot, fact) in pack.facts_by_slot() {
        let mut dice = Dice(slot.index() as u64);
        let name = fact.name.trim_start_matches("person.");
        let (ending, bytes): (&str, Vec<u8>) = if fact.value_type == Type::Bool {
            // Any byte but 0 is a yes.
            let flags = (0..people).map(|row| u8::from(dice.roll(2) == 1) * u8::try_from(1 + row % 200).unwrap());
            ("u8", flags.collect())
        } else {
            let numbers = (0..people).map(|_| i32::try_from(number(&fact.name, &mut dice)).unwrap());
            ("i32", numbers.flat_map(i32::to_le_bytes).collect())
        };
        std::fs::write(folder.join(format!("{name}.{ending}")), bytes).unwrap();
        let missing: Vec<u8> = (0..people).map(|_| u8::from(dice.roll(10) == 0)).collect();
        if told {
            std::fs::write(folder.join(format!("{name}.null")), missing).unwrap();
        }
    }
}

#[test]
fn raw_columns_say_what_the_same_facts_say_and_their_gaps_are_read() {
    let (pack, people) = (ten_standards(), 5_001);
    let assessor = Assessor::new(&pack, "2026-06-30".parse().unwrap());
    for gaps in [false, true] {
        let folder = folder(if gaps { "raw-with-gaps" } else { "raw" });
        write(&folder, &pack, people, gaps);
        let read = raw::population(&pack, &folder);
        assert_eq!(read.people(), people);
        let kept = population(&pack, people, gaps);
        let totals = assessor.totals(&read, 2);
        assert_eq!(totals, assessor.totals(&kept, 2), "gaps: {gaps}");
        assert_eq!(totals.measures.iter().any(|total| total.undetermined > 0), gaps);
        for row in [0, 1, 2_047, 2_048, people - 1] {
            let (one, other) = (read.subject(&pack, row).unwrap(), kept.subject(&pack, row).unwrap());
            assert!(pack.facts_by_slot().all(|(slot, _)| one.state(slot) == other.state(slot)), "row {row}");
        }
    }
}

/// A number below nothing is read as it is written, least byte first.
#[test]
fn raw_numbers_are_of_four_bytes_with_a_sign_and_the_least_byte_first() {
    let pack = ten_standards();
    let folder = folder("raw-signs");
    write(&folder, &pack, 3, false);
    let (slot, fact) = pack.facts_by_slot().find(|(_, fact)| fact.value_type == Type::Int).unwrap();
    let name = fact.name.trim_start_matches("person.");
    std::fs::write(folder.join(format!("{name}.i32")), [0xFE, 0xFF, 0xFF, 0xFF, 0, 1, 0, 0, 7, 0, 0, 0]).unwrap();
    std::fs::write(folder.join(format!("{name}.null")), [0, 0, 1]).unwrap();
    let read = raw::population(&pack, &folder);
    let values: Vec<_> = (0..3)
        .map(|row| read.subject(&pack, row).unwrap().values(slot).first().map(|(value, _)| (*value).clone()))
        .collect();
    assert_eq!(values, [Some((-2_i64).into()), Some(256_i64.into()), None]);
}

//! The default pack over a population in columns: every answer is the one that its person gets alone.

use guanai_kernel::civil::Period;
use guanai_scheme::{Assessor, ClassVerdict, Pack, Population, Provenance, Subject, SubjectBuilder, Value, Verdict};

use super::people::{Dice, facts, person};
use super::{as_of, county};

/// People with gaps; now and then with two birthdays, or an interruption of their membership.
fn people(pack: &Pack, many: u64) -> Vec<Subject> {
    let birth = pack.slot("person.birth_on").unwrap();
    let all = (0..many).map(|seed| {
        let mut dice = Dice::new(seed);
        let facts = facts(pack, &mut dice);
        match dice.roll(20) {
            0 => {
                let mut builder = SubjectBuilder::new(pack);
                for (slot, value) in &facts {
                    builder.set(*slot, value.clone(), Provenance::new("册", None)).unwrap();
                }
                let other = Value::Date("1950-02-28".parse().unwrap());
                builder.set(birth, other, Provenance::new("证", None)).unwrap();
                builder.interrupt(Period::new("1990-01-01".parse().unwrap(), Some(as_of())).unwrap());
                builder.build()
            }
            _ => person(pack, &facts, |_| dice.roll(5) > 0),
        }
    });
    all.collect()
}

#[test]
fn everybody_gets_in_columns_the_answer_that_they_get_alone() {
    let pack = county();
    let assessor = Assessor::new(&pack, as_of());
    let people = people(&pack, 1_200);
    let answers = assessor.answers(&Population::of(&pack, &people), 2);
    for (row, person) in people.iter().enumerate() {
        let alone = assessor.assess(person);
        for one in &alone.classes {
            let id = &pack.classes()[one.class].id;
            assert_eq!(answers.class(row, one.class), Some(ClassVerdict::from(&one.answer)), "{row} {id}");
        }
        for one in &alone.measures {
            let id = &pack.measures()[one.measure].id;
            assert_eq!(answers.measure(row, one.measure), Some(Verdict::from(&one.answer)), "{row} {id}");
        }
    }
    // Or the columns would be a detour.
    let all = people.len() * (pack.classes().len() + pack.measures().len());
    assert!(answers.one_by_one() * 10 < all, "{} of {all} answered one by one", answers.one_by_one());
}

#[test]
fn nobody_has_anything_where_nothing_is_recorded() {
    let pack = county();
    let totals = Assessor::new(&pack, as_of()).totals(&Population::new(&pack, 3), 1);
    for (total, measure) in totals.measures.iter().zip(pack.measures()) {
        assert_eq!((total.undetermined, total.holds, total.fen), (3, 0, 0), "{}", measure.id);
    }
}

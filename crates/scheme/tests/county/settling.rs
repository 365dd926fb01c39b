//! What would settle an open answer does, and nothing less does.

use std::collections::BTreeMap;

use guanai_scheme::{
    Answer, Asked, Assessor, FactState, Pack, Provenance, Slot, Subject, SubjectBuilder, Value, missing, unused,
};

use crate::panel::somebody;
use crate::people::{Dice, facts};
use crate::{as_of, county};

/// The same person once these facts were asked for and answered.
pub fn answered(pack: &Pack, person: &Subject, answers: &BTreeMap<Slot, Value>) -> Subject {
    let mut builder = SubjectBuilder::new(pack);
    let source = Provenance::new("问来的", None);
    for (slot, _) in pack.facts_by_slot() {
        if let Some(value) = answers.get(&slot) {
            builder.set(slot, value.clone(), source.clone()).unwrap();
            continue;
        }
        for (value, _) in person.values(slot) {
            builder.set(slot, value.clone(), source.clone()).unwrap();
        }
    }
    for period in person.interruptions() {
        builder.interrupt(*period);
    }
    builder.build()
}

/// An answer to each question: of a fact in dispute one of its values, of another a value that somebody else has.
fn answers(pack: &Pack, person: &Subject, asked: &[Asked], dice: &mut Dice) -> BTreeMap<Slot, Value> {
    let drawn = facts(pack, dice);
    let mut answers = BTreeMap::new();
    for question in asked {
        let value = match person.state(question.slot) {
            FactState::Contested(values) => {
                let at = usize::try_from(dice.roll(values.len() as u64)).unwrap();
                values[at].0.clone()
            }
            _ if pack.fact(question.slot).name == "need.categories" => {
                let raised = pack.needs().iter().filter(|_| dice.roll(2) == 1);
                Value::texts(raised.map(|need| need.code.as_str()))
            }
            _ => drawn[question.slot.index()].1.clone(),
        };
        answers.insert(question.slot, value);
    }
    answers
}

fn is_open(answer: &Answer) -> bool {
    matches!(answer, Answer::Undetermined(_))
}

#[test]
fn what_is_asked_for_settles_the_answer_whatever_it_turns_out_to_be() {
    let pack = county();
    let assessor = Assessor::new(&pack, as_of());
    let mut settled = 0;
    for seed in 0..300 {
        let mut dice = Dice::new(seed);
        let person = somebody(&pack, &mut dice);
        for at in 0..pack.measures().len() {
            let id = &pack.measures()[at].id;
            let asked = missing(&pack, &person, as_of(), at);
            assert_eq!(asked.is_empty(), !is_open(&assessor.measure(&person, at)), "seed {seed}, {id}");
            for question in &asked {
                for value in &question.alone {
                    let one = BTreeMap::from([(question.slot, value.clone())]);
                    let answer = assessor.measure(&answered(&pack, &person, &one), at);
                    assert!(!is_open(&answer), "seed {seed}, {id}: {question:?} does not settle it");
                }
            }
            if !asked.is_empty() {
                let all = answers(&pack, &person, &asked, &mut dice);
                let answer = assessor.measure(&answered(&pack, &person, &all), at);
                assert!(!is_open(&answer), "seed {seed}, {id}: {asked:?} left open: {answer:?}");
                settled += 1;
            }
        }
    }
    assert!(settled > 500, "{settled}");
}

#[test]
fn no_question_can_be_left_out() {
    let pack = county();
    let assessor = Assessor::new(&pack, as_of());
    let (mut needed, mut spare) = (0, Vec::new());
    for seed in 0..60 {
        let mut dice = Dice::new(seed);
        let person = somebody(&pack, &mut dice);
        for at in 0..pack.measures().len() {
            let asked = missing(&pack, &person, as_of(), at);
            for left_out in &asked {
                let fewer: Vec<Asked> = asked.iter().filter(|a| a.slot != left_out.slot).cloned().collect();
                // Some answers to the others leave it open.
                let open = (0..4_000).any(|_| {
                    let some = answers(&pack, &person, &fewer, &mut dice);
                    is_open(&assessor.measure(&answered(&pack, &person, &some), at))
                });
                if open {
                    needed += 1;
                } else {
                    spare.push(format!("seed {seed}, {}: {}", pack.measures()[at].id, pack.fact(left_out.slot).name));
                }
            }
        }
    }
    assert!(needed > 200, "{needed}");
    assert!(spare.is_empty(), "{} of {needed}: {spare:#?}", spare.len());
}

#[test]
fn what_was_not_used_cannot_change_the_answer() {
    let pack = county();
    let assessor = Assessor::new(&pack, as_of());
    for seed in 0..100 {
        let mut dice = Dice::new(seed);
        let person = somebody(&pack, &mut dice);
        let other = facts(&pack, &mut dice);
        for at in 0..pack.measures().len() {
            let unused = unused(&pack, at);
            assert!(!unused.is_empty());
            let changed = unused.iter().map(|slot| (*slot, other[slot.index()].1.clone())).collect();
            let (before, after) =
                (assessor.measure(&person, at), assessor.measure(&answered(&pack, &person, &changed), at));
            assert_eq!(before, after, "seed {seed}, {}", pack.measures()[at].id);
        }
    }
}

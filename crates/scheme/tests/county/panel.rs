//! What an explanation shows is what the answer rests on: from the panel's own facts the same answer comes out again.

use std::collections::BTreeMap;

use guanai_kernel::Period;
use guanai_scheme::{
    Answer, Assessor, Explanation, Lang, Pack, Provenance, Refusal, Stands, Subject, SubjectBuilder, explain, weigh,
};

use crate::people::{Dice, facts, is_apart};
use crate::{as_of, county};

/// How many people are drawn.
const CASES: u64 = 1_000;

/// Somebody with gaps, facts in dispute and an interruption of membership now and then.
pub fn somebody(pack: &Pack, dice: &mut Dice) -> Subject {
    let (first, other) = (facts(pack, dice), facts(pack, dice));
    let mut builder = SubjectBuilder::new(pack);
    for ((slot, value), (_, another)) in first.iter().zip(&other).filter(|((slot, _), _)| !is_apart(pack, *slot)) {
        match dice.roll(12) {
            0..=2 => continue,
            3 => {
                builder.set(*slot, another.clone(), Provenance::new("乙册", None)).unwrap();
            }
            _ => {}
        }
        builder.set(*slot, value.clone(), Provenance::new("甲册", None)).unwrap();
    }
    if dice.roll(4) == 0 {
        let year = 1960 + dice.roll(50);
        let from = format!("{year}-03-01").parse().unwrap();
        let until = (dice.roll(5) > 0).then(|| format!("{}-09-15", year + dice.roll(4)).parse().unwrap());
        builder.interrupt(Period::new(from, until).unwrap());
    }
    builder.build()
}

/// Somebody of whom is known what the panel shows, and nothing else.
fn shown(pack: &Pack, panel: &Explanation) -> Subject {
    let mut builder = SubjectBuilder::new(pack);
    for fact in &panel.facts {
        let slot = pack.slot(&fact.fact).unwrap();
        builder.set(slot, fact.recorded.clone(), Provenance::new(fact.source.as_str(), fact.on)).unwrap();
    }
    for period in &panel.interruptions {
        builder.interrupt(*period);
    }
    builder.build()
}

#[test]
fn the_panels_own_facts_give_the_same_answer() {
    let pack = county();
    let assessor = Assessor::new(&pack, as_of());
    let mut seen: BTreeMap<&str, u32> = BTreeMap::new();
    let (mut fewer, mut contested) = (0, 0);
    for seed in 0..CASES {
        let person = somebody(&pack, &mut Dice::new(seed));
        for at in 0..pack.measures().len() {
            let answer = assessor.measure(&person, at);
            let panel = explain(&pack, &person, as_of(), at, Lang::Zh);
            let again = assessor.measure(&shown(&pack, &panel), at);
            assert_eq!(again, answer, "seed {seed}, {}: {panel:?}", pack.measures()[at].id);
            *seen.entry(answer.code()).or_default() += 1;
            fewer += u32::from(panel.facts.len() < pack.measures()[at].reads().len());
            contested += u32::from(matches!(&answer, Answer::Undetermined(open) if !open.contested.is_empty()));
        }
    }
    assert!(seen["holds"] > 500 && seen["not"] > 500 && seen["undetermined"] > 500, "{seen:?}");
    assert!(fewer > 1_000, "the panel shows everything and explains nothing: {fewer}");
    assert!(contested > 100, "{contested}");
}

/// The conditions and tiers, weighed one by one, say together what the answer says: all hold where it holds, one fails where the
/// condition does, and the tier that counts is the only one chosen.
#[test]
fn conditions_and_tiers_one_by_one_say_what_the_answer_says() {
    let pack = county();
    let assessor = Assessor::new(&pack, as_of());
    let mut seen: BTreeMap<(&str, Stands), u32> = BTreeMap::new();
    for seed in 0..120 {
        let person = somebody(&pack, &mut Dice::new(seed));
        for (at, measure) in pack.measures().iter().enumerate() {
            let answer = assessor.measure(&person, at);
            let weighed = weigh(&pack, &person, as_of(), at, Lang::Zh);
            let at_all = |stands| weighed.conditions.iter().any(|one| one.stands == stands);
            let all_hold = weighed.conditions.iter().all(|one| one.stands == Stands::Holds);
            let chosen: Vec<usize> = (0..weighed.tiers.len()).filter(|at| weighed.tiers[*at].is_chosen).collect();
            let said = format!("seed {seed}, {}: {answer:?}", measure.id);
            match &answer {
                Answer::Holds(entitled) => {
                    assert!(all_hold, "{said}");
                    assert_eq!(chosen, Vec::from_iter(entitled.tier), "{said}");
                    assert!(chosen.iter().all(|at| weighed.tiers[*at].stands == Stands::Holds), "{said}");
                }
                Answer::DoesNotHold(Refusal::Condition) => {
                    assert!(!all_hold, "{said}");
                    assert!(at_all(Stands::Fails) || !person.contested().is_empty(), "{said}");
                }
                Answer::DoesNotHold(Refusal::NoTier) => {
                    assert!(all_hold && weighed.tiers.iter().all(|tier| tier.stands != Stands::Holds), "{said}");
                }
                Answer::DoesNotHold(Refusal::Benefit) => assert!(all_hold, "{said}"),
                Answer::DoesNotHold(Refusal::Paused) => panic!("nothing rests for them: {said}"),
                Answer::Undetermined(_) => {
                    assert!(!at_all(Stands::Fails) || !person.contested().is_empty(), "{said}");
                }
                Answer::Conflict { tiers } => {
                    assert!(tiers.iter().all(|at| weighed.tiers[*at].stands == Stands::Holds), "{said}");
                }
                Answer::Fault(_) => {}
            }
            assert!(chosen.len() <= 1, "{said}");
            for one in &weighed.conditions {
                *seen.entry((answer.code(), one.stands)).or_default() += 1;
                assert!(!one.condition.text.is_empty(), "{said}");
            }
        }
    }
    for wanted in
        [("holds", Stands::Holds), ("not", Stands::Fails), ("not", Stands::Open), ("undetermined", Stands::Open)]
    {
        assert!(seen.get(&wanted).is_some_and(|many| *many > 20), "too few of {wanted:?}: {seen:?}");
    }
}

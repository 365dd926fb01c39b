//! What would change a settled answer does, in the whole pack, within the limit of cost.

use std::collections::BTreeMap;

use guanai_kernel::Money;
use guanai_scheme::{Answer, Assessor, Lang, Type, Value, Values, tell_turning, turning};

use crate::panel::somebody;
use crate::people::Dice;
use crate::settling::answered;
use crate::{as_of, county};

/// The ends of what is told; of what may be anything, one value.
fn ends(values: &Values, kind: Type) -> Vec<Value> {
    let anything = match kind {
        Type::Money => Value::Money(Money::ZERO),
        Type::Date => Value::Date(as_of()),
        _ => Value::Int(0),
    };
    match values {
        Values::Each(each) => each.clone(),
        Values::Runs(runs) => {
            let ends = |(from, to): &(Option<Value>, Option<Value>)| match (from, to) {
                (None, None) => vec![anything.clone()],
                (from, to) => from.iter().chain(to).cloned().collect(),
            };
            runs.iter().flat_map(ends).collect()
        }
    }
}

#[test]
fn the_facts_that_are_told_turn_the_answer_at_both_ends_of_their_ranges() {
    let pack = county();
    let assessor = Assessor::new(&pack, as_of());
    let (mut turned, mut whole, mut settled) = (0, 0, 0);
    for seed in 0..20 {
        let person = somebody(&pack, &mut Dice::new(seed));
        for at in 0..pack.measures().len() {
            let id = &pack.measures()[at].id;
            let found = turning(&pack, &person, as_of(), at);
            let before = assessor.measure(&person, at);
            let holds = match before {
                Answer::Holds(_) => true,
                Answer::DoesNotHold(_) => false,
                _ => {
                    assert_eq!(found.sets, [[]; 0].map(|none: [_; 0]| none.to_vec()), "seed {seed}, {id}");
                    continue;
                }
            };
            settled += 1;
            whole += usize::from(found.is_whole);
            for set in &found.sets {
                let values: Vec<Vec<Value>> =
                    set.iter().map(|one| ends(&one.then, pack.fact(one.slot).value_type)).collect();
                // The first ends of all, and every other one with them.
                for (place, value) in values.iter().enumerate().flat_map(|(at, all)| all.iter().map(move |v| (at, v))) {
                    let chosen = set.iter().zip(&values).enumerate().filter_map(|(at, (one, all))| {
                        let value = if at == place { value } else { all.first()? };
                        Some((one.slot, value.clone()))
                    });
                    let after = assessor.measure(&answered(&pack, &person, &chosen.collect::<BTreeMap<_, _>>()), at);
                    let turns =
                        if holds { matches!(after, Answer::DoesNotHold(_)) } else { matches!(after, Answer::Holds(_)) };
                    assert!(turns, "seed {seed}, {id}: {set:?} {value:?} {after:?}");
                    turned += 1;
                }
                assert!(set.iter().all(|one| !pack.fact(one.slot).fixed && !pack.fact(one.slot).conduct));
            }
            for lang in [Lang::Zh, Lang::En] {
                for told in tell_turning(&pack, &found, as_of(), lang) {
                    assert!(told.because != told.otherwise && !told.because.is_empty(), "{id}: {told:?}");
                }
            }
        }
    }
    assert!(turned > 600 && whole * 2 > settled, "{turned} {whole} {settled}");
}

//! Every measure and every class of both packs has worked examples of each kind: somebody for whom it holds, somebody for
//! whom it does not, and somebody of whom too little is known. A rule that is settled even of somebody of whom nothing is
//! known needs no example of the last: the engine says which those are, no list does.

use std::collections::BTreeMap;

use guanai_scheme::{Answer, Assessor, Belonging, ExampleOf, Pack, SubjectBuilder, check_examples};

use crate::{as_of, files_of, load};

/// What is missing, a line a measure, class or tier.
fn missing(pack: &Pack) -> Vec<String> {
    let mut answers: BTreeMap<(u8, usize), Vec<&str>> = BTreeMap::new();
    for example in pack.examples() {
        let of = match example.of {
            ExampleOf::Class(at) => (0, at),
            ExampleOf::Measure(at) => (1, at),
        };
        answers.entry(of).or_default().push(example.expect.answer);
    }
    let (assessor, nobody) = (Assessor::new(pack, as_of()), SubjectBuilder::new(pack).build());
    let class = |at| matches!(assessor.class(&nobody, at), Belonging::Undetermined(_));
    let measure = |at| matches!(assessor.measure(&nobody, at), Answer::Undetermined(_));
    let classes = pack.classes().iter().enumerate().map(|(at, one)| ((0, at), &one.id, class(at)));
    let measures = pack.measures().iter().enumerate().map(|(at, one)| ((1, at), &one.id, measure(at)));
    let mut missing = Vec::new();
    for (of, id, may_be_open) in classes.chain(measures) {
        let had = answers.remove(&of).unwrap_or_default();
        let wanted = ["holds", "not", "undetermined"].into_iter().filter(|a| *a != "undetermined" || may_be_open);
        missing.extend(wanted.filter(|answer| !had.contains(answer)).map(|answer| format!("{id}: no {answer:?}")));
        if had.len() < 3 {
            missing.push(format!("{id}: {} examples", had.len()));
        }
    }
    for (at, measure) in pack.measures().iter().enumerate() {
        let of_it =
            || pack.examples().iter().filter(|example| matches!(example.of, ExampleOf::Measure(of) if of == at));
        let unseen = measure.tiers.iter().filter(|tier| of_it().all(|e| e.expect.tier.as_ref() != Some(&tier.id)));
        // An only tier is the measure itself.
        for tier in unseen.filter(|_| measure.tiers.len() > 1) {
            missing.push(format!("{}: nobody in tier {}", measure.id, tier.id));
        }
        if measure.has_amount() {
            let unpriced = of_it().filter(|e| e.expect.answer == "holds" && e.expect.amount.is_none());
            missing.extend(unpriced.map(|e| format!("{}, line {}: no amount", e.file, e.line)));
        }
    }
    missing
}

#[test]
fn every_measure_and_every_class_has_an_example_that_holds_one_that_does_not_and_one_that_is_open() {
    for name in ["county", "mutual-aid"] {
        let pack = load(&files_of(name));
        let missing = missing(&pack);
        assert!(missing.is_empty(), "{name}:\n{}", missing.join("\n"));
        let failures: Vec<String> = check_examples(&pack).iter().map(ToString::to_string).collect();
        assert!(failures.is_empty(), "{name}:\n{}", failures.join("\n"));
    }
}

#[test]
fn an_example_that_is_taken_out_is_missed() {
    let mut files = files_of("county");
    files.remove("examples/class-elder-member.toml").unwrap();
    let told = missing(&load(&files));
    let wanted = ["\"holds\"", "\"not\"", "\"undetermined\""].map(|answer| format!("elder-member: no {answer}"));
    assert_eq!(told, wanted.into_iter().chain(["elder-member: 0 examples".to_owned()]).collect::<Vec<_>>());
}

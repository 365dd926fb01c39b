//! Undoing facts: facts are only ever added, so what an event stated is answered by records of the same day that say what had
//! stood before it, or that nothing is known.

use std::collections::BTreeSet;

use guanai_kernel::ids::FactId;
use guanai_kernel::{Date, Ids, Moment};

use crate::fact::rank;
use crate::{Fact, FactValue};

/// The records that undo `added`, out of everything recorded of the person: every day then says what it said without them. What
/// somebody stated since about the same day stands, and needs no undoing.
pub fn facts_undone(all: &[Fact], added: &[Fact], at: Moment, ids: &mut Ids) -> Vec<Fact> {
    let mut undoing = Vec::new();
    for fact in added {
        let same = |other: &&Fact| other.person_id == fact.person_id && other.name == fact.name;
        let superseded =
            all.iter().filter(same).any(|other| other.valid_from == fact.valid_from && rank(other) > rank(fact));
        if superseded {
            continue;
        }
        let others: Vec<&Fact> = all.iter().filter(same).filter(|other| !added.contains(other)).collect();
        for (from, until) in spoken_for(fact, &others) {
            let stood = others.iter().filter(|other| speaks(other, from)).max_by_key(|other| rank(other));
            let (value, source, verified) = stood.map_or_else(
                || (FactValue::Withdrawn, fact.source.clone(), false),
                |stood| (stood.value.clone(), stood.source.clone(), stood.verified),
            );
            undoing.push(Fact {
                fact_id: FactId::fresh(ids),
                person_id: fact.person_id,
                name: fact.name.clone(),
                value,
                valid_from: from,
                valid_to: until,
                source,
                verified,
                recorded_at: at,
            });
        }
    }
    undoing
}

fn speaks(fact: &Fact, on: Date) -> bool {
    fact.valid_from <= on && fact.valid_to.is_none_or(|end| on < end)
}

/// The stretches in which `fact` speaks and not one of the others, cut wherever one of them begins or ends.
fn spoken_for(fact: &Fact, others: &[&Fact]) -> Vec<(Date, Option<Date>)> {
    let edges = others.iter().flat_map(|other| [Some(other.valid_from), other.valid_to]).flatten();
    let edges: BTreeSet<Date> = edges.chain([fact.valid_from]).filter(|edge| *edge >= fact.valid_from).collect();
    let edges: Vec<Date> = edges.into_iter().filter(|edge| speaks(fact, *edge)).collect();
    let ends = edges.iter().skip(1).copied().map(Some).chain([fact.valid_to]);
    let stretches = edges.iter().copied().zip(ends);
    stretches.filter(|(from, _)| others.iter().all(|other| !speaks(other, *from) || rank(other) < rank(fact))).collect()
}

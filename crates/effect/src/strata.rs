//! Strata: everybody who may be asked, parted by whatever the caller gives (a class of care and a township). A stratum of one is
//! joined to another: of one answer nothing can be said, and whoever gave it would be known by it.

use std::collections::BTreeMap;

/// By what a stratum is parted off.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub struct StratumKey {
    /// The class, as the caller names it.
    pub class: String,
    /// The place, as the caller names it.
    pub place: String,
}

/// Those who are alike, with everybody in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stratum<K> {
    /// What it is made of: one part, or more where strata were joined. In order.
    pub parts: Vec<StratumKey>,
    /// Everybody in it, in order.
    pub members: Vec<K>,
}

impl<K> Stratum<K> {
    /// Whether it was joined of several.
    pub fn is_joined(&self) -> bool {
        self.parts.len() > 1
    }

    fn shares(&self, other: &Self, of: impl Fn(&StratumKey) -> &str) -> bool {
        self.parts.iter().any(|one| other.parts.iter().any(|part| of(one) == of(part)))
    }
}

/// Parts people into strata, and joins those of one person: to the smallest of the same class, else of the same place, else of
/// all. In whatever order people come, the same strata come out. One person alone in all stays a stratum of one.
pub fn make_strata<K: Ord>(people: impl IntoIterator<Item = (StratumKey, K)>) -> Vec<Stratum<K>> {
    let mut parted: BTreeMap<StratumKey, Vec<K>> = BTreeMap::new();
    for (key, person) in people {
        parted.entry(key).or_default().push(person);
    }
    let mut strata: Vec<Stratum<K>> = parted
        .into_iter()
        .map(|(key, mut members)| {
            members.sort();
            members.dedup();
            Stratum { parts: vec![key], members }
        })
        .collect();
    while strata.len() > 1 {
        let Some(at) = strata.iter().position(|stratum| stratum.members.len() < 2) else { break };
        let alone = strata.remove(at);
        let near = |stratum: &Stratum<K>| {
            let far = if alone.shares(stratum, |key| &key.class) {
                0
            } else if alone.shares(stratum, |key| &key.place) {
                1
            } else {
                2
            };
            (far, stratum.members.len())
        };
        // The first of the least: strata stand in the order of their keys.
        let Some(to) = (0..strata.len()).min_by_key(|at| near(&strata[*at])) else { break };
        let into = &mut strata[to];
        into.parts.extend(alone.parts);
        into.parts.sort();
        into.members.extend(alone.members);
        into.members.sort();
        strata.sort_by(|a, b| a.parts.cmp(&b.parts));
    }
    strata
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(class: &str, place: &str) -> StratumKey {
        StratumKey { class: class.to_owned(), place: place.to_owned() }
    }

    fn people(sizes: &[(&str, &str, u32)]) -> Vec<(StratumKey, u32)> {
        let mut all = Vec::new();
        for (class, place, size) in sizes {
            for _ in 0..*size {
                all.push((key(class, place), u32::try_from(all.len()).unwrap_or(0)));
            }
        }
        all
    }

    #[test]
    fn a_stratum_of_one_joins_the_smallest_of_its_class() {
        let strata =
            make_strata(people(&[("old", "north", 1), ("old", "south", 5), ("old", "west", 3), ("poor", "north", 2)]));
        let told: Vec<(usize, usize)> = strata.iter().map(|s| (s.parts.len(), s.members.len())).collect();
        assert_eq!(told, [(2, 4), (1, 5), (1, 2)]);
        assert_eq!(strata[0].parts, [key("old", "north"), key("old", "west")]);
        assert!(strata[0].is_joined());
    }

    #[test]
    fn without_its_class_it_joins_its_place_and_at_last_whoever_is_there() {
        let near = make_strata(people(&[("old", "north", 1), ("poor", "north", 4), ("poor", "south", 2)]));
        assert_eq!(near[0].parts, [key("old", "north"), key("poor", "north")]);
        let far = make_strata(people(&[("old", "north", 1), ("poor", "south", 4)]));
        assert_eq!((far.len(), far[0].members.len()), (1, 5));
        assert_eq!(make_strata(people(&[("old", "north", 1)])).len(), 1);
        assert_eq!(make_strata(people(&[])).len(), 0);
    }

    #[test]
    fn the_order_of_people_does_not_matter_and_nobody_counts_twice() {
        let mut some = people(&[("a", "x", 1), ("a", "y", 1), ("b", "x", 1), ("b", "y", 3), ("c", "z", 1)]);
        let first = make_strata(some.clone());
        some.reverse();
        some.push(some[0].clone());
        assert_eq!(make_strata(some), first);
        assert!(first.iter().all(|stratum| stratum.members.len() >= 2));
    }
}

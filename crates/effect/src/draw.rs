//! The draw: within each stratum everybody is as likely as anybody else, by a generator whose seed stands with the sample. The same
//! people, size and seed give the same sample, in whatever order they came.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

use crate::allocation::{AllocationError, Method, Part, allocate};
use crate::fraction::Fraction;
use crate::strata::{Stratum, StratumKey, make_strata};

/// A stratum with whom it lends to the sample.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SampledStratum<K> {
    /// What it is made of; more than one part where strata of one person were joined.
    pub parts: Vec<StratumKey>,
    /// How many are in it.
    pub population: u64,
    /// Who is asked, in order.
    pub drawn: Vec<K>,
}

impl<K> SampledStratum<K> {
    /// For how many each of those asked stands.
    pub fn weight(&self) -> Option<Fraction> {
        Fraction::new(self.population, u64::try_from(self.drawn.len()).ok()?)
    }
}

/// A sample.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sample<K> {
    /// From what the generator began.
    pub seed: u64,
    /// The strata, in the order of their parts.
    pub strata: Vec<SampledStratum<K>>,
}

/// Draws a sample of `size` people. `variance_of` says what is known of how far those of a class differ, in millionths.
pub fn draw_sample<K: Ord + Clone>(
    people: impl IntoIterator<Item = (StratumKey, K)>,
    size: u64,
    method: Method,
    variance_of: impl Fn(&str) -> Option<u64>,
    seed: u64,
) -> Result<Sample<K>, AllocationError> {
    let strata = make_strata(people);
    let part = |stratum: &Stratum<K>| Part {
        population: u64::try_from(stratum.members.len()).unwrap_or(u64::MAX),
        // Of several parts the widest: too many asked is the smaller fault. What is unknown is as wide as can be.
        variance: stratum.parts.iter().map(|key| variance_of(&key.class)).reduce(|a, b| Some(a?.max(b?))).flatten(),
    };
    let parts: Vec<Part> = strata.iter().map(part).collect();
    let shares = allocate(&parts, size, method)?;
    let mut generator = ChaCha8Rng::seed_from_u64(seed);
    let strata = strata.into_iter().zip(shares).zip(parts).map(|((stratum, share), part)| SampledStratum {
        drawn: pick(stratum.members, share, &mut |bound| below(&mut generator, bound)),
        parts: stratum.parts,
        population: part.population,
    });
    Ok(Sample { seed, strata: strata.collect() })
}

/// `count` of `members`, in order, by numbers of `below`, each of which is anything under its bound.
fn pick<K: Ord>(mut members: Vec<K>, count: u64, below: &mut dyn FnMut(u64) -> u64) -> Vec<K> {
    let count = usize::try_from(count).unwrap_or(usize::MAX).min(members.len());
    for at in 0..count {
        let left = u64::try_from(members.len() - at).unwrap_or(u64::MAX);
        let other = at + usize::try_from(below(left)).unwrap_or(0);
        members.swap(at, other);
    }
    members.truncate(count);
    members.sort();
    members
}

/// A number under `bound`, each equally likely: what would favour the small ones is drawn anew.
fn below(generator: &mut ChaCha8Rng, bound: u64) -> u64 {
    let fair = u64::MAX - u64::MAX % bound.max(1);
    loop {
        let drawn = generator.next_u64();
        if drawn < fair {
            return drawn % bound.max(1);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    /// Every course that the numbers may take: how often each of `n` is among the `k` picked, and of how many courses.
    fn every_course(n: u64, k: u64) -> (BTreeMap<u64, u64>, u64) {
        let (mut often, mut courses) = (BTreeMap::new(), 0);
        let mut course: Vec<u64> = vec![0; usize::try_from(k).unwrap_or(0)];
        loop {
            let mut at = 0;
            let picked = pick((0..n).collect(), k, &mut |_| {
                at += 1;
                course[at - 1]
            });
            courses += 1;
            for one in picked {
                *often.entry(one).or_insert(0) += 1;
            }
            // The next course: a counter whose places are as wide as their bounds.
            let mut place = course.len();
            loop {
                if place == 0 {
                    return (often, courses);
                }
                place -= 1;
                course[place] += 1;
                if course[place] < n - u64::try_from(place).unwrap_or(0) {
                    break;
                }
                course[place] = 0;
            }
        }
    }

    #[test]
    fn everybody_is_drawn_with_the_same_chance_over_every_course_of_the_numbers() {
        for n in 1..=7_u64 {
            for k in 1..=n {
                let (often, courses) = every_course(n, k);
                assert_eq!(often.len() as u64, n, "{n} {k}");
                for (one, times) in often {
                    assert_eq!(times * n, courses * k, "{one} of {n}, {k} drawn");
                }
            }
        }
    }

    #[test]
    fn numbers_under_a_bound_are_fair_and_repeat_with_their_seed() {
        let draw = |seed| {
            let mut generator = ChaCha8Rng::seed_from_u64(seed);
            (0..6000).map(|_| below(&mut generator, 6)).collect::<Vec<_>>()
        };
        let some = draw(9);
        assert_eq!(some, draw(9));
        assert_ne!(some, draw(10));
        for face in 0..6 {
            let times = some.iter().filter(|drawn| **drawn == face).count();
            assert!((850..1150).contains(&times), "{face}: {times}");
        }
    }
}

//! Properties of allocation and draw, over strata of any sizes: sums, bounds, repeatability, whatever the order of people; and of the
//! estimate: over every sample that could be drawn of a small county it is right on average, and so is what it says of its own error.

use guanai_effect::allocation::Part;
use guanai_effect::{AllocationError, Method, StratumKey, Tally, allocate, draw_sample, estimate, make_strata};
use proptest::prelude::*;

fn parts() -> impl Strategy<Value = Vec<Part>> {
    let part = (1_u64..200, proptest::option::of(0_u64..=250_000));
    proptest::collection::vec(part.prop_map(|(population, variance)| Part { population, variance }), 1..12)
}

fn method() -> impl Strategy<Value = Method> {
    (0..Method::ALL.len()).prop_map(|at| Method::ALL[at])
}

fn people(parts: &[Part]) -> Vec<(StratumKey, u64)> {
    let mut all = Vec::new();
    for (at, part) in parts.iter().enumerate() {
        let key = StratumKey { class: format!("c{}", at % 3), place: format!("p{}", at / 3) };
        for _ in 0..part.population {
            all.push((key.clone(), u64::try_from(all.len()).expect("few people")));
        }
    }
    all
}

proptest! {
    #[test]
    fn shares_sum_to_what_was_wished_within_their_bounds(parts in parts(), wish in 0_u64..2500, method in method()) {
        let there: u64 = parts.iter().map(|part| part.population).sum();
        let least: u64 = parts.iter().map(|part| part.population.min(2)).sum();
        match allocate(&parts, wish, method) {
            Ok(shares) => {
                prop_assert!(wish >= least && wish <= there && there > 1);
                prop_assert_eq!(shares.iter().sum::<u64>(), wish);
                for (share, part) in shares.iter().zip(&parts) {
                    prop_assert!(*share >= part.population.min(2) && *share <= part.population);
                }
            }
            Err(AllocationError::OnePerson) => prop_assert_eq!(there, 1),
            Err(AllocationError::MoreThanThere { .. }) => prop_assert!(wish > there),
            Err(AllocationError::TooFew { .. }) => prop_assert!(wish < least),
            Err(AllocationError::Nobody) => prop_assert!(false, "somebody is there"),
        }
    }

    /// Where no bound presses, nobody is a whole person away from their exact share.
    #[test]
    fn proportional_shares_are_within_one_of_the_exact(parts in parts(), percent in 1_u64..100) {
        let there: u64 = parts.iter().map(|part| part.population).sum();
        let wish = there * percent / 100;
        prop_assume!(there > 1 && parts.iter().all(|part| part.population * wish >= 2 * there));
        let shares = allocate(&parts, wish, Method::Proportional).unwrap();
        for (share, part) in shares.iter().zip(&parts) {
            prop_assert!((share * there).abs_diff(part.population * wish) < there);
        }
    }

    #[test]
    fn the_same_seed_draws_the_same_in_any_order(parts in parts(), method in method(), seed in any::<u64>()) {
        let mut all = people(&parts);
        let size = (all.len() as u64).min(2 * parts.len() as u64 + 7);
        prop_assume!(all.len() > 1);
        let variance = |class: &str| (class == "c1").then_some(90_000);
        let first = draw_sample(all.clone(), size, method, variance, seed).unwrap();
        all.reverse();
        prop_assert_eq!(&draw_sample(all.clone(), size, method, variance, seed).unwrap(), &first);
        prop_assert_eq!(first.strata.iter().map(|s| s.drawn.len() as u64).sum::<u64>(), size);
        let strata = make_strata(all);
        for (sampled, stratum) in first.strata.iter().zip(&strata) {
            prop_assert_eq!(&sampled.parts, &stratum.parts);
            prop_assert!(sampled.drawn.iter().all(|one| stratum.members.contains(one)));
            prop_assert!(sampled.drawn.windows(2).all(|two| two[0] < two[1]), "nobody twice");
        }
    }
}

#[test]
fn equal_precision_asks_more_of_the_few_and_neyman_more_of_those_who_differ() {
    let two = |a, b| [Part { population: 900, variance: a }, Part { population: 100, variance: b }];
    assert_eq!(allocate(&two(None, None), 100, Method::Proportional), Ok(vec![90, 10]));
    assert_eq!(allocate(&two(None, None), 100, Method::EqualPrecision), Ok(vec![61, 39]));
    assert_eq!(allocate(&two(None, None), 100, Method::Neyman), Ok(vec![90, 10]), "of nothing known: by size");
    assert_eq!(allocate(&two(Some(40_000), Some(250_000)), 100, Method::Neyman), Ok(vec![78, 22]));
    assert_eq!(allocate(&two(Some(0), Some(250_000)), 300, Method::Neyman), Ok(vec![200, 100]), "the rest by size");
    assert_eq!(allocate(&[], 10, Method::Proportional), Err(AllocationError::Nobody));
}

/// Every way in which `k` of these can be chosen.
fn choices(of: &[u64], k: usize) -> Vec<Vec<u64>> {
    if k == 0 {
        return vec![Vec::new()];
    }
    let mut all = Vec::new();
    for at in 0..of.len() {
        for mut rest in choices(&of[at + 1..], k - 1) {
            rest.push(of[at]);
            all.push(rest);
        }
    }
    all
}

#[test]
fn over_every_sample_of_a_small_county_the_estimate_and_its_variance_are_right_on_average() {
    let (one, two) = ([1_u64, 5, 2, 2, 4], [3_u64, 9, 9, 1]);
    let truth: f64 = f64::from(u32::try_from(one.iter().chain(&two).sum::<u64>()).unwrap()) / 9.0;
    let (mut means, mut errors) = (Vec::new(), Vec::new());
    for a in choices(&one, 3) {
        for b in choices(&two, 2) {
            let tally = |population, values: &[u64]| {
                values.iter().fold(Tally { population, ..Tally::default() }, |tally, value| tally.with(*value))
            };
            let told = estimate(&[tally(5, &a), tally(4, &b)]).unwrap();
            means.push(f64::from(u32::try_from(told.mean).unwrap()) / 1e6);
            errors.push(f64::from(u32::try_from(told.standard_error.unwrap()).unwrap()) / 1e6);
        }
    }
    let count = f64::from(u32::try_from(means.len()).unwrap());
    let mean = means.iter().sum::<f64>() / count;
    assert!((mean - truth).abs() < 1e-5, "{mean} {truth}");
    let variance = means.iter().map(|m| (m - mean).powi(2)).sum::<f64>() / count;
    let said = errors.iter().map(|e| e * e).sum::<f64>() / count;
    assert!((variance - said).abs() < 1e-5, "{variance} {said}");
}

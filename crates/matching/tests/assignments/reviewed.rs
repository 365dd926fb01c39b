//! A run under review: each wish against every answer there is, and what it says of who is moved.

use std::collections::BTreeSet;

use guanai_matching::{Load, Offer, Problem, Reason, Review, Reviewed, Wish, solve};
use proptest::prelude::*;

use crate::drawn::{any_limited_problem, any_problem, demand, offer, problem};
use crate::exact::{best_with, naive_cost, naive_fit, objective, parts, within_limits};

/// Service and cost of the pairs as they stand, which are checked to be pairs that may be.
fn standing(problem: &Problem<String>, pairs: &[Reviewed<String>]) -> (Vec<i64>, i128) {
    let mut served = vec![0; problem.demands.len()];
    let mut used = vec![0; problem.offers.len()];
    let mut cost = 0;
    for pair in pairs {
        let demand = problem.demands.iter().position(|demand| demand.key == pair.demand).expect("a demand of the run");
        let offer = problem.offers.iter().position(|offer| offer.key == pair.offer).expect("an offer of the run");
        let named = naive_cost(problem, &problem.demands[demand], &problem.offers[offer]);
        assert_eq!(named, Some(i128::from(pair.cost)));
        served[demand] += 1;
        used[offer] += 1;
        cost += parts(problem, &pair.demand, &pair.offer, i128::from(pair.cost));
    }
    assert!(problem.offers.iter().zip(&used).all(|(offer, used)| *used <= offer.capacity));
    assert!(within_limits(problem, &used));
    let (service, _, cost, _) = objective(problem, &served, &used, cost);
    (service, cost)
}

fn keys(pairs: &[Reviewed<String>]) -> BTreeSet<(String, String)> {
    pairs.iter().map(|pair| (pair.demand.clone(), pair.offer.clone())).collect()
}

/// The answer in words is the one that stands: every demand as often as it is served, nobody who is ruled out next, and why as few.
fn told_as_it_stands(
    problem: &Problem<String>,
    review: &Review<String>,
    forbidden: &BTreeSet<(usize, usize)>,
) -> Result<(), TestCaseError> {
    let told = review.answer().expect("small numbers");
    let pairs: BTreeSet<_> = told.pairs.iter().map(|pair| (pair.demand.clone(), pair.offer.clone())).collect();
    prop_assert_eq!(&pairs, &keys(&review.pairs()));
    let ruled_out = |demand: &str, offer: &str| {
        forbidden.iter().any(|(d, o)| problem.demands[*d].key == demand && problem.offers[*o].key == offer)
    };
    for (at, demand) in problem.demands.iter().enumerate() {
        let fits = |offer: &&Offer<String>| naive_fit(problem, demand, offer).is_some();
        let all = problem.offers.iter().filter(fits).count();
        let left = all - forbidden.iter().filter(|(of, _)| *of == at).count();
        let of = told.pairs.iter().filter(|pair| pair.demand == demand.key).collect::<Vec<_>>();
        for pair in &of {
            prop_assert_eq!(pair.candidates, left);
            prop_assert!(pair.next_best.as_ref().is_none_or(|next| !ruled_out(&demand.key, &next.offer)));
        }
        let unmet = told.unmet.iter().find(|unmet| unmet.demand == demand.key);
        prop_assert_eq!(unmet.is_some(), of.len() < demand.wanted as usize);
        if let Some(unmet) = unmet {
            let is_ruled_out = matches!(unmet.why, Reason::RuledOut { .. });
            prop_assert_eq!(is_ruled_out, all > 0 && left == 0);
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 800, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn each_wish_that_is_granted_leads_to_the_best_of_all_that_grant_it(
        problem in prop_oneof![any_problem(5, 4), any_limited_problem(5, 4)],
        wishes in prop::collection::vec((any::<bool>(), 0_usize..5, 0_usize..4), 1..5),
    ) {
        let problem = Problem { load: Load::Free, ..problem };
        let (mut review, answer) = Review::begin(problem.clone()).expect("small numbers");
        prop_assert_eq!(&answer, &solve(&problem).expect("small numbers"));
        let computed: Vec<_> = answer.pairs.iter().map(|pair| (pair.demand.clone(), pair.offer.clone())).collect();
        prop_assert_eq!(keys(&review.pairs()), computed.into_iter().collect::<BTreeSet<_>>());
        let told = review.answer().expect("small numbers");
        prop_assert_eq!((&told.pairs, &told.unmet), (&answer.pairs, &answer.unmet), "nothing was wished yet");
        let (mut forbidden, mut forced) = (BTreeSet::new(), BTreeSet::new());
        for (is_forced, demand, offer) in wishes {
            if demand >= problem.demands.len() || offer >= problem.offers.len() {
                continue;
            }
            let before = review.pairs();
            let (wish, wished) = if is_forced { (Wish::Force, &mut forced) } else { (Wish::Forbid, &mut forbidden) };
            let granted = review.grant(wish, &problem.demands[demand].key, &problem.offers[offer].key);
            let after = review.pairs();
            let Ok(effect) = granted else {
                prop_assert_eq!(before, after);
                let mut with = forced.clone();
                with.insert((demand, offer));
                let repeats = forced.contains(&(demand, offer)) || forbidden.contains(&(demand, offer));
                let cannot = naive_fit(&problem, &problem.demands[demand], &problem.offers[offer]).is_none();
                prop_assert!(cannot || repeats || is_forced && best_with(&problem, &forbidden, &with).is_none());
                continue;
            };
            wished.insert((demand, offer));
            let (service, _, cost, _) = best_with(&problem, &forbidden, &forced).expect("it was granted");
            let stands = standing(&problem, &after);
            prop_assert_eq!(&stands, &(service, cost));
            let points = |pairs: &[Reviewed<String>]| pairs.iter().map(|pair| i128::from(pair.cost)).sum::<i128>();
            prop_assert_eq!(effect.more, points(&after) - points(&before));
            told_as_it_stands(&problem, &review, &forbidden)?;
            let (was, is) = (keys(&before), keys(&after));
            prop_assert_eq!(keys(&effect.broken), was.difference(&is).cloned().collect::<BTreeSet<_>>());
            prop_assert_eq!(keys(&effect.made), is.difference(&was).cloned().collect::<BTreeSet<_>>());
        }
    }
}

#[test]
fn the_reviewer_reads_who_is_moved_who_loses_help_and_what_it_costs() {
    let mut offers = ["x", "y"].map(offer).to_vec();
    offers[0].kind = "near".into();
    let mut run = problem(["a", "b"].map(demand).to_vec(), offers);
    run.costs.kinds.insert("member".into(), 5);
    let (review, answer) = Review::begin(run).expect("small");
    assert_eq!(
        answer.pairs.iter().map(|pair| (pair.demand.as_str(), pair.offer.as_str())).collect::<Vec<_>>(),
        [("a", "x"), ("b", "y")]
    );
    let key = str::to_owned;
    let mut tried = review.clone();
    let effect = tried.grant(Wish::Force, &key("b"), &key("x")).expect("possible");
    assert_eq!((effect.more, effect.broken.len(), effect.made.len()), (0, 2, 2));
    assert!(effect.lose.is_empty() && effect.gain.is_empty(), "each of the two still has somebody");
    let effect = tried.grant(Wish::Forbid, &key("a"), &key("y")).expect("possible");
    assert_eq!((effect.more, effect.lose), (-5, vec![key("a")]));
    let mut refused = |wish, demand, offer| tried.grant(wish, &key(demand), &key(offer)).expect_err("refused").code();
    assert_eq!(refused(Wish::Forbid, "b", "x"), "matching-change-pinned");
    assert_eq!(refused(Wish::Forbid, "z", "x"), "matching-review-unknown-demand");
    assert_eq!(refused(Wish::Forbid, "a", "z"), "matching-review-unknown-offer");
    assert_eq!(refused(Wish::Force, "a", "x"), "matching-change-exhausted");
    assert_eq!(review.pairs().len(), 2, "the run itself is as it was computed");
}

#[test]
fn no_wish_overrules_a_condition() {
    let mut expired = offer("x");
    expired.categories = ["work".to_owned()].into();
    let (mut review, _) = Review::begin(problem(vec![demand("a")], vec![expired])).expect("small");
    let refused = review.grant(Wish::Force, &"a".to_owned(), &"x".to_owned()).expect_err("refused");
    assert_eq!(refused.code(), "category-not-offered");
}

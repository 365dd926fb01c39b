//! Who suits whom of the organisations that want a partner: town with country, as many as can be, and the best of all ways of pairing.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use guanai_app::partnerships::{
    MatchedPartners, PartnershipsError, WhyAlone, WishPartner, find_own_proposal, match_partners, wish_partner,
};
use guanai_app::{Actor, Role};
use guanai_kernel::Settlement;
use guanai_kernel::ids::OperationId;
use guanai_store::organizations;

use crate::engines::on_both;
use crate::office::{Office, day};
use crate::partnerships::ROSTER;

impl Office {
    async fn wishes(
        &self,
        who: &Actor,
        code: &str,
        gives: &[&str],
        asks_for: &[&str],
    ) -> Result<(), PartnershipsError> {
        let mut tx = self.db.begin_read().await.unwrap();
        let place = organizations::find_by_code(&mut tx, code).await.unwrap().unwrap();
        tx.rollback().await.unwrap();
        let codes = |codes: &[&str]| codes.iter().map(|code| (*code).to_owned()).collect();
        let wish = WishPartner {
            organization_id: place.organization_id,
            kind: "urban-rural".to_owned(),
            gives: codes(gives),
            asks_for: codes(asks_for),
            is_open: true,
        };
        let mut cx = self.acting(who, day("2026-07-02"));
        let operation = OperationId::fresh(&mut cx.ids);
        wish_partner(&mut cx, operation, &wish).await.map(|_| ())
    }

    async fn suits(&self, who: &Actor) -> MatchedPartners {
        self.suits_on(who, "2026-07-02").await
    }

    async fn suits_on(&self, who: &Actor, on: &str) -> MatchedPartners {
        match_partners(&mut self.acting(who, day(on))).await.unwrap()
    }
}

/// Town and country by name.
type Together<'m> = (&'m str, &'m str);

fn names(matched: &MatchedPartners) -> (Vec<Together<'_>>, Vec<(&str, WhyAlone)>) {
    let pairs = matched.pairs.iter().map(|pair| (pair.town.name.as_str(), pair.country.name.as_str())).collect();
    (pairs, matched.alone.iter().map(|(partner, _, why)| (partner.name.as_str(), *why)).collect())
}

/// Shows R70, R77, R95: of organisations that want a partner the matcher pairs town with country, as many as can be and the country's wish
/// first; each that stays alone hears why, and an agreement that is proposed takes both out of the matching.
#[test]
fn the_matcher_pairs_town_with_country_and_says_why_others_stay_alone() {
    on_both(async |db| {
        let office = Office::of(db, &[ROSTER]).await;
        let county = office.answering(Role::CountyOfficer, None).await;
        let village = office.answering(Role::BranchContact, Some("990001001")).await;
        let need = |at: usize| office.standards.pack.needs()[at].code.clone();
        let (first, second) = (need(0), need(1));
        let nothing = office.wishes(&village, "990001001", &[], &[]).await.unwrap_err();
        assert_eq!(nothing.code(), "partnership-nothing");
        let other = office.wishes(&village, "990001002", &[&first], &[]).await.unwrap_err();
        assert_eq!(other.code(), "partnership-not-found");
        let unknown = office.wishes(&village, "990001001", &["no-such"], &[]).await.unwrap_err();
        assert_eq!(unknown.code(), "partnership-kind");
        assert_eq!(names(&office.suits(&county).await), (vec![], vec![]));

        // The upper village asks for the first and gives the second; in town one gives the first, the works only asks for the second.
        office.wishes(&village, "990001001", &[&second], &[&first]).await.unwrap();
        office.wishes(&county, "990001002", &[], &[&first]).await.unwrap();
        office.wishes(&county, "990002001", &[&first], &[]).await.unwrap();
        office.wishes(&county, "990003000", &[], &[&second]).await.unwrap();
        let (pairs, alone) = (vec![("东门社区党支部", "上村党支部")], ("农机厂党支部", WhyAlone::SideUnknown));
        let matched = office.suits(&county).await;
        assert_eq!(names(&matched).0, pairs, "of two villages that fit the lower key");
        assert!(names(&matched).1.contains(&alone) && matched.alone.len() == 2);
        assert_eq!((&matched.pairs[0].to_country, &matched.pairs[0].to_town), (&vec![first.clone()], &vec![]));

        // Once it is known that the works is in town, two are paired: whoever can help both villages goes to the one whom nobody else suits.
        office.lies(&county, "990003000", Some(Settlement::Urban)).await.unwrap();
        let matched = office.suits(&county).await;
        let (mut pairs, alone) = names(&matched);
        pairs.sort_unstable();
        assert_eq!(pairs, [("东门社区党支部", "下村党支部"), ("农机厂党支部", "上村党支部")]);
        assert_eq!(alone, []);

        let id = office.proposes(&county, ("990003000", "990001001"), "urban-rural").await.unwrap();
        let matched = office.suits(&county).await;
        assert_eq!(names(&matched).0, [("东门社区党支部", "下村党支部")]);
        let has_one: Vec<_> = names(&matched).1.into_iter().map(|(_, why)| why).collect();
        assert_eq!(has_one, [WhyAlone::HasOne, WhyAlone::HasOne]);
        let over = office.suits_on(&county, "2027-07-01").await;
        assert_eq!(names(&over).0.len(), 2, "an agreement whose term has run out keeps nobody from another");
        let cx = office.acting(&county, day("2026-07-02"));
        let found = find_own_proposal(&cx, "urban-rural", ("990001001", "990003000")).await.unwrap();
        assert_eq!(found, Some(id), "a form that comes twice finds what it did");
        assert!(match_partners(&mut office.acting(&village, day("2026-07-02"))).await.is_err(), "the county's alone");
    });
}

/// The small county's organisations and where they lie; whoever is over another lies on the same side.
const PLACES: [(&str, Settlement); 7] = [
    ("990001000", Settlement::Rural),
    ("990001001", Settlement::Rural),
    ("990001002", Settlement::Rural),
    ("990002000", Settlement::Urban),
    ("990002001", Settlement::Urban),
    ("990003000", Settlement::Rural),
    ("990004000", Settlement::Urban),
];

/// What each gives and asks for, of three categories.
type Wishes = Vec<(BTreeSet<usize>, BTreeSet<usize>)>;

/// A draw that anybody can draw again.
fn drawn(seed: u64) -> Wishes {
    let mut state = seed;
    let mut next = |below: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    let mut some = || (0..3).filter(|_| next(5) < 2).collect::<BTreeSet<usize>>();
    PLACES.iter().map(|_| (some(), some())).collect()
}

/// Pairs, then how many of which the town alone gains, then how many that go one way: of all ways of pairing the best.
fn best(
    wishes: &Wishes,
    country: &[usize],
    town: &[usize],
    so_far: (usize, usize, usize),
) -> (usize, Reverse<usize>, Reverse<usize>) {
    let Some((first, rest)) = country.split_first() else { return (so_far.0, Reverse(so_far.1), Reverse(so_far.2)) };
    let mut found = best(wishes, rest, town, so_far);
    for other in town {
        let down = !wishes[*other].0.is_disjoint(&wishes[*first].1);
        let up = !wishes[*first].0.is_disjoint(&wishes[*other].1);
        if down || up {
            let left: Vec<usize> = town.iter().copied().filter(|left| left != other).collect();
            let (to_town, one_way) = (usize::from(!down), usize::from(!(down && up)));
            let with = (so_far.0 + 1, so_far.1 + to_town, so_far.2 + one_way);
            found = found.max(best(wishes, rest, &left, with));
        }
    }
    found
}

/// Shows R70, R95: over wishes that are drawn, what the matcher proposes is the best of all ways of pairing, on both engines.
#[test]
fn what_is_proposed_is_the_best_of_all_ways_of_pairing() {
    on_both(async |db| {
        let office = Office::of(db, &[ROSTER]).await;
        let county = office.answering(Role::CountyOfficer, None).await;
        for code in ["990003000", "990004000"] {
            let lies = PLACES.iter().find(|place| place.0 == code).map(|place| place.1);
            office.lies(&county, code, lies).await.unwrap();
        }
        // Three categories, none of which answers another.
        let needs = office.standards.pack.needs();
        let alone = needs.iter().filter(|need| need.offers == [need.code.clone()]);
        let codes: Vec<&str> = alone.map(|need| need.code.as_str()).take(3).collect();
        for seed in 0..12 {
            let wishes = drawn(seed);
            let said: Vec<usize> =
                (0..PLACES.len()).filter(|at| !wishes[*at].0.is_empty() || !wishes[*at].1.is_empty()).collect();
            if said.len() < PLACES.len() {
                continue;
            }
            for (at, (code, _)) in PLACES.iter().enumerate() {
                let of = |set: &BTreeSet<usize>| set.iter().map(|one| codes[*one]).collect::<Vec<_>>();
                let (gives, asks_for) = (of(&wishes[at].0), of(&wishes[at].1));
                office.wishes(&county, code, &gives, &asks_for).await.unwrap();
            }
            let of = |side| (0..PLACES.len()).filter(|at| PLACES[*at].1 == side).collect::<Vec<_>>();
            let expected = best(&wishes, &of(Settlement::Rural), &of(Settlement::Urban), (0, 0, 0));
            let matched = office.suits(&county).await;
            let to_town = matched.pairs.iter().filter(|pair| pair.to_country.is_empty()).count();
            let one_way =
                matched.pairs.iter().filter(|pair| pair.to_country.is_empty() || pair.to_town.is_empty()).count();
            assert_eq!((matched.pairs.len(), Reverse(to_town), Reverse(one_way)), expected, "{seed}");
            assert_eq!(matched.pairs.len() * 2 + matched.alone.len(), PLACES.len(), "{seed}: each is told once");
        }
    });
}

//! What must be so of any county, whatever the seed.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use guanai_kernel::civil::{add_days, completed_years, days_between};
use guanai_kernel::codes::{CreditCode, IdentityNumber, Phone, Sex};
use guanai_kernel::{Date, System};
use guanai_registry::MemberKind;
use guanai_registry::organization::check_enterprise_kind;
use guanai_synth::classes::{Occupation, Sector};
use guanai_synth::county::{HouseholdIx, Organization, OrganizationIx, PersonIx};
use guanai_synth::{BRANCH_SIZES, Blueprint, County, SynthesisError, draw_county};

const AS_OF: Date = Date::constant(2026, 6, 30);
static COUNTY: LazyLock<County> = LazyLock::new(|| draw_county(Blueprint::of_seed(1, AS_OF)).expect("a county"));
/// Small ones, of other days.
static OTHERS: LazyLock<Vec<County>> = LazyLock::new(|| {
    let blueprints =
        [(1_000, 2, AS_OF), (3_000, 3, Date::constant(2024, 2, 29)), (5_000, 4, Date::constant(2030, 12, 31))];
    blueprints
        .into_iter()
        .map(|(members, seed, as_of)| draw_county(Blueprint { members, seed, as_of }).expect("a county"))
        .collect()
});

fn counties() -> impl Iterator<Item = &'static County> {
    std::iter::once(&*COUNTY).chain(OTHERS.iter())
}

fn age(county: &County, person: PersonIx) -> i64 {
    completed_years(county.persons[person.0].born_on, county.as_of)
}

#[test]
fn the_same_seed_draws_the_same_county_and_another_seed_another() {
    let again = |seed| draw_county(Blueprint { members: 1_500, seed, as_of: AS_OF }).unwrap();
    let (one, same, other) = (again(8), again(8), again(9));
    assert_eq!(one, same);
    assert_ne!(one.persons, other.persons);
    assert_ne!(one.visits, other.visits);
}

#[test]
fn a_blueprint_out_of_bounds_is_refused() {
    let refused = |members, as_of| draw_county(Blueprint { members, seed: 1, as_of }).unwrap_err();
    assert!(matches!(refused(999, AS_OF), SynthesisError::Members { asked: 999, least: 1_000, .. }));
    assert_eq!(refused(1_000_001, AS_OF).code(), "synthesis-members");
    assert_eq!(refused(2_000, Date::constant(2023, 12, 31)).code(), "synthesis-as-of");
    assert_eq!(refused(2_000, Date::constant(2031, 1, 1)).code(), "synthesis-as-of");
}

#[test]
fn nobody_joins_under_eighteen_or_becomes_a_full_member_within_a_year() {
    for county in counties() {
        assert_eq!(county.memberships.len(), county.members);
        for (place, membership) in county.memberships.iter().enumerate() {
            assert_eq!(membership.person, PersonIx(place), "one membership for each member, in their order");
            let born_on = county.persons[place].born_on;
            assert!(completed_years(born_on, membership.joined_on) >= 18, "{membership:?} born {born_on}");
            assert!(membership.joined_on <= county.as_of);
            assert_eq!(membership.full_on.is_none(), membership.kind == MemberKind::Probationary);
            if let Some(full_on) = membership.full_on {
                assert!(completed_years(membership.joined_on, full_on) >= 1 && full_on <= county.as_of);
            } else {
                assert!(
                    days_between(membership.joined_on, county.as_of) <= 2 * 366,
                    "no probation lasts over two years"
                );
            }
        }
    }
}

#[test]
fn every_branch_has_a_plausible_size() {
    for county in counties() {
        let mut sizes = vec![0u32; county.organizations.len()];
        for membership in &county.memberships {
            sizes[membership.branch.0] += 1;
        }
        for (organization, size) in county.organizations.iter().zip(sizes) {
            if organization.kind.holds_members() {
                assert!((BRANCH_SIZES.0..=BRANCH_SIZES.1).contains(&size), "{} has {size} members", organization.name);
            } else {
                assert_eq!(size, 0, "{} holds members of its own", organization.name);
            }
        }
    }
}

#[test]
fn the_tree_has_one_root_and_every_name_and_code_once() {
    for county in counties() {
        let mut names = BTreeSet::new();
        let mut codes = BTreeSet::new();
        let mut credit_codes = BTreeSet::new();
        for (place, organization) in county.organizations.iter().enumerate() {
            assert!(names.insert(&organization.name), "{} twice", organization.name);
            assert!(codes.insert(&organization.code), "{} twice", organization.code);
            match organization.superior {
                None => assert_eq!(place, 0, "{} has no superior", organization.name),
                Some(superior) => {
                    assert!(superior.0 < place, "a superior stands before what is under it");
                    assert!(!county.organizations[superior.0].kind.holds_members());
                }
            }
            check_enterprise_kind(organization.system(), organization.enterprise_kind()).unwrap();
            if let Some(code) = &organization.credit_code {
                let read = CreditCode::read(code).unwrap();
                assert!(read.inner_check_holds() && read.division() == "990101", "{code}");
                assert!(credit_codes.insert(code), "{code} twice");
            }
        }
        assert!(county.organizations.len() > credit_codes.len());
    }
}

#[test]
fn every_system_and_sector_has_branches() {
    for county in counties() {
        for sector in Sector::ALL {
            let has = |organization: &Organization| organization.sector == sector && organization.kind.holds_members();
            assert!(county.organizations.iter().any(has), "{sector:?} of {}", county.members);
        }
    }
    let systems: BTreeSet<System> = COUNTY.organizations.iter().map(Organization::system).collect();
    assert_eq!(systems.len(), 4);
}

#[test]
fn identity_numbers_are_test_numbers_and_tell_what_the_register_tells() {
    for county in counties() {
        let mut seen = BTreeSet::new();
        for person in &county.persons {
            let read = IdentityNumber::read(person.identity.as_str(), county.as_of).unwrap();
            assert!(read.number.is_test());
            assert_eq!(read.number.birth_date(), person.born_on);
            assert_eq!(read.number.sex(), person.sex);
            assert!(seen.insert(person.identity), "a number twice");
        }
    }
}

#[test]
fn telephones_serve_nobody_and_names_are_names() {
    for person in &COUNTY.persons {
        if let Some(phone) = &person.phone {
            assert!(Phone::read(phone).unwrap().is_mobile() && phone.starts_with("154"));
        }
        let letters = person.name.chars().count();
        assert!((2..=12).contains(&letters), "{}", person.name);
        assert!(person.name.chars().all(|c| c == '·' || !c.is_ascii()), "{}", person.name);
        assert!(person.address.starts_with(&COUNTY.name));
    }
    let dotted = COUNTY.persons.iter().take(COUNTY.members).filter(|person| person.name.contains('·')).count();
    assert!((100..600).contains(&dotted), "{dotted} names with a dot");
}

#[test]
fn everybody_is_in_one_household_and_kin_are_of_an_age() {
    for county in counties() {
        let mut homes: Vec<Option<HouseholdIx>> = vec![None; county.persons.len()];
        for (place, home) in county.households.iter().enumerate() {
            assert_eq!(home.people[0].relation.code(), "02", "the head stands first");
            assert!(home.people[0].person.0 < county.members, "a member is the head");
            assert!(usize::try_from(home.labour + home.school_children).unwrap() <= home.people.len());
            assert!(home.income_per_head.fen() > 0);
            for one in &home.people {
                assert_eq!(homes[one.person.0].replace(HouseholdIx(place)), None, "in two households");
                assert_eq!(county.persons[one.person.0].household, HouseholdIx(place));
            }
        }
        assert!(homes.iter().all(Option::is_some));
        for kin in &county.kin {
            let (one, other) = (&county.persons[kin.person.0], &county.persons[kin.relative.0]);
            assert_eq!(one.household, other.household);
            let older_by = completed_years(other.born_on, one.born_on);
            let plausible = match kin.relation.code() {
                "11" => other.sex == Sex::Male && (-8..=9).contains(&older_by) && age(county, kin.relative) >= 20,
                "12" => other.sex == Sex::Female && (-9..=8).contains(&older_by) && age(county, kin.relative) >= 20,
                "20" | "30" => (-56..=-18).contains(&older_by),
                "38" => other.sex == Sex::Female && (-60..=-14).contains(&older_by),
                "41" | "42" => (-100..=-36).contains(&older_by),
                "51" | "52" => (20..=41).contains(&older_by),
                "53" | "54" | "55" | "56" => (12..=50).contains(&older_by),
                _ => false,
            };
            assert!(plausible, "{} {} is {older_by} years older", county.persons.len(), kin.relation.name_zh());
        }
    }
}

#[test]
fn children_take_their_fathers_surname() {
    let mut told = 0;
    for kin in COUNTY.kin.iter().filter(|kin| ["20", "30"].contains(&kin.relation.code())) {
        let parent = &COUNTY.persons[kin.person.0];
        let child = &COUNTY.persons[kin.relative.0];
        if parent.sex == Sex::Male && parent.ethnicity.code() == "01" && child.ethnicity.code() == "01" {
            told += 1;
            assert_eq!(parent.name.chars().next(), child.name.chars().next(), "{} {}", parent.name, child.name);
        }
    }
    assert!(told > 2_000);
}

#[test]
fn posts_are_held_by_full_members_of_the_organisation() {
    for county in counties() {
        let under = |mut branch: OrganizationIx, organization: OrganizationIx| loop {
            if branch == organization {
                break true;
            }
            match county.organizations[branch.0].superior {
                Some(superior) => branch = superior,
                None => break false,
            }
        };
        let mut secretaries = BTreeMap::new();
        for post in &county.posts {
            let membership = &county.memberships[post.person.0];
            let full_on = membership.full_on.expect("a full member");
            assert!(post.period.from() >= full_on && post.period.from() <= county.as_of);
            assert!(under(membership.branch, post.organization), "{} of another organisation", post.title);
            match post.period.until() {
                Some(until) => assert!(until <= county.as_of && post.title.starts_with('原')),
                None if post.kind.code() == "secretary" => *secretaries.entry(post.organization).or_insert(0) += 1,
                None => {}
            }
        }
        assert!(secretaries.values().all(|many| *many == 1), "one secretary each");
        assert_eq!(secretaries.len(), county.organizations.len(), "every organisation has a secretary");
        let villages: usize = county.townships.iter().map(|town| town.villages.len() + town.communities.len()).sum();
        let directors =
            county.posts.iter().filter(|post| post.title.ends_with("主任") && post.period.until().is_none());
        assert!(directors.count() <= villages, "one director a village");
    }
}

#[test]
fn who_floats_has_been_away_for_half_a_year_and_holds_no_post() {
    for county in counties() {
        let holders: BTreeSet<PersonIx> =
            county.posts.iter().filter(|post| post.period.until().is_none()).map(|post| post.person).collect();
        for spell in &county.floating {
            let until = spell.period.until().unwrap_or(county.as_of);
            assert!(days_between(spell.period.from(), until) >= 182, "{spell:?}");
            assert!(!holders.contains(&spell.person));
            let branch = county.memberships[spell.person.0].branch;
            assert!(matches!(county.organizations[branch.0].system(), System::Rural | System::Community));
            if spell.period.until().is_none() {
                let home = &county.households[county.persons[spell.person.0].household.0];
                assert!(home.on_file && home.people.iter().any(|one| one.person == spell.person && !one.at_home));
            }
        }
    }
}

#[test]
fn the_retired_are_old_and_students_young() {
    for (person, one) in COUNTY.member_persons() {
        match one.occupation {
            Some(Occupation::Retired) => {
                assert!(age(&COUNTY, person) >= if one.sex == Sex::Female { 51 } else { 56 }, "{person:?}");
            }
            Some(Occupation::Student) => assert!((18..=30).contains(&age(&COUNTY, person))),
            Some(Occupation::CivilServant) => assert!(age(&COUNTY, person) <= 60),
            Some(_) => {}
            None => panic!("{person:?} has no occupation"),
        }
    }
}

#[test]
fn facts_speak_the_packs_words() {
    let pack = include_str!("../../../schemes/county/facts.toml");
    for county in counties() {
        for fact in &county.facts {
            assert!(pack.contains(&format!("[fact.\"{}\"]", fact.name)), "{} is no fact of the pack", fact.name);
            if let guanai_registry::FactValue::Text(code) = &fact.value {
                assert!(pack.contains(&format!("code = \"{code}\"")), "{code} of {}", fact.name);
            }
            assert!(fact.valid_from <= county.as_of && fact.valid_to.is_none_or(|end| fact.valid_from <= end));
        }
    }
}

#[test]
fn hardship_is_where_illness_is() {
    let recognised: BTreeSet<PersonIx> =
        COUNTY.facts.iter().filter(|fact| fact.name == "hardship.recognised").map(|fact| fact.person).collect();
    let share = |ill: bool| {
        let all = COUNTY.member_persons().filter(|(_, one)| (one.health.code() == "serious-illness") == ill);
        let poor = all.clone().filter(|(person, _)| recognised.contains(person)).count();
        poor * 1_000 / all.count()
    };
    assert!(share(true) > 3 * share(false), "{} and {} in a thousand", share(true), share(false));
}

#[test]
fn needs_and_offers_speak_the_packs_words() {
    let pack = include_str!("../../../schemes/county/needs.toml");
    let known = |code: &str| pack.contains(&format!("code = \"{code}\""));
    let mut voiced = BTreeSet::new();
    for county in counties() {
        let two_years_ago = add_days(county.as_of, -732).unwrap();
        for need in &county.needs {
            assert!(need.category.is_none_or(known), "{need:?}");
            assert!(need.category.is_some() || need.state.code() == "raised");
            assert!(!need.words.is_empty() && !need.words.contains(['{', '}']), "{}", need.words);
            assert!((two_years_ago..county.as_of).contains(&need.stated_on));
            assert!(county.households[county.persons[need.person.0].household.0].on_file);
            voiced.extend(need.category);
        }
        assert!(county.needs.is_sorted_by_key(|need| need.stated_on));
        let numbers: BTreeSet<_> = county.needs.iter().filter_map(|need| need.number.as_ref()).collect();
        assert_eq!(numbers.len(), county.needs.iter().filter(|need| need.number.is_some()).count());
        for offer in &county.offers {
            assert!(offer.capacity > 0 && !offer.categories.is_empty());
            assert!(offer.categories.iter().all(|code| known(code)), "{offer:?}");
        }
    }
    assert_eq!(voiced.len(), 14, "every category of need is asked for");
    let offered: BTreeSet<_> = COUNTY.offers.iter().flat_map(|offer| offer.categories.iter().copied()).collect();
    assert!(voiced.is_subset(&offered), "{:?} is asked for and not offered", voiced.difference(&offered));
    assert!(COUNTY.offers.iter().any(|offer| offer.valid_until_on < AS_OF), "some offers have run out");
}

#[test]
fn needs_follow_from_what_is_so() {
    for need in &COUNTY.needs {
        let one = &COUNTY.persons[need.person.0];
        if need.words.contains("老伴") {
            assert!(one.widowed.is_some());
        }
        if need.words.contains("下岗") {
            assert_eq!(one.occupation, Some(Occupation::Unemployed));
        }
        if need.words.contains("纪念章") {
            let full_on = COUNTY.memberships[need.person.0].full_on.unwrap();
            assert!(completed_years(full_on, AS_OF) >= 48);
        }
        if need.words.contains("爷爷奶奶") {
            let home = &COUNTY.households[one.household.0];
            assert!(home.people.iter().any(|other| age(&COUNTY, other.person) <= 15 && other.at_home));
        }
    }
}

#[test]
fn visits_are_paid_by_somebody_else_who_could() {
    for county in counties() {
        let pairs: BTreeSet<_> = county.pairings.iter().map(|pairing| (pairing.helper, pairing.helped)).collect();
        let from = add_days(county.as_of, -732).unwrap();
        assert!(county.visits.is_sorted_by_key(|visit| visit.on));
        for visit in &county.visits {
            assert_ne!(visit.visitor, visit.visited);
            assert!(from <= visit.on && visit.on <= county.as_of);
            let (visitor, visited) = (&county.memberships[visit.visitor.0], &county.memberships[visit.visited.0]);
            assert!(visitor.branch == visited.branch || pairs.contains(&(visit.visitor, visit.visited)), "{visit:?}");
            assert!(visited.joined_on <= visit.on, "visited as a member before joining");
            assert_eq!(visit.gift.is_some(), visit.kind.code() == "visit-with-gift");
            assert!(visit.minutes.is_none_or(|minutes| (3..=90).contains(&minutes)));
        }
    }
    for occasion in guanai_synth::county::VisitOccasion::ALL {
        assert!(COUNTY.visits.iter().any(|visit| visit.occasion == occasion), "{}", occasion.code());
    }
}

#[test]
fn some_in_hardship_are_hardly_reached() {
    let recognised: BTreeSet<PersonIx> = COUNTY
        .facts
        .iter()
        .filter(|fact| fact.name == "hardship.recognised" && fact.valid_to.is_none())
        .filter(|fact| fact.value == guanai_registry::FactValue::Bool(true))
        .map(|fact| fact.person)
        .collect();
    let mut visits: BTreeMap<PersonIx, u32> = recognised.iter().map(|person| (*person, 0)).collect();
    for visit in &COUNTY.visits {
        visits.entry(visit.visited).and_modify(|many| *many += 1);
    }
    let hardly = visits.values().filter(|many| **many <= 2).count();
    let often = visits.values().filter(|many| **many >= 12).count();
    assert!(
        hardly * 20 > recognised.len() && often * 5 > recognised.len(),
        "{hardly} and {often} of {}",
        recognised.len()
    );
}

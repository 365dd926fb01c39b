//! What came of an assumption, counted in the county, where it can be.

use guanai_casework::ProviderKind;
use guanai_kernel::civil::completed_years;
use guanai_kernel::codes::Sex;
use guanai_registry::FactValue;

use crate::assumed::Assumed;
use crate::classes::{Occupation, Sector};
use crate::county::{County, Fact, PersonIx};

/// The county's figure in the unit of `assumed`; none for what shapes a drawing and leaves no count.
pub(super) fn reached(assumed: Assumed, county: &County) -> Option<f64> {
    let members = county.members;
    Some(match assumed.code {
        "hardship" => part(recognised(county, true), members),
        "recovered" => part(recognised(county, false), members),
        "income-unrecorded" => {
            let incomes = county.facts.iter().filter(|fact| fact.name == "household.income_per_head").count();
            let rows = county.facts.iter().filter(|fact| fact.name == "hardship.degree").count();
            part(rows - incomes, rows)
        }
        "floating" => part(county.floating.iter().filter(|spell| spell.period.until().is_none()).count(), members),
        "returned" => part(county.floating.iter().filter(|spell| spell.period.until().is_some()).count(), members),
        "married" => {
            let over_35 = |person: &PersonIx| age(county, *person) > 35;
            let all: Vec<PersonIx> = (0..members).map(PersonIx).filter(over_35).collect();
            part(all.iter().filter(|person| is_or_was_married(county, **person)).count(), all.len())
        }
        "member-couples" => {
            let wives = |only_members: bool| {
                let husband = |kin: &&crate::county::Kin| {
                    kin.relation.code() == "11" && (!only_members || kin.relative.0 < members)
                };
                county.kin.iter().filter(husband).count()
            };
            part(wives(true), wives(false))
        }
        "lives-with-parent" => {
            let of_age = |person: &PersonIx| (31..=62).contains(&age(county, *person));
            let all: Vec<PersonIx> = (0..members).map(PersonIx).filter(of_age).collect();
            part(all.iter().filter(|person| has_kin(county, **person, &["51", "52"])).count(), all.len())
        }
        "lives-with-child" => {
            let old = |person: &PersonIx| age(county, *person) > 66;
            let all: Vec<PersonIx> = (0..members).map(PersonIx).filter(old).collect();
            part(all.iter().filter(|person| has_kin(county, **person, &["20", "30"])).count(), all.len())
        }
        "rural-income" => middle_income(county, true),
        "urban-income" => middle_income(county, false),
        "survey-needs" => part(county.needs.iter().filter(|need| need.number.is_some()).count(), members),
        "earlier-needs" => part(county.needs.iter().filter(|need| need.number.is_none()).count(), members),
        "blank-category" => {
            let survey = county.needs.iter().filter(|need| need.number.is_some());
            part(survey.clone().filter(|need| need.category.is_none()).count(), survey.count())
        }
        "no-consent" => part(county.needs.iter().filter(|need| !need.consents_to_contact).count(), county.needs.len()),
        "member-offers" => {
            part(county.offers.iter().filter(|offer| offer.provider_kind == ProviderKind::Member).count(), members)
        }
        "paired" => part(county.pairings.len(), recognised(county, true)),
        "minutes-recorded" => {
            part(county.visits.iter().filter(|visit| visit.minutes.is_some()).count(), county.visits.len())
        }
        "rural-organizations" => of_sectors(county, &[Sector::Rural], &[Sector::Rural, Sector::Community]),
        "school-organizations" => of_sectors(county, &[Sector::School], &[Sector::School, Sector::PublicBody]),
        "state-organizations" => of_sectors(county, &[Sector::StateOwned], &[Sector::StateOwned, Sector::NonPublic]),
        _ => return None,
    })
}

fn part(some: usize, all: usize) -> f64 {
    let figure = |many: usize| f64::from(u32::try_from(many).unwrap_or(u32::MAX));
    if all == 0 { 0.0 } else { figure(some) / figure(all) * 10_000.0 }
}

fn age(county: &County, person: PersonIx) -> i64 {
    completed_years(county.persons[person.0].born_on, county.as_of)
}

/// Ledger rows that say yes, and no, today.
fn recognised(county: &County, now: bool) -> usize {
    let says = |fact: &&Fact| {
        fact.name == "hardship.recognised" && fact.valid_to.is_none() && fact.value == FactValue::Bool(now)
    };
    county.facts.iter().filter(says).count()
}

fn is_or_was_married(county: &County, person: PersonIx) -> bool {
    let one = &county.persons[person.0];
    one.widowed.is_some() || has_kin(county, person, if one.sex == Sex::Female { &["11"] } else { &["12"] })
}

/// Whether a relative of one of these relations lives in the household.
fn has_kin(county: &County, person: PersonIx, relations: &[&str]) -> bool {
    let from = county.kin.partition_point(|kin| kin.person < person);
    let own = county.kin[from..].iter().take_while(|kin| kin.person == person);
    let grown = |kin: &crate::county::Kin| {
        let pupil = county.persons[kin.relative.0].occupation == Some(Occupation::Student);
        !pupil && age(county, kin.relative) >= 18
    };
    own.filter(|kin| grown(kin)).any(|kin| relations.contains(&kin.relation.code()))
}

/// The median of households.
fn middle_income(county: &County, rural: bool) -> f64 {
    let mut incomes: Vec<i64> = county
        .households
        .iter()
        .filter(|home| home.rural == rural)
        .map(|home| home.income_per_head.fen() / 100)
        .collect();
    incomes.sort_unstable();
    let middle = incomes.get(incomes.len() / 2).copied().unwrap_or(0);
    f64::from(u32::try_from(middle).unwrap_or(u32::MAX))
}

fn of_sectors(county: &County, some: &[Sector], all: &[Sector]) -> f64 {
    let held = |sectors: &[Sector]| {
        county.organizations.iter().filter(|organization| sectors.contains(&organization.sector)).count()
    };
    part(held(some), held(all))
}

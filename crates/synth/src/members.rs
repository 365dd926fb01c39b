//! Members: from traits to persons with a birthday, a day of joining, an occupation and a branch.

use guanai_kernel::Date;
use guanai_kernel::civil::{completed_years, days_between};
use guanai_registry::MemberKind;

use crate::apportion::{largest_remainder, within_bounds};
use crate::assumed;
use crate::classes::{Occupation, Schooling, Sector};
use crate::county::{Membership, Organization, OrganizationIx, PersonIx, Township, TownshipIx};
use crate::draw::{Draw, moved, years_on};
use crate::people::{Newcomer, People, draw_birthday};
use crate::strata::{LEAST_JOINING_AGE, Stratum, joining_age_weight};

/// The fewest and most members of a branch, as far as numbers allow. A branch needs three full members to be set up.
pub const BRANCH_SIZES: (u32, u32) = (3, 100);

/// Where somebody lives.
pub(crate) struct Home {
    pub township: TownshipIx,
    pub address: String,
}

/// The sector of each stratum's person, by place.
pub(crate) fn assign_sectors(strata: &[Stratum], draw: &mut Draw) -> Vec<Sector> {
    // From where a degree is rare to where it is common, so that graduates are met where they work.
    const BY_DEGREE: [Sector; 8] = [
        Sector::Rural,
        Sector::NonPublic,
        Sector::StateOwned,
        Sector::Community,
        Sector::Social,
        Sector::PublicBody,
        Sector::Organ,
        Sector::School,
    ];
    let mut sectors = vec![Sector::Rural; strata.len()];
    for (occupation, shares) in assumed::SECTORS_OF_OCCUPATION.iter().enumerate() {
        let mut held: Vec<(u32, usize)> = strata
            .iter()
            .enumerate()
            .filter(|(_, stratum)| stratum.occupation == occupation)
            .map(|(at, stratum)| (u32::from(stratum.college) * 100 + draw.below(160), at))
            .collect();
        held.sort_unstable();
        let weights = BY_DEGREE.map(|sector| f64::from(shares[sector.place()]));
        let counts = largest_remainder(&weights, u32::try_from(held.len()).unwrap_or(u32::MAX));
        let mut held = held.into_iter();
        for (sector, count) in BY_DEGREE.into_iter().zip(counts) {
            for (_, at) in held.by_ref().take(usize::try_from(count).unwrap_or(0)) {
                sectors[at] = sector;
            }
        }
    }
    sectors
}

/// The branch of each person, by place.
pub(crate) fn assign_branches(
    strata: &[Stratum],
    sectors: &[Sector],
    organizations: &[Organization],
    draw: &mut Draw,
) -> Vec<OrganizationIx> {
    let mut branches = vec![OrganizationIx(0); strata.len()];
    for sector in Sector::ALL {
        let mut people: Vec<usize> = (0..strata.len()).filter(|&at| sectors[at] == sector).collect();
        draw.shuffle(&mut people);
        let mut places: Vec<OrganizationIx> = organizations
            .iter()
            .enumerate()
            .filter(|(_, organization)| organization.sector == sector && organization.kind.holds_members())
            .map(|(at, _)| OrganizationIx(at))
            .collect();
        // Branches of the retired are filled first, with the retired; stable sorts keep the rest as drawn.
        places.sort_by_key(|place| !is_of_retired(&organizations[place.0]));
        let of_retired = places.iter().filter(|place| is_of_retired(&organizations[place.0])).count();
        let weights: Vec<u32> =
            places.iter().map(|_| draw.between(40, 130) * if draw.chance(1_000) { 2 } else { 1 }).collect();
        let sizes =
            within_bounds(&weights, u32::try_from(people.len()).unwrap_or(u32::MAX), BRANCH_SIZES.0, BRANCH_SIZES.1);
        if of_retired > 0 {
            people.sort_by_key(|&at| strata[at].occupation != Occupation::Retired.published_row());
            let seats: u32 = sizes.iter().take(of_retired).sum();
            let seats = usize::try_from(seats).unwrap_or(0).min(people.len());
            draw.shuffle(&mut people[seats..]);
        }
        let mut people = people.into_iter();
        for (&place, &size) in places.iter().zip(&sizes) {
            for at in people.by_ref().take(usize::try_from(size).unwrap_or(0)) {
                branches[at] = place;
            }
        }
    }
    branches
}

fn is_of_retired(organization: &Organization) -> bool {
    organization.name.ends_with("离退休党支部")
}

/// A home for a member of this branch: in its village or community, otherwise somewhere near the county seat.
pub(crate) fn draw_home(county: &str, branch: &Organization, townships: &[Township], draw: &mut Draw) -> Home {
    let township = branch.township.unwrap_or_else(|| {
        let weights: Vec<u32> = townships.iter().map(|town| if town.is_street { 30 } else { 4 }).collect();
        TownshipIx(draw.weighted(&weights))
    });
    let town = &townships[township.0];
    let (settlement, rural) = match (&branch.settlement, branch.sector) {
        (Some(settlement), sector) => (settlement.as_str(), sector == Sector::Rural),
        (None, _) if town.communities.is_empty() => (town.villages[draw.place(town.villages.len())].as_str(), true),
        (None, _) => (town.communities[draw.place(town.communities.len())].as_str(), false),
    };
    let address = if rural {
        format!("{county}{}{settlement}{}组{}号", town.name, draw.between(1, 12), draw.between(1, 80))
    } else {
        format!("{county}{}{settlement}{}栋{}号", town.name, draw.between(1, 30), draw.between(101, 1_806))
    };
    Home { township, address }
}

/// A member, put into `people`, and their membership.
pub(crate) fn add_member(
    stratum: Stratum,
    sector: Sector,
    branch: OrganizationIx,
    home: Home,
    people: &mut People,
    draw: &mut Draw,
) -> Membership {
    let as_of = people.as_of;
    let (born_on, joined_on) = draw_life(stratum, as_of, draw);
    let age = completed_years(born_on, as_of);
    let occupation = draw_occupation(stratum.occupation, sector, age, draw);
    let person = people.add(
        Newcomer {
            woman: stratum.woman,
            ethnicity: people.ethnicity(stratum.minority, draw),
            born_on,
            surname: None,
            address: home.address,
            township: home.township,
            schooling: Some(draw_schooling(stratum.college, age, occupation, draw)),
            occupation: Some(occupation),
        },
        draw,
    );
    let full_on = draw_full_on(joined_on, draw);
    let full_on = (full_on <= as_of).then_some(full_on);
    let kind = if full_on.is_some() { MemberKind::Full } else { MemberKind::Probationary };
    Membership { person, branch, kind, joined_on, full_on }
}

/// The day of becoming a full member: a year after joining; three in a hundred are prolonged, by half a year to a year
/// (Party constitution, article 7).
fn draw_full_on(joined_on: Date, draw: &mut Draw) -> Date {
    let after_a_year = years_on(joined_on, 1);
    if draw.chance(300) { draw.near(after_a_year, 182, 365) } else { after_a_year }
}

/// A birthday and a day of joining that fit the stratum.
fn draw_life(stratum: Stratum, as_of: Date, draw: &mut Draw) -> (Date, Date) {
    let (first, last) = stratum.ages();
    let weights: Vec<u32> = (first..=last).map(age_weight).collect();
    for _ in 0..60 {
        let age = first + u32::try_from(draw.weighted(&weights)).unwrap_or(0);
        let born_on = draw_birthday(age, as_of, draw);
        if let Some(joined_on) = draw_joining(stratum, born_on, as_of, draw) {
            return (born_on, joined_on);
        }
    }
    // Few days are left, such as for those who joined before 1949: the eldest of the band first.
    let birthdays = (first..=last).rev().map(|age| years_on(as_of, -i32::try_from(age).unwrap_or(0)));
    for born_on in birthdays {
        if let Some(joined_on) = draw_joining(stratum, born_on, as_of, draw) {
            return (born_on, joined_on);
        }
    }
    unreachable!("a stratum with weight has an age at which one could join in its period")
}

/// How many of an age there are, inside a band: fewer where they begin, and as survival takes them.
fn age_weight(age: u32) -> u32 {
    match age {
        ..=18 => 2,
        19 => 5,
        20 => 9,
        21..=65 => 12,
        _ => (106_u32.saturating_sub(age)).pow(2) / 16 + 1,
    }
}

fn draw_joining(stratum: Stratum, born_on: Date, as_of: Date, draw: &mut Draw) -> Option<Date> {
    let (from, to) = stratum.joined.days(as_of);
    let year_of_life = |age: u32| {
        let years = i32::try_from(age).unwrap_or(0);
        (years_on(born_on, years).max(from), moved(years_on(born_on, years + 1), -1).min(to))
    };
    // Years of life that can touch the period at all; the rest is not worth a look at the calendar.
    let years = |year: i16| u32::try_from(year - born_on.year()).unwrap_or(0);
    let (earliest, latest) = (years(from.year()).saturating_sub(1), years(to.year()));
    let ages: Vec<u32> = (LEAST_JOINING_AGE.max(earliest)..=latest.min(65)).collect();
    let weights: Vec<u32> = ages
        .iter()
        .map(|&age| {
            let (first, last) = year_of_life(age);
            if first <= last { joining_age_weight(age) } else { 0 }
        })
        .collect();
    if weights.iter().all(|&weight| weight == 0) {
        return None;
    }
    let (first, last) = year_of_life(ages[draw.weighted(&weights)]);
    let day = draw.near(first, 0, i32::try_from(days_between(first, last)).unwrap_or(0));
    // Branches admit most before 1 July and at the year's end.
    let month = if draw.chance(6_000) { 6 } else { 12 };
    let usual = Date::new(day.year(), month, i8::try_from(draw.between(10, 30)).unwrap_or(10)).unwrap_or(day);
    Some(if (first..=last).contains(&usual) && draw.chance(6_500) { usual } else { day })
}

fn draw_occupation(published_row: usize, sector: Sector, age: i64, draw: &mut Draw) -> Occupation {
    use Occupation as O;
    match (published_row, sector) {
        (0, _) => O::Worker,
        (1, _) => O::Farmer,
        (2, Sector::School) => O::Teacher,
        (2, _) => O::Technical,
        (3, Sector::Social) => O::SocialOrganization,
        (3, Sector::Organ | Sector::School | Sector::PublicBody) => O::InstitutionStaff,
        (3, _) => O::EnterpriseManager,
        (4, _) => O::CivilServant,
        (5, _) => O::Student,
        (7, _) => O::Retired,
        _ if age > 62 => O::Other,
        (_, Sector::Community) => {
            let kinds = [O::CommunityWorker, O::SelfEmployed, O::Flexible, O::Unemployed, O::Other];
            kinds[draw.weighted(&[32, 20, 20, 18, 10])]
        }
        (_, Sector::Rural) => [O::SelfEmployed, O::Flexible, O::Unemployed, O::Other][draw.weighted(&[42, 26, 12, 20])],
        (_, Sector::Social) => O::Other,
        _ => [O::SelfEmployed, O::Flexible, O::Other][draw.weighted(&[50, 38, 12])],
    }
}

fn draw_schooling(college: bool, age: i64, occupation: Occupation, draw: &mut Draw) -> Schooling {
    use Schooling as S;
    if occupation == Occupation::Student {
        return match (college, age) {
            (false, _) => S::SeniorMiddle,
            (true, ..=21) => S::College,
            (true, _) => [S::College, S::Bachelor, S::Postgraduate][draw.weighted(&[20, 70, 10])],
        };
    }
    if college {
        let learned = matches!(occupation.published_row(), 2..=4) && age < 50;
        let weights = match age {
            _ if occupation == Occupation::Farmer => [90, 10, 0],
            ..=35 => [32, 58, if learned { 14 } else { 3 }],
            36..=50 => [42, 50, if learned { 9 } else { 2 }],
            _ => [66, 33, 1],
        };
        return [S::College, S::Bachelor, S::Postgraduate][draw.weighted(&weights)];
    }
    let weights = match age {
        ..=45 => [30, 45, 25, 0],
        46..=65 => [15, 35, 45, 5],
        _ => [8, 15, 40, 37],
    };
    [S::SecondaryVocational, S::SeniorMiddle, S::JuniorMiddle, S::Primary][draw.weighted(&weights)]
}

/// Whose age in completed years lies in a range.
pub(crate) fn aged(people: &People, person: PersonIx, ages: std::ops::RangeInclusive<i64>) -> bool {
    ages.contains(&people.age(person))
}

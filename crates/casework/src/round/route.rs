//! The way of a round: households, village by village, within a village by address as people count houses, so that whoever
//! walks it does not turn back.

use std::collections::BTreeMap;

use guanai_kernel::ids::{HouseholdId, OrganizationId, PersonId};

/// Somebody to be visited, with where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Visitee {
    /// Who.
    pub person_id: PersonId,
    /// Their household.
    pub household_id: Option<HouseholdId>,
    /// Where they belong.
    pub organization_id: OrganizationId,
    /// That organisation's code: villages are walked in its order.
    pub village: String,
    /// Where they live, if anybody knows.
    pub address: Option<String>,
}

/// A household, or somebody without one: one place to stop at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stop {
    /// The village: the first of its people's by code.
    pub village: String,
    /// Those who are visited there.
    pub people: Vec<PersonId>,
    /// The address, of the first of them who has one.
    pub address: Option<String>,
}

/// A part of an address as it is compared: words by their letters, numbers by their worth.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum RoutePart {
    /// A number, in figures or in Chinese numerals.
    Number(u64),
    /// Anything else.
    Letter(char),
}

/// An address as houses are counted: 二组 before 三组 before 十二组, 9号 before 10号.
pub fn address_order(address: &str) -> Vec<RoutePart> {
    let letters: Vec<char> = address.chars().filter(|letter| !letter.is_whitespace()).collect();
    let mut parts = Vec::with_capacity(letters.len());
    let mut at = 0;
    while let Some(&letter) = letters.get(at) {
        let run = letters.iter().skip(at).take_while(|other| kind(**other) == kind(letter)).count();
        let number = match kind(letter) {
            Kind::Figure => figures(letters.iter().skip(at).take(run)),
            Kind::Numeral => numerals(letters.iter().skip(at).take(run)),
            Kind::Other => None,
        };
        if let Some(number) = number {
            parts.push(RoutePart::Number(number));
            at = at.saturating_add(run);
        } else {
            parts.push(RoutePart::Letter(letter));
            at = at.saturating_add(1);
        }
    }
    parts
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Figure,
    Numeral,
    Other,
}

fn kind(letter: char) -> Kind {
    if letter.is_ascii_digit() {
        Kind::Figure
    } else if numeral(letter).is_some() || unit(letter).is_some() {
        Kind::Numeral
    } else {
        Kind::Other
    }
}

fn figures<'l>(letters: impl Iterator<Item = &'l char>) -> Option<u64> {
    letters
        .into_iter()
        .try_fold(0_u64, |number, letter| number.checked_mul(10)?.checked_add(u64::from(letter.to_digit(10)?)))
}

const fn numeral(letter: char) -> Option<u64> {
    Some(match letter {
        '〇' | '零' => 0,
        '一' => 1,
        '二' | '两' => 2,
        '三' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        _ => return None,
    })
}

const fn unit(letter: char) -> Option<u64> {
    match letter {
        '十' => Some(10),
        '百' => Some(100),
        _ => None,
    }
}

/// 十二, 二十, 一百零三, and 一〇三 as figures are read.
fn numerals<'l>(letters: impl Iterator<Item = &'l char> + Clone) -> Option<u64> {
    if letters.clone().all(|letter| unit(*letter).is_none()) {
        return letters
            .into_iter()
            .try_fold(0_u64, |number, letter| number.checked_mul(10)?.checked_add(numeral(*letter)?));
    }
    let (mut sum, mut figure) = (0_u64, None);
    for letter in letters {
        match (numeral(*letter), unit(*letter)) {
            (Some(worth), _) => figure = Some(worth),
            (_, Some(unit)) => {
                sum = sum.checked_add(figure.take().unwrap_or(1).checked_mul(unit)?)?;
            }
            _ => return None,
        }
    }
    sum.checked_add(figure.unwrap_or(0))
}

/// The stops of a round in the order in which they are walked. It does not depend on the order of the people.
pub fn stops(people: &[Visitee]) -> Vec<Stop> {
    let mut houses: BTreeMap<u128, Vec<&Visitee>> = BTreeMap::new();
    for person in people {
        let house = person.household_id.map_or_else(|| person.person_id.bits(), HouseholdId::bits);
        houses.entry(house).or_default().push(person);
    }
    let mut stops: Vec<(Option<Vec<RoutePart>>, u128, Stop)> = Vec::with_capacity(houses.len());
    for (house, mut people) in houses {
        people.sort_by(|a, b| (&a.village, a.person_id).cmp(&(&b.village, b.person_id)));
        let Some(first) = people.first() else { continue };
        let address = people.iter().find_map(|person| person.address.clone());
        let stop = Stop {
            village: first.village.clone(),
            people: people.iter().map(|person| person.person_id).collect(),
            address,
        };
        stops.push((stop.address.as_deref().map(address_order), house, stop));
    }
    // Where no address is known, the household comes last in its village: whoever knows it is asked there.
    stops.sort_by(|(a_way, a_house, a), (b_way, b_house, b)| {
        (&a.village, a_way.is_none(), a_way, a_house).cmp(&(&b.village, b_way.is_none(), b_way, b_house))
    });
    stops.into_iter().map(|(_, _, stop)| stop).collect()
}

//! Everybody that is drawn, members and relatives alike: name, number, telephone, health.

use guanai_kernel::Date;
use guanai_kernel::civil::completed_years;
use guanai_kernel::codes::{Ethnicity, Sex};

use crate::assumed;
use crate::classes::{Occupation, Schooling};
use crate::county::{Health, HouseholdIx, Person, PersonIx, TownshipIx};
use crate::draw::{Draw, moved, years_on};
use crate::identity::Registrar;
use crate::names::draw_name;

/// What is settled of somebody before they have a name and a number.
#[derive(Debug, Clone)]
pub(crate) struct Newcomer {
    pub woman: bool,
    pub ethnicity: Ethnicity,
    pub born_on: Date,
    /// The surname that comes down to them.
    pub surname: Option<&'static str>,
    pub address: String,
    pub township: TownshipIx,
    pub schooling: Option<Schooling>,
    pub occupation: Option<Occupation>,
}

/// The register while it is being drawn.
#[derive(Debug)]
pub(crate) struct People {
    pub as_of: Date,
    pub persons: Vec<Person>,
    /// The surname of each person, for their children.
    surnames: Vec<&'static str>,
    registrar: Registrar,
    han: Ethnicity,
    minorities: Vec<(Ethnicity, u32)>,
}

impl People {
    pub fn new(as_of: Date) -> Self {
        let people = |code: &str| Ethnicity::from_code(code).expect("codes here are of GB/T 3304");
        Self {
            as_of,
            persons: Vec::new(),
            surnames: Vec::new(),
            registrar: Registrar::default(),
            han: people("01"),
            minorities: assumed::MINORITIES.iter().map(|&(code, weight)| (people(code), weight)).collect(),
        }
    }

    pub fn ethnicity(&self, minority: bool, draw: &mut Draw) -> Ethnicity {
        if !minority {
            return self.han;
        }
        let weights: Vec<u32> = self.minorities.iter().map(|(_, weight)| *weight).collect();
        self.minorities[draw.weighted(&weights)].0
    }

    pub fn is_han(&self, person: PersonIx) -> bool {
        self.persons[person.0].ethnicity == self.han
    }

    pub fn surname(&self, person: PersonIx) -> Option<&'static str> {
        Some(self.surnames[person.0]).filter(|surname| !surname.is_empty())
    }

    pub fn age(&self, person: PersonIx) -> i64 {
        completed_years(self.persons[person.0].born_on, self.as_of)
    }

    pub fn is_woman(&self, person: PersonIx) -> bool {
        self.persons[person.0].sex == Sex::Female
    }

    pub fn add(&mut self, newcomer: Newcomer, draw: &mut Draw) -> PersonIx {
        let age = completed_years(newcomer.born_on, self.as_of);
        let sex = if newcomer.woman { Sex::Female } else { Sex::Male };
        let name = draw_name(newcomer.ethnicity, newcomer.woman, newcomer.born_on, newcomer.surname, draw);
        self.surnames.push(name.surname);
        self.persons.push(Person {
            name: name.full,
            identity: self.registrar.issue(newcomer.township, newcomer.born_on, sex),
            sex,
            ethnicity: newcomer.ethnicity,
            born_on: newcomer.born_on,
            phone: draw_phone(age, draw),
            address: newcomer.address,
            township: newcomer.township,
            schooling: newcomer.schooling,
            occupation: newcomer.occupation,
            health: draw_health(age, draw),
            household: HouseholdIx(usize::MAX),
            widowed: None,
        });
        PersonIx(self.persons.len() - 1)
    }
}

/// A birthday of somebody who is `age` on `as_of`.
pub(crate) fn draw_birthday(age: u32, as_of: Date, draw: &mut Draw) -> Date {
    moved(years_on(as_of, -i32::try_from(age).unwrap_or(0)), -i32::try_from(draw.below(365)).unwrap_or(0))
}

/// A mobile of the segment 154, which, as far as is known, no operator has been given: calling it reaches nobody.
pub(crate) fn draw_number(draw: &mut Draw) -> String {
    format!("154{:08}", draw.below(100_000_000))
}

fn draw_phone(age: i64, draw: &mut Draw) -> Option<String> {
    let without = match age {
        ..=13 => 9_500,
        14..=17 => 4_000,
        18..=69 => 150,
        70..=79 => 1_500,
        _ => 4_500,
    };
    if draw.chance(without) { None } else { Some(draw_number(draw)) }
}

fn draw_health(age: i64, draw: &mut Draw) -> Health {
    let cases = assumed::HEALTH.iter().find(|(last, _)| age <= *last).map_or([0; 4], |(_, cases)| *cases);
    let well = 10_000 - cases.iter().sum::<u32>();
    let [fair, poor, disabled, serious] = cases;
    match draw.weighted(&[well, fair, poor, disabled, serious]) {
        0 => Health::Good,
        1 => Health::Fair,
        2 => Health::Poor,
        3 => Health::Disabled,
        _ => Health::SeriousIllness,
    }
}

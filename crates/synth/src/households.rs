//! Households: spouses, children at school, parents who live with their children, grown-up children who live with their
//! parents; who is at home and who is away; who can work; what a head has to live on.

use std::collections::BTreeSet;

use guanai_kernel::codes::Kinship;
use guanai_kernel::{Date, Money};

use crate::assumed;
use crate::classes::{Occupation, Schooling};
use crate::county::{Health, Household, HouseholdIx, HouseholdPerson, Kin, PersonIx, Widowed};
use crate::draw::{Draw, moved, years_on};
use crate::people::{Newcomer, People};

mod couples;

use couples::{ever_married, is_widowed, pair_members};

/// Codes of GB/T 4761, and what the same person is to the head's husband or wife.
mod relation {
    pub const HEAD: &str = "02";
    pub const HUSBAND: &str = "11";
    pub const WIFE: &str = "12";
    pub const SON: &str = "20";
    pub const DAUGHTER: &str = "30";
    pub const DAUGHTER_IN_LAW: &str = "38";
    pub const GRANDSON: &str = "41";
    pub const GRANDDAUGHTER: &str = "42";
    pub const FATHER: &str = "51";
    pub const MOTHER: &str = "52";

    /// What somebody who is `code` to the head is to the head's spouse.
    pub fn to_spouse(code: &str, spouse_is_wife: bool) -> &str {
        match (code, spouse_is_wife) {
            (FATHER, true) => "53",
            (MOTHER, true) => "54",
            (FATHER, false) => "55",
            (MOTHER, false) => "56",
            (HEAD, true) => HUSBAND,
            (HEAD, false) => WIFE,
            (same, _) => same,
        }
    }
}

/// Households and kinship.
pub(crate) struct Homes {
    pub households: Vec<Household>,
    pub kin: Vec<Kin>,
}

/// Somebody in a household that is being put together.
#[derive(Clone, Copy)]
struct Place {
    person: PersonIx,
    relation: &'static str,
    at_home: bool,
}

struct Building<'a> {
    people: &'a mut People,
    floating: &'a BTreeSet<PersonIx>,
    draw: &'a mut Draw,
    rural: bool,
}

/// The households of all members; their relatives are added to `people`. `rural` says of each member whether the home
/// lies in a village.
pub(crate) fn draw_households(
    people: &mut People,
    rural: &[bool],
    floating: &BTreeSet<PersonIx>,
    draw: &mut Draw,
) -> Homes {
    let members = people.persons.len();
    let married: Vec<bool> = (0..members).map(|at| ever_married(people, PersonIx(at), draw)).collect();
    let widowed: Vec<bool> = (0..members).map(|at| married[at] && is_widowed(people, PersonIx(at), draw)).collect();
    let couples = pair_members(people, &married, &widowed, rural, draw);

    let mut homes = Homes { households: Vec::new(), kin: Vec::new() };
    for at in 0..members {
        let head = PersonIx(at);
        if people.persons[at].household != HouseholdIx(usize::MAX) {
            continue;
        }
        if widowed[at] {
            let lately_on = draw.chance(1_200).then(|| draw.near(people.as_of, -720, -20));
            people.persons[at].widowed = Some(Widowed { lately_on });
        }
        let mut building = Building { people, floating, draw, rural: rural[at] };
        let spouse = couples.get(&head).copied();
        let places = building.put_together(head, spouse, married[at], widowed[at]);
        homes.settle(&places, people, rural[at], members, draw);
    }
    homes.kin.sort_by_key(|kin| (kin.person, kin.relative));
    homes
}

impl Homes {
    /// Closes a household and notes who is what to its members.
    fn settle(&mut self, places: &[Place], people: &mut People, rural: bool, members: usize, draw: &mut Draw) {
        let household = HouseholdIx(self.households.len());
        let head = places[0].person;
        let (address, township) = (people.persons[head.0].address.clone(), people.persons[head.0].township);
        let code = |code: &str| Kinship::from_code(code).expect("relations here are codes of GB/T 4761");
        for one in places.iter().filter(|place| place.person.0 < members) {
            for other in places.iter().filter(|other| other.person != one.person) {
                let relation = if one.person == head {
                    code(other.relation)
                } else {
                    code(relation::to_spouse(other.relation, one.relation == relation::WIFE))
                };
                self.kin.push(Kin { person: one.person, relative: other.person, relation });
            }
        }
        for place in places {
            people.persons[place.person.0].household = household;
            people.persons[place.person.0].address.clone_from(&address);
            people.persons[place.person.0].township = township;
        }
        let labour = places.iter().filter(|place| can_work(people, place.person, rural)).count();
        let school_children = places.iter().skip(1).filter(|place| is_pupil(people, place.person)).count();
        let income = draw_income(people, places, rural, labour, draw);
        self.households.push(Household {
            people: places
                .iter()
                .map(|place| HouseholdPerson {
                    person: place.person,
                    relation: code(place.relation),
                    at_home: place.at_home,
                })
                .collect(),
            address,
            township,
            rural,
            labour: u32::try_from(labour).unwrap_or(0),
            school_children: u32::try_from(school_children).unwrap_or(0),
            income_per_head: Money::from_fen(i64::from(income) * 100),
            on_file: places.iter().filter(|place| place.person.0 < members).count() > 1,
        });
    }
}

fn is_pupil(people: &People, person: PersonIx) -> bool {
    people.persons[person.0].occupation == Some(Occupation::Student)
}

fn can_work(people: &People, person: PersonIx, rural: bool) -> bool {
    let last = if rural { 65 } else { 60 };
    (18..=last).contains(&people.age(person))
        && !is_pupil(people, person)
        && people.persons[person.0].health <= Health::Poor
        && people.persons[person.0].occupation != Some(Occupation::Unemployed)
}

/// Yuan a head and year, in hundreds.
fn draw_income(people: &People, places: &[Place], rural: bool, labour: usize, draw: &mut Draw) -> u32 {
    let middle = if rural { assumed::RURAL_INCOME.value } else { assumed::URBAN_INCOME.value };
    let size = u32::try_from(places.len()).unwrap_or(1);
    let earning = 40 + 110 * u32::try_from(labour).unwrap_or(0) / size;
    let paid = |place: &Place| {
        let pensioned = people.persons[place.person.0].occupation == Some(Occupation::Retired);
        if pensioned { 60 / size } else { 0 }
    };
    let earning = earning + places.iter().map(paid).sum::<u32>();
    let work = match people.persons[places[0].person.0].occupation {
        Some(Occupation::CivilServant | Occupation::Technical | Occupation::Teacher) => 125,
        Some(Occupation::EnterpriseManager | Occupation::InstitutionStaff) => 130,
        Some(Occupation::Unemployed) => 60,
        _ => 100,
    };
    // Two throws: incomes bunch in the middle.
    let luck = u32::midpoint(draw.between(40, 170), draw.between(40, 170));
    // What these factors come to in an ordinary home, so that the middle is where it was assumed.
    let ordinary = if rural { 111 } else { 128 };
    (middle / 100 * earning / 100 * work / 100 * luck / ordinary).max(20) * 100
}

impl Building<'_> {
    fn put_together(&mut self, head: PersonIx, spouse: Option<PersonIx>, married: bool, widowed: bool) -> Vec<Place> {
        let mut places = vec![self.member_place(head, relation::HEAD)];
        let woman = self.people.is_woman(head);
        let age = self.people.age(head);
        if married && !widowed {
            let title = if woman { relation::HUSBAND } else { relation::WIFE };
            match spouse {
                Some(member) => places.push(self.member_place(member, title)),
                None => places.push(self.spouse_of(head, title)),
            }
        }
        let mother_born_on = places.iter().find(|place| self.people.is_woman(place.person)).map_or_else(
            || years_on(self.people.persons[head.0].born_on, 1),
            |place| self.people.persons[place.person.0].born_on,
        );
        if married {
            self.add_children(&mut places, head, mother_born_on);
        }
        if married && age > 66 && self.draw.chance(assumed::LIVES_WITH_CHILD.value) {
            self.add_grown_child(&mut places, head, mother_born_on);
        }
        let away = self.floating.contains(&head);
        let with_parents = match age {
            ..=30 if !married => 6_000,
            31..=62 if away => 5_500,
            31..=62 if self.rural => assumed::LIVES_WITH_PARENT.value + 800,
            31..=62 => assumed::LIVES_WITH_PARENT.value - 800,
            _ => 0,
        };
        if self.draw.chance(with_parents) {
            self.add_parents(&mut places, head);
        }
        places
    }

    /// A member's place; away while floating or studying.
    fn member_place(&self, person: PersonIx, relation: &'static str) -> Place {
        let studying = self.people.persons[person.0].occupation == Some(Occupation::Student);
        Place { person, relation, at_home: !studying && !self.floating.contains(&person) }
    }

    fn relative(&mut self, head: PersonIx, woman: bool, born_on: Date, surname: Option<&'static str>) -> Newcomer {
        let one = &self.people.persons[head.0];
        let age = guanai_kernel::civil::completed_years(born_on, self.people.as_of);
        let schooling = (age >= 12).then(|| draw_schooling(age, self.draw));
        Newcomer {
            woman,
            ethnicity: one.ethnicity,
            born_on,
            surname,
            address: one.address.clone(),
            township: one.township,
            schooling,
            occupation: draw_occupation(age, woman, self.rural, self.draw),
        }
    }

    fn spouse_of(&mut self, head: PersonIx, title: &'static str) -> Place {
        let (woman, age) = (!self.people.is_woman(head), self.people.age(head));
        let born_on = self.people.persons[head.0].born_on;
        let (low, high) = if woman { (-700, 2_200) } else { (-2_200, 700) };
        // Nobody is married under 20.
        let youngest = years_on(self.people.as_of, -22);
        let born_on = self.draw.near(born_on, low, high).min(youngest);
        let mut newcomer = self.relative(head, woman, born_on, None);
        if self.draw.chance(800) {
            newcomer.ethnicity = self.people.ethnicity(self.people.is_han(head), self.draw);
        }
        let person = self.people.add(newcomer, self.draw);
        let goes_along = self.floating.contains(&head) && age < 58 && self.draw.chance(5_500);
        Place { person, relation: title, at_home: !goes_along }
    }

    fn father_surname(&self, places: &[Place]) -> Option<&'static str> {
        let father = places.iter().take(2).find(|place| !self.people.is_woman(place.person));
        father.and_then(|place| self.people.surname(place.person))
    }

    /// Children up to university age, and some grown ones who have not left home.
    fn add_children(&mut self, places: &mut Vec<Place>, head: PersonIx, mother_born_on: Date) {
        let surname = self.father_surname(places);
        let many = self.draw.weighted(&[8, 52, 36, 4]);
        let mut born_on = self.draw.near(mother_born_on, 21 * 365 + 6, 32 * 365);
        for _ in 0..many {
            let age = guanai_kernel::civil::completed_years(born_on, self.people.as_of);
            let too_late = born_on >= self.people.as_of || born_on > years_on(mother_born_on, 45);
            let (stays, at_home) = match age {
                _ if too_late => (false, false),
                ..=17 => (true, true),
                18..=22 => (self.draw.chance(7_500), false),
                23..=29 => (self.draw.chance(2_500), true),
                _ => (false, false),
            };
            if stays {
                let woman = self.draw.chance(4_750);
                let newcomer = self.relative(head, woman, born_on, surname);
                let person = self.people.add(newcomer, self.draw);
                let title = if woman { relation::DAUGHTER } else { relation::SON };
                places.push(Place { person, relation: title, at_home });
            }
            born_on = self.draw.near(born_on, 500, 2_400);
        }
    }

    /// A grown-up child who lives with old parents, perhaps with a wife and a child.
    fn add_grown_child(&mut self, places: &mut Vec<Place>, head: PersonIx, mother_born_on: Date) {
        let surname = self.father_surname(places);
        let born_on = self.draw.near(mother_born_on, 21 * 365 + 6, 33 * 365);
        let daughter = self.draw.chance(2_500);
        let newcomer = self.relative(head, daughter, born_on, surname);
        let child = self.people.add(newcomer, self.draw);
        let title = if daughter { relation::DAUGHTER } else { relation::SON };
        places.push(Place { person: child, relation: title, at_home: true });
        if daughter || !self.draw.chance(6_500) {
            return;
        }
        let wife_born_on = self.draw.near(born_on, -500, 1_800).min(years_on(self.people.as_of, -24));
        let newcomer = self.relative(head, true, wife_born_on, None);
        let wife = self.people.add(newcomer, self.draw);
        places.push(Place { person: wife, relation: relation::DAUGHTER_IN_LAW, at_home: true });
        let grandchild_on = self.draw.near(wife_born_on, 22 * 365, 33 * 365);
        let age = guanai_kernel::civil::completed_years(grandchild_on, self.people.as_of);
        if grandchild_on < self.people.as_of && age <= 22 && self.draw.chance(6_000) {
            let woman = self.draw.chance(4_750);
            let surname = self.people.surname(child);
            let newcomer = self.relative(head, woman, grandchild_on, surname);
            let person = self.people.add(newcomer, self.draw);
            let title = if woman { relation::GRANDDAUGHTER } else { relation::GRANDSON };
            places.push(Place { person, relation: title, at_home: age < 18 });
        }
    }

    /// One or both parents, as far as somebody of their age is still alive.
    fn add_parents(&mut self, places: &mut Vec<Place>, head: PersonIx) {
        let mother_on = self.draw.near(self.people.persons[head.0].born_on, -34 * 365, -(21 * 365 + 6));
        let father_on = moved(mother_on, -i32::try_from(self.draw.below(1_800)).unwrap_or(0));
        let surname = self.people.surname(head);
        let parents = [(father_on, false, relation::FATHER, surname), (mother_on, true, relation::MOTHER, None)];
        let before = places.len();
        for (born_on, woman, relation, surname) in parents {
            let age = guanai_kernel::civil::completed_years(born_on, self.people.as_of);
            let alive = match age {
                ..=65 => 9_500,
                66..=75 => 8_000,
                76..=85 => 5_500,
                86..=98 => 2_500,
                _ => 0,
            };
            // Who lives with a parent has one: the mother, where the draw left neither.
            let last = woman && places.len() == before && alive > 0;
            if last || self.draw.chance(if woman { alive } else { alive * 4 / 5 }) {
                let newcomer = self.relative(head, woman, born_on, surname);
                let person = self.people.add(newcomer, self.draw);
                places.push(Place { person, relation, at_home: true });
            }
        }
    }
}

fn draw_schooling(age: i64, draw: &mut Draw) -> Schooling {
    use Schooling as S;
    let kinds = [S::Primary, S::JuniorMiddle, S::SeniorMiddle, S::SecondaryVocational, S::College, S::Bachelor];
    let weights = match age {
        ..=14 => [100, 0, 0, 0, 0, 0],
        15..=17 => [0, 100, 0, 0, 0, 0],
        18..=22 => [0, 6, 84, 10, 0, 0],
        23..=40 => [2, 30, 18, 12, 22, 16],
        41..=60 => [12, 48, 18, 10, 8, 4],
        _ => [52, 34, 8, 3, 2, 1],
    };
    kinds[draw.weighted(&weights)]
}

fn draw_occupation(age: i64, woman: bool, rural: bool, draw: &mut Draw) -> Option<Occupation> {
    use Occupation as O;
    let retires = if woman { 55 } else { 60 };
    Some(match age {
        ..=5 => return None,
        6..=17 => O::Student,
        18..=22 => [O::Student, O::Worker][draw.weighted(&[75, 25])],
        _ if rural && age > 22 => [O::Farmer, O::Worker, O::Flexible, O::SelfEmployed][draw.weighted(&[70, 16, 8, 6])],
        _ if age >= retires => [O::Retired, O::Other][draw.weighted(&[80, 20])],
        _ => {
            let kinds = [O::Worker, O::SelfEmployed, O::Flexible, O::Technical, O::Teacher, O::Unemployed, O::Other];
            kinds[draw.weighted(&[34, 16, 14, 14, 8, 7, 7])]
        }
    })
}

//! The same county a month later: what a new roster from the superior's system says that the last one did not.

use std::collections::BTreeSet;

use super::draw::{Draw, months_on, years_on};
use super::fault::Warning;
use super::ledger::{Entry, Ledger};
use super::person::Person;
use super::sheet::Kind;
use super::tree::SYSTEMS;
use super::{County, names};

/// What differs from the month before, by identity number (18 characters). Nobody is in two of the lists.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Difference {
    /// Not there before.
    pub new: BTreeSet<String>,
    /// In another branch, and nothing else.
    pub moved: BTreeSet<String>,
    /// Another phone or name, in the same branch.
    pub changed: BTreeSet<String>,
    /// There before, and now in no row.
    pub absent: BTreeSet<String>,
    /// There before, and saying the same.
    pub same: BTreeSet<String>,
}

/// A county's books a month later, and the difference.
#[derive(Debug, Clone)]
pub struct NextMonth {
    /// All six books. The roster holds the accepted people of the month before, less those absent, and new ones; no row in it is
    /// refused or repeated (where rows differed, the first stands); warnings stay. The other five books say what they said.
    pub county: County,
    /// Against the accepted people of the month before: rows refused then, and not mended since, are in neither.
    pub difference: Difference,
}

impl County {
    /// The county a month later; the same seed gives the same month.
    pub fn next_month(&self, seed: u64) -> NextMonth {
        let mut draw = Draw::new(seed ^ 0x006D_6F6E_7468);
        let mut ledger = self.ledger.clone();
        ledger.as_of = months_on(ledger.as_of, 1).last_of_month();
        let mut people: Vec<Person> = ledger.accepted().into_iter().cloned().collect();
        let mut difference = Difference::default();
        let free: Vec<String> = ledger.plain_people().into_iter().collect();
        let few = free.len() / 60 + 1;
        let mut drawn = draw.sample(free.len(), free.len()).into_iter().map(|at| free[at].clone());
        difference.absent = drawn.by_ref().take(few).collect();
        difference.moved = drawn.by_ref().take(few).collect();
        difference.changed = drawn.by_ref().take(few + 1).collect();
        people.retain(|person| !difference.absent.contains(&person.identity));
        for person in &mut people {
            if difference.moved.contains(&person.identity) {
                move_branch(&mut draw, &ledger, person);
            } else if difference.changed.contains(&person.identity) {
                change(&mut draw, &ledger, person);
            } else {
                difference.same.insert(person.identity.clone());
            }
            let over = person.on_probation() && person.joined < years_on(ledger.as_of, -2);
            if over && !person.warnings.contains(&Warning::ProbationaryOverTwoYears) {
                person.warnings.push(Warning::ProbationaryOverTwoYears);
            }
        }
        for _ in 0..=few {
            let person = ledger.stranger(&mut draw);
            difference.new.insert(person.identity.clone());
            people.push(person);
        }
        people.sort_by_key(|person| person.branch);
        ledger.roster = vec![Vec::new(); SYSTEMS.len()];
        for person in people {
            ledger.roster[ledger.tree.organizations[person.branch].system].push(Entry::of(person));
        }
        for resource in &mut ledger.resources {
            resource.grow_older(ledger.as_of);
        }
        NextMonth { county: Self::render(&mut draw, ledger), difference }
    }
}

fn move_branch(draw: &mut Draw, ledger: &Ledger, person: &mut Person) {
    let all: Vec<usize> = (0..SYSTEMS.len()).flat_map(|system| ledger.tree.branches(system)).collect();
    let others: Vec<usize> = all.into_iter().filter(|&branch| branch != person.branch).collect();
    person.branch = draw.copy(&others);
}

fn change(draw: &mut Draw, ledger: &Ledger, person: &mut Person) {
    if ledger.has(Kind::Roster, "手机号码") && draw.chance(70) {
        let before = person.phone.take();
        while person.phone.is_none() || person.phone == before {
            person.phone = Some(draw.phone());
        }
    } else {
        let before = person.name.clone();
        let surname: String = before.chars().take(1).collect();
        while person.name == before {
            person.name = format!("{surname}{}", names::given(draw, person.woman));
        }
    }
}

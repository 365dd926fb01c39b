//! Whose eyes a demonstration is seen through: a branch where something is asked for, its township, and people of the county.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use guanai_kernel::ids::{OrganizationId, PersonId};
use guanai_registry::PartyOrganization;
use guanai_scheme::{FactState, Pack, Slot, Value};

use crate::actor::Role;
use crate::population::{Population, Resident};

/// A place or person, with the name that is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chosen<I> {
    /// The id.
    pub id: I,
    /// The name.
    pub name: String,
}

/// Where a demonstration's accounts look from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemoPlaces {
    /// The branch of the contact, where most is asked for.
    pub branch: Chosen<OrganizationId>,
    /// The committee above it, right under the county's.
    pub township: Chosen<OrganizationId>,
    /// That committee's code in the books.
    pub township_code: String,
    /// Who signs in in each role that belongs to somebody of the register.
    pub people: BTreeMap<Role, Chosen<PersonId>>,
}

/// The roles whose accounts belong to people of the county's own offices, in the order in which they are chosen.
const OFFICES: [Role; 6] =
    [Role::CountyOfficer, Role::CountyApprover, Role::Accountant, Role::Cashier, Role::Auditor, Role::Administrator];

/// Chooses places and people; none where the county is too small for it.
pub fn choose_places(pack: &Pack, population: &Population) -> Option<DemoPlaces> {
    let open = open_needs(population);
    let branch = branch_to_see(population, &open)?;
    let township = committee_above(population, branch)?;
    let mut choosing = Choosing { pack, population, people: BTreeMap::new() };
    choosing.choose(Role::Member, |resident| at(resident, branch), |_, resident| reading(pack, resident));
    choosing.choose(
        Role::BranchContact,
        |resident| at(resident, branch),
        |choosing, resident| usize::from(choosing.says(resident, "person.posts", "secretary")),
    );
    let near = |resident: &Resident| {
        let place = population.organization(resident);
        place.is_some_and(|place| place.township == township.township && place.organization_id != branch)
    };
    choosing.choose(Role::TownshipOfficer, near, Choosing::in_office);
    for role in OFFICES {
        choosing.choose(role, |_| true, Choosing::in_office);
    }
    let name = |id: OrganizationId| population.organizations.get(&id).map(|place| place.name.clone());
    Some(DemoPlaces {
        branch: Chosen { id: branch, name: name(branch)? },
        township: Chosen { id: township.organization_id, name: township.name.clone() },
        township_code: township.code.clone(),
        people: choosing.people,
    })
}

fn at(resident: &Resident, organization_id: OrganizationId) -> bool {
    resident.membership.as_ref().is_some_and(|spell| spell.organization_id == organization_id)
}

/// How many open needs the people of each organisation have.
fn open_needs(population: &Population) -> BTreeMap<OrganizationId, usize> {
    let mut open = BTreeMap::new();
    for resident in &population.residents {
        let Some(spell) = &resident.membership else { continue };
        let asked =
            resident.needs.iter().filter_map(|at| population.needs.get(*at)).filter(|need| need.state.is_open());
        *open.entry(spell.organization_id).or_insert(0) += asked.count();
    }
    open
}

/// The branch under a township where most is asked for; of equals the one whose code comes first.
fn branch_to_see(population: &Population, open: &BTreeMap<OrganizationId, usize>) -> Option<OrganizationId> {
    let under = |id: &OrganizationId| committee_above(population, *id).is_some();
    let code = |id: &OrganizationId| population.organizations.get(id).map(|place| place.code.clone());
    let places = open.iter().filter(|(id, _)| under(id));
    places.max_by_key(|(id, count)| (**count, Reverse(code(id)))).map(|(id, _)| *id)
}

/// The committee of a township that stands between an organisation and the county's: right under the root, and not itself.
fn committee_above(population: &Population, id: OrganizationId) -> Option<&PartyOrganization> {
    let own = population.organizations.get(&id)?;
    own.township.as_ref()?;
    let mut place = own;
    // No tree is as deep as it is wide; a circle ends here.
    for _ in 0..population.organizations.len() {
        let above = population.organizations.get(&place.superior_id?)?;
        if above.superior_id.is_none() {
            return (place.organization_id != id && place.township == own.township).then_some(place);
        }
        place = above;
    }
    None
}

struct Choosing<'a> {
    pack: &'a Pack,
    population: &'a Population,
    people: BTreeMap<Role, Chosen<PersonId>>,
}

impl Choosing<'_> {
    /// The one who suits best and has no account yet; of equals the first of the population.
    fn choose(&mut self, role: Role, may: impl Fn(&Resident) -> bool, suits: impl Fn(&Self, &Resident) -> usize) {
        let taken: Vec<PersonId> = self.people.values().map(|chosen| chosen.id).collect();
        let free = |resident: &&Resident| {
            resident.membership.is_some() && !taken.contains(&resident.person.person_id) && may(resident)
        };
        let mut best: Option<(usize, &Resident)> = None;
        for resident in self.population.residents.iter().filter(free) {
            let weight = suits(self, resident);
            if best.is_none_or(|(most, _)| weight > most) {
                best = Some((weight, resident));
            }
        }
        if let Some((_, resident)) = best {
            let chosen = Chosen { id: resident.person.person_id, name: resident.person.name.clone() };
            self.people.insert(role, chosen);
        }
    }

    fn says(&self, resident: &Resident, fact: &str, word: &str) -> bool {
        let Some(slot) = self.pack.slot(fact) else { return false };
        let word = Value::text(word);
        let holds = |value: &Value| match value {
            Value::List(members) => members.contains(&word),
            one => *one == word,
        };
        matches!(resident.subject.state(slot), FactState::Known(value, _) if holds(value))
    }

    /// Whether somebody works in an office.
    fn in_office(&self, resident: &Resident) -> usize {
        usize::from(self.says(resident, "person.occupation", "civil-servant"))
    }
}

/// How much somebody finds in their own record: needs count most, then facts.
fn reading(pack: &Pack, resident: &Resident) -> usize {
    let known = |slot: Slot| matches!(resident.subject.state(slot), FactState::Known(..));
    let facts = pack.facts_by_slot().filter(|(slot, _)| known(*slot)).count();
    resident.needs.len() * 100 + facts
}

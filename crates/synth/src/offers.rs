//! Who offers help: departments, enterprises, social organisations, Party organisations, members.

use std::collections::BTreeSet;

use guanai_casework::ProviderKind;
use guanai_registry::OrganizationKind;

use crate::assumed;
use crate::classes::{Occupation, Sector};
use crate::county::{Health, Membership, Offer, Organization, OrganizationIx, PersonIx, TownshipIx};
use crate::draw::Draw;
use crate::organizations::units::HELPING_DEPARTMENTS;
use crate::people::{People, draw_number};

struct Listing<'a> {
    county: &'a str,
    people: &'a People,
    organizations: &'a [Organization],
    memberships: &'a [Membership],
    towns: usize,
    offers: Vec<Offer>,
    draw: &'a mut Draw,
}

/// All offers: of bodies first, then of members.
pub(crate) fn draw_offers(
    county: &str,
    towns: usize,
    people: &People,
    organizations: &[Organization],
    memberships: &[Membership],
    draw: &mut Draw,
) -> Vec<Offer> {
    let mut listing = Listing { county, people, organizations, memberships, towns, offers: Vec::new(), draw };
    listing.add_departments();
    listing.add_units();
    listing.add_party_organizations();
    listing.add_members();
    listing.offers
}

/// What a unit or a member can do, by sector or trade.
fn of_unit(sector: Sector) -> &'static [&'static str] {
    match sector {
        Sector::Social => &["talk", "left-behind-elder", "left-behind-child", "rights", "training", "living"],
        Sector::StateOwned => &["employment", "living", "training", "schooling"],
        _ => &["employment", "startup", "living", "project", "schooling"],
    }
}

fn of_member(occupation: Option<Occupation>) -> &'static [&'static str] {
    use Occupation as O;
    match occupation {
        Some(O::Teacher) => &["schooling", "left-behind-child", "training", "talk"],
        Some(O::Technical) => &["medical", "project", "training", "startup"],
        Some(O::CivilServant) => &["rights", "talk", "organization-life", "honour"],
        Some(O::EnterpriseManager | O::SelfEmployed) => &["employment", "startup", "project", "living"],
        Some(O::Retired) => &["talk", "left-behind-child", "organization-life", "left-behind-elder"],
        Some(O::Farmer) => &["left-behind-elder", "training", "left-behind-child"],
        Some(O::Student) => &["left-behind-child", "training"],
        _ => &["talk", "left-behind-elder", "organization-life"],
    }
}

impl Listing<'_> {
    /// Most offers run to the year's end or for a year; a few have run out and still stand in the book.
    fn valid_until(&mut self) -> guanai_kernel::Date {
        let as_of = self.people.as_of;
        match self.draw.weighted(&[88, 12]) {
            0 => self.draw.near(as_of, 30, 420),
            _ => self.draw.near(as_of, -120, -1),
        }
    }

    fn some_of(&mut self, from: &[&'static str], most: u32) -> BTreeSet<&'static str> {
        let many = self.draw.between(1, most);
        (0..many).map(|_| self.draw.pick(from)).collect()
    }

    /// Somebody of an organisation, to be called.
    fn contact(&mut self) -> String {
        let place = self.draw.place(self.memberships.len());
        self.people.persons[place].name.clone()
    }

    fn add_body(
        &mut self,
        kind: ProviderKind,
        name: String,
        organization: OrganizationIx,
        categories: BTreeSet<&'static str>,
        capacity: u32,
    ) {
        let everywhere = self.organizations[organization.0].township.is_none();
        let townships = self.organizations[organization.0].township.filter(|_| !everywhere).into_iter().collect();
        let offer = Offer {
            provider_kind: kind,
            provider_name: name,
            person: None,
            organization,
            categories,
            capacity,
            townships,
            contact_name: self.contact(),
            contact_phone: Some(draw_number(self.draw)),
            valid_until_on: self.valid_until(),
        };
        self.offers.push(offer);
    }

    /// Capacity is for a county of four thousand members, and grows with it.
    fn scaled(&self, capacity: u32) -> u32 {
        let members = u32::try_from(self.memberships.len()).unwrap_or(u32::MAX);
        (capacity * members.div_ceil(1_000) / 8).max(2)
    }

    fn add_departments(&mut self) {
        for (name, categories, capacity) in HELPING_DEPARTMENTS {
            let unit = format!("{}{name}", self.county);
            let own = self.organizations.iter().position(|one| one.unit_name.as_ref() == Some(&unit)).unwrap_or(0);
            let capacity = self.scaled(*capacity);
            for category in *categories {
                let one = BTreeSet::from([*category]);
                self.add_body(ProviderKind::Department, unit.clone(), OrganizationIx(own), one, capacity);
            }
        }
    }

    fn add_units(&mut self) {
        for at in 0..self.organizations.len() {
            let one = &self.organizations[at];
            let kind = match one.sector {
                Sector::StateOwned | Sector::NonPublic => ProviderKind::Enterprise,
                Sector::Social => ProviderKind::SocialOrganization,
                _ => continue,
            };
            let Some(name) = one.unit_name.clone() else { continue };
            let sector = one.sector;
            if self.draw.chance(assumed::UNIT_OFFERS.value) {
                let categories = self.some_of(of_unit(sector), 2);
                let capacity = self.draw.between(2, 15);
                self.add_body(kind, name, OrganizationIx(at), categories, capacity);
            }
        }
    }

    /// Townships and streets carry organisation life to the door, care for the old and count honours.
    fn add_party_organizations(&mut self) {
        for at in 0..self.organizations.len() {
            let one = &self.organizations[at];
            let of_township = one.township.is_some() && one.settlement.is_none() && !one.kind.holds_members();
            let of_branch = one.kind == OrganizationKind::Branch && one.settlement.is_some();
            let name = one.name.clone();
            if of_township {
                for category in ["organization-life", "talk", "honour", "training"] {
                    let capacity = self.draw.between(20, 60);
                    let one = BTreeSet::from([category]);
                    self.add_body(ProviderKind::PartyOrganization, name.clone(), OrganizationIx(at), one, capacity);
                }
            } else if of_branch && self.draw.chance(1_500) {
                let categories = self.some_of(&["organization-life", "left-behind-elder", "talk"], 2);
                let capacity = self.draw.between(2, 8);
                self.add_body(ProviderKind::PartyOrganization, name, OrganizationIx(at), categories, capacity);
            }
        }
    }

    fn add_members(&mut self) {
        let weights: Vec<u32> = self
            .memberships
            .iter()
            .map(|membership| {
                let one = &self.people.persons[membership.person.0];
                match self.people.age(membership.person) {
                    _ if one.health > Health::Fair => 0,
                    ..=24 => 2,
                    25..=60 => 5,
                    61..=72 => 3,
                    _ => 0,
                }
            })
            .collect();
        let many = self.memberships.len() * usize::try_from(assumed::MEMBER_OFFERS.value).unwrap_or(0) / 10_000;
        for place in self.draw.choose(&weights, many) {
            let one = &self.people.persons[place];
            let (name, phone, home) = (one.name.clone(), one.phone.clone(), one.township);
            let categories = self.some_of(of_member(one.occupation), 2);
            let mut townships = BTreeSet::new();
            if self.draw.chance(6_000) {
                townships.insert(home);
                if self.draw.chance(2_500) {
                    townships.insert(TownshipIx(self.draw.place(self.towns)));
                }
            }
            let offer = Offer {
                provider_kind: ProviderKind::Member,
                provider_name: name.clone(),
                person: Some(PersonIx(place)),
                organization: self.memberships[place].branch,
                categories,
                capacity: self.draw.between(1, 3),
                townships,
                contact_name: name,
                contact_phone: phone,
                valid_until_on: self.valid_until(),
            };
            self.offers.push(offer);
        }
    }
}

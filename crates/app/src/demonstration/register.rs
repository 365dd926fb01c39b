//! What was drawn, as the register keeps it: places become ids, and every record's source says that it was drawn.

use std::collections::BTreeMap;

use guanai_exchange::books::{Book, Language};
use guanai_kernel::codes::Sex;
use guanai_kernel::ids::{FactId, HouseholdId, ImportId, MembershipId, OrganizationId, PersonId, PostId, UnitId};
use guanai_kernel::{Date, Ids, Moment};
use guanai_registry::{
    BirthDates, Fact, FloatingSpell, Household, HouseholdMember, Kin, Membership, PartyOrganization, Person, Post,
    Source, SourceKind, Unit,
};
use guanai_scheme::Pack;
use guanai_store::facts::NewFact;
use guanai_synth::County;
use guanai_synth::classes::PostKind;
use guanai_synth::county::{OrganizationIx, PersonIx, TownshipIx};

use super::found::Records;
use crate::cx::Cx;

/// The place that every record of a drawn county names.
pub(super) fn place_of(seed: u64) -> String {
    format!("合成数据{seed}")
}

/// A county on its way into the register.
pub(super) struct Keeping<'a> {
    pub(super) pack: &'a Pack,
    pub(super) county: &'a County,
    pub(super) import_id: ImportId,
    pub(super) now: Moment,
    pub(super) recorded_by: &'a str,
    pub(super) ids: &'a mut Ids,
    /// What a source's place says, by book.
    places: BTreeMap<SourceKind, String>,
    organization_ids: Vec<OrganizationId>,
    /// Of those who are kept.
    person_ids: Vec<Option<PersonId>>,
    /// Of those that are on file.
    household_ids: Vec<Option<HouseholdId>>,
}

impl<'a> Keeping<'a> {
    pub fn new(cx: &'a Cx<'_>, county: &'a County, import_id: ImportId, ids: &'a mut Ids) -> Self {
        let drawn = place_of(county.seed);
        let named = Book::ALL.iter().map(|book| {
            let name = cx.standards.books.description(*book).name.in_language(Language::Chinese);
            (crate::import::source_kind(*book), format!("{name}（{drawn}）"))
        });
        let mut places: BTreeMap<SourceKind, String> = named.collect();
        places.insert(SourceKind::Entry, drawn);
        let organization_ids = county.organizations.iter().map(|_| OrganizationId::fresh(ids)).collect();
        let household_ids: Vec<Option<HouseholdId>> =
            county.households.iter().map(|household| household.on_file.then(|| HouseholdId::fresh(ids))).collect();
        let on_file = |at: usize| {
            let person = county.persons.get(at);
            person.and_then(|person| household_ids.get(person.household.0)).is_some_and(Option::is_some)
        };
        // Of other households an office knows no more than the member.
        let person_ids = (0..county.persons.len())
            .map(|at| (at < county.members || on_file(at)).then(|| PersonId::fresh(ids)))
            .collect();
        Self {
            pack: &cx.standards.pack,
            county,
            import_id,
            now: cx.now,
            recorded_by: &cx.actor.name,
            ids,
            places,
            organization_ids,
            person_ids,
            household_ids,
        }
    }

    /// Every record.
    pub fn records(mut self) -> Records {
        let mut records = Records::default();
        self.keep_organizations(&mut records);
        self.keep_persons(&mut records);
        self.keep_memberships(&mut records);
        self.keep_posts(&mut records);
        self.keep_households(&mut records);
        self.keep_facts(&mut records);
        records.needs = self.needs();
        records.offers = self.offers();
        records.visits = self.visits();
        records
    }

    pub(super) fn place(&self, kind: SourceKind) -> String {
        self.places.get(&kind).cloned().unwrap_or_else(|| place_of(self.county.seed))
    }

    fn source(&self, kind: SourceKind) -> Source {
        Source { kind, import_id: Some(self.import_id), place: self.place(kind), stated_on: self.county.as_of }
    }

    pub(super) fn person_id(&self, at: PersonIx) -> Option<PersonId> {
        self.person_ids.get(at.0).copied().flatten()
    }

    pub(super) fn household_id(&self, at: PersonIx) -> Option<HouseholdId> {
        let person = self.county.persons.get(at.0)?;
        self.household_ids.get(person.household.0).copied().flatten()
    }

    pub(super) fn organization_id(&self, at: OrganizationIx) -> Option<OrganizationId> {
        self.organization_ids.get(at.0).copied()
    }

    pub(super) fn township(&self, at: TownshipIx) -> Option<String> {
        self.county.townships.get(at.0).map(|township| township.name.clone())
    }

    /// The roster is sent at the beginning of a month.
    fn roster_day(&self) -> Date {
        self.county.as_of.first_of_month()
    }

    fn keep_organizations(&mut self, records: &mut Records) {
        let county = self.county;
        let mut secretaries: BTreeMap<OrganizationIx, &str> = BTreeMap::new();
        for post in county.posts.iter().filter(|post| post.kind == PostKind::Secretary && post.period.until().is_none())
        {
            if let Some(person) = county.persons.get(post.person.0) {
                secretaries.insert(post.organization, &person.name);
            }
        }
        for (at, organization) in county.organizations.iter().enumerate() {
            let Some(organization_id) = self.organization_id(OrganizationIx(at)) else { continue };
            let unit = organization.credit_code.as_ref().map(|code| Unit {
                unit_id: UnitId::fresh(self.ids),
                credit_code: code.clone(),
                name: organization.unit_name.clone(),
            });
            records.organizations.push(PartyOrganization {
                organization_id,
                code: organization.code.clone(),
                name: organization.name.clone(),
                superior_id: organization.superior.and_then(|superior| self.organization_id(superior)),
                kind: Some(organization.kind),
                system: organization.system(),
                enterprise_kind: organization.enterprise_kind(),
                settlement: None,
                coordinates: None,
                township: organization.township.and_then(|at| self.township(at)),
                unit_id: unit.as_ref().map(|unit| unit.unit_id),
                secretary_name: secretaries.get(&OrganizationIx(at)).map(|name| (*name).to_owned()),
                phone: None,
            });
            records.units.extend(unit);
        }
    }

    fn keep_persons(&self, records: &mut Records) {
        for (at, person) in self.county.persons.iter().enumerate() {
            let Some(person_id) = self.person_id(PersonIx(at)) else { continue };
            let is_member = at < self.county.members;
            records.persons.push(Person {
                person_id,
                name: person.name.clone(),
                identity: person.identity,
                sex: Some(if person.sex == Sex::Female { "female" } else { "male" }.to_owned()),
                ethnicity: Some(person.ethnicity.code().to_owned()),
                birth: BirthDates {
                    stated_on: Some(person.born_on),
                    in_identity_on: person.identity.birth_date(),
                    chosen_on: None,
                },
                phone: person.phone.clone(),
                address: Some(person.address.clone()),
                died_on: None,
                source: self.source(if is_member { SourceKind::Roster } else { SourceKind::Entry }),
                recorded_at: self.now,
            });
        }
    }

    fn keep_memberships(&mut self, records: &mut Records) {
        let (county, source) = (self.county, self.source(SourceKind::Roster));
        for membership in &county.memberships {
            let (Some(person_id), Some(organization_id)) =
                (self.person_id(membership.person), self.organization_id(membership.branch))
            else {
                continue;
            };
            records.memberships.push(Membership {
                membership_id: MembershipId::fresh(self.ids),
                person_id,
                organization_id,
                kind: Some(membership.kind),
                joined_on: Some(membership.joined_on),
                full_on: membership.full_on,
                since_on: self.roster_day().max(membership.joined_on),
                until_on: None,
                transfer_letter: None,
                source: source.clone(),
                recorded_at: self.now,
            });
        }
        for spell in &county.floating {
            let Some(person_id) = self.person_id(spell.person) else { continue };
            records.floating.push(FloatingSpell {
                person_id,
                period: spell.period,
                receiving_place: Some(spell.receiving_place.to_owned()),
                receiving_organization_id: None,
                source: source.clone(),
            });
        }
    }

    fn keep_posts(&mut self, records: &mut Records) {
        let (county, source) = (self.county, self.source(SourceKind::Roster));
        for post in &county.posts {
            let (Some(person_id), Some(organization_id)) =
                (self.person_id(post.person), self.organization_id(post.organization))
            else {
                continue;
            };
            records.posts.push(Post {
                post_id: PostId::fresh(self.ids),
                person_id,
                organization_id,
                code: Some(post.kind.code().to_owned()),
                title: post.title.to_owned(),
                since_on: post.period.from(),
                until_on: post.period.until(),
                source: source.clone(),
                recorded_at: self.now,
            });
        }
    }

    fn keep_households(&mut self, records: &mut Records) {
        let (county, source) = (self.county, self.source(SourceKind::Entry));
        for (household, household_id) in county.households.iter().zip(self.household_ids.clone()) {
            let Some(household_id) = household_id else { continue };
            records.households.push(Household {
                household_id,
                address: Some(household.address.clone()),
                source: source.clone(),
                recorded_at: self.now,
            });
            for belonging in &household.people {
                let Some(person_id) = self.person_id(belonging.person) else { continue };
                records.household_members.push(HouseholdMember {
                    household_id,
                    person_id,
                    relation: belonging.relation.code().to_owned(),
                    since_on: self.roster_day(),
                    until_on: None,
                });
            }
        }
        for kin in &county.kin {
            let (Some(person_id), Some(relative_id)) = (self.person_id(kin.person), self.person_id(kin.relative))
            else {
                continue;
            };
            let relation = kin.relation.code().to_owned();
            records.kin.push(Kin { person_id, relative_id, relation, source: source.clone() });
        }
    }

    fn keep_facts(&mut self, records: &mut Records) {
        let county = self.county;
        for fact in &county.facts {
            let Some(person_id) = self.person_id(fact.person) else { continue };
            // A name that the pack does not declare is kept sealed: nobody has said that it may be read.
            let sensitive = self.pack.slot(fact.name).is_none_or(|slot| self.pack.fact(slot).sensitive);
            let kept = Fact {
                fact_id: FactId::fresh(self.ids),
                person_id,
                name: fact.name.to_owned(),
                value: fact.value.clone(),
                valid_from: fact.valid_from,
                valid_to: fact.valid_to,
                source: self.source(fact.book),
                verified: false,
                recorded_at: self.now,
            };
            records.facts.push(NewFact { fact: kept, sensitive });
        }
    }
}

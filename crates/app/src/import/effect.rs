//! What hangs on a matter: which standards would answer differently for the two values. Asked of plain values, before
//! anything is written.

use std::collections::{BTreeMap, BTreeSet};

use guanai_casework::Need;
use guanai_casework::pause::Pause;
use guanai_kernel::ids::{OrganizationId, PersonId};
use guanai_registry::{
    Discrepancy, DiscrepancyKind, FloatingSpell, Interruption, Membership, PartyOrganization, Person, Post, SourceKind,
    Verdict,
};
use guanai_scheme::{Answer, Assessor, Subject};

use super::compare::Comparison;
use super::register::Register;
use super::settle::{Bench, Bundle, kept, may_be_decided, taken};
use super::told::{Answered, Effect, Said};
use super::writes::Writes;
use crate::population::OnePerson;

/// The records of some persons as they will be once the import is published, and what the standards would make of them.
pub(crate) struct Effects {
    bundles: BTreeMap<PersonId, Bundle>,
    interruptions: BTreeMap<PersonId, Vec<Interruption>>,
    pauses: BTreeMap<PersonId, Vec<Pause>>,
    coverage: BTreeMap<SourceKind, guanai_kernel::Date>,
    organizations: BTreeMap<OrganizationId, PartyOrganization>,
}

impl Effects {
    /// Of these persons.
    pub fn of(comparison: &Comparison<'_>, persons: impl Iterator<Item = PersonId>) -> Self {
        let wanted: BTreeSet<PersonId> = persons.collect();
        let (register, writes) = (comparison.register, &comparison.writes);
        let known = register.persons.values().filter(|p| wanted.contains(&p.person_id));
        let new = writes.persons.iter().filter(|p| wanted.contains(&p.person_id));
        let mut bundles: BTreeMap<PersonId, Bundle> =
            known.chain(new).map(|person| (person.person_id, bundle(register, person))).collect();
        for (_, after) in &writes.amended_persons {
            if let Some(bundle) = bundles.get_mut(&after.person_id) {
                bundle.person = after.clone();
            }
        }
        put_spells(&mut bundles, writes);
        for fact in writes.facts.iter().map(|new| &new.fact) {
            if let Some(bundle) = bundles.get_mut(&fact.person_id) {
                bundle.facts.retain(|known| known.name != fact.name);
                bundle.facts.push(fact.clone());
            }
        }
        put_needs(&mut bundles, register, writes);
        let mut organizations: BTreeMap<OrganizationId, PartyOrganization> =
            register.organizations.values().map(|o| (o.organization_id, o.clone())).collect();
        let stated = writes.organizations.iter().chain(writes.amended_organizations.iter().map(|(_, after)| after));
        organizations.extend(stated.map(|o| (o.organization_id, o.clone())));
        let interruptions = register.interruptions.iter().filter(|(id, _)| wanted.contains(id));
        Self {
            bundles,
            interruptions: interruptions.map(|(id, all)| (*id, all.clone())).collect(),
            pauses: register.pauses.clone(),
            coverage: register.coverage.clone(),
            organizations,
        }
    }

    /// What may be decided of a matter, and which standards would answer differently.
    pub fn of_matter(&mut self, comparison: &mut Comparison<'_>, matter: &Discrepancy) -> (Vec<Verdict>, Vec<Effect>) {
        let nothing = |can_take| (may_be_decided(matter, can_take), Vec::new());
        let Some(bundle) = self.bundles.get(&matter.person_id) else { return nothing(false) };
        let bench = Bench {
            pack: comparison.pack,
            education: &comparison.education_codes,
            organizations: &comparison.organization_ids,
            within: None,
            now: comparison.now,
        };
        let mut ids = comparison.ids.clone();
        let Ok(other) = taken(bundle, matter, &bench, &mut ids) else { return nothing(false) };
        // An answer of the survey changes no standard's facts but through its category.
        if matter.kind == DiscrepancyKind::ValuesDiffer && matter.source.kind == SourceKind::Survey {
            return nothing(true);
        }
        let one = kept(bundle, matter, &bench);
        let (Some(one), Some(other)) = (self.subject(comparison, &one), self.subject(comparison, &other)) else {
            return nothing(true);
        };
        (may_be_decided(matter, true), effects(comparison, &one, &other))
    }

    fn subject(&self, comparison: &Comparison<'_>, bundle: &Bundle) -> Option<Subject> {
        let interruptions = self.interruptions.get(&bundle.person.person_id).cloned().unwrap_or_default();
        let (coverage, organizations) = (&self.coverage, &self.organizations);
        let pauses = self.pauses.get(&bundle.person.person_id).map_or(&[][..], Vec::as_slice);
        let one = OnePerson { bundle, interruptions, pauses, coverage, organizations };
        one.subject(comparison.pack, comparison.as_of).ok()
    }
}

/// Somebody's records before the import.
fn bundle(register: &Register, person: &Person) -> Bundle {
    let id = person.person_id;
    Bundle {
        person: person.clone(),
        sex_is_decided: false,
        membership: register.memberships.get(&id).cloned(),
        posts: register.posts.get(&id).cloned().unwrap_or_default(),
        floating: register.floating_spells.get(&id).cloned(),
        facts: register.facts.get(&id).cloned().unwrap_or_default(),
        needs: Vec::new(),
    }
}

/// Spells, posts and floating as the import leaves them.
fn put_spells(bundles: &mut BTreeMap<PersonId, Bundle>, writes: &Writes) {
    let amended = writes.amended_memberships.iter().map(|(_, after)| after).filter(|spell| spell.until_on.is_none());
    for spell in amended.chain(&writes.memberships) {
        if let Some(bundle) = bundles.get_mut(&spell.person_id) {
            bundle.membership = Some(Membership::clone(spell));
        }
    }
    let ended: BTreeSet<_> = writes.amended_posts.iter().map(|(id, _)| *id).collect();
    for bundle in bundles.values_mut() {
        bundle.posts.retain(|post: &Post| !ended.contains(&post.post_id));
    }
    for post in &writes.posts {
        if let Some(bundle) = bundles.get_mut(&post.person_id) {
            bundle.posts.push(post.clone());
        }
    }
    for (person_id, _) in &writes.ended_floating {
        if let Some(bundle) = bundles.get_mut(person_id) {
            bundle.floating = None;
        }
    }
    for spell in &writes.floating {
        if let Some(bundle) = bundles.get_mut(&spell.person_id) {
            bundle.floating = Some(FloatingSpell::clone(spell));
        }
    }
}

fn put_needs(bundles: &mut BTreeMap<PersonId, Bundle>, register: &Register, writes: &Writes) {
    let amended: BTreeMap<_, &Need> = writes.amended_needs.iter().map(|(_, after)| (after.need_id, after)).collect();
    for need in register.needs.iter().chain(&writes.needs) {
        if let Some(bundle) = bundles.get_mut(&need.person_id) {
            bundle.needs.push(amended.get(&need.need_id).copied().unwrap_or(need).clone());
        }
    }
}

/// The measures that answer differently for two subjects, in the order of the pack.
fn effects(comparison: &Comparison<'_>, one: &Subject, other: &Subject) -> Vec<Effect> {
    let assessor = Assessor::new(comparison.pack, comparison.as_of);
    let measures = comparison.pack.measures().iter().enumerate();
    let differing = measures.filter_map(|(at, measure)| {
        let (keep, take) = (answered(&assessor.measure(one, at)), answered(&assessor.measure(other, at)));
        (keep != take).then(|| Effect { measure: measure.id.clone(), keep, take })
    });
    differing.collect()
}

fn answered(answer: &Answer) -> Answered {
    let (amount, starts_on) = match answer {
        Answer::Holds(entitled) => (Said::amount(entitled.amount), entitled.starts_on),
        _ => (Said::Nothing, None),
    };
    Answered { code: answer.code().to_owned(), amount, starts_on }
}

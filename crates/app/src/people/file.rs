//! One person's file: who they are, where they belong, what is known with source and day, what the standards say and why.

use std::collections::BTreeMap;

use guanai_casework::Need;
use guanai_kernel::Date;
use guanai_kernel::ids::{OrganizationId, PersonId};
use guanai_kernel::name::mask_name;
use guanai_registry::{BirthDates, Discrepancy, FactValue, Membership, Source};
use guanai_scheme::{Assessor, Explanation, Lang, explain, explain_class};
use guanai_store::audit::Subject;
use guanai_store::{StoreError, Tx, discrepancies, facts, households, memberships, organizations, persons};

use super::sight::{Numbers, SensitiveFacts, Sight, ToldAnswer};
use crate::actor::{Act, Denied};
use crate::contacts::{LooksAfter, who_looks_after};
use crate::cx::Cx;
use crate::names;
use crate::population::{Population, PopulationError};
use crate::scope::ScopeOf;

/// Fields whose values are numbers or places of a person.
const NUMBERS: &[&str] = &["identity", "phone", "address", "account"];

/// Whose file, and for which day.
#[derive(Debug, Clone, Copy)]
pub struct ReadPerson {
    /// Whose.
    pub person_id: PersonId,
    /// The day for which the standards answer.
    pub as_of: Date,
    /// The language of the reasons.
    pub lang: Lang,
}

/// Why there is no file. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum ReadPersonError {
    /// The role does not hold it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// Nobody there, or outside the scope: the two cannot be told apart.
    #[error("there is nobody with this id")]
    NotFound,
    /// The records do not go with the pack.
    #[error(transparent)]
    Population(#[from] PopulationError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl ReadPersonError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Denied(_) => "denied",
            Self::NotFound => "person-not-found",
            Self::Population(_) => "population",
            Self::Store(error) => error.code(),
        }
    }
}

/// A spell of belonging, with the organisation's name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeenSpell {
    /// The spell.
    pub membership: Membership,
    /// The organisation's name.
    pub organization: String,
}

/// A recorded fact.
#[derive(Clone, PartialEq, Eq)]
pub struct SeenFact {
    /// Its name in the pack.
    pub name: String,
    /// Its value; none where the role does not see it.
    pub value: Option<FactValue>,
    /// The first day for which it holds.
    pub valid_from: Date,
    /// Where it comes from.
    pub source: Source,
    /// Whether somebody verified it.
    pub verified: bool,
}

impl std::fmt::Debug for SeenFact {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SeenFact({})", self.name)
    }
}

/// A class to which the person belongs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeenClass {
    /// Its place in the pack.
    pub class: usize,
    /// Why; none where the reasons rest on facts that the role does not see.
    pub why: Option<Explanation>,
}

/// What a measure says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeenAnswer {
    /// Its place in the pack.
    pub measure: usize,
    /// The answer, and why.
    pub told: ToldAnswer,
}

/// A relative.
#[derive(Clone, PartialEq, Eq)]
pub struct Kin {
    /// The name, masked where their own file is outside the scope.
    pub name: String,
    /// What they are to the person (GB/T 4761): two figures.
    pub relation: String,
    /// Their own file, where it is within the scope.
    pub person_id: Option<PersonId>,
}

impl std::fmt::Debug for Kin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Kin({})", self.relation)
    }
}

/// A person's file as the actor may see it.
#[derive(Clone)]
pub struct PersonFile {
    /// The id.
    pub person_id: PersonId,
    /// The name, masked for who may not read it.
    pub name: String,
    /// `male`, `female`, or none where nobody stated it.
    pub sex: Option<String>,
    /// 民族, two figures.
    pub ethnicity: Option<String>,
    /// Birthdays.
    pub birth: BirthDates,
    /// The day of death.
    pub died_on: Option<Date>,
    /// The end of the identity number; none where the role sees nothing of it.
    pub identity_end: Option<String>,
    /// The phone in clear; none where the role does not see it so, or none is known.
    pub phone: Option<String>,
    /// The end of the phone; none where the role sees nothing of it, or none is known.
    pub phone_end: Option<String>,
    /// The organisations from the top of the actor's scope down to the person's own.
    pub path: Vec<(OrganizationId, String)>,
    /// Where they belong and belonged, oldest first.
    pub spells: Vec<SeenSpell>,
    /// Facts, by name.
    pub facts: Vec<SeenFact>,
    /// Their classes.
    pub classes: Vec<SeenClass>,
    /// What each measure says, in the order of the pack.
    pub answers: Vec<SeenAnswer>,
    /// Their needs; none where the role does not see needs.
    pub needs: Option<Vec<Need>>,
    /// What waits to be settled; the values only where the role sees sensitive facts, and never a number.
    pub discrepancies: Vec<Discrepancy>,
    /// Relatives.
    pub kin: Vec<Kin>,
    /// Who looks after them; none for who does not read contacts, and of whom nobody looks after any more.
    pub looked_after: Option<LooksAfter>,
}

guanai_kernel::debug_by_id!(PersonFile.person_id);

/// Reads one person's file. The record names the person.
pub async fn read_person(cx: &mut Cx<'_>, ask: ReadPerson) -> Result<PersonFile, ReadPersonError> {
    cx.authorise(Act::ReadPerson)?;
    let mut tx = cx.db.begin_read().await?;
    let file = load(cx, &mut tx, ask).await;
    tx.rollback().await?;
    let file = file?;
    cx.record_reading(Act::ReadPerson, vec![Subject::Person(ask.person_id)]).await?;
    Ok(file)
}

/// The file; the use case that calls it leaves the record.
pub(crate) async fn load(cx: &Cx<'_>, tx: &mut Tx, ask: ReadPerson) -> Result<PersonFile, ReadPersonError> {
    let (pack, sight) = (&cx.standards.pack, Sight::of(cx.actor.role));
    let scope = ScopeOf::resolve(tx, &cx.actor).await?;
    if !scope.holds_person(tx, ask.person_id).await? {
        return Err(ReadPersonError::NotFound);
    }
    let population = Population::load_of(tx, pack, &[ask.person_id], ask.as_of, cx.now).await?;
    let resident = population.find(ask.person_id).ok_or(ReadPersonError::NotFound)?;
    let ends = persons::list_number_ends(tx, &[ask.person_id]).await?.pop();
    let (identity_end, phone_end) = match (sight.numbers, ends) {
        (Numbers::EndAndPhone | Numbers::Ends, Some(ends)) => (Some(ends.identity_last4), ends.phone_last4),
        (Numbers::Phone, Some(ends)) => (None, ends.phone_last4),
        _ => (None, None),
    };
    let sees_phone = sight.sees_phone();
    let assessor = Assessor::new(pack, ask.as_of);
    let subject = &resident.subject;
    let classes = assessor.classes(subject).map(|class| {
        let why = sight.reasons(pack, explain_class(pack, subject, ask.as_of, class, ask.lang));
        SeenClass { class, why }
    });
    let classes = classes.collect();
    let answers = (0..pack.measures().len()).map(|measure| SeenAnswer {
        measure,
        told: sight.answer(
            pack,
            assessor.measure(subject, measure),
            explain(pack, subject, ask.as_of, measure, ask.lang),
        ),
    });
    let answers = answers.collect();
    let mut discrepancies = discrepancies::list_of(tx, ask.person_id).await?;
    discrepancies.retain(|matter| matter.settled_on.is_none());
    for matter in &mut discrepancies {
        // Either value may be about health; a number is shown by `unmask_number` alone.
        if sight.sensitive != SensitiveFacts::Shown || NUMBERS.iter().any(|number| matter.field.contains(number)) {
            (matter.stands, matter.other) = (None, None);
        }
    }
    let person = &resident.person;
    let path = match &resident.membership {
        Some(membership) => path_to(tx, &scope, membership.organization_id).await?,
        None => Vec::new(),
    };
    let looked_after = match person.died_on {
        None => who_looks_after(cx, tx, ask.person_id).await?,
        Some(_) => None,
    };
    let needs = sight.sees_needs.then(|| resident.needs.iter().filter_map(|at| population.needs.get(*at)).cloned());
    Ok(PersonFile {
        person_id: person.person_id,
        name: sight.name(&person.name),
        sex: person.sex.clone(),
        ethnicity: person.ethnicity.clone(),
        birth: person.birth,
        died_on: person.died_on,
        identity_end,
        phone: person.phone.clone().filter(|_| sees_phone),
        phone_end,
        path,
        spells: spells(tx, ask.person_id).await?,
        facts: seen_facts(cx, tx, ask, sight).await?,
        classes,
        answers,
        needs: needs.map(Iterator::collect),
        discrepancies,
        kin: kin(tx, &scope, sight, ask.person_id).await?,
        looked_after,
    })
}

async fn seen_facts(cx: &Cx<'_>, tx: &mut Tx, ask: ReadPerson, sight: Sight) -> Result<Vec<SeenFact>, ReadPersonError> {
    let pack = &cx.standards.pack;
    // A fact that the pack no longer declares may be anything.
    let is_sensitive = |name: &str| pack.slot(name).is_none_or(|slot| pack.fact(slot).sensitive);
    let facts = facts::list_on_of(tx, ask.as_of, cx.now, &[ask.person_id]).await?;
    let seen = facts.into_iter().map(|fact| SeenFact {
        value: sight.shows(pack, &fact.name, is_sensitive(&fact.name)).then_some(fact.value),
        name: fact.name,
        valid_from: fact.valid_from,
        source: fact.source,
        verified: fact.verified,
    });
    Ok(seen.collect())
}

async fn spells(tx: &mut Tx, person_id: PersonId) -> Result<Vec<SeenSpell>, StoreError> {
    let spells = memberships::list_of(tx, person_id).await?;
    let ids: Vec<OrganizationId> = spells.iter().map(|spell| spell.organization_id).collect();
    let places = organizations::list_by_ids(tx, &ids).await?;
    let names: BTreeMap<OrganizationId, String> =
        places.into_iter().map(|place| (place.organization_id, place.name)).collect();
    let seen = spells.into_iter().map(|membership| SeenSpell {
        organization: names.get(&membership.organization_id).cloned().unwrap_or_default(),
        membership,
    });
    Ok(seen.collect())
}

/// The organisations from the top of the scope down to one.
pub(crate) async fn path_to(
    tx: &mut Tx,
    scope: &ScopeOf,
    to: OrganizationId,
) -> Result<Vec<(OrganizationId, String)>, StoreError> {
    let mut path: Vec<(OrganizationId, String)> = Vec::new();
    let mut at = Some(to);
    while let Some(id) = at.filter(|id| scope.holds_organization(*id) && path.iter().all(|(seen, _)| seen != id)) {
        let Some(found) = organizations::find(tx, id).await? else { break };
        at = found.superior_id;
        path.push((id, found.name));
    }
    path.reverse();
    Ok(path)
}

async fn kin(tx: &mut Tx, scope: &ScopeOf, sight: Sight, person_id: PersonId) -> Result<Vec<Kin>, StoreError> {
    let kinships = households::list_kin_of(tx, person_id).await?;
    let ids: Vec<PersonId> = kinships.iter().map(|kin| kin.relative_id).collect();
    let names: BTreeMap<PersonId, String> = names::of_people(tx, &ids).await?;
    let mut seen = Vec::with_capacity(kinships.len());
    for kinship in kinships {
        let Some(name) = names.get(&kinship.relative_id) else { continue };
        let within = scope.holds_person(tx, kinship.relative_id).await?;
        seen.push(Kin {
            name: if within { sight.name(name) } else { mask_name(name) },
            relation: kinship.relation,
            person_id: within.then_some(kinship.relative_id),
        });
    }
    Ok(seen)
}

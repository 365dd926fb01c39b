//! What a record says of a person, entered as the pack's facts, each with its source and day.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Arc;

use guanai_kernel::Date;
use guanai_kernel::ids::OrganizationId;
use guanai_registry::{Fact, FactValue, PartyOrganization, Person, Source, SourceKind};
use guanai_scheme::{Pack, Provenance, SubjectBuilder, SubjectError, Value};

/// The names of the facts that the register supplies.
pub(super) struct Names<'p> {
    pack: &'p Pack,
    pub books: Vec<(SourceKind, &'static str)>,
    /// Which organisations answer for those of each, the nearest first.
    chains: RefCell<BTreeMap<OrganizationId, Arc<[OrganizationId]>>>,
}

impl<'p> Names<'p> {
    pub(super) fn of(pack: &'p Pack) -> Self {
        let books = SourceKind::ALL.iter().map(|k| (*k, k.code())).collect();
        Self { pack, books, chains: RefCell::default() }
    }

    /// The organisations that answer for those of one, the nearest first: one list for all of them.
    pub(super) fn chain(
        &self,
        organizations: &BTreeMap<OrganizationId, PartyOrganization>,
        organization_id: OrganizationId,
    ) -> Arc<[OrganizationId]> {
        let mut chains = self.chains.borrow_mut();
        let made = || crate::revisions::chain(organizations, organization_id).into();
        Arc::clone(chains.entry(organization_id).or_insert_with(made))
    }
}

/// Whether the sex in the identity number stands beside the one stated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NumberedSex {
    Stands,
    LeftOut,
}

pub(super) struct Entry<'p, 'n> {
    pub builder: SubjectBuilder<'p>,
    pub names: &'n Names<'p>,
}

impl Entry<'_, '_> {
    /// Sets a fact that the pack declares; others it does not ask for.
    pub(super) fn set(&mut self, name: &str, value: impl Into<Value>, from: &Provenance) -> Result<(), SubjectError> {
        if let Some(slot) = self.names.pack.slot(name) {
            self.builder.set(slot, value, from.clone())?;
        }
        Ok(())
    }

    pub(super) fn set_some(
        &mut self,
        name: &str,
        value: Option<impl Into<Value>>,
        from: &Provenance,
    ) -> Result<(), SubjectError> {
        value.map_or(Ok(()), |value| self.set(name, value, from))
    }

    /// What the register and the identity number say; where they differ and nobody has chosen, both stand.
    pub(super) fn person(&mut self, person: &Person, as_of: Date, sex: NumberedSex) -> Result<(), SubjectError> {
        let roster = provenance(&person.source);
        let number = Provenance::new("GB 11643", None);
        for day in person.birth.candidates() {
            let stated = person.birth.stated_on == Some(day) || person.birth.chosen_on == Some(day);
            self.set("person.birth_on", day, if stated { &roster } else { &number })?;
        }
        let in_number = match person.identity.sex() {
            guanai_kernel::codes::Sex::Male => "male",
            _ => "female",
        };
        self.set_some("person.sex", person.sex.as_deref(), &roster)?;
        if sex == NumberedSex::Stands {
            self.set("person.sex", in_number, &number)?;
        }
        self.set_some("person.ethnicity", person.ethnicity.as_deref(), &roster)?;
        self.set("person.alive", person.died_on.is_none_or(|died| died > as_of), &roster)
    }

    pub(super) fn fact(&mut self, fact: &Fact) -> Result<(), SubjectError> {
        let from = provenance(&fact.source);
        match &fact.value {
            FactValue::Bool(v) => self.set(&fact.name, *v, &from),
            FactValue::Int(v) => self.set(&fact.name, *v, &from),
            FactValue::Text(v) => self.set(&fact.name, v.as_str(), &from),
            FactValue::Date(v) => self.set(&fact.name, *v, &from),
            FactValue::Money(v) => self.set(&fact.name, *v, &from),
            FactValue::List(v) => self.set(&fact.name, Value::texts(v.iter().map(String::as_str)), &from),
            FactValue::Withdrawn => Ok(()),
        }
    }
}

pub(super) fn provenance(source: &Source) -> Provenance {
    Provenance::new(source.place.as_str(), Some(source.stated_on))
}

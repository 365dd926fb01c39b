//! The register as it stands when an import is compared with it.

use std::collections::{BTreeMap, BTreeSet};

use guanai_casework::pause::Pause;
use guanai_casework::{Need, Offer};
use guanai_fund::Entry;
use guanai_fund::care_fund::CareFund;
use guanai_kernel::codes::IdentityNumber;
use guanai_kernel::ids::{NeedId, OrganizationId, PersonId};
use guanai_kernel::{Date, Moment, Period};
use guanai_registry::{
    Discrepancy, DiscrepancyKind, Fact, FloatingSpell, Interruption, Membership, PartyOrganization, Person, Post,
    SourceKind, Unit,
};
use guanai_store::{
    StoreError, Tx, care_funds, discrepancies, facts, fund, imports, memberships, needs, offers, organizations, pauses,
    persons, posts, spells, units,
};

use super::settle::field_of;

/// What is known before the import, by the keys that books use.
#[derive(Debug, Default)]
pub(crate) struct Register {
    /// The organisations that the office which brings the books looks after; none is the whole county.
    pub within: Option<BTreeSet<OrganizationId>>,
    /// By code.
    pub organizations: BTreeMap<String, PartyOrganization>,
    /// By credit code.
    pub units: BTreeMap<String, Unit>,
    /// By identity number.
    pub persons: BTreeMap<IdentityNumber, Person>,
    /// The running spell of each person.
    pub memberships: BTreeMap<PersonId, Membership>,
    /// The posts each person holds on the day of the import.
    pub posts: BTreeMap<PersonId, Vec<Post>>,
    /// Who floats, and the running spell.
    pub floating_spells: BTreeMap<PersonId, FloatingSpell>,
    /// Who floated, and the period of the latest spell that ended.
    pub floated: BTreeMap<PersonId, Period>,
    /// Times that do not count to seniority.
    pub interruptions: BTreeMap<PersonId, Vec<Interruption>>,
    /// What rests for whom, as another confirmed it.
    pub pauses: BTreeMap<PersonId, Vec<Pause>>,
    /// The facts that hold on the day of the import.
    pub facts: BTreeMap<PersonId, Vec<Fact>>,
    /// Every matter ever opened.
    pub discrepancies: Vec<Discrepancy>,
    /// Every need.
    pub needs: Vec<Need>,
    /// Needs whose category a person chose, each with the one that the survey had left it with.
    pub chosen: BTreeMap<NeedId, Option<String>>,
    /// Every offer.
    pub offers: Vec<Offer>,
    /// Every entry.
    pub entries: Vec<Entry>,
    /// Funds that were set up, or are being.
    pub funds: Vec<CareFund>,
    /// The books that were ever imported, and the latest day for which each speaks.
    pub coverage: BTreeMap<SourceKind, Date>,
}

impl Register {
    /// Loads what an import of books that speak for `as_of` is compared with, of these organisations or of all.
    pub async fn load(
        tx: &mut Tx,
        as_of: Date,
        now: Moment,
        within: Option<BTreeSet<OrganizationId>>,
    ) -> Result<Self, StoreError> {
        let mut register = Self {
            within,
            organizations: organizations::list_all(tx).await?.into_iter().map(|o| (o.code.clone(), o)).collect(),
            units: units::list_all(tx).await?.into_iter().map(|u| (u.credit_code.clone(), u)).collect(),
            persons: persons::list_all(tx).await?.into_iter().map(|p| (p.identity, p)).collect(),
            memberships: memberships::list_current(tx).await?.into_iter().map(|m| (m.person_id, m)).collect(),
            discrepancies: discrepancies::list_all(tx).await?,
            needs: needs::list_all(tx).await?,
            chosen: needs::list_chosen_by_hand(tx).await?,
            offers: offers::list_all(tx).await?,
            entries: fund::list_all(tx).await?,
            funds: care_funds::list(tx).await?,
            coverage: imports::list_coverage(tx).await?,
            ..Self::default()
        };
        for spell in spells::list_floating(tx).await? {
            register.take_floating(spell);
        }
        for pause in pauses::list_confirmed(tx).await? {
            register.pauses.entry(pause.person_id).or_default().push(pause);
        }
        for interruption in spells::list_interruptions(tx).await? {
            register.interruptions.entry(interruption.person_id).or_default().push(interruption);
        }
        for post in posts::list_all(tx).await?.into_iter().filter(|p| p.until_on.is_none()) {
            register.posts.entry(post.person_id).or_default().push(post);
        }
        for fact in facts::list_on(tx, as_of, now).await? {
            register.facts.entry(fact.person_id).or_default().push(fact);
        }
        register.narrow();
        Ok(register)
    }

    fn take_floating(&mut self, spell: FloatingSpell) {
        let Some(until) = spell.period.until() else {
            self.floating_spells.insert(spell.person_id, spell);
            return;
        };
        let latest = self.floated.entry(spell.person_id).or_insert(spell.period);
        if latest.until().is_none_or(|known| known <= until) {
            *latest = spell.period;
        }
    }

    /// Leaves out whom and what the office does not look after: nothing of it is compared, changed or missed.
    fn narrow(&mut self) {
        let Some(within) = &self.within else { return };
        self.memberships.retain(|_, spell| within.contains(&spell.organization_id));
        let here: BTreeSet<PersonId> = self.memberships.keys().copied().collect();
        self.persons.retain(|_, person| here.contains(&person.person_id));
        self.needs.retain(|need| here.contains(&need.person_id));
        self.offers.retain(|offer| offer.organization_id.is_some_and(|id| within.contains(&id)));
        self.discrepancies.retain(|matter| here.contains(&matter.person_id));
        self.entries.clear();
    }

    /// The fact of this name that holds.
    pub fn fact(&self, person_id: PersonId, name: &str) -> Option<&Fact> {
        self.facts.get(&person_id)?.iter().find(|f| f.name == name)
    }

    /// The matters ever opened, by what they are about. An absence that was settled may begin again.
    pub fn matters(&self) -> BTreeSet<Matter> {
        let once = |d: &&Discrepancy| d.kind != DiscrepancyKind::AbsentFromRoster || d.settled_on.is_none();
        self.discrepancies.iter().filter(once).map(Matter::of).collect()
    }

    /// The values that somebody decided against, by person, book and field: a book that states one again says nothing new.
    pub fn rejected(&self) -> Rejected {
        let mut rejected = Rejected::default();
        for matter in &self.discrepancies {
            if let Some(value) = matter.rejected() {
                let of = rejected.0.entry((matter.person_id, matter.source.kind)).or_default();
                of.insert((field_of(matter).to_owned(), value.to_owned()));
            }
        }
        rejected
    }
}

/// Values that somebody decided against.
#[derive(Debug, Default)]
pub(crate) struct Rejected(BTreeMap<(PersonId, SourceKind), BTreeSet<(String, String)>>);

impl Rejected {
    /// Those of a person in a book, each a field and a normalised value.
    pub fn of(&self, person_id: PersonId, book: SourceKind) -> impl Iterator<Item = (&str, &str)> {
        let all = self.0.get(&(person_id, book)).into_iter().flatten();
        all.map(|(field, value)| (field.as_str(), value.as_str()))
    }

    /// Whether a value was decided against.
    pub fn holds(&self, person_id: PersonId, book: SourceKind, field: &str, value: &str) -> bool {
        self.of(person_id, book).any(|(f, v)| (f, v) == (field, value))
    }
}

/// What a matter is about: the same one is not opened twice, settled or not.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Matter {
    person_id: PersonId,
    kind: DiscrepancyKind,
    field: String,
    other: Option<String>,
}

impl Matter {
    /// What a discrepancy is about.
    pub fn of(d: &Discrepancy) -> Self {
        Self { person_id: d.person_id, kind: d.kind, field: d.field.clone(), other: d.other.clone() }
    }
}

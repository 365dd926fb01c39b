//! The register as it stands when an import is compared with it.

use std::collections::{BTreeMap, BTreeSet};

use guanai_casework::{Need, Offer};
use guanai_fund::Entry;
use guanai_kernel::codes::IdentityNumber;
use guanai_kernel::ids::PersonId;
use guanai_kernel::{Date, Moment, Period};
use guanai_registry::{Discrepancy, DiscrepancyKind, Fact, Membership, PartyOrganization, Person, Post, Unit};
use guanai_store::{
    StoreError, Tx, discrepancies, facts, fund, memberships, needs, offers, organizations, persons, posts, spells,
    units,
};

/// What is known before the import, by the keys that books use.
#[derive(Debug, Default)]
pub(crate) struct Register {
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
    /// Who floats, and since when.
    pub floating: BTreeMap<PersonId, Date>,
    /// Who floated, and the period of the latest spell that ended.
    pub floated: BTreeMap<PersonId, Period>,
    /// The facts that hold on the day of the import.
    pub facts: BTreeMap<PersonId, Vec<Fact>>,
    /// Every matter ever opened.
    pub discrepancies: Vec<Discrepancy>,
    /// Every need.
    pub needs: Vec<Need>,
    /// Every offer.
    pub offers: Vec<Offer>,
    /// Every entry.
    pub entries: Vec<Entry>,
}

impl Register {
    /// Loads what an import of books that speak for `as_of` is compared with.
    pub async fn load(tx: &mut Tx, as_of: Date, now: Moment) -> Result<Self, StoreError> {
        let mut register = Self {
            organizations: organizations::list_all(tx).await?.into_iter().map(|o| (o.code.clone(), o)).collect(),
            units: units::list_all(tx).await?.into_iter().map(|u| (u.credit_code.clone(), u)).collect(),
            persons: persons::list_all(tx).await?.into_iter().map(|p| (p.identity, p)).collect(),
            memberships: memberships::list_current(tx).await?.into_iter().map(|m| (m.person_id, m)).collect(),
            discrepancies: discrepancies::list_all(tx).await?,
            needs: needs::list_all(tx).await?,
            offers: offers::list_all(tx).await?,
            entries: fund::list_all(tx).await?,
            ..Self::default()
        };
        for spell in spells::list_floating(tx).await? {
            match spell.period.until() {
                None => drop(register.floating.insert(spell.person_id, spell.period.from())),
                Some(until) => {
                    let latest = register.floated.entry(spell.person_id).or_insert(spell.period);
                    if latest.until().is_none_or(|known| known <= until) {
                        *latest = spell.period;
                    }
                }
            }
        }
        for post in posts::list_all(tx).await?.into_iter().filter(|p| p.until_on.is_none()) {
            register.posts.entry(post.person_id).or_default().push(post);
        }
        for fact in facts::list_on(tx, as_of, now).await? {
            register.facts.entry(fact.person_id).or_default().push(fact);
        }
        Ok(register)
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

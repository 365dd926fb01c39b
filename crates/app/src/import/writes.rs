//! What an import will write, and the writing of it: everything or nothing, in one transaction.

use std::collections::{BTreeMap, BTreeSet};

use guanai_casework::{Need, Offer};
use guanai_fund::Entry;
use guanai_kernel::ids::{PersonId, PostId};
use guanai_kernel::{Date, Moment};
use guanai_registry::{Discrepancy, FloatingSpell, Membership, PartyOrganization, Person, Post, Unit};
use guanai_scheme::Pack;
use guanai_store::facts::NewFact;
use guanai_store::last_named::LastNamed;
use guanai_store::{
    StoreError, Tx, discrepancies, facts, fund, last_named, memberships, needs, offers, organizations, persons, posts,
    spells, units,
};

use super::register::Register;
use crate::life::Restated;

/// Records to add, and records to amend as `(before, after)`; the store keeps what was before.
#[derive(Debug, Default)]
pub(crate) struct Writes {
    pub units: Vec<Unit>,
    pub organizations: Vec<PartyOrganization>,
    pub amended_organizations: Vec<(PartyOrganization, PartyOrganization)>,
    pub persons: Vec<Person>,
    pub amended_persons: Vec<(Person, Person)>,
    pub amended_memberships: Vec<(Membership, Membership)>,
    pub memberships: Vec<Membership>,
    pub amended_posts: Vec<(PostId, Date)>,
    pub posts: Vec<Post>,
    pub ended_floating: Vec<(PersonId, Date)>,
    pub resumed_floating: Vec<(PersonId, Date)>,
    pub floating: Vec<FloatingSpell>,
    pub facts: Vec<NewFact>,
    pub discrepancies: Vec<Discrepancy>,
    pub settled: Vec<(Discrepancy, Discrepancy)>,
    pub needs: Vec<Need>,
    pub amended_needs: Vec<(Need, Need)>,
    pub offers: Vec<Offer>,
    pub amended_offers: Vec<(Offer, Offer)>,
    pub entries: Vec<Entry>,
    /// Which row named whom: noted of every import, whether or not it changes anything.
    pub named: Vec<LastNamed>,
}

impl Writes {
    /// Of whom of those who are known already something is said otherwise than the register has it, and since when.
    pub fn restated<'p>(&self, pack: &'p Pack, register: &Register) -> Restated<'p> {
        let new: BTreeSet<PersonId> = self.persons.iter().map(|person| person.person_id).collect();
        let is_known = |person_id: &PersonId| !new.contains(person_id);
        let mut restated = Restated::under(pack);
        restated.facts(self.facts.iter().map(|new| &new.fact).filter(|fact| is_known(&fact.person_id)));
        for (before, after) in &self.amended_persons {
            restated.person(before, after);
        }
        for (before, after) in &self.amended_memberships {
            restated.membership(before, after);
        }
        for spell in self.memberships.iter().filter(|spell| is_known(&spell.person_id)) {
            restated.from(spell.person_id, spell.since_on);
        }
        for post in self.posts.iter().filter(|post| is_known(&post.person_id)) {
            restated.from(post.person_id, post.since_on);
        }
        let ended: BTreeMap<PostId, Date> = self.amended_posts.iter().copied().collect();
        for post in register.posts.values().flatten() {
            if let Some(ends_on) = ended.get(&post.post_id) {
                restated.from(post.person_id, *ends_on);
            }
        }
        restated
    }

    /// Writes everything. What others point at comes first.
    pub async fn publish(&self, tx: &mut Tx, at: Moment) -> Result<(), StoreError> {
        units::add_many(tx, &self.units).await?;
        // A new organisation may bear the name that another gives up.
        organizations::amend_many(tx, &self.amended_organizations, at).await?;
        organizations::add_many(tx, &self.organizations).await?;
        persons::add_many(tx, &self.persons).await?;
        persons::amend_many(tx, &self.amended_persons, at).await?;
        memberships::amend_many(tx, &self.amended_memberships, at).await?;
        memberships::add_many(tx, &self.memberships).await?;
        posts::end_many(tx, &self.amended_posts).await?;
        posts::add_many(tx, &self.posts).await?;
        spells::end_floating(tx, &self.ended_floating).await?;
        spells::resume_floating(tx, &self.resumed_floating).await?;
        spells::add_floating(tx, &self.floating).await?;
        facts::append_many(tx, &self.facts).await?;
        discrepancies::amend_many(tx, &self.settled, at).await?;
        discrepancies::add_many(tx, &self.discrepancies).await?;
        needs::add_many(tx, &self.needs).await?;
        needs::amend_many(tx, &self.amended_needs, at).await?;
        offers::add_many(tx, &self.offers).await?;
        offers::amend_many(tx, &self.amended_offers, at).await?;
        fund::append_many(tx, &self.entries).await?;
        last_named::amend_many(tx, &self.named).await
    }
}

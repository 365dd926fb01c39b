//! What an import will write, and the writing of it: everything or nothing, in one transaction.

use guanai_casework::{Need, Offer};
use guanai_fund::Entry;
use guanai_kernel::ids::PersonId;
use guanai_kernel::{Date, Moment};
use guanai_registry::{Discrepancy, FloatingSpell, Membership, PartyOrganization, Person, Post, Unit};
use guanai_store::facts::NewFact;
use guanai_store::last_named::LastNamed;
use guanai_store::{
    StoreError, Tx, discrepancies, facts, fund, last_named, memberships, needs, offers, organizations, persons, posts,
    spells, units,
};

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
    pub amended_posts: Vec<(guanai_kernel::ids::PostId, Date)>,
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

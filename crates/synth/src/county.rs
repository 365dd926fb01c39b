//! What a drawn county holds, in the words of the register. Everything points by place: [`PersonIx`] into
//! [`County::persons`] and so on; whoever keeps the county gives out ids of their own.

use guanai_kernel::Date;

mod care;
mod person;
mod tree;

pub use care::{Need, Offer, Pairing, Visit, VisitKind, VisitManner, VisitOccasion};
pub use person::{Fact, FloatingSpell, Health, Household, HouseholdPerson, Kin, Membership, Person, Post, Widowed};
pub use tree::{Organization, Township};

macro_rules! places_in {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub usize);
    )*};
}

places_in! {
    /// A place in [`County::townships`].
    TownshipIx,
    /// A place in [`County::organizations`].
    OrganizationIx,
    /// A place in [`County::persons`].
    PersonIx,
    /// A place in [`County::households`].
    HouseholdIx,
}

/// A synthetic county on a day. Nobody in it is real.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct County {
    /// Its name, such as 清禾县; no county is called so.
    pub name: String,
    /// The day for which it stands.
    pub as_of: Date,
    /// The seed it was drawn from.
    pub seed: u64,
    /// Townships and streets, with their villages and communities.
    pub townships: Vec<Township>,
    /// Party organisations; a superior stands before what is under it.
    pub organizations: Vec<Organization>,
    /// Everybody: the members first, then their relatives who are none.
    pub persons: Vec<Person>,
    /// How many of [`Self::persons`], from the first, are members.
    pub members: usize,
    /// One for each member.
    pub memberships: Vec<Membership>,
    /// Posts held, and posts of village cadres who left office.
    pub posts: Vec<Post>,
    /// Spells of floating, running and ended.
    pub floating: Vec<FloatingSpell>,
    /// Households; every person is in exactly one.
    pub households: Vec<Household>,
    /// What the members' relatives are to them.
    pub kin: Vec<Kin>,
    /// What the books record, by the pack's names.
    pub facts: Vec<Fact>,
    /// Needs, by the day they were stated.
    pub needs: Vec<Need>,
    /// Offers of help.
    pub offers: Vec<Offer>,
    /// Pairs of a helper and a member in hardship.
    pub pairings: Vec<Pairing>,
    /// Visits of two years, by day.
    pub visits: Vec<Visit>,
}

impl County {
    /// The members.
    pub fn member_persons(&self) -> impl Iterator<Item = (PersonIx, &Person)> + Clone {
        self.persons.iter().take(self.members).enumerate().map(|(at, person)| (PersonIx(at), person))
    }

    /// The membership of a member; none for relatives.
    pub fn membership_of(&self, person: PersonIx) -> Option<&Membership> {
        self.memberships.get(person.0)
    }
}

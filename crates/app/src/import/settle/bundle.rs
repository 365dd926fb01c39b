//! One person's records, as far as a decision about them may change any: taken out together, changed as plain values, and
//! written back where they differ, each with its history.

use guanai_casework::Need;
use guanai_kernel::ids::PersonId;
use guanai_kernel::{Date, Moment};
use guanai_registry::{Fact, FloatingSpell, Membership, Person, Post};
use guanai_scheme::Pack;
use guanai_store::facts::NewFact;
use guanai_store::{StoreError, Tx, facts, memberships, needs, persons, posts, spells};

/// One person's records.
#[derive(Debug, Clone)]
pub(crate) struct Bundle {
    /// The person.
    pub person: Person,
    /// Whether somebody decided that the sex stated holds over the identity number's.
    pub sex_is_decided: bool,
    /// Where they belong.
    pub membership: Option<Membership>,
    /// Posts held.
    pub posts: Vec<Post>,
    /// The running spell of floating.
    pub floating: Option<FloatingSpell>,
    /// Facts that hold.
    pub facts: Vec<Fact>,
    /// Needs.
    pub needs: Vec<Need>,
}

impl Bundle {
    /// The records of somebody as they hold on a day; none where there is nobody.
    pub async fn load(tx: &mut Tx, person_id: PersonId, on: Date, now: Moment) -> Result<Option<Self>, StoreError> {
        let Some(person) = persons::find(tx, person_id).await? else { return Ok(None) };
        let running = |spells: Vec<Membership>| spells.into_iter().find(|spell| spell.until_on.is_none());
        let held = posts::list_of(tx, person_id).await?.into_iter().filter(|post| post.until_on.is_none());
        let mut floating = spells::list_floating_of_many(tx, &[person_id]).await?;
        floating.retain(|spell| spell.period.until().is_none());
        Ok(Some(Self {
            person,
            sex_is_decided: false,
            membership: running(memberships::list_of(tx, person_id).await?),
            posts: held.collect(),
            floating: floating.pop(),
            facts: facts::list_on_of(tx, on, now, &[person_id]).await?,
            needs: needs::list_of(tx, person_id).await?,
        }))
    }

    /// The fact of this name that holds.
    pub fn fact(&self, name: &str) -> Option<&Fact> {
        self.facts.iter().find(|fact| fact.name == name)
    }

    /// Writes what differs from `before`, whose records stand; what was is kept.
    pub async fn write(&self, tx: &mut Tx, before: &Self, pack: &Pack, at: Moment) -> Result<(), StoreError> {
        if self.person != before.person {
            persons::amend_many(tx, &[(before.person.clone(), self.person.clone())], at).await?;
        }
        self.write_membership(tx, before, at).await?;
        let ended = before.posts.iter().filter(|post| self.posts.iter().all(|now| now.post_id != post.post_id));
        let ends: Vec<_> = ended.map(|post| (post.post_id, self.ends_on(post.since_on))).collect();
        posts::end_many(tx, &ends).await?;
        let begun = self.posts.iter().filter(|post| before.posts.iter().all(|was| was.post_id != post.post_id));
        posts::add_many(tx, &begun.cloned().collect::<Vec<_>>()).await?;
        match (&before.floating, &self.floating) {
            (None, Some(spell)) => spells::add_floating(tx, std::slice::from_ref(spell)).await?,
            (Some(spell), None) => {
                spells::end_floating(tx, &[(spell.person_id, self.ends_on(spell.period.from()))]).await?;
            }
            _ => {}
        }
        let fresh = self.facts.iter().filter(|fact| before.facts.iter().all(|was| was.fact_id != fact.fact_id));
        let is_sensitive = |name: &str| pack.slot(name).is_none_or(|slot| pack.fact(slot).sensitive);
        let fresh: Vec<NewFact> =
            fresh.map(|fact| NewFact { sensitive: is_sensitive(&fact.name), fact: fact.clone() }).collect();
        facts::append_many(tx, &fresh).await?;
        let changed = before.needs.iter().zip(&self.needs).filter(|(was, now)| was != now);
        let changed: Vec<(Need, Need)> = changed.map(|(was, now)| (was.clone(), now.clone())).collect();
        needs::amend_many(tx, &changed, at).await
    }

    async fn write_membership(&self, tx: &mut Tx, before: &Self, at: Moment) -> Result<(), StoreError> {
        match (&before.membership, &self.membership) {
            (_, None) => {}
            (Some(was), Some(now)) if was == now => {}
            (Some(was), Some(now)) if was.membership_id == now.membership_id => {
                memberships::amend_many(tx, &[(was.clone(), now.clone())], at).await?;
            }
            (was, Some(now)) => {
                if let Some(was) = was {
                    let ended = Membership { until_on: Some(now.since_on), ..was.clone() };
                    memberships::amend_many(tx, &[(was.clone(), ended)], at).await?;
                }
                memberships::add_many(tx, std::slice::from_ref(now)).await?;
            }
        }
        Ok(())
    }

    /// The day on which something that began on `since` ends when it is decided that it does not hold: never before it began.
    fn ends_on(&self, since: Date) -> Date {
        since.max(self.person.source.stated_on)
    }
}

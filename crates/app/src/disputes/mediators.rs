//! Who may mediate: somebody of the organisations concerned, who is no side, not close to one, and over none of them.

use std::collections::{BTreeMap, BTreeSet};

use guanai_casework::Dispute;
use guanai_kernel::ids::{OrganizationId, PersonId};
use guanai_kernel::words;
use guanai_store::{StoreError, Tx, memberships, persons, posts};

use super::seat::{Close, Seats};
use crate::cx::Cx;
use crate::pairing::leads;

words! {
    /// Why somebody does not mediate. The order is that in which it is looked at.
    MediatorBar {
        /// 当事人
        Side = "side",
        /// 当事人的亲属或同住的人
        Close = "close",
        /// 当事人的上级
        Superior = "superior",
        /// 不在可选的人里
        Unknown = "unknown",
    }
}

/// Who could be asked, and who of them may not.
pub(super) struct Mediators {
    among: BTreeMap<PersonId, String>,
    sides: BTreeSet<PersonId>,
    close: Close,
    over: BTreeSet<PersonId>,
}

impl Mediators {
    /// Of the organisations of both sides and the one that sees to it, with all above: who belongs there, and who acts over them.
    pub async fn of(cx: &Cx<'_>, tx: &mut Tx, seats: &Seats, dispute: &Dispute) -> Result<Self, StoreError> {
        let today = cx.now.day_in_china();
        let sides: BTreeSet<PersonId> = dispute.people().collect();
        let ids: Vec<PersonId> = sides.iter().copied().collect();
        let spells = memberships::list_current_of(tx, &ids).await?;
        let homes: BTreeSet<OrganizationId> = spells.iter().map(|spell| spell.organization_id).collect();
        let above: BTreeSet<OrganizationId> = homes.iter().flat_map(|home| seats.path(*home)).collect();
        let places: BTreeSet<OrganizationId> =
            above.iter().copied().chain(seats.path(dispute.organization_id)).collect();
        let over: Vec<OrganizationId> = above.into_iter().collect();
        let leaders = posts::list_at(tx, &over).await?.into_iter().filter(|post| {
            post.since_on <= today && post.until_on.is_none_or(|end| today < end) && leads(&cx.standards.pack, post)
        });
        let over = leaders.map(|post| post.person_id).collect();
        let places: Vec<OrganizationId> = places.into_iter().collect();
        let mut people = seats.people(&places);
        for place in &places {
            people.extend(memberships::list_current_in(tx, *place).await?.iter().map(|spell| spell.person_id));
        }
        let people: Vec<PersonId> = people.into_iter().collect();
        let found = persons::list_by_ids(tx, &people).await?.into_iter();
        let among = found.filter(|person| person.died_on.is_none()).map(|person| (person.person_id, person.name));
        Ok(Self { among: among.collect(), close: Close::to_sides_of(cx, tx, dispute).await?, sides, over })
    }

    /// Why somebody does not mediate, if they may not.
    pub fn bar(&self, person_id: PersonId) -> Option<MediatorBar> {
        if self.sides.contains(&person_id) {
            Some(MediatorBar::Side)
        } else if self.close.holds(person_id) {
            Some(MediatorBar::Close)
        } else if self.over.contains(&person_id) {
            Some(MediatorBar::Superior)
        } else {
            (!self.among.contains_key(&person_id)).then_some(MediatorBar::Unknown)
        }
    }

    /// Those who may, by name.
    pub fn free(&self) -> Vec<(PersonId, String)> {
        let may = self.among.iter().filter(|(id, _)| self.bar(**id).is_none());
        let mut free: Vec<(PersonId, String)> = may.map(|(id, name)| (*id, name.clone())).collect();
        free.sort_by(|(a_id, a), (b_id, b)| (a, a_id).cmp(&(b, b_id)));
        free
    }
}

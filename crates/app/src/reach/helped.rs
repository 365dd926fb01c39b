//! Whom no help of any kind ever reached (R66): those in hardship or with a confirmed need, by how many kinds of help came to them. Needs
//! are ranked, people are not: whose most urgent need is more urgent stands in front, of these whose waits longest; nothing is summed to a
//! mark, and each part of the order is shown.

use std::collections::{BTreeMap, BTreeSet};

use guanai_casework::{Need, NeedState, Urgency};
use guanai_kernel::ids::{NeedId, OrganizationId, PersonId};
use guanai_kernel::{Date, FactRole};
use guanai_registry::FactValue;
use guanai_store::reach::{self, HelpKind};
use guanai_store::{StoreError, Stretch, Tx, facts, needs, persons};

use super::{Gaps, PAGE};
use crate::cx::Cx;
use crate::names;
use crate::people::Sight;
use crate::standing::Standing;

/// The states of a need that somebody confirmed and nobody has helped with yet.
const WAITING: &[NeedState] = &[NeedState::Confirmed, NeedState::Planned];

/// A need that waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HelpedNeed {
    /// Its id.
    pub need_id: NeedId,
    /// Its kind, as a code of the pack.
    pub category: Option<String>,
    /// How urgent; none where nobody said.
    pub urgency: Option<Urgency>,
    /// Since when it waits.
    pub stated_on: Date,
}

/// Somebody whom no help reached, or help of one kind alone.
#[derive(Clone, PartialEq, Eq)]
pub struct HelpRow {
    /// Who.
    pub person_id: PersonId,
    /// Their name as the reader may see it.
    pub name: String,
    /// Where they belong.
    pub organization: Option<String>,
    /// Places of their classes in hardship in the pack.
    pub classes: Vec<usize>,
    /// By which kinds of help they were reached.
    pub kinds: Vec<HelpKind>,
    /// Their needs that wait, the most urgent first, of these the longest waiting; none where the role does not see needs.
    pub needs: Vec<HelpedNeed>,
}

guanai_kernel::debug_by_id!(HelpRow.person_id);

/// Somebody who is looked at: where they belong, and by what they were reached.
pub(super) struct Reached {
    pub person_id: PersonId,
    pub organization_id: OrganizationId,
    pub kinds: BTreeSet<HelpKind>,
}

/// Everybody in hardship or with a confirmed need, of some places (none is everywhere), by what they were reached.
pub(super) async fn all(
    cx: &Cx<'_>,
    tx: &mut Tx,
    standing: &Standing,
    places: Option<&BTreeSet<OrganizationId>>,
) -> Result<Vec<Reached>, StoreError> {
    let with_need: BTreeSet<PersonId> = needs::list_persons(tx, WAITING).await?.into_iter().collect();
    let meant = standing.people.iter().filter_map(|(id, person)| {
        let organization_id = person.organization_id.filter(|at| places.is_none_or(|places| places.contains(at)))?;
        (person.gaps.has(Gaps::IN_HARDSHIP) || with_need.contains(id)).then_some((*id, organization_id))
    });
    let meant: BTreeMap<PersonId, OrganizationId> = meant.collect();
    let ids: Vec<PersonId> = meant.keys().copied().collect();
    let today = cx.now.day_in_china();
    let mut kinds: BTreeMap<PersonId, BTreeSet<HelpKind>> = BTreeMap::new();
    for (person_id, kind) in reach::list_help_kinds(tx, &ids, today).await? {
        kinds.entry(person_id).or_default().insert(kind);
    }
    if let Some(name) = cx.standards.pack.fact_of(FactRole::AidReceived) {
        let names = BTreeSet::from([name]);
        for fact in facts::list_named_on_of(tx, today, cx.now, &ids, &names).await? {
            if matches!(fact.value, FactValue::Money(amount) if amount.fen() > 0) {
                kinds.entry(fact.person_id).or_default().insert(HelpKind::Elsewhere);
            }
        }
    }
    let reached = meant.into_iter().map(|(person_id, organization_id)| Reached {
        kinds: kinds.remove(&person_id).unwrap_or_default(),
        person_id,
        organization_id,
    });
    Ok(reached.collect())
}

/// How urgent a need is, in the order of the lists of needs: one of which nobody said stands before those that are not urgent.
const fn rank(urgency: Option<Urgency>) -> u8 {
    match urgency {
        Some(Urgency::Urgent) => 0,
        Some(Urgency::Normal) => 1,
        None => 2,
        Some(Urgency::Low) => 3,
    }
}

fn in_order(need: &Need) -> (u8, Date, NeedId) {
    (rank(need.urgency), need.stated_on, need.need_id)
}

/// The names of one page of those whom no help reached, or help of one kind alone; and how many there are.
pub(super) async fn list(
    cx: &Cx<'_>,
    tx: &mut Tx,
    standing: &Standing,
    places: &[OrganizationId],
    page: u64,
) -> Result<(Vec<HelpRow>, u64), StoreError> {
    let places: BTreeSet<OrganizationId> = places.iter().copied().collect();
    let mut found = all(cx, tx, standing, Some(&places)).await?;
    found.retain(|one| one.kinds.len() <= 1);
    let ids: Vec<PersonId> = found.iter().map(|one| one.person_id).collect();
    let mut waiting: BTreeMap<PersonId, Vec<Need>> = BTreeMap::new();
    for need in needs::list_of_many(tx, &ids).await?.into_iter().filter(|need| WAITING.contains(&need.state)) {
        waiting.entry(need.person_id).or_default().push(need);
    }
    for of_one in waiting.values_mut() {
        of_one.sort_by_key(in_order);
    }
    let of_people = persons::list_by_ids(tx, &ids).await?;
    // The standing may be a second old: whoever died since is on no list.
    let of_people: BTreeMap<PersonId, String> =
        of_people.into_iter().filter(|one| one.died_on.is_none()).map(|one| (one.person_id, one.name)).collect();
    found.retain(|one| of_people.contains_key(&one.person_id));
    found.sort_by_cached_key(|one| {
        let first = waiting.get(&one.person_id).and_then(|of_one| of_one.first());
        let need = first.map(|need| (rank(need.urgency), need.stated_on));
        // Whoever has no need that waits stands behind those who have, within each number of kinds.
        (one.kinds.len(), need.is_none(), need, of_people.get(&one.person_id).cloned(), one.person_id)
    });
    let total = u64::try_from(found.len()).unwrap_or(u64::MAX);
    let shown: Vec<Reached> = Stretch::of_page(page, PAGE).of(found).collect();
    let at: BTreeSet<OrganizationId> = shown.iter().map(|one| one.organization_id).collect();
    let at = names::of_places(tx, &Vec::from_iter(at)).await?;
    let sight = Sight::of(cx.actor.role);
    let hardship = &cx.standards.pack.reach().hardship;
    let rows = shown.into_iter().map(|one| {
        let classes = standing.people.get(&one.person_id).map(|person| person.classes.iter()).into_iter().flatten();
        let waits = waiting.remove(&one.person_id).unwrap_or_default().into_iter().filter(|_| sight.sees_needs);
        HelpRow {
            person_id: one.person_id,
            name: of_people.get(&one.person_id).map(|name| sight.name(name)).unwrap_or_default(),
            organization: at.get(&one.organization_id).cloned(),
            classes: classes.map(|class| usize::from(*class)).filter(|class| hardship.contains(class)).collect(),
            kinds: one.kinds.into_iter().collect(),
            needs: waits
                .map(|need| HelpedNeed {
                    need_id: need.need_id,
                    category: need.category.category().map(str::to_owned),
                    urgency: need.urgency,
                    stated_on: need.stated_on,
                })
                .collect(),
        }
    });
    Ok((rows.collect(), total))
}

//! Pairs as a list: those within the actor's scope on either side, whatever is due first in front.

use std::collections::{BTreeMap, BTreeSet};

use guanai_casework::{Pair, PairOrigin, PairState, Side};
use guanai_kernel::Date;
use guanai_kernel::ids::{NeedId, OfferId, OrganizationId, PairId, PersonId};
use guanai_store::audit::Subject;
use guanai_store::pairs::{self, PairsWanted};
use guanai_store::{StoreError, Stretch, Tx, memberships, organizations};

use super::stance::stance_of;
use crate::actor::{Act, Denied};
use crate::cx::Cx;
use crate::names;
use crate::needs::{needs_contact, reached_need, withheld};
use crate::people::Sight;
use crate::scope::{NarrowError, ScopeOf};

/// Rows of a page.
pub const PAGE: u64 = 50;

/// How many stand on either side of a pair, counting who they are in pairs that are not over, whatever they offer or need
/// 一帮一、多帮一、一帮多 (R79).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PairShape {
    /// 一帮一
    OneToOne,
    /// 多帮一: several help this person.
    ManyToOne,
    /// 一帮多: the helper helps several.
    OneToMany,
    /// 多帮多: both.
    ManyToMany,
}

impl PairShape {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::OneToOne => "one-to-one",
            Self::ManyToOne => "many-to-one",
            Self::OneToMany => "one-to-many",
            Self::ManyToMany => "many-to-many",
        }
    }

    const fn of(helpers: u64, helped: u64) -> Self {
        match (helpers > 1, helped > 1) {
            (false, false) => Self::OneToOne,
            (true, false) => Self::ManyToOne,
            (false, true) => Self::OneToMany,
            (true, true) => Self::ManyToMany,
        }
    }
}

/// Which pairs.
#[derive(Debug, Clone, Default)]
pub struct ListPairs {
    /// Of an organisation and all below it.
    pub organization_id: Option<OrganizationId>,
    /// That stand there; none is those that are not over.
    pub state: Option<PairState>,
    /// Those alone of which something is due today or was before.
    pub is_due: bool,
    /// Which page, from 1.
    pub page: u64,
}

/// A row.
#[derive(Clone, PartialEq, Eq)]
pub struct ListedPair {
    /// Its id.
    pub pair_id: PairId,
    /// Its need.
    pub need_id: NeedId,
    /// The kind of need, as a code of the pack.
    pub category: String,
    /// Whose need, with their name; none where the reader is not told before both agreed.
    pub person: Option<(PersonId, String)>,
    /// Where they belong now; the township alone where the reader is not told who it is.
    pub place: Option<String>,
    /// The offer.
    pub offer_id: OfferId,
    /// Who helps.
    pub helper_name: String,
    /// Where it stands.
    pub state: PairState,
    /// How many stand on either side.
    pub shape: PairShape,
    /// The day on which somebody has something to do about it.
    pub due_on: Option<Date>,
    /// Whether that day is over.
    pub is_late: bool,
    /// Whether it runs although the person no longer wishes that whoever helps can reach them: their office settles it with both. Told to
    /// that office alone.
    pub is_withheld: bool,
}

guanai_kernel::debug_by_id!(ListedPair.pair_id);

/// How many pairs were taken up as proposed, and how many as somebody chose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TakenUp {
    /// As the matching proposed them.
    pub as_proposed: u64,
    /// As somebody chose.
    pub by_hand: u64,
}

/// A page.
#[derive(Debug, Clone)]
pub struct PairsPage {
    /// The rows.
    pub rows: Vec<ListedPair>,
    /// How many there are on all pages.
    pub total: u64,
    /// Which page, from 1.
    pub page: u64,
    /// Of the whole jurisdiction: who was named by whom; none where the actor's scope is smaller.
    pub taken_up: Option<TakenUp>,
}

/// Why nothing is listed. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum ListPairsError {
    /// The role does not hold it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// No such organisation, or no such need, within the scope.
    #[error("there is no such organisation or need")]
    NotFound,
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl ListPairsError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Denied(_) => "denied",
            Self::NotFound => "pairs-not-found",
            Self::Store(error) => error.code(),
        }
    }
}

impl From<NarrowError> for ListPairsError {
    fn from(error: NarrowError) -> Self {
        match error {
            NarrowError::NotFound => Self::NotFound,
            NarrowError::Store(error) => Self::Store(error),
        }
    }
}

/// Lists pairs within the actor's scope. The record names whoever is shown.
pub async fn list_pairs(cx: &mut Cx<'_>, ask: &ListPairs) -> Result<PairsPage, ListPairsError> {
    cx.authorise(Act::ListPairs)?;
    let mut tx = cx.db.begin_read().await?;
    let page = page_of(cx, &mut tx, ask).await;
    tx.rollback().await?;
    let page = page?;
    cx.record_reading(Act::ListPairs, subjects_of(&page.rows)).await?;
    Ok(page)
}

async fn page_of(cx: &Cx<'_>, tx: &mut Tx, ask: &ListPairs) -> Result<PairsPage, ListPairsError> {
    let scope = ScopeOf::resolve(tx, &cx.actor).await?;
    let wanted = PairsWanted {
        organizations: scope.narrowed(tx, ask.organization_id).await?,
        states: ask.state.map_or_else(|| PairState::OPEN.to_vec(), |state| vec![state]),
        due_by: ask.is_due.then(|| cx.now.day_in_china()),
        withheld: withheld(tx, &cx.standards.pack, None).await?.into_iter().collect(),
    };
    let total = pairs::count_wanted(tx, &wanted).await?;
    let page = ask.page.clamp(1, total.div_ceil(PAGE).max(1));
    let stretch = Stretch::of_page(page, PAGE);
    let found = pairs::list_wanted(tx, &wanted, stretch).await?;
    let mut taken_up = None;
    if scope == ScopeOf::Everything {
        let counts = pairs::count_by_origin(tx).await?;
        let of = |origin| counts.get(&origin).copied().unwrap_or(0);
        taken_up = Some(TakenUp { as_proposed: of(PairOrigin::Matching), by_hand: of(PairOrigin::Hand) });
    }
    Ok(PairsPage { rows: listed(cx, tx, &found).await?, total, page, taken_up })
}

/// How many pairs within the actor's scope somebody has something to do about today.
pub async fn count_pairs_due(cx: &Cx<'_>) -> Result<u64, ListPairsError> {
    cx.authorise(Act::ListPairs)?;
    let mut tx = cx.db.begin_read().await?;
    let scope = ScopeOf::resolve(&mut tx, &cx.actor).await?;
    let wanted = PairsWanted {
        organizations: scope.narrowed(&mut tx, None).await?,
        states: PairState::OPEN.to_vec(),
        due_by: Some(cx.now.day_in_china()),
        withheld: withheld(&mut tx, &cx.standards.pack, None).await?.into_iter().collect(),
    };
    let count = pairs::count_wanted(&mut tx, &wanted).await?;
    tx.rollback().await?;
    Ok(count)
}

/// The pairs of a need, the newest first. The record names the need and whoever is shown.
pub async fn list_pairs_of_need(cx: &mut Cx<'_>, need_id: NeedId) -> Result<Vec<ListedPair>, ListPairsError> {
    cx.authorise(Act::ListPairs)?;
    let mut tx = cx.db.begin_read().await?;
    let need = reached_need(cx, &mut tx, need_id).await?;
    let found = if need.is_some() { pairs::list_of_need(&mut tx, need_id).await? } else { Vec::new() };
    let rows = listed(cx, &mut tx, &found).await?;
    tx.rollback().await?;
    if need.is_none() {
        return Err(ListPairsError::NotFound);
    }
    if !rows.is_empty() {
        cx.record_reading(Act::ListPairs, subjects_of(&rows)).await?;
    }
    Ok(rows)
}

fn subjects_of(rows: &[ListedPair]) -> Vec<Subject> {
    let of = |row: &ListedPair| {
        let person = row.person.as_ref().map(|(person_id, _)| Subject::Person(*person_id));
        std::iter::once(Subject::Pair(row.pair_id)).chain(person)
    };
    let subjects: BTreeSet<Subject> = rows.iter().flat_map(of).collect();
    subjects.into_iter().collect()
}

/// Pairs as rows, in their order, as far as the actor is told of them.
pub(super) async fn listed(cx: &Cx<'_>, tx: &mut Tx, found: &[Pair]) -> Result<Vec<ListedPair>, StoreError> {
    let (today, sight) = (cx.now.day_in_china(), Sight::of(cx.actor.role));
    let ids: Vec<PersonId> = found.iter().map(|pair| pair.person_id).collect();
    let names: BTreeMap<PersonId, String> = names::of_people(tx, &ids).await?;
    let belongs: BTreeMap<PersonId, OrganizationId> = memberships::list_current_of(tx, &ids)
        .await?
        .into_iter()
        .map(|spell| (spell.person_id, spell.organization_id))
        .collect();
    let places: Vec<OrganizationId> = belongs.values().copied().collect();
    let places: BTreeMap<OrganizationId, (String, Option<String>)> = organizations::list_by_ids(tx, &places)
        .await?
        .into_iter()
        .map(|place| (place.organization_id, (place.name, place.township)))
        .collect();
    let helped = pairs::count_of_persons(tx, &ids).await?;
    let offers: Vec<OfferId> = found.iter().map(|pair| pair.offer_id).collect();
    let helping = pairs::count_of_offers(tx, &offers).await?;
    let withheld = withheld(tx, &cx.standards.pack, Some(&ids)).await?;
    let scope = ScopeOf::resolve(tx, &cx.actor).await?;
    let mut rows = Vec::with_capacity(found.len());
    for pair in found {
        let stance = stance_of(cx, tx, &scope, pair).await?;
        let is_told = stance.on(Side::Person) || pair.is_agreed();
        let place = belongs.get(&pair.person_id).and_then(|id| places.get(id));
        let count = |counted: Option<&u64>| counted.copied().unwrap_or(0);
        let due_on = pair.due_on();
        let is_withheld = pair.state == PairState::Running
            && withheld.contains(&pair.person_id)
            && needs_contact(&cx.standards.pack, &pair.category);
        rows.push(ListedPair {
            pair_id: pair.pair_id,
            need_id: pair.need_id,
            category: pair.category.clone(),
            person: names.get(&pair.person_id).filter(|_| is_told).map(|name| (pair.person_id, sight.name(name))),
            place: place.and_then(|(name, township)| if is_told { Some(name.clone()) } else { township.clone() }),
            offer_id: pair.offer_id,
            helper_name: pair.helper_name.clone(),
            state: pair.state,
            shape: PairShape::of(count(helped.get(&pair.person_id)), count(helping.get(&pair.offer_id))),
            due_on,
            is_late: due_on.is_some_and(|day| day < today),
            is_withheld: is_withheld && stance.of_person && !stance.is_own,
        });
    }
    Ok(rows)
}

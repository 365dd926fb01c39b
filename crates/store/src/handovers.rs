//! Hand-overs 交接 and their items. What was typed is sealed with the key of whoever leaves.

use std::collections::BTreeMap;

use guanai_casework::handover::{Handover, HandoverItem, ItemKind, ItemState, Tally};
use guanai_kernel::Moment;
use guanai_kernel::ids::{HandoverId, HandoverItemId, OrganizationId, PersonId, PostId};

use crate::appointments::hand_of;
use crate::engine::record::{self, Record, ids_as_cells, opened, owned_by_person};
use crate::engine::sql::select;
use crate::engine::table::{Table, table};
use crate::engine::{StoreError, Tx, cell, sql};
use crate::seal::{Keys, Owner, SealKind};

table! {
    /// A hand-over.
    HandoverRow in handovers {
        1 handover_id;
        2 post_id: text,
        3 person_id: text,
        4 organization_id: text,
        5 title: text,
        6 until_on: text,
        7 due_on: text,
        8 supervisor: text_or_none,
        9 drawn_at: int,
    }
}

table! {
    /// An item.
    ItemRow in handover_items {
        1 item_id;
        2 handover_id: text,
        3 person_id: text,
        4 kind: text,
        5 subject: text_or_none,
        6 about_id: text_or_none,
        7 words: sealed_or_none,
        8 due_on: text_or_none,
        9 state: text,
        10 reason: sealed_or_none,
        11 moved_by: text_or_none,
        12 moved_at: int_or_none,
        13 recorded_at: int,
    }
}

impl Record for Handover {
    type Row = HandoverRow;

    fn to_row(&self, _keys: &Keys) -> HandoverRow {
        HandoverRow {
            handover_id: self.handover_id.to_string(),
            post_id: self.post_id.to_string(),
            person_id: self.person_id.to_string(),
            organization_id: self.organization_id.to_string(),
            title: self.title.clone(),
            until_on: self.until_on.to_string(),
            due_on: self.due_on.to_string(),
            supervisor: self.supervisor.clone(),
            drawn_at: self.drawn_at.as_micros(),
        }
    }

    fn from_row(row: HandoverRow, _keys: &Keys) -> Result<Self, StoreError> {
        let at = cell::of(&row);
        Ok(Self {
            handover_id: at.id("handover_id", &row.handover_id)?,
            post_id: at.id("post_id", &row.post_id)?,
            person_id: at.id("person_id", &row.person_id)?,
            organization_id: at.id("organization_id", &row.organization_id)?,
            title: row.title,
            until_on: at.day("until_on", &row.until_on)?,
            due_on: at.day("due_on", &row.due_on)?,
            supervisor: row.supervisor,
            drawn_at: Moment::from_micros(row.drawn_at),
        })
    }
}

impl Record for HandoverItem {
    type Row = ItemRow;

    owned_by_person!(ItemRow);

    fn to_row(&self, keys: &Keys) -> ItemRow {
        let seal =
            |words: &Option<String>| keys.seal_some(Owner::Person(self.person_id), SealKind::Note, words.as_deref());
        ItemRow {
            item_id: self.item_id.to_string(),
            handover_id: self.handover_id.to_string(),
            person_id: self.person_id.to_string(),
            kind: self.kind.code().to_owned(),
            subject: self.subject.clone(),
            about_id: self.about.map(|id| id.to_string()),
            words: seal(&self.words),
            due_on: self.due_on.map(|day| day.to_string()),
            state: self.state.code().to_owned(),
            reason: seal(&self.reason),
            moved_by: self.moved.as_ref().map(|hand| hand.by.clone()),
            moved_at: self.moved.as_ref().map(|hand| hand.at.as_micros()),
            recorded_at: self.recorded_at.as_micros(),
        }
    }

    fn from_row(row: ItemRow, keys: &Keys) -> Result<Self, StoreError> {
        let at = cell::of(&row);
        let person_id: PersonId = at.id("person_id", &row.person_id)?;
        let owner = Owner::Person(person_id);
        Ok(Self {
            item_id: at.id("item_id", &row.item_id)?,
            handover_id: at.id("handover_id", &row.handover_id)?,
            person_id,
            kind: at.word("kind", &row.kind, ItemKind::from_code)?,
            about: at.id_or_none("about_id", row.about_id.as_deref())?,
            words: keys.open_some(owner, SealKind::Note, row.words.as_ref())?,
            due_on: at.day_or_none("due_on", row.due_on.as_deref())?,
            state: at.word("state", &row.state, ItemState::from_code)?,
            reason: keys.open_some(owner, SealKind::Note, row.reason.as_ref())?,
            moved: hand_of(&at, "moved_by", row.moved_by, row.moved_at)?,
            recorded_at: Moment::from_micros(row.recorded_at),
            subject: row.subject,
        })
    }
}

/// Adds a hand-over; a second one of a post is a conflict (`handovers_post_id_key`).
pub async fn add(tx: &mut Tx, handover: &Handover) -> Result<(), StoreError> {
    record::add_many(tx, std::slice::from_ref(handover)).await
}

/// Replaces the state `before`, keeping it. Refused where it no longer stands.
pub async fn amend(tx: &mut Tx, before: &Handover, after: &Handover, at: Moment) -> Result<(), StoreError> {
    record::amend_many(tx, &[(before.clone(), after.clone())], at).await
}

/// Adds items; a record that stands on the list is a conflict (`handover_items_handover_id_kind_subject_key`).
pub async fn add_items(tx: &mut Tx, items: &[HandoverItem]) -> Result<(), StoreError> {
    record::add_many(tx, items).await
}

/// Replaces states `(before, after)` of items, keeping those before. Refused where one no longer stands.
pub async fn amend_items(tx: &mut Tx, changes: &[(HandoverItem, HandoverItem)], at: Moment) -> Result<(), StoreError> {
    record::amend_many(tx, changes, at).await
}

/// The hand-over with this id.
pub async fn find(tx: &mut Tx, handover_id: HandoverId) -> Result<Option<Handover>, StoreError> {
    record::find(tx, &handover_id.to_string()).await
}

/// The hand-over of a post.
pub async fn find_of_post(tx: &mut Tx, post_id: PostId) -> Result<Option<Handover>, StoreError> {
    let rows = select::<HandoverRow>("WHERE post_id = $1").bind(post_id.to_string()).all(tx).await?;
    Ok(opened(tx, rows).await?.pop())
}

/// The hand-overs at organisations (none is every one), the latest first.
pub async fn list_at(tx: &mut Tx, organizations: Option<&[OrganizationId]>) -> Result<Vec<Handover>, StoreError> {
    let text = "WHERE CAST($1 AS TEXT) IS NULL OR organization_id IN (SELECT j.value->>1 FROM json_each($2) AS j) \
         ORDER BY until_on DESC, handover_id";
    let rows = select::<HandoverRow>(text).among(HandoverRow::NAME, organizations)?.all(tx).await?;
    opened(tx, rows).await
}

/// The hand-overs of somebody who leaves or left, the latest first.
pub async fn list_of(tx: &mut Tx, person_id: PersonId) -> Result<Vec<Handover>, StoreError> {
    let text = "WHERE person_id = $1 ORDER BY until_on DESC, handover_id";
    let rows = select::<HandoverRow>(text).bind(person_id.to_string()).all(tx).await?;
    opened(tx, rows).await
}

/// The item with this id.
pub async fn find_item(tx: &mut Tx, item_id: HandoverItemId) -> Result<Option<HandoverItem>, StoreError> {
    record::find(tx, &item_id.to_string()).await
}

/// The items of a hand-over: those that are open first, by kind and day.
pub async fn list_items(tx: &mut Tx, handover_id: HandoverId) -> Result<Vec<HandoverItem>, StoreError> {
    let text = "WHERE handover_id = $1 ORDER BY kind, due_on NULLS LAST, recorded_at, item_id";
    let rows = select::<ItemRow>(text).bind(handover_id.to_string()).all(tx).await?;
    opened(tx, rows).await
}

/// What an item was before, oldest first, each with the moment of its replacement.
pub async fn list_former_items(
    tx: &mut Tx,
    item_id: HandoverItemId,
) -> Result<Vec<(Moment, HandoverItem)>, StoreError> {
    crate::history::list_of(tx, &item_id.to_string()).await
}

/// How far these hand-overs are; one without items is complete.
pub async fn count_items(tx: &mut Tx, handover_ids: &[HandoverId]) -> Result<BTreeMap<HandoverId, Tally>, StoreError> {
    let rows = sql("SELECT i.handover_id, i.state, COUNT(*) FROM handover_items i \
         WHERE i.handover_id IN (SELECT j.value->>1 FROM json_each($1) AS j) GROUP BY i.handover_id, i.state")
    .json(ids_as_cells(ItemRow::NAME, handover_ids)?)
    .all::<(String, String, i64)>(tx)
    .await?;
    let mut tallies: BTreeMap<HandoverId, Tally> = handover_ids.iter().map(|id| (*id, Tally::default())).collect();
    for (id, state, count) in rows {
        let wrong = |column| StoreError::Inconsistent { table: ItemRow::NAME, column, key: id.clone() };
        let handover_id = id.parse().map_err(|_| wrong("handover_id"))?;
        let state = ItemState::from_code(&state).ok_or_else(|| wrong("state"))?;
        tallies.entry(handover_id).or_default().count(state, count.unsigned_abs());
    }
    Ok(tallies)
}

//! Named contacts 联系人: who looks after whom within a branch, with the days.

use guanai_casework::contact::NamedContact;
use guanai_casework::round::Hand;
use guanai_kernel::Moment;
use guanai_kernel::ids::{OrganizationId, PersonId};

use crate::appointments::hand_of;
use crate::engine::record::{self, Record, ids_as_cells, opened};
use crate::engine::sql::{select, sql};
use crate::engine::table::{Table, table};
use crate::engine::{StoreError, Tx, cell};
use crate::seal::Keys;

table! {
    /// A named contact.
    ContactRow in named_contacts {
        1 contact_id;
        2 person_id: text,
        3 organization_id: text,
        4 by_person_id: text,
        5 since_on: text,
        6 until_on: text_or_none,
        7 named_by: text,
        8 named_at: int,
        9 ended_by: text_or_none,
        10 ended_at: int_or_none,
    }
}

impl Record for NamedContact {
    type Row = ContactRow;

    fn to_row(&self, _keys: &Keys) -> ContactRow {
        ContactRow {
            contact_id: self.contact_id.to_string(),
            person_id: self.person_id.to_string(),
            organization_id: self.organization_id.to_string(),
            by_person_id: self.by_person_id.to_string(),
            since_on: self.since_on.to_string(),
            until_on: self.until_on.map(|day| day.to_string()),
            named_by: self.named.by.clone(),
            named_at: self.named.at.as_micros(),
            ended_by: self.ended.as_ref().map(|hand| hand.by.clone()),
            ended_at: self.ended.as_ref().map(|hand| hand.at.as_micros()),
        }
    }

    fn from_row(row: ContactRow, _keys: &Keys) -> Result<Self, StoreError> {
        let at = cell::of(&row);
        Ok(Self {
            contact_id: at.id("contact_id", &row.contact_id)?,
            person_id: at.id("person_id", &row.person_id)?,
            organization_id: at.id("organization_id", &row.organization_id)?,
            by_person_id: at.id("by_person_id", &row.by_person_id)?,
            since_on: at.day("since_on", &row.since_on)?,
            until_on: at.day_or_none("until_on", row.until_on.as_deref())?,
            named: Hand { by: row.named_by, at: Moment::from_micros(row.named_at) },
            ended: hand_of(&at, "ended_by", row.ended_by, row.ended_at)?,
        })
    }
}

/// Adds contacts; a second running one of a person is a conflict (`named_contacts_person_id_key`).
pub async fn add_many(tx: &mut Tx, contacts: &[NamedContact]) -> Result<(), StoreError> {
    record::add_many(tx, contacts).await
}

/// Replaces states `(before, after)`, keeping those before.
pub async fn amend_many(tx: &mut Tx, changes: &[(NamedContact, NamedContact)], at: Moment) -> Result<(), StoreError> {
    record::amend_many(tx, changes, at).await
}

/// Who looks after these persons now.
pub async fn list_running_of(tx: &mut Tx, person_ids: &[PersonId]) -> Result<Vec<NamedContact>, StoreError> {
    let text =
        "WHERE until_on IS NULL AND person_id IN (SELECT j.value->>1 FROM json_each($1) AS j) ORDER BY person_id";
    let rows = select::<ContactRow>(text).json(ids_as_cells(ContactRow::NAME, person_ids)?).all(tx).await?;
    opened(tx, rows).await
}

/// How often it was said in a branch who looks after whom, or that it is over: whoever saw fewer saw an earlier state.
pub async fn count_changes(tx: &mut Tx, organization_id: OrganizationId) -> Result<u64, StoreError> {
    let text = "SELECT COUNT(*) + COUNT(until_on) FROM named_contacts WHERE organization_id = $1";
    let (count,) = sql(text).bind(organization_id.to_string()).one::<(i64,)>(tx).await?;
    Ok(count.unsigned_abs())
}

/// Whom somebody looks after now.
pub async fn list_running_by(tx: &mut Tx, by: PersonId) -> Result<Vec<NamedContact>, StoreError> {
    let text = "WHERE until_on IS NULL AND by_person_id = $1 ORDER BY person_id";
    let rows = select::<ContactRow>(text).bind(by.to_string()).all(tx).await?;
    opened(tx, rows).await
}

/// Who looked after somebody, the latest first.
pub async fn list_of(tx: &mut Tx, person_id: PersonId) -> Result<Vec<NamedContact>, StoreError> {
    let text = "WHERE person_id = $1 ORDER BY named_at DESC, contact_id";
    let rows = select::<ContactRow>(text).bind(person_id.to_string()).all(tx).await?;
    opened(tx, rows).await
}

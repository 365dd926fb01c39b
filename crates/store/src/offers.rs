//! Offers of help 帮扶资源. The provider's number, phone and note are sealed.

use std::collections::BTreeSet;

use guanai_casework::{Offer, OfferArea, ProviderKind};
use guanai_kernel::ids::{OfferId, OrganizationId, PersonId};
use guanai_kernel::{Date, Moment};

use crate::Stretch;
use crate::applications::as_json;
use crate::engine::record::{self, Record, keys_as_cells, opened};
use crate::engine::sql::{Sql, escaped, select};
use crate::engine::table::{Table, table};
use crate::engine::{StoreError, Tx, cell, sql};
use crate::seal::{Keys, Owner, SealKind};

table! {
    /// An offer.
    OfferRow in offers {
        1 offer_id;
        2 provider_kind: text,
        3 provider_name: text,
        4 person_id: text_or_none,
        5 provider_number: sealed_or_none,
        6 provider_number_key: lookup_or_none,
        7 organization_id: text_or_none,
        8 categories: text,
        9 capacity: int,
        10 townships: text_or_none,
        11 contact_name: text_or_none,
        12 contact_phone: sealed_or_none,
        13 valid_until_on: text_or_none,
        14 note: sealed_or_none,
        15 import_id: text_or_none,
        16 place: text,
        17 recorded_at: int,
    }
}

impl Record for Offer {
    type Row = OfferRow;

    fn owner(&self) -> Option<Owner> {
        Some(Owner::Offer(self.offer_id))
    }

    fn owner_of(row: &OfferRow) -> Result<Option<Owner>, StoreError> {
        Ok(Some(Owner::Offer(cell::of(row).id("offer_id", &row.offer_id)?)))
    }

    fn to_row(&self, keys: &Keys) -> OfferRow {
        let owner = Owner::Offer(self.offer_id);
        let number = self.provider_number.as_deref();
        OfferRow {
            offer_id: self.offer_id.to_string(),
            provider_kind: self.provider_kind.code().to_owned(),
            provider_name: self.provider_name.clone(),
            person_id: self.person_id.map(|id| id.to_string()),
            provider_number: keys.seal_some(owner, SealKind::Account, number),
            provider_number_key: number.map(|number| keys.lookup(SealKind::Account, number)),
            organization_id: self.organization_id.map(|id| id.to_string()),
            categories: as_json(&self.categories),
            capacity: self.capacity,
            townships: match &self.area {
                OfferArea::Everywhere => None,
                OfferArea::Townships(townships) => Some(as_json(townships)),
            },
            contact_name: self.contact_name.clone(),
            contact_phone: keys.seal_some(owner, SealKind::Phone, self.contact_phone.as_deref()),
            valid_until_on: self.valid_until_on.map(|day| day.to_string()),
            note: keys.seal_some(owner, SealKind::Note, self.note.as_deref()),
            import_id: self.import_id.map(|id| id.to_string()),
            place: self.place.clone(),
            recorded_at: self.recorded_at.as_micros(),
        }
    }

    fn from_row(row: OfferRow, keys: &Keys) -> Result<Self, StoreError> {
        let at = cell::of(&row);
        let offer_id = at.id("offer_id", &row.offer_id)?;
        let owner = Owner::Offer(offer_id);
        Ok(Self {
            offer_id,
            provider_kind: at.word("provider_kind", &row.provider_kind, ProviderKind::from_code)?,
            provider_name: row.provider_name,
            person_id: at.id_or_none("person_id", row.person_id.as_deref())?,
            provider_number: keys.open_some(owner, SealKind::Account, row.provider_number.as_ref())?,
            organization_id: at.id_or_none("organization_id", row.organization_id.as_deref())?,
            categories: at.json("categories", &row.categories)?,
            capacity: row.capacity,
            area: match row.townships {
                None => OfferArea::Everywhere,
                Some(townships) => OfferArea::Townships(at.json("townships", &townships)?),
            },
            contact_name: row.contact_name,
            contact_phone: keys.open_some(owner, SealKind::Phone, row.contact_phone.as_ref())?,
            valid_until_on: at.day_or_none("valid_until_on", row.valid_until_on.as_deref())?,
            note: keys.open_some(owner, SealKind::Note, row.note.as_ref())?,
            import_id: at.id_or_none("import_id", row.import_id.as_deref())?,
            place: row.place,
            recorded_at: Moment::from_micros(row.recorded_at),
        })
    }
}

/// Adds offers.
pub async fn add_many(tx: &mut Tx, offers: &[Offer]) -> Result<(), StoreError> {
    record::add_many(tx, offers).await
}

/// Replaces states `(before, after)`, keeping those before.
pub async fn amend_many(tx: &mut Tx, changes: &[(Offer, Offer)], at: Moment) -> Result<(), StoreError> {
    record::amend_many(tx, changes, at).await
}

/// The offer with this id.
pub async fn find(tx: &mut Tx, offer_id: OfferId) -> Result<Option<Offer>, StoreError> {
    record::find(tx, &offer_id.to_string()).await
}

/// The offers with these ids, by id; ids that are not there are left out.
pub async fn list_by_ids(tx: &mut Tx, offer_ids: &[OfferId]) -> Result<Vec<Offer>, StoreError> {
    let keys: Vec<String> = offer_ids.iter().map(ToString::to_string).collect();
    record::list_by_keys(tx, &keys).await
}

/// The offers of whoever has this identity number or credit code, by id.
pub async fn list_by_provider_number(tx: &mut Tx, number: &str) -> Result<Vec<Offer>, StoreError> {
    let key = tx.seal().lookup(SealKind::Account, number);
    let rows = select::<OfferRow>("WHERE provider_number_key = $1 ORDER BY offer_id").bind(key).all(tx).await?;
    opened(tx, rows).await
}

/// The offers of a member, by id.
pub async fn list_of_person(tx: &mut Tx, person_id: PersonId) -> Result<Vec<Offer>, StoreError> {
    let rows = select::<OfferRow>("WHERE person_id = $1 ORDER BY offer_id").bind(person_id.to_string());
    let rows = rows.all(tx).await?;
    opened(tx, rows).await
}

/// Every offer, by id.
pub async fn list_all(tx: &mut Tx) -> Result<Vec<Offer>, StoreError> {
    record::list_all(tx).await
}

/// Where offers must hold to be within somebody's reach: in one of these townships, or made in one of these organisations.
/// What holds everywhere is within everybody's.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reach {
    /// Townships and streets, by name.
    pub townships: BTreeSet<String>,
    /// Organisations.
    pub organizations: BTreeSet<OrganizationId>,
}

/// Which offers are meant.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Wanted {
    /// Within this reach; none is all of them.
    pub reach: Option<Reach>,
    /// A category of offers.
    pub category: Option<String>,
}

macro_rules! wanted {
    ($start:literal, $end:literal) => {
        concat!(
            $start,
            "WHERE (CAST($1 AS TEXT) IS NULL OR offers.townships IS NULL \
             OR offers.organization_id IN (SELECT j.value->>1 FROM json_each($2) AS j) \
             OR EXISTS (SELECT 1 FROM json_each($3) AS t WHERE offers.townships LIKE (t.value->>1) ESCAPE '!')) \
             AND (CAST($4 AS TEXT) IS NULL OR offers.categories LIKE $4 ESCAPE '!')",
            $end
        )
    };
}

/// The offers that are meant: those that hold on a day before those whose day is past, then by the provider's name and id.
pub async fn list_wanted(tx: &mut Tx, wanted: &Wanted, on: Date, stretch: Stretch) -> Result<Vec<Offer>, StoreError> {
    let text = wanted!(
        "",
        " ORDER BY CASE WHEN offers.valid_until_on < $5 THEN 1 ELSE 0 END, offers.provider_name, offers.offer_id \
         LIMIT $6 OFFSET $7"
    );
    let text = wanted.bind(select::<OfferRow>(text))?.bind(on.to_string());
    let rows = text.stretch(stretch).all(tx).await?;
    opened(tx, rows).await
}

/// How many offers are meant.
pub async fn count_wanted(tx: &mut Tx, wanted: &Wanted) -> Result<u64, StoreError> {
    let (count,) = wanted.bind(sql(wanted!("SELECT COUNT(*) FROM offers ", "")))?.one::<(i64,)>(tx).await?;
    Ok(count.unsigned_abs())
}

/// A pattern for a word in a list that is kept as JSON.
fn in_list(word: &str) -> String {
    format!("%{}%", escaped(&serde_json::Value::from(word).to_string()))
}

impl Wanted {
    fn bind(&self, text: Sql) -> Result<Sql, StoreError> {
        let townships = self.reach.iter().flat_map(|reach| &reach.townships);
        let townships: Vec<String> = townships.map(|township| in_list(township)).collect();
        Ok(text
            .among(OfferRow::NAME, self.reach.as_ref().map(|reach| &reach.organizations))?
            .json(keys_as_cells(OfferRow::NAME, townships.iter().map(String::as_str))?)
            .bind(self.category.as_deref().map(in_list)))
    }
}

/// How many there are.
pub async fn count(tx: &mut Tx) -> Result<u64, StoreError> {
    record::count(tx, "SELECT COUNT(*) FROM offers").await
}

//! Offers of help 帮扶资源. The provider's number, phone and note are sealed, and what the directory tells of them in words.

use std::collections::BTreeSet;

use guanai_casework::{
    Availability, Offer, OfferArea, ProviderKind, Resource, ResourceKind, ResourceTold, ResourceUnit,
};
use guanai_kernel::ids::{OfferId, OrganizationId, PersonId};
use guanai_kernel::{Date, Moment, Settlement, System};

use crate::Stretch;
use crate::applications::as_json;
use crate::engine::record::{self, Record, ids_as_cells, keys_as_cells, opened};
use crate::engine::sql::{Sql, escaped, select};
use crate::engine::table::{Table, table};
use crate::engine::{StoreError, Tx, cell, sql};
use crate::history;
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
        18 resource_kind: text_or_none,
        19 title: text_or_none,
        20 unit: text_or_none,
        21 availability: text_or_none,
        22 valid_from_on: text_or_none,
        23 told: sealed_or_none,
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
            // What offers were before the directory is none, so that a row from then is written as it was read.
            resource_kind: other_than(&ResourceKind::Help, self.resource.kind).map(|kind| kind.code().to_owned()),
            title: self.resource.title.clone(),
            unit: other_than(&ResourceUnit::Persons, self.resource.unit).map(|unit| unit.code().to_owned()),
            availability: other_than(&Availability::Open, self.resource.availability).map(|one| one.code().to_owned()),
            valid_from_on: self.resource.valid_from_on.map(|day| day.to_string()),
            told: other_than(&&ResourceTold::default(), &self.resource.told)
                .map(|told| keys.seal(owner, SealKind::Note, &as_json(told))),
        }
    }

    fn from_row(row: OfferRow, keys: &Keys) -> Result<Self, StoreError> {
        let at = cell::of(&row);
        let offer_id = at.id("offer_id", &row.offer_id)?;
        let owner = Owner::Offer(offer_id);
        let resource = resource(&row, keys, owner)?;
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
            resource,
        })
    }
}

fn other_than<T: PartialEq>(usual: &T, one: T) -> Option<T> {
    (one != *usual).then_some(one)
}

fn resource(row: &OfferRow, keys: &Keys, owner: Owner) -> Result<Resource, StoreError> {
    let at = cell::of(row);
    let (kind, unit) = (row.resource_kind.as_deref(), row.unit.as_deref());
    let availability = row.availability.as_deref();
    let told = keys.open_some(owner, SealKind::Note, row.told.as_ref())?;
    let kind = kind.map(|code| at.word("resource_kind", code, ResourceKind::from_code)).transpose()?;
    let unit = unit.map(|code| at.word("unit", code, ResourceUnit::from_code)).transpose()?;
    let availability = availability.map(|code| at.word("availability", code, Availability::from_code)).transpose()?;
    Ok(Resource {
        kind: kind.unwrap_or(ResourceKind::Help),
        title: row.title.clone(),
        unit: unit.unwrap_or(ResourceUnit::Persons),
        availability: availability.unwrap_or(Availability::Open),
        valid_from_on: at.day_or_none("valid_from_on", row.valid_from_on.as_deref())?,
        told: told.map(|json| at.json("told", &json)).transpose()?.unwrap_or_default(),
    })
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

/// Of which state of it this offer is: how often it was changed, counted from 0. Who changes it says which state they saw.
pub async fn count_former(tx: &mut Tx, offer_id: OfferId) -> Result<u64, StoreError> {
    history::count_of::<Offer>(tx, &offer_id.to_string()).await
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

/// The offers of several members, by id.
pub async fn list_of_persons(tx: &mut Tx, person_ids: &[PersonId]) -> Result<Vec<Offer>, StoreError> {
    let text = "WHERE person_id IN (SELECT j.value->>1 FROM json_each($1) AS j) ORDER BY offer_id";
    let rows = select::<OfferRow>(text).json(ids_as_cells(OfferRow::NAME, person_ids)?).all(tx).await?;
    opened(tx, rows).await
}

/// Which offers the organisations of a system made whose units serve one each, by id.
pub async fn list_ids_of_system(tx: &mut Tx, system: System) -> Result<Vec<OfferId>, StoreError> {
    let rows = sql("SELECT f.offer_id FROM offers f \
         JOIN party_organizations o ON o.organization_id = f.organization_id \
         WHERE o.system = $1 AND COALESCE(f.unit, 'persons') IN ('persons', 'posts', 'places', 'pieces') \
         ORDER BY f.offer_id")
    .bind(system.code())
    .all::<(String,)>(tx)
    .await?;
    let wrong = |key: &str| StoreError::Inconsistent { table: OfferRow::NAME, column: "offer_id", key: key.to_owned() };
    rows.iter().map(|(id,)| id.parse().map_err(|_| wrong(id))).collect()
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
    /// What the resource is.
    pub kind: Option<ResourceKind>,
    /// It holds in this township or street, or everywhere.
    pub township: Option<String>,
    /// The system of the organisation from which it comes.
    pub system: Option<System>,
}

macro_rules! wanted {
    ($start:literal, $end:literal) => {
        concat!(
            $start,
            "WHERE (CAST($1 AS TEXT) IS NULL OR offers.townships IS NULL \
             OR offers.organization_id IN (SELECT j.value->>1 FROM json_each($2) AS j) \
             OR EXISTS (SELECT 1 FROM json_each($3) AS t WHERE offers.townships LIKE (t.value->>1) ESCAPE '!')) \
             AND (CAST($4 AS TEXT) IS NULL OR offers.categories LIKE $4 ESCAPE '!') \
             AND (CAST($5 AS TEXT) IS NULL OR COALESCE(offers.resource_kind, 'help') = $5) \
             AND (CAST($6 AS TEXT) IS NULL OR offers.townships IS NULL OR offers.townships LIKE $6 ESCAPE '!') \
             AND (CAST($7 AS TEXT) IS NULL OR EXISTS (SELECT 1 FROM party_organizations o \
                 WHERE o.organization_id = offers.organization_id AND o.system = $7)) \
             AND COALESCE(offers.availability, 'open') <> 'withdrawn'",
            $end
        )
    };
}

/// The offers that are meant: those that hold on a day before those whose day is past or that are not given, then by the provider's
/// name and id. What a member took back is nobody's to see.
pub async fn list_wanted(tx: &mut Tx, wanted: &Wanted, on: Date, stretch: Stretch) -> Result<Vec<Offer>, StoreError> {
    let text = wanted!(
        "",
        " ORDER BY CASE WHEN offers.valid_until_on < $8 OR offers.availability IS NOT NULL THEN 1 ELSE 0 END, \
         offers.provider_name, offers.offer_id LIMIT $9 OFFSET $10"
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
            .bind(self.category.as_deref().map(in_list))
            .bind(self.kind.map(ResourceKind::code))
            .bind(self.township.as_deref().map(in_list))
            .bind(self.system.map(System::code)))
    }
}

/// What is offered in one area by organisations of one system.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offered {
    /// The townships and streets; none is everywhere.
    pub townships: Option<BTreeSet<String>>,
    /// Where the organisation lies from which it comes, in town or in the country, where that is known.
    pub lies_in: Option<Settlement>,
    /// How many resources.
    pub resources: u64,
    /// For how many persons, posts, places and pieces; hours and money are no such units.
    pub units: u64,
}

/// What is given on a day, by area and whose it is.
pub async fn count_by_area(tx: &mut Tx, on: Date) -> Result<Vec<Offered>, StoreError> {
    let rows = sql("SELECT f.townships, o.system, o.settlement, COUNT(*), \
         CAST(SUM(CASE WHEN COALESCE(f.unit, 'persons') IN ('persons', 'posts', 'places', 'pieces') \
             THEN f.capacity ELSE 0 END) AS BIGINT) \
         FROM offers f LEFT JOIN party_organizations o ON o.organization_id = f.organization_id \
         WHERE f.availability IS NULL AND (f.valid_until_on IS NULL OR f.valid_until_on >= $1) \
         AND (f.valid_from_on IS NULL OR f.valid_from_on <= $1) \
         GROUP BY f.townships, o.system, o.settlement \
         ORDER BY f.townships NULLS FIRST, o.system NULLS FIRST, o.settlement NULLS FIRST")
    .bind(on.to_string())
    .all::<(Option<String>, Option<String>, Option<String>, i64, i64)>(tx)
    .await?;
    let wrong = |column| StoreError::Inconsistent { table: OfferRow::NAME, column, key: String::new() };
    let offered = rows.into_iter().map(|(townships, system, stated, resources, units)| {
        let townships = townships.map(|json| serde_json::from_str(&json)).transpose();
        Ok(Offered {
            townships: townships.map_err(|_| wrong("townships"))?,
            lies_in: crate::bookings::lies_in((system, stated))?,
            resources: resources.unsigned_abs(),
            units: units.unsigned_abs(),
        })
    });
    offered.collect()
}

/// How many there are.
pub async fn count(tx: &mut Tx) -> Result<u64, StoreError> {
    record::count(tx, "SELECT COUNT(*) FROM offers").await
}

//! Persons, members or not. What they were before each change is kept.

use guanai_kernel::codes::identity::IdentityNumber;
use guanai_kernel::ids::{OrganizationId, PersonId};
use guanai_kernel::pinyin::search_key;
use guanai_kernel::{Date, Moment};
use guanai_registry::{BirthDates, Person};

use crate::Stretch;
use crate::engine::record::{
    self, Record, cells_of, keys_as_cells, opened, owned_by_person, page_of_rows, rows_by_keys, sealed,
};
use crate::engine::sql::{escaped, select};
use crate::engine::table::{PAGE_ROWS, Table, table};
use crate::engine::{Sql, StoreError, Tx, cell, sql};
use crate::history;
use crate::seal::{Keys, Owner, SealKind, keys_for};

table! {
    /// A person.
    PersonRow in persons {
        1 person_id;
        2 name: text,
        3 identity: sealed,
        4 identity_key: lookup,
        5 sex: text_or_none,
        6 ethnicity: text_or_none,
        7 birth_stated_on: text_or_none,
        8 birth_in_identity_on: text,
        9 birth_chosen_on: text_or_none,
        10 phone: sealed_or_none,
        11 phone_key: lookup_or_none,
        12 address: sealed_or_none,
        13 died_on: text_or_none,
        14 source_kind: text,
        15 import_id: text_or_none,
        16 source_place: text,
        17 source_stated_on: text,
        18 recorded_at: int,
        19 search_key: search_or_none,
        20 identity_end_key: lookup_or_none,
        21 phone_end_key: lookup_or_none,
    }
}

impl Record for Person {
    type Row = PersonRow;

    owned_by_person!(PersonRow);

    fn to_row(&self, keys: &Keys) -> PersonRow {
        let owner = Owner::Person(self.person_id);
        PersonRow {
            person_id: self.person_id.to_string(),
            name: self.name.clone(),
            identity: keys.seal(owner, SealKind::Identity, self.identity.as_str()),
            identity_key: keys.lookup(SealKind::Identity, self.identity.as_str()),
            sex: self.sex.clone(),
            ethnicity: self.ethnicity.clone(),
            birth_stated_on: self.birth.stated_on.map(|day| day.to_string()),
            birth_in_identity_on: self.birth.in_identity_on.to_string(),
            birth_chosen_on: self.birth.chosen_on.map(|day| day.to_string()),
            phone: keys.seal_some(owner, SealKind::Phone, self.phone.as_deref()),
            phone_key: self.phone.as_deref().map(|phone| keys.lookup(SealKind::Phone, phone)),
            address: keys.seal_some(owner, SealKind::Address, self.address.as_deref()),
            died_on: self.died_on.map(|day| day.to_string()),
            source_kind: self.source.kind.code().to_owned(),
            import_id: self.source.import_id.map(|id| id.to_string()),
            source_place: self.source.place.clone(),
            source_stated_on: self.source.stated_on.to_string(),
            recorded_at: self.recorded_at.as_micros(),
            search_key: Some(search_key(&self.name)),
            identity_end_key: Some(keys.lookup(SealKind::IdentityEnd, number_end(self.identity.as_str()))),
            phone_end_key: self.phone.as_deref().map(|phone| keys.lookup(SealKind::PhoneEnd, number_end(phone))),
        }
    }

    fn from_row(row: PersonRow, keys: &Keys) -> Result<Self, StoreError> {
        let at = cell::of(&row);
        let person_id = at.id("person_id", &row.person_id)?;
        let owner = Owner::Person(person_id);
        let identity = keys.open(owner, SealKind::Identity, &row.identity)?;
        if keys.lookup(SealKind::Identity, &identity) != row.identity_key {
            return Err(at.inconsistent("identity_key"));
        }
        Ok(Self {
            person_id,
            identity: IdentityNumber::from_stored(&identity).map_err(|_| at.inconsistent("identity"))?,
            birth: BirthDates {
                stated_on: at.day_or_none("birth_stated_on", row.birth_stated_on.as_deref())?,
                in_identity_on: at.day("birth_in_identity_on", &row.birth_in_identity_on)?,
                chosen_on: at.day_or_none("birth_chosen_on", row.birth_chosen_on.as_deref())?,
            },
            phone: keys.open_some(owner, SealKind::Phone, row.phone.as_ref())?,
            address: keys.open_some(owner, SealKind::Address, row.address.as_ref())?,
            died_on: at.day_or_none("died_on", row.died_on.as_deref())?,
            source: at.source(&row.source_kind, row.import_id.as_deref(), row.source_place, &row.source_stated_on)?,
            name: row.name,
            sex: row.sex,
            ethnicity: row.ethnicity,
            recorded_at: Moment::from_micros(row.recorded_at),
        })
    }
}

/// The ends of the numbers of a person, for a masked display; nothing else of them is opened for the reader.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NumberEnds {
    /// Whose.
    pub person_id: PersonId,
    /// The last four letters of the identity number.
    pub identity_last4: String,
    /// The last four figures of the phone, where one is known.
    pub phone_last4: Option<String>,
}

/// The last four characters of a number.
fn number_end(number: &str) -> &str {
    let from = number.char_indices().rev().nth(3).map_or(0, |(at, _)| at);
    number.get(from..).unwrap_or(number)
}

/// Adds persons; an identity number that is there already is a conflict (`persons_identity_key_key`).
pub async fn add_many(tx: &mut Tx, persons: &[Person]) -> Result<(), StoreError> {
    record::add_many(tx, persons).await
}

/// Replaces the state `before` with `after` and keeps the one before. Refused where `before` no longer stands.
pub async fn amend(tx: &mut Tx, before: &Person, after: &Person, at: Moment) -> Result<(), StoreError> {
    record::amend_many(tx, &[(before.clone(), after.clone())], at).await
}

/// Replaces states `(before, after)`, keeping those before.
pub async fn amend_many(tx: &mut Tx, changes: &[(Person, Person)], at: Moment) -> Result<(), StoreError> {
    record::amend_many(tx, changes, at).await
}

/// The person with this id.
pub async fn find(tx: &mut Tx, person_id: PersonId) -> Result<Option<Person>, StoreError> {
    record::find(tx, &person_id.to_string()).await
}

/// The person with this id, who must exist.
pub async fn get(tx: &mut Tx, person_id: PersonId) -> Result<Person, StoreError> {
    record::get(tx, &person_id.to_string()).await
}

/// The person with this identity number.
pub async fn find_by_identity(tx: &mut Tx, identity: &IdentityNumber) -> Result<Option<Person>, StoreError> {
    Ok(list_by_identities(tx, std::slice::from_ref(identity)).await?.pop())
}

/// The persons with these identity numbers, by id; numbers that nobody has are left out.
pub async fn list_by_identities(tx: &mut Tx, identities: &[IdentityNumber]) -> Result<Vec<Person>, StoreError> {
    let mut persons = Vec::new();
    for chunk in identities.chunks(PAGE_ROWS) {
        let keys: Vec<_> = chunk.iter().map(|n| tx.seal().lookup(SealKind::Identity, n.as_str())).collect();
        let rows = select::<PersonRow>("WHERE identity_key IN (SELECT j.value->>1 FROM json_each($1) AS j)")
            .json(keys_as_cells(PersonRow::NAME, keys.iter().map(crate::seal::LookupKey::as_text))?)
            .all(tx)
            .await?;
        persons.extend(opened::<Person>(tx, rows).await?);
    }
    persons.sort_by_key(|person| person.person_id);
    Ok(persons)
}

/// The persons with this phone, by id.
pub async fn list_by_phone(tx: &mut Tx, phone: &str) -> Result<Vec<Person>, StoreError> {
    let key = tx.seal().lookup(SealKind::Phone, phone);
    let rows = select::<PersonRow>("WHERE phone_key = $1 ORDER BY person_id").bind(key).all(tx).await?;
    opened(tx, rows).await
}

/// The persons who are called exactly so, by id.
pub async fn list_by_names(tx: &mut Tx, names: &[&str]) -> Result<Vec<Person>, StoreError> {
    let mut persons = Vec::new();
    for chunk in names.chunks(PAGE_ROWS) {
        let rows = select::<PersonRow>("WHERE name IN (SELECT j.value->>1 FROM json_each($1) AS j)")
            .json(keys_as_cells(PersonRow::NAME, chunk.iter().copied())?)
            .all(tx)
            .await?;
        persons.extend(opened::<Person>(tx, rows).await?);
    }
    persons.sort_by_key(|person| person.person_id);
    Ok(persons)
}

/// The persons with these ids, by id; ids that nobody has are left out.
pub async fn list_by_ids(tx: &mut Tx, person_ids: &[PersonId]) -> Result<Vec<Person>, StoreError> {
    let keys: Vec<String> = person_ids.iter().map(ToString::to_string).collect();
    record::list_by_keys(tx, &keys).await
}

/// Every person, by id.
pub async fn list_all(tx: &mut Tx) -> Result<Vec<Person>, StoreError> {
    record::list_all(tx).await
}

/// Everybody who belongs somewhere on a day, by id, read page by page: of a county's people a third are relatives who do not.
pub async fn list_belonging(tx: &mut Tx, on: Date) -> Result<Vec<Person>, StoreError> {
    let mut persons: Vec<Person> = Vec::new();
    loop {
        let after = persons.last().map_or_else(String::new, |person| person.person_id.to_string());
        // Asked of each person: as a list of persons SQLite would gather everybody's spells anew for each page.
        let rows = select::<PersonRow>(
            "WHERE person_id > $1 AND EXISTS (SELECT 1 FROM memberships m WHERE m.person_id = persons.person_id \
             AND m.since_on <= $2 AND (m.until_on IS NULL OR $2 < m.until_on)) ORDER BY person_id LIMIT 5000",
        )
        .bind(after)
        .bind(on.to_string())
        .all(tx)
        .await?;
        if rows.is_empty() {
            return Ok(persons);
        }
        persons.extend(opened(tx, rows).await?);
    }
}

/// The ends of numbers of these persons, by id.
pub async fn list_number_ends(tx: &mut Tx, person_ids: &[PersonId]) -> Result<Vec<NumberEnds>, StoreError> {
    let ids: Vec<String> = person_ids.iter().map(ToString::to_string).collect();
    let rows = rows_by_keys::<PersonRow>(tx, ids.iter().map(String::as_str)).await?;
    let keys = keys_for(tx, person_ids.iter().copied().map(Owner::Person)).await?;
    let ends = rows.iter().map(|row| {
        let person_id = cell::of(row).id("person_id", &row.person_id)?;
        let owner = Owner::Person(person_id);
        let phone = row.phone.as_ref().map(|phone| keys.last4(owner, SealKind::Phone, phone));
        Ok(NumberEnds {
            person_id,
            identity_last4: keys.last4(owner, SealKind::Identity, &row.identity)?,
            phone_last4: phone.transpose()?,
        })
    });
    ends.collect()
}

/// By what somebody is looked for. `Debug` shows the kind, never the words.
#[derive(Clone, PartialEq, Eq)]
pub enum Search {
    /// A part of a name.
    Name(String),
    /// The beginning of a name's pinyin or of its initials, as [`guanai_kernel::pinyin::search_word`] has it.
    Pinyin(String),
    /// The last four characters of an identity number or phone.
    NumberEnd(String),
    /// A whole identity number or phone.
    Number(String),
    /// The last four figures of a phone.
    PhoneEnd(String),
    /// A whole phone.
    Phone(String),
}

impl std::fmt::Debug for Search {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Name(_) => "Name(…)",
            Self::Pinyin(_) => "Pinyin(…)",
            Self::NumberEnd(_) => "NumberEnd(…)",
            Self::Number(_) => "Number(…)",
            Self::PhoneEnd(_) => "PhoneEnd(…)",
            Self::Phone(_) => "Phone(…)",
        })
    }
}

/// Which persons are meant: those of some organisations (none is everybody, members or not) that a search finds.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Wanted {
    /// Where their running spell is.
    pub organizations: Option<Vec<OrganizationId>>,
    /// By what they are looked for.
    pub search: Option<Search>,
}

/// Everybody's text never looks at memberships, and a scope's begins there: each engine takes the index that fits.
macro_rules! wanted {
    (everybody $what:literal, $order:literal) => {
        wanted!(@ $what, " FROM persons p WHERE CAST($1 AS TEXT) IS NULL AND CAST($2 AS TEXT) IS NOT NULL", $order)
    };
    (of_some $what:literal, $order:literal) => {
        wanted!(@ $what,
            " FROM memberships m JOIN persons p ON p.person_id = m.person_id \
             WHERE CAST($1 AS TEXT) IS NOT NULL AND m.until_on IS NULL \
             AND m.organization_id IN (SELECT j.value->>1 FROM json_each($2) AS j)", $order)
    };
    (@ $what:literal, $from:literal, $order:literal) => {
        concat!(
            "SELECT ",
            $what,
            $from,
            " AND (CAST($3 AS TEXT) IS NULL OR LOWER(p.name) LIKE LOWER($3) ESCAPE '!') \
             AND (CAST($4 AS TEXT) IS NULL OR ' ' || p.search_key LIKE $4) \
             AND (CAST($5 AS TEXT) IS NULL OR p.identity_end_key = $5 OR p.phone_end_key = $6) \
             AND (CAST($7 AS TEXT) IS NULL OR p.identity_key = $7 OR p.phone_key = $8)",
            $order
        )
    };
}

/// The ids of the persons that are meant, in the order of their names' pinyin.
pub async fn list_wanted(tx: &mut Tx, wanted: &Wanted, stretch: Stretch) -> Result<Vec<PersonId>, StoreError> {
    let text = if wanted.organizations.is_some() {
        wanted!(of_some "p.person_id", " ORDER BY p.search_key, p.name, p.person_id LIMIT $9 OFFSET $10")
    } else {
        wanted!(everybody "p.person_id", " ORDER BY p.search_key, p.name, p.person_id LIMIT $9 OFFSET $10")
    };
    let rows = wanted.bind(sql(text), tx)?.stretch(stretch).all::<(String,)>(tx).await?;
    let wrong =
        |key: &str| StoreError::Inconsistent { table: PersonRow::NAME, column: "person_id", key: key.to_owned() };
    rows.iter().map(|(id,)| id.parse().map_err(|_| wrong(id))).collect()
}

/// How many persons are meant.
pub async fn count_wanted(tx: &mut Tx, wanted: &Wanted) -> Result<u64, StoreError> {
    let text = match (&wanted.organizations, &wanted.search) {
        (None, None) => return record::count(tx, "SELECT COUNT(*) FROM persons").await,
        (None, Some(_)) => wanted!(everybody "COUNT(*)", ""),
        (Some(_), _) => wanted!(of_some "COUNT(*)", ""),
    };
    let (count,) = wanted.bind(sql(text), tx)?.one::<(i64,)>(tx).await?;
    Ok(count.unsigned_abs())
}

impl Wanted {
    fn bind(&self, text: Sql, tx: &Tx) -> Result<Sql, StoreError> {
        let lookup = |kind, number: &str| tx.seal().lookup(kind, number).as_text().to_owned();
        let (mut name, mut pinyin, mut ends, mut wholes) = (None, None, [None, None], [None, None]);
        match &self.search {
            None => {}
            Some(Search::Name(part)) => name = Some(format!("%{}%", escaped(part))),
            Some(Search::Pinyin(word)) => pinyin = Some(format!("% {}%", escaped(word))),
            Some(Search::NumberEnd(end)) => {
                ends = [SealKind::IdentityEnd, SealKind::PhoneEnd].map(|kind| Some(lookup(kind, end)));
            }
            Some(Search::Number(number)) => {
                wholes = [SealKind::Identity, SealKind::Phone].map(|kind| Some(lookup(kind, number)));
            }
            // No identity number has the empty key.
            Some(Search::PhoneEnd(end)) => ends = [Some(String::new()), Some(lookup(SealKind::PhoneEnd, end))],
            Some(Search::Phone(phone)) => wholes = [Some(String::new()), Some(lookup(SealKind::Phone, phone))],
        }
        let [identity_end, phone_end] = ends;
        let [identity, phone] = wholes;
        Ok(text
            .among(PersonRow::NAME, self.organizations.as_ref())?
            .bind(name)
            .bind(pinyin)
            .bind(identity_end)
            .bind(phone_end)
            .bind(identity)
            .bind(phone))
    }
}

/// Makes anew what persons are searched by, from what is known of them.
pub async fn rebuild_search_keys(tx: &mut Tx) -> Result<(), StoreError> {
    let mut after = Vec::new();
    loop {
        let rows = page_of_rows::<PersonRow>(tx, &after).await?;
        let Some(last) = rows.last() else { return Ok(()) };
        after = vec![last.person_id.clone()];
        let persons = opened::<Person>(tx, rows).await?;
        let rows = sealed(tx, &persons).await?;
        let met = sql(PersonRow::UPDATE).json(cells_of(&rows)?).execute(tx).await?;
        StoreError::expect_rows(PersonRow::NAME, rows.len(), met)?;
    }
}

/// What a person was before, oldest first, each with the moment of its replacement.
pub async fn list_former(tx: &mut Tx, person_id: PersonId) -> Result<Vec<(Moment, Person)>, StoreError> {
    history::list_of(tx, &person_id.to_string()).await
}

/// How many there are.
pub async fn count(tx: &mut Tx) -> Result<u64, StoreError> {
    record::count(tx, "SELECT COUNT(*) FROM persons").await
}

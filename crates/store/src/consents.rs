//! Consents 同意事项, each as it was said. Only ever added to.

use guanai_kernel::Moment;
use guanai_kernel::ids::{ConsentId, PersonId};
use guanai_registry::{Consent, ConsentAnswer};

use crate::engine::record::{self, Record, ids_as_cells, opened};
use crate::engine::sql::select;
use crate::engine::table::{Table, table};
use crate::engine::{StoreError, Tx, cell, sql};
use crate::seal::Keys;

table! {
    /// A consent as it was said.
    ConsentRow in consents {
        1 consent_id;
        2 person_id: text,
        3 kind: text,
        4 no: int,
        5 answer: text,
        6 said_on: text,
        7 said_by: text,
        8 is_on_behalf: flag,
        9 recorded_at: int,
    }
}

impl Record for Consent {
    type Row = ConsentRow;

    fn to_row(&self, _keys: &Keys) -> ConsentRow {
        ConsentRow {
            consent_id: self.consent_id.to_string(),
            person_id: self.person_id.to_string(),
            kind: self.kind.clone(),
            no: self.no,
            answer: self.answer.code().to_owned(),
            said_on: self.said_on.to_string(),
            said_by: self.said_by.clone(),
            is_on_behalf: self.is_on_behalf,
            recorded_at: self.recorded_at.as_micros(),
        }
    }

    fn from_row(row: ConsentRow, _keys: &Keys) -> Result<Self, StoreError> {
        let at = cell::of(&row);
        Ok(Self {
            consent_id: at.id("consent_id", &row.consent_id)?,
            person_id: at.id("person_id", &row.person_id)?,
            answer: at.word("answer", &row.answer, ConsentAnswer::from_code)?,
            said_on: at.day("said_on", &row.said_on)?,
            kind: row.kind,
            no: row.no,
            said_by: row.said_by,
            is_on_behalf: row.is_on_behalf,
            recorded_at: Moment::from_micros(row.recorded_at),
        })
    }
}

/// Appends what was said; a second word of one number is a conflict (`consents_person_id_kind_no_key`).
pub async fn append(tx: &mut Tx, consent: &Consent) -> Result<(), StoreError> {
    record::add_many(tx, std::slice::from_ref(consent)).await
}

/// The consent with this id.
pub async fn find(tx: &mut Tx, consent_id: ConsentId) -> Result<Option<Consent>, StoreError> {
    record::find(tx, &consent_id.to_string()).await
}

/// What a person said, by kind and oldest first.
pub async fn list_of(tx: &mut Tx, person_id: PersonId) -> Result<Vec<Consent>, StoreError> {
    let rows =
        select::<ConsentRow>("WHERE person_id = $1 ORDER BY kind, no").bind(person_id.to_string()).all(tx).await?;
    opened(tx, rows).await
}

/// What these persons said of a kind of consent, by person and oldest first.
pub async fn list_of_kind(tx: &mut Tx, kind: &str, person_ids: &[PersonId]) -> Result<Vec<Consent>, StoreError> {
    let text = "WHERE kind = $1 AND person_id IN (SELECT j.value->>1 FROM json_each($2) AS j) ORDER BY person_id, no";
    let of = ids_as_cells(ConsentRow::NAME, person_ids)?;
    let rows = select::<ConsentRow>(text).bind(kind).json(of).all(tx).await?;
    opened(tx, rows).await
}

/// Who refused a kind of consent when they spoke of it last.
pub async fn list_refused(tx: &mut Tx, kind: &str) -> Result<Vec<PersonId>, StoreError> {
    let rows = sql("SELECT c.person_id FROM consents c WHERE c.kind = $1 AND c.answer = 'refused' AND c.no = \
         (SELECT MAX(d.no) FROM consents d WHERE d.person_id = c.person_id AND d.kind = c.kind) ORDER BY c.person_id")
    .bind(kind)
    .all::<(String,)>(tx)
    .await?;
    persons_in(&rows)
}

/// The same of these persons alone: nobody else's consents are read.
pub async fn list_refused_of(tx: &mut Tx, kind: &str, person_ids: &[PersonId]) -> Result<Vec<PersonId>, StoreError> {
    let rows = sql("SELECT c.person_id FROM consents c \
         WHERE c.person_id IN (SELECT j.value->>1 FROM json_each($2) AS j) AND c.kind = $1 AND c.answer = 'refused' AND c.no = \
         (SELECT MAX(d.no) FROM consents d WHERE d.person_id = c.person_id AND d.kind = c.kind) ORDER BY c.person_id")
    .bind(kind)
    .json(ids_as_cells("consents", person_ids)?)
    .all::<(String,)>(tx)
    .await?;
    persons_in(&rows)
}

fn persons_in(rows: &[(String,)]) -> Result<Vec<PersonId>, StoreError> {
    let wrong = |key: &str| StoreError::Inconsistent { table: "consents", column: "person_id", key: key.to_owned() };
    rows.iter().map(|(id,)| id.parse().map_err(|_| wrong(id))).collect()
}

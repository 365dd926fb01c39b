//! Who was told of an organisation that did nothing (R18). Only ever added to; it is no part of the canonical export.

use guanai_casework::reach::QuietTelling;
use guanai_kernel::Moment;
use guanai_kernel::Post;
use guanai_kernel::ids::OrganizationId;

use crate::engine::record::{self, Record, cells_of, ids_as_cells, opened};
use crate::engine::sql::select;
use crate::engine::table::{PAGE_ROWS, Table, table};
use crate::engine::{StoreError, Tx, cell, sql};
use crate::seal::Keys;

table! {
    /// That an account was told.
    QuietTellingRow in quiet_tellings {
        1 organization_id, 2 quiet_from_on, 3 account_id;
        4 post: text,
        5 told_at: int,
    }
}

impl Record for QuietTelling {
    type Row = QuietTellingRow;

    fn to_row(&self, _keys: &Keys) -> QuietTellingRow {
        QuietTellingRow {
            organization_id: self.organization_id.to_string(),
            quiet_from_on: self.quiet_from_on.to_string(),
            account_id: self.account.clone(),
            post: self.post.code().to_owned(),
            told_at: self.told_at.as_micros(),
        }
    }

    fn from_row(row: QuietTellingRow, _keys: &Keys) -> Result<Self, StoreError> {
        let at = cell::of(&row);
        Ok(Self {
            organization_id: at.id("organization_id", &row.organization_id)?,
            quiet_from_on: at.day("quiet_from_on", &row.quiet_from_on)?,
            post: at.word("post", &row.post, Post::from_code)?,
            told_at: Moment::from_micros(row.told_at),
            account: row.account_id,
        })
    }
}

/// Appends who was told; what stands already stays as it is. How many are new.
pub async fn append_many(tx: &mut Tx, tellings: &[QuietTelling]) -> Result<u64, StoreError> {
    let mut new = 0;
    for chunk in tellings.chunks(PAGE_ROWS) {
        let rows = record::sealed(tx, chunk).await?;
        new += sql("INSERT INTO quiet_tellings (organization_id, quiet_from_on, account_id, post, told_at) \
             SELECT j.value->>1, j.value->>2, j.value->>3, j.value->>4, CAST(j.value->>5 AS BIGINT) \
             FROM json_each($1) AS j WHERE true ON CONFLICT (organization_id, quiet_from_on, account_id) DO NOTHING")
        .json(cells_of(&rows)?)
        .execute(tx)
        .await?;
    }
    Ok(new)
}

/// Who was told of these organisations, the latest stretch of each first.
pub async fn list_of(tx: &mut Tx, organizations: &[OrganizationId]) -> Result<Vec<QuietTelling>, StoreError> {
    let text = "WHERE organization_id IN (SELECT j.value->>1 FROM json_each($1) AS j) \
         ORDER BY organization_id, quiet_from_on DESC, told_at, account_id";
    let rows =
        select::<QuietTellingRow>(text).json(ids_as_cells(QuietTellingRow::NAME, organizations)?).all(tx).await?;
    opened(tx, rows).await
}

/// Of what an account was told, the latest stretch first.
pub async fn list_to(tx: &mut Tx, account: &str) -> Result<Vec<QuietTelling>, StoreError> {
    let text = "WHERE account_id = $1 ORDER BY quiet_from_on DESC, organization_id";
    let rows = select::<QuietTellingRow>(text).bind(account).all(tx).await?;
    opened(tx, rows).await
}

//! Dated posts 任职.

use guanai_kernel::ids::{OrganizationId, PersonId, PostId};
use guanai_kernel::{Date, Moment};
use guanai_registry::Post;

use crate::engine::record::{self, Record, document, ids_as_cells, opened};
use crate::engine::sql::select;
use crate::engine::table::{PAGE_ROWS, Table, table};
use crate::engine::{StoreError, Tx, cell, sql};
use crate::seal::Keys;

table! {
    /// A post.
    PostRow in posts {
        1 post_id;
        2 person_id: text,
        3 organization_id: text,
        4 code: text_or_none,
        5 title: text,
        6 since_on: text,
        7 until_on: text_or_none,
        8 source_kind: text,
        9 import_id: text_or_none,
        10 source_place: text,
        11 source_stated_on: text,
        12 recorded_at: int,
    }
}

impl Record for Post {
    type Row = PostRow;

    fn to_row(&self, _keys: &Keys) -> PostRow {
        PostRow {
            post_id: self.post_id.to_string(),
            person_id: self.person_id.to_string(),
            organization_id: self.organization_id.to_string(),
            code: self.code.clone(),
            title: self.title.clone(),
            since_on: self.since_on.to_string(),
            until_on: self.until_on.map(|day| day.to_string()),
            source_kind: self.source.kind.code().to_owned(),
            import_id: self.source.import_id.map(|id| id.to_string()),
            source_place: self.source.place.clone(),
            source_stated_on: self.source.stated_on.to_string(),
            recorded_at: self.recorded_at.as_micros(),
        }
    }

    fn from_row(row: PostRow, _keys: &Keys) -> Result<Self, StoreError> {
        let at = cell::of(&row);
        Ok(Self {
            post_id: at.id("post_id", &row.post_id)?,
            person_id: at.id("person_id", &row.person_id)?,
            organization_id: at.id("organization_id", &row.organization_id)?,
            code: row.code,
            title: row.title,
            since_on: at.day("since_on", &row.since_on)?,
            until_on: at.day_or_none("until_on", row.until_on.as_deref())?,
            source: at.source(&row.source_kind, row.import_id.as_deref(), row.source_place, &row.source_stated_on)?,
            recorded_at: Moment::from_micros(row.recorded_at),
        })
    }
}

/// Adds posts.
pub async fn add_many(tx: &mut Tx, posts: &[Post]) -> Result<(), StoreError> {
    record::add_many(tx, posts).await
}

/// Replaces states `(before, after)`, keeping those before.
pub async fn amend_many(tx: &mut Tx, changes: &[(Post, Post)], at: Moment) -> Result<(), StoreError> {
    record::amend_many(tx, changes, at).await
}

/// Ends posts that are held: the first day on which each no longer is. Refused where one is not held.
pub async fn end_many(tx: &mut Tx, ends: &[(PostId, Date)]) -> Result<(), StoreError> {
    for chunk in ends.chunks(PAGE_ROWS) {
        let rows = chunk.iter().map(|(id, day)| ((), id.to_string(), day.to_string()));
        let met = sql("UPDATE posts SET until_on = n.until_on \
             FROM (SELECT j.value->>1 AS post_id, j.value->>2 AS until_on FROM json_each($1) AS j) AS n \
             WHERE posts.post_id = n.post_id AND posts.until_on IS NULL")
        .json(document(PostRow::NAME, rows)?)
        .execute(tx)
        .await?;
        StoreError::expect_rows(PostRow::NAME, chunk.len(), met)?;
    }
    Ok(())
}

/// Every post, by id.
pub async fn list_all(tx: &mut Tx) -> Result<Vec<Post>, StoreError> {
    record::list_all(tx).await
}

/// The posts that are held on a day, by person.
pub async fn list_on(tx: &mut Tx, on: Date) -> Result<Vec<Post>, StoreError> {
    let text = "WHERE since_on <= $1 AND (until_on IS NULL OR $1 < until_on) ORDER BY person_id, post_id";
    let rows = select::<PostRow>(text).bind(on.to_string()).all(tx).await?;
    opened(tx, rows).await
}

/// The posts that these persons hold on a day, by person.
pub async fn list_on_of(tx: &mut Tx, on: Date, person_ids: &[PersonId]) -> Result<Vec<Post>, StoreError> {
    let text = "WHERE person_id IN (SELECT j.value->>1 FROM json_each($2) AS j) \
         AND since_on <= $1 AND (until_on IS NULL OR $1 < until_on) ORDER BY person_id, post_id";
    let of = ids_as_cells(PostRow::NAME, person_ids)?;
    let rows = select::<PostRow>(text).bind(on.to_string()).json(of).all(tx).await?;
    opened(tx, rows).await
}

/// The posts that these persons hold on a day, by person; one that is known from a book alone is taken to have been held before
/// the book's day too.
pub async fn list_known_on_of(tx: &mut Tx, on: Date, person_ids: &[PersonId]) -> Result<Vec<Post>, StoreError> {
    let text = "WHERE person_id IN (SELECT j.value->>1 FROM json_each($2) AS j) \
         AND (since_on <= $1 OR since_on = source_stated_on) AND (until_on IS NULL OR $1 < until_on) \
         ORDER BY person_id, post_id";
    let of = ids_as_cells(PostRow::NAME, person_ids)?;
    let rows = select::<PostRow>(text).bind(on.to_string()).json(of).all(tx).await?;
    opened(tx, rows).await
}

/// The posts of these persons that are over since a day or later, by person and id: not those that were never held, nor those
/// that the same person went on holding by another record.
pub async fn list_left_since(tx: &mut Tx, person_ids: &[PersonId], since: Date) -> Result<Vec<Post>, StoreError> {
    let text = "WHERE person_id IN (SELECT j.value->>1 FROM json_each($2) AS j) \
         AND until_on > $1 AND since_on < until_on AND NOT EXISTS (SELECT 1 FROM posts p \
         WHERE p.person_id = posts.person_id AND p.organization_id = posts.organization_id AND p.code = posts.code \
         AND p.post_id <> posts.post_id AND p.since_on <= posts.until_on \
         AND (p.until_on IS NULL OR posts.until_on < p.until_on)) ORDER BY person_id, post_id";
    let of = ids_as_cells(PostRow::NAME, person_ids)?;
    let rows = select::<PostRow>(text).bind(since.to_string()).json(of).all(tx).await?;
    opened(tx, rows).await
}

/// A person's posts, oldest first.
pub async fn list_of(tx: &mut Tx, person_id: PersonId) -> Result<Vec<Post>, StoreError> {
    let text = "WHERE person_id = $1 ORDER BY since_on, post_id";
    let rows = select::<PostRow>(text).bind(person_id.to_string()).all(tx).await?;
    opened(tx, rows).await
}

/// The posts at these organisations, of whatever day, the latest first.
pub async fn list_at(tx: &mut Tx, organization_ids: &[OrganizationId]) -> Result<Vec<Post>, StoreError> {
    let text = "WHERE organization_id IN (SELECT j.value->>1 FROM json_each($1) AS j) \
         ORDER BY organization_id, since_on DESC, post_id";
    let rows = select::<PostRow>(text).json(ids_as_cells(PostRow::NAME, organization_ids)?).all(tx).await?;
    opened(tx, rows).await
}

/// The post with this id.
pub async fn find(tx: &mut Tx, post_id: PostId) -> Result<Option<Post>, StoreError> {
    record::find(tx, &post_id.to_string()).await
}

/// What a post was before, oldest first, each with the moment of its replacement.
pub async fn list_former(tx: &mut Tx, post_id: PostId) -> Result<Vec<(Moment, Post)>, StoreError> {
    crate::history::list_of(tx, &post_id.to_string()).await
}

/// The organisations, of these (none is every one), where somebody held a post of this kind that is over, and nobody holds one on a
/// day; by code, those where nobody was ever recorded left out: that nobody is known is not that nobody is there.
pub async fn list_gaps(
    tx: &mut Tx,
    code: &str,
    on: Date,
    organizations: Option<&[OrganizationId]>,
) -> Result<Vec<OrganizationId>, StoreError> {
    let rows = sql("SELECT o.organization_id FROM party_organizations o \
         WHERE (CAST($1 AS TEXT) IS NULL OR o.organization_id IN (SELECT j.value->>1 FROM json_each($2) AS j)) \
         AND o.organization_id IN (SELECT p.organization_id FROM posts p WHERE p.code = $3 AND p.until_on <= $4) \
         AND NOT EXISTS (SELECT 1 FROM posts p WHERE p.organization_id = o.organization_id AND p.code = $3 \
         AND p.since_on <= $4 AND (p.until_on IS NULL OR $4 < p.until_on)) ORDER BY o.code, o.organization_id")
    .among(PostRow::NAME, organizations)?
    .bind(code)
    .bind(on.to_string())
    .all::<(String,)>(tx)
    .await?;
    let wrong = |key: &str| StoreError::Inconsistent {
        table: "party_organizations",
        column: "organization_id",
        key: key.to_owned(),
    };
    rows.iter().map(|(id,)| id.parse().map_err(|_| wrong(id))).collect()
}

//! What members say and are answered 党员提出的事项. Words and answers are sealed, since they may tell of health.

use guanai_casework::{Ask, AskState, AskTopic, Reply, Review};
use guanai_kernel::Moment;
use guanai_kernel::ids::{AskId, OrganizationId, PersonId};

use crate::Stretch;
use crate::engine::record::{self, Record, keys_as_cells, opened, owned_by_person};
use crate::engine::sql::{Sql, select};
use crate::engine::table::{Table, table};
use crate::engine::{StoreError, Tx, cell, sql};
use crate::history;
use crate::seal::{Keys, Owner, SealKind, Sealed};

table! {
    /// Something that a member said.
    AskRow in asks {
        1 ask_id;
        2 person_id: text,
        3 topic: text,
        4 measure: text_or_none,
        5 words: sealed,
        6 said_by: text,
        7 is_on_behalf: flag,
        8 asked_on: text,
        9 due_on: text,
        10 state: text,
        11 reply_words: sealed_or_none,
        12 reply_by: text_or_none,
        13 reply_role: text_or_none,
        14 reply_on: text_or_none,
        15 review_words: sealed_or_none,
        16 review_asked_on: text_or_none,
        17 review_due_on: text_or_none,
        18 review_reply_words: sealed_or_none,
        19 review_reply_by: text_or_none,
        20 review_reply_role: text_or_none,
        21 review_reply_on: text_or_none,
        22 recorded_at: int,
    }
}

/// An answer's cells.
struct ReplyCells {
    words: Option<Sealed>,
    by: Option<String>,
    role: Option<String>,
    on: Option<String>,
}

impl ReplyCells {
    fn of(reply: Option<&Reply>, owner: Owner, keys: &Keys) -> Self {
        Self {
            words: keys.seal_some(owner, SealKind::Words, reply.map(|reply| reply.words.as_str())),
            by: reply.map(|reply| reply.by.clone()),
            role: reply.map(|reply| reply.role.clone()),
            on: reply.map(|reply| reply.on.to_string()),
        }
    }

    fn read(
        self,
        owner: Owner,
        keys: &Keys,
        at: &cell::Place,
        column: &'static str,
    ) -> Result<Option<Reply>, StoreError> {
        match (self.words, self.by, self.role, self.on) {
            (None, None, None, None) => Ok(None),
            (Some(words), Some(by), Some(role), Some(on)) => {
                let words = keys.open(owner, SealKind::Words, &words)?;
                Ok(Some(Reply { words, by, role, on: at.day(column, &on)? }))
            }
            _ => Err(at.inconsistent(column)),
        }
    }
}

impl Record for Ask {
    type Row = AskRow;

    owned_by_person!(AskRow);

    fn to_row(&self, keys: &Keys) -> AskRow {
        let owner = Owner::Person(self.person_id);
        let review = self.review.as_ref();
        let reply = ReplyCells::of(self.reply.as_ref(), owner, keys);
        let second = ReplyCells::of(review.and_then(|review| review.reply.as_ref()), owner, keys);
        AskRow {
            ask_id: self.ask_id.to_string(),
            person_id: self.person_id.to_string(),
            topic: self.topic.code().to_owned(),
            measure: self.measure.clone(),
            words: keys.seal(owner, SealKind::Words, &self.words),
            said_by: self.said_by.clone(),
            is_on_behalf: self.is_on_behalf,
            asked_on: self.asked_on.to_string(),
            due_on: self.due_on.to_string(),
            state: self.state.code().to_owned(),
            reply_words: reply.words,
            reply_by: reply.by,
            reply_role: reply.role,
            reply_on: reply.on,
            review_words: keys.seal_some(owner, SealKind::Words, review.map(|review| review.words.as_str())),
            review_asked_on: review.map(|review| review.asked_on.to_string()),
            review_due_on: review.map(|review| review.due_on.to_string()),
            review_reply_words: second.words,
            review_reply_by: second.by,
            review_reply_role: second.role,
            review_reply_on: second.on,
            recorded_at: self.recorded_at.as_micros(),
        }
    }

    fn from_row(row: AskRow, keys: &Keys) -> Result<Self, StoreError> {
        let at = cell::of(&row);
        let person_id = at.id("person_id", &row.person_id)?;
        let owner = Owner::Person(person_id);
        let reply = ReplyCells { words: row.reply_words, by: row.reply_by, role: row.reply_role, on: row.reply_on };
        let second = ReplyCells {
            words: row.review_reply_words,
            by: row.review_reply_by,
            role: row.review_reply_role,
            on: row.review_reply_on,
        };
        let second = second.read(owner, keys, &at, "review_reply_on")?;
        let review = match (row.review_words, row.review_asked_on, row.review_due_on) {
            (None, None, None) if second.is_none() => None,
            (Some(words), Some(asked_on), Some(due_on)) => Some(Review {
                words: keys.open(owner, SealKind::Words, &words)?,
                asked_on: at.day("review_asked_on", &asked_on)?,
                due_on: at.day("review_due_on", &due_on)?,
                reply: second,
            }),
            _ => return Err(at.inconsistent("review_words")),
        };
        Ok(Self {
            ask_id: at.id("ask_id", &row.ask_id)?,
            person_id,
            topic: at.word("topic", &row.topic, AskTopic::from_code)?,
            measure: row.measure,
            words: keys.open(owner, SealKind::Words, &row.words)?,
            said_by: row.said_by,
            is_on_behalf: row.is_on_behalf,
            asked_on: at.day("asked_on", &row.asked_on)?,
            due_on: at.day("due_on", &row.due_on)?,
            state: at.word("state", &row.state, AskState::from_code)?,
            reply: reply.read(owner, keys, &at, "reply_on")?,
            review,
            recorded_at: Moment::from_micros(row.recorded_at),
        })
    }
}

/// Adds what was said.
pub async fn add(tx: &mut Tx, ask: &Ask) -> Result<(), StoreError> {
    record::add_many(tx, std::slice::from_ref(ask)).await
}

/// Replaces the state `before`, as when it is answered, keeping it.
pub async fn amend(tx: &mut Tx, before: &Ask, after: &Ask, at: Moment) -> Result<(), StoreError> {
    record::amend_many(tx, &[(before.clone(), after.clone())], at).await
}

/// What was said under this id.
pub async fn find(tx: &mut Tx, ask_id: AskId) -> Result<Option<Ask>, StoreError> {
    record::find(tx, &ask_id.to_string()).await
}

/// What a person said, newest first.
pub async fn list_of(tx: &mut Tx, person_id: PersonId) -> Result<Vec<Ask>, StoreError> {
    let text = "WHERE person_id = $1 ORDER BY asked_on DESC, recorded_at DESC, ask_id";
    let rows = select::<AskRow>(text).bind(person_id.to_string()).all(tx).await?;
    opened(tx, rows).await
}

/// Which are meant: of these topics, in these states, by people who belong to these organisations (none is everybody).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// Where the running spell of whose it is.
    pub organizations: Option<Vec<OrganizationId>>,
    /// What they are about.
    pub topics: Vec<AskTopic>,
    /// Where they stand.
    pub states: Vec<AskState>,
}

macro_rules! wanted {
    ($what:literal, $order:literal) => {
        concat!(
            "SELECT ",
            $what,
            " FROM asks a LEFT JOIN memberships m ON m.person_id = a.person_id AND m.until_on IS NULL \
             WHERE (CAST($1 AS TEXT) IS NULL OR m.organization_id IN (SELECT j.value->>1 FROM json_each($2) AS j)) \
             AND a.topic IN (SELECT j.value->>1 FROM json_each($3) AS j) \
             AND a.state IN (SELECT j.value->>1 FROM json_each($4) AS j)",
            $order
        )
    };
}

impl Wanted {
    fn bind(&self, text: Sql) -> Result<Sql, StoreError> {
        Ok(text
            .among(AskRow::NAME, self.organizations.as_ref())?
            .json(keys_as_cells(AskRow::NAME, self.topics.iter().map(|topic| topic.code()))?)
            .json(keys_as_cells(AskRow::NAME, self.states.iter().map(|state| state.code()))?))
    }
}

/// Those that are meant, whatever is due first in front.
pub async fn list_wanted(tx: &mut Tx, wanted: &Wanted, stretch: Stretch) -> Result<Vec<Ask>, StoreError> {
    let text = wanted!("a.ask_id", " ORDER BY COALESCE(a.review_due_on, a.due_on), a.ask_id LIMIT $5 OFFSET $6");
    let ids = wanted.bind(sql(text))?.stretch(stretch).all::<(String,)>(tx).await?;
    let ids: Vec<String> = ids.into_iter().map(|(id,)| id).collect();
    let mut asks: Vec<Ask> = record::list_by_keys(tx, &ids).await?;
    asks.sort_by_key(|ask| (ask.due_now_on(), ask.ask_id));
    Ok(asks)
}

/// How many are meant.
pub async fn count_wanted(tx: &mut Tx, wanted: &Wanted) -> Result<u64, StoreError> {
    let (count,) = wanted.bind(sql(wanted!("COUNT(*)", "")))?.one::<(i64,)>(tx).await?;
    Ok(count.unsigned_abs())
}

/// Everything that was said, by id.
pub async fn list_all(tx: &mut Tx) -> Result<Vec<Ask>, StoreError> {
    record::list_all(tx).await
}

/// How it stood before, oldest first, each with the moment of its replacement.
pub async fn list_former(tx: &mut Tx, ask_id: AskId) -> Result<Vec<(Moment, Ask)>, StoreError> {
    history::list_of(tx, &ask_id.to_string()).await
}

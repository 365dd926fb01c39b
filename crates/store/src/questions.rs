//! Questions asked in doubt 疑惑. Their words and answers are sealed and read one at a time; lists hold ids, days and states
//! alone. They are in no export, no search and no log.

use guanai_casework::guarantee::{Pressing, Question, QuestionReader, QuestionState, ReaderReason};
use guanai_kernel::ids::{PersonId, QuestionId};
use guanai_kernel::{Date, Moment, Post};

use crate::engine::record::{self, Record, ids_as_cells, opened, owned_by_person};
use crate::engine::sql::select;
use crate::engine::table::{Table, table};
use crate::engine::{StoreError, Tx, cell, sql};
use crate::seal::{Keys, Owner, SealKind};

table! {
    /// A question.
    QuestionRow in questions {
        1 question_id;
        2 person_id: text,
        3 post: text,
        4 words: sealed,
        5 pressing: text,
        6 asked_on: text,
        7 asked_by: text,
        8 state: text,
        9 taken_by: text_or_none,
        10 answer: sealed_or_none,
        11 closed_on: text_or_none,
        12 recorded_at: int,
        13 moved_at: int,
    }
}

table! {
    /// Somebody who reads a question.
    ReaderRow in question_readers {
        1 question_id, 2 account_id;
        3 because: text,
        4 since_at: int,
    }
}

const fn pressing_code(pressing: Pressing) -> &'static str {
    match pressing {
        Pressing::Usual => "usual",
        Pressing::Distress => "distress",
    }
}

fn pressing_from(code: &str) -> Option<Pressing> {
    [Pressing::Usual, Pressing::Distress].into_iter().find(|pressing| pressing_code(*pressing) == code)
}

impl Record for Question {
    type Row = QuestionRow;

    owned_by_person!(QuestionRow);

    fn to_row(&self, keys: &Keys) -> QuestionRow {
        let owner = Owner::Person(self.person_id);
        QuestionRow {
            question_id: self.question_id.to_string(),
            person_id: self.person_id.to_string(),
            post: self.post.code().to_owned(),
            words: keys.seal(owner, SealKind::Note, &self.words),
            pressing: pressing_code(self.pressing).to_owned(),
            asked_on: self.asked_on.to_string(),
            asked_by: self.asked_by.clone(),
            state: self.state.code().to_owned(),
            taken_by: self.taken_by.clone(),
            answer: keys.seal_some(owner, SealKind::Note, self.answer.as_deref()),
            closed_on: self.closed_on.map(|day| day.to_string()),
            recorded_at: self.recorded_at.as_micros(),
            moved_at: self.moved_at.as_micros(),
        }
    }

    fn from_row(row: QuestionRow, keys: &Keys) -> Result<Self, StoreError> {
        let at = cell::of(&row);
        let person_id = at.id("person_id", &row.person_id)?;
        let owner = Owner::Person(person_id);
        Ok(Self {
            question_id: at.id("question_id", &row.question_id)?,
            person_id,
            post: at.word("post", &row.post, Post::from_code)?,
            words: keys.open(owner, SealKind::Note, &row.words)?,
            pressing: at.word("pressing", &row.pressing, pressing_from)?,
            asked_on: at.day("asked_on", &row.asked_on)?,
            state: at.word("state", &row.state, QuestionState::from_code)?,
            answer: keys.open_some(owner, SealKind::Note, row.answer.as_ref())?,
            closed_on: at.day_or_none("closed_on", row.closed_on.as_deref())?,
            asked_by: row.asked_by,
            taken_by: row.taken_by,
            recorded_at: Moment::from_micros(row.recorded_at),
            moved_at: Moment::from_micros(row.moved_at),
        })
    }
}

impl Record for QuestionReader {
    type Row = ReaderRow;

    fn to_row(&self, _keys: &Keys) -> ReaderRow {
        ReaderRow {
            question_id: self.question_id.to_string(),
            account_id: self.account.clone(),
            because: self.because.code().to_owned(),
            since_at: self.since_at.as_micros(),
        }
    }

    fn from_row(row: ReaderRow, _keys: &Keys) -> Result<Self, StoreError> {
        let at = cell::of(&row);
        Ok(Self {
            question_id: at.id("question_id", &row.question_id)?,
            because: at.word("because", &row.because, ReaderReason::from_code)?,
            account: row.account_id,
            since_at: Moment::from_micros(row.since_at),
        })
    }
}

/// A question without its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BriefQuestion {
    /// Its id.
    pub question_id: QuestionId,
    /// Who asks.
    pub person_id: PersonId,
    /// At which post.
    pub post: Post,
    /// Whether its words tell of distress.
    pub pressing: Pressing,
    /// The day it was asked.
    pub asked_on: Date,
    /// Where it stands.
    pub state: QuestionState,
    /// Who took it.
    pub taken_by: Option<String>,
    /// The day it was answered or withdrawn.
    pub closed_on: Option<Date>,
    /// When it was entered.
    pub recorded_at: Moment,
    /// When it last moved.
    pub moved_at: Moment,
}

type BriefRow = (String, String, String, String, String, String, Option<String>, Option<String>, i64, i64);

macro_rules! brief {
    ($tail:literal) => {
        concat!(
            "SELECT q.question_id, q.person_id, q.post, q.pressing, q.asked_on, q.state, q.taken_by, q.closed_on, \
             q.recorded_at, q.moved_at FROM questions q ",
            $tail
        )
    };
}

fn briefly(rows: Vec<BriefRow>) -> Result<Vec<BriefQuestion>, StoreError> {
    let read = |row: BriefRow| {
        let wrong = |column| StoreError::Inconsistent { table: QuestionRow::NAME, column, key: row.0.clone() };
        Ok(BriefQuestion {
            question_id: row.0.parse().map_err(|_| wrong("question_id"))?,
            person_id: row.1.parse().map_err(|_| wrong("person_id"))?,
            post: Post::from_code(&row.2).ok_or_else(|| wrong("post"))?,
            pressing: pressing_from(&row.3).ok_or_else(|| wrong("pressing"))?,
            asked_on: row.4.parse().map_err(|_| wrong("asked_on"))?,
            state: QuestionState::from_code(&row.5).ok_or_else(|| wrong("state"))?,
            taken_by: row.6.clone(),
            closed_on: row.7.as_deref().map(str::parse).transpose().map_err(|_| wrong("closed_on"))?,
            recorded_at: Moment::from_micros(row.8),
            moved_at: Moment::from_micros(row.9),
        })
    };
    rows.into_iter().map(read).collect()
}

/// Adds a question.
pub async fn add(tx: &mut Tx, question: &Question) -> Result<(), StoreError> {
    record::add_many(tx, std::slice::from_ref(question)).await
}

/// Replaces the state `before`, as when it is answered, keeping it.
pub async fn amend(tx: &mut Tx, before: &Question, after: &Question) -> Result<(), StoreError> {
    record::amend_many(tx, &[(before.clone(), after.clone())], after.moved_at).await
}

/// The question with this id. Whoever asks has to be one of its readers.
pub async fn find(tx: &mut Tx, question_id: QuestionId) -> Result<Option<Question>, StoreError> {
    record::find(tx, &question_id.to_string()).await
}

/// The questions of these persons without their words, by person and id.
pub async fn list_brief_of_many(tx: &mut Tx, person_ids: &[PersonId]) -> Result<Vec<BriefQuestion>, StoreError> {
    let text =
        brief!("WHERE q.person_id IN (SELECT j.value->>1 FROM json_each($1) AS j) ORDER BY q.person_id, q.question_id");
    briefly(sql(text).json(ids_as_cells(QuestionRow::NAME, person_ids)?).all::<BriefRow>(tx).await?)
}

/// The open questions without their words: those of distress first, then whatever was asked first.
pub async fn list_brief_open(tx: &mut Tx) -> Result<Vec<BriefQuestion>, StoreError> {
    let text = brief!("WHERE q.closed_on IS NULL ORDER BY q.pressing, q.asked_on, q.question_id");
    briefly(sql(text).all::<BriefRow>(tx).await?)
}

/// The questions that an account took or may read, without their words, the last first.
pub async fn list_brief_read_by(tx: &mut Tx, account: &str) -> Result<Vec<BriefQuestion>, StoreError> {
    let text = brief!(
        "WHERE q.taken_by = $1 OR EXISTS (SELECT 1 FROM question_readers r WHERE r.question_id = q.question_id \
         AND r.account_id = $1) ORDER BY q.asked_on DESC, q.question_id DESC"
    );
    briefly(sql(text).bind(account).all::<BriefRow>(tx).await?)
}

/// Adds somebody who reads a question; one who does already stays as they are.
pub async fn add_reader(tx: &mut Tx, reader: &QuestionReader) -> Result<(), StoreError> {
    sql("INSERT INTO question_readers (question_id, account_id, because, since_at) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (question_id, account_id) DO NOTHING")
    .bind(reader.question_id.to_string())
    .bind(reader.account.as_str())
    .bind(reader.because.code())
    .bind(reader.since_at.as_micros())
    .execute(tx)
    .await
    .map(|_| ())
}

/// Who reads a question beside whoever took it, by account.
pub async fn list_readers(tx: &mut Tx, question_id: QuestionId) -> Result<Vec<QuestionReader>, StoreError> {
    let text = "WHERE question_id = $1 ORDER BY account_id";
    let rows = select::<ReaderRow>(text).bind(question_id.to_string()).all(tx).await?;
    opened(tx, rows).await
}

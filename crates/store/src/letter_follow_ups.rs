//! That letters without a receipt are followed up: the last word on each.

use guanai_casework::letter::{LetterFollowUp, LetterKind};
use guanai_casework::round::Hand;
use guanai_kernel::{Moment, Post};

use crate::engine::record::{self, Record, owned_by_person};
use crate::engine::table::table;
use crate::engine::{StoreError, Tx, cell};
use crate::seal::{Keys, Owner, SealKind};

table! {
    /// A follow-up.
    FollowUpRow in letter_follow_ups {
        1 letter;
        2 kind: text,
        3 person_id: text,
        4 post: text,
        5 words: sealed,
        6 next_on: text,
        7 said_by: text,
        8 said_at: int,
    }
}

impl Record for LetterFollowUp {
    type Row = FollowUpRow;

    owned_by_person!(FollowUpRow);

    fn to_row(&self, keys: &Keys) -> FollowUpRow {
        FollowUpRow {
            letter: self.letter.clone(),
            kind: self.kind.code().to_owned(),
            person_id: self.person_id.to_string(),
            post: self.post.code().to_owned(),
            words: keys.seal(Owner::Person(self.person_id), SealKind::Note, &self.words),
            next_on: self.next_on.to_string(),
            said_by: self.said.by.clone(),
            said_at: self.said.at.as_micros(),
        }
    }

    fn from_row(row: FollowUpRow, keys: &Keys) -> Result<Self, StoreError> {
        let at = cell::of(&row);
        let person_id = at.id("person_id", &row.person_id)?;
        Ok(Self {
            kind: at.word("kind", &row.kind, LetterKind::from_code)?,
            person_id,
            post: at.word("post", &row.post, Post::from_code)?,
            words: keys.open(Owner::Person(person_id), SealKind::Note, &row.words)?,
            next_on: at.day("next_on", &row.next_on)?,
            said: Hand { by: row.said_by.clone(), at: Moment::from_micros(row.said_at) },
            letter: row.letter,
        })
    }
}

/// Adds the first word on a letter.
pub async fn add(tx: &mut Tx, follow_up: &LetterFollowUp) -> Result<(), StoreError> {
    record::add_many(tx, std::slice::from_ref(follow_up)).await
}

/// Replaces the word `before`, which is kept.
pub async fn amend(tx: &mut Tx, before: &LetterFollowUp, after: &LetterFollowUp, at: Moment) -> Result<(), StoreError> {
    record::amend_many(tx, &[(before.clone(), after.clone())], at).await
}

/// The last word on each of these letters, by letter; those on which there is none are left out.
pub async fn list_of(tx: &mut Tx, letters: &[String]) -> Result<Vec<LetterFollowUp>, StoreError> {
    record::list_by_keys(tx, letters).await
}

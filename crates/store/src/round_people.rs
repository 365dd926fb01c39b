//! The lists of rounds: who is visited and why, who is not and why not. Reasons of changes by hand are sealed.

use std::collections::{BTreeMap, BTreeSet};

use guanai_casework::round::{ByHand, LeftOut, Listing, Mention, RoundPerson};
use guanai_kernel::ids::{PersonId, RoundId};
use guanai_kernel::{Date, Moment, Money, VisitAct};

use crate::engine::record::{self, Record, opened, owned_by_person};
use crate::engine::sql::select;
use crate::engine::table::{Table, table};
use crate::engine::{StoreError, Tx, cell, sql};
use crate::history;
use crate::rounds::hand;
use crate::seal::{Keys, Owner, SealKind};

table! {
    /// Somebody on a list.
    PersonRow in round_people {
        1 round_id, 2 person_id;
        3 household_id: text_or_none,
        4 organization_id: text,
        5 listing: text,
        6 left_out: text_or_none,
        7 reasons: text,
        8 act: text,
        9 mention: text_or_none,
        10 gift_fen: int_or_none,
        11 ask: text,
        12 words: sealed_or_none,
        13 changed_by: text_or_none,
        14 changed_at: int_or_none,
        15 decided_by: text_or_none,
        16 decided_at: int_or_none,
    }
}

impl Record for RoundPerson {
    type Row = PersonRow;

    owned_by_person!(PersonRow);

    fn to_row(&self, keys: &Keys) -> PersonRow {
        let owner = Owner::Person(self.person_id);
        let words = self.by_hand.as_ref().map(|by_hand| by_hand.words.as_str());
        let json = |value: serde_json::Result<String>| value.unwrap_or_else(|_| "[]".to_owned());
        PersonRow {
            round_id: self.round_id.to_string(),
            person_id: self.person_id.to_string(),
            household_id: self.household_id.map(|id| id.to_string()),
            organization_id: self.organization_id.to_string(),
            listing: self.listing.code().to_owned(),
            left_out: self.left_out.map(|why| why.code().to_owned()),
            reasons: json(serde_json::to_string(&self.reasons)),
            act: self.act.code().to_owned(),
            mention: self.mention.map(|mention| mention.code().to_owned()),
            gift_fen: self.gift.map(Money::fen),
            ask: json(serde_json::to_string(&self.ask)),
            words: keys.seal_some(owner, SealKind::Note, words),
            changed_by: self.by_hand.as_ref().map(|by_hand| by_hand.by.clone()),
            changed_at: self.by_hand.as_ref().map(|by_hand| by_hand.at.as_micros()),
            decided_by: self.decided.as_ref().map(|hand| hand.by.clone()),
            decided_at: self.decided.as_ref().map(|hand| hand.at.as_micros()),
        }
    }

    fn from_row(row: PersonRow, keys: &Keys) -> Result<Self, StoreError> {
        let at = cell::of(&row);
        let person_id = at.id("person_id", &row.person_id)?;
        let words = keys.open_some(Owner::Person(person_id), SealKind::Note, row.words.as_ref())?;
        let by_hand = match (words, row.changed_by, row.changed_at) {
            (None, None, None) => None,
            (Some(words), Some(by), Some(micros)) => Some(ByHand { words, by, at: Moment::from_micros(micros) }),
            _ => return Err(at.inconsistent("changed_at")),
        };
        Ok(Self {
            round_id: at.id("round_id", &row.round_id)?,
            person_id,
            household_id: at.id_or_none("household_id", row.household_id.as_deref())?,
            organization_id: at.id("organization_id", &row.organization_id)?,
            listing: at.word("listing", &row.listing, Listing::from_code)?,
            left_out: at.word_or_none("left_out", row.left_out.as_deref(), LeftOut::from_code)?,
            reasons: at.json("reasons", &row.reasons)?,
            act: at.word("act", &row.act, VisitAct::from_code)?,
            mention: at.word_or_none("mention", row.mention.as_deref(), Mention::from_code)?,
            gift: row.gift_fen.map(Money::from_fen),
            ask: at.json("ask", &row.ask)?,
            by_hand,
            decided: hand(&at, "decided_at", row.decided_by, row.decided_at)?,
        })
    }
}

/// Adds people to lists.
pub async fn add_many(tx: &mut Tx, people: &[RoundPerson]) -> Result<(), StoreError> {
    record::add_many(tx, people).await
}

/// Replaces states `(before, after)`, keeping those before.
pub async fn amend_many(tx: &mut Tx, changes: &[(RoundPerson, RoundPerson)], at: Moment) -> Result<(), StoreError> {
    record::amend_many(tx, changes, at).await
}

/// Everybody of a round, by person.
pub async fn list_of(tx: &mut Tx, round_id: RoundId) -> Result<Vec<RoundPerson>, StoreError> {
    record::list_by_keys(tx, &[round_id.to_string()]).await
}

/// Somebody of a round.
pub async fn find(tx: &mut Tx, round_id: RoundId, person_id: PersonId) -> Result<Option<RoundPerson>, StoreError> {
    let text = "WHERE round_id = $1 AND person_id = $2";
    let rows = select::<PersonRow>(text).bind(round_id.to_string()).bind(person_id.to_string()).all(tx).await?;
    Ok(opened(tx, rows).await?.pop())
}

/// How many of a round stand so on its list.
pub async fn count(tx: &mut Tx, round_id: RoundId, listing: Listing) -> Result<u64, StoreError> {
    let (count,) = sql("SELECT COUNT(*) FROM round_people WHERE round_id = $1 AND listing = $2")
        .bind(round_id.to_string())
        .bind(listing.code())
        .one::<(i64,)>(tx)
        .await?;
    Ok(count.unsigned_abs())
}

/// How somebody of a round stood before, oldest first, each with the moment of its replacement.
pub async fn list_former(
    tx: &mut Tx,
    round_id: RoundId,
    person_id: PersonId,
) -> Result<Vec<(Moment, RoundPerson)>, StoreError> {
    history::list_of(tx, &format!("{round_id}/{person_id}")).await
}

/// Of which state of it this is, counted from 0: who changes how somebody stands says which state they saw.
pub async fn count_former(tx: &mut Tx, round_id: RoundId, person_id: PersonId) -> Result<u64, StoreError> {
    history::count_of::<RoundPerson>(tx, &format!("{round_id}/{person_id}")).await
}

/// The same of everybody of a round whose standing was changed; of whoever is not named, nothing was.
pub async fn count_former_of(tx: &mut Tx, round_id: RoundId) -> Result<BTreeMap<PersonId, u64>, StoreError> {
    let rows = sql("SELECT p.person_id, COUNT(*) FROM round_people p JOIN former_states f \
         ON f.record = $2 AND f.record_id = p.round_id || '/' || p.person_id \
         WHERE p.round_id = $1 GROUP BY p.person_id")
    .bind(round_id.to_string())
    .bind(PersonRow::NAME)
    .all::<(String, i64)>(tx)
    .await?;
    let wrong =
        |key: &str| StoreError::Inconsistent { table: PersonRow::NAME, column: "person_id", key: key.to_owned() };
    let counted = |(id, count): &(String, i64)| Ok((id.parse().map_err(|_| wrong(id))?, count.unsigned_abs()));
    rows.iter().map(counted).collect()
}

/// Who is, on some of these days, on the list of another round that was handed in or approved.
pub async fn list_taken(tx: &mut Tx, but: RoundId, from: Date, to: Date) -> Result<BTreeSet<PersonId>, StoreError> {
    let rows = sql("SELECT DISTINCT p.person_id FROM round_people p JOIN rounds r ON r.round_id = p.round_id \
         WHERE r.round_id <> $1 AND r.state IN ('submitted', 'approved') AND r.opens_on <= $3 AND r.closes_on >= $2 \
         AND p.listing IN ('listed', 'added', 'proposed') ORDER BY p.person_id")
    .bind(but.to_string())
    .bind(from.to_string())
    .bind(to.to_string())
    .all::<(String,)>(tx)
    .await?;
    let wrong =
        |key: &str| StoreError::Inconsistent { table: PersonRow::NAME, column: "person_id", key: key.to_owned() };
    rows.iter().map(|(id,)| id.parse().map_err(|_| wrong(id))).collect()
}

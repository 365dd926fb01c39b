//! Pairs 结对帮扶 and the contacts between their two sides. What was said and agreed to is sealed with the person's key.

use std::collections::BTreeMap;

use guanai_casework::{ContactManner, Engaged, NeedState, Pair, PairContact, PairEnd, PairOrigin, PairState};
use guanai_kernel::ids::{NeedId, OfferId, OrganizationId, PairId, PersonId};
use guanai_kernel::{Date, Moment};

use crate::Stretch;
use crate::applications::as_json;
use crate::engine::record::{self, Record, ids_as_cells, keys_as_cells, opened, owned_by_person};
use crate::engine::sql::{Sql, select};
use crate::engine::table::{Table, table};
use crate::engine::{StoreError, Tx, cell, sql};
use crate::history;
use crate::seal::{Keys, Owner, SealKind};

table! {
    /// A pair.
    PairRow in pairs {
        1 pair_id;
        2 need_id: text,
        3 person_id: text,
        4 category: text,
        5 offer_id: text,
        6 helper_person_id: text_or_none,
        7 helper_organization_id: text_or_none,
        8 helper_name: text,
        9 state: text,
        10 origin: text,
        11 why: sealed_or_none,
        12 follows: text_or_none,
        13 proposed_by: text,
        14 proposed_on: text,
        15 holds_until_on: text,
        16 helper_answer: sealed_or_none,
        17 person_answer: sealed_or_none,
        18 terms: sealed_or_none,
        19 last_contact_on: text_or_none,
        20 due_on: text_or_none,
        21 ended_on: text_or_none,
        22 ended_as: text_or_none,
        23 words: sealed_or_none,
        24 recorded_at: int,
    }
}

table! {
    /// A contact.
    PairContactRow in pair_contacts {
        1 contact_id;
        2 pair_id: text,
        3 person_id: text,
        4 met_on: text,
        5 manner: text,
        6 words: sealed,
        7 entered_by: text,
        8 recorded_at: int,
    }
}

impl Record for Pair {
    type Row = PairRow;

    owned_by_person!(PairRow);

    fn to_row(&self, keys: &Keys) -> PairRow {
        let owner = Owner::Person(self.person_id);
        let seal = |words: Option<&str>| keys.seal_some(owner, SealKind::Words, words);
        PairRow {
            pair_id: self.pair_id.to_string(),
            need_id: self.need_id.to_string(),
            person_id: self.person_id.to_string(),
            category: self.category.clone(),
            offer_id: self.offer_id.to_string(),
            helper_person_id: self.helper_person_id.map(|id| id.to_string()),
            helper_organization_id: self.helper_organization_id.map(|id| id.to_string()),
            helper_name: self.helper_name.clone(),
            state: self.state.code().to_owned(),
            origin: self.origin.code().to_owned(),
            why: seal(self.why.as_deref()),
            follows: self.follows.map(|id| id.to_string()),
            proposed_by: self.proposed_by.clone(),
            proposed_on: self.proposed_on.to_string(),
            holds_until_on: self.holds_until_on.to_string(),
            helper_answer: seal(self.helper_answer.as_ref().map(as_json).as_deref()),
            person_answer: seal(self.person_answer.as_ref().map(as_json).as_deref()),
            terms: seal(self.terms.as_ref().map(as_json).as_deref()),
            last_contact_on: self.last_contact_on.map(|day| day.to_string()),
            due_on: self.due_on().map(|day| day.to_string()),
            ended_on: self.ended_on.map(|day| day.to_string()),
            ended_as: self.ended_as.map(|end| end.code().to_owned()),
            words: seal(self.words.as_deref()),
            recorded_at: self.recorded_at.as_micros(),
        }
    }

    fn from_row(row: PairRow, keys: &Keys) -> Result<Self, StoreError> {
        let at = cell::of(&row);
        let person_id = at.id("person_id", &row.person_id)?;
        let owner = Owner::Person(person_id);
        let open = |sealed| keys.open_some(owner, SealKind::Words, sealed);
        let answer = |column, sealed| open(sealed)?.map(|json: String| at.json(column, &json)).transpose();
        let pair = Self {
            pair_id: at.id("pair_id", &row.pair_id)?,
            need_id: at.id("need_id", &row.need_id)?,
            person_id,
            category: row.category.clone(),
            offer_id: at.id("offer_id", &row.offer_id)?,
            helper_person_id: at.id_or_none("helper_person_id", row.helper_person_id.as_deref())?,
            helper_organization_id: at.id_or_none("helper_organization_id", row.helper_organization_id.as_deref())?,
            helper_name: row.helper_name.clone(),
            state: at.word("state", &row.state, PairState::from_code)?,
            origin: at.word("origin", &row.origin, PairOrigin::from_code)?,
            why: open(row.why.as_ref())?,
            follows: at.id_or_none("follows", row.follows.as_deref())?,
            proposed_by: row.proposed_by.clone(),
            proposed_on: at.day("proposed_on", &row.proposed_on)?,
            holds_until_on: at.day("holds_until_on", &row.holds_until_on)?,
            helper_answer: answer("helper_answer", row.helper_answer.as_ref())?,
            person_answer: answer("person_answer", row.person_answer.as_ref())?,
            terms: open(row.terms.as_ref())?.map(|json| at.json("terms", &json)).transpose()?,
            last_contact_on: at.day_or_none("last_contact_on", row.last_contact_on.as_deref())?,
            ended_on: at.day_or_none("ended_on", row.ended_on.as_deref())?,
            ended_as: row.ended_as.as_deref().map(|code| at.word("ended_as", code, PairEnd::from_code)).transpose()?,
            words: open(row.words.as_ref())?,
            recorded_at: Moment::from_micros(row.recorded_at),
        };
        if pair.due_on() != at.day_or_none("due_on", row.due_on.as_deref())? {
            return Err(at.inconsistent("due_on"));
        }
        Ok(pair)
    }
}

impl Record for PairContact {
    type Row = PairContactRow;

    owned_by_person!(PairContactRow);

    fn to_row(&self, keys: &Keys) -> PairContactRow {
        PairContactRow {
            contact_id: self.contact_id.to_string(),
            pair_id: self.pair_id.to_string(),
            person_id: self.person_id.to_string(),
            met_on: self.on.to_string(),
            manner: self.manner.code().to_owned(),
            words: keys.seal(Owner::Person(self.person_id), SealKind::Words, &self.words),
            entered_by: self.entered_by.clone(),
            recorded_at: self.recorded_at.as_micros(),
        }
    }

    fn from_row(row: PairContactRow, keys: &Keys) -> Result<Self, StoreError> {
        let at = cell::of(&row);
        let person_id = at.id("person_id", &row.person_id)?;
        Ok(Self {
            contact_id: at.id("contact_id", &row.contact_id)?,
            pair_id: at.id("pair_id", &row.pair_id)?,
            person_id,
            on: at.day("met_on", &row.met_on)?,
            manner: at.word("manner", &row.manner, ContactManner::from_code)?,
            words: keys.open(Owner::Person(person_id), SealKind::Words, &row.words)?,
            entered_by: row.entered_by,
            recorded_at: Moment::from_micros(row.recorded_at),
        })
    }
}

/// Adds a pair; a second one of a need and an offer that is not over is a conflict (`pairs_need_id_offer_id_key`).
pub async fn add(tx: &mut Tx, pair: &Pair) -> Result<(), StoreError> {
    record::add_many(tx, std::slice::from_ref(pair)).await
}

/// Replaces states `(before, after)`, keeping those before.
pub async fn amend_many(tx: &mut Tx, changes: &[(Pair, Pair)], at: Moment) -> Result<(), StoreError> {
    record::amend_many(tx, changes, at).await
}

/// The pair with this id.
pub async fn find(tx: &mut Tx, pair_id: PairId) -> Result<Option<Pair>, StoreError> {
    record::find(tx, &pair_id.to_string()).await
}

/// Of which state of it this pair is: how often it was changed, counted from 0. Who changes it says which state they saw.
pub async fn count_former(tx: &mut Tx, pair_id: PairId) -> Result<u64, StoreError> {
    history::count_of::<Pair>(tx, &pair_id.to_string()).await
}

/// What a pair was before, oldest first, each with the moment of its replacement.
pub async fn list_former(tx: &mut Tx, pair_id: PairId) -> Result<Vec<(Moment, Pair)>, StoreError> {
    history::list_of(tx, &pair_id.to_string()).await
}

/// The pairs of a need, the newest first.
pub async fn list_of_need(tx: &mut Tx, need_id: NeedId) -> Result<Vec<Pair>, StoreError> {
    let text = "WHERE person_id = (SELECT n.person_id FROM needs n WHERE n.need_id = $1) AND need_id = $1 \
                ORDER BY recorded_at DESC, pair_id";
    let rows = select::<PairRow>(text).bind(need_id.to_string()).all(tx).await?;
    opened(tx, rows).await
}

/// The pairs in which somebody is helped or helps, the newest first.
pub async fn list_of_person(tx: &mut Tx, person_id: PersonId) -> Result<Vec<Pair>, StoreError> {
    let text = "WHERE person_id = $1 OR helper_person_id = $1 ORDER BY recorded_at DESC, pair_id";
    let rows = select::<PairRow>(text).bind(person_id.to_string()).all(tx).await?;
    opened(tx, rows).await
}

/// Adds a contact.
pub async fn add_contact(tx: &mut Tx, contact: &PairContact) -> Result<(), StoreError> {
    record::add_many(tx, std::slice::from_ref(contact)).await
}

/// The contacts of a pair, the latest first.
pub async fn list_contacts(tx: &mut Tx, pair_id: PairId) -> Result<Vec<PairContact>, StoreError> {
    let text = "WHERE pair_id = $1 ORDER BY met_on DESC, recorded_at DESC, contact_id";
    let rows = select::<PairContactRow>(text).bind(pair_id.to_string()).all(tx).await?;
    opened(tx, rows).await
}

macro_rules! taken {
    ($of:literal) => {
        concat!(
            "SELECT x.offer_id, CAST(SUM(CASE WHEN x.booked > x.helped THEN x.booked ELSE x.helped END) AS BIGINT) \
             FROM (SELECT y.offer_id, y.person_id, SUM(y.booked) AS booked, MAX(y.helped) AS helped FROM (\
                 SELECT n.offer_id, n.person_id, 0 AS booked, 1 AS helped FROM needs n \
                 WHERE n.offer_id IN (SELECT j.value->>1 FROM json_each($1) AS j) \
                 AND n.state IN ('planned', 'helped', 'closed') \
                 AND NOT EXISTS (SELECT 1 FROM bookings r WHERE r.offer_id = n.offer_id AND r.need_id = n.need_id \
                     AND r.state = 'returned') \
                 UNION ALL SELECT p.offer_id, p.person_id, 0, 1 FROM pairs p \
                 WHERE p.offer_id IN (SELECT j.value->>1 FROM json_each($1) AS j) \
                 AND p.state IN ('agreed', 'running') \
                 UNION ALL SELECT p.offer_id, p.person_id, 0, 1 FROM pairs p \
                 WHERE p.offer_id IN (SELECT j.value->>1 FROM json_each($1) AS j) \
                 AND p.state IN ('asked', 'helper-agreed', 'person-agreed') AND p.holds_until_on >= $2 \
                 UNION ALL SELECT b.offer_id, b.person_id, b.units, 0 FROM bookings b \
                 WHERE b.offer_id IN (SELECT j.value->>1 FROM json_each($1) AS j) \
                 AND (b.state IN ('booked', 'used') OR (b.state = 'reserved' AND b.holds_until_on >= $2))) AS y \
             GROUP BY y.offer_id, y.person_id) AS x ",
            $of,
            "GROUP BY x.offer_id"
        )
    };
}

/// How much of each of these offers is taken on `today`; those of which nothing is are left out. It is counted once for each
/// person: whoever a pair helps, is asked for, or a need names takes one unit, and whoever a booking is for as many as were booked,
/// so that a booking and the help that follows from it are one. A proposal and a reservation hold until their day.
pub async fn count_taken(
    tx: &mut Tx,
    offer_ids: &[OfferId],
    today: Date,
) -> Result<BTreeMap<OfferId, u64>, StoreError> {
    let rows = sql(taken!(""))
        .json(ids_as_cells(PairRow::NAME, offer_ids)?)
        .bind(today.to_string())
        .all::<(String, i64)>(tx)
        .await?;
    record::counted(PairRow::NAME, "offer_id", rows)
}

/// The same, of what one person has taken alone.
pub async fn count_taken_for(
    tx: &mut Tx,
    offer_ids: &[OfferId],
    person_id: PersonId,
    today: Date,
) -> Result<BTreeMap<OfferId, u64>, StoreError> {
    let rows = sql(taken!("WHERE x.person_id = $3 "))
        .json(ids_as_cells(PairRow::NAME, offer_ids)?)
        .bind(today.to_string())
        .bind(person_id.to_string())
        .all::<(String, i64)>(tx)
        .await?;
    record::counted(PairRow::NAME, "offer_id", rows)
}

/// Who helps or helped whom, over all their pairs that began.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Joined {
    /// Who is helped.
    pub person_id: PersonId,
    /// Of which offer.
    pub offer_id: OfferId,
    /// By whom, where it is a person.
    pub helper_person_id: Option<PersonId>,
    /// Whether it still runs.
    pub runs: bool,
    /// Whether it ended with what it was for.
    pub is_reached: bool,
}

/// The pairs that began, of one person or of everybody, as far as they have a need in one of these states, the one that ended last after those before, and those that
/// run after all.
pub async fn list_joined(tx: &mut Tx, of: Option<PersonId>, states: &[NeedState]) -> Result<Vec<Joined>, StoreError> {
    let rows = sql("SELECT p.person_id, p.offer_id, p.helper_person_id, p.state, p.ended_as FROM pairs p \
         WHERE p.state IN ('running', 'ended') AND p.person_id IN (SELECT n.person_id FROM needs n \
             WHERE n.state IN (SELECT j.value->>1 FROM json_each($1) AS j)) \
         AND (CAST($2 AS TEXT) IS NULL OR p.person_id = $2) \
         ORDER BY p.ended_on NULLS LAST, p.recorded_at, p.pair_id")
    .json(keys_as_cells(PairRow::NAME, states.iter().map(|state| state.code()))?)
    .bind(of.map(|id| id.to_string()))
    .all::<(String, String, Option<String>, String, Option<String>)>(tx)
    .await?;
    let wrong = |column| StoreError::Inconsistent { table: PairRow::NAME, column, key: String::new() };
    let joined = rows.into_iter().map(|(person, offer, helper, state, ended_as)| {
        let helper = helper.map(|id| id.parse()).transpose();
        Ok(Joined {
            person_id: person.parse().map_err(|_| wrong("person_id"))?,
            offer_id: offer.parse().map_err(|_| wrong("offer_id"))?,
            helper_person_id: helper.map_err(|_| wrong("helper_person_id"))?,
            runs: state == PairState::Running.code(),
            is_reached: ended_as.as_deref() == Some(PairEnd::Reached.code()),
        })
    });
    joined.collect()
}

/// By how many each of these persons is helped in pairs that are not over, for whatever need: whoever does so through several offers is
/// one. Those in none are left out.
pub async fn count_of_persons(tx: &mut Tx, person_ids: &[PersonId]) -> Result<BTreeMap<PersonId, u64>, StoreError> {
    let rows = sql("SELECT p.person_id, COUNT(DISTINCT COALESCE(p.helper_person_id, p.helper_name)) FROM pairs p \
         WHERE p.person_id IN (SELECT j.value->>1 FROM json_each($1) AS j) AND p.state NOT IN ('ended', 'off') \
         GROUP BY p.person_id")
    .json(ids_as_cells(PairRow::NAME, person_ids)?)
    .all::<(String, i64)>(tx)
    .await?;
    record::counted(PairRow::NAME, "person_id", rows)
}

/// How many persons whoever makes each of these offers helps in pairs that are not over, through whatever they offer: whoever is helped
/// with several needs is one. Those that help nobody are left out.
pub async fn count_of_offers(tx: &mut Tx, offer_ids: &[OfferId]) -> Result<BTreeMap<OfferId, u64>, StoreError> {
    let rows = sql("SELECT q.offer_id, COUNT(DISTINCT p.person_id) FROM (\
             SELECT DISTINCT offer_id, COALESCE(helper_person_id, helper_name) AS helper FROM pairs \
             WHERE offer_id IN (SELECT j.value->>1 FROM json_each($1) AS j)) AS q \
         JOIN pairs p ON COALESCE(p.helper_person_id, p.helper_name) = q.helper AND p.state NOT IN ('ended', 'off') \
         GROUP BY q.offer_id")
    .json(ids_as_cells(PairRow::NAME, offer_ids)?)
    .all::<(String, i64)>(tx)
    .await?;
    record::counted(PairRow::NAME, "offer_id", rows)
}

/// Which pairs are meant: of those who belong to some organisations now, or whose helper is theirs or was when they were proposed (none
/// is everybody), in some states.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PairsWanted {
    /// Where their person's running spell is or their helper's, or of which the helper was when it was proposed.
    pub organizations: Option<Vec<OrganizationId>>,
    /// Where they stand.
    pub states: Vec<PairState>,
    /// Those alone of which something is to be done by this day, or which run for somebody who withholds their contact data.
    pub due_by: Option<Date>,
    /// Who withholds it.
    pub withheld: Vec<PersonId>,
}

macro_rules! wanted {
    ($start:literal, $end:literal) => {
        concat!(
            $start,
            "LEFT JOIN memberships m ON m.person_id = pairs.person_id AND m.until_on IS NULL \
             WHERE pairs.state IN (SELECT j.value->>1 FROM json_each($3) AS j) \
             AND (CAST($1 AS TEXT) IS NULL OR m.organization_id IN (SELECT j.value->>1 FROM json_each($2) AS j) \
                 OR pairs.helper_organization_id IN (SELECT j.value->>1 FROM json_each($2) AS j) \
                 OR pairs.helper_person_id IN (SELECT h.person_id FROM memberships h WHERE h.until_on IS NULL \
                     AND h.organization_id IN (SELECT j.value->>1 FROM json_each($2) AS j))) \
             AND (CAST($4 AS TEXT) IS NULL OR pairs.due_on <= $4 OR (pairs.state = 'running' \
                 AND pairs.person_id IN (SELECT j.value->>1 FROM json_each($5) AS j)))",
            $end
        )
    };
}

impl PairsWanted {
    fn bind(&self, text: Sql) -> Result<Sql, StoreError> {
        Ok(text
            .among(PairRow::NAME, self.organizations.as_ref())?
            .json(keys_as_cells(PairRow::NAME, self.states.iter().map(|state| state.code()))?)
            .bind(self.due_by.map(|day| day.to_string()))
            .json(ids_as_cells(PairRow::NAME, &self.withheld)?))
    }
}

/// The pairs that are meant: those that are not over first, of these by the day on which something is to be done.
pub async fn list_wanted(tx: &mut Tx, wanted: &PairsWanted, stretch: Stretch) -> Result<Vec<Pair>, StoreError> {
    let text = wanted!(
        "",
        " ORDER BY CASE WHEN pairs.due_on IS NULL THEN 1 ELSE 0 END, pairs.due_on, pairs.pair_id LIMIT $6 OFFSET $7"
    );
    let rows = wanted.bind(select::<PairRow>(text))?.stretch(stretch).all(tx).await?;
    opened(tx, rows).await
}

/// How many pairs are meant.
pub async fn count_wanted(tx: &mut Tx, wanted: &PairsWanted) -> Result<u64, StoreError> {
    let (count,) = wanted.bind(sql(wanted!("SELECT COUNT(*) FROM pairs ", "")))?.one::<(i64,)>(tx).await?;
    Ok(count.unsigned_abs())
}

/// The day on which is asked who helps.
#[derive(Debug, Clone, Copy)]
pub struct EngagedOn {
    /// That day.
    pub today: Date,
    /// A pair of which something was due before this day has fallen silent; none where none ever does.
    pub silent_before: Option<Date>,
}

macro_rules! engaged {
    ($pairs:literal, $bookings:literal, $needs:literal) => {
        concat!(
            "SELECT p.need_id, p.offer_id, p.helper_person_id, CASE WHEN p.state = 'running' AND p.due_on < CAST($2 AS TEXT) THEN 'silent' \
             WHEN p.follows IS NOT NULL AND p.state <> 'running' THEN 'succeeding' ELSE 'helping' END FROM pairs p \
             WHERE (p.state IN ('agreed', 'running') \
             OR (p.state IN ('asked', 'helper-agreed', 'person-agreed') AND p.holds_until_on >= $1)) ",
            $pairs,
            "UNION SELECT b.need_id, b.offer_id, o.person_id, 'helping' FROM bookings b \
             JOIN offers o ON o.offer_id = b.offer_id \
             WHERE (b.state = 'booked' OR (b.state = 'reserved' AND b.holds_until_on >= $1)) ",
            $bookings,
            "UNION SELECT n.need_id, n.offer_id, o.person_id, 'named' FROM needs n \
             JOIN offers o ON o.offer_id = n.offer_id WHERE n.state = 'planned' AND o.person_id IS NOT NULL ",
            $needs
        )
    };
}

/// Of each need for which somebody is asked on that day, or both agreed, or somebody helps, or a resource is reserved or booked: whose
/// offers those are; and of each that names a member's offer, who the member is.
pub async fn list_engaged(tx: &mut Tx, on: EngagedOn) -> Result<BTreeMap<NeedId, Engaged>, StoreError> {
    let text = sql(engaged!("", "", "")).bind(on.today.to_string()).bind(on.silent_before.map(|day| day.to_string()));
    engaged_of(text.all(tx).await?)
}

/// The same of one need.
pub async fn get_engaged(tx: &mut Tx, need_id: NeedId, on: EngagedOn) -> Result<Engaged, StoreError> {
    let text = engaged!(
        "AND p.need_id = $3 AND p.person_id = (SELECT n.person_id FROM needs n WHERE n.need_id = $3) ",
        "AND b.need_id = $3 AND b.person_id = (SELECT n.person_id FROM needs n WHERE n.need_id = $3) ",
        "AND n.need_id = $3"
    );
    let text = sql(text).bind(on.today.to_string()).bind(on.silent_before.map(|day| day.to_string()));
    Ok(engaged_of(text.bind(need_id.to_string()).all(tx).await?)?.remove(&need_id).unwrap_or_default())
}

fn engaged_of(rows: Vec<(String, String, Option<String>, String)>) -> Result<BTreeMap<NeedId, Engaged>, StoreError> {
    let mut found: BTreeMap<NeedId, Engaged> = BTreeMap::new();
    for (need, offer, person, how) in rows {
        let wrong = |column, key: &str| StoreError::Inconsistent { table: PairRow::NAME, column, key: key.to_owned() };
        let engaged = found.entry(need.parse().map_err(|_| wrong("need_id", &need))?).or_default();
        let offer_id = offer.parse().map_err(|_| wrong("offer_id", &need))?;
        let person = person.map(|id| id.parse()).transpose();
        let person_id = person.map_err(|_| wrong("helper_person_id", &need))?;
        let helpers = match how.as_str() {
            "named" => {
                engaged.named = person_id.map(|person_id| (offer_id, person_id));
                continue;
            }
            "silent" => &mut engaged.silent,
            "succeeding" => &mut engaged.succeeding,
            _ => &mut engaged.helping,
        };
        helpers.insert(offer_id, person_id);
    }
    Ok(found)
}

/// How many pairs were taken up as the matching proposed them, and how many as somebody chose: both sides agreed to them.
pub async fn count_by_origin(tx: &mut Tx) -> Result<BTreeMap<PairOrigin, u64>, StoreError> {
    let rows = sql("SELECT origin, COUNT(*) FROM pairs WHERE state IN ('agreed', 'running', 'ended') GROUP BY origin")
        .all::<(String, i64)>(tx)
        .await?;
    let counts = rows.into_iter().map(|(code, count)| match PairOrigin::from_code(&code) {
        Some(origin) => Ok((origin, count.unsigned_abs())),
        None => Err(StoreError::Inconsistent { table: PairRow::NAME, column: "origin", key: code }),
    });
    counts.collect()
}

//! Visits and contacts 走访. Reasons, findings and promises are sealed; long findings can be compared for equality alone.
//! What was said in confidence is kept in [`crate::talk_notes`].

use guanai_casework::{Gift, GiftKind, Promise, SeenAtVisit, Visit, VisitAct, VisitManner, VisitState, Visitor};
use guanai_kernel::ids::{PersonId, SheetId, VisitId};
use guanai_kernel::{Date, Moment, Money};

use crate::engine::record::{self, Record, opened, owned_by_person};
use crate::engine::sql::select;
use crate::engine::table::table;
use crate::engine::{StoreError, Tx, cell, sql};
use crate::history;
use crate::seal::{Keys, Owner, SealKind};

mod listing;

pub use listing::{
    BriefVisit, VisitsWanted, count_wanted, list_brief_since, list_gifts_since, list_last_days, list_wanted,
};

table! {
    /// A visit.
    VisitRow in visits {
        1 visit_id;
        2 act: text,
        3 person_id: text,
        4 household_id: text_or_none,
        5 organization_id: text_or_none,
        6 visitor_id: text_or_none,
        7 visitor_name: text_or_none,
        8 companions: text_or_none,
        9 made_on: text,
        10 begun_minute: int_or_none,
        11 duration_min: int_or_none,
        12 manner: text,
        13 occasions: text,
        14 reason: sealed_or_none,
        15 found: sealed_or_none,
        16 found_key: lookup_or_none,
        17 promise: sealed_or_none,
        18 promise_due_on: text_or_none,
        19 promise_kept_on: text_or_none,
        20 gift_kind: text_or_none,
        21 gift_fen: int_or_none,
        22 gift_goods: text_or_none,
        23 sheet_id: text_or_none,
        24 state: text,
        25 recorded_by: text,
        26 recorded_at: int,
    }
}

table! {
    /// Somebody else who was seen.
    SeenRow in visits_seen {
        1 visit_id, 2 person_id;
        3 recorded_at: int,
    }
}

impl Record for Visit {
    type Row = VisitRow;

    owned_by_person!(VisitRow);

    fn to_row(&self, keys: &Keys) -> VisitRow {
        let owner = Owner::Person(self.person_id);
        let (visitor_id, visitor_name) = match &self.visitor {
            Visitor::Person(id) => (Some(id.to_string()), None),
            Visitor::Named(name) => (None, Some(name.clone())),
        };
        let sealed = |kind, text: Option<&str>| keys.seal_some(owner, kind, text);
        let (promise, gift) = (self.promise.as_ref(), self.gift.as_ref());
        VisitRow {
            visit_id: self.visit_id.to_string(),
            act: self.act.code().to_owned(),
            person_id: self.person_id.to_string(),
            household_id: self.household_id.map(|id| id.to_string()),
            organization_id: self.organization_id.map(|id| id.to_string()),
            visitor_id,
            visitor_name,
            companions: self.companions.clone(),
            made_on: self.made_on.to_string(),
            begun_minute: self.begun_minute.map(i64::from),
            duration_min: self.duration_min.map(i64::from),
            manner: self.manner.code().to_owned(),
            occasions: self.occasions.iter().map(String::as_str).collect::<serde_json::Value>().to_string(),
            reason: sealed(SealKind::Note, self.reason.as_deref()),
            found: sealed(SealKind::Words, self.found.as_deref()),
            found_key: self.remarkable_words().map(|words| keys.lookup(SealKind::Words, &words)),
            promise: sealed(SealKind::Note, promise.map(|promise| promise.words.as_str())),
            promise_due_on: promise.and_then(|promise| promise.due_on).map(|day| day.to_string()),
            promise_kept_on: promise.and_then(|promise| promise.kept_on).map(|day| day.to_string()),
            gift_kind: gift.map(|gift| gift.kind.code().to_owned()),
            gift_fen: gift.and_then(|gift| gift.worth).map(Money::fen),
            gift_goods: gift.and_then(|gift| gift.goods.clone()),
            sheet_id: self.sheet_id.map(|id| id.to_string()),
            state: self.state.code().to_owned(),
            recorded_by: self.recorded_by.clone(),
            recorded_at: self.recorded_at.as_micros(),
        }
    }

    fn from_row(row: VisitRow, keys: &Keys) -> Result<Self, StoreError> {
        let at = cell::of(&row);
        let person_id = at.id("person_id", &row.person_id)?;
        let owner = Owner::Person(person_id);
        let open = |kind, sealed: &Option<crate::seal::Sealed>| keys.open_some(owner, kind, sealed.as_ref());
        let minutes = |column, count: Option<i64>| {
            count.map(|count| u16::try_from(count).map_err(|_| at.inconsistent(column))).transpose()
        };
        let visitor = match (row.visitor_id.as_deref(), row.visitor_name) {
            (Some(id), None) => Visitor::Person(at.id("visitor_id", id)?),
            (None, Some(name)) => Visitor::Named(name),
            _ => return Err(at.inconsistent("visitor_id")),
        };
        let due_on = at.day_or_none("promise_due_on", row.promise_due_on.as_deref())?;
        let kept_on = at.day_or_none("promise_kept_on", row.promise_kept_on.as_deref())?;
        let promise = open(SealKind::Note, &row.promise)?.map(|words| Promise { words, due_on, kept_on });
        let gift = match at.word_or_none("gift_kind", row.gift_kind.as_deref(), GiftKind::from_code)? {
            Some(kind) => Some(Gift { kind, worth: row.gift_fen.map(Money::from_fen), goods: row.gift_goods }),
            None if row.gift_fen.is_none() && row.gift_goods.is_none() => None,
            None => return Err(at.inconsistent("gift_kind")),
        };
        let visit = Self {
            visit_id: at.id("visit_id", &row.visit_id)?,
            act: at.word("act", &row.act, VisitAct::from_code)?,
            person_id,
            household_id: at.id_or_none("household_id", row.household_id.as_deref())?,
            organization_id: at.id_or_none("organization_id", row.organization_id.as_deref())?,
            visitor,
            companions: row.companions,
            made_on: at.day("made_on", &row.made_on)?,
            begun_minute: minutes("begun_minute", row.begun_minute)?,
            duration_min: minutes("duration_min", row.duration_min)?,
            manner: at.word("manner", &row.manner, VisitManner::from_code)?,
            occasions: at.json("occasions", &row.occasions)?,
            reason: open(SealKind::Note, &row.reason)?,
            found: open(SealKind::Words, &row.found)?,
            promise,
            gift,
            sheet_id: at.id_or_none("sheet_id", row.sheet_id.as_deref())?,
            state: at.word("state", &row.state, VisitState::from_code)?,
            recorded_by: row.recorded_by,
            recorded_at: Moment::from_micros(row.recorded_at),
        };
        if visit.remarkable_words().map(|words| keys.lookup(SealKind::Words, &words)) != row.found_key {
            return Err(at.inconsistent("found_key"));
        }
        Ok(visit)
    }
}

impl Record for SeenAtVisit {
    type Row = SeenRow;

    fn to_row(&self, _keys: &Keys) -> SeenRow {
        SeenRow {
            visit_id: self.visit_id.to_string(),
            person_id: self.person_id.to_string(),
            recorded_at: self.recorded_at.as_micros(),
        }
    }

    fn from_row(row: SeenRow, _keys: &Keys) -> Result<Self, StoreError> {
        let at = cell::of(&row);
        Ok(Self {
            visit_id: at.id("visit_id", &row.visit_id)?,
            person_id: at.id("person_id", &row.person_id)?,
            recorded_at: Moment::from_micros(row.recorded_at),
        })
    }
}

/// Adds visits.
pub async fn add_many(tx: &mut Tx, visits: &[Visit]) -> Result<(), StoreError> {
    record::add_many(tx, visits).await
}

/// Adds those who were also seen.
pub async fn add_seen(tx: &mut Tx, seen: &[SeenAtVisit]) -> Result<(), StoreError> {
    record::add_many(tx, seen).await
}

/// Replaces states `(before, after)`, as when a promise is kept or a record struck out, keeping those before.
pub async fn amend_many(tx: &mut Tx, changes: &[(Visit, Visit)], at: Moment) -> Result<(), StoreError> {
    record::amend_many(tx, changes, at).await
}

/// The visit with this id.
pub async fn find(tx: &mut Tx, visit_id: VisitId) -> Result<Option<Visit>, StoreError> {
    record::find(tx, &visit_id.to_string()).await
}

/// Who else was seen at a visit.
pub async fn list_seen(tx: &mut Tx, visit_id: VisitId) -> Result<Vec<SeenAtVisit>, StoreError> {
    let rows = select::<SeenRow>("WHERE visit_id = $1 ORDER BY person_id").bind(visit_id.to_string()).all(tx).await?;
    opened(tx, rows).await
}

/// Every visit, by id.
pub async fn list_all(tx: &mut Tx) -> Result<Vec<Visit>, StoreError> {
    record::list_all(tx).await
}

/// A person's visits, those at which they were seen beside somebody else too, the latest first.
pub async fn list_of(tx: &mut Tx, person_id: PersonId) -> Result<Vec<Visit>, StoreError> {
    let text = "WHERE person_id = $1 OR visit_id IN (SELECT s.visit_id FROM visits_seen s WHERE s.person_id = $1) \
         ORDER BY made_on DESC, recorded_at DESC, visit_id DESC";
    let rows = select::<VisitRow>(text).bind(person_id.to_string()).all(tx).await?;
    opened(tx, rows).await
}

/// The visits of a signature sheet, by person.
pub async fn list_of_sheet(tx: &mut Tx, sheet_id: SheetId) -> Result<Vec<Visit>, StoreError> {
    let text = "WHERE sheet_id = $1 ORDER BY person_id, visit_id";
    let rows = select::<VisitRow>(text).bind(sheet_id.to_string()).all(tx).await?;
    opened(tx, rows).await
}

/// What one visitor recorded on one day, by moment: what an implausible record is compared with.
pub async fn list_by_visitor(tx: &mut Tx, visitor_id: PersonId, made_on: Date) -> Result<Vec<Visit>, StoreError> {
    let text = "WHERE visitor_id = $1 AND made_on = $2 ORDER BY recorded_at, visit_id";
    let rows = select::<VisitRow>(text).bind(visitor_id.to_string()).bind(made_on.to_string()).all(tx).await?;
    opened(tx, rows).await
}

/// Of how many persons the same long words were found ([`Visit::remarkable_words`]), sheets left out.
pub async fn count_same_words(tx: &mut Tx, words: &str) -> Result<u64, StoreError> {
    let key = tx.seal().lookup(SealKind::Words, words);
    let text = "SELECT COUNT(DISTINCT person_id) FROM visits \
         WHERE found_key = $1 AND sheet_id IS NULL AND state = 'recorded'";
    let (count,) = sql(text).bind(key).one::<(i64,)>(tx).await?;
    Ok(count.unsigned_abs())
}

/// What a visit was before, oldest first, each with the moment of its replacement.
pub async fn list_former(tx: &mut Tx, visit_id: VisitId) -> Result<Vec<(Moment, Visit)>, StoreError> {
    history::list_of(tx, &visit_id.to_string()).await
}

/// How many there are, those struck out too.
pub async fn count(tx: &mut Tx) -> Result<u64, StoreError> {
    record::count(tx, "SELECT COUNT(*) FROM visits").await
}

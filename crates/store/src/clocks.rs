//! The clocks of the guarantees: rebuildable from what happened, and read by the board, which must answer at once. A clock's
//! standing is a matter of days held against today, so no row changes because a day has passed.

use std::collections::BTreeMap;

use guanai_casework::guarantee::{Beginning, Clock, End, KeptClock, Tier};
use guanai_kernel::ids::{ClockId, HappeningId, PersonId, RestId};
use guanai_kernel::workdays::Deadline;
use guanai_kernel::{Guarantee, Occasion};

use crate::clock_totals;
use crate::engine::record::{self, Record, cells_of, document, ids_as_cells, rows_by_keys};
use crate::engine::table::{PAGE_ROWS, Table, table};
use crate::engine::{StoreError, Tx, cell, sql};
use crate::seal::Keys;

table! {
    /// A clock.
    ClockRow in clocks {
        1 person_id, 2 guarantee, 3 clock_id;
        4 organization_id: text_or_none,
        5 matter: text_or_none,
        6 rule: text,
        7 occasion: text_or_none,
        8 started_on: text,
        9 before_unknown: flag,
        10 due_on: text,
        11 provisional: flag,
        12 risk_on: text,
        13 end_kind: text_or_none,
        14 end_by: text_or_none,
        15 end_occasion: text_or_none,
        16 done_on: text_or_none,
        17 counted_on: text_or_none,
        18 ended_late: flag,
    }
}

table! {
    /// A change of the rule for classes that applies to somebody.
    TierRow in tiers {
        1 person_id, 2 guarantee, 3 from_on;
        4 rule: text_or_none,
    }
}

impl Record for KeptClock {
    type Row = ClockRow;

    fn to_row(&self, _keys: &Keys) -> ClockRow {
        let clock = &self.clock;
        let occasion = match clock.begun_by {
            Beginning::Happened(_, occasion) => Some(occasion.code().to_owned()),
            Beginning::ExemptionOver(_) => None,
        };
        let (kind, by, ended_by, done_on) = match clock.end {
            None => (None, None, None, None),
            Some(End::Kept { by, on, .. }) => (Some("kept"), Some(by.to_string()), None, Some(on)),
            Some(End::Ended { by, occasion, on }) => {
                (Some("ended"), Some(by.to_string()), Some(occasion.code().to_owned()), Some(on))
            }
            Some(End::Exempted { by, on }) => (Some("exempted"), Some(by.to_string()), None, Some(on)),
        };
        ClockRow {
            person_id: self.person_id.to_string(),
            guarantee: clock.guarantee.code().to_owned(),
            clock_id: clock.begun_by.clock_id().to_string(),
            organization_id: self.organization_id.map(|id| id.to_string()),
            matter: clock.matter.map(|id| id.to_string()),
            rule: clock.rule.clone(),
            occasion,
            started_on: clock.started_on.to_string(),
            before_unknown: clock.before_unknown,
            due_on: clock.due.on.to_string(),
            provisional: clock.due.provisional,
            risk_on: clock.risk_on.to_string(),
            end_kind: kind.map(str::to_owned),
            end_by: by,
            end_occasion: ended_by,
            done_on: done_on.map(|day| day.to_string()),
            counted_on: clock.end.map(|end| end.counted_on().to_string()),
            ended_late: clock.ended_late(),
        }
    }

    fn from_row(row: ClockRow, _keys: &Keys) -> Result<Self, StoreError> {
        let at = cell::of(&row);
        let clock_id: ClockId = at.id("clock_id", &row.clock_id)?;
        let occasion = at.word_or_none("occasion", row.occasion.as_deref(), Occasion::from_code)?;
        let begun_by = match occasion {
            Some(occasion) => Beginning::Happened(HappeningId::from_bits(clock_id.bits()), occasion),
            None => Beginning::ExemptionOver(RestId::from_bits(clock_id.bits())),
        };
        let done_on = at.day_or_none("done_on", row.done_on.as_deref())?;
        let counted_on = at.day_or_none("counted_on", row.counted_on.as_deref())?;
        let ended_by = at.word_or_none("end_occasion", row.end_occasion.as_deref(), Occasion::from_code)?;
        let end = match (row.end_kind.as_deref(), row.end_by.as_deref(), done_on, counted_on, ended_by) {
            (None, None, None, None, None) => None,
            (Some("kept"), Some(by), Some(on), Some(counted_on), None) => {
                Some(End::Kept { by: at.id("end_by", by)?, on, counted_on })
            }
            (Some("ended"), Some(by), Some(on), Some(_), Some(occasion)) => {
                Some(End::Ended { by: at.id("end_by", by)?, occasion, on })
            }
            (Some("exempted"), Some(by), Some(on), Some(_), None) => {
                Some(End::Exempted { by: at.id("end_by", by)?, on })
            }
            _ => return Err(at.inconsistent("end_kind")),
        };
        let clock = Clock {
            begun_by,
            guarantee: at.word("guarantee", &row.guarantee, Guarantee::from_code)?,
            matter: at.id_or_none("matter", row.matter.as_deref())?,
            rule: row.rule,
            started_on: at.day("started_on", &row.started_on)?,
            before_unknown: row.before_unknown,
            due: Deadline { on: at.day("due_on", &row.due_on)?, provisional: row.provisional },
            risk_on: at.day("risk_on", &row.risk_on)?,
            end,
        };
        if clock.ended_late() != row.ended_late {
            return Err(at.inconsistent("ended_late"));
        }
        Ok(Self {
            person_id: at.id("person_id", &row.person_id)?,
            organization_id: at.id_or_none("organization_id", row.organization_id.as_deref())?,
            clock,
        })
    }
}

impl Record for Tier {
    type Row = TierRow;

    fn to_row(&self, _keys: &Keys) -> TierRow {
        TierRow {
            person_id: self.person_id.to_string(),
            guarantee: self.guarantee.code().to_owned(),
            from_on: self.from_on.to_string(),
            rule: self.rule.clone(),
        }
    }

    fn from_row(row: TierRow, _keys: &Keys) -> Result<Self, StoreError> {
        let at = cell::of(&row);
        Ok(Self {
            person_id: at.id("person_id", &row.person_id)?,
            guarantee: at.word("guarantee", &row.guarantee, Guarantee::from_code)?,
            from_on: at.day("from_on", &row.from_on)?,
            rule: row.rule,
        })
    }
}

/// Puts these clocks in the place of all that these persons had; how many rows differed. What is the same is not written.
pub async fn rebuild_of(tx: &mut Tx, person_ids: &[PersonId], clocks: &[KeptClock]) -> Result<u64, StoreError> {
    let key = |row: &ClockRow| (row.person_id.clone(), row.guarantee.clone(), row.clock_id.clone());
    let mut standing = BTreeMap::new();
    for chunk in person_ids.chunks(PAGE_ROWS) {
        let keys: Vec<String> = chunk.iter().map(ToString::to_string).collect();
        let rows = rows_by_keys::<ClockRow>(tx, keys.iter().map(String::as_str)).await?;
        standing
            .extend(rows.into_iter().map(|row| (key(&row), cells_of(std::slice::from_ref(&row)).unwrap_or_default())));
    }
    let (mut new, mut changed) = (Vec::new(), Vec::new());
    for row in record::sealed(tx, clocks).await? {
        match standing.remove(&key(&row)) {
            None => new.push(row),
            Some(cells) if cells == cells_of(std::slice::from_ref(&row))? => {}
            Some(_) => changed.push(row),
        }
    }
    let gone: Vec<_> = standing.into_keys().collect();
    let differ = new.len() + changed.len() + gone.len();
    if differ == 0 {
        return Ok(0);
    }
    let before = clock_totals::of(tx, person_ids).await?;
    for chunk in gone.chunks(PAGE_ROWS) {
        let rows = chunk.iter().map(|(person, guarantee, clock)| ((), person, guarantee, clock));
        sql("DELETE FROM clocks WHERE EXISTS (SELECT 1 FROM json_each($1) AS j WHERE j.value->>1 = clocks.person_id \
             AND j.value->>2 = clocks.guarantee AND j.value->>3 = clocks.clock_id)")
        .json(document(ClockRow::NAME, rows)?)
        .execute(tx)
        .await?;
    }
    for chunk in changed.chunks(PAGE_ROWS) {
        let met = sql(ClockRow::UPDATE).json(cells_of(chunk)?).execute(tx).await?;
        StoreError::expect_rows(ClockRow::NAME, chunk.len(), met)?;
    }
    for chunk in new.chunks(PAGE_ROWS) {
        let met = sql(ClockRow::INSERT).json(cells_of(chunk)?).execute(tx).await?;
        StoreError::expect_rows(ClockRow::NAME, chunk.len(), met)?;
    }
    let after = clock_totals::of(tx, person_ids).await?;
    clock_totals::carry(tx, &before, &after).await?;
    Ok(u64::try_from(differ).unwrap_or(u64::MAX))
}

/// Running clocks follow their person to where they belong now. Asked by whoever writes memberships.
pub(crate) async fn follow_memberships(tx: &mut Tx, person_ids: &[PersonId]) -> Result<(), StoreError> {
    for chunk in person_ids.chunks(PAGE_ROWS) {
        let before = clock_totals::of(tx, chunk).await?;
        sql("UPDATE clocks SET organization_id = (SELECT m.organization_id FROM memberships m \
                 WHERE m.person_id = clocks.person_id AND m.until_on IS NULL) \
             WHERE clocks.end_kind IS NULL AND clocks.person_id IN (SELECT j.value->>1 FROM json_each($1) AS j)")
        .json(ids_as_cells(ClockRow::NAME, chunk)?)
        .execute(tx)
        .await?;
        let after = clock_totals::of(tx, chunk).await?;
        clock_totals::carry(tx, &before, &after).await?;
    }
    Ok(())
}

/// Every clock, by person, guarantee and id.
pub async fn list_all(tx: &mut Tx) -> Result<Vec<KeptClock>, StoreError> {
    record::list_all(tx).await
}

/// The clocks of these persons, by person, guarantee and id.
pub async fn list_of_many(tx: &mut Tx, person_ids: &[PersonId]) -> Result<Vec<KeptClock>, StoreError> {
    let keys: Vec<String> = person_ids.iter().map(ToString::to_string).collect();
    record::list_by_keys(tx, &keys).await
}

/// Appends changes of the rule for classes; a second of a person, guarantee and day takes the first one's place.
pub async fn append_tiers(tx: &mut Tx, tiers: &[Tier]) -> Result<(), StoreError> {
    for chunk in tiers.chunks(PAGE_ROWS) {
        let rows = record::sealed(tx, chunk).await?;
        sql("INSERT INTO tiers (person_id, guarantee, from_on, rule) \
             SELECT j.value->>1, j.value->>2, j.value->>3, j.value->>4 FROM json_each($1) AS j \
             WHERE true ON CONFLICT (person_id, guarantee, from_on) DO UPDATE SET rule = excluded.rule")
        .json(cells_of(&rows)?)
        .execute(tx)
        .await?;
    }
    Ok(())
}

/// The changes of the rule for classes of these persons, by person, guarantee and day.
pub async fn list_tiers_of_many(tx: &mut Tx, person_ids: &[PersonId]) -> Result<Vec<Tier>, StoreError> {
    let keys: Vec<String> = person_ids.iter().map(ToString::to_string).collect();
    record::list_by_keys(tx, &keys).await
}

/// How many there are.
pub async fn count(tx: &mut Tx) -> Result<u64, StoreError> {
    record::count(tx, "SELECT COUNT(*) FROM clocks").await
}

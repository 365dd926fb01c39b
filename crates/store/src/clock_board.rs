//! The board of the guarantees, read off the clocks: counts by organisation and guarantee, lists, and what nobody was told of.

use std::collections::BTreeMap;

use guanai_casework::guarantee::KeptClock;
use guanai_kernel::ids::{ClockId, OrganizationId, PersonId};
use guanai_kernel::{Date, Guarantee};

use crate::Stretch;
use crate::engine::record::{self};
use crate::engine::{Sql, StoreError, Tx, sql};

const CLOCKS: &str = "clocks";

/// Running clocks of one organisation and guarantee, counted as they stand on a day, and those that ended in a stretch of days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ClockCounts {
    /// 按时
    pub in_time: u64,
    /// 此前不详
    pub before_unknown: u64,
    /// 将到期
    pub at_risk: u64,
    /// 逾期
    pub late: u64,
    /// 暂停
    pub paused: u64,
    /// 不计时
    pub not_owed: u64,
    /// Kept in time, in the stretch.
    pub kept: u64,
    /// Kept late, in the stretch.
    pub kept_late: u64,
}

/// The place of a count: an organisation (none is nobody's), and a guarantee.
pub type CountKey = (Option<OrganizationId>, Guarantee);

/// Counts of every organisation and guarantee: running clocks as they stand on `today`, and clocks kept from the first of
/// `kept` up to and with its last day. What runs in time is told from the totals; what is late or at risk is looked at. A clock
/// is at risk from its first day at the earliest and at its last day at the latest, so that the two lists never meet.
pub async fn count_board(
    tx: &mut Tx,
    today: Date,
    kept: (Date, Date),
) -> Result<BTreeMap<CountKey, ClockCounts>, StoreError> {
    let mut counts: BTreeMap<CountKey, ClockCounts> = BTreeMap::new();
    let number = |count: i64| count.unsigned_abs();
    let totals = sql(
        "SELECT t.organization_id, t.guarantee, t.running, t.before_unknown FROM clock_totals t WHERE t.running > 0",
    )
    .all::<(String, String, i64, i64)>(tx)
    .await?;
    for (organization, guarantee, running, unknown) in totals {
        let place = counts.entry(count_key(Some(&organization), &guarantee)?).or_default();
        (place.in_time, place.before_unknown) = (number(running.saturating_sub(unknown)), number(unknown));
    }
    // Bounded on both sides, so that SQLite looks at what presses or waits instead of at everything that runs in the order of the
    // groups: at 50,000 members 6 ms each.
    let pressing = sql("SELECT c.organization_id, c.guarantee, COUNT(*), \
             CAST(SUM(CASE WHEN c.due_on < $1 THEN 1 ELSE 0 END) AS BIGINT), \
             CAST(SUM(CASE WHEN c.before_unknown THEN 1 ELSE 0 END) AS BIGINT) \
         FROM clocks c WHERE c.end_kind IS NULL AND c.risk_on >= '0000-01-01' AND c.risk_on <= $1 \
         GROUP BY c.organization_id, c.guarantee")
    .bind(today.to_string())
    .all::<(Option<String>, String, i64, i64, i64)>(tx)
    .await?;
    for (organization, guarantee, all, late, unknown) in pressing {
        let Some(organization) = organization else { continue };
        let place = counts.entry(count_key(Some(&organization), &guarantee)?).or_default();
        (place.late, place.at_risk) = (number(late), number(all.saturating_sub(late)));
        place.before_unknown = place.before_unknown.saturating_sub(number(unknown));
        place.in_time = place.in_time.saturating_sub(number(all.saturating_sub(unknown)));
    }
    let waiting = sql("SELECT c.organization_id, c.guarantee, COUNT(*), \
             CAST(SUM(CASE WHEN c.before_unknown THEN 1 ELSE 0 END) AS BIGINT) \
         FROM clocks c WHERE c.end_kind IS NULL AND c.started_on > $1 AND c.started_on <= '9999-12-31' \
         GROUP BY c.organization_id, c.guarantee")
    .bind(today.to_string())
    .all::<(Option<String>, String, i64, i64)>(tx)
    .await?;
    for (organization, guarantee, all, unknown) in waiting {
        let Some(organization) = organization else { continue };
        let place = counts.entry(count_key(Some(&organization), &guarantee)?).or_default();
        place.not_owed = number(all);
        place.before_unknown = place.before_unknown.saturating_sub(number(unknown));
        place.in_time = place.in_time.saturating_sub(number(all.saturating_sub(unknown)));
    }
    // A cross join, since SQLite keeps its order: from the few who rest to their clocks, not from every clock to its rests.
    let paused = sql("SELECT c.organization_id, c.guarantee, \
             CASE WHEN c.risk_on <= $1 THEN 'at-risk' WHEN c.before_unknown THEN 'before-unknown' ELSE 'in-time' END, \
             COUNT(*) \
         FROM (SELECT DISTINCT p.person_id FROM rests p WHERE p.kind = 'pause' AND $1 < p.until_on) AS resting \
         CROSS JOIN clocks c WHERE c.person_id = resting.person_id AND c.end_kind IS NULL \
         AND c.organization_id IS NOT NULL AND c.due_on >= $1 AND c.started_on <= $1 AND EXISTS ( \
             SELECT 1 FROM rests r WHERE r.person_id = c.person_id AND r.guarantee = c.guarantee AND r.kind = 'pause' \
             AND (r.matter IS NULL OR r.matter = c.matter OR c.guarantee = 'visit') \
             AND r.from_on <= $1 AND r.said_on <= $1 AND $1 < r.until_on) \
         GROUP BY 1, 2, 3")
    .bind(today.to_string())
    .all::<(Option<String>, String, String, i64)>(tx)
    .await?;
    for (organization, guarantee, was, count) in paused {
        let place = counts.entry(count_key(organization.as_deref(), &guarantee)?).or_default();
        let count = count.unsigned_abs();
        place.paused += count;
        let taken = match was.as_str() {
            "at-risk" => &mut place.at_risk,
            "before-unknown" => &mut place.before_unknown,
            _ => &mut place.in_time,
        };
        *taken = taken.saturating_sub(count);
    }
    let ended = sql("SELECT c.organization_id, c.guarantee, c.ended_late, COUNT(*) FROM clocks c \
         WHERE c.end_kind = 'kept' AND c.counted_on >= $1 AND c.counted_on <= $2 \
         GROUP BY c.organization_id, c.guarantee, c.ended_late")
    .bind(kept.0.to_string())
    .bind(kept.1.to_string())
    .all::<(Option<String>, String, bool, i64)>(tx)
    .await?;
    for (organization, guarantee, late, count) in ended {
        let place = counts.entry(count_key(organization.as_deref(), &guarantee)?).or_default();
        if late {
            place.kept_late += count.unsigned_abs();
        } else {
            place.kept += count.unsigned_abs();
        }
    }
    Ok(counts)
}

fn count_key(organization: Option<&str>, guarantee: &str) -> Result<CountKey, StoreError> {
    let wrong = |column, key: &str| StoreError::Inconsistent { table: CLOCKS, column, key: key.to_owned() };
    let organization = organization.map(|id| id.parse().map_err(|_| wrong("organization_id", id))).transpose()?;
    let guarantee = Guarantee::from_code(guarantee).ok_or_else(|| wrong("guarantee", guarantee))?;
    Ok((organization, guarantee))
}

/// Which running clocks are meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WantedClocks {
    /// Whose organisation answers (none is every one, and nobody's too).
    pub organizations: Option<Vec<OrganizationId>>,
    /// Of one guarantee alone.
    pub guarantee: Option<Guarantee>,
    /// Due on or before this day.
    pub due_by: Option<Date>,
    /// Due on or after this day.
    pub due_from: Option<Date>,
    /// At risk on this day.
    pub risk_by: Option<Date>,
    /// What is left out of them.
    pub but_not: LeftOut,
}

/// What a list leaves out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LeftOut {
    /// Nothing.
    #[default]
    Nothing,
    /// Those for which a pause holds on this day.
    Paused(Date),
    /// Those that are at risk or rest on this day, and those of which it is known what was done before.
    AllButUnknown(Date),
}

/// Two texts, since a condition that may not hold keeps a database from looking at some organisations' clocks alone.
macro_rules! wanted {
    (of, $what:literal, $order:literal) => {
        wanted!(
            "CAST($1 AS TEXT) IS NOT NULL AND c.organization_id IN (SELECT j.value->>1 FROM json_each($2) AS j)",
            $what,
            $order
        )
    };
    (all, $what:literal, $order:literal) => {
        wanted!(
            "(CAST($1 AS TEXT) IS NULL OR c.organization_id IN (SELECT j.value->>1 FROM json_each($2) AS j))",
            $what,
            $order
        )
    };
    ($whose:literal, $what:literal, $order:literal) => {
        concat!(
            "SELECT ",
            $what,
            " FROM clocks c WHERE c.end_kind IS NULL AND ",
            $whose,
            " AND (CAST($3 AS TEXT) IS NULL OR c.guarantee = $3) \
             AND c.due_on <= $4 AND c.due_on >= $5 AND c.risk_on <= $6 AND c.risk_on > $7 AND c.started_on <= $8 \
             AND (c.before_unknown OR $9 = 'any') AND ($10 = '' OR NOT EXISTS ( \
             SELECT 1 FROM rests r WHERE r.person_id = c.person_id AND r.guarantee = c.guarantee AND r.kind = 'pause' \
             AND (r.matter IS NULL OR r.matter = c.matter OR c.guarantee = 'visit') \
             AND r.from_on <= $10 AND r.said_on <= $10 AND $10 < r.until_on))",
            $order
        )
    };
}

impl WantedClocks {
    fn bind(&self, text: Sql) -> Result<Sql, StoreError> {
        let (none, ever) = (String::new, || "9999-12-31".to_owned());
        let (risk_after, started_by, unknown, paused) = match self.but_not {
            LeftOut::Nothing => (none(), ever(), "any", none()),
            LeftOut::Paused(day) => (none(), ever(), "any", day.to_string()),
            LeftOut::AllButUnknown(day) => (day.to_string(), day.to_string(), "unknown", day.to_string()),
        };
        Ok(text
            .among(CLOCKS, self.organizations.as_ref())?
            .bind(self.guarantee.map(Guarantee::code))
            .bind(self.due_by.map_or_else(|| "9999-12-31".to_owned(), |day| day.to_string()))
            .bind(self.due_from.map_or_else(String::new, |day| day.to_string()))
            .bind(self.risk_by.map_or_else(|| "9999-12-31".to_owned(), |day| day.to_string()))
            .bind(risk_after)
            .bind(started_by)
            .bind(unknown)
            .bind(paused))
    }
}

/// A stretch of the running clocks that are meant, whatever is due first in front.
pub async fn list_wanted(tx: &mut Tx, wanted: &WantedClocks, stretch: Stretch) -> Result<Vec<KeptClock>, StoreError> {
    macro_rules! in_order {
        ($whose:ident) => {
            wanted!(
                $whose,
                "c.person_id, c.guarantee, c.clock_id",
                " ORDER BY c.due_on, c.person_id, c.guarantee, c.clock_id LIMIT $11 OFFSET $12"
            )
        };
    }
    let text = if wanted.organizations.is_some() { in_order!(of) } else { in_order!(all) };
    let keys = wanted.bind(sql(text))?.stretch(stretch).all::<(String, String, String)>(tx).await?;
    let persons: Vec<String> = keys.iter().map(|(person, ..)| person.clone()).collect();
    let clocks: Vec<KeptClock> = record::list_by_keys(tx, &persons).await?;
    let mut by_key = BTreeMap::new();
    for clock in clocks {
        let of =
            (clock.person_id.to_string(), clock.clock.guarantee.code().to_owned(), clock.clock.begun_by.clock_id());
        by_key.insert((of.0, of.1, of.2.to_string()), clock);
    }
    Ok(keys.iter().filter_map(|key| by_key.remove(key)).collect())
}

/// How many running clocks are meant.
pub async fn count_wanted(tx: &mut Tx, wanted: &WantedClocks) -> Result<u64, StoreError> {
    let text = match wanted.organizations {
        Some(_) => wanted!(of, "COUNT(*)", ""),
        None => wanted!(all, "COUNT(*)", ""),
    };
    let (count,) = wanted.bind(sql(text))?.one::<(i64,)>(tx).await?;
    Ok(count.unsigned_abs())
}

/// How many running clocks of a guarantee are late on a day, of these organisations (none is every one). A count of its own: for a
/// first page it looks at what is late alone, not at everything that runs.
pub async fn count_late(
    tx: &mut Tx,
    guarantee: Guarantee,
    today: Date,
    organizations: Option<&[OrganizationId]>,
) -> Result<u64, StoreError> {
    let text = "SELECT COUNT(*) FROM clocks c WHERE c.end_kind IS NULL AND c.due_on < $3 AND c.guarantee = $4 \
         AND (CAST($1 AS TEXT) IS NULL OR c.organization_id IN (SELECT j.value->>1 FROM json_each($2) AS j))";
    let asked = sql(text).among(CLOCKS, organizations)?.bind(today.to_string()).bind(guarantee.code());
    let (count,) = asked.one::<(i64,)>(tx).await?;
    Ok(count.unsigned_abs())
}

/// The running clocks that are late on a day and of whose lateness no open account was told.
pub async fn list_untold(tx: &mut Tx, today: Date) -> Result<Vec<(PersonId, Guarantee, ClockId)>, StoreError> {
    let rows = sql("SELECT c.person_id, c.guarantee, c.clock_id FROM clocks c \
         WHERE c.end_kind IS NULL AND c.due_on < $1 AND NOT EXISTS ( \
             SELECT 1 FROM tellings t JOIN accounts a ON a.account_id = t.account_id AND a.state <> 'closed' \
             WHERE t.person_id = c.person_id AND t.guarantee = c.guarantee AND t.clock_id = c.clock_id \
             AND t.stage = 'late') \
         ORDER BY c.person_id, c.guarantee, c.clock_id")
    .bind(today.to_string())
    .all::<(String, String, String)>(tx)
    .await?;
    rows.iter()
        .map(|(person, guarantee, clock)| {
            let wrong = |column| StoreError::Inconsistent { table: CLOCKS, column, key: clock.clone() };
            Ok((
                person.parse().map_err(|_| wrong("person_id"))?,
                Guarantee::from_code(guarantee).ok_or_else(|| wrong("guarantee"))?,
                clock.parse().map_err(|_| wrong("clock_id"))?,
            ))
        })
        .collect()
}

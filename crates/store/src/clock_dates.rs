//! Clocks when a calendar of working days changed: those whose span of days touches what changed, read and written by their days
//! alone, and whose records must be read again because the calendar decides on which day something counts, or by which rule.

use guanai_casework::guarantee::KeptClock;
use guanai_kernel::ids::{ClockId, PersonId};
use guanai_kernel::{Date, Guarantee, Moment};

use crate::clocks::ClockRow;
use crate::engine::record::{document, opened};
use crate::engine::sql::select;
use crate::engine::table::{PAGE_ROWS, Table};
use crate::engine::{Sql, StoreError, Tx, sql};

/// A clock by its key, in whose order pages come.
pub type ClockKey = (PersonId, Guarantee, ClockId);

/// The key of a clock.
pub fn key_of(kept: &KeptClock) -> ClockKey {
    (kept.person_id, kept.clock.guarantee, kept.clock.begun_by.clock_id())
}

/// A page of the clocks, running and ended, that began by the second of two days and are due on the first or later.
pub async fn page_spanning(
    tx: &mut Tx,
    span: (Date, Date),
    after: Option<ClockKey>,
) -> Result<Vec<KeptClock>, StoreError> {
    let asked = select::<ClockRow>(
        "WHERE started_on <= $1 AND due_on >= $2 AND (person_id, guarantee, clock_id) > ($3, $4, $5) \
         ORDER BY person_id, guarantee, clock_id LIMIT 5000",
    );
    let rows = behind(asked.bind(span.1.to_string()).bind(span.0.to_string()), after).all(tx).await?;
    opened(tx, rows).await
}

/// A page of the running clocks that are late or at risk on a day.
pub async fn page_pressing(tx: &mut Tx, today: Date, after: Option<ClockKey>) -> Result<Vec<KeptClock>, StoreError> {
    let asked = select::<ClockRow>(
        "WHERE end_kind IS NULL AND risk_on <= $1 AND (person_id, guarantee, clock_id) > ($2, $3, $4) \
         ORDER BY person_id, guarantee, clock_id LIMIT 5000",
    );
    let rows = behind(asked.bind(today.to_string()), after).all(tx).await?;
    opened(tx, rows).await
}

/// Every key is text, and no text comes before the empty one.
fn behind(asked: Sql, after: Option<ClockKey>) -> Sql {
    let (person, guarantee, clock) = after.map_or_else(Default::default, |(person, guarantee, clock)| {
        (person.to_string(), guarantee.code().to_owned(), clock.to_string())
    });
    asked.bind(person).bind(guarantee).bind(clock)
}

/// Puts the days after in the place of those before: how due, whether provisional, when at risk, whether it ended late. Nothing
/// else of a clock is written, and totals count none of it.
pub async fn amend_dates(tx: &mut Tx, changes: &[(KeptClock, KeptClock)]) -> Result<(), StoreError> {
    // What is certain now and falls on the same days stands in no index.
    let same_days = |(before, after): &&(KeptClock, KeptClock)| {
        (before.clock.due.on, before.clock.risk_on) == (after.clock.due.on, after.clock.risk_on)
    };
    let (certain, moved): (Vec<_>, Vec<_>) = changes.iter().partition(same_days);
    for chunk in certain.chunks(PAGE_ROWS) {
        let rows = chunk.iter().map(|(_, after)| {
            let (person, guarantee, clock) = key_of(after);
            ((), person.to_string(), guarantee.code(), clock.to_string(), after.clock.due.provisional)
        });
        let met = sql("UPDATE clocks SET provisional = n.provisional FROM (SELECT j.value->>1 AS person_id, \
                 j.value->>2 AS guarantee, j.value->>3 AS clock_id, CAST(j.value->>4 AS BOOLEAN) AS provisional \
                 FROM json_each($1) AS j) AS n \
             WHERE clocks.person_id = n.person_id AND clocks.guarantee = n.guarantee AND clocks.clock_id = n.clock_id")
        .json(document(ClockRow::NAME, rows)?)
        .execute(tx)
        .await?;
        StoreError::expect_rows(ClockRow::NAME, chunk.len(), met)?;
    }
    for chunk in moved.chunks(PAGE_ROWS) {
        let rows = chunk.iter().map(|(_, after)| {
            let ((person, guarantee, clock), due) = (key_of(after), after.clock.due);
            let days = (due.on.to_string(), due.provisional, after.clock.risk_on.to_string(), after.clock.ended_late());
            ((), person.to_string(), guarantee.code(), clock.to_string(), days.0, days.1, days.2, days.3)
        });
        let met = sql("UPDATE clocks SET due_on = n.due_on, provisional = n.provisional, risk_on = n.risk_on, \
                 ended_late = n.ended_late FROM (SELECT j.value->>1 AS person_id, j.value->>2 AS guarantee, \
                 j.value->>3 AS clock_id, j.value->>4 AS due_on, CAST(j.value->>5 AS BOOLEAN) AS provisional, \
                 j.value->>6 AS risk_on, CAST(j.value->>7 AS BOOLEAN) AS ended_late FROM json_each($1) AS j) AS n \
             WHERE clocks.person_id = n.person_id AND clocks.guarantee = n.guarantee AND clocks.clock_id = n.clock_id")
        .json(document(ClockRow::NAME, rows)?)
        .execute(tx)
        .await?;
        StoreError::expect_rows(ClockRow::NAME, chunk.len(), met)?;
    }
    Ok(())
}

/// A clock under which the rule for classes changed while it ran.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleChanged {
    /// Whose it is.
    pub person_id: PersonId,
    /// The day the rule changed last.
    pub changed_on: Date,
    /// Whether the person's clocks ever paused.
    pub paused: bool,
}

/// The clocks that began by a day and under which a rule changed after the day `ever`, of which everybody's first rule is.
pub async fn list_rule_changed(tx: &mut Tx, began_by: Date, ever: Date) -> Result<Vec<RuleChanged>, StoreError> {
    // A cross join, since SQLite keeps its order: from the few whose rule changed to their clocks.
    let rows = sql("SELECT c.person_id, MAX(t.from_on), EXISTS (SELECT 1 FROM rests r \
             WHERE r.person_id = c.person_id AND r.guarantee = c.guarantee AND r.kind = 'pause') \
         FROM tiers t CROSS JOIN clocks c WHERE t.from_on > $2 AND c.person_id = t.person_id \
         AND c.guarantee = t.guarantee AND c.started_on <= $1 AND c.started_on < t.from_on \
         AND (c.counted_on IS NULL OR t.from_on <= c.counted_on) \
         GROUP BY c.person_id, c.guarantee, c.clock_id ORDER BY 1, 2")
    .bind(began_by.to_string())
    .bind(ever.to_string())
    .all::<(String, String, bool)>(tx)
    .await?;
    rows.into_iter()
        .map(|(person, changed_on, paused)| {
            let wrong = |column| StoreError::Inconsistent { table: "tiers", column, key: person.clone() };
            Ok(RuleChanged {
                person_id: person.parse().map_err(|_| wrong("person_id"))?,
                changed_on: changed_on.parse().map_err(|_| wrong("from_on"))?,
                paused,
            })
        })
        .collect()
}

/// Who was seen at a visit that was made on one of these days and entered in its stretch of days: the day of the visit, the first
/// of the entry, and the first after.
pub async fn list_seen_and_entered(tx: &mut Tx, days: &[(Date, Date, Date)]) -> Result<Vec<PersonId>, StoreError> {
    let moment = |day| Moment::at_dawn_in_china(day).as_micros();
    let rows = days.iter().map(|(on, from, until)| ((), on.to_string(), moment(*from), moment(*until)));
    let rows = sql("SELECT v.person_id FROM json_each($1) AS j CROSS JOIN visits v WHERE v.made_on = j.value->>1 \
             AND v.recorded_at >= CAST(j.value->>2 AS BIGINT) AND v.recorded_at < CAST(j.value->>3 AS BIGINT) \
         UNION SELECT s.person_id FROM json_each($1) AS j CROSS JOIN visits v CROSS JOIN visits_seen s \
             WHERE v.made_on = j.value->>1 AND s.visit_id = v.visit_id \
             AND s.recorded_at >= CAST(j.value->>2 AS BIGINT) AND s.recorded_at < CAST(j.value->>3 AS BIGINT) \
         ORDER BY 1")
    .json(document("visits", rows)?)
    .all::<(String,)>(tx)
    .await?;
    let wrong = |key: &str| StoreError::Inconsistent { table: "visits", column: "person_id", key: key.to_owned() };
    rows.iter().map(|(person,)| person.parse().map_err(|_| wrong(person))).collect()
}

/// What was done on a day and known on another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownLater {
    /// To whom.
    pub person_id: PersonId,
    /// The day it was done.
    pub on: Date,
    /// The day we knew of it.
    pub known_on: Date,
}

/// What was entered by hand, and the questions that were closed, done by the second of two days and known on the first or later.
pub async fn list_known_later(tx: &mut Tx, span: (Date, Date)) -> Result<Vec<KnownLater>, StoreError> {
    let entered = sql("SELECT h.person_id, h.happened_on, h.known_on FROM happenings h \
         WHERE h.logged = 'entered' AND h.happened_on <= $1 AND h.known_on >= $2 ORDER BY 1, 2, 3")
    .bind(span.1.to_string())
    .bind(span.0.to_string())
    .all::<(String, String, String)>(tx)
    .await?;
    let closed = sql("SELECT q.person_id, q.closed_on, q.moved_at FROM questions q \
         WHERE q.closed_on <= $1 AND q.moved_at >= $2 ORDER BY 1, 2, 3")
    .bind(span.1.to_string())
    .bind(Moment::at_dawn_in_china(span.0).as_micros())
    .all::<(String, String, i64)>(tx)
    .await?;
    let known_on = |at| Moment::from_micros(at).day_in_china().to_string();
    let closed = closed.into_iter().map(|(person, day, at)| (person, day, known_on(at)));
    let wrong = |column, key: &str| StoreError::Inconsistent { table: "happenings", column, key: key.to_owned() };
    entered
        .into_iter()
        .chain(closed)
        .map(|(person, on, known_on)| {
            Ok(KnownLater {
                person_id: person.parse().map_err(|_| wrong("person_id", &person))?,
                on: on.parse().map_err(|_| wrong("happened_on", &person))?,
                known_on: known_on.parse().map_err(|_| wrong("known_on", &person))?,
            })
        })
        .collect()
}

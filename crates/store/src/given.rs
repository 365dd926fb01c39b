//! What people were given in a stretch of days, counted by person and kind: visits, gifts, what was approved, contacts of pairs,
//! needs that were helped with. Codes and numbers alone, nobody's words.

use std::collections::BTreeSet;

use guanai_kernel::ids::PersonId;
use guanai_kernel::{Date, Moment, Money, VisitAct};

use crate::engine::record::keys_as_cells;
use crate::engine::{StoreError, Tx, sql};

/// By what somebody was reached.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Means {
    /// A visit to them.
    Visit(VisitAct),
    /// Being there when somebody else of the household was visited.
    Seen,
    /// An application that was approved, for this measure.
    Approved(String),
    /// The helper of a pair, or whoever looked for them, was in touch.
    Pair,
    /// Help with a need of this category.
    Need(String),
}

/// How often somebody was reached by one means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GivenCount {
    /// Who.
    pub person_id: PersonId,
    /// By what.
    pub means: Means,
    /// How often.
    pub times: u64,
    /// What was approved, as far as it is money.
    pub amount: Money,
}

/// Gifts that somebody was given for the same reasons.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GiftCount {
    /// Who.
    pub person_id: PersonId,
    /// What for, as codes of the pack.
    pub occasions: BTreeSet<String>,
    /// Whether they stood on the list of a round.
    pub is_of_round: bool,
    /// How often.
    pub times: u64,
    /// What they were worth, as far as that was written down.
    pub worth: Money,
}

/// What everybody was given from the first day up to and with the other, by person and means. Of an application that was
/// decided twice the last decision counts; a need counts when it was last written down that help was given.
pub async fn list_given(tx: &mut Tx, (from, until): (Date, Date)) -> Result<Vec<GivenCount>, StoreError> {
    let rows = sql("SELECT v.person_id, 'visit', v.act, COUNT(*), CAST(0 AS BIGINT) FROM visits v \
             WHERE v.state = 'recorded' AND v.made_on >= $1 AND v.made_on <= $2 GROUP BY v.person_id, v.act \
         UNION ALL SELECT s.person_id, 'seen', '', COUNT(*), CAST(0 AS BIGINT) \
             FROM visits v JOIN visits_seen s ON s.visit_id = v.visit_id \
             WHERE v.state = 'recorded' AND v.made_on >= $1 AND v.made_on <= $2 GROUP BY s.person_id \
         UNION ALL SELECT a.person_id, 'approved', a.measure, COUNT(*), CAST(SUM(COALESCE(d.amount_fen, 0)) AS BIGINT) \
             FROM applications a JOIN decisions d ON d.application_id = a.application_id \
             WHERE a.state = 'approved' AND d.verdict = 'approved' AND d.decided_on >= $1 AND d.decided_on <= $2 \
             AND d.decision_no = (SELECT MAX(l.decision_no) FROM decisions l WHERE l.application_id = a.application_id) \
             GROUP BY a.person_id, a.measure \
         UNION ALL SELECT c.person_id, 'pair', '', COUNT(*), CAST(0 AS BIGINT) FROM pair_contacts c \
             WHERE c.met_on >= $1 AND c.met_on <= $2 GROUP BY c.person_id \
         UNION ALL SELECT n.person_id, 'need', n.category, COUNT(*), CAST(0 AS BIGINT) FROM needs n \
             WHERE n.category IS NOT NULL AND n.recorded_at >= $3 AND n.recorded_at < $4 \
             AND (n.state = 'helped' OR (n.state = 'closed' AND n.outcome IN ('met', 'partly'))) \
             GROUP BY n.person_id, n.category \
         ORDER BY 1, 2, 3")
    .bind(from.to_string())
    .bind(until.to_string())
    .bind(Moment::at_dawn_in_china(from).as_micros())
    .bind(Moment::at_dawn_in_china(until).as_micros().saturating_add(MICROS_OF_A_DAY))
    .all::<(String, String, String, i64, i64)>(tx)
    .await?;
    rows.into_iter()
        .map(|(person, means, code, times, fen)| {
            let wrong = |table, column| StoreError::Inconsistent { table, column, key: person.clone() };
            let means = match means.as_str() {
                "visit" => Means::Visit(VisitAct::from_code(&code).ok_or_else(|| wrong("visits", "act"))?),
                "seen" => Means::Seen,
                "approved" => Means::Approved(code),
                "pair" => Means::Pair,
                _ => Means::Need(code),
            };
            let person_id = person.parse().map_err(|_| wrong("persons", "person_id"))?;
            Ok(GivenCount { person_id, means, times: times.unsigned_abs(), amount: Money::from_fen(fen) })
        })
        .collect()
}

/// Every approval of these measures up to and with a day: of whom, for what, and on which day it was decided. Of an application that
/// was decided twice the last decision counts.
pub async fn list_approved(
    tx: &mut Tx,
    measures: &[&str],
    until: Date,
) -> Result<Vec<(PersonId, String, Date)>, StoreError> {
    let text = "SELECT a.person_id, a.measure, d.decided_on FROM applications a \
         JOIN decisions d ON d.application_id = a.application_id \
         WHERE a.measure IN (SELECT j.value->>1 FROM json_each($1) AS j) \
         AND a.state = 'approved' AND d.verdict = 'approved' AND d.decided_on <= $2 \
         AND d.decision_no = (SELECT MAX(l.decision_no) FROM decisions l WHERE l.application_id = a.application_id) \
         ORDER BY 1, 2, 3";
    let rows = sql(text)
        .json(keys_as_cells("applications", measures.iter().copied())?)
        .bind(until.to_string())
        .all::<(String, String, String)>(tx)
        .await?;
    rows.into_iter()
        .map(|(person, measure, decided_on)| {
            let wrong = |table, column| StoreError::Inconsistent { table, column, key: person.clone() };
            let day = decided_on.parse().map_err(|_| wrong("decisions", "decided_on"))?;
            Ok((person.parse().map_err(|_| wrong("applications", "person_id"))?, measure, day))
        })
        .collect()
}

const MICROS_OF_A_DAY: i64 = 86_400_000_000;

/// The gifts of visits from the first day up to and with the other, by person and what they were for.
pub async fn list_gifts(tx: &mut Tx, (from, until): (Date, Date)) -> Result<Vec<GiftCount>, StoreError> {
    let rows = sql(
        "SELECT v.person_id, v.occasions, CAST(CASE WHEN v.sheet_id IS NULL THEN 0 ELSE 1 END AS BIGINT), COUNT(*), \
             CAST(SUM(COALESCE(v.gift_fen, 0)) AS BIGINT) \
         FROM visits v WHERE v.gift_kind IS NOT NULL AND v.state = 'recorded' AND v.made_on >= $1 AND v.made_on <= $2 \
         GROUP BY v.person_id, v.occasions, CASE WHEN v.sheet_id IS NULL THEN 0 ELSE 1 END ORDER BY 1, 2, 3",
    )
    .bind(from.to_string())
    .bind(until.to_string())
    .all::<(String, String, i64, i64, i64)>(tx)
    .await?;
    rows.into_iter()
        .map(|(person, occasions, is_of_round, times, fen)| {
            let wrong = |column| StoreError::Inconsistent { table: "visits", column, key: person.clone() };
            Ok(GiftCount {
                person_id: person.parse().map_err(|_| wrong("person_id"))?,
                occasions: serde_json::from_str(&occasions).map_err(|_| wrong("occasions"))?,
                is_of_round: is_of_round == 1,
                times: times.unsigned_abs(),
                worth: Money::from_fen(fen),
            })
        })
        .collect()
}

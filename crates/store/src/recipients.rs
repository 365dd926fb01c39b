//! Members and residents beside one another (R82): the terms of residents, and what was granted to whom from which purse.

use guanai_kernel::ids::OrganizationId;
use guanai_kernel::{Date, Money, Recipient};

use crate::engine::{StoreError, Tx, sql};

const DECISIONS: &str = "decisions";

/// Terms of the guarantees that run on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct RunningTerms {
    /// All that run.
    pub running: u64,
    /// Of them, those that are late.
    pub late: u64,
}

/// What was granted from one purse to one kind of recipient.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Granted {
    /// To whom. Decisions from before it was kept were about members: nobody else could apply.
    pub recipient: Recipient,
    /// From which purse, as a code of the pack; none where the decision names none.
    pub purse: Option<String>,
    /// How many grants stand.
    pub count: u64,
    /// What they come to.
    pub amount: Money,
}

/// The terms of the residents whom some organisations look after (none is all), as they stand on a day.
pub async fn count_resident_terms(
    tx: &mut Tx,
    organizations: Option<&[OrganizationId]>,
    today: Date,
) -> Result<RunningTerms, StoreError> {
    // A cross join, since SQLite keeps its order: residents are few beside clocks.
    let (running, late) =
        sql("SELECT COUNT(*), CAST(COALESCE(SUM(CASE WHEN c.due_on < $3 THEN 1 ELSE 0 END), 0) AS BIGINT) \
         FROM memberships m CROSS JOIN clocks c WHERE c.person_id = m.person_id AND m.kind = 'resident' AND m.until_on IS NULL \
         AND (CAST($1 AS TEXT) IS NULL OR m.organization_id IN (SELECT j.value->>1 FROM json_each($2) AS j)) \
         AND c.end_kind IS NULL AND c.started_on <= $3")
        .among("memberships", organizations)?
        .bind(today.to_string())
        .one::<(i64, i64)>(tx)
        .await?;
    Ok(RunningTerms { running: running.unsigned_abs(), late: late.unsigned_abs() })
}

/// What was approved from the first of two days up to and with the other, and stands, of applications that some organisations
/// appraised (none is all): by recipient and purse. Of an application that was decided twice the last decision counts.
pub async fn list_granted(
    tx: &mut Tx,
    organizations: Option<&[OrganizationId]>,
    (from, until): (Date, Date),
) -> Result<Vec<Granted>, StoreError> {
    let rows = sql("SELECT COALESCE(d.recipient, 'member'), d.purse, COUNT(*), CAST(SUM(d.amount_fen) AS BIGINT) \
         FROM applications a JOIN decisions d ON d.application_id = a.application_id \
         WHERE a.state = 'approved' AND d.verdict = 'approved' AND d.amount_fen IS NOT NULL \
         AND (CAST($1 AS TEXT) IS NULL OR a.organization_id IN (SELECT j.value->>1 FROM json_each($2) AS j)) \
         AND d.decided_on >= $3 AND d.decided_on <= $4 \
         AND d.decision_no = (SELECT MAX(l.decision_no) FROM decisions l WHERE l.application_id = a.application_id) \
         GROUP BY COALESCE(d.recipient, 'member'), d.purse ORDER BY 1, d.purse NULLS LAST")
    .among(DECISIONS, organizations)?
    .bind(from.to_string())
    .bind(until.to_string())
    .all::<(String, Option<String>, i64, i64)>(tx)
    .await?;
    let granted = rows.into_iter().map(|(recipient, purse, count, fen)| {
        let found = Recipient::from_code(&recipient);
        let wrong = || StoreError::Inconsistent { table: DECISIONS, column: "recipient", key: recipient.clone() };
        let recipient = found.ok_or_else(wrong)?;
        Ok(Granted { recipient, purse, count: count.unsigned_abs(), amount: Money::from_fen(fen) })
    });
    granted.collect()
}

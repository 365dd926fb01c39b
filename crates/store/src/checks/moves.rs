//! Whether what was done to records follows the tables of lawful moves: each state that was kept, and the one that stands, comes
//! from the one before by a move of the table, which whoever checks passes in.

use std::collections::{BTreeMap, BTreeSet};

use crate::engine::{StoreError, Tx, sql};

/// Kinds of records whose states have a table of moves: the table of each, its key, and how the state that stands of those that were
/// moved is read.
macro_rules! moved {
    ($($(#[$doc:meta])* $variant:ident = $table:literal, $key:literal;)*) => {
        /// A kind of record whose states have a table of moves.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Moved { $($(#[$doc])* $variant),* }

        impl Moved {
            /// Every one.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The table of the database.
            pub const fn table(self) -> &'static str {
                match self { $(Self::$variant => $table),* }
            }

            /// The state that stands, of those that were moved.
            const fn standing(self) -> &'static str {
                match self {
                    $(Self::$variant => concat!(
                        "SELECT n.", $key, ", n.state FROM ", $table, " n WHERE n.", $key,
                        " IN (SELECT f.record_id FROM former_states f WHERE f.record = '", $table, "')"
                    )),*
                }
            }
        }
    };
}

moved! {
    /// Needs.
    Needs = "needs", "need_id";
    /// Plans.
    Plans = "plans", "plan_id";
    /// Applications.
    Applications = "applications", "application_id";
    /// Scans.
    Scans = "scans", "scan_id";
    /// Rounds.
    Rounds = "rounds", "round_id";
    /// Their sheets.
    Sheets = "round_sheets", "sheet_id";
    /// Visits.
    Visits = "visits", "visit_id";
    /// Pairs.
    Pairs = "pairs", "pair_id";
    /// Agreements between organisations.
    Partnerships = "partnerships", "partnership_id";
    /// Pauses of a measure.
    Pauses = "pauses", "pause_id";
    /// Disputes.
    Disputes = "disputes", "dispute_id";
    /// Referrals.
    Referrals = "referrals", "referral_id";
    /// Bookings.
    Bookings = "bookings", "booking_id";
    /// Yearly rechecks.
    Rechecks = "rechecks", "recheck_id";
    /// Whoever is on the list of one.
    RecheckItems = "recheck_items", "item_id";
    /// Questions in doubt.
    Questions = "questions", "question_id";
    /// What members say.
    Asks = "asks", "ask_id";
    /// Appointments.
    Appointments = "appointments", "post_id";
    /// What is handed over.
    HandoverItems = "handover_items", "item_id";
    /// Arrivals.
    Arrivals = "arrivals", "arrival_id";
    /// Life events.
    LifeEvents = "life_events", "life_event_id";
    /// Letters about floating members.
    Letters = "floating_letters", "letter_id";
    /// Years' calendars.
    Calendars = "year_calendars", "calendar_id";
    /// Years' care plans.
    CarePlans = "care_plans", "care_plan_id";
    /// Revisions of standards.
    Revisions = "standard_revisions", "revision_id";
    /// Surveys.
    Surveys = "surveys", "survey_id";
}

/// The one column of a kept row that is looked at; nothing sealed is opened.
#[derive(serde::Deserialize)]
struct State {
    state: String,
}

/// Records that went from a state to another by no move of the table (from, to), as `table/id`. A change that left the state as
/// it was is no move; what the reversal of a life event put back is none either.
pub async fn list_unlawful(tx: &mut Tx, moved: Moved, table: &[(&str, &str)]) -> Result<Vec<String>, StoreError> {
    let undone: BTreeSet<(String, i64)> = sql("SELECT c.record_id, e.closed_at FROM life_event_changes c \
         JOIN life_events e ON e.life_event_id = c.life_event_id \
         WHERE c.record = $1 AND e.state = 'undone' AND e.closed_at IS NOT NULL")
    .bind(moved.table())
    .all(tx)
    .await?
    .into_iter()
    .collect();
    let mut standing: BTreeMap<String, String> =
        sql(moved.standing()).all::<(String, String)>(tx).await?.into_iter().collect();
    let lawful = |record: &str, at: i64, from: &str, to: &str| {
        from == to || table.contains(&(from, to)) || undone.contains(&(record.to_owned(), at))
    };
    let mut broken = BTreeSet::new();
    let mut before: Option<(String, i64, String)> = None;
    let mut after = (String::new(), 0_i64);
    loop {
        let rows = sql("SELECT f.record_id, f.state_no, f.replaced_at, f.state FROM former_states f \
             WHERE f.record = $1 AND (f.record_id, f.state_no) > ($2, $3) \
             ORDER BY f.record_id, f.state_no LIMIT 5000")
        .bind(moved.table())
        .bind(after.0.as_str())
        .bind(after.1)
        .all::<(String, i64, i64, String)>(tx)
        .await?;
        let Some((last, last_no, ..)) = rows.last() else { break };
        after = (last.clone(), *last_no);
        for (record, _, replaced_at, state) in rows {
            let state = serde_json::from_str::<State>(&state).map_err(|_| StoreError::Inconsistent {
                table: "former_states",
                column: "state",
                key: record.clone(),
            })?;
            match before.take() {
                Some((of, at, from)) if of == record && !lawful(&of, at, &from, &state.state) => {
                    broken.insert(of);
                }
                Some((of, ..)) if of == record => {}
                Some((of, at, from)) => {
                    let stands = standing.remove(&of);
                    if stands.is_some_and(|to| !lawful(&of, at, &from, &to)) {
                        broken.insert(of);
                    }
                }
                None => {}
            }
            before = Some((record, replaced_at, state.state));
        }
    }
    if let Some((of, at, from)) = before
        && standing.remove(&of).is_some_and(|to| !lawful(&of, at, &from, &to))
    {
        broken.insert(of);
    }
    Ok(broken.into_iter().map(|of| format!("{}/{of}", moved.table())).collect())
}

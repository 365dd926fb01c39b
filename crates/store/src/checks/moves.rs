//! Whether what was done to records follows the tables of lawful moves: each state that was kept, and the one that stands, comes
//! from the one before by a move of the table, which whoever checks passes in.

use std::collections::{BTreeMap, BTreeSet};

use crate::engine::{StoreError, Tx, sql};

/// A kind of record whose states have a table of moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moved {
    /// Needs.
    Needs,
    /// Plans.
    Plans,
    /// Applications.
    Applications,
    /// Rounds.
    Rounds,
    /// Pairs.
    Pairs,
    /// Agreements between organisations.
    Partnerships,
    /// Disputes.
    Disputes,
}

impl Moved {
    /// Every one.
    pub const ALL: &'static [Self] =
        &[Self::Needs, Self::Plans, Self::Applications, Self::Rounds, Self::Pairs, Self::Partnerships, Self::Disputes];

    const fn table(self) -> &'static str {
        match self {
            Self::Needs => "needs",
            Self::Plans => "plans",
            Self::Applications => "applications",
            Self::Rounds => "rounds",
            Self::Pairs => "pairs",
            Self::Partnerships => "partnerships",
            Self::Disputes => "disputes",
        }
    }

    /// The state that stands, of those that were moved.
    const fn standing(self) -> &'static str {
        match self {
            Self::Needs => {
                "SELECT n.need_id, n.state FROM needs n \
                 WHERE n.need_id IN (SELECT f.record_id FROM former_states f WHERE f.record = 'needs')"
            }
            Self::Plans => {
                "SELECT n.plan_id, n.state FROM plans n \
                 WHERE n.plan_id IN (SELECT f.record_id FROM former_states f WHERE f.record = 'plans')"
            }
            Self::Applications => {
                "SELECT n.application_id, n.state FROM applications n \
                 WHERE n.application_id IN (SELECT f.record_id FROM former_states f WHERE f.record = 'applications')"
            }
            Self::Rounds => {
                "SELECT n.round_id, n.state FROM rounds n \
                 WHERE n.round_id IN (SELECT f.record_id FROM former_states f WHERE f.record = 'rounds')"
            }
            Self::Pairs => {
                "SELECT n.pair_id, n.state FROM pairs n \
                 WHERE n.pair_id IN (SELECT f.record_id FROM former_states f WHERE f.record = 'pairs')"
            }
            Self::Partnerships => {
                "SELECT n.partnership_id, n.state FROM partnerships n \
                 WHERE n.partnership_id IN (SELECT f.record_id FROM former_states f WHERE f.record = 'partnerships')"
            }
            Self::Disputes => {
                "SELECT n.dispute_id, n.state FROM disputes n \
                 WHERE n.dispute_id IN (SELECT f.record_id FROM former_states f WHERE f.record = 'disputes')"
            }
        }
    }
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

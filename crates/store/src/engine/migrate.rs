//! Migrations: numbered scripts, one folder an engine, carried out in order and never changed afterwards.

use sqlx::{AssertSqlSafe, SqlSafeStr};

use super::db::Tx;
use super::error::StoreError;
use super::sql;

struct Migration {
    version: i64,
    sqlite: &'static str,
    postgres: &'static str,
}

const MIGRATIONS: &[Migration] = &[
    Migration {
        version: 1,
        sqlite: include_str!("../../migrations/sqlite/0001_county.sql"),
        postgres: include_str!("../../migrations/postgres/0001_county.sql"),
    },
    Migration {
        version: 2,
        sqlite: include_str!("../../migrations/sqlite/0002_accounts.sql"),
        postgres: include_str!("../../migrations/postgres/0002_accounts.sql"),
    },
    Migration {
        version: 4,
        sqlite: include_str!("../../migrations/sqlite/0004_import_desk.sql"),
        postgres: include_str!("../../migrations/postgres/0004_import_desk.sql"),
    },
    Migration {
        version: 5,
        sqlite: include_str!("../../migrations/sqlite/0005_members.sql"),
        postgres: include_str!("../../migrations/postgres/0005_members.sql"),
    },
    Migration {
        version: 6,
        sqlite: include_str!("../../migrations/sqlite/0006_operations.sql"),
        postgres: include_str!("../../migrations/postgres/0006_operations.sql"),
    },
    Migration {
        version: 7,
        sqlite: include_str!("../../migrations/sqlite/0007_visits.sql"),
        postgres: include_str!("../../migrations/postgres/0007_visits.sql"),
    },
    Migration {
        version: 8,
        sqlite: include_str!("../../migrations/sqlite/0008_guarantees.sql"),
        postgres: include_str!("../../migrations/postgres/0008_guarantees.sql"),
    },
    Migration {
        version: 9,
        sqlite: include_str!("../../migrations/sqlite/0009_visit_drafts.sql"),
        postgres: include_str!("../../migrations/postgres/0009_visit_drafts.sql"),
    },
    Migration {
        version: 12,
        sqlite: include_str!("../../migrations/sqlite/0012_call_backs.sql"),
        postgres: include_str!("../../migrations/postgres/0012_call_backs.sql"),
    },
    Migration {
        version: 13,
        sqlite: include_str!("../../migrations/sqlite/0013_rounds.sql"),
        postgres: include_str!("../../migrations/postgres/0013_rounds.sql"),
    },
    Migration {
        version: 14,
        sqlite: include_str!("../../migrations/sqlite/0014_decisions.sql"),
        postgres: include_str!("../../migrations/postgres/0014_decisions.sql"),
    },
    Migration {
        version: 60,
        sqlite: include_str!("../../migrations/sqlite/0060_need_progress.sql"),
        postgres: include_str!("../../migrations/postgres/0060_need_progress.sql"),
    },
    Migration {
        version: 61,
        sqlite: include_str!("../../migrations/sqlite/0061_members_by_organization.sql"),
        postgres: include_str!("../../migrations/postgres/0061_members_by_organization.sql"),
    },
    Migration {
        version: 62,
        sqlite: include_str!("../../migrations/sqlite/0062_plans.sql"),
        postgres: include_str!("../../migrations/postgres/0062_plans.sql"),
    },
    Migration {
        version: 63,
        sqlite: include_str!("../../migrations/sqlite/0063_life_events.sql"),
        postgres: include_str!("../../migrations/postgres/0063_life_events.sql"),
    },
    Migration {
        version: 64,
        sqlite: include_str!("../../migrations/sqlite/0064_posts_and_handover.sql"),
        postgres: include_str!("../../migrations/postgres/0064_posts_and_handover.sql"),
    },
    Migration {
        version: 65,
        sqlite: include_str!("../../migrations/sqlite/0065_late_records.sql"),
        postgres: include_str!("../../migrations/postgres/0065_late_records.sql"),
    },
    Migration {
        version: 66,
        sqlite: include_str!("../../migrations/sqlite/0066_rechecks.sql"),
        postgres: include_str!("../../migrations/postgres/0066_rechecks.sql"),
    },
    Migration {
        version: 67,
        sqlite: include_str!("../../migrations/sqlite/0067_recheck_items.sql"),
        postgres: include_str!("../../migrations/postgres/0067_recheck_items.sql"),
    },
    Migration {
        version: 68,
        sqlite: include_str!("../../migrations/sqlite/0068_purses.sql"),
        postgres: include_str!("../../migrations/postgres/0068_purses.sql"),
    },
    Migration {
        version: 70,
        sqlite: include_str!("../../migrations/sqlite/0070_floating.sql"),
        postgres: include_str!("../../migrations/postgres/0070_floating.sql"),
    },
    Migration {
        version: 71,
        sqlite: include_str!("../../migrations/sqlite/0071_standard_revisions.sql"),
        postgres: include_str!("../../migrations/postgres/0071_standard_revisions.sql"),
    },
    Migration {
        version: 73,
        sqlite: include_str!("../../migrations/sqlite/0073_counted_from_indexes.sql"),
        postgres: include_str!("../../migrations/postgres/0073_counted_from_indexes.sql"),
    },
    Migration {
        version: 74,
        sqlite: include_str!("../../migrations/sqlite/0074_matching_runs.sql"),
        postgres: include_str!("../../migrations/postgres/0074_matching_runs.sql"),
    },
    Migration {
        version: 75,
        sqlite: include_str!("../../migrations/sqlite/0075_pairs.sql"),
        postgres: include_str!("../../migrations/postgres/0075_pairs.sql"),
    },
    Migration {
        version: 78,
        sqlite: include_str!("../../migrations/sqlite/0078_resources.sql"),
        postgres: include_str!("../../migrations/postgres/0078_resources.sql"),
    },
    Migration {
        version: 79,
        sqlite: include_str!("../../migrations/sqlite/0079_referrals.sql"),
        postgres: include_str!("../../migrations/postgres/0079_referrals.sql"),
    },
    Migration {
        version: 80,
        sqlite: include_str!("../../migrations/sqlite/0080_local_figures.sql"),
        postgres: include_str!("../../migrations/postgres/0080_local_figures.sql"),
    },
    Migration {
        version: 83,
        sqlite: include_str!("../../migrations/sqlite/0083_arrivals.sql"),
        postgres: include_str!("../../migrations/postgres/0083_arrivals.sql"),
    },
    Migration {
        version: 84,
        sqlite: include_str!("../../migrations/sqlite/0084_year_calendars.sql"),
        postgres: include_str!("../../migrations/postgres/0084_year_calendars.sql"),
    },
    Migration {
        version: 85,
        sqlite: include_str!("../../migrations/sqlite/0085_named_contacts.sql"),
        postgres: include_str!("../../migrations/postgres/0085_named_contacts.sql"),
    },
    Migration {
        version: 86,
        sqlite: include_str!("../../migrations/sqlite/0086_life_event_tasks.sql"),
        postgres: include_str!("../../migrations/postgres/0086_life_event_tasks.sql"),
    },
    Migration {
        version: 87,
        sqlite: include_str!("../../migrations/sqlite/0087_scans.sql"),
        postgres: include_str!("../../migrations/postgres/0087_scans.sql"),
    },
    Migration {
        version: 88,
        sqlite: include_str!("../../migrations/sqlite/0088_scans_taken_down.sql"),
        postgres: include_str!("../../migrations/postgres/0088_scans_taken_down.sql"),
    },
    Migration {
        version: 89,
        sqlite: include_str!("../../migrations/sqlite/0089_letter_follow_ups.sql"),
        postgres: include_str!("../../migrations/postgres/0089_letter_follow_ups.sql"),
    },
    Migration {
        version: 90,
        sqlite: include_str!("../../migrations/sqlite/0090_structure_plans_sources.sql"),
        postgres: include_str!("../../migrations/postgres/0090_structure_plans_sources.sql"),
    },
    Migration {
        version: 91,
        sqlite: include_str!("../../migrations/sqlite/0091_surveys.sql"),
        postgres: include_str!("../../migrations/postgres/0091_surveys.sql"),
    },
    Migration {
        version: 92,
        sqlite: include_str!("../../migrations/sqlite/0092_matching_wishes.sql"),
        postgres: include_str!("../../migrations/postgres/0092_matching_wishes.sql"),
    },
    Migration {
        version: 93,
        sqlite: include_str!("../../migrations/sqlite/0093_struck_facts.sql"),
        postgres: include_str!("../../migrations/postgres/0093_struck_facts.sql"),
    },
    Migration {
        version: 94,
        sqlite: include_str!("../../migrations/sqlite/0094_care_funds.sql"),
        postgres: include_str!("../../migrations/postgres/0094_care_funds.sql"),
    },
    Migration {
        version: 96,
        sqlite: include_str!("../../migrations/sqlite/0096_survey_sheets.sql"),
        postgres: include_str!("../../migrations/postgres/0096_survey_sheets.sql"),
    },
    Migration {
        version: 97,
        sqlite: include_str!("../../migrations/sqlite/0097_photos.sql"),
        postgres: include_str!("../../migrations/postgres/0097_photos.sql"),
    },
    Migration {
        version: 100,
        sqlite: include_str!("../../migrations/sqlite/0100_need_conditions.sql"),
        postgres: include_str!("../../migrations/postgres/0100_need_conditions.sql"),
    },
    Migration {
        version: 101,
        sqlite: include_str!("../../migrations/sqlite/0101_job_bookings.sql"),
        postgres: include_str!("../../migrations/postgres/0101_job_bookings.sql"),
    },
    Migration {
        version: 102,
        sqlite: include_str!("../../migrations/sqlite/0102_photo_terms.sql"),
        postgres: include_str!("../../migrations/postgres/0102_photo_terms.sql"),
    },
    Migration {
        version: 103,
        sqlite: include_str!("../../migrations/sqlite/0103_pauses.sql"),
        postgres: include_str!("../../migrations/postgres/0103_pauses.sql"),
    },
    Migration {
        version: 105,
        sqlite: include_str!("../../migrations/sqlite/0105_disputes.sql"),
        postgres: include_str!("../../migrations/postgres/0105_disputes.sql"),
    },
    Migration {
        version: 106,
        sqlite: include_str!("../../migrations/sqlite/0106_quiet_tellings.sql"),
        postgres: include_str!("../../migrations/postgres/0106_quiet_tellings.sql"),
    },
    Migration {
        version: 107,
        sqlite: include_str!("../../migrations/sqlite/0107_round_purse.sql"),
        postgres: include_str!("../../migrations/postgres/0107_round_purse.sql"),
    },
    Migration {
        version: 108,
        sqlite: include_str!("../../migrations/sqlite/0108_matching_inputs.sql"),
        postgres: include_str!("../../migrations/postgres/0108_matching_inputs.sql"),
    },
    Migration {
        version: 109,
        sqlite: include_str!("../../migrations/sqlite/0109_matching_since.sql"),
        postgres: include_str!("../../migrations/postgres/0109_matching_since.sql"),
    },
    Migration {
        version: 110,
        sqlite: include_str!("../../migrations/sqlite/0110_partnerships.sql"),
        postgres: include_str!("../../migrations/postgres/0110_partnerships.sql"),
    },
    Migration {
        version: 111,
        sqlite: include_str!("../../migrations/sqlite/0111_partner_wishes.sql"),
        postgres: include_str!("../../migrations/postgres/0111_partner_wishes.sql"),
    },
    Migration {
        version: 112,
        sqlite: include_str!("../../migrations/sqlite/0112_coordinates.sql"),
        postgres: include_str!("../../migrations/postgres/0112_coordinates.sql"),
    },
    Migration {
        version: 115,
        sqlite: include_str!("../../migrations/sqlite/0115_round_sheet_bookings.sql"),
        postgres: include_str!("../../migrations/postgres/0115_round_sheet_bookings.sql"),
    },
    Migration {
        version: 117,
        sqlite: include_str!("../../migrations/sqlite/0117_event_anew.sql"),
        postgres: include_str!("../../migrations/postgres/0117_event_anew.sql"),
    },
];

/// The migration that adds the search keys of persons, which no statement can make.
const SEARCH_KEYS: i64 = 2;

/// Two programs that open one new schema at once queue here. Any number does, as long as nobody else takes it.
const MIGRATION_LOCK: i64 = 0x6775_616e_6169;

/// Whether every migration of this program was carried out, and no other. Asked first, in a reading transaction, so that
/// opening a database waits for nobody.
pub(super) async fn is_current(tx: &mut Tx, database: &str) -> Result<bool, StoreError> {
    let ledger = if tx.engine() == "sqlite" {
        "SELECT COUNT(*) > 0 FROM sqlite_schema WHERE name = 'migrations'"
    } else {
        "SELECT to_regclass('migrations') IS NOT NULL"
    };
    let (there,) = sql(ledger).one::<(bool,)>(tx).await?;
    Ok(there && carried_out(tx, database).await?.len() == MIGRATIONS.len())
}

async fn carried_out(tx: &mut Tx, database: &str) -> Result<Vec<i64>, StoreError> {
    let rows = sql("SELECT version, script FROM migrations ORDER BY version").all::<(i64, String)>(tx).await?;
    let mut versions = Vec::with_capacity(rows.len());
    for (version, script) in rows {
        let known = MIGRATIONS.iter().find(|m| m.version == version).map(|m| m.script(tx));
        if known != Some(script.as_str()) {
            return Err(StoreError::UnknownMigration { database: database.to_owned(), version });
        }
        versions.push(version);
    }
    Ok(versions)
}

/// Brings the tables up to this program's. What was carried out is kept as text and compared: a script that was changed
/// after the fact, or one that this program does not know, is refused rather than guessed at.
pub(super) async fn run(tx: &mut Tx, schema: Option<&str>, database: &str) -> Result<(), StoreError> {
    if let Some(schema) = schema {
        sql("SELECT CAST(pg_advisory_xact_lock($1) AS TEXT)").bind(MIGRATION_LOCK).one::<(String,)>(tx).await?;
        let (missing,) = sql("SELECT to_regnamespace($1) IS NULL").bind(schema).one::<(bool,)>(tx).await?;
        if missing {
            // `check_schema` has closed the alphabet of the name.
            tx.script(AssertSqlSafe(format!("CREATE SCHEMA {schema}")).into_sql_str()).await?;
        }
    }
    // PostgreSQL's text sorts by the database's language unless told otherwise; migrations are never sorted by text.
    let ledger = "CREATE TABLE IF NOT EXISTS migrations (version BIGINT NOT NULL PRIMARY KEY, script TEXT NOT NULL)";
    tx.script(ledger.into_sql_str()).await?;
    let carried_out = carried_out(tx, database).await?;
    for migration in MIGRATIONS {
        if carried_out.contains(&migration.version) {
            continue;
        }
        let script = migration.script(tx);
        tx.script(script.into_sql_str()).await?;
        let row = sql("INSERT INTO migrations (version, script) VALUES ($1, $2)").bind(migration.version).bind(script);
        row.execute(tx).await?;
        if migration.version == SEARCH_KEYS {
            crate::persons::rebuild_search_keys(tx).await?;
        }
    }
    Ok(())
}

impl Migration {
    fn script(&self, tx: &Tx) -> &'static str {
        if tx.engine() == "sqlite" { self.sqlite } else { self.postgres }
    }
}

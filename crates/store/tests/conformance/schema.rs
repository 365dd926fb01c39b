//! The two migration folders make one schema: tables, columns, types, what may be missing, keys, indexes, references, rules.

use std::collections::BTreeSet;
use std::sync::Mutex;

use guanai_store::Tx;
use guanai_store::engine::sql;

use crate::engines::on_both;

type Shape = BTreeSet<String>;

const SQLITE: &[&str] = &[
    "SELECT m.name || '.' || c.name || ' ' || c.type || CASE WHEN c.\"notnull\" = 1 THEN ' NOT NULL' ELSE '' END \
     FROM sqlite_schema m JOIN pragma_table_info(m.name) c WHERE m.type = 'table'",
    "SELECT m.name || '(' || (SELECT group_concat(i.name, ', ') FROM (SELECT * FROM pragma_index_info(l.name) ORDER BY seqno) i) \
     || ')' || CASE WHEN l.\"unique\" = 1 THEN ' UNIQUE' ELSE '' END || CASE WHEN l.partial = 1 THEN ' PARTIAL' ELSE '' END \
     FROM sqlite_schema m JOIN pragma_index_list(m.name) l WHERE m.type = 'table'",
    "SELECT m.name || '.' || f.\"from\" || ' -> ' || f.\"table\" || '.' || f.\"to\" \
     FROM sqlite_schema m JOIN pragma_foreign_key_list(m.name) f WHERE m.type = 'table'",
    "SELECT l.name FROM sqlite_schema m JOIN pragma_index_list(m.name) l WHERE m.type = 'table' AND l.origin = 'c'",
];

const POSTGRES: &[&str] = &[
    "SELECT c.table_name || '.' || c.column_name || ' ' || c.data_type || CASE WHEN c.is_nullable = 'NO' THEN ' NOT NULL' ELSE '' END \
     FROM information_schema.columns c WHERE c.table_schema = current_schema()",
    "SELECT t.relname || '(' || (SELECT string_agg(a.attname, ', ' ORDER BY k.at) \
         FROM unnest(CAST(i.indkey AS SMALLINT[])) WITH ORDINALITY k(attnum, at) \
         JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.attnum) || ')' \
     || CASE WHEN i.indisunique THEN ' UNIQUE' ELSE '' END || CASE WHEN i.indpred IS NOT NULL THEN ' PARTIAL' ELSE '' END \
     FROM pg_index i JOIN pg_class t ON t.oid = i.indrelid \
     WHERE t.relnamespace = CAST(current_schema() AS regnamespace)",
    "SELECT t.relname || '.' || a.attname || ' -> ' || r.relname || '.' || b.attname FROM pg_constraint c \
     JOIN pg_class t ON t.oid = c.conrelid JOIN pg_class r ON r.oid = c.confrelid \
     JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = c.conkey[1] \
     JOIN pg_attribute b ON b.attrelid = r.oid AND b.attnum = c.confkey[1] \
     WHERE c.contype = 'f' AND c.connamespace = CAST(current_schema() AS regnamespace)",
    "SELECT CAST(x.relname AS TEXT) FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid \
     WHERE x.relnamespace = CAST(current_schema() AS regnamespace) \
     AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conindid = i.indexrelid AND c.contype IN ('p', 'u'))",
];

async fn shape(tx: &mut Tx) -> Shape {
    let queries = if tx.engine() == "sqlite" { SQLITE } else { POSTGRES };
    let mut shape = Shape::new();
    for text in queries {
        for (line,) in sql(text).all::<(String,)>(tx).await.unwrap() {
            // SQLite's STRICT tables know no BOOLEAN or BIGINT: a BOOLEAN is an INTEGER that is checked to be 0 or 1.
            let line =
                line.replace(" boolean", " integer").replace(" bigint", " integer").replace(" BIGINT", " integer");
            shape.insert(line.replace(" INTEGER", " integer").replace(" TEXT", " text"));
        }
    }
    for name in rules(tx).await {
        shape.insert(format!("rule {name}"));
    }
    shape
}

/// The names of the named rules.
async fn rules(tx: &mut Tx) -> Vec<String> {
    if tx.engine() == "postgres" {
        let text = "SELECT CAST(c.conname AS TEXT) FROM pg_constraint c \
                    WHERE c.contype = 'c' AND c.connamespace = CAST(current_schema() AS regnamespace)";
        return sql(text).all::<(String,)>(tx).await.unwrap().into_iter().map(|(name,)| name).collect();
    }
    let tables = sql("SELECT m.sql FROM sqlite_schema m WHERE m.type = 'table'").all::<(String,)>(tx).await.unwrap();
    let named = |text: &str| -> Vec<String> {
        text.split("CONSTRAINT ").skip(1).filter_map(|tail| tail.split(' ').next().map(str::to_owned)).collect()
    };
    tables.iter().flat_map(|(text,)| named(text)).collect()
}

#[test]
fn both_engines_have_one_schema() {
    let shapes = Mutex::new(Vec::new());
    on_both(async |db| {
        let mut tx = db.begin_read().await.unwrap();
        let shape = shape(&mut tx).await;
        shapes.lock().unwrap().push(shape);
    });
    let shapes = shapes.into_inner().unwrap();
    let sample = [
        "persons.name text NOT NULL",
        "persons(identity_key) UNIQUE",
        "facts.person_id -> persons.person_id",
        "rule posts_period_check",
        "rule accounts_secret_check",
        "sessions(token_hash) UNIQUE",
        "rule import_jobs_published_check",
        "persons.search_key text",
        "visits.sheet_id text",
        "rule clocks_risk_check",
        "rule asks_two_people_check",
        "rule rounds_two_people_check",
        "rule round_sheets_settled_check",
        "rule decisions_amount_check",
        "rule scans_hash_check",
        "rule scans_taken_down_check",
        "rule photos_ended_check",
        "photos(visit_id, sha256) UNIQUE PARTIAL",
        "scans(application_id, sha256) UNIQUE PARTIAL",
        "scans(meeting_id, sha256) UNIQUE PARTIAL",
        "rule life_events_two_people_check",
        "rule appointments_two_people_check",
        "rule arrivals_two_people_check",
        "arrivals(identity_key) UNIQUE PARTIAL",
        "rule year_calendars_two_people_check",
        "rule surveys_two_people_check",
        "rule survey_strata_counts_check",
        "survey_people.person_id -> persons.person_id",
        "rule named_contacts_other_check",
        "named_contacts(person_id) UNIQUE PARTIAL",
        "trainings(organization_id, held_on, title_key) UNIQUE PARTIAL",
        "rule trainings_struck_check",
        "rule care_plans_two_people_check",
        "rule partnerships_two_people_check",
        "partnerships(pair_key) UNIQUE PARTIAL",
        "partnership_deeds.partnership_id -> partnerships.partnership_id",
        "rule pauses_two_people_check",
        "pauses(person_id, measure) UNIQUE PARTIAL",
        "fund_sources(name, year) UNIQUE",
        "care_funds(name) UNIQUE PARTIAL",
        "rule care_funds_two_people_check",
        "rule round_sheet_bookings_two_people_check",
        "round_sheet_bookings.entry_id -> fund_entries.entry_id",
        "care_plans(organization_id, year, state) UNIQUE PARTIAL",
        "year_calendars(year) UNIQUE PARTIAL",
        "handovers(post_id) UNIQUE",
        "rule late_records_two_people_check",
        "rule floating_letters_answered_check",
        "floating_guests(letter_id) UNIQUE",
        "floating_guests(person_id) UNIQUE PARTIAL",
        "public_notices(organization_id) PARTIAL",
    ];
    for line in sample {
        assert!(shapes[0].contains(line), "{line} is not in {:#?}", shapes[0]);
    }
    for other in &shapes[1..] {
        let differ: Vec<&String> = shapes[0].symmetric_difference(other).collect();
        assert_eq!(differ, Vec::<&String>::new());
    }
}

#[test]
fn sqlite_tables_are_strict_and_postgresql_text_sorts_by_its_bytes() {
    on_both(async |db| {
        let mut tx = db.begin_read().await.unwrap();
        let text = if db.engine() == "sqlite" {
            "SELECT l.name FROM pragma_table_list l WHERE l.type = 'table' AND l.strict = 0 AND l.schema = 'main' \
             AND l.name NOT IN ('migrations', 'sqlite_schema')"
        } else {
            "SELECT c.table_name || '.' || c.column_name FROM information_schema.columns c WHERE c.table_schema = current_schema() \
             AND c.data_type = 'text' AND c.collation_name IS DISTINCT FROM 'C' AND c.table_name <> 'migrations'"
        };
        assert_eq!(sql(text).all::<(String,)>(&mut tx).await.unwrap(), []);
    });
}

#[test]
fn postgresql_needs_no_triggers_no_extensions_and_no_other_schema() {
    for script in [
        include_str!("../../migrations/postgres/0001_county.sql"),
        include_str!("../../migrations/postgres/0002_accounts.sql"),
        include_str!("../../migrations/postgres/0005_members.sql"),
        include_str!("../../migrations/postgres/0006_operations.sql"),
        include_str!("../../migrations/postgres/0007_visits.sql"),
        include_str!("../../migrations/postgres/0009_visit_drafts.sql"),
        include_str!("../../migrations/postgres/0012_call_backs.sql"),
        include_str!("../../migrations/postgres/0013_rounds.sql"),
        include_str!("../../migrations/postgres/0014_decisions.sql"),
        include_str!("../../migrations/postgres/0060_need_progress.sql"),
        include_str!("../../migrations/postgres/0063_life_events.sql"),
        include_str!("../../migrations/postgres/0064_posts_and_handover.sql"),
        include_str!("../../migrations/postgres/0065_late_records.sql"),
        include_str!("../../migrations/postgres/0070_floating.sql"),
        include_str!("../../migrations/postgres/0008_guarantees.sql"),
        include_str!("../../migrations/postgres/0004_import_desk.sql"),
    ] {
        for word in ["TRIGGER", "EXTENSION", "CREATE FUNCTION", "PUBLIC."] {
            assert!(!script.to_uppercase().contains(word), "{word}");
        }
    }
}

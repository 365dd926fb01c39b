//! The invariants: they hold on a sound county, and each is broken once and found.

use guanai_casework::{Need, NeedState};
use guanai_store::checks::moves::{Moved, list_unlawful};
use guanai_store::checks::{self, CheckOutcome};
use guanai_store::engine::sql;
use guanai_store::{Tx, facts, needs, persons};

use crate::county::{County, NOW};
use crate::engines::on_both;

fn found<'o>(outcomes: &'o [CheckOutcome], name: &str) -> &'o CheckOutcome {
    outcomes.iter().find(|outcome| outcome.name == name).unwrap()
}

#[test]
fn a_sound_county_holds_every_invariant() {
    on_both(async |db| {
        let county = County::new(1);
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        let after = guanai_registry::Person { phone: None, ..county.persons[0].clone() };
        persons::amend(&mut tx, &county.persons[0], &after, NOW).await.unwrap();
        let outcomes = checks::run(&mut tx).await.unwrap();
        assert_eq!(outcomes.len(), 41);
        for outcome in outcomes {
            assert!(outcome.holds && outcome.found == 0 && outcome.examples.is_empty(), "{outcome:?}");
        }
    });
}

/// Lets references dangle until the end of this transaction, which is never committed.
async fn unfetter(tx: &mut Tx, table: &str) {
    if tx.engine() == "sqlite" {
        sql("PRAGMA defer_foreign_keys = ON").execute(tx).await.unwrap();
        return;
    }
    let constraint = match table {
        "memberships" => "ALTER TABLE memberships DROP CONSTRAINT memberships_organization_id_fkey",
        "facts" => "ALTER TABLE facts DROP CONSTRAINT facts_person_id_fkey",
        "discrepancies" => "ALTER TABLE discrepancies DROP CONSTRAINT discrepancies_person_id_fkey",
        "visits" => "ALTER TABLE visits DROP CONSTRAINT visits_person_id_fkey",
        "asks" => "ALTER TABLE asks DROP CONSTRAINT asks_person_id_fkey",
        "plans" => "ALTER TABLE plans DROP CONSTRAINT plans_lead_organization_id_fkey",
        "needs" => "ALTER TABLE needs DROP CONSTRAINT needs_person_id_fkey",
        "survey_codes" => "ALTER TABLE survey_codes DROP CONSTRAINT survey_codes_survey_id_fkey",
        _ => "SELECT 1",
    };
    sql(constraint).execute(tx).await.unwrap();
}

/// The invariant, what breaks it, and how many are then found.
const BREAKS: &[(&str, &str, &str, u64)] = &[
    (
        "memberships-have-person-and-organization",
        "memberships",
        "UPDATE memberships SET organization_id = 'nowhere' WHERE until_on IS NOT NULL",
        1,
    ),
    ("spells-do-not-overlap", "", "UPDATE memberships SET until_on = '2026-07-01' WHERE until_on IS NOT NULL", 1),
    ("residents-have-no-party-dates", "", "UPDATE memberships SET kind = 'resident' WHERE until_on IS NOT NULL", 1),
    ("facts-have-a-person", "facts", "UPDATE facts SET person_id = 'nobody' WHERE name = 'plain.f1'", 1),
    ("discrepancies-have-a-person", "discrepancies", "UPDATE discrepancies SET person_id = 'nobody'", 1),
    ("needs-have-a-person", "needs", "UPDATE needs SET person_id = 'nobody'", 3),
    ("visits-have-a-person", "visits", "UPDATE visits SET person_id = 'nobody' WHERE sheet_id IS NOT NULL", 1),
    (
        "call-backs-are-of-who-was-visited",
        "",
        "UPDATE call_backs SET person_id = (SELECT MAX(p.person_id) FROM persons p WHERE p.person_id <> call_backs.person_id)",
        1,
    ),
    (
        "notes-are-of-who-was-visited",
        "",
        "UPDATE talk_notes SET person_id = (SELECT MAX(p.person_id) FROM persons p WHERE p.person_id <> talk_notes.person_id)",
        1,
    ),
    (
        "sheets-delivered-what-was-meant",
        "",
        "UPDATE round_people SET gift_fen = 100, act = 'visit-with-gift' WHERE gift_fen IS NULL",
        1,
    ),
    (
        "sheets-are-booked-as-entries-say-and-no-further",
        "",
        "INSERT INTO round_sheet_bookings (entry_id, sheet_id, amount_fen, made_by, booked_by, booked_at) \
         SELECT MAX(l.entry_id), MAX(s.sheet_id), 1, 'one', 'other', 1 FROM fund_lines l, round_sheets s \
         WHERE l.account = 'cash' AND l.amount_fen < 0 AND s.delivered_fen = 0",
        1,
    ),
    (
        "sheets-are-booked-as-entries-say-and-no-further",
        "",
        "INSERT INTO round_sheet_bookings (entry_id, sheet_id, amount_fen, made_by, booked_by, booked_at) \
         SELECT MAX(l.entry_id), MAX(s.sheet_id), -1, 'one', 'other', 1 FROM fund_lines l, round_sheets s \
         WHERE l.account = 'cash' AND l.amount_fen < 0",
        1,
    ),
    ("visits-of-a-sheet-are-of-its-people", "", "UPDATE visits SET sheet_id = NULL", 1),
    (
        "clocks-stand-where-their-person-belongs",
        "",
        "INSERT INTO clocks (person_id, guarantee, clock_id, rule, started_on, before_unknown, due_on, provisional, risk_on, ended_late) \
         SELECT MIN(m.person_id), 'visit', '00000000000000000000000001', 'yearly', '2026-01-05', m.until_on IS NOT NULL, '2027-01-05', \
         m.until_on IS NOT NULL, '2026-12-01', m.until_on IS NOT NULL FROM memberships m WHERE m.until_on IS NULL GROUP BY m.until_on IS NOT NULL",
        1,
    ),
    (
        "clock-totals-are-as-counted",
        "",
        "INSERT INTO clock_totals (organization_id, guarantee, running, before_unknown) \
         SELECT MIN(o.organization_id), 'visit', 1, 0 FROM party_organizations o",
        1,
    ),
    ("scans-are-whole", "", "DELETE FROM scan_parts WHERE part_no <> '000000'", 1),
    ("scans-are-whole", "", "UPDATE scans SET sha256 = SUBSTR(sha256, 2) || SUBSTR(sha256, 1, 1)", 1),
    ("every-row-reads", "", "UPDATE questions SET words = 'v9:note:0:x'", 1),
    ("every-row-reads", "", "UPDATE visits SET found_key = found_key || 'x' WHERE found_key IS NOT NULL", 1),
    ("asks-have-a-person", "asks", "UPDATE asks SET person_id = 'nobody' WHERE state = 'waiting'", 1),
    ("consents-have-a-person-and-no-gaps", "", "DELETE FROM consents WHERE answer = 'given'", 1),
    ("applications-count-their-steps", "", "DELETE FROM application_steps WHERE step = 'attach'", 1),
    ("what-is-approved-was-decided-and-has-no-open-objection", "", "DELETE FROM decisions", 1),
    (
        "what-is-approved-was-decided-and-has-no-open-objection",
        "",
        "UPDATE objections SET finding = NULL, reply_words = NULL, reply_on = NULL, reply_by = NULL, recorded_at = 1",
        1,
    ),
    ("every-row-reads", "", "UPDATE applications SET frozen = words WHERE state = 'approved'", 1),
    (
        "plans-are-led-and-answer-their-own-need",
        "plans",
        "UPDATE plans SET lead_organization_id = 'nowhere' WHERE state = 'running'",
        1,
    ),
    (
        "plans-are-led-and-answer-their-own-need",
        "",
        "UPDATE plans SET need_id = (SELECT MIN(n.need_id) FROM needs n WHERE n.person_id <> plans.person_id) \
         WHERE state = 'running'",
        1,
    ),
    (
        "pauses-of-a-measure-share-no-day",
        "",
        "INSERT INTO pauses \
         (pause_id, person_id, measure, since_on, until_on, reason, state, entered_by, entered_at, decided_by, decided_at) \
         SELECT '1', MIN(p.person_id), 'm', '2026-07-01', '2026-08-02', 'x', 'confirmed', 'one', 1, 'two', 2 FROM persons p \
         UNION ALL \
         SELECT '2', MIN(p.person_id), 'm', '2026-08-01', '2026-09-01', 'x', 'confirmed', 'one', 1, 'two', 2 FROM persons p",
        1,
    ),
    (
        "pairs-serve-their-need-within-the-offer",
        "",
        "UPDATE pairs SET need_id = (SELECT MIN(n.need_id) FROM needs n WHERE n.person_id <> pairs.person_id) \
         WHERE state = 'running'",
        1,
    ),
    (
        "pairs-serve-their-need-within-the-offer",
        "",
        "UPDATE offers SET capacity = 0 WHERE offer_id = (SELECT p.offer_id FROM pairs p WHERE p.state = 'running')",
        1,
    ),
    (
        "pairs-serve-their-need-within-the-offer",
        "",
        "UPDATE pairs SET helper_person_id = person_id WHERE state = 'off'",
        1,
    ),
    (
        "resources-are-not-overbooked",
        "",
        "UPDATE bookings SET units = 1 + (SELECT o.capacity FROM offers o WHERE o.offer_id = bookings.offer_id)",
        1,
    ),
    (
        "bookings-serve-their-need",
        "",
        "UPDATE bookings SET need_id = (SELECT MIN(n.need_id) FROM needs n WHERE n.person_id <> bookings.person_id)",
        1,
    ),
    (
        "skills-are-shown-as-agreed",
        "",
        "UPDATE offers SET resource_kind = 'skill' WHERE offer_id = (SELECT MIN(o.offer_id) FROM offers o)",
        1,
    ),
    ("every-row-reads", "", "UPDATE bookings SET words = 'v9:words:0:x'", 1),
    ("every-row-reads", "", "UPDATE pairs SET due_on = '2026-12-31' WHERE state = 'running'", 1),
    ("every-row-reads", "", "UPDATE plans SET next_due_on = '2026-12-31' WHERE state = 'running'", 1),
    (
        "referrals-are-of-their-need-and-end-with-it",
        "",
        "UPDATE referrals SET need_id = (SELECT MIN(n.need_id) FROM needs n WHERE n.person_id <> referrals.person_id) \
         WHERE state = 'sent'",
        1,
    ),
    (
        "referrals-are-of-their-need-and-end-with-it",
        "",
        "UPDATE needs SET state = 'closed' WHERE need_id IN (SELECT r.need_id FROM referrals r WHERE r.state = 'sent')",
        1,
    ),
    (
        "jobs-are-of-their-need-and-its-referral",
        "",
        "UPDATE jobs SET need_id = (SELECT MIN(n.need_id) FROM needs n WHERE n.person_id <> jobs.person_id)",
        1,
    ),
    (
        "disputes-have-two-sides-and-neither-mediates",
        "",
        "UPDATE disputes SET mediator_id = first_person_id, state = 'mediating'",
        1,
    ),
    ("every-row-reads", "", "UPDATE disputes SET mediator_id = first_person_id, state = 'replied'", 1),
    ("every-row-reads", "", "UPDATE jobs SET due_on = '2030-01-01'", 1),
    ("every-row-reads", "", "UPDATE sponsorships SET stops_on = '2090-01-01'", 1),
    (
        "who-arrived-belongs-by-that-letter",
        "",
        "INSERT INTO arrivals (arrival_id, person_id, is_known, organization_id, kind, name, identity, identity_key, from_place, letter, \
         letter_on, joined_on, since_on, state, recorded_by, recorded_at, decided_by, decided_at) \
         SELECT 'a', MIN(p.person_id), 1 = 1, (SELECT MIN(o.organization_id) FROM party_organizations o), 'transfer', '甲', 'x', 'y', \
         '外县', '没有这封', '2026-06-01', '1995-07-01', '2026-06-02', 'confirmed', 'one', 1, 'other', 2 FROM persons p",
        1,
    ),
    (
        "rechecks-saw-whom-they-answer-for",
        "",
        "UPDATE visits SET state = 'struck' WHERE visit_id IN (SELECT i.visit_id FROM recheck_items i)",
        1,
    ),
    ("every-row-reads", "", "UPDATE recheck_items SET words = 'v9:words:0:x' WHERE state = 'not-found'", 1),
    (
        "surveys-ask-whom-they-drew-and-forget-them-at-the-end",
        "",
        "INSERT INTO surveys (survey_id, title, as_of_on, due_on, size, method, seed, asked_of, dead, gone, unwilling, other, \
         state, drawn_by, drawn_at) VALUES ('01KC05VRVEY000000000000001', '虚构', '2026-06-30', '2026-08-31', 3, 'proportional', \
         '0000000000000007', 3, 0, 0, 0, 0, 'drawn', 'officer', 1)",
        1,
    ),
    (
        "survey-sheets-came-back-and-their-codes-are-forgotten",
        "survey_codes",
        "INSERT INTO survey_codes (survey_id, code, stratum_no) VALUES ('01KC05VRVEY000000000000001', 'K7M3QP', '0001')",
        1,
    ),
    (
        "photos-are-whole-and-gone-when-they-end",
        "",
        "INSERT INTO photos (photo_id, visit_id, person_id, media, size_bytes, sha256, put_by, recorded_at) \
         SELECT '01KC0PH0T0000000000000001A', v.visit_id, v.person_id, 'image/jpeg', 1, \
         '0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef', 'officer', 1 \
         FROM visits v WHERE v.visit_id = (SELECT MIN(w.visit_id) FROM visits w)",
        1,
    ),
    ("entries-sum-to-zero", "", "UPDATE fund_lines SET amount_fen = amount_fen + 1 WHERE line_no = 1", 2),
    ("entries-sum-to-zero", "", "DELETE FROM fund_lines", 2),
    ("history-has-no-gaps", "", "UPDATE former_states SET state_no = 3 WHERE state_no = 2 AND record = 'persons'", 1),
    (
        "history-is-in-time-order",
        "",
        "UPDATE former_states SET replaced_at = 0 WHERE state_no = 2 AND record = 'persons'",
        1,
    ),
    ("current-facts-are-the-latest", "", "DELETE FROM fact_current WHERE name <= 'health.f2'", 2),
    ("organizations-form-a-tree", "", "UPDATE party_organizations SET superior_id = NULL", 2),
    ("organizations-form-a-tree", "", "UPDATE party_organizations SET superior_id = organization_id", 1),
    ("every-row-reads", "", "UPDATE offers SET provider_kind = 'nobody knows'", 2),
    ("every-row-reads", "", "UPDATE needs SET words = 'v9:words:0:x' WHERE number = '1'", 1),
    ("every-row-reads", "", "UPDATE asks SET review_words = NULL, review_due_on = NULL", 1),
    ("every-row-reads", "", "UPDATE consents SET answer = 'perhaps' WHERE no = 2", 1),
    ("every-row-reads", "", "UPDATE persons SET identity_key = identity_key || 'x'", 3),
];

#[test]
fn each_broken_invariant_is_found() {
    on_both(async |db| {
        let county = County::new(1);
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        let first = county.persons[0].clone();
        let second = guanai_registry::Person { phone: None, ..first.clone() };
        persons::amend(&mut tx, &first, &second, NOW).await.unwrap();
        persons::amend(&mut tx, &second, &first, NOW).await.unwrap();
        tx.commit().await.unwrap();
        for (name, table, text, count) in BREAKS {
            let mut tx = db.begin_write().await.unwrap();
            unfetter(&mut tx, table).await;
            sql(text).execute(&mut tx).await.unwrap();
            let outcomes = checks::run(&mut tx).await.unwrap();
            let broken = found(&outcomes, name);
            assert!(!broken.holds, "{name} after {text}");
            assert_eq!(
                (broken.found, broken.examples.len()),
                (*count, usize::try_from(*count).unwrap()),
                "{name} after {text}"
            );
            tx.rollback().await.unwrap();
        }
        let named: Vec<&str> = BREAKS.iter().map(|(name, ..)| *name).collect();
        let mut tx = db.begin_write().await.unwrap();
        for outcome in checks::run(&mut tx).await.unwrap() {
            assert!(outcome.holds);
            // The schema itself keeps identity numbers apart; that a twin is refused is a test of persons. What is done outside an agreement
            // is found in the test of agreements.
            let elsewhere = ["one-person-for-an-identity-number", "partnership-deeds-are-of-one-that-ran"];
            assert!(named.contains(&outcome.name) || elsewhere.contains(&outcome.name), "{outcome:?}");
        }
        assert_eq!(facts::check_current(&mut tx).await.unwrap(), Vec::<String>::new());
    });
}

#[test]
fn a_move_that_no_table_holds_is_found_and_a_change_without_a_move_is_none() {
    on_both(async |db| {
        let county = County::new(1);
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        let first = county.needs[0].clone();
        let dated = Need { due_on: Some(guanai_kernel::Date::constant(2026, 12, 1)), ..first.clone() };
        let closed = Need { state: NeedState::Closed, ..dated.clone() };
        needs::amend_many(&mut tx, &[(first.clone(), dated.clone())], NOW).await.unwrap();
        let unlawful =
            async |tx: &mut Tx, moves: &[(&str, &str)]| list_unlawful(tx, Moved::Needs, moves).await.unwrap();
        assert_eq!(unlawful(&mut tx, &[]).await, Vec::<String>::new());
        needs::amend_many(&mut tx, &[(dated, closed.clone())], NOW).await.unwrap();
        let named = [format!("needs/{}", first.need_id)];
        assert_eq!(unlawful(&mut tx, &[]).await, named);
        let table = [(first.state.code(), "closed")];
        assert_eq!(unlawful(&mut tx, &table).await, Vec::<String>::new());
        let back = Need { state: NeedState::Raised, ..closed.clone() };
        needs::amend_many(&mut tx, &[(closed, back)], NOW).await.unwrap();
        assert_eq!(unlawful(&mut tx, &table).await, named);
        // The county has an application that was moved.
        let found = list_unlawful(&mut tx, Moved::Applications, &[]).await.unwrap();
        assert!(found.iter().all(|named| named.starts_with("applications/")) && found.len() == 1, "{found:?}");
    });
}

/// Each kind with how its keys are read.
macro_rules! keys {
    ($($moved:ident $key:literal $table:literal;)*) => {
        [$((Moved::$moved, concat!("SELECT ", $key, " FROM ", $table, " ORDER BY 1 LIMIT 1"))),*]
    };
}

const KEYS: [(Moved, &str); 26] = keys! {
    Needs "need_id" "needs";
    Plans "plan_id" "plans";
    Applications "application_id" "applications";
    Scans "scan_id" "scans";
    Rounds "round_id" "rounds";
    Sheets "sheet_id" "round_sheets";
    Visits "visit_id" "visits";
    Pairs "pair_id" "pairs";
    Partnerships "partnership_id" "partnerships";
    Pauses "pause_id" "pauses";
    Disputes "dispute_id" "disputes";
    Referrals "referral_id" "referrals";
    Bookings "booking_id" "bookings";
    Rechecks "recheck_id" "rechecks";
    RecheckItems "item_id" "recheck_items";
    Questions "question_id" "questions";
    Asks "ask_id" "asks";
    Appointments "post_id" "appointments";
    HandoverItems "item_id" "handover_items";
    Arrivals "arrival_id" "arrivals";
    LifeEvents "life_event_id" "life_events";
    Letters "letter_id" "floating_letters";
    Calendars "calendar_id" "year_calendars";
    CarePlans "care_plan_id" "care_plans";
    Revisions "revision_id" "standard_revisions";
    Surveys "survey_id" "surveys";
};

/// A state that was put in by hand is found, of every kind: between two that were kept, and before the one that stands.
#[test]
fn a_state_put_in_by_hand_is_found_of_every_kind_that_has_a_table_of_moves() {
    async fn put(tx: &mut Tx, moved: Moved, record: &str, state: &str) {
        sql("INSERT INTO former_states (record, record_id, state_no, state, replaced_at) \
             SELECT CAST($1 AS TEXT), CAST($2 AS TEXT), CAST(COUNT(*) + 1 AS BIGINT), CAST($3 AS TEXT), CAST($4 AS BIGINT) \
             FROM former_states WHERE record = $1 AND record_id = $2")
        .bind(moved.table())
        .bind(record)
        .bind(format!("{{\"state\":\"{state}\"}}"))
        .bind(NOW.as_micros())
        .execute(tx)
        .await
        .unwrap();
    }
    assert!(KEYS.iter().map(|(moved, _)| moved).eq(Moved::ALL));
    on_both(async |db| {
        let county = County::new(1);
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        let mut standing = 0;
        for (moved, keys) in KEYS {
            let table = moved.table();
            // What was moved lawfully before may stand; from a state that is in no table nothing leads on.
            let any = sql("SELECT record_id FROM former_states WHERE record = $1 ORDER BY 1 LIMIT 1")
                .bind(table)
                .all::<(String,)>(&mut tx)
                .await
                .unwrap();
            put(&mut tx, moved, "by-hand", "nowhere").await;
            put(&mut tx, moved, "by-hand", "elsewhere").await;
            let found = list_unlawful(&mut tx, moved, &[]).await.unwrap();
            assert!(found.contains(&format!("{table}/by-hand")), "{found:?}");
            let lawful = [("nowhere", "elsewhere")];
            let found = list_unlawful(&mut tx, moved, &lawful).await.unwrap();
            assert!(!found.contains(&format!("{table}/by-hand")), "{found:?}");
            // The state that stands comes from one that no table holds.
            let kept = sql(keys).all::<(String,)>(&mut tx).await.unwrap();
            let Some((key,)) = kept.into_iter().find(|key| !any.contains(key)) else { continue };
            put(&mut tx, moved, &key, "nowhere").await;
            let found = list_unlawful(&mut tx, moved, &lawful).await.unwrap();
            assert!(found.contains(&format!("{table}/{key}")), "{table}: {found:?}");
            standing += 1;
        }
        assert!(standing >= 12, "{standing} kinds have a record whose state stands");
    });
}

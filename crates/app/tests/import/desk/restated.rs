//! A book, a decision made on it, or a decision by hand that changes what the register says of months that are over: what the
//! monthly allowances come to since is proposed to another hand, once, and what changes nothing in money proposes nothing.

use guanai_app::Role;
use guanai_app::import::desk::Part;
use guanai_app::import::settle::{SettleDiscrepancy, settle_discrepancy};
use guanai_app::life::{DoLifeTask, do_life_task, list_life_tasks, read_life_event, undo_life_event};
use guanai_kernel::{Date, Moment};
use guanai_registry::Verdict;
use guanai_registry::life_event::{LifeEvent, LifeEventKind, OutcomeKind};
use guanai_store::{discrepancies, life_events};
use guanai_testkit::clock;
use guanai_testkit::engines::on_both;

use super::bench::{Bench, Member, ONE, STANDARDS, TWO, county_officer, member, number, roster, somebody};

const BORN: &str = "1955-03-01";

/// Two months and a half after the books.
fn autumn() -> Moment {
    clock::at(Date::constant(2026, 9, 15))
}

/// The party-seniority allowance of a month, in fen, in a tier.
fn monthly(tier: usize) -> i64 {
    let id = format!("party_seniority_{tier}");
    let parameters = STANDARDS.pack.parameters();
    let found = parameters.iter().find(|parameter| parameter.id == id).unwrap();
    let guanai_scheme::Value::Money(amount) = found.on(Date::constant(2026, 9, 1)).unwrap().value else { panic!() };
    amount.fen()
}

/// A full member for fifty-one years and not forty-five: the second tier in the place of the first.
fn longer(member: Member) -> Member {
    Member { joined: "1974-06-01", full: "1975-06-01", ..member }
}

/// What facts of days that are over came to with somebody.
async fn restated(bench: &Bench, order: u32) -> Vec<LifeEvent> {
    let person = bench.person(&number(BORN, order)).await.unwrap();
    let mut tx = bench.db.begin_read().await.unwrap();
    let mut all = life_events::list_of(&mut tx, person.person_id).await.unwrap();
    all.retain(|event| event.kind == LifeEventKind::FactsRestated);
    all
}

/// Kinds, months and money of what somebody has to do.
fn owed(event: &LifeEvent) -> Vec<(OutcomeKind, Option<i64>, Option<i64>)> {
    let tasks = event.outcomes.iter().filter(|outcome| outcome.kind.is_task());
    tasks.map(|outcome| (outcome.kind, outcome.count, outcome.amount_fen)).collect()
}

async fn publish(bench: &mut Bench, rows: &[Member]) {
    let job = bench.bring(&county_officer(), &[roster(rows)]).await;
    bench.publish(&county_officer(), job).await;
}

#[test]
fn a_book_that_corrects_a_day_proposes_the_months_since_to_another_hand_and_once() {
    let (one, two, three) = (member("甲", 1, ONE), member("乙", 2, ONE), member("丙", 3, TWO));
    on_both(async |db| {
        let mut bench = Bench::open(db).await;
        publish(&mut bench, &[one.clone(), two.clone(), longer(three.clone())]).await;
        for order in 1..=3 {
            assert_eq!(restated(&bench, order).await, [], "whoever comes into the register was granted nothing before");
        }
        bench.restart(autumn()).await;
        let later = [longer(one.clone()), Member { phone: "19900000008", ..two.clone() }, three.clone()];
        publish(&mut bench, &later).await;
        settle_all(&mut bench, Verdict::Take).await;
        let more = monthly(2) - monthly(1);
        let events = restated(&bench, 1).await;
        assert_eq!(events.len(), 1);
        assert_eq!(owed(&events[0]), [(OutcomeKind::Arrears, Some(3), Some(3 * more))], "July, August and September");
        let less = restated(&bench, 3).await;
        assert_eq!(owed(&less[0]), [(OutcomeKind::Recoup, Some(3), Some(3 * more))]);
        assert_eq!(restated(&bench, 2).await, [], "a phone comes to no money");

        let of = |kind| events[0].outcomes.iter().filter(move |outcome| outcome.kind == kind);
        let reason = of(OutcomeKind::FactRestated).find(|outcome| outcome.of == "person.full_on").unwrap();
        assert_eq!(reason.value.as_deref(), Some("1975-06-01"));
        assert_eq!(reason.source.as_deref(), Some("花名册.xlsx 一 2"));
        assert_eq!(reason.on, Some(Date::constant(2026, 6, 30)));
        let months: Vec<_> = of(OutcomeKind::MonthRestated)
            .map(|month| (month.on.unwrap(), month.value.clone(), month.amount_fen))
            .collect();
        let month = |month| (Date::constant(2026, month, 1), Some(monthly(1).to_string()), Some(monthly(2)));
        assert_eq!(months, [month(7), month(8), month(9)]);

        publish(&mut bench, &later).await;
        settle_all(&mut bench, Verdict::Take).await;
        assert_eq!(restated(&bench, 1).await.len(), 1, "the same again proposes nothing twice");
        settled_by_another(&mut bench, &events[0]).await;
        let mut tx = bench.db.begin_read().await.unwrap();
        let checks = guanai_store::checks::run(&mut tx).await.unwrap();
        assert!(checks.iter().all(|check| check.holds), "{checks:?}");
    });
}

/// Settles whatever waits.
async fn settle_all(bench: &mut Bench, verdict: Verdict) {
    let mut tx = bench.db.begin_read().await.unwrap();
    let all = discrepancies::list_all(&mut tx).await.unwrap();
    tx.rollback().await.unwrap();
    for matter in all.iter().filter(|matter| matter.settled_on.is_none()) {
        let ask = SettleDiscrepancy { discrepancy_id: matter.discrepancy_id, verdict };
        settle_discrepancy(&mut bench.cx_at(&county_officer(), autumn()), ask).await.unwrap();
    }
}

/// It waits in the list of what life events leave to be done; whoever changed the facts does not settle it, and nobody undoes it.
async fn settled_by_another(bench: &mut Bench, event: &LifeEvent) {
    let (officer, other) = (county_officer(), somebody("second", Role::CountyOfficer));
    let list = list_life_tasks(&mut bench.cx_at(&other, autumn()), 1).await.unwrap();
    assert!(list.lines.iter().any(|line| line.event.life_event_id == event.life_event_id));
    let file = read_life_event(&mut bench.cx_at(&other, autumn()), event.life_event_id).await.unwrap();
    assert!(file.moves.is_empty() && !file.needs_another && file.does_tasks, "it is done, and not undone");
    let done = DoLifeTask {
        life_event_id: event.life_event_id,
        task_no: file.tasks[0].task_no,
        on: Date::constant(2026, 9, 15),
        words: "随下月一并补发".to_owned(),
    };
    let operation = bench.operation();
    let own = do_life_task(&mut bench.cx_at(&officer, autumn()), operation, &done).await;
    assert_eq!(own.unwrap_err().code(), "life-task-own-hand");
    let operation = bench.operation();
    do_life_task(&mut bench.cx_at(&other, autumn()), operation, &done).await.unwrap();
    let operation = bench.operation();
    let undone = undo_life_event(&mut bench.cx_at(&other, autumn()), operation, event.life_event_id, "不对").await;
    assert_eq!(undone.unwrap_err().code(), "life-move");
}

#[test]
fn what_is_decided_on_a_job_or_by_hand_proposes_the_months_since() {
    let (one, two) = (member("甲", 1, ONE), member("丙", 3, TWO));
    on_both(async |db| {
        let mut bench = Bench::open(db).await;
        publish(&mut bench, &[one.clone(), two.clone()]).await;
        bench.restart(autumn()).await;
        // Each stands in two rows that differ: one is decided before the books are published, the other by hand afterwards.
        let rows = [one.clone(), longer(one.clone()), two.clone(), longer(two.clone())];
        let job = bench.bring(&county_officer(), &[roster(&rows)]).await;
        let seen = bench.read(&county_officer(), job, Part::Conflicts).await;
        let guanai_app::import::desk::read::Rows::Conflicts(found) = &seen.rows else { panic!("no conflicts") };
        let of = |name: &str| {
            let rows = found.iter().enumerate().filter(|(_, row)| row.told.name == name);
            rows.map(|(at, _)| (Part::Conflicts, at as u64 + 1, Verdict::Take)).collect::<Vec<_>>()
        };
        bench.choose(&county_officer(), job, &of("甲")).await.unwrap();
        bench.publish(&county_officer(), job).await;
        let more = 3 * (monthly(2) - monthly(1));
        let events = restated(&bench, 1).await;
        assert_eq!(events.len(), 1, "what was decided on the job is one proposal");
        assert_eq!(owed(&events[0]), [(OutcomeKind::Arrears, Some(3), Some(more))]);
        assert_eq!(restated(&bench, 3).await, [], "what still waits changes nothing");
        settle_all(&mut bench, Verdict::Take).await;
        let events = restated(&bench, 3).await;
        let sum: i64 = events.iter().flat_map(owed).filter_map(|(_, _, fen)| fen).sum();
        assert_eq!(sum, more);
        settle_all(&mut bench, Verdict::Take).await;
        assert_eq!(restated(&bench, 3).await, events, "settling again proposes nothing twice");
    });
}

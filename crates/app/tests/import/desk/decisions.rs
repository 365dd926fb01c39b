//! Conflicts and warnings: what hangs on them, what may be decided, and that what was decided is done when the books are
//! published, and holds against the same statement.

use guanai_app::import::desk::Part;
use guanai_app::import::desk::choose::ChooseError;
use guanai_app::import::desk::read::{Row, Rows};
use guanai_app::import::told::{Said, ToldConflict, ToldOddity};
use guanai_kernel::Date;
use guanai_kernel::ids::ImportJobId;
use guanai_registry::{FactValue, Verdict};
use guanai_store::{checks, discrepancies, facts, memberships, persons};
use guanai_testkit::county::Book;
use guanai_testkit::engines::on_both;

use super::bench::{Bench, Member, ONE, cash, county_officer, hardship, keys, member, number, roster};

const BORN: &str = "1955-03-01";

async fn conflicts(bench: &mut Bench, job: ImportJobId) -> Vec<Row<ToldConflict>> {
    match bench.read(&county_officer(), job, Part::Conflicts).await.rows {
        Rows::Conflicts(rows) => rows,
        other => panic!("{other:?}"),
    }
}

async fn oddities(bench: &mut Bench, job: ImportJobId) -> Vec<Row<ToldOddity>> {
    match bench.read(&county_officer(), job, Part::Warned).await.rows {
        Rows::Warned(rows) => rows,
        other => panic!("{other:?}"),
    }
}

/// Somebody in two rows: with seniority of 50 years by the first, of 39 by the second, and with two educations.
fn twice() -> Vec<Book> {
    let first = Member { joined: "1975-07-01", full: "1976-07-01", ..member("甲", 1, ONE) };
    let second = Member { joined: "1986-07-01", full: "1987-07-01", education: "初中", ..member("甲", 1, ONE) };
    vec![roster(&[first, second])]
}

#[test]
fn a_conflict_says_what_hangs_on_it() {
    on_both(async |db| {
        let mut bench = Bench::open(db).await;
        let job = bench.bring(&county_officer(), &twice()).await;
        let rows = conflicts(&mut bench, job).await;
        let fields: Vec<String> = rows.iter().map(|row| format!("{:?}", row.told.about)).collect();
        assert_eq!(fields, [r#"Column("education")"#, r#"Column("joined_on")"#, r#"Column("full_on")"#]);
        let full = &rows[2].told;
        assert_eq!(full.here, (Said::Day(Date::constant(1976, 7, 1)), "花名册.xlsx 一 2".to_owned()));
        assert_eq!(full.there, (Said::Day(Date::constant(1987, 7, 1)), "花名册.xlsx 一 3".to_owned()));
        let matter = full.matter.as_ref().unwrap();
        assert_eq!(matter.may, Verdict::ALL);
        let seniority = matter.effects.iter().find(|effect| effect.measure == "party-seniority-allowance").unwrap();
        assert_eq!((seniority.keep.code.as_str(), seniority.take.code.as_str()), ("holds", "not"));
        assert!(matches!(seniority.keep.amount, Said::Fen(fen) if fen > 0), "{seniority:?}");
        assert_eq!(rows[0].told.matter.as_ref().unwrap().effects, [], "no standard asks for education");
    });
}

#[test]
fn what_is_decided_is_done_with_its_history_and_holds_next_month() {
    on_both(async |db| {
        let mut bench = Bench::open(db).await;
        let officer = county_officer();
        let job = bench.bring(&officer, &twice()).await;
        let seen = bench.read(&officer, job, Part::Conflicts).await;
        assert_eq!((seen.undecided, seen.job.seen.changes.conflict), (3, 1));
        let choices = [
            (Part::Conflicts, 0, Verdict::Take),
            (Part::Conflicts, 1, Verdict::Keep),
            (Part::Conflicts, 2, Verdict::Ask),
        ];
        bench.choose(&officer, job, &choices).await.unwrap();
        assert_eq!(bench.read(&officer, job, Part::Conflicts).await.undecided, 0);
        bench.publish(&officer, job).await;

        let person = bench.person(&number(BORN, 1)).await.unwrap();
        let mut tx = bench.db.begin_read().await.unwrap();
        let education = async |tx: &mut guanai_store::Tx| {
            let facts = facts::list_current_of(tx, person.person_id).await.unwrap();
            facts.into_iter().find(|fact| fact.name == "person.education").unwrap()
        };
        let taken = education(&mut tx).await;
        let all = facts::list_of(&mut tx, person.person_id).await.unwrap();
        let stated: Vec<_> = all.iter().filter(|fact| fact.name == "person.education").collect();
        assert_eq!(stated.len(), 2, "what stood is kept");
        assert_ne!(stated[0].value, taken.value);
        assert_eq!(taken.source.place, "花名册.xlsx 一 3");
        let matters = discrepancies::list_of(&mut tx, person.person_id).await.unwrap();
        let decided: Vec<_> = matters
            .iter()
            .map(|m| (m.field.as_str(), m.verdict, m.settled_on.is_some(), m.decided_by.as_deref()))
            .collect();
        let by = Some("county");
        assert_eq!(
            decided,
            [
                ("education", Some(Verdict::Take), true, by),
                ("joined_on", Some(Verdict::Keep), true, by),
                ("full_on", Some(Verdict::Ask), false, by),
            ]
        );
        assert!(checks::run(&mut tx).await.unwrap().iter().all(|check| check.holds));
        tx.rollback().await.unwrap();
        assert_eq!(bench.done("publish-import").await, 2, "the organisations' and this one, decisions within it");

        // The same books again say nothing new: only what the branch is asked is left.
        let before = bench.export().await;
        let job = bench.bring(&officer, &twice()).await;
        let rows = conflicts(&mut bench, job).await;
        assert_eq!(rows.len(), 1);
        assert!(rows[0].told.matter.as_ref().unwrap().was_open);
        let counts = bench.read(&officer, job, Part::Conflicts).await.job.seen.changes;
        assert_eq!((counts.new, counts.changed, counts.same, counts.conflict), (0, 0, 1, 1));
        bench.publish(&officer, job).await;
        assert_eq!(bench.export().await, before);
        // Decided upon from the next run, it is closed in the register.
        let job = bench.bring(&officer, &twice()).await;
        bench.choose(&officer, job, &[(Part::Conflicts, 0, Verdict::Take)]).await.unwrap();
        bench.publish(&officer, job).await;
        let mut tx = bench.db.begin_read().await.unwrap();
        let spell = memberships::list_of(&mut tx, person.person_id).await.unwrap().remove(0);
        assert_eq!(spell.full_on, Some(Date::constant(1987, 7, 1)));
        let former = memberships::list_former(&mut tx, spell.membership_id).await.unwrap();
        assert_eq!(former.last().unwrap().1.full_on, Some(Date::constant(1976, 7, 1)));
        tx.rollback().await.unwrap();
        let before = bench.export().await;
        let job = bench.bring(&officer, &twice()).await;
        let counts = bench.read(&officer, job, Part::Conflicts).await.job.seen.changes;
        assert_eq!((counts.changed, counts.same, counts.conflict), (0, 2, 0));
        bench.publish(&officer, job).await;
        assert_eq!(bench.export().await, before);
        let mut tx = bench.db.begin_read().await.unwrap();
        assert_eq!(education(&mut tx).await.value, taken.value);
    });
}

#[test]
fn a_birthday_and_a_sex_are_chosen_and_stay_chosen() {
    // Sixty by the number on the books' day, not yet by the roster.
    let young = Member {
        number: number("1966-06-30", 1),
        born: "1966-07-30",
        joined: "1990-07-01",
        full: "1991-07-01",
        ..member("甲", 1, ONE)
    };
    on_both(async |db| {
        let mut bench = Bench::open(db).await;
        let officer = county_officer();
        let books = [roster(&[young.clone()])];
        let job = bench.bring(&officer, &books).await;
        let rows = oddities(&mut bench, job).await;
        assert_eq!(rows.len(), 1);
        assert_eq!((rows[0].told.reason.as_str(), rows[0].told.read.as_str()), ("birth_differs_from_id", "1966-07-30"));
        let matter = rows[0].told.matter.as_ref().unwrap();
        assert_eq!(matter.may, Verdict::ALL);
        assert_ne!(matter.effects, [], "a standard goes by the age of sixty");
        bench.choose(&officer, job, &[(Part::Warned, 0, Verdict::Keep)]).await.unwrap();
        // Nothing forbids another thought before it is published.
        bench.choose(&officer, job, &[(Part::Warned, 0, Verdict::Take)]).await.unwrap();
        bench.publish(&officer, job).await;
        let person = bench.person(&young.number).await.unwrap();
        assert_eq!(person.birth.candidates(), [Date::constant(1966, 7, 30)]);
        let mut tx = bench.db.begin_read().await.unwrap();
        let former = persons::list_former(&mut tx, person.person_id).await.unwrap();
        assert!(former[0].1.birth.is_contested());
        tx.rollback().await.unwrap();
        let before = bench.export().await;
        let job = bench.bring(&officer, &books).await;
        assert_eq!(oddities(&mut bench, job).await.len(), 0, "what is settled is not told again");
        bench.publish(&officer, job).await;
        assert_eq!(bench.export().await, before);
    });
}

#[test]
fn only_what_is_offered_can_be_chosen() {
    let minor = Member { joined: "1970-07-01", full: "1971-07-01", ..member("甲", 1, ONE) };
    let nobody = hardship(&[("99010119550301002X", "3000")]);
    on_both(async |db| {
        let mut bench = Bench::open(db).await;
        let officer = county_officer();
        let job = bench.bring(&officer, &[roster(&[minor.clone()]), nobody.clone()]).await;
        let rows = oddities(&mut bench, job).await;
        assert_eq!(rows[0].told.reason, "joined_under_18");
        assert_eq!(rows[0].told.matter.as_ref().unwrap().may, [Verdict::Keep, Verdict::Ask]);
        let choose = async |bench: &mut Bench, part, row, verdict| {
            bench.choose(&county_officer(), job, &[(part, row, verdict)]).await
        };
        let refused = choose(&mut bench, Part::Warned, 0, Verdict::Take).await;
        assert!(matches!(refused, Err(ChooseError::NotOffered)), "{refused:?}");
        let refused = choose(&mut bench, Part::Warned, 7, Verdict::Keep).await;
        assert!(matches!(refused, Err(ChooseError::NoSuchRow)), "{refused:?}");
        let refused = choose(&mut bench, Part::Refused, 0, Verdict::Keep).await;
        assert!(matches!(refused, Err(ChooseError::NotOffered)), "{refused:?}");
        choose(&mut bench, Part::Warned, 0, Verdict::Keep).await.unwrap();
        bench.publish(&officer, job).await;
        let refused = choose(&mut bench, Part::Warned, 0, Verdict::Ask).await;
        assert!(matches!(refused, Err(ChooseError::NotWaiting)), "{refused:?}");
    });
}

#[test]
fn a_voucher_that_is_booked_otherwise_is_told_and_not_offered() {
    on_both(async |db| {
        let mut bench = Bench::open(db).await;
        let officer = county_officer();
        let job = bench.bring(&officer, &[cash("捐款", "100")]).await;
        bench.publish(&officer, job).await;
        let job = bench.bring(&officer, &[cash("捐款", "200")]).await;
        let seen = bench.read(&officer, job, Part::Conflicts).await;
        assert_eq!((seen.undecided, keys(&seen)), (0, vec![None]));
        let rows = conflicts(&mut bench, job).await;
        assert_eq!((&rows[0].told.here.0, &rows[0].told.there.0), (&Said::Fen(10_000), &Said::Fen(20_000)));
    });
}

#[test]
fn two_rows_of_the_hardship_ledger_are_settled_by_a_fact() {
    let somebody = number(BORN, 1);
    let books = [roster(&[member("甲", 1, ONE)]), hardship(&[(&somebody, "3000"), (&somebody, "9000")])];
    on_both(async |db| {
        let mut bench = Bench::open(db).await;
        let officer = county_officer();
        let job = bench.bring(&officer, &books).await;
        bench.choose(&officer, job, &[(Part::Conflicts, 0, Verdict::Take)]).await.unwrap();
        bench.publish(&officer, job).await;
        let person = bench.person(&somebody).await.unwrap();
        let income = async |bench: &Bench| {
            let mut tx = bench.db.begin_read().await.unwrap();
            let facts = facts::list_current_of(&mut tx, person.person_id).await.unwrap();
            facts.into_iter().find(|fact| fact.name == "household.income_per_head").unwrap().value
        };
        let taken = FactValue::Money(guanai_kernel::Money::from_yuan(9_000).unwrap());
        assert_eq!(income(&bench).await, taken);
        let before = bench.export().await;
        let job = bench.bring(&officer, &books).await;
        bench.publish(&officer, job).await;
        assert_eq!(bench.export().await, before, "the income that was decided against is not stated anew");
    });
}

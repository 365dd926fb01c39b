//! Publishing once, whoever presses and however often; and over a register that has moved on meanwhile.

use guanai_app::Role;
use guanai_app::import::desk::Part;
use guanai_app::import::desk::papers::hand_out_refused;
use guanai_app::import::desk::publish::publish_import;
use guanai_app::import::desk::read::Rows;
use guanai_registry::Verdict;
use guanai_scheme::Lang;
use guanai_store::import_job_rows::JobFile;
use guanai_store::import_jobs::JobState;
use guanai_store::{imports, persons};
use guanai_testkit::clock;
use guanai_testkit::engines::on_both;

use super::bench::{Bench, Member, ONE, TWO, county_officer, member, number, organizations_book, roster, somebody};
use crate::office::{MID_2026, Office};
use crate::shelf::Shelf;

async fn imports_known(bench: &Bench) -> usize {
    let mut tx = bench.db.begin_read().await.unwrap();
    imports::list_all(&mut tx).await.unwrap().len()
}

#[test]
fn two_officers_and_ten_presses_publish_once() {
    on_both(async |db| {
        let mut bench = Bench::open(db).await;
        let (one, other) = (county_officer(), somebody("other", Role::CountyOfficer));
        let job = bench.bring(&one, &[roster(&[member("甲", 1, ONE)])]).await;
        let before = imports_known(&bench).await;
        let desk = bench.desk.clone();
        let (first, second) = (bench.operation(), bench.operation());
        let presses: Vec<_> = (0..10)
            .map(|at| {
                let (mut own, desk) = (bench.beside(1_000 * (at + 1)), desk.clone());
                let (actor, operation) = if at % 2 == 0 { (one.clone(), first) } else { (other.clone(), second) };
                tokio::spawn(async move { publish_import(&mut own.cx(&actor), &desk, operation, job).await })
            })
            .collect();
        for press in presses {
            press.await.unwrap().unwrap();
        }
        desk.rest().await;
        assert_eq!(bench.state(job).await, JobState::Published);
        assert_eq!(imports_known(&bench).await, before + 1);
        assert_eq!(bench.done("publish-import").await, 2, "the organisations, and this one");
        let mut tx = bench.db.begin_read().await.unwrap();
        let records = guanai_store::audit::page(&mut tx, None).await.unwrap();
        let job = bench.read(&one, job, Part::Changed).await.job.job;
        assert!(records.iter().any(|record| record.action == "publish-import" && record.import_id == job.import_id));
    });
}

#[test]
fn what_is_published_is_compared_with_the_register_as_it_is_then() {
    let twice = [
        Member { phone: "19900000001", ..member("甲", 1, ONE) },
        Member { phone: "19900000002", ..member("甲", 1, ONE) },
        member("乙", 2, ONE),
    ];
    let fresh = Member { phone: "19900000002", ..member("甲", 1, ONE) };
    on_both(async |db| {
        let mut bench = Bench::open(db).await;
        let officer = county_officer();
        let job = bench.bring(&officer, &[roster(&twice)]).await;
        let counts = bench.read(&officer, job, Part::Changed).await.job.seen.changes;
        assert_eq!((counts.new, counts.same), (2, 0));
        bench.choose(&officer, job, &[(Part::Conflicts, 0, Verdict::Take)]).await.unwrap();
        // Meanwhile somebody imports at the console what the second row says.
        let mut office = Office { ids: clock::ids(9), ..Office::open(bench.db.clone()) };
        office.import(&Shelf::holding(vec![roster(&[fresh.clone()])]).folder(), MID_2026).await;
        bench.publish(&officer, job).await;
        let seen = bench.read(&officer, job, Part::Changed).await.job.seen;
        assert_eq!((seen.changes.new, seen.changes.changed, seen.lapsed), (1, 1, 0));
        let Rows::Changed(rows) = bench.read(&officer, job, Part::Changed).await.rows else { panic!() };
        assert_eq!(rows.len(), 2, "what is told is what was published");
        let person = bench.person(&number("1955-03-01", 1)).await.unwrap();
        assert_eq!(person.phone.as_deref(), Some("19900000002"), "the decision was applied");
    });
}

#[test]
fn a_decision_about_what_is_no_longer_so_lapses() {
    let twice = [
        Member { phone: "19900000001", ..member("甲", 1, ONE) },
        Member { phone: "19900000002", ..member("甲", 1, ONE) },
    ];
    on_both(async |db| {
        let mut bench = Bench::open(db).await;
        let officer = county_officer();
        let (job, other) =
            (bench.bring(&officer, &[roster(&twice)]).await, bench.bring(&officer, &[roster(&twice)]).await);
        bench.choose(&officer, job, &[(Part::Conflicts, 0, Verdict::Take)]).await.unwrap();
        bench.choose(&officer, other, &[(Part::Conflicts, 0, Verdict::Keep)]).await.unwrap();
        bench.publish(&officer, other).await;
        bench.publish(&officer, job).await;
        let seen = bench.read(&officer, job, Part::Changed).await.job;
        assert_eq!((seen.job.state, seen.seen.lapsed), (JobState::Published, 1));
        let person = bench.person(&number("1955-03-01", 1)).await.unwrap();
        assert_eq!(person.phone.as_deref(), Some("19900000001"), "who decided first, decided");
    });
}

#[test]
fn refused_rows_are_taken_away_mended_and_brought_again() {
    let wrong = Member { branch: "没有这个支部", ..member("乙", 2, ONE) };
    on_both(async |db| {
        let mut bench = Bench::open(db).await;
        let officer = county_officer();
        let job = bench.bring(&officer, &[roster(&[member("甲", 1, ONE), wrong.clone()])]).await;
        bench.publish(&officer, job).await;
        let workbook = hand_out_refused(&mut bench.cx(&officer), job, Lang::Zh).await.unwrap();
        assert_eq!(bench.done("hand-out-refused").await, 1);
        let as_it_came = vec![JobFile { name: "退回.xlsx".to_owned(), bytes: workbook }];
        let operation = bench.operation();
        let again = bench.bring_as(&officer, operation, as_it_came).await;
        bench.desk.rest().await;
        let counts = bench.read(&officer, again, Part::Changed).await.job.seen.changes;
        assert_eq!((counts.refused, counts.absent), (1, 0), "as it came it is refused again, and makes nobody absent");

        // Mended: the same heads with the column of errors, and the branch as it should be.
        let mended = mended(&member("乙", 2, TWO));
        let job = bench.bring(&officer, &[mended]).await;
        let counts = bench.read(&officer, job, Part::Changed).await.job.seen.changes;
        assert_eq!((counts.new, counts.changed, counts.refused, counts.absent), (1, 0, 0, 0));
        bench.publish(&officer, job).await;
        let mut tx = bench.db.begin_read().await.unwrap();
        assert_eq!(persons::count(&mut tx).await.unwrap(), 2);
        let refused = hand_out_refused(&mut bench.cx(&officer), job, Lang::Zh).await;
        assert_eq!(refused.unwrap_err().code(), "import-no-workbook");
    });
}

fn mended(row: &Member) -> guanai_testkit::county::Book {
    let mut book = roster(std::slice::from_ref(row));
    for (at, cells) in book.sheets[0].rows.iter_mut().enumerate() {
        let said = if at == 0 { "导入错误" } else { "所在党支部读到没有这个支部" };
        cells.insert(0, guanai_testkit::county::Cell::Text(said.to_owned()));
    }
    book
}

#[test]
fn the_countys_own_books_come_through_the_desk_as_from_the_console() {
    on_both(async |db| {
        let mut bench = Bench::over(db).await;
        let officer = county_officer();
        let job = bench.bring(&officer, &[organizations_book(), roster(&[member("甲", 1, ONE)])]).await;
        let seen = bench.read(&officer, job, Part::Changed).await;
        assert_eq!(seen.job.seen.changes.new, 7);
        let books: Vec<_> = seen.job.seen.sheets.iter().map(|sheet| (sheet.book.as_str(), sheet.rows)).collect();
        assert_eq!(books, [("organizations", 6), ("roster", 1)]);
        bench.publish(&officer, job).await;
        assert_eq!(bench.state(job).await, JobState::Published);
    });
}

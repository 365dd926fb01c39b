//! An office imports what it looks after. What lies outside is refused or left aside with a reason, stays as it was, and who
//! stands outside learns nothing of it.

use guanai_app::import::desk::Part;
use guanai_app::import::desk::bring::{BringBooks, BringError, bring_books};
use guanai_app::import::desk::choose::ChooseError;
use guanai_app::import::desk::papers::{books_offered, hand_out_template};
use guanai_app::import::desk::publish::{PublishError, publish_import};
use guanai_app::import::desk::read::{ReadImportError, Rows, list_imports};
use guanai_app::{Actor, Role};
use guanai_exchange::rows::Reason;
use guanai_registry::{SourceKind, Verdict};
use guanai_scheme::Lang;
use guanai_store::import_jobs::JobState;
use guanai_store::imports;
use guanai_testkit::county::{Book, Kind};
use guanai_testkit::engines::on_both;

use super::bench::{
    Bench, Member, ONE, THREE, TWO, cash, county_officer, files, hardship, member, number, organizations_book, roster,
    somebody,
};
use crate::office::MID_2026;
use crate::shelf::book;

const BORN: &str = "1955-03-01";

async fn refused(bench: &mut Bench, actor: &Actor, job: guanai_kernel::ids::ImportJobId) -> Vec<(String, Reason)> {
    match bench.read(actor, job, Part::Refused).await.rows {
        Rows::Refused(rows) => rows.iter().map(|row| (row.book.code().to_owned(), row.faults[0].reason)).collect(),
        other => panic!("{other:?}"),
    }
}

/// Two in each township, published by the county.
async fn settled(bench: &mut Bench) {
    let everybody = [member("甲", 1, ONE), member("乙", 2, ONE), member("丙", 3, TWO), member("丁", 4, TWO)];
    let job = bench.bring(&county_officer(), &[roster(&everybody)]).await;
    bench.publish(&county_officer(), job).await;
}

#[test]
fn an_officer_imports_the_own_township_and_nothing_beside() {
    let rows = [
        Member { phone: "19900000005", ..member("甲", 1, ONE) },
        member("戊", 5, THREE),
        // Another township's branch, the county committee itself, and somebody who belongs elsewhere.
        member("己", 6, TWO),
        member("庚", 7, "中共东河县委员会"),
        member("丙", 3, ONE),
    ];
    on_both(async |db| {
        let mut bench = Bench::open(db).await;
        settled(&mut bench).await;
        let officer = bench.township_officer("2").await;
        let job = bench.bring(&officer, &[roster(&rows)]).await;
        let counts = bench.read(&officer, job, Part::Changed).await.job.seen.changes;
        // 乙 is missed in the own township; 丁 of the other one is not.
        assert_eq!((counts.new, counts.changed, counts.refused, counts.absent), (1, 1, 3, 1));
        let expected = vec![("roster".to_owned(), Reason::OutsideScope); 3];
        assert_eq!(refused(&mut bench, &officer, job).await, expected);
        let others = async |bench: &Bench| {
            let all = bench.export().await;
            let of = |line: &&str| line.contains(&number(BORN, 3)) || line.contains(&number(BORN, 4));
            all.lines().filter(of).map(str::to_owned).collect::<Vec<_>>()
        };
        let before = others(&bench).await;
        assert_eq!(before.len(), 2);
        bench.publish(&officer, job).await;
        assert_eq!(others(&bench).await, before);
        assert!(bench.person(&number(BORN, 5)).await.is_some() && bench.person(&number(BORN, 6)).await.is_none());
        // One township's roster does not speak for the county on that day.
        let mut tx = bench.db.begin_read().await.unwrap();
        let all = imports::list_all(&mut tx).await.unwrap();
        assert_eq!(all.len(), 3);
        assert_eq!(imports::list_coverage(&mut tx).await.unwrap().get(&SourceKind::Roster), Some(&MID_2026));
    });
}

#[test]
fn a_ledger_about_somebody_elsewhere_says_the_same_as_about_nobody() {
    let (elsewhere, nobody, here) = (number(BORN, 3), number(BORN, 77), number(BORN, 1));
    let rows = hardship(&[(&elsewhere, "1"), (&nobody, "2"), (&here, "3000")]);
    on_both(async |db| {
        let mut bench = Bench::open(db).await;
        settled(&mut bench).await;
        let officer = bench.township_officer("2").await;
        let job = bench.bring(&officer, &[rows.clone()]).await;
        let expected = vec![("hardship".to_owned(), Reason::UnknownPerson); 2];
        assert_eq!(refused(&mut bench, &officer, job).await, expected);
        bench.publish(&officer, job).await;
        let mut tx = bench.db.begin_read().await.unwrap();
        let coverage = imports::list_coverage(&mut tx).await.unwrap();
        assert_eq!(coverage.get(&SourceKind::HardshipLedger), None, "who is not in it is not known to be well");
    });
}

#[test]
fn books_about_the_whole_county_are_left_aside() {
    on_both(async |db| {
        let mut bench = Bench::open(db).await;
        let officer = bench.township_officer("2").await;
        let before = bench.export().await;
        let renamed = {
            let mut book = organizations_book();
            book.sheets[0].rows[6][1] = guanai_testkit::county::Cell::Text("改名的支部".to_owned());
            book
        };
        let job = bench.bring(&officer, &[renamed.clone(), cash("捐款", "1"), roster(&[])]).await;
        let seen = bench.read(&officer, job, Part::Changed).await.job.seen;
        let left: Vec<_> =
            seen.left_out.iter().map(|left| (left.why.code.as_str(), &*left.why.values["book"])).collect();
        assert_eq!(left, [("sheet-not-this-office", "organizations"), ("sheet-not-this-office", "cash")]);
        bench.publish(&officer, job).await;
        assert_eq!(bench.export().await, before);
        let job = bench.bring(&officer, &[renamed]).await;
        let seen = bench.read(&officer, job, Part::Changed).await.job;
        assert_eq!((seen.job.state, seen.failure.unwrap().code.as_str()), (JobState::Failed, "import-not-this-office"));
    });
}

#[test]
fn help_is_a_townships_where_it_names_one_of_its_organisations() {
    let heads = [
        "提供方类型",
        "名称",
        "证件号码",
        "所属党组织",
        "可提供的帮扶",
        "可帮扶数量",
        "服务范围",
        "联系人",
        "联系电话",
    ];
    let offer = |name: &'static str, organization: &'static str| {
        ["企业", name, "", organization, "就业", "3", "", "某", "19900000007"]
    };
    let rows = [offer("一厂", ONE), offer("二厂", TWO), offer("三厂", "")];
    let rows: Vec<&[&str]> = std::iter::once(&heads[..]).chain(rows.iter().map(|row| &row[..])).collect();
    let resources: Book = book(Kind::Resources, "资源.xlsx", &rows);
    on_both(async |db| {
        let mut bench = Bench::open(db).await;
        let officer = bench.township_officer("2").await;
        let job = bench.bring(&officer, &[resources.clone()]).await;
        let expected = vec![("resources".to_owned(), Reason::OutsideScope); 2];
        assert_eq!(refused(&mut bench, &officer, job).await, expected);
        // The county takes all three.
        let job = bench.bring(&county_officer(), &[resources.clone()]).await;
        assert_eq!(bench.read(&county_officer(), job, Part::Changed).await.job.seen.changes.new, 3);
        bench.publish(&county_officer(), job).await;
        // What is there by another office's hand is not the township's to change.
        let job = bench.bring(&officer, &[resources.clone()]).await;
        let counts = bench.read(&officer, job, Part::Changed).await.job.seen.changes;
        assert_eq!((counts.new, counts.changed, counts.same, counts.refused), (0, 0, 1, 2));
    });
}

/// Who reaches a job of the first township, and of the whole county.
#[test]
fn an_import_is_there_for_whoever_reaches_what_it_is_about() {
    on_both(async |db| {
        let mut bench = Bench::open(db).await;
        settled(&mut bench).await;
        let [own, other] = [bench.township_officer("2").await, bench.township_officer("3").await];
        let county = county_officer();
        let twice = [member("甲", 1, ONE), Member { phone: "19900000008", ..member("甲", 1, ONE) }];
        let townships = bench.bring(&own, &[roster(&twice)]).await;
        let countys = bench.bring(&county, &[roster(&twice)]).await;
        let desk = bench.desk.clone();
        let below = Actor { scope: Some(bench.organization("21").await), ..own.clone() };
        for (actor, sees) in [
            (&own, vec![townships]),
            (&other, vec![]),
            (&below, vec![]),
            (&county, vec![countys, townships]),
            (&Actor { scope: None, ..own.clone() }, vec![]),
        ] {
            let listed = list_imports(&mut bench.cx(actor), &desk, 1).await.unwrap();
            let mut ids: Vec<_> = listed.rows.iter().map(|row| row.job.job_id).collect();
            ids.retain(|id| [townships, countys].contains(id));
            ids.sort_by_key(|id| *id != countys);
            assert_eq!(ids, sees, "{}", actor.name);
            for job in [townships, countys] {
                let reaches = sees.contains(&job);
                let read = bench.try_read(actor, job, Part::Conflicts).await;
                assert_eq!(read.is_ok(), reaches, "{}", actor.name);
                if reaches {
                    continue;
                }
                assert!(matches!(read, Err(ReadImportError::NotFound)));
                let chosen = bench.choose(actor, job, &[(Part::Conflicts, 0, Verdict::Take)]).await;
                assert!(matches!(chosen, Err(ChooseError::NotFound)));
                let operation = bench.operation();
                let published = publish_import(&mut bench.cx(actor), &desk, operation, job).await;
                assert!(matches!(published, Err(PublishError::NotFound)));
            }
        }
        // A superior office decides and publishes what one below brought, and it stays within what that one looks after.
        bench.choose(&county, townships, &[(Part::Conflicts, 0, Verdict::Take)]).await.unwrap();
        bench.publish(&county, townships).await;
        assert_eq!(bench.state(townships).await, JobState::Published);
        let person = bench.person(&number(BORN, 1)).await.unwrap();
        assert_eq!(person.phone.as_deref(), Some("19900000008"));
    });
}

#[test]
fn other_roles_have_no_desk() {
    on_both(async |db| {
        let mut bench = Bench::open(db).await;
        let desk = bench.desk.clone();
        let branch = bench.organization("21").await;
        for role in [
            Role::BranchContact,
            Role::CountyApprover,
            Role::Accountant,
            Role::Cashier,
            Role::Auditor,
            Role::Member,
            Role::Administrator,
        ] {
            let actor = Actor { scope: Some(branch), ..somebody("x", role) };
            let operation_id = bench.operation();
            let ask = BringBooks { operation_id, files: files(&[roster(&[])]), as_of: MID_2026 };
            let refused = bring_books(&mut bench.cx(&actor), &desk, ask).await;
            assert!(matches!(refused, Err(BringError::Denied(_))), "{role:?}");
            assert!(list_imports(&mut bench.cx(&actor), &desk, 1).await.is_err(), "{role:?}");
        }
        // A township's officer without a township looks after nothing.
        let actor = somebody("x", Role::TownshipOfficer);
        let operation_id = bench.operation();
        let ask = BringBooks { operation_id, files: files(&[roster(&[])]), as_of: MID_2026 };
        assert!(matches!(bring_books(&mut bench.cx(&actor), &desk, ask).await, Err(BringError::Denied(_))));
    });
}

#[test]
fn templates_offer_the_own_organisations() {
    on_both(async |db| {
        let mut bench = Bench::open(db).await;
        let officer = bench.township_officer("2").await;
        let codes = |cx: &guanai_app::Cx<'_>| books_offered(cx, Lang::Zh).iter().map(|b| b.code).collect::<Vec<_>>();
        assert_eq!(codes(&bench.cx(&officer)), ["roster", "hardship", "survey", "resources"]);
        assert_eq!(codes(&bench.cx(&county_officer())).len(), 6);
        let (name, workbook) = hand_out_template(&mut bench.cx(&officer), "roster", Lang::Zh).await.unwrap();
        assert_eq!(name, "党员花名册");
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("t.xlsx");
        std::fs::write(&path, workbook).unwrap();
        let mut cells = Vec::new();
        let mut take = |event| {
            if let guanai_exchange::cells::Event::Row(row) = event {
                cells.extend(row.cells.iter().map(|cell| cell.shown().into_owned()));
            }
            std::ops::ControlFlow::Continue(())
        };
        guanai_exchange::BookReader::in_process().read(&path, &mut take).unwrap();
        assert!(cells.iter().any(|cell| cell == ONE) && cells.iter().all(|cell| cell != TWO));
        for book in ["cash", "organizations", "nothing"] {
            assert!(hand_out_template(&mut bench.cx(&officer), book, Lang::Zh).await.is_err(), "{book}");
        }
    });
}

//! A dry run tells who is new, what changed from what to what, who moved, who is absent and where they were named last; and
//! changes nothing.

use guanai_app::import::desk::Part;
use guanai_app::import::desk::read::Rows;
use guanai_app::import::told::{About, Becomes, Difference, Said, ToldAbsence, ToldChange};
use guanai_exchange::rows::Reason;
use guanai_store::import_job_rows;
use guanai_store::import_jobs::JobState;
use guanai_testkit::engines::on_both;

use super::bench::{Bench, Member, ONE, THREE, TWO, county_officer, member, number, roster};
use crate::office::MID_2026;

fn column(field: &str, before: Said, after: Said) -> Difference {
    Difference { about: About::Column(field.to_owned()), before, after }
}

fn words(text: &str) -> Said {
    Said::Words(text.to_owned())
}

async fn changes(bench: &mut Bench, job_id: guanai_kernel::ids::ImportJobId) -> Vec<ToldChange> {
    match bench.read(&county_officer(), job_id, Part::Changed).await.rows {
        Rows::Changed(rows) => rows,
        other => panic!("{other:?}"),
    }
}

async fn absences(bench: &mut Bench, job_id: guanai_kernel::ids::ImportJobId) -> Vec<ToldAbsence> {
    match bench.read(&county_officer(), job_id, Part::Absent).await.rows {
        Rows::Absent(rows) => rows,
        other => panic!("{other:?}"),
    }
}

#[test]
fn next_months_roster_is_told_row_by_row() {
    let first = [member("甲", 1, ONE), member("乙", 2, ONE), member("丙", 3, TWO), member("丁", 4, TWO)];
    let changed = Member { phone: "19900000002", full: "1982-07-01", ..member("甲", 1, ONE) };
    let moved = member("乙", 2, THREE);
    let later = [changed, moved, member("丙", 3, TWO), member("戊", 5, ONE)];
    on_both(async |db| {
        let mut bench = Bench::open(db).await;
        let officer = county_officer();
        let job = bench.bring(&officer, &[roster(&first)]).await;
        let told = changes(&mut bench, job).await;
        let new = |row: &ToldChange| (row.becomes, row.name.clone(), row.organization.clone(), row.differences.len());
        let expected = [("甲", ONE), ("乙", ONE), ("丙", TWO), ("丁", TWO)];
        let expected = expected.map(|(name, at)| (Becomes::New, name.to_owned(), Some(at.to_owned()), 0));
        assert_eq!(told.iter().map(new).collect::<Vec<_>>(), expected);
        bench.publish(&officer, job).await;

        let before = bench.export().await;
        let job = bench.bring(&officer, &[roster(&later)]).await;
        assert_eq!(bench.export().await, before, "a dry run changes nothing");
        let seen = bench.read(&officer, job, Part::Changed).await;
        assert_eq!(seen.job.job.state, JobState::Ready);
        let counts = seen.job.seen.changes;
        assert_eq!((counts.new, counts.changed, counts.same, counts.absent), (1, 2, 1, 1));
        let told = changes(&mut bench, job).await;
        let what: Vec<_> = told.iter().map(|row| (row.becomes, row.name.as_str(), row.differences.clone())).collect();
        let day = |year| Said::Day(guanai_kernel::Date::constant(year, 7, 1));
        let masked = |end: &str| Said::Masked(format!("*******{end}"));
        assert_eq!(
            what,
            [
                (
                    Becomes::Changed,
                    "甲",
                    vec![column("phone", masked("0001"), masked("0002")), column("full_on", day(1981), day(1982)),],
                ),
                (Becomes::Moved, "乙", vec![column("branch", words(ONE), words(THREE))]),
                (Becomes::New, "戊", vec![]),
            ]
        );
        assert!(told[0].person_id.is_some() && told[2].person_id.is_none());
        let absent = absences(&mut bench, job).await;
        assert_eq!(absent.len(), 1);
        let gone = bench.person(&number("1955-03-01", 4)).await.unwrap();
        assert_eq!((absent[0].name.as_str(), absent[0].person_id), ("丁", gone.person_id));
        assert_eq!(absent[0].named, Some(("花名册.xlsx 一 5".to_owned(), MID_2026)));
        assert_eq!(absent[0].asked_since, None);

        bench.publish(&officer, job).await;
        // Who is absent still is asked about since the first time, and was named last where they were.
        let job = bench.bring(&officer, &[roster(&later)]).await;
        let absent = absences(&mut bench, job).await;
        assert_eq!(absent[0].named, Some(("花名册.xlsx 一 5".to_owned(), MID_2026)));
        assert_eq!(absent[0].asked_since, Some(MID_2026));
        let told = changes(&mut bench, job).await;
        assert_eq!(told, []);
    });
}

#[test]
fn no_identity_number_stands_in_what_is_told() {
    let odd = [
        Member { born: "1955-03-09", ..member("甲", 1, ONE) },
        member("乙", 2, ONE),
        Member { phone: "19900000009", ..member("乙", 2, ONE) },
        member("丙", 3, "没有这个支部"),
    ];
    on_both(async |db| {
        let mut bench = Bench::open(db).await;
        let job = bench.bring(&county_officer(), &[roster(&odd)]).await;
        for part in [Part::Conflicts, Part::Warned, Part::Changed, Part::Absent] {
            let shown = match bench.read(&county_officer(), job, part).await.rows {
                Rows::Conflicts(rows) => {
                    assert_eq!(rows.len(), 1);
                    format!(
                        "{:?}",
                        rows.iter().map(|row| (&row.told.here, &row.told.there, &row.told.name)).collect::<Vec<_>>()
                    )
                }
                Rows::Warned(rows) => {
                    assert_eq!(rows.len(), 1);
                    format!("{:?}", rows.iter().map(|row| (&row.told.read, &row.told.place)).collect::<Vec<_>>())
                }
                Rows::Changed(rows) => format!("{rows:?}"),
                Rows::Absent(rows) => format!("{rows:?}"),
                Rows::Refused(_) => String::new(),
            };
            assert!(!shown.contains("990101") && !shown.contains("19900000"), "{shown}");
        }
        // What comes back to be mended holds the number, and stands sealed until then.
        let Rows::Refused(refused) = bench.read(&county_officer(), job, Part::Refused).await.rows else { panic!() };
        assert_eq!(refused[0].faults[0].reason, Reason::UnknownBranch);
        assert!(refused[0].cells.iter().any(|cell| cell.shown() == number("1955-03-01", 3)));
        let mut tx = bench.db.begin_read().await.unwrap();
        assert_eq!(import_job_rows::list_files(&mut tx, job).await.unwrap().len(), 1);
    });
}

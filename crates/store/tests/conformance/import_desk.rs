//! The import desk: jobs, their files, what was found in them, and what was chosen.

use guanai_kernel::Moment;
use guanai_kernel::ids::{ImportId, ImportJobId};
use guanai_registry::{DiscrepancyKind, Verdict};
use guanai_store::Stretch;
use guanai_store::engine::sql;
use guanai_store::import_job_rows::{Found, JobFile};
use guanai_store::import_jobs::{ImportJob, JobState};
use guanai_store::last_named::LastNamed;
use guanai_store::{StoreError, checks, discrepancies, import_job_rows, import_jobs, last_named};
use serde_json::json;

use crate::county::{County, NOW, day, today};
use crate::engines::on_both;

const EVERY: Stretch = Stretch { skip: 0, take: u64::MAX };

fn job(county: &mut County, at: i64) -> ImportJob {
    ImportJob {
        job_id: ImportJobId::fresh(&mut county.ids),
        state: JobState::Running,
        brought_by: "somebody".to_owned(),
        brought_role: "county-officer".to_owned(),
        organization_id: None,
        as_of: today(),
        brought_at: Moment::from_micros(NOW.as_micros() + at),
        changed_at: Moment::from_micros(NOW.as_micros() + at),
        seen: json!({"files": ["花名册.xlsx"]}),
        failure: None,
        import_id: None,
    }
}

fn row(job: &ImportJob, part: &str, row_no: u64) -> Found {
    let content = json!({"name": format!("某{row_no}"), "number": "99010119600101001X"}).to_string();
    Found { job_id: job.job_id, part: part.to_owned(), row_no, content, chosen: None }
}

#[test]
fn jobs_are_found_by_whom_they_are_held_to_and_move_on() {
    on_both(async |db| {
        let mut county = County::new(1);
        let (first, mut second, third) = (job(&mut county, 0), job(&mut county, 1), job(&mut county, 2));
        let township = county.organizations[1].organization_id;
        second.organization_id = Some(township);
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        for job in [&first, &second, &third] {
            import_jobs::add(&mut tx, job).await.unwrap();
        }
        let all = import_jobs::page(&mut tx, None, EVERY).await.unwrap();
        assert_eq!(all, [third.clone(), second.clone(), first.clone()]);
        let middle = Stretch { skip: 1, take: 1 };
        assert_eq!(import_jobs::page(&mut tx, None, middle).await.unwrap(), [second.clone()]);
        assert_eq!(import_jobs::page(&mut tx, Some(&[township]), EVERY).await.unwrap(), [second.clone()]);
        assert_eq!(import_jobs::page(&mut tx, Some(&[]), EVERY).await.unwrap(), []);
        assert_eq!(import_jobs::count(&mut tx, None).await.unwrap(), 3);
        assert_eq!(import_jobs::count(&mut tx, Some(&[township])).await.unwrap(), 1);

        let failure = Some(json!({"code": "import-interrupted"}));
        let failed = ImportJob { state: JobState::Failed, failure, changed_at: NOW, ..third.clone() };
        import_jobs::amend(&mut tx, &third, &failed).await.unwrap();
        assert_eq!(import_jobs::find(&mut tx, third.job_id).await.unwrap(), Some(failed.clone()));
        let again = import_jobs::amend(&mut tx, &third, &failed).await;
        assert_eq!(again, Err(StoreError::RowsAffected { table: "import_jobs", expected: 1, found: 0 }));
        let left = import_jobs::list_left(&mut tx, JobState::Running, second.changed_at).await.unwrap();
        assert_eq!(left, [first.clone()]);
    });
}

#[test]
fn a_published_job_names_its_import_and_no_other_does() {
    on_both(async |db| {
        let mut county = County::new(1);
        let before = job(&mut county, 0);
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        import_jobs::add(&mut tx, &before).await.unwrap();
        let nameless = ImportJob { state: JobState::Published, ..before.clone() };
        let refused = import_jobs::amend(&mut tx, &before, &nameless).await;
        assert_eq!(refused, Err(StoreError::Violated { constraint: "import_jobs_published_check".to_owned() }));
    });
}

#[test]
fn files_come_back_byte_for_byte_and_end() {
    on_both(async |db| {
        let mut county = County::new(1);
        let (one, other) = (job(&mut county, 0), job(&mut county, 1));
        // Longer than one part, and bytes that are no text.
        let long: Vec<u8> = (0..1_300_000u32).map(|at| u8::try_from(at % 251).unwrap()).collect();
        let files = [
            JobFile { name: "花名册.xlsx".to_owned(), bytes: long },
            JobFile { name: "花名册.xlsx".to_owned(), bytes: Vec::new() },
            JobFile { name: "需求.csv".to_owned(), bytes: vec![0, 255, 10] },
        ];
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        for job in [&one, &other] {
            import_jobs::add(&mut tx, job).await.unwrap();
            import_job_rows::add_files(&mut tx, job.job_id, &files).await.unwrap();
        }
        assert!(import_job_rows::list_files(&mut tx, one.job_id).await.unwrap() == files);
        import_job_rows::end_files(&mut tx, one.job_id).await.unwrap();
        assert!(import_job_rows::list_files(&mut tx, one.job_id).await.unwrap().is_empty());
        assert!(import_job_rows::list_files(&mut tx, other.job_id).await.unwrap() == files);
        let broken: Vec<_> = checks::run(&mut tx).await.unwrap().into_iter().filter(|check| !check.holds).collect();
        assert_eq!(broken, []);
    });
}

#[test]
fn what_was_found_is_read_in_pages_and_chosen_of() {
    on_both(async |db| {
        let mut county = County::new(1);
        let job = job(&mut county, 0);
        let found: Vec<Found> = (0..12).map(|at| row(&job, "conflicts", at)).chain([row(&job, "absent", 0)]).collect();
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        import_jobs::add(&mut tx, &job).await.unwrap();
        import_job_rows::add_many(&mut tx, &found).await.unwrap();
        let stretch = Stretch { skip: 9, take: 2 };
        let page = import_job_rows::page(&mut tx, job.job_id, "conflicts", stretch).await.unwrap();
        assert!(page == found[9..11]);
        assert!(import_job_rows::list_chosen(&mut tx, job.job_id).await.unwrap().is_empty());
        let wanted = [("conflicts".to_owned(), 10), ("absent".to_owned(), 0), ("absent".to_owned(), 7)];
        let mut some = import_job_rows::list_by_numbers(&mut tx, job.job_id, &wanted).await.unwrap();
        assert!(some == [found[12].clone(), found[10].clone()]);
        some[1].chosen = Some((Verdict::Take, "somebody".to_owned()));
        import_job_rows::amend_chosen(&mut tx, &some).await.unwrap();
        assert!(import_job_rows::list_chosen(&mut tx, job.job_id).await.unwrap() == some[1..]);
        let nowhere = [row(&job, "conflicts", 99)];
        let refused = import_job_rows::amend_chosen(&mut tx, &nowhere).await;
        assert_eq!(refused, Err(StoreError::RowsAffected { table: "import_job_rows", expected: 1, found: 0 }));
        let kept = sql("SELECT content FROM import_job_rows").all::<(String,)>(&mut tx).await.unwrap();
        assert!(kept.iter().all(|(text,)| !text.contains("99010119600101001X") && !text.contains("某")));
        import_job_rows::end_found(&mut tx, job.job_id).await.unwrap();
        assert!(import_job_rows::page(&mut tx, job.job_id, "conflicts", EVERY).await.unwrap().is_empty());
    });
}

#[test]
fn the_latest_roster_says_where_somebody_was_named() {
    on_both(async |db| {
        let county = County::new(1);
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        let import_id: ImportId = county.persons[0].source.import_id.unwrap();
        let named = |at: usize, place: &str, stated_on| LastNamed {
            person_id: county.persons[at].person_id,
            import_id,
            place: place.to_owned(),
            stated_on,
        };
        let first = [named(0, "六月 1", day(2026, 6, 30)), named(1, "六月 2", day(2026, 6, 30))];
        last_named::amend_many(&mut tx, &first).await.unwrap();
        // A roster that comes late says nothing new; a later one does.
        let mixed = [named(0, "五月 1", day(2026, 5, 31)), named(1, "七月 9", day(2026, 7, 31))];
        last_named::amend_many(&mut tx, &mixed).await.unwrap();
        let mut expected = vec![first[0].clone(), mixed[1].clone()];
        expected.sort_by_key(|row| row.person_id);
        assert_eq!(last_named::list_all(&mut tx).await.unwrap(), expected);
        let of = last_named::list_of_many(&mut tx, &[county.persons[1].person_id]).await.unwrap();
        assert_eq!(of, [mixed[1].clone()]);
    });
}

#[test]
fn matters_wait_where_their_person_belongs_until_somebody_decides() {
    on_both(async |db| {
        let county = County::new(1);
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        let open = county.discrepancies[0].clone();
        let home = county.memberships.iter().find(|m| m.person_id == open.person_id).unwrap().organization_id;
        let away = county.organizations.iter().find(|o| o.organization_id != home).unwrap().organization_id;
        assert_eq!(discrepancies::find(&mut tx, open.discrepancy_id).await.unwrap(), Some(open.clone()));
        let ids = [open.discrepancy_id];
        assert_eq!(discrepancies::list_by_ids(&mut tx, &ids).await.unwrap(), [open.clone()]);
        let waiting = async |tx: &mut guanai_store::Tx, within: Option<&[_]>, verdict| {
            let listed = discrepancies::list_waiting(tx, within, verdict, EVERY).await.unwrap();
            let count = discrepancies::count_waiting(tx, within, verdict).await.unwrap();
            assert_eq!(listed.len() as u64, count);
            listed
        };
        assert_eq!(waiting(&mut tx, None, None).await, [open.clone()]);
        assert_eq!(waiting(&mut tx, Some(&[home]), None).await, [open.clone()]);
        assert_eq!(waiting(&mut tx, Some(&[away]), None).await, []);
        assert_eq!(waiting(&mut tx, None, Some(Verdict::Ask)).await, []);
        let asked = guanai_registry::Discrepancy {
            verdict: Some(Verdict::Ask),
            decided_by: Some("somebody".to_owned()),
            ..open.clone()
        };
        discrepancies::amend_many(&mut tx, &[(open.clone(), asked.clone())], NOW).await.unwrap();
        assert_eq!(waiting(&mut tx, Some(&[home]), Some(Verdict::Ask)).await, [asked.clone()]);
        let import_id = open.source.import_id.unwrap();
        assert_eq!(discrepancies::list_open_by_import(&mut tx, import_id).await.unwrap(), [asked.clone()]);
        let taken =
            guanai_registry::Discrepancy { verdict: Some(Verdict::Take), settled_on: Some(today()), ..asked.clone() };
        discrepancies::amend_many(&mut tx, &[(asked, taken.clone())], NOW).await.unwrap();
        let (kind, verdict) = (DiscrepancyKind::ValuesDiffer, Verdict::Take);
        assert_eq!(discrepancies::list_decided(&mut tx, kind, verdict).await.unwrap(), [taken.clone()]);
        assert_eq!(discrepancies::list_decided(&mut tx, kind, Verdict::Keep).await.unwrap(), []);
        assert_eq!(waiting(&mut tx, None, None).await, []);
        assert_eq!(discrepancies::list_open_by_import(&mut tx, import_id).await.unwrap(), []);
    });
}

//! A job that came of help is looked at after three, six and twelve months; whoever left waits for help again.

use guanai_app::jobs::{ListJobs, LookAtJob, RecordJob, count_jobs_due, list_jobs, look_at_job, read_job, record_job};
use guanai_app::needs::{HelperWish, MoveNeed, NeedStep, move_need};
use guanai_app::{Actor, Role};
use guanai_casework::{JobMark, JobOutcome, Need, NeedState};
use guanai_kernel::ids::{JobId, OperationId};
use guanai_store::{checks, jobs, needs};

use crate::engines::on_both;
use crate::office::{Office, TODAY, day};

const ROSTER: &str = "
    姓名, 公民身份号码, 入党日期,   转正日期,   所在党支部
    甲一, @19800101011, 2005-07-01, 2006-07-01, 上村党支部
    乙二, @19800101012, 2005-07-01, 2006-07-01, 上村党支部
    丙三, @19800101013, 2005-07-01, 2006-07-01, 下村党支部";
const SURVEY: &str = "
    问卷编号, 姓名, 公民身份号码, 需求类别, 具体情况,     紧急程度, 是否同意向帮扶人提供联系方式, 填写日期
    1,        甲一, @19800101011, 谈心谈话, 想找份工作,   一般,     是,                           2026-06-20
    2,        乙二, @19800101012, 谈心谈话, 想找份工作,   一般,     是,                           2026-06-20
    3,        丙三, @19800101013, 谈心谈话, 想找份工作,   一般,     是,                           2026-06-20";

async fn need(office: &Office, name: &str) -> Need {
    let person_id = office.person(name).await;
    let mut tx = office.db.begin_read().await.unwrap();
    let need = needs::list_of(&mut tx, person_id).await.unwrap().remove(0);
    tx.rollback().await.unwrap();
    need
}

async fn begin(office: &Office, actor: &Actor, name: &str, begun_on: &str) -> Result<JobId, &'static str> {
    let wish = RecordJob {
        need_id: need(office, name).await.need_id,
        referral_id: None,
        booking_id: None,
        employer: "农机厂".to_owned(),
        title: "钳工".to_owned(),
        begun_on: day(begun_on),
    };
    let mut cx = office.acting(actor, day(TODAY));
    let operation = OperationId::fresh(&mut cx.ids);
    record_job(&mut cx, operation, &wish).await.map_err(|error| error.code())
}

async fn look(office: &Office, actor: &Actor, job_id: JobId, outcome: JobOutcome, on: &str) -> &'static str {
    let mut tx = office.db.begin_read().await.unwrap();
    let state_no = jobs::count_former(&mut tx, job_id).await.unwrap();
    tx.rollback().await.unwrap();
    let words = (outcome == JobOutcome::Left).then(|| "离家太远".to_owned());
    let wish = LookAtJob { job_id, state_no, outcome, on: day(on), words };
    let mut cx = office.acting(actor, day(on));
    let operation = OperationId::fresh(&mut cx.ids);
    look_at_job(&mut cx, operation, &wish).await.map_or_else(|error| error.code(), |_| "done")
}

/// Shows R75: a job is looked at three, six and twelve months after its first day, at the month's end where it has no such day; who
/// quit in a week is not counted as employed, and waits for help again.
#[test]
fn a_job_is_looked_at_over_a_year_and_who_left_waits_for_help_again() {
    on_both(async |db| {
        let office = Office::of(db, &[ROSTER, SURVEY]).await;
        let branch = office.answering(Role::BranchContact, Some("990001001")).await;
        let elsewhere = office.answering(Role::BranchContact, Some("990001002")).await;
        let county = office.answering(Role::CountyOfficer, None).await;
        assert_eq!(begin(&office, &elsewhere, "甲一", "2026-05-31").await, Err("need-not-found"));
        assert_eq!(begin(&office, &branch, "甲一", "2026-07-31").await, Err("job-days"), "once it has begun");
        let first = begin(&office, &branch, "甲一", "2026-05-31").await.unwrap();
        assert_eq!(begin(&office, &branch, "甲一", "2026-06-01").await, Err("job-has-one"));
        let second = begin(&office, &branch, "乙二", "2026-06-20").await.unwrap();

        let due = async |on: &str| count_jobs_due(&office.acting(&branch, day(on))).await.unwrap();
        assert_eq!((due("2026-08-30").await, due("2026-08-31").await), (0, 1), "the last of May and three months");
        assert_eq!(look(&office, &branch, first, JobOutcome::StillThere, "2026-08-30").await, "job-early");
        assert_eq!(look(&office, &branch, first, JobOutcome::StillThere, "2026-08-31").await, "done");
        assert_eq!(look(&office, &branch, first, JobOutcome::NotReached, "2026-11-30").await, "done");
        assert_eq!(look(&office, &branch, first, JobOutcome::StillThere, "2027-05-31").await, "done");
        assert_eq!(look(&office, &branch, first, JobOutcome::StillThere, "2027-06-30").await, "job-over");

        // Who quits in a week: somebody helps again, and at no mark are they counted as there.
        let mut cx = office.acting(&branch, day("2026-06-22"));
        let operation = OperationId::fresh(&mut cx.ids);
        let step = NeedStep::Plan { helper: HelperWish::Named("农机厂".to_owned()), words: None };
        let wish =
            MoveNeed { need_id: need(&office, "乙二").await.need_id, state_no: 0, step, on: day("2026-06-22") };
        move_need(&mut cx, operation, &wish).await.unwrap();
        assert_eq!(look(&office, &branch, second, JobOutcome::Left, "2026-06-27").await, "done");
        assert_eq!(need(&office, "乙二").await.state, NeedState::Confirmed, "it waits again");
        let seen = read_job(&mut office.acting(&branch, day("2026-06-28")), second).await.unwrap();
        assert!(seen.marks.iter().all(|(.., outcome)| *outcome == Some(JobOutcome::Left)) && !seen.may_look);
        let refused = read_job(&mut office.acting(&elsewhere, day("2026-06-28")), second).await.unwrap_err();
        assert_eq!(refused.code(), "job-not-found");
        assert!(begin(&office, &branch, "乙二", "2026-06-29").await.is_ok(), "another job, looked at anew");

        // The county reads the share; of few nothing is told.
        let ask = ListJobs { page: 1, ..ListJobs::default() };
        let listed = list_jobs(&mut office.acting(&county, day("2027-07-01")), &ask).await.unwrap();
        let kept = listed.kept.unwrap();
        assert!(kept.len() == 3 && kept.iter().all(|kept| kept.counts.is_none()), "{kept:?}");
        assert_eq!(kept[0].mark, JobMark::Three);
        assert!(list_jobs(&mut office.acting(&branch, day("2027-07-01")), &ask).await.unwrap().kept.is_none());
        let mut tx = office.db.begin_read().await.unwrap();
        let outcomes = checks::run(&mut tx).await.unwrap();
        tx.rollback().await.unwrap();
        assert!(outcomes.iter().all(|outcome| outcome.holds), "{outcomes:?}");
    });
}

/// Shows R75: the share who are still there is told at each mark once enough were looked at, whoever left earlier counted as gone; a mark of
/// which some part is of few is kept back alone.
#[test]
fn the_share_who_are_still_there_is_told_at_each_mark() {
    let names: Vec<String> = "甲乙丙丁戊己庚辛壬癸子".chars().map(|name| format!("{name}同志")).collect();
    let rows = |head: &str, row: fn(usize, &str) -> String| {
        let rows = names.iter().enumerate().map(|(at, name)| row(at + 11, name));
        std::iter::once(head.to_owned()).chain(rows).collect::<Vec<String>>().join("\n    ")
    };
    let roster = rows("姓名, 公民身份号码, 入党日期, 转正日期, 所在党支部", |no, name| {
        format!("{name}, @198001010{no}, 2005-07-01, 2006-07-01, 上村党支部")
    });
    let survey = rows(
        "问卷编号, 姓名, 公民身份号码, 需求类别, 具体情况, 紧急程度, 是否同意向帮扶人提供联系方式, 填写日期",
        |no, name| format!("{no}, {name}, @198001010{no}, 谈心谈话, 想找份工作, 一般, 是, 2026-05-20"),
    );
    on_both(async |db| {
        let office = Office::of(db, &[&roster, &survey]).await;
        let branch = office.answering(Role::BranchContact, Some("990001001")).await;
        let county = office.answering(Role::CountyOfficer, None).await;
        let mut begun = Vec::new();
        for name in &names {
            begun.push(begin(&office, &branch, name, "2026-05-31").await.unwrap());
        }
        let told = async |on: &str| {
            let ask = ListJobs { page: 1, ..ListJobs::default() };
            let kept = list_jobs(&mut office.acting(&county, day(on)), &ask).await.unwrap().kept.unwrap();
            kept.iter().map(|kept| kept.counts).collect::<Vec<_>>()
        };
        let few = None;
        for (job, outcome) in begun.iter().zip([JobOutcome::StillThere; 7].into_iter().chain([JobOutcome::Left; 4])) {
            assert_eq!(look(&office, &branch, *job, outcome, "2026-08-31").await, "done");
        }
        assert_eq!(told("2026-08-31").await, [Some((11, 7, 4, 0)), few, few]);
        for (job, outcome) in
            begun.iter().zip([JobOutcome::StillThere; 4].into_iter().chain([JobOutcome::NotReached; 3]))
        {
            assert_eq!(look(&office, &branch, *job, outcome, "2026-11-30").await, "done");
        }
        assert_eq!(told("2026-11-30").await, [Some((11, 7, 4, 0)), Some((11, 4, 4, 3)), few]);
        // Of a year later two are still there: so few are not told, and what was told before stands.
        for (at, job) in begun.iter().take(7).enumerate() {
            let outcome = if at < 2 { JobOutcome::StillThere } else { JobOutcome::Left };
            assert_eq!(look(&office, &branch, *job, outcome, "2027-05-31").await, "done");
        }
        assert_eq!(told("2027-05-31").await, [Some((11, 7, 4, 0)), Some((11, 4, 4, 3)), few]);
    });
}

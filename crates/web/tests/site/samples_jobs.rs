//! Sample data of jobs, the sample office's answers about them, and their forms.

use axum::http::StatusCode;
use guanai_app::jobs::{JobView, Kept, ListedJob};
use guanai_casework::{JobLook, JobMark, JobOutcome};
use guanai_web::jobs::{JobChoices, JobDesk, JobFile, JobsAsk, JobsList, LookWish, RecordWish};
use guanai_web::office::{Answer, AskError, Asker};
use guanai_web::operation::OperationId;
use guanai_web::page::Pager;
use guanai_web::session::Role;

use crate::browser::Browser;
use crate::office::{SampleOffice, give, samples};
use crate::samples::{BRANCH, NEED, PERSON, Samples, day};
use crate::samples_referrals::REFERRAL;
use crate::samples_resources::BOOKING;

pub const JOB: &str = "01KC00J0B00000000000000001";
/// How a job may stand: its code in an address of the sample.
const STATES: [&str; 4] = ["due", "running", "left", "kept"];

/// The pages of jobs.
pub fn pages() -> Vec<(Role, String)> {
    let mut pages = vec![
        (Role::BranchContact, format!("/needs/{NEED}/job")),
        (Role::CountyOfficer, "/jobs".to_owned()),
        (Role::BranchContact, "/jobs?due=yes".to_owned()),
    ];
    for state in STATES {
        for role in [Role::BranchContact, Role::CountyApprover] {
            pages.push((role, format!("/jobs/{state}")));
        }
    }
    pages
}

impl Samples {
    fn job_row(self, state: &str) -> ListedJob {
        ListedJob {
            job_id: JOB.parse().expect("an id"),
            person_id: PERSON.parse().expect("an id"),
            name: self.person_name(),
            employer: self.w("农机厂", "The works"),
            title: self.w("钳工", "Fitter"),
            begun_on: day(2026, 8, 20),
            next: matches!(state, "due" | "running").then(|| (JobMark::Three, day(2026, 11, 20))),
            is_due: state == "due",
            has_left: state == "left",
        }
    }

    pub fn jobs_list(self) -> JobsList {
        let kept = |(mark, counts)| Kept { mark, counts };
        JobsList {
            rows: STATES.iter().map(|state| self.job_row(state)).collect(),
            pager: Pager { total: 61, page: 1, size: 50 },
            organizations: vec![self.choice(BRANCH, "柳溪镇杨柳村党支部", "Yangliu Village branch, Liuxi")],
            kept: Some(
                [(JobMark::Three, Some((40, 30, 6, 4))), (JobMark::Six, None), (JobMark::Twelve, None)]
                    .map(kept)
                    .into(),
            ),
        }
    }

    fn job_file(self, state: &str, role: Role) -> JobFile {
        let look = JobLook {
            mark: JobMark::Three,
            outcome: if state == "left" { JobOutcome::Left } else { JobOutcome::StillThere },
            on: day(2026, 11, 20),
            words: Some(self.w("离家太远", "Too far from home")),
        };
        let has_looked = matches!(state, "left" | "kept");
        JobFile {
            view: JobView {
                row: self.job_row(state),
                need_id: NEED.parse().expect("an id"),
                booking: Some((BOOKING.parse().expect("an id"), self.w("缝纫工", "Seamstress"))),
                marks: vec![
                    (JobMark::Three, day(2026, 11, 20), has_looked.then_some(look.outcome)),
                    (JobMark::Six, day(2027, 2, 20), None),
                    (JobMark::Twelve, day(2027, 8, 20), None),
                ],
                looks: if has_looked { vec![look] } else { Vec::new() },
                state_no: 4,
                may_look: !has_looked && role != Role::CountyApprover,
                has_come: state == "due",
            },
        }
    }
}

impl JobDesk for SampleOffice {
    fn job_choices<'a>(&'a self, who: Asker<'a>, need: &'a str) -> Answer<'a, JobChoices> {
        let samples = samples(who);
        let choices = JobChoices {
            need: NEED.into(),
            name: samples.person_name(),
            category: samples.w("就业", "Work"),
            referrals: vec![samples.choice(REFERRAL, "人社局", "Human resources")],
            bookings: vec![(
                samples.choice(BOOKING, "缝纫工，河口服装厂", "Seamstress, Hekou clothing works"),
                "河口服装厂".to_owned(),
                Some("缝纫工".to_owned()),
            )],
            may_record: true,
        };
        let found = (need == NEED).then_some(choices);
        Box::pin(async move { found.ok_or(AskError::NotFound) })
    }
    fn record_job<'a>(&'a self, _: Asker<'a>, op: OperationId, wish: RecordWish) -> Answer<'a, String> {
        let from = wish.referral.or(wish.booking);
        self.record_once(op, format!("{} {} {} {from:?}", wish.employer, wish.title, wish.begun_on));
        give(JOB.to_owned())
    }
    fn job_list<'a>(&'a self, who: Asker<'a>, ask: JobsAsk) -> Answer<'a, JobsList> {
        let mut list = samples(who).jobs_list();
        if ask.due {
            list.rows.clear();
            list.kept = None;
        }
        give(list)
    }
    /// The id is one that is due; the code of a state is one that stands there.
    fn job_file<'a>(&'a self, who: Asker<'a>, job: &'a str) -> Answer<'a, JobFile> {
        let state = if job == JOB { Some("due") } else { STATES.into_iter().find(|state| *state == job) };
        let file = state.map(|state| samples(who).job_file(state, who.session.role));
        Box::pin(async move { file.ok_or(AskError::NotFound) })
    }
    fn look_at_job<'a>(&'a self, _: Asker<'a>, op: OperationId, wish: LookWish) -> Answer<'a, ()> {
        self.record_once(op, format!("{} {} {:?}", wish.outcome, wish.on, wish.words));
        give(())
    }
}

fn said(browser: &Browser) -> Vec<String> {
    browser.office.said.lock().expect("nobody panics here").clone()
}

#[tokio::test]
async fn a_job_is_written_down_and_looked_at_and_who_left_says_why() {
    let mut browser = Browser::of(Role::BranchContact);
    let (page, send) = (format!("/needs/{NEED}/job"), format!("/needs/{NEED}/job/send"));
    let prefilled = browser.get(&format!("{page}?booking={BOOKING}")).await;
    let has = |value: &str| prefilled.text.contains(&format!("value=\"{value}\""));
    assert!(has("河口服装厂") && has("缝纫工"), "one press from the booking: {}", prefilled.text);
    let booked = browser.get("/bookings/booked").await;
    assert!(booked.text.contains(&format!("/needs/{NEED}/job?booking={BOOKING}")), "{}", booked.text);
    let drawn = browser.get(&page).await;
    let blank = browser.fill_drawn(&drawn, &page, &[]).await;
    assert!(blank.status == StatusCode::UNPROCESSABLE_ENTITY && blank.text.contains("href=\"#f-job_employer\""));
    let fields =
        [("job_employer", "农机厂"), ("job_title", "钳工"), ("job_begun_on", "2026-11-02"), ("job_referral", REFERRAL)];
    let check = browser.fill_drawn(&drawn, &page, &fields).await;
    assert!(check.status == StatusCode::OK && check.text.contains("人社局"), "{}", check.text);
    for _ in 0..2 {
        let reply = browser.fill_drawn(&check, &send, &fields).await;
        assert_eq!(reply.location(), format!("/jobs/{JOB}"), "{}", reply.text);
    }
    let to = format!("/jobs/{JOB}");
    let drawn = browser.get(&to).await;
    let silent = [("state_no", "4"), ("job_outcome", "left"), ("job_looked_on", "2026-11-22")];
    let silent = browser.fill_drawn(&drawn, &to, &silent).await;
    assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", silent.text);
    assert!(silent.text.contains("href=\"#f-job_words\""), "{}", silent.text);
    let early = [("state_no", "4"), ("job_outcome", "still-there"), ("job_looked_on", "2026-11-19")];
    assert!(browser.fill_drawn(&drawn, &to, &early).await.text.contains("还没有满月数"));
    let fields = [("state_no", "4"), ("job_outcome", "left"), ("job_words", "太远"), ("job_looked_on", "2026-11-22")];
    let check = browser.fill_drawn(&drawn, &to, &fields).await;
    assert!(check.text.contains("需求会重新等人帮"), "{}", check.text);
    let reply = browser.fill_drawn(&check, &format!("{to}/send"), &fields).await;
    assert_eq!(reply.location(), to, "{}", reply.text);
    let told = [format!("农机厂 钳工 2026-11-02 Some(\"{REFERRAL}\")"), "left 2026-11-22 Some(\"太远\")".to_owned()];
    assert_eq!(said(&browser), told);
    // Before its day only that somebody left is written down; the county sees the share, and few are not told.
    let running = browser.get("/jobs/running").await;
    assert!(running.text.contains("value=\"left\"") && !running.text.contains("value=\"still-there\""));
    let county = Browser::of(Role::CountyOfficer).get("/jobs").await;
    assert!(
        county.text.contains("40人里，30人在岗，占75%") && county.text.contains("人数少，不公布"),
        "{}",
        county.text
    );
}

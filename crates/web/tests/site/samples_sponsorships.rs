//! Sample data of sponsorships, the sample office's answers about them, and their forms.

use axum::http::StatusCode;
use guanai_app::sponsorships::{ListedSponsorship, SponsorshipView, WishedSponsorshipStep};
use guanai_casework::{AnswerManner, GuardianConsent, SchoolStage, SponsorshipStop};
use guanai_kernel::Money;
use guanai_web::office::{Answer, AskError, Asker};
use guanai_web::operation::OperationId;
use guanai_web::page::Pager;
use guanai_web::session::Role;
use guanai_web::sponsorships::{
    CarryWish, GuardianFace, SponsorWish, SponsorshipDesk, SponsorshipFile, SponsorshipsAsk, SponsorshipsList,
};

use crate::browser::Browser;
use crate::office::{SampleOffice, give, samples};
use crate::samples::{BRANCH, PERSON, Samples, day};

pub const SPONSORSHIP: &str = "01KC05P0NS0R00000000000001";
/// How one may stand: its code in an address of the sample.
const STATES: [&str; 4] = ["due", "running", "graduated", "stopped"];

/// The pages of sponsorships.
pub fn pages() -> Vec<(Role, String)> {
    let mut pages = vec![
        (Role::BranchContact, format!("/people/{PERSON}/sponsorship")),
        (Role::BranchContact, "/sponsorships?due=yes".to_owned()),
        (Role::CountyApprover, "/sponsorships".to_owned()),
    ];
    for state in STATES {
        for role in [Role::BranchContact, Role::CountyApprover] {
            pages.push((role, format!("/sponsorships/{state}")));
        }
    }
    pages
}

impl Samples {
    fn sponsorship_row(self, state: &str, keeps: bool) -> ListedSponsorship {
        let has_stopped = matches!(state, "graduated" | "stopped");
        let cause = if state == "stopped" { SponsorshipStop::ConsentEnds } else { SponsorshipStop::Graduated };
        ListedSponsorship {
            sponsorship_id: SPONSORSHIP.parse().expect("an id"),
            child_name: keeps.then(|| self.w("周小禾", "Zhou Xiaohe")),
            guardian: keeps.then(|| (PERSON.parse().expect("an id"), self.person_name())),
            stage: SchoolStage::Senior,
            sponsor_name: self.w("县农机厂党支部", "Branch of the works"),
            yearly: Money::from_yuan(2_000).expect("few"),
            from_on: day(2025, 9, 1),
            stops: (if has_stopped { day(2026, 7, 1) } else { day(2028, 7, 1) }, cause),
            has_stopped,
            look_due_on: (!has_stopped).then(|| day(2026, 9, 1)),
            is_due: state == "due",
        }
    }

    fn sponsorship_file(self, state: &str, role: Role) -> SponsorshipFile {
        let keeps = role == Role::BranchContact;
        let row = self.sponsorship_row(state, keeps);
        SponsorshipFile {
            view: SponsorshipView {
                graduates_on: day(2028, 7, 1),
                consent: keeps.then(|| GuardianConsent {
                    manner: AnswerManner::Paper,
                    on: day(2025, 8, 20),
                    until_on: Some(day(2028, 9, 1)),
                }),
                looked_on: day(2025, 9, 1),
                words: keeps.then(|| self.w("成绩不错", "Doing well")),
                state_no: 4,
                may_carry: keeps && !row.has_stopped,
                row,
            },
        }
    }
}

impl SponsorshipDesk for SampleOffice {
    fn guardian<'a>(&'a self, who: Asker<'a>, person: &'a str) -> Answer<'a, GuardianFace> {
        let face = GuardianFace { person: person.to_owned(), name: samples(who).person_name() };
        let found = (person == PERSON).then_some(face);
        Box::pin(async move { found.ok_or(AskError::NotFound) })
    }
    fn record_sponsorship<'a>(&'a self, _: Asker<'a>, op: OperationId, wish: SponsorWish) -> Answer<'a, String> {
        self.record_once(
            op,
            format!(
                "{} {} {} {} {} {} {:?} {} {}",
                wish.child,
                wish.stage,
                wish.graduates_on,
                wish.kind,
                wish.sponsor,
                wish.yearly.fen(),
                wish.until_on,
                wish.consent_manner,
                wish.consent_on
            ),
        );
        give(SPONSORSHIP.to_owned())
    }
    fn sponsorship_list<'a>(&'a self, who: Asker<'a>, ask: SponsorshipsAsk) -> Answer<'a, SponsorshipsList> {
        let samples = samples(who);
        let keeps = who.session.role == Role::BranchContact;
        let mut rows: Vec<_> = STATES.iter().map(|state| samples.sponsorship_row(state, keeps)).collect();
        if ask.due {
            rows.clear();
        }
        give(SponsorshipsList {
            rows,
            pager: Pager { total: 61, page: 1, size: 50 },
            organizations: vec![samples.choice(BRANCH, "柳溪镇杨柳村党支部", "Yangliu Village branch, Liuxi")],
        })
    }
    /// The id is one that is due; the code of a state is one that stands there.
    fn sponsorship_file<'a>(&'a self, who: Asker<'a>, sponsorship: &'a str) -> Answer<'a, SponsorshipFile> {
        let state = if sponsorship == SPONSORSHIP {
            Some("due")
        } else {
            STATES.into_iter().find(|state| *state == sponsorship)
        };
        let file = state.map(|state| samples(who).sponsorship_file(state, who.session.role));
        Box::pin(async move { file.ok_or(AskError::NotFound) })
    }
    fn carry_sponsorship<'a>(&'a self, _: Asker<'a>, op: OperationId, wish: CarryWish) -> Answer<'a, ()> {
        self.record_once(
            op,
            match wish.step {
                WishedSponsorshipStep::Look { stage, graduates_on, words } => {
                    format!("{stage} {graduates_on} {words:?}")
                }
                WishedSponsorshipStep::Stop { cause, on, words } => format!("{cause} {on} {words:?}"),
            },
        );
        give(())
    }
}

fn said(browser: &Browser) -> Vec<String> {
    browser.office.said.lock().expect("nobody panics here").clone()
}

#[tokio::test]
async fn a_sponsorship_is_written_down_with_the_guardians_consent_and_stopped_with_why() {
    let mut browser = Browser::of(Role::BranchContact);
    let (page, send) = (format!("/people/{PERSON}/sponsorship"), format!("/people/{PERSON}/sponsorship/send"));
    let drawn = browser.get(&page).await;
    let fields = |consent: &'static str, ends: &'static str| {
        [
            ("pupil_name", "周小禾"),
            ("pupil_stage", "senior"),
            ("pupil_graduates_on", ends),
            ("sponsor_kind", "organization"),
            ("sponsor_name", "县农机厂党支部"),
            ("sponsor_yearly", "2000"),
            ("sponsor_from_on", "2026-11-22"),
            ("pupil_consent_manner", "paper"),
            ("pupil_consent_on", consent),
        ]
    };
    for (consent, ends, field) in
        [("2026-11-23", "2029-07-01", "pupil_consent_on"), ("2026-11-20", "2026-11-01", "pupil_graduates_on")]
    {
        let wrong = browser.fill_drawn(&drawn, &page, &fields(consent, ends)).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "{field}");
        assert!(wrong.text.contains(&format!("href=\"#f-{field}\"")), "{field}");
    }
    let fields = fields("2026-11-20", "2029-07-01");
    let check = browser.fill_drawn(&drawn, &page, &fields).await;
    assert_eq!(check.status, StatusCode::OK, "{}", check.text);
    for _ in 0..2 {
        let reply = browser.fill_drawn(&check, &send, &fields).await;
        assert_eq!(reply.location(), format!("/sponsorships/{SPONSORSHIP}"), "{}", reply.text);
    }
    let to = format!("/sponsorships/{SPONSORSHIP}");
    let drawn = browser.get(&to).await;
    let ahead = [("state_no", "4"), ("pupil_step", "left-school"), ("sponsor_stop_on", "2026-11-24")];
    let ahead = browser.fill_drawn(&drawn, &to, &ahead).await;
    assert!(ahead.text.contains("离校的不能晚于今天"), "{} {}", ahead.status, ahead.text);
    let fields = [("state_no", "4"), ("pupil_step", "left-school"), ("sponsor_stop_on", "2026-11-20")];
    let check = browser.fill_drawn(&drawn, &to, &fields).await;
    let reply = browser.fill_drawn(&check, &format!("{to}/send"), &fields).await;
    assert_eq!(reply.location(), to, "{}", reply.text);
    assert_eq!(
        said(&browser),
        [
            "周小禾 senior 2029-07-01 organization 县农机厂党支部 200000 None paper 2026-11-20",
            "left-school 2026-11-20 None"
        ]
    );
    // Who does not keep it reads of a pupil, and not which.
    let other = Browser::of(Role::CountyApprover).get("/sponsorships/due").await;
    assert!(other.text.contains("一名高中生") && !other.text.contains("周小禾"), "{}", other.text);
}

//! Surveys: a sample is drawn once, released by another hand, counted within what was handed out; the list for handing out is a file.

use std::collections::BTreeMap;

use axum::http::StatusCode;
use guanai_app::surveys::{ChoosableClass, StratumKey, SurveyStratum, SurveyView};
use guanai_effect::{FrameCount, Mark, Method, Survey, SurveyMove, SurveyState};
use guanai_kernel::ids::SurveyId;
use guanai_kernel::{Date, Moment};
use guanai_web::office::{Answer, AskError, Asker, Download};
use guanai_web::operation::OperationId;
use guanai_web::session::Role;
use guanai_web::surveys::{StratumLine, SurveyDesk, SurveyFile, SurveyRow, SurveyWish};

use crate::browser::Browser;
use crate::office::{SampleOffice, give, samples};

/// One whose sample waits to be released.
pub const SURVEY: &str = "01KC05VRVEY000000000000001";

fn id_of(state: SurveyState) -> SurveyId {
    let at = SurveyState::ALL.iter().position(|other| *other == state).unwrap_or(0);
    if at == 0 { SURVEY.parse().expect("an id") } else { SurveyId::from_bits(at as u128) }
}

fn survey(who: Asker<'_>, state: SurveyState) -> Survey {
    let samples = samples(who);
    let mark = |by: String| Mark { by, at: Moment::from_micros(1_790_000_000_000_000) };
    Survey {
        survey_id: id_of(state),
        title: samples.w("2026年关爱调查", "Care survey 2026"),
        as_of_on: Date::constant(2026, 11, 1),
        due_on: Date::constant(2026, 12, 31),
        size: 9,
        method: Method::EqualPrecision,
        seed: 7,
        frame: FrameCount { asked_of: 40, dead: 3, gone: 2, unwilling: 1, other: 5 },
        state,
        drawn: mark(samples.w("何建国", "He Jianguo")),
        decided: (state != SurveyState::Drawn).then(|| mark(samples.w("谭国平", "Tan Guoping"))),
        closed: (state == SurveyState::Closed).then(|| mark(samples.w("何建国", "He Jianguo"))),
        words: (state == SurveyState::Withdrawn).then(|| samples.w("日子定错了", "The day was wrong")),
    }
}

fn file(who: Asker<'_>, state: SurveyState) -> SurveyFile {
    let samples = samples(who);
    let survey = survey(who, state);
    let is_counted = state == SurveyState::Closed;
    let part = |class: &str, place: &str| StratumKey { class: class.to_owned(), place: place.to_owned() };
    let stratum = |no: u32, parts: Vec<StratumKey>, population, drawn, returned| SurveyStratum {
        survey_id: survey.survey_id,
        no,
        parts,
        population,
        drawn,
        returned: Some(returned).filter(|_| is_counted),
    };
    let strata =
        vec![stratum(1, vec![part("a", "x"), part("a", "y")], 10, 4, 3), stratum(2, vec![part("", "x")], 30, 5, 0)];
    let old = (samples.w("高龄党员", "Elder member"), samples.w("河口镇", "Hekou"));
    let lines = strata.iter().map(|stratum| StratumLine {
        no: stratum.no,
        parts: vec![old.clone(); stratum.parts.len()],
        population: stratum.population,
        drawn: stratum.drawn,
        weight: stratum.weight().map(|weight| weight.to_string()).unwrap_or_default(),
        returned: stratum.returned,
        percent: stratum.response().map(|share| share.in_units(100)),
        answered_weight: stratum.answered_weight().map(|weight| weight.to_string()),
    });
    let lines = lines.collect();
    let officer = who.session.role == Role::CountyOfficer;
    let runs = officer && state == SurveyState::Released;
    let moves = match (state, officer) {
        (SurveyState::Drawn, true) => vec![SurveyMove::Withdraw],
        (SurveyState::Drawn, false) => vec![SurveyMove::Release],
        (SurveyState::Released, true) => vec![SurveyMove::Close],
        _ => Vec::new(),
    };
    let view = SurveyView { survey, strata, places: BTreeMap::new(), moves, may_count: runs, may_hand_out: runs };
    SurveyFile { percent: view.response().map(|share| share.in_units(100)), view, strata: lines }
}

impl SurveyDesk for SampleOffice {
    fn surveys<'a>(&'a self, who: Asker<'a>) -> Answer<'a, Vec<SurveyRow>> {
        let row = |state: &SurveyState| SurveyRow {
            survey: survey(who, *state),
            returned: (*state == SurveyState::Closed).then_some(3),
        };
        give(SurveyState::ALL.iter().map(row).collect())
    }
    fn survey_classes<'a>(&'a self, who: Asker<'a>) -> Answer<'a, Vec<ChoosableClass>> {
        let name = samples(who).w("高龄党员", "Elder member");
        give(vec![ChoosableClass { code: "a".to_owned(), name }])
    }
    fn draw_survey<'a>(&'a self, _: Asker<'a>, op: OperationId, wish: SurveyWish) -> Answer<'a, String> {
        if wish.size < 4 {
            return Box::pin(async { Err(AskError::Refused("web-refused-survey-too-few")) });
        }
        self.record_once(
            op,
            format!("{} {} {} {:?} {:?}", wish.title, wish.size, wish.method, wish.classes, wish.shares),
        );
        give(SURVEY.to_owned())
    }
    fn survey<'a>(&'a self, who: Asker<'a>, survey: &'a str) -> Answer<'a, SurveyFile> {
        match SurveyState::ALL.iter().find(|state| id_of(**state).to_string() == survey) {
            Some(state) => give(file(who, *state)),
            None => Box::pin(async { Err(AskError::NotFound) }),
        }
    }
    fn move_survey<'a>(
        &'a self,
        _: Asker<'a>,
        op: OperationId,
        _: &'a str,
        step: SurveyMove,
        why: Option<String>,
    ) -> Answer<'a, ()> {
        self.record_once(op, format!("{step} {why:?}"));
        give(())
    }
    fn count_returns<'a>(
        &'a self,
        _: Asker<'a>,
        op: OperationId,
        _: &'a str,
        returned: BTreeMap<u32, u64>,
    ) -> Answer<'a, ()> {
        if returned.values().any(|count| *count > 5) {
            return Box::pin(async { Err(AskError::Refused("web-refused-survey-returned")) });
        }
        self.record_once(op, format!("{returned:?}"));
        give(())
    }
    fn survey_list<'a>(&'a self, _: Asker<'a>, _: &'a str) -> Answer<'a, Download> {
        let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
        give(Download { name: "list.xlsx".to_owned(), kind, bytes: b"PK".to_vec() })
    }
}

/// The pages of surveys.
pub fn pages() -> Vec<(Role, String)> {
    let mut pages = vec![(Role::CountyOfficer, "/surveys/new".to_owned())];
    for role in [Role::CountyOfficer, Role::CountyApprover] {
        pages.push((role, "/surveys".to_owned()));
        pages.extend(SurveyState::ALL.iter().map(|state| (role, format!("/surveys/{}", id_of(*state)))));
    }
    pages
}

fn said(browser: &Browser) -> Vec<String> {
    browser.office.said.lock().expect("nobody panics here").clone()
}

#[tokio::test]
async fn a_sample_is_drawn_once_of_what_was_ticked() {
    let mut browser = Browser::of(Role::CountyOfficer);
    let (form, to) = ("/surveys/new", "/surveys");
    let wish = |size: &'static str| {
        vec![
            ("survey_title", "2026年关爱调查"),
            ("survey_due", "2099-12-31"),
            ("survey_size", size),
            ("survey_method", "neyman"),
            ("survey_class", "a"),
            ("survey_share_a", "30%"),
            ("survey_share_others", "80"),
        ]
    };
    let blank = browser.fill(form, to, &[("survey_due", "2020-01-01"), ("survey_share_others", "many")]).await;
    assert_eq!(blank.status, StatusCode::UNPROCESSABLE_ENTITY);
    for field in ["survey_title", "survey_due", "survey_size", "survey_method", "survey_shares"] {
        assert!(blank.text.contains(&format!("id=\"f-{field}-e\"")), "{field}");
    }
    let few = browser.fill(form, to, &wish("3")).await;
    assert!(few.status == StatusCode::UNPROCESSABLE_ENTITY && few.text.contains("每层至少两人，名额不够"));
    let drawn = browser.get(form).await;
    for _ in 0..2 {
        let sent = browser.fill_drawn(&drawn, to, &wish("9")).await;
        assert_eq!(sent.location(), format!("/surveys/{SURVEY}"));
    }
    assert_eq!(said(&browser), ["2026年关爱调查 9 neyman [\"a\"] {\"\": 80, \"a\": 30}"]);
}

#[tokio::test]
async fn another_hand_releases_it_and_what_comes_back_is_counted() {
    let page = format!("/surveys/{SURVEY}");
    let mut officer = Browser::of(Role::CountyOfficer);
    let unsaid = officer.fill(&page, &page, &[("step", "withdraw"), ("survey_why", " ")]).await;
    assert_eq!(unsaid.status, StatusCode::UNPROCESSABLE_ENTITY);
    let mut approver = Browser::of(Role::CountyApprover);
    assert_eq!(approver.fill(&page, &page, &[("step", "release")]).await.location(), page);
    assert_eq!(said(&approver), ["release None"]);

    let running = format!("/surveys/{}", id_of(SurveyState::Released));
    let shown = officer.get(&running).await;
    for told in ["合并的", "5/2", "0000000000000007", "已去世3人"] {
        assert!(shown.text.contains(told), "{told}");
    }
    let to = format!("{running}/returns");
    let wrong = officer.fill(&running, &to, &[("returned_1", "三")]).await;
    assert!(wrong.status == StatusCode::UNPROCESSABLE_ENTITY && wrong.text.contains("id=\"f-survey_returned-e\""));
    let many = officer.fill(&running, &to, &[("returned_1", "9")]).await;
    assert!(many.status == StatusCode::UNPROCESSABLE_ENTITY && many.text.contains("收回的不能比发出的多"));
    assert_eq!(officer.fill(&running, &to, &[("returned_1", "3"), ("returned_2", "")]).await.location(), running);
    assert_eq!(said(&officer), ["{1: 3}"], "what is blank stays as it was counted");
    assert_eq!(officer.get(&format!("{running}/people")).await.status, StatusCode::OK);
    assert_eq!(officer.get("/surveys/nothing").await.status, StatusCode::NOT_FOUND);
    let closed = officer.get(&format!("/surveys/{}", id_of(SurveyState::Closed))).await;
    assert!(closed.text.contains("没有收回，这一层不知道") && closed.text.contains("75%"));
}

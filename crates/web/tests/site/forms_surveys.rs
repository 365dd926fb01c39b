//! Surveys: a sample is drawn once, released by another hand, counted within what was handed out; the list for handing out is a file.

use std::collections::BTreeMap;

use axum::http::StatusCode;
use guanai_app::surveys::{
    ChoosableClass, Consistency, Entered, Estimate, IndexGroup, IndexTold, Results, ScaleGroup, ScaleTold, SheetError,
    SheetProblem, Standing, StratumKey, SurveyResults, SurveyStratum, SurveyView, Told, WrongSheet,
};
use guanai_effect::{FrameCount, Mark, Method, Survey, SurveyMove, SurveyState};
use guanai_kernel::ids::SurveyId;
use guanai_kernel::{Date, Moment};
use guanai_web::form::FieldError;
use guanai_web::office::{Answer, AskError, Asker, Download};
use guanai_web::operation::OperationId;
use guanai_web::reach::Saved;
use guanai_web::session::Role;
use guanai_web::surveys::{
    PaperStratum, PapersFile, ResultsFile, StratumLine, SurveyDesk, SurveyFile, SurveyRow, SurveyWish,
};

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

fn mean(mean: u64, error: Option<u64>, answered: u64, sum: u64) -> Told {
    let estimate = Estimate { mean, standard_error: error, covered: answered, population: answered, answered };
    Told::Mean { estimate, sum }
}

/// Of a survey that has ended: one scale of each kind of alpha, a change up and down, and what is kept back.
fn results(who: Asker<'_>, state: SurveyState) -> ResultsFile {
    let samples = samples(who);
    let alphas = [Some(823), Some(612), Some(305), Some(-140), None];
    let scale = |(thousandths, at): (Option<i64>, usize)| ScaleTold {
        name: format!("{} {at}", samples.w("精神愉悦感", "Joy")),
        told: mean(3_456_000_000, Some(120_000_000), 40, 0),
        change: [Some(210), Some(-90), None][at % 3],
        consistency: thousandths
            .map_or(Consistency::Unknown, |thousandths| Consistency::Alpha { thousandths, sheets: 38 }),
        groups: [mean(4_010_000_000, None, 22, 0), Told::Withheld, Told::Nobody]
            .into_iter()
            .zip(["a", "", "?"])
            .map(|(told, class)| ScaleGroup { classes: vec![class.to_owned()], told, change: None })
            .collect(),
    };
    let group = |place: (&str, &str), told, is_own| IndexGroup {
        places: vec![samples.w(place.0, place.1)],
        is_own,
        told,
        unanswered: 1,
        straight: 2,
        asked: 30,
        returned: Some(24).filter(|_| !is_own),
    };
    let index = IndexTold {
        name: samples.w("凝聚力", "Cohesion"),
        agree_from: 4,
        groups: vec![
            group(("河口镇党委", "Hekou committee"), mean(583_000, None, 21, 12), false),
            group(("城关街道党工委", "Chengguan committee"), Told::Withheld, false),
            group(("石桥镇党委", "Shiqiao committee"), Told::Nobody, false),
            group(("云岭县委", "Yunling county committee"), Told::Withheld, true),
        ],
    };
    let told = Results {
        straight: 3,
        smallest_group: 10,
        enough_percent: 80,
        earlier: Some(samples.w("2025年关爱调查", "Care survey 2025")),
        scales: alphas.into_iter().zip(0..).map(scale).collect(),
        indices: vec![index],
    };
    let (standing, results) = match state {
        SurveyState::Closed => (Standing::Told, Some(told)),
        SurveyState::Released => (Standing::NotEnded, None),
        SurveyState::Drawn => (Standing::NoQuestionnaire, None),
        SurveyState::Withdrawn => (Standing::OtherQuestionnaire, None),
    };
    let classes = [("a", ("高龄党员", "Elder member")), ("", ("其他党员", "Others")), ("?", ("待定", "Not certain"))];
    ResultsFile {
        told: SurveyResults { survey: survey(who, state), standing, entered: 40, returned: Some(43), results },
        classes: classes.iter().map(|(code, name)| ((*code).to_owned(), samples.w(name.0, name.1))).collect(),
    }
}

fn state_of(id: &str) -> Option<SurveyState> {
    SurveyState::ALL.iter().copied().find(|state| id_of(*state).to_string() == id)
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
    fn draw_survey<'a>(&'a self, _: Asker<'a>, op: OperationId, wish: SurveyWish) -> Answer<'a, Saved> {
        if wish.size < 4 {
            let (field, value) = ("survey_size".to_owned(), "4".to_owned());
            return give(Saved::Wrong(FieldError { field, key: "web-error-survey-too-few", value }));
        }
        self.record_once(
            op,
            format!("{} {} {} {:?} {:?}", wish.title, wish.size, wish.method, wish.classes, wish.shares),
        );
        give(Saved::Kept(SURVEY.to_owned()))
    }
    fn survey<'a>(&'a self, who: Asker<'a>, survey: &'a str) -> Answer<'a, SurveyFile> {
        match state_of(survey) {
            Some(state) => give(file(who, state)),
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
    fn survey_papers<'a>(&'a self, who: Asker<'a>, survey_id: &'a str) -> Answer<'a, PapersFile> {
        let samples = samples(who);
        if state_of(survey_id).is_none() {
            return Box::pin(async { Err(AskError::NotFound) });
        }
        let part = (samples.w("高龄党员", "Elder member"), samples.w("河口镇", "Hekou"));
        let codes = |count: usize| (0..count).map(|at| format!("K7M{:03}", at + 222)).collect();
        give(PapersFile {
            survey: survey(who, SurveyState::Released),
            instrument: "0f3a9c21".to_owned(),
            name: samples.w("党员关爱感受问卷", "How members feel about care"),
            about: samples.w("不记姓名。", "No name is asked."),
            items: vec![
                samples.w("最近心情舒畅", "I have been in good spirits"),
                samples.w("支部有我没我都一样", "Whether I am there makes no difference"),
            ],
            strata: vec![
                PaperStratum { no: 1, parts: vec![part.clone()], codes: codes(51) },
                PaperStratum { no: 2, parts: vec![part], codes: codes(2) },
            ],
        })
    }
    fn survey_entry<'a>(&'a self, who: Asker<'a>, _: &'a str) -> Answer<'a, Entered> {
        give(Entered { survey: survey(who, SurveyState::Released), items: 2, sheets: 7 })
    }
    fn enter_answers<'a>(
        &'a self,
        _: Asker<'a>,
        op: OperationId,
        _: &'a str,
        lines: String,
    ) -> Answer<'a, Result<usize, Vec<WrongSheet>>> {
        if lines.contains("WRONG") {
            let problems = [
                SheetProblem::UnknownCode,
                SheetProblem::TwiceHere,
                SheetProblem::EnteredBefore,
                SheetProblem::Sheet(SheetError::Count { items: 2, read: 3 }),
                SheetProblem::Sheet(SheetError::Answer { no: 2, read: "<7>".to_owned() }),
                SheetProblem::Sheet(SheetError::Blank),
            ];
            let wrong = |(problem, line)| WrongSheet { line, code: "WRONG".to_owned(), problem };
            return give(Err(problems.into_iter().zip(1..).map(wrong).collect()));
        }
        self.record_once(op, format!("{lines:?}"));
        give(Ok(lines.lines().count()))
    }
    fn survey_results<'a>(&'a self, who: Asker<'a>, survey: &'a str) -> Answer<'a, ResultsFile> {
        match state_of(survey) {
            Some(state) => give(results(who, state)),
            None => Box::pin(async { Err(AskError::NotFound) }),
        }
    }
}

/// The pages of surveys.
pub fn pages() -> Vec<(Role, String)> {
    let mut pages = vec![(Role::CountyOfficer, "/surveys/new".to_owned())];
    for role in [Role::CountyOfficer, Role::CountyApprover] {
        pages.push((role, "/surveys".to_owned()));
        pages.extend(SurveyState::ALL.iter().map(|state| (role, format!("/surveys/{}", id_of(*state)))));
        pages.extend(SurveyState::ALL.iter().map(|state| (role, format!("/surveys/{}/results", id_of(*state)))));
    }
    let running = format!("/surveys/{}", id_of(SurveyState::Released));
    for path in ["papers", "papers?stratum=1", "papers?stratum=1&page=2", "answers"] {
        pages.push((Role::CountyOfficer, format!("{running}/{path}")));
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
    assert!(few.status == StatusCode::UNPROCESSABLE_ENTITY && few.text.contains("最少要抽4人"));
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

#[tokio::test]
async fn papers_are_printed_by_stratum_and_lines_are_entered_all_or_none() {
    let running = format!("/surveys/{}", id_of(SurveyState::Released));
    let mut officer = Browser::of(Role::CountyOfficer);
    let list = officer.get(&format!("{running}/papers")).await;
    assert!(list.text.contains("第1—50张") && list.text.contains("第51—51张"), "{}", list.text);
    let papers = officer.get(&format!("{running}/papers?stratum=1")).await;
    assert_eq!(papers.text.matches("<article class=\"paper\">").count(), 50);
    assert!(
        papers.text.contains("K7M222")
            && papers.text.contains("0f3a9c21")
            && papers.text.contains("支部有我没我都一样")
    );
    assert_eq!(officer.get(&format!("{running}/papers?stratum=9")).await.status, StatusCode::NOT_FOUND);

    let page = format!("{running}/answers");
    let none = officer.fill(&page, &page, &[("survey_sheets", " ")]).await;
    assert!(none.status == StatusCode::UNPROCESSABLE_ENTITY && none.text.contains("请粘贴至少一行"));
    let wrong = officer.fill(&page, &page, &[("survey_sheets", "WRONG\t5\t1")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    for told in ["有6行不对", "第1行（WRONG）：", "第2题写的是“&#60;7&#62;”", "读到3格", "已经录入过", "WRONG\t5\t1"]
    {
        assert!(wrong.text.contains(told), "{told}: {}", wrong.text);
    }
    let right = officer.fill(&page, &page, &[("survey_sheets", "K7M222\t5\t\nK7M223\t\t1")]).await;
    assert_eq!(right.location(), page);
    assert_eq!(said(&officer).len(), 1);
    assert!(said(&officer)[0].contains("K7M222\\t5\\t"), "blank cells are kept: {:?}", said(&officer));
}

#[tokio::test]
async fn results_tell_how_far_they_can_be_trusted_and_what_is_kept_back() {
    let mut approver = Browser::of(Role::CountyApprover);
    let told = approver.get(&format!("/surveys/{}/results", id_of(SurveyState::Closed))).await;
    for text in [
        "3.46（±0.12）",
        "+0.21",
        "−0.09",
        "α 0.82",
        "α −0.14",
        "反向题录反了",
        "人数少，不列",
        "21人里12人，按各层人数折算58%",
    ] {
        assert!(told.text.contains(text), "{text}");
    }
    assert!(told.text.contains("来问的是县委，自己的不列") && told.text.contains("发出30，收回24"));
    let early = approver.get(&format!("/surveys/{}/results", id_of(SurveyState::Released))).await;
    assert!(early.text.contains("调查结束后才列结果") && !early.text.contains("<svg viewBox=\"0 0 328"));
}

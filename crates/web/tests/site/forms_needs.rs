//! A member's own needs and needs that the standards find: their pages, and each form with its one effect.

use axum::http::StatusCode;
use guanai_casework::NeedConditions;
use guanai_web::me::needs::OwnNeed;
use guanai_web::needs::find::FoundRow;
use guanai_web::needs::{ConditionsFile, ConditionsWish, NeedDesk, NeedState, Urgency};
use guanai_web::office::{Answer, Asker};
use guanai_web::operation::OperationId;
use guanai_web::session::Role;

use crate::browser::Browser;
use crate::office::{SampleOffice, give, samples};
use crate::samples::{MEASURE, NEED, day};

impl NeedDesk for SampleOffice {
    fn own_needs<'a>(&'a self, who: Asker<'a>) -> Answer<'a, Vec<OwnNeed>> {
        let samples = samples(who);
        let own = OwnNeed {
            id: NEED.to_owned(),
            category: Some(samples.w("住房修缮", "Repair of a house")),
            words: Some(samples.w("东头屋漏雨", "The east room leaks")),
            voice: Some("web-own-voice-person"),
            urgency: Urgency::Urgent,
            stated_on: day(2026, 10, 30),
            due_on: Some(day(2026, 11, 25)),
            state: NeedState::Planned,
            helper: Some(samples.w("何建国", "He Jianguo")),
            ending: None,
            state_no: 3,
            may_withdraw: true,
        };
        let found = OwnNeed {
            id: "found".to_owned(),
            category: None,
            voice: Some("web-own-voice-rule"),
            due_on: None,
            state: NeedState::Raised,
            helper: None,
            ..own.clone()
        };
        let each = NeedState::ALL.iter().map(|state| OwnNeed {
            id: state.code().to_owned(),
            state: *state,
            may_withdraw: false,
            ending: Some(samples.w("解决了", "Met")),
            words: None,
            ..own.clone()
        });
        give([own.clone(), found].into_iter().chain(each).collect())
    }
    fn found_needs<'a>(&'a self, who: Asker<'a>) -> Answer<'a, Vec<FoundRow>> {
        let name = samples(who).w("困难党员定额救助", "Fixed relief");
        give(vec![FoundRow { measure: MEASURE.to_owned(), name, holds: 3, may_hold: 11 }])
    }
    fn raise_found_needs<'a>(&'a self, _: Asker<'a>, op: OperationId, measures: Vec<String>) -> Answer<'a, ()> {
        self.record_once(op, format!("found {}", measures.join(" ")));
        give(())
    }
    fn conditions<'a>(&'a self, who: Asker<'a>, need: &'a str) -> Answer<'a, ConditionsFile> {
        let samples = samples(who);
        give(ConditionsFile {
            need: need.to_owned(),
            name: samples.person_name(),
            category: (need == NEED).then(|| samples.w("住房修缮", "Repair of a house")),
            state_no: 3,
            conditions: NeedConditions::default(),
            is_minor: need == NEED,
            skills: samples.resource_choices().skills,
            languages: samples.resource_choices().languages,
        })
    }
    fn set_conditions<'a>(&'a self, _: Asker<'a>, op: OperationId, wish: ConditionsWish) -> Answer<'a, ()> {
        let wanted = wish.conditions.wanted();
        let NeedConditions { skills, languages, guardian, .. } = wish.conditions;
        let guardian = guardian.map(|word| format!("{} {} {} {}", word.name, word.agrees, word.manner.code(), word.on));
        self.record_once(op, format!("{} {wanted} {skills:?} {languages:?} {guardian:?}", wish.state_no));
        give(())
    }
}

/// The pages of own needs and found ones.
pub fn pages() -> Vec<(Role, String)> {
    let own = ["/me/needs".to_owned(), "/me/needs/new".to_owned(), format!("/me/needs/{NEED}/withdraw")];
    let officers = [Role::TownshipOfficer, Role::CountyOfficer].map(|role| (role, "/needs/find".to_owned()));
    let asked = [NEED, "of-age"].map(|need| (Role::BranchContact, format!("/needs/{need}/conditions")));
    own.into_iter().map(|path| (Role::Member, path)).chain(officers).chain(asked).collect()
}

fn said(browser: &Browser) -> Vec<String> {
    browser.office.said.lock().expect("nobody panics here").clone()
}

#[tokio::test]
async fn a_member_raises_a_need_reads_it_once_more_and_sends_it_once() {
    let mut browser = Browser::of(Role::Member);
    let asked = browser.get("/me/ask?topic=help").await;
    assert_eq!(asked.location(), "/me/needs/new", "help is a need, and no ask");
    let empty = browser.fill("/me/needs/new", "/me/needs/new", &[("words", "屋<b>漏雨")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(empty.text.contains("屋&#60;b&#62;漏雨") && empty.text.contains("id=\"f-urgency-e\""));
    let fields = [("words", "屋<b>漏雨"), ("category", "housing"), ("urgency", "urgent"), ("contact", "no")];
    let check = browser.fill("/me/needs/new", "/me/needs/new", &fields).await;
    assert_eq!(check.status, StatusCode::OK);
    assert!(
        check.text.contains("屋&#60;b&#62;漏雨") && !check.text.contains("read_back"),
        "nobody reads it to themselves"
    );
    assert_eq!(browser.effects(), 0, "nothing is kept before it is sent");
    let mut mend = fields.to_vec();
    mend.push(("step", "mend"));
    let again = browser.fill_drawn(&check, "/me/needs/new", &mend).await;
    assert!(again.text.contains("屋&#60;b&#62;漏雨") && again.text.contains("data-keep"));
    for _ in 0..2 {
        assert_eq!(browser.fill_drawn(&check, "/me/needs", &fields).await.location(), "/me/needs");
    }
    assert_eq!(said(&browser), ["屋<b>漏雨"], "a double tap is one need");
    let list = browser.get("/me/needs").await;
    for told in ["何建国", "已经说好由谁来帮", "按标准发现你可能用得上"] {
        assert!(list.text.contains(told), "{told}");
    }
}

#[tokio::test]
async fn a_member_takes_a_need_back_and_says_why() {
    let mut browser = Browser::of(Role::Member);
    let page = format!("/me/needs/{NEED}/withdraw");
    let drawn = browser.get(&page).await;
    let unsaid = browser.fill_drawn(&drawn, &page, &[("state_no", "3")]).await;
    assert_eq!(unsaid.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(unsaid.text.contains("id=\"f-withdrawal-e\"") && !drawn.text.contains("value=\"died\""));
    let stale = browser.fill_drawn(&drawn, &page, &[("state_no", "2"), ("withdrawal", "solved")]).await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    for _ in 0..2 {
        let sent = browser.fill_drawn(&drawn, &page, &[("state_no", "3"), ("withdrawal", "solved")]).await;
        assert_eq!(sent.location(), "/me/needs");
    }
    assert_eq!(said(&browser), ["withdraw"]);
    assert_eq!(browser.get("/me/needs/closed/withdraw").await.location(), "/me/needs");
    assert_eq!(browser.get("/me/needs/nobody/withdraw").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn what_the_standards_find_is_raised_by_a_press_and_once() {
    let mut browser = Browser::of(Role::TownshipOfficer);
    let drawn = browser.get("/needs/find").await;
    assert!(drawn.text.contains("符合3人，还有11人缺信息、可能符合"));
    let none = browser.fill_drawn(&drawn, "/needs/find", &[]).await;
    assert!(none.status == StatusCode::UNPROCESSABLE_ENTITY && none.text.contains("请至少选一项措施"));
    for _ in 0..2 {
        let sent = browser.fill_drawn(&drawn, "/needs/find", &[("found_measure", MEASURE)]).await;
        assert_eq!(sent.location(), "/needs?state=raised");
    }
    assert_eq!(said(&browser), [format!("found {MEASURE}")]);
    assert!(browser.get("/needs").await.text.contains("按标准发现"), "a list says what nobody has told");
}

#[tokio::test]
async fn what_a_need_asks_of_a_helper_is_ticked_and_a_guardian_says_all_or_nothing() {
    let mut browser = Browser::of(Role::BranchContact);
    let to = format!("/needs/{NEED}/conditions");
    let drawn = browser.get(&to).await;
    assert!(drawn.text.contains("监护人") && drawn.text.contains("nursing-aide"), "{}", drawn.text);
    let half = browser.fill_drawn(&drawn, &to, &[("state_no", "3"), ("guardian", "奶奶")]).await;
    assert_eq!(half.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(half.text.contains("id=\"f-guardian_answer-e\"") || half.text.contains("#f-guardian_answer"));
    let ahead = [("guardian", "奶奶"), ("guardian_answer", "agrees"), ("guardian_manner", "phone")];
    let ahead = browser.fill_drawn(&drawn, &to, &[&ahead[..], &[("guardian_on", "2099-01-01")]].concat()).await;
    assert!(ahead.text.contains("#f-guardian_on"), "nobody agreed on a day that has not come");
    let crowd = browser.fill_drawn(&drawn, &to, &[("state_no", "3"), ("need_helpers", "21")]).await;
    assert!(crowd.text.contains("#f-need_helpers"), "{}", crowd.text);
    let fields = [
        ("state_no", "3"),
        ("need_helpers", "2"),
        ("need_skills", "nursing-aide"),
        ("need_skills", "invented"),
        ("need_languages", "sign-language"),
        ("guardian", "奶奶"),
        ("guardian_answer", "agrees"),
        ("guardian_manner", "phone"),
        ("guardian_on", "2026-11-02"),
    ];
    for _ in 0..2 {
        let sent = browser.fill_drawn(&drawn, &to, &fields).await;
        assert_eq!(sent.location(), format!("/needs/{NEED}"), "{}", sent.text);
    }
    let of_age = browser.get("/needs/of-age/conditions").await;
    assert!(!of_age.text.contains("guardian_answer"), "somebody of age answers for themselves");
    let kept = "3 2 {\"nursing-aide\"} {\"sign-language\"} Some(\"奶奶 true phone 2026-11-02\")";
    assert_eq!(said(&browser), [kept], "what the pack does not list is not kept");
}

//! What rests for whom: entered once with days and a reason, confirmed by another, ended by hand.

use axum::http::StatusCode;
use guanai_casework::pause::{PauseMove, PauseState};
use guanai_kernel::Date;
use guanai_web::office::{Answer, AskError, Asker};
use guanai_web::operation::OperationId;
use guanai_web::people::{PauseDesk, PauseMoved, PauseView, PauseWish};
use guanai_web::session::Role;

use crate::browser::Browser;
use crate::office::{SampleOffice, give, samples};
use crate::samples::{PERSON, Samples};

/// A pause that waits to be confirmed; the codes of states stand for the others.
pub const PAUSE: &str = "01KC0PAVSE0000000000000001";
const MEASURE: &str = "party-seniority-allowance";

impl Samples {
    fn pause(self, state: PauseState) -> PauseView {
        let is_decided = state != PauseState::Proposed;
        PauseView {
            id: if is_decided { state.code().to_owned() } else { PAUSE.to_owned() },
            person: PERSON.to_owned(),
            name: self.person_name(),
            measure: MEASURE.to_owned(),
            measure_name: self.w("党龄补助", "Party-seniority allowance"),
            state,
            since: Date::constant(2026, 12, 1),
            until: Date::constant(2027, 6, 1),
            reason: self.w("正在核对转正日期", "The day of full membership is being checked"),
            entered_by: self.w("谭国平", "Tan Guoping"),
            decided_by: is_decided.then(|| self.w("李秀英", "Li Xiuying")),
            ended: (state == PauseState::Ended).then(|| (self.w("谭国平", "Tan Guoping"), Date::constant(2027, 3, 1))),
            words: matches!(state, PauseState::Ended | PauseState::Declined)
                .then(|| self.w("核对清楚了", "It has been settled")),
            moves: match state {
                PauseState::Proposed => vec![PauseMove::Confirm, PauseMove::Decline, PauseMove::Withdraw],
                PauseState::Confirmed => vec![PauseMove::End],
                _ => vec![],
            },
        }
    }
}

/// The id is of one that waits; the code of a state is one that stands there.
fn state_of(pause: &str) -> Option<PauseState> {
    if pause == PAUSE { Some(PauseState::Proposed) } else { PauseState::from_code(pause) }
}

impl PauseDesk for SampleOffice {
    fn pauses<'a>(&'a self, who: Asker<'a>) -> Answer<'a, Vec<PauseView>> {
        let states = [PauseState::Proposed, PauseState::Confirmed].map(|state| samples(who).pause(state));
        give(if who.session.role == Role::CountyApprover { vec![] } else { states.to_vec() })
    }
    fn pause<'a>(&'a self, who: Asker<'a>, pause: &'a str) -> Answer<'a, PauseView> {
        let view = state_of(pause).map(|state| samples(who).pause(state));
        Box::pin(async move { view.ok_or(AskError::NotFound) })
    }
    fn enter_pause<'a>(
        &'a self,
        _: Asker<'a>,
        op: OperationId,
        (person, measure): (&'a str, &'a str),
        wish: PauseWish,
    ) -> Answer<'a, String> {
        if wish.until <= wish.since {
            return Box::pin(async { Err(AskError::Refused("web-refused-pause-until")) });
        }
        self.record_once(op, format!("pause {person} {measure} {} {} {}", wish.since, wish.until, wish.reason));
        give(PAUSE.to_owned())
    }
    fn move_pause<'a>(&'a self, who: Asker<'a>, op: OperationId, _: &'a str, what: PauseMoved) -> Answer<'a, ()> {
        if who.session.role == Role::TownshipOfficer && what.step == PauseMove::Confirm {
            return Box::pin(async { Err(AskError::Refused("web-refused-pause-own-hand")) });
        }
        self.record_once(op, format!("{} {:?} {:?}", what.step, what.resumes, what.words));
        give(())
    }
}

/// The pages of pauses.
pub fn pages() -> Vec<(Role, String)> {
    let all = [Role::BranchContact, Role::TownshipOfficer, Role::CountyOfficer, Role::CountyApprover];
    let mut pages: Vec<_> = all.into_iter().map(|role| (role, "/people/pauses".to_owned())).collect();
    pages.extend(PauseState::ALL.iter().map(|state| (Role::CountyOfficer, format!("/people/pauses/{state}"))));
    pages.push((Role::BranchContact, format!("/people/pauses/{PAUSE}")));
    pages.push((Role::TownshipOfficer, format!("/people/{PERSON}/why/{MEASURE}/pause")));
    pages
}

fn said(browser: &Browser) -> Vec<String> {
    browser.office.said.lock().expect("nobody panics here").clone()
}

#[tokio::test]
async fn a_pause_is_entered_once_with_days_and_a_reason() {
    let form = format!("/people/{PERSON}/why/{MEASURE}/pause");
    let mut browser = Browser::of(Role::TownshipOfficer);
    let why = browser.get(&format!("/people/{PERSON}/why/{MEASURE}")).await;
    assert!(why.text.contains(&form), "the page that says why leads to it");
    let blank = browser.fill(&form, &form, &[("pause_since", "2026-12-01")]).await;
    assert_eq!(blank.status, StatusCode::UNPROCESSABLE_ENTITY);
    for field in ["pause_until", "pause_reason"] {
        assert!(blank.text.contains(&format!("id=\"f-{field}-e\"")), "{field}");
    }
    let wish =
        |until: &'static str| [("pause_since", "2026-12-01"), ("pause_until", until), ("pause_reason", "正在核对")];
    let wrong = browser.fill(&form, &form, &wish("2026-11-01")).await;
    assert!(wrong.status == StatusCode::UNPROCESSABLE_ENTITY && wrong.text.contains("复看的日子要晚于"));
    let drawn = browser.get(&form).await;
    for _ in 0..2 {
        let sent = browser.fill_drawn(&drawn, &form, &wish("2027-06-01")).await;
        assert_eq!(sent.location(), format!("/people/pauses/{PAUSE}"));
    }
    assert_eq!(said(&browser), [format!("pause {PERSON} {MEASURE} 2026-12-01 2027-06-01 正在核对")]);
    let contact = Browser::of(Role::BranchContact).get(&form).await;
    assert_eq!(contact.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn another_hand_confirms_and_it_is_ended_with_a_day_and_a_reason() {
    let page = format!("/people/pauses/{PAUSE}");
    let mut own = Browser::of(Role::TownshipOfficer);
    let refused = own.fill(&page, &page, &[("step", "confirm")]).await;
    assert!(refused.status == StatusCode::UNPROCESSABLE_ENTITY && refused.text.contains("不能自己确认"));
    let mut browser = Browser::of(Role::CountyApprover);
    let unsaid = browser.fill(&page, &page, &[("step", "decline"), ("pause_words", " ")]).await;
    assert_eq!(unsaid.status, StatusCode::UNPROCESSABLE_ENTITY);
    let drawn = browser.get(&page).await;
    for _ in 0..2 {
        assert_eq!(browser.fill_drawn(&drawn, &page, &[("step", "confirm")]).await.location(), page);
    }
    let running = "/people/pauses/confirmed";
    let end = [("step", "end"), ("pause_resumes", "2027-03-01"), ("pause_words", "清楚了")];
    let undated = browser.fill(running, running, &[("step", "end"), ("pause_words", "清楚了")]).await;
    assert_eq!(undated.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(browser.fill(running, running, &end).await.location(), running);
    assert_eq!(said(&browser), ["confirm None None".to_owned(), "end Some(2027-03-01) Some(\"清楚了\")".to_owned()]);
    // The branch reads it and decides nothing.
    let contact = Browser::of(Role::BranchContact).get(&page).await;
    assert!(contact.text.contains("正在核对转正日期") && !contact.text.contains("name=\"step\""));
}

//! Years' care plans: proposed once with a reason for every nought, agreed by another hand.

use std::collections::BTreeMap;

use axum::http::StatusCode;
use guanai_casework::round::Hand;
use guanai_kernel::Moment;
use guanai_kernel::ids::{CarePlanId, OrganizationId};
use guanai_web::care_plans::{
    Aim, CarePlan, CarePlanContent, CarePlanDesk, CarePlanMove, CarePlanState, CarePlanView, CarePlanWish,
    CarePlansPage, ListedCarePlan, Progress, SamePlan,
};
use guanai_web::office::{Answer, AskError, Asker};
use guanai_web::operation::OperationId;
use guanai_web::session::Role;

use crate::browser::Browser;
use crate::office::{SampleOffice, give, samples};
use crate::samples::{BRANCH, Samples};

/// A plan that waits to be agreed.
pub const CARE_PLAN: &str = "01KC0CAREP1AN0000000000001";

fn branch() -> OrganizationId {
    BRANCH.parse().expect("an id")
}

impl Samples {
    fn care_plan(self, state: CarePlanState) -> CarePlan {
        let hand = |by: String| Hand { by, at: Moment::from_micros(1_790_000_000_000_000) };
        let at = CarePlanState::ALL.iter().position(|one| *one == state).unwrap_or(0);
        let waits = state == CarePlanState::Proposed;
        let id = if waits { CARE_PLAN.parse().expect("an id") } else { CarePlanId::from_bits(at as u128) };
        CarePlan {
            care_plan_id: id,
            organization_id: branch(),
            year: 2026,
            content: CarePlanContent {
                lead: self.w("支部书记何建国", "Secretary He Jianguo"),
                weight_percent: 15,
                targets: BTreeMap::from([(Aim::Visits, 40), (Aim::Trainings, 0)]),
                zero_why: Some(self.w("培训由镇里统一办", "Trainings are held by the township")),
            },
            state,
            proposed: hand(self.w("何建国", "He Jianguo")),
            decided: (!waits).then(|| hand(self.w("谭国平", "Tan Guoping"))),
            words: (state == CarePlanState::Returned).then(|| self.w("目标太低", "The targets are too low")),
        }
    }
}

impl CarePlanDesk for SampleOffice {
    fn care_plans<'a>(&'a self, who: Asker<'a>, _: Option<String>, year: Option<i16>) -> Answer<'a, CarePlansPage> {
        let samples = samples(who);
        let row = |state: Option<CarePlanState>| ListedCarePlan {
            organization_id: branch(),
            name: samples.branch(),
            has_below: state.is_none(),
            plan: state.map(|state| samples.care_plan(state)),
            points: (state == Some(CarePlanState::Agreed)).then_some(1_234),
            waits: state == Some(CarePlanState::Agreed),
        };
        let rows = CarePlanState::ALL.iter().copied().map(Some).chain([None]).map(row).collect();
        give(CarePlansPage {
            year: year.unwrap_or(2026),
            path: vec![(branch(), samples.branch()), (branch(), samples.branch())],
            rows,
            may_propose: !matches!(who.session.role, Role::CountyApprover | Role::Auditor),
        })
    }
    fn care_plan<'a>(&'a self, who: Asker<'a>, plan: &'a str) -> Answer<'a, CarePlanView> {
        let samples = samples(who);
        let all = CarePlanState::ALL.iter().map(|state| samples.care_plan(*state));
        let found = all.into_iter().find(|one| one.care_plan_id.to_string() == plan);
        let view = found.map(|plan| CarePlanView {
            organization: samples.branch(),
            progress: Progress { rows: vec![(Aim::Visits, 40, 50), (Aim::Trainings, 0, 0)], points: Some(1_500) },
            year_over_percent: 89,
            same: vec![SamePlan::LastYear, SamePlan::Neighbour(Some(samples.branch())), SamePlan::Neighbour(None)],
            moves: if plan.state == CarePlanState::Proposed { CarePlanMove::ALL.to_vec() } else { Vec::new() },
            plan,
        });
        Box::pin(async move { view.ok_or(AskError::NotFound) })
    }
    fn propose_care_plan<'a>(&'a self, _: Asker<'a>, op: OperationId, wish: CarePlanWish) -> Answer<'a, String> {
        if wish.content.lead.contains('9') {
            return Box::pin(async { Err(AskError::Refused("web-refused-care-waiting")) });
        }
        let content = &wish.content;
        self.record_once(op, format!("care {} {} {:?}", wish.year, content.weight_percent, content.targets));
        give(CARE_PLAN.to_owned())
    }
    fn move_care_plan<'a>(
        &'a self,
        who: Asker<'a>,
        op: OperationId,
        _: &'a str,
        step: CarePlanMove,
        why: Option<String>,
    ) -> Answer<'a, ()> {
        if who.session.role == Role::TownshipOfficer && step == CarePlanMove::Agree {
            return Box::pin(async { Err(AskError::Refused("web-refused-care-own-hand")) });
        }
        self.record_once(op, format!("{step} {why:?}"));
        give(())
    }
}

/// The pages of care plans.
pub fn pages() -> Vec<(Role, String)> {
    let mut pages = vec![(Role::BranchContact, format!("/care-plans/new?organization={BRANCH}&year=2027"))];
    for role in [Role::BranchContact, Role::CountyApprover, Role::Auditor] {
        pages.push((role, "/care-plans".to_owned()));
        pages.push((role, format!("/care-plans/{CARE_PLAN}")));
        pages.push((role, format!("/care-plans/{}", CarePlanId::from_bits(2))));
    }
    pages.push((Role::TownshipOfficer, format!("/care-plans?organization={BRANCH}&year=2020")));
    pages
}

fn said(browser: &Browser) -> Vec<String> {
    browser.office.said.lock().expect("nobody panics here").clone()
}

#[tokio::test]
async fn a_plan_is_proposed_once_and_a_nought_is_explained() {
    let (form, to) = (format!("/care-plans/new?organization={BRANCH}"), "/care-plans");
    let mut browser = Browser::of(Role::BranchContact);
    let blank = browser.fill(&form, to, &[("care_year", "2031"), ("care_weight", "0")]).await;
    assert_eq!(blank.status, StatusCode::UNPROCESSABLE_ENTITY);
    for field in ["care_year", "care_lead", "care_weight", "aim_visits"] {
        assert!(blank.text.contains(&format!("id=\"f-{field}-e\"")), "{field}");
    }
    let wish = |lead: &'static str, trainings: &'static str| {
        vec![
            ("care_organization", BRANCH),
            ("care_year", "2026"),
            ("care_lead", lead),
            ("care_weight", "15"),
            ("aim_visits", "40"),
            ("aim_trainings", trainings),
        ]
    };
    let nought = browser.fill(&form, to, &wish("何建国", "0")).await;
    assert!(nought.status == StatusCode::UNPROCESSABLE_ENTITY && nought.text.contains("请写明原因"));
    let waits = browser.fill(&form, to, &wish("9", "2")).await;
    assert!(waits.status == StatusCode::UNPROCESSABLE_ENTITY && waits.text.contains("请先撤回那一份"));
    let drawn = browser.get(&form).await;
    for _ in 0..2 {
        let sent = browser.fill_drawn(&drawn, to, &wish("何建国", "2")).await;
        assert_eq!(sent.location(), format!("/care-plans/{CARE_PLAN}"));
    }
    assert_eq!(said(&browser), ["care 2026 15 {Visits: 40, Trainings: 2}"]);
}

#[tokio::test]
async fn another_hand_agrees_and_a_copy_is_said() {
    let page = format!("/care-plans/{CARE_PLAN}");
    let mut own = Browser::of(Role::TownshipOfficer);
    let refused = own.fill(&page, &page, &[("step", "agree")]).await;
    assert!(refused.status == StatusCode::UNPROCESSABLE_ENTITY && refused.text.contains("不能自己商定"));
    let mut browser = Browser::of(Role::CountyOfficer);
    let drawn = browser.get(&page).await;
    for told in ["去年的一模一样", "15.0分", "已经过去89%", "今年不安排"] {
        assert!(drawn.text.contains(told), "{told}");
    }
    let unsaid = browser.fill(&page, &page, &[("step", "return"), ("care_why", " ")]).await;
    assert_eq!(unsaid.status, StatusCode::UNPROCESSABLE_ENTITY);
    for _ in 0..2 {
        assert_eq!(browser.fill_drawn(&drawn, &page, &[("step", "agree")]).await.location(), page);
    }
    assert_eq!(said(&browser), ["agree None"]);
    assert_eq!(browser.get("/care-plans/nothing").await.status, StatusCode::NOT_FOUND);
}

//! Care has a prominent place: a year's plan with a weight, proposed below and agreed above, its progress counted from the records.

use std::collections::BTreeMap;

use guanai_app::care_plans::{
    CarePlanView, CarePlansAsk, CarePlansError, MoveCarePlan, ProposeCarePlan, SamePlan, list_care_plans,
    move_care_plan, propose_care_plan, read_care_plan,
};
use guanai_app::visits::{RecordVisit, WhoVisited, record_visit};
use guanai_app::{Actor, Role};
use guanai_casework::VisitAct;
use guanai_casework::care_plan::{Aim, CarePlanContent, CarePlanError, CarePlanMove, CarePlanState};
use guanai_kernel::ids::{CarePlanId, OperationId, OrganizationId};
use guanai_store::organizations;

use crate::engines::on_both;
use crate::office::{Office, day};

const ROSTER: &str = "
    姓名, 公民身份号码, 入党日期,   转正日期,   所在党支部, 工作岗位, 是否流动党员
    田禾, @19850101021, 2008-07-01, 2009-07-01, 上村党支部, 农民,     否
    万水, @19850101022, 2008-07-01, 2009-07-01, 上村党支部, 农民,     否
    下禾, @19850101025, 2008-07-01, 2009-07-01, 下村党支部, 农民,     否";

impl Office {
    async fn proposed(&self, who: &Actor, code: &str, aims: &[(Aim, u32)]) -> Result<CarePlanId, CarePlansError> {
        let mut tx = self.db.begin_read().await.unwrap();
        let place = organizations::find_by_code(&mut tx, code).await.unwrap().unwrap();
        tx.rollback().await.unwrap();
        let content = CarePlanContent {
            lead: "支部书记".to_owned(),
            weight_percent: 20,
            targets: aims.iter().copied().collect::<BTreeMap<Aim, u32>>(),
            zero_why: None,
        };
        let organization_id: OrganizationId = place.organization_id;
        let wish = ProposeCarePlan { organization_id, year: 2026, content };
        let mut cx = self.acting(who, day("2026-07-02"));
        let operation = OperationId::fresh(&mut cx.ids);
        propose_care_plan(&mut cx, operation, &wish).await
    }

    async fn decided(&self, who: &Actor, plan: CarePlanId, step: CarePlanMove) -> Result<CarePlanId, CarePlansError> {
        let why = (step == CarePlanMove::Return).then(|| "和去年一样，请按今年的情况写".to_owned());
        let mut cx = self.acting(who, day("2026-07-02"));
        let operation = OperationId::fresh(&mut cx.ids);
        move_care_plan(&mut cx, operation, &MoveCarePlan { care_plan_id: plan, step, why }).await
    }

    async fn care_plan(&self, who: &Actor, plan: CarePlanId) -> CarePlanView {
        read_care_plan(&mut self.acting(who, day("2026-07-02")), plan).await.unwrap()
    }
}

/// Shows R37: care stands in the year's plan of each organisation with a weight in its assessment; a target of nought is refused
/// until it is explained, a plan that copies a neighbour's is said to, whoever is above agrees, and progress comes from the records.
#[test]
fn a_years_plan_gives_care_its_weight_and_is_followed_by_the_records() {
    on_both(async |db| {
        let mut office = Office::of(db, &[ROSTER]).await;
        office.come_to("2026-07-02");
        let contact = office.answering(Role::BranchContact, Some("990001001")).await;
        let other = office.answering(Role::BranchContact, Some("990001002")).await;
        let township = office.answering(Role::TownshipOfficer, Some("990001000")).await;
        let aims = [(Aim::Visits, 4), (Aim::Talks, 2)];

        let zero = office.proposed(&contact, "990001001", &[(Aim::Visits, 4), (Aim::Talks, 0)]).await.unwrap_err();
        let expected = CarePlanError::ZeroWithoutWhy { aim: Aim::Talks };
        assert!(matches!(zero, CarePlansError::Plan(error) if error == expected), "{zero:?}");
        let elsewhere = office.proposed(&contact, "990001002", &aims).await.unwrap_err();
        assert!(matches!(elsewhere, CarePlansError::NotFound), "{elsewhere:?}");
        let plan = office.proposed(&contact, "990001001", &aims).await.unwrap();
        let again = office.proposed(&contact, "990001001", &aims).await.unwrap_err();
        assert!(matches!(again, CarePlansError::Waiting), "{again:?}");
        let own = office.decided(&contact, plan, CarePlanMove::Agree).await.unwrap_err();
        assert!(matches!(own, CarePlansError::Denied(_)), "a branch agrees to nothing: {own:?}");

        let copy = office.proposed(&other, "990001002", &aims).await.unwrap();
        assert_eq!(
            office.care_plan(&other, copy).await.same,
            [SamePlan::Neighbour(None)],
            "without the neighbour's name"
        );
        let seen = office.care_plan(&township, copy).await;
        assert_eq!(seen.same, [SamePlan::Neighbour(Some("上村党支部".to_owned()))]);
        assert_eq!(seen.moves, [CarePlanMove::Agree, CarePlanMove::Return]);
        office.decided(&township, copy, CarePlanMove::Return).await.unwrap();
        office.decided(&township, plan, CarePlanMove::Agree).await.unwrap();

        // The township's own plan is agreed above it.
        let of_township = office.proposed(&township, "990001000", &[(Aim::Visits, 10)]).await.unwrap();
        let second = Actor { name: "镇里另一人".to_owned(), ..township.clone() };
        let beside = office.decided(&second, of_township, CarePlanMove::Agree).await.unwrap_err();
        assert!(matches!(beside, CarePlansError::NotAbove), "{beside:?}");

        for (name, act, occasion) in [
            ("田禾", VisitAct::Visit, "regular"),
            ("万水", VisitAct::Talk, "regular"),
            ("田禾", VisitAct::HomeCheck, "recheck"),
        ] {
            let on = day("2026-07-02");
            let wish = RecordVisit::plain(office.person(name).await, act, WhoVisited::Myself, on, occasion);
            let mut cx = office.acting(&contact, on);
            let operation = OperationId::fresh(&mut cx.ids);
            record_visit(&mut cx, operation, &wish).await.unwrap();
        }
        let view = office.care_plan(&contact, plan).await;
        assert_eq!(view.plan.state, CarePlanState::Agreed);
        assert_eq!(view.progress.rows, [(Aim::Visits, 4, 1), (Aim::Talks, 2, 1)], "a check of the books is no care");
        assert_eq!(view.progress.points, Some(750), "of twenty points: a quarter and a half, on average");
        assert_eq!(view.year_over_percent, 50);

        // A later plan of the year takes its place once it is agreed to.
        let better = office.proposed(&contact, "990001001", &[(Aim::Visits, 2), (Aim::Talks, 2)]).await.unwrap();
        office.decided(&township, better, CarePlanMove::Agree).await.unwrap();
        assert_eq!(office.care_plan(&contact, plan).await.plan.state, CarePlanState::Superseded);
        let listed = list_care_plans(&mut office.acting(&township, day("2026-07-02")), CarePlansAsk::default()).await;
        let listed = listed.unwrap();
        let states: Vec<_> = listed.rows.iter().map(|row| row.plan.as_ref().map(|plan| plan.state)).collect();
        let expected = [CarePlanState::Proposed, CarePlanState::Agreed, CarePlanState::Returned].map(Some);
        assert_eq!((states, listed.rows[1].points), (expected.to_vec(), Some(1_000)));
    });
}

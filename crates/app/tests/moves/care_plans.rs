//! Years' care plans.

use std::collections::BTreeMap;

use guanai_app::Actor;
use guanai_app::actor::Act;
use guanai_app::care_plans::{MoveCarePlan, move_care_plan};
use guanai_casework::care_plan::{Aim, CARE_PLAN_MOVES, CarePlan, CarePlanContent, CarePlanMove, CarePlanState};
use guanai_casework::round::Hand;
use guanai_kernel::ids::CarePlanId;
use guanai_store::care_plans;
use guanai_testkit::clock;

use crate::desk::day;
use crate::engines::on_both;
use crate::form::{Moving, holds};
use crate::town::Town;

struct Planned {
    town: Town,
    plan: CarePlan,
}

fn hand(by: &str) -> Hand {
    Hand { by: by.to_owned(), at: clock::at(day(8, 20)) }
}

impl Moving for Planned {
    type State = CarePlanState;
    type Step = CarePlanMove;
    type Record = CarePlan;
    const STATES: &'static [CarePlanState] = CarePlanState::ALL;
    const STEPS: &'static [CarePlanMove] = CarePlanMove::ALL;

    fn leads(from: CarePlanState, step: CarePlanMove) -> Option<CarePlanState> {
        CARE_PLAN_MOVES.iter().find(|(state, by, _)| (*state, *by) == (from, step)).map(|(.., to)| *to)
    }

    fn act(step: CarePlanMove) -> Act {
        if step == CarePlanMove::Withdraw { Act::ProposeCarePlan } else { Act::AgreeCarePlan }
    }

    fn state(record: &CarePlan) -> CarePlanState {
        record.state
    }

    /// Whoever takes it back proposed it; whoever decides did not.
    async fn put(&mut self, who: &Actor, state: CarePlanState, step: CarePlanMove) -> CarePlan {
        let mut tx = self.town.db.begin_write().await.unwrap();
        let before = care_plans::find(&mut tx, self.plan.care_plan_id).await.unwrap().unwrap();
        let after = CarePlan {
            state,
            proposed: hand(if step == CarePlanMove::Withdraw { &who.name } else { "somebody" }),
            decided: (state != CarePlanState::Proposed).then(|| hand("another")),
            words: (state == CarePlanState::Returned).then(|| "人手不够".to_owned()),
            ..self.plan.clone()
        };
        if before != after {
            care_plans::amend(&mut tx, &before, &after, clock::at(day(8, 30))).await.unwrap();
        }
        tx.commit().await.unwrap();
        after
    }

    async fn kept(&self) -> CarePlan {
        let mut tx = self.town.db.begin_read().await.unwrap();
        care_plans::find(&mut tx, self.plan.care_plan_id).await.unwrap().unwrap()
    }

    async fn tries(&mut self, who: &Actor, step: CarePlanMove) -> Result<(), &'static str> {
        let wish = MoveCarePlan { care_plan_id: self.plan.care_plan_id, step, why: Some("人手不够".to_owned()) };
        let operation = self.town.operation();
        let moved = move_care_plan(&mut self.town.on(who, day(9, 1)), operation, &wish).await;
        moved.map(drop).map_err(|error| error.code())
    }
}

#[test]
fn nobody_takes_an_unlawful_move_of_a_years_care_plan() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let everybody = town.everybody().await;
        let plan = CarePlan {
            care_plan_id: CarePlanId::fresh(&mut town.ids),
            organization_id: town.branches[0],
            year: 2026,
            content: CarePlanContent {
                lead: "支部书记".to_owned(),
                weight_percent: 15,
                targets: BTreeMap::from([(Aim::Visits, 40)]),
                zero_why: None,
            },
            state: CarePlanState::Proposed,
            proposed: hand("somebody"),
            decided: None,
            words: None,
        };
        let mut tx = town.db.begin_write().await.unwrap();
        care_plans::add(&mut tx, &plan).await.unwrap();
        tx.commit().await.unwrap();
        holds(&mut Planned { town, plan }, &everybody).await;
    });
}

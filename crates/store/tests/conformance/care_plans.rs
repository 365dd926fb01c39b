//! Years' care plans: one of a year waits, one holds, another's hand agrees.

use std::collections::BTreeMap;

use guanai_casework::care_plan::{Aim, CarePlan, CarePlanContent, CarePlanMove, CarePlanState};
use guanai_casework::round::Hand;
use guanai_kernel::Moment;
use guanai_kernel::ids::CarePlanId;
use guanai_store::{StoreError, care_plans, trainings};

use crate::county::{County, NOW, day};
use crate::engines::on_both;

const LATER: Moment = Moment::from_micros(NOW.as_micros() + 1);

fn proposed(county: &mut County, year: i16) -> CarePlan {
    CarePlan {
        care_plan_id: CarePlanId::fresh(&mut county.ids),
        organization_id: county.memberships[0].organization_id,
        year,
        content: CarePlanContent {
            lead: "书记".to_owned(),
            weight_percent: 15,
            targets: BTreeMap::from([(Aim::Visits, 40), (Aim::Trainings, 0)]),
            zero_why: Some("镇里统一办".to_owned()),
        },
        state: CarePlanState::Proposed,
        proposed: Hand { by: "contact".to_owned(), at: NOW },
        decided: None,
        words: None,
    }
}

#[test]
fn one_plan_of_a_year_waits_one_holds_and_another_agrees() {
    on_both(async |db| {
        let mut county = County::new(1);
        let (first, twin, next) =
            (proposed(&mut county, 2026), proposed(&mut county, 2026), proposed(&mut county, 2027));
        let hand = |by: &str| Hand { by: by.to_owned(), at: LATER };
        let of = [first.organization_id];
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        care_plans::add(&mut tx, &first).await.unwrap();
        care_plans::add(&mut tx, &next).await.unwrap();
        assert_eq!(care_plans::find(&mut tx, first.care_plan_id).await.unwrap(), Some(first.clone()));
        assert_eq!(care_plans::list_of_year(&mut tx, Some(&of), 2026).await.unwrap(), [first.clone()]);
        assert_eq!(care_plans::list_of_year(&mut tx, Some(&[]), 2026).await.unwrap(), []);
        assert_eq!(
            trainings::count_held(&mut tx, (day(2026, 1, 1), day(2026, 12, 31))).await.unwrap(),
            BTreeMap::new()
        );
        tx.commit().await.unwrap();

        let mut tx = db.begin_write().await.unwrap();
        let refused = care_plans::add(&mut tx, &twin).await.unwrap_err();
        let once = "care_plans_organization_id_year_state_key".to_owned();
        assert_eq!(refused, StoreError::Conflict { constraint: once });
        drop(tx);
        let mut tx = db.begin_write().await.unwrap();
        let own = CarePlan { state: CarePlanState::Agreed, decided: Some(hand("contact")), ..first.clone() };
        let refused = care_plans::amend(&mut tx, &first, &own, LATER).await.unwrap_err();
        assert_eq!(refused, StoreError::Violated { constraint: "care_plans_two_people_check".to_owned() });
        drop(tx);

        let mut tx = db.begin_write().await.unwrap();
        let agreed = first.after(CarePlanMove::Agree, hand("township"), None).unwrap();
        care_plans::amend(&mut tx, &first, &agreed, LATER).await.unwrap();
        care_plans::add(&mut tx, &twin).await.unwrap();
        care_plans::amend(&mut tx, &agreed, &agreed.superseded(), LATER).await.unwrap();
        let after = twin.after(CarePlanMove::Agree, hand("township"), None).unwrap();
        care_plans::amend(&mut tx, &twin, &after, LATER).await.unwrap();
        assert_eq!(care_plans::list_of_year(&mut tx, None, 2026).await.unwrap().len(), 2);
    });
}

//! Funds that are set up: one of a name that is not returned, three hands, an account that is sealed, and what the books hold.

use std::collections::BTreeSet;

use guanai_fund::care_fund::{CareFund, CareFundMove, CareFundState, Leftover};
use guanai_fund::source::SourceHand;
use guanai_kernel::Money;
use guanai_kernel::ids::{CareFundId, FundSourceId};
use guanai_store::{StoreError, care_funds};

use crate::county::{County, NOW, day};
use crate::engines::on_both;

fn hand(by: &str) -> SourceHand {
    SourceHand { by: by.to_owned(), at: NOW }
}

fn proposed(county: &mut County) -> CareFund {
    CareFund {
        fund_id: CareFundId::fresh(&mut county.ids),
        name: "助学基金".to_owned(),
        purse: "care-fund".to_owned(),
        charter: "章程1号".to_owned(),
        aim: "助学".to_owned(),
        sources: BTreeSet::from([FundSourceId::fresh(&mut county.ids)]),
        committee: ["甲", "乙", "丙"].map(str::to_owned).to_vec(),
        account: "6222000011112222".to_owned(),
        active_from: day(2026, 8, 1),
        state: CareFundState::Proposed,
        proposed: hand("one"),
        checked: None,
        approved: None,
        closing: None,
        leftover: None,
        ended: None,
        words: None,
    }
}

#[test]
fn a_fund_goes_through_three_hands_and_closes_by_two() {
    on_both(async |db| {
        let mut county = County::new(1);
        let (first, twin) = (proposed(&mut county), proposed(&mut county));
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        care_funds::add(&mut tx, &first).await.unwrap();
        assert_eq!(care_funds::find(&mut tx, first.fund_id).await.unwrap(), Some(first.clone()));
        assert_eq!(care_funds::list(&mut tx).await.unwrap(), [first.clone()]);
        assert_eq!(care_funds::get_balance(&mut tx, "没有这个用途").await.unwrap(), Money::ZERO);
        let entries = guanai_store::fund::list_all(&mut tx).await.unwrap();
        let trial = guanai_fund::trial_balance(&entries).unwrap();
        for (purpose, left) in trial.by_purpose.iter().filter_map(|(purpose, left)| Some((purpose.as_ref()?, left))) {
            assert_eq!(care_funds::get_balance(&mut tx, purpose).await.unwrap(), *left);
        }
        tx.commit().await.unwrap();

        let mut tx = db.begin_write().await.unwrap();
        let refused = care_funds::add(&mut tx, &twin).await.unwrap_err();
        assert_eq!(refused, StoreError::Conflict { constraint: "care_funds_name_key".to_owned() });
        drop(tx);
        let mut tx = db.begin_write().await.unwrap();
        let alone = CareFund { state: CareFundState::Checked, checked: Some(hand("one")), ..first.clone() };
        let refused = care_funds::amend(&mut tx, &first, &alone, NOW).await.unwrap_err();
        assert_eq!(refused, StoreError::Violated { constraint: "care_funds_two_people_check".to_owned() });
        drop(tx);

        let mut tx = db.begin_write().await.unwrap();
        let mut before = first;
        for (step, by) in [
            (CareFundMove::Check, "two"),
            (CareFundMove::Approve, "three"),
            (CareFundMove::AskClose, "one"),
            (CareFundMove::Close, "two"),
        ] {
            let after = before.moved(step, hand(by), Some(Leftover::Givers), Some("用完了".to_owned())).unwrap();
            care_funds::amend(&mut tx, &before, &after, NOW).await.unwrap();
            assert_eq!(care_funds::find(&mut tx, after.fund_id).await.unwrap(), Some(after.clone()));
            before = after;
        }
        assert_eq!(before.state, CareFundState::Closed);
    });
}

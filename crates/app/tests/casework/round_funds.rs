//! A round's gifts are paid from a fund that is active when it opens: one that was only proposed, begins later or is closed pays
//! nothing.

use std::collections::BTreeSet;

use guanai_app::Role;
use guanai_app::rounds::DraftRound;
use guanai_casework::round::{Round, RoundMove, RoundState};
use guanai_fund::care_fund::{CareFund, CareFundState, Leftover};
use guanai_fund::source::SourceHand;
use guanai_kernel::Date;
use guanai_kernel::ids::{CareFundId, FundSourceId};
use guanai_store::{care_funds, rounds};
use guanai_testkit::engines::on_both;

use crate::rounds::{DRAWN_ON, festival, hours};
use crate::town::Town;
use crate::work::actor;

impl Town {
    /// A fund of a purse, as somebody proposed it.
    async fn proposed_fund(&mut self, purse: &str) -> CareFund {
        let fund = CareFund {
            fund_id: CareFundId::fresh(&mut self.ids),
            name: format!("{purse}的基金"),
            purse: purse.to_owned(),
            charter: "章程1号".to_owned(),
            aim: "走访慰问".to_owned(),
            sources: BTreeSet::from([FundSourceId::fresh(&mut self.ids)]),
            committee: ["甲", "乙", "丙"].map(str::to_owned).to_vec(),
            account: "6222000011112222".to_owned(),
            active_from: Date::constant(2027, 2, 1),
            state: CareFundState::Proposed,
            proposed: SourceHand { by: "one".to_owned(), at: hours(DRAWN_ON) },
            checked: None,
            approved: None,
            closing: None,
            leftover: None,
            ended: None,
            words: None,
        };
        let mut tx = self.db.begin_write().await.unwrap();
        care_funds::add(&mut tx, &fund).await.unwrap();
        tx.commit().await.unwrap();
        fund
    }

    async fn fund_becomes(&mut self, before: &CareFund, state: CareFundState, active_from: Date) -> CareFund {
        let hand = |by: &str| Some(SourceHand { by: by.to_owned(), at: hours(DRAWN_ON) });
        let (checked, approved) = (hand("two"), hand("three"));
        let after = CareFund { state, active_from, checked, approved, ..before.clone() };
        let after = match state {
            CareFundState::Closed => {
                CareFund { closing: hand("four"), ended: hand("five"), leftover: Some(Leftover::Givers), ..after }
            }
            _ => after,
        };
        let mut tx = self.db.begin_write().await.unwrap();
        care_funds::amend(&mut tx, before, &after, hours(DRAWN_ON)).await.unwrap();
        tx.commit().await.unwrap();
        after
    }
}

#[test]
fn a_round_is_handed_in_and_approved_only_where_a_fund_of_its_purse_is_active() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let county = actor(&mut town, Role::CountyOfficer, 0);
        let approver = actor(&mut town, Role::CountyApprover, 0);
        town.in_hardship(5, 0, "general").await;
        let wish = festival(&["spring-festival"]);
        assert_eq!(wish.purse.as_deref(), Some("care-fund"));
        let round_id = town.draft(&county, &wish).await.unwrap();
        // Where nobody set a fund up the county's own books decide; both purses that the standard names have one here.
        let dues = town.proposed_fund("dues").await;
        let care = town.proposed_fund("care-fund").await;
        let refused = Err("round-fund-not-active");
        assert_eq!(town.moved(&county, round_id, RoundMove::Submit).await, refused, "proposed alone");
        let later = Date::constant(2027, 2, 1);
        let care = town.fund_becomes(&care, CareFundState::Approved, later).await;
        assert_eq!(town.moved(&county, round_id, RoundMove::Submit).await, refused, "it begins after the round opened");
        let care = town.fund_becomes(&care, CareFundState::Approved, DRAWN_ON).await;
        town.moved(&county, round_id, RoundMove::Submit).await.unwrap();
        let care = town.fund_becomes(&care, CareFundState::Closed, DRAWN_ON).await;
        assert_eq!(town.moved(&approver, round_id, RoundMove::Approve).await, refused, "closed meanwhile");
        assert_eq!(care.state, CareFundState::Closed);
        // Another purse that the standard names pays nothing of a round that does not name it.
        town.fund_becomes(&dues, CareFundState::Approved, DRAWN_ON).await;
        assert_eq!(town.moved(&approver, round_id, RoundMove::Approve).await, refused, "its own purse pays or none");
        town.moved(&approver, round_id, RoundMove::Return).await.unwrap();
        town.moved(&county, round_id, RoundMove::GiveUp).await.unwrap();
        let of_dues = DraftRound { purse: Some("dues".to_owned()), ..wish };
        let round_id = town.draft(&county, &of_dues).await.unwrap();
        town.moved(&county, round_id, RoundMove::Submit).await.unwrap();
        town.moved(&approver, round_id, RoundMove::Approve).await.unwrap();
        let mut tx = town.db.begin_read().await.unwrap();
        let kept = rounds::find(&mut tx, round_id).await.unwrap().unwrap();
        assert_eq!(kept.purse.as_deref(), Some("dues"), "and it is kept what it was approved for");
    });
}

/// A round that was drawn up before a purse was asked is paid from any that its standards name.
#[test]
fn a_round_that_says_nothing_of_a_purse_is_paid_as_rounds_were_before() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let county = actor(&mut town, Role::CountyOfficer, 0);
        town.in_hardship(5, 0, "general").await;
        let round_id = town.draft(&county, &festival(&["spring-festival"])).await.unwrap();
        let mut tx = town.db.begin_write().await.unwrap();
        let before = rounds::find(&mut tx, round_id).await.unwrap().unwrap();
        let after = Round { purse: None, ..before.clone() };
        rounds::amend(&mut tx, &before, &after, hours(DRAWN_ON)).await.unwrap();
        tx.commit().await.unwrap();
        town.proposed_fund("care-fund").await;
        let dues = town.proposed_fund("dues").await;
        assert_eq!(town.moved(&county, round_id, RoundMove::Submit).await, Err("round-fund-not-active"));
        town.fund_becomes(&dues, CareFundState::Approved, DRAWN_ON).await;
        town.moved(&county, round_id, RoundMove::Submit).await.unwrap();
        // One that names a purse which the standard behind a gift does not is handed in by nobody.
        let mut tx = town.db.begin_write().await.unwrap();
        let before = rounds::find(&mut tx, round_id).await.unwrap().unwrap();
        let after =
            Round { purse: Some("finance".to_owned()), state: RoundState::Drafted, submitted: None, ..before.clone() };
        rounds::amend(&mut tx, &before, &after, hours(DRAWN_ON)).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(town.moved(&county, round_id, RoundMove::Submit).await, Err("round-purse-unfit"));
    });
}

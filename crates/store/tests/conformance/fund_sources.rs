//! Sources of the care fund: one of a name and year, a grade above a promise never without a second hand, and what the books say.

use guanai_fund::source::{FundSource, Grade, RaiseAsked, SourceHand, SourceKind};
use guanai_kernel::Money;
use guanai_kernel::ids::FundSourceId;
use guanai_store::{StoreError, fund_sources};

use crate::county::{County, NOW, day, today};
use crate::engines::on_both;

fn pledged(county: &mut County) -> FundSource {
    FundSource {
        source_id: FundSourceId::fresh(&mut county.ids),
        name: "粮食厂".to_owned(),
        kind: SourceKind::Donation,
        year: 2026,
        amount: Money::from_fen(2_400_000),
        expires_on: Some(day(2026, 12, 1)),
        grade: Grade::Pledged,
        raise: None,
        evidence: None,
        recorded: SourceHand { by: "accountant".to_owned(), at: NOW },
        graded: None,
    }
}

#[test]
fn a_source_stands_once_a_year_and_is_raised_by_another_hand() {
    on_both(async |db| {
        let mut county = County::new(1);
        let (first, twin) = (pledged(&mut county), pledged(&mut county));
        let hand = |by: &str| SourceHand { by: by.to_owned(), at: NOW };
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        fund_sources::add(&mut tx, &first).await.unwrap();
        assert_eq!(fund_sources::find(&mut tx, first.source_id).await.unwrap(), Some(first.clone()));
        assert_eq!(fund_sources::list(&mut tx).await.unwrap(), [first.clone()]);
        let entries = guanai_store::fund::list_all(&mut tx).await.unwrap();
        let trial = guanai_fund::trial_balance(&entries).unwrap();
        assert_eq!(fund_sources::get_cash(&mut tx).await.unwrap(), trial.balance);
        let (spent, since) = fund_sources::get_spent(&mut tx, (day(2020, 1, 1), today())).await.unwrap();
        assert_eq!((spent, since), (trial.expense, entries.iter().map(|entry| entry.booked_on).min()));
        let (none, _) = fund_sources::get_spent(&mut tx, (day(2020, 1, 1), day(2020, 1, 2))).await.unwrap();
        assert_eq!(none, Money::ZERO);
        tx.commit().await.unwrap();

        let mut tx = db.begin_write().await.unwrap();
        let refused = fund_sources::add(&mut tx, &twin).await.unwrap_err();
        assert_eq!(refused, StoreError::Conflict { constraint: "fund_sources_name_year_key".to_owned() });
        drop(tx);
        let mut tx = db.begin_write().await.unwrap();
        let alone = FundSource { grade: Grade::Received, ..first.clone() };
        let refused = fund_sources::amend(&mut tx, &first, &alone, NOW).await.unwrap_err();
        assert_eq!(refused, StoreError::Violated { constraint: "fund_sources_graded_check".to_owned() });
        drop(tx);

        let mut tx = db.begin_write().await.unwrap();
        let raise =
            RaiseAsked { grade: Grade::Confirmed, evidence: "协议1号".to_owned(), asked: hand("accountant") };
        let asked = first.asked(raise, today()).unwrap();
        fund_sources::amend(&mut tx, &first, &asked, NOW).await.unwrap();
        assert_eq!(fund_sources::find(&mut tx, first.source_id).await.unwrap(), Some(asked.clone()));
        let raised = asked.confirmed(hand("approver"), today()).unwrap();
        fund_sources::amend(&mut tx, &asked, &raised, NOW).await.unwrap();
        assert_eq!(fund_sources::list(&mut tx).await.unwrap(), [raised]);
    });
}

//! Agreements between organisations: two of a kind are never open at once, two other hands agree, and what was done is kept in order.

use guanai_casework::round::Hand;
use guanai_casework::{
    PartnerSide, PartnerTask, PartnerWish, Partnership, PartnershipDeed, PartnershipEnd, PartnershipState,
    PartnershipStep, PartnershipTerms, SideTerms,
};
use guanai_kernel::ids::{PartnershipDeedId, PartnershipId};
use guanai_kernel::{Moment, Money};
use guanai_store::partnerships::{self, PartnershipsWanted};
use guanai_store::{StoreError, Stretch};
use guanai_store::{checks, partner_wishes};

use crate::county::{County, NOW, day};
use crate::engines::on_both;

const LATER: Moment = Moment::from_micros(NOW.as_micros() + 1);
const ALL: Stretch = Stretch { skip: 0, take: 50 };

fn hand(by: &str) -> Hand {
    Hand { by: by.to_owned(), at: LATER }
}

impl County {
    /// An agreement that waits between the county's first two organisations.
    pub fn partnership(&mut self) -> Partnership {
        let side = |duties: &str| SideTerms { duties: duties.to_owned(), contact: "书记".to_owned() };
        let task = PartnerTask {
            side: PartnerSide::Other,
            what: "接待实践活动".to_owned(),
            who: "支部委员".to_owned(),
            due_on: day(2026, 9, 30),
            done: None,
        };
        Partnership {
            partnership_id: PartnershipId::fresh(&mut self.ids),
            one_id: self.organizations[0].organization_id,
            other_id: self.organizations[1].organization_id,
            terms: PartnershipTerms {
                kind: "urban-rural".to_owned(),
                from_on: day(2026, 7, 1),
                until_on: day(2027, 6, 30),
                review_on: day(2026, 12, 31),
                one: side("送医下乡"),
                other: side("提供实践场所"),
                tasks: vec![task],
                reviewed: None,
            },
            state: PartnershipState::Proposed,
            proposed: Hand { by: "county".to_owned(), at: NOW },
            one_agreed: None,
            other_agreed: None,
            closed: None,
        }
    }
}

#[test]
fn an_agreement_is_agreed_by_two_other_hands_and_listed_by_what_is_due() {
    on_both(async |db| {
        let mut county = County::new(1);
        let proposed = county.partnership();
        let turned = Partnership {
            one_id: proposed.other_id,
            other_id: proposed.one_id,
            partnership_id: PartnershipId::fresh(&mut county.ids),
            ..proposed.clone()
        };
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        partnerships::add(&mut tx, &proposed).await.unwrap();
        assert_eq!(partnerships::find(&mut tx, proposed.partnership_id).await.unwrap(), Some(proposed.clone()));
        tx.commit().await.unwrap();

        let mut tx = db.begin_write().await.unwrap();
        let refused = partnerships::add(&mut tx, &turned).await.unwrap_err();
        assert_eq!(refused, StoreError::Conflict { constraint: "partnerships_pair_key_key".to_owned() });
        drop(tx);
        for (one, other) in [("county", "b"), ("b", "b")] {
            let mut tx = db.begin_write().await.unwrap();
            let own = Partnership {
                state: PartnershipState::Running,
                one_agreed: Some(hand(one)),
                other_agreed: Some(hand(other)),
                ..proposed.clone()
            };
            let refused = partnerships::amend(&mut tx, &proposed, &own, LATER).await.unwrap_err();
            assert_eq!(refused, StoreError::Violated { constraint: "partnerships_two_people_check".to_owned() });
            drop(tx);
        }

        let mut tx = db.begin_write().await.unwrap();
        let step = |before: &Partnership, step: PartnershipStep, by: &str| {
            before.after(&step, hand(by), day(2026, 10, 1)).unwrap()
        };
        let half = step(&proposed, PartnershipStep::Accept(PartnerSide::One), "a");
        partnerships::amend(&mut tx, &proposed, &half, LATER).await.unwrap();
        let runs = step(&half, PartnershipStep::Accept(PartnerSide::Other), "b");
        partnerships::amend(&mut tx, &half, &runs, LATER).await.unwrap();
        let wanted = |organizations, due_by| PartnershipsWanted {
            organizations,
            states: PartnershipState::OPEN.to_vec(),
            due_by,
        };
        for (wanted, count) in [
            (wanted(None, None), 1),
            (wanted(Some(vec![runs.other_id]), None), 1),
            (wanted(Some(vec![]), None), 0),
            (wanted(None, Some(day(2026, 9, 29))), 0),
            (wanted(None, Some(day(2026, 9, 30))), 1),
            (PartnershipsWanted { states: vec![PartnershipState::Proposed], ..wanted(None, None) }, 0),
        ] {
            assert_eq!(partnerships::count_wanted(&mut tx, &wanted).await.unwrap(), count, "{wanted:?}");
            assert_eq!(partnerships::list_wanted(&mut tx, &wanted, ALL).await.unwrap().len() as u64, count);
        }
        let words = "换届以后不再结对".to_owned();
        let ended = step(&runs, PartnershipStep::End(PartnerSide::Other, PartnershipEnd::OneLeaves, words), "b");
        partnerships::amend(&mut tx, &runs, &ended, LATER).await.unwrap();
        assert_eq!(partnerships::find(&mut tx, ended.partnership_id).await.unwrap(), Some(ended));
        partnerships::add(&mut tx, &turned).await.unwrap();
    });
}

#[test]
fn what_was_done_is_kept_in_order_and_struck_out_in_the_open() {
    on_both(async |db| {
        let mut county = County::new(1);
        let partnership = county.partnership();
        let mut deed = |on, cost: Option<i64>| PartnershipDeed {
            deed_id: PartnershipDeedId::fresh(&mut county.ids),
            partnership_id: partnership.partnership_id,
            side: PartnerSide::One,
            done_on: on,
            words: "义诊一次".to_owned(),
            cost: cost.map(|fen| (Money::from_fen(fen), "dues".to_owned())),
            reached: cost.map(|_| 42),
            recorded: hand("a"),
            struck: None,
        };
        let (first, second) = (deed(day(2026, 8, 1), Some(120_000)), deed(day(2026, 9, 1), None));
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        partnerships::add(&mut tx, &partnership).await.unwrap();
        for deed in [&first, &second] {
            partnerships::add_deed(&mut tx, deed).await.unwrap();
        }
        let struck = PartnershipDeed { struck: Some((hand("b"), "记重了".to_owned())), ..first.clone() };
        partnerships::amend_deed(&mut tx, &first, &struck, LATER).await.unwrap();
        assert_eq!(partnerships::find_deed(&mut tx, struck.deed_id).await.unwrap(), Some(struck.clone()));
        let listed = partnerships::list_deeds(&mut tx, partnership.partnership_id).await.unwrap();
        assert_eq!(listed, [second, struck]);
        // What is dated before the agreement began, or stands under one that never ran, is found.
        let early = PartnershipDeed {
            deed_id: PartnershipDeedId::fresh(&mut county.ids),
            done_on: partnership.terms.from_on.yesterday().unwrap(),
            struck: None,
            ..first
        };
        partnerships::add_deed(&mut tx, &early).await.unwrap();
        let outcomes = checks::run(&mut tx).await.unwrap();
        let broken = outcomes.iter().find(|outcome| outcome.name == "partnership-deeds-are-of-one-that-ran").unwrap();
        assert!(!broken.holds && broken.examples.contains(&early.deed_id.to_string()), "{broken:?}");
    });
}

#[test]
fn a_wish_stands_until_it_is_taken_back_and_is_listed_by_its_kind() {
    on_both(async |db| {
        let mut county = County::new(1);
        let wish = PartnerWish {
            organization_id: county.partnership().one_id,
            kind: "urban-rural".to_owned(),
            gives: ["medical".to_owned()].into(),
            asks_for: ["food".to_owned(), "work".to_owned()].into(),
            is_open: true,
            said: hand("a"),
        };
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        partner_wishes::add(&mut tx, &wish).await.unwrap();
        assert_eq!(partner_wishes::list_open(&mut tx, "urban-rural").await.unwrap(), [wish.clone()]);
        assert_eq!(partner_wishes::list_open(&mut tx, "neighbourhood").await.unwrap(), []);
        let back = PartnerWish { is_open: false, said: hand("b"), ..wish.clone() };
        partner_wishes::amend(&mut tx, &wish, &back, LATER).await.unwrap();
        assert_eq!(partner_wishes::list_open(&mut tx, "urban-rural").await.unwrap(), []);
        assert_eq!(partner_wishes::find(&mut tx, wish.organization_id).await.unwrap(), Some(back));
    });
}

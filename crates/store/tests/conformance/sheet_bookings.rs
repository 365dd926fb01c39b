//! What signature sheets handed over and what of it the books hold: by another hand, and no longer where a visit is struck out.

use guanai_casework::round::{Outcome, RoundSheet, SheetBooking, SheetEntry, SheetMoney, SheetRow};
use guanai_casework::{Gift, GiftKind, Visit, VisitAct, VisitState};
use guanai_fund::trial_balance;
use guanai_kernel::Money;
use guanai_kernel::ids::VisitId;
use guanai_store::{StoreError, fund, round_sheets, sheet_bookings, visits};

use crate::county::{County, NOW};
use crate::engines::on_both;

const GIFT: Money = Money::from_fen(30_000);

#[test]
fn a_sheet_waits_until_the_books_say_what_its_standing_visits_handed_over() {
    on_both(async |db| {
        let mut county = County::new(1);
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        let sheet = county.festival.sheets[0].clone();
        let sheet_id = sheet.sheet_id;
        let money = |delivered, booked| Some(SheetMoney { sheet_id, delivered, booked });
        assert_eq!(sheet_bookings::find_money(&mut tx, sheet_id).await.unwrap(), money(Money::ZERO, Money::ZERO));
        assert_eq!(sheet_bookings::list_waiting(&mut tx).await.unwrap(), []);

        // Whoever is listed with a gift was reached after all.
        let visit = Visit {
            visit_id: VisitId::fresh(&mut county.ids),
            person_id: county.festival.people[0].person_id,
            act: VisitAct::VisitWithGift,
            gift: Some(Gift { kind: GiftKind::Cash, worth: Some(GIFT), goods: None }),
            ..county.visits[2].clone()
        };
        visits::add_many(&mut tx, std::slice::from_ref(&visit)).await.unwrap();
        let before = county.festival.rows[0].clone();
        let after =
            SheetRow { outcome: Outcome::Delivered, unreached: None, visit_id: Some(visit.visit_id), ..before.clone() };
        round_sheets::amend_rows(&mut tx, &[(before, after)], NOW).await.unwrap();
        let entry = sheet.entry.clone().map(|entry| SheetEntry { delivered: GIFT, returned: Money::ZERO, ..entry });
        let settled = RoundSheet { entry, ..sheet.clone() };
        round_sheets::amend_many(&mut tx, &[(sheet, settled)], NOW).await.unwrap();
        let waits = money(GIFT, Money::ZERO).unwrap();
        assert_eq!((waits.waits(), sheet_bookings::list_waiting(&mut tx).await.unwrap()), (Some(GIFT), vec![waits]));

        let entry_id = county.entries[1].entry_id;
        let booking = SheetBooking {
            entry_id,
            sheet_id,
            amount: GIFT,
            made_by: "maker".to_owned(),
            booked_by: "other".to_owned(),
            booked_at: NOW,
        };
        sheet_bookings::add(&mut tx, &booking).await.unwrap();
        assert_eq!(sheet_bookings::find_money(&mut tx, sheet_id).await.unwrap().and_then(|money| money.waits()), None);
        assert_eq!(sheet_bookings::list_waiting(&mut tx).await.unwrap(), []);
        assert_eq!(sheet_bookings::list_of_entry(&mut tx, entry_id).await.unwrap(), [booking.clone()]);
        assert_eq!(sheet_bookings::list_of_entry(&mut tx, county.entries[0].entry_id).await.unwrap(), []);
        assert_eq!(sheet_bookings::list_latest(&mut tx, 1).await.unwrap(), [booking.clone()]);
        assert_eq!(sheet_bookings::list_latest(&mut tx, 0).await.unwrap(), []);

        // A visit that is struck out handed nothing over.
        let struck = Visit { state: VisitState::Struck, ..visit.clone() };
        visits::amend_many(&mut tx, &[(visit, struck)], NOW).await.unwrap();
        let back = sheet_bookings::list_waiting(&mut tx).await.unwrap();
        assert_eq!((back.len(), back[0].waits()), (1, GIFT.checked_neg()));

        let trial = trial_balance(&fund::list_all(&mut tx).await.unwrap()).unwrap();
        let mut held = trial.by_purpose;
        held.retain(|_, left| *left != Money::ZERO);
        assert_eq!(fund::list_purposes(&mut tx).await.unwrap(), held);
        tx.commit().await.unwrap();

        let alone = SheetBooking { entry_id: county.entries[0].entry_id, booked_by: "maker".to_owned(), ..booking };
        let mut tx = db.begin_write().await.unwrap();
        let refused = sheet_bookings::add(&mut tx, &alone).await.unwrap_err();
        assert_eq!(refused, StoreError::Violated { constraint: "round_sheet_bookings_two_people_check".to_owned() });
    });
}

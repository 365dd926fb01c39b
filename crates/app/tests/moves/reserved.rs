//! For which days a resource is reserved: they lie ahead, one after the other, within those of the resource.

use guanai_app::Role;
use guanai_app::resources::{Reserve, reserve};
use guanai_casework::{Offer, Resource};
use guanai_kernel::Date;
use guanai_store::{bookings, offers};
use guanai_testkit::clock;

use crate::deeds::TODAY;
use crate::desk::day;
use crate::engines::on_both;
use crate::town::Town;

#[test]
fn nothing_is_reserved_for_days_that_are_past_out_of_order_or_outside_those_of_the_resource() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let officer = town.office(Role::TownshipOfficer, 0).await;
        let (need_id, offer_id) = (town.needed().await, town.offered().await);
        let mut tx = town.db.begin_write().await.unwrap();
        let before = offers::find(&mut tx, offer_id).await.unwrap().unwrap();
        let resource = Resource { valid_from_on: Some(day(8, 1)), ..before.resource.clone() };
        let lent = Offer { valid_until_on: Some(day(10, 31)), resource, ..before.clone() };
        offers::amend_many(&mut tx, &[(before, lent)], clock::at(day(8, 1))).await.unwrap();
        tx.commit().await.unwrap();
        let yesterday = day(8, 31);
        let refused: [(Option<Date>, Option<Date>); 7] = [
            (Some(yesterday), None),
            (Some(yesterday), Some(day(9, 10))),
            (None, Some(yesterday)),
            (Some(day(9, 10)), Some(day(9, 9))),
            (Some(day(9, 10)), Some(day(11, 1))),
            (Some(day(11, 1)), None),
            (Some(TODAY), Some(Date::constant(2027, 9, 1))),
        ];
        let wish = |(from_on, until_on)| Reserve { need_id, offer_id, units: 1, from_on, until_on, words: None };
        for days in refused {
            let operation = town.operation();
            let outcome = reserve(&mut town.on(&officer, TODAY), operation, &wish(days)).await;
            assert_eq!(outcome.map_err(|error| error.code()), Err("booking-days"), "{days:?}");
        }
        let mut tx = town.db.begin_read().await.unwrap();
        assert_eq!(bookings::list_of_need(&mut tx, need_id).await.unwrap(), [], "nothing is kept");
        tx.rollback().await.unwrap();
        // From today to the last day of the resource.
        let operation = town.operation();
        let days = (Some(TODAY), Some(day(10, 31)));
        reserve(&mut town.on(&officer, TODAY), operation, &wish(days)).await.unwrap();
    });
}

//! The days of a post: one after the other, not over already, and at most a year ahead.

use guanai_app::posts::{DecideAppointment, EndPost, decide_appointment, end_post};
use guanai_casework::appointment::AppointmentMove;
use guanai_store::{appointments, posts};
use guanai_testkit::engines::on_both;

use crate::office::{Office, at_hour, on};

#[test]
fn nobody_is_appointed_for_days_that_are_over_out_of_order_or_more_than_a_year_ahead() {
    on_both(async |db| {
        let mut office = Office::build(db).await;
        let maker = office.maker.clone();
        for (since_on, last_on) in [
            (on(1), Some(on(0))),
            (on(-20), Some(on(-1))),
            (on(-1), Some(on(-2))),
            (on(367), None),
            (on(367), Some(on(400))),
        ] {
            let wish = office.wish(since_on, last_on);
            let refused = office.record(&maker, &wish).await.unwrap_err();
            assert_eq!(refused.code(), "post-days", "{since_on} {last_on:?}");
        }
        assert_eq!(office.town.done("record-appointment").await, 0);
        // Today is a day of a term, and a year from now is not too far.
        for (since_on, last_on) in [(on(-20), Some(on(0))), (on(366), None)] {
            let wish = office.wish(since_on, last_on);
            office.record(&maker, &wish).await.unwrap();
        }
    });
}

#[test]
fn an_appointment_whose_last_day_is_over_is_confirmed_by_nobody() {
    on_both(async |db| {
        let mut office = Office::build(db).await;
        let (maker, checker) = (office.maker.clone(), office.checker.clone());
        let wish = office.wish(on(-20), Some(on(0)));
        let post_id = office.record(&maker, &wish).await.unwrap();
        let confirm = DecideAppointment { post_id, step: AppointmentMove::Confirm, why: None };
        let operation = office.operation();
        let (mut cx, ..) = office.town.cx(checker.clone(), at_hour(1, 9));
        let refused = decide_appointment(&mut cx, operation, &confirm).await.unwrap_err();
        assert_eq!(refused.code(), "post-days");
        let mut tx = office.town.db.begin_read().await.unwrap();
        assert_eq!(posts::find(&mut tx, post_id).await.unwrap(), None, "it stands in no register");
        tx.rollback().await.unwrap();
        office.decide(&checker, post_id, AppointmentMove::Confirm).await.unwrap();
    });
}

#[test]
fn no_post_ends_before_it_began_or_more_than_a_year_ahead() {
    on_both(async |db| {
        let mut office = Office::build(db).await;
        let (maker, post_id) = (office.maker.clone(), office.old_post);
        for last_on in [on(-90), on(367)] {
            let wish = EndPost { post_id, last_on, why: "换届".to_owned() };
            let operation = office.operation();
            let (mut cx, ..) = office.town.cx(maker.clone(), at_hour(0, 9));
            assert_eq!(end_post(&mut cx, operation, &wish).await.unwrap_err().code(), "post-days", "{last_on}");
        }
        let mut tx = office.town.db.begin_read().await.unwrap();
        assert_eq!(posts::find(&mut tx, post_id).await.unwrap().unwrap().until_on, None);
        assert_eq!(appointments::find(&mut tx, post_id).await.unwrap(), None, "nothing of it is taken in");
        tx.rollback().await.unwrap();
        office.end(&maker, post_id, on(366)).await.unwrap();
    });
}

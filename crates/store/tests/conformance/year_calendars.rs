//! Years' calendars: kept as they were written, one draft of a year, another's hand at the release, which counts as an edition. The days
//! are made up.

use std::collections::BTreeSet;

use guanai_casework::round::Hand;
use guanai_casework::year_calendar::{CalendarMove, CalendarState, OffStretch, YearCalendar};
use guanai_kernel::Moment;
use guanai_kernel::ids::CalendarId;
use guanai_store::{StoreError, revisions, year_calendars};

use crate::county::{County, NOW, day};
use crate::engines::on_both;

const LATER: Moment = Moment::from_micros(NOW.as_micros() + 1);

fn hand(by: &str, at: Moment) -> Hand {
    Hand { by: by.to_owned(), at }
}

fn drafted(county: &mut County, year: i16) -> YearCalendar {
    YearCalendar {
        calendar_id: CalendarId::fresh(&mut county.ids),
        year,
        title: "虚构".to_owned(),
        number: "虚构1号".to_owned(),
        url: "https://guanai.example".to_owned(),
        off: vec![OffStretch { name: "虚构节".to_owned(), from_on: day(2027, 3, 5), to_on: day(2027, 3, 7) }],
        worked: BTreeSet::from([day(2027, 3, 13)]),
        state: CalendarState::Drafted,
        drafted: hand("officer", NOW),
        decided: None,
        words: None,
    }
}

#[test]
fn a_years_calendar_waits_once_and_is_released_by_another() {
    on_both(async |db| {
        let mut county = County::new(1);
        let (first, twin, other) = (drafted(&mut county, 2027), drafted(&mut county, 2027), drafted(&mut county, 2028));
        let mut tx = db.begin_write().await.unwrap();
        year_calendars::add(&mut tx, &first).await.unwrap();
        year_calendars::add(&mut tx, &other).await.unwrap();
        assert_eq!(year_calendars::find(&mut tx, first.calendar_id).await.unwrap(), Some(first.clone()));
        assert_eq!(year_calendars::list(&mut tx).await.unwrap(), [other.clone(), first.clone()]);
        assert_eq!(year_calendars::list_released(&mut tx).await.unwrap(), []);
        tx.commit().await.unwrap();

        let mut tx = db.begin_write().await.unwrap();
        let refused = year_calendars::add(&mut tx, &twin).await.unwrap_err();
        assert_eq!(refused, StoreError::Conflict { constraint: "year_calendars_year_key".to_owned() });
        drop(tx);
        let mut tx = db.begin_write().await.unwrap();
        let own =
            YearCalendar { state: CalendarState::Released, decided: Some(hand("officer", LATER)), ..first.clone() };
        let refused = year_calendars::amend(&mut tx, &first, &own, LATER).await.unwrap_err();
        assert_eq!(refused, StoreError::Violated { constraint: "year_calendars_two_people_check".to_owned() });
        drop(tx);

        let mut tx = db.begin_write().await.unwrap();
        let editions = revisions::count_editions(&mut tx).await.unwrap();
        let after = first.after(CalendarMove::Release, hand("approver", LATER), None).unwrap();
        year_calendars::amend(&mut tx, &first, &after, LATER).await.unwrap();
        assert_eq!(year_calendars::list_released(&mut tx).await.unwrap(), [after.clone()]);
        assert_eq!(revisions::count_editions(&mut tx).await.unwrap(), editions + 1);
        year_calendars::add(&mut tx, &twin).await.unwrap();
        let stale = year_calendars::amend(&mut tx, &first, &after, LATER).await.unwrap_err();
        assert_eq!(stale, StoreError::RowsAffected { table: "year_calendars", expected: 1, found: 0 });
    });
}

//! Years' calendars.

use std::collections::BTreeSet;

use guanai_app::Actor;
use guanai_app::actor::Act;
use guanai_app::calendars::{MoveCalendar, move_calendar};
use guanai_casework::round::Hand;
use guanai_casework::year_calendar::{CalendarMove, CalendarState, OffStretch, YearCalendar};
use guanai_kernel::Date;
use guanai_kernel::ids::CalendarId;
use guanai_store::year_calendars;
use guanai_testkit::clock;

use crate::desk::day;
use crate::engines::on_both;
use crate::form::{Moving, holds};
use crate::town::Town;

struct Noticed {
    town: Town,
    calendar_id: CalendarId,
}

fn hand(by: &str) -> Hand {
    Hand { by: by.to_owned(), at: clock::at(day(8, 20)) }
}

impl Moving for Noticed {
    type State = CalendarState;
    type Step = CalendarMove;
    type Record = YearCalendar;
    const STATES: &'static [CalendarState] = CalendarState::ALL;
    const STEPS: &'static [CalendarMove] = CalendarMove::ALL;

    fn leads(from: CalendarState, step: CalendarMove) -> Option<CalendarState> {
        from.after(step).ok()
    }

    fn act(step: CalendarMove) -> Act {
        if step == CalendarMove::Withdraw { Act::DraftCalendar } else { Act::ReleaseCalendar }
    }

    fn state(record: &YearCalendar) -> CalendarState {
        record.state
    }

    /// Whoever takes it back drafted it; whoever decides did not.
    async fn put(&mut self, who: &Actor, state: CalendarState, step: CalendarMove) -> YearCalendar {
        let mut tx = self.town.db.begin_write().await.unwrap();
        let before = year_calendars::find(&mut tx, self.calendar_id).await.unwrap().unwrap();
        let drafted = hand(if step == CalendarMove::Withdraw { &who.name } else { "somebody" });
        let decided = (state != CalendarState::Drafted).then(|| hand("another"));
        let words = (state == CalendarState::Returned).then(|| "日子不对".to_owned());
        let after = YearCalendar { state, drafted, decided, words, ..before.clone() };
        if before != after {
            year_calendars::amend(&mut tx, &before, &after, clock::at(day(8, 30))).await.unwrap();
        }
        tx.commit().await.unwrap();
        after
    }

    async fn kept(&self) -> YearCalendar {
        let mut tx = self.town.db.begin_read().await.unwrap();
        year_calendars::find(&mut tx, self.calendar_id).await.unwrap().unwrap()
    }

    async fn tries(&mut self, who: &Actor, step: CalendarMove) -> Result<(), &'static str> {
        let wish = MoveCalendar { calendar_id: self.calendar_id, step, why: Some("日子不对".to_owned()) };
        let operation = self.town.operation();
        let moved = move_calendar(&mut self.town.on(who, day(9, 1)), operation, &wish).await;
        moved.map(drop).map_err(|error| error.code())
    }
}

#[test]
fn nobody_takes_an_unlawful_move_of_a_years_calendar() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let everybody = town.everybody().await;
        let first = Date::constant(2027, 1, 1);
        let calendar = YearCalendar {
            calendar_id: CalendarId::fresh(&mut town.ids),
            year: 2027,
            title: "虚构的放假安排".to_owned(),
            number: "虚构〔2026〕1号".to_owned(),
            url: "https://guanai.example/2027".to_owned(),
            off: vec![OffStretch { name: "元旦".to_owned(), from_on: first, to_on: first }],
            worked: BTreeSet::new(),
            state: CalendarState::Drafted,
            drafted: hand("somebody"),
            decided: None,
            words: None,
        };
        let mut tx = town.db.begin_write().await.unwrap();
        year_calendars::add(&mut tx, &calendar).await.unwrap();
        tx.commit().await.unwrap();
        holds(&mut Noticed { town, calendar_id: calendar.calendar_id }, &everybody).await;
    });
}

//! The pages of years' calendars over the app.

use guanai_app::calendars::{
    CalendarsError, CalendarsPage, DraftCalendar, MoveCalendar, draft_calendar, move_calendar, read_calendars,
};
use guanai_app::{Act, calendars};
use guanai_casework::year_calendar::CalendarMoveError;

use super::{County, id};
use crate::calendars::{CalendarDesk, CalendarMove, CalendarWish, OffStretch, ReadNotice};
use crate::form::FieldError;
use crate::office::{Answer, AskError, Asker};
use crate::operation::OperationId;

impl From<CalendarsError> for AskError {
    fn from(error: CalendarsError) -> Self {
        match error {
            CalendarsError::Denied(error) => error.into(),
            CalendarsError::NotFound => Self::NotFound,
            CalendarsError::Operation(error) => error.into(),
            CalendarsError::Store(error) => error.into(),
            CalendarsError::Year | CalendarsError::Words => Self::Refused("web-refused-calendar-typed"),
            CalendarsError::Notice(error) => Self::Refused(notice_key(&error)),
            CalendarsError::Calendar(_) => Self::Refused("web-refused-calendar-days"),
            CalendarsError::Waiting => Self::Refused("web-refused-calendar-waiting"),
            CalendarsError::Move(CalendarMoveError::Unlawful { .. }) => Self::Refused("web-refused-calendar-move"),
            CalendarsError::Move(CalendarMoveError::OwnHand | CalendarMoveError::NotOwnHand) => {
                Self::Refused("web-refused-calendar-own-hand")
            }
        }
    }
}

/// What is wrong with a text, as a sentence that names the line.
fn notice_key(error: &guanai_scheme::NoticeError) -> &'static str {
    match error.code() {
        "notice-empty" => "web-refused-notice-empty",
        "notice-no-day" => "web-refused-notice-no-day",
        "notice-no-such-day" => "web-refused-notice-no-such-day",
        "notice-stretch" => "web-refused-notice-stretch",
        "notice-count" => "web-refused-notice-count",
        _ => "web-refused-calendar-days",
    }
}

fn wished(wish: CalendarWish) -> DraftCalendar {
    DraftCalendar { year: wish.year, title: wish.title, number: wish.number, url: wish.url, text: wish.text }
}

impl CalendarDesk for County {
    fn calendars<'a>(&'a self, who: Asker<'a>) -> Answer<'a, CalendarsPage> {
        Box::pin(async move { Ok(read_calendars(&mut self.cx(who)?).await?) })
    }
    fn read_notice<'a>(&'a self, who: Asker<'a>, wish: CalendarWish) -> Answer<'a, ReadNotice> {
        Box::pin(async move {
            let cx = self.cx(who)?;
            cx.authorise(Act::DraftCalendar)?;
            match wished(wish).read(&cx) {
                Ok(days) => {
                    let off =
                        |off: guanai_scheme::OffDays| OffStretch { name: off.name, from_on: off.from, to_on: off.to };
                    Ok(ReadNotice::Days(days.off.into_iter().map(off).collect(), days.worked.into_iter().collect()))
                }
                Err(calendars::CalendarsError::Notice(error)) => {
                    let value = error.line().map(|line| line.to_string()).unwrap_or_default();
                    let field = "calendar_days".to_owned();
                    Ok(ReadNotice::Wrong(FieldError { field, key: notice_key(&error), value }))
                }
                Err(error) => match AskError::from(error) {
                    AskError::Refused(key) => {
                        let field = "calendar_days".to_owned();
                        Ok(ReadNotice::Wrong(FieldError { field, key, value: String::new() }))
                    }
                    other => Err(other),
                },
            }
        })
    }
    fn draft<'a>(&'a self, who: Asker<'a>, op: OperationId, wish: CalendarWish) -> Answer<'a, String> {
        Box::pin(async move { Ok(draft_calendar(&mut self.cx(who)?, op.into(), &wished(wish)).await?.to_string()) })
    }
    fn move_on<'a>(
        &'a self,
        who: Asker<'a>,
        op: OperationId,
        calendar: &'a str,
        step: CalendarMove,
        why: Option<String>,
    ) -> Answer<'a, ()> {
        Box::pin(async move {
            let wish = MoveCalendar { calendar_id: id(calendar)?, step, why };
            move_calendar(&mut self.cx(who)?, op.into(), &wish).await?;
            // The next request has what was released; the keepers take it up and reckon every last day anew.
            self.in_force.take_up(&self.db).await.map_err(|error| AskError::Broken(error.to_string()))?;
            Ok(())
        })
    }
}

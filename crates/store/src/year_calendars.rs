//! Years' calendars 年度放假安排 as offices took them over, with who drafted and who released them.

use guanai_casework::round::Hand;
use guanai_casework::year_calendar::{CalendarState, YearCalendar};
use guanai_kernel::Moment;
use guanai_kernel::ids::CalendarId;

use crate::appointments::hand_of;
use crate::engine::record::{self, Record, opened};
use crate::engine::sql::select;
use crate::engine::table::table;
use crate::engine::{StoreError, Tx, cell};
use crate::seal::Keys;

table! {
    /// A year's calendar.
    YearCalendarRow in year_calendars {
        1 calendar_id;
        2 year: int,
        3 title: text,
        4 number: text,
        5 url: text,
        6 off_days: text,
        7 worked_days: text,
        8 state: text,
        9 drafted_by: text,
        10 drafted_at: int,
        11 decided_by: text_or_none,
        12 decided_at: int_or_none,
        13 words: text_or_none,
    }
}

impl Record for YearCalendar {
    type Row = YearCalendarRow;

    fn to_row(&self, _keys: &Keys) -> YearCalendarRow {
        let worked: Vec<String> = self.worked.iter().map(ToString::to_string).collect();
        let off: Vec<[String; 3]> =
            self.off.iter().map(|off| [off.name.clone(), off.from_on.to_string(), off.to_on.to_string()]).collect();
        YearCalendarRow {
            calendar_id: self.calendar_id.to_string(),
            year: i64::from(self.year),
            title: self.title.clone(),
            number: self.number.clone(),
            url: self.url.clone(),
            off_days: serde_json::Value::from(off.into_iter().map(Vec::from).collect::<Vec<_>>()).to_string(),
            worked_days: serde_json::Value::from(worked).to_string(),
            state: self.state.code().to_owned(),
            drafted_by: self.drafted.by.clone(),
            drafted_at: self.drafted.at.as_micros(),
            decided_by: self.decided.as_ref().map(|hand| hand.by.clone()),
            decided_at: self.decided.as_ref().map(|hand| hand.at.as_micros()),
            words: self.words.clone(),
        }
    }

    fn from_row(row: YearCalendarRow, _keys: &Keys) -> Result<Self, StoreError> {
        let at = cell::of(&row);
        let off: Vec<[String; 3]> = at.json("off_days", &row.off_days)?;
        let worked: Vec<String> = at.json("worked_days", &row.worked_days)?;
        let stretch = |[name, from, to]: [String; 3]| {
            Ok(guanai_casework::year_calendar::OffStretch {
                name,
                from_on: at.day("off_days", &from)?,
                to_on: at.day("off_days", &to)?,
            })
        };
        Ok(Self {
            calendar_id: at.id("calendar_id", &row.calendar_id)?,
            year: i16::try_from(row.year).map_err(|_| at.inconsistent("year"))?,
            off: off.into_iter().map(stretch).collect::<Result<_, StoreError>>()?,
            worked: worked.iter().map(|day| at.day("worked_days", day)).collect::<Result<_, _>>()?,
            state: at.word("state", &row.state, CalendarState::from_code)?,
            drafted: Hand { by: row.drafted_by, at: Moment::from_micros(row.drafted_at) },
            decided: hand_of(&at, "decided_by", row.decided_by, row.decided_at)?,
            title: row.title,
            number: row.number,
            url: row.url,
            words: row.words,
        })
    }
}

/// Adds a year's calendar; a second one of a year that waits is a conflict (`year_calendars_year_key`).
pub async fn add(tx: &mut Tx, calendar: &YearCalendar) -> Result<(), StoreError> {
    record::add_many(tx, std::slice::from_ref(calendar)).await
}

/// Replaces the state `before`, keeping it. Refused where it no longer stands.
pub async fn amend(tx: &mut Tx, before: &YearCalendar, after: &YearCalendar, at: Moment) -> Result<(), StoreError> {
    record::amend_many(tx, &[(before.clone(), after.clone())], at).await
}

/// The calendar with this id.
pub async fn find(tx: &mut Tx, calendar_id: CalendarId) -> Result<Option<YearCalendar>, StoreError> {
    record::find(tx, &calendar_id.to_string()).await
}

/// Every one, the latest year first, of a year the latest draft first.
pub async fn list(tx: &mut Tx) -> Result<Vec<YearCalendar>, StoreError> {
    let text = "ORDER BY year DESC, drafted_at DESC, calendar_id";
    let rows = select::<YearCalendarRow>(text).all(tx).await?;
    opened(tx, rows).await
}

/// Those that were released, in the order of their release: of a year the last one holds.
pub async fn list_released(tx: &mut Tx) -> Result<Vec<YearCalendar>, StoreError> {
    let text = "WHERE state = 'released' ORDER BY decided_at, calendar_id";
    let rows = select::<YearCalendarRow>(text).all(tx).await?;
    opened(tx, rows).await
}

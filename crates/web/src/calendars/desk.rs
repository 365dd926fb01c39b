//! What the pages of years' calendars ask of the use cases, beside [`crate::office::Office`].

use guanai_kernel::Date;

use super::{CalendarMove, CalendarWish, CalendarsPage, OffStretch};
use crate::form::FieldError;
use crate::office::{Answer, Asker};
use crate::operation::OperationId;

/// What was read from a text: the days, or what is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReadNotice {
    /// The days off, and the weekend days that are worked.
    Days(Vec<OffStretch>, Vec<Date>),
    /// Something that whoever typed can mend.
    Wrong(FieldError),
}

/// The use cases of years' calendars, as the pages ask for them.
pub trait CalendarDesk: Send + Sync {
    /// Which years hold, which is missing, what was drafted.
    fn calendars<'a>(&'a self, who: Asker<'a>) -> Answer<'a, CalendarsPage>;
    /// Reads a text, and keeps nothing.
    fn read_notice<'a>(&'a self, who: Asker<'a>, wish: CalendarWish) -> Answer<'a, ReadNotice>;
    /// Drafts one; its id.
    fn draft<'a>(&'a self, who: Asker<'a>, op: OperationId, wish: CalendarWish) -> Answer<'a, String>;
    /// Releases, returns or takes back.
    fn move_on<'a>(
        &'a self,
        who: Asker<'a>,
        op: OperationId,
        calendar: &'a str,
        step: CalendarMove,
        why: Option<String>,
    ) -> Answer<'a, ()>;
}

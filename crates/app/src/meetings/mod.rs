//! Meetings 会议 that appraise applications: who has a vote, who stands aside, what was voted, and the record as it is read and
//! filed.

mod file;
mod list;
mod minutes;
mod record;
mod roll;

pub use file::{MeetingView, ReadMeetingError, SeenAttendee, SeenItem, read_meeting};
pub use list::{ListMeetings, ListMeetingsError, ListedMeeting, MeetingsPage, PAGE, list_meetings};
pub use minutes::{FileMinutes, FileMinutesError, file_minutes};
pub use record::{ItemWish, Reckoned, ReckonedItem, RecordMeeting, RecordMeetingError, reckon_meeting, record_meeting};
pub use roll::{AgendaItem, MeetingForm, OpenMeetingError, RollEntry, open_meeting_form};

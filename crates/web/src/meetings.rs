//! Meetings that appraise applications: the list, the record of one, recording one, and its paper.

pub mod file;
pub mod list;
pub mod record;

pub use file::{FileMinutes, MeetingFile, MeetingPage, MeetingSheet, MinutesPage};
pub use list::{MeetingsAsk, MeetingsList, MeetingsPage};
pub use record::{CheckMeetingPage, Held, MeetingChoices, MeetingFault, RecordMeeting, RecordMeetingPage};

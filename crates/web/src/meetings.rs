//! Meetings that appraise applications: the list, the record of one, recording one, and its paper.

use guanai_casework::meeting::Ballot;

use crate::page::Frame;

pub mod file;
pub mod list;
pub mod record;

pub use file::{FileMinutes, MeetingFile, MeetingPage, MeetingSheet, MinutesPage};
pub use list::{MeetingsAsk, MeetingsList, MeetingsPage};
pub use record::{CheckMeetingPage, Held, MeetingChoices, MeetingFault, RecordMeeting, RecordMeetingPage};

impl Frame {
    /// How a vote went, in one line.
    pub fn ballot(&self, ballot: &Ballot) -> String {
        let [in_favour, against, abstained] =
            [ballot.in_favour, ballot.against, ballot.abstained].map(|votes| votes.to_string());
        self.with3("web-vote-line", ("for", &in_favour), ("against", &against), ("abstained", &abstained))
    }
}

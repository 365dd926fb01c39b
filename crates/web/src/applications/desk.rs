//! What the pages of applications and meetings ask of the use cases, beside [`crate::office::Office`].

use guanai_app::applications::{ListedApplication, NoticeView, StaleStep};

use super::apply::{EnterApplication, EntryChoices};
use super::file::ApplicationFile;
use super::list::{ApplicationsAsk, ApplicationsList};
use super::notices::RaiseObjection;
use super::steps::StepWish;
use crate::form::FieldError;
use crate::meetings::{FileMinutes, Held, MeetingChoices, MeetingFile, MeetingsAsk, MeetingsList, RecordMeeting};
use crate::office::{Answer, Asker};
use crate::operation::OperationId;

/// What became of a step that was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StepTaken {
    /// It was taken.
    Taken,
    /// Others took steps meanwhile: these. Nothing that was typed is lost.
    Stale(Vec<StaleStep>),
    /// Something stands against it that whoever sent it can mend, or must know.
    Refused(FieldError),
}

/// The use cases of applications and meetings, as the pages ask for them.
pub trait DecisionDesk: Send + Sync {
    /// Applications within the asker's scope, filtered, a page of them.
    fn applications<'a>(&'a self, who: Asker<'a>, ask: ApplicationsAsk) -> Answer<'a, ApplicationsList>;
    /// The id of the application whose papers carry this code.
    fn find_application<'a>(&'a self, who: Asker<'a>, code: &'a str) -> Answer<'a, String>;
    /// The asker's own applications, latest first.
    fn own_applications<'a>(&'a self, who: Asker<'a>) -> Answer<'a, Vec<ListedApplication>>;
    /// One application.
    fn application<'a>(&'a self, who: Asker<'a>, application: &'a str) -> Answer<'a, ApplicationFile>;
    /// What somebody may apply for.
    fn entry_choices<'a>(&'a self, who: Asker<'a>, person: &'a str) -> Answer<'a, EntryChoices>;
    /// Enters an application; its id.
    fn enter_application<'a>(&'a self, who: Asker<'a>, op: OperationId, wish: EnterApplication) -> Answer<'a, String>;
    /// Takes a step.
    fn take_step<'a>(&'a self, who: Asker<'a>, op: OperationId, wish: StepWish) -> Answer<'a, StepTaken>;
    /// The notices that reach the asker.
    fn notices<'a>(&'a self, who: Asker<'a>) -> Answer<'a, Vec<NoticeView>>;
    /// One of them.
    fn notice<'a>(&'a self, who: Asker<'a>, notice: &'a str) -> Answer<'a, NoticeView>;
    /// Objects to what a notice announces.
    fn raise_objection<'a>(&'a self, who: Asker<'a>, op: OperationId, wish: RaiseObjection) -> Answer<'a, StepTaken>;

    /// Meetings within the asker's scope, a page of them.
    fn meetings<'a>(&'a self, who: Asker<'a>, ask: MeetingsAsk) -> Answer<'a, MeetingsList>;
    /// The record of one meeting.
    fn meeting<'a>(&'a self, who: Asker<'a>, meeting: &'a str) -> Answer<'a, MeetingFile>;
    /// Who might come to a meeting, and what waits for it.
    fn meeting_choices<'a>(
        &'a self,
        who: Asker<'a>,
        organization: Option<&'a str>,
        kind: &'a str,
    ) -> Answer<'a, MeetingChoices>;
    /// Reckons a meeting without recording it.
    fn reckon_meeting<'a>(&'a self, who: Asker<'a>, wish: RecordMeeting) -> Answer<'a, Held>;
    /// Records a meeting.
    fn record_meeting<'a>(&'a self, who: Asker<'a>, op: OperationId, wish: RecordMeeting) -> Answer<'a, Held>;
    /// Files the signed record of a meeting.
    fn file_minutes<'a>(&'a self, who: Asker<'a>, op: OperationId, wish: FileMinutes) -> Answer<'a, StepTaken>;
}

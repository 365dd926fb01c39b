//! The record of one meeting, on the screen and on A4, and filing its signed original.

use askama::Template;
use axum::response::Response;
use guanai_app::meetings::{MeetingView, SeenAttendee};
use guanai_casework::application::Said;
use guanai_casework::meeting::{CarriedOf, Presence};
use guanai_kernel::Date;

use crate::applications::StepTaken;
use crate::applications::file::told;
use crate::applications::steps::hash;
use crate::failure::PageError;
use crate::form::{Fields, Form};
use crate::page::{self, Frame};
use crate::visit::Visit;

/// Letters of a place or a number.
const MOST_OF_A_LINE: usize = 100;

/// The record of a meeting with the words that go with it.
#[derive(Debug, Clone)]
pub struct MeetingFile {
    /// The record as the role sees it.
    pub view: MeetingView,
    /// What its kind is called.
    pub kind: String,
}

/// A signed record to be filed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileMinutes {
    /// Of which meeting.
    pub meeting: String,
    /// The day on which it was signed.
    pub signed_on: Date,
    /// Where it lies.
    pub place: String,
    /// Its number in the archive.
    pub archive_no: Option<String>,
    /// The hash of its scan.
    pub sha256: Option<String>,
}

macro_rules! told_of_meeting {
    ($page:ident) => {
        impl $page<'_> {
            fn told<'s>(&self, said: &'s Said) -> &'s str {
                told(self.frame, said)
            }

            fn came(&self) -> Vec<&SeenAttendee> {
                self.file.view.attendees.iter().filter(|one| one.presence == Presence::Present).collect()
            }

            fn did_not_come(&self) -> Vec<&SeenAttendee> {
                self.file.view.attendees.iter().filter(|one| one.presence != Presence::Present).collect()
            }

            fn rule(&self) -> String {
                let rule = self.file.view.rule;
                let key = match rule.carried_of {
                    CarriedOf::Entitled => "web-meeting-rule-entitled",
                    CarriedOf::Present => "web-meeting-rule-present",
                };
                let (quorum, carried) = (i64::from(rule.quorum_over_percent), i64::from(rule.carried_over_percent));
                self.frame.with2(key, "quorum", quorum, "carried", carried)
            }
        }
    };
}

/// The page.
#[derive(Template)]
#[template(path = "meetings/file.html")]
pub struct MeetingPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// The record.
    pub file: &'a MeetingFile,
}

told_of_meeting!(MeetingPage);

impl MeetingPage<'_> {
    /// Where it is.
    fn href(&self) -> String {
        format!("/meetings/{}", self.file.view.meeting_id)
    }
}

/// The record on paper.
#[derive(Template)]
#[template(path = "meetings/print.html")]
pub struct MeetingSheet<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// The record.
    pub file: &'a MeetingFile,
}

told_of_meeting!(MeetingSheet);

/// The form that files the signed original.
#[derive(Template)]
#[template(path = "meetings/original.html")]
pub struct MinutesPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// The record.
    pub file: &'a MeetingFile,
    /// What was typed.
    pub form: &'a Form,
}

async fn file_of(visit: &Visit) -> Result<MeetingFile, PageError> {
    Ok(visit.office().decisions().meeting(visit.asker()?, visit.param("meeting")?).await?)
}

/// `GET /meetings/{meeting}`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let file = file_of(&visit).await?;
    page::draw(&MeetingPage { frame: &visit.frame, file: &file })
}

/// `GET /meetings/{meeting}/print`
pub async fn print(visit: Visit) -> Result<Response, PageError> {
    let file = file_of(&visit).await?;
    page::draw(&MeetingSheet { frame: &visit.frame, file: &file })
}

/// `GET /meetings/{meeting}/original`
pub async fn original(visit: Visit) -> Result<Response, PageError> {
    let file = file_of(&visit).await?;
    let mut form = visit.fresh_form();
    form.typed = form.typed.with("signed_on", file.view.held_on.to_string());
    page::draw(&MinutesPage { frame: &visit.frame, file: &file, form: &form })
}

/// `POST /meetings/{meeting}/original`
pub async fn file_original(visit: Visit) -> Result<Response, PageError> {
    let meeting = visit.param("meeting")?.to_owned();
    let operation = visit.operation()?;
    let mut fields = Fields::of(visit.typed());
    let today = visit.frame.today();
    let some = |words: String| Some(words).filter(|words| !words.is_empty());
    let wish = FileMinutes {
        meeting: meeting.clone(),
        signed_on: fields.date("signed_on", Some(today)).unwrap_or(today),
        place: fields.words("paper_place", MOST_OF_A_LINE),
        archive_no: some(fields.words_or_none("archive_no", MOST_OF_A_LINE)),
        sha256: hash(&mut fields),
    };
    let errors = match fields.finish(wish) {
        Ok(wish) => match visit.office().decisions().file_minutes(visit.asker()?, operation, wish).await? {
            StepTaken::Refused(error) => vec![error],
            StepTaken::Taken | StepTaken::Stale(_) => {
                return visit.go_and_say(&format!("/meetings/{meeting}"), "web-done-filed");
            }
        },
        Err(errors) => errors,
    };
    let file = file_of(&visit).await?;
    let form = visit.form_again(errors);
    page::unprocessable(page::draw(&MinutesPage { frame: &visit.frame, file: &file, form: &form }))
}

//! Meetings over the app's use cases.

use std::collections::BTreeMap;

use guanai_app::meetings::{
    self as app, FileMinutesError, ItemWish, ListMeetings, ListMeetingsError, OpenMeetingError, ReadMeetingError,
    RecordMeetingError,
};
use guanai_casework::application::{ApplicationMove, ApplicationStepError};
use guanai_casework::meeting::{Ballot, VoteError};
use guanai_kernel::ids::PersonId;

use super::applications::{kinds, step_fault};
use super::{County, id};
use crate::applications::StepTaken;
use crate::form::FieldError;
use crate::meetings::{
    FileMinutes, Held, MeetingChoices, MeetingFault, MeetingFile, MeetingsAsk, MeetingsList, RecordMeeting,
};
use crate::office::{AskError, Asker};
use crate::operation::OperationId;
use crate::page::Pager;
use crate::session::Role;

impl From<ListMeetingsError> for AskError {
    fn from(error: ListMeetingsError) -> Self {
        match error {
            ListMeetingsError::Denied(error) => error.into(),
            ListMeetingsError::NotFound => Self::NotFound,
            ListMeetingsError::Store(error) => error.into(),
        }
    }
}

impl From<ReadMeetingError> for AskError {
    fn from(error: ReadMeetingError) -> Self {
        match error {
            ReadMeetingError::Denied(error) => error.into(),
            ReadMeetingError::NotFound => Self::NotFound,
            ReadMeetingError::Store(error) => error.into(),
        }
    }
}

impl From<OpenMeetingError> for AskError {
    fn from(error: OpenMeetingError) -> Self {
        match error {
            OpenMeetingError::Denied(error) => error.into(),
            OpenMeetingError::Kind | OpenMeetingError::NotFound => Self::NotFound,
            OpenMeetingError::Store(error) => error.into(),
        }
    }
}

pub(super) async fn list(county: &County, who: Asker<'_>, ask: MeetingsAsk) -> Result<MeetingsList, AskError> {
    let standing = county.standing().await?;
    let organization_id = ask.organization.as_deref().map(id).transpose()?;
    let mut cx = county.cx(who)?;
    let page =
        app::list_meetings(&mut cx, ListMeetings { organization_id, page: u64::try_from(ask.page).unwrap_or(1) });
    let page = page.await?;
    Ok(MeetingsList {
        pager: Pager::of(page.total, page.page, app::PAGE),
        rows: page.rows,
        organizations: County::organization_choices(who, &standing, organization_id),
        kinds: kinds(county, who),
        has_own_branch: who.session.role == Role::BranchContact,
    })
}

pub(super) async fn file(county: &County, who: Asker<'_>, meeting: &str) -> Result<MeetingFile, AskError> {
    let mut cx = county.cx(who)?;
    let view = app::read_meeting(&mut cx, id(meeting)?).await?;
    Ok(MeetingFile { kind: kind_name(county, who, &view.kind), view })
}

fn kind_name(county: &County, who: Asker<'_>, code: &str) -> String {
    let known = kinds(county, who).into_iter().find(|kind| kind.code == code);
    known.map_or_else(|| code.to_owned(), |kind| kind.name)
}

pub(super) async fn choices(
    county: &County,
    who: Asker<'_>,
    organization: Option<&str>,
    kind: &str,
) -> Result<MeetingChoices, AskError> {
    let organization_id = organization.map(id).transpose()?;
    let mut cx = county.cx(who)?;
    let form = app::open_meeting_form(&mut cx, organization_id, kind).await?;
    Ok(MeetingChoices { form, kind: (kind.to_owned(), kind_name(county, who, kind)) })
}

fn command(wish: &RecordMeeting) -> Result<app::RecordMeeting, AskError> {
    let count = |votes: usize| u32::try_from(votes).unwrap_or(u32::MAX);
    let mut presence = BTreeMap::new();
    for (person, how) in &wish.presence {
        presence.insert(id::<PersonId>(person)?, *how);
    }
    let mut items = Vec::with_capacity(wish.votes.len());
    for vote in &wish.votes {
        let [in_favour, against, abstained] = vote.ballot.map(count);
        items.push(ItemWish {
            application_id: id(&vote.application)?,
            version: vote.version,
            ballot: Ballot { in_favour, against, abstained },
            stood_aside: vote.stood_aside.iter().map(|person| id(person)).collect::<Result<_, _>>()?,
            opinion: vote.opinion.clone(),
        });
    }
    Ok(app::RecordMeeting {
        organization_id: id(&wish.organization)?,
        kind: wish.kind.clone(),
        held_on: wish.held_on,
        place: wish.place.clone(),
        chair_id: id(&wish.chair)?,
        recorder: wish.recorder.clone(),
        presence,
        items,
    })
}

pub(super) async fn reckon(county: &County, who: Asker<'_>, wish: RecordMeeting) -> Result<Held, AskError> {
    let command = command(&wish)?;
    let mut cx = county.cx(who)?;
    match app::reckon_meeting(&mut cx, &command).await {
        Ok(reckoned) => Ok(Held::Reckoned(Box::new(reckoned))),
        Err(error) => refused(county, who, &wish, error).await,
    }
}

pub(super) async fn record(
    county: &County,
    who: Asker<'_>,
    op: OperationId,
    wish: RecordMeeting,
) -> Result<Held, AskError> {
    let command = command(&wish)?;
    let mut cx = county.cx(who)?;
    match app::record_meeting(&mut cx, op.into(), &command).await {
        Ok(meeting_id) => Ok(Held::Recorded(meeting_id.to_string())),
        Err(error) => refused(county, who, &wish, error).await,
    }
}

/// What stands against a meeting, beside the field that it is about and the application it is about.
async fn refused(
    county: &County,
    who: Asker<'_>,
    wish: &RecordMeeting,
    error: RecordMeetingError,
) -> Result<Held, AskError> {
    let of = |field: &str, key, value: String| FieldError { field: field.to_owned(), key, value };
    let application_id = error.application_id();
    let mut meanwhile = Vec::new();
    let fault = match error {
        RecordMeetingError::Denied(error) => return Err(error.into()),
        RecordMeetingError::Kind | RecordMeetingError::NotFound => return Err(AskError::NotFound),
        RecordMeetingError::Operation(error) => return Err(error.into()),
        RecordMeetingError::Store(error) => return Err(error.into()),
        RecordMeetingError::Words => of("meeting_place", "web-error-required", String::new()),
        RecordMeetingError::Future(on) => of("held_on", "web-error-date-late", on.to_string()),
        RecordMeetingError::Items => of("item", "web-error-meeting-items", String::new()),
        RecordMeetingError::NotOnTheRoll => of("presence", "web-error-meeting-roll", String::new()),
        RecordMeetingError::Chair => of("chair", "web-error-meeting-chair", String::new()),
        RecordMeetingError::Quorum(error) => vote_fault("presence", error),
        RecordMeetingError::NoSuchItem(_) => of("item", "web-error-meeting-no-such-item", String::new()),
        RecordMeetingError::Died(_) => of("item", "web-refused-application-applicant-died", String::new()),
        RecordMeetingError::Stale(_, steps) => {
            meanwhile = steps;
            of("item", "web-error-meeting-stale", String::new())
        }
        RecordMeetingError::Step(_, ApplicationStepError::Vote(error)) => vote_fault("item", error),
        RecordMeetingError::Step(_, ApplicationStepError::TooEarly { earlier, .. }) => {
            of("held_on", "web-error-step-too-early", earlier.to_string())
        }
        RecordMeetingError::Step(_, error) => {
            FieldError { field: "item".to_owned(), ..step_fault(ApplicationMove::Carry, &error) }
        }
    };
    let application = match application_id {
        Some(application_id) => named(county, who, wish, &application_id.to_string()).await?,
        None => None,
    };
    Ok(Held::Refused(Box::new(MeetingFault { error: fault, application, meanwhile })))
}

/// The name of an application as the reader knows it: whose, and for what.
async fn named(
    county: &County,
    who: Asker<'_>,
    wish: &RecordMeeting,
    application: &str,
) -> Result<Option<String>, AskError> {
    let words = county.words(who.language);
    let choices = choices(county, who, Some(&wish.organization), &wish.kind).await?;
    let item = choices.form.agenda.iter().find(|item| item.row.application_id.to_string() == application);
    Ok(item.map(|item| {
        let measure = words.lang.pick(&item.row.measure.zh, &item.row.measure.en).to_owned();
        words.joined(&[item.row.name.clone(), measure])
    }))
}

fn vote_fault(field: &str, error: VoteError) -> FieldError {
    let (key, value) = match error {
        VoteError::NoQuorum { entitled, present } => ("web-error-meeting-quorum", format!("{present}/{entitled}")),
        VoteError::MoreThanEntitled { entitled, present } => {
            ("web-error-meeting-more", format!("{present}/{entitled}"))
        }
        VoteError::VotesDiffer { cast, voters } => ("web-error-meeting-votes", format!("{cast}/{voters}")),
    };
    FieldError { field: field.to_owned(), key, value }
}

pub(super) async fn file_minutes(
    county: &County,
    who: Asker<'_>,
    op: OperationId,
    wish: FileMinutes,
) -> Result<StepTaken, AskError> {
    let mut cx = county.cx(who)?;
    let wish = app::FileMinutes {
        meeting_id: id(&wish.meeting)?,
        signed_on: wish.signed_on,
        place: wish.place,
        archive_no: wish.archive_no,
        sha256: wish.sha256,
    };
    let fault =
        |field: &str, key, value: String| Ok(StepTaken::Refused(FieldError { field: field.to_owned(), key, value }));
    match app::file_minutes(&mut cx, op.into(), &wish).await {
        Ok(_) => Ok(StepTaken::Taken),
        Err(FileMinutesError::Denied(error)) => Err(error.into()),
        Err(FileMinutesError::NotFound) => Err(AskError::NotFound),
        Err(FileMinutesError::Operation(error)) => Err(error.into()),
        Err(FileMinutesError::Store(error)) => Err(error.into()),
        Err(FileMinutesError::Words) => fault("paper_place", "web-error-required", String::new()),
        Err(FileMinutesError::Future(on)) => fault("signed_on", "web-error-date-late", on.to_string()),
        Err(FileMinutesError::TooEarly { held_on, .. }) => {
            fault("signed_on", "web-error-step-too-early", held_on.to_string())
        }
        Err(FileMinutesError::Hash) => fault("sha256", "web-error-hash", String::new()),
    }
}

//! The sample office's answers about applications, notices and meetings.

use guanai_app::applications::{ListedApplication, NoticeView, StaleStep, WishedStep};
use guanai_casework::application::{ApplicationMove, ApplicationState, Desk, ShownAs};
use guanai_casework::meeting::Presence;
use guanai_web::applications::{
    ApplicationFile, ApplicationsAsk, ApplicationsList, DecisionDesk, EnterApplication, EntryChoices, RaiseObjection,
    StepTaken, StepWish,
};
use guanai_web::form::FieldError;
use guanai_web::meetings::{
    FileMinutes, Held, MeetingChoices, MeetingFault, MeetingFile, MeetingsAsk, MeetingsList, RecordMeeting,
};
use guanai_web::office::{Answer, AskError, Asker};
use guanai_web::operation::OperationId;
use guanai_web::session::Role;

use crate::office::{SampleOffice, give, samples};
use crate::samples::{PERSON, day};
use crate::samples_decisions::{APPLICATION, MEETING, NOTICE, VERSION};

/// The code that stands on the sample's papers.
pub const CODE: &str = "7K2M9QXA";

fn desk(role: Role) -> Option<Desk> {
    match role {
        Role::BranchContact => Some(Desk::Branch),
        Role::TownshipOfficer => Some(Desk::Township),
        Role::CountyOfficer => Some(Desk::County),
        Role::CountyApprover => Some(Desk::Approver),
        Role::Member => Some(Desk::Applicant),
        _ => None,
    }
}

fn fault(field: &str, key: &'static str, value: &str) -> FieldError {
    FieldError { field: field.to_owned(), key, value: value.to_owned() }
}

/// What a step says, in one line.
fn told(step: &WishedStep) -> String {
    let some = |words: &Option<String>| words.clone().unwrap_or_default();
    match step {
        WishedStep::Review { words, despite } => {
            let despite = despite.as_ref().map(|it| format!(" despite {:?} {}", it.facts, it.words));
            format!("{}{}", some(words), despite.unwrap_or_default())
        }
        WishedStep::Withdraw { words } => some(words),
        WishedStep::Return { words }
        | WishedStep::Resubmit { words }
        | WishedStep::BreakOff { words }
        | WishedStep::AskReview { words } => words.clone(),
        WishedStep::Post { place, shown_as, shown_why } => format!("{place} {} {shown_why:?}", shown_as.code()),
        WishedStep::TakeDown => String::new(),
        WishedStep::Answer { finding, words, .. } => format!("{} {words}", finding.code()),
        WishedStep::Attach { kind, signed_on, place, archive_no, sha256 } => {
            format!("{} {signed_on} {place} {archive_no:?} {sha256:?}", kind.code())
        }
        WishedStep::Decide { verdict, amount, purse, resolution_no, words, despite } => {
            let despite = despite.as_ref().map(|it| format!(" despite {:?} {}", it.facts, it.words));
            let amount = amount.map(|amount| amount.to_string());
            format!("{} {amount:?} {purse:?} {resolution_no} {words}{}", verdict.code(), despite.unwrap_or_default())
        }
    }
}

impl SampleOffice {
    /// Once for a form's id, as the use cases keep it.
    pub fn record_once(&self, operation: OperationId, what: impl Into<String>) {
        let is_new = self.kept.lock().expect("nobody panics here").insert(operation);
        if is_new {
            self.record(what);
        }
    }
}

impl DecisionDesk for SampleOffice {
    fn applications<'a>(&'a self, who: Asker<'a>, ask: ApplicationsAsk) -> Answer<'a, ApplicationsList> {
        let mut list = samples(who).applications();
        if ask.state == Some(ApplicationState::Withdrawn) {
            list.rows.clear();
        }
        give(list)
    }
    fn find_application<'a>(&'a self, _: Asker<'a>, code: &'a str) -> Answer<'a, String> {
        Self::known(code, CODE, APPLICATION.to_owned())
    }
    fn own_applications<'a>(&'a self, who: Asker<'a>) -> Answer<'a, Vec<ListedApplication>> {
        give(ApplicationState::ALL.iter().map(|state| samples(who).listed(*state)).collect())
    }
    /// The id is one under review by the township; the code of a state is one that stands there.
    fn application<'a>(&'a self, who: Asker<'a>, application: &'a str) -> Answer<'a, ApplicationFile> {
        let state = match application {
            APPLICATION => Some(match who.session.role {
                Role::BranchContact => ApplicationState::Appraising,
                Role::CountyApprover => ApplicationState::Deciding,
                Role::Member => ApplicationState::Approved,
                _ => ApplicationState::Reviewing,
            }),
            code => ApplicationState::from_code(code),
        };
        let file = state.map(|state| samples(who).application(state, desk(who.session.role)));
        Box::pin(async move { file.ok_or(AskError::NotFound) })
    }
    fn entry_choices<'a>(&'a self, who: Asker<'a>, person: &'a str) -> Answer<'a, EntryChoices> {
        Self::known(person, PERSON, samples(who).entry_choices())
    }
    fn enter_application<'a>(&'a self, _: Asker<'a>, op: OperationId, wish: EnterApplication) -> Answer<'a, String> {
        if wish.words.contains("离世") {
            return Box::pin(async { Err(AskError::Refused("web-refused-application-died")) });
        }
        self.record_once(op, format!("{} {} {} {}", wish.measure, wish.words, wish.applied_on, wish.was_read_back));
        give(APPLICATION.to_owned())
    }
    fn take_step<'a>(&'a self, who: Asker<'a>, op: OperationId, wish: StepWish) -> Answer<'a, StepTaken> {
        if wish.version != VERSION {
            let by = samples(who).hand().name;
            return give(StepTaken::Stale(vec![StaleStep {
                step: ApplicationMove::Attach,
                by,
                on: day(2026, 11, 23),
            }]));
        }
        let told = told(&wish.step);
        if told.contains("自办") {
            return give(StepTaken::Refused(fault("step", "web-error-step-same-hand", "")));
        }
        self.record_once(op, format!("{} {told}", wish.step.kind().code()));
        give(StepTaken::Taken)
    }
    fn notices<'a>(&'a self, who: Asker<'a>) -> Answer<'a, Vec<NoticeView>> {
        if who.session.role == Role::Cashier {
            return give(Vec::new());
        }
        give(ShownAs::ALL.iter().map(|way| samples(who).notice(*way, false)).collect())
    }
    fn notice<'a>(&'a self, who: Asker<'a>, notice: &'a str) -> Answer<'a, NoticeView> {
        let reads = matches!(who.session.role, Role::BranchContact | Role::TownshipOfficer | Role::CountyOfficer);
        Self::known(notice, NOTICE, samples(who).notice(ShownAs::MaskedName, reads))
    }
    fn raise_objection<'a>(&'a self, _: Asker<'a>, op: OperationId, wish: RaiseObjection) -> Answer<'a, StepTaken> {
        if wish.said_on < day(2026, 11, 16) {
            return give(StepTaken::Refused(fault("said_on", "web-error-step-too-early", "2026-11-16")));
        }
        self.record_once(op, format!("{} for {:?}", wish.words, wish.on_behalf_of));
        give(StepTaken::Taken)
    }

    fn meetings<'a>(&'a self, who: Asker<'a>, ask: MeetingsAsk) -> Answer<'a, MeetingsList> {
        let mut list = samples(who).meetings();
        list.has_own_branch = who.session.role == Role::BranchContact;
        if ask.page > 2 {
            list.rows.clear();
        }
        give(list)
    }
    fn meeting<'a>(&'a self, who: Asker<'a>, meeting: &'a str) -> Answer<'a, MeetingFile> {
        let known = if meeting == "awaited" { meeting } else { MEETING };
        Self::known(meeting, known, samples(who).meeting(meeting != "awaited"))
    }
    fn meeting_choices<'a>(&'a self, who: Asker<'a>, _: Option<&'a str>, kind: &'a str) -> Answer<'a, MeetingChoices> {
        let mut choices = samples(who).meeting_choices(kind);
        if kind == "committee" {
            choices.form.agenda.clear();
        }
        let is_known = ["members", "committee"].contains(&kind);
        Box::pin(async move { if is_known { Ok(choices) } else { Err(AskError::NotFound) } })
    }
    fn reckon_meeting<'a>(&'a self, who: Asker<'a>, wish: RecordMeeting) -> Answer<'a, Held> {
        let present = wish.presence.values().filter(|presence| **presence == Presence::Present).count();
        if present < 2 {
            let error = fault("presence", "web-error-meeting-quorum", "1/3");
            return give(Held::Refused(Box::new(MeetingFault { error, application: None, meanwhile: Vec::new() })));
        }
        if wish.votes.iter().any(|vote| vote.ballot.iter().sum::<usize>() != 1) {
            let error = fault("item", "web-error-meeting-votes", "2/1");
            let application = Some(samples(who).person_name());
            return give(Held::Refused(Box::new(MeetingFault { error, application, meanwhile: Vec::new() })));
        }
        give(Held::Reckoned(Box::new(samples(who).reckoned())))
    }
    fn record_meeting<'a>(&'a self, who: Asker<'a>, op: OperationId, wish: RecordMeeting) -> Answer<'a, Held> {
        if wish.votes.iter().any(|vote| vote.version != VERSION) {
            let error = fault("item", "web-error-meeting-stale", "");
            let by = samples(who).hand().name;
            let meanwhile = vec![StaleStep { step: ApplicationMove::Withdraw, by, on: day(2026, 11, 23) }];
            let application = Some(samples(who).person_name());
            return give(Held::Refused(Box::new(MeetingFault { error, application, meanwhile })));
        }
        let votes: Vec<_> = wish.votes.iter().map(|vote| format!("{:?} {}", vote.ballot, vote.opinion)).collect();
        self.record_once(op, format!("{} {} {}", wish.kind, wish.place, votes.join(" ")));
        give(Held::Recorded(MEETING.to_owned()))
    }
    fn file_minutes<'a>(&'a self, _: Asker<'a>, op: OperationId, wish: FileMinutes) -> Answer<'a, StepTaken> {
        if wish.signed_on < day(2026, 11, 4) {
            return give(StepTaken::Refused(fault("signed_on", "web-error-step-too-early", "2026-11-04")));
        }
        self.record_once(op, format!("{} {:?} {:?}", wish.place, wish.archive_no, wish.sha256));
        give(StepTaken::Taken)
    }
}

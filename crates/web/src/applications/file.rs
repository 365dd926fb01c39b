//! One application: what it rests on, where it stands, what was recorded at each step, and what comes next.

use askama::Template;
use axum::response::Response;
use guanai_app::applications::{ApplicationView, SeenDecision, SeenDocument, SeenStep};
use guanai_casework::application::{
    ApplicationMove, ApplicationState, ApplicationStepError, ChainStep, DocumentKind, Said, Verdict,
};

use crate::failure::PageError;
use crate::page::{self, Choice, Frame, Icon, State, Tag};
use crate::visit::Visit;

/// One application with the words that go with it.
#[derive(Debug, Clone)]
pub struct ApplicationFile {
    /// The application as the role sees it.
    pub view: ApplicationView,
    /// The kinds of meeting, by code.
    pub kinds: Vec<Choice>,
    /// What the chain is called.
    pub chain: String,
    /// What the household was given this year; none for a role that does not read it.
    pub grants: Option<crate::plans::GrantsBox>,
    /// Whether the reader is the applicant.
    pub is_own: bool,
}

impl ApplicationFile {
    /// What a kind of meeting is called.
    pub fn kind(&self, code: &str) -> String {
        self.kinds.iter().find(|kind| kind.code == code).map_or_else(|| code.to_owned(), |kind| kind.name.clone())
    }

    /// Whether the reader may put a scan beside a paper: beside the application's own, where the record of a meeting is kept
    /// with the meeting.
    pub fn takes_scans(&self, paper: &SeenDocument) -> bool {
        self.view.scan_access.attaches() && paper.document.is_own_of(self.view.row.application_id)
    }
}

/// Whether a step is taken by a meeting that votes, and not by one person.
const fn is_meetings(step: ApplicationMove) -> bool {
    matches!(step, ApplicationMove::Carry | ApplicationMove::NotCarry)
}

/// Where an application stands, as a tag.
pub const fn state_tag(state: ApplicationState) -> Tag {
    match state {
        ApplicationState::Appraising => Tag::new(State::Calm, Icon::Todo, "web-application-state-appraising"),
        ApplicationState::NotCarried => Tag::new(State::Risk, Icon::Risk, "web-application-state-not-carried"),
        ApplicationState::Reviewing => Tag::new(State::Calm, Icon::Wait, "web-application-state-reviewing"),
        ApplicationState::Returned => Tag::new(State::Risk, Icon::Pen, "web-application-state-returned"),
        ApplicationState::Posting => Tag::new(State::Calm, Icon::Wait, "web-application-state-posting"),
        ApplicationState::OnNotice => Tag::new(State::Info, Icon::Doing, "web-application-state-on-notice"),
        ApplicationState::Deciding => Tag::new(State::Info, Icon::Wait, "web-application-state-deciding"),
        ApplicationState::Approved => Tag::new(State::Ok, Icon::Ok, "web-application-state-approved"),
        ApplicationState::Refused => Tag::new(State::Calm, Icon::Same, "web-application-state-refused"),
        ApplicationState::UnderReview => Tag::new(State::Info, Icon::Doing, "web-application-state-under-review"),
        ApplicationState::Withdrawn => Tag::new(State::Calm, Icon::Same, "web-application-state-withdrawn"),
    }
}

/// A text in the language of the page.
pub fn told<'s>(frame: &Frame, said: &'s Said) -> &'s str {
    if frame.is_chinese() { &said.zh } else { &said.en }
}

/// The page.
#[derive(Template)]
#[template(path = "applications/file.html")]
pub struct ApplicationPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// The application.
    pub file: &'a ApplicationFile,
}

impl ApplicationPage<'_> {
    fn tag(&self) -> Tag {
        state_tag(self.file.view.row.state)
    }

    fn told<'s>(&self, said: &'s Said) -> &'s str {
        told(self.frame, said)
    }

    /// The steps of the chain, each with how far it is, as the record has it: what was left out is not called done.
    fn way(&self) -> Vec<(&'static str, Tag)> {
        use ApplicationState as S;
        const DONE: Tag = Tag::new(State::Ok, Icon::Ok, "web-way-done");
        const DOING: Tag = Tag::new(State::Info, Icon::Doing, "web-way-doing");
        const LATER: Tag = Tag::new(State::Calm, Icon::Lock, "web-way-later");
        const LEFT: Tag = Tag::new(State::Calm, Icon::Same, "web-way-left");
        let view = &self.file.view;
        let state = view.row.state;
        let is_over = matches!(state, S::Approved | S::Refused | S::Withdrawn);
        // What was sent back begins anew.
        let anew = |step: &SeenStep| matches!(step.step, ApplicationMove::Return | ApplicationMove::Resubmit);
        let was_taken = |which| view.steps.iter().rev().take_while(|step| !anew(step)).any(|step| step.step == which);
        let tag = |is_done: bool, is_doing: bool| match (is_done, is_doing) {
            (_, true) => DOING,
            (true, false) => DONE,
            (false, false) if is_over => LEFT,
            (false, false) => LATER,
        };
        let steps = ChainStep::ALL.iter().filter(|step| view.chain.has(**step)).map(|step| match step {
            ChainStep::Appraisal => {
                let is_done = view.votes.iter().any(|vote| vote.is_current) && state != S::Returned;
                ("web-way-appraisal", tag(is_done, matches!(state, S::Appraising | S::NotCarried)))
            }
            ChainStep::Review => ("web-way-review", tag(was_taken(ApplicationMove::Review), state == S::Reviewing)),
            ChainStep::Notice => {
                let is_doing = matches!(state, S::Posting | S::OnNotice);
                ("web-way-notice", tag(was_taken(ApplicationMove::TakeDown), is_doing))
            }
        });
        let is_decided = matches!(state, S::Approved | S::Refused);
        let decision = tag(is_decided, matches!(state, S::Deciding | S::UnderReview));
        steps.chain([("web-way-decision", decision)]).collect()
    }

    /// What is waited for before a step of the reader's, in words.
    fn waits(&self) -> Vec<String> {
        let view = &self.file.view;
        let told = view.waits_for.iter().filter_map(|(step, error)| waiting(self.frame, *step, error));
        let mut told: Vec<String> = told.collect();
        told.dedup();
        told
    }

    /// The steps that the reader may take on a page of its own, each with whether it takes the application further: at most one
    /// of them, the one that is due.
    fn next_steps(&self) -> Vec<(ApplicationMove, bool)> {
        use ApplicationMove as Move;
        const FURTHER: [Move; 6] =
            [Move::Answer, Move::Review, Move::Post, Move::TakeDown, Move::Approve, Move::Resubmit];
        let moves = &self.file.view.moves;
        let due = FURTHER.iter().find(|step| moves.contains(step));
        let own = moves.iter().filter(|step| !is_meetings(**step));
        let mut steps: Vec<_> = own.map(|step| (*step, Some(step) == due)).collect();
        steps.sort_by_key(|(_, is_due)| !is_due);
        steps
    }

    /// The kinds of meeting that may appraise it now, where the reader records meetings.
    fn meetings(&self) -> Vec<&str> {
        let view = &self.file.view;
        let records = view.moves.iter().any(|step| is_meetings(*step));
        view.chain.meetings.iter().map(String::as_str).filter(|_| records).collect()
    }

    /// The branch that appraises it.
    fn branch(&self) -> String {
        self.file.view.path.last().map(|(id, _)| id.to_string()).unwrap_or_default()
    }

    /// What happened, latest first.
    fn latest(&self) -> impl Iterator<Item = &SeenStep> {
        self.file.view.steps.iter().rev()
    }

    fn decision(&self) -> Option<&SeenDecision> {
        let stands = matches!(
            self.file.view.row.state,
            ApplicationState::Approved | ApplicationState::Refused | ApplicationState::UnderReview
        );
        self.file.view.decisions.last().filter(|_| stands)
    }

    fn is_approved(decision: &SeenDecision) -> bool {
        decision.verdict == Verdict::Approved
    }

    /// Whether signed papers may be printed by the reader: whoever works on it, and the applicant.
    fn prints(&self) -> bool {
        self.file.view.words.is_some()
    }

    /// Where its page is.
    fn href(&self) -> String {
        format!("/applications/{}", self.file.view.row.application_id)
    }

    /// The papers whose originals the chain waits for, each with whether it is filed for this submission.
    fn originals(&self) -> Vec<(DocumentKind, bool)> {
        let view = &self.file.view;
        let filed = |kind: DocumentKind| view.documents.iter().any(|d| d.is_current && d.document.kind == kind);
        view.chain.originals.iter().map(|kind| (*kind, filed(*kind))).collect()
    }
}

/// What is waited for before a step, in words; nothing for what is no waiting.
pub(super) fn waiting(frame: &Frame, step: ApplicationMove, error: &ApplicationStepError) -> Option<String> {
    let name = frame.named("web-amove-", step.code());
    let why = match error {
        ApplicationStepError::OriginalMissing(kind) => {
            frame.with("web-waits-original", "paper", frame.named("web-paper-", kind.code()))
        }
        ApplicationStepError::WithinNotice { through } => frame.with("web-waits-notice", "day", frame.day(*through)),
        ApplicationStepError::ObjectionOpen(count) => frame.with("web-waits-objection", "count", *count),
        ApplicationStepError::ObjectionFounded => frame.say("web-waits-founded"),
        ApplicationStepError::NotHolding => frame.say("web-waits-not-holding"),
        ApplicationStepError::Concerned => frame.say("web-waits-concerned"),
        ApplicationStepError::SameHand => frame.say("web-waits-same-hand"),
        ApplicationStepError::ReviewTooLate { until } => frame.with("web-waits-review-late", "day", frame.day(*until)),
        _ => return None,
    };
    Some(frame.with2("web-waits", "step", name, "why", why))
}

/// `GET /applications/{application}`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let file = visit.office().decisions().application(visit.asker()?, visit.param("application")?).await?;
    page::draw(&ApplicationPage { frame: &visit.frame, file: &file })
}

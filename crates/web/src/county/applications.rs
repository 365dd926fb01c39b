//! Applications over the app's use cases.

use guanai_app::applications::{
    self as app, EnterApplicationError, ListApplications, ListApplicationsError, ListedApplication, MoveApplication,
    MoveApplicationError, NoticeView, RaiseObjectionError, ReadApplicationError, ReadNoticesError,
};
use guanai_casework::application::{ApplicationMove, ApplicationStepError};

use super::{County, id, meetings};
use crate::applications::{
    ApplicationFile, ApplicationsAsk, ApplicationsList, DecisionDesk, EnterApplication, EntryChoices, EntryOffer,
    RaiseObjection, StepTaken, StepWish,
};
use crate::form::FieldError;
use crate::meetings::{FileMinutes, Held, MeetingChoices, MeetingFile, MeetingsAsk, MeetingsList, RecordMeeting};
use crate::office::{Answer, AskError, Asker};
use crate::operation::OperationId;
use crate::page::{Choice, Pager};

impl From<ListApplicationsError> for AskError {
    fn from(error: ListApplicationsError) -> Self {
        match error {
            ListApplicationsError::Denied(error) => error.into(),
            ListApplicationsError::NotFound => Self::NotFound,
            ListApplicationsError::Store(error) => error.into(),
        }
    }
}

impl From<ReadApplicationError> for AskError {
    fn from(error: ReadApplicationError) -> Self {
        match error {
            ReadApplicationError::Denied(error) => error.into(),
            ReadApplicationError::NotFound => Self::NotFound,
            ReadApplicationError::Population(error) => error.into(),
            ReadApplicationError::Store(error) => error.into(),
        }
    }
}

impl From<ReadNoticesError> for AskError {
    fn from(error: ReadNoticesError) -> Self {
        match error {
            ReadNoticesError::Denied(error) => error.into(),
            ReadNoticesError::NotFound => Self::NotFound,
            ReadNoticesError::Store(error) => error.into(),
        }
    }
}

impl From<EnterApplicationError> for AskError {
    fn from(error: EnterApplicationError) -> Self {
        match error {
            EnterApplicationError::Denied(error) => error.into(),
            EnterApplicationError::NotFound => Self::NotFound,
            EnterApplicationError::Operation(error) => error.into(),
            EnterApplicationError::Population(error) => error.into(),
            EnterApplicationError::Store(error) => error.into(),
            EnterApplicationError::Died => Self::Refused("web-refused-application-died"),
            EnterApplicationError::NoBranch => Self::Refused("web-refused-application-no-branch"),
            EnterApplicationError::SameEvent(_) => Self::Refused("web-refused-application-same-event"),
            EnterApplicationError::Already(_) => Self::Refused("web-refused-application-already"),
            EnterApplicationError::NotAppliedFor => Self::Refused("web-refused-application-not-applied-for"),
            // The form asks for all of these before it is sent.
            EnterApplicationError::Words | EnterApplicationError::Future(_) | EnterApplicationError::NotReadBack => {
                Self::Refused("web-refused-application-incomplete")
            }
        }
    }
}

/// The field in which a step of a kind says why.
const fn words_of(step: ApplicationMove) -> &'static str {
    match step {
        ApplicationMove::Approve => "step_remark",
        ApplicationMove::Post => "shown_why",
        ApplicationMove::Answer => "reply_words",
        ApplicationMove::Attach => "paper_place",
        _ => "step_words",
    }
}

/// What stands against a step, beside the field that it is about.
pub(super) fn step_fault(taken: ApplicationMove, error: &ApplicationStepError) -> FieldError {
    let day = if taken == ApplicationMove::Attach { "signed_on" } else { "step" };
    let of = |field: &str, key, value: String| FieldError { field: field.to_owned(), key, value };
    let step = |key| of("step", key, String::new());
    match error {
        ApplicationStepError::Move(_) | ApplicationStepError::OtherDesk(_) => step("web-error-step-moved"),
        ApplicationStepError::Concerned => step("web-error-step-concerned"),
        ApplicationStepError::SameHand => step("web-error-step-same-hand"),
        ApplicationStepError::Future { on } => of(day, "web-error-date-late", on.to_string()),
        ApplicationStepError::TooEarly { earlier, .. } => of(day, "web-error-step-too-early", earlier.to_string()),
        ApplicationStepError::NoWords => of(words_of(taken), "web-error-required", String::new()),
        ApplicationStepError::OriginalMissing(_) => step("web-error-step-original"),
        ApplicationStepError::NotAppraised | ApplicationStepError::OtherMeeting | ApplicationStepError::Vote(_) => {
            step("web-error-step-not-appraised")
        }
        ApplicationStepError::NotReviewed => step("web-error-step-not-reviewed"),
        ApplicationStepError::WithinNotice { through } => {
            of("step", "web-error-step-within-notice", through.to_string())
        }
        ApplicationStepError::NotNoticed => step("web-error-step-not-noticed"),
        ApplicationStepError::ObjectionOpen(_) => step("web-error-step-objection-open"),
        ApplicationStepError::ObjectionFounded => step("web-error-step-objection-founded"),
        ApplicationStepError::NoObjection => of("objection", "web-error-step-no-objection", String::new()),
        ApplicationStepError::NotHolding => step("web-error-step-not-holding"),
        ApplicationStepError::Amount { proposed } => {
            let most = proposed.map(|amount| amount.to_string()).unwrap_or_default();
            of("approved_amount", "web-error-approved-amount", most)
        }
        ApplicationStepError::NoPurse { .. } => of("purse", "web-error-required", String::new()),
        ApplicationStepError::OtherPurse { .. } => of("purse", "web-error-other-purse", String::new()),
        ApplicationStepError::PurseServesOthers { .. } => of("purse", "web-error-purse-serves-others", String::new()),
        ApplicationStepError::NoResolution => of("resolution_no", "web-error-required", String::new()),
        ApplicationStepError::FactsChanged(_) => of("despite", "web-error-step-facts-changed", String::new()),
        ApplicationStepError::ReviewTooLate { until } => of("step", "web-error-step-review-late", until.to_string()),
        ApplicationStepError::ReviewedAlready => step("web-error-step-reviewed"),
        ApplicationStepError::Hash => of("sha256", "web-error-hash", String::new()),
    }
}

impl DecisionDesk for County {
    fn applications<'a>(&'a self, who: Asker<'a>, ask: ApplicationsAsk) -> Answer<'a, ApplicationsList> {
        Box::pin(list(self, who, ask))
    }
    fn find_application<'a>(&'a self, who: Asker<'a>, code: &'a str) -> Answer<'a, String> {
        Box::pin(find(self, who, code))
    }
    fn own_applications<'a>(&'a self, who: Asker<'a>) -> Answer<'a, Vec<ListedApplication>> {
        Box::pin(own(self, who))
    }
    fn application<'a>(&'a self, who: Asker<'a>, application: &'a str) -> Answer<'a, ApplicationFile> {
        Box::pin(file(self, who, application))
    }
    fn entry_choices<'a>(&'a self, who: Asker<'a>, person: &'a str) -> Answer<'a, EntryChoices> {
        Box::pin(entry(self, who, person))
    }
    fn enter_application<'a>(&'a self, who: Asker<'a>, op: OperationId, wish: EnterApplication) -> Answer<'a, String> {
        Box::pin(enter(self, who, op, wish))
    }
    fn take_step<'a>(&'a self, who: Asker<'a>, op: OperationId, wish: StepWish) -> Answer<'a, StepTaken> {
        Box::pin(take(self, who, op, wish))
    }
    fn notices<'a>(&'a self, who: Asker<'a>) -> Answer<'a, Vec<NoticeView>> {
        Box::pin(notices(self, who))
    }
    fn notice<'a>(&'a self, who: Asker<'a>, of: &'a str) -> Answer<'a, NoticeView> {
        Box::pin(notice(self, who, of))
    }
    fn raise_objection<'a>(&'a self, who: Asker<'a>, op: OperationId, wish: RaiseObjection) -> Answer<'a, StepTaken> {
        Box::pin(object(self, who, op, wish))
    }

    fn meetings<'a>(&'a self, who: Asker<'a>, ask: MeetingsAsk) -> Answer<'a, MeetingsList> {
        Box::pin(meetings::list(self, who, ask))
    }
    fn meeting<'a>(&'a self, who: Asker<'a>, meeting: &'a str) -> Answer<'a, MeetingFile> {
        Box::pin(meetings::file(self, who, meeting))
    }
    fn meeting_choices<'a>(
        &'a self,
        who: Asker<'a>,
        organization: Option<&'a str>,
        kind: &'a str,
    ) -> Answer<'a, MeetingChoices> {
        Box::pin(meetings::choices(self, who, organization, kind))
    }
    fn reckon_meeting<'a>(&'a self, who: Asker<'a>, wish: RecordMeeting) -> Answer<'a, Held> {
        Box::pin(meetings::reckon(self, who, wish))
    }
    fn record_meeting<'a>(&'a self, who: Asker<'a>, op: OperationId, wish: RecordMeeting) -> Answer<'a, Held> {
        Box::pin(meetings::record(self, who, op, wish))
    }
    fn file_minutes<'a>(&'a self, who: Asker<'a>, op: OperationId, wish: FileMinutes) -> Answer<'a, StepTaken> {
        Box::pin(meetings::file_minutes(self, who, op, wish))
    }
}

pub(super) async fn list(county: &County, who: Asker<'_>, ask: ApplicationsAsk) -> Result<ApplicationsList, AskError> {
    let standing = county.standing().await?;
    let words = county.words(who.language);
    let organization_id = ask.organization.as_deref().map(id).transpose()?;
    let mut cx = county.cx(who)?;
    let page = u64::try_from(ask.page).unwrap_or(1);
    let wanted = ListApplications { organization_id, state: ask.state, measure: ask.measure, page };
    let page = app::list_applications(&mut cx, &wanted).await?;
    let pack = &county.standards.pack;
    let measures = pack.measures().iter().filter(|measure| pack.approvals().is_applied_for(&measure.id));
    Ok(ApplicationsList {
        pager: Pager::of(page.total, page.page, app::PAGE),
        rows: page.rows,
        by_state: page.by_state.into_iter().collect(),
        organizations: County::organization_choices(who, &standing, organization_id),
        measures: measures
            .map(|measure| Choice { code: measure.id.clone(), name: measure.name.get(words.lang).to_owned() })
            .collect(),
    })
}

pub(super) async fn find(county: &County, who: Asker<'_>, code: &str) -> Result<String, AskError> {
    let mut cx = county.cx(who)?;
    Ok(app::find_by_code(&mut cx, code).await?.to_string())
}

pub(super) async fn own(county: &County, who: Asker<'_>) -> Result<Vec<ListedApplication>, AskError> {
    let mut cx = county.cx(who)?;
    Ok(app::own_applications(&mut cx).await?)
}

/// The applications of a person, for whoever may list applications.
pub(super) async fn of_person(
    cx: &mut guanai_app::Cx<'_>,
    person_id: guanai_kernel::ids::PersonId,
) -> Result<Vec<ListedApplication>, AskError> {
    if cx.authorise(guanai_app::Act::ListApplications).is_err() {
        return Ok(Vec::new());
    }
    Ok(app::list_applications_of(cx, person_id).await?)
}

pub(super) async fn file(county: &County, who: Asker<'_>, application: &str) -> Result<ApplicationFile, AskError> {
    let words = county.words(who.language);
    let mut cx = county.cx(who)?;
    let mut view = app::read_application(&mut cx, id(application)?).await?;
    let grants = view.grants.take().map(|grants| super::plan_grants::told(words, &county.standards.pack, &grants));
    let approvals = county.standards.pack.approvals();
    let chain = approvals.chains.iter().find(|chain| chain.id == view.chain.id);
    Ok(ApplicationFile {
        grants,
        kinds: kinds(county, who),
        chain: chain.map(|chain| chain.name.get(words.lang).to_owned()).unwrap_or_default(),
        is_own: who.session.person.as_deref() == Some(view.row.person_id.to_string().as_str())
            && who.session.role == crate::session::Role::Member,
        view,
    })
}

/// The kinds of meeting of the pack.
pub(super) fn kinds(county: &County, who: Asker<'_>) -> Vec<Choice> {
    let lang = county.words(who.language).lang;
    let kinds = county.standards.pack.approvals().meetings.iter();
    kinds.map(|kind| Choice { code: kind.code.clone(), name: kind.name.get(lang).to_owned() }).collect()
}

pub(super) async fn entry(county: &County, who: Asker<'_>, person: &str) -> Result<EntryChoices, AskError> {
    let lang = county.words(who.language).lang;
    let mut cx = county.cx(who)?;
    let form = app::open_entry_form(&mut cx, id(person)?).await?;
    let measures = county.standards.pack.measures();
    let offers = form.offered.into_iter().filter_map(|offered| {
        let measure = measures.get(offered.measure)?;
        Some(EntryOffer {
            code: measure.id.clone(),
            name: measure.name.get(lang).to_owned(),
            answer: offered.answer,
            frozen: offered.frozen,
            already: match offered.already {
                Some(app::InTheWay::Taken(id)) => Some(id.to_string()),
                Some(app::InTheWay::SameEvent(_)) | None => None,
            },
            wants_event: matches!(offered.already, Some(app::InTheWay::SameEvent(_))),
        })
    });
    Ok(EntryChoices {
        person: form.person_id.to_string(),
        name: form.name,
        organization: form.organization,
        offers: offers.collect(),
    })
}

pub(super) async fn enter(
    county: &County,
    who: Asker<'_>,
    op: OperationId,
    wish: EnterApplication,
) -> Result<String, AskError> {
    let mut cx = county.cx(who)?;
    let wish = app::EnterApplication {
        person_id: id(&wish.person)?,
        measure: wish.measure,
        words: wish.words,
        new_event: wish.new_event,
        applied_on: wish.applied_on,
        was_read_back: wish.was_read_back,
    };
    Ok(app::enter_application(&mut cx, op.into(), &wish).await?.to_string())
}

pub(super) async fn take(
    county: &County,
    who: Asker<'_>,
    op: OperationId,
    wish: StepWish,
) -> Result<StepTaken, AskError> {
    let mut cx = county.cx(who)?;
    let wish = MoveApplication {
        application_id: id(&wish.application)?,
        version: wish.version,
        step: wish.step,
        declares_distance: wish.declares_distance,
        was_read_back: wish.was_read_back,
    };
    let taken = wish.step.kind();
    match app::move_application(&mut cx, op.into(), &wish).await {
        Ok(_) => Ok(StepTaken::Taken),
        Err(MoveApplicationError::Stale(steps)) => Ok(StepTaken::Stale(steps)),
        Err(MoveApplicationError::Step(error)) => Ok(StepTaken::Refused(step_fault(taken, &error))),
        Err(MoveApplicationError::Denied(error)) => Err(error.into()),
        Err(MoveApplicationError::NotFound) => Err(AskError::NotFound),
        Err(MoveApplicationError::Operation(error)) => Err(error.into()),
        Err(MoveApplicationError::Population(error)) => Err(error.into()),
        Err(MoveApplicationError::Store(error)) => Err(error.into()),
        Err(MoveApplicationError::Died) => Err(AskError::Refused("web-refused-application-applicant-died")),
        Err(MoveApplicationError::NotAppliedFor) => Err(AskError::Refused("web-refused-application-not-applied-for")),
        Err(MoveApplicationError::FundNotActive(_)) => Ok(StepTaken::Refused(FieldError {
            field: "purse".to_owned(),
            key: "web-error-fund-not-active",
            value: String::new(),
        })),
        Err(MoveApplicationError::NoTerm) => Err(AskError::Broken("the calendar ends before a notice".into())),
        // The form asks for all of these before it is sent.
        Err(
            MoveApplicationError::TooManyWords | MoveApplicationError::NotDeclared | MoveApplicationError::NotReadBack,
        ) => Err(AskError::Refused("web-refused-application-incomplete")),
    }
}

pub(super) async fn notices(county: &County, who: Asker<'_>) -> Result<Vec<NoticeView>, AskError> {
    let mut cx = county.cx(who)?;
    Ok(app::list_notices(&mut cx).await?)
}

pub(super) async fn notice(county: &County, who: Asker<'_>, notice: &str) -> Result<NoticeView, AskError> {
    let mut cx = county.cx(who)?;
    Ok(app::read_notice(&mut cx, id(notice)?).await?)
}

pub(super) async fn object(
    county: &County,
    who: Asker<'_>,
    op: OperationId,
    wish: RaiseObjection,
) -> Result<StepTaken, AskError> {
    let mut cx = county.cx(who)?;
    let wish = app::RaiseObjection {
        notice_id: id(&wish.notice)?,
        words: wish.words,
        said_on: wish.said_on,
        on_behalf_of: wish.on_behalf_of,
        was_read_back: wish.was_read_back,
    };
    let fault =
        |field: &str, key, value: String| Ok(StepTaken::Refused(FieldError { field: field.to_owned(), key, value }));
    match app::raise_objection(&mut cx, op.into(), &wish).await {
        Ok(_) => Ok(StepTaken::Taken),
        Err(RaiseObjectionError::Denied(error)) => Err(error.into()),
        Err(RaiseObjectionError::Operation(error)) => Err(error.into()),
        Err(RaiseObjectionError::Store(error)) => Err(error.into()),
        Err(RaiseObjectionError::Words) => fault("objection_words", "web-error-required", String::new()),
        Err(RaiseObjectionError::Name) => fault("objector_name", "web-error-required", String::new()),
        Err(RaiseObjectionError::NotReadBack) => fault("app_read_back", "web-error-read-back", String::new()),
        Err(RaiseObjectionError::Step(ApplicationStepError::TooEarly { earlier, .. })) => {
            fault("said_on", "web-error-step-too-early", earlier.to_string())
        }
        Err(RaiseObjectionError::Step(ApplicationStepError::Future { on })) => {
            fault("said_on", "web-error-date-late", on.to_string())
        }
        // What no longer hangs is not there to object to.
        Err(RaiseObjectionError::NotFound | RaiseObjectionError::Step(_)) => Err(AskError::NotFound),
    }
}

//! Taking a step of an application: each is an act with roles of its own, kept to the actor's scope. Whoever takes it names the
//! state they saw; where another has been there meanwhile, they are told what was done.

use guanai_casework::application::file::Acting;
use guanai_casework::application::step::{Deciding, Posting, Resubmission};
use guanai_casework::application::{
    ApplicationFile, ApplicationMove, ApplicationStep as Step, ApplicationStepError, Chain, Desk, Despite, Document,
    DocumentKind, Finding, Frozen, FrozenPurse, Level, ShownAs, Verdict,
};
use guanai_kernel::ids::{ApplicationId, DocumentId, NoticeId, ObjectionId, OperationId, OrganizationId, PersonId};
use guanai_kernel::{Date, Money};
use guanai_scheme::Pack;
use guanai_store::audit::{AuditRecord, Subject};
use guanai_store::{StoreError, Tx, applications, audit, persons};

use super::acting::{acting, reached, superiors};
use super::enter::MOST_LETTERS;
use super::freeze::{chain_of, frozen_again, frozen_purse, frozen_today};
use crate::actor::{Act, Denied};
use crate::care_funds::may_be_spent;
use crate::cx::Cx;
use crate::operation::{Operation, OperationError};
use crate::population::PopulationError;

/// A step with what whoever takes it says.
#[derive(Clone, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum WishedStep {
    /// Reviewed.
    Review {
        /// In words.
        words: Option<String>,
        /// On the frozen facts although some have changed.
        despite: Option<Despite>,
    },
    /// Sent back.
    Return {
        /// What is missing or not so.
        words: String,
    },
    /// Submitted again, with the facts as they are now.
    Resubmit {
        /// What was put right.
        words: String,
    },
    /// Put on public notice from today.
    Post {
        /// Where it hangs.
        place: String,
        /// How the applicant is named.
        shown_as: ShownAs,
        /// Why not by a masked name.
        shown_why: Option<String>,
    },
    /// The notice is taken down after its term.
    TakeDown,
    /// Before its term.
    BreakOff {
        /// Why.
        words: String,
    },
    /// An objection is answered.
    Answer {
        /// Which.
        objection_id: ObjectionId,
        /// What was found.
        finding: Finding,
        /// In words.
        words: String,
    },
    /// A signed original is filed.
    Attach {
        /// What it is.
        kind: DocumentKind,
        /// The day on which it was signed.
        signed_on: Date,
        /// Where it lies.
        place: String,
        /// Its number in the archive.
        archive_no: Option<String>,
        /// The hash of its scan.
        sha256: Option<String>,
    },
    /// Decided.
    Decide {
        /// What.
        verdict: Verdict,
        /// 审定金额
        amount: Option<Money>,
        /// From which purse, as a code of the pack.
        purse: Option<String>,
        /// The number of the resolution.
        resolution_no: String,
        /// Why.
        words: String,
        /// On the frozen facts although some have changed.
        despite: Option<Despite>,
    },
    /// A second look is asked for.
    AskReview {
        /// Why.
        words: String,
    },
    /// Taken back.
    Withdraw {
        /// Why, if they say so.
        words: Option<String>,
    },
}

/// An application to be moved.
#[derive(Clone, PartialEq, Eq, serde::Serialize)]
pub struct MoveApplication {
    /// Which.
    pub application_id: ApplicationId,
    /// How many steps had been taken when the actor read it.
    pub version: u32,
    /// The step.
    pub step: WishedStep,
    /// That the actor is neither the applicant nor close to them: what the register may not know.
    pub declares_distance: bool,
    /// Whether it was read back, where it is entered for the applicant.
    pub was_read_back: bool,
}

guanai_kernel::debug_by_id!(MoveApplication.application_id);

/// A step that another took meanwhile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaleStep {
    /// Which.
    pub step: ApplicationMove,
    /// Who, by name.
    pub by: String,
    /// The day.
    pub on: Date,
}

/// Why a step was not taken. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum MoveApplicationError {
    /// The role does not hold it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// More words than are kept.
    #[error("the words are longer than {MOST_LETTERS} letters: shorten them")]
    TooManyWords,
    /// Whoever checks must say that they are not close to the applicant.
    #[error("say that you are neither the applicant nor a relative; if you are, somebody else must do it")]
    NotDeclared,
    /// Entered for the applicant and not read back.
    #[error("what is entered on somebody's behalf is read back to them")]
    NotReadBack,
    /// None there, or outside the scope.
    #[error("there is no such application")]
    NotFound,
    /// The form was sent already with other contents.
    #[error(transparent)]
    Operation(#[from] OperationError),
    /// Others took steps meanwhile.
    #[error("others took steps meanwhile: read them, then decide")]
    Stale(Vec<StaleStep>),
    /// Whoever applied has died.
    #[error("whoever applied has died: the application is withdrawn or refused, and nothing else is done with it")]
    Died,
    /// The measure is no longer applied for.
    #[error("this measure is no longer applied for")]
    NotAppliedFor,
    /// The calendar ends before the term does.
    #[error("the calendar ends before the term of the notice does")]
    NoTerm,
    /// The step is not lawful now, or its form not filled in as it must be.
    #[error(transparent)]
    Step(#[from] ApplicationStepError),
    /// No fund of the purse is active: it is being set up, begins later, or is closed.
    #[error("no fund of {0} is active today: it is spent from its first day on, once it is approved, and not before")]
    FundNotActive(String),
    /// The records do not go with the pack.
    #[error(transparent)]
    Population(#[from] PopulationError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl MoveApplicationError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Denied(_) => "denied",
            Self::TooManyWords => "application-words",
            Self::FundNotActive(_) => "application-fund-not-active",
            Self::NotDeclared => "application-not-declared",
            Self::NotReadBack => "not-read-back",
            Self::NotFound => "application-not-found",
            Self::Operation(error) => error.code(),
            Self::Stale(_) => "application-stale",
            Self::Died => "application-applicant-died",
            Self::NotAppliedFor => "application-not-applied-for",
            Self::NoTerm => "application-no-term",
            Self::Step(error) => error.code(),
            Self::Population(_) => "population",
            Self::Store(error) => error.code(),
        }
    }
}

/// The act of a move.
pub const fn act_of(step: ApplicationMove) -> Act {
    match step {
        ApplicationMove::Carry | ApplicationMove::NotCarry => Act::RecordMeeting,
        ApplicationMove::Review => Act::ReviewApplication,
        ApplicationMove::Return => Act::ReturnApplication,
        ApplicationMove::Resubmit => Act::ResubmitApplication,
        ApplicationMove::Post => Act::PostNotice,
        ApplicationMove::TakeDown | ApplicationMove::BreakOff => Act::TakeNoticeDown,
        ApplicationMove::Object => Act::RaiseObjection,
        ApplicationMove::Answer => Act::AnswerObjection,
        ApplicationMove::Attach => Act::FileOriginal,
        ApplicationMove::Approve | ApplicationMove::Refuse => Act::DecideApplication,
        ApplicationMove::AskReview => Act::AskSecondLook,
        ApplicationMove::Withdraw => Act::WithdrawApplication,
    }
}

impl WishedStep {
    /// Which move it is.
    pub const fn kind(&self) -> ApplicationMove {
        match self {
            Self::Review { .. } => ApplicationMove::Review,
            Self::Return { .. } => ApplicationMove::Return,
            Self::Resubmit { .. } => ApplicationMove::Resubmit,
            Self::Post { .. } => ApplicationMove::Post,
            Self::TakeDown => ApplicationMove::TakeDown,
            Self::BreakOff { .. } => ApplicationMove::BreakOff,
            Self::Answer { .. } => ApplicationMove::Answer,
            Self::Attach { .. } => ApplicationMove::Attach,
            Self::Decide { verdict: Verdict::Approved, .. } => ApplicationMove::Approve,
            Self::Decide { verdict: Verdict::Refused, .. } => ApplicationMove::Refuse,
            Self::AskReview { .. } => ApplicationMove::AskReview,
            Self::Withdraw { .. } => ApplicationMove::Withdraw,
        }
    }

    fn words(&self) -> impl Iterator<Item = &str> {
        let (one, other, third) = match self {
            Self::Review { words, despite } => (words.as_deref(), despite.as_ref().map(|d| d.words.as_str()), None),
            Self::Decide { words, resolution_no, despite, .. } => {
                let despite = despite.as_ref().map(|despite| despite.words.as_str());
                (Some(words.as_str()), despite, Some(resolution_no.as_str()))
            }
            Self::Post { place, shown_why, .. } => (Some(place.as_str()), shown_why.as_deref(), None),
            Self::Attach { place, archive_no, .. } => (Some(place.as_str()), archive_no.as_deref(), None),
            Self::Return { words }
            | Self::Resubmit { words }
            | Self::BreakOff { words }
            | Self::Answer { words, .. }
            | Self::AskReview { words } => (Some(words.as_str()), None, None),
            Self::Withdraw { words } => (words.as_deref(), None, None),
            Self::TakeDown => (None, None, None),
        };
        [one, other, third].into_iter().flatten()
    }

    /// Whether whoever takes it must say that they are not close to the applicant.
    pub const fn wants_distance(&self) -> bool {
        matches!(self, Self::Review { .. } | Self::Answer { .. } | Self::Decide { .. })
    }

    /// Whether it is said by the applicant, or for them.
    const fn is_applicants(&self) -> bool {
        matches!(self, Self::Resubmit { .. } | Self::AskReview { .. } | Self::Withdraw { .. })
    }

    /// Whether it rests on the frozen facts.
    const fn rests_on_facts(&self) -> bool {
        matches!(self, Self::Review { .. } | Self::Decide { .. })
    }
}

/// Takes a step; the application's id. The record names it and its person.
pub async fn move_application(
    cx: &mut Cx<'_>,
    operation_id: OperationId,
    wish: &MoveApplication,
) -> Result<ApplicationId, MoveApplicationError> {
    let act = act_of(wish.step.kind());
    cx.authorise(act)?;
    if wish.step.words().any(|words| words.chars().count() > MOST_LETTERS) {
        return Err(MoveApplicationError::TooManyWords);
    }
    if wish.step.wants_distance() && !wish.declares_distance {
        return Err(MoveApplicationError::NotDeclared);
    }
    let operation = &Operation::new(operation_id, act, wish)?;
    let mut ids = cx.ids.clone();
    // Drawn before the transaction, so that running it again changes nothing.
    let fresh = ids.fresh();
    let record = &cx.audit_record(&mut ids, act, Vec::new(), None);
    cx.ids = ids;
    let cx = &*cx;
    let moving = cx.db.write(move |tx: &mut Tx, _| {
        Box::pin(async move {
            let Some(before) = reached(cx, tx, wish.application_id).await? else {
                return Err(MoveApplicationError::NotFound);
            };
            if let Some(moved) = operation.earlier(tx, &cx.actor).await? {
                return Ok(moved);
            }
            let person_id = before.application.person_id;
            let is_own = cx.actor.person_id == Some(person_id);
            if wish.step.is_applicants() && !is_own && !wish.was_read_back {
                return Err(MoveApplicationError::NotReadBack);
            }
            if let WishedStep::Decide { verdict: Verdict::Approved, purse: Some(purse), .. } = &wish.step
                && !may_be_spent(tx, purse, cx.now.day_in_china()).await?
            {
                return Err(MoveApplicationError::FundNotActive(purse.clone()));
            }
            let after = stepped(cx, tx, fresh, &before, wish).await?;
            applications::amend_file(tx, &before, &after, cx.now).await?;
            operation.keep(tx, &cx.actor, wish.application_id, cx.now).await?;
            let on_behalf_of = (wish.step.is_applicants() && !is_own).then_some(person_id);
            let subjects = vec![Subject::Application(wish.application_id), Subject::Person(person_id)];
            audit::append(tx, &AuditRecord { subjects, on_behalf_of, ..record.clone() }).await?;
            Ok(wish.application_id)
        })
    });
    moving.await
}

/// What others did since somebody read the file.
pub(crate) fn since(file: &ApplicationFile, version: u32) -> Vec<StaleStep> {
    let later = file.taken.iter().filter(|taken| taken.no > version);
    later.map(|taken| StaleStep { step: taken.step, by: taken.hand.name.clone(), on: taken.on }).collect()
}

async fn stepped(
    cx: &Cx<'_>,
    tx: &mut Tx,
    fresh: u128,
    before: &ApplicationFile,
    wish: &MoveApplication,
) -> Result<ApplicationFile, MoveApplicationError> {
    if before.application.version != wish.version {
        return Err(MoveApplicationError::Stale(since(before, wish.version)));
    }
    let Some(acting) = acting(cx, tx, &before.application).await? else {
        return Err(ApplicationStepError::OtherDesk(Desk::Public).into());
    };
    // Before anything else is looked up: what does not depend on the form.
    before.may(&acting, wish.step.kind())?;
    if leads_on(wish.step.kind()) && has_died(tx, before.application.person_id).await? {
        return Err(MoveApplicationError::Died);
    }
    let now = if wish.step.rests_on_facts() { frozen_again(cx, tx, &before.application).await? } else { None };
    let step = step_of(cx, tx, fresh, before, &acting, wish).await?;
    Ok(before.after(&acting, step, now.as_ref())?)
}

/// Whether a step leads towards a grant: an ended life ends what was asked for it.
const fn leads_on(step: ApplicationMove) -> bool {
    matches!(
        step,
        ApplicationMove::Carry
            | ApplicationMove::Review
            | ApplicationMove::Resubmit
            | ApplicationMove::Post
            | ApplicationMove::Approve
    )
}

/// Whether somebody is known to have died.
pub(crate) async fn has_died(tx: &mut Tx, person_id: PersonId) -> Result<bool, StoreError> {
    Ok(persons::find(tx, person_id).await?.is_some_and(|person| person.died_on.is_some()))
}

async fn step_of(
    cx: &Cx<'_>,
    tx: &mut Tx,
    fresh: u128,
    before: &ApplicationFile,
    acting: &Acting,
    wish: &MoveApplication,
) -> Result<Step, MoveApplicationError> {
    Ok(match wish.step.clone() {
        WishedStep::Review { words, despite } => Step::Review { words, despite },
        WishedStep::Return { words } => Step::Return { words },
        WishedStep::Resubmit { words } => {
            let (frozen, chain) = anew(cx, tx, before).await?;
            Step::Resubmit(Box::new(Resubmission { words, frozen, chain }))
        }
        WishedStep::Post { place, shown_as, shown_why } => {
            let chain = &before.application.chain;
            let calendar = &cx.standards.pack.guarantees().calendar;
            let through = calendar.after(acting.today, chain.notice_working_days);
            Step::Post(Posting {
                notice_id: NoticeId::from_bits(fresh),
                organization_id: range_of(tx, before).await?,
                shown_as,
                shown_why,
                place,
                through: through.ok_or(MoveApplicationError::NoTerm)?,
            })
        }
        WishedStep::TakeDown => Step::TakeDown,
        WishedStep::BreakOff { words } => Step::BreakOff { words },
        WishedStep::Answer { objection_id, finding, words } => Step::Answer { objection_id, finding, words },
        WishedStep::Attach { kind, signed_on, place, archive_no, sha256 } => Step::Attach(Box::new(Document {
            document_id: DocumentId::from_bits(fresh),
            application_id: Some(before.application.application_id),
            meeting_id: None,
            round: before.application.round,
            kind,
            signed_on,
            place,
            archive_no,
            sha256,
            filed_by: acting.hand.clone(),
            recorded_at: cx.now,
        })),
        WishedStep::Decide { verdict, amount, purse, resolution_no, words, despite } => {
            let purse = match purse {
                Some(id) => Some(purse_of_pack(&cx.standards.pack, &id, before)?),
                None => None,
            };
            Step::Decide(Deciding { verdict, amount, purse, resolution_no, words, despite })
        }
        WishedStep::AskReview { words } => Step::AskReview { words },
        WishedStep::Withdraw { words } => Step::Withdraw { words },
    })
}

/// The purse of a code, with whom it serves: whatever of the pack is named, so that it is refused for what it is.
fn purse_of_pack(pack: &Pack, id: &str, before: &ApplicationFile) -> Result<FrozenPurse, ApplicationStepError> {
    let found = pack.manifest().purse(id).map(frozen_purse);
    let kept = || before.application.frozen.purses.iter().find(|purse| purse.id == id).cloned();
    found.or_else(kept).ok_or_else(|| ApplicationStepError::OtherPurse {
        purse: id.to_owned(),
        fits: before.application.frozen.fitting_purses().map(|purse| purse.name.clone()).collect(),
    })
}

/// What the standard and the pack say now, for a submission anew.
async fn anew(cx: &Cx<'_>, tx: &mut Tx, before: &ApplicationFile) -> Result<(Frozen, Chain), MoveApplicationError> {
    let application = &before.application;
    let frozen = frozen_today(cx, tx, application.person_id, &application.measure).await?;
    let frozen = frozen.ok_or(MoveApplicationError::NotAppliedFor)?;
    let amount = frozen.amount.filter(|_| frozen.holds());
    let chain = chain_of(cx.standards.pack.approvals(), &application.measure, amount);
    Ok((frozen, chain.ok_or(MoveApplicationError::NotAppliedFor)?))
}

/// The organisation among which a notice is made public: the branch, the one below the county, or the county.
async fn range_of(tx: &mut Tx, before: &ApplicationFile) -> Result<OrganizationId, StoreError> {
    let own = before.application.organization_id;
    let path = superiors(tx, own).await?;
    let at = match before.application.chain.notice_level {
        Level::Branch => Some(0),
        Level::Township => path.len().checked_sub(2),
        Level::County => path.len().checked_sub(1),
    };
    Ok(at.and_then(|at| path.get(at)).map_or(own, |organization| organization.organization_id))
}

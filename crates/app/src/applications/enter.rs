//! Entering an application: by the member, or by the branch's contact on behalf of somebody, read back to them. What the
//! standard says that day is frozen with it, whatever it says: a named person decides.

use guanai_casework::application::{Application, ApplicationState, Frozen, Verdict, short_code};
use guanai_casework::guarantee::HeardIn;
use guanai_kernel::Date;
use guanai_kernel::civil::add_months;
use guanai_kernel::ids::{ApplicationId, OperationId, OrganizationId, PersonId};
use guanai_kernel::text::squeeze;
use guanai_scheme::{GrantPeriod, Measure};
use guanai_store::audit::{AuditRecord, Subject};
use guanai_store::{StoreError, Tx, applications, audit, households, memberships, organizations, persons};

use super::acting::hand_of;
use super::freeze::{chain_of, freeze, frozen_today};
use crate::actor::{Act, Denied, Domain};
use crate::cx::Cx;
use crate::guarantees::distress;
use crate::operation::{Operation, OperationError};
use crate::people::Sight;
use crate::population::{Population, PopulationError};
use crate::scope::ScopeOf;

/// Letters that words about an application may have.
pub const MOST_LETTERS: usize = 2_000;

/// Months for which what a household was given for an event counts as of the same event, unless another is stated.
pub const MONTHS_OF_AN_EVENT: i32 = 12;

/// An application to be entered.
#[derive(Clone, PartialEq, Eq, serde::Serialize)]
pub struct EnterApplication {
    /// Whose.
    pub person_id: PersonId,
    /// For which measure, as a code of the pack.
    pub measure: String,
    /// Why, in the person's words.
    pub words: String,
    /// What happened anew, where the household was given the same for an event of the last twelve months: whoever decides reads it.
    pub new_event: Option<String>,
    /// The day on which the person applied.
    pub applied_on: Date,
    /// Whether it was read back, where it is entered for somebody else.
    pub was_read_back: bool,
}

guanai_kernel::debug_by_id!(EnterApplication.person_id);

/// Why no application was entered. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum EnterApplicationError {
    /// The role does not hold it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The measure is not applied for, or the pack has none of this code.
    #[error("this measure is not applied for")]
    NotAppliedFor,
    /// Nothing written, or too much.
    #[error("say why, in 1 to {MOST_LETTERS} letters")]
    Words,
    /// A day that has not come.
    #[error("{0} has not come yet")]
    Future(Date),
    /// Entered for somebody else and not read back.
    #[error("what is entered on somebody's behalf is read back to them")]
    NotReadBack,
    /// Nobody there, or outside the scope.
    #[error("there is nobody with this id")]
    NotFound,
    /// The form was sent already with other contents.
    #[error(transparent)]
    Operation(#[from] OperationError),
    /// They have died.
    #[error("the person has died")]
    Died,
    /// They belong to no branch that could appraise it.
    #[error("the person belongs to no branch at present")]
    NoBranch,
    /// One for the same is open, or was approved for the same period.
    #[error("there is an application for this measure already")]
    Already(ApplicationId),
    /// One of the household was given it for an event of the last twelve months, and no other event is stated.
    #[error("the household was given this within {MONTHS_OF_AN_EVENT} months: say what happened since")]
    SameEvent(ApplicationId),
    /// The records do not go with the pack.
    #[error(transparent)]
    Population(#[from] PopulationError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl EnterApplicationError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Denied(_) => "denied",
            Self::NotAppliedFor => "application-not-applied-for",
            Self::Words => "application-words",
            Self::Future(_) => "application-future",
            Self::NotReadBack => "not-read-back",
            Self::NotFound => "person-not-found",
            Self::Operation(error) => error.code(),
            Self::Died => "application-person-died",
            Self::NoBranch => "application-no-branch",
            Self::Already(_) => "application-already",
            Self::SameEvent(_) => "application-same-event",
            Self::Population(_) => "population",
            Self::Store(error) => error.code(),
        }
    }
}

/// A measure that may be applied for, and what the standard says today.
#[derive(Clone)]
pub struct Offered {
    /// The measure, by its place in the pack.
    pub measure: usize,
    /// What the standard says; none where the reasons tell of facts that the role does not see.
    pub frozen: Option<Frozen>,
    /// The answer's code.
    pub answer: &'static str,
    /// The application for it that stands in the way.
    pub already: Option<InTheWay>,
}

/// What a form for an application needs.
#[derive(Clone)]
pub struct EntryForm {
    /// Whose.
    pub person_id: PersonId,
    /// Their name.
    pub name: String,
    /// Where they belong.
    pub organization: String,
    /// The measures that are applied for: those whose conditions hold first.
    pub offered: Vec<Offered>,
}

guanai_kernel::debug_by_id!(EntryForm.person_id);

/// What somebody may apply for. It is a reading of the person.
pub async fn open_entry_form(cx: &mut Cx<'_>, person_id: PersonId) -> Result<EntryForm, EnterApplicationError> {
    cx.authorise(Act::EnterApplication)?;
    let mut tx = cx.db.begin_read().await?;
    let form = form_of(cx, &mut tx, person_id).await;
    tx.rollback().await?;
    let form = form?;
    cx.record_reading(Act::ReadPerson, vec![Subject::Person(person_id)]).await?;
    Ok(form)
}

async fn form_of(cx: &Cx<'_>, tx: &mut Tx, person_id: PersonId) -> Result<EntryForm, EnterApplicationError> {
    let (pack, today, sight) = (&cx.standards.pack, cx.now.day_in_china(), Sight::of(cx.actor.role));
    let (name, organization_id) = applicant(cx, tx, person_id).await?;
    let organization = organizations::find(tx, organization_id).await?.ok_or(EnterApplicationError::NoBranch)?.name;
    let population = Population::load_of(tx, pack, &[person_id], today, cx.now).await?;
    let resident = population.find(person_id).ok_or(EnterApplicationError::NotFound)?;
    let mut offered = Vec::new();
    for (at, measure) in pack.measures().iter().enumerate() {
        if !pack.approvals().is_applied_for(&measure.id) {
            continue;
        }
        let Some(frozen) = freeze(pack, &resident.subject, today, at) else { continue };
        let answer = guanai_scheme::Assessor::new(pack, today).measure(&resident.subject, at).code();
        let already = already(tx, measure, person_id, today).await?;
        let shown = frozen.facts.iter().all(|fact| sight.shows(pack, &fact.name, fact.is_sensitive));
        offered.push(Offered { measure: at, frozen: Some(frozen).filter(|_| shown), answer, already });
    }
    offered.sort_by_key(|one| match one.answer {
        "holds" => 0,
        "undetermined" => 1,
        _ => 2,
    });
    Ok(EntryForm { person_id, name: sight.name(&name), organization, offered })
}

/// Whoever applies: their name, and the branch that will appraise it.
async fn applicant(
    cx: &Cx<'_>,
    tx: &mut Tx,
    person_id: PersonId,
) -> Result<(String, OrganizationId), EnterApplicationError> {
    let scope = ScopeOf::resolve(tx, &cx.actor).await?;
    if !scope.holds_person(tx, person_id).await? {
        return Err(EnterApplicationError::NotFound);
    }
    let person = persons::find(tx, person_id).await?.ok_or(EnterApplicationError::NotFound)?;
    if person.died_on.is_some() {
        return Err(EnterApplicationError::Died);
    }
    let spell = memberships::list_current_of(tx, &[person_id]).await?.pop().ok_or(EnterApplicationError::NoBranch)?;
    Ok((person.name, spell.organization_id))
}

/// An application for the same, by the person or, where the measure is given once to a household, by somebody of it.
async fn already(
    tx: &mut Tx,
    measure: &Measure,
    person_id: PersonId,
    on: Date,
) -> Result<Option<InTheWay>, StoreError> {
    let mut persons = vec![person_id];
    if measure.once_per_household {
        persons.extend(households::list_living_with(tx, person_id).await?);
    }
    standing_in_the_way(tx, measure, &persons, on).await
}

/// An application for a measure that stands in the way of another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InTheWay {
    /// It is open, or was approved for the same period.
    Taken(ApplicationId),
    /// It was approved for an event of the last twelve months, as something that a household is given once: another event must be
    /// stated.
    SameEvent(ApplicationId),
}

/// An application of one of these people for the measure that is open or was approved for the same period; else one that was
/// approved for an event not long ago, where a household is given it once.
pub(crate) async fn standing_in_the_way(
    tx: &mut Tx,
    measure: &Measure,
    persons: &[PersonId],
    on: Date,
) -> Result<Option<InTheWay>, StoreError> {
    let stands = |other: &Application| match other.state {
        ApplicationState::Refused | ApplicationState::Withdrawn => false,
        ApplicationState::Approved => match measure.period {
            Some(GrantPeriod::Year) => other.applied_on.year() == on.year(),
            // What comes anew with each event is applied for anew.
            Some(GrantPeriod::Event) => false,
            Some(GrantPeriod::Month | GrantPeriod::Once) | None => true,
        },
        _ => true,
    };
    let mut others = applications::list_of(tx, persons).await?;
    others.retain(|other| other.measure == measure.id);
    if let Some(taken) = others.iter().find(|other| stands(other)) {
        return Ok(Some(InTheWay::Taken(taken.application_id)));
    }
    if measure.period != Some(GrantPeriod::Event) || !measure.once_per_household {
        return Ok(None);
    }
    for other in others.iter().filter(|other| other.state == ApplicationState::Approved) {
        // No fact tells one event from another: what was decided not long ago is taken to be for the same.
        let Some(file) = applications::find_file(tx, other.application_id).await? else { continue };
        let decided = file.decisions.iter().rev().find(|decision| decision.verdict == Verdict::Approved);
        let until = decided.and_then(|decision| add_months(decision.decided_on, MONTHS_OF_AN_EVENT));
        if until.is_some_and(|until| on < until) {
            return Ok(Some(InTheWay::SameEvent(other.application_id)));
        }
    }
    Ok(None)
}

fn refuse(cx: &Cx<'_>, wish: &EnterApplication) -> Result<(), EnterApplicationError> {
    let pack = &cx.standards.pack;
    if pack.measure_index(&wish.measure).is_none() || !pack.approvals().is_applied_for(&wish.measure) {
        return Err(EnterApplicationError::NotAppliedFor);
    }
    let is_said = |words: &str| !squeeze(words).is_empty() && words.chars().count() <= MOST_LETTERS;
    if !is_said(&wish.words) || wish.new_event.as_deref().is_some_and(|words| !is_said(words)) {
        return Err(EnterApplicationError::Words);
    }
    if wish.applied_on > cx.now.day_in_china() {
        return Err(EnterApplicationError::Future(wish.applied_on));
    }
    if cx.actor.role.domain() != Domain::Own && !wish.was_read_back {
        return Err(EnterApplicationError::NotReadBack);
    }
    Ok(())
}

/// Enters an application; its id. The record names it and its person, and on whose behalf it was entered.
pub async fn enter_application(
    cx: &mut Cx<'_>,
    operation_id: OperationId,
    wish: &EnterApplication,
) -> Result<ApplicationId, EnterApplicationError> {
    cx.authorise(Act::EnterApplication)?;
    refuse(cx, wish)?;
    let operation = &Operation::new(operation_id, Act::EnterApplication, wish)?;
    let is_own = cx.actor.person_id == Some(wish.person_id);
    let mut ids = cx.ids.clone();
    let application_id = ApplicationId::fresh(&mut ids);
    let heard = distress::heard(&cx.standards.pack, &mut ids, [Some(wish.words.as_str()), wish.new_event.as_deref()]);
    let subjects = vec![Subject::Application(application_id), Subject::Person(wish.person_id)];
    let record = cx.audit_record(&mut ids, Act::EnterApplication, subjects, None);
    let record = &AuditRecord { on_behalf_of: (!is_own).then_some(wish.person_id), ..record };
    cx.ids = ids;
    let cx = &*cx;
    let entering = cx.db.write(move |tx: &mut Tx, _| {
        Box::pin(async move {
            // What is outside the scope is not there, whatever was sent before.
            let (_, organization_id) = applicant(cx, tx, wish.person_id).await?;
            if let Some(entered) = operation.earlier(tx, &cx.actor).await? {
                return Ok(entered);
            }
            let application = drawn(cx, tx, application_id, organization_id, wish).await?;
            applications::add_many(tx, &[application]).await?;
            distress::heed(cx, tx, heard, wish.person_id, HeardIn::Application).await?;
            operation.keep(tx, &cx.actor, application_id, cx.now).await?;
            audit::append(tx, record).await?;
            Ok(application_id)
        })
    });
    entering.await
}

async fn drawn(
    cx: &Cx<'_>,
    tx: &mut Tx,
    application_id: ApplicationId,
    organization_id: OrganizationId,
    wish: &EnterApplication,
) -> Result<Application, EnterApplicationError> {
    let pack = &cx.standards.pack;
    let index = pack.measure_index(&wish.measure).ok_or(EnterApplicationError::NotAppliedFor)?;
    let measure = pack.measures().get(index).ok_or(EnterApplicationError::NotAppliedFor)?;
    match already(tx, measure, wish.person_id, wish.applied_on).await? {
        Some(InTheWay::Taken(other)) => return Err(EnterApplicationError::Already(other)),
        Some(InTheWay::SameEvent(other)) if wish.new_event.is_none() => {
            return Err(EnterApplicationError::SameEvent(other));
        }
        Some(InTheWay::SameEvent(_)) | None => {}
    }
    let frozen = frozen_today(cx, tx, wish.person_id, &wish.measure).await?.ok_or(EnterApplicationError::NotFound)?;
    let amount = frozen.amount.filter(|_| frozen.holds());
    let chain = chain_of(pack.approvals(), &wish.measure, amount).ok_or(EnterApplicationError::NotAppliedFor)?;
    Ok(Application {
        application_id,
        code: short_code(application_id.bits()),
        person_id: wish.person_id,
        organization_id,
        measure: wish.measure.clone(),
        words: wish.words.clone(),
        new_event: wish.new_event.clone(),
        applied_on: wish.applied_on,
        entered: hand_of(tx, &cx.actor).await?,
        is_on_behalf: cx.actor.person_id != Some(wish.person_id),
        frozen,
        amount,
        state: chain.begins_in(),
        chain,
        round: 1,
        version: 0,
        recorded_at: cx.now,
    })
}

//! Trainings 培训: a branch writes down what its members were taught, when, for how long and who was there. A second record of one
//! training is refused within the branch, and counts once where another wrote it down too.

use std::collections::{BTreeMap, BTreeSet};

use guanai_casework::training::{MOST_MINUTES, Trainee, Training, title_key};
use guanai_kernel::Date;
use guanai_kernel::ids::{OperationId, OrganizationId, PersonId, TrainingId};
use guanai_kernel::text::{fits, written};
use guanai_registry::PartyOrganization;
use guanai_store::audit::{AuditRecord, Subject};
use guanai_store::{StoreError, Stretch, Tx, audit, memberships, organizations, persons, trainings};

use crate::actor::{Act, Denied};
use crate::cx::Cx;
use crate::names;
use crate::operation::{Operation, OperationError};
use crate::people::Sight;
use crate::scope::{NarrowError, ScopeOf};

/// Letters of a title, a name or a reason.
pub const MOST_LETTERS: usize = 100;
/// Rows of a page.
pub const PAGE: u64 = 20;

/// A training to be written down.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct RecordTraining {
    /// Of which branch those who were there are.
    pub organization_id: OrganizationId,
    /// What it was about.
    pub title: String,
    /// The day.
    pub held_on: Date,
    /// How many minutes it took.
    pub minutes: u32,
    /// Who taught.
    pub teacher: Option<String>,
    /// Who was there.
    pub person_ids: BTreeSet<PersonId>,
}

/// Why a training was not written down, struck out or read. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum TrainingError {
    /// The role does not hold it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// Words are missing or too long.
    #[error("write what it was about and, where it is struck out, why: at most {MOST_LETTERS} letters each")]
    Words,
    /// No minutes, or more than a day holds.
    #[error("a training takes from 1 to {MOST_MINUTES} minutes on one day: write one for each day")]
    Minutes,
    /// A day that has not come.
    #[error("{0} has not come yet: write a training down when it was held")]
    Future(Date),
    /// Nobody was there.
    #[error("tick at least one person who was there")]
    Nobody,
    /// No such organisation or training within the scope.
    #[error("there is no such organisation or training")]
    NotFound,
    /// The form was sent already with other contents.
    #[error(transparent)]
    Operation(#[from] OperationError),
    /// Somebody did not belong to the branch on that day.
    #[error("somebody is ticked who did not belong to the branch on that day")]
    NotOfBranch,
    /// The branch wrote it down already.
    #[error("a training of this title was written down for this day already: one training counts once")]
    Twice,
    /// It was struck out already.
    #[error("this training was struck out already")]
    Struck,
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl TrainingError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Denied(_) => "denied",
            Self::Words => "training-words",
            Self::Minutes => "training-minutes",
            Self::Future(_) => "training-future",
            Self::Nobody => "training-nobody",
            Self::NotFound => "training-not-found",
            Self::Operation(error) => error.code(),
            Self::NotOfBranch => "training-not-of-branch",
            Self::Twice => "training-twice",
            Self::Struck => "training-struck",
            Self::Store(error) => error.code(),
        }
    }
}

impl From<NarrowError> for TrainingError {
    fn from(error: NarrowError) -> Self {
        match error {
            NarrowError::NotFound => Self::NotFound,
            NarrowError::Store(error) => Self::Store(error),
        }
    }
}

/// A training in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedTraining {
    /// The training.
    pub training: Training,
    /// Its branch.
    pub organization: String,
    /// How many were there.
    pub there: u64,
}

/// An organisation's trainings, and the form for one more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrainingsPage {
    /// The organisation.
    pub organization_id: OrganizationId,
    /// Its name.
    pub organization: String,
    /// The trainings of it and all below it, the latest first.
    pub rows: Vec<ListedTraining>,
    /// How many there are on all pages.
    pub total: u64,
    /// Which page, from 1.
    pub page: u64,
    /// Who belongs to it today, by name; empty where nobody does, or the actor writes nothing down here.
    pub people: Vec<(PersonId, String)>,
}

/// One training with who was there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrainingView {
    /// The training.
    pub training: Training,
    /// Its branch.
    pub organization: String,
    /// Who was there, by name.
    pub people: Vec<(PersonId, String)>,
    /// Whether the actor may strike it out.
    pub may_strike: bool,
}

/// Who belongs to a branch on a day and lives, by name.
async fn people_of(
    tx: &mut Tx,
    organization_id: OrganizationId,
    on: Date,
) -> Result<Vec<(PersonId, String)>, StoreError> {
    let spells = memberships::list_on_in(tx, on, organization_id).await?;
    let ids: Vec<PersonId> = spells.iter().map(|spell| spell.person_id).collect();
    let found = persons::list_by_ids(tx, &ids).await?.into_iter();
    let living = found.filter(|person| person.died_on.is_none_or(|died| died > on));
    let mut people: Vec<(PersonId, String)> = living.map(|person| (person.person_id, person.name)).collect();
    people.sort_by(|(a_id, a), (b_id, b)| (a, a_id).cmp(&(b, b_id)));
    Ok(people)
}

async fn place_of(cx: &Cx<'_>, tx: &mut Tx, id: OrganizationId) -> Result<PartyOrganization, TrainingError> {
    let scope = ScopeOf::resolve(tx, &cx.actor).await?;
    let place = organizations::find(tx, id).await?;
    place.filter(|place| scope.holds_organization(place.organization_id)).ok_or(TrainingError::NotFound)
}

/// Lists an organisation's trainings, with the form's people. The record names those.
pub async fn list_trainings(
    cx: &mut Cx<'_>,
    organization_id: OrganizationId,
    page: u64,
) -> Result<TrainingsPage, TrainingError> {
    cx.authorise(Act::ListTrainings)?;
    let mut tx = cx.db.begin_read().await?;
    let listed = listed(cx, &mut tx, organization_id, page).await;
    tx.rollback().await?;
    let listed = listed?;
    let named = listed.people.iter().map(|(id, _)| Subject::Person(*id));
    let subjects = std::iter::once(Subject::Organization(organization_id)).chain(named).collect();
    cx.record_reading(Act::ListTrainings, subjects).await?;
    Ok(listed)
}

async fn listed(cx: &Cx<'_>, tx: &mut Tx, id: OrganizationId, page: u64) -> Result<TrainingsPage, TrainingError> {
    let place = place_of(cx, tx, id).await?;
    let below = ScopeOf::resolve(tx, &cx.actor).await?.narrowed(tx, Some(id)).await?;
    let total = trainings::count_of(tx, below.as_deref()).await?;
    let page = page.clamp(1, total.div_ceil(PAGE).max(1));
    let found = trainings::list(tx, below.as_deref(), Stretch::of_page(page, PAGE)).await?;
    let of: BTreeSet<OrganizationId> = found.iter().map(|(training, _)| training.organization_id).collect();
    let places: BTreeMap<OrganizationId, String> = names::of_places(tx, &Vec::from_iter(of)).await?;
    let rows = found.into_iter().map(|(training, there)| ListedTraining {
        organization: places.get(&training.organization_id).cloned().unwrap_or_default(),
        training,
        there,
    });
    let may_record = cx.authorise(Act::RecordTraining).is_ok();
    let people = if may_record { people_of(tx, id, cx.now.day_in_china()).await? } else { Vec::new() };
    Ok(TrainingsPage { organization_id: id, organization: place.name, rows: rows.collect(), total, page, people })
}

/// Reads one training. The record names who was there.
pub async fn read_training(cx: &mut Cx<'_>, training_id: TrainingId) -> Result<TrainingView, TrainingError> {
    cx.authorise(Act::ListTrainings)?;
    let mut tx = cx.db.begin_read().await?;
    let view = view(cx, &mut tx, training_id).await;
    tx.rollback().await?;
    let view = view?;
    let subjects = view.people.iter().map(|(id, _)| Subject::Person(*id)).collect();
    cx.record_reading(Act::ListTrainings, subjects).await?;
    Ok(view)
}

async fn view(cx: &Cx<'_>, tx: &mut Tx, training_id: TrainingId) -> Result<TrainingView, TrainingError> {
    let mut training = trainings::find(tx, training_id).await?.ok_or(TrainingError::NotFound)?;
    let place = place_of(cx, tx, training.organization_id).await?;
    let trainees = trainings::list_trainees(tx, training_id).await?;
    let ids: Vec<PersonId> = trainees.iter().map(|trainee| trainee.person_id).collect();
    let sight = Sight::of(cx.actor.role);
    let named = names::of_people(tx, &ids).await?.into_iter();
    let mut people: Vec<(PersonId, String)> = named.map(|(id, name)| (id, sight.name(&name))).collect();
    people.sort_by(|(a_id, a), (b_id, b)| (a, a_id).cmp(&(b, b_id)));
    let may_strike = training.struck.is_none() && cx.authorise(Act::RecordTraining).is_ok();
    for hand in [Some(&mut training.recorded), training.struck.as_mut()].into_iter().flatten() {
        names::show_hand(tx, &mut hand.by).await?;
    }
    Ok(TrainingView { training, organization: place.name, people, may_strike })
}

/// Writes a training down; its id. The record names who was there.
pub async fn record_training(
    cx: &mut Cx<'_>,
    operation_id: OperationId,
    wish: &RecordTraining,
) -> Result<TrainingId, TrainingError> {
    cx.authorise(Act::RecordTraining)?;
    let title = written(&wish.title);
    let teacher = wish.teacher.as_deref().map(written).filter(|teacher| !teacher.is_empty());
    if !fits(&title, MOST_LETTERS)
        || title_key(&title).is_empty()
        || teacher.as_ref().is_some_and(|teacher| !fits(teacher, MOST_LETTERS))
    {
        return Err(TrainingError::Words);
    }
    if !(1..=MOST_MINUTES).contains(&wish.minutes) {
        return Err(TrainingError::Minutes);
    }
    if wish.held_on > cx.now.day_in_china() {
        return Err(TrainingError::Future(wish.held_on));
    }
    if wish.person_ids.is_empty() {
        return Err(TrainingError::Nobody);
    }
    let operation = &Operation::new(operation_id, Act::RecordTraining, wish)?;
    let mut ids = cx.ids.clone();
    let training = &Training {
        training_id: TrainingId::fresh(&mut ids),
        organization_id: wish.organization_id,
        title,
        held_on: wish.held_on,
        minutes: wish.minutes,
        teacher,
        recorded: cx.hand(),
        struck: None,
        why: None,
    };
    let trainee = |id: &PersonId| Trainee { training_id: training.training_id, person_id: *id, recorded_at: cx.now };
    let trainees: &Vec<Trainee> = &wish.person_ids.iter().map(trainee).collect();
    let record = &cx.audit_record(&mut ids, Act::RecordTraining, Vec::new(), None);
    cx.ids = ids;
    let cx = &*cx;
    let recording = cx.db.write(move |tx: &mut Tx, _| {
        Box::pin(async move {
            place_of(cx, tx, wish.organization_id).await?;
            if let Some(done) = operation.earlier(tx, &cx.actor).await? {
                return Ok(done);
            }
            let people = people_of(tx, wish.organization_id, wish.held_on).await?;
            let of_branch = |id: &PersonId| people.iter().any(|(person_id, _)| person_id == id);
            if !wish.person_ids.iter().all(of_branch) {
                return Err(TrainingError::NotOfBranch);
            }
            let key = training.title_key();
            if trainings::find_same(tx, wish.organization_id, wish.held_on, &key).await?.is_some() {
                return Err(TrainingError::Twice);
            }
            trainings::add(tx, training, trainees).await?;
            operation.keep(tx, &cx.actor, training.training_id, cx.now).await?;
            let named = wish.person_ids.iter().copied().map(Subject::Person);
            let subjects = std::iter::once(Subject::Organization(wish.organization_id)).chain(named).collect();
            audit::append(tx, &AuditRecord { subjects, ..record.clone() }).await?;
            Ok(training.training_id)
        })
    });
    recording.await
}

/// Strikes a training out that was written down by mistake: it counts no more, and stays readable with why.
pub async fn strike_training(
    cx: &mut Cx<'_>,
    operation_id: OperationId,
    training_id: TrainingId,
    why: &str,
) -> Result<TrainingId, TrainingError> {
    cx.authorise(Act::RecordTraining)?;
    let why = &written(why);
    if !fits(why, MOST_LETTERS) {
        return Err(TrainingError::Words);
    }
    let operation = &Operation::new(operation_id, Act::RecordTraining, &(training_id, why))?;
    let mut ids = cx.ids.clone();
    let record = &cx.audit_record(&mut ids, Act::RecordTraining, Vec::new(), None);
    cx.ids = ids;
    let cx = &*cx;
    let striking = cx.db.write(move |tx: &mut Tx, _| {
        Box::pin(async move {
            let before = trainings::find(tx, training_id).await?.ok_or(TrainingError::NotFound)?;
            place_of(cx, tx, before.organization_id).await?;
            if let Some(done) = operation.earlier(tx, &cx.actor).await? {
                return Ok(done);
            }
            if before.struck.is_some() {
                return Err(TrainingError::Struck);
            }
            let after = before.struck(cx.hand(), why.clone());
            trainings::amend(tx, &before, &after, cx.now).await?;
            operation.keep(tx, &cx.actor, training_id, cx.now).await?;
            let subjects = vec![Subject::Organization(before.organization_id)];
            audit::append(tx, &AuditRecord { subjects, ..record.clone() }).await?;
            Ok(training_id)
        })
    });
    striking.await
}

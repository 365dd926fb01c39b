//! What a record of a visit must be, as far as it says itself: checked before anything is read.

use guanai_casework::{PlanError, RecheckError, VisitAct, Visitor};
use guanai_kernel::FactRole;
use guanai_kernel::civil::Date;
use guanai_kernel::money::Money;
use guanai_kernel::text::squeeze;
use guanai_kernel::{Moment, ids::PersonId};
use guanai_registry::FactValue;
use guanai_scheme::{Fact, Pack, Provenance, SubjectBuilder, Type};
use guanai_store::StoreError;

use super::record::RecordVisit;
use crate::actor::Denied;
use crate::needs::RaiseNeedError;
use crate::operation::OperationError;
use crate::plans::TickError;
use crate::population::PopulationError;

/// Letters that a text of a visit may have.
const MOST_LETTERS: usize = 2_000;
/// Facts that a visit does not state: the register does.
const STATED_ELSEWHERE: &[&str] = &["person.", "organization.", "need."];
/// Nor these, which a decision states.
const DECIDED: [FactRole; 2] = [FactRole::Hardship, FactRole::HardshipDegree];

/// A promise that was made.
#[derive(Clone, PartialEq, Eq, serde::Serialize)]
pub struct PromiseMade {
    /// In words.
    pub words: String,
    /// By when.
    pub due_on: Option<Date>,
}

/// A fact that was found, as it was typed.
#[derive(Clone, PartialEq, Eq, serde::Serialize)]
pub struct FoundFact {
    /// Its name in the pack.
    pub name: String,
    /// A code of the pack, a count, an amount in yuan, a day, or `true` and `false`.
    pub text: String,
}

/// Why a task of a plan is not done by a visit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TaskError {
    /// It waits for nobody of the household.
    #[error("no such task waits in this household")]
    NotWaiting,
    /// It cannot be done on that day.
    #[error(transparent)]
    Plan(#[from] PlanError),
}

impl From<TickError> for RecordVisitError {
    fn from(error: TickError) -> Self {
        match error {
            TickError::NoSuchTask => Self::Task(TaskError::NotWaiting),
            TickError::Plan(error) => Self::Task(TaskError::Plan(error)),
            TickError::Store(error) => Self::Store(error),
        }
    }
}

/// Why no visit was recorded. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum RecordVisitError {
    /// The role does not hold it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// Without an occasion, or with one that the pack does not have.
    #[error("a visit has an occasion, and the standards know which there are")]
    NoOccasion,
    /// A day that has not come, or a minute of today that has not.
    #[error("{made_on} has not come yet: a visit is recorded after it was made")]
    InTheFuture {
        /// The day that was typed.
        made_on: Date,
    },
    /// More letters than are kept.
    #[error("a text is longer than {MOST_LETTERS} letters: shorten it")]
    TooLong,
    /// A gift with an act that has none.
    #[error("a gift belongs to 走访慰问: choose that act, or leave the gift out")]
    GiftWithoutAct,
    /// A gift of nothing, or of less.
    #[error("a gift has a worth above nothing, or says what the goods are")]
    GiftOfNothing,
    /// A gift that neither a rule nor what befell the person speaks for, without a reason in words (R24).
    #[error("the standards have no gift for this occasion: write down the reason for it")]
    GiftWithoutReason,
    /// A promise without words, or for a day before the visit.
    #[error("a promise says what was promised, for a day that is not before the visit")]
    PromiseWrong,
    /// Nobody knows who visited: the account belongs to nobody in the register and has no name.
    #[error("say who visited")]
    NoVisitor,
    /// Somebody who visits themselves.
    #[error("nobody visits themselves: say who came")]
    OwnVisit,
    /// A fact that the pack does not have, or that no visit states.
    #[error("{name} is no fact that a visit states")]
    NoFact {
        /// Its name.
        name: String,
    },
    /// A value that the fact may not have.
    #[error("{name} cannot have this value")]
    FactValue {
        /// Its name.
        name: String,
    },
    /// A need that could not be raised.
    #[error("a need that was found: {0}")]
    Need(RaiseNeedError),
    /// Nobody there, or outside the scope.
    #[error("there is nobody with this id")]
    NotFound,
    /// The form was sent already with other contents.
    #[error(transparent)]
    Operation(#[from] OperationError),
    /// The person had died by that day.
    #[error("the person died on {died_on}: record a condolence of the family, or the day before")]
    Died {
        /// The day of death.
        died_on: Date,
    },
    /// A condolence where nobody has died.
    #[error("a condolence of the family is recorded after a death")]
    NobodyDied,
    /// The visitor, or somebody who was also seen, is not there or outside the scope.
    #[error("there is nobody with the id of a visitor or of somebody who was seen")]
    OtherNotFound,
    /// A task of a plan that does not wait in the household, or cannot be done on that day.
    #[error("a task that was ticked: {0}")]
    Task(TaskError),
    /// They do not wait on the recheck for which the visit was to answer.
    #[error(transparent)]
    Recheck(#[from] RecheckError),
    /// The records do not go with the pack.
    #[error(transparent)]
    Population(#[from] PopulationError),
    /// It lies in a post of theirs that is over, and says more than a visit.
    #[error(
        "this visit lies in a post that you no longer hold: it waits for your successor, and holds no needs, facts, tasks, promises or notes"
    )]
    LateRecord,
    /// It lies in a post of theirs that ended too long ago.
    #[error(
        "this visit lies in a post that you no longer hold, and the {} days for writing it down are over",
        guanai_casework::handover::LATE_RECORD_DAYS
    )]
    TooLate,
    /// The record that is corrected was struck out already, or is for others to correct.
    #[error("the record was struck out, or is not yours to correct")]
    NotCorrectable,
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl RecordVisitError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Denied(_) => "denied",
            Self::NoOccasion => "visit-no-occasion",
            Self::InTheFuture { .. } => "visit-in-the-future",
            Self::TooLong => "visit-too-long",
            Self::GiftWithoutAct => "visit-gift-without-act",
            Self::GiftOfNothing => "visit-gift-of-nothing",
            Self::GiftWithoutReason => "visit-gift-without-reason",
            Self::PromiseWrong => "visit-promise-wrong",
            Self::NoVisitor => "visit-no-visitor",
            Self::OwnVisit => "visit-own",
            Self::NoFact { .. } => "visit-no-fact",
            Self::FactValue { .. } => "visit-fact-value",
            Self::Need(error) => error.code(),
            Self::NotFound => "person-not-found",
            Self::Operation(error) => error.code(),
            Self::Died { .. } => "visit-person-died",
            Self::NobodyDied => "visit-nobody-died",
            Self::OtherNotFound => "visit-other-not-found",
            Self::Task(_) => "visit-task",
            Self::Recheck(error) => error.code(),
            Self::Population(_) => "population",
            Self::LateRecord => "visit-late-record",
            Self::TooLate => "visit-too-late",
            Self::NotCorrectable => "visit-not-correctable",
            Self::Store(error) => error.code(),
        }
    }
}

/// Refuses what a record may not be by itself.
pub(crate) fn refuse(pack: &Pack, wish: &RecordVisit, now: Moment) -> Result<(), RecordVisitError> {
    if wish.occasions.is_empty() || wish.occasions.iter().any(|code| pack.visit_occasion(code).is_none()) {
        return Err(RecordVisitError::NoOccasion);
    }
    let today = now.day_in_china();
    let minute_now = now.as_micros().saturating_sub(Moment::at_dawn_in_china(today).as_micros()).div_euclid(60_000_000);
    let minute = wish.begun_minute.map(i64::from);
    let later_today = wish.made_on == today && minute.is_some_and(|minute| minute > minute_now);
    if wish.made_on > today || later_today || minute.is_some_and(|minute| minute > 1439) {
        return Err(RecordVisitError::InTheFuture { made_on: wish.made_on });
    }
    let promised = wish.promise.as_ref().map(|promise| promise.words.as_str());
    let texts =
        [wish.reason.as_deref(), wish.found.as_deref(), wish.note.as_deref(), wish.companions.as_deref(), promised];
    if texts.into_iter().flatten().any(|text| text.chars().count() > MOST_LETTERS) {
        return Err(RecordVisitError::TooLong);
    }
    if let Some(gift) = &wish.gift {
        if wish.act != VisitAct::VisitWithGift {
            return Err(RecordVisitError::GiftWithoutAct);
        }
        let is_something =
            gift.worth.is_some() || gift.goods.as_deref().is_some_and(|goods| !squeeze(goods).is_empty());
        if !is_something || gift.worth.is_some_and(|worth| worth <= Money::from_fen(0)) {
            return Err(RecordVisitError::GiftOfNothing);
        }
        let has_reason = wish.reason.as_deref().is_some_and(|reason| !squeeze(reason).is_empty());
        if !has_reason && !wish.occasions.iter().any(|code| pack.gives_at(code)) {
            return Err(RecordVisitError::GiftWithoutReason);
        }
    }
    if let Some(promise) = &wish.promise
        && (squeeze(&promise.words).is_empty() || promise.due_on.is_some_and(|due| due < wish.made_on))
    {
        return Err(RecordVisitError::PromiseWrong);
    }
    Ok(())
}

/// Refuses a visitor that nobody knows, or who is the visited.
pub(super) fn check_visitor(visitor: &Visitor, visited: PersonId) -> Result<(), RecordVisitError> {
    match visitor {
        Visitor::Named(name) if squeeze(name).is_empty() => Err(RecordVisitError::NoVisitor),
        Visitor::Person(id) if *id == visited => Err(RecordVisitError::OwnVisit),
        Visitor::Named(_) | Visitor::Person(_) => Ok(()),
    }
}

/// The facts as the register keeps them, each with whether it is sensitive.
pub(super) fn read_facts(pack: &Pack, found: &[FoundFact]) -> Result<Vec<(String, FactValue, bool)>, RecordVisitError> {
    found.iter().map(|fact| read_fact(pack, fact)).collect()
}

fn is_stated_elsewhere(pack: &Pack, fact: &str) -> bool {
    STATED_ELSEWHERE.iter().any(|elsewhere| fact.starts_with(elsewhere))
        || DECIDED.iter().any(|role| pack.fact_of(*role) == Some(fact))
}

/// The facts of the pack that a visit may state, in the order of the pack: not those that the register or a decision states,
/// nor how somebody conducts themselves, which nobody writes down at a visit.
pub fn facts_of_a_visit(pack: &Pack) -> impl Iterator<Item = &Fact> {
    let at_a_visit = |fact: &&Fact| {
        !is_stated_elsewhere(pack, &fact.name) && !fact.conduct && !matches!(fact.value_type, Type::List(_))
    };
    pack.facts().iter().filter(at_a_visit)
}

fn read_fact(pack: &Pack, found: &FoundFact) -> Result<(String, FactValue, bool), RecordVisitError> {
    let name = found.name.clone();
    let slot = pack.slot(&name).filter(|_| !is_stated_elsewhere(pack, &name));
    let slot = slot.ok_or_else(|| RecordVisitError::NoFact { name: name.clone() })?;
    let fact = pack.fact(slot);
    let text = found.text.trim();
    let wrong = || RecordVisitError::FactValue { name: name.clone() };
    let code = || pack.fact_value_code(&name, text).map_or_else(|| text.to_owned(), str::to_owned);
    let value = match fact.value_type {
        Type::Bool => FactValue::Bool(text.parse().map_err(|_| wrong())?),
        Type::Int => FactValue::Int(text.parse().map_err(|_| wrong())?),
        Type::Money => FactValue::Money(Money::parse_yuan(text).map_err(|_| wrong())?),
        Type::Date => FactValue::Date(text.parse().map_err(|_| wrong())?),
        Type::Text => FactValue::Text(code()),
        Type::List(_) => return Err(RecordVisitError::NoFact { name }),
    };
    // The closed list and the type are the builder's to judge: the same that reads the fact later.
    let mut builder = SubjectBuilder::new(pack);
    let from = Provenance::new("", None);
    let set = match &value {
        FactValue::Bool(v) => builder.set(slot, *v, from),
        FactValue::Int(v) => builder.set(slot, *v, from),
        FactValue::Text(v) => builder.set(slot, v.as_str(), from),
        FactValue::Date(v) => builder.set(slot, *v, from),
        FactValue::Money(v) => builder.set(slot, *v, from),
        FactValue::List(_) | FactValue::Withdrawn => return Err(wrong()),
    };
    set.map_err(|_| wrong())?;
    Ok((name, value, fact.sensitive))
}

//! Why one measure's answer is what it is for one person: the reasons with their sources, when it changes by itself, what
//! would settle it, and what is never looked at. Whoever does not see a fact sees no reason that tells of it.

use std::collections::BTreeSet;

use guanai_casework::pause::{Pause, PauseState};
use guanai_kernel::Date;
use guanai_kernel::codes::IdentityNumber;
use guanai_kernel::ids::{OrganizationId, PersonId};
use guanai_scheme::{
    Answer, Asked, Assessor, Beside, Explanation, Lang, Measure, Pack, Slot, Subject as Assessed, Turning, Weighing,
    beside, explain, missing, next_turn, turning, unused, weigh,
};
use guanai_store::audit::Subject;
use guanai_store::{StoreError, Tx, facts, households, pauses, persons};

use super::file::path_to;
use super::sight::{Sight, ToldAnswer};
use crate::actor::{Act, Denied};
use crate::applications::standing_in_the_way;
use crate::cx::Cx;
use crate::population::{Population, PopulationError};
use crate::scope::ScopeOf;

/// How many months ahead a change is looked for.
pub const MONTHS_AHEAD: u32 = 36;

/// How somebody is named who asks about a person.
#[derive(Clone, PartialEq, Eq)]
pub enum PersonNamed {
    /// By their id.
    Id(PersonId),
    /// By their identity number.
    Number(IdentityNumber),
}

impl PersonNamed {
    /// What was typed: an id or an identity number; none where it is neither. Nobody is born after `on`.
    pub fn read(typed: &str, on: Date) -> Option<Self> {
        let number = || IdentityNumber::read(typed, on).ok().map(|read| Self::Number(read.number));
        typed.parse().map(Self::Id).ok().or_else(number)
    }
}

impl std::fmt::Debug for PersonNamed {
    /// The number is not shown.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Id(id) => write!(f, "Id({id})"),
            Self::Number(_) => f.write_str("Number(…)"),
        }
    }
}

/// Which answer, and for which day.
#[derive(Debug, Clone)]
pub struct ExplainMeasure<'a> {
    /// Whose.
    pub person: PersonNamed,
    /// The measure's id in the pack.
    pub measure: &'a str,
    /// The day for which the standards answer.
    pub as_of: Date,
    /// The language of the reasons.
    pub lang: Lang,
}

/// Why nothing is explained. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum ExplainMeasureError {
    /// The role does not hold it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The pack has no such measure.
    #[error("the standards have no measure {0}")]
    NoMeasure(String),
    /// Nobody there, or outside the scope: the two cannot be told apart.
    #[error("there is nobody with this id")]
    NotFound,
    /// The records do not go with the pack.
    #[error(transparent)]
    Population(#[from] PopulationError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl ExplainMeasureError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Denied(_) => "denied",
            Self::NoMeasure(_) => "measure-not-found",
            Self::NotFound => "person-not-found",
            Self::Population(_) => "population",
            Self::Store(error) => error.code(),
        }
    }
}

/// When the answer comes to something else though no fact changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ahead {
    /// Not within [`MONTHS_AHEAD`] months.
    Same,
    /// On this day.
    Changes {
        /// The first day.
        on: Date,
        /// The answer from then on.
        answer: Answer,
        /// Why.
        why: Box<Explanation>,
    },
    /// The reasons rest on facts that the role does not see, now or then.
    Withheld,
}

/// An answer with all that there is to say of it.
#[derive(Clone)]
pub struct MeasureExplained {
    /// Whose.
    pub person_id: PersonId,
    /// The name, masked for who may not read it.
    pub name: String,
    /// The organisations from the top of the actor's scope down to the person's own.
    pub path: Vec<(OrganizationId, String)>,
    /// The measure, by its place in the pack.
    pub measure: usize,
    /// The answer, and why.
    pub told: ToldAnswer,
    /// Its conditions and tiers one by one; empty where the reasons are withheld.
    pub weighing: Weighing,
    /// What its amount is set against: another benefit, a cap, a floor, the household.
    pub against: Option<Beside>,
    /// Whether somebody of the household has it already, or has asked for it, where a household is given it once.
    pub household_has_it: bool,
    /// Facts of the reasons that somebody verified, by their names in the pack.
    pub verified: BTreeSet<String>,
    /// When it changes by itself.
    pub ahead: Ahead,
    /// What would settle an open answer, and whom to ask; what may settle it alone first.
    pub missing: Vec<Asked>,
    /// What would change a settled answer; what the role does not see is left out of it.
    pub turning: Turning,
    /// Facts that are never looked at.
    pub unused: Vec<Slot>,
    /// A pause that waits to be confirmed, or that holds today or later; nobody's where the role does not read them.
    pub pause: Option<Pause>,
    /// Whether the actor may say that it rests.
    pub may_pause: bool,
}

guanai_kernel::debug_by_id!(MeasureExplained.person_id);

/// Explains one answer. The record names the person.
pub async fn explain_measure(
    cx: &mut Cx<'_>,
    ask: ExplainMeasure<'_>,
) -> Result<MeasureExplained, ExplainMeasureError> {
    cx.authorise(Act::ReadPerson)?;
    let Some(measure) = cx.standards.pack.measure_index(ask.measure) else {
        return Err(ExplainMeasureError::NoMeasure(ask.measure.to_owned()));
    };
    let mut tx = cx.db.begin_read().await?;
    let explained = load(cx, &mut tx, ask, measure).await;
    tx.rollback().await?;
    let explained = explained?;
    cx.record_reading(Act::ReadPerson, vec![Subject::Person(explained.person_id)]).await?;
    Ok(explained)
}

async fn load(
    cx: &Cx<'_>,
    tx: &mut Tx,
    ask: ExplainMeasure<'_>,
    measure: usize,
) -> Result<MeasureExplained, ExplainMeasureError> {
    let (pack, sight) = (&cx.standards.pack, Sight::of(cx.actor.role));
    let scope = ScopeOf::resolve(tx, &cx.actor).await?;
    let person_id = match &ask.person {
        PersonNamed::Id(person_id) => *person_id,
        PersonNamed::Number(number) => {
            persons::find_by_identity(tx, number).await?.ok_or(ExplainMeasureError::NotFound)?.person_id
        }
    };
    if !scope.holds_person(tx, person_id).await? {
        return Err(ExplainMeasureError::NotFound);
    }
    let population = Population::load_of(tx, pack, &[person_id], ask.as_of, cx.now).await?;
    let resident = population.find(person_id).ok_or(ExplainMeasureError::NotFound)?;
    let answer = Assessor::new(pack, ask.as_of).measure(&resident.subject, measure);
    let told = sight.answer(pack, answer, explain(pack, &resident.subject, ask.as_of, measure, ask.lang));
    // The conditions are weighed as they are by themselves: a pause ends.
    let subject = &resident.subject.without_pauses();
    let shown = |why| sight.reasons(pack, why);
    let (weighing, against) = panel(sight, pack, (subject, ask.as_of), measure, ask.lang, told.why.is_some());
    let ahead = match (&told.why, next_turn(pack, &resident.subject, ask.as_of, measure, MONTHS_AHEAD)) {
        (None, _) => Ahead::Withheld,
        (Some(_), None) => Ahead::Same,
        (Some(_), Some(turn)) => match shown(explain(pack, subject, turn.on, measure, ask.lang)) {
            Some(why) => Ahead::Changes { on: turn.on, answer: turn.answer, why: Box::new(why) },
            None => Ahead::Withheld,
        },
    };
    let mut missing = missing(pack, subject, ask.as_of, measure);
    for asked in &mut missing {
        // What a fact would have to be tells what the others are.
        if told.why.is_none() {
            asked.alone.clear();
        }
    }
    let turning = match &told.why {
        Some(_) => seen(sight, pack, turning(pack, subject, ask.as_of, measure)),
        None => Turning::default(),
    };
    let pause = pause_of(tx, person_id, &pack.measures()[measure], ask.as_of).await?;
    let recorded = facts::list_on_of(tx, ask.as_of, cx.now, &[person_id]).await?;
    let verified = recorded.into_iter().filter(|fact| fact.verified).map(|fact| fact.name).collect();
    let path = match &resident.membership {
        Some(membership) => path_to(tx, &scope, membership.organization_id).await?,
        None => Vec::new(),
    };
    Ok(MeasureExplained {
        person_id,
        name: sight.name(&resident.person.name),
        path,
        measure,
        told,
        weighing,
        against,
        household_has_it: household_has(tx, &pack.measures()[measure], person_id, ask.as_of).await?,
        verified,
        ahead,
        missing,
        turning,
        unused: unused(pack, measure),
        may_pause: pause.is_none() && cx.authorise(Act::EnterPause).is_ok() && resident.person.died_on.is_none(),
        pause: pause.filter(|_| cx.authorise(Act::ReadPauses).is_ok()),
    })
}

/// A pause of the measure that waits or is not over.
async fn pause_of(
    tx: &mut Tx,
    person_id: PersonId,
    measure: &Measure,
    as_of: Date,
) -> Result<Option<Pause>, StoreError> {
    let all = pauses::list_of(tx, &[person_id]).await?;
    Ok(all.into_iter().find(|pause| {
        let is_open = pause.state == PauseState::Proposed || pause.rests().is_some_and(|(_, until)| as_of < until);
        pause.measure == measure.id && is_open
    }))
}

/// What stands beside the reasons; nothing where they are withheld.
fn panel(
    sight: Sight,
    pack: &Pack,
    (subject, as_of): (&Assessed, Date),
    measure: usize,
    lang: Lang,
    is_told: bool,
) -> (Weighing, Option<Beside>) {
    if !is_told {
        return (Weighing::default(), None);
    }
    let weighing = sight.weighing(pack, weigh(pack, subject, as_of, measure, lang));
    (weighing, beside(pack, subject, as_of, measure, lang).and_then(|beside| sight.beside(pack, beside)))
}

/// Whether others of the household were given what a household is given once, or have asked for it.
async fn household_has(tx: &mut Tx, measure: &Measure, person_id: PersonId, on: Date) -> Result<bool, StoreError> {
    if !measure.once_per_household {
        return Ok(false);
    }
    let others = households::list_living_with(tx, person_id).await?;
    Ok(standing_in_the_way(tx, measure, &others, on).await?.is_some())
}

/// What the role sees of it: a range would tell a value that is kept from it.
fn seen(sight: Sight, pack: &Pack, mut turning: Turning) -> Turning {
    let shows = |slot: Slot| sight.shows(pack, &pack.fact(slot).name, pack.fact(slot).sensitive);
    let all = turning.sets.len();
    turning.sets.retain(|set| set.iter().all(|turned| shows(turned.slot)));
    turning.left.retain(|(slot, _)| shows(*slot));
    turning.is_whole &= turning.sets.len() == all;
    turning
}

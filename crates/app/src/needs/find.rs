//! Needs that the standards find: somebody is in hardship, a measure holds or may hold, and nobody ever applied. They are raised
//! in the voice of a rule, for somebody to ask the person.
//!
//! Only somebody who presses for it raises them. A keeper at night would, on the day a county's books come in, begin thousands of
//! terms that nobody has the hands for; whoever runs it sees first how many they are, and may begin with one measure.
//!
//! Of one person one need waits at a time, and each measure is raised once: what the person took back does not come again.

use std::collections::{BTreeMap, BTreeSet};

use guanai_casework::{CategoryChoice, Need, NeedState, Progress, Urgency, Voice};
use guanai_kernel::ids::{NeedId, OperationId, PersonId};
use guanai_scheme::{Lang, Pack};
use guanai_store::audit::Subject;
use guanai_store::{StoreError, Tx, audit, needs};

use super::raise::due_on;
use crate::actor::{Act, Denied};
use crate::cx::Cx;
use crate::operation::{Operation, OperationError};
use crate::population::{Population, PopulationError, Resident};
use crate::reach::{GapFinder, Gaps};
use crate::scope::ScopeOf;
use crate::standing::{PersonStanding, Standing};

/// How many needs a measure would raise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FoundByMeasure {
    /// Its place in the pack.
    pub measure: usize,
    /// For how many it holds.
    pub holds: u64,
    /// For how many it may hold once a fact is known.
    pub may_hold: u64,
}

/// Why nothing was raised. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum FindNeedsError {
    /// The role does not hold it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// Nothing was chosen.
    #[error("choose at least one measure")]
    NoMeasure,
    /// The pack has no such measure.
    #[error("the standards have no such measure")]
    UnknownMeasure,
    /// The form was sent already with other contents.
    #[error(transparent)]
    Operation(#[from] OperationError),
    /// The records do not go with the pack.
    #[error(transparent)]
    Population(#[from] PopulationError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl FindNeedsError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Denied(_) => "denied",
            Self::NoMeasure => "needs-find-nothing",
            Self::UnknownMeasure => "measure-not-found",
            Self::Operation(error) => error.code(),
            Self::Population(_) => "population",
            Self::Store(error) => error.code(),
        }
    }
}

/// How many needs a run would raise within the actor's scope, by measure, in the order of the pack. Nobody is named.
pub async fn foresee_found_needs(cx: &mut Cx<'_>, standing: &Standing) -> Result<Vec<FoundByMeasure>, FindNeedsError> {
    cx.authorise(Act::FindNeeds)?;
    let mut tx = cx.db.begin_read().await?;
    let found = find(cx, &mut tx, standing, None).await;
    tx.rollback().await?;
    let mut by_measure: BTreeMap<usize, FoundByMeasure> = BTreeMap::new();
    for found in found? {
        let measure = found.measure;
        let counted = by_measure.entry(measure).or_insert(FoundByMeasure { measure, holds: 0, may_hold: 0 });
        if found.gap == Gaps::NEVER_APPLIED {
            counted.holds += 1;
        } else {
            counted.may_hold += 1;
        }
    }
    cx.record_reading(Act::ReadReach, Vec::new()).await?;
    Ok(by_measure.into_values().collect())
}

/// Raises what the standards find of some measures, by their ids, within the actor's scope. The record names everybody. The reply
/// is the form's own id: how many were raised is read off the needs that wait.
pub async fn raise_found_needs(
    cx: &mut Cx<'_>,
    operation_id: OperationId,
    standing: &Standing,
    measures: &[String],
) -> Result<OperationId, FindNeedsError> {
    cx.authorise(Act::FindNeeds)?;
    if measures.is_empty() {
        return Err(FindNeedsError::NoMeasure);
    }
    let chosen: Option<BTreeSet<usize>> = measures.iter().map(|id| cx.standards.pack.measure_index(id)).collect();
    let chosen = chosen.ok_or(FindNeedsError::UnknownMeasure)?;
    let operation = &Operation::new(operation_id, Act::FindNeeds, &measures)?;
    let mut ids = cx.ids.clone();
    let record = cx.audit_record(&mut ids, Act::FindNeeds, Vec::new(), None);
    let start = ids.clone();
    let (seen, record, chosen, start) = (&*cx, &record, &chosen, &start);
    let raising = seen.db.write(move |tx: &mut Tx, _| {
        Box::pin(async move {
            if let Some(done) = operation.earlier::<OperationId>(tx, &seen.actor).await? {
                return Ok::<_, FindNeedsError>((done, None));
            }
            // What is written twice by a transaction that is run again has the same ids.
            let mut ids = start.clone();
            let found = find(seen, tx, standing, Some(chosen)).await?;
            let raised: Vec<Need> = found.iter().map(|found| found.drawn(seen, &mut ids)).collect();
            needs::add_many(tx, &raised).await?;
            let subjects: BTreeSet<Subject> =
                raised.iter().flat_map(|need| [Subject::Need(need.need_id), Subject::Person(need.person_id)]).collect();
            let record = audit::AuditRecord { subjects: subjects.into_iter().collect(), ..record.clone() };
            operation.keep(tx, &seen.actor, operation_id, seen.now).await?;
            audit::append(tx, &record).await?;
            Ok((operation_id, Some(ids)))
        })
    });
    let (done, used) = raising.await?;
    cx.ids = used.unwrap_or(ids);
    Ok(done)
}

/// A measure for which somebody in hardship never applied.
struct Found {
    person_id: PersonId,
    measure: usize,
    gap: Gaps,
}

/// One of each person whom the standards find, the most certain first, of the measures that are chosen (none is every one).
async fn find(
    cx: &Cx<'_>,
    tx: &mut Tx,
    standing: &Standing,
    chosen: Option<&BTreeSet<usize>>,
) -> Result<Vec<Found>, FindNeedsError> {
    let scope = ScopeOf::resolve(tx, &cx.actor).await?;
    let is_within = |organization_id| scope.organizations().is_none_or(|within| within.contains(&organization_id));
    let is_missed = |person: &PersonStanding| {
        person.gaps.has(Gaps::IN_HARDSHIP) && (person.gaps.has(Gaps::NEVER_APPLIED) || person.gaps.has(Gaps::LIKELY))
    };
    let missed =
        standing.people.iter().filter(|(_, person)| is_missed(person) && person.organization_id.is_some_and(is_within));
    let ids: Vec<PersonId> = missed.map(|(person_id, _)| *person_id).collect();
    let pack = &cx.standards.pack;
    let population = Population::load_of(tx, pack, &ids, standing.as_of, cx.now).await?;
    let finder = GapFinder::load(tx, pack, &ids, standing.as_of).await?;
    let mut known: BTreeMap<PersonId, Vec<Need>> = BTreeMap::new();
    for need in needs::list_of_many(tx, &ids).await? {
        known.entry(need.person_id).or_default().push(need);
    }
    // The standing may be a second old: whoever moved or died since stands in the records, and on no list.
    let is_there = |resident: &&Resident| {
        resident.person.died_on.is_none()
            && resident.membership.as_ref().is_some_and(|membership| is_within(membership.organization_id))
    };
    let found = population.residents.iter().filter(is_there).filter_map(|resident| {
        let person_id = resident.person.person_id;
        let known = known.get(&person_id).map_or(&[][..], Vec::as_slice);
        if known.iter().any(|need| need.voice == Some(Voice::Rule) && !need.state.is_ended()) {
            return None;
        }
        let classes = &standing.people.get(&person_id)?.classes;
        let (_, open) = finder.open_of(&resident.subject, standing.as_of, person_id, classes);
        let (measure, gap) = open.into_iter().find(|(measure, _)| {
            chosen.is_none_or(|chosen| chosen.contains(measure)) && !is_known(pack, known, *measure)
        })?;
        Some(Found { person_id, measure, gap })
    });
    Ok(found.collect())
}

/// Whether a measure was raised for a person before, or somebody sees to a need of its kind already.
fn is_known(pack: &Pack, needs: &[Need], measure: usize) -> bool {
    let Some(number) = number_of(pack, measure) else { return true };
    let category = category_of(pack, measure);
    needs.iter().any(|need| {
        need.number.as_deref() == Some(number.as_str())
            || (!need.state.is_ended() && category.is_some() && need.category.category() == category)
    })
}

/// What stands in the place of a book's number: the database keeps one need of a person for each.
fn number_of(pack: &Pack, measure: usize) -> Option<String> {
    pack.measures().get(measure).map(|measure| format!("standards {}", measure.id))
}

/// The first category of the pack that the measure answers.
fn category_of(pack: &Pack, measure: usize) -> Option<&str> {
    let id = &pack.measures().get(measure)?.id;
    pack.needs().iter().find(|category| category.measures.contains(id)).map(|category| category.code.as_str())
}

impl Found {
    fn drawn(&self, cx: &Cx<'_>, ids: &mut guanai_kernel::Ids) -> Need {
        let pack = &cx.standards.pack;
        let name = pack.measures().get(self.measure).map_or("", |measure| measure.name.get(Lang::Zh)).to_owned();
        let category = category_of(pack, self.measure);
        let today = cx.now.day_in_china();
        Need {
            need_id: NeedId::fresh(ids),
            person_id: self.person_id,
            number: number_of(pack, self.measure),
            // Nobody said how urgent it is: somebody is to ask within the days of what is not urgent in a hurry.
            due_on: due_on(pack, category, Urgency::Normal, today),
            category: match category {
                Some(code) => CategoryChoice::Proposed { category: code.to_owned(), words: vec![name.clone()] },
                None => CategoryChoice::Open,
            },
            voice: Some(Voice::Rule),
            words: name,
            urgency: None,
            wished_form: None,
            consents_to_contact: false,
            conditions: guanai_casework::NeedConditions::default(),
            stated_on: today,
            state: NeedState::Raised,
            progress: Progress::default(),
            import_id: None,
            place: String::new(),
            recorded_at: cx.now,
        }
    }
}

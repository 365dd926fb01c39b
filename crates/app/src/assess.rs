//! Holding everybody against the standards, and saying of one person why an answer is what it is.

use std::collections::BTreeMap;

use guanai_kernel::Date;
use guanai_kernel::ids::PersonId;
use guanai_scheme::{Answer, Assessment, Assessor, Explanation, Lang, explain};
use guanai_store::StoreError;
use guanai_store::audit::Subject;

use crate::actor::{Act, Denied};
use crate::cx::Cx;
use crate::population::{Population, PopulationError};

/// Why nothing was assessed. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum AssessError {
    /// The role does not hold it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The records cannot be read, or do not go with the pack.
    #[error(transparent)]
    Population(#[from] PopulationError),
    /// Nobody has this id.
    #[error("nobody has the id {0}")]
    NobodyThere(PersonId),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// How a measure was answered, over everybody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// Its conditions hold.
    pub holds: usize,
    /// They do not.
    pub does_not_hold: usize,
    /// A fact is missing or contested.
    pub undetermined: usize,
    /// Two tiers hold at once.
    pub conflict: usize,
    /// It could not be calculated.
    pub fault: usize,
}

/// Everybody's answers, in the order of the population.
#[derive(Debug)]
pub struct Assessed {
    /// Everybody.
    pub population: Population,
    /// Their answers.
    pub assessments: Vec<Assessment>,
}

impl Assessed {
    /// Assesses a population.
    pub fn of(population: Population, cx: &Cx<'_>) -> Self {
        let assessor = Assessor::new(&cx.standards.pack, population.as_of);
        let assessments = population.residents.iter().map(|r| assessor.assess(&r.subject)).collect();
        Self { population, assessments }
    }

    /// How each measure was answered, by its place in the pack.
    pub fn tallies(&self, measures: usize) -> Vec<Tally> {
        let mut tallies = vec![Tally::default(); measures];
        for answer in self.assessments.iter().flat_map(|a| &a.measures) {
            let Some(tally) = tallies.get_mut(answer.measure) else { continue };
            let counter = match answer.answer {
                Answer::Holds(_) => &mut tally.holds,
                Answer::DoesNotHold(_) => &mut tally.does_not_hold,
                Answer::Undetermined(_) => &mut tally.undetermined,
                Answer::Conflict { .. } => &mut tally.conflict,
                Answer::Fault(_) => &mut tally.fault,
            };
            *counter += 1;
        }
        tallies
    }

    /// For each fact that is missing or contested, how many answers wait for it: by place in the pack, most first.
    pub fn open_questions(&self) -> Vec<(guanai_scheme::Slot, usize)> {
        let mut waiting: BTreeMap<usize, (guanai_scheme::Slot, usize)> = BTreeMap::new();
        for answer in self.assessments.iter().flat_map(|a| &a.measures) {
            if let Answer::Undetermined(open) = &answer.answer {
                for slot in open.ask.union(open.contested).iter() {
                    waiting.entry(slot.index()).or_insert((slot, 0)).1 += 1;
                }
            }
        }
        let mut questions: Vec<_> = waiting.into_values().collect();
        questions.sort_by_key(|(slot, count)| (std::cmp::Reverse(*count), slot.index()));
        questions
    }
}

/// Assesses everybody as of a day.
pub async fn assess_everybody(cx: &mut Cx<'_>, as_of: Date) -> Result<Assessed, AssessError> {
    cx.authorise(Act::AssessEverybody)?;
    let assessed = load_and_assess(cx, as_of).await?;
    cx.record_reading(Act::AssessEverybody, Vec::new()).await?;
    Ok(assessed)
}

/// Loads everybody and assesses them; the use case that calls it leaves the record.
pub(crate) async fn load_and_assess(cx: &Cx<'_>, as_of: Date) -> Result<Assessed, AssessError> {
    let mut tx = cx.db.begin_read().await?;
    let population = Population::load(&mut tx, &cx.standards.pack, as_of, cx.now).await?;
    tx.rollback().await?;
    Ok(Assessed::of(population, cx))
}

/// Everything the standards say of one person, in the order of the pack's measures.
pub async fn explain_person(
    cx: &mut Cx<'_>,
    person_id: PersonId,
    as_of: Date,
    lang: Lang,
) -> Result<Vec<Explanation>, AssessError> {
    cx.authorise(Act::ExplainPerson)?;
    let mut tx = cx.db.begin_read().await?;
    let pack = &cx.standards.pack;
    let population = Population::load(&mut tx, pack, as_of, cx.now).await?;
    tx.rollback().await?;
    let resident = population.find(person_id).ok_or(AssessError::NobodyThere(person_id))?;
    let measures = 0..pack.measures().len();
    let explanations = measures.map(|m| explain(pack, &resident.subject, as_of, m, lang)).collect();
    cx.record_reading(Act::ExplainPerson, vec![Subject::Person(person_id)]).await?;
    Ok(explanations)
}

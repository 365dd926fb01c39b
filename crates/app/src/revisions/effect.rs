//! What a revision would do, reckoned over everybody with the facts known now: who begins, gains, loses, ends; by class, system and
//! township; what it costs in each calendar year. It is kept with the revision and frozen when that is submitted, so that whoever
//! releases it decides on what they see.

use std::collections::BTreeSet;

use guanai_casework::{RevisionPerson, StandardRevision};
use guanai_kernel::ids::PersonId;
use guanai_kernel::{Date, Ids, Moment};
use guanai_scheme::{Assessor, Belonging, ChangeKind, Comparer, Homes, Pack, PersonShift, Subject, month_starts};
use guanai_store::{StoreError, Tx, households};
use serde::{Deserialize, Serialize};

use super::laid_over;
use super::tally::Tally;
use crate::population::{Extent, Population, PopulationError, shared};
use crate::standards::Standards;
use crate::standing::Standing;

/// On how many threads everybody is answered: pages go on being served beside it.
pub(super) const THREADS: usize = 2;

/// How many people it changes what for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Counts {
    /// They are given something that they are not given now.
    pub begins: u64,
    /// They are given more.
    pub gains: u64,
    /// They are given less.
    pub loses: u64,
    /// They are given nothing any more.
    pub ends: u64,
    /// Their tier or answer differs, and no amount.
    pub differs: u64,
}

impl Counts {
    pub(super) fn count(&mut self, kind: ChangeKind) {
        let one = match kind {
            ChangeKind::Begins => &mut self.begins,
            ChangeKind::Gains => &mut self.gains,
            ChangeKind::Loses => &mut self.loses,
            ChangeKind::Ends => &mut self.ends,
            ChangeKind::Differs => &mut self.differs,
        };
        *one = one.saturating_add(1);
    }

    /// So many in all.
    pub const fn all(self) -> u64 {
        self.begins + self.gains + self.loses + self.ends + self.differs
    }
}

/// What a calendar year costs, as far as it is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct YearEffect {
    /// The year.
    pub year: i16,
    /// How many of its months are looked at.
    pub months: u8,
    /// As things stand, in fen.
    pub before_fen: i64,
    /// Under the revision, in fen.
    pub after_fen: i64,
}

/// What becomes of a measure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeasureEffect {
    /// Its id.
    pub measure: String,
    /// How many it changes what for.
    pub counts: Counts,
    /// Of how many it cannot be said, before or after: facts are missing.
    pub open: u64,
    /// How many are given it with another of their household and are not counted beside that one: a household is given it once.
    #[serde(default)]
    pub beside: u64,
    /// What it costs; empty where that cannot be foreseen, because it is given once or on an occasion.
    pub years: Vec<YearEffect>,
    /// The purses that may pay for it.
    pub purses: Vec<String>,
}

/// How many of a class, a system or a township, and what it costs there in the whole year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupEffect {
    /// The class's or the system's code, or the organisation's id; empty where nobody recorded it.
    pub group: String,
    /// How many it changes what for.
    pub counts: Counts,
    /// By how much the last whole year costs more, in fen; less is below nothing.
    pub year_fen: i64,
}

/// What a purse pays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PurseEffect {
    /// Its code; several where the measures behind it may be paid from any of them.
    pub purses: Vec<String>,
    /// What it costs.
    pub years: Vec<YearEffect>,
}

/// How a class changes on the first day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClassEffect {
    /// The class.
    pub class: String,
    /// How many come to belong to it.
    pub enter: u64,
    /// How many cease to.
    pub leave: u64,
}

/// What a revision would do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RevisionEffect {
    /// The day whose facts it rests on.
    pub facts_on: Date,
    /// The version of the standards that it was compared with.
    pub version: String,
    /// The first month that was looked at.
    pub from: Date,
    /// The last.
    pub until: Date,
    /// How many people were looked at.
    pub everybody: u64,
    /// For how many of them it changes something.
    pub people: u64,
    /// By measure.
    pub measures: Vec<MeasureEffect>,
    /// All measures together.
    pub years: Vec<YearEffect>,
    /// By purse: what lies on each, or on one of several where a measure may be paid from any of them.
    #[serde(default)]
    pub by_purse: Vec<PurseEffect>,
    /// By class; somebody may belong to several.
    pub by_class: Vec<GroupEffect>,
    /// By system.
    pub by_system: Vec<GroupEffect>,
    /// By township or street.
    pub by_town: Vec<GroupEffect>,
    /// Classes that change.
    pub classes: Vec<ClassEffect>,
}

/// Why it cannot be reckoned.
#[derive(Debug, thiserror::Error)]
pub enum EffectError {
    /// The revision does not go with the standards in force; what stands against it is told elsewhere.
    #[error("the revision does not go with the standards in force")]
    Revision,
    /// A sum passes what can be counted.
    #[error("a sum is too large to be counted")]
    TooLarge,
    /// The records do not go with the pack.
    #[error(transparent)]
    Population(#[from] PopulationError),
    /// The calculation's thread ended.
    #[error("the calculation ended before it had an answer")]
    Broken,
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What a revision changes for one person.
pub(super) struct Shifted {
    pub person_id: PersonId,
    pub shifts: Vec<PersonShift>,
    /// Classes by place, and whether they enter or leave.
    pub entered: Vec<(usize, bool)>,
}

/// What was reckoned, to be kept.
pub(crate) struct Reckoned {
    pub effect: RevisionEffect,
    pub people: Vec<RevisionPerson>,
}

/// Reckons what a revision would do, over everybody, with the facts known at `now`.
pub(crate) async fn reckon(
    tx: &mut Tx,
    standards: &Standards,
    standing: &Standing,
    revision: &StandardRevision,
    now: Moment,
    ids: &mut Ids,
) -> Result<Reckoned, EffectError> {
    let before = standards.pack.clone();
    let after = before.revised(&[laid_over(revision)], 0).map_err(|_| EffectError::Revision)?;
    let first = revision.first_day().ok_or(EffectError::Revision)?;
    let parameters: BTreeSet<&str> = revision.values.iter().map(|value| value.parameter.as_str()).collect();
    let (classes, touched) = (before.classes_using(&parameters), before.measures_using(&parameters));
    let measures: Vec<String> = named(&before, &touched);
    let facts_on = now.day_in_china();
    let reads = before.facts_read(&classes, &touched);
    let mut population = Population::load_reading(tx, &before, Extent::Everybody, reads, (facts_on, now)).await?;
    if let Some(local) = revision.local {
        // It is for those alone for whom the organisation answers.
        population.residents.retain(|resident| resident.subject.answered_by().contains(&local.organization_id));
    }
    let is_once = touched.iter().filter_map(|at| before.measures().get(*at)).any(|m| m.once_per_household);
    let homes = if is_once {
        shared(&households::list_members(tx).await?, facts_on, &population.ids())
    } else {
        Homes::default()
    };
    let months = month_starts(first);
    let everybody = u64::try_from(population.residents.len()).unwrap_or(u64::MAX);
    let looked_at = months.clone();
    // A county takes a second or more, during which pages are answered.
    let shifted = tokio::task::spawn_blocking(move || {
        let shifted = shifts([&before, &after], (&population, &homes), &looked_at, &measures, &classes);
        shifted.map(|shifted| (before, measures, shifted))
    });
    let (pack, measures, shifted) = shifted.await.map_err(|_| EffectError::Broken)?.ok_or(EffectError::Revision)?;
    let mut tally = Tally::new([&pack, &pack], Some(standing), &measures, &months);
    for one in &shifted {
        tally.take(one);
    }
    let people = tally.people(revision, now, ids, &shifted);
    let effect = tally.effect(facts_on, everybody)?;
    Ok(Reckoned { effect, people })
}

fn named(pack: &Pack, places: &[usize]) -> Vec<String> {
    places.iter().filter_map(|at| pack.measures().get(*at)).map(|measure| measure.id.clone()).collect()
}

fn shifts(
    [before, after]: [&Pack; 2],
    (population, homes): (&Population, &Homes),
    months: &[Date],
    measures: &[String],
    classes: &[usize],
) -> Option<Vec<Shifted>> {
    let wanted: Vec<&str> = measures.iter().map(String::as_str).collect();
    let comparer = Comparer::new(before, after, months, Some(&wanted)).ok()?;
    let first = *months.first()?;
    let (old, new) = (Assessor::new(before, first), Assessor::new(after, first));
    let belongs = |assessor: &Assessor<'_>, resident: &crate::population::Resident, class: usize| {
        assessor.class(&resident.subject, class) == Belonging::Belongs
    };
    let subjects: Vec<&Subject> = population.residents.iter().map(|resident| &resident.subject).collect();
    let all = comparer.everybody(&subjects, &subjects, homes, THREADS);
    let everybody = population.residents.iter().zip(all).map(|(resident, shifts)| Shifted {
        person_id: resident.person.person_id,
        shifts,
        entered: classes
            .iter()
            .filter_map(|class| {
                let (was, is) = (belongs(&old, resident, *class), belongs(&new, resident, *class));
                (was != is).then_some((*class, is))
            })
            .collect(),
    });
    Some(everybody.filter(|one| !one.shifts.is_empty() || !one.entered.is_empty()).collect())
}

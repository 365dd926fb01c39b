//! The reckoning behind the list: everybody in columns on two days, and for those whom a page names, the day and the reason.

use std::collections::{BTreeMap, BTreeSet};

use guanai_kernel::Date;
use guanai_kernel::ids::{OrganizationId, PersonId};
use guanai_scheme::{ChangeKind, DayByDay, Effect, MeasureKind, Pack, Slot, Subject, TurnReason, shifts_between};
use guanai_store::{Stretch, Tx, memberships, organizations};

use super::{CHANGES_PAGE, ChangeReason, ChangedRow, ChangesError, Month, money};
use crate::cx::Cx;
use crate::people::Sight;
use crate::population::{Extent, Population, Resident};
use crate::scope::ScopeOf;

/// On how many threads everybody is answered: pages go on being served beside it.
const THREADS: usize = 2;

/// Of whom changes are reckoned.
#[derive(Debug, Clone, Copy)]
pub(super) enum Whom<'p> {
    /// Everybody in the register.
    Everybody,
    /// Those who belong to these organisations on one of the days.
    Of(&'p [OrganizationId]),
}

/// Somebody's measure that changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Changed {
    pub person_id: PersonId,
    pub name: String,
    pub died_on: Option<Date>,
    /// Where they belong on the last day, or, of who has died by then, did on the eve.
    pub organization_id: OrganizationId,
    pub measure: usize,
    pub kind: ChangeKind,
    pub before: Effect,
    pub after: Effect,
}

/// The allowances of a pack, by place.
fn allowances(pack: &Pack) -> Vec<usize> {
    let all = pack.measures().iter().enumerate();
    all.filter(|(_, measure)| measure.kind == MeasureKind::Allowance).map(|(at, _)| at).collect()
}

/// What changes between the eve of the month and its last day, in the order of persons' ids.
pub(super) async fn changed(
    cx: &Cx<'_>,
    tx: &mut Tx,
    month: Month,
    whom: Whom<'_>,
) -> Result<Vec<Changed>, ChangesError> {
    let pack = &cx.standards.pack;
    let measures = allowances(pack);
    let reads = pack.facts_read(&[], &measures);
    let mut sides = Vec::with_capacity(2);
    let persons = match whom {
        Whom::Everybody => None,
        Whom::Of(places) => Some(belonging(tx, month, places).await?),
    };
    for day in [month.eve, month.last] {
        let on = (day, cx.now);
        let mut side = match &persons {
            None => Population::load_reading(tx, pack, Extent::Everybody, reads, on).await?,
            Some(persons) => Population::load_of_reading(tx, pack, persons, reads, on).await?,
        };
        side.residents.sort_by_key(|resident| resident.person.person_id);
        sides.push(side);
    }
    let within: Option<BTreeSet<OrganizationId>> = match whom {
        Whom::Everybody => None,
        Whom::Of(places) => Some(places.iter().copied().collect()),
    };
    let pack = pack.clone();
    // A county takes a moment, during which pages are answered.
    let reckoned = tokio::task::spawn_blocking(move || {
        let [before, after] = sides.as_slice() else { return Vec::new() };
        between(&pack, &measures, month, [before, after], within.as_ref())
    });
    reckoned.await.map_err(|_| ChangesError::Broken)
}

/// Those who belong to some organisations on the eve of the month or its last day.
async fn belonging(tx: &mut Tx, month: Month, places: &[OrganizationId]) -> Result<Vec<PersonId>, ChangesError> {
    let mut persons = BTreeSet::new();
    for day in [month.eve, month.last] {
        for place in places {
            let there = memberships::list_on_in(tx, day, *place).await?;
            persons.extend(there.into_iter().map(|spell| spell.person_id));
        }
    }
    Ok(persons.into_iter().collect())
}

fn between(
    pack: &Pack,
    measures: &[usize],
    month: Month,
    [before, after]: [&Population; 2],
    within: Option<&BTreeSet<OrganizationId>>,
) -> Vec<Changed> {
    // Both days have the same people: a person once in the register stays in it.
    let old: Vec<&Subject> = before.residents.iter().map(|resident| &resident.subject).collect();
    let new: Vec<&Subject> = after.residents.iter().map(|resident| &resident.subject).collect();
    let shifts = shifts_between(pack, measures, (&old, month.eve), (&new, month.last), THREADS);
    let told = shifts.into_iter().filter_map(|shift| {
        let (was, is) = (before.residents.get(shift.row)?, after.residents.get(shift.row)?);
        let organization_id = place(was, is, month)?;
        let is_within = within.is_none_or(|places| places.contains(&organization_id));
        is_within.then(|| Changed {
            person_id: is.person.person_id,
            name: is.person.name.clone(),
            died_on: is.person.died_on,
            organization_id,
            measure: shift.measure,
            kind: shift.kind,
            before: shift.before,
            after: shift.after,
        })
    });
    told.collect()
}

/// Where they belong on the last day, or, of who has died by then, did on the eve. Who left is told where they went.
fn place(was: &Resident, is: &Resident, month: Month) -> Option<OrganizationId> {
    let of = |resident: &Resident| resident.membership.as_ref().map(|spell| spell.organization_id);
    let has_died = is.person.died_on.is_some_and(|died| died <= month.last);
    of(is).or_else(|| of(was).filter(|_| has_died))
}

/// The rows of one page of names, in the order of organisation and name, and how many there are: whoever is within reach today.
pub(super) async fn named(
    cx: &Cx<'_>,
    tx: &mut Tx,
    month: Month,
    scope: &ScopeOf,
    all: &[Changed],
    page: u64,
) -> Result<(Vec<ChangedRow>, u64), ChangesError> {
    let ids: Vec<PersonId> = all.iter().map(|one| one.person_id).collect::<BTreeSet<_>>().into_iter().collect();
    let reached = scope.within(tx, &ids).await?;
    let mut rows: Vec<&Changed> = all.iter().filter(|one| reached.contains(&one.person_id)).collect();
    let total = u64::try_from(rows.len()).unwrap_or(u64::MAX);
    let places: Vec<OrganizationId> =
        rows.iter().map(|one| one.organization_id).collect::<BTreeSet<_>>().into_iter().collect();
    let places: BTreeMap<OrganizationId, (String, String)> = organizations::list_by_ids(tx, &places)
        .await?
        .into_iter()
        .map(|place| (place.organization_id, (place.code, place.name)))
        .collect();
    let code = |one: &Changed| places.get(&one.organization_id).map(|(code, _)| code.as_str());
    rows.sort_by(|a, b| (code(a), &a.name, a.person_id, a.measure).cmp(&(code(b), &b.name, b.person_id, b.measure)));
    let rows: Vec<&Changed> = Stretch::of_page(page, CHANGES_PAGE).of(rows).collect();
    let turning = Turning::load(cx, tx, month, &rows).await?;
    let sight = Sight::of(cx.actor.role);
    let told = rows.into_iter().map(|one| {
        let (on, reason) = turning.of(one);
        let reason = reason.filter(|_| turning.shows(sight, one.measure));
        let amount = |effect: Effect| money(effect).filter(|_| reason.is_some());
        ChangedRow {
            person_id: one.person_id,
            name: sight.name(&one.name),
            organization: places.get(&one.organization_id).map(|(_, name)| name.clone()).unwrap_or_default(),
            measure: one.measure,
            kind: one.kind,
            before: amount(one.before),
            after: amount(one.after),
            on,
            reason,
        }
    });
    Ok((told.collect(), total))
}

/// Those whom a page names, day by day.
struct Turning<'p> {
    pack: &'p Pack,
    month: Month,
    days: DayByDay<'p>,
    /// As recorded on each day, by its place.
    records: Vec<BTreeMap<PersonId, Subject>>,
}

impl<'p> Turning<'p> {
    /// Reads the records of the days between: a fact may be another from any of them on.
    async fn load(cx: &Cx<'p>, tx: &mut Tx, month: Month, rows: &[&Changed]) -> Result<Self, ChangesError> {
        let pack = &cx.standards.pack;
        let days = DayByDay::new(pack, month.eve, month.last);
        let ids: Vec<PersonId> = rows.iter().map(|one| one.person_id).collect();
        let measures: Vec<usize> = rows.iter().map(|one| one.measure).collect::<BTreeSet<_>>().into_iter().collect();
        let reads = pack.facts_read(&[], &measures);
        let mut records = Vec::new();
        for day in days.days() {
            let there = Population::load_of_reading(tx, pack, &ids, reads, (day, cx.now)).await?;
            records.push(there.residents.into_iter().map(|one| (one.person.person_id, one.subject)).collect());
        }
        Ok(Self { pack, month, days, records })
    }

    /// The first day of a change, and why. What went on and off again within the month is told of its last day.
    fn of(&self, one: &Changed) -> (Date, Option<ChangeReason>) {
        let on = |at: usize| self.records.get(at).and_then(|there| there.get(&one.person_id));
        let Some(turn) = self.days.first_turn(one.measure, on) else { return (self.month.last, None) };
        let died = one.died_on == Some(turn.on);
        let reason = match turn.reason {
            TurnReason::Facts(_) if died => ChangeReason::Death,
            TurnReason::Facts(facts) => ChangeReason::Facts(facts),
            TurnReason::Pause => ChangeReason::Pause,
            TurnReason::Figures(figures) => ChangeReason::Figures(figures),
            TurnReason::Time(dates) => ChangeReason::Time(dates),
        };
        (turn.on, Some(reason))
    }

    /// Whether a role sees every fact that a measure asks for: amounts and reasons would tell the others.
    fn shows(&self, sight: Sight, measure: usize) -> bool {
        let Some(measure) = self.pack.measures().get(measure) else { return false };
        let fact = |slot: Slot| self.pack.fact(slot);
        measure.reads().iter().all(|slot| sight.shows(self.pack, &fact(slot).name, fact(slot).sensitive))
    }
}

//! Adding up what a revision changes: over everybody, by measure and year, by class, system and township.

use std::collections::BTreeMap;

use guanai_casework::{RevisionPerson, StandardRevision};
use guanai_kernel::ids::{PersonId, RevisionPersonId};
use guanai_kernel::{Date, Ids, Moment};
use guanai_scheme::{ChangeKind, Effect, GrantPeriod, Pack};

use super::effect::{
    ClassEffect, Counts, EffectError, GroupEffect, MeasureEffect, PurseEffect, RevisionEffect, Shifted, YearEffect,
};
use crate::standing::Standing;

#[derive(Default)]
struct Group {
    counts: Counts,
    year_fen: i128,
}

#[derive(Default)]
struct OfMeasure {
    counts: Counts,
    open: u64,
    beside: u64,
    years: BTreeMap<i16, (i128, i128)>,
}

/// The sums over everybody.
pub(super) struct Tally<'a> {
    /// Measures are looked for in the first, then in the second.
    packs: [&'a Pack; 2],
    standing: Option<&'a Standing>,
    measures: &'a [String],
    months: BTreeMap<i16, u8>,
    from: Date,
    until: Date,
    of_measures: Vec<OfMeasure>,
    people: u64,
    by_class: BTreeMap<usize, Group>,
    by_system: BTreeMap<String, Group>,
    by_town: BTreeMap<(String, String), Group>,
    classes: BTreeMap<usize, (u64, u64)>,
}

impl<'a> Tally<'a> {
    pub fn new(packs: [&'a Pack; 2], standing: Option<&'a Standing>, measures: &'a [String], months: &[Date]) -> Self {
        let mut by_year: BTreeMap<i16, u8> = BTreeMap::new();
        for month in months {
            let count = by_year.entry(month.year()).or_default();
            *count = count.saturating_add(1);
        }
        Self {
            packs,
            standing,
            measures,
            months: by_year,
            from: months.first().copied().unwrap_or_default(),
            until: months.last().copied().unwrap_or_default(),
            of_measures: measures.iter().map(|_| OfMeasure::default()).collect(),
            people: 0,
            by_class: BTreeMap::new(),
            by_system: BTreeMap::new(),
            by_town: BTreeMap::new(),
            classes: BTreeMap::new(),
        }
    }

    pub fn take(&mut self, one: &Shifted) {
        let last = self.until.year();
        let mut changes: Option<(ChangeKind, i128)> = None;
        for shift in &one.shifts {
            let Some(of) = self.of_measures.get_mut(shift.measure) else { continue };
            of.open = of.open.saturating_add(u64::from(shift.is_open));
            of.beside = of.beside.saturating_add(u64::try_from(shift.beside).unwrap_or(u64::MAX));
            for (year, cost) in &shift.years {
                let sum = of.years.entry(*year).or_default();
                *sum = (sum.0 + cost.before_fen, sum.1 + cost.after_fen);
            }
            let Some(kind) = shift.kind else { continue };
            of.counts.count(kind);
            let more = shift.years.get(&last).map_or(0, |cost| cost.after_fen - cost.before_fen);
            changes = Some(changes.map_or((kind, more), |(first, sum)| (first, sum + more)));
        }
        for (class, enters) in &one.entered {
            let counts = self.classes.entry(*class).or_default();
            let count = if *enters { &mut counts.0 } else { &mut counts.1 };
            *count = count.saturating_add(1);
        }
        if let Some((kind, more)) = changes {
            self.people = self.people.saturating_add(1);
            self.place(one.person_id, kind, more);
        }
    }

    /// Counts somebody where they belong as the county stands.
    fn place(&mut self, person_id: PersonId, kind: ChangeKind, more: i128) {
        let Some(standing) = self.standing else { return };
        let stands = standing.people.get(&person_id);
        let organization = stands.and_then(|person| person.organization_id);
        let superiors = organization.map(|id| standing.superiors(id)).unwrap_or_default();
        let system = superiors.first().map(|own| own.system.code().to_owned()).unwrap_or_default();
        // Below the one over all others; whoever belongs to that itself is counted there.
        let town = superiors.iter().rev().nth(1).or(superiors.last());
        let town = town.map(|town| (town.code.clone(), town.organization_id.to_string()));
        for class in stands.map(|person| person.classes.iter()).into_iter().flatten() {
            self.by_class.entry(usize::from(*class)).or_default().count(kind, more);
        }
        self.by_system.entry(system).or_default().count(kind, more);
        self.by_town.entry(town.unwrap_or_default()).or_default().count(kind, more);
    }

    pub fn people(
        &self,
        revision: &StandardRevision,
        now: Moment,
        ids: &mut Ids,
        all: &[Shifted],
    ) -> Vec<RevisionPerson> {
        let given = |effect: Effect| match effect {
            Effect::Given { amount, .. } => amount.map(guanai_kernel::Money::fen),
            _ => None,
        };
        let organization = |id: &PersonId| self.standing?.people.get(id)?.organization_id;
        let mut people = Vec::new();
        for one in all {
            for shift in &one.shifts {
                let (Some(kind), Some(measure)) = (shift.kind, self.measures.get(shift.measure)) else { continue };
                people.push(RevisionPerson {
                    entry_id: RevisionPersonId::fresh(ids),
                    revision_id: revision.revision_id,
                    person_id: one.person_id,
                    organization_id: organization(&one.person_id),
                    measure: measure.clone(),
                    kind: kind.code().to_owned(),
                    from_on: shift.from,
                    before_fen: given(shift.before),
                    after_fen: given(shift.after),
                    reckoned_at: now,
                });
            }
        }
        people
    }

    fn years(&self, of: &BTreeMap<i16, (i128, i128)>) -> Result<Vec<YearEffect>, EffectError> {
        let fen = |sum: i128| i64::try_from(sum).map_err(|_| EffectError::TooLarge);
        self.months
            .iter()
            .map(|(year, months)| {
                let (before, after) = of.get(year).copied().unwrap_or_default();
                Ok(YearEffect { year: *year, months: *months, before_fen: fen(before)?, after_fen: fen(after)? })
            })
            .collect()
    }

    pub fn effect(&self, facts_on: Date, everybody: u64) -> Result<RevisionEffect, EffectError> {
        let mut measures = Vec::new();
        let mut total: BTreeMap<i16, (i128, i128)> = BTreeMap::new();
        let mut by_purse: BTreeMap<Vec<String>, BTreeMap<i16, (i128, i128)>> = BTreeMap::new();
        for (id, of) in self.measures.iter().zip(&self.of_measures) {
            let found = |pack: &&'a Pack| pack.measures().get(pack.measure_index(id)?);
            let Some(measure) = self.packs.iter().find_map(found) else { continue };
            let foreseen =
                matches!(measure.period, Some(GrantPeriod::Month | GrantPeriod::Year)) && measure.has_amount();
            for (year, (before, after)) in &of.years {
                let of_purse = by_purse.entry(measure.fund.clone()).or_default().entry(*year).or_default();
                for sum in [total.entry(*year).or_default(), of_purse] {
                    *sum = (sum.0 + before, sum.1 + after);
                }
            }
            measures.push(MeasureEffect {
                measure: id.clone(),
                counts: of.counts,
                open: of.open,
                beside: of.beside,
                years: if foreseen { self.years(&of.years)? } else { Vec::new() },
                purses: measure.fund.clone(),
            });
        }
        let by_purse: Result<Vec<PurseEffect>, EffectError> = by_purse
            .into_iter()
            .map(|(purses, years)| Ok(PurseEffect { purses, years: self.years(&years)? }))
            .collect();
        let has_years = measures.iter().any(|measure| !measure.years.is_empty());
        let [pack, _] = self.packs;
        let class = |at: &usize| pack.classes().get(*at).map(|class| class.id.clone()).unwrap_or_default();
        Ok(RevisionEffect {
            facts_on,
            version: pack.manifest().version.clone(),
            from: self.from,
            until: self.until,
            everybody,
            people: self.people,
            measures,
            years: if has_years { self.years(&total)? } else { Vec::new() },
            by_purse: by_purse?,
            by_class: told(self.by_class.iter().map(|(at, group)| (class(at), group)))?,
            by_system: told(self.by_system.iter().map(|(code, group)| (code.clone(), group)))?,
            by_town: told(self.by_town.iter().map(|((_, id), group)| (id.clone(), group)))?,
            classes: self
                .classes
                .iter()
                .map(|(at, (enter, leave))| ClassEffect { class: class(at), enter: *enter, leave: *leave })
                .collect(),
        })
    }
}

impl Group {
    fn count(&mut self, kind: ChangeKind, more: i128) {
        self.counts.count(kind);
        self.year_fen += more;
    }
}

fn told<'g>(groups: impl Iterator<Item = (String, &'g Group)>) -> Result<Vec<GroupEffect>, EffectError> {
    groups
        .map(|(group, of)| {
            let year_fen = i64::try_from(of.year_fen).map_err(|_| EffectError::TooLarge)?;
            Ok(GroupEffect { group, counts: of.counts, year_fen })
        })
        .collect()
}

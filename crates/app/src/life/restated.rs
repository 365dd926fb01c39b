//! What facts that change for days that are over come to 追溯更正. A book, a decision between two values or a visit may say something
//! of last spring: the monthly allowances of the months since are asked with the facts before and after, and what differs is
//! proposed, month by month, as recovery or arrears. It waits in the list of what life events leave to be done, for another hand than
//! that which changed the facts; nothing is paid or taken back by itself, and decisions that were made keep their facts.

use std::collections::{BTreeMap, BTreeSet};

use guanai_kernel::civil::month_after;
use guanai_kernel::ids::{LifeEventId, OrganizationId, PersonId};
use guanai_kernel::{Date, Ids};
use guanai_registry::life_event::{LifeEvent, LifeEventDetails, LifeEventKind, LifeEventState, Outcome, OutcomeKind};
use guanai_registry::{Fact, Membership, Person};
use guanai_scheme::{Assessor, FactSet, GrantPeriod, MeasureKind, Pack, Slot, Subject, Value};
use guanai_store::{StoreError, Tx, households, life_events, memberships};

use super::compare::{difference, due, months_from, owed};
use super::{deed, tasks};
use crate::cx::Cx;
use crate::population::{Population, PopulationError};

/// Since when something is said otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Since {
    /// What has no day of its own, as a day of birth: for as long as they belong here.
    Always,
    /// From a day on.
    Day(Date),
}

/// Of whom something is said otherwise, and since when. Only what a monthly allowance asks for counts.
#[derive(Debug)]
pub(crate) struct Restated<'p> {
    pack: &'p Pack,
    measures: Vec<usize>,
    reads: FactSet,
    whom: BTreeMap<PersonId, Since>,
    /// Those who come into the register: nothing was due to them before.
    arriving: BTreeSet<PersonId>,
}

impl<'p> Restated<'p> {
    /// Of nobody yet.
    pub fn under(pack: &'p Pack) -> Self {
        let monthly = pack.measures().iter().enumerate().filter(|(_, measure)| {
            measure.period == Some(GrantPeriod::Month) && measure.kind == MeasureKind::Allowance
        });
        let measures: Vec<usize> = monthly.map(|(at, _)| at).collect();
        let read = measures.iter().filter_map(|at| pack.measures().get(*at));
        let reads = read.fold(FactSet::EMPTY, |reads, measure| reads.union(measure.reads()));
        Self { pack, measures, reads, whom: BTreeMap::new(), arriving: BTreeSet::new() }
    }

    /// Something of somebody is said otherwise from a day on.
    pub fn from(&mut self, person_id: PersonId, day: Date) {
        self.note(person_id, Since::Day(day));
    }

    /// Somebody belongs here from a day on, whom the register may not have known: what is due since was due of nobody.
    pub fn arrives(&mut self, person_id: PersonId, day: Date) {
        self.from(person_id, day);
        self.arriving.insert(person_id);
    }

    /// Something of somebody that has no day of its own is said otherwise.
    pub fn always(&mut self, person_id: PersonId) {
        self.note(person_id, Since::Always);
    }

    fn note(&mut self, person_id: PersonId, since: Since) {
        self.whom.entry(person_id).and_modify(|known| *known = since.min(*known)).or_insert(since);
    }

    /// These facts are stated, or struck out.
    pub fn facts<'f>(&mut self, facts: impl Iterator<Item = &'f Fact>) {
        for fact in facts {
            if self.pack.slot(&fact.name).is_some_and(|slot| self.pack.recorded(self.reads).contains(slot)) {
                self.from(fact.person_id, fact.valid_from);
            }
        }
    }

    /// Whether a monthly allowance asks for what is added up over a household.
    fn adds_up(&self) -> bool {
        self.pack.totals().any(|(slot, _)| self.reads.contains(slot))
    }

    /// A person's record is another.
    pub fn person(&mut self, before: &Person, after: &Person) {
        let of =
            |person: &Person| (person.birth.candidates(), person.sex.clone(), person.ethnicity.clone(), person.died_on);
        if of(before) != of(after) {
            self.always(after.person_id);
        }
    }

    /// A spell of belonging is another.
    pub fn membership(&mut self, before: &Membership, after: &Membership) {
        let of = |spell: &Membership| (spell.joined_on, spell.full_on, spell.kind, spell.since_on);
        if of(before) != of(after) {
            self.always(after.person_id);
        } else if before.until_on != after.until_on {
            let ends = [before.until_on, after.until_on].into_iter().flatten().min();
            self.from(after.person_id, ends.unwrap_or(after.since_on));
        }
    }
}

/// What was due of monthly allowances before the facts changed, of whom they change.
pub(crate) struct Dues<'p> {
    restated: Restated<'p>,
    since: BTreeMap<PersonId, Date>,
    before: BTreeMap<PersonId, Vec<Month>>,
}

/// One month of somebody's.
struct Month {
    on: Date,
    /// What each monthly allowance gives, in fen; none where the facts do not say.
    due: Vec<Option<i64>>,
    /// The facts that those ask for.
    said: BTreeMap<usize, Said>,
}

impl Month {
    /// The same month of somebody who was not here: nothing was due, and nothing on record.
    fn of_nobody(month: &Self) -> Self {
        Self { on: month.on, due: month.due.iter().map(|_| Some(0)).collect(), said: BTreeMap::new() }
    }
}

/// What is on record of a fact.
struct Said {
    name: String,
    values: Vec<String>,
    source: String,
    on: Option<Date>,
}

impl<'p> Dues<'p> {
    /// Asks what was due, before anything is written. Where no month is over since, nothing is asked.
    pub async fn before(cx: &Cx<'_>, tx: &mut Tx, restated: Restated<'p>) -> Result<Self, PopulationError> {
        let today = cx.now.day_in_china();
        let mut since = BTreeMap::new();
        for (person_id, from) in &restated.whom {
            let from = match from {
                Since::Day(day) => Some(*day),
                Since::Always => belongs_since(tx, *person_id).await?,
            };
            let passed = |day: &Date| month_after(*day).is_some_and(|month| month <= today);
            since.extend(from.filter(passed).map(|day| (*person_id, day)));
        }
        if restated.adds_up() {
            // What is added up over a household is otherwise for everybody who lives there.
            let ids: Vec<PersonId> = since.keys().copied().collect();
            for (one, other) in households::list_sharing(tx, &ids).await? {
                let Some(day) = since.get(&one).copied() else { continue };
                since.entry(other).and_modify(|known| *known = day.min(*known)).or_insert(day);
            }
        }
        let before = months(cx, tx, &restated, &since).await?;
        Ok(Self { restated, since, before })
    }

    /// Asks again once the facts are written, and keeps what somebody has to do about the difference: whom it concerns.
    pub async fn settle_up(self, cx: &Cx<'_>, tx: &mut Tx, ids: &mut Ids) -> Result<Vec<PersonId>, PopulationError> {
        let after = months(cx, tx, &self.restated, &self.since).await?;
        let mut concerned = Vec::new();
        for (person_id, since) in &self.since {
            let Some(after) = after.get(person_id) else { continue };
            let outcomes = match self.before.get(person_id) {
                Some(before) => self.outcomes(before, after),
                None if self.restated.arriving.contains(person_id) => {
                    let before: Vec<Month> = after.iter().map(Month::of_nobody).collect();
                    self.outcomes(&before, after)
                }
                // Whom a book brings into the register, somebody else granted it till then.
                None => continue,
            };
            if outcomes.is_empty() {
                continue;
            }
            let event = LifeEvent {
                life_event_id: LifeEventId::fresh(ids),
                person_id: *person_id,
                kind: LifeEventKind::FactsRestated,
                happened_on: *since,
                details: LifeEventDetails::default(),
                organization_id: answered_by(tx, *person_id).await?,
                to_organization_id: None,
                state: LifeEventState::Stands,
                needs_another: false,
                outcomes,
                entered: deed(cx),
                received: None,
                closed: None,
            };
            life_events::add(tx, &event).await?;
            tasks::keep(tx, &event).await?;
            concerned.push(*person_id);
        }
        Ok(concerned)
    }

    /// The facts that are the reason, the months, and what somebody has to do; nothing where nothing differs in money.
    fn outcomes(&self, before: &[Month], after: &[Month]) -> Vec<Outcome> {
        let mut outcomes = Vec::new();
        let mut reasons = BTreeSet::new();
        for (place, at) in self.restated.measures.iter().enumerate() {
            let Some(measure) = self.restated.pack.measures().get(*at) else { continue };
            let due = |month: &Month| month.due.get(place).copied().flatten();
            let differing = before.iter().zip(after).map(|(was, is)| (was, is, [due(was), due(is)]));
            let differing: Vec<_> = differing.filter(|(.., due)| difference(*due).is_some()).collect();
            for (was, is, due) in &differing {
                reasons.extend(reasons_of(was, is, measure.reads()));
                let month = Outcome::of(OutcomeKind::MonthRestated, &*measure.id).paying(due[1]).on(is.on);
                outcomes.push(due[0].map(|fen| month.clone().worth(fen.to_string())).unwrap_or(month));
            }
            outcomes.extend(owed(&measure.id, differing.iter().map(|(_, is, due)| (is.on, *due))));
        }
        let newest = |slot: &usize| after.iter().rev().find_map(|month| month.said.get(slot));
        outcomes.extend(reasons.iter().filter_map(newest).map(Said::told));
        outcomes.sort_by_key(|outcome| outcome.kind);
        outcomes
    }
}

impl Said {
    fn of(name: &str, subject: &Subject, slot: Slot) -> Self {
        let values = subject.values(slot);
        let provenance = values.first().map(|(_, provenance)| *provenance);
        Self {
            name: name.to_owned(),
            source: provenance.map(|provenance| provenance.source.to_string()).unwrap_or_default(),
            on: provenance.and_then(|provenance| provenance.on),
            values: values.into_iter().map(|(value, _)| shown(value)).collect(),
        }
    }

    fn told(&self) -> Outcome {
        let outcome = Outcome::of(OutcomeKind::FactRestated, &*self.name).from_source(&*self.source);
        let outcome = Outcome { on: self.on, ..outcome };
        match &*self.values {
            [] => outcome,
            values => outcome.worth(values.join(" ")),
        }
    }
}

/// The places of the facts that differ, of those that a measure asks for.
fn reasons_of(was: &Month, is: &Month, reads: FactSet) -> Vec<usize> {
    let slots = reads.iter().map(Slot::index);
    slots.filter(|slot| values(was, *slot) != values(is, *slot)).collect()
}

fn values(month: &Month, slot: usize) -> &[String] {
    month.said.get(&slot).map_or(&[], |said| &said.values)
}

/// The months since each one's day, as the records say of them now.
async fn months(
    cx: &Cx<'_>,
    tx: &mut Tx,
    restated: &Restated<'_>,
    since: &BTreeMap<PersonId, Date>,
) -> Result<BTreeMap<PersonId, Vec<Month>>, PopulationError> {
    let mut all: BTreeMap<PersonId, Vec<Month>> = BTreeMap::new();
    let Some(first) = since.values().min().and_then(|day| month_after(*day)) else { return Ok(all) };
    for month in months_from(first, cx.now.day_in_china()) {
        let whom: Vec<PersonId> = since.iter().filter(|(_, day)| **day < month).map(|(id, _)| *id).collect();
        let (pack, reads) = (restated.pack, restated.reads);
        let population = Population::load_of_reading(tx, pack, &whom, reads, (month, cx.now)).await?;
        let assessor = Assessor::new(pack, month);
        for resident in &population.residents {
            let subject = &resident.subject;
            let due = restated.measures.iter().map(|at| due(&assessor.measure(subject, *at), month)).collect();
            let said = reads.iter().map(|slot| (slot.index(), Said::of(&pack.fact(slot).name, subject, slot)));
            let month = Month { on: month, due, said: said.collect() };
            all.entry(resident.person.person_id).or_default().push(month);
        }
    }
    Ok(all)
}

/// Since when somebody belongs here, by what the register knows.
async fn belongs_since(tx: &mut Tx, person_id: PersonId) -> Result<Option<Date>, StoreError> {
    Ok(memberships::list_of(tx, person_id).await?.into_iter().map(|spell| spell.since_on).min())
}

/// The organisation that answers for somebody, or did last.
async fn answered_by(tx: &mut Tx, person_id: PersonId) -> Result<Option<OrganizationId>, StoreError> {
    let spells = memberships::list_of(tx, person_id).await?.into_iter();
    Ok(spells.max_by_key(|spell| (spell.until_on.is_none(), spell.since_on)).map(|spell| spell.organization_id))
}

/// A value as an outcome keeps it.
fn shown(value: &Value) -> String {
    match value {
        Value::Bool(true) => "yes".to_owned(),
        Value::Bool(false) => "no".to_owned(),
        Value::Int(number) => number.to_string(),
        Value::Money(amount) => amount.to_string(),
        Value::Date(day) => day.to_string(),
        Value::Text(code) => code.to_string(),
        Value::List(values) => values.iter().map(shown).collect::<Vec<_>>().join(" "),
    }
}

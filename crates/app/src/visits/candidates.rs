//! Those who may be visited, with what the rules ask about them: classes and standards, what befell them, their visits, their
//! clock, and how they wish to be met.

use std::collections::{BTreeMap, BTreeSet};

use guanai_casework::VisitManner;
use guanai_casework::guarantee::{KeptRest, RestKind};
use guanai_kernel::civil::add_days;
use guanai_kernel::ids::{HouseholdId, OrganizationId, PersonId};
use guanai_kernel::{Date, Guarantee, Moment, Money, Recipient};
use guanai_registry::Membership;
use guanai_scheme::{
    Answer, Assessor, Belonging, ContactWish, Pack, PastVisit, VisitCandidate, VisitClock, VisitEvent, VisitTrigger,
};
use guanai_store::Stretch;
use guanai_store::clock_board::{self, WantedClocks};
use guanai_store::persons::{self, Wanted};
use guanai_store::visits::{self, BriefVisit};
use guanai_store::{StoreError, Tx, consents, happenings, households};

use crate::guarantees::befell;
use crate::population::{Extent, Population, PopulationError, Resident};

/// The consent of the pack by which somebody says that nobody need come to their home: a call counts as the visit.
pub(crate) const HOME_VISIT: &str = "visit-at-home";
/// Days of past visits that rules look at.
const LOOKED_BACK_DAYS: i32 = 120;
/// Days of events that rules look at.
const EVENTS_DAYS: i32 = 180;

/// Whose visits are planned.
#[derive(Debug, Clone)]
pub(crate) struct Whom<'w> {
    /// Those who belong to these organisations; none is everybody.
    pub organizations: Option<&'w [OrganizationId]>,
    /// Only by these rules, as places in the pack; every one where there is none.
    pub rules: Option<&'w BTreeSet<usize>>,
    /// The day for which the standards answer.
    pub as_of: Date,
    /// The last day by which a clock may end to be loaded.
    pub clocks_by: Date,
    /// What was recorded by then.
    pub known_at: Moment,
}

/// Everybody who may be visited.
pub(crate) struct Candidates {
    /// They, with their records.
    pub population: Population,
    /// What the rules ask about each, in the order of the residents.
    pub asked: Vec<VisitCandidate>,
    /// What rests with them.
    pub rests: Vec<KeptRest>,
}

/// What is asked beside the population.
#[derive(Default)]
struct Beside {
    visits: BTreeMap<PersonId, Vec<BriefVisit>>,
    households: BTreeMap<PersonId, HouseholdId>,
    events: BTreeMap<PersonId, Vec<(VisitEvent, Date)>>,
    clocks: BTreeMap<PersonId, VisitClock>,
    wishes: BTreeMap<PersonId, ContactWish>,
    rests: Vec<KeptRest>,
}

/// Loads everybody who may be visited.
pub(crate) async fn load(tx: &mut Tx, pack: &Pack, whom: &Whom<'_>) -> Result<Candidates, PopulationError> {
    let asked = Asked::of(pack, whom.rules);
    // By rule whoever belongs somewhere is visited; a day shows what was promised to others, too.
    let extent = if whom.rules.is_some() { Extent::WhoBelongs } else { Extent::Everybody };
    let population = match whom.organizations {
        None => {
            Population::load_reading(
                tx,
                pack,
                extent,
                pack.facts_read(&asked.classes, &asked.measures),
                (whom.as_of, whom.known_at),
            )
            .await?
        }
        Some(organizations) => {
            let wanted = Wanted { organizations: Some(organizations.to_vec()), search: None };
            let ids = persons::list_wanted(tx, &wanted, Stretch { skip: 0, take: u64::MAX }).await?;
            Population::load_of_reading(
                tx,
                pack,
                &ids,
                pack.facts_read(&asked.classes, &asked.measures),
                (whom.as_of, whom.known_at),
            )
            .await?
        }
    };
    let beside = Beside::load(tx, pack, &asked, whom, &population).await?;
    let assessor = Assessor::new(pack, whom.as_of);
    let mut candidates = Vec::with_capacity(population.residents.len());
    for resident in population.residents.iter().filter(|resident| resident.membership.is_some()) {
        candidates.push(beside.candidate(&assessor, &asked, resident));
    }
    Ok(Candidates { population, asked: candidates, rests: beside.rests })
}

/// The classes and measures that the rules ask about.
struct Asked {
    classes: BTreeSet<usize>,
    measures: BTreeSet<usize>,
    events: bool,
    clocks: bool,
}

impl Asked {
    fn of(pack: &Pack, rules: Option<&BTreeSet<usize>>) -> Self {
        let mut asked = Self { classes: BTreeSet::new(), measures: BTreeSet::new(), events: false, clocks: false };
        for (at, rule) in pack.visits().rules.iter().enumerate() {
            if rules.is_some_and(|rules| !rules.contains(&at)) {
                continue;
            }
            asked.classes.extend(&rule.classes);
            asked.measures.extend(&rule.measures);
            asked.events |= matches!(rule.trigger, VisitTrigger::Event(_));
            asked.clocks |= rule.trigger == VisitTrigger::Clock;
        }
        asked
    }
}

impl Beside {
    async fn load(
        tx: &mut Tx,
        pack: &Pack,
        asked: &Asked,
        whom: &Whom<'_>,
        population: &Population,
    ) -> Result<Self, StoreError> {
        let ids: Vec<PersonId> = population.residents.iter().map(|resident| resident.person.person_id).collect();
        let mut beside = Self::default();
        let since = add_days(whom.as_of, -LOOKED_BACK_DAYS).unwrap_or(Date::MIN);
        for visit in visits::list_brief_since(tx, since, whom.organizations).await? {
            beside.visits.entry(visit.person_id).or_default().push(visit);
        }
        let members = households::list_current_of(tx, &ids).await?;
        beside.households = members.into_iter().map(|member| (member.person_id, member.household_id)).collect();
        if asked.events {
            beside.load_events(tx, pack, whom, population).await?;
        }
        if asked.clocks {
            beside.load_clocks(tx, whom).await?;
        }
        let refused = match whom.organizations {
            Some(_) => consents::list_refused_of(tx, HOME_VISIT, &ids).await?,
            None => consents::list_refused(tx, HOME_VISIT).await?,
        };
        for person_id in refused {
            beside.wishes.insert(person_id, ContactWish::Phone);
        }
        beside.rests = happenings::list_rests_of_many(tx, &ids).await?;
        for rest in &beside.rests {
            let declined = rest.guarantee == Guarantee::Visit && rest.rest.kind == RestKind::Exemption;
            if declined && rest.rest.holds_on(whom.as_of) {
                beside.wishes.insert(rest.person_id, ContactWish::Nothing);
            }
        }
        Ok(beside)
    }

    async fn load_events(
        &mut self,
        tx: &mut Tx,
        pack: &Pack,
        whom: &Whom<'_>,
        population: &Population,
    ) -> Result<(), StoreError> {
        let since = add_days(whom.as_of, -EVENTS_DAYS).unwrap_or(Date::MIN);
        let spells: BTreeMap<PersonId, &Membership> = population
            .residents
            .iter()
            .filter_map(|resident| Some((resident.person.person_id, resident.membership.as_ref()?)))
            .collect();
        let ids: Vec<PersonId> = population.residents.iter().map(|resident| resident.person.person_id).collect();
        let mut found = befell::list_since(tx, pack, &ids, since).await?;
        // Whoever is taken into care as a resident was met when that was asked.
        let is_resident = |id: &PersonId| spells.get(id).is_some_and(|s| s.recipient() == Some(Recipient::Resident));
        found.retain(|(person_id, event, _)| *event != VisitEvent::Arrived || !is_resident(person_id));
        // Newly admitted 新发展: the register says on which day, whatever brought it.
        let admitted = spells.iter().filter_map(|(person_id, spell)| Some((*person_id, spell.joined_on?)));
        found.extend(
            admitted
                .filter(|(_, on)| since <= *on && *on <= whom.as_of)
                .map(|(person_id, on)| (person_id, VisitEvent::Arrived, on)),
        );
        for (person_id, event, on) in found {
            self.events.entry(person_id).or_default().push((event, on));
        }
        Ok(())
    }

    async fn load_clocks(&mut self, tx: &mut Tx, whom: &Whom<'_>) -> Result<(), StoreError> {
        let wanted = WantedClocks {
            organizations: whom.organizations.map(<[OrganizationId]>::to_vec),
            guarantee: Some(Guarantee::Visit),
            due_by: Some(whom.clocks_by),
            due_from: None,
            risk_by: None,
            but_not: clock_board::LeftOut::Nothing,
        };
        for kept in clock_board::list_wanted(tx, &wanted, Stretch { skip: 0, take: u64::MAX }).await? {
            let clock = VisitClock { since_on: kept.clock.started_on, due_on: kept.clock.due.on };
            self.clocks.insert(kept.person_id, clock);
        }
        Ok(())
    }

    fn candidate(&self, assessor: &Assessor<'_>, asked: &Asked, resident: &Resident) -> VisitCandidate {
        let (person, subject) = (&resident.person, &resident.subject);
        let person_id = person.person_id;
        let belongs = |class: &&usize| assessor.class(subject, **class) == Belonging::Belongs;
        let holds = |measure: &usize| -> Option<(usize, Option<Money>)> {
            match assessor.measure(subject, *measure) {
                Answer::Holds(entitled) => Some((*measure, entitled.amount)),
                _ => None,
            }
        };
        // A message is no visit, whatever it was for.
        let past = self.visits.get(&person_id).into_iter().flatten().filter(|v| v.manner != VisitManner::Message);
        let births = person.birth.candidates();
        VisitCandidate {
            person_id,
            household_id: self.households.get(&person_id).copied(),
            died_on: person.died_on,
            born_on: if let [born_on] = births[..] { Some(born_on) } else { None },
            // An interruption moves the anniversaries: they are then left to the branch, which knows the day.
            seniority_from: resident
                .membership
                .as_ref()
                .and_then(|membership| membership.full_on)
                .filter(|_| subject.interruptions().is_empty()),
            classes: asked.classes.iter().filter(belongs).copied().collect(),
            measures: asked.measures.iter().filter_map(holds).collect(),
            events: self.events.get(&person_id).cloned().unwrap_or_default(),
            visits: past.map(|v| PastVisit { made_on: v.made_on, occasions: v.occasions.clone() }).collect(),
            clock: self.clocks.get(&person_id).copied(),
            wish: self.wishes.get(&person_id).copied().unwrap_or_default(),
        }
    }
}

//! With whom nobody was in touch within the term (R9), by name: since when, and what comes next. Whoever keeps to their bed is
//! seen at home, whoever is away is called, whoever floats and is received elsewhere is handed to whoever receives them; the dead
//! have no clock. Who asked not to be visited stands apart, with until when.

use std::collections::{BTreeMap, BTreeSet};

use guanai_casework::guarantee::{KeptClock, KeptRest, RestKind};
use guanai_casework::reach::{Meets, NextStep, Place, Reachability};
use guanai_kernel::ids::{OrganizationId, PersonId};
use guanai_kernel::{Date, Guarantee};
use guanai_scheme::Value;
use guanai_store::clock_board::{self, LeftOut, WantedClocks};
use guanai_store::persons::{self, Wanted};
use guanai_store::{Stretch, Tx, consents, happenings, spells, visits};

use super::{PAGE, ReachError};
use crate::actor::Act;
use crate::cx::Cx;
use crate::guarantees::board::is_paused;
use crate::people::{Sight, known};
use crate::population::{Population, Resident};
use crate::scope::ScopeOf;
use crate::visits::candidates::HOME_VISIT;

/// The codes of the pack for who is away.
const AWAY: &[&str] = &["away", "settled-abroad"];

/// Somebody with whom nobody was in touch.
#[derive(Clone, PartialEq, Eq)]
pub struct UnreachedRow {
    /// Who.
    pub person_id: PersonId,
    /// Their name.
    pub name: String,
    /// Where they belong.
    pub organization: Option<String>,
    /// Where they live, for whoever goes there.
    pub place: Option<String>,
    /// The number to call.
    pub phone: Option<String>,
    /// The last day on which somebody came or called; none where nobody knows of one.
    pub last_on: Option<Date>,
    /// The day from which the term is counted.
    pub since_on: Date,
    /// Whether that is the day on which a book brought them: of before nobody knows.
    pub before_unknown: bool,
    /// The last day of the term.
    pub due_on: Date,
    /// The rule of the pack by which the term runs.
    pub rule: String,
    /// Whether the clock rests for the time.
    pub is_paused: bool,
    /// What comes next.
    pub step: NextStep,
    /// Where they float to, where that is known.
    pub receiving: Option<String>,
}

guanai_kernel::debug_by_id!(UnreachedRow.person_id);

/// Somebody who asked not to be visited, or whom another looks after.
#[derive(Clone, PartialEq, Eq)]
pub struct AskedNot {
    /// Who.
    pub person_id: PersonId,
    /// Their name.
    pub name: String,
    /// Why, as a code of the pack.
    pub reason: String,
    /// The first day on which it no longer holds.
    pub until_on: Date,
}

guanai_kernel::debug_by_id!(AskedNot.person_id);

/// The list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreached {
    /// A page of those with whom nobody was in touch.
    pub rows: Vec<UnreachedRow>,
    /// Everybody of these places who asked not to be visited.
    pub asked_not: Vec<AskedNot>,
    /// How many run in time since a book brought them.
    pub not_known_before: u64,
    /// The first day since which one of them is known.
    pub known_since: Option<Date>,
}

/// The terms of 平时有人访 that are over on a day.
fn late_on(today: Date, organizations: Option<Vec<OrganizationId>>) -> WantedClocks {
    WantedClocks {
        organizations,
        guarantee: Some(Guarantee::Visit),
        due_by: guanai_kernel::civil::add_days(today, -1),
        due_from: None,
        risk_by: None,
        but_not: LeftOut::Nothing,
    }
}

/// With how many of the actor's scope nobody was in touch within the term. Nobody is named, and no reading recorded.
pub async fn count_unreached(cx: &Cx<'_>) -> Result<u64, ReachError> {
    cx.authorise(Act::ReadReach)?;
    let mut tx = cx.db.begin_read().await?;
    let scope = ScopeOf::resolve(&mut tx, &cx.actor).await?;
    let organizations: Option<Vec<OrganizationId>> = scope.listed();
    let today = cx.now.day_in_china();
    let count = clock_board::count_late(&mut tx, Guarantee::Visit, today, organizations.as_deref()).await;
    tx.rollback().await?;
    Ok(count?)
}

/// Those of some organisations: the names of one page, and how many there are.
pub(super) async fn list(
    cx: &Cx<'_>,
    tx: &mut Tx,
    places: &[OrganizationId],
    page: u64,
) -> Result<(Unreached, u64), ReachError> {
    let today = cx.now.day_in_china();
    let late = late_on(today, Some(places.to_vec()));
    let unknown = WantedClocks { due_by: None, but_not: LeftOut::AllButUnknown(today), ..late.clone() };
    let total = clock_board::count_wanted(tx, &late).await?;
    let unknown = clock_board::list_wanted(tx, &unknown, Stretch { skip: 0, take: u64::MAX }).await?;
    let not_known_before = u64::try_from(unknown.len()).unwrap_or(u64::MAX);
    let known_since = unknown.iter().map(|kept| kept.clock.started_on).min();
    let clocks = clock_board::list_wanted(tx, &late, Stretch::of_page(page, PAGE)).await?;
    let rows = rows(cx, tx, places, clocks).await?;
    let asked_not = asked_not(cx, tx, places).await?;
    Ok((Unreached { rows, asked_not, not_known_before, known_since }, total))
}

async fn rows(
    cx: &Cx<'_>,
    tx: &mut Tx,
    places: &[OrganizationId],
    clocks: Vec<KeptClock>,
) -> Result<Vec<UnreachedRow>, ReachError> {
    let today = cx.now.day_in_china();
    let ids: Vec<PersonId> = clocks.iter().map(|kept| kept.person_id).collect::<BTreeSet<_>>().into_iter().collect();
    let population = Population::load_of(tx, &cx.standards.pack, &ids, today, cx.now).await?;
    let last = visits::list_last_days(tx, Some(places)).await?;
    let rests = happenings::list_rests_of_many(tx, &ids).await?;
    let by_phone: BTreeSet<PersonId> = consents::list_refused(tx, HOME_VISIT).await?.into_iter().collect();
    let mut floating: BTreeMap<PersonId, Option<String>> = BTreeMap::new();
    for spell in spells::list_floating_of_many(tx, &ids).await? {
        if spell.period.contains(today) {
            floating.insert(spell.person_id, spell.receiving_place);
        }
    }
    let sight = Sight::of(cx.actor.role);
    let goes_there = sight.sees_phone();
    let mut seen = BTreeSet::new();
    let mut rows = Vec::with_capacity(clocks.len());
    for kept in clocks {
        let Some(resident) = population.find(kept.person_id).filter(|r| r.person.died_on.is_none()) else { continue };
        if !seen.insert(kept.person_id) {
            continue;
        }
        let floats_to = floating.get(&kept.person_id);
        let reachability = Reachability {
            meets: meets(cx, resident, by_phone.contains(&kept.person_id)),
            place: place(&rests, kept.person_id, today, floats_to),
        };
        let person = &resident.person;
        rows.push(UnreachedRow {
            person_id: kept.person_id,
            name: sight.name(&person.name),
            organization: population.organization(resident).map(|organization| organization.name.clone()),
            place: person.address.clone().filter(|_| goes_there),
            phone: person.phone.clone().filter(|_| goes_there),
            last_on: last.get(&kept.person_id).copied(),
            since_on: kept.clock.started_on,
            before_unknown: kept.clock.before_unknown,
            due_on: kept.clock.due.on,
            is_paused: is_paused(&kept, &rests, today),
            rule: kept.clock.rule,
            step: reachability.next_step(),
            receiving: floats_to.cloned().flatten(),
        });
    }
    // Where they live decides the way; how long nobody came ranks nobody.
    rows.sort_by(|a, b| {
        (&a.organization, &a.place, &a.name, a.person_id).cmp(&(&b.organization, &b.place, &b.name, b.person_id))
    });
    Ok(rows)
}

fn meets(cx: &Cx<'_>, resident: &Resident, by_phone: bool) -> Meets {
    let pack = &cx.standards.pack;
    let slot = pack.reach().at_home.as_deref().and_then(|name| pack.slot(name));
    let at_home = slot.is_some_and(|slot| {
        let values = resident.subject.values(slot);
        !values.is_empty() && values.iter().all(|(value, _)| **value == Value::Bool(true))
    });
    match (by_phone, at_home) {
        (true, _) => Meets::ByPhone,
        (false, true) => Meets::AtHome,
        (false, false) => Meets::Anywhere,
    }
}

fn place(rests: &[KeptRest], person_id: PersonId, today: Date, floats_to: Option<&Option<String>>) -> Place {
    let own = |kept: &&KeptRest| kept.person_id == person_id && kept.rest.holds_on(today);
    let is_away = rests.iter().filter(own).any(|kept| AWAY.contains(&kept.rest.reason.as_str()));
    match floats_to {
        Some(Some(_)) => Place::Received,
        Some(None) => Place::Away,
        None if is_away => Place::Away,
        None => Place::Here,
    }
}

/// Whoever of these places has an exemption that holds today.
async fn asked_not(cx: &Cx<'_>, tx: &mut Tx, places: &[OrganizationId]) -> Result<Vec<AskedNot>, ReachError> {
    let today = cx.now.day_in_china();
    let wanted = Wanted { organizations: Some(places.to_vec()), search: None };
    let ids = persons::list_wanted(tx, &wanted, Stretch { skip: 0, take: u64::MAX }).await?;
    let mut held: BTreeMap<PersonId, KeptRest> = BTreeMap::new();
    for kept in happenings::list_rests_of_many(tx, &ids).await? {
        let holds = kept.rest.kind == RestKind::Exemption && kept.guarantee == Guarantee::Visit;
        if holds && kept.rest.holds_on(today) {
            let longest = held.get(&kept.person_id).is_none_or(|other| other.rest.until_on < kept.rest.until_on);
            if longest {
                held.insert(kept.person_id, kept);
            }
        }
    }
    let sight = Sight::of(cx.actor.role);
    let ids: Vec<PersonId> = held.keys().copied().collect();
    let people = known(tx, &ids).await?;
    let rows = held.into_iter().filter_map(|(person_id, kept)| {
        let name = sight.name(&people.get(&person_id)?.name);
        Some(AskedNot { person_id, name, reason: kept.rest.reason, until_on: kept.rest.until_on })
    });
    let mut rows: Vec<AskedNot> = rows.collect();
    rows.sort_by(|a, b| (a.until_on, &a.name, a.person_id).cmp(&(b.until_on, &b.name, b.person_id)));
    Ok(rows)
}

//! The day of whoever visits: at most fifteen people, whoever is most pressing first, of these village by village and house by
//! house. Each with why today, what was promised, where, and how they wish to be met.

mod waiting;

use std::collections::{BTreeMap, BTreeSet};

use guanai_casework::round::{Unreachable, address_order};
use guanai_casework::{Deferral, JobMark, Promise, VisitState};
use guanai_kernel::civil::{add_days, days_between};
use guanai_kernel::ids::{
    BookingId, DisputeId, HouseholdId, JobId, OrganizationId, PairId, PersonId, PlanId, ReferralId, SponsorshipId,
    VisitId,
};
use guanai_kernel::{Date, Guarantee, VisitAct};
use guanai_scheme::{ContactWish, PlannedGift, PlannedVisit, VisitAsk, VisitReason, visits_due};
use guanai_store::Stretch;
use guanai_store::audit::Subject;
use guanai_store::clock_board::{self, WantedClocks};
use guanai_store::visits::{self, VisitsWanted};
use guanai_store::{StoreError, Tx, contacts, deferrals};

pub use self::waiting::OwnerGone;
use super::candidates::{self, Candidates, Whom};
use crate::actor::{Act, Denied};
use crate::cx::Cx;
use crate::life::ComesBack;
use crate::people::{Sight, Words};
use crate::population::{PopulationError, Resident};
use crate::scope::ScopeOf;

/// People on a day.
pub const MOST_CARDS: usize = 15;
/// Days that a day looks ahead.
const AHEAD_DAYS: i32 = 7;
/// Days within which an end is near.
const NEAR_DAYS: i64 = 3;

/// How pressing somebody is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Pressing {
    /// The last day is over, by so many days.
    Late(i64),
    /// Today is the last day.
    Today,
    /// So many days are left, and few.
    Near(i64),
    /// So many days are left.
    Ahead(i64),
}

impl Pressing {
    fn of(today: Date, last: Date) -> Self {
        match days_between(today, last) {
            left if left < 0 => Self::Late(left.saturating_neg()),
            0 => Self::Today,
            left if left <= NEAR_DAYS => Self::Near(left),
            left => Self::Ahead(left),
        }
    }

    /// Late, near, or neither: within one of these the way decides.
    const fn tier(self) -> u8 {
        match self {
            Self::Late(_) | Self::Today => 0,
            Self::Near(_) => 1,
            Self::Ahead(_) => 2,
        }
    }
}

/// A clock of another guarantee that is at risk or late.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DayClock {
    /// Which guarantee.
    pub guarantee: Guarantee,
    /// Its last day.
    pub due_on: Date,
}

/// A promise that waits.
#[derive(Clone, PartialEq, Eq)]
pub struct DayPromise {
    /// The visit at which it was made.
    pub visit_id: VisitId,
    /// What; none where the reader may not read people's words.
    pub promise: Option<Promise>,
    /// By when.
    pub due_on: Option<Date>,
}

guanai_kernel::debug_by_id!(DayPromise.visit_id);

/// A task of a plan that is due.
#[derive(Clone, PartialEq, Eq)]
pub struct DayTask {
    /// Of which plan.
    pub plan_id: PlanId,
    /// What; none where the reader may not read people's words.
    pub words: Option<String>,
    /// Who does it.
    pub responsible: String,
    /// By when.
    pub due_on: Date,
}

guanai_kernel::debug_by_id!(DayTask.plan_id);

/// That a round did not reach somebody, and somebody is to come again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DayAgain {
    /// Why they were not reached.
    pub why: Unreachable,
    /// The day on which they were not.
    pub missed_on: Date,
    /// By when somebody comes again.
    pub next_on: Date,
}

/// Help that is under way and is to be looked at: what, and where the next step is taken.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum LookAt {
    /// A department owes an answer: it is reminded.
    Referral {
        /// Which.
        referral_id: ReferralId,
        /// The department.
        to: String,
    },
    /// Whether a job lasted is asked.
    Job {
        /// Which.
        job_id: JobId,
        /// After how long.
        mark: JobMark,
    },
    /// A pupil is looked at once a year.
    Sponsorship(SponsorshipId),
    /// Both sides of a dispute that the reader brings together are to be told, or it is to be brought to its end.
    Dispute(DisputeId),
    /// The two sides of a pair are asked, or are to be in touch, or it is to be looked at again.
    Pair {
        /// Which.
        pair_id: PairId,
        /// Whether it runs: else both sides are to answer, or it is to begin.
        runs: bool,
    },
    /// What is with the person of somebody who died or left is to be given back.
    GiveBack {
        /// By which booking they have it.
        booking_id: BookingId,
        /// What it is called.
        what: String,
        /// Whose it is, as the resource names them.
        owner: String,
        /// Where the owner belonged last: it leads to the family, or to themself.
        branch: Option<String>,
        /// Why it is given back now.
        gone: OwnerGone,
        /// Whether it is known that it comes back.
        comes_back: ComesBack,
    },
}

/// Help that is to be looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayLook {
    /// By when.
    pub due_on: Date,
    /// At what.
    pub at: LookAt,
}

/// Somebody to see.
#[derive(Clone, PartialEq, Eq)]
pub struct DayCard {
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
    /// Their household, so that those of one house stand together.
    pub household_id: Option<HouseholdId>,
    /// How pressing.
    pub pressing: Pressing,
    /// Why, by the rules of visits.
    pub reasons: Vec<VisitReason>,
    /// Which act.
    pub act: VisitAct,
    /// How they wish to be met.
    pub wish: ContactWish,
    /// The gift that goes with it.
    pub gift: Option<PlannedGift>,
    /// Other guarantees that press.
    pub clocks: Vec<DayClock>,
    /// What was promised and waits.
    pub promises: Vec<DayPromise>,
    /// Tasks of their plan that are due.
    pub tasks: Vec<DayTask>,
    /// Rounds that did not reach them.
    pub again: Vec<DayAgain>,
    /// Help that is under way and is to be looked at, the first due first.
    pub looks: Vec<DayLook>,
    /// The last day on which somebody came or called; none where nobody knows of one.
    pub last_on: Option<Date>,
}

guanai_kernel::debug_by_id!(DayCard.person_id);

/// A day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MyDay {
    /// Which.
    pub on: Date,
    /// Whom to see.
    pub cards: Vec<DayCard>,
    /// How many more there are this week.
    pub more: usize,
    /// How many were put off and come back later.
    pub put_off: usize,
    /// How many people were visited or called this month.
    pub seen_this_month: usize,
    /// How many of the week wish a call and no visit.
    pub by_phone: usize,
}

/// Why there is no day. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum ReadMyDayError {
    /// The role does not hold it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The records do not go with the pack.
    #[error(transparent)]
    Population(#[from] PopulationError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl ReadMyDayError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Denied(_) => "denied",
            Self::Population(_) => "population",
            Self::Store(error) => error.code(),
        }
    }
}

/// What was read for a day.
struct Read {
    today: Date,
    who: Candidates,
    clocks: BTreeMap<PersonId, Vec<DayClock>>,
    promises: BTreeMap<PersonId, Vec<DayPromise>>,
    tasks: BTreeMap<PersonId, Vec<DayTask>>,
    again: BTreeMap<PersonId, Vec<DayAgain>>,
    looks: BTreeMap<PersonId, Vec<DayLook>>,
    last: BTreeMap<PersonId, Date>,
    put_off: BTreeMap<PersonId, Deferral>,
    wishes: BTreeMap<PersonId, ContactWish>,
}

/// Whose day it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Whose {
    /// Everybody's within the scope.
    Everybody,
    /// Theirs alone whom the actor was named to look after.
    Mine,
}

/// Reads today for whoever acts. The record names those on the cards.
pub async fn read_my_day(cx: &mut Cx<'_>) -> Result<MyDay, ReadMyDayError> {
    read_day(cx, Whose::Everybody).await
}

/// The same, of those alone whom whoever acts was named to look after.
pub async fn read_own_day(cx: &mut Cx<'_>) -> Result<MyDay, ReadMyDayError> {
    read_day(cx, Whose::Mine).await
}

async fn read_day(cx: &mut Cx<'_>, whose: Whose) -> Result<MyDay, ReadMyDayError> {
    cx.authorise(Act::ReadMyDay)?;
    let mut tx = cx.db.begin_read().await?;
    let scope = ScopeOf::resolve(&mut tx, &cx.actor).await?;
    let organizations: Option<Vec<OrganizationId>> = scope.listed();
    let read = load(cx, &mut tx, organizations.as_deref()).await;
    let mine = mine(cx, &mut tx, whose).await;
    tx.rollback().await?;
    let mut read = read?;
    if let Some(mine) = mine? {
        read.who.population.residents.retain(|resident| mine.contains(&resident.person.person_id));
    }
    let day = day(cx, &read);
    let subjects = day.cards.iter().map(|card| Subject::Person(card.person_id)).collect();
    cx.record_reading(Act::ReadMyDay, subjects).await?;
    Ok(day)
}

/// Whom the actor looks after, where that is asked.
async fn mine(cx: &Cx<'_>, tx: &mut Tx, whose: Whose) -> Result<Option<BTreeSet<PersonId>>, StoreError> {
    if whose == Whose::Everybody {
        return Ok(None);
    }
    let Some(by) = cx.actor.person_id else { return Ok(Some(BTreeSet::new())) };
    Ok(Some(contacts::list_running_by(tx, by).await?.into_iter().map(|contact| contact.person_id).collect()))
}

async fn load(cx: &Cx<'_>, tx: &mut Tx, organizations: Option<&[OrganizationId]>) -> Result<Read, ReadMyDayError> {
    let today = cx.now.day_in_china();
    let ahead = add_days(today, AHEAD_DAYS).unwrap_or(today);
    let whom = Whom { organizations, rules: None, as_of: today, clocks_by: ahead, known_at: cx.now };
    let who = candidates::load(tx, &cx.standards.pack, &whom).await?;
    let wanted = WantedClocks {
        organizations: organizations.map(<[OrganizationId]>::to_vec),
        guarantee: None,
        due_by: Some(ahead),
        due_from: None,
        risk_by: None,
        but_not: clock_board::LeftOut::Nothing,
    };
    let mut clocks: BTreeMap<PersonId, Vec<DayClock>> = BTreeMap::new();
    for kept in clock_board::list_wanted(tx, &wanted, Stretch { skip: 0, take: u64::MAX }).await? {
        let (guarantee, due_on) = (kept.clock.guarantee, kept.clock.due.on);
        // The clock of visits is a rule of visits; that somebody asked in doubt is for who answers, and for nobody else.
        if !matches!(guarantee, Guarantee::Visit | Guarantee::Answer) {
            clocks.entry(kept.person_id).or_default().push(DayClock { guarantee, due_on });
        }
    }
    let open = VisitsWanted {
        organizations: organizations.map(<[OrganizationId]>::to_vec),
        with_open_promise: true,
        ..VisitsWanted::default()
    };
    let reads_words = Sight::of(cx.actor.role).words == Words::Shown;
    let mut promises: BTreeMap<PersonId, Vec<DayPromise>> = BTreeMap::new();
    for visit in visits::list_wanted(tx, &open, Stretch { skip: 0, take: u64::MAX }).await? {
        if let (VisitState::Recorded, Some(promise)) = (visit.state, visit.promise) {
            let due_on = promise.due_on;
            let promise = Some(promise).filter(|_| reads_words);
            promises.entry(visit.person_id).or_default().push(DayPromise { visit_id: visit.visit_id, promise, due_on });
        }
    }
    let tasks = waiting::due_tasks(cx, tx, organizations, ahead).await?;
    let looks = waiting::due_looks(cx, tx, organizations, (today, ahead)).await?;
    let last = visits::list_last_days(tx, organizations).await?;
    let again = waiting::to_come_again(tx, organizations, ahead, &last).await?;
    let put_off = deferrals::list_on(tx, today, organizations).await?;
    let wishes = who.asked.iter().map(|candidate| (candidate.person_id, candidate.wish)).collect();
    Ok(Read { today, who, clocks, promises, tasks, again, looks, last, put_off, wishes })
}

fn day(cx: &Cx<'_>, read: &Read) -> MyDay {
    let today = read.today;
    let ahead = add_days(today, AHEAD_DAYS).unwrap_or(today);
    let ask = VisitAsk { from: today, to: ahead, rules: None };
    let due = visits_due(&cx.standards.pack, &ask, &read.who.asked);
    let mut planned: BTreeMap<PersonId, PlannedVisit> = BTreeMap::new();
    for visit in due.visits {
        // The first is the most pressing; the next visit comes back on its own day.
        planned.entry(visit.person_id).or_insert(visit);
    }
    let mut cards = Vec::new();
    let mut put_off = 0;
    for resident in &read.who.population.residents {
        let person_id = resident.person.person_id;
        let Some(card) = card(cx, read, ahead, resident, planned.remove(&person_id)) else { continue };
        if read.put_off.contains_key(&person_id) {
            put_off += 1;
        } else {
            cards.push(card);
        }
    }
    let codes: BTreeMap<PersonId, String> = read
        .who
        .population
        .residents
        .iter()
        .filter_map(|r| Some((r.person.person_id, read.who.population.organization(r)?.code.clone())))
        .collect();
    in_the_way(&mut cards, &codes);
    let first = today.first_of_month();
    let seen_this_month: BTreeSet<&PersonId> =
        read.last.iter().filter(|(_, day)| **day >= first).map(|(person_id, _)| person_id).collect();
    MyDay {
        on: today,
        more: cards.len().saturating_sub(MOST_CARDS),
        put_off,
        seen_this_month: seen_this_month.len(),
        by_phone: cards.iter().filter(|card| card.wish == ContactWish::Phone).count(),
        cards: {
            let residents: BTreeSet<PersonId> = read.who.population.residents.iter().filter_map(no_member).collect();
            let mut cards =
                without_crowding(cards, |card| (card.pressing.tier(), residents.contains(&card.person_id)), MOST_CARDS);
            in_the_way(&mut cards, &codes);
            cards
        },
    }
}

/// The most pressing first; of these village by village, and within one as people count houses: 9号 before 10号, those of one household
/// together at the address that any of them has, and whose address nobody knows last.
fn in_the_way(cards: &mut [DayCard], codes: &BTreeMap<PersonId, String>) {
    let mut houses: BTreeMap<HouseholdId, String> = BTreeMap::new();
    for card in cards.iter() {
        if let (Some(house), Some(place)) = (card.household_id, &card.place) {
            houses.entry(house).or_insert_with(|| place.clone());
        }
    }
    cards.sort_by_cached_key(|card| {
        let place = card.household_id.and_then(|house| houses.get(&house)).or(card.place.as_ref());
        let way = place.map(|place| address_order(place));
        let village = codes.get(&card.person_id).cloned();
        (card.pressing.tier(), village, way.is_none(), way, card.household_id, card.name.clone(), card.person_id)
    });
}

/// Who is looked after as a resident.
fn no_member(resident: &Resident) -> Option<PersonId> {
    resident.membership.as_ref().filter(|spell| !spell.is_member()).map(|_| resident.person.person_id)
}

/// The most pressing of a day: where not all have room, no resident takes the place of a member who is as pressing (R82).
fn without_crowding<T>(mut cards: Vec<T>, of: impl Fn(&T) -> (u8, bool), most: usize) -> Vec<T> {
    cards.sort_by_key(|card| of(card));
    cards.truncate(most);
    cards
}

fn card(cx: &Cx<'_>, read: &Read, ahead: Date, resident: &Resident, planned: Option<PlannedVisit>) -> Option<DayCard> {
    let person = &resident.person;
    let sight = Sight::of(cx.actor.role);
    let clocks = read.clocks.get(&person.person_id).cloned().unwrap_or_default();
    let promises = read.promises.get(&person.person_id).cloned().unwrap_or_default();
    let tasks = read.tasks.get(&person.person_id).cloned().unwrap_or_default();
    let again = read.again.get(&person.person_id).cloned().unwrap_or_default();
    let looks = read.looks.get(&person.person_id).cloned().unwrap_or_default();
    let task_by = tasks.iter().map(|task| task.due_on).min();
    let answer_by = promises.iter().filter_map(|promise| promise.due_on).filter(|day| *day <= ahead).min();
    let ends = [
        planned.as_ref().map(|visit| visit.closes_on),
        clocks.iter().map(|clock| clock.due_on).min(),
        answer_by,
        task_by,
        again.iter().map(|again| again.next_on).min(),
        looks.first().map(|look| look.due_on),
    ];
    let last = ends.into_iter().flatten().min()?;
    if person.died_on.is_some() {
        return None;
    }
    let goes_there = sight.sees_phone();
    Some(DayCard {
        person_id: person.person_id,
        name: sight.name(&person.name),
        organization: read.who.population.organization(resident).map(|organization| organization.name.clone()),
        place: person.address.clone().filter(|_| goes_there),
        phone: person.phone.clone().filter(|_| goes_there),
        household_id: planned.as_ref().and_then(|visit| visit.household_id),
        pressing: Pressing::of(read.today, last),
        act: planned.as_ref().map_or(VisitAct::Visit, |visit| visit.act),
        wish: read.wishes.get(&person.person_id).copied().unwrap_or_default(),
        gift: planned.as_ref().and_then(|visit| visit.gift),
        reasons: planned.map(|visit| visit.reasons).unwrap_or_default(),
        clocks,
        promises,
        tasks,
        again,
        looks,
        last_on: read.last.get(&person.person_id).copied(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_resident_takes_the_place_of_a_member_who_is_as_pressing() {
        let cards =
            vec![(1, true, "a"), (0, true, "b"), (0, false, "c"), (1, false, "d"), (0, false, "e"), (2, false, "f")];
        let kept = without_crowding(cards, |(tier, resident, _)| (*tier, *resident), 4);
        let names: Vec<&str> = kept.into_iter().map(|(.., name)| name).collect();
        assert_eq!(names, ["c", "e", "b", "d"], "the more pressing first, members before residents, the way kept");
    }
}

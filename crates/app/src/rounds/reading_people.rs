//! Reading the list of a round: who is on it and why, who is not and why not, what was changed, whom to come to again.

use guanai_kernel::words;
use std::collections::BTreeMap;

use guanai_casework::round::{LeftOut, Listing, Mention, Outcome, Round, RoundPerson, RoundReason, Unreached};
use guanai_kernel::ids::{HouseholdId, PersonId, RoundId};
use guanai_kernel::{Money, VisitAct};
use guanai_registry::Person;
use guanai_store::audit::Subject;
use guanai_store::{Tx, persons, round_people};

use super::decide::close_to_actor;
use super::progress::Standing;
use super::read::ReadRoundError;
use super::within::{self, Reached};
use crate::actor::Act;
use crate::cx::Cx;
use crate::people::{Names, Sight};
use crate::plans::{GivenThisYear, given_to};
use crate::scope::ScopeOf;

/// People on a page.
pub const PEOPLE_PAGE: u64 = 50;

words! {
    /// Which part of a list is read.
    RoundTab {
        /// Those who are visited.
        On = "on",
        /// Those of whom something must be asked first.
        Asked = "asked",
        /// Those who are left out, each with why.
        LeftOut = "left-out",
        /// What was changed by hand.
        Changed = "changed",
        /// Those whom a sheet did not reach.
        Unreached = "unreached",
    }
}

/// What is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ListRoundPeople {
    /// Of which round.
    pub round_id: RoundId,
    /// Which part of its list.
    pub tab: RoundTab,
    /// Which page, from 1; none is all of it, for the workbook.
    pub page: Option<u64>,
}

/// Somebody of a list.
#[derive(Clone, PartialEq, Eq)]
pub struct ListedPerson {
    /// Who.
    pub person_id: PersonId,
    /// The name.
    pub name: String,
    /// Where they belonged when the list was drawn.
    pub organization: String,
    /// Their household.
    pub household_id: Option<HouseholdId>,
    /// How they stand.
    pub listing: Listing,
    /// Why not.
    pub left_out: Option<LeftOut>,
    /// Why.
    pub reasons: Vec<RoundReason>,
    /// Which act.
    pub act: VisitAct,
    /// The gift, in money.
    pub gift: Option<Money>,
    /// Whether goods go with it.
    pub has_goods: bool,
    /// What must be known before.
    pub mention: Option<Mention>,
    /// The facts that are missing, by name.
    pub ask: Vec<String>,
    /// Why it was changed by hand.
    pub words: Option<String>,
    /// By whom.
    pub changed_by: Option<String>,
    /// Who decided on it.
    pub decided_by: Option<String>,
    /// What came of the visit.
    pub outcome: Outcome,
    /// Why they were not reached, and when next.
    pub unreached: Option<Unreached>,
    /// What their household was given this year; none for nothing, or for a reader who is not told.
    pub given: Option<GivenThisYear>,
    /// Whether the reader may decide on this addition: neither one that they asked for, nor one of themselves or a relative.
    pub may_decide: bool,
    /// Of which of the states in which they stood this is.
    pub state_no: u64,
}

guanai_kernel::debug_by_id!(ListedPerson.person_id);

/// A page of a list.
#[derive(Debug, Clone)]
pub struct RoundPeople {
    /// The round.
    pub round: Round,
    /// The rows, village by village, household by household.
    pub rows: Vec<ListedPerson>,
    /// How many there are on all pages.
    pub total: u64,
    /// Which page, from 1.
    pub page: u64,
    /// How many each part has.
    pub counts: Vec<(RoundTab, usize)>,
}

/// Reads a part of a round's list. The record names everybody on the page.
pub async fn list_round_people(cx: &mut Cx<'_>, ask: ListRoundPeople) -> Result<RoundPeople, ReadRoundError> {
    // All of it at once leaves the house.
    let act = if ask.page.is_some() { Act::ListRoundPeople } else { Act::ExportRound };
    cx.authorise(act)?;
    let mut tx = cx.db.begin_read().await?;
    let page = load(cx, &mut tx, ask).await;
    tx.rollback().await?;
    let page = page?;
    let people = page.rows.iter().map(|row| Subject::Person(row.person_id));
    let subjects = [Subject::Round(ask.round_id)].into_iter().chain(people).collect();
    cx.record_reading(act, subjects).await?;
    Ok(page)
}

fn is_in(tab: RoundTab, person: &RoundPerson, outcome: Outcome) -> bool {
    match tab {
        RoundTab::On => person.listing.is_on(),
        RoundTab::Asked => person.listing == Listing::Asked,
        RoundTab::LeftOut => matches!(person.listing, Listing::LeftOut | Listing::Lapsed),
        RoundTab::Changed => person.by_hand.is_some(),
        RoundTab::Unreached => person.listing.is_on() && outcome == Outcome::Unreached,
    }
}

async fn load(cx: &Cx<'_>, tx: &mut Tx, ask: ListRoundPeople) -> Result<RoundPeople, ReadRoundError> {
    let scope = ScopeOf::resolve(tx, &cx.actor).await?;
    let found = within::reach(tx, &scope, ask.round_id).await?.ok_or(ReadRoundError::NotFound)?;
    let standing = Standing::load(tx, ask.round_id).await?;
    let outcomes = standing.outcomes();
    let outcome = |person: &RoundPerson| outcomes.get(&person.person_id).map_or(Outcome::Open, |row| row.outcome);
    let counts = RoundTab::ALL
        .iter()
        .map(|tab| (*tab, found.people.iter().filter(|person| is_in(*tab, person, outcome(person))).count()));
    let counts = counts.collect();
    let people: Vec<RoundPerson> =
        found.people.iter().filter(|person| is_in(ask.tab, person, outcome(person))).cloned().collect();
    let total = u64::try_from(people.len()).unwrap_or(u64::MAX);
    let page = ask.page.unwrap_or(1).max(1);
    let mut rows = rows(cx, tx, &found, people).await?;
    if ask.page.is_some() {
        let skip = usize::try_from((page - 1).saturating_mul(PEOPLE_PAGE)).unwrap_or(usize::MAX);
        rows = rows.into_iter().skip(skip).take(usize::try_from(PEOPLE_PAGE).unwrap_or(usize::MAX)).collect();
    }
    for row in &mut rows {
        if let Some(last) = outcomes.get(&row.person_id) {
            row.outcome = last.outcome;
            row.unreached = last.unreached.clone();
        }
    }
    // The workbook, which leaves the house, says nothing of what others gave.
    if ask.page.is_some() && cx.authorise(Act::ReadGrants).is_ok() {
        let ids: Vec<PersonId> = rows.iter().map(|row| row.person_id).collect();
        let given = given_to(cx, tx, &ids).await?;
        for row in &mut rows {
            row.given = given.get(&row.person_id).copied();
        }
    }
    Ok(RoundPeople { round: found.round, rows, total, page, counts })
}

pub(super) async fn rows(
    cx: &Cx<'_>,
    tx: &mut Tx,
    found: &Reached,
    people: Vec<RoundPerson>,
) -> Result<Vec<ListedPerson>, ReadRoundError> {
    let sight = Sight::of(cx.actor.role);
    let ids: Vec<PersonId> = people.iter().map(|person| person.person_id).collect();
    let who: BTreeMap<PersonId, Person> =
        persons::list_by_ids(tx, &ids).await?.into_iter().map(|person| (person.person_id, person)).collect();
    let places = within::places(tx, &people).await?;
    let mut hands: BTreeMap<String, Option<String>> = BTreeMap::new();
    for person in &people {
        let by_hand = person
            .by_hand
            .as_ref()
            .map(|by_hand| guanai_casework::round::Hand { by: by_hand.by.clone(), at: by_hand.at });
        for hand in by_hand.iter().chain(&person.decided) {
            if !hands.contains_key(&hand.by) {
                let name = within::name_of(tx, Some(hand)).await?;
                hands.insert(hand.by.clone(), name);
            }
        }
    }
    let mut sorted: Vec<(String, u128, RoundPerson)> = people
        .into_iter()
        .map(|person| {
            let code = places.get(&person.organization_id).map(|place| place.code.clone()).unwrap_or_default();
            (code, person.stop(), person)
        })
        .collect();
    sorted.sort_by(|a, b| (&a.0, a.1, a.2.person_id).cmp(&(&b.0, b.1, b.2.person_id)));
    let close = close_to_actor(cx, tx).await?;
    let former = round_people::count_former_of(tx, found.round.round_id).await?;
    let named = |by: &str| hands.get(by).cloned().flatten();
    let rows = sorted.into_iter().filter_map(|(_, _, person)| {
        let name = sight.name(&who.get(&person.person_id)?.name);
        let by_hand = person.by_hand.as_ref();
        let is_own = by_hand.is_some_and(|by_hand| by_hand.by == cx.actor.name);
        Some(ListedPerson {
            person_id: person.person_id,
            name,
            organization: places.get(&person.organization_id).map(|place| place.name.clone()).unwrap_or_default(),
            household_id: person.household_id,
            listing: person.listing,
            left_out: person.left_out,
            act: person.act,
            gift: person.gift,
            has_goods: person.has_gift(&found.round) && found.round.goods.is_some(),
            mention: person.mention,
            // Whoever decides on a change reads why; whoever reads masked names does not.
            words: by_hand.map(|by_hand| by_hand.words.clone()).filter(|_| sight.names == Names::Clear),
            changed_by: by_hand.and_then(|by_hand| named(&by_hand.by)),
            decided_by: person.decided.as_ref().and_then(|hand| named(&hand.by)),
            outcome: Outcome::Open,
            unreached: None,
            given: None,
            may_decide: person.listing == Listing::Proposed && !is_own && !close.contains(&person.person_id),
            state_no: former.get(&person.person_id).copied().unwrap_or_default(),
            reasons: person.reasons,
            ask: person.ask,
        })
    });
    Ok(rows.collect())
}

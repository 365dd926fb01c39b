//! What waits with somebody beside a visit: tasks of their plan, a round that did not reach them, help under way that is to be looked
//! at.

use std::collections::{BTreeMap, BTreeSet};

use guanai_casework::{Offer, PairState, PlanState, ReferralState};
use guanai_kernel::Date;
use guanai_kernel::ids::{OfferId, OrganizationId, PersonId};
use guanai_store::jobs::JobsWanted;
use guanai_store::pairs::PairsWanted;
use guanai_store::plans::{self, PlansWanted};
use guanai_store::referrals::ReferralsWanted;
use guanai_store::sponsorships::SponsorshipsWanted;
use guanai_store::{
    StoreError, Stretch, Tx, bookings, jobs, memberships, offers, pairs, persons, referrals, round_sheets, sponsorships,
};

use super::{DayAgain, DayLook, DayTask, LookAt};
use crate::cx::Cx;
use crate::disputes::due_of_people;
use crate::life::comes_back;
use crate::names;
use crate::people::{Sight, Words};

const ALL: Stretch = Stretch { skip: 0, take: u64::MAX };

/// Why an owner is no more here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum OwnerGone {
    /// They died.
    Died,
    /// They left the county.
    Left,
}

/// The tasks of plans that are due by a day, whoever does them: the contact sees to it.
pub(super) async fn due_tasks(
    cx: &Cx<'_>,
    tx: &mut Tx,
    organizations: Option<&[OrganizationId]>,
    by: Date,
) -> Result<BTreeMap<PersonId, Vec<DayTask>>, StoreError> {
    let wanted = PlansWanted {
        organizations: organizations.map(<[OrganizationId]>::to_vec),
        states: vec![PlanState::Running],
        due_by: Some(by),
    };
    let reads_words = Sight::of(cx.actor.role).words == Words::Shown;
    let mut tasks: BTreeMap<PersonId, Vec<DayTask>> = BTreeMap::new();
    for plan in plans::list_wanted(tx, &wanted, Stretch { skip: 0, take: u64::MAX }).await? {
        let due = plan.content.waiting().filter(|task| task.due_on <= by).map(|task| DayTask {
            plan_id: plan.plan_id,
            words: Some(task.words.clone()).filter(|_| reads_words),
            responsible: task.responsible.clone(),
            due_on: task.due_on,
        });
        tasks.entry(plan.person_id).or_default().extend(due);
    }
    Ok(tasks)
}

/// Whom a round did not reach, and somebody is to come to again by a day: until a later sheet of the round reaches them, or
/// anybody else has come since.
pub(super) async fn to_come_again(
    tx: &mut Tx,
    organizations: Option<&[OrganizationId]>,
    by: Date,
    last: &BTreeMap<PersonId, Date>,
) -> Result<BTreeMap<PersonId, Vec<DayAgain>>, StoreError> {
    let mut again: BTreeMap<PersonId, Vec<DayAgain>> = BTreeMap::new();
    for row in round_sheets::list_to_come_again(tx, organizations).await? {
        let Some((why, next_on)) = row.unreached.and_then(|unreached| Some((unreached.why, unreached.next_on?))) else {
            continue;
        };
        if next_on > by {
            continue;
        }
        let sheet = round_sheets::find(tx, row.sheet_id).await?;
        let Some(missed_on) = sheet.and_then(|sheet| sheet.entry).map(|entry| entry.made_on) else { continue };
        if last.get(&row.person_id).is_none_or(|seen_on| *seen_on <= missed_on) {
            again.entry(row.person_id).or_default().push(DayAgain { why, missed_on, next_on });
        }
    }
    Ok(again)
}

/// Help under way that is to be looked at by a day: a referral whose answer is at risk or late, a job at its mark, a pupil's year, a
/// pair. Of whom a department, a sponsor or a helper of ours is for is no matter here: the day is of those who belong here.
pub(super) async fn due_looks(
    cx: &Cx<'_>,
    tx: &mut Tx,
    organizations: Option<&[OrganizationId]>,
    (today, by): (Date, Date),
) -> Result<BTreeMap<PersonId, Vec<DayLook>>, StoreError> {
    let (within, due_by) = (organizations.map(<[OrganizationId]>::to_vec), Some(by));
    let mut looks: BTreeMap<PersonId, Vec<DayLook>> = BTreeMap::new();
    let mut look = |person_id: PersonId, due_on: Date, at: LookAt| {
        looks.entry(person_id).or_default().push(DayLook { due_on, at });
    };
    let wanted = ReferralsWanted { organizations: within.clone(), states: ReferralState::OPEN.to_vec(), due_by };
    for found in referrals::list_wanted(tx, &wanted, ALL).await? {
        let at = LookAt::Referral { referral_id: found.referral_id, to: found.to_name };
        look(found.person_id, found.due_on, at);
    }
    let wanted = JobsWanted { organizations: within.clone(), due_by };
    for found in jobs::list_wanted(tx, &wanted, ALL).await? {
        if let Some(mark) = found.next_mark() {
            look(found.person_id, found.mark_on(mark), LookAt::Job { job_id: found.job_id, mark });
        }
    }
    let wanted = SponsorshipsWanted { organizations: within.clone(), holding_on: None, due_by };
    for found in sponsorships::list_wanted(tx, &wanted, ALL).await? {
        if let Some(due_on) = found.look_due_on() {
            look(found.person_id, due_on, LookAt::Sponsorship(found.sponsorship_id));
        }
    }
    let states = PairState::ALL.iter().copied().filter(|state| !state.is_over()).collect();
    let wanted = PairsWanted { organizations: within, states, due_by, withheld: Vec::new() };
    for found in pairs::list_wanted(tx, &wanted, ALL).await? {
        if let Some(due_on) = found.due_on() {
            let at = LookAt::Pair { pair_id: found.pair_id, runs: found.state == PairState::Running };
            look(found.person_id, due_on, at);
        }
    }
    // Confidential: on the day of whoever brings the two together, and on nobody else's.
    for (person_id, found) in due_of_people(cx, tx, today).await? {
        for (due_on, dispute_id) in found {
            look(person_id, due_on, LookAt::Dispute(dispute_id));
        }
    }
    for (person_id, at) in to_give_back(tx, organizations).await? {
        // No term is set for it: it stands on every day until it is given back, or put off.
        look(person_id, today, at);
    }
    for of_one in looks.values_mut() {
        of_one.sort_by(|one, other| (one.due_on, &one.at).cmp(&(other.due_on, &other.at)));
    }
    Ok(looks)
}

/// What somebody has of an owner who died or left, by whom it is with.
async fn to_give_back(
    tx: &mut Tx,
    organizations: Option<&[OrganizationId]>,
) -> Result<Vec<(PersonId, LookAt)>, StoreError> {
    let handed = bookings::list_of_gone_owners(tx, organizations).await?;
    let ids: Vec<OfferId> = handed.iter().map(|booking| booking.offer_id).collect();
    let of_offers: BTreeMap<OfferId, Offer> =
        offers::list_by_ids(tx, &ids).await?.into_iter().map(|offer| (offer.offer_id, offer)).collect();
    let owners: Vec<PersonId> = of_offers.values().filter_map(|offer| offer.person_id).collect();
    let died: BTreeSet<PersonId> = persons::list_by_ids(tx, &owners)
        .await?
        .into_iter()
        .filter_map(|person| person.died_on.map(|_| person.person_id))
        .collect();
    let mut belonged: BTreeMap<PersonId, OrganizationId> = BTreeMap::new();
    for owner in owners {
        let last =
            memberships::list_of(tx, owner).await?.into_iter().max_by_key(|spell| (spell.until_on, spell.since_on));
        belonged.extend(last.map(|spell| (owner, spell.organization_id)));
    }
    let places: Vec<OrganizationId> = belonged.values().copied().collect();
    let places = names::of_places(tx, &places).await?;
    let given = handed.iter().filter_map(|booking| {
        let offer = of_offers.get(&booking.offer_id)?;
        let owner = offer.person_id?;
        let at = LookAt::GiveBack {
            booking_id: booking.booking_id,
            what: offer.called().to_owned(),
            owner: offer.provider_name.clone(),
            branch: belonged.get(&owner).and_then(|id| places.get(id).cloned()),
            gone: if died.contains(&owner) { OwnerGone::Died } else { OwnerGone::Left },
            comes_back: comes_back(offer)?,
        };
        Some((booking.person_id, at))
    });
    Ok(given.collect())
}

//! Whom somebody saw, and what befell people lately and calls for a visit (六必访): what was entered by hand, what facts tell, who has newly come, and
//! whose post is over. What nobody knew to be new, because the first book that spoke of it brought it, calls for none.

use std::collections::{BTreeMap, BTreeSet};

use guanai_casework::VisitManner;
use guanai_casework::guarantee::{EntryState, Happening, Logged};
use guanai_kernel::civil::add_days;
use guanai_kernel::ids::{HappeningId, PersonId};
use guanai_kernel::{Date, Occasion};
use guanai_registry::{ConsentAnswer, Fact};
use guanai_scheme::{Pack, VisitEvent};
use guanai_store::clock_sources::{self, SpellOfCare};
use guanai_store::{StoreError, Tx, consents, happenings, households, posts};

use super::{of_facts, plain};
use crate::visits::candidates::HOME_VISIT;

/// What facts tell of these persons, with those happenings before which something else was on record: they are known to be new,
/// whatever book brought them.
pub(super) async fn told_by_facts(
    tx: &mut Tx,
    pack: &Pack,
    person_ids: &[PersonId],
) -> Result<(Vec<(PersonId, Happening)>, BTreeSet<HappeningId>), StoreError> {
    let occasions = &pack.guarantees().fact_occasions;
    let names: Vec<&str> = occasions.iter().map(|occasion| occasion.fact.as_str()).collect();
    let facts = clock_sources::list_facts_named(tx, person_ids, &names).await?;
    let (mut told, mut changes) = (Vec::new(), BTreeSet::new());
    for of_one in facts.chunk_by(|a: &Fact, b| a.person_id == b.person_id && a.name == b.name) {
        for occasion in occasions.iter().filter(|occasion| occasion.fact == of_one[0].name) {
            for happening in of_facts(of_one, occasion) {
                if of_one[0].valid_from < happening.on {
                    changes.insert(happening.happening_id);
                }
                told.push((of_one[0].person_id, happening));
            }
        }
    }
    Ok((told, changes))
}

/// That these persons were visited, or that somebody was in touch without seeing them. Whoever had refused visits at home by
/// that day is called instead, and the call is the visit; a message never is.
pub(super) async fn seen(tx: &mut Tx, person_ids: &[PersonId]) -> Result<Vec<(PersonId, Happening)>, StoreError> {
    let all = clock_sources::list_seen(tx, person_ids).await?;
    let is_call = |manner| matches!(manner, VisitManner::Phone | VisitManner::Video);
    let called: BTreeSet<PersonId> = all.iter().filter(|s| is_call(s.manner)).map(|s| s.person_id).collect();
    let called: Vec<PersonId> = called.into_iter().collect();
    let mut said: BTreeMap<PersonId, Vec<(Date, ConsentAnswer)>> = BTreeMap::new();
    for consent in consents::list_of_kind(tx, HOME_VISIT, &called).await? {
        said.entry(consent.person_id).or_default().push((consent.said_on, consent.answer));
    }
    let refused = |person_id, on: Date| {
        let words = said.get(&person_id).into_iter().flatten().rev();
        words.skip_while(|(said_on, _)| on < *said_on).map(|(_, answer)| *answer).next() == Some(ConsentAnswer::Refused)
    };
    let told = all.iter().map(|seen| {
        let is_visit = seen.manner.is_face_to_face() || (is_call(seen.manner) && refused(seen.person_id, seen.made_on));
        let occasion = if is_visit { Occasion::Visited } else { Occasion::Contacted };
        let days = (seen.made_on, seen.recorded_at.day_in_china());
        (seen.person_id, plain(HappeningId::from_bits(seen.visit_id.bits()), occasion, days, Logged::Entered))
    });
    Ok(told.collect())
}

/// What befell these persons from a day on, each once.
pub(crate) async fn list_since(
    tx: &mut Tx,
    pack: &Pack,
    person_ids: &[PersonId],
    since: Date,
) -> Result<BTreeSet<(PersonId, VisitEvent, Date)>, StoreError> {
    let mut found = BTreeSet::new();
    for kept in happenings::list_of_many(tx, person_ids).await? {
        if let (EntryState::Stands, Some(event)) = (kept.state, event_of(kept.happening.occasion)) {
            found.insert((kept.person_id, event, kept.happening.on));
        }
    }
    let names: Vec<&str> = pack.guarantees().fact_occasions.iter().map(|occasion| occasion.fact.as_str()).collect();
    let lately = clock_sources::list_told_since(tx, person_ids, &names, since).await?;
    let (told, changes) = told_by_facts(tx, pack, &lately).await?;
    for (person_id, happening) in told {
        let is_new = happening.logged == Logged::Entered || changes.contains(&happening.happening_id);
        if let Some(event) = event_of(happening.occasion).filter(|_| is_new) {
            found.insert((person_id, event, happening.on));
        }
    }
    let spells = clock_sources::list_spells(tx, person_ids).await?;
    for of_one in spells.chunk_by(|a, b| a.person_id == b.person_id) {
        found.extend(arrivals(of_one).map(|spell| (spell.person_id, VisitEvent::Arrived, spell.since_on)));
    }
    for post in posts::list_left_since(tx, person_ids, since).await? {
        // The last day on which it was held: a talk on that day is the talk.
        if let Some(last_on) = post.until_on.and_then(|until| add_days(until, -1)) {
            found.insert((post.person_id, VisitEvent::Retired, last_on));
        }
    }
    for (person_id, died_on) in households::list_bereaved(tx, person_ids, since).await? {
        found.insert((person_id, VisitEvent::Bereaved, died_on));
    }
    found.retain(|(_, _, on)| *on >= since);
    Ok(found)
}

/// What calls for a visit, of what clocks ask about.
const fn event_of(occasion: Occasion) -> Option<VisitEvent> {
    match occasion {
        Occasion::FellIll => Some(VisitEvent::FellIll),
        Occasion::Hospitalised => Some(VisitEvent::Hospitalised),
        Occasion::DisasterStruck => Some(VisitEvent::DisasterStruck),
        Occasion::HardshipRecognised => Some(VisitEvent::HardshipRecognised),
        Occasion::WorkLost => Some(VisitEvent::WorkLost),
        Occasion::Retired => Some(VisitEvent::Retired),
        _ => None,
    }
}

/// The spells of one person, oldest first, with which they came to an organisation where they had not been: from outside, or by
/// a transfer within the county, whose new branch has yet to meet them. A book does not say since when somebody has been there.
fn arrivals(spells: &[SpellOfCare]) -> impl Iterator<Item = &SpellOfCare> {
    spells.iter().enumerate().filter_map(|(at, spell)| {
        let before = at.checked_sub(1).and_then(|before| spells.get(before));
        let goes_on = before.is_some_and(|before| {
            before.organization_id == spell.organization_id
                && before.until_on.is_none_or(|until| spell.since_on <= until)
        });
        (!spell.from_book && !goes_on).then_some(spell)
    })
}

#[cfg(test)]
mod tests {
    use guanai_kernel::Moment;
    use guanai_kernel::ids::{MembershipId, OrganizationId};

    use super::*;

    #[test]
    fn who_comes_from_outside_or_from_another_branch_has_arrived_and_whom_a_book_brought_has_not() {
        let day = |month, day| Date::constant(2026, month, day);
        let spell = |at: u128, since_on: Date, until_on, from_book| SpellOfCare {
            membership_id: MembershipId::from_bits(at),
            person_id: PersonId::from_bits(1),
            organization_id: OrganizationId::from_bits(at),
            since_on,
            until_on,
            from_book,
            recorded_at: Moment::at_dawn_in_china(since_on),
        };
        let came = |spells: &[SpellOfCare]| arrivals(spells).map(|spell| spell.since_on).collect::<Vec<_>>();
        assert_eq!(came(&[spell(1, day(1, 1), None, true)]), []);
        assert_eq!(came(&[spell(1, day(1, 1), None, false)]), [day(1, 1)]);
        let moved = [spell(1, day(1, 1), Some(day(3, 1)), true), spell(2, day(3, 1), None, false)];
        assert_eq!(came(&moved), [day(3, 1)]);
        let went_on = [spell(1, day(1, 1), Some(day(3, 1)), true), spell(1, day(3, 1), None, false)];
        assert_eq!(came(&went_on), [], "a new record of the same place");
        let back = [spell(1, day(1, 1), Some(day(3, 1)), true), spell(1, day(5, 1), None, false)];
        assert_eq!(came(&back), [day(5, 1)]);
    }
}

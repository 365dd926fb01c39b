//! What whom and what we reach is read from, against the records themselves.

use std::collections::{BTreeMap, BTreeSet};

use guanai_casework::VisitState;
use guanai_casework::application::ApplicationState;
use guanai_kernel::Date;
use guanai_kernel::civil::add_days;
use guanai_store::reach::{self, Doing, HelpKind};
use guanai_store::{applications, memberships, visits};

use crate::county::{County, day, today};
use crate::engines::on_both;

#[test]
fn who_ever_applied_is_found_unless_they_took_it_back() {
    on_both(async |db| {
        let county = County::new(1);
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        let all = applications::list_all(&mut tx).await.unwrap();
        let ids: Vec<_> = county.persons.iter().map(|person| person.person_id).collect();
        let expected: BTreeSet<_> = all
            .iter()
            .filter(|one| one.state != ApplicationState::Withdrawn)
            .map(|one| (one.person_id, one.measure.clone()))
            .collect();
        assert!(!expected.is_empty());
        let found = reach::list_applied(&mut tx, &ids).await.unwrap();
        assert_eq!(found.into_iter().collect::<BTreeSet<_>>(), expected);
        assert!(reach::list_applied(&mut tx, &[]).await.unwrap().is_empty());
    });
}

#[test]
fn what_an_organisation_did_of_late_is_found_by_kind_and_from_a_day_on() {
    on_both(async |db| {
        let county = County::new(1);
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        let visits = visits::list_all(&mut tx).await.unwrap();
        let of = |since: Date| {
            let mut last: BTreeMap<_, Date> = BTreeMap::new();
            let counted = visits.iter().filter(|v| v.state == VisitState::Recorded && v.made_on >= since);
            for (organization, made_on) in counted.filter_map(|v| v.organization_id.map(|id| (id, v.made_on))) {
                last.entry(organization).and_modify(|day| *day = made_on.max(*day)).or_insert(made_on);
            }
            last
        };
        for since in [day(2000, 1, 1), day(2026, 2, 11), add_days(today(), -1).unwrap(), day(2027, 1, 1)] {
            let found = reach::list_doings_since(&mut tx, since, today()).await.unwrap();
            let visited = found.iter().filter(|last| last.doing == Doing::Visit);
            assert_eq!(visited.map(|last| (last.organization_id, last.on)).collect::<BTreeMap<_, _>>(), of(since));
            assert!(found.iter().all(|last| last.doing == Doing::Round || last.on >= since), "{found:?}");
        }
        let ever = reach::list_doings_since(&mut tx, day(2000, 1, 1), today()).await.unwrap();
        let kinds: BTreeSet<&str> = ever.iter().map(|last| last.doing.code()).collect();
        assert!(kinds.contains("meeting") && kinds.contains("round"), "{kinds:?}");
    });
}

#[test]
fn whoever_belongs_somewhere_makes_a_peopled_organisation_known_since_the_first_record() {
    on_both(async |db| {
        let county = County::new(1);
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        let spells = memberships::list_all(&mut tx).await.unwrap();
        let mut expected = BTreeMap::new();
        for spell in &spells {
            let (members, known_at) = expected.entry(spell.organization_id).or_insert((0, spell.recorded_at));
            *members += u64::from(spell.until_on.is_none());
            *known_at = spell.recorded_at.min(*known_at);
        }
        expected.retain(|_, (members, _)| *members > 0);
        let found = reach::list_peopled(&mut tx).await.unwrap();
        let found: BTreeMap<_, _> =
            found.into_iter().map(|place| (place.organization_id, (place.members, place.known_at))).collect();
        assert_eq!(found, expected);
    });
}

#[test]
fn by_which_kinds_of_help_somebody_was_reached_is_found_once_each_up_to_a_day() {
    on_both(async |db| {
        let county = County::new(1);
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        let ids: Vec<_> = county.persons.iter().map(|person| person.person_id).collect();
        let found = reach::list_help_kinds(&mut tx, &ids, today()).await.unwrap();
        let found: BTreeSet<_> = found.into_iter().collect();
        let of = |kind| found.iter().filter(|(_, found)| *found == kind).map(|(id, _)| *id).collect::<BTreeSet<_>>();
        let visits = visits::list_all(&mut tx).await.unwrap();
        let gifts =
            visits.iter().filter(|v| v.state == VisitState::Recorded && v.gift.is_some() && v.made_on <= today());
        assert_eq!(of(HelpKind::Gift), gifts.map(|visit| visit.person_id).collect());
        let run = |pair: &&guanai_casework::Pair| ["running", "ended"].contains(&pair.state.code());
        assert_eq!(of(HelpKind::Pair), county.pairs.iter().filter(run).map(|pair| pair.person_id).collect());
        assert_eq!(of(HelpKind::Job), county.jobs.iter().map(|job| job.person_id).collect());
        let sponsored = county.sponsorships.iter().filter(|one| one.from_on <= today());
        assert_eq!(of(HelpKind::Sponsorship), sponsored.map(|one| one.person_id).collect());
        let used = county.bookings.iter().filter(|one| ["used", "returned"].contains(&one.state.code()));
        assert_eq!(of(HelpKind::Resource), used.map(|one| one.person_id).collect());
        // What was answered is counted from its day on.
        let helped = |one: &&guanai_casework::Referral| one.result.is_some_and(|result| result.code() != "not-helped");
        let answered: BTreeSet<_> = county.referrals.iter().filter(helped).map(|one| one.person_id).collect();
        assert!(of(HelpKind::Referral).is_empty() && !answered.is_empty());
        let later = reach::list_help_kinds(&mut tx, &ids, day(2026, 7, 2)).await.unwrap().into_iter();
        let referred = later.filter(|(_, kind)| *kind == HelpKind::Referral).map(|(id, _)| id);
        assert_eq!(referred.collect::<BTreeSet<_>>(), answered);
        assert!(of(HelpKind::Elsewhere).is_empty(), "what others gave is a fact");
        assert!(!found.is_empty() && reach::list_help_kinds(&mut tx, &[], today()).await.unwrap().is_empty());
        let before = reach::list_help_kinds(&mut tx, &ids, day(1990, 1, 1)).await.unwrap();
        assert!(before.iter().all(|(_, kind)| *kind != HelpKind::Gift && *kind != HelpKind::Sponsorship));
    });
}

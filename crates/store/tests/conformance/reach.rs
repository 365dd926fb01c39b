//! What whom and what we reach is read from, against the records themselves.

use std::collections::{BTreeMap, BTreeSet};

use guanai_casework::VisitState;
use guanai_casework::application::ApplicationState;
use guanai_kernel::Date;
use guanai_kernel::civil::add_days;
use guanai_store::reach::{self, Doing};
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

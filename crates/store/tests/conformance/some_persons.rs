//! Reading what is known of some persons: the same as reading everybody's and leaving out the others.

use std::collections::BTreeMap;

use guanai_casework::NeedState;
use guanai_kernel::Moment;
use guanai_kernel::ids::PersonId;
use guanai_store::{facts, memberships, needs, organizations, posts, spells};

use crate::county::{County, NOW, day, today};
use crate::engines::on_both;

#[test]
fn some_persons_have_what_they_have_among_everybody() {
    on_both(async |db| {
        let county = County::new(1);
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        let all: Vec<PersonId> = county.persons.iter().map(|p| p.person_id).collect();
        let known_at = Moment::from_micros(NOW.as_micros() + 1);
        let on = today();
        let mut met = 0;
        for some in [vec![], vec![all[0]], vec![all[2], all[1]], all.clone()] {
            let among = |person: &PersonId| some.contains(person);
            let mut expected = memberships::list_on(&mut tx, on).await.unwrap();
            expected.retain(|m| among(&m.person_id));
            assert_eq!(memberships::list_on_of(&mut tx, on, &some).await.unwrap(), expected);
            met += expected.len();
            let mut expected = posts::list_on(&mut tx, on).await.unwrap();
            expected.retain(|post| among(&post.person_id));
            assert_eq!(posts::list_on_of(&mut tx, on, &some).await.unwrap(), expected);
            met += expected.len();
            let mut expected = facts::list_on(&mut tx, on, known_at).await.unwrap();
            expected.retain(|fact| among(&fact.person_id));
            assert_eq!(facts::list_on_of(&mut tx, on, known_at, &some).await.unwrap(), expected);
            met += expected.len();
            let mut expected = spells::list_floating(&mut tx).await.unwrap();
            expected.retain(|spell| among(&spell.person_id));
            assert_eq!(spells::list_floating_of_many(&mut tx, &some).await.unwrap(), expected);
            met += expected.len();
            let mut expected = spells::list_interruptions(&mut tx).await.unwrap();
            expected.retain(|away| among(&away.person_id));
            assert_eq!(spells::list_interruptions_of_many(&mut tx, &some).await.unwrap(), expected);
            met += expected.len();
            let mut expected = needs::list_all(&mut tx).await.unwrap();
            expected.retain(|need| among(&need.person_id));
            expected.sort_by_key(|need| (need.person_id, need.need_id));
            assert_eq!(needs::list_of_many(&mut tx, &some).await.unwrap(), expected);
            met += expected.len();
        }
        assert!(met > 20, "only {met} records were compared");
        // On a day before anything was known, and before anything was recorded, there is nothing.
        assert_eq!(memberships::list_on_of(&mut tx, day(1950, 1, 1), &all).await.unwrap(), []);
        assert_eq!(facts::list_on_of(&mut tx, on, Moment::from_micros(-1), &all).await.unwrap(), []);
    });
}

#[test]
fn members_and_needs_are_counted_by_organization() {
    on_both(async |db| {
        let county = County::new(1);
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        let [root, branch] = [0, 1].map(|at: usize| county.organizations[at].organization_id);
        assert_eq!(memberships::count_by_organization(&mut tx).await.unwrap(), BTreeMap::from([(branch, 3)]));
        let open: Vec<NeedState> = NeedState::ALL.iter().copied().filter(|state| state.is_open()).collect();
        let expected = county.needs.iter().filter(|need| need.state.is_open()).count();
        let counted = needs::count_by_organization(&mut tx, &open).await.unwrap();
        assert_eq!(counted, BTreeMap::from([(branch, u64::try_from(expected).unwrap())]));
        assert!(expected > 0);
        assert_eq!(needs::count_by_organization(&mut tx, &[]).await.unwrap(), BTreeMap::new());
        let found = organizations::list_by_ids(&mut tx, &[branch, root]).await.unwrap();
        assert_eq!(found, county.organizations);
        assert_eq!(organizations::list_by_ids(&mut tx, &[]).await.unwrap(), []);
    });
}

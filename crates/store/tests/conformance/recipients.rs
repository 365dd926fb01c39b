//! Members and residents beside one another: whose terms run, and what was granted to whom from which purse.

use guanai_kernel::ids::MembershipId;
use guanai_kernel::{Guarantee, Money, Recipient};
use guanai_registry::{MemberKind, Membership};
use guanai_store::recipients::{self, Granted, RunningTerms};
use guanai_store::{checks, clock_sources, clocks, memberships};

use crate::county::{County, NOW, day, today};
use crate::engines::on_both;
use crate::guarantees::clock;

#[test]
fn what_was_granted_is_told_by_recipient_and_purse() {
    on_both(async |db| {
        let county = County::new(1);
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        let branch = county.organizations[1].organization_id;
        let year = (day(2026, 1, 1), day(2026, 12, 31));
        let one = Granted {
            recipient: Recipient::Member,
            purse: Some("care-fund".to_owned()),
            count: 1,
            amount: Money::from_yuan(2_500).unwrap(),
        };
        assert_eq!(recipients::list_granted(&mut tx, None, year).await.unwrap(), [one.clone()]);
        assert_eq!(recipients::list_granted(&mut tx, Some(&[branch]), year).await.unwrap(), [one]);
        assert_eq!(recipients::list_granted(&mut tx, Some(&[]), year).await.unwrap(), []);
        let before = (day(2025, 1, 1), day(2025, 12, 31));
        assert_eq!(recipients::list_granted(&mut tx, None, before).await.unwrap(), []);
    });
}

#[test]
fn the_terms_of_residents_are_counted_apart() {
    on_both(async |db| {
        let county = County::new(1);
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        let running = county.memberships.iter().find(|spell| spell.until_on.is_none());
        let member = running.unwrap().clone();
        let person_id = member.person_id;
        let days = [today(), day(2026, 9, 1), day(2026, 10, 1)];
        let kept = clock(person_id, Some(member.organization_id), 5, Guarantee::Visit, days);
        clocks::rebuild_of(&mut tx, &[person_id], &[kept]).await.unwrap();
        let branch = member.organization_id;
        let count = async |tx: &mut guanai_store::Tx, on| {
            recipients::count_resident_terms(tx, Some(&[branch]), on).await.unwrap()
        };
        assert_eq!(count(&mut tx, today()).await, RunningTerms::default(), "nobody is a resident yet");
        let ended = Membership { until_on: Some(day(2026, 7, 1)), ..member.clone() };
        let before = memberships::count_by_organization(&mut tx).await.unwrap().get(&branch).copied().unwrap_or(0);
        let resident = Membership {
            person_id,
            membership_id: MembershipId::from_bits(77),
            kind: Some(MemberKind::Resident),
            joined_on: None,
            full_on: None,
            since_on: day(2026, 7, 1),
            ..member.clone()
        };
        let spells = clock_sources::list_spells(&mut tx, &[person_id]).await.unwrap().len();
        memberships::amend_many(&mut tx, &[(member.clone(), ended)], NOW).await.unwrap();
        memberships::add_many(&mut tx, std::slice::from_ref(&resident)).await.unwrap();
        let found: Vec<_> = memberships::list_of(&mut tx, person_id).await.unwrap();
        assert!(found.contains(&resident));
        let far = count(&mut tx, day(2036, 1, 1)).await;
        assert_eq!(far, RunningTerms { running: 1, late: 1 }, "years later all are late");
        assert_eq!(recipients::count_resident_terms(&mut tx, Some(&[]), day(2036, 1, 1)).await.unwrap().running, 0);
        assert_eq!(clock_sources::list_spells(&mut tx, &[person_id]).await.unwrap().len(), spells + 1);
        // Residents are counted among the members of no organisation.
        let counted = memberships::count_by_organization(&mut tx).await.unwrap();
        assert_eq!(counted.get(&branch).copied().unwrap_or(0), before - 1);
        let holds = checks::run(&mut tx).await.unwrap();
        let dates = holds.iter().find(|outcome| outcome.name == "residents-have-no-party-dates").unwrap();
        assert!(dates.holds);
        let joined = Membership { joined_on: Some(today()), ..resident.clone() };
        memberships::amend_many(&mut tx, &[(resident, joined)], NOW).await.unwrap();
        let holds = checks::run(&mut tx).await.unwrap();
        let dates = holds.iter().find(|outcome| outcome.name == "residents-have-no-party-dates").unwrap();
        assert!(!dates.holds && dates.found == 1);
    });
}

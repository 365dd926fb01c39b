//! Two officers read the same state of a record; who decides second, on what they read, changes nothing and is told to read it again.

use guanai_app::Role;

use crate::deeds::Deed;
use crate::engines::on_both;
use crate::town::Town;

#[test]
fn two_who_change_one_record_do_not_overwrite_one_another() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let first = town.office(Role::TownshipOfficer, 0).await;
        let second = town.office(Role::TownshipOfficer, 0).await;
        let mediator = town.two_more().await[0].person_id;
        let deeds = [
            (Deed::Conditions(town.needed().await), "need-stale"),
            (Deed::Look(town.employed(&first).await), "job-stale"),
            (Deed::Carry(town.sponsored(&first).await), "sponsorship-stale"),
            (Deed::Amend(town.offered().await), "offer-stale"),
            (Deed::Give(town.offered().await), "offer-stale"),
            (Deed::Arrange(town.disputed(&first).await, mediator), "dispute-stale"),
        ];
        for (deed, code) in deeds {
            assert_eq!(deed.tried(&mut town, &first, 0).await, Ok(()), "{deed:?}");
            let kept = town.audit().await.len();
            assert_eq!(deed.tried(&mut town, &second, 1).await, Err(code), "{deed:?}");
            assert_eq!(town.audit().await.len(), kept, "{deed:?}: a refusal leaves no record and changes nothing");
            // Nothing else was against it.
            assert_eq!(deed.tried(&mut town, &second, 0).await, Ok(()), "{deed:?}");
        }
    });
}

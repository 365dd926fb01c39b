//! A letter without a receipt has a term of the pack: near its end the branch hears, after it the township, and the county when it
//! stays late.

use guanai_app::Role;
use guanai_app::letters::{LettersError, count_heard_letters, list_waiting_letters};
use guanai_app::life::{ReceiveTransfer, receive_transfer};
use guanai_casework::letter::{LetterKind, LetterStanding};
use guanai_kernel::civil::add_days;
use guanai_registry::life_event::LifeEventKind;

use crate::desk::day;
use crate::engines::on_both;
use crate::household::wish;
use crate::town::Town;

#[test]
fn a_letter_is_heard_of_higher_the_longer_it_is_late_and_no_longer_once_its_receipt_came() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let bound = town.bind().await;
        let old = town.office(Role::BranchContact, 0).await;
        let township = town.office(Role::TownshipOfficer, 0).await;
        let receiving = town.office(Role::BranchContact, 1).await;
        let county = town.office(Role::CountyOfficer, 0).await;
        let sent_on = day(7, 2);
        let event_id = town.enter(&old, sent_on, &wish(&bound, LifeEventKind::Transfer, sent_on)).await;
        // Ninety days of the pack: ten before the last the branch hears.
        for (after, standing, heard) in [
            (1, LetterStanding::InTime, [0, 0, 0]),
            (80, LetterStanding::AtRisk, [1, 0, 0]),
            (91, LetterStanding::Late, [1, 1, 0]),
            (121, LetterStanding::Late, [1, 1, 1]),
        ] {
            let today = add_days(sent_on, after).unwrap();
            let list = list_waiting_letters(&mut town.on(&old, today)).await.unwrap();
            assert_eq!((list.len(), list[0].kind, list[0].sent_on), (1, LetterKind::Transfer, sent_on));
            let due = list[0].due.unwrap();
            assert_eq!((due.standing, Some(due.on)), (standing, add_days(sent_on, 90)), "after {after} days");
            for (who, count) in [&old, &township, &county].into_iter().zip(heard) {
                let counted = count_heard_letters(&town.on(who, today)).await.unwrap();
                assert_eq!(counted, count, "{:?} after {after} days", who.role);
            }
        }
        let late = add_days(sent_on, 121).unwrap();
        let seen = list_waiting_letters(&mut town.on(&receiving, late)).await.unwrap();
        assert_eq!(seen.len(), 1, "the receiving side sees that it is waited for");
        let operation = town.operation();
        let receipt = ReceiveTransfer { life_event_id: event_id, on: late, because: "组织关系转接".to_owned() };
        receive_transfer(&mut town.on(&receiving, late), operation, &receipt).await.unwrap();
        assert!(list_waiting_letters(&mut town.on(&old, late)).await.unwrap().is_empty());
        assert_eq!(count_heard_letters(&town.on(&county, late)).await.unwrap(), 0);
        let auditor = town.office(Role::Auditor, 0).await;
        let refused = list_waiting_letters(&mut town.on(&auditor, late)).await;
        assert!(matches!(refused, Err(LettersError::Denied(_))));
    });
}

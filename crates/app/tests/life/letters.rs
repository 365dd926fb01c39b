//! A letter without a receipt has a term of the pack: near its end the branch hears, after it the township, and the county when it
//! stays late.

use guanai_app::Role;
use guanai_app::letters::{FollowLetter, LettersError, count_heard_letters, follow_letter, list_waiting_letters};
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

#[test]
fn whoever_follows_a_late_letter_up_has_it_back_on_their_day_and_those_above_hear_all_along() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let bound = town.bind().await;
        let contact = town.office(Role::BranchContact, 0).await;
        let township = town.office(Role::TownshipOfficer, 0).await;
        let approver = town.office(Role::CountyApprover, 0).await;
        let outside = wish(&bound, LifeEventKind::Transfer, day(7, 2));
        let outside =
            guanai_app::life::EnterLifeEvent { destination: Some("外县某村党支部".to_owned()), ..outside };
        let sent_on = day(7, 2);
        let event_id = town.enter(&contact, sent_on, &outside).await;
        let elsewhere = town.office(Role::BranchContact, 1).await;
        let on = |days| add_days(sent_on, days).unwrap();
        let said =
            |words: &str, next_on| FollowLetter { letter: event_id.to_string(), words: words.to_owned(), next_on };
        for (who, today, wish, code) in [
            (&contact, on(10), said("打了电话", on(12)), "letter-in-time"),
            (&contact, on(95), said("打了电话", on(95)), "letter-day"),
            (&contact, on(95), said("打了电话", on(126)), "letter-day"),
            (&contact, on(95), said(" ", on(99)), "letter-words"),
            (&elsewhere, on(95), said("打了电话", on(99)), "letter-not-found"),
            (&approver, on(95), said("打了电话", on(99)), "denied"),
        ] {
            let operation = town.operation();
            let refused = follow_letter(&mut town.on(who, today), operation, &wish).await;
            assert_eq!(refused.unwrap_err().code(), code);
        }
        let operation = town.operation();
        for _ in 0..2 {
            let wish = said("电话问过，对方说本周寄出", on(99));
            follow_letter(&mut town.on(&contact, on(95)), operation, &wish).await.unwrap();
        }
        assert_eq!(town.done("follow-letter").await, 1);
        let list = list_waiting_letters(&mut town.on(&contact, on(96))).await.unwrap();
        let followed = list[0].followed.clone().unwrap();
        assert_eq!((followed.words.as_str(), followed.next_on), ("电话问过，对方说本周寄出", on(99)));
        assert!(list[0].is_quiet && list[0].followed_by.is_some() && list[0].may_follow);
        assert_eq!(list[0].due.unwrap().standing, LetterStanding::Late, "late stays late");
        let heard = async |town: &mut Town, who, days| count_heard_letters(&town.on(who, on(days))).await.unwrap();
        assert_eq!(heard(&mut town, &contact, 98).await, 0);
        assert_eq!(heard(&mut town, &township, 98).await, 1, "a branch quiets nobody above it");
        assert_eq!(heard(&mut town, &contact, 99).await, 1, "on its day it is back");
        let operation = town.operation();
        follow_letter(&mut town.on(&township, on(99)), operation, &said("发函催了", on(110))).await.unwrap();
        assert_eq!(heard(&mut town, &contact, 105).await, 0);
        assert_eq!(heard(&mut town, &township, 105).await, 0);
    });
}

//! A day that has not come: nobody is taken in, looked after, let go of or taught before it is so. On the day itself whatever stands
//! in the way is something else, or nothing.

use std::collections::BTreeSet;

use guanai_app::Role;
use guanai_app::floating::{EndStay, OpenLetter, TakeIn, end_stay, take_in};
use guanai_app::residents::{EndResidentCare, EnterResident, end_resident_care, enter_resident};
use guanai_app::trainings::{RecordTraining, record_training};
use guanai_kernel::codes::IdentityNumber;
use guanai_kernel::ids::FloatingGuestId;
use guanai_kernel::{Date, FloatingOver};

use guanai_store::{Stretch, memberships, persons, trainings};

use crate::desk::day;
use crate::engines::on_both;
use crate::town::Town;

const TODAY: Date = day(9, 1);
const TOMORROW: Date = day(9, 2);

#[test]
fn nobody_who_floats_is_taken_in_or_let_go_of_ahead_of_the_day() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let street = town.office(Role::TownshipOfficer, 0).await;
        let taking = |since_on| TakeIn {
            letter: OpenLetter { file: b"no letter".to_vec(), code: "AAAA-AAAA".to_owned() },
            identity: None,
            branch: "0镇村党支部".to_owned(),
            since_on,
            contact: "高原".to_owned(),
            phone: "0000-7654321".to_owned(),
            own_phone: None,
        };
        let guest_id = FloatingGuestId::fresh(&mut town.ids);
        let leaving = |on| EndStay { guest_id, on, over: FloatingOver::Returned };
        for (on, is_ahead) in [(TOMORROW, true), (TODAY, false)] {
            let [first, second] = [town.operation(), town.operation()];
            let taken = take_in(&mut town.on(&street, TODAY), first, &taking(on)).await.unwrap_err().code();
            let ended = end_stay(&mut town.on(&street, TODAY), second, &leaving(on)).await.unwrap_err().code();
            assert_eq!([taken == "floating-future", ended == "floating-future"], [is_ahead; 2], "{taken}, {ended}");
        }
        assert_eq!((town.done("take-in-floating").await, town.done("end-floating-stay").await), (0, 0));
    });
}

#[test]
fn no_resident_is_looked_after_or_let_go_of_ahead_of_the_day() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let contact = town.office(Role::BranchContact, 0).await;
        let figures = "99010119600101009";
        let identity = format!("{figures}{}", IdentityNumber::check_letter(figures).unwrap());
        let entering = |since_on| EnterResident {
            name: "周群众".to_owned(),
            identity: identity.clone(),
            phone: None,
            address: None,
            organization_id: town.branches[0],
            cause: "illness".to_owned(),
            since_on,
            agrees: true,
        };
        let (ahead, now) = (entering(TOMORROW), entering(day(8, 1)));
        let before = persons::list_all(&mut town.db.begin_read().await.unwrap()).await.unwrap();
        let operation = town.operation();
        let refused = enter_resident(&mut town.on(&contact, TODAY), operation, &ahead).await.unwrap_err();
        assert_eq!(refused.code(), "resident-future");
        let after = persons::list_all(&mut town.db.begin_read().await.unwrap()).await.unwrap();
        assert_eq!(after, before, "nothing of them is kept");
        let person_id = enter_resident(&mut town.on(&contact, TODAY), operation, &now).await.unwrap();

        let operation = town.operation();
        let ending = EndResidentCare { person_id, on: TOMORROW };
        let refused = end_resident_care(&mut town.on(&contact, TODAY), operation, &ending).await.unwrap_err();
        assert_eq!(refused.code(), "resident-future");
        let spell = memberships::list_of(&mut town.db.begin_read().await.unwrap(), person_id).await.unwrap().remove(0);
        assert_eq!(spell.until_on, None, "they are looked after still");
        let ending = EndResidentCare { person_id, on: TODAY };
        end_resident_care(&mut town.on(&contact, TODAY), operation, &ending).await.unwrap();
        let spell = memberships::list_of(&mut town.db.begin_read().await.unwrap(), person_id).await.unwrap().remove(0);
        assert_eq!(spell.until_on, Some(TODAY));
    });
}

#[test]
fn nobody_was_taught_on_a_day_that_has_not_come() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let contact = town.office(Role::BranchContact, 0).await;
        let held = |held_on| RecordTraining {
            organization_id: town.branches[0],
            title: "党章学习".to_owned(),
            held_on,
            minutes: 90,
            teacher: None,
            person_ids: BTreeSet::from([town.members[0]]),
        };
        let (ahead, today) = (held(TOMORROW), held(TODAY));
        let kept = async |town: &Town| {
            let all = Stretch { skip: 0, take: 10 };
            trainings::list(&mut town.db.begin_read().await.unwrap(), None, all).await.unwrap().len()
        };
        let operation = town.operation();
        let refused = record_training(&mut town.on(&contact, TODAY), operation, &ahead).await.unwrap_err();
        assert_eq!((refused.code(), kept(&town).await), ("training-future", 0));
        record_training(&mut town.on(&contact, TODAY), operation, &today).await.unwrap();
        assert_eq!(kept(&town).await, 1);
    });
}

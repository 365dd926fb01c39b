//! Arrivals: nothing changes before another hand confirms; somebody known is known, and a resident who joins keeps their file.

use guanai_app::arrivals::{
    ArriveError, DecideArrival, RecordArrival, count_arrivals_waiting, decide_arrival, list_arrivals,
    open_arrival_form, read_arrival, record_arrival,
};
use guanai_app::residents::{EnterResident, enter_resident};
use guanai_app::{Actor, Role};
use guanai_casework::arrival::{ArrivalKind, ArrivalMove, ArrivalState};
use guanai_kernel::Guarantee;
use guanai_kernel::codes::identity::IdentityNumber;
use guanai_kernel::ids::ArrivalId;
use guanai_registry::MemberKind;
use guanai_store::{memberships, persons};

use crate::desk::day;
use crate::engines::on_both;
use crate::town::{STANDARDS, Town};

fn number(first: &str) -> String {
    format!("{first}{}", IdentityNumber::check_letter(first).unwrap())
}

fn letter(town: &Town, at: usize) -> RecordArrival {
    RecordArrival {
        kind: ArrivalKind::Transfer,
        name: "周群".to_owned(),
        identity: number("99010119700505021"),
        phone: Some("13900000001".to_owned()),
        organization_id: town.branches[at],
        from_place: Some("外县某村支部".to_owned()),
        letter: "转字第7号".to_owned(),
        letter_on: day(8, 20),
        joined_on: guanai_kernel::Date::constant(1995, 7, 1),
        full_on: Some(guanai_kernel::Date::constant(1996, 7, 1)),
        since_on: day(9, 1),
    }
}

impl Town {
    async fn arrives(&mut self, who: &Actor, wish: &RecordArrival) -> Result<ArrivalId, ArriveError> {
        let operation = self.operation();
        record_arrival(&mut self.on(who, day(9, 1)), operation, wish).await
    }

    async fn decides(&mut self, who: &Actor, id: ArrivalId, step: ArrivalMove) -> Result<(), &'static str> {
        let (operation, why) = (self.operation(), Some("没有见到原件".to_owned()));
        let wish = DecideArrival { arrival_id: id, step, why: why.filter(|_| step == ArrivalMove::Decline) };
        // The second arrival of the same press does nothing.
        for _ in 0..2 {
            let done = decide_arrival(&mut self.on(who, day(9, 2)), operation, &wish).await;
            done.map_err(|error| error.code())?;
        }
        Ok(())
    }
}

#[test]
fn a_letter_makes_a_member_when_another_hand_confirms_it() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let township = town.office(Role::TownshipOfficer, 0).await;
        let county = town.office(Role::CountyOfficer, 0).await;
        let other = town.office(Role::TownshipOfficer, 1).await;
        let contact = town.office(Role::BranchContact, 0).await;
        let offered = open_arrival_form(&mut town.on(&township, day(9, 1))).await.unwrap();
        assert_eq!(offered.iter().map(|one| one.organization_id).collect::<Vec<_>>(), [town.branches[0]]);
        let wish = letter(&town, 0);
        let id = town.arrives(&township, &wish).await.unwrap();
        let identity = IdentityNumber::read(&wish.identity, day(9, 1)).unwrap().number;
        let known = async |town: &Town| {
            let mut tx = town.db.begin_read().await.unwrap();
            let found = persons::find_by_identity(&mut tx, &identity).await.unwrap();
            tx.rollback().await.unwrap();
            found
        };
        assert!(known(&town).await.is_none(), "nothing of the register changes before the confirmation");
        assert_eq!(count_arrivals_waiting(&town.on(&township, day(9, 1))).await.unwrap(), 0, "not one's own");
        assert_eq!(count_arrivals_waiting(&town.on(&county, day(9, 1))).await.unwrap(), 1);
        assert_eq!(town.arrives(&county, &wish).await.unwrap_err().code(), "arrival-waiting");
        assert_eq!(town.decides(&township, id, ArrivalMove::Confirm).await, Err("arrival-own-hand"));
        assert_eq!(town.decides(&county, id, ArrivalMove::Withdraw).await, Err("arrival-not-own-hand"));
        assert_eq!(town.decides(&other, id, ArrivalMove::Confirm).await, Err("arrival-not-found"));
        let outside = read_arrival(&mut town.on(&other, day(9, 1)), id).await;
        assert!(matches!(outside, Err(ArriveError::NotFound)));
        assert!(list_arrivals(&mut town.on(&other, day(9, 1))).await.unwrap().is_empty());

        town.decides(&county, id, ArrivalMove::Confirm).await.unwrap();
        let person = known(&town).await.unwrap();
        let mut tx = town.db.begin_read().await.unwrap();
        let spells = memberships::list_of(&mut tx, person.person_id).await.unwrap();
        tx.rollback().await.unwrap();
        assert_eq!(spells.len(), 1, "a double press is one member");
        assert_eq!((spells[0].kind, spells[0].since_on), (Some(MemberKind::Full), day(9, 1)));
        assert_eq!(
            (spells[0].transfer_letter.as_deref(), spells[0].joined_on),
            (Some("转字第7号"), Some(wish.joined_on))
        );
        let view = read_arrival(&mut town.on(&contact, day(9, 2)), id).await.unwrap();
        assert!(view.identity_masked.ends_with("021") || view.identity_masked.contains('*'));
        assert!(!view.identity_masked.contains("19700505") && view.moves.is_empty());
        assert_eq!((view.state, view.person_id), (ArrivalState::Confirmed, Some(person.person_id)));
        // The branch answers for them from here on.
        town.keep(day(9, 3)).await;
        let clock = town.running(person.person_id, Guarantee::Visit).await;
        assert_eq!(clock.organization_id, Some(town.branches[0]));
        let again = town.arrives(&township, &RecordArrival { letter: "转字第8号".to_owned(), ..wish }).await;
        assert_eq!(again.unwrap_err().code(), "arrival-is-member");
    });
}

#[test]
fn a_resident_who_joins_keeps_their_file() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let contact = town.office(Role::BranchContact, 0).await;
        let cause = STANDARDS.pack.codes_of(guanai_kernel::FactRole::ResidentCause).next().unwrap();
        let resident = EnterResident {
            name: "周群".to_owned(),
            identity: number("99010119700505021"),
            phone: None,
            address: Some("杨柳村2组".to_owned()),
            organization_id: town.branches[0],
            cause: cause.code.to_string(),
            since_on: day(7, 20),
            agrees: true,
        };
        let operation = town.operation();
        let person_id = enter_resident(&mut town.on(&contact, day(7, 20)), operation, &resident).await.unwrap();
        let township = town.office(Role::TownshipOfficer, 0).await;
        let county = town.office(Role::CountyOfficer, 0).await;
        let joined_on = day(8, 28);
        let admission = RecordArrival {
            kind: ArrivalKind::Admission,
            from_place: None,
            letter: "镇党复〔2026〕12号".to_owned(),
            letter_on: day(8, 31),
            joined_on,
            full_on: None,
            since_on: joined_on,
            ..letter(&town, 0)
        };
        let other_name = RecordArrival { name: "周裙".to_owned(), ..admission.clone() };
        assert_eq!(town.arrives(&township, &other_name).await.unwrap_err().code(), "arrival-other-name");
        let early = RecordArrival { joined_on: day(7, 20), since_on: day(7, 20), ..admission.clone() };
        assert_eq!(town.arrives(&township, &early).await.unwrap_err().code(), "arrival-too-early");
        let id = town.arrives(&township, &admission).await.unwrap();
        assert!(read_arrival(&mut town.on(&county, day(9, 1)), id).await.unwrap().is_known);
        town.decides(&county, id, ArrivalMove::Confirm).await.unwrap();
        let mut tx = town.db.begin_read().await.unwrap();
        let spells = memberships::list_of(&mut tx, person_id).await.unwrap();
        let person = persons::get(&mut tx, person_id).await.unwrap();
        tx.rollback().await.unwrap();
        assert_eq!(spells.len(), 2);
        assert_eq!((spells[0].kind, spells[0].until_on), (Some(MemberKind::Resident), Some(joined_on)));
        assert_eq!((spells[1].kind, spells[1].since_on), (Some(MemberKind::Probationary), joined_on));
        assert_eq!(person.address.as_deref(), Some("杨柳村2组"), "what was known stays");
        assert_eq!(person.phone.as_deref(), Some("13900000001"), "what was not is added");
    });
}

#[test]
fn what_was_declined_or_taken_back_leaves_nothing_and_may_be_recorded_anew() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let township = town.office(Role::TownshipOfficer, 0).await;
        let county = town.office(Role::CountyOfficer, 0).await;
        let wish = letter(&town, 0);
        for (wrong, code) in [
            (RecordArrival { name: " ".to_owned(), ..wish.clone() }, "arrival-name"),
            (RecordArrival { letter: " ".to_owned(), ..wish.clone() }, "arrival-words"),
            (RecordArrival { from_place: None, ..wish.clone() }, "arrival-words"),
            (RecordArrival { since_on: day(9, 2), ..wish.clone() }, "arrival-future"),
            (RecordArrival { organization_id: town.townships[0], ..wish.clone() }, "arrival-not-branch"),
            (RecordArrival { organization_id: town.branches[1], ..wish.clone() }, "arrival-not-found"),
        ] {
            assert_eq!(town.arrives(&township, &wrong).await.unwrap_err().code(), code);
        }
        let id = town.arrives(&township, &wish).await.unwrap();
        town.decides(&county, id, ArrivalMove::Decline).await.unwrap();
        assert_eq!(town.decides(&county, id, ArrivalMove::Confirm).await, Err("arrival-move"));
        let id = town.arrives(&township, &wish).await.unwrap();
        town.decides(&township, id, ArrivalMove::Withdraw).await.unwrap();
        town.arrives(&township, &wish).await.unwrap();
        for role in [Role::BranchContact, Role::CountyApprover, Role::Member, Role::Auditor] {
            let nobody = Actor { role, ..township.clone() };
            let refused = town.arrives(&nobody, &wish).await;
            assert!(matches!(refused, Err(ArriveError::Denied(_))), "{role:?}");
        }
    });
}

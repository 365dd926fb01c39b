//! Arrivals: whoever comes from outside the county, or is admitted.

use guanai_app::actor::Act;
use guanai_app::arrivals::{DecideArrival, decide_arrival, read_arrival};
use guanai_app::{Actor, Role};
use guanai_casework::arrival::{Arrival, ArrivalDays, ArrivalKind, ArrivalMove, ArrivalState};
use guanai_casework::round::Hand;
use guanai_kernel::Date;
use guanai_kernel::codes::IdentityNumber;
use guanai_kernel::ids::{ArrivalId, PersonId};
use guanai_registry::Person;
use guanai_store::{arrivals, memberships, persons};
use guanai_testkit::clock;

use crate::desk::day;
use crate::engines::on_both;
use crate::form::{Moving, holds, keeps_out};
use crate::town::Town;

struct Coming {
    town: Town,
    arrival_id: ArrivalId,
}

fn hand(by: &str) -> Hand {
    Hand { by: by.to_owned(), at: clock::at(day(8, 20)) }
}

impl Moving for Coming {
    type State = ArrivalState;
    type Step = ArrivalMove;
    type Record = Arrival;
    const STATES: &'static [ArrivalState] = ArrivalState::ALL;
    const STEPS: &'static [ArrivalMove] = ArrivalMove::ALL;

    fn leads(from: ArrivalState, step: ArrivalMove) -> Option<ArrivalState> {
        from.after(step).ok()
    }

    fn act(step: ArrivalMove) -> Act {
        if step == ArrivalMove::Withdraw { Act::RecordArrival } else { Act::DecideArrival }
    }

    fn state(record: &Arrival) -> ArrivalState {
        record.state
    }

    /// Whoever takes it back recorded it; whoever decides did not.
    async fn put(&mut self, who: &Actor, state: ArrivalState, step: ArrivalMove) -> Arrival {
        let mut tx = self.town.db.begin_write().await.unwrap();
        let before = arrivals::find(&mut tx, self.arrival_id).await.unwrap().unwrap();
        let recorded = hand(if step == ArrivalMove::Withdraw { &who.name } else { "somebody" });
        let decided = (state != ArrivalState::Proposed).then(|| hand("another"));
        let after = Arrival { state, recorded, decided, words: None, ..before.clone() };
        if before != after {
            arrivals::amend(&mut tx, &before, &after, clock::at(day(8, 30))).await.unwrap();
        }
        tx.commit().await.unwrap();
        after
    }

    async fn kept(&self) -> Arrival {
        let mut tx = self.town.db.begin_read().await.unwrap();
        arrivals::find(&mut tx, self.arrival_id).await.unwrap().unwrap()
    }

    async fn tries(&mut self, who: &Actor, step: ArrivalMove) -> Result<(), &'static str> {
        let wish = DecideArrival { arrival_id: self.arrival_id, step, why: Some("介绍信不齐".to_owned()) };
        let operation = self.town.operation();
        let moved = decide_arrival(&mut self.town.on(who, day(9, 1)), operation, &wish).await;
        moved.map(drop).map_err(|error| error.code())
    }
}

fn number() -> IdentityNumber {
    let figures = "99010119700505021";
    let identity = format!("{figures}{}", IdentityNumber::check_letter(figures).unwrap());
    IdentityNumber::from_stored(&identity).unwrap()
}

impl Coming {
    /// Somebody who comes to the first branch: one of the register, or nobody whom it knows.
    async fn of(mut town: Town, known: Option<Person>) -> Self {
        let arrival = Arrival {
            arrival_id: ArrivalId::fresh(&mut town.ids),
            person_id: known.as_ref().map_or_else(|| PersonId::fresh(&mut town.ids), |person| person.person_id),
            is_known: known.is_some(),
            organization_id: town.branches[0],
            kind: ArrivalKind::Transfer,
            name: known.as_ref().map_or_else(|| "周群".to_owned(), |person| person.name.clone()),
            identity: known.as_ref().map_or_else(number, |person| person.identity),
            phone: None,
            from_place: Some("外县某支部".to_owned()),
            letter: "第7号".to_owned(),
            days: ArrivalDays {
                letter_on: day(8, 10),
                joined_on: Date::constant(1995, 7, 1),
                full_on: Some(Date::constant(1996, 7, 1)),
                since_on: day(8, 18),
            },
            state: ArrivalState::Proposed,
            recorded: hand("somebody"),
            decided: None,
            words: None,
        };
        let mut tx = town.db.begin_write().await.unwrap();
        arrivals::add(&mut tx, &arrival).await.unwrap();
        tx.commit().await.unwrap();
        Self { town, arrival_id: arrival.arrival_id }
    }
}

#[test]
fn nobody_takes_an_unlawful_move_of_an_arrival() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let everybody = town.everybody().await;
        let mut coming = Coming::of(town, None).await;
        holds(&mut coming, &everybody).await;
        // However often it was tried, they stand in the register once.
        let kept = coming.kept().await;
        let mut tx = coming.town.db.begin_read().await.unwrap();
        let here = memberships::list_on_in(&mut tx, day(9, 1), coming.town.branches[0]).await.unwrap();
        assert_eq!(here.iter().filter(|spell| spell.person_id == kept.person_id).count(), 1);
    });
}

/// Whoever recorded it takes it back, whoever they are: nothing is decided by that.
#[test]
fn nobody_decides_on_an_arrival_of_their_own_or_of_kin() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let everybody = town.everybody().await;
        let person_id = town.stranger(30).await;
        let close = town.close_to(person_id, 31).await;
        let mut tx = town.db.begin_read().await.unwrap();
        let known = persons::find(&mut tx, person_id).await.unwrap();
        tx.rollback().await.unwrap();
        let mut coming = Coming::of(town, known).await;
        let decides = |step| (step != ArrivalMove::Withdraw).then_some("arrival-recused");
        keeps_out(&mut coming, &everybody, &close, decides).await;
        let officer = everybody.iter().find(|who| who.role == Role::CountyOfficer).unwrap();
        coming.put(officer, ArrivalState::Proposed, ArrivalMove::Confirm).await;
        for (person_id, is_offered) in [(None, true), (Some(close[0]), false), (Some(close[1]), false)] {
            let who = Actor { person_id, ..officer.clone() };
            let arrival_id = coming.arrival_id;
            let seen = read_arrival(&mut coming.town.on(&who, day(9, 1)), arrival_id).await.unwrap();
            assert_eq!(seen.moves.contains(&ArrivalMove::Confirm), is_offered, "{person_id:?}");
        }
    });
}

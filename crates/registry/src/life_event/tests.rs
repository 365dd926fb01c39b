//! The table is whole, its moves are lawful, and undone facts say what was said before.

use std::collections::BTreeSet;

use guanai_kernel::Ids;
use guanai_kernel::ids::FactId;

use super::*;
use crate::fact::facts_on;
use crate::{Fact, FactValue, Source, SourceKind};

#[test]
fn every_kind_has_one_line_and_causes_something() {
    let kinds: Vec<LifeEventKind> = LIFE_EVENTS.iter().map(|row| row.kind).collect();
    assert_eq!(kinds, LifeEventKind::ALL);
    for row in LIFE_EVENTS {
        assert!(!row.causes.is_empty(), "{}", row.kind);
        assert_eq!(row.kind.row(), row);
        let asks: BTreeSet<Ask> = row.asks.iter().map(|(ask, _)| *ask).collect();
        assert_eq!(asks.len(), row.asks.len(), "{} asks twice", row.kind);
        for cause in row.causes {
            if let Cause::Says(_, ask) = cause {
                assert!(row.need(*ask).is_some(), "{} says what it does not ask", row.kind);
            }
        }
    }
    let waits: Vec<LifeEventKind> = LIFE_EVENTS.iter().filter(|row| row.waits).map(|row| row.kind).collect();
    assert_eq!(waits, [LifeEventKind::Transfer]);
}

fn deed(by: &str, person: Option<u128>) -> Deed {
    Deed { by: by.to_owned(), person_id: person.map(PersonId::from_bits), at: Moment::from_micros(0) }
}

fn event(state: LifeEventState, needs_another: bool) -> LifeEvent {
    LifeEvent {
        life_event_id: LifeEventId::from_bits(1),
        person_id: PersonId::from_bits(2),
        kind: LifeEventKind::Death,
        happened_on: Date::constant(2026, 7, 1),
        details: LifeEventDetails::default(),
        organization_id: None,
        to_organization_id: None,
        state,
        needs_another,
        outcomes: Vec::new(),
        entered: deed("contact", Some(7)),
        received: None,
        closed: None,
    }
}

#[test]
fn every_state_and_move_against_the_table() {
    for &state in LifeEventState::ALL {
        for &by in LifeEventMove::ALL {
            let lawful = LIFE_EVENT_MOVES.iter().find(|(from, step, _)| (*from, *step) == (state, by));
            let got = event(state, false).may(by, &deed("contact", Some(7)));
            match lawful {
                Some((.., to)) => assert_eq!(got, Ok(*to)),
                None => assert_eq!(got, Err(LifeEventMoveError::Unlawful { state })),
            }
        }
    }
}

#[test]
fn whoever_entered_what_money_hangs_on_does_not_undo_it_by_another_account_either() {
    let event = event(LifeEventState::Stands, true);
    let own = Err(LifeEventMoveError::OwnHand);
    assert_eq!(event.may(LifeEventMove::Undo, &deed("contact", None)), own);
    assert_eq!(event.may(LifeEventMove::Undo, &deed("other", Some(7))), own);
    assert_eq!(event.may(LifeEventMove::Undo, &deed("other", Some(8))), Ok(LifeEventState::Undone));
    let received = LifeEvent { received: Some((event.happened_on, deed("other", Some(8)))), ..event };
    assert_eq!(received.may(LifeEventMove::Undo, &deed("other", Some(8))), own);
    assert_eq!(received.may(LifeEventMove::Undo, &deed("third", None)), Ok(LifeEventState::Undone));
}

fn day(number: i32) -> Date {
    guanai_kernel::civil::add_days(Date::constant(2026, 1, 1), number).unwrap()
}

fn fact(id: u128, value: i64, from: i32, to: Option<i32>, at: i64) -> Fact {
    Fact {
        fact_id: FactId::from_bits(id),
        person_id: PersonId::from_bits(2),
        name: "household.size".to_owned(),
        value: if value < 0 { FactValue::Withdrawn } else { FactValue::Int(value) },
        valid_from: day(from),
        valid_to: to.map(day),
        source: Source { kind: SourceKind::Entry, import_id: None, place: String::new(), stated_on: day(from) },
        verified: false,
        recorded_at: Moment::from_micros(at),
    }
}

/// What is known on each of sixty days; withdrawn is as good as never said.
fn said(facts: &[Fact]) -> Vec<Option<FactValue>> {
    let at = Moment::from_micros(i64::MAX);
    let of = |on: i32| facts_on(facts, day(on), at).get("household.size").map(|fact| fact.value.clone());
    (0..60).map(of).map(|value| value.filter(|value| *value != FactValue::Withdrawn)).collect()
}

/// Any history, an event that states anything for any day, undone: every day says what it said.
#[test]
fn undone_facts_leave_every_day_as_it_was() {
    let mut ids = Ids::seeded(11, Moment::from_micros(0));
    for _ in 0..4_000 {
        let mut pick = |most: u128| i32::try_from(ids.fresh() % most).unwrap();
        let mut all: Vec<Fact> = Vec::new();
        for number in 0..pick(6) {
            let from = pick(50);
            let to = (pick(3) == 0).then(|| from + 1 + pick(15));
            let value = i64::from(pick(5)) - 1;
            all.push(fact(u128::try_from(number).unwrap() + 1, value, from, to, i64::from(number)));
        }
        let from = pick(50);
        let to = (pick(2) == 0).then(|| from + 1 + pick(20));
        let added = [fact(100, i64::from(pick(5)), from, to, 100)];
        let before = said(&all);
        all.extend(added.iter().cloned());
        let undoing = facts_undone(&all, &added, Moment::from_micros(200), &mut ids);
        all.extend(undoing);
        assert_eq!(said(&all), before);
    }
}

#[test]
fn what_was_stated_since_for_the_same_day_stands() {
    let mut ids = Ids::seeded(3, Moment::from_micros(0));
    let added = fact(100, 4, 10, None, 100);
    let all = [fact(1, 3, 0, None, 1), added.clone(), fact(200, 5, 10, None, 150)];
    assert_eq!(facts_undone(&all, &[added], Moment::from_micros(200), &mut ids), []);
}

//! The table is whole, and its moves are lawful.

use std::collections::BTreeSet;

use super::*;

#[test]
fn every_kind_has_one_line_and_causes_something() {
    let kinds: Vec<LifeEventKind> = LIFE_EVENTS.iter().map(|row| row.kind).collect();
    let entered = LifeEventKind::ALL.iter().copied().filter(|kind| *kind != LifeEventKind::FactsRestated);
    assert_eq!(kinds, entered.collect::<Vec<_>>());
    assert_eq!(LifeEventKind::FactsRestated.row().kind, LifeEventKind::FactsRestated);
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
fn what_facts_of_days_that_are_over_came_to_is_no_move_s() {
    for &by in LifeEventMove::ALL {
        let restated = LifeEvent { kind: LifeEventKind::FactsRestated, ..event(LifeEventState::Stands, false) };
        let got = restated.may(by, &deed("another", Some(8)));
        assert_eq!(got, Err(LifeEventMoveError::Unlawful { state: LifeEventState::Stands }));
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

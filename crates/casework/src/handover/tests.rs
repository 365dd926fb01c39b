use super::*;
use guanai_kernel::Ids;
use guanai_kernel::ids::VisitId;

fn hand(by: &str) -> Hand {
    Hand { by: by.to_owned(), at: Moment::from_micros(7) }
}

fn item(state: ItemState) -> HandoverItem {
    let mut ids = Ids::seeded(2, Moment::from_micros(0));
    HandoverItem {
        item_id: HandoverItemId::fresh(&mut ids),
        handover_id: HandoverId::fresh(&mut ids),
        person_id: PersonId::fresh(&mut ids),
        kind: ItemKind::Need,
        subject: None,
        about: None,
        words: None,
        due_on: None,
        state,
        reason: None,
        moved: None,
        recorded_at: Moment::from_micros(0),
    }
}

#[test]
fn every_move_of_every_party_from_every_state() {
    let mut lawful = 0;
    for &state in ItemState::ALL {
        for &step in ItemMove::ALL {
            for &whose in Party::ALL {
                let row = ITEM_MOVES.iter().find(|(from, by, _, of)| (*from, *by, *of) == (state, step, whose));
                let moved = item(state).moved(step, whose, hand("x"), Some("已说明"));
                match row {
                    Some((_, _, to, _)) => {
                        lawful += 1;
                        assert_eq!(moved.unwrap().state, *to);
                        assert!(state.moves(whose).any(|known| known == step));
                        let without = item(state).moved(step, whose, hand("x"), Some(" \u{3000} "));
                        assert_eq!(without.is_err(), step.wants_words(), "{state} {step}");
                        let long = "长".repeat(MOST_LETTERS + 1);
                        let long = item(state).moved(step, whose, hand("x"), Some(&long));
                        assert_eq!(long, Err(ItemMoveError::TooLong));
                    }
                    None => assert_eq!(moved, Err(ItemMoveError::Unlawful { state, step, whose })),
                }
            }
        }
    }
    assert_eq!(lawful, ITEM_MOVES.len());
}

#[test]
fn what_is_settled_moves_no_more_and_everything_else_has_a_way_there() {
    for &state in ItemState::ALL {
        let leads: Vec<_> = ITEM_MOVES.iter().filter(|(from, ..)| *from == state).collect();
        assert_eq!(leads.is_empty(), state.is_settled(), "{state}");
        let is_near = leads.iter().any(|(_, _, to, _)| to.is_settled());
        assert!(state.is_settled() || is_near);
    }
    // Money is never accepted by anybody.
    assert!(!ItemKind::Cash.at_first().moves(Party::Successor).any(ItemMove::passes));
    assert!(!ITEM_MOVES.iter().any(|(from, step, ..)| *from == ItemState::Blocked && step.passes()));
    // The leaver accepts nothing for the successor.
    assert!(!ITEM_MOVES.iter().any(|(_, step, _, whose)| *whose == Party::Leaver && step.passes()));
}

#[test]
fn it_is_complete_when_everything_is_settled() {
    let states = [ItemState::Accepted, ItemState::Released, ItemState::Settled, ItemState::Lapsed];
    assert!(Tally::of(states).is_complete() && Tally::of([]).is_complete());
    let open = Tally::of(ItemState::ALL.iter().copied());
    assert_eq!((open.all, open.settled, open.returned, open.blocked, open.open()), (7, 4, 1, 1, 3));
    assert!(!open.is_complete());
}

#[test]
fn late_records_are_of_days_in_the_post_and_come_within_the_term() {
    let day = |month, day| Date::constant(2026, month, day);
    let mut ids = Ids::seeded(2, Moment::from_micros(0));
    let (since, until) = (day(3, 1), day(12, 1));
    let handover = Handover {
        handover_id: HandoverId::fresh(&mut ids),
        post_id: PostId::fresh(&mut ids),
        person_id: PersonId::fresh(&mut ids),
        organization_id: OrganizationId::fresh(&mut ids),
        title: "党支部书记".into(),
        until_on: until,
        due_on: Handover::due_of(until),
        supervisor: None,
        drawn_at: Moment::from_micros(0),
    };
    assert_eq!(handover.due_on, day(12, 10));
    for (made, today, taken) in [
        (day(11, 30), day(12, 1), true),
        (day(3, 1), day(12, 30), true),
        (day(11, 30), day(11, 30), false),
        (day(11, 30), day(12, 31), false),
        (day(12, 1), day(12, 2), false),
        (Date::constant(2026, 2, 28), day(12, 2), false),
    ] {
        assert_eq!(handover.takes_late_record(since, made, today), taken, "{made} on {today}");
    }
}

#[test]
fn a_late_record_is_decided_once_by_somebody_else() {
    let mut ids = Ids::seeded(2, Moment::from_micros(0));
    let late = LateRecord {
        visit_id: VisitId::fresh(&mut ids),
        handover_id: HandoverId::fresh(&mut ids),
        person_id: PersonId::fresh(&mut ids),
        organization_id: OrganizationId::fresh(&mut ids),
        state: LateState::Waiting,
        recorded: hand("old"),
        decided: None,
        reason: None,
    };
    assert_eq!(late.decided(hand("old"), None), Err(LateRecordError::OwnHand));
    assert_eq!(late.decided(hand("new"), Some(" ")), Err(LateRecordError::NoWords));
    let rejected = late.decided(hand("new"), Some("没有去过")).unwrap();
    assert_eq!((rejected.state, rejected.reason.as_deref()), (LateState::Rejected, Some("没有去过")));
    let confirmed = late.decided(hand("new"), None).unwrap();
    assert_eq!(confirmed.state, LateState::Confirmed);
    assert_eq!(confirmed.decided(hand("other"), None), Err(LateRecordError::Decided));
}

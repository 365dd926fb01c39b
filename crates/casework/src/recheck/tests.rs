//! Every state of a recheck and of whoever is on it against every move.

use guanai_kernel::Ids;
use guanai_kernel::civil::add_days;
use proptest::prelude::*;

use super::*;

const FIRST: Date = Date::constant(2026, 11, 1);
const LAST: Date = Date::constant(2026, 12, 20);

fn hand(by: &str, on: Date) -> Hand {
    Hand { by: by.to_owned(), at: Moment::at_dawn_in_china(on) }
}

fn recheck(state: RecheckState) -> Recheck {
    let mut ids = Ids::seeded(1, Moment::from_micros(0));
    Recheck {
        recheck_id: RecheckId::fresh(&mut ids),
        organization_id: OrganizationId::fresh(&mut ids),
        year: 2026,
        from_on: FIRST,
        until_on: LAST,
        classes: vec!["hardship-severe".to_owned()],
        state,
        drafted: hand("officer", FIRST),
        approved: None,
        ended: None,
    }
}

fn item(state: ItemState) -> RecheckItem {
    let mut ids = Ids::seeded(2, Moment::from_micros(0));
    RecheckItem {
        item_id: RecheckItemId::fresh(&mut ids),
        recheck_id: RecheckId::fresh(&mut ids),
        person_id: PersonId::fresh(&mut ids),
        organization_id: OrganizationId::fresh(&mut ids),
        listed_on: FIRST,
        state,
        answered_on: None,
        visit_id: None,
        words: None,
        answered_by: None,
        recorded_at: Moment::from_micros(0),
    }
}

fn said(step: ItemMove, on: Date, today: Date) -> Said {
    Said { step, on, visit_id: None, words: None, hand: hand("contact", today) }
}

#[test]
fn every_state_of_a_recheck_against_every_move() {
    let after_all = add_days(LAST, 1).unwrap();
    for state in RecheckState::ALL.iter().copied() {
        for step in RecheckMove::ALL.iter().copied() {
            let held = RECHECK_MOVES.iter().find(|(from, by, _)| (*from, *by) == (state, step)).map(|(.., to)| *to);
            let moved = recheck(state).after(step, hand("approver", after_all));
            assert_eq!(moved.as_ref().map(|moved| moved.state).ok(), held, "{state} {step}");
            if let Ok(moved) = moved {
                assert_eq!(
                    (moved.approved.is_some(), moved.ended.is_some()),
                    (step == RecheckMove::Approve, step != RecheckMove::Approve)
                );
            }
        }
    }
}

#[test]
fn how_somebody_is_counted_says_the_same_as_their_state() {
    for state in ItemState::ALL.iter().copied() {
        let counted = CountedAs::from_code(state.code()).unwrap();
        assert_eq!((counted.is_settled(), counted.is_seen()), (state.is_settled(), state.is_seen()), "{state}");
    }
    assert!(CountedAs::Died.is_settled() && CountedAs::Left.is_settled(), "nobody is looked for who died or left");
}

#[test]
fn who_draws_it_up_does_not_approve_it_and_it_is_not_closed_on_its_last_day() {
    assert_eq!(
        recheck(RecheckState::Drafted).after(RecheckMove::Approve, hand("officer", FIRST)),
        Err(RecheckError::SameHand)
    );
    assert_eq!(
        recheck(RecheckState::Open).after(RecheckMove::Close, hand("x", LAST)),
        Err(RecheckError::StillRuns(LAST))
    );
}

#[test]
fn who_was_not_found_is_away_or_in_hospital_is_still_ours_to_see() {
    let unsettled: Vec<ItemState> = ItemState::unsettled().collect();
    assert_eq!(unsettled, [ItemState::Waiting, ItemState::NotFound, ItemState::Away, ItemState::InHospital]);
    for state in unsettled {
        for step in [ItemMove::SayUnchanged, ItemMove::SayChanged, ItemMove::SayRefused] {
            assert!(state.after(step).is_ok(), "{state} {step}");
        }
    }
    // Whoever refuses may change their mind, and is asked nothing else.
    assert_eq!(ItemState::Refused.moves().collect::<Vec<_>>(), [ItemMove::SayUnchanged, ItemMove::SayChanged]);
    assert!(ItemState::Unchanged.after(ItemMove::SayUnchanged).is_err(), "everybody is seen once");
}

proptest! {
    #[test]
    fn nobody_is_answered_for_by_a_move_or_on_a_day_that_does_not_hold(
        state in proptest::sample::select(ItemState::ALL),
        step in proptest::sample::select(ItemMove::ALL),
        of in proptest::sample::select(RecheckState::ALL),
        (day, today) in (-5_i32..60, 0_i32..60),
    ) {
        let (day, today) = (add_days(FIRST, day).unwrap(), add_days(FIRST, today).unwrap());
        let moved = item(state).after(&recheck(of), said(step, day, today));
        let lawful = of.takes_answers() && state.after(step).is_ok() && FIRST <= day && day <= today;
        prop_assert_eq!(moved.is_ok(), lawful);
        if let Ok(moved) = moved {
            prop_assert_eq!(moved.answered_on.is_some(), moved.state != ItemState::Waiting);
            prop_assert_eq!(moved.answered_on.is_some(), moved.answered_by.is_some());
        }
    }

    #[test]
    fn a_sum_and_the_counts_that_are_told_never_leave_one_that_is_kept_back_alone(
        counts in proptest::collection::vec(0_u64..12, 0..9), below in 0_u64..5,
    ) {
        use crate::reach::{ShownCount, protected};
        let (shown, total) = protected(&counts, below);
        let kept_back = shown.iter().filter(|count| **count == ShownCount::Few).count();
        for (count, told) in counts.iter().zip(&shown) {
            prop_assert!(*told == ShownCount::Few || *told == ShownCount::Told(*count));
            prop_assert!(!(*count > 0 && *count < below) || *told == ShownCount::Few);
        }
        prop_assert!(kept_back != 1 || total == ShownCount::Few);
    }
}

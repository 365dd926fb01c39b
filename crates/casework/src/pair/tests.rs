use super::*;
use guanai_kernel::Ids;

fn day(of_july: i8) -> Date {
    Date::constant(2026, 7, of_july)
}

fn asked() -> Pair {
    let mut ids = Ids::seeded(1, Moment::from_micros(0));
    Pair {
        pair_id: PairId::fresh(&mut ids),
        need_id: NeedId::fresh(&mut ids),
        person_id: PersonId::fresh(&mut ids),
        category: "n1".to_owned(),
        offer_id: OfferId::fresh(&mut ids),
        helper_person_id: None,
        helper_organization_id: None,
        helper_name: "赵小军".to_owned(),
        state: PairState::Asked,
        origin: PairOrigin::Matching,
        why: None,
        follows: None,
        proposed_by: "console".to_owned(),
        proposed_on: day(1),
        holds_until_on: day(15),
        helper_answer: None,
        person_answer: None,
        terms: None,
        last_contact_on: None,
        ended_on: None,
        ended_as: None,
        words: None,
        recorded_at: Moment::from_micros(0),
    }
}

fn says(side: Side, agrees: bool, on: Date) -> PairStep {
    PairStep::Answer { side, answer: SideAnswer { agrees, on, manner: AnswerManner::Phone, words: None } }
}

fn terms() -> PairTerms {
    PairTerms {
        starts_on: day(5),
        until_on: None,
        contact_every_days: 10,
        review_on: day(31),
        words: "每旬上门一次".to_owned(),
    }
}

fn running() -> Pair {
    let one = asked().after(says(Side::Person, true, day(2)), day(2)).unwrap();
    let both = one.after(says(Side::Helper, true, day(4)), day(4)).unwrap();
    both.after(PairStep::Begin { terms: terms() }, day(5)).unwrap()
}

#[test]
fn both_agree_in_either_order_before_it_begins() {
    for sides in [[Side::Helper, Side::Person], [Side::Person, Side::Helper]] {
        let one = asked().after(says(sides[0], true, day(2)), day(2)).unwrap();
        assert!(one.state.awaits_answers() && !one.is_agreed());
        let begin = PairStep::Begin { terms: terms() };
        assert_eq!(one.after(begin, day(5)).unwrap_err().code(), "pair-move-unlawful");
        let both = one.after(says(sides[1], true, day(3)), day(3)).unwrap();
        assert_eq!(both.state, PairState::Agreed);
    }
}

#[test]
fn a_no_of_either_side_ends_it_whenever_it_comes_before_the_beginning() {
    let agreed = asked().after(says(Side::Helper, true, day(2)), day(2)).unwrap();
    let agreed = agreed.after(says(Side::Person, true, day(2)), day(2)).unwrap();
    for pair in [asked(), agreed] {
        for side in [Side::Helper, Side::Person] {
            let off = pair.after(says(side, false, day(3)), day(3)).unwrap();
            assert_eq!((off.state, off.ended_on, off.ended_as), (PairState::Off, Some(day(3)), None));
            assert_eq!(off.state.moves().count(), 0);
        }
    }
    assert_eq!(running().may(PairMove::PersonDeclines).unwrap_err().code(), "pair-move-unlawful");
}

#[test]
fn the_days_go_together() {
    let early = asked().after(says(Side::Helper, true, Date::constant(2026, 6, 30)), day(2));
    assert_eq!(early.unwrap_err(), PairError::Days);
    assert_eq!(asked().after(says(Side::Helper, true, day(3)), day(2)).unwrap_err(), PairError::Days);
    let both = asked().after(says(Side::Helper, true, day(4)), day(4)).unwrap();
    let both = both.after(says(Side::Person, true, day(4)), day(4)).unwrap();
    let wrong = [
        PairTerms { starts_on: day(3), ..terms() },
        PairTerms { starts_on: day(6), ..terms() },
        PairTerms { until_on: Some(day(5)), ..terms() },
        PairTerms { review_on: day(5), ..terms() },
    ];
    for terms in wrong {
        assert_eq!(both.after(PairStep::Begin { terms }, day(5)).unwrap_err(), PairError::Days);
    }
    for days in [0, 367] {
        let terms = PairTerms { contact_every_days: days, ..terms() };
        assert_eq!(both.after(PairStep::Begin { terms }, day(5)).unwrap_err(), PairError::Interval);
    }
    assert_eq!(running().after(PairStep::Contact { on: day(4) }, day(9)).unwrap_err(), PairError::Days);
    assert_eq!(running().after(PairStep::Contact { on: day(10) }, day(9)).unwrap_err(), PairError::Days);
}

#[test]
fn what_is_due_next_follows_the_last_contact_the_look_and_the_term() {
    let pair = running();
    assert_eq!((pair.next_contact_on(), pair.due_on()), (Some(day(15)), Some(day(15))));
    let later = pair.after(PairStep::Contact { on: day(12) }, day(12)).unwrap();
    assert_eq!(later.due_on(), Some(day(22)));
    // What is written down late does not put the next contact off again.
    let older = later.after(PairStep::Contact { on: day(8) }, day(13)).unwrap();
    assert_eq!(older.last_contact_on, Some(day(12)));
    let looked = older.after(PairStep::Review { next_on: day(14), words: "好".to_owned() }, day(13)).unwrap();
    assert_eq!(looked.due_on(), Some(day(14)));
    let over = looked.after(PairStep::End { cause: PairEnd::Reached, words: None }, day(14)).unwrap();
    assert_eq!((over.due_on(), over.next_contact_on(), over.ended_on), (None, None, Some(day(14))));
}

#[test]
fn a_place_is_held_until_its_day_and_while_both_agreed() {
    let pair = asked();
    assert_eq!(pair.due_on(), Some(day(15)));
    assert!(!pair.is_lapsed(day(15)) && pair.is_lapsed(day(16)));
    assert!(!running().is_lapsed(day(31)));
}

#[test]
fn every_state_is_reached_and_the_ends_have_no_way_out() {
    let mut reached = vec![PairState::Asked];
    for at in 0..PairState::ALL.len() {
        let Some(&from) = reached.get(at) else { break };
        for (_, _, to) in PAIR_MOVES.iter().filter(|(f, ..)| *f == from) {
            if !reached.contains(to) {
                reached.push(*to);
            }
        }
    }
    assert_eq!(reached.len(), PairState::ALL.len());
    for &state in PairState::ALL {
        assert_eq!(state.moves().count() == 0, state.is_over(), "{state:?}");
        assert_eq!(PairState::OPEN.contains(&state), !state.is_over(), "{state:?}");
    }
    for &step in PairMove::ALL {
        assert!(PAIR_MOVES.iter().any(|(_, by, _)| *by == step), "{step:?}");
        if let Some((side, agrees)) = step.answers() {
            assert_eq!(PairMove::answer(side, agrees), step);
        }
    }
}

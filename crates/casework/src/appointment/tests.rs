use super::*;
use guanai_kernel::Ids;
use guanai_kernel::civil::add_days;

const FIRST: Date = Date::constant(2026, 12, 1);

struct Town {
    ids: Ids,
    person: PersonId,
    here: OrganizationId,
    there: OrganizationId,
}

fn town() -> Town {
    let mut ids = Ids::seeded(5, Moment::from_micros(0));
    let person = PersonId::fresh(&mut ids);
    let [here, there] = std::array::from_fn(|_| OrganizationId::fresh(&mut ids));
    Town { ids, person, here, there }
}

fn hand(by: &str, at: i64) -> Hand {
    Hand { by: by.to_owned(), at: Moment::from_micros(at) }
}

impl Town {
    fn held(&mut self, at: OrganizationId, powers: Powers, since: i32, until: Option<i32>) -> Appointment {
        Appointment {
            post_id: PostId::fresh(&mut self.ids),
            person_id: self.person,
            organization_id: at,
            code: Some("secretary".into()),
            title: "党支部书记".into(),
            manner: Manner::Full,
            powers,
            since_on: day(since),
            until_on: until.map(day),
            resolution: "青组〔2026〕9号".into(),
            state: AppointmentState::Confirmed,
            recorded: hand("maker", 100),
            decided: Some(hand("checker", 200)),
            ended: None,
            words: None,
        }
    }

    fn own(&self, made_at: i64) -> OwnGrant {
        OwnGrant { powers: Powers::Contact, organization_id: self.here, made_at: Moment::from_micros(made_at) }
    }
}

fn day(n: i32) -> Date {
    add_days(FIRST, n).unwrap()
}

#[test]
fn powers_hold_from_midnight_of_the_first_day_to_midnight_after_the_last_and_never_outside() {
    let mut town = town();
    for length in 1..=3 {
        let here = town.here;
        let post = town.held(here, Powers::Contact, 0, Some(length));
        let (opens, closes) = (Moment::at_dawn_in_china(day(0)), Moment::at_dawn_in_china(day(length)));
        let near = |at: Moment, by: i64| Moment::from_micros(at.as_micros() + by);
        assert!(!post.runs_at(near(opens, -1)), "a microsecond before midnight");
        assert!(post.runs_at(opens) && post.runs_at(near(closes, -1)));
        assert!(!post.runs_at(closes), "midnight after the last day");
        for at in -5..=length + 5 {
            let grant = reckon(town.own(300), std::slice::from_ref(&post), day(at));
            assert_eq!(!grant.rests(), (0..length).contains(&at), "day {at} of {length}");
        }
    }
}

#[test]
fn what_is_not_confirmed_or_gives_nothing_changes_nothing() {
    let mut town = town();
    let here = town.here;
    for state in [AppointmentState::Proposed, AppointmentState::Declined, AppointmentState::Withdrawn] {
        let post = Appointment { state, ..town.held(here, Powers::Officer, -9, Some(-3)) };
        assert!(!post.runs_on(day(-5)));
        assert_eq!(reckon(town.own(0), &[post], day(0)).over, [here], "as it was opened");
    }
    let plain = town.held(here, Powers::Nothing, -9, Some(-3));
    assert_eq!(reckon(town.own(0), &[plain], day(0)), Grant { powers: Powers::Contact, over: vec![here] });
}

#[test]
fn an_account_that_was_there_before_goes_on_until_the_post_begins_and_one_opened_for_it_waits() {
    let mut town = town();
    let here = town.here;
    let post = town.held(here, Powers::Contact, 3, None);
    assert!(!reckon(town.own(50), std::slice::from_ref(&post), day(0)).rests());
    assert!(reckon(town.own(150), std::slice::from_ref(&post), day(2)).rests());
    assert!(!reckon(town.own(150), &[post], day(3)).rests());
}

#[test]
fn posts_elsewhere_stand_beside_and_the_wider_powers_hold() {
    let mut town = town();
    let (here, there) = (town.here, town.there);
    let acting = Appointment { manner: Manner::Acting, ..town.held(there, Powers::Contact, 0, Some(9)) };
    let grant = reckon(town.own(0), std::slice::from_ref(&acting), day(1));
    assert_eq!(grant, Grant { powers: Powers::Contact, over: vec![here, there] });
    let officer = town.held(there, Powers::Officer, 5, None);
    let grant = reckon(town.own(0), &[acting, officer], day(6));
    assert_eq!(grant, Grant { powers: Powers::Officer, over: vec![there] });
    // Known from a book alone, it ends what the account was opened with, and gives nothing by itself.
    let known = Appointment { state: AppointmentState::Known, ..town.held(here, Powers::Contact, -9, Some(2)) };
    assert!(!reckon(town.own(0), std::slice::from_ref(&known), day(1)).rests());
    assert!(reckon(town.own(0), &[known], day(2)).rests());
    let known = Appointment { state: AppointmentState::Known, ..town.held(there, Powers::Officer, -9, None) };
    assert_eq!(reckon(town.own(0), &[known], day(1)), Grant { powers: Powers::Contact, over: vec![here] });
}

#[test]
fn every_move_from_every_state_by_every_hand() {
    let mut town = town();
    let here = town.here;
    let base = town.held(here, Powers::Contact, 0, None);
    for &state in AppointmentState::ALL {
        for &step in AppointmentMove::ALL {
            for by in ["maker", "checker"] {
                for own in [None, Some(town.person)] {
                    let one = Appointment { state, ..base.clone() };
                    let row = APPOINTMENT_MOVES.iter().find(|(from, via, _)| *from == state && *via == step);
                    let decides = matches!(step, AppointmentMove::Confirm | AppointmentMove::Decline);
                    let about_own = matches!(step, AppointmentMove::Confirm | AppointmentMove::End) && own.is_some();
                    let expected = match row {
                        None => Err(AppointmentError::Unlawful { state, step }),
                        Some(_) if decides && by == "maker" => Err(AppointmentError::OwnHand),
                        Some(_) if step == AppointmentMove::Withdraw && by != "maker" => {
                            Err(AppointmentError::NotOwnHand)
                        }
                        Some(_) if about_own => Err(AppointmentError::OwnPost),
                        Some((_, _, to)) => Ok(*to),
                    };
                    assert_eq!(one.may(step, by, own), expected, "{state} {step} {by} {own:?}");
                    assert!(state.moves().any(|known| known == step) == row.is_some());
                    if step != AppointmentMove::End {
                        let moved = one.decided(step, hand(by, 9), own, None).map(|moved| moved.state);
                        assert_eq!(moved, expected);
                    }
                }
            }
        }
    }
}

#[test]
fn an_end_lies_after_the_first_day_and_shortens() {
    let mut town = town();
    let here = town.here;
    let open = town.held(here, Powers::Contact, 0, None);
    let end = |post: &Appointment, n| post.ending(day(n), hand("checker", 9), None, "换届".into());
    assert_eq!(end(&open, 0), Err(AppointmentError::Days));
    let ending = end(&open, 5).unwrap();
    assert_eq!((ending.until_on, ending.state), (Some(day(5)), AppointmentState::Confirmed));
    assert_eq!(end(&ending, 6), Err(AppointmentError::Days));
    assert_eq!(end(&ending, 4).unwrap().until_on, Some(day(4)));
}

//! Every state × move × desk against the table, and the table as `docs/moves.md` tells it.

use guanai_casework::application::{
    APPLICATION_MOVES, ApplicationMove, ApplicationState, ApplicationStepError as Error, ChainStep, Desk,
};

use crate::made::{acting, chains, file, later, standing_in, step};

/// In every state, every move from every desk: what the table holds for that desk is done, or something else than the table
/// stands against it; what it does not hold is refused, and changes nothing.
#[test]
fn every_move_from_every_state_by_every_desk() {
    let mut tried = 0;
    for &state in ApplicationState::ALL {
        let (standing, day) = standing_in(state);
        assert_eq!(standing.application.state, state);
        for &kind in ApplicationMove::ALL {
            for &desk in Desk::ALL {
                tried += 1;
                let today = later(day, 1);
                let who = acting("somebody-new", 700, desk, today);
                let row = APPLICATION_MOVES.iter().find(|(from, by, ..)| (*from, *by) == (state, kind));
                let got = standing.after(&who, step(kind, &standing, today), None);
                match row {
                    None => assert_eq!(got.unwrap_err(), Error::Move(state.row(kind).unwrap_err())),
                    Some((.., desks)) if !desks.contains(&desk) => {
                        assert_eq!(got.unwrap_err(), Error::OtherDesk(desk), "{state:?} {kind:?}");
                    }
                    Some((_, _, to, _)) => match got {
                        Ok(after) => {
                            assert_eq!(after.application.state, *to, "{state:?} {kind:?}");
                            assert_eq!(after.application.version, standing.application.version + 1);
                            assert_eq!(after.taken.len(), standing.taken.len() + 1);
                        }
                        Err(error) => {
                            let stands_against = match kind {
                                ApplicationMove::Answer => error == Error::NoObjection,
                                ApplicationMove::TakeDown => matches!(error, Error::WithinNotice { .. }),
                                _ => false,
                            };
                            assert!(stands_against, "{state:?} {kind:?} {desk:?}: {error}");
                        }
                    },
                }
            }
        }
    }
    assert_eq!(tried, 11 * 15 * 6);
}

#[test]
fn every_state_is_reached_and_a_withdrawn_application_goes_nowhere() {
    for &state in ApplicationState::ALL {
        let reached = APPLICATION_MOVES.iter().any(|(from, _, to, _)| *to == state && *from != state);
        assert!(reached || state == ApplicationState::Appraising, "{state:?}");
        assert_eq!(ApplicationState::from_code(state.code()), Some(state));
    }
    let ways = APPLICATION_MOVES.iter().filter(|(from, ..)| *from == ApplicationState::Withdrawn);
    assert!(ways.into_iter().all(|(from, _, to, _)| from == to), "taking it back is the end of it");
    for &kind in ApplicationMove::ALL {
        assert_eq!(ApplicationMove::from_code(kind.code()), Some(kind));
        assert!(APPLICATION_MOVES.iter().any(|(_, by, ..)| *by == kind), "{kind:?} is used");
    }
}

/// Nobody holds two of the three steps that check one another from one desk.
#[test]
fn no_desk_enters_and_reviews_and_decides() {
    let holds = |desk: Desk, kind: ApplicationMove| {
        APPLICATION_MOVES.iter().any(|(_, by, _, desks)| *by == kind && desks.contains(&desk))
    };
    for &desk in Desk::ALL {
        let decides = holds(desk, ApplicationMove::Approve);
        assert!(!(decides && holds(desk, ApplicationMove::Review)), "{desk:?}");
        assert!(!(decides && holds(desk, ApplicationMove::Carry)), "{desk:?}");
        assert!(!(decides && holds(desk, ApplicationMove::Answer)), "{desk:?}");
    }
    assert!(Desk::ALL.iter().all(|desk| Desk::from_code(desk.code()) == Some(*desk)));
}

/// Whatever steps a chain leaves out, an application passes those it has, in order, and comes to the decision.
#[test]
fn a_chain_leaves_steps_out_and_nothing_else() {
    for chain in chains() {
        let mut standing = file(chain.clone());
        let mut today = crate::made::TODAY;
        let mut passed = Vec::new();
        while standing.application.state != ApplicationState::Deciding {
            let kind = match standing.application.state {
                ApplicationState::Appraising => ApplicationMove::Carry,
                ApplicationState::Reviewing => ApplicationMove::Review,
                ApplicationState::Posting => ApplicationMove::Post,
                _ => {
                    today = later(standing.notice().unwrap().through_on, 1);
                    ApplicationMove::TakeDown
                }
            };
            passed.extend(match kind {
                ApplicationMove::Carry => Some(ChainStep::Appraisal),
                ApplicationMove::Review => Some(ChainStep::Review),
                ApplicationMove::Post => Some(ChainStep::Notice),
                _ => None,
            });
            let who = acting("officer", 60, Desk::Township, today);
            let who = if passed.len() > 1 { acting("another", 61, Desk::Township, today) } else { who };
            standing = standing.after(&who, step(kind, &standing, today), None).unwrap();
        }
        assert_eq!(passed, chain.steps);
        let decider = acting("approver", 62, Desk::Approver, today);
        let approved = standing.after(&decider, step(ApplicationMove::Approve, &standing, today), None).unwrap();
        assert_eq!(approved.application.state, ApplicationState::Approved);
    }
}

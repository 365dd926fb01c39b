use super::*;
use guanai_kernel::Ids;

fn day(of_july: i8) -> Date {
    Date::constant(2026, 7, of_july)
}

fn person(bits: u128) -> PersonId {
    PersonId::from_bits(bits)
}

fn side(person_id: Option<PersonId>, called: Option<&str>) -> DisputeSide {
    DisputeSide { person_id, called: called.map(str::to_owned), stratum: None }
}

/// Raised on the first, to be replied to by the tenth, near from the seventh.
fn dispute(state: DisputeState) -> Dispute {
    let mut ids = Ids::seeded(1, Moment::from_micros(0));
    let is_replied = !matches!(state, DisputeState::Raised | DisputeState::Mediating | DisputeState::Withdrawn);
    let reply = is_replied.then(|| reply(DisputeOutcome::Agreed, 5));
    Dispute {
        dispute_id: DisputeId::fresh(&mut ids),
        organization_id: OrganizationId::fresh(&mut ids),
        kind: DisputeKind::Dispute,
        voice: DisputeVoice::Said,
        state,
        mediator_id: (state != DisputeState::Raised).then(|| person(9)),
        raised_by: "console".to_owned(),
        raised_on: day(1),
        due_on: day(10),
        near_on: day(7),
        was_late: false,
        ended_on: (!state.is_open()).then(|| day(9)),
        told: DisputeWords {
            first: side(Some(person(1)), None),
            second: side(None, Some("隔壁邻居")),
            claim: "地界".to_owned(),
            attempts: Vec::new(),
            reply,
            first_said: None,
            second_said: None,
            referred_to: None,
            words: None,
        },
        recorded_at: Moment::from_micros(0),
    }
}

fn reply(outcome: DisputeOutcome, on: i8) -> DisputeReply {
    DisputeReply {
        outcome,
        to_first: "以老界石为准".to_owned(),
        to_second: "以老界石为准".to_owned(),
        on: day(on),
        by: "a".to_owned(),
    }
}

fn said(stance: SideStance) -> SideSaid {
    let manner = (stance != SideStance::NotHeard).then_some(AnswerManner::InPerson);
    let words = (stance != SideStance::Accepts).then(|| "不在家".to_owned());
    SideSaid { stance, manner, words, on: day(6) }
}

fn step(kind: DisputeMove) -> DisputeStep {
    let words = || "……".to_owned();
    match kind {
        DisputeMove::Assign => DisputeStep::Assign { mediator_id: person(9) },
        DisputeMove::PassUp => DisputeStep::PassUp { organization_id: OrganizationId::from_bits(7), words: words() },
        DisputeMove::Attempt => {
            let (result, by) = (AttemptResult::Nearer, "a".to_owned());
            DisputeStep::Attempt(Attempt { on: day(3), result, words: words(), by })
        }
        DisputeMove::Reply => DisputeStep::Reply(reply(DisputeOutcome::Agreed, 5)),
        DisputeMove::Answer => DisputeStep::Answer { is_first: true, said: said(SideStance::Accepts) },
        DisputeMove::Resume => {
            DisputeStep::Resume { term: DisputeTerm { due_on: day(20), near_on: day(17) }, words: words() }
        }
        DisputeMove::Close => DisputeStep::Close { words: None },
        DisputeMove::ReferOn => DisputeStep::ReferOn { to: "司法所".to_owned(), words: words() },
        DisputeMove::Withdraw => DisputeStep::Withdraw { words: words() },
    }
}

fn answered(outcome: DisputeOutcome, first: SideStance, second: SideStance) -> Dispute {
    let mediating = dispute(DisputeState::Mediating);
    let mut replied = mediating.after(DisputeStep::Reply(reply(outcome, 5)), day(5)).unwrap();
    for (is_first, stance) in [(true, first), (false, second)] {
        replied = replied.after(DisputeStep::Answer { is_first, said: said(stance) }, day(6)).unwrap();
    }
    replied
}

/// Each state with each move, as the table has it: no page, store or use case says it again.
#[test]
fn every_state_and_move_is_lawful_by_the_table_alone() {
    for state in DisputeState::ALL {
        for kind in DisputeMove::ALL {
            let by_table = DISPUTE_MOVES.iter().find(|(from, by, ..)| from == state && by == kind);
            let after = dispute(*state).after(step(*kind), day(8)).map(|after| after.state);
            let lawful = !matches!(after, Err(DisputeError::Move(_)));
            assert_eq!(lawful, by_table.is_some(), "{state} {kind}");
            if let (Ok(to), Some((_, _, expected, hands))) = (after, by_table) {
                assert_eq!((to, hands.is_empty()), (*expected, false), "{state} {kind}");
            }
        }
        assert_eq!(DISPUTE_MOVES.iter().any(|(from, ..)| from == state), state.is_open(), "{state}");
        assert_eq!(DisputeState::OPEN.contains(state), state.is_open(), "{state}");
        let reached = DISPUTE_MOVES.iter().any(|(.., to, _)| to == state);
        assert!(reached, "{state}");
    }
}

#[test]
fn nothing_is_closed_before_both_were_heard_or_it_is_said_why_not() {
    use DisputeOutcome::{Agreed, NotAgreed};
    use SideStance::{Accepts, Declines, NotHeard};
    let replied = dispute(DisputeState::Mediating).after(step(DisputeMove::Reply), day(5)).unwrap();
    for kind in [DisputeMove::Close, DisputeMove::ReferOn] {
        assert_eq!(replied.after(step(kind), day(6)).unwrap_err(), DisputeError::Unheard);
    }
    let rows = [
        (Agreed, Accepts, Accepts, true),
        (Agreed, Accepts, NotHeard, true),
        (Agreed, Accepts, Declines, false),
        (Agreed, Declines, Accepts, false),
        (NotAgreed, Accepts, Accepts, false),
    ];
    for (outcome, first, second, closes) in rows {
        let heard = answered(outcome, first, second);
        let (closed, referred) =
            (heard.after(step(DisputeMove::Close), day(8)), heard.after(step(DisputeMove::ReferOn), day(8)));
        if closes {
            assert_eq!(closed.unwrap().state, DisputeState::Agreed);
            assert_eq!(referred.unwrap_err(), DisputeError::HasAgreement);
        } else {
            assert_eq!(closed.unwrap_err(), DisputeError::NoAgreement);
            let referred = referred.unwrap();
            assert_eq!((referred.state, referred.ended_on), (DisputeState::ReferredOn, Some(day(8))));
            assert_eq!(referred.told.referred_to.as_deref(), Some("司法所"));
        }
    }
    let unsaid = SideSaid { words: Some(" ".to_owned()), ..said(Declines) };
    let refused = replied.after(DisputeStep::Answer { is_first: false, said: unsaid }, day(6));
    assert_eq!(refused.unwrap_err(), DisputeError::SideWords, "who declines says why");
}

#[test]
fn what_is_late_stays_late_and_trying_again_has_a_term_of_its_own() {
    let open = dispute(DisputeState::Mediating);
    assert!(!open.is_late_on(day(10)) && open.is_late_on(day(11)));
    assert!(!open.is_due_on(day(6)) && open.is_due_on(day(7)), "near from the seventh");
    let told = |on: i8| open.after(DisputeStep::Reply(reply(DisputeOutcome::NotAgreed, on)), day(12)).unwrap();
    assert!(!told(10).is_late_on(day(30)) && told(11).is_late_on(day(11)));
    let again = told(11).after(step(DisputeMove::Resume), day(12)).unwrap();
    assert!(again.is_late_on(day(13)) && again.told.reply.is_none() && again.due_on == day(20));
    assert_eq!(
        open.after(DisputeStep::Reply(reply(DisputeOutcome::Agreed, 9)), day(8)).unwrap_err(),
        DisputeError::Days
    );
    let mut early = step(DisputeMove::Attempt);
    if let DisputeStep::Attempt(attempt) = &mut early {
        attempt.on = Date::constant(2026, 6, 30);
    }
    assert_eq!(open.after(early, day(8)).unwrap_err(), DisputeError::Days);
}

#[test]
fn a_side_never_mediates_and_the_same_two_have_one_dispute() {
    let raised = dispute(DisputeState::Raised);
    let own = DisputeStep::Assign { mediator_id: person(1) };
    assert_eq!(raised.after(own, day(2)).unwrap_err(), DisputeError::SideMediates);
    assert_eq!(raised.hand_of(person(1)), Some(DisputeHand::First));
    assert_eq!(dispute(DisputeState::Mediating).hand_of(person(9)), Some(DisputeHand::Mediator));
    let (one, neighbour) = (side(Some(person(1)), None), side(None, Some("隔壁 邻居")));
    assert!(raised.is_same_as(&one, &neighbour) && raised.is_same_as(&neighbour, &one), "whoever raised it");
    assert!(!raised.is_same_as(&one, &side(None, Some("村里的厂"))));
    let mut anonymous = dispute(DisputeState::Raised);
    (anonymous.told.first, anonymous.told.second) = (DisputeSide::default(), DisputeSide::default());
    assert!(!anonymous.is_same_as(&DisputeSide::default(), &DisputeSide::default()), "nobody is nobody's twin");
}

//! Every state, move, side and hand; what is given and by whom; days that go together.

use guanai_kernel::Moment;
use guanai_kernel::ids::{OrganizationId, PartnershipDeedId, PartnershipId};

use super::*;

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn hand(by: &str) -> Hand {
    Hand { by: by.to_owned(), at: Moment::from_micros(1) }
}

fn terms() -> PartnershipTerms {
    let side = |duties: &str| SideTerms { duties: duties.to_owned(), contact: "联系人".to_owned() };
    let task = |side, due: &str| PartnerTask {
        side,
        what: "送技术下乡".to_owned(),
        who: "甲".to_owned(),
        due_on: day(due),
        done: None,
    };
    PartnershipTerms {
        kind: "urban-rural".to_owned(),
        from_on: day("2026-01-01"),
        until_on: day("2026-12-31"),
        review_on: day("2026-07-01"),
        one: side("出钱出力"),
        other: side("接待实践"),
        tasks: vec![task(PartnerSide::One, "2026-03-31"), task(PartnerSide::Other, "2026-09-30")],
        reviewed: None,
    }
}

fn partnership(state: PartnershipState) -> Partnership {
    let agreed = |is: bool, by| is.then(|| hand(by));
    let runs = matches!(state, PartnershipState::Running | PartnershipState::Ended);
    Partnership {
        partnership_id: PartnershipId::from_bits(1),
        one_id: OrganizationId::from_bits(1),
        other_id: OrganizationId::from_bits(2),
        terms: terms(),
        state,
        proposed: hand("proposer"),
        one_agreed: agreed(runs || state == PartnershipState::HalfAgreed, "one"),
        other_agreed: agreed(runs, "other"),
        closed: None,
    }
}

fn steps() -> Vec<PartnershipStep> {
    let why = "说明".to_owned();
    vec![
        PartnershipStep::Accept(PartnerSide::One),
        PartnershipStep::Accept(PartnerSide::Other),
        PartnershipStep::Decline(PartnerSide::Other, why.clone()),
        PartnershipStep::Withdraw(why.clone()),
        PartnershipStep::Fulfil(0, day("2026-03-01")),
        PartnershipStep::Review(why.clone(), day("2026-10-01"), day("2027-12-31")),
        PartnershipStep::Name(PartnerSide::One, "新人".to_owned()),
        PartnershipStep::End(PartnerSide::Other, PartnershipEnd::Reached, why),
    ]
}

#[test]
fn every_state_move_side_and_hand_is_as_the_table_says() {
    let today = day("2026-06-01");
    for &state in PartnershipState::ALL {
        let now = partnership(state);
        for step in steps() {
            for by in ["proposer", "one", "other", "third"] {
                let row = PARTNERSHIP_MOVES.iter().find(|(from, via, _)| *from == state && *via == step.as_move());
                let hands = match &step {
                    PartnershipStep::Accept(side) => {
                        now.agreed(*side).is_none()
                            && by != "proposer"
                            && now.agreed(side.across()).is_none_or(|hand| hand.by != by)
                    }
                    PartnershipStep::Withdraw(_) => by == "proposer",
                    _ => true,
                };
                let after = now.after(&step, hand(by), today).ok();
                let expected = row.filter(|_| hands).map(|(.., to)| *to);
                assert_eq!(after.map(|after| after.state), expected, "{state:?} {step:?} {by}");
            }
        }
        for step in [PartnershipMove::Record, PartnershipMove::Strike] {
            let lawful = state == PartnershipState::Running;
            assert_eq!(now.may(step, None, "one").is_ok(), lawful, "{state:?} {step:?}");
        }
        assert_eq!(now.takes_deed(day("2026-05-01"), today).is_ok(), state == PartnershipState::Running);
    }
}

#[test]
fn two_agree_and_whoever_proposed_it_is_neither() {
    let today = day("2026-01-01");
    let proposed = partnership(PartnershipState::Proposed);
    let accept = |side| PartnershipStep::Accept(side);
    let half = proposed.after(&accept(PartnerSide::Other), hand("b"), today).unwrap();
    assert_eq!((half.state, half.due_on()), (PartnershipState::HalfAgreed, None));
    assert_eq!(half.after(&accept(PartnerSide::One), hand("b"), today), Err(PartnershipError::OwnHand));
    assert_eq!(half.after(&accept(PartnerSide::Other), hand("c"), today), Err(PartnershipError::AgreedAlready));
    let runs = half.after(&accept(PartnerSide::One), hand("a"), today).unwrap();
    assert_eq!((runs.state, runs.due_on()), (PartnershipState::Running, Some(day("2026-03-31"))));
    assert!(runs.holds_on(day("2026-12-31")) && !runs.holds_on(day("2027-01-01")));
}

#[test]
fn a_task_is_done_once_and_a_look_again_only_lengthens() {
    let today = day("2026-06-01");
    let runs = partnership(PartnershipState::Running);
    let done = runs.after(&PartnershipStep::Fulfil(0, day("2026-03-01")), hand("x"), today).unwrap();
    assert_eq!(done.due_on(), Some(day("2026-07-01")), "then the look again");
    for (step, error) in [
        (PartnershipStep::Fulfil(0, day("2026-03-02")), PartnershipError::DoneAlready),
        (PartnershipStep::Fulfil(2, day("2026-03-02")), PartnershipError::NoTask),
        (PartnershipStep::Fulfil(1, day("2026-06-02")), PartnershipError::Day),
        (PartnershipStep::Fulfil(1, day("2025-12-31")), PartnershipError::Day),
        (PartnershipStep::Review("x".into(), today, day("2026-12-31")), PartnershipError::Day),
        (PartnershipStep::Review("x".into(), day("2026-10-01"), day("2026-11-30")), PartnershipError::Day),
    ] {
        assert_eq!(done.after(&step, hand("x"), today), Err(error), "{step:?}");
    }
    let named = done.after(&PartnershipStep::Name(PartnerSide::Other, "新人".into()), hand("x"), today).unwrap();
    assert_eq!((named.terms.other.contact.as_str(), named.terms.one.contact.as_str()), ("新人", "联系人"));
}

#[test]
fn days_words_and_tasks_are_asked_in_their_order() {
    let mut wrong = terms();
    assert_eq!(wrong.check(), Ok(()));
    wrong.tasks[0].what.clear();
    assert_eq!(wrong.check(), Err(PartnershipError::Tasks));
    wrong.other.duties.clear();
    assert_eq!(wrong.check(), Err(PartnershipError::Words));
    for (task, review, until) in [
        ("2027-01-01", "2026-07-01", "2026-12-31"),
        ("2026-03-31", "2027-07-01", "2026-12-31"),
        ("2026-01-01", "2026-01-01", "2026-01-01"),
    ] {
        let mut days = wrong.clone();
        (days.tasks[0].due_on, days.review_on, days.until_on) = (day(task), day(review), day(until));
        assert_eq!(days.check(), Err(PartnershipError::Days), "{task} {review} {until}");
    }
}

#[test]
fn what_went_each_way_is_counted_and_one_way_alone_is_said() {
    let today = day("2026-06-01");
    let runs = partnership(PartnershipState::Running);
    let deed = |side, fen: Option<i64>, reached| PartnershipDeed {
        deed_id: PartnershipDeedId::from_bits(1),
        partnership_id: runs.partnership_id,
        side,
        done_on: day("2026-05-01"),
        words: "义诊".to_owned(),
        cost: fen.map(|fen| (Money::from_fen(fen), "dues".to_owned())),
        reached,
        recorded: hand("x"),
        struck: None,
    };
    let mut deeds = vec![deed(PartnerSide::One, Some(50_000), Some(30)), deed(PartnerSide::One, None, None)];
    let given = runs.given(PartnerSide::One, &deeds, today);
    assert_eq!(given, Given { deeds: 2, cost: Money::from_fen(50_000), reached: 30, promised: 1, done: 0, late: 1 });
    assert_eq!(runs.silent(&deeds, today), Some(PartnerSide::Other));
    deeds.push(deed(PartnerSide::Other, None, Some(12)));
    assert_eq!(runs.silent(&deeds, today), None);
    deeds[2].struck = Some((hand("x"), "记错了".to_owned()));
    assert_eq!(runs.silent(&deeds, today), Some(PartnerSide::Other), "what is struck out is not given");
    assert_eq!(runs.silent(&[], today), None, "nothing yet is nobody's silence");
    for (on, is_right) in [("2025-12-31", false), ("2026-01-01", true), ("2026-06-01", true), ("2026-06-02", false)] {
        assert_eq!(runs.takes_deed(day(on), today).is_ok(), is_right, "{on}");
    }
}

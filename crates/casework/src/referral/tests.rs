use super::*;
use guanai_kernel::Ids;

fn day(of_july: i8) -> Date {
    Date::constant(2026, 7, of_july)
}

fn said(on: i8, words: Option<&str>) -> DepartmentSaid {
    DepartmentSaid {
        on: day(on),
        manner: AnswerManner::Phone,
        by: Some("王科长".to_owned()),
        words: words.map(str::to_owned),
    }
}

fn referral() -> Referral {
    let mut ids = Ids::seeded(1, Moment::from_micros(0));
    Referral {
        referral_id: ReferralId::fresh(&mut ids),
        need_id: NeedId::fresh(&mut ids),
        person_id: PersonId::fresh(&mut ids),
        category: "a".to_owned(),
        kind: None,
        to_name: "民政局".to_owned(),
        to_organization_id: None,
        from_organization_id: None,
        asked: "请看看能不能".to_owned(),
        shared: SharedWords::default(),
        permission: Permission {
            ground: ReferralGround::Rule, manner: None, on: None, rule: Some("规定".to_owned())
        },
        code: "ABCDEFGH".to_owned(),
        state: ReferralState::Sent,
        sent_by: "console".to_owned(),
        sent_on: day(1),
        due_on: day(15),
        risk_on: day(10),
        received: None,
        reply: None,
        result: None,
        reminders: 0,
        reminded_on: None,
        ended_on: None,
        words: None,
        recorded_at: Moment::from_micros(0),
    }
}

fn answer(result: ReferralResult, on: i8, words: Option<&str>) -> ReferralStep {
    ReferralStep::Answer { result, said: said(on, words), counts_on: day(on) }
}

#[test]
fn it_is_received_answered_or_returned_with_why() {
    let received = referral().after(ReferralStep::Receive { said: said(2, None) }, day(3)).unwrap();
    assert_eq!(received.state, ReferralState::Received);
    assert!(received.after(ReferralStep::Receive { said: said(3, None) }, day(3)).is_err(), "once");
    let helped = received.after(answer(ReferralResult::Helped, 4, None), day(4)).unwrap();
    assert_eq!(
        (helped.state, helped.result, helped.ended_on),
        (ReferralState::Answered, Some(ReferralResult::Helped), Some(day(4)))
    );
    for result in [ReferralResult::InPart, ReferralResult::NotHelped] {
        assert_eq!(received.after(answer(result, 4, Some(" ")), day(4)), Err(ReferralError::Why));
        assert!(referral().after(answer(result, 4, Some("不在条件内")), day(4)).is_ok(), "an answer says that it came");
    }
    let back = ReferralStep::Return { said: said(4, None), counts_on: day(4) };
    assert_eq!(received.after(back, day(4)), Err(ReferralError::Why));
    assert_eq!(
        received.after(answer(ReferralResult::Helped, 5, None), day(4)),
        Err(ReferralError::Days),
        "a day to come"
    );
    let early = ReferralStep::Receive { said: DepartmentSaid { on: Date::constant(2026, 6, 30), ..said(1, None) } };
    assert_eq!(referral().after(early, day(4)), Err(ReferralError::Days), "before it was sent");
    assert!(helped.after(ReferralStep::TakeBack { words: "不用了".to_owned() }, day(5)).is_err());
}

#[test]
fn silence_is_told_upwards_and_what_was_late_stays_late() {
    let rule =
        ReferralRule { tell_at_risk: vec![Post::Township], tell_late: vec![(0, Post::Township), (5, Post::County)] };
    let calendar = WorkCalendar::default();
    let told = |referral: &Referral, on| {
        referral.tellings(&rule, day(on), &calendar).iter().map(|t| (t.stage, t.to)).collect::<Vec<_>>()
    };
    let open = referral();
    assert_eq!(told(&open, 9), []);
    assert_eq!(told(&open, 10), [(Stage::AtRisk, Post::Township)]);
    assert_eq!(told(&open, 16), [(Stage::AtRisk, Post::Township), (Stage::Late, Post::Township)]);
    assert_eq!(
        told(&open, 22).len(),
        2,
        "five working days after the fifteenth, a Wednesday, end on the twenty-second"
    );
    assert_eq!(told(&open, 23).last(), Some(&(Stage::Late, Post::County)));
    assert_eq!(
        [9, 10, 15, 16].map(|on| open.alarm_on(day(on))),
        [None, Some(Stage::AtRisk), Some(Stage::AtRisk), Some(Stage::Late)]
    );
    let reminded = open.after(ReferralStep::Remind { words: "打了电话".to_owned() }, day(11)).unwrap();
    assert_eq!((reminded.state, reminded.reminders, reminded.reminded_on), (ReferralState::Sent, 1, Some(day(11))));
    let late = reminded.after(answer(ReferralResult::Helped, 16, None), day(16)).unwrap();
    assert!(late.is_late_on(day(1)) && told(&late, 30).is_empty());
    let kept = reminded.after(answer(ReferralResult::Helped, 15, None), day(20)).unwrap();
    assert!(!kept.is_late_on(day(30)));
}

#[test]
fn an_answer_is_at_risk_so_many_working_days_before_its_last_day() {
    let calendar = WorkCalendar::default();
    // The fifteenth is a Wednesday.
    assert_eq!(risk_from(day(1), day(15), 3, &calendar), day(10));
    assert_eq!(risk_from(day(1), day(15), 0, &calendar), day(15));
    assert_eq!(risk_from(day(14), day(15), 3, &calendar), day(14), "not before it was sent");
}

#[test]
fn what_is_not_chosen_is_not_sent_and_a_permission_says_what_it_rests_on() {
    let all = SharedWords {
        name: Some("甲".to_owned()),
        place: Some("支部".to_owned()),
        phone: Some("1".to_owned()),
        words: Some("话".to_owned()),
    };
    let some = all.clone().only(&[SharedItem::Name, SharedItem::Phone]);
    assert_eq!(SharedItem::ALL.iter().filter(|item| some.item(**item).is_some()).count(), 2);
    assert_eq!(all.only(&[]), SharedWords::default());
    let consent =
        Permission { ground: ReferralGround::Consent, manner: Some(AnswerManner::Phone), on: Some(day(2)), rule: None };
    assert!(consent.is_whole(day(2)) && !consent.is_whole(day(1)));
    assert!(!Permission { manner: None, ..consent.clone() }.is_whole(day(2)));
    assert!(!Permission { ground: ReferralGround::Rule, rule: Some(" ".to_owned()), ..consent }.is_whole(day(2)));
}

#[test]
fn every_state_is_reached_and_the_ends_have_no_way_out() {
    let mut reached = vec![ReferralState::Sent];
    for at in 0..ReferralState::ALL.len() {
        let Some(&from) = reached.get(at) else { break };
        for (_, _, to) in REFERRAL_MOVES.iter().filter(|(f, ..)| *f == from) {
            if !reached.contains(to) {
                reached.push(*to);
            }
        }
    }
    reached.sort();
    assert_eq!(reached, ReferralState::ALL);
    for state in ReferralState::ALL {
        assert_eq!(state.moves().next().is_some(), state.is_open(), "{state:?}");
    }
}

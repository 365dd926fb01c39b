//! What a need's steps do, by brute force over every state and move.

use guanai_casework::state::MOVES;
use guanai_casework::{
    CallBack, CategoryChoice, Confirmation, Confirmed, Ending, Helper, Move, Need, NeedState, Outcome, Progress, Step,
    StepError, Urgency, Voice, Withdrawal,
};
use guanai_kernel::ids::{NeedId, PersonId};
use guanai_kernel::{Date, Ids, Moment};

fn need(state: NeedState, call_back: Option<CallBack>) -> Need {
    let mut ids = Ids::seeded(1, Moment::from_micros(0));
    Need {
        need_id: NeedId::fresh(&mut ids),
        person_id: PersonId::fresh(&mut ids),
        number: Some("7".to_owned()),
        category: CategoryChoice::Open,
        voice: Some(Voice::Observed),
        words: "原话".to_owned(),
        urgency: None,
        wished_form: None,
        consents_to_contact: false,
        conditions: guanai_casework::NeedConditions::default(),
        stated_on: Date::constant(2026, 7, 1),
        due_on: None,
        state,
        progress: Progress {
            call_back,
            helper: Some(Helper { offer_id: None, name: "村党支部".to_owned() }),
            words: Some("上一步".to_owned()),
            ..Progress::default()
        },
        import_id: None,
        place: String::new(),
        recorded_at: Moment::from_micros(0),
    }
}

fn step(kind: Move) -> Step {
    let words = || "说了一句".to_owned();
    match kind {
        Move::Confirm => Step::Confirm(Confirmed {
            category: "medical".to_owned(),
            urgency: Urgency::Urgent,
            due_on: Some(Date::constant(2026, 7, 4)),
            evidence: Some("出院小结".to_owned()),
            consents_to_contact: true,
        }),
        Move::Plan => {
            Step::Plan { helper: Helper { offer_id: None, name: "镇党委".to_owned() }, words: Some(words()) }
        }
        Move::Reopen => Step::Reopen { words: words() },
        Move::Help => Step::Help { words: words(), call_back: CallBack::Drawn },
        Move::CallBack => Step::CallBack { agrees: false, words: words() },
        Move::Close => Step::Close {
            ending: Ending { outcome: Outcome::Partly, confirmation: Confirmation::Family },
            words: words(),
        },
        Move::Withdraw => Step::Withdraw { why: Withdrawal::Unwanted, words: None },
        Move::Merge => Step::Merge { into: NeedId::fresh(&mut Ids::seeded(2, Moment::from_micros(0))) },
        Move::Split => Step::Split,
    }
}

/// In every state, after every kind of call-back, every move: what the table holds is done unless a call-back stands against
/// it, and nothing else is.
#[test]
fn every_move_from_every_state_with_every_call_back() {
    let call_backs: Vec<Option<CallBack>> = CallBack::ALL.iter().copied().map(Some).chain([None]).collect();
    for &state in NeedState::ALL {
        for &kind in Move::ALL {
            assert_eq!(step(kind).kind(), kind);
            for &call_back in &call_backs {
                let before = need(state, call_back);
                let lawful = MOVES.iter().find(|(from, by, _)| (*from, *by) == (state, kind)).map(|(_, _, to)| *to);
                let expected = match (lawful, kind, call_back) {
                    (None, ..) => Err(StepError::Move(state.after(kind).unwrap_err())),
                    (Some(_), Move::Close, Some(CallBack::Drawn)) => Err(StepError::CallBackDue),
                    (Some(_), Move::Close, Some(CallBack::Contradicts)) => Err(StepError::Contradicted),
                    (Some(to), Move::CallBack, Some(CallBack::Drawn)) => Ok(to),
                    (Some(_), Move::CallBack, _) => Err(StepError::NoCallBackDue),
                    (Some(to), ..) => Ok(to),
                };
                assert_eq!(before.may(kind), expected, "{state:?} {kind:?} {call_back:?}");
                assert_eq!(before.after(step(kind)).map(|after| after.state), expected);
            }
        }
    }
}

#[test]
fn a_step_changes_what_it_says_and_nothing_else() {
    let kept = |a: &Need, b: &Need| {
        assert_eq!((a.need_id, a.person_id, &a.words, a.voice), (b.need_id, b.person_id, &b.words, b.voice));
        assert_eq!((a.stated_on, a.recorded_at, &a.number), (b.stated_on, b.recorded_at, &b.number));
    };
    let raised = need(NeedState::Raised, None);
    assert!(raised.awaits_asking());
    let confirmed = raised.after(step(Move::Confirm)).unwrap();
    kept(&confirmed, &raised);
    assert_eq!(confirmed.category, CategoryChoice::Stated("medical".to_owned()));
    assert_eq!((confirmed.urgency, confirmed.due_on), (Some(Urgency::Urgent), Some(Date::constant(2026, 7, 4))));
    assert!(confirmed.consents_to_contact && !confirmed.awaits_asking());
    assert_eq!((confirmed.progress.evidence.as_deref(), &confirmed.progress.words), (Some("出院小结"), &None));
    let planned = confirmed.after(step(Move::Plan)).unwrap();
    assert_eq!(planned.progress.helper.as_ref().unwrap().name, "镇党委");
    assert_eq!(planned.progress.evidence, confirmed.progress.evidence, "evidence stays");
    let helped = planned.after(step(Move::Help)).unwrap();
    assert_eq!(helped.progress.call_back, Some(CallBack::Drawn));
    let asked = helped.after(step(Move::CallBack)).unwrap();
    assert_eq!((asked.state, asked.progress.call_back), (NeedState::Helped, Some(CallBack::Contradicts)));
    let again = asked.after(step(Move::Reopen)).unwrap();
    assert_eq!((&again.progress.helper, again.progress.call_back), (&None, None));
    let helped = need(NeedState::Helped, Some(CallBack::Agrees));
    let closed = helped.after(step(Move::Close)).unwrap();
    kept(&closed, &helped);
    assert_eq!(closed.progress.ending.unwrap().outcome, Outcome::Partly);
    assert_eq!(closed.progress.words.as_deref(), Some("说了一句"));
}

#[test]
fn a_part_is_a_need_of_its_own_that_waits_to_be_confirmed() {
    let whole = need(NeedState::Confirmed, None);
    let mut ids = Ids::seeded(3, Moment::from_micros(0));
    let id = NeedId::fresh(&mut ids);
    let part = whole.part(id, CategoryChoice::Open, "租房".to_owned(), None);
    assert_eq!((part.need_id, part.person_id, part.state), (id, whole.person_id, NeedState::Raised));
    assert_eq!((part.progress.split_from, part.progress.helper), (Some(whole.need_id), None));
    assert_eq!((part.number, part.words.as_str()), (None, "租房"));
    assert_eq!(whole.may_merge_into(&whole), Err(StepError::NotTheSame));
    let twin = Need { need_id: id, ..whole.clone() };
    assert_eq!(whole.may_merge_into(&twin), Ok(()));
    assert_eq!(whole.may_merge_into(&Need { state: NeedState::Closed, ..twin.clone() }), Err(StepError::NotTheSame));
    let stranger = Need { person_id: PersonId::fresh(&mut ids), ..twin };
    assert_eq!(whole.may_merge_into(&stranger), Err(StepError::NotTheSame));
}

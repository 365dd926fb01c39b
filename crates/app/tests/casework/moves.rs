//! Moving a need on: nothing that the table does not hold, by nobody who may not, and nothing over somebody else's head.

use guanai_app::needs::{HelperWish, MoveNeed, MoveNeedError, NeedStep, Part, WhatHappened, act_of, move_need};
use guanai_app::records::check_records;
use guanai_app::{Actor, Role};
use guanai_casework::{CallBack, CategoryChoice, Confirmation, Move, Need, NeedState, Outcome, Urgency, Withdrawal};
use guanai_kernel::ids::{NeedId, PersonId};
use guanai_registry::Kin;
use guanai_store::audit::Subject;
use guanai_store::{households, needs};
use guanai_testkit::engines::on_both;

use crate::town::{Town, after, morning, source, today};
use crate::work::{actor, told};

impl Town {
    pub async fn kept(&self, need_id: NeedId) -> Need {
        let mut tx = self.db.begin_read().await.unwrap();
        let need = needs::find(&mut tx, need_id).await.unwrap().unwrap();
        tx.rollback().await.unwrap();
        need
    }

    /// Puts a need into a state by hand, as no use case would.
    pub async fn put(&self, need_id: NeedId, change: impl FnOnce(&Need) -> Need) {
        let mut tx = self.db.begin_write().await.unwrap();
        let before = needs::find(&mut tx, need_id).await.unwrap().unwrap();
        let after = change(&before);
        needs::amend_many(&mut tx, &[(before, after)], morning()).await.unwrap();
        tx.commit().await.unwrap();
    }

    pub async fn state_no(&self, need_id: NeedId) -> u64 {
        let mut tx = self.db.begin_read().await.unwrap();
        let state_no = needs::count_former(&mut tx, need_id).await.unwrap();
        tx.rollback().await.unwrap();
        state_no
    }

    pub async fn step(&mut self, who: &Actor, need_id: NeedId, step: NeedStep) -> Result<NeedId, MoveNeedError> {
        let wish = MoveNeed { need_id, state_no: self.state_no(need_id).await, step, on: today() };
        let operation = self.operation();
        let (mut cx, ..) = self.cx(who.clone(), after(60));
        move_need(&mut cx, operation, &wish).await
    }

    async fn code(&mut self, who: &Actor, need_id: NeedId, step: NeedStep) -> &'static str {
        match self.step(who, need_id, step).await {
            Ok(_) => "done",
            Err(error) => error.code(),
        }
    }
}

/// A wish for each move that nothing but the table and the roles can refuse.
pub fn wish(step: Move, other: NeedId) -> NeedStep {
    let words = || "说了一句".to_owned();
    match step {
        Move::Confirm => NeedStep::Confirm {
            category: "medical".to_owned(),
            urgency: Urgency::Urgent,
            evidence: Some("出院小结".to_owned()),
            consents_to_contact: true,
        },
        Move::Plan => NeedStep::Plan { helper: HelperWish::Named("村党支部".to_owned()), words: None },
        Move::Reopen => NeedStep::Reopen { words: words() },
        Move::Help => NeedStep::Help { words: words() },
        Move::CallBack => NeedStep::CallBack { agrees: true, words: words() },
        Move::Close => NeedStep::Close {
            outcome: Outcome::Met,
            confirmation: Confirmation::Person,
            words: words(),
            over_referrals: false,
        },
        Move::Withdraw => NeedStep::Withdraw { why: Withdrawal::Unwanted, words: None },
        Move::Merge => NeedStep::Merge { into: other },
        Move::Split => {
            let part = |words: &str| Part { category: None, words: words.to_owned() };
            NeedStep::Split { parts: vec![part("住院费"), part("租房")] }
        }
    }
}

/// What a need went through is held against the table by `guanai check`: its lawful way passes, a state put in by hand does not.
#[test]
fn a_state_that_no_move_leads_to_is_found_afterwards() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let officer = actor(&mut town, Role::CountyOfficer, 0);
        let need_id = town.raise(officer.clone(), &told(town.members[0])).await.unwrap();
        let moved = async |town: &mut Town| {
            let (mut cx, ..) = town.cx(Actor::console(), after(120));
            let outcomes = check_records(&mut cx).await.unwrap();
            outcomes.into_iter().find(|outcome| outcome.name == "records-moved-by-their-tables").unwrap().examples
        };
        for step in [Move::Plan, Move::Reopen, Move::Plan, Move::Help] {
            town.step(&officer, need_id, wish(step, need_id)).await.unwrap();
        }
        assert_eq!(moved(&mut town).await, Vec::<String>::new());
        town.put(need_id, |need| Need { state: NeedState::Raised, ..need.clone() }).await;
        assert_eq!(moved(&mut town).await, [format!("needs/{need_id}")]);
    });
}

/// From every state, every move, by every role: done exactly where the table holds the move and the role the act.
#[test]
fn no_route_and_no_role_takes_an_unlawful_move() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let person_id = town.members[0];
        let officer = actor(&mut town, Role::CountyOfficer, 0);
        let other = town.raise(officer.clone(), &told(person_id)).await.unwrap();
        let mut done = 0;
        for &state in NeedState::ALL {
            let mut need_id = town.raise(officer.clone(), &told(person_id)).await.unwrap();
            for &step in Move::ALL {
                for &role in Role::ALL {
                    let mut who = actor(&mut town, role, 0);
                    let call_back = (step == Move::CallBack).then_some(CallBack::Drawn);
                    town.put(need_id, |need| {
                        let mut need = need.clone();
                        (need.state, need.progress.call_back) = (state, call_back);
                        need
                    })
                    .await;
                    let before = town.kept(need_id).await;
                    let expected = match (guanai_app::actor::authorise(&who, act_of(step)), state.after(step)) {
                        (Err(_), _) => "denied",
                        (Ok(()), Err(_)) => "need-move-unlawful",
                        (Ok(()), Ok(_)) => "done",
                    };
                    if role == Role::Member {
                        who.person_id = Some(person_id);
                    }
                    let found = town.code(&who, need_id, wish(step, other)).await;
                    assert_eq!(found, expected, "{state:?} {step:?} {role:?}");
                    let now = town.kept(need_id).await;
                    if expected == "done" {
                        done += 1;
                        assert_eq!(Ok(now.state), state.after(step));
                        need_id = town.raise(officer.clone(), &told(person_id)).await.unwrap();
                    } else {
                        assert_eq!(now, before, "a refusal changes nothing");
                    }
                }
            }
        }
        assert!(done > 50, "{done}");
    });
}

#[test]
fn whoever_did_not_see_the_latest_state_reads_it_again() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let contact = actor(&mut town, Role::BranchContact, 0);
        let officer = actor(&mut town, Role::TownshipOfficer, 0);
        let need_id = town.raise(contact.clone(), &told(town.members[0])).await.unwrap();
        // Both open the same file; the contact is faster.
        let seen = town.need(officer.clone(), need_id).await.unwrap().state_no;
        town.step(&contact, need_id, wish(Move::Plan, need_id)).await.unwrap();
        let late = NeedStep::Plan { helper: HelperWish::Named("镇党委".to_owned()), words: None };
        let wish = MoveNeed { need_id, state_no: seen, step: late, on: today() };
        let operation = town.operation();
        let (mut cx, ..) = town.cx(officer.clone(), after(120));
        assert_eq!(move_need(&mut cx, operation, &wish).await.unwrap_err().code(), "need-stale");
        let helper = town.kept(need_id).await.progress.helper.unwrap();
        assert_eq!(helper.name, "村党支部");
        // What was refused may be sent again once it is right, under the same id.
        let right =
            MoveNeed { state_no: seen + 1, step: NeedStep::Reopen { words: "人不在家".to_owned() }, ..wish };
        let (mut cx, ..) = town.cx(officer, after(180));
        assert_eq!(move_need(&mut cx, operation, &right).await.unwrap(), need_id);
        assert_eq!(move_need(&mut cx, operation, &right).await.unwrap(), need_id, "a repeat gets the same reply");
        assert_eq!(town.done("reopen-need").await, 1);
    });
}

async fn helped(town: &mut Town, contact: &Actor, person_id: PersonId, drawn: CallBack) -> NeedId {
    loop {
        let need_id = town.raise(contact.clone(), &told(person_id)).await.unwrap();
        town.step(contact, need_id, wish(Move::Plan, need_id)).await.unwrap();
        town.step(contact, need_id, wish(Move::Help, need_id)).await.unwrap();
        if town.kept(need_id).await.progress.call_back == Some(drawn) {
            return need_id;
        }
    }
}

#[test]
fn what_was_drawn_is_closed_after_somebody_else_asked_the_person() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let contact = actor(&mut town, Role::BranchContact, 0);
        let officer = actor(&mut town, Role::TownshipOfficer, 0);
        let person_id = town.members[0];
        let close = wish(Move::Close, NeedId::fresh(&mut town.ids));
        let plain = helped(&mut town, &contact, person_id, CallBack::NotDrawn).await;
        assert_eq!(town.code(&officer, plain, wish(Move::CallBack, plain)).await, "need-no-call-back-due");
        assert_eq!(town.code(&contact, plain, close.clone()).await, "done");
        let drawn = helped(&mut town, &contact, person_id, CallBack::Drawn).await;
        assert_eq!(town.code(&contact, drawn, close.clone()).await, "need-call-back-due");
        assert_eq!(town.code(&contact, drawn, wish(Move::CallBack, drawn)).await, "need-in-the-chain");
        let of_contact = town.need(contact.clone(), drawn).await.unwrap().moves;
        let of_officer = town.need(officer.clone(), drawn).await.unwrap().moves;
        assert_eq!((of_contact, of_officer), (vec![Move::Reopen], vec![Move::CallBack, Move::Reopen]));
        let denies = NeedStep::CallBack { agrees: false, words: "没有人来过".to_owned() };
        assert_eq!(town.code(&officer, drawn, denies).await, "done");
        assert_eq!(town.code(&officer, drawn, close.clone()).await, "need-contradicted");
        assert_eq!(town.code(&officer, drawn, wish(Move::CallBack, drawn)).await, "need-no-call-back-due");
        assert_eq!(town.code(&contact, drawn, wish(Move::Reopen, drawn)).await, "done");
        let again = town.kept(drawn).await;
        assert_eq!((again.state, again.progress.helper, again.progress.call_back), (NeedState::Confirmed, None, None));
        let agreed = helped(&mut town, &contact, person_id, CallBack::Drawn).await;
        assert_eq!(town.code(&officer, agreed, wish(Move::CallBack, agreed)).await, "done");
        assert_eq!(town.code(&contact, agreed, close).await, "done");
        let file = town.need(officer, agreed).await.unwrap();
        assert_eq!(file.ending, Some((Outcome::Met, Confirmation::Person)));
        let what: Vec<WhatHappened> = file.events.iter().map(|event| event.what).collect();
        let moved = |from, to| WhatHappened::Moved { from, to };
        assert_eq!(
            what,
            [
                moved(NeedState::Helped, NeedState::Closed),
                WhatHappened::CalledBack { agrees: true },
                moved(NeedState::Planned, NeedState::Helped),
                moved(NeedState::Confirmed, NeedState::Planned),
                WhatHappened::Raised,
            ]
        );
        assert!(file.events[..3].iter().all(|event| event.words.as_deref() == Some("说了一句")));
        assert_eq!(file.events[1].role, Some(Role::TownshipOfficer));
        assert!(file.moves.is_empty());
    });
}

#[test]
fn nobody_decides_about_themselves_or_their_kin_and_anybody_takes_their_own_back() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let [own, other] = town.members;
        let officer = actor(&mut town, Role::CountyOfficer, 0);
        let need_id = town.raise(officer.clone(), &told(own)).await.unwrap();
        let concerned = Actor { person_id: Some(own), ..actor(&mut town, Role::BranchContact, 0) };
        let relative = Actor { person_id: Some(other), ..actor(&mut town, Role::CountyOfficer, 0) };
        assert_eq!(town.code(&relative, need_id, wish(Move::Plan, need_id)).await, "done", "no relative yet");
        let kin = Kin { person_id: own, relative_id: other, relation: "10".to_owned(), source: source() };
        let mut tx = town.db.begin_write().await.unwrap();
        households::add_kin(&mut tx, &[kin]).await.unwrap();
        tx.commit().await.unwrap();
        for who in [&concerned, &relative] {
            assert_eq!(town.code(who, need_id, wish(Move::Help, need_id)).await, "need-recused");
            let file = town.need(who.clone(), need_id).await.unwrap();
            assert_eq!(file.moves, [Move::Withdraw], "what is refused is not offered");
        }
        let member = Actor { person_id: Some(own), ..actor(&mut town, Role::Member, 0) };
        let stranger = actor(&mut town, Role::Member, 1);
        assert_eq!(town.code(&stranger, need_id, wish(Move::Withdraw, need_id)).await, "need-not-found");
        assert_eq!(town.code(&member, need_id, wish(Move::Withdraw, need_id)).await, "done");
        assert_eq!(town.kept(need_id).await.progress.withdrawal, Some(Withdrawal::Unwanted));
        let contact = actor(&mut town, Role::BranchContact, 1);
        let elsewhere = town.raise(officer, &told(own)).await.unwrap();
        assert_eq!(town.code(&contact, elsewhere, wish(Move::Plan, elsewhere)).await, "need-not-found");
    });
}

#[test]
fn a_doubled_need_is_merged_and_a_mixed_one_split_with_its_history() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let [own, other] = town.members;
        let officer = actor(&mut town, Role::CountyOfficer, 0);
        let first = town.raise(officer.clone(), &told(own)).await.unwrap();
        let double = town.raise(officer.clone(), &told(own)).await.unwrap();
        let strangers = town.raise(officer.clone(), &told(other)).await.unwrap();
        let file = town.need(officer.clone(), first).await.unwrap();
        assert_eq!(file.beside.iter().map(|need| need.need_id).collect::<Vec<_>>(), [double], "it may be the same");
        for into in [double, strangers, NeedId::fresh(&mut town.ids)] {
            assert_eq!(town.code(&officer, double, NeedStep::Merge { into }).await, "need-not-the-same");
        }
        let offered = |moves: &[Move]| moves.contains(&Move::Merge);
        assert!(offered(&town.need(officer.clone(), double).await.unwrap().moves));
        assert_eq!(town.code(&officer, double, NeedStep::Merge { into: first }).await, "done");
        let alone = town.need(officer.clone(), first).await.unwrap().moves;
        assert!(!offered(&alone), "nothing is left to merge it into: {alone:?}");
        let merged = town.need(officer.clone(), double).await.unwrap();
        assert_eq!((merged.row.state, merged.merged_into), (NeedState::Merged, Some(first)));
        assert_eq!(town.code(&officer, first, NeedStep::Merge { into: double }).await, "need-not-the-same");
        let part = |words: &str| Part { category: None, words: words.to_owned() };
        let alone = NeedStep::Split { parts: vec![part("住院费")] };
        assert_eq!(town.code(&officer, first, alone).await, "need-parts");
        let blank = NeedStep::Split { parts: vec![part("住院费"), part(" ")] };
        assert_eq!(town.code(&officer, first, blank).await, "need-no-words");
        assert_eq!(town.code(&officer, first, wish(Move::Split, first)).await, "done");
        let mut tx = town.db.begin_read().await.unwrap();
        let parts: Vec<Need> = needs::list_of(&mut tx, own).await.unwrap();
        tx.rollback().await.unwrap();
        let parts: Vec<&Need> = parts.iter().filter(|need| need.progress.split_from == Some(first)).collect();
        assert_eq!(parts.len(), 2);
        for part in &parts {
            assert!(matches!(&part.category, CategoryChoice::Proposed { .. }) && part.state == NeedState::Raised);
            assert_eq!((part.stated_on, part.voice), (today(), Some(told(own).voice)));
        }
        let record = town.audit().await.into_iter().find(|record| record.action == "split-need").unwrap();
        for need in parts.iter().map(|need| need.need_id).chain([first]) {
            assert!(record.subjects.contains(&Subject::Need(need)));
        }
    });
}

/// Nothing is closed without what came of it and who said so, or the reason why nobody could be asked, in words.
#[test]
fn a_need_is_closed_with_the_reason_why_nobody_was_asked() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let contact = actor(&mut town, Role::BranchContact, 0);
        for &confirmation in Confirmation::ALL {
            let person_id = town.members[0];
            let need_id = helped(&mut town, &contact, person_id, CallBack::NotDrawn).await;
            let words = format!("为什么没有问到本人（{}）", confirmation.code());
            let close =
                NeedStep::Close { outcome: Outcome::NotMet, confirmation, words: words.clone(), over_referrals: false };
            assert_eq!(town.code(&contact, need_id, close).await, "done", "{confirmation:?}");
            let file = town.need(contact.clone(), need_id).await.unwrap();
            let last = file.events.first().and_then(|event| event.words.clone());
            assert_eq!((file.ending, last), (Some((Outcome::NotMet, confirmation)), Some(words.clone())));
            let kept = town.kept(need_id).await.progress;
            assert_eq!(kept.ending.map(|ending| ending.confirmation), Some(confirmation), "read back from the store");
            assert_eq!(kept.words, Some(words));
        }
    });
}

#[test]
fn a_need_is_moved_on_with_words_where_words_must_say_why() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let officer = actor(&mut town, Role::TownshipOfficer, 0);
        let need_id = town.raise(officer.clone(), &told(town.members[0])).await.unwrap();
        let close = |words: String| NeedStep::Close {
            outcome: Outcome::Met,
            confirmation: Confirmation::Declined,
            words,
            over_referrals: false,
        };
        for (state, drawn) in
            [(NeedState::Planned, None), (NeedState::Helped, Some(CallBack::Drawn)), (NeedState::Helped, None)]
        {
            town.put(need_id, |need| {
                let mut need = need.clone();
                (need.state, need.progress.call_back) = (state, drawn);
                need
            })
            .await;
            let before = town.kept(need_id).await;
            for (words, code) in [
                (String::new(), "need-no-words"),
                (" \u{3000}\n".to_owned(), "need-no-words"),
                ("长".repeat(5_000), "need-too-many-words"),
            ] {
                let steps = [
                    NeedStep::Reopen { words: words.clone() },
                    NeedStep::Help { words: words.clone() },
                    NeedStep::CallBack { agrees: true, words: words.clone() },
                    close(words.clone()),
                ];
                for step in steps {
                    let kind = step.kind();
                    assert_eq!(town.code(&officer, need_id, step).await, code, "{state:?} {kind:?}");
                    assert_eq!(town.kept(need_id).await, before, "a refusal changes nothing");
                }
            }
        }
    });
}

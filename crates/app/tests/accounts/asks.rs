//! What members say and are answered: by whom, within which reach, and that a consent refused costs nothing.

use guanai_app::asks::{
    AnswerAsk, AskOffice, AskReview, AskShelf, AskState, AskTopic, ListAsks, answer_ask, ask_office, ask_review,
    list_asks, pass_up_ask, read_ask, read_voice, withdraw_ask,
};
use guanai_app::consents::{ConsentAnswer, SayConsent, say_consent};
use guanai_app::own::read_own;
use guanai_app::{Actor, Role};
use guanai_kernel::ids::{AskId, OperationId, PersonId};
use guanai_kernel::{Date, Moment};
use guanai_registry::Kin;
use guanai_scheme::Lang;
use guanai_store::{households, needs};
use guanai_testkit::engines::on_both;

use crate::town::{Town, after, morning, source, today, wish};

const DAY: i64 = 24 * 3600;

impl Town {
    /// The member at a place, as their account acts.
    pub async fn member(&mut self, at: usize) -> Actor {
        let person_id = Some(self.members[at]);
        let wish = guanai_app::accounts::OpenAccount { person_id, ..wish(&format!("member-{at}"), Role::Member, None) };
        let slip = self.open(wish).await.unwrap();
        self.settle_with(&slip).await.1.actor().unwrap()
    }

    pub async fn say(&mut self, actor: &Actor, topic: AskTopic, words: &str) -> Result<AskId, &'static str> {
        let operation = self.operation();
        self.say_as(actor, operation, topic, words).await
    }

    async fn say_as(
        &mut self,
        actor: &Actor,
        operation: OperationId,
        topic: AskTopic,
        words: &str,
    ) -> Result<AskId, &'static str> {
        let was_read_back = actor.on_behalf_of.is_some();
        let command = AskOffice { topic, measure: None, words: words.to_owned(), was_read_back };
        let (mut cx, ..) = self.cx(actor.clone(), after(60));
        ask_office(&mut cx, operation, &command).await.map_err(|error| error.code())
    }

    pub async fn answer(&mut self, actor: &Actor, ask_id: AskId, now: Moment) -> Result<AskId, &'static str> {
        let operation = self.operation();
        let (mut cx, ..) = self.cx(actor.clone(), now);
        let command = AnswerAsk { ask_id, words: "已核对，改好了。".to_owned() };
        answer_ask(&mut cx, operation, &command).await.map_err(|error| error.code())
    }

    async fn review(&mut self, actor: &Actor, ask_id: AskId, now: Moment) -> Result<AskId, &'static str> {
        let operation = self.operation();
        let (mut cx, ..) = self.cx(actor.clone(), now);
        let command = AskReview { ask_id, words: "还是不对".to_owned() };
        ask_review(&mut cx, operation, &command).await.map_err(|error| error.code())
    }

    /// How many wait for somebody.
    async fn waits_for(&mut self, actor: &Actor) -> u64 {
        let (mut cx, ..) = self.cx(actor.clone(), after(100));
        list_asks(&mut cx, ListAsks { shelf: AskShelf::Waiting, page: 1 }).await.unwrap().total
    }

    async fn officers(&mut self) -> [Actor; 5] {
        let [near, far] = self.townships;
        let branch = self.branches[0];
        [
            self.actor("contact", Role::BranchContact, Some(branch)).await,
            self.actor("near", Role::TownshipOfficer, Some(near)).await,
            self.actor("far", Role::TownshipOfficer, Some(far)).await,
            self.actor("county", Role::CountyOfficer, None).await,
            self.actor("approver", Role::CountyApprover, None).await,
        ]
    }
}

fn behalf(actor: &Actor, person: PersonId) -> Actor {
    Actor { on_behalf_of: Some(person), ..actor.clone() }
}

#[test]
fn a_member_asks_an_office_answers_and_the_member_reads_it_with_the_name() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let member = town.member(0).await;
        let [_, near, ..] = town.officers().await;
        let ask_id = town.say(&member, AskTopic::Correct, "  转正日期写错了 ").await.unwrap();
        let (mut cx, ..) = town.cx(near.clone(), after(90));
        let page = list_asks(&mut cx, ListAsks { shelf: AskShelf::Waiting, page: 1 }).await.unwrap();
        assert_eq!((page.total, page.rows[0].name.as_str()), (1, "曾小明"));
        assert_eq!(page.rows[0].organization.as_deref(), Some("0镇村党支部"));
        let file = read_ask(&mut cx, ask_id).await.unwrap();
        assert_eq!(file.seen.ask.words, "转正日期写错了");
        assert_eq!(file.seen.ask.due_on, Date::constant(2026, 7, 16), "fifteen days by the pack");
        assert!(file.may_answer && file.may_pass_up && !file.seen.is_late);
        town.answer(&near, ask_id, after(120)).await.unwrap();
        assert_eq!(town.answer(&near, ask_id, after(121)).await.unwrap_err(), "answer-other-office", "once");
        let (mut cx, ..) = town.cx(member.clone(), after(130));
        let own = read_own(&mut cx, today(), Lang::Zh).await.unwrap();
        assert_eq!(own.file.person_id, town.members[0]);
        let reply = own.asks[0].reply.as_ref().unwrap();
        assert_eq!((reply.reply.words.as_str(), reply.by.name.as_deref()), ("已核对，改好了。", Some("某某某")));
        assert_eq!((reply.by.role, reply.by.place.as_deref()), (Some(Role::TownshipOfficer), Some("0镇党委")));
        let said: Vec<_> = ["ask-office", "list-asks", "read-ask", "answer-ask", "read-own"].into();
        for action in said {
            assert_eq!(town.done(action).await, 1, "{action}");
        }
    });
}

#[test]
fn an_answer_that_comes_late_stays_late_for_both_sides() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let member = town.member(0).await;
        let [_, near, ..] = town.officers().await;
        let ask_id = town.say(&member, AskTopic::Help, "家里屋顶漏雨").await.unwrap();
        let late = after(6 * DAY);
        let (mut cx, ..) = town.cx(near.clone(), late);
        let page = list_asks(&mut cx, ListAsks { shelf: AskShelf::Waiting, page: 1 }).await.unwrap();
        assert!(page.rows[0].is_late, "five days by the pack");
        town.answer(&near, ask_id, late).await.unwrap();
        let (mut cx, ..) = town.cx(member, late);
        assert!(read_own(&mut cx, today(), Lang::Zh).await.unwrap().asks[0].is_late);
        let (mut cx, ..) = town.cx(near, late);
        let page = list_asks(&mut cx, ListAsks { shelf: AskShelf::Others, page: 1 }).await.unwrap();
        assert!(page.rows[0].is_late && page.rows[0].ask.state == AskState::Answered);
    });
}

#[test]
fn each_role_hears_what_it_can_do_something_about_within_its_reach() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let member = town.member(0).await;
        let [contact, near, far, county, approver] = town.officers().await;
        let ids = [AskTopic::Help, AskTopic::Correct, AskTopic::Object, AskTopic::Refuse];
        let mut asks = Vec::new();
        for topic in ids {
            asks.push(town.say(&member, topic, "请看一看").await.unwrap());
        }
        let waiting = [(&contact, 2), (&near, 4), (&far, 0), (&county, 4), (&approver, 0)];
        for (who, count) in waiting {
            assert_eq!(town.waits_for(who).await, count, "{}", who.role.code());
        }
        let unknown = AskId::fresh(&mut town.ids);
        for (who, ask_id, code) in [
            (&contact, asks[2], "ask-not-found"),
            (&far, asks[0], "ask-not-found"),
            (&near, unknown, "ask-not-found"),
            (&approver, asks[2], "answer-other-office"),
        ] {
            assert_eq!(town.answer(who, ask_id, after(90)).await.unwrap_err(), code);
            let (mut cx, ..) = town.cx(who.clone(), after(90));
            assert_eq!(read_ask(&mut cx, ask_id).await.is_ok(), code != "ask-not-found");
        }
        for role in Role::ALL {
            let actor = Actor { name: "x".to_owned(), role: *role, ..Actor::console() };
            let hears = [&contact, &near, &county, &approver].iter().any(|office| office.role == *role);
            let outcome = town.answer(&actor, unknown, after(90)).await.unwrap_err();
            assert_eq!(outcome, if hears { "ask-not-found" } else { "denied" }, "{role:?}");
            let (mut cx, ..) = town.cx(actor, morning());
            let listed = list_asks(&mut cx, ListAsks { shelf: AskShelf::Waiting, page: 1 }).await;
            assert_eq!(listed.is_ok(), hears, "{role:?}");
        }
        town.answer(&contact, asks[0], after(95)).await.unwrap();
        // Handed to the county, it is no longer the township's to answer.
        let operation = town.operation();
        let (mut cx, ..) = town.cx(near.clone(), after(96));
        pass_up_ask(&mut cx, operation, asks[2]).await.unwrap();
        assert_eq!(town.answer(&near, asks[2], after(97)).await.unwrap_err(), "answer-other-office");
        assert_eq!(town.waits_for(&near).await, 2);
        town.answer(&county, asks[2], after(98)).await.unwrap();
    });
}

#[test]
fn nobody_answers_their_own_or_their_kin_and_a_second_look_is_anothers() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let member = town.member(0).await;
        let [_, near, _, county, approver] = town.officers().await;
        let [own, other] = town.members;
        let kin = Kin { person_id: other, relative_id: own, relation: "10".to_owned(), source: source() };
        let mut tx = town.db.begin_write().await.unwrap();
        households::add_kin(&mut tx, &[kin]).await.unwrap();
        tx.commit().await.unwrap();
        let ask_id = town.say(&member, AskTopic::Object, "为什么没有党龄补助").await.unwrap();
        let same = Actor { person_id: Some(own), ..near.clone() };
        assert_eq!(town.answer(&same, ask_id, after(90)).await.unwrap_err(), "answer-own");
        let cousin = Actor { person_id: Some(other), ..near.clone() };
        assert_eq!(town.answer(&cousin, ask_id, after(90)).await.unwrap_err(), "answer-kin");
        town.answer(&county, ask_id, after(91)).await.unwrap();
        assert_eq!(town.review(&member, ask_id, after(92)).await, Ok(ask_id));
        assert_eq!(town.answer(&near, ask_id, after(93)).await.unwrap_err(), "answer-other-office");
        assert_eq!(town.answer(&county, ask_id, after(93)).await.unwrap_err(), "answer-same-person");
        assert_eq!(town.waits_for(&approver).await, 1);
        town.answer(&approver, ask_id, after(94)).await.unwrap();
        assert_eq!(town.review(&member, ask_id, after(95)).await.unwrap_err(), "ask-moved", "looked at twice at most");
        let (mut cx, ..) = town.cx(member, after(96));
        let seen = read_own(&mut cx, today(), Lang::En).await.unwrap().asks.remove(0);
        assert_eq!(seen.ask.state, AskState::Reviewed);
        assert_eq!(seen.review_reply.unwrap().by.role, Some(Role::CountyApprover));
    });
}

#[test]
fn what_is_said_twice_by_one_form_is_said_once_and_may_be_taken_back() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let members = [town.member(0).await, town.member(1).await];
        let operation = town.operation();
        let first = town.say_as(&members[0], operation, AskTopic::Help, "请帮忙").await.unwrap();
        assert_eq!(town.say_as(&members[0], operation, AskTopic::Help, "请帮忙").await, Ok(first));
        let other = town.say_as(&members[0], operation, AskTopic::Help, "不一样").await;
        assert_eq!(other.unwrap_err(), "already-sent");
        for (words, code) in [("  ", "ask-words"), ("a\0b", "ask-words")] {
            assert_eq!(town.say(&members[0], AskTopic::Help, words).await.unwrap_err(), code);
        }
        let long = "长".repeat(1_001);
        assert_eq!(town.say(&members[0], AskTopic::Help, &long).await.unwrap_err(), "ask-words");
        let [operation, again] = [town.operation(), town.operation()];
        let (mut cx, ..) = town.cx(members[1].clone(), after(70));
        assert_eq!(withdraw_ask(&mut cx, operation, first).await.unwrap_err().code(), "ask-not-found", "another's");
        let (mut cx, ..) = town.cx(members[0].clone(), after(70));
        withdraw_ask(&mut cx, operation, first).await.unwrap();
        withdraw_ask(&mut cx, operation, first).await.unwrap();
        assert_eq!(withdraw_ask(&mut cx, again, first).await.unwrap_err().code(), "ask-moved");
        for _ in 0..20 {
            town.say(&members[0], AskTopic::Help, "请帮忙").await.unwrap();
        }
        assert_eq!(town.say(&members[0], AskTopic::Help, "请帮忙").await.unwrap_err(), "ask-too-many");
    });
}

#[test]
fn who_does_not_sign_in_is_spoken_for_within_reach_and_only_after_reading_back() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let [contact, near, far, ..] = town.officers().await;
        let [own, other] = town.members;
        let ask_id = town.say(&behalf(&contact, own), AskTopic::Object, "说是少了一年党龄").await.unwrap();
        for (who, of, code) in
            [(&contact, other, "ask-not-found"), (&far, own, "ask-not-found"), (&near, other, "ask-not-found")]
        {
            assert_eq!(town.say(&behalf(who, of), AskTopic::Help, "请帮忙").await.unwrap_err(), code);
        }
        assert_eq!(town.say(&contact, AskTopic::Help, "请帮忙").await.unwrap_err(), "not-read-back");
        let command = AskOffice {
            topic: AskTopic::Help,
            measure: Some("nothing".to_owned()),
            words: "请帮忙".to_owned(),
            was_read_back: false,
        };
        let operation = town.operation();
        let (mut cx, ..) = town.cx(behalf(&contact, own), after(60));
        assert_eq!(ask_office(&mut cx, operation, &command).await.unwrap_err().code(), "ask-measure");
        let unread = AskOffice { measure: None, ..command };
        assert_eq!(ask_office(&mut cx, operation, &unread).await.unwrap_err().code(), "not-read-back");
        // The contact may enter an objection and sees nothing of it afterwards; the township does.
        let (mut cx, ..) = town.cx(contact.clone(), after(70));
        assert_eq!(read_voice(&mut cx, own).await.unwrap().asks.len(), 0);
        assert_eq!(read_voice(&mut cx, other).await.unwrap_err().code(), "ask-not-found");
        let (mut cx, ..) = town.cx(near, after(70));
        let voice = read_voice(&mut cx, own).await.unwrap();
        assert_eq!((voice.asks[0].ask.ask_id, voice.asks[0].ask.is_on_behalf), (ask_id, true));
        assert_eq!(voice.asks[0].said_by.role, Some(Role::BranchContact));
        let record = town.audit().await.into_iter().find(|record| record.action == "ask-office").unwrap();
        assert_eq!((record.on_behalf_of, record.actor.as_str()), (Some(own), contact.name.as_str()));
    });
}

#[test]
fn a_consent_is_given_and_taken_back_with_its_history_and_refusing_every_one_costs_nothing() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let member = town.member(0).await;
        let [contact, ..] = town.officers().await;
        let (mut cx, ..) = town.cx(member.clone(), after(50));
        let before = read_own(&mut cx, today(), Lang::Zh).await.unwrap();
        let kinds: Vec<String> = cx.standards.pack.consents().iter().map(|kind| kind.code.clone()).collect();
        assert!(kinds.len() >= 4 && before.consents.iter().all(|consent| consent.answer.is_none()));
        let answers = [ConsentAnswer::Given, ConsentAnswer::Refused];
        for (kind, answer) in kinds.iter().flat_map(|kind| answers.map(|answer| (kind, answer))) {
            let command = SayConsent { kind: kind.clone(), answer, was_read_back: false };
            let (operation, again) = (town.operation(), town.operation());
            let (mut cx, ..) = town.cx(member.clone(), after(60));
            let said = say_consent(&mut cx, operation, &command).await.unwrap();
            assert_eq!(say_consent(&mut cx, operation, &command).await.unwrap(), said, "one press, one effect");
            assert_eq!(say_consent(&mut cx, again, &command).await.unwrap_err().code(), "consent-same");
        }
        let (mut cx, ..) = town.cx(member.clone(), after(70));
        let refused = read_own(&mut cx, today(), Lang::Zh).await.unwrap();
        for consent in &refused.consents {
            assert_eq!(consent.answer, Some(ConsentAnswer::Refused));
            let said: Vec<_> = consent.said.iter().map(|word| (word.no, word.answer)).collect();
            assert_eq!(said, [(2, ConsentAnswer::Refused), (1, ConsentAnswer::Given)]);
        }
        assert!(!before.file.answers.is_empty());
        assert_eq!(before.file.answers, refused.file.answers, "the standards answer as before");
        assert_eq!(before.file.classes, refused.file.classes);
        // On behalf, after reading back.
        let own = town.members[0];
        let speaks = behalf(&contact, own);
        let mut command = SayConsent { kind: "nothing".to_owned(), answer: ConsentAnswer::Given, was_read_back: false };
        for (kind, code) in [("nothing", "consent-kind"), (kinds[0].as_str(), "not-read-back")] {
            kind.clone_into(&mut command.kind);
            let operation = town.operation();
            let (mut cx, ..) = town.cx(speaks.clone(), after(80));
            assert_eq!(say_consent(&mut cx, operation, &command).await.unwrap_err().code(), code);
        }
        command.was_read_back = true;
        let operation = town.operation();
        let (mut cx, ..) = town.cx(speaks, after(80));
        say_consent(&mut cx, operation, &command).await.unwrap();
        let (mut cx, ..) = town.cx(contact.clone(), after(90));
        let voice = read_voice(&mut cx, own).await.unwrap();
        assert_eq!(voice.consents[0].answer, Some(ConsentAnswer::Given));
        assert!(voice.consents[0].said[0].is_on_behalf);
        let operation = town.operation();
        let (mut cx, ..) = town.cx(behalf(&contact, town.members[1]), after(95));
        assert_eq!(say_consent(&mut cx, operation, &command).await.unwrap_err().code(), "person-not-found");
        let mut tx = town.db.begin_read().await.unwrap();
        assert_eq!(needs::count(&mut tx).await.unwrap(), 0, "nothing but the consents was written");
    });
}

//! What members say.

use guanai_app::actor::Act;
use guanai_app::asks::{AnswerAsk, AskReview, answer_ask, ask_review, pass_up_ask, withdraw_ask};
use guanai_app::{Actor, Role};
use guanai_casework::{Ask, AskMove, AskState, AskTopic, Reply, Review};
use guanai_kernel::ids::AskId;
use guanai_store::asks;
use guanai_testkit::clock;

use crate::desk::day;
use crate::engines::on_both;
use crate::form::{Moving, holds};
use crate::town::Town;

struct Asked {
    town: Town,
    ask_id: AskId,
}

impl Moving for Asked {
    type State = AskState;
    type Step = AskMove;
    type Record = Ask;
    const STATES: &'static [AskState] = &[
        AskState::Waiting,
        AskState::PassedUp,
        AskState::Answered,
        AskState::InReview,
        AskState::Reviewed,
        AskState::Withdrawn,
    ];
    // One button answers: what is in review is answered after a second look.
    const STEPS: &'static [AskMove] = &[AskMove::PassUp, AskMove::Answer, AskMove::AskReview, AskMove::Withdraw];

    fn leads(from: AskState, step: AskMove) -> Option<AskState> {
        let step = if (from, step) == (AskState::InReview, AskMove::Answer) { AskMove::Review } else { step };
        from.after(step).ok()
    }

    fn act(step: AskMove) -> Act {
        match step {
            AskMove::PassUp | AskMove::Answer | AskMove::Review => Act::AnswerAsk,
            AskMove::AskReview | AskMove::Withdraw => Act::AskOffice,
        }
    }

    fn state(record: &Ask) -> AskState {
        record.state
    }

    async fn put(&mut self, _: &Actor, state: AskState, _: AskMove) -> Ask {
        // A second look is by somebody who did not give the first answer.
        let reply = |by: &str| Reply {
            words: "已经办了".to_owned(),
            by: by.to_owned(),
            role: "branch-contact".to_owned(),
            on: day(8, 20),
        };
        let is_answered = matches!(state, AskState::Answered | AskState::InReview | AskState::Reviewed);
        let is_reviewed = matches!(state, AskState::InReview | AskState::Reviewed);
        let review = || Review {
            words: "还是不明白".to_owned(),
            asked_on: day(8, 25),
            due_on: day(9, 10),
            reply: (state == AskState::Reviewed).then(|| reply("a third")),
        };
        let mut tx = self.town.db.begin_write().await.unwrap();
        let before = asks::find(&mut tx, self.ask_id).await.unwrap().unwrap();
        let after = Ask {
            state,
            reply: is_answered.then(|| reply("another")),
            review: is_reviewed.then(review),
            ..before.clone()
        };
        if before != after {
            asks::amend(&mut tx, &before, &after, clock::at(day(9, 1))).await.unwrap();
        }
        tx.commit().await.unwrap();
        after
    }

    async fn kept(&self) -> Ask {
        let mut tx = self.town.db.begin_read().await.unwrap();
        asks::find(&mut tx, self.ask_id).await.unwrap().unwrap()
    }

    async fn tries(&mut self, who: &Actor, step: AskMove) -> Result<(), &'static str> {
        let (operation, ask_id) = (self.town.operation(), self.ask_id);
        let words = "周五上门说".to_owned();
        let cx = &mut self.town.on(who, day(9, 1));
        match step {
            AskMove::PassUp => pass_up_ask(cx, operation, ask_id).await.map_err(|error| error.code()),
            AskMove::Answer | AskMove::Review => {
                answer_ask(cx, operation, &AnswerAsk { ask_id, words }).await.map_err(|error| error.code())
            }
            AskMove::AskReview => {
                ask_review(cx, operation, &AskReview { ask_id, words }).await.map_err(|error| error.code())
            }
            AskMove::Withdraw => withdraw_ask(cx, operation, ask_id).await.map_err(|error| error.code()),
        }
        .map(drop)
    }
}

#[test]
fn nobody_takes_an_unlawful_move_of_what_a_member_says() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let everybody = town.everybody().await;
        let member = everybody.iter().find(|actor| actor.role == Role::Member).unwrap();
        let ask = Ask {
            ask_id: AskId::fresh(&mut town.ids),
            person_id: town.members[0],
            topic: AskTopic::Help,
            measure: None,
            words: "想问问医保".to_owned(),
            said_by: member.name.clone(),
            is_on_behalf: false,
            asked_on: day(8, 10),
            due_on: day(9, 5),
            state: AskState::Waiting,
            reply: None,
            review: None,
            recorded_at: clock::at(day(8, 10)),
        };
        let mut tx = town.db.begin_write().await.unwrap();
        asks::add(&mut tx, &ask).await.unwrap();
        tx.commit().await.unwrap();
        holds(&mut Asked { town, ask_id: ask.ask_id }, &everybody).await;
    });
}
